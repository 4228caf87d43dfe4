/** The prefix of a document's ids. */
#ifndef MARSAD_MAP_PREFIX_H
#define MARSAD_MAP_PREFIX_H

#include "map/scene.h"

/** A prefix that differs between maps that differ in anything they draw or carry, and not between
 *  runs: "m3e8158ee". NULL if memory is out. */
char *mrs_make_prefix(const mrs_scene *scene);

/** What ids in a scene's data begin with until the prefix, which depends on the data, is known. */
#define MRS_PREFIX_ROOM "m--------"

/** Puts a prefix from mrs_make_prefix() in its place. */
void mrs_put_prefix(char *data, const char *prefix);

#endif
