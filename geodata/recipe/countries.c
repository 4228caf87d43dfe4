#include "recipe.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"

/* Outlines and boundaries are kept in full round the Mediterranean, the Sahara and the Near East,
 * and simplified elsewhere, by less than a map of a whole country shows: the basemap stays small.
 */
#define COARSE_DEGREES 0.005
static const OGREnvelope detailed = {.MinX = -20, .MaxX = 65, .MinY = 0, .MaxY = 48};

/* Dependent territories; all others are written as independent (PCLI). After GeoNames' use of
 * PCLD, PCLS (semi-independent) and PCL. */
static const char dependencies[] = "AS AI AW BM BQ BV CC CK CW CX FK FO GF GG GI GL GP GU HM IM IO "
                                   "JE KY MF MP MQ MS NC NF NU PF PM PN PR RE SH SJ SX TC TF TK UM "
                                   "VG VI WF YT AX BL ";
static const char semi_independent[] = "HK MO ";
static const char undetermined[] = "AQ EH GS ";

/* Countries that Natural Earth 4.1 calls by an older name, or by one that two countries share. */
static const char renamed[] = "BL CG MF MK SZ ";
static const char *const north_macedonia = "North Macedonia"; /* not the first of its names */

/* Natural Earth's units without an ISO code that more than one side claims; the others are leased
 * areas and islands of one country. */
static const char *const disputed_units[] = {
    "Somaliland",       "Kosovo",      "N. Cyprus",       "Cyprus U.N. Buffer Zone",
    "Siachen Glacier",  "Spratly Is.", "Bajo Nuevo Bank", "Serranilla Bank",
    "Scarborough Reef", NULL};

static const char *feature_code(const char *iso2)
{
    return strstr(dependencies, iso2)       ? "PCLD"
           : strstr(semi_independent, iso2) ? "PCLS"
           : strstr(undetermined, iso2)     ? "PCL"
                                            : "PCLI";
}

static const char *string_of(json_object *object, const char *key)
{
    json_object *value = NULL;
    return json_object_object_get_ex(object, key, &value) ? json_object_get_string(value) : "";
}

static json_object *read_names(const char *sources, const char *file)
{
    char *path = path_join(sources, file);
    json_object *root = json_read(path);
    mrs_free(path);
    return root;
}

static json_object *name_of(json_object *file, const char *iso2)
{
    json_object *names = NULL;
    json_object *name = NULL;
    if (json_object_object_get_ex(file, "countries", &names)) {
        json_object_object_get_ex(names, iso2, &name);
    }
    return name;
}

/* English names: one, or a list whose first is the official one. */
static void read_english(country *c, json_object *english)
{
    json_object *names = name_of(english, c->iso2);
    if (!json_object_is_type(names, json_type_array)) {
        strings_add(&c->names, json_object_get_string(names));
    } else {
        for (size_t i = 0; i < json_object_array_length(names); i++) {
            strings_add(&c->names, json_object_get_string(json_object_array_get_idx(names, i)));
        }
    }
    if (!c->names.count) {
        stop("%s has no English name", c->iso2);
    }
    c->name = need(mrs_strdup(c->names.items[0]));
}

/* The names in further languages in which reports are written, so that "Libyen" and "Ливия" are
   known beside a town's name. */
static const char *const foreign_languages[] = {
    "fr", "ar", "it", "de", "es", "pt", "nl", "pl", "cs", "sv", "hu", "ro", "sr", "el", "tr", "ru",
    "uk", "he", "fa", "ur", "ku", "ps", "am", "so", "sw", "ha", "hy", "ka", "az", "zh", "ja", "ko"};

static void read_foreign(country *c, const char *language, json_object *file)
{
    json_object *names = name_of(file, c->iso2);
    if (json_object_is_type(names, json_type_array)) {
        for (size_t i = 0; i < json_object_array_length(names); i++) {
            strings_add_name(&c->foreign,
                             json_object_get_string(json_object_array_get_idx(names, i)), language,
                             "");
        }
    } else if (names) {
        strings_add_name(&c->foreign, json_object_get_string(names), language, "");
    }
}

static void read_all_foreign(countries *list, const char *sources)
{
    for (size_t i = 0; i < sizeof foreign_languages / sizeof *foreign_languages; i++) {
        char name[64];
        snprintf(name, sizeof name, "i18n-iso-countries/langs/%s.json", foreign_languages[i]);
        json_object *file = read_names(sources, name);
        for (size_t c = 0; c < list->count; c++) {
            read_foreign(&list->items[c], foreign_languages[i], file);
        }
        json_object_put(file);
    }
}

