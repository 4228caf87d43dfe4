/**
 * Giving rows their places by their names: what a table in memory and one that streams by have in
 * common. Each distinct name in its context is asked once, and those that are not sure once more
 * with the places beside which the table names them.
 */
#ifndef MARSAD_EVENTS_PLACER_H
#define MARSAD_EVENTS_PLACER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "events/seen.h"
#include "marsad/events.h"
#include "marsad/geocode.h"

enum { MRS_COMPANY_MOST = 64 };

/** Places of a table that are sure: the first so many, in the order of its rows. */
typedef struct mrs_company {
    marsad_lonlat at[MRS_COMPANY_MOST];
    size_t count;
} mrs_company;

bool mrs_company_is_full(const mrs_company *company);

/** Takes in where a placed incident is, if that is a place, sure, and not yet among them. Of one
 *  that is placed by its name `resolution` must be set. */
void mrs_company_keep(mrs_company *company, const marsad_incident *incident);

/** True of an answer that company may help. */
bool mrs_is_unsure(const marsad_resolution *found);

/** By a name or by a decision, ambiguously, or not at all. */
marsad_placement mrs_placement_of(const marsad_resolution *found);

/** Begun with its first six fields, of which `company` may be empty; ended with
 *  mrs_placer_clear(). */
typedef struct mrs_placer {
    const char *path; /* of the table, for messages */
    marsad_resolver *resolver;
    marsad_resolve_options options;    /* its country is preferred where a row has none */
    const marsad_decisions *decisions; /* or NULL */
    bool by_admin1;                    /* names in other districts are other names */
    mrs_company company;
    mrs_seen seen;
    mrs_arena keys;
    mrs_buffer key;
} mrs_placer;

/** What the caller has noted of the incident's name in its context, 0 where it is a new one; to be
 *  set to anything else. NULL if memory is out. Valid until the next call. */
size_t *mrs_placer_seen(mrs_placer *placer, const marsad_incident *incident);

/** Makes all names new. */
void mrs_placer_forget(mrs_placer *placer);

/** Asks for the incident's location, first of the decisions; in the company, or by itself. A
 *  location that cannot be one is MARSAD_ERR_INPUT at its row. */
marsad_status mrs_placer_resolve(const mrs_placer *placer, const marsad_incident *incident,
                                 bool in_company, marsad_resolution **out, marsad_error *error);

void mrs_placer_clear(mrs_placer *placer);

#endif
