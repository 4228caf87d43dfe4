/* Insets: parts of the main map at a larger scale, in frames of their own that stand on it. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/inset.h"

enum { MOST_CHOSEN = 2 }; /* by the map itself */

static const double LEAST_RADIUS_M = 500;
static const double MOST_RADIUS_M = 2000000;

/* --- Planning --- */

static marsad_status check_radius(const marsad_map_inset *inset, marsad_error *error)
{
    if (!(inset->radius_m >= LEAST_RADIUS_M && inset->radius_m <= MOST_RADIUS_M)) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "an inset shows from %g to %g km around a place, not %g",
                        LEAST_RADIUS_M / 1000, MOST_RADIUS_M / 1000, inset->radius_m / 1000);
    }
    return MARSAD_OK;
}

static const char *called(const marsad_map_inset *inset)
{
    return inset->heading ? inset->heading : "the point";
}

/* The ground that was asked for, on the main map's page. */
static marsad_status plan_asked(const mrs_sheet *sheet, const marsad_map_inset *inset,
                                mrs_inset_plan *out, marsad_error *error)
{
    const mrs_frame *frame = &sheet->panes[0].frame;
    mrs_point at;
    mrs_ground g;
    marsad_status status = check_radius(inset, error);
    if (status) {
        return status;
    }
    if (!mrs_frame_to_page(frame, inset->at, &at) || !mrs_rect_has(frame->rect, at) ||
        !mrs_ground_of_bbox(frame->projection, marsad_bbox_around(inset->at, inset->radius_m),
                            &g)) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "the inset around %s lies outside the map; leave it out, or show a larger "
                        "area",
                        called(inset));
    }
    double side = fmax(g.max_x - g.min_x, g.max_y - g.min_y) * frame->px_per_unit;
    double larger = mrs_inset_size(sheet, 1, mrs_inset_sizes[0]).x / side;
    if (larger < 1.2) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "the inset around %s would be no larger than the map: it shows %.4g km "
                        "where at most %.2g would be",
                        called(inset), inset->radius_m / 1000,
                        inset->radius_m / 1000 * larger / 1.2);
    }
    *out = (mrs_inset_plan){{at.x - side / 2, at.y - side / 2, side, side},
                            inset->heading,
                            inset->radius_m,
                            {0, 0, 0, 0}};
    return MARSAD_OK;
}

static marsad_status plan_all_asked(const mrs_sheet *sheet, mrs_inset_plan *out, size_t *count,
                                    marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    if (sheet->options->inset_count > MARSAD_MOST_INSETS) {
        return mrs_fail(error, MARSAD_ERR_USAGE, "a map has at most %d insets, not %zu",
                        MARSAD_MOST_INSETS, sheet->options->inset_count);
    }
    for (size_t i = 0; !status && i < sheet->options->inset_count; i++) {
        status = plan_asked(sheet, &sheet->options->insets[i], &out[*count], error);
        for (size_t j = 0; !status && j < *count; j++) {
            if (mrs_rect_overlaps(out[j].extent, out[*count].extent)) {
                status = mrs_fail(error, MARSAD_ERR_USAGE,
                                  "the insets around %s and %s show the same ground; give fewer "
                                  "kilometres",
                                  called(&sheet->options->insets[j]),
                                  called(&sheet->options->insets[i]));
            }
        }
        (*count)++;
    }
    return status;
}

/* Callouts make their own room, and bins are drawn so that they do not crowd. */
static bool may_choose(const mrs_sheet *sheet)
{
    return !sheet->options->no_inset && !sheet->facet_count &&
           sheet->refused_count < MRS_MOST_REFUSED &&
           (sheet->as == MARSAD_AS_NUMBERS || sheet->as == MARSAD_AS_POINTS ||
            sheet->as == MARSAD_AS_GROUPS);
}

/* --- Making --- */

/* The name of the greatest town in the frame, "" where there is none. */
static marsad_status find_name(const mrs_pane *pane, mrs_buffer *out, marsad_error *error)
{
    marsad_place_list list = {0};
    marsad_bbox box = pane->frame.bounds;
    if (box.west < -180 || box.east > 180) {
        return MARSAD_OK;
    }
    marsad_status status =
        marsad_gazetteer_towns(pane->sheet->sources->gazetteer, box, 1, &list, error);
    if (!status && list.count) {
        mrs_buffer_add(out, marsad_place_name(&list.items[0], pane->sheet->lang));
    }
    marsad_place_list_clear(&list);
    return status;
}

