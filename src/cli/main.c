/* The command: finds the subcommand, parses its options, runs it. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"

static const cli_command *const commands[] = {
    &cli_command_map,      &cli_command_report,   &cli_command_geocode, &cli_command_resolve,
    &cli_command_distance, &cli_command_near,     &cli_command_claim,   &cli_command_front,
    &cli_command_events,   &cli_command_gazetteer};

enum { COMMAND_COUNT = sizeof commands / sizeof *commands, HELP = 1000 };

static void print_commands(FILE *stream)
{
    fputs("usage: marsad COMMAND [ARGUMENTS] [OPTIONS]\n\n", stream);
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        fprintf(stream, "  %-10s  %s\n", commands[i]->name, commands[i]->summary);
    }
    fputs("\n'marsad COMMAND --help' tells more; 'marsad --version' prints the version.\n", stream);
}

/* The columns of the help: of what an option is for, and of a line's end. */
enum { HELP_INDENT = 30, HELP_END = 80 };

/* Breaks the text between words, so that lines end in time. */
static void print_wrapped(const char *text)
{
    int column = HELP_INDENT;
    while (*text) {
        int length = (int)strcspn(text, " ");
        bool first = column == HELP_INDENT;
        if (!first && column + 1 + length > HELP_END) {
            printf("\n%*s", HELP_INDENT, "");
            column = HELP_INDENT;
            first = true;
        }
        column += printf("%s%.*s", first ? "" : " ", length, text);
        text += length + (text[length] == ' ');
    }
    putchar('\n');
}

static void print_option(const cli_option *option)
{
    if (!option->name[0]) {
        printf("\n%s:\n", option->help);
        return;
    }
    char left[64];
    char letter[8] = "    ";
    if (option->letter) {
        snprintf(letter, sizeof letter, "-%c, ", option->letter);
    }
    snprintf(left, sizeof left, "%s--%s%s%s", letter, option->name, option->argument ? " " : "",
             option->argument ? option->argument : "");
    printf("  %-*s", HELP_INDENT - 2, left);
    print_wrapped(option->help);
}

static void print_help(const cli_command *command)
{
    static const cli_option help = {"help", 'h', NULL, "print this help"};
    printf("usage: marsad %s %s\n\n%s\n", command->name, command->arguments, command->summary);
    if (command->details) {
        printf("\n%s\n", command->details);
    }
    puts("\noptions:");
    for (const cli_option *option = command->options; option->name; option++) {
        print_option(option);
    }
    print_option(&help);
}

static const cli_command *find_command(const char *name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(commands[i]->name, name) == 0) {
            return commands[i];
        }
    }
    return NULL;
}

/* Builds getopt's two tables from ours. */
static void getopt_tables(const cli_command *command, struct option *longs, char *shorts)
{
    size_t at = 0;
    shorts[at++] = ':'; /* a missing argument is told apart, and getopt prints nothing */
    size_t count = 0;
    for (size_t i = 0; command->options[i].name; i++) {
        const cli_option *option = &command->options[i];
        if (!option->name[0]) {
            continue;
        }
        longs[count++] = (struct option){
            option->name, option->argument ? required_argument : no_argument, NULL, (int)i};
        if (option->letter) {
            shorts[at++] = option->letter;
            if (option->argument) {
                shorts[at++] = ':';
            }
        }
    }
    longs[count++] = (struct option){"help", no_argument, NULL, HELP};
    longs[count] = (struct option){NULL, 0, NULL, 0};
    shorts[at++] = 'h';
    shorts[at] = '\0';
}

static int option_of_letter(const cli_command *command, int letter)
{
    for (int i = 0; command->options[i].name; i++) {
        if (command->options[i].letter == letter) {
            return i;
        }
    }
    return -1;
}

/* True for "-32.9": a negative number is a word (a coordinate), not a bundle of options. */
static bool is_negative_number(const char *word)
{
    return word[0] == '-' && (word[1] == '.' || (word[1] >= '0' && word[1] <= '9'));
}

/* Puts a space before words that begin with a negative number: getopt would take them for options,
 * and whoever reads coordinates skips spaces. Frees nothing: the words live as long as the program.
 */
static bool shield_negative_numbers(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (!is_negative_number(argv[i])) {
            continue;
        }
        size_t size = strlen(argv[i]) + 2;
        char *word = malloc(size);
        if (!word) {
            return false;
        }
        snprintf(word, size, " %s", argv[i]);
        argv[i] = word;
    }
    return true;
}

