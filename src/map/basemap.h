/**
 * The basemap: tables of geodata/basemap.gpkg, clipped to a frame and projected onto the sheet.
 *
 * A GeoPackage is an SQLite file whose geometries are WKB behind a short header, so it is read
 * with SQLite and GEOS alone: only what the frame's R-tree query returns is ever decoded.
 */
#ifndef MARSAD_MAP_BASEMAP_H
#define MARSAD_MAP_BASEMAP_H

#include <stdbool.h>
#include <stddef.h>

#include "map/frame.h"
#include "map/style.h"
#include "marsad/status.h"

typedef struct mrs_basemap mrs_basemap;

typedef struct mrs_attribute {
    char *name;
    char *text; /* NULL for a number */
    double number;
} mrs_attribute;

/** A feature on the sheet. */
typedef struct mrs_feature {
    const char *table; /* that it was read from: the caller's string */
    mrs_path path;     /* in page coordinates; rings are closed paths */
    mrs_attribute *attributes;
    size_t attribute_count;
} mrs_feature;

typedef struct mrs_feature_list {
    mrs_feature *items;
    size_t count, capacity;
} mrs_feature_list;

void mrs_feature_list_clear(mrs_feature_list *list);

/** An attribute as the style sees it; for use as a mrs_feature_get. */
mrs_value mrs_feature_attribute(const void *feature, const char *name);

/** The text of an attribute, or "". */
const char *mrs_feature_text(const mrs_feature *feature, const char *name);

marsad_status mrs_basemap_open(const char *path, mrs_basemap **out, marsad_error *error);
void mrs_basemap_close(mrs_basemap *basemap);

/** Whether the file has this table. */
bool mrs_basemap_has(const mrs_basemap *basemap, const char *table);

/**
 * Adds the features of a table that the frame shows to `out`, in the table's order. `table` is kept
 * in them, and must outlive them. With `dissolve`
 * their areas are joined into one feature without attributes: for tables cut into tiles.
 */
marsad_status mrs_basemap_read(mrs_basemap *basemap, const char *table, const mrs_frame *frame,
                               bool dissolve, mrs_feature_list *out, marsad_error *error);

/** The extent of a country by its ISO 3166-1 alpha-2 code; false if the file has no such country.
 */
bool mrs_basemap_country_box(const mrs_basemap *basemap, const char *iso, marsad_bbox *out);

/** A source of the basemap that must be credited. Strings live as long as the basemap. */
typedef struct mrs_credit {
    char *name;
    char *attribution;
    char *licence;
} mrs_credit;

/** The rows of the table `sources`. */
const mrs_credit *mrs_basemap_credits(const mrs_basemap *basemap, size_t *count);

#endif
