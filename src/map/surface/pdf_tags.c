#include "map/surface/pdf_tags.h"

#include <cairo-pdf.h>
#include <math.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "map/surface/pdf_link.h"
#include "map/words.h"
#include "text/utf8.h"

/* --- Tags --- */

typedef enum part { IN_NONE, IN_MAP, IN_TITLE, IN_TEXT } part;

/* The part of the sheet that a group begins, or the one that it stands in. */
static part part_of(const mrs_item *item, part before)
{
    static const struct {
        const char *css;
        part part;
    } parts[] = {
        {"ground", IN_MAP}, {"title-block", IN_TITLE}, {"panel", IN_TEXT}, {"credits", IN_TEXT}};
    for (size_t i = 0; item->group.css && i < sizeof parts / sizeof *parts; i++) {
        if (strcmp(item->group.css, parts[i].css) == 0) {
            return parts[i].part;
        }
    }
    return before;
}

/* The type of the tag that begins with an item; NULL where none does. A map's frame, scale bar and
 * graticule belong to its figure. */
static const char *tag_at(const mrs_item *item, part *now)
{
    if (item->kind == MRS_ITEM_GROUP_BEGIN) {
        part before = *now;
        *now = part_of(item, before);
        bool map = item->group.css && strcmp(item->group.css, "ground") == 0;
        return map ? "Figure" : NULL;
    }
    if (item->kind != MRS_ITEM_TEXT || *now == IN_NONE || *now == IN_MAP) {
        return NULL;
    }
    bool heading = *now == IN_TITLE;
    *now = IN_TEXT;
    return heading ? "H1" : "P";
}

mrs_tag *mrs_pdf_tags(const mrs_scene *scene, size_t *count)
{
    mrs_tag *tags = mrs_alloc(scene->count, sizeof *tags);
    part now = IN_NONE;
    *count = 0;
    for (size_t i = 0; tags && i < scene->count; i++) {
        const char *type = tag_at(&scene->items[i], &now);
        if (type) {
            tags[(*count)++] = (mrs_tag){type, i, i};
        } else if (*count) {
            tags[*count - 1].last = i;
        }
    }
    return tags;
}

/* --- The outline --- */

enum { MOST_INCIDENTS = 100 }; /* that are listed one by one */

typedef struct outline {
    cairo_surface_t *pdf;
    const mrs_scene *scene;
    double scale;
    bool failed;
} outline;

/* Where a group stands: its box, or its first text if it is all text. */
static mrs_point place_of(const mrs_scene *scene, size_t first)
{
    mrs_rect box = mrs_pdf_group_box(scene, first);
    size_t i = first;
    while (box.w <= 0 && i < scene->count && scene->items[i].kind != MRS_ITEM_TEXT) {
        i++;
    }
    return box.w > 0 || i == scene->count ? (mrs_point){box.x, box.y} : scene->items[i].text.at;
}

/* Adds an entry that leads to where the group beginning at `first` stands; returns its number. */
static int add_entry(outline *o, int parent, const char *name, size_t first)
{
    mrs_buffer where = {0};
    mrs_point at = place_of(o->scene, first);
    mrs_buffer_addf(&where, "page=1 pos=[%ld %ld]", (long)floor(at.x * o->scale),
                    (long)floor(at.y * o->scale));
    char *clean = mrs_strdup(name);
    int id = parent;
    if (where.failed || !clean) {
        o->failed = true;
    } else {
        mrs_utf8_replace_noncharacters(clean);
        id = cairo_pdf_surface_add_outline(o->pdf, parent, clean, where.text, 0);
    }
    mrs_free(clean);
    mrs_buffer_clear(&where);
    return id;
}

/* The first group from `from` on whose class begins with this word; the scene's count if none. */
static size_t find_group(const mrs_scene *scene, const char *css, size_t from)
{
    size_t length = strlen(css);
    for (; from < scene->count; from++) {
        const mrs_item *item = &scene->items[from];
        if (item->kind == MRS_ITEM_GROUP_BEGIN && item->group.css &&
            strncmp(item->group.css, css, length) == 0 &&
            (item->group.css[length] == '\0' || item->group.css[length] == ' ')) {
            return from;
        }
    }
    return scene->count;
}

static void add_part(outline *o, const char *css, const char *name)
{
    size_t at = find_group(o->scene, css, 0);
    if (at < o->scene->count) {
        add_entry(o, CAIRO_PDF_OUTLINE_ROOT, name, at);
    }
}

static void add_incidents(outline *o, marsad_lang lang)
{
    static const char *const names[] = {"Incidents", "الحوادث", "Incidents"};
    const mrs_scene *scene = o->scene;
    size_t first = find_group(scene, "incident", 0);
    size_t count = 0;
    for (size_t i = first; i < scene->count; i = find_group(scene, "incident", i + 1)) {
        count++;
    }
    if (!count) { /* so many that they are no groups of their own */
        add_part(o, "layer layer-incidents", names[lang]);
        return;
    }
    int parent = add_entry(o, CAIRO_PDF_OUTLINE_ROOT, names[lang], first);
    for (size_t i = first; count <= MOST_INCIDENTS && i < scene->count;
         i = find_group(scene, "incident", i + 1)) {
        if (scene->items[i].group.title) {
            add_entry(o, parent, scene->items[i].group.title, i);
        }
    }
}

bool mrs_pdf_outline(cairo_surface_t *pdf, const mrs_scene *scene, double scale)
{
    static const char *const maps[] = {"Map", "الخريطة", "Carte"};
    static const char *const sources[] = {"Sources", "المصادر", "Sources"};
    outline o = {pdf, scene, scale, false};
    marsad_lang lang = MARSAD_LANG_EN;
    if (scene->language && marsad_lang_parse(scene->language, &lang, NULL)) {
        lang = MARSAD_LANG_EN;
    }
    add_part(&o, "ground", maps[lang]);
    add_incidents(&o, lang);
    add_part(&o, "legend", mrs_say(MRS_WORD_LEGEND, lang));
    add_part(&o, "credits", sources[lang]);
    return !o.failed;
}
