/* The style's layers: what each draws of the basemap, the places and the incidents. */
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "geo/earth.h"
#include "map/along.h"
#include "map/features.h"
#include "map/hatch.h"
#include "map/label.h"
#include "map/panes.h"
#include "map/symbols.h"

/* --- Fills and lines --- */

static mrs_paint fill_paint(const mrs_layer *layer, const mrs_view *view)
{
    double opacity = mrs_layer_number(layer, MRS_FILL_OPACITY, view);
    mrs_paint paint = mrs_fill(mrs_faded(mrs_layer_color(layer, MRS_FILL_COLOR, view), opacity));
    paint.crisp = !mrs_layer_flag(layer, MRS_FILL_ANTIALIAS, view);
    if (!paint.crisp && mrs_layer_has(layer, MRS_FILL_OUTLINE_COLOR)) {
        paint.stroke = mrs_faded(mrs_layer_color(layer, MRS_FILL_OUTLINE_COLOR, view), opacity);
        paint.width = 1;
    }
    return paint;
}

/* Of the three ways to end or join lines, the plain one, "round", or the third, which is named. */
static mrs_line_end keyword_index(const char *word, const char *third)
{
    return strcmp(word, "round") == 0 ? MRS_LINE_ROUND
           : strcmp(word, third) == 0 ? MRS_LINE_THIRD
                                      : MRS_LINE_PLAIN;
}

static mrs_paint line_paint(const mrs_layer *layer, const mrs_view *view)
{
    double width = mrs_layer_number(layer, MRS_LINE_WIDTH, view);
    mrs_paint paint = mrs_stroke(mrs_faded(mrs_layer_color(layer, MRS_LINE_COLOR, view),
                                           mrs_layer_number(layer, MRS_LINE_OPACITY, view)),
                                 width);
    double dash[MRS_STYLE_ARRAY_MAX];
    size_t count = mrs_layer_numbers(layer, MRS_LINE_DASHARRAY, view, dash, MRS_STYLE_ARRAY_MAX);
    paint.dash_count = count <= MRS_DASH_MAX ? count : MRS_DASH_MAX;
    double sum = 0;
    for (size_t i = 0; i < paint.dash_count; i++) {
        paint.dash[i] = dash[i] * width; /* MapLibre's dashes are measured in line widths */
        sum += paint.dash[i];
    }
    paint.dash_count = sum > 0 ? paint.dash_count : 0;
    paint.join = keyword_index(mrs_layer_keyword(layer, MRS_LINE_JOIN, view), "bevel");
    paint.cap = keyword_index(mrs_layer_keyword(layer, MRS_LINE_CAP, view), "square");
    return paint;
}

mrs_paint mrs_layer_paint(const mrs_layer *layer, const mrs_view *view)
{
    return layer->type == MRS_LAYER_FILL ? fill_paint(layer, view) : line_paint(layer, view);
}

static mrs_line_sides line_sides(const mrs_layer *layer, const mrs_view *view, double width)
{
    double gap = mrs_layer_number(layer, MRS_LINE_GAP_WIDTH, view);
    return (mrs_line_sides){mrs_layer_number(layer, MRS_LINE_OFFSET, view),
                            gap > 0 ? gap + width : 0};
}

/* What a line layer draws of a path: itself, or the lines beside it, which are made in `made`. */
static const mrs_path *line_shape(const mrs_path *path, mrs_line_sides sides, mrs_path *made)
{
    if (sides.offset == 0 && sides.apart == 0) {
        return path;
    }
    mrs_lines_beside(path, sides, made);
    return made;
}

/* What a layer draws of a path: itself, or the lines that hatch it or run beside it, which are made
 * in `made`. */
static const mrs_path *shape_of(const mrs_layer *layer, const mrs_view *view, const mrs_path *path,
                                mrs_path *made, mrs_paint *paint)
{
    *paint = mrs_layer_paint(layer, view);
    if (layer->type == MRS_LAYER_LINE) {
        return line_shape(path, line_sides(layer, view, paint->width), made);
    }
    const char *pattern = mrs_layer_keyword(layer, MRS_FILL_PATTERN, view);
    if (!pattern[0]) {
        return path;
    }
    *paint = mrs_hatch_paint(paint->fill);
    *made = mrs_hatch(path, pattern);
    return made;
}

