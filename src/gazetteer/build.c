#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/memory.h"
#include "gazetteer/sources.h"
#include "gazetteer/store.h"
#include "marsad/gazetteer.h"

static marsad_status fail_write(const char *path, marsad_error *error)
{
    return mrs_fail_at(error, MARSAD_ERR_IO, path, 0, NULL, "cannot write: %s", strerror(errno));
}

marsad_status mrs_gazetteer_check_target(const char *path, marsad_error *error)
{
    struct stat about;
    if (!path[0]) {
        return mrs_fail(error, MARSAD_ERR_USAGE, "the gazetteer to write has no name");
    }
    if (stat(path, &about) == 0 && !S_ISREG(about.st_mode)) {
        return mrs_fail_at(error, MARSAD_ERR_IO, path, 0, NULL,
                           "cannot write: it is not a regular file");
    }
    return MARSAD_OK;
}

/* Creates the empty file now: a folder that cannot be written is told before the work is done. */
static marsad_status create_temporary(const char *path, char **out, marsad_error *error)
{
    mrs_buffer name = {0};
    mrs_buffer_addf(&name, "%s.part-%ld", path, (long)getpid());
    *out = mrs_buffer_take(&name);
    if (!*out) {
        return mrs_fail_memory(error);
    }
    int file = open(*out, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
    if (file < 0) {
        marsad_status status = fail_write(path, error);
        mrs_free(*out);
        *out = NULL;
        return status;
    }
    close(file);
    return MARSAD_OK;
}

static marsad_status put_in_place(const char *temporary, const char *path, marsad_error *error)
{
    int file = open(temporary, O_RDONLY | O_CLOEXEC);
    int bad = file < 0 || fsync(file) != 0;
    if (file >= 0) {
        close(file);
    }
    return bad || rename(temporary, path) != 0 ? fail_write(path, error) : MARSAD_OK;
}

marsad_status mrs_gazetteer_write(const mrs_sources *sources, const char *path,
                                  marsad_progress progress, void *progress_context,
                                  marsad_error *error)
{
    char *temporary = NULL;
    marsad_status status = create_temporary(path, &temporary, error);
    if (status) {
        return status;
    }
    status = mrs_store_write(sources, temporary, path, progress, progress_context, error);
    if (!status) {
        status = put_in_place(temporary, path, error);
    }
    if (status) {
        unlink(temporary);
    }
    mrs_free(temporary);
    return status;
}

marsad_status marsad_gazetteer_build(const char *folder, const char *path, marsad_progress progress,
                                     void *progress_context, marsad_error *error)
{
    mrs_sources sources = {0};
    marsad_status status = mrs_gazetteer_check_target(path, error);
    if (!status) {
        status = mrs_sources_read(folder, &sources, error);
    }
    if (!status) {
        status = mrs_sources_join(&sources, error);
    }
    if (!status) {
        status = mrs_gazetteer_write(&sources, path, progress, progress_context, error);
    }
    mrs_sources_clear(&sources);
    return status;
}
