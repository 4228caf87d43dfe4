/* Any bytes: what is read of a location lies in it, and its figures can be of the ground. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "resolve/relation.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
    if (!holds) {
        abort();
    }
}

static void check_span(const mrs_span *span, const char *text, size_t length)
{
    require(span->length == 0 || (span->at >= text && span->at + span->length <= text + length));
}

static void check_relation(const mrs_relation *item, const char *text, size_t length)
{
    check_span(&item->subject, text, length);
    require(item->anchor_count >= 1 && item->anchor_count <= MRS_RELATION_ANCHORS);
    for (size_t i = 0; i < item->anchor_count; i++) {
        require(item->anchors[i].length > 0);
        check_span(&item->anchors[i], text, length);
    }
    require(!item->has_distance ||
            (item->distance_m > 0 && item->distance_m < 2.1e7 && item->distance_tol_m > 0 &&
             item->distance_tol_m <= item->distance_m));
    require(!item->has_direction ||
            (item->azimuth_deg >= 0 && item->azimuth_deg < 360 && item->azimuth_tol_deg > 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    if (!text) {
        return 0;
    }
    memcpy(text, data, size);
    text[size] = '\0';
    mrs_relations found;
    marsad_error error = {0};
    marsad_status status = mrs_relation_read(text, &found, &error);
    require(found.count <= MRS_RELATION_READINGS);
    require(status == MARSAD_OK ||
            (status == MARSAD_ERR_INPUT && error.message[0] && found.count == 0));
    for (size_t i = 0; i < found.count; i++) {
        check_relation(&found.items[i], text, strlen(text));
    }
    free(text);
    return 0;
}
