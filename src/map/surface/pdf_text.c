/*
 * Text in a PDF that can be searched and copied, from right to left too.
 *
 * A PDF holds glyphs from left to right; a reader that finds right-to-left letters turns their
 * order around. Where several letters have one shape, as lam and alef have, or a letter and its
 * vowel sign, cairo writes the letters of the shape in the order of speech, and the reader turns
 * these around as well: "على" is found as "عىل". So here each letter of such a shape gets a slot of
 * its own in the shape's width, from right to left, in a span whose text is that letter alone
 * (ActualText, ISO 32000-1, 14.9.4). A span lies where its glyphs lie: the shape stands in its
 * first letter's span, and glyphs without ink mark where the slots begin and end.
 */
#include "map/surface/pdf_text.h"

#include <hb.h>
#include <pango/pangocairo.h>
#include <stdbool.h>

#include "base/memory.h"

/* A run of one font and direction, on its way to cairo. */
typedef struct show {
    cairo_t *cr;
    const char *text; /* of the whole layout */
    const PangoGlyphItem *run;
    double x, y;           /* of its start, on the baseline */
    unsigned long joiner;  /* a glyph without width and ink */
    cairo_glyph_t *glyphs; /* in reverse: filled from the end */
    cairo_text_cluster_t *clusters;
    size_t first, most; /* glyphs: those in use begin at `first` */
    size_t cluster_count;
} show;

static void add_glyph(show *s, unsigned long index, double x, double y)
{
    s->glyphs[--s->first] = (cairo_glyph_t){index, s->x + x, s->y + y};
}

static void add_cluster(show *s, size_t bytes, size_t glyphs)
{
    s->clusters[s->cluster_count++] = (cairo_text_cluster_t){(int)bytes, (int)glyphs};
}

/* Where the run's glyph `index` begins, in px from the run's start. */
static double start_of(const PangoGlyphString *glyphs, int index)
{
    int at = 0;
    for (int i = 0; i < index; i++) {
        at += glyphs->glyphs[i].geometry.width;
    }
    return pango_units_to_double(at);
}

/* The glyphs of a cluster: signs first, and last the letter on which they stand, which alone is as
 * wide as the cluster. Returns how many are drawn. */
static size_t add_shapes(show *s, const PangoGlyphItemIter *at)
{
    const PangoGlyphString *glyphs = s->run->glyphs;
    size_t before = s->first;
    for (int i = at->end_glyph + 1; i <= at->start_glyph; i++) {
        const PangoGlyphInfo *glyph = &glyphs->glyphs[i];
        if (glyph->glyph != PANGO_GLYPH_EMPTY) {
            double x = start_of(glyphs, i) + pango_units_to_double(glyph->geometry.x_offset);
            add_glyph(s, glyph->glyph, x, pango_units_to_double(glyph->geometry.y_offset));
        }
    }
    return before - s->first;
}

/* A cluster of several letters: each in its slot, the shapes in that of the first. */
static void add_slots(show *s, const PangoGlyphItemIter *at)
{
    const char *letter = s->text + at->start_index;
    int letters = at->end_char - at->start_char;
    double left = start_of(s->run->glyphs, at->end_glyph + 1);
    double slot = (start_of(s->run->glyphs, at->start_glyph + 1) - left) / letters;
    for (int i = letters - 1; i >= 0; i--) {
        const char *next = g_utf8_next_char(letter);
        size_t before = s->first;
        add_glyph(s, s->joiner, left + i * slot, 0);
        if (i == letters - 1) {
            add_shapes(s, at);
        } else {
            add_glyph(s, s->joiner, left + (i + 1) * slot, 0);
        }
        add_cluster(s, (size_t)(next - letter), before - s->first);
        letter = next;
    }
}

