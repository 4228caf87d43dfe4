/* Fits the weights of the resolver's score on the tables of names, on names with typing errors made
 * by rule, and on names that no place has, and prints the table of weights anew.
 * Usage: fit GAZETTEER WEIGHTS TABLE...
 *
 * The score is a conditional logit; its likelihood is concave in the weights, so that plain
 * gradient steps come to the one best point. Each weight is drawn towards what it was, and keeps
 * its sign, which its reason explains. */
#include <math.h>
#include <stdint.h>

#include "cases.h"
#include "resolve/resolver.h"

enum { MOST = MRS_RANKED_MOST, K = MRS_WEIGHT_COUNT, ROUNDS = 1500 };

/* A question: the features of its candidates, and of none of them, which is the last. */
typedef struct example {
    float features[MOST + 1][K];
    int count; /* of the candidates */
    int right; /* index of the one that is meant; `count`: none is */
    double weight;
} example;

static marsad_gazetteer *gazetteer;
static marsad_resolver *resolver;
static example *examples;
static size_t example_count, example_capacity;
static long unreachable;

static void die(const char *what)
{
    fprintf(stderr, "fit: %s\n", what);
    exit(1);
}

static example *new_example(double weight)
{
    if (example_count == example_capacity) {
        example_capacity = example_capacity * 2 + 1024;
        examples = realloc(examples, example_capacity * sizeof *examples);
        if (!examples) {
            die("out of memory");
        }
    }
    example *it = &examples[example_count];
    memset(it, 0, sizeof *it);
    it->weight = weight;
    return it;
}

/* The score is linear in the weights: each feature is the score by a weight of 1 and others of 0.
 */
static void read_features(const mrs_search *search, const mrs_setting *setting, example *out)
{
    for (int k = 0; k < K; k++) {
        double unit[K] = {0};
        unit[k] = 1;
        int at = 0;
        for (size_t i = 0; i < search->ranking.count; i++) {
            const mrs_candidate *it = search->ranking.items[i];
            if (!it->aside) {
                out->features[at++][k] =
                    (float)(mrs_candidate_likely(unit, it) + mrs_place_score(unit, it, setting));
            }
        }
        out->count = at;
        out->features[at][k] = (float)mrs_none_score(unit, &search->query);
    }
}

static int index_of(const mrs_search *search, const marsad_place *meant, double tolerance_m)
{
    int at = 0, found = -1;
    for (size_t i = 0; i < search->ranking.count; i++) {
        const mrs_candidate *it = search->ranking.items[i];
        if (it->aside) {
            continue;
        }
        marsad_lonlat where = {it->at->lon, it->at->lat};
        bool same = it->at->row == meant->row ||
                    marsad_geodesic_between(where, meant->at).distance_m <= tolerance_m;
        if (same && found < 0) {
            found = at;
        }
        at++;
    }
    return found;
}

/* `meant` is NULL where no place is. */
static void add_example(const char *query, const mrs_setting *setting, const marsad_place *meant,
                        double tolerance_m, double weight)
{
    mrs_search *search = &resolver->searches[0];
    const char *parts[MRS_PARTS_MOST];
    size_t lengths[MRS_PARTS_MOST];
    if (mrs_parts_split(query, strlen(query), parts, lengths)) {
        return; /* the parts say more than the score does */
    }
    if (mrs_search_name(&resolver->matcher, query, strlen(query), setting, search, NULL)) {
        die("a search failed");
    }
    example *it = new_example(weight);
    read_features(search, setting, it);
    it->right = meant ? index_of(search, meant, tolerance_m) : it->count;
    if (it->right >= 0) {
        example_count++;
    } else {
        unreachable++;
    }
    mrs_query_clear(&search->query);
}

static void add_table(const char *name)
{
    char path[512];
    tsv_cases rows;
    snprintf(path, sizeof path, "resolve/%s", name);
    if (!tsv_cases_open(&rows, path)) {
        exit(1);
    }
    while (tsv_cases_next(&rows)) {
        resolve_case it;
        marsad_place meant = {0};
        case_read(&rows, &it);
        if (!it.expected[0] || strcmp(it.expected, "AMBIGUOUS") == 0) {
            continue;
        }
        bool place = case_expects_place(&it);
        if (place && marsad_gazetteer_place(gazetteer, it.expected, &meant, NULL)) {
            continue;
        }
        mrs_setting setting = {.has_near = it.options.has_near, .near = it.options.near};
        memcpy(setting.country, it.country, sizeof it.country);
        add_example(it.query, &setting, place ? &meant : NULL, it.tolerance_m, 2);
        marsad_place_clear(&meant);
    }
}

