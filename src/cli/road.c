/* The way along the basemap's roads between two places. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

/* How far from a road a place may lie: its radius, for somewhere in it the road may pass; a little
   in any case, for schematic roads run straight from town to town; but not across a district. */
static double reach_of(const marsad_place *place)
{
    return fmin(fmax(place->uncertainty_m, 5000), 25000);
}

static const char *name_of(const marsad_place *place)
{
    return marsad_place_name(place, MARSAD_LANG_EN);
}

/* Tells in `out` if no road comes near enough to the place. */
static marsad_status check_end(const marsad_roads *roads, const marsad_place *place, cli_road *out,
                               marsad_error *error)
{
    marsad_road_path here = {0};
    marsad_status status =
        marsad_roads_between(roads, place->at, place->at, reach_of(place), &here, error);
    marsad_road_path_clear(&here);
    if (status == MARSAD_ERR_NOT_FOUND) {
        char reach[CLI_TEXT];
        cli_length_text(reach, reach_of(place), MARSAD_UNIT_KM);
        snprintf(out->why_not, sizeof out->why_not, "no road of the basemap comes within %s of %s",
                 reach, name_of(place));
        return MARSAD_OK;
    }
    return status;
}

static marsad_status find(const marsad_roads *roads, const marsad_place *from,
                          const marsad_place *to, cli_road *out, marsad_error *error)
{
    marsad_status status = check_end(roads, from, out, error);
    if (!status && !out->why_not[0]) {
        status = check_end(roads, to, out, error);
    }
    if (status || out->why_not[0]) {
        return status;
    }
    status = marsad_roads_between(roads, from->at, to->at, fmax(reach_of(from), reach_of(to)),
                                  &out->path, error);
    if (status == MARSAD_ERR_NOT_FOUND) {
        snprintf(out->why_not, sizeof out->why_not, "the basemap's roads do not connect %s and %s",
                 name_of(from), name_of(to));
        return MARSAD_OK;
    }
    if (!status && out->path.count < 2) {
        snprintf(out->why_not, sizeof out->why_not, "%s and %s are nearest to the same point of %s",
                 name_of(from), name_of(to), "the basemap's roads");
    }
    return status;
}

int cli_find_road(const marsad_roads *roads, const marsad_place *from, const marsad_place *to,
                  cli_road *out)
{
    marsad_error error = {0};
    *out = (cli_road){0};
    if (!roads) {
        snprintf(out->why_not, sizeof out->why_not, "the data folder has no basemap with roads");
        return CLI_DONE;
    }
    return find(roads, from, to, out, &error) ? cli_fail(&error) : CLI_DONE;
}

static const char *stretch_name(const marsad_road_stretch *stretch, marsad_lang lang)
{
    const char *name =
        lang == MARSAD_LANG_AR && stretch->name_ar[0] ? stretch->name_ar : stretch->name;
    return name[0] ? name : "a road without a name";
}

/* "A; B"; NULL if memory is out. */
static char *road_names(const cli_road *road, marsad_lang lang)
{
    char *text = NULL;
    size_t size;
    FILE *stream = open_memstream(&text, &size);
    if (!stream) {
        return NULL;
    }
    for (size_t i = 0; i < road->path.road_count; i++) {
        fprintf(stream, "%s%s", i ? "; " : "", stretch_name(&road->path.roads[i], lang));
    }
    fclose(stream);
    return text;
}

static struct json_object *json_stretches(const marsad_road_path *path)
{
    struct json_object *list = json_object_new_array();
    for (size_t i = 0; i < path->road_count; i++) {
        const marsad_road_stretch *stretch = &path->roads[i];
        struct json_object *object = json_object_new_object();
        json_object_object_add(object, "name", json_object_new_string(stretch->name));
        json_object_object_add(object, "name_ar", json_object_new_string(stretch->name_ar));
        json_object_object_add(object, "length_m", cli_json_number(stretch->length_m, 1));
        json_object_object_add(object, "schematic", json_object_new_boolean(stretch->schematic));
        json_object_array_add(list, object);
    }
    return list;
}

