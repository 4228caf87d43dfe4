/* One place after the other: its names, the checks, and what becomes of it. */
#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "gazetteer/import.h"

/* ---- skipping ------------------------------------------------------------------------------ */

marsad_status mrs_import_problem(mrs_import *import, marsad_import_skip reason, const char *message,
                                 marsad_error *error)
{
    marsad_import_summary *summary = import->summary;
    if (summary->problems_in_all++ >= MARSAD_IMPORT_PROBLEMS) {
        return MARSAD_OK;
    }
    if (!summary->problems) {
        summary->problems = mrs_alloc(MARSAD_IMPORT_PROBLEMS, sizeof *summary->problems);
    }
    if (!summary->problems) {
        return mrs_fail_memory(error);
    }
    marsad_import_problem *problem = &summary->problems[summary->problem_count++];
    *problem =
        (marsad_import_problem){mrs_strdup(import->path), import->row, reason, mrs_strdup(message)};
    return problem->file && problem->message ? MARSAD_OK : mrs_fail_memory(error);
}

static void forget_names(mrs_import *import)
{
    import->staged_count = import->pending;
    import->placeholder = false;
}

marsad_status mrs_import_skip(mrs_import *import, marsad_import_skip reason, marsad_error *error,
                              const char *format, ...)
{
    forget_names(import);
    import->summary->read++;
    import->summary->skipped[reason]++;
    /* Most of what OpenStreetMap names is no place: shops, roads. To list them would hide the rest.
     */
    bool common = import->summary->format == MARSAD_IMPORT_OSM ||
                  import->summary->format == MARSAD_IMPORT_OVERPASS;
    if (reason == MARSAD_SKIP_FILTERED || (reason == MARSAD_SKIP_NO_KIND && common)) {
        return MARSAD_OK;
    }
    char message[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    /* A cut inside a letter would not be UTF-8. */
    size_t good = 0;
    if (!marsad_text_is_utf8(message, strlen(message), &good)) {
        message[good] = '\0';
    }
    return mrs_import_problem(import, reason, message, error);
}

void mrs_import_note_date(mrs_import *import, const char *date)
{
    static const char pattern[] = "dddd-dd-dd";
    const size_t length = sizeof pattern - 1;
    size_t i = 0;
    while (i < length &&
           (pattern[i] == 'd' ? isdigit((unsigned char)date[i]) != 0 : date[i] == pattern[i])) {
        i++;
    }
    bool ends = i == length && (!date[i] || date[i] == 'T');
    if (ends && strncmp(date, import->date, length) > 0) {
        memcpy(import->date, date, length);
    }
}

/* ---- names --------------------------------------------------------------------------------- */

static bool is_language_of_script(const char *language, marsad_script script)
{
    static const char *const arabic[] = {"ar",  "fa",  "ur",  "ckb", "ku",  "ps",  "ug",  "sd",
                                         "azb", "arz", "ary", "ks",  "pnb", "lrc", "mzn", "glk",
                                         "apc", "ars", "ayl", "aeb", "arq", "bal", "ota", "ms"};
    static const char *const other[] = {
        "ru", "uk", "be", "bg", "mk", "sr", "el", "he", "yi", "zh", "ja", "ko", "hi", "bn",
        "ka", "hy", "th", "am", "ti", "ta", "te", "ml", "kn", "mr", "ne", "pa", "gu", "si",
        "my", "km", "lo", "dz", "bo", "mn", "kk", "ky", "tg", "tt", "ba", "cv", "ce", "os"};
    static const char *const mixed[] = {"sr", "ku", "ms",  "kk", "ug",
                                        "tg", "mn", "ota", "tt", "ber"};
    bool is_arabic = false, is_other = false, is_mixed = false;
    for (size_t i = 0; i < sizeof arabic / sizeof *arabic; i++) {
        is_arabic = is_arabic || strcmp(language, arabic[i]) == 0;
    }
    for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
        is_other = is_other || strcmp(language, other[i]) == 0;
    }
    for (size_t i = 0; i < sizeof mixed / sizeof *mixed; i++) {
        is_mixed = is_mixed || strcmp(language, mixed[i]) == 0;
    }
    if (is_mixed || !language[0]) {
        return true;
    }
    return script == MARSAD_SCRIPT_ARABIC  ? is_arabic
           : script == MARSAD_SCRIPT_OTHER ? is_other || !is_arabic
                                           : !is_arabic && !is_other;
}

