/* Runs the cases in tests/cli/NAME.test, one cmocka test a case, each by /bin/sh in a scratch
 * folder of its own. The format stands in tests/README.md. MARSAD_CASE='*word*' runs the cases so
 * named. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <fcntl.h>
#include <ftw.h>
#include <glob.h>
#include <limits.h>
#include <regex.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SECONDS_A_CASE = 120 };

typedef struct lines {
    char **items;
    size_t count;
} lines;

typedef struct input_file {
    char *name;
    lines content;
} input_file;

typedef struct test_case {
    char *name;
    const char *path; /* of the .test file; owned by the glob */
    long line;
    lines commands, out, err, needs;
    lines left; /* names of files that the commands leave behind */
    input_file *files;
    size_t file_count;
    int status;
} test_case;

static test_case *cases;
static size_t case_count;
static char root[PATH_MAX];
static char build[PATH_MAX];

/* --- Memory and lines --- */

static void *must(void *block)
{
    if (!block) {
        fputs("out of memory\n", stderr);
        exit(1);
    }
    return block;
}

static void *grow(void *items, size_t count, size_t size)
{
    bool full = (count & (count - 1)) == 0; /* capacities are powers of two */
    return full ? must(realloc(items, (count ? count * 2 : 1) * size)) : items;
}

static void add_line(lines *to, const char *text)
{
    to->items = grow(to->items, to->count, sizeof *to->items);
    to->items[to->count++] = must(strdup(text));
}

static void free_lines(lines *of)
{
    for (size_t i = 0; i < of->count; i++) {
        free(of->items[i]);
    }
    free(of->items);
    *of = (lines){0};
}

static void add_words(lines *to, char *text)
{
    for (char *word = strtok(text, " \t"); word; word = strtok(NULL, " \t")) {
        add_line(to, word);
    }
}

static char *joined(const char *folder, const char *name)
{
    char *path = NULL;
    return asprintf(&path, "%s/%s", folder, name) < 0 ? must(NULL) : path;
}

/* --- Reading the case files --- */

/* The rest of the line if it begins with this mark and a space (or ends there), or else NULL. */
static char *after_mark(char *line, const char *mark)
{
    size_t length = strlen(mark);
    if (strncmp(line, mark, length) != 0 || (line[length] && line[length] != ' ')) {
        return NULL;
    }
    return line[length] ? line + length + 1 : line + length;
}

static void add_file(test_case *to, const char *name)
{
    to->files = grow(to->files, to->file_count, sizeof *to->files);
    to->files[to->file_count++] = (input_file){.name = must(strdup(name))};
}

static test_case *add_case(const char *path, long line, const char *name)
{
    cases = grow(cases, case_count, sizeof *cases);
    cases[case_count] = (test_case){.name = must(strdup(name)), .path = path, .line = line};
    return &cases[case_count++];
}

/* A line of a case: false if it is none. */
static bool read_case_line(test_case *to, char *line)
{
    char *rest;
    if ((rest = after_mark(line, "$"))) {
        add_line(&to->commands, rest);
    } else if ((rest = after_mark(line, ">"))) {
        add_line(&to->out, rest);
    } else if ((rest = after_mark(line, "2>"))) {
        add_line(&to->err, rest);
    } else if ((rest = after_mark(line, "?"))) {
        to->status = atoi(rest);
    } else if ((rest = after_mark(line, "file:"))) {
        add_file(to, rest);
    } else if (to->file_count && (rest = after_mark(line, "|"))) {
        add_line(&to->files[to->file_count - 1].content, rest);
    } else if ((rest = after_mark(line, "files:"))) {
        add_words(&to->left, rest);
    } else if ((rest = after_mark(line, "needs:"))) {
        add_line(&to->needs, rest);
    } else {
        return false;
    }
    return true;
}

static bool read_line(const char *path, long number, char *line, test_case **current)
{
    line[strcspn(line, "\n")] = '\0';
    char *name = after_mark(line, "==");
    if (name) {
        *current = add_case(path, number, name);
    } else if (line[strspn(line, " \t")] && line[0] != '#' &&
               !(*current && read_case_line(*current, line))) {
        fprintf(stderr, "%s:%ld: not a line of a case: %s\n", path, number, line);
        return false;
    }
    return true;
}

