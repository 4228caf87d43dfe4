/**
 * A map style as the renderer sees it: layers in drawing order, whose properties are evaluated
 * against a feature and a zoom, and the furniture's colours and sizes (root metadata, `marsad:…`).
 *
 * Everything was checked when the style was opened, so reading never fails. Where an expression
 * cannot be evaluated (a feature lacks a property, or has one of the wrong kind) the property takes
 * its default, as in MapLibre. Reading is pure: one style may be read from several threads.
 */
#ifndef MARSAD_MAP_STYLE_H
#define MARSAD_MAP_STYLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "marsad/style.h"

/** Not premultiplied; each component from 0 to 1, in sRGB. */
typedef struct mrs_color {
    double r, g, b, a;
} mrs_color;

/* --- What an expression is evaluated against --- */

typedef enum mrs_value_kind {
    MRS_VALUE_NULL, /* also: the feature has no such property */
    MRS_VALUE_FLAG,
    MRS_VALUE_NUMBER,
    MRS_VALUE_TEXT,
    /* The rest occur inside expressions only; a feature never gives them. */
    MRS_VALUE_COLOR,
    MRS_VALUE_NUMBERS,
    MRS_VALUE_TEXTS
} mrs_value_kind;

typedef struct mrs_value {
    mrs_value_kind kind;
    size_t count; /* of numbers or texts */
    union {
        bool flag;
        double number;
        const char *text; /* UTF-8; never NULL where kind is MRS_VALUE_TEXT */
        mrs_color color;
        const double *numbers;
        const char *const *texts;
    };
} mrs_value;

mrs_value mrs_value_null(void);
mrs_value mrs_value_flag(bool flag);
mrs_value mrs_value_number(double number);
/** `text` is not copied: it must live until the reading call returns. NULL gives a null value. */
mrs_value mrs_value_text(const char *text);

/** A feature's property by name; mrs_value_null() where there is none. */
typedef mrs_value (*mrs_feature_get)(const void *feature, const char *name);

/** The zoom and the feature that properties are read for. */
typedef struct mrs_view {
    double zoom;         /* MapLibre's: 512-pixel tiles, so 0 shows the world 512 px wide */
    mrs_feature_get get; /* NULL: no feature (for a background layer) */
    const void *feature; /* passed to `get` */
} mrs_view;

/* --- Layers --- */

typedef enum mrs_layer_type {
    MRS_LAYER_BACKGROUND,
    MRS_LAYER_FILL,
    MRS_LAYER_LINE,
    MRS_LAYER_CIRCLE,
    MRS_LAYER_SYMBOL
} mrs_layer_type;

typedef enum mrs_source_layer {
    MRS_SOURCE_NONE, /* background layers */
    MRS_SOURCE_LAND,
    MRS_SOURCE_SEA,
    MRS_SOURCE_LAKES,
    MRS_SOURCE_COUNTRIES,
    MRS_SOURCE_BORDERS,
    MRS_SOURCE_ADMIN1,
    MRS_SOURCE_ROADS,
    MRS_SOURCE_PLACES,
    MRS_SOURCE_CONTROL,
    MRS_SOURCE_FRONT,
    MRS_SOURCE_UNCERTAINTY,
    MRS_SOURCE_INCIDENTS,
    MRS_SOURCE_LABELS,
    MRS_SOURCE_COUNT
} mrs_source_layer;

/** "land", "sea" … as styles spell it; "" for MRS_SOURCE_NONE. */
const char *mrs_source_layer_name(mrs_source_layer source);

