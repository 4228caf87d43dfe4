/* Geocoding tables: what is written, what is asked of a person, and how a run goes on. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/memory.h"
#include "folder.h"
#include "geo/vector_write.h"
#include "marsad/geocode.h"
#include "scratch.h"
#include "small_gazetteer.h"

static marsad_gazetteer *gazetteer;
static marsad_resolver *resolver;

static const char PLACES[] =
    "t:1\tSirte\tسرت\t\t\tPPLA\tLY\tSurt\t16.588\t31.205\t4000\t128000\n"
    "t:2\tTripoli\tطرابلس\t\t\tPPLC\tLY\tTripoli\t13.187\t32.887\t9000\t1150000\n"
    "t:3\tTripoli\tطرابلس\t\t\tPPLA\tLB\tNorth\t35.844\t34.436\t5000\t1100000\n"
    "t:4\tKadrana\t\t\t\tPPL\tLY\tSurt\t16.700\t31.180\t2000\t25000\n"
    "t:5\tKadrana\t\t\t\tPPL\tLB\tBeqaa\t36.000\t33.900\t2000\t26000\n"
    "t:6\tZahle\tزحلة\t\t\tPPLA\tLB\tBeqaa\t35.902\t33.847\t3000\t80000\n"
    "t:7\tOmbrosa\t\t\t\tPPL\tLY\tSurt\t16.750\t31.250\t2000\t20000\n"
    "t:8\tOmbrosa\t\t\t\tPPL\tLB\tBeqaa\t36.050\t33.950\t2000\t20000\n"
    "t:9\tSirte\t\t\t\tADM1\tLY\tSurt\t17.500\t30.000\t250000\t150000\n";

static int open_all(void **state)
{
    gazetteer = small_gazetteer_open(PLACES);
    return marsad_resolver_new(gazetteer, &resolver, NULL) ? -1 : scratch_make(state);
}

static int close_all(void **state)
{
    marsad_resolver_free(resolver);
    marsad_gazetteer_close(gazetteer);
    folder_files(scratch_folder, true);
    return scratch_remove(state);
}

/* ---- running -------------------------------------------------------------------------------- */

static char *contents(const char *path)
{
    char *text = NULL;
    assert_int_equal(mrs_file_read(path, &text, NULL, NULL), MARSAD_OK);
    return text;
}

static bool is_there(const char *path)
{
    return access(path, F_OK) == 0;
}

static marsad_geocode_summary run_with(const char *in, const char *out,
                                       const marsad_geocode_options *options)
{
    marsad_geocode_summary summary;
    marsad_problems problems = {0};
    marsad_error error = {0};
    if (marsad_geocode(in, out, resolver, options, &summary, &problems, &error)) {
        fail_msg("%s:%ld: %s", error.file, error.row, error.message);
    }
    marsad_problems_clear(&problems);
    return summary;
}

/* Geocodes a table; what was written is to be freed. */
static char *geocode(const char *table, const marsad_geocode_options *options,
                     marsad_geocode_summary *summary)
{
    const char *in = scratch_text("t.csv", table);
    const char *out = scratch_path("out.csv");
    *summary = run_with(in, out, options);
    return contents(out);
}

static void expect_failure(const char *in, const char *out, const marsad_geocode_options *options,
                           marsad_status status, const char *words)
{
    marsad_geocode_summary summary;
    marsad_error error = {0};
    assert_int_equal(marsad_geocode(in, out, resolver, options, &summary, NULL, &error), status);
    if (!strstr(error.message, words)) {
        fail_msg("expected \"%s\", got \"%s\"", words, error.message);
    }
}

/* The line of a table, from 0, without its end; in one buffer. */
static const char *line(const char *text, int number)
{
    static char buffer[4096];
    for (; number > 0 && text; number--) {
        text = strchr(text, '\n');
        text = text ? text + 1 : NULL;
    }
    assert_non_null(text);
    snprintf(buffer, sizeof buffer, "%.*s", (int)strcspn(text, "\n"), text);
    return buffer;
}

static void expect_in_line(const char *text, int number, const char *words)
{
    if (!strstr(line(text, number), words)) {
        fail_msg("line %d has no \"%s\": %s", number, words, line(text, number));
    }
}

/* ---- what is written ------------------------------------------------------------------------ */

static void columns_are_kept_and_ours_added(void **state)
{
    (void)state;
    marsad_geocode_summary summary;
    char *text = geocode("id,Location,reason,lon,lat,other\n"
                         "a,سرت,why,,,\"x, \"\"y\"\"\"\n"
                         "b,Sirte,,16.5880,31.2050,=1+1\n"
                         "c,Nowhere at all,,,,\n",
                         NULL, &summary);
    assert_string_equal(line(text, 0),
                        "id,Location,input_reason,lon,lat,other,place_id,place_name,uncertainty_m,"
                        "match,confidence,placed_by,reason,where_prec,geo_precision,"
                        "name_distance_m,check");
    expect_in_line(text, 1, "a,سرت,why,16.588,31.205,\"x, \"\"y\"\"\",t:1,Sirte,4000,exact,");
    expect_in_line(text, 2, "b,Sirte,,16.5880,31.2050,'=1+1,t:1,Sirte,,,,coordinates,");
    expect_in_line(text, 2, ",1,1,0,");
    expect_in_line(text, 3, "c,Nowhere at all,,,,,,,,,0,unresolved,");
    assert_int_equal(summary.rows, 3);
    assert_int_equal(summary.by_name, 1);
    assert_int_equal(summary.by_coordinates, 1);
    assert_int_equal(summary.unresolved, 1);
    assert_int_equal(summary.to_check, 0);
    mrs_free(text);
}

