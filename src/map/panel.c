/*
 * The panel: legend, locator, and the lists of incidents that the map itself cannot show. Its
 * sections flow into as many columns as the panel has room for. Where there is not enough room for
 * all of it, the legend is set in small type and the key to the numbers in fewer lines; then the
 * locator goes, then the details in the lists, then the basemap's signs; then the lists are cut
 * short, and at last the legend. Where one step frees more room than was needed, signs and locator
 * come back. The credits say what is left out.
 */
#include "map/panel.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/panes.h"
#include "map/symbols.h"

static const double COLUMN_GAP = 28;
static const double SECTION_GAP = 18;
static const double SYMBOL_WIDTH = 36;
static const double TIGHT = 1.22; /* ems from row to row, at the least */

double mrs_panel_edge(const mrs_column *c, double by)
{
    return c->sheet->rtl ? c->x + c->width - by : c->x + by;
}

/* --- Type --- */

/* What a text of the smallest rows takes less of than its lines ask for. */
static double tightening(const mrs_column *c)
{
    return (1.36 - TIGHT) * mrs_sheet_number(c->sheet, MRS_SMALL_SIZE);
}

/* Headings shrink with the least rows only. */
void mrs_panel_heading(mrs_column *c, const char *text)
{
    mrs_furniture size = c->extent.tight ? MRS_SMALL_SIZE : MRS_TEXT_MAIN_SIZE;
    PangoLayout *layout = mrs_sheet_text(c->sheet, text, size, true, c->width);
    mrs_sheet_put(c->sheet, layout, mrs_panel_edge(c, 0), c->y,
                  mrs_sheet_color(c->sheet, MRS_TEXT_MAIN_COLOR));
    c->y += mrs_layout_size(layout).y + (c->extent.tight ? 1 : 2);
    g_object_unref(layout);
    mrs_paint rule = mrs_stroke(mrs_sheet_color(c->sheet, MRS_RULE_COLOR), 1);
    mrs_scene_line(c->sheet->scene, (mrs_point){c->x, c->y}, (mrs_point){c->x + c->width, c->y},
                   &rule);
    c->y += c->extent.tight ? 3 : c->extent.small ? 5 : 8;
}

double mrs_panel_text(mrs_column *c, const char *text, double indent, mrs_furniture color,
                      bool small)
{
    PangoLayout *layout = mrs_sheet_text(
        c->sheet, text, small ? MRS_SMALL_SIZE : MRS_TEXT_MAIN_SIZE, false, c->width - indent);
    mrs_point size = mrs_layout_size(layout);
    mrs_sheet_put(c->sheet, layout, mrs_panel_edge(c, indent), c->y,
                  mrs_sheet_color(c->sheet, color));
    c->y += size.y - (c->extent.tight ? tightening(c) : 0);
    g_object_unref(layout);
    return size.x;
}

/* --- Rows --- */

static bool is_small(const mrs_column *c)
{
    return c->extent.small;
}

static double symbol_width(const mrs_column *c)
{
    return c->extent.tight   ? SYMBOL_WIDTH * 0.62
           : c->extent.small ? SYMBOL_WIDTH * 0.84
                             : SYMBOL_WIDTH;
}

double mrs_panel_marker_scale(const mrs_column *c)
{
    return c->extent.tight ? 0.56 : c->extent.small ? 0.78 : 1;
}

double mrs_panel_symbol_radius(const mrs_column *c, double wanted)
{
    return fmin(wanted * mrs_panel_marker_scale(c), mrs_panel_row_height(c) / 2 - 1);
}

/* What a marker reaches from its middle, its outline included. */
static double reach_of(const mrs_marker_kind *kind)
{
    return kind->radius + kind->stroke_width / 2;
}

void mrs_panel_marker(mrs_column *c, size_t marker)
{
    mrs_scene *scene = c->sheet->scene;
    double room = mrs_panel_row_height(c) / 2 - 0.5;
    if (!mrs_scene_failed(scene) && reach_of(&scene->markers[marker]) > room) {
        mrs_marker_kind kind = scene->markers[marker];
        double share = room / reach_of(&kind);
        kind.radius *= share;
        kind.icon_size *= share;
        kind.stroke_width *= share;
        marker = mrs_scene_marker_kind(scene, &kind);
    }
    mrs_scene_marker(scene, marker, mrs_panel_symbol(c, mrs_panel_row_height(c)));
}

