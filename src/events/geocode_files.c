/* Which files a run reads and writes: none over another. */
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "events/geocode_job.h"

static marsad_status fail_same(const char *path, const char *what, marsad_error *error)
{
    return mrs_fail_at(error, MARSAD_ERR_USAGE, path, 0, NULL, "%s", what);
}

static bool are_same(const char *a, const char *b)
{
    return a && b && (strcmp(a, b) == 0 || marsad_side_file_at(a, b) == MARSAD_SIDE_TABLE);
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

static marsad_status write_rejected_to(mrs_geocode_job *job, const char *path, marsad_error *error)
{
    marsad_geocode_summary *summary = job->summary;
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
    if (!status) {
        snprintf(summary->rejected_path, sizeof summary->rejected_path, "%s", path);
    }
    return status;
}

/* Where the caller says, or beside the output unless a file would be lost there. */
marsad_status mrs_geocode_write_rejected(mrs_geocode_job *job, marsad_error *error)
{
    if (!job->rejected.count) {
        return MARSAD_OK;
    }
    if (job->options->rejected) {
        return write_rejected_to(job, job->options->rejected, error);
    }
    char *path = marsad_side_file_path(job->out);
    if (!path) {
        return mrs_fail_memory(error);
    }
    marsad_side_file there = marsad_side_file_at(path, job->in);
    marsad_status status = MARSAD_OK;
    if (there == MARSAD_SIDE_NONE || there == MARSAD_SIDE_EARLIER) {
        status = write_rejected_to(job, path, error);
    }
    mrs_free(path);
    return status;
}
