#include "map/label_search.h"

#include "base/memory.h"

static const double LEAST_RISE = 1e-9;

bool mrs_search_start(mrs_search *search, const mrs_problem *problem)
{
    *search = (mrs_search){.problem = problem, .random = 0x9E3779B97F4A7C15};
    search->chosen = mrs_alloc(problem->labels + 1, sizeof *search->chosen);
    search->owner = mrs_alloc(problem->candidates + 1, sizeof *search->owner);
    search->blocked = mrs_alloc(problem->candidates + 1, sizeof *search->blocked);
    search->queue = mrs_alloc(problem->labels + 1, sizeof *search->queue);
    search->queued = mrs_alloc(problem->labels + 1, sizeof *search->queued);
    if (!search->chosen || !search->owner || !search->blocked || !search->queue ||
        !search->queued) {
        return false;
    }
    for (uint32_t l = 0; l < problem->labels; l++) {
        search->chosen[l] = MRS_NO_CANDIDATE;
        for (uint32_t c = problem->first[l]; c < problem->first[l + 1]; c++) {
            search->owner[c] = l;
        }
    }
    return true;
}

void mrs_search_clear(mrs_search *search)
{
    mrs_free(search->chosen);
    mrs_free(search->owner);
    mrs_free(search->blocked);
    mrs_free(search->log);
    mrs_free(search->queue);
    mrs_free(search->queued);
}

/* --- Changes, and taking them back --- */

static void block(mrs_search *search, uint32_t candidate, bool on)
{
    const mrs_problem *p = search->problem;
    for (uint32_t i = p->conflict_first[candidate]; i < p->conflict_first[candidate + 1]; i++) {
        search->blocked[p->conflicts[i]] += on ? 1 : UINT32_MAX; /* which takes one away */
    }
    search->steps += p->conflict_first[candidate + 1] - p->conflict_first[candidate] + 1;
}

static double worth(const mrs_problem *p, uint32_t label, uint32_t candidate)
{
    return p->weights[label] - p->costs[candidate];
}

/* Without the log. */
static void put(mrs_search *search, uint32_t label, uint32_t candidate)
{
    uint32_t before = search->chosen[label];
    if (before != MRS_NO_CANDIDATE) {
        block(search, before, false);
        search->score -= worth(search->problem, label, before);
    }
    search->chosen[label] = candidate;
    if (candidate != MRS_NO_CANDIDATE) {
        block(search, candidate, true);
        search->score += worth(search->problem, label, candidate);
    }
}

static void change(mrs_search *search, uint32_t label, uint32_t candidate)
{
    if (search->failed || !mrs_grow((void **)&search->log, &search->log_capacity, search->log_count,
                                    sizeof *search->log)) {
        search->failed = true;
        return;
    }
    search->log[search->log_count++] = (struct mrs_search_log){label, search->chosen[label]};
    put(search, label, candidate);
}

/* Keeps what was changed if the score rose; else takes it back. The score is put back as it was,
 * free of what adding and taking away have rounded. */
static bool settle(mrs_search *search, double before)
{
    bool rose = !search->failed && search->score > before + LEAST_RISE;
    while (!rose && search->log_count > 0) {
        /* Last in, first out: two changes of one label end with what stood before both. */
        struct mrs_search_log entry = search->log[--search->log_count];
        put(search, entry.label, entry.before);
    }
    search->log_count = 0;
    search->score = rose ? search->score : before;
    return rose;
}

/* --- Finding --- */

/* The cheapest candidate that nothing excludes and that is worth its cost. */
static uint32_t cheapest_free(mrs_search *search, uint32_t label)
{
    const mrs_problem *p = search->problem;
    uint32_t found = MRS_NO_CANDIDATE;
    double least = p->weights[label];
    for (uint32_t c = p->first[label]; c < p->first[label + 1]; c++) {
        if (search->blocked[c] == 0 && p->costs[c] < least) {
            least = p->costs[c];
            found = c;
        }
    }
    search->steps += p->first[label + 1] - p->first[label];
    return found;
}

void mrs_search_set(mrs_search *search, uint32_t candidate)
{
    if (search->blocked[candidate] == 0) {
        put(search, search->owner[candidate], candidate);
    }
}

void mrs_search_greedy(mrs_search *search, const uint32_t *order, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (search->chosen[order[i]] == MRS_NO_CANDIDATE) {
            put(search, order[i], cheapest_free(search, order[i]));
        }
    }
}

/* --- Chance --- */

/* xorshift64 (G. Marsaglia, Xorshift RNGs, 2003). */
static uint32_t random_below(mrs_search *search, size_t limit)
{
    uint64_t x = search->random;
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    search->random = x;
    return (uint32_t)((x >> 33) % limit);
}

/* --- The queue: labels that a change has lifted and that want a place again --- */

static void queue_clear(mrs_search *search)
{
    for (size_t i = 0; i < search->queue_count; i++) {
        search->queued[search->queue[i]] = false;
    }
    search->queue_count = 0;
}

static void queue_add(mrs_search *search, uint32_t label)
{
    if (!search->queued[label]) {
        search->queued[label] = true;
        search->queue[search->queue_count++] = label;
    }
}

/* The heaviest first; of equal ones the one that came first. */
static void queue_sort(mrs_search *search)
{
    const double *weights = search->problem->weights;
    for (size_t i = 1; i < search->queue_count; i++) {
        uint32_t label = search->queue[i];
        size_t j = i;
        for (; j > 0 && weights[search->queue[j - 1]] < weights[label]; j--) {
            search->queue[j] = search->queue[j - 1];
        }
        search->queue[j] = label;
    }
}

