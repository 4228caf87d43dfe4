/* Writing a state, or the change between two, as a vector file. */
#include <math.h>

#include "base/fail.h"
#include "geo/earth.h"
#include "geo/vector_write_handle.h"
#include "relate/front_handle.h"
#include "relate/front_look.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

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

/* ---- across the antimeridian --------------------------------------------------------------- */

/* Where the geodesic between two points on either side of the antimeridian crosses it. */
static marsad_lonlat crossing(const mrs_earth *earth, marsad_lonlat from, marsad_lonlat to)
{
    marsad_geodesic line = mrs_earth_between(earth, from, to);
    double near = 0;
    double far = line.distance_m;
    marsad_lonlat at = from;
    while (far - near > 1e-4) {
        double middle = (near + far) / 2;
        at = mrs_earth_point(earth, from, line.azimuth_deg, middle);
        bool before = (at.lon > 0) == (from.lon > 0);
        near = before ? middle : near;
        far = before ? far : middle;
    }
    return (marsad_lonlat){180, at.lat};
}

static bool crosses(marsad_lonlat a, marsad_lonlat b)
{
    return fabs(a.lon - b.lon) > 180 && fabs(a.lon) < 180 && fabs(b.lon) < 180;
}

/* Copies rings, or a line, with a point where an edge crosses the antimeridian: the writer cuts
 * there, and between its points an edge is straight in degrees. */
static bool mark_crossings(const marsad_lonlat *points, const size_t *ends, size_t ring_count,
                           bool closed, mrs_rings *out)
{
    mrs_earth earth = mrs_earth_wgs84();
    bool ok = true;
    for (size_t r = 0, first = 0; ok && r < ring_count; first = ends[r++]) {
        for (size_t i = first; ok && i < ends[r]; i++) {
            bool last = i + 1 == ends[r];
            marsad_lonlat next = points[last ? first : i + 1];
            ok = mrs_rings_add_point(out, points[i]);
            if (ok && (closed || !last) && crosses(points[i], next)) {
                ok = mrs_rings_add_point(out, crossing(&earth, points[i], next));
            }
        }
        ok = ok && mrs_rings_end_ring(out);
    }
    return ok;
}

static marsad_status write_shape(mrs_writer *writer, const mrs_cell *cells,
                                 const marsad_lonlat *points, const size_t *ends, size_t ring_count,
                                 bool closed, marsad_error *error)
{
    mrs_rings marked = {0};
    marsad_status status =
        mark_crossings(points, ends, ring_count, closed, &marked)
            ? mrs_writer_add(writer, cells, marked.points, marked.ends, marked.ring_count, error)
            : mrs_fail_memory(error);
    mrs_rings_clear(&marked);
    return status;
}

/* Begins the file with its look, which is cleared. */
static marsad_status open_writer(const char *path, mrs_writer_plan plan, mrs_front_look *look,
                                 bool looks, mrs_writer **out, marsad_error *error)
{
    *out = NULL;
    plan.look = &look->look;
    marsad_status status =
        looks ? mrs_writer_begin(path, &plan, out, error) : mrs_fail_memory(error);
    mrs_front_look_clear(look);
    return status;
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
    char date[MARSAD_DATE_TEXT];
    mrs_writer *writer = NULL;
    mrs_front_look look;
    const mrs_writer_plan plan = {.layer = "control",
                                  .shape = MRS_WRITE_AREA,
                                  .fields = fields,
                                  .field_count = COUNT(fields)};
    bool looks = mrs_look_of_areas(front, state, &look);
    marsad_status status = open_writer(path, plan, &look, looks, &writer, error);
    for (size_t i = 0; !status && i < state->area_count; i++) {
        const marsad_front_area *area = &state->areas[i];
        const mrs_cell cells[] = {holder_cell(front, area->holder),
                                  text_cell(marsad_date_text(state->date, date)),
                                  number_cell(area->area_m2 / 1e6),
                                  {.flag = state->derived},
                                  text_cell(area->evidence)};
        status =
            write_shape(writer, cells, area->points, area->ends, area->ring_count, true, error);
    }
    return mrs_writer_end(writer, status, error);
}

