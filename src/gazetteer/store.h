/** Writing joined sources into a new GeoPackage. */
#ifndef MARSAD_GAZETTEER_STORE_H
#define MARSAD_GAZETTEER_STORE_H

#include "gazetteer/sources.h"
#include "marsad/gazetteer.h"

/** Fills the file at `path`, which is new or empty, and closes it. Messages name `final_path`. */
marsad_status mrs_store_write(const mrs_sources *sources, const char *path, const char *final_path,
                              marsad_progress progress, void *progress_context,
                              marsad_error *error);

/** As mrs_store_write(), but writes beside `path`, which the file takes as its name only when all
 * is there (build.c). */
marsad_status mrs_gazetteer_write(const mrs_sources *sources, const char *path,
                                  marsad_progress progress, void *progress_context,
                                  marsad_error *error);

/** MARSAD_OK if a gazetteer can take this name: what stands there is a regular file, or nothing. */
marsad_status mrs_gazetteer_check_target(const char *path, marsad_error *error);

#endif
