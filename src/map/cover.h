/**
 * Where the incidents of a pane stand, for furniture that must not cover them: markers, circles,
 * dots, hexagons and densities alike.
 */
#ifndef MARSAD_MAP_COVER_H
#define MARSAD_MAP_COVER_H

#include "map/sheet.h"

typedef struct mrs_cover mrs_cover;

/** The pane has its incidents. NULL if memory is out. */
mrs_cover *mrs_cover_new(const mrs_pane *pane);
void mrs_cover_free(mrs_cover *cover);

/** How much of a box on the sheet, widened by `more` px, incidents take: cells of a grid; 0 where
 *  it is clear of all of them. */
size_t mrs_cover_count(const mrs_cover *cover, mrs_rect box, double more);

#endif
