#include "resolve/relation.h"

#include <string.h>

#include "base/fail.h"
#include "resolve/relation_match.h"
#include "text/utf8.h"

enum {
    WORSE = 4,    /* a reading that costs so much more than the best is none */
    HOPELESS = 16 /* nor is one that costs so much */
};

/* A reading, and what speaks against it. */
typedef struct reading {
    mrs_relation relation;
    int cost;
    bool wrong_figure;
} reading;

typedef struct reader {
    const mrs_phrase *phrase;
    reading readings[MRS_RELATION_READINGS];
    size_t count;
} reader;

/* The subject */

#define BEFORE_RELATION                                                                            \
    (MRS_WORD_FILLER | MRS_WORD_AWAY | MRS_WORD_TOWARD | MRS_WORD_ON | MRS_WORD_OF)

static bool is_mark(const mrs_phrase *phrase, size_t at)
{
    uint8_t kind = phrase->tokens.items[at].kind;
    return kind != MRS_PASSAGE_WORD && kind != MRS_PASSAGE_NUMBER;
}

/* "near the coastal road between X and Y" */
#define BEFORE_ROAD (BEFORE_RELATION | MRS_WORD_PAVED | MRS_WORD_NEAR)

/* "La Marsa" begins with no filler, but "In southern Tripoli" does. */
static bool is_filler(const mrs_phrase *phrase, size_t at, uint32_t fillers)
{
    bool first = at == 0 && phrase->tokens.items[at].key[0] != 'l';
    return (phrase->words[at].does & fillers) != 0 && (first || mrs_relation_is_small(phrase, at));
}

static bool names_nothing(const mrs_phrase *phrase, size_t from, size_t to, uint32_t fillers)
{
    for (size_t i = from; i < to; i++) {
        uint32_t does = phrase->words[i].does;
        bool common = (does & (MRS_WORD_GENERIC | MRS_WORD_PART | MRS_WORD_EDGE)) != 0 &&
                      !(does & MRS_WORD_MIDDLE);
        if (!common && !is_mark(phrase, i) && !is_filler(phrase, i, fillers)) {
            return false;
        }
    }
    return true;
}

/* What stands before the relation, and how. */
typedef struct subject {
    size_t from, to; /* empty where it names no place */
    size_t said;     /* where the words end that it was */
    bool marked;     /* a comma, parenthesis or dash divides it from the relation */
    bool generic;    /* it was words such as "a village" */
    bool cut;        /* a hyphen joins it to the relation */
} subject;

/* True if a hyphen without spaces stands before `at`. */
static bool is_hyphen(const mrs_phrase *phrase, size_t at)
{
    const mrs_passage_word *items = phrase->tokens.items;
    return at > 1 && items[at - 1].kind == MRS_PASSAGE_DASH && !items[at - 1].spaced &&
           !items[at].spaced;
}

static subject read_subject(const mrs_phrase *phrase, size_t start, mrs_relation_kind kind)
{
    uint32_t fillers = kind == MRS_RELATION_ROAD ? BEFORE_ROAD : BEFORE_RELATION;
    subject s = {.from = 0, .to = start, .cut = is_hyphen(phrase, start)};
    while (s.from < s.to && (is_mark(phrase, s.from) || is_filler(phrase, s.from, fillers))) {
        s.from++;
    }
    s.generic = s.from < s.to;
    while (s.to > s.from && (is_mark(phrase, s.to - 1) || is_filler(phrase, s.to - 1, fillers))) {
        s.to--;
        s.marked |= is_mark(phrase, s.to);
    }
    s.said = s.to;
    if (names_nothing(phrase, s.from, s.to, fillers)) {
        s.to = s.from;
    } else {
        s.generic = false;
    }
    return s;
}

/* "districts | south of X" is seldom meant for anything but a part of X. */
static bool names_part(const mrs_phrase *phrase, const subject *s)
{
    size_t i = s->from;
    while (i < s->said && !(phrase->words[i].does & (MRS_WORD_PART | MRS_WORD_EDGE))) {
        i++;
    }
    return i < s->said;
}

/* What the subject costs, or HOPELESS if the pattern allows none. */
static int subject_cost(const mrs_phrase *phrase, const subject *s, const mrs_pattern *pattern)
{
    bool name_first = pattern->elements[0].kind == MRS_ELEMENT_ANCHOR;
    if (s->cut) {
        return HOPELESS;
    }
    if (s->from == s->to) {
        return !s->generic ? 0 : name_first ? HOPELESS : names_part(phrase, s) ? 2 : 0;
    }
    if (!s->marked && (name_first || !(pattern->flags & MRS_PATTERN_BARE))) {
        return HOPELESS;
    }
    return (s->marked ? 1 : 3) + mrs_relation_name_cost(phrase, s->from, s->to);
}

/* Spans */

