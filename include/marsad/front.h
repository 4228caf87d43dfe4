/**
 * Fronts and control: who held which ground on which date, how incidents lie to that, what changed
 * between two dates, and an estimate of it from what is known of single places.
 *
 * A front is read from lines (with who holds the ground to their left and right) or from areas of
 * control. It has one state a date. All edges are geodesics on WGS 84.
 */
#ifndef MARSAD_FRONT_H
#define MARSAD_FRONT_H

#include <stdbool.h>
#include <stddef.h>

#include "marsad/events.h"
#include "marsad/gazetteer.h"
#include "marsad/geocode.h"
#include "marsad/geodesy.h"
#include "marsad/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Read only once it is open: threads may share it. */
typedef struct marsad_front marsad_front;

/**
 * Reads a front from one file or several (one a date, say), in any format and CRS that OGR reads.
 *
 * Features are lines, with the optional attributes `left` and `right` (who holds the ground there,
 * seen in the line's direction) and `name`; or areas, with `controller`. One date has one kind.
 * Holders whose names differ in the case of letters (of ASCII) only are one. `date` (YYYY-MM-DD)
 * tells the states apart; a file without the attribute takes the date that stands in its own name,
 * if any. `note` says in a few words what the front is, for a map's credits: "illustrative", say.
 * Attribute names are read in any case of letters.
 *
 * Of several layers, `control` or `front` is read, where the file has one of that name. `derived`
 * (true) and `evidence` are read as marsad_front_write() writes them.
 *
 * Areas of one holder that touch are one. Where those of two overlap, the ground is contested and
 * has no holder; gaps and overlaps narrower than 150 m come from how they were drawn, and go to a
 * neighbour. Of an area's boundary, only what lies on land between two controllers, or between
 * control and none, is front; towards none, not what runs within about 1.5 km of the coast or of an
 * international border, nor along the edge of the mapped rectangle, unless nothing else is front.
 * That is the rectangle of all areas of the date in longitude and latitude; of a file in another
 * CRS, that of all its areas in its own coordinates. What was estimated has no front towards none:
 * there knowledge ends. Coasts and borders are those of `basemap`, a GeoPackage with the layers
 * `land` and `boundaries`; NULL: none are known.
 *
 * MARSAD_ERR_NOT_FOUND if a file is not there; MARSAD_ERR_INPUT if one has no CRS, no line or area,
 * points, a bad date, no date where there are several states, or areas on opposite sides of the
 * earth (farther than 10,000 km from their middle). Geometries that are not valid are
 * repaired, and those that are nothing passed over, which marsad_front_warnings() tells.
 */
MARSAD_API marsad_status marsad_front_open(const char *const *paths, size_t path_count,
                                           const char *basemap, marsad_front **out,
                                           marsad_error *error);
MARSAD_API void marsad_front_free(marsad_front *front);

/** What was repaired or chosen while reading, with file and feature. */
MARSAD_API const marsad_error *marsad_front_warnings(const marsad_front *front, size_t *count);

/** Who holds ground in any of the states, in order of first mention; NULL beyond the last. */
MARSAD_API const char *marsad_front_holder(const marsad_front *front, size_t holder);
MARSAD_API size_t marsad_front_holder_count(const marsad_front *front);

/** Stands for "nobody that is known" where a holder's index is asked for. */
#define MARSAD_NO_HOLDER ((size_t)-1)

/** A line of the front. */
typedef struct marsad_front_line {
    const marsad_lonlat *points;
    size_t count;       /* at least 2 */
    size_t left, right; /* who holds the ground there: index of a holder, or MARSAD_NO_HOLDER */
    const char *name;   /* its own, or "GNA – LNA" after its sides; "" if one is not known */
} marsad_front_line;

/** An area under one controller; the first ring is its outer bound, the others are holes. */
typedef struct marsad_front_area {
    const marsad_lonlat *points;
    const size_t *ends; /* of each ring: the index past its last point, which is not the first */
    size_t ring_count;
    size_t holder;        /* index, or MARSAD_NO_HOLDER for ground that is contested or unknown */
    double area_m2;       /* on the ellipsoid */
    const char *evidence; /* of a derived area: what it was built from, or "" */
} marsad_front_area;

/** The front on one date. */
typedef struct marsad_front_state {
    marsad_date date; /* year 0 where the front has no dates; then it is the only state */
    bool derived;     /* estimated by marsad_front_derive(), also if read back from a file */
    const marsad_front_line *lines;
    size_t line_count;
    const marsad_front_area *areas; /* none where the front was given as lines */
    size_t area_count;
    double length_m;  /* of all lines */
    const char *note; /* what its file says of it in the attribute `note`, or "" */
} marsad_front_state;

/** The states in order of their dates. */
MARSAD_API size_t marsad_front_state_count(const marsad_front *front);
MARSAD_API const marsad_front_state *marsad_front_state_at(const marsad_front *front, size_t state);

