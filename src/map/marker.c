/* The marker of an incident: what the style makes of it, and the symbols' colours and sizes. */
#include <string.h>

#include "base/memory.h"
#include "map/features.h"
#include "map/panes.h"
#include "map/symbols.h"

/* --- Incidents as the style sees them --- */

static mrs_value incident_property(const void *feature, const char *name)
{
    const marsad_incident *incident = feature;
    const struct {
        const char *name;
        const char *text;
    } texts[] = {{"type", marsad_incident_type_name(incident->type)},
                 {"actor1", incident->actor1},
                 {"actor2", incident->actor2},
                 {"controller_after", incident->controller_after},
                 {"country", incident->country}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (strcmp(name, texts[i].name) == 0) {
            return mrs_value_text(texts[i].text);
        }
    }
    if (strcmp(name, "killed") == 0 && incident->killed >= 0) {
        return mrs_value_number((double)incident->killed);
    }
    if (strcmp(name, "injured") == 0 && incident->injured >= 0) {
        return mrs_value_number((double)incident->injured);
    }
    if (strcmp(name, "uncertainty_m") == 0) {
        return mrs_value_number(incident->uncertainty_m);
    }
    return mrs_value_null();
}

/* The main map's: markers are of one size on all of the sheet. */
static double zoom_of(const mrs_pane *pane)
{
    return pane->sheet->panes[0].frame.zoom;
}

mrs_view mrs_incident_view(const mrs_pane *pane, const marsad_incident *incident)
{
    return (mrs_view){zoom_of(pane), incident_property, incident};
}

/* The last layer of this type that shows the incident, or NULL. */
static const mrs_layer *incident_layer(const mrs_pane *pane, mrs_layer_type type,
                                       const mrs_view *view)
{
    const mrs_layer *found = NULL;
    for (size_t i = 0; i < mrs_style_layer_count(pane->sheet->sources->style); i++) {
        const mrs_layer *layer = mrs_style_layer(pane->sheet->sources->style, i);
        if (layer->source == MRS_SOURCE_INCIDENTS && layer->type == type &&
            mrs_layer_applies(layer, view)) {
            found = layer;
        }
    }
    return found;
}

/* The marker that the style's circle and symbol layers give an incident. */
static mrs_marker_kind styled(const mrs_pane *pane, const mrs_view *view, mrs_buffer *icon)
{
    const mrs_layer *circle = incident_layer(pane, MRS_LAYER_CIRCLE, view);
    const mrs_layer *symbol = incident_layer(pane, MRS_LAYER_SYMBOL, view);
    mrs_marker_kind kind = {.icon = "", .radius = 5};
    if (circle) {
        mrs_circle_look(circle, view, &kind);
    }
    if (symbol && mrs_layer_has(symbol, MRS_ICON_IMAGE)) {
        mrs_icon_look(symbol, view, icon, &kind);
    }
    return kind;
}

/* --- Those that the style tells by type alone --- */

/* An incident whose properties other than its type are watched. */
typedef struct watched {
    const marsad_incident *incident;
    bool *others_asked;
} watched;

static mrs_value watch_property(const void *feature, const char *name)
{
    const watched *w = feature;
    if (strcmp(name, "type") != 0) {
        *w->others_asked = true;
    }
    return incident_property(w->incident, name);
}

/* The style's marker for the incident. Where the style asked for nothing but the type, all
 * incidents of the type have the same, and it is kept. Its icon lives as long as the sheet's
 * symbols, or in `icon`. */
static mrs_marker_kind marker_of(mrs_pane *pane, const marsad_incident *incident, mrs_buffer *icon)
{
    mrs_symbols *s = pane->sheet->symbols;
    bool others = false;
    watched w = {incident, &others};
    mrs_view view = {zoom_of(pane), watch_property, &w};
    if (!s) {
        return styled(pane, &view, icon);
    }
    mrs_kept_marker *kept = &s->markers[incident->type];
    if (kept->icon && kept->zoom == zoom_of(pane)) {
        return kept->kind;
    }
    mrs_marker_kind kind = styled(pane, &view, icon);
    if (!others) {
        mrs_free(kept->icon);
        kept->icon = mrs_strdup(kind.icon);
        kept->kind = kind;
        kept->kind.icon = kept->icon;
        kept->zoom = zoom_of(pane);
    }
    return kind;
}

enum { NO_INCIDENT = -1 };

/* `index` is the incident's among the events, or NO_INCIDENT. */
static size_t add_marker(mrs_pane *pane, const marsad_incident *incident, long index, double scale,
                         double *radius)
{
    mrs_buffer icon = {0};
    mrs_marker_kind kind = marker_of(pane, incident, &icon);
    kind.radius *= scale;
    kind.icon_size *= scale;
    if (index != NO_INCIDENT) {
        mrs_apply_symbol(pane->sheet, (size_t)index, &kind);
    }
    *radius = kind.radius + kind.stroke_width / 2;
    size_t marker = mrs_scene_marker_kind(pane->sheet->scene, &kind);
    pane->sheet->scene->failed |= icon.failed;
    mrs_buffer_clear(&icon);
    return marker;
}

void mrs_mark_marker(mrs_pane *pane, mrs_mark *mark)
{
    mark->marker_kind = add_marker(pane, mark->incident, (long)mark->number - 1,
                                   mrs_marker_scale(pane), &mark->radius);
}

/* An incident of which only the type is known. */
static marsad_incident incident_of(marsad_incident_type type)
{
    return (marsad_incident){.type = type,
                             .actor1 = "",
                             .actor2 = "",
                             .controller_after = "",
                             .country = "",
                             .killed = -1,
                             .injured = -1};
}

size_t mrs_type_marker(mrs_pane *pane, marsad_incident_type type, double scale)
{
    marsad_incident incident = incident_of(type);
    double radius;
    return add_marker(pane, &incident, NO_INCIDENT, scale, &radius);
}

mrs_color mrs_type_color(mrs_pane *pane, marsad_incident_type type)
{
    marsad_incident incident = incident_of(type);
    mrs_buffer icon = {0};
    mrs_marker_kind kind = marker_of(pane, &incident, &icon);
    mrs_buffer_clear(&icon);
    return kind.fill;
}
