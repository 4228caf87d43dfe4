/* marsad claim --in FILE: the claims of a table. */
#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cli/claim_row.h"

enum { FAULTS_MOST = 20, REASON = 1024, OWN = 5, TABLE_COLUMNS = 7, PART_WORDS = 400 };

typedef enum row_status { RESOLVED = 0, AMBIGUOUS, UNRESOLVED, MALFORMED, STATUSES } row_status;

typedef enum column {
    COLUMN_PLACE = 0,
    COLUMN_RELATION,
    COLUMN_ANCHOR,
    COLUMN_ANCHOR2,
    COLUMN_DISTANCE,
    COLUMN_WITHIN,
    COLUMN_COUNTRY,
    COLUMNS
} column;

static const char *const COLUMN_NAMES[COLUMNS] = {"place",    "relation", "anchor", "anchor2",
                                                  "distance", "within",   "country"};
static const char *const OWN_NAMES[OWN] = {"status", "verdict", "could_differ", "figures",
                                           "reason"};

typedef struct bulk {
    const cli_args *args;
    marsad_table *table;
    const char *file; /* as messages call it */
    bool has[COLUMNS];
    size_t columns[COLUMNS];
    cli_places places;
    cli_telling telling;
    cli_format format;
    char country[3];
    size_t counts[STATUSES];
    struct json_object *list; /* of --format json */
    cli_table *shown;         /* of --format table */
    const char **cells;       /* of a row of CSV: the table's, then ours */
} bulk;

/* A row's answer, with the names' answers that it points into. */
typedef struct bulk_row {
    size_t index;
    row_status status;
    char reason[REASON]; /* "" where it is answered */
    marsad_resolution *found[3];
    claim_row claim;
} bulk_row;

static const char *status_text(row_status status)
{
    static const char *const texts[] = {"resolved", "ambiguous", "unresolved", "malformed"};
    return texts[status];
}

/* ---- columns ------------------------------------------------------------------------------- */

static int find_columns(bulk *b)
{
    for (int i = 0; i < COLUMNS; i++) {
        marsad_error error = {0};
        marsad_status status = marsad_table_find(b->table, COLUMN_NAMES[i], &b->columns[i], &error);
        b->has[i] = status == MARSAD_OK;
        if (status == MARSAD_ERR_NOT_FOUND && i <= COLUMN_RELATION) {
            char what[64];
            snprintf(what, sizeof what, "no column \"%s\"", COLUMN_NAMES[i]);
            return cli_no_column(b->file, b->table, what);
        }
        if (status && status != MARSAD_ERR_NOT_FOUND) {
            cli_fail(&error);
            return CLI_INPUT;
        }
    }
    return CLI_DONE;
}

/* "" where there is no such column. */
static const char *cell_of(const bulk *b, size_t index, column which)
{
    return b->has[which] ? marsad_table_cell(b->table, index, b->columns[which]) : "";
}

static bool is_blank(const char *text)
{
    return text[strspn(text, " \t\r\n")] == '\0';
}

/* ---- a row --------------------------------------------------------------------------------- */

/* A text that was cut may end within a character: it loses what there is of it. */
static void mend_end(char *text, size_t length)
{
    size_t start = length;
    while (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0x80) {
        start--;
    }
    if (start > 0 && !marsad_text_is_utf8(text + start - 1, length - start + 1, NULL)) {
        text[start - 1] = '\0';
    }
}

