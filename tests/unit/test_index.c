/* The gazetteer's look-up index: that every name is found by each of its keys, that its bytes are
 * always the same, and that a damaged one is told and harms nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/memory.h"
#include "gazetteer/index.h"
#include "marsad/resolver.h"
#include "marsad/text.h"
#include "small_gazetteer.h"
#include "text/core.h"

static const char places[] =
    "misrata\tMisrata\tمصراتة\tMisourata\tMisurata|Misratah\tPPLA\tLY\t\t15.09\t32.37\t4000\t"
    "386120\n"
    "misrata-airport\tMisrata International Airport\tمطار مصراتة الدولي\t\tMRA@@code\tAIRP\tLY\t\t"
    "15.06\t32.32\t1500\t\n"
    "small\tMisrata\t\t\t\tPPL\tAA\t\t40\t40\t1000\t900\n"
    "middle\tMisrata\t\t\t\tPPLA\tBB\t\t50\t40\t1000\t50000\n"
    "qurayn\tAbu Qurayn\tأبو قرين\t\tBugrein@@colloquial|Abou Grein@fr\tPPL\tLY\t\t15.2\t31.4\t"
    "1000\t\n"
    "washkah\tAl Washkah\tالوشكة\t\tEl Uesca@it@historical\tPPL\tLY\t\t15.57\t31.37\t1000\t\n"
    "jufrah\tAl Jufrah air base\tقاعدة الجفرة الجوية\t\t\tAIRB\tLY\t\t16\t29.2\t2000\t\n"
    "gao\tGao\tغاو\t\t\tPPLA\tML\t\t0\t16\t2000\t90000\n"
    "hun\tHun\tهون\t\t\tPPL\tLY\t\t15.9\t29.1\t2000\t\n"
    "kharkiv\tKharkiv\t\t\tХарків@uk|Харьков@ru\tPPLA\tUA\t\t36.25\t49.98\t6000\t1400000\n"
    "deir\tDeir ez-Zor\tدير الزور\t\tDayr az Zawr\tPPLA\tSY\t\t40.1\t35.3\t4000\t200000\n"
    "long\tTschugunkowskoje Verkhnekolymskoye Chichkhanabad Ghdjoubtchevskyi Selo Number 24\t\t\t\t"
    "PPL\tRU\t\t90\t60\t1000\t\n"
    "figures\tCamp 7\t\t\t\tPPL\tLY\t\t10\t30\t1000\t\n";

static small_gazetteer file;
static mrs_words *words;

static int set_up(void **state)
{
    (void)state;
    small_gazetteer_build(&file, places);
    words = mrs_words_new(NULL);
    return words ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    mrs_words_free(words);
    small_gazetteer_remove(&file);
    return 0;
}

/* ---- every name is found --------------------------------------------------------------------- */

typedef struct opened {
    sqlite3 *db;
    mrs_index *index;
} opened;

