/* marsad map: insets and small multiples. */
#include "cli/map_panes.h"

#include <stdlib.h>
#include <string.h>

static int check_frames_options(const cli_args *args)
{
    static const char *const belonging[] = {"every", "trail", "format"};
    const char *format = cli_value(args, "format");
    bool frames = cli_value(args, "frames") != NULL;
    for (size_t i = 0; !frames && i < sizeof belonging / sizeof *belonging; i++) {
        if (cli_value(args, belonging[i])) {
            return cli_usage_error(args, "--%s belongs to --frames: name a folder with that",
                                   belonging[i]);
        }
    }
    if (format && strcmp(format, "png") != 0 && strcmp(format, "svg") != 0 &&
        strcmp(format, "pdf") != 0) {
        return cli_usage_error(args, "--format is png, svg or pdf, not \"%s\"", format);
    }
    return CLI_DONE;
}

int cli_read_panes(const cli_args *args, marsad_map_options *options)
{
    options->facet = cli_value(args, "facet");
    options->no_inset = cli_flag(args, "no-inset");
    options->trail = cli_flag(args, "trail");
    if (options->facet && cli_value(args, "frames")) {
        return cli_usage_error(args, "--facet and --frames exclude each other");
    }
    if (options->facet && cli_value(args, "inset")) {
        return cli_usage_error(args, "--facet and --inset exclude each other");
    }
    if (options->no_inset && cli_value(args, "inset")) {
        return cli_usage_error(args, "--no-inset and --inset exclude each other");
    }
    return check_frames_options(args);
}

/* --- A place and the kilometres around it --- */

int cli_split_around(const cli_args *args, const char *option, const char *text, char **name,
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

int cli_find_centre(const char *option, const cli_places *places, const marsad_resolve_options *how,
                    const char *name, marsad_resolution **found)
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

/* --- Insets --- */

static int find_inset(const cli_args *args, const cli_places *places,
                      const marsad_resolve_options *how, marsad_lang lang, const char *text,
                      cli_insets *out)
{
    char *name = NULL;
    double metres = 0;
    marsad_resolution *found = NULL;
    int status = cli_split_around(args, "inset", text, &name, &metres);
    status = status ? status : cli_find_centre("inset", places, how, name, &found);
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
