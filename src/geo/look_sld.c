/* A look as Symbology Encoding 1.1 has it, in an SLD: lengths are pixels of 0.28 mm. */
#include <string.h>

#include "geo/look.h"
#include "geo/look_xml.h"

static void add_parameter(xmlNodePtr parent, const char *name, const char *value)
{
    xmlNodePtr node = mrs_look_text_node(parent, "se:SvgParameter", value);
    if (node) {
        xmlNewProp(node, BAD_CAST "name", BAD_CAST name);
    }
}

static void add_fill(xmlNodePtr parent, const char *color, const char *opacity)
{
    xmlNodePtr fill = mrs_look_node(parent, "se:Fill", NULL);
    add_parameter(fill, "fill", color);
    if (opacity) {
        add_parameter(fill, "fill-opacity", opacity);
    }
}

static void add_stroke(xmlNodePtr parent, const char *color, const char *width)
{
    xmlNodePtr stroke = mrs_look_node(parent, "se:Stroke", NULL);
    add_parameter(stroke, "stroke", color);
    add_parameter(stroke, "stroke-width", width);
    add_parameter(stroke, "stroke-linejoin", "round");
}

static void add_disc(xmlNodePtr rule, const mrs_look_class *look)
{
    xmlNodePtr symbol = mrs_look_node(rule, "se:PointSymbolizer", NULL);
    xmlNodePtr graphic = mrs_look_node(symbol, "se:Graphic", NULL);
    xmlNodePtr mark = mrs_look_node(graphic, "se:Mark", NULL);
    mrs_look_text_node(mark, "se:WellKnownName", "circle");
    add_fill(mark, look->color, NULL);
    add_stroke(mark, MRS_LOOK_HALO, "1.4");
    mrs_look_text_node(graphic, "se:Size", "11.4");
}

/* A positive offset is to the left. */
static void add_line(xmlNodePtr rule, const char *color, const char *width, const char *offset)
{
    xmlNodePtr symbol = mrs_look_node(rule, "se:LineSymbolizer", NULL);
    add_stroke(symbol, color, width);
    if (offset) {
        mrs_look_text_node(symbol, "se:PerpendicularOffset", offset);
    }
}

static void add_front(xmlNodePtr rule, const mrs_look_class *look)
{
    add_line(rule, look->color, "3.6", "2.9");
    add_line(rule, look->right_color ? look->right_color : look->color, "3.6", "-2.9");
    add_line(rule, MRS_LOOK_INK, "2.1", NULL);
}

static void add_tint(xmlNodePtr rule, const mrs_look_class *look)
{
    xmlNodePtr symbol = mrs_look_node(rule, "se:PolygonSymbolizer", NULL);
    add_fill(symbol, look->color, "0.25");
    add_stroke(symbol, look->color, "1.1");
}

static void add_condition(xmlNodePtr parent, const char *column, const char *value)
{
    xmlNodePtr same =
        mrs_look_node(parent, value ? "ogc:PropertyIsEqualTo" : "ogc:PropertyIsNull", NULL);
    mrs_look_text_node(same, "ogc:PropertyName", column);
    if (value) {
        mrs_look_text_node(same, "ogc:Literal", value);
    }
}

static void add_filter(xmlNodePtr rule, const mrs_look *look, const mrs_look_class *class)
{
    if (!look->column) {
        return;
    }
    if (!class->value) {
        mrs_look_node(rule, "se:ElseFilter", NULL);
        return;
    }
    xmlNodePtr filter = mrs_look_node(rule, "ogc:Filter", NULL);
    xmlNodePtr all = look->second ? mrs_look_node(filter, "ogc:And", NULL) : filter;
    add_condition(all, look->column, class->value[0] || !look->second ? class->value : NULL);
    if (look->second) {
        add_condition(all, look->second, class->right && class->right[0] ? class->right : NULL);
    }
}

static void add_rule(xmlNodePtr style, const mrs_look *look, const mrs_look_class *class)
{
    static void (*const add[])(xmlNodePtr, const mrs_look_class *) = {add_disc, add_front,
                                                                      add_tint};
    xmlNodePtr rule = mrs_look_node(style, "se:Rule", NULL);
    mrs_look_text_node(rule, "se:Name", class->label);
    add_filter(rule, look, class);
    add[look->kind](rule, class);
}

static void add_text(xmlNodePtr style, const mrs_look *look)
{
    xmlNodePtr rule = mrs_look_node(style, "se:Rule", NULL);
    mrs_look_text_node(rule, "se:MaxScaleDenominator", MRS_LOOK_LABEL_SCALE);
    xmlNodePtr symbol = mrs_look_node(rule, "se:TextSymbolizer", NULL);
    xmlNodePtr label = mrs_look_node(symbol, "se:Label", NULL);
    mrs_look_text_node(label, "ogc:PropertyName", look->text);
    xmlNodePtr font = mrs_look_node(symbol, "se:Font", NULL);
    add_parameter(font, "font-family", "Noto Sans");
    add_parameter(font, "font-size", "10");
    if (look->kind == MRS_LOOK_POINTS) {
        xmlNodePtr placement = mrs_look_node(symbol, "se:LabelPlacement", NULL);
        xmlNodePtr point = mrs_look_node(placement, "se:PointPlacement", NULL);
        xmlNodePtr anchor = mrs_look_node(point, "se:AnchorPoint", NULL);
        mrs_look_text_node(anchor, "se:AnchorPointX", "0");
        mrs_look_text_node(anchor, "se:AnchorPointY", "0.5");
        xmlNodePtr away = mrs_look_node(point, "se:Displacement", NULL);
        mrs_look_text_node(away, "se:DisplacementX", "9");
        mrs_look_text_node(away, "se:DisplacementY", "0");
    }
    xmlNodePtr halo = mrs_look_node(symbol, "se:Halo", NULL);
    mrs_look_text_node(halo, "se:Radius", "2.5");
    add_fill(halo, MRS_LOOK_HALO, "0.9");
    add_fill(symbol, MRS_LOOK_INK, NULL);
}

void mrs_look_sld(const mrs_look *look, const char *layer, mrs_buffer *out)
{
    xmlDocPtr document = xmlNewDoc(BAD_CAST "1.0");
    xmlNodePtr root = document ? xmlNewNode(NULL, BAD_CAST "StyledLayerDescriptor") : NULL;
    if (!root) {
        xmlFreeDoc(document);
        out->failed = true;
        return;
    }
    xmlDocSetRootElement(document, root);
    xmlNewNs(root, BAD_CAST "http://www.opengis.net/sld", NULL);
    xmlNewNs(root, BAD_CAST "http://www.opengis.net/se", BAD_CAST "se");
    xmlNewNs(root, BAD_CAST "http://www.opengis.net/ogc", BAD_CAST "ogc");
    xmlNewProp(root, BAD_CAST "version", BAD_CAST "1.1.0");
    xmlNodePtr named = mrs_look_node(root, "NamedLayer", NULL);
    mrs_look_text_node(named, "se:Name", layer);
    xmlNodePtr user = mrs_look_node(named, "UserStyle", NULL);
    mrs_look_text_node(user, "se:Name", look->name);
    xmlNodePtr style = mrs_look_node(user, "se:FeatureTypeStyle", NULL);
    for (size_t i = 0; i < look->class_count; i++) {
        add_rule(style, look, &look->classes[i]);
    }
    if (look->text) { /* in a style of its own: the other's last rule is for what is left over */
        add_text(mrs_look_node(user, "se:FeatureTypeStyle", NULL), look);
    }
    mrs_look_finish(document, out);
}
