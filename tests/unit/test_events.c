/* events/: dates, types, tables good and broken, and placing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/memory.h"
#include "marsad/events.h"
#include "marsad/events_info.h"
#include "small_gazetteer.h"

static const char *tests_folder(void)
{
    const char *folder = getenv("MARSAD_TESTS");
    return folder ? folder : "tests";
}

static const char *case_path(const char *name)
{
    static char path[4096];
    snprintf(path, sizeof path, "%s/cases/%s", tests_folder(), name);
    return path;
}

static const char *table_path(const char *name)
{
    static char path[4096];
    snprintf(path, sizeof path, "%s/cases/events/%s", tests_folder(), name);
    return path;
}

/* Reads the next row of a case file as `count` tab-separated fields of `line`; false at the end. */
static bool next_case(FILE *file, char *line, int size, int count, char **fields)
{
    while (fgets(line, size, file)) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '#' || line[0] == '\0') {
            continue;
        }
        char *rest = line;
        for (int i = 0; i < count; i++) {
            fields[i] = strsep(&rest, "\t");
            if (!fields[i]) {
                fail_msg("a case has too few fields: %s", line);
            }
        }
        return true;
    }
    return false;
}

static void dates_are_read(void **state)
{
    (void)state;
    FILE *file = fopen(case_path("dates.tsv"), "r");
    assert_non_null(file);
    char line[256];
    char *fields[2];
    int count = 0;
    for (; next_case(file, line, sizeof line, 2, fields); count++) {
        marsad_date date;
        marsad_error error = {0};
        char got[64] = "error";
        if (marsad_date_parse(fields[0], &date, &error) == MARSAD_OK) {
            snprintf(got, sizeof got, "%d-%d-%d", date.year, date.month, date.day);
        } else {
            assert_int_equal(error.status, MARSAD_ERR_INPUT);
            assert_non_null(strstr(error.message, "YYYY-MM-DD"));
            assert_true(date.year == 0 && date.month == 0 && date.day == 0);
        }
        if (strcmp(got, fields[1]) != 0) {
            fail_msg("\"%s\" is read as %s, not %s", fields[0], got, fields[1]);
        }
    }
    fclose(file);
    assert_true(count >= 30);
    marsad_date date;
    assert_int_equal(marsad_date_parse(NULL, &date, NULL), MARSAD_ERR_INPUT);
    assert_int_equal(marsad_date_parse("", &date, NULL), MARSAD_ERR_INPUT);
}

static void dates_are_written_as_they_are_read(void **state)
{
    (void)state;
    static const char *const texts[] = {"2020-01-26", "2020-02", "2020", "0042-12-31"};
    char out[MARSAD_DATE_TEXT];
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        marsad_date date;
        assert_int_equal(marsad_date_parse(texts[i], &date, NULL), MARSAD_OK);
        assert_string_equal(marsad_date_text(date, out), texts[i]);
    }
    assert_string_equal(marsad_date_text((marsad_date){0}, out), "");
}

static void placements_have_words(void **state)
{
    (void)state;
    assert_string_equal(marsad_placement_text(MARSAD_UNPLACED), "unresolved");
    assert_string_equal(marsad_placement_text(MARSAD_PLACED_AMBIGUOUSLY), "ambiguous");
    assert_string_equal(marsad_placement_text(MARSAD_PLACED_BY_NAME), "name");
    assert_string_equal(marsad_placement_text(MARSAD_PLACED_BY_COORDINATES), "coordinates");
}

static void dates_are_ordered(void **state)
{
    (void)state;
    static const marsad_date rising[] = {{2019, 12, 31}, {2020, 0, 0},  {2020, 1, 2},
                                         {2020, 2, 0},   {2020, 2, 29}, {2021, 1, 1}};
    for (size_t i = 0; i < 6; i++) {
        for (size_t j = 0; j < 6; j++) {
            int order = marsad_date_compare(rising[i], rising[j]);
            assert_true((order < 0) == (i < j) && (order > 0) == (i > j));
        }
    }
    assert_int_equal(marsad_date_compare((marsad_date){2020, 0, 0}, (marsad_date){2020, 1, 1}), 0);
}

