/* The style's layers: what each shows of the basemap, the places and the incidents. */
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/sheet.h"

/* --- Features as the style sees them --- */

typedef struct styled {
    const mrs_sheet *sheet;
    const mrs_feature *feature;
    bool disputed; /* it is of a table that holds nothing else */
} styled;

static styled styled_feature(const mrs_sheet *sheet, const mrs_feature *feature)
{
    const mrs_feature *first = sheet->disputed.items;
    bool disputed = first && feature >= first && feature < first + sheet->disputed.count;
    return (styled){sheet, feature, disputed};
}

/* The name in the map's language, or else the feature's own. */
static mrs_value localized_name(const styled *s)
{
    static const char *const columns[] = {"name", "name_ar", "name_fr"};
    mrs_value name = mrs_feature_attribute(s->feature, columns[s->sheet->lang]);
    bool missing = name.kind != MRS_VALUE_TEXT || !name.text[0];
    return missing ? mrs_feature_attribute(s->feature, "name") : name;
}

/* A country is in focus if an incident happened in it. */
static bool in_focus(const styled *s)
{
    const char *iso = mrs_feature_text(s->feature, "iso_a2");
    for (size_t i = 0; iso[0] && i < s->sheet->mark_count; i++) {
        if (strcmp(mrs_incident_country(s->sheet->marks[i].incident), iso) == 0) {
            return true;
        }
    }
    return false;
}

static mrs_value styled_property(const void *feature, const char *name)
{
    const styled *s = feature;
    if (strcmp(name, "name") == 0) {
        return localized_name(s);
    }
    if (strcmp(name, "focus") == 0) {
        return mrs_value_flag(in_focus(s));
    }
    if (strcmp(name, "disputed") == 0) {
        mrs_value value = mrs_feature_attribute(s->feature, name);
        return mrs_value_flag(s->disputed || (value.kind == MRS_VALUE_NUMBER && value.number != 0));
    }
    mrs_value value = mrs_feature_attribute(s->feature, name);
    if (value.kind == MRS_VALUE_NULL && strcmp(name, "kind") == 0) {
        return mrs_value_text(
            "country"); /* labels of seas say what they are; the rest is countries */
    }
    return value;
}

static mrs_view styled_view(const styled *s)
{
    return (mrs_view){s->sheet->frame.zoom, styled_property, s};
}

typedef struct styled_town {
    const mrs_sheet *sheet;
    const mrs_town *town;
} styled_town;

static mrs_value town_property(const void *feature, const char *name)
{
    const styled_town *s = feature;
    const marsad_place *place = s->town->place;
    if (strcmp(name, "name") == 0) {
        return mrs_value_text(marsad_place_name(place, s->sheet->lang));
    }
    if (strcmp(name, "rank") == 0) {
        return mrs_value_number(s->town->rank);
    }
    if (strcmp(name, "capital") == 0) {
        return mrs_value_flag(s->town->capital);
    }
    if (strcmp(name, "feature_code") == 0) {
        return mrs_value_text(place->feature_code);
    }
    if (strcmp(name, "population") == 0) {
        return mrs_value_number((double)place->population);
    }
    if (strcmp(name, "importance") == 0) {
        return mrs_value_number(place->importance);
    }
    return mrs_value_null();
}

static mrs_view town_view(const styled_town *s)
{
    return (mrs_view){s->sheet->frame.zoom, town_property, s};
}

/* --- Reading --- */

static marsad_status read_table(mrs_sheet *sheet, const char *table, bool dissolve,
                                mrs_feature_list *out, marsad_error *error)
{
    if (!mrs_basemap_has(sheet->basemap, table)) {
        return MARSAD_OK;
    }
    return mrs_basemap_read(sheet->basemap, table, &sheet->frame, dissolve, out, error);
}

