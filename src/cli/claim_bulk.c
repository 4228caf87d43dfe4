/* marsad claim --in FILE: the claims of a table. */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/bulk.h"
#include "cli/claim_row.h"

enum { OWN = 5, SHOWN_COLUMNS = 7, PART_WORDS = 400 };

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

typedef struct claims {
    bool has[COLUMNS];
    size_t columns[COLUMNS];
} claims;

/* A row's answer, which points into the names of the table. */
typedef struct claims_row {
    row_outcome outcome;
    claim_row claim;
} claims_row;

/* ---- columns ------------------------------------------------------------------------------- */

static int find_columns(const bulk *b, claims *out)
{
    for (int i = 0; i < COLUMNS; i++) {
        marsad_error error = {0};
        marsad_status status =
            marsad_table_find(b->table, COLUMN_NAMES[i], &out->columns[i], &error);
        out->has[i] = status == MARSAD_OK;
        if (status == MARSAD_ERR_NOT_FOUND && i <= COLUMN_RELATION) {
            char what[64];
            snprintf(what, sizeof what, "no column \"%s\"", COLUMN_NAMES[i]);
            return bulk_no_column(b, what);
        }
        if (status && status != MARSAD_ERR_NOT_FOUND) {
            cli_fail(&error);
            return CLI_INPUT;
        }
    }
    return CLI_DONE;
}

/* A row's cells, "" where there is no such column. */
typedef struct cells {
    const char *of[COLUMNS];
} cells;

static cells cells_of(const bulk *b, const claims *columns, size_t index)
{
    cells row;
    for (int i = 0; i < COLUMNS; i++) {
        row.of[i] = columns->has[i] ? marsad_table_cell(b->table, index, columns->columns[i]) : "";
    }
    return row;
}

/* ---- a row --------------------------------------------------------------------------------- */

static void read_relation(const cells *row, claims_row *out)
{
    marsad_error error = {0};
    const char *text = row->of[COLUMN_RELATION];
    if (cli_is_blank(text)) {
        row_say(&out->outcome, ROW_MALFORMED, "relation is empty");
    } else if (marsad_claim_relation_parse(text, &out->claim.claim, &error)) {
        row_say(&out->outcome, ROW_MALFORMED, "relation: %s", error.message);
    }
}

static void read_length(const cells *row, column which, double *length_m, claims_row *out)
{
    marsad_error error = {0};
    double metres;
    const char *text = row->of[which];
    if (cli_is_blank(text)) {
        return;
    }
    if (marsad_length_parse(text, &metres, &error)) {
        row_say(&out->outcome, ROW_MALFORMED, "%s: %s", COLUMN_NAMES[which], error.message);
    } else if (!isnan(*length_m)) {
        row_say(&out->outcome, ROW_MALFORMED,
                "the distance stands in relation and in %s: state it once", COLUMN_NAMES[which]);
    } else {
        *length_m = metres;
    }
}

static void count_anchors(const cells *row, claims_row *out)
{
    marsad_error error = {0};
    bool first = !cli_is_blank(row->of[COLUMN_ANCHOR]);
    bool second = !cli_is_blank(row->of[COLUMN_ANCHOR2]);
    if (second && !first) {
        row_say(&out->outcome, ROW_MALFORMED, "there is an anchor2 but no anchor");
        return;
    }
    out->claim.claim.anchor_count = (size_t)first + (size_t)second;
    if (out->outcome.status != ROW_MALFORMED && marsad_claim_check(&out->claim.claim, &error)) {
        row_say(&out->outcome, ROW_MALFORMED, "%s", error.message);
    }
}

/* The country of the row, outside which no place is an answer; else the one of --country, whose
   places are likelier. */
static bool read_country(const bulk *b, const cells *row, marsad_resolve_options *options,
                         char country[3], claims_row *out)
{
    char shown[CLI_SHOWN];
    const char *text = row->of[COLUMN_COUNTRY];
    *options = cli_resolve_options(b->country);
    if (cli_is_blank(text)) {
        return true;
    }
    text += strspn(text, " \t\r\n");
    if (!isalpha((unsigned char)text[0]) || !isalpha((unsigned char)text[1]) ||
        !cli_is_blank(text + 2)) {
        row_say(&out->outcome, ROW_MALFORMED,
                "country takes a two-letter code such as LY, not \"%s\"", cli_shown(shown, text));
        return false;
    }
    snprintf(country, 3, "%c%c", toupper((unsigned char)text[0]), toupper((unsigned char)text[1]));
    options->country = country;
    options->only_country = true;
    return true;
}

static int resolve_names(bulk *b, const cells *row, claims_row *out)
{
    static const column names[] = {COLUMN_PLACE, COLUMN_ANCHOR, COLUMN_ANCHOR2};
    const marsad_place **const places[] = {&out->claim.place, &out->claim.anchors[0],
                                           &out->claim.anchors[1]};
    char country[3];
    marsad_resolve_options options;
    int status = CLI_DONE;
    if (!read_country(b, row, &options, country, out)) {
        return CLI_DONE;
    }
    for (size_t i = 0; !status && i < 3 && i <= out->claim.claim.anchor_count; i++) {
        const char *name = row->of[names[i]];
        if (cli_is_blank(name)) {
            row_say(&out->outcome, ROW_MALFORMED, "%s is empty", COLUMN_NAMES[names[i]]);
        } else {
            status =
                bulk_resolve(b, COLUMN_NAMES[names[i]], name, &options, places[i], &out->outcome);
        }
    }
    return status;
}

static int test_row(const bulk *b, claims_row *row)
{
    marsad_error error = {0};
    if (claim_row_test(&row->claim, b->places.roads, &error)) {
        if (error.status != MARSAD_ERR_USAGE) {
            return cli_fail(&error);
        }
        row_say(&row->outcome, ROW_MALFORMED, "%s", error.message);
    }
    return CLI_DONE;
}

