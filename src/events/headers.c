#include "events/headers.h"

#include <string.h>

#include "marsad/text.h"

/* Made from geodata/events/headers.tsv. */
static const mrs_header_row ROWS[] = {
#include "headers.inc"
};

const mrs_header_row *mrs_header_rows(size_t *count)
{
    *count = sizeof ROWS / sizeof *ROWS;
    return ROWS;
}

const char *mrs_header_next(const char **rest, mrs_arena *arena)
{
    if (!**rest) {
        return NULL;
    }
    size_t length = strcspn(*rest, "|");
    const char *header = mrs_arena_text(arena, *rest, length);
    *rest += length + ((*rest)[length] == '|');
    return header;
}

const char *mrs_header_key(const char *header, mrs_arena *arena)
{
    marsad_keys keys;
    marsad_status status = marsad_text_keys(header, &keys, NULL);
    if (status) {
        return status == MARSAD_ERR_INPUT ? "" : NULL;
    }
    const char *key = mrs_arena_text(arena, keys.bare, strlen(keys.bare));
    marsad_keys_clear(&keys);
    return key;
}

bool mrs_headers_fill(mrs_terms *terms, mrs_headers tables, bool own)
{
    bool added = true;
    for (int i = 0; own && added && i < MRS_COLUMN_COUNT; i++) {
        added = mrs_terms_add(terms, mrs_column_name((mrs_column)i), i);
    }
    for (size_t i = 0; added && i < sizeof ROWS / sizeof *ROWS; i++) {
        added = ROWS[i].tables != tables ||
                mrs_terms_add_all(terms, ROWS[i].headers, (int)ROWS[i].column);
    }
    return added;
}

static bool is_count(int column)
{
    return column == MRS_COLUMN_KILLED || column == MRS_COLUMN_INJURED;
}

bool mrs_header_meaning(const mrs_terms *terms, const char *header, mrs_meaning *out)
{
    mrs_term term;
    *out = (mrs_meaning){.column = MRS_COLUMN_COUNT};
    if (!mrs_terms_find(terms, header, &term)) {
        return false;
    }
    if (term.rank && !term.differ && !(term.unknown && is_count(term.value))) {
        *out = (mrs_meaning){(mrs_column)term.value, term.rank};
    }
    return true;
}
