#include "resolve/relation_match.h"

#include <string.h>

enum {
    STEPS = 30000, /* of matching, for one text: far beyond any real one */
    UNREAD = 255
};

typedef struct matcher {
    const mrs_phrase *phrase;
    const mrs_pattern *pattern;
    mrs_pattern joined; /* a beginning with its tail */
    mrs_match match;
    size_t end;  /* the tokens that the pattern must cover */
    size_t skip; /* letters that belong to no name, at the next anchor's beginning */
    long steps;
    mrs_match_found *found;
    void *context;
    uint8_t figure_tokens[MRS_PASSAGE_MAX]; /* of the distance at each token, or UNREAD */
    mrs_length figures[MRS_PASSAGE_MAX];
} matcher;

static void step(matcher *m, const mrs_element *element, size_t at);

static const mrs_passage_word *token_at(const matcher *m, size_t at)
{
    return &m->phrase->tokens.items[at];
}

static bool does(const matcher *m, size_t at, uint32_t what)
{
    return at < m->end && (m->phrase->words[at].does & what) != 0;
}

/* A to Z, and À to Þ. */
static bool is_capital(const mrs_phrase *phrase, size_t at)
{
    const char *text = phrase->tokens.text + phrase->tokens.items[at].start;
    unsigned char second = (unsigned char)(text[0] == '\xC3' ? text[1] : 0);
    return (text[0] >= 'A' && text[0] <= 'Z') || (second >= 0x80 && second <= 0x9E);
}

bool mrs_relation_is_small(const mrs_phrase *phrase, size_t at)
{
    return phrase->capitals || !is_capital(phrase, at);
}

/* Names */

/* What a name neither begins nor ends with, written small. */
#define JOINING                                                                                    \
    (MRS_WORD_OF | MRS_WORD_AND | MRS_WORD_BETWEEN | MRS_WORD_TO | MRS_WORD_HEADING |              \
     MRS_WORD_ARTICLE)

/* What a name cannot begin with, besides; nor end with. */
#define OPENING    (JOINING | MRS_WORD_ON | MRS_WORD_LINK | MRS_WORD_FILLER)
#define LEADING_ON (OPENING | MRS_WORD_AWAY | MRS_WORD_TOWARD)

static bool is_small_word(const mrs_phrase *phrase, size_t at, uint32_t does)
{
    return phrase->tokens.items[at].kind == MRS_PASSAGE_WORD && (phrase->words[at].does & does) &&
           mrs_relation_is_small(phrase, at);
}

static int figure_cost(const mrs_phrase *phrase, size_t at, size_t to)
{
    return at + 1 < to && (phrase->words[at + 1].does & MRS_WORD_FIGURE) ? 10 : 1;
}

/* What a word of a relation costs within a name. */
static int word_cost(const mrs_phrase *phrase, size_t at, size_t to)
{
    const mrs_relation_word *word = &phrase->words[at];
    bool small = mrs_relation_is_small(phrase, at);
    if (word->does &
        (MRS_WORD_NEAR | MRS_WORD_AROUND | MRS_WORD_BETWEEN | MRS_WORD_MIDDLE | MRS_WORD_ROAD)) {
        return 10;
    }
    /* not in Pointe-à-Pitre */
    if (word->does & (MRS_WORD_TO | MRS_WORD_HEADING) && small && phrase->tokens.items[at].spaced) {
        return 6;
    }
    bool of_it = at + 1 < to && (phrase->words[at + 1].does & MRS_WORD_OF);
    if (word->does & MRS_WORD_EDGE || (word->does & MRS_WORD_PART && of_it)) {
        return 6;
    }
    if (word->does & MRS_WORD_WIND && !(word->wind & MRS_WIND_SHORT)) {
        return 4;
    }
    if (word->does & MRS_WORD_PAVED && small) {
        return 5;
    }
    return word->does & MRS_WORD_AND ? 1 : 0;
}

static int token_cost(const mrs_phrase *phrase, size_t at, size_t to)
{
    return phrase->tokens.items[at].kind == MRS_PASSAGE_NUMBER ? figure_cost(phrase, at, to)
                                                               : word_cost(phrase, at, to);
}

