#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <proj.h>

#include "geo/coordinates.h"
#include "geo/grid.h"
#include "marsad/geodesy.h"
#include "tsv_cases.h"

/* A failure is told with its row; the table is read to its end. */
static int misses;

static void miss(const tsv_cases *cases, const char *what, const char *got)
{
    fprintf(stderr, "row %ld: \"%s\": %s: %s\n", cases->row, cases->fields[0], what, got);
    misses++;
}

static void check_refusal(const tsv_cases *cases)
{
    const char *expected = cases->fields[1];
    mrs_coordinates read;
    marsad_error error = {0};
    marsad_status status = mrs_coordinates_read(cases->fields[0], &read, &error);
    if (strcmp(expected, "NONE") == 0) {
        if (status != MARSAD_ERR_NOT_FOUND || error.message[0]) {
            miss(cases, "is no coordinates", status ? error.message : read.name);
        }
        return;
    }
    const char *part = expected + strlen("ERROR:");
    if (status != MARSAD_ERR_INPUT || error.status != status || !strstr(error.message, part)) {
        miss(cases, expected, status ? error.message : read.name);
    }
    assert_int_equal(mrs_coordinates_read(cases->fields[0], &read, NULL), status);
}

static void check_position(const tsv_cases *cases)
{
    mrs_coordinates read;
    marsad_error error = {0};
    if (mrs_coordinates_read(cases->fields[0], &read, &error)) {
        miss(cases, "is read", error.message[0] ? error.message : "no coordinates");
        return;
    }
    double tolerance = cases->fields[4][0] ? atof(cases->fields[4]) : 1e-9;
    char got[160];
    snprintf(got, sizeof got, "%.10f %.10f within %.2f m", read.at.lon, read.at.lat,
             read.precision_m);
    if (!(fabs(read.at.lon - atof(cases->fields[1])) <= tolerance &&
          fabs(read.at.lat - atof(cases->fields[2])) <= tolerance)) {
        miss(cases, "is elsewhere", got);
    }
    if (!(fabs(read.precision_m - atof(cases->fields[3])) < 0.01)) {
        miss(cases, "is as precise", got);
    }
    if (!read.form || !read.name[0]) {
        miss(cases, "has a form and a name", read.name);
    }
}

static void texts_are_read_as_in_the_table(void **state)
{
    (void)state;
    tsv_cases cases;
    assert_true(tsv_cases_open(&cases, "coordinates.tsv"));
    int rows = 0;
    while (tsv_cases_next(&cases)) {
        bool is_refused =
            strcmp(cases.fields[1], "NONE") == 0 || strncmp(cases.fields[1], "ERROR:", 6) == 0;
        (is_refused ? check_refusal : check_position)(&cases);
        rows++;
    }
    assert_true(rows >= 120);
    assert_int_equal(misses, 0);
}

/* What a position is called is read as the same position. */
static void names_are_read_back(void **state)
{
    (void)state;
    tsv_cases cases;
    assert_true(tsv_cases_open(&cases, "coordinates.tsv"));
    while (tsv_cases_next(&cases)) {
        mrs_coordinates read, again;
        if (mrs_coordinates_read(cases.fields[0], &read, NULL)) {
            continue;
        }
        marsad_error error = {0};
        if (mrs_coordinates_read(read.name, &again, &error)) {
            fail_msg("%s: its name %s: %s", cases.fields[0], read.name, error.message);
        }
        assert_true(fabs(again.at.lon - read.at.lon) < 1e-10);
        assert_true(fabs(again.at.lat - read.at.lat) < 1e-10);
        assert_string_equal(again.name, read.name);
    }
}