/* Each row is placed as marsad_events_place() places it: also those that only company decides. */
static void a_file_is_answered_as_a_map_is(void **state)
{
    (void)state;
    static const char table[] = "location,country,lon,lat\n"
                                "Kadrana,,,\nOmbrosa,,,\nZahle,,,\nTripoli,LB,,\nTripoli,LY,,\n"
                                "Nowhere,,,\nNowhere,,35.9,33.8\n20 km east of Zahle,,,\n"
                                "Kadrana,LY,,\n";
    marsad_geocode_summary summary;
    marsad_problems problems;
    marsad_events *events = NULL;
    char *text = geocode(table, NULL, &summary);
    assert_int_equal(marsad_events_read(scratch_path("t.csv"), NULL, &events, &problems, NULL),
                     MARSAD_OK);
    assert_int_equal(marsad_events_place(events, resolver, NULL, NULL), MARSAD_OK);
    assert_int_equal(marsad_events_count(events), summary.rows);
    for (size_t i = 0; i < marsad_events_count(events); i++) {
        const marsad_incident *incident = marsad_events_get(events, i);
        char words[64];
        snprintf(words, sizeof words, ",%s,", marsad_placement_text(incident->placement));
        expect_in_line(text, (int)i + 1, words);
        if (marsad_incident_is_placed(incident)) {
            double lon = strtod(strchr(strchr(line(text, (int)i + 1), ',') + 1, ',') + 1, NULL);
            assert_true(lon - incident->at.lon < 1e-6 && incident->at.lon - lon < 1e-6);
        }
    }
    marsad_events_free(events);
    mrs_free(text);
}

static void a_row_by_itself_has_no_company(void **state)
{
    (void)state;
    marsad_geocode_options options = marsad_geocode_defaults();
    marsad_geocode_summary summary;
    options.by_row = true;
    char *text = geocode("location\nOmbrosa\nZahle\n", &options, &summary);
    expect_in_line(text, 1, ",ambiguous,");
    assert_int_equal(summary.ambiguous, 1);
    mrs_free(text);
    text = geocode("location\nOmbrosa\nZahle\n", NULL, &summary);
    assert_int_equal(summary.ambiguous, 0);
    expect_in_line(text, 1, "Ombrosa,t:8,");
    mrs_free(text);
}

static void coordinates_are_compared_with_the_name(void **state)
{
    (void)state;
    marsad_geocode_summary summary;
    char *text = geocode("location,lon,lat,uncertainty_m,where_prec\n"
                         "Sirte,16.6,31.2,,\n"       /* there */
                         "Sirte,17.5,30.0,,\n"       /* in the district, but not in the town */
                         "Sirte,17.5,30.0,,4\n"      /* which the row says itself */
                         "Sirte,31.205,16.588,,\n"   /* the other way round */
                         "Sirte,0,0,,\n"             /* nowhere */
                         "Tripoli,35.84,34.44,,\n"   /* the other town of the name */
                         "Nowhere,15,30,,\n"         /* unknown */
                         "Sirte,17.5,30.0,200000,\n" /* no more precise than the district */
                         "Zahle,35.902,33.6,,\n",    /* 27 km off: 24 beyond the town's radius */
                         NULL, &summary);
    expect_in_line(text, 1, ",t:1,Sirte,");
    expect_in_line(text, 2, "Sirte lies 160 km from these coordinates");
    expect_in_line(text, 2, ",17.5,30.0,,,,,,,coordinates,");
    expect_in_line(text, 3, ",t:9,Sirte,");
    expect_in_line(text, 3, "coordinates, 0.0 km from Sirte\",4,3,0,");
    expect_in_line(text, 4, "and 0.0 km if longitude and latitude are swapped");
    expect_in_line(text, 5, "coordinates 0, 0 often stand for none; Sirte lies");
    expect_in_line(text, 6, ",t:3,Tripoli,");
    expect_in_line(text, 7, "its own coordinates; its name was not found");
    expect_in_line(text, 8, ",t:9,Sirte,");
    expect_in_line(text, 8, ",5,3,0,");
    expect_in_line(text, 9, ",t:6,Zahle,");
    assert_int_equal(summary.by_coordinates, 9);
    assert_int_equal(summary.to_check, 3);
    mrs_free(text);
}

static marsad_status fill_more(void *state, const marsad_incident *incident, const char **cells,
                               marsad_error *error)
{
    (void)state;
    (void)error;
    bool placed = marsad_incident_is_placed(incident);
    cells[0] = placed ? "12.50" : NULL;
    cells[1] = incident->location;
    cells[2] = placed ? "true" : NULL;
    return MARSAD_OK;
}

