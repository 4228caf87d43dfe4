/** Insets while they are planned: which ground is shown larger, and where on the main map. */
#ifndef MARSAD_MAP_INSET_H
#define MARSAD_MAP_INSET_H

#include "map/panes.h"

typedef struct mrs_inset_plan {
    mrs_rect extent;     /* of the ground, on the main map's page; as wide to high as the inset */
    const char *heading; /* asked for; or NULL */
    double radius_m;     /* asked for; 0: the map chose it */
    mrs_rect box;        /* with its heading, once it has a place */
} mrs_inset_plan;

/** The sides of squares as large as insets may be, as shares of that as large as the frame; the
 *  largest first. */
enum { MRS_INSET_SIZES = 5 };
extern const double mrs_inset_sizes[MRS_INSET_SIZES];

/** Width and height of the ground of an inset, px on the sheet. */
mrs_point mrs_inset_size(const mrs_sheet *sheet, double aspect, double share);

/** inset_choose.c: where incidents crowd that come apart at an inset's scale; at most `most`. The
 *  same incidents give the same insets. */
marsad_status mrs_choose_insets(const mrs_sheet *sheet, size_t most, mrs_inset_plan *out,
                                size_t *count, marsad_error *error);

/** inset_place.c: looks for a free part of the main map for the plan at `index`, the ones before
 *  it having theirs. `found` is false where there is none; an inset that was asked for always finds
 *  one in a frame that can hold it. */
marsad_status mrs_find_inset_place(mrs_sheet *sheet, mrs_inset_plan *plans, size_t count,
                                   size_t index, bool *found, marsad_error *error);

/** inset_check.c: the greatest width at which an inset of this extent was refused; 0: none was. */
double mrs_refused_width(const mrs_sheet *sheet, mrs_rect extent);

/** inset_link.c: the lines from the extent's corners to the inset's that cross neither; at most
 * two. */
size_t mrs_inset_links(mrs_rect extent, mrs_rect box, mrs_point out[2][2]);

/** Gives the insets their lines: those that would run through another inset, or cross the lines of
 *  one, are left out, for the letters link these. */
void mrs_choose_inset_links(mrs_sheet *sheet);

#endif
