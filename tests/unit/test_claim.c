/* relate/claim: the words of claims, what is measured of them, and what they come to. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/memory.h"
#include "marsad/claim.h"
#include "marsad/text.h"
#include "tsv_cases.h"

static marsad_roads *roads;

/* ---- the table ----------------------------------------------------------------------------- */

static marsad_verdict verdict_of(const char *text, size_t length)
{
    for (int v = 0; v < 4; v++) {
        const char *name = marsad_verdict_text((marsad_verdict)v, MARSAD_LANG_EN);
        if (strlen(name) == length && strncmp(text, name, length) == 0) {
            return (marsad_verdict)v;
        }
    }
    fail_msg("no such verdict: %.*s", (int)length, text);
    return MARSAD_CANNOT_TELL;
}

/* "holds", or "holds .. holds .. holds roughly" with the best and the worst. */
static void read_verdicts(const char *text, marsad_verdict out[3])
{
    for (int i = 0; i < 3; i++) {
        const char *next = strstr(text, " .. ");
        out[i] = verdict_of(text, next ? (size_t)(next - text) : strlen(text));
        text = next ? next + 4 : text;
    }
}

static marsad_claim_point read_point(const char *text)
{
    marsad_claim_point point = {0};
    assert_true(sscanf(text, "%lf %lf %lf %lf", &point.at.lon, &point.at.lat, &point.uncertainty_m,
                       &point.near_m) >= 3);
    return point;
}

static void read_length(const char *text, marsad_claim *claim)
{
    if (text[0]) {
        bool bound = text[0] == '<';
        double *length = bound ? &claim->within_m : &claim->distance_m;
        assert_int_equal(marsad_length_parse(text + bound, length, NULL), MARSAD_OK);
    }
}

static marsad_claim read_claim(const tsv_cases *cases)
{
    marsad_claim claim = {0};
    const char *anchors = cases->fields[2];
    if (marsad_claim_relation_parse(cases->fields[1], &claim, NULL)) {
        fail_msg("claims.tsv:%ld: no relation: %s", cases->row, cases->fields[1]);
    }
    claim.place = read_point(cases->fields[0]);
    for (; anchors && anchors[0]; claim.anchor_count++) {
        claim.anchors[claim.anchor_count] = read_point(anchors);
        anchors = strchr(anchors, ';');
        anchors += anchors ? 1 : 0;
    }
    read_length(cases->fields[3], &claim);
    return claim;
}

static const marsad_claim_part *find_part(const marsad_claim_answer *answer, const char *name)
{
    size_t length = strcspn(name, " ");
    bool by_road = name[length] != '\0' || strcmp(name, "off-road") == 0;
    for (size_t i = 0; i < answer->part_count; i++) {
        const char *measure = marsad_claim_measure_text(answer->parts[i].measure);
        if (strlen(measure) == length && strncmp(measure, name, length) == 0 &&
            answer->parts[i].by_road == by_road) {
            return &answer->parts[i];
        }
    }
    return NULL;
}

static bool figure_agrees(const marsad_claim_part *part, const char *expected)
{
    if (strcmp(expected, "-") == 0) {
        return isnan(part->measured);
    }
    const char *tolerance = strstr(expected, "+-");
    return tolerance &&
           fabs(part->measured - strtod(expected, NULL)) <= strtod(tolerance + 2, NULL);
}

static bool row_agrees(const tsv_cases *cases, const marsad_claim_answer *answer)
{
    marsad_verdict expected[3];
    const marsad_claim_part *part = find_part(answer, cases->fields[5]);
    read_verdicts(cases->fields[4], expected);
    if (!strstr(cases->fields[4], "..")) {
        expected[1] = expected[2] = expected[0];
    }
    bool right = answer->verdict == expected[0] && answer->best == expected[1] &&
                 answer->worst == expected[2] && part && figure_agrees(part, cases->fields[6]) &&
                 answer->could_differ == (expected[1] != expected[2]);
    if (!right) {
        print_error("claims.tsv:%ld: %s: %s .. %s .. %s, %s %.6f\n", cases->row, cases->fields[1],
                    marsad_verdict_text(answer->verdict, MARSAD_LANG_EN),
                    marsad_verdict_text(answer->best, MARSAD_LANG_EN),
                    marsad_verdict_text(answer->worst, MARSAD_LANG_EN), cases->fields[5],
                    part ? part->measured : NAN);
    }
    return right;
}

