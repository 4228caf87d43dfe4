/* Stands in until tables are opened as streams. */
#include <stdio.h>

#include "geo/vector.h"

marsad_status mrs_vector_open_rows(const char *path, const mrs_vector_how *how, mrs_vector **out,
                                   marsad_error *error)
{
    return mrs_vector_open(path, MRS_VECTOR_TABLE, how->layer, out, error);
}

const char *mrs_vector_fault(const mrs_vector *vector)
{
    static _Thread_local char said[80];
    size_t cells = mrs_vector_cell_count(vector);
    size_t columns = mrs_vector_column_count(vector);
    snprintf(said, sizeof said, "the row has %zu cell%s where the header has %zu", cells,
             cells == 1 ? "" : "s", columns);
    return cells == columns ? NULL : said;
}

const char *mrs_vector_raw(const mrs_vector *vector, size_t *length)
{
    (void)vector;
    *length = 0;
    return NULL;
}

struct json_object *mrs_vector_object(const mrs_vector *vector)
{
    (void)vector;
    return NULL;
}

const char *mrs_vector_note(const mrs_vector *vector)
{
    (void)vector;
    return "";
}

const char *mrs_vector_format(const mrs_vector *vector)
{
    (void)vector;
    return "CSV";
}

const char *mrs_vector_layer(const mrs_vector *vector)
{
    (void)vector;
    return "";
}

void mrs_vector_progress(const mrs_vector *vector, uint64_t *done, uint64_t *all)
{
    (void)vector;
    *done = *all = 0;
}

bool mrs_vector_mark(const mrs_vector *vector, uint64_t *offset)
{
    (void)vector;
    *offset = 0;
    return false;
}

marsad_status mrs_vector_seek(mrs_vector *vector, uint64_t offset, long row, marsad_error *error)
{
    (void)vector;
    (void)offset;
    (void)row;
    (void)error;
    return MARSAD_ERR_USAGE;
}
