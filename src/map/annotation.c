/* How a sheet annotates its incidents: as asked for, or by how many of them it shows. */
#include <string.h>

#include "base/fail.h"
#include "map/panes.h"
#include "map/symbols.h"

enum { MOST_CALLOUTS = 12, MOST_NUMBERS = 40, MOST_IN_GROUPS = 10000 };

static marsad_map_as as_by_count(const mrs_sheet *sheet, size_t shown)
{
    if (shown <= MOST_NUMBERS) {
        bool called_out = shown <= MOST_CALLOUTS && !sheet->callouts_crowd;
        return called_out ? MARSAD_AS_CALLOUTS : MARSAD_AS_NUMBERS;
    }
    /* From one day's map to the next, points stay where they are and mean the same. */
    if (mrs_asks_for_days(sheet)) {
        return MARSAD_AS_POINTS;
    }
    /* Hexagons have no sizes and colours to tell anything else by. */
    bool told = sheet->options->size_by || sheet->options->color_by;
    return shown <= MOST_IN_GROUPS || told ? MARSAD_AS_GROUPS : MARSAD_AS_HEXBIN;
}

/* Small multiples have no room for callouts; each has only its own incidents. */
static marsad_map_as as_of_facets(const mrs_sheet *sheet, size_t shown)
{
    size_t most = 0;
    for (size_t i = 0; i < sheet->facet_count; i++) {
        most = sheet->facets[i].count > most ? sheet->facets[i].count : most;
    }
    return shown <= MOST_NUMBERS  ? MARSAD_AS_NUMBERS
           : most <= MOST_NUMBERS ? MARSAD_AS_POINTS
                                  : as_by_count(sheet, shown);
}

static marsad_map_as as_for(const mrs_sheet *sheet, size_t shown)
{
    marsad_map_as as = sheet->options->as;
    return as != MARSAD_AS_AUTO ? as
           : sheet->facet_count ? as_of_facets(sheet, shown)
                                : as_by_count(sheet, shown);
}

marsad_map_as mrs_expected_annotation(const mrs_sheet *sheet)
{
    size_t placed = 0;
    for (size_t i = 0; i < marsad_events_count(sheet->sources->events); i++) {
        placed += marsad_incident_is_placed(marsad_events_get(sheet->sources->events, i));
    }
    return as_for(sheet, placed);
}

marsad_status mrs_choose_annotation(mrs_sheet *sheet, marsad_error *error)
{
    marsad_status status = mrs_take_sheet_census(sheet, error);
    if (status) {
        return status;
    }
    sheet->as = as_for(sheet, sheet->census->shown);
    sheet->summary.as = sheet->as;
    return mrs_choose_symbols(sheet, error);
}

static const char *const names[] = {"auto",   "callouts", "numbers", "points",
                                    "groups", "hexbin",   "density"};

const char *marsad_map_as_name(marsad_map_as as)
{
    return names[as];
}

marsad_status marsad_map_as_parse(const char *text, marsad_map_as *out, marsad_error *error)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(text, names[i]) == 0) {
            *out = (marsad_map_as)i;
            return MARSAD_OK;
        }
    }
    return mrs_fail(error, MARSAD_ERR_USAGE,
                    "incidents are shown as auto, callouts, numbers, points, groups, hexbin or "
                    "density, not \"%s\"",
                    text);
}
