/* A map as a Word document of its own: one picture and its caption, as Office Open XML (ECMA-376)
 * says, in the fewest parts that Word takes. */
#include <libxml/tree.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/map_facts.h"
#include "map/sheet.h"
#include "marsad/report.h"
#include "marsad/text.h"
#include "report/formats.h"
#include "report/package.h"
#include "report/xml.h"

/* A4 between margins of 2.5 cm, less room for a caption. */
static const double MOST_WIDTH_IN = 16 / 2.54;
static const double MOST_HEIGHT_IN = 22 / 2.54;
static const double EMU_PER_INCH = 914400; /* English Metric Units, in which drawings count */

/* Of the PNG beside an SVG; a large sheet has no more than these. */
enum { FALLBACK_DPI = 200, FALLBACK_SIDE_PX = 4000 };

/* --- The parts that are always the same --- */

#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define OFFICE   "http://schemas.openxmlformats.org/officeDocument/2006/"
#define PACKAGE  "http://schemas.openxmlformats.org/package/2006/"
#define DRAWING  "http://schemas.openxmlformats.org/drawingml/2006/"
#define WORD     "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define SVG_BLIP "http://schemas.microsoft.com/office/drawing/2016/SVG/main"

/* What says that a drawing's extension is an SVG. */
#define SVG_URI "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"

static const char CONTENT_TYPES[] =
    XML_HEAD "<Types xmlns=\"" PACKAGE "content-types\">"
             "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package."
             "relationships+xml\"/>"
             "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
             "<Default Extension=\"png\" ContentType=\"image/png\"/>"
             "<Default Extension=\"svg\" ContentType=\"image/svg+xml\"/>"
             "<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd."
             "openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>"
             "<Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd."
             "openxmlformats-officedocument.wordprocessingml.styles+xml\"/>"
             "<Override PartName=\"/docProps/app.xml\" ContentType=\"application/vnd."
             "openxmlformats-officedocument.extended-properties+xml\"/>"
             "</Types>\n";

#define RELATIONS_BEGIN XML_HEAD "<Relationships xmlns=\"" PACKAGE "relationships\">"
#define RELATION(id, type, target)                                                                 \
    "<Relationship Id=\"" id "\" Type=\"" OFFICE "relationships/" type "\" Target=\"" target "\"/" \
    ">"
#define RELATIONS_END "</Relationships>\n"

static const char PACKAGE_RELATIONS[] =
    RELATIONS_BEGIN RELATION("rId1", "officeDocument", "word/document.xml")
        RELATION("rId2", "extended-properties", "docProps/app.xml") RELATIONS_END;

static const char WORD_RELATIONS[] = RELATIONS_BEGIN RELATION("rId1", "styles", "styles.xml")
    RELATION("rId2", "image", "media/map.png") RELATIONS_END;

static const char WORD_RELATIONS_SVG[] = RELATIONS_BEGIN RELATION("rId1", "styles", "styles.xml")
    RELATION("rId2", "image", "media/map.png") RELATION("rId3", "image", "media/map.svg")
        RELATIONS_END;

/* Who wrote it: another program that writes it anew says its own name. */
#define MADE_BY "<Application>Marsad</Application>"
static const char APPLICATION[] =
    XML_HEAD "<Properties xmlns=\"" OFFICE "extended-properties\">" MADE_BY "</Properties>\n";

/* Word's own style for captions, by its name: a document that has it too keeps its own looks.
 * Arabic has no italics. */
static const char STYLES[] =
    XML_HEAD "<w:styles xmlns:w=\"" WORD "\">"
             "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\">"
             "<w:name w:val=\"Normal\"/><w:qFormat/></w:style>"
             "<w:style w:type=\"paragraph\" w:styleId=\"Caption\"><w:name w:val=\"caption\"/>"
             "<w:basedOn w:val=\"Normal\"/><w:next w:val=\"Normal\"/><w:uiPriority w:val=\"35\"/>"
             "<w:qFormat/><w:pPr><w:spacing w:before=\"60\" w:after=\"200\"/></w:pPr>"
             "<w:rPr><w:i/><w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/></w:rPr></w:style>"
             "</w:styles>\n";

/* --- The document --- */