marsad_status mrs_sheet_features(mrs_sheet *sheet, mrs_source_layer source, marsad_error *error)
{
    if (sheet->features_read[source]) {
        return MARSAD_OK;
    }
    sheet->features_read[source] = true;
    mrs_feature_list *out = &sheet->features[source];
    marsad_status status;
    switch (source) {
    case MRS_SOURCE_LAND:
        return read_table(sheet, "land", true, out, error);
    case MRS_SOURCE_LAKES:
        return read_table(sheet, "lakes", false, out, error);
    case MRS_SOURCE_COUNTRIES:
        return read_table(sheet, "countries", false, out, error);
    case MRS_SOURCE_ROADS:
        return read_table(sheet, "roads", false, out, error);
    case MRS_SOURCE_BORDERS:
        status = read_table(sheet, "boundaries", false, out, error);
        return status ? status
                      : read_table(sheet, "boundaries_disputed", false, &sheet->disputed, error);
    case MRS_SOURCE_ADMIN1:
        status = read_table(sheet, "admin1", false, out, error);
        return status ? status
                      : read_table(sheet, "admin1_lines", false, &sheet->admin1_lines, error);
    case MRS_SOURCE_LABELS:
        status = read_table(sheet, "labels", false, out, error);
        return status ? status : read_table(sheet, "countries", false, out, error);
    default:
        return MARSAD_OK; /* made from the events, or not yet drawn */
    }
}

/* --- Fills and lines --- */

static mrs_color faded(mrs_color color, double opacity)
{
    color.a *= opacity;
    return color;
}