/* Any candidate that nothing excludes. */
static uint32_t any_free(mrs_search *search, uint32_t label)
{
    const mrs_problem *p = search->problem;
    uint32_t found = MRS_NO_CANDIDATE;
    size_t count = 0;
    for (uint32_t c = p->first[label]; c < p->first[label + 1]; c++) {
        if (search->blocked[c] == 0 && p->costs[c] < p->weights[label] &&
            random_below(search, ++count) == 0) {
            found = c;
        }
    }
    search->steps += p->first[label + 1] - p->first[label];
    return found;
}

enum { VENTURES = 3 };

/* Places the queued labels at their cheapest free candidates; with `venturing`, one in three at any
 * other, which may leave room for the next. */
static void queue_place(mrs_search *search, bool venturing)
{
    for (size_t i = 0; i < search->queue_count; i++) {
        uint32_t label = search->queue[i];
        if (search->chosen[label] != MRS_NO_CANDIDATE) {
            continue;
        }
        bool any = venturing && random_below(search, VENTURES) == 0;
        uint32_t free = any ? any_free(search, label) : cheapest_free(search, label);
        if (free != MRS_NO_CANDIDATE) {
            change(search, label, free);
        }
    }
    queue_clear(search);
}

/* --- Changes that may raise the score --- */

/* Lifts and queues all that excludes the candidate. */
static void lift_rivals(mrs_search *search, uint32_t candidate)
{
    const mrs_problem *p = search->problem;
    for (uint32_t i = p->conflict_first[candidate]; i < p->conflict_first[candidate + 1]; i++) {
        uint32_t rival = search->owner[p->conflicts[i]];
        if (search->chosen[rival] == p->conflicts[i]) {
            queue_add(search, rival);
        }
    }
    search->steps += p->conflict_first[candidate + 1] - p->conflict_first[candidate];
    for (size_t i = 0; i < search->queue_count; i++) {
        change(search, search->queue[i], MRS_NO_CANDIDATE);
    }
}

/* Moves, swaps, and inserts: the label takes the candidate, and what stood in the way looks for
 * another place. */
static bool try_candidate(mrs_search *search, uint32_t label, uint32_t candidate)
{
    const mrs_problem *p = search->problem;
    uint32_t now = search->chosen[label];
    double gain = worth(p, label, candidate) - (now == MRS_NO_CANDIDATE ? 0 : worth(p, label, now));
    if (candidate == now || gain <= LEAST_RISE) {
        return false;
    }
    double before = search->score;
    lift_rivals(search, candidate);
    change(search, label, candidate);
    queue_sort(search);
    queue_place(search, false);
    return settle(search, before);
}

static bool try_all_candidates(mrs_search *search, size_t budget)
{
    const mrs_problem *p = search->problem;
    bool rose = false;
    for (uint32_t l = 0; l < p->labels; l++) {
        for (uint32_t c = p->first[l]; c < p->first[l + 1]; c++) {
            if (search->failed || search->steps >= budget) {
                return false;
            }
            rose |= try_candidate(search, l, c);
        }
    }
    return rose;
}

static void queue_shuffle(mrs_search *search)
{
    for (size_t i = search->queue_count; i > 1; i--) {
        size_t j = random_below(search, i);
        uint32_t kept = search->queue[i - 1];
        search->queue[i - 1] = search->queue[j];
        search->queue[j] = kept;
    }
}

/* Queues the label and all whose candidates exclude one of its own, placed or not. */
static void queue_neighbours(mrs_search *search, uint32_t label)
{
    const mrs_problem *p = search->problem;
    queue_add(search, label);
    uint32_t from = p->conflict_first[p->first[label]];
    uint32_t to = p->conflict_first[p->first[label + 1]];
    for (uint32_t i = from; i < to; i++) {
        queue_add(search, search->owner[p->conflicts[i]]);
    }
    search->steps += to - from;
}

/* Lifts a label and its neighbours, and places them again in another order. */
static bool try_anew(mrs_search *search, uint32_t label)
{
    double before = search->score;
    queue_neighbours(search, label);
    for (size_t i = 0; i < search->queue_count; i++) {
        if (search->chosen[search->queue[i]] != MRS_NO_CANDIDATE) {
            change(search, search->queue[i], MRS_NO_CANDIDATE);
        }
    }
    queue_shuffle(search);
    queue_place(search, true);
    return settle(search, before);
}

/* A label worth beginning with: one that is not placed as well as it might be. */
static bool has_wishes(const mrs_search *search, uint32_t label)
{
    const mrs_problem *p = search->problem;
    uint32_t now = search->chosen[label];
    double have = now == MRS_NO_CANDIDATE ? 0 : worth(p, label, now);
    for (uint32_t c = p->first[label]; c < p->first[label + 1]; c++) {
        if (worth(p, label, c) > have + LEAST_RISE) {
            return true;
        }
    }
    return false;
}

enum { TRIES_A_LABEL = 60 };

static bool try_new_orders(mrs_search *search, size_t budget)
{
    const mrs_problem *p = search->problem;
    bool rose = false;
    for (uint32_t l = 0; l < p->labels; l++) {
        for (int i = 0; i < TRIES_A_LABEL && has_wishes(search, l); i++) {
            if (search->failed || search->steps >= budget) {
                return false;
            }
            rose |= try_anew(search, l);
        }
    }
    return rose;
}

void mrs_search_improve(mrs_search *search, size_t budget)
{
    bool rose = true;
    while (rose && !search->failed && search->steps < budget) {
        while (try_all_candidates(search, budget)) {
        }
        rose = try_new_orders(search, budget);
    }
}