static void say(bulk_row *row, row_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Says what is wrong with the row, behind what was said of it before. */
static void say(bulk_row *row, row_status status, const char *format, ...)
{
    size_t length = strlen(row->reason);
    if (length > 0) {
        length += (size_t)snprintf(row->reason + length, REASON - length, "; ");
    }
    if (length < REASON) {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(row->reason + length, REASON - length, format, arguments);
        va_end(arguments);
        mend_end(row->reason, strlen(row->reason));
    }
    row->status = status > row->status ? status : row->status;
}

static void read_relation(const bulk *b, bulk_row *row)
{
    marsad_error error = {0};
    const char *text = cell_of(b, row->index, COLUMN_RELATION);
    if (is_blank(text)) {
        say(row, MALFORMED, "relation is empty");
    } else if (marsad_claim_relation_parse(text, &row->claim.claim, &error)) {
        say(row, MALFORMED, "relation: %s", error.message);
    }
}

static void read_length(const bulk *b, column which, double *out, bulk_row *row)
{
    marsad_error error = {0};
    double metres;
    const char *text = cell_of(b, row->index, which);
    if (is_blank(text)) {
        return;
    }
    if (marsad_length_parse(text, &metres, &error)) {
        say(row, MALFORMED, "%s: %s", COLUMN_NAMES[which], error.message);
    } else if (!isnan(*out)) {
        say(row, MALFORMED, "the distance stands in relation and in %s: state it once",
            COLUMN_NAMES[which]);
    } else {
        *out = metres;
    }
}

static void count_anchors(const bulk *b, bulk_row *row)
{
    marsad_error error = {0};
    bool first = !is_blank(cell_of(b, row->index, COLUMN_ANCHOR));
    bool second = !is_blank(cell_of(b, row->index, COLUMN_ANCHOR2));
    if (second && !first) {
        say(row, MALFORMED, "there is an anchor2 but no anchor");
        return;
    }
    row->claim.claim.anchor_count = (size_t)first + (size_t)second;
    if (row->status != MALFORMED && marsad_claim_check(&row->claim.claim, &error)) {
        say(row, MALFORMED, "%s", error.message);
    }
}

/* The country of the row, outside which no place is an answer; else the one of --country, whose
   places are likelier. */
static bool read_country(const bulk *b, marsad_resolve_options *options, char out[3], bulk_row *row)
{
    char shown[CLI_SHOWN];
    const char *text = cell_of(b, row->index, COLUMN_COUNTRY);
    *options = cli_resolve_options(b->country);
    if (is_blank(text)) {
        return true;
    }
    text += strspn(text, " \t\r\n");
    if (!isalpha((unsigned char)text[0]) || !isalpha((unsigned char)text[1]) ||
        !is_blank(text + 2)) {
        say(row, MALFORMED, "country takes a two-letter code such as LY, not \"%s\"",
            cli_shown(shown, text));
        return false;
    }
    snprintf(out, 3, "%c%c", toupper((unsigned char)text[0]), toupper((unsigned char)text[1]));
    options->country = out;
    options->only_country = true;
    return true;
}

/* Resolves one name of the row; CLI_FAILURE or CLI_INPUT, told, if not the name is at fault. */
static int resolve_name(const bulk *b, column which, const marsad_resolve_options *options,
                        marsad_resolution **out, bulk_row *row)
{
    char shown[CLI_SHOWN];
    marsad_error error = {0};
    const char *name = cell_of(b, row->index, which);
    if (is_blank(name)) {
        say(row, MALFORMED, "%s is empty", COLUMN_NAMES[which]);
        return CLI_DONE;
    }
    if (marsad_resolve(b->places.resolver, name, options, out, &error)) {
        if (error.status != MARSAD_ERR_INPUT || error.file[0]) {
            return cli_fail(&error);
        }
        say(row, MALFORMED, "%s \"%s\": %s", COLUMN_NAMES[which], cli_shown(shown, name),
            error.message);
    } else if ((*out)->status != MARSAD_RESOLVED) {
        say(row, (*out)->status == MARSAD_AMBIGUOUS ? AMBIGUOUS : UNRESOLVED, "%s \"%s\" is %s: %s",
            COLUMN_NAMES[which], cli_shown(shown, name), marsad_resolve_status_text((*out)->status),
            (*out)->reason);
    }
    return CLI_DONE;
}

static int resolve_names(const bulk *b, bulk_row *row)
{
    static const column names[] = {COLUMN_PLACE, COLUMN_ANCHOR, COLUMN_ANCHOR2};
    char country[3];
    marsad_resolve_options options;
    int status = CLI_DONE;
    if (!read_country(b, &options, country, row)) {
        return CLI_DONE;
    }
    for (size_t i = 0; !status && i < 3 && i <= row->claim.claim.anchor_count; i++) {
        status = resolve_name(b, names[i], &options, &row->found[i], row);
    }
    return status;
}

static int test_row(const bulk *b, bulk_row *row)
{
    marsad_error error = {0};
    row->claim.place = marsad_resolution_place(row->found[0]);
    for (size_t i = 0; i < row->claim.claim.anchor_count; i++) {
        row->claim.anchors[i] = marsad_resolution_place(row->found[i + 1]);
    }
    if (claim_row_test(&row->claim, b->places.roads, &error)) {
        if (error.status != MARSAD_ERR_USAGE) {
            return cli_fail(&error);
        }
        say(row, MALFORMED, "%s", error.message);
    }
    return CLI_DONE;
}

/* Reads and answers a row. Only what is not the row's fault ends the run. */
static int answer_row(const bulk *b, bulk_row *row)
{
    size_t cells = marsad_table_cell_count(b->table, row->index);
    size_t columns = marsad_table_column_count(b->table);
    row->claim.claim = (marsad_claim){.distance_m = NAN, .within_m = NAN};
    if (cells != columns) {
        say(row, MALFORMED, "the row has %zu cell%s where the header has %zu", cells,
            cells == 1 ? "" : "s", columns);
        return CLI_DONE;
    }
    read_relation(b, row);
    read_length(b, COLUMN_DISTANCE, &row->claim.claim.distance_m, row);
    read_length(b, COLUMN_WITHIN, &row->claim.claim.within_m, row);
    count_anchors(b, row);
    int status = resolve_names(b, row);
    return status || row->status != RESOLVED ? status : test_row(b, row);
}

/* ---- what is told of it -------------------------------------------------------------------- */

static void print_header(const bulk *b)
{
    char names[OWN][64];
    size_t count = marsad_table_column_count(b->table);
    for (size_t i = 0; i < count; i++) {
        b->cells[i] = marsad_table_column(b->table, i);
    }
    for (size_t i = 0; i < OWN; i++) {
        size_t found;
        bool taken =
            marsad_table_find(b->table, OWN_NAMES[i], &found, NULL) != MARSAD_ERR_NOT_FOUND;
        snprintf(names[i], sizeof names[i], "%s%s", taken ? "marsad_" : "", OWN_NAMES[i]);
        b->cells[count + i] = names[i];
    }
    cli_csv_row(stdout, count + OWN, b->cells);
}

static void print_csv(const bulk *b, const bulk_row *row)
{
    bool answered = row->status == RESOLVED;
    const marsad_claim_answer *answer = &row->claim.answer;
    char *figures = answered ? claim_row_figures(&row->claim) : NULL;
    char *reason = answered ? claim_row_reason(&row->claim, &b->telling) : NULL;
    size_t count = marsad_table_column_count(b->table);
    for (size_t i = 0; i < count; i++) {
        b->cells[i] = marsad_table_cell(b->table, row->index, i);
    }
    b->cells[count] = status_text(row->status);
    b->cells[count + 1] = answered ? marsad_verdict_text(answer->verdict, MARSAD_LANG_EN) : "";
    b->cells[count + 2] = answered ? (answer->could_differ ? "true" : "false") : "";
    b->cells[count + 3] = figures;
    b->cells[count + 4] = reason ? reason : row->reason;
    cli_csv_row(stdout, count + OWN, b->cells);
    free(figures);
    free(reason);
}

static struct json_object *json_row(const bulk *b, const bulk_row *row)
{
    struct json_object *object = json_object_new_object();
    struct json_object *input = json_object_new_object();
    for (size_t i = 0; i < marsad_table_column_count(b->table); i++) {
        json_object_object_add(input, marsad_table_column(b->table, i),
                               json_object_new_string(marsad_table_cell(b->table, row->index, i)));
    }
    json_object_object_add(object, "row",
                           json_object_new_int64(marsad_table_row(b->table, row->index)));
    json_object_object_add(object, "input", input);
    json_object_object_add(object, "status", json_object_new_string(status_text(row->status)));
    if (row->status == RESOLVED) {
        claim_row_json(object, &row->claim, &b->telling);
    } else {
        claim_row_json_nothing(object);
        json_object_object_add(object, "reason", json_object_new_string(row->reason));
    }
    return object;
}

/* The first line says why beside the verdict; each further part has a line of its own. */
static void add_answer(const bulk *b, const claim_row *row, const char *cells[TABLE_COLUMNS])
{
    char words[PART_WORDS];
    const marsad_claim_answer *answer = &row->answer;
    for (size_t i = 0; i < answer->part_count + answer->could_differ; i++) {
        cells[TABLE_COLUMNS - 1] =
            i < answer->part_count
                ? marsad_claim_part_words(&row->claim, &answer->parts[i], b->telling.lang,
                                          b->telling.unit, words, sizeof words)
                : marsad_claim_differ_words(answer, b->telling.lang, words, sizeof words);
        cli_table_add(b->shown, cells);
        for (size_t cell = 0; cell < TABLE_COLUMNS; cell++) {
            cells[cell] = "";
        }
    }
}

static void add_to_table(const bulk *b, const bulk_row *row)
{
    static const column named[] = {COLUMN_PLACE, COLUMN_RELATION, COLUMN_ANCHOR, COLUMN_ANCHOR2};
    bool answered = row->status == RESOLVED;
    char number[32];
    char texts[4][CLI_SHOWN];
    snprintf(number, sizeof number, "%ld", marsad_table_row(b->table, row->index));
    for (int i = 0; i < 4; i++) {
        cli_shown(texts[i], cell_of(b, row->index, named[i]));
    }
    const char *cells[TABLE_COLUMNS] = {
        number,
        texts[0],
        texts[1],
        texts[2],
        texts[3],
        answered ? marsad_verdict_text(row->claim.answer.verdict, b->telling.lang)
                 : status_text(row->status),
        row->reason};
    if (answered) {
        add_answer(b, &row->claim, cells);
    } else {
        cli_table_add(b->shown, cells);
    }
}

static void tell_row(const bulk *b, const bulk_row *row)
{
    switch (b->format) {
    case CLI_CSV:
        print_csv(b, row);
        break;
    case CLI_TABLE:
        add_to_table(b, row);
        break;
    case CLI_NDJSON:
        cli_json_print(json_row(b, row), true, stdout);
        break;
    default:
        json_object_array_add(b->list, json_row(b, row));
        break;
    }
}

/* ---- the whole ----------------------------------------------------------------------------- */

static int do_row(bulk *b, size_t index)
{
    bulk_row row = {.index = index};
    int status = answer_row(b, &row);
    if (!status) {
        b->counts[row.status]++;
        if (row.status == MALFORMED && b->counts[MALFORMED] <= FAULTS_MOST) {
            cli_note("%s: row %ld: %s", b->file, marsad_table_row(b->table, index), row.reason);
        }
        tell_row(b, &row);
    }
    for (int i = 0; i < 3; i++) {
        marsad_resolution_free(row.found[i]);
    }
    return status;
}

static int begin(bulk *b)
{
    static const char *const header[TABLE_COLUMNS] = {"ROW",     "PLACE",   "RELATION", "ANCHOR",
                                                      "ANCHOR2", "VERDICT", "WHY"};
    b->cells = calloc(marsad_table_column_count(b->table) + OWN, sizeof *b->cells);
    if (!b->cells) {
        cli_note("out of memory");
        return CLI_FAILURE;
    }
    if (b->format == CLI_CSV) {
        print_header(b);
    } else if (b->format == CLI_JSON) {
        b->list = json_object_new_array();
    } else if (b->format == CLI_TABLE) {
        b->shown = cli_table_new(TABLE_COLUMNS, header);
        cli_table_align_right(b->shown, 0);
    }
    return CLI_DONE;
}

/* What was not answered, in a line. */
static void note_counts(const bulk *b)
{
    const size_t *counts = b->counts;
    size_t missed = counts[AMBIGUOUS] + counts[UNRESOLVED] + counts[MALFORMED];
    if (counts[MALFORMED] > FAULTS_MOST) {
        cli_note("… and %zu more malformed rows", counts[MALFORMED] - FAULTS_MOST);
    }
    if (missed) {
        cli_note("%s: %zu of %zu claims are not tested: %zu ambiguous, %zu unresolved, %zu "
                 "malformed",
                 b->file, missed, marsad_table_row_count(b->table), counts[AMBIGUOUS],
                 counts[UNRESOLVED], counts[MALFORMED]);
    }
}

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
    bool strict = cli_flag(b->args, "strict") && b->counts[AMBIGUOUS] + b->counts[UNRESOLVED] > 0;
    return cli_finish(b->counts[MALFORMED] ? CLI_INPUT : strict ? CLI_UNRESOLVED : CLI_DONE);
}

