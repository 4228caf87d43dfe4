/**
 * What is understood of a table of incidents, and what is wrong with it: a look before it is used.
 */
#ifndef MARSAD_EVENTS_INFO_H
#define MARSAD_EVENTS_INFO_H

#include <stddef.h>

#include "marsad/events.h"
#include "marsad/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A column of the file. */
typedef struct marsad_info_column {
    const char *name;     /* as the file has it */
    const char *meaning;  /* what it is to us, such as "location"; "" where it is only kept */
    const char *known_by; /* "own name", "ACLED", "UCDP GED", "HXL tag", "header", "--map"; or "" */
    const char *tag;      /* of HXL; "" where it has none */
    size_t filled;        /* rows in which it is not empty */
    const char *sample;   /* the first text in it, cut off after some dozens of characters */
} marsad_info_column;

/** Something that occurs, and how often. */
typedef struct marsad_info_count {
    const char *text;
    size_t count;
} marsad_info_count;

/** A kind of fault: messages that differ only in figures and quoted texts. */
typedef struct marsad_info_fault {
    const char *column; /* "" where it is of no single one */
    const char *text;   /* with … in place of what is quoted, and # in place of figures */
    size_t count;
    long row; /* the first that has it; 0: the whole table */
} marsad_info_fault;

/** Good rows and rows with faults both count, as far as they make sense. */
typedef struct marsad_events_info {
    const char *format;   /* "CSV", "XLSX", "newline-delimited JSON" … */
    const char *encoding; /* of a text: "UTF-8", "windows-1256"; else "" */
    const char *note;     /* what was assumed of the file; "" if nothing */
    const char *layer;    /* or sheet, that is read; "" where the format has none */
    const char **layers;  /* all that the file has */
    size_t layer_count;

    const char *convention; /* whose table it is: "Marsad", "ACLED (since 2023)", "UCDP GED", "HXL",
                               "plain headers" */
    marsad_info_column *columns;
    size_t column_count;

    size_t rows;     /* that have anything in them, and lie in the time asked for */
    size_t rejected; /* of them, with faults */
    size_t left_out; /* beside them, before `since` or after `until` */

    marsad_date first, last; /* of all dates; year 0 where there is none */
    size_t undated, partial; /* rows without a date; rows whose date has no day */
    size_t ranges, serials;  /* rows with an end; rows dated by a spreadsheet's number of days */
    size_t types[MARSAD_TYPE_COUNT];
    marsad_info_count *others; /* what the table calls those that are MARSAD_TYPE_OTHER: the
                                  commonest first, at most some dozens */
    size_t other_count;

    size_t with_coordinates; /* rows that say where */
    size_t to_resolve;       /* rows that have only a name */
    size_t names;            /* different ones among them */
    bool more_names;         /* there are more, which were not told apart */

    marsad_problems problems;  /* the first some hundreds of faults */
    marsad_info_fault *faults; /* kinds of them, in the order in which they were first met */
    size_t fault_count;
    bool usable; /* there are good rows, and nothing is wrong with the table as a whole */

    void *memory; /* of all texts */
} marsad_events_info;

/**
 * Reads the table once, in memory that does not grow with it. A table that could not be used, for
 * its columns or all of its rows are at fault, is told of all the same; what cannot be read at all
 * is an error, as of marsad_events_read(). `options` may be NULL.
 */
MARSAD_API marsad_status marsad_events_info_read(const char *path,
                                                 const marsad_events_options *options,
                                                 marsad_events_info *out, marsad_error *error);
MARSAD_API void marsad_events_info_clear(marsad_events_info *info);

#ifdef __cplusplus
}
#endif
#endif
