#include "gazetteer/index_write.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/memory.h"
#include "gazetteer/geometry.h"
#include "gazetteer/index_format.h"
#include "gazetteer/kinds.h"
#include "gazetteer/schema.h"
#include "marsad/text.h"
#include "text/core.h"
#include "text/utf8.h"

_Static_assert(sizeof(mrs_index_place) == 32 &&
                   MRS_PLACES_A_ROW * sizeof(mrs_index_place) == MRS_INDEX_ROW_BYTES,
               "place records fill a row");
_Static_assert(sizeof(mrs_posting) == 8, "postings are packed");

enum { NAME_TEXT_MOST = 255, KEY_BYTES = 4 * NAME_TEXT_MOST };

typedef struct entry {
    uint64_t hash;
    uint32_t ref;
    uint16_t vowels, importance;
} entry;

/* Sounds of the place in hand that have their keys already. */
typedef struct heard {
    mrs_sounds sounds;
    uint8_t core_first, core_end;
} heard;

typedef struct writer {
    sqlite3 *db;
    const char *path;
    sqlite3_stmt *insert;
    mrs_words *words;
    int64_t next_row;
    mrs_index_header header;
    mrs_index_place *places;
    size_t place_capacity;
    unsigned char row[MRS_INDEX_ROW_BYTES]; /* of names, being filled */
    size_t row_length;
    entry *entries;
    size_t entry_count, entry_capacity;
    heard *heard;
    size_t heard_count, heard_capacity;
    uint32_t heard_place; /* one more than the index of the place whose they are */
} writer;

static marsad_status fail_sqlite(sqlite3 *db, const char *path, marsad_error *error)
{
    int code = sqlite3_errcode(db);
    return mrs_fail_at(error, code == SQLITE_NOMEM ? MARSAD_ERR_MEMORY : MARSAD_ERR_IO, path, 0,
                       NULL, "cannot write the gazetteer's index: %s", sqlite3_errmsg(db));
}

static marsad_status write_row(writer *w, int64_t row, const void *data, size_t size,
                               marsad_error *error)
{
    sqlite3_bind_int64(w->insert, 1, row);
    sqlite3_bind_blob64(w->insert, 2, data, size, SQLITE_STATIC);
    marsad_status status =
        sqlite3_step(w->insert) == SQLITE_DONE ? MARSAD_OK : fail_sqlite(w->db, w->path, error);
    sqlite3_reset(w->insert);
    return status;
}

/* --- Places --- */

static bool read_place(sqlite3_stmt *row, mrs_index_place *out)
{
    marsad_lonlat at;
    if (!mrs_point_decode(sqlite3_column_blob(row, 1), (size_t)sqlite3_column_bytes(row, 1), &at)) {
        return false;
    }
    *out = (mrs_index_place){
        .row = sqlite3_column_int64(row, 0),
        .lon = (float)at.lon,
        .lat = (float)at.lat,
        .uncertainty_m = (float)sqlite3_column_double(row, 4),
        .importance = (uint16_t)(fmin(fmax(sqlite3_column_double(row, 5), 0), 1) * 1e4 + 0.5),
        .flags = sqlite3_column_int(row, 6) ? MRS_PLACE_CURATED : 0,
    };
    const char *code = (const char *)sqlite3_column_text(row, 2);
    const char *country = (const char *)sqlite3_column_text(row, 3);
    if (code) {
        memcpy(out->feature_code, code, strnlen(code, sizeof out->feature_code));
    }
    if (country && strlen(country) == 2) {
        memcpy(out->country, country, 2);
    }
    return true;
}

static marsad_status add_place(writer *w, sqlite3_stmt *row, marsad_error *error)
{
    if (!mrs_grow((void **)&w->places, &w->place_capacity, w->header.place_count,
                  sizeof *w->places)) {
        return mrs_fail_memory(error);
    }
    if (!read_place(row, &w->places[w->header.place_count])) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, w->path, 0, NULL,
                           "the geometry of place %lld is not a point",
                           (long long)sqlite3_column_int64(row, 0));
    }
    w->header.place_count++;
    return MARSAD_OK;
}

