/* Measures the resolver over a whole gazetteer: the command, opening, names a second, and memory,
 * each beside a floor measured in the same run.
 * Usage: bench_resolve MARSAD GAZETTEER FOLDER, from the checkout's root; FOLDER keeps the queries.
 * Of itself it runs "bench_resolve --passes GAZETTEER QUERIES [TIMES]", which is what to profile.
 */
#include "floors.h"
#include "instructions.h"

typedef struct run {
    const char *program, *marsad, *gazetteer, *folder;
    char scratch[512]; /* a path in the folder */
    query_paths queries;
} run;

/* --- The command and opening --- */

static void open_sqlite(void *context)
{
    sqlite3 *database = queries_database(context);
    sqlite3_finalize(queries_prepare(database, "SELECT place FROM names WHERE key_full = ?1"));
    sqlite3_close(database);
}

static void measure_command(const run *it)
{
    command version = {{it->marsad, "--version", NULL}, 0};
    command resolve = {{it->marsad, "resolve", "Misrata", "--gazetteer", it->gazetteer, NULL}, 0};
    figure ours = measure(run_command, &resolve, 1);
    print_row("marsad resolve Misrata", ours, "marsad --version",
              measure(run_command, &version, 1));
    printf("  aim: under 40 ms; peak memory %.1f MB, of marsad --version %.1f MB\n",
           (double)resolve.peak_kb / 1024, (double)version.peak_kb / 1024);
    void *path = (void *)(uintptr_t)it->gazetteer;
    print_row("opening, with the resolver", measure(open_resolver, path, 1),
              "SQLite opens, a statement is prepared", measure(open_sqlite, path, 1));
}

/* --- Names a second --- */

static void print_rates_header(void)
{
    printf("\n%-30s %12s%12s   %-37s %12s%9s\n", "names a second", "first pass", "best later",
           "floor", "best", "ratio");
}

/* The ratio of what we take to what the floor takes, with its digits where it is small. */
static void print_rates(const char *what, const passes *ours, const char *floor_name,
                        double least_s)
{
    double ratio = ours->best_s / (double)ours->queries / least_s;
    printf("%-30s %12.0f%12.0f   %-37s %12.0f%8.*fx\n", what, passes_rate(ours, ours->first_s),
           passes_rate(ours, ours->best_s), floor_name, 1 / least_s, ratio < 0.1 ? 4 : 1, ratio);
    fflush(stdout);
}

static double share(long part, long whole)
{
    return whole ? 100.0 * (double)part / (double)whole : 0;
}

static void print_answers(const passes *it, const char *aim)
{
    printf("  %s%ld names: %.1f%% resolved, %.1f%% of these to the place drawn; %.1f%% ambiguous\n",
           aim, it->queries, share(it->resolved, it->queries), share(it->right, it->resolved),
           share(it->ambiguous, it->queries));
}

typedef struct floors_of_set {
    double keys_and_hash_s, hash_s, btree_s; /* a name */
} floors_of_set;

static floors_of_set measure_floors(const hash_floor *hash, marsad_gazetteer *gazetteer,
                                    const query_set *set)
{
    looked_up in = {.hash = hash, .gazetteer = gazetteer, .set = set};
    int count = (int)set->count;
    floors_of_set out = {0};
    looked_up_fold(&in);
    out.hash_s = measure(look_up_hashed, &in, count).best_s;
    out.keys_and_hash_s = measure(look_up_folded_and_hashed, &in, count).best_s;
    out.btree_s = measure(look_up_in_btree, &in, count).best_s;
    looked_up_clear(&in);
    return out;
}

