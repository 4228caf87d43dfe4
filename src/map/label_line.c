/*
 * Labels along lines. A name stands as one straight text on a stretch of its line that is straight
 * enough: its letters are never set one by one, which would tear joined scripts apart.
 */
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
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

/* A stand is of the nearest label's, if the name there is still the same one. */
static void add_alternate(mrs_label *labels, size_t count, mrs_stand stand)
{
    double least = INFINITY;
    mrs_label *nearest = NULL;
    for (size_t i = 0; i < count; i++) {
        double apart = hypot(labels[i].anchor.x - stand.at.x, labels[i].anchor.y - stand.at.y);
        if (apart < least) {
            least = apart;
            nearest = &labels[i];
        }
    }
    const size_t most = sizeof nearest->stands / sizeof *nearest->stands;
    if (nearest && least > 1 && least < nearest->repeat && nearest->stand_count < most) {
        nearest->stands[nearest->stand_count++] = stand;
    }
}

static marsad_status add_stands(mrs_pane *pane, const mrs_label *like, const mrs_stands *stands,
                                const mrs_stands *others, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    size_t before = pane->label_count;
    for (size_t i = 0; !status && i < stands->count; i++) {
        mrs_label label = *like;
        label.anchor = stands->items[i].at;
        label.stands[0] = stands->items[i];
        label.stand_count = 1;
        status = mrs_add_label(pane, &label, error);
        if (!status) {
            g_object_ref(label.layout);
        }
    }
    for (size_t i = 0; !status && i < others->count; i++) {
        add_alternate(pane->labels + before, pane->label_count - before, others->items[i]);
    }
    return status;
}

/* Both names on one line, neither turning the other's direction about. */
static char *joined(const char *text, const char *second)
{
    mrs_buffer both = {0};
    if (second[0]) {
        mrs_add_isolated(&both, text);
        mrs_buffer_add(&both, MRS_DOT);
        mrs_add_isolated(&both, second);
    } else {
        mrs_buffer_add(&both, text);
    }
    return mrs_buffer_take(&both);
}

/* A bilingual name along a line is one text. */
static marsad_status join_names(mrs_label *label, marsad_error *error)
{
    if (!label->second) {
        return MARSAD_OK;
    }
    char *text = joined(pango_layout_get_text(label->layout), pango_layout_get_text(label->second));
    if (!text) {
        return mrs_fail_memory(error);
    }
    pango_layout_set_text(label->layout, text, -1);
    mrs_free(text);
    g_clear_object(&label->second);
    return MARSAD_OK;
}

marsad_status mrs_ask_line_labels(mrs_pane *pane, size_t layer_index, const mrs_view *view,
                                  const char *second, const mrs_path *path, marsad_error *error)
{
    const mrs_layer *layer = mrs_style_layer(pane->sheet->sources->style, layer_index);
    mrs_label label;
    marsad_status status = mrs_make_label(pane, layer_index, view, second, &label, error);
    status = !status && label.layout ? join_names(&label, error) : status;
    if (status || !label.layout) {
        mrs_label_clear(&label);
        return status;
    }
    bool centred = strcmp(mrs_layer_keyword(layer, MRS_SYMBOL_PLACEMENT, view), "line-center") == 0;
    double spacing = mrs_layer_number(layer, MRS_SYMBOL_SPACING, view);
    double width = mrs_layout_ink(label.layout).w;
    mrs_stands stands = {0};
    mrs_stands others = {0};
    label.along = true;
    label.repeat = spacing / 2;
    mrs_stand_text(path, spacing, width, centred, &stands);
    if (!centred) {
        mrs_stand_text(path, spacing / 3, width, false, &others);
    }
    status = stands.failed || others.failed ? mrs_fail_memory(error)
                                            : add_stands(pane, &label, &stands, &others, error);
    mrs_stands_clear(&stands);
    mrs_stands_clear(&others);
    mrs_label_clear(&label);
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
static mrs_point middle_of(const mrs_label *label, mrs_point at, double angle_deg, mrs_rect ink)
{
    mrs_point shift = mrs_anchor_shift(label->anchors[0], ink.w, ink.h);
    mrs_point by = {label->offset.x + shift.x, label->offset.y + shift.y};
    by = mrs_point_turned(by, angle_deg);
    return (mrs_point){at.x + by.x, at.y + by.y};
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

static const double COST_OTHER = 1; /* a stand that is not the straightest */

static void add_stand(const mrs_label_room *room, size_t index, uint32_t stand, mrs_candidates *out)
{
    const mrs_label *label = &room->pane->labels[index];
    mrs_candidate *c = mrs_candidate_add(out, index, stand + 1, stand * COST_OTHER);
    if (!c) {
        return;
    }
    mrs_rect boxes[MOST_BOXES];
    mrs_rect ink = mrs_layout_ink(label->layout);
    c->angle_deg = upright(label->stands[stand].angle_deg);
    mrs_point middle = middle_of(label, label->stands[stand].at, c->angle_deg, ink);
    mrs_point corner =
        mrs_point_turned((mrs_point){ink.x + ink.w / 2, ink.y + ink.h / 2}, c->angle_deg);
    c->at = (mrs_point){middle.x - corner.x, middle.y - corner.y};
    size_t count = cover(middle, c->angle_deg, ink, boxes);
    for (size_t i = 0; i < count; i++) {
        mrs_piece_add(out, label, boxes[i]);
    }
    mrs_candidate_settle(room, out);
}

void mrs_line_candidates(const mrs_label_room *room, size_t index, mrs_candidates *out)
{
    for (size_t i = 0; i < room->pane->labels[index].stand_count; i++) {
        add_stand(room, index, (uint32_t)i, out);
    }
}
