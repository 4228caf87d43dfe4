/* Writes the sources of a gazetteer that is larger than the one given: its own places and, TIMES -
 * 1 times over, a synthetic place for each of them. Usage: synthetic GAZETTEER FOLDER TIMES.
 *
 * A synthetic place has as many names as its model. In each name every syllable is replaced by one
 * of another real name of the same country and script, from the same part of a word: the same
 * syllable by the same, so that the names of one place stay alike. Short words (articles, "Abu",
 * "San") stay. It lies within a degree or so of its model and has a tenth of its people. */
#include <sys/stat.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>

#include "queries.h"

enum { MOST_NAMES = 2000, MOST_TEXT = 1 << 17, PARTS = 4, MOST_SYLLABLES = 64 };

static const char columns[] =
    "id\tname\tname_ar\tname_fr\talternates\tfeature_code\tcountry\tadmin1\t"
    "lon\tlat\tuncertainty_m\tpopulation\n";

/* --- Places, as they stand in the gazetteer --- */

typedef struct name {
    const char *text, *language, *kind;
} name;

typedef struct place {
    char id[256], name[1024], name_ar[1024], name_fr[1024], feature_code[16], country[4],
        admin1[512];
    double lon, lat, uncertainty_m;
    long long population;
    name names[MOST_NAMES]; /* besides those */
    size_t name_count;
    char texts[MOST_TEXT]; /* of the names */
    size_t used;
} place;

static const char *keep(place *it, const char *text)
{
    size_t size = strlen(text) + 1;
    if (it->used + size > MOST_TEXT) {
        die("a place has too many names");
    }
    it->used += size;
    return memcpy(it->texts + it->used - size, text, size);
}

static void copy_column(char *out, size_t capacity, sqlite3_stmt *row, int column)
{
    snprintf(out, capacity, "%s", queries_text(row, column));
}

static void read_place(sqlite3_stmt *row, place *it)
{
    it->name_count = it->used = 0;
    copy_column(it->id, sizeof it->id, row, 1);
    copy_column(it->name, sizeof it->name, row, 2);
    copy_column(it->name_ar, sizeof it->name_ar, row, 3);
    copy_column(it->name_fr, sizeof it->name_fr, row, 4);
    copy_column(it->feature_code, sizeof it->feature_code, row, 5);
    copy_column(it->country, sizeof it->country, row, 6);
    copy_column(it->admin1, sizeof it->admin1, row, 7);
    it->uncertainty_m = sqlite3_column_double(row, 8);
    it->population = sqlite3_column_int64(row, 9);
    it->lon = sqlite3_column_double(row, 10);
    it->lat = sqlite3_column_double(row, 11);
}

static bool is_own_name(const place *it, const char *text)
{
    return strcmp(text, it->name) == 0 || strcmp(text, it->name_ar) == 0 ||
           strcmp(text, it->name_fr) == 0;
}

/* The other names of the place in hand; `names` is ordered by place, as the places are. */
static void read_names(sqlite3_stmt *names, bool *more, long long fid, place *it)
{
    while (*more && sqlite3_column_int64(names, 0) < fid) {
        *more = sqlite3_step(names) == SQLITE_ROW;
    }
    for (; *more && sqlite3_column_int64(names, 0) == fid;
         *more = sqlite3_step(names) == SQLITE_ROW) {
        const char *text = queries_text(names, 1);
        if (!is_own_name(it, text) && !strpbrk(text, "|@\t") && it->name_count < MOST_NAMES) {
            it->names[it->name_count++] = (name){keep(it, text), keep(it, queries_text(names, 2)),
                                                 keep(it, queries_text(names, 3))};
        }
    }
}

static void write_place(const place *it, FILE *out)
{
    fprintf(out, "%s\t%s\t%s\t%s\t", it->id, it->name, it->name_ar, it->name_fr);
    for (size_t i = 0; i < it->name_count; i++) {
        const name *other = &it->names[i];
        bool alternate = strcmp(other->kind, "alternate") == 0;
        fprintf(out, "%s%s", i ? "|" : "", other->text);
        if (other->language[0] || !alternate) {
            fprintf(out, "@%s", other->language);
        }
        if (!alternate) {
            fprintf(out, "@%s", other->kind);
        }
    }
    fprintf(out, "\t%s\t%s\t%s\t%.5f\t%.5f\t%.0f\t%lld\n", it->feature_code, it->country,
            it->admin1, it->lon, it->lat, it->uncertainty_m, it->population);
}

