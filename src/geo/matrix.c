#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "base/fail.h"
#include "geo/earth.h"

/* A tile is what a thread takes at a time: 64 by 64 geodesics, two milliseconds of work, whose
   results (and, of a symmetric matrix, their mirrors) stay in the cache. A list that is shorter
   than a tile's side makes room for more of the other. */
enum { SIDE = 64, AREA = SIDE * SIDE, THREADS_MOST = 256 };

typedef struct matrix {
    mrs_earth earth;
    const marsad_lonlat *from, *to;
    size_t from_count, to_count;
    marsad_geodesic *out;
    bool symmetric;            /* `to` is `from`: what lies below the diagonal is mirrored */
    size_t tile_rows, columns; /* of a tile */
    size_t tiles_across, tile_count;
    atomic_size_t next; /* the tile that nobody has taken yet */
} matrix;

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t share_out(size_t count, size_t size)
{
    return count / size + (count % size > 0);
}

static void measure_row(const matrix *m, size_t row, size_t first, size_t end)
{
    marsad_geodesic *out = m->out + row * m->to_count;
    for (size_t column = first; column < end; column++) {
        out[column] = mrs_earth_between(&m->earth, m->from[row], m->to[column]);
    }
}

/* The part of a row that is on the diagonal and right of it, and its mirror below. */
static void measure_half_row(const matrix *m, size_t row, size_t first, size_t end)
{
    first = first > row ? first : row;
    if (first >= end) {
        return;
    }
    measure_row(m, row, first, end);
    for (size_t column = first; column < end; column++) {
        marsad_geodesic line = m->out[row * m->to_count + column];
        m->out[column * m->to_count + row] =
            (marsad_geodesic){line.distance_m, line.back_azimuth_deg, line.azimuth_deg};
    }
}

static void measure_tile(const matrix *m, size_t tile)
{
    size_t top = tile / m->tiles_across * m->tile_rows;
    size_t left = tile % m->tiles_across * m->columns;
    size_t end = least(left + m->columns, m->to_count);
    for (size_t row = top; row < least(top + m->tile_rows, m->from_count); row++) {
        if (m->symmetric) {
            measure_half_row(m, row, left, end);
        } else {
            measure_row(m, row, left, end);
        }
    }
}

static void *work(void *context)
{
    matrix *m = context;
    size_t tile;
    while ((tile = atomic_fetch_add(&m->next, 1)) < m->tile_count) {
        measure_tile(m, tile);
    }
    return NULL;
}

static size_t thread_count(const matrix *m, unsigned asked)
{
    long processors = asked ? (long)asked : sysconf(_SC_NPROCESSORS_ONLN);
    size_t count = processors > 0 ? (size_t)processors : 1;
    return least(least(count, THREADS_MOST), m->tile_count);
}

/* This thread works with the others, so that what the system refuses only takes longer. */
static void work_together(matrix *m, size_t threads)
{
    pthread_t others[THREADS_MOST];
    size_t started = 0;
    while (started + 1 < threads && pthread_create(&others[started], NULL, work, m) == 0) {
        started++;
    }
    work(m);
    for (size_t i = 0; i < started; i++) {
        pthread_join(others[i], NULL);
    }
}

static marsad_status check_points(const marsad_lonlat *points, size_t count, marsad_error *error)
{
    for (size_t i = 0; i < count; i++) {
        if (!marsad_lonlat_valid(points[i])) {
            return mrs_fail(error, MARSAD_ERR_USAGE,
                            "point %zu, at longitude %g and latitude %g, is not on Earth", i + 1,
                            points[i].lon, points[i].lat);
        }
    }
    return MARSAD_OK;
}

marsad_status marsad_geodesic_matrix(const marsad_lonlat *from, size_t from_count,
                                     const marsad_lonlat *to, size_t to_count, unsigned threads,
                                     marsad_geodesic *out, marsad_error *error)
{
    matrix m = {.earth = mrs_earth_wgs84(),
                .from = from,
                .to = to,
                .from_count = from_count,
                .to_count = to_count,
                .out = out,
                .symmetric = from == to && from_count == to_count};
    marsad_status status = check_points(from, from_count, error);
    if (!status && !m.symmetric) {
        status = check_points(to, to_count, error);
    }
    if (status || from_count == 0 || to_count == 0) {
        return status;
    }
    m.tile_rows = to_count < SIDE ? AREA / to_count : SIDE;
    m.columns = from_count < SIDE ? AREA / from_count : SIDE;
    m.tiles_across = share_out(to_count, m.columns);
    m.tile_count = m.tiles_across * share_out(from_count, m.tile_rows);
    atomic_init(&m.next, 0);
    work_together(&m, thread_count(&m, threads));
    return MARSAD_OK;
}
