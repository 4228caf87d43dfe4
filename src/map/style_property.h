/** What the subset holds: its layer types, source layers, properties and furniture keys. */
#ifndef MARSAD_MAP_STYLE_PROPERTY_H
#define MARSAD_MAP_STYLE_PROPERTY_H

#include "map/style.h"

typedef enum mrs_kind {
    MRS_KIND_ANY,
    MRS_KIND_FLAG,
    MRS_KIND_NUMBER,
    MRS_KIND_TEXT,
    MRS_KIND_COLOR,
    MRS_KIND_NUMBERS,
    MRS_KIND_TEXTS
} mrs_kind;

/** "a number", "true or false" …, for messages. */
const char *mrs_kind_name(mrs_kind kind);

/** What a place in the style may hold. */
typedef struct mrs_expected {
    mrs_kind kind;
    bool from_any;            /* text: numbers and flags are written out */
    bool fixed;               /* not a thing to interpolate */
    const char *const *words; /* the allowed words of a text (or of each of texts), or NULL */
    double min, max;          /* of a number, or of each of numbers; both 0: any */
    size_t count;             /* of numbers: exactly so many; 0: up to MRS_STYLE_ARRAY_MAX */
} mrs_expected;

typedef struct mrs_property_spec {
    const char *name;
    mrs_layer_type type;
    bool layout;      /* stands under "layout", not "paint" */
    bool per_feature; /* its expression may look at the feature */
    mrs_expected expected;
    mrs_value unset; /* the default */
} mrs_property_spec;

const mrs_property_spec *mrs_property_describe(mrs_property property);

typedef struct mrs_furniture_spec {
    const char *name; /* with "marsad:" */
    mrs_kind kind;    /* color, number or text */
    double number;    /* the default of a number */
    const char *text; /* the default of a text or color */
    double least;     /* of a number; the most is 1000. Of a text: so many colours at least, or 0 */
} mrs_furniture_spec;

const mrs_furniture_spec *mrs_furniture_describe(mrs_furniture key);

/** "background", "fill" …, then NULL; in the order of mrs_layer_type. */
extern const char *const mrs_layer_type_names[];

/** "land", "sea" …, then NULL; the source layer at index i is i + 1. */
extern const char *const mrs_source_layer_names[];

/** Where `text` stands in `words`, which end with NULL; -1 where it does not. */
int mrs_word_index(const char *text, const char *const *words);

#endif
