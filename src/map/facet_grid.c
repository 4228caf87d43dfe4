/* The grid of small multiples: as many columns as make the maps largest. */
#include <math.h>
#include <stdio.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/panes.h"

typedef struct grid {
    int columns, rows;
    double heading, gap; /* above each frame; between a frame and the next cell */
    mrs_rect area;
    bool rtl;
} grid;

static mrs_rect frame_at(const grid *g, size_t index)
{
    int row = (int)index / g->columns;
    int column = (int)index % g->columns;
    column = g->rtl ? g->columns - 1 - column : column;
    double w = (g->area.w - g->gap * (g->columns - 1)) / g->columns;
    double h = (g->area.h - g->gap * (g->rows - 1)) / g->rows;
    return (mrs_rect){g->area.x + column * (w + g->gap),
                      g->area.y + row * (h + g->gap) + g->heading, w, h - g->heading};
}

/* How large the ground is drawn in a frame of the grid. */
static double scale_of(const grid *g, mrs_ground ground)
{
    mrs_rect f = frame_at(g, 0);
    return fmin(f.w / (ground.max_x - ground.min_x), f.h / (ground.max_y - ground.min_y));
}

/* Of two grids in which the maps are about as large, that with fewer empty places. */
static bool is_better(const grid *g, const grid *than, mrs_ground ground)
{
    const double alike = 0.04;
    double one = scale_of(g, ground);
    double two = scale_of(than, ground);
    return fabs(one - two) > alike * fabs(two) ? one > two
                                               : g->columns * g->rows < than->columns * than->rows;
}

static grid choose_grid(const mrs_sheet *sheet, mrs_rect area, mrs_ground ground)
{
    int count = (int)sheet->facet_count;
    grid best = {1, count, mrs_heading_height(sheet), 14, area, sheet->rtl};
    for (int columns = 2; columns <= count; columns++) {
        grid g = best;
        g.columns = columns;
        g.rows = (count + columns - 1) / columns;
        best = is_better(&g, &best, ground) ? g : best;
    }
    return best;
}

/* Figures of the graticule stand below the lowest frames, and beside the first of each row. */
static unsigned bare_edges(const grid *g, size_t index, size_t count)
{
    int row = (int)index / g->columns;
    int column = (int)index % g->columns;
    bool last_below = index + (size_t)g->columns >= count;
    unsigned bottom = last_below && row + 1 == g->rows ? 0 : 2;
    unsigned left = column == 0 && !g->rtl ? 0 : 4;
    unsigned right = column == 0 && g->rtl ? 0 : 8;
    return 1U | bottom | left | right;
}

static marsad_status name_pane(mrs_pane *pane, size_t index, const grid *g, marsad_error *error)
{
    const mrs_sheet *sheet = pane->sheet;
    const mrs_facet *facet = &sheet->facets[index];
    mrs_buffer heading = {0};
    mrs_add_isolated(&heading, facet->heading);
    mrs_buffer_addf(&heading, MRS_DOT "%zu", facet->count);
    pane->heading = mrs_buffer_take(&heading);
    pane->bare_edges = bare_edges(g, index, sheet->facet_count);
    snprintf(pane->name, sizeof pane->name, "facet-%zu", index + 1);
    return pane->heading ? MARSAD_OK : mrs_fail_memory(error);
}

mrs_rect mrs_facet_frame(mrs_sheet *sheet, mrs_rect area, mrs_ground ground)
{
    grid g = choose_grid(sheet, area, ground);
    return frame_at(&g, 0);
}

marsad_status mrs_add_facets(mrs_sheet *sheet, mrs_rect area, mrs_ground ground,
                             marsad_error *error)
{
    grid g = choose_grid(sheet, area, ground);
    mrs_rect first = sheet->panes[0].frame.rect;
    if (first.w < 100 || first.h < 70) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "the sheet is too small for %zu maps; ask for a larger size, or for fewer",
                        sheet->facet_count);
    }
    marsad_status status = name_pane(&sheet->panes[0], 0, &g, error);
    for (size_t i = 1; !status && i < sheet->facet_count; i++) {
        mrs_pane *pane = mrs_add_pane(sheet, MRS_PANE_FACET);
        if (!pane) {
            return mrs_fail_memory(error);
        }
        pane->frame = sheet->panes[0].frame;
        pane->frame.rect = frame_at(&g, i);
        status = name_pane(pane, i, &g, error);
    }
    return status;
}

/* --- Features --- */

static bool copy_attributes(const mrs_feature *from, mrs_feature *to)
{
    to->attributes = mrs_alloc(from->attribute_count, sizeof *to->attributes);
    bool ok = to->attributes != NULL;
    for (size_t i = 0; ok && i < from->attribute_count; i++) {
        const mrs_attribute *a = &from->attributes[i];
        mrs_attribute *copy = &to->attributes[to->attribute_count++];
        *copy =
            (mrs_attribute){mrs_strdup(a->name), a->text ? mrs_strdup(a->text) : NULL, a->number};
        ok = copy->name && (copy->text || !a->text);
    }
    return ok;
}

static bool copy_feature(const mrs_feature *from, mrs_point by, mrs_feature *to)
{
    *to = (mrs_feature){.table = from->table, .path.closed = from->path.closed};
    mrs_path_append(&to->path, &from->path);
    for (size_t i = 0; i < to->path.count; i++) {
        to->path.points[i].x += by.x;
        to->path.points[i].y += by.y;
    }
    return copy_attributes(from, to) && !to->path.failed;
}

static bool copy_features(const mrs_feature_list *from, mrs_point by, mrs_feature_list *to)
{
    bool ok = true;
    for (size_t i = 0; ok && i < from->count; i++) {
        ok = mrs_grow((void **)&to->items, &to->capacity, to->count, sizeof *to->items);
        ok = ok && copy_feature(&from->items[i], by, &to->items[to->count++]);
    }
    return ok;
}

marsad_status mrs_facet_features(mrs_pane *pane, mrs_source_layer source, marsad_error *error)
{
    mrs_pane *first = &pane->sheet->panes[0];
    marsad_status status = mrs_pane_features(first, source, error);
    mrs_point by = {pane->frame.rect.x - first->frame.rect.x,
                    pane->frame.rect.y - first->frame.rect.y};
    if (status) {
        return status;
    }
    bool ok = copy_features(&first->features[source], by, &pane->features[source]);
    if (source == MRS_SOURCE_BORDERS) {
        ok = ok && copy_features(&first->disputed, by, &pane->disputed);
    } else if (source == MRS_SOURCE_ADMIN1) {
        ok = ok && copy_features(&first->admin1_lines, by, &pane->admin1_lines);
    }
    return ok ? MARSAD_OK : mrs_fail_memory(error);
}
