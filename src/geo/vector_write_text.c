/* Tables and points as text, row by row. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "base/trim.h"
#include "geo/formula.h"
#include "geo/vector_write_handle.h"

/* ---- CSV ------------------------------------------------------------------------------------ */

/* Whether a cell must stand in quotation marks: for what is in it, or for spaces at its ends, which
 * some readers drop. */
static bool needs_quotes(const char *text, size_t length, char separator)
{
    if (length > 0 && (text[0] == ' ' || text[length - 1] == ' ')) {
        return true;
    }
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c <= ',' && (c == (unsigned char)separator || c == '"' || c == '\n' || c == '\r')) {
            return true;
        }
    }
    return false;
}

static void add_quoted(mrs_buffer *out, const char *text)
{
    mrs_buffer_add_bytes(out, "\"", 1);
    for (const char *mark; (mark = strchr(text, '"')); text = mark + 1) {
        mrs_buffer_add_bytes(out, text, (size_t)(mark - text) + 1);
        mrs_buffer_add_bytes(out, "\"", 1);
    }
    mrs_buffer_add(out, text);
    mrs_buffer_add_bytes(out, "\"", 1);
}

static void add_csv_text(mrs_buffer *out, const char *text, bool quoted)
{
    if (mrs_formula_like(text)) {
        mrs_buffer shielded = {0};
        mrs_buffer_addf(&shielded, "'%s", text);
        out->failed |= shielded.failed;
        if (!shielded.failed) {
            quoted ? add_quoted(out, shielded.text) : mrs_buffer_add(out, shielded.text);
        }
        mrs_buffer_clear(&shielded);
    } else if (quoted) {
        add_quoted(out, text);
    } else {
        mrs_buffer_add(out, text);
    }
}

static void add_csv_cell(mrs_writer *writer, size_t field, const mrs_cell *cell)
{
    mrs_buffer *out = &writer->text.bytes;
    const mrs_field *about = &writer->fields[field];
    char text[MRS_NUMBER_TEXT];
    if (mrs_cell_is_empty(about->kind, cell)) {
        return;
    }
    switch (about->kind) {
    case MRS_CELL_TEXT:
        add_csv_text(out, cell->text,
                     needs_quotes(cell->text, strlen(cell->text), writer->format->mark));
        break;
    case MRS_CELL_INTEGER:
        mrs_buffer_addf(out, "%" PRId64, cell->integer);
        break;
    case MRS_CELL_NUMBER:
        mrs_buffer_add_bytes(out, text, mrs_number_text(cell->number, about->decimals, text));
        break;
    case MRS_CELL_FLAG:
        mrs_buffer_add(out, cell->flag ? "true" : "false");
        break;
    }
}

/* An empty line is no row to most readers. */
static void end_csv_row(mrs_buffer *out, size_t start)
{
    if (out->length == start) {
        mrs_buffer_add_bytes(out, "\"\"", 2);
    }
    mrs_buffer_add_bytes(out, "\n", 1);
}

static void add_csv_row(mrs_writer *writer, const mrs_cell *cells)
{
    mrs_buffer *out = &writer->text.bytes;
    size_t start = out->length;
    for (size_t i = 0; i < writer->field_count; i++) {
        if (i > 0) {
            mrs_buffer_add_bytes(out, &writer->format->mark, 1);
        }
        add_csv_cell(writer, i, &cells[i]);
    }
    end_csv_row(out, start);
}

/* By the header readers tell what separates the cells: nothing else that could stands there bare.
 */
static bool name_needs_quotes(const char *name, char separator)
{
    return strpbrk(name, ",;|\t") || needs_quotes(name, strlen(name), separator);
}

static void add_csv_header(mrs_writer *writer, char *const *names, bool bom)
{
    mrs_buffer *out = &writer->text.bytes;
    mrs_buffer_add(out, bom ? "\xEF\xBB\xBF" : "");
    size_t start = out->length;
    for (size_t i = 0; i < writer->field_count; i++) {
        if (i > 0) {
            mrs_buffer_add_bytes(out, &writer->format->mark, 1);
        }
        add_csv_text(out, names[i], name_needs_quotes(names[i], writer->format->mark));
    }
    end_csv_row(out, start);
}

/* ---- the file ------------------------------------------------------------------------------- */

static marsad_status write_bytes(mrs_writer *writer, marsad_error *error)
{
    mrs_text *text = &writer->text;
    if (text->bytes.failed) {
        return mrs_fail_memory(error);
    }
    if (text->bytes.length > 0 &&
        fwrite(text->bytes.text, 1, text->bytes.length, text->file.stream) != text->bytes.length) {
        return mrs_fail_write(error, writer->path);
    }
    text->written += text->bytes.length;
    text->bytes.length = 0;
    return MARSAD_OK;
}

/* Lets a row go on its way. */
static marsad_status end_row(mrs_writer *writer, marsad_error *error)
{
    enum { ENOUGH = 1 << 16 };
    mrs_text *text = &writer->text;
    writer->rows++;
    if (text->at_once) {
        return mrs_writer_flush(writer, NULL, error);
    }
    return text->bytes.length >= ENOUGH || text->bytes.failed ? write_bytes(writer, error)
                                                              : MARSAD_OK;
}

