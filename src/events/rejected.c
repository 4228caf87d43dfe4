#include "events/rejected.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "geo/vector_write.h"

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

/* A record is this and its texts, each with its final NUL: those of our columns, and the cells that
 * the reader had at that time. */
typedef struct record_head {
    size_t count; /* of the texts */
    size_t bytes; /* that they take */
} record_head;

static void add_text(mrs_buffer *record, const char *text)
{
    mrs_buffer_add_bytes(record, text, strlen(text) + 1);
}

/* A row may be no text at all: for a NUL in it stands U+FFFD. */
static void add_raw(mrs_rejected *rejected, const mrs_event_reader *reader)
{
    size_t length = 0;
    const char *raw = NULL;
    if (mrs_event_reader_is_broken(reader)) {
        raw = mrs_event_reader_raw(reader, &length);
        rejected->broken |= raw != NULL;
    }
    for (const char *nul; raw && (nul = memchr(raw, '\0', length));) {
        size_t before = (size_t)(nul - raw);
        mrs_buffer_add_bytes(&rejected->record, raw, before);
        mrs_buffer_add(&rejected->record, "\xEF\xBF\xBD");
        raw = nul + 1;
        length -= before + 1;
    }
    mrs_buffer_add_bytes(&rejected->record, raw ? raw : "", raw ? length : 0);
    mrs_buffer_add_bytes(&rejected->record, "", 1);
}

static void make_record(mrs_rejected *rejected, const mrs_event_reader *reader)
{
    mrs_buffer *record = &rejected->record;
    char number[32];
    size_t columns = mrs_event_reader_column_count(reader);
    const char *fault = mrs_event_reader_fault(reader);
    record_head head = {.count = columns + OUR_COUNT};
    record->length = 0;
    mrs_buffer_add_bytes(record, (const char *)&head, sizeof head);
    snprintf(number, sizeof number, "%ld", mrs_event_reader_row(reader));
    add_text(record, number);
    add_text(record, fault ? fault : "");
    add_raw(rejected, reader);
    for (size_t i = 0; i < columns; i++) {
        add_text(record, mrs_event_reader_cell(reader, i));
    }
    head.bytes = record->length - sizeof head;
    if (!record->failed) {
        memcpy(record->text, &head, sizeof head);
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

/* ---- going through them --------------------------------------------------------------------- */

static bool rewind_kept(const mrs_rejected *rejected)
{
    return !rejected->kept || fseek(rejected->kept, 0, SEEK_SET) == 0;
}

/* To where the next is added. */
static bool end_kept(const mrs_rejected *rejected)
{
    return !rejected->kept || fseek(rejected->kept, 0, SEEK_END) == 0;
}

/* Reads the next record; `*count` texts stand in `texts`. */
static bool read_record(FILE *kept, mrs_buffer *texts, size_t *count)
{
    record_head head;
    if (fread(&head, sizeof head, 1, kept) != 1) {
        return false;
    }
    texts->length = 0;
    mrs_buffer_reserve(texts, head.bytes);
    *count = head.count;
    return !texts->failed && fread(texts->text, 1, head.bytes, kept) == head.bytes;
}

marsad_status mrs_rejected_each(const mrs_rejected *rejected, size_t most,
                                bool (*tell)(void *state, long row, const char *fault), void *state,
                                marsad_error *error)
{
    mrs_buffer texts = {0};
    size_t count = rejected->count < most ? rejected->count : most;
    bool read = rewind_kept(rejected);
    bool on = true;
    for (size_t i = 0; read && on && i < count; i++) {
        size_t parts;
        read = read_record(rejected->kept, &texts, &parts);
        on = read && tell(state, strtol(texts.text, NULL, 10), texts.text + strlen(texts.text) + 1);
    }
    read = read && end_kept(rejected);
    bool failed = texts.failed;
    mrs_buffer_clear(&texts);
    return failed ? mrs_fail_memory(error) : read ? MARSAD_OK : fail_keep(error);
}

/* ---- writing -------------------------------------------------------------------------------- */

/* The side file: our columns, of which the raw one may be missing, and the table's. */
typedef struct side_file {
    mrs_field *fields;
    mrs_cell *cells;
    size_t count;
    bool has_raw;
    mrs_writer *writer;
} side_file;

static void add_field(side_file *side, const char *name)
{
    side->fields[side->count++] = (mrs_field){name, MRS_CELL_TEXT, 0};
}

static marsad_status begin(side_file *side, const char *const *columns, size_t count,
                           const char *path, marsad_error *error)
{
    side->fields = mrs_alloc(count + OUR_COUNT, sizeof *side->fields);
    side->cells = mrs_alloc(count + OUR_COUNT, sizeof *side->cells);
    if (!side->fields || !side->cells) {
        return mrs_fail_memory(error);
    }
    for (size_t i = 0; i < OUR_COUNT; i++) {
        if (i != RAW || side->has_raw) {
            add_field(side, OURS[i]);
        }
    }
    for (size_t i = 0; i < count; i++) {
        add_field(side, columns[i]);
    }
    const mrs_writer_plan plan = {.layer = "rejected",
                                  .shape = MRS_WRITE_NONE,
                                  .fields = side->fields,
                                  .field_count = side->count,
                                  .format = "csv"};
    return mrs_writer_begin(path, &plan, &side->writer, error);
}

/* Rows that were read before a column was first met end earlier: there, nothing stands in it. */
static marsad_status add_row(side_file *side, const char *text, size_t count, marsad_error *error)
{
    size_t filled = 0;
    for (size_t i = 0; i < count; i++) {
        if ((i != RAW || side->has_raw) && filled < side->count) {
            side->cells[filled++] = (mrs_cell){.text = text};
        }
        text += strlen(text) + 1;
    }
    for (; filled < side->count; filled++) {
        side->cells[filled] = (mrs_cell){.is_null = true};
    }
    return mrs_writer_add(side->writer, side->cells, NULL, NULL, 0, error);
}

static marsad_status add_rows(side_file *side, mrs_rejected *rejected, marsad_error *error)
{
    marsad_status status = rewind_kept(rejected) ? MARSAD_OK : fail_keep(error);
    for (size_t i = 0; !status && i < rejected->count; i++) {
        size_t texts;
        bool read = read_record(rejected->kept, &rejected->record, &texts);
        status = read                      ? add_row(side, rejected->record.text, texts, error)
                 : rejected->record.failed ? mrs_fail_memory(error)
                                           : fail_keep(error);
    }
    return status || end_kept(rejected) ? status : fail_keep(error);
}

marsad_status mrs_rejected_write(mrs_rejected *rejected, const char *const *columns, size_t count,
                                 const char *path, marsad_error *error)
{
    side_file side = {.has_raw = rejected->broken};
    marsad_status status = begin(&side, columns, count, path, error);
    status = status ? status : add_rows(&side, rejected, error);
    status = mrs_writer_end(side.writer, status, error);
    mrs_free(side.fields);
    mrs_free(side.cells);
    return status;
}
