/** The front on the sheet: which states are drawn, how incidents lie to them, and their features.
 */
#ifndef MARSAD_MAP_FRONT_SHEET_H
#define MARSAD_MAP_FRONT_SHEET_H

#include "map/sheet.h"

/** The front that the map shows; its comparison and relations are the sheet's. */
struct mrs_sheet_front {
    const marsad_front_state *now;
    const marsad_front_state *before;    /* NULL where no change is drawn */
    marsad_front_comparison *comparison; /* of the two, or NULL */
    marsad_event_relation *relations;    /* of each incident to the state in force at its date */
};

/** front_said.c: "14 km east of the front of 25 January 2020, ground held by LNA": how an incident
 * lies to the front in force at its date, whose own date is said where the map draws another one
 * first of all. "" where there is nothing to say, NULL if memory is out. */
char *mrs_front_said(const mrs_sheet *sheet, const marsad_incident *incident);

/** Adds the areas of the state in force, as far as they are land (which has been read), and the
 * ground that changed hands to `out`, as the style's source layer `control`. Nothing where the
 * sheet has no front. */
marsad_status mrs_front_control(const mrs_pane *pane, mrs_feature_list *out, marsad_error *error);

/** Adds the lines of both states and the arrows of advances to `out`, as the style's source layer
 *  `front`. */
marsad_status mrs_front_lines(const mrs_pane *pane, mrs_feature_list *out, marsad_error *error);

/** A new feature without a path, with the attributes that the style sees; NULL if memory is out.
 *  `holder` is an index of the front's holders. */
mrs_feature *mrs_front_feature(const mrs_sheet *sheet, mrs_feature_list *out, size_t holder,
                               const marsad_front_state *state);

/** The same, with another word for its `state` than "now" or "before". */
mrs_feature *mrs_front_feature_in(const mrs_sheet *sheet, mrs_feature_list *out, size_t holder,
                                  const marsad_front_state *state, const char *word);

/** Adds an attribute, a text or (where that is NULL) a number: at most four to a front's feature.
 *  False if memory is out. */
bool mrs_add_attribute(mrs_feature *feature, const char *name, const char *text, double number);

/** The number of a holder's side: by the order of names, not of the file, so that a party has the
 * same colour on all maps of one conflict. 0 for nobody known. */
size_t mrs_front_side(const mrs_sheet *sheet, size_t holder);

/** The index of a holder by name, or MARSAD_NO_HOLDER. */
size_t mrs_front_holder_named(const mrs_sheet *sheet, const char *name);

#endif