/* --- Names made by rule --- */

static uint64_t state = 20200126;

static unsigned draw(unsigned below)
{
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return (unsigned)((state >> 33) % below);
}

static size_t next_letter(const char *text, size_t at)
{
    do {
        at++;
    } while (((unsigned char)text[at] & 0xC0) == 0x80);
    return at;
}

/* One letter dropped, doubled, or swapped with the next. */
static bool misspell(const char *name, char out[256])
{
    size_t starts[128], count = 0, length = strlen(name);
    for (size_t at = 0; at < length && count < 127; at = next_letter(name, at)) {
        starts[count++] = at;
    }
    if (count < 6 || length > 120) {
        return false;
    }
    starts[count] = length;
    size_t i = 1 + draw((unsigned)count - 2);
    size_t first = starts[i], next = starts[i + 1], after = starts[i + 2 <= count ? i + 2 : count];
    int how = (int)draw(3);
    size_t at = first;
    memcpy(out, name, first);
    if (how == 1) {
        memcpy(out + at, name + first, next - first);
        at += next - first;
        memcpy(out + at, name + first, next - first);
        at += next - first;
    } else if (how == 2) {
        memcpy(out + at, name + next, after - next);
        at += after - next;
        memcpy(out + at, name + first, next - first);
        at += next - first;
        next = after;
    }
    strcpy(out + at, name + next);
    return true;
}

/* The first half of one name and the second of another: no place is called so, mostly. */
static bool cross(const char *a, const char *b, char out[256])
{
    size_t x = strlen(a) / 2, y = strlen(b) / 2;
    if (x < 3 || y < 3 || x > 100 || strlen(b) > 120 ||
        ((unsigned char)a[0] < 0x80) != ((unsigned char)b[0] < 0x80)) {
        return false;
    }
    while (((unsigned char)a[x] & 0xC0) == 0x80) {
        x++;
    }
    while (((unsigned char)b[y] & 0xC0) == 0x80) {
        y++;
    }
    memcpy(out, a, x);
    strcpy(out + x, b + y);
    return true;
}

/* As listed: which of several places of one name is meant. Mentions grow with the number of people,
   to about the power 0.7, which is 20 to 25 per unit of importance. */
static void add_listed(int count)
{
    static const mrs_setting nowhere = {0};
    const mrs_index_header *head = mrs_index_head(gazetteer->index);
    for (int i = 0; i < count;) {
        const marsad_place *place = NULL;
        if (mrs_gazetteer_place_at(gazetteer, draw(head->place_count), &place, NULL)) {
            die("a place cannot be read");
        }
        if (draw(100000) / 1e5 < exp(20 * (place->importance - 0.9))) {
            add_example(place->name, &nowhere, place, 10e3, 0.5);
            i++;
        }
    }
}

static void add_made(int count)
{
    static const mrs_setting nowhere = {0};
    const mrs_index_header *head = mrs_index_head(gazetteer->index);
    char made[256], before[256] = "";
    for (int i = 0; i < count;) {
        const marsad_place *place = NULL;
        if (mrs_gazetteer_place_at(gazetteer, draw(head->place_count), &place, NULL)) {
            die("a place cannot be read");
        }
        const char *name = place->name_ar[0] && draw(2) ? place->name_ar : place->name;
        double drawn = draw(100000) / 1e5;
        if (drawn > exp(10 * (place->importance - 0.7)) || strlen(name) > 120) {
            continue; /* reports name large places more often */
        }
        if (misspell(name, made)) {
            add_example(made, &nowhere, place, 10e3, 0.3);
        }
        if (i % 2 == 0 && before[0] && cross(before, name, made)) {
            add_example(made, &nowhere, NULL, 0, 0.3);
        }
        snprintf(before, sizeof before, "%s", name);
        i++;
    }
}

/* --- Fitting --- */

static double dot(const double *w, const float *features)
{
    double sum = 0;
    for (int k = 0; k < K; k++) {
        sum += w[k] * (double)features[k];
    }
    return sum;
}

