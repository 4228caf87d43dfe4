#include "geo/csv.h"

#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "geo/formula.h"

typedef struct scanner {
    const char *start, *at, *end;
    const char *file;
    long row;
    mrs_csv *csv;
    size_t name_capacity, row_capacity;
    marsad_error *error;
} scanner;

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

static void skip_line_end(scanner *scan)
{
    if (scan->at < scan->end && *scan->at == '\r') {
        scan->at++;
        if (scan->at < scan->end && *scan->at == '\n') {
            scan->at++;
        }
    } else if (scan->at < scan->end) {
        scan->at++;
    }
}

static marsad_status fault(const scanner *scan, const char *what)
{
    return mrs_fail_at(scan->error, MARSAD_ERR_INPUT, scan->file, scan->row, NULL, "%s", what);
}

/* The separator that the header has most of, outside quotation marks; of two equally common, the
 * first of these. */
static char find_separator(const char *text, const char *end)
{
    static const char separators[] = {',', ';', '\t'};
    size_t counts[3] = {0};
    bool quoted = false;
    for (; text < end && (quoted || !is_line_end(*text)); text++) {
        quoted ^= *text == '"';
        for (int i = 0; i < 3; i++) {
            counts[i] += !quoted && *text == separators[i];
        }
    }
    int best = 0;
    for (int i = 1; i < 3; i++) {
        best = counts[i] > counts[best] ? i : best;
    }
    return separators[best];
}

/* Whether the header has no separator but this one, outside quotation marks. */
static bool is_only_separator(const char *text, const char *end, char separator)
{
    bool quoted = false;
    for (; text < end && (quoted || !is_line_end(*text)); text++) {
        quoted ^= *text == '"';
        if (!quoted && *text != separator && strchr(",;|\t", *text)) {
            return false;
        }
    }
    return true;
}

static marsad_status skip_quoted(scanner *scan, mrs_buffer *copy)
{
    scan->at++;
    for (;;) {
        const char *mark = memchr(scan->at, '"', (size_t)(scan->end - scan->at));
        if (!mark) {
            return fault(scan, "a quotation mark is opened in this row and never closed");
        }
        if (copy) {
            mrs_buffer_add_bytes(copy, scan->at, (size_t)(mark - scan->at));
        }
        scan->at = mark + 1;
        if (scan->at == scan->end || *scan->at != '"') {
            return MARSAD_OK;
        }
        if (copy) {
            mrs_buffer_add(copy, "\"");
        }
        scan->at++;
    }
}

/* Passes what is neither a separator nor may have a meaning: all that does sorts up to '"'. */
static void skip_plain(scanner *scan, char separator)
{
    const char *at = scan->at;
    const char *end = scan->end;
    while (at < end && (unsigned char)*at > '"' && *at != separator) {
        at++;
    }
    scan->at = at;
}

/* Passes one cell, up to its separator, line end or the end of the text; `copy` (may be NULL) gets
 * what it says. */
static marsad_status skip_cell(scanner *scan, mrs_buffer *copy)
{
    bool quoted = scan->at < scan->end && *scan->at == '"';
    if (quoted) {
        marsad_status status = skip_quoted(scan, copy);
        if (status) {
            return status;
        }
    }
    const char *start = scan->at;
    char separator = scan->csv->separator;
    if (!quoted) {
        skip_plain(scan, separator);
    }
    for (; scan->at < scan->end && *scan->at != separator && !is_line_end(*scan->at); scan->at++) {
        if (quoted && *scan->at != ' ') {
            return fault(scan, "there is text after the closing quotation mark of a cell: write a "
                               "quotation mark inside a quoted cell twice");
        }
        if (*scan->at == '"') {
            return fault(scan, "a quotation mark stands inside an unquoted cell: put the whole "
                               "cell in quotation marks and write the inner one twice");
        }
    }
    if (copy) {
        mrs_buffer_add_bytes(copy, start, (size_t)(scan->at - start));
    }
    return MARSAD_OK;
}

/* True if the cell that ended is not the row's last; its separator is passed. */
static bool another_cell(scanner *scan)
{
    if (scan->at < scan->end && *scan->at == scan->csv->separator) {
        scan->at++;
        return true;
    }
    return false;
}

char *mrs_trimmed(const char *text)
{
    text += strspn(text, " \t\r\n");
    size_t length = strlen(text);
    while (length > 0 && strchr(" \t\r\n", text[length - 1])) {
        length--;
    }
    return mrs_strndup(text, length);
}