static void more_columns_are_added(void **state)
{
    (void)state;
    static const marsad_more_column columns[] = {
        {"km", MARSAD_MORE_NUMBER, 1}, {"said", MARSAD_MORE_TEXT, 0}, {"ok", MARSAD_MORE_FLAG, 0}};
    const marsad_more_columns more = {.columns = columns, .count = 3, .fill = fill_more};
    marsad_geocode_options options = marsad_geocode_defaults();
    marsad_geocode_summary summary;
    options.more = &more;
    char *text = geocode("location,km\nZahle,7\nNowhere,\n", &options, &summary);
    expect_in_line(text, 0, "location,input_km,place_id,");
    expect_in_line(text, 0, ",check,km,said,ok");
    expect_in_line(text, 1, ",12.5,Zahle,true");
    expect_in_line(text, 2, ",,Nowhere,");
    mrs_free(text);
    run_with(scratch_path("t.csv"), scratch_path("out.ndjson"), &options);
    text = contents(scratch_path("out.ndjson"));
    expect_in_line(text, 0, "\"km\":12.5,\"said\":\"Zahle\",\"ok\":true}");
    mrs_free(text);
}

static void objects_keep_what_they_hold(void **state)
{
    (void)state;
    static const char lines[] =
        "{\"location\":\"Zahle\",\"n\":1.50,\"big\":12345678901234567890,\"deep\":{\"x\":[1,null]}}"
        "\n"
        "{\"lat\":null,\"location\":\"Zahle\",\"check\":7,\"input_check\":6}\n"
        "{\"type\":\"Feature\",\"id\":3,\"properties\":{\"location\":\"Zahle\",\"q\":\"é\"},"
        "\"geometry\":null}\n"
        "{\"location\":\"Sirte\",\"lon\":16.5880,\"lat\":31.2050}\n";
    const char *in = scratch_text("t.ndjson", lines);
    run_with(in, scratch_path("out.ndjson"), NULL);
    char *text = contents(scratch_path("out.ndjson"));
    expect_in_line(text, 0,
                   "{\"location\":\"Zahle\",\"n\":1.50,\"big\":12345678901234567890,"
                   "\"deep\":{\"x\":[1,null]},\"place_id\":\"t:6\",");
    expect_in_line(text, 1,
                   "{\"lat\":33.847,\"location\":\"Zahle\",\"input_check_2\":7,\"input_check\":6,");
    expect_in_line(text, 1, "\"place_name\":\"Zahle\",\"lon\":35.902,\"uncertainty_m\":3000,");
    expect_in_line(text, 2,
                   "{\"type\":\"Feature\",\"id\":3,\"properties\":{\"location\":\"Zahle\","
                   "\"q\":\"é\",\"place_id\":\"t:6\",");
    expect_in_line(text, 2, "},\"geometry\":{\"type\":\"Point\",\"coordinates\":[35.902,33.847]}}");
    expect_in_line(text, 3, "{\"location\":\"Sirte\",\"lon\":16.5880,\"lat\":31.2050,");
    mrs_free(text);
    run_with(in, scratch_path("out.csv"), NULL); /* a table has the columns of all lines */
    text = contents(scratch_path("out.csv"));
    expect_in_line(text, 0, "location,n,big,deep,lat,input_check,input_check_2,q,lon,place_id,");
    mrs_free(text);
}

/* ---- rows with faults ----------------------------------------------------------------------- */

static void bad_rows_are_put_aside(void **state)
{
    (void)state;
    const char *in = scratch_text("t.csv", "location,date\nZahle,2020-02-31\nSirte,2020-02-28\n");
    const char *out = scratch_path("out.csv");
    marsad_geocode_summary summary = run_with(in, out, NULL);
    assert_int_equal(summary.rows, 2);
    assert_int_equal(summary.rejected, 1);
    assert_string_equal(summary.rejected_path, scratch_path("out-rejected.csv"));
    char *text = contents(summary.rejected_path);
    expect_in_line(text, 0, "marsad_row,marsad_fault,location,date");
    expect_in_line(text, 1, "2,");
    expect_in_line(text, 1, ",Zahle,2020-02-31");
    mrs_free(text);
    /* The same name, somebody's own file: it stays. */
    scratch_text("out-rejected.csv", "mine");
    summary = run_with(in, out, NULL);
    assert_string_equal(summary.rejected_path, "");
    text = contents(scratch_path("out-rejected.csv"));
    assert_string_equal(text, "mine");
    mrs_free(text);
    unlink(scratch_path("out-rejected.csv"));
}

/* What would be written where the table itself stands. */
static void the_table_itself_stays(void **state)
{
    (void)state;
    static const char table[] = "marsad_row,marsad_fault,location,date\n"
                                "7,bad,Zahle,2020-02-31\n8,bad,Sirte,2020-02-28\n";
    const char *in = scratch_text("out-rejected.csv", table);
    const char *out = scratch_path("out.csv");
    marsad_geocode_summary summary = run_with(in, out, NULL);
    assert_int_equal(summary.rejected, 1);
    assert_string_equal(summary.rejected_path, "");
    marsad_geocode_options options = marsad_geocode_defaults();
    marsad_error error;
    options.review = in;
    assert_int_equal(marsad_geocode(in, out, resolver, &options, &summary, NULL, &error),
                     MARSAD_ERR_USAGE);
    assert_non_null(strstr(error.message, "the table itself"));
    options.review = NULL;
    options.rejected = in;
    assert_int_equal(marsad_geocode(in, out, resolver, &options, &summary, NULL, NULL),
                     MARSAD_ERR_USAGE);
    char *text = contents(in);
    assert_string_equal(text, table);
    mrs_free(text);
    unlink(in);
}