/* The language of a text that is said to be in `language`, by the script that it turns out to be
   in. */
static const char *language_of(const char *text, marsad_script script, const char *language)
{
    if (language[0] && is_language_of_script(language, script)) {
        return language;
    }
    return script == MARSAD_SCRIPT_ARABIC && mrs_is_arabic_spelling(text) ? "ar" : "";
}

static marsad_status stage(mrs_import *import, mrs_import_staged name, marsad_error *error)
{
    mrs_arena *texts = &import->taken.texts;
    name.text = mrs_arena_text(texts, name.text, strlen(name.text));
    name.language = mrs_arena_text(texts, name.language, strlen(name.language));
    if (texts->failed || import->staged_count >= UINT32_MAX / 2 ||
        !mrs_grow((void **)&import->staged, &import->staged_capacity, import->staged_count,
                  sizeof *import->staged)) {
        return mrs_fail_memory(error);
    }
    import->staged[import->staged_count++] = name;
    return MARSAD_OK;
}

/* A colon would make a code look like the id of a joined place (existing.c). */
static marsad_status stage_code(mrs_import *import, uint32_t owner, const char *text,
                                marsad_error *error)
{
    size_t length = strlen(text);
    while (length && isspace((unsigned char)text[length - 1])) {
        length--;
    }
    if (length == 0 || length > 40 || memchr(text, ':', length)) {
        return MARSAD_OK;
    }
    char code[41];
    snprintf(code, sizeof code, "%.*s", (int)length, text);
    return stage(
        import,
        (mrs_import_staged){code, "", owner, MRS_NAME_CODE, MRS_RANK_NEVER, MARSAD_SCRIPT_NONE},
        error);
}

/* The first piece of a text is the name itself; further ones in its script are other names. */
static marsad_status stage_pieces(mrs_import *import, uint32_t owner, const char *language,
                                  mrs_name_kind kind, int rank, marsad_error *error)
{
    const mrs_name_pieces *pieces = &import->pieces;
    bool seen[MARSAD_SCRIPT_OTHER + 1] = {false};
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < pieces->count; i++) {
        const char *text = mrs_piece_text(pieces, i);
        marsad_script script = pieces->items[i].script;
        const char *told = language_of(text, script, language);
        /* Further names in a script, and what is not in the language that it is said to be in. */
        bool again = rank < MRS_RANK_ALTERNATE && (seen[script] || strcmp(told, language) != 0);
        again = again && (seen[script] || language[0]);
        seen[script] = true;
        mrs_import_staged name = {text,
                                  told,
                                  owner,
                                  (uint8_t)kind,
                                  (uint8_t)(again ? MRS_RANK_ALTERNATE : rank),
                                  (uint8_t)script};
        status = stage(import, name, error);
    }
    return status;
}

marsad_status mrs_import_late_name(mrs_import *import, uint32_t entry, const char *text,
                                   const char *language, mrs_name_kind kind, int rank,
                                   marsad_error *error)
{
    if (kind == MRS_NAME_CODE) {
        return stage_code(import, entry, text, error);
    }
    marsad_status status = mrs_clean_name(&import->pieces, text, error);
    return status ? status : stage_pieces(import, entry, language, kind, rank, error);
}

marsad_status mrs_import_name(mrs_import *import, const char *text, const char *language,
                              mrs_name_kind kind, int rank, marsad_error *error)
{
    marsad_status status = mrs_import_late_name(import, (uint32_t)import->taken.entry_count, text,
                                                language, kind, rank, error);
    import->placeholder =
        import->placeholder || (kind != MRS_NAME_CODE && import->pieces.placeholder);
    return status;
}

/* ---- places -------------------------------------------------------------------------------- */

/* GeoNames' class of a feature code. All codes of some classes share a beginning; the others are
   those that the readers give. */
