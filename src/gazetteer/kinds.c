#include "gazetteer/kinds.h"

#include <math.h>
#include <string.h>

static const char *const kind_texts[MRS_NAME_KIND_COUNT] = {"official", "alternate", "colloquial",
                                                            "historical", "code"};

const char *mrs_name_kind_text(mrs_name_kind kind)
{
    return kind_texts[kind];
}

bool mrs_name_kind_parse(const char *text, mrs_name_kind *out)
{
    for (int i = 0; i < MRS_NAME_KIND_COUNT; i++) {
        if (strcmp(text, kind_texts[i]) == 0) {
            *out = (mrs_name_kind)i;
            return true;
        }
    }
    return false;
}

static bool starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

mrs_place_class mrs_place_class_of(const char *feature_code)
{
    if (strncmp(feature_code, "PPL", 3) == 0) {
        return feature_code[3] == 'X' ? MRS_CLASS_QUARTER : MRS_CLASS_POPULATED;
    }
    if (strncmp(feature_code, "AIR", 3) == 0) {
        return MRS_CLASS_AIRPORT;
    }
    if (strncmp(feature_code, "ADM", 3) == 0) {
        return MRS_CLASS_DISTRICT;
    }
    return strncmp(feature_code, "PCL", 3) == 0 ? MRS_CLASS_COUNTRY : MRS_CLASS_OTHER;
}

/* A code that is not listed has the weight of the longest listed prefix. */
static double kind_weight(const char *feature_code)
{
    static const struct {
        const char *prefix;
        double weight;
    } weights[] = {{"PCL", 1.0},    {"PPLC", 0.85},  {"PPLG", 0.7},   {"PPLA2", 0.5},
                   {"PPLA3", 0.42}, {"PPLA4", 0.38}, {"PPLA5", 0.36}, {"PPLA", 0.65},
                   {"ADM1", 0.6},   {"ADM2", 0.4},   {"ADM", 0.3},    {"AIRP", 0.5},
                   {"AIR", 0.4},    {"PPLX", 0.25},  {"PPLL", 0.2},   {"PPLH", 0.1},
                   {"PPLQ", 0.1},   {"PPLW", 0.1},   {"PPL", 0.35}};
    for (size_t i = 0; i < sizeof weights / sizeof *weights; i++) {
        if (starts(feature_code, weights[i].prefix)) {
            return weights[i].weight;
        }
    }
    return 0.3;
}

double mrs_importance(const char *feature_code, int64_t population, size_t names)
{
    if (population == 0 && mrs_place_class_of(feature_code) == MRS_CLASS_COUNTRY) {
        population = 10000000; /* what most of them have, about */
    }
    double people = fmin(1, log10(1.0 + (double)population) / 7.5);
    double fame = fmin(1, log2(1.0 + (double)names) / 6);
    double sum = 0.4 * kind_weight(feature_code) + 0.5 * people + 0.1 * fame;
    return round(sum * 1e4) / 1e4;
}
