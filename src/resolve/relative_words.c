#include "resolve/relative_words.h"

#include <math.h>
#include <string.h>

#include "base/buffer.h"

/* Digits are put together from whole numbers, for printf's decimal point is the locale's. */
static void add_length(mrs_buffer *text, double metres)
{
    if (metres < 950) {
        mrs_buffer_addf(text, "%ld m", lround(metres / 10) * 10);
        return;
    }
    long tenths = lround(metres / 100);
    if (tenths >= 100 || tenths % 10 == 0) {
        mrs_buffer_addf(text, "%ld km", lround(metres / 1000));
    } else {
        mrs_buffer_addf(text, "%ld.%ld km", tenths / 10, tenths % 10);
    }
}

static const char MARGIN[] = ", give or take ";

static void add_margin(mrs_buffer *text, double radius_m)
{
    mrs_buffer_add(text, MARGIN);
    add_length(text, radius_m);
}

/* The wind's word where the azimuth is one's middle, of sixteen; else NULL. */
static const char *wind_word(double azimuth_deg)
{
    static const char *const between[8] = {
        "north-north-east", "east-north-east", "east-south-east", "south-south-east",
        "south-south-west", "west-south-west", "west-north-west", "north-north-west"};
    double winds = azimuth_deg / 22.5;
    long wind = lround(winds);
    if (fabs(winds - (double)wind) > 0.05) {
        return NULL;
    }
    wind = ((wind % 16) + 16) % 16;
    return wind % 2 ? between[wind / 2] : marsad_compass_word(azimuth_deg, MARSAD_LANG_EN);
}

/* "south of Misrata". */
static void add_direction(mrs_buffer *text, const mrs_relation *relation, const mrs_anchor *anchor)
{
    const char *word = wind_word(relation->azimuth_deg);
    if (word) {
        mrs_buffer_addf(text, "%s of %s", word, mrs_anchor_name(anchor));
    } else {
        mrs_buffer_addf(text, "on a bearing of %ld degrees from %s", lround(relation->azimuth_deg),
                        mrs_anchor_name(anchor));
    }
}

static void add_part(mrs_buffer *text, const mrs_relation *relation, const mrs_anchor *anchor)
{
    const char *word = wind_word(relation->azimuth_deg);
    mrs_buffer_addf(text, "the %s of %s",
                    word ? word : marsad_compass_word(relation->azimuth_deg, MARSAD_LANG_EN),
                    mrs_anchor_name(anchor));
    if (anchor->kind != MRS_ANCHOR_AREA && anchor->kind != MRS_ANCHOR_SITE) {
        mrs_buffer_add(text, " with its outskirts");
    }
}

/* "the Coastal highway", "the A road and the B road", "the road" where more or unnamed. */
static void add_roads(mrs_buffer *text, const mrs_way *way)
{
    const marsad_road_path *path = &way->path;
    bool named = path->road_count == 1 || path->road_count == 2;
    for (size_t i = 0; i < path->road_count; i++) {
        named = named && path->roads[i].name[0];
    }
    if (!named) {
        mrs_buffer_add(text, "the road");
        return;
    }
    for (size_t i = 0; i < path->road_count; i++) {
        mrs_buffer_addf(text, "%sthe %s", i ? " and " : "", path->roads[i].name);
    }
}

static void add_between(mrs_buffer *text, const mrs_way *way)
{
    mrs_buffer_addf(text, "between %s and %s", mrs_anchor_name(&way->from),
                    mrs_anchor_name(&way->to));
}

static void add_stretch(mrs_buffer *text, const mrs_relation *relation, const mrs_way *way)
{
    if (relation->kind == MRS_RELATION_MIDWAY) {
        mrs_buffer_add(text, "halfway ");
    }
    if (way->by_road) {
        mrs_buffer_add(text, relation->kind == MRS_RELATION_ROAD ? "on " : "along ");
        add_roads(text, way);
        mrs_buffer_add(text, " ");
    } else if (relation->kind == MRS_RELATION_ROAD) {
        mrs_buffer_add(text, "on the road ");
    }
    add_between(text, way);
    if (!way->by_road && relation->kind == MRS_RELATION_ROAD) {
        mrs_buffer_add(text, ", taken as a straight line");
    }
}

static void add_along(mrs_buffer *text, const mrs_relation *relation, const mrs_way *way)
{
    add_length(text, relation->distance_m);
    mrs_buffer_addf(text, " from %s ", mrs_anchor_name(&way->from));
    if (way->by_road) {
        mrs_buffer_add(text, "along ");
        add_roads(text, way);
        mrs_buffer_addf(text, " towards %s", mrs_anchor_name(&way->to));
    } else {
        mrs_buffer_addf(text, "towards %s in a straight line", mrs_anchor_name(&way->to));
    }
}

/* Words that give a reach rather than a margin. */
static void add_reach(mrs_buffer *text, const mrs_relation *relation, const mrs_anchor *anchor,
                      double reach_m)
{
    const char *name = mrs_anchor_name(anchor);
    switch (relation->kind) {
    case MRS_RELATION_DISTANCE:
        add_length(text, relation->distance_m);
        mrs_buffer_addf(text, " from %s, in a direction that is not said: within ", name);
        add_length(text, reach_m);
        break;
    case MRS_RELATION_DIRECTION:
        add_direction(text, relation, anchor);
        mrs_buffer_add(text, ", out to some ");
        add_length(text, reach_m);
        break;
    default:
        mrs_buffer_addf(text, "%s %s, within ",
                        relation->kind == MRS_RELATION_AROUND ? "around"
                        : relation->kind == MRS_RELATION_ROAD ? "on the road to"
                                                              : "near",
                        name);
        add_length(text, reach_m);
        break;
    }
}

char *mrs_relative_words(const mrs_relation *relation, const mrs_anchor *anchor, const mrs_way *way,
                         double reach_m, double radius_m)
{
    mrs_buffer text = {0};
    if (way && relation->kind == MRS_RELATION_ALONG) {
        add_along(&text, relation, way);
        add_margin(&text, radius_m);
    } else if (way) {
        add_stretch(&text, relation, way);
        add_margin(&text, radius_m);
    } else if (relation->kind == MRS_RELATION_OFFSET) {
        add_length(&text, relation->distance_m);
        mrs_buffer_add(&text, " ");
        add_direction(&text, relation, anchor);
        add_margin(&text, radius_m);
    } else if (relation->kind == MRS_RELATION_PART) {
        add_part(&text, relation, anchor);
        add_margin(&text, radius_m);
    } else {
        add_reach(&text, relation, anchor, reach_m);
    }
    char *clause = mrs_buffer_take(&text);
    mrs_buffer_clear(&text);
    return clause;
}

/* A name might hold the margin's words too: the last ones are the margin's. */
static const char *find_margin(const char *clause)
{
    const char *found = NULL;
    for (const char *at = clause; (at = strstr(at, MARGIN)); at++) {
        found = at;
    }
    return found;
}

char *mrs_relative_words_ashore(const char *clause, double radius_m)
{
    mrs_buffer text = {0};
    const char *margin = find_margin(clause);
    mrs_buffer_add_bytes(&text, clause, margin ? (size_t)(margin - clause) : strlen(clause));
    if (margin) {
        add_margin(&text, radius_m);
    }
    mrs_buffer_add(&text, ", on land");
    char *ashore = mrs_buffer_take(&text);
    mrs_buffer_clear(&text);
    return ashore;
}
