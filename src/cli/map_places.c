/* marsad map: the places that --around and --inset name. */
#include <stdlib.h>
#include <string.h>

#include "cli/map.h"

/* --- A place and the kilometres around it --- */

/* Reads "Misrata:60" as a name, to be freed, and metres. */
static int split_around(const cli_args *args, const char *option, const char *text, char **name,
                        double *metres)
{
    const char *colon = strrchr(text, ':');
    char *end = NULL;
    double km = colon ? strtod(colon + 1, &end) : 0;
    if (!colon || colon == text || end == colon + 1 || (*end && strcmp(end, "km") != 0) ||
        !(km > 0 && km <= 10000)) {
        return cli_usage_error(args,
                               "--%s takes a place and kilometres, such as Misrata:60, not "
                               "\"%s\"",
                               option, text);
    }
    *name = strndup(text, (size_t)(colon - text));
    *metres = km * 1000;
    return *name ? CLI_DONE : CLI_FAILURE;
}

/* The place called `name`, to be freed; a message and CLI_INPUT if there is not one. */
static int find_centre(const char *option, const cli_places *places,
                       const marsad_resolve_options *how, const char *name,
                       marsad_resolution **found)
{
    marsad_error error;
    if (marsad_resolve(places->resolver, name, how, found, &error)) {
        cli_note("--%s: \"%s\": %s", option, name, error.message);
        return CLI_INPUT;
    }
    if ((*found)->status != MARSAD_RESOLVED) {
        cli_note("--%s: \"%s\" is %s: %s", option, name,
                 marsad_resolve_status_text((*found)->status), (*found)->reason);
        marsad_resolution_free(*found);
        *found = NULL;
        return CLI_INPUT;
    }
    return CLI_DONE;
}

/* --- The surroundings of a place --- */

/* Frames the map on the place called `name`. */
static int frame_on(const cli_places *places, const marsad_resolve_options *how, const char *name,
                    double metres, marsad_map_options *options)
{
    marsad_resolution *found = NULL;
    int status = find_centre("around", places, how, name, &found);
    if (!status) {
        const marsad_place *place = found->candidates[0].place;
        options->bbox = marsad_bbox_around(place->at, metres);
        options->has_bbox = true;
        bool listed = place->feature_code[0]; /* a point has neither kind nor country */
        cli_note("showing %g km around %s%s%s%s%s", metres / 1000, place->name, listed ? " (" : "",
                 place->feature_code, listed ? "), " : "", listed ? place->country : "");
    }
    marsad_resolution_free(found);
    return status;
}

int cli_frame_around(const cli_args *args, const cli_places *places,
                     const marsad_resolve_options *how, marsad_map_options *options)
{
    const char *text = cli_value(args, "around");
    char *name = NULL;
    double metres = 0;
    if (!text) {
        return CLI_DONE;
    }
    int status = split_around(args, "around", text, &name, &metres);
    status = status ? status : frame_on(places, how, name, metres, options);
    free(name);
    return status;
}

/* --- Insets --- */

static int find_inset(const cli_args *args, const cli_places *places,
                      const marsad_resolve_options *how, marsad_lang lang, const char *text,
                      cli_insets *out)
{
    char *name = NULL;
    double metres = 0;
    marsad_resolution *found = NULL;
    int status = split_around(args, "inset", text, &name, &metres);
    status = status ? status : find_centre("inset", places, how, name, &found);
    if (!status) {
        const marsad_place *place = found->candidates[0].place;
        bool listed = place->feature_code[0]; /* a point has no name of its own */
        char *heading = listed ? strdup(marsad_place_name(place, lang)) : NULL;
        out->headings[out->count] = heading;
        out->items[out->count++] = (marsad_map_inset){place->at, metres, heading};
        status = listed && !heading ? CLI_FAILURE : CLI_DONE;
    }
    marsad_resolution_free(found);
    free(name);
    return status;
}

int cli_find_insets(const cli_args *args, const cli_places *places,
                    const marsad_resolve_options *how, marsad_map_options *options, cli_insets *out)
{
    size_t count;
    const char *const *texts = cli_values(args, "inset", &count);
    if (count > MARSAD_MOST_INSETS) {
        return cli_usage_error(args, "a map has at most %d insets, not %zu", MARSAD_MOST_INSETS,
                               count);
    }
    int status = CLI_DONE;
    for (size_t i = 0; !status && i < count; i++) {
        status = find_inset(args, places, how, options->lang, texts[i], out);
    }
    options->insets = out->items;
    options->inset_count = out->count;
    return status;
}

void cli_free_insets(cli_insets *insets)
{
    for (size_t i = 0; i < insets->count; i++) {
        free(insets->headings[i]);
    }
}