static void types_have_names_and_labels(void **state)
{
    (void)state;
    for (int i = 0; i < MARSAD_TYPE_COUNT; i++) {
        marsad_incident_type type = (marsad_incident_type)i;
        assert_true(marsad_incident_type_name(type)[0] != '\0');
        for (int lang = MARSAD_LANG_EN; lang <= MARSAD_LANG_FR; lang++) {
            assert_true(marsad_incident_type_label(type, (marsad_lang)lang)[0] != '\0');
        }
    }
    marsad_incident_type attack = MARSAD_TYPE_GROUND_ATTACK;
    assert_string_equal(marsad_incident_type_name(attack), "ground_attack");
    assert_string_equal(marsad_incident_type_label(attack, MARSAD_LANG_EN), "Ground attack");
    assert_string_equal(marsad_incident_type_label(attack, MARSAD_LANG_AR), "هجوم بري");
    assert_string_equal(marsad_incident_type_label(attack, MARSAD_LANG_FR), "Attaque terrestre");
    assert_string_equal(marsad_incident_type_name((marsad_incident_type)99), "other");
}

/* Each broken table must give its faults of problems.tsv: all of them, in order, and no more. */
typedef struct broken_table {
    char name[128];
    marsad_problems problems;
    size_t seen;
} broken_table;

static void open_broken(broken_table *table, const char *name)
{
    marsad_events *events;
    marsad_error error = {0};
    snprintf(table->name, sizeof table->name, "%s", name);
    table->seen = 0;
    marsad_status status =
        marsad_events_read(table_path(name), NULL, &events, &table->problems, &error);
    assert_true(table->problems.count > 0);
    if (status == MARSAD_OK) {
        assert_true(marsad_events_count(events) > 0 && marsad_events_rejected_count(events) > 0);
        marsad_events_free(events);
        return;
    }
    assert_int_equal(status, MARSAD_ERR_INPUT);
    assert_null(events);
    assert_string_equal(error.message, table->problems.items[0].message);
    assert_int_equal(error.row, table->problems.items[0].row);
}

static void close_broken(broken_table *table)
{
    if (table->name[0] && table->seen != table->problems.count) {
        fail_msg("%s: also \"%s\"", table->name, table->problems.items[table->seen].message);
    }
    marsad_problems_clear(&table->problems);
}

static void check_problem(broken_table *table, char **fields)
{
    if (table->seen >= table->problems.count) {
        fail_msg("%s: not found: %s", fields[0], fields[3]);
        return;
    }
    const marsad_error *got = &table->problems.items[table->seen++];
    const char *column = strcmp(fields[2], "-") == 0 ? "" : fields[2];
    if (got->row != strtol(fields[1], NULL, 10) || strcmp(got->column, column) != 0 ||
        !strstr(got->message, fields[3])) {
        fail_msg("%s: row %ld, column \"%s\": %s\n  expected row %s, column %s: %s", fields[0],
                 got->row, got->column, got->message, fields[1], fields[2], fields[3]);
    }
    assert_int_equal(got->status, MARSAD_ERR_INPUT);
    assert_string_equal(got->file, table_path(fields[0]));
    assert_null(strchr(got->message, '\n'));
}

static void all_faults_are_found(void **state)
{
    (void)state;
    FILE *file = fopen(table_path("problems.tsv"), "r");
    assert_non_null(file);
    char line[1024];
    char *fields[4];
    broken_table table = {0};
    int count = 0;
    for (; next_case(file, line, sizeof line, 4, fields); count++) {
        if (strcmp(table.name, fields[0]) != 0) {
            close_broken(&table);
            open_broken(&table, fields[0]);
        }
        check_problem(&table, fields);
    }
    close_broken(&table);
    fclose(file);
    assert_true(count >= 40);
}

static marsad_events *read_good(const char *path)
{
    marsad_events *events;
    marsad_problems problems;
    marsad_error error = {0};
    if (marsad_events_read(path, NULL, &events, &problems, &error)) {
        fail_msg("%s: row %ld: %s", path, error.row, error.message);
    }
    assert_int_equal(problems.count, 0);
    return events;
}

