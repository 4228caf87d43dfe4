#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "marsad/geodesy.h"
#include "text/numerals.h"

static const struct {
    const char *text;
    double metres;
} UNITS[] = {{"km", 1000}, {"mi", 1609.344}, {"nmi", 1852}};

enum { UNIT_COUNT = sizeof UNITS / sizeof *UNITS };

marsad_status marsad_unit_parse(const char *text, marsad_unit *out, marsad_error *error)
{
    for (int i = 0; text && i < UNIT_COUNT; i++) {
        if (strcmp(text, UNITS[i].text) == 0) {
            *out = (marsad_unit)i;
            return MARSAD_OK;
        }
    }
    return mrs_fail(error, MARSAD_ERR_USAGE,
                    "unknown unit \"%.40s\": use km, mi (miles) or nmi (nautical miles)",
                    text ? text : "");
}

const char *marsad_unit_text(marsad_unit unit)
{
    return UNITS[(unsigned)unit < UNIT_COUNT ? unit : MARSAD_UNIT_KM].text;
}

double marsad_unit_metres(marsad_unit unit)
{
    return UNITS[(unsigned)unit < UNIT_COUNT ? unit : MARSAD_UNIT_KM].metres;
}

/* Tokens of the figure in digits that the text begins with ("1 500", "1/2"); 0 if it begins with
   anything else, or goes on with other than words: "about" would leave the figure open, and a range
   is no length. */
static size_t figure_of(const mrs_passage *tokens)
{
    mrs_numeral figure;
    if (tokens->count == 0 || tokens->items[0].kind != MRS_PASSAGE_NUMBER) {
        return 0;
    }
    size_t taken = mrs_numeral_read(tokens, 0, &figure);
    for (size_t i = taken; i < tokens->count; i++) {
        if (tokens->items[i].kind != MRS_PASSAGE_WORD) {
            return 0;
        }
    }
    return taken;
}

static bool is_negative(const mrs_passage *tokens)
{
    return tokens->count > 1 && tokens->items[0].kind == MRS_PASSAGE_DASH &&
           tokens->items[1].kind == MRS_PASSAGE_NUMBER;
}

static marsad_status fail_length(const mrs_passage *tokens, const char *text, marsad_error *error)
{
    if (is_negative(tokens)) {
        return mrs_fail(error, MARSAD_ERR_USAGE, "a length is more than 0, not \"%.60s\"", text);
    }
    if (tokens->count > 0 && figure_of(tokens) == tokens->count) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "\"%.60s\" has no unit: write it with km, m, mi or nmi behind it", text);
    }
    return mrs_fail(error, MARSAD_ERR_USAGE,
                    "a length is a number with its unit, such as 50km, 800 m, 12.5 mi or 10 nmi, "
                    "not \"%.60s\"",
                    text);
}

marsad_status marsad_length_parse(const char *text, double *metres, marsad_error *error)
{
    static const mrs_passage nothing = {0};
    mrs_passage tokens;
    mrs_length length;
    *metres = 0;
    if (!text || !mrs_passage_read(text, &tokens)) {
        return fail_length(&nothing, text ? text : "", error);
    }
    if (!figure_of(&tokens) || mrs_length_read(&tokens, 0, &length) != tokens.count) {
        return fail_length(&tokens, text, error);
    }
    if (length.wrong) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "a length is more than 0 and no more than half way round the Earth, "
                        "not \"%.60s\"",
                        text);
    }
    *metres = length.metres;
    return MARSAD_OK;
}
