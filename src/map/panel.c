/*
 * The panel: legend, locator, and the lists of incidents that the map itself cannot show. Its
 * sections flow into as many columns as the panel has room for. Where there is not enough room for
 * all of it, the locator goes first, then the lists are set in fewer words, the basemap's signs go,
 * and at last the lists are cut short by a line that says how many more there are.
 */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/sheet.h"

static const double COLUMN_WIDTH = 250; /* at least */
static const double COLUMN_GAP = 28;
static const double SECTION_GAP = 18;
static const double SYMBOL_WIDTH = 36;
static const double ROW_GAP = 6;
static const double SMALL_MARKER = 0.56; /* of a marker's size, where the legend is short of room */

/* How much of the panel is shown. */
typedef struct extent {
    bool locator;
    bool signs;   /* of the basemap */
    bool compact; /* lists in small type */
    bool bare;    /* and with the place only */
    size_t most;  /* incidents in a list */
} extent;

/* A column being filled. */
typedef struct column {
    mrs_sheet *sheet;
    extent extent;
    double x; /* its left edge */
    double width;
    double y; /* the next free line */
} column;

/* The start edge of the column, and a point `by` px into it. */
static double start_edge(const column *c, double by)
{
    return c->sheet->rtl ? c->x + c->width - by : c->x + by;
}

/* --- Rows --- */

static void add_heading(column *c, const char *text)
{
    PangoLayout *layout = mrs_sheet_text(c->sheet, text, MRS_TEXT_MAIN_SIZE, true, c->width);
    mrs_sheet_put(c->sheet, layout, start_edge(c, 0), c->y,
                  mrs_sheet_color(c->sheet, MRS_TEXT_MAIN_COLOR));
    c->y += mrs_layout_size(layout).y + 2;
    g_object_unref(layout);
    mrs_paint rule = mrs_stroke(mrs_sheet_color(c->sheet, MRS_RULE_COLOR), 1);
    mrs_scene_line(c->sheet->scene, (mrs_point){c->x, c->y}, (mrs_point){c->x + c->width, c->y},
                   &rule);
    c->y += 8;
}

static void add_text(column *c, const char *text, double indent, mrs_furniture color, bool small)
{
    PangoLayout *layout = mrs_sheet_text(
        c->sheet, text, small ? MRS_SMALL_SIZE : MRS_TEXT_MAIN_SIZE, false, c->width - indent);
    mrs_sheet_put(c->sheet, layout, start_edge(c, indent), c->y, mrs_sheet_color(c->sheet, color));
    c->y += mrs_layout_size(layout).y;
    g_object_unref(layout);
}

/* The middle of the symbol of a row of `height` px that begins at c->y. */
static mrs_point symbol_centre(const column *c, double height)
{
    return (mrs_point){start_edge(c, SYMBOL_WIDTH / 2 - 4), c->y + height / 2};
}

static double row_height(const column *c)
{
    return c->extent.bare ? 17 : fmax(mrs_sheet_number(c->sheet, MRS_TEXT_MAIN_SIZE) * 1.36, 26);
}

/* The text beside a symbol, and on to the next row. */
static void end_row(column *c, const char *text)
{
    double height = row_height(c);
    mrs_furniture size = c->extent.bare ? MRS_SMALL_SIZE : MRS_TEXT_MAIN_SIZE;
    PangoLayout *layout = mrs_sheet_text(c->sheet, text, size, false, c->width - SYMBOL_WIDTH);
    double text_height = mrs_layout_size(layout).y;
    mrs_sheet_put(c->sheet, layout, start_edge(c, SYMBOL_WIDTH),
                  c->y + fmax((height - text_height) / 2, 0),
                  mrs_sheet_color(c->sheet, MRS_TEXT_MAIN_COLOR));
    g_object_unref(layout);
    c->y += fmax(height, text_height) + (c->extent.bare ? 0 : ROW_GAP - 3);
}

/* --- Legend --- */

static const mrs_mark *mark_of(const mrs_sheet *sheet, size_t index)
{
    size_t low = 0;
    size_t high = sheet->mark_count; /* marks are in the order of their numbers */
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (sheet->marks[middle].number < (int)index + 1) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool found = low < sheet->mark_count && sheet->marks[low].number == (int)index + 1;
    return found ? &sheet->marks[low] : NULL;
}

