/* geo/look: the styles that GeoPackages carry, and which layers have which. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include "base/memory.h"
#include "events/look.h"
#include "folder.h"
#include "geo/look.h"
#include "geo/vector.h"
#include "geo/vector_write.h"
#include "scratch.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const mrs_look_class sides[] = {
    {.value = "GNA \"<&'",
     .right = "الجيش",
     .label = "a",
     .color = "#00664b",
     .right_color = "#8f2f68"},
    {.value = "", .right = "LNA", .label = "b", .color = "#1f6fa3", .right_color = "#8a5a00"},
    {.label = "rest", .color = "#5c656e"}};

static mrs_look look_of(mrs_look_kind kind)
{
    return (mrs_look){.name = "s",
                      .description = "d",
                      .kind = kind,
                      .column = "left",
                      .second = "right",
                      .classes = sides,
                      .class_count = COUNT(sides),
                      .text = "name"};
}

/* What an XPath gives of the XML, as a text. */
static void expect_xpath(const char *xml, const char *path, const char *expected)
{
    xmlDocPtr document =
        xmlReadMemory(xml, (int)strlen(xml), "look", NULL, XML_PARSE_NONET | XML_PARSE_NOERROR);
    assert_non_null(document);
    xmlXPathContextPtr context = xmlXPathNewContext(document);
    xmlXPathRegisterNs(context, BAD_CAST "se", BAD_CAST "http://www.opengis.net/se");
    xmlXPathRegisterNs(context, BAD_CAST "ogc", BAD_CAST "http://www.opengis.net/ogc");
    xmlXPathRegisterNs(context, BAD_CAST "sld", BAD_CAST "http://www.opengis.net/sld");
    xmlXPathObjectPtr found = xmlXPathEval(BAD_CAST path, context);
    assert_non_null(found);
    xmlChar *text = xmlXPathCastToString(found);
    if (strcmp((const char *)text, expected) != 0) {
        fail_msg("%s gives \"%s\" and not \"%s\" in\n%s", path, text, expected, xml);
    }
    xmlFree(text);
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    xmlFreeDoc(document);
}

static void qml_has_classes_symbols_and_labels(void **state)
{
    (void)state;
    static const struct {
        const char *type, *layer, *layers, *geometry;
    } kinds[] = {{"marker", "SimpleMarker", "1", "0"},
                 {"line", "SimpleLine", "3", "1"},
                 {"fill", "SimpleFill", "1", "2"}};
    for (int i = 0; i < 3; i++) {
        mrs_look look = look_of((mrs_look_kind)i);
        mrs_buffer xml = {0};
        mrs_look_qml(&look, &xml);
        assert_false(xml.failed);
        expect_xpath(xml.text, "string(/qgis/renderer-v2/@type)", "categorizedSymbol");
        expect_xpath(xml.text, "string(//renderer-v2/@attr)",
                     "coalesce(\"left\", '') || ' / ' || coalesce(\"right\", '')");
        expect_xpath(xml.text, "string(//category[1]/@value)", "GNA \"<&' / الجيش");
        expect_xpath(xml.text, "string(//category[2]/@value)", " / LNA");
        expect_xpath(xml.text, "string(//category[3]/@value)", "");
        expect_xpath(xml.text, "count(//symbol)", "3");
        expect_xpath(xml.text, "string(//symbol[@name = '2']/@type)", kinds[i].type);
        expect_xpath(xml.text, "string(//symbol[1]/layer/@class)", kinds[i].layer);
        expect_xpath(xml.text, "count(//symbol[1]/layer)", kinds[i].layers);
        expect_xpath(xml.text, "string(//text-style/@fieldName)", "name");
        expect_xpath(xml.text, "string(//text-buffer/@bufferDraw)", "1");
        expect_xpath(xml.text, "string(//layerGeometryType)", kinds[i].geometry);
        expect_xpath(xml.text,
                     "count(//symbol[1]/layer[1]/prop) = "
                     "count(//symbol[1]/layer[1]/Option/Option)",
                     "true");
        mrs_buffer_clear(&xml);
    }
}

