#include "geo/delimited_row.h"

#include <string.h>

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

static size_t line_end_length(const char *at, const char *end)
{
    if (at == end || !is_line_end(*at)) {
        return 0;
    }
    return *at == '\r' && at + 1 < end && at[1] == '\n' ? 2 : 1;
}

size_t mrs_line_length(const char *at, const char *end, bool with_end)
{
    size_t length = (size_t)(end - at);
    const char *feed = memchr(at, '\n', length);
    length = feed ? (size_t)(feed - at) : length;
    const char *back = memchr(at, '\r', length);
    length = back ? (size_t)(back - at) : length;
    return length + (with_end ? line_end_length(at + length, end) : 0);
}

/* Adds what stands between quotation marks, with LF for every line end. */
static void add_quoted(mrs_buffer *cells, const char *text, const char *end)
{
    for (;;) {
        const char *back = memchr(text, '\r', (size_t)(end - text));
        mrs_buffer_add_bytes(cells, text, (size_t)((back ? back : end) - text));
        if (!back) {
            return;
        }
        bool pair = back + 1 < end && back[1] == '\n';
        if (!pair) {
            mrs_buffer_add_bytes(cells, "\n", 1);
        }
        text = back + 1;
    }
}

/* Passes a quoted cell up to and with its closing quotation mark; NULL if there is none. */
static const char *pass_quoted(mrs_row_scan *scan, const char *at)
{
    scan->opened = at++;
    for (;;) {
        const char *mark = memchr(at, '"', (size_t)(scan->end - at));
        const char *end = mark ? mark : scan->end;
        if (!scan->spanning && mrs_line_length(at, end, false) < (size_t)(end - at)) {
            scan->spanning = scan->opened;
            scan->before = scan->count;
        }
        if (!mark) {
            return NULL;
        }
        bool doubled = mark + 1 < scan->end && mark[1] == '"';
        if (scan->cells) {
            add_quoted(scan->cells, at, doubled ? mark + 1 : mark);
        }
        if (!doubled) {
            return mark + 1;
        }
        at = mark + 2;
    }
}

/* Passes all that has no meaning: what does sorts up to '"'. */
static const char *pass_plain(const mrs_row_scan *scan, const char *at)
{
    char separator = scan->separator;
    while (at < scan->end && *at != separator && !is_line_end(*at) && *at != '"') {
        at++;
    }
    return at;
}

static const char *pass_spaces(const mrs_row_scan *scan, const char *at)
{
    while (at < scan->end && *at == ' ' && *at != scan->separator) {
        at++;
    }
    return at;
}

static void begin_cell(mrs_row_scan *scan)
{
    if (scan->cells && scan->count < scan->room) {
        scan->starts[scan->count] = scan->cells->length;
    }
}

static void end_cell(mrs_row_scan *scan)
{
    if (scan->cells) {
        mrs_buffer_add_bytes(scan->cells, "", 1);
    }
    scan->count++;
}

static mrs_row_end stop(mrs_row_scan *scan, const char *at, mrs_row_end how)
{
    scan->length = (size_t)(at - scan->start);
    scan->line_end = how == MRS_ROW_WHOLE ? line_end_length(at, scan->end) : 0;
    return how;
}

mrs_row_end mrs_row_scan_next(mrs_row_scan *scan)
{
    const char *at = scan->start;
    for (;;) {
        begin_cell(scan);
        bool quoted = at < scan->end && *at == '"';
        const char *cell = at;
        at = quoted ? pass_quoted(scan, at) : pass_plain(scan, at);
        if (!at) {
            return stop(scan, scan->end, scan->last ? MRS_ROW_OPEN : MRS_ROW_CUT);
        }
        if (quoted) {
            at = pass_spaces(scan, at);
        } else if (scan->cells) {
            mrs_buffer_add_bytes(scan->cells, cell, (size_t)(at - cell));
        }
        end_cell(scan);
        /* A closing quotation mark may be half of a doubled one, a CR of a CR LF. */
        bool cut = at == scan->end || (*at == '\r' && at + 1 == scan->end);
        if (cut && !scan->last) {
            return stop(scan, at, MRS_ROW_CUT);
        }
        if (at == scan->end || is_line_end(*at)) {
            return stop(scan, at, MRS_ROW_WHOLE);
        }
        if (*at != scan->separator) {
            return stop(scan, at, quoted ? MRS_ROW_BEHIND : MRS_ROW_INSIDE);
        }
        at++;
    }
}
