/* events/row: what the cells of a row mean, by whose table they stand in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "events/count.h"
#include "events/precision.h"
#include "events/row.h"
#include "events/table.h"
#include "resolve/precision.h"
#include "tsv_cases.h"

static mrs_schema schema_of(const char *table)
{
    static const struct {
        const char *name;
        mrs_convention convention;
        mrs_order order;
    } tables[] = {{"own", MRS_TABLE_OWN, MRS_ORDER_BY_TEXT},
                  {"acled", MRS_TABLE_ACLED, MRS_ORDER_BY_TEXT},
                  {"ucdp", MRS_TABLE_UCDP, MRS_ORDER_BY_TEXT},
                  {"hxl", MRS_TABLE_HXL, MRS_ORDER_BY_TEXT},
                  {"plain", MRS_TABLE_PLAIN, MRS_ORDER_BY_TEXT},
                  {"lat-lon", MRS_TABLE_PLAIN, MRS_ORDER_LAT_LON},
                  {"lon-lat", MRS_TABLE_PLAIN, MRS_ORDER_LON_LAT}};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        if (strcmp(tables[i].name, table) == 0) {
            return (mrs_schema){.convention = tables[i].convention, .order = tables[i].order};
        }
    }
    fail_msg("no table \"%s\"", table);
    return (mrs_schema){0};
}

/* Cells, written "column=text", into a row; `text` is cut up. Coordinates may have ';' in them, but
 * not before "=". */
static void fill_row(char *text, mrs_row *row)
{
    for (int i = 0; i < MRS_COLUMN_COUNT; i++) {
        row->cells[i] = "";
    }
    mrs_column last = MRS_COLUMN_COUNT;
    for (char *pair; (pair = strsep(&text, ";"));) {
        char *equals = strchr(pair, '=');
        if (!equals) {
            pair[-1] = ';'; /* of the cell before it */
            continue;
        }
        *equals = '\0';
        last = mrs_column_find(pair);
        assert_true(last < MRS_COLUMN_COUNT);
        row->cells[last] = equals + 1;
    }
}

static const char *field(const marsad_incident *incident, const char *name, char out[256])
{
    char date[MARSAD_DATE_TEXT];
    const struct {
        const char *name, *text;
    } texts[] = {{"location", incident->location},
                 {"location_detail", incident->location_detail},
                 {"country", incident->country},
                 {"date_precision", incident->date_precision},
                 {"type", marsad_incident_type_name(incident->type)},
                 {"placement", marsad_placement_text(incident->placement)}};
    const struct {
        const char *name;
        double value;
    } numbers[] = {{"lon", incident->at.lon},
                   {"lat", incident->at.lat},
                   {"uncertainty", incident->uncertainty_m},
                   {"killed", (double)incident->killed},
                   {"injured", (double)incident->injured}};
    out[0] = '\0';
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (strcmp(texts[i].name, name) == 0) {
            snprintf(out, 256, "%s", texts[i].text);
            return out;
        }
    }
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (strcmp(numbers[i].name, name) == 0) {
            snprintf(out, 256, "%.6g", numbers[i].value);
            return out;
        }
    }
    bool end = strcmp(name, "end_date") == 0;
    assert_true(end || strcmp(name, "date") == 0);
    snprintf(out, 256, "%s", marsad_date_text(end ? incident->end_date : incident->date, date));
    return out;
}

static int check_incident(long row, char *wanted, const marsad_incident *incident)
{
    int wrong = 0;
    for (char *pair; (pair = strsep(&wanted, ";"));) {
        char *equals = strchr(pair, '=');
        assert_non_null(equals);
        *equals = '\0';
        char got[256];
        if (strcmp(field(incident, pair, got), equals + 1) != 0) {
            print_error("row %ld: %s is \"%s\", not \"%s\"\n", row, pair, got, equals + 1);
            wrong++;
        }
    }
    return wrong;
}

static int check_case(const tsv_cases *cases, mrs_vocabulary *vocabulary)
{
    char cells[4096], wanted[4096];
    snprintf(cells, sizeof cells, "%s", cases->fields[1]);
    snprintf(wanted, sizeof wanted, "%s", cases->fields[2]);
    mrs_schema schema = schema_of(cases->fields[0]);
    mrs_row row = {.number = cases->row, .schema = &schema, .vocabulary = vocabulary};
    fill_row(cells, &row);
    marsad_problems problems = {0};
    mrs_faults faults = {.path = "table.csv", .list = &problems};
    marsad_incident incident;
    mrs_row_read(&row, &faults, &incident);
    assert_false(faults.out_of_memory);
    const char *said = problems.count ? problems.items[0].message : "";
    bool fault = strncmp(wanted, "fault ", 6) == 0;
    int wrong = 0;
    if (fault ? !strstr(said, wanted + 6) : problems.count) {
        print_error("row %ld: the fault is \"%s\"\n", cases->row, said);
        wrong = 1;
    } else if (!fault) {
        wrong = check_incident(cases->row, wanted, &incident);
    }
    marsad_problems_clear(&problems);
    return wrong;
}

