#include <math.h>
#include <string.h>

#include "text/numerals.h"

#define MILE_M          1609.344
#define NAUTICAL_MILE_M 1852.0
#define FARTHEST_M      20037508.0 /* half the equator: no two places lie farther apart */

typedef enum unit_use {
    UNIT_ANY,
    UNIT_AFTER_DIGITS, /* too short to be believed elsewhere: "15k" */
    UNIT_ALONE,        /* also without a number: "على بعد كيلومتر" */
    UNIT_DUAL          /* two of them in one word */
} unit_use;

typedef struct unit {
    const char *phrase; /* folded words */
    double metres;
    unit_use use;
} unit;

/* Longer phrases before those they begin with. */
static const unit units[] = {
    {"km", 1000, UNIT_ANY},
    {"kms", 1000, UNIT_ANY},
    {"kilometre", 1000, UNIT_ANY},
    {"kilometres", 1000, UNIT_ANY},
    {"kilometer", 1000, UNIT_ANY},
    {"kilometers", 1000, UNIT_ANY},
    {"k", 1000, UNIT_AFTER_DIGITS},
    {"m", 1, UNIT_AFTER_DIGITS},
    {"metre", 1, UNIT_ANY},
    {"metres", 1, UNIT_ANY},
    {"meter", 1, UNIT_ANY},
    {"meters", 1, UNIT_ANY},
    {"nautical mile", NAUTICAL_MILE_M, UNIT_ANY},
    {"nautical miles", NAUTICAL_MILE_M, UNIT_ANY},
    {"nm", NAUTICAL_MILE_M, UNIT_AFTER_DIGITS},
    {"nmi", NAUTICAL_MILE_M, UNIT_AFTER_DIGITS},
    {"mille nautique", NAUTICAL_MILE_M, UNIT_ANY},
    {"milles nautiques", NAUTICAL_MILE_M, UNIT_ANY},
    {"mille marin", NAUTICAL_MILE_M, UNIT_ANY},
    {"milles marins", NAUTICAL_MILE_M, UNIT_ANY},
    {"mile", MILE_M, UNIT_ANY},
    {"miles", MILE_M, UNIT_ANY},
    {"mi", MILE_M, UNIT_AFTER_DIGITS},
    {"mille", MILE_M, UNIT_ANY},
    {"milles", MILE_M, UNIT_ANY},
    {"كيلو مترات", 1000, UNIT_ANY},
    {"كيلو مترا", 1000, UNIT_ANY},
    {"كيلو متر", 1000, UNIT_ALONE},
    {"كيلو", 1000, UNIT_ANY},
    {"كيلومترات", 1000, UNIT_ANY},
    {"كيلومترا", 1000, UNIT_ANY},
    {"كيلومتر", 1000, UNIT_ALONE},
    {"كيلومترين", 1000, UNIT_DUAL},
    {"كيلومتران", 1000, UNIT_DUAL},
    {"كم", 1000, UNIT_ANY},
    {"كلم", 1000, UNIT_ANY},
    {"م", 1, UNIT_AFTER_DIGITS},
    {"متر", 1, UNIT_ANY},
    {"مترا", 1, UNIT_ANY},
    {"امتار", 1, UNIT_ANY},
    {"ميل بحري", NAUTICAL_MILE_M, UNIT_ANY},
    {"ميلا بحريا", NAUTICAL_MILE_M, UNIT_ANY},
    {"اميال بحريه", NAUTICAL_MILE_M, UNIT_ANY},
    {"ميل", MILE_M, UNIT_ALONE},
    {"ميلا", MILE_M, UNIT_ANY},
    {"اميال", MILE_M, UNIT_ANY},
    {"ميلين", MILE_M, UNIT_DUAL},
};

/* What the words around a figure say of it. */
typedef enum slack { SLACK_NONE, SLACK_ABOUT, SLACK_BOUND, SLACK_WITHIN } slack;

typedef struct slack_phrase {
    const char *phrase; /* folded words; Arabic ones also with ب before them */
    slack slack;
} slack_phrase;

