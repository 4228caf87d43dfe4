/*
 * The credits: projection, scale, what the map was made from and under which licences. Where they
 * would take too much of the sheet they are shortened, step by step; the licences and the scale
 * stay.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/front_sheet.h"
#include "map/label_names.h"
#include "map/scale.h"

enum { MOST_SOURCES = 200, SLOTS = 512 };

/* The sources of the incidents, each once, in the order of the file. */
typedef struct mrs_reports {
    const char *names[MOST_SOURCES];
    size_t count;        /* of names */
    bool more;           /* there are more than these */
    size_t slots[SLOTS]; /* an index in `names` plus 1, at the place of its hash or after it */
} mrs_reports;

/* One step of shortening. */
typedef struct terse {
    bool projection; /* in full: with its parameters */
    bool apart;      /* the sources of places and basemap are told apart */
    size_t sources;  /* of incidents */
    bool remarks;    /* on the status of boundaries, and what drew the map */
} terse;

static const terse levels[] = {{true, true, SIZE_MAX, true},   {false, true, SIZE_MAX, true},
                               {false, false, SIZE_MAX, true}, {false, false, 40, true},
                               {false, false, 20, true},       {false, false, 10, true},
                               {false, false, 5, true},        {false, false, 2, true},
                               {false, false, 2, false},       {false, false, 0, false}};

enum { LEVELS = sizeof levels / sizeof *levels };

/* --- The incidents' sources --- */

/* FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo). */
static size_t hash_of(const char *text)
{
    size_t hash = 2166136261U;
    for (; *text; text++) {
        hash = ((hash ^ (unsigned char)*text) * 16777619U) & 0xFFFFFFFFU;
    }
    return hash;
}

static void add_report(mrs_reports *reports, const char *name)
{
    size_t slot = hash_of(name) % SLOTS;
    while (reports->slots[slot]) {
        if (strcmp(reports->names[reports->slots[slot] - 1], name) == 0) {
            return;
        }
        slot = (slot + 1) % SLOTS;
    }
    if (reports->count == MOST_SOURCES) {
        reports->more = true;
        return;
    }
    reports->names[reports->count++] = name;
    reports->slots[slot] = reports->count;
}

/* NULL if memory is out. */
static const mrs_reports *find_reports(mrs_sheet *sheet)
{
    if (sheet->reports) {
        return sheet->reports;
    }
    sheet->reports = mrs_alloc(1, sizeof *sheet->reports);
    for (size_t i = 0; sheet->reports && i < marsad_events_count(sheet->sources->events); i++) {
        const char *source = marsad_events_get(sheet->sources->events, i)->source;
        if (source[0]) {
            add_report(sheet->reports, source);
        }
    }
    return sheet->reports;
}

void mrs_forget_reports(mrs_sheet *sheet)
{
    mrs_free(sheet->reports);
    sheet->reports = NULL;
}

/* --- Lists --- */

/* A list runs as the sheet does, whatever its first name is written in (Unicode RLI, LRI … PDI). */
static void add_part(mrs_buffer *text, const mrs_sheet *sheet, mrs_word word, const char *what)
{
    if (what[0]) {
        mrs_buffer_addf(text, "%s%s%s", text->length ? MRS_DOT : "", mrs_say(word, sheet->lang),
                        mrs_colon(sheet->lang));
        mrs_buffer_addf(text, sheet->rtl ? "\u2067%s\u2069" : "\u2066%s\u2069", what);
    }
}

/* Adds a name to a list that does not hold it yet. Isolates stand around each, so that one name
 * that is part of another is not taken for it. */
static void add_once(mrs_buffer *list, const mrs_sheet *sheet, const char *name)
{
    mrs_buffer isolated = {0};
    mrs_add_isolated(&isolated, name);
    if (isolated.failed) {
        list->failed = true;
    } else if (!list->length || !strstr(list->text, isolated.text)) {
        mrs_buffer_add(list, list->length ? mrs_say(MRS_WORD_COMMA, sheet->lang) : "");
        mrs_buffer_add(list, isolated.text);
    }
    mrs_buffer_clear(&isolated);
}

static void add_credit(mrs_buffer *list, const mrs_sheet *sheet, const char *attribution,
                       const char *licence)
{
    mrs_buffer one = {0};
    bool free_of_terms = !licence[0] || strcmp(licence, "public domain") == 0 ||
                         strcmp(licence, "Public domain") == 0 || strcmp(licence, "CC0 1.0") == 0;
    mrs_buffer_addf(&one, "%s%s%s%s", attribution, free_of_terms ? "" : " (",
                    free_of_terms ? "" : licence, free_of_terms ? "" : ")");
    if (one.failed) {
        list->failed = true;
    } else {
        add_once(list, sheet, one.text);
    }
    mrs_buffer_clear(&one);
}

