/* The countries in focus: those in which the incidents on the map happened. */
#include <string.h>

#include "base/memory.h"
#include "map/panes.h"

enum { MOST_COUNTRIES = 256 }; /* there are 249 codes */

struct mrs_focus {
    const char *countries[MOST_COUNTRIES];
    size_t count;
};

static bool is_known(const struct mrs_focus *focus, const char *iso)
{
    for (size_t i = 0; i < focus->count; i++) {
        if (strcmp(focus->countries[i], iso) == 0) {
            return true;
        }
    }
    return false;
}

static struct mrs_focus *find_focus(const mrs_sheet *sheet)
{
    struct mrs_focus *focus = mrs_alloc(1, sizeof *focus);
    for (size_t i = 0; focus && i < marsad_events_count(sheet->sources->events); i++) {
        const marsad_incident *incident = marsad_events_get(sheet->sources->events, i);
        const char *country = mrs_incident_country(incident);
        mrs_point at;
        if (country[0] && focus->count < MOST_COUNTRIES && !is_known(focus, country) &&
            mrs_lies_in_frame(sheet, incident, &at)) {
            focus->countries[focus->count++] = country;
        }
    }
    return focus;
}

bool mrs_in_focus(mrs_sheet *sheet, const char *iso)
{
    if (!sheet->focus) {
        sheet->focus = find_focus(sheet);
        sheet->scene->failed |= !sheet->focus;
    }
    return iso[0] && sheet->focus && is_known(sheet->focus, iso);
}

void mrs_forget_focus(mrs_sheet *sheet)
{
    mrs_free(sheet->focus);
}
