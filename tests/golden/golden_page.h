/** The page that shows what was expected, what was drawn and where they differ. It is one file,
 * with the pictures in it. */
#ifndef MARSAD_TESTS_GOLDEN_PAGE_H
#define MARSAD_TESTS_GOLDEN_PAGE_H

#include <glib.h>
#include <stdio.h>

typedef struct shown_picture {
    unsigned char *png; /* or NULL: there is none */
    size_t length;
} shown_picture;

typedef struct shown_subject {
    const char *name, *about;
    shown_picture expected, got, difference;
    double share;        /* of the pixels that differ; below 0: it was not compared */
    const char *trouble; /* why not */
} shown_subject;

static const char golden_head[] =
    "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
    "<title>Golden pictures</title>\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n"
    "<style>\n"
    "body { font: 15px/1.45 sans-serif; margin: 2em; color: #22262b }\n"
    "figure { display: inline-block; margin: 0 1em 1em 0 }\n"
    "figcaption { color: #5c656e }\n"
    "img { border: 1px solid #999; max-width: 100%% }\n"
    "h2 { margin: 1.5em 0 .2em }\n"
    ".fails { color: #b3261e } .passes { color: #2b6b3f }\n"
    "p { max-width: 60em; margin: .3em 0 .8em }\n"
    "</style>\n<h1>Golden pictures</h1>\n"
    "<p>A pixel counts as different if it differs from the one expected there, and from all that "
    "are within %d pixel of it, by more than %d of 255 in red, green or blue. A picture fails if "
    "more than %.2g %% of its pixels do. They are shown in red, on a faint copy.</p>\n"
    "<p>If a difference is meant, <code>make golden-update</code> accepts what is drawn now: look "
    "at it here first.</p>\n";

static inline void page_picture(FILE *page, const shown_picture *picture, const char *caption)
{
    if (picture->png) {
        gchar *text = g_base64_encode(picture->png, picture->length);
        fprintf(page,
                "<figure><img src=\"data:image/png;base64,%s\" alt=\"%s\">"
                "<figcaption>%s</figcaption></figure>\n",
                text, caption, caption);
        g_free(text);
    }
}

static inline void page_subject(FILE *page, const shown_subject *of, double most)
{
    bool fails = of->share < 0 || of->share > most;
    fprintf(page, "<h2 id=\"%s\">%s: %s</h2>\n<p class=\"%s\">", of->name, of->name, of->about,
            fails ? "fails" : "passes");
    if (of->share < 0) {
        fprintf(page, "Not compared: %s", of->trouble ? of->trouble : "it was not drawn");
    } else {
        fprintf(page, "%.3f %% of the pixels differ: %s", of->share * 100,
                fails ? "fails" : "passes");
    }
    fprintf(page, "; <a href=\"%s.png\">what is drawn, at full size</a></p>\n", of->name);
    page_picture(page, &of->expected, "expected");
    page_picture(page, &of->got, "got");
    page_picture(page, &of->difference, "difference");
}

/** Those that fail come first. */
static inline void page_write(FILE *page, const shown_subject *subjects, size_t count,
                              int tolerance, int reach, double most)
{
    fprintf(page, golden_head, reach, tolerance, most * 100);
    for (int failing = 1; failing >= 0; failing--) {
        for (size_t i = 0; i < count; i++) {
            if ((subjects[i].share < 0 || subjects[i].share > most) == failing) {
                page_subject(page, &subjects[i], most);
            }
        }
    }
    fputs("</html>\n", page);
}

#endif
