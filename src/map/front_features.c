/* A front's areas and lines as features on the sheet: projected, their edges being geodesics, and
 * cut to the frame. */
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/along.h"
#include "map/front_advance.h"
#include "map/front_land.h"
#include "map/front_sheet.h"
#include "map/front_smooth.h"

enum { MOST_DIVISIONS = 14 };

static const double FLAT_PX = 0.2; /* a bend that cannot be seen */
static const double MOST_AT_SEA_PX = 60;
static const double SPARE_PX = 6; /* that is kept around the frame, for the width of lines */

/* --- Attributes --- */

bool mrs_add_attribute(mrs_feature *feature, const char *name, const char *text, double number)
{
    mrs_attribute *attribute = &feature->attributes[feature->attribute_count];
    attribute->name = mrs_strdup(name);
    attribute->text = text ? mrs_strdup(text) : NULL;
    attribute->number = number;
    feature->attribute_count++;
    return attribute->name && (attribute->text || !text);
}

size_t mrs_front_holder_named(const mrs_sheet *sheet, const char *name)
{
    const marsad_front *front = sheet->sources->front;
    for (size_t i = 0; i < marsad_front_holder_count(front); i++) {
        if (strcmp(marsad_front_holder(front, i), name) == 0) {
            return i;
        }
    }
    return MARSAD_NO_HOLDER;
}

size_t mrs_front_side(const mrs_sheet *sheet, size_t holder)
{
    const marsad_front *front = sheet->sources->front;
    size_t side = 1;
    if (holder == MARSAD_NO_HOLDER) {
        return 0;
    }
    for (size_t i = 0; i < marsad_front_holder_count(front); i++) {
        side += strcmp(marsad_front_holder(front, i), marsad_front_holder(front, holder)) < 0;
    }
    return side;
}

mrs_feature *mrs_front_feature(const mrs_sheet *sheet, mrs_feature_list *out, size_t holder,
                               const marsad_front_state *state)
{
    bool now = state == sheet->front->now;
    return mrs_front_feature_in(sheet, out, holder, state, now ? "now" : "before");
}

mrs_feature *mrs_front_feature_in(const mrs_sheet *sheet, mrs_feature_list *out, size_t holder,
                                  const marsad_front_state *state, const char *word)
{
    enum { MOST_ATTRIBUTES = 8 };
    if (!mrs_grow((void **)&out->items, &out->capacity, out->count, sizeof *out->items)) {
        return NULL;
    }
    mrs_feature *feature = &out->items[out->count];
    *feature = (mrs_feature){.table = "front"};
    feature->attributes = mrs_alloc(MOST_ATTRIBUTES, sizeof *feature->attributes);
    if (!feature->attributes) {
        return NULL;
    }
    out->count++;
    bool held = holder != MARSAD_NO_HOLDER;
    const char *controller = held ? marsad_front_holder(sheet->sources->front, holder) : "";
    bool ok = mrs_add_attribute(feature, "controller", controller, 0) &&
              mrs_add_attribute(feature, "side", NULL, (double)mrs_front_side(sheet, holder)) &&
              mrs_add_attribute(feature, "state", word, 0) &&
              mrs_add_attribute(feature, "derived", NULL, state->derived);
    return ok ? feature : NULL;
}

/* --- From the ground to the sheet --- */

typedef struct tracer {
    const mrs_frame *frame;
    bool ring;
    mrs_path *path;
} tracer;

/* Whether what lies between two points may be seen: their box, and as much around it. */
static bool may_show(const tracer *t, mrs_point a, mrs_point b)
{
    double reach = hypot(b.x - a.x, b.y - a.y) / 2 + SPARE_PX;
    mrs_rect box = {fmin(a.x, b.x), fmin(a.y, b.y), fabs(b.x - a.x), fabs(b.y - a.y)};
    return mrs_rect_overlaps(mrs_rect_grown(box, reach), t->frame->rect);
}

static marsad_lonlat middle_of(marsad_lonlat a, marsad_lonlat b)
{
    marsad_geodesic line = marsad_geodesic_between(a, b);
    return marsad_geodesic_point(a, line.azimuth_deg, line.distance_m / 2);
}

/* Where points next to each other stay apart on the sheet, the edge of the projection runs between
 * them, and a line goes on at its other side. */
static void end_edge(tracer *t, mrs_point from, mrs_point to, bool halved)
{
    const double far = 50; /* px */
    if (halved && !t->ring && hypot(to.x - from.x, to.y - from.y) > far) {
        mrs_path_end(t->path, 2);
        mrs_path_start(t->path);
    }
    mrs_path_add(t->path, to.x, to.y);
}