/* However long its path is. */
static void a_side_file_stands_beside_the_output(void **state)
{
    (void)state;
    static const char *const paths[][2] = {{"map.svg", "map-rejected.csv"},
                                           {"out/map.svg", "out/map-rejected.csv"},
                                           {"out.d/map", "out.d/map-rejected.csv"},
                                           {"frames/", "frames-rejected.csv"},
                                           {"out/.svg", "out/.svg-rejected.csv"}};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        char *path = marsad_side_file_path(paths[i][0]);
        assert_string_equal(path, paths[i][1]);
        marsad_string_free(path);
    }
    const char *in = scratch_text("t.csv", "location,date\nZahle,2020-02-31\nSirte,2020-02-28\n");
    char name[251];
    memset(name, 'n', sizeof name);
    char out[PATH_MAX];
    size_t folder = (size_t)snprintf(out, sizeof out, "%s", scratch_path("d"));
    memset(out + folder, 'd', 200);
    out[folder + 200] = '\0';
    assert_int_equal(mkdir(out, 0700), 0);
    snprintf(out + folder + 200, sizeof out - folder - 200, "/%.200s.csv", name);
    run_with(in, out, NULL);
    char *side = marsad_side_file_path(out);
    assert_true(is_there(side));
    unlink(side);
    unlink(out);
    out[folder + 200] = '\0';
    assert_int_equal(rmdir(out), 0);
    marsad_string_free(side);
}

static void a_location_that_cannot_be_is_a_fault(void **state)
{
    (void)state;
    const char *in = scratch_text("t.csv", "location\n\"95.5N, 200E\"\nSirte\n\"95.5N, 200E\"\n");
    marsad_geocode_summary summary;
    marsad_problems problems = {0};
    assert_int_equal(
        marsad_geocode(in, scratch_path("out.csv"), resolver, NULL, &summary, &problems, NULL),
        MARSAD_OK);
    assert_int_equal(summary.rejected, 2);
    assert_int_equal(problems.count, 2);
    assert_int_equal(problems.items[0].row, 2);
    assert_int_equal(problems.items[1].row, 4);
    assert_string_equal(problems.items[0].column, "location");
    marsad_problems_clear(&problems);
    unlink(summary.rejected_path);
}

static void without_a_good_row_nothing_is_written(void **state)
{
    (void)state;
    const char *in = scratch_text("t.csv", "location,date\nZahle,2020-02-31\n");
    const char *out = scratch_path("none.csv");
    expect_failure(in, out, NULL, MARSAD_ERR_INPUT, "2020-02-31");
    assert_false(is_there(out) || is_there(scratch_path("none-rejected.csv")) ||
                 is_there(scratch_path("none.csv.part")) ||
                 is_there(scratch_path("none.csv.resume")));
    in = scratch_text("t.csv", "location\n");
    out = scratch_path("none.csv");
    expect_failure(in, out, NULL, MARSAD_ERR_INPUT, "no incidents");
    expect_failure(in, scratch_path("none.pdf"), NULL, MARSAD_ERR_USAGE, "ending");
    marsad_geocode_options options = marsad_geocode_defaults();
    options.review = scratch_path("open.gpkg");
    expect_failure(in, out, &options, MARSAD_ERR_USAGE, ".xlsx");
    options.review = out;
    expect_failure(in, out, &options, MARSAD_ERR_USAGE, "own");
}

/* A table is never written over, whatever the path that leads to it. */
static void the_table_stays(void **state)
{
    (void)state;
    static const char table[] = "location,killed\nZahle,1\nZahle,some\n";
    char in[256], twin[256];
    snprintf(in, sizeof in, "%s", scratch_text("t.csv", table));
    snprintf(twin, sizeof twin, "%s/../%s/t.csv", scratch_folder, strrchr(scratch_folder, '/') + 1);
    marsad_geocode_options options = marsad_geocode_defaults();
    expect_failure(in, in, NULL, MARSAD_ERR_USAGE, "the table itself");
    expect_failure(in, twin, NULL, MARSAD_ERR_USAGE, "the table itself");
    options.review = twin;
    expect_failure(in, scratch_path("out.csv"), &options, MARSAD_ERR_USAGE, "the table itself");
    options.review = NULL;
    options.rejected = twin;
    expect_failure(in, scratch_path("out.csv"), &options, MARSAD_ERR_USAGE, "the table itself");
    char *text = contents(in);
    assert_string_equal(text, table);
    mrs_free(text);
}

/* ---- questions and decisions ---------------------------------------------------------------- */

static const char QUESTIONS[] = "location,country,admin1\n"
                                "Zzyzx,LY,\nOmbrosa,,\nOMBROSA,,\nOmbrosa,,Surt\nZzyzx,LB,\n"
                                "Qwopfx,,\n";

