#include "recipe.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"

static json_object *member_of(json_object *object, const char *key, const char *path)
{
    json_object *value = NULL;
    if (!json_object_object_get_ex(object, key, &value)) {
        stop("%s: has no \"%s\"", path, key);
    }
    return value;
}

static double number_at(json_object *array, size_t i)
{
    return json_object_get_double(json_object_array_get_idx(array, i));
}

/* TopoJSON's quantized arcs: each position is the difference to the one before. */
static OGRGeometryH read_arc(json_object *arc, json_object *scale, json_object *translate)
{
    OGRGeometryH line = need(OGR_G_CreateGeometry(wkbLineString));
    double x = 0;
    double y = 0;
    for (size_t i = 0; i < json_object_array_length(arc); i++) {
        json_object *step = json_object_array_get_idx(arc, i);
        x += number_at(step, 0);
        y += number_at(step, 1);
        OGR_G_AddPoint_2D(line, x * number_at(scale, 0) + number_at(translate, 0),
                          y * number_at(scale, 1) + number_at(translate, 1));
    }
    return line;
}

topology topology_read(const char *path)
{
    topology t = {.root = json_read(path)};
    json_object *arcs = member_of(t.root, "arcs", path);
    json_object *transform = member_of(t.root, "transform", path);
    json_object *scale = member_of(transform, "scale", path);
    json_object *translate = member_of(transform, "translate", path);
    t.arc_count = json_object_array_length(arcs);
    t.arcs = need(mrs_alloc(t.arc_count, sizeof(OGRGeometryH)));
    for (size_t i = 0; i < t.arc_count; i++) {
        t.arcs[i] = read_arc(json_object_array_get_idx(arcs, i), scale, translate);
    }
    return t;
}

void topology_clear(topology *t)
{
    for (size_t i = 0; i < t->arc_count; i++) {
        OGR_G_DestroyGeometry(t->arcs[i]);
    }
    mrs_free(t->arcs);
    json_object_put(t->root);
    *t = (topology){0};
}

void topology_simplify(topology *t, double tolerance, OGREnvelope but)
{
    for (size_t i = 0; i < t->arc_count; i++) {
        OGREnvelope box;
        OGR_G_GetEnvelope(t->arcs[i], &box);
        bool outside = box.MaxX < but.MinX || box.MinX > but.MaxX || box.MaxY < but.MinY ||
                       box.MinY > but.MaxY;
        OGRGeometryH simple = outside ? OGR_G_Simplify(t->arcs[i], tolerance) : NULL;
        if (simple && OGR_G_GetPointCount(simple) >= 4) { /* fewer could close no ring */
            OGR_G_DestroyGeometry(t->arcs[i]);
            t->arcs[i] = simple;
        } else {
            OGR_G_DestroyGeometry(simple);
        }
    }
}

json_object *topology_members(const topology *t, const char *object)
{
    json_object *objects = member_of(t->root, "objects", "topology");
    return member_of(member_of(objects, object, "topology"), "geometries", "topology");
}

/* A ring being put together: longitudes run on past 180 degrees instead of jumping. */
typedef struct unrolled {
    OGRGeometryH ring;
    double shift; /* added to the longitudes as they come */
} unrolled;

static void add_position(unrolled *u, double lon, double lat)
{
    int count = OGR_G_GetPointCount(u->ring);
    if (count) {
        double before = OGR_G_GetX(u->ring, count - 1);
        if (lon + u->shift - before > 180) {
            u->shift -= 360;
        } else if (lon + u->shift - before < -180) {
            u->shift += 360;
        }
    }
    OGR_G_AddPoint_2D(u->ring, lon + u->shift, lat);
}

static void add_arc(unrolled *u, const topology *t, int number)
{
    OGRGeometryH arc = t->arcs[number < 0 ? ~number : number];
    int count = OGR_G_GetPointCount(arc);
    for (int i = OGR_G_GetPointCount(u->ring) ? 1 : 0; i < count; i++) {
        int at = number < 0 ? count - 1 - i : i;
        add_position(u, OGR_G_GetX(arc, at), OGR_G_GetY(arc, at));
    }
}

/* A ring that went once round the earth (Antarctica's) is closed along the pole. */
static void close_ring(OGRGeometryH ring)
{
    double first = OGR_G_GetX(ring, 0);
    double first_lat = OGR_G_GetY(ring, 0);
    double last = OGR_G_GetX(ring, OGR_G_GetPointCount(ring) - 1);
    if (fabs(last - first) > 180) {
        double pole = first_lat < 0 ? -90 : 90;
        OGR_G_AddPoint_2D(ring, last, pole);
        OGR_G_AddPoint_2D(ring, first, pole);
        OGR_G_AddPoint_2D(ring, first, first_lat);
    }
}

