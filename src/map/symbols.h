/**
 * How incidents are shown: which of them a pane's frame holds, what colour and size their symbols
 * have, and what stands for many of them at once: circles by place, hexagons, a density surface.
 *
 * A sheet's symbols are chosen once its main frame is known; each pane then makes its own groups,
 * hexagons or surface. None of the three needs a mark for each incident but the groups.
 */
#ifndef MARSAD_MAP_SYMBOLS_H
#define MARSAD_MAP_SYMBOLS_H

#include <stdint.h>

#include "map/sheet.h"
#include "map/symbol_breaks.h"

/* --- Which incidents a frame holds (symbol_census.c) --- */

typedef struct mrs_census {
    size_t count;    /* of all incidents */
    size_t shown;    /* placed, and in the frame */
    bool *is_shown;  /* by incident */
    float (*at)[2];  /* by incident, on the sheet; only where is_placed */
    bool *is_placed; /* by incident: its place is one that the projection can show */
    size_t by_type[MARSAD_TYPE_COUNT]; /* of those shown */
    const char **countries;            /* in which those shown lie; borrowed, each once */
    size_t *country_counts;
    size_t country_count;
} mrs_census;

/** Counts the incidents in the main frame, whichever pane has them. The frame is laid out. */
marsad_status mrs_take_sheet_census(mrs_sheet *sheet, marsad_error *error);
/** Counts the pane's own incidents, unless it is done. It is known which pane has which. */
marsad_status mrs_take_census(mrs_pane *pane, marsad_error *error);
void mrs_census_free(mrs_census *census);

/** Whether a pane of the sheet shows the incident, by whatever symbol. */
bool mrs_sheet_shows(const mrs_sheet *sheet, size_t index);

/** Of the incidents shown, how many are located less precisely than `metres`. */
size_t mrs_loosely_located(const mrs_sheet *sheet, double metres);

/* --- Colours (symbol_color.c) --- */

enum { MRS_COLOR_CLASS_MAX = MARSAD_TYPE_COUNT + 1 };

typedef enum mrs_color_by {
    MRS_BY_TYPE, /* as the style colours types */
    MRS_BY_DATE, /* a ramp from the first day to the last */
    MRS_BY_TEXT  /* the values of a column, the most frequent each with a colour */
} mrs_color_by;

typedef struct mrs_color_class {
    char *label; /* owned; NULL where it is made when it is said: types */
    mrs_color fill, stroke;
    double stroke_width;
    size_t count; /* incidents shown */
} mrs_color_class;

/** Below this, a colour is hardly seen on another: a disc of it needs an edge. */
#define MRS_LEAST_CONTRAST 1.5
/** The contrast ratio of two opaque colours, 1 to 21 (WCAG 2.2). */
double mrs_contrast(mrs_color a, mrs_color b);

/* --- Sizes --- */

/** Circles whose area is proportional to a value: the radius is `px_per_root` by its root. */
typedef struct mrs_size_scale {
    double px_per_root;
    double largest; /* value that is drawn */
} mrs_size_scale;

/** The marker of a type that the style tells by nothing else. */
typedef struct mrs_kept_marker {
    mrs_marker_kind kind;
    char *icon; /* owned; NULL: none is kept */
    double zoom;
} mrs_kept_marker;

typedef struct mrs_symbols {
    mrs_color_by color_by;
    mrs_color_class classes[MRS_COLOR_CLASS_MAX];
    size_t class_count;
    uint8_t *class_of; /* by incident; NULL: by type, as class_of_type says */
    uint8_t class_of_type[MARSAD_TYPE_COUNT];
    marsad_date first_date, last_date; /* of the ramp's ends */

    double *values;   /* by incident, NAN where there is none; NULL: not sized by a column */
    char *size_label; /* what the values are, in the map's language */
    size_t missing;   /* of those shown, without a value */
    size_t zeros;     /* of those shown, with none or less of it */
    mrs_size_scale scale;

    mrs_kept_marker markers[MARSAD_TYPE_COUNT];
    bool dots;        /* each incident is a bare dot, below the labels */
    bool simplified;  /* some mixed circles are too small for their shares */
    bool bare;        /* without circles of uncertainty */
    double single_px; /* the radius of the marker of an incident alone, in groups; 0: the style's */
} mrs_symbols;

/** symbol_choose.c: reads the columns that the options name and chooses colours and sizes.
 *  MARSAD_ERR_INPUT if there is no such column, or one that cannot serve. */
