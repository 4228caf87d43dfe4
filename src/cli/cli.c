#include "cli/cli.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef MARSAD_INSTALLED_DATA
#define MARSAD_INSTALLED_DATA "/usr/local/share/marsad"
#endif

static size_t option_index(const cli_command *command, const char *name)
{
    size_t i = 0;
    while (command->options[i].name && strcmp(command->options[i].name, name) != 0) {
        i++;
    }
    return i;
}

const char *cli_value(const cli_args *args, const char *name)
{
    size_t i = option_index(args->command, name);
    return i < CLI_MAX_OPTIONS ? args->values[i] : NULL;
}

const char *const *cli_values(const cli_args *args, const char *name, size_t *count)
{
    size_t i = option_index(args->command, name);
    *count = i < CLI_MAX_OPTIONS ? args->list_counts[i] : 0;
    return *count ? args->lists + i * args->most : NULL;
}

bool cli_flag(const cli_args *args, const char *name)
{
    return cli_value(args, name) != NULL;
}

static int exit_status(marsad_status status)
{
    switch (status) {
    case MARSAD_OK:
        return CLI_DONE;
    case MARSAD_ERR_USAGE:
        return CLI_USAGE;
    case MARSAD_ERR_INPUT:
    case MARSAD_ERR_NOT_FOUND:
        return CLI_INPUT;
    case MARSAD_ERR_IO:
    case MARSAD_ERR_MEMORY:
    case MARSAD_ERR_LIBRARY:
        break;
    }
    return CLI_FAILURE;
}

int cli_fail(const marsad_error *error)
{
    fputs("marsad: ", stderr);
    if (error->file[0]) {
        bool input = strcmp(error->file, "/dev/stdin") == 0;
        fprintf(stderr, "%s: ", input ? "standard input" : error->file);
    }
    if (error->row > 0) {
        fprintf(stderr, "row %ld", error->row);
        fputs(error->column[0] ? ", " : ": ", stderr);
    }
    if (error->column[0]) {
        fprintf(stderr, "column %s: ", error->column);
    }
    fprintf(stderr, "%s\n", error->message);
    return exit_status(error->status);
}

int cli_fail_row(const marsad_error *error, const char *file)
{
    marsad_error told = *error;
    if (told.row > 0 && !told.file[0]) {
        snprintf(told.file, sizeof told.file, "%s", strcmp(file, "-") == 0 ? "/dev/stdin" : file);
    }
    return cli_fail(&told);
}

int cli_fail_location(const marsad_error *error, const char *location)
{
    if (error->status != MARSAD_ERR_INPUT || error->file[0]) {
        return cli_fail(error);
    }
    cli_note("\"%s\": %s", location, error->message);
    return CLI_INPUT;
}

int cli_usage_error(const cli_args *args, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "marsad %s: ", args->command->name);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fprintf(stderr, "; see 'marsad %s --help'\n", args->command->name);
    return CLI_USAGE;
}

void cli_note(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("marsad: ", stderr);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
}

int cli_lang(const cli_args *args, marsad_lang *out)
{
    *out = MARSAD_LANG_EN;
    const char *value = cli_value(args, "lang");
    marsad_error error;
    if (value && marsad_lang_parse(value, out, &error)) {
        return cli_usage_error(args, "--lang: %s", error.message);
    }
    return CLI_DONE;
}

int cli_format_option(const cli_args *args, unsigned allowed, cli_format *out)
{
    static const struct {
        const char *name;
        cli_format format;
    } formats[] = {{"table", CLI_TABLE},
                   {"json", CLI_JSON},
                   {"ndjson", CLI_NDJSON},
                   {"csv", CLI_CSV},
                   {"geojson", CLI_GEOJSON}};
    *out = CLI_TABLE;
    const char *value = cli_value(args, "format");
    if (!value) {
        return CLI_DONE;
    }
    char list[64] = "";
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (!(allowed & formats[i].format)) {
            continue;
        }
        if (strcmp(value, formats[i].name) == 0) {
            *out = formats[i].format;
            return CLI_DONE;
        }
        snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s", list[0] ? ", " : "",
                 formats[i].name);
    }
    return cli_usage_error(args, "--format is one of %s, not \"%s\"", list, value);
}

int cli_country(const cli_args *args, char out[3])
{
    memset(out, 0, 3);
    const char *value = cli_value(args, "country");
    if (!value) {
        return CLI_DONE;
    }
    if (strlen(value) != 2 || !isalpha((unsigned char)value[0]) ||
        !isalpha((unsigned char)value[1])) {
        return cli_usage_error(args, "--country takes a two-letter code such as LY, not \"%s\"",
                               value);
    }
    out[0] = (char)toupper((unsigned char)value[0]);
    out[1] = (char)toupper((unsigned char)value[1]);
    return CLI_DONE;
}

int cli_limit(const cli_args *args, size_t most, size_t *out)
{
    const char *value = cli_value(args, "limit");
    if (!value) {
        return CLI_DONE;
    }
    char *end = NULL;
    long limit = strtol(value, &end, 10);
    if (end == value || *end || limit < 1 || (size_t)limit > most) {
        return cli_usage_error(args, "--limit takes a number from 1 to %zu, not \"%s\"", most,
                               value);
    }
    *out = (size_t)limit;
    return CLI_DONE;
}

char *cli_path(const char *folder, const char *name)
{
    size_t size = strlen(folder) + strlen(name) + 2;
    char *path = malloc(size);
    if (!path) {
        cli_note("out of memory");
        return NULL;
    }
    snprintf(path, size, "%s/%s", folder, name);
    return path;
}

