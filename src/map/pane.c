/* A pane: one map in its frame, composed step by step, and drawn. */
#include <math.h>

#include "base/memory.h"
#include "map/clutter.h"
#include "map/link.h"
#include "map/panes.h"
#include "map/symbols.h"

mrs_pane *mrs_add_pane(mrs_sheet *sheet, mrs_pane_role role)
{
    if (!mrs_grow((void **)&sheet->panes, &sheet->pane_capacity, sheet->pane_count,
                  sizeof *sheet->panes)) {
        return NULL;
    }
    mrs_pane *pane = &sheet->panes[sheet->pane_count++];
    *pane = (mrs_pane){.sheet = sheet, .role = role};
    return pane;
}

static const mrs_mark *pane_mark(const mrs_pane *pane, int number)
{
    size_t low = 0;
    size_t high = pane->mark_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (pane->marks[middle].number < number) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool found = low < pane->mark_count && pane->marks[low].number == number;
    return found ? &pane->marks[low] : NULL;
}

const mrs_mark *mrs_sheet_mark(const mrs_sheet *sheet, size_t index)
{
    const mrs_mark *mark = NULL;
    for (size_t i = 0; i < sheet->pane_count && !mark; i++) {
        mark = pane_mark(&sheet->panes[i], (int)index + 1);
    }
    return mark;
}

static void find_towns_under_marks(mrs_pane *pane)
{
    for (size_t i = 0; i < pane->town_count; i++) {
        for (size_t g = 0; g < pane->group_count; g++) {
            const mrs_mark_group *group = &pane->groups[g];
            mrs_point at = pane->towns[i].at;
            bool there = hypot(group->ground.x - at.x, group->ground.y - at.y) < MRS_STEM_DOT + 3;
            bool touched = mrs_rect_distance(group->box, at) <= MRS_TOWN_REACH;
            pane->towns[i].under_mark |= (group->has_stem && there) || touched;
            pane->towns[i].happened |= there;
        }
    }
}

bool mrs_pane_has(const mrs_pane *pane, size_t index)
{
    const unsigned char *pane_of = pane->sheet->pane_of;
    size_t own = (size_t)(pane - pane->sheet->panes);
    return pane_of ? pane_of[index] == own : own == 0;
}

marsad_status mrs_pane_populate(mrs_pane *pane, marsad_error *error)
{
    marsad_status status = mrs_find_towns(pane, error);
    if (!status) {
        status = mrs_make_marks(pane, error);
    }
    if (!status) {
        mrs_drop_towns_in_insets(pane);
        status = mrs_name_groups(pane, error);
    }
    if (!status) {
        find_towns_under_marks(pane);
    }
    return status;
}

/* The pane that chooses the symbols' scale goes first. */
static marsad_status populate(mrs_sheet *sheet, marsad_error *error)
{
    size_t model = mrs_model_pane(sheet);
    marsad_status status = mrs_pane_populate(&sheet->panes[model], error);
    for (size_t i = 0; !status && i < sheet->pane_count; i++) {
        status = i == model ? MARSAD_OK : mrs_pane_populate(&sheet->panes[i], error);
    }
    if (!status) {
        mrs_share_sizes(sheet);
    }
    return status;
}

/* Whether incidents come apart in an inset is seen once they stand there: until all do, others are
 * chosen, or larger ones, or none. */
marsad_status mrs_populate_panes(mrs_sheet *sheet, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    bool again = true;
    while (!status && again) {
        status = mrs_make_insets(sheet, error);
        status = status ? status : mrs_hide_other_days(sheet, error);
        status = status ? status : populate(sheet, error);
        again = !status && mrs_refuse_insets(sheet);
        if (again) {
            mrs_unmake_insets(sheet);
        }
    }
    return status ? status : mrs_settle_insets(sheet, error);
}

marsad_status mrs_pane_compose(mrs_pane *pane, marsad_error *error)
{
    marsad_status status = mrs_avoid_insets(pane, error);
    if (status) {
        return status;
    }
    status = mrs_pane_is_small(pane) ? mrs_place_small_furniture(pane, error)
                                     : mrs_place_furniture(pane, error);
    if (!status) {
        status = mrs_front_avoid(pane, error);
    }
    if (!status) {
        status = mrs_collect_labels(pane, error);
    }
    if (!status) {
        status = mrs_place_first_labels(pane, error);
    }
    if (!status) {
        status = mrs_make_callouts(pane, error);
    }
    if (!status) {
        status = mrs_place_callouts(pane, error);
    }
    if (!status) {
        status = mrs_place_other_labels(pane, error);
    }
    return status;
}

marsad_status mrs_pane_draw(mrs_pane *pane, marsad_error *error)
{
    mrs_scene *scene = pane->sheet->scene;
    bool small = mrs_pane_is_small(pane);
    if (mrs_asks_for_days(pane->sheet)) {
        mrs_bare_towns_of_other_days(pane);
    }
    if (small) {
        mrs_begin_small_pane(pane);
    }
    mrs_scene_begin_clipped(scene, "ground", "ground", pane->frame.rect);
    marsad_status status = mrs_draw_layers(pane, error);
    if (!status) {
        mrs_draw_callouts(pane);
    }
    mrs_scene_end(scene);
    if (!status && !small) {
        mrs_draw_furniture(pane);
    }
    if (small) {
        mrs_end_small_pane(pane);
    }
    return status;
}

void mrs_pane_clear(mrs_pane *pane)
{
    for (size_t i = 0; i < MRS_SOURCE_COUNT; i++) {
        mrs_feature_list_clear(&pane->features[i]);
    }
    mrs_feature_list_clear(&pane->admin1_lines);
    mrs_feature_list_clear(&pane->disputed);
    marsad_place_list_clear(&pane->places);
    for (size_t i = 0; i < pane->callout_count; i++) {
        g_clear_object(&pane->callouts[i].headline);
        g_clear_object(&pane->callouts[i].detail);
    }
    for (size_t i = 0; i < pane->label_count; i++) {
        g_object_unref(pane->labels[i].layout);
        g_clear_object(&pane->labels[i].second);
    }
    mrs_free_links(pane);
    mrs_free(pane->heading);
    mrs_free(pane->note);
    mrs_free(pane->label);
    mrs_free(pane->towns);
    mrs_free(pane->marks);
    mrs_free(pane->groups);
    mrs_free(pane->callouts);
    mrs_free(pane->labels);
    mrs_clutter_free(pane->clutter);
    if (pane->census != pane->sheet->census) {
        mrs_census_free(pane->census);
    }
    mrs_bins_free(pane->bins);
    mrs_density_free(pane->density);
    mrs_free(pane->obstacles.boxes);
    mrs_free(pane->obstacles.lines);
    mrs_free(pane->obstacles.front);
    mrs_projection_free(pane->projection);
}
