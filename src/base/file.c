#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/file.h>
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

static bool is_address(const char *path)
{
    static const char *const schemes[] = {"http://", "https://", "ftp://"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        if (strncasecmp(path, schemes[i], strlen(schemes[i])) == 0) {
            return true;
        }
    }
    return false;
}

marsad_status mrs_file_readable(const char *path, marsad_error *error)
{
    struct stat about;
    if (stat(path, &about) != 0) {
        if (is_address(path)) {
            return mrs_fail_at(error, MARSAD_ERR_NOT_FOUND, path, 0, NULL,
                               "nothing is read from the network: download the file first");
        }
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
    struct stat about;
    if (fstat(fileno(stream), &about) == 0 && about.st_size > 0) {
        mrs_buffer_reserve(bytes, (size_t)about.st_size); /* so that it need not move as it grows */
    }
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

/* A file without a name in the folder of `path`: it vanishes with the process, whatever ends that.
 * NULL where the file system has no such thing. */
static FILE *open_nameless(const char *path)
{
#ifdef O_TMPFILE
    const char *slash = strrchr(path, '/');
    char *folder = slash ? mrs_strndup(path, (size_t)(slash - path) + 1) : mrs_strdup(".");
    int file = folder ? open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0666) : -1;
    mrs_free(folder);
    FILE *stream = file >= 0 ? fdopen(file, "wb") : NULL;
    if (file >= 0 && !stream) {
        close(file);
    }
    return stream;
#else
    (void)path;
    return NULL;
#endif
}

/* Gives a nameless file its temporary name. */
static int name_stream(const mrs_output *output)
{
    char source[64];
    snprintf(source, sizeof source, "/proc/self/fd/%d", fileno(output->stream));
    return linkat(AT_FDCWD, source, AT_FDCWD, output->temporary, AT_SYMLINK_FOLLOW);
}

/* Where to write: what a link points to, rather than in place of the link. */
static char *target_of(const char *path)
{
    char *real = realpath(path, NULL);
    char *target = mrs_strdup(real ? real : path);
    free(real);
    return target;
}

marsad_status mrs_output_open(mrs_output *output, const char *path, marsad_error *error)
{
    *output = (mrs_output){0};
    struct stat about;
    if (strcmp(path, "-") == 0) {
        output->stream = stdout;
        output->path = mrs_strdup(path);
        return output->path ? MARSAD_OK : mrs_fail_memory(error);
    }
    if (stat(path, &about) == 0 && S_ISDIR(about.st_mode)) {
        return mrs_fail_at(error, MARSAD_ERR_IO, path, 0, NULL, "cannot write: it is a folder");
    }
    output->path = target_of(path);
    mrs_buffer name = {0};
    mrs_buffer_addf(&name, "%s.part-%ld", output->path ? output->path : "", (long)getpid());
    output->temporary = mrs_buffer_take(&name);
    if (!output->path || !output->temporary) {
        mrs_output_abandon(output);
        return mrs_fail_memory(error);
    }
    output->stream = open_nameless(output->path);
    output->nameless = output->stream != NULL;
    if (!output->stream) {
        output->stream = fopen(output->temporary, "wbx");
    }
    if (!output->stream) {
        int code = errno;
        mrs_output_abandon(output);
        return mrs_fail_at(error, MARSAD_ERR_IO, path, 0, NULL, "cannot write: %s", strerror(code));
    }
    return MARSAD_OK;
}

/* Truncated only once it is ours alone. */
static marsad_status claim_part(mrs_output *output, uint64_t keep, marsad_error *error)
{
    struct stat about;
    int file = fileno(output->stream);
    if (flock(file, LOCK_EX | LOCK_NB) != 0) {
        return mrs_fail_at(error, MARSAD_ERR_IO, output->temporary, 0, NULL,
                           "cannot write: another process is writing it");
    }
    if (fstat(file, &about) != 0 || (uint64_t)about.st_size < keep) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, output->temporary, 0, NULL,
                           "is shorter than what was written before");
    }
    if (ftruncate(file, (off_t)keep) != 0 || fseeko(output->stream, 0, SEEK_END) != 0) {
        return mrs_fail_write(error, output->temporary);
    }
    return MARSAD_OK;
}

/* What was not ours to begin with is not ours to remove. */
static void let_go(mrs_output *output)
{
    if (output->stream) {
        fclose(output->stream);
        output->stream = NULL;
    }
    mrs_output_abandon(output);
}

marsad_status mrs_output_open_part(mrs_output *output, const char *path, uint64_t keep,
                                   marsad_error *error)
{
    *output = (mrs_output){.is_part = true, .path = target_of(path)};
    mrs_buffer name = {0};
    mrs_buffer_addf(&name, "%s.part", output->path ? output->path : "");
    output->temporary = mrs_buffer_take(&name);
    if (!output->path || !output->temporary) {
        mrs_output_abandon(output);
        return mrs_fail_memory(error);
    }
    int file = open(output->temporary, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    output->stream = file >= 0 ? fdopen(file, "r+b") : NULL;
    marsad_status status =
        output->stream ? claim_part(output, keep, error) : mrs_fail_write(error, output->temporary);
    if (status) {
        let_go(output);
    }
    return status;
}

marsad_status mrs_output_adopt(mrs_output *output, const char *path, const char *temporary,
                               marsad_error *error)
{
    *output = (mrs_output){.path = target_of(path), .temporary = mrs_strdup(temporary)};
    if (!output->path || !output->temporary) {
        mrs_output_abandon(output);
        return mrs_fail_memory(error);
    }
    output->stream = fopen(temporary, "r+b");
    if (!output->stream) {
        marsad_status status = mrs_fail_write(error, path);
        mrs_output_abandon(output);
        return status;
    }
    return MARSAD_OK;
}

marsad_status mrs_output_leave(mrs_output *output, marsad_error *error)
{
    errno = 0;
    bool bad = fflush(output->stream) != 0 || ferror(output->stream);
    marsad_status status = bad ? mrs_fail_write(error, output->temporary) : MARSAD_OK;
    let_go(output);
    return status;
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
    bad = bad || (output->nameless && name_stream(output) != 0);
    if (output->temporary) {
        bad |= fclose(output->stream) != 0;
        output->stream = NULL;
        bad = bad || rename(output->temporary, output->path) != 0;
    }
    marsad_status status = MARSAD_OK;
    if (bad) {
        status = mrs_fail_write(error, output->path);
        if (output->temporary && !output->is_part) {
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
        }
        if (output->stream && !output->nameless) {
            unlink(output->temporary);
        }
        mrs_free(output->temporary);
    }
    mrs_free(output->path);
    *output = (mrs_output){0};
}