/* Features of one look are drawn as one path. */
static void draw_features(mrs_pane *pane, const mrs_layer *layer, const mrs_feature_list *list)
{
    mrs_path path = {0};
    mrs_paint paint = {0};
    for (size_t i = 0; i < list->count; i++) {
        mrs_styled s = {pane, &list->items[i]};
        mrs_view view = mrs_feature_view(&s);
        if (!mrs_layer_applies(layer, &view)) {
            continue;
        }
        mrs_path made = {0};
        mrs_paint own;
        const mrs_path *shape = shape_of(layer, &view, &s.feature->path, &made, &own);
        if (path.part_count && !mrs_paint_equals(&own, &paint)) {
            mrs_scene_path(pane->sheet->scene, &path, &paint);
        }
        paint = own;
        mrs_path_append(&path, shape);
        mrs_path_clear(&made);
    }
    mrs_scene_path(pane->sheet->scene, &path, &paint);
}

/* So many that no chord strays from its arc by more than a tenth of a pixel, or 72. */
static int circle_steps(double radius_px)
{
    return (int)fmin(72, fmax(12, 4 * ceil(1.76 * sqrt(radius_px))));
}

/* The circle on the ground within which an incident lies, as it looks in the projection. */
static void trace_uncertainty(const mrs_pane *pane, const marsad_incident *incident, mrs_path *path)
{
    mrs_earth earth = mrs_earth_wgs84();
    int steps = circle_steps(incident->uncertainty_m / pane->frame.metres_per_px);
    path->closed = true;
    mrs_path_start(path);
    for (int i = 0; i < steps; i++) {
        marsad_lonlat ground =
            mrs_earth_point(&earth, incident->at, i * 360.0 / steps, incident->uncertainty_m);
        mrs_point at;
        if (mrs_frame_to_page(&pane->frame, ground, &at)) {
            mrs_path_add(path, at.x, at.y);
        }
    }
    mrs_path_end(path, 3);
}

/* True if the incident's own marker lies over the whole circle, its outline included. */
static bool circle_is_covered(const mrs_pane *pane, const mrs_mark *mark)
{
    const double outline = 2;
    const mrs_scene *scene = pane->sheet->scene;
    if (mark->marker_kind >= scene->marker_count) {
        return false; /* memory is out */
    }
    const mrs_marker_kind *kind = &scene->markers[mark->marker_kind];
    return kind->fill.a >= 1 && mark->ground.x == mark->centre.x &&
           mark->ground.y == mark->centre.y &&
           mark->incident->uncertainty_m / pane->frame.metres_per_px + outline <= kind->radius;
}

/* True if the first mark of its group has the same circle. */
static bool circle_is_drawn(const mrs_pane *pane, size_t index)
{
    const mrs_mark *mark = &pane->marks[index];
    size_t first = pane->groups[mark->group].first;
    const mrs_mark *other = &pane->marks[first];
    return first != index && !other->hidden &&
           other->incident->uncertainty_m == mark->incident->uncertainty_m &&
           other->ground.x == mark->ground.x && other->ground.y == mark->ground.y;
}

static void draw_uncertainty(mrs_pane *pane, const mrs_layer *layer)
{
    bool none = pane->sheet->symbols->bare || mrs_scene_failed(pane->sheet->scene);
    for (size_t i = 0; !none && i < pane->mark_count; i++) {
        const marsad_incident *incident = pane->marks[i].incident;
        mrs_view view = mrs_incident_view(pane, incident);
        if (pane->marks[i].hidden || incident->uncertainty_m <= 0 ||
            !mrs_layer_applies(layer, &view) || circle_is_drawn(pane, i) ||
            circle_is_covered(pane, &pane->marks[i])) {
            continue;
        }
        mrs_path circle = {0};
        mrs_path made = {0};
        mrs_path drawn = {0};
        mrs_paint paint;
        trace_uncertainty(pane, incident, &circle);
        mrs_path_append(&drawn, shape_of(layer, &view, &circle, &made, &paint));
        mrs_scene_path(pane->sheet->scene, &drawn, &paint);
        mrs_path_clear(&circle);
        mrs_path_clear(&made);
    }
}

