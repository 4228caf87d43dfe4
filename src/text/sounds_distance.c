#include <string.h>

#include "text/sounds.h"

/*
 * The costs of confusing two sounds, out of MRS_SOUND_COST. From how Arabic names are romanised
 * (one letter, many spellings) and from what is near in speech and on paper; pairs that are not
 * listed are unrelated.
 */
static const struct {
    char a, b;
    unsigned char cost;
} confusions[] = {
    /* one Arabic letter with and without its dot or emphasis */
    {'t', 'T', 1},
    {'d', 'D', 1},
    {'s', 'S', 1},
    {'z', 'Z', 1},
    {'h', 'H', 1},
    {'d', 'E', 3},
    {'D', 'E', 3},
    {'z', 'E', 4},
    {'Z', 'E', 3},
    {'Z', 'D', 3},
    {'Z', 'd', 4},
    {'z', 'D', 5},
    {'z', 'd', 8},
    {'t', 'c', 2},
    {'T', 'c', 5},
    {'s', 'c', 4},
    {'S', 'c', 7},
    /* qaf: q, k, and g in Libyan speech; ghayn: gh, g, and Italian gh for qaf */
    {'k', 'q', 2},
    {'q', 'g', 2},
    {'k', 'g', 6},
    {'g', 'G', 2},
    {'q', 'G', 3},
    {'k', 'G', 7},
    /* kha: kh, ch, h, k */
    {'K', 'h', 4},
    {'K', 'H', 4},
    {'K', 'k', 5},
    {'K', 'G', 6},
    {'K', 'x', 9},
    {'K', 'q', 8},
    {'h', 'k', 12},
    /* shin and jim */
    {'x', 'C', 2},
    {'x', 's', 6},
    {'C', 's', 7},
    {'x', 'S', 8},
    {'C', 'j', 5},
    {'x', 'j', 8},
    {'C', 'k', 8},
    {'x', 'k', 10},
    {'j', 'g', 4},
    {'j', 'G', 7},
    {'j', 'z', 7},
    {'j', 'y', 6},
    {'j', 'i', 7},
    {'x', 'z', 9},
    /* voice, and lips */
    {'b', 'p', 2},
    {'f', 'v', 2},
    {'b', 'v', 5},
    {'p', 'f', 7},
    {'v', 'w', 2},
    {'v', 'W', 3},
    {'v', 'u', 4},
    {'s', 'z', 4},
    {'S', 'z', 6},
    {'t', 'd', 7},
    {'T', 'd', 8},
    {'m', 'n', 7},
    {'l', 'r', 11},
    {'l', 'n', 11},
    {'d', 'r', 13},
    /* semi-vowels */
    {'W', 'w', 1},
    {'W', 'u', 1},
    {'W', 'o', 2},
    {'w', 'u', 1},
    {'w', 'o', 1},
    {'y', 'i', 1},
    {'y', 'e', 2},
    {'w', 'a', 5},
    {'w', 'e', 6},
    {'w', 'i', 6},
    {'w', 'y', 6},
    {'y', 'a', 4},
    {'y', 'u', 6},
    {'y', 'o', 6},
    /* vowels */
    {'a', 'e', 2},
    {'e', 'i', 2},
    {'o', 'u', 1},
    {'a', 'o', 4},
    {'a', 'i', 4},
    {'a', 'u', 4},
    {'e', 'o', 4},
    {'e', 'u', 5},
    {'i', 'o', 5},
    {'i', 'u', 5},
};

/* What costs less between an Arabic and a Latin spelling: sounds for which Arabic has no letter,
   and vowels of which it has three. */
static const struct {
    char a, b;
    unsigned char cost;
} crossings[] = {
    {'b', 'p', 0}, {'f', 'v', 0}, {'w', 'v', 1}, {'g', 'G', 1}, {'g', 'j', 2}, {'g', 'k', 3},
    {'x', 'C', 1}, {'w', 'u', 0}, {'w', 'o', 0}, {'i', 'e', 0}, {'i', 'y', 0}, {'k', 'K', 3},
    {'T', 't', 0}, {'S', 's', 0}, {'z', 'Z', 0}, {'c', 't', 1}, {'H', 'h', 0}, {'q', 'k', 1},
    {'q', 'g', 1}, {'K', 'h', 3}, {'D', 'd', 0},
};

enum {
    LETTERS = MRS_SOUND_LETTERS,
    VOWEL = 4,        /* dropped or added between Latin spellings */
    HIDDEN_VOWEL = 2, /* the same against Arabic, which does not write it */
    WEAK = 5,         /* a semi-vowel */
    BREATH = 7,       /* an h, which many do not hear */
    TWIN = 2,         /* a letter doubled or not */
    SWAP = 6
};

static bool is_vowel(char sound)
{
    return sound == 'a' || sound == 'e' || sound == 'i' || sound == 'o' || sound == 'u';
}

static int drop_cost(char sound, bool hidden)
{
    if (is_vowel(sound)) {
        return hidden ? HIDDEN_VOWEL : VOWEL;
    }
    switch (sound) {
    case 'w':
    case 'y':
        return hidden ? 3 : WEAK;
    case 'h':
    case 'H':
        return BREATH;
    default:
        return MRS_SOUND_COST;
    }
}

