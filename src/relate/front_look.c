#include "relate/front_look.h"

#include <string.h>

#include "base/memory.h"

static const char NOBODY[] = "#5c656e";

const char *mrs_side_fill(size_t side)
{
    static const char *const colors[] = {"#56b4e9", "#009e73", "#cc79a7", "#e69f00"};
    return side ? colors[side % 4] : NOBODY;
}

const char *mrs_side_stroke(size_t side)
{
    static const char *const colors[] = {"#1f6fa3", "#00664b", "#8f2f68", "#8a5a00"};
    return side ? colors[side % 4] : NOBODY;
}

/* ---- holders -------------------------------------------------------------------------------- */

static const char *name_of(const marsad_front *front, size_t holder)
{
    const char *name = marsad_front_holder(front, holder);
    return name ? name : "";
}

static size_t side_of(const marsad_front *front, size_t holder)
{
    size_t side = 1;
    if (holder == MARSAD_NO_HOLDER) {
        return 0;
    }
    for (size_t i = 0; i < marsad_front_holder_count(front); i++) {
        side += strcmp(name_of(front, i), name_of(front, holder)) < 0;
    }
    return side;
}

/* Of the holders of either state of a comparison. */
static size_t side_called(const marsad_front_comparison *comparison, const char *name)
{
    size_t side = 1;
    if (!name[0]) {
        return 0;
    }
    for (size_t i = 0; i < comparison->balance_count; i++) {
        const char *other = comparison->balances[i].holder;
        side += other[0] && strcmp(other, name) < 0;
    }
    return side;
}

/* ---- classes -------------------------------------------------------------------------------- */

static bool same(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

/* Adds a class unless there is one like it. */
static bool add_class(mrs_front_look *look, mrs_look_class added)
{
    for (size_t i = 0; i < look->look.class_count; i++) {
        if (same(look->classes[i].value, added.value) &&
            same(look->classes[i].right, added.right)) {
            return true;
        }
    }
    if (!mrs_grow((void **)&look->classes, &look->capacity, look->look.class_count,
                  sizeof *look->classes)) {
        return false;
    }
    look->classes[look->look.class_count++] = added;
    look->look.classes = look->classes;
    return true;
}

/* What is held by nobody, or by someone who came later. */
static bool add_rest(mrs_front_look *look)
{
    const mrs_look_class rest = {.label = "Nobody known", .color = NOBODY, .right_color = NOBODY};
    if (!mrs_grow((void **)&look->classes, &look->capacity, look->look.class_count,
                  sizeof *look->classes)) {
        return false;
    }
    look->classes[look->look.class_count++] = rest;
    look->look.classes = look->classes;
    return true;
}

static bool finish(mrs_front_look *look, bool added)
{
    if (added && add_rest(look)) {
        return true;
    }
    mrs_front_look_clear(look);
    return false;
}

bool mrs_look_of_areas(const marsad_front *front, const marsad_front_state *state,
                       mrs_front_look *out)
{
    *out = (mrs_front_look){.look = {.name = "marsad-control",
                                     .description = "Who holds the ground",
                                     .kind = MRS_LOOK_AREAS,
                                     .column = "controller",
                                     .text = "controller"}};
    bool added = true;
    for (size_t i = 0; added && i < state->area_count; i++) {
        size_t holder = state->areas[i].holder;
        const char *name = name_of(front, holder);
        if (name[0]) {
            added =
                add_class(out, (mrs_look_class){.value = name,
                                                .label = name,
                                                .color = mrs_side_fill(side_of(front, holder))});
        }
    }
    return finish(out, added);
}

bool mrs_look_of_lines(const marsad_front *front, const marsad_front_state *state,
                       mrs_front_look *out)
{
    *out = (mrs_front_look){.look = {.name = "marsad-front",
                                     .description = "The front, and who holds its sides",
                                     .kind = MRS_LOOK_LINES,
                                     .column = "left",
                                     .second = "right",
                                     .text = "name"}};
    bool added = true;
    for (size_t i = 0; added && i < state->line_count; i++) {
        const marsad_front_line *line = &state->lines[i];
        const char *left = name_of(front, line->left);
        const char *right = name_of(front, line->right);
        added = add_class(
            out, (mrs_look_class){.value = left,
                                  .right = right,
                                  .label = left[0] ? left : right,
                                  .color = mrs_side_stroke(side_of(front, line->left)),
                                  .right_color = mrs_side_stroke(side_of(front, line->right))});
    }
    return finish(out, added);
}

bool mrs_look_of_changes(const marsad_front_comparison *comparison, mrs_front_look *out)
{
    *out =
        (mrs_front_look){.look = {.name = "marsad-changes",
                                  .description = "Ground that changed hands, by who holds it now",
                                  .kind = MRS_LOOK_AREAS,
                                  .column = "to",
                                  .text = "to"}};
    bool added = true;
    for (size_t i = 0; added && i < comparison->change_count; i++) {
        const char *name = comparison->changes[i].to;
        if (name[0]) {
            added = add_class(
                out, (mrs_look_class){.value = name,
                                      .label = name,
                                      .color = mrs_side_fill(side_called(comparison, name))});
        }
    }
    return finish(out, added);
}

void mrs_front_look_clear(mrs_front_look *look)
{
    mrs_free(look->classes);
    *look = (mrs_front_look){0};
}
