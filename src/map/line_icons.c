/* Icons along lines: what the style's symbol layers with `symbol-placement: line` draw. */
#include <math.h>
#include <string.h>

#include "map/along.h"
#include "map/features.h"
#include "map/label.h"

static const double GRID = 15; /* px of an icon at its natural size */

/* From the point that the icon is anchored at to its middle, before it is turned: "bottom" puts the
 * icon's bottom edge on the line. */
static mrs_point anchor_offset(const mrs_layer *layer, const mrs_view *view, double size)
{
    const char *anchor = mrs_layer_keyword(layer, MRS_ICON_ANCHOR, view);
    double offset[MRS_STYLE_ARRAY_MAX] = {0};
    double scale = mrs_layer_number(layer, MRS_ICON_SIZE, view);
    mrs_layer_numbers(layer, MRS_ICON_OFFSET, view, offset, MRS_STYLE_ARRAY_MAX);
    mrs_point by = mrs_anchor_shift(anchor, size, size);
    return (mrs_point){offset[0] * scale + by.x, offset[1] * scale + by.y};
}

static mrs_marker_kind sign_kind(const mrs_layer *layer, const mrs_view *view, mrs_buffer *icon)
{
    mrs_marker_kind kind = {.icon = ""};
    mrs_layer_text(layer, MRS_ICON_IMAGE, view, icon);
    kind.icon = icon->failed ? "" : icon->text;
    kind.icon_size = GRID * mrs_layer_number(layer, MRS_ICON_SIZE, view);
    kind.icon_color = mrs_faded(mrs_layer_color(layer, MRS_ICON_COLOR, view),
                                mrs_layer_number(layer, MRS_ICON_OPACITY, view));
    return kind;
}

/* A front's lines run once each way, for either side: at a quarter of their share, the signs of the
 * two sides do not stand back to back. */
static double phase_of(const mrs_feature *feature)
{
    return mrs_feature_attribute(feature, "side").number > 0 ? 0.25 : 0.5;
}

static void draw_stands(mrs_pane *pane, const mrs_layer *layer, const mrs_view *view,
                        const mrs_marker_kind *kind, const mrs_stands *stands, mrs_rect within,
                        bool guarded)
{
    size_t marker = mrs_scene_marker_kind(pane->sheet->scene, kind);
    double rotate = mrs_layer_number(layer, MRS_ICON_ROTATE, view);
    mrs_point by = anchor_offset(layer, view, kind->icon_size);
    for (size_t i = 0; i < stands->count; i++) {
        double angle = stands->items[i].angle_deg + rotate;
        mrs_point step = mrs_point_turned(by, angle);
        mrs_point centre = {stands->items[i].at.x + step.x, stands->items[i].at.y + step.y};
        double reach = kind->icon_size / 2;
        mrs_rect box = mrs_rect_around(centre, reach);
        if (!mrs_rect_inside(box, within) || (guarded && !mrs_is_free(pane, box))) {
            continue;
        }
        mrs_scene_marker_turned(pane->sheet->scene, marker, centre, angle);
        if (guarded) {
            pane->sheet->scene->failed |= mrs_obstacle_box(pane, box, NULL) != MARSAD_OK;
        }
    }
}

void mrs_draw_line_icons(mrs_pane *pane, const mrs_layer *layer, const mrs_feature *feature,
                         mrs_rect within, bool single)
{
    mrs_styled s = {pane, feature};
    mrs_view view = mrs_feature_view(&s);
    mrs_buffer icon = {0};
    mrs_stands stands = {0};
    mrs_marker_kind kind = sign_kind(layer, &view, &icon);
    if (kind.icon[0] && kind.icon_size > 0) {
        bool once = single || strcmp(mrs_layer_keyword(layer, MRS_SYMBOL_PLACEMENT, &view),
                                     "line-center") == 0;
        double spacing = once ? HUGE_VAL : mrs_layer_number(layer, MRS_SYMBOL_SPACING, &view);
        mrs_stand_along(&feature->path, spacing, kind.icon_size, once ? 0.5 : phase_of(feature),
                        &stands);
        bool guarded = !single && !mrs_layer_flag(layer, MRS_ICON_ALLOW_OVERLAP, &view);
        draw_stands(pane, layer, &view, &kind, &stands, within, guarded);
    }
    pane->sheet->scene->failed |= icon.failed || stands.failed;
    mrs_stands_clear(&stands);
    mrs_buffer_clear(&icon);
}

bool mrs_has_line_icons(const mrs_layer *layer, const mrs_view *view)
{
    return layer->type == MRS_LAYER_SYMBOL && mrs_layer_has(layer, MRS_ICON_IMAGE) &&
           mrs_stands_on_lines(layer, view);
}
