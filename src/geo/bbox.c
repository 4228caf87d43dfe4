#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "geo/earth.h"
#include "geo/number.h"
#include "marsad/geodesy.h"

static const char *const EDGES[4] = {"west", "south", "east", "north"};

/* Reads four numbers between commas; false unless there are exactly four fields. On a field that is
 * no number, `*bad` is its index. */
static bool split_numbers(const char *text, double values[4], int *bad)
{
    *bad = -1;
    for (int i = 0; i < 4; i++) {
        size_t length = strcspn(text, ",");
        if ((text[length] == ',') != (i < 3)) {
            return false;
        }
        if (*bad < 0 && !mrs_number_parse(text, length, &values[i])) {
            *bad = i;
        }
        text += length + (i < 3);
    }
    return true;
}

static marsad_status check_ranges(const double values[4], marsad_error *error)
{
    for (int i = 0; i < 4; i++) {
        double limit = i % 2 ? 90 : 180;
        if (fabs(values[i]) > limit) {
            return mrs_fail(error, MARSAD_ERR_USAGE,
                            "the box's %s edge, %g, is not between %g and %g degrees: the order is "
                            "west,south,east,north",
                            EDGES[i], values[i], -limit, limit);
        }
    }
    return MARSAD_OK;
}

marsad_status marsad_bbox_parse(const char *text, marsad_bbox *out, marsad_error *error)
{
    double v[4];
    int bad;
    *out = (marsad_bbox){0};
    if (!text || !split_numbers(text, v, &bad)) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "a box is four numbers, west,south,east,north, in degrees, not \"%.100s\"",
                        text ? text : "");
    }
    if (bad >= 0) {
        return mrs_fail(error, MARSAD_ERR_USAGE, "the box's %s edge in \"%.100s\" is not a number",
                        EDGES[bad], text);
    }
    marsad_status status = check_ranges(v, error);
    if (status) {
        return status;
    }
    if (v[1] >= v[3]) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "the box's south edge, %g, is not south of its north edge, %g", v[1], v[3]);
    }
    if (v[0] == v[2]) {
        return mrs_fail(error, MARSAD_ERR_USAGE, "the box's west and east edges are both %g", v[0]);
    }
    *out = (marsad_bbox){.west = v[0], .south = v[1], .east = v[2], .north = v[3]};
    return MARSAD_OK;
}

/*
 * The longitudes that a geodesic circle reaches east of its centre, in degrees. A circle is
 * perpendicular to its radii (Gauss's lemma), so it touches a meridian where the radius arrives due
 * east; the departing azimuth that does so is found by bisection. The circle must hold no pole.
 */
static double half_width(const mrs_earth *earth, marsad_lonlat centre, double radius_m)
{
    double low = 0;
    double high = 180;
    double lon = 0;
    for (int i = 0; i < 60; i++) {
        double lat;
        double arrival;
        double middle = (low + high) / 2;
        geod_direct(&earth->ellipsoid, centre.lat, 0, middle, radius_m, &lat, &lon, &arrival);
        if (arrival < 90) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return lon;
}

static bool reaches_pole(const mrs_earth *earth, marsad_lonlat centre, double radius_m, double pole)
{
    double distance;
    geod_inverse(&earth->ellipsoid, centre.lat, 0, pole, 0, &distance, NULL, NULL);
    return distance <= radius_m;
}

marsad_bbox marsad_bbox_around(marsad_lonlat centre, double radius_m)
{
    mrs_earth earth = mrs_earth_wgs84();
    bool north = reaches_pole(&earth, centre, radius_m, 90);
    bool south = reaches_pole(&earth, centre, radius_m, -90);
    marsad_bbox box = {.west = -180, .south = -90, .east = 180, .north = 90};
    if (!north) {
        box.north = mrs_earth_point(&earth, centre, 0, radius_m).lat;
    }
    if (!south) {
        box.south = mrs_earth_point(&earth, centre, 180, radius_m).lat;
    }
    if (!north && !south) {
        double half = half_width(&earth, centre, radius_m);
        box.west = mrs_longitude_normalise(centre.lon - half);
        box.east = mrs_longitude_normalise(centre.lon + half);
    }
    return box;
}

static bool longitude_within(marsad_bbox box, double lon)
{
    if (box.west <= box.east) {
        return lon >= box.west && lon <= box.east;
    }
    return lon >= box.west || lon <= box.east;
}

bool marsad_bbox_contains(marsad_bbox box, marsad_lonlat point)
{
    if (!(point.lat >= box.south && point.lat <= box.north)) {
        return false;
    }
    /* 180 and -180 are one meridian. */
    bool antimeridian = fabs(point.lon) == 180;
    return longitude_within(box, point.lon) || (antimeridian && longitude_within(box, -point.lon));
}