static marsad_status draw_shapes(mrs_pane *pane, const mrs_layer *layer, marsad_error *error)
{
    if (layer->source == MRS_SOURCE_UNCERTAINTY) {
        draw_uncertainty(pane, layer);
        return MARSAD_OK;
    }
    marsad_status status = mrs_pane_features(pane, layer->source, error);
    if (status) {
        return status;
    }
    bool lines = layer->type == MRS_LAYER_LINE;
    if (lines && layer->source == MRS_SOURCE_ADMIN1) {
        draw_features(pane, layer, &pane->admin1_lines);
        return MARSAD_OK;
    }
    draw_features(pane, layer, &pane->features[layer->source]);
    if (layer->source == MRS_SOURCE_BORDERS) {
        draw_features(pane, layer, &pane->disputed);
    }
    return MARSAD_OK;
}

/* --- Points --- */

/* The marker of a town: the dot of a circle layer, or the icon of a symbol layer. */
static mrs_marker_kind town_marker(const mrs_layer *layer, const mrs_view *view, mrs_buffer *icon)
{
    mrs_marker_kind kind = {.icon = ""};
    if (layer->type == MRS_LAYER_CIRCLE) {
        mrs_circle_look(layer, view, &kind);
    } else {
        mrs_icon_look(layer, view, icon, &kind);
    }
    return kind;
}

/* Whether a town is shown whose name found no room. */
static bool stands_unnamed(const mrs_pane *pane, const mrs_layer *layer, const mrs_view *view,
                           const mrs_town *town)
{
    bool named = mrs_layer_has(layer, MRS_TEXT_FIELD);
    bool optional = mrs_layer_flag(layer, MRS_TEXT_OPTIONAL, view);
    if (layer->type != MRS_LAYER_SYMBOL || (named && !optional)) {
        return false;
    }
    if (mrs_layer_flag(layer, MRS_ICON_ALLOW_OVERLAP, view)) {
        return true;
    }
    double size = 15 * mrs_layer_number(layer, MRS_ICON_SIZE, view);
    mrs_rect box = {town->at.x - size / 2, town->at.y - size / 2, size, size};
    return named && mrs_is_free(pane, box);
}

static void draw_towns(mrs_pane *pane, const mrs_layer *layer)
{
    for (size_t i = 0; i < pane->town_count; i++) {
        const mrs_town *town = &pane->towns[i];
        mrs_styled_town s = {pane, town};
        mrs_view view = mrs_town_view(&s);
        if ((town->under_mark && !town->bared) || !mrs_layer_applies(layer, &view) ||
            !(town->labelled || stands_unnamed(pane, layer, &view, town))) {
            continue;
        }
        mrs_buffer icon = {0};
        mrs_marker_kind kind = town_marker(layer, &view, &icon);
        mrs_scene_marker(pane->sheet->scene, mrs_scene_marker_kind(pane->sheet->scene, &kind),
                         town->at);
        pane->sheet->scene->failed |= icon.failed;
        mrs_buffer_clear(&icon);
    }
}

bool mrs_town_marker(mrs_pane *pane, const mrs_town *town, size_t *marker)
{
    bool found = false;
    for (size_t i = 0; i < mrs_style_layer_count(pane->sheet->sources->style); i++) {
        const mrs_layer *layer = mrs_style_layer(pane->sheet->sources->style, i);
        mrs_styled_town s = {pane, town};
        mrs_view view = mrs_town_view(&s);
        bool drawn = layer->type == MRS_LAYER_CIRCLE ||
                     (layer->type == MRS_LAYER_SYMBOL && mrs_layer_has(layer, MRS_ICON_IMAGE));
        if (layer->source == MRS_SOURCE_PLACES && drawn && mrs_layer_applies(layer, &view)) {
            mrs_buffer icon = {0};
            mrs_marker_kind kind = town_marker(layer, &view, &icon);
            *marker = mrs_scene_marker_kind(pane->sheet->scene, &kind);
            pane->sheet->scene->failed |= icon.failed;
            mrs_buffer_clear(&icon);
            found = true;
        }
    }
    return found;
}

