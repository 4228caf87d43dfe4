/*
 * The PDF as a document: what it says of itself, its outline and structure, and its text as readers
 * find it, from right to left too. pdftotext, pdfinfo and qpdf are asked: `make setup` installs
 * them.
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
#include <math.h>

#include "base/buffer.h"
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
              !marsad_events_read(data_path("geodata/events/abu-qurayn-2020-01.csv"), NULL, &events,
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
        bool mark =
            b[0] == 0xE2 &&
            ((b[1] == 0x80 && (b[2] == 0x8E || b[2] == 0x8F || (b[2] >= 0xAA && b[2] <= 0xAE))) ||
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
    "طرابلس",     "مصراتة",      "بنغازي",     "أبو قرين",   "الأصابعة",    "الأبيار",
    "الإسكندرية", "الآثار",      "بلال",       "سلا",        "رأس لانوف",   "مسلاتة",
    "جالو",       "الخلاء",      "بئر الأشهب", "سوق الجمعة", "وادي الربيع", "مرسى مطروح",
    "على الخليج", "قصر بن غشير", "مُحَمَّد",       "أُبلغ عنها",  "المحلّ الأعلى"};

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
    static const char *const others[] = {"Misrata",    "Sirte et l'est", "Sfax office",
                                         "Jādū",       "Tel Aviv",       "חיפה",
                                         "Az Zāwiyah", "first fjord",    "ירושלים"};
    const size_t count = sizeof others / sizeof *others;
    assert_int_equal(found_of(others, count, 0), count);
}

static marsad_map *compose(marsad_lang lang, const char *title)
{
    marsad_map_options options = marsad_map_defaults();
    options.lang = lang;
    options.title = title;
    marsad_map_sources sources = {data_folder(), gazetteer, style, events, NULL};
    marsad_map *map = NULL;
    marsad_error error = {0};
    if (marsad_map_compose(&sources, &options, &map, &error)) {
        fail_msg("%s", error.message);
    }
    return map;
}

/* A label: one line, upright, without a figure. */
static bool is_label(const mrs_item *item)
{
    return item->kind == MRS_ITEM_TEXT && item->text.angle_deg == 0 &&
           pango_layout_get_line_count(item->text.layout) == 1 &&
           !strpbrk(pango_layout_get_text(item->text.layout), "0123456789\xE2");
}

static void check_labels(marsad_lang lang)
{
    const char *path = scratch_path("map.pdf");
    marsad_map *map = compose(lang, NULL);
    const mrs_scene *scene = mrs_map_scene(map);
    assert_int_equal(marsad_map_write(map, path, NULL), MARSAD_OK);
    char *text = text_of(path);
    size_t labels = 0;
    size_t found = 0;
    for (size_t i = 0; i < scene->count; i++) {
        if (is_label(&scene->items[i])) {
            const char *label = pango_layout_get_text(scene->items[i].text.layout);
            bool there = strstr(text, label);
            labels++;
            found += there;
            if (!there) {
                print_message("not found: %s\n", label);
            }
        }
    }
    assert_true(labels >= 30);
    assert_true(found * 20 >= labels * 19); /* a reader may take two that stand close for one */
    marsad_map_free(map);
    free(text);
    unlink(path);
}

static void a_map_s_labels_are_found(void **state)
{
    (void)state;
    check_labels(MARSAD_LANG_AR);
    check_labels(MARSAD_LANG_EN);
}

/* --- The document --- */

static void assert_has(const char *text, const char *words)
{
    if (!strstr(text, words)) {
        fail_msg("'%s' is not in: %s", words, text);
    }
}

static void assert_lacks(const char *text, const char *words)
{
    if (strstr(text, words)) {
        fail_msg("'%s' is in: %s", words, text);
    }
}

static void it_says_what_it_is(void **state)
{
    (void)state;
    const char *path = scratch_path("map.pdf");
    marsad_map *map = compose(MARSAD_LANG_AR, "معارك (طرابلس) \\ <&> \xEF\xBF\xBF");
    assert_int_equal(marsad_map_write(map, path, NULL), MARSAD_OK);
    marsad_map_free(map);
    char *info = printed("pdfinfo", path);
    assert_has(info, "معارك (طرابلس) \\ <&> \xEF\xBF\xBD");
    assert_has(info, "Subject:         25–26 يناير");
    assert_lacks(info, "1. 25");
    assert_has(info, "Keywords:        east of Misrata, أبو قرين, القداحية");
    assert_has(info, "Creator:         Marsad");
    assert_has(info, "Tagged:          yes");
    assert_has(info, "Metadata Stream: yes");
    assert_lacks(info, "CreationDate");
    assert_lacks(info, "ModDate");
    assert_lacks(info, "Error");
    free(info);
    char *meta = printed("pdfinfo -meta", path);
    assert_has(meta, "معارك (طرابلس) \\ &lt;&amp;&gt; \xEF\xBF\xBD</rdf:li></rdf:Alt></dc:title>");
    assert_has(meta, "<rdf:li>ar</rdf:li></rdf:Bag></dc:language>");
    assert_lacks(meta, "Date");
    free(meta);
    unlink(path);
}

