/* The title block. A long title is set somewhat smaller, then on up to three lines. */
#include <math.h>

#include "base/memory.h"
#include "map/sheet.h"

enum { MOST_TITLE_LINES = 3, MOST_SUBTITLE_LINES = 2 };

static const double SUBTITLE_GAP = 2;

/* The title's size where it fits: a small sheet has a small one. */
static double full_size(const mrs_sheet *sheet)
{
    const double share = 0.05; /* of the sheet's shorter side */
    double shorter = fmin(sheet->area.w, sheet->area.h);
    double size = mrs_sheet_number(sheet, MRS_TITLE_SIZE);
    return fmin(size, fmax(shorter * share, mrs_sheet_number(sheet, MRS_SUBTITLE_SIZE)));
}

/* The text in the first of some shares of its size at which it has no more than `most` lines, or in
 * the last, cut. */
static PangoLayout *fit(mrs_sheet *sheet, const char *text, double size, bool bold, int most,
                        bool *cut)
{
    static const double one_line[] = {1, 0.92, 0.84, 0.76};
    static const double more_lines[] = {0.84, 0.76, 0.68, 0.6};
    const size_t shares = sizeof one_line / sizeof *one_line;
    PangoLayout *layout = NULL;
    for (size_t i = 0; i < 2 * shares; i++) {
        bool single = i < shares;
        double share = single ? one_line[i] : more_lines[i - shares];
        double px = fmax(size * share, sheet->least_type);
        g_clear_object(&layout);
        layout = mrs_sheet_text_of(sheet, text, px, bold, sheet->title_box.w);
        *cut = false;
        if (pango_layout_get_line_count(layout) <= (single ? 1 : most)) {
            return layout;
        }
    }
    pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
    pango_layout_set_height(layout, -most); /* lines */
    *cut = true;
    return layout;
}

/* Paragraphs would each have their own lines to wrap to. */
static char *on_one_line(const char *text)
{
    mrs_buffer line = {0};
    mrs_buffer_add(&line, text);
    for (char *c = line.failed ? NULL : line.text; c && *c; c++) {
        *c = *c == '\n' || *c == '\r' || *c == '\t' ? ' ' : *c;
    }
    return mrs_buffer_take(&line);
}

typedef struct block {
    PangoLayout *title, *subtitle;
    double subtitle_top; /* px below the box's */
    double height;
} block;

/* False if memory is out. */
static bool set_block(mrs_sheet *sheet, block *out)
{
    bool cut = false;
    char *title = on_one_line(sheet->title);
    if (!title) {
        return false;
    }
    double size = full_size(sheet);
    double second = fmin(mrs_sheet_number(sheet, MRS_SUBTITLE_SIZE),
                         fmax(size * 0.6, mrs_sheet_number(sheet, MRS_SMALL_SIZE)));
    out->title = fit(sheet, title, size, true, MOST_TITLE_LINES, &sheet->left_out.title);
    out->subtitle = fit(sheet, sheet->subtitle, second, false, MOST_SUBTITLE_LINES, &cut);
    mrs_free(title);
    /* The box begins with the ink: the first line may reach as high as the margin does. */
    double above = mrs_layout_ink(out->title).y - mrs_layout_lift(out->title);
    double below = mrs_layout_size(out->title).y - above + SUBTITLE_GAP;
    /* Arabic letters reach lower, and their marks higher, than the lines do. */
    double second_above = mrs_layout_ink(out->subtitle).y - mrs_layout_lift(out->subtitle);
    out->subtitle_top = fmax(below, mrs_layout_ink(out->title).h + 1 - second_above);
    out->height = out->subtitle_top + mrs_layout_size(out->subtitle).y;
    return true;
}

static void forget_block(block *b)
{
    g_object_unref(b->title);
    g_object_unref(b->subtitle);
}

void mrs_measure_title(mrs_sheet *sheet)
{
    block b;
    if (sheet->options->no_title) {
        sheet->title_box.h = 0;
        return;
    }
    if (!set_block(sheet, &b)) {
        sheet->scene->failed = true;
        return;
    }
    sheet->title_box.h = b.height;
    forget_block(&b);
}

void mrs_draw_title(mrs_sheet *sheet)
{
    mrs_rect box = sheet->title_box;
    double x = sheet->rtl ? box.x + box.w : box.x;
    block b;
    if (sheet->options->no_title) {
        return;
    }
    if (!set_block(sheet, &b)) {
        sheet->scene->failed = true;
        return;
    }
    double above = mrs_layout_ink(b.title).y - mrs_layout_lift(b.title);
    mrs_scene_begin(sheet->scene, "title-block", "title-block", NULL);
    mrs_sheet_put(sheet, b.title, x, box.y - above, mrs_sheet_color(sheet, MRS_TEXT_MAIN_COLOR));
    mrs_sheet_put(sheet, b.subtitle, x, box.y + b.subtitle_top,
                  mrs_sheet_color(sheet, MRS_MUTED_COLOR));
    mrs_scene_end(sheet->scene);
    forget_block(&b);
}
