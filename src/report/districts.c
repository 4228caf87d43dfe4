/* The names of first-level districts in the report's language. Places know that of theirs in Latin
 * letters only, by which the gazetteer is asked for the district itself. */
#include "report/facts.h"

#include <string.h>

#include "base/memory.h"
#include "map/label_names.h"
#include "marsad/text.h"

static bool is_district(const marsad_place *place, const char *country)
{
    return strcmp(place->feature_code, "ADM1") == 0 &&
           (!country[0] || strcmp(place->country, country) == 0);
}

/* The name in the report's language of the district that is called so; NULL where the gazetteer
 * has none. To be freed. */
static char *look_up(mrs_report *report, const char *name, const char *country)
{
    marsad_keys keys = {0};
    marsad_name_match_list found = {0};
    char *out = NULL;
    marsad_status status = marsad_text_keys(name, &keys, NULL);
    status = status ? status
                    : marsad_gazetteer_find(report->sources->gazetteer, keys.full, MARSAD_KEY_FULL,
                                            &found, NULL);
    for (size_t i = 0; !status && !out && i < found.count; i++) {
        if (is_district(&found.items[i].place, country)) {
            out = mrs_strdup(mrs_town_name(&report->naming, &found.items[i].place, report->lang));
            report->xml.failed |= !out;
        }
    }
    report->xml.failed |= status != MARSAD_OK;
    marsad_keys_clear(&keys);
    marsad_name_match_list_clear(&found);
    return out;
}

static const mrs_report_district *find(const mrs_report *report, const char *name,
                                       const char *country)
{
    for (size_t i = 0; i < report->district_count; i++) {
        const mrs_report_district *known = &report->districts[i];
        if (strcmp(known->name, name) == 0 && strcmp(known->country, country) == 0) {
            return known;
        }
    }
    return NULL;
}

static const mrs_report_district *add(mrs_report *report, const char *name, const char *country)
{
    if (!mrs_grow((void **)&report->districts, &report->district_capacity, report->district_count,
                  sizeof *report->districts)) {
        return NULL;
    }
    mrs_report_district *district = &report->districts[report->district_count++];
    *district = (mrs_report_district){.name = mrs_strdup(name), .country = mrs_strdup(country)};
    if (!district->name || !district->country) {
        return NULL;
    }
    district->said = look_up(report, name, country);
    return district;
}

const char *mrs_report_say_district(mrs_report *report, const char *name, const char *country)
{
    if (!name[0] || report->lang == MARSAD_LANG_EN || report->xml.failed) {
        return name;
    }
    const mrs_report_district *district = find(report, name, country);
    district = district ? district : add(report, name, country);
    report->xml.failed |= !district;
    return district && district->said ? district->said : name;
}

void mrs_report_forget_districts(mrs_report *report)
{
    for (size_t i = 0; i < report->district_count; i++) {
        mrs_free(report->districts[i].name);
        mrs_free(report->districts[i].country);
        mrs_free(report->districts[i].said);
    }
    mrs_free(report->districts);
}