static marsad_status write_lines(const marsad_front *front, const marsad_front_state *state,
                                 const char *path, marsad_error *error)
{
    static const mrs_field fields[] = {{"name", MRS_CELL_TEXT, 0},
                                       {"date", MRS_CELL_TEXT, 0},
                                       {"left", MRS_CELL_TEXT, 0},
                                       {"right", MRS_CELL_TEXT, 0}};
    char date[MARSAD_DATE_TEXT];
    mrs_writer *writer = NULL;
    mrs_front_look look;
    const mrs_writer_plan plan = {
        .layer = "front", .shape = MRS_WRITE_LINE, .fields = fields, .field_count = COUNT(fields)};
    bool looks = mrs_look_of_lines(front, state, &look);
    marsad_status status = open_writer(path, plan, &look, looks, &writer, error);
    for (size_t i = 0; !status && i < state->line_count; i++) {
        const marsad_front_line *line = &state->lines[i];
        const mrs_cell cells[] = {text_cell(line->name),
                                  text_cell(marsad_date_text(state->date, date)),
                                  holder_cell(front, line->left), holder_cell(front, line->right)};
        status = write_shape(writer, cells, line->points, &line->count, 1, false, error);
    }
    return mrs_writer_end(writer, status, error);
}

marsad_status marsad_front_check_path(const char *path, bool ground, marsad_error *error)
{
    const mrs_write_format *format = mrs_write_format_of(path, error);
    if (format && format->is_table && ground) {
        return mrs_fail_at(error, MARSAD_ERR_USAGE, path, 0, NULL,
                           "a table (.%s) takes no ground; write the front as .geojson or .gpkg",
                           format->ending);
    }
    return format ? mrs_writer_check_path(path, error) : MARSAD_ERR_USAGE;
}

static marsad_status find_state(const marsad_front *front, size_t state, const char *path,
                                const marsad_front_state **out, marsad_error *error)
{
    *out = marsad_front_state_at(front, state);
    if (!*out) {
        return mrs_fail(error, MARSAD_ERR_USAGE, "the front has %zu states, and none is number %zu",
                        marsad_front_state_count(front), state);
    }
    return marsad_front_check_path(path, true, error);
}

marsad_status marsad_front_write(const marsad_front *front, size_t state, const char *path,
                                 marsad_error *error)
{
    const marsad_front_state *shown;
    marsad_status status = find_state(front, state, path, &shown, error);
    if (status) {
        return status;
    }
    return shown->area_count > 0 ? write_areas(front, shown, path, error)
                                 : write_lines(front, shown, path, error);
}

marsad_status marsad_front_write_lines(const marsad_front *front, size_t state, const char *path,
                                       marsad_error *error)
{
    const marsad_front_state *shown;
    marsad_status status = find_state(front, state, path, &shown, error);
    return status ? status : write_lines(front, shown, path, error);
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
    char before[MARSAD_DATE_TEXT];
    char after[MARSAD_DATE_TEXT];
    mrs_writer *writer = NULL;
    mrs_front_look look;
    const mrs_writer_plan plan = {.layer = "changes",
                                  .shape = MRS_WRITE_AREA,
                                  .fields = fields,
                                  .field_count = COUNT(fields)};
    bool looks = mrs_look_of_changes(comparison, &look);
    marsad_status status = open_writer(path, plan, &look, looks, &writer, error);
    for (size_t i = 0; !status && i < comparison->change_count; i++) {
        const marsad_front_change *change = &comparison->changes[i];
        const mrs_cell cells[] = {text_cell(change->from), text_cell(change->to),
                                  number_cell(change->area_m2 / 1e6),
                                  text_cell(marsad_date_text(comparison->before, before)),
                                  text_cell(marsad_date_text(comparison->after, after))};
        status =
            mrs_writer_add(writer, cells, change->points, change->ends, change->ring_count, error);
    }
    return mrs_writer_end(writer, status, error);
}
