/* A look as QGIS 3 has it. Each property of a symbol is written twice, as releases before 3.26 and
 * as later ones read it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "geo/look.h"
#include "geo/look_xml.h"

enum { COLOR = 24 };

/* "213,94,0,255" of "#d55e00". */
static const char *rgba(char out[COLOR], const char *color, int alpha)
{
    unsigned long value = strtoul(color + 1, NULL, 16);
    snprintf(out, COLOR, "%lu,%lu,%lu,%d", value >> 16 & 0xFF, value >> 8 & 0xFF, value & 0xFF,
             alpha);
    return out;
}

/* ---- symbols -------------------------------------------------------------------------------- */

static void add_symbol_layer(xmlNodePtr symbol, const char *class_name,
                             const char *const *properties)
{
    xmlNodePtr layer = mrs_look_node(
        symbol, "layer",
        MRS_ATTRIBUTES("class", class_name, "enabled", "1", "locked", "0", "pass", "0"));
    xmlNodePtr map = mrs_look_node(layer, "Option", MRS_ATTRIBUTES("type", "Map"));
    for (size_t i = 0; properties[i]; i += 2) {
        mrs_look_node(
            map, "Option",
            MRS_ATTRIBUTES("name", properties[i], "type", "QString", "value", properties[i + 1]));
    }
    for (size_t i = 0; properties[i]; i += 2) {
        mrs_look_node(layer, "prop", MRS_ATTRIBUTES("k", properties[i], "v", properties[i + 1]));
    }
}

static void add_disc(xmlNodePtr symbol, const mrs_look_class *look)
{
    char fill[COLOR];
    char edge[COLOR];
    add_symbol_layer(symbol, "SimpleMarker",
                     MRS_ATTRIBUTES("name", "circle", "color", rgba(fill, look->color, 255),
                                    "outline_color", rgba(edge, MRS_LOOK_HALO, 255),
                                    "outline_style", "solid", "outline_width", "0.4",
                                    "outline_width_unit", "MM", "size", "3.2", "size_unit", "MM",
                                    "angle", "0", "offset", "0,0", "scale_method", "diameter"));
}

static void add_stroke(xmlNodePtr symbol, const char *color, const char *width, const char *offset)
{
    char stroke[COLOR];
    add_symbol_layer(symbol, "SimpleLine",
                     MRS_ATTRIBUTES("line_color", rgba(stroke, color, 255), "line_style", "solid",
                                    "line_width", width, "line_width_unit", "MM", "offset", offset,
                                    "offset_unit", "MM", "capstyle", "flat", "joinstyle", "round"));
}

/* A positive offset is to the right here, other than in an SLD. */
static void add_front(xmlNodePtr symbol, const mrs_look_class *look)
{
    add_stroke(symbol, look->color, "1", "-0.8");
    add_stroke(symbol, look->right_color ? look->right_color : look->color, "1", "0.8");
    add_stroke(symbol, MRS_LOOK_INK, "0.6", "0");
}

static void add_tint(xmlNodePtr symbol, const mrs_look_class *look)
{
    char fill[COLOR];
    char edge[COLOR];
    add_symbol_layer(symbol, "SimpleFill",
                     MRS_ATTRIBUTES("color", rgba(fill, look->color, 64), "style", "solid",
                                    "outline_color", rgba(edge, look->color, 255), "outline_style",
                                    "solid", "outline_width", "0.3", "outline_width_unit", "MM",
                                    "joinstyle", "round"));
}

static void add_symbol(xmlNodePtr symbols, const mrs_look *look, size_t index)
{
    static const char *const types[] = {"marker", "line", "fill"};
    static void (*const add[])(xmlNodePtr, const mrs_look_class *) = {add_disc, add_front,
                                                                      add_tint};
    char name[24];
    snprintf(name, sizeof name, "%zu", index);
    xmlNodePtr symbol =
        mrs_look_node(symbols, "symbol",
                      MRS_ATTRIBUTES("name", name, "type", types[look->kind], "alpha", "1",
                                     "clip_to_extent", "1", "force_rhr", "0"));
    add[look->kind](symbol, &look->classes[index]);
}

/* ---- classes -------------------------------------------------------------------------------- */

/* What tells the classes apart: a column, or an expression of two. */
static void add_expression(mrs_buffer *out, const mrs_look *look)
{
    if (look->second) {
        mrs_buffer_addf(out, "coalesce(\"%s\", '') || ' / ' || coalesce(\"%s\", '')", look->column,
                        look->second);
    } else {
        mrs_buffer_add(out, look->column ? look->column : "");
    }
}

