#include "marsad/geocode.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/fail.h"
#include "base/memory.h"
#include "events/geocode_job.h"

/* A name may be that of many places, one of which the coordinates may mean. */
enum { CANDIDATES = 20 };

marsad_geocode_options marsad_geocode_defaults(void)
{
    return (marsad_geocode_options){.events = marsad_events_defaults(),
                                    .resolve = marsad_resolve_defaults(),
                                    .progress_every_s = 0.2};
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static bool is_regular(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISREG(about.st_mode);
}

/* A file, or a connection: not a pipe. */
static bool can_be_read_twice(const char *path)
{
    struct stat about;
    return strcmp(path, "-") != 0 && (stat(path, &about) != 0 || S_ISREG(about.st_mode));
}

/* ---- progress ------------------------------------------------------------------------------- */

static bool tell(mrs_geocode_job *job, double time)
{
    uint64_t done, all;
    mrs_event_reader_progress(job->reader, &done, &all);
    double seconds = time - job->started;
    uint64_t rows = job->summary->rows - job->begun_at;
    marsad_geocode_progress progress = {.rows = job->summary->rows, .left_s = -1};
    if (all) {
        progress.share = done < all ? (double)done / (double)all : 1;
    }
    if (seconds > 0) {
        progress.rows_per_s = (double)rows / seconds;
    }
    if (progress.share > 0 && !job->begun_at) {
        progress.left_s = seconds * (1 - progress.share) / progress.share;
    } else if (progress.share > 0 && rows) { /* a resumed run was not at it from the beginning */
        double all_rows = (double)job->summary->rows / progress.share;
        progress.left_s = (all_rows - (double)job->summary->rows) / progress.rows_per_s;
    }
    return job->options->progress(job->options->progress_state, &progress);
}

/* Tells and saves now and then. */
static marsad_status look_up(mrs_geocode_job *job, marsad_error *error)
{
    double time = now();
    if (job->options->progress && time - job->told >= job->options->progress_every_s) {
        job->told = time;
        job->summary->stopped = !tell(job, time);
    }
    if (!job->is_part || !job->sink.writer || time - job->saved < job->save_every) {
        return MARSAD_OK;
    }
    const double share_of_time = 0.05; /* that saving may take */
    marsad_status status = mrs_resume_save(job, error);
    job->saved = now();
    double taken = (job->saved - time) / share_of_time;
    job->save_every = taken > 1 ? taken : 1;
    return status;
}

/* ---- the first pass: company ---------------------------------------------------------------- */

static marsad_status take_company(mrs_geocode_job *job, marsad_error *error)
{
    const mrs_answer *answer = NULL;
    marsad_incident incident = *mrs_event_reader_incident(job->reader);
    marsad_resolution said = {0};
    if (mrs_event_reader_fault(job->reader)) {
        return MARSAD_OK;
    }
    if (incident.placement != MARSAD_PLACED_BY_COORDINATES) {
        marsad_status status = mrs_answers_get(&job->answers, &incident, false, &answer, error);
        if (status || answer->fault) {
            return status;
        }
        said.confidence = answer->confidence;
        incident.placement = answer->placement;
        incident.at = answer->at;
        incident.uncertainty_m = answer->uncertainty_m;
        incident.resolution = &said;
    }
    mrs_company_keep(&job->answers.placer.company, &incident);
    return MARSAD_OK;
}

/* A table's columns must be known before its first row is written: lines of JSON may have new ones
 * in their last. */
static bool needs_all_columns(const mrs_geocode_job *job)
{
    return mrs_event_reader_is_lines(job->reader) && !mrs_geocode_is_json_lines(job->format);
}

static marsad_status first_pass(mrs_geocode_job *job, bool for_company, marsad_error *error)
{
    bool more = true;
    bool for_columns = needs_all_columns(job);
    mrs_company *company = &job->answers.placer.company;
    marsad_status status = MARSAD_OK;
    while (!status && more && !job->summary->stopped &&
           (for_columns || (for_company && !mrs_company_is_full(company)))) {
        status = mrs_event_reader_next(job->reader, &more, error);
        if (!status && more && for_company) {
            status = take_company(job, error);
        }
        status = status ? status : look_up(job, error);
    }
    return status;
}

static void forget_faults(mrs_geocode_job *job)
{
    marsad_problems_clear(job->faults.list);
    job->faults.capacity = 0;
}

/* To the table's beginning: again with the columns that have been met. */
static marsad_status begin_again(mrs_geocode_job *job, marsad_error *error)
{
    forget_faults(job);
    if (needs_all_columns(job)) {
        return mrs_event_reader_seek(job->reader, 0, 1, error);
    }
    mrs_event_reader_close(job->reader);
    job->reader = NULL;
    return mrs_event_reader_open(job->in, &job->options->events, &job->faults, &job->reader, error);
}

/* ---- a row ---------------------------------------------------------------------------------- */

static int code_in(const mrs_event_reader *reader, mrs_column column, int most)
{
    size_t index = mrs_event_reader_schema(reader)->of_file[column];
    const char *text = index == MRS_NO_COLUMN ? "" : mrs_event_reader_cell(reader, index);
    bool is_code = text[0] >= '1' && text[0] <= '0' + most && (!text[1] || text[1] == '.');
    return is_code ? text[0] - '0' : 0;
}

static void count(mrs_geocode_job *job)
{
    marsad_geocode_summary *summary = job->summary;
    uint64_t *const counts[] = {[MARSAD_UNPLACED] = &summary->unresolved,
                                [MARSAD_PLACED_AMBIGUOUSLY] = &summary->ambiguous,
                                [MARSAD_PLACED_BY_NAME] = &summary->by_name,
                                [MARSAD_PLACED_BY_COORDINATES] = &summary->by_coordinates,
                                [MARSAD_PLACED_BY_DECISION] = &summary->by_decision};
    ++*counts[job->row.incident.placement];
    summary->to_check += job->row.check.length > 0;
    if (job->row.question) {
        mrs_question *question = &job->review.items[job->row.question - 1];
        question->first_row = question->rows++ ? question->first_row : job->row.incident.row;
    }
}

marsad_status mrs_geocode_reject(mrs_geocode_job *job, uint64_t offset, marsad_error *error)
{
    if (!mrs_grow((void **)&job->bad, &job->bad_capacity, job->bad_count, sizeof *job->bad)) {
        return mrs_fail_memory(error);
    }
    job->bad[job->bad_count++] = (mrs_bad_row){offset, mrs_event_reader_row(job->reader)};
    return mrs_rejected_add(&job->rejected, job->reader, error);
}

static void clear_more(mrs_geocode_job *job)
{
    const marsad_more_columns *more = job->options->more;
    for (size_t i = 0; more && i < more->count; i++) {
        job->row.more[i] = NULL;
    }
}

static marsad_status fill_more(mrs_geocode_job *job, marsad_error *error)
{
    const marsad_more_columns *more = job->options->more;
    clear_more(job);
    return more ? more->fill(more->state, &job->row.incident, job->row.more, error) : MARSAD_OK;
}

/* Into the output where that is a filter's, else aside. `offset` is where the row begins. */
static marsad_status reject(mrs_geocode_job *job, const char *fault, uint64_t offset,
                            marsad_error *error)
{
    job->summary->rejected++;
    if (!job->inline_faults) {
        return mrs_geocode_reject(job, offset, error);
    }
    job->row.fault = fault;
    job->row.placed = (mrs_placed){.confidence = -1};
    job->row.incident.placement = MARSAD_UNPLACED;
    job->row.where_prec = job->row.geo_precision = 0;
    job->row.name_distance_m = -1;
    clear_more(job);
    return mrs_geocode_add(&job->sink, job->reader, &job->row, error);
}

static marsad_status write_row(mrs_geocode_job *job, uint64_t offset, marsad_error *error)
{
    job->summary->rows++;
    job->row.fault = NULL;
    job->row.incident = *mrs_event_reader_incident(job->reader);
    const char *fault = mrs_event_reader_fault(job->reader);
    if (fault) {
        return reject(job, fault, offset, error);
    }
    const mrs_row_precision precision = {code_in(job->reader, MRS_COLUMN_WHERE_PREC, 7),
                                         code_in(job->reader, MRS_COLUMN_GEO_PRECISION, 3)};
    marsad_status status = mrs_geocode_place(&job->answers, &precision, &job->row, &fault, error);
    if (!status && fault) {
        mrs_event_reader_reject(job->reader, "location", "%s", fault);
        return reject(job, mrs_event_reader_fault(job->reader), offset, error);
    }
    status = status ? status : fill_more(job, error);
    if (status) {
        return status;
    }
    count(job);
    return mrs_geocode_add(&job->sink, job->reader, &job->row, error);
}

/* ---- the second pass ------------------------------------------------------------------------ */

/* The file is begun when the first row has shown what the rows are. */
static marsad_status begin_file(mrs_geocode_job *job, uint64_t keep, marsad_error *error)
{
    const mrs_sink_plan plan = {.part = job->is_part,
                                .at_once = strcmp(job->in, "-") == 0 && strcmp(job->out, "-") == 0,
                                .keep = keep};
    return mrs_geocode_begin(&job->sink, job->reader, &plan, error);
}

static marsad_status second_pass(mrs_geocode_job *job, uint64_t keep, marsad_error *error)
{
    bool more = true;
    marsad_status status = MARSAD_OK;
    while (!status && more && !job->summary->stopped) {
        uint64_t offset = job->offset;
        status = mrs_event_reader_next(job->reader, &more, error);
        if (!status && !job->sink.writer) {
            job->is_part =
                job->is_part && (!more || mrs_event_reader_mark(job->reader, &job->offset));
            status = begin_file(job, keep, error);
        }
        if (status || !more) {
            break;
        }
        status = write_row(job, offset, error);
        mrs_event_reader_mark(job->reader, &job->offset);
        status = status ? status : look_up(job, error);
    }
    return status;
}

/* ---- the whole ------------------------------------------------------------------------------ */

static marsad_status run(mrs_geocode_job *job, marsad_error *error)
{
    const marsad_geocode_options *options = job->options;
    bool twice = can_be_read_twice(job->in);
    bool resumed = false;
    uint64_t keep = 0;
    marsad_status status =
        mrs_event_reader_open(job->in, &options->events, &job->faults, &job->reader, error);
    job->started = job->saved = now();
    if (!status && twice && (!options->by_row || needs_all_columns(job))) {
        status = first_pass(job, !options->by_row, error);
        status = status || job->summary->stopped ? status : begin_again(job, error);
    }
    if (!status && job->is_part && options->resume && !job->summary->stopped) {
        status = mrs_resume_load(job, &keep, &resumed, error);
    }
    if (status) {
        return status;
    }
    job->started = now();
    job->begun_at = job->summary->rows;
    status = second_pass(job, keep, error);
    if (status) {
        mrs_geocode_leave(job, status);
        return status;
    }
    return job->summary->stopped ? mrs_geocode_stop(job, error) : mrs_geocode_finish(job, error);
}

static marsad_status prepare(mrs_geocode_job *job, marsad_resolver *resolver, marsad_error *error)
{
    const marsad_geocode_options *options = job->options;
    mrs_placer *placer = &job->answers.placer;
    *placer = (mrs_placer){.path = job->in,
                           .resolver = resolver,
                           .options = options->resolve,
                           .decisions = options->decisions,
                           .by_admin1 = options->review != NULL};
    placer->options.max_candidates =
        options->resolve.max_candidates > CANDIDATES ? options->resolve.max_candidates : CANDIDATES;
    job->answers.review = options->review ? &job->review : NULL;
    bool to_file = strcmp(job->out, "-") != 0;
    job->inline_faults = !to_file && !options->rejected;
    job->is_part = to_file && is_regular(job->in) && mrs_geocode_is_lines(job->format);
    job->save_every = 1;
    job->sink = (mrs_geocode_sink){.path = job->out, .format = job->format, .more = options->more};
    if (options->more) {
        job->row.more = mrs_alloc(options->more->count, sizeof *job->row.more);
    }
    return options->more && !job->row.more ? mrs_fail_memory(error) : MARSAD_OK;
}

static void clear(mrs_geocode_job *job)
{
    mrs_geocode_clear(&job->sink);
    mrs_event_reader_close(job->reader);
    mrs_answers_clear(&job->answers);
    mrs_review_clear(&job->review);
    mrs_rejected_clear(&job->rejected);
    mrs_buffer_clear(&job->row.reason);
    mrs_buffer_clear(&job->row.check);
    mrs_free(job->row.more);
    mrs_free(job->bad);
}

static const char *format_of(const char *out, const char *asked)
{
    if (asked) {
        return asked;
    }
    const char *slash = strrchr(out, '/');
    const char *dot = strrchr(slash ? slash : out, '.');
    return strcmp(out, "-") == 0 ? "ndjson" : dot ? dot + 1 : "";
}

marsad_status marsad_geocode(const char *in, const char *out, marsad_resolver *resolver,
                             const marsad_geocode_options *options, marsad_geocode_summary *summary,
                             marsad_problems *problems, marsad_error *error)
{
    const marsad_geocode_options defaults = marsad_geocode_defaults();
    marsad_problems own = {0};
    *summary = (marsad_geocode_summary){0};
    if (problems) {
        *problems = (marsad_problems){0};
    }
    options = options ? options : &defaults;
    mrs_geocode_job job = {.in = in,
                           .out = out,
                           .format = format_of(out, options->format),
                           .options = options,
                           .summary = summary,
                           .faults = {.path = strcmp(in, "-") == 0 ? "/dev/stdin" : in,
                                      .list = problems ? problems : &own},
                           .offset = UINT64_MAX};
    marsad_status status = mrs_geocode_check_files(&job, error);
    status = status ? status : prepare(&job, resolver, error);
    status = status ? status : run(&job, error);
    if (!status) {
        mrs_faults_end(&job.faults, NULL);
    }
    clear(&job);
    marsad_problems_clear(&own);
    return status;
}
