/* Which labels the style asks for, and where they would like to stand. */
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "map/features.h"
#include "map/label.h"
#include "map/label_names.h"
#include "map/symbols.h"

enum { LEAST_RANK_OVER = 2 }; /* of the towns that are named over hexagons and density, */

static const double SPARE = 7; /* and px that those keep from each other, besides */

static void label_anchors(const mrs_layer *layer, const mrs_view *view, mrs_label *label)
{
    const char *anchors[MRS_STYLE_ARRAY_MAX];
    size_t count = 0;
    if (!mrs_stands_on_lines(layer, view)) {
        count =
            mrs_layer_texts(layer, MRS_TEXT_VARIABLE_ANCHOR, view, anchors, MRS_STYLE_ARRAY_MAX);
    }
    if (count == 0) {
        anchors[0] = mrs_layer_keyword(layer, MRS_TEXT_ANCHOR, view);
        count = 1;
    }
    for (size_t i = 0; i < count && label->anchor_count < 9; i++) {
        label->anchors[label->anchor_count++] = anchors[i];
    }
}

/* "Noto Sans Bold Italic" is how MapLibre names a face of the family "Noto Sans". */
static void font_of(const mrs_layer *layer, const mrs_view *view, mrs_text_style *style)
{
    const char *fonts[MRS_STYLE_ARRAY_MAX];
    size_t count = mrs_layer_texts(layer, MRS_TEXT_FONT, view, fonts, MRS_STYLE_ARRAY_MAX);
    if (count) {
        style->bold = strstr(fonts[0], "Bold") != NULL;
        style->italic = strstr(fonts[0], "Italic") != NULL;
    }
}

static mrs_text_style label_style(const mrs_layer *layer, const mrs_view *view, const char *text,
                                  double least_type)
{
    mrs_text_style style = {.size = fmax(mrs_layer_number(layer, MRS_TEXT_SIZE, view), least_type),
                            .align = MRS_ALIGN_CENTER};
    font_of(layer, view, &style);
    if (!mrs_stands_on_lines(layer, view)) { /* along lines, texts are not broken */
        style.width = style.size * mrs_layer_number(layer, MRS_TEXT_MAX_WIDTH, view);
    }
    if (mrs_layer_has(layer, MRS_TEXT_LINE_HEIGHT)) {
        style.line_height = style.size * mrs_layer_number(layer, MRS_TEXT_LINE_HEIGHT, view);
    }
    style.rtl = marsad_text_script(text) == MARSAD_SCRIPT_ARABIC;
    style.italic = style.italic && !style.rtl; /* Arabic has no italic */
    if (!style.rtl) {                          /* letters that join cannot be spaced */
        style.letter_spacing = style.size * mrs_layer_number(layer, MRS_TEXT_LETTER_SPACING, view);
    }
    return style;
}

/* With text-variable-anchor, the offset is how far the text stands from the point on whichever side
 * of it; without, where it goes from its anchor. */
static void label_offset(const mrs_layer *layer, const mrs_view *view, double em, mrs_label *label)
{
    double offset[MRS_STYLE_ARRAY_MAX] = {0};
    mrs_layer_numbers(layer, MRS_TEXT_OFFSET, view, offset, MRS_STYLE_ARRAY_MAX);
    mrs_point px = {offset[0] * em, offset[1] * em};
    if (mrs_layer_has(layer, MRS_TEXT_VARIABLE_ANCHOR) && !mrs_stands_on_lines(layer, view)) {
        label->gap = (mrs_point){fabs(px.x), fabs(px.y)};
    } else {
        label->offset = px;
    }
}

/* The second name is smaller and fainter, and never bold. Arabic's letters are small for their size
 * as it is. */
static void set_second(mrs_pane *pane, const mrs_layer *layer, const mrs_view *view,
                       const char *first, const char *text, mrs_label *label)
{
    static const double fading = 0.72;
    if (!text[0] || strcmp(first, text) == 0) {
        return; /* the same name is said once */
    }
    mrs_text_style style = label_style(layer, view, text, pane->sheet->least_type);
    double share = fmax(style.rtl ? 0.94 : 0.84, pane->sheet->least_type / style.size);
    style.size *= share;
    style.width *= share;
    style.letter_spacing *= share;
    style.line_height *= share;
    style.bold = false;
    label->second = mrs_type_set(pane->sheet->type, text, &style);
    label->second_color = mrs_faded(label->color, fading);
}

