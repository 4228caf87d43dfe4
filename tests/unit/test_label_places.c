/*
 * map/: where labels may stand, what excludes what, and what is placed, in a pane made by hand:
 * an empty frame with towns, seas and districts, and whatever a test puts in their way.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <math.h>

#include "data_folder.h"
#include "map/label.h"
#include "marsad/marsad.h"

static marsad_style *style;
static mrs_type *type;

static int set_up(void **state)
{
    (void)state;
    marsad_error error = {0};
    bool ok = !marsad_style_open(data_path("styles/report.json"), &style, &error) &&
              !mrs_type_new(data_path("styles/fonts.conf"), "Noto Sans", &type, &error);
    return ok ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    marsad_style_free(style);
    mrs_type_free(type);
    return 0;
}

/* --- A pane made by hand --- */

enum { MOST = 64 };

typedef struct made {
    marsad_map_sources sources;
    marsad_map_options options;
    mrs_sheet sheet;
    mrs_pane pane;
    mrs_town towns[MOST];
    marsad_place places[MOST];
    mrs_layer layer;
} made;

static void make(made *m)
{
    memset(m, 0, sizeof *m);
    m->sources.style = style;
    m->options = marsad_map_defaults();
    m->sheet = (mrs_sheet){
        .sources = &m->sources, .options = &m->options, .type = type, .as = MARSAD_AS_CALLOUTS};
    m->pane = (mrs_pane){.sheet = &m->sheet, .towns = m->towns};
    m->pane.frame.rect = (mrs_rect){0, 0, 600, 400};
    m->layer.source = MRS_SOURCE_PLACES;
    for (size_t i = 0; i < MRS_SOURCE_COUNT; i++) {
        m->pane.features_read[i] = true; /* nothing is to be read */
    }
}

static void clear(made *m)
{
    for (size_t i = 0; i < m->pane.label_count; i++) {
        mrs_label_clear(&m->pane.labels[i]);
    }
    free(m->pane.labels);
    free(m->pane.obstacles.boxes);
    free(m->pane.obstacles.lines);
    free(m->pane.obstacles.front);
}

static mrs_label *add_label(made *m, const char *text, mrs_point at)
{
    mrs_text_style face = {.size = 14, .align = MRS_ALIGN_CENTER};
    mrs_label label = {.layer = &m->layer,
                       .layout = mrs_type_set(type, text, &face),
                       .anchor = at,
                       .justify = "auto",
                       .anchors = {"center"},
                       .anchor_count = 1,
                       .padding = 2};
    assert_int_equal(mrs_add_label(&m->pane, &label, NULL), MARSAD_OK);
    return &m->pane.labels[m->pane.label_count - 1];
}

static mrs_label *add_town(made *m, const char *text, mrs_point at, int rank)
{
    static const char *const anchors[] = {"bottom-left",  "left",  "top-left", "bottom",
                                          "bottom-right", "right", "top",      "top-right"};
    size_t index = m->pane.town_count++;
    assert_true(index < MOST);
    m->towns[index] = (mrs_town){.place = &m->places[index], .at = at, .rank = rank};
    mrs_label *label = add_label(m, text, at);
    memcpy(label->anchors, anchors, sizeof anchors);
    label->anchor_count = 8;
    label->gap = (mrs_point){7, 7};
    label->place = index + 1;
    label->priority = rank;
    return label;
}

static void obstruct(made *m, mrs_rect box)
{
    assert_int_equal(mrs_obstacle_box(&m->pane, box, NULL), MARSAD_OK);
}

static void place(made *m)
{
    assert_int_equal(mrs_place_first_labels(&m->pane, NULL), MARSAD_OK);
    assert_int_equal(mrs_place_other_labels(&m->pane, NULL), MARSAD_OK);
}

static mrs_rect ink_of(const mrs_label *label)
{
    mrs_rect ink = mrs_layout_ink(label->layout);
    return (mrs_rect){label->at.x + ink.x, label->at.y + ink.y, ink.w, ink.h};
}

static mrs_candidates candidates_of(made *m, size_t label)
{
    mrs_label_room room;
    mrs_candidates found = {0};
    assert_int_equal(mrs_label_room_make(&m->pane, &room, NULL), MARSAD_OK);
    mrs_label_candidates(&room, label, &found);
    mrs_label_room_clear(&room);
    assert_false(found.failed);
    return found;
}

/* --- Candidates --- */

