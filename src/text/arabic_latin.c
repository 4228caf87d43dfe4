/*
 * Arabic names in Latin letters: the letters as the system of BGN and PCGN (1956) has them, without
 * its dots and macrons; the vowels from the harakat where they are written, and guessed where not.
 */
#include "text/arabic_latin.h"

#include <stdint.h>
#include <string.h>

#include "text/utf8.h"

/* Words that stand in so many names that their vowels need not be guessed. Written as in the
   romanisation of BGN and PCGN, without its marks. */
static const struct {
    const char *arabic, *latin;
} words[] = {
    {"بن", "bin"},         {"ابن", "ibn"},       {"إبن", "ibn"},        {"أبو", "abu"},
    {"ابو", "abu"},        {"بو", "bu"},         {"أم", "umm"},         {"ام", "umm"},
    {"عبد", "abd"},        {"الله", "allah"},    {"محمد", "muhammad"},  {"أحمد", "ahmad"},
    {"احمد", "ahmad"},     {"علي", "ali"},       {"سيدي", "sidi"},      {"عين", "ayn"},
    {"بئر", "bi'r"},       {"بير", "bir"},       {"قرية", "qaryat"},    {"وادي", "wadi"},
    {"وادى", "wadi"},      {"زاوية", "zawiyat"}, {"قصر", "qasr"},       {"منطقة", "mintaqat"},
    {"مزرعة", "mazra'at"}, {"مطار", "matar"},    {"جبل", "jabal"},      {"سوق", "suq"},
    {"رأس", "ra's"},       {"راس", "ras"},       {"حي", "hayy"},        {"أولاد", "awlad"},
    {"اولاد", "awlad"},    {"حوش", "hawsh"},     {"شارع", "shari'"},    {"مدينة", "madinat"},
    {"طريق", "tariq"},     {"مشروع", "mashru'"}, {"معسكر", "mu'askar"}, {"قاعدة", "qa'idat"},
    {"ميناء", "mina'"},    {"حقل", "haql"},      {"تل", "tall"},        {"دير", "dayr"},
    {"بيت", "bayt"},       {"كفر", "kafr"},      {"خربة", "khirbat"},   {"مخيم", "mukhayyam"},
    {"باب", "bab"},        {"برج", "burj"},      {"نجع", "naj'"},       {"عزبة", "izbat"}};

typedef struct letter {
    uint32_t point;
    uint32_t haraka; /* fatha, damma, kasra or sukun; 0: none is written */
    bool doubled;    /* by a shadda */
} letter;

enum { WORD_MOST = 64 };

typedef struct word {
    letter letters[WORD_MOST];
    size_t count;
    bool construct; /* a word with the article follows, of which it is a part */
} word;

enum { FATHA = 0x64E, DAMMA = 0x64F, KASRA = 0x650, SHADDA = 0x651, SUKUN = 0x652 };
enum { ALEF = 0x627, TA_MARBUTA = 0x629, LAM = 0x644, WAW = 0x648, MAQSURA = 0x649, YEH = 0x64A };
enum { PERSIAN_YEH = 0x6CC };

/* A letter as a consonant; those that can be vowels too are dealt with by their neighbours. */
static const char *consonant(uint32_t point)
{
    static const struct {
        uint16_t point;
        char latin[4];
    } letters[] = {{0x628, "b"},  {0x62A, "t"},  {0x62B, "th"}, {0x62C, "j"}, {0x62D, "h"},
                   {0x62E, "kh"}, {0x62F, "d"},  {0x630, "dh"}, {0x631, "r"}, {0x632, "z"},
                   {0x633, "s"},  {0x634, "sh"}, {0x635, "s"},  {0x636, "d"}, {0x637, "t"},
                   {0x638, "z"},  {0x639, "'"},  {0x63A, "gh"}, {0x641, "f"}, {0x642, "q"},
                   {0x643, "k"},  {0x644, "l"},  {0x645, "m"},  {0x646, "n"}, {0x647, "h"},
                   {0x648, "w"},  {0x64A, "y"},  {0x621, "'"},  {0x624, "'"}, {0x626, "'"},
                   {0x67E, "p"},  {0x686, "ch"}, {0x698, "zh"}, {0x6A4, "v"}, {0x6A8, "g"},
                   {0x6A9, "k"},  {0x6AF, "g"},  {0x6CC, "y"},  {0x6D2, "y"}, {0x6C1, "h"}};
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        if (letters[i].point == point) {
            return letters[i].latin;
        }
    }
    return NULL;
}

static bool is_yeh(uint32_t point)
{
    return point == YEH || point == PERSIAN_YEH;
}

