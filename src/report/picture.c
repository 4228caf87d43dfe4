/* The map in the report: its SVG as part of the document, and the data that it carries. */
#include "report/facts.h"

#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "map/map_facts.h"

/* --- The SVG --- */

/* As a document of its own. Its strings are not shared with a dictionary, for it becomes part of
 * another document. */
static marsad_status read_svg(const marsad_map *map, xmlDocPtr *out, marsad_error *error)
{
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    if (!stream) {
        return mrs_fail_memory(error);
    }
    marsad_status status = mrs_map_write_svg(map, stream, error);
    bool whole = fclose(stream) == 0;
    if (!status) {
        const int flags = XML_PARSE_HUGE | XML_PARSE_NODICT | XML_PARSE_NONET | XML_PARSE_NOERROR |
                          XML_PARSE_NOWARNING;
        *out = whole ? xmlReadMemory(text, (int)length, "map.svg", "UTF-8", flags) : NULL;
        status = *out ? MARSAD_OK : mrs_fail_memory(error);
    }
    free(text);
    return status;
}

static xmlNodePtr child_called(xmlNodePtr parent, const char *name)
{
    xmlNodePtr child = parent->children;
    while (child && strcmp((const char *)child->name, name) != 0) {
        child = child->next;
    }
    return child;
}

/* --- Its data --- */

static void read_data(mrs_report *report, xmlNodePtr svg)
{
    xmlNodePtr metadata = child_called(svg, "metadata");
    xmlChar *text = metadata ? xmlNodeGetContent(metadata) : NULL;
    report->data = text ? json_tokener_parse((const char *)text) : NULL;
    xmlFree(text);
    struct json_object *listed = NULL;
    bool has = report->data && json_object_object_get_ex(report->data, "incidents", &listed);
    bool all =
        has && json_object_array_length(listed) == marsad_events_count(report->sources->events);
    report->listed = all ? listed : NULL;
}

static struct json_object *member(const mrs_report *report, size_t index, const char *name)
{
    struct json_object *incident =
        report->listed ? json_object_array_get_idx(report->listed, index) : NULL;
    struct json_object *found = NULL;
    return incident && json_object_object_get_ex(incident, name, &found) ? found : NULL;
}

const char *mrs_report_element(const mrs_report *report, size_t index, const char *name)
{
    struct json_object *found = member(report, index, name);
    return found ? json_object_get_string(found) : "";
}

long mrs_report_number(const mrs_report *report, size_t index)
{
    struct json_object *found = member(report, index, "number");
    return found ? (long)json_object_get_int64(found) : (long)index + 1;
}

/* --- The element --- */

/* All ids of the SVG begin with what stands before "-map" in that of its root. */
static void set_prefix(mrs_report *report, xmlNodePtr map, xmlNodePtr svg)
{
    xmlChar *id = xmlGetNoNsProp(svg, BAD_CAST "id");
    char prefix[64];
    snprintf(prefix, sizeof prefix, "%s", id ? (const char *)id : "");
    prefix[strcspn(prefix, "-")] = '\0';
    mrs_xml_set(&report->xml, map, "prefix", prefix);
    xmlFree(id);
}

static void copy_attribute(mrs_report *report, xmlNodePtr map, xmlNodePtr svg, const char *name)
{
    xmlChar *value = xmlGetNoNsProp(svg, BAD_CAST name);
    mrs_xml_set(&report->xml, map, name, (const char *)value);
    xmlFree(value);
}

/* The map in a line: what it is called, and of what time. */
static void set_alt(mrs_report *report, xmlNodePtr map)
{
    marsad_date first = {0};
    marsad_date last = {0};
    mrs_buffer alt = {0};
    const char *title = report->options->map.title;
    mrs_incident_dates(report->sources->events, &first, &last);
    mrs_buffer_addf(&alt, "%s%s%s%s", mrs_report_word(report, "map"), mrs_colon(report->lang),
                    title && title[0] ? title : mrs_say(MRS_WORD_TITLE, report->lang),
                    first.year ? MRS_DOT : "");
    mrs_say_dates(&alt, report->calendar, first, last);
    mrs_xml_take(&report->xml, map, "alt", &alt);
}

marsad_status mrs_report_read_map(mrs_report *report, marsad_error *error)
{
    marsad_status status = read_svg(report->map, &report->svg, error);
    if (!status) {
        read_data(report, xmlDocGetRootElement(report->svg));
    }
    return status;
}

void mrs_report_add_map(mrs_report *report, xmlNodePtr root)
{
    xmlNodePtr svg = xmlDocGetRootElement(report->svg);
    xmlNodePtr map = mrs_xml_add(&report->xml, root, "map");
    set_prefix(report, map, svg);
    copy_attribute(report, map, svg, "width");
    copy_attribute(report, map, svg, "height");
    mrs_xml_set(&report->xml, map, "as", marsad_map_as_name(marsad_map_describe(report->map)->as));
    set_alt(report, map);
    if (map) {
        xmlUnlinkNode(svg);
        xmlAddChild(map, svg);
    }
}
