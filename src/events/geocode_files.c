/* Which files a run reads and writes: none over another, and none that somebody made. */
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "events/geocode_job.h"

/* ---- before the run ------------------------------------------------------------------------- */

static marsad_status fail_same(const char *path, const char *what, marsad_error *error)
{
    return mrs_fail_at(error, MARSAD_ERR_USAGE, path, 0, NULL, "%s", what);
}

static bool are_same(const char *a, const char *b)
{
    return a && b && (strcmp(a, b) == 0 || mrs_file_is_same(a, b));
}

/* What is written may not be what is read: the table would be lost with all that is left out. */
static marsad_status check_table_stays(const mrs_geocode_job *job, marsad_error *error)
{
    const marsad_geocode_options *options = job->options;
    if (strcmp(job->in, "-") == 0) {
        return MARSAD_OK;
    }
    if (strcmp(job->out, "-") != 0 && are_same(job->out, job->in)) {
        return fail_same(job->out,
                         "the output is the table itself, which would be lost: name "
                         "another file",
                         error);
    }
    if (are_same(options->review, job->in) || are_same(options->rejected, job->in)) {
        return fail_same(job->in, "the table itself would be lost: name another file", error);
    }
    return MARSAD_OK;
}

static marsad_status check_formats(const mrs_geocode_job *job, marsad_error *error)
{
    const marsad_geocode_options *options = job->options;
    bool told = options->format || strcmp(job->out, "-") == 0;
    marsad_status status = mrs_writer_check(job->out, told ? job->format : NULL, error);
    if (!status && options->review) {
        status = mrs_review_check_path(options->review, error);
    }
    if (!status && options->rejected) {
        status = mrs_writer_check(options->rejected, "csv", error);
    }
    return status;
}

marsad_status mrs_geocode_check_files(const mrs_geocode_job *job, marsad_error *error)
{
    const marsad_geocode_options *options = job->options;
    marsad_status status = check_table_stays(job, error);
    status = status ? status : check_formats(job, error);
    if (!status && are_same(options->review, job->out)) {
        status = fail_same(
            job->out, "the output and the questions for review need files of their own", error);
    }
    if (!status && are_same(options->rejected, options->review)) {
        status = fail_same(options->review,
                           "the rejected rows and the questions for review need files of their own",
                           error);
    }
    return status;
}

/* ---- rejected rows -------------------------------------------------------------------------- */

/* Beside the output, with another ending; false if it is too long. */
static bool default_rejected_path(const char *out, char *to, size_t size)
{
    const char *slash = strrchr(out, '/');
    const char *dot = strrchr(slash ? slash : out, '.');
    size_t length = dot && dot > out && dot[-1] != '/' ? (size_t)(dot - out) : strlen(out);
    int written = snprintf(to, size, "%.*s-rejected.csv", (int)length, out);
    return written > 0 && (size_t)written < size;
}

/* A file of that name that holds no rejected rows is not to be lost. */
static bool is_somebodys(const char *path)
{
    static const char start[] = "marsad_row,marsad_fault";
    char found[sizeof start] = "";
    FILE *file = fopen(path, "rb");
    if (!file) {
        return false;
    }
    size_t length = fread(found, 1, sizeof start - 1, file);
    fclose(file);
    return length != sizeof start - 1 || strcmp(found, start) != 0;
}

/* The path in the summary; "" where nothing may be written. */
static void find_rejected_path(const mrs_geocode_job *job)
{
    char *path = job->summary->rejected_path;
    size_t size = sizeof job->summary->rejected_path;
    if (job->options->rejected) {
        snprintf(path, size, "%s", job->options->rejected);
    } else if (!default_rejected_path(job->out, path, size) || is_somebodys(path) ||
               mrs_file_is_same(path, job->in)) {
        path[0] = '\0';
    }
}

static marsad_status write_rejected_to(mrs_geocode_job *job, const char *path, marsad_error *error)
{
    size_t columns = mrs_event_reader_column_count(job->reader);
    const char **names = mrs_alloc(columns, sizeof *names);
    if (!names) {
        return mrs_fail_memory(error);
    }
    for (size_t i = 0; i < columns; i++) {
        names[i] = mrs_event_reader_column(job->reader, i);
    }
    marsad_status status = mrs_rejected_write(&job->rejected, names, columns, path, error);
    mrs_free(names);
    return status;
}

marsad_status mrs_geocode_write_rejected(mrs_geocode_job *job, marsad_error *error)
{
    if (!job->rejected.count) {
        return MARSAD_OK;
    }
    find_rejected_path(job);
    const char *given = job->options->rejected, *path = job->summary->rejected_path;
    if (!given && !path[0]) {
        return MARSAD_OK;
    }
    marsad_status status = write_rejected_to(job, given ? given : path, error);
    if (status) {
        job->summary->rejected_path[0] = '\0';
    }
    return status;
}