static void names_keep_the_digits(void **state)
{
    (void)state;
    static const struct {
        const char *text, *name, *form;
    } cases[] = {
        {"31.45N 15.25E", "31.45N 15.25E", "a pair in decimal degrees"},
        {"15.255E,31.4N", "31.4N 15.255E", "a pair in decimal degrees"},
        {"-97.50, 31.5", "31.5N 97.50W", "a pair in decimal degrees"},
        {"٣١٫٤٥ج ١٥٫٢٥٠غ", "31.45S 15.250W", "a pair in decimal degrees"},
        {"31,4500N 15E", "31.4500N 15E", "a pair in decimal degrees"},
        {"31.1234567890123N 115.12E", "31.123456789012N 115.12E", "a pair in decimal degrees"},
        {"32 53 4 N 13 1 6.50 E", "32°53'04\"N 13°01'06.50\"E", "degrees, minutes and seconds"},
        {"0131106E 325324N", "32°53'24\"N 13°11'06\"E", "degrees, minutes and seconds"},
        {"32°5.4'N 13°11.10'E", "32°05.4'N 13°11.10'E", "degrees and decimal minutes"},
        {"3253S01311W", "32°53'S 13°11'W", "degrees and minutes"},
        {"179°59'59.99999999\"W 0°0'0\"N", "0°00'00\"N 179°59'59.999999\"W",
         "degrees, minutes and seconds"},
        {"geo:-32.890,13.18", "32.890S 13.18E", "a geo: URI"},
        {"POINT(13.18 32.890)", "32.890N 13.18E", "a WKT point"},
        {"33R 0328500 3480000.50", "33R 328500 3480000.50", "UTM"},
        {"zone 33N E 328500 N 3480000", "33N 328500 3480000", "UTM"},
        {"56 south 334873 6252266", "56H 334873 6252266", "UTM"},
        {"33s ur 02850 80000", "33SUR0285080000", "MGRS"},
        {"4q fj 123 678", "4QFJ123678", "MGRS"},
        {"33SUR", "33SUR", "MGRS"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mrs_coordinates read;
        marsad_error error = {0};
        if (mrs_coordinates_read(cases[i].text, &read, &error)) {
            fail_msg("%s: %s", cases[i].text, error.message);
        }
        assert_string_equal(read.name, cases[i].name);
        assert_string_equal(read.form, cases[i].form);
    }
}

/* --- Grids, there by PROJ and back --- */

static PJ *utm_of(int zone, bool is_south)
{
    char text[80];
    snprintf(text, sizeof text, "+proj=utm +zone=%d%s +ellps=WGS84", zone,
             is_south ? " +south" : "");
    PJ *utm = proj_create(PJ_DEFAULT_CTX, text);
    assert_non_null(utm);
    return utm;
}

static const char bands[] = "CDEFGHJKLMNPQRSTUVWX";

static char band_of(double lat)
{
    int index = (int)floor((lat + 80) / 8);
    return bands[index > 19 ? 19 : index];
}

static void check_near(const char *text, marsad_lonlat expected, double tolerance_m)
{
    mrs_coordinates read;
    marsad_error error = {0};
    if (mrs_coordinates_read(text, &read, &error)) {
        fail_msg("%s: %s", text, error.message[0] ? error.message : "no coordinates");
    }
    double far_m = marsad_geodesic_between(read.at, expected).distance_m;
    if (far_m > tolerance_m) {
        fail_msg("%s: %.3f m from %.8f %.8f", text, far_m, expected.lon, expected.lat);
    }
}

/* The 100 km square's letters by the scheme of NGA.STND.0037, told by zone. */
static void square_letters(int zone, double easting, double northing, char *out)
{
    static const char *const columns[] = {"STUVWXYZ", "ABCDEFGH", "JKLMNPQR"};
    static const char rows[] = "ABCDEFGHJKLMNPQRSTUV";
    int row = (int)floor(northing / 1e5) % 20;
    out[0] = columns[zone % 3][(int)floor(easting / 1e5) - 1];
    out[1] = rows[(row + (zone % 2 ? 0 : 5)) % 20];
    out[2] = '\0';
}

static void check_grids(int zone, marsad_lonlat at)
{
    bool is_south = at.lat < 0;
    PJ *utm = utm_of(zone, is_south);
    PJ_COORD got =
        proj_trans(utm, PJ_FWD, proj_coord(proj_torad(at.lon), proj_torad(at.lat), 0, 0));
    proj_destroy(utm);
    double easting = got.xy.x, northing = got.xy.y;
    char band = band_of(at.lat), letters[3], text[96];
    snprintf(text, sizeof text, "%d %s %.3f %.3f", zone, is_south ? "south" : "north", easting,
             northing);
    check_near(text, at, 0.002);
    if (band != 'S') {
        snprintf(text, sizeof text, "%d%c %.3fmE %.3fmN", zone, band, easting, northing);
        check_near(text, at, 0.002);
    }
    square_letters(zone, easting, northing, letters);
    for (int digits = 5; digits >= 1; digits--) {
        double side = pow(10, 5 - digits);
        snprintf(text, sizeof text, "%d%c%s%0*.0f%0*.0f", zone, band, letters, digits,
                 floor(fmod(easting, 1e5) / side), digits, floor(fmod(northing, 1e5) / side));
        check_near(text, at, side * 0.7085);
    }
}

/* False where the zone has another reach: by Norway and Svalbard. */
static bool is_regular(int zone, double lat)
{
    return !(zone >= 31 && zone <= 37 && lat > 56);
}

static void grids_come_back_from_proj(void **state)
{
    (void)state;
    for (int zone = 1; zone <= 60; zone++) {
        for (double lat = -79.9; lat < 84; lat += 11.7) {
            for (double from = -2.9; from < 3; from += 2.9) {
                marsad_lonlat at = {6.0 * zone - 183 + from, lat};
                if (is_regular(zone, lat)) {
                    check_grids(zone, at);
                }
            }
        }
    }
    check_grids(32, (marsad_lonlat){3.5, 60.4});
    check_grids(31, (marsad_lonlat){2.5, 60.4});
    check_grids(31, (marsad_lonlat){8.5, 78});
    check_grids(33, (marsad_lonlat){9.5, 78});
    check_grids(33, (marsad_lonlat){20.5, 83.9});
    check_grids(37, (marsad_lonlat){34, 72.1});
}

/* Every latitude band reaches from edge to edge. */
static void bands_hold_their_latitudes(void **state)
{
    (void)state;
    for (int i = 0; i < 20; i++) {
        double south = -80 + 8 * i;
        assert_true(mrs_grid_is_band(bands[i]));
        assert_int_equal(mrs_grid_band(south), bands[i]);
        assert_true(mrs_grid_in_band(bands[i], south, 0));
        assert_false(mrs_grid_in_band(bands[i], south - 0.1, 0));
        assert_true(mrs_grid_in_band(bands[i], south - 0.1, 0.2));
    }
    assert_int_equal(mrs_grid_band(84), 'X');
    assert_true(mrs_grid_in_band('X', 84, 0));
    assert_false(mrs_grid_is_band('I'));
    assert_false(mrs_grid_is_band('A'));
    assert_false(mrs_grid_is_band('\0'));
}

static void the_public_function_reads_them_all(void **state)
{
    (void)state;
    marsad_lonlat at;
    double precision_m = 0;
    marsad_error error = {0};
    assert_int_equal(marsad_coordinates_parse("38SMB4488", &at, &precision_m, &error), MARSAD_OK);
    assert_true(fabs(at.lon - 44.4) < 0.01 && fabs(at.lat - 33.33) < 0.01);
    assert_true(fabs(precision_m - 707.1) < 0.1);
    assert_int_equal(marsad_coordinates_parse("32.89N 13.18E", &at, NULL, NULL), MARSAD_OK);
    assert_int_equal(marsad_coordinates_parse("Camp 5", &at, &precision_m, &error),
                     MARSAD_ERR_NOT_FOUND);
    assert_int_equal(error.status, MARSAD_ERR_NOT_FOUND);
    assert_true(precision_m == 0);
    assert_int_equal(marsad_coordinates_parse("61N 328500 3480000", &at, NULL, &error),
                     MARSAD_ERR_INPUT);
    assert_non_null(strstr(error.message, "zone 61"));
}

/* Too much of anything is no coordinates, and harms nothing. */
static void long_texts_are_refused(void **state)
{
    (void)state;
    static const char *const parts[] = {"1 ", "N ", "1N", "(",    "°",   "32°53'24\"N ",
                                        ", ", "-",  ":",  "شمال", "و1 ", "33R 328500 "};
    char text[4096];
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        text[0] = '\0';
        while (strlen(text) + strlen(parts[i]) + 2 < sizeof text) {
            strcat(text, parts[i]);
        }
        mrs_coordinates read;
        assert_int_equal(mrs_coordinates_read(text, &read, NULL), MARSAD_ERR_NOT_FOUND);
    }
    mrs_coordinates read;
    assert_int_equal(mrs_coordinates_read("32N 13E\xff", &read, NULL), MARSAD_ERR_NOT_FOUND);
    assert_int_equal(mrs_coordinates_read("32N 13E\xd9", &read, NULL), MARSAD_ERR_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_read_as_in_the_table),
        cmocka_unit_test(names_are_read_back),
        cmocka_unit_test(names_keep_the_digits),
        cmocka_unit_test(grids_come_back_from_proj),
        cmocka_unit_test(bands_hold_their_latitudes),
        cmocka_unit_test(the_public_function_reads_them_all),
        cmocka_unit_test(long_texts_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
