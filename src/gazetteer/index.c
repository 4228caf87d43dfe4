#include "gazetteer/index.h"

#include <string.h>
#include <sys/mman.h>

#include "base/fail.h"
#include "base/memory.h"

/* A row of the table, once it was needed. */
typedef struct row {
    unsigned char *data;
    size_t size;
} row;

/* Rows that follow each other. */
typedef struct section {
    row *rows;
    size_t count;
    int64_t first;
} section;

/* Rows are kept side by side in large pieces, for which the system is asked to use large pages: a
   search touches hundreds of rows all over the index, and each would cost a miss of its page. */
typedef struct slab {
    struct slab *next;
    size_t size, used;
    unsigned char *data;
} slab;

enum { SLAB_BYTES = 8 << 20, FIRST_SLAB_BYTES = 256 << 10, HUGE_PAGE_BYTES = 2 << 20 };

struct mrs_index {
    sqlite3 *db;
    const char *path;
    sqlite3_stmt *read;
    mrs_index_header header;
    section places, names, buckets;
    slab *slabs;
};

static marsad_status fail_damaged(const mrs_index *index, marsad_error *error)
{
    return mrs_fail_at(error, MARSAD_ERR_INPUT, index->path, 0, NULL,
                       "its look-up index is damaged; rebuild it with 'marsad gazetteer build'");
}

static slab *new_slab(mrs_index *index, size_t least)
{
    size_t usual = index->slabs ? SLAB_BYTES : FIRST_SLAB_BYTES; /* one name needs little */
    slab *added = mrs_alloc(1, sizeof *added);
    if (!added) {
        return NULL;
    }
    added->size = least > usual ? least : usual;
    added->data = mrs_alloc_aligned(added->size, usual == SLAB_BYTES ? HUGE_PAGE_BYTES : 64);
    if (!added->data) {
        mrs_free(added);
        return NULL;
    }
    if (usual == SLAB_BYTES) {
        madvise(added->data, added->size, MADV_HUGEPAGE);
    }
    added->next = index->slabs;
    index->slabs = added;
    return added;
}

/* Room for a row, aligned for its records; NULL if memory is out. */
static unsigned char *take(mrs_index *index, size_t size)
{
    size = (size + 15) / 16 * 16;
    slab *from = index->slabs;
    if (!from || from->size - from->used < size) {
        from = new_slab(index, size);
    }
    if (!from) {
        return NULL;
    }
    from->used += size;
    return from->data + from->used - size;
}

static marsad_status read_row(mrs_index *index, int64_t number, row *out, marsad_error *error)
{
    sqlite3_bind_int64(index->read, 1, number);
    marsad_status status = MARSAD_OK;
    int code = sqlite3_step(index->read);
    if (code == SQLITE_ROW) {
        const void *data = sqlite3_column_blob(index->read, 0);
        out->size = (size_t)sqlite3_column_bytes(index->read, 0);
        out->data = take(index, out->size + 1);
        if (!out->data) {
            status = mrs_fail_memory(error);
        } else if (out->size) {
            memcpy(out->data, data, out->size);
        }
    } else {
        status = sqlite3_errcode(index->db) == SQLITE_NOMEM ? mrs_fail_memory(error)
                                                            : fail_damaged(index, error);
    }
    sqlite3_reset(index->read);
    return status;
}

static marsad_status get(mrs_index *index, section *part, size_t at, const row **out,
                         marsad_error *error)
{
    if (at >= part->count) {
        return fail_damaged(index, error);
    }
    *out = &part->rows[at];
    return part->rows[at].data ? MARSAD_OK
                               : read_row(index, part->first + (int64_t)at, &part->rows[at], error);
}

static bool make_section(section *part, int64_t first, size_t count)
{
    *part = (section){mrs_alloc(count + 1, sizeof *part->rows), count, first};
    return part->rows != NULL;
}

static size_t place_rows_of(const mrs_index_header *h)
{
    return (h->place_count + (size_t)MRS_PLACES_A_ROW - 1) / MRS_PLACES_A_ROW;
}

/* The number of the table's last row; 0 if it has none. */
static int64_t last_row(const mrs_index *index)
{
    sqlite3_stmt *last = NULL;
    int64_t number = 0;
    if (sqlite3_prepare_v2(index->db, "SELECT max(fid) FROM lookup", -1, &last, NULL) ==
            SQLITE_OK &&
        sqlite3_step(last) == SQLITE_ROW) {
        number = sqlite3_column_int64(last, 0);
    }
    sqlite3_finalize(last);
    return number;
}

/* True if the sections follow each other and lie in the table: memory is taken by their size. */
static bool is_sound(const mrs_index *index)
{
    const mrs_index_header *h = &index->header;
    return h->magic == MRS_INDEX_MAGIC && h->version == MRS_INDEX_VERSION && h->bucket_bits >= 1 &&
           h->bucket_bits <= 28 && h->first_places_row == 2 &&
           h->first_names_row == h->first_places_row + place_rows_of(h) &&
           h->first_bucket_row == h->first_names_row + (uint64_t)h->names_rows &&
           h->first_bucket_row + ((int64_t)1 << h->bucket_bits) - 1 <= last_row(index);
}

