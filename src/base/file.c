#include "base/file.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/memory.h"

static marsad_status fail_errno(marsad_error *error, const char *doing, const char *path)
{
    int code = errno;
    marsad_status status = code == ENOENT || code == ENOTDIR ? MARSAD_ERR_NOT_FOUND : MARSAD_ERR_IO;
    return mrs_fail_at(error, status, path, 0, NULL, "cannot %s: %s", doing, strerror(code));
}

marsad_status mrs_file_readable(const char *path, marsad_error *error)
{
    struct stat about;
    if (stat(path, &about) != 0) {
        if (errno == ENOENT) {
            return mrs_fail_at(error, MARSAD_ERR_NOT_FOUND, path, 0, NULL, "no such file");
        }
        return fail_errno(error, "read", path);
    }
    if (S_ISDIR(about.st_mode)) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, path, 0, NULL, "is a folder, not a file");
    }
    if (access(path, R_OK) != 0) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, path, 0, NULL, "cannot read: %s",
                           strerror(errno));
    }
    return MARSAD_OK;
}

static marsad_status read_stream(FILE *stream, const char *path, mrs_buffer *bytes,
                                 marsad_error *error)
{
    char chunk[65536];
    size_t got;
    while ((got = fread(chunk, 1, sizeof chunk, stream)) > 0) {
        mrs_buffer_add_bytes(bytes, chunk, got);
    }
    if (ferror(stream)) {
        return fail_errno(error, "read", path);
    }
    return bytes->failed ? mrs_fail_memory(error) : MARSAD_OK;
}

marsad_status mrs_file_read(const char *path, char **out, size_t *length, marsad_error *error)
{
    *out = NULL;
    marsad_status status = mrs_file_readable(path, error);
    if (status) {
        return status;
    }
    FILE *stream = fopen(path, "rb");
    if (!stream) {
        return fail_errno(error, "read", path);
    }
    mrs_buffer bytes = {0};
    status = read_stream(stream, path, &bytes, error);
    fclose(stream);
    if (status) {
        mrs_buffer_clear(&bytes);
        return status;
    }
    if (length) {
        *length = bytes.length;
    }
    *out = mrs_buffer_take(&bytes);
    return *out ? MARSAD_OK : mrs_fail_memory(error);
}

marsad_status mrs_output_open(mrs_output *output, const char *path, marsad_error *error)
{
    *output = (mrs_output){0};
    output->path = mrs_strdup(path);
    if (!output->path) {
        return mrs_fail_memory(error);
    }
    if (strcmp(path, "-") == 0) {
        output->stream = stdout;
        return MARSAD_OK;
    }
    struct stat about;
    if (stat(path, &about) == 0 && S_ISDIR(about.st_mode)) {
        mrs_output_abandon(output);
        return mrs_fail_at(error, MARSAD_ERR_IO, path, 0, NULL, "cannot write: it is a folder");
    }
    mrs_buffer name = {0};
    mrs_buffer_addf(&name, "%s.part-%ld", path, (long)getpid());
    output->temporary = mrs_buffer_take(&name);
    if (!output->temporary) {
        mrs_output_abandon(output);
        return mrs_fail_memory(error);
    }
    output->stream = fopen(output->temporary, "wbx");
    if (!output->stream) {
        int code = errno;
        mrs_output_abandon(output);
        return mrs_fail_at(error, MARSAD_ERR_IO, path, 0, NULL, "cannot write: %s", strerror(code));
    }
    return MARSAD_OK;
}

marsad_status mrs_fail_write(marsad_error *error, const char *path)
{
    return mrs_fail_at(error, MARSAD_ERR_IO, path, 0, NULL, "cannot write: %s",
                       errno ? strerror(errno) : "the disk may be full");
}

marsad_status mrs_output_commit(mrs_output *output, marsad_error *error)
{
    errno = 0;
    int bad = fflush(output->stream) != 0 || ferror(output->stream);
    if (output->temporary) {
        bad |= fclose(output->stream) != 0;
        output->stream = NULL;
        bad = bad || rename(output->temporary, output->path) != 0;
    }
    marsad_status status = MARSAD_OK;
    if (bad) {
        status = mrs_fail_write(error, output->path);
        if (output->temporary) {
            unlink(output->temporary);
        }
    }
    mrs_free(output->temporary);
    output->temporary = NULL;
    output->stream = NULL;
    mrs_output_abandon(output);
    return status;
}

void mrs_output_abandon(mrs_output *output)
{
    if (output->temporary) {
        if (output->stream) {
            fclose(output->stream);
            unlink(output->temporary);
        }
        mrs_free(output->temporary);
    }
    mrs_free(output->path);
    *output = (mrs_output){0};
}