mrs_point mrs_panel_symbol(const mrs_column *c, double height)
{
    return (mrs_point){mrs_panel_edge(c, symbol_width(c) / 2 - 4 * mrs_panel_marker_scale(c)),
                       c->y + height / 2};
}

double mrs_panel_row_height(const mrs_column *c)
{
    double em = mrs_sheet_number(c->sheet, is_small(c) ? MRS_SMALL_SIZE : MRS_TEXT_MAIN_SIZE);
    double symbol = c->extent.small ? 20 : 26;
    return c->extent.tight ? em * TIGHT : fmax(em * 1.36, symbol);
}

void mrs_panel_end_row(mrs_column *c, const char *text)
{
    double height = mrs_panel_row_height(c);
    double indent = symbol_width(c);
    mrs_furniture size = is_small(c) ? MRS_SMALL_SIZE : MRS_TEXT_MAIN_SIZE;
    PangoLayout *layout = mrs_sheet_text(c->sheet, text, size, false, c->width - indent);
    mrs_point text_size = mrs_layout_size(layout);
    text_size.y -= c->extent.tight ? tightening(c) : 0;
    mrs_sheet_put(c->sheet, layout, mrs_panel_edge(c, indent),
                  c->y + fmax((height - text_size.y) / 2, 0),
                  mrs_sheet_color(c->sheet, MRS_TEXT_MAIN_COLOR));
    g_object_unref(layout);
    c->y += fmax(height, text_size.y) + (is_small(c) ? 0 : MRS_ROW_GAP - 3);
    mrs_panel_note_row(c, indent + text_size.x);
}

/* --- Rows side by side --- */

void mrs_panel_begin_rows(mrs_column *c)
{
    c->in_rows = c->sheet->panel_below || is_small(c);
    c->row_first = c->sheet->scene->count;
    c->row_top = c->y;
    c->row_count = 0;
}

void mrs_panel_note_row(mrs_column *c, double width)
{
    mrs_scene *scene = c->sheet->scene;
    if (!c->in_rows) {
        return;
    }
    if (!mrs_grow((void **)&c->rows, &c->row_capacity, c->row_count, sizeof *c->rows)) {
        scene->failed = true;
        return;
    }
    c->rows[c->row_count++] = (mrs_row){c->row_first, scene->count, c->row_top, c->y, width};
    c->row_first = scene->count;
    c->row_top = c->y;
}

/* How many columns the widest row leaves room for. */
static size_t row_columns(const mrs_column *c, double gap)
{
    double widest = 1;
    for (size_t i = 0; i < c->row_count; i++) {
        widest = fmax(widest, c->rows[i].width);
    }
    double count = floor((c->width + gap) / (widest + gap));
    return count < 1 ? 1 : count > 6 ? 6 : (size_t)count;
}

/* Moves the rows from below each other to beside each other. */
static void set_side_by_side(mrs_column *c, size_t columns, double gap)
{
    size_t per_column = (c->row_count + columns - 1) / columns;
    columns = (c->row_count + per_column - 1) / per_column;
    double step = (c->width + gap) / (double)columns * (c->sheet->rtl ? -1 : 1);
    double y = c->rows[0].top;
    for (size_t r = 0; r < per_column; r++) {
        double height = 0;
        for (size_t i = r; i < c->row_count; i += per_column) {
            const mrs_row *row = &c->rows[i];
            size_t column = i / per_column;
            mrs_point by = {step * (double)column, y - row->top};
            mrs_scene_move(c->sheet->scene, row->first, row->last, by);
            height = fmax(height, row->bottom - row->top);
        }
        y += height;
    }
    c->y = y;
}

void mrs_panel_end_rows(mrs_column *c)
{
    const double gap = 14;
    if (c->in_rows && c->row_count > 1) {
        size_t columns = row_columns(c, gap);
        if (columns > 1) {
            set_side_by_side(c, columns, gap);
        }
    }
    c->in_rows = false;
    mrs_free(c->rows);
    c->rows = NULL;
    c->row_count = c->row_capacity = 0;
}

bool mrs_panel_shows(const mrs_sheet *sheet, size_t index)
{
    return sheet->panes[0].frame.px_per_unit > 0
               ? mrs_sheet_shows(sheet, index) || mrs_is_hidden(sheet, index)
               : marsad_incident_is_placed(marsad_events_get(sheet->sources->events, index));
}

/* --- The panel --- */

static const mrs_section sections[] = {
    mrs_draw_unplaced,      mrs_draw_ambiguous,    mrs_draw_outside,
    mrs_draw_key,           mrs_draw_front_legend, mrs_draw_legend,
    mrs_draw_symbol_legend, mrs_draw_signs,        mrs_draw_locator};

