/* Reading a location: the forms in which it may be a name, what else it seems to be, the core of a
 * name, and locations of several parts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "resolve/parts.h"
#include "resolve/query.h"

static mrs_words *words;

static int set_up(void **state)
{
    (void)state;
    words = mrs_words_new(NULL);
    return words ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    mrs_words_free(words);
    return 0;
}

static void read_query(const char *text, mrs_query *out)
{
    assert_int_equal(mrs_query_read(text, strlen(text), out, NULL), MARSAD_OK);
    assert_int_equal(out->form_count, 1);
    assert_int_equal(mrs_query_forms(out, words, text, strlen(text), NULL), MARSAD_OK);
    assert_in_range(out->form_count, 1, MRS_FORMS_MOST);
}

/* The words of a form without articles, joined by spaces. */
static void name_of(const mrs_tokens *tokens, size_t first, size_t end, char *out, size_t size)
{
    size_t length = 0;
    for (size_t i = first; i < end; i++) {
        const mrs_token *token = &tokens->items[i];
        if (!token->article) {
            length +=
                (size_t)snprintf(out + length, size - length, "%s%.*s", length ? " " : "",
                                 (int)(token->length - token->skip), token->text + token->skip);
            assert_true(length < size);
        }
    }
    out[length] = '\0';
}

static const mrs_form *find_form(const mrs_query *query, const char *name, unsigned dropped)
{
    char text[256];
    for (size_t i = 0; i < query->form_count; i++) {
        const mrs_form *form = &query->forms[i];
        name_of(&form->tokens, form->first, form->end, text, sizeof text);
        if (strcmp(text, name) == 0 && form->dropped == dropped) {
            return form;
        }
    }
    return NULL;
}

static void print_forms(const char *location, const mrs_query *query)
{
    char text[256];
    for (size_t i = 0; i < query->form_count; i++) {
        const mrs_form *form = &query->forms[i];
        name_of(&form->tokens, form->first, form->end, text, sizeof text);
        print_error("%s: form %zu: %s (%u)\n", location, i, text, form->dropped);
    }
}

enum {
    WHOLE = 0,
    KIND = MRS_DROPPED_KIND,
    CLITIC = MRS_DROPPED_CLITIC,
    BOTH = MRS_DROPPED_KIND | MRS_DROPPED_CLITIC,
    HEAD = MRS_DROPPED_HEAD | MRS_DROPPED_KIND
};

static const struct {
    const char *location, *name;
    unsigned dropped;
} forms[] = {
    {"Misrata", "misrata", WHOLE},
    {"Al Washkah", "washkah", WHOLE},
    /* kinds, before and after, of several words, with particles */
    {"the city of Misrata", "misrata", KIND},
    {"Misrata city", "misrata", KIND},
    {"Mitiga International Airport", "mitiga", KIND},
    {"مطار معيتيقة الدولي", "معيتيقه", KIND},
    {"مدينة مصراتة", "مصراته", KIND},
    {"in the village of Abu Nujaym", "abu nujaym", KIND},
    {"ville de Misrata", "misrata", KIND},
    {"città di Bengasi", "bengasi", KIND},
    {"aeroporto di Gardabia", "gardabia", KIND},
    {"Libyan city of Sirte", "sirte", KIND},
    /* clitics */
    {"بمصراتة", "مصراته", CLITIC},
    {"ومصراتة", "مصراته", CLITIC},
    {"وبمصراتة", "بمصراته", CLITIC},
    {"وبمصراتة", "مصراته", CLITIC},
    {"بالوشكة", "وشكه", CLITIC},
    {"والوشكة", "وشكه", CLITIC},
    {"للوشكة", "وشكه", CLITIC},
    {"وللوشكة", "وشكه", CLITIC},
    {"لمصراتة", "مصراته", CLITIC},
    {"كمصراتة", "مصراته", CLITIC},
    {"فمصراتة", "مصراته", CLITIC},
    {"لبن جواد", "بن جواد", CLITIC},
    {"بمدينة مصراتة", "مصراته", KIND}, /* the table has the word with it */
    {"ومطار معيتيقة", "معيتيقه", BOTH},
    /* elisions */
    {"d'Abou Grein", "abou grein", CLITIC},
    {"l'Arbaa", "arbaa", CLITIC},
    {"d’Agedabia", "agedabia", CLITIC},
    {"région d'Abou Grein", "abou grein", BOTH},
    {"quartier dell'Uaddan", "uaddan", BOTH},
    /* heads go last */
    {"Qasr Abu Hadi", "abu hadi", HEAD},
    {"Wadi Zamzam", "zamzam", HEAD},
    {"وادي زمزم", "زمزم", HEAD},
};

