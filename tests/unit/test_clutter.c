/* What is counted in cells, and asked of rectangles. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka.h needs those four before it. */
#include <cmocka.h>

#include "map/clutter.h"

static const mrs_rect area = {100, 50, 300, 200};

enum { POINTS = 400, BOXES = 500 };

/* From 0 to 1, the same in every run: S. Park and K. Miller, 1988. */
static double next_random(long *state)
{
    *state = *state * 16807 % 2147483647;
    return (double)*state / 2147483647;
}

static void scatter(mrs_clutter *clutter, mrs_point *points)
{
    long state = 7;
    for (int i = 0; i < POINTS; i++) {
        points[i].x = area.x + area.w * next_random(&state);
        points[i].y = area.y + area.h * next_random(&state);
        mrs_clutter_point(clutter, points[i], 1);
    }
    mrs_clutter_sum(clutter);
}

static void counts_bound_what_a_rectangle_holds(void **state)
{
    (void)state;
    mrs_clutter *clutter = mrs_clutter_new(area);
    mrs_point points[POINTS];
    assert_non_null(clutter);
    scatter(clutter, points);
    long random = 3;
    double most = 0;
    for (int b = 0; b < BOXES; b++) {
        mrs_rect box = {area.x - 40 + 340 * next_random(&random),
                        area.y - 40 + 240 * next_random(&random), 120 * next_random(&random),
                        120 * next_random(&random)};
        double held = 0;
        for (int i = 0; i < POINTS; i++) {
            held += mrs_rect_has(box, points[i]);
        }
        assert_true(mrs_clutter_at_least(clutter, box) <= held);
        assert_true(mrs_clutter_in(clutter, box) >= held);
        most = mrs_greater(most, mrs_clutter_at_least(clutter, box));
    }
    assert_true(most > 20); /* the lower bound bounds something */
    assert_int_equal(mrs_clutter_at_least(clutter, mrs_rect_grown(area, 6)), POINTS);
    mrs_clutter_free(clutter);
}

static void what_lies_outside_is_not_counted(void **state)
{
    (void)state;
    static const mrs_point outside[] = {{99.9, 60},   {400.1, 60},  {120, 49.9},
                                        {120, 254.1}, {-1e300, 60}, {1e300, 1e300}};
    mrs_clutter *clutter = mrs_clutter_new(area);
    assert_non_null(clutter);
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) {
        mrs_clutter_point(clutter, outside[i], 1);
    }
    mrs_clutter_point(clutter, (mrs_point){area.x, area.y}, 3);
    mrs_clutter_sum(clutter);
    assert_int_equal(mrs_clutter_in(clutter, (mrs_rect){-1e6, -1e6, 2e6, 2e6}), 3);
    assert_int_equal(mrs_clutter_at_least(clutter, (mrs_rect){0, 0, 1, 1}), 0);
    assert_int_equal(mrs_clutter_at_least(clutter, (mrs_rect){150, 100, 2, 2}), 0);
    mrs_clutter_free(clutter);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_bound_what_a_rectangle_holds),
        cmocka_unit_test(what_lies_outside_is_not_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
