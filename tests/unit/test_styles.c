/* The styles that come with Marsad: each opens, draws everything there is, and can be read. */
#include <glob.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/memory.h"
#include "map/style.h"
#include "map/style_color.h"
#include "marsad/events.h"

static const char *const shipped[] = {"dark", "minimal", "print", "report"};
enum { SHIPPED = sizeof shipped / sizeof *shipped };

static const double LEAST_TEXT_CONTRAST = 4.5; /* WCAG 2, success criterion 1.4.3 */
static const double LEAST_SIGN_CONTRAST = 3;   /* and 1.4.11, for signs that are no text */

/* Of a marker as a whole, which its shape and its icon help to see: vermillion on a pale sea. */
static const double LEAST_MARKER_CONTRAST = 2.5;

static const marsad_style *styles[SHIPPED];

static int open_styles(void **state)
{
    (void)state;
    for (size_t i = 0; i < SHIPPED; i++) {
        char path[64];
        marsad_style *style = NULL;
        marsad_error error = {0};
        snprintf(path, sizeof path, "styles/%s.json", shipped[i]);
        if (marsad_style_open(path, &style, &error) != MARSAD_OK) {
            print_error("%s\n", error.message);
            return -1;
        }
        styles[i] = style;
    }
    return 0;
}

static int close_styles(void **state)
{
    (void)state;
    for (size_t i = 0; i < SHIPPED; i++) {
        marsad_style_free((marsad_style *)(uintptr_t)styles[i]);
    }
    return 0;
}

/* --- Features --- */

/* What a style may ask of any feature; 0 and NULL stand for "has none". */
typedef struct made {
    const char *type, *kind, *state, *change;
    double side, rank;
    bool focus, disputed, capital, derived;
} made;

static mrs_value get_made(const void *feature, const char *name)
{
    const made *m = feature;
    const struct {
        const char *name;
        mrs_value value;
    } all[] = {{"type", mrs_value_text(m->type)},       {"kind", mrs_value_text(m->kind)},
               {"state", mrs_value_text(m->state)},     {"change", mrs_value_text(m->change)},
               {"side", mrs_value_number(m->side)},     {"rank", mrs_value_number(m->rank)},
               {"focus", mrs_value_flag(m->focus)},     {"disputed", mrs_value_flag(m->disputed)},
               {"capital", mrs_value_flag(m->capital)}, {"derived", mrs_value_flag(m->derived)},
               {"name", mrs_value_text("Misrata")}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (strcmp(all[i].name, name) == 0) {
            return all[i].value;
        }
    }
    return mrs_value_null();
}

static mrs_view view_of(const made *feature)
{
    return (mrs_view){7, get_made, feature};
}

static const mrs_layer *layer_named(size_t style, const char *id)
{
    for (size_t i = 0; i < mrs_style_layer_count(styles[style]); i++) {
        const mrs_layer *layer = mrs_style_layer(styles[style], i);
        if (strcmp(layer->id, id) == 0) {
            return layer;
        }
    }
    fail_msg("%s: no layer %s", shipped[style], id);
    return NULL;
}

/* --- What each style has --- */

static void test_names(void **state)
{
    (void)state;
    glob_t found;
    assert_int_equal(glob("styles/*.json", 0, NULL, &found), 0);
    assert_int_equal(found.gl_pathc, SHIPPED); /* a new one belongs into the list above */
    globfree(&found);
    for (size_t i = 0; i < SHIPPED; i++) {
        assert_string_equal(marsad_style_name(styles[i]), shipped[i]);
    }
}

