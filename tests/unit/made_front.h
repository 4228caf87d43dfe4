/** Fronts made in a test, of areas or lines. */
#ifndef MARSAD_TESTS_MADE_FRONT_H
#define MARSAD_TESTS_MADE_FRONT_H

#include <math.h>
#include <string.h>

#include "relate/front_handle.h"

enum { MADE_POINTS = 32 };

/** A ring of an area (the points that are not 0, 0), or a line. */
typedef struct made_shape {
    const char *holder; /* of an area */
    const char *left, *right, *name;
    marsad_lonlat points[MADE_POINTS];
} made_shape;

static inline size_t made_count(const made_shape *shape)
{
    size_t count = 0;
    while (count < MADE_POINTS &&
           (shape->points[count].lon != 0 || shape->points[count].lat != 0)) {
        count++;
    }
    return count;
}

static inline void made_add(marsad_front *front, mrs_front_state *state, const made_shape *shape)
{
    size_t left;
    size_t right;
    size_t count = made_count(shape);
    if (shape->holder) {
        mrs_rings rings = {0};
        for (size_t i = 0; i < count; i++) {
            assert_true(mrs_rings_add_point(&rings, shape->points[i]));
        }
        assert_true(mrs_rings_end_ring(&rings));
        assert_true(mrs_front_holder_index(front, shape->holder, &left));
        assert_true(mrs_front_add_area(state, &rings, left, NULL, NULL));
        mrs_rings_clear(&rings);
        return;
    }
    assert_true(mrs_front_holder_index(front, shape->left, &left));
    assert_true(mrs_front_holder_index(front, shape->right, &right));
    assert_true(mrs_front_add_line(state, shape->points, count, left, right, shape->name));
}

static inline void made_finish(marsad_front *front, mrs_front_state *state)
{
    marsad_error error = {0};
    if (mrs_front_finish_state(front, state, NULL, &error)) {
        fail_msg("%s", error.message);
    }
}

/** A front of one state, dated. */
static inline marsad_front *made_front(const made_shape *shapes, size_t count, marsad_date date)
{
    marsad_front *front = mrs_front_new();
    assert_non_null(front);
    mrs_front_state *state = mrs_front_add_state(front, date, false);
    assert_non_null(state);
    for (size_t i = 0; i < count; i++) {
        made_add(front, state, &shapes[i]);
    }
    made_finish(front, state);
    return front;
}

#endif
