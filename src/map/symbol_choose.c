/* The choice of a sheet's symbols, and how they bear on single markers. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/symbols.h"

enum { MOST_WITH_CIRCLES = 300, MOST_MARKERS = 1500 };

static const double LEAST_ICON_DISC = 6; /* px: in a smaller disc, an icon is a smudge */
static const double NO_VALUE_RADIUS = 4;
static const double ZERO_RADIUS = 2.4;
static const double LEAST_RADIUS = 1.5;
static const double MOST_BESIDE = 24; /* px: those at one place stand in a row, as wide as all */

double mrs_radius_for(const mrs_frame *frame, size_t count, double share)
{
    return sqrt(share * frame->rect.w * frame->rect.h / (M_PI * (double)(count ? count : 1)));
}

static void choose_points(mrs_sheet *sheet)
{
    mrs_symbols *s = sheet->symbols;
    const mrs_census *census = sheet->census;
    const mrs_frame *frame = &sheet->panes[0].frame;
    double marker = mrs_radius_for(frame, census->shown, 0.2);
    double step = mrs_packing_step(mrs_most_at_one_place(census), 2 * marker);
    /* Markers at one place would hide each other: dots need less room. */
    bool hidden = census->shown > MOST_WITH_CIRCLES && step < LEAST_ICON_DISC;
    s->dots = !s->values && (census->shown > MOST_MARKERS || hidden);
    s->bare = census->shown > MOST_WITH_CIRCLES;
    if (s->dots) {
        double radius = fmin(mrs_radius_for(frame, census->shown, 0.12), 0.6 * step);
        s->single_px = fmin(fmax(radius, 1.3), 3);
    } else if (census->shown > 40) {
        s->single_px = marker;
    }
}

/* The scale of discs that stand each for itself; that of groups is known once they are made. */
static void choose_disc_scale(mrs_sheet *sheet)
{
    mrs_symbols *s = sheet->symbols;
    const mrs_census *census = sheet->census;
    mrs_rect frame = sheet->panes[0].frame.rect;
    double sum = 0;
    for (size_t i = 0; i < census->count; i++) {
        if (census->is_shown[i] && s->values[i] > 0) {
            sum += s->values[i];
            s->scale.largest = fmax(s->scale.largest, s->values[i]);
        }
    }
    bool beside = sheet->as == MARSAD_AS_CALLOUTS || sheet->as == MARSAD_AS_NUMBERS;
    double most = fmin(fmax(0.036 * fmin(frame.w, frame.h), 14), beside ? MOST_BESIDE : 34);
    if (sum > 0) {
        s->scale.px_per_root =
            fmin(most / sqrt(s->scale.largest), sqrt(0.15 * frame.w * frame.h / (M_PI * sum)));
    }
}

static marsad_status check_options(const mrs_sheet *sheet, marsad_error *error)
{
    bool surface = sheet->as == MARSAD_AS_HEXBIN || sheet->as == MARSAD_AS_DENSITY;
    if (surface && (sheet->options->size_by || sheet->options->color_by)) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "incidents shown as %s have neither sizes nor colours of their own; show "
                        "them as groups or points, or leave out what to %s them by",
                        marsad_map_as_name(sheet->as), sheet->options->size_by ? "size" : "color");
    }
    return MARSAD_OK;
}

marsad_status mrs_choose_symbols(mrs_sheet *sheet, marsad_error *error)
{
    marsad_status status = check_options(sheet, error);
    sheet->symbols = mrs_alloc(1, sizeof *sheet->symbols);
    if (!status && !sheet->symbols) {
        status = mrs_fail_memory(error);
    }
    if (!status) {
        status = mrs_choose_colors(sheet, error);
    }
    if (!status) {
        status = mrs_choose_sizes(sheet, error);
    }
    if (status) {
        return status;
    }
    sheet->symbols->bare =
        sheet->as == MARSAD_AS_GROUPS && sheet->census->shown > MOST_WITH_CIRCLES;
    if (sheet->as == MARSAD_AS_POINTS) {
        choose_points(sheet);
    }
    if (sheet->symbols->values && sheet->as != MARSAD_AS_GROUPS) {
        choose_disc_scale(sheet);
    }
    return MARSAD_OK;
}

void mrs_free_symbols(mrs_sheet *sheet)
{
    mrs_symbols *s = sheet->symbols;
    for (size_t i = 0; s && i < s->class_count; i++) {
        mrs_free(s->classes[i].label);
    }
    for (size_t i = 0; s && i < MARSAD_TYPE_COUNT; i++) {
        mrs_free(s->markers[i].icon);
    }
    if (s) {
        mrs_free(s->class_of);
        mrs_free(s->values);
        mrs_free(s->size_label);
    }
    mrs_free(s);
    sheet->symbols = NULL;
}

/* --- Single markers --- */

static bool is_light(mrs_color c)
{
    return 0.2126 * c.r + 0.7152 * c.g + 0.0722 * c.b > 0.55;
}

