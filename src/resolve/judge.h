/** From ranked hits to an answer: its status, its confidence and its reason. */
#ifndef MARSAD_RESOLVE_JUDGE_H
#define MARSAD_RESOLVE_JUDGE_H

#include "base/buffer.h"
#include "resolve/hits.h"

typedef struct mrs_verdict {
    marsad_resolve_status status;
    double confidence;
    size_t close; /* hits about as likely as the first, itself among them */
    const mrs_hit
        *runner; /* the nearest rival of a resolved name, where it lowers the confidence */
} mrs_verdict;

/**
 * Judges ranked hits, of which there is at least one.
 *
 * A single place is 0.97 sure (0.90 if only the article makes the names alike), 0.02 more in the
 * preferred country, 0.02 to 0.1 less by a colloquial, code or historical name. A rival whose score
 * is less than 0.1 behind makes the name ambiguous: the confidence is one in the number of such
 * places. A rival up to 0.35 behind lowers it, to 0.6 of that at 0.1. Hits that are aside, or
 * abroad where the first is not, are no rivals. A place found only abroad has 0.6 of its
 * confidence.
 */
mrs_verdict mrs_judge(const mrs_hits *hits);

/** The confidence of the hit at `index`: the verdict's for the first, for the others 0.5 less the
 *  distance of the scores, at least 0.05, and never more than the first's. */
double mrs_hit_confidence(const mrs_hits *hits, const mrs_verdict *verdict, size_t index);

/** The reason, one line; NULL if memory is out. `country` is the preferred one or "". */
char *mrs_reason(const mrs_hits *hits, const mrs_verdict *verdict, const char *country);

/** Adds "Misrata (PPLA), Misratah, LY". */
void mrs_add_place(mrs_buffer *text, const marsad_place *place);

#endif
