#include "geo/grid.h"

#include <math.h>
#include <proj.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"

static const char bands[] = "CDEFGHJKLMNPQRSTUVWX"; /* of 8 degrees each from 80 S; X has 12 */

/* Positions written to the metre may fall just outside their band or the limits of the grid. */
static const double edge_deg = 0.001;

static const double square_m = 1e5;

bool mrs_grid_is_band(char letter)
{
    return letter && strchr(bands, letter);
}

char mrs_grid_band(double lat)
{
    double index = floor((lat + 80) / 8);
    return bands[(int)fmax(0, fmin(index, 19))];
}

static void band_limits(char band, double *south, double *north)
{
    *south = -80.0 + 8.0 * (double)(strchr(bands, band) - bands);
    *north = *south + (band == 'X' ? 12 : 8);
}

bool mrs_grid_in_band(char band, double lat, double tolerance_deg)
{
    double south = 0, north = 0;
    band_limits(band, &south, &north);
    return lat >= south - tolerance_deg && lat <= north + tolerance_deg;
}

/* --- PROJ --- */

static void ignore_log(void *data, int level, const char *message)
{
    (void)data;
    (void)level;
    (void)message;
}

static marsad_status unproject(int zone, bool is_south, double easting, double northing,
                               marsad_lonlat *out, marsad_error *error)
{
    char text[80];
    snprintf(text, sizeof text, "+proj=utm +zone=%d%s +ellps=WGS84", zone,
             is_south ? " +south" : "");
    PJ_CONTEXT *context = proj_context_create();
    PJ *utm = NULL;
    marsad_status status = MARSAD_OK;
    if (context) {
        proj_log_func(context, NULL, ignore_log);
        proj_context_set_enable_network(context, 0);
        utm = proj_create(context, text);
    }
    if (!utm) {
        status = mrs_fail(error, MARSAD_ERR_LIBRARY, "PROJ cannot make UTM zone %d", zone);
        goto done;
    }
    PJ_COORD got = proj_trans(utm, PJ_INV, proj_coord(easting, northing, 0, 0));
    *out = (marsad_lonlat){proj_todeg(got.lp.lam), proj_todeg(got.lp.phi)};
    if (!marsad_lonlat_valid(*out)) {
        status = mrs_fail(error, MARSAD_ERR_INPUT,
                          "UTM zone %d has no easting %.6g with the northing %.7g", zone, easting,
                          northing);
    }
done:
    proj_destroy(utm);
    proj_context_destroy(context);
    return status;
}

/* --- UTM --- */

static marsad_status check_zone(int zone, marsad_error *error)
{
    return zone >= 1 && zone <= 60 ? MARSAD_OK
                                   : mrs_fail(error, MARSAD_ERR_INPUT,
                                              "there is no UTM zone %d; they are 1 to 60", zone);
}

static marsad_status check_metres(const mrs_utm *utm, marsad_error *error)
{
    if (!(utm->easting_m >= 1e5 && utm->easting_m <= 9e5)) {
        return mrs_fail(error, MARSAD_ERR_INPUT,
                        "the UTM easting %.0f is out of range: 100000 to 900000 metres",
                        utm->easting_m);
    }
    if (!(utm->northing_m >= 0 && utm->northing_m <= 1e7)) {
        return mrs_fail(error, MARSAD_ERR_INPUT,
                        "the UTM northing %.0f is out of range: 0 to 10000000 metres",
                        utm->northing_m);
    }
    return MARSAD_OK;
}

marsad_status mrs_utm_position(const mrs_utm *utm, marsad_lonlat *out, marsad_error *error)
{
    marsad_lonlat at;
    marsad_status status = check_zone(utm->zone, error);
    status = status ? status : check_metres(utm, error);
    status = status
                 ? status
                 : unproject(utm->zone, utm->is_south, utm->easting_m, utm->northing_m, &at, error);
    if (status) {
        return status;
    }
    if (at.lat < -80 - edge_deg || at.lat > 84 + edge_deg) {
        return mrs_fail(error, MARSAD_ERR_INPUT,
                        "the UTM northing %.0f is at latitude %.1f; UTM ends at 80 S and 84 N",
                        utm->northing_m, at.lat);
    }
    if (utm->band && !mrs_grid_in_band(utm->band, at.lat, edge_deg)) {
        return mrs_fail(error, MARSAD_ERR_INPUT,
                        "the UTM northing %.0f is not in band %c but in band %c; check the letter, "
                        "or write the zone with its hemisphere, such as %d north",
                        utm->northing_m, utm->band, mrs_grid_band(at.lat), utm->zone);
    }
    *out = at;
    return MARSAD_OK;
}

