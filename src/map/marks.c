/* Incidents on the map: their numbers, their markers, and those at one place side by side. */
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/panes.h"

enum { ROW_LENGTH = 5 }; /* markers in a row of a group */

static const double SAME_SPOT_PX = 8; /* nearer than this, marks are one group */
static const double GROUP_PADDING = 4;
static const double BADGE_RADIUS = 7.5;

/* --- Incidents as the style sees them --- */

static mrs_value incident_property(const void *feature, const char *name)
{
    const marsad_incident *incident = feature;
    const struct {
        const char *name;
        const char *text;
    } texts[] = {{"type", marsad_incident_type_name(incident->type)},
                 {"actor1", incident->actor1},
                 {"actor2", incident->actor2},
                 {"controller_after", incident->controller_after},
                 {"country", incident->country}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (strcmp(name, texts[i].name) == 0) {
            return mrs_value_text(texts[i].text);
        }
    }
    if (strcmp(name, "killed") == 0 && incident->killed >= 0) {
        return mrs_value_number((double)incident->killed);
    }
    if (strcmp(name, "injured") == 0 && incident->injured >= 0) {
        return mrs_value_number((double)incident->injured);
    }
    if (strcmp(name, "uncertainty_m") == 0) {
        return mrs_value_number(incident->uncertainty_m);
    }
    return mrs_value_null();
}

mrs_view mrs_incident_view(const mrs_pane *pane, const marsad_incident *incident)
{
    /* the main map's zoom: markers are of one size on all of the sheet */
    return (mrs_view){pane->sheet->panes[0].frame.zoom, incident_property, incident};
}

/* The last layer of this type that shows the incident, or NULL. */
static const mrs_layer *incident_layer(const mrs_pane *pane, mrs_layer_type type,
                                       const mrs_view *view)
{
    const mrs_layer *found = NULL;
    for (size_t i = 0; i < mrs_style_layer_count(pane->sheet->sources->style); i++) {
        const mrs_layer *layer = mrs_style_layer(pane->sheet->sources->style, i);
        if (layer->source == MRS_SOURCE_INCIDENTS && layer->type == type &&
            mrs_layer_applies(layer, view)) {
            found = layer;
        }
    }
    return found;
}

static mrs_color with_opacity(mrs_color color, double opacity)
{
    color.a *= opacity;
    return color;
}

/* The marker that the style's circle and symbol layers give an incident. */
static size_t marker_for(mrs_pane *pane, const marsad_incident *incident, double scale,
                         double *radius)
{
    mrs_view view = mrs_incident_view(pane, incident);
    const mrs_layer *circle = incident_layer(pane, MRS_LAYER_CIRCLE, &view);
    const mrs_layer *symbol = incident_layer(pane, MRS_LAYER_SYMBOL, &view);
    mrs_marker_kind kind = {.icon = "", .radius = 5};
    mrs_buffer icon = {0};
    if (circle) {
        kind.radius = mrs_layer_number(circle, MRS_CIRCLE_RADIUS, &view);
        kind.fill = with_opacity(mrs_layer_color(circle, MRS_CIRCLE_COLOR, &view),
                                 mrs_layer_number(circle, MRS_CIRCLE_OPACITY, &view));
        kind.stroke = with_opacity(mrs_layer_color(circle, MRS_CIRCLE_STROKE_COLOR, &view),
                                   mrs_layer_number(circle, MRS_CIRCLE_STROKE_OPACITY, &view));
        kind.stroke_width = mrs_layer_number(circle, MRS_CIRCLE_STROKE_WIDTH, &view);
    }
    if (symbol && mrs_layer_has(symbol, MRS_ICON_IMAGE)) {
        mrs_layer_text(symbol, MRS_ICON_IMAGE, &view, &icon);
        kind.icon = icon.failed ? "" : icon.text;
        kind.icon_size = 15 * mrs_layer_number(symbol, MRS_ICON_SIZE, &view);
        kind.icon_color = with_opacity(mrs_layer_color(symbol, MRS_ICON_COLOR, &view),
                                       mrs_layer_number(symbol, MRS_ICON_OPACITY, &view));
    }
    kind.radius *= scale;
    kind.icon_size *= scale;
    *radius = kind.radius + kind.stroke_width / 2;
    size_t index = mrs_scene_marker_kind(pane->sheet->scene, &kind);
    pane->sheet->scene->failed |= icon.failed;
    mrs_buffer_clear(&icon);
    return index;
}

size_t mrs_type_marker(mrs_pane *pane, marsad_incident_type type, double scale)
{
    marsad_incident incident = {.type = type,
                                .actor1 = "",
                                .actor2 = "",
                                .controller_after = "",
                                .country = "",
                                .killed = -1,
                                .injured = -1};
    double radius;
    return marker_for(pane, &incident, scale, &radius);
}

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
}

static mrs_rect around(mrs_point at, double radius)
{
    return (mrs_rect){at.x - radius, at.y - radius, 2 * radius, 2 * radius};
}

static mrs_rect united(mrs_rect a, mrs_rect b)
{
    double x = fmin(a.x, b.x);
    double y = fmin(a.y, b.y);
    return (mrs_rect){x, y, fmax(a.x + a.w, b.x + b.w) - x, fmax(a.y + a.h, b.y + b.h) - y};
}

/* Puts a mark, the `nth` of its group, beside the others: in rows centred on the place, from right
 * to left where the sheet reads so. */