enum { MOST_COLUMNS = 6 };

/* What a section says it leaves out; what title and credits leave out is known by then. */
static void forget_omissions(mrs_omissions *what)
{
    what->locator = what->signs = what->quotes = what->headlines = false;
    what->entries = what->of_entries = what->rows = what->of_rows = 0;
}

static int column_count(const mrs_sheet *sheet, double width, mrs_extent how)
{
    const double least = 16.5; /* ems */
    double em = mrs_sheet_number(sheet, how.small ? MRS_SMALL_SIZE : MRS_TEXT_MAIN_SIZE);
    int count = (int)((width + COLUMN_GAP) / (least * em + COLUMN_GAP));
    count = (count > MOST_COLUMNS ? MOST_COLUMNS : count) - how.fewer;
    return count < 1 ? 1 : count;
}

static double section_gap(mrs_extent how)
{
    return how.tight ? SECTION_GAP / 3 : how.small ? SECTION_GAP * 0.67 : SECTION_GAP;
}

/* Where sections and their columns stand. */
typedef struct flowing {
    mrs_column columns[MOST_COLUMNS];
    int count;
    double height;
    bool has_locator;
    size_t locator; /* its first item */
} flowing;

static marsad_status flow_section(flowing *f, mrs_section section, double top, marsad_error *error)
{
    mrs_column *shortest = &f->columns[0];
    for (int i = 1; i < f->count; i++) {
        shortest = f->columns[i].y < shortest->y ? &f->columns[i] : shortest;
    }
    double before = shortest->y;
    size_t first = shortest->sheet->scene->count;
    shortest->y += before > top ? section_gap(shortest->extent) : 0;
    double began = shortest->y;
    marsad_status status = section(shortest, error);
    if (shortest->y > began) {
        f->has_locator = section == mrs_draw_locator;
        f->locator = first;
    } else {
        shortest->y = before;
    }
    f->height = fmax(f->height, shortest->y - top);
    return status;
}

/* The key to the numbers runs in columns of its own, across all of the panel's, below what they
 * hold so far. */
static marsad_status draw_across(flowing *f, mrs_rect box, marsad_error *error)
{
    mrs_column all = f->columns[0];
    double gap = f->height > 0 ? section_gap(all.extent) : 0;
    double began = box.y + f->height + gap;
    all.x = box.x;
    all.width = box.w;
    all.y = began;
    marsad_status status = mrs_draw_key(&all, error);
    if (all.y > began) {
        for (int i = 0; i < f->count; i++) {
            f->columns[i].y = all.y;
        }
        f->height = all.y - box.y;
    }
    return status;
}

/* Beside a map, the locator, which stands last in the only column, goes to the foot of it. */
static void move_to_foot(const flowing *f, mrs_rect box)
{
    mrs_sheet *sheet = f->columns[0].sheet;
    double spare = box.h - f->height;
    if (!sheet->panel_below && f->has_locator && spare > 0) {
        mrs_scene_move(sheet->scene, f->locator, sheet->scene->count, (mrs_point){0, spare});
    }
}

/* Draws the sections one after the other, each at the foot of the shortest column; returns in
 * `height` that of the longest. */
static marsad_status flow(mrs_sheet *sheet, mrs_rect box, mrs_extent how, bool measured,
                          double *height, marsad_error *error)
{
    flowing f = {.count = column_count(sheet, box.w, how)};
    double width = (box.w - COLUMN_GAP * (f.count - 1)) / f.count;
    for (int i = 0; i < f.count; i++) {
        double offset = i * (width + COLUMN_GAP);
        double x = sheet->rtl ? box.x + box.w - offset - width : box.x + offset;
        f.columns[i] = (mrs_column){.sheet = sheet,
                                    .extent = how,
                                    .x = x,
                                    .width = width,
                                    .y = box.y,
                                    .measured = measured};
    }
    bool numbered = sheet->as == MARSAD_AS_NUMBERS;
    forget_omissions(&sheet->left_out);
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
        bool across = sections[i] == mrs_draw_key && f.count > 1 && numbered;
        marsad_status status =
            across ? draw_across(&f, box, error) : flow_section(&f, sections[i], box.y, error);
        if (status) {
            return status;
        }
    }
    *height = f.height;
    if (!measured) {
        move_to_foot(&f, box);
    }
    return MARSAD_OK;
}

