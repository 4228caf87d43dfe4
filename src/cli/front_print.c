/* What `marsad front relate`, `compare` and `derive` share. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"

int cli_front_output(const cli_args *args, unsigned formats, const char **path, cli_format *format)
{
    marsad_error error = {0};
    *path = cli_value(args, "output");
    if (*path && cli_value(args, "format")) {
        return cli_usage_error(args, "the file's ending tells the format: either -o or --format");
    }
    if (*path && marsad_front_check_path(*path, false, &error)) {
        return cli_fail(&error);
    }
    return cli_format_option(args, formats, format);
}

static int copy_to_stdout(const char *path)
{
    char block[65536];
    size_t size;
    FILE *file = fopen(path, "rb");
    if (!file) {
        cli_note("%s: %s", path, strerror(errno));
        return CLI_FAILURE;
    }
    while ((size = fread(block, 1, sizeof block, file)) > 0) {
        fwrite(block, 1, size, stdout);
    }
    int status = ferror(file) ? CLI_FAILURE : CLI_DONE;
    fclose(file);
    return status;
}

int cli_print_geojson(cli_write write, const void *what)
{
    const char *base = getenv("TMPDIR");
    char *folder = cli_path(base && base[0] ? base : "/tmp", "marsad-XXXXXX");
    char *path = NULL;
    int status = CLI_FAILURE;
    if (!folder) {
        return status;
    }
    if (!mkdtemp(folder)) {
        cli_note("%s: %s", folder, strerror(errno));
    } else if ((path = cli_path(folder, "front.geojson"))) {
        marsad_error error = {0};
        status = write(what, path, &error) ? cli_fail(&error) : copy_to_stdout(path);
        unlink(path);
        rmdir(folder);
    } else {
        rmdir(folder);
    }
    free(path);
    free(folder);
    return status;
}

struct json_object *cli_json_date(marsad_date date)
{
    char text[MARSAD_DATE_TEXT];
    return date.year ? json_object_new_string(marsad_date_text(date, text)) : NULL;
}

struct json_object *cli_json_text(const char *text)
{
    return text && text[0] ? json_object_new_string(text) : NULL;
}
