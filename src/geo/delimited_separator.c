#include "geo/delimited_separator.h"

#include <string.h>
#include <strings.h>

#include "geo/delimited_row.h"

enum { CANDIDATES = 4, ROWS_LOOKED_AT = 20 };

static const char separators[CANDIDATES] = {',', ';', '\t', '|'};

/* The header's length, if each quotation mark opens or closes; `length` if it has no end. */
static size_t header_length(const char *text, size_t length)
{
    bool quoted = false;
    size_t at = 0;
    for (; at < length && (quoted || (text[at] != '\n' && text[at] != '\r')); at++) {
        quoted ^= text[at] == '"';
    }
    return at;
}

bool mrs_header_is_whole(const char *text, size_t length, bool last)
{
    size_t header = header_length(text, length);
    bool cut = header == length || (text[header] == '\r' && header + 1 == length);
    return last || !cut;
}

char mrs_separator_said(const char *text, size_t length)
{
    size_t line = mrs_line_length(text, text + length, false);
    if (line == 7 && text[0] == '"' && text[6] == '"') {
        text++;
        line -= 2;
    }
    return line == 5 && strncasecmp(text, "sep=", 4) == 0 ? text[4] : '\0';
}

static size_t count_in_header(const char *text, size_t header, char separator)
{
    size_t count = 0;
    bool quoted = false;
    for (size_t i = 0; i < header; i++) {
        quoted ^= text[i] == '"';
        count += !quoted && text[i] == separator;
    }
    return count;
}

bool mrs_separator_wants_more(const char *text, size_t length)
{
    size_t header = header_length(text, length);
    int candidates = 0, lines = 0;
    for (int i = 0; i < CANDIDATES; i++) {
        candidates += count_in_header(text, header, separators[i]) > 0;
    }
    for (size_t i = header; i < length && lines <= ROWS_LOOKED_AT; i++) {
        lines += text[i] == '\n' || text[i] == '\r';
    }
    return candidates > 1 && lines <= ROWS_LOOKED_AT;
}

/* Whether the first rows have as many cells as the header, with this separator. */
static bool rows_agree(const char *text, size_t length, bool last, char separator)
{
    mrs_row_scan scan = {.start = text, .end = text + length, .last = last, .separator = separator};
    size_t cells = 0;
    for (int i = 0; i <= ROWS_LOOKED_AT && scan.start < scan.end; i++) {
        scan.count = 0;
        mrs_row_end end = mrs_row_scan_next(&scan);
        if (end != MRS_ROW_WHOLE) {
            return end == MRS_ROW_CUT && i > 1;
        }
        if (i == 0) {
            cells = scan.count;
        } else if (scan.length > 0 && scan.count != cells) {
            return false;
        }
        scan.start += scan.length + scan.line_end;
    }
    return true;
}

typedef struct weighing {
    char best;
    size_t count; /* in the header */
    bool tied;
    char other; /* with which it is tied */
} weighing;

static void weigh(weighing *choice, char separator, size_t count)
{
    if (count > choice->count) {
        choice->best = separator;
        choice->count = count;
        choice->tied = false;
    } else if (count == choice->count && count > 0) {
        choice->tied = true;
        choice->other = separator;
    }
}

char mrs_separator_tell(const char *text, size_t length, bool last, char open[2])
{
    size_t header = header_length(text, length);
    weighing all = {.best = ','}, agreeing = {0};
    int candidates = 0;
    for (int i = 0; i < CANDIDATES; i++) {
        size_t count = count_in_header(text, header, separators[i]);
        candidates += count > 0;
        weigh(&all, separators[i], count);
        if (count > 0 && rows_agree(text, length, last, separators[i])) {
            weigh(&agreeing, separators[i], count);
        }
    }
    const weighing *chosen = candidates > 1 && agreeing.best ? &agreeing : &all;
    open[0] = chosen->best;
    open[1] = chosen->other;
    return chosen->tied ? '\0' : chosen->best;
}
