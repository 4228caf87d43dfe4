/* The words of claims: relations, and whole sentences. */
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "marsad/text.h"
#include "relate/claim.h"
#include "resolve/relation.h"
#include "resolve/relation_words.h"
#include "text/numerals.h"
#include "text/utf8.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* What may stand in any relation and decides nothing. */
#define HELPERS                                                                                    \
    (MRS_WORD_FILLER | MRS_WORD_ARTICLE | MRS_WORD_OF | MRS_WORD_TO | MRS_WORD_TOWARD |            \
     MRS_WORD_AWAY | MRS_WORD_WAY | MRS_WORD_AND)

/* Beside a road. */
#define ROAD_HELPERS (MRS_WORD_ON | MRS_WORD_PAVED | MRS_WORD_LINK | MRS_WORD_BETWEEN)

/* The words of a relation, as they are told apart. */
typedef struct wording {
    const mrs_phrase *phrase;
    bool known[MRS_PASSAGE_MAX]; /* tokens that were read */
    uint32_t does;               /* of the tokens that are left: all their flags */
    bool has_wind, has_length, within, from;
    mrs_wind wind;
    mrs_length length;
} wording;

static void mark(wording *w, size_t at, size_t count)
{
    for (size_t i = at; i < at + count && i < MRS_PASSAGE_MAX; i++) {
        w->known[i] = true;
    }
}

/* "within", with or without the figure that follows it. */
static void find_within(wording *w)
{
    static const char *const phrases[] = {"within",
                                          "up to",
                                          "no more than",
                                          "at most",
                                          "less than",
                                          "a radius of",
                                          "dans un rayon de",
                                          "a moins de",
                                          "a moins d",
                                          "au plus",
                                          "moins de",
                                          "ضمن",
                                          "في نطاق",
                                          "في حدود",
                                          "في دايره",
                                          "اقل من",
                                          "علي مسافه لا تزيد عن"};
    for (size_t at = 0; at < w->phrase->tokens.count; at++) {
        for (size_t i = 0; i < COUNT(phrases); i++) {
            size_t taken = mrs_passage_match(&w->phrase->tokens, at, phrases[i]);
            if (taken) {
                mark(w, at, taken);
                w->within = true;
            }
        }
    }
}

static void find_length(wording *w)
{
    for (size_t at = 0; at < w->phrase->tokens.count && !w->has_length; at++) {
        size_t taken = mrs_length_read(&w->phrase->tokens, at, &w->length);
        mark(w, at, taken);
        w->has_length = taken > 0;
    }
}

static void find_wind(wording *w)
{
    for (size_t at = 0; at < w->phrase->tokens.count && !w->has_wind; at++) {
        size_t taken = w->known[at] ? 0 : mrs_wind_read(w->phrase, at, &w->wind);
        mark(w, at, taken);
        w->has_wind = taken > 0;
    }
}

/* "from", "عن": the one OF that says a distance even where none is written beside it. */
static bool says_from(const mrs_passage_word *token)
{
    static const char *const words[] = {"from", "عن", "من"};
    for (size_t i = 0; i < COUNT(words); i++) {
        if (mrs_passage_is(token, words[i])) {
            return true;
        }
    }
    return false;
}

/* What the other words are; false if one of them is no word of relations. */
static bool take_rest(wording *w)
{
    const mrs_passage *tokens = &w->phrase->tokens;
    for (size_t i = 0; i < tokens->count; i++) {
        uint32_t does = w->phrase->words[i].does;
        if (w->known[i] || tokens->items[i].kind == MRS_PASSAGE_DASH) {
            continue;
        }
        if (tokens->items[i].kind != MRS_PASSAGE_WORD || does == 0 || does & MRS_WORD_FIGURE) {
            return false;
        }
        w->does |= does;
        w->from = w->from || says_from(&tokens->items[i]);
    }
    return true;
}

/* True if each word that is left does one of these things. */
static bool only(const wording *w, uint32_t allowed)
{
    const mrs_passage *tokens = &w->phrase->tokens;
    for (size_t i = 0; i < tokens->count; i++) {
        if (!w->known[i] && tokens->items[i].kind == MRS_PASSAGE_WORD &&
            !(w->phrase->words[i].does & allowed)) {
            return false;
        }
    }
    return true;
}

