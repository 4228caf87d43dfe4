/* The options of every command that reads a table of incidents. */
#include <string.h>

#include "cli/cli.h"

static const char *const NAMES[] = {"map",   "sheet",    "layer",     "where",   "since",
                                    "until", "encoding", "separator", "rejected"};

enum { NAME_COUNT = sizeof NAMES / sizeof *NAMES };

const char *cli_events_option_given(const cli_args *args)
{
    for (size_t i = 0; i < NAME_COUNT; i++) {
        if (cli_value(args, NAMES[i])) {
            return NAMES[i];
        }
    }
    return NULL;
}

static int read_layer(const cli_args *args, marsad_events_options *out)
{
    const char *sheet = cli_value(args, "sheet");
    const char *layer = cli_value(args, "layer");
    if (sheet && layer && strcmp(sheet, layer) != 0) {
        return cli_usage_error(args, "--sheet and --layer say the same: give one of them");
    }
    out->layer = sheet ? sheet : layer;
    return CLI_DONE;
}

static int read_time(const cli_args *args, marsad_events_options *out)
{
    int status = cli_date_option(args, "since", &out->since, NULL);
    status = status ? status : cli_date_option(args, "until", &out->until, NULL);
    if (!status && out->since.year && out->until.year &&
        marsad_date_compare(out->since, out->until) > 0) {
        return cli_usage_error(args, "--since %s lies after --until %s", cli_value(args, "since"),
                               cli_value(args, "until"));
    }
    return status;
}

static int read_separator(const cli_args *args, marsad_events_options *out)
{
    static const struct {
        const char *name;
        char separator;
    } named[] = {{"comma", ','}, {"semicolon", ';'}, {"tab", '\t'},
                 {"\\t", '\t'},  {"pipe", '|'},      {"space", ' '}};
    const char *value = cli_value(args, "separator");
    for (size_t i = 0; value && i < sizeof named / sizeof *named; i++) {
        if (strcmp(value, named[i].name) == 0) {
            out->separator = named[i].separator;
            return CLI_DONE;
        }
    }
    bool one = value && value[0] && !value[1] && (unsigned char)value[0] < 0x80 &&
               !strchr("\"\r\n", value[0]);
    if (value && !one) {
        return cli_usage_error(
            args,
            "--separator is one character, or comma, semicolon, tab, pipe or space, not \"%s\"",
            value);
    }
    out->separator = value ? value[0] : '\0';
    return CLI_DONE;
}

int cli_events_options(const cli_args *args, marsad_events_options *out)
{
    *out = marsad_events_defaults();
    out->map = cli_value(args, "map");
    out->where = cli_value(args, "where");
    out->encoding = cli_value(args, "encoding");
    int status = read_layer(args, out);
    status = status ? status : read_time(args, out);
    return status ? status : read_separator(args, out);
}
