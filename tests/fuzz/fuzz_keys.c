/* Any bytes: keys are UTF-8, fold to themselves, and are empty together. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "marsad/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
    if (!holds) {
        abort();
    }
}

static void check_keys(const marsad_keys *keys)
{
    marsad_keys again;
    require(marsad_text_is_utf8(keys->full, strlen(keys->full), NULL));
    require(marsad_text_is_utf8(keys->bare, strlen(keys->bare), NULL));
    require(strlen(keys->bare) <= strlen(keys->full));
    require((keys->full[0] == '\0') == (keys->bare[0] == '\0'));
    require(marsad_text_keys(keys->full, &again, NULL) == MARSAD_OK);
    require(strcmp(again.full, keys->full) == 0);
    marsad_keys_clear(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    if (!text) {
        return 0;
    }
    memcpy(text, data, size);
    text[size] = '\0';
    size_t length = strlen(text);
    marsad_keys keys;
    marsad_error error;
    int valid = marsad_text_is_utf8(text, length, NULL);
    marsad_status status = marsad_text_keys(text, &keys, &error);
    require(status == (valid ? MARSAD_OK : MARSAD_ERR_INPUT));
    if (!status) {
        check_keys(&keys);
    }
    (void)marsad_text_script(text);
    marsad_keys_clear(&keys);
    free(text);
    return 0;
}
