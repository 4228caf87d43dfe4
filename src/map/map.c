/* The public face of map/: composing a sheet step by step, and writing it. */
#include "marsad/map.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "map/front_sheet.h"
#include "map/incident_data.h"
#include "map/label_names.h"
#include "map/link.h"
#include "map/map_facts.h"
#include "map/panes.h"
#include "map/parts.h"
#include "map/prefix.h"
#include "map/scale.h"
#include "map/surface/surface.h"
#include "map/symbols.h"

struct marsad_map {
    mrs_scene *scene;
    mrs_type *type; /* the scene's layouts live in its fonts */
    char *icons;
    mrs_map_facts facts;
    marsad_map_summary summary;
};

marsad_map_options marsad_map_defaults(void)
{
    return (marsad_map_options){.lang = MARSAD_LANG_EN,
                                .width_px = 1600,
                                .height_px = 1200,
                                .dpi = 96,
                                .margin_mm = MARSAD_MARGIN_AUTO};
}

/* --- What the map is called --- */

/* Those of which the span of dates does not speak. */
static size_t count_undated(const marsad_events *events)
{
    size_t count = 0;
    for (size_t i = 0; i < marsad_events_count(events); i++) {
        count += marsad_events_get(events, i)->date.year == 0;
    }
    return count;
}

/* "25–26 January 2020 · incidents reported: 10 · undated: 1 · on the map: 7" */
static char *make_subtitle(const mrs_sheet *sheet, size_t on_the_map)
{
    marsad_date first = sheet->options->only_from;
    marsad_date last = sheet->options->only_to;
    size_t undated = 0;
    if (!first.year || !last.year) {
        mrs_incident_dates(sheet->sources->events, &first, &last);
        undated = first.year ? count_undated(sheet->sources->events) : 0;
    }
    mrs_buffer text = {0};
    mrs_say_dates(&text, sheet->calendar, first, last);
    mrs_buffer_addf(&text, "%s%s%s%zu", text.length ? MRS_DOT : "",
                    mrs_say(MRS_WORD_INCIDENTS, sheet->lang), mrs_colon(sheet->lang),
                    mrs_count_of_days(sheet));
    if (undated) {
        mrs_buffer_addf(&text, MRS_DOT "%s%s%zu", mrs_say(MRS_WORD_UNDATED_COUNT, sheet->lang),
                        mrs_colon(sheet->lang), undated);
    }
    mrs_buffer_addf(&text, MRS_DOT "%s%s%zu", mrs_say(MRS_WORD_PLACED, sheet->lang),
                    mrs_colon(sheet->lang), on_the_map);
    return mrs_buffer_take(&text);
}

/* What the map shows, in words, for those who cannot see it: one incident a line. */
static char *make_description(const mrs_sheet *sheet)
{
    mrs_buffer text = {0};
    mrs_buffer_addf(&text, "%s.", sheet->subtitle);
    size_t count = marsad_events_count(sheet->sources->events);
    for (size_t i = 0; count <= MRS_MOST_DATA && i < count; i++) {
        const marsad_incident *incident = marsad_events_get(sheet->sources->events, i);
        if (!mrs_is_of_days(sheet, incident)) {
            continue;
        }
        const char *place = mrs_incident_place(sheet, incident);
        mrs_buffer_addf(&text, "\n%d. ", mrs_incident_number(sheet, i));
        mrs_say_dates(&text, sheet->calendar, incident->date, incident->end_date);
        mrs_buffer_addf(&text, "%s%s", incident->date.year && place[0] ? MRS_DOT : "", place);
        mrs_buffer_addf(&text, "%s%s", incident->date.year || place[0] ? MRS_DOT : "",
                        mrs_headline(sheet, incident));
        char *front = mrs_front_said(sheet, incident);
        mrs_buffer_addf(&text, "%s%s", front && front[0] ? MRS_DOT : "", front ? front : "");
        text.failed |= !front;
        mrs_free(front);
    }
    return mrs_buffer_take(&text);
}