/* "Tripoli" and "1:300,000" above the inset. */
static marsad_status name_inset(mrs_pane *pane, const mrs_inset_plan *plan, size_t index,
                                marsad_error *error)
{
    const mrs_sheet *sheet = pane->sheet;
    mrs_buffer name = {0};
    mrs_buffer heading = {0};
    mrs_buffer scale = {0};
    marsad_status status = MARSAD_OK;
    if (plan->heading) {
        mrs_buffer_add(&name, plan->heading);
    } else {
        status = find_name(pane, &name, error);
    }
    mrs_buffer_add(&name, name.length ? "" : mrs_say(MRS_WORD_INSET, sheet->lang));
    if (!name.failed) {
        mrs_add_isolated(&heading, name.text);
    }
    heading.failed |= name.failed;
    pane->heading = mrs_buffer_take(&heading);
    mrs_say_scale(&scale, pane->frame.scale_denominator, sheet->lang);
    pane->note = mrs_buffer_take(&scale);
    mrs_buffer_clear(&name);
    snprintf(pane->name, sizeof pane->name, "inset-%zu", index + 1);
    return status ? status : pane->heading && pane->note ? MARSAD_OK : mrs_fail_memory(error);
}

/* The frame shows just the extent: the main map's projection, larger. */
static marsad_status fit_inset(mrs_pane *pane, const mrs_inset_plan *plan, marsad_error *error)
{
    const mrs_frame *main = &pane->sheet->panes[0].frame;
    double heading = mrs_heading_height(pane->sheet);
    mrs_rect rect = {plan->box.x, plan->box.y + heading, plan->box.w, plan->box.h - heading};
    mrs_rect e = plan->extent;
    mrs_ground ground = {main->left + (e.x - main->rect.x) / main->px_per_unit,
                         main->top - (e.y + e.h - main->rect.y) / main->px_per_unit,
                         main->left + (e.x + e.w - main->rect.x) / main->px_per_unit,
                         main->top - (e.y - main->rect.y) / main->px_per_unit};
    pane->box = plan->box;
    pane->extent = e;
    marsad_status status = mrs_frame_fit(&pane->frame, rect, main->projection, ground, error);
    pane->frame.scale_denominator *= pane->sheet->scene->px_per_inch / 96;
    return status;
}

static size_t assign_incidents(mrs_sheet *sheet, const mrs_pane *pane)
{
    size_t count = 0;
    size_t index = (size_t)(pane - sheet->panes);
    for (size_t i = 0; i < marsad_events_count(sheet->sources->events); i++) {
        const marsad_incident *incident = marsad_events_get(sheet->sources->events, i);
        mrs_point at;
        if (sheet->pane_of[i] == 0 && marsad_incident_is_placed(incident) &&
            mrs_frame_to_page(&sheet->panes[0].frame, incident->at, &at) &&
            mrs_rect_has(pane->extent, at)) {
            sheet->pane_of[i] = (unsigned char)index;
            count += mrs_is_of_days(sheet, incident);
        }
    }
    return count;
}

static marsad_status add_inset(mrs_sheet *sheet, const mrs_inset_plan *plan, size_t index,
                               marsad_error *error)
{
    mrs_pane *pane = mrs_add_pane(sheet, MRS_PANE_INSET);
    if (!pane) {
        return mrs_fail_memory(error);
    }
    marsad_status status = fit_inset(pane, plan, error);
    status = status ? status : name_inset(pane, plan, index, error);
    pane->chosen = !(plan->radius_m > 0);
    pane->held = assign_incidents(sheet, pane);
    return status;
}

/* Drops the plans that find no place, and of those that the map chose the ones that gain least. */
static marsad_status place_plans(mrs_sheet *sheet, mrs_inset_plan *plans, size_t *count,
                                 marsad_error *error)
{
    for (size_t i = 0; i < *count;) {
        bool found;
        if (!plans[i].radius_m && i == MOST_CHOSEN) {
            *count = i;
            break;
        }
        marsad_status status = mrs_find_inset_place(sheet, plans, *count, i, &found, error);
        if (status) {
            return status;
        }
        if (found) {
            i++;
            continue;
        }
        if (plans[i].radius_m > 0) {
            return mrs_fail(error, MARSAD_ERR_USAGE,
                            "there is no room for the inset around %s; ask for a larger size, or "
                            "fewer insets",
                            plans[i].heading ? plans[i].heading : "the point");
        }
        memmove(&plans[i], &plans[i + 1], (*count - i - 1) * sizeof *plans);
        (*count)--;
    }
    return MARSAD_OK;
}

