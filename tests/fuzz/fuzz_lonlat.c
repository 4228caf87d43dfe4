/* Any bytes: a pair that is read lies in range, and its refusal says why. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "marsad/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    if (!text) {
        return 0;
    }
    memcpy(text, data, size);
    text[size] = '\0';
    marsad_lonlat at;
    marsad_error error = {0};
    marsad_status status = marsad_text_lonlat(text, &at, &error);
    if (status ? error.status != status || !error.message[0] : !marsad_lonlat_valid(at)) {
        abort();
    }
    if (status && status != MARSAD_ERR_INPUT && status != MARSAD_ERR_NOT_FOUND) {
        abort();
    }
    free(text);
    return 0;
}
