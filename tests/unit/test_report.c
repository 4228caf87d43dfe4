/* report/: snippets for HTML, Markdown and LaTeX. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "marsad/report.h"

static void expect(marsad_snippet kind, const char *path, const char *title, const char *expected)
{
    char *text;
    assert_int_equal(marsad_report_snippet(kind, path, title, &text, NULL), MARSAD_OK);
    assert_string_equal(text, expected);
    marsad_string_free(text);
}

static void html_is_a_figure(void **state)
{
    (void)state;
    expect(MARSAD_SNIPPET_HTML, "out/map.svg", "Abu Qurayn, January 2020",
           "<figure>\n"
           "  <img src=\"out/map.svg\" alt=\"Abu Qurayn, January 2020\">\n"
           "  <figcaption>Abu Qurayn, January 2020</figcaption>\n"
           "</figure>\n");
    expect(MARSAD_SNIPPET_HTML, "a \"b\"&#?.png", "<b> & \"c\" 'd'",
           "<figure>\n"
           "  <img src=\"a%20%22b%22%26%23%3F.png\" alt=\"&lt;b&gt; &amp; &quot;c&quot; "
           "&#39;d&#39;\">\n"
           "  <figcaption>&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;</figcaption>\n"
           "</figure>\n");
    expect(MARSAD_SNIPPET_HTML, "javascript:x.png", "",
           "<figure>\n  <img src=\"./javascript:x.png\" alt=\"\">\n</figure>\n");
}

static void arabic_html_says_so(void **state)
{
    (void)state;
    expect(MARSAD_SNIPPET_HTML, "map.png", "أبو قرين",
           "<figure lang=\"ar\" dir=\"rtl\">\n"
           "  <img src=\"map.png\" alt=\"أبو قرين\">\n"
           "  <figcaption>أبو قرين</figcaption>\n"
           "</figure>\n");
}

static void markdown_is_escaped(void **state)
{
    (void)state;
    expect(MARSAD_SNIPPET_MD, "out/map 1 (a).png", " A_b *c* [d](e) <f> & `g`!\n",
           "![A\\_b \\*c\\* \\[d\\]\\(e\\) &lt;f&gt; &amp; \\`g\\`\\!](out/map%201%20%28a%29.png)\n"
           "\n"
           "*A\\_b \\*c\\* \\[d\\]\\(e\\) &lt;f&gt; &amp; \\`g\\`\\!*\n");
    expect(MARSAD_SNIPPET_MD, "m.svg", "one\ntwo", "![one two](m.svg)\n\n*one two*\n");
    expect(MARSAD_SNIPPET_MD, "m.svg", "", "![](m.svg)\n");
}

static void latex_is_escaped(void **state)
{
    (void)state;
    expect(MARSAD_SNIPPET_TEX, "out/map_1.pdf", "50% & $5 #1 a_b {c} \\d ~ ^",
           "% needs \\usepackage{graphicx}\n"
           "\\begin{figure}\n"
           "  \\centering\n"
           "  \\includegraphics[width=\\linewidth]{\\detokenize{out/map_1.pdf}}\n"
           "  \\caption{50\\% \\& \\$5 \\#1 a\\_b \\{c\\} \\textbackslash{}d \\textasciitilde{} "
           "\\textasciicircum{}}\n"
           "\\end{figure}\n");
}

static void expect_usage(marsad_snippet kind, const char *path, const char *title, const char *part)
{
    char *text = NULL;
    marsad_error error = {0};
    assert_int_equal(marsad_report_snippet(kind, path, title, &text, &error), MARSAD_ERR_USAGE);
    assert_null(text);
    if (!strstr(error.message, part)) {
        fail_msg("%s", error.message);
    }
}

static void wrong_arguments_are_refused(void **state)
{
    (void)state;
    expect_usage(MARSAD_SNIPPET_TEX, "map.svg", "t", "draw the map as a .pdf");
    expect_usage(MARSAD_SNIPPET_TEX, "map", "t", "draw the map as a .pdf");
    expect_usage(MARSAD_SNIPPET_TEX, "a}b.pdf", "t", "cannot include");
    expect_usage(MARSAD_SNIPPET_HTML, "", "t", "file name");
    expect_usage(MARSAD_SNIPPET_MD, "a\nb.png", "t", "line break");
    expect_usage(MARSAD_SNIPPET_HTML, "a.png", "\xFF", "UTF-8");
    expect_usage(MARSAD_SNIPPET_HTML, "a\xFF.png", "t", "UTF-8");
}

static void kinds_are_parsed(void **state)
{
    (void)state;
    marsad_snippet kind;
    assert_int_equal(marsad_snippet_parse("html", &kind, NULL), 0);
    assert_int_equal(kind, MARSAD_SNIPPET_HTML);
    assert_int_equal(marsad_snippet_parse("md", &kind, NULL), 0);
    assert_int_equal(kind, MARSAD_SNIPPET_MD);
    assert_int_equal(marsad_snippet_parse("docx", &kind, NULL), 0);
    assert_int_equal(kind, MARSAD_SNIPPET_DOCX);
    assert_int_equal(marsad_snippet_parse("tex", &kind, NULL), 0);
    assert_int_equal(kind, MARSAD_SNIPPET_TEX);
    marsad_error error = {0};
    assert_int_equal(marsad_snippet_parse("doc", &kind, &error), MARSAD_ERR_USAGE);
    assert_non_null(strstr(error.message, "html, md, tex or docx"));
    assert_int_equal(marsad_snippet_parse(NULL, &kind, NULL), MARSAD_ERR_USAGE);
}

static void memory_may_run_out(void **state)
{
    (void)state;
    for (long nth = 1; nth < 100; nth++) {
        char *text = NULL;
        mrs_alloc_fail_at(nth);
        marsad_status status =
            marsad_report_snippet(MARSAD_SNIPPET_HTML, "map.png", "A title", &text, NULL);
        mrs_alloc_fail_at(0);
        if (status == MARSAD_OK) {
            assert_true(nth > 2);
            marsad_string_free(text);
            return;
        }
        assert_int_equal(status, MARSAD_ERR_MEMORY);
        assert_null(text);
    }
    fail();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(html_is_a_figure),
        cmocka_unit_test(arabic_html_says_so),
        cmocka_unit_test(markdown_is_escaped),
        cmocka_unit_test(latex_is_escaped),
        cmocka_unit_test(wrong_arguments_are_refused),
        cmocka_unit_test(kinds_are_parsed),
        cmocka_unit_test(memory_may_run_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
