#include <string.h>

#include "base/fail.h"
#include "map/style_expr.h"
#include "map/style_model.h"
#include "map/style_property.h"

static const char source_name[] = "marsad";

enum { MAX_ZOOM = 24 };

static marsad_status check_object(const mrs_checker *checker, const mrs_path *path,
                                  struct json_object *json)
{
    return json_object_is_type(json, json_type_object)
               ? MARSAD_OK
               : mrs_check_fail(checker, path, "expected an object, but this is %s",
                                mrs_json_kind(json));
}

static marsad_status check_keys(const mrs_checker *checker, const mrs_path *path,
                                struct json_object *json, const char *const *known)
{
    marsad_status status = check_object(checker, path, json);
    if (status) {
        return status;
    }
    json_object_object_foreach(json, key, value)
    {
        (void)value;
        if (mrs_word_index(key, known) < 0) {
            return mrs_check_fail_word(checker, path, "unknown key", key, known);
        }
    }
    return MARSAD_OK;
}

static marsad_status require(const mrs_checker *checker, const mrs_path *path,
                             struct json_object *json, const char *key, struct json_object **out)
{
    return json_object_object_get_ex(json, key, out)
               ? MARSAD_OK
               : mrs_check_fail(checker, path, "\"%s\" is missing", key);
}

/* --- Properties --- */

static marsad_status fail_property(const mrs_checker *checker, const mrs_path *path,
                                   const char *name, mrs_layer_type type, bool layout)
{
    mrs_path here = mrs_path_key(path, name);
    const char *near[MRS_PROPERTY_COUNT + 2] = {NULL};
    size_t count = 0;
    for (int i = 0; i < MRS_PROPERTY_COUNT; i++) {
        const mrs_property_spec *spec = mrs_property_describe((mrs_property)i);
        if (strcmp(spec->name, name) == 0) {
            return spec->type == type
                       ? mrs_check_fail(checker, &here, "this property belongs under \"%s\"",
                                        spec->layout ? "layout" : "paint")
                       : mrs_check_fail(
                             checker, &here, "this property is for %s layers, but the layer is %s",
                             mrs_layer_type_names[spec->type], mrs_layer_type_names[type]);
        }
        if (spec->type == type && spec->layout == layout) {
            near[count++] = spec->name;
        }
    }
    if (layout) {
        near[count] = "visibility";
    }
    return mrs_check_fail_word(checker, &here, "unknown property", name, near);
}

static int find_property(const char *name, mrs_layer_type type, bool layout)
{
    for (int i = 0; i < MRS_PROPERTY_COUNT; i++) {
        const mrs_property_spec *spec = mrs_property_describe((mrs_property)i);
        if (spec->type == type && spec->layout == layout && strcmp(spec->name, name) == 0) {
            return i;
        }
    }
    return -1;
}

static marsad_status read_visibility(const mrs_checker *checker, const mrs_path *path,
                                     struct json_object *json, bool *visible)
{
    static const char *const words[] = {"visible", "none", NULL};
    const char *text = NULL;
    marsad_status status = mrs_check_text(checker, path, json, &text);
    if (status) {
        return status;
    }
    int word = mrs_word_index(text, words);
    *visible = word == 0;
    return word < 0 ? mrs_check_fail_word(checker, path, "unknown value", text, words) : MARSAD_OK;
}

static marsad_status read_property(const mrs_checker *checker, const mrs_path *path,
                                   struct json_object *json, mrs_property property,
                                   mrs_layer *layer)
{
    const mrs_property_spec *spec = mrs_property_describe(property);
    const mrs_expr *expr = NULL;
    marsad_status status =
        mrs_expr_compile(checker, path, json, &spec->expected, MRS_ZOOM_CURVE, &expr);
    if (status) {
        return status;
    }
    if (expr->uses_feature && !spec->per_feature) {
        return mrs_check_fail(checker, path,
                              "this property may vary with the zoom, but not with the feature");
    }
    layer->values[property] = expr;
    return MARSAD_OK;
}

static marsad_status read_properties(const mrs_checker *checker, const mrs_path *parent,
                                     struct json_object *json, bool layout, mrs_layer *layer)
{
    mrs_path path = mrs_path_key(parent, layout ? "layout" : "paint");
    marsad_status status = check_object(checker, &path, json);
    if (status) {
        return status;
    }
    json_object_object_foreach(json, name, value)
    {
        mrs_path here = mrs_path_key(&path, name);
        int property = find_property(name, layer->type, layout);
        if (layout && strcmp(name, "visibility") == 0) {
            status = read_visibility(checker, &here, value, &layer->visible);
        } else if (property < 0) {
            status = fail_property(checker, &path, name, layer->type, layout);
        } else {
            status = read_property(checker, &here, value, (mrs_property)property, layer);
        }
        if (status) {
            return status;
        }
    }
    return MARSAD_OK;
}