marsad_status mrs_make_insets(mrs_sheet *sheet, marsad_error *error)
{
    mrs_inset_plan plans[MARSAD_MOST_INSETS] = {0};
    size_t count = 0;
    marsad_status status = MARSAD_OK;
    bool surface = sheet->as == MARSAD_AS_HEXBIN || sheet->as == MARSAD_AS_DENSITY;
    if (sheet->options->inset_count && surface) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "incidents shown as %s have no insets, for its classes hold at one scale; "
                        "show them as groups or points, or leave the inset out",
                        marsad_map_as_name(sheet->as));
    }
    if (sheet->options->inset_count) {
        status = plan_all_asked(sheet, plans, &count, error);
    } else if (may_choose(sheet)) {
        status = mrs_choose_insets(sheet, MARSAD_MOST_INSETS, plans, &count, error);
    }
    status = status ? status : place_plans(sheet, plans, &count, error);
    if (status || !count) {
        return status;
    }
    sheet->pane_of = mrs_alloc(marsad_events_count(sheet->sources->events) + 1, 1);
    if (!sheet->pane_of) {
        return mrs_fail_memory(error);
    }
    for (size_t i = 0; !status && i < count; i++) {
        status = add_inset(sheet, &plans[i], i, error);
    }
    sheet->summary.insets = count;
    return status;
}

void mrs_unmake_insets(mrs_sheet *sheet)
{
    mrs_pane *main = &sheet->panes[0];
    mrs_pane laid_out = {
        .sheet = sheet, .role = main->role, .projection = main->projection, .frame = main->frame};
    main->projection = NULL;
    for (size_t p = 0; p < sheet->pane_count; p++) {
        mrs_pane_clear(&sheet->panes[p]);
    }
    *main = laid_out;
    sheet->pane_count = 1;
    mrs_free(sheet->pane_of);
    sheet->pane_of = NULL;
    sheet->summary.insets = 0;
}

/* --- On the main map --- */

void mrs_drop_towns_in_insets(mrs_pane *pane)
{
    size_t kept = 0;
    for (size_t i = 0; i < pane->town_count; i++) {
        bool shown = false;
        for (size_t p = 1; pane->role == MRS_PANE_MAIN && p < pane->sheet->pane_count; p++) {
            const mrs_pane *inset = &pane->sheet->panes[p];
            shown |=
                inset->role == MRS_PANE_INSET && mrs_rect_has(inset->extent, pane->towns[i].at);
        }
        if (!shown) {
            pane->towns[kept++] = pane->towns[i];
        }
    }
    pane->town_count = kept;
}

/* In two lines, or in one. */
static PangoLayout *tag_layout(const mrs_pane *inset, bool two)
{
    mrs_buffer text = {0};
    const char *second = strchr(inset->label, '\n');
    mrs_buffer_add_bytes(&text, inset->label, (size_t)(second - inset->label));
    mrs_buffer_addf(&text, "%s%s", two ? "\n" : MRS_DOT, second + 1);
    inset->sheet->scene->failed |= text.failed;
    PangoLayout *layout =
        mrs_sheet_text(inset->sheet, text.failed ? "" : text.text, MRS_TEXT_MAIN_SIZE, true, 0);
    mrs_buffer_clear(&text);
    return layout;
}

static double cost_of_tag(const mrs_pane *main, const mrs_pane *inset, mrs_rect tag)
{
    const double badge = 7; /* px by which one may stand out */
    const double near = 14; /* or it would be read as that incident's */
    double cost = mrs_rect_inside(tag, mrs_rect_grown(main->frame.rect, -4)) ? 0 : 1000;
    for (size_t i = 0; i < main->group_count; i++) {
        mrs_rect marks = main->groups[i].box;
        cost += mrs_rect_overlaps(tag, mrs_rect_grown(marks, badge)) ? 40 : 0;
        cost += mrs_rect_overlaps(tag, mrs_rect_grown(marks, near)) ? 8 : 0;
    }
    for (size_t i = 0; i < main->town_count; i++) {
        cost += mrs_rect_has(tag, main->towns[i].at) ? 6.0 / main->towns[i].rank : 0;
    }
    for (size_t p = 1; p < main->sheet->pane_count; p++) {
        const mrs_pane *other = &main->sheet->panes[p];
        for (size_t i = 0; i < other->link_count; i++) {
            cost += mrs_rect_crosses(tag, other->links[i][0], other->links[i][1]) ? 12 : 0;
        }
        cost += other != inset && mrs_rect_overlaps(tag, other->tag) ? 100 : 0;
        cost +=
            mrs_rect_overlaps(tag, other->box) || mrs_rect_overlaps(tag, other->extent) ? 100 : 0;
    }
    return cost;
}

