/** The inside of mrs_control, shared by the files that build it and ask it. */
#ifndef MARSAD_RELATE_CONTROL_HANDLE_H
#define MARSAD_RELATE_CONTROL_HANDLE_H

#include "geo/earth.h"
#include "geo/segment.h"
#include "relate/control.h"
#include "relate/control_index.h"

/** A point where segments begin or end. */
typedef struct mrs_control_vertex {
    marsad_lonlat at;
    size_t first_end, end_count; /* in mrs_control.ends */
    bool loose;                  /* nothing goes on: all its ends lead the same way */
} mrs_control_vertex;

/** One end of a segment, seen from its vertex. */
typedef struct mrs_control_end {
    double azimuth_deg; /* at the vertex, along the segment */
    size_t segment;
    bool leaves; /* the segment begins at the vertex */
} mrs_control_end;

typedef struct mrs_control_segment {
    marsad_lonlat from, to;
    size_t start, end; /* vertices; never the same */
    double length_m;
    double azimuth_deg;      /* at `from`, towards `to` */
    double back_azimuth_deg; /* at `to`, towards `from` */
    mrs_control_sides sides;
} mrs_control_segment;

struct mrs_control {
    mrs_earth earth;
    mrs_control_segment *segments;
    size_t count, capacity;
    mrs_control_vertex *vertices;
    size_t vertex_count;
    mrs_control_end *ends; /* grouped by vertex; twice as many as segments */
    mrs_control_index *all;
    mrs_control_index *front; /* the same where all segments are front; NULL where none is */
};

/** Joins the ends of the segments in vertices, measures the segments and drops those without
 *  length. False if memory is out. */
bool mrs_control_join(mrs_control *control);

/** Who holds the ground that lies from a vertex towards `azimuth_deg`; see mrs_control_holder(). */
size_t mrs_control_sector(const mrs_control *control, const mrs_control_vertex *vertex,
                          double azimuth_deg);

/** Where a point lies to the nearest segment. */
typedef struct mrs_control_foot {
    double distance_m, azimuth_deg; /* from the point */
    double view_deg;                /* azimuth at `at` towards the point */
    double course_deg;              /* azimuth of the segment at `at`, where that is no vertex */
    marsad_lonlat at;
    size_t segment;                   /* the count of segments if there is none */
    const mrs_control_vertex *vertex; /* NULL if it is within the segment */
} mrs_control_foot;

/** The nearest point of the segments of an index; of those as near as each other, of the first that
 *  was added. */
mrs_control_foot mrs_control_foot_find(const mrs_control *control, const mrs_control_index *index,
                                       marsad_lonlat point);

/** Who holds the ground of the point whose foot on the nearest of all segments it is. */
size_t mrs_control_beside(const mrs_control *control, const mrs_control_foot *foot);

#endif