static char class_of(const char *code)
{
    static const struct {
        const char *codes;
        char letter;
    } classes[] = {{" ISL ISLS MT HLL PK CAPE PASS DUNE DSRT CAVE VLC VAL PLN PLAT PEN ", 'T'},
                   {" OAS RGN LCTY CONT PRK PRT ", 'L'},
                   {" SEA OCN LK BAY SPNG WAD STM WLL RSV HBR ", 'H'}};
    char word[16];
    if (strncmp(code, "PPL", 3) == 0 || strcmp(code, "STLMT") == 0) {
        return 'P';
    }
    if (strncmp(code, "ADM", 3) == 0 || strncmp(code, "PCL", 3) == 0 || strcmp(code, "TERR") == 0) {
        return 'A';
    }
    snprintf(word, sizeof word, " %.8s ", code);
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        if (strstr(classes[i].codes, word)) {
            return classes[i].letter;
        }
    }
    return 'S';
}

/* By population as the gazetteer's own places have it (geodata/README.md), else by kind. */
static double usual_uncertainty_m(const char *code, int64_t population)
{
    static const struct {
        const char *prefix;
        double metres;
    } kinds[] = {{"PPLX", 1500}, {"PCL", 3e5},   {"ADM1", 5e4}, {"ADM2", 2e4},  {"ADM", 1e4},
                 {"RGN", 5e4},   {"DSRT", 1e5},  {"SEA", 1e5},  {"OCN", 1e6},   {"CONT", 2e6},
                 {"AIR", 2000},  {"INSM", 1500}, {"WAD", 1e4},  {"STM", 1e4},   {"MTS", 2e4},
                 {"ISL", 5000},  {"DUNE", 1e4},  {"LK", 5000},  {"BAY", 1e4},   {"VAL", 5000},
                 {"OAS", 3000},  {"MT", 3000},   {"HLL", 2000}, {"CAPE", 2000}, {"WLL", 500},
                 {"SPNG", 500},  {"LCTY", 2000}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strncmp(code, kinds[i].prefix, strlen(kinds[i].prefix)) == 0) {
            return kinds[i].metres;
        }
    }
    if (strncmp(code, "PPL", 3) != 0) {
        return 1000;
    }
    return population < 5000      ? 1000
           : population < 50000   ? 2000
           : population < 200000  ? 3000
           : population < 1000000 ? 6000
                                  : 10000;
}

bool mrs_import_is_filtered(const mrs_import *import, const mrs_import_place_facts *facts)
{
    const char *country = facts->country[0] ? facts->country : import->country;
    const marsad_import_options *o = import->options;
    char letter = facts->feature_class ? facts->feature_class : class_of(facts->feature_code);
    if (import->country[0] && strcmp(country, import->country) != 0) {
        return true;
    }
    if (o->feature_classes && !strchr(o->feature_classes, letter)) {
        return true;
    }
    return o->min_population > 0 && letter == 'P' && facts->population < o->min_population;
}

/* True if one of the names of the place in hand can be its own: letters, or digits where places of
   this kind are numbered (wells, roads, posts). */
static bool has_name(const mrs_import *import, const mrs_import_place_facts *facts, bool *digits)
{
    char letter = class_of(facts->feature_code);
    *digits = false;
    for (size_t i = import->pending; i < import->staged_count; i++) {
        const mrs_import_staged *name = &import->staged[i];
        if (name->kind == MRS_NAME_CODE) {
            continue;
        }
        if (name->script != MARSAD_SCRIPT_NONE || (letter != 'P' && letter != 'A')) {
            return true;
        }
        *digits = true;
    }
    return false;
}

static marsad_status check_name(mrs_import *import, const mrs_import_place_facts *facts,
                                bool *skipped, marsad_error *error)
{
    bool digits = false;
    *skipped = !has_name(import, facts, &digits);
    if (!*skipped) {
        return MARSAD_OK;
    }
    const char *id = facts->id;
    if (import->placeholder || digits) {
        return mrs_import_skip(import, MARSAD_SKIP_PLACEHOLDER, error,
                               "%s: its name is only a placeholder", id);
    }
    return mrs_import_skip(import, MARSAD_SKIP_NO_NAME, error, "%s: it has no name", id);
}

