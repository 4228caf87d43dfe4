/**
 * Carrying a map into a report.
 */
#ifndef MARSAD_REPORT_H
#define MARSAD_REPORT_H

#include "marsad/events.h"
#include "marsad/map.h"
#include "marsad/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* --- The report --- */

/** What a report may be asked for. Begin with marsad_report_defaults(). */
typedef struct marsad_report_options {
    marsad_map_options map;    /* the map in it; its title and language are the report's too */
    bool fit_height;           /* a map in pixels is made higher, by two fifths at most, where that
                                  leaves out less of its lists and its legend */
    const char *template_path; /* an XSLT stylesheet of the user's own; NULL: styles/report.xsl of
                                  the data folder */
    const char *command;       /* the command line that made it, for its method; NULL: left out */
} marsad_report_options;

/** The map as marsad_map_defaults() has it, but of 1200 by 900 px or higher, with a narrow margin
 * and without its title, which the report has; the data folder's template; no command line. */
MARSAD_API marsad_report_options marsad_report_defaults(void);

/** MARSAD_OK if a report can be written under this name: a look before the work is done.
 *  MARSAD_ERR_USAGE if not, with the endings. */
MARSAD_API marsad_status marsad_report_check_path(const char *path, marsad_error *error);

/** What the report tells, for messages. */
typedef struct marsad_report_summary {
    marsad_map_summary map;
    size_t rows; /* of its table */
} marsad_report_summary;

/**
 * Writes a report of the events in `sources` (placed with marsad_events_place()): map, key figures,
 * table, timeline, counts by type and place, distances, what could not be placed, method, sources
 * and licences. In the format of the ending of `path`: .html (one self-contained page), .xml (what
 * the template is given), and by means of pandoc .md, .tex and .docx. Whole or not at all.
 *
 * MARSAD_ERR_NOT_FOUND if a template or pandoc is missing, MARSAD_ERR_INPUT if the template is no
 * stylesheet or stops, MARSAD_ERR_USAGE for any other ending.
 */
MARSAD_API marsad_status marsad_report_write(const marsad_map_sources *sources,
                                             const marsad_report_options *options, const char *path,
                                             marsad_report_summary *summary, marsad_error *error);

/* --- Snippets --- */

/** Where a snippet is to be pasted. */
typedef enum marsad_snippet {
    MARSAD_SNIPPET_HTML = 0,
    MARSAD_SNIPPET_MD,
    MARSAD_SNIPPET_TEX,
    MARSAD_SNIPPET_DOCX /* a file: marsad_report_docx() */
} marsad_snippet;

/** Reads "html", "md", "tex" or "docx". MARSAD_ERR_USAGE on anything else. */
MARSAD_API marsad_status marsad_snippet_parse(const char *text, marsad_snippet *out,
                                              marsad_error *error);

/**
 * The lines that include the map file `map_path` in a document of that kind, with `title` as its
 * alternative text and caption, escaped as the format needs. A UTF-8 string to free() with
 * marsad_string_free(). MARSAD_ERR_USAGE if LaTeX is asked to include an SVG: the message says to
 * draw a PDF; and for MARSAD_SNIPPET_DOCX, which is no text.
 */
MARSAD_API marsad_status marsad_report_snippet(marsad_snippet kind, const char *map_path,
                                               const char *title, char **out, marsad_error *error);

/**
 * Where marsad_report_docx() is to write the document of a map file: "out/map.docx" of
 * "out/map.svg", to free with marsad_string_free(). A look before the work is done:
 * MARSAD_ERR_USAGE for a PDF, which Word does not show, and if there is such a file already that is
 * not as marsad_report_docx() left it; a folder is one.
 */
MARSAD_API marsad_status marsad_report_docx_path(const char *map_path, char **out,
                                                 marsad_error *error);

/**
 * Writes a Word document (Office Open XML) of the map and its title as a caption to `path`, whole
 * or not at all, to be put into another by Word's "Insert > Text from File" or copied. The picture
 * is a PNG, or for a `map_path` of .svg an SVG, its letters outlines, with a PNG of at most 200
 * dots per inch for programs that show no SVG; with the title and what the map is of as its
 * alternative text; as large as the sheet, or reduced to 16 by 22 cm. From right to left where the
 * title is Arabic. The same map gives the same bytes. Errors as of marsad_report_docx_path().
 */
MARSAD_API marsad_status marsad_report_docx(const marsad_map *map, const char *map_path,
                                            const char *path, marsad_error *error);

#ifdef __cplusplus
}
#endif
#endif
