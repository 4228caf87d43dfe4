/* marsad_front_compare(): what is asked is checked here, the parts of the work called in turn, and
 * their results laid out. */
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "geo/earth.h"
#include "relate/change.h"

/* What the pointers of a comparison lead to. */
typedef struct owned {
    mrs_arena arena;
    marsad_place_list places;
} owned;

/* ---- what is compared ---------------------------------------------------------------------- */

static marsad_status check_state(const marsad_front *front, size_t state, const char *role,
                                 marsad_error *error)
{
    if (state < front->state_count) {
        return MARSAD_OK;
    }
    return mrs_fail(error, MARSAD_ERR_USAGE, "the %s front has %zu states, and none is number %zu",
                    role, front->state_count, state);
}

static marsad_status check_kinds(const mrs_front_state *old, const mrs_front_state *new_state,
                                 marsad_error *error)
{
    const mrs_front_state *states[] = {old, new_state};
    for (int i = 0; i < 2; i++) {
        const marsad_front_state *a = &states[i]->shown;
        const marsad_front_state *b = &states[1 - i]->shown;
        if (a->area_count > 0 && b->area_count == 0 && b->line_count > 0) {
            return mrs_fail(error, MARSAD_ERR_USAGE,
                            "the %s front has areas of control and the %s one only lines; compare "
                            "areas with areas, or lines with lines",
                            i ? "new" : "old", i ? "old" : "new");
        }
        if (a->area_count == 0 && a->line_count == 0) {
            return mrs_fail(error, MARSAD_ERR_INPUT,
                            "the %s front has neither areas nor lines to compare",
                            i ? "new" : "old");
        }
    }
    return MARSAD_OK;
}

/* ---- holders ------------------------------------------------------------------------------- */

static size_t find_holder(const mrs_change *change, const char *name)
{
    size_t i = 0;
    size_t length = strlen(name);
    while (i < change->holder_count &&
           !mrs_front_same_holder(change->holders[i], strlen(change->holders[i]), name, length)) {
        i++;
    }
    return i;
}

static bool has_ground(const marsad_front_state *state, size_t holder)
{
    for (size_t i = 0; i < state->area_count; i++) {
        if (state->areas[i].holder == holder) {
            return true;
        }
    }
    for (size_t i = 0; i < state->line_count; i++) {
        if (state->lines[i].left == holder || state->lines[i].right == holder) {
            return true;
        }
    }
    return false;
}

/* Adds the holders of a side that hold something in its state. */
static bool add_holders(mrs_change *change, mrs_change_side *side)
{
    const marsad_front *front = side->front;
    side->holders = mrs_alloc(front->holder_count, sizeof *side->holders);
    if (!side->holders) {
        return false;
    }
    for (size_t i = 0; i < front->holder_count; i++) {
        if (!has_ground(&side->state->shown, i)) {
            continue;
        }
        const char *name = front->holders[i];
        side->holders[i] = find_holder(change, name);
        if (side->holders[i] == change->holder_count) {
            change->holders[change->holder_count] =
                mrs_arena_text(change->arena, name, strlen(name));
            if (!change->holders[change->holder_count++]) {
                return false;
            }
        }
    }
    return true;
}

static bool list_holders(mrs_change *change)
{
    mrs_change_side *side = change->sides;
    size_t most = side[0].front->holder_count + side[1].front->holder_count;
    change->holders = mrs_arena_alloc(change->arena, most + 1, sizeof(const char *));
    if (!change->holders || !add_holders(change, &side[0]) || !add_holders(change, &side[1])) {
        return false;
    }
    change->holders[change->holder_count] = "";
    for (int i = 0; i < 2; i++) {
        change->cut_m2[i] = mrs_arena_alloc(change->arena, most + 1, sizeof *change->cut_m2[i]);
    }
    return change->cut_m2[0] && change->cut_m2[1];
}

/* ---- the work ------------------------------------------------------------------------------ */

