#include "recipe.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#define NAME_CAPACITY 512

/* A mark by which the romanizations of Arabic, Persian, Hebrew, Hindi, Japanese … make letters of
 * Latin ones, and the countries in whose own orthography the same letters live. */
typedef struct romanization {
    UChar32 mark;
    const char *letters;
    const char *living;
} romanization;

static const romanization romanizations[] = {
    {0x0304, "aeiou", "LV LT NZ CK NU TK US AS WS TO PF"}, /* macron: Baltic, Polynesian */
    {0x0327, "st", "TR CY RO MD AZ TM"},                   /* cedilla: Turkic, Romanian */
    {0x0327, "dhz", ""},                                   /* cedilla */
    {0x0323, "dhstzlrn", "NG BJ"},                         /* dot below: Yoruba */
    {0x0331, "dhtknrlsz", ""},                             /* macron below */
    {0x0332, "dhtknrlsz", ""},                             /* low line */
    {0x0307, "g", "MT"},                                   /* dot above: Maltese */
};

/* Where ayn and hamza are written with a sign. Elsewhere the same signs are letters (Hawaiian,
 * Samoan, Uzbek), soft signs (Russian), or apostrophes beside the accents of French (Algeria). */
static const char sign_countries[] =
    "AE AF BH EG ER ET IL IN IQ IR JO KW LB LY OM PK PS QA SA SD SO "
    "SS SY YE";

static bool is_listed(const char *codes, const char *iso2)
{
    return *iso2 && strstr(codes, iso2) != NULL;
}

/* The signs for ayn and hamza, as modifier letters and as the quotation marks that stand for
 * them. */
static bool is_sign(UChar32 point)
{
    return (point >= 0x02BB && point <= 0x02BF) || point == 0x2018 || point == 0x2019;
}

static bool is_letter_of(const romanization *r, UChar32 base)
{
    return base < 0x80 && strchr(r->letters, (int)(base | 0x20)) != NULL;
}

static bool is_romanization(UChar32 base, UChar32 mark, const char *iso2)
{
    for (size_t i = 0; i < sizeof romanizations / sizeof *romanizations; i++) {
        const romanization *r = &romanizations[i];
        if (r->mark == mark && is_letter_of(r, base) && !is_listed(r->living, iso2)) {
            return true;
        }
    }
    return false;
}

/* The text in UTF-16 with its marks apart from their letters, in `out`; its length. */
static int32_t decompose(const char *text, UChar *out, int32_t capacity)
{
    UChar composed[NAME_CAPACITY];
    int32_t length = 0;
    UErrorCode status = U_ZERO_ERROR;
    u_strFromUTF8(composed, NAME_CAPACITY, &length, text, -1, &status);
    const UNormalizer2 *normalizer = unorm2_getNFDInstance(&status);
    length = unorm2_normalize(normalizer, composed, length, out, capacity, &status);
    if (U_FAILURE(status)) {
        stop("a name is too long or no UTF-8: %s", text);
    }
    return length;
}

/* All of it lies in the BMP: marks, Latin letters, signs. */
bool name_is_romanized(const char *name, const char *iso2)
{
    UChar text[NAME_CAPACITY];
    int32_t length = decompose(name, text, NAME_CAPACITY);
    bool signs = is_listed(sign_countries, iso2);
    UChar32 base = ' ';
    for (int32_t i = 0; i < length; i++) {
        if (u_getCombiningClass(text[i]) == 0) {
            base = text[i];
            if (signs && is_sign(base)) {
                return true;
            }
        } else if (is_romanization(base, text[i], iso2)) {
            return true;
        }
    }
    return false;
}

char *name_plain(const char *ascii)
{
    char *name = name_clean(ascii);
    for (char *at = strchr(name, '`'); at; at = strchr(at, '`')) {
        *at = '\'';
    }
    return name;
}
