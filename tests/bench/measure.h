/** What the benchmarks share: timing, whole processes with their peak memory, and the rows of the
 *  tables they print. */
#ifndef MARSAD_TESTS_MEASURE_H
#define MARSAD_TESTS_MEASURE_H

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "marsad/marsad.h"

enum { MOST_RUNS = 41, MOST_WORDS = 12 };

static const double SECONDS_A_FIGURE = 1.5; /* no further run is begun after that */

extern char **environ;

static inline _Noreturn void die(const char *what)
{
    fprintf(stderr, "bench: %s\n", what);
    exit(1);
}

static inline void must(marsad_status status, const marsad_error *error)
{
    if (status) {
        die(error->message);
    }
}

/** Memory that must be there. */
static inline void *must_have(void *memory)
{
    if (!memory) {
        die("memory is out");
    }
    return memory;
}

/* --- Timing --- */

typedef void (*work)(void *context);

typedef struct figure {
    double best_s, median_s; /* of one operation */
    int runs;
} figure;

static inline double now_s(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static inline int by_size(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

/** Runs `operations` operations a call; the first call warms up and is not counted. */
static inline figure measure(work run, void *context, int operations)
{
    double times[MOST_RUNS] = {0};
    figure result = {0};
    run(context);
    double end = now_s() + SECONDS_A_FIGURE;
    while (result.runs < MOST_RUNS && (result.runs < 3 || now_s() < end)) {
        double start = now_s();
        run(context);
        times[result.runs++] = (now_s() - start) / operations;
    }
    qsort(times, (size_t)result.runs, sizeof *times, by_size);
    result.best_s = times[0];
    result.median_s = times[result.runs / 2];
    return result;
}

/* --- Rows --- */

static inline void print_time(double seconds)
{
    if (seconds >= 0.1) {
        printf("%9.3f s ", seconds);
    } else if (seconds >= 1e-4) {
        printf("%9.3f ms", seconds * 1e3);
    } else {
        printf("%9.3f us", seconds * 1e6);
    }
}

static inline void print_header(void)
{
    printf("%-30s %12s%12s   %-37s %12s%9s\n", "", "best", "median", "floor", "best", "ratio");
}

static inline void print_row(const char *what, figure ours, const char *floor_name, figure least)
{
    printf("%-30s ", what);
    print_time(ours.best_s);
    print_time(ours.median_s);
    printf("   %-37s ", floor_name);
    print_time(least.best_s);
    printf("%8.1fx\n", ours.best_s / least.best_s);
    fflush(stdout);
}

/* --- Whole processes --- */

/** A command of a benchmark. The system counts the memory of the process that starts another as
 *  that other's, up to its exec: what starts commands must itself be small. */
typedef struct command {
    const char *words[MOST_WORDS];
    long peak_kb; /* the largest of its runs */
} command;

/** Runs it, with its standard output to the file `output`. */
static inline void run_command_to(command *it, const char *output)
{
    posix_spawn_file_actions_t quiet;
    pid_t child;
    int status = 0;
    struct rusage usage;
    posix_spawn_file_actions_init(&quiet);
    posix_spawn_file_actions_addopen(&quiet, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC,
                                     0644);
    posix_spawn_file_actions_addopen(&quiet, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    if (posix_spawnp(&child, it->words[0], &quiet, NULL, (char *const *)it->words, environ) ||
        wait4(child, &status, 0, &usage) < 0 || status) {
        fprintf(stderr, "bench: %s %s failed\n", it->words[0], it->words[1] ? it->words[1] : "");
        exit(1);
    }
    posix_spawn_file_actions_destroy(&quiet);
    it->peak_kb = usage.ru_maxrss > it->peak_kb ? usage.ru_maxrss : it->peak_kb;
}

static inline void run_command(void *context)
{
    run_command_to(context, "/dev/null");
}

/** Begins a benchmark that is called with the program to measure, which it returns, and works from
 *  the checkout's root; makes `folder`, a template of mkdtemp(), and prints the table's header. */
static inline const char *begin_bench(int argc, char **argv, char *folder)
{
    if (argc != 2) {
        die("give the program to measure, from the checkout's root");
    }
    setenv("MARSAD_DATA", ".", 1);
    if (!mkdtemp(folder)) {
        die("no folder for what is written");
    }
    print_header();
    return argv[1];
}

#endif
