#include "marsad/events_info.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/memory.h"
#include "events/date_read.h"
#include "events/ids.h"
#include "events/info_tally.h"
#include "events/reader.h"

/* Of what may be without end, no more is kept. */
enum { MOST_IDS = 1000000, MOST_NAMES = 1000000, MOST_OTHERS = 1000, MOST_OTHERS_TOLD = 40 };
enum { MOST_KINDS = 200 };

typedef struct looker {
    mrs_event_reader *reader;
    marsad_events_info *info;
    mrs_arena *memory;
    mrs_faults faults;

    size_t good;
    mrs_ids ids;
    mrs_tally others, kinds, names;
    size_t column_capacity;
} looker;

static const char *keep(looker *l, const char *text)
{
    const char *kept = mrs_arena_text(l->memory, text, strlen(text));
    return kept ? kept : "";
}

/* ---- columns -------------------------------------------------------------------------------- */

/* By what a column's meaning is known. */
static const char *known_by(const looker *l, size_t index, mrs_column column)
{
    const mrs_schema *schema = mrs_event_reader_schema(l->reader);
    if (schema->by_map[column]) {
        return "--map";
    }
    switch (schema->convention) {
    case MRS_TABLE_ACLED:
    case MRS_TABLE_ACLED_OLD:
        return "ACLED";
    case MRS_TABLE_UCDP:
        return "UCDP GED";
    case MRS_TABLE_HXL:
        if (mrs_event_reader_tag(l->reader, index)[0]) {
            return "HXL tag";
        }
        break;
    case MRS_TABLE_OWN:
    case MRS_TABLE_PLAIN:
        break;
    }
    bool own = mrs_column_find(mrs_event_reader_column(l->reader, index)) == column;
    return own ? "own name" : "header";
}

/* Each row of newline-delimited JSON may tell more. */
static void take_meanings(looker *l)
{
    const mrs_schema *schema = mrs_event_reader_schema(l->reader);
    for (int c = 0; c < MRS_COLUMN_COUNT; c++) {
        size_t index = schema->of_file[c];
        if (index < l->info->column_count && !l->info->columns[index].meaning[0]) {
            l->info->columns[index].meaning = mrs_column_name((mrs_column)c);
            l->info->columns[index].known_by = known_by(l, index, (mrs_column)c);
        }
    }
}

static bool take_columns(looker *l)
{
    marsad_events_info *info = l->info;
    size_t count = mrs_event_reader_column_count(l->reader);
    for (size_t i = info->column_count; i < count; i++) {
        if (!mrs_grow((void **)&info->columns, &l->column_capacity, i, sizeof *info->columns)) {
            return false;
        }
        info->columns[i] =
            (marsad_info_column){.name = keep(l, mrs_event_reader_column(l->reader, i)),
                                 .tag = keep(l, mrs_event_reader_tag(l->reader, i)),
                                 .meaning = "",
                                 .known_by = "",
                                 .sample = ""};
        info->column_count = i + 1;
    }
    return !l->memory->failed;
}

static void take_cells(looker *l)
{
    for (size_t i = 0; i < l->info->column_count; i++) {
        marsad_info_column *column = &l->info->columns[i];
        const char *cell = mrs_event_reader_cell(l->reader, i);
        cell += strspn(cell, " \t\r\n");
        if (cell[0] && column->filled++ == 0) {
            char quoted[MRS_QUOTED_SIZE];
            column->sample = keep(l, mrs_quoted(quoted, cell));
        }
    }
}

/* ---- rows ----------------------------------------------------------------------------------- */

static const char *cell_of(const looker *l, mrs_column column)
{
    size_t index = mrs_event_reader_schema(l->reader)->of_file[column];
    const char *cell = index == MRS_NO_COLUMN ? "" : mrs_event_reader_cell(l->reader, index);
    return cell + strspn(cell, " \t\r\n");
}

static bool is_serial(const char *cell)
{
    mrs_dates dates;
    return cell[0] && cell[strspn(cell, "0123456789.,")] == '\0' &&
           mrs_dates_read(cell, &dates, NULL) == MARSAD_OK && dates.from_serial;
}

