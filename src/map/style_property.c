#include "map/style_property.h"

#include <math.h>
#include <string.h>

static const char *const caps[] = {"butt", "round", "square", NULL};
static const char *const joins[] = {"miter", "bevel", "round", NULL};
static const char *const anchors[] = {"center",       "left",     "right",     "top",
                                      "bottom",       "top-left", "top-right", "bottom-left",
                                      "bottom-right", NULL};
static const char *const transforms[] = {"none", "uppercase", "lowercase", NULL};
static const char *const justifications[] = {"auto", "left", "center", "right", NULL};
static const char *const placements[] = {"point", "line", "line-center", NULL};

static const char *const patterns[] = {"hatch", "hatch-back", "hatch-cross", NULL};

static const double no_offset[] = {0, 0};

#define BLACK                                                                                      \
    {                                                                                              \
        .kind = MRS_VALUE_COLOR, .color = { 0, 0, 0, 1 }                                           \
    }
#define NO_COLOR                                                                                   \
    {                                                                                              \
        .kind = MRS_VALUE_COLOR                                                                    \
    }
#define NUMBER(n)                                                                                  \
    {                                                                                              \
        .kind = MRS_VALUE_NUMBER, .number = (n)                                                    \
    }
#define FLAG(f)                                                                                    \
    {                                                                                              \
        .kind = MRS_VALUE_FLAG, .flag = (f)                                                        \
    }
#define TEXT(t)                                                                                    \
    {                                                                                              \
        .kind = MRS_VALUE_TEXT, .text = (t)                                                        \
    }

#define A_COLOR                                                                                    \
    {                                                                                              \
        .kind = MRS_KIND_COLOR                                                                     \
    }
#define A_FLAG                                                                                     \
    {                                                                                              \
        .kind = MRS_KIND_FLAG, .fixed = true                                                       \
    }
#define A_TEXT                                                                                     \
    {                                                                                              \
        .kind = MRS_KIND_TEXT, .from_any = true, .fixed = true                                     \
    }
#define ONE_OF(list)                                                                               \
    {                                                                                              \
        .kind = MRS_KIND_TEXT, .fixed = true, .words = (list)                                      \
    }
#define A_NUMBER                                                                                   \
    {                                                                                              \
        .kind = MRS_KIND_NUMBER                                                                    \
    }
#define A_SIZE                                                                                     \
    {                                                                                              \
        .kind = MRS_KIND_NUMBER, .min = 0, .max = HUGE_VAL                                         \
    }
#define A_SHARE                                                                                    \
    {                                                                                              \
        .kind = MRS_KIND_NUMBER, .min = 0, .max = 1                                                \
    }

#define BACKGROUND MRS_LAYER_BACKGROUND
#define FILL       MRS_LAYER_FILL
#define LINE       MRS_LAYER_LINE
#define CIRCLE     MRS_LAYER_CIRCLE
#define SYMBOL     MRS_LAYER_SYMBOL

/* Kinds, limits and defaults are those of the MapLibre Style Specification, version 8, save that
 * text-font, icon-image and symbol-sort-key have one where it leaves them undefined. */
