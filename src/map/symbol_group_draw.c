/* The circles of groups: a ring in the colours of what they hold, with their number in it. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "map/symbol_words.h"
#include "map/symbols.h"

enum { HEADLINES = 3 };

static const double LEAST_PIE = 6;    /* px: in a smaller circle, sectors are specks */
static const double LEAST_TEXT = 8.5; /* px */
static const double EDGE_WIDTH = 1.1;
static const double FLATNESS = 0.04; /* px between an arc and its chords */

/* --- The circle --- */

static void add_arc(mrs_path *path, mrs_point centre, double radius, double from, double to)
{
    double step = 2 * acos(fmax(1 - FLATNESS / radius, 0.5));
    int steps = (int)ceil(fabs(to - from) / step);
    for (int i = 0; i <= steps; i++) {
        double angle = from + (to - from) * i / steps;
        mrs_path_add(path, centre.x + radius * sin(angle), centre.y - radius * cos(angle));
    }
}

/* A sector from `from` to `to`, clockwise from the top, each in radians. */
static void draw_sector(mrs_sheet *sheet, mrs_point centre, double radius, double from, double to,
                        const mrs_paint *paint)
{
    mrs_path path = {.closed = true};
    mrs_path_start(&path);
    add_arc(&path, centre, radius, from, to);
    mrs_path_add(&path, centre.x, centre.y);
    mrs_path_end(&path, 3);
    mrs_scene_path(sheet->scene, &path, paint);
}

static mrs_paint class_paint(const mrs_sheet *sheet, size_t class)
{
    const mrs_color_class *c = &sheet->symbols->classes[class];
    mrs_paint paint = mrs_fill(c->fill);
    paint.stroke = c->stroke;
    paint.width = 0.8;
    return paint;
}

static void draw_sectors(mrs_sheet *sheet, mrs_point centre, double radius, const double *shares)
{
    double sum = 0;
    double at = 0;
    for (size_t i = 0; i < sheet->symbols->class_count; i++) {
        sum += shares[i];
    }
    for (size_t i = 0; i < sheet->symbols->class_count; i++) {
        double to = at + 2 * M_PI * shares[i] / sum;
        mrs_paint paint = class_paint(sheet, i);
        if (shares[i] > 0) {
            draw_sector(sheet, centre, radius, at, to, &paint);
        }
        at = to;
    }
}

/* Around it all, so that circles that touch stay apart. */
static void draw_edge(mrs_sheet *sheet, mrs_point centre, double radius)
{
    mrs_color page = mrs_sheet_color(sheet, MRS_CALLOUT_FILL);
    mrs_paint paint = mrs_fill((mrs_color){page.r, page.g, page.b, 1});
    mrs_scene_circle(sheet->scene, centre, radius + EDGE_WIDTH, &paint);
}

static void draw_hole(mrs_sheet *sheet, mrs_point centre, double radius)
{
    mrs_color fill = mrs_sheet_color(sheet, MRS_CALLOUT_FILL);
    mrs_paint paint = mrs_fill((mrs_color){fill.r, fill.g, fill.b, 1});
    /* Where a class is as light as the hole, as in print, the hole needs an edge. */
    paint.stroke = mrs_sheet_color(sheet, MRS_CALLOUT_TEXT_COLOR);
    paint.width = 0.7;
    mrs_scene_circle(sheet->scene, centre, MRS_RING_HOLE * radius, &paint);
}

static bool needs_outline(const mrs_sheet *sheet, const double *shares)
{
    mrs_color hole = mrs_sheet_color(sheet, MRS_CALLOUT_FILL);
    for (size_t i = 0; i < sheet->symbols->class_count; i++) {
        mrs_color c = sheet->symbols->classes[i].fill;
        double apart = fabs(c.r - hole.r) + fabs(c.g - hole.g) + fabs(c.b - hole.b);
        if (shares[i] > 0 && apart < 0.3) {
            return true;
        }
    }
    return false;
}

