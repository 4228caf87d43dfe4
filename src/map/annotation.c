/* How a sheet annotates its incidents: as asked for, or by how many of them it shows. */
#include <string.h>

#include "base/fail.h"
#include "map/symbols.h"

enum { MOST_CALLOUTS = 12, MOST_NUMBERS = 40, MOST_IN_GROUPS = 10000 };

static marsad_map_as as_by_count(const mrs_sheet *sheet, size_t shown)
{
    if (shown <= MOST_NUMBERS) {
        return shown <= MOST_CALLOUTS ? MARSAD_AS_CALLOUTS : MARSAD_AS_NUMBERS;
    }
    /* Hexagons have no sizes and colours to tell anything else by. */
    bool told = sheet->options->size_by || sheet->options->color_by;
    return shown <= MOST_IN_GROUPS || told ? MARSAD_AS_GROUPS : MARSAD_AS_HEXBIN;
}

marsad_status mrs_choose_annotation(mrs_sheet *sheet, marsad_error *error)
{
    marsad_status status = mrs_take_census(&sheet->panes[0], error);
    if (status) {
        return status;
    }
    marsad_map_as as = sheet->options->as;
    sheet->as = as == MARSAD_AS_AUTO ? as_by_count(sheet, sheet->panes[0].census->shown) : as;
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
