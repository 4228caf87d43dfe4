#include "events/vocabulary.h"

#include <string.h>

#include "events/country.h"
#include "events/table.h"

typedef struct type_words {
    const char *type, *words;
} type_words;

/* Made from geodata/events/types.tsv. */
static const type_words TYPES[] = {
#include "types.inc"
};

static void forget(mrs_recent *recent)
{
    mrs_arena_clear(&recent->arena);
    mrs_seen_clear(&recent->values);
    *recent = (mrs_recent){0};
}

void mrs_vocabulary_clear(mrs_vocabulary *vocabulary)
{
    mrs_terms_clear(&vocabulary->types);
    mrs_terms_clear(&vocabulary->countries);
    forget(&vocabulary->recent_types);
    forget(&vocabulary->recent_countries);
    *vocabulary = (mrs_vocabulary){0};
}

/* Long cells are rarely met again, and would take room. */
enum { MOST_RECENT = 4096, LONGEST_RECENT = 120 };

static void remember(mrs_vocabulary *v, mrs_recent *recent, const char *text, int value)
{
    size_t length = strnlen(text, LONGEST_RECENT + 1);
    if (length > LONGEST_RECENT) {
        return;
    }
    if (recent->values.count >= MOST_RECENT) {
        forget(recent);
    }
    const char *kept = mrs_arena_text(&recent->arena, text, length);
    size_t *at = kept ? mrs_seen_at(&recent->values, kept) : NULL;
    if (at) {
        *at = 1 + (size_t)value;
    }
    v->out_of_memory |= !at;
}

/* ---- types --------------------------------------------------------------------------------- */

static bool fill_types(mrs_terms *types)
{
    bool added = true;
    for (int i = 0; added && i < MARSAD_TYPE_COUNT; i++) {
        marsad_incident_type type = (marsad_incident_type)i;
        added = mrs_terms_add(types, marsad_incident_type_name(type), i);
        for (int lang = 0; added && lang < 3; lang++) {
            added = mrs_terms_add(types, marsad_incident_type_label(type, (marsad_lang)lang), i);
        }
    }
    for (size_t i = 0; added && i < sizeof TYPES / sizeof *TYPES; i++) {
        marsad_incident_type type;
        added = mrs_incident_type_parse(TYPES[i].type, &type) &&
                mrs_terms_add_all(types, TYPES[i].words, (int)type);
    }
    return added;
}

static const int NO_TYPE = 0, IN_PART = MARSAD_TYPE_COUNT;

/* 0 for none, 1 + the type, and that many more where it is only a part of the text. */
static int find_type(mrs_vocabulary *v, const char *text)
{
    mrs_term term;
    if ((v->types.count == 0 && !fill_types(&v->types)) ||
        !mrs_terms_find(&v->types, text, &term)) {
        v->out_of_memory = true;
        return NO_TYPE;
    }
    if (term.rank == 0 || term.differ) {
        return NO_TYPE;
    }
    return 1 + term.value + (term.unknown ? IN_PART : 0);
}

mrs_type_match mrs_vocabulary_type(mrs_vocabulary *vocabulary, const char *text,
                                   marsad_incident_type *out)
{
    size_t known = mrs_seen_find(&vocabulary->recent_types.values, text);
    int found = known ? (int)known - 1 : find_type(vocabulary, text);
    if (!known) {
        remember(vocabulary, &vocabulary->recent_types, text, found);
    }
    if (found == NO_TYPE) {
        return MRS_TYPE_UNKNOWN;
    }
    *out = (marsad_incident_type)((found - 1) % IN_PART);
    return found > IN_PART ? MRS_TYPE_IN_PART : MRS_TYPE_WHOLE;
}

/* ---- countries ----------------------------------------------------------------------------- */

static int find_country(mrs_vocabulary *v, const char *text)
{
    mrs_term term;
    int value = mrs_country_value(text);
    if (value >= 0) {
        return 1 + value;
    }
    if ((v->countries.count == 0 && !mrs_countries_fill(&v->countries)) ||
        !mrs_terms_find(&v->countries, text, &term)) {
        v->out_of_memory = true;
        return 0;
    }
    return term.rank && !term.differ && !term.unknown ? 1 + term.value : 0;
}

const char *mrs_vocabulary_country(mrs_vocabulary *vocabulary, const char *text)
{
    size_t known = mrs_seen_find(&vocabulary->recent_countries.values, text);
    int found = known ? (int)known - 1 : find_country(vocabulary, text);
    if (!known) {
        remember(vocabulary, &vocabulary->recent_countries, text, found);
    }
    return found ? mrs_country_of(found - 1) : NULL;
}