static struct json_object *json_road(const cli_road *road)
{
    const marsad_road_path *path = &road->path;
    if (road->why_not[0]) {
        return NULL;
    }
    struct json_object *object = json_object_new_object();
    json_object_object_add(object, "distance_m", cli_json_number(path->length_m, 1));
    json_object_object_add(object, "roads", json_stretches(path));
    json_object_object_add(object, "schematic", json_object_new_boolean(path->schematic));
    json_object_object_add(object, "from_snap_m", cli_json_number(path->from_snap_m, 1));
    json_object_object_add(object, "to_snap_m", cli_json_number(path->to_snap_m, 1));
    return object;
}

/* ---- the three ways of telling -------------------------------------------------------------- */

static void write_text(FILE *stream, const cli_road *road, const cli_telling *telling)
{
    const marsad_road_path *path = &road->path;
    char length[CLI_TEXT], from_snap[CLI_TEXT], to_snap[CLI_TEXT];
    char *names = road_names(road, telling->lang);
    cli_length_text(length, path->length_m, telling->unit);
    cli_length_text(from_snap, path->from_snap_m, MARSAD_UNIT_KM);
    cli_length_text(to_snap, path->to_snap_m, MARSAD_UNIT_KM);
    fprintf(stream, "about %s along %s%s", length, names ? names : "",
            path->schematic ? " (schematic)" : "");
    if (path->from_snap_m >= 1 || path->to_snap_m >= 1) {
        fprintf(stream, "; the places lie %s and %s from it", from_snap, to_snap);
    }
    free(names);
}

int cli_road_text(const marsad_roads *roads, const marsad_place *from, const marsad_place *to,
                  const cli_telling *telling, char **out)
{
    cli_road road;
    size_t size;
    *out = NULL;
    int status = cli_find_road(roads, from, to, &road);
    FILE *stream = status ? NULL : open_memstream(out, &size);
    if (stream && road.why_not[0]) {
        fprintf(stream, "none: %s", road.why_not);
    } else if (stream) {
        write_text(stream, &road, telling);
    }
    if (!status && (!stream || fclose(stream) != 0)) {
        cli_note("out of memory");
        status = CLI_FAILURE;
    }
    marsad_road_path_clear(&road.path);
    return status;
}

int cli_json_add_road(struct json_object *object, const marsad_roads *roads,
                      const marsad_place *from, const marsad_place *to)
{
    cli_road road;
    int status = cli_find_road(roads, from, to, &road);
    json_object_object_add(object, "road", status ? NULL : json_road(&road));
    json_object_object_add(object, "road_note", cli_json_text(road.why_not));
    marsad_road_path_clear(&road.path);
    return status;
}

size_t cli_road_header(const char *out[CLI_ROAD_COLUMNS])
{
    static const char *const names[CLI_ROAD_COLUMNS] = {"road_distance_m", "roads",
                                                        "road_schematic",  "road_from_snap_m",
                                                        "road_to_snap_m",  "road_note"};
    memcpy(out, names, sizeof names);
    return CLI_ROAD_COLUMNS;
}

int cli_road_row(const marsad_roads *roads, const marsad_place *from, const marsad_place *to,
                 marsad_lang lang, cli_road_cells *cells, const char *out[CLI_ROAD_COLUMNS])
{
    cli_road road;
    *cells = (cli_road_cells){0};
    int status = cli_find_road(roads, from, to, &road);
    bool found = !status && !road.why_not[0];
    if (found) {
        snprintf(cells->length, sizeof cells->length, "%.1f", road.path.length_m);
        snprintf(cells->from_snap, sizeof cells->from_snap, "%.1f", road.path.from_snap_m);
        snprintf(cells->to_snap, sizeof cells->to_snap, "%.1f", road.path.to_snap_m);
        cells->names = road_names(&road, lang);
    }
    snprintf(cells->note, sizeof cells->note, "%s", road.why_not);
    const char *const texts[CLI_ROAD_COLUMNS] = {
        cells->length,    cells->names,   found ? (road.path.schematic ? "true" : "false") : "",
        cells->from_snap, cells->to_snap, cells->note};
    memcpy(out, texts, sizeof texts);
    marsad_road_path_clear(&road.path);
    return status;
}
