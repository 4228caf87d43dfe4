#include "map/label_names.h"

#include <string.h>

#include "base/memory.h"
#include "text/arabic_latin.h"

typedef struct said {
    char *name, *romanised;
} said;

struct mrs_names {
    said *items;
    size_t count, capacity;
};

mrs_names *mrs_names_new(void)
{
    return mrs_alloc(1, sizeof(mrs_names));
}

void mrs_names_free(mrs_names *names)
{
    for (size_t i = 0; names && i < names->count; i++) {
        mrs_free(names->items[i].name);
        mrs_free(names->items[i].romanised);
    }
    if (names) {
        mrs_free(names->items);
        mrs_free(names);
    }
}

bool mrs_names_romanised(const mrs_names *names)
{
    return names->count > 0;
}

static const char *find(const mrs_names *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++) {
        if (strcmp(names->items[i].name, name) == 0) {
            return names->items[i].romanised;
        }
    }
    return NULL;
}

/* The name in Latin letters, with the mark behind it. */
static char *marked(const char *name)
{
    mrs_buffer text = {0};
    mrs_arabic_latin(name, &text);
    mrs_buffer_add(&text, MRS_ROMANISED_MARK);
    return mrs_buffer_take(&text);
}

static const char *add(mrs_names *names, const char *name)
{
    if (!mrs_grow((void **)&names->items, &names->capacity, names->count, sizeof *names->items)) {
        return name;
    }
    said item = {mrs_strdup(name), marked(name)};
    if (!item.name || !item.romanised) {
        mrs_free(item.name);
        mrs_free(item.romanised);
        return name;
    }
    names->items[names->count++] = item;
    return item.romanised;
}

static const char *romanised(const mrs_sheet *sheet, const char *name)
{
    if (!sheet->names) {
        return name;
    }
    const char *known = find(sheet->names, name);
    return known ? known : add(sheet->names, name);
}

/* A name in Arabic script on a map in Latin letters is romanised and marked; any other is `name`
 * itself. */
static const char *write_name(const mrs_sheet *sheet, const char *name, marsad_lang lang)
{
    bool legible = lang == MARSAD_LANG_AR || marsad_text_script(name) != MARSAD_SCRIPT_ARABIC;
    return legible ? name : romanised(sheet, name);
}

static bool is_by_rule(const marsad_place *place)
{
    mrs_buffer text = {0};
    mrs_arabic_latin(place->name_ar, &text);
    bool same = text.text && strcmp(text.text, place->name) == 0;
    mrs_buffer_clear(&text);
    return same;
}

/* Whether one of the names that the gazetteer lists for a place has the key of its Latin name. */
static bool is_listed(const mrs_sheet *sheet, const marsad_place *place)
{
    marsad_keys keys = {0};
    marsad_name_match_list found = {0};
    marsad_status status = marsad_text_keys(place->name, &keys, NULL);
    status = status ? status
                    : marsad_gazetteer_find(sheet->sources->gazetteer, keys.full, MARSAD_KEY_FULL,
                                            &found, NULL);
    bool listed = status != MARSAD_OK; /* unknown: nothing is said of it */
    for (size_t i = 0; i < found.count && !listed; i++) {
        listed = found.items[i].place.row == place->row;
    }
    marsad_keys_clear(&keys);
    marsad_name_match_list_clear(&found);
    return listed;
}

bool mrs_is_romanised(const mrs_sheet *sheet, const marsad_place *place)
{
    bool latin = sheet->lang != MARSAD_LANG_AR || sheet->options->bilingual;
    return latin && place->name_ar[0] && is_by_rule(place) && !is_listed(sheet, place);
}

const char *mrs_town_label(const mrs_sheet *sheet, const mrs_town *town, marsad_lang lang)
{
    const char *name = mrs_town_name(sheet, town->place, lang);
    return town->romanised && name == town->place->name ? romanised(sheet, town->place->name_ar)
                                                        : name;
}

const char *mrs_town_name(const mrs_sheet *sheet, const marsad_place *place, marsad_lang lang)
{
    return write_name(sheet, marsad_place_name(place, lang), lang);
}

/* The name in the language, or NULL. */
static const char *own_name(const mrs_feature *feature, marsad_lang lang)
{
    static const char *const columns[] = {"name", "name_ar", "name_fr"};
    mrs_value name = mrs_feature_attribute(feature, columns[lang]);
    return name.kind == MRS_VALUE_TEXT && name.text[0] ? name.text : NULL;
}

const char *mrs_feature_name(const mrs_sheet *sheet, const mrs_feature *feature, marsad_lang lang)
{
    static const marsad_lang others[] = {MARSAD_LANG_EN, MARSAD_LANG_AR};
    const char *name = own_name(feature, lang);
    for (size_t i = 0; !name && i < sizeof others / sizeof *others; i++) {
        name = own_name(feature, others[i]);
    }
    return name ? write_name(sheet, name, lang) : NULL;
}

const char *mrs_second_town_name(const mrs_sheet *sheet, const mrs_town *town)
{
    const marsad_map_options *options = sheet->options;
    bool missing = options->second_lang == MARSAD_LANG_AR && !town->place->name_ar[0];
    return options->bilingual && !missing ? mrs_town_label(sheet, town, options->second_lang) : "";
}

const char *mrs_second_feature_name(const mrs_sheet *sheet, const mrs_feature *feature)
{
    const marsad_map_options *options = sheet->options;
    bool missing = !options->bilingual ||
                   (options->second_lang == MARSAD_LANG_AR && !own_name(feature, MARSAD_LANG_AR));
    const char *name = missing ? NULL : mrs_feature_name(sheet, feature, options->second_lang);
    return name ? name : "";
}

static mrs_value renamed_property(const void *feature, const char *name)
{
    const mrs_renamed *renamed = feature;
    return strcmp(name, "name") == 0 ? mrs_value_text(renamed->name)
                                     : renamed->like->get(renamed->like->feature, name);
}

mrs_view mrs_renamed_view(const mrs_renamed *renamed)
{
    return (mrs_view){renamed->like->zoom, renamed_property, renamed};
}