#define NEARNESS (MRS_WORD_NEAR | MRS_WORD_BESIDE | MRS_WORD_NOT | MRS_WORD_FAR)

static bool says_near(const wording *w)
{
    bool not_far = (w->does & MRS_WORD_NOT) && (w->does & MRS_WORD_FAR);
    return ((w->does & (MRS_WORD_NEAR | MRS_WORD_BESIDE)) || not_far) &&
           only(w, HELPERS | NEARNESS);
}

/* Which relation the words say; false if none, or two at once. */
static bool decide(const wording *w, marsad_claim_relation *out)
{
    bool plain = only(w, HELPERS);
    if (w->has_wind) {
        *out = MARSAD_CLAIM_DIRECTION;
        return plain && (w->has_length || !w->within);
    }
    if (w->within) {
        *out = MARSAD_CLAIM_WITHIN;
        return plain;
    }
    if (w->does & MRS_WORD_MIDDLE) {
        *out = MARSAD_CLAIM_MIDWAY;
        return !w->has_length && only(w, HELPERS | ROAD_HELPERS | MRS_WORD_MIDDLE | MRS_WORD_ROAD);
    }
    if (w->does & MRS_WORD_ROAD) {
        *out = MARSAD_CLAIM_ON_ROAD;
        return !w->has_length && only(w, HELPERS | ROAD_HELPERS | MRS_WORD_ROAD);
    }
    if (w->does & MRS_WORD_BETWEEN) {
        *out = MARSAD_CLAIM_BETWEEN;
        return !w->has_length && only(w, HELPERS | MRS_WORD_BETWEEN);
    }
    if (!w->has_length && says_near(w)) {
        *out = MARSAD_CLAIM_NEAR;
        return true;
    }
    *out = MARSAD_CLAIM_DISTANCE;
    return plain && (w->from || (w->has_length && w->does & (MRS_WORD_OF | MRS_WORD_AWAY)));
}

/* "within 10 km" is read as the range from 0 to 10 km, of which a length is the middle; "less than
 * 10 km" is not. */
static bool is_from_nothing(double metres, double tol_m)
{
    return fabs(metres - tol_m) < 1e-6 * metres;
}

static double bound_of(double metres, double tol_m)
{
    return is_from_nothing(metres, tol_m) ? metres + tol_m : metres;
}

/* What a range leaves open. A single figure leaves open less than a quarter of it, however it is
 * rounded (text/numerals.h): that is what the grades are for. */
static double range_of(double metres, double tol_m)
{
    const double range = 0.26;
    return tol_m > range * metres ? tol_m : 0;
}

static void take_length(const wording *w, marsad_claim *out)
{
    out->distance_m = out->within_m = NAN;
    out->distance_tol_m = 0;
    if (w->has_length && w->within) {
        out->within_m = bound_of(w->length.metres, w->length.tol_m);
    } else if (w->has_length) {
        out->distance_m = w->length.metres;
        out->distance_tol_m = range_of(w->length.metres, w->length.tol_m);
    }
}

static marsad_status fail_relation(const char *text, marsad_error *error)
{
    return mrs_fail(error, MARSAD_ERR_USAGE,
                    "\"%.*s\" is no relation that can be tested: say DIRECTION-of (east-of, "
                    "south-east-of …), near, within, from, between, midway-between or on-road",
                    (int)mrs_utf8_prefix(text, strlen(text), 120), text);
}

marsad_status marsad_claim_relation_parse(const char *text, marsad_claim *out, marsad_error *error)
{
    mrs_phrase phrase;
    wording w = {.phrase = &phrase};
    if (!marsad_text_is_utf8(text, strlen(text), NULL)) {
        return mrs_fail(error, MARSAD_ERR_USAGE, "the relation is not UTF-8");
    }
    if (!mrs_phrase_read(text, &phrase) || phrase.tokens.count == 0) {
        return fail_relation(text, error);
    }
    find_length(&w);
    find_within(&w);
    find_wind(&w);
    marsad_claim_relation relation;
    if (!take_rest(&w) || !decide(&w, &relation) || (w.has_length && w.length.wrong)) {
        return fail_relation(text, error);
    }
    out->relation = relation;
    out->azimuth_deg = w.has_wind ? w.wind.azimuth_deg : 0;
    take_length(&w, out);
    return MARSAD_OK;
}

/* ---- sentences ----------------------------------------------------------------------------- */

