/** Tags of the Humanitarian Exchange Language: "#adm1 +name +fr". See hxlstandard.org. */
#ifndef MARSAD_EVENTS_HXL_H
#define MARSAD_EVENTS_HXL_H

#include <stdbool.h>
#include <stddef.h>

/** True if the text is a tag with its attributes. */
bool mrs_hxl_is_tag(const char *text);

/** True if the row is one of tags: at least half of its cells that are not empty are, as HXL's own
 *  libraries ask. NULL cells are empty. */
bool mrs_hxl_is_row(const char *const *cells, size_t count);

/**
 * True if the tag fits a pattern: "#date+start-reported" is #date with +start and without
 * +reported, in any order, whatever the case. `*attributes` is how many the tag has.
 */
bool mrs_hxl_fits(const char *tag, const char *pattern, size_t *attributes);

#endif
