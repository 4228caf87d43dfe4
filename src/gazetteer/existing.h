/** Reading a gazetteer back into the sources that it was made of, so that another can be added. */
#ifndef MARSAD_GAZETTEER_EXISTING_H
#define MARSAD_GAZETTEER_EXISTING_H

#include "gazetteer/sources.h"

/**
 * Reads the gazetteer at `path` into `out`, which is empty: its sources, and an entry for each
 * place and for each place of a weaker source that was joined to one, whose `root` says to which.
 * Such a member's facts are its place's, as its own were not kept. Written again, the sources give
 * the same gazetteer. On failure `out` is to be cleared.
 */
marsad_status mrs_existing_read(const char *path, mrs_sources *out, marsad_error *error);

#endif
