/* Running a stylesheet of the user's, which is trusted with nothing but its own folder. */
#include "report/template.h"

#include <glib.h>
#include <libexslt/exslt.h>
#include <libxml/HTMLtree.h>
#include <libxml/xpathInternals.h>
#include <libxslt/security.h>
#include <libxslt/transform.h>
#include <libxslt/variables.h>
#include <libxslt/xsltutils.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "report/template_check.h"

/* A run of a stylesheet. */
typedef struct run {
    const mrs_template *template;
    mrs_folders folders;
    xsltStylesheetPtr style;
    xsltTransformContextPtr context;
    xsltSecurityPrefsPtr prefs;
    char *texts[2];   /* of report.css and report.js */
    char *digests[2]; /* to be freed with g_free() */
    mrs_buffer said;  /* what libxml2 and libxslt said went wrong */
} run;

/* --- What the libraries say --- */

enum { MOST_SAID = 4000 };

static void hear(void *said, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void hear(void *said, const char *format, ...)
{
    mrs_buffer *out = said;
    va_list values;
    char text[1024];
    va_start(values, format);
    vsnprintf(text, sizeof text, format, values);
    va_end(values);
    if (out->length < MOST_SAID) {
        mrs_buffer_add(out, text);
    }
}

/* The line of "… file PATH line 12 element …", and the file; 0 where none is named. */
static long find_line(const char *said, char *file, size_t size)
{
    const char *at = strstr(said, " line ");
    const char *name = strstr(said, "file ");
    if (!at || !name || name > at) {
        return 0;
    }
    snprintf(file, size, "%.*s", (int)(at - name - 5), name + 5);
    return strtol(at + 6, NULL, 10);
}

/* Leads up to what went wrong, where it is, which is told apart, or follows from it. */
static bool is_context(const char *line)
{
    static const char *const begins[] = {
        "runtime error", "compilation error", "Templates:", "Variables:", "You can adjust", "#"};
    bool found = strstr(line, "error: file ") || strstr(line, "error: element ");
    for (size_t i = 0; !found && i < sizeof begins / sizeof *begins; i++) {
        found = strncmp(line, begins[i], strlen(begins[i])) == 0;
    }
    return found;
}

/* Past the function of libxslt's that a line may begin with. */
static const char *without_function(const char *line)
{
    const char *colon = strncmp(line, "xslt", 4) == 0 ? strstr(line, ": ") : NULL;
    return colon && colon < strchr(line, ' ') ? colon + 2 : line;
}

/* What was said, but for where, in one line. */
static void join_lines(char *said, char *out, size_t size)
{
    size_t used = 0;
    char *rest = said;
    char *line;
    out[0] = '\0';
    while ((line = strsep(&rest, "\n")) && used < 400) {
        line += strspn(line, " \t\r^");
        if (line[0] && !is_context(line)) {
            int more =
                snprintf(out + used, size - used, "%s%s", used ? ": " : "", without_function(line));
            used += more > 0 ? (size_t)more : 0;
            used = used < size ? used : size - 1;
        }
    }
}

static marsad_status fail_said(run *r, const char *doing, marsad_error *error)
{
    char file[384] = "";
    char message[600];
    if (r->said.failed) {
        return mrs_fail_memory(error);
    }
    char empty[] = "";
    char *said = r->said.length ? r->said.text : empty;
    long line = find_line(said, file, sizeof file);
    join_lines(said, message, sizeof message);
    return mrs_fail_at(error, MARSAD_ERR_INPUT, line ? file : r->template->path, line, NULL,
                       "%s%s%s", doing, message[0] ? ": " : "", message);
}

/* --- Reading it --- */

static void begin_once(void)
{
    exsltRegisterAll();
}

static marsad_status compile(run *r, marsad_error *error)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    xmlDocPtr document = NULL;
    marsad_status status = mrs_template_read(r->template->path, &r->folders, &document, error);
    if (status) {
        return status;
    }
    pthread_once(&once, begin_once);
    r->style = xsltParseStylesheetDoc(document);
    if (!r->style) {
        xmlFreeDoc(document);
    }
    bool ok = r->style && r->style->errors == 0;
    return ok ? MARSAD_OK : fail_said(r, "the template is not right", error);
}

/* --- What it may do --- */

static int may_read(xsltSecurityPrefsPtr prefs, xsltTransformContextPtr context, const char *path)
{
    (void)prefs;
    const run *r = context ? context->_private : NULL;
    return r && mrs_may_read(&r->folders, path);
}

