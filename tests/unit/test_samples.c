/* The sample tables in geodata/events/samples: each is recognised, and read whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "marsad/events.h"
#include "tsv_cases.h"

static marsad_events *read_sample(const char *name)
{
    const char *folder = getenv("MARSAD_TESTS");
    char path[1024];
    snprintf(path, sizeof path, "%s/../geodata/events/samples/%s", folder ? folder : "tests", name);
    marsad_events *events = NULL;
    marsad_problems problems = {0};
    marsad_error error = {0};
    if (marsad_events_read(path, NULL, &events, &problems, &error) || problems.count) {
        fail_msg("%s: row %ld: %s", name, problems.count ? problems.items[0].row : 0,
                 problems.count ? problems.items[0].message : error.message);
    }
    assert_int_equal(marsad_events_rejected_count(events), 0);
    return events;
}

typedef struct totals {
    size_t coordinates;
    long killed, injured;
    marsad_date first, last;
    int types[MARSAD_TYPE_COUNT];
} totals;

static void add(const marsad_incident *incident, totals *out)
{
    marsad_date last = incident->end_date.year ? incident->end_date : incident->date;
    out->coordinates += incident->placement == MARSAD_PLACED_BY_COORDINATES;
    out->killed += incident->killed > 0 ? incident->killed : 0;
    out->injured += incident->injured > 0 ? incident->injured : 0;
    out->types[incident->type]++;
    if (!out->first.year || marsad_date_compare(incident->date, out->first) < 0) {
        out->first = incident->date;
    }
    if (!out->last.year || marsad_date_compare(last, out->last) > 0) {
        out->last = last;
    }
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void list_types(const totals *all, mrs_buffer *out)
{
    const char *names[MARSAD_TYPE_COUNT];
    char texts[MARSAD_TYPE_COUNT][40];
    size_t count = 0;
    for (int i = 0; i < MARSAD_TYPE_COUNT; i++) {
        if (all->types[i]) {
            snprintf(texts[count], sizeof texts[0], "%s=%d",
                     marsad_incident_type_name((marsad_incident_type)i), all->types[i]);
            names[count] = texts[count];
            count++;
        }
    }
    qsort(names, count, sizeof *names, by_text);
    for (size_t i = 0; i < count; i++) {
        mrs_buffer_addf(out, "%s%s", i ? " " : "", names[i]);
    }
}

static void samples_are_read(void **state)
{
    (void)state;
    tsv_cases cases;
    assert_true(tsv_cases_open(&cases, "events/samples.tsv"));
    int count = 0;
    for (; tsv_cases_next(&cases); count++) {
        marsad_events *events = read_sample(cases.fields[0]);
        totals all = {0};
        char first[MARSAD_DATE_TEXT], last[MARSAD_DATE_TEXT], got[512];
        mrs_buffer types = {0};
        for (size_t i = 0; i < marsad_events_count(events); i++) {
            const marsad_incident *incident = marsad_events_get(events, i);
            assert_string_equal(incident->country, "LY");
            assert_true(incident->location[0] && incident->date.year == 2020);
            add(incident, &all);
        }
        list_types(&all, &types);
        snprintf(got, sizeof got, "%zu %zu %ld %ld %s %s %s", marsad_events_count(events),
                 all.coordinates, all.killed, all.injured, marsad_date_text(all.first, first),
                 marsad_date_text(all.last, last), types.text);
        char wanted[512];
        const char **f = cases.fields;
        snprintf(wanted, sizeof wanted, "%s %s %s %s %s %s %s", f[1], f[2], f[3], f[4], f[5], f[6],
                 f[7]);
        assert_string_equal(got, wanted);
        mrs_buffer_clear(&types);
        marsad_events_free(events);
    }
    assert_int_equal(count, 6);
}

static const marsad_incident *at_row(const marsad_events *events, long row)
{
    for (size_t i = 0; i < marsad_events_count(events); i++) {
        if (marsad_events_get(events, i)->row == row) {
            return marsad_events_get(events, i);
        }
    }
    fail_msg("there is no row %ld", row);
    return NULL;
}

/* The same incident in each table: shells on Tripoli on 3 January. */
static void an_incident_is_the_same_in_every_table(void **state)
{
    (void)state;
    static const struct {
        const char *file, *location;
        long row;
    } rows[] = {{"acled-2020.csv", "Tripoli", 2}, {"acled-old.csv", "Tripoli", 2},
                {"hxl.csv", "Tripoli", 3},        {"plain-ar.csv", "طرابلس", 2},
                {"plain-fr.csv", "Tripoli", 2},   {"ucdp-ged.csv", "Tripoli town", 2}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        marsad_events *events = read_sample(rows[i].file);
        const marsad_incident *incident = at_row(events, rows[i].row);
        char date[MARSAD_DATE_TEXT];
        assert_string_equal(incident->location, rows[i].location);
        assert_string_equal(marsad_date_text(incident->date, date), "2020-01-03");
        assert_int_equal(incident->end_date.year, 0);
        assert_int_equal(incident->killed, 2);
        assert_int_equal(incident->placement, MARSAD_PLACED_BY_COORDINATES);
        assert_true(incident->at.lon == 13.1873 && incident->at.lat == 32.8874);
        bool ucdp = strncmp(rows[i].file, "ucdp", 4) == 0;
        assert_int_equal(incident->type, ucdp ? MARSAD_TYPE_GROUND_ATTACK : MARSAD_TYPE_SHELLING);
        marsad_events_free(events);
    }
}

static void acled_gives_its_columns(void **state)
{
    (void)state;
    marsad_events *events = read_sample("acled-2020.csv");
    const marsad_incident *incident = at_row(events, 7);
    assert_string_equal(incident->id, "LBY90006");
    assert_string_equal(incident->location, "Tripoli - Ain Zara");
    assert_string_equal(incident->location_detail, "Ain Zara");
    assert_string_equal(incident->admin1, "Tripoli");
    assert_string_equal(incident->actor1, "LNA: Libyan National Army");
    assert_non_null(strstr(incident->note, "fighting at two axes, neither side advanced"));
    assert_true(incident->uncertainty_m == 3000);
    assert_string_equal(incident->date_precision, "day");
    marsad_events_free(events);
}

static void ucdp_gives_its_columns(void **state)
{
    (void)state;
    marsad_events *events = read_sample("ucdp-ged.csv");
    const marsad_incident *incident = at_row(events, 6);
    char date[MARSAD_DATE_TEXT];
    assert_string_equal(incident->location, "Ain Zara neighbourhood");
    assert_string_equal(incident->admin1, "Tripoli district");
    assert_string_equal(incident->actor1, "Government of Libya");
    assert_string_equal(marsad_date_text(incident->date, date), "2020-01-09");
    assert_string_equal(marsad_date_text(incident->end_date, date), "2020-01-11");
    assert_string_equal(incident->date_precision, "week");
    assert_true(incident->uncertainty_m == 3000);
    marsad_events_free(events);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(samples_are_read),
        cmocka_unit_test(an_incident_is_the_same_in_every_table),
        cmocka_unit_test(acled_gives_its_columns),
        cmocka_unit_test(ucdp_gives_its_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
