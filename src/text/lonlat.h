/** Coordinate pairs in text, with the precision at which they were written. */
#ifndef MARSAD_TEXT_LONLAT_H
#define MARSAD_TEXT_LONLAT_H

#include "marsad/text.h"

/** As marsad_text_lonlat(); `decimals` is the number of decimal places of the coarser number, and
 * `error` is left alone on MARSAD_ERR_NOT_FOUND. */
marsad_status mrs_text_lonlat(const char *text, marsad_lonlat *out, int *decimals,
                              marsad_error *error);

#endif