static bool is_alef(uint32_t point)
{
    return point == ALEF || point == 0x622 || point == 0x623 || point == 0x625 || point == 0x671;
}

/* Whether a letter is mostly the vowel before which no other need be guessed. */
static bool is_long_vowel(uint32_t point)
{
    return is_alef(point) || point == WAW || is_yeh(point) || point == MAQSURA ||
           point == TA_MARBUTA;
}

/* An alef that begins a word has the vowel of its haraka. */
static const char *alef(const letter *at)
{
    bool below = at->point == 0x625; /* the hamza stands below: i */
    return at->haraka == DAMMA ? "u" : at->haraka == KASRA || below ? "i" : "a";
}

static const char *ta_marbuta(const word *w, size_t i)
{
    bool after_vowel = i > 0 && is_long_vowel(w->letters[i - 1].point);
    bool alone = after_vowel && !is_yeh(w->letters[i - 1].point);
    return w->construct ? (alone ? "t" : "at") : alone ? "h" : "ah";
}

/* Yeh before a last alef or ta marbuta, after a consonant: أجدابيا, الوردية. */
static bool is_closing_yeh(const word *w, size_t i)
{
    return is_yeh(w->letters[i].point) && i + 2 == w->count &&
           (w->letters[i + 1].point == ALEF || w->letters[i + 1].point == TA_MARBUTA);
}

/* Waw and yeh are consonants at a word's beginning, beside another vowel, after a fatha, and where
 * they have a vowel of their own. `open`: the letter before was written as a vowel. */
static const char *semivowel(const word *w, size_t i, bool open, const char *as_vowel)
{
    const letter *at = &w->letters[i];
    bool last = i + 1 == w->count;
    uint32_t before = i > 0 ? w->letters[i - 1].haraka : 0;
    if (i == 0 || before == FATHA || at->doubled || (at->haraka && at->haraka != SUKUN && !last)) {
        return NULL;
    }
    if (!open && is_closing_yeh(w, i)) {
        return "iy";
    }
    bool before_vowel =
        !last && is_long_vowel(w->letters[i + 1].point) && w->letters[i + 1].point != MAQSURA;
    return open || before_vowel ? NULL : as_vowel;
}

/* What the letter at `i` is written as where it is a vowel; NULL where it is a consonant. */
static const char *vowel(const word *w, size_t i, bool open)
{
    uint32_t point = w->letters[i].point;
    if (is_alef(point)) {
        return i == 0 || point == 0x625 ? alef(&w->letters[i]) : "a";
    }
    switch (point) {
    case MAQSURA:
        return "a";
    case TA_MARBUTA:
        return ta_marbuta(w, i);
    case WAW:
        return semivowel(w, i, open, "u");
    default:
        return is_yeh(point) ? semivowel(w, i, open, "i") : NULL;
    }
}

/* A hamza's seat tells of the vowel after it: الجزائر. */
static const char *seat_vowel(uint32_t point, uint32_t next)
{
    return is_long_vowel(next) ? "" : point == 0x626 ? "i" : point == 0x624 ? "u" : "";
}

/* The short vowel written on a consonant; "" where the next letter makes it a long one, and at the
 * end, where it is a matter of grammar. */
static const char *short_vowel(const word *w, size_t i)
{
    if (i + 1 == w->count) {
        return "";
    }
    const letter *next = &w->letters[i + 1];
    bool bare = !next->haraka && !next->doubled;
    switch (w->letters[i].haraka) {
    case FATHA:
        return is_alef(next->point) || next->point == MAQSURA || next->point == TA_MARBUTA ? ""
                                                                                           : "a";
    case DAMMA:
        return next->point == WAW && bare ? "" : "u";
    case KASRA:
        return is_yeh(next->point) && bare ? "" : "i";
    case 0:
        return seat_vowel(w->letters[i].point, next->point);
    default:
        return "";
    }
}

/* Letters without vowels between them get an a after the first, and after each second one more:
   طرابلس is "tarabalas" here, a shape that can be said and recognised. */
static void add_letters(const word *w, mrs_buffer *out)
{
    int consonants = 0;  /* since the last vowel */
    bool closed = false; /* a sukun says that no vowel follows */
    bool open = false;   /* the letter before was written as a long vowel */
    for (size_t i = 0; i < w->count; i++) {
        const letter *at = &w->letters[i];
        const char *sound = vowel(w, i, open);
        open = sound != NULL;
        if (sound) {
            mrs_buffer_add(out, sound);
            consonants = 0;
            continue;
        }
        sound = consonant(at->point);
        if (!sound) {
            continue;
        }
        bool first_of_word = i == 1 && consonants == 1;
        bool closes = i + 1 == w->count && consonants == 1 && w->count > 2;
        if ((consonants >= 2 || first_of_word || closes) && !closed) {
            mrs_buffer_add(out, "a");
            consonants = 0;
        }
        mrs_buffer_add(out, i == 0 && at->point == 0x639 ? "" : sound);
        mrs_buffer_add(out, at->doubled ? sound : "");
        const char *after = short_vowel(w, i);
        mrs_buffer_add(out, after);
        consonants = after[0] ? 0 : consonants + 1;
        closed = at->haraka == SUKUN;
    }
}

