/*
 * Callouts: a box with number, headline and details for each mark, joined to it by a leader line.
 *
 * Every box tries a grid of positions in the frame and takes the cheapest; then each in turn is
 * taken up and placed anew among the others until none moves (a local search: J. Christensen,
 * J. Marks and S. Shieber, An empirical study of algorithms for point-feature label placement, ACM
 * Transactions on Graphics 14(3), 1995). All costs are in pixels of leader line that it is worth to
 * avoid a fault.
 */
#include <float.h>
#include <math.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/clutter.h"
#include "map/sheet.h"

enum { MOST_CALLOUTS = 16, MOST_BADGES = 40, ROUNDS = 8, MOST_ALIGNED = 3 };

static const double PADDING = 8;
const double mrs_number_radius = 10;
static const double GRID_STEP = 12;
static const double CLEARANCE = 8;         /* between boxes, and from boxes to markers */
static const double BEST_DISTANCE = 46;    /* of a box from its marker */
static const double COST_CROSSING = 600;   /* a leader crosses another, or a box */
static const double COST_OVER_MARK = 400;  /* a leader runs over another marker */
static const double COST_OVER_TOWN = 70;   /* a box hides a town, times its weight */
static const double COST_OVER_NAME = 450;  /* a leader runs over a name */
static const double COST_OVER_LINE = 0.14; /* a pixel of coast or road under a box */
static const double GAIN_ALIGNED = 22;     /* a box's edge stands under another's */

/* --- Content --- */

/* Adds "16 killed", in Arabic "قتلى: 16", which needs no plural. */
static void add_casualties(mrs_buffer *text, const mrs_sheet *sheet, long count, mrs_word word)
{
    if (count > 0) {
        const char *said = mrs_say(word, sheet->lang);
        mrs_buffer_add(text, text->length ? " · " : "");
        if (sheet->lang == MARSAD_LANG_AR) {
            mrs_buffer_addf(text, "%s:\u00a0%ld", said, count);
        } else {
            mrs_buffer_addf(text, "%ld\u00a0%s", count, said);
        }
    }
}

/* "26 January 2020 · Abu Qurayn" and, on a line of its own, "16 killed · 18 wounded". */
static char *detail_text(const mrs_sheet *sheet, const marsad_incident *incident)
{
    mrs_buffer text = {0};
    mrs_buffer casualties = {0};
    mrs_say_dates(&text, incident->date, incident->end_date, sheet->lang);
    const char *place = mrs_incident_place(sheet, incident);
    if (place[0]) {
        mrs_buffer_add(&text, text.length ? " · " : "");
        mrs_add_isolated(&text, place);
    }
    add_casualties(&casualties, sheet, incident->killed, MRS_WORD_KILLED);
    add_casualties(&casualties, sheet, incident->injured, MRS_WORD_INJURED);
    if (casualties.length) {
        mrs_buffer_addf(&text, "%s%s", text.length ? "\n" : "", casualties.text);
    }
    text.failed |= casualties.failed;
    mrs_buffer_clear(&casualties);
    return mrs_buffer_take(&text);
}

static const char *headline_text(const mrs_sheet *sheet, const marsad_incident *incident)
{
    if (incident->label[0]) {
        return incident->label;
    }
    const char *headline = marsad_incident_headline(incident, sheet->lang);
    return headline[0] ? headline : marsad_incident_type_label(incident->type, sheet->lang);
}

