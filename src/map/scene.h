/**
 * The scene: what is on the sheet, in drawing order, independent of any file format.
 *
 * Lengths are CSS pixels (1/96 inch, unless the sheet is reduced) from the sheet's top left corner,
 * y downwards. The writers in map/surface/ turn a scene into PNG, SVG or PDF. A scene keeps its
 * first failure: once memory is out, later calls do nothing; whoever builds one checks
 * mrs_scene_failed() at the end.
 */
#ifndef MARSAD_MAP_SCENE_H
#define MARSAD_MAP_SCENE_H

#include <pango/pango.h>
#include <stdbool.h>
#include <stddef.h>

#include "map/style.h"

typedef struct mrs_rect {
    double x, y, w, h;
} mrs_rect;

typedef struct mrs_point {
    double x, y;
} mrs_point;

/** The point at a share of the way from `a` to `b`. */
mrs_point mrs_point_between(mrs_point a, mrs_point b, double share);

/* --- Paths --- */

/** Polygons or lines, one after the other. */
typedef struct mrs_path {
    mrs_point *points;
    size_t count, capacity;
    size_t *starts; /* index of each part's first point */
    size_t part_count, part_capacity;
    bool closed; /* every part is a ring */
    bool failed;
} mrs_path;

/** A path is started with `mrs_path path = {0};`. */
void mrs_path_start(mrs_path *path);
void mrs_path_add(mrs_path *path, double x, double y);
/** Drops the part begun last if it has fewer than `least` points. */
void mrs_path_end(mrs_path *path, size_t least);
void mrs_path_append(mrs_path *path, const mrs_path *from);
void mrs_path_clear(mrs_path *path);

/** The area within the rings, px²; holes counted off. */
double mrs_path_area(const mrs_path *path);

/** Whether a point lies within the rings, by the even-odd rule. */
bool mrs_path_contains(const mrs_path *path, mrs_point p);

/** One past the last point of a part. */
size_t mrs_path_part_end(const mrs_path *path, size_t part);

/* --- Paint --- */

enum { MRS_DASH_MAX = 8 };

/** How a line ends or turns: butt and miter, round, or square and bevel. */
typedef enum mrs_line_end { MRS_LINE_PLAIN = 0, MRS_LINE_ROUND, MRS_LINE_THIRD } mrs_line_end;

typedef struct mrs_paint {
    mrs_color fill;   /* a of 0: not filled */
    mrs_color stroke; /* a of 0: not stroked */
    double width;
    double dash[MRS_DASH_MAX];
    size_t dash_count;
    mrs_line_end cap, join;
    bool crisp; /* the fill's edges are not smoothed: areas that touch show no seam */
} mrs_paint;

bool mrs_color_equals(mrs_color a, mrs_color b);
/** Whether two paints look alike. */
bool mrs_paint_equals(const mrs_paint *a, const mrs_paint *b);
mrs_paint mrs_fill(mrs_color color);
mrs_paint mrs_stroke(mrs_color color, double width);

/* --- Items --- */

typedef enum mrs_item_kind {
    MRS_ITEM_GROUP_BEGIN,
    MRS_ITEM_GROUP_END,
    MRS_ITEM_PATH,
    MRS_ITEM_RECT,
    MRS_ITEM_CIRCLE,
    MRS_ITEM_TEXT,
    MRS_ITEM_MARKER,
    MRS_ITEM_MARKERS
} mrs_item_kind;

/** A kind of marker, drawn once and used wherever it stands: a disc with an icon in it. */
typedef struct mrs_marker_kind {
    char *icon; /* the name of a file in styles/icons without ".svg", or "" for a bare disc */
    mrs_color fill, stroke, icon_color;
    double radius, stroke_width;
    double icon_size; /* side, px */
} mrs_marker_kind;