static int do_table(bulk *b)
{
    marsad_error error = {0};
    const char *path = cli_value(b->args, "in");
    if (marsad_table_read(path, &b->table, &error)) {
        return cli_fail(&error);
    }
    int status = find_columns(b);
    if (!status && marsad_table_row_count(b->table) == 0) {
        cli_note("%s: the table has no rows below its header", b->file);
        return CLI_INPUT;
    }
    status = status ? status : cli_open_places(b->args, &b->places);
    status = status ? status : cli_open_roads(&b->places);
    status = status ? status : begin(b);
    if (status) {
        return status;
    }
    for (size_t i = 0; !status && i < marsad_table_row_count(b->table); i++) {
        status = do_row(b, i);
    }
    return end(b, status);
}

int cli_claim_bulk(const cli_args *args)
{
    bulk b = {.args = args, .file = cli_value(args, "in")};
    if (args->word_count) {
        return cli_usage_error(args, "give either a claim or --in, not both");
    }
    if (!b.file[0]) {
        return cli_usage_error(args, "--in takes the name of a file, or - for standard input");
    }
    if (cli_value(args, "distance") || cli_value(args, "within")) {
        return cli_usage_error(args, "--distance and --within are of one claim: give a table the "
                                     "columns distance and within");
    }
    b.file = strcmp(b.file, "-") == 0 ? "standard input" : b.file;
    int status = cli_format_option(args, CLI_TABLE | CLI_JSON | CLI_NDJSON | CLI_CSV, &b.format);
    status = status ? status : cli_telling_options(args, &b.telling);
    status = status ? status : cli_country(args, b.country);
    status = status ? status : do_table(&b);
    cli_close_places(&b.places);
    marsad_table_free(b.table);
    return status;
}