static marsad_status describe_scene(mrs_sheet *sheet, marsad_error *error)
{
    mrs_scene *scene = sheet->scene;
    mrs_free(sheet->subtitle);
    sheet->subtitle = make_subtitle(sheet, sheet->summary.drawn);
    if (!sheet->subtitle) {
        return mrs_fail_memory(error);
    }
    scene->title = mrs_strdup(sheet->title);
    scene->description = make_description(sheet);
    scene->language = mrs_strdup(marsad_lang_code(sheet->lang));
    scene->outlines = sheet->options->svg_outlines;
    scene->page = mrs_sheet_color(sheet, MRS_PAGE_COLOR);
    bool ok = scene->title && scene->description && scene->language;
    return ok ? MARSAD_OK : mrs_fail_memory(error);
}

/* --- Composing --- */

static char *data_path(const mrs_sheet *sheet, const char *name)
{
    mrs_buffer path = {0};
    mrs_buffer_addf(&path, "%s/%s", sheet->sources->data_folder, name);
    return mrs_buffer_take(&path);
}

static marsad_status open_data(mrs_sheet *sheet, marsad_error *error)
{
    char *basemap = data_path(sheet, "geodata/basemap.gpkg");
    char *fonts = data_path(sheet, "styles/fonts.conf");
    marsad_status status = basemap && fonts ? MARSAD_OK : mrs_fail_memory(error);
    if (!status) {
        status = mrs_basemap_open(basemap, &sheet->basemap, error);
    }
    if (!status) {
        status = mrs_type_new(fonts, mrs_style_text(sheet->sources->style, MRS_FONT), &sheet->type,
                              error);
    }
    if (!status) {
        status = marsad_gazetteer_sources(sheet->sources->gazetteer, &sheet->place_sources,
                                          &sheet->place_source_count, error);
    }
    sheet->calendar = mrs_calendar_new(sheet->lang);
    sheet->names = mrs_names_new();
    if (!status && (!sheet->calendar || !sheet->names)) {
        status = mrs_fail_memory(error);
    }
    mrs_free(basemap);
    mrs_free(fonts);
    return status ? status : mrs_choose_front(sheet, error);
}

/* The ids' prefix depends on the incidents' data, and the data name ids. */
static bool name_ids(mrs_sheet *sheet)
{
    mrs_scene *scene = sheet->scene;
    scene->data = mrs_incident_data(sheet, MRS_PREFIX_ROOM);
    scene->prefix = scene->data ? mrs_make_prefix(scene) : NULL;
    if (scene->prefix) {
        mrs_put_prefix(scene->data, scene->prefix);
    }
    return scene->prefix != NULL;
}

static marsad_status draw(mrs_sheet *sheet, marsad_error *error)
{
    if (mrs_scene_failed(sheet->scene)) {
        return mrs_fail_memory(error);
    }
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < sheet->pane_count; i++) {
        status = mrs_pane_draw(&sheet->panes[i], error);
    }
    if (!status) {
        mrs_draw_title(sheet);
        status = mrs_draw_panel(sheet, error);
    }
    if (!status) {
        mrs_draw_credits(sheet);
        bool failed = mrs_scene_failed(sheet->scene) || !name_ids(sheet);
        status = failed ? mrs_fail_memory(error) : MARSAD_OK;
    }
    return status;
}

static marsad_status make_scene(mrs_sheet *sheet, marsad_error *error)
{
    mrs_paper paper;
    marsad_status status = mrs_paper_of(sheet->options, &paper, error);
    if (status) {
        return status;
    }
    sheet->scene = mrs_scene_new(paper.width + 2 * paper.bleed, paper.height + 2 * paper.bleed);
    if (!sheet->scene) {
        return mrs_fail_memory(error);
    }
    sheet->scene->px_per_inch = paper.px_per_inch;
    sheet->scene->in_mm = paper.in_mm;
    sheet->scene->dpi = sheet->options->dpi;
    sheet->scene->bleed = paper.bleed;
    mrs_measure_sheet(sheet, &paper);
    return MARSAD_OK;
}

/* What has become of each incident. */
static void count_incidents(mrs_sheet *sheet)
{
    marsad_map_summary *summary = &sheet->summary;
    summary->incidents = marsad_events_count(sheet->sources->events);
    summary->rejected = marsad_events_rejected_count(sheet->sources->events);
    for (size_t i = 0; i < summary->incidents; i++) {
        const marsad_incident *incident = marsad_events_get(sheet->sources->events, i);
        bool drawn = mrs_sheet_shows(sheet, i) && mrs_is_of_days(sheet, incident);
        summary->unplaced += incident->placement == MARSAD_UNPLACED;
        summary->ambiguous += incident->placement == MARSAD_PLACED_AMBIGUOUSLY;
        bool hidden = !drawn && mrs_is_hidden(sheet, i);
        summary->drawn += drawn;
        summary->other_days += hidden;
        summary->outside += !drawn && !hidden && marsad_incident_is_placed(incident);
    }
}

