/* The values that symbols are sized by, and the scale of the circles. */
#include <math.h>
#include <string.h>
#include <strings.h>

#include "base/fail.h"
#include "base/memory.h"
#include "geo/number.h"
#include "map/symbols.h"

bool mrs_find_column(const mrs_sheet *sheet, const char *name, const char *option, size_t *column,
                     marsad_error *error)
{
    const marsad_events *events = sheet->sources->events;
    mrs_buffer names = {0};
    for (size_t i = 0; i < marsad_events_column_count(events); i++) {
        if (strcasecmp(marsad_events_column(events, i), name) == 0) {
            *column = i;
            mrs_buffer_clear(&names);
            return true;
        }
        mrs_buffer_addf(&names, "%s%s", i ? ", " : "", marsad_events_column(events, i));
    }
    mrs_fail(error, MARSAD_ERR_INPUT,
             "the events have no column \"%s\" to %s incidents by; there are %s", name, option,
             names.failed || !names.text ? "none" : names.text);
    mrs_buffer_clear(&names);
    return false;
}

/* A cell as a number; false if it is none. NAN where it is empty. */
static bool read_value(const char *text, double *out)
{
    text += strspn(text, " \t");
    size_t length = strlen(text);
    while (length && strchr(" \t", text[length - 1])) {
        length--;
    }
    *out = NAN;
    return !length || (mrs_number_parse(text, length, out) && isfinite(*out));
}

static marsad_status read_values(mrs_sheet *sheet, size_t column, marsad_error *error)
{
    mrs_symbols *s = sheet->symbols;
    const marsad_events *events = sheet->sources->events;
    const mrs_census *census = sheet->census;
    for (size_t i = 0; i < census->count; i++) {
        const char *cell = marsad_events_cell(events, i, column);
        if (!read_value(cell, &s->values[i])) {
            return mrs_fail_at(
                error, MARSAD_ERR_INPUT, NULL, marsad_events_get(events, i)->row,
                marsad_events_column(events, column),
                "\"%.60s\" is not a number to size a symbol by; leave the cell empty "
                "where there is none",
                cell);
        }
        if (census->is_shown[i]) {
            s->missing += isnan(s->values[i]) ? 1 : 0;
            s->zeros += s->values[i] <= 0;
        }
    }
    return MARSAD_OK;
}

static const char *label_of(const mrs_sheet *sheet, const char *column)
{
    return strcasecmp(column, "killed") == 0    ? mrs_say(MRS_WORD_KILLED, sheet->lang)
           : strcasecmp(column, "injured") == 0 ? mrs_say(MRS_WORD_INJURED, sheet->lang)
                                                : column;
}

marsad_status mrs_choose_sizes(mrs_sheet *sheet, marsad_error *error)
{
    mrs_symbols *s = sheet->symbols;
    const char *by = sheet->options->size_by;
    size_t column;
    if (!by) {
        return MARSAD_OK;
    }
    if (!mrs_find_column(sheet, by, "size", &column, error)) {
        return MARSAD_ERR_INPUT;
    }
    s->values = mrs_alloc(sheet->census->count, sizeof *s->values);
    s->size_label =
        mrs_strdup(label_of(sheet, marsad_events_column(sheet->sources->events, column)));
    if (!s->values || !s->size_label) {
        return mrs_fail_memory(error);
    }
    return read_values(sheet, column, error);
}

double mrs_scaled_radius(const mrs_size_scale *scale, double value)
{
    return value > 0 ? scale->px_per_root * sqrt(value) : 0;
}
