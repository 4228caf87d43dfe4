/** How incidents are shown by programs that open a file of theirs. */
#ifndef MARSAD_EVENTS_LOOK_H
#define MARSAD_EVENTS_LOOK_H

#include "geo/vector_write.h"
#include "marsad/events.h"

typedef struct mrs_events_look {
    mrs_look look; /* points to the classes: not to be copied */
    mrs_look_class classes[MARSAD_TYPE_COUNT];
} mrs_events_look;

/** The look of a table with these columns: by our type, ACLED's, or all alike; labels are the
 *  places' names. The fields must outlive it. */
void mrs_events_look_of(const mrs_field *fields, size_t count, mrs_events_look *out);

/** The color of a type in maps: that of "incidents" in styles/report.json. */
const char *mrs_incident_color(marsad_incident_type type);

#endif