static void check_first_good(const marsad_incident *first)
{
    assert_int_equal(first->row, 2);
    assert_string_equal(first->id, "007");
    assert_string_equal(first->label, "A");
    assert_true(first->date.year == 2020 && first->date.month == 1 && first->date.day == 15);
    assert_int_equal(first->end_date.day, 16);
    assert_string_equal(first->date_precision, "day");
    assert_int_equal(first->type, MARSAD_TYPE_GROUND_ATTACK);
    assert_string_equal(first->location, "أبو قرين");
    assert_string_equal(first->location_detail, "east of it");
    assert_string_equal(first->admin1, "Misrata");
    assert_string_equal(first->admin2, "Baladiya");
    assert_string_equal(first->country, "LY");
    assert_string_equal(first->actor1, "LNA");
    assert_string_equal(first->actor2, "GNA");
    assert_string_equal(first->controller_after, "GNA");
    assert_int_equal(first->killed, 3);
    assert_int_equal(first->injured, 0);
    assert_string_equal(first->source, "Al Jazeera");
    assert_string_equal(first->url, "https://example.org/1");
    assert_string_equal(first->note, "a note\non two lines");
    assert_int_equal(first->placement, MARSAD_UNPLACED);
}

static void good_tables_are_read(void **state)
{
    (void)state;
    marsad_events *events = read_good(table_path("good.csv"));
    assert_int_equal(marsad_events_count(events), 5);
    check_first_good(marsad_events_get(events, 0));
    const marsad_incident *second = marsad_events_get(events, 1);
    assert_string_equal(second->location, "Tripoli");
    assert_int_equal(second->date.day, 0);
    assert_int_equal(second->killed, 12);
    assert_int_equal(second->injured, -1);
    assert_int_equal(second->placement, MARSAD_PLACED_BY_COORDINATES);
    assert_true(second->at.lon == 13.2 && second->at.lat == 32.9);
    assert_true(second->uncertainty_m == 500);
    const marsad_incident *third = marsad_events_get(events, 2);
    assert_int_equal(third->row, 5);
    assert_int_equal(third->type, MARSAD_TYPE_OTHER);
    assert_true(third->at.lon == -180 && third->at.lat == -90 && third->uncertainty_m == 0);
    assert_int_equal(marsad_events_get(events, 3)->date.year, 0);
    marsad_events_free(events);
}

static void headlines_fall_back(void **state)
{
    (void)state;
    marsad_events *events = read_good(table_path("good.csv"));
    const marsad_incident *all = marsad_events_get(events, 0);
    assert_string_equal(marsad_incident_headline(all, MARSAD_LANG_EN), "Attack");
    assert_string_equal(marsad_incident_headline(all, MARSAD_LANG_AR), "هجوم");
    assert_string_equal(marsad_incident_headline(all, MARSAD_LANG_FR), "Attaque");
    const marsad_incident *arabic = marsad_events_get(events, 1);
    assert_string_equal(marsad_incident_headline(arabic, MARSAD_LANG_FR), "غارة");
    const marsad_incident *none = marsad_events_get(events, 3);
    assert_string_equal(marsad_incident_headline(none, MARSAD_LANG_EN), "");
    marsad_events_free(events);
}

static void other_forms_are_read(void **state)
{
    (void)state;
    marsad_events *events = read_good(table_path("good_semicolon.csv"));
    assert_int_equal(marsad_events_count(events), 2);
    assert_string_equal(marsad_events_get(events, 0)->location, "Mis;rata");
    assert_int_equal(marsad_events_get(events, 1)->row, 4);
    marsad_events_free(events);
    events = read_good(table_path("good.geojson"));
    assert_int_equal(marsad_events_count(events), 2);
    const marsad_incident *first = marsad_events_get(events, 0);
    assert_int_equal(first->row, 1);
    assert_int_equal(first->killed, 3);
    assert_int_equal(first->placement, MARSAD_PLACED_BY_COORDINATES);
    assert_true(first->at.lon == 15.25 && first->at.lat == 31.4);
    assert_int_equal(marsad_events_get(events, 1)->placement, MARSAD_UNPLACED);
    marsad_events_free(events);
}

static void missing_files_are_not_found(void **state)
{
    (void)state;
    marsad_events *events;
    marsad_problems problems;
    marsad_error error = {0};
    assert_int_equal(marsad_events_read("/nowhere/a.csv", NULL, &events, &problems, &error),
                     MARSAD_ERR_NOT_FOUND);
    assert_null(events);
    assert_int_equal(problems.count, 0);
    assert_string_equal(error.file, "/nowhere/a.csv");
    marsad_problems_clear(&problems);
    marsad_problems_clear(NULL);
    marsad_events_free(NULL);
}

