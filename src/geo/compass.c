#include <math.h>

#include "geo/earth.h"
#include "marsad/geodesy.h"

static const char *const ABBREVIATIONS[8] = {"N", "NE", "E", "SE", "S", "SW", "W", "NW"};

static const char *const WORDS[3][8] = {
    {"north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"},
    {"شمال", "شمال شرق", "شرق", "جنوب شرق", "جنوب", "جنوب غرب", "غرب", "شمال غرب"},
    {"nord", "nord-est", "est", "sud-est", "sud", "sud-ouest", "ouest", "nord-ouest"},
};

/* The wind, 0 for north and on clockwise, whose 45 degrees hold the azimuth; a bound belongs to the
 * next wind clockwise. */
static unsigned wind_of(double azimuth_deg)
{
    if (!isfinite(azimuth_deg)) {
        return 0;
    }
    return (unsigned)((mrs_azimuth_normalise(azimuth_deg) + 22.5) / 45) % 8;
}

const char *marsad_compass_abbreviation(double azimuth_deg)
{
    return ABBREVIATIONS[wind_of(azimuth_deg)];
}

const char *marsad_compass_word(double azimuth_deg, marsad_lang lang)
{
    return WORDS[(unsigned)lang < 3 ? lang : MARSAD_LANG_EN][wind_of(azimuth_deg)];
}
