#include "geo/connection.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/memory.h"

static bool begins(const char *text, const char *with)
{
    return strncasecmp(text, with, strlen(with)) == 0;
}

bool mrs_is_connection(const char *path)
{
    return begins(path, "PG:") || begins(path, "postgresql://") || begins(path, "postgres://");
}

char *mrs_connection_for_gdal(const char *path)
{
    mrs_buffer name = {0};
    const char *rest = path;
    if (begins(path, "PG:")) {
        rest = path + 3;
    }
    mrs_buffer_add(&name, "PG:");
    if (begins(rest, "postgres://")) {
        mrs_buffer_add(&name, "postgresql://");
        rest += strlen("postgres://");
    }
    mrs_buffer_add(&name, rest);
    return mrs_buffer_take(&name);
}

typedef struct span {
    const char *start;
    size_t length;
} span;

/* Of a URI: what stands between the user's ':' and the last '@'. */
static span uri_password(const char *uri)
{
    const char *host = strrchr(uri, '@');
    const char *colon = strchr(uri, ':');
    bool has = host && colon && colon < host;
    return has ? (span){colon + 1, (size_t)(host - colon - 1)} : (span){0};
}

/* Of "password = 'it''s'": the value, with or without quotation marks. */
static span keyword_password(const char *text)
{
    const char *at = strcasestr(text, "password");
    while (at) {
        at += strlen("password");
        const char *value = at + strspn(at, " ");
        if (*value == '=') {
            value++;
            value += strspn(value, " ");
            if (*value != '\'') {
                return (span){value, strcspn(value, " &")};
            }
            const char *end = value + 1;
            while (*end && *end != '\'') {
                end += *end == '\\' && end[1] ? 2 : 1;
            }
            return (span){value + 1, (size_t)(end - value - 1)};
        }
        at = strcasestr(at, "password");
    }
    return (span){0};
}

char *mrs_connection_shown(const char *path, char **secret)
{
    const char *uri = strstr(path, "://");
    span word = uri ? uri_password(uri + 3) : (span){0};
    if (word.length == 0) {
        word = keyword_password(path);
    }
    mrs_buffer shown = {0};
    *secret = mrs_strndup(word.length ? word.start : "", word.length);
    if (word.length) {
        mrs_buffer_add_bytes(&shown, path, (size_t)(word.start - path));
        mrs_buffer_add(&shown, "…");
        mrs_buffer_add(&shown, word.start + word.length);
    } else {
        mrs_buffer_add(&shown, path);
    }
    char *text = mrs_buffer_take(&shown);
    if (!*secret) {
        mrs_free(text);
        text = NULL;
    }
    return text;
}
