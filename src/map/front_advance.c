#include "map/front_advance.h"

#include <math.h>

#include "base/fail.h"

static const double HEAD_PX = 26;     /* of the stretch for the head */
static const double SHORTEST_PX = 40; /* a head, and a shaft that can be seen */
static const double SHORT_OF_PX = 5;  /* the line that it leads to */

bool mrs_front_shows_advance(const mrs_pane *pane, const marsad_front_advance *advance,
                             mrs_point *from, mrs_point *to)
{
    return mrs_frame_to_page(&pane->frame, advance->from, from) &&
           mrs_frame_to_page(&pane->frame, advance->to, to) &&
           mrs_rect_has(pane->frame.rect, *to) &&
           hypot(to->x - from->x, to->y - from->y) >= SHORTEST_PX;
}

static bool add_part(const mrs_sheet *sheet, mrs_feature_list *out, const char *holder,
                     const char *state, mrs_point from, mrs_point to)
{
    size_t index = mrs_front_holder_named(sheet, holder);
    mrs_feature *feature = mrs_front_feature_in(sheet, out, index, sheet->front->now, state);
    if (!feature) {
        return false;
    }
    mrs_path_start(&feature->path);
    mrs_path_add(&feature->path, from.x, from.y);
    mrs_path_add(&feature->path, to.x, to.y);
    return !feature->path.failed;
}

bool mrs_front_add_arrow(const mrs_sheet *sheet, mrs_feature_list *out, const char *holder,
                         mrs_point from, mrs_point to)
{
    double length = hypot(to.x - from.x, to.y - from.y);
    mrs_point neck = mrs_point_between(to, from, HEAD_PX / length);
    mrs_point middle = mrs_point_between(to, from, HEAD_PX / 2 / length);
    return add_part(sheet, out, holder, "advance", from, middle) &&
           add_part(sheet, out, holder, "advance-head", neck, to);
}

marsad_status mrs_front_advances(const mrs_pane *pane, mrs_feature_list *out, marsad_error *error)
{
    const struct mrs_sheet_front *front = pane->sheet->front;
    size_t count = front && front->comparison ? front->comparison->advance_count : 0;
    for (size_t i = 0; i < count; i++) {
        const marsad_front_advance *advance = &front->comparison->advances[i];
        mrs_point from;
        mrs_point to;
        if (!mrs_front_shows_advance(pane, advance, &from, &to)) {
            continue;
        }
        double length = hypot(to.x - from.x, to.y - from.y);
        mrs_point tip = mrs_point_between(to, from, SHORT_OF_PX / length);
        if (!mrs_front_add_arrow(pane->sheet, out, advance->holder, from, tip)) {
            return mrs_fail_memory(error);
        }
    }
    return MARSAD_OK;
}
