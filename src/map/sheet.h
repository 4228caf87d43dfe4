/**
 * The sheet while it is being composed: what the parts of map/ share. A sheet has one title, panel
 * and credits, and one or more panes, each a map in its own frame: the main map, its insets, or
 * the small multiples of one map.
 *
 * The order of work, and the files that do it. All coordinates are pixels of the sheet, down and
 * right from its upper left corner.
 *
 * map.c composes a sheet, and again, four times at most, where the panel's height or the credits
 * were other than foreseen:
 *   paper.c           the size of the sheet, and how much its drawing is reduced or enlarged
 *   facet.c           which small multiples there are, and which incident stands in which
 *   layout.c          projection and frame (frame.c), and with parts.c the rectangles of title.c,
 *                     panel.c and credits.c; facet_grid.c for small multiples
 *   annotation.c      how incidents are annotated, and by what colours and sizes (symbols.h)
 *   inset.c           the insets: which help (inset_choose.c), where (inset_place.c), their lines
 *   period.c          which incidents are left to the maps of other days
 *   numbers.c         the incidents' numbers
 *
 * pane.c then fills each pane,
 *   towns.c           the context towns
 *   marks.c           a mark for each incident, set side by side by marks_arrange.c; or
 *   symbol_*.c        groups, dots, hexagons or a density surface
 *
 * and places what must not cover each other, one after the other (sheet.c keeps the obstacles):
 *   furniture.c       scale bar (scale_bar.c), arrow and graticule.c; small.c in small panes
 *   label_ask.c       what the style wants named; label.c places the first names of it: candidates,
 *                     conflicts and search are in label_*.c, texts along lines in along*.c
 *   callout.c         what callouts say; callout_*.c, where they stand
 *   label.c           all other names
 *
 * Last, everything is drawn into a scene (scene.h): the style's layers in their order (layers.c,
 * from the features of basemap*.c and features.c, and the front_*.c), callouts, furniture, title,
 * the panel (legend*.c, locator.c, key.c, lists.c) and the credits; link.c and incident_data.c add
 * what only a page uses. omissions.c says what had no room. surface/ writes a scene as PNG, SVG or
 * PDF. Style files are read by style*.c; type.c sets text, words.c has what a map says.
 */
#ifndef MARSAD_MAP_SHEET_H
#define MARSAD_MAP_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "map/along.h"
#include "map/basemap.h"
#include "map/frame.h"
#include "map/scene.h"
#include "map/style.h"
#include "map/type.h"
#include "map/words.h"
#include "marsad/map.h"
#include "marsad/text.h"

/** An incident that stands on the map. */
typedef struct mrs_mark {
    const marsad_incident *incident;
    int number;       /* the incident's place in the file, from 1: in ids */
    int shown;        /* as the map writes it: mrs_incident_number() */
    mrs_point ground; /* where it happened, on the sheet */
    mrs_point centre; /* where its marker is drawn: beside the others at the same place */
    size_t marker_kind;
    double radius;
    size_t group; /* index in sheet.groups */
    bool has_callout;
    char *href;          /* where a link of it leads, or NULL */
    bool has_badge;      /* its number stands at its marker: it is listed in the panel's key */
    mrs_point number_at; /* the middle of the number beside its marker, where it has one */
    bool hidden;         /* it keeps its place, but is drawn on the map of other days */
} mrs_mark;

#define MRS_STEM_DOT 2.5 /* px, the radius of the dot at the foot of a stem */

/** Marks at one place, drawn side by side. */
typedef struct mrs_mark_group {
    mrs_point ground;
    mrs_rect box; /* that holds all its markers */
    size_t count;
    size_t first;  /* index of its first mark */
    double radius; /* of the circle that stands for its marks, or else of its largest marker */
    double value;  /* what its circle's area is in proportion to */
    bool has_stem; /* it stands beside its place, and is tied to it by a line */
    mrs_point stem[2];
} mrs_mark_group;

