/* relate/front_events_write: the events' own columns, then where they lie to the front. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/memory.h"
#include "folder.h"
#include "geo/vector.h"
#include "marsad/front.h"
#include "scratch.h"

typedef struct fixture {
    marsad_front *front;
    marsad_events *events;
    marsad_event_relation *relations;
} fixture;

/* A line to the west of which there are the Blues, to its east the Greens. */
static fixture relate(const char *table)
{
    fixture f = {0};
    marsad_problems problems;
    scratch_text("front.geojson",
                 "{\"type\":\"Feature\",\"properties\":{\"left\":\"Blue\",\"right\":\"Green\","
                 "\"name\":\"Wadi\",\"date\":\"2020-01-26\"},"
                 "\"geometry\":{\"type\":\"LineString\",\"coordinates\":[[15,31],[15,32]]}}");
    scratch_text("events", table);
    const char *path = scratch_path("front.geojson");
    assert_int_equal(marsad_front_open(&path, 1, NULL, &f.front, NULL), MARSAD_OK);
    assert_int_equal(marsad_events_read(scratch_path("events"), NULL, &f.events, &problems, NULL),
                     MARSAD_OK);
    marsad_problems_clear(&problems);
    assert_int_equal(
        marsad_front_relate_events(f.front, f.events, (marsad_date){0}, &f.relations, NULL),
        MARSAD_OK);
    folder_files(scratch_folder, true);
    return f;
}

static void release(fixture *f)
{
    marsad_event_relations_free(f->relations);
    marsad_events_free(f->events);
    marsad_front_free(f->front);
}

static mrs_vector *write_and_open(const fixture *f, const char *name)
{
    mrs_vector *vector;
    marsad_error error = {0};
    const char *path = scratch_path(name);
    if (marsad_front_write_events(f->front, f->events, f->relations, path, &error) ||
        mrs_vector_open(path, MRS_VECTOR_LAYER, NULL, &vector, &error)) {
        fail_msg("%s: %s", error.file, error.message);
    }
    return vector;
}

static size_t column(const mrs_vector *vector, const char *name)
{
    for (size_t i = 0; i < mrs_vector_column_count(vector); i++) {
        if (strcmp(mrs_vector_column_name(vector, i), name) == 0) {
            return i;
        }
    }
    fail_msg("no column %s", name);
    return 0;
}

static void next(mrs_vector *vector)
{
    bool more;
    assert_int_equal(mrs_vector_next(vector, &more, NULL), MARSAD_OK);
    assert_true(more);
}

static void expect(mrs_vector *vector, const char *name, const char *text)
{
    const char *got = mrs_vector_text(vector, column(vector, name));
    if (strcmp(got, text) != 0) {
        fail_msg("%s is %s and not %s", name, got, text);
    }
}

static void finish(fixture *f, mrs_vector *vector)
{
    mrs_vector_close(vector);
    folder_files(scratch_folder, true);
    release(f);
}

static void columns_are_in_order(void **state)
{
    (void)state;
    fixture f = relate("Ref,lon,lat,location,date\nx,14.5,31.5,,2020-01-26\n");
    mrs_vector *vector = write_and_open(&f, "out.csv");
    static const char *const names[] = {"Ref",
                                        "lon",
                                        "lat",
                                        "location",
                                        "date",
                                        "place_id",
                                        "place_name",
                                        "uncertainty_m",
                                        "match",
                                        "confidence",
                                        "placed_by",
                                        "reason",
                                        "front_distance_m",
                                        "front_azimuth_deg",
                                        "front_lon",
                                        "front_lat",
                                        "front_line",
                                        "controller",
                                        "controller_certain",
                                        "front_date",
                                        "front_note"};
    assert_int_equal(mrs_vector_column_count(vector), sizeof names / sizeof *names);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_string_equal(mrs_vector_column_name(vector, i), names[i]);
    }
    next(vector);
    expect(vector, "Ref", "x");
    expect(vector, "placed_by", "coordinates");
    expect(vector, "front_distance_m", "47501");
    expect(vector, "front_line", "Wadi");
    expect(vector, "controller", "Blue");
    expect(vector, "controller_certain", "true");
    expect(vector, "front_date", "2020-01-26");
    expect(vector, "front_note", "");
    finish(&f, vector);
}

/* What a GeoJSON says is a number, stays one; what Marsad knows is one, becomes one. */
static void kinds_are_kept(void **state)
{
    (void)state;
    fixture f = relate("{\"type\":\"Feature\",\"properties\":{\"location\":\"a\",\"n\":7,"
                       "\"share\":0.125,\"sure\":false,\"killed\":\"3\",\"code\":\"007\","
                       "\"date\":\"2020-02-01\"},"
                       "\"geometry\":{\"type\":\"Point\",\"coordinates\":[15.5,31.5]}}");
    mrs_vector *vector = write_and_open(&f, "out.gpkg");
    assert_int_equal(mrs_vector_column_kind(vector, column(vector, "n")), MRS_CELL_INTEGER);
    assert_int_equal(mrs_vector_column_kind(vector, column(vector, "share")), MRS_CELL_NUMBER);
    assert_int_equal(mrs_vector_column_kind(vector, column(vector, "sure")), MRS_CELL_FLAG);
    assert_int_equal(mrs_vector_column_kind(vector, column(vector, "killed")), MRS_CELL_INTEGER);
    assert_int_equal(mrs_vector_column_kind(vector, column(vector, "code")), MRS_CELL_TEXT);
    assert_int_equal(mrs_vector_column_kind(vector, column(vector, "lon")), MRS_CELL_NUMBER);
    assert_int_equal(mrs_vector_column_kind(vector, column(vector, "controller_certain")),
                     MRS_CELL_FLAG);
    next(vector);
    expect(vector, "n", "7");
    expect(vector, "share", "0.125");
    expect(vector, "sure", "false");
    expect(vector, "killed", "3");
    expect(vector, "code", "007");
    expect(vector, "lon", "15.5");
    expect(vector, "controller", "Green");
    const mrs_shape *shape;
    assert_int_equal(mrs_vector_shape(vector, &shape, NULL), MARSAD_OK);
    assert_int_equal(shape->kind, MRS_SHAPE_POINT);
    finish(&f, vector);
}