static bool read_cases(const char *path)
{
    FILE *stream = fopen(path, "r");
    if (!stream) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        return false;
    }
    char *line = NULL;
    size_t size = 0;
    bool good = true;
    test_case *current = NULL;
    for (long number = 1; getline(&line, &size, stream) >= 0; number++) {
        good = read_line(path, number, line, &current) && good;
    }
    free(line);
    fclose(stream);
    return good;
}

static void free_cases(void)
{
    for (size_t i = 0; i < case_count; i++) {
        lines *const all[] = {&cases[i].commands, &cases[i].out, &cases[i].err, &cases[i].needs,
                              &cases[i].left};
        for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
            free_lines(all[k]);
        }
        for (size_t k = 0; k < cases[i].file_count; k++) {
            free(cases[i].files[k].name);
            free_lines(&cases[i].files[k].content);
        }
        free(cases[i].files);
        free(cases[i].name);
    }
    free(cases);
}

/* --- Comparing --- */

static bool regex_matches(const char *pattern, const char *text)
{
    regex_t compiled;
    if (regcomp(&compiled, pattern, REG_EXTENDED | REG_NOSUB)) {
        return false;
    }
    bool matches = regexec(&compiled, text, 0, NULL, 0) == 0;
    regfree(&compiled);
    return matches;
}

static bool line_matches(const char *expected, const char *got)
{
    return strncmp(expected, "~ ", 2) == 0 ? regex_matches(expected + 2, got)
                                           : strcmp(expected, got) == 0;
}

/*
 * How far the lines agree: reached[i][j] tells whether the first i expected lines can be the first
 * j that came. Fills `agreed` with the furthest such pair; true if that is the end of both.
 */
static bool compare(const lines *expected, const lines *got, size_t agreed[2])
{
    size_t width = got->count + 1;
    bool *reached = must(calloc((expected->count + 1) * width, sizeof *reached));
    reached[0] = true;
    agreed[0] = agreed[1] = 0;
    for (size_t i = 0; i <= expected->count; i++) {
        bool any = i < expected->count && strcmp(expected->items[i], "...") == 0;
        for (size_t j = 0; j <= got->count; j++) {
            if (!reached[i * width + j]) {
                continue;
            }
            if (j >= agreed[1]) {
                agreed[0] = i;
                agreed[1] = j;
            }
            if (any) {
                reached[(i + 1) * width + j] = true;
                if (j < got->count) {
                    reached[i * width + j + 1] = true;
                }
            } else if (i < expected->count && j < got->count &&
                       line_matches(expected->items[i], got->items[j])) {
                reached[(i + 1) * width + j + 1] = true;
            }
        }
    }
    bool same = reached[(expected->count + 1) * width - 1];
    free(reached);
    return same;
}

/* Prints where two texts part: "-" was expected, "+" came. */
static bool check_lines(const char *what, const lines *expected, const lines *got)
{
    size_t agreed[2];
    if (compare(expected, got, agreed)) {
        return true;
    }
    print_error("  %s (- expected, + came):\n", what);
    for (size_t i = 0; i < agreed[1]; i++) {
        print_error("      %s\n", got->items[i]);
    }
    for (size_t i = agreed[0]; i < expected->count; i++) {
        print_error("    - %s\n", expected->items[i]);
    }
    for (size_t i = agreed[1]; i < got->count; i++) {
        print_error("    + %s\n", got->items[i]);
    }
    return false;
}

/* --- The scratch folder --- */

/* One case's folder: the commands run in work/, beside which their output is caught. */
typedef struct scratch {
    char *top, *work, *out, *err;
} scratch;

static int remove_entry(const char *path, const struct stat *about, int kind, struct FTW *position)
{
    (void)about;
    (void)kind;
    (void)position;
    return remove(path);
}

