/** Writing the look-up index of a gazetteer. */
#ifndef MARSAD_GAZETTEER_INDEX_WRITE_H
#define MARSAD_GAZETTEER_INDEX_WRITE_H

#include <sqlite3.h>

#include "marsad/status.h"

/** Creates the table `lookup` from `places`, `names` and `sources`. The same rows give the same
 *  bytes. Messages name `path`. */
marsad_status mrs_index_write(sqlite3 *db, const char *path, marsad_error *error);

/** Fills an empty table, of the columns `fid` and `data`, with the rows of the index. */
marsad_status mrs_index_fill(sqlite3 *db, const char *table, const char *path, marsad_error *error);

#endif
