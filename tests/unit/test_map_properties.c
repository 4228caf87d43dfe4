/*
 * What holds for every map, tried on maps of random incidents: no two labels overlap, none leaves
 * its frame or covers an incident's marker, every incident is drawn or listed, the SVG is a sound
 * document, and the same map gives the same bytes. A failure names the seed: MARSAD_SEED=N repeats
 * that map alone, and leaves its table and SVG in the build folder.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <json-c/json.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "data_folder.h"
#include "map/sheet.h"
#include "marsad/marsad.h"
#include "quads.h"
#include "scratch.h"

enum { MAPS = 60, STYLES = 4 };

static marsad_gazetteer *gazetteer;
static marsad_resolver *resolver;
static marsad_style *styles[STYLES];

static const char *const style_names[STYLES] = {"report", "dark", "print", "minimal"};

static int set_up(void **state)
{
    bool ok = scratch_make(state) == 0 &&
              !marsad_gazetteer_open(data_path("geodata/gazetteer.gpkg"), &gazetteer, NULL) &&
              !marsad_resolver_new(gazetteer, &resolver, NULL);
    for (size_t i = 0; ok && i < STYLES; i++) {
        char name[64];
        snprintf(name, sizeof name, "styles/%s.json", style_names[i]);
        ok = !marsad_style_open(data_path(name), &styles[i], NULL);
    }
    return ok ? 0 : -1;
}

static int tear_down(void **state)
{
    for (size_t i = 0; i < STYLES; i++) {
        marsad_style_free(styles[i]);
    }
    marsad_resolver_free(resolver);
    marsad_gazetteer_close(gazetteer);
    return scratch_remove(state);
}

/* --- Random maps --- */

static uint64_t seed;

/* The generator of Steele, Lea and Flood (2014), "Fast splittable pseudorandom number generators":
 * neighbouring seeds give numbers that have nothing in common. */
