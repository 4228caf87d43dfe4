/* The text layer: validity, script, keys, coordinates. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/memory.h"
#include "marsad/text.h"
#include "text/direction.h"
#include "text/utf8.h"
#include "tsv_cases.h"

static marsad_keys keys_of(const char *name)
{
    marsad_keys keys;
    marsad_error error = {0};
    if (marsad_text_keys(name, &keys, &error)) {
        fail_msg("keys of \"%s\": %s", name, error.message);
    }
    return keys;
}

static const char *relation_of(const marsad_keys *left, const marsad_keys *right)
{
    if (strcmp(left->full, right->full) == 0) {
        return "full";
    }
    return strcmp(left->bare, right->bare) == 0 ? "bare" : "none";
}

static void folding_follows_the_table(void **state)
{
    (void)state;
    tsv_cases cases;
    assert_true(tsv_cases_open(&cases, "fold.tsv"));
    int count = 0, wrong = 0;
    while (tsv_cases_next(&cases)) {
        marsad_keys left = keys_of(cases.fields[0]), right = keys_of(cases.fields[1]);
        const char *found = relation_of(&left, &right), *mirrored = relation_of(&right, &left);
        if (strcmp(found, cases.fields[2]) != 0 || strcmp(mirrored, found) != 0) {
            print_error("fold.tsv:%ld: %s | %s: %s expected, %s found (%s, %s | %s, %s)\n",
                        cases.row, cases.fields[0], cases.fields[1], cases.fields[2], found,
                        left.full, left.bare, right.full, right.bare);
            wrong++;
        }
        count++;
        marsad_keys_clear(&left);
        marsad_keys_clear(&right);
    }
    assert_true(count >= 80);
    assert_int_equal(wrong, 0);
}

/* A key has no articles, marks or spaces left to fold. */
static void keys_fold_to_themselves(void **state)
{
    (void)state;
    tsv_cases cases;
    assert_true(tsv_cases_open(&cases, "fold.tsv"));
    while (tsv_cases_next(&cases)) {
        marsad_keys once = keys_of(cases.fields[0]), twice = keys_of(once.full);
        assert_string_equal(once.full, twice.full);
        marsad_keys_clear(&once);
        marsad_keys_clear(&twice);
    }
}

static void keys_are_as_documented(void **state)
{
    (void)state;
    static const char *const expected[][3] = {
        {"Bu'ayrat al Ḩasūn", "buayratalhasun", "buayrathasun"},
        {"أَبُو قُرَيْن", "ابوقرين", "ابوقرين"},
        {"مشروع الهضبة", "مشروعالهضبه", "مشروعهضبه"},
        {"As Sidrah", "assidrah", "sidrah"},
        {"Ra's Lanuf", "raslanuf", "raslanuf"},
        {"١٧ فبراير", "17فبراير", "17فبراير"},
        {"El", "el", "el"},
        {"al el", "alel", "el"},
        {"—", "", ""},
        {"", "", ""},
    };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        marsad_keys keys = keys_of(expected[i][0]);
        assert_string_equal(keys.full, expected[i][1]);
        assert_string_equal(keys.bare, expected[i][2]);
        marsad_keys_clear(&keys);
        assert_null(keys.full);
        assert_null(keys.bare);
    }
    marsad_keys_clear(NULL);
}

/* A Chinese sign sends the whole name through normalisation: both ways must fold alike. */
static void both_ways_fold_alike(void **state)
{
    (void)state;
    static const uint32_t blocks[][2] = {{0x21, 0x36F}, {0x600, 0x6FF}, {0x1E00, 0x1EFF}};
    static const char *const frames[][2] = {{"", ""}, {"a", "b"}, {"ا", "ب "}, {"x ", " y"}};
    for (size_t b = 0; b < sizeof blocks / sizeof *blocks; b++) {
        for (uint32_t point = blocks[b][0]; point <= blocks[b][1]; point++) {
            for (size_t f = 0; f < sizeof frames / sizeof *frames; f++) {
                char sign[5] = "", direct[64], whole[80], expected[160];
                sign[mrs_utf8_encode(point, sign)] = '\0';
                snprintf(direct, sizeof direct, "%s%s%s", frames[f][0], sign, frames[f][1]);
                snprintf(whole, sizeof whole, "%s 日", direct);
                marsad_keys a = keys_of(direct), c = keys_of(whole);
                snprintf(expected, sizeof expected, "%s日", a.full);
                if (strcmp(expected, c.full) != 0) {
                    fail_msg("U+%04X: %s and %s", point, expected, c.full);
                }
                marsad_keys_clear(&a);
                marsad_keys_clear(&c);
            }
        }
    }
}