static void add_category(xmlNodePtr categories, const mrs_look *look, size_t index)
{
    const mrs_look_class *class = &look->classes[index];
    char symbol[24];
    mrs_buffer value = {0};
    snprintf(symbol, sizeof symbol, "%zu", index);
    mrs_buffer_add(&value, class->value ? class->value : "");
    if (class->value && look->second) {
        mrs_buffer_addf(&value, " / %s", class->right ? class->right : "");
    }
    mrs_look_node(categories, "category",
                  MRS_ATTRIBUTES("value", value.text ? value.text : "", "type", "string", "symbol",
                                 symbol, "label", class->label, "render", "true"));
    mrs_buffer_clear(&value);
}

static void add_renderer(xmlNodePtr root, const mrs_look *look)
{
    mrs_buffer expression = {0};
    add_expression(&expression, look);
    xmlNodePtr renderer =
        look->column
            ? mrs_look_node(root, "renderer-v2",
                            MRS_ATTRIBUTES("type", "categorizedSymbol", "attr",
                                           expression.text ? expression.text : "", "symbollevels",
                                           "0", "forceraster", "0", "enableorderby", "0"))
            : mrs_look_node(root, "renderer-v2",
                            MRS_ATTRIBUTES("type", "singleSymbol", "symbollevels", "0",
                                           "forceraster", "0", "enableorderby", "0"));
    mrs_buffer_clear(&expression);
    xmlNodePtr categories = look->column ? mrs_look_node(renderer, "categories", NULL) : NULL;
    for (size_t i = 0; look->column && i < look->class_count; i++) {
        add_category(categories, look, i);
    }
    xmlNodePtr symbols = mrs_look_node(renderer, "symbols", NULL);
    for (size_t i = 0; i < look->class_count; i++) {
        add_symbol(symbols, look, i);
    }
}

/* ---- labels --------------------------------------------------------------------------------- */

static void add_text_style(xmlNodePtr settings, const mrs_look *look)
{
    char ink[COLOR];
    char halo[COLOR];
    xmlNodePtr style = mrs_look_node(
        settings, "text-style",
        MRS_ATTRIBUTES("fieldName", look->text, "isExpression", "0", "fontFamily", "Noto Sans",
                       "fontSize", "8", "fontSizeUnit", "Point", "fontWeight", "50", "textColor",
                       rgba(ink, MRS_LOOK_INK, 255), "textOpacity", "1", "multilineHeight", "1"));
    mrs_look_node(style, "text-buffer",
                  MRS_ATTRIBUTES("bufferDraw", "1", "bufferSize", "0.8", "bufferSizeUnits", "MM",
                                 "bufferColor", rgba(halo, MRS_LOOK_HALO, 255), "bufferOpacity",
                                 "0.9", "bufferJoinStyle", "128", "bufferNoFill", "0"));
}

/* Around a point where there is room, along a line, within an area. */
static void add_labels(xmlNodePtr root, const mrs_look *look)
{
    static const char *const placements[] = {"6", "2", "0"};
    xmlNodePtr labeling = mrs_look_node(root, "labeling", MRS_ATTRIBUTES("type", "simple"));
    xmlNodePtr settings = mrs_look_node(labeling, "settings", NULL);
    add_text_style(settings, look);
    mrs_look_node(settings, "placement",
                  MRS_ATTRIBUTES("placement", placements[look->kind], "dist", "1", "distUnits",
                                 "MM", "offsetType", "1", "predefinedPositionOrder",
                                 "R,L,TR,BR,TL,BL,TSR,BSR", "priority", "5"));
    mrs_look_node(settings, "rendering",
                  MRS_ATTRIBUTES("drawLabels", "1", "scaleVisibility", "1", "scaleMin", "1",
                                 "scaleMax", MRS_LOOK_LABEL_SCALE, "obstacle", "1", "displayAll",
                                 "0", "mergeLines", "0", "upsidedownLabels", "0"));
}

void mrs_look_qml(const mrs_look *look, mrs_buffer *out)
{
    static const char *const kinds[] = {"0", "1", "2"};
    xmlDocPtr document = xmlNewDoc(BAD_CAST "1.0");
    xmlNodePtr root = document ? xmlNewNode(NULL, BAD_CAST "qgis") : NULL;
    if (!root) {
        xmlFreeDoc(document);
        out->failed = true;
        return;
    }
    xmlCreateIntSubset(document, BAD_CAST "qgis", BAD_CAST "http://mrcc.com/qgis.dtd",
                       BAD_CAST "SYSTEM");
    xmlDocSetRootElement(document, root);
    xmlNewProp(root, BAD_CAST "version", BAD_CAST "3.22.0");
    xmlNewProp(root, BAD_CAST "styleCategories", BAD_CAST "Symbology|Labeling");
    xmlNewProp(root, BAD_CAST "labelsEnabled", BAD_CAST(look->text ? "1" : "0"));
    add_renderer(root, look);
    if (look->text) {
        add_labels(root, look);
    }
    mrs_look_text_node(root, "layerGeometryType", kinds[look->kind]);
    mrs_look_finish(document, out);
}
