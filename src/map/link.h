/** Where incidents lead to: the addresses in a column of the events. */
#ifndef MARSAD_MAP_LINK_H
#define MARSAD_MAP_LINK_H

#include "map/sheet.h"

/** The address in `text` as ASCII that is safe in an SVG and a PDF, everything unusual in it
 *  escaped as %XX; "" unless it is http, https or mailto and leads somewhere. NULL if memory is
 *  out. */
char *mrs_link_clean(const char *text);

/** link.c: gives the marks their addresses, as the options ask. MARSAD_ERR_INPUT if the events have
 *  no such column. */
marsad_status mrs_make_links(mrs_sheet *sheet, marsad_error *error);
void mrs_free_links(mrs_pane *pane);

/** The text of an incident's cell that the options link by, or its url; "" where there is none. */
const char *mrs_incident_address(const mrs_sheet *sheet, size_t index);

#endif