/* ---- with files and a gazetteer of its own ------------------------------------------------- */

static char folder[] = "/tmp/marsad-events-XXXXXX";

static const char *scratch(const char *name)
{
    static char paths[2][256];
    static int turn;
    turn = !turn;
    snprintf(paths[turn], sizeof paths[turn], "%s/%s", folder, name);
    return paths[turn];
}

static void write_text(const char *name, const char *text)
{
    FILE *file = fopen(scratch(name), "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static void expect_cells(const marsad_events *events, size_t index, const char *const *expected)
{
    for (size_t i = 0; i < marsad_events_column_count(events); i++) {
        assert_string_equal(marsad_events_cell(events, index, i), expected[i]);
    }
}

/* As they stand in the file, in the columns that are known and in the others. */
static void cells_are_kept(void **state)
{
    (void)state;
    write_text("t.csv", "Ref No,Location,country,killed,,الملاحظة\n"
                        "007, Misrata ,ly,3.0,x,\"قال \"\"نعم\"\",\nثم لا\"\n"
                        ",,,,,\n"
                        "=1+1,Sirte,LY,,,\n");
    marsad_events *events = read_good(scratch("t.csv"));
    static const char *const columns[] = {"Ref No", "Location", "country",
                                          "killed", "",         "الملاحظة"};
    static const char *const first[] = {"007", " Misrata ", "ly",
                                        "3.0", "x",         "قال \"نعم\",\nثم لا"};
    static const char *const second[] = {"=1+1", "Sirte", "LY", "", "", ""};
    assert_int_equal(marsad_events_column_count(events), 6);
    for (size_t i = 0; i < 6; i++) {
        assert_string_equal(marsad_events_column(events, i), columns[i]);
    }
    assert_int_equal(marsad_events_count(events), 2);
    expect_cells(events, 0, first);
    expect_cells(events, 1, second);
    const marsad_incident *incident = marsad_events_get(events, 0);
    assert_string_equal(incident->location, "Misrata");
    assert_string_equal(incident->country, "LY");
    assert_int_equal(incident->killed, 3);
    marsad_events_free(events);
}

static void cells_of_geojson_are_kept(void **state)
{
    (void)state;
    write_text("t.csv",
               "{\"type\":\"FeatureCollection\",\"features\":["
               "{\"type\":\"Feature\",\"properties\":{\"location\":\"Sirte\",\"n\":12,\"r\":0.5,"
               "\"sure\":true,\"list\":[1,2],\"none\":null},"
               "\"geometry\":{\"type\":\"Point\",\"coordinates\":[15,31]}}]}");
    marsad_events *events = read_good(scratch("t.csv"));
    static const char *const cells[] = {"Sirte", "12", "0.5", "true", "[ 1, 2 ]", ""};
    assert_int_equal(marsad_events_column_count(events), 6);
    assert_string_equal(marsad_events_column(events, 3), "sure");
    expect_cells(events, 0, cells);
    marsad_events_free(events);
}

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder)) {
        return -1;
    }
    write_text("sources.tsv", "file\tname\tlicence\tattribution\turl\tdate\tpriority\n"
                              "places.tsv\tTest\tCC0 1.0\tTest\t\t\t1\n");
    write_text("places.tsv",
               "id\tname\tname_ar\tname_fr\talternates\tfeature_code\tcountry\tadmin1\tlon\tlat\t"
               "uncertainty_m\tpopulation\n"
               "t:1\tSirte\tسرت\t\t\tPPLA\tLY\tSurt\t16.588\t31.205\t4000\t128000\n"
               "t:2\tTripoli\tطرابلس\t\t\tPPLC\tLY\tTripoli\t13.187\t32.887\t9000\t1150000\n"
               "t:3\tTripoli\tطرابلس\t\t\tPPLA\tLB\tNorth\t35.844\t34.436\t5000\t1100000\n"
               "t:4\tKadrana\t\t\t\tPPL\tLY\tSurt\t16.700\t31.180\t2000\t25000\n"
               "t:5\tKadrana\t\t\t\tPPL\tLB\tBeqaa\t36.000\t33.900\t2000\t26000\n"
               "t:6\tZahle\tزحلة\t\t\tPPLA\tLB\tBeqaa\t35.902\t33.847\t3000\t80000\n"
               "t:7\tOmbrosa\t\t\t\tPPL\tLY\tSurt\t16.750\t31.250\t2000\t20000\n"
               "t:8\tOmbrosa\t\t\t\tPPL\tLB\tBeqaa\t36.050\t33.950\t2000\t20000\n");
    return marsad_gazetteer_build(folder, scratch("g.gpkg"), NULL, NULL, NULL) ? -1 : 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(scratch("g.gpkg"));
    unlink(scratch("sources.tsv"));
    unlink(scratch("places.tsv"));
    unlink(scratch("t.csv"));
    return rmdir(folder);
}