static void copy_code(char *to, size_t size, json_object *row, size_t column)
{
    snprintf(to, size, "%s", json_object_get_string(json_object_array_get_idx(row, column)));
}

static country *add_country(countries *list)
{
    list->items = need(mrs_resize(list->items, list->count + 1, sizeof *list->items));
    country *c = &list->items[list->count++];
    *c = (country){0};
    return c;
}

static void read_codes(countries *list, const char *sources)
{
    json_object *codes = read_names(sources, "i18n-iso-countries/codes.json");
    json_object *english = read_names(sources, "i18n-iso-countries/langs/en.json");
    json_object *french = read_names(sources, "i18n-iso-countries/langs/fr.json");
    json_object *arabic = read_names(sources, "i18n-iso-countries/langs/ar.json");
    for (size_t i = 0; i < json_object_array_length(codes); i++) {
        json_object *row = json_object_array_get_idx(codes, i);
        country *c = add_country(list);
        copy_code(c->iso2, sizeof c->iso2, row, 0);
        copy_code(c->iso3, sizeof c->iso3, row, 1);
        copy_code(c->numeric, sizeof c->numeric, row, 2);
        read_english(c, english);
        c->name_fr = name_clean(json_object_get_string(name_of(french, c->iso2)));
        c->name_ar = name_clean(json_object_get_string(name_of(arabic, c->iso2)));
    }
    read_all_foreign(list, sources);
    json_object_put(codes);
    json_object_put(english);
    json_object_put(french);
    json_object_put(arabic);
}

static bool is_disputed(const char *unit)
{
    for (size_t i = 0; disputed_units[i]; i++) {
        if (strcmp(disputed_units[i], unit) == 0) {
            return true;
        }
    }
    return false;
}

/* The country that a unit of Natural Earth is: by number; Kosovo, which has none there, by name;
 * otherwise a new one without codes. Ashmore and Cartier share Australia's number. */
static size_t owner_of(countries *list, json_object *member, const char *unit)
{
    const char *numeric = string_of(member, "id");
    for (size_t i = 0; i < list->count; i++) {
        const country *c = &list->items[i];
        if (*numeric ? strcmp(c->numeric, numeric) == 0
                     : strcmp(c->iso2, "XK") == 0 && strcmp(unit, "Kosovo") == 0) {
            return i;
        }
    }
    country *c = add_country(list);
    c->name = name_clean(unit);
    c->name_fr = need(mrs_strdup(""));
    c->name_ar = need(mrs_strdup(""));
    return list->count - 1;
}

/* Natural Earth's short name is the country's English name, unless it is abbreviated or out of
 * date. */
static void take_name(country *c, const char *unit)
{
    if (strcmp(c->iso2, "MK") == 0) {
        mrs_free(c->name);
        c->name = need(mrs_strdup(north_macedonia));
    } else if (*c->iso2 && !strchr(unit, '.') && !strstr(renamed, c->iso2)) {
        mrs_free(c->name);
        c->name = name_clean(unit);
    }
    strings_add(&c->names, unit);
}

static void take_unit(countries *list, size_t number, json_object *member)
{
    json_object *properties = NULL;
    json_object_object_get_ex(member, "properties", &properties);
    const char *unit = string_of(properties, "name");
    size_t at = owner_of(list, member, unit);
    country *c = &list->items[at];
    list->member_owner[number] = (int)at;
    c->disputed |= is_disputed(unit);
    OGRGeometryH shape = topology_polygons(&list->source, member);
    if (OGR_G_IsEmpty(shape)) {
        fprintf(stderr, "extract: %s has no area at this scale\n", unit);
        OGR_G_DestroyGeometry(shape);
        return;
    }
    if (!c->shape) {
        c->shape = shape;
        take_name(c, unit);
        return;
    }
    if (shape_area(shape) > shape_area(c->shape)) {
        take_name(c, unit);
    }
    OGRGeometryH both = need(OGR_G_Union(c->shape, shape));
    OGR_G_DestroyGeometry(shape);
    OGR_G_DestroyGeometry(c->shape);
    c->shape = shape_polygons(both);
}

