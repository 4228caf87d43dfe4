/* How a line from one place to another is told: as text, JSON and CSV. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "cli/cli.h"

/* The mean radius of WGS 84 in metres, for the angle that an uncertainty is seen under: the
   ellipsoid would change its second digit nowhere. */
static const double EARTH_RADIUS_M = 6371008.8;

int cli_telling_options(const cli_args *args, cli_telling *out)
{
    *out = (cli_telling){0};
    marsad_error error;
    const char *unit = cli_value(args, "unit");
    if (unit && marsad_unit_parse(unit, &out->unit, &error)) {
        return cli_usage_error(args, "--unit: %s", error.message);
    }
    out->unit_given = unit != NULL;
    return cli_lang(args, &out->lang);
}

cli_line cli_line_between(const marsad_place *from, const marsad_place *to)
{
    return (cli_line){.line = marsad_geodesic_between(from->at, to->at),
                      .uncertainty_m = from->uncertainty_m + to->uncertainty_m};
}

/* A circle of radius u is seen from the distance d under the half angle asin(sin u / sin d); moving
   the one end by r1 and the other by r2 is as much as moving one by both. */
double cli_azimuth_uncertainty(const cli_line *line)
{
    double seen = sin(fmin(line->uncertainty_m / EARTH_RADIUS_M, M_PI / 2));
    double far = sin(line->line.distance_m / EARTH_RADIUS_M);
    if (line->uncertainty_m >= line->line.distance_m || seen >= far) {
        return NAN;
    }
    return asin(seen / far) * 180 / M_PI;
}

/* A distance of nothing has no direction. */
static const char *direction(const cli_line *line)
{
    return line->line.distance_m > 0 ? marsad_compass_abbreviation(line->line.azimuth_deg) : "";
}

const char *cli_direction_word(const cli_line *line, marsad_lang lang)
{
    return line->line.distance_m > 0 ? marsad_compass_word(line->line.azimuth_deg, lang) : "";
}

/* ---- text ---------------------------------------------------------------------------------- */

int cli_decimals(double uncertainty, int most)
{
    if (!(uncertainty > 0)) {
        return most;
    }
    int digit = 1 - (int)floor(log10(uncertainty)); /* the decimal of its second digit */
    return digit < 0 ? 0 : digit < most ? digit : most;
}

void cli_distance_text(char out[CLI_TEXT], const cli_line *line, marsad_unit unit)
{
    double metres = marsad_unit_metres(unit);
    const char *name = marsad_unit_text(unit);
    double uncertainty = line->uncertainty_m / metres;
    int decimals = cli_decimals(uncertainty, 3);
    int length = snprintf(out, CLI_TEXT, "%.*f %s", decimals, line->line.distance_m / metres, name);
    if (uncertainty > 0) {
        snprintf(out + length, (size_t)(CLI_TEXT - length), " ± %.*f %s", decimals,
                 fmax(uncertainty, pow(10, -decimals)), name);
    }
}

void cli_length_text(char out[CLI_TEXT], double metres, marsad_unit unit)
{
    if (metres < 1000 && unit == MARSAD_UNIT_KM) {
        snprintf(out, CLI_TEXT, "%.0f m", metres);
        return;
    }
    double value = metres / marsad_unit_metres(unit);
    char number[CLI_NUMBER];
    cli_number_text(number, value, value < 10 ? 1 : 0);
    snprintf(out, CLI_TEXT, "%s %s", number, marsad_unit_text(unit));
}

void cli_azimuth_text(char out[CLI_TEXT], const cli_line *line)
{
    double uncertainty = cli_azimuth_uncertainty(line);
    int decimals = cli_decimals(uncertainty, 1);
    int length = snprintf(out, CLI_TEXT, "%.*f°", decimals, line->line.azimuth_deg);
    if (uncertainty > 0) {
        snprintf(out + length, (size_t)(CLI_TEXT - length), " ± %.*f°", decimals,
                 fmax(uncertainty, 0.1));
    }
}

void cli_bearing_text(char out[CLI_TEXT], const cli_line *line, marsad_lang lang)
{
    const char *word = cli_direction_word(line, lang);
    if (isnan(cli_azimuth_uncertainty(line))) {
        snprintf(out, CLI_TEXT, "%s%s", word[0] ? word : "-", word[0] ? "?" : "");
        return;
    }
    cli_azimuth_text(out, line);
    size_t length = strlen(out);
    snprintf(out + length, CLI_TEXT - length, " %s", word);
}

/* ---- JSON ---------------------------------------------------------------------------------- */

