#include <math.h>

#include "base/memory.h"
#include "geo/earth.h"
#include "geo/plane.h"

bool mrs_rings_add_point(mrs_rings *rings, marsad_lonlat point)
{
    if (!mrs_grow((void **)&rings->points, &rings->point_capacity, rings->point_count,
                  sizeof *rings->points)) {
        return false;
    }
    rings->points[rings->point_count++] = point;
    return true;
}

bool mrs_rings_add_points(mrs_rings *rings, const marsad_lonlat *points, size_t count)
{
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++) {
        ok = mrs_rings_add_point(rings, points[i]);
    }
    return ok;
}

bool mrs_rings_end_ring(mrs_rings *rings)
{
    if (!mrs_grow((void **)&rings->ends, &rings->end_capacity, rings->ring_count,
                  sizeof *rings->ends)) {
        return false;
    }
    rings->ends[rings->ring_count++] = rings->point_count;
    return true;
}

void mrs_rings_clear(mrs_rings *rings)
{
    mrs_free(rings->points);
    mrs_free(rings->ends);
    *rings = (mrs_rings){0};
}

static double ring_area(const mrs_earth *earth, const marsad_lonlat *points, size_t count)
{
    struct geod_polygon polygon;
    double area = 0;
    geod_polygon_init(&polygon, 0);
    for (size_t i = 0; i < count; i++) {
        geod_polygon_addpoint(&earth->ellipsoid, &polygon, points[i].lat, points[i].lon);
    }
    geod_polygon_compute(&earth->ellipsoid, &polygon, 0, 1, &area, NULL);
    return fabs(area);
}

double mrs_rings_area(const mrs_rings *rings)
{
    mrs_earth earth = mrs_earth_wgs84();
    double area = 0;
    for (size_t i = 0; i < rings->ring_count; i++) {
        size_t first = i ? rings->ends[i - 1] : 0;
        double ring = ring_area(&earth, rings->points + first, rings->ends[i] - first);
        area += i ? -ring : ring;
    }
    return fmax(area, 0);
}
