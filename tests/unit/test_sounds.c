/* text/sounds: readings, skeletons and the distance between names, from cases/sounds.tsv and as
 * properties; and the bound on the distance that the gazetteer's index keeps. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "gazetteer/index_format.h"
#include "text/core.h"
#include "text/sounds.h"
#include "tsv_cases.h"

enum { FAR = 30000 };

static mrs_sound_costs costs;

static int set_up(void **state)
{
    (void)state;
    mrs_sound_costs_fill(&costs);
    return 0;
}

static void read_words(const char *text, size_t length, size_t most, mrs_readings *out)
{
    mrs_folded folded;
    mrs_tokens tokens;
    assert_int_equal(mrs_fold_name(text, length, &folded, NULL), MARSAD_OK);
    mrs_tokens_of(&folded, &tokens);
    mrs_sounds_read(&tokens, 0, tokens.count, most, out);
    mrs_free(folded.text);
}

static void read_name(const char *text, mrs_readings *out)
{
    read_words(text, strlen(text), MRS_READINGS_MOST, out);
}

static mrs_sounds first_reading(const char *text)
{
    mrs_readings readings;
    read_name(text, &readings);
    if (readings.count == 0) {
        fail_msg("%s has no reading", text);
    }
    return readings.items[0];
}

/* Sounds as they are written in the header, not read from a name. */
static mrs_sounds sounds_of(const char *text, bool abjad)
{
    mrs_sounds out = {.length = (uint8_t)strlen(text), .abjad = abjad};
    memcpy(out.text, text, out.length);
    return out;
}

static int distance(const mrs_sounds *a, const mrs_sounds *b)
{
    return mrs_sounds_distance(&costs, a, b, FAR);
}

static bool is_same(const mrs_sounds *a, const mrs_sounds *b)
{
    return a->length == b->length && memcmp(a->text, b->text, a->length) == 0;
}

static bool share_skeleton(const mrs_sounds *a, const mrs_sounds *b)
{
    char left[MRS_SOUNDS_MOST], right[MRS_SOUNDS_MOST];
    size_t length = mrs_skeleton(a->text, a->length, left);
    return length == mrs_skeleton(b->text, b->length, right) && memcmp(left, right, length) == 0;
}

/* ---- the table ------------------------------------------------------------------------------- */

typedef struct likeness {
    bool skeleton; /* of some reading is that of the listed name */
    int share;     /* the least distance in percent of the longer name */
} likeness;

static likeness compare(const char *asked, const char *listed)
{
    likeness out = {false, FAR};
    mrs_readings readings;
    mrs_sounds other = first_reading(listed);
    read_name(asked, &readings);
    for (size_t i = 0; i < readings.count; i++) {
        const mrs_sounds *one = &readings.items[i];
        int weight = mrs_sounds_weight(one), theirs = mrs_sounds_weight(&other);
        int share = 100 * distance(one, &other) / (weight > theirs ? weight : theirs);
        out.skeleton = out.skeleton || share_skeleton(one, &other);
        out.share = share < out.share ? share : out.share;
    }
    return out;
}

static bool is_as_said(const char *verdict, int share, const likeness *found, const likeness *back)
{
    switch (verdict[0]) {
    case 'a':
        return found->skeleton && found->share <= share;
    case 'n':
        return !found->skeleton && found->share <= share;
    case 'o':
        return found->share > share && back->share > share;
    default:
        return false;
    }
}

static void spellings_are_alike_as_in_the_table(void **state)
{
    (void)state;
    tsv_cases cases;
    int rows = 0, bad = 0;
    assert_true(tsv_cases_open(&cases, "sounds.tsv"));
    for (; tsv_cases_next(&cases); rows++) {
        const char *const *fields = cases.fields;
        likeness found = compare(fields[0], fields[1]), back = compare(fields[1], fields[0]);
        if (!is_as_said(fields[2], atoi(fields[3]), &found, &back)) {
            print_error("sounds.tsv:%ld: %s and %s: %s within %s %% expected; %s skeleton, %d %%\n",
                        cases.row, fields[0], fields[1], fields[2], fields[3],
                        found.skeleton ? "the same" : "another", found.share);
            bad++;
        }
    }
    assert_int_equal(bad, 0);
    assert_true(rows >= 90);
}

