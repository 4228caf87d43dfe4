#include "gazetteer/import_tags.h"

#include <ctype.h>
#include <string.h>

#include "base/fail.h"

static const char *value_of(const mrs_tagged *element, const char *key)
{
    for (size_t i = 0; i < element->count; i++) {
        if (strcmp(element->tags[i].key, key) == 0) {
            return element->tags[i].value;
        }
    }
    return "";
}

/* ---- kinds --------------------------------------------------------------------------------- */

/* Source of the tags: the OpenStreetMap wiki, "Map features". The first that fits decides; a value
   of "*" stands for all but "no". `metres` is the uncertainty where the kind's usual one is no fit.
 */
static const struct {
    const char *key, *value, *code;
    double metres;
} kinds[] = {
    {"place", "city", "PPL", 5000},
    {"place", "town", "PPL", 3000},
    {"place", "village", "PPL", 1000},
    {"place", "hamlet", "PPL", 500},
    {"place", "isolated_dwelling", "PPL", 300},
    {"place", "farm", "FRM", 500},
    {"place", "allotments", "PPLX", 1000},
    {"place", "borough", "PPLX", 3000},
    {"place", "suburb", "PPLX", 1500},
    {"place", "quarter", "PPLX", 1000},
    {"place", "neighbourhood", "PPLX", 700},
    {"place", "city_block", "PPLX", 300},
    {"place", "square", "SQR", 200},
    {"place", "country", "PCLI", 0},
    {"place", "state", "ADM1", 0},
    {"place", "province", "ADM1", 0},
    {"place", "district", "ADM2", 0},
    {"place", "county", "ADM2", 0},
    {"place", "municipality", "ADM3", 0},
    {"place", "region", "RGN", 0},
    {"place", "island", "ISL", 0},
    {"place", "islet", "ISL", 1000},
    {"place", "archipelago", "ISLS", 2e4},
    {"place", "sea", "SEA", 0},
    {"place", "ocean", "OCN", 0},
    {"place", "continent", "CONT", 0},
    {"place", "locality", "LCTY", 0},
    {"military", "airfield", "AIRB", 0},
    {"military", "naval_base", "NVB", 1500},
    {"military", "checkpoint", "PSTC", 300},
    {"military", "base", "INSM", 0},
    {"military", "barracks", "INSM", 1000},
    {"military", "training_area", "MILB", 5000},
    {"landuse", "military", "INSM", 0},
    {"aeroway", "aerodrome", "AIRP", 0},
    {"aeroway", "airstrip", "AIRF", 0},
    {"aeroway", "heliport", "AIRH", 500},
    {"aeroway", "helipad", "AIRH", 200},
    {"amenity", "refugee_site", "CMPRF", 1500},
    {"amenity", "prison", "PRN", 500},
    {"amenity", "hospital", "HSP", 300},
    {"amenity", "university", "UNIV", 700},
    {"amenity", "ferry_terminal", "FY", 500},
    {"harbour", "*", "PRT", 1500},
    {"industrial", "port", "PRT", 1500},
    {"landuse", "port", "PRT", 1500},
    {"landuse", "harbour", "PRT", 1500},
    {"industrial", "refinery", "OILR", 1500},
    {"industrial", "oil", "OILI", 1500},
    {"power", "plant", "PS", 700},
    {"man_made", "petroleum_well", "OILW", 300},
    {"man_made", "water_well", "WLL", 0},
    {"man_made", "lighthouse", "LTHSE", 200},
    {"man_made", "pier", "PIER", 300},
    {"man_made", "bridge", "BDG", 300},
    {"barrier", "border_control", "PSTB", 500},
    {"barrier", "checkpoint", "PSTC", 300},
    {"railway", "station", "RSTN", 300},
    {"railway", "halt", "RSTP", 200},
    {"waterway", "wadi", "WAD", 0},
    {"waterway", "dam", "DAM", 500},
    {"natural", "oasis", "OAS", 0},
    {"natural", "peak", "PK", 1500},
    {"natural", "hill", "HLL", 0},
    {"natural", "volcano", "VLC", 3000},
    {"natural", "mountain_range", "MTS", 0},
    {"natural", "ridge", "RDGE", 5000},
    {"natural", "saddle", "PASS", 1000},
    {"natural", "mountain_pass", "PASS", 1000},
    {"natural", "valley", "VAL", 0},
    {"natural", "desert", "DSRT", 0},
    {"natural", "dune", "DUNE", 0},
    {"natural", "plateau", "PLAT", 2e4},
    {"natural", "plain", "PLN", 2e4},
    {"natural", "cape", "CAPE", 0},
    {"natural", "peninsula", "PEN", 1e4},
    {"natural", "bay", "BAY", 0},
    {"natural", "strait", "STRT", 1e4},
    {"natural", "beach", "BCH", 1000},
    {"natural", "spring", "SPNG", 0},
    {"natural", "cave_entrance", "CAVE", 300},
    {"natural", "water", "LK", 0},
    {"historic", "archaeological_site", "ANS", 500},
    {"historic", "ruins", "RUIN", 300},
    {"historic", "fort", "FT", 300},
    {"historic", "castle", "CSTL", 300},
};