static void a_town_has_its_sides_at_two_distances(void **state)
{
    (void)state;
    made m;
    make(&m);
    add_town(&m, "Small", (mrs_point){300, 200}, 4);
    add_town(&m, "Great", (mrs_point){100, 100}, 1);
    mrs_candidates small = candidates_of(&m, 0);
    mrs_candidates great = candidates_of(&m, 1);
    assert_int_equal(small.count, 16);
    assert_int_equal(great.count, 32); /* it must be there: farther ones too */
    for (size_t i = 1; i < 8; i++) {
        assert_true(small.items[i].cost > small.items[i - 1].cost);
        assert_true(small.items[i + 8].cost > small.items[i].cost);
    }
    for (size_t i = 0; i < small.count; i++) {
        mrs_rect box = small.pieces[small.items[i].piece].box;
        assert_false(mrs_rect_has(box, (mrs_point){300, 200}));
        assert_int_equal(small.items[i].piece_count, 1);
    }
    assert_int_equal(small.dot_count, 1);
    mrs_candidates_clear(&small);
    mrs_candidates_clear(&great);
    clear(&m);
}

static void a_sheet_from_right_to_left_is_mirrored(void **state)
{
    (void)state;
    made m;
    make(&m);
    mrs_point at = {300, 200};
    add_town(&m, "سبها", at, 4);
    mrs_candidates ltr = candidates_of(&m, 0);
    m.sheet.rtl = true;
    mrs_candidates rtl = candidates_of(&m, 0);
    assert_int_equal(ltr.count, rtl.count);
    for (size_t i = 0; i < ltr.count; i++) {
        mrs_rect a = ltr.pieces[ltr.items[i].piece].box;
        mrs_rect b = rtl.pieces[rtl.items[i].piece].box;
        assert_true(fabs((a.x + a.w - at.x) - (at.x - b.x)) < 0.01);
        assert_true(fabs(a.y - b.y) < 0.01);
    }
    mrs_rect first = ltr.pieces[ltr.items[0].piece].box;
    assert_true(first.x > at.x && first.y + first.h < at.y); /* upper right */
    mrs_candidates_clear(&ltr);
    mrs_candidates_clear(&rtl);
    clear(&m);
}

static void what_is_in_the_way_is_no_place(void **state)
{
    (void)state;
    made m;
    make(&m);
    add_town(&m, "Town", (mrs_point){300, 200}, 4);
    obstruct(&m, (mrs_rect){304, 100, 200, 200}); /* all that is right of it */
    mrs_candidates left = candidates_of(&m, 0);
    assert_true(left.count > 0 && left.count <= 8);
    for (size_t i = 0; i < left.count; i++) {
        mrs_rect box = left.pieces[left.items[i].piece].box;
        assert_true(box.x + box.w < 304);
    }
    mrs_candidates_clear(&left);
    obstruct(&m, (mrs_rect){299, 199, 2, 2}); /* the dot itself */
    mrs_candidates none = candidates_of(&m, 0);
    assert_int_equal(none.count, 0);
    m.pane.labels[0].allow_overlap = true; /* the name may, its dot may not */
    mrs_candidates overlapping = candidates_of(&m, 0);
    assert_int_equal(overlapping.count, 0);
    mrs_candidates_clear(&none);
    mrs_candidates_clear(&overlapping);
    clear(&m);
}

static void a_front_or_another_s_dot_costs(void **state)
{
    (void)state;
    made m;
    make(&m);
    add_town(&m, "Town", (mrs_point){300, 200}, 4);
    mrs_candidates before = candidates_of(&m, 0);
    assert_int_equal(mrs_obstacle_front(&m.pane, (mrs_point){320, 0}, (mrs_point){320, 400}, NULL),
                     MARSAD_OK);
    mrs_candidates crossed = candidates_of(&m, 0);
    assert_int_equal(crossed.count, before.count);
    assert_true(crossed.items[0].cost >= before.items[0].cost + 5);         /* right of it */
    assert_true(fabs(crossed.items[5].cost - before.items[5].cost) < 1e-9); /* left of it */
    add_town(&m, "Other", (mrs_point){270, 212}, 4);
    mrs_candidates beside = candidates_of(&m, 0);
    assert_true(beside.items[5].cost > crossed.items[5].cost);
    mrs_candidates_clear(&before);
    mrs_candidates_clear(&crossed);
    mrs_candidates_clear(&beside);
    clear(&m);
}

/* A dumb-bell: two rooms with a passage between them that the name does not fit. */
static void add_ring(mrs_path *path, const mrs_point *points, size_t count)
{
    path->closed = true;
    mrs_path_start(path);
    for (size_t i = 0; i < count; i++) {
        mrs_path_add(path, points[i].x, points[i].y);
    }
}

