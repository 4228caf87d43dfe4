#include "text/numerals.h"

#include <math.h>
#include <string.h>

static const mrs_number_word *word_of(const char *key)
{
    size_t low = 0, high = 0;
    const mrs_number_word *words = mrs_number_words(&high);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(key, words[middle].key);
        if (order == 0) {
            return &words[middle];
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return NULL;
}

static const mrs_number_word *word_at(const mrs_passage *tokens, size_t at)
{
    return at < tokens->count && tokens->items[at].kind == MRS_PASSAGE_WORD
               ? word_of(tokens->items[at].key)
               : NULL;
}

/* The number word at `at` behind the Arabic "and" that is written together with it, or NULL. */
static const mrs_number_word *joined_word_at(const mrs_passage *tokens, size_t at)
{
    const mrs_passage_word *token = &tokens->items[at];
    return at < tokens->count && token->arabic && strncmp(token->key, "و", 2) == 0
               ? word_of(token->key + 2)
               : NULL;
}

/* Digits */

static bool is_separator(char byte)
{
    return byte == '.' || byte == ',' || byte == '\'' || byte == 'd' || byte == 't';
}

/* True if from `digits` on, groups of exactly three digits follow each `separator`, up to `end`. */
static bool is_grouped(const char *digits, const char *end, char separator)
{
    size_t first = strcspn(digits, ".,'dt");
    if (first == 0 || first > 3) {
        return false;
    }
    for (const char *at = digits + first; at < end; at += 4) {
        if (*at != separator || strcspn(at + 1, ".,'dt") != 3) {
            return false;
        }
    }
    return true;
}

/* Where the decimals begin: at the last separator if that can be none of thousands. */
static const char *decimal_sign(const char *key)
{
    const char *last = NULL, *end = key + strlen(key);
    size_t same = 0;
    for (const char *at = key; *at; at++) {
        last = is_separator(*at) ? at : last;
    }
    for (const char *at = key; last && *at; at++) {
        same += *at == *last;
    }
    if (!last || *last == 't' || *last == '\'' || same > 1) {
        return end;
    }
    /* 1,500 is fifteen hundred; 0,500 and 1.500 are not */
    bool thousands = *last == ',' && key[0] != '0' && is_grouped(key, end, ',');
    return thousands ? end : last;
}

/* What the digits are rounded to: decimals count as written, final zeros of a whole one do not. */
static double step_of(const char *plain)
{
    const char *point = strchr(plain, '.');
    if (point) {
        return pow(10, -(double)strlen(point + 1));
    }
    double step = 1;
    for (size_t i = strlen(plain); i > 1 && plain[i - 1] == '0'; i--) {
        step *= 10;
    }
    return step;
}

/* Digits with at most one point among them. strtod() would ask for the locale's; up to 15 digits
   and the power of ten are exact, so that only the quotient is rounded. */
static double value_of(const char *plain)
{
    double digits = 0;
    const char *point = strchr(plain, '.');
    for (const char *at = plain; *at; at++) {
        digits = at == point ? digits : digits * 10 + (*at - '0');
    }
    return point ? digits / pow(10, (double)strlen(point + 1)) : digits;
}

static void read_digits(const mrs_passage_word *token, mrs_numeral *out)
{
    char plain[32];
    size_t count = 0;
    const char *decimals = decimal_sign(token->key);
    size_t first = strcspn(token->key, ".,'dt");
    if (token->key_length >= sizeof plain ||
        (token->key + first < decimals && !is_grouped(token->key, decimals, token->key[first]))) {
        out->wrong = true;
        return;
    }
    for (const char *at = token->key; *at; at++) {
        if (!is_separator(*at)) {
            plain[count++] = *at;
        } else if (at == decimals) {
            plain[count++] = '.';
        }
    }
    plain[count] = '\0';
    out->value = value_of(plain);
    out->step = step_of(plain);
}

static bool has_only_digits(const mrs_passage_word *token, size_t least, size_t most)
{
    return token->kind == MRS_PASSAGE_NUMBER && token->key_length >= least &&
           token->key_length <= most && strspn(token->key, "0123456789") == token->key_length;
}

static void set_fraction(mrs_numeral *out, double whole, double part)
{
    out->value = whole + part;
    out->step = 0.25;
}

/* "1/2", or 0 tokens. */
static size_t read_slashed(const mrs_passage *tokens, size_t at, double *out)
{
    const mrs_passage_word *token = tokens->items + at;
    if (at + 2 < tokens->count && has_only_digits(token, 1, 1) && mrs_passage_is(token + 1, "/") &&
        has_only_digits(token + 2, 1, 1) && token[0].key[0] < token[2].key[0] &&
        token[0].key[0] > '0') {
        *out = (double)(token[0].key[0] - '0') / (double)(token[2].key[0] - '0');
        return 3;
    }
    if (at < tokens->count && token->kind == MRS_PASSAGE_NUMBER && token->key[0] == '0' &&
        tokens->text[token->start] == '\xC2') { /* one of ¼ ½ ¾ */
        *out = value_of(token->key);
        return 1;
    }
    return 0;
}

/* French: 1 500, in groups of three behind the first. */
static size_t read_spaced_groups(const mrs_passage *tokens, size_t at, mrs_numeral *out)
{
    size_t i = at;
    while (i < tokens->count && i < at + 3 && tokens->items[i].spaced &&
           has_only_digits(&tokens->items[i], 3, 3)) {
        const char *group = tokens->items[i++].key;
        out->value = out->value * 1000 + value_of(group);
        out->step = strcmp(group, "000") == 0 ? out->step * 1000 : step_of(group);
    }
    return i - at;
}

static size_t read_figures(const mrs_passage *tokens, size_t at, mrs_numeral *out)
{
    const mrs_passage_word *token = &tokens->items[at];
    double part = 0;
    size_t taken = read_slashed(tokens, at, &part);
    if (taken) {
        set_fraction(out, 0, part);
        return taken;
    }
    read_digits(token, out);
    if (has_only_digits(token, 1, 3)) {
        taken = read_slashed(tokens, at + 1, &part);
        if (taken) {
            set_fraction(out, out->value, part);
            return taken + 1;
        }
        return 1 + read_spaced_groups(tokens, at + 1, out);
    }
    return 1;
}

/* Words */

/* A number being put together from words. */
typedef struct sum {
    double total;
    double room;     /* the most that may still be added */
    bool digit_only; /* so far one digit: "خمسة وعشرين", "two hundred" */
} sum;

static double room_of(const mrs_number_word *word)
{
    switch (word->kind) {
    case MRS_NUMBER_TEN:
    case MRS_NUMBER_TENS:
        return 9;
    case MRS_NUMBER_SIXTY:
        return 19;
    case MRS_NUMBER_HUNDRED:
        return 99;
    default:
        return 0;
    }
}

static bool add_word(sum *s, const mrs_number_word *word, bool arabic_and)
{
    if (word->kind >= MRS_NUMBER_VAGUE || word->value == 0) {
        return false;
    }
    if (s->digit_only && s->total >= 1 && word->value == 100) {
        *s = (sum){s->total * 100, 99, false};
        return true;
    }
    /* quatre-vingts, to which up to nineteen is added */
    if (s->digit_only && s->total == 4 && strncmp(word->key, "vingt", 5) == 0) {
        *s = (sum){80, 19, false};
        return true;
    }
    bool after_digit = (arabic_and && word->kind == MRS_NUMBER_TENS) ||
                       (!arabic_and && word->kind == MRS_NUMBER_TEN_AR);
    if (s->digit_only && after_digit && s->total > 0) {
        *s = (sum){s->total + word->value, 0, false};
        return true;
    }
    if (word->value > s->room) {
        return false;
    }
    double room = room_of(word), left = s->room == 19 && word->value == 10 ? 9 : 0;
    s->room = room < left ? left : room;
    /* مئة وخمسة وعشرين: the digit comes before its tens */
    s->digit_only = false;
    s->total += word->value;
    return true;
}

/* True for what joins two words of a number: a hyphen, "and", "et". */
static bool is_joint(const mrs_passage *tokens, size_t at)
{
    const mrs_passage_word *token = &tokens->items[at];
    return at + 1 < tokens->count &&
           ((token->kind == MRS_PASSAGE_DASH && !token->spaced && !token[1].spaced) ||
            mrs_passage_is(token, "and") || mrs_passage_is(token, "et") ||
            mrs_passage_is(token, "و"));
}

/* Adds the next word at `at`, with what joins it: how many tokens that takes. */
static size_t add_next(const mrs_passage *tokens, size_t at, sum *s)
{
    const mrs_number_word *word = at < tokens->count ? joined_word_at(tokens, at) : NULL;
    if (word) {
        return add_word(s, word, true);
    }
    size_t joint = at < tokens->count && is_joint(tokens, at);
    word = word_at(tokens, at + joint);
    bool arabic = joint && mrs_passage_is(&tokens->items[at], "و");
    return word && add_word(s, word, arabic) ? joint + 1 : 0;
}

/* مئة وخمسة وعشرين: a hundred, then a digit with its tens. */
static size_t add_below_hundred(const mrs_passage *tokens, size_t at, sum *s)
{
    const mrs_number_word *digit = at < tokens->count ? joined_word_at(tokens, at) : NULL;
    if (!digit || digit->kind != MRS_NUMBER_DIGIT || digit->value == 0 || s->room != 99) {
        return 0;
    }
    sum below = {digit->value, 0, true};
    size_t taken = add_next(tokens, at + 1, &below);
    if (taken == 0) {
        return 0;
    }
    s->total += below.total;
    s->room = 0;
    return taken + 1;
}

static double step_of_words(double value)
{
    static const double steps[] = {100, 10, 5};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (value > 0 && fmod(value, steps[i]) == 0) {
            return steps[i];
        }
    }
    return 1;
}