static void test_layers(void **state)
{
    (void)state;
    static const struct {
        const char *id;
        mrs_source_layer source;
        mrs_layer_type type;
        made shown;
    } needed[] = {
        {"sea", MRS_SOURCE_NONE, MRS_LAYER_BACKGROUND, {0}},
        {"land", MRS_SOURCE_LAND, MRS_LAYER_FILL, {0}},
        {"focus-country", MRS_SOURCE_COUNTRIES, MRS_LAYER_FILL, {.focus = true}},
        {"lakes", MRS_SOURCE_LAKES, MRS_LAYER_FILL, {0}},
        {"control", MRS_SOURCE_CONTROL, MRS_LAYER_FILL, {.side = 1, .change = ""}},
        {"control-gained", MRS_SOURCE_CONTROL, MRS_LAYER_FILL, {.side = 2, .change = "gained"}},
        {"coast", MRS_SOURCE_LAND, MRS_LAYER_LINE, {0}},
        {"borders-agreed", MRS_SOURCE_BORDERS, MRS_LAYER_LINE, {0}},
        {"borders-disputed", MRS_SOURCE_BORDERS, MRS_LAYER_LINE, {.disputed = true}},
        {"front-before", MRS_SOURCE_FRONT, MRS_LAYER_LINE, {.state = "before"}},
        {"front-advance-casing", MRS_SOURCE_FRONT, MRS_LAYER_LINE, {.state = "advance", .side = 2}},
        {"front-advance", MRS_SOURCE_FRONT, MRS_LAYER_LINE, {.state = "advance", .side = 2}},
        {"front-advance-head",
         MRS_SOURCE_FRONT,
         MRS_LAYER_SYMBOL,
         {.state = "advance-head", .side = 2}},
        {"front-casing", MRS_SOURCE_FRONT, MRS_LAYER_LINE, {.state = "now"}},
        {"front-teeth", MRS_SOURCE_FRONT, MRS_LAYER_SYMBOL, {.state = "now", .side = 1}},
        {"front", MRS_SOURCE_FRONT, MRS_LAYER_LINE, {.state = "now"}},
        {"front-derived", MRS_SOURCE_FRONT, MRS_LAYER_LINE, {.state = "now", .derived = true}},
        {"uncertainty", MRS_SOURCE_UNCERTAINTY, MRS_LAYER_FILL, {.type = "clash"}},
        {"uncertainty-edge", MRS_SOURCE_UNCERTAINTY, MRS_LAYER_LINE, {.type = "clash"}},
        {"sea-labels", MRS_SOURCE_LABELS, MRS_LAYER_SYMBOL, {.kind = "sea"}},
        {"country-labels", MRS_SOURCE_LABELS, MRS_LAYER_SYMBOL, {.kind = "country"}},
        {"place-dots", MRS_SOURCE_PLACES, MRS_LAYER_CIRCLE, {.rank = 1}},
        {"place-capitals", MRS_SOURCE_PLACES, MRS_LAYER_SYMBOL, {.rank = 1, .capital = true}},
        {"place-labels", MRS_SOURCE_PLACES, MRS_LAYER_SYMBOL, {.rank = 1}},
        {"incidents", MRS_SOURCE_INCIDENTS, MRS_LAYER_CIRCLE, {.type = "clash"}},
        {"incident-icons", MRS_SOURCE_INCIDENTS, MRS_LAYER_SYMBOL, {.type = "clash"}},
    };
    for (size_t s = 0; s < SHIPPED; s++) {
        for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
            const mrs_layer *layer = layer_named(s, needed[i].id);
            const mrs_view view = view_of(&needed[i].shown);
            if (layer->source != needed[i].source || layer->type != needed[i].type ||
                !mrs_layer_applies(layer, &view)) {
                fail_msg("%s: %s does not show its features", shipped[s], needed[i].id);
            }
        }
    }
}

/* How many layers of `source` show the feature. */
static size_t count_showing(size_t style, mrs_source_layer source, const made *feature)
{
    const mrs_view view = view_of(feature);
    size_t count = 0;
    for (size_t i = 0; i < mrs_style_layer_count(styles[style]); i++) {
        const mrs_layer *layer = mrs_style_layer(styles[style], i);
        count += layer->source == source && mrs_layer_applies(layer, &view);
    }
    return count;
}

static void test_every_side_holds_ground(void **state)
{
    (void)state;
    for (size_t s = 0; s < SHIPPED; s++) {
        for (int side = 0; side <= 9; side++) {
            const made held = {.side = side, .change = ""};
            const made gained = {.side = side, .change = "gained"};
            const made line = {.side = side, .state = "now"};
            const mrs_view view = view_of(&gained);
            const char *pattern =
                mrs_layer_keyword(layer_named(s, "control-gained"), MRS_FILL_PATTERN, &view);
            assert_int_equal(count_showing(s, MRS_SOURCE_CONTROL, &held), side ? 1 : 0);
            assert_int_equal(count_showing(s, MRS_SOURCE_CONTROL, &gained), 1);
            assert_int_equal(count_showing(s, MRS_SOURCE_FRONT, &line), side ? 1 : 2);
            assert_int_equal(strncmp(pattern, "hatch", 5), 0);
        }
    }
}

