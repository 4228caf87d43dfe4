/** Kinds of names and of places. */
#ifndef MARSAD_GAZETTEER_KINDS_H
#define MARSAD_GAZETTEER_KINDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Kinds of names, the best first. */
typedef enum mrs_name_kind {
    MRS_NAME_OFFICIAL = 0,
    MRS_NAME_ALTERNATE,
    MRS_NAME_COLLOQUIAL,
    MRS_NAME_HISTORICAL,
    MRS_NAME_CODE,
    MRS_NAME_KIND_COUNT
} mrs_name_kind;

/** The word that stands in the gazetteer. */
const char *mrs_name_kind_text(mrs_name_kind kind);

/** False if the word is none of the five. */
bool mrs_name_kind_parse(const char *text, mrs_name_kind *out);

/** Classes of GeoNames feature codes that may stand for the same thing on the ground. */
typedef enum mrs_place_class {
    MRS_CLASS_OTHER = 0,
    MRS_CLASS_POPULATED, /* PPL… without PPLX */
    MRS_CLASS_QUARTER,   /* PPLX, a part of a populated place */
    MRS_CLASS_AIRPORT,   /* AIRP, AIRB, AIRF, AIRH */
    MRS_CLASS_DISTRICT,  /* ADM… */
    MRS_CLASS_COUNTRY    /* PCL… */
} mrs_place_class;

mrs_place_class mrs_place_class_of(const char *feature_code);

/**
 * Importance in [0, 1], rounded to four decimals:
 *
 *     0.4 · kind + 0.5 · min(1, log10(1 + population) / 7.5) + 0.1 · min(1, log2(1 + names) / 6)
 *
 * A country of unknown population counts as one of 10 million.
 * `kind` is 1 for a country, 0.85 a capital, 0.65 the seat of a first-level district, 0.5 of a
 * second-level one, 0.6 a first-level district, 0.5 an airport, 0.35 a town, 0.25 a quarter …
 */
double mrs_importance(const char *feature_code, int64_t population, size_t names);

#endif