static void spread_mark(const mrs_pane *pane, mrs_mark *mark, size_t nth)
{
    mrs_mark_group *group = &pane->groups[mark->group];
    size_t rows = (group->count + ROW_LENGTH - 1) / ROW_LENGTH;
    size_t row = nth / ROW_LENGTH;
    size_t in_row = row + 1 < rows ? ROW_LENGTH : group->count - row * ROW_LENGTH;
    double step = 2 * mark->radius + 3;
    double dx = ((double)(nth % ROW_LENGTH) - (double)(in_row - 1) / 2) * step;
    double dy = ((double)row - (double)(rows - 1) / 2) * step;
    mark->centre =
        (mrs_point){group->ground.x + (pane->sheet->rtl ? -dx : dx), group->ground.y + dy};
    mrs_rect box = around(mark->centre, mark->radius);
    group->box = nth ? united(group->box, box) : box;
}

static marsad_status spread_groups(mrs_pane *pane, marsad_error *error)
{
    size_t *seen = mrs_alloc(pane->group_count, sizeof *seen);
    if (!seen) {
        return mrs_fail_memory(error);
    }
    for (size_t i = 0; i < pane->mark_count; i++) {
        spread_mark(pane, &pane->marks[i], seen[pane->marks[i].group]++);
    }
    mrs_free(seen);
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < pane->group_count; i++) {
        mrs_mark_group *group = &pane->groups[i];
        group->box = group->count > 1 ? mrs_rect_grown(group->box, GROUP_PADDING) : group->box;
        status = mrs_obstacle_box(pane, group->box, error);
    }
    return status;
}

/* Makes a mark of the incident if it lies in the frame. */
static void take_incident(mrs_pane *pane, spots *s, const marsad_incident *incident, int number)
{
    mrs_mark mark = {.incident = incident, .number = number};
    mark.hidden = !mrs_is_of_days(pane->sheet, incident);
    if (!marsad_incident_is_placed(incident)) {
        return;
    }
    if (!mrs_frame_to_page(&pane->frame, incident->at, &mark.ground) ||
        mrs_rect_distance(pane->frame.rect, mark.ground) > 0) {
        return;
    }
    mark.marker_kind = marker_for(pane, incident, mrs_marker_scale(pane), &mark.radius);
    join_group(pane, s, &mark);
    pane->marks[pane->mark_count++] = mark;
}

marsad_status mrs_make_marks(mrs_pane *pane, marsad_error *error)
{
    const marsad_events *events = pane->sheet->sources->events;
    size_t count = marsad_events_count(events);
    spots s = {0};
    pane->marks = mrs_alloc(count, sizeof *pane->marks);
    pane->groups = mrs_alloc(count + 1, sizeof *pane->groups);
    if (!spots_make(pane, count, &s) || !pane->marks || !pane->groups) {
        spots_clear(&s);
        return mrs_fail_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        if (!mrs_pane_has(pane, i)) {
            continue;
        }
        take_incident(pane, &s, marsad_events_get(events, i), (int)i + 1);
    }
    spots_clear(&s);
    return spread_groups(pane, error);
}

/* --- Drawing --- */

/* Behind the marks of one place: a pill that says that they belong together. */
static void draw_group_backs(mrs_pane *pane)
{
    mrs_paint paint = mrs_fill(mrs_sheet_color(pane->sheet, MRS_CALLOUT_FILL));
    paint.stroke = mrs_sheet_color(pane->sheet, MRS_LEADER_COLOR);
    paint.width = mrs_sheet_number(pane->sheet, MRS_LEADER_WIDTH);
    for (size_t i = 0; i < pane->group_count; i++) {
        const mrs_mark_group *group = &pane->groups[i];
        if (group->count > 1 && mrs_group_is_drawn(pane, i)) {
            mrs_scene_rect(pane->sheet->scene, group->box, fmin(group->box.w, group->box.h) / 2,
                           &paint);
        }
    }
}

static char *mark_title(const mrs_sheet *sheet, const mrs_mark *mark)
{
    mrs_buffer title = {0};
    const marsad_incident *incident = mark->incident;
    mrs_buffer_addf(&title, "%d. ", mark->number);
    mrs_buffer_add(&title, mrs_headline(sheet, incident));
    mrs_buffer_addf(&title, " (%s", mrs_incident_place(sheet, incident));
    if (incident->date.year) {
        mrs_buffer_add(&title, ", ");
        mrs_say_dates(&title, sheet->calendar, incident->date, incident->end_date);
    }
    mrs_buffer_add(&title, ")");
    return mrs_buffer_take(&title);
}

void mrs_draw_marks(mrs_pane *pane)
{
    draw_group_backs(pane);
    for (size_t i = 0; i < pane->mark_count; i++) {
        const mrs_mark *mark = &pane->marks[i];
        if (mark->hidden) {
            continue;
        }
        char id[32];
        char css[64];
        char *title = mark_title(pane->sheet, mark);
        snprintf(id, sizeof id, "incident-%d", mark->number);
        snprintf(css, sizeof css, "incident type-%s",
                 marsad_incident_type_name(mark->incident->type));
        mrs_scene_begin(pane->sheet->scene, id, css, title);
        if (mark->href) {
            mrs_scene_begin_link(pane->sheet->scene, mark->href, title);
        }
        mrs_scene_marker(pane->sheet->scene, mark->marker_kind, mark->centre);
        if (mark->has_badge) {
            mrs_point corner = {mark->centre.x + 0.75 * mark->radius,
                                mark->centre.y - 0.75 * mark->radius};
            mrs_draw_number(pane->sheet, mark->number, corner, BADGE_RADIUS);
        }
        if (mark->href) {
            mrs_scene_end(pane->sheet->scene);
        }
        mrs_scene_end(pane->sheet->scene);
        pane->sheet->scene->failed |= !title;
        mrs_free(title);
    }
}