static const slack_phrase slack_before[] = {
    {"~", SLACK_ABOUT},
    {"about", SLACK_ABOUT},
    {"around", SLACK_ABOUT},
    {"some", SLACK_ABOUT},
    {"roughly", SLACK_ABOUT},
    {"approximately", SLACK_ABOUT},
    {"approx", SLACK_ABOUT},
    {"nearly", SLACK_ABOUT},
    {"almost", SLACK_ABOUT},
    {"circa", SLACK_ABOUT},
    {"ca", SLACK_ABOUT},
    {"c", SLACK_ABOUT},
    {"environ", SLACK_ABOUT},
    {"quelque", SLACK_ABOUT},
    {"a peu pres", SLACK_ABOUT},
    {"pres de", SLACK_ABOUT},
    {"presque", SLACK_ABOUT},
    {"aux alentours de", SLACK_ABOUT},
    {"حوالي", SLACK_ABOUT},
    {"نحو", SLACK_ABOUT},
    {"قرابه", SLACK_ABOUT},
    {"زهاء", SLACK_ABOUT},
    {"زها", SLACK_ABOUT},
    {"ما يقارب", SLACK_ABOUT},
    {"ما يقرب من", SLACK_ABOUT},
    {"تقريبا", SLACK_ABOUT},
    {"حدود", SLACK_ABOUT},
    {"<", SLACK_BOUND},
    {">", SLACK_BOUND},
    {"less than", SLACK_BOUND},
    {"more than", SLACK_BOUND},
    {"at least", SLACK_BOUND},
    {"over", SLACK_BOUND},
    {"under", SLACK_BOUND},
    {"moins de", SLACK_BOUND},
    {"moins d", SLACK_BOUND},
    {"plus de", SLACK_BOUND},
    {"plus d", SLACK_BOUND},
    {"au moins", SLACK_BOUND},
    {"اقل من", SLACK_BOUND},
    {"اكثر من", SLACK_BOUND},
    {"ما لا يقل عن", SLACK_BOUND},
    {"within", SLACK_WITHIN},
    {"up to", SLACK_WITHIN},
    {"no more than", SLACK_WITHIN},
    {"dans un rayon de", SLACK_WITHIN},
    {"jusqu a", SLACK_WITHIN},
    {"لا تتجاوز", SLACK_WITHIN},
    {"لا يتجاوز", SLACK_WITHIN},
    {"لا تزيد عن", SLACK_WITHIN},
};