/** The properties, with the function that reads each. The order is that of style_property.c. */
typedef enum mrs_property {
    /* background */
    MRS_BACKGROUND_COLOR,   /* color */
    MRS_BACKGROUND_OPACITY, /* number */
    /* fill */
    MRS_FILL_COLOR,
    MRS_FILL_OPACITY,
    MRS_FILL_OUTLINE_COLOR, /* color; fill-color where unset */
    MRS_FILL_ANTIALIAS,     /* flag */
    MRS_FILL_PATTERN,       /* keyword: hatch hatch-back hatch-cross; "" where unset */
    /* line; widths, gaps and offsets in px, dashes in line widths */
    MRS_LINE_COLOR,
    MRS_LINE_OPACITY,
    MRS_LINE_WIDTH,
    MRS_LINE_DASHARRAY, /* numbers; none where unset */
    MRS_LINE_CAP,       /* keyword: butt round square */
    MRS_LINE_JOIN,      /* keyword: miter bevel round */
    MRS_LINE_OFFSET,    /* to the right of the line's direction */
    MRS_LINE_GAP_WIDTH,
    /* circle */
    MRS_CIRCLE_RADIUS,
    MRS_CIRCLE_COLOR,
    MRS_CIRCLE_OPACITY,
    MRS_CIRCLE_STROKE_COLOR,
    MRS_CIRCLE_STROKE_WIDTH,
    MRS_CIRCLE_STROKE_OPACITY,
    /* symbol */
    MRS_ICON_IMAGE,         /* text: the name of a file in styles/icons, without ".svg" */
    MRS_ICON_SIZE,          /* number: a factor */
    MRS_ICON_COLOR,         /* color */
    MRS_ICON_OPACITY,       /* number */
    MRS_ICON_ROTATE,        /* degrees clockwise */
    MRS_ICON_OFFSET,        /* numbers: two, in px of the icon's grid, right and down */
    MRS_ICON_ANCHOR,        /* keyword: text-anchor's */
    MRS_ICON_ALLOW_OVERLAP, /* flag */
    MRS_TEXT_FIELD,         /* text */
    MRS_TEXT_FONT,          /* texts; marsad:font where unset */
    MRS_TEXT_SIZE,          /* px */
    MRS_TEXT_COLOR,
    MRS_TEXT_OPACITY,
    MRS_TEXT_HALO_COLOR,
    MRS_TEXT_HALO_WIDTH,      /* px */
    MRS_TEXT_ANCHOR,          /* keyword: center left right top bottom top-left … */
    MRS_TEXT_VARIABLE_ANCHOR, /* texts, each one of text-anchor's; none where unset */
    MRS_TEXT_OFFSET,          /* numbers: two, in ems, right and down */
    MRS_TEXT_PADDING,         /* px */
    MRS_TEXT_LETTER_SPACING,  /* ems */
    MRS_TEXT_TRANSFORM,       /* keyword: none uppercase lowercase */
    MRS_TEXT_MAX_WIDTH,       /* ems */
    MRS_TEXT_LINE_HEIGHT,     /* ems */
    MRS_TEXT_JUSTIFY,         /* keyword: auto left center right */
    MRS_TEXT_OPTIONAL,        /* flag */
    MRS_TEXT_ALLOW_OVERLAP,   /* flag */
    MRS_SYMBOL_PLACEMENT,     /* keyword: point line line-center */
    MRS_SYMBOL_SPACING,       /* px between those along a line */
    MRS_SYMBOL_SORT_KEY,      /* number; lower is placed first, and 0 where unset */
    MRS_PROPERTY_COUNT
} mrs_property;

struct mrs_expr;

typedef struct mrs_layer {
    const char *id;
    mrs_layer_type type;
    mrs_source_layer source;
    double min_zoom; /* shown from here, 0 where unset */
    double max_zoom; /* to below here, 24 where unset */
    bool visible;
    /* For the functions below only. */
    const struct mrs_expr *filter;
    const struct mrs_expr *values[MRS_PROPERTY_COUNT];
    const marsad_style *style;
} mrs_layer;

size_t mrs_style_layer_count(const marsad_style *style);
const mrs_layer *mrs_style_layer(const marsad_style *style, size_t index);

/** Whether the layer shows this feature: visibility, zoom range and filter. */
bool mrs_layer_applies(const mrs_layer *layer, const mrs_view *view);

/** Whether the style sets the property at all. */
bool mrs_layer_has(const mrs_layer *layer, mrs_property property);

/** Whether the property's value may differ between features (and not only with the zoom). */
bool mrs_layer_varies(const mrs_layer *layer, mrs_property property);

/* Each reads the properties of one kind, named in the enumeration above; a property of another kind
 * is a programming error and gives 0, transparent black, or nothing. */

