/* report/: stylesheets of the user's: what they are given, and what they are kept from. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <libxml/parser.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "data_folder.h"
#include "report/template.h"
#include "scratch.h"

#define HEAD                                                                                       \
    "<xsl:stylesheet version=\"1.0\" xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\" "          \
    "xmlns:exsl=\"http://exslt.org/common\" xmlns:str=\"http://exslt.org/strings\" "               \
    "extension-element-prefixes=\"exsl str\">"
#define FOOT          "</xsl:stylesheet>"
#define ROOT(content) "<xsl:template match=\"/\">" content "</xsl:template>"
#define TEXT          "<xsl:output method=\"text\"/>"

static const char DOCUMENT[] =
    "<report><title>A &amp; B</title><map><svg xmlns=\"http://www.w3.org/2000/svg\" "
    "viewBox=\"0 0 1 1\"><linearGradient id=\"g\"/><path d=\"M0 0\"/></svg></map></report>";

static marsad_status run_in(const char *path, const char *styles, char **out, marsad_error *error)
{
    mrs_buffer text = {0};
    mrs_template template = {.path = path, .styles = styles, .picture = "the-map.svg"};
    xmlDocPtr document = xmlReadMemory(DOCUMENT, (int)strlen(DOCUMENT), NULL, NULL, 0);
    marsad_status status = mrs_template_run(&template, document, &text, error);
    *out = mrs_buffer_take(&text);
    xmlFreeDoc(document);
    return status;
}

/* What a stylesheet given as text makes of the document; its file is removed. */
static marsad_status run_text(const char *sheet, char **out, marsad_error *error)
{
    const char *path = scratch_text("sheet.xsl", sheet);
    marsad_status status = run_in(path, data_path("styles"), out, error);
    assert_int_equal(unlink(path), 0);
    return status;
}

static void expect(const char *sheet, const char *expected)
{
    char *out;
    marsad_error error = {0};
    if (run_text(sheet, &out, &error)) {
        fail_msg("%s", error.message);
    }
    assert_string_equal(out, expected);
    mrs_free(out);
}

/* --- What it makes --- */

static void results_are_written_as_the_stylesheet_says(void **state)
{
    (void)state;
    expect(HEAD TEXT ROOT("<xsl:value-of select=\"/report/title\"/>") FOOT, "A & B");
    expect(HEAD "<xsl:output method=\"xml\" omit-xml-declaration=\"yes\"/>" ROOT(
               "<a><xsl:value-of select=\"/report/title\"/></a>") FOOT,
           "<a>A &amp; B</a>\n");
    expect(HEAD TEXT ROOT("<xsl:for-each select=\"str:tokenize('a b')\">"
                          "[<xsl:value-of select=\".\"/>]</xsl:for-each>") FOOT,
           "[a][b]");
    expect(HEAD TEXT ROOT("") FOOT, "");
}

/* HTML's own doctype, elements without ends, raw scripts, and an SVG as it was. */
static void pages_are_of_today(void **state)
{
    (void)state;
    expect(HEAD "<xsl:output method=\"html\" indent=\"no\"/>" ROOT(
               "<html><head><meta charset=\"utf-8\"/><script>a &lt; b &amp;&amp; c</script></head>"
               "<body><br/><p title=\"&lt;&amp;&quot;\">&lt;</p><i></i>"
               "<xsl:copy-of select=\"/report/map/*\"/></body></html>") FOOT,
           "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><script>a < b && c</script></head>"
           "<body><br><p title='&lt;&amp;\"'>&lt;</p><i></i>"
           "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\">"
           "<linearGradient id=\"g\"></linearGradient><path d=\"M0 0\"></path></svg>"
           "</body></html>\n");
}

#define SAY_PARAMS                                                                                 \
    HEAD TEXT "<xsl:param name=\"css\"/><xsl:param name=\"js\"/><xsl:param name=\"css-sha256\"/>"  \
              "<xsl:param name=\"js-sha256\"/><xsl:param name=\"map\"/>" ROOT(                     \
                  "<xsl:value-of select=\"concat($css, '|', $js, '|', $css-sha256, '|', "          \
                  "$js-sha256, '|', $map)\"/>") FOOT