static void apply_color(const mrs_sheet *sheet, size_t index, mrs_marker_kind *kind)
{
    const mrs_color_class *class = &sheet->symbols->classes[mrs_color_class_of(sheet, index)];
    const mrs_color dark = {0.1, 0.1, 0.1, 1};
    const mrs_color light = {1, 1, 1, 1};
    kind->fill = class->fill;
    kind->stroke = class->stroke;
    kind->stroke_width = class->stroke_width;
    kind->icon_color = is_light(class->fill) ? dark : light;
}

/* The radius of an incident's disc; 0 where the style's is right. */
static double own_radius(const mrs_sheet *sheet, size_t index, double styled)
{
    const mrs_symbols *s = sheet->symbols;
    if (!s->values) {
        return s->single_px > 0 && s->single_px < styled ? s->single_px : 0;
    }
    double value = s->values[index];
    bool few = sheet->as == MARSAD_AS_CALLOUTS || sheet->as == MARSAD_AS_NUMBERS;
    return isnan(value) ? (few ? 0.8 * styled : NO_VALUE_RADIUS)
           : value <= 0 ? ZERO_RADIUS
                        : fmax(mrs_scaled_radius(&s->scale, value), LEAST_RADIUS);
}

/* Without a value, a disc is hollow: a ring in its colour. */
static void make_hollow(const mrs_sheet *sheet, mrs_marker_kind *kind)
{
    mrs_color page = mrs_sheet_color(sheet, MRS_PAGE_COLOR);
    mrs_color ring = kind->fill;
    kind->stroke = mrs_contrast(ring, page) >= MRS_LEAST_CONTRAST ? ring : kind->stroke;
    kind->stroke_width = 1.6;
    kind->icon_color = kind->stroke;
    kind->fill = page;
    kind->fill.a = 0.75;
}

void mrs_apply_symbol(const mrs_sheet *sheet, size_t index, mrs_marker_kind *kind)
{
    const mrs_symbols *s = sheet->symbols;
    if (!s) {
        return;
    }
    if (s->class_of) {
        apply_color(sheet, index, kind);
    }
    double radius = own_radius(sheet, index, kind->radius);
    if (!(radius > 0)) {
        return;
    }
    double icon = kind->radius > 0 ? kind->icon_size / kind->radius : 0;
    radius = round(radius * 8) / 8; /* so that there are not as many kinds as values */
    kind->icon_size = fmin(icon * radius, 1.7 * kind->icon_size);
    kind->radius = radius;
    if (radius < LEAST_ICON_DISC) {
        kind->icon = "";
        kind->icon_size = 0;
        kind->stroke_width = fmin(kind->stroke_width, 0.9);
    }
    if (s->values && isnan(s->values[index])) {
        make_hollow(sheet, kind);
    }
}

int mrs_larger_first(const void *a, const void *b)
{
    const mrs_rank *x = a;
    const mrs_rank *y = b;
    if (x->radius != y->radius) {
        return x->radius > y->radius ? -1 : 1;
    }
    return (x->first > y->first) - (x->first < y->first);
}

size_t *mrs_marks_in_order(const mrs_pane *pane)
{
    size_t *out = mrs_alloc(pane->mark_count, sizeof *out);
    mrs_rank *ranks = mrs_alloc(pane->mark_count, sizeof *ranks);
    bool sized = pane->sheet->symbols && pane->sheet->symbols->values;
    for (size_t i = 0; ranks && i < pane->mark_count; i++) {
        ranks[i] = (mrs_rank){sized ? pane->marks[i].radius : 0, i, i};
    }
    if (out && ranks && sized) {
        qsort(ranks, pane->mark_count, sizeof *ranks, mrs_larger_first);
    }
    for (size_t i = 0; out && ranks && i < pane->mark_count; i++) {
        out[i] = ranks[i].index;
    }
    if (!ranks) {
        mrs_free(out);
        out = NULL;
    }
    mrs_free(ranks);
    return out;
}

/* --- What is drawn --- */

bool mrs_has_no_marks(const mrs_sheet *sheet)
{
    return sheet->as == MARSAD_AS_HEXBIN || sheet->as == MARSAD_AS_DENSITY ||
           (sheet->symbols && sheet->symbols->dots);
}

marsad_status mrs_make_surface(mrs_pane *pane, marsad_error *error)
{
    return pane->sheet->as == MARSAD_AS_HEXBIN    ? mrs_make_bins(pane, error)
           : pane->sheet->as == MARSAD_AS_DENSITY ? mrs_make_density(pane, error)
                                                  : MARSAD_OK;
}

bool mrs_symbols_below(const mrs_sheet *sheet)
{
    return sheet->as == MARSAD_AS_GROUPS || mrs_has_no_marks(sheet);
}

bool mrs_draw_symbols(mrs_pane *pane)
{
    switch (pane->sheet->as) {
    case MARSAD_AS_HEXBIN:
        mrs_draw_bins(pane);
        return true;
    case MARSAD_AS_DENSITY:
        mrs_draw_density(pane);
        return true;
    case MARSAD_AS_GROUPS:
        mrs_draw_groups(pane);
        return true;
    default:
        if (pane->sheet->symbols->dots) {
            mrs_draw_dots(pane);
        }
        return pane->sheet->symbols->dots;
    }
}