static bool add_points(mrs_rings *all, const marsad_front_state *state)
{
    bool ok = true;
    for (size_t i = 0; ok && i < state->area_count; i++) {
        const marsad_front_area *area = &state->areas[i];
        ok = mrs_rings_add_points(all, area->points, area->ring_count ? area->ends[0] : 0);
    }
    for (size_t i = 0; ok && state->area_count == 0 && i < state->line_count; i++) {
        ok = mrs_rings_add_points(all, state->lines[i].points, state->lines[i].count);
    }
    return ok;
}

/* In the plane, what goes round the point opposite its centre encloses all the rest of the earth.
 * Within a quarter of the way round from the centre nothing does. */
static const double FARTHEST_M = 10000000;

static marsad_status check_reach(const mrs_rings *all, marsad_lonlat centre, marsad_error *error)
{
    const mrs_earth earth = mrs_earth_wgs84();
    for (size_t i = 0; i < all->point_count; i++) {
        if (mrs_earth_between(&earth, centre, all->points[i]).distance_m > FARTHEST_M) {
            return mrs_fail(error, MARSAD_ERR_INPUT,
                            "the fronts reach farther than %.0f km from their middle; compare one "
                            "theatre at a time",
                            FARTHEST_M / 1000);
        }
    }
    return MARSAD_OK;
}

static marsad_status open_plane(mrs_change *change, marsad_error *error)
{
    mrs_rings all = {0};
    bool ok = add_points(&all, &change->sides[0].state->shown) &&
              add_points(&all, &change->sides[1].state->shown);
    marsad_lonlat centre = mrs_plane_centre(all.points, all.point_count);
    marsad_status status = ok ? check_reach(&all, centre, error) : mrs_fail_memory(error);
    mrs_rings_clear(&all);
    status = status ? status : mrs_plane_new(centre, &change->plane, error);
    if (!status) {
        change->geos = mrs_plane_geos(change->plane);
    }
    return status;
}

static marsad_status overlay(mrs_change *change, marsad_error *error)
{
    mrs_change_side *side = change->sides;
    bool areas = side[0].state->shown.area_count > 0;
    marsad_status status = MARSAD_OK;
    for (int i = 0; !status && i < 2; i++) {
        status = areas ? mrs_change_add_areas(change, &side[i], error)
                       : mrs_change_add_lines(change, &side[i], error);
    }
    if (!status && !areas) {
        status = mrs_change_join_ends(change, error);
    }
    return status ? status : mrs_change_find_pieces(change, error);
}

static void clear_side(const mrs_change *change, mrs_change_side *side)
{
    for (size_t i = 0; i < side->shape_count; i++) {
        if (side->ground) {
            GEOSPreparedGeom_destroy_r(change->geos, side->ground[i]);
        }
        GEOSGeom_destroy_r(change->geos, side->shapes[i]);
    }
    if (side->tree) {
        GEOSSTRtree_destroy_r(change->geos, side->tree);
    }
    mrs_free(side->ground);
    mrs_free(side->shapes);
    mrs_free(side->numbers);
    mrs_free(side->edges);
    mrs_free(side->ends);
    mrs_free(side->holders);
}

static void clear(mrs_change *change)
{
    for (size_t i = 0; i < change->arc_count; i++) {
        GEOSGeom_destroy_r(change->geos, change->arcs[i]);
    }
    for (size_t i = 0; i < change->piece_count; i++) {
        GEOSGeom_destroy_r(change->geos, change->pieces[i].polygon);
    }
    clear_side(change, &change->sides[0]);
    clear_side(change, &change->sides[1]);
    mrs_free(change->arcs);
    mrs_free(change->pieces);
    mrs_plane_free(change->plane);
}

/* ---- what comes of it ---------------------------------------------------------------------- */

static marsad_status lay_out_changes(const mrs_change *change, marsad_front_comparison *out,
                                     marsad_error *error)
{
    out->changes = mrs_arena_alloc(change->arena, change->piece_count, sizeof *out->changes);
    if (!out->changes) {
        return mrs_fail_memory(error);
    }
    out->change_count = change->piece_count;
    for (size_t i = 0; i < change->piece_count; i++) {
        const mrs_change_piece *piece = &change->pieces[i];
        out->changes[i] = (marsad_front_change){.points = piece->points,
                                                .ends = piece->ends,
                                                .ring_count = piece->ring_count,
                                                .from = change->holders[piece->from],
                                                .to = change->holders[piece->to],
                                                .area_m2 = piece->area_m2};
    }
    return MARSAD_OK;
}