static opened open_index(const char *path)
{
    opened out = {0};
    assert_int_equal(sqlite3_open_v2(path, &out.db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(mrs_index_open(out.db, path, &out.index, NULL), MARSAD_OK);
    return out;
}

static void close_index(opened *it)
{
    mrs_index_close(it->index);
    sqlite3_close(it->db);
}

/* True if the key leads to a name of the place; with a text, to that name itself. */
static bool leads_to(mrs_index *index, mrs_key_space space, const char *key, size_t length,
                     int64_t row, const char *text)
{
    const mrs_posting *postings = NULL;
    size_t count = 0;
    bool found = false;
    assert_int_equal(mrs_index_find(index, space, key, length, &postings, &count, NULL), MARSAD_OK);
    for (size_t i = 0; i < count && !found; i++) {
        mrs_index_entry name;
        const mrs_index_place *place = NULL;
        assert_int_equal(mrs_index_name_at(index, postings[i].ref, &name, NULL), MARSAD_OK);
        assert_int_equal(mrs_index_place_at(index, name.head.place, &place, NULL), MARSAD_OK);
        found =
            place->row == row && (!text || (strlen(text) == name.head.text_length &&
                                            memcmp(name.text, text, name.head.text_length) == 0));
    }
    return found;
}

/* A name of the table `names`, read anew. */
typedef struct reading {
    int64_t place;
    const char *text;
    bool code;
    mrs_folded folded;
    mrs_tokens tokens;
    mrs_core core;
    marsad_keys keys;
    mrs_readings readings;
} reading;

typedef void (*name_check)(mrs_index *index, const reading *name);

static int each_name(name_check check)
{
    opened it = open_index(file.path);
    sqlite3_stmt *row = NULL;
    int count = 0;
    assert_int_equal(
        sqlite3_prepare_v2(it.db, "SELECT place, name, kind FROM names", -1, &row, NULL),
        SQLITE_OK);
    for (; sqlite3_step(row) == SQLITE_ROW; count++) {
        reading name = {.place = sqlite3_column_int64(row, 0),
                        .text = (const char *)sqlite3_column_text(row, 1),
                        .code = strcmp((const char *)sqlite3_column_text(row, 2), "code") == 0};
        assert_int_equal(mrs_fold_name(name.text, strlen(name.text), &name.folded, NULL),
                         MARSAD_OK);
        assert_int_equal(marsad_text_keys(name.text, &name.keys, NULL), MARSAD_OK);
        mrs_tokens_of(&name.folded, &name.tokens);
        mrs_core_find(words, &name.tokens, false, &name.core);
        mrs_sounds_read(&name.tokens, 0, name.tokens.count, 1, &name.readings);
        check(it.index, &name);
        marsad_keys_clear(&name.keys);
        mrs_free(name.folded.text);
    }
    sqlite3_finalize(row);
    close_index(&it);
    return count;
}

static void require_key(mrs_index *index, const reading *name, const char *key, size_t length)
{
    if (!leads_to(index, MRS_KEY_TEXT, key, length, name->place, name->text)) {
        fail_msg("%s is not found by its key \"%.*s\"", name->text, (int)length, key);
    }
}

static void check_text_keys(mrs_index *index, const reading *name)
{
    char key[512];
    size_t length =
        mrs_tokens_key(&name->tokens, name->core.first, name->core.end, key, sizeof key);
    require_key(index, name, name->keys.full, strlen(name->keys.full));
    require_key(index, name, name->keys.bare, strlen(name->keys.bare));
    if (!name->code && length >= 6) {
        require_key(index, name, key, length);
    }
}

static void every_name_is_found_by_its_keys(void **state)
{
    (void)state;
    assert_true(each_name(check_text_keys) >= 25);
}

static void require_sound(mrs_index *index, const reading *name, mrs_key_space space,
                          const char *key, size_t length)
{
    if (!leads_to(index, space, key, length, name->place, NULL)) {
        fail_msg("%s is not found by the sounds %.*s (%d)", name->text, (int)length, key, space);
    }
}

/* A `missing` key for each letter that is left out. */
static void check_missing(mrs_index *index, const reading *name, mrs_key_space space,
                          const char *key, size_t length)
{
    char shorter[MRS_SOUNDS_MOST];
    for (size_t i = 0; i < length && i < MRS_MISSING_MOST; i++) {
        memcpy(shorter, key, i);
        memcpy(shorter + i, key + i + 1, length - i - 1);
        require_sound(index, name, space, shorter, length - 1);
    }
}

static void check_sound_keys(mrs_index *index, const reading *name)
{
    char key[MRS_SOUNDS_MOST];
    if (name->readings.count == 0 || name->code) {
        return;
    }
    const mrs_sounds *sounds = &name->readings.items[0];
    size_t length = mrs_skeleton(sounds->text, sounds->length, key);
    if (length) {
        require_sound(index, name, MRS_KEY_SKELETON, key, length);
    }
    if (length >= MRS_SKELETON_LONG) {
        check_missing(index, name, MRS_KEY_MISSING, key, length);
    }
    length = mrs_vowelled_key(sounds->text, sounds->length, key);
    require_sound(index, name, MRS_KEY_VOWELLED, key, length);
    if (length >= 3) {
        check_missing(index, name, MRS_KEY_VOWELLED, key, length);
    }
}

static void every_name_is_found_by_its_sounds(void **state)
{
    (void)state;
    assert_true(each_name(check_sound_keys) >= 25);
}

/* The look-ups of one with an error in it: as it is, or with a letter left out. */
static bool is_heard(mrs_index *index, const char *key, size_t length, int64_t row)
{
    char shorter[MRS_SOUNDS_MOST];
    bool found = leads_to(index, MRS_KEY_MISSING, key, length, row, NULL) ||
                 leads_to(index, MRS_KEY_SKELETON, key, length, row, NULL);
    for (size_t i = 0; i < length && !found; i++) {
        memcpy(shorter, key, i);
        memcpy(shorter + i, key + i + 1, length - i - 1);
        found = leads_to(index, MRS_KEY_MISSING, shorter, length - 1, row, NULL) ||
                leads_to(index, MRS_KEY_SKELETON, shorter, length - 1, row, NULL);
    }
    return found;
}

/* Each skeleton with a consonant dropped, changed, added, or swapped with the next. */
static void check_errors(mrs_index *index, const reading *name)
{
    char key[MRS_SOUNDS_MOST], wrong[MRS_SOUNDS_MOST + 1];
    const mrs_sounds *sounds = &name->readings.items[0];
    size_t length = name->readings.count ? mrs_skeleton(sounds->text, sounds->length, key) : 0;
    if (name->code || length < MRS_SKELETON_LONG || length + 1 >= MRS_SOUNDS_MOST) {
        return;
    }
    for (size_t i = 0; i + 1 < length && i < MRS_MISSING_MOST; i++) {
        memcpy(wrong, key, i);
        memcpy(wrong + i, key + i + 1, length - i - 1);
        assert_true(is_heard(index, wrong, length - 1, name->place));
        memcpy(wrong, key, length);
        wrong[i] = '9';
        assert_true(is_heard(index, wrong, length, name->place));
        memcpy(wrong + i + 1, key + i, length - i);
        assert_true(is_heard(index, wrong, length + 1, name->place));
        memcpy(wrong, key, length);
        wrong[i] = key[i + 1];
        wrong[i + 1] = key[i];
        assert_true(is_heard(index, wrong, length, name->place));
    }
}

static void one_error_is_found(void **state)
{
    (void)state;
    assert_true(each_name(check_errors) >= 10);
}

static void the_most_important_comes_first(void **state)
{
    (void)state;
    opened it = open_index(file.path);
    static const struct {
        mrs_key_space space;
        const char *key;
    } cases[] = {
        {MRS_KEY_TEXT, "misrata"}, {MRS_KEY_SKELETON, "MSRT"}, {MRS_KEY_VOWELLED, "MISRATA"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const mrs_posting *postings = NULL;
        size_t count = 0;
        unsigned before = UINT16_MAX;
        assert_int_equal(mrs_index_find(it.index, cases[i].space, cases[i].key,
                                        strlen(cases[i].key), &postings, &count, NULL),
                         MARSAD_OK);
        assert_true(count >= 3);
        for (size_t p = 0; p < count; p++) {
            mrs_index_entry name;
            const mrs_index_place *place = NULL;
            assert_int_equal(mrs_index_name_at(it.index, postings[p].ref, &name, NULL), MARSAD_OK);
            assert_int_equal(mrs_index_place_at(it.index, name.head.place, &place, NULL),
                             MARSAD_OK);
            assert_true(place->importance <= before);
            before = place->importance;
        }
    }
    close_index(&it);
}

static void unknown_keys_find_nothing(void **state)
{
    (void)state;
    opened it = open_index(file.path);
    for (int space = MRS_KEY_TEXT; space <= MRS_KEY_VOWELLED; space++) {
        const mrs_posting *postings = NULL;
        size_t count = 9;
        assert_int_equal(mrs_index_find(it.index, (mrs_key_space)space, "no such key", 11,
                                        &postings, &count, NULL),
                         MARSAD_OK);
        assert_int_equal(count, 0);
    }
    mrs_index_entry name;
    const mrs_index_place *place = NULL;
    marsad_error error = {0};
    assert_int_equal(mrs_index_name_at(it.index, UINT32_MAX, &name, &error), MARSAD_ERR_INPUT);
    assert_non_null(strstr(error.message, "rebuild it"));
    assert_int_equal(mrs_index_place_at(it.index, 99999, &place, NULL), MARSAD_ERR_INPUT);
    close_index(&it);
}

static void the_bytes_are_always_the_same(void **state)
{
    (void)state;
    small_gazetteer again;
    char *one = NULL, *other = NULL;
    size_t size = 0, other_size = 0;
    small_gazetteer_build(&again, places);
    assert_int_equal(mrs_file_read(file.path, &one, &size, NULL), MARSAD_OK);
    assert_int_equal(mrs_file_read(again.path, &other, &other_size, NULL), MARSAD_OK);
    assert_int_equal(size, other_size);
    assert_memory_equal(one, other, size);
    mrs_free(one);
    mrs_free(other);
    small_gazetteer_remove(&again);
}

/* ---- damage ---------------------------------------------------------------------------------- */

static void run_sql(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    char *message = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &message)) {
        fail_msg("%s: %s", sql, message);
    }
    sqlite3_close(db);
}

static void check_damage_is_told(marsad_status status, const marsad_error *error)
{
    assert_true(status == MARSAD_OK || status == MARSAD_ERR_INPUT);
    if (status && !strstr(error->message, "rebuild it with 'marsad gazetteer build'")) {
        fail_msg("%s", error->message);
    }
}

/* Resolves names in all ways over a file that may be damaged. Returns how many were errors. */
static int resolve_over(const char *path)
{
    static const char *const queries[] = {"Misrata",
                                          "مصراتة",
                                          "Misrota",
                                          "airport of Misrata",
                                          "Bou Grein",
                                          "Deir al-Zur",
                                          "Gau",
                                          "Hoon",
                                          "Харкив",
                                          "Xyrqapudd",
                                          "5 km east of Misrata, Gao"};
    marsad_gazetteer *gazetteer = NULL;
    marsad_resolver *resolver = NULL;
    marsad_error error = {0};
    marsad_status status = marsad_gazetteer_open(path, &gazetteer, &error);
    int errors = status != MARSAD_OK;
    check_damage_is_told(status, &error);
    if (errors) {
        return errors;
    }
    assert_int_equal(marsad_resolver_new(gazetteer, &resolver, NULL), MARSAD_OK);
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        marsad_resolution *answer = NULL;
        status = marsad_resolve(resolver, queries[i], NULL, &answer, &error);
        check_damage_is_told(status, &error);
        errors += status != MARSAD_OK;
        marsad_resolution_free(answer);
    }
    marsad_resolver_free(resolver);
    marsad_gazetteer_close(gazetteer);
    return errors;
}

