/** What stands in and around the frame of a pane. */
#ifndef MARSAD_MAP_FURNITURE_H
#define MARSAD_MAP_FURNITURE_H

#include "map/sheet.h"

/** graticule.c: ticks and figures on the frame. */
void mrs_draw_graticule_ticks(mrs_pane *pane);

/** scale_bar.c: the box of scale bar and north arrow, where the fewest marks stand. */
mrs_rect mrs_scale_bar_box(mrs_pane *pane);
void mrs_draw_scale_bar(mrs_pane *pane);

#endif
