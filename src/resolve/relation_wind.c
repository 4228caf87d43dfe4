/* Winds in three languages, and the names that are made with them. */
#include <string.h>

#include "resolve/relation_words.h"

/* What a wind word is made of. In "northeastern" two stems stand before the ending. */
typedef struct stem {
    const char *text;
    char letter;
} stem;

static const stem latin_stems[] = {
    {"north", 'N'}, {"south", 'S'}, {"east", 'E'}, {"west", 'W'},
    {"nord", 'N'},  {"sud", 'S'},   {"est", 'E'},  {"ouest", 'W'},
};

static const stem french_adjectives[] = {
    {"septentrional", 'N'},
    {"meridional", 'S'},
    {"oriental", 'E'},
    {"occidental", 'W'},
};

static const stem arabic_stems[] = {
    {"شمال", 'N'},
    {"جنوب", 'S'},
    {"شرق", 'E'},
    {"غرب", 'W'},
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const stem *stem_of(const char *text, const stem *stems, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strncmp(text, stems[i].text, strlen(stems[i].text)) == 0) {
            return &stems[i];
        }
    }
    return NULL;
}

static bool is_one_of(const char *text, const char *const *list)
{
    while (*list && strcmp(text, *list) != 0) {
        list++;
    }
    return *list != NULL;
}

static bool read_latin(const char *key, mrs_relation_word *out)
{
    static const char *const nouns[] = {"", "ward", "wards", "wardly", NULL};
    static const char *const adjectives[] = {"ern", "erly", "ernmost", NULL};
    size_t count = 0;
    const stem *s;
    while (count < 3 && (s = stem_of(key, latin_stems, COUNT(latin_stems)))) {
        out->letters[count++] = s->letter;
        key += strlen(s->text);
    }
    out->wind = is_one_of(key, adjectives) ? MRS_WIND_ADJECTIVE : 0;
    return count > 0 && (out->wind || is_one_of(key, nouns));
}

static bool read_french(const char *key, mrs_relation_word *out)
{
    static const char *const endings[] = {"", "e", "es", "aux", NULL};
    const stem *s = stem_of(key, french_adjectives, COUNT(french_adjectives));
    if (!s) { /* the plural loses its l */
        return false;
    }
    out->letters[0] = s->letter;
    out->wind = MRS_WIND_ADJECTIVE;
    return is_one_of(key + strlen(s->text), endings);
}

/* N, SE, WNW; in French O for west. */
static bool read_short(const mrs_passage_word *token, mrs_relation_word *out)
{
    if (token->key_length > 3) {
        return false;
    }
    for (size_t i = 0; i < token->key_length; i++) {
        char letter = token->key[i] == 'o' ? 'w' : token->key[i];
        if (!strchr("nsew", letter)) {
            return false;
        }
        out->letters[i] = (char)(letter - 'a' + 'A');
    }
    out->wind = MRS_WIND_SHORT;
    return true;
}

/* Past the article, and the prepositions that are joined to it. */
static const char *skip_arabic_article(const char *key, mrs_relation_word *out)
{
    static const char *const joined[] = {"وال", "بال", "كال", "فال", "ولل", "ال",
                                         "لل",  "و",   "ب",   "ل",   "ك",   "ف"};
    for (size_t i = 0; i < COUNT(joined); i++) {
        size_t length = strlen(joined[i]);
        if (strncmp(key, joined[i], length) == 0) {
            out->wind = length > 2 ? MRS_WIND_DEFINITE : 0;
            return key + length;
        }
    }
    return key;
}

static bool read_arabic(const char *key, mrs_relation_word *out)
{
    static const char *const nouns[] = {"", "ا", NULL};
    static const char *const adjectives[] = {"ي", "يه", "يا", NULL};
    const stem *s = stem_of(key, arabic_stems, COUNT(arabic_stems));
    if (!s) {
        key = skip_arabic_article(key, out);
        s = stem_of(key, arabic_stems, COUNT(arabic_stems));
    }
    if (!s) {
        return false;
    }
    key += strlen(s->text);
    out->letters[0] = s->letter;
    out->wind |= is_one_of(key, adjectives) ? MRS_WIND_ADJECTIVE : 0;
    return (out->wind & MRS_WIND_ADJECTIVE) || is_one_of(key, nouns);
}

static bool read_word(const mrs_passage_word *token, mrs_relation_word *out)
{
    if (token->arabic) {
        return read_arabic(token->key, out);
    }
    if (!strchr("nsewmo", token->key[0])) {
        return false;
    }
    if (read_latin(token->key, out)) {
        return true;
    }
    *out = (mrs_relation_word){0};
    if (read_french(token->key, out)) {
        return true;
    }
    *out = (mrs_relation_word){0};
    return read_short(token, out);
}

