/** Tables whose rows are answered one by one: what --in of `distance` and of `claim` have in
 *  common. Every row of the table is told, with its status and our columns beside its own. */
#ifndef MARSAD_CLI_BULK_H
#define MARSAD_CLI_BULK_H

#include "cli/cli.h"

/** What became of a row; the worse the later. */
typedef enum row_status {
    ROW_RESOLVED = 0,
    ROW_AMBIGUOUS,
    ROW_UNRESOLVED,
    ROW_MALFORMED,
    ROW_STATUSES
} row_status;

/** "resolved", "ambiguous", "unresolved", "malformed". */
const char *row_status_text(row_status status);

enum { ROW_REASON = 1024 };

/** Starts as {.status = ROW_RESOLVED, .reason = ""}. */
typedef struct row_outcome {
    row_status status;
    char reason[ROW_REASON]; /* "" where it is resolved */
} row_outcome;

/** Says what is wrong with a row, behind what was said of it before; the worst status stays. */
void row_say(row_outcome *row, row_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

struct bulk_output;

/** A table, and how its rows are told. */
typedef struct bulk {
    const cli_args *args;
    marsad_table *table;
    const char *file; /* as messages call it */
    cli_telling telling;
    cli_format format;
    char country[3];
    cli_places places;
    bool opened; /* the places, with the first name (or road) that needs them */
    void *names; /* those resolved before: a tree of tsearch() */
    size_t counts[ROW_STATUSES];
    const struct bulk_output *output; /* while the rows are told, as is what follows */
    struct json_object *list;         /* of --format json */
    cli_table *shown;                 /* of --format table */
    const char **cells;               /* of a row of CSV: the table's, then ours */
} bulk;

/** Reads --format, --lang, --unit, --country and the table of --in, which must have rows. `words`
 *  is what the command takes else: "places". Prints errors; returns an exit status. Close it in any
 *  case. */
int bulk_open(bulk *out, const cli_args *args, const char *words);
void bulk_close(bulk *b);

/** Says that the table's header, its row 1, lacks `what` ("no column \"place\""), and what it has
 *  instead. Returns CLI_INPUT. */
int bulk_no_column(const bulk *b, const char *what);

/** Opens the gazetteer and the basemap, once. Prints errors; returns an exit status. */
int bulk_open_places(bulk *b);

/** True if the row has as many cells as the header; else that is said of it. */
bool bulk_check_cells(const bulk *b, size_t index, row_outcome *row);

/** Resolves a name, which must be a cell of the table; each name is asked for once. `*out` is NULL
 *  where it is not a place, which is said of the row: `column` "name" is …. Prints errors that are
 *  not the name's, and returns their exit status. */
int bulk_resolve(bulk *b, const char *column, const char *name,
                 const marsad_resolve_options *options, const marsad_place **out, row_outcome *row);

enum { BULK_OWN_MOST = 32 };

/** What is told of the rows. */
typedef struct bulk_output {
    const char *const *header; /* of the table for the terminal, whose first column is the row's */
    size_t header_count;
    size_t figures;         /* a column that is right-aligned as the first is; may be 0 */
    const char *const *own; /* our columns of a CSV, BULK_OWN_MOST at the most */
    size_t own_count;
    const char *missed; /* what is said of rows that have no answer: "pairs are not measured" */

    /** Answers a row and tells it: bulk_count(), then one of bulk_add_csv(), bulk_add_json() and
     *  bulk_add_shown(). Returns an exit status; CLI_DONE unless the whole run is at an end. */
    int (*row)(bulk *b, size_t index, void *state);
    void *state;
} bulk_output;

/** Tells all rows, then how many have no answer. Returns the exit status of the command. */
int bulk_run(bulk *b, const bulk_output *output);

/** Counts what became of the row, and notes what is wrong with a malformed one on stderr. */
void bulk_count(bulk *b, size_t index, const row_outcome *row);

/** Prints the row's own cells, then ours. */
void bulk_add_csv(bulk *b, size_t index, const char *const *own);

/** An object with the row's number, its input and its status; and tells it once it is complete. */
struct json_object *bulk_json(const bulk *b, size_t index, const row_outcome *row);
void bulk_add_json(bulk *b, struct json_object *object);

/** Adds the row to the table for the terminal: its number, then the `cells` without the first.
 * Lines that go on with it may be added to `shown` behind it. */
void bulk_add_shown(bulk *b, size_t index, const char **cells);

#endif