static void bad_utf8_is_found(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t length;
        size_t bad; /* equals the length where the text is valid */
    } cases[] = {
        {"Tripoli", 7, 7},
        {"", 0, 0},
        {"طرابلس", 12, 12},
        {"a\xC3\xA9", 3, 3},
        {"\xF0\x9F\x97\xBA", 4, 4},
        {"\xF4\x8F\xBF\xBF", 4, 4},
        {"ab\xFF", 3, 2},
        {"a\x80", 2, 1},
        {"\xC3", 1, 0},
        {"\xE2\x82", 2, 0},
        {"\xC0\x80", 2, 0},
        {"\xC1\xBF", 2, 0},
        {"\xE0\x80\xAF", 3, 0},
        {"\xF0\x80\x80\xAF", 4, 0},
        {"\xED\xA0\x80", 3, 0},
        {"\xF4\x90\x80\x80", 4, 0},
        {"\xF8\x88\x80\x80\x80", 5, 0},
        {"a\0b", 3, 1},
        {"\xE2\x28\xA1", 3, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t bad = cases[i].length;
        bool valid = marsad_text_is_utf8(cases[i].text, cases[i].length, &bad);
        assert_int_equal(valid, cases[i].bad == cases[i].length);
        assert_int_equal(bad, cases[i].bad);
        assert_int_equal(marsad_text_is_utf8(cases[i].text, cases[i].length, NULL), valid);
    }
}

static void keys_refuse_bad_utf8(void **state)
{
    (void)state;
    marsad_keys keys;
    marsad_error error = {0};
    assert_int_equal(marsad_text_keys("ab\xFF", &keys, &error), MARSAD_ERR_INPUT);
    assert_int_equal(error.status, MARSAD_ERR_INPUT);
    assert_non_null(strstr(error.message, "UTF-8"));
    assert_null(keys.full);
    assert_null(keys.bare);
    assert_int_equal(marsad_text_keys("\xE2\x82", &keys, NULL), MARSAD_ERR_INPUT);
}

static void every_code_point_survives(void **state)
{
    (void)state;
    for (uint32_t point = 1; point <= 0x10FFFF; point += point < 0x3000 ? 1 : 7) {
        if (point >= 0xD800 && point <= 0xDFFF) {
            continue;
        }
        char sign[5] = "";
        uint32_t back = 0;
        size_t size = mrs_utf8_encode(point, sign);
        assert_int_equal(mrs_utf8_decode(sign, size, &back), size);
        assert_int_equal(back, point);
        marsad_keys keys = keys_of(sign);
        assert_true(marsad_text_is_utf8(keys.full, strlen(keys.full), NULL));
        assert_int_equal(keys.full[0] == '\0', keys.bare[0] == '\0');
        marsad_keys_clear(&keys);
    }
}

static void script_is_that_of_most_letters(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        marsad_script script;
    } cases[] = {
        {"Tripoli", MARSAD_SCRIPT_LATIN},
        {"طرابلس", MARSAD_SCRIPT_ARABIC},
        {"Москва", MARSAD_SCRIPT_OTHER},
        {"東京", MARSAD_SCRIPT_OTHER},
        {"", MARSAD_SCRIPT_NONE},
        {"17, 32.5 -", MARSAD_SCRIPT_NONE},
        {"حي 17 Abu", MARSAD_SCRIPT_LATIN},
        {"حيي Abu", MARSAD_SCRIPT_ARABIC},
        {"Abu حيي", MARSAD_SCRIPT_LATIN},
        {"é", MARSAD_SCRIPT_LATIN},
        {"١٧", MARSAD_SCRIPT_NONE},
        {"مصراتة (Misrata, LY)", MARSAD_SCRIPT_LATIN},
        {"\xFF\xFE"
         "ab",
         MARSAD_SCRIPT_LATIN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(marsad_text_script(cases[i].text), cases[i].script);
    }
}