static void cells_are_understood(void **state)
{
    (void)state;
    tsv_cases cases;
    mrs_vocabulary vocabulary = {0};
    assert_true(tsv_cases_open(&cases, "events/rows.tsv"));
    int count = 0, wrong = 0;
    for (; tsv_cases_next(&cases); count++) {
        wrong += check_case(&cases, &vocabulary);
    }
    assert_int_equal(wrong, 0);
    assert_true(count >= 120);
    mrs_vocabulary_clear(&vocabulary);
}

/* A row by itself, without what others have found, says the same. */
static void a_row_needs_no_company(void **state)
{
    (void)state;
    mrs_row row = {.number = 2};
    char cells[] = "location=Tripoli;country=Libya;type=قصف";
    fill_row(cells, &row);
    marsad_problems problems = {0};
    mrs_faults faults = {.path = "table.csv", .list = &problems};
    marsad_incident incident;
    mrs_row_read(&row, &faults, &incident);
    assert_int_equal(problems.count, 0);
    assert_string_equal(incident.country, "LY");
    assert_int_equal(incident.type, MARSAD_TYPE_SHELLING);
}

static void days_of_spreadsheets_are_counted(void **state)
{
    (void)state;
    mrs_vocabulary vocabulary = {0};
    mrs_row row = {.number = 2, .vocabulary = &vocabulary};
    char cells[] = "location=Tripoli;date=43856;end_date=43857";
    fill_row(cells, &row);
    marsad_problems problems = {0};
    mrs_faults faults = {.path = "table.csv", .list = &problems};
    marsad_incident incident;
    mrs_row_read(&row, &faults, &incident);
    assert_int_equal(vocabulary.serial_dates, 2);
    mrs_vocabulary_clear(&vocabulary);
}

/* Each code is what the resolver would say of a place so uncertain. */
static void precision_is_the_inverse_of_the_resolvers(void **state)
{
    (void)state;
    static struct {
        char code[8];
        bool relative;
        int where_prec, geo_precision; /* 0: not the usual one of this code */
    } places[] = {{"PPL", false, 1, 1},  {"PPL", true, 2, 2},  {"ADM2", false, 3, 0},
                  {"ADM1", false, 4, 3}, {"RGN", false, 5, 0}, {"PCLI", false, 6, 0},
                  {"SEA", false, 7, 0}};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        marsad_place place = {.feature_code = places[i].code};
        place.uncertainty_m = mrs_where_prec_m(places[i].where_prec);
        assert_true(place.uncertainty_m > 0);
        assert_int_equal(mrs_where_prec(&place, places[i].relative), places[i].where_prec);
        if (places[i].geo_precision) {
            place.uncertainty_m = mrs_geo_precision_m(places[i].geo_precision);
            assert_true(place.uncertainty_m > 0);
            assert_int_equal(mrs_geo_precision(&place, places[i].relative),
                             places[i].geo_precision);
        }
    }
    static const int none[] = {-1, 0, 8, 100};
    for (size_t i = 0; i < 4; i++) {
        assert_true(mrs_where_prec_m(none[i]) == 0 && mrs_geo_precision_m(none[i]) == 0);
    }
}

/* ICU's names of countries, and every name of the table, lead to one country. */
static void countries_have_names(void **state)
{
    (void)state;
    static const char *const cases[][2] = {{"LY", "LY"},
                                           {"ly", "LY"},
                                           {"lby", "LY"},
                                           {"004", "AF"},
                                           {"4", "AF"},
                                           {"تونس", "TN"},
                                           {"مصر", "EG"},
                                           {"Égypte", "EG"},
                                           {"egypte", "EG"},
                                           {"TCHAD", "TD"},
                                           {"Chad", "TD"},
                                           {"الجزائر", "DZ"},
                                           {"جزائر", "DZ"},
                                           {"Côte d’Ivoire", "CI"},
                                           {"Sudan", "SD"},
                                           {"South Sudan", "SS"},
                                           {"السودان", "SD"},
                                           {"جنوب السودان", "SS"},
                                           {"Niger", "NE"},
                                           {"Nigeria", "NG"},
                                           {"Syria", "SY"},
                                           {"سوريا", "SY"},
                                           {"Türkiye", "TR"},
                                           {"Turkey", "TR"},
                                           {"ليبيا / Libya", "LY"},
                                           {"UK", "GB"}};
    mrs_vocabulary vocabulary = {0};
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            const char *code = mrs_vocabulary_country(&vocabulary, cases[i][0]);
            if (!code || strcmp(code, cases[i][1]) != 0) {
                fail_msg("\"%s\" is %s, not %s", cases[i][0], code ? code : "none", cases[i][1]);
            }
        }
        assert_null(mrs_vocabulary_country(&vocabulary, "Guinea, Equatorial"));
        assert_null(mrs_vocabulary_country(&vocabulary, ""));
        assert_null(mrs_vocabulary_country(&vocabulary, "999"));
    }
    mrs_vocabulary_clear(&vocabulary);
}

