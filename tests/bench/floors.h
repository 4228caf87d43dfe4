/** The least that looking a name up can take: a hash of all keys in memory, SQLite's B-tree, and
 *  what people use for misspelt names, SQLite's FTS5 with trigrams. */
#ifndef MARSAD_TESTS_FLOORS_H
#define MARSAD_TESTS_FLOORS_H

#include <sys/stat.h>

#include "queries.h"

/* --- A bare hash: open addressing, a quarter to a half full --- */

typedef struct hash_slot {
    uint32_t hash;
    uint32_t place;  /* 0: the slot is empty */
    const char *key; /* in `keys` */
} hash_slot;

typedef struct hash_floor {
    hash_slot *slots;
    size_t mask;
    char *keys; /* one after the other, each with its NUL */
} hash_floor;

/** Fowler, Noll and Vo's FNV-1a, with its upper half folded in. */
static inline uint32_t hash_of(const char *key)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (; *key; key++) {
        hash = (hash ^ (unsigned char)*key) * 0x100000001b3u;
    }
    return (uint32_t)(hash ^ (hash >> 32));
}

static inline hash_slot *hash_slot_of(const hash_floor *floor, const char *key, uint32_t hash)
{
    size_t at = hash & floor->mask;
    while (floor->slots[at].place &&
           (floor->slots[at].hash != hash || strcmp(floor->slots[at].key, key) != 0)) {
        at = (at + 1) & floor->mask;
    }
    return &floor->slots[at];
}

/** Of all full keys of the gazetteer's names, each with its first place. */
static inline void hash_floor_build(const char *gazetteer, hash_floor *out)
{
    sqlite3 *database = queries_database(gazetteer);
    size_t names = queries_count(database, "SELECT count(*) FROM names");
    size_t bytes =
        queries_count(database, "SELECT sum(length(CAST(key_full AS BLOB)) + 1) FROM names");
    size_t capacity = 1024;
    while (capacity < 2 * names) {
        capacity *= 2;
    }
    out->slots = must_have(calloc(capacity, sizeof *out->slots));
    out->mask = capacity - 1;
    char *next = out->keys = must_have(malloc(bytes + 1));
    sqlite3_stmt *rows =
        queries_prepare(database, "SELECT key_full, place FROM names ORDER BY fid");
    while (sqlite3_step(rows) == SQLITE_ROW) {
        const char *key = queries_text(rows, 0);
        uint32_t hash = hash_of(key);
        hash_slot *slot = hash_slot_of(out, key, hash);
        if (!slot->place) {
            strcpy(next, key);
            *slot = (hash_slot){hash, (uint32_t)sqlite3_column_int64(rows, 1), next};
            next += strlen(key) + 1;
        }
    }
    sqlite3_finalize(rows);
    sqlite3_close(database);
}

static inline void hash_floor_clear(hash_floor *floor)
{
    free(floor->slots);
    free(floor->keys);
    *floor = (hash_floor){0};
}

/* --- Looking up a set of queries --- */

typedef struct looked_up {
    const hash_floor *hash;
    marsad_gazetteer *gazetteer;
    const query_set *set;
    char **keys; /* of the set's names */
} looked_up;

static volatile uint32_t found_place; /* what is found must not be optimized away */

/** Makes the keys that look_up_hashed() and look_up_in_btree() look up. */
static inline void looked_up_fold(looked_up *in)
{
    in->keys = must_have(calloc(in->set->count + 1, sizeof *in->keys));
    for (size_t i = 0; i < in->set->count; i++) {
        marsad_error error;
        marsad_keys keys;
        must(marsad_text_keys(in->set->items[i].name, &keys, &error), &error);
        in->keys[i] = must_have(strdup(keys.full));
        marsad_keys_clear(&keys);
    }
}

static inline void looked_up_clear(looked_up *in)
{
    for (size_t i = 0; i < in->set->count; i++) {
        free(in->keys[i]);
    }
    free(in->keys);
}

static inline void look_up_hashed(void *context)
{
    looked_up *in = context;
    for (size_t i = 0; i < in->set->count; i++) {
        found_place = hash_slot_of(in->hash, in->keys[i], hash_of(in->keys[i]))->place;
    }
}