static void take_date(looker *l, const marsad_incident *incident)
{
    marsad_events_info *info = l->info;
    marsad_date date = incident->date;
    marsad_date last = incident->end_date.year ? incident->end_date : date;
    if (!date.year) {
        info->undated += cell_of(l, MRS_COLUMN_DATE)[0] == '\0';
        return;
    }
    info->partial += !date.day;
    info->ranges += incident->end_date.year != 0;
    info->serials += is_serial(cell_of(l, MRS_COLUMN_DATE));
    if (!info->first.year || marsad_date_compare(date, info->first) < 0) {
        info->first = date;
    }
    if (!info->last.year || marsad_date_compare(last, info->last) > 0) {
        info->last = last;
    }
}

static bool take_type(looker *l, const marsad_incident *incident)
{
    const char *word = cell_of(l, MRS_COLUMN_TYPE);
    l->info->types[incident->type]++;
    if (incident->type != MARSAD_TYPE_OTHER || !word[0] || strcasecmp(word, "other") == 0) {
        return true;
    }
    char quoted[MRS_QUOTED_SIZE];
    return mrs_tally_add(&l->others, mrs_quoted(quoted, word), MOST_OTHERS) != NULL ||
           l->others.full;
}

static bool take_place(looker *l, const marsad_incident *incident)
{
    l->info->with_coordinates += incident->placement == MARSAD_PLACED_BY_COORDINATES;
    if (incident->placement == MARSAD_PLACED_BY_COORDINATES || !incident->location[0]) {
        return true;
    }
    l->info->to_resolve++;
    return mrs_tally_add(&l->names, incident->location, MOST_NAMES) != NULL || l->names.full;
}

/* The mark that closes a cell which may hold such marks itself, or NULL. */
static const char *quote_end(const char *text)
{
    const char *end = strchr(text, '"');
    while (end && end[1] && !strchr(" ,;:", end[1])) {
        end = strchr(end + 1, '"');
    }
    return end;
}

/* "0 or more" is what a cell must be, and not what it is. */
static bool is_fixed_zero(const char *text)
{
    return text[0] == '0' && text[1] == ' ';
}

/* The message without what differs from row to row. */
static const char *kind_of(mrs_buffer *kind, const char *message)
{
    kind->length = 0;
    while (*message) {
        size_t digits = is_fixed_zero(message) ? 0 : strspn(message, "0123456789");
        const char *end = *message == '"' ? quote_end(message + 1) : NULL;
        if (digits || end) {
            mrs_buffer_add(kind, digits ? "#" : "\"…\"");
            message = digits ? message + digits : end + 1;
        } else {
            mrs_buffer_add_bytes(kind, message++, 1);
        }
    }
    return kind->failed || !kind->text ? "" : kind->text;
}

static bool take_fault(looker *l, const marsad_error *fault)
{
    mrs_buffer kind = {0};
    mrs_buffer key = {0};
    mrs_buffer_addf(&key, "%s\n%s", fault->column, kind_of(&kind, fault->message));
    mrs_tally_item *item = key.failed ? NULL : mrs_tally_add(&l->kinds, key.text, MOST_KINDS);
    if (item && item->count == 1) {
        item->row = fault->row;
    }
    bool taken = item || (l->kinds.full && !key.failed);
    mrs_buffer_clear(&kind);
    mrs_buffer_clear(&key);
    return taken;
}

static bool take_faults(looker *l)
{
    const marsad_problems *faults = mrs_event_reader_faults(l->reader);
    for (size_t i = 0; i < faults->count; i++) {
        if (!take_fault(l, &faults->items[i])) {
            return false;
        }
    }
    l->info->rejected += faults->count > 0;
    l->good += faults->count == 0;
    return true;
}

static bool take_row(looker *l)
{
    const marsad_incident *incident = mrs_event_reader_incident(l->reader);
    l->info->rows++;
    if (!mrs_ids_check(&l->ids, l->reader) || !take_columns(l) || !take_faults(l)) {
        return false;
    }
    if (mrs_event_reader_is_broken(l->reader)) {
        return true;
    }
    take_meanings(l);
    take_cells(l);
    take_date(l, incident);
    return take_type(l, incident) && take_place(l, incident) && !l->memory->failed;
}

static marsad_status take_rows(looker *l, marsad_error *error)
{
    for (;;) {
        bool more;
        marsad_status status = mrs_event_reader_next(l->reader, &more, error);
        if (status || !more) {
            return status;
        }
        if (!take_row(l)) {
            return mrs_fail_memory(error);
        }
    }
}

/* ---- the table ------------------------------------------------------------------------------ */