static bool restrict_run(run *r)
{
    static const xsltSecurityOption forbidden[] = {
        XSLT_SECPREF_WRITE_FILE, XSLT_SECPREF_CREATE_DIRECTORY, XSLT_SECPREF_READ_NETWORK,
        XSLT_SECPREF_WRITE_NETWORK};
    r->prefs = xsltNewSecurityPrefs();
    bool ok = r->prefs && xsltSetSecurityPrefs(r->prefs, XSLT_SECPREF_READ_FILE, may_read) == 0;
    for (size_t i = 0; ok && i < sizeof forbidden / sizeof *forbidden; i++) {
        ok = xsltSetSecurityPrefs(r->prefs, forbidden[i], xsltSecurityForbid) == 0;
    }
    r->context->_private = r;
    xsltSetCtxtParseOptions(r->context, XML_PARSE_NONET | XML_PARSE_NOCDATA);
    return ok && xsltSetCtxtSecurityPrefs(r->prefs, r->context) == 0;
}

/* --- Running it --- */

/* The path of a text beside the stylesheet, or else among our own; of length 0 where neither is
 * there. */
static void find_beside(const run *r, const char *name, mrs_buffer *path)
{
    const char *const folders[] = {r->folders.own, r->folders.styles};
    for (size_t i = 0; i < 2 && folders[i]; i++) {
        mrs_buffer_addf(path, "%s/%s", folders[i], name);
        if (path->failed || access(path->text, F_OK) == 0) {
            return;
        }
        mrs_buffer_clear(path);
    }
}

/* Base64 of SHA-256, to be freed with g_free(). */
static char *digest_of(const char *text)
{
    GChecksum *checksum = g_checksum_new(G_CHECKSUM_SHA256);
    guint8 bytes[32];
    gsize length = sizeof bytes;
    g_checksum_update(checksum, (const guchar *)text, (gssize)strlen(text));
    g_checksum_get_digest(checksum, bytes, &length);
    g_checksum_free(checksum);
    return g_base64_encode(bytes, length);
}

static marsad_status read_beside(run *r, int which, const char *name, marsad_error *error)
{
    mrs_buffer path = {0};
    marsad_status status = MARSAD_OK;
    find_beside(r, name, &path);
    if (path.length) {
        status = mrs_file_read(path.text, &r->texts[which], NULL, error);
    } else {
        r->texts[which] = path.failed ? NULL : mrs_strdup("");
        status = r->texts[which] ? MARSAD_OK : mrs_fail_memory(error);
    }
    mrs_buffer_clear(&path);
    if (!status) {
        r->digests[which] = r->texts[which][0] ? digest_of(r->texts[which]) : g_strdup("");
    }
    return status;
}

static marsad_status transform(run *r, xmlDocPtr document, xmlDocPtr *result, marsad_error *error)
{
    const char *params[] = {"css",        r->texts[0],          "js",        r->texts[1],
                            "css-sha256", r->digests[0],        "js-sha256", r->digests[1],
                            "map",        r->template->picture, NULL};
    r->context = xsltNewTransformContext(r->style, document);
    if (!r->context || !restrict_run(r)) {
        return mrs_fail_memory(error);
    }
    xsltSetTransformErrorFunc(r->context, &r->said, hear);
    if (xsltQuoteUserParams(r->context, params) != 0) {
        return fail_said(r, "the template's parameters cannot be set", error);
    }
    *result = xsltApplyStylesheetUser(r->style, document, NULL, NULL, NULL, r->context);
    if (r->context->state == XSLT_STATE_STOPPED) {
        return fail_said(r, "the template stopped", error);
    }
    bool ok = *result && r->context->state == XSLT_STATE_OK;
    return ok ? MARSAD_OK : fail_said(r, "the template failed", error);
}

/* --- Its result --- */

/* libxslt would declare an old version of HTML, and the encoding in its own way. */
static bool write_html(xmlDocPtr result, mrs_buffer *out)
{
    xmlBufferPtr bytes = xmlBufferCreate();
    xmlOutputBufferPtr stream = bytes ? xmlOutputBufferCreateBuffer(bytes, NULL) : NULL;
    bool ok = stream != NULL;
    for (xmlNodePtr node = result->children; ok && node; node = node->next) {
        if (node->type != XML_DTD_NODE) {
            htmlNodeDumpFormatOutput(stream, result, node, "UTF-8", 0);
        }
    }
    ok = ok && xmlOutputBufferClose(stream) >= 0;
    if (ok) {
        mrs_buffer_add(out, "<!DOCTYPE html>\n");
        mrs_buffer_add_bytes(out, (const char *)xmlBufferContent(bytes),
                             (size_t)xmlBufferLength(bytes));
        mrs_buffer_add(out, "\n");
    }
    xmlBufferFree(bytes);
    return ok;
}

