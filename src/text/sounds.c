#include "text/sounds.h"

#include <string.h>

#include "text/utf8.h"

/* --- What letters may sound like --- */

enum { ALTERNATIVES = 4, SLOTS = MRS_SOUNDS_MOST };

/* A letter or group of letters, and its readings: the likeliest first, each with how unlikely it
   is. */
typedef struct slot {
    const char *sounds[ALTERNATIVES];
    uint8_t cost[ALTERNATIVES];
    uint8_t count;
    uint8_t token;
} slot;

typedef struct reader {
    slot slots[SLOTS];
    size_t count;
    uint8_t token;
    bool arabic, other; /* letters of that script, of a third one, were seen */
} reader;

/* Where a rule holds. */
enum {
    ANYWHERE,
    AT_START = 1,     /* of a word */
    BEFORE_FRONT = 2, /* e, i or y follows */
    BEFORE_BACK = 4,  /* a, o or u follows */
    BEFORE_VOWEL = 8,
    AT_END = 16 /* of a word, after a vowel */
};

typedef struct rule {
    const char *letters;
    unsigned where;
    const char *sounds[ALTERNATIVES];
    uint8_t cost[ALTERNATIVES];
} rule;

/*
 * Of the rules that fit, the first holds: longer groups stand before shorter ones. BGN/PCGN, UN,
 * English, French, Italian, German, Spanish, Turkish and Slavic habits; diacritics are gone by now.
 */
static const rule latin_rules[] = {
    {"tsch", ANYWHERE, {"C"}, {0}},
    {"dsch", ANYWHERE, {"j"}, {0}},
    {"shch", ANYWHERE, {"xC", "C"}, {0, 1}},
    {"sch", ANYWHERE, {"x", "sk"}, {0, 2}},
    {"tch", ANYWHERE, {"C"}, {0}},
    {"tsh", ANYWHERE, {"C"}, {0}},
    {"dzh", ANYWHERE, {"j"}, {0}},
    {"dgh", ANYWHERE, {"dG"}, {0}},
    {"sci", BEFORE_BACK, {"x", "si"}, {0, 2}},
    {"sc", BEFORE_FRONT, {"x", "s", "sk"}, {0, 1, 2}},
    {"sc", ANYWHERE, {"sk", "x"}, {0, 1}},
    {"gi", BEFORE_BACK, {"j", "gi"}, {0, 1}},
    {"gu", BEFORE_FRONT, {"g", "gu"}, {0, 2}},
    {"qu", BEFORE_FRONT, {"k", "qu"}, {0, 1}},
    {"ou", AT_START | BEFORE_VOWEL, {"W", "u"}, {0, 2}},
    {"dj", ANYWHERE, {"j", "jd"}, {0, 3}},
    {"dg", BEFORE_FRONT, {"j", "dg"}, {0, 1}},
    {"gh", ANYWHERE, {"G"}, {0}},
    {"kh", ANYWHERE, {"K", "k"}, {0, 2}},
    {"ch", ANYWHERE, {"x", "K", "k"}, {0, 1, 1}},
    {"sh", ANYWHERE, {"x", "sh"}, {0, 2}},
    {"th", ANYWHERE, {"c", "th"}, {0, 2}},
    {"dh", ANYWHERE, {"E", "Z", "dh"}, {0, 1, 3}},
    {"ph", ANYWHERE, {"f"}, {0}},
    {"zh", ANYWHERE, {"z", "j"}, {0, 1}},
    {"ck", ANYWHERE, {"k"}, {0}},
    {"cz", ANYWHERE, {"C", "z"}, {0, 2}},
    {"sz", ANYWHERE, {"s", "x"}, {0, 1}},
    {"tz", ANYWHERE, {"ts", "z"}, {0, 1}},
    {"ou", ANYWHERE, {"u"}, {0}},
    {"oo", ANYWHERE, {"u"}, {0}},
    {"ee", ANYWHERE, {"i"}, {0}},
    {"w", AT_START, {"W"}, {0}},
    {"v", AT_START, {"v", "W", "b"}, {0, 1, 2}},
    {"u", AT_START | BEFORE_VOWEL, {"W", "u"}, {0, 1}},
    {"c", BEFORE_FRONT, {"s", "C", "k", "j"}, {0, 1, 1, 2}},
    {"c", ANYWHERE, {"k", "j", "s"}, {0, 2, 3}},
    {"g", BEFORE_FRONT, {"g", "j"}, {0, 1}},
    {"g", ANYWHERE, {"g", "j"}, {0, 2}},
    {"j", ANYWHERE, {"j", "y", "g"}, {0, 2, 3}},
    {"z", ANYWHERE, {"z", "D"}, {0, 3}},
    {"s", ANYWHERE, {"s", "x"}, {0, 4}},
    {"v", ANYWHERE, {"v", "w", "b"}, {0, 1, 2}},
    {"x", ANYWHERE, {"ks", "x"}, {0, 1}},
    {"h", AT_END, {"", "h"}, {0, 2}},
};

