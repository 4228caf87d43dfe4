/** Which part of the sheet stands where. */
#ifndef MARSAD_MAP_PARTS_H
#define MARSAD_MAP_PARTS_H

#include "map/paper.h"
#include "map/sheet.h"

/** The sheet's area within bleed and margin, and the least type on it. */
void mrs_measure_sheet(mrs_sheet *sheet, const mrs_paper *paper);

/** The boxes of title, panel and credits, and in `frame` what is left for the map. MARSAD_ERR_USAGE
 *  if that is too little. The projection must be known, for the credits name it. */
marsad_status mrs_lay_out_parts(mrs_sheet *sheet, mrs_rect *frame, marsad_error *error);

#endif
