/**
 * The parts of geocoding, whose public side is marsad/geocode.h:
 *
 *     geocode          the run: options, the two passes; geocode_end: its end, and the summary
 *     geocode_answers  what each distinct name means
 *     geocode_row      where a row lies, and what is to be checked about it
 *     geocode_write    rows as cells of a table; geocode_object: as objects of JSON
 *     geocode_files    which files are read and written, and none over another
 *     geocode_resume   what a stopped run leaves, to be gone on with
 *     question, review, decisions   what a person is asked, and answers
 */
#ifndef MARSAD_EVENTS_GEOCODE_JOB_H
#define MARSAD_EVENTS_GEOCODE_JOB_H

#include "events/geocode_answers.h"
#include "events/layout.h"
#include "events/reader.h"
#include "events/rejected.h"

/* --- A row --- */

/** Our columns behind those of mrs_place_fields. */
typedef enum mrs_geocode_column {
    MRS_GEOCODE_WHERE_PREC = MRS_PLACE_COLUMNS,
    MRS_GEOCODE_GEO_PRECISION,
    MRS_GEOCODE_NAME_DISTANCE_M,
    MRS_GEOCODE_CHECK,
    MRS_GEOCODE_COLUMNS
} mrs_geocode_column;

/** A row with its place. Texts live until the next. */
typedef struct mrs_geocoded {
    marsad_incident incident;
    mrs_placed placed;
    const char *fault;             /* of a row that goes into the output all the same; or NULL */
    int where_prec, geo_precision; /* 0 where unknown */
    double name_distance_m;        /* negative where nothing was compared */
    size_t question;               /* 1 + its index in the review; 0: none */
    mrs_buffer reason, check;      /* kept from row to row, for their room */
    const char **more;             /* texts of the caller's columns */
} mrs_geocoded;

/** How precise a row says that its coordinates are; 0 where it does not. */
typedef struct mrs_row_precision {
    int where_prec, geo_precision;
} mrs_row_precision;

/** Places the row. `out->incident` is as it was read; what the answer's own fault makes of it is in
 *  `*fault` (NULL: none), which lives as long as the answers. */
marsad_status mrs_geocode_place(mrs_answers *answers, const mrs_row_precision *precision,
                                mrs_geocoded *out, const char **fault, marsad_error *error);

/* --- Writing --- */

/** Begun with its first three fields. */
typedef struct mrs_geocode_sink {
    const char *path, *format; /* the format as an ending, never NULL */
    const marsad_more_columns *more;
    mrs_field *ours;
    size_t our_count;
    mrs_layout layout; /* of a table; of objects only our fields */
    size_t file_columns;
    bool of_objects;   /* lines of JSON that keep their objects */
    bool is_delimited; /* csv or tsv: all that the file has stays as it is written */
    mrs_writer *writer;
    mrs_buffer line;     /* of an object */
    mrs_buffer numbers;  /* of a row, as text */
    uint64_t lost_cells; /* of columns that were not known when the table was begun */
} mrs_geocode_sink;

/** How it is begun. */
typedef struct mrs_sink_plan {
    bool part, at_once; /* as in mrs_writer_plan */
    uint64_t keep;
} mrs_sink_plan;

/** Begins the file, for the columns that the reader has, or for its objects. */
marsad_status mrs_geocode_begin(mrs_geocode_sink *sink, const mrs_event_reader *reader,
                                const mrs_sink_plan *plan, marsad_error *error);
marsad_status mrs_geocode_add(mrs_geocode_sink *sink, const mrs_event_reader *reader,
                              const mrs_geocoded *row, marsad_error *error);
void mrs_geocode_clear(mrs_geocode_sink *sink);

/** True of csv, tsv and lines of JSON, which can be gone on with; and of the last alone. */
bool mrs_geocode_is_lines(const char *format);
bool mrs_geocode_is_json_lines(const char *format);

/** What stands in one of our columns. */
mrs_cell mrs_geocode_cell(const mrs_geocode_sink *sink, const mrs_geocoded *row, size_t column);

/** The object of a row with ours added, as the text of a line, in `sink->line`. */
marsad_status mrs_geocode_object(mrs_geocode_sink *sink, struct json_object *object,
                                 const mrs_geocoded *row, marsad_error *error);
/** The same of a line that is no object. */
marsad_status mrs_geocode_no_object(mrs_geocode_sink *sink, const char *raw, size_t length,
                                    const mrs_geocoded *row, marsad_error *error);
/** True if no key of the object is one of ours, so that they can be added behind its text. */
bool mrs_geocode_is_free(const mrs_geocode_sink *sink, struct json_object *object);

/* --- The run --- */

/** Where a rejected row begins in the table. */
typedef struct mrs_bad_row {
    uint64_t offset;
    long row;
} mrs_bad_row;

typedef struct mrs_geocode_job {
    const char *in, *out;
    const char *format;
    const marsad_geocode_options *options;
    marsad_geocode_summary *summary;
    mrs_faults faults;
    mrs_event_reader *reader;
    mrs_answers answers;
    mrs_review review;
    mrs_geocode_sink sink;
    mrs_geocoded row;
    bool inline_faults; /* rows with faults go into the output */
    bool is_part;       /* can be gone on with */
    mrs_rejected rejected;
    mrs_bad_row *bad; /* each of them, where the run can be gone on with */
    size_t bad_count, bad_capacity;
    uint64_t offset; /* where the next row begins; of the table's first UINT64_MAX */
    uint64_t begun_at;
    double started, told, saved; /* seconds of a steady clock */
    double save_every;
} mrs_geocode_job;

/** Puts the reader's row aside, which begins at `offset`: it has a fault. */
marsad_status mrs_geocode_reject(mrs_geocode_job *job, uint64_t offset, marsad_error *error);

/** MARSAD_ERR_USAGE if a file that is written is one that is read or is written otherwise, or
 * cannot be written for its format. */
marsad_status mrs_geocode_check_files(const mrs_geocode_job *job, marsad_error *error);

/** Writes the rows that were put aside, where they are asked for, or beside the output unless
 * another file has that name; the summary gets the path. */
marsad_status mrs_geocode_write_rejected(mrs_geocode_job *job, marsad_error *error);

/** Completes the output, then writes what was put aside and what is asked. */
marsad_status mrs_geocode_finish(mrs_geocode_job *job, marsad_error *error);

/** Leaves what can be gone on with, or nothing. */
marsad_status mrs_geocode_stop(mrs_geocode_job *job, marsad_error *error);

/** The same after a failure: but where the table itself is at fault, that would only come there
 *  again, and nothing is left. */
void mrs_geocode_leave(mrs_geocode_job *job, marsad_status status);

/** "OUT.resume", to mrs_free(). */
char *mrs_resume_path(const char *out);

/** Puts down how far the run has come. */
marsad_status mrs_resume_save(mrs_geocode_job *job, marsad_error *error);

/** Takes up what an earlier run has left: counts, company, questions, rejected rows; and the reader
 *  goes to where it ended. `*length` is that of the part; `*found` is false where nothing was left.
 */
marsad_status mrs_resume_load(mrs_geocode_job *job, uint64_t *length, bool *found,
                              marsad_error *error);

#endif
