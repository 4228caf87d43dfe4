#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/memory.h"
#include "gazetteer/feature_codes.h"
#include "gazetteer/geometry.h"
#include "gazetteer/handle.h"
#include "geo/earth.h"

/* Beyond this no two places are apart: half the equator. */
#define FARTHEST_M 20037508.0

/* What the box is made larger by, in degrees: a centimetre, for the rounding of its edges. The
   R-tree's own boxes are rounded outwards. */
#define BOX_MARGIN 1e-7

enum { KINDS_MOST = 64, CODE_LONGEST = 7 };

/* Codes and classes; `count` is 0 where all are asked for. */
typedef struct kinds {
    char codes[KINDS_MOST][CODE_LONGEST + 1];
    size_t count;
} kinds;

/* A place near enough, without its texts. */
typedef struct near_place {
    int64_t row;
    marsad_geodesic line;
    const char *id;
} near_place;

typedef struct search {
    marsad_gazetteer *gazetteer;
    mrs_earth earth;
    marsad_lonlat centre;
    double radius_m;
    kinds kinds;
    near_place *items;
    size_t count, capacity;
    mrs_arena ids;
} search;

/* ---- kinds --------------------------------------------------------------------------------- */

static marsad_status add_kind(kinds *out, const char *text, size_t length, marsad_error *error)
{
    while (length > 0 && isspace((unsigned char)*text)) {
        text++;
        length--;
    }
    while (length > 0 && isspace((unsigned char)text[length - 1])) {
        length--;
    }
    bool known = length == 1 ? mrs_is_feature_class(*text) : mrs_feature_code_begins(text, length);
    if (!known || length > CODE_LONGEST) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "\"%.*s\" is none of GeoNames' feature codes (PPL, AIRP, ADM1 …) nor of "
                        "its classes (A, H, L, P, R, S, T, U, V)",
                        (int)(length < 40 ? length : 40), text);
    }
    if (out->count == KINDS_MOST) {
        return mrs_fail(error, MARSAD_ERR_USAGE, "more than %d feature codes: give classes",
                        KINDS_MOST);
    }
    memcpy(out->codes[out->count], text, length);
    out->codes[out->count++][length] = '\0';
    return MARSAD_OK;
}

static marsad_status read_kinds(const char *text, kinds *out, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    while (text && !status) {
        size_t length = strcspn(text, ",");
        status = add_kind(out, text, length, error);
        text = text[length] ? text + length + 1 : NULL;
    }
    return status;
}

static bool is_asked(const kinds *asked, const char *code)
{
    for (size_t i = 0; i < asked->count; i++) {
        const char *kind = asked->codes[i];
        size_t length = strlen(kind);
        if (length == 1 ? mrs_feature_class(code) == *kind : strncmp(code, kind, length) == 0) {
            return true;
        }
    }
    return asked->count == 0;
}

/* ---- the R-tree ---------------------------------------------------------------------------- */

static marsad_status prepare(marsad_gazetteer *gazetteer, marsad_error *error)
{
    static const char sql[] =
        "SELECT p.fid, p.geom, p.feature_code, p.id"
        " FROM (SELECT id FROM rtree_places_geom WHERE maxx >= ?1 AND minx <= ?2"
        "  AND maxy >= ?3 AND miny <= ?4"
        " UNION SELECT id FROM rtree_places_geom WHERE maxx >= ?5 AND minx <= ?6"
        "  AND maxy >= ?3 AND miny <= ?4) r CROSS JOIN places p ON p.fid = r.id";
    if (!gazetteer->around && sqlite3_prepare_v3(gazetteer->db, sql, -1, SQLITE_PREPARE_PERSISTENT,
                                                 &gazetteer->around, NULL) != SQLITE_OK) {
        return mrs_fail_sqlite(gazetteer, error);
    }
    return MARSAD_OK;
}

/* The longitudes of the box as two stretches: a box over the antimeridian lies on both its sides,
   and one that touches it holds the points that are written with the other sign, too. */
static void bind_box(sqlite3_stmt *statement, marsad_bbox box)
{
    double west = box.west - BOX_MARGIN, east = box.east + BOX_MARGIN;
    double edges[6] = {west, east, box.south - BOX_MARGIN, box.north + BOX_MARGIN, 1, 0};
    if (west > east) {
        edges[1] = 180;
        edges[4] = -180;
        edges[5] = east;
    } else if (west <= -180) {
        edges[4] = edges[5] = 180;
    } else if (east >= 180) {
        edges[4] = edges[5] = -180;
    }
    for (int i = 0; i < 6; i++) {
        sqlite3_bind_double(statement, i + 1, edges[i]);
    }
}