typedef struct document {
    mrs_xml xml;
    const mrs_scene *scene;
    const char *file;   /* the map's, without its folders */
    char *title;        /* on one line */
    char *alternative;  /* and of what and when it is */
    long width, height; /* of the picture, EMU */
    bool has_svg, right_to_left;
} document;

/* Ends a list of arguments, as a pointer wherever NULL is a plain 0. */
#define END ((const char *)NULL)

/* A new element with these attributes: names and values in turn, to END. */
__attribute__((sentinel)) static xmlNodePtr add(document *d, xmlNodePtr parent, const char *name,
                                                ...)
{
    xmlNodePtr node = mrs_xml_add(&d->xml, parent, name);
    va_list rest;
    va_start(rest, name);
    for (const char *key = va_arg(rest, const char *); key; key = va_arg(rest, const char *)) {
        mrs_xml_set(&d->xml, node, key, va_arg(rest, const char *));
    }
    va_end(rest);
    return node;
}

static xmlNodePtr add_paragraph(document *d, xmlNodePtr body, const char *style)
{
    xmlNodePtr paragraph = add(d, body, "w:p", END);
    xmlNodePtr how = add(d, paragraph, "w:pPr", END);
    if (style) {
        add(d, how, "w:pStyle", "w:val", style, END);
    } else {
        add(d, how, "w:keepNext", END); /* with its caption */
    }
    if (d->right_to_left) {
        add(d, how, "w:bidi", END);
    }
    return add(d, paragraph, "w:r", END);
}

static void add_blip(document *d, xmlNodePtr fill)
{
    xmlNodePtr blip = add(d, fill, "a:blip", "r:embed", "rId2", END);
    if (d->has_svg) {
        xmlNodePtr list = add(d, blip, "a:extLst", END);
        xmlNodePtr extension = add(d, list, "a:ext", "uri", SVG_URI, END);
        add(d, extension, "asvg:svgBlip", "xmlns:asvg", SVG_BLIP, "r:embed", "rId3", END);
    }
    add(d, add(d, fill, "a:stretch", END), "a:fillRect", END);
}

static void add_shape(document *d, xmlNodePtr picture, const char *width, const char *height)
{
    xmlNodePtr shape = add(d, picture, "pic:spPr", END);
    xmlNodePtr place = add(d, shape, "a:xfrm", END);
    add(d, place, "a:off", "x", "0", "y", "0", END);
    add(d, place, "a:ext", "cx", width, "cy", height, END);
    add(d, add(d, shape, "a:prstGeom", "prst", "rect", END), "a:avLst", END);
}

static void add_picture(document *d, xmlNodePtr run)
{
    char width[24];
    char height[24];
    snprintf(width, sizeof width, "%ld", d->width);
    snprintf(height, sizeof height, "%ld", d->height);
    xmlNodePtr inside = add(d, add(d, run, "w:drawing", END), "wp:inline", "distT", "0", "distB",
                            "0", "distL", "0", "distR", "0", END);
    add(d, inside, "wp:extent", "cx", width, "cy", height, END);
    add(d, inside, "wp:docPr", "id", "1", "name", d->file, "descr", d->alternative, "title",
        d->title, END);
    add(d, add(d, inside, "wp:cNvGraphicFramePr", END), "a:graphicFrameLocks", "noChangeAspect",
        "1", END);
    xmlNodePtr data =
        add(d, add(d, inside, "a:graphic", END), "a:graphicData", "uri", DRAWING "picture", END);
    xmlNodePtr picture = add(d, data, "pic:pic", END);
    xmlNodePtr names = add(d, picture, "pic:nvPicPr", END);
    add(d, names, "pic:cNvPr", "id", "1", "name", d->file, "descr", d->alternative, END);
    add(d, names, "pic:cNvPicPr", END);
    add_blip(d, add(d, picture, "pic:blipFill", END));
    add_shape(d, picture, width, height);
}

static void add_caption(document *d, xmlNodePtr body)
{
    xmlNodePtr run = add_paragraph(d, body, "Caption");
    xmlNodePtr how = add(d, run, "w:rPr", END);
    if (d->right_to_left) {
        add(d, how, "w:rtl", END);
    }
    add(d, how, "w:lang", d->right_to_left ? "w:bidi" : "w:val", d->scene->language, END);
    mrs_xml_text(&d->xml, add(d, run, "w:t", END), d->title);
}