/* ---- the distance ---------------------------------------------------------------------------- */

static const char *const names[] = {
    "Misrata",     "Misurata",  "مصراتة",   "Abu Qurayn", "أبو قرين", "Bani Walid", "بني وليد",
    "Ajdabiya",    "أجدابيا",   "Tripoli",  "طرابلس",     "Sirte",    "سرت",        "Gao",
    "Deir ez-Zor", "دير الزور", "Kharkiv",  "Ghadamis",   "غدامس",    "Zawiyah",    "الزاوية",
    "Shuwayrif",   "الشويرف",   "Sciueref", "Chad",       "9 Camp",   "U",          "Ain"};

enum { NAMES = sizeof names / sizeof *names };

static void the_distance_is_symmetric(void **state)
{
    (void)state;
    for (size_t i = 0; i < NAMES; i++) {
        for (size_t j = 0; j < NAMES; j++) {
            mrs_sounds a = first_reading(names[i]), b = first_reading(names[j]);
            int there = distance(&a, &b), back = distance(&b, &a);
            if (there != back) {
                fail_msg("%s and %s: %d and %d", names[i], names[j], there, back);
            }
            assert_true(there >= 0);
            assert_true(a.abjad || b.abjad ||
                        there <= mrs_sounds_weight(&a) + mrs_sounds_weight(&b));
        }
    }
}

/* Within one script; against Arabic, sounds for which it has one letter cost nothing. */
static void only_equal_sounds_are_at_no_distance(void **state)
{
    (void)state;
    for (size_t i = 0; i < NAMES; i++) {
        for (size_t j = 0; j < NAMES; j++) {
            mrs_sounds a = first_reading(names[i]), b = first_reading(names[j]);
            if (a.abjad == b.abjad) {
                assert_int_equal(distance(&a, &b) == 0, is_same(&a, &b));
            }
        }
    }
}

static void it_gives_up_right(void **state)
{
    (void)state;
    for (size_t i = 0; i < NAMES; i++) {
        for (size_t j = 0; j < NAMES; j++) {
            mrs_sounds a = first_reading(names[i]), b = first_reading(names[j]);
            int all = distance(&a, &b);
            for (int most = 0; most <= all + 3; most++) {
                int found = mrs_sounds_distance(&costs, &a, &b, most);
                assert_int_equal(found, all <= most ? all : most + 1);
            }
        }
    }
}

static void a_changed_letter_is_farther(void **state)
{
    (void)state;
    static const char letters[] = "bptdksznmlrfxjhKGaeiou";
    mrs_sounds name = sounds_of("tarabulus", false);
    for (size_t at = 0; at < name.length; at++) {
        for (const char *letter = letters; *letter; letter++) {
            mrs_sounds once = name, twice = name;
            once.text[at] = *letter;
            twice.text[at] = *letter;
            twice.text[(at + 4) % name.length] = '7';
            int one = distance(&name, &once), two = distance(&name, &twice);
            assert_int_equal(one > 0, *letter != name.text[at]);
            assert_true(one <= MRS_SOUND_COST);
            assert_true(two > one);
        }
    }
}

