/** Options of `marsad map` for several maps: insets, small multiples, the maps of an animation. */
#ifndef MARSAD_CLI_MAP_PANES_H
#define MARSAD_CLI_MAP_PANES_H

#include "cli/cli.h"

#define CLI_OPTIONS_PANES                                                                          \
    {"inset", 0, "PLACE:KM", "show this part larger in a frame of its own; several times"},        \
        {"no-inset", 0, NULL, "choose no inset where incidents crowd"},                            \
        {"facet", 0, "BY",                                                                         \
         "a small map for each day, week, month, year, type, or value of a column"},               \
        {"frames", 0, "DIR",                                                                       \
         "write a map for each day or longer period into DIR, to be animated"},                    \
        {"every", 0, "PERIOD",                                                                     \
         "of --frames: day, week, month or year (default: at most 60 maps)"},                      \
        {"trail", 0, NULL, "of --frames: leave a faint dot where something happened before"},      \
    {                                                                                              \
        "format", 0, "FORMAT", "of --frames: png (the default), svg or pdf"                        \
    }

/** Reads --facet, --no-inset and what belongs to --frames. */
int cli_read_panes(const cli_args *args, marsad_map_options *options);

/** Reads "Misrata:60" of --`option` as a name, to be freed, and metres. */
int cli_split_around(const cli_args *args, const char *option, const char *text, char **name,
                     double *metres);

/** The place called `name`, in `*found`, to be freed; a message and CLI_INPUT if there is not one.
 */
int cli_find_centre(const char *option, const cli_places *places, const marsad_resolve_options *how,
                    const char *name, marsad_resolution **found);

/** The insets of --inset. What they point to lives until cli_free_insets(). */
typedef struct cli_insets {
    marsad_map_inset items[MARSAD_MOST_INSETS];
    char *headings[MARSAD_MOST_INSETS];
    size_t count;
} cli_insets;

int cli_find_insets(const cli_args *args, const cli_places *places,
                    const marsad_resolve_options *how, marsad_map_options *options,
                    cli_insets *out);
void cli_free_insets(cli_insets *insets);

/** Draws all maps of --frames, and says how many there are. `summary` gets the last one's. */
int cli_draw_frames(const cli_args *args, const marsad_map_sources *sources,
                    const marsad_map_options *options, marsad_map_summary *summary);

#endif
