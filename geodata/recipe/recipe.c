#include "recipe.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cpl_conv.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"

_Noreturn void stop(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("extract: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(2);
}

void *need(void *pointer)
{
    if (!pointer) {
        stop("a step of a library failed, or memory is out");
    }
    return pointer;
}

char *path_join(const char *folder, const char *name)
{
    mrs_buffer path = {0};
    mrs_buffer_addf(&path, "%s/%s", folder, name);
    return need(mrs_buffer_take(&path));
}

json_object *json_read(const char *path)
{
    marsad_error error = {0};
    char *text = NULL;
    if (mrs_file_read(path, &text, NULL, &error)) {
        stop("%s: %s", path, error.message);
    }
    json_object *root = json_tokener_parse(text);
    mrs_free(text);
    if (!root) {
        stop("%s: not JSON", path);
    }
    return root;
}

static int extract_places(bool all, const char *sources, const char *geodata, const char *out)
{
    countries nations = countries_read(sources);
    districts regions = districts_read(sources, geodata, &nations);
    char *path = path_join(out, "countries.tsv");
    countries_write(&nations, sources, path);
    mrs_free(path);
    path = path_join(out, "admin1.tsv");
    districts_write(&regions, path);
    mrs_free(path);
    path = path_join(out, "geonames.tsv");
    geonames_write(sources, geodata, &regions, all, path);
    mrs_free(path);
    districts_clear(&regions);
    countries_clear(&nations);
    return 0;
}

static int usage(void)
{
    fputs(
        "usage: extract places [--all] SOURCES GEODATA OUT   geonames.tsv, countries.tsv and\n"
        "                                                    admin1.tsv into the folder OUT\n"
        "       extract basemap SOURCES GEODATA              GEODATA/basemap.gpkg\n"
        "       extract texts GEODATA                        its roads and labels again, the rest\n"
        "                                                    kept\n"
        "       extract check GEODATA                        is every geometry sound\n"
        "SOURCES is the folder that fetch.sh filled, GEODATA the checkout's geodata/.\n",
        stderr);
    return 1;
}

static int run(int count, char **words)
{
    const char *command = count > 1 ? words[1] : "";
    if (strcmp(command, "places") == 0 && count == 5) {
        return extract_places(false, words[2], words[3], words[4]);
    }
    if (strcmp(command, "places") == 0 && count == 6 && strcmp(words[2], "--all") == 0) {
        return extract_places(true, words[3], words[4], words[5]);
    }
    if (strcmp(command, "basemap") == 0 && count == 4) {
        basemap_build(words[2], words[3]);
        return basemap_check(words[3]) ? 2 : 0;
    }
    if (strcmp(command, "texts") == 0 && count == 3) {
        basemap_texts(words[2]);
        return basemap_check(words[2]) ? 2 : 0;
    }
    if (strcmp(command, "check") == 0 && count == 3) {
        return basemap_check(words[2]) ? 2 : 0;
    }
    return usage();
}

int main(int count, char **words)
{
    GDALAllRegister();
    /* The date that OGR writes into a GeoPackage: that of the newest source. */
    CPLSetConfigOption("OGR_CURRENT_DATE", "2023-03-05T00:00:00.000Z");
    int result = run(count, words);
    GDALDestroyDriverManager();
    return result;
}
