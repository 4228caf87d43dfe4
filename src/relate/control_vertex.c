/* Where segments meet, and whose the ground between them is. */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "marsad/front.h"
#include "relate/control_handle.h"

/* Points nearer than this are one: 1e-9 degrees of a great circle. */
static const double JOIN_M = 1.2e-4;

/* An end of a segment that waits for its vertex. */
typedef struct loose_end {
    double key; /* metres along a direction that no meridian or parallel is perpendicular to */
    mrs_vector3 space;
    size_t number; /* twice its segment's, plus 1 where the segment ends */
    size_t vertex;
} loose_end;

static int by_key(const void *a, const void *b)
{
    const loose_end *x = a;
    const loose_end *y = b;
    if (x->key != y->key) {
        return x->key < y->key ? -1 : 1;
    }
    return x->number < y->number ? -1 : x->number > y->number;
}

static loose_end end_at(const mrs_earth *earth, marsad_lonlat point, size_t number)
{
    mrs_vector3 p = mrs_in_space(earth, point);
    return (loose_end){.key = 0.48 * p.x + 0.64 * p.y + 0.6 * p.z, .space = p, .number = number};
}

/* Gives each end, in the order of the keys, the vertex of an earlier one that it coincides with, or
 * a new vertex. */
static size_t number_vertices(loose_end *ends, size_t count)
{
    size_t vertices = 0;
    for (size_t i = 0; i < count; i++) {
        size_t other = i;
        while (other > 0 && ends[i].key - ends[other - 1].key <= JOIN_M &&
               mrs_chord(ends[i].space, ends[other - 1].space) > JOIN_M) {
            other--;
        }
        bool met = other > 0 && ends[i].key - ends[other - 1].key <= JOIN_M;
        ends[i].vertex = met ? ends[other - 1].vertex : vertices++;
    }
    return vertices;
}

/* Each vertex stands where the first end lies that was added to it. */
static void place_vertices(mrs_control *control, const size_t *vertex_of)
{
    for (size_t i = 2 * control->count; i-- > 0;) {
        const mrs_control_segment *s = &control->segments[i / 2];
        control->vertices[vertex_of[i]].at = i % 2 ? s->to : s->from;
    }
}

static void settle_segments(mrs_control *control, const size_t *vertex_of)
{
    size_t kept = 0;
    for (size_t i = 0; i < control->count; i++) {
        mrs_control_segment s = control->segments[i];
        s.start = vertex_of[2 * i];
        s.end = vertex_of[2 * i + 1];
        if (s.start == s.end) {
            continue;
        }
        s.from = control->vertices[s.start].at;
        s.to = control->vertices[s.end].at;
        marsad_geodesic way = mrs_earth_between(&control->earth, s.from, s.to);
        s.length_m = way.distance_m;
        s.azimuth_deg = way.azimuth_deg;
        s.back_azimuth_deg = way.back_azimuth_deg;
        control->segments[kept++] = s;
    }
    control->count = kept;
}

static void group_ends(mrs_control *control)
{
    for (size_t i = 0; i < control->count; i++) {
        control->vertices[control->segments[i].start].end_count++;
        control->vertices[control->segments[i].end].end_count++;
    }
    size_t next = 0;
    for (size_t i = 0; i < control->vertex_count; i++) {
        mrs_control_vertex *vertex = &control->vertices[i];
        vertex->first_end = next;
        next += vertex->end_count;
        vertex->end_count = 0;
    }
    for (size_t i = 0; i < control->count; i++) {
        const mrs_control_segment *s = &control->segments[i];
        mrs_control_vertex *start = &control->vertices[s->start];
        mrs_control_vertex *end = &control->vertices[s->end];
        control->ends[start->first_end + start->end_count++] =
            (mrs_control_end){s->azimuth_deg, i, true};
        control->ends[end->first_end + end->end_count++] =
            (mrs_control_end){s->back_azimuth_deg, i, false};
    }
}