static marsad_status read_header(mrs_index *index, marsad_error *error)
{
    row head = {0};
    marsad_status status = read_row(index, 1, &head, error);
    mrs_index_header *h = &index->header;
    if (!status && head.size == sizeof *h) {
        memcpy(h, head.data, sizeof *h);
    }
    if (status) {
        return status;
    }
    if (!is_sound(index)) {
        return fail_damaged(index, error);
    }
    return make_section(&index->places, h->first_places_row, place_rows_of(h)) &&
                   make_section(&index->names, h->first_names_row, h->names_rows) &&
                   make_section(&index->buckets, h->first_bucket_row, (size_t)1 << h->bucket_bits)
               ? MARSAD_OK
               : mrs_fail_memory(error);
}

marsad_status mrs_index_open(sqlite3 *db, const char *path, mrs_index **out, marsad_error *error)
{
    mrs_index *index = mrs_alloc(1, sizeof *index);
    *out = NULL;
    if (!index) {
        return mrs_fail_memory(error);
    }
    index->db = db;
    index->path = path;
    marsad_status status = MARSAD_OK;
    if (sqlite3_prepare_v3(db, "SELECT data FROM lookup WHERE fid = ?1", -1,
                           SQLITE_PREPARE_PERSISTENT, &index->read, NULL) != SQLITE_OK) {
        status = sqlite3_errcode(db) == SQLITE_NOMEM ? mrs_fail_memory(error)
                                                     : fail_damaged(index, error);
    }
    status = status ? status : read_header(index, error);
    if (status) {
        mrs_index_close(index);
        return status;
    }
    *out = index;
    return MARSAD_OK;
}

void mrs_index_close(mrs_index *index)
{
    if (!index) {
        return;
    }
    sqlite3_finalize(index->read);
    mrs_free(index->places.rows);
    mrs_free(index->names.rows);
    mrs_free(index->buckets.rows);
    for (slab *it = index->slabs; it;) {
        slab *next = it->next;
        mrs_free(it->data);
        mrs_free(it);
        it = next;
    }
    mrs_free(index);
}

const mrs_index_header *mrs_index_head(const mrs_index *index)
{
    return &index->header;
}

/* The first posting whose hash is not below `hash`. Hashes are spread evenly, so it lies about
   where its share says. */
static size_t lower_bound(const mrs_posting *postings, size_t count, unsigned hash)
{
    size_t at = count * hash >> 16;
    while (at > 0 && postings[at - 1].hash >= hash) {
        at--;
    }
    while (at < count && postings[at].hash < hash) {
        at++;
    }
    return at;
}

marsad_status mrs_index_find(mrs_index *index, mrs_key_space space, const char *key, size_t length,
                             const mrs_posting **out, size_t *count, marsad_error *error)
{
    uint64_t hash = mrs_key_hash(space, key, length);
    const row *bucket = NULL;
    *count = 0;
    marsad_status status = get(index, &index->buckets,
                               (size_t)(hash >> (64 - index->header.bucket_bits)), &bucket, error);
    if (status) {
        return status;
    }
    const mrs_posting *postings = (const mrs_posting *)(const void *)bucket->data;
    size_t all = bucket->size / sizeof *postings;
    unsigned below = (unsigned)((hash << index->header.bucket_bits) >> 48);
    size_t first = lower_bound(postings, all, below), end = first;
    while (end < all && postings[end].hash == below) {
        end++;
    }
    *out = postings + first;
    *count = end - first;
    return MARSAD_OK;
}

void mrs_index_expect(const mrs_index *index, uint32_t ref)
{
    uint32_t at = ref >> MRS_REF_BITS;
    const unsigned char *data = at < index->names.count ? index->names.rows[at].data : NULL;
    if (data) {
        __builtin_prefetch(data + (size_t)(ref & ((1U << MRS_REF_BITS) - 1)) * MRS_NAME_STEP);
    }
}

marsad_status mrs_index_name_at(mrs_index *index, uint32_t ref, mrs_index_entry *out,
                                marsad_error *error)
{
    const row *found = NULL;
    size_t at = (size_t)(ref & ((1U << MRS_REF_BITS) - 1)) * MRS_NAME_STEP;
    marsad_status status = get(index, &index->names, ref >> MRS_REF_BITS, &found, error);
    if (status) {
        return status;
    }
    if (at + sizeof out->head > found->size) {
        return fail_damaged(index, error);
    }
    memcpy(&out->head, found->data + at, sizeof out->head);
    const mrs_index_name *head = &out->head;
    at += sizeof *head;
    if (at + head->sounds_length + head->text_length > found->size ||
        head->sounds_length > MRS_SOUNDS_MOST || head->core_end > head->sounds_length ||
        head->core_first > head->core_end || head->place >= index->header.place_count) {
        return fail_damaged(index, error);
    }
    out->sounds = (const char *)found->data + at;
    out->text = out->sounds + head->sounds_length;
    return MARSAD_OK;
}

marsad_status mrs_index_place_at(mrs_index *index, uint32_t place, const mrs_index_place **out,
                                 marsad_error *error)
{
    const row *found = NULL;
    size_t at = place % MRS_PLACES_A_ROW * sizeof **out;
    marsad_status status = get(index, &index->places, place / MRS_PLACES_A_ROW, &found, error);
    if (!status && at + sizeof **out > found->size) {
        status = fail_damaged(index, error);
    }
    if (!status) {
        *out = (const mrs_index_place *)(const void *)(found->data + at);
    }
    return status;
}
