/** What a report is written as besides a page: by pandoc; and what snippets share. */
#ifndef MARSAD_REPORT_FORMATS_H
#define MARSAD_REPORT_FORMATS_H

#include <stdbool.h>
#include <stddef.h>

#include "marsad/map.h"
#include "marsad/status.h"

/** What is converted. */
typedef struct mrs_report_plain {
    const char *html; /* headings, tables, lists and one picture, no scripts */
    size_t length;
    marsad_map *map;
    marsad_lang lang;
    const char *title;
} mrs_report_plain;

/** Whether `path` ends in something that mrs_report_pandoc() writes: .md, .tex, .docx. */
bool mrs_report_by_pandoc(const char *path);

/** The name of the map's picture in such a report, to be freed: "x-map.svg" of "x.md". NULL if
 *  memory is out. */
char *mrs_report_picture(const char *path);

/** Writes report and picture. MARSAD_ERR_NOT_FOUND if pandoc is not installed. */
marsad_status mrs_report_pandoc(const mrs_report_plain *plain, const char *path,
                                marsad_error *error);

/** A title on one line, without surrounding spaces (which would undo Markdown's emphasis), to be
 *  freed; NULL if memory is out. */
char *mrs_single_line(const char *title);

#endif