static char *review(const char *ending, const marsad_decisions *decisions,
                    marsad_geocode_summary *summary)
{
    marsad_geocode_options options = marsad_geocode_defaults();
    char path[200];
    snprintf(path, sizeof path, "%s%s", scratch_path("open"), ending);
    options.review = path;
    options.decisions = decisions;
    mrs_free(geocode(QUESTIONS, &options, summary));
    return contents(path);
}

static void open_questions_are_listed_once(void **state)
{
    (void)state;
    marsad_geocode_summary summary;
    char *text = review(".csv", NULL, &summary);
    assert_int_equal(summary.questions, 5);
    expect_in_line(text, 0,
                   "location,country,admin1,rows,first_row,status,reason,choice,"
                   "candidate_1,candidate_2,");
    expect_in_line(text, 1, "Ombrosa,,,2,3,ambiguous,");
    expect_in_line(text, 1, "\"Ombrosa (PPL), Surt, LY; 31.25N 16.75E\"");
    expect_in_line(text, 1, ",t:7,");
    expect_in_line(text, 2, "Zzyzx,LY,,1,2,unresolved,");
    expect_in_line(text, 3, "Ombrosa,,Surt,1,5,ambiguous,");
    mrs_free(text);
}

static marsad_decisions *decide(const char *table)
{
    marsad_decisions *decisions = NULL;
    marsad_error error = {0};
    const char *path = scratch_text("decided.csv", table);
    if (marsad_decisions_read(path, gazetteer, &decisions, &error)) {
        fail_msg("%ld: %s", error.row, error.message);
    }
    return decisions;
}

static const char DECIDED[] =
    "location,country,admin1,choice,candidate_1,candidate_1_id,candidate_2_id\n"
    "ombrosa,,,2,x,t:7,t:8\n"
    "Ombrosa,,Surt,t:4,,,\n"
    "Zzyzx,LY,,\"32.6, 14.30\",,,\n"
    "Zzyzx,LB,,none,,,\n"
    "Unheard,,,none,,,\n"
    "Qwopfx,,,,,,\n";

static void what_was_decided_holds(void **state)
{
    (void)state;
    marsad_geocode_summary summary;
    marsad_geocode_options options = marsad_geocode_defaults();
    marsad_decisions *decisions = decide(DECIDED);
    options.decisions = decisions;
    char *text = geocode(QUESTIONS, &options, &summary);
    expect_in_line(text, 1, ",14.3,32.6,");
    expect_in_line(text, 1, ",decision,1,decision,\"chosen by a person: 32.6, 14.30\",1,1,");
    expect_in_line(text, 2, ",t:8,Ombrosa,36.05,33.95,2000,decision,1,decision,");
    expect_in_line(text, 3, ",t:8,Ombrosa,");
    expect_in_line(text, 4, ",t:4,Kadrana,");
    expect_in_line(text, 5, ",unresolved,a person decided that it has no place,");
    expect_in_line(text, 6, ",unresolved,no listed name");
    assert_int_equal(summary.by_decision, 4);
    assert_int_equal(summary.unresolved, 2);
    assert_int_equal(summary.idle_decisions, 1);
    assert_string_equal(summary.idle, "Unheard");
    mrs_free(text);
    /* Only what is still open is asked. */
    text = review(".csv", decisions, &summary);
    assert_int_equal(summary.questions, 1);
    expect_in_line(text, 1, "Qwopfx,,,1,7,");
    assert_string_equal(line(text, 2), "");
    mrs_free(text);
    marsad_decisions_free(decisions);
}

static void decisions_stay_in_their_own_file(void **state)
{
    (void)state;
    marsad_geocode_summary summary;
    marsad_decisions *decisions = decide(DECIDED);
    marsad_geocode_options options = marsad_geocode_defaults();
    options.decisions = decisions;
    char review[256];
    snprintf(review, sizeof review, "%s", scratch_path("decided.csv"));
    options.review = review;
    mrs_free(geocode(QUESTIONS, &options, &summary));
    marsad_decisions_free(decisions);
    char *text = contents(options.review);
    expect_in_line(text, 1, "ombrosa,,,,,,,2,x,");
    expect_in_line(text, 6, "Qwopfx,,,1,7,unresolved,");
    decisions = decide(text);
    options.decisions = decisions;
    mrs_free(geocode(QUESTIONS, &options, &summary));
    assert_int_equal(summary.by_decision, 4);
    marsad_decisions_free(decisions);
    mrs_free(text);
}