typedef struct mrs_item {
    mrs_item_kind kind;
    mrs_paint paint; /* path, rect, circle; for text, fill is the colour and stroke the halo */
    union {
        struct {
            char *id;      /* or NULL; unique in the scene */
            char *css;     /* class, or NULL */
            char *title;   /* or NULL */
            char *href;    /* of a group that is a link: ASCII, checked; or NULL */
            mrs_rect clip; /* w of 0: none */
        } group;
        mrs_path path;
        struct {
            mrs_rect box;
            double radius; /* of the corners */
        } rect;
        struct {
            mrs_point centre;
            double radius;
        } circle;
        struct {
            PangoLayout *layout; /* a reference is held */
            mrs_point at;        /* the layout's top left corner */
            double angle_deg;    /* clockwise, about the top left corner */
        } text;
        struct {
            size_t marker_kind;
            mrs_point centre;
            double angle_deg; /* clockwise, about the centre */
        } marker;
        struct {
            size_t marker_kind;
            mrs_point *points;
            size_t count;
        } markers;
    };
} mrs_item;

typedef struct mrs_scene {
    double width, height;
    double px_per_inch; /* 96; more where the drawing is reduced on paper, less where enlarged */
    double bleed;       /* at each edge, to be cut off: px, within width and height */
    bool in_mm;         /* the sheet's size is spoken of in millimetres, not pixels */
    int dpi;            /* of a picture of it */
    mrs_color page;
    char *title;
    char *description;
    char *language; /* "en" */
    char *credits;  /* whose data it shows, under which licences, as the sheet says it; or NULL */
    char scope[36]; /* set before the ids of groups that begin; those of incidents stand alone */
    char *prefix;   /* of every id in an SVG: letters, digits, dash */
    char *data;     /* JSON without < > &, for a page's script; or NULL */
    bool has_links;
    bool outlines; /* an SVG has the outlines of glyphs in place of text */
    mrs_item *items;
    size_t count, capacity;
    mrs_marker_kind *markers;
    size_t marker_count, marker_capacity;
    bool failed;
} mrs_scene;

mrs_scene *mrs_scene_new(double width, double height);
void mrs_scene_free(mrs_scene *scene);

/**
 * Begins a group; `id`, `css` and `title` are copied and may be NULL. Where a sheet has several
 * panes, `scene->scope` ("inset-1-") stands before the id; not before "incident-N", "callout-N" and
 * "group-N", for an incident is drawn once whichever pane it is in.
 */
void mrs_scene_begin(mrs_scene *scene, const char *id, const char *css, const char *title);
/** Begins a group of which only what lies in the rectangle is drawn. */
void mrs_scene_begin_clipped(mrs_scene *scene, const char *id, const char *css, mrs_rect clip);
/** Begins a group that leads to `href`, an address from mrs_link_clean(); `title` says where to. */
void mrs_scene_begin_link(mrs_scene *scene, const char *href, const char *title);
void mrs_scene_end(mrs_scene *scene);

/** Takes back all items from the `count`th on. */
void mrs_scene_cut(mrs_scene *scene, size_t count);

/** Moves all items from the `first`th to before the `last`th. */
void mrs_scene_move(mrs_scene *scene, size_t first, size_t last, mrs_point by);

/** Takes the path over and empties it. An empty path adds nothing. */
void mrs_scene_path(mrs_scene *scene, mrs_path *path, const mrs_paint *paint);
void mrs_scene_line(mrs_scene *scene, mrs_point from, mrs_point to, const mrs_paint *paint);
void mrs_scene_rect(mrs_scene *scene, mrs_rect box, double radius, const mrs_paint *paint);
void mrs_scene_circle(mrs_scene *scene, mrs_point centre, double radius, const mrs_paint *paint);

/** Takes a reference to the layout of its own. A halo width of 0 draws none. */
void mrs_scene_text(mrs_scene *scene, PangoLayout *layout, mrs_point at, mrs_color color,
                    mrs_color halo, double halo_width);

/** The same, turned by `angle_deg` clockwise about its top left corner, which stands at `at`. */
void mrs_scene_text_at(mrs_scene *scene, PangoLayout *layout, mrs_point at, double angle_deg,
                       mrs_color color, mrs_color halo, double halo_width);

