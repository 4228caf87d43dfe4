/* Tables whose rows are answered one by one. */
#include "cli/bulk.h"

#include <search.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum {
    FAULTS_MOST = 20, /* malformed rows that are told one by one */
    OWN_NAME = 64,
    OUTPUT_BUFFER = 1 << 18
};

/* A name, and what it was resolved to: a table has few names, but a million times. */
typedef struct known_name {
    const char *name;
    char country[3];
    bool only_country;
    marsad_resolution *answer; /* NULL where the name is malformed */
    char why[sizeof((marsad_error *)0)->message];
} known_name;

/* ---- a row --------------------------------------------------------------------------------- */

const char *row_status_text(row_status status)
{
    static const char *const texts[] = {"resolved", "ambiguous", "unresolved", "malformed"};
    return texts[status];
}

/* Takes off the part of a character that a text which filled its room may end in. */
static void cut_to_characters(char *text)
{
    size_t bad;
    if (!marsad_text_is_utf8(text, strlen(text), &bad)) {
        text[bad] = '\0';
    }
}

void row_say(row_outcome *row, row_status status, const char *format, ...)
{
    size_t length = strlen(row->reason);
    if (length > 0) {
        length += (size_t)snprintf(row->reason + length, ROW_REASON - length, "; ");
    }
    if (length < ROW_REASON) {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(row->reason + length, ROW_REASON - length, format, arguments);
        va_end(arguments);
        cut_to_characters(row->reason);
    }
    row->status = status > row->status ? status : row->status;
}

bool bulk_check_cells(const bulk *b, size_t index, row_outcome *row)
{
    size_t cells = marsad_table_cell_count(b->table, index);
    size_t columns = marsad_table_column_count(b->table);
    if (cells != columns) {
        row_say(row, ROW_MALFORMED, "the row has %zu cell%s where the header has %zu", cells,
                cells == 1 ? "" : "s", columns);
    }
    return cells == columns;
}

/* ---- names --------------------------------------------------------------------------------- */

static int by_question(const void *left, const void *right)
{
    const known_name *a = left;
    const known_name *b = right;
    int order = strcmp(a->name, b->name);
    order = order ? order : strcmp(a->country, b->country);
    return order ? order : (int)a->only_country - (int)b->only_country;
}

static void free_name(void *node)
{
    known_name *name = node;
    marsad_resolution_free(name->answer);
    free(name);
}

/* Asks the resolver. Prints errors that are not the name's; returns their exit status. */
static int ask(bulk *b, const marsad_resolve_options *options, known_name *name)
{
    marsad_error error = {0};
    int status = bulk_open_places(b);
    if (status || !marsad_resolve(b->places.resolver, name->name, options, &name->answer, &error)) {
        return status;
    }
    snprintf(name->why, sizeof name->why, "%s", error.message);
    return error.status != MARSAD_ERR_INPUT || error.file[0] ? cli_fail(&error) : CLI_DONE;
}

/* Asks for the first time, and remembers the answer. */
static int learn(bulk *b, const marsad_resolve_options *options, const known_name *wanted,
                 const known_name **out)
{
    known_name *name = calloc(1, sizeof *name);
    int status = CLI_FAILURE;
    if (!name) {
        cli_note("out of memory");
        return CLI_FAILURE;
    }
    *name = *wanted;
    status = ask(b, options, name);
    if (!status && !tsearch(name, &b->names, by_question)) {
        cli_note("out of memory");
        status = CLI_FAILURE;
    }
    if (status) {
        free_name(name);
        return status;
    }
    *out = name;
    return CLI_DONE;
}

static int look_up(bulk *b, const char *text, const marsad_resolve_options *options,
                   const known_name **out)
{
    known_name wanted = {.name = text, .only_country = options->only_country};
    snprintf(wanted.country, sizeof wanted.country, "%s", options->country ? options->country : "");
    void *found = tfind(&wanted, &b->names, by_question);
    if (!found) {
        return learn(b, options, &wanted, out);
    }
    *out = *(known_name **)found;
    return CLI_DONE;
}

