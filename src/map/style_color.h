/** CSS colours, as far as styles may use them. */
#ifndef MARSAD_MAP_STYLE_COLOR_H
#define MARSAD_MAP_STYLE_COLOR_H

#include <stdbool.h>

#include "map/style.h"

/** Reads #rgb, #rgba, #rrggbb, #rrggbbaa, rgb(), rgba(), hsl(), hsla() with commas, or a CSS name
 *  ("transparent" too). False, and `out` untouched, where the text is none of them. */
bool mrs_color_parse(const char *text, mrs_color *out);

/** Between two colours, each of the four components by itself, as MapLibre has interpolated since
 * it gained other colour spaces; `t` from 0 to 1. */
mrs_color mrs_color_mix(mrs_color from, mrs_color to, double t);

#endif