bool mrs_wind_word(const mrs_passage_word *token, mrs_relation_word *out)
{
    mrs_relation_word word = {0};
    if (!read_word(token, &word)) {
        return false;
    }
    out->does |= MRS_WORD_WIND;
    out->wind = word.wind;
    memcpy(out->letters, word.letters, sizeof out->letters);
    return true;
}

static int wind_index(const char *letters)
{
    static const char *const winds[] = {"N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE",
                                        "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"};
    for (int i = 0; i < 16; i++) {
        if (strcmp(letters, winds[i]) == 0) {
            return i;
        }
    }
    return -1;
}

/* The letters so far and the next word's, if they make a wind together. */
static bool join_letters(char *letters, const char *more)
{
    char joined[8];
    size_t length = strlen(letters), added = strlen(more);
    if (length + added > 3) {
        return false;
    }
    memcpy(joined, letters, length);
    memcpy(joined + length, more, added + 1);
    if (wind_index(joined) < 0) {
        return false;
    }
    memcpy(letters, joined, length + added + 1);
    return true;
}

/* "شمال الشمال الشرقي" and "north-north-east": two letters alike are no wind until a third. */
static size_t join_double(const mrs_phrase *phrase, size_t at, mrs_wind *wind)
{
    char letters[8] = {0};
    size_t length = strlen(wind->letters);
    memcpy(letters, wind->letters, length);
    for (size_t i = at, words = 0; words < 2 && i < phrase->tokens.count; i++) {
        const mrs_relation_word *word = &phrase->words[i];
        size_t added = strlen(word->letters);
        if (word->does & MRS_WORD_WIND && length + added <= 3) {
            memcpy(letters + length, word->letters, added);
            length += added;
            words++;
            if (length == 3 && wind_index(letters) >= 0) {
                memcpy(wind->letters, letters, 4);
                wind->last = word->wind;
                return i + 1 - at;
            }
        } else if (phrase->tokens.items[i].kind != MRS_PASSAGE_DASH) {
            break;
        }
    }
    return 0;
}

size_t mrs_wind_read(const mrs_phrase *phrase, size_t at, mrs_wind *out)
{
    const mrs_passage *tokens = &phrase->tokens;
    if (at >= tokens->count || !(phrase->words[at].does & MRS_WORD_WIND)) {
        return 0;
    }
    const mrs_relation_word *first = &phrase->words[at];
    *out = (mrs_wind){.flags = first->wind, .last = first->wind};
    memcpy(out->letters, first->letters, sizeof out->letters);
    size_t i = at + 1 + join_double(phrase, at + 1, out);
    while (i < tokens->count) {
        size_t next = i + (tokens->items[i].kind == MRS_PASSAGE_DASH);
        if (next >= tokens->count || !(phrase->words[next].does & MRS_WORD_WIND) ||
            !join_letters(out->letters, phrase->words[next].letters)) {
            break;
        }
        out->last = phrase->words[next].wind;
        i = next + 1;
    }
    int index = wind_index(out->letters);
    out->azimuth_deg = index * 22.5;
    out->tol_deg = strlen(out->letters) == 3 ? 11.25 : 22.5;
    return index < 0 ? 0 : i - at;
}

bool mrs_wind_makes_name(const char *letters, const char *name)
{
    /* Countries, states and provinces; with the winds that make a name with each. */
    static const struct {
        const char *name, *winds;
    } names[] = {
        {"africa", "S"},      {"afrique", "S"},   {"australia", "SW"},  {"bank", "W"},
        {"bengal", "W"},      {"cape", "NEW"},    {"carolina", "NS"},   {"cyprus", "N"},
        {"dakota", "NS"},     {"darfur", "NSEW"}, {"darfour", "NSEW"},  {"falkland", "EW"},
        {"flanders", "EW"},   {"holland", "NS"},  {"ireland", "N"},     {"kivu", "NS"},
        {"kordofan", "NSEW"}, {"korea", "NS"},    {"london", "E"},      {"macedonia", "N"},
        {"ossetia", "NS"},    {"rhodesia", "NS"}, {"sahara", "W"},      {"samoa", "W"},
        {"sinai", "NS"},      {"soudan", "S"},    {"sudan", "S"},       {"territory", "N"},
        {"timor", "E"},       {"virginia", "W"},  {"waziristan", "NS"}, {"yemen", "NS"},
        {"افريقيا", "S"},     {"السودان", "S"},   {"دارفور", "NSEW"},   {"سينا", "NS"},
        {"كردفان", "NSEW"},   {"كيفو", "NS"},
    };
    for (size_t i = 0; i < COUNT(names); i++) {
        if (strcmp(name, names[i].name) == 0) {
            return !letters[1] && strchr(names[i].winds, letters[0]) != NULL;
        }
    }
    return false;
}
