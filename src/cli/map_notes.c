/* marsad map: what it says beside its map, on standard error. */
#include <string.h>
#include <strings.h>

#include "cli/map.h"

static bool is_png(const char *path)
{
    size_t length = strlen(path);
    return length > 4 && strcasecmp(path + length - 4, ".png") == 0;
}

/* How many incidents lead nowhere although their row gives an address. */
static void note_links(const cli_args *args, const cli_map_options *options,
                       const marsad_map_summary *summary)
{
    if (summary->not_linked > 0) {
        cli_note("%s: row %ld, column %s: not an http, https or mailto address%s: no link",
                 args->words[0], summary->not_linked_row, options->map.link,
                 summary->not_linked > 1 ? ", and neither are those of other rows" : "");
    }
    if (summary->linked > 0 && is_png(options->output)) {
        cli_note("%s: a PNG has no links; write an .svg or .pdf", options->output);
    }
}

static void note_drawn(const char *output, const marsad_map_summary *summary)
{
    cli_note("%s: %zu of %zu incidents drawn; %zu not placed, %zu ambiguous, %zu outside the map",
             output, summary->drawn, summary->incidents, summary->unplaced, summary->ambiguous,
             summary->outside);
    if (summary->other_days > 0) {
        cli_note("%s: %zu of other days not drawn", output, summary->other_days);
    }
    if (summary->left_out[0]) {
        cli_note("%s: left out for want of room: %s", output, summary->left_out);
    }
}

static const char *as_text(marsad_map_as as)
{
    switch (as) {
    case MARSAD_AS_CALLOUTS:
        return "callouts";
    case MARSAD_AS_NUMBERS:
        return "numbers and a key";
    case MARSAD_AS_GROUPS:
        return "groups";
    case MARSAD_AS_HEXBIN:
        return "hexagonal bins";
    case MARSAD_AS_DENSITY:
        return "density";
    default:
        return "points";
    }
}

static void note_choices(const marsad_map_summary *summary)
{
    cli_note("projection: %s", summary->projection);
    cli_note("incidents as %s", as_text(summary->as));
    if (summary->as == MARSAD_AS_CALLOUTS) {
        cli_note("callouts: %zu placed, %zu left out for want of room",
                 summary->drawn - summary->callouts_dropped, summary->callouts_dropped);
    }
    cli_note("labels: %zu placed, %zu of them better than at first, %zu left out for want of room",
             summary->labels_placed, summary->labels_moved, summary->labels_dropped);
}

void cli_note_map(const cli_args *args, const cli_map_options *options,
                  const marsad_map_summary *summary)
{
    note_drawn(options->output, summary);
    note_links(args, options, summary);
    if (cli_flag(args, "verbose")) {
        note_choices(summary);
    }
    if (summary->drawn == 0 && summary->outside > 0) {
        cli_note("no incident lies in the area shown; look at --bbox (W,S,E,N) or --around");
    }
}
