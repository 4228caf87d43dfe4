/*
 * The command as people call it: hands over at once to the program that has what the subcommand
 * needs. Loading the libraries that draw takes as long as most questions take to be answered, so
 * only what draws is linked with them. This program is linked with none.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Of all subcommands, those that draw; `help` and wrong names are answered without. */
static bool draws(int argc, char **argv)
{
    bool asks = argc > 2 && strcmp(argv[1], "help") == 0;
    const char *command = argc < 2 ? "" : argv[asks ? 2 : 1];
    return strcmp(command, "map") == 0 || strcmp(command, "report") == 0;
}

/* Where a program may stand, seen from this one: beside it as built, or as installed. */
static bool find(const char *name, char *path, size_t size)
{
    static const char *const folders[] = {"libexec", "../libexec/marsad"};
    char self[3072];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    self[length > 0 ? length : 0] = '\0';
    char *slash = strrchr(self, '/');
    if (!slash) {
        return false;
    }
    *slash = '\0';
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        int written = snprintf(path, size, "%s/%s/%s", self, folders[i], name);
        if (written > 0 && (size_t)written < size && access(path, X_OK) == 0) {
            return true;
        }
    }
    return false;
}

int main(int argc, char **argv)
{
    enum { FAILURE = 4 }; /* CLI_FAILURE */
    const char *name = draws(argc, argv) ? "marsad-drawing" : "marsad-plain";
    char path[4096];
    if (!find(name, path, sizeof path)) {
        fprintf(stderr,
                "marsad: the program %s is missing: build with 'make', install with "
                "'make install'\n",
                name);
        return FAILURE;
    }
    execv(path, argv);
    fprintf(stderr, "marsad: cannot start %s: %s\n", path, strerror(errno));
    return FAILURE;
}
