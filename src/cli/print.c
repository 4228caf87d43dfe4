/* Tables, CSV and JSON on a stream. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>
#include <unistd.h>

#include "cli/cli.h"

struct cli_table {
    size_t columns;
    size_t rows; /* the header among them */
    size_t capacity;
    char **cells; /* rows * columns */
    bool *right;
};

static void *must(void *block)
{
    if (!block) {
        cli_note("out of memory");
        exit(CLI_FAILURE);
    }
    return block;
}

static bool is_right_to_left(const char *text)
{
    const uint8_t *bytes = (const uint8_t *)text;
    int32_t i = 0;
    int32_t length = (int32_t)strlen(text);
    while (i < length) {
        UChar32 c;
        U8_NEXT(bytes, i, length, c);
        UCharDirection direction = u_charDirection(c);
        if (direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC) {
            return true;
        }
    }
    return false;
}

/* U+2068 and U+2069. Not in quotes, where a reader could not tell what they turn round. */
static const char FIRST_STRONG_ISOLATE[] = {'\xE2', '\x81', '\xA8', '\0'};
static const char POP_ISOLATE[] = {'\xE2', '\x81', '\xA9', '\0'};

void cli_put(const char *text, FILE *stream)
{
    bool isolated = is_right_to_left(text) && isatty(fileno(stream));
    fprintf(stream, "%s%s%s", isolated ? FIRST_STRONG_ISOLATE : "", text,
            isolated ? POP_ISOLATE : "");
}

/* Cells that a terminal gives the text: none for marks, two for wide characters. */
static size_t display_width(const char *text)
{
    const uint8_t *bytes = (const uint8_t *)text;
    size_t width = 0;
    int32_t i = 0;
    int32_t length = (int32_t)strlen(text);
    while (i < length) {
        UChar32 c;
        U8_NEXT(bytes, i, length, c);
        int8_t type = u_charType(c);
        if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR) {
            continue;
        }
        int wide = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
        width += wide == U_EA_WIDE || wide == U_EA_FULLWIDTH ? 2 : 1;
    }
    return width;
}

cli_table *cli_table_new(size_t columns, const char *const *headers)
{
    cli_table *table = must(calloc(1, sizeof *table));
    table->columns = columns;
    table->right = must(calloc(columns, sizeof *table->right));
    cli_table_add(table, headers);
    return table;
}

void cli_table_add(cli_table *table, const char *const *cells)
{
    if (table->rows == table->capacity) {
        table->capacity = table->capacity * 2 + 8;
        table->cells =
            must(realloc(table->cells, table->capacity * table->columns * sizeof *table->cells));
    }
    for (size_t i = 0; i < table->columns; i++) {
        table->cells[table->rows * table->columns + i] = must(strdup(cells[i] ? cells[i] : ""));
    }
    table->rows++;
}

void cli_table_align_right(cli_table *table, size_t column)
{
    table->right[column] = true;
}

static void print_spaces(size_t count, FILE *stream)
{
    for (size_t i = 0; i < count; i++) {
        fputc(' ', stream);
    }
}

static void print_cell(const cli_table *table, size_t column, const char *cell, size_t width,
                       bool last, FILE *stream)
{
    size_t gap = width - display_width(cell);
    if (table->right[column]) {
        print_spaces(gap, stream);
        cli_put(cell, stream);
    } else {
        cli_put(cell, stream);
        print_spaces(last ? 0 : gap, stream);
    }
    print_spaces(last ? 0 : 2, stream);
}

/* Frees the cells too. Nothing is printed behind the last that has text: no line ends in spaces. */
static void print_row(const cli_table *table, char **cells, const size_t *widths, FILE *stream)
{
    size_t used = table->columns;
    while (used > 0 && !cells[used - 1][0]) {
        used--;
    }
    for (size_t column = 0; column < table->columns; column++) {
        if (column < used) {
            print_cell(table, column, cells[column], widths[column], column + 1 == used, stream);
        }
        free(cells[column]);
    }
    fputc('\n', stream);
}

void cli_table_print(cli_table *table, FILE *stream)
{
    size_t *widths = must(calloc(table->columns, sizeof *widths));
    for (size_t i = 0; i < table->rows * table->columns; i++) {
        size_t width = display_width(table->cells[i]);
        size_t *widest = &widths[i % table->columns];
        *widest = width > *widest ? width : *widest;
    }
    for (size_t row = 0; row < table->rows; row++) {
        print_row(table, table->cells + row * table->columns, widths, stream);
    }
    free(widths);
    free(table->cells);
    free(table->right);
    free(table);
}

/* Bytes of the character that begins here: its first and what continues it. */
static size_t character_size(const char *text)
{
    size_t size = 1;
    while (size < 4 && ((unsigned char)text[size] & 0xC0) == 0x80) {
        size++;
    }
    return size;
}

