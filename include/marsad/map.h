/**
 * The annotated map: events in, a PNG, SVG or PDF file out.
 */
#ifndef MARSAD_MAP_H
#define MARSAD_MAP_H

#include <stdbool.h>

#include "marsad/events.h"
#include "marsad/front.h"
#include "marsad/gazetteer.h"
#include "marsad/geodesy.h"
#include "marsad/status.h"
#include "marsad/style.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What a map is drawn from. Every handle must outlive the map. */
typedef struct marsad_map_sources {
    const char *data_folder;     /* holds geodata/basemap.gpkg and styles/ (icons, fonts.conf) */
    marsad_gazetteer *gazetteer; /* for context towns and the credits */
    const marsad_style *style;
    const marsad_events *events; /* placed with marsad_events_place() */
    const marsad_front *front;   /* NULL: none is drawn */
} marsad_map_sources;

/* --- Options: how a map is drawn --- */

/** How the map shows longitudes and latitudes. */
typedef enum marsad_graticule {
    MARSAD_GRATICULE_AUTO,  /* ticks; lines where north turns by more than 5 degrees on the map */
    MARSAD_GRATICULE_TICKS, /* on the frame, with their figures */
    MARSAD_GRATICULE_LINES, /* across the map, below its labels, with their figures */
    MARSAD_GRATICULE_NONE
} marsad_graticule;

/** How incidents are annotated. */
typedef enum marsad_map_as {
    MARSAD_AS_AUTO,     /* by their number, the first of the following that keeps the map legible */
    MARSAD_AS_CALLOUTS, /* a marker each, with a callout where there is room: up to a dozen,
                           unless more than a third of them find none */
    MARSAD_AS_NUMBERS,  /* a numbered marker each, and a key in the order of dates: up to forty */
    MARSAD_AS_POINTS,   /* a marker each and no more */
    MARSAD_AS_GROUPS,   /* a symbol a place, its area by the number of incidents: to thousands */
    MARSAD_AS_HEXBIN,   /* hexagonal bins, coloured by the number of incidents */
    MARSAD_AS_DENSITY   /* a smooth surface of the number of incidents by area */
} marsad_map_as;

/** "auto", "callouts", "numbers", "points", "groups", "hexbin", "density". Never NULL. */
MARSAD_API const char *marsad_map_as_name(marsad_map_as as);

/** Reads one of those names. MARSAD_ERR_USAGE on any other. */
MARSAD_API marsad_status marsad_map_as_parse(const char *text, marsad_map_as *out,
                                             marsad_error *error);

/** The most insets, and the most small multiples, of one sheet; the most periods of one table. */
enum { MARSAD_MOST_INSETS = 4, MARSAD_MOST_FACETS = 24, MARSAD_MOST_PERIODS = 2000 };

/** Part of a map that is shown larger in a frame of its own. */
typedef struct marsad_map_inset {
    marsad_lonlat at;
    double radius_m;     /* of the ground shown, at least: 500 to 2,000,000 */
    const char *heading; /* NULL: the name of its greatest town */
} marsad_map_inset;

/** A margin that is chosen by the size of the sheet. */
#define MARSAD_MARGIN_AUTO (-1.0)

/**
 * What a map may be asked for. Begin with marsad_map_defaults() and change what should be other.
 * What is pointed to must outlive the map.
 */
