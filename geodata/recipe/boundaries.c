#include "recipe.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define DISPUTE_HEADER "a\tb\twest\tsouth\teast\tnorth"

/* The units on the two sides of an arc; -1 where there is none. */
typedef struct sides {
    int a;
    int b;
} sides;

typedef struct marking {
    sides *arcs;
    int unit;
} marking;

static void mark(void *context, size_t arc)
{
    marking *m = context;
    sides *s = &m->arcs[arc];
    if (s->a < 0) {
        s->a = m->unit;
    } else if (s->a != m->unit) {
        s->b = m->unit;
    }
}

static sides *find_sides(const countries *nations)
{
    marking m = {need(mrs_alloc(nations->source.arc_count, sizeof(sides))), 0};
    for (size_t i = 0; i < nations->source.arc_count; i++) {
        m.arcs[i] = (sides){-1, -1};
    }
    json_object *members = topology_members(&nations->source, "countries");
    for (size_t i = 0; i < json_object_array_length(members); i++) {
        m.unit = nations->member_owner[i];
        topology_each_arc(json_object_array_get_idx(members, i), mark, &m);
    }
    return m.arcs;
}

static const char *key_of(const countries *nations, int unit)
{
    const country *c = &nations->items[unit];
    return *c->iso2 ? c->iso2 : c->name;
}

static bool is_pair(const table *disputes, size_t row, const char *a, const char *b)
{
    const char *one = table_cell(disputes, row, 0);
    const char *other = table_cell(disputes, row, 1);
    return (strcmp(one, a) == 0 && strcmp(other, b) == 0) ||
           (strcmp(one, b) == 0 && strcmp(other, a) == 0);
}

static bool has_row(const table *disputes, const char *kind, const char *name)
{
    for (size_t row = 0; row < disputes->rows; row++) {
        if (is_pair(disputes, row, kind, name)) {
            return true;
        }
    }
    return false;
}

static double number(const table *t, size_t row, size_t column)
{
    return strtod(table_cell(t, row, column), NULL);
}

/* The box in which the pair's boundary is disputed, or NULL. */
static OGRGeometryH disputed_box(const table *disputes, const char *a, const char *b)
{
    for (size_t row = 0; row < disputes->rows; row++) {
        if (is_pair(disputes, row, a, b)) {
            return shape_box(number(disputes, row, 2), number(disputes, row, 3),
                             number(disputes, row, 4), number(disputes, row, 5));
        }
    }
    return NULL;
}

/* Adds the lines of `shape` (taken) as one feature, unless there are none. */
static void add_lines(OGRLayerH layer, OGRGeometryH shape, const char *const *values)
{
    if (OGR_G_IsEmpty(shape)) {
        OGR_G_DestroyGeometry(shape);
        return;
    }
    basemap_add(layer, shape_merge_lines(OGR_G_ForceToMultiLineString(shape)), values);
}

/* The arcs between two units, or NULL. */
static OGRGeometryH arcs_between(const countries *nations, const sides *of, int a, int b)
{
    OGRGeometryH lines = NULL;
    for (size_t i = 0; i < nations->source.arc_count; i++) {
        if ((of[i].a == a && of[i].b == b) || (of[i].a == b && of[i].b == a)) {
            lines = lines ? lines : need(OGR_G_CreateGeometry(wkbMultiLineString));
            OGR_G_AddGeometry(lines, nations->source.arcs[i]);
        }
    }
    return lines;
}

static void add_pair(OGRLayerH settled, OGRLayerH disputed, const table *disputes, const char *a,
                     const char *b, OGRGeometryH lines)
{
    bool swap = strcmp(a, b) > 0;
    const char *values[] = {swap ? b : a, swap ? a : b, NULL};
    const char *disputed_values[] = {values[0], values[1], "", NULL};
    OGRGeometryH box = disputed_box(disputes, a, b);
    if (box) {
        add_lines(disputed, need(OGR_G_Intersection(lines, box)), disputed_values);
        add_lines(settled, need(OGR_G_Difference(lines, box)), values);
        OGR_G_DestroyGeometry(box);
    } else if (!has_row(disputes, "lease", a) && !has_row(disputes, "lease", b)) {
        add_lines(settled, need(OGR_G_Clone(lines)), values);
    }
    OGR_G_DestroyGeometry(lines);
}

/* Lines of claims, inside one country: Natural Earth's own layer. */
static void add_claims(OGRLayerH disputed, const table *disputes, const char *sources)
{
    char *path = path_join(sources, "qgis-common/usr/share/qgis/resources/data/world_map.gpkg");
    GDALDatasetH file = need(GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY, NULL, NULL, NULL));
    OGRLayerH claims = need(GDALDatasetGetLayerByName(file, "disputed_borders"));
    OGR_L_ResetReading(claims);
    for (OGRFeatureH row; (row = OGR_L_GetNextFeature(claims)); OGR_F_Destroy(row)) {
        const char *name = OGR_F_GetFieldAsString(row, OGR_F_GetFieldIndex(row, "name"));
        const char *left = OGR_F_GetFieldAsString(row, OGR_F_GetFieldIndex(row, "adm0_left"));
        const char *right = OGR_F_GetFieldAsString(row, OGR_F_GetFieldIndex(row, "adm0_right"));
        if (!has_row(disputes, "no-claim", name)) {
            const char *values[] = {left, right, name, NULL};
            add_lines(disputed, need(OGR_G_Clone(OGR_F_GetGeometryRef(row))), values);
        }
    }
    GDALClose(file);
    mrs_free(path);
}

void boundaries_write(GDALDatasetH file, const countries *nations, const char *sources,
                      const char *geodata)
{
    static const char *const fields[] = {"a", "b", NULL};
    static const char *const disputed_fields[] = {"a", "b", "name", NULL};
    char *path = path_join(geodata, "recipe/disputes.tsv");
    table disputes = table_read(path, DISPUTE_HEADER, 6);
    mrs_free(path);
    OGRLayerH settled = basemap_layer(file, "boundaries", wkbMultiLineString, fields);
    OGRLayerH disputed =
        basemap_layer(file, "boundaries_disputed", wkbMultiLineString, disputed_fields);
    sides *of = find_sides(nations);
    for (int a = 0; a < (int)nations->count; a++) {
        for (int b = a + 1; b < (int)nations->count; b++) {
            OGRGeometryH lines = arcs_between(nations, of, a, b);
            if (lines) {
                add_pair(settled, disputed, &disputes, key_of(nations, a), key_of(nations, b),
                         lines);
            }
        }
    }
    mrs_free(of);
    add_claims(disputed, &disputes, sources);
    table_clear(&disputes);
}
