/** The GeoPackage's tables. Source: OGC 12-128r18 (GeoPackage 1.3) and its R-tree extension, with
 *  the update triggers as corrected in 1.4 (OGC 12-128r19). */
#ifndef MARSAD_GAZETTEER_SCHEMA_H
#define MARSAD_GAZETTEER_SCHEMA_H

/** "GPKG", and version 1.3. */
#define MRS_GPKG_APPLICATION_ID 1196444487
#define MRS_GPKG_USER_VERSION   10300

/** Rises whenever keys, sounds or the word table would give another index, or the tables change. */
#define MRS_KEY_VERSION "2"

/** Creates the tables, before rows go in. */
extern const char mrs_schema_tables[];

/** Creates the table of the look-up index. */
extern const char mrs_schema_lookup[];

/** Creates indexes and triggers, and gathers the planner's statistics, after rows went in. */
extern const char mrs_schema_finish[];

#endif