/** What callouts and labels must not cover. */
typedef struct mrs_obstacles {
    mrs_rect *boxes;
    size_t box_count, box_capacity;
    mrs_point (*lines)[2]; /* leader lines */
    size_t line_count, line_capacity;
    mrs_point (*front)[2]; /* the front's line: labels avoid it where they can */
    size_t front_count, front_capacity;
} mrs_obstacles;

typedef struct mrs_callout {
    size_t mark;
    PangoLayout *headline;
    PangoLayout *detail; /* NULL if there is none */
    mrs_rect box;
    mrs_point leader[2]; /* from the marker to the box */
    double cost;         /* of its place, whatever the others do */
    bool placed;
} mrs_callout;

/** A text that wants a place on the map. */
typedef struct mrs_label {
    const mrs_layer *layer;
    size_t layer_index;
    PangoLayout *layout;
    mrs_point anchor;
    mrs_point gap;          /* px between anchor and text, beside and above */
    mrs_point offset;       /* px right and down, besides */
    const char *justify;    /* MapLibre's word for how its lines stand to each other */
    double priority;        /* lower is placed first */
    const char *anchors[9]; /* MapLibre's names, in order of preference */
    size_t anchor_count;
    mrs_color color, halo;
    double halo_width;
    double padding;
    bool allow_overlap;
    size_t place;        /* index in sheet.towns plus 1; 0 where it is no place's */
    PangoLayout *second; /* the name in the map's second language, below it; or NULL */
    mrs_point second_at; /* where that was placed */
    mrs_color second_color;
    bool along;          /* it stands along a line: turned */
    mrs_stand stands[3]; /* along a line: the best place first, then others near it */
    size_t stand_count;
    double angle_deg;     /* clockwise, as it was placed */
    double repeat;        /* px within which the same text does not stand along lines again */
    const mrs_path *area; /* where there is no room at the anchor: anywhere in here; or NULL */
    mrs_point at;         /* where the layout was placed */
    bool placed;
    bool moved;   /* the search found a better place than the first that was free */
    uint32_t key; /* which of its candidates it took, from 1 */
} mrs_label;

/** Nearer than this to a marker, px, a town's dot runs into it: the marker stands for the town. */
#define MRS_TOWN_REACH 4.0

/** A context town. */
typedef struct mrs_town {
    const marsad_place *place;
    mrs_point at;
    int rank; /* 1, the greatest, to 5 */
    bool capital;
    bool labelled;
    bool under_mark; /* a marker stands on it */
    bool bared;      /* but is drawn on the map of other days */
    bool happened;   /* something happened there */
    bool romanised;  /* its Latin name is no one's: an import made it by rule from the Arabic */
} mrs_town;

struct mrs_sheet;

enum { MRS_NO_PANE = 255 }; /* in sheet.pane_of: no pane shows the incident */

/** What a pane is to the sheet. */
typedef enum mrs_pane_role {
    MRS_PANE_MAIN,  /* the map, or the first of small multiples */
    MRS_PANE_INSET, /* shows a part of the main map at a larger scale, inside its frame */
    MRS_PANE_FACET  /* another of small multiples: the same ground, other incidents */
} mrs_pane_role;

