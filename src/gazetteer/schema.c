#include "gazetteer/schema.h"

/* The date in last_change is fixed: the same sources give the same bytes. */
#define LAST_CHANGE "'2020-01-01T00:00:00.000Z'"

#define WGS84_WKT                                                                                  \
    "GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563,"              \
    "AUTHORITY[\"EPSG\",\"7030\"]],AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0,"          \
    "AUTHORITY[\"EPSG\",\"8901\"]],UNIT[\"degree\",0.0174532925199433,"                            \
    "AUTHORITY[\"EPSG\",\"9122\"]],AXIS[\"Latitude\",NORTH],AXIS[\"Longitude\",EAST],"             \
    "AUTHORITY[\"EPSG\",\"4326\"]]"

const char mrs_schema_tables[] =
    "PRAGMA application_id = 1196444487;"
    "PRAGMA user_version = 10300;"
    "BEGIN;"
    "CREATE TABLE gpkg_spatial_ref_sys ("
    " srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,"
    " organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);"
    "INSERT INTO gpkg_spatial_ref_sys VALUES"
    " ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined',"
    "  'undefined Cartesian coordinate reference system'),"
    " ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined',"
    "  'undefined geographic coordinate reference system'),"
    " ('WGS 84 geodetic', 4326, 'EPSG', 4326, '" WGS84_WKT "',"
    "  'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid');"
    "CREATE TABLE gpkg_contents ("
    " table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,"
    " description TEXT DEFAULT '',"
    " last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),"
    " min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,"
    " CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));"
    "CREATE TABLE gpkg_geometry_columns ("
    " table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,"
    " srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,"
    " CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),"
    " CONSTRAINT uk_gc_table_name UNIQUE (table_name),"
    " CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),"
    " CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));"
    "CREATE TABLE gpkg_extensions ("
    " table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,"
    " scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));"
    "INSERT INTO gpkg_contents VALUES"
    " ('places', 'features', 'places', 'places, each at one point', " LAST_CHANGE
    ", NULL, NULL, NULL, NULL, 4326),"
    " ('names', 'attributes', 'names', 'the names of the places, and their look-up "
    "keys', " LAST_CHANGE ", NULL, NULL, NULL, NULL, 0),"
    " ('sources', 'attributes', 'sources', 'where the places and names come from', " LAST_CHANGE
    ", NULL, NULL, NULL, NULL, 0),"
    " ('marsad', 'attributes', 'marsad', 'the version of the look-up keys', " LAST_CHANGE
    ", NULL, NULL, NULL, NULL, 0);"
    "INSERT INTO gpkg_geometry_columns VALUES ('places', 'geom', 'POINT', 4326, 0, 0);"
    "INSERT INTO gpkg_extensions VALUES ('places', 'geom', 'gpkg_rtree_index',"
    " 'http://www.geopackage.org/spec130/#extension_rtree', 'write-only');"
    "CREATE TABLE marsad (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,"
    " key TEXT NOT NULL UNIQUE, value TEXT NOT NULL);"
    "INSERT INTO marsad (key, value) VALUES ('key_version', '" MRS_KEY_VERSION "');"
    "CREATE TABLE sources (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, file TEXT NOT NULL,"
    " name TEXT NOT NULL, licence TEXT NOT NULL, attribution TEXT NOT NULL, url TEXT NOT NULL,"
    " date TEXT NOT NULL, priority INTEGER NOT NULL, places INTEGER NOT NULL);"
    "CREATE TABLE places (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom POINT NOT NULL,"
    " id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, name_ar TEXT NOT NULL, name_fr TEXT NOT NULL,"
    " feature_code TEXT NOT NULL, country TEXT NOT NULL, admin1 TEXT NOT NULL,"
    " uncertainty_m DOUBLE NOT NULL, population INTEGER NOT NULL, importance DOUBLE NOT NULL,"
    " source TEXT NOT NULL);"
    /* key_bare is NULL where it equals key_full; names.source is a fid of sources. */
    "CREATE TABLE names (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, place INTEGER NOT NULL,"
    " name TEXT NOT NULL, language TEXT NOT NULL, kind TEXT NOT NULL, key_full TEXT NOT NULL,"
    " key_bare TEXT, source INTEGER NOT NULL);"
    "CREATE VIRTUAL TABLE rtree_places_geom USING rtree(id, minx, maxx, miny, maxy);";

