/* marsad front compare: what changed between two fronts, or two dates of one. */
#include <stdlib.h>

#include "cli/cli.h"

/* One of the two fronts. */
typedef struct side {
    const char *path;
    marsad_front *opened; /* NULL where it is the other's file */
    const marsad_front *front;
    marsad_date at; /* that was asked for */
    size_t state;
} side;

typedef struct job {
    const cli_args *args;
    const char *output;
    cli_format format;
    side sides[2];
    marsad_gazetteer *gazetteer;
    marsad_front_comparison *change;
} job;

/* ---- which states -------------------------------------------------------------------------- */

static int read_options(job *j)
{
    const cli_args *args = j->args;
    if (args->word_count < 2 || args->word_count > 3) {
        return cli_usage_error(args, "which fronts? give two files, or one with --at DATE,DATE");
    }
    bool one_file = args->word_count == 2;
    j->sides[0].path = args->words[1];
    j->sides[1].path = args->words[one_file ? 1 : 2];
    int status = cli_date_option(args, "at", &j->sides[0].at, &j->sides[1].at);
    if (!status && cli_value(args, "at") && !j->sides[1].at.year) {
        status = cli_usage_error(args, "--at: a comparison takes two dates, as DATE,DATE");
    }
    return status ? status
                  : cli_front_output(args, CLI_TABLE | CLI_JSON | CLI_CSV | CLI_GEOJSON, &j->output,
                                     &j->format);
}

static int open_fronts(job *j)
{
    side *old = &j->sides[0];
    side *new_side = &j->sides[1];
    int status = cli_open_front(j->args, &old->path, 1, &old->opened);
    old->front = old->opened;
    new_side->front = old->opened;
    if (!status && new_side->path != old->path) {
        status = cli_open_front(j->args, &new_side->path, 1, &new_side->opened);
        new_side->front = new_side->opened;
    }
    return status;
}

/* "2020-01-25, 2020-01-27": the dates of a front's states. To free with free(). */
static char *list_dates(const marsad_front *front)
{
    char *text = NULL;
    size_t size;
    char date[MARSAD_DATE_TEXT];
    FILE *stream = open_memstream(&text, &size);
    for (size_t i = 0; stream && i < marsad_front_state_count(front); i++) {
        fprintf(stream, "%s%s", i ? ", " : "",
                marsad_date_text(marsad_front_state_at(front, i)->date, date));
    }
    if (stream) {
        fclose(stream);
    }
    return text;
}

/* Fails where it is not clear which of a file's states is meant. */
static int fail_choice(const side *s, const char *what)
{
    char *dates = list_dates(s->front);
    cli_note("%s: the front has the dates %s; %s", s->path, dates ? dates : "", what);
    free(dates);
    return CLI_INPUT;
}

static int choose_at(side *s)
{
    marsad_error error = {0};
    if (marsad_front_in_force(s->front, s->at, &s->state, &error)) {
        cli_note("%s: %s", s->path, error.message);
        return CLI_INPUT;
    }
    return CLI_DONE;
}

static int choose_in_one_file(job *j)
{
    side *old = &j->sides[0];
    side *new_side = &j->sides[1];
    size_t count = marsad_front_state_count(old->front);
    if (count < 2) {
        cli_note("%s: the front has one state only; give another file to compare it with",
                 old->path);
        return CLI_INPUT;
    }
    if (!old->at.year) {
        new_side->state = 1;
        return count == 2 ? CLI_DONE : fail_choice(old, "choose two with --at DATE,DATE");
    }
    int status = choose_at(old);
    status = status ? status : choose_at(new_side);
    if (!status && old->state == new_side->state) {
        status = fail_choice(old, "both dates of --at fall to one of them");
    }
    return status;
}

static int choose_states(job *j)
{
    int status = CLI_DONE;
    if (!j->sides[1].opened) {
        return choose_in_one_file(j);
    }
    for (int i = 0; !status && i < 2; i++) {
        side *s = &j->sides[i];
        if (s->at.year) {
            status = choose_at(s);
        } else if (marsad_front_state_count(s->front) > 1) {
            status = fail_choice(s, "choose one of each file with --at DATE,DATE");
        }
    }
    return status;
}

/* ---- comparing ----------------------------------------------------------------------------- */

static void note_order(const marsad_front_comparison *c)
{
    char before[MARSAD_DATE_TEXT];
    char after[MARSAD_DATE_TEXT];
    if (c->before.year && c->after.year && marsad_date_compare(c->before, c->after) > 0) {
        cli_note("note: the old front is of %s, and the new one of %s: time runs backwards",
                 marsad_date_text(c->before, before), marsad_date_text(c->after, after));
    }
}

static void note_ends(const marsad_front_comparison *c)
{
    if (c->joined_m >= 1) {
        cli_note("note: loose ends of the lines were joined over %.1f km", c->joined_m / 1000);
    }
    if (c->loose_ends > 0) {
        cli_note("note: %zu loose end%s found none to be joined with: what lies beyond is not told",
                 c->loose_ends, c->loose_ends == 1 ? "" : "s");
    }
}

static int compare(job *j)
{
    marsad_error error = {0};
    const side *s = j->sides;
    if (marsad_front_compare(s[0].front, s[0].state, s[1].front, s[1].state, j->gazetteer,
                             &j->change, &error)) {
        return cli_fail(&error);
    }
    note_order(j->change);
    note_ends(j->change);
    return CLI_DONE;
}

/* ---- all of it ----------------------------------------------------------------------------- */

static int write_file(const job *j)
{
    marsad_error error = {0};
    if (marsad_front_comparison_write(j->change, j->output, &error)) {
        return cli_fail(&error);
    }
    cli_note("%s: %zu piece%s of ground that changed hands", j->output, j->change->change_count,
             j->change->change_count == 1 ? "" : "s");
    return CLI_DONE;
}

static int tell(const job *j)
{
    if (j->output) {
        return write_file(j);
    }
    return cli_finish(cli_print_change(j->change, j->format));
}

int cli_front_compare(const cli_args *args)
{
    job j = {.args = args};
    int status = read_options(&j);
    status = status ? status : open_fronts(&j);
    status = status ? status : choose_states(&j);
    status = status ? status : cli_open_gazetteer(args, &j.gazetteer);
    status = status ? status : compare(&j);
    status = status ? status : tell(&j);
    marsad_front_comparison_free(j.change);
    marsad_gazetteer_close(j.gazetteer);
    marsad_front_free(j.sides[0].opened);
    marsad_front_free(j.sides[1].opened);
    return status;
}