/* The height that the panel would have, on a scene that is thrown away. */
static marsad_status measure(mrs_sheet *sheet, double width, mrs_extent how, double *height,
                             marsad_error *error)
{
    mrs_scene *kept = sheet->scene;
    sheet->scene = mrs_scene_new(1, 1);
    marsad_status status = MARSAD_OK;
    if (!sheet->scene) {
        status = mrs_fail_memory(error);
    } else {
        status = flow(sheet, (mrs_rect){0, 0, width, 0}, how, true, height, error);
        kept->failed |= sheet->scene->failed;
        mrs_scene_free(sheet->scene);
    }
    sheet->scene = kept;
    return status;
}

/* From the fullest to the barest. */
static const mrs_extent extents[] = {
    {true, true, false, false, false, false, false, MRS_KEY_BY_DAY, SIZE_MAX, SIZE_MAX, 0, false},
    {true, true, true, false, false, false, false, MRS_KEY_BY_DAY, SIZE_MAX, SIZE_MAX, 0, false},
    {true, true, true, true, false, false, false, MRS_KEY_BY_DAY, SIZE_MAX, SIZE_MAX, 0, false},
    {true, true, true, true, false, false, false, MRS_KEY_DATED, SIZE_MAX, SIZE_MAX, 0, false},
    {true, true, true, true, false, false, false, MRS_KEY_HEADLINE, SIZE_MAX, SIZE_MAX, 0, false},
    {false, true, false, false, false, false, false, MRS_KEY_BY_DAY, SIZE_MAX, SIZE_MAX, 0, false},
    {false, true, true, false, false, false, false, MRS_KEY_BY_DAY, SIZE_MAX, SIZE_MAX, 0, false},
    {false, true, true, true, false, false, false, MRS_KEY_BY_DAY, SIZE_MAX, SIZE_MAX, 0, false},
    {false, true, true, true, false, false, false, MRS_KEY_DATED, SIZE_MAX, SIZE_MAX, 0, false},
    {false, true, true, true, false, false, false, MRS_KEY_HEADLINE, SIZE_MAX, SIZE_MAX, 0, false},
    {false, true, true, true, true, false, false, MRS_KEY_HEADLINE, SIZE_MAX, SIZE_MAX, 0, false},
    {false, false, true, true, true, false, false, MRS_KEY_HEADLINE, SIZE_MAX, SIZE_MAX, 0, false},
    {false, false, true, true, true, true, false, MRS_KEY_LINE, SIZE_MAX, SIZE_MAX, 0, false},
    {false, false, true, true, true, true, true, MRS_KEY_LINE, SIZE_MAX, SIZE_MAX, 0, false},
    {false, false, true, true, true, true, true, MRS_KEY_LINE, 80, SIZE_MAX, 0, false},
    {false, false, true, true, true, true, true, MRS_KEY_LINE, 60, SIZE_MAX, 0, false},
    {false, false, true, true, true, true, true, MRS_KEY_LINE, 40, SIZE_MAX, 0, false},
    {false, false, true, true, true, true, true, MRS_KEY_LINE, 30, SIZE_MAX, 0, false},
    {false, false, true, true, true, true, true, MRS_KEY_LINE, 20, SIZE_MAX, 0, false},
    {false, false, true, true, true, true, true, MRS_KEY_LINE, 15, SIZE_MAX, 0, false},
    {false, false, true, true, true, true, true, MRS_KEY_LINE, 10, SIZE_MAX, 0, false},
    {false, false, true, true, true, true, true, MRS_KEY_LINE, 8, SIZE_MAX, 0, false},
    {false, false, true, true, true, true, true, MRS_KEY_LINE, 6, SIZE_MAX, 0, false},
    {false, false, true, true, true, true, true, MRS_KEY_LINE, 4, SIZE_MAX, 0, false},
    {false, false, true, true, true, true, true, MRS_KEY_LINE, 2, SIZE_MAX, 0, false},
    {false, false, true, true, true, true, true, MRS_KEY_LINE, 2, 12, 0, false},
    {false, false, true, true, true, true, true, MRS_KEY_LINE, 0, 12, 0, false},
    {false, false, true, true, true, true, true, MRS_KEY_LINE, 0, 8, 0, false},
    {false, false, true, true, true, true, true, MRS_KEY_LINE, 0, 4, 0, false}};

enum { EXTENTS = sizeof extents / sizeof *extents, LOSSLESS = 4, MOST_FEWER = 1 };

