#include "geo/delimited.h"

#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "base/trim.h"
#include "geo/delimited_fault.h"
#include "geo/delimited_row.h"
#include "geo/delimited_separator.h"
#include "geo/formula.h"

enum {
    LONGEST_ROW = 16 * 1024 * 1024, /* and the farthest that a closing quotation mark is sought */
    LONGEST_HEADER = 1024 * 1024
};

static const char never_closed[] = "a quotation mark is opened in this row and never closed";
static const char inside_unquoted[] =
    "a quotation mark stands inside an unquoted cell: put the whole cell in quotation marks and "
    "write the inner one twice";
static const char behind_closing[] = "there is text after the closing quotation mark of a cell: "
                                     "write a quotation mark inside a quoted cell twice";

static const char *start_of(const mrs_delimited *table)
{
    return table->source->bytes + table->source->at;
}

static size_t rest_of(const mrs_delimited *table)
{
    return table->source->end - table->source->at;
}

/* Offset of the next such byte from the row's start, or the length of the window's rest. */
static size_t find(const mrs_delimited *table, mrs_next_byte *next)
{
    const mrs_source *source = table->source;
    uint64_t start = source->base + source->at, end = source->base + source->end;
    if (!next->found || next->from < start) {
        uint64_t from = next->from < start ? start : next->from;
        const char *hit =
            memchr(source->bytes + (from - source->base), next->byte, (size_t)(end - from));
        next->found = hit != NULL;
        next->from = hit ? source->base + (uint64_t)(hit - source->bytes) : end;
    }
    return (size_t)(next->from - start);
}

/* ---- one row --------------------------------------------------------------------------------- */

/* The row is the window's next `length` bytes, and `line_end` behind it. */
static void set_row(mrs_delimited *table, size_t length, size_t line_end)
{
    table->raw = start_of(table);
    table->raw_length = length;
    table->taken = length + line_end;
}

static marsad_status make_starts(mrs_delimited *table, size_t count, marsad_error *error)
{
    if (count > table->starts_room) {
        size_t *larger = mrs_resize(table->starts, count, sizeof *larger);
        if (!larger) {
            return mrs_fail_memory(error);
        }
        table->starts = larger;
        table->starts_room = count;
    }
    return MARSAD_OK;
}

/* Cuts up a row without quotation marks. */
static void cut_plain(mrs_delimited *table, size_t length, size_t line_end)
{
    set_row(table, length, line_end);
    table->cells.length = 0;
    mrs_buffer_add_bytes(&table->cells, table->raw, length);
    char separator = table->separator;
    size_t count = 0;
    char *start = table->cells.text;
    char *end = start ? start + length : start;
    for (char *at = start;;) {
        if (count < table->starts_room) {
            table->starts[count] = (size_t)(at - start);
        }
        count++;
        while (at < end && *at != separator) {
            at++;
        }
        if (at == end) {
            break;
        }
        *at++ = '\0';
    }
    table->cell_count = count;
}

/* A quotation mark that is never closed takes the rows behind it into its cell: the row is then
 * taken to end with the line on which the mark stands. False if that end is not in the window. */
static bool end_at_line_of(mrs_delimited *table, const char *mark, size_t cells, const char *what)
{
    const char *start = start_of(table), *end = start + rest_of(table);
    size_t before = (size_t)(mark - start);
    size_t length = before + mrs_line_length(mark, end, false);
    size_t with_end = before + mrs_line_length(mark, end, true);
    bool cut = with_end == length || (with_end == rest_of(table) && end[-1] == '\r');
    if (cut && !table->source->ended) {
        return false;
    }
    set_row(table, length, with_end - length);
    table->cell_count = cells;
    mrs_delimited_fault(table, MRS_ROW_STRUCTURE, "%s", what);
    return true;
}

/* True if a row that goes over several lines seems to have swallowed others: a line of it has as
 * many cells as the header, and it has not. */
static bool has_swallowed(const mrs_delimited *table, const mrs_row_scan *row)
{
    if (!row->spanning || table->column_count < 2 || row->count == table->column_count) {
        return false;
    }
    const char *end = row->start + row->length;
    const char *line = row->spanning;
    for (line += mrs_line_length(line, end, true); line < end;
         line += mrs_line_length(line, end, true)) {
        mrs_row_scan alone = {.start = line,
                              .end = line + mrs_line_length(line, end, false),
                              .last = true,
                              .separator = table->separator};
        if (mrs_row_scan_next(&alone) == MRS_ROW_WHOLE && alone.count == table->column_count) {
            return true;
        }
    }
    return false;
}

