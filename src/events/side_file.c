/* Where the rows that are left aside go. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "marsad/events.h"

char *marsad_side_file_path(const char *output)
{
    static const char ending[] = "-rejected.csv";
    size_t length = strlen(output);
    while (length > 1 && output[length - 1] == '/') {
        length--;
    }
    const char *slash = memrchr(output, '/', length);
    const char *name = slash ? slash + 1 : output;
    const char *dot = memrchr(name, '.', length - (size_t)(name - output));
    size_t kept = dot && dot > name ? (size_t)(dot - output) : length;
    char *path = mrs_alloc(kept + sizeof ending, 1);
    if (path) {
        memcpy(path, output, kept);
        memcpy(path + kept, ending, sizeof ending);
    }
    return path;
}

static bool begins_as_ours(const char *path)
{
    static const char start[] = "marsad_row,marsad_fault";
    char found[sizeof start] = "";
    FILE *file = fopen(path, "rb");
    size_t length = file ? fread(found, 1, sizeof start - 1, file) : 0;
    if (file) {
        fclose(file);
    }
    return length == sizeof start - 1 && strcmp(found, start) == 0;
}

marsad_side_file marsad_side_file_at(const char *path, const char *table)
{
    struct stat there, other;
    if (stat(path, &there) != 0) {
        return MARSAD_SIDE_NONE;
    }
    if (stat(table, &other) == 0 && there.st_dev == other.st_dev && there.st_ino == other.st_ino) {
        return MARSAD_SIDE_TABLE;
    }
    return begins_as_ours(path) ? MARSAD_SIDE_EARLIER : MARSAD_SIDE_OTHER;
}