static void claims_follow_the_table(void **state)
{
    (void)state;
    tsv_cases cases;
    int count = 0, wrong = 0;
    assert_true(tsv_cases_open(&cases, "claims.tsv"));
    while (tsv_cases_next(&cases)) {
        marsad_claim claim = read_claim(&cases);
        marsad_claim_answer answer;
        marsad_error error = {0};
        if (marsad_claim_test(&claim, roads, &answer, &error)) {
            fail_msg("claims.tsv:%ld: %s", cases.row, error.message);
        }
        wrong += !row_agrees(&cases, &answer);
        count++;
    }
    assert_true(count >= 60);
    assert_int_equal(wrong, 0);
}

/* ---- relations and sentences --------------------------------------------------------------- */

typedef struct wording {
    const char *text;
    marsad_claim_relation relation;
    double azimuth, distance, within; /* the lengths 0 where there is none */
} wording;

static bool same_length(double found, double expected)
{
    return expected > 0 ? fabs(found - expected) < 1 : isnan(found);
}

static void relations_are_read_in_three_languages(void **state)
{
    (void)state;
    static const wording cases[] = {
        {"east-of", MARSAD_CLAIM_DIRECTION, 90, 0, 0},
        {"East of", MARSAD_CLAIM_DIRECTION, 90, 0, 0},
        {"southeast-of", MARSAD_CLAIM_DIRECTION, 135, 0, 0},
        {"south-east-of", MARSAD_CLAIM_DIRECTION, 135, 0, 0},
        {"SE-of", MARSAD_CLAIM_DIRECTION, 135, 0, 0},
        {"to the north-west of", MARSAD_CLAIM_DIRECTION, 315, 0, 0},
        {"north-north-east-of", MARSAD_CLAIM_DIRECTION, 22.5, 0, 0},
        {"شرق", MARSAD_CLAIM_DIRECTION, 90, 0, 0},
        {"إلى الجنوب الغربي من", MARSAD_CLAIM_DIRECTION, 225, 0, 0},
        {"à l'est de", MARSAD_CLAIM_DIRECTION, 90, 0, 0},
        {"au sud-ouest de", MARSAD_CLAIM_DIRECTION, 225, 0, 0},
        {"200 km east of", MARSAD_CLAIM_DIRECTION, 90, 200000, 0},
        {"200 كم شرق", MARSAD_CLAIM_DIRECTION, 90, 200000, 0},
        {"à 15 km au nord de", MARSAD_CLAIM_DIRECTION, 0, 15000, 0},
        {"midway-between", MARSAD_CLAIM_MIDWAY, 0, 0, 0},
        {"half-way between", MARSAD_CLAIM_MIDWAY, 0, 0, 0},
        {"midway on the road between", MARSAD_CLAIM_MIDWAY, 0, 0, 0},
        {"في منتصف الطريق بين", MARSAD_CLAIM_MIDWAY, 0, 0, 0},
        {"à mi-chemin entre", MARSAD_CLAIM_MIDWAY, 0, 0, 0},
        {"between", MARSAD_CLAIM_BETWEEN, 0, 0, 0},
        {"بين", MARSAD_CLAIM_BETWEEN, 0, 0, 0},
        {"entre", MARSAD_CLAIM_BETWEEN, 0, 0, 0},
        {"near", MARSAD_CLAIM_NEAR, 0, 0, 0},
        {"close to", MARSAD_CLAIM_NEAR, 0, 0, 0},
        {"not far from", MARSAD_CLAIM_NEAR, 0, 0, 0},
        {"بالقرب من", MARSAD_CLAIM_NEAR, 0, 0, 0},
        {"près de", MARSAD_CLAIM_NEAR, 0, 0, 0},
        {"within", MARSAD_CLAIM_WITHIN, 0, 0, 0},
        {"within 10km of", MARSAD_CLAIM_WITHIN, 0, 0, 10000},
        {"less than 10 km from", MARSAD_CLAIM_WITHIN, 0, 0, 10000},
        {"à moins de 10 km de", MARSAD_CLAIM_WITHIN, 0, 0, 10000},
        {"dans un rayon de 10 km de", MARSAD_CLAIM_WITHIN, 0, 0, 10000},
        {"ضمن 10 كم من", MARSAD_CLAIM_WITHIN, 0, 0, 10000},
        {"on-road", MARSAD_CLAIM_ON_ROAD, 0, 0, 0},
        {"on-the-road", MARSAD_CLAIM_ON_ROAD, 0, 0, 0},
        {"on the coastal road between", MARSAD_CLAIM_ON_ROAD, 0, 0, 0},
        {"على الطريق بين", MARSAD_CLAIM_ON_ROAD, 0, 0, 0},
        {"sur la route de", MARSAD_CLAIM_ON_ROAD, 0, 0, 0},
        {"from", MARSAD_CLAIM_DISTANCE, 0, 0, 0},
        {"200 km from", MARSAD_CLAIM_DISTANCE, 0, 200000, 0},
        {"على بعد 200 كم من", MARSAD_CLAIM_DISTANCE, 0, 200000, 0},
    };
    int wrong = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        marsad_claim claim;
        marsad_status status = marsad_claim_relation_parse(cases[i].text, &claim, NULL);
        if (status || claim.relation != cases[i].relation ||
            claim.azimuth_deg != cases[i].azimuth ||
            !same_length(claim.distance_m, cases[i].distance) ||
            !same_length(claim.within_m, cases[i].within)) {
            print_error("%s: status %d, %s, %g, %g, %g\n", cases[i].text, status,
                        status ? "" : marsad_claim_relation_text(claim.relation), claim.azimuth_deg,
                        claim.distance_m, claim.within_m);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

static void other_words_are_refused_with_the_list(void **state)
{
    (void)state;
    static const char *const cases[] = {"",         " ",
                                        "-",        "upon",
                                        "of",       "in",
                                        "Tripoli",  "east of Tripoli",
                                        "far from", "east-west",
                                        "10 km",    "near the north of",
                                        "not",      "between 5 km",
                                        "\xff",     "east-of between"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        marsad_claim claim;
        marsad_error error = {0};
        if (marsad_claim_relation_parse(cases[i], &claim, &error) != MARSAD_ERR_USAGE) {
            fail_msg("\"%s\" is taken for a relation", cases[i]);
        }
        assert_true(strstr(error.message, "on-road") || strstr(error.message, "UTF-8"));
    }
}

static void sentences_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text, *place, *first, *second;
        marsad_claim_relation relation;
    } cases[] = {
        {"Misrata is 200 km east of Tripoli", "Misrata", "Tripoli", "", MARSAD_CLAIM_DIRECTION},
        {"Misrata est à 200 km à l'est de Tripoli", "Misrata", "Tripoli", "",
         MARSAD_CLAIM_DIRECTION},
        {"Misrata est située à 200 km de Tripoli", "Misrata", "Tripoli", "", MARSAD_CLAIM_DISTANCE},
        {"Tripoli est se trouve à 20 km de Misrata", "Tripoli est", "Misrata", "",
         MARSAD_CLAIM_DISTANCE},
        {"Abu Qurayn lies midway between Misrata and Sirte", "Abu Qurayn", "Misrata", "Sirte",
         MARSAD_CLAIM_MIDWAY},
        {"Al Qaddahiyah, east of Misrata", "Al Qaddahiyah", "Misrata", "", MARSAD_CLAIM_DIRECTION},
        {"Tajura is within 20 km of Tripoli", "Tajura", "Tripoli", "", MARSAD_CLAIM_WITHIN},
        {"Tajura is 16 km from Tripoli", "Tajura", "Tripoli", "", MARSAD_CLAIM_DISTANCE},
        {"مصراتة تقع على بعد 200 كم شرق طرابلس", "مصراتة", "طرابلس", "", MARSAD_CLAIM_DIRECTION},
        {"Misrata se trouve à 200 km à l'est de Tripoli", "Misrata", "Tripoli", "",
         MARSAD_CLAIM_DIRECTION},
        {"Misrata est à 200 km à l'est de Tripoli", "Misrata", "Tripoli", "",
         MARSAD_CLAIM_DIRECTION},
        {"Benghazi-Est est près de Benina", "Benghazi-Est", "Benina", "", MARSAD_CLAIM_NEAR},
        {"Abou Ghreïn est située au sud de Misrata", "Abou Ghreïn", "Misrata", "",
         MARSAD_CLAIM_DIRECTION},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        marsad_claim claim;
        marsad_claim_names names;
        marsad_error error = {0};
        if (marsad_claim_read(cases[i].text, &claim, &names, &error)) {
            fail_msg("%s: %s", cases[i].text, error.message);
        }
        assert_string_equal(names.place, cases[i].place);
        assert_string_equal(names.anchors[0], cases[i].first);
        assert_string_equal(names.anchors[1], cases[i].second);
        assert_int_equal(claim.relation, cases[i].relation);
    }
}

