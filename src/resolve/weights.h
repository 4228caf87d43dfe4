/** The weights of the score, in one table: geodata/resolver/weights.tsv, with a reason for each. */
#ifndef MARSAD_RESOLVE_WEIGHTS_H
#define MARSAD_RESOLVE_WEIGHTS_H

#define MRS_WEIGHT(name, value, reason) MRS_W_##name,
typedef enum mrs_weight_name {
#include "weights.inc"
    MRS_WEIGHT_COUNT
} mrs_weight_name;
#undef MRS_WEIGHT

typedef struct mrs_weight {
    const char *name;
    double value;
    const char *reason;
} mrs_weight;

/** In the order of the names above. */
extern const mrs_weight mrs_weights[MRS_WEIGHT_COUNT];

#endif
