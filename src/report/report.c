/* The public face of report/: gathering, and writing in the format of the file's ending. */
#include "marsad/report.h"

#include <string.h>
#include <strings.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "report/facts.h"
#include "report/formats.h"
#include "report/template.h"

marsad_report_options marsad_report_defaults(void)
{
    marsad_report_options options = {.map = marsad_map_defaults()};
    options.map.width_px = 1200; /* as wide as the page: the map's type has the page's size */
    options.map.height_px = 900;
    options.map.margin_mm = 12 * 25.4 / 96; /* 12 px: it has a frame around it */
    options.map.no_title = true;
    options.fit_height = true;
    return options;
}

/* --- What it is written as --- */

static bool ends_in(const char *path, const char *ending)
{
    size_t length = strlen(path);
    size_t end = strlen(ending);
    return length > end && strcasecmp(path + length - end, ending) == 0;
}

marsad_status marsad_report_check_path(const char *path, marsad_error *error)
{
    bool known = ends_in(path, ".html") || ends_in(path, ".xml") || mrs_report_by_pandoc(path);
    return known ? MARSAD_OK
                 : mrs_fail(error, MARSAD_ERR_USAGE,
                            "%s: a report is written as .html, .xml, .md, .tex or .docx; end the "
                            "file's name so",
                            path);
}

static marsad_status write_text(const mrs_buffer *text, const char *path, marsad_error *error)
{
    mrs_output output;
    marsad_status status = mrs_output_open(&output, path, error);
    if (status) {
        return status;
    }
    if (text->length && fwrite(text->text, 1, text->length, output.stream) != text->length) {
        status = mrs_fail_write(error, path);
        mrs_output_abandon(&output);
        return status;
    }
    return mrs_output_commit(&output, error);
}

/* --- The document itself --- */

static marsad_status write_xml(const mrs_report *report, const char *path, marsad_error *error)
{
    xmlChar *bytes = NULL;
    int length = 0;
    mrs_buffer text = {0};
    xmlDocDumpFormatMemoryEnc(report->xml.doc, &bytes, &length, "UTF-8", 0);
    mrs_buffer_add_bytes(&text, bytes ? (const char *)bytes : "", (size_t)length);
    bool ok = bytes && !text.failed;
    xmlFree(bytes);
    marsad_status status = ok ? write_text(&text, path, error) : mrs_fail_memory(error);
    mrs_buffer_clear(&text);
    return status;
}

/* --- By a template --- */

/* The user's template, or else the one called `own` of the data folder. */
static marsad_status run_template(const mrs_report *report, const char *own, const char *picture,
                                  mrs_buffer *out, marsad_error *error)
{
    const char *given = report->options->template_path;
    mrs_buffer styles = {0};
    mrs_buffer path = {0};
    mrs_buffer_addf(&styles, "%s/styles", report->sources->data_folder);
    mrs_buffer_addf(&path, "%s/styles/%s", report->sources->data_folder, own);
    marsad_status status = styles.failed || path.failed ? mrs_fail_memory(error) : MARSAD_OK;
    if (!status) {
        mrs_template template = {
            .path = given ? given : path.text, .styles = styles.text, .picture = picture};
        status = mrs_template_run(&template, report->xml.doc, out, error);
    }
    mrs_buffer_clear(&styles);
    mrs_buffer_clear(&path);
    return status;
}

static marsad_status write_html(const mrs_report *report, const char *path, marsad_error *error)
{
    mrs_buffer page = {0};
    marsad_status status = run_template(report, "report.xsl", "", &page, error);
    status = status ? status : write_text(&page, path, error);
    mrs_buffer_clear(&page);
    return status;
}

static marsad_status convert(const mrs_report *report, const char *path, marsad_error *error)
{
    mrs_buffer html = {0};
    const char *title = report->options->map.title;
    char *picture = mrs_report_picture(path);
    marsad_status status = picture ? run_template(report, "report-plain.xsl", picture, &html, error)
                                   : mrs_fail_memory(error);
    if (!status) {
        mrs_report_plain plain = {
            .html = html.text,
            .length = html.length,
            .map = report->map,
            .title = title && title[0] ? title : mrs_say(MRS_WORD_TITLE, report->lang),
            .lang = report->lang};
        status = mrs_report_pandoc(&plain, path, error);
    }
    mrs_free(picture);
    mrs_buffer_clear(&html);
    return status;
}

marsad_status marsad_report_write(const marsad_map_sources *sources,
                                  const marsad_report_options *options, const char *path,
                                  marsad_report_summary *summary, marsad_error *error)
{
    mrs_report report = {0};
    marsad_status status = marsad_report_check_path(path, error);
    if (status) {
        return status;
    }
    status = mrs_report_gather(&report, sources, options, error);
    if (!status) {
        status = ends_in(path, ".xml")    ? write_xml(&report, path, error)
                 : ends_in(path, ".html") ? write_html(&report, path, error)
                                          : convert(&report, path, error);
    }
    if (!status && summary) {
        *summary = (marsad_report_summary){.map = *marsad_map_describe(report.map),
                                           .rows = marsad_events_count(sources->events)};
    }
    mrs_report_clear(&report);
    return status;
}