/* The digest is what `printf … | openssl dgst -sha256 -binary | base64` says. */
static void parameters_are_texts_beside_it(void **state)
{
    (void)state;
    char *out;
    const char *sheet = scratch_text("sheet.xsl", SAY_PARAMS);
    const char *css = scratch_text("report.css", "a::after { content: \"'\" }");
    assert_int_equal(run_in(sheet, "/nowhere", &out, NULL), MARSAD_OK);
    assert_string_equal(out, "a::after { content: \"'\" }||"
                             "2HRAW0TJjwE4e5C9woq3l9Uhl1dCQDrJh+dt0+obejQ=||the-map.svg");
    mrs_free(out);
    assert_int_equal(unlink(css), 0);
    assert_int_equal(unlink(sheet), 0);
    assert_int_equal(run_text(SAY_PARAMS, &out, NULL), MARSAD_OK);
    assert_non_null(strstr(out, "{")); /* our own */
    assert_true(out[0] != '|');
    mrs_free(out);
}

/* --- What it may take in --- */

static void its_own_folder_may_be_read(void **state)
{
    (void)state;
    const char *part =
        scratch_text("part.xsl", HEAD "<xsl:template name=\"x\">part</xsl:template>" FOOT);
    const char *data = scratch_text("data.xml", "<d>data</d>");
    expect(HEAD "<xsl:import href=\"part.xsl\"/>" TEXT ROOT(
               "<xsl:call-template name=\"x\"/><xsl:value-of select=\"document('data.xml')/d\"/>")
               FOOT,
           "partdata");
    expect("<!DOCTYPE s [<!ENTITY mine \"own\">]>" HEAD TEXT ROOT("&mine;") FOOT, "own");
    assert_int_equal(unlink(part), 0);
    assert_int_equal(unlink(data), 0);
}

static void our_own_stylesheet_may_be_imported(void **state)
{
    (void)state;
    expect(HEAD "<xsl:import href=\"marsad:report.xsl\"/>" TEXT ROOT("ours") FOOT, "ours");
}

/* Each refusal, with words that its message has. */
static void other_folders_may_not_be_read(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {HEAD "<xsl:import href=\"/etc/passwd\"/>" FOOT, "not in its own folder"},
        {HEAD "<xsl:include href=\"../../etc/passwd\"/>" FOOT, "not in its own folder"},
        {HEAD "<xsl:import href=\"http://localhost:1/x.xsl\"/>" FOOT, "not in its own folder"},
        {HEAD "<xsl:import href=\"marsad:../../etc/passwd\"/>" FOOT, "not in its own folder"},
        {HEAD "<xsl:import href=\"none.xsl\"/>" FOOT, "not in its own folder"},
        {HEAD TEXT ROOT("<xsl:value-of select=\"document('/etc/passwd')\"/>") FOOT, "failed"},
        {HEAD TEXT ROOT("<xsl:value-of select=\"document('file:///etc/passwd')\"/>") FOOT,
         "failed"},
        {HEAD TEXT ROOT("<xsl:value-of select=\"document('http://localhost:1/x')\"/>") FOOT,
         "failed"},
        {HEAD TEXT ROOT("<exsl:document href=\"written.xml\"><a/></exsl:document>") FOOT, "failed"},
        {"<!DOCTYPE s [<!ENTITY e SYSTEM \"/etc/passwd\">]>" HEAD TEXT ROOT("&e;") FOOT, "DOCTYPE"},
        {"<!DOCTYPE s [<!ENTITY % e SYSTEM \"/etc/passwd\"> %e;]>" HEAD TEXT ROOT("") FOOT,
         "DOCTYPE"},
        {"<!DOCTYPE s SYSTEM \"/etc/passwd\">" HEAD TEXT ROOT("") FOOT, "DOCTYPE"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *out;
        marsad_error error = {0};
        if (run_text(cases[i][0], &out, &error) != MARSAD_ERR_INPUT ||
            !strstr(error.message, cases[i][1]) || strstr(error.message, "root:")) {
            fail_msg("case %zu: %d %s %s", i, error.status, error.message, out);
        }
        mrs_free(out);
    }
    assert_int_not_equal(access(scratch_path("written.xml"), F_OK), 0);
}

