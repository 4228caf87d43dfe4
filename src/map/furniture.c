/* What stands in and around the frame of a pane, and which of it there is. */
#include "map/furniture.h"

#include "map/scale.h"

/* Degrees by which north may turn over the map before one arrow cannot tell it. */
static const double MOST_TURN = 5;

/* Where north turns, lines across the map show it everywhere. */
static void choose_graticule(mrs_pane *pane)
{
    pane->graticule = pane->sheet->options->graticule;
    pane->north_turns = mrs_north_range_deg(&pane->frame) > MOST_TURN;
    if (pane->graticule == MARSAD_GRATICULE_AUTO) {
        pane->graticule = pane->north_turns ? MARSAD_GRATICULE_LINES : MARSAD_GRATICULE_TICKS;
    }
}

marsad_status mrs_place_furniture(mrs_pane *pane, marsad_error *error)
{
    choose_graticule(pane);
    return mrs_obstacle_box(pane, mrs_scale_bar_box(pane), error);
}

void mrs_draw_furniture(mrs_pane *pane)
{
    mrs_draw_scale_bar(pane);
    mrs_paint frame = mrs_stroke(mrs_sheet_color(pane->sheet, MRS_FRAME_COLOR),
                                 mrs_sheet_number(pane->sheet, MRS_FRAME_WIDTH));
    mrs_scene_begin(pane->sheet->scene, "frame", "frame", NULL);
    mrs_scene_rect(pane->sheet->scene, pane->frame.rect, 0, &frame);
    mrs_scene_end(pane->sheet->scene);
    mrs_draw_graticule_ticks(pane);
}
