#include "events/schema_map.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "events/headers.h"
#include "marsad/text.h"

typedef struct mapper {
    const mrs_table_head *head;
    mrs_faults *faults;
    mrs_schema *out;
    mrs_arena arena;
} mapper;

static void list_add(mrs_buffer *list, const char *name)
{
    char quoted[MRS_QUOTED_SIZE];
    const char *shown = marsad_text_is_utf8(name, strlen(name), NULL) ? name : "?";
    if (list->length < 400) {
        mrs_buffer_addf(list, "%s%s", list->length ? ", " : "", mrs_quoted(quoted, shown));
    }
}

static void fault_no_such_header(mapper *m, const char *header)
{
    char quoted[MRS_QUOTED_SIZE];
    mrs_buffer list = {0};
    for (size_t i = 0; i < m->head->count; i++) {
        list_add(&list, m->head->names[i]);
    }
    mrs_fault(m->faults, 0, NULL, "--map: the table has no column \"%s\"; it has %s",
              mrs_quoted(quoted, header), list.text && !list.failed ? list.text : "none at all");
    mrs_buffer_clear(&list);
}

static void fault_no_such_column(mapper *m, const char *name)
{
    char quoted[MRS_QUOTED_SIZE];
    mrs_buffer list = {0};
    for (int i = 0; i < MRS_COLUMN_COUNT; i++) {
        list_add(&list, mrs_column_name((mrs_column)i));
    }
    mrs_fault(m->faults, 0, NULL,
              "--map: Marsad has no column \"%s\": write location=HEADER; it has %s",
              mrs_quoted(quoted, name), list.text && !list.failed ? list.text : "none");
    mrs_buffer_clear(&list);
}

/* By its name as it stands, then by its tag, then whatever its case and accents. */
static size_t find_header(mapper *m, const char *header)
{
    const mrs_table_head *head = m->head;
    for (size_t i = 0; i < head->count; i++) {
        if (strcmp(head->names[i], header) == 0) {
            return i;
        }
    }
    for (size_t i = 0; head->tags && i < head->count; i++) {
        if (head->tags[i] && strcmp(head->tags[i], header) == 0) {
            return i;
        }
    }
    const char *key = mrs_header_key(header, &m->arena);
    for (size_t i = 0; key && key[0] && i < head->count; i++) {
        const char *other = mrs_header_key(head->names[i], &m->arena);
        if (other && strcmp(other, key) == 0) {
            return i;
        }
    }
    return MRS_NO_COLUMN;
}

/* A column that was mapped to both has both, in the order in which it was said. */
static void join_axes(mrs_schema *out, mrs_column last)
{
    mrs_column first = last == MRS_COLUMN_LON ? MRS_COLUMN_LAT : MRS_COLUMN_LON;
    size_t index = out->of_file[last];
    if ((last != MRS_COLUMN_LON && last != MRS_COLUMN_LAT) || index == MRS_NO_COLUMN ||
        out->of_file[first] != index) {
        return;
    }
    out->of_file[first] = out->of_file[last] = MRS_NO_COLUMN;
    out->of_file[MRS_COLUMN_COORDINATES] = index;
    out->by_map[MRS_COLUMN_COORDINATES] = true;
    out->order = last == MRS_COLUMN_LON ? MRS_ORDER_LAT_LON : MRS_ORDER_LON_LAT;
}

static void apply(mapper *m, const char *ours, const char *header)
{
    mrs_column column = mrs_column_find(ours);
    if (column == MRS_COLUMN_COUNT) {
        fault_no_such_column(m, ours);
        return;
    }
    if (m->out->by_map[column]) {
        mrs_fault(m->faults, 0, NULL, "--map: \"%s\" stands there twice", mrs_column_name(column));
        return;
    }
    size_t index = header[0] ? find_header(m, header) : MRS_NO_COLUMN;
    if (header[0] && index == MRS_NO_COLUMN && !m->head->open) {
        fault_no_such_header(m, header);
        return;
    }
    m->out->by_map[column] = true;
    m->out->of_file[column] = index;
    join_axes(m->out, column);
}

/* Adds the text up to one of `ends` without spaces around it; between quotation marks anything may
 * stand, and a doubled mark is one. */
static const char *read_item(const char *at, const char *ends, mrs_buffer *out)
{
    at += strspn(at, " ");
    if (*at == '"') {
        for (at++; *at && (*at != '"' || at[1] == '"'); at++) {
            at += *at == '"';
            mrs_buffer_add_bytes(out, at, 1);
        }
        at += *at == '"';
        return at + strcspn(at, ends);
    }
    size_t length = strcspn(at, ends);
    const char *end = at + length;
    while (length && at[length - 1] == ' ') {
        length--;
    }
    mrs_buffer_add_bytes(out, at, length);
    return end;
}

/* Reads "ours=theirs" at `at`; returns what follows. */
static const char *read_pair(mapper *m, const char *at)
{
    mrs_buffer ours = {0}, theirs = {0};
    at = read_item(at, "=,", &ours);
    bool pair = *at == '=';
    if (pair) {
        at = read_item(at + 1, ",", &theirs);
    }
    const char *name = ours.text ? ours.text : "";
    if (ours.failed || theirs.failed) {
        m->arena.failed = true;
    } else if (pair) {
        apply(m, name, theirs.text ? theirs.text : "");
    } else if (name[0]) {
        char quoted[MRS_QUOTED_SIZE];
        mrs_fault(m->faults, 0, NULL, "--map: write location=HEADER,date=HEADER, not \"%s\"",
                  mrs_quoted(quoted, name));
    }
    mrs_buffer_clear(&ours);
    mrs_buffer_clear(&theirs);
    return at + (*at == ',');
}

bool mrs_schema_apply_map(const char *map, const mrs_table_head *head, mrs_faults *faults,
                          mrs_schema *out)
{
    mapper m = {.head = head, .faults = faults, .out = out};
    while (map && *map) {
        map = read_pair(&m, map);
    }
    bool kept = !m.arena.failed;
    mrs_arena_clear(&m.arena);
    return kept;
}
