/* Relative locations: numbers and distances in text, winds, and the readings of phrases. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/memory.h"
#include "marsad/text.h"
#include "resolve/relation.h"
#include "resolve/relation_words.h"
#include "text/fold.h"
#include "text/numerals.h"
#include "tsv_cases.h"

static const char *const kind_names[] = {"OFFSET", "DISTANCE", "DIRECTION", "PART", "AROUND",
                                         "NEAR",   "BETWEEN",  "MIDWAY",    "ROAD", "ALONG"};

static bool is_close(double a, double b)
{
    return fabs(a - b) <= 1e-5 * fabs(b) + 1e-9;
}

/* Distances */

/* The first distance that begins in the text, with the tokens it leaves unread. */
static size_t length_in(const char *text, mrs_length *out, size_t *left)
{
    mrs_passage tokens;
    assert_true(mrs_passage_read(text, &tokens));
    for (size_t at = 0; at < tokens.count; at++) {
        size_t taken = mrs_length_read(&tokens, at, out);
        if (taken) {
            *left = tokens.count - at - taken;
            return taken;
        }
    }
    return 0;
}

static bool length_agrees(const char *text, const char *metres, const char *tolerance)
{
    mrs_length found = {0};
    size_t left = 0, taken = length_in(text, &found, &left);
    if (strcmp(metres, "-") == 0) {
        return taken == 0;
    }
    if (strcmp(metres, "wrong") == 0) {
        return taken && found.wrong;
    }
    return taken && left == 0 && !found.wrong && is_close(found.metres, strtod(metres, NULL)) &&
           is_close(found.tol_m, strtod(tolerance, NULL));
}

static void distances_follow_the_table(void **state)
{
    (void)state;
    tsv_cases cases;
    int count = 0, wrong = 0;
    assert_true(tsv_cases_open(&cases, "numerals.tsv"));
    while (tsv_cases_next(&cases)) {
        if (!length_agrees(cases.fields[0], cases.fields[1], cases.fields[2])) {
            mrs_length found = {0};
            size_t left = 0;
            (void)length_in(cases.fields[0], &found, &left);
            print_error("numerals.tsv:%ld: %s: %s m ± %s expected, %g ± %g found, %zu left\n",
                        cases.row, cases.fields[0], cases.fields[1], cases.fields[2], found.metres,
                        found.tol_m, left);
            wrong++;
        }
        count++;
    }
    assert_true(count >= 150);
    assert_int_equal(wrong, 0);
}

static void check_word_value(const char *text, int value)
{
    mrs_passage tokens;
    mrs_numeral found;
    assert_true(mrs_passage_read(text, &tokens));
    size_t taken = mrs_numeral_read(&tokens, 0, &found);
    if (taken != tokens.count || found.value != value) {
        fail_msg("%s: %d expected, %g found in %zu of %zu tokens", text, value, found.value, taken,
                 tokens.count);
    }
}

/* The numbers from 20 to 99, written from each language's rule. */
static void english_tens_are_read(void **state)
{
    (void)state;
    static const char *const tens[] = {"twenty", "thirty",  "forty",  "fifty",
                                       "sixty",  "seventy", "eighty", "ninety"};
    static const char *const digits[] = {"",     "one", "two",   "three", "four",
                                         "five", "six", "seven", "eight", "nine"};
    char text[64];
    for (int i = 20; i < 100; i++) {
        snprintf(text, sizeof text, "%s%s%s", tens[i / 10 - 2], i % 10 ? "-" : "", digits[i % 10]);
        check_word_value(text, i);
    }
}

