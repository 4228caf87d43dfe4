#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "marsad/text.h"
#include "text/fold.h"
#include "text/tokens.h"

static void append(char *key, size_t *length, const char *text, size_t count)
{
    memcpy(key + *length, text, count);
    *length += count;
    key[*length] = '\0';
}

/* Not by mrs_tokens_of(): a name may have any number of words. */
static void join_words(const mrs_folded *folded, marsad_keys *keys)
{
    size_t full = 0, bare = 0, at = 0;
    mrs_token token, next;
    while (mrs_token_at(folded, at, &token)) {
        at += token.length + 1;
        append(keys->full, &full, token.text, token.length);
        mrs_token_find_article(&token, mrs_token_at(folded, at, &next) ? &next : NULL);
        if (!token.article) {
            append(keys->bare, &bare, token.text + token.skip, token.length - token.skip);
        }
    }
}

marsad_status marsad_text_keys(const char *name, marsad_keys *out, marsad_error *error)
{
    *out = (marsad_keys){0};
    mrs_folded folded;
    marsad_status status = mrs_fold_name(name, strlen(name), &folded, error);
    if (status) {
        return status;
    }
    out->full = mrs_alloc(folded.length + 1, 1);
    out->bare = mrs_alloc(folded.length + 1, 1);
    if (!out->full || !out->bare) {
        marsad_keys_clear(out);
        mrs_free(folded.text);
        return mrs_fail_memory(error);
    }
    join_words(&folded, out);
    mrs_free(folded.text);
    return MARSAD_OK;
}

void marsad_keys_clear(marsad_keys *keys)
{
    if (keys) {
        mrs_free(keys->full);
        mrs_free(keys->bare);
        *keys = (marsad_keys){0};
    }
}