static marsad_status check_position(mrs_import *import, const mrs_import_place_facts *facts,
                                    bool *skipped, marsad_error *error)
{
    *skipped = true;
    if (!facts->has_position) {
        return mrs_import_skip(import, MARSAD_SKIP_NO_COORDINATES, error, "%s: it has no position",
                               facts->id);
    }
    if (!marsad_lonlat_valid(facts->at) || (facts->at.lon == 0 && facts->at.lat == 0)) {
        return mrs_import_skip(import, MARSAD_SKIP_OUT_OF_RANGE, error,
                               "%s: longitude %g, latitude %g is no position on land or sea",
                               facts->id, facts->at.lon, facts->at.lat);
    }
    *skipped = false;
    return MARSAD_OK;
}

static marsad_status check_place(mrs_import *import, const mrs_import_place_facts *facts,
                                 const char *id, bool *skipped, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    *skipped = true;
    if (!facts->feature_code[0]) {
        return mrs_import_skip(import, MARSAD_SKIP_NO_KIND, error, "%s: its kind is not known",
                               facts->id);
    }
    if (mrs_import_is_filtered(import, facts)) {
        return mrs_import_skip(import, MARSAD_SKIP_FILTERED, error, "left out");
    }
    status = check_position(import, facts, skipped, error);
    if (!status && !*skipped) {
        status = check_name(import, facts, skipped, error);
    }
    if (!status && !*skipped && mrs_hash_first(&import->ids, id)) {
        *skipped = true;
        status = mrs_import_skip(import, MARSAD_SKIP_DUPLICATE, error,
                                 "%s: this id stood in an earlier line", facts->id);
    }
    return status;
}

static marsad_status take(mrs_import *import, const mrs_import_place_facts *facts,
                          const char *country, const char *id, marsad_error *error)
{
    mrs_sources *taken = &import->taken;
    mrs_arena *texts = &taken->texts;
    if (taken->entry_count >= UINT32_MAX / 2 ||
        !mrs_grow((void **)&taken->entries, &taken->entry_capacity, taken->entry_count,
                  sizeof *taken->entries)) {
        return mrs_fail_memory(error);
    }
    mrs_source_entry *entry = &taken->entries[taken->entry_count];
    *entry = (mrs_source_entry){
        .id = mrs_arena_text(texts, id, strlen(id)),
        .name = "",
        .name_ar = "",
        .name_fr = "",
        .feature_code = mrs_arena_text(texts, facts->feature_code, strlen(facts->feature_code)),
        .country = mrs_arena_text(texts, country, strlen(country)),
        .admin1 = mrs_arena_text(texts, facts->admin1, strlen(facts->admin1)),
        .at = facts->at,
        .uncertainty_m = facts->uncertainty_m > 0
                             ? ceil(facts->uncertainty_m)
                             : usual_uncertainty_m(facts->feature_code, facts->population),
        .population = facts->population,
        .root = facts->admin1_is_code}; /* looked up when all districts are known */
    if (texts->failed || !mrs_hash_add(&import->ids, entry->id, (uint32_t)taken->entry_count)) {
        return mrs_fail_memory(error);
    }
    taken->entry_count++;
    import->summary->read++;
    import->pending = import->staged_count;
    import->placeholder = false;
    return MARSAD_OK;
}

marsad_status mrs_import_place(mrs_import *import, const mrs_import_place_facts *facts,
                               marsad_error *error)
{
    char id[128];
    snprintf(id, sizeof id, "%s:%s", import->prefix, facts->id);
    const char *country = facts->country[0] ? facts->country : import->country;
    bool skipped = false;
    marsad_status status = check_place(import, facts, id, &skipped, error);
    return status || skipped ? status : take(import, facts, country, id, error);
}

marsad_status mrs_import_district(mrs_import *import, const char *key, const char *name,
                                  marsad_error *error)
{
    mrs_arena *texts = &import->taken.texts;
    const char *kept_key = mrs_arena_text(texts, key, strlen(key));
    const char *kept_name = mrs_arena_text(texts, name, strlen(name));
    if (texts->failed ||
        !mrs_grow((void **)&import->admin1_names, &import->admin1_capacity, import->admin1_count,
                  sizeof *import->admin1_names) ||
        !mrs_hash_add(&import->admin1, kept_key, (uint32_t)import->admin1_count)) {
        return mrs_fail_memory(error);
    }
    import->admin1_names[import->admin1_count++] = kept_name;
    return MARSAD_OK;
}
