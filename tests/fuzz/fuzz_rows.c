/* Any bytes as a table read by rows: delimited text, lines of JSON, in any encoding. Read in one
 * piece and through a pipe, resumed at a mark; the memory checkers watch. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "geo/vector.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What the rows say, as a number; aborts where they contradict themselves. */
static uint64_t digest_row(mrs_vector *vector, uint64_t sum)
{
    size_t columns = mrs_vector_column_count(vector), length;
    const char *raw = mrs_vector_raw(vector, &length);
    if ((raw == NULL) != (length == 0) && !raw) {
        abort();
    }
    for (size_t i = 0; i < columns; i++) {
        for (const char *c = mrs_vector_text(vector, i); *c; c++) {
            sum = sum * 31 + (unsigned char)*c;
        }
        sum = sum * 31 + 1;
    }
    if (mrs_vector_fault(vector) && !mrs_vector_fault(vector)[0]) {
        abort();
    }
    return sum * 31 + (uint64_t)mrs_vector_row(vector);
}

static void read_rows(mrs_vector *vector)
{
    bool more = true;
    long before = 0;
    uint64_t offset, done, all, sum = 0;
    marsad_error error = {0};
    while (!mrs_vector_next(vector, &more, &error) && more) {
        if (mrs_vector_row(vector) <= before) {
            abort();
        }
        before = mrs_vector_row(vector);
        sum = digest_row(vector, sum);
        mrs_vector_progress(vector, &done, &all);
        if (all && done > all) {
            abort();
        }
        if (before == 3 && mrs_vector_mark(vector, &offset) &&
            mrs_vector_seek(vector, offset, 4, &error)) {
            abort();
        }
    }
    if (error.status && !error.message[0]) {
        abort();
    }
}

static void read_file(const char *path, const mrs_vector_how *how)
{
    mrs_vector *vector;
    marsad_error error = {0};
    if (mrs_vector_open_rows(path, how, &vector, &error)) {
        if (!error.message[0] || vector) {
            abort();
        }
        return;
    }
    if (mrs_vector_format(vector)[0] == 'G') { /* GeoJSON is OGR's */
        mrs_vector_close(vector);
        return;
    }
    read_rows(vector);
    mrs_vector_close(vector);
}

/* The first byte says how the rest is to be read. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const mrs_vector_how hows[] = {{0},
                                          {.encoding = "utf-8"},
                                          {.encoding = "utf-16"},
                                          {.encoding = "shift_jis"},
                                          {.separator = ';'}};
    char path[64];
    int file = memfd_create("rows", 0);
    if (file < 0 || size == 0) {
        return 0;
    }
    FILE *stream = fdopen(dup(file), "wb");
    if (stream) {
        fwrite(data + 1, 1, size - 1, stream);
        fclose(stream);
        snprintf(path, sizeof path, "/proc/self/fd/%d", file);
        read_file(path, &hows[data[0] % (sizeof hows / sizeof *hows)]);
    }
    close(file);
    return 0;
}
