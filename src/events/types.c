#include "events/table.h"

#include <string.h>

typedef struct incident_type {
    const char *name;
    const char *labels[3]; /* by marsad_lang */
} incident_type;

static const incident_type TYPES[MARSAD_TYPE_COUNT] = {
    [MARSAD_TYPE_ADVANCE] = {"advance", {"Advance", "تقدّم", "Avancée"}},
    [MARSAD_TYPE_GROUND_ATTACK] = {"ground_attack",
                                   {"Ground attack", "هجوم بري", "Attaque terrestre"}},
    [MARSAD_TYPE_RECAPTURE] = {"recapture", {"Recapture", "استعادة السيطرة", "Reprise"}},
    [MARSAD_TYPE_WITHDRAWAL] = {"withdrawal", {"Withdrawal", "انسحاب", "Retrait"}},
    [MARSAD_TYPE_PURSUIT] = {"pursuit", {"Pursuit", "مطاردة", "Poursuite"}},
    [MARSAD_TYPE_CLASH] = {"clash", {"Clash", "اشتباك", "Affrontement"}},
    [MARSAD_TYPE_SHELLING] = {"shelling", {"Shelling", "قصف", "Bombardement"}},
    [MARSAD_TYPE_AIRSTRIKE] = {"airstrike", {"Airstrike", "غارة جوية", "Frappe aérienne"}},
    [MARSAD_TYPE_DRONE] = {"drone", {"Drone", "طائرة مسيّرة", "Drone"}},
    [MARSAD_TYPE_EXPLOSION] = {"explosion", {"Explosion", "انفجار", "Explosion"}},
    [MARSAD_TYPE_ARREST] = {"arrest",
                            {"Arrest or capture", "اعتقال أو أسر", "Arrestation ou capture"}},
    [MARSAD_TYPE_ABDUCTION] = {"abduction", {"Abduction", "اختطاف", "Enlèvement"}},
    [MARSAD_TYPE_PROTEST] = {"protest", {"Protest", "احتجاج", "Manifestation"}},
    [MARSAD_TYPE_RIOT] = {"riot", {"Riot", "أعمال شغب", "Émeute"}},
    [MARSAD_TYPE_CEASEFIRE] = {"ceasefire", {"Ceasefire", "وقف إطلاق النار", "Cessez-le-feu"}},
    [MARSAD_TYPE_AGREEMENT] = {"agreement", {"Agreement", "اتفاق", "Accord"}},
    [MARSAD_TYPE_DISPLACEMENT] = {"displacement", {"Displacement", "نزوح", "Déplacement"}},
    [MARSAD_TYPE_AID] = {"aid", {"Aid", "مساعدات", "Aide"}},
    [MARSAD_TYPE_OTHER] = {"other", {"Other", "أخرى", "Autre"}},
};

static const incident_type *type_of(marsad_incident_type type)
{
    return &TYPES[(unsigned)type < MARSAD_TYPE_COUNT ? type : MARSAD_TYPE_OTHER];
}

const char *marsad_incident_type_name(marsad_incident_type type)
{
    return type_of(type)->name;
}

const char *marsad_incident_type_label(marsad_incident_type type, marsad_lang lang)
{
    return type_of(type)->labels[(unsigned)lang < 3 ? lang : MARSAD_LANG_EN];
}

/* True if the two are the same but for ASCII case, and spaces or hyphens for underscores. */
static bool same_type_name(const char *text, const char *name)
{
    for (; *text && *name; text++, name++) {
        char c = *text == ' ' || *text == '-' ? '_' : *text;
        if (c >= 'A' && c <= 'Z') {
            c = (char)(c - 'A' + 'a');
        }
        if (c != *name) {
            return false;
        }
    }
    return *text == *name;
}

bool mrs_incident_type_parse(const char *text, marsad_incident_type *out)
{
    for (int i = 0; i < MARSAD_TYPE_COUNT; i++) {
        if (same_type_name(text, TYPES[i].name)) {
            *out = (marsad_incident_type)i;
            return true;
        }
    }
    return false;
}
