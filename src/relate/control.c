#include "relate/control.h"

#include <math.h>

#include "base/fail.h"
#include "base/memory.h"
#include "marsad/front.h"
#include "relate/control_handle.h"

/* A point nearer to a segment lies on it. */
static const double ON_LINE_M = 1e-3;

mrs_control *mrs_control_new(void)
{
    mrs_control *control = mrs_alloc(1, sizeof *control);
    if (control) {
        control->earth = mrs_earth_wgs84();
    }
    return control;
}

void mrs_control_free(mrs_control *control)
{
    if (control) {
        mrs_free(control->segments);
        mrs_free(control->vertices);
        mrs_free(control->ends);
        mrs_free(control);
    }
}

marsad_status mrs_control_add(mrs_control *control, const marsad_lonlat *points, size_t count,
                              mrs_control_sides sides, marsad_error *error)
{
    for (size_t i = 1; i < count; i++) {
        if (!mrs_grow((void **)&control->segments, &control->capacity, control->count,
                      sizeof *control->segments)) {
            return mrs_fail_memory(error);
        }
        control->segments[control->count++] =
            (mrs_control_segment){.from = points[i - 1], .to = points[i], .sides = sides};
    }
    return MARSAD_OK;
}

marsad_status mrs_control_finish(mrs_control *control, marsad_error *error)
{
    return mrs_control_join(control) ? MARSAD_OK : mrs_fail_memory(error);
}

size_t mrs_control_segment_count(const mrs_control *control)
{
    return control->count;
}

/* How a point lies to a segment. */
typedef struct foot {
    marsad_geodesic way; /* from the point to `at` */
    marsad_lonlat at;
    size_t segment; /* beyond the last if there is none */
} foot;

static bool same(marsad_lonlat a, marsad_lonlat b)
{
    return a.lon == b.lon && a.lat == b.lat;
}

/* NULL where the foot is within a segment. */
static const mrs_control_vertex *vertex_of(const mrs_control *control, const foot *it)
{
    const mrs_control_segment *s = &control->segments[it->segment];
    return same(it->at, s->from) ? &control->vertices[s->start]
           : same(it->at, s->to) ? &control->vertices[s->end]
                                 : NULL;
}

static foot nearest_segment(const mrs_control *control, marsad_lonlat point, bool only_front)
{
    foot best = {.way = {.distance_m = INFINITY}, .segment = control->count};
    mrs_vector3 here = mrs_in_space(&control->earth, point);
    for (size_t i = 0; i < control->count; i++) {
        const mrs_control_segment *s = &control->segments[i];
        if ((only_front && !s->sides.is_front) ||
            mrs_chord(mrs_in_space(&control->earth, s->from), here) - s->length_m >
                best.way.distance_m) {
            continue;
        }
        foot it = {.segment = i};
        it.at = mrs_segment_foot(&control->earth, s->from, s->to, s->length_m, point);
        it.way = mrs_earth_between(&control->earth, point, it.at);
        if (it.way.distance_m < best.way.distance_m) {
            best = it;
        }
    }
    return best;
}

static size_t holder_at(const mrs_control *control, const foot *it)
{
    if (it->segment >= control->count) {
        return MARSAD_NO_HOLDER;
    }
    const mrs_control_segment *s = &control->segments[it->segment];
    const mrs_control_vertex *vertex = vertex_of(control, it);
    if (it->way.distance_m <= ON_LINE_M) {
        return s->sides.left;
    }
    if (vertex) {
        return mrs_control_sector(control, vertex, it->way.back_azimuth_deg);
    }
    double along = mrs_earth_between(&control->earth, s->from, it->at).back_azimuth_deg + 180;
    double turn = mrs_azimuth_normalise(it->way.back_azimuth_deg - along);
    return turn < 180 ? s->sides.right : s->sides.left;
}

bool mrs_control_relate(const mrs_control *control, marsad_lonlat point,
                        mrs_control_nearest *nearest, size_t *holder)
{
    bool found = mrs_control_nearest_front(control, point, nearest);
    *holder = mrs_control_holder(control, point);
    return found;
}

bool mrs_control_nearest_front(const mrs_control *control, marsad_lonlat point,
                               mrs_control_nearest *out)
{
    *out = (mrs_control_nearest){0};
    foot it = nearest_segment(control, point, true);
    if (it.segment >= control->count) {
        return false;
    }
    const mrs_control_vertex *vertex = vertex_of(control, &it);
    *out =
        (mrs_control_nearest){.distance_m = it.way.distance_m,
                              .azimuth_deg = it.way.azimuth_deg,
                              .at = it.at,
                              .line = control->segments[it.segment].sides.line,
                              .at_end = vertex && vertex->loose && it.way.distance_m > ON_LINE_M};
    return true;
}

size_t mrs_control_holder(const mrs_control *control, marsad_lonlat point)
{
    foot it = nearest_segment(control, point, false);
    return holder_at(control, &it);
}
