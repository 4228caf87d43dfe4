/** A map's phases one by one, in this process: what is opened and read, placed, projected,
 * composed, drawn and encoded. */
#ifndef MARSAD_TESTS_MAP_PHASES_H
#define MARSAD_TESTS_MAP_PHASES_H

#include "map/basemap.h"
#include "map/frame.h"
#include "map/sheet.h"
#include "map/surface/surface.h"
#include "map_floors.h"

/** What the phases hand on to each other. */
typedef struct map_phases {
    const char *table;
    int count;
    marsad_events *events;
    marsad_gazetteer *gazetteer;
    marsad_resolver *resolver;
    marsad_style *style;
    mrs_projection *projection;
    mrs_frame frame;
    marsad_map *map;
    cairo_surface_t *page; /* as drawn last */
} map_phases;

static inline void phase_read(void *context)
{
    map_phases *m = context;
    marsad_error error;
    marsad_problems problems = {0};
    marsad_events_free(m->events);
    must(marsad_events_read(m->table, NULL, &m->events, &problems, &error), &error);
    marsad_problems_clear(&problems);
}

static inline void phase_open(void *context)
{
    map_phases *m = context;
    marsad_error error;
    marsad_style_free(m->style);
    marsad_resolver_free(m->resolver);
    marsad_gazetteer_close(m->gazetteer);
    must(marsad_gazetteer_open("geodata/gazetteer.gpkg", &m->gazetteer, &error), &error);
    must(marsad_resolver_new(m->gazetteer, &m->resolver, &error), &error);
    must(marsad_style_open("styles/report.json", &m->style, &error), &error);
}

static inline void phase_place(void *context)
{
    map_phases *m = context;
    marsad_error error;
    must(marsad_events_place(m->events, m->resolver, NULL, &error), &error);
}

/** Projects every incident, in a frame around Libya. */
static inline void phase_project(void *context)
{
    map_phases *m = context;
    marsad_error error;
    mrs_ground ground;
    marsad_bbox extent = {9.5, 23.5, 24.5, 33};
    mrs_projection_free(m->projection);
    must(mrs_projection_choose(extent, &m->projection, &error), &error);
    mrs_ground_of_bbox(m->projection, extent, &ground);
    must(mrs_frame_fit(&m->frame, (mrs_rect){50, 110, 1170, 1000}, m->projection, ground, &error),
         &error);
    mrs_point at;
    for (size_t i = 0; i < marsad_events_count(m->events); i++) {
        mrs_frame_to_page(&m->frame, marsad_events_get(m->events, i)->at, &at);
    }
}

static inline void phase_basemap(void *context)
{
    static const char *const tables[] = {"land", "lakes", "countries", "boundaries",
                                         "admin1_lines"};
    map_phases *m = context;
    marsad_error error;
    mrs_basemap *basemap;
    must(mrs_basemap_open("geodata/basemap.gpkg", &basemap, &error), &error);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        mrs_feature_list features = {0};
        must(mrs_basemap_read(basemap, tables[i], &m->frame, i == 0, &features, &error), &error);
        mrs_feature_list_clear(&features);
    }
    mrs_basemap_close(basemap);
}

static inline void phase_compose(void *context)
{
    map_phases *m = context;
    marsad_error error;
    marsad_map_sources sources = {".", m->gazetteer, m->style, m->events, NULL};
    marsad_map_free(m->map);
    must(marsad_map_compose(&sources, NULL, &m->map, &error), &error);
}

static inline void phase_draw(void *context)
{
    map_phases *m = context;
    marsad_error error;
    cairo_surface_destroy(m->page);
    m->page = new_page();
    cairo_t *cr = cairo_create(m->page);
    must(mrs_surface_draw(mrs_map_scene(m->map), (mrs_item_notes){0}, "styles/icons", cr, &error),
         &error);
    cairo_destroy(cr);
    cairo_surface_flush(m->page);
}

static inline void write_with(mrs_surface_writer writer, const map_phases *m)
{
    marsad_error error;
    FILE *stream = open_nothing();
    must(writer(mrs_map_scene(m->map), "styles/icons", stream, "/dev/null", &error), &error);
    fclose(stream);
}

static inline void phase_png(void *context)
{
    write_with(mrs_surface_png, context);
}

static inline void phase_svg(void *context)
{
    write_with(mrs_surface_svg, context);
}

static inline void map_phases_clear(map_phases *m)
{
    cairo_surface_destroy(m->page);
    marsad_map_free(m->map);
    mrs_projection_free(m->projection);
    marsad_events_free(m->events);
    marsad_style_free(m->style);
    marsad_resolver_free(m->resolver);
    marsad_gazetteer_close(m->gazetteer);
}

#endif