static double ground_of(const mrs_change *change, const mrs_change_side *side, size_t holder)
{
    const marsad_front_state *state = &side->state->shown;
    double area = 0;
    if (state->area_count == 0 || holder == change->holder_count) {
        return NAN;
    }
    for (size_t i = 0; i < state->area_count; i++) {
        bool own = mrs_change_holder(change, side, state->areas[i].holder) == holder;
        area += own ? state->areas[i].area_m2 : 0;
    }
    return area;
}

static marsad_status lay_out_balances(const mrs_change *change, marsad_front_comparison *out,
                                      marsad_error *error)
{
    out->balance_count = change->holder_count + 1;
    out->balances = mrs_arena_alloc(change->arena, out->balance_count, sizeof *out->balances);
    if (!out->balances) {
        return mrs_fail_memory(error);
    }
    for (size_t i = 0; i < out->balance_count; i++) {
        out->balances[i].holder = change->holders[i];
        out->balances[i].before_m2 = ground_of(change, &change->sides[0], i) - change->cut_m2[0][i];
        out->balances[i].after_m2 = ground_of(change, &change->sides[1], i) - change->cut_m2[1][i];
    }
    for (size_t i = 0; i < change->piece_count; i++) {
        const mrs_change_piece *piece = &change->pieces[i];
        out->balances[piece->from].lost_m2 += piece->area_m2;
        out->balances[piece->to].gained_m2 += piece->area_m2;
    }
    return MARSAD_OK;
}

static marsad_status compare(mrs_change *change, marsad_gazetteer *gazetteer,
                             marsad_front_comparison *out, owned *own, marsad_error *error)
{
    marsad_status status = list_holders(change) ? MARSAD_OK : mrs_fail_memory(error);
    status = status ? status : open_plane(change, error);
    status = status ? status : overlay(change, error);
    status = status ? status : lay_out_changes(change, out, error);
    status = status ? status : lay_out_balances(change, out, error);
    if (!status) {
        out->joined_m = change->joined_m;
        out->loose_ends = change->unjoined;
        status = mrs_change_advances(change, &out->advances, &out->advance_count, error);
    }
    if (!status && gazetteer) {
        status =
            mrs_change_towns(change, gazetteer, &own->places, &out->towns, &out->town_count, error);
    }
    return status;
}

marsad_status marsad_front_compare(const marsad_front *old, size_t old_state,
                                   const marsad_front *new_front, size_t new_state,
                                   marsad_gazetteer *gazetteer, marsad_front_comparison **out,
                                   marsad_error *error)
{
    *out = NULL;
    marsad_status status = check_state(old, old_state, "old", error);
    status = status ? status : check_state(new_front, new_state, "new", error);
    if (status) {
        return status;
    }
    mrs_front_state *states[] = {old->states[old_state], new_front->states[new_state]};
    status = check_kinds(states[0], states[1], error);
    if (status) {
        return status;
    }
    marsad_front_comparison *comparison = mrs_alloc(1, sizeof *comparison);
    owned *own = mrs_alloc(1, sizeof *own);
    if (!comparison || !own) {
        mrs_free(comparison);
        mrs_free(own);
        return mrs_fail_memory(error);
    }
    comparison->owned = own;
    comparison->before = states[0]->shown.date;
    comparison->after = states[1]->shown.date;
    mrs_change change = {.arena = &own->arena,
                         .sides = {{.front = old, .state = states[0], .role = "old"},
                                   {.front = new_front, .state = states[1], .role = "new"}}};
    status = compare(&change, gazetteer, comparison, own, error);
    clear(&change);
    if (status) {
        marsad_front_comparison_free(comparison);
        return status;
    }
    *out = comparison;
    return MARSAD_OK;
}

void marsad_front_comparison_free(marsad_front_comparison *comparison)
{
    if (comparison) {
        owned *own = comparison->owned;
        marsad_place_list_clear(&own->places);
        mrs_arena_clear(&own->arena);
        mrs_free(own);
        mrs_free(comparison);
    }
}
