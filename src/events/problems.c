#include "events/problems.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "text/utf8.h"

/* Enough to mend a table by, and little enough that a wrong file of a million rows does no harm. */
enum { MOST_LISTED = 500 };

void marsad_problems_clear(marsad_problems *problems)
{
    if (problems) {
        mrs_free(problems->items);
        *problems = (marsad_problems){0};
    }
}

static marsad_error *next_item(mrs_faults *faults)
{
    marsad_problems *list = faults->list;
    if (!mrs_grow((void **)&list->items, &faults->capacity, list->count, sizeof *list->items)) {
        faults->out_of_memory = true;
        return NULL;
    }
    return &list->items[list->count++];
}

void mrs_fault(mrs_faults *faults, long row, const char *column, const char *format, ...)
{
    bool listed = faults->list->count < MOST_LISTED;
    marsad_error *item = listed ? next_item(faults) : NULL;
    faults->list->found++;
    if (!item) {
        return;
    }
    char message[sizeof item->message];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    mrs_fail_at(item, MARSAD_ERR_INPUT, faults->path, row, column, "%s", message);
}

marsad_status mrs_faults_end(mrs_faults *faults, marsad_error *error)
{
    if (faults->out_of_memory) {
        return mrs_fail_memory(error);
    }
    if (faults->list->count == 0) {
        return MARSAD_OK;
    }
    if (error) {
        *error = faults->list->items[0];
    }
    return MARSAD_ERR_INPUT;
}

const char *mrs_quoted(char to[MRS_QUOTED_SIZE], const char *text)
{
    static const char ellipsis[] = "…";
    size_t room = MRS_QUOTED_SIZE - sizeof ellipsis;
    size_t length = strlen(text);
    bool cut = length > room;
    length = mrs_utf8_prefix(text, length, room);
    for (size_t i = 0; i < length; i++) {
        bool control = (unsigned char)text[i] < ' ' || text[i] == 0x7F;
        to[i] = control ? ' ' : text[i];
    }
    snprintf(to + length, MRS_QUOTED_SIZE - length, "%s", cut ? ellipsis : "");
    return to;
}