/* Before the frame is known, whatever has a place may come to be shown. */
static bool is_shown(const mrs_sheet *sheet, size_t index)
{
    return sheet->frame.px_per_unit > 0
               ? mark_of(sheet, index) != NULL
               : marsad_incident_is_placed(marsad_events_get(sheet->sources->events, index));
}

static void add_type_rows(column *c)
{
    mrs_sheet *sheet = c->sheet;
    for (int type = 0; type < MARSAD_TYPE_COUNT; type++) {
        size_t count = 0;
        for (size_t i = 0; i < marsad_events_count(sheet->sources->events); i++) {
            const marsad_incident *incident = marsad_events_get(sheet->sources->events, i);
            count += (int)incident->type == type && is_shown(sheet, i);
        }
        if (!count) {
            continue;
        }
        size_t marker =
            mrs_type_marker(sheet, (marsad_incident_type)type, c->extent.bare ? SMALL_MARKER : 1);
        mrs_scene_marker(sheet->scene, marker, symbol_centre(c, row_height(c)));
        mrs_buffer text = {0};
        mrs_buffer_add(&text, marsad_incident_type_label((marsad_incident_type)type, sheet->lang));
        if (count > 1) {
            mrs_buffer_addf(&text, " (%zu)", count);
        }
        end_row(c, text.failed ? "" : text.text);
        c->sheet->scene->failed |= text.failed;
        mrs_buffer_clear(&text);
    }
}

static void add_uncertainty_row(column *c)
{
    mrs_sheet *sheet = c->sheet;
    const mrs_mark *mark = NULL;
    for (size_t i = 0; i < sheet->mark_count && !mark; i++) {
        double radius = sheet->marks[i].incident->uncertainty_m / sheet->frame.metres_per_px;
        mark =
            radius > sheet->marks[i].radius ? &sheet->marks[i] : NULL; /* or its marker hides it */
    }
    if (!mark) {
        return;
    }
    mrs_view view = mrs_incident_view(sheet, mark->incident);
    for (size_t i = 0; i < mrs_style_layer_count(sheet->sources->style); i++) {
        const mrs_layer *layer = mrs_style_layer(sheet->sources->style, i);
        if (layer->source == MRS_SOURCE_UNCERTAINTY && mrs_layer_applies(layer, &view)) {
            mrs_paint paint = mrs_layer_paint(layer, &view);
            mrs_scene_circle(sheet->scene, symbol_centre(c, row_height(c)), 10, &paint);
        }
    }
    end_row(c, mrs_say(MRS_WORD_UNCERTAINTY, sheet->lang));
}

/* The first labelled town of these ranks whose dot is on the map. */
static void add_town_row(column *c, bool capital, int first_rank, int last_rank, mrs_word word)
{
    mrs_sheet *sheet = c->sheet;
    for (size_t i = 0; i < sheet->town_count; i++) {
        const mrs_town *town = &sheet->towns[i];
        size_t marker;
        if (town->labelled && !town->under_mark && town->capital == capital &&
            town->rank >= first_rank && town->rank <= last_rank &&
            mrs_town_marker(sheet, town, &marker)) {
            mrs_scene_marker(sheet->scene, marker, symbol_centre(c, row_height(c)));
            end_row(c, mrs_say(word, sheet->lang));
            return;
        }
    }
}

/* A sample of a line as the style draws it, if there is one on the map. */
static void add_line_row(column *c, mrs_source_layer source, const mrs_feature_list *list,
                         mrs_word word)
{
    mrs_paint looks[3];
    size_t count = 0;
    for (size_t i = 0; i < list->count && !count; i++) {
        mrs_rect frame = c->sheet->frame.rect;
        bool seen = false;
        for (size_t p = 0; p < list->items[i].path.count && !seen; p++) {
            seen = mrs_rect_distance(frame, list->items[i].path.points[p]) <= 0;
        }
        if (seen) {
            mrs_line_look(c->sheet, source, &list->items[i], looks, &count);
        }
    }
    if (!count) {
        return;
    }
    mrs_point at = symbol_centre(c, row_height(c));
    for (size_t i = 0; i < count; i++) {
        mrs_scene_line(c->sheet->scene, (mrs_point){at.x - 14, at.y}, (mrs_point){at.x + 14, at.y},
                       &looks[i]);
    }
    end_row(c, mrs_say(word, c->sheet->lang));
}