static void show_run(show *s)
{
    PangoGlyphItemIter at;
    PangoGlyphItem *run = (PangoGlyphItem *)s->run;
    bool more = pango_glyph_item_iter_init_start(&at, run, s->text);
    for (; more; more = pango_glyph_item_iter_next_cluster(&at)) {
        if (at.end_char - at.start_char > 1) {
            add_slots(s, &at);
        } else {
            size_t shapes = add_shapes(s, &at);
            add_cluster(s, (size_t)(at.end_index - at.start_index), shapes);
        }
    }
    PangoFont *font = run->item->analysis.font;
    cairo_set_scaled_font(s->cr, pango_cairo_font_get_scaled_font((PangoCairoFont *)font));
    cairo_show_text_glyphs(s->cr, s->text + run->item->offset, run->item->length,
                           s->glyphs + s->first, (int)(s->most - s->first), s->clusters,
                           (int)s->cluster_count, CAIRO_TEXT_CLUSTER_FLAG_BACKWARD);
}

/* A glyph of the font that takes neither room nor ink: the zero-width space or the grapheme joiner.
 * The marks for joining and direction do have ink in Noto's fonts. */
static bool find_joiner(PangoFont *font, unsigned long *out)
{
    static const hb_codepoint_t candidates[] = {0x200B, 0x034F};
    hb_font_t *shapes = pango_font_get_hb_font(font);
    for (size_t i = 0; shapes && i < sizeof candidates / sizeof *candidates; i++) {
        hb_codepoint_t glyph;
        hb_glyph_extents_t ink;
        if (hb_font_get_nominal_glyph(shapes, candidates[i], &glyph) &&
            hb_font_get_glyph_h_advance(shapes, glyph) == 0 &&
            hb_font_get_glyph_extents(shapes, glyph, &ink) && ink.width == 0) {
            *out = glyph;
            return true;
        }
    }
    return false;
}

/* Whether a run from right to left has a cluster of several letters, all of whose glyphs the font
 * has. */
static bool needs_slots(const PangoGlyphItem *run, const char *text)
{
    bool several = false;
    for (int i = 0; i < run->glyphs->num_glyphs; i++) {
        if (run->glyphs->glyphs[i].glyph & PANGO_GLYPH_UNKNOWN_FLAG) {
            return false;
        }
    }
    PangoGlyphItemIter at;
    bool more = (run->item->analysis.level & 1) &&
                pango_glyph_item_iter_init_start(&at, (PangoGlyphItem *)run, text);
    for (; more && !several; more = pango_glyph_item_iter_next_cluster(&at)) {
        several = at.end_char - at.start_char > 1;
    }
    return several;
}

/* False if memory is out. */
static bool show_in_slots(show *s)
{
    size_t letters = (size_t)s->run->item->length; /* bytes: at least as many */
    s->most = (size_t)s->run->glyphs->num_glyphs + 2 * letters;
    s->first = s->most;
    s->glyphs = mrs_alloc(s->most, sizeof *s->glyphs);
    s->clusters = mrs_alloc(letters, sizeof *s->clusters);
    bool ok = s->glyphs && s->clusters;
    if (ok) {
        show_run(s);
    }
    mrs_free(s->glyphs);
    mrs_free(s->clusters);
    return ok;
}

void mrs_pdf_show_layout(cairo_t *cr, PangoLayout *layout)
{
    double x, y;
    cairo_get_current_point(cr, &x, &y);
    PangoLayoutIter *at = pango_layout_get_iter(layout);
    do {
        const PangoGlyphItem *run = pango_layout_iter_get_run_readonly(at);
        if (!run) {
            continue; /* the end of a line */
        }
        PangoRectangle box;
        pango_layout_iter_get_run_extents(at, NULL, &box);
        show s = {.cr = cr,
                  .text = pango_layout_get_text(layout),
                  .run = run,
                  .x = x + pango_units_to_double(box.x),
                  .y = y + pango_units_to_double(pango_layout_iter_get_run_baseline(at))};
        bool slots = needs_slots(run, s.text) && find_joiner(run->item->analysis.font, &s.joiner) &&
                     show_in_slots(&s);
        if (!slots) {
            cairo_move_to(cr, s.x, s.y);
            pango_cairo_show_glyph_item(cr, s.text, (PangoGlyphItem *)run);
        }
    } while (pango_layout_iter_next_run(at));
    pango_layout_iter_free(at);
}