static void what_is_no_claim_is_refused(void **state)
{
    (void)state;
    static const char *const cases[] = {"", "Misrata", "east of Misrata", "southern Tripoli",
                                        "\xff east of Misrata"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        marsad_claim claim;
        marsad_claim_names names;
        assert_int_equal(marsad_claim_read(cases[i], &claim, &names, NULL), MARSAD_ERR_USAGE);
        assert_string_equal(names.place, "");
    }
}

/* ---- properties ---------------------------------------------------------------------------- */

/* The same numbers in each run (G. Marsaglia, Xorshift RNGs, J. Stat. Softw. 8(14), 2003). */
static uint64_t seed = 88172645463325252ULL;

static double random_between(double low, double high)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return low + (high - low) * (double)(seed >> 11) / 9007199254740992.0;
}

static marsad_claim_point random_point(double most_lat, double radius)
{
    return (marsad_claim_point){
        {random_between(-180, 180), random_between(-most_lat, most_lat)}, radius, 0};
}

static marsad_claim_point at_from(const marsad_claim_point *from, double azimuth, double distance)
{
    return (marsad_claim_point){marsad_geodesic_point(from->at, azimuth, distance),
                                from->uncertainty_m, 0};
}

static marsad_claim_answer answer_of(const marsad_claim *claim)
{
    marsad_claim_answer answer;
    assert_int_equal(marsad_claim_test(claim, NULL, &answer, NULL), MARSAD_OK);
    return answer;
}