/* Adds the gradient of the log likelihood; returns the likelihood's logarithm. */
static double step(const double *w, const example *it, double *gradient)
{
    double score[MOST + 1], top = -INFINITY, sum = 0;
    for (int i = 0; i <= it->count; i++) {
        score[i] = dot(w, it->features[i]);
        top = fmax(top, score[i]);
    }
    for (int i = 0; i <= it->count; i++) {
        sum += exp(score[i] - top);
    }
    for (int i = 0; i <= it->count; i++) {
        double p = exp(score[i] - top) / sum;
        for (int k = 0; k < K; k++) {
            gradient[k] += it->weight * ((i == it->right) - p) * (double)it->features[i][k];
        }
    }
    return it->weight * (score[it->right] - top - log(sum));
}

/* What the examples say nothing of, or too one-sidedly: the tables are about one theatre, and are
   resolved name by name. */
static bool is_held(const char *name)
{
    static const char *const held[] = {
        "near",         "company",        "context_agrees", "context_differs", "curated",
        "curated_name", "core",           "kind_nature",    "none_person",     "foreign_article",
        "none_phrase",  "none_romanised", "none_symbols",   "kind_at_town",    "importance",
        "article",      "sound",          "words_dropped",  "code_written",    "code_airport",
        "alternate",    "historical",     "colloquial",     "country",         "abroad"};
    for (size_t i = 0; i < sizeof held / sizeof *held; i++) {
        if (strcmp(held[i], name) == 0) {
            return true;
        }
    }
    return false;
}

/* Adam (Kingma and Ba 2015), with the sign of each weight kept. */
static void fit(const double *start, double *w)
{
    const double rate = 0.02, pull = 0.2; /* towards the start, per unit of weight */
    double mean[K] = {0}, square[K] = {0};
    for (int round = 1; round <= ROUNDS; round++) {
        double gradient[K] = {0}, likelihood = 0;
        for (size_t i = 0; i < example_count; i++) {
            likelihood += step(w, &examples[i], gradient);
        }
        for (int k = 0; k < K; k++) {
            if (is_held(mrs_weights[k].name)) {
                continue;
            }
            gradient[k] -= pull * (w[k] - start[k]);
            mean[k] = 0.9 * mean[k] + 0.1 * gradient[k];
            square[k] = 0.999 * square[k] + 0.001 * gradient[k] * gradient[k];
            double m = mean[k] / (1 - pow(0.9, round)), s = square[k] / (1 - pow(0.999, round));
            w[k] += rate * m / (sqrt(s) + 1e-8);
            w[k] = signbit(start[k]) ? fmin(w[k], -0.0) : fmax(w[k], 0);
        }
        if (round % 500 == 0) {
            fprintf(stderr, "fit: round %d: log likelihood %.1f\n", round, likelihood);
        }
    }
}

static void print_table(const char *path, const double *w)
{
    FILE *stream = fopen(path, "rb");
    char line[1024];
    int k = 0, header = 0;
    if (!stream) {
        die("the table of weights cannot be read");
    }
    while (fgets(line, sizeof line, stream)) {
        if (line[0] == '#' || !header++) {
            fputs(line, stdout);
            continue;
        }
        const char *reason = strrchr(line, '\t');
        printf("%s\t%.2f%s", mrs_weights[k].name, w[k], reason);
        k++;
    }
    fclose(stream);
}

int main(int argc, char **argv)
{
    marsad_error error;
    double start[K], w[K];
    if (argc < 4) {
        fputs("usage: fit GAZETTEER WEIGHTS TABLE...\n", stderr);
        return 1;
    }
    if (marsad_gazetteer_open(argv[1], &gazetteer, &error) ||
        marsad_resolver_new(gazetteer, &resolver, &error)) {
        die(error.message);
    }
    for (int i = 3; i < argc; i++) {
        add_table(argv[i]);
    }
    size_t listed = example_count;
    add_made(2000);
    add_listed(1500);
    fprintf(stderr, "fit: %zu rows and %zu made names; of %ld the place was not found at all\n",
            listed, example_count - listed, unreachable);
    for (int k = 0; k < K; k++) {
        start[k] = w[k] = mrs_weights[k].value;
    }
    fit(start, w);
    print_table(argv[2], w);
    free(examples);
    marsad_resolver_free(resolver);
    marsad_gazetteer_close(gazetteer);
    return 0;
}