/* --- Syllables --- */

typedef struct syllable {
    const char *text;
    size_t length;
} syllable;

/* Where in a word a syllable stands. */
typedef enum part { ALONE, FIRST, MIDDLE, LAST } part;

/* Words are cut into syllables before a consonant that a vowel follows; in scripts without vowels
 * of their own, after every second letter, and Chinese and the like after every one. */
static bool is_vowel(UChar32 c)
{
    static const char latin[] = "aeiouy";
    UChar32 base = c;
    UChar decomposed[8];
    UErrorCode code = U_ZERO_ERROR;
    if (c >= 0xc0 && c < 0x250) {
        int32_t length =
            unorm2_getDecomposition(unorm2_getNFDInstance(&code), c, decomposed, 8, &code);
        base = length > 0 ? decomposed[0] : c;
    }
    base = u_tolower(base);
    return (base < 128 && base > 0 && strchr(latin, (int)base)) || base == 0x131 ||
           (base >= 0x3b1 && base <= 0x3c9 && u_strchr32(u"αεηιουω", base)) ||
           (base >= 0x430 && base <= 0x45f && u_strchr32(u"аеиоуыэюяіїє", base));
}

static bool has_vowels(UChar32 c)
{
    return c < 0x530;
}

static bool begins_syllable(const UChar32 *letters_of, size_t at, size_t count, size_t since)
{
    UChar32 c = letters_of[at];
    if (!has_vowels(c)) {
        return since >= (c >= 0x2e80 ? 1 : 2);
    }
    return since >= 2 && !is_vowel(c) && at + 1 < count && is_vowel(letters_of[at + 1]);
}

static UChar32 code_point(const char *text, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;
    UChar32 c = length == 1 ? bytes[0] : bytes[0] & (0x7f >> length);
    for (size_t i = 1; i < length; i++) {
        c = c << 6 | (bytes[i] & 0x3f);
    }
    return c;
}

/* The length of what begins at `text`: a word's code points, cut into `out`; 0 syllables if it is
 * no letter, which is then copied as it is. */
static size_t cut_word(const char *text, syllable *out, size_t *count)
{
    UChar32 points[MOST_LETTERS];
    size_t starts[MOST_LETTERS + 1] = {0};
    size_t read = 0;
    while (text[starts[read]] && read < MOST_LETTERS - 1) {
        size_t next = after_code_point(text, starts[read]);
        points[read] = code_point(text + starts[read], next - starts[read]);
        if (!u_isalpha(points[read])) {
            break;
        }
        starts[++read] = next;
    }
    *count = 0;
    if (read == 0) {
        return after_code_point(text, 0);
    }
    size_t from = 0;
    for (size_t i = 1; i <= read; i++) {
        if ((i == read || begins_syllable(points, i, read, i - from)) &&
            (*count < MOST_SYLLABLES - 1 || i == read)) {
            out[(*count)++] = (syllable){text + starts[from], starts[i] - starts[from]};
            from = i;
        }
    }
    return starts[read];
}

static part part_of(size_t at, size_t count)
{
    return count == 1 ? ALONE : at == 0 ? FIRST : at + 1 == count ? LAST : MIDDLE;
}

/* --- The syllables of a country and script, by their part of a word --- */

typedef struct bank {
    char *texts[PARTS]; /* each syllable with its NUL */
    size_t *starts[PARTS];
    size_t counts[PARTS], capacities[PARTS], used[PARTS], sizes[PARTS];
} bank;

enum { COUNTRIES = 27 * 27, SCRIPTS = 256, ENOUGH = 20 };

static bank banks[COUNTRIES + 1][SCRIPTS]; /* the last country: all of them */

static size_t country_of(const place *it)
{
    const char *code = it->country;
    return code[0] ? (size_t)(code[0] - 'A' + 1) * 27 + (size_t)(code[1] - 'A') : 0;
}