/* A person writes figures as figures; most rows stay empty. */
static void write_sheet(const char *path)
{
    static const mrs_field fields[] = {{"location", MRS_CELL_TEXT, 0},
                                       {"choice", MRS_CELL_INTEGER, 0},
                                       {"candidate_1_id", MRS_CELL_TEXT, 0},
                                       {"candidate_2_id", MRS_CELL_TEXT, 0}};
    mrs_writer *writer;
    const mrs_cell open[] = {
        {.text = "Zzyzx"}, {.is_null = true}, {.is_null = true}, {.is_null = true}};
    const mrs_cell chosen[] = {
        {.text = "Ombrosa"}, {.integer = 2}, {.text = "t:7"}, {.text = "t:8"}};
    const mrs_writer_plan plan = {
        .layer = "review", .shape = MRS_WRITE_NONE, .fields = fields, .field_count = 4};
    assert_int_equal(mrs_writer_begin(path, &plan, &writer, NULL), MARSAD_OK);
    assert_int_equal(mrs_writer_add(writer, open, NULL, NULL, 0, NULL), MARSAD_OK);
    assert_int_equal(mrs_writer_add(writer, chosen, NULL, NULL, 0, NULL), MARSAD_OK);
    assert_int_equal(mrs_writer_commit(writer, NULL), MARSAD_OK);
}

static void spreadsheets_are_read_and_written(void **state)
{
    (void)state;
    static const char *const names[] = {"sheet.xlsx", "sheet.ods", "sheet.csv", "sheet.tsv"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[200];
        marsad_geocode_summary summary;
        marsad_decisions *decisions = NULL;
        marsad_geocode_options options = marsad_geocode_defaults();
        snprintf(path, sizeof path, "%s", scratch_path(names[i]));
        write_sheet(path);
        assert_int_equal(marsad_decisions_read(path, gazetteer, &decisions, NULL), MARSAD_OK);
        options.decisions = decisions;
        options.review = path;
        char *text = geocode(QUESTIONS, &options, &summary);
        expect_in_line(text, 2, ",t:8,Ombrosa,");
        assert_int_equal(summary.by_decision, 2);
        assert_int_equal(summary.questions, 3); /* Ombrosa in Surt keeps the company of that */
        mrs_free(text);
        marsad_decisions_free(decisions);
        /* The choice has stayed in it. */
        assert_int_equal(marsad_decisions_read(path, gazetteer, &decisions, NULL), MARSAD_OK);
        options.decisions = decisions;
        mrs_free(geocode(QUESTIONS, &options, &summary));
        assert_int_equal(summary.by_decision, 2);
        marsad_decisions_free(decisions);
    }
}

static void events_are_placed_by_decisions(void **state)
{
    (void)state;
    marsad_events *events = NULL;
    marsad_problems problems;
    marsad_decisions *decisions = decide(DECIDED);
    const char *path = scratch_text("t.csv", QUESTIONS);
    assert_int_equal(marsad_events_read(path, NULL, &events, &problems, NULL), MARSAD_OK);
    assert_int_equal(marsad_events_place_decided(events, resolver, NULL, decisions, NULL),
                     MARSAD_OK);
    marsad_decisions_free(decisions);
    const marsad_incident *first = marsad_events_get(events, 0);
    assert_int_equal(first->placement, MARSAD_PLACED_BY_DECISION);
    assert_true(marsad_incident_is_placed(first));
    assert_true(first->at.lat == 32.6);
    assert_string_equal(marsad_placement_text(first->placement), "decision");
    assert_string_equal(marsad_resolution_place(marsad_events_get(events, 3)->resolution)->id,
                        "t:4");
    assert_int_equal(marsad_events_get(events, 4)->placement, MARSAD_UNPLACED);
    assert_int_equal(marsad_events_get(events, 5)->placement, MARSAD_UNPLACED);
    marsad_events_free(events);
}

static void refuse(const char *table, long row, const char *words)
{
    marsad_decisions *decisions = NULL;
    marsad_error error = {0};
    const char *path = scratch_text("decided.csv", table);
    assert_int_equal(marsad_decisions_read(path, gazetteer, &decisions, &error), MARSAD_ERR_INPUT);
    assert_null(decisions);
    assert_int_equal(error.row, row);
    if (!strstr(error.message, words)) {
        fail_msg("expected \"%s\", got \"%s\"", words, error.message);
    }
}

static void choices_that_cannot_be_are_refused(void **state)
{
    (void)state;
    refuse("location,choice,candidate_1_id\nX,2,t:1\n", 2, "no candidate of that number");
    refuse("location,choice\nX,6\n", 2, "no candidate");
    refuse("location,choice\nX,t:99\n", 2, "no place of that id");
    refuse("location,choice\nX,maybe\n", 2, "not \"maybe\"");
    refuse("location,choice\nX,\"95, 14\"\n", 2, "95, 14");
    refuse("location,choice\nX,t:1\nx,t:2\n", 3, "row 2");
    refuse("location,answer\nX,t:1\n", 1, "columns location and choice");
    refuse("location,choice\nX,t:1,\n", 2, "3 cells");
    marsad_decisions_free(decide("location,choice\nX,t:1\nx,t:1\n"));
    marsad_decisions_free(decide("\xEF\xBB\xBFlocation;choice\r\nX;t:1\r\n"));
}

/* ---- stopping and going on ------------------------------------------------------------------ */

typedef struct stopper {
    uint64_t after; /* so many rows */
} stopper;

static bool stop_after(void *state, const marsad_geocode_progress *progress)
{
    const stopper *s = state;
    return progress->rows < s->after;
}

enum { TABLE_ROWS = 60 };