static OGRGeometryH read_ring(const topology *t, json_object *arcs)
{
    unrolled u = {.ring = need(OGR_G_CreateGeometry(wkbLinearRing))};
    for (size_t i = 0; i < json_object_array_length(arcs); i++) {
        add_arc(&u, t, json_object_get_int(json_object_array_get_idx(arcs, i)));
    }
    close_ring(u.ring);
    return u.ring;
}

static void move(OGRGeometryH polygon, double by)
{
    for (int r = 0; r < OGR_G_GetGeometryCount(polygon); r++) {
        OGRGeometryH ring = OGR_G_GetGeometryRef(polygon, r);
        for (int i = 0; i < OGR_G_GetPointCount(ring); i++) {
            OGR_G_SetPoint_2D(ring, i, OGR_G_GetX(ring, i) + by, OGR_G_GetY(ring, i));
        }
    }
}

static void add_all(OGRGeometryH into, OGRGeometryH polygons)
{
    for (int i = 0; i < OGR_G_GetGeometryCount(polygons); i++) {
        OGR_G_AddGeometry(into, OGR_G_GetGeometryRef(polygons, i));
    }
    OGR_G_DestroyGeometry(polygons);
}

/* Adds what of an unrolled polygon lies between 180 W and 180 E, after a shift round the earth. */
static void add_window(OGRGeometryH into, OGRGeometryH polygon, double shift)
{
    OGRGeometryH moved = need(OGR_G_Clone(polygon));
    move(moved, shift);
    OGRGeometryH sound = shape_polygons(moved);
    OGRGeometryH window = shape_box(-180, -90, 180, 90);
    add_all(into, shape_polygons(need(OGR_G_Intersection(sound, window))));
    OGR_G_DestroyGeometry(window);
    OGR_G_DestroyGeometry(sound);
}

/* Adds a polygon, cut at the antimeridian where it crosses it; the polygon is taken. */
static void add_cut(OGRGeometryH into, OGRGeometryH polygon)
{
    OGREnvelope box;
    OGR_G_GetEnvelope(polygon, &box);
    if (box.MinX >= -180 && box.MaxX <= 180) {
        add_all(into, shape_polygons(polygon));
        return;
    }
    for (int turn = -1; turn <= 1; turn++) {
        if (box.MinX + turn * 360 < 180 && box.MaxX + turn * 360 > -180) {
            add_window(into, polygon, turn * 360.0);
        }
    }
    OGR_G_DestroyGeometry(polygon);
}

/* The shell and its holes; the shell is turned so that its middle lies within 180 degrees, as the
 * holes do. Rings that quantization shrank to a line or a point are left out: without its shell
 * the polygon is empty. */
static OGRGeometryH read_polygon(const topology *t, json_object *rings)
{
    OGRGeometryH polygon = need(OGR_G_CreateGeometry(wkbPolygon));
    for (size_t i = 0; i < json_object_array_length(rings); i++) {
        OGRGeometryH ring = read_ring(t, json_object_array_get_idx(rings, i));
        if (OGR_G_GetPointCount(ring) < 4) {
            OGR_G_DestroyGeometry(ring);
            if (i == 0) {
                break;
            }
            continue;
        }
        OGR_G_AddGeometryDirectly(polygon, ring);
        if (i == 0) {
            OGREnvelope box;
            OGR_G_GetEnvelope(polygon, &box);
            double middle = (box.MinX + box.MaxX) / 2;
            move(polygon, middle > 180 ? -360 : middle < -180 ? 360 : 0);
        }
    }
    return polygon;
}

OGRGeometryH topology_polygons(const topology *t, json_object *member)
{
    OGRGeometryH result = need(OGR_G_CreateGeometry(wkbMultiPolygon));
    const char *type = json_object_get_string(member_of(member, "type", "topology"));
    json_object *arcs = member_of(member, "arcs", "topology");
    if (strcmp(type, "Polygon") == 0) {
        add_cut(result, read_polygon(t, arcs));
    } else if (strcmp(type, "MultiPolygon") == 0) {
        for (size_t i = 0; i < json_object_array_length(arcs); i++) {
            add_cut(result, read_polygon(t, json_object_array_get_idx(arcs, i)));
        }
    } else {
        stop("a topology's member is neither Polygon nor MultiPolygon but %s", type);
    }
    return shape_polygons(result);
}

static void each_arc(json_object *arcs, void (*visit)(void *context, size_t arc), void *context)
{
    if (!json_object_is_type(arcs, json_type_array)) {
        int number = json_object_get_int(arcs);
        visit(context, (size_t)(number < 0 ? ~number : number));
        return;
    }
    for (size_t i = 0; i < json_object_array_length(arcs); i++) {
        each_arc(json_object_array_get_idx(arcs, i), visit, context);
    }
}

void topology_each_arc(json_object *member, void (*visit)(void *context, size_t arc), void *context)
{
    each_arc(member_of(member, "arcs", "topology"), visit, context);
}
