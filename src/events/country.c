#include "events/country.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unicode/uloc.h>
#include <unicode/uregion.h>
#include <unicode/ustring.h>

typedef struct country_names {
    const char *code, *names;
} country_names;

/* Made from geodata/events/countries.tsv. */
static const country_names NAMES[] = {
#include "countries.inc"
};

/* A value is an index in ICU's list of codes, or from here on one of a row of the table, whose code
 * is not in it (Kosovo's). */
enum { FROM_TABLE = 10000 };

int mrs_country_value(const char *code)
{
    const char *const *codes = uloc_getISOCountries();
    for (int i = 0; codes[i]; i++) {
        if (strcasecmp(codes[i], code) == 0) {
            return i;
        }
    }
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        if (strcasecmp(NAMES[i].code, code) == 0) {
            return FROM_TABLE + (int)i;
        }
    }
    return -1;
}

const char *mrs_country_of(int value)
{
    return value < FROM_TABLE ? uloc_getISOCountries()[value] : NAMES[value - FROM_TABLE].code;
}

/* As it is written, and without the zeros in front. */
static bool add_number(mrs_terms *terms, const char *code, int value)
{
    UErrorCode status = U_ZERO_ERROR;
    const URegion *region = uregion_getRegionFromCode(code, &status);
    int number = U_SUCCESS(status) && region ? uregion_getNumericCode(region) : 0;
    char text[16];
    if (number <= 0 || number > 999) {
        return true;
    }
    snprintf(text, sizeof text, "%03d", number);
    bool added = mrs_terms_add(terms, text, value);
    snprintf(text, sizeof text, "%d", number);
    return added && mrs_terms_add(terms, text, value);
}

static bool add_name(mrs_terms *terms, const char *locale, const char *lang, int value)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar units[128];
    char name[400];
    int32_t length = uloc_getDisplayCountry(locale, lang, units, 128, &status);
    u_strToUTF8(name, sizeof name, NULL, units, length, &status);
    return U_FAILURE(status) || status == U_STRING_NOT_TERMINATED_WARNING ||
           mrs_terms_add(terms, name, value);
}

static bool add_country(mrs_terms *terms, const char *code, int value)
{
    static const char *const langs[] = {"en", "ar", "fr"};
    char locale[16];
    snprintf(locale, sizeof locale, "und_%.2s", code);
    bool added =
        mrs_terms_add(terms, uloc_getISO3Country(locale), value) && add_number(terms, code, value);
    for (int i = 0; added && i < 3; i++) {
        added = add_name(terms, locale, langs[i], value);
    }
    return added;
}

bool mrs_countries_fill(mrs_terms *terms)
{
    bool added = true;
    for (size_t i = 0; added && i < sizeof NAMES / sizeof *NAMES; i++) {
        added = mrs_terms_add_all(terms, NAMES[i].names, mrs_country_value(NAMES[i].code));
    }
    const char *const *codes = uloc_getISOCountries();
    for (int i = 0; added && codes[i]; i++) {
        added = add_country(terms, codes[i], i);
    }
    return added;
}