int bulk_resolve(bulk *b, const char *column, const char *name,
                 const marsad_resolve_options *options, const marsad_place **out, row_outcome *row)
{
    char shown[CLI_SHOWN];
    const known_name *known = NULL;
    *out = NULL;
    int status = look_up(b, name, options, &known);
    if (status) {
        return status;
    }
    const marsad_resolution *answer = known->answer;
    if (!answer) {
        row_say(row, ROW_MALFORMED, "%s \"%s\": %s", column, cli_shown(shown, name), known->why);
    } else if (answer->status == MARSAD_RESOLVED) {
        *out = marsad_resolution_place(answer);
    } else {
        row_say(row, answer->status == MARSAD_AMBIGUOUS ? ROW_AMBIGUOUS : ROW_UNRESOLVED,
                "%s \"%s\" is %s: %s", column, cli_shown(shown, name),
                marsad_resolve_status_text(answer->status), answer->reason);
    }
    return CLI_DONE;
}

/* ---- the table ----------------------------------------------------------------------------- */

static int read_options(bulk *b)
{
    int status =
        cli_format_option(b->args, CLI_TABLE | CLI_JSON | CLI_NDJSON | CLI_CSV, &b->format);
    status = status ? status : cli_telling_options(b->args, &b->telling);
    return status ? status : cli_country(b->args, b->country);
}

int bulk_open(bulk *out, const cli_args *args, const char *words)
{
    marsad_error error = {0};
    const char *path = cli_value(args, "in");
    *out = (bulk){.args = args, .file = strcmp(path, "-") == 0 ? "standard input" : path};
    if (args->word_count) {
        return cli_usage_error(args, "give either %s or --in, not both", words);
    }
    if (!path[0]) {
        return cli_usage_error(args, "--in takes the name of a file, or - for standard input");
    }
    int status = read_options(out);
    if (status) {
        return status;
    }
    if (marsad_table_read(path, &out->table, &error)) {
        return cli_fail(&error);
    }
    if (marsad_table_row_count(out->table) == 0) {
        cli_note("%s: the table has no rows below its header", out->file);
        return CLI_INPUT;
    }
    return CLI_DONE;
}

int bulk_no_column(const bulk *b, const char *what)
{
    char list[400];
    size_t length = 0;
    list[0] = '\0';
    for (size_t i = 0; i < marsad_table_column_count(b->table) && length < sizeof list; i++) {
        char shown[CLI_SHOWN];
        length += (size_t)snprintf(list + length, sizeof list - length, "%s\"%s\"", i ? ", " : "",
                                   cli_shown(shown, marsad_table_column(b->table, i)));
    }
    cut_to_characters(list);
    cli_note("%s: row 1: there is %s; the table has %s", b->file, what, list);
    return CLI_INPUT;
}

void bulk_close(bulk *b)
{
    tdestroy(b->names, free_name);
    if (b->opened) {
        cli_close_places(&b->places);
    }
    marsad_table_free(b->table);
}

int bulk_open_places(bulk *b)
{
    if (b->opened) {
        return CLI_DONE;
    }
    b->opened = true;
    return cli_open_places(b->args, &b->places);
}

/* ---- telling ------------------------------------------------------------------------------- */

void bulk_count(bulk *b, size_t index, const row_outcome *row)
{
    b->counts[row->status]++;
    if (row->status == ROW_MALFORMED && b->counts[ROW_MALFORMED] <= FAULTS_MOST) {
        cli_note("%s: row %ld: %s", b->file, marsad_table_row(b->table, index), row->reason);
    }
}

/* Our column's name, or another where the table has one of this name. */
static const char *own_name(const bulk *b, const char *name, char out[OWN_NAME])
{
    size_t column;
    bool taken = marsad_table_find(b->table, name, &column, NULL) != MARSAD_ERR_NOT_FOUND;
    snprintf(out, OWN_NAME, "%s%s", taken ? "marsad_" : "", name);
    return out;
}

static void print_header(const bulk *b)
{
    char names[BULK_OWN_MOST][OWN_NAME];
    size_t columns = marsad_table_column_count(b->table);
    for (size_t i = 0; i < columns; i++) {
        b->cells[i] = marsad_table_column(b->table, i);
    }
    for (size_t i = 0; i < b->output->own_count; i++) {
        b->cells[columns + i] = own_name(b, b->output->own[i], names[i]);
    }
    cli_csv_row(stdout, columns + b->output->own_count, b->cells);
}

