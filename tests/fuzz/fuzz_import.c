/* Any bytes as a source of an import: its places are read, or its faults are said. The gazetteer
 * cannot be written, so that no input leaves a file behind. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "marsad/gazetteer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void import(const char *path, marsad_import_format format)
{
    marsad_import_options options = marsad_import_defaults();
    marsad_import_summary summary;
    marsad_error error = {0};
    options.format = format;
    options.source_name = "Fuzz";
    options.licence = "CC0 1.0";
    options.feature_code = format == MARSAD_IMPORT_LAYER ? "PPL" : NULL;
    options.alternate_names = format == MARSAD_IMPORT_GEONAMES ? path : NULL;
    if (!marsad_gazetteer_import(&options, path, "/nonexistent/g.gpkg", &summary, NULL, NULL,
                                 &error) ||
        !error.message[0]) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int file = memfd_create("source", 0);
    if (file < 0 || write(file, data, size) != (ssize_t)size) {
        abort();
    }
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    import(path, MARSAD_IMPORT_AUTO);
    import(path, MARSAD_IMPORT_GEONAMES);
    import(path, MARSAD_IMPORT_OVERPASS);
    close(file);
    return 0;
}
