/* What marsad map reads and says beside its map: its languages, and with --verbose what it chose.
 */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/map_lang.h"

/* "ar" of "ar+en", as one of a list of languages. */
static int read_one(const cli_args *args, const char *name, size_t length, marsad_lang *out)
{
    char code[24];
    marsad_error error;
    snprintf(code, sizeof code, "%.*s", (int)(length < sizeof code ? length : sizeof code), name);
    if (marsad_lang_parse(code, out, &error)) {
        return cli_usage_error(args, "--lang: %s; two at once are written ar+en", error.message);
    }
    return CLI_DONE;
}

int cli_map_lang(const cli_args *args, marsad_map_options *options)
{
    const char *text = cli_value(args, "lang");
    const char *plus = text ? strchr(text, '+') : NULL;
    if (!plus) {
        return cli_lang(args, &options->lang);
    }
    int status = read_one(args, text, (size_t)(plus - text), &options->lang);
    status = status ? status : read_one(args, plus + 1, strlen(plus + 1), &options->second_lang);
    if (!status && options->lang == options->second_lang) {
        return cli_usage_error(args, "--lang: \"%s\" names one language twice", text);
    }
    options->bilingual = !status;
    return status;
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

void cli_map_say_more(const marsad_map_summary *summary)
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
