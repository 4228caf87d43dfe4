/** The prefix of a document's ids. */
#ifndef MARSAD_MAP_PREFIX_H
#define MARSAD_MAP_PREFIX_H

#include "map/scene.h"

/** A prefix that differs between maps that differ in anything they draw or carry, and not between
 *  runs: "m3e8158ee". NULL if memory is out. */
char *mrs_make_prefix(const mrs_scene *scene);

#endif
