#include "resolve/anchor.h"

#include <math.h>
#include <string.h>

#include "gazetteer/kinds.h"

static bool starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* Where the population is not known: seats of districts are larger than other places. */
static mrs_anchor_kind kind_by_rank(const marsad_place *place)
{
    const double city_m = 5000;
    const double town_m = 2500;
    const char *code = place->feature_code;
    if (strcmp(code, "PPLC") == 0 || strcmp(code, "PPLA") == 0 || place->uncertainty_m >= city_m) {
        return MRS_ANCHOR_CITY;
    }
    bool town = strcmp(code, "PPLA2") == 0 || place->uncertainty_m >= town_m;
    return town ? MRS_ANCHOR_TOWN : MRS_ANCHOR_VILLAGE;
}

static mrs_anchor_kind kind_by_size(const marsad_place *place)
{
    if (place->population <= 0) {
        return kind_by_rank(place);
    }
    if (place->population >= 1000000) {
        return MRS_ANCHOR_METROPOLIS;
    }
    if (place->population >= 100000 || strcmp(place->feature_code, "PPLC") == 0) {
        return MRS_ANCHOR_CITY;
    }
    return place->population >= 10000 ? MRS_ANCHOR_TOWN : MRS_ANCHOR_VILLAGE;
}

mrs_anchor_kind mrs_anchor_kind_of(const marsad_place *place)
{
    const double area_m = 20000; /* a desert, a range, a lake: "near" means beside it */
    switch (mrs_place_class_of(place->feature_code)) {
    case MRS_CLASS_COUNTRY:
    case MRS_CLASS_DISTRICT:
        return MRS_ANCHOR_AREA;
    case MRS_CLASS_QUARTER:
        return MRS_ANCHOR_QUARTER;
    case MRS_CLASS_POPULATED:
        return kind_by_size(place);
    default:
        break;
    }
    if (starts(place->feature_code, "STLMT")) {
        return kind_by_size(place);
    }
    return place->uncertainty_m >= area_m ? MRS_ANCHOR_AREA : MRS_ANCHOR_SITE;
}

/* Metres beyond the extent; `part` in extents. */
static const struct {
    double around_m, near_m, direction_m, part;
} REACHES[] = {
    [MRS_ANCHOR_METROPOLIS] = {20000, 25000, 50000, 3},
    [MRS_ANCHOR_CITY] = {10000, 15000, 35000, 3},
    [MRS_ANCHOR_TOWN] = {6000, 10000, 20000, 3},
    [MRS_ANCHOR_VILLAGE] = {4000, 6000, 12000, 3},
    [MRS_ANCHOR_QUARTER] = {1500, 2000, 4000, 1.5},
    [MRS_ANCHOR_SITE] = {2000, 4000, 8000, 1.5},
};

mrs_anchor mrs_anchor_of(const marsad_place *place)
{
    const double least_part_m = 1000;
    double extent = place->uncertainty_m;
    mrs_anchor anchor = {place, mrs_anchor_kind_of(place), extent, 0, 0, 0, 0};
    if (anchor.kind == MRS_ANCHOR_AREA) {
        anchor.around_m = anchor.near_m = 1.5 * extent;
        anchor.direction_m = anchor.part_m = 1.4 * extent;
        return anchor;
    }
    anchor.around_m = extent + REACHES[anchor.kind].around_m;
    anchor.near_m = extent + REACHES[anchor.kind].near_m;
    anchor.direction_m = extent + REACHES[anchor.kind].direction_m;
    anchor.part_m = fmax(least_part_m, extent * REACHES[anchor.kind].part);
    return anchor;
}

const char *mrs_anchor_name(const mrs_anchor *anchor)
{
    const marsad_place *place = anchor->place;
    if (place->name && place->name[0]) {
        return place->name;
    }
    return place->name_ar && place->name_ar[0] ? place->name_ar : "the place";
}
