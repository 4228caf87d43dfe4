#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "marsad/gazetteer.h"

enum { STRING_COUNT = 8 };

static void strings_of(marsad_place *place, char **out[STRING_COUNT])
{
    char **all[STRING_COUNT] = {&place->id,           &place->name,    &place->name_ar,
                                &place->name_fr,      &place->country, &place->admin1,
                                &place->feature_code, &place->source};
    memcpy(out, all, sizeof all);
}

void marsad_place_clear(marsad_place *place)
{
    if (!place) {
        return;
    }
    char **strings[STRING_COUNT];
    strings_of(place, strings);
    for (int i = 0; i < STRING_COUNT; i++) {
        mrs_free(*strings[i]);
    }
    *place = (marsad_place){0};
}

marsad_status marsad_place_copy(const marsad_place *from, marsad_place *to, marsad_error *error)
{
    *to = *from;
    char **strings[STRING_COUNT];
    strings_of(to, strings);
    bool complete = true;
    for (int i = 0; i < STRING_COUNT; i++) {
        *strings[i] = mrs_strdup(*strings[i]);
        complete = complete && *strings[i];
    }
    if (!complete) {
        marsad_place_clear(to);
        return mrs_fail_memory(error);
    }
    return MARSAD_OK;
}

const char *marsad_place_name(const marsad_place *place, marsad_lang lang)
{
    if (lang == MARSAD_LANG_AR && place->name_ar[0]) {
        return place->name_ar;
    }
    return lang == MARSAD_LANG_FR && place->name_fr[0] ? place->name_fr : place->name;
}

void marsad_place_list_clear(marsad_place_list *list)
{
    if (list) {
        for (size_t i = 0; i < list->count; i++) {
            marsad_place_clear(&list->items[i]);
        }
        mrs_free(list->items);
        *list = (marsad_place_list){0};
    }
}

void marsad_name_match_list_clear(marsad_name_match_list *list)
{
    if (!list) {
        return;
    }
    for (size_t i = 0; i < list->count; i++) {
        marsad_place_clear(&list->items[i].place);
        mrs_free(list->items[i].name);
        mrs_free(list->items[i].language);
        mrs_free(list->items[i].kind);
    }
    mrs_free(list->items);
    *list = (marsad_name_match_list){0};
}

void marsad_sources_free(marsad_source *sources, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        mrs_free(sources[i].name);
        mrs_free(sources[i].licence);
        mrs_free(sources[i].attribution);
        mrs_free(sources[i].url);
        mrs_free(sources[i].date);
    }
    mrs_free(sources);
}

void marsad_gazetteer_info_clear(marsad_gazetteer_info *info)
{
    if (info) {
        marsad_sources_free(info->sources, info->source_count);
        mrs_free(info->path);
        *info = (marsad_gazetteer_info){0};
    }
}
