/*
 * map/: the search for the places of labels, on problems made from seeds, beside the best of all
 * answers where there are few enough to try; the index of rectangles beside looking at each.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <math.h>

#include "map/label_grid.h"
#include "map/label_search.h"

static uint64_t seed;

static uint32_t random_below(uint32_t limit)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % limit;
}

/* --- Problems --- */

enum { MOST_LABELS = 60, MOST_EACH = 8, MOST_CANDIDATES = MOST_LABELS * MOST_EACH };

/* Labels as in a crowd: candidates are boxes around random points, and overlaps are conflicts. */
typedef struct made {
    double weights[MOST_LABELS];
    uint32_t first[MOST_LABELS + 1];
    double costs[MOST_CANDIDATES];
    mrs_rect boxes[MOST_CANDIDATES];
    uint32_t owner[MOST_CANDIDATES];
    uint32_t conflict_first[MOST_CANDIDATES + 1];
    uint32_t conflicts[MOST_CANDIDATES * MOST_CANDIDATES];
    uint32_t order[MOST_LABELS];
    mrs_problem problem;
} made;

static mrs_rect beside(double x, double y, uint32_t side, double wide)
{
    static const double right[] = {0, -1, 0, -1, 0, -1, -0.5, -0.5};
    static const double down[] = {-1, -1, 0, 0, -0.5, -0.5, -1, 0};
    return (mrs_rect){x + right[side] * wide, y + down[side] * 14, wide, 14};
}

static void find_conflicts(made *m, uint32_t count)
{
    uint32_t found = 0;
    for (uint32_t a = 0; a < count; a++) {
        m->conflict_first[a] = found;
        for (uint32_t b = 0; b < count; b++) {
            if (m->owner[a] != m->owner[b] && mrs_rect_overlaps(m->boxes[a], m->boxes[b])) {
                m->conflicts[found++] = b;
            }
        }
    }
    m->conflict_first[count] = found;
}

static made *make(uint64_t from, uint32_t labels, uint32_t each, uint32_t size)
{
    made *m = calloc(1, sizeof *m);
    assert_non_null(m);
    seed = from;
    uint32_t count = 0;
    for (uint32_t l = 0; l < labels; l++) {
        double x = random_below(size);
        double y = random_below(size);
        double wide = 30 + random_below(40);
        m->weights[l] = 10 + random_below(100);
        m->order[l] = l;
        m->first[l] = count;
        for (uint32_t i = 0; i < each; i++, count++) {
            m->costs[count] = 0.5 * i;
            m->boxes[count] = beside(x, y, i, wide);
            m->owner[count] = l;
        }
    }
    m->first[labels] = count;
    find_conflicts(m, count);
    m->problem = (mrs_problem){
        labels, count, m->weights, m->first, m->costs, m->conflict_first, m->conflicts};
    return m;
}

/* The score from its definition; fails where two placed candidates exclude each other. */
static double score_of(const made *m, const uint32_t *chosen)
{
    double score = 0;
    for (uint32_t a = 0; a < m->problem.labels; a++) {
        if (chosen[a] == MRS_NO_CANDIDATE) {
            continue;
        }
        assert_int_equal(m->owner[chosen[a]], a);
        score += m->weights[a] - m->costs[chosen[a]];
        for (uint32_t b = 0; b < a; b++) {
            assert_false(chosen[b] != MRS_NO_CANDIDATE &&
                         mrs_rect_overlaps(m->boxes[chosen[a]], m->boxes[chosen[b]]));
        }
    }
    return score;
}

static double solved(const made *m, size_t budget, uint32_t *chosen, double *greedy)
{
    mrs_search search;
    assert_true(mrs_search_start(&search, &m->problem));
    mrs_search_greedy(&search, m->order, m->problem.labels);
    if (greedy) {
        *greedy = score_of(m, search.chosen);
    }
    mrs_search_improve(&search, budget);
    assert_false(search.failed);
    double score = score_of(m, search.chosen);
    assert_true(fabs(score - search.score) < 1e-6);
    if (chosen) {
        memcpy(chosen, search.chosen, m->problem.labels * sizeof *chosen);
    }
    mrs_search_clear(&search);
    return score;
}

/* The best score of the labels from `label` on, all ways tried. */
static double best_of(const made *m, uint32_t label, uint32_t *chosen)
{
    if (label == m->problem.labels) {
        return 0;
    }
    chosen[label] = MRS_NO_CANDIDATE;
    double best = best_of(m, label + 1, chosen);
    for (uint32_t c = m->first[label]; c < m->first[label + 1]; c++) {
        bool free = true;
        for (uint32_t l = 0; l < label && free; l++) {
            free = chosen[l] == MRS_NO_CANDIDATE ||
                   !mrs_rect_overlaps(m->boxes[c], m->boxes[chosen[l]]);
        }
        if (free) {
            chosen[label] = c;
            double rest = best_of(m, label + 1, chosen) + m->weights[label] - m->costs[c];
            best = rest > best ? rest : best;
        }
    }
    return best;
}

static void small_problems_are_solved_as_well_as_can_be(void **state)
{
    (void)state;
    int best = 0;
    int greedy_best = 0;
    for (uint64_t i = 1; i <= 120; i++) {
        made *m = make(i * 77, 6, 4, 90);
        uint32_t chosen[MOST_LABELS];
        double greedy;
        double most = best_of(m, 0, chosen);
        double score = solved(m, 1000000, NULL, &greedy);
        assert_true(score <= most + 1e-6);
        assert_true(score >= 0.95 * most);

        best += score > most - 1e-6;
        greedy_best += greedy > most - 1e-6;
        free(m);
    }
    assert_true(best >= 118);
    assert_true(greedy_best < 90); /* or there would have been nothing to improve */
}

