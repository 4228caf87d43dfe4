/* Writing a state, or the change between two, as a vector file. */
#include <math.h>

#include "base/fail.h"
#include "geo/vector_write_handle.h"
#include "relate/front_handle.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { DATE_SIZE = 40 };

static const char *date_text(char out[DATE_SIZE], marsad_date date)
{
    out[0] = '\0';
    if (date.year && date.month && date.day) {
        snprintf(out, DATE_SIZE, "%04d-%02d-%02d", date.year, date.month, date.day);
    } else if (date.year && date.month) {
        snprintf(out, DATE_SIZE, "%04d-%02d", date.year, date.month);
    } else if (date.year) {
        snprintf(out, DATE_SIZE, "%04d", date.year);
    }
    return out;
}

/* Nothing is null. */
static mrs_cell text_cell(const char *text)
{
    return (mrs_cell){.is_null = !text || !text[0], .text = text};
}

static mrs_cell number_cell(double number)
{
    return (mrs_cell){.is_null = !isfinite(number), .number = number};
}

static mrs_cell holder_cell(const marsad_front *front, size_t holder)
{
    return text_cell(marsad_front_holder(front, holder));
}

static marsad_status close_writer(mrs_writer *writer, marsad_status status, marsad_error *error)
{
    if (status) {
        mrs_writer_abandon(writer);
        return status;
    }
    return mrs_writer_commit(writer, error);
}

/* ---- a state ------------------------------------------------------------------------------- */

static marsad_status write_areas(const marsad_front *front, const marsad_front_state *state,
                                 const char *path, marsad_error *error)
{
    static const mrs_field fields[] = {{"controller", MRS_CELL_TEXT, 0},
                                       {"date", MRS_CELL_TEXT, 0},
                                       {"area_km2", MRS_CELL_NUMBER, 3},
                                       {"derived", MRS_CELL_FLAG, 0},
                                       {"evidence", MRS_CELL_TEXT, 0}};
    char date[DATE_SIZE];
    mrs_writer *writer = NULL;
    marsad_status status =
        mrs_writer_open(path, "control", MRS_WRITE_AREA, fields, COUNT(fields), &writer, error);
    for (size_t i = 0; !status && i < state->area_count; i++) {
        const marsad_front_area *area = &state->areas[i];
        const mrs_cell cells[] = {holder_cell(front, area->holder),
                                  text_cell(date_text(date, state->date)),
                                  number_cell(area->area_m2 / 1e6),
                                  {.flag = state->derived},
                                  text_cell(area->evidence)};
        status = mrs_writer_add(writer, cells, area->points, area->ends, area->ring_count, error);
    }
    return close_writer(writer, status, error);
}

static marsad_status write_lines(const marsad_front *front, const marsad_front_state *state,
                                 const char *path, marsad_error *error)
{
    static const mrs_field fields[] = {{"name", MRS_CELL_TEXT, 0},
                                       {"date", MRS_CELL_TEXT, 0},
                                       {"left", MRS_CELL_TEXT, 0},
                                       {"right", MRS_CELL_TEXT, 0}};
    char date[DATE_SIZE];
    mrs_writer *writer = NULL;
    marsad_status status =
        mrs_writer_open(path, "front", MRS_WRITE_LINE, fields, COUNT(fields), &writer, error);
    for (size_t i = 0; !status && i < state->line_count; i++) {
        const marsad_front_line *line = &state->lines[i];
        const mrs_cell cells[] = {text_cell(line->name), text_cell(date_text(date, state->date)),
                                  holder_cell(front, line->left), holder_cell(front, line->right)};
        status = mrs_writer_add(writer, cells, line->points, &line->count, 1, error);
    }
    return close_writer(writer, status, error);
}

marsad_status marsad_front_write(const marsad_front *front, size_t state, const char *path,
                                 marsad_error *error)
{
    const marsad_front_state *shown = marsad_front_state_at(front, state);
    if (!shown) {
        return mrs_fail(error, MARSAD_ERR_USAGE, "the front has %zu states, and none is number %zu",
                        marsad_front_state_count(front), state);
    }
    const mrs_write_format *format = mrs_write_format_of(path, error);
    if (!format) {
        return MARSAD_ERR_USAGE;
    }
    if (format->is_table) {
        return mrs_fail_at(error, MARSAD_ERR_USAGE, path, 0, NULL,
                           "a table (.%s) takes no ground; write the front as .geojson or .gpkg",
                           format->ending);
    }
    return shown->area_count > 0 ? write_areas(front, shown, path, error)
                                 : write_lines(front, shown, path, error);
}

/* ---- a change ------------------------------------------------------------------------------ */

marsad_status marsad_front_comparison_write(const marsad_front_comparison *comparison,
                                            const char *path, marsad_error *error)
{
    static const mrs_field fields[] = {{"from", MRS_CELL_TEXT, 0},
                                       {"to", MRS_CELL_TEXT, 0},
                                       {"area_km2", MRS_CELL_NUMBER, 3},
                                       {"before", MRS_CELL_TEXT, 0},
                                       {"after", MRS_CELL_TEXT, 0}};
    char before[DATE_SIZE];
    char after[DATE_SIZE];
    mrs_writer *writer = NULL;
    marsad_status status =
        mrs_writer_open(path, "changes", MRS_WRITE_AREA, fields, COUNT(fields), &writer, error);
    for (size_t i = 0; !status && i < comparison->change_count; i++) {
        const marsad_front_change *change = &comparison->changes[i];
        const mrs_cell cells[] = {text_cell(change->from), text_cell(change->to),
                                  number_cell(change->area_m2 / 1e6),
                                  text_cell(date_text(before, comparison->before)),
                                  text_cell(date_text(after, comparison->after))};
        status =
            mrs_writer_add(writer, cells, change->points, change->ends, change->ring_count, error);
    }
    return close_writer(writer, status, error);
}
