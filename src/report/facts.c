/* Gathering a report: what is shared by its parts is made first, then the parts one by one. */
#include "report/facts.h"

#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/label_names.h"
#include "map/map_facts.h"

/* --- What the parts share --- */

const char *mrs_report_word(const mrs_report *report, const char *key)
{
    const char *word = mrs_report_say(key, report->lang);
    return word ? word : "";
}

void mrs_report_sum(long *sum, long more)
{
    if (more >= 0) {
        *sum = (*sum < 0 ? 0 : *sum) + more;
    }
}

void mrs_report_say_count(mrs_buffer *out, const mrs_report *report, size_t count)
{
    mrs_say_whole(out, (double)count, report->lang);
}

void mrs_report_set_date(mrs_report *report, xmlNodePtr node, const char *name, marsad_date date)
{
    char text[MARSAD_DATE_TEXT];
    mrs_xml_set(&report->xml, node, name, marsad_date_text(date, text));
}

void mrs_report_set_date_text(mrs_report *report, xmlNodePtr node, const char *name,
                              marsad_date first, marsad_date last)
{
    mrs_buffer text = {0};
    mrs_say_dates(&text, report->calendar, first, last);
    mrs_xml_take(&report->xml, node, name, &text);
}

static unsigned byte_of(double share)
{
    return (unsigned)(share * 255 + 0.5);
}

const char *mrs_report_color(const mrs_report *report, marsad_incident_type type,
                             char out[MRS_REPORT_COLOR])
{
    const mrs_map_facts *facts = mrs_map_told(report->map);
    mrs_color color = facts->type_colors[type];
    out[0] = '\0';
    if (facts->by_type && color.a > 0) {
        snprintf(out, MRS_REPORT_COLOR, "#%02x%02x%02x", byte_of(color.r) & 0xFFU,
                 byte_of(color.g) & 0xFFU, byte_of(color.b) & 0xFFU);
    }
    return out;
}

/* --- The head --- */

static void add_words(mrs_report *report, xmlNodePtr root)
{
    xmlNodePtr words = mrs_xml_add(&report->xml, root, "words");
    const char *key;
    for (size_t i = 0; (key = mrs_report_word_key(i)); i++) {
        xmlNodePtr word = mrs_xml_add(&report->xml, words, "word");
        mrs_xml_set(&report->xml, word, "key", key);
        mrs_xml_text(&report->xml, word, mrs_report_word(report, key));
    }
}

static void add_period(mrs_report *report, xmlNodePtr root)
{
    marsad_date first = {0};
    marsad_date last = {0};
    mrs_incident_dates(report->sources->events, &first, &last);
    xmlNodePtr period = mrs_xml_add(&report->xml, root, "period");
    mrs_report_set_date(report, period, "from", first);
    mrs_report_set_date(report, period, "to", last);
    mrs_report_set_date_text(report, period, "text", first, last);
}

static xmlNodePtr add_head(mrs_report *report)
{
    mrs_xml *xml = &report->xml;
    const char *title = report->options->map.title;
    xmlNodePtr root = xmlNewDocNode(xml->doc, NULL, BAD_CAST "report", NULL);
    xmlDocSetRootElement(xml->doc, root);
    mrs_xml_set(xml, root, "lang", marsad_lang_code(report->lang));
    mrs_xml_set(xml, root, "dir", report->lang == MARSAD_LANG_AR ? "rtl" : "ltr");
    mrs_xml_set(xml, root, "version", "1");
    mrs_xml_set(xml, root, "generator", "Marsad " MARSAD_VERSION);
    mrs_xml_text(xml, mrs_xml_add(xml, root, "title"),
                 title && title[0] ? title : mrs_say(MRS_WORD_TITLE, report->lang));
    add_period(report, root);
    add_words(report, root);
    return root;
}

/* --- The whole --- */