static const slack_phrase slack_after[] = {
    {"approximately", SLACK_ABOUT}, {"approx", SLACK_ABOUT},  {"or so", SLACK_ABOUT},
    {"roughly", SLACK_ABOUT},       {"environ", SLACK_ABOUT}, {"تقريبا", SLACK_ABOUT},
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static size_t match_slack(const mrs_passage *tokens, size_t at, const slack_phrase *phrases,
                          size_t count, slack *out)
{
    for (size_t i = 0; i < count; i++) {
        size_t taken = mrs_passage_match(tokens, at, phrases[i].phrase);
        if (taken) {
            *out = phrases[i].slack > *out ? phrases[i].slack : *out;
            return taken;
        }
    }
    return 0;
}

/* The same words with the preposition ب joined to the first: "بنحو", "بأكثر من". */
static size_t match_joined_slack(const mrs_passage *tokens, size_t at, slack *out)
{
    if (at >= tokens->count || !tokens->items[at].arabic ||
        strncmp(tokens->items[at].key, "ب", 2) != 0) {
        return 0;
    }
    for (size_t i = 0; i < COUNT(slack_before); i++) {
        const char *phrase = slack_before[i].phrase;
        size_t length = strcspn(phrase, " ");
        if (strncmp(tokens->items[at].key + 2, phrase, length) == 0 &&
            tokens->items[at].key_length == length + 2 &&
            (!phrase[length] || mrs_passage_match(tokens, at + 1, phrase + length + 1))) {
            *out = slack_before[i].slack;
            return mrs_passage_match(tokens, at + 1, phrase[length] ? phrase + length + 1 : "") + 1;
        }
    }
    return 0;
}

static size_t skip_slack(const mrs_passage *tokens, size_t at, slack *out)
{
    size_t i = at, taken;
    while ((taken = match_slack(tokens, i, slack_before, COUNT(slack_before), out)) ||
           (taken = match_joined_slack(tokens, i, out))) {
        i += taken;
    }
    return i - at;
}

static size_t match_unit(const mrs_passage *tokens, size_t at, const unit **out)
{
    for (size_t i = 0; i < COUNT(units); i++) {
        size_t taken = mrs_passage_match(tokens, at, units[i].phrase);
        if (taken && (units[i].use != UNIT_AFTER_DIGITS ||
                      (at > 0 && tokens->items[at - 1].kind == MRS_PASSAGE_NUMBER))) {
            *out = &units[i];
            return taken;
        }
    }
    return 0;
}

static bool is_one_of(const mrs_passage *tokens, size_t at, const char *const *words)
{
    for (; at < tokens->count && *words; words++) {
        if (mrs_passage_is(&tokens->items[at], *words)) {
            return true;
        }
    }
    return false;
}

/* A number behind the Arabic "and" that is written together with it, "و20" or "وعشرين". */
static size_t read_joined_numeral(const mrs_passage *tokens, size_t at, mrs_numeral *out)
{
    const mrs_passage_word *token = &tokens->items[at];
    if (at >= tokens->count || !token->arabic || strncmp(token->key, "و", 2) != 0) {
        return 0;
    }
    if (token->key_length == 2) {
        size_t taken = mrs_numeral_read(tokens, at + 1, out);
        return taken ? taken + 1 : 0;
    }
    mrs_passage rest = {.text = tokens->text, .count = 1};
    rest.items[0] = *token;
    rest.items[0].key += 2;
    rest.items[0].key_length = (uint16_t)(token->key_length - 2);
    return mrs_numeral_read(&rest, 0, out);
}

/* The second number of a range, with what joins it to the first. */
static size_t read_range_end(const mrs_passage *tokens, size_t at, bool between, mrs_numeral *out)
{
    static const char *const joints[] = {"-", "to", "or", "a", "ou", "الي", "او", NULL};
    static const char *const ands[] = {"and", "et", NULL};
    size_t taken = 0;
    if (is_one_of(tokens, at, joints) || (between && is_one_of(tokens, at, ands))) {
        taken = mrs_numeral_read(tokens, at + 1, out);
        return taken ? taken + 1 : 0;
    }
    return between ? read_joined_numeral(tokens, at, out) : 0;
}

/* "and a half", "ونصف", "et demi" after a number or its unit. */
static size_t read_half(const mrs_passage *tokens, size_t at, double *value)
{
    static const char *const phrases[] = {"and a half", "et demi", "et demie", "ونصف", "و نصف"};
    for (size_t i = 0; i < COUNT(phrases); i++) {
        size_t taken = mrs_passage_match(tokens, at, phrases[i]);
        if (taken) {
            *value += 0.5;
            return taken;
        }
    }
    return 0;
}

/* A distance as far as it is read. */
typedef struct measure {
    mrs_numeral low, high;
    bool is_range;
    double half; /* 0.5 for "and a half" */
    slack slack;
    const unit *unit;
} measure;

static double clamp(double value, double low, double high)
{
    return value < low ? low : value > high ? high : value;
}

/* In the measure's own unit. */
static double tolerance(const measure *m, double value)
{
    double half_step = m->half > 0 ? 0.25 : m->low.step / 2;
    double plain = m->low.spread > 0 ? m->low.spread : fmin(half_step, 0.15 * value);
    if (m->is_range) {
        plain = fmax((m->high.value - m->low.value) / 2, plain);
    }
    switch (m->slack) {
    case SLACK_ABOUT:
        return m->is_range ? plain + 0.1 * value
                           : fmax(plain, clamp(half_step, 0.1 * value, 0.25 * value));
    case SLACK_BOUND:
        return fmax(plain, 0.25 * value);
    default:
        return plain;
    }
}

/* 1.500 m: no one gives the place of an incident to the millimetre. */
static void mend_thousands(mrs_numeral *number, const unit *u)
{
    if (u->metres == 1 && number->step == 0.001) {
        number->value *= 1000;
        number->step = fmod(number->value, 100) == 0 ? 100 : 1;
    }
}

static void set_length(measure *m, mrs_length *out)
{
    mend_thousands(&m->low, m->unit);
    mend_thousands(&m->high, m->unit);
    if (m->is_range && m->high.value < m->low.value) {
        mrs_numeral swap = m->low;
        m->low = m->high;
        m->high = swap;
    }
    if (m->slack == SLACK_WITHIN && !m->is_range) {
        m->high = m->low;
        m->low = (mrs_numeral){0};
        m->is_range = true;
    }
    double value = m->is_range ? (m->low.value + m->high.value) / 2 : m->low.value + m->half;
    out->metres = value * m->unit->metres;
    out->tol_m = fmin(tolerance(m, value), value) * m->unit->metres;
    out->wrong = m->low.wrong || m->high.wrong || !(out->metres > 0 && out->metres <= FARTHEST_M);
}

/* "un demi-kilomètre", "half of a kilometre", "a quarter of a mile". */
static size_t skip_before_unit(const mrs_passage *tokens, size_t at)
{
    static const char *const words[] = {"-", "of", "a", "an", "de", "d", "من", NULL};
    size_t i = at;
    const unit *u = NULL;
    while (i < at + 2 && !match_unit(tokens, i, &u) && is_one_of(tokens, i, words)) {
        i++;
    }
    return i - at;
}

static size_t read_unit(const mrs_passage *tokens, size_t at, measure *m)
{
    size_t i = at;
    i += read_half(tokens, i, &m->half);
    i += skip_before_unit(tokens, i);
    size_t taken = match_unit(tokens, i, &m->unit);
    if (taken == 0) {
        return 0;
    }
    i += taken;
    if (m->half == 0) {
        i += read_half(tokens, i, &m->half);
    }
    return i - at;
}

/* "15 km to 20 km": a unit after the first number too. */
static size_t skip_inner_unit(const mrs_passage *tokens, size_t at, bool between)
{
    const unit *u = NULL;
    mrs_numeral ignored;
    size_t taken = match_unit(tokens, at, &u);
    return taken && read_range_end(tokens, at + taken, between, &ignored) ? taken : 0;
}

/* "a kilometre", "كيلومتر", "كيلومترين": the number is in the word, or left out. */
static size_t read_unit_alone(const mrs_passage *tokens, size_t at, measure *m)
{
    static const char *const articles[] = {"a", "an", "one", "un", "une", NULL};
    size_t article = is_one_of(tokens, at, articles);
    size_t taken = match_unit(tokens, at + article, &m->unit);
    if (taken == 0 || (!article && m->unit->use < UNIT_ALONE)) {
        return 0;
    }
    m->low = (mrs_numeral){.value = m->unit->use == UNIT_DUAL ? 2 : 1, .step = 1};
    size_t i = at + article + taken;
    i += i < tokens->count && mrs_passage_is(&tokens->items[i], "واحد");
    i += read_half(tokens, i, &m->half);
    return i - at;
}

static size_t read_counted(const mrs_passage *tokens, size_t at, measure *m)
{
    static const char *const openers[] = {"between", "entre", "بين", "from", "de", "من", NULL};
    size_t i = at;
    bool opened = is_one_of(tokens, i, openers);
    i += opened;
    i += skip_slack(tokens, i, &m->slack);
    size_t taken = mrs_numeral_read(tokens, i, &m->low);
    if (taken == 0) {
        return 0;
    }
    i += taken;
    i += skip_inner_unit(tokens, i, opened);
    taken = read_range_end(tokens, i, opened, &m->high);
    m->is_range = taken > 0;
    if (opened && !taken) {
        return 0; /* "between Misrata …" is no range */
    }
    i += taken;
    taken = read_unit(tokens, i, m);
    return taken ? i + taken - at : 0;
}

size_t mrs_length_read(const mrs_passage *tokens, size_t at, mrs_length *out)
{
    measure m = {0};
    *out = (mrs_length){0};
    size_t i = at + skip_slack(tokens, at, &m.slack);
    measure counted = m;
    size_t taken = read_counted(tokens, i, &counted);
    if (taken) {
        m = counted;
    } else {
        taken = read_unit_alone(tokens, i, &m);
    }
    if (taken == 0) {
        return 0;
    }
    i += taken;
    i += match_slack(tokens, i, slack_after, COUNT(slack_after), &m.slack);
    set_length(&m, out);
    return i - at;
}
