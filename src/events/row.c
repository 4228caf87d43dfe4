#include "events/row.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "events/table.h"
#include "geo/number.h"

/* A count that no incident reaches: beyond it there is a mistake, not a number. */
static const long MOST_PEOPLE = 100000000;

static void fault(const mrs_row *row, mrs_faults *faults, mrs_column column, const char *must)
{
    char quoted[MRS_QUOTED_SIZE];
    mrs_fault(faults, row->number, mrs_column_name(column), "%s must be %s, not \"%s\"",
              mrs_column_name(column), must, mrs_quoted(quoted, row->cells[column]));
}

static void read_texts(const mrs_row *row, marsad_incident *out)
{
    for (int i = 0; i < MRS_COLUMN_COUNT; i++) {
        const char **text = mrs_column_text(out, (mrs_column)i);
        if (text) {
            *text = row->cells[i];
        }
    }
}

static marsad_date read_date(const mrs_row *row, mrs_faults *faults, mrs_column column)
{
    marsad_date date = {0};
    if (row->cells[column][0] && marsad_date_parse(row->cells[column], &date, NULL)) {
        fault(row, faults, column, "written " MRS_DATE_FORMS);
    }
    return date;
}

static void read_date_precision(const mrs_row *row, mrs_faults *faults, marsad_incident *out)
{
    const char *precision = out->date_precision;
    bool day = strcmp(precision, "day") == 0;
    bool month = strcmp(precision, "month") == 0;
    if (precision[0] && !day && !month && strcmp(precision, "year") != 0) {
        fault(row, faults, MRS_COLUMN_DATE_PRECISION, "day, month or year");
    } else if (out->date.year && ((day && !out->date.day) || (month && !out->date.month))) {
        mrs_fault(faults, row->number, "date_precision",
                  "date_precision is %s, but the date is only \"%s\"", precision,
                  row->cells[MRS_COLUMN_DATE]);
    }
}

static void read_dates(const mrs_row *row, mrs_faults *faults, marsad_incident *out)
{
    out->date = read_date(row, faults, MRS_COLUMN_DATE);
    out->end_date = read_date(row, faults, MRS_COLUMN_END_DATE);
    if (out->end_date.year && !row->cells[MRS_COLUMN_DATE][0] &&
        !row->unreadable[MRS_COLUMN_DATE]) {
        mrs_fault(faults, row->number, "end_date", "end_date stands without a date");
    } else if (out->end_date.year && out->date.year &&
               mrs_date_surely_before(out->end_date, out->date)) {
        mrs_fault(faults, row->number, "end_date", "end_date is before date: \"%s\" and \"%s\"",
                  row->cells[MRS_COLUMN_END_DATE], row->cells[MRS_COLUMN_DATE]);
    }
    read_date_precision(row, faults, out);
}

static void fault_unknown_type(const mrs_row *row, mrs_faults *faults)
{
    char quoted[MRS_QUOTED_SIZE];
    mrs_buffer known = {0};
    for (int i = 0; i < MARSAD_TYPE_COUNT; i++) {
        mrs_buffer_addf(&known, "%s%s", i ? ", " : "",
                        marsad_incident_type_name((marsad_incident_type)i));
    }
    char *list = mrs_buffer_take(&known);
    mrs_fault(faults, row->number, "type", "type \"%s\" is not known; the types are %s",
              mrs_quoted(quoted, row->cells[MRS_COLUMN_TYPE]), list ? list : "");
    mrs_free(list);
}

static void read_type(const mrs_row *row, mrs_faults *faults, marsad_incident *out)
{
    out->type = MARSAD_TYPE_OTHER;
    const char *cell = row->cells[MRS_COLUMN_TYPE];
    if (cell[0] && !mrs_incident_type_parse(cell, &out->type)) {
        fault_unknown_type(row, faults);
    }
}

/* Spreadsheets and data frames write a count next to an empty cell as "3.0": that is still whole.
 */
static size_t length_without_zero_fraction(const char *cell)
{
    size_t length = strspn(cell, "0123456789");
    size_t zeros = cell[length] == '.' ? strspn(cell + length + 1, "0") : 0;
    return zeros > 0 && cell[length + 1 + zeros] == '\0' ? length : strlen(cell);
}