static void each_location_has_its_forms(void **state)
{
    (void)state;
    int bad = 0;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        mrs_query query;
        read_query(forms[i].location, &query);
        if (!find_form(&query, forms[i].name, forms[i].dropped)) {
            print_error("%s: no form \"%s\" (%u)\n", forms[i].location, forms[i].name,
                        forms[i].dropped);
            print_forms(forms[i].location, &query);
            bad++;
        }
        mrs_query_clear(&query);
    }
    assert_int_equal(bad, 0);
}

static void nothing_is_taken_off_a_name(void **state)
{
    (void)state;
    static const char *const cases[] = {"Misrata", "Tarhunah", "مصراتة", "سرت", "Abu Qurayn"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mrs_query query;
        read_query(cases[i], &query);
        assert_int_equal(query.form_count, 1);
        assert_int_equal(query.forms[0].dropped, 0);
        assert_int_equal(query.forms[0].kind_count, 0);
        mrs_query_clear(&query);
    }
}

/* Too little would be left: "ber", a word with a hamza, and all that is kinds of places. */
static void no_form_is_empty(void **state)
{
    (void)state;
    static const char *const cases[] = {"the city",   "مدينة",
                                        "مطار",       "airport of the city",
                                        "",           "...",
                                        "و",          "لل",
                                        "وب",         "d'",
                                        "l'l'",       "في",
                                        "قاعدة جوية", "international",
                                        "Wadi",       "of"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mrs_query query;
        read_query(cases[i], &query);
        for (size_t f = 1; f < query.form_count; f++) {
            const mrs_form *form = &query.forms[f];
            char text[256];
            assert_true(form->first < form->end && form->end <= form->tokens.count);
            name_of(&form->tokens, form->first, form->end, text, sizeof text);
            assert_true(text[0] != '\0');
        }
        mrs_query_clear(&query);
    }
    mrs_query hamza;
    read_query("أبوسليم", &hamza); /* begins with a root letter */
    assert_int_equal(hamza.form_count, 1);
    mrs_query_clear(&hamza);
}

static void no_form_comes_twice_and_heads_come_last(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        mrs_query query;
        char one[256], other[256];
        bool head = false;
        read_query(forms[i].location, &query);
        for (size_t a = 0; a < query.form_count; a++) {
            const mrs_form *form = &query.forms[a];
            bool is_head = form->dropped & MRS_DROPPED_HEAD;
            assert_true(is_head || !head);
            head = is_head;
            name_of(&form->tokens, form->first, form->end, one, sizeof one);
            for (size_t b = 0; b < a; b++) {
                const mrs_form *earlier = &query.forms[b];
                name_of(&earlier->tokens, earlier->first, earlier->end, other, sizeof other);
                bool same_articles = form->end - form->first == earlier->end - earlier->first;
                assert_true(!same_articles || strcmp(one, other) != 0 ||
                            form->tokens.items[form->first].skip !=
                                earlier->tokens.items[earlier->first].skip);
            }
        }
        mrs_query_clear(&query);
    }
}

static bool speaks_for(const mrs_form *form, const char *code)
{
    for (size_t i = 0; i < form->kind_count; i++) {
        if (mrs_word_means(form->kinds[i], code)) {
            return true;
        }
    }
    return false;
}

