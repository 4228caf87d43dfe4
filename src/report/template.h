/** Stylesheets: XSLT 1.0 with EXSLT, by libxslt, kept from the network and from other folders. */
#ifndef MARSAD_REPORT_TEMPLATE_H
#define MARSAD_REPORT_TEMPLATE_H

#include <libxml/tree.h>

#include "base/buffer.h"
#include "marsad/status.h"

typedef struct mrs_template {
    const char *path;    /* of the stylesheet */
    const char *styles;  /* the data folder's styles */
    const char *picture; /* the parameter `map`: a file that has the map; "" */
} mrs_template;

/**
 * Adds what the stylesheet makes of the document to `out`. It is given the parameters `css` and
 * `js`, the texts of report.css and report.js in its own folder, or else in `styles`; `css-sha256`
 * and `js-sha256`, their digests in base64, for a page's Content-Security-Policy; and `map`. A page
 * of HTML begins with HTML's own doctype.
 *
 * The stylesheet may read files of its own folder and below and of `styles` (import, include,
 * document()), and nothing else: neither write nor use the network. What it imports as
 * "marsad:report.xsl" is the file of that name in `styles`. MARSAD_ERR_NOT_FOUND if it is not
 * there, MARSAD_ERR_INPUT if it is none, fails, or stops itself by a message.
 */
marsad_status mrs_template_run(const mrs_template *template, xmlDocPtr document, mrs_buffer *out,
                               marsad_error *error);

#endif