static void damage_is_told(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "DROP TABLE lookup",
        "DELETE FROM lookup",
        "DELETE FROM lookup WHERE fid = 1",
        "DELETE FROM lookup WHERE fid = 2",
        "DELETE FROM lookup WHERE fid = 3",
        "DELETE FROM lookup WHERE fid > 3",
        "UPDATE lookup SET data = x''",
        "UPDATE lookup SET data = x'' WHERE fid = 2",
        "UPDATE lookup SET data = x'' WHERE fid = 3",
        "UPDATE lookup SET data = x'4d524958' WHERE fid = 1",
        "UPDATE lookup SET data = zeroblob(length(data)) WHERE fid = 1",
        "UPDATE lookup SET data = zeroblob(length(data)) WHERE fid = 2",
        "UPDATE lookup SET data = substr(data, 1, 20) WHERE fid = 2",
        "UPDATE lookup SET data = substr(data, 1, 20) WHERE fid = 3",
        "UPDATE lookup SET data = substr(data, 1, length(data) / 2) WHERE fid IN (2, 3)",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        small_gazetteer damaged;
        small_gazetteer_build(&damaged, places);
        assert_int_equal(resolve_over(damaged.path), 0);
        run_sql(damaged.path, cases[i]);
        if (resolve_over(damaged.path) == 0) {
            fail_msg("%s: nothing was said", cases[i]);
        }
        assert_int_equal(marsad_gazetteer_check(damaged.path, NULL, NULL), MARSAD_ERR_INPUT);
        small_gazetteer_remove(&damaged);
    }
}