static void make_parents(const char *path)
{
    char *copy = must(strdup(path));
    for (char *slash = strchr(copy + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(copy, 0777);
        *slash = '/';
    }
    free(copy);
}

static void write_file(const char *folder, const input_file *file)
{
    char *path = joined(folder, file->name);
    make_parents(path);
    FILE *stream = fopen(path, "wb");
    if (!stream) {
        fail_msg("%s: %s", path, strerror(errno));
    }
    for (size_t i = 0; i < file->content.count; i++) {
        fprintf(stream, "%s\n", file->content.items[i]);
    }
    assert_int_equal(fclose(stream), 0);
    free(path);
}

static scratch make_scratch(const test_case *from)
{
    const char *temporary = getenv("TMPDIR");
    char pattern[PATH_MAX], resolved[PATH_MAX];
    snprintf(pattern, sizeof pattern, "%s/marsad-cli-XXXXXX", temporary ? temporary : "/tmp");
    if (!mkdtemp(pattern) || !realpath(pattern, resolved)) {
        fail_msg("%s: %s", pattern, strerror(errno));
    }
    scratch made = {must(strdup(resolved)), joined(resolved, "work"), joined(resolved, "stdout"),
                    joined(resolved, "stderr")};
    assert_int_equal(mkdir(made.work, 0777), 0);
    for (size_t i = 0; i < from->file_count; i++) {
        write_file(made.work, &from->files[i]);
    }
    return made;
}

static void remove_scratch(scratch *made)
{
    nftw(made->top, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    free(made->top);
    free(made->work);
    free(made->out);
    free(made->err);
}

static bool is_folder_of(const char *folder, size_t length, const char *name)
{
    return strncmp(folder, name, length) == 0 && name[length] == '/';
}

/* True if the case lists this entry, writes it itself, or needs the folder for such a file. */
static bool is_expected(const test_case *of, const char *name, bool *listed)
{
    size_t length = strlen(name);
    bool expected = false;
    for (size_t i = 0; i < of->left.count; i++) {
        bool same = strcmp(of->left.items[i], name) == 0;
        listed[i] = listed[i] || same;
        expected = expected || same || is_folder_of(name, length, of->left.items[i]);
    }
    for (size_t i = 0; i < of->file_count && !expected; i++) {
        expected =
            strcmp(of->files[i].name, name) == 0 || is_folder_of(name, length, of->files[i].name);
    }
    return expected;
}

static lines found; /* by note_entry(): nftw() carries no context */

static int note_entry(const char *path, const struct stat *about, int kind, struct FTW *position)
{
    (void)about;
    (void)kind;
    if (position->level > 0) {
        add_line(&found, path);
    }
    return 0;
}

/* No more and no fewer files may stand in the folder than the case says. */
static bool check_files(const test_case *of, const char *folder)
{
    bool *listed = must(calloc(of->left.count + 1, sizeof *listed));
    bool good = true;
    nftw(folder, note_entry, 16, FTW_PHYS);
    for (size_t i = 0; i < found.count; i++) {
        const char *name = found.items[i] + strlen(folder) + 1;
        if (!is_expected(of, name, listed)) {
            print_error("  left behind, and not in \"files:\": %s\n", name);
            good = false;
        }
    }
    for (size_t i = 0; i < of->left.count; i++) {
        if (!listed[i]) {
            print_error("  not written: %s\n", of->left.items[i]);
            good = false;
        }
    }
    free_lines(&found);
    free(listed);
    return good;
}

/* --- Running --- */

static char *script_of(const lines *commands)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = must(open_memstream(&text, &size));
    for (size_t i = 0; i < commands->count; i++) {
        fprintf(stream, "%s\n", commands->items[i]);
    }
    fclose(stream);
    return text;
}

/* The commands see the built marsad first on PATH, the checkout's data, and a plain locale. */
static void set_environment(const scratch *at)
{
    const char *path = getenv("PATH");
    char *value = NULL;
    if (asprintf(&value, "%s:%s", build, path ? path : "/usr/bin:/bin") >= 0) {
        setenv("PATH", value, 1);
    }
    setenv("LC_ALL", "C.UTF-8", 1);
    setenv("ROOT", root, 1);
    setenv("BUILD", build, 1);
    setenv("SCRATCH", at->work, 1);
    setenv("MARSAD_DATA", root, 1);
}

static void redirect(const char *path, int flags, int to)
{
    int file = open(path, flags, 0666);
    if (file < 0 || dup2(file, to) < 0) {
        _exit(125);
    }
    close(file);
}

/* In the child. A group of its own, so that nothing survives the case. */
static void become_shell(const scratch *at, const char *script)
{
    setpgid(0, 0);
    alarm(SECONDS_A_CASE);
    set_environment(at);
    if (chdir(at->work)) {
        _exit(125);
    }
    redirect("/dev/null", O_RDONLY, STDIN_FILENO);
    redirect(at->out, O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
    redirect(at->err, O_WRONLY | O_CREAT | O_TRUNC, STDERR_FILENO);
    execl("/bin/sh", "sh", "-c", script, (char *)NULL);
    _exit(125);
}

/* The exit status as a shell tells it: 128 and the signal's number for a crash. */
static int run_shell(const scratch *at, const lines *commands)
{
    char *script = script_of(commands);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        become_shell(at, script);
    }
    free(script);
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) < 0) {
        return -1;
    }
    kill(-child, SIGKILL);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* Puts `name` wherever `path` stands in the text. */
