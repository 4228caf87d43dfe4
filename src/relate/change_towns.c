/* Towns on ground that changed hands. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "geo/earth.h"
#include "relate/change.h"

typedef struct found_town {
    marsad_place place;
    size_t piece;
} found_town;

typedef struct search {
    const mrs_change *change;
    marsad_gazetteer *gazetteer;
    found_town *items;
    size_t count, capacity;
} search;

/* A box around the piece in degrees, from the box of its polygon in the plane: the plane's circle
 * around that is one on the ground. */
static bool box_of(const mrs_change *change, const mrs_change_piece *piece, marsad_bbox *out)
{
    double west;
    double south;
    double east;
    double north;
    if (!GEOSGeom_getExtent_r(change->geos, piece->polygon, &west, &south, &east, &north)) {
        return false;
    }
    marsad_lonlat middle = mrs_plane_back(change->plane, (west + east) / 2, (south + north) / 2);
    double radius = 0;
    for (size_t i = 0; i < piece->ends[0]; i++) {
        radius = fmax(radius, marsad_geodesic_between(middle, piece->points[i]).distance_m);
    }
    *out = marsad_bbox_around(middle, radius + 1);
    return true;
}

static bool is_inside(const mrs_change *change, const GEOSPreparedGeometry *ground,
                      marsad_lonlat at)
{
    double x;
    double y;
    if (!mrs_plane_forward(change->plane, at, &x, &y)) {
        return false;
    }
    GEOSGeometry *point = GEOSGeom_createPointFromXY_r(change->geos, x, y);
    bool inside = point && GEOSPreparedIntersects_r(change->geos, ground, point) == 1;
    GEOSGeom_destroy_r(change->geos, point);
    return inside;
}

/* Takes the places over that lie on the piece. False if memory is out. */
static bool take_towns(search *s, size_t piece, marsad_place_list *around)
{
    GEOSContextHandle_t geos = s->change->geos;
    const GEOSPreparedGeometry *ground = GEOSPrepare_r(geos, s->change->pieces[piece].polygon);
    bool ok = ground != NULL;
    for (size_t i = 0; ok && i < around->count; i++) {
        if (!is_inside(s->change, ground, around->items[i].at)) {
            continue;
        }
        ok = mrs_grow((void **)&s->items, &s->capacity, s->count, sizeof *s->items);
        if (ok) {
            s->items[s->count++] = (found_town){around->items[i], piece};
            around->items[i] = (marsad_place){0};
        }
    }
    GEOSPreparedGeom_destroy_r(geos, ground);
    return ok;
}

static marsad_status search_piece(search *s, size_t piece, marsad_error *error)
{
    marsad_bbox box;
    marsad_place_list around = {0};
    if (!box_of(s->change, &s->change->pieces[piece], &box)) {
        return mrs_fail_memory(error);
    }
    marsad_status status = marsad_gazetteer_towns(s->gazetteer, box, SIZE_MAX, &around, error);
    if (!status && !take_towns(s, piece, &around)) {
        status = mrs_fail_memory(error);
    }
    marsad_place_list_clear(&around);
    return status;
}

static int by_importance(const void *a, const void *b)
{
    const found_town *first = a;
    const found_town *second = b;
    if (first->place.importance != second->place.importance) {
        return first->place.importance > second->place.importance ? -1 : 1;
    }
    int order = strcmp(first->place.id, second->place.id);
    return order ? order : (first->piece > second->piece) - (first->piece < second->piece);
}

static bool reaches_front(const mrs_change *change, const marsad_place *place)
{
    mrs_control_nearest nearest;
    for (int i = 0; i < 2; i++) {
        if (mrs_control_nearest_front(change->sides[i].state->control, place->at, &nearest) &&
            nearest.distance_m <= place->uncertainty_m) {
            return true;
        }
    }
    return false;
}

/* Hands the towns over; a place on the bounds of two pieces is told once, of the larger. */
static marsad_status hand_over(search *s, marsad_place_list *places, marsad_front_town **out,
                               size_t *count, marsad_error *error)
{
    const mrs_change *change = s->change;
    *out = mrs_arena_alloc(change->arena, s->count, sizeof **out);
    places->items = mrs_alloc(s->count, sizeof *places->items);
    if (!*out || !places->items) {
        return mrs_fail_memory(error);
    }
    for (size_t i = 0; i < s->count; i++) {
        found_town *town = &s->items[i];
        if (places->count && strcmp(places->items[places->count - 1].id, town->place.id) == 0) {
            continue;
        }
        marsad_place *place = &places->items[places->count];
        *place = town->place;
        town->place = (marsad_place){0};
        (*out)[places->count++] =
            (marsad_front_town){.place = place,
                                .from = change->holders[change->pieces[town->piece].from],
                                .to = change->holders[change->pieces[town->piece].to],
                                .certain = !reaches_front(change, place)};
    }
    *count = places->count;
    return MARSAD_OK;
}

marsad_status mrs_change_towns(const mrs_change *change, marsad_gazetteer *gazetteer,
                               marsad_place_list *places, marsad_front_town **out, size_t *count,
                               marsad_error *error)
{
    search s = {.change = change, .gazetteer = gazetteer};
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < change->piece_count; i++) {
        status = search_piece(&s, i, error);
    }
    if (s.count > 1) {
        qsort(s.items, s.count, sizeof *s.items, by_importance);
    }
    status = status ? status : hand_over(&s, places, out, count, error);
    for (size_t i = 0; i < s.count; i++) {
        marsad_place_clear(&s.items[i].place);
    }
    mrs_free(s.items);
    return status;
}
