/* Which files a run reads and writes: none over another. */
#include <string.h>

#include "base/fail.h"
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