/* Writes the bytes into a row of the table. */
static void overwrite(const char *path, int64_t row, size_t at, const void *bytes, size_t size)
{
    sqlite3 *db = NULL;
    sqlite3_blob *blob = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_exec(db, "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY", NULL, NULL, NULL);
    assert_int_equal(sqlite3_blob_open(db, "main", "lookup", "data", row, 1, &blob), SQLITE_OK);
    if (at + size <= (size_t)sqlite3_blob_bytes(blob)) {
        assert_int_equal(sqlite3_blob_write(blob, bytes, (int)size, (int)at), SQLITE_OK);
    }
    sqlite3_blob_close(blob);
    sqlite3_close(db);
}

/* Any number in the head, however large, is told before memory is taken for it. */
static void a_wrong_head_is_told(void **state)
{
    (void)state;
    static const uint32_t numbers[] = {0, 1, 31, 0x7FFFFFFF, UINT32_MAX};
    const size_t counted = offsetof(mrs_index_header, posting_count) / sizeof(uint32_t);
    small_gazetteer damaged;
    for (size_t field = 0; field < counted; field++) {
        for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
            small_gazetteer_build(&damaged, places);
            overwrite(damaged.path, 1, field * sizeof *numbers, &numbers[i], sizeof *numbers);
            resolve_over(damaged.path);
            small_gazetteer_remove(&damaged);
        }
    }
    small_gazetteer_build(&damaged, places);
    overwrite(damaged.path, 1, 0, "XXXX", 4);
    assert_int_equal(resolve_over(damaged.path), 1);
    small_gazetteer_remove(&damaged);
}

