/* Any bytes as a location, over a few places: an answer is whole and in range, a refusal says why,
 * and the same question is answered alike again. A first byte below a space sets the options. */
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../unit/small_gazetteer.h"
#include "marsad/resolver.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char places[] =
    "libya\tLibya\tليبيا\tLibye\tLY@@code\tPCLI\tLY\t\t17\t27\t700000\t6800000\n"
    "misratah\tMisratah\tمصراتة\t\t\tADM1\tLY\t\t15\t31.5\t100000\t\n"
    "tripoli\tTripoli\tطرابلس\t\tTarabulus\tPPLC\tLY\tTripoli\t13.18\t32.89\t8000\t1150000\n"
    "tripoli-lb\tTripoli\tطرابلس\t\t\tPPLA\tLB\tNorth\t35.84\t34.43\t3000\t229398\n"
    "mitiga\tMitiga International Airport\tمطار معيتيقة\t\tMJI@@code\tAIRP\tLY\tTripoli\t13.27\t"
    "32.89\t1500\t\n"
    "misrata\tMisrata\tمصراتة\tMisourata\t\tPPLA\tLY\tMisratah\t15.09\t32.37\t4000\t386120\n"
    "sirte\tSirte\tسرت\t\tSurt\tPPLA\tLY\tSurt\t16.58\t31.2\t3000\t128123\n"
    "qurayn\tAbu Qurayn\tأبو قرين\t\tBugrein@@colloquial\tPPL\tLY\tMisratah\t15.2\t31.4\t1000\t\n"
    "washkah\tAl Washkah\tالوشكة\t\t\tPPL\tLY\tMisratah\t15.57\t31.37\t1000\t\n"
    "gao\tGao\tغاو\t\t\tPPLA\tML\t\t0\t16\t2000\t90000\n"
    "kharkiv\tKharkiv\t\t\tХарків@uk\tPPLA\tUA\t\t36.25\t49.98\t6000\t1400000\n"
    "camp\tCamp 7\t\t\t\tPPL\tLY\t\t10\t30\t1000\t\n"
    "a\tA\t\t\t\tPPL\tLY\t\t11\t30\t1000\t\n";

enum { ONLY = 1, COUNTRY = 2, NEAR = 4, COMPANY = 8, FEW = 16 };

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

static marsad_resolver *resolver_once(void)
{
    static marsad_gazetteer *gazetteer;
    static marsad_resolver *resolver;
    if (!resolver) {
        gazetteer = small_gazetteer_open(places);
        require(marsad_resolver_new(gazetteer, &resolver, NULL) == MARSAD_OK);
    }
    return resolver;
}

static void check_candidate(const marsad_candidate *it, const marsad_candidate *before)
{
    require(it->confidence >= 0 && it->confidence <= 1);
    require(!before || it->confidence <= before->confidence);
    require(it->match != MARSAD_MATCH_NONE);
    require(marsad_lonlat_valid(it->place->at) && it->place->uncertainty_m > 0);
    require(isfinite(it->place->uncertainty_m));
}

static void check_answer(const marsad_resolution *answer, const char *text, size_t most)
{
    bool resolved = answer->status != MARSAD_UNRESOLVED;
    require(strcmp(answer->query, text) == 0);
    require(answer->reason[0] && !strchr(answer->reason, '\n'));
    require(answer->candidate_count <= most);
    for (size_t i = 0; i < answer->candidate_count; i++) {
        check_candidate(&answer->candidates[i], i ? &answer->candidates[i - 1] : NULL);
    }
    require(resolved ? answer->confidence > 0 && answer->confidence <= 1
                     : answer->confidence <= 0 && answer->match == MARSAD_MATCH_NONE);
    require((marsad_resolution_place(answer) != NULL) == resolved);
    require((marsad_where_prec(answer) > 0) == resolved);
    require((marsad_geo_precision(answer) > 0) == resolved);
    require((answer->anchor_count > 0) == (answer->match == MARSAD_MATCH_RELATIVE));
}

static bool is_alike(const marsad_resolution *a, const marsad_resolution *b)
{
    return a->status == b->status && a->match == b->match &&
           a->candidate_count == b->candidate_count && strcmp(a->reason, b->reason) == 0 &&
           fabs(a->confidence - b->confidence) < 1e-15;
}

static void resolve(const char *text, const marsad_resolve_options *options)
{
    marsad_resolution *answer = NULL, *again = NULL;
    marsad_error error = {0};
    marsad_status status = marsad_resolve(resolver_once(), text, options, &answer, &error);
    require(marsad_resolve(resolver_once(), text, options, &again, NULL) == status);
    if (status) {
        require(status == MARSAD_ERR_INPUT && error.message[0] && !answer && !again);
        return;
    }
    check_answer(answer, text, options->max_candidates);
    require(is_alike(answer, again));
    marsad_resolution_free(answer);
    marsad_resolution_free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const marsad_lonlat company[] = {{15, 32}, {36, 34}};
    unsigned set = size > 0 && data[0] < ' ' ? data[0] : 0;
    size_t skip = set != 0;
    char *text = malloc(size + 1);
    if (!text) {
        return 0;
    }
    memcpy(text, data + skip, size - skip);
    text[size - skip] = '\0';
    marsad_resolve_options options = marsad_resolve_defaults();
    options.country = set & COUNTRY ? "LB" : NULL;
    options.only_country = set & ONLY;
    options.has_near = set & NEAR;
    options.near = (marsad_lonlat){15, 31};
    options.company = company;
    options.company_count = set & COMPANY ? 2 : 0;
    options.max_candidates = set & FEW ? 1 : 5;
    resolve(text, &options);
    free(text);
    return 0;
}
