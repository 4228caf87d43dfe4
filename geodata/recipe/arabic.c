#include "recipe.h"

#include <limits.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "base/buffer.h"
#include "base/memory.h"

enum { ALEF_MAQSURA = 0x0649, YEH_HAMZA = 0x0626, YEH = 0x064A };

/* The next code point, or U+FFFD for a malformed one. */
static UChar32 next_point(const char *text, int32_t *at)
{
    UChar32 point = 0;
    int32_t length = (int32_t)strlen(text);
    U8_NEXT((const uint8_t *)text, *at, length, point);
    return point < 0 ? 0xFFFD : point;
}

/* Characters that no name may hold: the format's own, controls, and invisible direction marks
 *  (the zero-width non-joiner stays: Persian names need it). */
static bool is_foreign(UChar32 point)
{
    return point == '|' || point == '@' || point == 0xFFFD || point == 0xFEFF || point < 0x20 ||
           point == 0x7F || (point >= 0x200E && point <= 0x200F) ||
           (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
}

char *name_clean(const char *text)
{
    mrs_buffer clean = {0};
    bool space = false;
    for (int32_t at = 0; text[at];) {
        int32_t start = at;
        UChar32 point = next_point(text, &at);
        if (point == ' ' || point == '\t' || point == 0xA0) {
            space = clean.length > 0;
        } else if (!is_foreign(point)) {
            mrs_buffer_add(&clean, space ? " " : "");
            mrs_buffer_add_bytes(&clean, text + start, (size_t)(at - start));
            space = false;
        }
    }
    return need(mrs_buffer_take(&clean));
}

static bool is_arabic_letter(UChar32 point)
{
    return (point >= 0x0621 && point <= 0x063A) || (point >= 0x0641 && point <= 0x064A);
}

static bool is_harakah(UChar32 point)
{
    return (point >= 0x064B && point <= 0x0652) || point == 0x0670;
}

static bool is_arabic_script(UChar32 point)
{
    return (point >= 0x0600 && point <= 0x06FF) || (point >= 0x0750 && point <= 0x077F) ||
           (point >= 0x08A0 && point <= 0x08FF) || (point >= 0xFB50 && point <= 0xFDFF) ||
           (point >= 0xFE70 && point <= 0xFEFF);
}

static bool is_latin(UChar32 point)
{
    return u_isalpha(point) && (point < 0x0250 || (point >= 0x1E00 && point <= 0x1EFF));
}

/* The spacing letters by which transliterations write hamza and ain; no script of their own. */
static bool is_modifier(UChar32 point)
{
    return point >= 0x02B0 && point <= 0x02FF;
}

/* Spellings of other languages with Arabic's own letters: a yeh with hamza that begins a word
 *  (Uyghur, Kurdish), an alef maqsura inside one (Uyghur, Kazakh). */
static bool is_other_spelling(UChar32 before, UChar32 point)
{
    return (point == YEH_HAMZA && !is_arabic_script(before)) ||
           (before == ALEF_MAQSURA && is_arabic_letter(point));
}

name_script name_script_of(const char *text)
{
    bool arabic = false;
    bool other_arabic = false;
    bool latin = false;
    UChar32 before = ' ';
    for (int32_t at = 0; text[at];) {
        UChar32 point = next_point(text, &at);
        if (is_modifier(point)) {
            continue;
        }
        if (is_arabic_script(point)) {
            arabic = true;
            bool own = is_arabic_letter(point) || is_harakah(point) || point == 0x0640;
            other_arabic |= !own || is_other_spelling(before, point);
        } else if (is_latin(point)) {
            latin = true;
        } else if (u_isalpha(point) || point == 0x200C) {
            other_arabic = true;
        }
        before = point;
    }
    if (arabic) {
        return other_arabic || latin ? NAME_PERSIAN : NAME_ARABIC;
    }
    return latin && !other_arabic ? NAME_LATIN : NAME_OTHER;
}

char *name_without_arabic(const char *name)
{
    mrs_buffer rest = {0};
    for (int32_t at = 0; name[at];) {
        int32_t start = at;
        if (!is_arabic_script(next_point(name, &at))) {
            mrs_buffer_add_bytes(&rest, name + start, (size_t)(at - start));
        }
    }
    char *text = need(mrs_buffer_take(&rest));
    char *clean = name_clean(text);
    mrs_free(text);
    return clean;
}

/* Words for kinds of places, which begin a name in running text but are not part of it. The first
 * ones are of districts, never of settlements. */
static const char *const type_words[] = {"محافظة", "ولاية", "شعبية",  "بلدية", "مقاطعة",  "منطقة",
                                         "إقليم",  "اقليم", "مديرية", "دائرة", "ناحية",   "قضاء",
                                         "قرية",   "مدينة", "بلدة",   "حي",    "جمهورية", NULL};
#define DISTRICT_WORDS 12

/* The number of the type word that begins the name, or -1. */
static int type_word(const char *name)
{
    size_t first = strcspn(name, " ");
    for (int i = 0; name[first] && type_words[i]; i++) {
        if (strlen(type_words[i]) == first && strncmp(name, type_words[i], first) == 0) {
            return i;
        }
    }
    return -1;
}

/* True if a Latin name begins with the article, its l assimilated or not: "Al Marj", "Az Zawiyah",
 *  "El Golea". */
static bool has_latin_article(const char *latin)
{
    size_t length = strcspn(latin, " -");
    if (!latin[length] || length < 2 || length > 3 || !strchr("AE", latin[0])) {
        return false;
    }
    return length == 2 ? strchr("lstdnrzh", latin[1]) != NULL
                       : strncmp(latin + 1, "sh", 2) == 0 || strncmp(latin + 1, "dh", 2) == 0 ||
                             strncmp(latin + 1, "th", 2) == 0 || strncmp(latin + 1, "ch", 2) == 0;
}

static bool has_article(const char *name)
{
    return strncmp(name, "ال", strlen("ال")) == 0;
}

/* What speaks for a spelling: the letters of standard Arabic that transcriptions into it from
 *  other languages of the script leave out. */
static int distinctive_letters(const char *name, bool *harakat, bool *final_maqsura)
{
    static const char letters[] = "ةأإآطظضصثحذعغ";
    int count = 0;
    *harakat = false;
    UChar32 point = 0;
    for (int32_t at = 0; name[at];) {
        point = next_point(name, &at);
        *harakat |= is_harakah(point) || point == 0x0640;
        for (int32_t i = 0; letters[i];) {
            count += next_point(letters, &i) == point;
        }
    }
    *final_maqsura = point == ALEF_MAQSURA;
    return count;
}

/* Smaller is better; the criteria in their order of weight. A name that has no article where the
 * Latin one has it is another's; where the Latin name is an exonym ("Cairo"), the Arabic one with
 * its article is the full one. Of otherwise equal names the longer one has its vowels written,
 * unless it doubles them. */
static int demerits(const char *name, bool latin_article)
{
    bool harakat = false;
    bool maqsura = false;
    int distinctive = distinctive_letters(name, &harakat, &maqsura);
    int words = 1;
    for (const char *space = strchr(name, ' '); space; space = strchr(space + 1, ' ')) {
        words++;
    }
    int letters = (int)(strlen(name) / 2);
    int article = has_article(name) ? 0 : latin_article ? 200000 : 30000;
    return (harakat ? 1000000 : 0) + (type_word(name) >= 0 ? 500000 : 0) + article + words * 20000 -
           distinctive * 200 - letters * 2 + (maqsura ? 50 : 0) +
           (strstr(name, "اا") || strstr(name, "وو") ? 20 : 0);
}

/* The name without harakat and tatweel, and without the word for a district. */
static char *plain(const char *name)
{
    int word = type_word(name);
    mrs_buffer text = {0};
    if (word >= 0 && word < DISTRICT_WORDS) {
        name += strcspn(name, " ") + 1;
    }
    for (int32_t at = 0; name[at];) {
        int32_t start = at;
        UChar32 point = next_point(name, &at);
        if (!is_harakah(point) && point != 0x0640) {
            mrs_buffer_add_bytes(&text, name + start, (size_t)(at - start));
        }
    }
    return need(mrs_buffer_take(&text));
}

char *arabic_choose(const strings *names, const char *latin)
{
    const char *best = NULL;
    int least = INT_MAX;
    bool article = has_latin_article(latin);
    for (size_t i = 0; i < names->count; i++) {
        const char *name = names->items[i];
        if (name_script_of(name) != NAME_ARABIC) {
            continue;
        }
        int score = demerits(name, article);
        if (score < least || (score == least && strcmp(name, best) < 0)) {
            least = score;
            best = name;
        }
    }
    return best ? plain(best) : need(mrs_strdup(""));
}