/* The same search with more budget goes on from where it stopped with less. */
static void the_score_never_falls(void **state)
{
    (void)state;
    for (uint64_t i = 1; i <= 8; i++) {
        made *m = make(i * 1009, 50, 8, 260);
        double before;
        solved(m, 0, NULL, &before);
        double greedy = before;
        for (size_t budget = 0; budget < 400000; budget = budget * 5 / 4 + 500) {
            double score = solved(m, budget, NULL, NULL);
            assert_true(score >= before - 1e-9);
            before = score;
        }
        assert_true(before > greedy);
        free(m);
    }
}

static void the_same_problem_has_the_same_answer(void **state)
{
    (void)state;
    made *m = make(5, 60, 8, 300);
    uint32_t one[MOST_LABELS];
    uint32_t two[MOST_LABELS];
    solved(m, 300000, one, NULL);
    solved(m, 300000, two, NULL);
    assert_memory_equal(one, two, m->problem.labels * sizeof *one);
    free(m);
}

/* A label of great weight in the middle of a crowd is never given up for a lesser one. */
static void what_weighs_most_stays(void **state)
{
    (void)state;
    for (uint64_t i = 1; i <= 10; i++) {
        made *m = make(i * 31, 60, 8, 160);
        m->weights[59] = 100000;
        uint32_t chosen[MOST_LABELS];
        solved(m, 300000, chosen, NULL);
        assert_int_not_equal(chosen[59], MRS_NO_CANDIDATE);
        free(m);
    }
}

static void a_candidate_that_costs_too_much_is_not_taken(void **state)
{
    (void)state;
    made *m = make(3, 1, 2, 100);
    m->costs[0] = m->costs[1] = m->weights[0];
    uint32_t chosen[MOST_LABELS];
    assert_true(solved(m, 1000, chosen, NULL) == 0);
    assert_int_equal(chosen[0], MRS_NO_CANDIDATE);
    m->costs[1] -= 1;
    assert_true(fabs(solved(m, 1000, chosen, NULL) - 1) < 1e-9);
    assert_int_equal(chosen[0], 1);
    free(m);
}

static void what_is_set_is_where_the_search_begins(void **state)
{
    (void)state;
    made *m = make(9, 2, 2, 10); /* two labels at about one place */
    mrs_search search;
    assert_true(mrs_search_start(&search, &m->problem));
    mrs_search_set(&search, 1);
    assert_int_equal(search.chosen[0], 1);
    mrs_search_greedy(&search, m->order, 2);
    assert_int_equal(search.chosen[0], 1);
    mrs_search_improve(&search, 10000);
    assert_true(fabs(score_of(m, search.chosen) - search.score) < 1e-9);
    mrs_search_clear(&search);
    free(m);
}

/* --- The index --- */

enum { BOXES = 300 };

static void make_boxes(mrs_rect *boxes)
{
    for (size_t i = 0; i < BOXES; i++) {
        boxes[i] = (mrs_rect){(double)random_below(700) - 50, (double)random_below(500) - 50,
                              random_below(90), random_below(40)};
    }
}

typedef struct counted {
    const mrs_rect *boxes;
    mrs_rect box;
    bool seen[BOXES];
    bool pairs[BOXES][BOXES];
} counted;

static bool note_box(void *context, size_t box)
{
    counted *c = context;
    c->seen[box] = true;
    return false;
}

static bool note_pair(void *context, size_t a, size_t b)
{
    counted *c = context;
    assert_true(a < b);
    assert_false(c->pairs[a][b]); /* once each */
    c->pairs[a][b] = true;
    return true;
}

static void the_index_finds_what_overlaps(void **state)
{
    (void)state;
    seed = 12;
    mrs_rect boxes[BOXES];
    make_boxes(boxes);
    mrs_grid *grid = mrs_grid_new((mrs_rect){0, 0, 600, 400}, boxes, BOXES);
    assert_non_null(grid);
    static counted c;
    for (size_t a = 0; a < BOXES; a++) {
        memset(&c, 0, sizeof c);
        assert_false(mrs_grid_any(grid, boxes[a], note_box, &c));
        for (size_t b = 0; b < BOXES; b++) {
            assert_int_equal(c.seen[b], mrs_rect_overlaps(boxes[a], boxes[b]));
        }
    }
    memset(&c, 0, sizeof c);
    assert_true(mrs_grid_pairs(grid, note_pair, &c));
    for (size_t a = 0; a < BOXES; a++) {
        for (size_t b = a + 1; b < BOXES; b++) {
            assert_int_equal(c.pairs[a][b], mrs_rect_overlaps(boxes[a], boxes[b]));
        }
    }
    mrs_grid_free(grid);
    assert_false(mrs_grid_any(NULL, boxes[0], note_box, &c));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_problems_are_solved_as_well_as_can_be),
        cmocka_unit_test(the_score_never_falls),
        cmocka_unit_test(the_same_problem_has_the_same_answer),
        cmocka_unit_test(what_weighs_most_stays),
        cmocka_unit_test(a_candidate_that_costs_too_much_is_not_taken),
        cmocka_unit_test(what_is_set_is_where_the_search_begins),
        cmocka_unit_test(the_index_finds_what_overlaps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
