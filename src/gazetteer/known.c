#include <stdatomic.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "gazetteer/geometry.h"
#include "gazetteer/handle.h"

struct mrs_known {
    atomic_size_t holders;
    size_t count;
    marsad_place **places; /* by their index; NULL until one is asked for */
};

/* A place with its texts behind it, in one piece of memory: a table of events names few places, but
   a million times. */
static marsad_place *pack(const marsad_place *place)
{
    char *const texts[] = {place->id,           place->name,    place->name_ar, place->name_fr,
                           place->feature_code, place->country, place->admin1,  place->source};
    size_t sizes[8], size = sizeof *place;
    for (int i = 0; i < 8; i++) {
        sizes[i] = strlen(texts[i]) + 1;
        size += sizes[i];
    }
    marsad_place *packed = mrs_alloc(size, 1);
    if (!packed) {
        return NULL;
    }
    *packed = *place;
    char *at = (char *)(packed + 1);
    char **const fields[] = {&packed->id,      &packed->name,         &packed->name_ar,
                             &packed->name_fr, &packed->feature_code, &packed->country,
                             &packed->admin1,  &packed->source};
    for (int i = 0; i < 8; i++) {
        memcpy(at, texts[i], sizes[i]);
        *fields[i] = at;
        at += sizes[i];
    }
    return packed;
}

/* The place of the row on which `statement` stands. */
static marsad_status take_known(const marsad_gazetteer *gazetteer, sqlite3_stmt *statement,
                                marsad_place **out, marsad_error *error)
{
    marsad_place place;
    marsad_status status = mrs_read_place(gazetteer, statement, 0, &place, error);
    if (status) {
        return status;
    }
    *out = pack(&place);
    marsad_place_clear(&place);
    return *out ? MARSAD_OK : mrs_fail_memory(error);
}

static marsad_status read_known(const marsad_gazetteer *gazetteer, int64_t row, marsad_place **out,
                                marsad_error *error)
{
    sqlite3_stmt *statement = gazetteer->by_row;
    marsad_status status;
    sqlite3_bind_int64(statement, 1, row);
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        status = take_known(gazetteer, statement, out, error);
    } else if (code == SQLITE_DONE) {
        status = mrs_fail_at(error, MARSAD_ERR_INPUT, gazetteer->path, 0, NULL,
                             "place %lld of its index is not there; rebuild it with 'marsad "
                             "gazetteer build'",
                             (long long)row);
    } else {
        status = mrs_fail_sqlite(gazetteer, error);
    }
    sqlite3_reset(statement);
    return status;
}

static mrs_known *new_known(size_t count)
{
    mrs_known *known = mrs_alloc(1, sizeof *known);
    if (!known) {
        return NULL;
    }
    known->places = mrs_alloc(count, sizeof *known->places);
    known->count = count;
    atomic_init(&known->holders, 1);
    if (!known->places) {
        mrs_free(known);
        return NULL;
    }
    return known;
}

marsad_status mrs_gazetteer_place_at(marsad_gazetteer *gazetteer, uint32_t index,
                                     const marsad_place **out, marsad_error *error)
{
    const mrs_index_place *place = NULL;
    marsad_status status = mrs_index_place_at(gazetteer->index, index, &place, error);
    if (status) {
        return status;
    }
    if (!gazetteer->known) {
        gazetteer->known = new_known(mrs_index_head(gazetteer->index)->place_count);
        if (!gazetteer->known) {
            return mrs_fail_memory(error);
        }
    }
    marsad_place **known = &gazetteer->known->places[index];
    if (!*known) {
        status = read_known(gazetteer, place->row, known, error);
    }
    *out = *known;
    return status;
}

mrs_known *mrs_known_hold(mrs_known *known)
{
    if (known) {
        atomic_fetch_add(&known->holders, 1);
    }
    return known;
}

void mrs_known_drop(mrs_known *known)
{
    if (!known || atomic_fetch_sub(&known->holders, 1) > 1) {
        return;
    }
    for (size_t i = 0; i < known->count; i++) {
        mrs_free(known->places[i]);
    }
    mrs_free(known->places);
    mrs_free(known);
}