/* Cuts up a row that has quotation marks; false if its end is not in the window. */
static bool cut_quoted(mrs_delimited *table)
{
    bool far = rest_of(table) > LONGEST_ROW;
    table->cells.length = 0;
    mrs_row_scan scan = {.start = start_of(table),
                         .end = start_of(table) + rest_of(table),
                         .last = table->source->ended || far,
                         .separator = table->separator,
                         .cells = &table->cells,
                         .starts = table->starts,
                         .room = table->starts_room};
    mrs_row_end end = mrs_row_scan_next(&scan);
    if (end == MRS_ROW_WHOLE && scan.line_end == 0 && !table->source->ended) {
        end = MRS_ROW_CUT; /* of a row that is longer than any may be */
    }
    switch (end) {
    case MRS_ROW_CUT:
        return false;
    case MRS_ROW_WHOLE:
        if (has_swallowed(table, &scan)) {
            return end_at_line_of(table, scan.spanning, scan.before, never_closed);
        }
        set_row(table, scan.length, scan.line_end);
        table->cell_count = scan.count;
        return true;
    case MRS_ROW_OPEN:
        return end_at_line_of(table, scan.opened, scan.count, never_closed);
    case MRS_ROW_INSIDE:
        return end_at_line_of(table, scan.start + scan.length, scan.count, inside_unquoted);
    case MRS_ROW_BEHIND:
        return scan.spanning == scan.opened
                   ? end_at_line_of(table, scan.opened, scan.before, never_closed)
                   : end_at_line_of(table, scan.opened, scan.count, behind_closing);
    }
    return true;
}

/* Cuts up the next row, if all of it is in the window. */
static bool cut_row(mrs_delimited *table)
{
    size_t rest = rest_of(table);
    size_t feed = find(table, &table->line_feed), back = find(table, &table->carriage_return);
    size_t end = feed < back ? feed : back;
    if (find(table, &table->quote) < end) {
        return cut_quoted(table);
    }
    bool cut = end == rest || (end == back && back + 1 == rest);
    if (cut && !table->source->ended) {
        return false;
    }
    size_t line_end = end == rest ? 0 : back == end && feed == end + 1 && feed < rest ? 2 : 1;
    cut_plain(table, end, line_end);
    return true;
}

/* Passes the rest of a row that is longer than any may be. */
static marsad_status pass_long_row(mrs_delimited *table, marsad_error *error)
{
    mrs_source *source = table->source;
    table->cells.length = 0;
    mrs_buffer_add_bytes(&table->cells, start_of(table), MRS_LONGEST_CELL);
    marsad_status status = MARSAD_OK;
    size_t length;
    do {
        source->at = source->end;
        status = mrs_source_more(source, error);
        length = mrs_line_length(start_of(table), start_of(table) + rest_of(table), false);
    } while (!status && length == rest_of(table) && !source->ended);
    table->raw = table->cells.text;
    table->raw_length = table->cells.failed ? 0 : MRS_LONGEST_CELL;
    table->taken = mrs_line_length(start_of(table), start_of(table) + rest_of(table), true);
    table->cell_count = 0;
    mrs_delimited_fault(table, MRS_ROW_STRUCTURE, "the row has more than 16 MiB");
    return status;
}

/* Reads until the next row is in the window and cuts it up; `*more` is false if there is none. */
static marsad_status find_row(mrs_delimited *table, bool *more, marsad_error *error)
{
    mrs_source *source = table->source;
    for (;;) {
        *more = rest_of(table) > 0 || !source->ended;
        if (!*more || (rest_of(table) > 0 && cut_row(table))) {
            return MARSAD_OK;
        }
        if (rest_of(table) > LONGEST_ROW) {
            return pass_long_row(table, error);
        }
        marsad_status status = mrs_source_more(source, error);
        if (status) {
            *more = false;
            return status;
        }
    }
}

/* Steps to the next row, even an empty line. */
static marsad_status take_row(mrs_delimited *table, bool *more, marsad_error *error)
{
    table->source->at += table->taken;
    table->taken = 0;
    table->fault[0] = '\0';
    table->kind = MRS_ROW_GOOD;
    marsad_status status = find_row(table, more, error);
    table->row += *more;
    size_t room = table->starts_room;
    table->cells_kept = table->cell_count < room ? table->cell_count : room;
    return !status && table->cells.failed ? mrs_fail_memory(error) : status;
}

marsad_status mrs_delimited_next(mrs_delimited *table, bool *more, marsad_error *error)
{
    marsad_status status;
    do {
        status = take_row(table, more, error);
    } while (!status && *more && table->raw_length == 0);
    if (status || !*more) {
        table->cells_kept = table->cell_count = 0;
        table->raw = NULL;
        table->raw_length = 0;
        return status;
    }
    mrs_delimited_check(table);
    return MARSAD_OK;
}

const char *mrs_delimited_cell(const mrs_delimited *table, size_t column)
{
    return column < table->cells_kept ? mrs_formula_bare(table->cells.text + table->starts[column])
                                      : "";
}