/* The left side's color lies to the left, which QGIS and SLDs count with opposite signs. */
static void sides_have_their_colors(void **state)
{
    (void)state;
    mrs_look look = look_of(MRS_LOOK_LINES);
    mrs_buffer xml = {0};
    mrs_look_qml(&look, &xml);
    expect_xpath(xml.text,
                 "string(//symbol[1]/layer[Option/Option[@name = 'offset' and @value < 0]]"
                 "/prop[@k = 'line_color']/@v)",
                 "0,102,75,255");
    expect_xpath(xml.text,
                 "string(//symbol[1]/layer[Option/Option[@name = 'offset' and @value > 0]]"
                 "/prop[@k = 'line_color']/@v)",
                 "143,47,104,255");
    mrs_buffer_clear(&xml);
    mrs_look_sld(&look, "front", &xml);
    expect_xpath(xml.text,
                 "string(//se:Rule[1]/se:LineSymbolizer[se:PerpendicularOffset > 0]//"
                 "se:SvgParameter[@name = 'stroke'])",
                 "#00664b");
    mrs_buffer_clear(&xml);
}

static void slds_have_rules(void **state)
{
    (void)state;
    mrs_look look = look_of(MRS_LOOK_AREAS);
    mrs_buffer xml = {0};
    mrs_look_sld(&look, "control", &xml);
    expect_xpath(xml.text, "string(/sld:StyledLayerDescriptor/@version)", "1.1.0");
    expect_xpath(xml.text, "string(//sld:NamedLayer/se:Name)", "control");
    expect_xpath(xml.text, "count(//se:Rule)", "4");
    expect_xpath(xml.text, "string(//se:Rule[1]//ogc:And/ogc:PropertyIsEqualTo[1]/ogc:Literal)",
                 "GNA \"<&'");
    expect_xpath(xml.text, "string(//se:Rule[2]//ogc:PropertyIsNull/ogc:PropertyName)", "left");
    expect_xpath(xml.text, "count(//se:Rule[3]/se:ElseFilter)", "1");
    expect_xpath(xml.text, "string(//se:TextSymbolizer/se:Label/ogc:PropertyName)", "name");
    mrs_buffer_clear(&xml);
}

static void a_look_may_have_one_class(void **state)
{
    (void)state;
    const mrs_look look = {.name = "s",
                           .description = "",
                           .kind = MRS_LOOK_POINTS,
                           .classes = sides,
                           .class_count = 1};
    mrs_buffer xml = {0};
    mrs_look_qml(&look, &xml);
    expect_xpath(xml.text, "string(//renderer-v2/@type)", "singleSymbol");
    expect_xpath(xml.text, "string(/qgis/@labelsEnabled)", "0");
    expect_xpath(xml.text, "count(//labeling)", "0");
    mrs_buffer_clear(&xml);
    mrs_look_sld(&look, "x", &xml);
    expect_xpath(xml.text, "count(//ogc:Filter) + count(//se:ElseFilter)", "0");
    mrs_buffer_clear(&xml);
}

static void incidents_are_told_apart_by_their_types(void **state)
{
    (void)state;
    static const mrs_field ours[] = {{"place_name", MRS_CELL_TEXT, 0}, {"Type", MRS_CELL_TEXT, 0}};
    static const mrs_field acled[] = {{"event_type", MRS_CELL_TEXT, 0}};
    static const mrs_field none[] = {{"location", MRS_CELL_TEXT, 0}};
    mrs_events_look look;
    mrs_events_look_of(ours, 2, &look);
    assert_string_equal(look.look.column, "Type");
    assert_string_equal(look.look.text, "place_name");
    assert_int_equal(look.look.class_count, MARSAD_TYPE_COUNT);
    assert_string_equal(look.look.classes[MARSAD_TYPE_SHELLING].value, "shelling");
    assert_null(look.look.classes[MARSAD_TYPE_COUNT - 1].value);
    mrs_events_look_of(acled, 1, &look);
    assert_string_equal(look.look.column, "event_type");
    assert_string_equal(look.look.classes[0].value, "Battles");
    assert_null(look.look.text);
    mrs_events_look_of(none, 1, &look);
    assert_null(look.look.column);
    assert_int_equal(look.look.class_count, 1);
}