double mrs_layer_number(const mrs_layer *layer, mrs_property property, const mrs_view *view);
bool mrs_layer_flag(const mrs_layer *layer, mrs_property property, const mrs_view *view);

/** The opacity properties are not applied: multiply `a` by them. */
mrs_color mrs_layer_color(const mrs_layer *layer, mrs_property property, const mrs_view *view);

/** Replaces what `out` holds. text-field comes with text-transform applied. Check out->failed;
 *  out->text is never NULL unless it failed. */
void mrs_layer_text(const mrs_layer *layer, mrs_property property, const mrs_view *view,
                    mrs_buffer *out);

/** The value of a property with a fixed list of words: a constant string. */
const char *mrs_layer_keyword(const mrs_layer *layer, mrs_property property, const mrs_view *view);

/** Most numbers or texts that a property can hold: an array of this size always suffices. */
enum { MRS_STYLE_ARRAY_MAX = 16 };

/** Writes at most `capacity` items; returns how many the value has. */
size_t mrs_layer_numbers(const mrs_layer *layer, mrs_property property, const mrs_view *view,
                         double *out, size_t capacity);

/** As mrs_layer_numbers(). The strings live as long as the style. */
size_t mrs_layer_texts(const mrs_layer *layer, mrs_property property, const mrs_view *view,
                       const char **out, size_t capacity);

/* --- Furniture: the root metadata's keys that begin "marsad:" --- */

typedef enum mrs_furniture {
    MRS_PAGE_COLOR,      /* color: the sheet behind map and panels */
    MRS_TEXT_MAIN_COLOR, /* marsad:text-color */
    MRS_MUTED_COLOR,     /* secondary text: credits, dates, ticks */
    MRS_RULE_COLOR,      /* thin rules between the parts of the sheet */
    MRS_FRAME_COLOR,     /* the map's frame */
    MRS_FRAME_WIDTH,     /* number, px, as all sizes and widths here */
    MRS_FONT,            /* text: the family of all furniture */
    MRS_TITLE_SIZE,
    MRS_SUBTITLE_SIZE,
    MRS_TEXT_MAIN_SIZE, /* marsad:text-size: legend and lists */
    MRS_SMALL_SIZE,     /* credits, ticks, scale bar */
    MRS_CALLOUT_FILL,
    MRS_CALLOUT_STROKE, /* color */
    MRS_CALLOUT_TEXT_COLOR,
    MRS_CALLOUT_TEXT_SIZE,
    MRS_CALLOUT_CORNER_RADIUS,
    MRS_NUMBER_FILL,  /* the disc behind an incident's number */
    MRS_NUMBER_COLOR, /* the number in it */
    MRS_NUMBER_RADIUS,
    MRS_NUMBER_TEXT_SIZE, /* there, and beside markers */
    MRS_BADGE_RADIUS,     /* of the disc at the corner of a marker without a callout */
    MRS_LEADER_COLOR,
    MRS_LEADER_WIDTH,
    MRS_HALO_COLOR, /* around furniture text that stands on the map */
    MRS_GRATICULE_COLOR,
    MRS_GRATICULE_WIDTH,
    MRS_SCALE_BAR_DARK,
    MRS_SCALE_BAR_LIGHT,
    MRS_INSET_LAND,
    MRS_INSET_SEA,
    MRS_INSET_FOCUS,       /* the focus country in the locator inset */
    MRS_INSET_FRAME_COLOR, /* the inset's frame and the map's outline in it */
    MRS_PANEL_FILL,        /* behind legend, lists and credits */
    MRS_RAMP,              /* text: colours from the least to the most, spaces between them */
    MRS_CLASS_COLORS,      /* text: colours of a column's values; the last is that of all others */
    MRS_FURNITURE_COUNT
} mrs_furniture;

mrs_color mrs_style_color(const marsad_style *style, mrs_furniture key);
double mrs_style_number(const marsad_style *style, mrs_furniture key);
const char *mrs_style_text(const marsad_style *style, mrs_furniture key);

/* --- For tests and the fuzzer --- */

/** As marsad_style_open(), from memory. `file` is named in errors and may be NULL. */
marsad_status mrs_style_parse(const char *json, size_t length, const char *file, marsad_style **out,
                              marsad_error *error);

#endif