static inline void look_up_folded_and_hashed(void *context)
{
    looked_up *in = context;
    for (size_t i = 0; i < in->set->count; i++) {
        marsad_error error;
        marsad_keys keys;
        must(marsad_text_keys(in->set->items[i].name, &keys, &error), &error);
        found_place = hash_slot_of(in->hash, keys.full, hash_of(keys.full))->place;
        marsad_keys_clear(&keys);
    }
}

static inline void look_up_in_btree(void *context)
{
    looked_up *in = context;
    for (size_t i = 0; i < in->set->count; i++) {
        marsad_error error;
        marsad_name_match_list found;
        must(marsad_gazetteer_find(in->gazetteer, in->keys[i], MARSAD_KEY_FULL, &found, &error),
             &error);
        marsad_name_match_list_clear(&found);
    }
}

/* --- FTS5 with trigrams --- */

enum { TRIGRAM_QUERIES = 48 };

typedef struct trigram_floor {
    double seconds; /* a name */
    double build_s, index_mb;
    int queries, first, among; /* of the queries: the place meant is the first, is one of the ten */
} trigram_floor;

static inline void trigram_run(sqlite3 *database, const char *sql)
{
    if (sqlite3_exec(database, sql, NULL, NULL, NULL)) {
        die(sqlite3_errmsg(database));
    }
}

static inline sqlite3 *trigram_build(const char *gazetteer, const char *path)
{
    sqlite3 *database = NULL;
    unlink(path);
    if (sqlite3_open(path, &database)) {
        die(path);
    }
    char *attach = must_have(sqlite3_mprintf("ATTACH %Q AS world", gazetteer));
    trigram_run(database, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
    trigram_run(database, attach);
    trigram_run(database, "CREATE VIRTUAL TABLE t USING fts5(name, place UNINDEXED,"
                          " tokenize = 'trigram');"
                          "BEGIN; INSERT INTO t SELECT n.name, p.id FROM world.names n"
                          " JOIN world.places p ON p.fid = n.place ORDER BY n.fid; COMMIT");
    sqlite3_free(attach);
    return database;
}

/* "abc" OR "bcd" OR …, of the code points of a name of three or more. */
static inline void trigram_expression(const char *name, char *out, size_t capacity)
{
    size_t used = 0;
    size_t from = 0;
    out[0] = '\0';
    for (size_t seen = 0, at = 0; name[at] && used + 32 < capacity;) {
        at = after_code_point(name, at);
        if (++seen < 3) {
            continue;
        }
        if (!memchr(name + from, '"', at - from)) {
            used += (size_t)snprintf(out + used, capacity - used, "%s\"%.*s\"", used ? " OR " : "",
                                     (int)(at - from), name + from);
        }
        from = after_code_point(name, from);
    }
}

static inline void trigram_ask(sqlite3_stmt *statement, const query *it, trigram_floor *out)
{
    char expression[8192];
    trigram_expression(it->name, expression, sizeof expression);
    sqlite3_bind_text(statement, 1, expression, -1, SQLITE_STATIC);
    bool met = false;
    for (int hit = 0; sqlite3_step(statement) == SQLITE_ROW; hit++) {
        bool right = strcmp(queries_text(statement, 0), it->place) == 0;
        out->first += right && hit == 0;
        met = met || right;
    }
    out->among += met;
    sqlite3_reset(statement);
}

/** Over all names of the gazetteer; the index is made at `path`, and removed. */
static inline trigram_floor trigram_floor_measure(const char *gazetteer, const char *path,
                                                  const query_set *set)
{
    trigram_floor out = {0};
    struct stat file = {0};
    double start = now_s();
    sqlite3 *database = trigram_build(gazetteer, path);
    out.build_s = now_s() - start;
    out.index_mb = stat(path, &file) ? 0 : (double)file.st_size / (1024 * 1024);
    sqlite3_stmt *statement =
        queries_prepare(database, "SELECT place FROM t WHERE t MATCH ?1 ORDER BY rank LIMIT 10");
    if (set->count > 0) { /* the first warms up */
        trigram_floor ignored = {0};
        trigram_ask(statement, &set->items[0], &ignored);
    }
    start = now_s();
    for (; out.queries < TRIGRAM_QUERIES && (size_t)out.queries < set->count; out.queries++) {
        trigram_ask(statement, &set->items[out.queries], &out);
    }
    out.seconds = (now_s() - start) / (out.queries ? out.queries : 1);
    sqlite3_finalize(statement);
    sqlite3_close(database);
    unlink(path);
    return out;
}

#endif