static double between(double low, double high)
{
    seed += 0x9E3779B97F4A7C15U;
    uint64_t z = (seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return low + (high - low) * (double)((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
}

static size_t below(size_t count)
{
    return (size_t)between(0, (double)count);
}

typedef struct random_map {
    uint32_t seed;
    size_t incidents, style;
    marsad_lonlat centre;
    double radius_km;
    char *table;
    marsad_map_options options;
} random_map;

/* Most where the gazetteer has many places; one where the antimeridian is near. */
static const marsad_lonlat centres[] = {{13.19, 32.88}, {15.09, 32.38}, {20.07, 32.12},
                                        {14.43, 27.04}, {16.59, 31.2},  {12.5, 32.5},
                                        {10.17, 36.81}, {31.24, 30.05}, {179.3, -17.8}};

/* A place of the gazetteer, as a report would name it; or coordinates; or nothing that is known. */
static void add_where(mrs_buffer *out, const random_map *map,
                      const marsad_place_around_list *places)
{
    double roll = between(0, 1);
    if (roll < 0.05) {
        mrs_buffer_add(out, "Nowhereville,,,");
    } else if (roll < 0.5 && places->count) {
        const marsad_place *place = &places->items[below(places->count)].place;
        const char *name = roll < 0.3 || !place->name_ar[0] ? place->name : place->name_ar;
        mrs_buffer_addf(out, "\"%s\",%s,,", name, place->country);
    } else {
        marsad_lonlat at =
            marsad_geodesic_point(map->centre, between(0, 360), between(0, map->radius_km * 1000));
        mrs_buffer_addf(out, "somewhere,,%.5f,%.5f", at.lon, at.lat);
    }
}

static char *random_table(const random_map *map)
{
    static const char *const headlines[] = {
        "Shelling", "Clashes near the western checkpoint",
        "A long headline about an attack that nobody had expected in these parts of the country",
        "Aid arrives", ""};
    static const char *const arabic[] = {"قصف", "اشتباكات قرب الحاجز الغربي", "وصول المساعدات", ""};
    marsad_place_around_list places = {0};
    mrs_buffer out = {0};
    assert_int_equal(marsad_gazetteer_around(gazetteer, map->centre, map->radius_km * 1000, "P",
                                             300, &places, NULL),
                     MARSAD_OK);
    mrs_buffer_add(&out, "date,type,killed,headline,headline_ar,location,country,lon,lat\n");
    for (size_t i = 0; i < map->incidents; i++) {
        mrs_buffer_addf(&out, "2020-%02zu-%02zu,%s,%zu,%s,%s,", 1 + below(3), 1 + below(28),
                        marsad_incident_type_name((marsad_incident_type)below(MARSAD_TYPE_COUNT)),
                        below(20), headlines[below(5)], arabic[below(4)]);
        add_where(&out, map, &places);
        mrs_buffer_add(&out, "\n");
    }
    marsad_place_around_list_clear(&places);
    char *table = mrs_buffer_take(&out);
    assert_non_null(table);
    return table;
}

static random_map make_random(uint32_t from)
{
    static const size_t counts[] = {1, 2, 5, 9, 14, 25, 45, 90, 200};
    static const double radii[] = {2, 15, 60, 250, 700};
    random_map map = {.seed = from, .options = marsad_map_defaults()};
    seed = from;
    map.incidents = counts[from % (sizeof counts / sizeof *counts)];
    map.style = below(STYLES);
    map.centre = centres[below(sizeof centres / sizeof *centres)];
    map.radius_km = radii[below(sizeof radii / sizeof *radii)];
    map.options.lang = (marsad_lang)below(3);
    map.options.width_px = (int)between(760, 1800);
    map.options.height_px = (int)between(640, 1400);
    map.options.has_bbox = below(4) == 0;
    if (map.options.has_bbox) {
        map.options.bbox = marsad_bbox_around(map.centre, map.radius_km * between(300, 1200));
    }
    map.table = random_table(&map);
    return map;
}

static marsad_events *read_events(const random_map *map)
{
    marsad_events *events = NULL;
    marsad_problems problems = {0};
    marsad_error error = {0};
    const char *path = scratch_text("events.csv", map->table);
    marsad_status status = marsad_events_read(path, NULL, &events, &problems, &error);
    unlink(path);
    if (status || marsad_events_place(events, resolver, NULL, &error)) {
        fail_msg("seed %u: %s", map->seed, error.message);
    }
    marsad_problems_clear(&problems);
    return events;
}

static marsad_status compose(const random_map *map, const marsad_events *events, marsad_map **out,
                             marsad_error *error)
{
    marsad_map_sources sources = {data_folder(), gazetteer, styles[map->style], events, NULL};
    return marsad_map_compose(&sources, &map->options, out, error);
}

/* --- Faults --- */

static uint32_t tried; /* the seed of the map that is being looked at */
static size_t faults;

static void fault(const char *format, ...)
{
    char text[600];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    print_error("seed %u: %s\n", tried, text);
    faults++;
}

/* --- The scene --- */

typedef struct label {
    quad ink;
    const char *text, *layer;
    mrs_rect frame;
} label;

typedef struct disc {
    mrs_point centre;
    double radius;
} disc;

enum { MOST = 4000, DEEP = 40 };

typedef struct seen {
    label labels[MOST];
    mrs_rect callouts[MOST];
    disc markers[MOST], dots[MOST]; /* of incidents, and of places */
    size_t label_count, callout_count, marker_count, dot_count;
} seen;

static seen found; /* of the map that is being looked at */
static size_t all_labels, all_callouts, all_markers;

static bool begins(const char *text, const char *with)
{
    return text && strncmp(text, with, strlen(with)) == 0;
}

static void see_marker(const mrs_scene *scene, size_t kind, mrs_point centre, bool incident)
{
    disc *to = incident ? found.markers : found.dots;
    size_t *count = incident ? &found.marker_count : &found.dot_count;
    const mrs_marker_kind *of = &scene->markers[kind];
    if (*count < MOST) {
        /* an icon leaves the corners of its square empty */
        to[(*count)++] = (disc){centre, of->radius > 0 ? of->radius : of->icon_size * 0.4};
    }
}

static void see_item(const mrs_scene *scene, const mrs_item *item, const char *css, mrs_rect frame)
{
    bool incident =
        frame.w > 0 && (begins(css, "incident ") || begins(css, "layer layer-incidents"));
    bool place = frame.w > 0 && begins(css, "layer layer-places");
    if (item->kind == MRS_ITEM_TEXT && begins(css, "layer ") && found.label_count < MOST) {
        const char *text = pango_layout_get_text(item->text.layout);
        found.labels[found.label_count++] = (label){quad_of_text(item), text, css, frame};
    } else if (item->kind == MRS_ITEM_RECT && begins(css, "callout") &&
               found.callout_count < MOST) {
        found.callouts[found.callout_count++] = item->rect.box;
    } else if (item->kind == MRS_ITEM_MARKER && (incident || place)) {
        see_marker(scene, item->marker.marker_kind, item->marker.centre, incident);
    } else if (item->kind == MRS_ITEM_MARKERS && (incident || place)) {
        for (size_t i = 0; i < item->markers.count; i++) {
            see_marker(scene, item->markers.marker_kind, item->markers.points[i], incident);
        }
    }
}

/* Sorts what the scene draws into labels, callouts and incidents' markers. */
static void look_at(const mrs_scene *scene)
{
    const char *css[DEEP] = {""};
    mrs_rect frames[DEEP] = {{0}};
    int depth = 0;
    found.label_count = found.callout_count = found.marker_count = found.dot_count = 0;
    for (size_t i = 0; i < scene->count; i++) {
        const mrs_item *item = &scene->items[i];
        if (item->kind == MRS_ITEM_GROUP_BEGIN && depth + 1 < DEEP) {
            bool ground = begins(item->group.css, "ground");
            depth++;
            css[depth] = item->group.css && !begins(item->group.css, "link") ? item->group.css
                                                                             : css[depth - 1];
            frames[depth] = ground ? item->group.clip : frames[depth - 1];
        } else if (item->kind == MRS_ITEM_GROUP_END) {
            depth--;
        } else {
            see_item(scene, item, css[depth], frames[depth]);
        }
    }
    assert_int_equal(depth, 0);
    all_labels += found.label_count;
    all_callouts += found.callout_count;
    all_markers += found.marker_count;
}

static const double TOUCH = 1; /* px that two things may share: half a pixel of smoothing each */

static void check_labels(void)
{
    for (size_t i = 0; i < found.label_count; i++) {
        const label *a = &found.labels[i];
        if (!quad_within(&a->ink, a->frame, TOUCH)) {
            fault("label '%s' leaves the frame", a->text);
        }
        for (size_t j = 0; j < i; j++) {
            double depth = quad_depth(&a->ink, &found.labels[j].ink);
            if (depth > TOUCH) {
                fault("labels '%s' and '%s' overlap by %.1f px", a->text, found.labels[j].text,
                      depth);
            }
        }
        for (size_t j = 0; j < found.marker_count; j++) {
            const disc *marker = &found.markers[j];
            double depth = quad_disc_depth(&a->ink, marker->centre, marker->radius);
            if (depth > TOUCH) {
                fault("label '%s' and an incident's marker overlap by %.1f px at %.0f %.0f r %.0f",
                      a->text, depth, marker->centre.x, marker->centre.y, marker->radius);
            }
        }
        for (size_t j = 0; j < found.dot_count; j++) {
            double depth = quad_disc_depth(&a->ink, found.dots[j].centre, found.dots[j].radius);
            if (begins(a->layer, "layer layer-places") && depth > TOUCH) {
                fault("label '%s' and a place's dot overlap by %.1f px", a->text, depth);
            }
        }
        for (size_t j = 0; j < found.callout_count; j++) {
            const quad box = quad_of_rect(found.callouts[j]);
            if (quad_depth(&a->ink, &box) > TOUCH) {
                fault("label '%s' and a callout overlap", a->text);
            }
        }
    }
}

static void check_callouts(void)
{
    for (size_t i = 0; i < found.callout_count; i++) {
        const quad box = quad_of_rect(found.callouts[i]);
        for (size_t j = 0; j < i; j++) {
            const quad other = quad_of_rect(found.callouts[j]);
            if (quad_depth(&box, &other) > TOUCH) {
                fault("callouts %zu and %zu overlap", j, i);
            }
        }
        for (size_t j = 0; j < found.marker_count; j++) {
            if (quad_disc_depth(&box, found.markers[j].centre, found.markers[j].radius) > TOUCH) {
                fault("callout %zu covers an incident's marker", i);
            }
        }
    }
}

static void check_texts(const mrs_scene *scene)
{
    const mrs_rect sheet = {0, 0, scene->width, scene->height};
    for (size_t i = 0; i < scene->count; i++) {
        if (scene->items[i].kind == MRS_ITEM_TEXT) {
            const quad ink = quad_of_text(&scene->items[i]);
            if (!quad_within(&ink, sheet, TOUCH)) {
                fault("the text '%s' leaves the sheet",
                      pango_layout_get_text(scene->items[i].text.layout));
            }
        }
    }
}

/* --- The document --- */

typedef struct names {
    char **items;
    size_t count, capacity;
} names;

static void add_name(names *to, const char *name)
{
    assert_true(mrs_grow((void **)&to->items, &to->capacity, to->count, sizeof *to->items));
    to->items[to->count++] = mrs_strdup(name);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool has_name(const names *in, const char *name)
{
    return bsearch(&name, in->items, in->count, sizeof *in->items, compare_names);
}

static void clear_names(names *all)
{
    for (size_t i = 0; i < all->count; i++) {
        mrs_free(all->items[i]);
    }
    mrs_free(all->items);
}

/* What an attribute refers to within the document: "#id", "url(#id)". */
static void add_reference(names *to, const char *attribute, char *value)
{
    char *end;
    if (strcmp(attribute, "href") == 0 && value[0] == '#') {
        add_name(to, value + 1);
    } else if (begins(value, "url(#") && (end = strchr(value, ')'))) {
        *end = '\0';
        add_name(to, value + 5);
    } else if (begins(attribute, "aria-")) {
        char *save = NULL;
        for (char *word = strtok_r(value, " ", &save); word; word = strtok_r(NULL, " ", &save)) {
            add_name(to, word);
        }
    }
}

static void read_names(const xmlNode *node, names *ids, names *references)
{
    for (; node; node = node->next) {
        for (const xmlAttr *a = node->type == XML_ELEMENT_NODE ? node->properties : NULL; a;
             a = a->next) {
            char *value = (char *)xmlNodeGetContent((const xmlNode *)a);
            if (strcmp((const char *)a->name, "id") == 0) {
                add_name(ids, value);
            } else {
                add_reference(references, (const char *)a->name, value);
            }
            xmlFree(value);
        }
        read_names(node->children, ids, references);
    }
}

static void check_names(const names *ids, const names *references)
{
    for (size_t i = 1; i < ids->count; i++) {
        if (strcmp(ids->items[i - 1], ids->items[i]) == 0) {
            fault("the id '%s' is there twice", ids->items[i]);
        }
    }
    for (size_t i = 0; i < references->count; i++) {
        if (!has_name(ids, references->items[i])) {
            fault("nothing has the id '%s' that something refers to", references->items[i]);
        }
    }
}

static const char *member(struct json_object *of, const char *name)
{
    struct json_object *value;
    return json_object_object_get_ex(of, name, &value) ? json_object_get_string(value) : NULL;
}

/* Each incident is in the data once, with a number of its own; those that are drawn have an
 * element. */
static size_t check_data(const xmlNode *root, const names *ids, size_t count)
{
    xmlChar *text = NULL;
    size_t drawn = 0;
    bool *numbered = calloc(count + 1, sizeof *numbered);
    assert_non_null(numbered);
    for (const xmlNode *node = root->children; node; node = node->next) {
        if (strcmp((const char *)node->name, "metadata") == 0) {
            text = xmlNodeGetContent(node);
        }
    }
    struct json_object *data = text ? json_tokener_parse((const char *)text) : NULL;
    struct json_object *incidents;
    if (!json_object_object_get_ex(data, "incidents", &incidents) ||
        json_object_array_length(incidents) != count) {
        fault("the data do not have %zu incidents", count);
        count = 0;
    }
    for (size_t i = 0; i < count; i++) {
        struct json_object *incident = json_object_array_get_idx(incidents, i);
        const char *number = member(incident, "number");
        const char *element = member(incident, "element");
        const char *callout = member(incident, "callout");
        drawn += element != NULL;
        size_t said = number ? strtoul(number, NULL, 10) : 0;
        if (said < 1 || said > count || numbered[said]) {
            fault("incident %zu has no number of its own in the data", i + 1);
        } else {
            numbered[said] = true;
        }
        if ((element && !has_name(ids, element)) || (callout && !has_name(ids, callout))) {
            fault("the data name '%s' for incident %zu, which is not there", element, i + 1);
        }
    }
    free(numbered);
    json_object_put(data);
    xmlFree(text);
    return drawn;
}

static void check_svg(const char *path, size_t count, const marsad_map_summary *summary)
{
    names ids = {0};
    names references = {0};
    xmlDocPtr document = xmlReadFile(path, NULL, XML_PARSE_NONET | XML_PARSE_HUGE);
    if (!document) {
        fault("the SVG is not well-formed");
        return;
    }
    const xmlNode *root = xmlDocGetRootElement(document);
    read_names(root, &ids, &references);
    qsort(ids.items, ids.count, sizeof *ids.items, compare_names);
    check_names(&ids, &references);
    size_t drawn = check_data(root, &ids, count);
    if (drawn != summary->drawn) {
        fault("%zu incidents have an element, and %zu are said to be drawn", drawn, summary->drawn);
    }
    clear_names(&ids);
    clear_names(&references);
    xmlFreeDoc(document);
}

/* --- Drawn or listed --- */

/* How many incidents a list of the panel tells of: entries begin with a number or are a disc's
 * number, and the last may say how many more there are. */
static size_t listed_in(const mrs_scene *scene, const char *id)
{
    size_t count = 0;
    int depth = 0;
    for (size_t i = 0; i < scene->count; i++) {
        const mrs_item *item = &scene->items[i];
        if (item->kind == MRS_ITEM_GROUP_BEGIN) {
            bool here = item->group.id && strcmp(item->group.id, id) == 0;
            depth += depth || here;
        } else if (item->kind == MRS_ITEM_GROUP_END) {
            depth -= depth > 0;
        } else if (item->kind == MRS_ITEM_TEXT && depth) {
            const char *text = pango_layout_get_text(item->text.layout);
            size_t digits = strspn(text, "0123456789");
            const char *rest = begins(text, "… ") ? strrchr(text, ' ') : NULL;
            bool entry = digits && (text[digits] == '\0' || begins(text + digits, "\u2002"));
            rest = rest ? rest + strcspn(rest, "0123456789") : NULL;
            count += rest ? strtoul(rest, NULL, 10) : entry;
        }
    }
    return count;
}

static void check_lists(const mrs_scene *scene, const marsad_map_summary *summary)
{
    const struct {
        const char *id;
        size_t count;
    } lists[] = {{"not-placed", summary->unplaced},
                 {"ambiguous", summary->ambiguous},
                 {"outside", summary->outside}};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        size_t listed = listed_in(scene, lists[i].id);
        if (listed != lists[i].count) {
            fault("the list '%s' tells of %zu incidents, not of %zu", lists[i].id, listed,
                  lists[i].count);
        }
    }
    if (summary->drawn + summary->outside + summary->unplaced + summary->ambiguous !=
        summary->incidents) {
        fault("drawn %zu, outside %zu, unplaced %zu, ambiguous %zu are not %zu", summary->drawn,
              summary->outside, summary->unplaced, summary->ambiguous, summary->incidents);
    }
}

/* --- The same bytes --- */

static char *bytes_of(const char *path, size_t *length)
{
    char *bytes = NULL;
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    fseek(file, 0, SEEK_END);
    *length = (size_t)ftell(file);
    rewind(file);
    bytes = malloc(*length + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, *length, file), *length);
    fclose(file);
    return bytes;
}

static void check_again(const random_map *map, const char *path)
{
    const char *again = scratch_path("again.svg");
    marsad_events *events = read_events(map);
    marsad_map *other = NULL;
    size_t lengths[2];
    assert_int_equal(compose(map, events, &other, NULL), MARSAD_OK);
    assert_int_equal(marsad_map_write(other, again, NULL), MARSAD_OK);
    char *first = bytes_of(path, &lengths[0]);
    char *second = bytes_of(again, &lengths[1]);
    if (lengths[0] != lengths[1] || memcmp(first, second, lengths[0]) != 0) {
        fault("the same map gives other bytes");
    }
    free(first);
    free(second);
    unlink(again);
    marsad_map_free(other);
    marsad_events_free(events);
}

/* --- All of it --- */

static void keep(const random_map *map, const char *svg)
{
    const char *build = getenv("MARSAD_BUILD");
    char command[1000];
    char path[400];
    snprintf(path, sizeof path, "%s/property-%u.csv", build ? build : "build", map->seed);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs(map->table, file);
    fclose(file);
    snprintf(command, sizeof command, "cp '%s' '%s/property-%u.svg'", svg, build ? build : "build",
             map->seed);
    assert_int_equal(system(command), 0);
    print_message("style %s, language %d, %d x %d: see %s\n", style_names[map->style],
                  (int)map->options.lang, map->options.width_px, map->options.height_px, path);
}

/* False if there is no such map: its sheet is too small, or none of its incidents has a place. */
static bool check_map(uint32_t from)
{
    random_map map = make_random(from);
    marsad_events *events = read_events(&map);
    marsad_map *drawn = NULL;
    marsad_error error = {0};
    marsad_status status = compose(&map, events, &drawn, &error);
    tried = from;
    if (!status) {
        const char *path = scratch_path("map.svg");
        const mrs_scene *scene = mrs_map_scene(drawn);
        assert_int_equal(marsad_map_write(drawn, path, NULL), MARSAD_OK);
        look_at(scene);
        check_labels();
        check_callouts();
        check_texts(scene);
        check_lists(scene, marsad_map_describe(drawn));
        check_svg(path, map.incidents, marsad_map_describe(drawn));
        if (from % 3 == 0) {
            check_again(&map, path);
        }
        if (getenv("MARSAD_SEED")) {
            keep(&map, path);
        }
        unlink(path);
    } else if (status != MARSAD_ERR_USAGE && status != MARSAD_ERR_INPUT) {
        fault("%s", error.message);
    }
    marsad_map_free(drawn);
    marsad_events_free(events);
    mrs_free(map.table);
    return !status;
}

static void random_maps(void **state)
{
    (void)state;
    const char *only = getenv("MARSAD_SEED");
    size_t drawn = 0;
    if (only) {
        check_map((uint32_t)strtoul(only, NULL, 10));
    }
    for (uint32_t i = 1; i <= MAPS && !only; i++) {
        drawn += check_map(i);
    }
    assert_int_equal(faults, 0);
    if (!only) { /* enough was looked at */
        assert_true(drawn >= MAPS * 4 / 5);
        assert_true(all_labels > 1000);
        assert_true(all_callouts > 40);
        assert_true(all_markers > 1000);
    }
}

/* --- The measures themselves --- */

static void quads_overlap(void **state)
{
    (void)state;
    const quad a = quad_of_rect((mrs_rect){0, 0, 10, 10});
    const quad b = quad_of_rect((mrs_rect){8, 3, 10, 4});
    const quad c = quad_of_rect((mrs_rect){10, 0, 5, 5});
    const quad diamond = {{{15, 5}, {20, 10}, {15, 15}, {10, 10}}};
    assert_float_equal(quad_depth(&a, &b), 2, 1e-9);
    assert_float_equal(quad_depth(&b, &a), 2, 1e-9);
    assert_true(quad_depth(&a, &c) <= 0);
    assert_true(quad_depth(&a, &diamond) <= 0);
    assert_true(quad_depth(&c, &diamond) <= 0);
    assert_float_equal(quad_disc_depth(&a, (mrs_point){12, 5}, 3), 1, 1e-9);
    assert_float_equal(quad_disc_depth(&a, (mrs_point){5, 5}, 1), 6, 1e-9);
    assert_true(quad_disc_depth(&a, (mrs_point){13, 14}, 4.9) < 0);
    assert_true(quad_disc_depth(&a, (mrs_point){13, 14}, 5.1) > 0);
    assert_true(quad_within(&a, (mrs_rect){0.5, 0, 10, 10}, 0.6));
    assert_false(quad_within(&a, (mrs_rect){0.5, 0, 10, 10}, 0.4));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(quads_overlap),
                                       cmocka_unit_test(random_maps)};
    return cmocka_run_group_tests_name("map_properties", tests, set_up, tear_down);
}