static marsad_status draw_legend(column *c, marsad_error *error)
{
    (void)error;
    mrs_sheet *sheet = c->sheet;
    mrs_scene_begin(sheet->scene, "legend", "legend", NULL);
    add_heading(c, mrs_say(MRS_WORD_LEGEND, sheet->lang));
    add_type_rows(c);
    add_uncertainty_row(c);
    mrs_scene_end(sheet->scene);
    return MARSAD_OK;
}

/* The signs of the basemap. Before the frame is known, there is no telling which of them it will
 * hold: room is left for those that a map seldom lacks. */
static marsad_status draw_signs(column *c, marsad_error *error)
{
    (void)error;
    mrs_sheet *sheet = c->sheet;
    if (!c->extent.signs) {
        return MARSAD_OK;
    }
    size_t items = sheet->scene->count;
    double top = c->y;
    mrs_scene_begin(sheet->scene, "map-signs", "legend", NULL);
    add_heading(c, mrs_say(MRS_WORD_SIGNS, sheet->lang));
    double below_heading = c->y;
    if (sheet->frame.px_per_unit <= 0) {
        c->y += 4 * (row_height(c) + ROW_GAP - 3);
    }
    add_town_row(c, true, 1, 5, MRS_WORD_CAPITAL);
    add_town_row(c, false, 1, 2, MRS_WORD_CITY);
    add_town_row(c, false, 3, 5, MRS_WORD_TOWN);
    add_line_row(c, MRS_SOURCE_ROADS, &sheet->features[MRS_SOURCE_ROADS], MRS_WORD_ROAD);
    add_line_row(c, MRS_SOURCE_BORDERS, &sheet->features[MRS_SOURCE_BORDERS], MRS_WORD_BORDER);
    add_line_row(c, MRS_SOURCE_BORDERS, &sheet->disputed, MRS_WORD_DISPUTED);
    add_line_row(c, MRS_SOURCE_ADMIN1, &sheet->admin1_lines, MRS_WORD_DISTRICT);
    mrs_scene_end(sheet->scene);
    if (c->y == below_heading) { /* there is none of them on this map */
        mrs_scene_cut(sheet->scene, items);
        c->y = top;
    }
    return MARSAD_OK;
}

/* --- Locator --- */

/* The country in which most of the incidents lie, or "". */
static const char *main_country(mrs_sheet *sheet)
{
    enum { MOST_COUNTRIES = 256 };
    const char *countries[MOST_COUNTRIES];
    size_t counts[MOST_COUNTRIES];
    size_t known = 0;
    size_t best = 0;
    if (sheet->country) {
        return sheet->country;
    }
    for (size_t i = 0; i < sheet->mark_count; i++) {
        const char *country = mrs_incident_country(sheet->marks[i].incident);
        size_t c = 0;
        while (c < known && strcmp(countries[c], country) != 0) {
            c++;
        }
        if (!country[0] || c == MOST_COUNTRIES) {
            continue;
        }
        if (c == known) {
            countries[known] = country;
            counts[known++] = 0;
        }
        counts[c]++;
        best = counts[c] > counts[best] ? c : best;
    }
    sheet->country = known ? countries[best] : "";
    return sheet->country;
}

/* The country with some of its surroundings; where the map shows a good part of it, a wider area.
 */
static marsad_bbox locator_area(mrs_sheet *sheet)
{
    marsad_bbox shown = sheet->frame.bounds;
    marsad_bbox area;
    double share = 0.12;
    if (!mrs_basemap_country_box(sheet->basemap, main_country(sheet), &area) ||
        area.east - area.west > 70 || area.east - area.west < 1.6 * (shown.east - shown.west)) {
        area = shown;
        share = 1.6;
    }
    double w = area.east - area.west;
    double h = area.north - area.south;
    return (marsad_bbox){
        fmax(area.west - w * share, area.east - 179), fmax(area.south - h * share, -85),
        fmin(area.east + w * share, area.west + 179), fmin(area.north + h * share, 85)};
}