static marsad_claim direction_claim(marsad_claim_point place, marsad_claim_point anchor,
                                    double azimuth)
{
    return (marsad_claim){.relation = MARSAD_CLAIM_DIRECTION,
                          .azimuth_deg = azimuth,
                          .distance_m = NAN,
                          .within_m = NAN,
                          .place = place,
                          .anchors = {anchor},
                          .anchor_count = 1};
}

static void directions_agree_with_the_geodesic(void **state)
{
    (void)state;
    for (int i = 0; i < 2000; i++) {
        marsad_claim_point anchor = random_point(89, 0);
        double azimuth = random_between(0, 360);
        marsad_claim_point place = at_from(&anchor, azimuth, random_between(100, 5e6));
        double stated = 45 * floor(random_between(0, 8));
        marsad_claim claim = direction_claim(place, anchor, stated);
        claim.distance_m = random_between(50, 6e6);
        marsad_claim_answer answer = answer_of(&claim);
        double off = fabs(remainder(azimuth - stated, 360));
        double length = marsad_geodesic_between(anchor.at, place.at).distance_m;
        double share = fabs(length - claim.distance_m) / claim.distance_m;
        assert_true(answer.part_count == 2 && !answer.could_differ);
        assert_true(fabs(answer.parts[0].off - off) < 1e-4);
        assert_int_equal(answer.parts[0].verdict, off <= 22.5 ? MARSAD_HOLDS
                                                  : off <= 45 ? MARSAD_HOLDS_ROUGHLY
                                                              : MARSAD_DOES_NOT_HOLD);
        assert_int_equal(answer.parts[1].verdict, share <= 0.10   ? MARSAD_HOLDS
                                                  : share <= 0.25 ? MARSAD_HOLDS_ROUGHLY
                                                                  : MARSAD_DOES_NOT_HOLD);
        assert_true(answer.verdict >= answer.parts[0].verdict &&
                    answer.verdict >= answer.parts[1].verdict);
    }
}

