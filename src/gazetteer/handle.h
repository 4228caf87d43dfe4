/** An open gazetteer, and reading its rows. */
#ifndef MARSAD_GAZETTEER_HANDLE_H
#define MARSAD_GAZETTEER_HANDLE_H

#include <sqlite3.h>

#include "marsad/gazetteer.h"

struct marsad_gazetteer {
    sqlite3 *db;
    char *path;
    sqlite3_stmt *by_full, *by_bare, *by_id, *by_code, *in_box;
};

/** The columns of `places` (named p) that mrs_read_place() takes. */
#define MRS_PLACE_COLUMNS                                                                          \
    "p.fid, p.geom, p.id, p.name, p.name_ar, p.name_fr, p.feature_code, p.country, p.admin1,"      \
    " p.source, p.uncertainty_m, p.population, p.importance"

/** Fills `out` from a row that has those columns from `first` on. */
marsad_status mrs_read_place(const marsad_gazetteer *gazetteer, sqlite3_stmt *row, int first,
                             marsad_place *out, marsad_error *error);

/** A copy of a text column; NULL if memory is out. */
char *mrs_read_text(sqlite3_stmt *row, int column);

/** The error of the handle's last failed SQLite call. */
marsad_status mrs_fail_sqlite(const marsad_gazetteer *gazetteer, marsad_error *error);

#endif