static void pairs_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double lon, lat;
    } cases[] = {
        {"32.9N 13.2E", 13.2, 32.9},
        {"13.2° E, 32.9° N", 13.2, 32.9},
        {"-97.5,31.5", -97.5, 31.5},
        {"31.5, -97.5", -97.5, 31.5},
        {"32.89N,13.185E", 13.185, 32.89},
        {"32.89n,13.185e", 13.185, 32.89},
        {"N32.9 E13.2", 13.2, 32.9},
        {"N 32.9°, E 13.2°", 13.2, 32.9},
        {"32.9S 13.2W", -13.2, -32.9},
        {"32.9N13.2E", 13.2, 32.9},
        {"32.9N, 13.2", 13.2, 32.9},
        {"13.2, 32.9 N", 13.2, 32.9},
        {"13.2E; 32.9", 13.2, 32.9},
        {"-33.9, 151.2E", 151.2, -33.9},
        {"٣٢٫٩ش ١٣٫٢ق", 13.2, 32.9},
        {"٣٢٫٩° ش، ١٣٫٢° ق", 13.2, 32.9},
        {"۳۲٫۹ ش؛ ۱۳٫۲ ق", 13.2, 32.9},
        {"٣٢٫٩ج ١٣٫٢غ", -13.2, -32.9},
        {"32.9ش/13.2ق", 13.2, 32.9},
        {"  0N 0E  ", 0, 0},
        {"90N 180W", -180, 90},
        {"-180, -90", -180, -90},
        {"\u221297.5 31.5", -97.5, 31.5},
        {"+31.5 +97.5", 97.5, 31.5},
        {"179.999999999,-16.5", 179.999999999, -16.5},
        {".5N .25E", 0.25, 0.5},
        {"32,89N 13,185E", 13.185, 32.89},
        {"13,185° E ; 32,89° N", 13.185, 32.89},
        {"N 32,89, E 13,185", 13.185, 32.89},
        {"٣٢،٨٩ش ١٣،١٨٥ق", 13.185, 32.89},
        {"32N,13E", 13, 32},
        {"32, 13E", 13, 32},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        marsad_lonlat at;
        marsad_error error = {0};
        if (marsad_text_lonlat(cases[i].text, &at, &error)) {
            fail_msg("%s: %s", cases[i].text, error.message);
        }
        assert_true(fabs(at.lon - cases[i].lon) < 1e-12);
        assert_true(fabs(at.lat - cases[i].lat) < 1e-12);
    }
}

static void what_is_no_pair_is_told_apart(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        marsad_status status;
        const char *says;
    } cases[] = {
        {"Tripoli", MARSAD_ERR_NOT_FOUND, "not a coordinate pair"},
        {"", MARSAD_ERR_NOT_FOUND, "not a coordinate pair"},
        {"32.9", MARSAD_ERR_NOT_FOUND, "not a coordinate pair"},
        {"32.9N", MARSAD_ERR_NOT_FOUND, "not a coordinate pair"},
        {"17 فبراير", MARSAD_ERR_NOT_FOUND, "not a coordinate pair"},
        {"32,89 13,185", MARSAD_ERR_NOT_FOUND, "not a coordinate pair"},
        {"32,89,13,185", MARSAD_ERR_NOT_FOUND, "not a coordinate pair"},
        {"32,,89N 13E", MARSAD_ERR_NOT_FOUND, "not a coordinate pair"},
        {"1 2 3", MARSAD_ERR_NOT_FOUND, "not a coordinate pair"},
        {"32.9N 13.2E Tripoli", MARSAD_ERR_NOT_FOUND, "not a coordinate pair"},
        {"E N", MARSAD_ERR_NOT_FOUND, "not a coordinate pair"},
        {"32.9.1N 13E", MARSAD_ERR_NOT_FOUND, "not a coordinate pair"},
        {"--32N 13E", MARSAD_ERR_NOT_FOUND, "not a coordinate pair"},
        {"0x20N 13E", MARSAD_ERR_NOT_FOUND, "not a coordinate pair"},
        {"32.9, 13.2", MARSAD_ERR_INPUT, "write it with letters, such as 32.89N,13.185E"},
        {"120, 130", MARSAD_ERR_INPUT, "neither coordinate can be a latitude"},
        {"32N 13N", MARSAD_ERR_INPUT, "both coordinates are latitudes"},
        {"32E 13W", MARSAD_ERR_INPUT, "both coordinates are longitudes"},
        {"91N 13E", MARSAD_ERR_INPUT, "out of range"},
        {"32N 181E", MARSAD_ERR_INPUT, "out of range"},
        {"200, 10", MARSAD_ERR_INPUT, "out of range"},
        {"-32S 13E", MARSAD_ERR_INPUT, "both a minus sign and the letter S"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        marsad_lonlat at;
        marsad_error error = {0};
        marsad_status status = marsad_text_lonlat(cases[i].text, &at, &error);
        if (status != cases[i].status || !strstr(error.message, cases[i].says)) {
            fail_msg("%s: %d %s", cases[i].text, status, error.message);
        }
        assert_int_equal(error.status, status);
        assert_int_equal(marsad_text_lonlat(cases[i].text, &at, NULL), status);
    }
}