/* qpdf writes a file anew in a form that can be read: with the objects that count, and no others.
 */
static void its_catalog_and_structure(void **state)
{
    (void)state;
    const char *path = scratch_path("map.pdf");
    marsad_map *map = compose(MARSAD_LANG_AR, "t");
    assert_int_equal(marsad_map_write(map, path, NULL), MARSAD_OK);
    marsad_map_free(map);
    char *checked = printed("qpdf --check", path);
    assert_has(checked, "No syntax or stream encoding errors found");
    assert_lacks(checked, "WARNING");
    free(checked);
    char *json = printed("qpdf --json=2 --json-key=qpdf", path);
    assert_has(json, "\"/Lang\": \"u:ar\"");
    assert_has(json, "\"/DisplayDocTitle\": true");
    assert_has(json, "\"/Direction\": \"/R2L\"");
    assert_has(json, "\"/Marked\": true");
    assert_has(json, "\"/Title\": \"u:الخريطة\"");
    assert_has(json, "\"/Title\": \"u:4. قوات الوفاق تستعيد أبو قرين");
    assert_has(json, "\"/Title\": \"u:المصادر\"");
    assert_has(json, "\"/S\": \"/Document\"");
    assert_has(json, "\"/Alt\": \"u:25–26 يناير");
    assert_lacks(json, "CreationDate");
    free(json);
    char *structure = printed("pdfinfo -struct-text", path);
    assert_has(structure, "Document\n  H1 (block)\n    \"t\"");
    assert_has(structure, "  Figure\n");
    assert_lacks(structure, "Warning");
    free(structure);
    unlink(path);
}

/* Marks of direction and line ends leave the text of an element whole. */
static void texts_are_read_in_one(void **state)
{
    (void)state;
    const char *path = scratch_path("map.pdf");
    marsad_map *map = compose(MARSAD_LANG_EN, "t");
    const mrs_scene *scene = mrs_map_scene(map);
    const char *longest = "";
    for (size_t i = 0; i < scene->count; i++) {
        const char *text = scene->items[i].kind == MRS_ITEM_TEXT
                               ? pango_layout_get_text(scene->items[i].text.layout)
                               : "";
        longest = strlen(text) > strlen(longest) ? text : longest;
    }
    assert_int_equal(marsad_map_write(map, path, NULL), MARSAD_OK);
    char *structure = printed("pdfinfo -struct-text", path);
    char *start = mrs_strndup(longest, 180); /* of the credits, which take two lines */
    assert_true(strlen(longest) > 200);
    strip_marks(start);
    assert_has(structure, start);
    mrs_free(start);
    free(structure);
    marsad_map_free(map);
    unlink(path);
}

static char *bytes_of(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *bytes = calloc(1, 4 << 20);
    assert_non_null(bytes);
    *length = fread(bytes, 1, 4 << 20, file);
    fclose(file);
    unlink(path);
    return bytes;
}

static void same_bytes_twice(void **state)
{
    (void)state;
    char *bytes[2];
    size_t lengths[2];
    for (int i = 0; i < 2; i++) {
        const char *path = scratch_path("map.pdf");
        marsad_map *map = compose(MARSAD_LANG_AR, NULL);
        assert_int_equal(marsad_map_write(map, path, NULL), MARSAD_OK);
        bytes[i] = bytes_of(path, &lengths[i]);
        marsad_map_free(map);
    }
    assert_int_equal(lengths[0], lengths[1]);
    assert_memory_equal(bytes[0], bytes[1], lengths[0]);
    free(bytes[0]);
    free(bytes[1]);
}

static char *outline_of(size_t incidents)
{
    mrs_buffer table = {0};
    marsad_events *many = NULL;
    marsad_map *map = NULL;
    marsad_problems problems = {0};
    const char *path = scratch_path("many.pdf");
    mrs_buffer_add(&table, "lon,lat,headline\n");
    for (size_t i = 0; i < incidents; i++) {
        mrs_buffer_addf(&table, "%zu.5,32,event %zu\n", 10 + i % 9, i + 1);
    }
    const char *csv = scratch_text("many.csv", table.text);
    assert_int_equal(marsad_events_read(csv, NULL, &many, &problems, NULL), MARSAD_OK);
    unlink(csv);
    mrs_buffer_clear(&table);
    assert_int_equal(marsad_events_place(many, resolver, NULL, NULL), MARSAD_OK);
    marsad_map_sources sources = {data_folder(), gazetteer, style, many, NULL};
    assert_int_equal(marsad_map_compose(&sources, NULL, &map, NULL), MARSAD_OK);
    assert_int_equal(marsad_map_write(map, path, NULL), MARSAD_OK);
    char *json = printed("qpdf --json=2 --json-key=outlines", path);
    marsad_map_free(map);
    marsad_events_free(many);
    unlink(path);
    return json;
}

static void the_outline_lists_them_if_they_are_few(void **state)
{
    (void)state;
    char *few = outline_of(9);
    assert_has(few, "\"title\": \"Map\"");
    assert_has(few, "\"title\": \"Incidents\"");
    assert_has(few, "9. event 9");
    assert_has(few, "\"title\": \"Incidents by type\"");
    assert_has(few, "\"title\": \"Sources\"");
    free(few);
    char *many = outline_of(400);
    assert_has(many, "\"title\": \"Incidents\"");
    assert_lacks(many, "event");
    free(many);
}