static bool is_vowel(char letter)
{
    return letter && strchr("aeiouy", letter);
}

static bool fits(const rule *r, const char *word, size_t length, size_t at)
{
    size_t size = strlen(r->letters);
    if (at + size > length || memcmp(word + at, r->letters, size) != 0) {
        return false;
    }
    char next = at + size < length ? word[at + size] : '\0';
    return (!(r->where & AT_START) || at == 0) &&
           (!(r->where & BEFORE_FRONT) || (next && strchr("eiy", next))) &&
           (!(r->where & BEFORE_BACK) || (next && strchr("aou", next))) &&
           (!(r->where & BEFORE_VOWEL) || is_vowel(next)) &&
           (!(r->where & AT_END) || (!next && at > 1 && is_vowel(word[at - 1])));
}

static slot *add_slot(reader *r)
{
    if (r->count == SLOTS) {
        return NULL;
    }
    slot *added = &r->slots[r->count++];
    *added = (slot){.token = r->token};
    return added;
}

static void add_rule(reader *r, const rule *found)
{
    slot *added = add_slot(r);
    for (size_t i = 0; added && i < ALTERNATIVES && found->sounds[i]; i++) {
        added->sounds[added->count] = found->sounds[i];
        added->cost[added->count++] = found->cost[i];
    }
}

/* A sound by itself, of the letters that are written alike in both alphabets. */
static void add_sound(reader *r, char sound)
{
    static const char singles[] =
        "b\0p\0f\0t\0d\0k\0q\0h\0l\0r\0m\0n\0a\0e\0i\0o\0u\0w\0y\0"
        "0\0001\0002\0003\0004\0005\0006\0007\08\09\0T\0D\0E\0S\0Z\0H\0K\0G\0c\0j\0s\0x\0z\0W\0C";
    for (size_t i = 0; i < sizeof singles; i += 2) {
        if (singles[i] == sound) {
            slot *added = add_slot(r);
            if (added) {
                added->sounds[0] = &singles[i];
                added->count = 1;
            }
            return;
        }
    }
}

static const rule *rule_at(const char *word, size_t length, size_t at)
{
    for (size_t i = 0; i < sizeof latin_rules / sizeof *latin_rules; i++) {
        if (latin_rules[i].letters[0] == word[at] && fits(&latin_rules[i], word, length, at)) {
            return &latin_rules[i];
        }
    }
    return NULL;
}

/* "Alwashka": the l of an article that was written together with its name may fall. */
static bool may_be_article(const char *word, size_t length, size_t at)
{
    return at == 1 && word[1] == 'l' && (word[0] == 'a' || word[0] == 'e') && length >= 6 &&
           !is_vowel(word[2]);
}

static void read_latin(reader *r, const char *word, size_t length)
{
    static const rule article = {"l", ANYWHERE, {"l", ""}, {0, 1}};
    for (size_t at = 0; at < length;) {
        const rule *found = may_be_article(word, length, at) ? &article : rule_at(word, length, at);
        bool doubled = at > 0 && word[at] == word[at - 1] && !is_vowel(word[at]);
        if (doubled && !(found && found->letters[1])) {
            at++;
        } else if (found) {
            add_rule(r, found);
            at += strlen(found->letters);
        } else {
            add_sound(r, word[at++]);
        }
    }
}

