/*
 * The heights of the key's rows, as they were found to be. A panel is measured in many extents
 * before it is drawn, and setting the same text each time would take most of a map's time.
 */
#include "base/memory.h"
#include "map/panel.h"

enum { PLACES = 2048 }; /* a row that falls on another's place takes it */

struct mrs_row_heights {
    mrs_row_height rows[PLACES]; /* a width of 0: none */
};

static size_t place_of(const mrs_row_height *row)
{
    size_t sort = (size_t)(row->is_day ? 4 : 0) + (row->notes ? 2 : 0) + (row->bare ? 1 : 0);
    return (row->index * 8 + sort + (size_t)mrs_greater(row->width * 16, 0) * 31) % PLACES;
}

static bool is_same(const mrs_row_height *a, const mrs_row_height *b)
{
    return a->index == b->index && a->width == b->width && a->by_day == b->by_day &&
           a->notes == b->notes && a->bare == b->bare;
}

bool mrs_recall_row(const mrs_sheet *sheet, mrs_row_height *row)
{
    const struct mrs_row_heights *known = sheet->row_heights;
    const mrs_row_height *there = known ? &known->rows[place_of(row)] : NULL;
    if (!there || row->width <= 0 || !is_same(there, row)) {
        return false;
    }
    *row = *there;
    return true;
}

void mrs_note_row(mrs_sheet *sheet, const mrs_row_height *row)
{
    if (!sheet->row_heights) {
        sheet->row_heights = mrs_alloc(1, sizeof *sheet->row_heights);
    }
    if (sheet->row_heights && row->width > 0) {
        sheet->row_heights->rows[place_of(row)] = *row;
    }
}
