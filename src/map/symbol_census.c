/* Which incidents a pane's frame holds, found in one loop over them. */
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/symbols.h"

static bool make_room(mrs_census *census, size_t count)
{
    census->count = count;
    census->is_shown = mrs_alloc(count, sizeof *census->is_shown);
    census->is_placed = mrs_alloc(count, sizeof *census->is_placed);
    census->at = mrs_alloc(count, sizeof *census->at);
    census->countries = mrs_alloc(count < 512 ? count : 512, sizeof *census->countries);
    census->country_counts = mrs_alloc(count < 512 ? count : 512, sizeof *census->country_counts);
    return census->is_shown && census->is_placed && census->at && census->countries &&
           census->country_counts;
}

/* There are some 250 countries; of other codes than these, the table leaves out those that come
 * last. */
static void count_country(mrs_census *census, const char *country)
{
    enum { MOST = 512 };
    size_t c = 0;
    while (c < census->country_count && strcmp(census->countries[c], country) != 0) {
        c++;
    }
    if (!country[0] || c == MOST) {
        return;
    }
    if (c == census->country_count) {
        census->countries[c] = country;
        census->country_count++;
    }
    census->country_counts[c]++;
}

static void count_incident(const mrs_pane *pane, mrs_census *census, size_t index)
{
    const marsad_incident *incident = marsad_events_get(pane->sheet->sources->events, index);
    mrs_point at;
    if (!marsad_incident_is_placed(incident) ||
        !mrs_frame_to_page(&pane->frame, incident->at, &at)) {
        return;
    }
    census->is_placed[index] = true;
    census->at[index][0] = (float)at.x;
    census->at[index][1] = (float)at.y;
    if (mrs_rect_has(pane->frame.rect, at)) {
        census->is_shown[index] = true;
        census->shown++;
        census->by_type[incident->type]++;
        count_country(census, mrs_incident_country(incident));
    }
}

/* With `own`, only of incidents that the pane has. */
static marsad_status take(const mrs_pane *pane, bool own, mrs_census **out, marsad_error *error)
{
    size_t count = marsad_events_count(pane->sheet->sources->events);
    mrs_census *census = *out = mrs_alloc(1, sizeof *census);
    if (!census || !make_room(census, count)) {
        return mrs_fail_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        if (!own || mrs_pane_has(pane, i)) {
            count_incident(pane, census, i);
        }
    }
    return MARSAD_OK;
}

marsad_status mrs_take_sheet_census(mrs_sheet *sheet, marsad_error *error)
{
    return take(&sheet->panes[0], false, &sheet->census, error);
}

marsad_status mrs_take_census(mrs_pane *pane, marsad_error *error)
{
    mrs_sheet *sheet = pane->sheet;
    if (!pane->census && !sheet->pane_of && pane == sheet->panes) {
        pane->census = sheet->census; /* it has them all */
    }
    return pane->census ? MARSAD_OK : take(pane, true, &pane->census, error);
}

void mrs_census_free(mrs_census *census)
{
    if (census) {
        mrs_free(census->is_shown);
        mrs_free(census->is_placed);
        mrs_free(census->at);
        mrs_free(census->countries);
        mrs_free(census->country_counts);
        mrs_free(census);
    }
}

bool mrs_sheet_shows(const mrs_sheet *sheet, size_t index)
{
    for (size_t i = 0; i < sheet->pane_count; i++) {
        const mrs_census *census = sheet->panes[i].census;
        if (census && census->is_shown[index]) {
            return true;
        }
    }
    return false;
}

size_t mrs_loosely_located(const mrs_sheet *sheet, double metres)
{
    size_t count = 0;
    for (size_t i = 0; i < marsad_events_count(sheet->sources->events); i++) {
        count += marsad_events_get(sheet->sources->events, i)->uncertainty_m > metres &&
                 mrs_sheet_shows(sheet, i);
    }
    return count;
}
