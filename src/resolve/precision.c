#include "resolve/precision.h"

#include <string.h>

static const double NEAR_M = 25000;
static const double PART_OF_REGION_M = 50000;

typedef enum nature { POINT, DISTRICT2, DISTRICT1, FUZZY, COUNTRY, SEA } nature;

/* GeoNames' codes by their beginnings; the first that fits counts. */
static const struct {
    const char *prefix;
    nature nature;
} NATURES[] = {
    {"PCL", COUNTRY}, {"ADM1", DISTRICT1}, {"ADM", DISTRICT2}, {"OCN", SEA},    {"SEA", SEA},
    {"GULF", SEA},    {"STRT", SEA},       {"BAYS", FUZZY},    {"STM", FUZZY},  {"WAD", FUZZY},
    {"CNL", FUZZY},   {"RDJCT", POINT},    {"RD", FUZZY},      {"RR", FUZZY},   {"TRL", FUZZY},
    {"RGN", FUZZY},   {"DSRT", FUZZY},     {"MTS", FUZZY},     {"ERG", FUZZY},  {"AREA", FUZZY},
    {"CST", FUZZY},   {"VALS", FUZZY},     {"PLN", FUZZY},     {"CONT", FUZZY},
};

static nature by_code(const char *code)
{
    for (size_t i = 0; i < sizeof NATURES / sizeof *NATURES; i++) {
        if (strncmp(code, NATURES[i].prefix, strlen(NATURES[i].prefix)) == 0) {
            return NATURES[i].nature;
        }
    }
    return POINT;
}

/* A point that may be 25 km off is none. */
static nature nature_of(const marsad_place *place)
{
    nature coded = by_code(place->feature_code);
    return coded == POINT && place->uncertainty_m > NEAR_M ? FUZZY : coded;
}

int mrs_where_prec(const marsad_place *place, bool relative)
{
    switch (nature_of(place)) {
    case SEA:
        return 7;
    case COUNTRY:
        return relative ? 5 : 6;
    case DISTRICT1:
        return 4;
    case DISTRICT2:
        return 3;
    case FUZZY:
        return 5;
    default:
        return relative ? 2 : 1;
    }
}

int mrs_geo_precision(const marsad_place *place, bool relative)
{
    switch (nature_of(place)) {
    case SEA:
    case COUNTRY:
    case DISTRICT1:
        return 3;
    case DISTRICT2:
        return 2;
    case FUZZY:
        return place->uncertainty_m <= PART_OF_REGION_M ? 2 : 3;
    default:
        return relative ? 2 : 1;
    }
}