static void an_area_is_named_where_it_has_room(void **state)
{
    (void)state;
    static const mrs_point shape[] = {{20, 20},   {180, 20},  {180, 98},  {400, 98},
                                      {400, 20},  {580, 20},  {580, 180}, {400, 180},
                                      {400, 102}, {180, 102}, {180, 180}, {20, 180}};
    made m;
    make(&m);
    mrs_path area = {0};
    add_ring(&area, shape, sizeof shape / sizeof *shape);
    mrs_label *label = add_label(&m, "District", (mrs_point){-9999, -9999});
    label->area = &area;
    mrs_candidates found = candidates_of(&m, 0);
    assert_true(found.count >= 4);
    for (size_t i = 0; i < found.count; i++) {
        mrs_rect box = found.pieces[found.items[i].piece].box;
        mrs_point middle = {box.x + box.w / 2, box.y + box.h / 2};
        assert_true(mrs_path_contains(&area, middle));
        if (!(middle.x < 190 || middle.x > 390)) {
            fail_msg("%f %f %f %f %f", box.x, box.y, box.w, box.h, found.items[i].cost);
        }
    }
    obstruct(&m, (mrs_rect){0, 0, 200, 200}); /* the left room is taken */
    place(&m);
    assert_true(m.pane.labels[0].placed);
    assert_true(ink_of(&m.pane.labels[0]).x > 390);
    mrs_candidates_clear(&found);
    mrs_path_clear(&area);
    clear(&m);
}

static void an_area_smaller_than_its_name_has_none(void **state)
{
    (void)state;
    static const mrs_point shape[] = {{20, 20}, {40, 20}, {40, 30}, {20, 30}};
    made m;
    make(&m);
    mrs_path area = {0};
    add_ring(&area, shape, 4);
    add_label(&m, "A district", (mrs_point){30, 25})->area = &area;
    place(&m);
    assert_false(m.pane.labels[0].placed);
    mrs_path_clear(&area);
    clear(&m);
}

/* --- Conflicts --- */

static bool excludes(const mrs_conflicts *conflicts, uint32_t a, uint32_t b)
{
    for (uint32_t i = conflicts->first[a]; i < conflicts->first[a + 1]; i++) {
        if (conflicts->items[i] == b) {
            return true;
        }
    }
    return false;
}

static mrs_candidates all_candidates(made *m)
{
    mrs_label_room room;
    mrs_candidates found = {0};
    assert_int_equal(mrs_label_room_make(&m->pane, &room, NULL), MARSAD_OK);
    for (size_t i = 0; i < m->pane.label_count; i++) {
        mrs_label_candidates(&room, i, &found);
    }
    mrs_label_room_clear(&room);
    return found;
}

static void overlaps_exclude_each_other(void **state)
{
    (void)state;
    made m;
    make(&m);
    add_town(&m, "One", (mrs_point){300, 200}, 4);
    add_town(&m, "Another", (mrs_point){330, 205}, 4);
    add_town(&m, "Remote", (mrs_point){60, 60}, 4);
    const size_t rank[] = {0, 1, 2};
    mrs_candidates all = all_candidates(&m);
    mrs_conflicts conflicts;
    assert_true(mrs_find_conflicts(&m.pane, &all, rank, &conflicts));
    size_t found = 0;
    for (uint32_t a = 0; a < all.count; a++) {
        for (uint32_t b = 0; b < all.count; b++) {
            const mrs_candidate *one = &all.items[a];
            const mrs_candidate *two = &all.items[b];
            bool overlap =
                mrs_rect_overlaps(all.pieces[one->piece].box, all.pieces[two->piece].box);
            assert_int_equal(excludes(&conflicts, a, b), excludes(&conflicts, b, a));
            if (one->label == two->label || one->label == 2 || two->label == 2) {
                assert_false(excludes(&conflicts, a, b));
            } else if (overlap) {
                assert_true(excludes(&conflicts, a, b));
                found++;
            }
        }
    }
    assert_true(found > 10);
    mrs_conflicts_clear(&conflicts);
    mrs_candidates_clear(&all);
    clear(&m);
}

static void what_may_overlap_gives_no_way(void **state)
{
    (void)state;
    made m;
    make(&m);
    add_label(&m, "First", (mrs_point){300, 200});
    add_label(&m, "Second", (mrs_point){302, 201})->allow_overlap = true;
    m.pane.labels[1].priority = 1;
    obstruct(&m, (mrs_rect){280, 195, 10, 10});
    place(&m);
    assert_true(m.pane.labels[1].placed); /* over the obstacle, and over the first */
    clear(&m);
}

/* --- What is placed --- */

