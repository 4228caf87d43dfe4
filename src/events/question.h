/** What a person is asked, and answers: a name in its context, and the columns of that table. */
#ifndef MARSAD_EVENTS_QUESTION_H
#define MARSAD_EVENTS_QUESTION_H

#include "base/buffer.h"
#include "marsad/events.h"

enum { MRS_REVIEW_CANDIDATES = 5 };

/** The columns of a table for review. */
typedef enum mrs_review_column {
    MRS_REVIEW_LOCATION = 0,
    MRS_REVIEW_COUNTRY,
    MRS_REVIEW_ADMIN1,
    MRS_REVIEW_ROWS,
    MRS_REVIEW_FIRST_ROW,
    MRS_REVIEW_STATUS,
    MRS_REVIEW_REASON,
    MRS_REVIEW_CHOICE,
    MRS_REVIEW_CANDIDATE, /* the first of them; behind the last, their ids */
    MRS_REVIEW_ID = MRS_REVIEW_CANDIDATE + MRS_REVIEW_CANDIDATES,
    MRS_REVIEW_COLUMNS = MRS_REVIEW_ID + MRS_REVIEW_CANDIDATES
} mrs_review_column;

const char *mrs_review_column_name(mrs_review_column column);

/** Replaces `key` by what tells one question from another: the folded location and admin1, and the
 *  country. MARSAD_ERR_INPUT if a text is not UTF-8. */
marsad_status mrs_question_key(const char *location, const char *country, const char *admin1,
                               mrs_buffer *key, marsad_error *error);

#endif
