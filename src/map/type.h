/** Setting text: Pango layouts in the pinned fonts. */
#ifndef MARSAD_MAP_TYPE_H
#define MARSAD_MAP_TYPE_H

#include <pango/pango.h>
#include <stdbool.h>

#include "map/scene.h"
#include "marsad/status.h"

typedef struct mrs_type mrs_type;

/** Where lines stand in a layout with a width. START is left, or right where the text is set from
 *  right to left. */
typedef enum mrs_align { MRS_ALIGN_START, MRS_ALIGN_CENTER, MRS_ALIGN_END } mrs_align;

typedef struct mrs_text_style {
    double size; /* px of the em */
    bool bold;
    bool italic;
    double width; /* px at which lines break; 0: only at newlines */
    mrs_align align;
    bool rtl;              /* the direction of the paragraph as a whole */
    double letter_spacing; /* px */
    double line_height;    /* px from baseline to baseline; 0: as the script needs */
    const char *family;    /* NULL: the type's own */
} mrs_text_style;

/** `fonts_conf` is a fontconfig file: only the fonts that it names are used, never the machine's
 *  own choice, so that a map looks the same everywhere. */
marsad_status mrs_type_new(const char *fonts_conf, const char *family, mrs_type **out,
                           marsad_error *error);
void mrs_type_free(mrs_type *type);

/** A layout to g_object_unref(). */
PangoLayout *mrs_type_set(mrs_type *type, const char *text, const mrs_text_style *style);

/**
 * Width and height of the layout, px: of its lines, not of its ink. Fonts differ in the room that
 * they ask for above and below a line, the Arabic ones asking for half as much again; the height is
 * counted as if all asked for what Noto Sans does, so that scripts stand in line with each other.
 */
mrs_point mrs_layout_size(PangoLayout *layout);

/** How far above a line's place its layout must be put, for the height above to be right. */
double mrs_layout_lift(PangoLayout *layout);

/** The rectangle that the ink covers, px from the layout's top left corner. */
mrs_rect mrs_layout_ink(PangoLayout *layout);

#endif