static marsad_status compose(mrs_sheet *sheet, marsad_error *error)
{
    sheet->names_noted = mrs_names_romanised(sheet->names);
    sheet->subtitle = make_subtitle(sheet, 0); /* for its height; what is drawn is known later */
    bool ok = sheet->subtitle && mrs_add_pane(sheet, MRS_PANE_MAIN);
    marsad_status status = ok ? make_scene(sheet, error) : mrs_fail_memory(error);
    if (!status) {
        status = mrs_find_facets(sheet, error);
    }
    if (!status) {
        status = mrs_layout_sheet(sheet, error);
    }
    if (!status) {
        status = mrs_choose_annotation(sheet, error);
    }
    if (!status) {
        status = mrs_number_incidents(sheet, error);
    }
    status = status ? status : mrs_populate_panes(sheet, error);
    for (size_t i = 0; !status && i < sheet->pane_count; i++) {
        status = mrs_pane_compose(&sheet->panes[i], error);
    }
    if (!status) {
        count_incidents(sheet);
        mrs_count_labels(sheet);
        status = mrs_make_links(sheet, error);
    }
    if (!status) {
        status = describe_scene(sheet, error);
    }
    if (!status) {
        status = draw(sheet, error);
    }
    return status;
}

/* Frees what was composed; what it was composed from stays open. */
static void clear_composition(mrs_sheet *sheet)
{
    for (size_t i = 0; i < sheet->pane_count; i++) {
        mrs_pane_clear(&sheet->panes[i]);
    }
    mrs_free_symbols(sheet);
    mrs_forget_reports(sheet);
    mrs_free(sheet->panes);
    mrs_forget_facets(sheet);
    mrs_census_free(sheet->census);
    mrs_free(sheet->numbers);
    mrs_free(sheet->by_date);
    mrs_free(sheet->subtitle);
    mrs_free(sheet->note);
    mrs_scene_free(sheet->scene);
}

static void clear_sheet(mrs_sheet *sheet)
{
    clear_composition(sheet);
    mrs_forget_front(sheet);
    mrs_names_free(sheet->names);
    mrs_calendar_free(sheet->calendar);
    marsad_sources_free(sheet->place_sources, sheet->place_source_count);
    mrs_basemap_close(sheet->basemap);
    mrs_type_free(sheet->type);
}

static marsad_status check_words(const marsad_map_options *options, marsad_error *error)
{
    const char *title = options->title ? options->title : "";
    const char *crs = options->crs ? options->crs : "";
    if (!marsad_text_is_utf8(title, strlen(title), NULL)) {
        return mrs_fail(error, MARSAD_ERR_USAGE, "the title is not UTF-8");
    }
    if (!marsad_text_is_utf8(crs, strlen(crs), NULL)) {
        return mrs_fail(error, MARSAD_ERR_USAGE, "the CRS is not UTF-8");
    }
    return MARSAD_OK;
}

/* How many things the sheet has no room for. */
static size_t count_omissions(const mrs_omissions *what)
{
    return what->entries + what->rows + what->sources + what->locator + what->signs + what->quotes +
           what->headlines + what->inset_symbols + what->title + what->credits;
}

/* What a report says of the map beside it. */
static mrs_map_facts facts_of(const mrs_sheet *sheet)
{
    const mrs_symbols *symbols = sheet->symbols;
    const mrs_frame *frame = &sheet->panes[0].frame;
    mrs_map_facts facts = {.scale_denominator = frame->scale_denominator,
                           .by_type = symbols && symbols->color_by == MRS_BY_TYPE,
                           .left_out = count_omissions(&sheet->left_out)};
    facts.scale_varies = frame->px_per_unit <= 0 || mrs_scale_varies(frame, frame->metres_per_px);
    for (int type = 0; facts.by_type && type < MARSAD_TYPE_COUNT; type++) {
        facts.type_colors[type] = mrs_type_color(&sheet->panes[0], (marsad_incident_type)type);
    }
    return facts;
}

