/* The locator: where in its country, or its part of the world, the map lies. */
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "map/panel.h"
#include "map/symbols.h"

static const double MOST_WIDTH = 22; /* ems */

/* The country in which most of the incidents lie, or "". */
static const char *main_country(mrs_sheet *sheet)
{
    const mrs_census *census = sheet->census;
    size_t best = 0;
    if (sheet->country) {
        return sheet->country;
    }
    for (size_t i = 1; i < census->country_count; i++) {
        best = census->country_counts[i] > census->country_counts[best] ? i : best;
    }
    sheet->country = census->country_count ? census->countries[best] : "";
    return sheet->country;
}

/* The country with some of its surroundings; where the map shows a good part of it, a wider area.
 */
static marsad_bbox locator_area(mrs_sheet *sheet)
{
    marsad_bbox shown = sheet->panes[0].frame.bounds;
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
    mrs_rect f = sheet->panes[0].frame.rect;
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
        if (mrs_frame_to_ground(&sheet->panes[0].frame, at, &ground) &&
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
    frame.coarse = true;
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

marsad_status mrs_draw_locator(mrs_column *c, marsad_error *error)
{
    mrs_sheet *sheet = c->sheet;
    double degrees = sheet->panes[0].frame.bounds.east - sheet->panes[0].frame.bounds.west;
    if (!c->extent.locator || degrees > 120) { /* a map of half the world needs none */
        sheet->left_out.locator = degrees <= 120;
        return MARSAD_OK;
    }
    double em = mrs_sheet_number(sheet, MRS_TEXT_MAIN_SIZE);
    double share = c->extent.little ? 0.45 : 1;
    mrs_rect box = {c->x, 0, fmin(c->width, MOST_WIDTH * em) * share, 0};
    box.h = box.w * 0.72;
    box.x += sheet->rtl ? c->width - box.w : 0;
    mrs_scene_begin(sheet->scene, "locator", "locator", NULL);
    mrs_panel_heading(c, mrs_say(MRS_WORD_LOCATOR, sheet->lang));
    box.y = c->y;
    mrs_scene_begin_clipped(sheet->scene, NULL, NULL, box);
    bool fill = !c->measured && sheet->panes[0].frame.px_per_unit > 0;
    marsad_status status = fill ? fill_locator(sheet, box, error) : MARSAD_OK;
    mrs_scene_end(sheet->scene);
    mrs_paint border = mrs_stroke(mrs_sheet_color(sheet, MRS_RULE_COLOR), 1);
    mrs_scene_rect(sheet->scene, box, 0, &border);
    mrs_scene_end(sheet->scene);
    c->y += box.h;
    return status;
}
