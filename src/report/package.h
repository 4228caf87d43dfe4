/** Office documents as files: parts of XML and pictures, zipped (ECMA-376, part 2). */
#ifndef MARSAD_REPORT_PACKAGE_H
#define MARSAD_REPORT_PACKAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "marsad/status.h"

typedef struct mrs_part {
    const char *name; /* "word/document.xml" */
    const char *bytes;
    size_t length;
} mrs_part;

/** Writes the parts in their order to `path`, whole or not at all. The same parts give the same
 *  bytes: entries have one time. */
marsad_status mrs_package_write(const mrs_part *parts, size_t count, const char *path,
                                marsad_error *error);

/** Whether `path` is a package in which this part has this text, within its first 4000 bytes. */
bool mrs_package_says(const char *path, const char *part, const char *text);

#endif