/* Hands what the map needs for being written from the sheet to the map. */
static marsad_status make_map(mrs_sheet *sheet, marsad_map **out, marsad_error *error)
{
    marsad_map *map = mrs_alloc(1, sizeof *map);
    char *icons = data_path(sheet, "styles/icons");
    if (!map || !icons) {
        mrs_free(map);
        mrs_free(icons);
        return mrs_fail_memory(error);
    }
    map->icons = icons;
    map->summary = sheet->summary;
    char *left_out = mrs_say_omissions(&sheet->left_out, MARSAD_LANG_EN);
    snprintf(map->summary.left_out, sizeof map->summary.left_out, "%s", left_out ? left_out : "");
    mrs_free(left_out);
    snprintf(map->summary.projection, sizeof map->summary.projection, "%s",
             mrs_projection_name(sheet->panes[0].projection, sheet->lang));
    map->facts = facts_of(sheet);
    map->scene = sheet->scene;
    map->summary.title = map->scene->title;
    map->type = sheet->type;
    sheet->scene = NULL;
    sheet->type = NULL;
    *out = map;
    return MARSAD_OK;
}

/* Even the barest panel may be higher than its place, and would then cover the credits. */
static marsad_status check_panel(const mrs_sheet *sheet, marsad_error *error)
{
    const double rounding = 1;
    if (sheet->panel_drawn > sheet->panel_box.h + sheet->panel_spill + rounding) {
        const char *unit;
        double needed = mrs_paper_length(sheet->scene, sheet->panel_drawn, &unit);
        double there = mrs_paper_length(sheet->scene, sheet->panel_box.h, &unit);
        return mrs_fail(
            error, MARSAD_ERR_USAGE,
            "the sheet is too small for its legend, which needs %.0f %s where there are "
            "%.0f; ask for a larger size",
            needed, unit, there);
    }
    return MARSAD_OK;
}

static mrs_sheet new_sheet(const marsad_map_sources *sources, const marsad_map_options *options)
{
    mrs_sheet sheet = {.sources = sources, .options = options, .lang = options->lang};
    sheet.rtl = sheet.lang == MARSAD_LANG_AR;
    const char *title = options->title;
    sheet.title = title && title[0] ? title : mrs_say(MRS_WORD_TITLE, sheet.lang);
    return sheet;
}

/*
 * Room for a panel below the map is set aside before it is known what the panel will hold, and the
 * credits are measured before it is known what is left out. Once the map is composed both are
 * known; where the room was too much or too little, all is composed anew.
 */
static marsad_status check_rooms(mrs_sheet *sheet, int round, double *panel_height, bool *again,
                                 marsad_error *error)
{
    const double spare = 24;
    marsad_status status = MARSAD_OK;
    *panel_height = sheet->panel_box.h;
    if (sheet->panel_below) {
        mrs_omissions drawn = sheet->left_out;
        status =
            mrs_panel_height(sheet, sheet->panel_box.w, sheet->panel_limit, panel_height, error);
        sheet->left_out = drawn;
    }
    /* After the first round it only grows: otherwise callouts may come and go for ever, as the map
     * above it grows and shrinks. */
    double more = *panel_height - sheet->panel_box.h;
    *again = !status && (more > 1 || (more < -spare && round == 1) || sheet->note_changed);
    *panel_height = round == 1 ? *panel_height : fmax(*panel_height, sheet->panel_box.h);
    return status;
}

/* The sheet before anything is composed on it, with the data that it has open. */
static void restart_sheet(mrs_sheet *sheet, double panel_height)
{
    mrs_sheet fresh = new_sheet(sheet->sources, sheet->options);
    fresh.left_out = sheet->left_out;
    clear_composition(sheet);
    fresh.type = sheet->type;
    fresh.basemap = sheet->basemap;
    fresh.calendar = sheet->calendar;
    fresh.front = sheet->front;
    fresh.names = sheet->names;
    fresh.place_sources = sheet->place_sources;
    fresh.place_source_count = sheet->place_source_count;
    fresh.panel_asked = panel_height;
    fresh.callouts_crowd = sheet->callouts_crowd;
    *sheet = fresh;
}