void bulk_add_csv(bulk *b, size_t index, const char *const *own)
{
    size_t columns = marsad_table_column_count(b->table);
    for (size_t i = 0; i < columns; i++) {
        b->cells[i] = marsad_table_cell(b->table, index, i);
    }
    for (size_t i = 0; i < b->output->own_count; i++) {
        b->cells[columns + i] = own[i];
    }
    cli_csv_row(stdout, columns + b->output->own_count, b->cells);
}

struct json_object *bulk_json(const bulk *b, size_t index, const row_outcome *row)
{
    struct json_object *object = json_object_new_object();
    struct json_object *input = json_object_new_object();
    for (size_t i = 0; i < marsad_table_column_count(b->table); i++) {
        json_object_object_add(input, marsad_table_column(b->table, i),
                               json_object_new_string(marsad_table_cell(b->table, index, i)));
    }
    json_object_object_add(object, "row", json_object_new_int64(marsad_table_row(b->table, index)));
    json_object_object_add(object, "input", input);
    json_object_object_add(object, "status", json_object_new_string(row_status_text(row->status)));
    return object;
}

void bulk_add_json(bulk *b, struct json_object *object)
{
    if (b->format == CLI_NDJSON) {
        cli_json_print(object, true, stdout);
    } else {
        json_object_array_add(b->list, object);
    }
}

void bulk_add_shown(bulk *b, size_t index, const char **cells)
{
    char number[32];
    snprintf(number, sizeof number, "%ld", marsad_table_row(b->table, index));
    cells[0] = number;
    cli_table_add(b->shown, cells);
    cells[0] = "";
}

/* ---- the whole ----------------------------------------------------------------------------- */

static int begin(bulk *b)
{
    const bulk_output *output = b->output;
    size_t columns = marsad_table_column_count(b->table);
    b->cells = calloc(columns + BULK_OWN_MOST, sizeof *b->cells);
    if (!b->cells) {
        cli_note("out of memory");
        return CLI_FAILURE;
    }
    setvbuf(stdout, NULL, _IOFBF, OUTPUT_BUFFER);
    if (b->format == CLI_CSV) {
        print_header(b);
    } else if (b->format == CLI_JSON) {
        b->list = json_object_new_array();
    } else if (b->format == CLI_TABLE) {
        b->shown = cli_table_new(output->header_count, output->header);
        cli_table_align_right(b->shown, 0);
        cli_table_align_right(b->shown, output->figures);
    }
    return CLI_DONE;
}

/* What was not answered, in a line. */
static void note_counts(const bulk *b)
{
    const size_t *counts = b->counts;
    size_t missed = counts[ROW_AMBIGUOUS] + counts[ROW_UNRESOLVED] + counts[ROW_MALFORMED];
    if (counts[ROW_MALFORMED] > FAULTS_MOST) {
        cli_note("… and %zu more malformed rows", counts[ROW_MALFORMED] - FAULTS_MOST);
    }
    if (missed) {
        cli_note("%s: %zu of %zu %s: %zu ambiguous, %zu unresolved, %zu malformed", b->file, missed,
                 marsad_table_row_count(b->table), b->output->missed, counts[ROW_AMBIGUOUS],
                 counts[ROW_UNRESOLVED], counts[ROW_MALFORMED]);
    }
}

/* Prints what was gathered, unless the run failed. Returns the exit status of the command. */
static int end(bulk *b, int status)
{
    if (b->list && !status) {
        cli_json_print(json_object_get(b->list), false, stdout);
    }
    if (b->shown) {
        cli_table_print(b->shown, stdout);
    }
    json_object_put(b->list);
    free(b->cells);
    if (status) {
        return status;
    }
    note_counts(b);
    bool missed = b->counts[ROW_AMBIGUOUS] + b->counts[ROW_UNRESOLVED] > 0;
    bool strict = cli_flag(b->args, "strict") && missed;
    return cli_finish(b->counts[ROW_MALFORMED] ? CLI_INPUT : strict ? CLI_UNRESOLVED : CLI_DONE);
}

int bulk_run(bulk *b, const bulk_output *output)
{
    b->output = output;
    int status = begin(b);
    for (size_t i = 0; !status && i < marsad_table_row_count(b->table); i++) {
        status = output->row(b, i, output->state);
    }
    return end(b, status);
}