/* --- Layers --- */

static marsad_status read_word(const mrs_checker *checker, const mrs_path *parent,
                               struct json_object *layer, const char *key, const char *what,
                               const char *const *words, int *out)
{
    struct json_object *json = NULL;
    const char *text = NULL;
    mrs_path path = mrs_path_key(parent, key);
    marsad_status status = require(checker, parent, layer, key, &json);
    if (!status) {
        status = mrs_check_text(checker, &path, json, &text);
    }
    if (status) {
        return status;
    }
    *out = mrs_word_index(text, words);
    return *out < 0 ? mrs_check_fail_word(checker, &path, what, text, words) : MARSAD_OK;
}

static marsad_status read_id(const mrs_checker *checker, const mrs_path *parent,
                             struct json_object *json, const marsad_style *style, mrs_layer *layer)
{
    struct json_object *id = NULL;
    mrs_path path = mrs_path_key(parent, "id");
    marsad_status status = require(checker, parent, json, "id", &id);
    if (!status) {
        status = mrs_check_text(checker, &path, id, &layer->id);
    }
    for (size_t i = 0; !status && i < style->layer_count; i++) {
        if (strcmp(style->layers[i].id, layer->id) == 0) {
            status = mrs_check_fail(checker, &path, "layers[%zu] has the id \"%.60s\" too", i,
                                    layer->id);
        }
    }
    return status;
}

static marsad_status read_source(const mrs_checker *checker, const mrs_path *parent,
                                 struct json_object *json, mrs_layer *layer)
{
    static const char *const sources[] = {source_name, NULL};
    int found = 0;
    if (layer->type == MRS_LAYER_BACKGROUND) {
        if (json_object_object_get_ex(json, "source", NULL) ||
            json_object_object_get_ex(json, "source-layer", NULL)) {
            return mrs_check_fail(checker, parent, "a background layer has no source");
        }
        return MARSAD_OK;
    }
    marsad_status status =
        read_word(checker, parent, json, "source", "unknown source", sources, &found);
    if (!status) {
        status = read_word(checker, parent, json, "source-layer", "unknown source layer",
                           mrs_source_layer_names, &found);
    }
    layer->source = (mrs_source_layer)(found + 1);
    return status;
}

static marsad_status read_zoom(const mrs_checker *checker, const mrs_path *parent,
                               struct json_object *json, const char *key, double *out)
{
    struct json_object *value = NULL;
    mrs_path path = mrs_path_key(parent, key);
    if (!json_object_object_get_ex(json, key, &value)) {
        return MARSAD_OK;
    }
    marsad_status status = mrs_check_number(checker, &path, value, out);
    if (!status && (*out < 0 || *out > MAX_ZOOM)) {
        status = mrs_check_fail(checker, &path, "expected a number from 0 to %d, not %g",
                                (int)MAX_ZOOM, *out);
    }
    return status;
}

static marsad_status read_filter(const mrs_checker *checker, const mrs_path *parent,
                                 struct json_object *json, mrs_layer *layer)
{
    static const mrs_expected a_flag = {.kind = MRS_KIND_FLAG, .fixed = true};
    struct json_object *filter = NULL;
    mrs_path path = mrs_path_key(parent, "filter");
    if (!json_object_object_get_ex(json, "filter", &filter)) {
        return MARSAD_OK;
    }
    return mrs_expr_compile(checker, &path, filter, &a_flag, MRS_ZOOM_ANYWHERE, &layer->filter);
}

static marsad_status read_sections(const mrs_checker *checker, const mrs_path *path,
                                   struct json_object *json, mrs_layer *layer)
{
    struct json_object *section = NULL;
    marsad_status status = read_filter(checker, path, json, layer);
    if (!status && json_object_object_get_ex(json, "layout", &section)) {
        status = read_properties(checker, path, section, true, layer);
    }
    if (!status && json_object_object_get_ex(json, "paint", &section)) {
        status = read_properties(checker, path, section, false, layer);
    }
    return status;
}