static void bank_add(bank *it, part where, syllable one)
{
    if (it->counts[where] == it->capacities[where]) {
        it->capacities[where] = it->capacities[where] ? 2 * it->capacities[where] : 16;
        it->starts[where] = must_have(
            realloc(it->starts[where], it->capacities[where] * sizeof *it->starts[where]));
    }
    if (it->used[where] + one.length + 1 > it->sizes[where]) {
        it->sizes[where] = 2 * it->sizes[where] + one.length + 256;
        it->texts[where] = must_have(realloc(it->texts[where], it->sizes[where]));
    }
    char *at = it->texts[where] + it->used[where];
    memcpy(at, one.text, one.length);
    at[one.length] = '\0';
    it->starts[where][it->counts[where]++] = it->used[where];
    it->used[where] += one.length + 1;
}

/* The script of what begins a word, as ICU numbers them. */
static size_t script_of(const syllable *cut)
{
    UErrorCode code = U_ZERO_ERROR;
    UChar32 first = code_point(cut->text, after_code_point(cut->text, 0));
    UScriptCode script = uscript_getScript(first, &code);
    return script >= 0 && (size_t)script < SCRIPTS ? (size_t)script : 0;
}

static void learn_name(const place *it, const char *text)
{
    while (*text) {
        syllable cut[MOST_SYLLABLES];
        size_t count = 0;
        text += cut_word(text, cut, &count);
        size_t script = count ? script_of(cut) : 0;
        for (size_t i = 0; i < count; i++) {
            bank_add(&banks[country_of(it)][script], part_of(i, count), cut[i]);
            bank_add(&banks[COUNTRIES][script], part_of(i, count), cut[i]);
        }
    }
}

static void learn_place(const place *it)
{
    const char *own[] = {it->name, it->name_ar, it->name_fr};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        learn_name(it, own[i]);
    }
    for (size_t i = 0; i < it->name_count; i++) {
        if (strcmp(it->names[i].kind, "code") != 0) {
            learn_name(it, it->names[i].text);
        }
    }
}

/* --- Synthetic places --- */

static uint64_t mixed(uint64_t seed, syllable one)
{
    uint64_t hash = seed ^ 0xcbf29ce484222325u;
    for (size_t i = 0; i < one.length; i++) {
        hash = (hash ^ (unsigned char)(one.text[i] | 0x20)) * 0x100000001b3u; /* case aside */
    }
    return chance(&hash);
}

static const char *replacement(const place *model, size_t script, part where, uint64_t seed,
                               syllable one)
{
    const bank *from = &banks[country_of(model)][script];
    if (from->counts[where] < ENOUGH) {
        from = &banks[COUNTRIES][script];
    }
    size_t at = (size_t)(mixed(seed, one) % from->counts[where]);
    return from->texts[where] + from->starts[where][at];
}

static bool stays(const syllable *cut, size_t count)
{
    return count == 1 && cut[0].length <= 3;
}

/* Writes a name on the model of `text`. */
static void invent_name(const place *model, const char *text, uint64_t seed, char *out,
                        size_t capacity)
{
    size_t used = 0;
    out[0] = '\0';
    while (*text && used + 64 < capacity) {
        syllable cut[MOST_SYLLABLES];
        size_t count = 0;
        size_t length = cut_word(text, cut, &count);
        size_t script = count ? script_of(cut) : 0;
        if (count == 0 || stays(cut, count)) {
            used += (size_t)snprintf(out + used, capacity - used, "%.*s", (int)length, text);
        }
        for (size_t i = 0; i < count && !stays(cut, count) && used + 64 < capacity; i++) {
            const char *instead = replacement(model, script, part_of(i, count), seed, cut[i]);
            used += (size_t)snprintf(out + used, capacity - used, "%.60s", instead);
        }
        text += length;
    }
}

static double jittered(uint64_t *state, double degrees, double least, double most)
{
    double moved = degrees + (double)chance_below(state, 200001) / 1e5 - 1;
    return moved < least ? least : moved > most ? most : moved;
}

