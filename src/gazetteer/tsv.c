#include "gazetteer/tsv.h"

#include <string.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "marsad/text.h"

enum { MAX_WIDTH = 64 };

/* Cuts the line at `at` into fields; returns how many there are (0 if more than MAX_WIDTH). */
static size_t split_line(mrs_tsv *tsv, char *fields[MAX_WIDTH])
{
    char *line = tsv->at;
    char *newline = memchr(line, '\n', (size_t)(tsv->end - line));
    char *stop = newline ? newline : tsv->end;
    tsv->at = newline ? newline + 1 : tsv->end;
    if (stop > line && stop[-1] == '\r') {
        stop--;
    }
    *stop = '\0';
    size_t count = 0;
    for (char *field = line; field;) {
        if (count == MAX_WIDTH) {
            return 0;
        }
        fields[count++] = field;
        char *tab = memchr(field, '\t', (size_t)(stop - field));
        if (tab) {
            *tab++ = '\0';
        }
        field = tab;
    }
    return count;
}

/* The field at fault is counted, as a column that was not asked for has no name here. */
static marsad_status check_line(const mrs_tsv *tsv, marsad_error *error)
{
    const char *newline = memchr(tsv->at, '\n', (size_t)(tsv->end - tsv->at));
    size_t length = (size_t)((newline ? newline : tsv->end) - tsv->at);
    size_t bad = 0;
    if (marsad_text_is_utf8(tsv->at, length, &bad)) {
        return MARSAD_OK;
    }
    size_t column = 0;
    for (size_t i = 0; i < bad; i++) {
        column += tsv->at[i] == '\t';
    }
    const char *name = NULL;
    for (size_t i = 0; i < tsv->column_count; i++) {
        name = tsv->row > 1 && tsv->places[i] == column ? tsv->columns[i] : name;
    }
    return mrs_fail_at(error, MARSAD_ERR_INPUT, tsv->path, tsv->row, name,
                       "not UTF-8 text in field %zu; save the file as UTF-8", column + 1);
}

static marsad_status find_columns(mrs_tsv *tsv, char *const *header, marsad_error *error)
{
    for (size_t i = 0; i < tsv->column_count; i++) {
        size_t place = 0;
        while (place < tsv->width && strcmp(header[place], tsv->columns[i]) != 0) {
            place++;
        }
        if (place == tsv->width) {
            return mrs_fail_at(error, MARSAD_ERR_INPUT, tsv->path, 1, tsv->columns[i],
                               "the header row has no such column");
        }
        tsv->places[i] = place;
    }
    return MARSAD_OK;
}

static marsad_status read_header(mrs_tsv *tsv, marsad_error *error)
{
    if (tsv->at == tsv->end) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, tsv->path, 0, NULL,
                           "the file is empty; it needs a header row");
    }
    tsv->row = 1;
    marsad_status status = check_line(tsv, error);
    if (status) {
        return status;
    }
    char *header[MAX_WIDTH] = {0};
    tsv->width = split_line(tsv, header);
    return find_columns(tsv, header, error);
}

marsad_status mrs_tsv_open(mrs_tsv *tsv, const char *path, const char *const *columns,
                           size_t column_count, marsad_error *error)
{
    *tsv = (mrs_tsv){.columns = columns, .column_count = column_count};
    size_t length = 0;
    marsad_status status = mrs_file_read(path, &tsv->text, &length, error);
    if (status) {
        return status;
    }
    static const char byte_order_mark[] = "\xEF\xBB\xBF";
    tsv->at = tsv->text;
    tsv->end = tsv->text + length;
    if (length >= 3 && memcmp(tsv->text, byte_order_mark, 3) == 0) {
        tsv->at += 3;
    }
    tsv->path = mrs_strdup(path);
    status = tsv->path ? read_header(tsv, error) : mrs_fail_memory(error);
    if (status) {
        mrs_tsv_close(tsv);
    }
    return status;
}

marsad_status mrs_tsv_next(mrs_tsv *tsv, const char **fields, bool *more, marsad_error *error)
{
    *more = tsv->at < tsv->end;
    if (!*more) {
        return MARSAD_OK;
    }
    tsv->row++;
    marsad_status status = check_line(tsv, error);
    if (status) {
        return status;
    }
    char *all[MAX_WIDTH] = {0};
    size_t count = split_line(tsv, all);
    if (count != tsv->width) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, tsv->path, tsv->row, NULL,
                           "has %zu fields, but the header has %zu", count, tsv->width);
    }
    for (size_t i = 0; i < tsv->column_count; i++) {
        fields[i] = all[tsv->places[i]];
    }
    return MARSAD_OK;
}

char *mrs_tsv_take_text(mrs_tsv *tsv)
{
    char *text = tsv->text;
    tsv->text = NULL;
    return text;
}

void mrs_tsv_close(mrs_tsv *tsv)
{
    mrs_free(tsv->path);
    mrs_free(tsv->text);
    *tsv = (mrs_tsv){0};
}
