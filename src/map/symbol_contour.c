/* Rings around what is at least a level on a grid: marching squares (W. E. Lorensen and H. E.
 * Cline, Marching cubes, SIGGRAPH 1987, in the plane), linear along the grid's edges. */
#include "base/memory.h"
#include "map/symbols.h"

typedef enum side { TOP, RIGHT, BOTTOM, LEFT } side;

/* A ring crosses each edge of the grid at most once: `next` leads from edge to edge. */
typedef struct tracer {
    const mrs_density *grid;
    double level;
    size_t *next; /* by edge: the edge after it, from 1, or 0 */
} tracer;

/* The grid's rim counts as empty, so that every ring closes. */
static double value_at(const mrs_density *g, size_t x, size_t y)
{
    bool rim = x == 0 || y == 0 || x + 1 == g->columns || y + 1 == g->rows;
    return rim ? 0 : (double)g->values[y * g->columns + x];
}

/* Edges run from a node to the right, then, after all of those, downwards. */
static size_t edge_of(const mrs_density *g, size_t x, size_t y, side s)
{
    size_t nodes = g->columns * g->rows;
    switch (s) {
    case TOP:
        return y * g->columns + x;
    case BOTTOM:
        return (y + 1) * g->columns + x;
    case LEFT:
        return nodes + y * g->columns + x;
    default:
        return nodes + y * g->columns + x + 1;
    }
}

static mrs_point crossing(const tracer *t, size_t edge)
{
    const mrs_density *g = t->grid;
    size_t nodes = g->columns * g->rows;
    bool down = edge >= nodes;
    size_t node = down ? edge - nodes : edge;
    size_t x = node % g->columns;
    size_t y = node / g->columns;
    double a = value_at(g, x, y);
    double b = down ? value_at(g, x, y + 1) : value_at(g, x + 1, y);
    double share = a != b ? (t->level - a) / (b - a) : 0; /* they lie on either side of the level */
    return (mrs_point){g->origin.x + g->step * ((double)x + (down ? 0 : share)),
                       g->origin.y + g->step * ((double)y + (down ? share : 0))};
}

static void join(tracer *t, size_t x, size_t y, side from, side to)
{
    t->next[edge_of(t->grid, x, y, from)] = edge_of(t->grid, x, y, to) + 1;
}

/* Two opposite corners are high: they are joined where the middle is high too. */
static void link_saddle(tracer *t, size_t x, size_t y, bool joined, bool rising)
{
    if (rising) { /* top right and bottom left */
        join(t, x, y, TOP, joined ? LEFT : RIGHT);
        join(t, x, y, BOTTOM, joined ? RIGHT : LEFT);
    } else {
        join(t, x, y, LEFT, joined ? BOTTOM : TOP);
        join(t, x, y, RIGHT, joined ? TOP : BOTTOM);
    }
}

/* Where the ring enters and leaves a cell, what is high on its left; by which corners are high: top
 * left 8, top right 4, bottom right 2, bottom left 1. */
static void link_cell(tracer *t, size_t x, size_t y)
{
    static const side ways[16][2] = {
        [1] = {BOTTOM, LEFT}, [2] = {RIGHT, BOTTOM}, [3] = {RIGHT, LEFT},    [4] = {TOP, RIGHT},
        [6] = {TOP, BOTTOM},  [7] = {TOP, LEFT},     [8] = {LEFT, TOP},      [9] = {BOTTOM, TOP},
        [11] = {RIGHT, TOP},  [12] = {LEFT, RIGHT},  [13] = {BOTTOM, RIGHT}, [14] = {LEFT, BOTTOM}};
    const mrs_density *g = t->grid;
    double corners[4] = {value_at(g, x, y), value_at(g, x + 1, y), value_at(g, x + 1, y + 1),
                         value_at(g, x, y + 1)};
    unsigned which = 0;
    double sum = 0;
    for (int i = 0; i < 4; i++) {
        which = which * 2 + (corners[i] >= t->level);
        sum += corners[i];
    }
    if (which == 5 || which == 10) {
        link_saddle(t, x, y, sum / 4 >= t->level, which == 5);
    } else if (which != 0 && which != 15) {
        join(t, x, y, ways[which][0], ways[which][1]);
    }
}

static void trace_ring(tracer *t, size_t start, mrs_path *out)
{
    mrs_path_start(out);
    for (size_t edge = start; t->next[edge];) {
        mrs_point at = crossing(t, edge);
        mrs_path_add(out, at.x, at.y);
        size_t after = t->next[edge] - 1;
        t->next[edge] = 0;
        edge = after;
    }
    mrs_path_end(out, 3);
}

void mrs_contour(const mrs_density *grid, double level, mrs_path *out)
{
    if (!grid->columns || !grid->rows) {
        return;
    }
    size_t edges = 2 * grid->columns * grid->rows;
    tracer t = {grid, level, mrs_alloc(edges, sizeof *t.next)};
    out->closed = true;
    out->failed |= !t.next;
    for (size_t y = 0; t.next && y + 1 < grid->rows; y++) {
        for (size_t x = 0; x + 1 < grid->columns; x++) {
            link_cell(&t, x, y);
        }
    }
    for (size_t edge = 0; t.next && edge < edges; edge++) {
        if (t.next[edge]) {
            trace_ring(&t, edge, out);
        }
    }
    mrs_free(t.next);
}