/* The label's text in the second language: what the style makes of the second name. */
static bool add_second(mrs_pane *pane, const mrs_layer *layer, const mrs_view *view,
                       const char *name, mrs_label *label)
{
    mrs_buffer text = {0};
    mrs_renamed renamed = {view, name};
    mrs_view second = mrs_renamed_view(&renamed);
    if (name[0]) {
        mrs_layer_text(layer, MRS_TEXT_FIELD, &second, &text);
    }
    bool ok = !text.failed;
    if (ok && text.length) {
        set_second(pane, layer, &second, pango_layout_get_text(label->layout), text.text, label);
    }
    mrs_buffer_clear(&text);
    return ok;
}

marsad_status mrs_make_label(mrs_pane *pane, size_t layer_index, const mrs_view *view,
                             const char *second, mrs_label *out, marsad_error *error)
{
    const mrs_layer *layer = mrs_style_layer(pane->sheet->sources->style, layer_index);
    mrs_buffer text = {0};
    *out = (mrs_label){.layer = layer, .layer_index = layer_index};
    mrs_layer_text(layer, MRS_TEXT_FIELD, view, &text);
    if (text.failed || !text.text[0]) {
        bool failed = text.failed;
        mrs_buffer_clear(&text);
        return failed ? mrs_fail_memory(error) : MARSAD_OK;
    }
    mrs_text_style style = label_style(layer, view, text.text, pane->sheet->least_type);
    out->layout = mrs_type_set(pane->sheet->type, text.text, &style);
    mrs_buffer_clear(&text);
    label_offset(layer, view, style.size, out);
    out->priority = mrs_layer_number(layer, MRS_SYMBOL_SORT_KEY, view);
    label_anchors(layer, view, out);
    out->justify = mrs_layer_keyword(layer, MRS_TEXT_JUSTIFY, view);
    double opacity = mrs_layer_number(layer, MRS_TEXT_OPACITY, view);
    out->color = mrs_faded(mrs_layer_color(layer, MRS_TEXT_COLOR, view), opacity);
    out->halo = mrs_faded(mrs_layer_color(layer, MRS_TEXT_HALO_COLOR, view), opacity);
    out->halo_width = mrs_layer_number(layer, MRS_TEXT_HALO_WIDTH, view);
    out->padding = mrs_layer_number(layer, MRS_TEXT_PADDING, view);
    out->allow_overlap = mrs_layer_flag(layer, MRS_TEXT_ALLOW_OVERLAP, view);
    return add_second(pane, layer, view, second, out) ? MARSAD_OK : mrs_fail_memory(error);
}

/* Asks for a label at a point; nothing where the style gives the feature no text. */
static marsad_status ask_label(mrs_pane *pane, size_t layer_index, const mrs_view *view,
                               const char *second, mrs_point at, size_t place, mrs_point gap,
                               marsad_error *error)
{
    mrs_label label;
    marsad_status status = mrs_make_label(pane, layer_index, view, second, &label, error);
    if (status || !label.layout) {
        mrs_label_clear(&label);
        return status;
    }
    label.anchor = at;
    label.place = place;
    label.padding += place && mrs_on_surface(pane, (mrs_rect){at.x, at.y, 0, 0}) ? SPARE : 0;
    label.gap = (mrs_point){fmax(gap.x, label.gap.x), fmax(gap.y, label.gap.y)};
    status = mrs_add_label(pane, &label, error);
    if (status) {
        mrs_label_clear(&label);
    }
    return status;
}

/* Over hexagons and density, which names should leave to be seen. */
static bool gives_way(const mrs_pane *pane, const mrs_town *town)
{
    return town->rank > LEAST_RANK_OVER &&
           mrs_on_surface(pane, (mrs_rect){town->at.x, town->at.y, 0, 0});
}

static const double FARTHEST_NAME = 32; /* px, from a town to the edge of its name */
static const double FARTHEST_CIRCLED = 40;

/* How far the name must stand for the markers that cover a town: from the middle of those, which
 * is put into `at`. */
