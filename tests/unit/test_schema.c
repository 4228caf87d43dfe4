/* events/schema: what the columns of tables mean. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "events/headers.h"
#include "events/hxl.h"
#include "events/schema.h"
#include "tsv_cases.h"

enum { MOST_COLUMNS = 64 };

/* Splits at '|' in place. */
static size_t split(char *text, const char **out)
{
    size_t count = 0;
    while (text && count < MOST_COLUMNS) {
        out[count++] = strsep(&text, "|");
    }
    return count;
}

static void list_meanings(const mrs_schema *schema, const char *const *names, mrs_buffer *out)
{
    for (int i = 0; i < MRS_COLUMN_COUNT; i++) {
        if (schema->of_file[i] != MRS_NO_COLUMN) {
            mrs_buffer_addf(out, "%s%s=%s", out->length ? ";" : "", mrs_column_name((mrs_column)i),
                            names[schema->of_file[i]]);
        }
    }
}

static void check_case(const tsv_cases *cases)
{
    char headers[4096], below[4096];
    snprintf(headers, sizeof headers, "%s", cases->fields[0]);
    snprintf(below, sizeof below, "%s", cases->fields[1]);
    const char *names[MOST_COLUMNS], *row[MOST_COLUMNS] = {0};
    size_t count = split(headers, names);
    if (below[0]) {
        assert_int_equal(split(below, row), count);
    }
    marsad_problems problems = {0};
    mrs_faults faults = {.path = "table.csv", .list = &problems};
    mrs_schema schema;
    const char *map = cases->fields[2][0] ? cases->fields[2] : NULL;
    mrs_schema_find(names, count, below[0] ? row : NULL, map, &faults, &schema);
    assert_false(faults.out_of_memory);
    if (strcmp(cases->fields[3], "fault") == 0) {
        if (problems.count != 1 || !strstr(problems.items[0].message, cases->fields[4])) {
            fail_msg("row %ld: %zu faults, the first \"%s\"", cases->row, problems.count,
                     problems.count ? problems.items[0].message : "");
        }
        marsad_problems_clear(&problems);
        return;
    }
    mrs_buffer got = {0};
    list_meanings(&schema, names, &got);
    if (problems.count || strcmp(mrs_convention_name(schema.convention), cases->fields[3]) != 0 ||
        strcmp(got.text ? got.text : "", cases->fields[4]) != 0) {
        fail_msg("row %ld: %zu faults, %s: %s", cases->row, problems.count,
                 mrs_convention_name(schema.convention), got.text);
    }
    assert_int_equal(schema.tags_below, strchr(below, '#') && below[0] == '#');
    mrs_buffer_clear(&got);
}

static void columns_are_understood(void **state)
{
    (void)state;
    tsv_cases cases;
    assert_true(tsv_cases_open(&cases, "schema.tsv"));
    int count = 0;
    for (; tsv_cases_next(&cases); count++) {
        check_case(&cases);
    }
    assert_true(count >= 30);
}

static void a_name_that_is_not_text_is_a_fault(void **state)
{
    (void)state;
    const char *names[] = {"location", "caf\xE9"};
    marsad_problems problems = {0};
    mrs_faults faults = {.path = "table.csv", .list = &problems};
    mrs_schema schema;
    mrs_schema_find(names, 2, NULL, NULL, &faults, &schema);
    assert_int_equal(problems.count, 1);
    assert_non_null(strstr(problems.items[0].message, "column 2 is not UTF-8"));
    assert_int_equal(schema.of_file[MRS_COLUMN_LOCATION], 0);
    marsad_problems_clear(&problems);
}

static void a_map_is_marked(void **state)
{
    (void)state;
    const char *names[] = {"a", "lat", "location"};
    marsad_problems problems = {0};
    mrs_faults faults = {.path = "table.csv", .list = &problems};
    mrs_schema schema;
    mrs_schema_find(names, 3, NULL, "date=a,lat=", &faults, &schema);
    assert_int_equal(problems.count, 0);
    assert_true(schema.by_map[MRS_COLUMN_DATE] && schema.by_map[MRS_COLUMN_LAT]);
    assert_false(schema.by_map[MRS_COLUMN_LOCATION]);
    assert_true(schema.of_file[MRS_COLUMN_LAT] == MRS_NO_COLUMN);
}

/* A header that stands in the table for two columns would never be found for the second. */
static void no_header_has_two_meanings(void **state)
{
    (void)state;
    size_t count;
    const mrs_header_row *rows = mrs_header_rows(&count);
    mrs_terms terms = {0};
    assert_true(mrs_headers_fill(&terms, MRS_HEADERS_PLAIN, true));
    for (size_t i = 0; i < count; i++) {
        const char *rest = rows[i].headers, *header;
        while (rows[i].tables == MRS_HEADERS_PLAIN &&
               (header = mrs_header_next(&rest, &terms.arena))) {
            mrs_meaning meaning;
            assert_true(mrs_header_meaning(&terms, header, &meaning));
            if (meaning.column != rows[i].column) {
                fail_msg("\"%s\" is of %s, and of %s too", header, mrs_column_name(rows[i].column),
                         mrs_column_name(meaning.column));
            }
        }
    }
    mrs_terms_clear(&terms);
}

static void tags_are_told_from_other_text(void **state)
{
    (void)state;
    static const char *const tags[] = {"#loc", " #Adm1 + name+fr ", "#date+v_iso8601", "#x1"};
    static const char *const others[] = {"",          "loc",   "#",      "#1",
                                         "#loc name", "#loc+", "# loc?", "##loc"};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        assert_true(mrs_hxl_is_tag(tags[i]));
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (mrs_hxl_is_tag(others[i])) {
            fail_msg("\"%s\" is taken for a tag", others[i]);
        }
    }
    const char *row[] = {"#loc", NULL, "a remark", ""};
    assert_true(mrs_hxl_is_row(row, 4));
    const char *text[] = {"#loc", "a", "b"};
    assert_false(mrs_hxl_is_row(text, 3));
    size_t attributes;
    assert_true(mrs_hxl_fits("#date +End +start", "#date+start-reported", &attributes));
    assert_int_equal(attributes, 2);
    assert_false(mrs_hxl_fits("#date +start +reported", "#date+start-reported", &attributes));
    assert_false(mrs_hxl_fits("#dates +start", "#date+start", &attributes));
}

/* Whatever allocation fails, it is said, and nothing leaks. */
static void memory_may_run_out(void **state)
{
    (void)state;
    const char *names[] = {"Lieu", "المكان / Place", "Quand", "#x"};
    for (long n = 1; n < 200; n++) {
        marsad_problems problems = {0};
        mrs_faults faults = {.path = "table.csv", .list = &problems};
        mrs_schema schema;
        mrs_alloc_fail_at(n);
        mrs_schema_find(names, 4, NULL, "date=Quand", &faults, &schema);
        mrs_alloc_fail_at(0);
        assert_true(faults.out_of_memory || problems.count ||
                    schema.of_file[MRS_COLUMN_LOCATION] == 1 ||
                    schema.of_file[MRS_COLUMN_LOCATION] == 0);
        marsad_problems_clear(&problems);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_understood),
        cmocka_unit_test(a_name_that_is_not_text_is_a_fault),
        cmocka_unit_test(a_map_is_marked),
        cmocka_unit_test(no_header_has_two_meanings),
        cmocka_unit_test(tags_are_told_from_other_text),
        cmocka_unit_test(memory_may_run_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
