/*
 * The panel: legend, locator, and the lists of incidents that the map itself cannot show. Its
 * sections flow into as many columns as the panel has room for. Where there is not enough room for
 * all of it, the locator goes first, then the lists are set in fewer words, the basemap's signs go,
 * and at last the lists are cut short by a line that says how many more there are.
 */
#include "map/panel.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/fail.h"
#include "map/panes.h"
#include "map/symbols.h"

static const double COLUMN_WIDTH = 250; /* at least */
static const double COLUMN_GAP = 28;
static const double SECTION_GAP = 18;
static const double SYMBOL_WIDTH = 36;

double mrs_panel_edge(const mrs_column *c, double by)
{
    return c->sheet->rtl ? c->x + c->width - by : c->x + by;
}

/* --- Rows --- */

void mrs_panel_heading(mrs_column *c, const char *text)
{
    PangoLayout *layout = mrs_sheet_text(c->sheet, text, MRS_TEXT_MAIN_SIZE, true, c->width);
    mrs_sheet_put(c->sheet, layout, mrs_panel_edge(c, 0), c->y,
                  mrs_sheet_color(c->sheet, MRS_TEXT_MAIN_COLOR));
    c->y += mrs_layout_size(layout).y + 2;
    g_object_unref(layout);
    mrs_paint rule = mrs_stroke(mrs_sheet_color(c->sheet, MRS_RULE_COLOR), 1);
    mrs_scene_line(c->sheet->scene, (mrs_point){c->x, c->y}, (mrs_point){c->x + c->width, c->y},
                   &rule);
    c->y += 8;
}

void mrs_panel_text(mrs_column *c, const char *text, double indent, mrs_furniture color, bool small)
{
    PangoLayout *layout = mrs_sheet_text(
        c->sheet, text, small ? MRS_SMALL_SIZE : MRS_TEXT_MAIN_SIZE, false, c->width - indent);
    mrs_sheet_put(c->sheet, layout, mrs_panel_edge(c, indent), c->y,
                  mrs_sheet_color(c->sheet, color));
    c->y += mrs_layout_size(layout).y;
    g_object_unref(layout);
}

mrs_point mrs_panel_symbol(const mrs_column *c, double height)
{
    return (mrs_point){mrs_panel_edge(c, SYMBOL_WIDTH / 2 - 4), c->y + height / 2};
}

double mrs_panel_row_height(const mrs_column *c)
{
    return c->extent.bare ? 17 : fmax(mrs_sheet_number(c->sheet, MRS_TEXT_MAIN_SIZE) * 1.36, 26);
}

void mrs_panel_end_row(mrs_column *c, const char *text)
{
    double height = mrs_panel_row_height(c);
    mrs_furniture size = c->extent.bare ? MRS_SMALL_SIZE : MRS_TEXT_MAIN_SIZE;
    PangoLayout *layout = mrs_sheet_text(c->sheet, text, size, false, c->width - SYMBOL_WIDTH);
    double text_height = mrs_layout_size(layout).y;
    mrs_sheet_put(c->sheet, layout, mrs_panel_edge(c, SYMBOL_WIDTH),
                  c->y + fmax((height - text_height) / 2, 0),
                  mrs_sheet_color(c->sheet, MRS_TEXT_MAIN_COLOR));
    g_object_unref(layout);
    c->y += fmax(height, text_height) + (c->extent.bare ? 0 : MRS_ROW_GAP - 3);
}

bool mrs_panel_shows(const mrs_sheet *sheet, size_t index)
{
    return sheet->panes[0].frame.px_per_unit > 0
               ? mrs_sheet_shows(sheet, index) || mrs_is_hidden(sheet, index)
               : marsad_incident_is_placed(marsad_events_get(sheet->sources->events, index));
}

/* --- The panel --- */

static const mrs_section sections[] = {mrs_draw_unplaced, mrs_draw_ambiguous,    mrs_draw_outside,
                                       mrs_draw_key,      mrs_draw_front_legend, mrs_draw_legend,
                                       mrs_draw_symbol_legend,
                                       mrs_draw_signs,    mrs_draw_locator};

enum { MOST_COLUMNS = 6 };

/* The key to the numbers runs in columns of its own, across all of the panel's, below what they
 * hold so far. */
static marsad_status draw_across(mrs_rect box, mrs_column *columns, int count, marsad_error *error)
{
    double top = box.y;
    for (int i = 0; i < count; i++) {
        top = fmax(top, columns[i].y);
    }
    mrs_column all = columns[0];
    all.x = box.x;
    all.width = box.w;
    all.y = top + (top > box.y ? SECTION_GAP : 0);
    double began = all.y;
    marsad_status status = mrs_draw_key(&all, error);
    for (int i = 0; i < count && all.y > began; i++) {
        columns[i].y = all.y;
    }
    return status;
}

/* Draws the sections one after the other, each at the foot of the shortest column; returns in
 * `height` that of the longest. */
static marsad_status flow(mrs_sheet *sheet, mrs_rect box, mrs_extent how, bool measured,
                          double *height, marsad_error *error)
{
    int count = (int)((box.w + COLUMN_GAP) / (COLUMN_WIDTH + COLUMN_GAP));
    count = count < 1 ? 1 : count > MOST_COLUMNS ? MOST_COLUMNS : count;
    double width = (box.w - COLUMN_GAP * (count - 1)) / count;
    mrs_column columns[MOST_COLUMNS];
    for (int i = 0; i < count; i++) {
        double offset = i * (width + COLUMN_GAP);
        double x = sheet->rtl ? box.x + box.w - offset - width : box.x + offset;
        columns[i] = (mrs_column){sheet, how, x, width, box.y, measured};
    }
    *height = 0;
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
        if (sections[i] == mrs_draw_key && count > 1) {
            marsad_status status = draw_across(box, columns, count, error);
            if (status) {
                return status;
            }
            continue;
        }
        mrs_column *shortest = &columns[0];
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

/* The fullest panel that is no higher than `most`, or else the barest. */
static marsad_status choose_extent(mrs_sheet *sheet, double width, double most, mrs_extent *out,
                                   double *height, marsad_error *error)
{
    static const mrs_extent extents[] = {
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
    mrs_extent how;
    return choose_extent(sheet, width, most, &how, out, error);
}

marsad_status mrs_draw_panel(mrs_sheet *sheet, marsad_error *error)
{
    mrs_extent how;
    double height = 0;
    mrs_rect box = sheet->panel_box;
    marsad_status status = choose_extent(sheet, box.w, box.h + 1, &how, &height, error);
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
