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
 *
 * Letters set apart get a span for each word, that they be not taken for words of one letter.
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

/* The run's glyph `index`, where Pango set it; nothing if it is one that is not drawn. */
static void add_shape(show *s, int index)
{
    const PangoGlyphInfo *glyph = &s->run->glyphs->glyphs[index];
    if (glyph->glyph != PANGO_GLYPH_EMPTY) {
        double x = start_of(s->run->glyphs, index);
        add_glyph(s, glyph->glyph, x + pango_units_to_double(glyph->geometry.x_offset),
                  pango_units_to_double(glyph->geometry.y_offset));
    }
}

static void reverse(cairo_glyph_t *glyphs, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        cairo_glyph_t other = glyphs[i];
        glyphs[i] = glyphs[count - 1 - i];
        glyphs[count - 1 - i] = other;
    }
}

static void hand_over(show *s, const cairo_glyph_t *glyphs, cairo_text_cluster_flags_t flags)
{
    const PangoItem *item = s->run->item;
    PangoCairoFont *font = (PangoCairoFont *)item->analysis.font;
    cairo_set_scaled_font(s->cr, pango_cairo_font_get_scaled_font(font));
    cairo_show_text_glyphs(s->cr, s->text + item->offset, item->length, glyphs,
                           (int)(s->most - s->first), s->clusters, (int)s->cluster_count, flags);
}

/* --- From right to left --- */

/* A letter with the signs on it, or several letters of one shape: glyphs from `last_glyph` up to
 * `first_glyph`, for the run is from right to left. */
typedef struct cluster {
    int start, end; /* in the text, bytes */
    int first_glyph, last_glyph;
    int letters;
} cluster;

/* The glyphs of a cluster: signs first, and last the letter on which they stand, which alone is as
 * wide as the cluster. Returns how many are drawn. */
static size_t add_shapes(show *s, const cluster *of)
{
    size_t before = s->first;
    for (int i = of->last_glyph; i <= of->first_glyph; i++) {
        add_shape(s, i);
    }
    return before - s->first;
}

/* A cluster of several letters: each in its slot, the shapes in that of the first. */
static void add_slots(show *s, const cluster *of)
{
    const char *letter = s->text + of->start;
    double left = start_of(s->run->glyphs, of->last_glyph);
    double slot = (start_of(s->run->glyphs, of->first_glyph + 1) - left) / of->letters;
    for (int i = of->letters - 1; i >= 0; i--) {
        const char *next = g_utf8_next_char(letter);
        size_t before = s->first;
        add_glyph(s, s->joiner, left + i * slot, 0);
        if (i == of->letters - 1) {
            add_shapes(s, of);
        } else {
            add_glyph(s, s->joiner, left + (i + 1) * slot, 0);
        }
        add_cluster(s, (size_t)(next - letter), before - s->first);
        letter = next;
    }
}

static cluster one_cluster(const PangoGlyphItemIter *at)
{
    return (cluster){at->start_index, at->end_index, at->start_glyph, at->end_glyph + 1,
                     at->end_char - at->start_char};
}

/* Whether nothing of what the iterator is at takes room: it is a sign on the letter before. */
static bool is_sign(const PangoGlyphItemIter *at)
{
    bool sign = true;
    for (int i = at->end_glyph + 1; i <= at->start_glyph; i++) {
        const PangoGlyphInfo *glyph = &at->glyph_item->glyphs->glyphs[i];
        sign &= glyph->glyph != PANGO_GLYPH_EMPTY && glyph->geometry.width == 0;
    }
    return sign;
}

/* Takes the next letter with its signs; false at the end of the run. `more`: whether the iterator
 * is at something, before and afterwards. */
static bool next_cluster(PangoGlyphItemIter *at, bool *more, cluster *out)
{
    if (!*more) {
        return false;
    }
    *out = one_cluster(at);
    while ((*more = pango_glyph_item_iter_next_cluster(at)) && is_sign(at)) {
        cluster sign = one_cluster(at);
        out->end = sign.end;
        out->last_glyph = sign.last_glyph;
        out->letters += sign.letters;
    }
    return true;
}

