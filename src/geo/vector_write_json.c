/* JSON and GeoJSON, value by value. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "geo/vector_write_handle.h"
#include "text/utf8.h"

enum { COORDINATE_DECIMALS = 7 }; /* RFC 7946: some centimetres are enough */

/* What may stand in a JSON text as it is: all but control characters, '"' and '\'. */
static bool is_plain(unsigned char c)
{
    return c >= ' ' && c != '"' && c != '\\' && c < 0x80;
}

static void add_escape(mrs_buffer *out, unsigned char c)
{
    static const char short_ones[] = {['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f',
                                      ['\r'] = 'r', ['"'] = '"',  ['\\'] = '\\'};
    char letter = c < sizeof short_ones ? short_ones[c] : '\0';
    if (letter) {
        mrs_buffer_add_bytes(out, (const char[]){'\\', letter}, 2);
    } else {
        mrs_buffer_addf(out, "\\u%04x", c);
    }
}

/* What follows the longest stretch of plain ASCII and whole UTF-8 characters. */
static const char *skip_plain(const char *text, const char *end)
{
    for (;;) {
        while (is_plain((unsigned char)*text)) { /* a NUL at the end is none */
            text++;
        }
        uint32_t point;
        size_t size =
            (unsigned char)*text >= 0x80 ? mrs_utf8_decode(text, (size_t)(end - text), &point) : 0;
        if (!size) {
            return text;
        }
        text += size;
    }
}

void mrs_json_add_text(mrs_buffer *out, const char *text)
{
    const char *end = text + strlen(text);
    mrs_buffer_add_bytes(out, "\"", 1);
    for (;;) {
        const char *stop = skip_plain(text, end);
        mrs_buffer_add_bytes(out, text, (size_t)(stop - text));
        if (stop == end) {
            break;
        }
        if ((unsigned char)*stop < 0x80) {
            add_escape(out, (unsigned char)*stop);
        } else {
            mrs_buffer_add(out, "\xEF\xBF\xBD");
        }
        text = stop + 1;
    }
    mrs_buffer_add_bytes(out, "\"", 1);
}

static void add_number(mrs_buffer *out, double number, int decimals)
{
    char text[MRS_NUMBER_TEXT];
    mrs_buffer_add_bytes(out, text, mrs_number_text(number, decimals, text));
}

static void add_cell(mrs_buffer *out, const mrs_field *field, const mrs_cell *cell)
{
    if (mrs_cell_is_empty(field->kind, cell)) {
        mrs_buffer_add_bytes(out, "null", 4);
        return;
    }
    switch (field->kind) {
    case MRS_CELL_TEXT:
        mrs_json_add_text(out, cell->text);
        break;
    case MRS_CELL_INTEGER:
        mrs_buffer_addf(out, "%" PRId64, cell->integer);
        break;
    case MRS_CELL_NUMBER:
        add_number(out, cell->number, field->decimals);
        break;
    case MRS_CELL_FLAG:
        mrs_buffer_add(out, cell->flag ? "true" : "false");
        break;
    }
}

void mrs_json_add_cells(const mrs_writer *writer, mrs_buffer *out, const mrs_cell *cells)
{
    for (size_t i = 0; i < writer->field_count; i++) {
        if (i > 0) {
            mrs_buffer_add_bytes(out, ",", 1);
        }
        mrs_buffer_add(out, writer->text.keys[i]);
        add_cell(out, &writer->fields[i], &cells[i]);
    }
}

void mrs_json_add_feature(const mrs_writer *writer, mrs_buffer *out, const mrs_cell *cells,
                          const marsad_lonlat *point)
{
    mrs_buffer_add(out, "{\"type\":\"Feature\",\"properties\":{");
    mrs_json_add_cells(writer, out, cells);
    mrs_buffer_add(out, "},\"geometry\":");
    if (point && isfinite(point->lon) && isfinite(point->lat)) {
        mrs_buffer_add(out, "{\"type\":\"Point\",\"coordinates\":[");
        add_number(out, point->lon, COORDINATE_DECIMALS);
        mrs_buffer_add_bytes(out, ",", 1);
        add_number(out, point->lat, COORDINATE_DECIMALS);
        mrs_buffer_add_bytes(out, "]}}", 3);
    } else {
        mrs_buffer_add(out, "null}");
    }
}
