#include "report/xml.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* --- Text that XML can hold --- */

/* The length of a character that XML 1.0 forbids at `text`; 0 if it holds it. */
static size_t forbidden(const char *text)
{
    unsigned char c = (unsigned char)*text;
    if (c < 0x20 && c != '\t' && c != '\n' && c != '\r') {
        return 1;
    }
    bool noncharacter = c == 0xEF && (strncmp(text, "\xEF\xBF\xBE", 3) == 0 ||
                                      strncmp(text, "\xEF\xBF\xBF", 3) == 0);
    return noncharacter ? 3 : 0;
}

static bool is_clean(const char *text)
{
    while (*text && !forbidden(text)) {
        text++;
    }
    return !*text;
}

/* A cleaned copy, where the text is not clean as it is; NULL if memory is out. */
static char *cleaned(const char *text)
{
    mrs_buffer out = {0};
    while (*text) {
        size_t bad = forbidden(text);
        if (bad) {
            mrs_buffer_add(&out, "\uFFFD");
        } else {
            mrs_buffer_add_bytes(&out, text, 1);
        }
        text += bad ? bad : 1;
    }
    return mrs_buffer_take(&out);
}

/* --- The tree --- */

xmlNodePtr mrs_xml_add(mrs_xml *xml, xmlNodePtr parent, const char *name)
{
    xmlNodePtr node = xml->failed ? NULL : xmlNewDocNode(xml->doc, NULL, BAD_CAST name, NULL);
    if (!node || !parent) {
        xmlFreeNode(node);
        xml->failed = true;
        return NULL;
    }
    return xmlAddChild(parent, node);
}

void mrs_xml_text(mrs_xml *xml, xmlNodePtr node, const char *text)
{
    text = text ? text : "";
    char *clean = is_clean(text) ? NULL : cleaned(text);
    xmlNodePtr child = node ? xmlNewDocText(xml->doc, BAD_CAST(clean ? clean : text)) : NULL;
    if (!child || !xmlAddChild(node, child)) {
        xml->failed = true;
    }
    mrs_free(clean);
}

void mrs_xml_set(mrs_xml *xml, xmlNodePtr node, const char *name, const char *value)
{
    value = value ? value : "";
    char *clean = is_clean(value) ? NULL : cleaned(value);
    if (!node || !xmlNewProp(node, BAD_CAST name, BAD_CAST(clean ? clean : value))) {
        xml->failed = true;
    }
    mrs_free(clean);
}

void mrs_xml_take_text(mrs_xml *xml, xmlNodePtr node, mrs_buffer *text)
{
    xml->failed |= text->failed;
    mrs_xml_text(xml, node, text->failed ? "" : text->text);
    mrs_buffer_clear(text);
}

void mrs_xml_take(mrs_xml *xml, xmlNodePtr node, const char *name, mrs_buffer *value)
{
    xml->failed |= value->failed;
    mrs_xml_set(xml, node, name, value->failed ? "" : value->text);
    mrs_buffer_clear(value);
}

/* --- Figures --- */

void mrs_xml_set_count(mrs_xml *xml, xmlNodePtr node, const char *name, long long value)
{
    char text[32];
    snprintf(text, sizeof text, "%lld", value);
    mrs_xml_set(xml, node, name, value < 0 ? "" : text);
}

/* Put together from integers, so that no locale has its say. */
void mrs_xml_set_number(mrs_xml *xml, xmlNodePtr node, const char *name, double value, int decimals)
{
    static const long long powers[] = {1, 10, 100, 1000, 10000, 100000};
    char text[64] = "";
    if (isfinite(value) && fabs(value) < 1e12) {
        long long scaled = llround(value * (double)powers[decimals]);
        long long whole = llabs(scaled) / powers[decimals];
        int length = snprintf(text, sizeof text, "%s%lld.%0*lld", scaled < 0 ? "-" : "", whole,
                              decimals, llabs(scaled) % powers[decimals]);
        while (text[length - 1] == '0') {
            length--;
        }
        text[text[length - 1] == '.' ? length - 1 : length] = '\0';
    }
    mrs_xml_set(xml, node, name, text);
}

void mrs_xml_set_point(mrs_xml *xml, xmlNodePtr node, const marsad_lonlat *at)
{
    mrs_xml_set_number(xml, node, "lon", at ? at->lon : NAN, 5);
    mrs_xml_set_number(xml, node, "lat", at ? at->lat : NAN, 5);
}
