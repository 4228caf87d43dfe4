/* From GDAL's memory onto the disk. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "geo/vector_write_handle.h"

enum { MOST_PARTS = 8 };

static marsad_status fail_path(marsad_error *error, const char *path, const char *why)
{
    return mrs_fail_at(error, MARSAD_ERR_IO, path, 0, NULL, "cannot write: %s", why);
}

static marsad_status check_folder(const char *path, marsad_error *error)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash ? mrs_strndup(path, (size_t)(slash - path) + 1) : mrs_strdup(".");
    if (!folder) {
        return mrs_fail_memory(error);
    }
    bool writable = access(folder, W_OK | X_OK) == 0;
    int code = errno;
    mrs_free(folder);
    if (writable) {
        return MARSAD_OK;
    }
    return fail_path(error, path, code == ENOENT ? "its folder does not exist" : strerror(code));
}

static marsad_status check_file(const char *path, marsad_error *error)
{
    struct stat about;
    if (stat(path, &about) == 0 && !S_ISREG(about.st_mode)) {
        return fail_path(error, path,
                         S_ISDIR(about.st_mode) ? "it is a folder" : "it is no ordinary file");
    }
    return check_folder(path, error);
}

marsad_status mrs_writer_check(const char *path, const char *ending, marsad_error *error)
{
    const mrs_write_format *format =
        ending ? mrs_write_format_named(ending) : mrs_write_format_of(path, error);
    if (!format) {
        return ending ? mrs_fail_at(error, MARSAD_ERR_USAGE, path, 0, NULL,
                                    "there is no format \"%s\" to write", ending)
                      : MARSAD_ERR_USAGE;
    }
    if (strcmp(path, "-") != 0) {
        return check_file(path, error);
    }
    return format->text ? MARSAD_OK
                        : mrs_fail_at(error, MARSAD_ERR_USAGE, path, 0, NULL,
                                      ".%s cannot go to standard output: write it to a file",
                                      format->ending);
}

marsad_status mrs_writer_check_path(const char *path, marsad_error *error)
{
    return mrs_writer_check(path, NULL, error);
}

/* "folder/incidents.shp" with another ending. */
static char *sibling(const char *path, const char *ending)
{
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(slash ? slash : path, '.');
    size_t stem = dot ? (size_t)(dot - path) : strlen(path);
    mrs_buffer name = {0};
    mrs_buffer_add_bytes(&name, path, stem);
    mrs_buffer_addf(&name, ".%s", ending);
    return mrs_buffer_take(&name);
}

/* Writes one of the files under a name that is not yet its own. */
static marsad_status begin_part(const mrs_writer *writer, const char *memory, const char *path,
                                mrs_output *output, marsad_error *error)
{
    char name[96];
    vsi_l_offset length = 0;
    snprintf(name, sizeof name, "%s/layer.%s", writer->folder, memory);
    const GByte *bytes = mrs_gdal.VSIGetMemFileBuffer(name, &length, FALSE);
    if (!bytes && writer->rows > 0) { /* text without a header begins with its first feature */
        return mrs_fail_at(error, MARSAD_ERR_LIBRARY, path, 0, NULL,
                           "cannot write: GDAL has made no .%s", memory);
    }
    marsad_status status = mrs_output_open(output, path, error);
    if (!status && length > 0 && fwrite(bytes, 1, (size_t)length, output->stream) != length) {
        status = mrs_fail_write(error, path);
        mrs_output_abandon(output);
    }
    return status;
}

static marsad_status commit_parts(mrs_output *outputs, size_t count, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    size_t done = 0;
    while (!status && done < count) {
        status = mrs_output_commit(&outputs[done++], error);
    }
    for (; done < count; done++) {
        mrs_output_abandon(&outputs[done]);
    }
    return status;
}

static marsad_status write_parts(const mrs_writer *writer, marsad_error *error)
{
    mrs_output outputs[MOST_PARTS];
    marsad_status status = MARSAD_OK;
    size_t count = 0;
    while (!status && writer->format->parts[count]) {
        const char *ending = writer->format->parts[count];
        bool is_main = strcmp(ending, writer->format->ending) == 0;
        char *path = is_main ? mrs_strdup(writer->path) : sibling(writer->path, ending);
        status = path ? begin_part(writer, ending, path, &outputs[count], error)
                      : mrs_fail_memory(error);
        count += !status;
        mrs_free(path);
    }
    if (!status) {
        return commit_parts(outputs, count, error);
    }
    while (count > 0) {
        mrs_output_abandon(&outputs[--count]);
    }
    return status;
}

static void remove_stale(const mrs_writer *writer)
{
    const char *const *endings = writer->format->stale_when_new;
    for (; endings && *endings; endings++) {
        char *path = sibling(writer->path, *endings);
        if (path) {
            unlink(path);
        }
        mrs_free(path);
    }
}

marsad_status mrs_write_files(const mrs_writer *writer, marsad_error *error)
{
    if (writer->format->parts) {
        marsad_status status = write_parts(writer, error);
        if (!status) {
            remove_stale(writer);
        }
        return status;
    }
    mrs_output output;
    marsad_status status = begin_part(writer, writer->format->memory, writer->path, &output, error);
    return status ? status : mrs_output_commit(&output, error);
}
