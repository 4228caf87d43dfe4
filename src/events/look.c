#include "events/look.h"

#include <strings.h>

#define FIGHTING "#d55e00"
#define FIRE     "#1b1b1b"
#define UNREST   "#b0558b"
#define TALKS    "#00805d"
#define PEOPLE   "#0072b2"
#define OTHER    "#5c656e"

static const char *const colors[MARSAD_TYPE_COUNT] = {
    [MARSAD_TYPE_ADVANCE] = FIGHTING,    [MARSAD_TYPE_GROUND_ATTACK] = FIGHTING,
    [MARSAD_TYPE_RECAPTURE] = FIGHTING,  [MARSAD_TYPE_WITHDRAWAL] = FIGHTING,
    [MARSAD_TYPE_PURSUIT] = FIGHTING,    [MARSAD_TYPE_CLASH] = FIGHTING,
    [MARSAD_TYPE_SHELLING] = FIRE,       [MARSAD_TYPE_AIRSTRIKE] = FIRE,
    [MARSAD_TYPE_DRONE] = FIRE,          [MARSAD_TYPE_EXPLOSION] = FIRE,
    [MARSAD_TYPE_ARREST] = UNREST,       [MARSAD_TYPE_ABDUCTION] = UNREST,
    [MARSAD_TYPE_PROTEST] = UNREST,      [MARSAD_TYPE_RIOT] = UNREST,
    [MARSAD_TYPE_CEASEFIRE] = TALKS,     [MARSAD_TYPE_AGREEMENT] = TALKS,
    [MARSAD_TYPE_DISPLACEMENT] = PEOPLE, [MARSAD_TYPE_AID] = PEOPLE,
    [MARSAD_TYPE_OTHER] = OTHER,
};

/* The types of events of ACLED's codebook, and all others. */
static const mrs_look_class acled[] = {
    {.value = "Battles", .label = "Battles", .color = FIGHTING},
    {.value = "Explosions/Remote violence", .label = "Explosions/Remote violence", .color = FIRE},
    {.value = "Violence against civilians", .label = "Violence against civilians", .color = UNREST},
    {.value = "Protests", .label = "Protests", .color = UNREST},
    {.value = "Riots", .label = "Riots", .color = UNREST},
    {.value = "Strategic developments", .label = "Strategic developments", .color = TALKS},
    {.label = "Other", .color = OTHER},
};

enum { ACLED = sizeof acled / sizeof *acled };

const char *mrs_incident_color(marsad_incident_type type)
{
    return colors[(unsigned)type < MARSAD_TYPE_COUNT ? type : MARSAD_TYPE_OTHER];
}

static const char *column_called(const mrs_field *fields, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcasecmp(fields[i].name, name) == 0) {
            return fields[i].name;
        }
    }
    return NULL;
}

static void use_own_types(mrs_events_look *out)
{
    for (int i = 0; i < MARSAD_TYPE_COUNT; i++) {
        marsad_incident_type type = (marsad_incident_type)i;
        out->classes[i] =
            (mrs_look_class){.value = marsad_incident_type_name(type),
                             .label = marsad_incident_type_label(type, MARSAD_LANG_EN),
                             .color = mrs_incident_color(type)};
    }
    out->classes[MARSAD_TYPE_OTHER].value = NULL;
    out->look.class_count = MARSAD_TYPE_COUNT;
}

static void use_acled_types(mrs_events_look *out)
{
    for (size_t i = 0; i < ACLED; i++) {
        out->classes[i] = acled[i];
    }
    out->look.class_count = ACLED;
}

void mrs_events_look_of(const mrs_field *fields, size_t count, mrs_events_look *out)
{
    *out = (mrs_events_look){.look = {.name = "marsad-incidents",
                                      .description = "Incidents, as Marsad placed them",
                                      .kind = MRS_LOOK_POINTS,
                                      .classes = out->classes}};
    const char *type = column_called(fields, count, "type");
    const char *event_type = column_called(fields, count, "event_type");
    out->look.column = type ? type : event_type;
    out->look.text = column_called(fields, count, "place_name");
    if (type) {
        use_own_types(out);
    } else if (event_type) {
        use_acled_types(out);
    } else {
        out->classes[0] = (mrs_look_class){.label = "Incident", .color = FIGHTING};
        out->look.class_count = 1;
    }
}
