#include "recipe.h"

#include <string.h>

#include "base/file.h"
#include "base/memory.h"

/* Splits a line at its tabs into `columns` cells. */
static void split(char *line, char **cells, size_t columns, const char *path, size_t number)
{
    for (size_t i = 0; i < columns; i++) {
        cells[i] = line;
        char *tab = strchr(line, '\t');
        if ((tab != NULL) != (i + 1 < columns)) {
            stop("%s: line %zu has not %zu columns", path, number, columns);
        }
        if (tab) {
            *tab = '\0';
            line = tab + 1;
        }
    }
}

static char *next_line(char *line)
{
    char *end = strchr(line, '\n');
    if (!end) {
        return line + strlen(line);
    }
    *end = '\0';
    return end + 1;
}

table table_read(const char *path, const char *header, size_t columns)
{
    table t = {.columns = columns};
    marsad_error error = {0};
    if (mrs_file_read(path, &t.text, NULL, &error)) {
        stop("%s: %s", path, error.message);
    }
    char *next = t.text;
    size_t capacity = 0;
    bool seen_header = !header;
    for (size_t number = 1; *next; number++) {
        char *line = next;
        next = next_line(line);
        if (header && (*line == '#' || !*line)) {
            continue;
        }
        if (!seen_header) {
            if (strcmp(line, header) != 0) {
                stop("%s: its header is not \"%s\"", path, header);
            }
            seen_header = true;
            continue;
        }
        if (t.rows == capacity) {
            capacity = capacity * 2 + 64;
            t.cells = need(mrs_resize(t.cells, capacity * columns, sizeof *t.cells));
        }
        split(line, t.cells + t.rows++ * columns, columns, path, number);
    }
    return t;
}

const char *table_cell(const table *t, size_t row, size_t column)
{
    return t->cells[row * t->columns + column];
}

void table_clear(table *t)
{
    mrs_free(t->cells);
    mrs_free(t->text);
    *t = (table){0};
}
