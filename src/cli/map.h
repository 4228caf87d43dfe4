/** What the files of `marsad map` share: its options as read, the places that they name, and what
 *  it says beside the map. */
#ifndef MARSAD_CLI_MAP_H
#define MARSAD_CLI_MAP_H

#include "cli/cli.h"

/* --- Options (map_options.c) --- */

extern const cli_option cli_map_option_table[];

/** The command line, but for what a gazetteer is needed for: --around and --inset. Pointers are
 *  into argv. */
typedef struct cli_map_options {
    marsad_map_options map;
    marsad_events_options events;
    const char *output; /* the file to write; NULL: --frames names a folder */
    marsad_every every; /* of --frames */
    char country[3];    /* "" if not given */
    bool has_snippet;   /* print the lines that put the map into a document */
    marsad_snippet snippet;
} cli_map_options;

/** Reads and checks all of them, before anything is opened. Returns CLI_DONE or the exit status
 *  after printing the error. */
int cli_read_map_options(const cli_args *args, cli_map_options *out);

/** Reads all but those that say where to, for a command that may have only some of them: into
 *  `out`, which holds what stands where one is not given. */
int cli_read_drawing_options(const cli_args *args, cli_map_options *out);

/* --- A place and the kilometres around it (map_places.c) --- */

/** Sets the map's box to what --around names, and says which place that is; nothing without it. */
int cli_frame_around(const cli_args *args, const cli_places *places,
                     const marsad_resolve_options *how, marsad_map_options *options);

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

/* --- What a map is drawn from (map_job.c) --- */

/** Everything that a command that draws a map opens. */
typedef struct cli_drawing {
    const cli_args *args;
    cli_map_options *options;
    cli_insets insets;
    char *data;
    cli_places places;
    marsad_style *style;
    marsad_events *events;
    marsad_front *front; /* NULL without --front */
} cli_drawing;

/** Opens all, places the events, and notes those that have no place; to be closed in any case.
 *  Prints the error; returns an exit status. */
int cli_open_drawing(const cli_args *args, cli_map_options *options, cli_drawing *out);
void cli_close_drawing(cli_drawing *drawing);

/** Once all is drawn with `status`: writes the rows with faults to their file and says so. Returns
 *  the exit status of the whole. */
int cli_end_drawing(const cli_drawing *drawing, int status);

/** For a map; lives as long as the drawing. */
marsad_map_sources cli_drawing_sources(const cli_drawing *drawing);

/** CLI_DONE; or with --strict, where some incidents are not placed, CLI_UNRESOLVED. */
int cli_drawing_status(const cli_drawing *drawing, const marsad_map_summary *summary);

/* --- A map of each period (map_frames.c) --- */

/** Draws all maps of --frames, and says how many there are. `summary` gets the last one's. */
int cli_draw_frames(const cli_args *args, const marsad_map_sources *sources,
                    const cli_map_options *options, marsad_map_summary *summary);

/* --- What is said of a map (map_notes.c) --- */

/** On standard error: how many incidents are drawn, what is left out, which links lead nowhere, and
 *  with --verbose what was chosen. */
void cli_note_map(const cli_args *args, const cli_map_options *options,
                  const marsad_map_summary *summary);

#endif
