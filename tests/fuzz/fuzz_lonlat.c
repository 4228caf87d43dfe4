/* Any bytes: coordinates that are read lie in range with an honest radius, their name is read as
 * the same place, and a refusal says why. A pair of degrees is read alike by the function for
 * pairs. */
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "geo/coordinates.h"
#include "marsad/geodesy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

static bool is_same(marsad_lonlat a, marsad_lonlat b)
{
    return fabs(a.lon - b.lon) < 1e-6 && fabs(a.lat - b.lat) < 1e-6;
}

static void check_status(marsad_status status, const marsad_error *error)
{
    must(status == MARSAD_OK || status == MARSAD_ERR_INPUT || status == MARSAD_ERR_NOT_FOUND);
    must(status ? error->status == status && error->message[0] : !error->message[0]);
}

static void check_position(const char *text)
{
    mrs_coordinates read, again;
    must(mrs_coordinates_read(text, &read, NULL) == MARSAD_OK);
    must(marsad_lonlat_valid(read.at) && read.precision_m >= 10 && read.precision_m < 2.2e7);
    must(read.form && strnlen(read.name, sizeof read.name) < sizeof read.name);
    must(mrs_coordinates_read(read.name, &again, NULL) == MARSAD_OK);
    must(is_same(read.at, again.at));
}

static void check_text(const char *text)
{
    marsad_lonlat at, pair;
    marsad_error error = {0}, pair_error = {0};
    double precision_m = 0;
    marsad_status status = marsad_coordinates_parse(text, &at, &precision_m, &error);
    check_status(status, &error);
    check_status(marsad_text_lonlat(text, &pair, &pair_error), &pair_error);
    if (!status) {
        check_position(text);
        must(pair_error.status || is_same(at, pair) || strpbrk(text, "/,;"));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    if (!text) {
        return 0;
    }
    memcpy(text, data, size);
    text[size] = '\0';
    check_text(text);
    free(text);
    return 0;
}
