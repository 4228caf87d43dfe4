/** The names that labels say: in the map's languages, and romanised by rule where a Latin name is
 *  missing. */
#ifndef MARSAD_MAP_LABEL_NAMES_H
#define MARSAD_MAP_LABEL_NAMES_H

#include "map/features.h"

/** The mark behind a name that was romanised by rule. */
#define MRS_ROMANISED_MARK "†"

/** The romanised names of a sheet: what a name is said as lives as long as this. */
typedef struct mrs_names mrs_names;

/** NULL if memory is out. */
mrs_names *mrs_names_new(void);
void mrs_names_free(mrs_names *names);

/** Whether a name was romanised so far: the credits then explain the mark. */
bool mrs_names_romanised(const mrs_names *names);

/** The town's and the feature's name in a language, or in the one that they have, as a map in that
 *  language writes it: one in Arabic script on a map in Latin letters is romanised and marked,
 *  unless memory is out. */
const char *mrs_town_name(const mrs_sheet *sheet, const marsad_place *place, marsad_lang lang);
const char *mrs_feature_name(const mrs_sheet *sheet, const mrs_feature *feature, marsad_lang lang);

/** Whether the gazetteer knows nobody who writes the place's Latin name: an import made it from the
 *  Arabic one. */
bool mrs_is_romanised(const mrs_sheet *sheet, const marsad_place *place);
/** The town's name as labels have it, marked where it was romanised. */
const char *mrs_town_label(const mrs_sheet *sheet, const mrs_town *town, marsad_lang lang);

/** The name for a bilingual label's second line: "" on a map in one language, or where the second
 *  has no name of its own. */
const char *mrs_second_town_name(const mrs_sheet *sheet, const mrs_town *town);
const char *mrs_second_feature_name(const mrs_sheet *sheet, const mrs_feature *feature);

/** The view of something that is called `name`, and is as `like` says otherwise. Both must outlive
 *  it. */
typedef struct mrs_renamed {
    const mrs_view *like;
    const char *name;
} mrs_renamed;
mrs_view mrs_renamed_view(const mrs_renamed *renamed);

#endif
