/* The sample's maps in web pages, in Chromium, and drawn by librsvg: what they show is compared
 * with our own PNG of the same map. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "maps.h"

/* Changes one thing in an SVG: `with` follows or replaces `at`, which must be there. */
static void change_svg(const char *from, const char *to, const char *script)
{
    run_program("sed -E '%s' '%s' > '%s'", script, work_path(from), work_path(to));
    assert_int_not_equal(try_program("cmp -s '%s' '%s'", work_path(from), work_path(to)), 0);
    run_program("rsvg-convert '%s' -o '%s.png'", work_path(to), work_path(to));
}

static void must_be_found(const char *to, const char *script)
{
    change_svg("en.svg", to, script);
    char picture[200];
    snprintf(picture, sizeof picture, "%s.png", to);
    picture_difference found = compare("en.png", picture, false);
    if (is_like(&found)) {
        fail_msg("%s: mean %.2f, worst %.2f: what is wrong in it was not found", picture,
                 found.mean, found.worst);
    }
}

/* The comparison itself: it must see a layer that is missing, a label and a marker beside their
 * places. */
static void differences_are_found(void **state)
{
    (void)state;
    must_be_found("wrong-layer.svg", "s/<g id=\"[^\"]*-layer-roads-primary\"/& display=\"none\"/");
    must_be_found("wrong-label.svg",
                  "s/<text ([^>]*>Gharyan<)/<text transform=\"translate(10 0)\" \\1/");
    must_be_found("wrong-marker.svg",
                  "s/<g id=\"[^\"]*-incident-5\"/& transform=\"translate(0 10)\"/");
}

/* --- rsvg-convert --- */

static void rsvg_draws_the_same(void **state)
{
    (void)state;
    static const char *const maps[] = {"en", "ar", "front"};
    for (size_t i = 0; i < 3; i++) {
        char svg[20];
        char ours[20];
        char theirs[30];
        snprintf(svg, sizeof svg, "%s.svg", maps[i]);
        snprintf(ours, sizeof ours, "%s.png", maps[i]);
        snprintf(theirs, sizeof theirs, "rsvg-%s.png", maps[i]);
        run_program("rsvg-convert '%s' -o '%s'", work_path(svg), work_path(theirs));
        must_look_like(ours, theirs, false);
    }
}

/* --- Pages --- */

/* Two maps in a page, whose own texts the page's search finds. */
static void inline_in(const char *setting, const char *find, const char *first, const char *second)
{
    char name[60];
    char shot[80];
    char a[60];
    char b[60];
    snprintf(name, sizeof name, "inline-%s-%s", setting, first);
    snprintf(a, sizeof a, "%s.svg", first);
    snprintf(b, sizeof b, "%s.svg", second);
    run_script("maps.mjs' inline %s %s '%s' '%s' '%s'", name, setting, find, work_path(a),
               work_path(b));
    for (int i = 1; i <= 2; i++) {
        snprintf(shot, sizeof shot, "%s-%d.png", name, i);
        snprintf(a, sizeof a, "%s.png", i == 1 ? first : second);
        must_look_like(a, shot, false);
    }
}

static void two_maps_are_inline(void **state)
{
    (void)state;
    inline_in("plain", "Abu Qurayn", "en", "front");
    inline_in("plain", "أبو قرين", "ar", "en");
}

static void a_dark_page_leaves_maps_alone(void **state)
{
    (void)state;
    inline_in("dark", "-", "en", "ar");
}

static void a_page_from_right_to_left_leaves_maps_alone(void **state)
{
    (void)state;
    inline_in("rtl", "Abu Qurayn", "en", "ar");
}

static void frameworks_leave_maps_alone(void **state)
{
    (void)state;
    inline_in("preflight", "Abu Qurayn", "en", "ar");
}

static void what_texts_inherit_leaves_maps_alone(void **state)
{
    (void)state;
    inline_in("inherited", "-", "en", "ar");
}

static void rules_for_charts_leave_maps_alone(void **state)
{
    (void)state;
    inline_in("charts", "-", "en", "ar");
}

static void a_page_can_style_a_map(void **state)
{
    (void)state;
    run_script("maps.mjs' inline inline-own own - '%s' '%s'", work_path("en.svg"),
               work_path("ar.svg"));
    picture_difference found = compare("en.png", "inline-own-1.png", false);
    assert_true(found.bias > 2 * BIAS_LIMIT);
}

static void a_map_is_referred_to(void **state)
{
    (void)state;
    static const char *const ways[] = {"img", "object"};
    static const char *const settings[] = {"plain", "dark"};
    for (size_t i = 0; i < 4; i++) {
        char name[60];
        char shot[80];
        snprintf(name, sizeof name, "%s-%s", ways[i / 2], settings[i % 2]);
        snprintf(shot, sizeof shot, "%s-1.png", name);
        run_script("maps.mjs' %s %s %s - '%s'", ways[i / 2], name, settings[i % 2],
                   work_path("en.svg"));
        must_look_like("en.png", shot, false);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(differences_are_found),
        cmocka_unit_test(rsvg_draws_the_same),
        cmocka_unit_test(two_maps_are_inline),
        cmocka_unit_test(a_dark_page_leaves_maps_alone),
        cmocka_unit_test(a_page_from_right_to_left_leaves_maps_alone),
        cmocka_unit_test(frameworks_leave_maps_alone),
        cmocka_unit_test(what_texts_inherit_leaves_maps_alone),
        cmocka_unit_test(rules_for_charts_leave_maps_alone),
        cmocka_unit_test(a_page_can_style_a_map),
        cmocka_unit_test(a_map_is_referred_to),
    };
    return cmocka_run_group_tests(tests, draw_maps, NULL);
}
