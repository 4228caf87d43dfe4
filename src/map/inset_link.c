/* The lines that lead from an inset's ground on the main map to its frame. */
#include <math.h>

#include "map/inset.h"

static mrs_point corner(mrs_rect r, int which)
{
    return (mrs_point){r.x + (which % 2 ? r.w : 0), r.y + (which / 2 ? r.h : 0)};
}

size_t mrs_inset_links(mrs_rect extent, mrs_rect box, mrs_point out[2][2])
{
    size_t count = 0;
    for (int i = 0; i < 4 && count < 2; i++) {
        mrs_point from = corner(extent, i);
        mrs_point to = corner(box, i);
        if (!mrs_rect_crosses(mrs_rect_grown(extent, -0.5), from, to) &&
            !mrs_rect_crosses(mrs_rect_grown(box, -0.5), from, to)) {
            out[count][0] = from;
            out[count++][1] = to;
        }
    }
    return count;
}

/* --- Which of them are drawn --- */

static bool is_in_the_way(const mrs_pane *inset, mrs_point other_links[2][2], size_t other_count,
                          mrs_point a, mrs_point b)
{
    bool crosses = mrs_rect_crosses(inset->box, a, b) || mrs_rect_crosses(inset->extent, a, b);
    for (size_t i = 0; i < other_count; i++) {
        crosses |= mrs_segments_cross(other_links[i][0], other_links[i][1], a, b);
    }
    return crosses;
}

/* Whether the lines of an inset meet neither another inset nor lines that are drawn. */
static bool are_clear(const mrs_sheet *sheet, const mrs_pane *own, mrs_point links[2][2],
                      size_t count)
{
    for (size_t p = 1; p < sheet->pane_count; p++) {
        mrs_pane *other = &sheet->panes[p];
        for (size_t i = 0; other != own && i < count; i++) {
            if (is_in_the_way(other, other->links, other->link_count, links[i][0], links[i][1])) {
                return false;
            }
        }
    }
    return true;
}

static double length_of(const mrs_pane *inset)
{
    return hypot(inset->box.x + inset->box.w / 2 - inset->extent.x - inset->extent.w / 2,
                 inset->box.y + inset->box.h / 2 - inset->extent.y - inset->extent.h / 2);
}

/* The shorter ones first; among insets are as many as there are panes but one. */
static mrs_pane *shortest_after(mrs_sheet *sheet, double after, double *length)
{
    mrs_pane *found = NULL;
    for (size_t p = 1; p < sheet->pane_count; p++) {
        double own = length_of(&sheet->panes[p]);
        if (own > after && (!found || own < *length)) {
            found = &sheet->panes[p];
            *length = own;
        }
    }
    return found;
}

void mrs_choose_inset_links(mrs_sheet *sheet)
{
    double length = -1;
    mrs_pane *inset;
    while ((inset = shortest_after(sheet, length, &length))) {
        mrs_point links[2][2];
        size_t count = mrs_inset_links(inset->extent, inset->box, links);
        inset->link_count = are_clear(sheet, inset, links, count) ? count : 0;
        for (size_t i = 0; i < inset->link_count; i++) {
            inset->links[i][0] = links[i][0];
            inset->links[i][1] = links[i][1];
        }
    }
}
