#include "base/trim.h"

#include <string.h>

#include "base/memory.h"

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

const char *mrs_trim(const char *text, size_t *length)
{
    for (; *length && is_space(text[0]); text++) {
        --*length;
    }
    while (*length && is_space(text[*length - 1])) {
        --*length;
    }
    return text;
}

char *mrs_trimmed(const char *text)
{
    size_t length = strlen(text);
    text = mrs_trim(text, &length);
    return mrs_strndup(text, length);
}

bool mrs_is_blank(const char *text)
{
    while (is_space(*text)) {
        text++;
    }
    return *text == '\0';
}