bool mrs_line_look(mrs_pane *pane, mrs_source_layer source, const mrs_feature *feature,
                   mrs_look *out, size_t *count)
{
    *count = 0;
    for (size_t i = 0; i < mrs_style_layer_count(pane->sheet->sources->style) && *count < 3; i++) {
        const mrs_layer *layer = mrs_style_layer(pane->sheet->sources->style, i);
        mrs_styled s = {pane, feature};
        mrs_view view = mrs_feature_view(&s);
        if (layer->source == source && layer->type == MRS_LAYER_LINE &&
            mrs_layer_applies(layer, &view)) {
            mrs_paint paint = line_paint(layer, &view);
            out[(*count)++] = (mrs_look){paint, line_sides(layer, &view, paint.width)};
        }
    }
    return *count > 0;
}

void mrs_draw_look(mrs_sheet *sheet, const mrs_look *look, mrs_point from, mrs_point to)
{
    mrs_path line = {0};
    mrs_path beside = {0};
    mrs_path_start(&line);
    mrs_path_add(&line, from.x, from.y);
    mrs_path_add(&line, to.x, to.y);
    mrs_path drawn = {0};
    mrs_path_append(&drawn, line_shape(&line, look->sides, &beside));
    mrs_scene_path(sheet->scene, &drawn, &look->paint);
    mrs_path_clear(&line);
    mrs_path_clear(&beside);
}

/* --- All layers --- */

/* The icons that a layer sets along the lines of its source layer. */
static marsad_status draw_all_line_icons(mrs_pane *pane, const mrs_layer *layer,
                                         marsad_error *error)
{
    marsad_status status = mrs_pane_features(pane, layer->source, error);
    const mrs_feature_list *list = &pane->features[layer->source];
    for (size_t i = 0; !status && i < list->count; i++) {
        mrs_styled s = {pane, &list->items[i]};
        mrs_view view = mrs_feature_view(&s);
        if (mrs_layer_applies(layer, &view) && mrs_has_line_icons(layer, &view)) {
            mrs_draw_line_icons(pane, layer, s.feature, pane->frame.rect, false);
        }
    }
    return status;
}

void mrs_draw_feature(mrs_pane *pane, const mrs_layer *layer, const mrs_feature *feature)
{
    mrs_feature copy = *feature;
    mrs_feature_list one = {&copy, 1, 1};
    mrs_styled s = {pane, feature};
    mrs_view view = mrs_feature_view(&s);
    if (layer->type == MRS_LAYER_FILL || layer->type == MRS_LAYER_LINE) {
        draw_features(pane, layer, &one);
    } else if (mrs_layer_applies(layer, &view) && mrs_has_line_icons(layer, &view)) {
        const mrs_rect anywhere = {-1e6, -1e6, 2e6, 2e6};
        mrs_draw_line_icons(pane, layer, feature, anywhere, true);
    }
}

static void draw_labels(mrs_pane *pane, size_t layer_index)
{
    for (size_t i = 0; i < pane->label_count; i++) {
        const mrs_label *label = &pane->labels[i];
        if (label->placed && label->layer_index == layer_index) {
            mrs_scene_text_at(pane->sheet->scene, label->layout, label->at, label->angle_deg,
                              label->color, label->halo, label->halo_width);
            if (label->second) {
                mrs_scene_text_at(pane->sheet->scene, label->second, label->second_at,
                                  label->angle_deg, label->second_color, label->halo,
                                  label->halo_width);
            }
        }
    }
}

static void draw_below_incidents(mrs_pane *pane)
{
    mrs_draw_inset_links(pane);
    mrs_draw_trail(pane);
}