marsad_status mrs_choose_symbols(mrs_sheet *sheet, marsad_error *error);
void mrs_free_symbols(mrs_sheet *sheet);

/** The colour class of an incident. */
size_t mrs_color_class_of(const mrs_sheet *sheet, size_t index);
/** What the class is called in the legend: types by their labels. Added to `out`. */
void mrs_say_color_class(mrs_buffer *out, const mrs_sheet *sheet, size_t class);
/** symbol_color.c: the colour classes, for mrs_choose_symbols(). */
marsad_status mrs_choose_colors(mrs_sheet *sheet, marsad_error *error);
/** symbol_size.c: the values, for mrs_choose_symbols(). */
marsad_status mrs_choose_sizes(mrs_sheet *sheet, marsad_error *error);
/** The column of the events called so, in any case of letters; false, with an error that names the
 *  columns there are. `option` is what asked for it. */
bool mrs_find_column(const mrs_sheet *sheet, const char *name, const char *option, size_t *column,
                     marsad_error *error);

/** Gives a marker the incident's colour and size, where the options ask for other than the
 *  style's. */
void mrs_apply_symbol(const mrs_sheet *sheet, size_t index, mrs_marker_kind *kind);

/** The radius at which so many discs take a given share of the frame. */
double mrs_radius_for(const mrs_frame *frame, size_t count, double share);
/** The radius of a value's circle. */
double mrs_scaled_radius(const mrs_size_scale *scale, double value);

/** The colours of a style's list, such as marsad:ramp; at most `capacity`. Returns how many. */
size_t mrs_style_colors(const marsad_style *style, mrs_furniture key, mrs_color *out,
                        size_t capacity);
/** `count` colours of the style's ramp, from that of the least to that of the most. */
void mrs_ramp_colors(const marsad_style *style, size_t count, mrs_color *out);

/* --- Groups (symbol_group.c, symbol_group_draw.c) --- */

/** Groups the pane's marks by place and gives each group its circle. */
marsad_status mrs_group_marks(mrs_pane *pane, marsad_error *error);
#define MRS_RING_HOLE 0.66 /* of a circle's radius: the hole for its number */

/** symbol_settle.c: gives the pane's groups their radii by `size_circles`, and sees that no circle
 *  covers another's number: they are moved apart by a few pixels, so that each still stands on its
 *  place and none is cut at the frame, or else joined. */
marsad_status mrs_settle_circles(mrs_pane *pane, void (*size_circles)(mrs_pane *pane),
                                 marsad_error *error);
/** The place nearest to `at` where a disc is not cut off at the frame. */
mrs_point mrs_kept_within(mrs_rect frame, mrs_point at, double radius);
/** The greatest radius that a circle may have in a frame, px. */
double mrs_most_radius(mrs_rect frame);
/** Has the towns named that large circles stand for, however small they are. */
marsad_status mrs_name_groups(mrs_pane *pane, marsad_error *error);
/** Whether a group is drawn as one circle; a group of one is drawn as its mark. */
bool mrs_is_circle(const mrs_mark_group *group);
/** The number in the id of the circle that stands for the mark; 0 if none does. */
int mrs_circle_number(const mrs_sheet *sheet, const mrs_mark *mark);
void mrs_draw_groups(mrs_pane *pane);
/** The circle of a group, `shares` by colour class; with a hole for its number, or without. */
void mrs_draw_ring(mrs_sheet *sheet, mrs_point centre, double radius, const double *shares,
                   bool hollow);
/** Whether the circle is too small for its shares: it has the colour of the greatest. */
bool mrs_is_simplified(const mrs_sheet *sheet, double radius, const double *shares);

/* --- Dots and scattered markers (symbol_dots.c) --- */

void mrs_draw_dots(mrs_pane *pane);
/** Sets the pane's marks on their places, those at the very same one close around it. */
marsad_status mrs_scatter_marks(mrs_pane *pane, marsad_error *error);
/** The step at which so many discs stay near their place, at most the one wished for: they overlap
 * where they are too many. */
double mrs_packing_step(size_t count, double wished);
/** How many of the incidents shown share the place where most of them are. */
size_t mrs_most_at_one_place(const mrs_census *census);
/** The place of the `nth` of discs packed around a point, whose centres are `step` apart. */
mrs_point mrs_packed(size_t nth, double step);
/** For qsort() over pointers to marks: by their place, those at the same one by number. */
int mrs_marks_by_place(const void *a, const void *b);

