/** The names that are resolved in bulk: drawn from a gazetteer, misspelt by rule, or taken from the
 *  tables of cases. The same gazetteer gives the same names. */
#ifndef MARSAD_TESTS_QUERIES_H
#define MARSAD_TESTS_QUERIES_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>

#include "../unit/tsv_cases.h"
#include "measure.h"

enum { MOST_LETTERS = 250, FEWEST_TO_MISSPELL = 6 };

typedef struct query {
    char *name;
    char *place; /* the id of the place meant, or "" */
} query;

typedef struct query_set {
    query *items;
    size_t count, capacity;
} query_set;

static inline void query_add(query_set *set, const char *name, const char *place)
{
    if (set->count == set->capacity) {
        set->capacity = set->capacity ? 2 * set->capacity : 1024;
        set->items = must_have(realloc(set->items, set->capacity * sizeof *set->items));
    }
    query *it = &set->items[set->count++];
    it->name = must_have(strdup(name));
    it->place = must_have(strdup(place));
}

static inline void query_set_clear(query_set *set)
{
    for (size_t i = 0; i < set->count; i++) {
        free(set->items[i].name);
        free(set->items[i].place);
    }
    free(set->items);
    *set = (query_set){0};
}

/* --- Chance, the same each time --- */

/** Vigna's SplitMix64: the next of a sequence; it also mixes a number that is not one of a
 * sequence.
 */
static inline uint64_t chance(uint64_t *state)
{
    uint64_t x = *state += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

/** Below `limit`, which is not 0. */
static inline size_t chance_below(uint64_t *state, size_t limit)
{
    return (size_t)(chance(state) % limit);
}

/* --- Drawing --- */

static inline sqlite3 *queries_database(const char *path)
{
    sqlite3 *database = NULL;
    if (sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY, NULL)) {
        die("the gazetteer cannot be read");
    }
    return database;
}

static inline const char *queries_text(sqlite3_stmt *statement, int column)
{
    const unsigned char *text = sqlite3_column_text(statement, column);
    return text ? (const char *)text : "";
}

static inline sqlite3_stmt *queries_prepare(sqlite3 *database, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL)) {
        die(sqlite3_errmsg(database));
    }
    return statement;
}

static inline size_t queries_count(sqlite3 *database, const char *sql)
{
    sqlite3_stmt *statement = queries_prepare(database, sql);
    size_t count =
        sqlite3_step(statement) == SQLITE_ROW ? (size_t)sqlite3_column_int64(statement, 0) : 0;
    sqlite3_finalize(statement);
    return count;
}

static inline void query_set_shuffle(query_set *set)
{
    uint64_t state = 1;
    for (size_t i = set->count; i > 1; i--) {
        size_t other = chance_below(&state, i);
        query kept = set->items[i - 1];
        set->items[i - 1] = set->items[other];
        set->items[other] = kept;
    }
}

/** `wanted` names of the gazetteer, codes aside, drawn evenly and shuffled. */
static inline void query_set_draw(const char *gazetteer, size_t wanted, query_set *out)
{
    sqlite3 *database = queries_database(gazetteer);
    size_t all = queries_count(database, "SELECT count(*) FROM names WHERE kind <> 'code'");
    size_t drawn = all < wanted ? all : wanted;
    sqlite3_stmt *rows = queries_prepare(
        database, "SELECT n.name, p.id FROM names n JOIN places p ON p.fid = n.place"
                  " WHERE n.kind <> 'code' ORDER BY n.fid");
    for (size_t i = 0; sqlite3_step(rows) == SQLITE_ROW; i++) {
        if (i * drawn % all < drawn) {
            query_add(out, queries_text(rows, 0), queries_text(rows, 1));
        }
    }
    sqlite3_finalize(rows);
    sqlite3_close(database);
    query_set_shuffle(out);
}

/** The queries of a table in tests/cases. */
static inline void query_set_read_cases(const char *table, query_set *out)
{
    tsv_cases cases;
    if (!tsv_cases_open(&cases, table)) {
        exit(1);
    }
    while (tsv_cases_next(&cases)) {
        bool place = strchr(cases.fields[2], ':');
        query_add(out, cases.fields[0], place ? cases.fields[2] : "");
    }
}

