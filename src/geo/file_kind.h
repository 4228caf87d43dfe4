/** What kind of file bytes begin, told by them and by the file's ending. */
#ifndef MARSAD_GEO_FILE_KIND_H
#define MARSAD_GEO_FILE_KIND_H

#include <stdbool.h>
#include <stddef.h>

typedef enum mrs_file_kind {
    MRS_KIND_TEXT = 0, /* delimited text or JSON, to be told by what it says */
    MRS_KIND_XLSX,
    MRS_KIND_ODS,
    MRS_KIND_GPKG,
    MRS_KIND_SHAPEFILE,
    MRS_KIND_FLATGEOBUF,
    MRS_KIND_KML, /* also .kmz */
    MRS_KIND_GPX,
    MRS_KIND_OTHER /* none that is read */
} mrs_file_kind;

/** Tells the kind by the file's first bytes, some thousands or all; `path` may be "-". Of a kind
 *  that is not read, `*what` says what it is and what to do. */
mrs_file_kind mrs_file_kind_tell(const char *path, const char *bytes, size_t length,
                                 const char **what);

typedef enum mrs_text_kind {
    MRS_TEXT_DELIMITED,
    MRS_TEXT_LINES_OF_JSON,
    MRS_TEXT_GEOJSON,
    MRS_TEXT_OTHER_JSON /* a document of another kind */
} mrs_text_kind;

/** The same of a text in UTF-8; `last`: nothing comes behind it. */
mrs_text_kind mrs_text_kind_tell(const char *path, const char *text, size_t length, bool last);

/** True if the path ends in a dot and one of the endings, which a NULL ends; of any case. */
bool mrs_path_ends(const char *path, const char *const *endings);

#endif
