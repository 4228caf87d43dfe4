/** Values as expressions handle them. */
#ifndef MARSAD_MAP_STYLE_VALUE_H
#define MARSAD_MAP_STYLE_VALUE_H

#include "base/arena.h"
#include "map/style.h"
#include "map/style_property.h"

mrs_value mrs_value_color(mrs_color color);

/** MRS_KIND_ANY for null. */
mrs_kind mrs_value_kind_of(const mrs_value *value);

/** Same kind and same value. Colours and arrays are never equal: no expression compares them. */
bool mrs_value_equal(const mrs_value *a, const mrs_value *b);

/** As `to-string` writes it, "" for null and arrays; NULL if memory is out. */
const char *mrs_value_write(const mrs_value *value, mrs_arena *arena);

/** Makes `value` one of the kind: text becomes a colour, and with `from_any` anything text. False
 *  where it is of another kind; null is of none but MRS_KIND_ANY. */
bool mrs_value_convert(mrs_value *value, mrs_kind kind, bool from_any, mrs_arena *arena);

/** Upper or lower case by Unicode's full mapping, root locale; `text` itself if memory is out. */
const char *mrs_text_case(const char *text, bool upper, mrs_arena *arena);

#endif