/* --- Typing errors --- */

/** The offset of the code point after the one at `at`. */
static inline size_t after_code_point(const char *text, size_t at)
{
    do {
        at++;
    } while ((text[at] & 0xc0) == 0x80);
    return at;
}

typedef struct letters {
    UChar32 items[MOST_LETTERS + 1]; /* code points; one more than are read, for a doubled one */
    int count, alphabetic;
} letters;

static inline bool letters_read(const char *name, letters *out)
{
    UChar text[2 * MOST_LETTERS];
    UErrorCode code = U_ZERO_ERROR;
    int32_t length = 0;
    *out = (letters){0};
    u_strFromUTF8(text, 2 * MOST_LETTERS, &length, name, -1, &code);
    u_strToUTF32(out->items, MOST_LETTERS, &out->count, text, length, &code);
    for (int i = 0; U_SUCCESS(code) && i < out->count; i++) {
        out->alphabetic += u_isalpha(out->items[i]);
    }
    return out->alphabetic >= FEWEST_TO_MISSPELL;
}

static inline void letters_write(const letters *it, char *out, int32_t capacity)
{
    UChar text[2 * MOST_LETTERS + 2];
    UErrorCode code = U_ZERO_ERROR;
    int32_t length = 0;
    u_strFromUTF32(text, 2 * MOST_LETTERS + 2, &length, it->items, it->count, &code);
    u_strToUTF8(out, capacity, NULL, text, length, &code);
    if (U_FAILURE(code)) {
        die("a name cannot be written");
    }
}

/* One error at the letter `at`, which is not the first; false if that cannot be misspelt so. */
static inline bool letters_spoil(letters *it, int at, size_t error)
{
    UChar32 *here = &it->items[at];
    size_t after = (size_t)(it->count - at - 1);
    if (!u_isalpha(*here)) {
        return false;
    }
    if (error == 0) {
        memmove(here, here + 1, after * sizeof *here);
        it->count--;
        return true;
    }
    if (error == 1) {
        memmove(here + 1, here, (after + 1) * sizeof *here);
        it->count++;
        return true;
    }
    if (after == 0 || !u_isalpha(here[1]) || u_tolower(here[0]) == u_tolower(here[1])) {
        return false;
    }
    UChar32 kept = here[0];
    here[0] = here[1];
    here[1] = kept;
    return true;
}

/** The names of `from` of six letters or more in Latin or Arabic script, at most `most` of them,
 * each with one letter dropped, doubled, or swapped with the next. */
static inline void query_set_misspell(const query_set *from, size_t most, query_set *out)
{
    uint64_t state = 2;
    for (size_t i = 0; i < from->count && out->count < most; i++) {
        letters read;
        marsad_script script = marsad_text_script(from->items[i].name);
        if ((script != MARSAD_SCRIPT_LATIN && script != MARSAD_SCRIPT_ARABIC) ||
            !letters_read(from->items[i].name, &read)) {
            continue;
        }
        for (bool spoilt = false; !spoilt;) {
            char name[4 * (MOST_LETTERS + 2)];
            int at = 1 + (int)chance_below(&state, (size_t)read.count - 1);
            spoilt = letters_spoil(&read, at, chance_below(&state, 3));
            if (spoilt) {
                letters_write(&read, name, sizeof name);
                query_add(out, name, from->items[i].place);
            }
        }
    }
}

/* --- Files of queries: the name, a tab, the place --- */

static inline void query_set_write(const query_set *set, const char *path, const char *mode)
{
    FILE *stream = fopen(path, mode);
    if (!stream) {
        die(path);
    }
    for (size_t i = 0; i < set->count; i++) {
        fprintf(stream, "%s\t%s\n", set->items[i].name, set->items[i].place);
    }
    if (fclose(stream)) {
        die(path);
    }
}

static inline void query_set_read(const char *path, query_set *out)
{
    char line[4096];
    FILE *stream = fopen(path, "rb");
    if (!stream) {
        die(path);
    }
    while (fgets(line, sizeof line, stream)) {
        char *tab = strchr(line, '\t');
        if (tab) {
            *tab++ = '\0';
            tab[strcspn(tab, "\n")] = '\0';
            query_add(out, line, tab);
        }
    }
    fclose(stream);
}

#endif
