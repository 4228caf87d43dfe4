/* The sample's maps in documents: LaTeX, LibreOffice Writer, and Word's format by pandoc. Each is
 * made a PDF, whose pages are compared with our own PNG of the map. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "maps.h"

/* A text in build/embed. */
static void write_text(const char *name, const char *text)
{
    FILE *file = fopen(work_path(name), "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

/* Every page of NAME.pdf as a picture: NAME-page-1.png … */
static void draw_pages(const char *name)
{
    char pdf[80];
    char pages[80];
    snprintf(pdf, sizeof pdf, "%s.pdf", name);
    snprintf(pages, sizeof pages, "%s-page", name);
    run_program("pdftoppm -r 300 -png '%s' '%s'", work_path(pdf), work_path(pages));
}

/* Set by other programs at another size, letters differ by more than in pictures of the same size;
 * still by less than what is wrong did: labels below their halos were 6 times the limit, circles
 * without transparency 12 times. */
static const double LENIENCE = 2.4;

/* The page's only picture looks like that of the map. */
static void page_must_show(const char *name, int page, const char *map)
{
    char shot[80];
    snprintf(shot, sizeof shot, "%s-page-%d.png", name, page);
    must_look_about_like(map, shot, true, LENIENCE);
}

/* Texts that pdftotext finds, in what it takes for the order of reading. */
static void pdf_must_say(const char *name, const char *text)
{
    char pdf[80];
    snprintf(pdf, sizeof pdf, "%s.pdf", name);
    run_program("pdftotext '%s' - | tr '\\n\\f' '  '", work_path(pdf));
    must_have_said(text);
}

/* --- LaTeX --- */

static void latex_shows_pdfs(void **state)
{
    (void)state;
    run_program("rsvg-convert -f pdf '%s' -o '%s'", work_path("en.svg"), work_path("en-rsvg.pdf"));
    run_program("rsvg-convert -f pdf '%s' -o '%s'", work_path("ar.svg"), work_path("ar-rsvg.pdf"));
    write_text("latex.tex", "\\documentclass{article}\n"
                            "\\usepackage{graphicx}\n"
                            "\\usepackage[a4paper,landscape,margin=1cm]{geometry}\n"
                            "\\pagestyle{empty}\\setlength{\\parindent}{0pt}\n"
                            "\\begin{document}\n"
                            "\\includegraphics[width=.8\\linewidth]{en.pdf}\\newpage\n"
                            "\\includegraphics[width=.8\\linewidth]{ar.pdf}\\newpage\n"
                            "\\includegraphics[width=.8\\linewidth]{en-rsvg.pdf}\\newpage\n"
                            "\\includegraphics[width=.8\\linewidth]{ar-rsvg.pdf}\n"
                            "\\end{document}\n");
    run_program("sh -c 'cd \"%s\" && lualatex -interaction=nonstopmode -halt-on-error latex.tex'",
                work_path(""));
    draw_pages("latex");
    page_must_show("latex", 1, "en.png");
    page_must_show("latex", 2, "ar.png");
    page_must_show("latex", 3, "en.png");
    page_must_show("latex", 4, "ar.png");
    pdf_must_say("latex", "Abu Qurayn");
    pdf_must_say("latex", "أبو قرين");
}

/* --- LibreOffice --- */

/* Of an SVG it draws no text from right to left, nor any fonts but its machine's: there the
 * outlines of letters serve. */

/* Makes FILE a PDF beside it, with settings of its own. */
static void office_to_pdf(const char *file)
{
    run_program("sh -c 'cd \"%s\" && soffice -env:UserInstallation=file://$PWD/office --headless "
                "--convert-to pdf "
                "\"%s\"'",
                work_path(""), file);
}

static void writer_shows_maps(void **state)
{
    (void)state;
    static const char *const pictures[] = {"en.svg", "ar-outline.svg", "front.svg", "en.png"};
    static const char *const expected[] = {"en.png", "ar.png", "front.png", "en.png"};
    char text[8000];
    int used = snprintf(
        text, sizeof text,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
        "xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" "
        "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" "
        "xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\" "
        "xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" "
        "xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0\" "
        "xmlns:xlink=\"http://www.w3.org/1999/xlink\" office:version=\"1.2\" "
        "office:mimetype=\"application/vnd.oasis.opendocument.text\">"
        "<office:automatic-styles><style:style style:name=\"page\" style:family=\"paragraph\">"
        "<style:paragraph-properties "
        "fo:break-before=\"page\"/></style:style></office:automatic-styles>"
        "<office:body><office:text>\n");
    for (size_t i = 0; i < 4; i++) {
        used += snprintf(text + used, sizeof text - (size_t)used,
                         "<text:p text:style-name=\"%s\"><draw:frame text:anchor-type=\"as-char\" "
                         "svg:width=\"16cm\" "
                         "svg:height=\"12cm\"><draw:image xlink:href=\"%s\" xlink:type=\"simple\" "
                         "xlink:show=\"embed\" xlink:actuate=\"onLoad\"/></draw:frame></text:p>\n",
                         i ? "page" : "Standard", pictures[i]);
    }
    snprintf(text + used, sizeof text - (size_t)used,
             "</office:text></office:body></office:document>\n");
    write_text("writer.fodt", text);
    office_to_pdf("writer.fodt");
    draw_pages("writer");
    for (int i = 0; i < 4; i++) {
        page_must_show("writer", i + 1, expected[i]);
    }
    pdf_must_say("writer", "Abu Qurayn");
}

/* --- Word's format --- */

static void pandoc_makes_documents(void **state)
{
    (void)state;
    write_text("pandoc.md", "![Abu Qurayn, January 2020](en.svg){width=16cm height=12cm}\\\n\n"
                            "![أبو قرين، يناير 2020](ar.png){width=16cm}\\\n");
    run_program("sh -c 'cd \"%s\" && pandoc pandoc.md -o pandoc.docx && unzip -p pandoc.docx "
                "word/document.xml'",
                work_path(""));
    must_have_said("descr=\"Abu Qurayn, January 2020\"");
    must_have_said("descr=\"أبو قرين، يناير 2020\"");
    office_to_pdf("pandoc.docx");
    draw_pages("pandoc");
    page_must_show("pandoc", 1, "en.png");
    page_must_show("pandoc", 2, "ar.png");
}

/* The upper part of the page: margin and picture, 5.72 inches in all. */
static void draw_without_caption(const char *name)
{
    run_program("sh -c 'cd \"%s\" && pdftoppm -png -r 240 -f 1 -l 1 -singlefile -x 0 -y 0 -W 1984 "
                "-H 1373 %s.pdf %s-page-1'",
                work_path(""), name, name);
}

/* What --snippet docx writes: the picture looks right, and another program reads its texts. */
static void snippets_for_word_show_the_map(void **state)
{
    (void)state;
    const char *data = from_environment("MARSAD_DATA", ".");
    static const char *const langs[] = {"en", "ar"};
    for (int i = 0; i < 2; i++) {
        char pdf[32];
        char map[32];
        char docx[48];
        snprintf(pdf, sizeof pdf, "snippet-%s", langs[i]);
        snprintf(map, sizeof map, "%s.png", langs[i]);
        snprintf(docx, sizeof docx, "%s.docx", pdf);
        run_program("'%s/marsad' map '%s/geodata/events/abu-qurayn-2020-01.csv' --data '%s' --lang "
                    "%s -o '%s.svg' --snippet docx",
                    build_folder(), data, data, langs[i], work_path(pdf));
        run_program("pandoc -f docx -t html '%s'", work_path(docx));
        must_have_said(i ? "<p><span dir=\"rtl\">الحوادث المبلغ عنها</span></p>"
                         : "<p>Reported incidents</p>");
        must_have_said(i ? "alt=\"الحوادث المبلغ عنها" : "alt=\"Reported incidents");
        office_to_pdf(docx);
        draw_without_caption(pdf);
        page_must_show(pdf, 1, map);
    }
}

/* --- Reports by pandoc --- */

static void make_report(const char *file, const char *lang)
{
    const char *data = from_environment("MARSAD_DATA", ".");
    run_program("'%s/marsad' report '%s/geodata/events/abu-qurayn-2020-01.csv' --data '%s' --lang "
                "%s -o '%s'",
                build_folder(), data, data, lang, work_path(file));
}

static void latex_reports_compile(void **state)
{
    (void)state;
    make_report("report-en.tex", "en");
    make_report("report-ar.tex", "ar");
    run_program("sh -c 'cd \"%s\" && for r in report-en report-ar; do lualatex "
                "-interaction=nonstopmode -halt-on-error $r.tex || exit 1; done; "
                "! grep -a \"Missing character\" report-en.log report-ar.log'",
                work_path(""));
    pdf_must_say("report-en", "Ground attack on Abu Qurayn");
    run_program("pdfimages -list '%s' && pdffonts '%s'", work_path("report-ar.pdf"),
                work_path("report-ar.pdf"));
    must_have_said("NotoSansArabic");
}

static void word_reports_have_map_and_tables(void **state)
{
    (void)state;
    make_report("report-ar.docx", "ar");
    run_program("unzip -p '%s' word/document.xml", work_path("report-ar.docx"));
    must_have_said("<w:bidi");
    must_have_said("<w:tbl>");
    must_have_said("<pic:pic>");
    run_program("sh -c 'cd \"%s\" && cp report-ar.docx report-word.docx'", work_path(""));
    office_to_pdf("report-word.docx");
    run_program("pdfimages -list '%s'", work_path("report-word.pdf"));
    must_have_said("image");
}

static void markdown_reports_name_their_map(void **state)
{
    (void)state;
    make_report("report.md", "en");
    run_program("cat '%s' && test -s '%s'", work_path("report.md"), work_path("report-map.svg"));
    must_have_said("report-map.svg");
    must_have_said("| Ground attack ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(latex_shows_pdfs),
        cmocka_unit_test(writer_shows_maps),
        cmocka_unit_test(pandoc_makes_documents),
        cmocka_unit_test(snippets_for_word_show_the_map),
        cmocka_unit_test(latex_reports_compile),
        cmocka_unit_test(word_reports_have_map_and_tables),
        cmocka_unit_test(markdown_reports_name_their_map),
    };
    return cmocka_run_group_tests(tests, draw_maps, NULL);
}