/* A4 within 3 mm all around; a page without a bleed is its own trimmed page. */
static void a_bleed_is_told_from_the_trimmed_page(void **state)
{
    (void)state;
    for (int bled = 0; bled <= 1; bled++) {
        const char *path = scratch_path("bled.pdf");
        marsad_map_options options = marsad_map_defaults();
        assert_int_equal(marsad_map_size_parse("a4", &options, NULL), MARSAD_OK);
        options.bleed_mm = bled ? 3 : 0;
        marsad_map_sources sources = {data_folder(), gazetteer, style, events, NULL};
        marsad_map *map = NULL;
        assert_int_equal(marsad_map_compose(&sources, &options, &map, NULL), MARSAD_OK);
        assert_int_equal(marsad_map_write(map, path, NULL), MARSAD_OK);
        marsad_map_free(map);
        char *checked = printed("qpdf --check", path);
        assert_lacks(checked, "WARNING");
        free(checked);
        char *boxes = printed("pdfinfo -box", path);
        double box[4];
        const char *trim = strstr(boxes, "TrimBox:");
        assert_non_null(trim);
        assert_int_equal(
            sscanf(trim, "TrimBox: %lf %lf %lf %lf", &box[0], &box[1], &box[2], &box[3]), 4);
        assert_true(fabs(box[2] - box[0] - 210 * 72 / 25.4) < 0.02);
        assert_true(fabs(box[3] - box[1] - 297 * 72 / 25.4) < 0.02);
        assert_true(fabs(box[0] - (bled ? 3 * 72 / 25.4 : 0)) < 0.02);
        const char *bleed = strstr(boxes, "BleedBox:");
        assert_non_null(bleed);
        assert_int_equal(
            sscanf(bleed, "BleedBox: %lf %lf %lf %lf", &box[0], &box[1], &box[2], &box[3]), 4);
        assert_true(fabs(box[2] - (210 + (bled ? 6 : 0)) * 72 / 25.4) < 0.02 && box[0] == 0);
        free(boxes);
        unlink(path);
    }
}

/* A scene of nothing has no structure to mend, and is still a sound file. */
static void a_bare_page(void **state)
{
    (void)state;
    const char *path = scratch_path("bare.pdf");
    mrs_scene *scene = new_scene("", "fr");
    write_scene(scene, path);
    mrs_scene_free(scene);
    char *checked = printed("qpdf --check", path);
    assert_lacks(checked, "WARNING");
    free(checked);
    char *json = printed("qpdf --json=2 --json-key=qpdf", path);
    assert_has(json, "\"/Lang\": \"u:fr\"");
    assert_lacks(json, "StructTreeRoot");
    free(json);
    unlink(path);
}

static void memory_may_run_out(void **state)
{
    (void)state;
    mrs_scene *scene = scene_of(names, 8, 0);
    marsad_status status = MARSAD_ERR_MEMORY;
    long nth = 1;
    for (; status && nth < 10000; nth++) {
        FILE *stream = fopen("/dev/null", "wb");
        assert_non_null(stream);
        mrs_alloc_fail_at(nth);
        status = mrs_surface_pdf(scene, data_path("styles/icons"), stream, "x", NULL);
        mrs_alloc_fail_at(0);
        fclose(stream);
        assert_true(status == MARSAD_OK || status == MARSAD_ERR_MEMORY);
        /* Where only a label's slots could not be had, the text is there without them. */
        status = nth < 200 ? MARSAD_ERR_MEMORY : status;
    }
    assert_int_equal(status, MARSAD_OK);
    mrs_scene_free(scene);
}

static void a_full_disk_is_told(void **state)
{
    (void)state;
    marsad_error error = {0};
    mrs_scene *scene = scene_of(names, 2, 0);
    FILE *stream = fopen("/dev/full", "wb");
    assert_non_null(stream);
    setvbuf(stream, NULL, _IONBF, 0);
    assert_int_equal(mrs_surface_pdf(scene, data_path("styles/icons"), stream, "x.pdf", &error),
                     MARSAD_ERR_IO);
    fclose(stream);
    mrs_scene_free(scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arabic_names_are_found),
        cmocka_unit_test(latin_and_hebrew_are_found),
        cmocka_unit_test(a_map_s_labels_are_found),
        cmocka_unit_test(it_says_what_it_is),
        cmocka_unit_test(its_catalog_and_structure),
        cmocka_unit_test(same_bytes_twice),
        cmocka_unit_test(texts_are_read_in_one),
        cmocka_unit_test(the_outline_lists_them_if_they_are_few),
        cmocka_unit_test(a_bleed_is_told_from_the_trimmed_page),
        cmocka_unit_test(a_bare_page),
        cmocka_unit_test(memory_may_run_out),
        cmocka_unit_test(a_full_disk_is_told),
    };
    return cmocka_run_group_tests_name("pdf", tests, set_up, tear_down);
}
