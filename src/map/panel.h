/**
 * The panel's parts: what is shared by the legend (legend.c), the locator (locator.c) and the lists
 * of incidents (lists.c), which panel.c lets flow into columns.
 */
#ifndef MARSAD_MAP_PANEL_H
#define MARSAD_MAP_PANEL_H

#include "map/sheet.h"

#define MRS_ROW_GAP 6.0 /* px between the rows of a list */

/** How an incident stands in the key to the numbers. */
typedef enum mrs_key_form {
    MRS_KEY_BY_DAY,   /* below its day, headline and place in two lines at the most */
    MRS_KEY_DATED,    /* its day stands at the end of the line */
    MRS_KEY_HEADLINE, /* so, and its place only where that takes no more lines */
    MRS_KEY_LINE      /* in one line, its headline cut where that is too short */
} mrs_key_form;

/** How much of the panel is shown. */
typedef struct mrs_extent {
    bool locator;
    bool signs;   /* of the basemap */
    bool notes;   /* lists in small type */
    bool small;   /* and the legend too */
    bool compact; /* lists without what the report called the place */
    bool bare;    /* and with the place only */
    bool tight;   /* the smallest rows and gaps */
    mrs_key_form key;
    size_t most; /* incidents in a list */
    size_t rows; /* of types in the legend */
    int fewer;   /* columns than there is room for */
    bool little; /* the locator at less than half its size */
} mrs_extent;

/** A row of a legend or list: items of the scene, and where they stand. */
typedef struct mrs_row {
    size_t first, last;
    double top, bottom, width;
} mrs_row;

/** A column being filled. */
typedef struct mrs_column {
    mrs_sheet *sheet;
    mrs_extent extent;
    double x; /* its left edge */
    double width;
    double y;      /* the next free line */
    bool measured; /* only its height counts: what is drawn is thrown away */
    bool in_rows;  /* between mrs_panel_begin_rows() and mrs_panel_end_rows() */
    size_t row_first;
    double row_top;
    mrs_row *rows;
    size_t row_count, row_capacity;
} mrs_column;

/** A section of the panel: draws itself at c->y and moves that on; draws nothing where there is
 *  nothing to say. While the panel is measured, before the frame is known, it draws what it may
 *  come to need. */
typedef marsad_status (*mrs_section)(mrs_column *c, marsad_error *error);

marsad_status mrs_draw_unplaced(mrs_column *c, marsad_error *error);
marsad_status mrs_draw_ambiguous(mrs_column *c, marsad_error *error);
marsad_status mrs_draw_outside(mrs_column *c, marsad_error *error);
marsad_status mrs_draw_key(mrs_column *c, marsad_error *error);
/** key.c: the key to the numbers beside markers, in as many columns as c->width has room for. */
marsad_status mrs_draw_number_key(mrs_column *c, marsad_error *error);

marsad_status mrs_draw_front_legend(mrs_column *c, marsad_error *error);
marsad_status mrs_draw_legend(mrs_column *c, marsad_error *error);
/** legend_symbols.c: by what symbols incidents are shown, and what these say. */
bool mrs_has_symbol_legend(const mrs_sheet *sheet); /* or else mrs_draw_legend() says all */
/** A line in small type: how the map shows incidents. */
void mrs_say_how_shown(mrs_column *c);
marsad_status mrs_draw_symbol_legend(mrs_column *c, marsad_error *error);
marsad_status mrs_draw_signs(mrs_column *c, marsad_error *error);
marsad_status mrs_draw_locator(mrs_column *c, marsad_error *error);

/** The column's start edge (left, or right where the sheet is turned), `by` px into it. */
double mrs_panel_edge(const mrs_column *c, double by);

/** Says how many incidents a list leaves out for want of room. */
void mrs_panel_rest(mrs_column *c, size_t count);

void mrs_panel_heading(mrs_column *c, const char *text);
/** Returns the width of the text, px. */
double mrs_panel_text(mrs_column *c, const char *text, double indent, mrs_furniture color,
                      bool small);

/** The middle of the symbol of a row of `height` px that begins at c->y. */
mrs_point mrs_panel_symbol(const mrs_column *c, double height);
double mrs_panel_row_height(const mrs_column *c);
/** The text beside a symbol, and on to the next row. */
void mrs_panel_end_row(mrs_column *c, const char *text);

/** The rows that are ended between these two stand in as many columns side by side as the widest
 *  of them leaves room for, one column filled after the other. */
void mrs_panel_begin_rows(mrs_column *c);
void mrs_panel_end_rows(mrs_column *c);
/** Ends a row that mrs_panel_end_row() does not: it is `width` px wide and ends at c->y. */
void mrs_panel_note_row(mrs_column *c, double width);
/** The share of its size at which the legend shows a marker. */
double mrs_panel_marker_scale(const mrs_column *c);

/** The radius of a symbol that is `wanted` px at full size: clear of the rows above and below. */
double mrs_panel_symbol_radius(const mrs_column *c, double wanted);

/** Draws a marker as the symbol of a row, smaller where the row is too low for it. */
void mrs_panel_marker(mrs_column *c, size_t marker);

/** Whether the map shows the incident; before the frame is known, whether it may come to. */
bool mrs_panel_shows(const mrs_sheet *sheet, size_t index);

#endif