/** One map on the sheet: a frame, the ground in it, and what stands on that. */
typedef struct mrs_pane {
    struct mrs_sheet *sheet;
    mrs_pane_role role;
    marsad_graticule graticule; /* furniture.c: never MARSAD_GRATICULE_AUTO once it is placed */
    bool north_turns;           /* too much over the map for one arrow */
    mrs_projection *projection; /* owned; NULL where the frame has that of another pane */
    mrs_frame frame;
    char name[32];         /* what its ids begin with, such as "inset-1"; "" on the first */
    char *heading;         /* what it is called on the sheet, or NULL */
    char *note;            /* at the far end of the heading, or NULL */
    mrs_rect box;          /* of an inset with its heading */
    mrs_rect extent;       /* of an inset: its ground on the main map */
    mrs_rect tag;          /* beside that: what it is called, and how many incidents it holds */
    mrs_point links[2][2]; /* from its ground to its frame, where nothing is in their way */
    size_t link_count;
    bool chosen;         /* by the map, not asked for */
    size_t held;         /* incidents that it has from the main map */
    bool tag_in_two;     /* lines */
    char *label;         /* which stands there */
    unsigned bare_edges; /* without figures of the graticule: 1 top, 2 bottom, 4 left, 8 right */

    mrs_feature_list features[MRS_SOURCE_COUNT]; /* read once, when a layer first asks */
    bool features_read[MRS_SOURCE_COUNT];
    mrs_feature_list admin1_lines, disputed;
    marsad_place_list places;
    mrs_town *towns;
    size_t town_count;

    mrs_mark *marks; /* in the order of their numbers */
    size_t mark_count;
    mrs_mark_group *groups;
    size_t group_count;
    mrs_callout *callouts;
    size_t callout_count;
    struct mrs_clutter *clutter;
    struct mrs_census *census;   /* which incidents the frame holds */
    struct mrs_bins *bins;       /* NULL unless the map shows hexagons */
    struct mrs_density *density; /* NULL unless the map shows density */
    mrs_label *labels;
    size_t label_count, label_capacity;
    mrs_obstacles obstacles;
    size_t first_name_box; /* among the obstacles: the names placed before the callouts, */
    size_t first_name_end; /* and one past their last */
} mrs_pane;

/** What the sheet has no room for. */
typedef struct mrs_omissions {
    bool locator, signs;
    bool quotes, headlines;     /* of incidents in lists: what the report calls the place */
    bool title;                 /* its end */
    bool inset_symbols;         /* the space between those of an inset that was asked for */
    bool credits;               /* all but sources, licences and scale */
    size_t entries, of_entries; /* of the lists of incidents */
    size_t sources, of_sources; /* of the incidents, in the credits */
    size_t rows, of_rows;       /* of the legend */
} mrs_omissions;

/** An inset that the map chose, and in which incidents would still cover each other. */
typedef struct mrs_refused_inset {
    mrs_rect extent;
    double width; /* of its box: neither this nor a smaller one */
} mrs_refused_inset;

enum { MRS_MOST_REFUSED = 12 };

typedef struct mrs_sheet {
    const marsad_map_sources *sources;
    const marsad_map_options *options;
    marsad_lang lang;
    bool rtl;
    const char *title;
    char *subtitle;

    mrs_scene *scene;
    mrs_calendar *calendar;
    mrs_type *type;
    mrs_basemap *basemap;
    marsad_source *place_sources; /* of the gazetteer, to be credited */
    size_t place_source_count;
    mrs_rect area;     /* of the trimmed sheet, within its margin: all that is written lies in it */
    double gutter;     /* below the frame and where its lines begin: for the graticule's figures */
    double far_gutter; /* above it and where its lines end: none on small sheets */
    double least_type; /* px: below it, no type can be read on paper */
    mrs_rect title_box, panel_box, credits_box;
    size_t credits_level;        /* how far the credits are shortened */
    struct mrs_reports *reports; /* credits.c: the sources of the incidents */
    mrs_omissions left_out;
    char *note;        /* what the credits say of it; or NULL */
    bool note_changed; /* they were measured with another */
    bool panel_below;
    double panel_spill;  /* by which a crowded panel may be higher than its box */
    double panel_asked;  /* the height to give a panel below the map; 0: find out */
    double panel_drawn;  /* the height that it took */
    double panel_limit;  /* the greatest height for it that leaves the map enough */
    const char *country; /* in which most incidents lie, or "" ; NULL until asked for */

    int *numbers;        /* by incident, where they are not those of the file; else NULL */
    size_t *by_date;     /* the incidents in the order of those numbers; or NULL */
    bool callouts_crowd; /* too few of them found room: the sheet has numbers instead */
    marsad_map_as as;    /* how incidents are annotated; never MARSAD_AS_AUTO once it is laid out */
    struct mrs_symbols *symbols;   /* colours and sizes; NULL until the main frame is known */
    struct mrs_sheet_front *front; /* NULL: none is drawn */
    struct mrs_names *names;       /* those that were romanised (label_names.h) */
    bool names_noted;              /* the credits, as laid out, say so */
    mrs_pane *panes;               /* the main one first; from the start there is one */
    size_t pane_count, pane_capacity;
    unsigned char
        *pane_of; /* by incident: the pane that shows it, or MRS_NO_PANE; NULL: the first */
    struct mrs_facet *facets; /* what small multiples there are; NULL: one map */
    size_t facet_count;
    struct mrs_census *census; /* of all incidents in the main frame, whichever pane has them */
    mrs_refused_inset refused[MRS_MOST_REFUSED + MARSAD_MOST_INSETS];
    size_t refused_count;

    marsad_map_summary summary;
} mrs_sheet;