/* Of all kinds: names, coordinates, questions, faults, cells with line ends. */
static void long_table(char *out, size_t size)
{
    static const char *const rows[] = {
        "Sirte,,,2020-01-01,a\n",
        "Ombrosa,,,2020-01-02,\"b\nc\"\n",
        "Zzyzx,,,,\n",
        "Kadrana,,,,x\n",
        "Zahle,35.9,33.8,,\"1,2\"\n",
        "Zahle,1,2,2020-13-01,bad\n",
        "Sirte,0,0,,\n",
        "Qwopfx,,,,\n",
        "Tripoli,,,not a date,\n",
        "Tripoli,,,2020,é\n",
    };
    size_t used = (size_t)snprintf(out, size, "location,lon,lat,date,text\n");
    for (size_t i = 0; i < TABLE_ROWS; i++) {
        used += (size_t)snprintf(out + used, size - used, "%s", rows[i * 7 % 10]);
    }
}

typedef struct products {
    char *out, *rejected, *open;
} products;

static products take_products(void)
{
    products p = {contents(scratch_path("long-out.csv")),
                  contents(scratch_path("long-out-rejected.csv")),
                  contents(scratch_path("long-open.csv"))};
    unlink(scratch_path("long-out.csv"));
    unlink(scratch_path("long-out-rejected.csv"));
    unlink(scratch_path("long-open.csv"));
    return p;
}

static void drop_products(products *p)
{
    mrs_free(p->out);
    mrs_free(p->rejected);
    mrs_free(p->open);
}

static marsad_geocode_options long_options(stopper *s)
{
    marsad_geocode_options options = marsad_geocode_defaults();
    static char open[200];
    snprintf(open, sizeof open, "%s", scratch_path("long-open.csv"));
    options.review = open;
    options.progress = s ? stop_after : NULL;
    options.progress_state = s;
    options.progress_every_s = 0;
    return options;
}

/* The process was killed after it had put down how far it was: the part is longer than that. */
static void append_to_part(void)
{
    FILE *part = fopen(scratch_path("long-out.csv.part"), "ab");
    assert_non_null(part);
    fputs("half a ro", part);
    fclose(part);
}

static void a_stopped_run_goes_on_to_the_same_bytes(void **state)
{
    (void)state;
    char table[8192];
    char in[200], out[200];
    long_table(table, sizeof table);
    snprintf(in, sizeof in, "%s", scratch_text("long.csv", table));
    snprintf(out, sizeof out, "%s", scratch_path("long-out.csv"));
    marsad_geocode_options whole = long_options(NULL);
    const marsad_geocode_summary expected = run_with(in, out, &whole);
    products want = take_products();
    for (uint64_t first = 1; first < TABLE_ROWS; first++) {
        stopper s = {first};
        marsad_geocode_options options = long_options(&s);
        marsad_geocode_summary summary = run_with(in, out, &options);
        assert_true(summary.stopped && summary.can_resume);
        assert_int_equal(summary.rows, first);
        assert_false(is_there(out) || is_there(scratch_path("long-out-rejected.csv")));
        append_to_part();
        options.resume = true;
        s.after = first + (first * 13) % 17 + 1; /* once more, or to the end */
        summary = run_with(in, out, &options);
        if (summary.stopped) {
            s.after = UINT64_MAX;
            summary = run_with(in, out, &options);
        }
        assert_false(summary.stopped);
        assert_true(summary.from_row > 1);
        assert_int_equal(summary.rows, expected.rows);
        assert_int_equal(summary.by_name, expected.by_name);
        assert_int_equal(summary.rejected, expected.rejected);
        assert_int_equal(summary.to_check, expected.to_check);
        assert_int_equal(summary.questions, expected.questions);
        products got = take_products();
        assert_string_equal(got.out, want.out);
        assert_string_equal(got.rejected, want.rejected);
        assert_string_equal(got.open, want.open);
        drop_products(&got);
        assert_false(is_there(scratch_path("long-out.csv.part")) ||
                     is_there(scratch_path("long-out.csv.resume")));
    }
    drop_products(&want);
    unlink(in);
}

static void lines_of_json_go_on_too(void **state)
{
    (void)state;
    char text[4096] = "";
    for (int i = 0; i < 20; i++) {
        strcat(text, i % 4 == 3   ? "no json\n"
                     : i % 4 == 1 ? "{\"location\":\"Ombrosa\",\"reason\":1}\n"
                                  : "{\"location\":\"Zahle\"}\n");
    }
    char in[200], out[200];
    snprintf(in, sizeof in, "%s", scratch_text("l.ndjson", text));
    snprintf(out, sizeof out, "%s", scratch_path("l-out.ndjson"));
    run_with(in, out, NULL);
    char *want = contents(out);
    for (uint64_t after = 1; after < 20; after++) {
        stopper s = {after};
        marsad_geocode_options options = marsad_geocode_defaults();
        options.progress = stop_after;
        options.progress_state = &s;
        options.progress_every_s = 0;
        unlink(out);
        assert_true(run_with(in, out, &options).can_resume);
        options.resume = true;
        options.progress = NULL;
        assert_int_equal(run_with(in, out, &options).rejected, 5);
        char *got = contents(out);
        assert_string_equal(got, want);
        mrs_free(got);
    }
    mrs_free(want);
    unlink(scratch_path("l-out-rejected.csv"));
}