static bool relation_of(mrs_relation_kind kind, marsad_claim_relation *out)
{
    switch (kind) {
    case MRS_RELATION_OFFSET:
    case MRS_RELATION_DIRECTION:
        *out = MARSAD_CLAIM_DIRECTION;
        return true;
    case MRS_RELATION_DISTANCE:
        *out = MARSAD_CLAIM_DISTANCE;
        return true;
    case MRS_RELATION_NEAR:
        *out = MARSAD_CLAIM_NEAR;
        return true;
    case MRS_RELATION_BETWEEN:
        *out = MARSAD_CLAIM_BETWEEN;
        return true;
    case MRS_RELATION_MIDWAY:
        *out = MARSAD_CLAIM_MIDWAY;
        return true;
    case MRS_RELATION_ROAD:
        *out = MARSAD_CLAIM_ON_ROAD;
        return true;
    default:
        return false;
    }
}

static bool copy_span(mrs_span span, char out[512])
{
    bool fits = span.length < 512;
    memcpy(out, span.at, fits ? span.length : 0);
    out[fits ? span.length : 0] = '\0';
    return fits;
}

/* "Misrata est à 200 km de Tripoli": the French "est" behind a name is a verb, unless another one
 * follows ("Tripoli-Est se trouve à"); the reading of locations takes it for the wind. */
static mrs_span without_verb(mrs_span subject)
{
    static const char *const verbs[] = {" est", " sont"};
    const char *rest = subject.at + subject.length;
    for (size_t i = 0; i < COUNT(verbs); i++) {
        size_t length = strlen(verbs[i]);
        if (subject.length > length && memcmp(rest - length, verbs[i], length) == 0 &&
            strncmp(rest, " se ", 4) != 0) {
            subject.length -= length;
            break;
        }
    }
    return subject;
}

static bool take_reading(const mrs_relation *reading, marsad_claim *out, marsad_claim_names *names)
{
    if (reading->subject.length == 0 || !relation_of(reading->kind, &out->relation) ||
        (reading->kind == MRS_RELATION_ROAD && reading->has_direction)) {
        return false;
    }
    out->azimuth_deg = reading->has_direction ? reading->azimuth_deg : 0;
    out->distance_m = reading->has_distance ? reading->distance_m : NAN;
    out->distance_tol_m =
        reading->has_distance ? range_of(reading->distance_m, reading->distance_tol_m) : 0;
    out->within_m = NAN;
    if (reading->kind == MRS_RELATION_DISTANCE &&
        is_from_nothing(reading->distance_m, reading->distance_tol_m)) {
        out->relation = MARSAD_CLAIM_WITHIN;
        out->within_m = bound_of(reading->distance_m, reading->distance_tol_m);
        out->distance_m = NAN;
        out->distance_tol_m = 0;
    }
    out->anchor_count = reading->anchor_count;
    bool fits = copy_span(without_verb(reading->subject), names->place);
    for (size_t i = 0; i < reading->anchor_count; i++) {
        fits = fits && copy_span(reading->anchors[i], names->anchors[i]);
    }
    return fits && marsad_claim_check(out, NULL) == MARSAD_OK;
}

marsad_status marsad_claim_read(const char *sentence, marsad_claim *out, marsad_claim_names *names,
                                marsad_error *error)
{
    mrs_relations readings = {0};
    *out = (marsad_claim){.distance_m = NAN, .within_m = NAN};
    *names = (marsad_claim_names){0};
    if (!marsad_text_is_utf8(sentence, strlen(sentence), NULL)) {
        return mrs_fail(error, MARSAD_ERR_USAGE, "the claim is not UTF-8");
    }
    marsad_status status = mrs_relation_read(sentence, &readings, error);
    for (size_t i = 0; !status && i < readings.count; i++) {
        if (take_reading(&readings.items[i], out, names)) {
            return MARSAD_OK;
        }
    }
    *out = (marsad_claim){.distance_m = NAN, .within_m = NAN};
    *names = (marsad_claim_names){0};
    return status ? status
                  : mrs_fail(error, MARSAD_ERR_USAGE,
                             "\"%.*s\" is no claim that can be tested: write it as \"Misrata is "
                             "200 km east of Tripoli\", or as PLACE RELATION ANCHOR",
                             (int)mrs_utf8_prefix(sentence, strlen(sentence), 200), sentence);
}