marsad_status mrs_delimited_seek(mrs_delimited *table, uint64_t offset, long row,
                                 marsad_error *error)
{
    marsad_status status = mrs_source_seek(table->source, offset, error);
    if (!status) {
        mrs_next_byte *all[] = {&table->line_feed, &table->carriage_return, &table->quote};
        for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
            all[i]->found = false;
            all[i]->from = 0;
        }
        table->taken = 0;
        table->row = row - 1;
    }
    return status;
}

/* ---- the header ------------------------------------------------------------------------------ */

static marsad_status fail_header(const mrs_delimited *table, const char *what, marsad_error *error)
{
    return mrs_fail_at(error, MARSAD_ERR_INPUT, table->source->file, table->row, NULL, "%s", what);
}

/* Lets the window hold the whole header. */
static marsad_status gather_header(const mrs_delimited *table, marsad_error *error)
{
    mrs_source *source = table->source;
    marsad_status status = MARSAD_OK;
    while (!status && !mrs_header_is_whole(start_of(table), rest_of(table), source->ended)) {
        if (rest_of(table) > LONGEST_HEADER) {
            return mrs_fail_at(error, MARSAD_ERR_INPUT, source->file, 1, NULL,
                               "the first row must name the columns, and has more than 1 MiB");
        }
        status = mrs_source_more(source, error);
    }
    return status;
}

static marsad_status tell_separator(mrs_delimited *table, char separator, marsad_error *error)
{
    const mrs_source *source = table->source;
    if (separator) {
        bool unfit = separator == '"' || (unsigned char)separator >= 0x80 ||
                     ((unsigned char)separator < ' ' && separator != '\t');
        table->separator = separator;
        return unfit ? mrs_fail(error, MARSAD_ERR_USAGE,
                                "the separator must be one character, such as , ; | or a tab")
                     : MARSAD_OK;
    }
    while (!source->ended && rest_of(table) < LONGEST_HEADER &&
           mrs_separator_wants_more(start_of(table), rest_of(table))) {
        marsad_status status = mrs_source_more(table->source, error);
        if (status) {
            return status;
        }
    }
    char open[2];
    table->separator = mrs_separator_tell(start_of(table), rest_of(table), source->ended, open);
    return table->separator
               ? MARSAD_OK
               : mrs_fail_at(error, MARSAD_ERR_INPUT, source->file, table->row + 1, NULL,
                             "cannot tell whether '%s' or '%s' separates the columns: say it with "
                             "--separator",
                             open[0] == '\t' ? "tab" : (char[]){open[0], '\0'},
                             open[1] == '\t' ? "tab" : (char[]){open[1], '\0'});
}

static marsad_status keep_names(mrs_delimited *table, marsad_error *error)
{
    table->names = mrs_alloc(table->cell_count, sizeof *table->names);
    for (size_t i = 0; table->names && i < table->cells_kept; i++) {
        table->names[i] = mrs_trimmed(mrs_delimited_cell(table, i));
        if (!table->names[i]) {
            return mrs_fail_memory(error);
        }
        table->column_count++;
    }
    return table->names ? MARSAD_OK : mrs_fail_memory(error);
}

static marsad_status read_header(mrs_delimited *table, marsad_error *error)
{
    bool more;
    marsad_status status = take_row(table, &more, error);
    if (!status && more) {
        status = make_starts(table, table->cell_count, error);
    }
    if (status) {
        return status;
    }
    if (!more || table->raw_length == 0) {
        return fail_header(table, "the first row must name the columns, and is empty", error);
    }
    cut_row(table); /* again, now with room for all cells */
    table->cells_kept = table->cell_count;
    mrs_delimited_check_text(table);
    return table->fault[0] ? fail_header(table, table->fault, error) : keep_names(table, error);
}

static marsad_status begin(mrs_delimited *table, char separator, marsad_error *error)
{
    marsad_status status = gather_header(table, error);
    char said = status ? '\0' : mrs_separator_said(start_of(table), rest_of(table));
    if (said) {
        table->source->at +=
            mrs_line_length(start_of(table), start_of(table) + rest_of(table), true);
        table->row++;
        separator = separator ? separator : said;
        status = gather_header(table, error);
    }
    if (!status) {
        status = tell_separator(table, separator, error);
    }
    return status ? status : read_header(table, error);
}

marsad_status mrs_delimited_open(mrs_source *source, char separator, mrs_delimited *out,
                                 marsad_error *error)
{
    *out = (mrs_delimited){.source = source,
                           .line_feed = {.byte = '\n'},
                           .carriage_return = {.byte = '\r'},
                           .quote = {.byte = '"'}};
    marsad_status status = begin(out, separator, error);
    if (status) {
        mrs_delimited_close(out);
    }
    return status;
}

void mrs_delimited_close(mrs_delimited *table)
{
    for (size_t i = 0; i < table->column_count; i++) {
        mrs_free(table->names[i]);
    }
    mrs_free(table->names);
    mrs_free(table->starts);
    mrs_buffer_clear(&table->cells);
    *table = (mrs_delimited){0};
}