/* Sets the texts of a callout and the size of its box. */
static marsad_status fill_callout(mrs_sheet *sheet, mrs_callout *callout, marsad_error *error)
{
    const marsad_incident *incident = sheet->marks[callout->mark].incident;
    double width = fmin(fmax(sheet->frame.rect.w * 0.18, 140), 250);
    char *detail = detail_text(sheet, incident);
    if (!detail) {
        return mrs_fail_memory(error);
    }
    callout->headline =
        mrs_sheet_text(sheet, headline_text(sheet, incident), MRS_CALLOUT_TEXT_SIZE, true, width);
    mrs_point size = mrs_layout_size(callout->headline);
    if (detail[0]) {
        callout->detail = mrs_sheet_text(sheet, detail, MRS_SMALL_SIZE, false, width);
        mrs_point more = mrs_layout_size(callout->detail);
        size = (mrs_point){fmax(size.x, more.x), size.y + 2 + more.y};
        pango_layout_set_width(callout->detail, (int)(size.x * PANGO_SCALE) + 1);
    }
    pango_layout_set_width(callout->headline, (int)(size.x * PANGO_SCALE) + 1);
    mrs_free(detail);
    callout->box.w = size.x + 3 * PADDING + 2 * mrs_number_radius - 2;
    callout->box.h = fmax(size.y, 2 * mrs_number_radius) + 2 * PADDING - 4;
    return MARSAD_OK;
}

/* --- Cost --- */

static mrs_point nearest_on(mrs_rect box, mrs_point at)
{
    return (mrs_point){fmin(fmax(at.x, box.x), box.x + box.w),
                       fmin(fmax(at.y, box.y), box.y + box.h)};
}

/* The leader from the edge of the marker to the nearest point of the box. */
static void leader_of(const mrs_mark *mark, mrs_rect box, mrs_point out[2])
{
    mrs_point to = nearest_on(box, mark->centre);
    double length = hypot(to.x - mark->centre.x, to.y - mark->centre.y);
    double t = length > 0 ? fmin(mark->radius / length, 1) : 0;
    out[0] = (mrs_point){mark->centre.x + (to.x - mark->centre.x) * t,
                         mark->centre.y + (to.y - mark->centre.y) * t};
    out[1] = to;
}

static bool hits_obstacle(const mrs_sheet *sheet, mrs_rect box)
{
    mrs_rect grown = mrs_rect_grown(box, CLEARANCE - 2);
    for (size_t i = 0; i < sheet->obstacles.box_count; i++) {
        if (mrs_rect_overlaps(grown, sheet->obstacles.boxes[i])) {
            return true;
        }
    }
    return false;
}

static double cost_of_marks(const mrs_sheet *sheet, const mrs_mark *own, const mrs_point leader[2])
{
    double cost = 0;
    for (size_t i = 0; i < sheet->mark_count; i++) {
        const mrs_mark *mark = &sheet->marks[i];
        if (mark != own) {
            mrs_rect box = {mark->centre.x - mark->radius, mark->centre.y - mark->radius,
                            2 * mark->radius, 2 * mark->radius};
            cost += mrs_rect_crosses(box, leader[0], leader[1]) ? COST_OVER_MARK : 0;
        }
    }
    return cost;
}

static double cost_of_towns(const mrs_sheet *sheet, mrs_rect box, const mrs_point leader[2])
{
    /* A town needs room for its name as well as for its dot. */
    mrs_rect grown = {box.x - 30, box.y - 8, box.w + 60, box.h + 16};
    double cost = 0;
    for (size_t i = 0; i < sheet->town_count; i++) {
        const mrs_town *town = &sheet->towns[i];
        double weight = 4.0 / (town->rank * town->rank);
        if (town->labelled) {
            continue; /* it has its place already: its boxes are obstacles */
        }
        mrs_rect dot = {town->at.x - 6, town->at.y - 6, 12, 12};
        cost += mrs_rect_distance(grown, town->at) <= 0 ? COST_OVER_TOWN * weight : 0;
        if (!town->under_mark && mrs_rect_crosses(dot, leader[0], leader[1])) {
            cost += COST_OVER_TOWN * weight;
        }
    }
    return cost;
}