static int mark_cost(const mrs_passage_word *token)
{
    if (token->kind == MRS_PASSAGE_COMMA) {
        return 2;
    }
    return token->kind == MRS_PASSAGE_DASH && token[0].spaced ? 3 : 0;
}

int mrs_relation_name_cost(const mrs_phrase *phrase, size_t from, size_t to)
{
    /* الجنوبية لطرابلس: half of a relation */
    int cost = from < to && (phrase->words[from].wind & MRS_WIND_DEFINITE) ? 10 : 0;
    for (size_t i = from; i < to; i++) {
        cost += token_cost(phrase, i, to) + mark_cost(&phrase->tokens.items[i]);
    }
    return cost;
}

/* Takes the closing parenthesis that a name needs, even if it is the last of the text. */
static bool balance(const mrs_phrase *phrase, mrs_capture *name)
{
    int open = 0;
    for (size_t i = name->from; i < name->to; i++) {
        open += phrase->tokens.items[i].kind == MRS_PASSAGE_OPEN;
        open -= phrase->tokens.items[i].kind == MRS_PASSAGE_CLOSE;
        if (open < 0) {
            return false;
        }
    }
    if (open == 1 && name->to < phrase->tokens.count &&
        phrase->tokens.items[name->to].kind == MRS_PASSAGE_CLOSE) {
        name->to++;
        open = 0;
    }
    return open == 0;
}

/* What may stand before a name without being part of it: "the", "the cities of". */
static bool leads_to_name(const mrs_phrase *phrase, const mrs_capture *name, bool plural)
{
    uint32_t what = MRS_WORD_ARTICLE | MRS_WORD_PLURAL | (plural ? MRS_WORD_OF : 0);
    return !name->skip && name->from + 1 < name->to && is_small_word(phrase, name->from, what);
}

/* Drops what stands before a name; false if what is left cannot be one. */
static bool trim_name(const matcher *m, mrs_capture *name)
{
    const mrs_phrase *phrase = m->phrase;
    bool plural = false;
    while (leads_to_name(phrase, name, plural)) {
        plural |= (phrase->words[name->from++].does & MRS_WORD_PLURAL) != 0;
    }
    const mrs_passage_word *first = token_at(m, name->from), *last = token_at(m, name->to - 1);
    if (first->kind != MRS_PASSAGE_WORD &&
        !(first->kind == MRS_PASSAGE_NUMBER && name->from + 1 < name->to)) {
        return false;
    }
    if (last->kind != MRS_PASSAGE_WORD && last->kind != MRS_PASSAGE_NUMBER &&
        last->kind != MRS_PASSAGE_CLOSE) {
        return false;
    }
    /* a letter that was cut off was no part of the word */
    return (name->skip || !is_small_word(phrase, name->from, OPENING)) &&
           !is_small_word(phrase, name->to - 1, LEADING_ON) && balance(phrase, name);
}

static void step_anchor(matcher *m, const mrs_element *element, size_t at)
{
    size_t skip = m->skip;
    int cost = m->match.cost;
    m->skip = 0;
    for (size_t to = at + 1; to <= m->end; to++) {
        mrs_capture name = {at, to, skip};
        if (trim_name(m, &name)) {
            m->match.anchors[element->how] = name;
            m->match.cost = cost + mrs_relation_name_cost(m->phrase, name.from, name.to);
            step(m, element + 1, to);
        }
    }
    m->match.cost = cost;
    m->match.anchors[element->how] = (mrs_capture){0};
    m->skip = skip;
}

/* Prepositions joined to a name */

/* Goes on with the anchor at `at`, without its first letters. */
static void step_joined(matcher *m, const mrs_element *element, size_t at, size_t letters, int cost)
{
    m->skip = letters;
    m->match.cost += cost;
    step(m, element + 1, at);
    m->match.cost -= cost;
    m->skip = 0;
}

/* True for an Arabic word that begins with `letter` and has a name's length after `letters`. */
static bool begins_with(const matcher *m, size_t at, const char *letters)
{
    const mrs_passage_word *token = token_at(m, at);
    size_t length = strlen(letters);
    return at < m->end && token->arabic && token->key_length >= length + 4 &&
           strncmp(token->key, letters, length) == 0;
}