static void errors_of_one_kind_cost_what_is_said(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        int least, most;
    } cases[] = {
        {"misrata", "misrata", 0, 0},
        {"misrata", "misrta", 1, 8},                           /* a vowel is missing */
        {"misrata", "mirata", MRS_SOUND_COST, MRS_SOUND_COST}, /* a consonant is */
        {"misrata", "misrrata", 1, 4},                         /* doubled */
        {"misrata", "mirsata", 1, 8},                          /* neighbours are swapped */
        {"misrata", "mizrata", 1, 8},                          /* akin */
        {"misrata", "mibrata", MRS_SOUND_COST, MRS_SOUND_COST},
        {"", "b", MRS_SOUND_COST, MRS_SOUND_COST},
        {"", "", 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mrs_sounds a = sounds_of(cases[i].a, false), b = sounds_of(cases[i].b, false);
        assert_in_range(distance(&a, &b), cases[i].least, cases[i].most);
        assert_in_range(distance(&b, &a), cases[i].least, cases[i].most);
    }
}

/* Arabic does not write short vowels: that they are missing costs less beside it. */
static void hidden_vowels_cost_less(void **state)
{
    (void)state;
    mrs_sounds latin = sounds_of("tarabulus", false), bare = sounds_of("trbls", false);
    mrs_sounds arabic = sounds_of("trbls", true);
    assert_true(distance(&latin, &arabic) < distance(&latin, &bare));
    assert_true(mrs_sounds_weight(&arabic) == mrs_sounds_weight(&bare));
    mrs_sounds whole = sounds_of("tarabulus", true);
    assert_true(mrs_sounds_weight(&whole) < mrs_sounds_weight(&latin));
}

static void the_weight_is_the_distance_to_nothing(void **state)
{
    (void)state;
    mrs_sounds nothing = sounds_of("", false), name = sounds_of("biKarDu", false);
    assert_int_equal(distance(&name, &nothing), mrs_sounds_weight(&name));
    assert_int_equal(mrs_sounds_weight(&nothing), 0);
    assert_true(mrs_sounds_weight(&name) >= 4 * MRS_SOUND_COST);
}

/* ---- skeletons ------------------------------------------------------------------------------- */

static void skeletons_drop_and_join(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"misrata", "MSRT"},
        {"mSraTa", "MSRT"},
        {"tunbuktu", "TMBKT"},
        {"tumbuktu", "TMBKT"},
        {"tunabuk", "TNBK"},
        {"zlitten", "ZLTN"},
        {"zlitaten", "ZLTTN"},
        {"12 3", "123"},
        {"11", "11"},
        {"aeiou", ""},
        {"", ""},
        {"Wadi", "WD"},
        {"wadi", "D"},
        {"qgkG", "K"},
        {"nb", "MB"},
        {"dDEd", "D"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char skeleton[MRS_SOUNDS_MOST + 1];
        size_t length = mrs_skeleton(cases[i][0], strlen(cases[i][0]), skeleton);
        assert_true(length <= strlen(cases[i][0]));
        skeleton[length] = '\0';
        assert_string_equal(skeleton, cases[i][1]);
    }
}

/* ---- readings -------------------------------------------------------------------------------- */

static void expect_reading(const char *name, const char *sounds)
{
    mrs_sounds expected = sounds_of(sounds, false);
    mrs_readings readings;
    read_name(name, &readings);
    for (size_t i = 0; i < readings.count; i++) {
        if (is_same(&readings.items[i], &expected)) {
            return;
        }
    }
    fail_msg("%s cannot be read as %s", name, sounds);
}

static void articles_and_a_final_h_fall(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"Al Washkah", "Waxka"},    {"As Sidrah", "sidra"},  {"الوشكة", "Wxka"},
        {"سدرة", "sdra"},           {"Alwashka", "alwaxka"}, {"Alwashka", "awaxka"},
        {"Zawiyah", "zawiya"},      {"Sabhah", "sabha"},     {"Sabhah", "sabhah"},
        {"Deir ez-Zor", "deirzor"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        expect_reading(cases[i][0], cases[i][1]);
    }
}

static void letters_of_several_sounds_have_several_readings(void **state)
{
    (void)state;
    expect_reading("Choms", "xoms");
    expect_reading("Choms", "Koms");
    expect_reading("Choms", "koms");
    expect_reading("Giofra", "jofra");
    expect_reading("Gasr", "gasr");
    expect_reading("Gasr", "jasr");
    expect_reading("Sciueref", "xueref");
    expect_reading("Ouaddan", "Wadan");
}