static mrs_point gap_around(const mrs_pane *pane, const mrs_town *town, mrs_point *at)
{
    mrs_point gap = {0, 0};
    *at = town->at;
    for (size_t g = 0; town->under_mark && g < pane->group_count; g++) {
        mrs_rect box = pane->groups[g].box;
        if (mrs_rect_distance(box, town->at) <= MRS_TOWN_REACH) {
            *at = (mrs_point){box.x + box.w / 2, box.y + box.h / 2};
            gap = (mrs_point){box.w / 2 + 3, box.h / 2 + 3};
        }
    }
    return gap;
}

static marsad_status ask_town_labels(mrs_pane *pane, size_t layer_index, marsad_error *error)
{
    const mrs_layer *layer = mrs_style_layer(pane->sheet->sources->style, layer_index);
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < pane->town_count; i++) {
        mrs_styled_town s = {pane, &pane->towns[i]};
        mrs_view view = mrs_town_view(&s);
        if (mrs_layer_applies(layer, &view) && !gives_way(pane, &pane->towns[i])) {
            mrs_point at;
            mrs_point gap = gap_around(pane, &pane->towns[i], &at);
            bool circles = pane->sheet->as == MARSAD_AS_GROUPS; /* which show whose they are */
            if (fmin(gap.x, gap.y) > (circles ? FARTHEST_CIRCLED : FARTHEST_NAME)) {
                continue; /* its name would stand too far away to be taken for its own */
            }
            const char *second = mrs_second_town_name(pane->sheet, &pane->towns[i]);
            status = ask_label(pane, layer_index, &view, second, at, i + 1, gap, error);
        }
    }
    return status;
}

/* Where the data put an area's label. */
static mrs_point area_label_point(const mrs_pane *pane, const mrs_feature *feature)
{
    mrs_rect f = pane->frame.rect;
    mrs_point at = {f.x - 1e4, f.y - 1e4}; /* outside: the label looks for room in its area */
    mrs_value lon = mrs_feature_attribute(feature, "label_lon");
    mrs_value lat = mrs_feature_attribute(feature, "label_lat");
    if (lon.kind == MRS_VALUE_NUMBER && lat.kind == MRS_VALUE_NUMBER) {
        mrs_frame_to_page(&pane->frame, (marsad_lonlat){lon.number, lat.number}, &at);
    }
    return at;
}

static marsad_status ask_area_labels(mrs_pane *pane, size_t layer_index,
                                     const mrs_feature_list *list, marsad_error *error)
{
    const mrs_layer *layer = mrs_style_layer(pane->sheet->sources->style, layer_index);
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < list->count; i++) {
        mrs_styled s = {pane, &list->items[i]};
        mrs_view view = mrs_feature_view(&s);
        if (!mrs_layer_applies(layer, &view)) {
            continue;
        }
        const char *second = mrs_second_feature_name(pane->sheet, s.feature);
        if (mrs_stands_on_lines(layer, &view)) {
            status = mrs_ask_line_labels(pane, layer_index, &view, second, &s.feature->path, error);
        } else {
            size_t before = pane->label_count;
            status = ask_label(pane, layer_index, &view, second, area_label_point(pane, s.feature),
                               0, (mrs_point){0, 0}, error);
            if (pane->label_count > before && s.feature->path.closed) {
                mrs_label *label = &pane->labels[before];
                label->area = &s.feature->path;
                label->priority -= mrs_path_area(&s.feature->path) * 1e-9;
            }
        }
    }
    return status;
}

marsad_status mrs_collect_labels(mrs_pane *pane, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < mrs_style_layer_count(pane->sheet->sources->style); i++) {
        const mrs_layer *layer = mrs_style_layer(pane->sheet->sources->style, i);
        if (layer->type != MRS_LAYER_SYMBOL || !mrs_layer_has(layer, MRS_TEXT_FIELD)) {
            continue;
        }
        if (layer->source == MRS_SOURCE_PLACES) {
            mrs_view none = {.zoom = pane->frame.zoom};
            if (mrs_stands_on_lines(layer, &none)) {
                continue; /* points have no line */
            }
            status = ask_town_labels(pane, i, error);
        } else if (layer->source != MRS_SOURCE_INCIDENTS) {
            status = mrs_pane_features(pane, layer->source, error);
            if (!status) {
                status = ask_area_labels(pane, i, &pane->features[layer->source], error);
            }
        }
    }
    return status;
}
