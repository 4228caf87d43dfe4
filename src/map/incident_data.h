/** The incidents as data, for the script of a page that shows the map. */
#ifndef MARSAD_MAP_INCIDENT_DATA_H
#define MARSAD_MAP_INCIDENT_DATA_H

#include "map/sheet.h"

/**
 * A JSON object with the language, the numbers of labels and callouts placed and dropped, and the
 * incidents: what is known of each, and the ids of its elements, which begin with `prefix`. What
 * is not known is left out. It holds none of < > &, so that XML can take it as it is. With more
 * incidents than MRS_MOST_DATA, which would swell the file, the list is empty and `left_out` counts
 * them. NULL if memory is out.
 */
char *mrs_incident_data(const mrs_sheet *sheet, const char *prefix);

enum { MRS_MOST_DATA = 5000 };

#endif
