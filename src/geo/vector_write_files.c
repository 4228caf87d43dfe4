/* Where a file grows, and how it gets its name once it is whole. */
#include <errno.h>
#include <stdlib.h>
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

/* ---- where it grows -------------------------------------------------------------------------- */

/* Beside what the path points to, so that it can be renamed. */
static char *folder_beside(const char *path)
{
    char *real = realpath(path, NULL);
    mrs_buffer name = {0};
    mrs_buffer_addf(&name, "%s.part-XXXXXX", real ? real : path);
    free(real);
    return mrs_buffer_take(&name);
}

static char *folder_in_memory(const mrs_writer *writer)
{
    mrs_buffer name = {0};
    mrs_buffer_addf(&name, "/vsimem/marsad-write-%p", (const void *)writer);
    return mrs_buffer_take(&name);
}

marsad_status mrs_write_folder(mrs_writer *writer, bool large, marsad_error *error)
{
    writer->is_on_disk = large && writer->format->may_be_large;
    char *folder = writer->is_on_disk ? folder_beside(writer->path) : folder_in_memory(writer);
    if (!folder) {
        return mrs_fail_memory(error);
    }
    if (writer->is_on_disk && !mkdtemp(folder)) {
        mrs_free(folder);
        return mrs_fail_write(error, writer->path);
    }
    writer->folder = folder;
    return MARSAD_OK;
}

char *mrs_write_grown(const mrs_writer *writer, const char *ending)
{
    mrs_buffer name = {0};
    mrs_buffer_addf(&name, "%s/layer.%s", writer->folder, ending);
    return mrs_buffer_take(&name);
}

/* ---- into its place -------------------------------------------------------------------------- */

/* Copies one of the files in memory to the disk, where it is not yet called `path`. */
static marsad_status copy_out(const mrs_writer *writer, const char *grown, const char *path,
                              mrs_output *output, marsad_error *error)
{
    vsi_l_offset length = 0;
    const GByte *bytes = mrs_gdal.VSIGetMemFileBuffer(grown, &length, FALSE);
    if (!bytes && writer->rows > 0) { /* text without a header begins with its first feature */
        return mrs_fail_at(error, MARSAD_ERR_LIBRARY, path, 0, NULL,
                           "cannot write: GDAL has made no %s", strrchr(grown, '/') + 1);
    }
    marsad_status status = mrs_output_open(output, path, error);
    if (!status && length > 0 && fwrite(bytes, 1, (size_t)length, output->stream) != length) {
        status = mrs_fail_write(error, path);
        mrs_output_abandon(output);
    }
    return status;
}

static marsad_status begin_part(const mrs_writer *writer, const char *ending, const char *path,
                                mrs_output *output, marsad_error *error)
{
    char *grown = mrs_write_grown(writer, ending);
    if (!grown) {
        return mrs_fail_memory(error);
    }
    marsad_status status = writer->is_on_disk ? mrs_output_adopt(output, path, grown, error)
                                              : copy_out(writer, grown, path, output, error);
    mrs_free(grown);
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