static void what_has_changed_is_not_gone_on_with(void **state)
{
    (void)state;
    stopper s = {1};
    marsad_geocode_options options = marsad_geocode_defaults();
    options.progress = stop_after;
    options.progress_state = &s;
    options.progress_every_s = 0;
    char in[200], out[200];
    snprintf(in, sizeof in, "%s", scratch_text("c.csv", "location\nSirte\nZahle\nTripoli\n"));
    snprintf(out, sizeof out, "%s", scratch_path("c-out.csv"));
    assert_true(run_with(in, out, &options).can_resume);
    options.progress = NULL;
    options.resume = true;
    options.by_row = true;
    expect_failure(in, out, &options, MARSAD_ERR_INPUT, "options");
    options.by_row = false;
    options.context = "--front other.geojson";
    expect_failure(in, out, &options, MARSAD_ERR_INPUT, "options");
    options.context = NULL;
    scratch_text("c.csv", "location\nSirte\nZahle\nTripoly\n");
    expect_failure(in, out, &options, MARSAD_ERR_INPUT, "the table has changed");
    scratch_text("c.csv", "location\nSirte\nZahle\nTripoli\n");
    assert_int_equal(run_with(in, out, &options).from_row, 3);
    /* With nothing left, it is begun anew. */
    assert_int_equal(run_with(in, out, &options).from_row, 0);
    scratch_text("c-out.csv.resume", "{}");
    expect_failure(in, out, &options, MARSAD_ERR_INPUT, "not what a stopped run leaves");
    unlink(scratch_path("c-out.csv.resume"));
}

static void other_formats_are_whole_or_not_there(void **state)
{
    (void)state;
    static const char *const names[] = {"s.geojson", "s.gpkg", "s.xlsx", "s.fgb", "s.kml"};
    stopper s = {2};
    marsad_geocode_options options = marsad_geocode_defaults();
    options.progress = stop_after;
    options.progress_state = &s;
    options.progress_every_s = 0;
    char in[200], folder[200];
    snprintf(in, sizeof in, "%s", scratch_text("s.csv", "location\nSirte\nZahle\nTripoli\n"));
    snprintf(folder, sizeof folder, "%s", scratch_path("stopped"));
    assert_int_equal(mkdir(folder, 0700), 0);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char out[256];
        snprintf(out, sizeof out, "%s/%s", folder, names[i]);
        marsad_geocode_summary summary = run_with(in, out, &options);
        assert_true(summary.stopped && !summary.can_resume);
    }
    assert_int_equal(rmdir(folder), 0); /* it is empty */
}

/* ---- memory --------------------------------------------------------------------------------- */

static void memory_may_run_out(void **state)
{
    (void)state;
    char in[200], out[200], open[200];
    snprintf(in, sizeof in, "%s", scratch_text("t.csv", QUESTIONS));
    snprintf(out, sizeof out, "%s", scratch_path("memory.csv"));
    snprintf(open, sizeof open, "%s", scratch_path("memory-open.csv"));
    marsad_geocode_options options = marsad_geocode_defaults();
    options.review = open;
    marsad_status status = MARSAD_ERR_MEMORY;
    long nth = 1;
    for (; status == MARSAD_ERR_MEMORY && nth < 20000; nth += 1 + nth / 40) {
        marsad_geocode_summary summary;
        marsad_error error = {0};
        mrs_alloc_fail_at(nth);
        status = marsad_geocode(in, out, resolver, &options, &summary, NULL, &error);
        mrs_alloc_fail_at(0);
        assert_true(status == MARSAD_OK || status == MARSAD_ERR_MEMORY);
    }
    assert_int_equal(status, MARSAD_OK);
    assert_true(nth > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_kept_and_ours_added),
        cmocka_unit_test(a_file_is_answered_as_a_map_is),
        cmocka_unit_test(a_row_by_itself_has_no_company),
        cmocka_unit_test(coordinates_are_compared_with_the_name),
        cmocka_unit_test(more_columns_are_added),
        cmocka_unit_test(objects_keep_what_they_hold),
        cmocka_unit_test(bad_rows_are_put_aside),
        cmocka_unit_test(the_table_itself_stays),
        cmocka_unit_test(a_side_file_stands_beside_the_output),
        cmocka_unit_test(a_location_that_cannot_be_is_a_fault),
        cmocka_unit_test(without_a_good_row_nothing_is_written),
        cmocka_unit_test(the_table_stays),
        cmocka_unit_test(open_questions_are_listed_once),
        cmocka_unit_test(what_was_decided_holds),
        cmocka_unit_test(decisions_stay_in_their_own_file),
        cmocka_unit_test(spreadsheets_are_read_and_written),
        cmocka_unit_test(events_are_placed_by_decisions),
        cmocka_unit_test(choices_that_cannot_be_are_refused),
        cmocka_unit_test(a_stopped_run_goes_on_to_the_same_bytes),
        cmocka_unit_test(lines_of_json_go_on_too),
        cmocka_unit_test(what_has_changed_is_not_gone_on_with),
        cmocka_unit_test(other_formats_are_whole_or_not_there),
        cmocka_unit_test(memory_may_run_out),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
