/** The caller's own word on what columns mean: "location=Lieu,date=Jour". */
#ifndef MARSAD_EVENTS_SCHEMA_MAP_H
#define MARSAD_EVENTS_SCHEMA_MAP_H

#include "events/schema.h"

typedef struct mrs_table_head {
    const char *const *names;
    size_t count;
    const char *const *tags; /* of HXL, by column; NULL where there are none */
    bool open; /* rows have columns of their own: one that is not there is empty, and no fault */
} mrs_table_head;

/** Sets what `map` says in `out`. False if memory is out. */
bool mrs_schema_apply_map(const char *map, const mrs_table_head *head, mrs_faults *faults,
                          mrs_schema *out);

#endif
