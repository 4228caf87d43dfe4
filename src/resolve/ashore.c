#include "resolve/ashore.h"

#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "resolve/relation_words.h"
#include "resolve/relative_words.h"

static const double SHORE_M = 2000; /* how far a harbour's town may lie off the basemap's coast */

/* Folded. What a name may hold ("Red Sea", "Lake Chad") tells nothing within one. */
static const struct {
    const char *words;
    bool in_names;
} WATER[] = {
    {"offshore", false},  {"at sea", false},       {"in the sea", false},
    {"waters", false},    {"maritime", false},     {"nautical", false},
    {"nm", false},        {"nmi", false},          {"mediterranean", false},
    {"au large", false},  {"en mer", false},       {"eaux", false},
    {"maritimes", false}, {"marin", false},        {"marins", false},
    {"nautiques", false}, {"mediterranee", false}, {"قباله", false},
    {"عرض البحر", false}, {"في البحر", false},     {"بحرا", false},
    {"بحري", false},      {"بحريه", false},        {"المياه", false},
    {"مياه", false},      {"امام سواحل", false},   {"المتوسط", false},
    {"off", true},        {"sea", true},           {"seas", true},
    {"lake", true},       {"mer", true},           {"lac", true},
    {"البحر", true},      {"بالبحر", true},        {"بحر", true},
    {"بحيره", true},      {"البحيره", true},
};

static bool in_anchor(const char *location, const mrs_relation *relation, size_t offset)
{
    for (size_t i = 0; i < relation->anchor_count; i++) {
        const mrs_span *span = &relation->anchors[i];
        size_t start = (size_t)(span->at - location);
        if (offset >= start && offset < start + span->length) {
            return true;
        }
    }
    return false;
}

/* "Off X" is said of the sea, but "off the road to X" is not. */
static bool speaks_of_water(const mrs_phrase *phrase, size_t at, bool in_name)
{
    for (size_t i = 0; i < sizeof WATER / sizeof *WATER; i++) {
        if (mrs_passage_match(&phrase->tokens, at, WATER[i].words) &&
            !(in_name && WATER[i].in_names)) {
            return !(phrase->does & MRS_WORD_ROAD) || strcmp(WATER[i].words, "off") != 0;
        }
    }
    return false;
}

bool mrs_relation_at_sea(const char *location, const mrs_relation *relation)
{
    mrs_phrase phrase;
    bool found = false;
    if (!mrs_phrase_read(location, &phrase)) {
        return false;
    }
    for (size_t i = 0; !found && i < phrase.tokens.count; i++) {
        bool in_name = in_anchor(location, relation, phrase.tokens.items[i].start);
        found = speaks_of_water(&phrase, i, in_name);
    }
    return found;
}

static marsad_status is_ashore(marsad_land *land, const marsad_place *anchor, bool *out,
                               marsad_error *error)
{
    marsad_land_part shore;
    marsad_status status = marsad_land_contains(land, anchor->at, out, error);
    if (!status && !*out) {
        status = marsad_land_clip(land, anchor->at, SHORE_M, &shore, error);
        *out = !status && shore.share > 0;
    }
    return status;
}

/* Less land than that in a circle is a chance of drawing: the words are then about the sea, or not
 * true. A side of a town is where the town is, and a figure leaves less open than a direction. */
static double least_share(const mrs_relation *relation)
{
    if (relation->kind == MRS_RELATION_PART || relation->kind == MRS_RELATION_AROUND) {
        return 1e-6;
    }
    return relation->has_distance ? 0.05 : 0.01;
}

/* Between two countries that no road connects there may well be the sea. */
static bool is_crossing(const mrs_relation *relation, const marsad_place *const *anchors,
                        const mrs_relative *placed)
{
    return relation->anchor_count == 2 && !placed->by_road &&
           strcmp(anchors[0]->country, anchors[1]->country) != 0;
}

static marsad_status are_ashore(marsad_land *land, const mrs_relation *relation,
                                const marsad_place *const *anchors, bool *out, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    *out = true;
    for (size_t i = 0; !status && *out && i < relation->anchor_count; i++) {
        status = is_ashore(land, anchors[i], out, error);
    }
    return status;
}

static marsad_status move(const marsad_land_part *part, mrs_relative *placed, marsad_error *error)
{
    char *how = mrs_relative_words_ashore(placed->how, part->radius_m);
    if (!how) {
        return mrs_fail_memory(error);
    }
    mrs_free(placed->how);
    *placed = (mrs_relative){part->at, part->radius_m, placed->by_road, how};
    return MARSAD_OK;
}

marsad_status mrs_relative_put_ashore(marsad_land *land, const char *location,
                                      const mrs_relation *relation,
                                      const marsad_place *const *anchors, mrs_relative *placed,
                                      marsad_error *error)
{
    bool stays = true;
    if (!land || placed->uncertainty_m > MARSAD_LAND_RADIUS_MOST) {
        return MARSAD_OK;
    }
    marsad_status status = marsad_land_contains(land, placed->at, &stays, error);
    if (status || stays || is_crossing(relation, anchors, placed) ||
        mrs_relation_at_sea(location, relation)) {
        return status;
    }
    bool ashore;
    marsad_land_part part;
    status = are_ashore(land, relation, anchors, &ashore, error);
    if (!status && ashore) {
        status = marsad_land_clip(land, placed->at, placed->uncertainty_m, &part, error);
        if (!status && part.share >= least_share(relation)) {
            status = move(&part, placed, error);
        }
    }
    return status;
}
