/* Whether the incidents of an inset have come apart in it; what becomes of one where they have not,
 * and what leads from the others to their ground. */
#include <math.h>
#include <stdio.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/inset.h"
#include "map/symbols.h"

/* --- What does not fit --- */

/* Boxes of markers must be clear of each other; of circles, the middle with its number. */
static bool is_covered(const mrs_pane *pane, const mrs_mark_group *a, const mrs_mark_group *b)
{
    const double core = 0.6; /* of the radius */
    if (pane->sheet->as != MARSAD_AS_GROUPS) {
        return mrs_rect_overlaps(a->box, b->box);
    }
    double away = hypot(a->ground.x - b->ground.x, a->ground.y - b->ground.y);
    return away < core * fmax(a->radius, b->radius) + fmin(a->radius, b->radius) - 1;
}

static size_t misfits_of_marks(const mrs_pane *pane)
{
    size_t count = 0;
    for (size_t i = 0; i < pane->mark_count; i++) {
        const mrs_mark *mark = &pane->marks[i];
        double r = mark->radius;
        mrs_rect box = mrs_rect_around(mark->centre, r);
        count += !mrs_rect_inside(box, pane->frame.rect);
    }
    return count;
}

/* Markers without numbers may overlap, and are only kept from being cut. */
static size_t misfits_in(const mrs_pane *pane)
{
    size_t count = 0;
    if (pane->sheet->as == MARSAD_AS_POINTS) {
        return misfits_of_marks(pane);
    }
    for (size_t i = 0; i < pane->group_count; i++) {
        const mrs_mark_group *group = &pane->groups[i];
        count += !mrs_rect_inside(group->box, pane->frame.rect);
        for (size_t j = i + 1; j < pane->group_count; j++) {
            count += is_covered(pane, group, &pane->groups[j]);
        }
    }
    return count;
}

/* --- What becomes of it --- */

static bool is_same(mrs_rect a, mrs_rect b)
{
    const double close = 0.01;
    return fabs(a.x - b.x) < close && fabs(a.y - b.y) < close && fabs(a.w - b.w) < close &&
           fabs(a.h - b.h) < close;
}

double mrs_refused_width(const mrs_sheet *sheet, mrs_rect extent)
{
    double width = 0;
    for (size_t i = 0; i < sheet->refused_count; i++) {
        const mrs_refused_inset *refused = &sheet->refused[i];
        width = is_same(refused->extent, extent) ? fmax(width, refused->width) : width;
    }
    return width;
}

/* One that was asked for is made again as long as it may still become larger. */
static bool may_grow(const mrs_pane *pane)
{
    const mrs_sheet *sheet = pane->sheet;
    double aspect = pane->extent.w / pane->extent.h;
    return sheet->refused_count < MRS_MOST_REFUSED &&
           pane->box.w < mrs_inset_size(sheet, aspect, mrs_inset_sizes[0]).x &&
           pane->box.w > mrs_refused_width(sheet, pane->extent);
}

bool mrs_refuse_insets(mrs_sheet *sheet)
{
    bool any = false;
    sheet->left_out.inset_symbols = false;
    for (size_t p = 1; p < sheet->pane_count; p++) {
        const mrs_pane *pane = &sheet->panes[p];
        if (pane->role != MRS_PANE_INSET || misfits_in(pane) == 0) {
            continue;
        }
        if (pane->chosen || may_grow(pane)) {
            sheet->refused[sheet->refused_count++] = (mrs_refused_inset){pane->extent, pane->box.w};
            any = true;
        } else {
            sheet->left_out.inset_symbols = true;
        }
    }
    return any;
}

/* --- The lines to their ground --- */

static bool crosses_marks(const mrs_pane *main, mrs_point a, mrs_point b)
{
    const double gap = 3;
    bool scattered = main->sheet->as == MARSAD_AS_POINTS;
    for (size_t i = 0; !scattered && i < main->group_count; i++) {
        if (mrs_rect_crosses(mrs_rect_grown(main->groups[i].box, gap), a, b)) {
            return true;
        }
    }
    for (size_t i = 0; scattered && i < main->mark_count; i++) {
        const mrs_mark *mark = &main->marks[i];
        double r = mark->radius + gap;
        mrs_rect box = mrs_rect_around(mark->centre, r);
        if (mrs_rect_crosses(box, a, b)) {
            return true;
        }
    }
    return false;
}

/* The dot of a great town, or of one that something happened in. */
static bool crosses_towns(const mrs_pane *main, mrs_point a, mrs_point b)
{
    const double gap = 4;
    for (size_t i = 0; i < main->town_count; i++) {
        const mrs_town *town = &main->towns[i];
        mrs_rect dot = mrs_rect_around(town->at, gap);
        if ((town->rank == 1 || town->happened) && mrs_rect_crosses(dot, a, b)) {
            return true;
        }
    }
    return false;
}

static void drop_links_in_the_way(mrs_sheet *sheet, mrs_pane *inset)
{
    for (size_t i = 0; i < inset->link_count; i++) {
        mrs_point a = inset->links[i][0];
        mrs_point b = inset->links[i][1];
        if (crosses_marks(&sheet->panes[0], a, b) || crosses_towns(&sheet->panes[0], a, b)) {
            inset->link_count = 0;
        }
    }
}

/* --- Their names --- */

static bool put_letter(mrs_pane *pane, size_t index)
{
    static const char *const latin[] = {"A", "B", "C", "D"};
    static const char *const arabic[] = {"أ", "ب", "ج", "د"};
    mrs_buffer text = {0};
    mrs_buffer_addf(&text, "%s\u2002%s", (pane->sheet->rtl ? arabic : latin)[index % 4],
                    pane->heading);
    mrs_free(pane->heading);
    pane->heading = mrs_buffer_take(&text);
    return pane->heading != NULL;
}

/* "A  Tripoli" and "incidents: 14" on the main map. */
static bool say_count(mrs_pane *pane)
{
    mrs_buffer text = {0};
    mrs_buffer_addf(&text, "%s\n%s%s%zu", pane->heading,
                    mrs_say(MRS_WORD_INSET_COUNT, pane->sheet->lang), mrs_colon(pane->sheet->lang),
                    pane->held);
    pane->label = mrs_buffer_take(&text);
    return pane->label != NULL;
}

marsad_status mrs_settle_insets(mrs_sheet *sheet, marsad_error *error)
{
    size_t count = 0;
    size_t linked = 0;
    bool ok = true;
    mrs_choose_inset_links(sheet);
    for (size_t p = 1; p < sheet->pane_count; p++) {
        mrs_pane *inset = &sheet->panes[p];
        if (inset->role == MRS_PANE_INSET) {
            drop_links_in_the_way(sheet, inset);
            count++;
            linked += inset->link_count > 0;
        }
    }
    bool lettered = count > 1 || linked < count;
    for (size_t p = 1; ok && p < sheet->pane_count; p++) {
        mrs_pane *inset = &sheet->panes[p];
        if (inset->role == MRS_PANE_INSET) {
            ok = (!lettered || put_letter(inset, p - 1)) && say_count(inset);
        }
    }
    return ok ? MARSAD_OK : mrs_fail_memory(error);
}
