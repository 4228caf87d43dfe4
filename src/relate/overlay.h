/** From areas of control, as they were drawn, to disjoint ground and the front between it. */
#ifndef MARSAD_RELATE_OVERLAY_H
#define MARSAD_RELATE_OVERLAY_H

#include "geo/shore.h"
#include "relate/front_handle.h"
#include "relate/overlay_net.h"

/**
 * Replaces the state's areas by disjoint ones, adds the lines of the front that lie on their
 * boundaries, and gives the other boundaries to the state's control. Called by
 * mrs_front_finish_state(), which says what is done with what.
 */
marsad_status mrs_overlay_state(marsad_front *front, mrs_front_state *state, const char *basemap,
                                marsad_error *error);

/* ---- between the parts of that ------------------------------------------------------------- */

/** Labels of faces: a holder's index, or one of these. */
#define MRS_LABEL_NONE      MARSAD_NO_HOLDER       /* no area is there */
#define MRS_LABEL_CONTESTED (MARSAD_NO_HOLDER - 1) /* several are, or one that names nobody */

/** A drawn area in the plane. */
typedef struct mrs_source {
    const marsad_front_area *area;
    mrs_front_origin origin;
    GEOSGeometry *ground; /* NULL where it encloses none */
    const GEOSPreparedGeometry *prepared;
    double west, south, east, north; /* its bounds in the plane */
} mrs_source;

/** The areas of one state overlaid. */
typedef struct mrs_overlay {
    marsad_front *front;
    mrs_front_state *state;
    mrs_plane *plane;
    mrs_net net;
    mrs_source *sources;
    size_t source_count;
    size_t *covers; /* of the faces, one after the other: the sources that cover them */
    size_t cover_count, cover_capacity;
    size_t *cover_ends; /* of each face: the index past its last one */
} mrs_overlay;

/** Takes the state's areas to the plane. What is not valid is repaired, and what encloses nothing
 * is left out, each with a warning. */
marsad_status mrs_overlay_make_sources(mrs_overlay *overlay, marsad_error *error);

/** MARSAD_ERR_LIBRARY: GEOS refused. */
marsad_status mrs_overlay_fail(marsad_error *error);

/** Of a face: its first cover, and how many there are. */
const size_t *mrs_overlay_covers(const mrs_overlay *overlay, size_t face, size_t *count);

/** The holder that a label stands for, or MARSAD_NO_HOLDER. */
size_t mrs_label_holder(const mrs_overlay *overlay, size_t label);

/** A face's label; MRS_LABEL_NONE outside. */
size_t mrs_face_label(const mrs_overlay *overlay, size_t face);

/** Lines that divide the plane; the geometries are the list's. */
typedef struct mrs_overlay_lines {
    GEOSContextHandle_t geos;
    GEOSGeometry **items;
    size_t count, capacity;
} mrs_overlay_lines;

/** Takes the line over, even if memory is out (false). */
bool mrs_overlay_lines_add(mrs_overlay_lines *lines, GEOSGeometry *line);

/** Adds the outlines of narrow gaps between two holders' ground that are open at an end, and so no
 *  faces yet: once they have been added, the plane is to be divided anew. False if GEOS cannot find
 * them or memory is out. */
bool mrs_overlay_close_gaps(const mrs_overlay *overlay, mrs_overlay_lines *out);

/** Gives narrow gaps and overlaps to a neighbour. False if memory is out. */
bool mrs_overlay_absorb_slivers(mrs_overlay *overlay);

/** Replaces the state's areas by the faces, joined by label. False if memory is out. */
bool mrs_overlay_write_areas(mrs_overlay *overlay);

/** Traces the boundaries between holders into the state's lines and control. `shore` may be NULL.
 */
marsad_status mrs_overlay_write_lines(mrs_overlay *overlay, const mrs_shore *shore,
                                      marsad_error *error);

#endif
