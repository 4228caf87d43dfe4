#include "map/surface/icon.h"

#include <libxml/parser.h>
#include <math.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/memory.h"

static bool is_black(const xmlNode *node, const char *name)
{
    xmlChar *value = xmlGetNoNsProp(node, BAD_CAST name);
    bool black = value && strcmp((const char *)value, "#000") == 0;
    xmlFree(value);
    return black;
}

static void recolour(xmlNode *node, const char *color)
{
    static const char *const paints[] = {"fill", "stroke"};
    for (; node; node = node->next) {
        for (size_t i = 0; node->type == XML_ELEMENT_NODE && i < 2; i++) {
            if (is_black(node, paints[i])) {
                xmlSetProp(node, BAD_CAST paints[i], BAD_CAST color);
            }
        }
        recolour(node->children, color);
    }
}

static marsad_status read_icon(const char *path, mrs_color color, xmlDocPtr *out,
                               marsad_error *error)
{
    const int quiet =
        XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOBLANKS;
    xmlDocPtr icon = xmlReadFile(path, NULL, quiet);
    xmlNode *root = icon ? xmlDocGetRootElement(icon) : NULL;
    if (!root || strcmp((const char *)root->name, "svg") != 0) {
        xmlFreeDoc(icon);
        return mrs_fail_at(error, MARSAD_ERR_INPUT, path, 0, NULL,
                           "cannot read this icon: it is missing or not an SVG");
    }
    char text[16];
    snprintf(text, sizeof text, "#%02x%02x%02x", (unsigned)lround(color.r * 255),
             (unsigned)lround(color.g * 255), (unsigned)lround(color.b * 255));
    recolour(root->children, text);
    xmlSetProp(root, BAD_CAST "fill", BAD_CAST text);
    *out = icon;
    return MARSAD_OK;
}

marsad_status mrs_icon_load(const char *icons, const char *name, mrs_color color, xmlDocPtr *out,
                            marsad_error *error)
{
    *out = NULL;
    mrs_buffer path = {0};
    mrs_buffer_addf(&path, "%s/%s.svg", icons, name);
    marsad_status status =
        path.failed ? mrs_fail_memory(error) : read_icon(path.text, color, out, error);
    mrs_buffer_clear(&path);
    return status;
}