static bool is_data_folder(const char *folder)
{
    struct stat about;
    char *styles = cli_path(folder, "styles");
    bool found = styles && stat(styles, &about) == 0 && S_ISDIR(about.st_mode);
    free(styles);
    return found;
}

/* The folder of the running program, cut off at its last slash; "" if the system does not tell. */
static void program_folder(char *out, size_t size)
{
    ssize_t length = readlink("/proc/self/exe", out, size - 1);
    out[length > 0 ? length : 0] = '\0';
    char *slash = strrchr(out, '/');
    if (slash) {
        *slash = '\0';
    }
}

/* A data folder that stands in a known relation to the program: installed, or in the build tree. */
static char *data_folder_by_program(void)
{
    static const char *const relations[] = {"../../share/marsad", "../share/marsad", "..", "../..",
                                            "../../.."};
    char program[4096];
    program_folder(program, sizeof program);
    for (size_t i = 0; program[0] && i < sizeof relations / sizeof *relations; i++) {
        char *folder = cli_path(program, relations[i]);
        char *real = folder && is_data_folder(folder) ? realpath(folder, NULL) : NULL;
        free(folder);
        if (real) {
            return real;
        }
    }
    return is_data_folder(MARSAD_INSTALLED_DATA) ? strdup(MARSAD_INSTALLED_DATA) : NULL;
}

char *cli_data_folder(const cli_args *args)
{
    const char *asked = cli_value(args, "data");
    const char *from = "--data";
    if (!asked || !asked[0]) {
        asked = getenv("MARSAD_DATA");
        from = "MARSAD_DATA";
    }
    if (asked && asked[0]) {
        if (!is_data_folder(asked)) {
            cli_note("%s: %s is not a data folder: it has no folder styles", from, asked);
            return NULL;
        }
        return strdup(asked);
    }
    char *found = data_folder_by_program();
    if (!found) {
        cli_note("no data folder found: name it with --data or in MARSAD_DATA");
    }
    return found;
}

int cli_open_gazetteer(const cli_args *args, marsad_gazetteer **out)
{
    marsad_error error;
    const char *asked = cli_value(args, "gazetteer");
    if (asked) {
        return marsad_gazetteer_open(asked, out, &error) ? cli_fail(&error) : CLI_DONE;
    }
    char *folder = cli_data_folder(args);
    char *path = folder ? cli_path(folder, "geodata/gazetteer.gpkg") : NULL;
    free(folder);
    if (!path) {
        return CLI_INPUT;
    }
    marsad_status status = marsad_gazetteer_open(path, out, &error);
    free(path);
    return status ? cli_fail(&error) : CLI_DONE;
}

int cli_basemap(const cli_args *args, char **out)
{
    const char *variable = getenv("MARSAD_DATA");
    bool named = cli_value(args, "data") || (variable && variable[0]);
    char *folder = named ? cli_data_folder(args) : data_folder_by_program();
    *out = NULL;
    if (!folder) {
        return named ? CLI_INPUT : CLI_DONE;
    }
    char *path = cli_path(folder, "geodata/basemap.gpkg");
    free(folder);
    if (!path) {
        return CLI_FAILURE;
    }
    if (access(path, R_OK) != 0) {
        free(path);
        path = NULL;
    }
    *out = path;
    return CLI_DONE;
}

/* Without a basemap, roads are taken for straight lines, and no coast is known. */
static int use_basemap(const cli_args *args, marsad_resolver *resolver)
{
    marsad_error error;
    char *path;
    int status = cli_basemap(args, &path);
    if (path && marsad_resolver_use_basemap(resolver, path, &error)) {
        status = cli_fail(&error);
    }
    free(path);
    return status;
}

/* A code that no country has would only make every place one abroad. */
static int check_country(const cli_args *args, marsad_gazetteer *gazetteer)
{
    char country[3], id[8];
    marsad_place place;
    int status = cli_country(args, country);
    if (status || !country[0]) {
        return status;
    }
    snprintf(id, sizeof id, "iso:%s", country);
    if (marsad_gazetteer_place(gazetteer, id, &place, NULL) == MARSAD_OK) {
        marsad_place_clear(&place);
        return CLI_DONE;
    }
    if (marsad_gazetteer_place(gazetteer, "iso:LY", &place, NULL) != MARSAD_OK) {
        return CLI_DONE; /* a gazetteer without countries */
    }
    marsad_place_clear(&place);
    return cli_usage_error(args,
                           "--country takes a code of ISO 3166-1 such as LY or GB; no country "
                           "of the gazetteer has the code %s",
                           country);
}

int cli_open_places(const cli_args *args, cli_places *out)
{
    marsad_error error;
    *out = (cli_places){0};
    int status = cli_open_gazetteer(args, &out->gazetteer);
    status = status ? status : check_country(args, out->gazetteer);
    if (!status && marsad_resolver_new(out->gazetteer, &out->resolver, &error)) {
        status = cli_fail(&error);
    }
    return status ? status : use_basemap(args, out->resolver);
}

int cli_open_roads(cli_places *places)
{
    marsad_error error;
    return marsad_resolver_roads(places->resolver, &places->roads, &error) ? cli_fail(&error)
                                                                           : CLI_DONE;
}

void cli_close_places(cli_places *places)
{
    marsad_resolver_free(places->resolver);
    marsad_gazetteer_close(places->gazetteer);
    *places = (cli_places){0};
}

int cli_finish(int status)
{
    errno = 0;
    if (fflush(stdout) != 0 || ferror(stdout)) {
        cli_note("cannot write to standard output: %s", errno ? strerror(errno) : "write error");
        return CLI_FAILURE;
    }
    return status;
}
