/* events/date_read: dates as people and programs write them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/memory.h"
#include "events/date_read.h"
#include "events/date_tokens.h"
#include "text/fold.h"
#include "tsv_cases.h"

static const char *describe(const mrs_dates *dates, char out[128])
{
    char from[MARSAD_DATE_TEXT], to[MARSAD_DATE_TEXT];
    marsad_date_text(dates->from, from);
    marsad_date_text(dates->to, to);
    snprintf(out, 128, "%s%s%s%s", from, to[0] ? " " : "", to, dates->from_serial ? " serial" : "");
    return out;
}

static void dates_are_read_as_they_are_written(void **state)
{
    (void)state;
    tsv_cases cases;
    assert_true(tsv_cases_open(&cases, "dates-written.tsv"));
    int count = 0, failed = 0;
    for (; tsv_cases_next(&cases); count++) {
        mrs_dates dates;
        marsad_error error = {0};
        char text[128] = "error";
        if (mrs_dates_read(cases.fields[0], &dates, &error) == MARSAD_OK) {
            describe(&dates, text);
        } else {
            assert_int_equal(error.status, MARSAD_ERR_INPUT);
            assert_true(dates.from.year == 0 && dates.to.year == 0 && !dates.from_serial);
        }
        if (strcmp(text, cases.fields[1]) != 0 || !strstr(error.message, cases.fields[2])) {
            print_error("row %ld: \"%s\" is read as %s, not %s: %s\n", cases.row, cases.fields[0],
                        text, cases.fields[1], error.message);
            failed++;
        }
    }
    assert_int_equal(failed, 0);
    assert_true(count >= 250);
}

static void expect(const char *text, marsad_date date)
{
    mrs_dates dates;
    marsad_error error = {0};
    if (mrs_dates_read(text, &dates, &error) || marsad_date_compare(dates.from, date) != 0 ||
        dates.to.year) {
        char written[128];
        fail_msg("\"%s\" is read as \"%s\": %s", text, describe(&dates, written), error.message);
    }
}

/* The C library's calendar is asked what each day is called. */
static void every_day_is_read_in_every_form(void **state)
{
    (void)state;
    static const char *const forms[] = {"%Y-%m-%d", "%d/%m/%Y",      "%d.%m.%Y",
                                        "%d-%b-%Y", "%B %d, %Y",     "%A, %d %B %Y",
                                        "%Y%m%d",   "%a %b %d %Y",   "%Y-%m-%dT%H:%M:%SZ",
                                        "%Y/%m/%d", "%d %B %Y %H:%M"};
    for (long day = -15569; day < 47000; day += 7) { /* 1927 to 2098 */
        time_t seconds = day * 86400;
        struct tm parts;
        gmtime_r(&seconds, &parts);
        marsad_date date = {parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday};
        char text[64];
        for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
            strftime(text, sizeof text, forms[i], &parts);
            expect(text, date);
        }
        snprintf(text, sizeof text, "%ld", day + 25569);
        expect(text, date);
    }
}

static void a_wrong_weekday_is_never_taken(void **state)
{
    (void)state;
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    for (long day = 0; day < 400; day++) {
        time_t seconds = day * 86400;
        struct tm parts;
        gmtime_r(&seconds, &parts);
        for (int i = 0; i < 7; i++) {
            char text[64], date[32];
            strftime(date, sizeof date, "%d %B %Y", &parts);
            snprintf(text, sizeof text, "%s %s", days[i], date);
            mrs_dates dates;
            assert_int_equal(mrs_dates_read(text, &dates, NULL) == MARSAD_OK, i == parts.tm_wday);
        }
    }
}

/* A word that is not written as words are folded would never be found. */
static void words_are_found(void **state)
{
    (void)state;
    size_t count;
    const mrs_date_word *rows = mrs_date_words(&count);
    for (size_t i = 0; i < count; i++) {
        char words[512];
        snprintf(words, sizeof words, "%s", rows[i].words);
        for (char *rest = words, *word; (word = strsep(&rest, " "));) {
            const mrs_date_word *found = mrs_date_word_find(word, strlen(word));
            if (found != &rows[i]) {
                fail_msg("\"%s\" is not found, or as another word", word);
            }
        }
    }
    assert_null(mrs_date_word_find("", 0));
    assert_null(mrs_date_word_find("janua", 5));
    assert_null(mrs_date_word_find("januaryjanuaryjanuaryjanuaryjanuary", 35));
}

static void text_of_any_length_is_refused(void **state)
{
    (void)state;
    char text[4096];
    mrs_dates dates;
    memset(text, '1', sizeof text);
    text[sizeof text - 1] = '\0';
    assert_int_equal(mrs_dates_read(text, &dates, NULL), MARSAD_ERR_INPUT);
    for (size_t i = 0; i + 1 < sizeof text; i++) {
        text[i] = i % 2 ? '-' : '1';
    }
    assert_int_equal(mrs_dates_read(text, &dates, NULL), MARSAD_ERR_INPUT);
    assert_int_equal(mrs_dates_read("", &dates, NULL), MARSAD_ERR_INPUT);
    assert_int_equal(mrs_dates_read("26 \xFF 2020", &dates, NULL), MARSAD_ERR_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_read_as_they_are_written),
        cmocka_unit_test(every_day_is_read_in_every_form),
        cmocka_unit_test(a_wrong_weekday_is_never_taken),
        cmocka_unit_test(words_are_found),
        cmocka_unit_test(text_of_any_length_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