countries countries_read(const char *sources)
{
    countries list = {0};
    read_codes(&list, sources);
    char *path = path_join(sources, "world-atlas/countries-10m.json");
    list.source = topology_read(path);
    mrs_free(path);
    topology_simplify(&list.source, COARSE_DEGREES, detailed);
    json_object *members = topology_members(&list.source, "countries");
    size_t count = json_object_array_length(members);
    list.member_owner = need(mrs_alloc(count, sizeof *list.member_owner));
    for (size_t i = 0; i < count; i++) {
        take_unit(&list, i, json_object_array_get_idx(members, i));
    }
    for (size_t i = 0; i < list.count; i++) {
        if (list.items[i].shape) {
            list.items[i].label = shape_label(list.items[i].shape);
        }
    }
    return list;
}

void countries_clear(countries *list)
{
    for (size_t i = 0; i < list->count; i++) {
        country *c = &list->items[i];
        mrs_free(c->name);
        mrs_free(c->name_fr);
        mrs_free(c->name_ar);
        strings_clear(&c->names);
        strings_clear(&c->foreign);
        if (c->shape) {
            OGR_G_DestroyGeometry(c->shape);
        }
    }
    mrs_free(list->items);
    mrs_free(list->member_owner);
    topology_clear(&list->source);
    *list = (countries){0};
}

const country *countries_find(const countries *list, const char *iso2)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->items[i].iso2, iso2) == 0) {
            return &list->items[i];
        }
    }
    return NULL;
}

/* The shape of a territory that Natural Earth counts to its country: its districts together. NULL
 * if there are none. */
static OGRGeometryH territory(OGRLayerH provinces, const char *iso3)
{
    char filter[32];
    snprintf(filter, sizeof filter, "gu_a3 = '%s'", iso3);
    OGR_L_SetAttributeFilter(provinces, filter);
    OGR_L_ResetReading(provinces);
    OGRGeometryH all = need(OGR_G_CreateGeometry(wkbGeometryCollection));
    for (OGRFeatureH row; (row = OGR_L_GetNextFeature(provinces)); OGR_F_Destroy(row)) {
        OGR_G_AddGeometry(all, OGR_F_GetGeometryRef(row));
    }
    OGRGeometryH result = shape_polygons(all);
    if (OGR_G_IsEmpty(result)) {
        OGR_G_DestroyGeometry(result);
        return NULL;
    }
    return result;
}

static void add_row(place_rows *rows, const country *c, OGRGeometryH shape, lonlat at)
{
    place_row *row = places_add(rows);
    char id[8];
    snprintf(id, sizeof id, "iso:%s", c->iso2);
    row->id = need(mrs_strdup(id));
    row->name = need(mrs_strdup(c->name));
    row->name_ar = need(mrs_strdup(c->name_ar));
    row->name_fr = need(mrs_strdup(c->name_fr));
    for (size_t i = 0; i < c->names.count; i++) {
        strings_add_name(&row->alternates, c->names.items[i], "en", "");
    }
    strings_add_all(&row->alternates, &c->foreign);
    strings_add_name(&row->alternates, c->iso3, "", "code");
    row->feature_code = need(mrs_strdup(feature_code(c->iso2)));
    row->country = need(mrs_strdup(c->iso2));
    row->lon = at.lon;
    row->lat = at.lat;
    row->uncertainty_m = shape_radius(shape);
}

void countries_write(const countries *list, const char *sources, const char *path)
{
    char *world = path_join(sources, "qgis-common/usr/share/qgis/resources/data/world_map.gpkg");
    GDALDatasetH file =
        need(GDALOpenEx(world, GDAL_OF_VECTOR | GDAL_OF_READONLY, NULL, NULL, NULL));
    OGRLayerH provinces = need(GDALDatasetGetLayerByName(file, "states_provinces"));
    place_rows rows = {0};
    for (size_t i = 0; i < list->count; i++) {
        const country *c = &list->items[i];
        if (!*c->iso2) {
            continue;
        }
        if (c->shape) {
            add_row(&rows, c, c->shape, c->label);
            continue;
        }
        OGRGeometryH shape = territory(provinces, c->iso3);
        if (!shape) {
            fprintf(stderr, "extract: %s (%s) is left out: no shape\n", c->iso2, c->name);
            continue;
        }
        add_row(&rows, c, shape, shape_label(shape));
        OGR_G_DestroyGeometry(shape);
    }
    places_write(&rows, path);
    places_clear(&rows);
    GDALClose(file);
    mrs_free(world);
}
