/* Incidents on the map: their numbers, their markers, and which of them are at one place. */
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/panes.h"
#include "map/symbols.h"

static const double SAME_SPOT_PX = 8; /* nearer than this, marks are one group */

/* --- Marks and groups --- */

/* Which groups stand in each cell of a grid over the frame, so that a mark looks only at those near
 * it. Cells are as wide as marks may be apart; group numbers in the grid count from 1. */
typedef struct spots {
    size_t columns, rows;
    size_t *cells; /* the group that came last into the cell, or 0 */
    size_t *below; /* by group: the one that came into its cell before it, or 0 */
} spots;

static bool spots_make(const mrs_pane *pane, size_t most_groups, spots *out)
{
    out->columns = (size_t)(pane->frame.rect.w / SAME_SPOT_PX) + 1;
    out->rows = (size_t)(pane->frame.rect.h / SAME_SPOT_PX) + 1;
    out->cells = mrs_alloc(out->columns * out->rows, sizeof *out->cells);
    out->below = mrs_alloc(most_groups + 1, sizeof *out->below);
    return out->cells && out->below;
}

static void spots_clear(spots *s)
{
    mrs_free(s->cells);
    mrs_free(s->below);
}

/* The cell of a point in the frame. */
static void cell_of(const mrs_pane *pane, mrs_point at, size_t *column, size_t *row)
{
    *column = (size_t)((at.x - pane->frame.rect.x) / SAME_SPOT_PX);
    *row = (size_t)((at.y - pane->frame.rect.y) / SAME_SPOT_PX);
}

/* The earliest group at the spot, or sheet->group_count. */
static size_t find_group(const mrs_pane *pane, const spots *s, mrs_point at)
{
    size_t found = pane->group_count;
    size_t column;
    size_t row;
    cell_of(pane, at, &column, &row);
    for (size_t y = row ? row - 1 : 0; y <= row + 1 && y < s->rows; y++) {
        for (size_t x = column ? column - 1 : 0; x <= column + 1 && x < s->columns; x++) {
            for (size_t g = s->cells[y * s->columns + x]; g; g = s->below[g]) {
                mrs_point there = pane->groups[g - 1].ground;
                bool near = hypot(there.x - at.x, there.y - at.y) < SAME_SPOT_PX;
                found = near && g - 1 < found ? g - 1 : found;
            }
        }
    }
    return found;
}

static void join_group(mrs_pane *pane, spots *s, mrs_mark *mark)
{
    mark->group = find_group(pane, s, mark->ground);
    mrs_mark_group *group = &pane->groups[mark->group];
    if (mark->group == pane->group_count) {
        *group = (mrs_mark_group){.ground = mark->ground, .first = pane->mark_count};
        size_t column;
        size_t row;
        cell_of(pane, mark->ground, &column, &row);
        size_t *cell = &s->cells[row * s->columns + column];
        pane->group_count++;
        s->below[pane->group_count] = *cell;
        *cell = pane->group_count;
    }
    group->count++;
    group->radius = fmax(group->radius, mark->radius);
}

/* Makes a mark of an incident in the frame. */
static void take_incident(mrs_pane *pane, spots *s, const marsad_incident *incident, int number)
{
    mrs_mark mark = {.incident = incident, .number = number};
    mark.shown = mrs_incident_number(pane->sheet, (size_t)number - 1);
    mark.hidden = !mrs_is_of_days(pane->sheet, incident);
    mrs_frame_to_page(&pane->frame, incident->at, &mark.ground);
    if (pane->sheet->as != MARSAD_AS_GROUPS) {
        mrs_mark_marker(pane, &mark);
    }
    if (s->cells) {
        join_group(pane, s, &mark);
    }
    pane->marks[pane->mark_count++] = mark;
}