static marsad_status each_row(writer *w, const char *sql,
                              marsad_status (*take)(writer *, sqlite3_stmt *, marsad_error *),
                              marsad_error *error)
{
    sqlite3_stmt *row = NULL;
    if (sqlite3_prepare_v2(w->db, sql, -1, &row, NULL) != SQLITE_OK) {
        return fail_sqlite(w->db, w->path, error);
    }
    marsad_status status = MARSAD_OK;
    int code = SQLITE_ROW;
    while (!status && (code = sqlite3_step(row)) == SQLITE_ROW) {
        status = take(w, row, error);
    }
    if (!status && code != SQLITE_DONE) {
        status = fail_sqlite(w->db, w->path, error);
    }
    sqlite3_finalize(row);
    return status;
}

static marsad_status write_places(writer *w, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    w->header.first_places_row = (uint32_t)w->next_row;
    for (size_t i = 0; !status && i < w->header.place_count; i += MRS_PLACES_A_ROW) {
        size_t left = w->header.place_count - i;
        size_t count = left < MRS_PLACES_A_ROW ? left : MRS_PLACES_A_ROW;
        status = write_row(w, w->next_row++, &w->places[i], count * sizeof *w->places, error);
    }
    return status;
}

/* --- Names --- */

static marsad_status flush_names(writer *w, marsad_error *error)
{
    if (w->row_length == 0) {
        return MARSAD_OK;
    }
    marsad_status status = write_row(w, w->next_row++, w->row, w->row_length, error);
    w->header.names_rows++;
    w->row_length = 0;
    return status;
}

/* A name as it will lie in the index. */
typedef struct record {
    mrs_index_name head;
    mrs_sounds sounds;
    const char *text;
    uint32_t ref;
} record;

static marsad_status append_name(writer *w, record *it, marsad_error *error)
{
    size_t size = sizeof it->head + it->sounds.length + it->head.text_length;
    size = (size + MRS_NAME_STEP - 1) / MRS_NAME_STEP * MRS_NAME_STEP;
    if (w->row_length + size > sizeof w->row) {
        marsad_status status = flush_names(w, error);
        if (status) {
            return status;
        }
    }
    if (w->header.names_rows >= UINT32_MAX >> MRS_REF_BITS) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, w->path, 0, NULL, "has too many names");
    }
    unsigned char *at = w->row + w->row_length;
    memset(at, 0, size);
    memcpy(at, &it->head, sizeof it->head);
    memcpy(at + sizeof it->head, it->sounds.text, it->sounds.length);
    memcpy(at + sizeof it->head + it->sounds.length, it->text, it->head.text_length);
    it->ref = w->header.names_rows << MRS_REF_BITS | (uint32_t)(w->row_length / MRS_NAME_STEP);
    w->row_length += size;
    w->header.name_count++;
    return MARSAD_OK;
}

/* A key of a name; `posted` is what is posted with the sounds that the key is of, 0 for a text key.
 */
static marsad_status add_entry(writer *w, const record *it, mrs_key_space space, const char *key,
                               size_t length, uint16_t posted, marsad_error *error)
{
    if (!mrs_grow((void **)&w->entries, &w->entry_capacity, w->entry_count, sizeof *w->entries)) {
        return mrs_fail_memory(error);
    }
    w->entries[w->entry_count++] = (entry){mrs_key_hash(space, key, length), it->ref, posted,
                                           w->places[it->head.place].importance};
    return MARSAD_OK;
}

/* The key with each of its letters left out in turn. */
static marsad_status add_missing(writer *w, const record *it, mrs_key_space space, const char *key,
                                 size_t length, uint16_t posted, marsad_error *error)
{
    char shorter[MRS_SOUNDS_MOST];
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < length; i++) {
        if (mrs_key_without(key, length, i, shorter)) {
            status = add_entry(w, it, space, shorter, length - 1, posted, error);
        }
    }
    return status;
}

/* What a posting says of some of a name's sounds. */
static uint16_t posted_of(const writer *w, const record *it, size_t first, size_t end)
{
    mrs_sounds part = {.length = (uint8_t)(end - first), .abjad = it->sounds.abjad};
    memcpy(part.text, it->sounds.text + first, end - first);
    unsigned curated = w->places[it->head.place].flags & MRS_PLACE_CURATED ? MRS_POSTED_CURATED : 0;
    return (uint16_t)(mrs_vowels_of(&part) | curated | mrs_posted_first(part.text, part.length));
}

