/** Features and towns as the style sees them, and the features that the frame shows. */
#ifndef MARSAD_MAP_FEATURES_H
#define MARSAD_MAP_FEATURES_H

#include "map/sheet.h"

/** A feature of the basemap, for the style's eyes. */
typedef struct mrs_styled {
    const mrs_pane *pane;
    const mrs_feature *feature;
} mrs_styled;

/** The view points to `styled`, which must outlive it. */
mrs_view mrs_feature_view(const mrs_styled *styled);

typedef struct mrs_styled_town {
    const mrs_pane *pane;
    const mrs_town *town;
} mrs_styled_town;

mrs_view mrs_town_view(const mrs_styled_town *styled);

/** A colour at a share of its opacity. */
mrs_color mrs_faded(mrs_color color, double opacity);

/** The disc that a circle layer draws, without its icon. */
void mrs_circle_look(const mrs_layer *layer, const mrs_view *view, mrs_marker_kind *out);
/** The icon that a symbol layer draws; its name lives in `icon`, or is "" where that failed. */
void mrs_icon_look(const mrs_layer *layer, const mrs_view *view, mrs_buffer *icon,
                   mrs_marker_kind *out);

#endif
