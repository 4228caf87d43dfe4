/* The town nearest to a place. */
#include "report/facts.h"

#include <string.h>

/* A seat of administration, or a populated place of some size; not a quarter of another. */
static bool is_town(const marsad_place *place)
{
    const char *code = place->feature_code;
    bool seat = strcmp(code, "PPLC") == 0 || strncmp(code, "PPLA", 4) == 0;
    return seat || (strcmp(code, "PPL") == 0 && place->population >= MRS_TOWN_LEAST_PEOPLE);
}

/* Takes the first of those around that is a town: the place itself where it is one. */
static bool take_first(mrs_report_place *place, marsad_place_around_list *around)
{
    for (size_t i = 0; i < around->count; i++) {
        marsad_place_around *found = &around->items[i];
        if (is_town(&found->place)) {
            place->town = *found;
            found->place = (marsad_place){0};
            return true;
        }
    }
    return false;
}

marsad_status mrs_report_find_town(mrs_report *report, mrs_report_place *place, marsad_error *error)
{
    static const double radii[] = {10000, 30000, 100000, MRS_TOWN_MOST_M};
    marsad_lonlat at = marsad_events_get(report->sources->events, place->first)->at;
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && !place->town_known && i < sizeof radii / sizeof *radii; i++) {
        marsad_place_around_list around = {0};
        status = marsad_gazetteer_around(report->sources->gazetteer, at, radii[i], "PPL", 0,
                                         &around, error);
        if (!status) {
            place->has_town = take_first(place, &around);
            place->town_known = place->has_town;
        }
        marsad_place_around_list_clear(&around);
    }
    place->town_known = true;
    return status;
}