/* What it costs to stand among the callouts placed already; DBL_MAX where boxes overlap. */
static double cost_of_others(const mrs_sheet *sheet, const mrs_callout *own, mrs_rect box,
                             const mrs_point leader[2])
{
    double cost = 0;
    int aligned = 0;
    mrs_rect grown = mrs_rect_grown(box, CLEARANCE);
    for (size_t i = 0; i < sheet->callout_count; i++) {
        const mrs_callout *other = &sheet->callouts[i];
        if (other == own || !other->placed) {
            continue;
        }
        if (mrs_rect_overlaps(grown, other->box)) {
            return DBL_MAX;
        }
        mrs_point theirs[2];
        leader_of(&sheet->marks[other->mark], other->box, theirs);
        cost += mrs_segments_cross(leader[0], leader[1], theirs[0], theirs[1]) ? COST_CROSSING : 0;
        cost += mrs_rect_crosses(box, theirs[0], theirs[1]) ? COST_CROSSING : 0;
        cost += mrs_rect_crosses(other->box, leader[0], leader[1]) ? COST_CROSSING : 0;
        if (aligned < MOST_ALIGNED && (fabs(other->box.x - box.x) < 0.5 ||
                                       fabs(other->box.x + other->box.w - box.x - box.w) < 0.5)) {
            cost -= GAIN_ALIGNED;
            aligned++;
        }
    }
    return cost;
}

/* The greater names were placed before the callouts, and their boxes stand last. */
static double cost_of_names(const mrs_sheet *sheet, const mrs_point leader[2])
{
    double cost = 0;
    for (size_t i = sheet->first_name_box; i < sheet->obstacles.box_count; i++) {
        mrs_rect box = mrs_rect_grown(sheet->obstacles.boxes[i], 4);
        cost += mrs_rect_crosses(box, leader[0], leader[1]) ? COST_OVER_NAME : 0;
    }
    return cost;
}

/* The cost of a position, or DBL_MAX. The cheap parts come first, and it gives up as soon as the
 * position cannot beat `best` any more: what follows can only gain by alignment. */
static double cost_at(const mrs_sheet *sheet, const mrs_callout *callout, mrs_rect box, double best)
{
    const mrs_mark *mark = &sheet->marks[callout->mark];
    const double enough = best + GAIN_ALIGNED * MOST_ALIGNED;
    double distance = mrs_rect_distance(box, mark->centre) - mark->radius;
    double cost = fabs(distance - BEST_DISTANCE) * (distance < BEST_DISTANCE ? 2 : 1);
    if (cost >= enough) {
        return DBL_MAX;
    }
    cost += COST_OVER_LINE * mrs_clutter_in(sheet->clutter, box);
    if (cost >= enough || hits_obstacle(sheet, box)) {
        return DBL_MAX;
    }
    mrs_point leader[2];
    leader_of(mark, box, leader);
    cost += cost_of_names(sheet, leader) + cost_of_marks(sheet, mark, leader);
    if (cost >= enough) {
        return DBL_MAX;
    }
    cost += cost_of_towns(sheet, box, leader);
    double others = cost < enough ? cost_of_others(sheet, callout, box, leader) : DBL_MAX;
    return others == DBL_MAX ? DBL_MAX : cost + others;
}

/* --- Placing --- */

typedef struct search {
    double best;
    mrs_rect box;
} search;

static void try_at(const mrs_sheet *sheet, const mrs_callout *callout, double x, double y,
                   search *found)
{
    mrs_rect box = {x, y, callout->box.w, callout->box.h};
    if (!mrs_rect_inside(box, mrs_rect_grown(sheet->frame.rect, -CLEARANCE))) {
        return;
    }
    double cost = cost_at(sheet, callout, box, found->best);
    if (cost < found->best - 1e-9) {
        found->best = cost;
        found->box = box;
    }
}

