#include "gazetteer/import_lines.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/file.h"
#include "marsad/text.h"

marsad_status mrs_lines_open(mrs_lines *lines, const char *path, marsad_error *error)
{
    *lines = (mrs_lines){.path = path};
    marsad_status status = mrs_file_readable(path, error);
    if (status) {
        return status;
    }
    lines->stream = fopen(path, "rb");
    if (!lines->stream) {
        return mrs_fail_at(error, MARSAD_ERR_IO, path, 0, NULL, "cannot read: %s", strerror(errno));
    }
    lines->total = mrs_import_size(lines->stream);
    return MARSAD_OK;
}

static marsad_status read_line(mrs_lines *lines, bool *more, marsad_error *error)
{
    errno = 0;
    ssize_t length = getline(&lines->line, &lines->capacity, lines->stream);
    *more = length >= 0;
    if (!*more) {
        return feof(lines->stream)
                   ? MARSAD_OK
                   : mrs_fail_at(error, errno == ENOMEM ? MARSAD_ERR_MEMORY : MARSAD_ERR_IO,
                                 lines->path, 0, NULL, "cannot read: %s", strerror(errno));
    }
    lines->done += length;
    while (length > 0 && (lines->line[length - 1] == '\n' || lines->line[length - 1] == '\r')) {
        lines->line[--length] = '\0';
    }
    lines->length = (size_t)length;
    return MARSAD_OK;
}

static void drop_byte_order_mark(mrs_lines *lines)
{
    if (lines->length >= 3 && memcmp(lines->line, "\xEF\xBB\xBF", 3) == 0) {
        lines->length -= 3;
        memmove(lines->line, lines->line + 3, lines->length + 1);
    }
}

bool mrs_lines_valid(const mrs_lines *lines)
{
    /* Tabs have become NULs, one for each field but the first; further ones are in the text. */
    for (size_t i = 0; i < lines->field_count && i < MRS_FIELDS_MOST; i++) {
        const char *end = i + 1 < lines->field_count && i + 1 < MRS_FIELDS_MOST
                              ? lines->fields[i + 1] - 1
                              : lines->line + lines->length;
        if (!marsad_text_is_utf8(lines->fields[i], (size_t)(end - lines->fields[i]), NULL)) {
            return false;
        }
    }
    return true;
}

static void cut(mrs_lines *lines)
{
    char *end = lines->line + lines->length;
    lines->field_count = 0;
    for (char *field = lines->line; field;) {
        if (lines->field_count < MRS_FIELDS_MOST) {
            lines->fields[lines->field_count] = field;
        }
        lines->field_count++;
        char *tab = memchr(field, '\t', (size_t)(end - field));
        if (tab) {
            *tab++ = '\0';
        }
        field = tab;
    }
}

marsad_status mrs_lines_next(mrs_lines *lines, mrs_import *import, bool *more, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    do {
        status = read_line(lines, more, error);
        if (status || !*more) {
            return status;
        }
        if (import->row++ == 0) {
            drop_byte_order_mark(lines);
        }
    } while (lines->length == 0);
    cut(lines);
    return import->row % 1024 == 0 ? mrs_import_tick(import, lines->done, lines->total, error)
                                   : MARSAD_OK;
}

void mrs_lines_close(mrs_lines *lines)
{
    free(lines->line);
    if (lines->stream) {
        fclose(lines->stream);
    }
    *lines = (mrs_lines){0};
}