/* Adds what comes after `a`, to `b`: halved until its image is as good as straight. */
static void trace_edge(tracer *t, marsad_lonlat a, mrs_point pa, marsad_lonlat b, mrs_point pb,
                       int divisions)
{
    marsad_lonlat middle = a;
    mrs_point pm = pa;
    bool halve = divisions > 0 && may_show(t, pa, pb);
    if (halve) {
        middle = middle_of(a, b);
        halve = mrs_frame_to_page(t->frame, middle, &pm) &&
                hypot(pm.x - (pa.x + pb.x) / 2, pm.y - (pa.y + pb.y) / 2) > FLAT_PX;
    }
    if (!halve) {
        end_edge(t, pa, pb, divisions == 0);
        return;
    }
    trace_edge(t, a, pa, middle, pm, divisions - 1);
    trace_edge(t, middle, pm, b, pb, divisions - 1);
}

/* Traces a line, or a ring, whose edges are geodesics; a line breaks where the projection is not
 * defined. */
static void trace_exact(const mrs_frame *frame, const marsad_lonlat *points, size_t count,
                        bool ring, mrs_path *path)
{
    tracer t = {frame, ring, path};
    bool known = false;
    marsad_lonlat last = {0, 0};
    mrs_point last_at = {0, 0};
    for (size_t i = 0; i < count + (ring ? 1 : 0); i++) {
        mrs_point at;
        marsad_lonlat point = points[i % count];
        if (!mrs_frame_to_page(frame, point, &at)) {
            known = known && ring;
            continue;
        }
        if (known) {
            trace_edge(&t, last, last_at, point, at, MOST_DIVISIONS);
        } else {
            mrs_path_end(path, 2);
            mrs_path_start(path);
            mrs_path_add(path, at.x, at.y);
        }
        last = point;
        last_at = at;
        known = true;
    }
    mrs_path_end(path, ring ? 3 : 2);
}

/* How the lines and areas of a state are traced: those of an estimate are smoothed. */
typedef struct manner {
    const mrs_pane *pane;
    bool smooth;
    mrs_bends bends;
} manner;

static bool manner_of(const mrs_pane *pane, const marsad_front_state *state, manner *out)
{
    *out = (manner){.pane = pane, .smooth = state->derived};
    return !out->smooth || mrs_bends_of(state, &out->bends);
}

static void trace(const manner *how, const marsad_lonlat *points, size_t count, bool ring,
                  mrs_path *path)
{
    const mrs_frame *frame = &how->pane->frame;
    if (how->smooth) {
        mrs_trace_smooth(frame, &how->bends, points, count, ring, path);
    } else {
        trace_exact(frame, points, count, ring, path);
    }
}

static mrs_rect kept_rect(const mrs_pane *pane)
{
    return mrs_rect_grown(pane->frame.rect, SPARE_PX);
}

/* --- Areas --- */

/* The land that the frame shows: one feature of the basemap. */
static const mrs_path *land_of(const mrs_pane *pane)
{
    static const mrs_path none = {.closed = true};
    const mrs_feature_list *land = &pane->features[MRS_SOURCE_LAND];
    return land->count ? &land->items[0].path : &none;
}

/* The rings of an area, whose ends are counted in points; `path` gets what the frame shows of it on
 * land, which the basemap gives as one feature. */
static void trace_rings(const manner *how, const marsad_lonlat *points, const size_t *ends,
                        size_t ring_count, mrs_path *path)
{
    mrs_path whole = {.closed = true};
    size_t start = 0;
    for (size_t i = 0; i < ring_count; i++) {
        trace(how, points + start, ends[i] - start, true, &whole);
        start = ends[i];
    }
    mrs_rings_cut(&whole, kept_rect(how->pane), path);
    mrs_path_clear(&whole);
    mrs_rings_keep_ashore(path, land_of(how->pane));
}

static marsad_status add_area(const manner *how, const marsad_front_area *area,
                              mrs_feature_list *out, marsad_error *error)
{
    const mrs_sheet *sheet = how->pane->sheet;
    mrs_feature *feature = mrs_front_feature(sheet, out, area->holder, sheet->front->now);
    bool ok = feature && mrs_add_attribute(feature, "change", "", 0);
    if (ok) {
        trace_rings(how, area->points, area->ends, area->ring_count, &feature->path);
    }
    return ok && !feature->path.failed ? MARSAD_OK : mrs_fail_memory(error);
}