/** Of hexagons and of the density surface: lines beneath show through. */
#define MRS_SURFACE_OPACITY 0.78

/* --- Hexagons (symbol_hexbin.c) --- */

/** A lattice of hexagons with a point at the top, one of them centred on `origin`. */
typedef struct mrs_hexagons {
    mrs_point origin;
    double width; /* across the flats */
} mrs_hexagons;

/** The hexagon whose centre is nearest: its row, and its place in that. */
void mrs_hexagon_at(const mrs_hexagons *hexagons, mrs_point at, int *column, int *row);
mrs_point mrs_hexagon_centre(const mrs_hexagons *hexagons, int column, int row);

typedef struct mrs_bins {
    mrs_hexagons hexagons;
    double width_m; /* of a hexagon across its flats, on the ground at the frame's centre */
    int first_column, first_row;
    int columns, rows;
    size_t *counts; /* by row, then column */
    mrs_breaks breaks;
} mrs_bins;

/** Counts the pane's incidents in hexagons, into pane->bins. Its census must be taken. */
marsad_status mrs_make_bins(mrs_pane *pane, marsad_error *error);
void mrs_draw_bins(mrs_pane *pane);
void mrs_bins_free(mrs_bins *bins);

/* --- Density (symbol_density.c, symbol_contour.c) --- */

typedef struct mrs_density {
    mrs_point origin; /* of the grid's first node, on the sheet */
    double step;      /* px between nodes */
    size_t columns, rows;
    float *values;     /* incidents by square metre, at the nodes */
    float *areas;      /* square metres that a node stands for; 0 where there is no ground */
    double radius_m;   /* of the kernel */
    double unit_m2;    /* the legend's: so many square metres */
    mrs_breaks breaks; /* incidents by unit */
} mrs_density;

/** Smooths the pane's incidents into pane->density. Its census must be taken. */
marsad_status mrs_make_density(mrs_pane *pane, marsad_error *error);
void mrs_draw_density(mrs_pane *pane);
void mrs_density_free(mrs_density *density);

/** Adds the rings around all that is at least `level` on a grid whose edge is below it: none
 *  touches another, and by the even-odd rule they hold it. */
void mrs_contour(const mrs_density *grid, double level, mrs_path *out);

/** symbol_under.c: whether hexagons or density lie under any of the box. */
bool mrs_on_surface(const mrs_pane *pane, mrs_rect box);

/* --- What panes share (symbol_share.c) --- */

/** Gives the hexagons of all panes that have them the same classes. */
marsad_status mrs_share_bin_classes(mrs_sheet *sheet, marsad_error *error);
/** Gives the densities of all panes that have them the same unit and classes. */
marsad_status mrs_share_density_classes(mrs_sheet *sheet, marsad_error *error);
/** The index of the pane that chooses the circles' scale for all: the main one, or of small
 *  multiples the one with the most incidents. */
size_t mrs_model_pane(const mrs_sheet *sheet);
/** Lets the legend's largest circle be the largest of all panes, whose symbols are made. */
void mrs_share_sizes(mrs_sheet *sheet);

/* --- The whole (symbol_choose.c) --- */

/** Whether no incident has a mark of its own: hexagons, density, dots. */
bool mrs_has_no_marks(const mrs_sheet *sheet);
/** Makes the pane's hexagons or its surface, where it has them. */
marsad_status mrs_make_surface(mrs_pane *pane, marsad_error *error);
/** What is drawn in the order of its size: a mark or a group, and the place of its first incident.
 */
typedef struct mrs_rank {
    double radius;
    size_t index, first;
} mrs_rank;

/** For qsort(): larger ranks first, then in the order of the file. */
int mrs_larger_first(const void *a, const void *b);
/** The marks' indices in the order in which they are drawn: larger ones first where they differ by
 *  value. To be freed; NULL if memory is out. */
size_t *mrs_marks_in_order(const mrs_pane *pane);

/** Whether the pane's incidents are drawn below the labels, as a surface or a field of dots. */
bool mrs_symbols_below(const mrs_sheet *sheet);
/** Draws what stands for the incidents: groups, dots, hexagons or surface; false if they are drawn
 *  as marks, each by itself. */
bool mrs_draw_symbols(mrs_pane *pane);

#endif