/* Where a tag may stand at a distance from the extent: below, above, beside, past the corners. */
static mrs_point tag_place(mrs_rect e, mrs_point size, double gap, size_t which)
{
    const double across[] = {e.x + (e.w - size.x) / 2, e.x + e.w + gap, e.x - gap - size.x, e.x,
                             e.x + e.w - size.x};
    const double along[] = {e.y + e.h + gap, e.y - gap - size.y, e.y + (e.h - size.y) / 2};
    static const unsigned char places[][2] = {{0, 0}, {0, 1}, {1, 2}, {2, 2}, {3, 0}, {4, 0},
                                              {3, 1}, {4, 1}, {1, 0}, {2, 0}, {1, 1}, {2, 1}};
    return (mrs_point){across[places[which][0]], along[places[which][1]]};
}

static double place_tag_so(const mrs_pane *main, mrs_pane *inset, bool two, double best)
{
    enum { PLACES = 12 };
    static const double gaps[] = {4, 12, 20, 30};
    PangoLayout *layout = tag_layout(inset, two);
    mrs_point size = mrs_layout_size(layout);
    g_object_unref(layout);
    for (size_t g = 0; g < sizeof gaps / sizeof *gaps; g++) {
        for (size_t i = 0; i < PLACES; i++) {
            mrs_point at = tag_place(inset->extent, size, gaps[g], i);
            mrs_rect tag = {at.x, at.y, size.x, size.y};
            double cost = cost_of_tag(main, inset, tag) + gaps[g] + (two ? 6 : 0);
            if (cost < best) {
                best = cost;
                inset->tag = tag;
                inset->tag_in_two = two;
            }
        }
    }
    return best;
}

static void place_tag(const mrs_pane *main, mrs_pane *inset)
{
    double best = place_tag_so(main, inset, false, INFINITY);
    place_tag_so(main, inset, true, best);
}

marsad_status mrs_avoid_insets(mrs_pane *pane, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    for (size_t p = 1; pane->role == MRS_PANE_MAIN && !status && p < pane->sheet->pane_count; p++) {
        mrs_pane *inset = &pane->sheet->panes[p];
        if (inset->role != MRS_PANE_INSET) {
            continue;
        }
        place_tag(pane, inset);
        status = mrs_obstacle_box(pane, mrs_rect_grown(inset->box, 5), error);
        status = status ? status : mrs_obstacle_box(pane, mrs_rect_grown(inset->extent, 2), error);
        status = status ? status : mrs_obstacle_box(pane, inset->tag, error);
        for (size_t i = 0; !status && i < inset->link_count; i++) {
            status = mrs_obstacle_line(pane, inset->links[i][0], inset->links[i][1], error);
        }
    }
    return status;
}

bool mrs_is_under_inset(const mrs_sheet *sheet, mrs_rect box)
{
    const double clearance = 6;
    box = mrs_rect_grown(box, clearance);
    for (size_t p = 1; p < sheet->pane_count; p++) {
        const mrs_pane *inset = &sheet->panes[p];
        if (inset->role == MRS_PANE_INSET &&
            (mrs_rect_overlaps(box, inset->box) || mrs_rect_overlaps(box, inset->extent) ||
             mrs_rect_overlaps(box, inset->tag))) {
            return true;
        }
    }
    return false;
}

static void draw_link(mrs_pane *inset)
{
    mrs_sheet *sheet = inset->sheet;
    mrs_color color = mrs_sheet_color(sheet, MRS_INSET_FRAME_COLOR);
    mrs_paint line = mrs_stroke(color, 0.9);
    mrs_paint frame = mrs_stroke(color, 1.4);
    char id[48];
    snprintf(id, sizeof id, "%s-extent", inset->name);
    mrs_scene_begin(sheet->scene, id, "inset-extent", inset->heading);
    for (size_t i = 0; i < inset->link_count; i++) {
        mrs_scene_line(sheet->scene, inset->links[i][0], inset->links[i][1], &line);
    }
    mrs_scene_rect(sheet->scene, inset->extent, 0, &frame);
    PangoLayout *tag = tag_layout(inset, inset->tag_in_two);
    mrs_point at = {inset->tag.x, inset->tag.y - mrs_layout_lift(tag)};
    mrs_scene_text(sheet->scene, tag, at, mrs_sheet_color(sheet, MRS_TEXT_MAIN_COLOR),
                   mrs_sheet_color(sheet, MRS_HALO_COLOR), 1.6);
    g_object_unref(tag);
    mrs_scene_end(sheet->scene);
}

void mrs_draw_inset_links(mrs_pane *main)
{
    for (size_t p = 1; main->role == MRS_PANE_MAIN && p < main->sheet->pane_count; p++) {
        if (main->sheet->panes[p].role == MRS_PANE_INSET) {
            draw_link(&main->sheet->panes[p]);
        }
    }
}
