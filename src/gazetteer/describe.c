#include <stdbool.h>

#include "base/fail.h"
#include "base/memory.h"
#include "gazetteer/handle.h"
#include "marsad/text.h"

static marsad_status prepare(marsad_gazetteer *gazetteer, const char *sql, sqlite3_stmt **out,
                             marsad_error *error)
{
    return sqlite3_prepare_v2(gazetteer->db, sql, -1, out, NULL) == SQLITE_OK
               ? MARSAD_OK
               : mrs_fail_sqlite(gazetteer, error);
}

/* Steps to the next row; false at the end and, with `*status` set, on an error. */
static bool next(const marsad_gazetteer *gazetteer, sqlite3_stmt *row, marsad_status *status,
                 marsad_error *error)
{
    if (*status) {
        return false;
    }
    int code = sqlite3_step(row);
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
        *status = mrs_fail_sqlite(gazetteer, error);
    }
    return code == SQLITE_ROW;
}

static marsad_status count_places(marsad_gazetteer *gazetteer, marsad_gazetteer_info *out,
                                  marsad_error *error)
{
    sqlite3_stmt *row = NULL;
    marsad_status status = prepare(gazetteer,
                                   "SELECT (SELECT count(*) FROM places), min_x, min_y, max_x,"
                                   " max_y FROM gpkg_contents WHERE table_name = 'places'",
                                   &row, error);
    if (next(gazetteer, row, &status, error)) {
        out->places = sqlite3_column_int64(row, 0);
        out->extent = (marsad_bbox){sqlite3_column_double(row, 1), sqlite3_column_double(row, 2),
                                    sqlite3_column_double(row, 3), sqlite3_column_double(row, 4)};
    }
    sqlite3_finalize(row);
    return status;
}

static marsad_status count_names(marsad_gazetteer *gazetteer, marsad_gazetteer_info *out,
                                 marsad_error *error)
{
    sqlite3_stmt *row = NULL;
    marsad_status status = prepare(gazetteer, "SELECT name FROM names", &row, error);
    while (next(gazetteer, row, &status, error)) {
        const char *name = (const char *)sqlite3_column_text(row, 0);
        out->names++;
        out->arabic_names += name && marsad_text_script(name) == MARSAD_SCRIPT_ARABIC;
    }
    sqlite3_finalize(row);
    return status;
}

static bool read_source(sqlite3_stmt *row, marsad_source *source)
{
    *source =
        (marsad_source){mrs_read_text(row, 0), mrs_read_text(row, 1), mrs_read_text(row, 2),
                        mrs_read_text(row, 3), mrs_read_text(row, 4), sqlite3_column_int64(row, 5)};
    return source->name && source->licence && source->attribution && source->url && source->date;
}

marsad_status marsad_gazetteer_sources(marsad_gazetteer *gazetteer, marsad_source **out,
                                       size_t *count, marsad_error *error)
{
    *out = NULL;
    *count = 0;
    sqlite3_stmt *row = NULL;
    marsad_status status = prepare(gazetteer,
                                   "SELECT name, licence, attribution, url, date, places"
                                   " FROM sources ORDER BY fid",
                                   &row, error);
    size_t capacity = 0;
    while (next(gazetteer, row, &status, error)) {
        if (!mrs_grow((void **)out, &capacity, *count, sizeof **out) ||
            !read_source(row, &(*out)[(*count)++])) {
            status = mrs_fail_memory(error);
        }
    }
    sqlite3_finalize(row);
    if (status) {
        marsad_sources_free(*out, *count);
        *out = NULL;
        *count = 0;
    }
    return status;
}

marsad_status marsad_gazetteer_describe(marsad_gazetteer *gazetteer, marsad_gazetteer_info *out,
                                        marsad_error *error)
{
    *out = (marsad_gazetteer_info){.path = mrs_strdup(gazetteer->path)};
    marsad_status status = out->path ? MARSAD_OK : mrs_fail_memory(error);
    if (!status) {
        status = count_places(gazetteer, out, error);
    }
    if (!status) {
        status = count_names(gazetteer, out, error);
    }
    if (!status) {
        status = marsad_gazetteer_sources(gazetteer, &out->sources, &out->source_count, error);
    }
    if (status) {
        marsad_gazetteer_info_clear(out);
    }
    return status;
}
