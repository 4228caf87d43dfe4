/** Several maps on a sheet: insets, small multiples, and the maps of one period after the other. */
#ifndef MARSAD_MAP_PANES_H
#define MARSAD_MAP_PANES_H

#include "map/sheet.h"

/* --- Days and periods (period.c) --- */

/** The number of a period among all of its kind, counted through the calendar: neighbours differ by
 *  1. The date is as precise as the period asks for. */
long mrs_period_index(marsad_date date, marsad_every every);
/** The first and the last day of a period; of months and years, the month or the year. */
marsad_span mrs_period_at(long index, marsad_every every);
/** Whether a date says in which period it lies. */
bool mrs_period_is_known(marsad_date date, marsad_every every);

/** Whether the options ask for the incidents of some days only. */
bool mrs_asks_for_days(const mrs_sheet *sheet);
/** Whether an incident happened in the days that the options ask for; any did where they ask for
 *  none. */
bool mrs_is_of_days(const mrs_sheet *sheet, const marsad_incident *incident);
size_t mrs_count_of_days(const mrs_sheet *sheet);
/** Draws where the incidents of earlier days were, if the options ask for it. */
void mrs_draw_trail(mrs_pane *pane);
/** Whether an incident lies in the frame, but is left to the map of other days. */
bool mrs_is_hidden(const mrs_sheet *sheet, size_t index);
/** Whether a mark of the group is drawn, of the days asked for. */
bool mrs_group_is_drawn(const mrs_pane *pane, size_t group);
/** Gives towns their dots back that only marks of other days would cover. */
void mrs_bare_towns_of_other_days(mrs_pane *pane);
/** Gives the incidents of other days to no pane where marks are counted together. */
marsad_status mrs_hide_other_days(mrs_sheet *sheet, marsad_error *error);
/** Where an incident lies on the main map, if it does. */
bool mrs_lies_in_frame(const mrs_sheet *sheet, const marsad_incident *incident, mrs_point *at);

/* --- Small multiples (facet.c) --- */

typedef struct mrs_facet {
    char *heading;
    size_t count; /* of incidents */
} mrs_facet;

/** Finds what maps the options ask for and which incident stands in which; nothing without
 *  options->facet. MARSAD_ERR_USAGE where they would be too many, MARSAD_ERR_INPUT where the events
 *  have no such column, or no dates. */
marsad_status mrs_find_facets(mrs_sheet *sheet, marsad_error *error);
void mrs_forget_facets(mrs_sheet *sheet);
/** The frame of the first, in an area of the sheet that all share. */
mrs_rect mrs_facet_frame(mrs_sheet *sheet, mrs_rect area, mrs_ground ground);
/** Adds the panes of the others, with the first one's ground and scale. */
marsad_status mrs_add_facets(mrs_sheet *sheet, mrs_rect area, mrs_ground ground,
                             marsad_error *error);
/** The features of the first pane, at the place of this one. */
marsad_status mrs_facet_features(mrs_pane *pane, mrs_source_layer source, marsad_error *error);

/* --- Insets (inset.c) --- */

/** Adds the insets that the options ask for, or that help; gives them their incidents. The main
 *  pane's frame is laid out, and it is known how incidents are annotated. MARSAD_ERR_USAGE where
 * one that was asked for lies outside the map or would be no larger than it. */
marsad_status mrs_make_insets(mrs_sheet *sheet, marsad_error *error);
/** Takes the insets away again, so that others can be made: the main pane is as it was laid out. */
void mrs_unmake_insets(mrs_sheet *sheet);
/** inset_check.c: once all panes have their incidents: whether there are insets, of those that the
 *  map chose, in which incidents cover each other or are cut at the frame. They are noted in
 *  sheet->refused and will not be chosen again; of one that was asked for, it is left out that its
 *  symbols have room. */
bool mrs_refuse_insets(mrs_sheet *sheet);
/** inset_check.c: gives the insets their lines where nothing is in their way, or else letters; and
 *  what is written of them. */
marsad_status mrs_settle_insets(mrs_sheet *sheet, marsad_error *error);
/** On the main map, the ground of an inset is left to that: its towns are named there. */
void mrs_drop_towns_in_insets(mrs_pane *pane);
/** Makes insets, their lines and their grounds' tags obstacles to what stands on the main map. */
marsad_status mrs_avoid_insets(mrs_pane *pane, marsad_error *error);
/** Whether a box on the main map touches an inset, or what belongs to one. */
bool mrs_is_under_inset(const mrs_sheet *sheet, mrs_rect box);
/** Draws the grounds of insets on the main map, and the lines that lead from there: below its
 *  incidents. */
void mrs_draw_inset_links(mrs_pane *main);

/* --- What small panes have in common (small.c) --- */

/** Whether the pane is an inset or one of small multiples. */
bool mrs_pane_is_small(const mrs_pane *pane);
/** Of the markers' size on a large map, the share that they have here. */
double mrs_marker_scale(const mrs_pane *pane);
/** The height of a pane's heading, px. */
double mrs_heading_height(const mrs_sheet *sheet);
/** A scale bar where there is to be one. */
marsad_status mrs_place_small_furniture(mrs_pane *pane, marsad_error *error);
/** Begins the group of the pane; draws what lies below its ground. */
void mrs_begin_small_pane(mrs_pane *pane);
/** Draws frame, heading and scale bar, and ends the group. */
void mrs_end_small_pane(mrs_pane *pane);

#endif