/* A east of B as B west of A: the azimuths differ by the convergence of the meridians only. */
static void a_direction_holds_both_ways(void **state)
{
    (void)state;
    for (int i = 0; i < 2000; i++) {
        marsad_claim_point anchor = random_point(60, 0);
        double azimuth = random_between(0, 360);
        marsad_claim_point place = at_from(&anchor, azimuth, random_between(1000, 200e3));
        marsad_claim there = direction_claim(place, anchor, 45 * floor(random_between(0, 8)));
        marsad_claim back = direction_claim(anchor, place, fmod(there.azimuth_deg + 180, 360));
        double turned = fabs(answer_of(&there).parts[0].off - answer_of(&back).parts[0].off);
        assert_true(turned < 4);
        double off = answer_of(&there).parts[0].off;
        if (fabs(off - 22.5) > 4 && fabs(off - 45) > 4) {
            assert_int_equal(answer_of(&there).verdict, answer_of(&back).verdict);
        }
    }
}

static marsad_claim between_claim(bool midway, marsad_claim_point place, marsad_claim_point first,
                                  marsad_claim_point second)
{
    return (marsad_claim){.relation = midway ? MARSAD_CLAIM_MIDWAY : MARSAD_CLAIM_BETWEEN,
                          .distance_m = NAN,
                          .within_m = NAN,
                          .place = place,
                          .anchors = {first, second},
                          .anchor_count = 2};
}

static void between_is_the_same_from_either_end(void **state)
{
    (void)state;
    int seen[4] = {0};
    for (int i = 0; i < 400; i++) {
        marsad_claim_point first = random_point(85, random_between(0, 8000));
        double azimuth = random_between(0, 360), apart = random_between(20e3, 800e3);
        marsad_claim_point second = at_from(&first, azimuth, apart);
        marsad_claim_point place =
            at_from(&first, azimuth + random_between(-40, 40), random_between(-0.1, 1.2) * apart);
        second.uncertainty_m = 3000;
        marsad_claim there = between_claim(i % 2, place, first, second);
        marsad_claim back = between_claim(i % 2, place, second, first);
        marsad_claim_answer a = answer_of(&there), b = answer_of(&back);
        double d1 = marsad_geodesic_between(place.at, first.at).distance_m;
        double d2 = marsad_geodesic_between(place.at, second.at).distance_m;
        double between = marsad_geodesic_between(first.at, second.at).distance_m;
        assert_true(a.verdict == b.verdict);
        assert_true(fabs(a.parts[0].measured - b.parts[0].measured) < 1e-9);
        assert_true(fabs(a.parts[1].measured + b.parts[1].measured - 1) < 1e-9);
        assert_true(fabs(a.parts[0].measured - (d1 + d2) / between) < 1e-9);
        assert_true(fabs(a.parts[1].measured - d1 / (d1 + d2)) < 1e-9);
        assert_true(a.best <= a.verdict && a.verdict <= a.worst);
        seen[a.verdict]++;
    }
    assert_true(seen[MARSAD_HOLDS] > 30 && seen[MARSAD_HOLDS_ROUGHLY] > 30 &&
                seen[MARSAD_DOES_NOT_HOLD] > 30);
}

