#include "events/rejected.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "geo/formula.h"

static const char *const OURS[] = {"marsad_row", "marsad_fault", "marsad_raw"};

enum { OUR_COUNT = sizeof OURS / sizeof *OURS, RAW = 2 };

bool mrs_rejected_is_ours(const char *column)
{
    for (size_t i = 0; i < OUR_COUNT; i++) {
        if (strcmp(column, OURS[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* ---- keeping -------------------------------------------------------------------------------- */

/* A record is the number of its texts, and each with its length before it: number, fault, raw, and
 * the cells that the reader had at that time. */
static void add_text(mrs_buffer *record, const char *text, size_t length)
{
    mrs_buffer_add_bytes(record, (const char *)&length, sizeof length);
    mrs_buffer_add_bytes(record, text, length);
}

static void add_raw(mrs_rejected *rejected, const mrs_event_reader *reader)
{
    size_t length = 0;
    const char *raw = NULL;
    if (mrs_event_reader_is_broken(reader)) {
        raw = mrs_event_reader_raw(reader, &length);
        rejected->broken |= raw != NULL;
    }
    add_text(&rejected->record, raw ? raw : "", raw ? length : 0);
}

static void make_record(mrs_rejected *rejected, const mrs_event_reader *reader)
{
    mrs_buffer *record = &rejected->record;
    char number[32];
    size_t columns = mrs_event_reader_column_count(reader);
    size_t texts = columns + OUR_COUNT;
    const char *fault = mrs_event_reader_fault(reader);
    record->length = 0;
    mrs_buffer_add_bytes(record, (const char *)&texts, sizeof texts);
    snprintf(number, sizeof number, "%ld", mrs_event_reader_row(reader));
    add_text(record, number, strlen(number));
    add_text(record, fault ? fault : "", fault ? strlen(fault) : 0);
    add_raw(rejected, reader);
    for (size_t i = 0; i < columns; i++) {
        const char *cell = mrs_event_reader_cell(reader, i);
        add_text(record, cell, strlen(cell));
    }
}

static marsad_status fail_keep(marsad_error *error)
{
    return mrs_fail(error, MARSAD_ERR_IO,
                    "cannot keep the rows with faults in a temporary file: is the disk full?");
}

marsad_status mrs_rejected_add(mrs_rejected *rejected, const mrs_event_reader *reader,
                               marsad_error *error)
{
    if (!rejected->kept && !(rejected->kept = tmpfile())) {
        return fail_keep(error);
    }
    make_record(rejected, reader);
    const mrs_buffer *record = &rejected->record;
    if (record->failed) {
        return mrs_fail_memory(error);
    }
    if (fwrite(record->text, 1, record->length, rejected->kept) != record->length) {
        return fail_keep(error);
    }
    rejected->count++;
    return MARSAD_OK;
}

void mrs_rejected_clear(mrs_rejected *rejected)
{
    if (rejected->kept) {
        fclose(rejected->kept);
    }
    mrs_buffer_clear(&rejected->record);
    *rejected = (mrs_rejected){0};
}

/* ---- writing -------------------------------------------------------------------------------- */

/* What is like a formula has an apostrophe before it, which is taken off where CSV is read. */
static void put_text(FILE *stream, const char *text, size_t length)
{
    bool formula = mrs_formula_like(text);
    bool plain = !formula && !memchr(text, '"', length) && !memchr(text, ',', length) &&
                 !memchr(text, '\n', length) && !memchr(text, '\r', length);
    if (plain) {
        fwrite(text, 1, length, stream);
        return;
    }
    fputs(formula ? "\"'" : "\"", stream);
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"') {
            putc('"', stream);
        }
        putc(text[i], stream);
    }
    putc('"', stream);
}

static void put_header(const mrs_rejected *rejected, const char *const *columns, size_t count,
                       FILE *stream)
{
    fprintf(stream, "%s,%s", OURS[0], OURS[1]);
    if (rejected->broken) {
        fprintf(stream, ",%s", OURS[RAW]);
    }
    for (size_t i = 0; i < count; i++) {
        putc(',', stream);
        put_text(stream, columns[i], strlen(columns[i]));
    }
    putc('\n', stream);
}

static bool get(FILE *kept, void *to, size_t size)
{
    return fread(to, 1, size, kept) == size;
}

/* Reads the next text of the record at hand. */
static bool get_text(mrs_rejected *rejected)
{
    size_t length;
    mrs_buffer *text = &rejected->record;
    if (!get(rejected->kept, &length, sizeof length)) {
        return false;
    }
    text->length = 0;
    mrs_buffer_reserve(text, length + 1);
    if (text->failed || !get(rejected->kept, text->text, length)) {
        return false;
    }
    text->text[length] = '\0';
    text->length = length;
    return true;
}

/* Writes one row; rows that were read before a column was first met end earlier, and are filled up.
 */
static bool put_row(mrs_rejected *rejected, size_t count, FILE *stream)
{
    size_t texts;
    if (!get(rejected->kept, &texts, sizeof texts)) {
        return false;
    }
    for (size_t i = 0; i < texts; i++) {
        if (!get_text(rejected)) {
            return false;
        }
        if (i == RAW && !rejected->broken) {
            continue;
        }
        if (i > 0) {
            putc(',', stream);
        }
        put_text(stream, rejected->record.text, rejected->record.length);
    }
    for (size_t i = texts; i < count + OUR_COUNT; i++) {
        putc(',', stream);
    }
    putc('\n', stream);
    return true;
}

marsad_status mrs_rejected_write(mrs_rejected *rejected, const char *const *columns, size_t count,
                                 const char *path, marsad_error *error)
{
    mrs_output output;
    marsad_status status = mrs_output_open(&output, path, error);
    if (status) {
        return status;
    }
    bool read = !rejected->kept || fseek(rejected->kept, 0, SEEK_SET) == 0;
    put_header(rejected, columns, count, output.stream);
    for (size_t i = 0; read && i < rejected->count; i++) {
        read = put_row(rejected, count, output.stream);
    }
    read = read && (!rejected->kept || fseek(rejected->kept, 0, SEEK_END) == 0);
    status = rejected->record.failed ? mrs_fail_memory(error)
             : read                  ? mrs_output_commit(&output, error)
                                     : fail_keep(error);
    mrs_output_abandon(&output);
    return status;
}

/* ---- telling -------------------------------------------------------------------------------- */

enum { ROW = 0, FAULT = 1 };

/* Reads the next text of a record into `to`, or passes over it where that is NULL. */
static bool take_text(FILE *kept, mrs_buffer *to)
{
    size_t length;
    if (!get(kept, &length, sizeof length)) {
        return false;
    }
    if (!to) {
        return fseek(kept, (long)length, SEEK_CUR) == 0;
    }
    to->length = 0;
    mrs_buffer_reserve(to, length + 1);
    if (to->failed || !get(kept, to->text, length)) {
        return false;
    }
    to->text[length] = '\0';
    to->length = length;
    return true;
}

/* Reads a record's row and fault. */
static bool take_record(FILE *kept, mrs_buffer texts[2])
{
    size_t count;
    bool read = get(kept, &count, sizeof count);
    for (size_t i = 0; read && i < count; i++) {
        read = take_text(kept, i <= FAULT ? &texts[i] : NULL);
    }
    return read;
}

marsad_status mrs_rejected_each(const mrs_rejected *rejected, size_t most,
                                bool (*tell)(void *state, long row, const char *fault), void *state,
                                marsad_error *error)
{
    FILE *kept = rejected->kept;
    mrs_buffer texts[2] = {{0}};
    size_t count = rejected->count < most ? rejected->count : most;
    bool read = !kept || fseek(kept, 0, SEEK_SET) == 0;
    bool on = true;
    for (size_t i = 0; read && on && i < count; i++) {
        read = take_record(kept, texts);
        on = read && tell(state, strtol(texts[ROW].text, NULL, 10), texts[FAULT].text);
    }
    read = read && (!kept || fseek(kept, 0, SEEK_END) == 0);
    bool failed = texts[ROW].failed || texts[FAULT].failed;
    mrs_buffer_clear(&texts[ROW]);
    mrs_buffer_clear(&texts[FAULT]);
    return failed ? mrs_fail_memory(error) : read ? MARSAD_OK : fail_keep(error);
}