static marsad_status add_sound_keys(writer *w, const record *it, size_t first, size_t end,
                                    marsad_error *error)
{
    char skeleton[MRS_SOUNDS_MOST], vowelled[MRS_SOUNDS_MOST];
    const char *sounds = it->sounds.text + first;
    size_t length = mrs_skeleton(sounds, end - first, skeleton);
    if (end <= first) {
        return MARSAD_OK;
    }
    uint16_t posted = posted_of(w, it, first, end);
    marsad_status status = MARSAD_OK;
    if (length > 0) {
        status = add_entry(w, it, MRS_KEY_SKELETON, skeleton, length, posted, error);
    }
    if (!status && length >= MRS_SKELETON_LONG) {
        status = add_missing(w, it, MRS_KEY_MISSING, skeleton, length, posted, error);
    }
    length = mrs_vowelled_key(sounds, end - first, vowelled);
    if (!status && length > 0) {
        status = add_entry(w, it, MRS_KEY_VOWELLED, vowelled, length, posted, error);
    }
    return status || length < 3
               ? status
               : add_missing(w, it, MRS_KEY_VOWELLED, vowelled, length, posted, error);
}

/* True if a name of the same place with the same sounds has been given its keys. */
static marsad_status hear(writer *w, const record *it, bool *again, marsad_error *error)
{
    if (w->heard_place != it->head.place + 1) {
        w->heard_place = it->head.place + 1;
        w->heard_count = 0;
    }
    *again = false;
    for (size_t i = 0; i < w->heard_count && !*again; i++) {
        const heard *h = &w->heard[i];
        *again = h->sounds.length == it->sounds.length && h->sounds.abjad == it->sounds.abjad &&
                 h->core_first == it->head.core_first && h->core_end == it->head.core_end &&
                 memcmp(h->sounds.text, it->sounds.text, it->sounds.length) == 0;
    }
    if (*again) {
        return MARSAD_OK;
    }
    if (!mrs_grow((void **)&w->heard, &w->heard_capacity, w->heard_count, sizeof *w->heard)) {
        return mrs_fail_memory(error);
    }
    w->heard[w->heard_count++] = (heard){it->sounds, it->head.core_first, it->head.core_end};
    return MARSAD_OK;
}

static void sound_name(const mrs_tokens *tokens, const mrs_core *core, record *it)
{
    mrs_readings readings;
    mrs_sounds_read(tokens, 0, tokens->count, 1, &readings);
    if (readings.count == 0) {
        return;
    }
    it->sounds = readings.items[0];
    it->head.sounds_length = it->sounds.length;
    it->head.flags |= it->sounds.abjad ? MRS_NAME_ABJAD : 0;
    it->head.core_first = core->first > 0 ? readings.ends[core->first - 1] : 0;
    it->head.core_end = core->end > 0 ? readings.ends[core->end - 1] : 0;
}

static marsad_status add_text_keys(writer *w, const record *it, const marsad_keys *keys,
                                   const char *core, size_t core_length, marsad_error *error)
{
    marsad_status status = add_entry(w, it, MRS_KEY_TEXT, keys->full, strlen(keys->full), 0, error);
    if (!status && it->head.check[1] != it->head.check[0]) {
        status = add_entry(w, it, MRS_KEY_TEXT, keys->bare, strlen(keys->bare), 0, error);
    }
    if (!status && it->head.flags & MRS_NAME_HAS_CORE) {
        status = add_entry(w, it, MRS_KEY_TEXT, core, core_length, 0, error);
    }
    return status;
}

enum { LETTERS_OF_A_CORE = 3 };

static size_t count_letters(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++) {
        count += ((unsigned char)text[i] & 0xC0) != 0x80;
    }
    return count;
}

static marsad_status index_name(writer *w, record *it, const marsad_keys *keys,
                                const mrs_tokens *tokens, marsad_error *error)
{
    char core_key[KEY_BYTES];
    mrs_core core;
    mrs_core_find(w->words, tokens, false, &core);
    bool code = it->head.kind == MRS_NAME_CODE;
    size_t core_length = mrs_tokens_key(tokens, core.first, core.end, core_key, sizeof core_key);
    it->head.check[0] = mrs_key_check(keys->full, strlen(keys->full));
    it->head.check[1] = mrs_key_check(keys->bare, strlen(keys->bare));
    it->head.check[2] = mrs_key_check(core_key, core_length);
    if (!code) {
        sound_name(tokens, &core, it);
        bool has_core = count_letters(core_key, core_length) >= LETTERS_OF_A_CORE &&
                        it->head.check[2] != it->head.check[1];
        it->head.flags |= has_core ? MRS_NAME_HAS_CORE : 0;
    }
    marsad_status status = append_name(w, it, error);
    if (!status) {
        status = add_text_keys(w, it, keys, core_key, core_length, error);
    }
    bool again = code || it->sounds.length == 0;
    if (!status && !again) {
        status = hear(w, it, &again, error);
    }
    if (!status && !again) {
        status = add_sound_keys(w, it, 0, it->sounds.length, error);
        if (!status && it->head.flags & MRS_NAME_HAS_CORE) {
            status = add_sound_keys(w, it, it->head.core_first, it->head.core_end, error);
        }
    }
    return status;
}

