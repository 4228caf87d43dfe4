/** How a map's scale varies over its frame. */
#ifndef MARSAD_MAP_SCALE_H
#define MARSAD_MAP_SCALE_H

#include "map/frame.h"
#include "map/words.h"

/** The scale over the frame, as shares of that where a pixel is `metres_per_px` of ground: 1.03
 *  where the map shows things 3 % larger. */
typedef struct mrs_scale_range {
    double least, most;
} mrs_scale_range;

/** The geodesic length of a step on the sheet, m; 0 where it cannot be known. */
double mrs_ground_length(const mrs_frame *frame, mrs_point from, mrs_point to);

/** From geodesics along both axes of the sheet, over a grid; {1, 1} where nothing can be measured.
 */
mrs_scale_range mrs_scale_over(const mrs_frame *frame, double metres_per_px);

/** Whether the scale differs by more than 2 % anywhere on the map. */
bool mrs_scale_varies(const mrs_frame *frame, double metres_per_px);

/** Adds "True here; elsewhere up to 4% larger"; nothing where the scale varies by 2 % or less. */
void mrs_say_scale_range(mrs_buffer *out, mrs_scale_range range, marsad_lang lang);

/** By how many degrees true north turns over the map. */
double mrs_north_range_deg(const mrs_frame *frame);

#endif