static void add_gazetteer_credits(mrs_buffer *list, const mrs_sheet *sheet)
{
    for (size_t i = 0; i < sheet->place_source_count; i++) {
        add_credit(list, sheet, sheet->place_sources[i].attribution,
                   sheet->place_sources[i].licence);
    }
}

static void add_basemap_credits(mrs_buffer *list, const mrs_sheet *sheet)
{
    size_t count;
    const mrs_credit *credits = mrs_basemap_credits(sheet->basemap, &count);
    for (size_t i = 0; i < count; i++) {
        bool roads = strcmp(credits[i].attribution, "roads schematic") == 0;
        add_credit(list, sheet,
                   roads ? mrs_say(MRS_WORD_ROADS_SCHEMATIC, sheet->lang) : credits[i].attribution,
                   credits[i].licence);
    }
}

/* The first sources, and how many there are besides. */
static void add_incident_sources(mrs_buffer *list, mrs_sheet *sheet, size_t most)
{
    const mrs_reports *reports = find_reports(sheet);
    if (!reports) {
        list->failed = true;
        return;
    }
    size_t named = reports->count < most ? reports->count : most;
    for (size_t i = 0; i < named; i++) {
        mrs_buffer_add(list, list->length ? mrs_say(MRS_WORD_COMMA, sheet->lang) : "");
        mrs_add_isolated(list, reports->names[i]);
    }
    if (reports->more && named > 0) {
        mrs_buffer_addf(list, " %s", mrs_say(MRS_WORD_AND_OTHERS, sheet->lang));
    } else if (named < reports->count && named > 0) {
        char count[32];
        snprintf(count, sizeof count, "%zu", reports->count - named);
        mrs_buffer_add(list, " ");
        mrs_say_with(list, MRS_WORD_AND_MORE, sheet->lang, count, NULL);
    }
}

/* What the front's file says of the states that are drawn. */
static void add_front_notes(mrs_buffer *list, const mrs_sheet *sheet)
{
    const marsad_front_state *const states[] = {sheet->front ? sheet->front->before : NULL,
                                                sheet->front ? sheet->front->now : NULL};
    for (size_t i = 0; i < 2; i++) {
        if (states[i] && states[i]->note[0]) {
            bool said = strcmp(states[i]->note, "illustrative") == 0;
            add_once(list, sheet,
                     said ? mrs_say(MRS_WORD_ILLUSTRATIVE, sheet->lang) : states[i]->note);
        }
    }
}

/* --- Their text --- */

/* "Lambert conformal conic" of a name with parameters behind commas. */
static void add_projection(mrs_buffer *text, const mrs_sheet *sheet, bool full)
{
    const char *name = mrs_projection_name(sheet->panes[0].projection, sheet->lang);
    const char *comma = strstr(name, mrs_say(MRS_WORD_COMMA, sheet->lang));
    mrs_buffer said = {0};
    mrs_buffer_add_bytes(&said, name, full || !comma ? strlen(name) : (size_t)(comma - name));
    text->failed |= said.failed;
    add_part(text, sheet, MRS_WORD_PROJECTION, said.failed ? "" : said.text);
    mrs_buffer_clear(&said);
}

/* Where it varies, the denominator is that of the map's centre. */
static void add_scale(mrs_buffer *text, const mrs_sheet *sheet)
{
    const mrs_frame *frame = &sheet->panes[0].frame;
    mrs_buffer scale = {0};
    mrs_say_scale(&scale, frame->scale_denominator, sheet->lang);
    if (frame->px_per_unit <= 0 || mrs_scale_varies(frame, frame->metres_per_px)) {
        mrs_buffer_addf(&scale, " (%s)", mrs_say(MRS_WORD_AT_CENTRE, sheet->lang));
    }
    text->failed |= scale.failed;
    add_part(text, sheet, MRS_WORD_SCALE, scale.failed ? "" : scale.text);
    mrs_buffer_clear(&scale);
}

static void add_list(mrs_buffer *text, const mrs_sheet *sheet, mrs_word word, mrs_buffer *list)
{
    text->failed |= list->failed;
    add_part(text, sheet, word, list->failed || !list->length ? "" : list->text);
    mrs_buffer_clear(list);
}

static void add_data(mrs_buffer *text, const mrs_sheet *sheet, bool apart)
{
    mrs_buffer places = {0};
    mrs_buffer basemap = {0};
    add_gazetteer_credits(&places, sheet);
    add_basemap_credits(apart ? &basemap : &places, sheet);
    add_list(text, sheet, apart ? MRS_WORD_PLACES : MRS_WORD_DATA, &places);
    add_list(text, sheet, MRS_WORD_BASEMAP, &basemap);
}