static void readings_are_distinct_and_limited(void **state)
{
    (void)state;
    static const char *const many[] = {
        "Chichaoua Ghedgech", "Cachghdhjou", "Misrata", "أبو قرين", "ثجخذضظ", "Chad", "Zz"};
    for (size_t i = 0; i < sizeof many / sizeof *many; i++) {
        for (size_t most = 1; most <= MRS_READINGS_MOST; most++) {
            mrs_readings readings;
            read_words(many[i], strlen(many[i]), most, &readings);
            assert_in_range(readings.count, 1, most);
            for (size_t a = 0; a < readings.count; a++) {
                for (size_t b = 0; b < a; b++) {
                    if (is_same(&readings.items[a], &readings.items[b])) {
                        fail_msg("%s: readings %zu and %zu are %.*s", many[i], b, a,
                                 readings.items[a].length, readings.items[a].text);
                    }
                }
            }
        }
    }
}

static void long_names_are_cut(void **state)
{
    (void)state;
    char text[400];
    for (size_t length = 1; length < sizeof text; length += 13) {
        mrs_readings readings;
        for (size_t i = 0; i < length; i++) {
            text[i] = "tsch ban gul"[i % 12];
        }
        read_words(text, length, MRS_READINGS_MOST, &readings);
        assert_in_range(readings.count, 1, MRS_READINGS_MOST);
        for (size_t i = 0; i < readings.count; i++) {
            assert_true(readings.items[i].length <= MRS_SOUNDS_MOST);
            assert_true(mrs_sounds_weight(&readings.items[i]) >= 0);
            assert_int_equal(distance(&readings.items[i], &readings.items[i]), 0);
        }
    }
}

static void names_of_nothing_have_no_reading(void **state)
{
    (void)state;
    static const char *const none[] = {"", "...", "Αθήνα", "Харків", "北京", "Tripoli Αθήνα"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        mrs_readings readings;
        read_name(none[i], &readings);
        assert_int_equal(readings.count, 0);
    }
}

static void arabic_letters_are_told(void **state)
{
    (void)state;
    assert_true(first_reading("مصراتة").abjad);
    assert_true(first_reading("مصراتة Misrata").abjad);
    assert_false(first_reading("Misrata").abjad);
    mrs_readings readings;
    read_name("غريان", &readings);
    for (size_t i = 0; i < readings.count; i++) {
        assert_true(readings.items[i].abjad);
    }
}

/* Each word ends where its sounds do; an article has none. */
static void ends_of_words_are_noted(void **state)
{
    (void)state;
    mrs_folded folded;
    mrs_tokens tokens;
    mrs_readings readings;
    static const char name[] = "Qasr Al Banat";
    assert_int_equal(mrs_fold_name(name, strlen(name), &folded, NULL), MARSAD_OK);
    mrs_tokens_of(&folded, &tokens);
    assert_int_equal(tokens.count, 3);
    mrs_sounds_read(&tokens, 0, tokens.count, 1, &readings);
    assert_int_equal(readings.ends[0], 4);
    assert_int_equal(readings.ends[1], 4);
    assert_int_equal(readings.ends[2], readings.items[0].length);
    mrs_sounds_read(&tokens, 2, 3, 1, &readings);
    assert_int_equal(readings.items[0].length, 5);
    mrs_free(folded.text);
}

/* ---- the bound of the index ------------------------------------------------------------------ */

typedef struct heard {
    mrs_sounds *items;
    size_t count;
} heard;

