/**
 * What the subcommands share: options, messages, exit statuses, the data folder, and the printing
 * of tables, CSV and JSON. A subcommand is one file that defines one cli_command.
 */
#ifndef MARSAD_CLI_H
#define MARSAD_CLI_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "marsad/marsad.h"

enum cli_exit {
    CLI_DONE = 0,
    CLI_USAGE = 1,      /* wrong usage */
    CLI_INPUT = 2,      /* an input is missing or malformed */
    CLI_UNRESOLVED = 3, /* done, but --strict and some locations unresolved or ambiguous */
    CLI_FAILURE = 4     /* a failure outside the input */
};

/** An option of a subcommand. The table of a command ends with a NULL name. */
typedef struct cli_option {
    const char *name;     /* long name, without the dashes; "" for a heading in the help */
    char letter;          /* short name, or 0 */
    const char *argument; /* what its argument is called in the help; NULL for a flag */
    const char *help;     /* a few words: no capital, no full stop */
} cli_option;

/* Options that are spelled the same in every command that has them. */
#define CLI_OPTION_GAZETTEER                                                                       \
    {                                                                                              \
        "gazetteer", 0, "FILE", "look names up in this gazetteer"                                  \
    }
#define CLI_OPTION_COUNTRY                                                                         \
    {                                                                                              \
        "country", 0, "CC", "prefer places of this country (ISO 3166, such as LY)"                 \
    }
#define CLI_OPTION_LANG                                                                            \
    {                                                                                              \
        "lang", 0, "LANG", "language of names and words: en, ar or fr"                             \
    }
#define CLI_OPTION_FORMAT(formats)                                                                 \
    {                                                                                              \
        "format", 0, "FORMAT", formats                                                             \
    }
#define CLI_OPTION_OUTPUT                                                                          \
    {                                                                                              \
        "output", 'o', "FILE", "write to this file"                                                \
    }
#define CLI_OPTION_STRICT                                                                          \
    {                                                                                              \
        "strict", 0, NULL, "exit with status 3 if a location is unresolved or ambiguous"           \
    }
#define CLI_OPTION_DECISIONS                                                                       \
    {                                                                                              \
        "decisions", 0, "FILE", "answers to a table that marsad geocode --review has written"      \
    }
#define CLI_OPTION_DATA                                                                            \
    {                                                                                              \
        "data", 0, "FOLDER", "take gazetteer, basemap and styles from this folder"                 \
    }
#define CLI_OPTION_HEADING(text)                                                                   \
    {                                                                                              \
        "", 0, NULL, text                                                                          \
    }
#define CLI_OPTION_END                                                                             \
    {                                                                                              \
        NULL, 0, NULL, NULL                                                                        \
    }

enum { CLI_MAX_OPTIONS = 64 };

struct cli_args;

typedef struct cli_command {
    const char *name;      /* "resolve" */
    const char *arguments; /* "NAME… | --in FILE" */
    const char *summary;   /* a line for `marsad help` */
    const char *details;   /* paragraphs and examples for `marsad resolve --help`; may be NULL */
    const cli_option *options;
    int (*run)(const struct cli_args *args);
} cli_command;

/** A command line after parsing. Pointers are into argv. */
typedef struct cli_args {
    const cli_command *command;
    const char *values[CLI_MAX_OPTIONS]; /* by the option's place in the table; "" for a flag */
    const char **lists; /* all values of each, one after the other with room for `most` each */
    size_t most;
    size_t list_counts[CLI_MAX_OPTIONS];
    char **words; /* what is not an option */
    int word_count;
} cli_args;

/** The value of an option, or NULL where it was not given; the last, where it was several times.
 *  `name` must be in the command's table. */
const char *cli_value(const cli_args *args, const char *name);

/** All values of an option that may be given several times, in their order; NULL with a count of 0
 *  where it was not. They live as long as `args`. */
const char *const *cli_values(const cli_args *args, const char *name, size_t *count);

/** True if the flag was given. */
bool cli_flag(const cli_args *args, const char *name);