typedef struct marsad_map_options {
    /* --- What it says --- */
    const char *title; /* NULL: composed from the incidents' dates */
    bool no_title;     /* it stands in the document around the map: not on the map, but in what a
                          file says of itself */
    marsad_lang lang;  /* of all that the map writes; Arabic also turns the sheet around */
    bool bilingual;    /* labels say the names of places in two languages, this one below: */
    marsad_lang second_lang;

    /* --- The sheet --- */
    int width_px; /* in CSS pixels (1/96 inch), 400 to 20000 */
    int height_px;
    /* On paper, 50 to 5290; both 0: the sheet has its pixels. Otherwise they count and not the
       pixels, and 1 mm is 96/25.4 px. Paper less than 180 mm wide or high is drawn reduced, to two
       thirds at the smallest, so that a map has room beside its type, of which none is smaller
       than 5.5 points. Paper more than 297 mm wide and high is drawn enlarged by the square root
       of its shorter side: 1.19 on A2, 1.41 on A1, 1.68 on A0. */
    double width_mm;
    double height_mm;
    double margin_mm;  /* around all that is drawn, to a quarter of the shorter side, where
                          1 px is 25.4/96 mm; or MARSAD_MARGIN_AUTO */
    double bleed_mm;   /* 0 to 25, of paper only: the page is larger by it on each side, and its
                          colour reaches to the edge */
    int dpi;           /* dots per inch of a PNG, 36 to 1200; 96 gives a dot a pixel. Moves
                          nothing. */
    bool svg_outlines; /* an SVG's texts as outlines, for tools that lack the fonts */

    /* --- The ground --- */
    bool has_bbox; /* frame the map on `bbox` rather than on the incidents */
    marsad_bbox bbox;
    const char *crs; /* "EPSG:32633" or a PROJ string; NULL: chosen by the extent */
    marsad_graticule graticule;

    /* --- The incidents --- */
    marsad_map_as as;
    /* A column of numbers, such as killed, which the area of an incident's symbol, or of a place's
       circle, is in proportion to; NULL: groups by the number of incidents, others by nothing. */
    const char *size_by;
    /* What the colour of incidents tells: "type" (or NULL), "date", or a column, such as actor1, of
       whose values the most frequent have colours of their own. */
    const char *color_by;
    /* A column of the events whose web addresses incidents lead to, in an SVG and a PDF; NULL:
       none. "url" is also what the events know as such under another name. */
    const char *link;
    /* Draw only incidents of these days, in the frame and with the legend of all: a picture of an
       animation. An incident counts from its date to its end; one whose date says only a month or a
       year, where all of that lies within. Both ends count, and may be a month or a year. Year 0:
       all are drawn. */
    marsad_date only_from;
    marsad_date only_to;
    bool trail; /* and draw those of earlier days faded */

    /* --- The front, where the sources have one --- */
    /* Draw the front in force then, and say how the incidents lie to it; year 0: that of the last
       incident, and to the front of each one's own day. */
    marsad_date front_at;
    /* Draw what changed since then; year 0: nothing. Incidents lie to the front of their own day.
     */
    marsad_date front_since;

    /* --- Several maps on the sheet --- */
    /* Parts to be shown larger, at most MARSAD_MOST_INSETS; none: they are chosen by the map where
       incidents crowd that come apart at a larger scale, unless `no_inset` forbids it. An incident
       in an inset is drawn there and not on the main map. */
    const marsad_map_inset *insets;
    size_t inset_count;
    bool no_inset;
    /* Small multiples: a map for each day, week (from Monday), month or year, or for each type or
       value of a column, all of one ground and scale. "day", "week", "month", "year", "type", or a
       column's name; NULL: one map. Excludes insets. */
    const char *facet;
} marsad_map_options;

/**
 * A title composed from the dates, in English; 1600 by 1200 px with a margin by the size and no
 * bleed, at 96 dots per inch, an SVG's text as text; frame, projection and graticule chosen by the
 * incidents; all incidents, annotated by their number, coloured by type, sized by nothing but the
 * number of a group, without links; the front of the last incident, without changes; insets where
 * they help, and no small multiples.
 */
MARSAD_API marsad_map_options marsad_map_defaults(void);

/**
 * Reads the sheet's size as people write it, and sets the four widths and heights of `options`: the
 * name of a paper, a0 to a6, letter, legal or tabloid, upright or with "-landscape" behind it; or a
 * width and a height such as "1600x1200" (pixels), "120mmx80mm", "12x8cm" and "8.5inx11in".
 * MARSAD_ERR_USAGE, and `options` as they were, for any other text or a size out of range.
 */
MARSAD_API marsad_status marsad_map_size_parse(const char *text, marsad_map_options *options,
                                               marsad_error *error);

/** Reads a margin as people write it, "10mm" or "40px", once the size is set: a bare number is in
 *  millimetres on paper and in pixels elsewhere. MARSAD_ERR_USAGE, and `options` as they were, for
 *  any other text and where the sheet has no room for it. */
MARSAD_API marsad_status marsad_map_margin_parse(const char *text, marsad_map_options *options,
                                                 marsad_error *error);

/** The same for a bleed, of paper only: "3mm"; a bare number is in millimetres. */
MARSAD_API marsad_status marsad_map_bleed_parse(const char *text, marsad_map_options *options,
                                                marsad_error *error);

/** MARSAD_OK if a map can be written under this name: it ends in .png, .svg or .pdf, in any case
 *  of letters. MARSAD_ERR_USAGE if not: a look before the work is done. */
MARSAD_API marsad_status marsad_map_check_path(const char *path, marsad_error *error);

