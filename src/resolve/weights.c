#include "resolve/weights.h"

#define MRS_WEIGHT(name, value, reason) {#name, value, reason},
const mrs_weight mrs_weights[MRS_WEIGHT_COUNT] = {
#include "weights.inc"
};