static const mrs_property_spec properties[MRS_PROPERTY_COUNT] = {
    [MRS_BACKGROUND_COLOR] = {"background-color", BACKGROUND, false, false, A_COLOR, BLACK},
    [MRS_BACKGROUND_OPACITY] = {"background-opacity", BACKGROUND, false, false, A_SHARE, NUMBER(1)},
    [MRS_FILL_COLOR] = {"fill-color", FILL, false, true, A_COLOR, BLACK},
    [MRS_FILL_OPACITY] = {"fill-opacity", FILL, false, true, A_SHARE, NUMBER(1)},
    [MRS_FILL_OUTLINE_COLOR] = {"fill-outline-color", FILL, false, true, A_COLOR, BLACK},
    [MRS_FILL_ANTIALIAS] = {"fill-antialias", FILL, false, false, A_FLAG, FLAG(true)},
    [MRS_FILL_PATTERN] = {"fill-pattern", FILL, false, true, ONE_OF(patterns), TEXT("")},
    [MRS_LINE_COLOR] = {"line-color", LINE, false, true, A_COLOR, BLACK},
    [MRS_LINE_OPACITY] = {"line-opacity", LINE, false, true, A_SHARE, NUMBER(1)},
    [MRS_LINE_WIDTH] = {"line-width", LINE, false, true, A_SIZE, NUMBER(1)},
    [MRS_LINE_DASHARRAY] = {"line-dasharray",
                            LINE,
                            false,
                            true,
                            {.kind = MRS_KIND_NUMBERS, .fixed = true, .max = HUGE_VAL},
                            {.kind = MRS_VALUE_NUMBERS, .numbers = no_offset}},
    [MRS_LINE_CAP] = {"line-cap", LINE, true, true, ONE_OF(caps), TEXT("butt")},
    [MRS_LINE_JOIN] = {"line-join", LINE, true, true, ONE_OF(joins), TEXT("miter")},
    [MRS_LINE_OFFSET] = {"line-offset", LINE, false, true, A_NUMBER, NUMBER(0)},
    [MRS_LINE_GAP_WIDTH] = {"line-gap-width", LINE, false, true, A_SIZE, NUMBER(0)},
    [MRS_CIRCLE_RADIUS] = {"circle-radius", CIRCLE, false, true, A_SIZE, NUMBER(5)},
    [MRS_CIRCLE_COLOR] = {"circle-color", CIRCLE, false, true, A_COLOR, BLACK},
    [MRS_CIRCLE_OPACITY] = {"circle-opacity", CIRCLE, false, true, A_SHARE, NUMBER(1)},
    [MRS_CIRCLE_STROKE_COLOR] = {"circle-stroke-color", CIRCLE, false, true, A_COLOR, BLACK},
    [MRS_CIRCLE_STROKE_WIDTH] = {"circle-stroke-width", CIRCLE, false, true, A_SIZE, NUMBER(0)},
    [MRS_CIRCLE_STROKE_OPACITY] = {"circle-stroke-opacity", CIRCLE, false, true, A_SHARE,
                                   NUMBER(1)},
    [MRS_ICON_IMAGE] = {"icon-image", SYMBOL, true, true, A_TEXT, TEXT("")},
    [MRS_ICON_SIZE] = {"icon-size", SYMBOL, true, true, A_SIZE, NUMBER(1)},
    [MRS_ICON_COLOR] = {"icon-color", SYMBOL, false, true, A_COLOR, BLACK},
    [MRS_ICON_OPACITY] = {"icon-opacity", SYMBOL, false, true, A_SHARE, NUMBER(1)},
    [MRS_ICON_ROTATE] = {"icon-rotate", SYMBOL, true, true, A_NUMBER, NUMBER(0)},
    [MRS_ICON_OFFSET] = {"icon-offset",
                         SYMBOL,
                         true,
                         true,
                         {.kind = MRS_KIND_NUMBERS, .count = 2},
                         {.kind = MRS_VALUE_NUMBERS, .count = 2, .numbers = no_offset}},
    [MRS_ICON_ANCHOR] = {"icon-anchor", SYMBOL, true, true, ONE_OF(anchors), TEXT("center")},
    [MRS_ICON_ALLOW_OVERLAP] = {"icon-allow-overlap", SYMBOL, true, false, A_FLAG, FLAG(false)},
    [MRS_TEXT_FIELD] = {"text-field", SYMBOL, true, true, A_TEXT, TEXT("")},
    [MRS_TEXT_FONT] = {"text-font",
                       SYMBOL,
                       true,
                       true,
                       {.kind = MRS_KIND_TEXTS, .fixed = true},
                       {.kind = MRS_VALUE_TEXTS}},
    [MRS_TEXT_SIZE] = {"text-size", SYMBOL, true, true, A_SIZE, NUMBER(16)},
    [MRS_TEXT_COLOR] = {"text-color", SYMBOL, false, true, A_COLOR, BLACK},
    [MRS_TEXT_OPACITY] = {"text-opacity", SYMBOL, false, true, A_SHARE, NUMBER(1)},
    [MRS_TEXT_HALO_COLOR] = {"text-halo-color", SYMBOL, false, true, A_COLOR, NO_COLOR},
    [MRS_TEXT_HALO_WIDTH] = {"text-halo-width", SYMBOL, false, true, A_SIZE, NUMBER(0)},
    [MRS_TEXT_ANCHOR] = {"text-anchor", SYMBOL, true, true, ONE_OF(anchors), TEXT("center")},
    [MRS_TEXT_VARIABLE_ANCHOR] = {"text-variable-anchor",
                                  SYMBOL,
                                  true,
                                  false,
                                  {.kind = MRS_KIND_TEXTS, .fixed = true, .words = anchors},
                                  {.kind = MRS_VALUE_TEXTS}},
    [MRS_TEXT_OFFSET] = {"text-offset",
                         SYMBOL,
                         true,
                         true,
                         {.kind = MRS_KIND_NUMBERS, .count = 2},
                         {.kind = MRS_VALUE_NUMBERS, .count = 2, .numbers = no_offset}},
    [MRS_TEXT_PADDING] = {"text-padding", SYMBOL, true, false, A_SIZE, NUMBER(2)},
    [MRS_TEXT_LETTER_SPACING] = {"text-letter-spacing", SYMBOL, true, true, A_NUMBER, NUMBER(0)},
    [MRS_TEXT_TRANSFORM] = {"text-transform", SYMBOL, true, true, ONE_OF(transforms), TEXT("none")},
    [MRS_TEXT_MAX_WIDTH] = {"text-max-width", SYMBOL, true, true, A_SIZE, NUMBER(10)},
    [MRS_TEXT_LINE_HEIGHT] = {"text-line-height", SYMBOL, true, false, A_NUMBER, NUMBER(1.2)},
    [MRS_TEXT_JUSTIFY] = {"text-justify", SYMBOL, true, true, ONE_OF(justifications),
                          TEXT("center")},
    [MRS_TEXT_OPTIONAL] = {"text-optional", SYMBOL, true, false, A_FLAG, FLAG(false)},
    [MRS_TEXT_ALLOW_OVERLAP] = {"text-allow-overlap", SYMBOL, true, false, A_FLAG, FLAG(false)},
    [MRS_SYMBOL_PLACEMENT] = {"symbol-placement", SYMBOL, true, false, ONE_OF(placements),
                              TEXT("point")},
    [MRS_SYMBOL_SPACING] = {"symbol-spacing",
                            SYMBOL,
                            true,
                            false,
                            {.kind = MRS_KIND_NUMBER, .min = 1, .max = HUGE_VAL},
                            NUMBER(250)},
    [MRS_SYMBOL_SORT_KEY] = {"symbol-sort-key",
                             SYMBOL,
                             true,
                             true,
                             {.kind = MRS_KIND_NUMBER, .fixed = true},
                             NUMBER(0)},
};