/* Where many of the callouts find no room, numbers for all tell more than boxes for a few. */
static bool has_too_few_callouts(const mrs_sheet *sheet)
{
    const marsad_map_summary *summary = &sheet->summary;
    return sheet->options->as == MARSAD_AS_AUTO && summary->as == MARSAD_AS_CALLOUTS &&
           summary->callouts_dropped * 3 > summary->drawn;
}

enum { MOST_ROUNDS = 4 };

marsad_status marsad_map_compose(const marsad_map_sources *sources,
                                 const marsad_map_options *options, marsad_map **out,
                                 marsad_error *error)
{
    marsad_map_options defaults = marsad_map_defaults();
    options = options ? options : &defaults;
    *out = NULL;
    mrs_paper paper;
    marsad_status status = check_words(options, error);
    status = status ? status : mrs_paper_of(options, &paper, error);
    if (status) {
        return status;
    }
    marsad_map_options drawn = *options; /* with the pixels of the drawing */
    drawn.width_px = (int)lround(paper.width);
    drawn.height_px = (int)lround(paper.height);
    mrs_sheet sheet = new_sheet(sources, &drawn);
    status = open_data(&sheet, error);
    bool again = true;
    for (int round = 1; !status && again; round++) {
        double height = 0;
        status = compose(&sheet, error);
        if (!status && has_too_few_callouts(&sheet)) {
            sheet.callouts_crowd = true;
            restart_sheet(&sheet, 0);
            round = 0;
            continue;
        }
        if (!status) {
            status = check_rooms(&sheet, round, &height, &again, error);
        }
        again |= !sheet.names_noted && mrs_names_romanised(sheet.names);
        again = again && round < MOST_ROUNDS;
        if (!status && again) {
            restart_sheet(&sheet, height);
        }
    }
    if (!status) {
        status = check_panel(&sheet, error);
    }
    if (!status) {
        status = make_map(&sheet, out, error);
    }
    clear_sheet(&sheet);
    return status;
}

void marsad_map_free(marsad_map *map)
{
    if (map) {
        mrs_scene_free(map->scene);
        mrs_type_free(map->type);
        mrs_free(map->icons);
        mrs_free(map);
    }
}

const marsad_map_summary *marsad_map_describe(const marsad_map *map)
{
    return &map->summary;
}

const mrs_map_facts *mrs_map_told(const marsad_map *map)
{
    return &map->facts;
}

marsad_status mrs_map_write_svg(const marsad_map *map, FILE *stream, marsad_error *error)
{
    return mrs_surface_svg(map->scene, map->icons, stream, "the map", error);
}

marsad_status mrs_map_write_outlines(const marsad_map *map, FILE *stream, marsad_error *error)
{
    mrs_scene outlined = *map->scene; /* what it holds stays the map's */
    outlined.outlines = true;
    return mrs_surface_svg(&outlined, map->icons, stream, "the map", error);
}

marsad_status mrs_map_write_png(const marsad_map *map, int dpi, FILE *stream, marsad_error *error)
{
    mrs_scene at_dpi = *map->scene;
    at_dpi.dpi = dpi;
    return mrs_surface_png(&at_dpi, map->icons, stream, "the map", error);
}

const mrs_scene *mrs_map_scene(const marsad_map *map)
{
    return map->scene;
}

/* --- Writing --- */

static mrs_surface_writer writer_for(const char *path)
{
    static const struct {
        const char *ending;
        mrs_surface_writer writer;
    } writers[] = {{".png", mrs_surface_png}, {".svg", mrs_surface_svg}, {".pdf", mrs_surface_pdf}};
    size_t length = strlen(path);
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++) {
        if (length > 4 && strcasecmp(path + length - 4, writers[i].ending) == 0) {
            return writers[i].writer;
        }
    }
    return NULL;
}

marsad_status marsad_map_check_path(const char *path, marsad_error *error)
{
    if (!writer_for(path)) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "%s: a map is written as .png, .svg or .pdf; end the file's name so", path);
    }
    return MARSAD_OK;
}

marsad_status marsad_map_write(const marsad_map *map, const char *path, marsad_error *error)
{
    mrs_output output;
    marsad_status status = marsad_map_check_path(path, error);
    if (!status) {
        status = mrs_output_open(&output, path, error);
    }
    if (status) {
        return status;
    }
    status = writer_for(path)(map->scene, map->icons, output.stream, path, error);
    if (status) {
        mrs_output_abandon(&output);
        return status;
    }
    return mrs_output_commit(&output, error);
}