/** Prints "marsad: …" to stderr for `error` and returns the exit status it calls for. */
int cli_fail(const marsad_error *error);
/** The same; an error at a row of no named file is one of `file`, "-" being standard input. */
int cli_fail_row(const marsad_error *error, const char *file);

/** Prints a usage error of this command, with where to read more; returns CLI_USAGE. */
int cli_usage_error(const cli_args *args, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** Says why a location cannot be resolved: of itself, or of the gazetteer or the machine. Returns
 * the exit status. */
int cli_fail_location(const marsad_error *error, const char *location);

/** Prints "marsad: …" to stderr: a warning or a note. */
void cli_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** Reads --lang (default English). Returns CLI_DONE or the exit status after printing the error. */
int cli_lang(const cli_args *args, marsad_lang *out);

typedef enum cli_format {
    CLI_TABLE = 1,
    CLI_JSON = 2,
    CLI_NDJSON = 4,
    CLI_CSV = 8,
    CLI_GEOJSON = 16
} cli_format;

/** Reads --format, one of the `allowed` ones (a sum of cli_format); the default is the table. */
int cli_format_option(const cli_args *args, unsigned allowed, cli_format *out);

/** Reads --country into `out` in upper case ("" if not given): two letters, or a usage error. */
int cli_country(const cli_args *args, char out[3]);

/**
 * The data folder: --data, then MARSAD_DATA, then beside the program where `make install` or the
 * build put it. To free with free(); NULL after printing an error.
 */
char *cli_data_folder(const cli_args *args);

/** Opens the gazetteer of --gazetteer or of the data folder. Prints the error; returns an exit
 *  status. */
int cli_open_gazetteer(const cli_args *args, marsad_gazetteer **out);

/** What names are resolved with: the gazetteer, and the data folder's basemap. */
typedef struct cli_places {
    marsad_gazetteer *gazetteer;
    marsad_resolver *resolver;
    const marsad_roads *roads; /* after cli_open_roads(); NULL if there is no basemap */
} cli_places;

/** Opens them; close them in any case, after the last use of an answer. Prints the error; returns
 * an exit status. */
int cli_open_places(const cli_args *args, cli_places *out);
void cli_close_places(cli_places *places);

/** Opens the basemap's roads too: most commands have no need of them. */
int cli_open_roads(cli_places *places);

/** The basemap of the data folder. `*out` is NULL where there is none, which is no fault; to free
 *  with free(). A data folder that was named and is none is an error, which is printed; returns an
 *  exit status. */
int cli_basemap(const cli_args *args, char **out);

/** Joins two parts of a path. To free with free(); NULL (with a message) if memory is out. */
char *cli_path(const char *folder, const char *name);

/** Reads --limit into `out`: a number from 1 to `most`; unchanged where it is not given. */
int cli_limit(const cli_args *args, size_t most, size_t *out);

/** "32.88743N 13.18733E" */
enum { CLI_POINT = 32 };
const char *cli_point_text(char out[CLI_POINT], marsad_lonlat at);

/** "Tripoli (PPLC, Tripoli, LY; 32.88743N 13.18733E ± 8 km)": enough to tell places of one name
 *  apart. To free with free(); NULL if memory is out. */
char *cli_describe_place(const marsad_place *place, marsad_lang lang);

/** The place's name in `lang`, or what was asked for where it has none. */
const char *cli_point_name(const marsad_resolution *answer, marsad_lang lang);

/** Says on stderr what keeps the answer from being a point, with what an ambiguous one may be;
 * CLI_DONE if nothing does, else CLI_INPUT. */
int cli_check_point(const marsad_resolution *answer, marsad_lang lang);

/** How one place lies to another. */
typedef struct cli_line {
    marsad_geodesic line;
    double uncertainty_m; /* the sum of the radii of the two: farther off the distance cannot be */
} cli_line;

/** How lines are told. */
typedef struct cli_telling {
    marsad_lang lang;
    marsad_unit unit;
    bool unit_given; /* distances in that unit beside those in metres */
} cli_telling;

enum { CLI_TEXT = 128 };

/** Reads --lang and --unit. */
int cli_telling_options(const cli_args *args, cli_telling *out);

/** From one place to another. */
cli_line cli_line_between(const marsad_place *from, const marsad_place *to);

/** The angle, in degrees, by which the azimuth can be off; NAN where it can be any. */
double cli_azimuth_uncertainty(const cli_line *line);

/** "south-east" in a language; "" where the distance is 0. */
const char *cli_direction_word(const cli_line *line, marsad_lang lang);

/** Decimals of a figure of this uncertainty, in the same unit: the last two digits of the
 * uncertainty are told (JCGM 100:2008, 7.2.6), and no more than `most` decimals. */
int cli_decimals(double uncertainty, int most);

/** "188 km ± 11 km". */
void cli_distance_text(char out[CLI_TEXT], const cli_line *line, marsad_unit unit);

/** "13 m", "3.5 km": a length in as many digits as one reads. */
void cli_length_text(char out[CLI_TEXT], double metres, marsad_unit unit);

/** "107.2° ± 3.4°", where that is not NAN. */
void cli_azimuth_text(char out[CLI_TEXT], const cli_line *line);

/** The same with the word, "107.2° ± 3.4° east"; "east?" where it could be any, "-" where the
 * distance is 0. */
void cli_bearing_text(char out[CLI_TEXT], const cli_line *line, marsad_lang lang);

/** Adds distance_m, azimuth_deg, back_azimuth_deg, direction, direction_word,
 * distance_uncertainty_m, azimuth_uncertainty_deg; and distance and unit where --unit was given.
 * All are null where `line` is NULL. */
void cli_json_line(struct json_object *to, const cli_line *line, const cli_telling *telling);

/** The same as the columns of a CSV: their names, and their cells. */
enum { CLI_LINE_COLUMNS = 9 };
size_t cli_line_header(const cli_telling *telling, const char *out[CLI_LINE_COLUMNS]);

typedef struct cli_line_cells {
    char texts[CLI_LINE_COLUMNS][32];
} cli_line_cells;

/** Writes them into `cells` and points `out` at them; `line` may be NULL: they are empty then. */
size_t cli_line_row(const cli_line *line, const cli_telling *telling, cli_line_cells *cells,
                    const char *out[CLI_LINE_COLUMNS]);

/** A way along the basemap's roads between two places, or why there is none. */
typedef struct cli_road {
    marsad_road_path path; /* without points where there is none */
    char why_not[256];     /* "" where there is one */
} cli_road;

/** Finds it: each end may lie as far from a road as its radius, but at least 5 km and no more than
 * 25 km. `roads` may be NULL: there is no basemap. Free with marsad_road_path_clear(). Prints
 * errors; returns an exit status. */
int cli_find_road(const marsad_roads *roads, const marsad_place *from, const marsad_place *to,
                  cli_road *out);

/** It in a line for the terminal: length, names, how far from it the ends lie; or why there is
 * none. To free with free(). The three that follow are the same for JSON (adding `road` and
 * `road_note`, of which one is null) and for CSV. Each prints errors and returns an exit status. */
int cli_road_text(const marsad_roads *roads, const marsad_place *from, const marsad_place *to,
                  const cli_telling *telling, char **out);

int cli_json_add_road(struct json_object *object, const marsad_roads *roads,
                      const marsad_place *from, const marsad_place *to);

enum { CLI_ROAD_COLUMNS = 6 };
size_t cli_road_header(const char *out[CLI_ROAD_COLUMNS]);

typedef struct cli_road_cells {
    char length[32], from_snap[32], to_snap[32], note[256];
    char *names; /* to free with free() */
} cli_road_cells;

int cli_road_row(const marsad_roads *roads, const marsad_place *from, const marsad_place *to,
                 marsad_lang lang, cli_road_cells *cells, const char *out[CLI_ROAD_COLUMNS]);

/** `marsad distance --in FILE`. */
int cli_distance_bulk(const cli_args *args);

/* The options of a command that reads a table of incidents; and of one that only looks at it. */
#define CLI_OPTIONS_EVENTS_READ                                                                    \
    CLI_OPTION_HEADING("the table"),                                                               \
        {"map", 0, "OURS=THEIRS", "what its columns mean: location=Lieu,date=Jour"},               \
        {"sheet", 0, "NAME", "read this sheet of a spreadsheet"},                                  \
        {"layer", 0, "NAME", "read this layer of a file that has several"},                        \
        {"where", 0, "SQL", "only rows for which this is true, such as \"killed > 3\""},           \
        {"since", 0, "DATE", "only rows that may be of this day, month or year, or later"},        \
        {"until", 0, "DATE", "only rows that may be of this day, month or year, or earlier"},      \
        {"encoding", 0, "NAME", "of its text, such as windows-1256 (default: told by the file)"},  \
    {                                                                                              \
        "separator", 0, "C", "of its cells: a character, or comma, semicolon, tab, pipe, space"    \
    }
#define CLI_OPTIONS_EVENTS                                                                         \
    CLI_OPTIONS_EVENTS_READ,                                                                       \
    {                                                                                              \
        "rejected", 0, "FILE",                                                                     \
            "write rows with faults here (default: beside the output, as OUTPUT-rejected.csv)"     \
    }

/** The first of those options that was given, without its dashes; NULL where none was. */
const char *cli_events_option_given(const cli_args *args);

/** Reads those options, but for --rejected. Returns CLI_DONE or the exit status after printing the
 *  error. What `out` points to is in argv. */
int cli_events_options(const cli_args *args, marsad_events_options *out);

/** A look at what is written, -o and --rejected, before the work is done: none may be a file that
 * is read, or the other. `path` is the table, `output` what is written, or NULL. */
int cli_check_files(const cli_args *args, const char *path, const char *output);

/** Reads an events file with those options. Prints what is wrong with it, at most twenty faults,
 * and what was assumed of it; returns CLI_DONE where there are good rows, or else an exit status.
 */
int cli_read_events(const cli_args *args, const char *path, marsad_events **out);

/** The same with options of the caller's. */
int cli_read_events_by(const cli_args *args, const char *path, const marsad_events_options *options,
                       marsad_events **out);

/** Once the work is done with `status`: writes the rows with faults to the side file and says so.
 *  `output` is what was written, a folder too; NULL: standard output. Returns the exit status of
 * the whole, which is CLI_INPUT where there are such rows. `events` may be NULL. */
int cli_end_events(const cli_args *args, const char *path, marsad_events *events,
                   const char *output, int status);

/** Prints at most twenty faults, and how many more there are; returns the exit status they call
 * for, CLI_DONE if there are none. */
int cli_print_problems(const marsad_problems *problems);

/** Gives the incidents their places, with the --decisions of a command that has this option. Prints
 *  the error; returns an exit status. */
int cli_place_by(const cli_args *args, marsad_events *events, const cli_places *places,
                 const marsad_resolve_options *how);

/** The default options, preferring `country` unless it is "". */
marsad_resolve_options cli_resolve_options(const char *country);

/** Notes on stderr each incident of `path` that has no place or not a sure one; returns how many
 * have none. */
size_t cli_note_unplaced(const char *path, const marsad_events *events);

/** Notes, in a line, where coordinates of the table lie far from the places their rows name, or are
 *  swapped: some of them are compared, if names are resolved at all. */
void cli_note_far(const char *path, const cli_places *places, const marsad_events *events);

/** Flushes standard output and returns `status`, or CLI_FAILURE (with a message) if that failed. */
int cli_finish(int status);

/** Prints the text. On a terminal, what has letters from right to left is isolated from what stands
 * beside it (U+2068 to U+2069), for a figure behind an Arabic name would be drawn before it. */
void cli_put(const char *text, FILE *stream);

/** A table for the terminal: columns aligned by the width of their text. */
typedef struct cli_table cli_table;

/** Makes a table of `columns` columns. Exits the program if memory is out. */
cli_table *cli_table_new(size_t columns, const char *const *headers);

/** Adds a row of as many cells as there are columns (copied). */
void cli_table_add(cli_table *table, const char *const *cells);

/** Right-aligns a column, as figures are. */
void cli_table_align_right(cli_table *table, size_t column);

/** Prints and frees the table. */
void cli_table_print(cli_table *table, FILE *stream);

/** The text on one line, without what would steer the terminal, and cut after 60 characters. */
enum { CLI_SHOWN = 244 };
const char *cli_shown(char out[CLI_SHOWN], const char *text);

/** True if there is nothing but spaces, tabs and line ends. */
bool cli_is_blank(const char *text);

/** Prints one row of CSV (RFC 4180 quoting), no cell of which a spreadsheet takes for a formula. */
void cli_csv_row(FILE *stream, size_t count, const char *const *cells);

/** A JSON number with at most `decimals` decimals, trailing zeros trimmed. */
struct json_object *cli_json_number(double value, int decimals);

/** The same number as text. */
enum { CLI_NUMBER = 64 };
const char *cli_number_text(char out[CLI_NUMBER], double value, int decimals);

/** Adds a text, or null where `text` is NULL. */
void cli_json_add_text(struct json_object *object, const char *key, const char *text);

/** A GeoJSON feature: a point, or without a geometry where `at` is NULL. Takes `properties` over.
 */
struct json_object *cli_json_feature(const marsad_lonlat *at, struct json_object *properties);

/** Prints the list of features as a collection, and frees it. */
void cli_json_print_features(struct json_object *features);

/** A place as the design's JSON has it. */
struct json_object *cli_json_place(const marsad_place *place);

/** Prints a JSON value, indented (or on one line), with a final newline, and frees it. */
void cli_json_print(struct json_object *value, bool one_line, FILE *stream);

/** Reads an option that takes DATE, or where `second` is not NULL also DATE,DATE. Year 0 where one
 *  was not given. */
int cli_date_option(const cli_args *args, const char *name, marsad_date *first,
                    marsad_date *second);

/** Opens a front of one or several files with the data folder's basemap, and notes its warnings on
 *  stderr. Prints the error; returns an exit status. */
int cli_open_front(const cli_args *args, const char *const *files, size_t count,
                   marsad_front **out);

/** The incidents' places, from the gazetteer where an incident has no coordinates; `places` is
 *  opened only then, and is to be closed in any case. Prints the error; returns an exit status. */
int cli_place_events(const cli_args *args, marsad_events *events, cli_places *places);

/** `marsad front relate`, `compare` and `derive`, whose options stand in the table of
 *  cli_command_front. */
int cli_front_relate(const cli_args *args);
int cli_front_compare(const cli_args *args);
int cli_front_derive(const cli_args *args);

/** Reads -o into `path` (NULL if not given) and --format, of which only one may be given. */
int cli_front_output(const cli_args *args, unsigned formats, const char **path, cli_format *format);

/** Writes something to a file, in the format of its ending. */
typedef marsad_status (*cli_write)(const void *what, const char *path, marsad_error *error);

/** Prints what `write` writes as GeoJSON. Prints the error; returns an exit status. */
int cli_print_geojson(cli_write write, const void *what);

/** Prints what changed between two fronts. Prints the error; returns an exit status. */
int cli_print_change(const marsad_front_comparison *change, cli_format format);

/** Dates and texts; null where there is none. */
struct json_object *cli_json_date(marsad_date date);
struct json_object *cli_json_text(const char *text);

/** `marsad gazetteer import`, whose options stand in the table of cli_command_gazetteer. */
int cli_gazetteer_import(const cli_args *args);

/* Of a command that only one of the two programs has, but that both list. */
#define CLI_SUMMARY_MAP    "draw the annotated map of an events file"
#define CLI_SUMMARY_REPORT "a self-contained page: map, figures, table, sources"

extern const cli_command cli_command_map;
extern const cli_command cli_command_report;
extern const cli_command cli_command_geocode;
extern const cli_command cli_command_resolve;
extern const cli_command cli_command_distance;
extern const cli_command cli_command_near;
extern const cli_command cli_command_claim;
extern const cli_command cli_command_front;
extern const cli_command cli_command_gazetteer;
extern const cli_command cli_command_events;

#endif