static marsad_status fit_locator(mrs_sheet *sheet, mrs_rect box, mrs_projection **projection,
                                 mrs_frame *frame, marsad_error *error)
{
    mrs_ground ground;
    marsad_bbox area = locator_area(sheet);
    marsad_status status = mrs_projection_choose(area, projection, error);
    if (!status && !mrs_ground_of_bbox(*projection, area, &ground)) {
        status = mrs_fail(error, MARSAD_ERR_LIBRARY, "the locator's projection fails");
    }
    return status ? status : mrs_frame_fit(frame, box, *projection, ground, error);
}

static void draw_locator_land(mrs_sheet *sheet, const mrs_feature_list *countries)
{
    const char *focus = main_country(sheet);
    mrs_paint land = mrs_fill(mrs_sheet_color(sheet, MRS_INSET_LAND));
    land.stroke = mrs_sheet_color(sheet, MRS_INSET_SEA);
    land.width = 0.6;
    mrs_paint in_focus = land;
    in_focus.fill = mrs_sheet_color(sheet, MRS_INSET_FOCUS);
    for (size_t i = 0; i < countries->count; i++) {
        const mrs_feature *country = &countries->items[i];
        bool here = focus[0] && strcmp(mrs_feature_text(country, "iso_a2"), focus) == 0;
        mrs_path path = {0};
        mrs_path_append(&path, &country->path);
        mrs_scene_path(sheet->scene, &path, here ? &in_focus : &land);
    }
}

/* The outline of the map's frame on the locator; at least big enough to be seen. */
static void draw_locator_frame(mrs_sheet *sheet, const mrs_frame *locator)
{
    enum { STEPS = 8 };
    mrs_path path = {.closed = true};
    mrs_rect f = sheet->frame.rect;
    mrs_ground seen = mrs_ground_empty();
    mrs_path_start(&path);
    for (int i = 0; i < 4 * STEPS; i++) {
        double t = (double)(i % STEPS) / STEPS;
        int side = i / STEPS;
        mrs_point at = {f.x + f.w * (side == 0   ? t
                                     : side == 1 ? 1
                                     : side == 2 ? 1 - t
                                                 : 0),
                        f.y + f.h * (side == 0   ? 0
                                     : side == 1 ? t
                                     : side == 2 ? 1
                                                 : 1 - t)};
        marsad_lonlat ground;
        mrs_point there;
        if (mrs_frame_to_ground(&sheet->frame, at, &ground) &&
            mrs_frame_to_page(locator, ground, &there)) {
            mrs_path_add(&path, there.x, there.y);
            mrs_ground_add(&seen, there.x, there.y);
        }
    }
    mrs_paint paint = mrs_stroke(mrs_sheet_color(sheet, MRS_INSET_FRAME_COLOR), 1.8);
    if (seen.max_x - seen.min_x < 8) {
        mrs_rect box = {(seen.min_x + seen.max_x) / 2 - 4, (seen.min_y + seen.max_y) / 2 - 4, 8, 8};
        mrs_path_clear(&path);
        mrs_scene_rect(sheet->scene, box, 0, &paint);
    } else {
        mrs_scene_path(sheet->scene, &path, &paint);
    }
}

static void draw_locator_name(mrs_sheet *sheet, const mrs_feature_list *countries,
                              const mrs_frame *locator)
{
    const char *focus = main_country(sheet);
    static const char *const columns[] = {"name", "name_ar", "name_fr"};
    for (size_t i = 0; focus[0] && i < countries->count; i++) {
        const mrs_feature *country = &countries->items[i];
        mrs_value lon = mrs_feature_attribute(country, "label_lon");
        mrs_value lat = mrs_feature_attribute(country, "label_lat");
        mrs_point at;
        if (strcmp(mrs_feature_text(country, "iso_a2"), focus) != 0 ||
            lon.kind != MRS_VALUE_NUMBER || lat.kind != MRS_VALUE_NUMBER ||
            !mrs_frame_to_page(locator, (marsad_lonlat){lon.number, lat.number}, &at)) {
            continue;
        }
        const char *name = mrs_feature_text(country, columns[sheet->lang]);
        name = name[0] ? name : mrs_feature_text(country, "name");
        PangoLayout *layout = mrs_sheet_text(sheet, name, MRS_TEXT_MAIN_SIZE, true, 0);
        mrs_point size = mrs_layout_size(layout);
        if (mrs_path_area(&country->path) > 3 * size.x * size.y) {
            mrs_scene_text_turned(sheet->scene, layout, at, 0,
                                  mrs_sheet_color(sheet, MRS_TEXT_MAIN_COLOR));
        }
        g_object_unref(layout);
    }
}