/* The class of which there is most, and how many classes there are at all. */
static size_t greatest_class(const mrs_sheet *sheet, const double *shares, size_t *classes)
{
    size_t greatest = 0;
    *classes = 0;
    for (size_t i = 0; i < sheet->symbols->class_count; i++) {
        *classes += shares[i] > 0;
        greatest = shares[i] > shares[greatest] ? i : greatest;
    }
    return greatest;
}

static void draw_outline(mrs_sheet *sheet, mrs_point centre, double radius, mrs_color fill)
{
    mrs_paint paint = mrs_fill(fill);
    paint.stroke = mrs_sheet_color(sheet, MRS_CALLOUT_TEXT_COLOR);
    paint.width = 0.9;
    mrs_scene_circle(sheet->scene, centre, radius, &paint);
}

bool mrs_is_simplified(const mrs_sheet *sheet, double radius, const double *shares)
{
    size_t classes;
    greatest_class(sheet, shares, &classes);
    return classes > 1 && radius < LEAST_PIE;
}

void mrs_draw_ring(mrs_sheet *sheet, mrs_point centre, double radius, const double *shares,
                   bool hollow)
{
    size_t classes;
    size_t greatest = greatest_class(sheet, shares, &classes);
    const mrs_color none = {0, 0, 0, 0};
    if (classes == 0) { /* nothing that the symbols are sized by */
        draw_outline(sheet, centre, radius, mrs_sheet_color(sheet, MRS_CALLOUT_FILL));
        return;
    }
    draw_edge(sheet, centre, radius);
    if (classes == 1 || radius < LEAST_PIE) {
        mrs_paint paint = mrs_fill(sheet->symbols->classes[greatest].fill);
        mrs_scene_circle(sheet->scene, centre, radius, &paint);
    } else {
        draw_sectors(sheet, centre, radius, shares);
    }
    if (needs_outline(sheet, shares)) {
        draw_outline(sheet, centre, radius, none);
    }
    if (hollow) {
        draw_hole(sheet, centre, radius);
    }
}

/* --- The number in it --- */

/* Set for the hole, as large as fits; NULL where it would be too small to read. */
static PangoLayout *set_count(mrs_sheet *sheet, const mrs_mark_group *group)
{
    char figure[MRS_FIGURE];
    mrs_say_figure(group->value, sheet->lang, figure);
    double room = MRS_RING_HOLE * group->radius * 0.94;
    mrs_text_style style = {.size = LEAST_TEXT, .bold = true};
    if (room < LEAST_TEXT / 2) {
        return NULL;
    }
    PangoLayout *layout = mrs_type_set(sheet->type, figure, &style);
    mrs_rect ink = mrs_layout_ink(layout);
    g_object_unref(layout);
    style.size = fmin(LEAST_TEXT * room / (hypot(ink.w, ink.h) / 2), 16);
    return style.size < LEAST_TEXT ? NULL : mrs_type_set(sheet->type, figure, &style);
}

static void draw_count(mrs_sheet *sheet, PangoLayout *layout, mrs_point centre)
{
    mrs_rect ink = mrs_layout_ink(layout);
    mrs_point at = {centre.x - ink.x - ink.w / 2, centre.y - ink.y - ink.h / 2};
    mrs_color color = mrs_sheet_color(sheet, MRS_CALLOUT_TEXT_COLOR);
    mrs_scene_text(sheet->scene, layout, at, color, color, 0);
    g_object_unref(layout);
}

/* --- What it is called --- */

/* "23 incidents: Misrata", what they are, and the first headlines. */
static char *group_title(const mrs_pane *pane, const mrs_mark_group *group, const size_t *members,
                         const double *shares)
{
    const mrs_sheet *sheet = pane->sheet;
    mrs_buffer title = {0};
    char figure[MRS_FIGURE];
    const char *count = mrs_say_figure((double)group->count, sheet->lang, figure);
    mrs_say_symbol_with(&title, MRS_SYMBOL_GROUP_TITLE, sheet->lang, &count);
    const char *place = mrs_incident_place(sheet, pane->marks[group->first].incident);
    mrs_buffer_addf(&title, "%s%s", place[0] ? mrs_colon(sheet->lang) : "", place);
    for (size_t c = 0; !sheet->symbols->values && c < sheet->symbols->class_count; c++) {
        if (shares[c] > 0) {
            mrs_buffer_add(&title, "\n");
            mrs_say_color_class(&title, sheet, c);
            mrs_buffer_addf(&title, "%s%.0f", mrs_colon(sheet->lang), shares[c]);
        }
    }
    for (size_t i = 0; i < group->count && i < HEADLINES; i++) {
        const mrs_mark *mark = &pane->marks[members[i]];
        mrs_buffer_addf(&title, "\n%d. %s", mark->shown, mrs_headline(sheet, mark->incident));
    }
    if (group->count > HEADLINES) {
        const char *rest = mrs_say_figure((double)(group->count - HEADLINES), sheet->lang, figure);
        mrs_buffer_add(&title, "\n");
        mrs_say_symbol_with(&title, MRS_SYMBOL_MORE, sheet->lang, &rest);
    }
    return mrs_buffer_take(&title);
}