static marsad_status make_keys(mrs_writer *writer, char *const *names, marsad_error *error)
{
    mrs_text *text = &writer->text;
    text->keys = mrs_alloc(writer->field_count, sizeof *text->keys);
    for (size_t i = 0; text->keys && i < writer->field_count; i++) {
        mrs_buffer key = {0};
        mrs_json_add_text(&key, names[i]);
        mrs_buffer_add(&key, ":");
        text->keys[i] = mrs_buffer_take(&key);
        if (!text->keys[i]) {
            return mrs_fail_memory(error);
        }
    }
    return text->keys ? MARSAD_OK : mrs_fail_memory(error);
}

static void add_start(mrs_writer *writer, const mrs_writer_plan *plan, char *const *names)
{
    mrs_buffer *out = &writer->text.bytes;
    if (writer->format->text == MRS_WRITE_CSV) {
        add_csv_header(writer, names, plan->bom);
    } else if (writer->format->text == MRS_WRITE_GEOJSON) {
        mrs_buffer_add(out, "{\"type\":\"FeatureCollection\",\"name\":");
        mrs_json_add_text(out, plan->layer);
        mrs_buffer_add(out, ",\"features\":[");
    }
}

marsad_status mrs_text_open(mrs_writer *writer, const mrs_writer_plan *plan, char *const *names,
                            marsad_error *error)
{
    mrs_text *text = &writer->text;
    marsad_status status = MARSAD_OK;
    if (writer->format->text != MRS_WRITE_CSV) {
        status = make_keys(writer, names, error);
    }
    if (!status) {
        status = plan->part ? mrs_output_open_part(&text->file, writer->path, plan->keep, error)
                            : mrs_output_open(&text->file, writer->path, error);
    }
    if (status) {
        return status;
    }
    text->is_open = true;
    text->at_once = plan->at_once;
    text->written = plan->part ? plan->keep : 0;
    if (text->written == 0) {
        add_start(writer, plan, names);
    }
    return text->bytes.failed ? mrs_fail_memory(error) : MARSAD_OK;
}

marsad_status mrs_text_add(mrs_writer *writer, const mrs_cell *cells, const marsad_lonlat *point,
                           marsad_error *error)
{
    mrs_buffer *out = &writer->text.bytes;
    const marsad_lonlat *at = writer->shape == MRS_WRITE_POINT ? point : NULL;
    switch (writer->format->text) {
    case MRS_WRITE_CSV:
        add_csv_row(writer, cells);
        break;
    case MRS_WRITE_OBJECTS:
        mrs_buffer_add_bytes(out, "{", 1);
        mrs_json_add_cells(writer, out, cells);
        mrs_buffer_add_bytes(out, "}\n", 2);
        break;
    case MRS_WRITE_FEATURES:
        mrs_buffer_add_bytes(out, &writer->format->mark, writer->format->mark != '\0');
        mrs_json_add_feature(writer, out, cells, at);
        mrs_buffer_add_bytes(out, "\n", 1);
        break;
    default:
        mrs_buffer_add(out, writer->rows ? ",\n" : "\n");
        mrs_json_add_feature(writer, out, cells, at);
        break;
    }
    return end_row(writer, error);
}

/* ---- objects as they are -------------------------------------------------------------------- */

marsad_status mrs_writer_add_object(mrs_writer *writer, const char *text, size_t length,
                                    const mrs_cell *cells, marsad_error *error)
{
    mrs_buffer *out = &writer->text.bytes;
    text = mrs_trim(text, &length);
    if (length < 2 || *text != '{' || text[length - 1] != '}' || !writer->text.is_open) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, writer->path, writer->rows + 1, NULL,
                           "what is to be written is no JSON object");
    }
    length--; /* the closing brace comes behind our fields */
    text = mrs_trim(text, &length);
    mrs_buffer_add_bytes(out, &writer->format->mark, writer->format->mark != '\0');
    mrs_buffer_add_bytes(out, text, length);
    if (cells && writer->field_count) {
        mrs_buffer_add(out, length > 1 ? "," : "");
        mrs_json_add_cells(writer, out, cells);
    }
    mrs_buffer_add_bytes(out, "}\n", 2);
    return end_row(writer, error);
}

/* ---- the end -------------------------------------------------------------------------------- */

marsad_status mrs_writer_flush(mrs_writer *writer, uint64_t *length, marsad_error *error)
{
    marsad_status status = write_bytes(writer, error);
    if (!status && fflush(writer->text.file.stream) != 0) {
        status = mrs_fail_write(error, writer->path);
    }
    if (length) {
        *length = writer->text.written;
    }
    return status;
}

marsad_status mrs_writer_leave(mrs_writer *writer, marsad_error *error)
{
    marsad_status status = write_bytes(writer, error);
    marsad_status left = mrs_output_leave(&writer->text.file, status ? NULL : error);
    writer->text.is_open = false;
    mrs_writer_abandon(writer);
    return status ? status : left;
}

marsad_status mrs_text_commit(mrs_writer *writer, marsad_error *error)
{
    mrs_text *text = &writer->text;
    if (writer->format->text == MRS_WRITE_GEOJSON) {
        mrs_buffer_add(&text->bytes, "\n]}\n");
    }
    marsad_status status = write_bytes(writer, error);
    if (!status) {
        status = mrs_output_commit(&text->file, error);
        text->is_open = false;
    }
    return status;
}

void mrs_text_abandon(mrs_writer *writer)
{
    mrs_text *text = &writer->text;
    if (text->is_open) {
        mrs_output_abandon(&text->file);
    }
    for (size_t i = 0; text->keys && i < writer->field_count; i++) {
        mrs_free(text->keys[i]);
    }
    mrs_free(text->keys);
    mrs_buffer_clear(&text->bytes);
}
