/* `marsad report` in the program that is linked without what draws: there for the list of commands.
 */
#include "cli/cli.h"

static int run(const cli_args *args)
{
    return cli_usage_error(args, "this program cannot draw: call it as marsad");
}

static const cli_option option_table[] = {CLI_OPTION_END};

const cli_command cli_command_report = {"report", "EVENTS -o FILE", CLI_SUMMARY_REPORT,
                                        NULL,     option_table,     run};
