/* marsad claim: whether what a report says of where a place lies holds on the ground. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/claim_row.h"

enum { RELATION_WORDS = 8, PHRASE = 512, WORDS = 400 };

/* What was asked: the words of the places, and the claim without them. */
typedef struct question {
    marsad_claim claim;
    const char *place;
    const char *anchors[2];
    marsad_claim_names names; /* where the claim was one sentence */
} question;

/* ---- the words ----------------------------------------------------------------------------- */

/* Joins words with spaces; false if they are too long. */
static bool join(char **words, int count, char *out, size_t size)
{
    size_t length = 0;
    for (int i = 0; i < count && length < size; i++) {
        length += (size_t)snprintf(out + length, size - length, "%s%s", i ? " " : "", words[i]);
    }
    return length < size;
}

/* "between Misrata AND Sirte", "from Misrata TO Sirte" */
static bool joins(const char *word)
{
    static const char *const joints[] = {"and", "to", "et", "à", "و", "إلى", "&", "-"};
    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++) {
        if (strcmp(word, joints[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* Takes the words for anchors; their number may be wrong, which is checked with the relation. */
static void take_anchors(char **words, int count, question *out)
{
    out->claim.anchor_count = 0;
    for (int i = 0; i < count; i++) {
        bool joint = count == 3 && i == 1 && joins(words[i]);
        if (!joint && out->claim.anchor_count < 2) {
            out->anchors[out->claim.anchor_count] = words[i];
        }
        out->claim.anchor_count += !joint;
    }
}

/* The longest run of words after the place that is a relation and leaves it its anchors. `*found`
   is set if there is a relation at all. */
static bool find_relation(const cli_args *args, question *out, bool *found)
{
    char phrase[PHRASE];
    int most = args->word_count - 1 < RELATION_WORDS ? args->word_count - 1 : RELATION_WORDS;
    for (int count = most; count > 0; count--) {
        question tried = {.place = args->words[0]};
        if (!join(args->words + 1, count, phrase, sizeof phrase) ||
            marsad_claim_relation_parse(phrase, &tried.claim, NULL)) {
            continue;
        }
        size_t least;
        size_t anchors_most;
        marsad_claim_anchors(tried.claim.relation, &least, &anchors_most);
        take_anchors(args->words + 1 + count, args->word_count - 1 - count, &tried);
        *out = tried;
        *found = true;
        if (tried.claim.anchor_count >= least) {
            return true;
        }
    }
    return false;
}

static int read_sentence(const cli_args *args, question *out, marsad_error *error)
{
    char sentence[PHRASE];
    if (!join(args->words, args->word_count, sentence, sizeof sentence)) {
        return cli_usage_error(args, "the claim is too long");
    }
    marsad_status status = marsad_claim_read(sentence, &out->claim, &out->names, error);
    if (status == MARSAD_ERR_USAGE) {
        return CLI_USAGE;
    }
    if (status) {
        return cli_fail(error);
    }
    out->place = out->names.place;
    for (size_t i = 0; i < out->claim.anchor_count; i++) {
        out->anchors[i] = out->names.anchors[i];
    }
    return CLI_DONE;
}

/* The claim as separate words, or else as a sentence. */
static int read_words(const cli_args *args, question *out)
{
    bool found = false;
    marsad_error error = {0};
    if (args->word_count > 1 && find_relation(args, out, &found)) {
        return CLI_DONE;
    }
    if (found) {
        return CLI_DONE; /* with too few anchors, which is said with the rest */
    }
    int status = read_sentence(args, out, &error);
    if (status == CLI_USAGE && error.message[0]) {
        if (args->word_count > 1) {
            marsad_claim_relation_parse(args->words[1], &out->claim, &error);
        }
        return cli_usage_error(args, "%s", error.message);
    }
    return status;
}

static int read_question(const cli_args *args, question *out)
{
    marsad_error error = {0};
    int status = read_words(args, out);
    status = status ? status : claim_lengths(args, &out->claim);
    if (!status && marsad_claim_check(&out->claim, &error)) {
        status = cli_usage_error(args, "%s", error.message);
    }
    return status;
}

/* ---- the answer ---------------------------------------------------------------------------- */

static void print_line(const char *label, const char *text)
{
    printf("%-9s ", label);
    cli_put(text, stdout);
    putchar('\n');
}

static void print_place(const char *label, const marsad_place *place, marsad_lang lang)
{
    char *text = cli_describe_place(place, lang);
    printf("%-9s %s\n", label, text ? text : place->name);
    free(text);
}

static void print_text(const claim_row *row, const cli_telling *telling)
{
    char words[WORDS];
    const marsad_claim_answer *answer = &row->answer;
    print_place("place", row->place, telling->lang);
    for (size_t i = 0; i < row->claim.anchor_count; i++) {
        print_place("anchor", row->anchors[i], telling->lang);
    }
    print_line("verdict", marsad_verdict_text(answer->verdict, telling->lang));
    for (size_t i = 0; i < answer->part_count; i++) {
        print_line("", marsad_claim_part_words(&row->claim, &answer->parts[i], telling->lang,
                                               telling->unit, words, sizeof words));
    }
    if (answer->could_differ) {
        print_line("", marsad_claim_differ_words(answer, telling->lang, words, sizeof words));
    }
}

/* The relation as a table of claims takes it: "south-east-of" rather than "direction". A wind of
   sixteen goes by its degrees in JSON only. */
static const char *relation_words(const marsad_claim *claim, char out[64])
{
    bool named = fabs(remainder(claim->azimuth_deg, 45)) < 1e-6;
    snprintf(out, 64, "%s", marsad_claim_relation_text(claim->relation));
    if (claim->relation == MARSAD_CLAIM_DIRECTION && named) {
        snprintf(out, 64, "%s-of", marsad_compass_word(claim->azimuth_deg, MARSAD_LANG_EN));
    }
    return out;
}

static void print_csv(const question *asked, const claim_row *row, const cli_telling *telling)
{
    static const char *const header[] = {"place",   "relation",     "anchor",  "anchor2",
                                         "verdict", "could_differ", "figures", "reason"};
    char relation[64];
    char *figures = claim_row_figures(row);
    char *reason = claim_row_reason(row, telling);
    const char *const cells[] = {asked->place,
                                 relation_words(&row->claim, relation),
                                 row->claim.anchor_count > 0 ? asked->anchors[0] : "",
                                 row->claim.anchor_count > 1 ? asked->anchors[1] : "",
                                 marsad_verdict_text(row->answer.verdict, MARSAD_LANG_EN),
                                 row->answer.could_differ ? "true" : "false",
                                 figures,
                                 reason};
    cli_csv_row(stdout, 8, header);
    cli_csv_row(stdout, 8, cells);
    free(figures);
    free(reason);
}

static int print_answer(const question *asked, const claim_row *row, const cli_telling *telling,
                        cli_format format)
{
    if (format == CLI_TABLE) {
        print_text(row, telling);
    } else if (format == CLI_CSV) {
        print_csv(asked, row, telling);
    } else {
        struct json_object *object = json_object_new_object();
        claim_row_json(object, row, telling);
        cli_json_print(object, format == CLI_NDJSON, stdout);
    }
    return cli_finish(CLI_DONE);
}

/* ---- the places ---------------------------------------------------------------------------- */

/* Resolves all names, and reports all that cannot be, not only the first. */
static int resolve_names(const question *asked, marsad_resolver *resolver, const char *country,
                         marsad_lang lang, marsad_resolution *out[3])
{
    const char *const names[] = {asked->place, asked->anchors[0], asked->anchors[1]};
    marsad_resolve_options options = cli_resolve_options(country);
    int result = CLI_DONE;
    for (size_t i = 0; i < 3 && i <= asked->claim.anchor_count; i++) {
        marsad_error error = {0};
        int status = marsad_resolve(resolver, names[i], &options, &out[i], &error)
                         ? cli_fail_location(&error, names[i])
                         : cli_check_point(out[i], lang);
        result = status ? status : result;
    }
    return result;
}

static int answer(const cli_args *args, const question *asked, const char *country,
                  const cli_telling *telling, cli_format format)
{
    marsad_error error = {0};
    cli_places places = {0};
    marsad_resolution *found[3] = {0};
    claim_row row = {.claim = asked->claim};
    int status = cli_open_places(args, &places);
    status = status ? status : cli_open_roads(&places);
    status = status ? status : resolve_names(asked, places.resolver, country, telling->lang, found);
    if (!status) {
        row.place = marsad_resolution_place(found[0]);
        for (size_t i = 0; i < row.claim.anchor_count; i++) {
            row.anchors[i] = marsad_resolution_place(found[i + 1]);
        }
        status = claim_row_test(&row, places.roads, &error)
                     ? cli_fail(&error)
                     : print_answer(asked, &row, telling, format);
    }
    for (int i = 0; i < 3; i++) {
        marsad_resolution_free(found[i]);
    }
    cli_close_places(&places);
    return status;
}

static int run(const cli_args *args)
{
    question asked = {0};
    cli_telling telling;
    cli_format format;
    char country[3];
    if (cli_value(args, "in")) {
        return cli_claim_bulk(args);
    }
    if (args->word_count == 0) {
        return cli_usage_error(args, "give a place, a relation and its anchors, such as \"Abu "
                                     "Qurayn\" midway-between Misrata Sirte");
    }
    int status = cli_format_option(args, CLI_TABLE | CLI_JSON | CLI_NDJSON | CLI_CSV, &format);
    status = status ? status : cli_telling_options(args, &telling);
    status = status ? status : cli_country(args, country);
    status = status ? status : read_question(args, &asked);
    return status ? status : answer(args, &asked, country, &telling, format);
}

static const cli_option OPTIONS[] = {
    {"distance", 0, "LENGTH", "the distance that is stated, such as 200km"},
    {"within", 0, "LENGTH", "the distance within which it is stated to lie, such as 10km"},
    {"in", 0, "FILE", "test the claims of this CSV table (- is standard input)"},
    {"unit", 0, "UNIT", "tell distances in km (default), mi or nmi"},
    CLI_OPTION_COUNTRY,
    CLI_OPTION_LANG,
    CLI_OPTION_FORMAT("table, json, ndjson or csv"),
    CLI_OPTION_STRICT,
    CLI_OPTION_GAZETTEER,
    CLI_OPTION_DATA,
    CLI_OPTION_END,
};

const cli_command cli_command_claim = {
    .name = "claim",
    .arguments = "PLACE RELATION ANCHOR… | SENTENCE | --in FILE",
    .summary = "test what a report says of where a place lies",
    .details =
        "Relations are east-of, south-east-of …, near, within, from (a distance),\n"
        "between, midway-between and on-road, or the same in words, in English, Arabic or\n"
        "French. A place is a name or coordinates. The answer is that a claim holds, holds\n"
        "roughly or does not hold, with the figures:\n"
        "\n"
        "  direction         within 22.5° holds, within 45° roughly\n"
        "  distance          within 10 %, 25 % of the one that is stated\n"
        "  within            to the bound, a quarter beyond it\n"
        "  near              what is near a place of that kind and size, half as far again\n"
        "  between           by way of the place at most 1.10, 1.25 times as far as without, and\n"
        "                    no farther from an anchor than they are apart (5 % roughly)\n"
        "  midway            so, at 0.40 to 0.60, 0.33 to 0.67 of the way\n"
        "  on-road           within 2 km of it, or its own radius; within 5 km\n"
        "\n"
        "Between and midway are measured straight and along the basemap's roads; where there is\n"
        "a road, it decides. What the places' radii leave open is told too (could_differ).\n"
        "\n"
        "--in reads a CSV table with the columns place, relation, anchor, and where needed\n"
        "anchor2, distance, within and country; all its columns are kept and ours added. A row\n"
        "that cannot be answered stays, with its status (ambiguous, unresolved, malformed) and\n"
        "the reason; malformed ones are told, too, and give status 2. No verdict does.\n"
        "\n"
        "  marsad claim \"Abu Qurayn\" midway-between Misrata Sirte\n"
        "  marsad claim Misrata east-of Tripoli --distance 200km\n"
        "  marsad claim \"Misrata is 200 km east of Tripoli\" --lang fr\n"
        "  marsad claim --in claims.csv --format csv",
    .options = OPTIONS,
    .run = run,
};