static bool write_other(xsltStylesheetPtr style, xmlDocPtr result, mrs_buffer *out)
{
    xmlChar *text = NULL;
    int length = 0;
    bool ok = xsltSaveResultToString(&text, &length, result, style) == 0;
    mrs_buffer_add_bytes(out, text ? (const char *)text : "", text ? (size_t)length : 0);
    xmlFree(text);
    return ok;
}

static marsad_status write_result(run *r, xmlDocPtr result, mrs_buffer *out, marsad_error *error)
{
    bool html = result->type == XML_HTML_DOCUMENT_NODE;
    bool ok = html ? write_html(result, out) : write_other(r->style, result, out);
    return ok && !out->failed ? MARSAD_OK : mrs_fail_memory(error);
}

/* --- The whole --- */

static marsad_status find_folders(run *r, marsad_error *error)
{
    marsad_status status = mrs_file_readable(r->template->path, error);
    char *file = status ? NULL : realpath(r->template->path, NULL);
    char *styles = realpath(r->template->styles, NULL);
    if (file) {
        char *slash = strrchr(file, '/');
        r->folders.own =
            slash == file ? mrs_strdup("/") : mrs_strndup(file, (size_t)(slash - file));
    }
    r->folders.styles = styles ? mrs_strdup(styles) : NULL;
    free(file);
    free(styles);
    return status || r->folders.own ? status : mrs_fail_memory(error);
}

static void clear_run(run *r)
{
    if (r->context) {
        xsltFreeTransformContext(r->context);
    }
    if (r->prefs) {
        xsltFreeSecurityPrefs(r->prefs);
    }
    if (r->style) {
        xsltFreeStylesheet(r->style); /* and its document */
    }
    for (int i = 0; i < 2; i++) {
        mrs_free(r->texts[i]);
        g_free(r->digests[i]);
    }
    mrs_free(r->folders.own);
    mrs_free(r->folders.styles);
    mrs_buffer_clear(&r->said);
}

static marsad_status run_heard(run *r, xmlDocPtr document, mrs_buffer *out, marsad_error *error)
{
    xmlDocPtr result = NULL;
    marsad_status status = find_folders(r, error);
    status = status ? status : read_beside(r, 0, "report.css", error);
    status = status ? status : read_beside(r, 1, "report.js", error);
    status = status ? status : compile(r, error);
    status = status ? status : transform(r, document, &result, error);
    status = status || !result ? status : write_result(r, result, out, error);
    xmlFreeDoc(result);
    return status;
}

/* What libxslt says goes to one place for all threads, so that one listens at a time. */
static marsad_status run_alone(run *r, xmlDocPtr document, mrs_buffer *out, marsad_error *error)
{
    static pthread_mutex_t listening = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&listening);
    xmlGenericErrorFunc function = xsltGenericError;
    void *context = xsltGenericErrorContext;
    xsltSetGenericErrorFunc(&r->said, hear);
    marsad_status status = run_heard(r, document, out, error);
    xsltSetGenericErrorFunc(context, function);
    pthread_mutex_unlock(&listening);
    return status;
}

/* What libxml2 says, such as of an XPath, goes to a place of each thread's own. */
marsad_status mrs_template_run(const mrs_template *template, xmlDocPtr document, mrs_buffer *out,
                               marsad_error *error)
{
    run r = {.template = template};
    xmlGenericErrorFunc function = xmlGenericError;
    void *context = xmlGenericErrorContext;
    xmlStructuredErrorFunc structured = xmlStructuredError;
    void *structured_context = xmlStructuredErrorContext;
    xmlSetStructuredErrorFunc(NULL, NULL);
    xmlSetGenericErrorFunc(&r.said, hear);
    marsad_status status = run_alone(&r, document, out, error);
    clear_run(&r);
    xmlSetGenericErrorFunc(context, function);
    xmlSetStructuredErrorFunc(structured_context, structured);
    return status;
}