static marsad_status write_looked(const char *path, size_t count, bool large)
{
    static const mrs_field fields[] = {{"type", MRS_CELL_TEXT, 0}};
    static const size_t end = 1;
    const mrs_cell cell = {.text = "clash"};
    const marsad_lonlat at = {15, 31};
    mrs_events_look look;
    mrs_events_look_of(fields, 1, &look);
    const mrs_writer_plan plan = {.layer = "events",
                                  .shape = MRS_WRITE_POINT,
                                  .fields = fields,
                                  .field_count = 1,
                                  .large = large,
                                  .look = &look.look};
    mrs_writer *writer;
    marsad_status status = mrs_writer_begin(path, &plan, &writer, NULL);
    for (size_t i = 0; !status && i < count; i++) {
        status = mrs_writer_add(writer, &cell, &at, &end, 1, NULL);
        if (status) {
            mrs_writer_abandon(writer);
        }
    }
    return status ? status : mrs_writer_commit(writer, NULL);
}

/* The table of styles is no layer of ours, also where the layer is empty. */
static void styles_are_no_layer(void **state)
{
    (void)state;
    const char *path = scratch_path("a.gpkg");
    for (size_t count = 0; count < 3; count++) {
        assert_int_equal(write_looked(path, count, count == 2), MARSAD_OK);
        mrs_vector *vector;
        marsad_error error = {0};
        if (mrs_vector_open(path, MRS_VECTOR_ANY, NULL, &vector, &error)) {
            fail_msg("%s", error.message);
        }
        assert_int_equal(mrs_vector_column_count(vector), 1);
        assert_string_equal(mrs_vector_column_name(vector, 0), "type");
        bool more = true;
        for (size_t i = 0; i <= count; i++) {
            assert_int_equal(mrs_vector_next(vector, &more, NULL), MARSAD_OK);
            assert_int_equal(more, i < count);
        }
        mrs_vector_close(vector);
        assert_int_equal(folder_files(scratch_folder, true), 1);
    }
}

static void other_formats_have_no_look(void **state)
{
    (void)state;
    static const char *const names[] = {"a.geojson", "a.fgb", "a.csv", "a.kml"};
    for (size_t i = 0; i < COUNT(names); i++) {
        assert_int_equal(write_looked(scratch_path(names[i]), 1, false), MARSAD_OK);
        assert_int_equal(folder_files(scratch_folder, true), 1);
    }
}

static void memory_may_run_out(void **state)
{
    (void)state;
    marsad_status status = MARSAD_ERR_MEMORY;
    for (long nth = 1; status && nth < 300; nth++) {
        mrs_alloc_fail_at(nth);
        status = write_looked(scratch_path("a.gpkg"), 1, false);
        mrs_alloc_fail_at(0);
        assert_true(!status || status == MARSAD_ERR_MEMORY);
        assert_int_equal(folder_files(scratch_folder, true), !status);
    }
    assert_int_equal(status, MARSAD_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(qml_has_classes_symbols_and_labels),
        cmocka_unit_test(sides_have_their_colors),
        cmocka_unit_test(slds_have_rules),
        cmocka_unit_test(a_look_may_have_one_class),
        cmocka_unit_test(incidents_are_told_apart_by_their_types),
        cmocka_unit_test(styles_are_no_layer),
        cmocka_unit_test(other_formats_have_no_look),
        cmocka_unit_test(memory_may_run_out),
    };
    int failed = cmocka_run_group_tests_name("look", tests, scratch_make, scratch_remove);
    xmlCleanupParser();
    return failed;
}
