/* Any bytes, as a claim's relation, as a sentence, and as a length: what is read can be tested. */
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "marsad/claim.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
    if (!holds) {
        abort();
    }
}

static void require_told(marsad_status status, const marsad_error *error)
{
    require((status == MARSAD_ERR_USAGE || status == MARSAD_ERR_INPUT) && error->message[0]);
}

/* What a claim says may be impossible of these places, but then that is the answer. */
static void test_claim(marsad_claim claim)
{
    marsad_claim_answer answer;
    marsad_error error = {0};
    char words[320];
    size_t least;
    size_t most;
    marsad_claim_anchors(claim.relation, &least, &most);
    claim.place = (marsad_claim_point){{15.255, 31.45}, 500, 5000};
    claim.anchors[0] = (marsad_claim_point){{15.091, 32.375}, 3000, 18000};
    claim.anchors[1] = (marsad_claim_point){{16.586, 31.206}, 3000, 18000};
    claim.anchor_count = claim.anchor_count ? claim.anchor_count : least;
    marsad_status status = marsad_claim_test(&claim, NULL, &answer, &error);
    if (status) {
        require_told(status, &error);
        return;
    }
    require(answer.part_count >= 1 && answer.best <= answer.verdict &&
            answer.verdict <= answer.worst);
    for (size_t i = 0; i < answer.part_count; i++) {
        marsad_claim_part_words(&claim, &answer.parts[i], MARSAD_LANG_EN, MARSAD_UNIT_KM, words,
                                sizeof words);
        require(words[0] != '\0');
    }
}

static void read_length(const char *text)
{
    double metres = 0;
    marsad_error error = {0};
    marsad_status status = marsad_length_parse(text, &metres, &error);
    if (status) {
        require_told(status, &error);
    } else {
        require(isfinite(metres) && metres > 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    if (!text) {
        return 0;
    }
    memcpy(text, data, size);
    text[size] = '\0';
    marsad_claim claim;
    marsad_claim_names names;
    marsad_error error = {0};
    marsad_status status = marsad_claim_relation_parse(text, &claim, &error);
    if (status) {
        require_told(status, &error);
    } else {
        claim.anchor_count = 0;
        test_claim(claim);
    }
    error.message[0] = '\0';
    status = marsad_claim_read(text, &claim, &names, &error);
    if (status) {
        require_told(status, &error);
    } else {
        require(names.place[0] && claim.anchor_count <= 2);
        test_claim(claim);
    }
    read_length(text);
    free(text);
    return 0;
}