/* --- Arabic letters --- */

static const rule *arabic_rule(uint32_t letter)
{
    static const struct {
        uint32_t letter;
        rule rule;
    } rules[] = {
        {0x62B, {"", 0, {"c", "s"}, {0, 2}}}, /* tha */
        {0x62C, {"", 0, {"j", "g"}, {0, 2}}}, /* jim, g in Egypt */
        {0x62E, {"", 0, {"K", "k"}, {0, 3}}}, /* kha */
        {0x630, {"", 0, {"E", "z"}, {0, 2}}}, /* dhal */
        {0x636, {"", 0, {"D", "Z"}, {0, 2}}}, /* dad, said and written as za by many */
        {0x638, {"", 0, {"Z", "D"}, {0, 1}}}, /* za */
        {0x63A, {"", 0, {"G"}, {0}}},         /* ghayn */
        {0x641, {"", 0, {"f"}, {0}}},
    };
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        if (rules[i].letter == letter) {
            return &rules[i].rule;
        }
    }
    return NULL;
}

static char arabic_sound(uint32_t letter)
{
    static const char sounds[] = /* from U+0627 */
        "ab"
        "\0"
        "tcjHKdErzsxSDTZaG"; /* alef to ghayn */
    static const char more[] = "fqklmnhw"
                               "\0"
                               "i"; /* from U+0641 */
    if (letter >= 0x627 && letter <= 0x63A) {
        return sounds[letter - 0x627];
    }
    return letter >= 0x641 && letter <= 0x64A ? more[letter - 0x641] : '\0';
}

static void read_arabic_letter(reader *r, uint32_t letter, bool first, bool last)
{
    static const rule final_ha = {"", 0, {"a", "h"}, {0, 2}};
    const rule *found = arabic_rule(letter);
    if (letter == 0x647 && last && !first) {
        add_rule(r, &final_ha);
    } else if (letter == 0x648 && first && !last) {
        add_sound(r, 'W');
    } else if (found) {
        add_rule(r, found);
    } else {
        add_sound(r, arabic_sound(letter));
    }
}

static void read_arabic(reader *r, const char *word, size_t length)
{
    for (size_t at = 0; at < length;) {
        uint32_t letter = 0, next = 0;
        size_t size = mrs_utf8_decode(word + at, length - at, &letter);
        if (size == 0) {
            return;
        }
        bool last = at + size >= length;
        if (letter == 0x62A && !last &&
            mrs_utf8_decode(word + at + size, length - at - size, &next) &&
            next == 0x634) { /* ta and shin write ch */
            add_sound(r, 'C');
            at += size + 2;
            continue;
        }
        read_arabic_letter(r, letter, at == 0, last);
        at += size;
    }
}

static void read_token(reader *r, const mrs_token *token)
{
    const char *word = token->text + token->skip;
    size_t length = token->length - token->skip;
    uint32_t first = 0;
    if (token->article || !mrs_utf8_decode(word, length, &first)) {
        return;
    }
    if (first < 0x80) {
        read_latin(r, word, length);
    } else if (first >= 0x600 && first <= 0x6FF) {
        r->arabic = true;
        read_arabic(r, word, length);
    } else {
        r->other = true;
    }
}

/* --- Readings --- */

/* Writes the reading that takes alternative `choice[i]` of each slot. */
static void write_reading(const reader *r, const uint8_t *choice, mrs_sounds *out, uint8_t *ends)
{
    out->length = 0;
    out->abjad = r->arabic;
    out->cost = 0;
    for (size_t i = 0; i < r->count; i++) {
        const char *sounds = r->slots[i].sounds[choice[i]];
        size_t size = strlen(sounds);
        if (out->length + size > sizeof out->text) {
            break;
        }
        memcpy(out->text + out->length, sounds, size);
        out->length = (uint8_t)(out->length + size);
        if (ends) {
            ends[r->slots[i].token] = out->length;
        }
    }
}