/* --- MGRS --- */

/* The letter's place in an alphabet without I and O, or -1. */
static int letter_index(char letter)
{
    static const char letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZ";
    const char *found = letter ? strchr(letters, letter) : NULL;
    return found ? (int)(found - letters) : -1;
}

/* Columns run A-H, J-R and S-Z through each three zones, from 100 km of easting; rows A-V, from the
 * equator in odd zones, and from 500 km south of it in even ones, anew every 2000 km. */
static bool corner_of_square(const mrs_mgrs *mgrs, double *easting, double *northing)
{
    int column = letter_index(mgrs->column) - 8 * ((mgrs->zone - 1) % 3);
    int row = letter_index(mgrs->row);
    if (column < 0 || column > 7 || row < 0 || row > 19) {
        return false;
    }
    *easting = square_m * (column + 1);
    *northing = square_m * (mgrs->zone % 2 ? row : (row + 15) % 20);
    return true;
}

/* Of the rows of that letter, each 2000 km apart, the one in the band. */
static double northing_in_band(char band, double northing)
{
    const double cycle_m = 2e6, degree_m = 110800; /* right to 20 km at 80 N */
    double south = 0, north = 0;
    band_limits(band, &south, &north);
    double middle = (south + north) / 2 * degree_m + (south < 0 ? 1e7 : 0);
    return northing + cycle_m * round((middle - northing) / cycle_m);
}

/* Half the width of the zone in the band. Zones are 6 degrees wide but by Norway and Svalbard,
 * where 32X, 34X and 36X are not used. */
static double reach_of_zone(int zone, char band)
{
    bool is_svalbard = band == 'X' && zone >= 31 && zone <= 37;
    if (is_svalbard && zone % 2 == 0) {
        return 0;
    }
    return is_svalbard || (band == 'V' && zone == 32) ? 6 : 3;
}

static bool in_zone(const mrs_mgrs *mgrs, double lon, double tolerance_deg)
{
    double reach = reach_of_zone(mgrs->zone, mgrs->band);
    double from_meridian = remainder(lon - (6.0 * mgrs->zone - 183), 360);
    return fabs(from_meridian) <= reach + tolerance_deg;
}

static marsad_status fail_square(const mrs_mgrs *mgrs, marsad_error *error)
{
    return mrs_fail(
        error, MARSAD_ERR_INPUT,
        "there is no MGRS square %c%c in %d%c; check its letters, or write the place as "
        "32.89N,13.185E",
        mgrs->column, mgrs->row, mgrs->zone, mgrs->band);
}

marsad_status mrs_mgrs_position(const mrs_mgrs *mgrs, marsad_lonlat *out, double *radius_m,
                                marsad_error *error)
{
    double easting = 0, northing = 0;
    marsad_lonlat at;
    marsad_status status = check_zone(mgrs->zone, error);
    if (status) {
        return status;
    }
    if (!corner_of_square(mgrs, &easting, &northing) ||
        reach_of_zone(mgrs->zone, mgrs->band) == 0) {
        return fail_square(mgrs, error);
    }
    double side = square_m / pow(10, mgrs->digits);
    northing = northing_in_band(mgrs->band, northing) + (mgrs->northing + 0.5) * side;
    easting += (mgrs->easting + 0.5) * side;
    status = unproject(mgrs->zone, mgrs->band < 'N', easting, northing, &at, error);
    if (status) {
        return status;
    }
    /* A square may be cut by the edges of its band and its zone. */
    double half_deg = side * M_SQRT1_2 / 110000;
    double half_lon = half_deg / fmax(cos(at.lat * M_PI / 180), 0.05);
    if (!mrs_grid_in_band(mgrs->band, at.lat, half_deg + edge_deg) ||
        !in_zone(mgrs, at.lon, half_lon + 1)) {
        return fail_square(mgrs, error);
    }
    *out = at;
    *radius_m = side * M_SQRT1_2;
    return MARSAD_OK;
}