/* Without the English genitive: "Tripoli's". */
static size_t end_of(const mrs_phrase *phrase, const mrs_passage_word *last)
{
    const char *text = phrase->tokens.text;
    size_t length = (size_t)(last->end - last->start);
    if (length > 2 && memcmp(text + last->end - 2, "'s", 2) == 0) {
        return last->end - 2U;
    }
    if (length > 4 && memcmp(text + last->end - 4, "\xE2\x80\x99s", 4) == 0) {
        return last->end - 4U;
    }
    return last->end;
}

static mrs_span span_of(const mrs_phrase *phrase, const mrs_capture *words)
{
    const mrs_passage *tokens = &phrase->tokens;
    if (words->from == words->to) {
        return (mrs_span){tokens->text, 0};
    }
    const mrs_passage_word *first = &tokens->items[words->from];
    size_t from = mrs_passage_skip(tokens, first, words->skip);
    if (first->kind != MRS_PASSAGE_WORD) {
        from = first->start;
    }
    return (mrs_span){tokens->text + from, end_of(phrase, &tokens->items[words->to - 1]) - from};
}

/* Readings */

static bool is_same_span(const mrs_span *a, const mrs_span *b)
{
    return a->length == b->length && (a->length == 0 || a->at == b->at);
}

static bool is_same(const mrs_relation *a, const mrs_relation *b)
{
    return a->kind == b->kind && a->has_distance == b->has_distance &&
           a->has_direction == b->has_direction && a->anchor_count == b->anchor_count &&
           is_same_span(&a->subject, &b->subject) && is_same_span(&a->anchors[0], &b->anchors[0]) &&
           is_same_span(&a->anchors[1], &b->anchors[1]) && a->distance_m == b->distance_m &&
           a->azimuth_deg == b->azimuth_deg;
}

/* Puts a reading in its place; of two alike the cheaper stays. */
static void add_reading(reader *r, const reading *added)
{
    size_t at = 0;
    while (at < r->count && r->readings[at].cost <= added->cost) {
        if (is_same(&r->readings[at].relation, &added->relation)) {
            return;
        }
        at++;
    }
    size_t last = at;
    while (last < r->count && !is_same(&r->readings[last].relation, &added->relation)) {
        last++;
    }
    if (last == MRS_RELATION_READINGS) {
        last--;
    }
    if (at == MRS_RELATION_READINGS) {
        return;
    }
    r->count += last == r->count;
    memmove(&r->readings[at + 1], &r->readings[at], (last - at) * sizeof *r->readings);
    r->readings[at] = *added;
}

/* How the words before a wind decide between beside a place and a part of it. */
typedef enum side { SIDE_OUTSIDE, SIDE_OUTSIDE_FIRST, SIDE_INSIDE_FIRST } side;

static bool is_word(const mrs_phrase *phrase, size_t at, const char *const *words)
{
    for (; *words; words++) {
        if (mrs_passage_is(&phrase->tokens.items[at], *words)) {
            return true;
        }
    }
    return false;
}

static side side_of_latin(const mrs_phrase *phrase, size_t at)
{
    static const char *const ins[] = {"in", "dans", "en", NULL};
    static const char *const tos[] = {"to", "toward", "towards", "a", "vers", NULL};
    static const char *const fused[] = {"au", NULL};
    if (at > 0 && is_word(phrase, at - 1, fused)) {
        return SIDE_OUTSIDE_FIRST;
    }
    size_t before = at;
    while (before > 0 && (phrase->words[before - 1].does & MRS_WORD_ARTICLE)) {
        before--;
    }
    if (before > 0 && is_word(phrase, before - 1, tos)) {
        return before < at && mrs_passage_is(&phrase->tokens.items[at - 1], "l")
                   ? SIDE_OUTSIDE_FIRST
                   : SIDE_OUTSIDE;
    }
    return before < at || (before > 0 && is_word(phrase, before - 1, ins)) ? SIDE_INSIDE_FIRST
                                                                           : SIDE_OUTSIDE;
}

static side side_of(const mrs_phrase *phrase, const mrs_match *match)
{
    static const char *const ins[] = {"في", "داخل", NULL};
    size_t at = match->wind_at;
    const mrs_passage_word *token = &phrase->tokens.items[at];
    if (!token->arabic) {
        return side_of_latin(phrase, at);
    }
    if (at > 0 && is_word(phrase, at - 1, ins)) {
        return SIDE_INSIDE_FIRST;
    }
    if (match->wind.last & MRS_WIND_DEFINITE) {
        return SIDE_OUTSIDE; /* إلى الشرق من */
    }
    return strncmp(token->key, "ب", 2) == 0 ? SIDE_INSIDE_FIRST : SIDE_OUTSIDE_FIRST;
}

static void add_sides(reader *r, const mrs_match *match, reading *first)
{
    side s = side_of(r->phrase, match);
    mrs_relation_kind kinds[2] = {MRS_RELATION_DIRECTION, MRS_RELATION_PART};
    bool inside = s == SIDE_INSIDE_FIRST;
    first->relation.kind = kinds[inside];
    add_reading(r, first);
    if (s != SIDE_OUTSIDE) {
        first->relation.kind = kinds[!inside];
        first->cost += 2;
        add_reading(r, first);
    }
}