/* The seat of which district a town is, by the administrative level. */
static const char *capital_code(const char *capital)
{
    static const char *const codes[] = {"PPLA", "PPLA2", "PPLA3", "PPLA4", "PPLA5"};
    if (strcmp(capital, "yes") == 0 || strcmp(capital, "2") == 0) {
        return "PPLC";
    }
    if (capital[0] < '3' || capital[0] > '8' || capital[1]) {
        return "PPL";
    }
    return codes[capital[0] <= '4' ? 0 : capital[0] - '4'];
}

static const char *boundary_code(const mrs_tagged *element)
{
    static const char *const codes[] = {"PCLI", "ADM1", "ADM1", "ADM2", "ADM3", "ADM4", "ADM5"};
    const char *level = value_of(element, "admin_level");
    if (strcmp(value_of(element, "boundary"), "administrative") != 0 || level[0] < '2' ||
        level[0] > '8' || level[1]) {
        return "";
    }
    return codes[level[0] - '2'];
}

static void find_kind(const mrs_tagged *element, mrs_import_place_facts *facts)
{
    facts->feature_code = "";
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const char *value = value_of(element, kinds[i].key);
        bool any = kinds[i].value[0] == '*' && value[0] && strcmp(value, "no") != 0;
        if (!any && strcmp(value, kinds[i].value) != 0) {
            continue;
        }
        facts->feature_code = kinds[i].code;
        facts->uncertainty_m = kinds[i].metres;
        break;
    }
    if (!facts->feature_code[0]) {
        facts->feature_code = boundary_code(element);
    }
    if (strcmp(facts->feature_code, "PPL") == 0) {
        facts->feature_code = capital_code(value_of(element, "capital"));
    }
    /* Where a population is known, the usual radius for it says more than the word for the kind. */
    if (facts->population > 0 && strncmp(facts->feature_code, "PPL", 3) == 0 &&
        strcmp(facts->feature_code, "PPLX") != 0) {
        facts->uncertainty_m = 0;
    }
    if (element->uncertainty_m > 0) {
        facts->uncertainty_m = element->uncertainty_m;
    }
}

/* ---- names --------------------------------------------------------------------------------- */

/* What stands before the language in a name's key. */
static const struct {
    const char *key;
    mrs_name_kind kind;
    int rank; /* without a language */
    const char *language;
} name_keys[] = {
    {"name", MRS_NAME_ALTERNATE, MRS_RANK_MAIN, ""},
    {"int_name", MRS_NAME_ALTERNATE, MRS_RANK_INTERNATIONAL, ""},
    {"official_name", MRS_NAME_OFFICIAL, MRS_RANK_ALTERNATE, ""},
    {"alt_name", MRS_NAME_ALTERNATE, MRS_RANK_ALTERNATE, ""},
    {"short_name", MRS_NAME_ALTERNATE, MRS_RANK_ALTERNATE, ""},
    {"nat_name", MRS_NAME_ALTERNATE, MRS_RANK_ALTERNATE, ""},
    {"reg_name", MRS_NAME_ALTERNATE, MRS_RANK_ALTERNATE, ""},
    {"loc_name", MRS_NAME_COLLOQUIAL, MRS_RANK_ALTERNATE, ""},
    {"old_name", MRS_NAME_HISTORICAL, MRS_RANK_NEVER, ""},
    {"old_alt_name", MRS_NAME_HISTORICAL, MRS_RANK_NEVER, ""},
};