static void print_set(const run *it, query_file which, const char *what, const char *aim,
                      const hash_floor *hash, marsad_gazetteer *gazetteer)
{
    query_set set = {0};
    query_set_read(it->queries.of[which], &set);
    passes ours = passes_of(it->program, it->gazetteer, it->queries.of[which], it->scratch);
    floors_of_set least = measure_floors(hash, gazetteer, &set);
    print_rates(what, &ours, "key at hand, bare hash look-up", least.hash_s);
    print_rates("", &ours, "marsad_text_keys, bare hash look-up", least.keys_and_hash_s);
    print_rates("", &ours, "marsad_gazetteer_find, SQLite B-tree", least.btree_s);
    if (which == QUERIES_MISSPELT) {
        char path[512];
        snprintf(path, sizeof path, "%s/trigrams.db", it->folder);
        trigram_floor trigrams = trigram_floor_measure(it->gazetteer, path, &set);
        print_rates("", &ours, "SQLite FTS5 trigram, OR, bm25, best 10", trigrams.seconds);
        printf("  FTS5 of %d names: the place drawn comes first in %.0f%%, among ten in %.0f%%;"
               " its index took %.1f s and has %.0f MB\n",
               trigrams.queries, share(trigrams.first, trigrams.queries),
               share(trigrams.among, trigrams.queries), trigrams.build_s, trigrams.index_mb);
    }
    print_answers(&ours, aim);
    query_set_clear(&set);
}

static void measure_names(const run *it)
{
    marsad_error error;
    marsad_gazetteer *gazetteer = NULL;
    hash_floor hash = {0};
    must(marsad_gazetteer_open(it->gazetteer, &gazetteer, &error), &error);
    hash_floor_build(it->gazetteer, &hash);
    print_rates_header();
    print_set(it, QUERIES_EXACT, "exact, no country", "aim: 500,000; ", &hash, gazetteer);
    print_set(it, QUERIES_MISSPELT, "misspelt, no country", "aim: 50,000; ", &hash, gazetteer);
    print_set(it, QUERIES_TABLES, "tables: fr, it, press, ar", "", &hash, gazetteer);
    hash_floor_clear(&hash);
    marsad_gazetteer_close(gazetteer);
}

static void measure_instructions(const run *it)
{
    static const char *const names[] = {"exact", "misspelt", "of the tables"};
    if (!can_count_instructions()) {
        printf("\ninstructions are not counted: there is no valgrind\n");
        return;
    }
    printf("\ninstructions a name, after the first passes:");
    for (int i = QUERIES_EXACT; i <= QUERIES_TABLES; i++) {
        printf("%s %.0f %s", i ? "," : "",
               instructions_a_name(it->program, it->gazetteer, it->queries.of[i], it->scratch),
               names[i]);
        fflush(stdout);
    }
    printf("\n");
}

static void measure_memory(const run *it)
{
    passes bulk = passes_of(it->program, it->gazetteer, it->queries.of[QUERIES_BULK], it->scratch);
    printf("memory in bulk, aim under 300 MB: the peak is %.1f MB after %ld names, %.1f MB of it"
           " not pages of files\n",
           (double)bulk.peak_kb / 1024, bulk.queries, (double)bulk.anonymous_kb / 1024);
}

static void print_gazetteer(const run *it)
{
    marsad_error error;
    marsad_gazetteer *gazetteer = NULL;
    marsad_gazetteer_info info;
    must(marsad_gazetteer_open(it->gazetteer, &gazetteer, &error), &error);
    must(marsad_gazetteer_describe(gazetteer, &info, &error), &error);
    printf("\n%s: %lld places, %lld names%s\n", it->gazetteer, (long long)info.places,
           (long long)info.names,
           strstr(it->gazetteer, "world") ? "" : " (the world's would be made by make world)");
    marsad_gazetteer_info_clear(&info);
    marsad_gazetteer_close(gazetteer);
}

int main(int argc, char **argv)
{
    if ((argc == 4 || argc == 5) && strcmp(argv[1], "--passes") == 0) {
        passes_print(argv[2], argv[3], argc == 5 ? atoi(argv[4]) : 0);
        return 0;
    }
    if (argc != 4) {
        fputs("usage: bench_resolve MARSAD GAZETTEER FOLDER, from the checkout's root\n", stderr);
        return 1;
    }
    run it = {.program = argv[0], .marsad = argv[1], .gazetteer = argv[2], .folder = argv[3]};
    snprintf(it.scratch, sizeof it.scratch, "%s/passes.txt", it.folder);
    print_gazetteer(&it);
    print_header();
    measure_command(&it); /* before this process grows: see measure.h */
    it.queries = query_files_write(it.gazetteer, it.folder);
    measure_names(&it);
    measure_instructions(&it);
    measure_memory(&it);
    return 0;
}