static marsad_status fill_locator(mrs_sheet *sheet, mrs_rect box, marsad_error *error)
{
    mrs_projection *projection = NULL;
    mrs_frame frame;
    mrs_feature_list countries = {0};
    mrs_paint sea = mrs_fill(mrs_sheet_color(sheet, MRS_INSET_SEA));
    mrs_scene_rect(sheet->scene, box, 0, &sea);
    marsad_status status = fit_locator(sheet, box, &projection, &frame, error);
    if (!status) {
        status = mrs_basemap_read(sheet->basemap, "countries", &frame, false, &countries, error);
    }
    if (!status) {
        draw_locator_land(sheet, &countries);
        draw_locator_name(sheet, &countries, &frame);
        draw_locator_frame(sheet, &frame);
    }
    mrs_feature_list_clear(&countries);
    mrs_projection_free(projection);
    return status;
}

static marsad_status draw_locator(column *c, marsad_error *error)
{
    mrs_sheet *sheet = c->sheet;
    double degrees = sheet->frame.bounds.east - sheet->frame.bounds.west;
    if (!c->extent.locator || degrees > 120) { /* a map of half the world needs none */
        return MARSAD_OK;
    }
    mrs_rect box = {c->x, 0, c->width, c->width * 0.72};
    mrs_scene_begin(sheet->scene, "locator", "locator", NULL);
    add_heading(c, mrs_say(MRS_WORD_LOCATOR, sheet->lang));
    box.y = c->y;
    mrs_scene_begin_clipped(sheet->scene, NULL, NULL, box);
    /* While the panel is only measured, there is no frame yet to be located. */
    marsad_status status =
        sheet->frame.px_per_unit > 0 ? fill_locator(sheet, box, error) : MARSAD_OK;
    mrs_scene_end(sheet->scene);
    mrs_paint border = mrs_stroke(mrs_sheet_color(sheet, MRS_RULE_COLOR), 1);
    mrs_scene_rect(sheet->scene, box, 0, &border);
    mrs_scene_end(sheet->scene);
    c->y += box.h;
    return status;
}

/* --- Lists --- */

typedef bool (*chooser)(const mrs_sheet *sheet, size_t index);

static bool is_unplaced(const mrs_sheet *sheet, size_t index)
{
    return marsad_events_get(sheet->sources->events, index)->placement == MARSAD_UNPLACED;
}

static bool is_ambiguous(const mrs_sheet *sheet, size_t index)
{
    const marsad_incident *incident = marsad_events_get(sheet->sources->events, index);
    return incident->placement == MARSAD_PLACED_AMBIGUOUSLY;
}

static bool is_outside(const mrs_sheet *sheet, size_t index)
{
    return sheet->frame.px_per_unit > 0 &&
           marsad_incident_is_placed(marsad_events_get(sheet->sources->events, index)) &&
           !mark_of(sheet, index);
}

static bool is_in_key(const mrs_sheet *sheet, size_t index)
{
    const mrs_mark *mark = mark_of(sheet, index);
    return mark && mark->has_badge;
}

/* The incident in few words: its number, and where it was reported. */
static void add_compact_incident(column *c, size_t index, const char *headline)
{
    const marsad_incident *incident = marsad_events_get(c->sheet->sources->events, index);
    mrs_buffer text = {0};
    const char *place = mrs_incident_place(c->sheet, incident);
    mrs_buffer_addf(&text, "%zu\u2002", index + 1);
    mrs_add_isolated(&text, place[0] ? place : headline);
    if (place[0] && !c->extent.bare) {
        mrs_buffer_add(&text, mrs_colon(c->sheet->lang));
        mrs_add_isolated(&text, headline);
    }
    if (!text.failed) {
        add_text(c, text.text, 0, MRS_TEXT_MAIN_COLOR, true);
    }
    c->sheet->scene->failed |= text.failed;
    mrs_buffer_clear(&text);
}