static marsad_status read_layer(const mrs_checker *checker, const mrs_path *path,
                                struct json_object *json, marsad_style *style)
{
    static const char *const keys[] = {"id",      "type",     "source", "source-layer",
                                       "minzoom", "maxzoom",  "filter", "layout",
                                       "paint",   "metadata", NULL};
    mrs_layer *layer = &style->layers[style->layer_count];
    *layer = (mrs_layer){.max_zoom = MAX_ZOOM, .visible = true, .style = style};
    int type = 0;
    marsad_status status = check_keys(checker, path, json, keys);
    if (!status) {
        status = read_id(checker, path, json, style, layer);
    }
    if (!status) {
        status = read_word(checker, path, json, "type", "unknown layer type", mrs_layer_type_names,
                           &type);
        layer->type = (mrs_layer_type)type;
    }
    if (!status) {
        status = read_source(checker, path, json, layer);
    }
    if (!status) {
        status = read_zoom(checker, path, json, "minzoom", &layer->min_zoom);
    }
    if (!status) {
        status = read_zoom(checker, path, json, "maxzoom", &layer->max_zoom);
    }
    if (!status) {
        status = read_sections(checker, path, json, layer);
    }
    if (!status) {
        style->layer_count++;
    }
    return status;
}

static marsad_status read_layers(const mrs_checker *checker, struct json_object *root,
                                 marsad_style *style)
{
    struct json_object *layers = NULL;
    mrs_path path = mrs_path_key(NULL, "layers");
    marsad_status status = require(checker, NULL, root, "layers", &layers);
    if (status) {
        return status;
    }
    if (!json_object_is_type(layers, json_type_array)) {
        return mrs_check_fail(checker, &path, "expected an array, but this is %s",
                              mrs_json_kind(layers));
    }
    size_t count = json_object_array_length(layers);
    style->layers = mrs_arena_alloc(checker->arena, count, sizeof *style->layers);
    if (!style->layers) {
        return mrs_fail_memory(checker->error);
    }
    for (size_t i = 0; !status && i < count; i++) {
        mrs_path here = mrs_path_index(&path, i);
        status = read_layer(checker, &here, json_object_array_get_idx(layers, i), style);
    }
    return status;
}

/* --- Root --- */

static marsad_status check_version(const mrs_checker *checker, struct json_object *root)
{
    struct json_object *version = NULL;
    mrs_path path = mrs_path_key(NULL, "version");
    double number = 0;
    marsad_status status = require(checker, NULL, root, "version", &version);
    if (!status) {
        status = mrs_check_number(checker, &path, version, &number);
    }
    if (!status && (number < 8 || number > 8)) {
        status = mrs_check_fail(checker, &path, "expected 8, not %g", number);
    }
    return status;
}

static marsad_status check_sources(const mrs_checker *checker, struct json_object *root)
{
    static const char *const names[] = {source_name, NULL};
    static const char *const types[] = {"vector", NULL};
    struct json_object *sources = NULL;
    struct json_object *source = NULL;
    mrs_path path = mrs_path_key(NULL, "sources");
    mrs_path here = mrs_path_key(&path, source_name);
    int found = 0;
    marsad_status status = require(checker, NULL, root, "sources", &sources);
    if (!status) {
        status = check_keys(checker, &path, sources, names);
    }
    if (!status) {
        status = require(checker, &path, sources, source_name, &source);
    }
    if (!status) {
        status = check_object(checker, &here, source);
    }
    return status ? status
                  : read_word(checker, &here, source, "type", "unknown source type", types, &found);
}

static marsad_status read_root_text(const mrs_checker *checker, struct json_object *root,
                                    const char *key, const char **out)
{
    struct json_object *json = NULL;
    mrs_path path = mrs_path_key(NULL, key);
    *out = "";
    return json_object_object_get_ex(root, key, &json) ? mrs_check_text(checker, &path, json, out)
                                                       : MARSAD_OK;
}

marsad_status mrs_style_read(const mrs_checker *checker, struct json_object *root,
                             marsad_style *style)
{
    static const char *const keys[] = {"version",  "name",   "sources", "layers",
                                       "metadata", "glyphs", "sprite",  NULL};
    struct json_object *metadata = NULL;
    const char *ignored = NULL;
    marsad_status status = check_keys(checker, NULL, root, keys);
    if (!status) {
        status = check_version(checker, root);
    }
    if (!status) {
        status = read_root_text(checker, root, "name", &style->name);
    }
    if (!status) {
        status = read_root_text(checker, root, "glyphs", &ignored);
    }
    if (!status) {
        status = read_root_text(checker, root, "sprite", &ignored);
    }
    if (!status) {
        status = check_sources(checker, root);
    }
    if (!status) {
        json_object_object_get_ex(root, "metadata", &metadata);
        status = mrs_style_read_furniture(checker, metadata, style);
    }
    return status ? status : read_layers(checker, root, style);
}