static char *with_name(char *text, const char *path, const char *name)
{
    char *result = NULL;
    size_t size = 0;
    FILE *stream = must(open_memstream(&result, &size));
    const char *from = text;
    for (const char *at; (at = strstr(from, path)); from = at + strlen(path)) {
        fprintf(stream, "%.*s%s", (int)(at - from), from, name);
    }
    fputs(from, stream);
    fclose(stream);
    free(text);
    return result;
}

/* A line without an end of line is shown as such: it is a fault. */
static void add_output(lines *to, char *line, ssize_t length, const scratch *at)
{
    bool whole = length > 0 && line[length - 1] == '\n';
    char *text = NULL;
    if (asprintf(&text, "%.*s%s", (int)length - whole, line, whole ? "" : " (no end of line)") <
        0) {
        must(NULL);
    }
    text = with_name(text, at->work, "$SCRATCH");
    text = with_name(text, root, "$ROOT");
    add_line(to, text);
    free(text);
}

static lines read_output(const char *path, const scratch *at)
{
    lines output = {0};
    char *line = NULL;
    size_t size = 0;
    ssize_t length;
    FILE *stream = fopen(path, "r");
    while (stream && (length = getline(&line, &size, stream)) >= 0) {
        add_output(&output, line, length, at);
    }
    free(line);
    if (stream) {
        fclose(stream);
    }
    return output;
}

/* Runs the commands and says all that differs; true if nothing does. */
static bool passes(const test_case *of, const scratch *at)
{
    int status = run_shell(at, &of->commands);
    lines out = read_output(at->out, at);
    lines err = read_output(at->err, at);
    bool good = status == of->status;
    if (!good) {
        print_error("  exit status %d, expected %d\n", status, of->status);
    }
    good = check_lines("standard output", &of->out, &out) && good;
    good = check_lines("standard error", &of->err, &err) && good;
    good = check_files(of, at->work) && good;
    free_lines(&out);
    free_lines(&err);
    return good;
}

static void run_case(void **state)
{
    const test_case *of = *state;
    scratch at = make_scratch(of);
    bool needs_met = !of->needs.count || run_shell(&at, &of->needs) == 0;
    bool good = !needs_met || passes(of, &at);
    remove_scratch(&at);
    if (!needs_met) {
        skip();
    }
    if (!good) {
        fail_msg("%s:%ld: %s", of->path, of->line, of->name);
    }
}

/* --- The program --- */

static bool find_paths(void)
{
    const char *folder = getenv("MARSAD_BUILD");
    char *marsad = joined(folder ? folder : "build", "marsad");
    bool good = realpath(".", root) && realpath(folder ? folder : "build", build) &&
                access(marsad, X_OK) == 0;
    if (!good) {
        fprintf(stderr, "%s: not built\n", marsad);
    }
    free(marsad);
    return good;
}

static int run_all(void)
{
    struct CMUnitTest *tests = must(calloc(case_count + 1, sizeof *tests));
    for (size_t i = 0; i < case_count; i++) {
        tests[i] = (struct CMUnitTest){cases[i].name, run_case, NULL, NULL, &cases[i]};
    }
    const char *only = getenv("MARSAD_CASE");
    if (only) {
        cmocka_set_test_filter(only);
    }
    int failed = _cmocka_run_group_tests("cli", tests, case_count, NULL, NULL);
    free(tests);
    return failed;
}

int main(void)
{
    const char *folder = getenv("MARSAD_TESTS");
    char *pattern = joined(folder ? folder : "tests", "cli/*.test");
    glob_t files = {0};
    bool good = find_paths() && glob(pattern, 0, NULL, &files) == 0; /* sorted */
    for (size_t i = 0; good && i < files.gl_pathc; i++) {
        good = read_cases(files.gl_pathv[i]);
    }
    int failed = good ? run_all() : 1;
    free_cases();
    globfree(&files);
    free(pattern);
    return failed;
}