static void french_numbers_are_read(void **state)
{
    (void)state;
    static const char *const small[] = {"zéro",   "un",    "deux",     "trois",    "quatre",
                                        "cinq",   "six",   "sept",     "huit",     "neuf",
                                        "dix",    "onze",  "douze",    "treize",   "quatorze",
                                        "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"};
    static const char *const tens[] = {"vingt",    "trente",   "quarante",     "cinquante",
                                       "soixante", "soixante", "quatre-vingt", "quatre-vingt"};
    char text[64];
    for (int i = 1; i < 100; i++) {
        int rest = i < 20 ? i : i < 60 ? i % 10 : i % 20;
        const char *joint = rest == 1 || rest == 11 ? (i < 80 ? " et " : "-") : "-";
        snprintf(text, sizeof text, "%s%s%s", i < 20 ? "" : tens[i / 10 - 2],
                 i < 20 || rest == 0 ? "" : joint, i >= 20 && rest == 0 ? "" : small[rest]);
        check_word_value(text, i);
    }
}

static void arabic_numbers_are_read(void **state)
{
    (void)state;
    static const char *const digits[] = {"",     "واحد", "اثنين", "ثلاثة",  "أربعة",
                                         "خمسة", "ستة",  "سبعة",  "ثمانية", "تسعة"};
    static const char *const tens[] = {"عشرين", "ثلاثين", "أربعين", "خمسين",
                                       "ستين",  "سبعين",  "ثمانين", "تسعين"};
    char text[64];
    for (int i = 11; i < 100; i++) {
        if (i < 20) {
            snprintf(text, sizeof text, "%s عشر",
                     i == 11   ? "أحد"
                     : i == 12 ? "اثني"
                               : digits[i - 10]);
        } else {
            snprintf(text, sizeof text, "%s%s%s", digits[i % 10], i % 10 ? " و" : "",
                     tens[i / 10 - 2]);
        }
        check_word_value(text, i);
    }
}

/* Tables */

static void check_key(const char *key, const char *before)
{
    mrs_folded folded;
    assert_int_equal(mrs_fold_name(key, strlen(key), &folded, NULL), MARSAD_OK);
    if (strcmp(folded.text + (folded.length > 0), key) != 0 && strcmp(key, "&") != 0) {
        fail_msg("\"%s\" is not folded", key);
    }
    if (before && strcmp(before, key) >= 0) {
        fail_msg("\"%s\" stands behind \"%s\"", key, before);
    }
    mrs_free(folded.text);
}

static void tables_are_folded_and_sorted(void **state)
{
    (void)state;
    size_t count;
    const mrs_lexeme *lexicon = mrs_relation_lexicon(&count);
    for (size_t i = 0; i < count; i++) {
        check_key(lexicon[i].key, i ? lexicon[i - 1].key : NULL);
    }
    const mrs_number_word *words = mrs_number_words(&count);
    for (size_t i = 0; i < count; i++) {
        check_key(words[i].key, i ? words[i - 1].key : NULL);
    }
}

/* Readings */

static mrs_relations read_text(const char *text)
{
    mrs_relations found;
    marsad_error error = {0};
    if (mrs_relation_read(text, &found, &error)) {
        fail_msg("%s: %s", text, error.message);
    }
    return found;
}

static bool is_span(const mrs_span *span, const char *text)
{
    return span->length == strlen(text) &&
           (span->length == 0 || memcmp(span->at, text, span->length) == 0);
}

static bool is_figure(bool has, double value, const char *expected)
{
    return has ? expected[0] && is_close(value, strtod(expected, NULL)) : !expected[0];
}

static bool relation_agrees(const mrs_relation *found, const char *const *fields)
{
    mrs_span second = found->anchor_count > 1 ? found->anchors[1] : (mrs_span){"", 0};
    return strcmp(kind_names[found->kind], fields[1]) == 0 && is_span(&found->subject, fields[2]) &&
           is_span(&found->anchors[0], fields[3]) && is_span(&second, fields[4]) &&
           is_figure(found->has_distance, found->distance_m, fields[5]) &&
           is_figure(found->has_distance, found->distance_tol_m, fields[6]) &&
           is_figure(found->has_direction, found->azimuth_deg, fields[7]);
}