static void set_vague(const mrs_number_word *word, double times, mrs_numeral *out)
{
    out->value = times * word->value;
    out->step = step_of_words(out->value);
    if (word->kind == MRS_NUMBER_PART) {
        out->step = word->value;
    } else if (word->kind == MRS_NUMBER_FEW) {
        out->spread = word->value / 2;
    } else {
        out->spread = out->value * 0.25; /* as after "about" */
    }
}

/* "half", "a quarter", "a dozen", "two dozen", "half a dozen". */
static size_t read_vague(const mrs_passage *tokens, size_t at, mrs_numeral *out)
{
    const mrs_number_word *word = word_at(tokens, at), *next = word_at(tokens, at + 1);
    double times = 1;
    size_t taken = 1;
    if (word && word->kind == MRS_NUMBER_PART && mrs_passage_match(tokens, at + 1, "a dozen")) {
        times = word->value;
        taken = 3;
        word = word_at(tokens, at + 2);
    } else if (word && word->kind == MRS_NUMBER_DIGIT && next && next->kind == MRS_NUMBER_VAGUE) {
        times = word->value;
        taken = 2;
        word = next;
    }
    if (!word || word->kind < MRS_NUMBER_VAGUE) {
        return 0;
    }
    set_vague(word, times, out);
    return taken;
}

