#include "events/count.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "events/plain.h"

/* A count that no incident reaches: beyond it there is a mistake, not a number. */
static const long MOST_PEOPLE = 100000000;

/* ---- the number ----------------------------------------------------------------------------- */

static size_t digits(const char *text)
{
    return strspn(text, "0123456789");
}

static void add_digits(long *number, const char *text, size_t length)
{
    for (size_t i = 0; i < length && *number <= MOST_PEOPLE; i++) {
        *number = *number * 10 + (text[i] - '0');
    }
}

/* Groups of three behind the first one to three digits, all parted alike. */
static const char *read_groups(const char *at, long *number)
{
    char mark = *at;
    while (mark && strchr(", '", mark) && *at == mark && digits(at + 1) == 3) {
        add_digits(number, at + 1, 3);
        at += 4;
    }
    return at;
}

/* Reads the number at `*text`, which is left behind it. */
static mrs_count_kind read_number(const char **text, long *out)
{
    const char *at = *text;
    size_t first = digits(at);
    bool grouped = false;
    *out = 0;
    if (first == 0) {
        return MRS_COUNT_NONE;
    }
    add_digits(out, at, first);
    at += first;
    if (first <= 3) {
        const char *end = read_groups(at, out);
        grouped = end != at;
        at = end;
    }
    size_t zeros = *at == '.' || *at == ',' ? strspn(at + 1, "0") : 0;
    if (zeros && zeros == digits(at + 1)) {
        if (zeros == 3 && first <= 3 && !grouped) {
            return MRS_COUNT_DOUBTFUL;
        }
        at += 1 + zeros;
    }
    *text = at;
    return *out > MOST_PEOPLE ? MRS_COUNT_TOO_MANY : MRS_COUNT_EXACT;
}

/* ---- words ---------------------------------------------------------------------------------- */

static const char *skip_spaces(const char *text)
{
    return text + strspn(text, " ");
}

/* Whatever of `words` the text begins with, it is left behind it; the longest come first. */
static bool skip_word(const char **text, const char *const *words)
{
    for (; *words; words++) {
        size_t length = strlen(*words);
        if (strncmp(*text, *words, length) == 0) {
            *text = skip_spaces(*text + length);
            return true;
        }
    }
    return false;
}

static const char *const BEFORE[] = {
    "at least ", "minimum ", "min. ",         "min ",       "more than ",    "over ",
    ">=",        ">",        "\u2265",        "about ",     "around ",       "approximately ",
    "approx. ",  "approx ",  "circa ",        "ca. ",       "ca ",           "c. ",
    "some ",     "nearly ",  "almost ",       "~",          "\u2248",        "au moins ",
    "plus de ",  "environ ", "pr\u00E8s de ", "على الأقل ", "ما لا يقل عن ", "لا يقل عن ",
    "أكثر من ",  "اكثر من ", "حوالي ",        "نحو ",       "قرابة ",        NULL};

static const char *const AFTER[] = {"+",       "or more",   "at least", "ou plus", "au moins",
                                    "أو أكثر", "على الأقل", "فأكثر",    "?",       NULL};

static const char *const BETWEEN[] = {"-",    "to ",  "\u00E0 ", "et ", "and ",
                                      "إلى ", "الى ", "و",       NULL};

static const char *const RANGE_BEFORE[] = {"between ", "entre ", "from ", "de ",
                                           "بين ",     "من ",    NULL};

/* "-15" behind a 10. */
static bool read_range_end(const char **text, long from)
{
    long to;
    const char *at = skip_spaces(*text);
    if (!skip_word(&at, BETWEEN) || read_number(&at, &to) != MRS_COUNT_EXACT || to < from) {
        return false;
    }
    *text = at;
    return true;
}

mrs_count_kind mrs_count_read(const char *text, long *out)
{
    char buffer[64];
    long number;
    if (!mrs_plain_text(text, buffer, sizeof buffer)) {
        return MRS_COUNT_NONE;
    }
    const char *at = skip_spaces(buffer);
    bool rough = skip_word(&at, BEFORE);
    bool opened = !rough && skip_word(&at, RANGE_BEFORE);
    mrs_count_kind kind = read_number(&at, &number);
    if (kind != MRS_COUNT_EXACT) {
        return kind;
    }
    bool range = read_range_end(&at, number);
    at = skip_spaces(at);
    rough = skip_word(&at, AFTER) || rough || range;
    if (*at || (opened && !range)) {
        return MRS_COUNT_NONE;
    }
    *out = number;
    return rough ? MRS_COUNT_LEAST : MRS_COUNT_EXACT;
}