static void add_incident(column *c, size_t index)
{
    mrs_sheet *sheet = c->sheet;
    const marsad_incident *incident = marsad_events_get(sheet->sources->events, index);
    const char *headline = marsad_incident_headline(incident, sheet->lang);
    headline = headline[0] ? headline : marsad_incident_type_label(incident->type, sheet->lang);
    if (c->extent.compact) {
        add_compact_incident(c, index, headline);
        return;
    }
    mrs_draw_number(sheet, (int)index + 1, (mrs_point){start_edge(c, 10), c->y + 11},
                    mrs_number_radius);
    add_text(c, headline, 28, MRS_TEXT_MAIN_COLOR, false);
    mrs_buffer where = {0};
    mrs_buffer_add(&where, "“");
    mrs_add_isolated(&where, incident->location);
    mrs_buffer_add(&where, "”");
    if (incident->location[0] && !where.failed) {
        add_text(c, where.text, 28, MRS_MUTED_COLOR, true);
    }
    c->sheet->scene->failed |= where.failed;
    mrs_buffer_clear(&where);
    c->y += ROW_GAP;
}

static void add_rest(column *c, size_t count)
{
    mrs_buffer text = {0};
    mrs_buffer_addf(&text, "… +%zu", count);
    if (!text.failed) {
        add_text(c, text.text, 0, MRS_MUTED_COLOR, true);
    }
    c->sheet->scene->failed |= text.failed;
    mrs_buffer_clear(&text);
}

static void draw_list(column *c, mrs_word heading, const char *id, chooser chosen)
{
    mrs_sheet *sheet = c->sheet;
    size_t listed = 0;
    for (size_t i = 0; i < marsad_events_count(sheet->sources->events); i++) {
        if (!chosen(sheet, i)) {
            continue;
        }
        if (listed == 0) {
            mrs_scene_begin(sheet->scene, id, "incident-list", NULL);
            add_heading(c, mrs_say(heading, sheet->lang));
        }
        if (listed < c->extent.most) {
            add_incident(c, i);
        }
        listed++;
    }
    if (listed > c->extent.most) {
        add_rest(c, listed - c->extent.most);
    }
    if (listed) {
        mrs_scene_end(sheet->scene);
    }
}

static marsad_status draw_unplaced(column *c, marsad_error *error)
{
    (void)error;
    draw_list(c, MRS_WORD_NOT_PLACED, "not-placed", is_unplaced);
    return MARSAD_OK;
}

static marsad_status draw_ambiguous(column *c, marsad_error *error)
{
    (void)error;
    draw_list(c, MRS_WORD_AMBIGUOUS, "ambiguous", is_ambiguous);
    return MARSAD_OK;
}

/* What another map shows is only named here. */
static marsad_status draw_outside(column *c, marsad_error *error)
{
    (void)error;
    extent how = c->extent;
    c->extent.compact = c->extent.bare = true;
    draw_list(c, MRS_WORD_OUTSIDE, "outside", is_outside);
    c->extent = how;
    return MARSAD_OK;
}

static marsad_status draw_key(column *c, marsad_error *error)
{
    (void)error;
    draw_list(c, MRS_WORD_KEY, "key", is_in_key);
    return MARSAD_OK;
}

/* --- The panel --- */

typedef marsad_status (*section)(column *c, marsad_error *error);

static const section sections[] = {draw_unplaced, draw_ambiguous, draw_outside, draw_key,
                                   draw_legend,   draw_signs,     draw_locator};

enum { MOST_COLUMNS = 6 };

/* Draws the sections one after the other, each at the foot of the shortest column; returns in
 * `height` that of the longest. */
