#include "geo/look_xml.h"

#include <string.h>

xmlNodePtr mrs_look_node(xmlNodePtr parent, const char *name, const char *const *attributes)
{
    xmlNodePtr node = parent ? xmlNewChild(parent, NULL, BAD_CAST name, NULL) : NULL;
    for (size_t i = 0; node && attributes && attributes[i]; i += 2) {
        xmlNewProp(node, BAD_CAST attributes[i], BAD_CAST attributes[i + 1]);
    }
    return node;
}

xmlNodePtr mrs_look_text_node(xmlNodePtr parent, const char *name, const char *text)
{
    return parent ? xmlNewTextChild(parent, NULL, BAD_CAST name, BAD_CAST text) : NULL;
}

void mrs_look_finish(xmlDocPtr document, mrs_buffer *out)
{
    xmlChar *text = NULL;
    int length = 0;
    xmlDocDumpFormatMemoryEnc(document, &text, &length, "UTF-8", 1);
    if (text) {
        mrs_buffer_add_bytes(out, (const char *)text, (size_t)length);
    } else {
        out->failed = true;
    }
    xmlFree(text);
    xmlFreeDoc(document);
}