/* --- Shared small things (sheet.c) --- */

/** Adds what callouts and labels must not cover, px of the sheet: a box, a leader line from `a` to
 *  `b`, or a piece of the front's line, which labels avoid only where they can. */
marsad_status mrs_obstacle_box(mrs_pane *pane, mrs_rect box, marsad_error *error);
marsad_status mrs_obstacle_line(mrs_pane *pane, mrs_point a, mrs_point b, marsad_error *error);
marsad_status mrs_obstacle_front(mrs_pane *pane, mrs_point a, mrs_point b, marsad_error *error);

/** Text in the style's font; `size` and `color` are keys of the furniture. */
PangoLayout *mrs_sheet_text(mrs_sheet *sheet, const char *text, mrs_furniture size, bool bold,
                            double width);

/** The same in another size, px. */
PangoLayout *mrs_sheet_text_of(mrs_sheet *sheet, const char *text, double size, bool bold,
                               double width);
/** How mrs_cut_text() sets a text. */
typedef struct mrs_cut {
    mrs_furniture size;
    bool bold;
    double width;
    int lines; /* at most */
} mrs_cut;

/** text_cut.c: text in a number of lines: a longer one is cut between words, or between letters
 *  where a word fills all the room, and ends in an ellipsis. */
marsad_status mrs_cut_text(mrs_sheet *sheet, const char *text, const mrs_cut *how,
                           PangoLayout **out, marsad_error *error);

/** Draws a layout whose start edge (left, or right where the sheet is turned) is at `x`. */
void mrs_sheet_put(mrs_sheet *sheet, PangoLayout *layout, double x, double y, mrs_color color);

/** Adds `text` isolated from the direction of what stands around it (Unicode FSI … PDI). */
void mrs_add_isolated(mrs_buffer *out, const char *text);

/** "Abu Qurayn": the name that the map gives to where an incident happened. Never NULL. */
const char *mrs_incident_place(const mrs_sheet *sheet, const marsad_incident *incident);

/** The incident's headline in the map's language, or what its type is called. Never NULL. */
const char *mrs_headline(const mrs_sheet *sheet, const marsad_incident *incident);

/** The first and the last day of the incidents; year 0 where none has a date. */
void mrs_incident_dates(const marsad_events *events, marsad_date *first, marsad_date *last);

/** The style's colour for a piece of furniture. */
mrs_color mrs_sheet_color(const mrs_sheet *sheet, mrs_furniture key);
/** A size of type is never below the least that can be read. */
double mrs_sheet_number(const mrs_sheet *sheet, mrs_furniture key);

/** The country of an incident's place, or of its row; "" where unknown. */
const char *mrs_incident_country(const marsad_incident *incident);

/** What a composed map will draw: for tests. */
const mrs_scene *mrs_map_scene(const marsad_map *map);

/* --- Steps --- */

/** front_sheet.c: the states of the front to be drawn; nothing without a front. */
marsad_status mrs_choose_front(mrs_sheet *sheet, marsad_error *error);
void mrs_forget_front(mrs_sheet *sheet);
/** How an incident lies to the front in force at its date; NULL without a front. */
const marsad_event_relation *mrs_front_relation(const mrs_sheet *sheet,
                                                const marsad_incident *incident);
/** Makes the front's line an obstacle to labels. */
marsad_status mrs_front_avoid(mrs_pane *pane, marsad_error *error);