/* Composes the map on a sheet `height` px high, and keeps it where it leaves out less. */
static marsad_status try_height(mrs_report *report, int height, marsad_error *error)
{
    marsad_map_options options = report->options->map;
    marsad_map *map = NULL;
    options.height_px = height;
    marsad_status status = marsad_map_compose(report->sources, &options, &map, error);
    if (!status &&
        (!report->map || mrs_map_told(map)->left_out < mrs_map_told(report->map)->left_out)) {
        marsad_map_free(report->map);
        report->map = map;
        map = NULL;
    }
    marsad_map_free(map);
    return status;
}

/* On the lowest of some sheets that leaves out the least. */
static marsad_status compose_map(mrs_report *report, marsad_error *error)
{
    /* Beyond these the panel would stand below the map, with much room of its own. */
    static const double heights[] = {1, 7.0 / 6, 1.4};
    const marsad_map_options *options = &report->options->map;
    bool fixed = !report->options->fit_height || options->width_mm > 0;
    size_t count = fixed ? 1 : sizeof heights / sizeof *heights;
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < count; i++) {
        if (!report->map || mrs_map_told(report->map)->left_out) {
            status = try_height(report, (int)(options->height_px * heights[i]), error);
        }
    }
    return status;
}

static marsad_status compose(mrs_report *report, marsad_error *error)
{
    const marsad_map_options *map = &report->options->map;
    const marsad_front *front = report->sources->front;
    marsad_status status = compose_map(report, error);
    if (!status && front) {
        /* As the map relates them: between two fronts, each to the one of its own day. */
        const marsad_date own_day = {0};
        marsad_date at = map->front_since.year ? own_day : map->front_at;
        status = marsad_front_relate_events(front, report->sources->events, at, &report->relations,
                                            error);
    }
    return status;
}

static marsad_status begin(mrs_report *report, marsad_error *error)
{
    report->naming = (mrs_sheet){.sources = report->sources,
                                 .options = &report->options->map,
                                 .lang = report->lang,
                                 .names = mrs_names_new()};
    report->calendar = mrs_calendar_new(report->lang);
    report->xml.doc = xmlNewDoc(BAD_CAST "1.0");
    bool ok = report->naming.names && report->calendar && report->xml.doc;
    marsad_status status = ok ? compose(report, error) : mrs_fail_memory(error);
    status = status ? status : mrs_report_read_map(report, error);
    return status ? status : mrs_report_find_places(report, error);
}

marsad_status mrs_report_gather(mrs_report *report, const marsad_map_sources *sources,
                                const marsad_report_options *options, marsad_error *error)
{
    *report = (mrs_report){.sources = sources, .options = options, .lang = options->map.lang};
    marsad_status status = begin(report, error);
    if (status) {
        return status;
    }
    xmlNodePtr root = add_head(report);
    mrs_report_add_figures(report, root);
    mrs_report_add_map(report, root);
    mrs_report_add_types(report, root);
    mrs_report_add_timeline(report, root);
    mrs_report_add_places(report, root);
    status = mrs_report_add_incidents(report, root, error);
    mrs_report_add_unplaced(report, root);
    status = status ? status : mrs_report_add_rejected(report, root, error);
    mrs_report_add_method(report, root);
    status = status ? status : mrs_report_add_sources(report, root, error);
    return status || !report->xml.failed ? status : mrs_fail_memory(error);
}

void mrs_report_clear(mrs_report *report)
{
    for (size_t i = 0; i < report->place_count; i++) {
        marsad_place_clear(&report->places[i].town.place);
    }
    mrs_free(report->places);
    mrs_free(report->place_of);
    mrs_report_forget_districts(report);
    marsad_event_relations_free(report->relations);
    json_object_put(report->data);
    xmlFreeDoc(report->svg);
    xmlFreeDoc(report->xml.doc);
    mrs_names_free(report->naming.names);
    mrs_calendar_free(report->calendar);
    marsad_map_free(report->map);
}