static long read_count(const mrs_row *row, mrs_faults *faults, mrs_column column)
{
    const char *cell = row->cells[column];
    size_t length = length_without_zero_fraction(cell);
    if (length == 0) {
        return -1;
    }
    long count = length < 12 ? strtol(cell, NULL, 10) : MOST_PEOPLE + 1;
    if (strspn(cell, "0123456789") != length) {
        fault(row, faults, column, "a whole number of 0 or more");
        return -1;
    }
    if (count > MOST_PEOPLE) {
        fault(row, faults, column, "a number of people");
        return -1;
    }
    return count;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void check_country(const mrs_row *row, mrs_faults *faults)
{
    const char *cell = row->cells[MRS_COLUMN_COUNTRY];
    if (cell[0] && !(strlen(cell) == 2 && is_letter(cell[0]) && is_letter(cell[1]))) {
        fault(row, faults, MRS_COLUMN_COUNTRY, "a two-letter code of ISO 3166-1, such as LY");
    }
}

/* Reads a number between -limit and limit. */
static bool read_degrees(const mrs_row *row, mrs_faults *faults, mrs_column column, double limit,
                         double *out)
{
    const char *cell = row->cells[column];
    if (!mrs_number_parse(cell, strlen(cell), out)) {
        fault(row, faults, column, "a number of decimal degrees");
        return false;
    }
    if (fabs(*out) > limit) {
        mrs_fault(faults, row->number, mrs_column_name(column),
                  "%s is out of range: %.40s is not between -%g and %g degrees",
                  mrs_column_name(column), cell, limit, limit);
        return false;
    }
    return true;
}

static void read_lon_lat(const mrs_row *row, mrs_faults *faults, marsad_incident *out)
{
    bool lon = read_degrees(row, faults, MRS_COLUMN_LON, 180, &out->at.lon);
    bool lat = read_degrees(row, faults, MRS_COLUMN_LAT, 90, &out->at.lat);
    if (lon && lat) {
        out->placement = MARSAD_PLACED_BY_COORDINATES;
    }
}

static void read_point(const mrs_row *row, mrs_faults *faults, marsad_incident *out)
{
    if (!marsad_lonlat_valid(row->point)) {
        mrs_fault(faults, row->number, NULL,
                  "the point's coordinates, %g and %g, are out of range: longitude comes first",
                  row->point.lon, row->point.lat);
        return;
    }
    out->at = row->point;
    out->placement = MARSAD_PLACED_BY_COORDINATES;
}

static void read_place(const mrs_row *row, mrs_faults *faults, marsad_incident *out)
{
    bool lon = row->cells[MRS_COLUMN_LON][0] != '\0';
    bool lat = row->cells[MRS_COLUMN_LAT][0] != '\0';
    if (row->unreadable[MRS_COLUMN_LOCATION] || row->unreadable[MRS_COLUMN_LON] ||
        row->unreadable[MRS_COLUMN_LAT]) {
        return;
    }
    if (lon && lat) {
        read_lon_lat(row, faults, out);
    } else if (lon || lat) {
        mrs_fault(faults, row->number, lon ? "lat" : "lon", "%s is given without %s",
                  lon ? "lon" : "lat", lon ? "lat" : "lon");
    } else if (row->has_point) {
        read_point(row, faults, out);
    } else if (!out->location[0]) {
        mrs_fault(faults, row->number, "location", "neither a location nor lon and lat");
    }
}

static void read_uncertainty(const mrs_row *row, mrs_faults *faults, marsad_incident *out)
{
    const char *cell = row->cells[MRS_COLUMN_UNCERTAINTY_M];
    double metres = 0;
    if (cell[0] && (!mrs_number_parse(cell, strlen(cell), &metres) || metres < 0)) {
        fault(row, faults, MRS_COLUMN_UNCERTAINTY_M, "a number of metres of 0 or more");
        metres = 0;
    }
    out->uncertainty_m = metres;
}

void mrs_row_read(const mrs_row *row, mrs_faults *faults, marsad_incident *out)
{
    *out = (marsad_incident){.row = row->number};
    read_texts(row, out);
    read_dates(row, faults, out);
    read_type(row, faults, out);
    check_country(row, faults);
    read_place(row, faults, out);
    read_uncertainty(row, faults, out);
    out->killed = read_count(row, faults, MRS_COLUMN_KILLED);
    out->injured = read_count(row, faults, MRS_COLUMN_INJURED);
}