static size_t read_words(const mrs_passage *tokens, size_t at, mrs_numeral *out)
{
    const mrs_number_word *word = word_at(tokens, at);
    if (!word) {
        return 0;
    }
    sum s = {word->value, room_of(word), word->kind == MRS_NUMBER_DIGIT};
    size_t i = at + 1, taken;
    while ((taken = add_below_hundred(tokens, i, &s)) || (taken = add_next(tokens, i, &s))) {
        i += taken;
    }
    out->value = s.total;
    out->step = step_of_words(s.total);
    return i - at;
}

static bool is_article(const mrs_passage_word *token)
{
    return mrs_passage_is(token, "a") || mrs_passage_is(token, "an") ||
           mrs_passage_is(token, "un") || mrs_passage_is(token, "une");
}

size_t mrs_numeral_read(const mrs_passage *tokens, size_t at, mrs_numeral *out)
{
    *out = (mrs_numeral){0};
    if (at >= tokens->count) {
        return 0;
    }
    if (tokens->items[at].kind == MRS_PASSAGE_NUMBER) {
        return read_figures(tokens, at, out);
    }
    size_t article = is_article(&tokens->items[at]);
    const mrs_number_word *word = word_at(tokens, at + article);
    if (article && (!word || word->kind < MRS_NUMBER_HUNDRED)) {
        article = 0; /* "un" is itself a number, "a" before another one nothing */
    }
    size_t taken = read_vague(tokens, at + article, out);
    if (taken == 0) {
        taken = read_words(tokens, at + article, out);
    }
    return taken ? taken + article : 0;
}