/**
 * The state in force at `date`: the last whose date is not after it. The only state of a front
 * without dates is always in force. MARSAD_ERR_NOT_FOUND if the first state is later; if `date` is
 * none (year 0) and there are several states; or if it is a month or a year within which another
 * state begins, so that it does not tell; the message says which.
 */
MARSAD_API marsad_status marsad_front_in_force(const marsad_front *front, marsad_date date,
                                               size_t *state, marsad_error *error);

/** Where a point lies to a front. */
typedef struct marsad_front_relation {
    bool has_line;           /* false where the state has no line of a front: no figures then */
    double distance_m;       /* geodesic, to the nearest point of the front */
    double azimuth_deg;      /* from the point towards it; 0 where the distance is 0 */
    marsad_lonlat nearest;   /* on the front */
    size_t line;             /* index of the nearest line in the state */
    bool within_uncertainty; /* the point's uncertainty radius reaches the front, to 1e-3 m */
    bool beyond_end;         /* the nearest point is a loose end: the line says nothing there */
    size_t controller;       /* holder of the point's ground, or MARSAD_NO_HOLDER */
    bool controller_certain; /* a holder is known, and neither of the two above is true */
} marsad_front_relation;

/**
 * Relates a point with an uncertainty radius (0 if none) to a state. The nearest point is refined
 * on the ellipsoid, not in the plane. With lines, the controller is who holds the side on which the
 * point lies of the nearest line, or of its straight continuation beyond a loose end; with areas,
 * who holds the area around it.
 */
MARSAD_API marsad_status marsad_front_relate(const marsad_front *front, size_t state,
                                             marsad_lonlat point, double uncertainty_m,
                                             marsad_front_relation *out, marsad_error *error);

/* --- Change --- */

/** Ground that changed hands: a piece without holes cut off, or with some. */
typedef struct marsad_front_change {
    const marsad_lonlat *points;
    const size_t *ends;
    size_t ring_count;
    const char *from, *to; /* holders; "" for nobody that is known */
    double area_m2;
} marsad_front_change;

/** What one holder of ground in either state won and lost. `holder` is "" in the last item, for
 * ground nobody is known to hold, so that all gains equal all losses. */
typedef struct marsad_front_balance {
    const char *holder;
    double gained_m2, lost_m2;
    double before_m2, after_m2; /* all its ground; NAN where the fronts are lines, and of "" */
} marsad_front_balance;

/** How far a holder came: from the nearest point of the ground that it had (of the lines along it,
 *  where the fronts are lines) to the farthest of its new ground, within 1%
 *  or 10 m. */
typedef struct marsad_front_advance {
    const char *holder;
    double distance_m, azimuth_deg;
    marsad_lonlat from, to;
    size_t change; /* index of the piece of ground */
} marsad_front_advance;

/** A town on ground that changed hands. */
typedef struct marsad_front_town {
    const marsad_place *place;
    const char *from, *to;
    bool certain; /* its uncertainty radius reaches neither front */
} marsad_front_town;

typedef struct marsad_front_comparison {
    marsad_date before, after;
    marsad_front_change *changes; /* the largest first */
    size_t change_count;
    marsad_front_balance *balances; /* in the order of the holders of `old`, then of `new` */
    size_t balance_count;
    marsad_front_advance *advances; /* of each holder that had ground and gained; farthest first */
    size_t advance_count;
    marsad_front_town *towns; /* the most important first */
    size_t town_count;
    double joined_m;   /* of lines: how much was drawn to join loose ends of old and new */
    size_t loose_ends; /* of lines: that found none of the same holders to be joined with; beyond,
                          nothing is told */
    void *owned;       /* what the pointers above lead to */
} marsad_front_comparison;

/**
 * Compares two states, which may be of one front. Both must have areas, or both lines; between
 * lines, the ground that changed lies between the old and the new one. Their loose ends are joined
 * by geodesics: the nearest two with the same holders on their sides, then the nearest of the rest.
 * Strips narrower than a metre are passed over, and so are those between geodesics along a parallel
 * at which both maps were cut. `gazetteer` finds the towns; NULL: none are looked
 * for. Areas are geodesic (C. F. F. Karney 2013). MARSAD_ERR_USAGE if one has areas and the other
 * only lines; MARSAD_ERR_INPUT if lines do not say who holds their sides, or the two reach farther
 * than 10,000 km from their middle. Free with marsad_front_comparison_free().
 */
MARSAD_API marsad_status marsad_front_compare(const marsad_front *old, size_t old_state,
                                              const marsad_front *new_front, size_t new_state,
                                              marsad_gazetteer *gazetteer,
                                              marsad_front_comparison **out, marsad_error *error);
MARSAD_API void marsad_front_comparison_free(marsad_front_comparison *comparison);

/* --- An estimate --- */

/** A place whose holder is known. */
typedef struct marsad_holding {
    marsad_lonlat at;
    const char *controller;
    marsad_date date;     /* since when; year 0: from the beginning */
    const char *evidence; /* such as "Misrata, known holder" */
} marsad_holding;

