#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "gazetteer/geometry.h"
#include "gazetteer/handle.h"
#include "marsad/text.h"

char *mrs_read_text(sqlite3_stmt *row, int column)
{
    return mrs_strdup((const char *)sqlite3_column_text(row, column));
}

static bool read_texts(sqlite3_stmt *row, int first, marsad_place *out)
{
    char **texts[] = {&out->id,           &out->name,    &out->name_ar, &out->name_fr,
                      &out->feature_code, &out->country, &out->admin1,  &out->source};
    bool complete = true;
    for (int i = 0; i < 8; i++) {
        *texts[i] = mrs_read_text(row, first + i);
        complete = complete && *texts[i];
    }
    return complete;
}

marsad_status mrs_read_place(const marsad_gazetteer *gazetteer, sqlite3_stmt *row, int first,
                             marsad_place *out, marsad_error *error)
{
    *out = (marsad_place){.row = sqlite3_column_int64(row, first)};
    const void *blob = sqlite3_column_blob(row, first + 1);
    if (!mrs_point_decode(blob, (size_t)sqlite3_column_bytes(row, first + 1), &out->at)) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, gazetteer->path, 0, NULL,
                           "the geometry of place %lld is not a point; rebuild the file",
                           (long long)out->row);
    }
    if (!read_texts(row, first + 2, out)) {
        marsad_place_clear(out);
        return mrs_fail_memory(error);
    }
    out->uncertainty_m = sqlite3_column_double(row, first + 10);
    out->population = sqlite3_column_int64(row, first + 11);
    out->importance = sqlite3_column_double(row, first + 12);
    return MARSAD_OK;
}

/* Steps to the next row: `*more` is false at the end. */
static marsad_status next_row(const marsad_gazetteer *gazetteer, sqlite3_stmt *row, bool *more,
                              marsad_error *error)
{
    int code = sqlite3_step(row);
    *more = code == SQLITE_ROW;
    return *more || code == SQLITE_DONE ? MARSAD_OK : mrs_fail_sqlite(gazetteer, error);
}

static marsad_status add_match(const marsad_gazetteer *gazetteer, sqlite3_stmt *row,
                               marsad_key_kind kind, size_t *capacity, marsad_name_match_list *out,
                               marsad_error *error)
{
    if (!mrs_grow((void **)&out->items, capacity, out->count, sizeof *out->items)) {
        return mrs_fail_memory(error);
    }
    marsad_name_match *match = &out->items[out->count];
    *match = (marsad_name_match){.key = kind};
    marsad_status status = mrs_read_place(gazetteer, row, 3, &match->place, error);
    if (status) {
        return status;
    }
    out->count++; /* from here on the list owns it */
    match->name = mrs_read_text(row, 0);
    match->language = mrs_read_text(row, 1);
    match->kind = mrs_read_text(row, 2);
    return match->name && match->language && match->kind ? MARSAD_OK : mrs_fail_memory(error);
}

marsad_status marsad_gazetteer_find(marsad_gazetteer *gazetteer, const char *key,
                                    marsad_key_kind kind, marsad_name_match_list *out,
                                    marsad_error *error)
{
    *out = (marsad_name_match_list){0};
    if (!key[0]) {
        return MARSAD_OK;
    }
    sqlite3_stmt *row = kind == MARSAD_KEY_BARE ? gazetteer->by_bare : gazetteer->by_full;
    sqlite3_bind_text(row, 1, key, -1, SQLITE_STATIC);
    size_t capacity = 0;
    bool more = false;
    int64_t last = -1;
    marsad_status status = next_row(gazetteer, row, &more, error);
    while (!status && more) {
        int64_t place = sqlite3_column_int64(row, 3);
        if (place != last) {
            status = add_match(gazetteer, row, kind, &capacity, out, error);
        }
        last = place;
        if (!status) {
            status = next_row(gazetteer, row, &more, error);
        }
    }
    sqlite3_reset(row);
    sqlite3_clear_bindings(row);
    if (status) {
        marsad_name_match_list_clear(out);
    }
    return status;
}

static marsad_status read_one(const marsad_gazetteer *gazetteer, sqlite3_stmt *row,
                              marsad_place *out, bool *found, marsad_error *error)
{
    marsad_status status = next_row(gazetteer, row, found, error);
    if (!status && *found) {
        status = mrs_read_place(gazetteer, row, 0, out, error);
    }
    sqlite3_reset(row);
    sqlite3_clear_bindings(row);
    return status;
}

/* A place that was joined to a stronger source's keeps its id among the names. */
static marsad_status find_joined(marsad_gazetteer *gazetteer, const char *id, marsad_place *out,
                                 bool *found, marsad_error *error)
{
    *found = false;
    if (!marsad_text_is_utf8(id, strlen(id), NULL)) {
        return MARSAD_OK;
    }
    marsad_keys keys;
    marsad_status status = marsad_text_keys(id, &keys, error);
    if (status) {
        return status;
    }
    sqlite3_bind_text(gazetteer->by_code, 1, keys.full, -1, SQLITE_STATIC);
    sqlite3_bind_text(gazetteer->by_code, 2, id, -1, SQLITE_STATIC);
    status = read_one(gazetteer, gazetteer->by_code, out, found, error);
    marsad_keys_clear(&keys);
    return status;
}

marsad_status marsad_gazetteer_place(marsad_gazetteer *gazetteer, const char *id, marsad_place *out,
                                     marsad_error *error)
{
    *out = (marsad_place){0};
    bool found = false;
    sqlite3_bind_text(gazetteer->by_id, 1, id, -1, SQLITE_STATIC);
    marsad_status status = read_one(gazetteer, gazetteer->by_id, out, &found, error);
    if (!status && !found) {
        status = find_joined(gazetteer, id, out, &found, error);
    }
    if (!status && !found) {
        status = mrs_fail_at(error, MARSAD_ERR_NOT_FOUND, gazetteer->path, 0, NULL,
                             "no place has the id \"%s\"", id);
    }
    return status;
}

static marsad_status add_town(const marsad_gazetteer *gazetteer, sqlite3_stmt *row, marsad_bbox box,
                              size_t *capacity, marsad_place_list *out, marsad_error *error)
{
    marsad_place place;
    marsad_status status = mrs_read_place(gazetteer, row, 0, &place, error);
    if (status) {
        return status;
    }
    if (!marsad_bbox_contains(box, place.at)) {
        marsad_place_clear(&place);
        return MARSAD_OK;
    }
    if (!mrs_grow((void **)&out->items, capacity, out->count, sizeof *out->items)) {
        marsad_place_clear(&place);
        return mrs_fail_memory(error);
    }
    out->items[out->count++] = place;
    return MARSAD_OK;
}

marsad_status marsad_gazetteer_towns(marsad_gazetteer *gazetteer, marsad_bbox box, size_t limit,
                                     marsad_place_list *out, marsad_error *error)
{
    *out = (marsad_place_list){0};
    const double edges[] = {box.west, box.south, box.east, box.north};
    sqlite3_stmt *row = gazetteer->in_box;
    for (int i = 0; i < 4; i++) {
        sqlite3_bind_double(row, i + 1, edges[i]);
    }
    size_t capacity = 0;
    bool more = true;
    marsad_status status = MARSAD_OK;
    while (!status && out->count < limit) {
        status = next_row(gazetteer, row, &more, error);
        if (status || !more) {
            break;
        }
        status = add_town(gazetteer, row, box, &capacity, out, error);
    }
    sqlite3_reset(row);
    if (status) {
        marsad_place_list_clear(out);
    }
    return status;
}