void mrs_sound_costs_fill(mrs_sound_costs *out)
{
    memset(out->pair, MRS_SOUND_COST, sizeof out->pair);
    for (int i = 0; i < LETTERS; i++) {
        out->pair[0][i][i] = 0;
    }
    for (size_t i = 0; i < sizeof confusions / sizeof *confusions; i++) {
        unsigned char a = (unsigned char)confusions[i].a, b = (unsigned char)confusions[i].b;
        out->pair[0][a][b] = out->pair[0][b][a] = confusions[i].cost;
    }
    memcpy(out->pair[1], out->pair[0], sizeof out->pair[1]);
    for (size_t i = 0; i < sizeof crossings / sizeof *crossings; i++) {
        unsigned char a = (unsigned char)crossings[i].a, b = (unsigned char)crossings[i].b;
        out->pair[1][a][b] = out->pair[1][b][a] = crossings[i].cost;
    }
    for (int i = 0; i < LETTERS; i++) {
        out->drop[0][i] = (unsigned char)drop_cost((char)i, false);
        out->drop[1][i] = (unsigned char)drop_cost((char)i, true);
    }
}

int mrs_sounds_weight(const mrs_sounds *sounds)
{
    int weight = 0;
    for (size_t i = 0; i < sounds->length; i++) {
        weight += drop_cost(sounds->text[i], sounds->abjad);
    }
    return weight;
}

/* One side of a comparison. */
typedef struct side {
    const char *text;
    size_t length;
    const unsigned char *drop;
} side;

/* A damaged index may hold bytes that are no sounds. */
static unsigned index_of(char sound)
{
    return (unsigned char)sound % LETTERS;
}

static int drop_at(const side *s, size_t at)
{
    return at > 0 && s->text[at] == s->text[at - 1] ? TWIN : s->drop[index_of(s->text[at])];
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

enum { TOO_FAR = 1 << 20 };

/*
 * A row of the table of costs. Only the columns from `first` up to `end` are at most what is
 * allowed, and nothing outside them can lead to an answer; they are kept too far (E. Ukkonen,
 * Algorithms for approximate string matching, Information and Control 64, 1985). Column 0 stands at
 * index 2, so that the two before it can be asked for.
 */
typedef struct band {
    int cells[MRS_SOUNDS_MOST + 4];
    int *cost;
    size_t first, end;
} band;

static void clear(band *row, size_t columns)
{
    row->cost = row->cells + 2;
    row->first = row->end = 0;
    for (size_t i = 0; i < columns + 4; i++) {
        row->cells[i] = TOO_FAR;
    }
}

static bool is_empty(const band *row)
{
    return row->first >= row->end;
}

static void start(band *row, const unsigned char *drops, size_t columns, int most)
{
    row->cost[0] = 0;
    row->end = 1;
    for (size_t j = 1; j <= columns && row->cost[j - 1] + drops[j - 1] <= most; j++) {
        row->cost[j] = row->cost[j - 1] + drops[j - 1];
        row->end = j + 1;
    }
}

/* The comparison: `down` is compared row by row with `across`. */
typedef struct table {
    side down, across;
    unsigned char drops[MRS_SOUNDS_MOST]; /* of each sound across */
    bool cross;
    int most;
} table;

static void fill_row(const mrs_sound_costs *costs, const table *t, size_t i, const band *before,
                     const band *last, band *row)
{
    const char *a = t->down.text, *b = t->across.text;
    const unsigned char *pair = costs->pair[t->cross][index_of(a[i - 1])];
    const int drop = drop_at(&t->down, i - 1);
    size_t from = last->first, to = last->end;
    if (!is_empty(before)) { /* two swapped sounds come from the row before the last */
        from = is_empty(last) || before->first + 2 < from ? before->first + 2 : from;
        to = before->end + 2 > to ? before->end + 2 : to;
    }
    row->first = row->end = from;
    for (size_t j = from; j <= t->across.length; j++) {
        int cost = last->cost[j] + drop;
        if (j > 0) {
            cost = least(cost, last->cost[j - 1] + pair[index_of(b[j - 1])]);
            cost = least(cost, row->cost[j - 1] + t->drops[j - 1]);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                cost = least(cost, before->cost[j - 2] + SWAP);
            }
        }
        if (cost <= t->most) {
            row->cost[j] = cost;
            row->first = is_empty(row) ? j : row->first;
            row->end = j + 1;
        } else if (j >= to) {
            break; /* farther columns are reached from this one only */
        }
    }
}

/* Makes a row that was used too far again. */
static void wipe(band *row)
{
    for (size_t j = row->first; j < row->end; j++) {
        row->cost[j] = TOO_FAR;
    }
}

int mrs_sounds_distance(const mrs_sound_costs *costs, const mrs_sounds *left,
                        const mrs_sounds *right, int most)
{
    table t = {.down = {left->text, left->length, costs->drop[right->abjad && !left->abjad]},
               .across = {right->text, right->length, costs->drop[left->abjad && !right->abjad]},
               .cross = left->abjad != right->abjad,
               .most = most};
    for (size_t j = 0; j < t.across.length; j++) {
        t.drops[j] = (unsigned char)drop_at(&t.across, j);
    }
    band rows[3];
    band *before = &rows[0], *last = &rows[1], *row = &rows[2];
    for (int i = 0; i < 3; i++) {
        clear(&rows[i], t.across.length);
    }
    start(last, t.drops, t.across.length, most);
    for (size_t i = 1; i <= t.down.length; i++) {
        fill_row(costs, &t, i, before, last, row);
        if (is_empty(row) && is_empty(last)) {
            return most + 1;
        }
        wipe(before);
        band *free_row = before;
        before = last, last = row, row = free_row;
        row->first = row->end = 0;
    }
    return least(last->cost[t.across.length], most + 1);
}