typedef struct placing {
    marsad_gazetteer *gazetteer;
    marsad_resolver *resolver;
    marsad_events *events;
} placing;

static placing begin_placing(const char *table)
{
    placing p;
    write_text("t.csv", table);
    assert_int_equal(marsad_gazetteer_open(scratch("g.gpkg"), &p.gazetteer, NULL), MARSAD_OK);
    assert_int_equal(marsad_resolver_new(p.gazetteer, &p.resolver, NULL), MARSAD_OK);
    p.events = read_good(scratch("t.csv"));
    return p;
}

static void end_placing(placing *p)
{
    marsad_events_free(p->events);
    marsad_resolver_free(p->resolver);
    marsad_gazetteer_close(p->gazetteer);
}

static void incidents_are_placed(void **state)
{
    (void)state;
    placing p = begin_placing("location,country,lon,lat,uncertainty_m\n"
                              "سرت,,,,\nNowhere at all,,,,\nTripoli,LB,,,\nTripoli,LY,,,\n"
                              "Nowhere,,13.5,32.5,70\nSirte,,,,\nسرت,,,,\n");
    assert_int_equal(marsad_events_place(p.events, p.resolver, NULL, NULL), MARSAD_OK);
    const marsad_incident *sirte = marsad_events_get(p.events, 0);
    assert_int_equal(sirte->placement, MARSAD_PLACED_BY_NAME);
    assert_true(sirte->at.lon == 16.588 && sirte->uncertainty_m == 4000);
    const marsad_incident *nowhere = marsad_events_get(p.events, 1);
    assert_int_equal(nowhere->placement, MARSAD_UNPLACED);
    assert_int_equal(nowhere->resolution->status, MARSAD_UNRESOLVED);
    assert_true(marsad_events_get(p.events, 2)->at.lon == 35.844);
    assert_true(marsad_events_get(p.events, 3)->at.lon == 13.187);
    const marsad_incident *given = marsad_events_get(p.events, 4);
    assert_int_equal(given->placement, MARSAD_PLACED_BY_COORDINATES);
    assert_null(given->resolution);
    assert_true(given->at.lon == 13.5 && given->uncertainty_m == 70);
    /* One look-up a name: the same answer is shared. */
    assert_ptr_equal(sirte->resolution, marsad_events_get(p.events, 6)->resolution);
    end_placing(&p);
}

static void country_decides_and_may_change(void **state)
{
    (void)state;
    placing p = begin_placing("location\nTripoli\n");
    marsad_resolve_options options = marsad_resolve_defaults();
    const marsad_incident *tripoli = marsad_events_get(p.events, 0);
    assert_int_equal(marsad_events_place(p.events, p.resolver, &options, NULL), MARSAD_OK);
    assert_int_equal(tripoli->placement, tripoli->resolution->status == MARSAD_AMBIGUOUS
                                             ? MARSAD_PLACED_AMBIGUOUSLY
                                             : MARSAD_PLACED_BY_NAME);
    options.country = "LB";
    assert_int_equal(marsad_events_place(p.events, p.resolver, &options, NULL), MARSAD_OK);
    assert_true(tripoli->at.lon == 35.844);
    options.country = "LY";
    assert_int_equal(marsad_events_place(p.events, p.resolver, &options, NULL), MARSAD_OK);
    assert_true(tripoli->at.lon == 13.187);
    end_placing(&p);
}

/* Where the first incident of a table is placed for sure; 0, 0 if it is not. */
static marsad_lonlat first_place(const char *table)
{
    placing p = begin_placing(table);
    assert_int_equal(marsad_events_place(p.events, p.resolver, NULL, NULL), MARSAD_OK);
    const marsad_incident *first = marsad_events_get(p.events, 0);
    bool named = first->placement == MARSAD_PLACED_BY_NAME && first->resolution->confidence >= 0.9;
    marsad_lonlat at = named ? first->at : (marsad_lonlat){0};
    end_placing(&p);
    return at;
}