static void invent_place(const place *model, long long fid, int copy, place *out)
{
    uint64_t state = (uint64_t)fid * 64 + (uint64_t)copy;
    uint64_t seed = chance(&state);
    char text[1024];
    out->name_count = out->used = 0;
    out->uncertainty_m = model->uncertainty_m;
    out->population = model->population / 10;
    snprintf(out->id, sizeof out->id, "synthetic:%lld", fid * 64 + copy);
    invent_name(model, model->name, seed, out->name, sizeof out->name);
    invent_name(model, model->name_ar, seed, out->name_ar, sizeof out->name_ar);
    invent_name(model, model->name_fr, seed, out->name_fr, sizeof out->name_fr);
    memcpy(out->feature_code, model->feature_code, sizeof out->feature_code);
    memcpy(out->country, model->country, sizeof out->country);
    memcpy(out->admin1, model->admin1, sizeof out->admin1);
    out->lon = jittered(&state, model->lon, -180, 180);
    out->lat = jittered(&state, model->lat, -90, 90);
    for (size_t i = 0; i < model->name_count; i++) {
        if (strcmp(model->names[i].kind, "code") != 0) {
            invent_name(model, model->names[i].text, seed, text, sizeof text);
            out->names[out->name_count++] =
                (name){keep(out, text), model->names[i].language, model->names[i].kind};
        }
    }
}

/* --- The program --- */

typedef void (*visit)(const place *it, long long fid, void *context);

static void each_place(sqlite3 *database, visit call, void *context)
{
    sqlite3_stmt *places = queries_prepare(
        database, "SELECT p.fid, p.id, name, name_ar, name_fr, feature_code, country, admin1,"
                  " uncertainty_m, population, (r.minx + r.maxx) / 2, (r.miny + r.maxy) / 2"
                  " FROM places p JOIN rtree_places_geom r ON r.id = p.fid ORDER BY p.fid");
    sqlite3_stmt *names = queries_prepare(
        database, "SELECT place, name, language, kind FROM names ORDER BY place, fid");
    place *it = must_have(calloc(1, sizeof *it));
    bool more = sqlite3_step(names) == SQLITE_ROW;
    while (sqlite3_step(places) == SQLITE_ROW) {
        long long fid = sqlite3_column_int64(places, 0);
        read_place(places, it);
        read_names(names, &more, fid, it);
        call(it, fid, context);
    }
    free(it);
    sqlite3_finalize(names);
    sqlite3_finalize(places);
}

static void learn(const place *it, long long fid, void *context)
{
    (void)fid;
    (void)context;
    learn_place(it);
}

typedef struct writing {
    FILE *out;
    int times;
    place *invented;
} writing;

static void write_all(const place *it, long long fid, void *context)
{
    writing *to = context;
    write_place(it, to->out);
    for (int copy = 1; copy < to->times && it->feature_code[0] == 'P'; copy++) {
        if (strncmp(it->feature_code, "PCL", 3) != 0) {
            invent_place(it, fid, copy, to->invented);
            write_place(to->invented, to->out);
        }
    }
}

static FILE *create(const char *folder, const char *file)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, file);
    FILE *stream = fopen(path, "wb");
    if (!stream) {
        die(path);
    }
    return stream;
}

int main(int argc, char **argv)
{
    if (argc != 4 || atoi(argv[3]) < 1 || atoi(argv[3]) > 63) {
        fputs("usage: synthetic GAZETTEER FOLDER TIMES\n", stderr);
        return 1;
    }
    sqlite3 *database = queries_database(argv[1]);
    mkdir(argv[2], 0777);
    FILE *sources = create(argv[2], "sources.tsv");
    writing to = {create(argv[2], "places.tsv"), atoi(argv[3]),
                  must_have(calloc(1, sizeof(place)))};
    fputs("file\tname\tlicence\tattribution\turl\tdate\tpriority\n"
          "places.tsv\tA gazetteer and synthetic places\tnone\tfor measuring alone\t\t\t1\n",
          sources);
    fputs(columns, to.out);
    each_place(database, learn, NULL);
    each_place(database, write_all, &to);
    if (fclose(sources) || fclose(to.out)) {
        die("the sources cannot be written");
    }
    free(to.invented);
    sqlite3_close(database);
    return 0;
}