static marsad_status add_change(const manner *how, const marsad_front_change *change,
                                mrs_feature_list *out, marsad_error *error)
{
    const mrs_sheet *sheet = how->pane->sheet;
    size_t holder = mrs_front_holder_named(sheet, change->to);
    mrs_feature *feature = mrs_front_feature(sheet, out, holder, sheet->front->now);
    bool ok = feature && mrs_add_attribute(feature, "change", "gained", 0) &&
              mrs_add_attribute(feature, "from", change->from, 0) &&
              mrs_add_attribute(feature, "to", change->to, 0);
    if (ok) {
        trace_rings(how, change->points, change->ends, change->ring_count, &feature->path);
    }
    return ok && !feature->path.failed ? MARSAD_OK : mrs_fail_memory(error);
}

marsad_status mrs_front_control(const mrs_pane *pane, mrs_feature_list *out, marsad_error *error)
{
    const struct mrs_sheet_front *front = pane->sheet->front;
    manner how;
    if (!front) {
        return MARSAD_OK;
    }
    marsad_status status = manner_of(pane, front->now, &how) ? MARSAD_OK : mrs_fail_memory(error);
    for (size_t i = 0; !status && i < front->now->area_count; i++) {
        status = add_area(&how, &front->now->areas[i], out, error);
    }
    how.smooth = false; /* ground that changed hands has the bends of two states */
    size_t changes = front->comparison ? front->comparison->change_count : 0;
    for (size_t i = 0; !status && i < changes; i++) {
        status = add_change(&how, &front->comparison->changes[i], out, error);
    }
    mrs_free(how.bends.points);
    return status;
}

/* --- Lines --- */

static void add_reversed(const mrs_path *from, mrs_path *to)
{
    for (size_t part = 0; part < from->part_count; part++) {
        mrs_path_start(to);
        for (size_t i = mrs_path_part_end(from, part); i > from->starts[part]; i--) {
            mrs_path_add(to, from->points[i - 1].x, from->points[i - 1].y);
        }
    }
    to->failed |= from->failed;
}

/* The lines of a state as they are, for `holder` MARSAD_NO_HOLDER, or those of one holder's ground,
 * turned so that it lies on their left. */
static void trace_lines(const manner *how, const marsad_front_state *state, size_t holder,
                        mrs_path *out)
{
    for (size_t i = 0; i < state->line_count; i++) {
        const marsad_front_line *line = &state->lines[i];
        mrs_path traced = {0};
        bool all = holder == MARSAD_NO_HOLDER;
        if (!all && (line->left == holder) == (line->right == holder)) {
            continue;
        }
        trace(how, line->points, line->count, false, &traced);
        if (all || line->left == holder) {
            mrs_path_append(out, &traced);
        } else {
            add_reversed(&traced, out);
        }
        mrs_path_clear(&traced);
    }
}

static marsad_status add_lines(const manner *how, const marsad_front_state *state, size_t holder,
                               mrs_feature_list *out, marsad_error *error)
{
    mrs_path lines = {0};
    trace_lines(how, state, holder, &lines);
    if (!mrs_lines_join(&lines)) {
        mrs_path_clear(&lines);
        return mrs_fail_memory(error);
    }
    const mrs_path *land = land_of(how->pane);
    if (state->area_count > 0 &&
        land->part_count) { /* areas reach out to sea, and so do their edges */
        mrs_lines_trim(&lines, land, MOST_AT_SEA_PX);
    }
    mrs_feature *feature =
        lines.part_count ? mrs_front_feature(how->pane->sheet, out, holder, state) : NULL;
    bool failed = lines.part_count && !feature;
    if (feature) {
        mrs_lines_cut(&lines, kept_rect(how->pane), &feature->path);
        failed = feature->path.failed;
    }
    mrs_path_clear(&lines);
    return failed ? mrs_fail_memory(error) : MARSAD_OK;
}

/* A state's lines as they are, then those of each holder. */
static marsad_status add_state(const mrs_pane *pane, const marsad_front_state *state,
                               mrs_feature_list *out, marsad_error *error)
{
    manner how;
    marsad_status status = manner_of(pane, state, &how) ? MARSAD_OK : mrs_fail_memory(error);
    if (!status) {
        status = add_lines(&how, state, MARSAD_NO_HOLDER, out, error);
    }
    for (size_t h = 0; !status && h < marsad_front_holder_count(pane->sheet->sources->front); h++) {
        status = add_lines(&how, state, h, out, error);
    }
    mrs_free(how.bends.points);
    return status;
}

marsad_status mrs_front_lines(const mrs_pane *pane, mrs_feature_list *out, marsad_error *error)
{
    const struct mrs_sheet_front *front = pane->sheet->front;
    marsad_status status = MARSAD_OK;
    if (front && front->before) {
        status = add_state(pane, front->before, out, error);
    }
    if (front && !status) {
        status = add_state(pane, front->now, out, error);
    }
    return status ? status : mrs_front_advances(pane, out, error);
}
