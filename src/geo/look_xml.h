/** What the two forms of a look share: libxml2 in short, and the look's measures. */
#ifndef MARSAD_GEO_LOOK_XML_H
#define MARSAD_GEO_LOOK_XML_H

#include <libxml/tree.h>

#include "base/buffer.h"

/** A child with attributes: pairs of name and value, ending with NULL. NULL if memory is out (or
 *  `parent` is NULL for that reason). */
xmlNodePtr mrs_look_node(xmlNodePtr parent, const char *name, const char *const *attributes);

/** A child with a text, or none if `text` is NULL. */
xmlNodePtr mrs_look_text_node(xmlNodePtr parent, const char *name, const char *text);

/** Writes the document into `out` and frees it. */
void mrs_look_finish(xmlDocPtr document, mrs_buffer *out);

#define MRS_ATTRIBUTES(...)                                                                        \
    (const char *const[])                                                                          \
    {                                                                                              \
        __VA_ARGS__, NULL                                                                          \
    }

/* As in the maps: the text, its halo, and a front's line. */
#define MRS_LOOK_INK  "#22262b"
#define MRS_LOOK_HALO "#ffffff"

/* Names are shown from this scale on, 1:2,500,000. */
#define MRS_LOOK_LABEL_SCALE "2500000"

#endif