/** pane.c: another pane, empty, last in sheet->panes, which may have moved. NULL if memory is out.
 */
mrs_pane *mrs_add_pane(mrs_sheet *sheet, mrs_pane_role role);
/** Whether the pane shows the incident at `index` of the events, if it lies in its frame. */
bool mrs_pane_has(const mrs_pane *pane, size_t index);
/** Finds towns and incidents in the pane, whose frame is laid out. */
marsad_status mrs_pane_populate(mrs_pane *pane, marsad_error *error);
/** Makes insets and gives all panes their incidents; those are numbered. */
marsad_status mrs_populate_panes(mrs_sheet *sheet, marsad_error *error);
/** Places what stands in the pane; all panes have their incidents. */
marsad_status mrs_pane_compose(mrs_pane *pane, marsad_error *error);
marsad_status mrs_pane_draw(mrs_pane *pane, marsad_error *error);
void mrs_pane_clear(mrs_pane *pane);

/** layout.c: projection, frame, and the rectangles of the sheet's parts. */
marsad_status mrs_layout_sheet(mrs_sheet *sheet, marsad_error *error);

/** The mark of the incident at `index` of the events, in the first pane that has one; or NULL. */
const mrs_mark *mrs_sheet_mark(const mrs_sheet *sheet, size_t index);

/** annotation.c: decides how incidents are annotated, and by what symbols (symbols.h), once the
 *  frame is known. */
marsad_status mrs_choose_annotation(mrs_sheet *sheet, marsad_error *error);
/** How they will be annotated if the frame shows them all: for the room to be left around them. */
marsad_map_as mrs_expected_annotation(const mrs_sheet *sheet);

/** towns.c: the context towns in the frame. */
marsad_status mrs_find_towns(mrs_pane *pane, marsad_error *error);

/** numbers.c: numbers the incidents in the order of their dates where markers bear numbers, once
 *  it is known how they are annotated. */
marsad_status mrs_number_incidents(mrs_sheet *sheet, marsad_error *error);
/** The number by which the map names the incident at `index`, from 1. */
int mrs_incident_number(const mrs_sheet *sheet, size_t index);
/** The index of the incident that bears the number `rank` + 1. */
size_t mrs_incident_in_order(const mrs_sheet *sheet, size_t rank);
/** A disc with an incident's number, in figures that fit into it. */
void mrs_draw_number(mrs_sheet *sheet, int number, mrs_point centre, double radius);
/** The radius of that disc in callouts and lists. */
double mrs_number_radius(const mrs_sheet *sheet);
/** The number as it stands beside a marker, and its width. */
void mrs_write_number(mrs_sheet *sheet, int number, mrs_point centre);
double mrs_number_width(mrs_sheet *sheet, int number);

/** marks_arrange.c: puts the marks of each group side by side, and the groups apart. */
marsad_status mrs_arrange_marks(mrs_pane *pane, marsad_error *error);
/** What stands behind the marks of a group. */
void mrs_draw_blocks(mrs_pane *pane);

/** marks.c: the incidents inside the frame, and their markers side by side. */
marsad_status mrs_make_marks(mrs_pane *pane, marsad_error *error);
void mrs_draw_marks(mrs_pane *pane);
void mrs_draw_mark(mrs_pane *pane, const mrs_mark *mark);
/** marker.c: gives the mark its marker and its radius. */
void mrs_mark_marker(mrs_pane *pane, mrs_mark *mark);
/** An incident as the style sees it. */
mrs_view mrs_incident_view(const mrs_pane *pane, const marsad_incident *incident);
/** The marker that the style gives a type of incident, at a share of its size: for the legend. */
size_t mrs_type_marker(mrs_pane *pane, marsad_incident_type type, double scale);
/** What it is filled with, without adding it to the scene. */
mrs_color mrs_type_color(mrs_pane *pane, marsad_incident_type type);

