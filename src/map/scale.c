#include "map/scale.h"

#include <math.h>
#include <stdio.h>

enum { GRID = 8 };

static const double NOTED = 0.02; /* a scale that varies by more is said to */

double mrs_ground_length(const mrs_frame *frame, mrs_point from, mrs_point to)
{
    marsad_lonlat start;
    marsad_lonlat end;
    if (!mrs_frame_to_ground(frame, from, &start) || !mrs_frame_to_ground(frame, to, &end)) {
        return 0;
    }
    return marsad_geodesic_between(start, end).distance_m;
}

/* A point of the grid, whose outermost rows lie on the frame. */
static mrs_point grid_point(const mrs_frame *frame, int i, int j)
{
    return (mrs_point){frame->rect.x + frame->rect.w * i / GRID,
                       frame->rect.y + frame->rect.h * j / GRID};
}

static void add_scale(mrs_scale_range *range, double metres_per_px, double length_m, double px)
{
    const double least_m = 1e-3; /* at a pole, a whole row of the sheet may be one point */
    if (length_m > least_m) {
        double scale = metres_per_px * px / length_m;
        range->least = fmin(range->least, scale);
        range->most = fmax(range->most, scale);
    }
}

mrs_scale_range mrs_scale_over(const mrs_frame *frame, double metres_per_px)
{
    const double step = 1; /* px */
    mrs_scale_range range = {1, 1};
    for (int i = 0; i <= GRID; i++) {
        for (int j = 0; j <= GRID; j++) {
            mrs_point at = grid_point(frame, i, j);
            mrs_point right = {at.x + (i < GRID ? step : -step), at.y};
            mrs_point down = {at.x, at.y + (j < GRID ? step : -step)};
            add_scale(&range, metres_per_px, mrs_ground_length(frame, at, right), step);
            add_scale(&range, metres_per_px, mrs_ground_length(frame, at, down), step);
        }
    }
    return range;
}

static bool is_noted(mrs_scale_range range)
{
    return range.most - 1 > NOTED || 1 - range.least > NOTED;
}

bool mrs_scale_varies(const mrs_frame *frame, double metres_per_px)
{
    return is_noted(mrs_scale_over(frame, metres_per_px));
}

/* "4%"; French sets a space before the sign. */
static void write_percent(char *out, size_t size, double share, marsad_lang lang)
{
    snprintf(out, size, "%.0f%s%%", ceil(share * 100 - 0.01),
             lang == MARSAD_LANG_FR ? "\u202f" : "");
}

void mrs_say_scale_range(mrs_buffer *out, mrs_scale_range range, marsad_lang lang)
{
    char larger[32];
    char smaller[32];
    if (!is_noted(range)) {
        return;
    }
    write_percent(larger, sizeof larger, range.most - 1, lang);
    write_percent(smaller, sizeof smaller, 1 - range.least, lang);
    if (range.most >= 2) {
        snprintf(larger, sizeof larger, "%.2g", ceil(range.most * 10) / 10);
        mrs_localize_decimals(larger, lang);
        mrs_say_with(out, MRS_WORD_SCALE_TIMES, lang, larger, NULL);
    } else if (1 - range.least <= NOTED) {
        mrs_say_with(out, MRS_WORD_SCALE_LARGER, lang, larger, NULL);
    } else if (range.most - 1 <= NOTED) {
        mrs_say_with(out, MRS_WORD_SCALE_SMALLER, lang, smaller, NULL);
    } else {
        mrs_say_with(out, MRS_WORD_SCALE_BETWEEN, lang, smaller, larger);
    }
}

double mrs_north_range_deg(const mrs_frame *frame)
{
    double middle = mrs_frame_north_deg(frame, grid_point(frame, GRID / 2, GRID / 2));
    double least = 0;
    double most = 0;
    for (int i = 0; i <= GRID; i++) {
        for (int j = 0; j <= GRID; j++) {
            mrs_point at = grid_point(frame, i, j);
            marsad_lonlat ground;
            if (mrs_frame_to_ground(frame, at, &ground)) {
                double turn = remainder(mrs_frame_north_deg(frame, at) - middle, 360);
                least = fmin(least, turn);
                most = fmax(most, turn);
            }
        }
    }
    return most - least;
}