static const mrs_furniture_spec furniture[MRS_FURNITURE_COUNT] = {
    [MRS_PAGE_COLOR] = {"marsad:page-color", MRS_KIND_COLOR, 0, "#ffffff", 0},
    [MRS_TEXT_MAIN_COLOR] = {"marsad:text-color", MRS_KIND_COLOR, 0, "#22262b", 0},
    [MRS_MUTED_COLOR] = {"marsad:muted-color", MRS_KIND_COLOR, 0, "#5c656e", 0},
    [MRS_RULE_COLOR] = {"marsad:rule-color", MRS_KIND_COLOR, 0, "#d5d9dd", 0},
    [MRS_FRAME_COLOR] = {"marsad:frame-color", MRS_KIND_COLOR, 0, "#4a525a", 0},
    [MRS_FRAME_WIDTH] = {"marsad:frame-width", MRS_KIND_NUMBER, 1, NULL, 0},
    [MRS_FONT] = {"marsad:font", MRS_KIND_TEXT, 0, "Noto Sans", 0},
    [MRS_TITLE_SIZE] = {"marsad:title-size", MRS_KIND_NUMBER, 26, NULL, 1},
    [MRS_SUBTITLE_SIZE] = {"marsad:subtitle-size", MRS_KIND_NUMBER, 15, NULL, 1},
    [MRS_TEXT_MAIN_SIZE] = {"marsad:text-size", MRS_KIND_NUMBER, 13, NULL, 1},
    [MRS_SMALL_SIZE] = {"marsad:small-size", MRS_KIND_NUMBER, 10.5, NULL, 1},
    [MRS_CALLOUT_FILL] = {"marsad:callout-fill", MRS_KIND_COLOR, 0, "rgba(255, 255, 255, 0.94)", 0},
    [MRS_CALLOUT_STROKE] = {"marsad:callout-stroke", MRS_KIND_COLOR, 0, "#8a939c", 0},
    [MRS_CALLOUT_TEXT_COLOR] = {"marsad:callout-text-color", MRS_KIND_COLOR, 0, "#22262b", 0},
    [MRS_CALLOUT_TEXT_SIZE] = {"marsad:callout-text-size", MRS_KIND_NUMBER, 12, NULL, 1},
    [MRS_CALLOUT_CORNER_RADIUS] = {"marsad:callout-corner-radius", MRS_KIND_NUMBER, 3, NULL, 0},
    [MRS_NUMBER_FILL] = {"marsad:number-fill", MRS_KIND_COLOR, 0, "#22262b", 0},
    [MRS_NUMBER_COLOR] = {"marsad:number-color", MRS_KIND_COLOR, 0, "#ffffff", 0},
    [MRS_NUMBER_RADIUS] = {"marsad:number-radius", MRS_KIND_NUMBER, 10, NULL, 4},
    [MRS_NUMBER_TEXT_SIZE] = {"marsad:number-text-size", MRS_KIND_NUMBER, 12, NULL, 4},
    [MRS_BADGE_RADIUS] = {"marsad:badge-radius", MRS_KIND_NUMBER, 7.5, NULL, 3},
    [MRS_LEADER_COLOR] = {"marsad:leader-color", MRS_KIND_COLOR, 0, "#4a525a", 0},
    [MRS_LEADER_WIDTH] = {"marsad:leader-width", MRS_KIND_NUMBER, 1, NULL, 0},
    [MRS_HALO_COLOR] = {"marsad:halo-color", MRS_KIND_COLOR, 0, "rgba(255, 255, 255, 0.85)", 0},
    [MRS_GRATICULE_COLOR] = {"marsad:graticule-color", MRS_KIND_COLOR, 0, "#8a939c", 0},
    [MRS_GRATICULE_WIDTH] = {"marsad:graticule-width", MRS_KIND_NUMBER, 0.5, NULL, 0},
    [MRS_SCALE_BAR_DARK] = {"marsad:scale-bar-dark", MRS_KIND_COLOR, 0, "#22262b", 0},
    [MRS_SCALE_BAR_LIGHT] = {"marsad:scale-bar-light", MRS_KIND_COLOR, 0, "#ffffff", 0},
    [MRS_INSET_LAND] = {"marsad:inset-land", MRS_KIND_COLOR, 0, "#e9e6df", 0},
    [MRS_INSET_SEA] = {"marsad:inset-sea", MRS_KIND_COLOR, 0, "#d3dfe8", 0},
    [MRS_INSET_FOCUS] = {"marsad:inset-focus", MRS_KIND_COLOR, 0, "#b9b3a4", 0},
    [MRS_INSET_FRAME_COLOR] = {"marsad:inset-frame-color", MRS_KIND_COLOR, 0, "#b3401f", 0},
    [MRS_PANEL_FILL] = {"marsad:panel-fill", MRS_KIND_COLOR, 0, "#ffffff", 0},
    [MRS_RAMP] = {"marsad:ramp", MRS_KIND_TEXT, 0,
                  "#fbd9a1 #f6b26b #ea7f45 #cf4a35 #9b2638 #5c1a3a", 2},
    [MRS_CLASS_COLORS] = {"marsad:class-colors", MRS_KIND_TEXT, 0,
                          "#0072b2 #e69f00 #009e73 #cc79a7 #56b4e9 #d55e00 #f0e442 #8c8c8c", 2},
};

