/** What the files that ask for labels and that place them share. */
#ifndef MARSAD_MAP_LABEL_H
#define MARSAD_MAP_LABEL_H

#include "map/sheet.h"

/** A label as the style asks for it, without a place yet. `out->layout` is to be unreferenced, or
 *  NULL where the style gives the feature no text. */
marsad_status mrs_make_label(mrs_pane *pane, size_t layer_index, const mrs_view *view,
                             mrs_label *out, marsad_error *error);

/** Whether a box lies in the frame and covers nothing placed so far. */
bool mrs_is_free(const mrs_pane *pane, mrs_rect box);

/** label_line.c: whether the layer's symbols stand along lines. */
bool mrs_stands_on_lines(const mrs_layer *layer, const mrs_view *view);
/** From the point at which something of this size is anchored to its middle: "bottom" puts its
 *  bottom edge there. `anchor` is one of MapLibre's names. */
mrs_point mrs_anchor_shift(const char *anchor, double width, double height);
/** A label for each place along the lines at which the style wants the text. */
marsad_status mrs_ask_line_labels(mrs_pane *pane, size_t layer_index, const mrs_view *view,
                                  const mrs_path *path, marsad_error *error);
/** Places a label that stands along a line, if there is room. */
void mrs_place_along(mrs_pane *pane, mrs_label *label);

#endif