/* The credits as one text. NULL if memory is out. */
static char *credits_text(mrs_sheet *sheet, const terse *how)
{
    mrs_buffer text = {0};
    mrs_buffer reports = {0};
    mrs_buffer front = {0};
    char *note = mrs_left_out_note(sheet);
    mrs_buffer_add(&text, note ? note : "");
    text.failed |= !note;
    mrs_free(note);
    add_incident_sources(&reports, sheet, how->sources);
    add_front_notes(&front, sheet);
    if (how->remarks) {
        add_projection(&text, sheet, how->projection);
    }
    add_scale(&text, sheet);
    add_data(&text, sheet, how->apart);
    add_list(&text, sheet, MRS_WORD_INCIDENT_SOURCES, &reports);
    add_list(&text, sheet, MRS_WORD_FRONT, &front);
    if (sheet->names_noted) {
        mrs_buffer_addf(&text, MRS_DOT MRS_ROMANISED_MARK " %s",
                        mrs_say(MRS_WORD_ROMANISED, sheet->lang));
    }
    if (how->remarks) {
        mrs_buffer_addf(&text, MRS_DOT "%s" MRS_DOT "%s",
                        mrs_say(MRS_WORD_NO_POSITION, sheet->lang),
                        mrs_say(MRS_WORD_MADE_WITH, sheet->lang));
    }
    return mrs_buffer_take(&text);
}

/* --- Setting them --- */

/* Lines stand at even distances, whatever scripts are in them. NULL if memory is out. */
static PangoLayout *set_credits(mrs_sheet *sheet, const terse *how)
{
    const double leading = 1.36; /* ems */
    char *text = credits_text(sheet, how);
    if (!text) {
        return NULL;
    }
    double size = mrs_sheet_number(sheet, MRS_SMALL_SIZE);
    mrs_text_style style = {.size = size,
                            .width = sheet->credits_box.w,
                            .rtl = sheet->rtl,
                            .line_height = leading * size};
    PangoLayout *layout = mrs_type_set(sheet->type, text, &style);
    mrs_free(text);
    return layout;
}

/* To below the last line, and all letters of it. */
static double height_of(PangoLayout *layout)
{
    mrs_rect ink = mrs_layout_ink(layout);
    return fmax(mrs_layout_size(layout).y, ink.y + ink.h - mrs_layout_lift(layout));
}

/* What the credits leave out at a level. */
static void note_omissions(mrs_sheet *sheet, const terse *how)
{
    const mrs_reports *reports = find_reports(sheet);
    size_t count = reports ? reports->count : 0;
    bool all = how->sources >= count;
    sheet->left_out.sources = all ? 0 : count - how->sources;
    sheet->left_out.of_sources = all ? 0 : count;
    sheet->left_out.credits = !how->remarks;
}

/* What the panel leaves out is known from the round before, if there was one. */
marsad_status mrs_measure_credits(mrs_sheet *sheet, marsad_error *error)
{
    const double most = sheet->area.h * 0.1;
    const int few_lines = 3; /* that they may have on any sheet */
    for (size_t i = 0; i < LEVELS; i++) {
        note_omissions(sheet, &levels[i]);
        PangoLayout *layout = set_credits(sheet, &levels[i]);
        if (!layout) {
            return mrs_fail_memory(error);
        }
        sheet->credits_level = i;
        sheet->credits_box.h = height_of(layout);
        int lines = pango_layout_get_line_count(layout);
        g_object_unref(layout);
        if (sheet->credits_box.h <= most || lines <= few_lines) {
            break;
        }
    }
    sheet->note = mrs_left_out_note(sheet);
    return sheet->note ? MARSAD_OK : mrs_fail_memory(error);
}

/* The credits as they were measured. Where they have come to say more since, of what is left out,
 * they are shortened further. NULL if memory is out. */
static PangoLayout *fit_credits(mrs_sheet *sheet)
{
    PangoLayout *layout = set_credits(sheet, &levels[sheet->credits_level]);
    for (size_t i = sheet->credits_level + 1; layout && i < LEVELS; i++) {
        if (height_of(layout) <= sheet->credits_box.h + 1) {
            break;
        }
        g_object_unref(layout);
        note_omissions(sheet, &levels[i]);
        layout = set_credits(sheet, &levels[i]);
    }
    return layout;
}

void mrs_draw_credits(mrs_sheet *sheet)
{
    mrs_rect box = sheet->credits_box;
    char *note = mrs_left_out_note(sheet);
    sheet->note_changed = note && strcmp(note, sheet->note) != 0;
    mrs_free(note);
    PangoLayout *layout = fit_credits(sheet);
    if (!layout) {
        sheet->scene->failed = true;
        return;
    }
    double top = box.y + fmax(box.h - height_of(layout), 0); /* their foot stands on the margin */
    sheet->scene->credits = mrs_strdup(pango_layout_get_text(layout));
    sheet->scene->failed |= !sheet->scene->credits;
    mrs_scene_begin(sheet->scene, "credits", "credits", NULL);
    mrs_sheet_put(sheet, layout, sheet->rtl ? box.x + box.w : box.x, top,
                  mrs_sheet_color(sheet, MRS_MUTED_COLOR));
    mrs_scene_end(sheet->scene);
    g_object_unref(layout);
}