/* --- All of them --- */

/* The marks of each group one after the other, each group's from starts[group]. */
static size_t *list_members(const mrs_pane *pane, size_t *starts)
{
    size_t *members = mrs_alloc(pane->mark_count, sizeof *members);
    size_t *used = mrs_alloc(pane->group_count, sizeof *used);
    for (size_t g = 0; members && used && g + 1 < pane->group_count; g++) {
        starts[g + 1] = starts[g] + pane->groups[g].count;
    }
    for (size_t i = 0; members && used && i < pane->mark_count; i++) {
        size_t g = pane->marks[i].group;
        members[starts[g] + used[g]++] = i;
    }
    if (!used) {
        mrs_free(members);
        members = NULL;
    }
    mrs_free(used);
    return members;
}

static void find_shares(const mrs_pane *pane, const mrs_mark_group *group, const size_t *members,
                        double *shares)
{
    const mrs_symbols *s = pane->sheet->symbols;
    memset(shares, 0, MRS_COLOR_CLASS_MAX * sizeof *shares);
    for (size_t i = 0; i < group->count; i++) {
        size_t index = (size_t)pane->marks[members[i]].number - 1;
        double value = s->values ? s->values[index] : 1;
        shares[mrs_color_class_of(pane->sheet, index)] += value > 0 ? value : 0;
    }
}

static void draw_group(mrs_pane *pane, size_t g, const size_t *members)
{
    mrs_sheet *sheet = pane->sheet;
    const mrs_mark_group *group = &pane->groups[g];
    if (!mrs_is_circle(group)) {
        mrs_draw_mark(pane, &pane->marks[group->first]);
        return;
    }
    double shares[MRS_COLOR_CLASS_MAX];
    find_shares(pane, group, members, shares);
    char id[32];
    snprintf(id, sizeof id, "group-%d", pane->marks[group->first].number);
    char *title = group_title(pane, group, members, shares);
    mrs_scene_begin(sheet->scene, id, "incident-group", title);
    PangoLayout *count = set_count(sheet, group);
    mrs_draw_ring(sheet, group->ground, group->radius, shares, count != NULL);
    sheet->symbols->simplified |= mrs_is_simplified(sheet, group->radius, shares);
    if (count) {
        draw_count(sheet, count, group->ground);
    }
    mrs_scene_end(sheet->scene);
    sheet->scene->failed |= !title;
    mrs_free(title);
}

void mrs_draw_groups(mrs_pane *pane)
{
    mrs_rank *ranks = mrs_alloc(pane->group_count, sizeof *ranks);
    size_t *starts = mrs_alloc(pane->group_count, sizeof *starts);
    size_t *members = starts ? list_members(pane, starts) : NULL;
    for (size_t g = 0; ranks && g < pane->group_count; g++) {
        ranks[g] = (mrs_rank){pane->groups[g].radius, g, pane->groups[g].first};
    }
    if (ranks && members) {
        qsort(ranks, pane->group_count, sizeof *ranks, mrs_larger_first);
        for (size_t i = 0; i < pane->group_count; i++) {
            draw_group(pane, ranks[i].index, members + starts[ranks[i].index]);
        }
    }
    pane->sheet->scene->failed |= !ranks || !members;
    mrs_free(ranks);
    mrs_free(starts);
    mrs_free(members);
}
