/** What the legend says of symbols, in each language. */
#ifndef MARSAD_MAP_SYMBOL_WORDS_H
#define MARSAD_MAP_SYMBOL_WORDS_H

#include "map/words.h"

/** Texts; %s stand for figures and names. */
typedef enum mrs_symbol_word {
    MRS_SYMBOL_OTHER,      /* values without a colour of their own */
    MRS_SYMBOL_NOT_STATED, /* the cell is empty */
    MRS_SYMBOL_AS_MARKERS, /* a line on how incidents are shown */
    MRS_SYMBOL_AS_DOTS,
    MRS_SYMBOL_AS_GROUPS,
    MRS_SYMBOL_AS_GROUPS_BY, /* %s: what the circles' area is in proportion to */
    MRS_SYMBOL_AS_SIZED,     /* %s: the same of markers */
    MRS_SYMBOL_AS_HEXBIN,    /* %s: the width of a hexagon */
    MRS_SYMBOL_AS_DENSITY,   /* %s: the kernel's radius */
    MRS_SYMBOL_COUNT_HEADING,
    MRS_SYMBOL_DENSITY_HEADING, /* %s: the unit of area */
    MRS_SYMBOL_SIZE_HEADING,    /* of the nested circles, of numbers of incidents */
    MRS_SYMBOL_NO_VALUE,        /* %s: how many; %s: of what */
    MRS_SYMBOL_ZERO,            /* the same, of a value of 0 */
    MRS_SYMBOL_OVER,            /* %s: the bound of the last class */
    MRS_SYMBOL_LOOSE,           /* %s of %s are located less precisely than %s */
    MRS_SYMBOL_COLOR_HEADING,   /* %s: the column */
    MRS_SYMBOL_ACTOR,
    MRS_SYMBOL_DATE_HEADING,
    MRS_SYMBOL_SIMPLIFIED,  /* of circles too small for their shares */
    MRS_SYMBOL_GROUP_TITLE, /* of a group, in an SVG; %s: how many */
    MRS_SYMBOL_MORE,        /* %s: how many are not said */
    MRS_SYMBOL_WORD_COUNT
} mrs_symbol_word;

const char *mrs_say_symbol(mrs_symbol_word word, marsad_lang lang);

/** Adds the text with `arguments` in place of its %s, in their order. */
void mrs_say_symbol_with(mrs_buffer *out, mrs_symbol_word word, marsad_lang lang,
                         const char *const *arguments);

/** "12,500": a whole number; others with at most two digits behind the point. Figures that are
 *  not whole are rounded so. Returns `out`. */
enum { MRS_FIGURE = 48 };
const char *mrs_say_figure(double value, marsad_lang lang, char out[MRS_FIGURE]);

/** "20 km" or "500 m". Returns `out`. */
const char *mrs_say_length(double metres, marsad_lang lang, char out[MRS_FIGURE]);

#endif