/* Words whose first letter is a و of their own. */
static bool has_own_waw(const char *key)
{
    static const char *const words[] = {"وادي", "واحه",  "واحات", "وليد", "ورشفانه", "ودان", "وازن",
                                        "وسط",  "وهران", "ورقله", "واسط", "واو",     "وشكه"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(key, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

static void step_and(matcher *m, const mrs_element *element, size_t at)
{
    if (does(m, at, MRS_WORD_AND)) {
        step(m, element + 1, at + 1);
    } else if (begins_with(m, at, "و")) {
        const char *key = token_at(m, at)->key;
        if (strcmp(key + 2, "بين") == 0) {
            step(m, element + 1, at + 1);
        } else {
            int cost = strncmp(key + 2, "ال", 4) == 0 || strncmp(key + 2, "و", 2) == 0 ? 0 : 1;
            step_joined(m, element, at, 1, has_own_waw(key) ? 4 : cost);
        }
    }
}

static void step_for(matcher *m, const mrs_element *element, size_t at)
{
    if (at < m->end && mrs_passage_is(token_at(m, at), "ل")) {
        step(m, element + 1, at + 1);
    } else if (begins_with(m, at, "لل")) {
        step_joined(m, element, at, 2, 0);
    } else if (begins_with(m, at, "ل")) {
        step_joined(m, element, at, 1, 0);
    }
}

static void step_with(matcher *m, const mrs_element *element, size_t at)
{
    if (at < m->end && mrs_passage_is(token_at(m, at), "ب")) {
        step(m, element + 1, at + 1);
    } else if (begins_with(m, at, "ب")) {
        step_joined(m, element, at, 1, 0);
    }
}

/* Splits */

/* The part of a name that another must follow: "Al-", "بني". */
static bool needs_more(const mrs_passage_word *token)
{
    static const char *const heads[] = {
        "al",   "el",   "as",   "ash",  "ad",    "ar",  "at",  "an",    "az",   "es",
        "ed",   "er",   "ain",  "abu",  "abou",  "bu",  "bou", "bani",  "beni", "ras",
        "sidi", "wadi", "bir",  "tel",  "بني",   "ابو", "بو",  "ام",    "عين",  "وادي",
        "راس",  "سيدي", "بير",  "تل",   "جبل",   "دير", "كفر", "مدينه", "سوق",  "قصر",
        "خان",  "بلده", "قريه", "مطار", "معسكر", "حي",  "خان", "زاويه"};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        if (strcmp(token->key, heads[i]) == 0) {
            return true;
        }
    }
    return false;
}

static void step_at_cost(matcher *m, const mrs_element *element, size_t at, int cost)
{
    m->match.cost += cost;
    step(m, element, at);
    m->match.cost -= cost;
}

static void step_dash(matcher *m, const mrs_element *element, size_t at)
{
    const mrs_passage_word *token = token_at(m, at);
    if (at < m->end && token->kind == MRS_PASSAGE_DASH) {
        bool hyphen = token->end - token->start == 1 && !token->spaced;
        bool cut = hyphen && at > 0 && needs_more(token - 1);
        step_at_cost(m, element + 1, at + 1, cut ? 5 : hyphen);
    } else if (element->how == MRS_MAYBE) {
        step(m, element + 1, at);
    }
}

static void step_next(matcher *m, const mrs_element *element, size_t at)
{
    const mrs_passage_word *token = token_at(m, at);
    if (at > 0 && at < m->end && token->kind == MRS_PASSAGE_WORD &&
        token[-1].kind == MRS_PASSAGE_WORD && !does(m, at, MRS_WORD_PAVED)) {
        bool article = strncmp(token->key, "ال", 4) == 0;
        step_at_cost(m, element + 1, at, needs_more(token - 1) ? 4 : !article);
    }
}

static void step_break(matcher *m, const mrs_element *element, size_t at)
{
    if (at < m->end &&
        (token_at(m, at)->kind == MRS_PASSAGE_COMMA || token_at(m, at)->kind == MRS_PASSAGE_OPEN)) {
        step(m, element + 1, at + 1);
    } else if (element->how == MRS_MAYBE) {
        step(m, element + 1, at);
    }
}

/* Words, figures and winds */

static void step_word(matcher *m, const mrs_element *element, size_t at)
{
    if (element->does == 0) {
        step_dash(m, element, at);
        return;
    }
    size_t least = element->how == MRS_ONCE || element->how == MRS_SOME;
    size_t most = element->how == MRS_ONCE || element->how == MRS_MAYBE ? 1 : MRS_PASSAGE_MAX;
    size_t count = 0;
    while (count < most && does(m, at + count, element->does)) {
        count++;
    }
    /* the fewest first: "بنحو" is rather part of the distance than of what leads to it */
    for (size_t i = least; i <= count; i++) {
        step(m, element + 1, at + i);
    }
}

static size_t read_figure(matcher *m, size_t at)
{
    if (m->figure_tokens[at] == UNREAD) {
        m->figure_tokens[at] = (uint8_t)mrs_length_read(&m->phrase->tokens, at, &m->figures[at]);
    }
    return m->figure_tokens[at];
}

static void step_figure(matcher *m, const mrs_element *element, size_t at)
{
    size_t taken = at < m->end ? read_figure(m, at) : 0;
    if (taken == 0 || at + taken > m->end) {
        return;
    }
    m->match.figure = m->figures[at];
    m->match.has_figure = true;
    step(m, element + 1, at + taken);
    m->match.has_figure = false;
}

/* "SE" is believed behind a distance; as capitals also before one, and before "of". */
static bool is_believed(const matcher *m, const mrs_wind *wind, size_t at, size_t taken)
{
    if (!(wind->flags & MRS_WIND_SHORT) || m->match.has_figure) {
        return true;
    }
    return is_capital(m->phrase, at) &&
           ((m->pattern->needs & MRS_WORD_FIGURE) || does(m, at + taken, MRS_WORD_OF));
}

static bool is_fit(const matcher *m, const mrs_wind *wind, int how, size_t at)
{
    bool arabic = token_at(m, at)->arabic, definite = (wind->last & MRS_WIND_DEFINITE) != 0;
    switch (how) {
    case MRS_WIND_SPELT:
        return !(wind->flags & MRS_WIND_SHORT);
    case MRS_WIND_INDEFINITE:
        return arabic && !definite;
    case MRS_WIND_WITH_THE:
        return arabic && definite;
    default:
        return true;
    }
}

/* True in the middle of a wind: at the "east" of "north-east". */
static bool is_inside_wind(const matcher *m, size_t at)
{
    mrs_wind wind;
    for (size_t back = 1; back <= 4 && back <= at; back++) {
        if (mrs_wind_read(m->phrase, at - back, &wind) > back) {
            return true;
        }
    }
    return false;
}

static void step_wind(matcher *m, const mrs_element *element, size_t at)
{
    mrs_wind wind;
    size_t taken = at < m->end ? mrs_wind_read(m->phrase, at, &wind) : 0;
    if (taken == 0 || at + taken > m->end || !is_believed(m, &wind, at, taken) ||
        !is_fit(m, &wind, element->how, at) || is_inside_wind(m, at)) {
        return;
    }
    m->match.wind = wind;
    m->match.wind_at = at;
    m->match.has_wind = true;
    step(m, element + 1, at + taken);
    m->match.has_wind = false;
}

/* Follows the pattern from `element` on, in all ways in which the tokens from `at` on allow it. */
static void step(matcher *m, const mrs_element *element, size_t at)
{
    if (m->steps-- <= 0) {
        return;
    }
    switch ((mrs_element_kind)element->kind) {
    case MRS_ELEMENT_END:
        if (at == m->end) {
            m->found(&m->match, m->context);
        }
        break;
    case MRS_ELEMENT_WORD:
        step_word(m, element, at);
        break;
    case MRS_ELEMENT_FIGURE:
        step_figure(m, element, at);
        break;
    case MRS_ELEMENT_WIND:
        step_wind(m, element, at);
        break;
    case MRS_ELEMENT_ANCHOR:
        step_anchor(m, element, at);
        break;
    case MRS_ELEMENT_AND:
        step_and(m, element, at);
        break;
    case MRS_ELEMENT_FOR:
        step_for(m, element, at);
        break;
    case MRS_ELEMENT_WITH:
        step_with(m, element, at);
        break;
    case MRS_ELEMENT_NEXT:
        step_next(m, element, at);
        break;
    case MRS_ELEMENT_BREAK:
        step_break(m, element, at);
        break;
    }
}

/* Whether the pattern could begin at `at`, told from its first element alone. */
static bool can_begin(const matcher *m, const mrs_pattern *pattern, size_t at)
{
    const mrs_element *first = &pattern->elements[0];
    bool arabic = token_at(m, at)->arabic;
    if (((pattern->flags & MRS_PATTERN_ARABIC) && !arabic) ||
        ((pattern->flags & MRS_PATTERN_LATIN) && arabic)) {
        return false;
    }
    return first->kind != MRS_ELEMENT_WORD || first->how != MRS_ONCE || does(m, at, first->does);
}

/* True within a distance, and behind one: "15 km to the | south of X" is not cut there. */
static bool is_behind_figure(matcher *m, size_t at)
{
    uint32_t between = MRS_WORD_FILLER | MRS_WORD_TOWARD | MRS_WORD_AWAY;
    size_t from = at > 12 ? at - 12 : 0;
    if (!(m->phrase->does & MRS_WORD_FIGURE)) {
        return false;
    }
    while (at > 0 && is_small_word(m->phrase, at - 1, between)) {
        at--;
    }
    for (size_t i = from; i < at; i++) {
        size_t taken = read_figure(m, i);
        if (taken && i + taken >= at) {
            return true;
        }
    }
    return false;
}

static void match_everywhere(matcher *m, const mrs_pattern *pattern, const mrs_element *elements)
{
    m->pattern = pattern;
    for (size_t at = 0; at < m->end; at++) {
        if (can_begin(m, pattern, at) && !is_behind_figure(m, at)) {
            m->match = (mrs_match){.pattern = pattern, .start = at, .cost = pattern->cost};
            m->skip = 0;
            step(m, elements, at);
        }
    }
}

static bool is_possible(const matcher *m, const mrs_pattern *pattern)
{
    return (m->phrase->does & pattern->needs) == pattern->needs;
}

static void match_with_tail(matcher *m, const mrs_pattern *head, const mrs_pattern *tail)
{
    size_t count = 0, i = 0;
    m->joined = *head;
    while (m->joined.elements[count].kind != MRS_ELEMENT_END) {
        count++;
    }
    m->joined.cost = (uint8_t)(head->cost + tail->cost);
    do {
        m->joined.elements[count++] = tail->elements[i];
    } while (tail->elements[i++].kind != MRS_ELEMENT_END);
    match_everywhere(m, &m->joined, m->joined.elements);
}

void mrs_relation_match(const mrs_phrase *phrase, mrs_match_found *found, void *context)
{
    matcher m = {.phrase = phrase, .steps = STEPS, .found = found, .context = context};
    memset(m.figure_tokens, UNREAD, sizeof m.figure_tokens);
    m.end = phrase->tokens.count;
    while (m.end > 0 && (phrase->tokens.items[m.end - 1].kind == MRS_PASSAGE_CLOSE ||
                         phrase->tokens.items[m.end - 1].kind == MRS_PASSAGE_COMMA)) {
        m.end--;
    }
    size_t count, heads, tails;
    const mrs_pattern *patterns = mrs_relation_patterns(&count);
    for (size_t i = 0; i < count; i++) {
        if (is_possible(&m, &patterns[i])) {
            match_everywhere(&m, &patterns[i], patterns[i].elements);
        }
    }
    const mrs_pattern *head = mrs_relation_heads(&heads), *tail = mrs_relation_tails(&tails);
    for (size_t i = 0; i < heads * tails; i++) {
        if (is_possible(&m, &head[i / tails])) {
            match_with_tail(&m, &head[i / tails], &tail[i % tails]);
        }
    }
}
