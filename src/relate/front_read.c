/* Reading a front from vector files: features to the lines and areas of states. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "geo/earth.h"
#include "relate/front_columns.h"
#include "relate/front_handle.h"

/* What is known of a state while it is read. */
typedef struct pending {
    mrs_front_state *state;
    mrs_shape_kind kind; /* of its features */
    mrs_front_origin first;
} pending;

/* An area of a file that is not in longitude and latitude. */
typedef struct native_area {
    mrs_front_state *state;
    size_t index;
    size_t start, count; /* of its points among the file's */
} native_area;

typedef struct reading {
    marsad_front *front;
    mrs_front_file file; /* the current one */
    pending *states;
    size_t state_count, state_capacity;
    size_t taken;          /* lines and areas of the current file */
    char passed[256];      /* why the current file's first useless feature is one, or "" */
    long passed_row;       /* that feature */
    mrs_rings rings;       /* room for one area */
    marsad_lonlat *points; /* room for one line */
    size_t *indices;       /* of those points among those of the feature */
    size_t point_capacity, index_capacity;
    marsad_lonlat *natives; /* of areas of the current file: x and y as it has them */
    size_t native_count, native_capacity;
    native_area *areas;
    size_t native_area_count, native_area_capacity;
} reading;

static marsad_status fail_here(const reading *r, marsad_error *error, const char *what)
{
    return mrs_fail_at(error, MARSAD_ERR_INPUT, r->file.path, mrs_vector_row(r->file.vector), NULL,
                       "%s", what);
}

/* Passes over what cannot be used, with a warning. */
static marsad_status pass_over(reading *r, const char *what, marsad_error *error)
{
    long row = mrs_vector_row(r->file.vector);
    if (!r->passed[0]) {
        snprintf(r->passed, sizeof r->passed, "%s", what);
        r->passed_row = row;
    }
    return mrs_front_warn(r->front, r->file.path, row, "%s: passed over", what)
               ? MARSAD_OK
               : mrs_fail_memory(error);
}

/* ---- points -------------------------------------------------------------------------------- */

/* What crosses the antimeridian may be written with longitudes beyond 180. */
static bool normalise(marsad_lonlat *point)
{
    if (!(fabs(point->lon) <= 540)) {
        return false;
    }
    point->lon = mrs_longitude_normalise(point->lon);
    return marsad_lonlat_valid(*point);
}

static bool same_point(marsad_lonlat a, marsad_lonlat b)
{
    return a.lon == b.lon && a.lat == b.lat;
}

/* Copies points into r->points without those that repeat the one before; `*kept` counts them. */
static marsad_status take_points(reading *r, const marsad_lonlat *points, size_t count,
                                 size_t *kept, marsad_error *error)
{
    *kept = 0;
    for (size_t i = 0; i < count; i++) {
        marsad_lonlat point = points[i];
        if (!normalise(&point)) {
            return mrs_fail_at(error, MARSAD_ERR_INPUT, r->file.path,
                               mrs_vector_row(r->file.vector), NULL,
                               "the coordinates %g, %g are out of range: is the file's coordinate "
                               "reference system the right one?",
                               points[i].lon, points[i].lat);
        }
        if (*kept > 0 && same_point(r->points[*kept - 1], point)) {
            continue;
        }
        if (!mrs_grow((void **)&r->points, &r->point_capacity, *kept, sizeof *r->points) ||
            !mrs_grow((void **)&r->indices, &r->index_capacity, *kept, sizeof *r->indices)) {
            return mrs_fail_memory(error);
        }
        r->indices[*kept] = i;
        r->points[(*kept)++] = point;
    }
    return MARSAD_OK;
}

/* ---- lines --------------------------------------------------------------------------------- */

typedef struct sides {
    size_t left, right;
    char *name;
} sides;

static marsad_status take_line(reading *r, mrs_front_state *state, const sides *s,
                               const marsad_lonlat *points, size_t count, marsad_error *error)
{
    size_t kept;
    marsad_status status = take_points(r, points, count, &kept, error);
    if (status) {
        return status;
    }
    if (kept < 2) {
        return pass_over(r,
                         count < 2 ? "a line of the front has fewer than two points"
                                   : "a line of the front has no length",
                         error);
    }
    r->taken++;
    return mrs_front_add_line(state, r->points, kept, s->left, s->right, s->name)
               ? MARSAD_OK
               : mrs_fail_memory(error);
}

