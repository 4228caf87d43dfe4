/** What separates the cells of a delimited text. */
#ifndef MARSAD_GEO_DELIMITED_SEPARATOR_H
#define MARSAD_GEO_DELIMITED_SEPARATOR_H

#include <stdbool.h>
#include <stddef.h>

/** True if `text` holds a whole header, which may go over several lines; `last`: nothing comes
 *  behind it. */
bool mrs_header_is_whole(const char *text, size_t length, bool last);

/** The separator of the line "sep=;" that Excel writes above a header, or 0. */
char mrs_separator_said(const char *text, size_t length);

/** True if the header has several of them and the text has too few rows to look at. */
bool mrs_separator_wants_more(const char *text, size_t length);

/**
 * Of ',', ';', '|' and tab, the one that the header has, outside quotation marks; of several, the
 * one that gives the rows below, as far as they are in `text`, as many cells as the header; else
 * the commonest in the header. 0 if that leaves it open; `open` then holds two of them.
 */
char mrs_separator_tell(const char *text, size_t length, bool last, char open[2]);

#endif