/** Text turned by `angle_deg` clockwise about its centre, which stands at `centre`. */
void mrs_scene_text_turned(mrs_scene *scene, PangoLayout *layout, mrs_point centre,
                           double angle_deg, mrs_color color);

/** The index of a marker kind equal to `kind`, added if it is new. */
size_t mrs_scene_marker_kind(mrs_scene *scene, const mrs_marker_kind *kind);
void mrs_scene_marker(mrs_scene *scene, size_t marker_kind, mrs_point centre);
/** A marker turned by `angle_deg` clockwise about its centre. */
void mrs_scene_marker_turned(mrs_scene *scene, size_t marker_kind, mrs_point centre,
                             double angle_deg);

/**
 * Many markers of one kind, in this order, without ids or titles: for more incidents than anyone
 * could point at. Takes the points over; with none of them, adds nothing. Bare discs are drawn as
 * one: where they overlap they run together, a ring goes around all of them, and a fill that is not
 * opaque makes the ring as transparent and is not darker where several lie.
 */
void mrs_scene_markers(mrs_scene *scene, size_t marker_kind, mrs_point *points, size_t count);

bool mrs_scene_failed(const mrs_scene *scene);

/* --- Rectangles --- */

/** As fmin() and fmax(), which are calls into the library, for numbers that are none of them NaN.
 */
static inline double mrs_lesser(double a, double b)
{
    return a < b ? a : b;
}
static inline double mrs_greater(double a, double b)
{
    return a > b ? a : b;
}

static inline bool mrs_rect_overlaps(mrs_rect a, mrs_rect b)
{
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
bool mrs_rect_inside(mrs_rect inner, mrs_rect outer);
/** The square that reaches `by` px from a point to each side. */
static inline mrs_rect mrs_rect_around(mrs_point at, double by)
{
    return (mrs_rect){at.x - by, at.y - by, 2 * by, 2 * by};
}
static inline mrs_rect mrs_rect_grown(mrs_rect rect, double by)
{
    return (mrs_rect){rect.x - by, rect.y - by, rect.w + 2 * by, rect.h + 2 * by};
}
/** Whether a point lies in the rectangle or on its edge. */
static inline bool mrs_rect_has(mrs_rect rect, mrs_point point)
{
    return point.x >= rect.x && point.x - rect.x <= rect.w && point.y >= rect.y &&
           point.y - rect.y <= rect.h;
}
/** Distance from a point to the rectangle, 0 inside. */
double mrs_rect_distance(mrs_rect rect, mrs_point point);
/** Whether the segment has a point in the rectangle; most segments lie wholly to one side. */
bool mrs_rect_holds_part(mrs_rect rect, mrs_point a, mrs_point b);
static inline bool mrs_rect_crosses(mrs_rect rect, mrs_point a, mrs_point b)
{
    return !((a.x < rect.x && b.x < rect.x) || (a.x > rect.x + rect.w && b.x > rect.x + rect.w) ||
             (a.y < rect.y && b.y < rect.y) || (a.y > rect.y + rect.h && b.y > rect.y + rect.h)) &&
           mrs_rect_holds_part(rect, a, b);
}
/** A point, or a step, turned about the origin by `angle_deg` clockwise. */
mrs_point mrs_point_turned(mrs_point by, double angle_deg);
/** Whether two segments share a point; most are told apart by the boxes around them. */
bool mrs_segments_meet(mrs_point a, mrs_point b, mrs_point c, mrs_point d);
static inline bool mrs_segments_cross(mrs_point a, mrs_point b, mrs_point c, mrs_point d)
{
    return mrs_greater(a.x, b.x) >= mrs_lesser(c.x, d.x) &&
           mrs_greater(c.x, d.x) >= mrs_lesser(a.x, b.x) &&
           mrs_greater(a.y, b.y) >= mrs_lesser(c.y, d.y) &&
           mrs_greater(c.y, d.y) >= mrs_lesser(a.y, b.y) && mrs_segments_meet(a, b, c, d);
}

#endif
