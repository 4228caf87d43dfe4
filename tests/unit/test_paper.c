/* map/paper: sizes of sheets as people write them, and how large drawing and picture come out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <math.h>

#include "map/paper.h"
#include "marsad/marsad.h"

static marsad_map_options parsed(const char *text)
{
    marsad_map_options options = marsad_map_defaults();
    marsad_error error = {0};
    if (marsad_map_size_parse(text, &options, &error)) {
        fail_msg("%s: %s", text, error.message);
    }
    return options;
}

static void close_to(double got, double expected)
{
    if (!(fabs(got - expected) < 1e-6)) {
        fail_msg("%.9g instead of %.9g", got, expected);
    }
}

static void sizes_as_people_write_them(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double width_mm, height_mm;
        int width_px, height_px;
    } cases[] = {{"a4", 210, 297, 794, 1123},
                 {"A4-Landscape", 297, 210, 1123, 794},
                 {"a0-portrait", 841, 1189, 3179, 4494},
                 {"a6", 105, 148, 397, 559},
                 {"letter", 215.9, 279.4, 816, 1056},
                 {"legal-landscape", 355.6, 215.9, 1344, 816},
                 {"tabloid", 279.4, 431.8, 1056, 1632},
                 {"8.5inx11in", 215.9, 279.4, 816, 1056},
                 {"120mmx80mm", 120, 80, 454, 302},
                 {"12.5x8cm", 125, 80, 472, 302},
                 {"12CMx100mm", 120, 100, 454, 378},
                 {"4inx10cm", 101.6, 100, 384, 378},
                 {"1600x1200", 0, 0, 1600, 1200},
                 {"1600px\u00D71200px", 0, 0, 1600, 1200}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        marsad_map_options options = parsed(cases[i].text);
        close_to(options.width_mm, cases[i].width_mm);
        close_to(options.height_mm, cases[i].height_mm);
        assert_int_equal(options.width_px, cases[i].width_px);
        assert_int_equal(options.height_px, cases[i].height_px);
        assert_int_equal(options.dpi, 96);
        assert_int_equal(marsad_map_check_options(&options, "a.svg", NULL), MARSAD_OK);
    }
}

static void pixels_after_paper_are_pixels(void **state)
{
    (void)state;
    marsad_map_options options = parsed("a4");
    assert_int_equal(marsad_map_size_parse("800x600", &options, NULL), MARSAD_OK);
    assert_true(options.width_mm == 0 && options.height_mm == 0);
    assert_int_equal(options.width_px, 800);
}

static void what_is_no_size_changes_nothing(void **state)
{
    (void)state;
    static const char *const texts[] = {"",        "a7",      "a4x",        "49mmx80mm", "120mmx",
                                        "5.5mx1m", "399x600", "120pxx80mm", "\u00D7",    "1x1in"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        marsad_map_options options = parsed("a5");
        marsad_error error = {0};
        assert_int_equal(marsad_map_size_parse(texts[i], &options, &error), MARSAD_ERR_USAGE);
        assert_true(error.message[0]);
        assert_true(options.width_mm == 148 && options.height_mm == 210);
        assert_int_equal(options.width_px, 559);
    }
}

static void a_program_may_ask_for_nothing_sensible(void **state)
{
    (void)state;
    static const struct {
        double width_mm, height_mm;
        int dpi;
    } cases[] = {{NAN, 100, 96}, {100, NAN, 96}, {INFINITY, 100, 96}, {-100, -100, 96},
                 {100, 0, 96},   {0, 100, 96},   {49.9, 100, 96},     {100, 5291, 96},
                 {210, 297, 0},  {210, 297, 35}, {210, 297, 1201},    {210, 297, -300}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        marsad_map_options options = marsad_map_defaults();
        options.width_mm = cases[i].width_mm;
        options.height_mm = cases[i].height_mm;
        options.dpi = cases[i].dpi;
        assert_int_equal(marsad_map_check_options(&options, NULL, NULL), MARSAD_ERR_USAGE);
    }
}

static void the_drawing_is_reduced_on_small_paper_only(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double px_per_inch;
        double width;
    } cases[] = {{"a4", 96, 210 * 96 / 25.4},
                 {"a3-landscape", 96, 420 * 96 / 25.4},
                 {"180mmx400mm", 96, 180 * 96 / 25.4},
                 {"135mmx400mm", 128, 135 * 128 / 25.4},
                 {"400mmx135mm", 128, 400 * 128 / 25.4},
                 {"a6", 144, 105 * 144 / 25.4},
                 {"120mmx80mm", 144, 120 * 144 / 25.4},
                 {"400x400", 96, 400}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        marsad_map_options options = parsed(cases[i].text);
        mrs_paper paper;
        assert_int_equal(mrs_paper_of(&options, &paper, NULL), MARSAD_OK);
        close_to(paper.px_per_inch, cases[i].px_per_inch);
        close_to(paper.width, cases[i].width);
    }
}

static void a_picture_fits_into_memory(void **state)
{
    (void)state;
    marsad_map_options options = parsed("20000x20000"); /* the largest there was */
    assert_int_equal(marsad_map_check_options(&options, "a.png", NULL), MARSAD_OK);
    options.dpi = 97;
    assert_int_equal(marsad_map_check_options(&options, "a.PNG", NULL), MARSAD_ERR_USAGE);
    assert_int_equal(marsad_map_check_options(&options, "a.svg", NULL), MARSAD_OK);
    assert_int_equal(marsad_map_check_options(&options, NULL, NULL), MARSAD_OK);
    assert_int_equal(marsad_map_check_options(&options, "g", NULL), MARSAD_ERR_USAGE);
    options = parsed("a3");
    options.dpi = 1200;
    assert_int_equal(marsad_map_check_options(&options, "a.png", NULL), MARSAD_OK);
}

/* What the refusal says can be had, can be had, and no dot more. */
static void the_resolution_that_is_offered_is_the_finest(void **state)
{
    (void)state;
    static const char *const texts[] = {"a0", "a1-landscape", "a2", "400x20000", "20000x3000"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        marsad_map_options options = parsed(texts[i]);
        marsad_error error = {0};
        options.dpi = 1200;
        assert_int_equal(marsad_map_check_options(&options, "a.png", &error), MARSAD_ERR_USAGE);
        const char *offer = strstr(error.message, "ask for ");
        assert_non_null(offer);
        assert_int_equal(sscanf(offer, "ask for %d", &options.dpi), 1);
        assert_int_equal(marsad_map_check_options(&options, "a.png", NULL), MARSAD_OK);
        options.dpi++;
        assert_int_equal(marsad_map_check_options(&options, "a.png", NULL), MARSAD_ERR_USAGE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sizes_as_people_write_them),
        cmocka_unit_test(pixels_after_paper_are_pixels),
        cmocka_unit_test(what_is_no_size_changes_nothing),
        cmocka_unit_test(a_program_may_ask_for_nothing_sensible),
        cmocka_unit_test(the_drawing_is_reduced_on_small_paper_only),
        cmocka_unit_test(a_picture_fits_into_memory),
        cmocka_unit_test(the_resolution_that_is_offered_is_the_finest),
    };
    return cmocka_run_group_tests_name("paper", tests, NULL, NULL);
}
