/* How the answer to a claim is told: as text and JSON. */
#include "cli/claim_row.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS = 400 };

/* What is wrong with a place's point is the same wrong at both ends: measured from itself, a place
   is at itself for certain. */
static void forgive_same_place(claim_row *row)
{
    for (size_t i = 0; i < row->claim.anchor_count; i++) {
        if (row->place->id[0] && strcmp(row->place->id, row->anchors[i]->id) == 0) {
            row->claim.place.uncertainty_m = 0;
            row->claim.anchors[i].uncertainty_m = 0;
        }
    }
}

marsad_status claim_row_test(claim_row *row, const marsad_roads *roads, marsad_error *error)
{
    row->claim.place = marsad_claim_point_of(row->place);
    for (size_t i = 0; i < row->claim.anchor_count; i++) {
        row->claim.anchors[i] = marsad_claim_point_of(row->anchors[i]);
    }
    forgive_same_place(row);
    return marsad_claim_test(&row->claim, roads, &row->answer, error);
}

int claim_lengths(const cli_args *args, marsad_claim *claim)
{
    static const char *const names[] = {"distance", "within"};
    double *const lengths[] = {&claim->distance_m, &claim->within_m};
    for (int i = 0; i < 2; i++) {
        marsad_error error = {0};
        double metres;
        const char *value = cli_value(args, names[i]);
        if (!value) {
            continue;
        }
        if (marsad_length_parse(value, &metres, &error)) {
            return cli_usage_error(args, "--%s: %s", names[i], error.message);
        }
        if (!isnan(*lengths[i])) {
            return cli_usage_error(args,
                                   "the distance stands in the claim and in --%s: state it "
                                   "once",
                                   names[i]);
        }
        *lengths[i] = metres;
    }
    return CLI_DONE;
}

/* ---- JSON ---------------------------------------------------------------------------------- */

static void add_number(struct json_object *to, const char *key, double value, int decimals)
{
    json_object_object_add(to, key, isnan(value) ? NULL : cli_json_number(value, decimals));
}

static void add_verdict(struct json_object *to, const char *key, marsad_verdict verdict)
{
    cli_json_add_text(to, key, marsad_verdict_text(verdict, MARSAD_LANG_EN));
}

static const char *unit_of(const marsad_claim_part *part)
{
    switch (part->measure) {
    case MARSAD_MEASURE_DIRECTION:
        return "deg";
    case MARSAD_MEASURE_DETOUR:
    case MARSAD_MEASURE_SHARE:
        return "ratio";
    default:
        return "m";
    }
}

static int decimals_of(const marsad_claim_part *part)
{
    return part->measure == MARSAD_MEASURE_DIRECTION ? 3
           : strcmp(unit_of(part), "ratio") == 0     ? 4
                                                     : 1;
}

static struct json_object *json_part(const claim_row *row, const marsad_claim_part *part,
                                     const cli_telling *telling)
{
    char words[WORDS];
    struct json_object *object = json_object_new_object();
    cli_json_add_text(object, "measure", marsad_claim_measure_text(part->measure));
    json_object_object_add(object, "by_road", json_object_new_boolean(part->by_road));
    json_object_object_add(object, "schematic", json_object_new_boolean(part->schematic));
    json_object_object_add(object, "decides", json_object_new_boolean(part->decides));
    add_verdict(object, "verdict", part->verdict);
    add_number(object, "measured", part->measured, decimals_of(part));
    add_number(object, "stated", part->stated, decimals_of(part));
    cli_json_add_text(object, "unit", unit_of(part));
    add_verdict(object, "best", part->best);
    add_verdict(object, "worst", part->worst);
    cli_json_add_text(object, "words",
                      marsad_claim_part_words(&row->claim, part, telling->lang, telling->unit,
                                              words, sizeof words));
    return object;
}

static struct json_object *json_parts(const claim_row *row, const cli_telling *telling)
{
    struct json_object *list = json_object_new_array();
    for (size_t i = 0; i < row->answer.part_count; i++) {
        json_object_array_add(list, json_part(row, &row->answer.parts[i], telling));
    }
    return list;
}

static struct json_object *json_anchors(const claim_row *row)
{
    struct json_object *list = json_object_new_array();
    for (size_t i = 0; i < row->claim.anchor_count; i++) {
        json_object_array_add(list, cli_json_place(row->anchors[i]));
    }
    return list;
}

void claim_row_json(struct json_object *to, const claim_row *row, const cli_telling *telling)
{
    const marsad_claim *claim = &row->claim;
    const marsad_claim_answer *answer = &row->answer;
    bool direction = claim->relation == MARSAD_CLAIM_DIRECTION;
    cli_json_add_text(to, "relation", marsad_claim_relation_text(claim->relation));
    add_number(to, "azimuth_deg", direction ? claim->azimuth_deg : NAN, 1);
    add_number(to, "stated_distance_m", claim->distance_m, 1);
    add_number(to, "stated_within_m", claim->within_m, 1);
    json_object_object_add(to, "place", cli_json_place(row->place));
    json_object_object_add(to, "anchors", json_anchors(row));
    add_verdict(to, "verdict", answer->verdict);
    json_object_object_add(to, "could_differ", json_object_new_boolean(answer->could_differ));
    add_verdict(to, "best", answer->best);
    add_verdict(to, "worst", answer->worst);
    json_object_object_add(to, "parts", json_parts(row, telling));
    char *reason = claim_row_reason(row, telling);
    cli_json_add_text(to, "reason", reason ? reason : "");
    free(reason);
}

void claim_row_json_nothing(struct json_object *to)
{
    static const char *const keys[] = {"relation",        "azimuth_deg",  "stated_distance_m",
                                       "stated_within_m", "place",        "anchors",
                                       "verdict",         "could_differ", "best",
                                       "worst",           "parts"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        json_object_object_add(to, keys[i], NULL);
    }
}

/* ---- text ---------------------------------------------------------------------------------- */

char *claim_row_figures(const claim_row *row)
{
    char *text = NULL;
    size_t size;
    FILE *stream = open_memstream(&text, &size);
    const char *separator = "";
    for (size_t i = 0; stream && i < row->answer.part_count; i++) {
        const marsad_claim_part *part = &row->answer.parts[i];
        if (isnan(part->measured)) {
            continue;
        }
        bool by_road = part->by_road && part->measure != MARSAD_MEASURE_OFF_ROAD;
        char number[CLI_NUMBER];
        fprintf(stream, "%s%s%s=%s %s", separator, marsad_claim_measure_text(part->measure),
                by_road ? " by road" : "",
                cli_number_text(number, part->measured, decimals_of(part)), unit_of(part));
        separator = "; ";
    }
    if (stream) {
        fclose(stream);
    }
    return text;
}

char *claim_row_reason(const claim_row *row, const cli_telling *telling)
{
    char words[WORDS];
    char *text = NULL;
    size_t size;
    FILE *stream = open_memstream(&text, &size);
    const char *separator = telling->lang == MARSAD_LANG_AR   ? "؛ "
                            : telling->lang == MARSAD_LANG_FR ? " ; "
                                                              : "; ";
    for (size_t i = 0; stream && i < row->answer.part_count; i++) {
        fprintf(stream, "%s%s", i ? separator : "",
                marsad_claim_part_words(&row->claim, &row->answer.parts[i], telling->lang,
                                        telling->unit, words, sizeof words));
    }
    if (stream && row->answer.could_differ) {
        fprintf(stream, "%s%s", separator,
                marsad_claim_differ_words(&row->answer, telling->lang, words, sizeof words));
    }
    if (stream) {
        fclose(stream);
    }
    return text;
}
