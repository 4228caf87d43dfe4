#include "base/fail.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *marsad_status_text(marsad_status status)
{
    switch (status) {
    case MARSAD_OK:
        return "success";
    case MARSAD_ERR_USAGE:
        return "wrong usage";
    case MARSAD_ERR_INPUT:
        return "malformed input";
    case MARSAD_ERR_NOT_FOUND:
        return "not found";
    case MARSAD_ERR_IO:
        return "input or output failed";
    case MARSAD_ERR_MEMORY:
        return "out of memory";
    case MARSAD_ERR_LIBRARY:
        return "a library failed";
    }
    return "unknown status";
}

const char *marsad_version(void)
{
    return MARSAD_VERSION;
}

/* Cuts a UTF-8 string that snprintf may have truncated back to a whole character. */
static void trim_partial_character(char *text, size_t size)
{
    size_t length = strlen(text);
    if (length + 1 < size) {
        return;
    }
    size_t start = length;
    while (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0x80) {
        start--;
    }
    if (start > 0 && ((unsigned char)text[start - 1] & 0x80)) {
        start--;
    }
    text[start] = '\0';
}

static void copy_text(char *to, size_t size, const char *from)
{
    snprintf(to, size, "%s", from ? from : "");
    trim_partial_character(to, size);
}

/* A message is one line, whatever a library or an input put into it. */
static void make_one_line(char *text)
{
    for (char *c = text; *c; c++) {
        *c = (unsigned char)*c < ' ' ? ' ' : *c;
    }
}

__attribute__((format(printf, 6, 0))) static void fill(marsad_error *error, marsad_status status,
                                                       const char *file, long row,
                                                       const char *column, const char *format,
                                                       va_list arguments)
{
    if (!error) {
        return;
    }
    error->status = status;
    vsnprintf(error->message, sizeof error->message, format, arguments);
    trim_partial_character(error->message, sizeof error->message);
    make_one_line(error->message);
    copy_text(error->file, sizeof error->file, file);
    copy_text(error->column, sizeof error->column, column);
    error->row = row;
}

marsad_status(mrs_fail)(marsad_error *error, marsad_status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fill(error, status, NULL, 0, NULL, format, arguments);
    va_end(arguments);
    return status;
}

marsad_status(mrs_fail_at)(marsad_error *error, marsad_status status, const char *file, long row,
                           const char *column, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fill(error, status, file, row, column, format, arguments);
    va_end(arguments);
    return status;
}

marsad_status(mrs_fail_memory)(marsad_error *error)
{
    return mrs_fail(error, MARSAD_ERR_MEMORY, "out of memory");
}
