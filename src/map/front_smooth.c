#include "map/front_smooth.h"

#include <stdlib.h>

#include "base/memory.h"
#include "map/along.h"

enum { ROUNDS = 3 };

static int by_place(const void *a, const void *b)
{
    const marsad_lonlat *one = a;
    const marsad_lonlat *two = b;
    int order = (one->lon > two->lon) - (one->lon < two->lon);
    return order ? order : (one->lat > two->lat) - (one->lat < two->lat);
}

bool mrs_bends_of(const marsad_front_state *state, mrs_bends *out)
{
    size_t count = 0;
    for (size_t i = 0; i < state->line_count; i++) {
        count += state->lines[i].count - 2;
    }
    *out = (mrs_bends){mrs_alloc(count + 1, sizeof *out->points), 0};
    for (size_t i = 0; out->points && i < state->line_count; i++) {
        for (size_t k = 1; k + 1 < state->lines[i].count; k++) {
            out->points[out->count++] = state->lines[i].points[k];
        }
    }
    if (out->count > 1) {
        qsort(out->points, out->count, sizeof *out->points, by_place);
    }
    return out->points != NULL;
}

static bool is_bend(const mrs_bends *bends, marsad_lonlat at)
{
    return bends->count &&
           bsearch(&at, bends->points, bends->count, sizeof *bends->points, by_place);
}

/* A piece of a ring or line on the sheet, from one kept point to the next. */
typedef struct piece {
    mrs_path points; /* one part */
    mrs_path *out;
} piece;

/* Adds the piece without its last point, with which the next one begins. */
static void end_piece(piece *p)
{
    mrs_path smooth = {0};
    mrs_line_smooth(p->points.points, p->points.count, ROUNDS, &smooth);
    for (size_t i = 0; i + 1 < smooth.count; i++) {
        mrs_path_add(p->out, smooth.points[i].x, smooth.points[i].y);
    }
    p->out->failed |= smooth.failed || p->points.failed;
    mrs_path_clear(&smooth);
}

void mrs_trace_smooth(const mrs_frame *frame, const mrs_bends *bends, const marsad_lonlat *points,
                      size_t count, bool ring, mrs_path *path)
{
    size_t first = 0;
    while (ring && first < count && is_bend(bends, points[first])) {
        first++;
    }
    size_t steps = count ? count + (ring ? 1 : 0) : 0;
    piece p = {.out = path};
    mrs_path_start(path);
    mrs_path_start(&p.points);
    for (size_t i = 0; i < steps && !path->failed; i++) {
        mrs_point at;
        marsad_lonlat here = points[(first + i) % count];
        if (!mrs_frame_to_page(frame, here, &at)) {
            continue;
        }
        mrs_path_add(&p.points, at.x, at.y);
        if (p.points.count > 1 && (i + 1 == steps || !is_bend(bends, here))) {
            end_piece(&p);
            p.points.count = 0;
            mrs_path_add(&p.points, at.x, at.y);
        }
    }
    if (!ring && p.points.count && !p.points.failed) {
        mrs_path_add(path, p.points.points[0].x, p.points.points[0].y);
    }
    mrs_path_clear(&p.points);
    mrs_path_end(path, ring ? 3 : 2);
}