static void the_same_name_is_said_once(void **state)
{
    (void)state;
    made m;
    make(&m);
    add_town(&m, "Town", (mrs_point){100, 200}, 4);
    add_town(&m, "Town", (mrs_point){180, 200}, 3);
    add_town(&m, "Town", (mrs_point){480, 200}, 4); /* out of sight of the others */
    m.layer.source = MRS_SOURCE_PLACES;
    place(&m);
    assert_false(m.pane.labels[0].placed);
    assert_true(m.pane.labels[1].placed);
    assert_true(m.pane.labels[2].placed);
    assert_true(m.towns[1].labelled);
    assert_false(m.towns[0].labelled);
    m.sheet.panes = &m.pane;
    m.sheet.pane_count = 1;
    mrs_count_labels(&m.sheet);
    assert_int_equal(m.sheet.summary.labels_placed, 2);
    assert_int_equal(m.sheet.summary.labels_dropped, 0); /* the name is there */
    clear(&m);
}

static void no_name_covers_another_or_its_dot(void **state)
{
    (void)state;
    static const char *const names[] = {"Misrata", "Al Khums", "Zliten", "Bani Walid", "Sirte"};
    made m;
    make(&m);
    for (size_t i = 0; i < 50; i++) {
        mrs_point at = {60 + (double)(i * 83 % 170), 60 + (double)(i * 47 % 130)};
        char name[32];
        snprintf(name, sizeof name, "%s %zu", names[i % 5], i);
        add_town(&m, name, at, 1 + (int)(i % 5));
    }
    place(&m);
    size_t placed = 0;
    for (size_t i = 0; i < 50; i++) {
        const mrs_label *one = &m.pane.labels[i];
        placed += one->placed;
        for (size_t j = 0; j < 50 && one->placed; j++) {
            const mrs_label *two = &m.pane.labels[j];
            if (i != j && two->placed) {
                mrs_rect dot = {two->anchor.x - 3, two->anchor.y - 3, 6, 6};
                assert_false(mrs_rect_overlaps(ink_of(one), ink_of(two)));
                assert_false(mrs_rect_overlaps(ink_of(one), dot));
            }
        }
    }
    assert_true(placed > 8 && placed < 50);
    clear(&m);
}

/* A name placed before the callouts moves away from what came to stand on it, and stays under a
 * mere leader. */
static void first_names_may_move_after_the_callouts(void **state)
{
    (void)state;
    made m;
    make(&m);
    add_town(&m, "Great", (mrs_point){300, 200}, 1);
    add_town(&m, "Greater", (mrs_point){300, 300}, 1);
    assert_int_equal(mrs_place_first_labels(&m.pane, NULL), MARSAD_OK);
    mrs_rect first = ink_of(&m.pane.labels[0]);
    mrs_rect second = ink_of(&m.pane.labels[1]);
    obstruct(&m, (mrs_rect){first.x + 4, first.y - 20, 200, 20 + first.h / 2});
    mrs_point from = {second.x + second.w / 2, second.y - 10};
    mrs_point to = {second.x + second.w / 2, second.y + second.h + 3};
    assert_int_equal(mrs_obstacle_line(&m.pane, from, to, NULL), MARSAD_OK);
    assert_int_equal(mrs_place_other_labels(&m.pane, NULL), MARSAD_OK);
    assert_true(m.pane.labels[0].placed && m.pane.labels[1].placed);
    assert_false(mrs_rect_overlaps(ink_of(&m.pane.labels[0]), m.pane.obstacles.boxes[0]));
    clear(&m);
}

static void two_names_stand_one_below_the_other(void **state)
{
    (void)state;
    made m;
    make(&m);
    mrs_text_style small = {.size = 12, .align = MRS_ALIGN_CENTER, .rtl = true};
    mrs_label *label = add_town(&m, "Misrata", (mrs_point){300, 200}, 3);
    label->second = mrs_type_set(type, "مصراتة", &small);
    place(&m);
    label = &m.pane.labels[0];
    assert_true(label->placed);
    mrs_rect first = ink_of(label);
    mrs_rect below = mrs_layout_ink(label->second);
    below.x += label->second_at.x;
    below.y += label->second_at.y;
    assert_false(mrs_rect_overlaps(first, below));
    assert_true(below.y >= first.y + first.h && below.y < first.y + first.h + 6);
    assert_true(fabs(first.x - below.x) < 0.01); /* both begin at the dot */
    clear(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_town_has_its_sides_at_two_distances),
        cmocka_unit_test(a_sheet_from_right_to_left_is_mirrored),
        cmocka_unit_test(what_is_in_the_way_is_no_place),
        cmocka_unit_test(a_front_or_another_s_dot_costs),
        cmocka_unit_test(an_area_is_named_where_it_has_room),
        cmocka_unit_test(an_area_smaller_than_its_name_has_none),
        cmocka_unit_test(overlaps_exclude_each_other),
        cmocka_unit_test(what_may_overlap_gives_no_way),
        cmocka_unit_test(the_same_name_is_said_once),
        cmocka_unit_test(no_name_covers_another_or_its_dot),
        cmocka_unit_test(first_names_may_move_after_the_callouts),
        cmocka_unit_test(two_names_stand_one_below_the_other),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