static int compare_rows(const void *key, const void *item)
{
    int64_t row = *(const int64_t *)key, other = ((const mrs_index_place *)item)->row;
    return (row > other) - (row < other);
}

static marsad_status add_name(writer *w, sqlite3_stmt *row, marsad_error *error)
{
    int64_t place = sqlite3_column_int64(row, 0);
    const char *text = (const char *)sqlite3_column_text(row, 1);
    const char *kind_text = (const char *)sqlite3_column_text(row, 2);
    mrs_name_kind kind = MRS_NAME_ALTERNATE;
    const mrs_index_place *owner =
        bsearch(&place, w->places, w->header.place_count, sizeof *w->places, compare_rows);
    if (!owner || !text || !kind_text || !mrs_name_kind_parse(kind_text, &kind)) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, w->path, 0, NULL,
                           "a name of place %lld is not as it should be", (long long)place);
    }
    mrs_folded folded;
    marsad_keys keys = {0};
    marsad_status status = mrs_fold_name(text, strlen(text), &folded, error);
    if (status) {
        return status;
    }
    mrs_tokens tokens;
    mrs_tokens_of(&folded, &tokens);
    status = marsad_text_keys(text, &keys, error);
    record it = {.text = text};
    it.head.place = (uint32_t)(owner - w->places);
    it.head.kind = (uint8_t)kind;
    it.head.flags = sqlite3_column_int(row, 3) ? MRS_NAME_CURATED : 0;
    it.head.text_length = (uint8_t)mrs_utf8_prefix(text, strlen(text), NAME_TEXT_MOST);
    if (!status && keys.full[0]) {
        status = index_name(w, &it, &keys, &tokens, error);
    }
    marsad_keys_clear(&keys);
    mrs_free(folded.text);
    return status;
}

/* --- Postings --- */

/* Equal keys: the most important place first, so that a look-up may stop early. */
static int compare_entries(const void *left, const void *right)
{
    const entry *a = left, *b = right;
    if (a->hash != b->hash) {
        return a->hash < b->hash ? -1 : 1;
    }
    if (a->importance != b->importance) {
        return a->importance > b->importance ? -1 : 1;
    }
    return (a->ref > b->ref) - (a->ref < b->ref);
}

static size_t bucket_of(const writer *w, uint64_t hash)
{
    return (size_t)(hash >> (64 - w->header.bucket_bits));
}

/* Orders the entries by their bucket, without comparing: there are millions. */
static marsad_status sort_by_bucket(writer *w, size_t **starts, marsad_error *error)
{
    size_t buckets = (size_t)1 << w->header.bucket_bits;
    entry *sorted = mrs_alloc(w->entry_count + 1, sizeof *sorted);
    *starts = mrs_alloc(buckets + 2, sizeof **starts);
    if (!sorted || !*starts) {
        mrs_free(sorted);
        return mrs_fail_memory(error);
    }
    for (size_t i = 0; i < w->entry_count; i++) {
        (*starts)[bucket_of(w, w->entries[i].hash) + 2]++;
    }
    for (size_t b = 2; b < buckets + 2; b++) {
        (*starts)[b] += (*starts)[b - 1];
    }
    for (size_t i = 0; i < w->entry_count; i++) {
        sorted[(*starts)[bucket_of(w, w->entries[i].hash) + 1]++] = w->entries[i];
    }
    mrs_free(w->entries);
    w->entries = sorted;
    return MARSAD_OK;
}

static bool is_repeated(const entry *entries, size_t at)
{
    return at > 0 && entries[at].hash == entries[at - 1].hash &&
           entries[at].ref == entries[at - 1].ref;
}

