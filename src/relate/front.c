/* The public handle of a front, and how one is put together. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/memory.h"
#include "geo/earth.h"
#include "relate/front_handle.h"
#include "relate/overlay.h"

marsad_front *mrs_front_new(void)
{
    return mrs_alloc(1, sizeof(marsad_front));
}

static void free_state(mrs_front_state *state)
{
    mrs_control_free(state->control);
    mrs_arena_clear(&state->arena);
    mrs_free(state->lines);
    mrs_free(state->areas);
    mrs_free(state->origins);
    mrs_free(state);
}

void marsad_front_free(marsad_front *front)
{
    if (!front) {
        return;
    }
    for (size_t i = 0; i < front->state_count; i++) {
        free_state(front->states[i]);
    }
    for (size_t i = 0; i < front->holder_count; i++) {
        mrs_free(front->holders[i]);
    }
    mrs_free(front->states);
    mrs_free(front->holders);
    mrs_free(front->warnings);
    mrs_free(front);
}

/* ---- what a front holds -------------------------------------------------------------------- */

const marsad_error *marsad_front_warnings(const marsad_front *front, size_t *count)
{
    *count = front->warning_count;
    return front->warnings;
}

const char *marsad_front_holder(const marsad_front *front, size_t holder)
{
    return holder < front->holder_count ? front->holders[holder] : NULL;
}

size_t marsad_front_holder_count(const marsad_front *front)
{
    return front->holder_count;
}

size_t marsad_front_state_count(const marsad_front *front)
{
    return front->state_count;
}

const marsad_front_state *marsad_front_state_at(const marsad_front *front, size_t state)
{
    return state < front->state_count ? &front->states[state]->shown : NULL;
}

/* ---- putting one together ------------------------------------------------------------------ */

/* What is not seen at the ends of a name: copied Arabic brings marks of direction along. */
static const char *const BLANKS[] = {" ", "\t", "\r", "\n", "\u00a0", "\u200e", "\u200f", "\ufeff"};

/* The length of a blank at the text's start or end; 0 if there is none. */
static size_t blank_at(const char *text, size_t length, bool end)
{
    for (size_t i = 0; i < sizeof BLANKS / sizeof *BLANKS; i++) {
        size_t size = strlen(BLANKS[i]);
        if (size <= length && memcmp(end ? text + length - size : text, BLANKS[i], size) == 0) {
            return size;
        }
    }
    return 0;
}

static size_t trim(const char **text)
{
    size_t length = strlen(*text);
    size_t size;
    while ((size = blank_at(*text, length, false)) > 0) {
        *text += size;
        length -= size;
    }
    while ((size = blank_at(*text, length, true)) > 0) {
        length -= size;
    }
    return length;
}

bool mrs_front_same_holder(const char *a, size_t a_length, const char *b, size_t b_length)
{
    return a_length == b_length && strncasecmp(a, b, a_length) == 0;
}

bool mrs_front_holder_index(marsad_front *front, const char *name, size_t *out)
{
    const char *start = name ? name : "";
    size_t length = trim(&start);
    *out = MARSAD_NO_HOLDER;
    if (length == 0) {
        return true;
    }
    for (size_t i = 0; i < front->holder_count; i++) {
        const char *known = front->holders[i];
        if (mrs_front_same_holder(known, strlen(known), start, length)) {
            *out = i;
            return true;
        }
    }
    char *copy = mrs_strndup(start, length);
    if (!copy || !mrs_grow((void **)&front->holders, &front->holder_capacity, front->holder_count,
                           sizeof *front->holders)) {
        mrs_free(copy);
        return false;
    }
    *out = front->holder_count;
    front->holders[front->holder_count++] = copy;
    return true;
}

bool mrs_front_warn(marsad_front *front, const char *file, long row, const char *format, ...)
{
    if (!mrs_grow((void **)&front->warnings, &front->warning_capacity, front->warning_count,
                  sizeof *front->warnings)) {
        return false;
    }
    char message[sizeof front->warnings->message];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    mrs_fail_at(&front->warnings[front->warning_count++], MARSAD_ERR_INPUT, file, row, NULL, "%s",
                message);
    return true;
}

mrs_front_state *mrs_front_add_state(marsad_front *front, marsad_date date, bool derived)
{
    if (!mrs_grow((void **)&front->states, &front->state_capacity, front->state_count,
                  sizeof(mrs_front_state *))) {
        return NULL;
    }
    mrs_front_state *state = mrs_alloc(1, sizeof *state);
    if (state) {
        state->shown.date = date;
        state->shown.derived = derived;
        state->shown.note = "";
        front->states[front->state_count++] = state;
    }
    return state;
}

static void *copy_into(mrs_arena *arena, const void *items, size_t count, size_t size)
{
    void *copy = mrs_arena_alloc(arena, count, size);
    if (copy && count) {
        memcpy(copy, items, count * size);
    }
    return copy;
}