static void show_slotted_run(show *s)
{
    PangoGlyphItemIter at;
    PangoGlyphItem *run = (PangoGlyphItem *)s->run;
    bool more = pango_glyph_item_iter_init_start(&at, run, s->text);
    cluster of;
    while (next_cluster(&at, &more, &of)) {
        if (of.letters > 1) {
            add_slots(s, &of);
        } else {
            add_cluster(s, (size_t)(of.end - of.start), add_shapes(s, &of));
        }
    }
    hand_over(s, s->glyphs + s->first, CAIRO_TEXT_CLUSTER_FLAG_BACKWARD);
}

/* --- Letters set apart --- */

/* A run from left to right in which readers would take the space between letters for one between
 * words: each word is one cluster, and so one span. */
static void show_spaced_run(show *s)
{
    PangoGlyphItemIter at;
    PangoGlyphItem *run = (PangoGlyphItem *)s->run;
    size_t word = 0; /* bytes, and glyphs, of the word so far */
    size_t shapes = 0;
    bool more = pango_glyph_item_iter_init_start(&at, run, s->text);
    for (; more; more = pango_glyph_item_iter_next_cluster(&at)) {
        bool space = s->text[at.start_index] == ' ';
        if (space && word) {
            add_cluster(s, word, shapes);
            word = shapes = 0;
        }
        size_t before = s->first;
        for (int i = at.start_glyph; i < at.end_glyph; i++) {
            add_shape(s, i);
        }
        word += (size_t)(at.end_index - at.start_index);
        shapes += before - s->first;
        if (space) {
            add_cluster(s, word, shapes);
            word = shapes = 0;
        }
    }
    if (word) {
        add_cluster(s, word, shapes);
    }
    reverse(s->glyphs + s->first, s->most - s->first);
    hand_over(s, s->glyphs + s->first, 0);
}

static bool is_spaced(const PangoGlyphItem *run)
{
    for (GSList *at = run->item->analysis.extra_attrs; at; at = at->next) {
        const PangoAttribute *attribute = at->data;
        if (attribute->klass->type == PANGO_ATTR_LETTER_SPACING) {
            return ((const PangoAttrInt *)at->data)->value > 0;
        }
    }
    return false;
}

/* --- Runs --- */

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

/* Whether the font has all glyphs of a run: for those it lacks, Pango draws a box. */
static bool is_whole(const PangoGlyphItem *run)
{
    bool whole = true;
    for (int i = 0; i < run->glyphs->num_glyphs; i++) {
        whole &= !(run->glyphs->glyphs[i].glyph & PANGO_GLYPH_UNKNOWN_FLAG);
    }
    return whole;
}

/* Whether a run has a cluster of several letters. */
static bool needs_slots(const PangoGlyphItem *run, const char *text)
{
    bool several = false;
    PangoGlyphItemIter at;
    bool more = pango_glyph_item_iter_init_start(&at, (PangoGlyphItem *)run, text);
    cluster of;
    while (!several && next_cluster(&at, &more, &of)) {
        several = of.letters > 1;
    }
    return several;
}

typedef void (*run_writer)(show *s);

/* How a run is to be written; NULL: as Pango does. */
static run_writer writer_for(show *s)
{
    const PangoAnalysis *analysis = &s->run->item->analysis;
    if (!is_whole(s->run)) {
        return NULL;
    }
    if (!(analysis->level & 1)) {
        return is_spaced(s->run) ? show_spaced_run : NULL;
    }
    bool slots = needs_slots(s->run, s->text) && find_joiner(analysis->font, &s->joiner);
    return slots ? show_slotted_run : NULL;
}

/* False if memory is out. */
static bool write_run(show *s, run_writer writer)
{
    size_t letters = (size_t)s->run->item->length; /* bytes: at least as many */
    s->most = (size_t)s->run->glyphs->num_glyphs + 2 * letters;
    s->first = s->most;
    s->glyphs = mrs_alloc(s->most, sizeof *s->glyphs);
    s->clusters = mrs_alloc(letters, sizeof *s->clusters);
    bool ok = s->glyphs && s->clusters;
    if (ok) {
        writer(s);
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
        run_writer writer = writer_for(&s);
        if (!writer || !write_run(&s, writer)) {
            cairo_move_to(cr, s.x, s.y);
            pango_cairo_show_glyph_item(cr, s.text, (PangoGlyphItem *)run);
        }
    } while (pango_layout_iter_next_run(at));
    pango_layout_iter_free(at);
}
