#include "events/headers.h"

#include <string.h>

#include "base/memory.h"
#include "marsad/text.h"
#include "text/utf8.h"

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

/* ---- by key -------------------------------------------------------------------------------- */

/* Of two columns with one header the first keeps it. */
static bool add(mrs_header_index *index, const char *header, mrs_column column)
{
    const char *key = header ? mrs_header_key(header, &index->arena) : NULL;
    size_t *rank = key ? mrs_seen_at(&index->ranks, key) : NULL;
    if (!rank || !mrs_grow((void **)&index->columns, &index->capacity, index->count,
                           sizeof *index->columns)) {
        return false;
    }
    if (*rank == 0) {
        index->columns[index->count++] = column;
        *rank = index->count;
    }
    return true;
}

static bool add_row(mrs_header_index *index, const mrs_header_row *row)
{
    const char *rest = row->headers;
    bool added = true;
    while (added && *rest) {
        added = add(index, mrs_header_next(&rest, &index->arena), row->column);
    }
    return added;
}

bool mrs_header_index_fill(mrs_header_index *index, mrs_headers tables, bool own)
{
    bool added = true;
    for (int i = 0; own && added && i < MRS_COLUMN_COUNT; i++) {
        added = add(index, mrs_column_name((mrs_column)i), (mrs_column)i);
    }
    for (size_t i = 0; added && i < sizeof ROWS / sizeof *ROWS; i++) {
        if (ROWS[i].tables == tables) {
            added = add_row(index, &ROWS[i]);
        }
    }
    return added;
}

void mrs_header_index_clear(mrs_header_index *index)
{
    mrs_arena_clear(&index->arena);
    mrs_seen_clear(&index->ranks);
    mrs_free(index->columns);
    *index = (mrs_header_index){0};
}

static bool meaning_of_key(mrs_header_index *index, const char *header, mrs_meaning *out)
{
    *out = (mrs_meaning){.column = MRS_COLUMN_COUNT};
    const char *key = header ? mrs_header_key(header, &index->arena) : NULL;
    size_t *rank = key && key[0] ? mrs_seen_at(&index->ranks, key) : NULL;
    if (rank && *rank) {
        *out = (mrs_meaning){index->columns[*rank - 1], *rank};
    }
    return key && (rank || !key[0]);
}

/* ---- by parts ------------------------------------------------------------------------------ */

static bool is_arabic(uint32_t point)
{
    return point >= 0x620 && point <= 0x6FF;
}

static bool is_latin(uint32_t point)
{
    return (point >= 'A' && point <= 'Z') || (point >= 'a' && point <= 'z') ||
           (point >= 0xC0 && point <= 0x24F);
}

static bool is_between(uint32_t point)
{
    return point == 0x2013 || point == 0x2014 || point == 0x60C || point == 0x61B ||
           (point < 0x80 && strchr("/|()[]-,;:\n\r", (int)point));
}

/* The bytes of the part at `text`: to a mark between two parts, or to where the script changes. */
static size_t part_length(const char *text)
{
    bool arabic = false, latin = false;
    size_t at = 0, all = strlen(text);
    while (at < all) {
        uint32_t point;
        size_t step = mrs_utf8_decode(text + at, all - at, &point);
        if (step == 0 || is_between(point) || (arabic && is_latin(point)) ||
            (latin && is_arabic(point))) {
            break;
        }
        arabic |= is_arabic(point);
        latin |= is_latin(point);
        at += step;
    }
    return at;
}

/* The bytes of the mark at `text`, or of bytes that are no text; 0 at a letter or the end. */
static size_t mark_length(const char *text)
{
    uint32_t point;
    size_t step = *text ? mrs_utf8_decode(text, strlen(text), &point) : 0;
    return !*text ? 0 : step == 0 ? 1 : is_between(point) ? step : 0;
}

static bool is_count(mrs_column column)
{
    return column == MRS_COLUMN_KILLED || column == MRS_COLUMN_INJURED;
}

typedef struct parts {
    mrs_meaning meaning;
    bool differ, unknown;
} parts;

static bool take_part(mrs_header_index *index, const char *part, parts *so_far)
{
    mrs_meaning found;
    if (!part || !meaning_of_key(index, part, &found)) {
        return false;
    }
    mrs_meaning *meaning = &so_far->meaning;
    if (found.column == MRS_COLUMN_COUNT) {
        so_far->unknown |= part[strspn(part, " ")] != '\0';
    } else if (meaning->column == MRS_COLUMN_COUNT) {
        *meaning = found;
    } else {
        so_far->differ |= found.column != meaning->column;
        meaning->rank = found.rank < meaning->rank ? found.rank : meaning->rank;
    }
    return true;
}

bool mrs_header_meaning(mrs_header_index *index, const char *header, mrs_meaning *out)
{
    if (!meaning_of_key(index, header, out)) {
        return false;
    }
    if (out->column != MRS_COLUMN_COUNT) {
        return true;
    }
    parts all = {.meaning = {.column = MRS_COLUMN_COUNT}};
    while (*header) {
        size_t mark = mark_length(header);
        size_t length = mark ? 0 : part_length(header);
        if (length && !take_part(index, mrs_arena_text(&index->arena, header, length), &all)) {
            return false;
        }
        header += mark + length;
    }
    if (!all.differ && !(all.unknown && is_count(all.meaning.column))) {
        *out = all.meaning;
    }
    return true;
}
