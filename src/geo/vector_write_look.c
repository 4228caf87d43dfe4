/* The look of a GeoPackage's layer, as QGIS keeps it: a row of the table layer_styles. */
#include <sqlite3.h>
#include <string.h>

#include "geo/vector_write_handle.h"

/* As QGIS creates it; a date of now would give other bytes each time. */
static const char table[] =
    "CREATE TABLE layer_styles ("
    "\"id\" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "
    "\"f_table_catalog\" TEXT(256), \"f_table_schema\" TEXT(256), \"f_table_name\" TEXT(256), "
    "\"f_geometry_column\" TEXT(256), \"styleName\" TEXT(30), \"styleQML\" TEXT, "
    "\"styleSLD\" TEXT, \"useAsDefault\" BOOLEAN, \"description\" TEXT, \"owner\" TEXT(30), "
    "\"ui\" TEXT(30), "
    "\"update_time\" DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))";

static bool run(const mrs_writer *writer, const char *sql)
{
    if (!sql) {
        return false;
    }
    mrs_gdal.CPLErrorReset();
    OGRLayerH result = mrs_gdal.GDALDatasetExecuteSQL(writer->dataset, sql, NULL, NULL);
    if (result) {
        mrs_gdal.GDALDatasetReleaseResultSet(writer->dataset, result);
    }
    return true; /* what GDAL complains of is the caller's to see */
}

static bool insert(const mrs_writer *writer, const char *layer, const mrs_look *look,
                   const char *qml, const char *sld)
{
    char *contents =
        sqlite3_mprintf("INSERT INTO gpkg_contents (table_name, data_type, identifier, "
                        "description, last_change, srs_id) VALUES ('layer_styles', 'attributes', "
                        "'layer_styles', '', %Q, 0)",
                        MRS_NO_DAY);
    char *style = sqlite3_mprintf(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
        "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, "
        "update_time) VALUES ('', '', %Q, %Q, %Q, %Q, %Q, 1, %Q, '', %Q)",
        layer, mrs_gdal.OGR_L_GetGeometryColumn(writer->layer), look->name, qml, sld,
        look->description, MRS_NO_DAY);
    bool done =
        contents && style && run(writer, table) && run(writer, contents) && run(writer, style);
    sqlite3_free(contents);
    sqlite3_free(style);
    return done;
}

bool mrs_write_look(const mrs_writer *writer, const char *layer, const mrs_look *look)
{
    mrs_buffer qml = {0};
    mrs_buffer sld = {0};
    mrs_look_qml(look, &qml);
    mrs_look_sld(look, layer, &sld);
    bool done = !qml.failed && !sld.failed && insert(writer, layer, look, qml.text, sld.text);
    mrs_buffer_clear(&qml);
    mrs_buffer_clear(&sld);
    return done;
}