static marsad_status flow(mrs_sheet *sheet, mrs_rect box, extent how, double *height,
                          marsad_error *error)
{
    int count = (int)((box.w + COLUMN_GAP) / (COLUMN_WIDTH + COLUMN_GAP));
    count = count < 1 ? 1 : count > MOST_COLUMNS ? MOST_COLUMNS : count;
    double width = (box.w - COLUMN_GAP * (count - 1)) / count;
    column columns[MOST_COLUMNS];
    for (int i = 0; i < count; i++) {
        double offset = i * (width + COLUMN_GAP);
        double x = sheet->rtl ? box.x + box.w - offset - width : box.x + offset;
        columns[i] = (column){sheet, how, x, width, box.y};
    }
    *height = 0;
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
        column *shortest = &columns[0];
        for (int j = 1; j < count; j++) {
            shortest = columns[j].y < shortest->y ? &columns[j] : shortest;
        }
        double before = shortest->y;
        shortest->y += before > box.y ? SECTION_GAP : 0;
        double began = shortest->y;
        marsad_status status = sections[i](shortest, error);
        if (status) {
            return status;
        }
        shortest->y = shortest->y > began ? shortest->y : before;
        *height = fmax(*height, shortest->y - box.y);
    }
    return MARSAD_OK;
}

/* The height that the panel would have, on a scene that is thrown away. */
static marsad_status measure(mrs_sheet *sheet, double width, extent how, double *height,
                             marsad_error *error)
{
    mrs_scene *kept = sheet->scene;
    sheet->scene = mrs_scene_new(1, 1);
    marsad_status status = MARSAD_OK;
    if (!sheet->scene) {
        status = mrs_fail_memory(error);
    } else {
        status = flow(sheet, (mrs_rect){0, 0, width, 0}, how, height, error);
        kept->failed |= sheet->scene->failed;
        mrs_scene_free(sheet->scene);
    }
    sheet->scene = kept;
    return status;
}

/* The fullest panel that is no higher than `most`, or else the barest. */
static marsad_status choose_extent(mrs_sheet *sheet, double width, double most, extent *out,
                                   double *height, marsad_error *error)
{
    static const extent extents[] = {
        {true, true, false, false, SIZE_MAX},  {false, true, false, false, SIZE_MAX},
        {true, true, true, false, SIZE_MAX},   {false, true, true, false, SIZE_MAX},
        {false, false, true, false, SIZE_MAX}, {false, true, true, true, SIZE_MAX},
        {false, false, true, true, SIZE_MAX},  {false, false, true, true, 40},
        {false, false, true, true, 20},        {false, false, true, true, 10},
        {false, false, true, true, 5},         {false, false, true, true, 2}};
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < sizeof extents / sizeof *extents; i++) {
        *out = extents[i];
        status = measure(sheet, width, extents[i], height, error);
        if (*height <= most) {
            break;
        }
    }
    return status;
}

marsad_status mrs_panel_height(mrs_sheet *sheet, double width, double most, double *out,
                               marsad_error *error)
{
    extent how;
    return choose_extent(sheet, width, most, &how, out, error);
}

marsad_status mrs_draw_panel(mrs_sheet *sheet, marsad_error *error)
{
    extent how;
    double height = 0;
    mrs_rect box = sheet->panel_box;
    marsad_status status = choose_extent(sheet, box.w, box.h + 1, &how, &height, error);
    if (!status && height > box.h + 1 && !sheet->panel_below) {
        return mrs_fail(
            error, MARSAD_ERR_USAGE,
            "the sheet is too small for its legend, which needs %.0f px where there are "
            "%.0f; ask for a larger size",
            height, box.h);
    }
    mrs_scene_begin(sheet->scene, "panel", "panel", NULL);
    mrs_paint back = mrs_fill(mrs_sheet_color(sheet, MRS_PANEL_FILL));
    mrs_color page = mrs_sheet_color(sheet, MRS_PAGE_COLOR);
    if (back.fill.r != page.r || back.fill.g != page.g || back.fill.b != page.b) {
        mrs_scene_rect(sheet->scene, mrs_rect_grown(box, 8), 3, &back);
    }
    status = status ? status : flow(sheet, box, how, &height, error);
    sheet->panel_needed = height;
    mrs_scene_end(sheet->scene);
    return status;
}
