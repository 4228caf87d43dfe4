/* Resolves the tables of names and says how well: for each table how many are right, wrong and
 * missed; how the stated confidence compares with the share that is right; and the misses, in a
 * file. Usage: eval GAZETTEER MISSES TABLE... ; the tables lie in tests/cases/resolve. */
#include "cases.h"

enum { OUTCOMES = CASE_SKIPPED + 1, BINS = 7 };

static const char *const outcome_words[OUTCOMES] = {"right", "wrong", "missed", "undecided",
                                                    "skipped"};

/* The lower bounds of the confidences that are counted together. */
static const double bin_from[BINS] = {0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97};

typedef struct reliability {
    long answers, right;
    double said; /* the sum of the confidences */
} reliability;

typedef struct tally {
    long counts[OUTCOMES];
    long refusals, refused; /* rows where no place is meant; those rightly refused */
    long answered, answered_right;
} tally;

static marsad_gazetteer *gazetteer;
static marsad_resolver *resolver;
static FILE *misses;
static reliability bins[BINS];

static void die(const char *what, const marsad_error *error)
{
    fprintf(stderr, "eval: %s: %s\n", what, error->message);
    exit(1);
}

static void note_confidence(const marsad_resolution *answer, bool right)
{
    int bin = BINS - 1;
    while (bin > 0 && answer->confidence < bin_from[bin]) {
        bin--;
    }
    bins[bin].answers++;
    bins[bin].right += right;
    bins[bin].said += answer->confidence;
}

static void note_miss(const char *table, const resolve_case *it, case_outcome outcome,
                      const marsad_resolution *answer)
{
    const marsad_place *place = answer->candidate_count ? answer->candidates[0].place : NULL;
    fprintf(misses, "%s\t%s\t%s\t%s\t%s\t%.2f\t%s\n", table, outcome_words[outcome], it->query,
            it->expected, place ? place->id : "", answer->confidence, answer->reason);
}

static void run_case(const char *table, const resolve_case *it, tally *sum)
{
    marsad_place meant = {0};
    marsad_error error;
    bool place = case_expects_place(it);
    if (place && marsad_gazetteer_place(gazetteer, it->expected, &meant, NULL)) {
        sum->counts[CASE_SKIPPED]++;
        return;
    }
    bool none = strcmp(it->expected, "NONE") == 0;
    marsad_resolution *answer = NULL;
    sum->refusals += none;
    if (marsad_resolve(resolver, it->query, &it->options, &answer, &error)) {
        if (error.status != MARSAD_ERR_INPUT) {
            die(it->query, &error);
        }
        sum->counts[place ? CASE_MISSED : CASE_RIGHT]++; /* refused as coordinates that can't be */
        sum->refused += none;
        marsad_place_clear(&meant);
        return;
    }
    case_outcome outcome = case_judge(it, place ? &meant : NULL, answer);
    sum->counts[outcome]++;
    sum->refused += none && outcome == CASE_RIGHT;
    if (answer->status == MARSAD_RESOLVED) {
        sum->answered++;
        sum->answered_right += outcome == CASE_RIGHT;
        note_confidence(answer, outcome == CASE_RIGHT);
    }
    if (outcome != CASE_RIGHT) {
        note_miss(table, it, outcome, answer);
    }
    marsad_resolution_free(answer);
    marsad_place_clear(&meant);
}

static double share(long part, long whole)
{
    return whole ? 100.0 * (double)part / (double)whole : 100;
}

static void print_tally(const char *name, const tally *sum)
{
    long rows = sum->counts[CASE_RIGHT] + sum->counts[CASE_WRONG] + sum->counts[CASE_MISSED] +
                sum->counts[CASE_UNDECIDED];
    printf("%-14s %6ld %6ld %6ld %7ld %10ld %8ld %9.1f%% %8.1f%% %8ld/%ld\n", name, rows,
           sum->counts[CASE_RIGHT], sum->counts[CASE_WRONG], sum->counts[CASE_MISSED],
           sum->counts[CASE_UNDECIDED], sum->counts[CASE_SKIPPED],
           share(sum->answered_right, sum->answered), share(sum->counts[CASE_RIGHT], rows),
           sum->refused, sum->refusals);
}

static void run_table(const char *name, tally *total)
{
    char path[512];
    tsv_cases rows;
    tally sum = {0};
    snprintf(path, sizeof path, "resolve/%s", name);
    if (!tsv_cases_open(&rows, path)) {
        exit(1);
    }
    while (tsv_cases_next(&rows)) {
        resolve_case it;
        case_read(&rows, &it);
        if (it.expected[0]) {
            run_case(name, &it, &sum);
        }
    }
    print_tally(name, &sum);
    for (int i = 0; i < OUTCOMES; i++) {
        total->counts[i] += sum.counts[i];
    }
    total->refusals += sum.refusals;
    total->refused += sum.refused;
    total->answered += sum.answered;
    total->answered_right += sum.answered_right;
}

static void print_reliability(void)
{
    puts("\nreliability: of the answers said with a confidence of … so many are right\n"
         "    from     answers   said   right");
    for (int i = 0; i < BINS; i++) {
        if (bins[i].answers) {
            printf("    %.2f %11ld  %.3f   %.3f\n", bin_from[i], bins[i].answers,
                   bins[i].said / (double)bins[i].answers,
                   (double)bins[i].right / (double)bins[i].answers);
        }
    }
}

int main(int argc, char **argv)
{
    marsad_error error;
    tally total = {0};
    if (argc < 4) {
        fputs("usage: eval GAZETTEER MISSES TABLE...\n", stderr);
        return 1;
    }
    if (marsad_gazetteer_open(argv[1], &gazetteer, &error) ||
        marsad_resolver_new(gazetteer, &resolver, &error)) {
        die(argv[1], &error);
    }
    misses = fopen(argv[2], "wb");
    if (!misses) {
        perror(argv[2]);
        return 1;
    }
    fputs("table\toutcome\tquery\texpected\tfound\tconfidence\treason\n", misses);
    printf("%-14s %6s %6s %6s %7s %10s %8s %10s %9s %9s\n", "table", "rows", "right", "wrong",
           "missed", "undecided", "skipped", "precision", "recall", "refused");
    for (int i = 3; i < argc; i++) {
        run_table(argv[i], &total);
    }
    print_tally("all", &total);
    print_reliability();
    printf("\nthe misses are in %s\n", argv[2]);
    fclose(misses);
    marsad_resolver_free(resolver);
    marsad_gazetteer_close(gazetteer);
    return 0;
}