typedef struct marsad_derive_options {
    marsad_date at;              /* what happened later is not known yet; a month: its last day */
    double radius_m;             /* farther from all evidence the answer is "unknown" */
    const marsad_holding *known; /* besides the events */
    size_t known_count;
    const char *basemap; /* to whose land the areas are clipped; NULL: they are not */
} marsad_derive_options;

/** The greatest radius, in metres. */
#define MARSAD_DERIVE_RADIUS_MOST 1000000.0

/** Radius 30 km, everything else empty. */
MARSAD_API marsad_derive_options marsad_derive_defaults(void);

/**
 * Estimates a front: Voronoi cells of the latest evidence about each place (`controller_after` of
 * the placed events, and the known holders), no farther than the radius, clipped to land, and
 * merged by controller. Every area carries its evidence, and the state is marked as derived.
 *
 * Evidence is about one place where each lies within the other's uncertainty radius. The latest
 * counts; of one day, an event before a known holder, and then what stands later. Events without a
 * date, a place or a `controller_after` are none. An imprecise date is known from its last day on,
 * and outranks no day within it. Lakes are land.
 *
 * `events` may be NULL. MARSAD_ERR_USAGE if the options are outside what they may be;
 * MARSAD_ERR_INPUT if nothing is known at that date, or only of places without land or some
 * thousand kilometres apart.
 */
MARSAD_API marsad_status marsad_front_derive(const marsad_events *events,
                                             const marsad_derive_options *options,
                                             marsad_front **out, marsad_error *error);

/* --- Writing: the format is told by the file's ending; whole or not at all --- */

/** MARSAD_OK if the functions below can write a file under this name, for a look before the work is
 *  done; `ground` if lines or areas alone are to be written, which no table takes (.csv, .xlsx …).
 *  MARSAD_ERR_USAGE if the ending is none that they know, with the list; MARSAD_ERR_IO if the
 *  folder is not there or not writable, or the path is a folder or a device. */
MARSAD_API marsad_status marsad_front_check_path(const char *path, bool ground,
                                                 marsad_error *error);

/** Writes a state: areas where it has some (`controller, date, area_km2, derived, evidence`),
 *  otherwise lines (`name, date, left, right`). marsad_front_open() reads it back. */
MARSAD_API marsad_status marsad_front_write(const marsad_front *front, size_t state,
                                            const char *path, marsad_error *error);

/** Writes the lines of a state, also of one that has areas: the front alone. */
MARSAD_API marsad_status marsad_front_write_lines(const marsad_front *front, size_t state,
                                                  const char *path, marsad_error *error);

/** Writes the ground that changed hands: `from, to, area_km2, before, after`. */
MARSAD_API marsad_status marsad_front_comparison_write(const marsad_front_comparison *comparison,
                                                       const char *path, marsad_error *error);

/** The columns that marsad_front_relate() adds to events. */
typedef struct marsad_event_relation {
    bool related;        /* false where the incident has no place, or no state is in force */
    const char *why_not; /* a few words, or "" */
    size_t state;
    marsad_front_relation relation;
} marsad_event_relation;

/**
 * Relates every event to the state in force at its date, or at `at` if that is given (its year is
 * not 0). An event without a date is related only to a front without dates. `*out` is an array as
 * long as the events, to be freed with marsad_event_relations_free().
 */
MARSAD_API marsad_status marsad_front_relate_events(const marsad_front *front,
                                                    const marsad_events *events, marsad_date at,
                                                    marsad_event_relation **out,
                                                    marsad_error *error);
MARSAD_API void marsad_event_relations_free(marsad_event_relation *relations);

/** A few words on why there are no figures, or why they are to be read with care: `why_not`, or
 * that there is no line, that the uncertainty reaches the front, or that the point lies beyond the
 * end of the line. "" if there is nothing to say. */
MARSAD_API const char *marsad_event_relation_note(const marsad_event_relation *relation);

/**
 * Writes the events with their own columns; where they were placed (place_id, place_name, lon, lat,
 * uncertainty_m, match, confidence, placed_by, reason); and how they lie to the front
 * (front_distance_m, front_azimuth_deg, front_lon, front_lat, front_line, controller,
 * controller_certain, front_date, front_note). All rows are kept: those without a place have no
 * geometry, which .fgb cannot hold.
 *
 * A file's own column lon, lat or uncertainty_m stays in its place; it holds what was measured
 * with, and in rows without a place what it held. A column of another of these names, such as
 * `reason`, becomes `input_reason`.
 */
MARSAD_API marsad_status marsad_front_write_events(const marsad_front *front,
                                                   const marsad_events *events,
                                                   const marsad_event_relation *relations,
                                                   const char *path, marsad_error *error);

/**
 * How incidents lie to a front, as columns for marsad_geocode(): those that
 * marsad_front_write_events() writes. `at` is as in marsad_front_relate_events(). The front must
 * outlive them. Free with marsad_front_columns_free().
 */
MARSAD_API marsad_status marsad_front_columns(const marsad_front *front, marsad_date at,
                                              marsad_more_columns *out, marsad_error *error);
MARSAD_API void marsad_front_columns_free(marsad_more_columns *columns);

#ifdef __cplusplus
}
#endif
#endif
