/**
 * An estimate of a front, from inside: the latest evidence about each place, and the ground that
 * lies nearest to it.
 */
#ifndef MARSAD_RELATE_DERIVE_H
#define MARSAD_RELATE_DERIVE_H

#include "base/arena.h"
#include "geo/plane.h"
#include "geo/segment.h"
#include "marsad/front.h"

/** A place of which the holder is known at the date asked about. */
typedef struct mrs_evidence {
    marsad_lonlat at;
    mrs_vector3 space; /* the same, once the list is put in order */
    double radius_m;   /* within which the place lies; 0 where it is not known */
    const char *controller;
    marsad_date since;  /* the last day of the event; year 0: from the beginning */
    const char *name;   /* of an event: its location; NULL of a known holder */
    const char *told;   /* of a known holder: its evidence */
    long row;           /* of an event */
    size_t order;       /* known holders in their order, then events in theirs */
    const char *beside; /* what else was said of the place on the same day, or "" */
} mrs_evidence;

typedef struct mrs_evidence_list {
    mrs_evidence *items;
    size_t count, capacity;
    mrs_arena arena; /* of texts that were made */
} mrs_evidence_list;

/**
 * The evidence in force at `options->at`, one of each place, the latest first. Undated events,
 * ambiguous and unplaced ones are none, nor are those without controller_after.
 *
 * An imprecise date counts as its last day where it is asked whether something was known by then,
 * and as its first where it is asked which is the latest: it never decides more than it must.
 */
marsad_status mrs_derive_evidence(const marsad_events *events, const marsad_derive_options *options,
                                  mrs_evidence_list *out, marsad_error *error);
void mrs_evidence_clear(mrs_evidence_list *list);

/** "Abu Qurayn 2020-01-26 (row 4)": in the list's arena; NULL if memory is out. */
const char *mrs_evidence_text(mrs_evidence_list *list, const mrs_evidence *evidence);

/** The ground within `radius_m` of any evidence, on the land of `basemap` (NULL: anywhere), in the
 *  plane. To be destroyed. */
marsad_status mrs_derive_reach(const mrs_plane *plane, const mrs_evidence_list *list,
                               double radius_m, const char *basemap, GEOSGeometry **out,
                               marsad_error *error);

/** Given the ground that is nearest to the evidence at `index`, all of it at once; false ends. */
typedef bool (*mrs_derive_take)(void *context, size_t index, const GEOSGeometry *ground);

/** Shares `reach` out among the evidence: Voronoi cells in the plane. */
marsad_status mrs_derive_cells(const mrs_plane *plane, const mrs_evidence_list *list,
                               double radius_m, const GEOSGeometry *reach, mrs_derive_take take,
                               void *context, marsad_error *error);

#endif