static void kinds_and_nations_are_noted(void **state)
{
    (void)state;
    static const struct {
        const char *location, *name, *means, *not ;
        const char *country;
    } cases[] = {
        {"airport of Misrata", "misrata", "AIRP", "PPL", NULL},
        {"the city of Misrata", "misrata", "PPLA", "AIRP", NULL},
        {"مدينة مصراتة", "مصراته", "PPL", "AIRP", NULL},
        {"Sirte district", "sirte", "ADM1", "PPL", NULL},
        {"Libyan city of Sirte", "sirte", "PPL", "AIRP", "LY"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mrs_query query;
        read_query(cases[i].location, &query);
        const mrs_form *form = find_form(&query, cases[i].name, KIND);
        assert_non_null(form);
        assert_true(speaks_for(form, cases[i].means));
        assert_false(speaks_for(form, cases[i].not ));
        if (cases[i].country) {
            assert_string_equal(form->country, cases[i].country);
        } else {
            assert_null(form->country);
        }
        mrs_query_clear(&query);
    }
}

static void arabic_names_are_known_in_latin_letters(void **state)
{
    (void)state;
    static const struct {
        const char *location;
        bool arabic;
    } cases[] = {{"Al Washkah", true}, {"Abu Qurayn", true}, {"Misrata", false},
                 {"Wadi", false},      {"Bani Walid", true}, {"الوشكة", true},
                 {"Paris", false},     {"Ed Damer", true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mrs_query query;
        read_query(cases[i].location, &query);
        assert_int_equal(query.forms[0].arabic, cases[i].arabic);
        mrs_query_clear(&query);
    }
}

static void it_is_told_what_it_seems_to_be(void **state)
{
    (void)state;
    static const struct {
        const char *location;
        unsigned seems;
    } cases[] = {
        {"Misrata", 0},
        {"Abu Qurayn", 0},
        {"General Karim", MRS_SEEMS_PERSON},
        {"Khalifa Haftar", MRS_SEEMS_PERSON},
        {"خليفة حفتر", MRS_SEEMS_PERSON},
        {"army of Misrata", MRS_SEEMS_ORGANISATION},
        {"the army", MRS_SEEMS_ORGANISATION | MRS_SEEMS_PHRASE},
        {"yesterday", MRS_SEEMS_ORDINARY},
        {"several villages", MRS_SEEMS_PHRASE},
        {"the airport", MRS_SEEMS_PHRASE},
        {"12", MRS_SEEMS_ORDINARY},
        {"12 Misrata", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mrs_query query;
        read_query(cases[i].location, &query);
        mrs_query_judge(&query, words);
        if (query.seems != cases[i].seems) {
            fail_msg("%s: %u, %u expected", cases[i].location, query.seems, cases[i].seems);
        }
        mrs_query_clear(&query);
    }
}

static void other_scripts_are_romanised(void **state)
{
    (void)state;
    static const struct {
        const char *location;
        bool needs;
        size_t letters;
    } cases[] = {{"Харків", true, 6},   {"Αθήνα", true, 5},   {"北京", true, 6},
                 {"Misrata", false, 7}, {"مصراتة", false, 6}, {"Misrata Харків", false, 13},
                 {"", false, 0},        {"...", false, 0},    {"Tarābulus", false, 9}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mrs_query query;
        read_query(cases[i].location, &query);
        assert_int_equal(mrs_query_needs_romanising(&query), cases[i].needs);
        assert_int_equal(query.letters, cases[i].letters);
        mrs_query_clear(&query);
    }
}

static void reading_survives_every_failed_allocation(void **state)
{
    (void)state;
    static const char location[] = "la région d'Abou Grein";
    marsad_status status = MARSAD_ERR_MEMORY;
    for (long nth = 1; status; nth++) {
        mrs_query query = {0};
        mrs_alloc_fail_at(nth);
        status = mrs_query_read(location, strlen(location), &query, NULL);
        if (!status) {
            status = mrs_query_forms(&query, words, location, strlen(location), NULL);
        }
        mrs_alloc_fail_at(0);
        assert_true(status == MARSAD_OK || status == MARSAD_ERR_MEMORY);
        mrs_query_clear(&query);
        assert_true(nth < 50);
    }
}

static void bad_utf8_is_an_error(void **state)
{
    (void)state;
    mrs_query query = {0};
    assert_int_equal(mrs_query_read("a\xFF", 2, &query, NULL), MARSAD_ERR_INPUT);
    mrs_query_clear(&query);
}

/* ---- the core of a name ---------------------------------------------------------------------- */

static const struct {
    const char *name, *core, *core_without_heads;
    size_t kinds;
} cores[] = {
    {"Misrata", "misrata", "misrata", 0},
    {"Mitiga International Airport", "mitiga", "mitiga", 1},
    {"مطار معيتيقة الدولي", "معيتيقه", "معيتيقه", 1},
    {"the city of Misrata", "misrata", "misrata", 1},
    {"Qasr Abu Hadi", "qasr abu hadi", "abu hadi", 0},
    {"Wadi Zamzam", "wadi zamzam", "zamzam", 0},
    {"Al Jufrah air base", "jufrah", "jufrah", 1},
    {"قاعدة الجفرة الجوية", "جفره", "جفره", 1},
    {"area of Sirte", "sirte", "sirte", 0}, /* says too little to be noted */
    {"airport", "", "", 1},
    {"of", "", "", 0},
    {"", "", "", 0},
};

static void cores_are_found(void **state)
{
    (void)state;
    int bad = 0;
    for (size_t i = 0; i < sizeof cores / sizeof *cores; i++) {
        mrs_folded folded;
        mrs_tokens tokens;
        mrs_core core, bare;
        char text[128], less[128];
        assert_int_equal(mrs_fold_name(cores[i].name, strlen(cores[i].name), &folded, NULL),
                         MARSAD_OK);
        mrs_tokens_of(&folded, &tokens);
        mrs_core_find(words, &tokens, false, &core);
        mrs_core_find(words, &tokens, true, &bare);
        assert_true(core.first <= core.end && core.end <= tokens.count);
        assert_true(bare.first >= core.first && bare.end <= core.end);
        name_of(&tokens, core.first, core.end, text, sizeof text);
        name_of(&tokens, bare.first, bare.end, less, sizeof less);
        if (strcmp(text, cores[i].core) != 0 || strcmp(less, cores[i].core_without_heads) != 0 ||
            core.kind_count != cores[i].kinds) {
            print_error("%s: \"%s\", \"%s\", %zu kinds\n", cores[i].name, text, less,
                        core.kind_count);
            bad++;
        }
        mrs_free(folded.text);
    }
    assert_int_equal(bad, 0);
}

static void keys_of_words_are_limited(void **state)
{
    (void)state;
    mrs_folded folded;
    mrs_tokens tokens;
    char key[64];
    assert_int_equal(mrs_fold_name("As Sidrah El Hara", 17, &folded, NULL), MARSAD_OK);
    mrs_tokens_of(&folded, &tokens);
    assert_int_equal(mrs_tokens_key(&tokens, 0, tokens.count, key, sizeof key), 10);
    assert_memory_equal(key, "sidrahhara", 10);
    assert_int_equal(mrs_tokens_key(&tokens, 0, tokens.count, key, 9), 6); /* whole words */
    assert_int_equal(mrs_tokens_key(&tokens, 1, 1, key, sizeof key), 0);
    mrs_free(folded.text);
}

/* ---- parts ----------------------------------------------------------------------------------- */

static void join(const char *const *parts, const size_t *lengths, size_t count, char *out)
{
    *out = '\0';
    for (size_t i = 0; i < count; i++) {
        out += sprintf(out, "%s%.*s", i ? "|" : "", (int)lengths[i], parts[i]);
    }
}

static void locations_are_split(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"Tripoli, Libya", "Tripoli|Libya"},
        {"Tripoli,Libya", "Tripoli|Libya"},
        {"Abu Salim, Tripoli, Libya", "Abu Salim|Tripoli|Libya"},
        {"Tripoli (Libya)", "Tripoli|Libya"},
        {"(Libya) Tripoli", "Libya|Tripoli"},
        {"Tripoli [Libya]", "Tripoli|Libya"},
        {"Tripoli/Libya", "Tripoli|Libya"},
        {"Tripoli : Libya", "Tripoli|Libya"},
        {"Tripoli; Libya", "Tripoli|Libya"},
        {"Tripoli | Libya", "Tripoli|Libya"},
        {"Tripoli - Libya", "Tripoli|Libya"},
        {"Tripoli – Libya", "Tripoli|Libya"},
        {"Tripoli—Libya", "Tripoli|Libya"},
        {"طرابلس، ليبيا", "طرابلس|ليبيا"},
        {"طرابلس؛ ليبيا", "طرابلس|ليبيا"},
        {"طرابلس في ليبيا", "طرابلس|ليبيا"},
        {"Tripoli in Libya", "Tripoli|Libya"},
        {"Tripoli dans Libye", "Tripoli|Libye"},
        {"  Tripoli ,, Libya ", "Tripoli|Libya"},
        {"Tripoli in Libya (North)", "Tripoli|Libya|North"},
        /* one part, or too many */
        {"Tripoli", ""},
        {"Tripoli,", ""},
        {",", ""},
        {"", ""},
        {"Al-Washkah", ""},
        {"in Libya", ""},
        {"Benin City", ""},
        {"a, b, c, d", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *parts[MRS_PARTS_MOST];
        size_t lengths[MRS_PARTS_MOST];
        char joined[256];
        size_t count = mrs_parts_split(cases[i][0], strlen(cases[i][0]), parts, lengths);
        join(parts, lengths, count, joined);
        if (strcmp(joined, cases[i][1]) != 0) {
            fail_msg("%s: %s", cases[i][0], joined);
        }
    }
}

static void the_last_word_is_split_off(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"Misrata Libya", "Misrata|Libya"},
        {"Abu Salim Tripoli", "Abu Salim|Tripoli"},
        {"حي أبو سليم بطرابلس", "حي أبو سليم|بطرابلس"},
        {" Misrata  Libya", "Misrata|Libya"},
        {"Misrata", ""},
        {"Misrata ", ""},
        {" Misrata", ""},
        {" ", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *parts[MRS_PARTS_MOST];
        size_t lengths[MRS_PARTS_MOST];
        char joined[256];
        size_t count = mrs_parts_split_last(cases[i][0], strlen(cases[i][0]), parts, lengths);
        join(parts, lengths, count, joined);
        if (strcmp(joined, cases[i][1]) != 0) {
            fail_msg("%s: %s", cases[i][0], joined);
        }
    }
}

/* However long, a text is split into what lies in it. */
static void parts_lie_in_the_text(void **state)
{
    (void)state;
    static const char text[] = "in , (Tripoli)/ - Libya في : à [x] — ;|";
    for (size_t length = 0; length <= strlen(text); length++) {
        const char *parts[MRS_PARTS_MOST];
        size_t lengths[MRS_PARTS_MOST];
        if (((unsigned char)text[length] & 0xC0) == 0x80) {
            continue; /* within a character */
        }
        char *copy = malloc(length ? length : 1);
        assert_non_null(copy);
        memcpy(copy, text, length);
        size_t count = mrs_parts_split(copy, length, parts, lengths);
        assert_true(count == 0 || (count >= 2 && count <= MRS_PARTS_MOST));
        for (size_t i = 0; i < count; i++) {
            assert_true(lengths[i] > 0 && parts[i] >= copy &&
                        parts[i] + lengths[i] <= copy + length);
        }
        free(copy);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_location_has_its_forms),
        cmocka_unit_test(nothing_is_taken_off_a_name),
        cmocka_unit_test(no_form_is_empty),
        cmocka_unit_test(no_form_comes_twice_and_heads_come_last),
        cmocka_unit_test(kinds_and_nations_are_noted),
        cmocka_unit_test(arabic_names_are_known_in_latin_letters),
        cmocka_unit_test(it_is_told_what_it_seems_to_be),
        cmocka_unit_test(other_scripts_are_romanised),
        cmocka_unit_test(reading_survives_every_failed_allocation),
        cmocka_unit_test(bad_utf8_is_an_error),
        cmocka_unit_test(cores_are_found),
        cmocka_unit_test(keys_of_words_are_limited),
        cmocka_unit_test(locations_are_split),
        cmocka_unit_test(the_last_word_is_split_off),
        cmocka_unit_test(parts_lie_in_the_text),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
