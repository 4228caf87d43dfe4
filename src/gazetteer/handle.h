/** An open gazetteer, and reading its rows. */
#ifndef MARSAD_GAZETTEER_HANDLE_H
#define MARSAD_GAZETTEER_HANDLE_H

#include <sqlite3.h>

#include "gazetteer/index.h"
#include "marsad/gazetteer.h"

/** Places read before, shared by the gazetteer and the answers that name them. */
typedef struct mrs_known mrs_known;

struct marsad_gazetteer {
    sqlite3 *db;
    char *path;
    sqlite3_stmt *by_full, *by_bare, *by_id, *by_code, *by_row, *in_box;
    sqlite3_stmt *around; /* prepared when it is first asked for */
    mrs_index *index;
    mrs_known *known; /* places read before; see mrs_gazetteer_place_at() */
};

/** The place with this index in the look-up index, read when it is first asked for. It belongs to
 *  `gazetteer->known`, and stays until nobody holds that. */
marsad_status mrs_gazetteer_place_at(marsad_gazetteer *gazetteer, uint32_t index,
                                     const marsad_place **out, marsad_error *error);

/** Holds the places, for an answer that may outlive the gazetteer; NULL is nothing to hold. Answers
 *  may be freed by another thread. */
mrs_known *mrs_known_hold(mrs_known *known);
void mrs_known_drop(mrs_known *known);

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