/* Packed records: gazetteer/index_format.h. */
const char mrs_schema_lookup[] =
    "CREATE TABLE lookup (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, data BLOB NOT NULL);"
    "INSERT INTO gpkg_contents VALUES"
    " ('lookup', 'attributes', 'lookup', 'the index by which names are resolved', " LAST_CHANGE
    ", NULL, NULL, NULL, NULL, 0);";

#define NEW_BOX                                                                                    \
    "NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)"
#define NEW_IS_EMPTY "(NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))"
#define NEW_IS_FULL  "(NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))"
#define OLD_IS_EMPTY "(OLD.geom ISNULL OR ST_IsEmpty(OLD.geom))"
#define OLD_IS_FULL  "(OLD.geom NOTNULL AND NOT ST_IsEmpty(OLD.geom))"

const char mrs_schema_finish[] =
    "CREATE INDEX names_key_full ON names (key_full);"
    "CREATE INDEX names_key_bare ON names (key_bare) WHERE key_bare IS NOT NULL;"
    "CREATE TRIGGER rtree_places_geom_insert AFTER INSERT ON places WHEN " NEW_IS_FULL
    " BEGIN INSERT OR REPLACE INTO rtree_places_geom VALUES (" NEW_BOX "); END;"
    "CREATE TRIGGER rtree_places_geom_update2 AFTER UPDATE OF geom ON places"
    " WHEN OLD.fid = NEW.fid AND " NEW_IS_EMPTY
    " BEGIN DELETE FROM rtree_places_geom WHERE id = OLD.fid; END;"
    "CREATE TRIGGER rtree_places_geom_update4 AFTER UPDATE ON places"
    " WHEN OLD.fid != NEW.fid AND " NEW_IS_EMPTY
    " BEGIN DELETE FROM rtree_places_geom WHERE id IN (OLD.fid, NEW.fid); END;"
    "CREATE TRIGGER rtree_places_geom_update5 AFTER UPDATE ON places"
    " WHEN OLD.fid != NEW.fid AND " NEW_IS_FULL
    " BEGIN DELETE FROM rtree_places_geom WHERE id = OLD.fid;"
    " INSERT OR REPLACE INTO rtree_places_geom VALUES (" NEW_BOX "); END;"
    "CREATE TRIGGER rtree_places_geom_update6 AFTER UPDATE OF geom ON places"
    " WHEN OLD.fid = NEW.fid AND " NEW_IS_FULL " AND " OLD_IS_FULL
    " BEGIN UPDATE rtree_places_geom SET minx = ST_MinX(NEW.geom), maxx = ST_MaxX(NEW.geom),"
    " miny = ST_MinY(NEW.geom), maxy = ST_MaxY(NEW.geom) WHERE id = NEW.fid; END;"
    "CREATE TRIGGER rtree_places_geom_update7 AFTER UPDATE OF geom ON places"
    " WHEN OLD.fid = NEW.fid AND " NEW_IS_FULL " AND " OLD_IS_EMPTY
    " BEGIN INSERT INTO rtree_places_geom VALUES (" NEW_BOX "); END;"
    "CREATE TRIGGER rtree_places_geom_delete AFTER DELETE ON places WHEN OLD.geom NOT NULL"
    " BEGIN DELETE FROM rtree_places_geom WHERE id = OLD.fid; END;"
    "ANALYZE;"
    "COMMIT;";
