/** The sample's maps in build/embed, and whether what another program made of one looks like it.
 * Include it after <cmocka.h>. */
#ifndef MARSAD_TESTS_EMBED_MAPS_H
#define MARSAD_TESTS_EMBED_MAPS_H

#include <stdbool.h>

#include "picture.h"

/* --- The maps --- */

static inline void draw(const char *file, const char *how)
{
    const char *data = from_environment("MARSAD_DATA", ".");
    run_program("'%s/marsad' map '%s/geodata/events/abu-qurayn-2020-01.csv' --data '%s' %s -o '%s'",
                build_folder(), data, data, how, work_path(file));
}

static inline int draw_maps(void **state)
{
    (void)state;
    static const char front[] = "--front geodata/fronts/abu-qurayn-2020-01.geojson "
                                "--at 2020-01-25,2020-01-27 --bbox 14.65,30.93,16.75,32.45";
    run_program("mkdir -p '%s'", work_path(""));
    draw("en.svg", "");
    draw("en.png", "");
    draw("en.pdf", "");
    draw("ar.svg", "--lang ar");
    draw("ar.png", "--lang ar");
    draw("ar.pdf", "--lang ar");
    draw("ar-outline.svg", "--lang ar --svg-text outline");
    draw("front.svg", front);
    draw("front.png", front);
    return 0;
}

/* --- Comparing --- */

/* Other programs smooth edges and set glyphs otherwise: by no more than this. Measured: 0.54, 7.4
 * and 5.3 for Chromium, less for librsvg. What differences_are_found() does to a map is above. */
static const double MEAN_LIMIT = 0.9;
static const double WORST_LIMIT = 9.5;
static const double BIAS_LIMIT = 6.4;

static inline bool is_like(const picture_difference *found)
{
    return found->mean <= MEAN_LIMIT && found->worst <= WORST_LIMIT && found->bias <= BIAS_LIMIT;
}

/* Both by the names of their files; `on_paper`: the map is all that is on a white page. */
static inline picture_difference compare(const char *expected, const char *got, bool on_paper)
{
    cairo_surface_t *ours = picture_read(work_path(expected));
    cairo_surface_t *theirs = picture_read(work_path(got));
    cairo_rectangle_t part = on_paper ? picture_on_paper(theirs) : picture_whole(theirs);
    cairo_rectangle_t whole = on_paper ? picture_on_paper(ours) : picture_whole(ours);
    if (part.width < 300 || fabs(part.width / part.height - whole.width / whole.height) > 0.01) {
        fail_msg("%s: a picture of %g by %g was expected in its proportions, and one of %g by %g "
                 "is there",
                 work_path(got), whole.width, whole.height, part.width, part.height);
    }
    if (on_paper) {
        part = picture_fit(ours, whole, theirs, part);
        part = picture_of_sheet(ours, whole, part);
        whole = picture_whole(ours);
    }
    cairo_surface_t *pair;
    picture_difference found = picture_compare(ours, whole, theirs, part, &pair);
    char beside[200];
    snprintf(beside, sizeof beside, "%s-beside.png", got);
    cairo_surface_write_to_png(pair, work_path(beside));
    cairo_surface_destroy(pair);
    cairo_surface_destroy(ours);
    cairo_surface_destroy(theirs);
    if (getenv("MARSAD_EMBED_VERBOSE")) {
        print_message("%s: mean %.2f, worst %.2f, bias %.2f at %d, %d\n", got, found.mean,
                      found.worst, found.bias, found.x, found.y);
    }
    return found;
}

/* As a picture of `lenience` times the limits. */
static inline void must_look_about_like(const char *expected, const char *got, bool on_paper,
                                        double lenience)
{
    picture_difference found = compare(expected, got, on_paper);
    picture_difference less = {found.mean / lenience, found.worst / lenience, 0, 0,
                               found.bias / lenience};
    if (!is_like(&less)) {
        fail_msg("%s does not look like %s: mean %.2f, worst %.2f, bias %.2f at %d, %d (see "
                 "%s-beside.png)",
                 work_path(got), expected, found.mean, found.worst, found.bias, found.x, found.y,
                 work_path(got));
    }
}

static inline void must_look_like(const char *expected, const char *got, bool on_paper)
{
    must_look_about_like(expected, got, on_paper, 1);
}

#endif
