/* Tables that are read as a stream of rows. */
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "geo/vector_handle.h"

static marsad_status open_delimited(mrs_vector *vector, const mrs_vector_how *how,
                                    marsad_error *error)
{
    mrs_delimited *table = mrs_alloc(1, sizeof *table);
    if (!table) {
        return mrs_fail_memory(error);
    }
    marsad_status status = mrs_delimited_open(&vector->source, how->separator, table, error);
    if (status) {
        mrs_free(table);
        return status;
    }
    vector->table = table;
    vector->format = table->separator == '\t' ? "TSV" : "CSV";
    return MARSAD_OK;
}

static marsad_status open_rows(mrs_vector *vector, const char *path, const mrs_vector_how *how,
                               marsad_error *error)
{
    marsad_status status = mrs_source_open(path, how->encoding, &vector->source, error);
    return status ? status : open_delimited(vector, how, error);
}

marsad_status mrs_vector_open_rows(const char *path, const mrs_vector_how *how, mrs_vector **out,
                                   marsad_error *error)
{
    static const mrs_vector_how by_the_file;
    *out = NULL;
    mrs_vector *vector = mrs_alloc(1, sizeof *vector);
    if (!vector) {
        return mrs_fail_memory(error);
    }
    vector->source.handle = -1;
    vector->by_rows = true;
    vector->path = mrs_strdup(strcmp(path, "-") == 0 ? "standard input" : path);
    marsad_status status = vector->path ? open_rows(vector, path, how ? how : &by_the_file, error)
                                        : mrs_fail_memory(error);
    if (status) {
        mrs_vector_close(vector);
        return status;
    }
    *out = vector;
    return MARSAD_OK;
}

const char *mrs_vector_fault(const mrs_vector *vector)
{
    const char *fault = vector->table ? vector->table->fault : vector->fault;
    return fault[0] ? fault : NULL;
}

const char *mrs_vector_raw(const mrs_vector *vector, size_t *length)
{
    *length = vector->table ? vector->table->raw_length : 0;
    return vector->table ? vector->table->raw : NULL;
}

struct json_object *mrs_vector_object(const mrs_vector *vector)
{
    (void)vector;
    return NULL;
}

const char *mrs_vector_note(const mrs_vector *vector)
{
    return vector->source.note;
}

const char *mrs_vector_format(const mrs_vector *vector)
{
    return vector->format;
}

const char *mrs_vector_layer(const mrs_vector *vector)
{
    (void)vector;
    return "";
}

void mrs_vector_progress(const mrs_vector *vector, uint64_t *done, uint64_t *all)
{
    mrs_source_progress(&vector->source, done, all);
}

bool mrs_vector_mark(const mrs_vector *vector, uint64_t *offset)
{
    bool known = mrs_source_tell(&vector->source, offset);
    *offset += vector->table ? vector->table->taken : 0;
    return known;
}

marsad_status mrs_vector_seek(mrs_vector *vector, uint64_t offset, long row, marsad_error *error)
{
    return mrs_delimited_seek(vector->table, offset, row, error);
}