/* ASCII's control characters, and those of Latin 1, U+0080 to U+009F. */
static bool is_control(const char *text)
{
    unsigned char first = (unsigned char)text[0];
    return first < ' ' || first == 0x7F || (first == 0xC2 && (unsigned char)text[1] < 0xA0);
}

const char *cli_shown(char out[CLI_SHOWN], const char *text)
{
    const int shown_most = 60; /* of four bytes at most, and an ellipsis */
    char *end = out;
    for (int i = 0; *text && i < shown_most; i++) {
        size_t size = character_size(text);
        if (is_control(text)) {
            *end++ = ' ';
        } else {
            memcpy(end, text, size);
            end += size;
        }
        text += size;
    }
    if (*text) {
        memcpy(end, "…", 3);
        end += 3;
    }
    *end = '\0';
    return out;
}

bool cli_is_blank(const char *text)
{
    return text[strspn(text, " \t\r\n")] == '\0';
}

static void put_csv_cell(FILE *stream, const char *cell)
{
    const char *shield = marsad_table_is_formula(cell) ? "'" : "";
    if (!strpbrk(cell, "\",\r\n")) {
        fprintf(stream, "%s%s", shield, cell);
        return;
    }
    fprintf(stream, "\"%s", shield);
    for (const char *c = cell; *c; c++) {
        fputs(*c == '"' ? "\"" : "", stream);
        fputc(*c, stream);
    }
    fputc('"', stream);
}

void cli_csv_row(FILE *stream, size_t count, const char *const *cells)
{
    for (size_t i = 0; i < count; i++) {
        fputs(i ? "," : "", stream);
        put_csv_cell(stream, cells[i] ? cells[i] : "");
    }
    fputc('\n', stream);
}

const char *cli_number_text(char out[CLI_NUMBER], double value, int decimals)
{
    snprintf(out, CLI_NUMBER, "%.*f", decimals, value);
    if (strchr(out, '.')) {
        size_t end = strlen(out);
        while (out[end - 1] == '0') {
            end--;
        }
        end -= out[end - 1] == '.';
        out[end] = '\0';
    }
    if (strcmp(out, "-0") == 0) {
        memcpy(out, "0", 2);
    }
    return out;
}

struct json_object *cli_json_number(double value, int decimals)
{
    char text[CLI_NUMBER];
    cli_number_text(text, value, decimals);
    bool zero = strcmp(text, "0") == 0;
    return must(json_object_new_double_s(zero ? 0.0 : value, text));
}

void cli_json_add_text(struct json_object *object, const char *key, const char *text)
{
    json_object_object_add(object, key, text ? must(json_object_new_string(text)) : NULL);
}

struct json_object *cli_json_feature(const marsad_lonlat *at, struct json_object *properties)
{
    struct json_object *feature = must(json_object_new_object());
    struct json_object *geometry = NULL;
    if (at) {
        struct json_object *pair = must(json_object_new_array());
        json_object_array_add(pair, cli_json_number(at->lon, 6));
        json_object_array_add(pair, cli_json_number(at->lat, 6));
        geometry = must(json_object_new_object());
        cli_json_add_text(geometry, "type", "Point");
        json_object_object_add(geometry, "coordinates", pair);
    }
    cli_json_add_text(feature, "type", "Feature");
    json_object_object_add(feature, "geometry", geometry);
    json_object_object_add(feature, "properties", properties);
    return feature;
}

void cli_json_print_features(struct json_object *features)
{
    struct json_object *collection = must(json_object_new_object());
    cli_json_add_text(collection, "type", "FeatureCollection");
    json_object_object_add(collection, "features", features);
    cli_json_print(collection, false, stdout);
}

struct json_object *cli_json_place(const marsad_place *place)
{
    struct json_object *object = must(json_object_new_object());
    cli_json_add_text(object, "id", place->id);
    cli_json_add_text(object, "name", place->name);
    cli_json_add_text(object, "name_ar", place->name_ar);
    cli_json_add_text(object, "feature_code", place->feature_code);
    cli_json_add_text(object, "country", place->country);
    cli_json_add_text(object, "admin1", place->admin1);
    json_object_object_add(object, "lon", cli_json_number(place->at.lon, 6));
    json_object_object_add(object, "lat", cli_json_number(place->at.lat, 6));
    json_object_object_add(object, "uncertainty_m", cli_json_number(place->uncertainty_m, 1));
    cli_json_add_text(object, "source", place->source);
    return object;
}

void cli_json_print(struct json_object *value, bool one_line, FILE *stream)
{
    int flags = JSON_C_TO_STRING_NOSLASHESCAPE;
    flags |= one_line ? JSON_C_TO_STRING_PLAIN : JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED;
    fputs(json_object_to_json_string_ext(value, flags), stream);
    fputc('\n', stream);
    json_object_put(value);
}
