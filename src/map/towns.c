/* The context towns of a pane: those of the gazetteer, and every place where something happened. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/label_names.h"
#include "map/panes.h"

enum { MOST_TOWNS = 160, FEWEST_TOWNS = 6 };

/* A small frame bears fewer names than the main map's. */
static size_t most_towns(const mrs_pane *pane)
{
    const double each = 4500; /* px² */
    size_t room = (size_t)(pane->frame.rect.w * pane->frame.rect.h / each);
    return !mrs_pane_is_small(pane) || room > MOST_TOWNS ? MOST_TOWNS
           : room < FEWEST_TOWNS                         ? FEWEST_TOWNS
                                                         : room;
}

static int rank_of(const marsad_place *place)
{
    const char *code = place->feature_code;
    if (strcmp(code, "PPLX") == 0) {
        return 5;
    }
    if (strcmp(code, "PPLC") == 0 || place->population >= 500000) {
        return 1;
    }
    if (strcmp(code, "PPLA") == 0 || place->population >= 100000) {
        return 2;
    }
    if (strcmp(code, "PPLA2") == 0 || place->population >= 20000) {
        return 3;
    }
    return place->population >= 4000 || place->population == 0 ? 4 : 5;
}

/* The ids of the places where something happened, sorted. */
typedef struct happenings {
    const char **ids;
    size_t count;
} happenings;

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool find_happenings(const mrs_sheet *sheet, happenings *out)
{
    size_t count = marsad_events_count(sheet->sources->events);
    *out = (happenings){.ids = mrs_alloc(count, sizeof *out->ids)};
    for (size_t i = 0; out->ids && i < count; i++) {
        const marsad_incident *incident = marsad_events_get(sheet->sources->events, i);
        const marsad_resolution *found = incident->resolution;
        if (marsad_incident_is_placed(incident) && found && found->candidate_count) {
            out->ids[out->count++] = found->candidates[0].place->id;
        }
    }
    if (out->ids) {
        qsort(out->ids, out->count, sizeof *out->ids, by_text);
    }
    return out->ids != NULL;
}

/* A place where something happened is named even if it is small. */
static bool has_incident(const happenings *happened, const marsad_place *place)
{
    const char *id = place->id;
    return bsearch(&id, happened->ids, happened->count, sizeof *happened->ids, by_text) != NULL;
}

static marsad_bbox wrapped(marsad_bbox box)
{
    if (box.east - box.west >= 360) {
        return (marsad_bbox){-180, box.south, 180, box.north};
    }
    box.west = box.west < -180 ? box.west + 360 : box.west;
    box.east = box.east > 180 ? box.east - 360 : box.east;
    return box;
}

marsad_status mrs_find_towns(mrs_pane *pane, marsad_error *error)
{
    if (pane->towns) {
        return MARSAD_OK; /* found before, for an inset to know what it would cover */
    }
    marsad_status status =
        marsad_gazetteer_towns(pane->sheet->sources->gazetteer, wrapped(pane->frame.bounds),
                               most_towns(pane), &pane->places, error);
    if (status) {
        return status;
    }
    happenings happened = {0};
    pane->towns = mrs_alloc(pane->places.count, sizeof *pane->towns);
    if (!pane->towns || !find_happenings(pane->sheet, &happened)) {
        return mrs_fail_memory(error);
    }
    for (size_t i = 0; i < pane->places.count; i++) {
        const marsad_place *place = &pane->places.items[i];
        mrs_town town = {.place = place, .rank = rank_of(place)};
        town.capital = strcmp(place->feature_code, "PPLC") == 0;
        town.happened = has_incident(&happened, place);
        if (town.happened) {
            town.rank = town.rank < 3 ? town.rank : 3;
        }
        if (mrs_frame_to_page(&pane->frame, place->at, &town.at) &&
            mrs_rect_distance(pane->frame.rect, town.at) <= 0) {
            town.romanised = mrs_is_romanised(pane->sheet, place);
            pane->towns[pane->town_count++] = town;
        }
    }
    mrs_free(happened.ids);
    return MARSAD_OK;
}
