#include "recipe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"

typedef struct gazetteer {
    table theatre;
    table geonames;
} gazetteer;

/* The route being read. */
typedef struct route {
    char *name;
    char *name_ar;
    char *class;
    OGRGeometryH line;
} route;

static bool find_in(const table *places, const char *name, size_t column, lonlat *at)
{
    for (size_t row = 0; row < places->rows; row++) {
        if (strcmp(table_cell(places, row, column), name) == 0) {
            at->lon = strtod(table_cell(places, row, 8), NULL);
            at->lat = strtod(table_cell(places, row, 9), NULL);
            return true;
        }
    }
    return false;
}

/* A place of the theatre by name, or any place by id. */
static lonlat find_place(const gazetteer *g, const char *name)
{
    lonlat at = {0};
    if (!find_in(&g->theatre, name, 1, &at) && !find_in(&g->theatre, name, 0, &at) &&
        !find_in(&g->geonames, name, 0, &at)) {
        stop("basemap/roads.txt: no place \"%s\"", name);
    }
    return at;
}

static void flush_route(OGRLayerH layer, route *r)
{
    if (r->line) {
        if (OGR_G_GetPointCount(r->line) < 2) {
            stop("basemap/roads.txt: \"%s\" has fewer than two places", r->name);
        }
        const char *values[] = {r->name, r->name_ar, r->class, "1", NULL};
        basemap_add(layer, r->line, values);
    }
    mrs_free(r->name);
    mrs_free(r->name_ar);
    mrs_free(r->class);
    *r = (route){0};
}

/* "road CLASS | NAME | ARABIC NAME" */
static void start_route(route *r, const char *line)
{
    const char *name = strstr(line, " | ");
    const char *arabic = name ? strstr(name + 3, " | ") : NULL;
    if (!arabic) {
        stop("basemap/roads.txt: not \"road CLASS | NAME | ARABIC NAME\": %s", line);
    }
    r->class = need(mrs_strndup(line + 5, (size_t)(name - line - 5)));
    r->name = need(mrs_strndup(name + 3, (size_t)(arabic - name - 3)));
    r->name_ar = need(mrs_strdup(arabic + 3));
    r->line = need(OGR_G_CreateGeometry(wkbLineString));
}

static void add_step(const gazetteer *g, route *r, const char *line)
{
    lonlat at = {0};
    if (!r->line) {
        stop("basemap/roads.txt: \"%s\" before the first road", line);
    }
    if (strncmp(line, "via ", 4) == 0) {
        if (sscanf(line + 4, "%lf,%lf", &at.lon, &at.lat) != 2) {
            stop("basemap/roads.txt: not \"via LON,LAT\": %s", line);
        }
    } else {
        at = find_place(g, line);
    }
    OGR_G_AddPoint_2D(r->line, at.lon, at.lat);
}

static table read_places(const char *geodata, const char *file)
{
    char *path = path_join(geodata, file);
    table t = table_read(path, PLACE_HEADER, 12);
    mrs_free(path);
    return t;
}

static void read_routes(OGRLayerH layer, const gazetteer *g, char *text)
{
    route r = {0};
    char *rest = NULL;
    for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        line += strspn(line, " ");
        if (!*line || *line == '#') {
            continue;
        }
        if (strncmp(line, "road ", 5) == 0) {
            flush_route(layer, &r);
            start_route(&r, line);
        } else {
            add_step(g, &r, line);
        }
    }
    flush_route(layer, &r);
}

void roads_write(GDALDatasetH file, const char *geodata)
{
    static const char *const fields[] = {"name", "name_ar", "class", "schematic", NULL};
    OGRLayerH layer = basemap_layer(file, "roads", wkbLineString, fields);
    gazetteer g = {read_places(geodata, "gazetteer/theatre.tsv"),
                   read_places(geodata, "gazetteer/geonames.tsv")};
    char *path = path_join(geodata, "basemap/roads.txt");
    marsad_error error = {0};
    char *text = NULL;
    if (mrs_file_read(path, &text, NULL, &error)) {
        stop("%s: %s", path, error.message);
    }
    read_routes(layer, &g, text);
    mrs_free(text);
    mrs_free(path);
    table_clear(&g.theatre);
    table_clear(&g.geonames);
}
