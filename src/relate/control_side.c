/*
 * Whose ground a point is on, mostly without a geodesic. Along a geodesic from the point the chord
 * grows as the geodesic does, so that nothing lies between the point and what is nearest to it
 * through the earth: the side on which it sees that is the side of its ground.
 */
#include <math.h>

#include "geo/space.h"
#include "marsad/front.h"
#include "relate/control_handle.h"

/* Chords between which directions in space tell sides. */
static const double LEAST_CHORD_M = 0.1;
static const double GREATEST_CHORD_M = 1e6;

static const double RADIAN = 0.017453292519943295;

typedef struct side {
    const mrs_control *control;
    mrs_vector3 point; /* in the index's frame */
    marsad_lonlat at;  /* the point */
    bool asked;        /* candidates have been seen */
    bool certain;
    size_t holder;
} side;

/* NULL where a candidate's point is within its segment. */
static const mrs_control_vertex *vertex_of(const mrs_control *control,
                                           const mrs_control_candidate *candidate)
{
    const mrs_control_piece *piece = mrs_control_index_piece(control->all, candidate->piece);
    const mrs_control_segment *s = &control->segments[piece->segment];
    if (piece->first && candidate->part <= -0.5) {
        return &control->vertices[s->start];
    }
    return piece->last && candidate->part >= 0.5 ? &control->vertices[s->end] : NULL;
}

static size_t beside_piece(const side *it, const mrs_control_piece *piece)
{
    const mrs_control_sides *sides = &it->control->segments[piece->segment].sides;
    mrs_vector3 towards = mrs_plus(it->point, -1, piece->middle);
    return mrs_dot(mrs_cross(piece->way, towards), piece->bulge) > 0 ? sides->left : sides->right;
}

/* The azimuth of a straight line through the earth: near enough, for no segment leads within a
 * right angle of it. */
static double straight_azimuth(const side *it, marsad_lonlat from)
{
    const mrs_earth *earth = &it->control->earth;
    mrs_vector3 way = mrs_plus(mrs_in_space(earth, it->at), -1, mrs_in_space(earth, from));
    double lat = from.lat * RADIAN;
    double lon = from.lon * RADIAN;
    double outwards = way.x * cos(lon) + way.y * sin(lon);
    double east = way.y * cos(lon) - way.x * sin(lon);
    return atan2(east, way.z * cos(lat) - outwards * sin(lat)) / RADIAN;
}

/* Is certain where there is only one candidate, or all are one vertex that is no loose end, beyond
 * which the sides meet in no segment. */
static void decide(void *context, const mrs_control_candidate *candidates, size_t count)
{
    side *it = context;
    bool first = !it->asked;
    it->asked = true;
    it->certain = first && count > 0;
    if (!it->certain) {
        return;
    }
    const mrs_control_vertex *vertex = vertex_of(it->control, &candidates[0]);
    it->certain = vertex ? !vertex->loose : count == 1;
    for (size_t i = 0; i < count; i++) {
        it->certain = it->certain && vertex_of(it->control, &candidates[i]) == vertex &&
                      candidates[i].chord2 > LEAST_CHORD_M * LEAST_CHORD_M &&
                      candidates[i].chord2 < GREATEST_CHORD_M * GREATEST_CHORD_M;
    }
    if (it->certain) {
        it->holder =
            vertex
                ? mrs_control_sector(it->control, vertex, straight_azimuth(it, vertex->at))
                : beside_piece(it, mrs_control_index_piece(it->control->all, candidates[0].piece));
    }
}

size_t mrs_control_beside(const mrs_control *control, const mrs_control_foot *foot)
{
    if (foot->segment >= control->count) {
        return MARSAD_NO_HOLDER;
    }
    const mrs_control_sides *sides = &control->segments[foot->segment].sides;
    if (foot->distance_m <= MRS_CONTROL_ON_LINE_M) {
        return sides->left;
    }
    if (foot->vertex) {
        return mrs_control_sector(control, foot->vertex, foot->view_deg);
    }
    double turn = mrs_azimuth_normalise(foot->view_deg - foot->course_deg);
    return turn < 180 ? sides->right : sides->left;
}

size_t mrs_control_holder(const mrs_control *control, marsad_lonlat point)
{
    mrs_vector3 here = mrs_in_space(&control->earth, point);
    side it = {.control = control,
               .point = mrs_control_index_into(control->all, here),
               .at = point,
               .holder = MARSAD_NO_HOLDER};
    mrs_control_index_search(control->all, it.point, decide, &it);
    if (it.certain) {
        return it.holder;
    }
    mrs_control_foot foot = mrs_control_foot_find(control, control->all, point);
    return mrs_control_beside(control, &foot);
}
