#include "marsad/geodesy.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "geo/earth.h"

/* WGS 84's defining constants (NIMA TR8350.2): semi-major axis in metres, and flattening. */
static const double SEMI_MAJOR_M = 6378137.0;
static const double INVERSE_FLATTENING = 298.257223563;

mrs_earth mrs_earth_wgs84(void)
{
    mrs_earth earth;
    geod_init(&earth.ellipsoid, SEMI_MAJOR_M, 1 / INVERSE_FLATTENING);
    return earth;
}

double mrs_azimuth_normalise(double degrees)
{
    double turned = fabs(degrees) < 360 ? degrees : fmod(degrees, 360);
    if (turned < 0) {
        turned += 360;
    }
    /* A tiny negative angle rounds up to 360 itself; the sum makes -0 into 0. */
    return turned >= 360 ? 0 : turned + 0.0;
}

double mrs_longitude_normalise(double degrees)
{
    if (degrees >= -180 && degrees <= 180) {
        return degrees;
    }
    return mrs_azimuth_normalise(degrees + 180) - 180;
}

marsad_geodesic mrs_earth_between(const mrs_earth *earth, marsad_lonlat from, marsad_lonlat to)
{
    double distance;
    double azimuth;
    double arrival;
    geod_inverse(&earth->ellipsoid, from.lat, from.lon, to.lat, to.lon, &distance, &azimuth,
                 &arrival);
    if (!(distance > 0)) {
        return (marsad_geodesic){0, 0, 0};
    }
    return (marsad_geodesic){.distance_m = distance,
                             .azimuth_deg = mrs_azimuth_normalise(azimuth),
                             .back_azimuth_deg = mrs_azimuth_normalise(arrival + 180)};
}

marsad_lonlat mrs_earth_point(const mrs_earth *earth, marsad_lonlat from, double azimuth_deg,
                              double distance_m)
{
    marsad_lonlat point;
    geod_direct(&earth->ellipsoid, from.lat, from.lon, azimuth_deg, distance_m, &point.lat,
                &point.lon, NULL);
    return point;
}

marsad_geodesic marsad_geodesic_between(marsad_lonlat from, marsad_lonlat to)
{
    mrs_earth earth = mrs_earth_wgs84();
    return mrs_earth_between(&earth, from, to);
}

marsad_lonlat marsad_geodesic_point(marsad_lonlat from, double azimuth_deg, double distance_m)
{
    mrs_earth earth = mrs_earth_wgs84();
    return mrs_earth_point(&earth, from, azimuth_deg, distance_m);
}

bool marsad_lonlat_valid(marsad_lonlat point)
{
    return point.lon >= -180 && point.lon <= 180 && point.lat >= -90 && point.lat <= 90;
}

static const char *const LANG_CODES[] = {"en", "ar", "fr"};

marsad_status marsad_lang_parse(const char *code, marsad_lang *out, marsad_error *error)
{
    for (int i = 0; code && i < 3; i++) {
        if (strcmp(code, LANG_CODES[i]) == 0) {
            *out = (marsad_lang)i;
            return MARSAD_OK;
        }
    }
    return mrs_fail(error, MARSAD_ERR_USAGE, "unknown language \"%.40s\": use en, ar or fr",
                    code ? code : "");
}

const char *marsad_lang_code(marsad_lang lang)
{
    return (unsigned)lang < 3 ? LANG_CODES[lang] : LANG_CODES[0];
}