bool mrs_front_add_line(mrs_front_state *state, const marsad_lonlat *points, size_t count,
                        size_t left, size_t right, const char *name)
{
    if (!mrs_grow((void **)&state->lines, &state->line_capacity, state->line_count,
                  sizeof *state->lines)) {
        return false;
    }
    marsad_front_line *line = &state->lines[state->line_count];
    line->points = copy_into(&state->arena, points, count, sizeof *points);
    line->name = mrs_arena_text(&state->arena, name ? name : "", name ? strlen(name) : 0);
    line->count = count;
    line->left = left;
    line->right = right;
    state->line_count += line->points && line->name;
    return line->points && line->name;
}

static bool fill_area(mrs_front_state *state, const mrs_rings *rings, const char *evidence,
                      marsad_front_area *area)
{
    area->points =
        copy_into(&state->arena, rings->points, rings->point_count, sizeof *rings->points);
    area->ends = copy_into(&state->arena, rings->ends, rings->ring_count, sizeof *rings->ends);
    area->evidence =
        mrs_arena_text(&state->arena, evidence ? evidence : "", evidence ? strlen(evidence) : 0);
    area->ring_count = rings->ring_count;
    return area->points && area->ends && area->evidence;
}

bool mrs_front_add_area(mrs_front_state *state, const mrs_rings *rings, size_t holder,
                        const char *evidence, const mrs_front_origin *origin)
{
    marsad_front_area area = {.holder = holder};
    if (!mrs_grow((void **)&state->areas, &state->area_capacity, state->area_count,
                  sizeof *state->areas) ||
        !mrs_grow((void **)&state->origins, &state->origin_capacity, state->area_count,
                  sizeof *state->origins) ||
        !fill_area(state, rings, evidence, &area)) {
        return false;
    }
    state->origins[state->area_count] = origin ? *origin : (mrs_front_origin){0};
    state->areas[state->area_count++] = area;
    return true;
}

static double length_of(const mrs_earth *earth, const marsad_front_line *line)
{
    double length = 0;
    for (size_t i = 0; i + 1 < line->count; i++) {
        length += mrs_earth_between(earth, line->points[i], line->points[i + 1]).distance_m;
    }
    return length;
}

static marsad_status index_lines(mrs_front_state *state, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < state->line_count; i++) {
        const marsad_front_line *line = &state->lines[i];
        mrs_control_sides sides = {
            .left = line->left, .right = line->right, .line = i, .is_front = true};
        status = mrs_control_add(state->control, line->points, line->count, sides, error);
    }
    return status;
}

/* Shows the state's own arrays. */
static void show(mrs_front_state *state)
{
    mrs_earth earth = mrs_earth_wgs84();
    marsad_front_state *shown = &state->shown;
    mrs_free(state->origins);
    state->origins = NULL;
    shown->lines = state->lines;
    shown->line_count = state->line_count;
    shown->areas = state->areas;
    shown->area_count = state->area_count;
    shown->length_m = 0;
    for (size_t i = 0; i < state->line_count; i++) {
        shown->length_m += length_of(&earth, &state->lines[i]);
    }
}

/* A line without a name is called after who meets there, the first who was mentioned first. */
static bool name_line(const marsad_front *front, mrs_front_state *state, marsad_front_line *line)
{
    size_t first = line->left < line->right ? line->left : line->right;
    size_t second = line->left < line->right ? line->right : line->left;
    if (line->name[0] || second == MARSAD_NO_HOLDER || first == second) {
        return true;
    }
    mrs_buffer name = {0};
    mrs_buffer_addf(&name, "%s \u2013 %s", front->holders[first], front->holders[second]);
    const char *copy =
        name.failed ? NULL : mrs_arena_text(&state->arena, name.text, strlen(name.text));
    mrs_buffer_clear(&name);
    line->name = copy ? copy : line->name;
    return copy != NULL;
}

static bool name_lines(const marsad_front *front, mrs_front_state *state)
{
    bool ok = true;
    for (size_t i = 0; ok && i < state->line_count; i++) {
        ok = name_line(front, state, &state->lines[i]);
    }
    return ok;
}

marsad_status mrs_front_finish_state(marsad_front *front, mrs_front_state *state,
                                     const char *basemap, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    state->control = mrs_control_new();
    if (!state->control) {
        return mrs_fail_memory(error);
    }
    if (state->area_count > 0) {
        status = mrs_overlay_state(front, state, basemap, error);
    } else if (state->line_count > 0) {
        status = mrs_front_warn_crossings(front, state, error);
    }
    if (!status && !name_lines(front, state)) {
        status = mrs_fail_memory(error);
    }
    status = status ? status : index_lines(state, error);
    status = status ? status : mrs_control_finish(state->control, error);
    if (!status) {
        show(state);
    }
    return status;
}

static int by_date(const void *a, const void *b)
{
    const mrs_front_state *const *first = a;
    const mrs_front_state *const *second = b;
    return marsad_date_compare((*first)->shown.date, (*second)->shown.date);
}

void mrs_front_sort_states(marsad_front *front)
{
    if (front->state_count > 1) {
        qsort(front->states, front->state_count, sizeof(mrs_front_state *), by_date);
    }
}