static marsad_status draw_layer(mrs_pane *pane, size_t index, bool *marks_drawn,
                                marsad_error *error)
{
    const mrs_layer *layer = mrs_style_layer(pane->sheet->sources->style, index);
    mrs_view none = {.zoom = pane->frame.zoom};
    marsad_status status = MARSAD_OK;
    if (layer->type == MRS_LAYER_BACKGROUND) {
        if (mrs_layer_applies(layer, &none)) {
            mrs_paint paint =
                mrs_fill(mrs_faded(mrs_layer_color(layer, MRS_BACKGROUND_COLOR, &none),
                                   mrs_layer_number(layer, MRS_BACKGROUND_OPACITY, &none)));
            mrs_scene_rect(pane->sheet->scene, pane->frame.rect, 0, &paint);
        }
        return MARSAD_OK;
    }
    if (layer->source == MRS_SOURCE_INCIDENTS) {
        if (!*marks_drawn) {
            draw_below_incidents(pane);
            if (!mrs_draw_symbols(pane)) {
                mrs_draw_marks(pane);
            }
            *marks_drawn = true;
        }
        return MARSAD_OK;
    }
    if (layer->type == MRS_LAYER_FILL || layer->type == MRS_LAYER_LINE) {
        return draw_shapes(pane, layer, error);
    }
    if (layer->source == MRS_SOURCE_PLACES &&
        (layer->type == MRS_LAYER_CIRCLE || mrs_layer_has(layer, MRS_ICON_IMAGE))) {
        draw_towns(pane, layer);
    } else if (mrs_has_line_icons(layer, &none)) {
        status = draw_all_line_icons(pane, layer, error);
    }
    draw_labels(pane, index);
    return status;
}

/* A style's name for a layer may hold what an id may not. */
static void make_id(char *text)
{
    for (char *c = text; *c; c++) {
        bool fine = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') ||
                    (*c >= '0' && *c <= '9') || *c == '_';
        *c = fine ? *c : '-';
    }
}

/* Symbols that names may stand on are drawn below the first of the names. */
static bool begins_names(const mrs_layer *layer)
{
    return layer->source == MRS_SOURCE_PLACES || layer->source == MRS_SOURCE_INCIDENTS ||
           (layer->type == MRS_LAYER_SYMBOL && mrs_layer_has(layer, MRS_TEXT_FIELD));
}

/* The graticule's lines lie on the ground's areas and below all else. */
static bool is_ground(const mrs_layer *layer)
{
    return layer->type == MRS_LAYER_BACKGROUND || layer->type == MRS_LAYER_FILL;
}

/* A layer's group: that of incidents has the layer's own name. */
static void begin_layer(mrs_pane *pane, const mrs_layer *layer)
{
    char id[96];
    char css[96];
    bool marks = layer->source == MRS_SOURCE_INCIDENTS;
    const char *source = mrs_source_layer_name(layer->source);
    snprintf(id, sizeof id, "%s%.80s", marks ? "" : "layer-", layer->id);
    make_id(id);
    snprintf(css, sizeof css, "layer layer-%.70s", source[0] ? source : "background");
    mrs_scene_begin(pane->sheet->scene, id, css, NULL);
}

/* The symbols that stand below names, in the group of the first layer of incidents. */
static bool draw_below(mrs_pane *pane)
{
    const marsad_style *style = pane->sheet->sources->style;
    for (size_t i = 0; i < mrs_style_layer_count(style); i++) {
        const mrs_layer *layer = mrs_style_layer(style, i);
        if (layer->source == MRS_SOURCE_INCIDENTS) {
            begin_layer(pane, layer);
            draw_below_incidents(pane);
            mrs_draw_symbols(pane);
            mrs_scene_end(pane->sheet->scene);
            return true;
        }
    }
    return false;
}

marsad_status mrs_draw_layers(mrs_pane *pane, marsad_error *error)
{
    bool marks_drawn = false;
    bool lines_drawn = false;
    bool below = mrs_symbols_below(pane->sheet);
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < mrs_style_layer_count(pane->sheet->sources->style); i++) {
        const mrs_layer *layer = mrs_style_layer(pane->sheet->sources->style, i);
        if (!marks_drawn && below && begins_names(layer)) {
            marks_drawn = draw_below(pane);
        }
        if (below && layer->source == MRS_SOURCE_INCIDENTS) {
            continue;
        }
        if (!lines_drawn && !is_ground(layer)) {
            mrs_draw_graticule_lines(pane);
            lines_drawn = true;
        }
        begin_layer(pane, layer);
        status = draw_layer(pane, i, &marks_drawn, error);
        mrs_scene_end(pane->sheet->scene);
    }
    return status;
}