static void test_labels_have_halos(void **state)
{
    (void)state;
    static const char *const ids[] = {"place-labels", "sea-labels", "country-labels"};
    const made feature = {.rank = 1, .kind = "sea"};
    const mrs_view view = view_of(&feature);
    for (size_t s = 0; s < SHIPPED; s++) {
        for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
            const mrs_layer *layer = layer_named(s, ids[i]);
            assert_true(mrs_layer_number(layer, MRS_TEXT_HALO_WIDTH, &view) >= 1);
            assert_true(mrs_layer_color(layer, MRS_TEXT_HALO_COLOR, &view).a >= 0.75);
        }
    }
}

/* --- Contrast --- */

static double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : pow((channel + 0.055) / 1.055, 2.4);
}

/* The relative luminance of WCAG 2, of an opaque colour. */
static double luminance(mrs_color c)
{
    return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
}

static mrs_color over(mrs_color top, mrs_color below)
{
    return (mrs_color){top.r * top.a + below.r * (1 - top.a), top.g * top.a + below.g * (1 - top.a),
                       top.b * top.a + below.b * (1 - top.a), 1};
}

static double contrast(mrs_color text, mrs_color ground)
{
    double a = luminance(over(text, ground));
    double b = luminance(ground);
    return (fmax(a, b) + 0.05) / (fmin(a, b) + 0.05);
}

static void test_contrast_itself(void **state)
{
    (void)state;
    const mrs_color black = {0, 0, 0, 1};
    const mrs_color white = {1, 1, 1, 1};
    const mrs_color grey = {119 / 255.0, 119 / 255.0, 119 / 255.0, 1}; /* WCAG's own example */
    assert_float_equal(contrast(black, white), 21, 1e-9);
    assert_float_equal(contrast(white, black), 21, 1e-9);
    assert_float_equal(contrast(white, white), 1, 1e-9);
    assert_float_equal(contrast(grey, white), 4.48, 0.005);
    assert_float_equal(contrast((mrs_color){0, 0, 0, 0}, white), 1, 1e-9);
}

/* The colours of the map that furniture may stand on. */
enum { GROUNDS = 3 };

static void map_grounds(size_t style, mrs_color out[GROUNDS])
{
    const mrs_view view = {7, NULL, NULL};
    out[0] = mrs_layer_color(layer_named(style, "sea"), MRS_BACKGROUND_COLOR, &view);
    out[1] = mrs_layer_color(layer_named(style, "land"), MRS_FILL_COLOR, &view);
    out[2] = mrs_layer_color(layer_named(style, "focus-country"), MRS_FILL_COLOR, &view);
}

static void test_furniture_contrast(void **state)
{
    (void)state;
    static const struct {
        mrs_furniture text, ground;
        const char *name;
    } pairs[] = {
        {MRS_TEXT_MAIN_COLOR, MRS_PAGE_COLOR, "text on page"},
        {MRS_TEXT_MAIN_COLOR, MRS_PANEL_FILL, "text on panel"},
        {MRS_MUTED_COLOR, MRS_PAGE_COLOR, "muted text on page"},
        {MRS_MUTED_COLOR, MRS_PANEL_FILL, "muted text on panel"},
        {MRS_CALLOUT_TEXT_COLOR, MRS_CALLOUT_FILL, "callout text"},
        {MRS_MUTED_COLOR, MRS_CALLOUT_FILL, "a callout's details"},
        {MRS_NUMBER_COLOR, MRS_NUMBER_FILL, "number"},
        {MRS_TEXT_MAIN_COLOR, MRS_HALO_COLOR, "scale bar"},
        {MRS_TEXT_MAIN_COLOR, MRS_INSET_FOCUS, "country in the inset"},
        {MRS_TEXT_MAIN_COLOR, MRS_INSET_LAND, "text on the inset's land"},
    };
    for (size_t s = 0; s < SHIPPED; s++) {
        mrs_color grounds[GROUNDS];
        map_grounds(s, grounds);
        for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
            for (size_t g = 0; g < GROUNDS; g++) { /* seen through what is not opaque */
                mrs_color ground = over(mrs_style_color(styles[s], pairs[i].ground), grounds[g]);
                double found = contrast(mrs_style_color(styles[s], pairs[i].text), ground);
                if (found < LEAST_TEXT_CONTRAST) {
                    fail_msg("%s: %s has a contrast of %.2f", shipped[s], pairs[i].name, found);
                }
            }
        }
    }
}