const char *const mrs_layer_type_names[] = {"background", "fill", "line", "circle", "symbol", NULL};

const char *const mrs_source_layer_names[] = {
    "land",   "sea",     "lakes", "countries",   "borders",   "admin1", "roads",
    "places", "control", "front", "uncertainty", "incidents", "labels", NULL};

const char *mrs_kind_name(mrs_kind kind)
{
    switch (kind) {
    case MRS_KIND_ANY:
        return "any value";
    case MRS_KIND_FLAG:
        return "true or false";
    case MRS_KIND_NUMBER:
        return "a number";
    case MRS_KIND_TEXT:
        return "text";
    case MRS_KIND_COLOR:
        return "a color";
    case MRS_KIND_NUMBERS:
        return "an array of numbers";
    case MRS_KIND_TEXTS:
        return "an array of texts";
    }
    return "a value";
}

const mrs_property_spec *mrs_property_describe(mrs_property property)
{
    return &properties[property];
}

const mrs_furniture_spec *mrs_furniture_describe(mrs_furniture key)
{
    return &furniture[key];
}

const char *mrs_source_layer_name(mrs_source_layer source)
{
    return source > MRS_SOURCE_NONE && source < MRS_SOURCE_COUNT
               ? mrs_source_layer_names[source - 1]
               : "";
}

int mrs_word_index(const char *text, const char *const *words)
{
    for (int i = 0; words[i]; i++) {
        if (strcmp(words[i], text) == 0) {
            return i;
        }
    }
    return -1;
}