static const char *known_word(const word *w, bool *failed)
{
    mrs_buffer arabic = {0};
    for (size_t i = 0; i < w->count; i++) {
        char bytes[4];
        mrs_buffer_add_bytes(&arabic, bytes, mrs_utf8_encode(w->letters[i].point, bytes));
    }
    const char *known = NULL;
    for (size_t i = 0; arabic.text && !known && i < sizeof words / sizeof *words; i++) {
        known = strcmp(words[i].arabic, arabic.text) == 0 ? words[i].latin : NULL;
    }
    *failed |= arabic.failed;
    mrs_buffer_clear(&arabic);
    return known;
}

/* The article: its l becomes the sound of a letter of the sun, ت ث د ذ ر ز س ش ص ض ط ظ ل ن. */
static void add_article(uint32_t before, mrs_buffer *out)
{
    bool sun = before == 0x62A || before == 0x62B || (before >= 0x62F && before <= 0x638) ||
               before == 0x646;
    const char *sound = sun ? consonant(before) : NULL;
    mrs_buffer_addf(out, "%c%s ", out->length ? 'a' : 'A', sound ? sound : "l");
}

/* Whether it begins with the article: of longer words only, for ال begins others too. */
static bool has_article(const word *w)
{
    return w->count > 3 && w->letters[0].point == ALEF && w->letters[1].point == LAM;
}

static void add_word(word *w, mrs_buffer *out)
{
    const char *known = known_word(w, &out->failed);
    if (!known && has_article(w)) {
        add_article(w->letters[2].point, out);
        memmove(w->letters, w->letters + 2, (w->count - 2) * sizeof *w->letters);
        w->count -= 2;
        w->letters[0].doubled = false; /* which the article has said */
    }
    size_t start = out->length;
    if (known) {
        mrs_buffer_add(out, known);
    } else {
        add_letters(w, out);
    }
    bool small =
        !out->failed && start < out->length && out->text[start] >= 'a' && out->text[start] <= 'z';
    if (small) {
        out->text[start] = (char)(out->text[start] - 'a' + 'A');
    }
    w->count = 0;
}

static bool is_haraka(uint32_t point)
{
    return (point >= 0x64B && point <= 0x65F) || point == 0x670;
}

static void take_haraka(word *w, uint32_t point)
{
    if (w->count && point == SHADDA) {
        w->letters[w->count - 1].doubled = true;
    } else if (w->count && point >= FATHA && point <= SUKUN) {
        w->letters[w->count - 1].haraka = point;
    }
}

static bool is_letter(uint32_t point)
{
    return point >= 0x621 && point <= 0x6FF && point != 0x640 && (point < 0x660 || point > 0x66D) &&
           point != 0x6D4 && (point < 0x6F0 || point > 0x6F9);
}

/* What stands between words; figures as Latin script writes them. */
static void add_other(uint32_t point, const char *bytes, size_t size, mrs_buffer *out)
{
    bool arabic = point >= 0x660 && point <= 0x669;
    bool persian = point >= 0x6F0 && point <= 0x6F9;
    if (arabic || persian) {
        mrs_buffer_addf(out, "%d", (int)(point & 0xF));
    } else if (point != 0x640) { /* tatweel */
        mrs_buffer_add_bytes(out, bytes, size);
    }
}

void mrs_arabic_latin(const char *text, mrs_buffer *out)
{
    static const char article[] = " ال";
    word w = {.count = 0};
    size_t length = strlen(text);
    for (size_t at = 0; at < length;) {
        uint32_t point = 0;
        size_t size = mrs_utf8_decode(text + at, length - at, &point);
        size = size ? size : 1;
        if (is_haraka(point)) {
            take_haraka(&w, point);
        } else if (is_letter(point)) {
            if (w.count < WORD_MOST) {
                w.letters[w.count++] = (letter){.point = point};
            }
        } else if (point != 0x640 || !w.count) {
            w.construct = strncmp(text + at, article, strlen(article)) == 0;
            if (w.count) {
                add_word(&w, out);
            }
            add_other(point, text + at, size, out);
        }
        at += size;
    }
    if (w.count) {
        w.construct = false;
        add_word(&w, out);
    }
}
