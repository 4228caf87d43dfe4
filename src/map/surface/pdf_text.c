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

#include "base/buffer.h"
#include "base/memory.h"

/* A run of one font and direction, on its way to cairo. */
typedef struct show {
    cairo_t *cr;
    const char *text; /* of the whole layout */
    const PangoGlyphItem *run;
    double x, y;           /* of its start, on the baseline */
    unsigned long joiner;  /* a glyph without width and ink; 0: there is none */
    mrs_buffer kept;       /* the text of what is drawn */
    cairo_glyph_t *glyphs; /* in reverse: filled from the end */
    cairo_text_cluster_t *clusters;
    size_t first, most; /* glyphs: those in use begin at `first` */
    size_t cluster_count;
    size_t kept_before, first_before; /* where the cluster being made begins */
} show;

static void add_glyph(show *s, unsigned long index, double x, double y)
{
    s->glyphs[--s->first] = (cairo_glyph_t){index, s->x + x, s->y + y};
}

/* What was added of text and glyphs since the last time is a cluster. Text without a glyph, such as
 * a mark of direction, is none, and is left out. */
static void end_cluster(show *s)
{
    size_t glyphs = s->first_before - s->first;
    if (glyphs && !s->kept.failed) {
        size_t bytes = s->kept.length - s->kept_before;
        s->clusters[s->cluster_count++] = (cairo_text_cluster_t){(int)bytes, (int)glyphs};
    } else {
        s->kept.length = s->kept_before;
    }
    s->kept_before = s->kept.length;
    s->first_before = s->first;
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

/* The space at which a line was broken, for which Pango has no glyph: without one, the last word of
 * a line would be read as one with the first of the next. */
static void add_break(show *s, int start, int end, int index)
{
    hb_codepoint_t space;
    hb_font_t *shapes = pango_font_get_hb_font(s->run->item->analysis.font);
    if (end - start == 1 && s->text[start] == ' ' && s->first == s->first_before && shapes &&
        hb_font_get_nominal_glyph(shapes, ' ', &space)) {
        add_glyph(s, space, start_of(s->run->glyphs, index), 0);
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

/* --- From right to left --- */

/* A letter with the signs on it, or several letters of one shape: glyphs from `last_glyph` up to
 * `first_glyph`, for the run is from right to left. */
typedef struct cluster {
    int start, end; /* in the text, bytes */
    int first_glyph, last_glyph;
    int letters;
} cluster;

/* The glyphs of a cluster: signs first, and last the letter on which they stand, which alone is as
 * wide as the cluster. */
static void add_shapes(show *s, const cluster *of)
{
    for (int i = of->last_glyph; i <= of->first_glyph; i++) {
        add_shape(s, i);
    }
}

/* A cluster of several letters: each in its slot, the shapes in that of the first. */
static void add_slots(show *s, const cluster *of)
{
    const char *letter = s->text + of->start;
    double left = start_of(s->run->glyphs, of->last_glyph);
    double slot = (start_of(s->run->glyphs, of->first_glyph + 1) - left) / of->letters;
    for (int i = of->letters - 1; i >= 0; i--) {
        const char *next = g_utf8_next_char(letter);
        add_glyph(s, s->joiner, left + i * slot, 0);
        if (i == of->letters - 1) {
            add_shapes(s, of);
        } else {
            add_glyph(s, s->joiner, left + (i + 1) * slot, 0);
        }
        mrs_buffer_add_bytes(&s->kept, letter, (size_t)(next - letter));
        end_cluster(s);
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

static void write_backward(show *s)
{
    PangoGlyphItemIter at;
    PangoGlyphItem *run = (PangoGlyphItem *)s->run;
    bool more = pango_glyph_item_iter_init_start(&at, run, s->text);
    cluster of;
    while (next_cluster(&at, &more, &of)) {
        if (of.letters > 1 && s->joiner) {
            add_slots(s, &of);
        } else {
            mrs_buffer_add_bytes(&s->kept, s->text + of.start, (size_t)(of.end - of.start));
            add_shapes(s, &of);
            add_break(s, of.start, of.end, of.last_glyph);
            end_cluster(s);
        }
    }
}

/* --- From left to right --- */

/* Where letters are set apart, readers would take the space between them for one between words:
 * then each word is one cluster, and so one span. */
static void write_forward(show *s, bool spaced)
{
    PangoGlyphItemIter at;
    PangoGlyphItem *run = (PangoGlyphItem *)s->run;
    bool more = pango_glyph_item_iter_init_start(&at, run, s->text);
    for (; more; more = pango_glyph_item_iter_next_cluster(&at)) {
        bool space = s->text[at.start_index] == ' ';
        if (space) {
            end_cluster(s);
        }
        size_t before = s->first;
        for (int i = at.start_glyph; i < at.end_glyph; i++) {
            add_shape(s, i);
        }
        if (space) {
            add_break(s, at.start_index, at.end_index, at.start_glyph);
        }
        if (s->first < before) {
            mrs_buffer_add_bytes(&s->kept, s->text + at.start_index,
                                 (size_t)(at.end_index - at.start_index));
        }
        if (space || !spaced) {
            end_cluster(s);
        }
    }
    end_cluster(s);
    reverse(s->glyphs + s->first, s->most - s->first);
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

/* Whether a part of the text has no glyph that is drawn. */
static bool has_unseen(const PangoGlyphItem *run)
{
    bool unseen = false;
    for (int i = 0; i < run->glyphs->num_glyphs; i++) {
        unseen |= run->glyphs->glyphs[i].glyph == PANGO_GLYPH_EMPTY;
    }
    return unseen;
}

/* Whether a run has a cluster of several letters. */
static bool has_several(const PangoGlyphItem *run, const char *text)
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

static void hand_over(show *s, bool backward)
{
    PangoCairoFont *font = (PangoCairoFont *)s->run->item->analysis.font;
    if (s->cluster_count) {
        cairo_set_scaled_font(s->cr, pango_cairo_font_get_scaled_font(font));
        cairo_show_text_glyphs(s->cr, s->kept.text, (int)s->kept.length, s->glyphs + s->first,
                               (int)(s->most - s->first), s->clusters, (int)s->cluster_count,
                               backward ? CAIRO_TEXT_CLUSTER_FLAG_BACKWARD : 0);
    }
}

/* False if memory is out. */
static bool write_run(show *s, bool backward, bool spaced)
{
    size_t letters = (size_t)s->run->item->length; /* bytes: at least as many */
    s->most = (size_t)s->run->glyphs->num_glyphs + 2 * letters;
    s->first = s->first_before = s->most;
    s->glyphs = mrs_alloc(s->most, sizeof *s->glyphs);
    s->clusters = mrs_alloc(letters, sizeof *s->clusters);
    bool ok = s->glyphs && s->clusters;
    if (ok && backward) {
        write_backward(s);
    } else if (ok) {
        write_forward(s, spaced);
    }
    ok = ok && !s->kept.failed;
    if (ok) {
        hand_over(s, backward);
    }
    mrs_buffer_clear(&s->kept);
    mrs_free(s->glyphs);
    mrs_free(s->clusters);
    return ok;
}

/* False if the run can be written as Pango does, or must be. */
static bool write_own_way(show *s)
{
    bool backward = s->run->item->analysis.level & 1;
    bool spaced = !backward && is_spaced(s->run);
    bool slots = backward && has_several(s->run, s->text) &&
                 find_joiner(s->run->item->analysis.font, &s->joiner);
    return is_whole(s->run) && (spaced || slots || has_unseen(s->run)) &&
           write_run(s, backward, spaced);
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
        if (!write_own_way(&s)) {
            cairo_move_to(cr, s.x, s.y);
            pango_cairo_show_glyph_item(cr, s.text, (PangoGlyphItem *)run);
        }
    } while (pango_layout_iter_next_run(at));
    pango_layout_iter_free(at);
}
