/* Features and towns as the style sees them; and the reading of features, once each. */
#include "map/features.h"
#include "map/front_sheet.h"
#include "map/label_names.h"
#include "map/panes.h"
#include "map/symbols.h"

#include <string.h>

#include "base/fail.h"

static const char DISPUTED_TABLE[] = "boundaries_disputed"; /* it holds nothing else */

/* A country is in focus if an incident happened in it. */
static bool in_focus(const mrs_styled *s)
{
    const char *iso = mrs_feature_text(s->feature, "iso_a2");
    const mrs_census *census = s->pane->sheet->census;
    for (size_t i = 0; iso[0] && i < census->country_count; i++) {
        if (strcmp(census->countries[i], iso) == 0) {
            return true;
        }
    }
    return false;
}

static mrs_value styled_property(const void *feature, const char *name)
{
    const mrs_styled *s = feature;
    if (strcmp(name, "name") == 0) {
        const mrs_sheet *sheet = s->pane->sheet;
        return mrs_value_text(mrs_feature_name(sheet, s->feature, sheet->lang));
    }
    if (strcmp(name, "focus") == 0) {
        return mrs_value_flag(in_focus(s));
    }
    if (strcmp(name, "disputed") == 0) {
        mrs_value value = mrs_feature_attribute(s->feature, name);
        return mrs_value_flag(strcmp(s->feature->table, DISPUTED_TABLE) == 0 ||
                              (value.kind == MRS_VALUE_NUMBER && value.number != 0));
    }
    if (strcmp(name, "derived") == 0) {
        return mrs_value_flag(mrs_feature_attribute(s->feature, name).number != 0);
    }
    mrs_value value = mrs_feature_attribute(s->feature, name);
    if (value.kind == MRS_VALUE_NULL && strcmp(name, "kind") == 0) {
        return mrs_value_text("country"); /* seas say what they are; the rest is countries */
    }
    return value;
}

mrs_view mrs_feature_view(const mrs_styled *s)
{
    return (mrs_view){s->pane->frame.zoom, styled_property, s};
}

static mrs_value town_property(const void *feature, const char *name)
{
    const mrs_styled_town *s = feature;
    const marsad_place *place = s->town->place;
    if (strcmp(name, "name") == 0) {
        const mrs_sheet *sheet = s->pane->sheet;
        return mrs_value_text(mrs_town_label(sheet, s->town, sheet->lang));
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

mrs_view mrs_town_view(const mrs_styled_town *s)
{
    return (mrs_view){s->pane->frame.zoom, town_property, s};
}

mrs_color mrs_faded(mrs_color color, double opacity)
{
    color.a *= opacity;
    return color;
}

void mrs_circle_look(const mrs_layer *layer, const mrs_view *view, mrs_marker_kind *out)
{
    out->radius = mrs_layer_number(layer, MRS_CIRCLE_RADIUS, view);
    out->fill = mrs_faded(mrs_layer_color(layer, MRS_CIRCLE_COLOR, view),
                          mrs_layer_number(layer, MRS_CIRCLE_OPACITY, view));
    out->stroke = mrs_faded(mrs_layer_color(layer, MRS_CIRCLE_STROKE_COLOR, view),
                            mrs_layer_number(layer, MRS_CIRCLE_STROKE_OPACITY, view));
    out->stroke_width = mrs_layer_number(layer, MRS_CIRCLE_STROKE_WIDTH, view);
}

void mrs_icon_look(const mrs_layer *layer, const mrs_view *view, mrs_buffer *icon,
                   mrs_marker_kind *out)
{
    mrs_layer_text(layer, MRS_ICON_IMAGE, view, icon);
    out->icon = icon->failed ? "" : icon->text;
    out->icon_size = 15 * mrs_layer_number(layer, MRS_ICON_SIZE, view);
    out->icon_color = mrs_faded(mrs_layer_color(layer, MRS_ICON_COLOR, view),
                                mrs_layer_number(layer, MRS_ICON_OPACITY, view));
}

/* --- Reading --- */

static marsad_status read_table(mrs_pane *pane, const char *table, bool dissolve,
                                mrs_feature_list *out, marsad_error *error)
{
    if (!mrs_basemap_has(pane->sheet->basemap, table)) {
        return MARSAD_OK;
    }
    return mrs_basemap_read(pane->sheet->basemap, table, &pane->frame, dissolve, out, error);
}

marsad_status mrs_pane_features(mrs_pane *pane, mrs_source_layer source, marsad_error *error)
{
    if (pane->features_read[source]) {
        return MARSAD_OK;
    }
    pane->features_read[source] = true;
    if (pane->role == MRS_PANE_FACET) {
        return mrs_facet_features(pane, source, error);
    }
    mrs_feature_list *out = &pane->features[source];
    marsad_status status;
    switch (source) {
    case MRS_SOURCE_LAND:
        return read_table(pane, "land", true, out, error);
    case MRS_SOURCE_LAKES:
        return read_table(pane, "lakes", false, out, error);
    case MRS_SOURCE_COUNTRIES:
        return read_table(pane, "countries", false, out, error);
    case MRS_SOURCE_ROADS:
        return read_table(pane, "roads", false, out, error);
    case MRS_SOURCE_BORDERS:
        status = read_table(pane, "boundaries", false, out, error);
        return status ? status : read_table(pane, DISPUTED_TABLE, false, &pane->disputed, error);
    case MRS_SOURCE_ADMIN1:
        status = read_table(pane, "admin1", false, out, error);
        return status ? status
                      : read_table(pane, "admin1_lines", false, &pane->admin1_lines, error);
    case MRS_SOURCE_LABELS:
        status = read_table(pane, "labels", false, out, error);
        return status ? status : read_table(pane, "countries", false, out, error);
    case MRS_SOURCE_CONTROL:
        status = pane->sheet->front ? mrs_pane_features(pane, MRS_SOURCE_LAND, error) : MARSAD_OK;
        return status ? status : mrs_front_control(pane, out, error);
    case MRS_SOURCE_FRONT:
        status = pane->sheet->front ? mrs_pane_features(pane, MRS_SOURCE_LAND, error) : MARSAD_OK;
        return status ? status : mrs_front_lines(pane, out, error);
    default:
        return MARSAD_OK; /* made from the events */
    }
}