/* Whatever a place within the radii gives, it lies between the best and the worst. */
static void what_the_radii_allow_is_foreseen(void **state)
{
    (void)state;
    int differed = 0;
    for (int i = 0; i < 3000; i++) {
        marsad_claim_point anchor = random_point(75, random_between(0, 10e3));
        marsad_claim_point place =
            at_from(&anchor, random_between(0, 360), random_between(5e3, 300e3));
        marsad_claim claim = direction_claim(place, anchor, 45 * floor(random_between(0, 8)));
        claim.distance_m = i % 2 ? random_between(5e3, 300e3) : NAN;
        marsad_claim_answer range = answer_of(&claim);
        for (int j = 0; j < 6; j++) {
            marsad_claim moved = claim;
            moved.place =
                at_from(&place, random_between(0, 360), random_between(0, place.uncertainty_m));
            moved.anchors[0] =
                at_from(&anchor, random_between(0, 360), random_between(0, anchor.uncertainty_m));
            marsad_verdict found = answer_of(&moved).verdict;
            assert_true(range.best <= found && found <= range.worst);
            differed += found != range.verdict;
        }
    }
    assert_true(differed > 100); /* else nothing was tried */
}

static void what_the_radii_allow_between_is_foreseen(void **state)
{
    (void)state;
    int differed = 0, missed = 0;
    for (int i = 0; i < 500; i++) {
        marsad_claim_point p[3] = {random_point(70, random_between(0, 15e3))};
        double azimuth = random_between(0, 360), apart = random_between(50e3, 400e3);
        p[1] = at_from(&p[0], azimuth, apart);
        p[2] = at_from(&p[0], azimuth + random_between(-35, 35), random_between(0, 1) * apart);
        marsad_claim claim = between_claim(i % 2, p[2], p[0], p[1]);
        marsad_claim_answer range = answer_of(&claim);
        for (int j = 0; j < 6; j++) {
            marsad_claim_point q[3];
            for (int k = 0; k < 3; k++) {
                q[k] =
                    at_from(&p[k], random_between(0, 360), random_between(0, p[k].uncertainty_m));
            }
            claim = between_claim(i % 2, q[2], q[0], q[1]);
            marsad_verdict found = answer_of(&claim).verdict;
            missed += found < range.best || found > range.worst;
            differed += found != range.verdict;
        }
    }
    assert_true(differed > 50);
    assert_true(missed <= 3); /* sixteen points of a circle are not all of it */
}

/* ---- errors, and words --------------------------------------------------------------------- */