/* Every allocation fails once: the status says so, and nothing is left behind. */
static void keys_survive_every_failed_allocation(void **state)
{
    (void)state;
    static const char *const names[] = {"Bu'ayrat al Ḩasūn", "مشروع الهضبة", "東京 الهضبة", ""};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        marsad_status status = MARSAD_ERR_MEMORY;
        int failures = 0;
        for (long nth = 1; status; nth++) {
            marsad_keys keys;
            marsad_error error = {0};
            mrs_alloc_fail_at(nth);
            status = marsad_text_keys(names[i], &keys, &error);
            mrs_alloc_fail_at(0);
            if (status) {
                assert_int_equal(status, MARSAD_ERR_MEMORY);
                assert_int_equal(error.status, MARSAD_ERR_MEMORY);
                assert_null(keys.full);
                assert_null(keys.bare);
                failures++;
            }
            marsad_keys_clear(&keys);
            assert_true(nth < 100);
        }
        assert_true(failures >= 3);
    }
}

static void direction_is_that_of_the_first_letter(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool otherwise, rtl;
    } cases[] = {{"Misrata", true, false},
                 {"مصراتة", false, true},
                 {"16 قتلى in Misrata", false, true},
                 {"TB2 سقطت", true, false},
                 {"12 · 34", true, true},
                 {"12 · 34", false, false},
                 {"", true, true},
                 {"\u2068Misrata\u2069 مصراتة", false, true},
                 {"\u2068مصراتة\u2069", false, false},
                 {"עזה", false, true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(mrs_text_is_rtl(cases[i].text, cases[i].otherwise), cases[i].rtl);
    }
}

static void prefixes_end_between_characters(void **state)
{
    (void)state;
    static const char text[] = "aé€"; /* of 1, 2 and 3 bytes */
    static const size_t expected[] = {0, 1, 1, 3, 3, 3, 6, 6};
    for (size_t most = 0; most < sizeof expected / sizeof *expected; most++) {
        assert_int_equal(mrs_utf8_prefix(text, strlen(text), most), expected[most]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(direction_is_that_of_the_first_letter),
        cmocka_unit_test(folding_follows_the_table),
        cmocka_unit_test(keys_fold_to_themselves),
        cmocka_unit_test(keys_are_as_documented),
        cmocka_unit_test(both_ways_fold_alike),
        cmocka_unit_test(bad_utf8_is_found),
        cmocka_unit_test(prefixes_end_between_characters),
        cmocka_unit_test(keys_refuse_bad_utf8),
        cmocka_unit_test(every_code_point_survives),
        cmocka_unit_test(script_is_that_of_most_letters),
        cmocka_unit_test(pairs_are_read),
        cmocka_unit_test(what_is_no_pair_is_told_apart),
        cmocka_unit_test(keys_survive_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