static void add_reading(const reader *r, const uint8_t *choice, unsigned cost, size_t most,
                        mrs_readings *out)
{
    if (out->count < most) {
        write_reading(r, choice, &out->items[out->count], NULL);
        out->items[out->count++].cost = (uint8_t)cost;
    }
}

/* All readings whose choices cost `cost` together and differ in at most two slots. */
static void add_readings_of_cost(const reader *r, unsigned cost, size_t most, mrs_readings *out)
{
    uint8_t choice[SLOTS] = {0};
    for (size_t i = 0; i < r->count; i++) {
        for (uint8_t a = 1; a < r->slots[i].count; a++) {
            unsigned left = cost - r->slots[i].cost[a];
            if (r->slots[i].cost[a] > cost) {
                continue;
            }
            choice[i] = a;
            if (left == 0) {
                add_reading(r, choice, cost, most, out);
            }
            for (size_t j = i + 1; left > 0 && j < r->count; j++) {
                for (uint8_t b = 1; b < r->slots[j].count; b++) {
                    choice[j] = r->slots[j].cost[b] == left ? b : 0;
                    if (choice[j]) {
                        add_reading(r, choice, cost, most, out);
                    }
                }
                choice[j] = 0;
            }
            choice[i] = 0;
        }
    }
}

static void fill_ends(const mrs_tokens *tokens, size_t first, size_t end, mrs_readings *out)
{
    uint8_t last = 0;
    for (size_t i = first; i < end && i < tokens->count; i++) {
        last = out->ends[i] > last ? out->ends[i] : last;
        out->ends[i] = last;
    }
}

void mrs_sounds_read(const mrs_tokens *tokens, size_t first, size_t end, size_t most,
                     mrs_readings *out)
{
    enum { DEAREST = 4 };
    reader r;
    r.count = 0;
    r.arabic = r.other = false;
    out->count = 0;
    for (size_t i = first; i < end && i < tokens->count; i++) {
        r.token = (uint8_t)i;
        out->ends[i] = 0;
        read_token(&r, &tokens->items[i]);
    }
    if (r.other || r.count == 0) {
        return;
    }
    uint8_t choice[SLOTS] = {0};
    write_reading(&r, choice, &out->items[0], out->ends);
    out->count = 1;
    fill_ends(tokens, first, end, out);
    for (unsigned cost = 1; cost <= DEAREST && out->count < most; cost++) {
        add_readings_of_cost(&r, cost, most, out);
    }
}

/* --- Skeletons --- */

static char class_of(char sound)
{
    switch (sound) {
    case 'b':
    case 'p':
        return 'B';
    case 'f':
    case 'v':
        return 'F';
    case 't':
    case 'T':
    case 'c':
        return 'T';
    case 'd':
    case 'D':
    case 'E':
        return 'D';
    case 's':
    case 'S':
        return 'S';
    case 'z':
    case 'Z':
        return 'Z';
    case 'x':
    case 'C':
        return 'X';
    case 'k':
    case 'q':
    case 'g':
    case 'G':
        return 'K';
    case 'h':
    case 'H':
    case 'K':
        return 'H';
    case 'j':
        return 'J';
    case 'l':
        return 'L';
    case 'r':
        return 'R';
    case 'm':
        return 'M';
    case 'n':
        return 'N';
    case 'W':
        return 'W';
    default:
        return sound >= '0' && sound <= '9' ? sound : '\0';
    }
}

/* Of equal consonants that touch one is kept; n before b is m, as it is said. */
size_t mrs_skeleton(const char *sounds, size_t length, char *out)
{
    size_t count = 0;
    char before = '\0'; /* the class of the sound before, vowels included */
    for (size_t i = 0; i < length; i++) {
        char class = class_of(sounds[i]);
        if (class == 'B' && before == 'N') {
            out[count - 1] = 'M';
        }
        if (class && (class != before || (class >= '0' && class <= '9'))) {
            out[count++] = class;
        }
        before = class;
    }
    return count;
}
