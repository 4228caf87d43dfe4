/** What marsad map reads and says beside its map. */
#ifndef MARSAD_CLI_MAP_LANG_H
#define MARSAD_CLI_MAP_LANG_H

#include "cli/cli.h"

/** --lang: one language, or two for labels in both, the sheet's own first: "ar+en". */
int cli_map_lang(const cli_args *args, marsad_map_options *options);

/** --verbose: what was chosen and what became of the labels, on standard error. */
void cli_map_say_more(const marsad_map_summary *summary);

#endif
