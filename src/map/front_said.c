/* How an incident lies to the front, in words. */
#include "map/front_sheet.h"
#include "map/front_words.h"

enum { SHORT = 48 }; /* bytes that a line has room for in any script */

/* Writes no-break spaces for spaces, so that no line ends within. */
static void keep_together(mrs_buffer *text)
{
    mrs_buffer kept = {0};
    mrs_buffer_add(&kept, "");
    for (size_t i = 0; i < text->length; i++) {
        if (text->text[i] == ' ') {
            mrs_buffer_add(&kept, "\u00a0");
        } else {
            mrs_buffer_add_bytes(&kept, text->text + i, 1);
        }
    }
    kept.failed |= text->failed;
    mrs_buffer_clear(text);
    *text = kept;
}

char *mrs_front_said(const mrs_sheet *sheet, const marsad_incident *incident)
{
    mrs_buffer text = {0};
    const marsad_event_relation *found = mrs_front_relation(sheet, incident);
    mrs_buffer_add(&text, "");
    if (!found || !found->related) {
        return mrs_buffer_take(&text);
    }
    const marsad_front_state *state = marsad_front_state_at(sheet->sources->front, found->state);
    mrs_buffer date = {0};
    mrs_buffer_add(&date, "");
    if (state != sheet->front->now) { /* not the line that the map draws first of all */
        mrs_say_dates(&date, sheet->calendar, state->date, (marsad_date){0});
        keep_together(&date);
    }
    if (found->relation.has_line && !date.failed) {
        double azimuth = marsad_geodesic_between(found->relation.nearest, incident->at).azimuth_deg;
        mrs_say_from_front(&text, &found->relation, azimuth, incident->uncertainty_m, date.text,
                           sheet->lang);
        mrs_buffer_add(&text, mrs_say(MRS_WORD_COMMA, sheet->lang));
    }
    mrs_buffer ground = {0};
    mrs_say_ground(&ground, &found->relation,
                   marsad_front_holder(sheet->sources->front, found->relation.controller),
                   sheet->lang);
    if (ground.length < SHORT) {
        keep_together(&ground);
    }
    text.failed |= ground.failed;
    mrs_buffer_add(&text, ground.failed ? "" : ground.text);
    mrs_buffer_clear(&ground);
    text.failed |= date.failed;
    mrs_buffer_clear(&date);
    return mrs_buffer_take(&text);
}