static bool reading_agrees(const char *const *fields)
{
    mrs_relations found;
    marsad_error error = {0};
    marsad_status status = mrs_relation_read(fields[0], &found, &error);
    if (strcmp(fields[1], "ERROR") == 0) {
        return status == MARSAD_ERR_INPUT && error.message[0] && found.count == 0;
    }
    if (status || strcmp(fields[1], "NONE") == 0) {
        return !status && found.count == 0;
    }
    return found.count > 0 && relation_agrees(&found.items[0], fields);
}

static void print_reading(const char *text)
{
    mrs_relations found;
    (void)mrs_relation_read(text, &found, NULL);
    for (size_t i = 0; i < found.count; i++) {
        const mrs_relation *item = &found.items[i];
        print_error("    %s [%.*s] [%.*s] [%.*s] %g m ± %g, %g°\n", kind_names[item->kind],
                    (int)item->subject.length, item->subject.at, (int)item->anchors[0].length,
                    item->anchors[0].at, item->anchor_count > 1 ? (int)item->anchors[1].length : 0,
                    item->anchor_count > 1 ? item->anchors[1].at : "", item->distance_m,
                    item->distance_tol_m, item->azimuth_deg);
    }
}

static void readings_follow_the_table(void **state)
{
    (void)state;
    tsv_cases cases;
    int count = 0, wrong = 0;
    assert_true(tsv_cases_open(&cases, "relations.tsv"));
    while (tsv_cases_next(&cases)) {
        if (!reading_agrees(cases.fields)) {
            print_error("relations.tsv:%ld: %s: %s expected, found\n", cases.row, cases.fields[0],
                        cases.fields[1]);
            print_reading(cases.fields[0]);
            wrong++;
        }
        count++;
    }
    assert_true(count >= 400);
    assert_int_equal(wrong, 0);
}

/* Sixteen winds, each opposite its mirror, in all three languages. */
static void winds_lie_opposite_each_other(void **state)
{
    (void)state;
    static const char *const forms[][16] = {
        {"north", "north-northeast", "north-east", "east north east", "east", "east-southeast",
         "southeast", "south-south-east", "south", "south-southwest", "south west",
         "west-southwest", "west", "west-northwest", "northwest", "north-northwest"},
        {"nord", "nord-nord-est", "nord-est", "est-nord-est", "est", "est-sud-est", "sud est",
         "sud-sud-est", "sud", "sud-sud-ouest", "sud-ouest", "ouest-sud-ouest", "ouest",
         "ouest-nord-ouest", "nord-ouest", "nord-nord-ouest"},
        {"شمال", "شمال شمال شرق", "شمال شرق", "شرق شمال شرق", "شرق", "شرق جنوب شرق", "جنوب شرقي",
         "جنوب جنوب شرق", "جنوبي", "جنوب جنوب غرب", "جنوب غرب", "غرب جنوب غرب", "غرب",
         "غرب شمال غرب", "شمال غربي", "شمال شمال غرب"},
        {"N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW",
         "NW", "NNW"},
    };
    char text[128];
    for (size_t form = 0; form < 4; form++) {
        for (int i = 0; i < 16; i++) {
            snprintf(text, sizeof text, "15 km %s %s", forms[form][i],
                     form == 2 ? "سرت" : "of Sirte");
            mrs_relations found = read_text(text);
            if (found.count == 0 || found.items[0].azimuth_deg != i * 22.5 ||
                found.items[0].azimuth_tol_deg != (i % 2 ? 11.25 : 22.5)) {
                fail_msg("%s: %g degrees found", text, found.items[0].azimuth_deg);
            }
        }
    }
}

typedef struct second_reading {
    const char *text;
    mrs_relation_kind first, second;
    const char *anchors[2]; /* of the second */
} second_reading;

