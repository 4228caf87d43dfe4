/* The end of a run: the table is completed, then what was put aside and what is asked are written,
 * which say nothing without it. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/memory.h"
#include "events/geocode_job.h"

static void note_idle(mrs_geocode_job *job)
{
    const marsad_decisions *decisions = job->options->decisions;
    for (size_t i = 0; decisions && i < decisions->count; i++) {
        if (job->answers.used && job->answers.used[i]) {
            continue;
        }
        if (!job->summary->idle_decisions++) {
            snprintf(job->summary->idle, sizeof job->summary->idle, "%s",
                     mrs_quoted((char[MRS_QUOTED_SIZE]){0},
                                decisions->items[i].cells[MRS_REVIEW_LOCATION]));
        }
    }
}

static void add_note(mrs_geocode_job *job, uint64_t count, const char *words)
{
    char *note = job->summary->note;
    size_t length = strlen(note);
    if (count) {
        snprintf(note + length, sizeof job->summary->note - length, "%s%llu %s", length ? "; " : "",
                 (unsigned long long)count, words);
    }
}

static void note_file(mrs_geocode_job *job)
{
    marsad_geocode_summary *summary = job->summary;
    snprintf(summary->note, sizeof summary->note, "%s", mrs_event_reader_note(job->reader));
    add_note(job, job->sink.lost_cells,
             "cells of columns that the first row has not are left out: give the table as a file");
    add_note(job, job->review.not_listed, "more open names are not in the review");
}

static marsad_status write_review(mrs_geocode_job *job, marsad_error *error)
{
    const marsad_geocode_options *options = job->options;
    if (!options->review) {
        return MARSAD_OK;
    }
    const marsad_decisions *decisions = options->decisions;
    bool same = decisions && strcmp(decisions->path, options->review) == 0;
    job->summary->questions = mrs_review_count(&job->review);
    return mrs_review_write(&job->review, same ? decisions : NULL, options->review, error);
}

static void remove_resume(const mrs_geocode_job *job)
{
    char *path = mrs_resume_path(job->out);
    if (path && job->is_part) {
        unlink(path);
    }
    mrs_free(path);
}

/* A table without one good row is at fault as a whole. */
static marsad_status check_any(mrs_geocode_job *job, marsad_error *error)
{
    const marsad_geocode_summary *summary = job->summary;
    if (job->inline_faults || summary->rows > summary->rejected) {
        return MARSAD_OK;
    }
    if (summary->rejected) {
        return mrs_faults_end(&job->faults, error);
    }
    size_t left_out = mrs_event_reader_left_out(job->reader);
    return mrs_fail_at(error, MARSAD_ERR_INPUT, job->in, 0, NULL, "%s",
                       left_out ? "no incident lies in the time that is asked for"
                                : "the table has no incidents");
}

marsad_status mrs_geocode_finish(mrs_geocode_job *job, marsad_error *error)
{
    note_file(job);
    note_idle(job);
    marsad_status status = check_any(job, error);
    if (status) {
        remove_resume(job);
        return status;
    }
    mrs_writer *writer = job->sink.writer;
    job->sink.writer = NULL;
    status = mrs_writer_commit(writer, error);
    remove_resume(job);
    status = status ? status : mrs_geocode_write_rejected(job, error);
    return status ? status : write_review(job, error);
}

marsad_status mrs_geocode_stop(mrs_geocode_job *job, marsad_error *error)
{
    note_file(job);
    if (!job->is_part || !job->sink.writer) {
        return MARSAD_OK;
    }
    marsad_status status = mrs_resume_save(job, error);
    mrs_writer *writer = job->sink.writer;
    job->sink.writer = NULL;
    marsad_status left = mrs_writer_leave(writer, status ? NULL : error);
    job->summary->can_resume = !status && !left;
    return status ? status : left;
}

void mrs_geocode_leave(mrs_geocode_job *job, marsad_status status)
{
    if (status != MARSAD_ERR_INPUT && job->is_part && job->sink.writer) {
        mrs_writer *writer = job->sink.writer;
        job->sink.writer = NULL;
        mrs_writer_leave(writer, NULL);
    } else {
        remove_resume(job);
    }
}