/* A document that the stylesheet may read may not read others. */
static void documents_read_no_other_files(void **state)
{
    (void)state;
    char *out;
    const char *secret = scratch_text("secret.txt", "secret");
    const char *data =
        scratch_text("data.xml", "<!DOCTYPE d [<!ENTITY e SYSTEM \"secret.txt\">]><d>a&e;b</d>");
    run_text(HEAD TEXT ROOT("<xsl:value-of select=\"document('data.xml')/d\"/>") FOOT, &out, NULL);
    assert_null(strstr(out, "secret"));
    mrs_free(out);
    assert_int_equal(unlink(secret), 0);
    assert_int_equal(unlink(data), 0);
}

static void links_out_of_the_folder_are_seen(void **state)
{
    (void)state;
    char *out;
    const char *link = scratch_path("link.xml");
    assert_int_equal(symlink("/etc/passwd", link), 0);
    assert_int_equal(run_text(HEAD TEXT ROOT("<xsl:value-of select=\"document('link.xml')\"/>")
                                  FOOT,
                              &out, NULL),
                     MARSAD_ERR_INPUT);
    mrs_free(out);
    assert_int_equal(unlink(link), 0);
}

static void taking_in_itself_ends(void **state)
{
    (void)state;
    char *out;
    marsad_error error = {0};
    assert_int_equal(run_text(HEAD "<xsl:include href=\"sheet.xsl\"/>" FOOT, &out, &error),
                     MARSAD_ERR_INPUT);
    assert_non_null(strstr(error.message, "without end"));
    mrs_free(out);
}

/* --- Faults --- */

/* Where the message says that the fault is. */
static void faults_are_told_by_their_line(void **state)
{
    (void)state;
    static const struct {
        const char *sheet, *message;
        long row;
    } cases[] = {
        {"<a>", "no XML", 1},
        {"no stylesheet", "no XML", 1},
        {"<a/>", "not right", 0},
        {HEAD "\n\n<xsl:template match=\"/\"><xsl:value-of select=\"a[\"/></xsl:template>" FOOT,
         "a[", 3},
        {HEAD "\n<xsl:template match=\"/\"><xsl:value-of/></xsl:template>" FOOT, "select", 2},
        {HEAD "\n" ROOT("<xsl:call-template name=\"none\"/>") FOOT, "none", 2},
        {HEAD "\n" ROOT("\n<xsl:value-of select=\"$none\"/>") FOOT, "none", 3},
        {HEAD "\n" ROOT("<xsl:message terminate=\"yes\">No figures</xsl:message>") FOOT,
         "stopped: No figures", 0},
        {HEAD
         "<xsl:template match=\"/\" name=\"x\"><xsl:call-template name=\"x\"/></xsl:template>" FOOT,
         "infinite template recursion", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *out;
        marsad_error error = {0};
        marsad_status status = run_text(cases[i].sheet, &out, &error);
        bool named = strstr(error.file, "sheet.xsl") != NULL;
        if (status != MARSAD_ERR_INPUT || !strstr(error.message, cases[i].message) || !named ||
            (cases[i].row && error.row != cases[i].row) || strchr(error.message, '\n')) {
            fail_msg("case %zu: %d, %s, row %ld: %s", i, status, error.file, error.row,
                     error.message);
        }
        mrs_free(out);
    }
}

static void a_stylesheet_must_be_there(void **state)
{
    (void)state;
    char *out;
    assert_int_equal(run_in(scratch_path("none.xsl"), data_path("styles"), &out, NULL),
                     MARSAD_ERR_NOT_FOUND);
    mrs_free(out);
    assert_int_equal(run_in(scratch_folder, data_path("styles"), &out, NULL), MARSAD_ERR_INPUT);
    mrs_free(out);
}

/* A message that does not stop is no fault, and is not printed. */
static void messages_may_be_said(void **state)
{
    (void)state;
    expect(HEAD TEXT ROOT("<xsl:message>note</xsl:message>done") FOOT, "done");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(results_are_written_as_the_stylesheet_says),
        cmocka_unit_test(pages_are_of_today),
        cmocka_unit_test(parameters_are_texts_beside_it),
        cmocka_unit_test(its_own_folder_may_be_read),
        cmocka_unit_test(our_own_stylesheet_may_be_imported),
        cmocka_unit_test(other_folders_may_not_be_read),
        cmocka_unit_test(documents_read_no_other_files),
        cmocka_unit_test(links_out_of_the_folder_are_seen),
        cmocka_unit_test(taking_in_itself_ends),
        cmocka_unit_test(faults_are_told_by_their_line),
        cmocka_unit_test(a_stylesheet_must_be_there),
        cmocka_unit_test(messages_may_be_said),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