static bool take_table(looker *l)
{
    marsad_events_info *info = l->info;
    info->format = keep(l, mrs_event_reader_format(l->reader));
    info->encoding = keep(l, mrs_event_reader_encoding(l->reader));
    info->layer = keep(l, mrs_event_reader_layer(l->reader));
    info->layer_count = mrs_event_reader_layer_count(l->reader);
    info->layers = mrs_arena_alloc(l->memory, info->layer_count + 1, sizeof *info->layers);
    for (size_t i = 0; info->layers && i < info->layer_count; i++) {
        info->layers[i] = keep(l, mrs_event_reader_layer_name(l->reader, i));
    }
    if (!take_columns(l)) {
        return false;
    }
    take_meanings(l);
    for (size_t i = 0; i < l->faults.list->count; i++) {
        if (!take_fault(l, &l->faults.list->items[i])) {
            return false;
        }
    }
    return true;
}

static bool tell_others(looker *l)
{
    marsad_events_info *info = l->info;
    size_t count = mrs_tally_sort(&l->others);
    info->other_count = count < MOST_OTHERS_TOLD ? count : MOST_OTHERS_TOLD;
    info->others = mrs_arena_alloc(l->memory, info->other_count + 1, sizeof *info->others);
    for (size_t i = 0; info->others && i < info->other_count; i++) {
        info->others[i] = (marsad_info_count){.text = keep(l, l->others.items[i].text),
                                              .count = l->others.items[i].count};
    }
    return info->others != NULL;
}

static bool tell_faults(looker *l)
{
    marsad_events_info *info = l->info;
    info->fault_count = l->kinds.count;
    info->faults = mrs_arena_alloc(l->memory, info->fault_count + 1, sizeof *info->faults);
    for (size_t i = 0; info->faults && i < info->fault_count; i++) {
        const mrs_tally_item *item = &l->kinds.items[i];
        const char *text = strchr(item->text, '\n') + 1;
        const char *column = mrs_arena_text(l->memory, item->text, (size_t)(text - item->text) - 1);
        info->faults[i] = (marsad_info_fault){.column = column ? column : "",
                                              .text = keep(l, text),
                                              .count = item->count,
                                              .row = item->row};
    }
    return info->faults != NULL;
}

static marsad_status look(looker *l, const char *path, const marsad_events_options *options,
                          marsad_error *error)
{
    marsad_events_info *info = l->info;
    marsad_status status = mrs_event_reader_open_any(path, options, &l->faults, &l->reader, error);
    if (status) {
        return status;
    }
    bool sound = l->faults.list->count == 0;
    status = take_table(l) ? take_rows(l, error) : mrs_fail_memory(error);
    if (status) {
        return status;
    }
    info->convention = mrs_convention_name(mrs_event_reader_schema(l->reader)->convention);
    info->note = keep(l, mrs_event_reader_note(l->reader));
    info->left_out = mrs_event_reader_left_out(l->reader);
    info->names = l->names.count;
    info->more_names = l->names.full;
    info->usable = sound && l->good > 0;
    bool told = tell_others(l) && tell_faults(l) && !l->memory->failed;
    return told && !l->faults.out_of_memory ? MARSAD_OK : mrs_fail_memory(error);
}

marsad_status marsad_events_info_read(const char *path, const marsad_events_options *options,
                                      marsad_events_info *out, marsad_error *error)
{
    *out = (marsad_events_info){0};
    mrs_arena *memory = mrs_alloc(1, sizeof *memory);
    if (!memory) {
        return mrs_fail_memory(error);
    }
    out->memory = memory;
    const char *named = strcmp(path, "-") == 0 ? "standard input" : path;
    looker l = {.info = out,
                .memory = memory,
                .faults = {.path = named, .list = &out->problems},
                .ids = {.most = MOST_IDS}};
    marsad_status status = look(&l, path, options, error);
    mrs_event_reader_close(l.reader);
    mrs_ids_clear(&l.ids);
    mrs_tally_clear(&l.others);
    mrs_tally_clear(&l.kinds);
    mrs_tally_clear(&l.names);
    if (status) {
        marsad_events_info_clear(out);
    }
    return status;
}

void marsad_events_info_clear(marsad_events_info *info)
{
    if (info->memory) {
        mrs_arena_clear(info->memory);
        mrs_free(info->memory);
    }
    mrs_free(info->columns);
    marsad_problems_clear(&info->problems);
    *info = (marsad_events_info){0};
}