static marsad_status take_lines(reading *r, mrs_front_state *state, const mrs_shape *shape,
                                marsad_error *error)
{
    sides s = {0};
    marsad_status status = MARSAD_OK;
    if (!mrs_front_holder_index(r->front, mrs_front_text(&r->file, MRS_FRONT_LEFT), &s.left) ||
        !mrs_front_holder_index(r->front, mrs_front_text(&r->file, MRS_FRONT_RIGHT), &s.right) ||
        !(s.name = mrs_strdup(mrs_front_text(&r->file, MRS_FRONT_NAME)))) {
        return mrs_fail_memory(error);
    }
    for (size_t i = 0; !status && i < shape->line_count; i++) {
        size_t start = i ? shape->ends[i - 1] : 0;
        status = take_line(r, state, &s, shape->points + start, shape->ends[i] - start, error);
    }
    mrs_free(s.name);
    return status;
}

/* ---- areas --------------------------------------------------------------------------------- */

static bool add_native(reading *r, marsad_lonlat point)
{
    if (!mrs_grow((void **)&r->natives, &r->native_capacity, r->native_count, sizeof *r->natives)) {
        return false;
    }
    r->natives[r->native_count++] = point;
    return true;
}

/* Adds a ring to r->rings; `*used` is false if it encloses nothing. `natives` may be NULL. */
static marsad_status take_ring(reading *r, const marsad_lonlat *points,
                               const marsad_lonlat *natives, size_t count, bool *used,
                               marsad_error *error)
{
    size_t kept;
    marsad_status status = take_points(r, points, count, &kept, error);
    if (status) {
        return status;
    }
    while (kept > 1 && same_point(r->points[0], r->points[kept - 1])) {
        kept--;
    }
    *used = kept >= 3;
    bool ok = true;
    for (size_t i = 0; ok && *used && i < kept; i++) {
        ok = mrs_rings_add_point(&r->rings, r->points[i]) &&
             (!natives || add_native(r, natives[r->indices[i]]));
    }
    ok = ok && (!*used || mrs_rings_end_ring(&r->rings));
    return ok ? MARSAD_OK : mrs_fail_memory(error);
}

/* Notes the state's last area, with the native points from `start` on. */
static bool note_area(reading *r, mrs_front_state *state, size_t start)
{
    if (!mrs_grow((void **)&r->areas, &r->native_area_capacity, r->native_area_count,
                  sizeof *r->areas)) {
        return false;
    }
    r->areas[r->native_area_count++] =
        (native_area){state, state->area_count - 1, start, r->native_count - start};
    return true;
}

/* Tells the areas of a file on which sides of its rectangle their points lie: the rectangle is
 * upright in the file's own coordinates. */
static bool find_edges(reading *r)
{
    double least[4] = {INFINITY, INFINITY, INFINITY, INFINITY}; /* of each side, signed */
    for (size_t i = 0; i < r->native_count; i++) {
        const double value[4] = {r->natives[i].lon, -r->natives[i].lon, r->natives[i].lat,
                                 -r->natives[i].lat};
        for (int side = 0; side < 4; side++) {
            least[side] = fmin(least[side], value[side]);
        }
    }
    double close = 1e-7 * fmax(-least[0] - least[1], -least[2] - least[3]);
    for (size_t i = 0; i < r->native_area_count; i++) {
        const native_area *a = &r->areas[i];
        unsigned char *edges = mrs_arena_alloc(&a->state->arena, a->count, 1);
        for (size_t k = 0; edges && k < a->count; k++) {
            marsad_lonlat at = r->natives[a->start + k];
            edges[k] =
                (unsigned char)((at.lon <= least[0] + close) | (-at.lon <= least[1] + close) << 1 |
                                (at.lat <= least[2] + close) << 2 |
                                (-at.lat <= least[3] + close) << 3);
        }
        if (!edges) {
            return false;
        }
        a->state->origins[a->index].edges = edges;
        a->state->knows_edges = true;
    }
    return true;
}

/* The rings from `first` to before `last` are an area. */
static marsad_status take_area(reading *r, mrs_front_state *state, const mrs_shape *shape,
                               size_t first, size_t last, size_t holder, const char *evidence,
                               marsad_error *error)
{
    mrs_front_origin origin = {r->file.path, mrs_vector_row(r->file.vector), NULL};
    marsad_status status = MARSAD_OK;
    bool used = true;
    size_t native_start = r->native_count;
    r->rings.point_count = r->rings.ring_count = 0;
    for (size_t i = first; !status && i < last; i++) {
        size_t start = i ? shape->ends[i - 1] : 0;
        const marsad_lonlat *natives = shape->native ? shape->native + start : NULL;
        status = take_ring(r, shape->points + start, natives, shape->ends[i] - start, &used, error);
        if (!status && !used) {
            status = pass_over(r,
                               i == first ? "an area has fewer than three corners"
                                          : "a hole has fewer than three corners",
                               error);
            if (i == first) {
                return status;
            }
        }
    }
    if (status || r->rings.ring_count == 0) {
        return status;
    }
    r->taken++;
    bool ok = mrs_front_add_area(state, &r->rings, holder, evidence, &origin) &&
              (!shape->native || note_area(r, state, native_start));
    return ok ? MARSAD_OK : mrs_fail_memory(error);
}