static void add_page(document *d, xmlNodePtr body)
{
    xmlNodePtr page = add(d, body, "w:sectPr", END);
    add(d, page, "w:pgSz", "w:w", "11906", "w:h", "16838", END);
    add(d, page, "w:pgMar", "w:top", "1417", "w:right", "1417", "w:bottom", "1417", "w:left",
        "1417", "w:header", "708", "w:footer", "708", "w:gutter", "0", END);
    if (d->right_to_left) {
        add(d, page, "w:bidi", END);
    }
}

/* The part word/document.xml, to be freed with xmlFree(); NULL if memory is out. */
static xmlChar *make_document(document *d, int *length)
{
    xmlChar *text = NULL;
    d->xml.doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNodePtr root =
        d->xml.doc ? xmlNewDocNode(d->xml.doc, NULL, BAD_CAST "w:document", NULL) : NULL;
    if (root) {
        xmlDocSetRootElement(d->xml.doc, root);
        mrs_xml_set(&d->xml, root, "xmlns:w", WORD);
        mrs_xml_set(&d->xml, root, "xmlns:r", OFFICE "relationships");
        mrs_xml_set(&d->xml, root, "xmlns:wp", DRAWING "wordprocessingDrawing");
        mrs_xml_set(&d->xml, root, "xmlns:a", DRAWING "main");
        mrs_xml_set(&d->xml, root, "xmlns:pic", DRAWING "picture");
        xmlNodePtr body = add(d, root, "w:body", END);
        add_picture(d, add_paragraph(d, body, END));
        if (d->title[0]) {
            add_caption(d, body);
        }
        add_page(d, body);
        d->xml.doc->standalone = 1;
        if (!d->xml.failed) {
            xmlDocDumpFormatMemoryEnc(d->xml.doc, &text, length, "UTF-8", 0);
        }
    }
    xmlFreeDoc(d->xml.doc);
    return text;
}

/* --- What it says --- */

/* "Fighting around Abu Qurayn. 20–27 January 2020 · incidents reported: 10 · on the map: 10." */
static char *alternative_text(const mrs_scene *scene, const char *title)
{
    mrs_buffer text = {0};
    mrs_buffer_addf(&text, "%s%s", title, title[0] ? ". " : "");
    mrs_buffer_add_bytes(&text, scene->description, strcspn(scene->description, "\n"));
    return mrs_buffer_take(&text);
}

static marsad_status open_document(document *d, const marsad_map *map, const char *map_path,
                                   marsad_error *error)
{
    const char *slash = strrchr(map_path, '/');
    d->scene = mrs_map_scene(map);
    d->file = slash ? slash + 1 : map_path;
    d->title = mrs_single_line(d->scene->title);
    d->alternative = d->title ? alternative_text(d->scene, d->title) : NULL;
    if (!d->alternative) {
        return mrs_fail_memory(error);
    }
    double width_in = d->scene->width / d->scene->px_per_inch;
    double height_in = d->scene->height / d->scene->px_per_inch;
    double scale = fmin(1, fmin(MOST_WIDTH_IN / width_in, MOST_HEIGHT_IN / height_in));
    d->width = lround(width_in * scale * EMU_PER_INCH);
    d->height = lround(height_in * scale * EMU_PER_INCH);
    d->right_to_left = marsad_text_script(d->title) == MARSAD_SCRIPT_ARABIC;
    return MARSAD_OK;
}

static void close_document(document *d)
{
    mrs_free(d->title);
    mrs_free(d->alternative);
}

/* --- The pictures --- */

typedef struct picture {
    char *bytes;
    size_t length;
} picture;

static int fallback_dpi(const mrs_scene *scene)
{
    double longer_in = fmax(scene->width, scene->height) / scene->px_per_inch;
    return (int)fmax(1, fmin(FALLBACK_DPI, FALLBACK_SIDE_PX / longer_in));
}

