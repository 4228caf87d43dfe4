/** Resolving a file of queries in a process of its own, so that the first pass finds the resolver
 *  cold and the memory is that of resolving alone. */
#ifndef MARSAD_TESTS_PASSES_H
#define MARSAD_TESTS_PASSES_H

#include "queries.h"

typedef struct passes {
    double first_s, best_s; /* a pass: the first, and the best of those after it */
    long queries, resolved, ambiguous, right; /* `right`: of those resolved, the place meant */
    long peak_kb;      /* resident memory at its highest, with the pages of the gazetteer's file */
    long anonymous_kb; /* of it in the end, what is not the content of files */
} passes;

/** A number of kilobytes from the system's account of this process: "VmHWM", "RssAnon". */
static inline long memory_kb(const char *field)
{
    char line[256];
    long value = 0;
    FILE *stream = fopen("/proc/self/status", "rb");
    while (stream && fgets(line, sizeof line, stream)) {
        if (strncmp(line, field, strlen(field)) == 0 && line[strlen(field)] == ':') {
            value = atol(line + strlen(field) + 1);
        }
    }
    if (stream) {
        fclose(stream);
    }
    return value;
}

/** Opens the gazetteer at the path `context` and a resolver, and closes both. */
static inline void open_resolver(void *context)
{
    marsad_error error;
    marsad_gazetteer *gazetteer = NULL;
    marsad_resolver *resolver = NULL;
    must(marsad_gazetteer_open(context, &gazetteer, &error), &error);
    must(marsad_resolver_new(gazetteer, &resolver, &error), &error);
    marsad_resolver_free(resolver);
    marsad_gazetteer_close(gazetteer);
}

static inline double pass_once(marsad_resolver *resolver, const query_set *set, passes *out)
{
    passes counted = {.queries = (long)set->count};
    double start = now_s();
    for (size_t i = 0; i < set->count; i++) {
        marsad_error error;
        marsad_resolution *answer = NULL;
        marsad_status status = marsad_resolve(resolver, set->items[i].name, NULL, &answer, &error);
        if (status && status != MARSAD_ERR_INPUT) { /* such as coordinates that cannot be */
            die(error.message);
        }
        if (!status) {
            bool resolved = answer->status == MARSAD_RESOLVED;
            counted.resolved += resolved;
            counted.ambiguous += answer->status == MARSAD_AMBIGUOUS;
            counted.right +=
                resolved && strcmp(answer->candidates[0].place->id, set->items[i].place) == 0;
        }
        marsad_resolution_free(answer);
    }
    double taken = now_s() - start;
    counted.first_s = out->first_s;
    counted.best_s = out->best_s;
    *out = counted;
    return taken;
}

/** Resolves the queries of a file over and over, `times` times or, if that is 0, for a few seconds,
 *  and prints what it took, for passes_of() to read. */
static inline void passes_print(const char *gazetteer_path, const char *queries, int times)
{
    enum { LEAST = 2, MOST = 6 };
    static const double ENOUGH_S = 4;
    marsad_error error;
    marsad_gazetteer *gazetteer = NULL;
    marsad_resolver *resolver = NULL;
    query_set set = {0};
    passes it = {0};
    query_set_read(queries, &set);
    must(marsad_gazetteer_open(gazetteer_path, &gazetteer, &error), &error);
    must(marsad_resolver_new(gazetteer, &resolver, &error), &error);
    double end = now_s() + ENOUGH_S;
    it.first_s = it.best_s = pass_once(resolver, &set, &it);
    for (int i = 1; times ? i < times : i < MOST && (i < LEAST || now_s() < end); i++) {
        double taken = pass_once(resolver, &set, &it);
        it.best_s = i == 1 || taken < it.best_s ? taken : it.best_s;
    }
    printf("%.9f %.9f %ld %ld %ld %ld %ld %ld\n", it.first_s, it.best_s, it.queries, it.resolved,
           it.ambiguous, it.right, memory_kb("VmHWM"), memory_kb("RssAnon"));
    marsad_resolver_free(resolver);
    marsad_gazetteer_close(gazetteer);
    query_set_clear(&set);
}

/** What passes_print() prints, of a new process of `program`; `scratch` is a file to be written. */
static inline passes passes_of(const char *program, const char *gazetteer, const char *queries,
                               const char *scratch)
{
    command run = {.words = {program, "--passes", gazetteer, queries, NULL}};
    passes out = {0};
    run_command_to(&run, scratch);
    FILE *stream = fopen(scratch, "rb");
    if (!stream ||
        fscanf(stream, "%lf %lf %ld %ld %ld %ld %ld %ld", &out.first_s, &out.best_s, &out.queries,
               &out.resolved, &out.ambiguous, &out.right, &out.peak_kb, &out.anonymous_kb) != 8) {
        die(scratch);
    }
    fclose(stream);
    unlink(scratch);
    return out;
}

static inline double passes_rate(const passes *it, double seconds)
{
    return (double)it->queries / seconds;
}

/* --- The sets of queries, as files in a folder --- */

typedef enum query_file {
    QUERIES_EXACT,
    QUERIES_MISSPELT,
    QUERIES_TABLES,
    QUERIES_BULK
} query_file;

enum { QUERY_FILES = QUERIES_BULK + 1, EXACT_NAMES = 50000, MISSPELT_NAMES = 20000 };

typedef struct query_paths {
    char of[QUERY_FILES][512];
} query_paths;

/** Writes them; `folder` must be there. The last has both the exact names and the misspelt ones. */
static inline query_paths query_files_write(const char *gazetteer, const char *folder)
{
    static const char *const names[QUERY_FILES] = {"exact", "misspelt", "tables", "bulk"};
    static const char *const tables[] = {"french", "italian", "newspaper", "arabic"};
    query_set exact = {0}, misspelt = {0}, cases = {0};
    query_paths paths;
    for (int i = 0; i < QUERY_FILES; i++) {
        snprintf(paths.of[i], sizeof paths.of[i], "%s/%s.tsv", folder, names[i]);
    }
    query_set_draw(gazetteer, EXACT_NAMES, &exact);
    query_set_misspell(&exact, MISSPELT_NAMES, &misspelt);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        char table[64];
        snprintf(table, sizeof table, "resolve/%s.tsv", tables[i]);
        query_set_read_cases(table, &cases);
    }
    query_set_write(&exact, paths.of[QUERIES_EXACT], "wb");
    query_set_write(&misspelt, paths.of[QUERIES_MISSPELT], "wb");
    query_set_write(&cases, paths.of[QUERIES_TABLES], "wb");
    query_set_write(&exact, paths.of[QUERIES_BULK], "wb");
    query_set_write(&misspelt, paths.of[QUERIES_BULK], "ab");
    query_set_clear(&exact);
    query_set_clear(&misspelt);
    query_set_clear(&cases);
    return paths;
}

#endif