/* Takes the row's place if it is near enough. */
static marsad_status look_at(search *s, sqlite3_stmt *row, marsad_error *error)
{
    const void *blob = sqlite3_column_blob(row, 1);
    near_place found = {.row = sqlite3_column_int64(row, 0)};
    marsad_lonlat at;
    if (!mrs_point_decode(blob, (size_t)sqlite3_column_bytes(row, 1), &at)) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, s->gazetteer->path, 0, NULL,
                           "the geometry of place %lld is not a point; rebuild the file",
                           (long long)found.row);
    }
    const char *code = (const char *)sqlite3_column_text(row, 2);
    if (!code || !is_asked(&s->kinds, code)) {
        return MARSAD_OK;
    }
    found.line = mrs_earth_between(&s->earth, s->centre, at);
    if (found.line.distance_m > s->radius_m) {
        return MARSAD_OK;
    }
    const char *id = (const char *)sqlite3_column_text(row, 3);
    found.id = id ? mrs_arena_text(&s->ids, id, strlen(id)) : NULL;
    if (!found.id || !mrs_grow((void **)&s->items, &s->capacity, s->count, sizeof *s->items)) {
        return mrs_fail_memory(error);
    }
    s->items[s->count++] = found;
    return MARSAD_OK;
}

static marsad_status look_around(search *s, marsad_error *error)
{
    marsad_status status = prepare(s->gazetteer, error);
    if (status) {
        return status;
    }
    sqlite3_stmt *row = s->gazetteer->around;
    bind_box(row, marsad_bbox_around(s->centre, s->radius_m));
    int code = SQLITE_ROW;
    while (!status && (code = sqlite3_step(row)) == SQLITE_ROW) {
        status = look_at(s, row, error);
    }
    if (!status && code != SQLITE_DONE) {
        status = mrs_fail_sqlite(s->gazetteer, error);
    }
    sqlite3_reset(row);
    return status;
}

/* ---- the answer ---------------------------------------------------------------------------- */

static int by_distance(const void *a, const void *b)
{
    const near_place *x = a, *y = b;
    if (x->line.distance_m != y->line.distance_m) {
        return x->line.distance_m < y->line.distance_m ? -1 : 1;
    }
    return strcmp(x->id, y->id);
}

static marsad_status read_texts(marsad_gazetteer *gazetteer, int64_t fid, marsad_place *out,
                                marsad_error *error)
{
    sqlite3_stmt *row = gazetteer->by_row;
    sqlite3_bind_int64(row, 1, fid);
    marsad_status status = sqlite3_step(row) == SQLITE_ROW
                               ? mrs_read_place(gazetteer, row, 0, out, error)
                               : mrs_fail_sqlite(gazetteer, error);
    sqlite3_reset(row);
    return status;
}

static marsad_status give(search *s, size_t limit, marsad_place_around_list *out,
                          marsad_error *error)
{
    size_t count = limit && limit < s->count ? limit : s->count;
    if (count == 0) {
        return MARSAD_OK;
    }
    qsort(s->items, s->count, sizeof *s->items, by_distance);
    out->items = mrs_alloc(count, sizeof *out->items);
    if (!out->items) {
        return mrs_fail_memory(error);
    }
    marsad_status status = MARSAD_OK;
    while (!status && out->count < count) {
        marsad_place_around *item = &out->items[out->count];
        item->line = s->items[out->count].line;
        status = read_texts(s->gazetteer, s->items[out->count].row, &item->place, error);
        out->count += status == MARSAD_OK;
    }
    return status;
}

marsad_status marsad_gazetteer_around(marsad_gazetteer *gazetteer, marsad_lonlat centre,
                                      double radius_m, const char *asked, size_t limit,
                                      marsad_place_around_list *out, marsad_error *error)
{
    *out = (marsad_place_around_list){0};
    if (!marsad_lonlat_valid(centre) || !(radius_m > 0 && radius_m <= FARTHEST_M)) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "a radius of %g m around longitude %g and latitude %g is out of range",
                        radius_m, centre.lon, centre.lat);
    }
    search s = {
        .gazetteer = gazetteer, .earth = mrs_earth_wgs84(), .centre = centre, .radius_m = radius_m};
    marsad_status status = read_kinds(asked, &s.kinds, error);
    status = status ? status : look_around(&s, error);
    status = status ? status : give(&s, limit, out, error);
    mrs_free(s.items);
    mrs_arena_clear(&s.ids);
    if (status) {
        marsad_place_around_list_clear(out);
    }
    return status;
}

void marsad_place_around_list_clear(marsad_place_around_list *list)
{
    if (list) {
        for (size_t i = 0; i < list->count; i++) {
            marsad_place_clear(&list->items[i].place);
        }
        mrs_free(list->items);
        *list = (marsad_place_around_list){0};
    }
}