static void test_place_names_contrast(void **state)
{
    (void)state;
    for (size_t s = 0; s < SHIPPED; s++) {
        const mrs_layer *layer = layer_named(s, "place-labels");
        mrs_color grounds[GROUNDS];
        map_grounds(s, grounds);
        for (int rank = 1; rank <= 5; rank++) {
            const made place = {.rank = rank};
            const mrs_view view = view_of(&place);
            mrs_color text = mrs_layer_color(layer, MRS_TEXT_COLOR, &view);
            for (size_t g = 0; g < GROUNDS; g++) { /* without the halo's help */
                assert_true(contrast(text, grounds[g]) >= LEAST_TEXT_CONTRAST);
            }
        }
    }
}

static void test_icons_contrast(void **state)
{
    (void)state;
    for (size_t s = 0; s < SHIPPED; s++) {
        for (int type = 0; type < MARSAD_TYPE_COUNT; type++) {
            const char *name = marsad_incident_type_name((marsad_incident_type)type);
            const made incident = {.type = name};
            const mrs_view view = view_of(&incident);
            mrs_color disc = mrs_layer_color(layer_named(s, "incidents"), MRS_CIRCLE_COLOR, &view);
            mrs_color icon =
                mrs_layer_color(layer_named(s, "incident-icons"), MRS_ICON_COLOR, &view);
            mrs_color ring =
                mrs_layer_color(layer_named(s, "incidents"), MRS_CIRCLE_STROKE_COLOR, &view);
            mrs_color grounds[GROUNDS];
            map_grounds(s, grounds);
            for (size_t g = 0; g < GROUNDS; g++) { /* by its disc or its ring */
                double found = fmax(contrast(disc, grounds[g]), contrast(ring, grounds[g]));
                if (contrast(icon, disc) < LEAST_SIGN_CONTRAST || found < LEAST_MARKER_CONTRAST) {
                    fail_msg("%s: %s: icon %.2f, marker %.2f", shipped[s], name,
                             contrast(icon, disc), found);
                }
            }
        }
    }
}

/* --- Print --- */

/* Whatever the style draws is grey, so that a black-and-white printer changes nothing. */
static void test_print_has_no_hue(void **state)
{
    (void)state;
    char *json = NULL;
    size_t seen = 0;
    assert_int_equal(mrs_file_read("styles/print.json", &json, NULL, NULL), MARSAD_OK);
    for (const char *at = json; (at = strpbrk(at, "#r")); at++) {
        char text[40] = "";
        mrs_color color;
        if (at[-1] == '"' && sscanf(at, "%39[^\"]", text) == 1 && mrs_color_parse(text, &color)) {
            seen++;
            if (color.r != color.g || color.g != color.b) {
                fail_msg("print has a hue: %s", text);
            }
        }
    }
    mrs_free(json);
    assert_true(seen > 40);
}

/* The groups of types that the other styles tell apart by hue. */
static void test_print_tells_groups_apart(void **state)
{
    (void)state;
    static const char *const of_group[] = {"clash",     "shelling", "arrest",
                                           "ceasefire", "aid",      "other"};
    enum { GROUPS = sizeof of_group / sizeof *of_group };
    const mrs_layer *layer = layer_named(2, "incidents");
    mrs_color disc[GROUPS];
    mrs_color ring[GROUPS];
    for (size_t i = 0; i < GROUPS; i++) {
        const made incident = {.type = of_group[i]};
        const mrs_view view = view_of(&incident);
        disc[i] = mrs_layer_color(layer, MRS_CIRCLE_COLOR, &view);
        ring[i] = mrs_layer_color(layer, MRS_CIRCLE_STROKE_COLOR, &view);
        for (size_t j = 0; j < i; j++) { /* 0.15: what a coarse screen still shows */
            assert_true(fmax(fabs(disc[i].r - disc[j].r), fabs(ring[i].r - ring[j].r)) >= 0.15);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_layers),
        cmocka_unit_test(test_every_side_holds_ground),
        cmocka_unit_test(test_labels_have_halos),
        cmocka_unit_test(test_contrast_itself),
        cmocka_unit_test(test_furniture_contrast),
        cmocka_unit_test(test_place_names_contrast),
        cmocka_unit_test(test_icons_contrast),
        cmocka_unit_test(test_print_has_no_hue),
        cmocka_unit_test(test_print_tells_groups_apart),
    };
    return cmocka_run_group_tests_name("styles", tests, open_styles, close_styles);
}