static marsad_status write_bucket(writer *w, entry *entries, size_t count, mrs_posting *out,
                                  marsad_error *error)
{
    qsort(entries, count, sizeof *entries, compare_entries);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (!is_repeated(entries, i)) {
            uint64_t below = entries[i].hash << w->header.bucket_bits;
            out[kept++] = (mrs_posting){(uint16_t)(below >> 48), entries[i].vowels, entries[i].ref};
        }
    }
    w->header.posting_count += (uint32_t)kept;
    return write_row(w, w->next_row++, out, kept * sizeof *out, error);
}

static void choose_buckets(writer *w)
{
    const size_t average = 256; /* postings: half a row */
    w->header.bucket_bits = 4;
    while ((average << w->header.bucket_bits) < w->entry_count && w->header.bucket_bits < 28) {
        w->header.bucket_bits++;
    }
}

static marsad_status write_postings(writer *w, marsad_error *error)
{
    size_t *starts = NULL;
    mrs_posting *out = NULL;
    choose_buckets(w);
    w->header.first_bucket_row = (uint32_t)w->next_row;
    marsad_status status = sort_by_bucket(w, &starts, error);
    size_t buckets = (size_t)1 << w->header.bucket_bits, largest = 0;
    for (size_t b = 0; !status && b < buckets; b++) {
        largest = starts[b + 1] - starts[b] > largest ? starts[b + 1] - starts[b] : largest;
    }
    out = status ? NULL : mrs_alloc(largest + 1, sizeof *out);
    if (!status && !out) {
        status = mrs_fail_memory(error);
    }
    for (size_t b = 0; !status && b < buckets; b++) {
        status = write_bucket(w, w->entries + starts[b], starts[b + 1] - starts[b], out, error);
    }
    mrs_free(out);
    mrs_free(starts);
    return status;
}

static marsad_status write_index(writer *w, marsad_error *error)
{
    marsad_status status =
        each_row(w,
                 "SELECT fid, geom, feature_code, country, uncertainty_m, importance,"
                 " source = (SELECT name FROM sources ORDER BY priority LIMIT 1)"
                 " AND (SELECT count(*) FROM sources) > 1"
                 " FROM places ORDER BY fid",
                 add_place, error);
    if (!status) {
        status = write_places(w, error);
    }
    if (!status) {
        w->header.first_names_row = (uint32_t)w->next_row;
        status = each_row(w,
                          "SELECT place, name, kind,"
                          " source = (SELECT fid FROM sources ORDER BY priority LIMIT 1)"
                          " AND (SELECT count(*) FROM sources) > 1"
                          " FROM names ORDER BY fid",
                          add_name, error);
    }
    if (!status) {
        status = flush_names(w, error);
    }
    if (!status) {
        status = write_postings(w, error);
    }
    return status ? status : write_row(w, 1, &w->header, sizeof w->header, error);
}

static marsad_status prepare_insert(writer *w, const char *table, marsad_error *error)
{
    mrs_buffer sql = {0};
    mrs_buffer_addf(&sql, "INSERT INTO %s (fid, data) VALUES (?1, ?2)", table);
    char *text = mrs_buffer_take(&sql);
    if (!text) {
        return mrs_fail_memory(error);
    }
    int code = sqlite3_prepare_v2(w->db, text, -1, &w->insert, NULL);
    mrs_free(text);
    return code == SQLITE_OK ? MARSAD_OK : fail_sqlite(w->db, w->path, error);
}

marsad_status mrs_index_fill(sqlite3 *db, const char *table, const char *path, marsad_error *error)
{
    writer *w = mrs_alloc(1, sizeof *w);
    if (!w) {
        return mrs_fail_memory(error);
    }
    w->db = db;
    w->path = path;
    w->next_row = 2;
    w->header.magic = MRS_INDEX_MAGIC;
    w->header.version = MRS_INDEX_VERSION;
    w->words = mrs_words_new(error);
    marsad_status status = w->words ? MARSAD_OK : MARSAD_ERR_MEMORY;
    if (!status) {
        status = prepare_insert(w, table, error);
    }
    if (!status) {
        status = write_index(w, error);
    }
    sqlite3_finalize(w->insert);
    mrs_words_free(w->words);
    mrs_free(w->places);
    mrs_free(w->entries);
    mrs_free(w->heard);
    mrs_free(w);
    return status;
}

marsad_status mrs_index_write(sqlite3 *db, const char *path, marsad_error *error)
{
    if (sqlite3_exec(db, mrs_schema_lookup, NULL, NULL, NULL) != SQLITE_OK) {
        return fail_sqlite(db, path, error);
    }
    return mrs_index_fill(db, "main.lookup", path, error);
}