marsad_status mrs_make_marks(mrs_pane *pane, marsad_error *error)
{
    const marsad_events *events = pane->sheet->sources->events;
    size_t count = marsad_events_count(events);
    marsad_map_as as = pane->sheet->as;
    spots s = {0};
    marsad_status status = mrs_take_census(pane, error);
    if (status || mrs_has_no_marks(pane->sheet)) {
        return status ? status : mrs_make_surface(pane, error);
    }
    pane->marks = mrs_alloc(pane->census->shown, sizeof *pane->marks);
    pane->groups = mrs_alloc(pane->census->shown + 1, sizeof *pane->groups);
    bool beside = as == MARSAD_AS_CALLOUTS || as == MARSAD_AS_NUMBERS;
    bool made = !beside || spots_make(pane, pane->census->shown, &s);
    if (!made || !pane->marks || !pane->groups) {
        spots_clear(&s);
        return mrs_fail_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        if (pane->census->is_shown[i]) {
            take_incident(pane, &s, marsad_events_get(events, i), (int)i + 1);
        }
    }
    spots_clear(&s);
    return beside                   ? mrs_arrange_marks(pane, error)
           : as == MARSAD_AS_GROUPS ? mrs_group_marks(pane, error)
                                    : mrs_scatter_marks(pane, error);
}

/* --- Drawing --- */

static char *mark_title(const mrs_sheet *sheet, const mrs_mark *mark)
{
    mrs_buffer title = {0};
    const marsad_incident *incident = mark->incident;
    mrs_buffer_addf(&title, "%d. ", mark->shown);
    mrs_buffer_add(&title, mrs_headline(sheet, incident));
    mrs_buffer_addf(&title, " (%s", mrs_incident_place(sheet, incident));
    if (incident->date.year) {
        mrs_buffer_add(&title, ", ");
        mrs_say_dates(&title, sheet->calendar, incident->date, incident->end_date);
    }
    mrs_buffer_add(&title, ")");
    return mrs_buffer_take(&title);
}

/* The number beside the marker where it has room for one, or else on a disc at its corner. */
static void draw_number(mrs_pane *pane, const mrs_mark *mark)
{
    double radius = mrs_sheet_number(pane->sheet, MRS_BADGE_RADIUS);
    mrs_point corner = {mark->centre.x + fmin(0.75 * mark->radius, mark->radius + 1.5 - radius),
                        mark->centre.y - 0.75 * mark->radius};
    if (pane->sheet->as == MARSAD_AS_NUMBERS) {
        mrs_write_number(pane->sheet, mark->shown, mark->number_at);
    } else if (mark->has_badge) {
        mrs_draw_number(pane->sheet, mark->shown, corner, radius);
    }
}

void mrs_draw_mark(mrs_pane *pane, const mrs_mark *mark)
{
    char id[32];
    char css[64];
    char *title = mark_title(pane->sheet, mark);
    snprintf(id, sizeof id, "incident-%d", mark->number);
    snprintf(css, sizeof css, "incident type-%s", marsad_incident_type_name(mark->incident->type));
    mrs_scene_begin(pane->sheet->scene, id, css, title);
    if (mark->href) {
        mrs_scene_begin_link(pane->sheet->scene, mark->href, title);
    }
    mrs_scene_marker(pane->sheet->scene, mark->marker_kind, mark->centre);
    draw_number(pane, mark);
    if (mark->href) {
        mrs_scene_end(pane->sheet->scene);
    }
    mrs_scene_end(pane->sheet->scene);
    pane->sheet->scene->failed |= !title;
    mrs_free(title);
}

void mrs_draw_marks(mrs_pane *pane)
{
    size_t *order = mrs_marks_in_order(pane);
    mrs_draw_blocks(pane);
    pane->sheet->scene->failed |= !order;
    for (size_t i = 0; order && i < pane->mark_count; i++) {
        if (!pane->marks[order[i]].hidden) {
            mrs_draw_mark(pane, &pane->marks[order[i]]);
        }
    }
    mrs_free(order);
}