static void add(struct json_object *to, const char *key, double value, int decimals)
{
    json_object_object_add(to, key, isnan(value) ? NULL : cli_json_number(value, decimals));
}

/* All members, null, of what was not measured. */
static void add_nothing(struct json_object *to, const cli_telling *telling)
{
    const char *names[CLI_LINE_COLUMNS];
    size_t count = cli_line_header(telling, names);
    for (size_t i = 0; i < count; i++) {
        json_object_object_add(to, names[i], NULL);
    }
}

void cli_json_line(struct json_object *to, const cli_line *line, const cli_telling *telling)
{
    if (!line) {
        add_nothing(to, telling);
        return;
    }
    add(to, "distance_m", line->line.distance_m, 4);
    add(to, "azimuth_deg", line->line.azimuth_deg, 6);
    add(to, "back_azimuth_deg", line->line.back_azimuth_deg, 6);
    json_object_object_add(to, "direction", cli_json_text(direction(line)));
    json_object_object_add(to, "direction_word",
                           cli_json_text(cli_direction_word(line, telling->lang)));
    add(to, "distance_uncertainty_m", line->uncertainty_m, 1);
    add(to, "azimuth_uncertainty_deg", cli_azimuth_uncertainty(line), 3);
    if (telling->unit_given) {
        add(to, "distance", line->line.distance_m / marsad_unit_metres(telling->unit), 6);
        json_object_object_add(to, "unit", json_object_new_string(marsad_unit_text(telling->unit)));
    }
}

/* ---- CSV ----------------------------------------------------------------------------------- */

static size_t column_count(const cli_telling *telling)
{
    return telling->unit_given ? CLI_LINE_COLUMNS : CLI_LINE_COLUMNS - 2;
}

size_t cli_line_header(const cli_telling *telling, const char *out[CLI_LINE_COLUMNS])
{
    static const char *const names[CLI_LINE_COLUMNS] = {"distance_m",
                                                        "azimuth_deg",
                                                        "back_azimuth_deg",
                                                        "direction",
                                                        "direction_word",
                                                        "distance_uncertainty_m",
                                                        "azimuth_uncertainty_deg",
                                                        "distance",
                                                        "unit"};
    memcpy(out, names, sizeof names);
    return column_count(telling);
}

/* Writes `count` digits of `number` up to `end`; returns where they begin. */
static char *digits_before(char *end, uint64_t number, int count)
{
    for (int i = 0; i < count || number; i++) {
        *--end = (char)('0' + number % 10);
        number /= 10;
    }
    return end;
}

/* As snprintf's "%.*f", of which a million pairs would ask five million times: digits of an
   integer, where the product is not so near to half a digit that its own rounding could decide. */
static void put(char out[32], double value, int decimals)
{
    static const double scales[] = {1, 10, 100, 1e3, 1e4, 1e5, 1e6};
    if (isnan(value)) {
        return;
    }
    double scaled = value * scales[decimals];
    if (!(scaled >= 0 && scaled < 1e12) || fabs(scaled - floor(scaled) - 0.5) < 1e-3) {
        snprintf(out, 32, "%.*f", decimals, value);
        return;
    }
    uint64_t rounded = (uint64_t)(scaled + 0.5), scale = (uint64_t)scales[decimals];
    char text[32], *end = text + sizeof text;
    char *start = digits_before(end, rounded % scale, decimals);
    if (decimals) {
        *--start = '.';
    }
    start = digits_before(start, rounded / scale, 1);
    memcpy(out, start, (size_t)(end - start));
    out[end - start] = '\0';
}

size_t cli_line_row(const cli_line *line, const cli_telling *telling, cli_line_cells *cells,
                    const char *out[CLI_LINE_COLUMNS])
{
    char(*texts)[32] = cells->texts;
    for (int i = 0; i < CLI_LINE_COLUMNS; i++) {
        texts[i][0] = '\0';
        out[i] = texts[i];
    }
    if (!line) {
        return column_count(telling);
    }
    put(texts[0], line->line.distance_m, 4);
    put(texts[1], line->line.azimuth_deg, 6);
    put(texts[2], line->line.back_azimuth_deg, 6);
    out[3] = direction(line);
    out[4] = cli_direction_word(line, telling->lang);
    put(texts[5], line->uncertainty_m, 1);
    put(texts[6], cli_azimuth_uncertainty(line), 3);
    if (telling->unit_given) {
        put(texts[7], line->line.distance_m / marsad_unit_metres(telling->unit), 6);
    }
    out[8] = marsad_unit_text(telling->unit);
    return column_count(telling);
}
