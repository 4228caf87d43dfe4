/* The report's page in Chromium: what report.mjs looks at, on reports of several kinds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "programs.h"

static const char *data_folder(void)
{
    return from_environment("MARSAD_DATA", ".");
}

/* Writes a report of a table in the tests' or the data's folder into build/embed. */
static void report(const char *file, const char *events, const char *how)
{
    run_program("mkdir -p '%s' && '%s/marsad' report '%s' --data '%s' %s -o '%s'", work_path(""),
                build_folder(), events, data_folder(), how, work_path(file));
}

static const char *sample(void)
{
    static char path[300];
    snprintf(path, sizeof path, "%s/geodata/events/abu-qurayn-2020-01.csv", data_folder());
    return path;
}

static const char *tests_case(const char *name)
{
    static char path[300];
    snprintf(path, sizeof path, "%s/cases/report/%s", from_environment("MARSAD_TESTS", "tests"),
             name);
    return path;
}

static const char *front(void)
{
    static char option[300];
    snprintf(option, sizeof option, "--front '%s/geodata/fronts/abu-qurayn-2020-01.geojson'",
             data_folder());
    return option;
}

/* --- Any report --- */

static void an_english_report_reads_well(void **state)
{
    (void)state;
    report("report-en.html", sample(), front());
    run_script("report.mjs' look '%s' en 'Abu Qurayn' 'أبو قرين' 'GNA forces retake'",
               work_path("report-en.html"));
}

static void an_arabic_report_reads_well(void **state)
{
    (void)state;
    char how[400];
    snprintf(how, sizeof how, "--lang ar %s", front());
    report("report-ar.html", sample(), how);
    run_script("report.mjs' look '%s' ar 'أبو قرين' 'east of Misrata' 'قوات الوفاق'",
               work_path("report-ar.html"));
}

static void a_french_report_reads_well(void **state)
{
    (void)state;
    report("report-fr.html", sample(), "--lang fr");
    run_script("report.mjs' look '%s' fr 'Abu Qurayn' 'أبو قرين' 'Bombardement'",
               work_path("report-fr.html"));
}

/* Markup in its cells, addresses that are scripts, no date, no place, words without end. */
static void an_odd_table_reads_well(void **state)
{
    (void)state;
    report("report-odd.html", tests_case("odd.csv"), "");
    run_script("report.mjs' look '%s' en '<script>document.title' 'Nowhere at all' 'أسفر عن'",
               work_path("report-odd.html"));
    assert_int_equal(try_program("grep -E 'href=\"(javascript|data):[^,]|<script>document' '%s'",
                                 work_path("report-odd.html")),
                     1);
}

static void one_place_is_a_report(void **state)
{
    (void)state;
    run_program("mkdir -p '%s' && printf 'location,country\\nMisrata,LY\\n' > '%s'", work_path(""),
                work_path("one.csv"));
    report("report-one.html", work_path("one.csv"), "");
    run_script("report.mjs' look '%s' en 'Misrata'", work_path("report-one.html"));
}

/* --- Using it --- */

static void its_table_sorts_filters_and_leads_to_the_map(void **state)
{
    (void)state;
    report("report-use.html", sample(), front());
    run_script("report.mjs' use '%s'", work_path("report-use.html"));
}

/* Rows that lie at few places, so that markers stand for several. */
static void write_rows(const char *file, int count)
{
    static const char *const places[] = {"Tripoli", "Misrata", "Benghazi", "Sirte", "Sabha",
                                         "Ghat",    "Tobruk",  "Zliten",   "Hun",   "Murzuq"};
    static const char *const types[] = {"shelling", "clash", "airstrike", "protest"};
    FILE *out = fopen(work_path(file), "w");
    assert_non_null(out);
    fputs("id,date,type,location,country,actor1,killed,headline\n", out);
    for (int i = 0; i < count; i++) {
        fprintf(out, "R%d,2020-%02d-%02d,%s,%s,LY,Group %d,%d,Incident %d as it was reported\n", i,
                i % 12 + 1, i % 28 + 1, types[i % 4], places[i % 10], i % 7, i % 5, i);
    }
    assert_int_equal(fclose(out), 0);
}

static void a_marker_of_several_lists_them(void **state)
{
    (void)state;
    run_program("mkdir -p '%s'", work_path(""));
    write_rows("many.csv", 400);
    report("report-groups.html", work_path("many.csv"), "--as groups");
    run_script("report.mjs' groups '%s'", work_path("report-groups.html"));
}

/* Each row is moved or hidden once, and only those that are seen are laid out. */
static void thousands_of_rows_are_sorted_at_once(void **state)
{
    (void)state;
    run_program("mkdir -p '%s'", work_path(""));
    write_rows("thousands.csv", 5000);
    report("report-many.html", work_path("thousands.csv"), "");
    run_script("report.mjs' many '%s'", work_path("report-many.html"));
}

/* --- Templates of one's own --- */

static void a_template_may_be_small(void **state)
{
    (void)state;
    char how[400];
    snprintf(how, sizeof how, "--template '%s'", tests_case("minimal.xsl"));
    report("report-minimal.html", sample(), how);
    run_program("grep -q '<li>25 January 2020: ' '%s'", work_path("report-minimal.html"));
    run_program("grep -q '<svg ' '%s'", work_path("report-minimal.html"));
}

static void a_template_may_import_ours(void **state)
{
    (void)state;
    char how[400];
    snprintf(how, sizeof how, "--template '%s'", tests_case("imports.xsl"));
    report("report-imports.html", sample(), how);
    run_script("report.mjs' look '%s' en 'Abu Qurayn' 'Desk of Examples'",
               work_path("report-imports.html"));
    assert_int_equal(try_program("grep 'h-confidence\"' '%s'", work_path("report-imports.html")),
                     1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_english_report_reads_well),
        cmocka_unit_test(an_arabic_report_reads_well),
        cmocka_unit_test(a_french_report_reads_well),
        cmocka_unit_test(an_odd_table_reads_well),
        cmocka_unit_test(one_place_is_a_report),
        cmocka_unit_test(its_table_sorts_filters_and_leads_to_the_map),
        cmocka_unit_test(a_marker_of_several_lists_them),
        cmocka_unit_test(thousands_of_rows_are_sorted_at_once),
        cmocka_unit_test(a_template_may_be_small),
        cmocka_unit_test(a_template_may_import_ours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