static marsad_status add_name(scanner *scan, mrs_buffer *cell)
{
    mrs_csv *csv = scan->csv;
    char *text = mrs_buffer_take(cell);
    char *name = text ? mrs_trimmed(mrs_formula_bare(text)) : NULL;
    mrs_free(text);
    if (!name || !mrs_grow((void **)&csv->names, &scan->name_capacity, csv->column_count,
                           sizeof *csv->names)) {
        mrs_free(name);
        return mrs_fail_memory(scan->error);
    }
    csv->names[csv->column_count++] = name;
    return MARSAD_OK;
}

static marsad_status scan_header(scanner *scan)
{
    do {
        mrs_buffer cell = {0};
        marsad_status status = skip_cell(scan, &cell);
        if (!status) {
            status = add_name(scan, &cell);
        }
        mrs_buffer_clear(&cell);
        if (status) {
            return status;
        }
    } while (another_cell(scan));
    scan->csv->header_end = (size_t)(scan->at - scan->start);
    skip_line_end(scan);
    return MARSAD_OK;
}

static marsad_status scan_row(scanner *scan)
{
    mrs_csv *csv = scan->csv;
    size_t cells = 0;
    const char *start = scan->at;
    do {
        marsad_status status = skip_cell(scan, NULL);
        if (status) {
            return status;
        }
        cells++;
    } while (another_cell(scan));
    bool empty = scan->at == start;
    skip_line_end(scan);
    if (empty) {
        return MARSAD_OK;
    }
    if (!mrs_grow((void **)&csv->rows, &scan->row_capacity, csv->row_count, sizeof *csv->rows)) {
        return mrs_fail_memory(scan->error);
    }
    csv->rows[csv->row_count++] =
        (mrs_csv_row){.row = scan->row, .cells = cells, .start = (size_t)(start - scan->start)};
    return MARSAD_OK;
}

static marsad_status scan_all(scanner *scan)
{
    scan->csv->separator = find_separator(scan->at, scan->end);
    scan->csv->one_separator = is_only_separator(scan->at, scan->end, scan->csv->separator);
    marsad_status status = scan_header(scan);
    while (!status && scan->at < scan->end) {
        scan->row++;
        status = scan_row(scan);
    }
    return status;
}

marsad_status mrs_csv_scan(const char *text, size_t length, const char *file, mrs_csv *out,
                           marsad_error *error)
{
    *out = (mrs_csv){0};
    scanner scan = {.start = text,
                    .at = text,
                    .end = text + length,
                    .file = file,
                    .row = 1,
                    .csv = out,
                    .error = error};
    if (memchr(text, '\0', length)) {
        return fault(&scan, "the file holds a NUL byte: it is not text in UTF-8; "
                            "save the table as CSV in UTF-8");
    }
    if (length == 0 || is_line_end(text[0])) {
        return fault(&scan, "the first row must name the columns, and is empty");
    }
    marsad_status status = scan_all(&scan);
    if (status) {
        mrs_csv_clear(out);
    }
    return status;
}

/* Makes LF of every line end from `start` on. */
static void unify_line_ends(mrs_buffer *text, size_t start)
{
    if (text->failed || !memchr(text->text + start, '\r', text->length - start)) {
        return;
    }
    size_t kept = start;
    for (size_t i = start; i < text->length; i++) {
        bool pair = text->text[i] == '\r' && i + 1 < text->length && text->text[i + 1] == '\n';
        if (!pair) {
            text->text[kept++] = text->text[i] == '\r' ? '\n' : text->text[i];
        }
    }
    text->length = kept;
    text->text[kept] = '\0';
}

size_t mrs_csv_read_row(const mrs_csv *csv, const char *text, size_t length, const mrs_csv_row *row,
                        mrs_buffer *out, size_t *starts)
{
    mrs_csv separated = {.separator = csv->separator};
    scanner scan = {.start = text,
                    .at = text + row->start,
                    .end = text + length,
                    .row = row->row,
                    .csv = &separated};
    size_t count = 0;
    out->length = 0;
    bool more = true;
    while (more && count < csv->column_count) {
        starts[count] = out->length;
        bool quoted = scan.at < scan.end && *scan.at == '"';
        if (skip_cell(&scan, out)) {
            break; /* cannot be: the scan has passed this row */
        }
        if (quoted) {
            unify_line_ends(out, starts[count]);
        }
        count++;
        mrs_buffer_add_bytes(out, "", 1);
        more = another_cell(&scan);
    }
    return count;
}

void mrs_csv_clear(mrs_csv *csv)
{
    for (size_t i = 0; i < csv->column_count; i++) {
        mrs_free(csv->names[i]);
    }
    mrs_free(csv->names);
    mrs_free(csv->rows);
    *csv = (mrs_csv){0};
}