/* An SVG where `dpi` is 0. */
static marsad_status draw(const marsad_map *map, int dpi, picture *out, marsad_error *error)
{
    FILE *stream = open_memstream(&out->bytes, &out->length);
    if (!stream) {
        return mrs_fail_memory(error);
    }
    marsad_status status = dpi ? mrs_map_write_png(map, dpi, stream, error)
                               : mrs_map_write_outlines(map, stream, error);
    bool whole = fclose(stream) == 0;
    return status || whole ? status : mrs_fail_memory(error);
}

/* --- All of it --- */

static marsad_status write_parts(const document *d, const picture *png, const picture *svg,
                                 const char *path, marsad_error *error)
{
    document made = *d;
    int length = 0;
    xmlChar *text = make_document(&made, &length);
    if (!text) {
        return mrs_fail_memory(error);
    }
    const char *relations = d->has_svg ? WORD_RELATIONS_SVG : WORD_RELATIONS;
    const mrs_part parts[] = {
        {"[Content_Types].xml", CONTENT_TYPES, sizeof CONTENT_TYPES - 1},
        {"_rels/.rels", PACKAGE_RELATIONS, sizeof PACKAGE_RELATIONS - 1},
        {"docProps/app.xml", APPLICATION, sizeof APPLICATION - 1},
        {"word/document.xml", (const char *)text, (size_t)length},
        {"word/_rels/document.xml.rels", relations, strlen(relations)},
        {"word/styles.xml", STYLES, sizeof STYLES - 1},
        {"word/media/map.png", png->bytes, png->length},
        {"word/media/map.svg", svg->bytes, svg->length},
    };
    size_t count = sizeof parts / sizeof *parts - (d->has_svg ? 0 : 1);
    marsad_status status = mrs_package_write(parts, count, path, error);
    xmlFree(text);
    return status;
}

static bool ends_in(const char *path, const char *ending)
{
    const char *dot = strrchr(path, '.');
    return dot && strcasecmp(dot, ending) == 0;
}

static marsad_status check_picture(const char *map_path, marsad_error *error)
{
    return ends_in(map_path, ".svg") || ends_in(map_path, ".png")
               ? MARSAD_OK
               : mrs_fail(error, MARSAD_ERR_USAGE,
                          "Word shows SVG or PNG, not \"%.200s\": draw the map as an .svg",
                          map_path);
}

/* A document that somebody works in is not lost for a map of the same name. */
static marsad_status check_free(const char *path, marsad_error *error)
{
    return access(path, F_OK) != 0 || mrs_package_says(path, "docProps/app.xml", MADE_BY)
               ? MARSAD_OK
               : mrs_fail(error, MARSAD_ERR_USAGE,
                          "\"%.200s\" is there already, and is not as marsad wrote it: move it, or "
                          "give the map another name",
                          path);
}

marsad_status marsad_report_docx_path(const char *map_path, char **out, marsad_error *error)
{
    *out = NULL;
    marsad_status status = check_picture(map_path, error);
    if (status) {
        return status;
    }
    mrs_buffer path = {0};
    mrs_buffer_add_bytes(&path, map_path, (size_t)(strrchr(map_path, '.') - map_path));
    mrs_buffer_add(&path, ".docx");
    char *name = mrs_buffer_take(&path);
    status = name ? check_free(name, error) : mrs_fail_memory(error);
    if (status) {
        mrs_free(name);
        return status;
    }
    *out = name;
    return MARSAD_OK;
}

marsad_status marsad_report_docx(const marsad_map *map, const char *map_path, const char *path,
                                 marsad_error *error)
{
    document d = {.has_svg = ends_in(map_path, ".svg")};
    picture png = {0};
    picture svg = {0};
    marsad_status status = check_picture(map_path, error);
    status = status ? status : check_free(path, error);
    status = status ? status : open_document(&d, map, map_path, error);
    if (!status) {
        status = draw(map, d.has_svg ? fallback_dpi(d.scene) : d.scene->dpi, &png, error);
    }
    if (!status && d.has_svg) {
        status = draw(map, 0, &svg, error);
    }
    status = status ? status : write_parts(&d, &png, &svg, path, error);
    close_document(&d);
    free(png.bytes);
    free(svg.bytes);
    return status;
}
