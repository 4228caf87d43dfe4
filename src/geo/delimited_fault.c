#include "geo/delimited_fault.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "marsad/text.h"

void mrs_delimited_fault(mrs_delimited *table, mrs_row_fault kind, const char *format, ...)
{
    va_list arguments;
    if (table->fault[0]) {
        return; /* the first is the cause of others */
    }
    table->kind = kind;
    va_start(arguments, format);
    vsnprintf(table->fault, sizeof table->fault, format, arguments);
    va_end(arguments);
}

/* "10,485,760" */
static const char *grouped(char to[32], size_t number)
{
    char digits[32];
    int length = snprintf(digits, sizeof digits, "%zu", number);
    char *out = to;
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0) {
            *out++ = ',';
        }
        *out++ = digits[i];
    }
    *out = '\0';
    return to;
}

static void check_lengths(mrs_delimited *table)
{
    for (size_t i = 0; table->raw_length > MRS_LONGEST_CELL && i < table->cells_kept; i++) {
        size_t length = strlen(table->cells.text + table->starts[i]);
        char number[32];
        if (length > MRS_LONGEST_CELL) {
            mrs_delimited_fault(
                table, MRS_ROW_CONTENT,
                "the cell \"%.60s\" has %s bytes, more than the 1 MiB that a cell may have",
                table->names[i], grouped(number, length));
        }
    }
}

/* What is malformed, for the message: "the cell "place" is". */
static void name_malformed(const mrs_delimited *table, char *to, size_t size)
{
    if (!table->names) {
        snprintf(to, size, "the names of the columns are");
        return;
    }
    snprintf(to, size, "the row is");
    for (size_t i = 0; i < table->cells_kept && i < table->column_count; i++) {
        const char *cell = table->cells.text + table->starts[i];
        if (!marsad_text_is_utf8(cell, strlen(cell), NULL)) {
            snprintf(to, size, "the cell \"%.60s\" is", table->names[i]);
            return;
        }
    }
}

void mrs_delimited_check_text(mrs_delimited *table)
{
    size_t bad = 0;
    if (marsad_text_is_utf8(table->raw, table->raw_length, &bad)) {
        return;
    }
    unsigned byte = (unsigned char)table->raw[bad];
    char what[100];
    name_malformed(table, what, sizeof what);
    if (byte == 0) {
        mrs_delimited_fault(table, MRS_ROW_STRUCTURE, "there is a NUL byte in the row");
    } else if (table->source->decoder) {
        mrs_delimited_fault(table, MRS_ROW_CONTENT, "%s not text in %s", what,
                            table->source->encoding);
    } else {
        mrs_delimited_fault(table, MRS_ROW_CONTENT,
                            "%s not UTF-8 (byte 0x%02X): save the table as UTF-8%s", what, byte,
                            table->source->declared ? "" : ", or say --encoding");
    }
}

static void check_count(mrs_delimited *table)
{
    if (table->column_count > 0 && table->cell_count != table->column_count) {
        mrs_delimited_fault(table, MRS_ROW_COUNT, "the row has %zu cell%s where the header has %zu",
                            table->cell_count, table->cell_count == 1 ? "" : "s",
                            table->column_count);
    }
}

void mrs_delimited_check(mrs_delimited *table)
{
    mrs_delimited_check_text(table);
    check_count(table);
    check_lengths(table);
}
