/** A tree of libxml2's being built. It keeps its first failure, which is looked at once, at the
 *  end. */
#ifndef MARSAD_REPORT_XML_H
#define MARSAD_REPORT_XML_H

#include <libxml/tree.h>
#include <stdbool.h>

#include "base/buffer.h"
#include "marsad/geodesy.h"

typedef struct mrs_xml {
    xmlDocPtr doc;
    bool failed; /* memory is out */
} mrs_xml;

/** A new last child; NULL, which all of these take, if memory is out. */
xmlNodePtr mrs_xml_add(mrs_xml *xml, xmlNodePtr parent, const char *name);

/** Text with U+FFFD for every character that XML cannot hold: as content, and as an attribute that
 *  the element does not have yet. NULL is "". */
void mrs_xml_text(mrs_xml *xml, xmlNodePtr node, const char *text);
void mrs_xml_set(mrs_xml *xml, xmlNodePtr node, const char *name, const char *value);

/** The same of what a buffer holds, which is cleared. */
void mrs_xml_take_text(mrs_xml *xml, xmlNodePtr node, mrs_buffer *text);
void mrs_xml_take(mrs_xml *xml, xmlNodePtr node, const char *name, mrs_buffer *value);

/** Whole numbers; "" for a negative one. */
void mrs_xml_set_count(mrs_xml *xml, xmlNodePtr node, const char *name, long long value);

/** With at most so many decimals, without trailing zeros; "" for what is no number. */
void mrs_xml_set_number(mrs_xml *xml, xmlNodePtr node, const char *name, double value,
                        int decimals);

/** The attributes lon and lat; "" without a point. */
void mrs_xml_set_point(mrs_xml *xml, xmlNodePtr node, const marsad_lonlat *at);

#endif