/* The words of the tables are found, each for one type; and what is found twice is the same. */
static void types_have_words(void **state)
{
    (void)state;
    mrs_vocabulary vocabulary = {0};
    for (int i = 0; i < MARSAD_TYPE_COUNT; i++) {
        for (int lang = 0; lang < 3; lang++) {
            marsad_incident_type type;
            const char *label =
                marsad_incident_type_label((marsad_incident_type)i, (marsad_lang)lang);
            assert_int_equal(mrs_vocabulary_type(&vocabulary, label, &type), MRS_TYPE_WHOLE);
            assert_int_equal(type, i);
        }
    }
    marsad_incident_type type = MARSAD_TYPE_AID;
    for (int pass = 0; pass < 2; pass++) {
        assert_int_equal(mrs_vocabulary_type(&vocabulary, "tir d’artillerie", &type),
                         MRS_TYPE_WHOLE);
        assert_int_equal(type, MARSAD_TYPE_SHELLING);
        assert_int_equal(mrs_vocabulary_type(&vocabulary, "Drone - at night", &type),
                         MRS_TYPE_IN_PART);
        assert_int_equal(type, MARSAD_TYPE_DRONE);
        assert_int_equal(mrs_vocabulary_type(&vocabulary, "weather", &type), MRS_TYPE_UNKNOWN);
    }
    mrs_vocabulary_clear(&vocabulary);
}

/* A million different texts take no more room than some thousands. */
static void many_texts_are_forgotten(void **state)
{
    (void)state;
    mrs_vocabulary vocabulary = {0};
    char text[64];
    marsad_incident_type type;
    for (int i = 0; i < 20000; i++) {
        snprintf(text, sizeof text, "shelling (%d)", i);
        assert_int_equal(mrs_vocabulary_type(&vocabulary, text, &type), MRS_TYPE_IN_PART);
        assert_int_equal(type, MARSAD_TYPE_SHELLING);
        assert_true(vocabulary.recent_types.values.count <= 5000);
    }
    mrs_vocabulary_clear(&vocabulary);
}

static const char *count_kind(mrs_count_kind kind)
{
    static const char *const names[] = {"none", "doubtful", "many", "exact", "least"};
    return names[kind];
}

static void counts_are_understood(void **state)
{
    (void)state;
    tsv_cases cases;
    assert_true(tsv_cases_open(&cases, "counts.tsv"));
    int count = 0, wrong = 0;
    for (; tsv_cases_next(&cases); count++) {
        char cell[200];
        size_t length = strlen(cases.fields[0]);
        assert_true(length >= 2 && cases.fields[0][0] == '<');
        snprintf(cell, sizeof cell, "%.*s", (int)length - 2, cases.fields[0] + 1);
        long number = -1;
        const char *kind = count_kind(mrs_count_read(cell, &number));
        long wanted = cases.fields[2][0] == '-' ? -1 : strtol(cases.fields[2], NULL, 10);
        if (strcmp(kind, cases.fields[1]) != 0 || number != wanted) {
            print_error("\"%s\" is %s %ld\n", cell, kind, number);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
    assert_true(count >= 70);
}

/* A cell may be of any length, and end within a character. */
static void long_cells_are_no_counts(void **state)
{
    (void)state;
    char cell[300];
    long number = -1;
    for (size_t length = 1; length < sizeof cell; length++) {
        memset(cell, '7', length);
        cell[length] = '\0';
        mrs_count_kind kind = mrs_count_read(cell, &number);
        assert_true(length > 9 ? kind < MRS_COUNT_EXACT : kind != MRS_COUNT_NONE);
    }
    assert_int_equal(mrs_count_read("7\xd9", &number), MRS_COUNT_NONE);
}

static void memory_may_run_out(void **state)
{
    (void)state;
    for (long n = 1; n < 400; n += 7) {
        mrs_row row = {.number = 2};
        char cells[] = "location=Tripoli;country=Libya;type=قصف";
        fill_row(cells, &row);
        marsad_problems problems = {0};
        mrs_faults faults = {.path = "table.csv", .list = &problems};
        marsad_incident incident;
        mrs_alloc_fail_at(n);
        mrs_row_read(&row, &faults, &incident);
        mrs_alloc_fail_at(0);
        assert_true(faults.out_of_memory || incident.type == MARSAD_TYPE_SHELLING);
        marsad_problems_clear(&problems);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_understood),
        cmocka_unit_test(a_row_needs_no_company),
        cmocka_unit_test(days_of_spreadsheets_are_counted),
        cmocka_unit_test(precision_is_the_inverse_of_the_resolvers),
        cmocka_unit_test(countries_have_names),
        cmocka_unit_test(types_have_words),
        cmocka_unit_test(many_texts_are_forgotten),
        cmocka_unit_test(counts_are_understood),
        cmocka_unit_test(long_cells_are_no_counts),
        cmocka_unit_test(memory_may_run_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