/* Of two places of one name, the one among the table's other places; the greater is no surer. */
static void the_company_a_name_keeps_decides(void **state)
{
    (void)state;
    assert_true(first_place("location\nKadrana\n").lon == 0);
    assert_true(first_place("location\nKadrana\nSirte\n").lon == 16.7);
    assert_true(first_place("location\nKadrana\nZahle\n").lon == 36);
    assert_true(first_place("location\nKadrana\nزحلة\n").lon == 36);
    /* It may stand after or before, and coordinates are company too. */
    assert_true(first_place("location,lon,lat\nKadrana,,\nhere,16.6,31.3\n").lon == 16.7);
    assert_true(first_place("location,lon,lat\nKadrana,,\nhere,36.1,34.1\n").lon == 36);
    /* What the row says of its country counts for more. */
    assert_true(first_place("location,country\nKadrana,LB\nSirte,LY\n").lon == 36);
    assert_true(first_place("location,country\nKadrana,LY\nZahle,LB\n").lon == 16.7);
}

/* A point that may be anywhere in a wide area tells nothing of the others, nor does an ambiguous
   name. */
static void vague_company_decides_nothing(void **state)
{
    (void)state;
    const char *wide = "location,lon,lat,uncertainty_m\nKadrana,,,\nhere,16.6,31.3,200000\n";
    assert_true(first_place(wide).lon == 0);
    assert_true(first_place("location\nKadrana\nOmbrosa\n").lon == 0);
    assert_true(first_place("location\nKadrana\nNowhere at all\n").lon == 0);
}

static void impossible_coordinates_name_their_row(void **state)
{
    (void)state;
    placing p = begin_placing("location\nSirte\n\"95N 200E\"\n");
    marsad_error error = {0};
    assert_int_equal(marsad_events_place(p.events, p.resolver, NULL, &error), MARSAD_ERR_INPUT);
    assert_int_equal(error.row, 3);
    assert_string_equal(error.column, "location");
    end_placing(&p);
}

/* What is wrong with the gazetteer is not said of the table's row. */
static void a_damaged_gazetteer_is_named(void **state)
{
    (void)state;
    small_gazetteer damaged;
    sqlite3 *db = NULL;
    placing p;
    marsad_error error = {0};
    small_gazetteer_build(&damaged,
                          "t:1\tSirte\tسرت\t\t\tPPLA\tLY\tSurt\t16.588\t31.205\t4000\t128000\n");
    assert_int_equal(sqlite3_open(damaged.path, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db, "UPDATE lookup SET data = x'' WHERE fid = 3", NULL, NULL, NULL),
        SQLITE_OK);
    sqlite3_close(db);
    write_text("t.csv", "location\nSirte\n");
    assert_int_equal(marsad_gazetteer_open(damaged.path, &p.gazetteer, NULL), MARSAD_OK);
    assert_int_equal(marsad_resolver_new(p.gazetteer, &p.resolver, NULL), MARSAD_OK);
    p.events = read_good(scratch("t.csv"));
    assert_int_equal(marsad_events_place(p.events, p.resolver, NULL, &error), MARSAD_ERR_INPUT);
    assert_string_equal(error.file, damaged.path);
    assert_int_equal(error.row, 0);
    end_placing(&p);
    small_gazetteer_remove(&damaged);
}

static void many_faults_are_counted(void **state)
{
    (void)state;
    FILE *file = fopen(scratch("t.csv"), "w");
    assert_non_null(file);
    fputs("location,killed\n", file);
    for (int i = 0; i < 2000; i++) {
        fputs("Sirte,-1\n", file);
    }
    fclose(file);
    marsad_events *events;
    marsad_problems problems;
    assert_int_equal(marsad_events_read(scratch("t.csv"), NULL, &events, &problems, NULL),
                     MARSAD_ERR_INPUT);
    assert_true(problems.count < 1000);
    assert_int_equal(problems.found, 2000);
    assert_int_equal(problems.items[problems.count - 1].row, problems.count + 1);
    marsad_problems_clear(&problems);
}