static void what_a_relation_lacks_is_said(void **state)
{
    (void)state;
    const marsad_claim_point here = {{15, 32}, 0, 0}, there = {{16, 32}, 0, 0};
    static const struct {
        marsad_claim_relation relation;
        size_t anchors;
        double distance, within;
        const char *says;
    } cases[] = {
        {MARSAD_CLAIM_DIRECTION, 0, NAN, NAN, "needs one anchor"},
        {MARSAD_CLAIM_DIRECTION, 2, NAN, NAN, "not more"},
        {MARSAD_CLAIM_BETWEEN, 1, NAN, NAN, "needs two anchors"},
        {MARSAD_CLAIM_MIDWAY, 2, 1000, NAN, "takes no distance"},
        {MARSAD_CLAIM_ON_ROAD, 2, NAN, 1000, "takes no distance"},
        {MARSAD_CLAIM_ON_ROAD, 3, NAN, NAN, "at most two anchors"},
        {MARSAD_CLAIM_WITHIN, 1, NAN, NAN, "needs the distance"},
        {MARSAD_CLAIM_WITHIN, 1, 1000, 2000, "one distance"},
        {MARSAD_CLAIM_DISTANCE, 1, NAN, NAN, "needs the distance"},
        {MARSAD_CLAIM_DISTANCE, 1, -5, NAN, "more than 0"},
        {MARSAD_CLAIM_DISTANCE, 1, INFINITY, NAN, "at most 20,000 km"},
        {(marsad_claim_relation)99, 1, NAN, NAN, "no such relation"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        marsad_claim claim = {cases[i].relation, 0,    cases[i].distance,
                              cases[i].within,   here, {there, there},
                              cases[i].anchors,  0};
        marsad_claim_answer answer;
        marsad_error error = {0};
        assert_int_equal(marsad_claim_test(&claim, NULL, &answer, &error), MARSAD_ERR_USAGE);
        if (!strstr(error.message, cases[i].says)) {
            fail_msg("\"%s\" expected in: %s", cases[i].says, error.message);
        }
        assert_int_equal(answer.part_count, 0);
    }
}

static void points_off_the_earth_are_refused(void **state)
{
    (void)state;
    const marsad_claim_point here = {{15, 32}, 0, 0};
    const marsad_claim_point bad[] = {{{15, 91}, 0, 0},
                                      {{NAN, 0}, 0, 0},
                                      {{15, 32}, -1, 0},
                                      {{15, 32}, NAN, 0},
                                      {{15, 32}, 0, NAN}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        marsad_claim_answer answer;
        marsad_claim claim = direction_claim(here, bad[i], 90);
        assert_int_equal(marsad_claim_test(&claim, NULL, &answer, NULL), MARSAD_ERR_USAGE);
        claim = direction_claim(bad[i], here, 90);
        assert_int_equal(marsad_claim_test(&claim, NULL, &answer, NULL), MARSAD_ERR_USAGE);
    }
    marsad_claim claim = direction_claim(here, here, NAN);
    marsad_claim_answer answer;
    assert_int_equal(marsad_claim_test(&claim, NULL, &answer, NULL), MARSAD_ERR_USAGE);
}

static void memory_may_run_out_anywhere(void **state)
{
    (void)state;
    marsad_claim claim = between_claim(true, (marsad_claim_point){{15.255, 31.45}, 500, 0},
                                       (marsad_claim_point){{15.091, 32.375}, 3000, 0},
                                       (marsad_claim_point){{16.586, 31.206}, 3000, 0});
    marsad_claim_answer answer;
    marsad_status status = MARSAD_ERR_MEMORY;
    long nth = 1;
    for (; status && nth < 1000; nth++) {
        mrs_alloc_fail_at(nth);
        status = marsad_claim_test(&claim, roads, &answer, NULL);
        mrs_alloc_fail_at(0);
        assert_true(status == MARSAD_OK || status == MARSAD_ERR_MEMORY);
        assert_true(status == MARSAD_OK || answer.part_count == 0);
    }
    assert_true(nth > 5 && status == MARSAD_OK);
}

static void parts_are_told_in_three_languages(void **state)
{
    (void)state;
    marsad_claim claim = direction_claim((marsad_claim_point){{15.255, 31.45}, 500, 0},
                                         (marsad_claim_point){{15.091, 32.375}, 3000, 0}, 135);
    claim.distance_m = 100000;
    marsad_claim_answer answer = answer_of(&claim);
    char words[400];
    static const char *const expected[3][2] = {
        {"direction: 171.4° (south) where south-east is 135°: off by 36.4°, holds roughly",
         "distance: 103.7 km where 100 km is stated: 3.7 % more, holds"},
        {"الاتجاه: 171.4° (جنوب) والمذكور 135° (جنوب شرق): بفارق 36.4°، صحيح تقريبا",
         "المسافة: 103.7 كم والمذكور 100 كم: أكثر بنسبة 3.7 %، صحيح"},
        {"direction : 171,4° (sud) au lieu de 135° (sud-est) : écart de 36,4°, à peu près exact",
         "distance : 103,7 km pour 100 km annoncés : 3,7 % de plus, exact"}};
    for (int lang = 0; lang < 3; lang++) {
        for (int i = 0; i < 2; i++) {
            assert_string_equal(marsad_claim_part_words(&claim, &answer.parts[i], (marsad_lang)lang,
                                                        MARSAD_UNIT_KM, words, sizeof words),
                                expected[lang][i]);
        }
    }
    assert_string_equal(marsad_claim_part_words(&claim, &answer.parts[1], MARSAD_LANG_EN,
                                                MARSAD_UNIT_NMI, words, sizeof words),
                        "distance: 56.0 nmi where 54 nmi is stated: 3.7 % more, holds");
}

/* Every part of every row, in every language, in any room: UTF-8, and never beyond it. */
static void words_are_cut_between_letters(void **state)
{
    (void)state;
    tsv_cases cases;
    assert_true(tsv_cases_open(&cases, "claims.tsv"));
    while (tsv_cases_next(&cases)) {
        marsad_claim claim = read_claim(&cases);
        marsad_claim_answer answer;
        assert_int_equal(marsad_claim_test(&claim, roads, &answer, NULL), MARSAD_OK);
        for (size_t i = 0; i < answer.part_count * 3; i++) {
            char whole[400], cut[40];
            marsad_claim_part_words(&claim, &answer.parts[i / 3], (marsad_lang)(i % 3),
                                    MARSAD_UNIT_KM, whole, sizeof whole);
            assert_true(strlen(whole) > 10 && strlen(whole) < 320);
            for (size_t size = 1; size < sizeof cut; size++) {
                memset(cut, '#', sizeof cut);
                marsad_claim_part_words(&claim, &answer.parts[i / 3], (marsad_lang)(i % 3),
                                        MARSAD_UNIT_KM, cut, size);
                assert_true(cut[size] == '#' && strlen(cut) < size);
                assert_true(strncmp(cut, whole, strlen(cut)) == 0);
                assert_true(marsad_text_is_utf8(cut, strlen(cut), NULL));
            }
        }
    }
}

static void roads_are_not_needed(void **state)
{
    (void)state;
    marsad_claim claim = between_claim(true, (marsad_claim_point){{15.255, 31.45}, 0, 0},
                                       (marsad_claim_point){{15.091, 32.375}, 0, 0},
                                       (marsad_claim_point){{16.586, 31.206}, 0, 0});
    marsad_claim_answer answer = answer_of(&claim);
    assert_int_equal(answer.verdict, MARSAD_HOLDS_ROUGHLY); /* by its detour, straight */
    assert_int_equal(answer.part_count, 3);
    assert_int_equal(answer.parts[2].gap, MARSAD_GAP_NO_ROADS);
    assert_false(answer.parts[2].decides);
    claim.relation = MARSAD_CLAIM_ON_ROAD;
    assert_int_equal(answer_of(&claim).verdict, MARSAD_CANNOT_TELL);
}

static int open_roads(void **state)
{
    (void)state;
    return marsad_roads_open("geodata/basemap.gpkg", &roads, NULL) ? -1 : 0;
}

static int close_roads(void **state)
{
    (void)state;
    marsad_roads_free(roads);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(claims_follow_the_table),
        cmocka_unit_test(relations_are_read_in_three_languages),
        cmocka_unit_test(other_words_are_refused_with_the_list),
        cmocka_unit_test(sentences_are_read),
        cmocka_unit_test(what_is_no_claim_is_refused),
        cmocka_unit_test(directions_agree_with_the_geodesic),
        cmocka_unit_test(a_direction_holds_both_ways),
        cmocka_unit_test(between_is_the_same_from_either_end),
        cmocka_unit_test(what_the_radii_allow_is_foreseen),
        cmocka_unit_test(what_the_radii_allow_between_is_foreseen),
        cmocka_unit_test(what_a_relation_lacks_is_said),
        cmocka_unit_test(points_off_the_earth_are_refused),
        cmocka_unit_test(memory_may_run_out_anywhere),
        cmocka_unit_test(parts_are_told_in_three_languages),
        cmocka_unit_test(words_are_cut_between_letters),
        cmocka_unit_test(roads_are_not_needed),
    };
    return cmocka_run_group_tests(tests, open_roads, close_roads);
}
