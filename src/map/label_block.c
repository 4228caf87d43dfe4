/* A label's texts as one block: the name, and below it the name in the second language. */
#include <math.h>
#include <string.h>

#include "map/label.h"

static const double LEAD = 0.34;    /* ems of the second name between its ink and the first's */
static const double CLEAREST = 3.5; /* px, at most, between the two */

static double share_left(const char *side)
{
    return strstr(side, "left") ? 0 : strstr(side, "right") ? 1 : 0.5;
}

/* Pango's LEFT and RIGHT are the page's, for these layouts do not find out their direction. */
static void align(PangoLayout *layout, const char *side)
{
    if (pango_layout_get_line_count(layout) > 1) {
        pango_layout_set_alignment(layout, strstr(side, "left")    ? PANGO_ALIGN_LEFT
                                           : strstr(side, "right") ? PANGO_ALIGN_RIGHT
                                                                   : PANGO_ALIGN_CENTER);
    }
}

static double em_of(PangoLayout *layout)
{
    const PangoFontDescription *font = pango_layout_get_font_description(layout);
    return pango_units_to_double(pango_font_description_get_size(font));
}

static mrs_rect united(mrs_rect a, mrs_rect b)
{
    double left = fmin(a.x, b.x);
    double top = fmin(a.y, b.y);
    return (mrs_rect){left, top, fmax(a.x + a.w, b.x + b.w) - left,
                      fmax(a.y + a.h, b.y + b.h) - top};
}

mrs_block mrs_label_block(const mrs_label *label, const char *anchor)
{
    const char *side = strcmp(label->justify, "auto") == 0 ? anchor : label->justify;
    align(label->layout, side);
    mrs_block block = {.ink = mrs_layout_ink(label->layout)};
    if (!label->second) {
        return block;
    }
    align(label->second, side);
    mrs_rect below = mrs_layout_ink(label->second);
    double gap = fmin(LEAD * em_of(label->second), CLEAREST);
    block.second = (mrs_point){block.ink.x + share_left(side) * (block.ink.w - below.w) - below.x,
                               block.ink.y + block.ink.h + gap - below.y};
    below.x += block.second.x;
    below.y += block.second.y;
    block.ink = united(block.ink, below);
    return block;
}

void mrs_label_clear(mrs_label *label)
{
    g_clear_object(&label->layout);
    g_clear_object(&label->second);
}
