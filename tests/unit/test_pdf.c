/*
 * The PDF as a document: what it says of itself, its outline and structure, and its text as readers
 * find it, from right to left too. pdftotext, pdfinfo and qpdf are asked: `make setup` installs them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/memory.h"
#include "data_folder.h"
#include "map/scene.h"
#include "map/sheet.h"
#include "map/surface/surface.h"
#include "map/type.h"
#include "marsad/marsad.h"
#include "scratch.h"

static mrs_type *type;
static marsad_gazetteer *gazetteer;
static marsad_resolver *resolver;
static marsad_style *style;
static marsad_events *events;

static int set_up(void **state)
{
    marsad_problems problems = {0};
    bool ok = scratch_make(state) == 0 &&
              !mrs_type_new(data_path("styles/fonts.conf"), "Noto Sans", &type, NULL) &&
              !marsad_gazetteer_open(data_path("geodata/gazetteer.gpkg"), &gazetteer, NULL) &&
              !marsad_resolver_new(gazetteer, &resolver, NULL) &&
              !marsad_style_open(data_path("styles/report.json"), &style, NULL) &&
              !marsad_events_read(data_path("geodata/events/abu-qurayn-2020-01.csv"), &events,
                                  &problems, NULL) &&
              !marsad_events_place(events, resolver, NULL, NULL);
    return ok ? 0 : -1;
}

static int tear_down(void **state)
{
    marsad_events_free(events);
    marsad_style_free(style);
    marsad_resolver_free(resolver);
    marsad_gazetteer_close(gazetteer);
    mrs_type_free(type);
    return scratch_remove(state);
}

/* --- Asking others --- */

/* What a command prints, its errors too; to be freed. It fails if the command does. */
static char *printed(const char *command, const char *path)
{
    char line[600];
    char *text = calloc(1, 4 << 20);
    snprintf(line, sizeof line, "%s '%s' - 2>&1", command, path);
    if (strncmp(command, "pdftotext", 9) != 0) {
        snprintf(line, sizeof line, "%s '%s' 2>&1", command, path);
    }
    FILE *pipe = popen(line, "r");
    assert_non_null(pipe);
    assert_non_null(text);
    size_t length = fread(text, 1, (4 << 20) - 1, pipe);
    text[length] = '\0';
    if (pclose(pipe) != 0) {
        fail_msg("%s: %s", line, text);
    }
    return text;
}

/* Takes out the marks that pdftotext puts around text from right to left. */
static void strip_marks(char *text)
{
    char *to = text;
    for (const char *from = text; *from;) {
        const unsigned char *b = (const unsigned char *)from;
        bool mark = b[0] == 0xE2 && ((b[1] == 0x80 && (b[2] == 0x8E || b[2] == 0x8F ||
                                                       (b[2] >= 0xAA && b[2] <= 0xAE))) ||
                                     (b[1] == 0x81 && b[2] >= 0xA6 && b[2] <= 0xA9));
        if (mark) {
            from += 3;
        } else {
            *to++ = *from++;
        }
    }
    *to = '\0';
}

static char *text_of(const char *path)
{
    char *text = printed("pdftotext", path);
    strip_marks(text);
    return text;
}

/* --- Drawing --- */

static PangoLayout *set(const char *text, bool rtl)
{
    const mrs_text_style look = {.size = 13, .rtl = rtl};
    PangoLayout *layout = mrs_type_set(type, text, &look);
    assert_non_null(layout);
    return layout;
}

static mrs_scene *new_scene(const char *title, const char *language)
{
    mrs_scene *scene = mrs_scene_new(800, 600);
    assert_non_null(scene);
    scene->title = mrs_strdup(title);
    scene->description = mrs_strdup("2 incidents.\n1. one\n2. two");
    scene->language = mrs_strdup(language);
    return scene;
}

static void write_scene(const mrs_scene *scene, const char *path)
{
    marsad_error error = {0};
    FILE *stream = fopen(path, "wb");
    assert_non_null(stream);
    if (mrs_surface_pdf(scene, data_path("styles/icons"), stream, path, &error)) {
        fail_msg("%s", error.message);
    }
    assert_int_equal(fclose(stream), 0);
}

/* The texts as labels with halos, in four columns. */
static mrs_scene *scene_of(const char *const *texts, size_t count, double angle_deg)
{
    const mrs_color ink = {0.1, 0.1, 0.1, 1};
    const mrs_color halo = {1, 1, 1, 0.8};
    mrs_scene *scene = new_scene("names", "ar");
    mrs_scene_begin(scene, "names", "ground", NULL);
    for (size_t i = 0; i < count; i++) {
        PangoLayout *layout = set(texts[i], true);
        mrs_point at = {20 + 190 * (double)(i % 4), 20 + 40 * (double)(i / 4)};
        mrs_scene_text_at(scene, layout, at, angle_deg, ink, halo, 1.5);
        g_object_unref(layout);
    }
    mrs_scene_end(scene);
    assert_false(mrs_scene_failed(scene));
    return scene;
}

/* How many of the texts stand in what pdftotext finds; those that do not are named. */
static size_t found_of(const char *const *texts, size_t count, double angle_deg)
{
    const char *path = scratch_path("names.pdf");
    mrs_scene *scene = scene_of(texts, count, angle_deg);
    write_scene(scene, path);
    mrs_scene_free(scene);
    char *text = text_of(path);
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        bool there = strstr(text, texts[i]);
        found += there;
        if (!there) {
            print_message("not found: %s\n", texts[i]);
        }
    }
    free(text);
    unlink(path);
    return found;
}

/* --- Text --- */

/* Names of places: lam and alef in one shape, plain and with each hamza and the madda; hamza on
 * its seats; names of two and three words; shared shapes of lam with other letters; vowel signs. */
static const char *const names[] = {
    "طرابلس",        "مصراتة",         "بنغازي",        "أبو قرين",   "الأصابعة",
    "الأبيار",       "الإسكندرية",     "الآثار",        "بلال",       "سلا",
    "رأس لانوف",     "مسلاتة",         "جالو",          "الخلاء",     "بئر الأشهب",
    "سوق الجمعة",    "وادي الربيع",    "مرسى مطروح",    "على الخليج", "قصر بن غشير",
    "مُحَمَّد",        "أُبلغ عنها",     "المحلّ الأعلى"};

static void arabic_names_are_found(void **state)
{
    (void)state;
    const size_t count = sizeof names / sizeof *names;
    assert_int_equal(found_of(names, 20, 0), 20);
    assert_int_equal(found_of(names, count, 0), count);
}

static void latin_and_hebrew_are_found(void **state)
{
    (void)state;
    static const char *const others[] = {"Misrata", "Sirte et l'est", "Sfax office", "Jādū", "Tel Aviv",
                                         "חיפה", "Az Zāwiyah", "first fjord", "ירושלים"};
    const size_t count = sizeof others / sizeof *others;
    assert_int_equal(found_of(others, count, 0), count);
}