static unsigned next_number(unsigned *seed)
{
    *seed = *seed * 1664525U + 1013904223U; /* Numerical Recipes' generator */
    return *seed >> 8;
}

static int64_t count_rows(const char *path)
{
    opened it = open_index(path);
    const mrs_index_header *head = mrs_index_head(it.index);
    int64_t count = head->first_bucket_row + ((int64_t)1 << head->bucket_bits) - 1;
    close_index(&it);
    return count;
}

/* References out of range, lengths that cannot be, sounds that are none … */
static void wrong_bytes_do_no_harm(void **state)
{
    (void)state;
    enum { RUNS = 60, BYTES = 12 };
    unsigned seed = 2020;
    int64_t rows = count_rows(file.path);
    int errors = 0;
    for (int run = 0; run < RUNS; run++) {
        small_gazetteer damaged;
        small_gazetteer_build(&damaged, places);
        for (int i = 0; i < BYTES; i++) {
            static const unsigned char values[] = {0, 1, 0x7F, 0x80, 0xFF};
            int64_t row = i % 3 ? 2 + next_number(&seed) % 2 : 2 + next_number(&seed) % (rows - 1);
            overwrite(damaged.path, row, next_number(&seed) % 1600,
                      &values[next_number(&seed) % sizeof values], 1);
        }
        errors += resolve_over(damaged.path);
        small_gazetteer_remove(&damaged);
    }
    assert_true(errors > 0);
}

