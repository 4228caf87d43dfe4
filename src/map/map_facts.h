/** What is known of a composed map besides its picture, for a report around it. */
#ifndef MARSAD_MAP_MAP_FACTS_H
#define MARSAD_MAP_MAP_FACTS_H

#include <stdio.h>

#include "map/scene.h"
#include "marsad/map.h"

typedef struct mrs_map_facts {
    double scale_denominator;                 /* at the centre of the main map */
    bool scale_varies;                        /* too much for one scale to be told */
    bool by_type;                             /* the colour of incidents tells their type */
    mrs_color type_colors[MARSAD_TYPE_COUNT]; /* by the style; a of 0: none */
    size_t left_out;                          /* for want of room; 0: nothing */
} mrs_map_facts;

/** Lives as long as the map. */
const mrs_map_facts *mrs_map_told(const marsad_map *map);

/** Writes the SVG to a stream. */
marsad_status mrs_map_write_svg(const marsad_map *map, FILE *stream, marsad_error *error);

/** The same with its letters as outlines, for programs that have neither our fonts nor all of SVG's
 *  text. */
marsad_status mrs_map_write_outlines(const marsad_map *map, FILE *stream, marsad_error *error);

/** Writes a PNG of so many dots per inch to a stream. */
marsad_status mrs_map_write_png(const marsad_map *map, int dpi, FILE *stream, marsad_error *error);

#endif