/* Finds the cheapest position: on a grid, and in line with the boxes placed already. */
static bool place_callout(const mrs_sheet *sheet, mrs_callout *callout)
{
    search found = {.best = DBL_MAX};
    mrs_rect frame = sheet->frame.rect;
    for (double y = frame.y + CLEARANCE; y < frame.y + frame.h; y += GRID_STEP) {
        for (double x = frame.x + CLEARANCE; x < frame.x + frame.w; x += GRID_STEP) {
            try_at(sheet, callout, x, y, &found);
        }
        for (size_t i = 0; i < sheet->callout_count; i++) {
            const mrs_callout *other = &sheet->callouts[i];
            if (other != callout && other->placed) {
                try_at(sheet, callout, other->box.x, y, &found);
                try_at(sheet, callout, other->box.x + other->box.w - callout->box.w, y, &found);
            }
        }
    }
    bool moved = found.best < DBL_MAX && (!callout->placed || callout->box.x != found.box.x ||
                                          callout->box.y != found.box.y);
    callout->placed = found.best < DBL_MAX;
    callout->box = callout->placed ? found.box : callout->box;
    return moved;
}

/* The lines that a box would hide: roads, and the coast. */
static marsad_status find_clutter(mrs_sheet *sheet, marsad_error *error)
{
    marsad_status status = mrs_sheet_features(sheet, MRS_SOURCE_ROADS, error);
    if (!status) {
        status = mrs_sheet_features(sheet, MRS_SOURCE_LAND, error);
    }
    if (status) {
        return status;
    }
    sheet->clutter = mrs_clutter_new(sheet->frame.rect);
    if (!sheet->clutter) {
        return mrs_fail_memory(error);
    }
    mrs_clutter_add(sheet->clutter, &sheet->features[MRS_SOURCE_LAND], 0.6);
    mrs_clutter_add(sheet->clutter, &sheet->features[MRS_SOURCE_ROADS], 1);
    mrs_clutter_sum(sheet->clutter);
    return MARSAD_OK;
}

static void place_all(mrs_sheet *sheet)
{
    for (int round = 0; round < ROUNDS; round++) {
        bool moved = false;
        for (size_t i = 0; i < sheet->callout_count; i++) {
            moved |= place_callout(sheet, &sheet->callouts[i]);
        }
        if (!moved) {
            break;
        }
    }
}

static marsad_status take_room(mrs_sheet *sheet, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < sheet->callout_count; i++) {
        const mrs_callout *callout = &sheet->callouts[i];
        mrs_mark *mark = &sheet->marks[callout->mark];
        mark->has_callout = callout->placed;
        if (!callout->placed) {
            continue;
        }
        mrs_point leader[2];
        leader_of(mark, callout->box, leader);
        status = mrs_obstacle_box(sheet, mrs_rect_grown(callout->box, 4), error);
        if (!status) {
            status = mrs_obstacle_line(sheet, leader[0], leader[1], error);
        }
    }
    for (size_t i = 0; i < sheet->mark_count; i++) {
        mrs_mark *mark = &sheet->marks[i];
        sheet->summary.callouts_dropped += !mark->has_callout;
        mark->has_badge = !mark->has_callout && sheet->mark_count <= MOST_BADGES;
    }
    return status;
}

marsad_status mrs_place_callouts(mrs_sheet *sheet, marsad_error *error)
{
    if (sheet->mark_count <= MOST_CALLOUTS) {
        sheet->callouts = mrs_alloc(sheet->mark_count, sizeof *sheet->callouts);
        if (!sheet->callouts) {
            return mrs_fail_memory(error);
        }
        for (size_t i = 0; i < sheet->mark_count; i++) {
            mrs_callout *callout = &sheet->callouts[sheet->callout_count++];
            callout->mark = i;
            marsad_status status = fill_callout(sheet, callout, error);
            if (status) {
                return status;
            }
        }
        marsad_status status = find_clutter(sheet, error);
        if (status) {
            return status;
        }
        place_all(sheet);
    }
    return take_room(sheet, error);
}

/* --- Drawing --- */