static marsad_status take_areas(reading *r, mrs_front_state *state, const mrs_shape *shape,
                                marsad_error *error)
{
    size_t holder;
    if (r->file.columns[MRS_FRONT_CONTROLLER] == MRS_FRONT_ABSENT) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, r->file.path, 0, NULL,
                           "areas need an attribute \"controller\" that says who holds them");
    }
    const char *controller = mrs_front_text(&r->file, MRS_FRONT_CONTROLLER);
    if (!mrs_front_holder_index(r->front, controller, &holder)) {
        return mrs_fail_memory(error);
    }
    char *evidence = mrs_strdup(mrs_front_text(&r->file, MRS_FRONT_EVIDENCE));
    marsad_status status = evidence ? MARSAD_OK : mrs_fail_memory(error);
    size_t first = 0;
    for (size_t i = 0; !status && i < shape->area_count; i++) {
        status = take_area(r, state, shape, first, shape->area_ends[i], holder, evidence, error);
        first = shape->area_ends[i];
    }
    mrs_free(evidence);
    return status;
}

/* ---- features ------------------------------------------------------------------------------ */

static const char *kind_word(mrs_shape_kind kind)
{
    return kind == MRS_SHAPE_AREAS ? "an area" : "a line";
}

/* The state of the current feature, which must be of the kind of the others. */
static marsad_status find_state(reading *r, marsad_date date, mrs_shape_kind kind,
                                mrs_front_state **out, marsad_error *error)
{
    for (size_t i = 0; i < r->state_count; i++) {
        const pending *p = &r->states[i];
        if (marsad_date_compare(p->state->shown.date, date) != 0) {
            continue;
        }
        *out = p->state;
        if (p->kind == kind) {
            return MARSAD_OK;
        }
        return mrs_fail_at(error, MARSAD_ERR_INPUT, r->file.path, mrs_vector_row(r->file.vector),
                           NULL,
                           "this feature is %s, but feature %ld of %s, of the same date, is %s: a "
                           "front of one date is made of lines or of areas",
                           kind_word(kind), p->first.row, p->first.file, kind_word(p->kind));
    }
    if (!mrs_grow((void **)&r->states, &r->state_capacity, r->state_count, sizeof *r->states) ||
        !(*out = mrs_front_add_state(r->front, date, false))) {
        return mrs_fail_memory(error);
    }
    r->states[r->state_count++] =
        (pending){*out, kind, {r->file.path, mrs_vector_row(r->file.vector), NULL}};
    return MARSAD_OK;
}

/* The first note of a state's features is the state's. */
static marsad_status take_note(const reading *r, mrs_front_state *state, marsad_error *error)
{
    const char *note = mrs_front_text(&r->file, MRS_FRONT_NOTE);
    if (state->shown.note[0] || !note[0]) {
        return MARSAD_OK;
    }
    note = mrs_arena_text(&state->arena, note, strlen(note));
    state->shown.note = note ? note : "";
    return note ? MARSAD_OK : mrs_fail_memory(error);
}

static marsad_status take_feature(reading *r, marsad_error *error)
{
    const mrs_shape *shape;
    marsad_date date;
    mrs_front_state *state = NULL;
    marsad_status status = mrs_vector_shape(r->file.vector, &shape, error);
    if (status) {
        return status;
    }
    switch (shape->kind) {
    case MRS_SHAPE_NONE:
        return pass_over(r, "the feature has no geometry", error);
    case MRS_SHAPE_LINES:
    case MRS_SHAPE_AREAS:
        break;
    case MRS_SHAPE_POINT:
    case MRS_SHAPE_OTHER:
        return fail_here(r, error,
                         "a front is made of lines, or of areas of control, and this is neither");
    }
    status = mrs_front_date(&r->file, &date, error);
    status = status ? status : find_state(r, date, shape->kind, &state, error);
    if (status || !state) {
        return status;
    }
    status = take_note(r, state, error);
    if (status) {
        return status;
    }
    state->shown.derived = state->shown.derived || mrs_front_is_derived(&r->file);
    return shape->kind == MRS_SHAPE_LINES ? take_lines(r, state, shape, error)
                                          : take_areas(r, state, shape, error);
}

/* ---- files --------------------------------------------------------------------------------- */