/* Refusals */

/* True if the name after a wind is a word of men's affairs ("Northern Front", "West Bank"), or
 * makes a name of its own with it. */
static bool is_named(const mrs_phrase *phrase, const mrs_match *match)
{
    const mrs_capture *name = &match->anchors[0];
    uint32_t plain = MRS_WORD_GENERIC | MRS_WORD_PART | MRS_WORD_EDGE | MRS_WORD_ROAD |
                     MRS_WORD_ZONE | MRS_WORD_COMMON | MRS_WORD_PAVED | MRS_WORD_FILLER;
    size_t i = name->from;
    while (i < name->to && (phrase->words[i].does & plain)) {
        i++;
    }
    const mrs_passage_word *first = &phrase->tokens.items[name->from];
    return i == name->to ||
           (name->to == name->from + 1 && mrs_wind_makes_name(match->wind.letters, first->key));
}

static bool is_same_name(const mrs_phrase *phrase, const mrs_capture *a, const mrs_capture *b)
{
    if (a->to - a->from != b->to - b->from || a->skip || b->skip) {
        return false;
    }
    for (size_t i = 0; i < a->to - a->from; i++) {
        if (strcmp(phrase->tokens.items[a->from + i].key, phrase->tokens.items[b->from + i].key) !=
            0) {
            return false;
        }
    }
    return true;
}

/* "20 km from X on the X-Y road": the road's end that is not X is the far one. */
static void set_anchors(const mrs_phrase *phrase, const mrs_match *match, mrs_relation *out)
{
    const mrs_capture *x = &match->anchors[0], *y = &match->anchors[1], *z = &match->anchors[2];
    if (z->to && is_same_name(phrase, x, y)) {
        y = z;
    }
    out->anchors[0] = span_of(phrase, x);
    out->anchor_count = 1;
    if (y->to) {
        out->anchors[1] = span_of(phrase, y);
        out->anchor_count = 2;
    }
}

static void set_measures(const mrs_match *match, mrs_relation *out)
{
    if (match->has_figure) {
        out->has_distance = true;
        out->distance_m = match->figure.metres;
        out->distance_tol_m = match->figure.tol_m;
    }
    if (match->has_wind) {
        out->has_direction = true;
        out->azimuth_deg = match->wind.azimuth_deg;
        out->azimuth_tol_deg = match->wind.tol_deg;
    }
}

static void take_match(const mrs_match *match, void *context)
{
    reader *r = context;
    const mrs_pattern *pattern = match->pattern;
    subject s = read_subject(r->phrase, match->start, pattern->kind);
    reading found = {.cost = match->cost + subject_cost(r->phrase, &s, pattern)};
    if (found.cost >= HOPELESS ||
        (pattern->flags & MRS_PATTERN_NAMED && is_named(r->phrase, match)) ||
        (pattern->flags & MRS_PATTERN_FIRST && s.from != s.to && !s.marked)) {
        return;
    }
    found.wrong_figure = match->has_figure && match->figure.wrong;
    found.relation.kind = pattern->kind;
    found.relation.subject = span_of(r->phrase, &(mrs_capture){s.from, s.to, 0});
    set_anchors(r->phrase, match, &found.relation);
    set_measures(match, &found.relation);
    if (pattern->flags & MRS_PATTERN_SIDE) {
        add_sides(r, match, &found);
    } else {
        add_reading(r, &found);
    }
}

/* The words without one of which nothing is relative. */
#define TELLING                                                                                    \
    (MRS_WORD_FIGURE | MRS_WORD_WIND | MRS_WORD_NEAR | MRS_WORD_BESIDE | MRS_WORD_FAR |            \
     MRS_WORD_AROUND | MRS_WORD_EDGE | MRS_WORD_BETWEEN | MRS_WORD_MIDDLE | MRS_WORD_ROAD)

marsad_status mrs_relation_read(const char *text, mrs_relations *out, marsad_error *error)
{
    mrs_phrase phrase;
    out->count = 0;
    if (!mrs_phrase_read(text, &phrase) || phrase.tokens.count < 2 || !(phrase.does & TELLING)) {
        return MARSAD_OK;
    }
    reader r = {.phrase = &phrase};
    mrs_relation_match(&phrase, take_match, &r);
    if (r.count > 0 && r.readings[0].wrong_figure) {
        return mrs_fail(error, MARSAD_ERR_INPUT,
                        "the distance in \"%.*s\" cannot be right; write it as 12.5 km or 1500 m",
                        (int)mrs_utf8_prefix(text, strlen(text), 200), text);
    }
    for (size_t i = 0; i < r.count && r.readings[i].cost <= r.readings[0].cost + WORSE; i++) {
        if (!r.readings[i].wrong_figure) {
            out->items[out->count++] = r.readings[i].relation;
        }
    }
    return MARSAD_OK;
}
