/** Writing joined sources into a new GeoPackage. */
#ifndef MARSAD_GAZETTEER_STORE_H
#define MARSAD_GAZETTEER_STORE_H

#include "gazetteer/sources.h"
#include "marsad/gazetteer.h"

/** Fills the file at `path`, which is new or empty, and closes it. Messages name `final_path`. */
marsad_status mrs_store_write(const mrs_sources *sources, const char *path, const char *final_path,
                              marsad_progress progress, void *progress_context,
                              marsad_error *error);

#endif
