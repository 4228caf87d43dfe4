#include "events/ids.h"

#include <string.h>
#include <strings.h>

static bool are_own(const mrs_event_reader *reader)
{
    const mrs_schema *schema = mrs_event_reader_schema(reader);
    size_t column = schema->of_file[MRS_COLUMN_ID];
    return (schema->convention == MRS_TABLE_OWN || schema->convention == MRS_TABLE_PLAIN) &&
           column != MRS_NO_COLUMN &&
           strcasecmp(mrs_event_reader_column(reader, column), "id") == 0;
}

bool mrs_ids_check(mrs_ids *ids, mrs_event_reader *reader)
{
    const marsad_incident *incident = mrs_event_reader_incident(reader);
    const char *given = incident->id ? incident->id : ""; /* none in a row that is broken */
    if (!given[0] || !are_own(reader)) {
        return true;
    }
    size_t first = mrs_seen_find(&ids->rows, given);
    if (first) {
        char quoted[MRS_QUOTED_SIZE];
        mrs_event_reader_reject(reader, "id", "id \"%s\" is already that of row %zu",
                                mrs_quoted(quoted, given), first);
        return true;
    }
    if (ids->most && ids->rows.count >= ids->most) {
        return true;
    }
    const char *id = mrs_arena_text(&ids->memory, given, strlen(given));
    size_t *row = id ? mrs_seen_at(&ids->rows, id) : NULL;
    if (row) {
        *row = (size_t)incident->row;
    }
    return row != NULL;
}

void mrs_ids_clear(mrs_ids *ids)
{
    mrs_seen_clear(&ids->rows);
    mrs_arena_clear(&ids->memory);
}