/** furniture.c: what stands in and around the frame. */
marsad_status mrs_place_furniture(mrs_pane *pane, marsad_error *error);
void mrs_draw_furniture(mrs_pane *pane);
/** graticule.c: what lies below the layers' lines, where lines are asked for. */
void mrs_draw_graticule_lines(mrs_pane *pane);
/** title.c: sets the height of the title's box, whose place and width are known; and draws it. */
void mrs_measure_title(mrs_sheet *sheet);
void mrs_draw_title(mrs_sheet *sheet);
/** credits.c: sets the height of the credits' box, of which the width is known, and how far they
 *  are shortened to be no higher than a share of the sheet; and draws them. */
marsad_status mrs_measure_credits(mrs_sheet *sheet, marsad_error *error);
void mrs_draw_credits(mrs_sheet *sheet);
void mrs_forget_reports(mrs_sheet *sheet);
/** omissions.c: what is left out, in words; "" where nothing is. NULL if memory is out. */
char *mrs_say_omissions(const mrs_omissions *what, marsad_lang lang);
/** The same as the credits say it: "Left out for want of room: …", behind how many rows of the
 * table were not taken for their faults. */
char *mrs_left_out_note(const mrs_sheet *sheet);

/** callout.c: a callout for each mark, where they are few enough. */
marsad_status mrs_make_callouts(mrs_pane *pane, marsad_error *error);
/** callout_place.c */
marsad_status mrs_place_callouts(mrs_pane *pane, marsad_error *error);
void mrs_draw_callouts(mrs_pane *pane);

/** label.c: collecting is done by label_ask.c. The names of the greater towns and of the incidents'
 *  places are placed before the callouts, all others after; then the first may move once more. */
marsad_status mrs_add_label(mrs_pane *pane, const mrs_label *label, marsad_error *error);
marsad_status mrs_place_first_labels(mrs_pane *pane, marsad_error *error);
marsad_status mrs_place_other_labels(mrs_pane *pane, marsad_error *error);
/** What became of the labels of all panes. */
void mrs_count_labels(mrs_sheet *sheet);

/** label_ask.c: the labels that the style asks for. */
marsad_status mrs_collect_labels(mrs_pane *pane, marsad_error *error);
/** layers.c: the style's layers. */
marsad_status mrs_draw_layers(mrs_pane *pane, marsad_error *error);
/** The marker that the style gives a town; false if it draws none. */
bool mrs_town_marker(mrs_pane *pane, const mrs_town *town, size_t *marker);
/** The paint of a fill or line layer. */
mrs_paint mrs_layer_paint(const mrs_layer *layer, const mrs_view *view);
/** How one layer draws a line feature. */
typedef struct mrs_look {
    mrs_paint paint;
    mrs_line_sides sides;
} mrs_look;
/** How the style draws a line feature: at most three looks, the lowest first. */
bool mrs_line_look(mrs_pane *pane, mrs_source_layer source, const mrs_feature *feature,
                   mrs_look *out, size_t *count);
/** Draws the line from left to right with one of them. */
void mrs_draw_look(mrs_sheet *sheet, const mrs_look *look, mrs_point from, mrs_point to);
/** features.c: the features of a source layer that the frame shows, read when first asked for. */
marsad_status mrs_pane_features(mrs_pane *pane, mrs_source_layer source, marsad_error *error);

/** Draws a feature as one layer does: a sample for the legend. */
void mrs_draw_feature(mrs_pane *pane, const mrs_layer *layer, const mrs_feature *feature);
/** line_icons.c: whether a layer sets icons along lines, and its icons along the lines of a
 * feature: those that lie in the rectangle; or a `single` one in the middle of each. */
bool mrs_has_line_icons(const mrs_layer *layer, const mrs_view *view);
void mrs_draw_line_icons(mrs_pane *pane, const mrs_layer *layer, const mrs_feature *feature,
                         mrs_rect within, bool single);

/** panel.c, legend.c, locator.c, lists.c: legend, locator, and the lists of what is not on the map.
 */
marsad_status mrs_draw_panel(mrs_sheet *sheet, marsad_error *error);
/** The height that the panel takes at a width, of at most `most` where it can be kept to that. */
marsad_status mrs_panel_height(mrs_sheet *sheet, double width, double most, double *out,
                               marsad_error *error);

#endif