static void rows_without_a_place_are_kept(void **state)
{
    (void)state;
    fixture f = relate("location,uncertainty_m,date\nTripoli,77,2020-01-26\n");
    mrs_vector *vector = write_and_open(&f, "out.geojson");
    next(vector);
    expect(vector, "location", "Tripoli");
    expect(vector, "uncertainty_m", "77"); /* the file's own, for there is no other */
    expect(vector, "lon", "");
    expect(vector, "placed_by", "unresolved");
    expect(vector, "controller", "");
    expect(vector, "controller_certain", "");
    expect(vector, "front_note", "not placed");
    const mrs_shape *shape;
    assert_int_equal(mrs_vector_shape(vector, &shape, NULL), MARSAD_OK);
    assert_int_equal(shape->kind, MRS_SHAPE_NONE);
    finish(&f, vector);
}

/* Ours have always the same names; the file's are kept under another. */
static void columns_of_one_name_are_told_apart(void **state)
{
    (void)state;
    fixture f = relate("Controller,input_Controller,LON,Lat,front_note,date\n"
                       "theirs,old,14.5,31.5,theirs too,2020-01-26\n");
    mrs_vector *vector = write_and_open(&f, "out.csv");
    next(vector);
    expect(vector, "controller", "Blue");
    expect(vector, "input_Controller", "theirs");
    expect(vector, "input_Controller_2", "old");
    expect(vector, "input_front_note", "theirs too");
    expect(vector, "front_note", "");
    expect(vector, "LON", "14.5");
    finish(&f, vector);
}

static void notes_say_why(void **state)
{
    (void)state;
    fixture f = relate("location,lon,lat,uncertainty_m,date\n"
                       "a,14.5,31.5,50000,2020-01-26\n"
                       "b,15.01,33,,2020-01-26\n"
                       "c,14.5,31.5,,\n"
                       "d,14.5,31.5,,2020-01-01\n"
                       "e,14.5,31.5,,2020-01-27\n"
                       "f,,,,2020-01-27\n");
    static const char *const notes[] = {"its uncertainty reaches the front",
                                        "beyond the end of the line",
                                        "no date",
                                        "before the first front (2020-01-26)",
                                        "",
                                        "not placed"};
    for (size_t i = 0; i < 6; i++) {
        assert_string_equal(marsad_event_relation_note(&f.relations[i]), notes[i]);
    }
    marsad_event_relation none = {.related = true, .why_not = ""};
    assert_string_equal(marsad_event_relation_note(&none), "no line of front at that date");
    release(&f);
}

static void failures_leave_no_trace(void **state)
{
    (void)state;
    fixture f = relate("location,lon,lat,date\na,14.5,31.5,2020-01-26\nb,,,2020-01-26\n");
    marsad_error error = {0};
    assert_int_equal(marsad_front_check_path(scratch_path("out.xml"), false, &error),
                     MARSAD_ERR_USAGE);
    assert_int_equal(marsad_front_check_path(scratch_path("out.csv"), false, &error), MARSAD_OK);
    assert_int_equal(marsad_front_check_path(scratch_path("out.csv"), true, &error),
                     MARSAD_ERR_USAGE);
    assert_int_equal(marsad_front_check_path(scratch_path("out.gpkg"), true, &error), MARSAD_OK);
    assert_int_equal(
        marsad_front_write_events(f.front, f.events, f.relations, scratch_path("out.fgb"), &error),
        MARSAD_ERR_USAGE);
    assert_int_equal(error.row, 3); /* of the events */
    marsad_status status = MARSAD_ERR_MEMORY;
    for (long nth = 1; status && nth < 200; nth++) {
        mrs_alloc_fail_at(nth);
        status = marsad_front_write_events(f.front, f.events, f.relations, scratch_path("out.csv"),
                                           &error);
        mrs_alloc_fail_at(0);
        assert_true(!status || status == MARSAD_ERR_MEMORY);
        assert_int_equal(folder_files(scratch_folder, false), !status);
    }
    assert_int_equal(status, MARSAD_OK);
    folder_files(scratch_folder, true);
    release(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_in_order),
        cmocka_unit_test(kinds_are_kept),
        cmocka_unit_test(rows_without_a_place_are_kept),
        cmocka_unit_test(columns_of_one_name_are_told_apart),
        cmocka_unit_test(notes_say_why),
        cmocka_unit_test(failures_leave_no_trace),
    };
    return cmocka_run_group_tests_name("front_events", tests, scratch_make, scratch_remove);
}
