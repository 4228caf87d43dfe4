/**
 * Map styles: a documented subset of the MapLibre style specification, version 8, in a JSON file.
 */
#ifndef MARSAD_STYLE_H
#define MARSAD_STYLE_H

#include <stddef.h>

#include "marsad/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct marsad_style marsad_style;

/**
 * Reads and checks a style. Whatever lies outside the subset (a layer type, a property, an
 * expression, a source layer, a value of the wrong kind) is MARSAD_ERR_INPUT, with the JSON path of
 * the fault in the message, such as `layers[3].paint.line-blur`.
 */
MARSAD_API marsad_status marsad_style_open(const char *path, marsad_style **out,
                                           marsad_error *error);
MARSAD_API void marsad_style_free(marsad_style *style);

/** The style's `name`, or "". */
MARSAD_API const char *marsad_style_name(const marsad_style *style);

#ifdef __cplusplus
}
#endif
#endif