/* Segments that lie on one another, such as a boundary drawn twice, are one way out. */
static void find_loose(mrs_control *control)
{
    const double same_way_deg = 1e-6;
    for (size_t i = 0; i < control->vertex_count; i++) {
        mrs_control_vertex *vertex = &control->vertices[i];
        const mrs_control_end *ends = &control->ends[vertex->first_end];
        vertex->loose = vertex->end_count > 0;
        for (size_t k = 1; k < vertex->end_count; k++) {
            double turn = fabs(remainder(ends[k].azimuth_deg - ends[0].azimuth_deg, 360));
            vertex->loose = vertex->loose && turn <= same_way_deg;
        }
    }
}

static void fill(size_t *holder, size_t other)
{
    *holder = *holder == MARSAD_NO_HOLDER ? other : *holder;
}

/* Where segments lie on one another, as the boundaries of neighbours do that were each drawn in
 * full, each is told by the others what it does not know of its sides. */
static void fill_sides(mrs_control *control)
{
    for (size_t i = 0; i < control->count; i++) {
        mrs_control_segment *s = &control->segments[i];
        const mrs_control_vertex *start = &control->vertices[s->start];
        for (size_t k = 0; k < start->end_count; k++) {
            const mrs_control_end *end = &control->ends[start->first_end + k];
            const mrs_control_segment *other = &control->segments[end->segment];
            if ((end->leaves ? other->end : other->start) == s->end) {
                fill(&s->sides.left, end->leaves ? other->sides.left : other->sides.right);
                fill(&s->sides.right, end->leaves ? other->sides.right : other->sides.left);
            }
        }
    }
}

bool mrs_control_join(mrs_control *control)
{
    size_t count = 2 * control->count;
    loose_end *ends = mrs_alloc(count, sizeof *ends);
    size_t *vertex_of = mrs_alloc(count, sizeof *vertex_of);
    control->ends = mrs_alloc(count, sizeof *control->ends);
    bool done = false;
    if (!ends || !vertex_of || !control->ends) {
        goto done;
    }
    for (size_t i = 0; i < count; i++) {
        const mrs_control_segment *s = &control->segments[i / 2];
        ends[i] = end_at(&control->earth, i % 2 ? s->to : s->from, i);
    }
    qsort(ends, count, sizeof *ends, by_key);
    control->vertex_count = number_vertices(ends, count);
    for (size_t i = 0; i < count; i++) {
        vertex_of[ends[i].number] = ends[i].vertex;
    }
    control->vertices = mrs_alloc(control->vertex_count, sizeof *control->vertices);
    if (!control->vertices) {
        goto done;
    }
    place_vertices(control, vertex_of);
    settle_segments(control, vertex_of);
    group_ends(control);
    find_loose(control);
    fill_sides(control);
    done = true;
done:
    mrs_free(ends);
    mrs_free(vertex_of);
    return done;
}

/* The holder on one side of a segment's end, seen from the vertex along the segment. */
static size_t beside(const mrs_control *control, const mrs_control_end *end, bool clockwise)
{
    const mrs_control_sides *sides = &control->segments[end->segment].sides;
    return end->leaves == clockwise ? sides->right : sides->left;
}

size_t mrs_control_sector(const mrs_control *control, const mrs_control_vertex *vertex,
                          double azimuth_deg)
{
    const mrs_control_end *ends = &control->ends[vertex->first_end];
    const mrs_control_end *met = NULL;
    double least = INFINITY;
    for (size_t i = 0; i < vertex->end_count; i++) {
        double turn = mrs_azimuth_normalise(ends[i].azimuth_deg - azimuth_deg);
        if (turn < least) {
            least = turn;
            met = &ends[i];
        }
    }
    if (!met) {
        return MARSAD_NO_HOLDER;
    }
    return beside(control, met, vertex->loose && least > 180);
}
