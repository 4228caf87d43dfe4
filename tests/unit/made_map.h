/**
 * Maps made in a test from the repository's gazetteer and style, and what stands on them. Include
 * it after <cmocka.h>; open_maps() and close_maps() are the group's set-up and tear-down, or are
 * called by them.
 */
#ifndef MARSAD_TEST_MADE_MAP_H
#define MARSAD_TEST_MADE_MAP_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "data_folder.h"
#include "map/sheet.h"
#include "marsad/marsad.h"
#include "scratch.h"

static marsad_gazetteer *gazetteer;
static marsad_resolver *resolver;
static marsad_style *style; /* report */

static inline int open_maps(void **state)
{
    marsad_error error = {0};
    bool ok = scratch_make(state) == 0 &&
              !marsad_gazetteer_open(data_path("geodata/gazetteer.gpkg"), &gazetteer, &error) &&
              !marsad_resolver_new(gazetteer, &resolver, &error) &&
              !marsad_style_open(data_path("styles/report.json"), &style, &error);
    if (!ok) {
        fprintf(stderr, "%s: %s\n", error.file, error.message);
    }
    return ok ? 0 : -1;
}

static inline int close_maps(void **state)
{
    marsad_style_free(style);
    marsad_resolver_free(resolver);
    marsad_gazetteer_close(gazetteer);
    return scratch_remove(state);
}

/* --- Events, placed --- */

static inline marsad_events *read_events(const char *path)
{
    marsad_events *events;
    marsad_problems problems = {0};
    marsad_error error = {0};
    if (marsad_events_read(path, NULL, &events, &problems, &error)) {
        fail_msg("%s: %s", error.file, error.message);
    }
    marsad_problems_clear(&problems);
    assert_int_equal(marsad_events_place(events, resolver, NULL, NULL), MARSAD_OK);
    return events;
}

/** Of a table that the test wrote, which is removed. */
static inline marsad_events *read_file(const char *path)
{
    marsad_events *events = read_events(path);
    unlink(path);
    return events;
}

/** Of a table given as text. */
static inline marsad_events *events_from(const char *table)
{
    return read_file(scratch_text("events.csv", table));
}

static inline marsad_events *sample(void)
{
    return read_events(data_path("geodata/events/abu-qurayn-2020-01.csv"));
}

/* --- Maps --- */

static inline marsad_map *compose_in(const marsad_style *in, const marsad_events *events,
                                     const marsad_map_options *options)
{
    marsad_map_sources sources = {data_folder(), gazetteer, in, events, NULL};
    marsad_map *map = NULL;
    marsad_error error = {0};
    if (marsad_map_compose(&sources, options, &map, &error)) {
        fail_msg("%s", error.message);
    }
    return map;
}

/* --- What a scene holds --- */

/** Whether a text has these words in it. */
static inline bool scene_says(const mrs_scene *scene, const char *words)
{
    for (size_t i = 0; i < scene->count; i++) {
        if (scene->items[i].kind == MRS_ITEM_TEXT &&
            strstr(pango_layout_get_text(scene->items[i].text.layout), words)) {
            return true;
        }
    }
    return false;
}

/** The index of the group with this id, or -1. */
static inline long find_group(const mrs_scene *scene, const char *id)
{
    for (size_t i = 0; i < scene->count; i++) {
        const mrs_item *item = &scene->items[i];
        if (item->kind == MRS_ITEM_GROUP_BEGIN && item->group.id &&
            strcmp(item->group.id, id) == 0) {
            return (long)i;
        }
    }
    return -1;
}

/** The ink of a text that is not turned. */
static inline mrs_rect ink_of(const mrs_item *item)
{
    mrs_rect ink = mrs_layout_ink(item->text.layout);
    return (mrs_rect){item->text.at.x + ink.x, item->text.at.y + ink.y, ink.w, ink.h};
}

#endif
