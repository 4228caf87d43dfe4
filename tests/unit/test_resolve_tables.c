/* How well the tables of names in cases/resolve are resolved over the gazetteer that is shipped. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>

#include "../eval/cases.h"

/* What is asked of each table: `rows` that the gazetteer has the places of, and how many percent
   of them right. */
static const struct {
    const char *name;
    long rows;
    double right;
} tables[] = {{"arabic.tsv", 105, 95},   {"around.tsv", 65, 95},   {"bgn.tsv", 105, 95},
              {"far.tsv", 100, 95},      {"french.tsv", 105, 95},  {"heldout.tsv", 85, 95},
              {"homonyms.tsv", 105, 95}, {"italian.tsv", 110, 95}, {"newspaper.tsv", 100, 95},
              {"refusals.tsv", 200, 99}, {"theatre.tsv", 220, 98}, {"typing.tsv", 105, 95}};

enum { TABLES = sizeof tables / sizeof *tables };

typedef struct tally {
    long rows, right;
    long refusals, answered_refusals;
    long sure, sure_right;   /* said at 0.9 or more */
    long noted, noted_right; /* rows whose note says by which match */
} tally;

typedef struct miss {
    char line[512];
    struct miss *next;
} miss;

typedef struct result {
    tally tables[TABLES], all;
    miss *misses;
} result;

static marsad_gazetteer *gazetteer;
static marsad_resolver *resolver;

static void note_miss(result *out, const char *table, long row, const resolve_case *it,
                      const marsad_resolution *answer)
{
    miss *added = calloc(1, sizeof *added);
    assert_non_null(added);
    const marsad_place *place = answer ? marsad_resolution_place(answer) : NULL;
    snprintf(added->line, sizeof added->line, "%s:%ld: %s: %s expected, %s %s (%.2f): %s", table,
             row, it->query, it->expected,
             answer ? marsad_resolve_status_text(answer->status) : "an error",
             place ? place->id : "", answer ? answer->confidence : 0, answer ? answer->reason : "");
    added->next = out->misses;
    out->misses = added;
}

static void add_to(tally *sum, const resolve_case *it, const marsad_resolution *answer, bool right)
{
    bool refusal = strcmp(it->expected, "NONE") == 0;
    bool answered = answer && answer->status == MARSAD_RESOLVED;
    bool sure = answered && answer->confidence >= 0.9;
    sum->rows++;
    sum->right += right;
    sum->refusals += refusal;
    sum->answered_refusals += refusal && answered;
    sum->sure += sure;
    sum->sure_right += sure && right;
}

static bool is_match_as_noted(const resolve_case *it, const marsad_resolution *answer)
{
    const char *note = it->note + strlen("match=");
    const char *match = marsad_match_text(answer ? answer->match : MARSAD_MATCH_NONE);
    return strncmp(note, match, strlen(match)) == 0;
}

/* A row whose place the gazetteer does not have says nothing. */
static bool find_meant(const resolve_case *it, marsad_place *meant)
{
    *meant = (marsad_place){0};
    return !case_expects_place(it) ||
           marsad_gazetteer_place(gazetteer, it->expected, meant, NULL) == MARSAD_OK;
}

static void run_row(result *out, int table, long row, const resolve_case *it)
{
    marsad_place meant;
    marsad_error error = {0};
    marsad_resolution *answer = NULL;
    if (!find_meant(it, &meant)) {
        return;
    }
    bool place = case_expects_place(it);
    if (marsad_resolve(resolver, it->query, &it->options, &answer, &error)) {
        assert_int_equal(error.status, MARSAD_ERR_INPUT); /* coordinates that cannot be */
    }
    bool right = answer ? case_judge(it, place ? &meant : NULL, answer) == CASE_RIGHT : !place;
    add_to(&out->tables[table], it, answer, right);
    add_to(&out->all, it, answer, right);
    if (strncmp(it->note, "match=", 6) == 0) {
        out->all.noted++;
        out->all.noted_right += is_match_as_noted(it, answer);
        right = right && is_match_as_noted(it, answer);
    }
    if (!right) {
        note_miss(out, tables[table].name, row, it, answer);
    }
    marsad_resolution_free(answer);
    marsad_place_clear(&meant);
}

static void run_table(result *out, int table)
{
    char name[64];
    tsv_cases rows;
    snprintf(name, sizeof name, "resolve/%s", tables[table].name);
    assert_true(tsv_cases_open(&rows, name));
    while (tsv_cases_next(&rows)) {
        resolve_case it;
        case_read(&rows, &it);
        if (it.expected[0]) {
            run_row(out, table, rows.row, &it);
        }
    }
}

