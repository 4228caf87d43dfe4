#include "geo/formula.h"

#include <string.h>

#include "geo/number.h"

/* What begins a formula, or would be skipped before one. */
static bool is_sign(char c)
{
    return c == '=' || c == '+' || c == '-' || c == '@' || c == '\t' || c == '\r' || c == '\n';
}

static const char *skip_apostrophes(const char *text)
{
    while (*text == '\'') {
        text++;
    }
    return text;
}

bool mrs_formula_like(const char *text)
{
    if (*text != '\'' && !is_sign(*text)) {
        return false; /* nearly all cells */
    }
    double number;
    bool is_dash = strcmp(text, "-") == 0;
    return is_sign(*skip_apostrophes(text)) && !is_dash &&
           !mrs_number_parse(text, strlen(text), &number);
}

const char *mrs_formula_bare(const char *cell)
{
    return *cell == '\'' && is_sign(*skip_apostrophes(cell)) ? cell + 1 : cell;
}