/* Reads and answers a row. Only what is not the row's fault ends the run. */
static int answer_row(bulk *b, size_t index, const cells *row, claims_row *out)
{
    out->claim.claim = (marsad_claim){.distance_m = NAN, .within_m = NAN};
    if (!bulk_check_cells(b, index, &out->outcome)) {
        return CLI_DONE;
    }
    read_relation(row, out);
    read_length(row, COLUMN_DISTANCE, &out->claim.claim.distance_m, out);
    read_length(row, COLUMN_WITHIN, &out->claim.claim.within_m, out);
    count_anchors(row, out);
    int status = resolve_names(b, row, out);
    return status || out->outcome.status != ROW_RESOLVED ? status : test_row(b, out);
}

/* ---- what is told of it -------------------------------------------------------------------- */

static void add_csv(bulk *b, size_t index, const claims_row *row)
{
    bool answered = row->outcome.status == ROW_RESOLVED;
    const marsad_claim_answer *answer = &row->claim.answer;
    char *figures = answered ? claim_row_figures(&row->claim) : NULL;
    char *reason = answered ? claim_row_reason(&row->claim, &b->telling) : NULL;
    const char *const own[OWN] = {row_status_text(row->outcome.status),
                                  answered ? marsad_verdict_text(answer->verdict, MARSAD_LANG_EN)
                                           : "",
                                  answered ? (answer->could_differ ? "true" : "false") : "",
                                  figures, reason ? reason : row->outcome.reason};
    bulk_add_csv(b, index, own);
    free(figures);
    free(reason);
}

static void add_json(bulk *b, size_t index, const claims_row *row)
{
    struct json_object *object = bulk_json(b, index, &row->outcome);
    if (row->outcome.status == ROW_RESOLVED) {
        claim_row_json(object, &row->claim, &b->telling);
    } else {
        claim_row_json_nothing(object);
        json_object_object_add(object, "reason", json_object_new_string(row->outcome.reason));
    }
    bulk_add_json(b, object);
}

/* The first line says why beside the verdict; each further part has a line of its own. */
static void add_answer(bulk *b, size_t index, const claim_row *row,
                       const char *shown[SHOWN_COLUMNS])
{
    char words[PART_WORDS];
    const marsad_claim_answer *answer = &row->answer;
    for (size_t i = 0; i < answer->part_count + answer->could_differ; i++) {
        shown[SHOWN_COLUMNS - 1] =
            i < answer->part_count
                ? marsad_claim_part_words(&row->claim, &answer->parts[i], b->telling.lang,
                                          b->telling.unit, words, sizeof words)
                : marsad_claim_differ_words(answer, b->telling.lang, words, sizeof words);
        if (i == 0) {
            bulk_add_shown(b, index, shown);
        } else {
            cli_table_add(b->shown, shown);
        }
        for (size_t cell = 0; cell < SHOWN_COLUMNS; cell++) {
            shown[cell] = "";
        }
    }
}

static void add_shown(bulk *b, size_t index, const cells *input, const claims_row *row)
{
    static const column named[] = {COLUMN_PLACE, COLUMN_RELATION, COLUMN_ANCHOR, COLUMN_ANCHOR2};
    bool answered = row->outcome.status == ROW_RESOLVED;
    char texts[4][CLI_SHOWN];
    for (int i = 0; i < 4; i++) {
        cli_shown(texts[i], input->of[named[i]]);
    }
    const char *shown[SHOWN_COLUMNS] = {
        NULL,
        texts[0],
        texts[1],
        texts[2],
        texts[3],
        answered ? marsad_verdict_text(row->claim.answer.verdict, b->telling.lang)
                 : row_status_text(row->outcome.status),
        row->outcome.reason};
    if (answered) {
        add_answer(b, index, &row->claim, shown);
    } else {
        bulk_add_shown(b, index, shown);
    }
}

/* ---- the whole ----------------------------------------------------------------------------- */

static int do_row(bulk *b, size_t index, void *state)
{
    claims_row row = {.outcome = {.status = ROW_RESOLVED}};
    cells input = cells_of(b, state, index);
    int status = answer_row(b, index, &input, &row);
    if (status) {
        return status;
    }
    bulk_count(b, index, &row.outcome);
    if (b->format == CLI_CSV) {
        add_csv(b, index, &row);
    } else if (b->format == CLI_TABLE) {
        add_shown(b, index, &input, &row);
    } else {
        add_json(b, index, &row);
    }
    return CLI_DONE;
}

static int do_table(bulk *b)
{
    static const char *const header[SHOWN_COLUMNS] = {"ROW",     "PLACE",   "RELATION", "ANCHOR",
                                                      "ANCHOR2", "VERDICT", "WHY"};
    claims columns;
    const bulk_output output = {.header = header,
                                .header_count = SHOWN_COLUMNS,
                                .own = OWN_NAMES,
                                .own_count = OWN,
                                .missed = "claims are not tested",
                                .row = do_row,
                                .state = &columns};
    int status = find_columns(b, &columns);
    status = status ? status : bulk_open_places(b);
    status = status ? status : cli_open_roads(&b->places);
    return status ? status : bulk_run(b, &output);
}

int cli_claim_bulk(const cli_args *args)
{
    bulk b;
    if (cli_value(args, "distance") || cli_value(args, "within")) {
        return cli_usage_error(args, "--distance and --within are of one claim: give a table the "
                                     "columns distance and within");
    }
    int status = bulk_open(&b, args, "a claim");
    status = status ? status : do_table(&b);
    bulk_close(&b);
    return status;
}