static int set_up(void **state)
{
    const char *folder = getenv("MARSAD_DATA");
    char path[1024];
    marsad_error error = {0};
    snprintf(path, sizeof path, "%s/geodata/gazetteer.gpkg", folder ? folder : ".");
    if (marsad_gazetteer_open(path, &gazetteer, &error) ||
        marsad_resolver_new(gazetteer, &resolver, &error)) {
        print_error("%s: %s\n", path, error.message);
        return -1;
    }
    result *out = calloc(1, sizeof *out);
    for (int i = 0; out && i < TABLES; i++) {
        run_table(out, i);
    }
    *state = out;
    return out ? 0 : -1;
}

static int tear_down(void **state)
{
    result *out = *state;
    for (miss *it = out->misses, *next; it; it = next) {
        next = it->next;
        free(it);
    }
    free(out);
    marsad_resolver_free(resolver);
    marsad_gazetteer_close(gazetteer);
    return 0;
}

/* No table of the folder is forgotten. */
static void every_table_is_run(void **state)
{
    (void)state;
    const char *folder = getenv("MARSAD_TESTS");
    char path[1024];
    int count = 0;
    snprintf(path, sizeof path, "%s/cases/resolve", folder ? folder : "tests");
    DIR *all = opendir(path);
    assert_non_null(all);
    for (struct dirent *entry; (entry = readdir(all));) {
        const char *dot = strrchr(entry->d_name, '.');
        bool listed = !dot || strcmp(dot, ".tsv") != 0;
        for (int i = 0; i < TABLES && !listed; i++) {
            listed = strcmp(tables[i].name, entry->d_name) == 0;
            count += listed;
        }
        if (!listed) {
            fail_msg("%s is not among the tables that this test runs", entry->d_name);
        }
    }
    closedir(all);
    assert_int_equal(count, TABLES);
}

static double percent(long part, long whole)
{
    return whole ? 100.0 * (double)part / (double)whole : 0;
}

static void print_misses(const result *found, const char *table)
{
    for (const miss *it = found->misses; it; it = it->next) {
        if (!table || strncmp(it->line, table, strlen(table)) == 0) {
            print_error("%s\n", it->line);
        }
    }
}

static void each_table_has_its_rows(void **state)
{
    const result *found = *state;
    for (int i = 0; i < TABLES; i++) {
        if (found->tables[i].rows < tables[i].rows) {
            fail_msg("%s: only %ld rows have a place in the gazetteer; %ld did", tables[i].name,
                     found->tables[i].rows, tables[i].rows);
        }
    }
    assert_true(found->all.refusals >= 250);
    assert_true(found->all.sure >= 1000);
}

static void each_table_is_mostly_right(void **state)
{
    const result *found = *state;
    int bad = 0;
    for (int i = 0; i < TABLES; i++) {
        double right = percent(found->tables[i].right, found->tables[i].rows);
        if (right < tables[i].right) {
            print_error("%s: %.1f %% are right, %.0f %% expected\n", tables[i].name, right,
                        tables[i].right);
            print_misses(found, tables[i].name);
            bad++;
        }
    }
    assert_int_equal(bad, 0);
}

static void all_together_are_right(void **state)
{
    const result *found = *state;
    if (percent(found->all.right, found->all.rows) < 96.5) {
        print_misses(found, NULL);
        fail_msg("%ld of %ld are right", found->all.right, found->all.rows);
    }
}

static void what_names_no_place_is_refused(void **state)
{
    const result *found = *state;
    if (found->all.answered_refusals * 100 > found->all.refusals) {
        print_misses(found, NULL);
        fail_msg("%ld of %ld refusals are answered", found->all.answered_refusals,
                 found->all.refusals);
    }
}

static void what_is_said_for_sure_is_right(void **state)
{
    const result *found = *state;
    if (percent(found->all.sure_right, found->all.sure) < 97) {
        print_misses(found, NULL);
        fail_msg("of %ld answers at 0.9 and more, %ld are right", found->all.sure,
                 found->all.sure_right);
    }
}

static void answers_say_how_they_were_found(void **state)
{
    const result *found = *state;
    assert_true(found->all.noted >= 215);
    if (percent(found->all.noted_right, found->all.noted) < 97) {
        print_misses(found, "theatre.tsv");
        fail_msg("of %ld rows, %ld are found as their notes say", found->all.noted,
                 found->all.noted_right);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_table_is_run),
        cmocka_unit_test(each_table_has_its_rows),
        cmocka_unit_test(each_table_is_mostly_right),
        cmocka_unit_test(all_together_are_right),
        cmocka_unit_test(what_names_no_place_is_refused),
        cmocka_unit_test(what_is_said_for_sure_is_right),
        cmocka_unit_test(answers_say_how_they_were_found),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
