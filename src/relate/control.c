#include "relate/control.h"

#include <math.h>

#include "base/fail.h"
#include "base/memory.h"
#include "relate/control_handle.h"

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
        if (control->front != control->all) {
            mrs_control_index_free(control->front);
        }
        mrs_control_index_free(control->all);
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

/* An index of all segments, or of those that are front. */
static mrs_control_index *index_of(const mrs_control *control, bool only_front)
{
    mrs_control_span *spans = mrs_alloc(control->count, sizeof *spans);
    size_t count = 0;
    if (!spans) {
        return NULL;
    }
    for (size_t i = 0; i < control->count; i++) {
        const mrs_control_segment *s = &control->segments[i];
        if (s->sides.is_front || !only_front) {
            spans[count++] =
                (mrs_control_span){s->from, s->to, s->length_m, s->azimuth_deg, (uint32_t)i};
        }
    }
    mrs_control_index *index = mrs_control_index_new(&control->earth, spans, count);
    mrs_free(spans);
    return index;
}

static bool build_indexes(mrs_control *control)
{
    size_t front = 0;
    for (size_t i = 0; i < control->count; i++) {
        front += control->segments[i].sides.is_front;
    }
    control->all = index_of(control, false);
    if (front > 0) {
        control->front = front == control->count ? control->all : index_of(control, true);
    }
    return control->all && (front == 0 || control->front);
}

marsad_status mrs_control_finish(mrs_control *control, marsad_error *error)
{
    if (control->count > UINT32_MAX || !mrs_control_join(control) || !build_indexes(control)) {
        return mrs_fail_memory(error);
    }
    return MARSAD_OK;
}

size_t mrs_control_segment_count(const mrs_control *control)
{
    return control->count;
}

static bool describe(const mrs_control *control, const mrs_control_foot *foot,
                     mrs_control_nearest *out)
{
    *out = (mrs_control_nearest){0};
    if (foot->segment >= control->count) {
        return false;
    }
    bool beyond = foot->vertex && foot->vertex->loose && foot->distance_m > MRS_CONTROL_ON_LINE_M;
    *out = (mrs_control_nearest){.distance_m = foot->distance_m,
                                 .azimuth_deg = foot->azimuth_deg,
                                 .at = foot->at,
                                 .line = control->segments[foot->segment].sides.line,
                                 .at_end = beyond};
    return true;
}

bool mrs_control_nearest_front(const mrs_control *control, marsad_lonlat point,
                               mrs_control_nearest *out)
{
    mrs_control_foot foot = mrs_control_foot_find(control, control->front, point);
    return describe(control, &foot, out);
}

bool mrs_control_relate(const mrs_control *control, marsad_lonlat point,
                        mrs_control_nearest *nearest, size_t *holder)
{
    if (control->front != control->all) {
        *holder = mrs_control_holder(control, point);
        return mrs_control_nearest_front(control, point, nearest);
    }
    mrs_control_foot foot = mrs_control_foot_find(control, control->all, point);
    *holder = mrs_control_beside(control, &foot);
    return describe(control, &foot, nearest);
}