static void a_reference_out_of_range_is_told(void **state)
{
    (void)state;
    small_gazetteer damaged;
    small_gazetteer_build(&damaged, places);
    int64_t rows = count_rows(damaged.path);
    const uint32_t nowhere = UINT32_MAX - 1;
    for (int64_t row = 4; row <= rows; row++) {
        for (size_t at = offsetof(mrs_posting, ref); at < 4000; at += sizeof(mrs_posting)) {
            overwrite(damaged.path, row, at, &nowhere, sizeof nowhere);
        }
    }
    assert_true(resolve_over(damaged.path) > 3);
    small_gazetteer_remove(&damaged);
}

/* ---- a name edited by another program -------------------------------------------------------- */

static void a_stale_index_is_found_by_the_check(void **state)
{
    (void)state;
    static const char *const edits[] = {
        "UPDATE names SET name = 'MISRATA' WHERE name = 'Misrata'", /* the keys are the same */
        "UPDATE places SET feature_code = 'PPLX' WHERE id = 'gao'",
        "UPDATE places SET importance = 0.9 WHERE id = 'small'",
    };
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        small_gazetteer edited;
        marsad_error error = {0};
        size_t faults = 9;
        small_gazetteer_build(&edited, places);
        assert_int_equal(marsad_gazetteer_check(edited.path, &faults, NULL), MARSAD_OK);
        assert_int_equal(faults, 0);
        run_sql(edited.path, "DROP TRIGGER rtree_places_geom_update4;"
                             "DROP TRIGGER rtree_places_geom_update5");
        run_sql(edited.path, edits[i]);
        run_sql(edited.path,
                "CREATE TRIGGER rtree_places_geom_update4 AFTER UPDATE OF fid ON places"
                " BEGIN SELECT 1; END;"
                "CREATE TRIGGER rtree_places_geom_update5 AFTER UPDATE OF fid ON places"
                " BEGIN SELECT 1; END;");
        assert_int_equal(marsad_gazetteer_check(edited.path, &faults, &error), MARSAD_ERR_INPUT);
        assert_int_equal(faults, 1);
        assert_non_null(strstr(error.message, "the look-up index is not of the places and names"));
        assert_non_null(strstr(error.message, "rebuild it with 'marsad gazetteer build'"));
        small_gazetteer_remove(&edited);
    }
}

static void opening_survives_every_failed_allocation(void **state)
{
    (void)state;
    marsad_status status = MARSAD_ERR_MEMORY;
    for (long nth = 1; status; nth++) {
        marsad_gazetteer *gazetteer = NULL;
        mrs_alloc_fail_at(nth);
        status = marsad_gazetteer_open(file.path, &gazetteer, NULL);
        mrs_alloc_fail_at(0);
        assert_true(status == MARSAD_OK || status == MARSAD_ERR_MEMORY);
        assert_int_equal(gazetteer == NULL, status != MARSAD_OK);
        marsad_gazetteer_close(gazetteer);
        assert_true(nth < 50);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_name_is_found_by_its_keys),
        cmocka_unit_test(every_name_is_found_by_its_sounds),
        cmocka_unit_test(one_error_is_found),
        cmocka_unit_test(the_most_important_comes_first),
        cmocka_unit_test(unknown_keys_find_nothing),
        cmocka_unit_test(the_bytes_are_always_the_same),
        cmocka_unit_test(damage_is_told),
        cmocka_unit_test(a_wrong_head_is_told),
        cmocka_unit_test(wrong_bytes_do_no_harm),
        cmocka_unit_test(a_reference_out_of_range_is_told),
        cmocka_unit_test(a_stale_index_is_found_by_the_check),
        cmocka_unit_test(opening_survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