static void other_readings_are_given(void **state)
{
    (void)state;
    static const second_reading cases[] = {
        {"جنوب العاصمة طرابلس", MRS_RELATION_DIRECTION, MRS_RELATION_PART, {"العاصمة طرابلس", ""}},
        {"في جنوب طرابلس", MRS_RELATION_PART, MRS_RELATION_DIRECTION, {"طرابلس", ""}},
        {"the south of Tripoli", MRS_RELATION_PART, MRS_RELATION_DIRECTION, {"Tripoli", ""}},
        {"au sud de Tripoli", MRS_RELATION_DIRECTION, MRS_RELATION_PART, {"Tripoli", ""}},
        {"بين بني وليد وسرت", MRS_RELATION_BETWEEN, MRS_RELATION_BETWEEN, {"بني", "ليد وسرت"}},
        {"between Bosnia and Herzegovina and Serbia",
         MRS_RELATION_BETWEEN,
         MRS_RELATION_BETWEEN,
         {"Bosnia and Herzegovina", "Serbia"}},
        {"طريق بني وليد ترهونة", MRS_RELATION_ROAD, MRS_RELATION_ROAD, {"بني", "وليد ترهونة"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mrs_relations found = read_text(cases[i].text);
        if (found.count < 2 || found.items[0].kind != cases[i].first ||
            found.items[1].kind != cases[i].second ||
            !is_span(&found.items[1].anchors[0], cases[i].anchors[0])) {
            fail_msg("%s: %zu readings", cases[i].text, found.count);
        }
        if (found.items[1].anchor_count > 1) {
            assert_true(is_span(&found.items[1].anchors[1], cases[i].anchors[1]));
        }
    }
}

/* What a relation says of Y seen from X it says of X seen from Y. */
static void pairs_have_no_order(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"between Misrata and Sirte", "between Sirte and Misrata"},
        {"midway between Misrata and Sirte", "midway between Sirte and Misrata"},
        {"Misrata-Sirte road", "Sirte-Misrata road"},
        {"entre Misrata et Syrte", "entre Syrte et Misrata"},
        {"بين مصراتة وسرت", "بين سرت ومصراتة"},
        {"الطريق من مصراتة إلى سرت", "الطريق من سرت إلى مصراتة"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        mrs_relations one = read_text(pairs[i][0]), other = read_text(pairs[i][1]);
        assert_int_equal(one.items[0].kind, other.items[0].kind);
        for (size_t k = 0; k < 2; k++) {
            mrs_span a = one.items[0].anchors[k], b = other.items[0].anchors[1 - k];
            assert_int_equal(a.length, b.length);
            assert_memory_equal(a.at, b.at, a.length);
        }
    }
}

/* A phrase is read as well in a long sentence of blanks, but no text longer than a location. */
static void long_texts_are_no_locations(void **state)
{
    (void)state;
    char text[4096] = "";
    for (int i = 0; i < 300; i++) {
        strcat(text, "near and ");
    }
    assert_int_equal(read_text(text).count, 0);
    memset(text, ' ', 3000);
    strcpy(text + 3000, "near Sirte");
    assert_int_equal(read_text(text).count, 1);
    assert_int_equal(read_text("").count, 0);
    assert_int_equal(read_text("()").count, 0);
    assert_int_equal(read_text("near \xFF Sirte").count, 0);
}

static void a_long_text_is_quoted_in_whole_letters(void **state)
{
    (void)state;
    char text[256] = "00 km south of ";
    mrs_relations read;
    marsad_error error = {0};
    for (int i = 0; i < 110; i++) {
        strcat(text, "ب");
    }
    assert_int_equal(mrs_relation_read(text, &read, &error), MARSAD_ERR_INPUT);
    assert_true(marsad_text_is_utf8(error.message, strlen(error.message), NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(distances_follow_the_table),
        cmocka_unit_test(english_tens_are_read),
        cmocka_unit_test(french_numbers_are_read),
        cmocka_unit_test(arabic_numbers_are_read),
        cmocka_unit_test(tables_are_folded_and_sorted),
        cmocka_unit_test(readings_follow_the_table),
        cmocka_unit_test(a_long_text_is_quoted_in_whole_letters),
        cmocka_unit_test(winds_lie_opposite_each_other),
        cmocka_unit_test(other_readings_are_given),
        cmocka_unit_test(pairs_have_no_order),
        cmocka_unit_test(long_texts_are_no_locations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
