/* Any bytes as an events table, CSV or GeoJSON: it is read, or its faults are said. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "marsad/events.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_incidents(const marsad_events *events)
{
    for (size_t i = 0; i < marsad_events_count(events); i++) {
        const marsad_incident *incident = marsad_events_get(events, i);
        bool given = incident->placement == MARSAD_PLACED_BY_COORDINATES;
        if (incident->row < 1 || !marsad_lonlat_valid(incident->at) ||
            (!given && !incident->location[0])) {
            abort();
        }
    }
}

/* A table that cannot be used says why; one that can has a problem for each row left aside. */
static void check_problems(marsad_status status, const marsad_problems *problems,
                           const marsad_error *error)
{
    if ((status == MARSAD_ERR_INPUT && !problems->count) || problems->found < problems->count ||
        (status && (error->status != status || !error->message[0]))) {
        abort();
    }
}

static void check_rejected(const marsad_events *events, const marsad_problems *problems)
{
    size_t rejected = marsad_events_rejected_count(events);
    if ((rejected > 0) != (problems->found > 0) || rejected > problems->found ||
        marsad_events_count(events) == 0) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    int file = memfd_create("events", 0);
    if (file < 0) {
        return 0;
    }
    FILE *stream = fdopen(dup(file), "wb");
    if (stream) {
        fwrite(data, 1, size, stream);
        fclose(stream);
        snprintf(path, sizeof path, "/proc/self/fd/%d", file);
        marsad_events *events;
        marsad_problems problems;
        marsad_error error = {0};
        marsad_status status = marsad_events_read(path, NULL, &events, &problems, &error);
        check_problems(status, &problems, &error);
        if (status == MARSAD_OK) {
            check_incidents(events);
            check_rejected(events, &problems);
        }
        marsad_problems_clear(&problems);
        marsad_events_free(events);
    }
    close(file);
    return 0;
}
