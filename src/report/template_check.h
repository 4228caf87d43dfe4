/** What a stylesheet may read, seen before libxslt opens any of it. */
#ifndef MARSAD_REPORT_TEMPLATE_CHECK_H
#define MARSAD_REPORT_TEMPLATE_CHECK_H

#include <libxml/tree.h>
#include <stdbool.h>

#include "marsad/status.h"

/** The folders that files may be read from: absolute paths without symbolic links; NULL: none. */
typedef struct mrs_folders {
    char *own, *styles;
} mrs_folders;

/** Whether the file, seen without symbolic links, lies in one of the folders or below. A URI of the
 *  scheme "file" is taken as its path. */
bool mrs_may_read(const mrs_folders *folders, const char *path);

/**
 * Reads the stylesheet, of which nothing outside the folders may be a part: what it imports and
 * includes, those of theirs, and external entities, of which there may be none at all. Whatever it
 * is, the network is not asked. "marsad:NAME" stands for a file of `styles`.
 */
marsad_status mrs_template_read(const char *path, const mrs_folders *folders, xmlDocPtr *out,
                                marsad_error *error);

#endif