/**
 * MARSAD_OK if there is a sheet of this size and resolution, and it can be written under this name
 * (NULL: not looked at): a PNG has at most 400 million pixels, which take 1.5 GiB of memory, and
 * 32767 a side. MARSAD_ERR_USAGE if not: a look before the work is done.
 */
MARSAD_API marsad_status marsad_map_check_options(const marsad_map_options *options,
                                                  const char *path, marsad_error *error);

/* --- A map --- */

/** What was drawn, for messages. */
typedef struct marsad_map_summary {
    size_t incidents;        /* in the events */
    size_t rejected;         /* rows of the table with faults; counted on the map */
    size_t drawn;            /* incidents with a marker inside the frame */
    size_t outside;          /* placed, but outside the frame; listed on the map */
    size_t unplaced;         /* unresolved; listed on the map */
    size_t ambiguous;        /* listed on the map as ambiguous */
    marsad_map_as as;        /* how the incidents are annotated: never MARSAD_AS_AUTO */
    size_t callouts_dropped; /* drawn without a callout for want of room */
    size_t labels_placed;
    size_t labels_moved;   /* of those, placed better than by the first pass */
    size_t labels_dropped; /* not placed for want of room */
    size_t linked;         /* drawn incidents that lead to an address */
    size_t not_linked;     /* incidents whose address is none of http, https or mailto */
    long not_linked_row;   /* the first of their rows, or 0 */
    size_t insets;         /* parts of the map that are shown larger */
    size_t facets;         /* small multiples; 0: one map */
    size_t other_days;     /* in the frame, but not of the days asked for */
    const char *title;     /* as the map says it; the map's own */
    char projection[256];  /* as named on the map */
    char left_out[512];    /* what the sheet has no room for, in English: "locator map, 12 of 30
                              entries of lists"; the map says it too; "" where it has all */
} marsad_map_summary;

typedef struct marsad_map marsad_map;

/**
 * Composes a map: chooses frame and projection, reads the basemap, places labels and callouts.
 * MARSAD_ERR_INPUT if there is nothing to frame (no placed incident and no box) or the CRS cannot
 * show the frame; MARSAD_ERR_NOT_FOUND if a data file is missing, or no state of the front is in
 * force at a date asked for. MARSAD_ERR_INPUT also if the events have no column to link, size or
 * color by, or one to size by that holds other than numbers; MARSAD_ERR_USAGE if hexagons or
 * density are to be sized or coloured. `options` may be NULL.
 */
MARSAD_API marsad_status marsad_map_compose(const marsad_map_sources *sources,
                                            const marsad_map_options *options, marsad_map **out,
                                            marsad_error *error);
MARSAD_API void marsad_map_free(marsad_map *map);

/** What the map shows. */
MARSAD_API const marsad_map_summary *marsad_map_describe(const marsad_map *map);

/**
 * Writes the map to `path`, whole or not at all, in the format of its ending: .png, .svg or .pdf.
 * MARSAD_ERR_USAGE on any other, and on a PNG of too many pixels. An SVG's width and height are in
 * millimetres where the sheet's were; a PDF's page has the size of the paper. The same map gives
 * the same bytes.
 */
MARSAD_API marsad_status marsad_map_write(const marsad_map *map, const char *path,
                                          marsad_error *error);

/* --- The pictures of an animation --- */

/** Parts of the calendar. */
typedef enum marsad_every {
    MARSAD_EVERY_AUTO, /* the shortest that makes at most 60 of the events' time */
    MARSAD_EVERY_DAY,
    MARSAD_EVERY_WEEK, /* from Monday */
    MARSAD_EVERY_MONTH,
    MARSAD_EVERY_YEAR
} marsad_every;

/** From one date to another, both within; for months and years, the dates have no day or month. */
typedef struct marsad_span {
    marsad_date first, last;
} marsad_span;

/**
 * All periods from the first to the last incident that has a place and a date that says its period:
 * the pictures of an animation, for options.only_from and only_to. To be freed with
 * marsad_map_periods_free(). MARSAD_ERR_INPUT where there is no such incident, MARSAD_ERR_USAGE
 * where there would be more than MARSAD_MOST_PERIODS.
 */
MARSAD_API marsad_status marsad_map_periods(const marsad_events *events, marsad_every every,
                                            marsad_span **out, size_t *count, marsad_error *error);
MARSAD_API void marsad_map_periods_free(marsad_span *spans);

#ifdef __cplusplus
}
#endif
#endif