/* One extent in as many columns as make it least high. */
static marsad_status measure_best(mrs_sheet *sheet, double width, mrs_extent *how, double *height,
                                  marsad_error *error)
{
    mrs_extent best = *how;
    marsad_status status = measure(sheet, width, best, height, error);
    for (int fewer = 1; !status && sheet->panel_below && fewer <= MOST_FEWER; fewer++) {
        double other = INFINITY;
        how->fewer = fewer;
        status = measure(sheet, width, *how, &other, error);
        if (other < *height + 1) {
            *height = other;
            best = *how;
        }
    }
    *how = best;
    return status;
}

/* Incidents that a list leaves out would come before them. */
static bool may_have_more(const mrs_sheet *sheet, const mrs_extent *how)
{
    return !how->locator && (how->most == SIZE_MAX || sheet->panel_below);
}

/* Signs and locator come back where there is room for them after all: beside a map, what of its
 * height is free, and below one, what columns of different lengths leave. */
static marsad_status give_back(mrs_sheet *sheet, double width, double most, mrs_extent *how,
                               double *height, marsad_error *error)
{
    const double spare = 24; /* px that they may take below a map */
    mrs_extent more[] = {*how, *how, *how};
    more[0].signs = more[1].signs = more[2].signs = true;
    more[1].locator = more[2].locator = more[1].little = true;
    marsad_status status = MARSAD_OK;
    for (size_t i = may_have_more(sheet, how) ? 0 : 3; !status && i < 3; i++) {
        double other = 0;
        double room = sheet->panel_below ? fmin(*height + spare, most) : most;
        status = measure(sheet, width, more[i], &other, error);
        if (!status && other <= room) {
            *how = more[i];
            *height = other;
        }
    }
    return status;
}

/* As many incidents in lists as there is room for, fewer than `too_many`. */
static marsad_status fill_lists(mrs_sheet *sheet, double width, double most, size_t too_many,
                                mrs_extent *how, double *height, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    size_t high = too_many;
    while (!status && how->most + 1 < high) {
        mrs_extent more = *how;
        more.most = how->most + (high - how->most) / 2;
        double other = 0;
        status = measure(sheet, width, more, &other, error);
        if (other <= most) {
            *how = more;
            *height = other;
        } else {
            high = more.most;
        }
    }
    return status;
}

/* The fullest panel, of the first `count`, that is no higher than `most`, or else the last. */
static marsad_status choose_extent(mrs_sheet *sheet, double width, double most, size_t count,
                                   mrs_extent *out, double *height, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    size_t too_many = SIZE_MAX;
    for (size_t i = 0; !status && i < count; i++) {
        *out = extents[i];
        status = measure_best(sheet, width, out, height, error);
        if (*height <= most + (out->tight ? sheet->panel_spill : 0)) {
            break;
        }
        too_many = out->most;
    }
    if (!status && out->most < too_many) {
        size_t all = marsad_events_count(sheet->sources->events) + 1;
        status =
            fill_lists(sheet, width, most, too_many < all ? too_many : all, out, height, error);
    }
    return status ? status : give_back(sheet, width, most, out, height, error);
}

/* A panel that leaves nothing out, but takes less of the sheet in small type, does so. */
marsad_status mrs_panel_height(mrs_sheet *sheet, double width, double most, double *out,
                               marsad_error *error)
{
    const double comfortable = 0.7; /* of the greatest height */
    mrs_extent how;
    marsad_status status =
        choose_extent(sheet, width, most * comfortable, LOSSLESS, &how, out, error);
    if (!status && *out > most * comfortable) {
        status = choose_extent(sheet, width, most, EXTENTS, &how, out, error);
    }
    return status;
}

marsad_status mrs_draw_panel(mrs_sheet *sheet, marsad_error *error)
{
    mrs_extent how;
    double height = 0;
    mrs_rect box = sheet->panel_box;
    marsad_status status = choose_extent(sheet, box.w, box.h + 1, EXTENTS, &how, &height, error);
    mrs_scene_begin(sheet->scene, "panel", "panel", NULL);
    mrs_paint back = mrs_fill(mrs_sheet_color(sheet, MRS_PANEL_FILL));
    mrs_color page = mrs_sheet_color(sheet, MRS_PAGE_COLOR);
    if (!mrs_color_equals(back.fill, page)) {
        mrs_scene_rect(sheet->scene, mrs_rect_grown(box, 8), 3, &back);
    }
    status = status ? status : flow(sheet, box, how, false, &height, error);
    sheet->panel_drawn = height;
    mrs_scene_end(sheet->scene);
    return status;
}