static char *unshielded(char *word)
{
    return word[0] == ' ' && is_negative_number(word + 1) ? word + 1 : word;
}

/* True for the name of an option, of this length, that takes no argument. */
static bool is_flag(const cli_command *command, const char *name, size_t length)
{
    for (const cli_option *option = command->options; option->name; option++) {
        if (strlen(option->name) == length && strncmp(option->name, name, length) == 0) {
            return !option->argument;
        }
    }
    return false;
}

/* Says why getopt_long() refused an option. `letter` is what it left in optopt: the letter of a
 * short one, which may stand in a bundle; of a long one, which is `word`, no letter. */
static int refuse_option(const cli_args *args, const char *word, int letter)
{
    if (letter > CLI_MAX_OPTIONS && letter < HELP) {
        return cli_usage_error(args, "unknown option -%c", letter);
    }
    size_t length = strcspn(word, "=");
    bool flag = length > 2 && word[length] && is_flag(args->command, word + 2, length - 2);
    return cli_usage_error(args, flag ? "%.*s takes no argument" : "unknown option %.*s",
                           (int)length, word);
}

/* Keeps a value with those of the same option before it. */
static void keep_value(cli_args *args, int index, const char *value)
{
    args->lists[(size_t)index * args->most + args->list_counts[index]++] = value;
    args->values[index] = value;
}

/* Parses the options; -1 to go on, or an exit status. */
static int parse(cli_args *args, int argc, char **argv)
{
    struct option longs[CLI_MAX_OPTIONS + 2];
    char shorts[CLI_MAX_OPTIONS * 2 + 4];
    getopt_tables(args->command, longs, shorts);
    opterr = 0;
    optind = 1;
    int got;
    while ((got = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
        if (got == HELP || got == 'h') {
            print_help(args->command);
            return cli_finish(CLI_DONE);
        }
        if (got == ':') {
            return cli_usage_error(args, "%s needs an argument", argv[optind - 1]);
        }
        if (got == '?') {
            return refuse_option(args, argv[optind - 1], optopt);
        }
        int index = got < CLI_MAX_OPTIONS ? got : option_of_letter(args->command, got);
        keep_value(args, index, optarg ? unshielded(optarg) : "");
    }
    args->words = argv + optind;
    args->word_count = argc - optind;
    for (int i = 0; i < args->word_count; i++) {
        args->words[i] = unshielded(args->words[i]);
    }
    return -1;
}

static int run(const cli_command *command, int argc, char **argv)
{
    cli_args args = {.command = command, .most = (size_t)argc};
    args.lists = calloc(CLI_MAX_OPTIONS * args.most, sizeof *args.lists);
    if (!args.lists || !shield_negative_numbers(argc, argv)) {
        free(args.lists);
        cli_note("out of memory");
        return CLI_FAILURE;
    }
    int status = parse(&args, argc, argv);
    status = status >= 0 ? status : command->run(&args);
    free(args.lists);
    return status;
}

static int answer(int argc, char **argv)
{
    if (argc < 2) {
        print_commands(stderr);
        return CLI_USAGE;
    }
    const char *name = argv[1];
    if (strcmp(name, "--version") == 0) {
        printf("marsad %s\n", marsad_version());
        return cli_finish(CLI_DONE);
    }
    if (strcmp(name, "help") == 0 && argc == 3) {
        const cli_command *command = find_command(argv[2]);
        if (command) {
            print_help(command);
            return cli_finish(CLI_DONE);
        }
        name = argv[2];
    } else if (strcmp(name, "help") == 0 || strcmp(name, "--help") == 0 ||
               strcmp(name, "-h") == 0) {
        print_commands(stdout);
        return cli_finish(CLI_DONE);
    }
    const cli_command *command = find_command(name);
    if (!command) {
        fprintf(stderr, "marsad: no command \"%s\"; 'marsad help' lists them\n", name);
        return CLI_USAGE;
    }
    return run(command, argc - 1, argv + 1);
}

/*
 * Pango and fontconfig work in threads that nobody can wait for. If they still do when exit() takes
 * the libraries apart, the program may crash although it has done its work. So it leaves without
 * that; only the leak checker needs the whole way.
 */
static void leave(int status)
{
#ifndef __SANITIZE_ADDRESS__
    fflush(NULL);
    _exit(status);
#else
    exit(status);
#endif
}

int main(int argc, char **argv)
{
    leave(answer(argc, argv));
}
