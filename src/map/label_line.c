/*
 * Labels along lines. A name stands as one straight text on a stretch of its line that is straight
 * enough: its letters are never set one by one, which would tear joined scripts apart.
 */
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "map/along.h"
#include "map/features.h"
#include "map/label.h"

bool mrs_stands_on_lines(const mrs_layer *layer, const mrs_view *view)
{
    return strcmp(mrs_layer_keyword(layer, MRS_SYMBOL_PLACEMENT, view), "point") != 0;
}

/* Upright: a text that would stand on its head is turned about. */
static double upright(double angle_deg)
{
    return angle_deg > 90 ? angle_deg - 180 : angle_deg <= -90 ? angle_deg + 180 : angle_deg;
}

static marsad_status add_stands(mrs_pane *pane, const mrs_label *like, const mrs_stands *stands,
                                marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < stands->count; i++) {
        mrs_label label = *like;
        label.anchor = stands->items[i].at;
        label.angle_deg = upright(stands->items[i].angle_deg);
        status = mrs_add_label(pane, &label, error);
        if (!status) {
            g_object_ref(label.layout);
        }
    }
    return status;
}

marsad_status mrs_ask_line_labels(mrs_pane *pane, size_t layer_index, const mrs_view *view,
                                  const mrs_path *path, marsad_error *error)
{
    const mrs_layer *layer = mrs_style_layer(pane->sheet->sources->style, layer_index);
    mrs_label label;
    marsad_status status = mrs_make_label(pane, layer_index, view, &label, error);
    if (status || !label.layout) {
        return status;
    }
    bool centred = strcmp(mrs_layer_keyword(layer, MRS_SYMBOL_PLACEMENT, view), "line-center") == 0;
    double spacing = mrs_layer_number(layer, MRS_SYMBOL_SPACING, view);
    mrs_stands stands = {0};
    label.along = true;
    label.repeat = spacing / 2;
    mrs_stand_text(path, spacing, mrs_layout_ink(label.layout).w, centred, &stands);
    status = stands.failed ? mrs_fail_memory(error) : add_stands(pane, &label, &stands, error);
    mrs_stands_clear(&stands);
    g_object_unref(label.layout);
    return status;
}

/* --- Placing --- */

mrs_point mrs_anchor_shift(const char *anchor, double width, double height)
{
    double right = strstr(anchor, "left") ? 0.5 : strstr(anchor, "right") ? -0.5 : 0;
    double down = strstr(anchor, "top") ? 0.5 : strstr(anchor, "bottom") ? -0.5 : 0;
    return (mrs_point){right * width, down * height};
}

/* The middle of the ink: anchor and offset count along the text and across it. */
static mrs_point middle_of(const mrs_label *label, mrs_rect ink)
{
    mrs_point shift = mrs_anchor_shift(label->anchors[0], ink.w, ink.h);
    mrs_point by = {label->offset.x + shift.x, label->offset.y + shift.y};
    by = mrs_point_turned(by, label->angle_deg);
    return (mrs_point){label->anchor.x + by.x, label->anchor.y + by.y};
}

enum { MOST_BOXES = 64 };

/* Upright boxes that hold the turned ink, each a piece of it about as long as it is high. */
static size_t cover(mrs_point middle, double angle_deg, mrs_rect ink, mrs_rect *out)
{
    double pieces = fmin(fmax(ceil(ink.w / fmax(ink.h, 1)), 1), MOST_BOXES);
    size_t count = angle_deg == 0 ? 1 : (size_t)pieces;
    double length = ink.w / (double)count;
    double c = fabs(cos(angle_deg * M_PI / 180));
    double s = fabs(sin(angle_deg * M_PI / 180));
    mrs_point size = {c * length + s * ink.h, s * length + c * ink.h};
    for (size_t i = 0; i < count; i++) {
        mrs_point by =
            mrs_point_turned((mrs_point){((double)i + 0.5) * length - ink.w / 2, 0}, angle_deg);
        out[i] =
            (mrs_rect){middle.x + by.x - size.x / 2, middle.y + by.y - size.y / 2, size.x, size.y};
    }
    return count;
}

void mrs_place_along(mrs_pane *pane, mrs_label *label)
{
    mrs_rect boxes[MOST_BOXES];
    mrs_rect ink = mrs_layout_ink(label->layout);
    mrs_point middle = middle_of(label, ink);
    size_t count = cover(middle, label->angle_deg, ink, boxes);
    for (size_t i = 0; i < count && !label->allow_overlap; i++) {
        if (!mrs_is_free(pane, mrs_rect_grown(boxes[i], label->padding))) {
            return;
        }
    }
    mrs_point corner =
        mrs_point_turned((mrs_point){ink.x + ink.w / 2, ink.y + ink.h / 2}, label->angle_deg);
    label->at = (mrs_point){middle.x - corner.x, middle.y - corner.y};
    label->placed = true;
    for (size_t i = 0; i < count; i++) {
        pane->sheet->scene->failed |= mrs_obstacle_box(pane, boxes[i], NULL) != MARSAD_OK;
    }
}