static const char *const code_keys[] = {"iata",      "icao",      "faa",    "pcode",   "ref:pcode",
                                        "ISO3166-1", "ISO3166-2", "locode", "unlocode"};

/* "ar", "zh-Hans" and "ja_rm" begin with a language; "etymology", "left", "source" do not. */
static bool read_language(const char *text, char out[4])
{
    size_t length = 0;
    while (length < 4 && islower((unsigned char)text[length])) {
        length++;
    }
    if (length < 2 || length > 3 || (text[length] && !strchr("-_", text[length]))) {
        return false;
    }
    memcpy(out, text, length);
    out[length] = '\0';
    return true;
}

static int rank_of(const char *language)
{
    return strcmp(language, "en") == 0   ? MRS_RANK_BEST
           : strcmp(language, "ar") == 0 ? MRS_RANK_BEST
           : strcmp(language, "fr") == 0 ? MRS_RANK_OTHER_MAIN
                                         : MRS_RANK_FOREIGN;
}

static marsad_status add_name(mrs_import *import, const mrs_tag *tag, marsad_error *error)
{
    for (size_t i = 0; i < sizeof name_keys / sizeof *name_keys; i++) {
        size_t length = strlen(name_keys[i].key);
        char language[4] = "";
        if (strncmp(tag->key, name_keys[i].key, length) != 0) {
            continue;
        }
        const char *rest = tag->key + length;
        if (*rest == ':' ? !read_language(rest + 1, language) : *rest != '\0') {
            continue;
        }
        int rank = name_keys[i].rank;
        rank = language[0] && rank == MRS_RANK_MAIN ? rank_of(language) : rank;
        return mrs_import_name(import, tag->value, language, name_keys[i].kind, rank, error);
    }
    for (size_t i = 0; i < sizeof code_keys / sizeof *code_keys; i++) {
        if (strcmp(tag->key, code_keys[i]) == 0) {
            return mrs_import_name(import, tag->value, "", MRS_NAME_CODE, MRS_RANK_NEVER, error);
        }
    }
    return MARSAD_OK;
}

/* ---- the element --------------------------------------------------------------------------- */

/* "22,000", "22 000" and "22000" are numbers; "c. 5000" and "2009: 300" tell none. */
static int64_t read_population(const char *text)
{
    int64_t number = 0;
    int digits = 0;
    for (; *text; text++) {
        if (isdigit((unsigned char)*text) && digits++ < 11) {
            number = number * 10 + (*text - '0');
        } else if (*text != ' ' && *text != ',' && *text != '\'') {
            return 0;
        }
    }
    return digits <= 11 ? number : 0;
}

static const char *country_of(const mrs_tagged *element, char out[3])
{
    static const char *const keys[] = {"ISO3166-1:alpha2", "ISO3166-1", "is_in:country_code",
                                       "addr:country", "country"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const char *value = value_of(element, keys[i]);
        if (isalpha((unsigned char)value[0]) && isalpha((unsigned char)value[1]) && !value[2]) {
            out[0] = (char)toupper((unsigned char)value[0]);
            out[1] = (char)toupper((unsigned char)value[1]);
            break;
        }
    }
    return out;
}

/* Of what has no name, only what is mapped as a place is worth a word. */
static bool matters(const mrs_tagged *element)
{
    bool matters = false;
    for (size_t i = 0; i < element->count; i++) {
        const char *key = element->tags[i].key;
        matters = matters || strstr(key, "name") || strcmp(key, "place") == 0;
    }
    return matters;
}

marsad_status mrs_import_tagged(mrs_import *import, const mrs_tagged *element, marsad_error *error)
{
    if (!matters(element)) {
        return MARSAD_OK;
    }
    char country[3] = "";
    mrs_import_place_facts facts = {.id = element->id,
                                    .admin1 = "",
                                    .country = country_of(element, country),
                                    .has_position = element->has_position,
                                    .at = element->at,
                                    .population = read_population(value_of(element, "population"))};
    find_kind(element, &facts);
    if (!facts.feature_code[0] && import->options->feature_code) {
        facts.feature_code = import->options->feature_code;
    }
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < element->count; i++) {
        status = add_name(import, &element->tags[i], error);
    }
    return status ? status : mrs_import_place(import, &facts, error);
}
