/* The main of a fuzz target in the ordinary test run: feeds it every seed of its folder, one test a
 * seed. The folder is tests/fuzz/seeds/NAME, of a program called fuzz_NAME. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <dirent.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[4096];

static void *must(void *block)
{
    if (!block) {
        fputs("out of memory\n", stderr);
        exit(1);
    }
    return block;
}

/* A copy of exactly the file's size, so that the address sanitizer sees a read beyond its end. */
static uint8_t *read_seed(const char *path, size_t *size)
{
    FILE *stream = fopen(path, "rb");
    long end = -1;
    if (stream && fseek(stream, 0, SEEK_END) == 0) {
        end = ftell(stream);
        rewind(stream);
    }
    if (end < 0) {
        fail_msg("%s: %s", path, strerror(errno));
    }
    *size = (size_t)end;
    uint8_t *bytes = must(malloc(*size ? *size : 1));
    assert_int_equal(fread(bytes, 1, *size, stream), *size);
    fclose(stream);
    return bytes;
}

static void replay(void **state)
{
    char path[sizeof folder + 512];
    snprintf(path, sizeof path, "%s/%s", folder, (const char *)*state);
    size_t size = 0;
    uint8_t *bytes = read_seed(path, &size);
    int kept = LLVMFuzzerTestOneInput(bytes, size);
    free(bytes);
    assert_int_equal(kept, 0);
}

static int is_seed(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* tests/fuzz/seeds/keys for …/fuzz_keys. */
static void find_folder(const char *program)
{
    const char *tests = getenv("MARSAD_TESTS");
    const char *slash = strrchr(program, '/');
    const char *name = slash ? slash + 1 : program;
    const char *mark = strchr(name, '_');
    snprintf(folder, sizeof folder, "%s/fuzz/seeds/%s", tests ? tests : "tests",
             mark ? mark + 1 : name);
}

int main(int argc, char **argv)
{
    (void)argc;
    find_folder(argv[0]);
    struct dirent **seeds = NULL;
    int count = scandir(folder, &seeds, is_seed, alphasort);
    if (count <= 0) {
        fprintf(stderr, "%s: no seeds\n", folder);
        return 1;
    }
    struct CMUnitTest *tests = must(calloc((size_t)count, sizeof *tests));
    for (int i = 0; i < count; i++) {
        tests[i] = (struct CMUnitTest){seeds[i]->d_name, replay, NULL, NULL, seeds[i]->d_name};
    }
    int failed = _cmocka_run_group_tests("seeds", tests, (size_t)count, NULL, NULL);
    for (int i = 0; i < count; i++) {
        free(seeds[i]);
    }
    free(seeds);
    free(tests);
    return failed;
}