/* The first readings of the names in the theatre's source that have no core of their own. */
static heard read_theatre(const mrs_words *words)
{
    enum { MOST = 1200 };
    heard out = {calloc(MOST, sizeof(mrs_sounds)), 0};
    tsv_cases cases;
    assert_non_null(out.items);
    assert_true(tsv_cases_open(&cases, "../../geodata/gazetteer/theatre.tsv"));
    while (tsv_cases_next(&cases)) {
        for (int column = 1; column <= 4; column++) {
            const char *at = cases.fields[column];
            while (*at && out.count < MOST) {
                size_t whole = strcspn(at, "|"), length = strcspn(at, "|@");
                mrs_folded folded;
                mrs_tokens tokens;
                mrs_core core;
                mrs_readings readings;
                assert_int_equal(mrs_fold_name(at, length, &folded, NULL), MARSAD_OK);
                mrs_tokens_of(&folded, &tokens);
                mrs_core_find(words, &tokens, false, &core);
                mrs_sounds_read(&tokens, 0, tokens.count, 1, &readings);
                if (readings.count && core.first == 0 && core.end == tokens.count) {
                    out.items[out.count++] = readings.items[0];
                }
                mrs_free(folded.text);
                at += whole + (at[whole] == '|');
            }
        }
    }
    return out;
}

static void the_gap_of_vowels_is_never_more_than_the_distance(void **state)
{
    (void)state;
    mrs_words *words = mrs_words_new(NULL);
    assert_non_null(words);
    heard all = read_theatre(words);
    assert_true(all.count > 300);
    long positive = 0;
    for (size_t i = 0; i < all.count; i++) {
        for (size_t j = 0; j < all.count; j++) {
            const mrs_sounds *a = &all.items[i], *b = &all.items[j];
            int gap = mrs_vowels_gap(mrs_vowels_of(a), mrs_vowels_of(b));
            positive += gap > 0;
            if (gap > 0 && mrs_sounds_distance(&costs, a, b, gap) < gap) {
                fail_msg("%.*s and %.*s: gap %d, distance %d", a->length, a->text, b->length,
                         b->text, gap, distance(a, b));
            }
        }
    }
    assert_true(positive > 10000);
    free(all.items);
    mrs_words_free(words);
}

static void the_gap_of_vowels_is_symmetric_and_none_beside_arabic(void **state)
{
    (void)state;
    for (size_t i = 0; i < NAMES; i++) {
        for (size_t j = 0; j < NAMES; j++) {
            mrs_sounds a = first_reading(names[i]), b = first_reading(names[j]);
            uint16_t left = mrs_vowels_of(&a), right = mrs_vowels_of(&b);
            assert_int_equal(mrs_vowels_gap(left, right), mrs_vowels_gap(right, left));
            assert_true(!(a.abjad || b.abjad) || mrs_vowels_gap(left, right) == 0);
            assert_int_equal(mrs_vowels_gap(left, left), 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spellings_are_alike_as_in_the_table),
        cmocka_unit_test(the_distance_is_symmetric),
        cmocka_unit_test(only_equal_sounds_are_at_no_distance),
        cmocka_unit_test(it_gives_up_right),
        cmocka_unit_test(a_changed_letter_is_farther),
        cmocka_unit_test(errors_of_one_kind_cost_what_is_said),
        cmocka_unit_test(hidden_vowels_cost_less),
        cmocka_unit_test(the_weight_is_the_distance_to_nothing),
        cmocka_unit_test(skeletons_drop_and_join),
        cmocka_unit_test(articles_and_a_final_h_fall),
        cmocka_unit_test(letters_of_several_sounds_have_several_readings),
        cmocka_unit_test(readings_are_distinct_and_limited),
        cmocka_unit_test(long_names_are_cut),
        cmocka_unit_test(names_of_nothing_have_no_reading),
        cmocka_unit_test(arabic_letters_are_told),
        cmocka_unit_test(ends_of_words_are_noted),
        cmocka_unit_test(the_gap_of_vowels_is_never_more_than_the_distance),
        cmocka_unit_test(the_gap_of_vowels_is_symmetric_and_none_beside_arabic),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