void mrs_draw_number(mrs_sheet *sheet, int number, mrs_point centre, double radius)
{
    char digits[16];
    snprintf(digits, sizeof digits, "%d", number);
    mrs_text_style style = {.size = radius * (number > 99 ? 0.95 : 1.2), .bold = true};
    PangoLayout *layout = mrs_type_set(sheet->type, digits, &style);
    mrs_rect ink = mrs_layout_ink(layout);
    mrs_paint disc = mrs_fill(mrs_sheet_color(sheet, MRS_NUMBER_FILL));
    mrs_scene_circle(sheet->scene, centre, radius, &disc);
    mrs_point at = {centre.x - ink.x - ink.w / 2, centre.y - ink.y - ink.h / 2};
    mrs_color color = mrs_sheet_color(sheet, MRS_NUMBER_COLOR);
    mrs_scene_text(sheet->scene, layout, at, color, color, 0);
    g_object_unref(layout);
}

static void draw_box(mrs_sheet *sheet, const mrs_callout *callout)
{
    mrs_rect box = callout->box;
    mrs_paint paint = mrs_fill(mrs_sheet_color(sheet, MRS_CALLOUT_FILL));
    paint.stroke = mrs_sheet_color(sheet, MRS_CALLOUT_STROKE);
    paint.width = 1;
    mrs_scene_rect(sheet->scene, box, mrs_sheet_number(sheet, MRS_CALLOUT_CORNER_RADIUS), &paint);
    double side = sheet->rtl ? -1 : 1;
    double edge = sheet->rtl ? box.x + box.w : box.x;
    double top = box.y + PADDING - 2;
    mrs_point number = {edge + side * (PADDING + mrs_number_radius - 1), top + mrs_number_radius};
    mrs_draw_number(sheet, sheet->marks[callout->mark].number, number, mrs_number_radius);
    double x = edge + side * (2 * PADDING + 2 * mrs_number_radius - 2);
    mrs_sheet_put(sheet, callout->headline, x, top, mrs_sheet_color(sheet, MRS_CALLOUT_TEXT_COLOR));
    if (callout->detail) {
        mrs_sheet_put(sheet, callout->detail, x, top + mrs_layout_size(callout->headline).y + 2,
                      mrs_sheet_color(sheet, MRS_MUTED_COLOR));
    }
}

static void draw_leaders(mrs_sheet *sheet)
{
    mrs_paint halo = mrs_stroke(mrs_sheet_color(sheet, MRS_HALO_COLOR),
                                mrs_sheet_number(sheet, MRS_LEADER_WIDTH) + 2);
    mrs_paint line = mrs_stroke(mrs_sheet_color(sheet, MRS_LEADER_COLOR),
                                mrs_sheet_number(sheet, MRS_LEADER_WIDTH));
    for (size_t i = 0; i < sheet->obstacles.line_count; i++) {
        mrs_point *leader = sheet->obstacles.lines[i];
        mrs_scene_line(sheet->scene, leader[0], leader[1], &halo);
        mrs_scene_line(sheet->scene, leader[0], leader[1], &line);
    }
}

void mrs_draw_callouts(mrs_sheet *sheet)
{
    mrs_scene_begin(sheet->scene, "leaders", "leaders", NULL);
    draw_leaders(sheet);
    mrs_scene_end(sheet->scene);
    mrs_scene_begin(sheet->scene, "callouts", "callouts", NULL);
    for (size_t i = 0; i < sheet->callout_count; i++) {
        const mrs_callout *callout = &sheet->callouts[i];
        if (callout->placed) {
            char id[32];
            snprintf(id, sizeof id, "callout-%d", sheet->marks[callout->mark].number);
            mrs_scene_begin(sheet->scene, id, "callout", NULL);
            draw_box(sheet, callout);
            mrs_scene_end(sheet->scene);
        }
    }
    mrs_scene_end(sheet->scene);
}