/* Rows that were kept aside, read again from the side file, give the same faults. */
static void rejected_rows_are_written(void **state)
{
    (void)state;
    write_text("t.csv", "id,location,killed,\"a \"\"b\"\"\"\n1,Sirte,2,x\n2,Sirte,-3,\"y,\nz\"\n");
    marsad_events *events;
    marsad_problems problems;
    assert_int_equal(marsad_events_read(scratch("t.csv"), NULL, &events, &problems, NULL),
                     MARSAD_OK);
    assert_int_equal(marsad_events_count(events), 1);
    assert_int_equal(marsad_events_rejected_count(events), 1);
    assert_int_equal(problems.found, 1);
    for (int twice = 0; twice < 2; twice++) {
        assert_int_equal(marsad_events_write_rejected(events, scratch("side.csv"), NULL),
                         MARSAD_OK);
    }
    marsad_error error = {0};
    assert_int_equal(marsad_events_write_rejected(events, "/nowhere/side.csv", &error),
                     MARSAD_ERR_IO);
    marsad_problems_clear(&problems);
    marsad_events_free(events);
    marsad_events_info info;
    assert_int_equal(marsad_events_info_read(scratch("side.csv"), NULL, &info, NULL), MARSAD_OK);
    assert_int_equal(info.column_count, 4);
    assert_string_equal(info.columns[3].name, "a \"b\"");
    assert_string_equal(info.columns[3].sample, "y, z");
    assert_false(info.usable);
    assert_int_equal(info.rejected, 1);
    assert_int_equal(info.fault_count, 1);
    assert_string_equal(info.faults[0].column, "killed");
    marsad_events_info_clear(&info);
    remove(scratch("side.csv"));
}

static void memory_may_run_out_while_looking(void **state)
{
    (void)state;
    write_text("t.csv", "id,Lieu,type\n1,Sirte,xyzzy\n2,,aid\n");
    marsad_status status = MARSAD_ERR_MEMORY;
    for (long nth = 1; status == MARSAD_ERR_MEMORY && nth < 20000; nth++) {
        marsad_events_info info;
        mrs_alloc_fail_at(nth);
        status = marsad_events_info_read(scratch("t.csv"), NULL, &info, NULL);
        mrs_alloc_fail_at(0);
        marsad_events_info_clear(&info);
    }
    assert_int_equal(status, MARSAD_OK);
}

static void memory_may_run_out(void **state)
{
    (void)state;
    write_text("t.csv", "id,location,type\n1,Sirte,clash\n2,Tripoli,aid\n");
    marsad_status status = MARSAD_ERR_MEMORY;
    for (long nth = 1; status == MARSAD_ERR_MEMORY && nth < 5000; nth++) {
        marsad_events *events;
        marsad_problems problems;
        mrs_alloc_fail_at(nth);
        status = marsad_events_read(scratch("t.csv"), NULL, &events, &problems, NULL);
        mrs_alloc_fail_at(0);
        assert_true(status == MARSAD_OK || !events);
        marsad_problems_clear(&problems);
        marsad_events_free(events);
    }
    assert_int_equal(status, MARSAD_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_read),
        cmocka_unit_test(dates_are_written_as_they_are_read),
        cmocka_unit_test(placements_have_words),
        cmocka_unit_test(dates_are_ordered),
        cmocka_unit_test(types_have_names_and_labels),
        cmocka_unit_test(all_faults_are_found),
        cmocka_unit_test(good_tables_are_read),
        cmocka_unit_test(cells_are_kept),
        cmocka_unit_test(cells_of_geojson_are_kept),
        cmocka_unit_test(headlines_fall_back),
        cmocka_unit_test(other_forms_are_read),
        cmocka_unit_test(missing_files_are_not_found),
        cmocka_unit_test(incidents_are_placed),
        cmocka_unit_test(country_decides_and_may_change),
        cmocka_unit_test(the_company_a_name_keeps_decides),
        cmocka_unit_test(vague_company_decides_nothing),
        cmocka_unit_test(impossible_coordinates_name_their_row),
        cmocka_unit_test(a_damaged_gazetteer_is_named),
        cmocka_unit_test(many_faults_are_counted),
        cmocka_unit_test(rejected_rows_are_written),
        cmocka_unit_test(memory_may_run_out_while_looking),
        cmocka_unit_test(memory_may_run_out),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
