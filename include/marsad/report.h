/**
 * Carrying a map into a report.
 */
#ifndef MARSAD_REPORT_H
#define MARSAD_REPORT_H

#include "marsad/events.h"
#include "marsad/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Where a snippet is to be pasted. */
typedef enum marsad_snippet {
    MARSAD_SNIPPET_HTML = 0,
    MARSAD_SNIPPET_MD,
    MARSAD_SNIPPET_TEX
} marsad_snippet;

/** Reads "html", "md" or "tex". MARSAD_ERR_USAGE on anything else. */
MARSAD_API marsad_status marsad_snippet_parse(const char *text, marsad_snippet *out,
                                              marsad_error *error);

/**
 * The lines that include the map file `map_path` in a document of that kind, with `title` as its
 * alternative text and caption, escaped as the format needs. A UTF-8 string to free() with
 * marsad_string_free(). MARSAD_ERR_USAGE if LaTeX is asked to include an SVG: the message says to
 * draw a PDF.
 */
MARSAD_API marsad_status marsad_report_snippet(marsad_snippet kind, const char *map_path,
                                               const char *title, char **out, marsad_error *error);

/** Frees a string that the library made. May be NULL. */
MARSAD_API void marsad_string_free(char *text);

#ifdef __cplusplus
}
#endif
#endif
