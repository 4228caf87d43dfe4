/**
 * Lines on the sheet: cut to a rectangle, joined end to end, smoothed, and signs set along them at
 * even distances, as MapLibre's `symbol-placement: line` asks for.
 */
#ifndef MARSAD_MAP_ALONG_H
#define MARSAD_MAP_ALONG_H

#include <stdbool.h>
#include <stddef.h>

#include "map/scene.h"

/** Adds what of the lines lies in the rectangle to `out`, which may hold some already. */
void mrs_lines_cut(const mrs_path *lines, mrs_rect to, mrs_path *out);

/** Adds what of the rings lies in the rectangle to `out`, closed along the rectangle's edges. */
void mrs_rings_cut(const mrs_path *rings, mrs_rect to, mrs_path *out);

/** Moves the ends of lines that reach beyond `area` back to its edge, as long as they reach no
 * farther than `most` px; others stay. */
void mrs_lines_trim(mrs_path *lines, const mrs_path *area, double most);

/**
 * Joins lines of which one begins where another ends, keeping their directions; a line that ends
 * where it begins stays as it is. False if memory is out.
 */
bool mrs_lines_join(mrs_path *lines);

/**
 * Cuts the corners off a line (G. M. Chaikin, An algorithm for high-speed curve generation, 1974),
 * `rounds` times; the two ends stay. Read backwards, a line gives the same curve. Adds a part to
 * `out`.
 */
void mrs_line_smooth(const mrs_point *points, size_t count, int rounds, mrs_path *out);

/** Adds the lines to `out` without the points that lie no farther than `tolerance` px from what is
 *  left (D. Douglas and T. Peucker, Algorithms for the reduction of the number of points required
 * to represent a digitized line, 1973). */
void mrs_lines_simplify(const mrs_path *lines, double tolerance, mrs_path *out);

/** Where lines are drawn beside the one that the data have. */
typedef struct mrs_line_sides {
    double offset; /* px to the right of the line's direction; of rings, into their area */
    double apart;  /* px between the middles of two lines drawn for each; 0: one is drawn */
} mrs_line_sides;

/**
 * Adds the parallel lines to `out`. Corners are mitred, and cut off where the miter would be longer
 * than twice the offset. What would come nearer to the line than the offset, as inside of bends
 * narrower than that, is left out. Read backwards, a line has its offset on the other side.
 */
void mrs_lines_beside(const mrs_path *lines, mrs_line_sides sides, mrs_path *out);

/** A sign on a line: where it stands on it, and which way the line runs there. */
typedef struct mrs_stand {
    mrs_point at;
    double angle_deg; /* clockwise from the sheet's right */
} mrs_stand;

typedef struct mrs_stands {
    mrs_stand *items;
    size_t count, capacity;
    bool failed;
} mrs_stands;

void mrs_stands_clear(mrs_stands *stands);

/**
 * Where signs `width` px wide stand along each line, about `spacing` px apart, from left to right:
 * the line's length is shared out evenly, and each sign stands at `phase` (0 to 1) of its share.
 * With 0.5 the same places come out whichever way the line runs; with 0.25 those of the two
 * directions take turns. Detail too fine for a sign does not count. None where the line bends so
 * sharply that the sign would not lie on it, and none that would touch another.
 */
void mrs_stand_along(const mrs_path *lines, double spacing, double width, double phase,
                     mrs_stands *out);

/**
 * Where a text `width` px long stands along each line, about `spacing` px apart: in the straightest
 * stretch of its share, nowhere if the line bends in all of them or is shorter than the text. With
 * `centred`, once, in the middle of the line. The same places come out whichever way a line runs.
 */
void mrs_stand_text(const mrs_path *lines, double spacing, double width, bool centred,
                    mrs_stands *out);

#endif