static mrs_paint fill_paint(const mrs_layer *layer, const mrs_view *view)
{
    double opacity = mrs_layer_number(layer, MRS_FILL_OPACITY, view);
    mrs_paint paint = mrs_fill(faded(mrs_layer_color(layer, MRS_FILL_COLOR, view), opacity));
    if (mrs_layer_has(layer, MRS_FILL_OUTLINE_COLOR)) {
        paint.stroke = faded(mrs_layer_color(layer, MRS_FILL_OUTLINE_COLOR, view), opacity);
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
    mrs_paint paint = mrs_stroke(faded(mrs_layer_color(layer, MRS_LINE_COLOR, view),
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

static bool same_color(mrs_color a, mrs_color b)
{
    return a.r == b.r && a.g == b.g && a.b == b.b && a.a == b.a;
}

static bool same_paint(const mrs_paint *a, const mrs_paint *b)
{
    bool same = same_color(a->fill, b->fill) && same_color(a->stroke, b->stroke) &&
                a->width == b->width && a->dash_count == b->dash_count;
    for (size_t i = 0; same && i < a->dash_count; i++) {
        same = a->dash[i] == b->dash[i];
    }
    return same;
}

/* Features of one look are drawn as one path. */
static void draw_features(mrs_sheet *sheet, const mrs_layer *layer, const mrs_feature_list *list)
{
    mrs_path path = {0};
    mrs_paint paint = {0};
    for (size_t i = 0; i < list->count; i++) {
        styled s = styled_feature(sheet, &list->items[i]);
        mrs_view view = styled_view(&s);
        if (!mrs_layer_applies(layer, &view)) {
            continue;
        }
        mrs_paint own = mrs_layer_paint(layer, &view);
        if (path.part_count && !same_paint(&own, &paint)) {
            mrs_scene_path(sheet->scene, &path, &paint);
        }
        paint = own;
        mrs_path_append(&path, &list->items[i].path);
    }
    mrs_scene_path(sheet->scene, &path, &paint);
}

/* The circle on the ground within which an incident lies, as it looks in the projection. */
static void trace_uncertainty(const mrs_sheet *sheet, const marsad_incident *incident,
                              mrs_path *path)
{
    enum { STEPS = 72 };
    path->closed = true;
    mrs_path_start(path);
    for (int i = 0; i < STEPS; i++) {
        marsad_lonlat ground =
            marsad_geodesic_point(incident->at, i * 360.0 / STEPS, incident->uncertainty_m);
        mrs_point at;
        if (mrs_frame_to_page(&sheet->frame, ground, &at)) {
            mrs_path_add(path, at.x, at.y);
        }
    }
    mrs_path_end(path, 3);
}

/* True if the first mark of its group has the same circle. */
static bool circle_is_drawn(const mrs_sheet *sheet, size_t index)
{
    const mrs_mark *mark = &sheet->marks[index];
    size_t first = sheet->groups[mark->group].first;
    const mrs_mark *other = &sheet->marks[first];
    return first != index && other->incident->uncertainty_m == mark->incident->uncertainty_m &&
           other->ground.x == mark->ground.x && other->ground.y == mark->ground.y;
}

static void draw_uncertainty(mrs_sheet *sheet, const mrs_layer *layer)
{
    for (size_t i = 0; i < sheet->mark_count; i++) {
        const marsad_incident *incident = sheet->marks[i].incident;
        mrs_view view = mrs_incident_view(sheet, incident);
        if (incident->uncertainty_m <= 0 || !mrs_layer_applies(layer, &view) ||
            circle_is_drawn(sheet, i)) {
            continue;
        }
        mrs_path path = {0};
        mrs_paint paint = mrs_layer_paint(layer, &view);
        trace_uncertainty(sheet, incident, &path);
        mrs_scene_path(sheet->scene, &path, &paint);
    }
}

static marsad_status draw_shapes(mrs_sheet *sheet, const mrs_layer *layer, marsad_error *error)
{
    if (layer->source == MRS_SOURCE_UNCERTAINTY) {
        draw_uncertainty(sheet, layer);
        return MARSAD_OK;
    }
    marsad_status status = mrs_sheet_features(sheet, layer->source, error);
    if (status) {
        return status;
    }
    bool lines = layer->type == MRS_LAYER_LINE;
    if (lines && layer->source == MRS_SOURCE_ADMIN1) {
        draw_features(sheet, layer, &sheet->admin1_lines);
        return MARSAD_OK;
    }
    draw_features(sheet, layer, &sheet->features[layer->source]);
    if (layer->source == MRS_SOURCE_BORDERS) {
        draw_features(sheet, layer, &sheet->disputed);
    }
    return MARSAD_OK;
}

/* --- Points --- */

/* The marker of a town: the dot of a circle layer, or the icon of a symbol layer. */
static mrs_marker_kind town_marker(const mrs_layer *layer, const mrs_view *view, mrs_buffer *icon)
{
    mrs_marker_kind kind = {.icon = ""};
    if (layer->type == MRS_LAYER_CIRCLE) {
        kind.radius = mrs_layer_number(layer, MRS_CIRCLE_RADIUS, view);
        kind.fill = faded(mrs_layer_color(layer, MRS_CIRCLE_COLOR, view),
                          mrs_layer_number(layer, MRS_CIRCLE_OPACITY, view));
        kind.stroke = faded(mrs_layer_color(layer, MRS_CIRCLE_STROKE_COLOR, view),
                            mrs_layer_number(layer, MRS_CIRCLE_STROKE_OPACITY, view));
        kind.stroke_width = mrs_layer_number(layer, MRS_CIRCLE_STROKE_WIDTH, view);
        return kind;
    }
    mrs_layer_text(layer, MRS_ICON_IMAGE, view, icon);
    kind.icon = icon->failed ? "" : icon->text;
    kind.icon_size = 15 * mrs_layer_number(layer, MRS_ICON_SIZE, view);
    kind.icon_color = mrs_layer_color(layer, MRS_ICON_COLOR, view);
    return kind;
}

static void draw_towns(mrs_sheet *sheet, const mrs_layer *layer)
{
    for (size_t i = 0; i < sheet->town_count; i++) {
        const mrs_town *town = &sheet->towns[i];
        styled_town s = {sheet, town};
        mrs_view view = town_view(&s);
        if (!town->labelled || town->under_mark || !mrs_layer_applies(layer, &view)) {
            continue;
        }
        mrs_buffer icon = {0};
        mrs_marker_kind kind = town_marker(layer, &view, &icon);
        mrs_scene_marker(sheet->scene, mrs_scene_marker_kind(sheet->scene, &kind), town->at);
        sheet->scene->failed |= icon.failed;
        mrs_buffer_clear(&icon);
    }
}

bool mrs_town_marker(mrs_sheet *sheet, const mrs_town *town, size_t *marker)
{
    bool found = false;
    for (size_t i = 0; i < mrs_style_layer_count(sheet->sources->style); i++) {
        const mrs_layer *layer = mrs_style_layer(sheet->sources->style, i);
        styled_town s = {sheet, town};
        mrs_view view = town_view(&s);
        bool drawn = layer->type == MRS_LAYER_CIRCLE ||
                     (layer->type == MRS_LAYER_SYMBOL && mrs_layer_has(layer, MRS_ICON_IMAGE));
        if (layer->source == MRS_SOURCE_PLACES && drawn && mrs_layer_applies(layer, &view)) {
            mrs_buffer icon = {0};
            mrs_marker_kind kind = town_marker(layer, &view, &icon);
            *marker = mrs_scene_marker_kind(sheet->scene, &kind);
            sheet->scene->failed |= icon.failed;
            mrs_buffer_clear(&icon);
            found = true;
        }
    }
    return found;
}

bool mrs_line_look(mrs_sheet *sheet, mrs_source_layer source, const mrs_feature *feature,
                   mrs_paint *out, size_t *count)
{
    *count = 0;
    for (size_t i = 0; i < mrs_style_layer_count(sheet->sources->style) && *count < 3; i++) {
        const mrs_layer *layer = mrs_style_layer(sheet->sources->style, i);
        styled s = styled_feature(sheet, feature);
        mrs_view view = styled_view(&s);
        if (layer->source == source && layer->type == MRS_LAYER_LINE &&
            mrs_layer_applies(layer, &view)) {
            out[(*count)++] = line_paint(layer, &view);
        }
    }
    return *count > 0;
}

/* --- Labels --- */

static void label_anchors(const mrs_layer *layer, const mrs_view *view, mrs_label *label)
{
    const char *anchors[MRS_STYLE_ARRAY_MAX];
    size_t count =
        mrs_layer_texts(layer, MRS_TEXT_VARIABLE_ANCHOR, view, anchors, MRS_STYLE_ARRAY_MAX);
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

static mrs_text_style label_style(const mrs_layer *layer, const mrs_view *view, const char *text)
{
    mrs_text_style style = {.size = mrs_layer_number(layer, MRS_TEXT_SIZE, view),
                            .align = MRS_ALIGN_CENTER};
    font_of(layer, view, &style);
    style.width = style.size * mrs_layer_number(layer, MRS_TEXT_MAX_WIDTH, view);
    style.rtl = marsad_text_script(text) == MARSAD_SCRIPT_ARABIC;
    style.italic = style.italic && !style.rtl; /* Arabic has no italic */
    if (!style.rtl) {                          /* letters that join cannot be spaced */
        style.letter_spacing = style.size * mrs_layer_number(layer, MRS_TEXT_LETTER_SPACING, view);
    }
    return style;
}

/* Asks for a label at a point; nothing where the style gives the feature no text. */
static marsad_status ask_label(mrs_sheet *sheet, size_t layer_index, const mrs_view *view,
                               mrs_point at, size_t place, mrs_point gap, marsad_error *error)
{
    const mrs_layer *layer = mrs_style_layer(sheet->sources->style, layer_index);
    mrs_buffer text = {0};
    mrs_layer_text(layer, MRS_TEXT_FIELD, view, &text);
    if (text.failed || !text.text[0]) {
        bool failed = text.failed;
        mrs_buffer_clear(&text);
        return failed ? mrs_fail_memory(error) : MARSAD_OK;
    }
    mrs_text_style style = label_style(layer, view, text.text);
    mrs_label label = {.layer = layer, .layer_index = layer_index, .anchor = at, .place = place};
    label.layout = mrs_type_set(sheet->type, text.text, &style);
    mrs_buffer_clear(&text);
    double offset[MRS_STYLE_ARRAY_MAX] = {0};
    mrs_layer_numbers(layer, MRS_TEXT_OFFSET, view, offset, MRS_STYLE_ARRAY_MAX);
    double least = fabs(offset[0]) * style.size;
    label.gap = (mrs_point){fmax(gap.x, least), fmax(gap.y, least)};
    label.priority = mrs_layer_number(layer, MRS_SYMBOL_SORT_KEY, view);
    label_anchors(layer, view, &label);
    double opacity = mrs_layer_number(layer, MRS_TEXT_OPACITY, view);
    label.color = faded(mrs_layer_color(layer, MRS_TEXT_COLOR, view), opacity);
    label.halo = faded(mrs_layer_color(layer, MRS_TEXT_HALO_COLOR, view), opacity);
    label.halo_width = mrs_layer_number(layer, MRS_TEXT_HALO_WIDTH, view);
    label.padding = mrs_layer_number(layer, MRS_TEXT_PADDING, view);
    label.allow_overlap = mrs_layer_flag(layer, MRS_TEXT_ALLOW_OVERLAP, view);
    marsad_status status = mrs_add_label(sheet, &label, error);
    if (status) {
        g_object_unref(label.layout);
    }
    return status;
}

static const double FARTHEST_NAME = 32; /* px, from a town to the edge of its name */

/* How far the name must stand from a town for the markers that cover it. */
static mrs_point gap_around(const mrs_sheet *sheet, const mrs_town *town)
{
    mrs_point gap = {0, 0};
    for (size_t g = 0; town->under_mark && g < sheet->group_count; g++) {
        mrs_rect box = sheet->groups[g].box;
        if (mrs_rect_distance(box, town->at) <= 0) {
            gap.x = fmax(gap.x, fmax(town->at.x - box.x, box.x + box.w - town->at.x) + 3);
            gap.y = fmax(gap.y, fmax(town->at.y - box.y, box.y + box.h - town->at.y) + 3);
        }
    }
    return gap;
}

static marsad_status ask_town_labels(mrs_sheet *sheet, size_t layer_index, marsad_error *error)
{
    const mrs_layer *layer = mrs_style_layer(sheet->sources->style, layer_index);
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < sheet->town_count; i++) {
        styled_town s = {sheet, &sheet->towns[i]};
        mrs_view view = town_view(&s);
        if (mrs_layer_applies(layer, &view)) {
            mrs_point gap = gap_around(sheet, &sheet->towns[i]);
            if (fmin(gap.x, gap.y) > FARTHEST_NAME) {
                continue; /* its name would stand too far away to be taken for its own */
            }
            status = ask_label(sheet, layer_index, &view, sheet->towns[i].at, i + 1, gap, error);
        }
    }
    return status;
}

/* Where the data put an area's label. */
static mrs_point area_label_point(const mrs_sheet *sheet, const mrs_feature *feature)
{
    mrs_rect f = sheet->frame.rect;
    mrs_point at = {f.x - 1e4, f.y - 1e4}; /* outside: the label looks for room in its area */
    mrs_value lon = mrs_feature_attribute(feature, "label_lon");
    mrs_value lat = mrs_feature_attribute(feature, "label_lat");
    if (lon.kind == MRS_VALUE_NUMBER && lat.kind == MRS_VALUE_NUMBER) {
        mrs_frame_to_page(&sheet->frame, (marsad_lonlat){lon.number, lat.number}, &at);
    }
    return at;
}

static marsad_status ask_area_labels(mrs_sheet *sheet, size_t layer_index,
                                     const mrs_feature_list *list, marsad_error *error)
{
    const mrs_layer *layer = mrs_style_layer(sheet->sources->style, layer_index);
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < list->count; i++) {
        styled s = styled_feature(sheet, &list->items[i]);
        mrs_view view = styled_view(&s);
        if (mrs_layer_applies(layer, &view)) {
            size_t before = sheet->label_count;
            status = ask_label(sheet, layer_index, &view, area_label_point(sheet, s.feature), 0,
                               (mrs_point){0, 0}, error);
            if (sheet->label_count > before && s.feature->path.closed) {
                mrs_label *label = &sheet->labels[before];
                label->area = &s.feature->path;
                label->priority -= mrs_path_area(&s.feature->path) * 1e-9;
            }
        }
    }
    return status;
}

marsad_status mrs_collect_labels(mrs_sheet *sheet, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < mrs_style_layer_count(sheet->sources->style); i++) {
        const mrs_layer *layer = mrs_style_layer(sheet->sources->style, i);
        if (layer->type != MRS_LAYER_SYMBOL || !mrs_layer_has(layer, MRS_TEXT_FIELD)) {
            continue;
        }
        if (layer->source == MRS_SOURCE_PLACES) {
            status = ask_town_labels(sheet, i, error);
        } else if (layer->source != MRS_SOURCE_INCIDENTS) {
            status = mrs_sheet_features(sheet, layer->source, error);
            if (!status) {
                status = ask_area_labels(sheet, i, &sheet->features[layer->source], error);
            }
        }
    }
    return status;
}

static void draw_labels(mrs_sheet *sheet, size_t layer_index)
{
    for (size_t i = 0; i < sheet->label_count; i++) {
        const mrs_label *label = &sheet->labels[i];
        if (label->placed && label->layer_index == layer_index) {
            mrs_scene_text(sheet->scene, label->layout, label->at, label->color, label->halo,
                           label->halo_width);
        }
    }
}

/* --- All layers --- */

static marsad_status draw_layer(mrs_sheet *sheet, size_t index, bool *marks_drawn,
                                marsad_error *error)
{
    const mrs_layer *layer = mrs_style_layer(sheet->sources->style, index);
    mrs_view none = {.zoom = sheet->frame.zoom};
    if (layer->type == MRS_LAYER_BACKGROUND) {
        if (mrs_layer_applies(layer, &none)) {
            mrs_paint paint =
                mrs_fill(faded(mrs_layer_color(layer, MRS_BACKGROUND_COLOR, &none),
                               mrs_layer_number(layer, MRS_BACKGROUND_OPACITY, &none)));
            mrs_scene_rect(sheet->scene, sheet->frame.rect, 0, &paint);
        }
        return MARSAD_OK;
    }
    if (layer->source == MRS_SOURCE_INCIDENTS) {
        if (!*marks_drawn) {
            mrs_draw_marks(sheet);
            *marks_drawn = true;
        }
        return MARSAD_OK;
    }
    if (layer->type == MRS_LAYER_FILL || layer->type == MRS_LAYER_LINE) {
        return draw_shapes(sheet, layer, error);
    }
    if (layer->source == MRS_SOURCE_PLACES &&
        (layer->type == MRS_LAYER_CIRCLE || mrs_layer_has(layer, MRS_ICON_IMAGE))) {
        draw_towns(sheet, layer);
    }
    draw_labels(sheet, index);
    return MARSAD_OK;
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

marsad_status mrs_draw_layers(mrs_sheet *sheet, marsad_error *error)
{
    bool marks_drawn = false;
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < mrs_style_layer_count(sheet->sources->style); i++) {
        const mrs_layer *layer = mrs_style_layer(sheet->sources->style, i);
        char id[96];
        char css[96];
        bool marks = layer->source == MRS_SOURCE_INCIDENTS;
        snprintf(id, sizeof id, "%s%.80s", marks ? "" : "layer-", layer->id);
        make_id(id);
        snprintf(css, sizeof css, "layer layer-%.70s", mrs_source_layer_name(layer->source));
        mrs_scene_begin(sheet->scene, id, css, NULL);
        status = draw_layer(sheet, i, &marks_drawn, error);
        mrs_scene_end(sheet->scene);
    }
    return status;
}