static marsad_status fail_empty(const reading *r, marsad_error *error)
{
    return r->passed[0] ? mrs_fail_at(error, MARSAD_ERR_INPUT, r->file.path, r->passed_row, NULL,
                                      "%s, and the file holds no line or area besides", r->passed)
                        : mrs_fail_at(error, MARSAD_ERR_INPUT, r->file.path, 0, NULL,
                                      "the file holds no line and no area");
}

static marsad_status take_features(reading *r, marsad_error *error)
{
    if (!mrs_vector_has_crs(r->file.vector)) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, r->file.path, 0, NULL,
                           "the file does not say its coordinate reference system: save it with "
                           "one (a shapefile needs its .prj)");
    }
    if (!mrs_front_find_columns(&r->file, r->front)) {
        return mrs_fail_memory(error);
    }
    mrs_vector_keep_native(r->file.vector);
    r->native_count = r->native_area_count = 0;
    r->taken = 0;
    r->passed[0] = '\0';
    bool more = true;
    marsad_status status = mrs_vector_next(r->file.vector, &more, error);
    while (!status && more) {
        status = take_feature(r, error);
        status = status ? status : mrs_vector_next(r->file.vector, &more, error);
    }
    if (!status && !find_edges(r)) {
        return mrs_fail_memory(error);
    }
    return !status && r->taken == 0 ? fail_empty(r, error) : status;
}

/* Of several layers, those of these names are meant for us; else the file must have but one. */
static marsad_status open_file(const char *path, mrs_vector **out, marsad_error *error)
{
    static const char *const layers[] = {"control", "front", NULL};
    marsad_status status = mrs_vector_open(path, MRS_VECTOR_ANY, NULL, out, error);
    for (size_t i = 0; status == MARSAD_ERR_INPUT && layers[i]; i++) {
        if (mrs_vector_open(path, MRS_VECTOR_ANY, layers[i], out, NULL) == MARSAD_OK) {
            return MARSAD_OK;
        }
    }
    return status;
}

static marsad_status read_file(reading *r, const char *path, marsad_error *error)
{
    r->file = (mrs_front_file){.path = path};
    marsad_status status = open_file(path, &r->file.vector, error);
    if (!status) {
        status = take_features(r, error);
        mrs_vector_close(r->file.vector);
    }
    return status;
}

/* Where there are several states, each must have a date. */
static marsad_status check_dates(const reading *r, marsad_error *error)
{
    for (size_t i = 0; r->state_count > 1 && i < r->state_count; i++) {
        const pending *p = &r->states[i];
        if (p->state->shown.date.year == 0) {
            return mrs_fail_at(error, MARSAD_ERR_INPUT, p->first.file, p->first.row, NULL,
                               "this feature has no date, but others have: fill its attribute "
                               "\"date\", or put the date into the file's name if none of its "
                               "features has one");
        }
    }
    return MARSAD_OK;
}

/* A state may be left with nothing, if all its features were passed over. */
static marsad_status finish(const reading *r, const char *basemap, marsad_error *error)
{
    marsad_status status = check_dates(r, error);
    for (size_t i = 0; !status && i < r->state_count; i++) {
        const pending *p = &r->states[i];
        if (p->state->line_count + p->state->area_count == 0) {
            return mrs_fail_at(error, MARSAD_ERR_INPUT, p->first.file, p->first.row, NULL,
                               "no line or area of this feature's date can be used");
        }
        status = mrs_front_finish_state(r->front, p->state, basemap, error);
        if (!status && p->state->line_count + p->state->area_count == 0) {
            return mrs_fail_at(error, MARSAD_ERR_INPUT, p->first.file, p->first.row, NULL,
                               "the areas of this feature's date enclose no ground");
        }
    }
    if (!status) {
        mrs_front_sort_states(r->front);
    }
    return status;
}

marsad_status marsad_front_open(const char *const *paths, size_t path_count, const char *basemap,
                                marsad_front **out, marsad_error *error)
{
    *out = NULL;
    if (path_count == 0) {
        return mrs_fail(error, MARSAD_ERR_USAGE, "which front? name a file");
    }
    reading r = {.front = mrs_front_new()};
    marsad_status status = r.front ? MARSAD_OK : mrs_fail_memory(error);
    for (size_t i = 0; !status && i < path_count; i++) {
        status = read_file(&r, paths[i], error);
    }
    status = status ? status : finish(&r, basemap, error);
    mrs_free(r.states);
    mrs_free(r.points);
    mrs_free(r.indices);
    mrs_free(r.natives);
    mrs_free(r.areas);
    mrs_rings_clear(&r.rings);
    if (status) {
        marsad_front_free(r.front);
        return status;
    }
    *out = r.front;
    return MARSAD_OK;
}
