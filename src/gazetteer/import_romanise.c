#include <stdint.h>
#include <string.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/memory.h"
#include "gazetteer/import_clean.h"
#include "text/utf8.h"

/* ---- Arabic -------------------------------------------------------------------------------- */

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

/* Whether a letter, in this place, is the vowel before which no other need be guessed. */
static bool is_long_vowel(uint32_t point)
{
    return point == 0x627 || point == 0x622 || point == 0x623 || point == 0x625 || point == 0x648 ||
           point == 0x64A || point == 0x6CC || point == 0x649 || point == 0x629;
}

enum { WORD_MOST = 64 };

/* What the letter at `i` is written as where it is a vowel; NULL where it is a consonant. */
static const char *vowel(const uint32_t *letters, size_t count, size_t i)
{
    bool first = i == 0, last = i + 1 == count;
    bool after_vowel = i > 0 && is_long_vowel(letters[i - 1]);
    bool before_vowel = !last && is_long_vowel(letters[i + 1]) && letters[i + 1] != 0x649;
    switch (letters[i]) {
    case 0x625: /* alef with hamza below */
        return "i";
    case 0x622:
    case 0x623:
    case 0x627:
    case 0x649:
    case 0x671:
        return "a";
    case 0x629:
        return after_vowel && letters[i - 1] != 0x64A ? "h" : "ah";
    case 0x64A:
    case 0x6CC:
        if (!first && !last && letters[i + 1] == 0x629) {
            return "iy"; /* الوردية */
        }
        return first || after_vowel || before_vowel ? NULL : "i";
    case 0x648:
        return first || after_vowel || before_vowel ? NULL : "u";
    default:
        return NULL;
    }
}

/* Letters without vowels between them get an a after the first, and after each second one more:
   طرابلس is "tarabalas" here, a shape that can be said and recognised. */
static void add_guessed(const uint32_t *letters, size_t count, mrs_buffer *out)
{
    int consonants = 0; /* since the last vowel */
    for (size_t i = 0; i < count; i++) {
        const char *sound = vowel(letters, count, i);
        if (sound) {
            mrs_buffer_add(out, sound);
            consonants = 0;
            continue;
        }
        sound = consonant(letters[i]);
        if (!sound) {
            continue;
        }
        bool first_of_word = i == 1 && consonants == 1;
        bool closes = i + 1 == count && consonants == 1 && count > 2;
        if (consonants >= 2 || first_of_word || closes) {
            mrs_buffer_add(out, "a");
            consonants = 0;
        }
        mrs_buffer_add(out, i == 0 && letters[i] == 0x639 ? "" : sound);
        consonants++;
    }
}

static void add_word(const uint32_t *letters, size_t count, mrs_buffer *out)
{
    mrs_buffer arabic = {0};
    for (size_t i = 0; i < count; i++) {
        char bytes[4];
        mrs_buffer_add_bytes(&arabic, bytes, mrs_utf8_encode(letters[i], bytes));
    }
    const char *known = NULL;
    for (size_t i = 0; arabic.text && i < sizeof words / sizeof *words; i++) {
        known = strcmp(words[i].arabic, arabic.text) == 0 ? words[i].latin : known;
    }
    out->failed = out->failed || arabic.failed;
    mrs_buffer_clear(&arabic);
    bool article = !known && count > 3 && letters[0] == 0x627 && letters[1] == 0x644;
    size_t start = out->length + (article ? strlen("al ") : 0);
    if (known) {
        mrs_buffer_add(out, known);
    } else if (article) {
        mrs_buffer_add(out, out->length ? "al " : "Al ");
        add_guessed(letters + 2, count - 2, out);
    } else {
        add_guessed(letters, count, out);
    }
    if (!out->failed && start < out->length && out->text[start] >= 'a' && out->text[start] <= 'z') {
        out->text[start] = (char)(out->text[start] - 'a' + 'A');
    }
}

static void romanise_arabic(const char *text, mrs_buffer *out)
{
    uint32_t letters[WORD_MOST];
    size_t count = 0, length = strlen(text);
    for (size_t at = 0; at < length;) {
        uint32_t point = 0;
        size_t size = mrs_utf8_decode(text + at, length - at, &point);
        at += size ? size : 1;
        if ((point >= 0x64B && point <= 0x65F) || point == 0x670) {
            continue; /* harakat, which are seldom written and never whole */
        }
        bool letter = point >= 0x621 && point <= 0x6FF && (point < 0x660 || point > 0x669);
        if (letter && count < WORD_MOST) {
            letters[count++] = point;
        }
        if (letter) {
            continue;
        }
        if (count) {
            add_word(letters, count, out);
            count = 0;
        }
        mrs_buffer_add_bytes(out, text + at - size, size);
    }
    if (count) {
        add_word(letters, count, out);
    }
}

/* ---- other scripts ------------------------------------------------------------------------- */

static marsad_status romanise_by_icu(mrs_labeller *labeller, const char *text, mrs_buffer *out,
                                     marsad_error *error)
{
    enum { UNITS = 1024 };
    UChar units[UNITS];
    char bytes[UNITS * 3 + 1];
    UErrorCode code = U_ZERO_ERROR;
    if (!labeller->rules) {
        labeller->rules = utrans_openU(u"Any-Latin; Latin-ASCII; Any-Title", -1, UTRANS_FORWARD,
                                       NULL, 0, NULL, &code);
    }
    int32_t length = 0;
    u_strFromUTF8(units, UNITS, &length, text, -1, &code);
    int32_t limit = length;
    utrans_transUChars(labeller->rules, units, &length, UNITS, 0, &limit, &code);
    u_strToUTF8(bytes, (int32_t)sizeof bytes, NULL, units, length, &code);
    if (code == U_MEMORY_ALLOCATION_ERROR) {
        return mrs_fail_memory(error);
    }
    mrs_buffer_add(out, U_FAILURE(code) ? text : bytes);
    return MARSAD_OK;
}

void mrs_labeller_clear(mrs_labeller *labeller)
{
    if (labeller->rules) {
        utrans_close(labeller->rules);
        labeller->rules = NULL;
    }
}

marsad_status mrs_latin_label(mrs_labeller *labeller, const char *text, char **out,
                              marsad_error *error)
{
    mrs_buffer latin = {0};
    marsad_status status = MARSAD_OK;
    if (marsad_text_script(text) == MARSAD_SCRIPT_ARABIC) {
        romanise_arabic(text, &latin);
    } else {
        status = romanise_by_icu(labeller, text, &latin, error);
    }
    *out = mrs_buffer_take(&latin);
    if (!status && !*out) {
        status = mrs_fail_memory(error);
    }
    if (status) {
        mrs_free(*out);
        *out = NULL;
    }
    return status;
}
