/** The direction of a text. */
#ifndef MARSAD_TEXT_DIRECTION_H
#define MARSAD_TEXT_DIRECTION_H

#include <stdbool.h>

/** True if the first letter with a direction is written from right to left; `otherwise` where there
 *  is none. What stands between isolates counts for nothing (Unicode's rule P2). */
bool mrs_text_is_rtl(const char *text, bool otherwise);

#endif
