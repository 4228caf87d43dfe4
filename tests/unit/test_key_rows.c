/* The heights of the key's rows, as they are noted and recalled. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka.h needs those four before it. */
#include <cmocka.h>

#include "base/memory.h"
#include "map/panel.h"

static void a_row_is_recalled_as_it_was_noted(void **state)
{
    (void)state;
    mrs_sheet sheet = {0};
    mrs_row_height row = {.index = 4, .width = 180.25, .by_day = true, .height = 31, .beside = 7};
    mrs_row_height asked = {.index = 4, .width = 180.25, .by_day = true};
    assert_false(mrs_recall_row(&sheet, &asked));
    mrs_note_row(&sheet, &row);
    assert_true(mrs_recall_row(&sheet, &asked));
    assert_true(asked.height == 31 && asked.beside == 7);
    mrs_free(sheet.row_heights);
}

/* Whatever a height depends on. */
static void another_row_is_not(void **state)
{
    (void)state;
    mrs_sheet sheet = {0};
    mrs_row_height row = {.index = 4, .width = 180.25, .height = 31};
    mrs_note_row(&sheet, &row);
    mrs_row_height others[] = {row, row, row, row, row, row, row};
    others[0].index = 5;
    others[1].width = 180.26;
    others[2].by_day = true;
    others[3].notes = true;
    others[4].bare = true;
    others[5].is_day = true;
    others[6].index = 4 + 2048 / 8; /* stands in the same place */
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        assert_false(mrs_recall_row(&sheet, &others[i]));
    }
    mrs_note_row(&sheet, &others[6]);
    assert_false(mrs_recall_row(&sheet, &row));
    assert_true(mrs_recall_row(&sheet, &others[6]));
    mrs_free(sheet.row_heights);
}

static void a_row_without_width_is_not_kept(void **state)
{
    (void)state;
    mrs_sheet sheet = {0};
    mrs_row_height row = {.index = 1, .width = -20, .height = 12};
    mrs_note_row(&sheet, &row);
    assert_false(mrs_recall_row(&sheet, &row));
    row.width = 0;
    assert_false(mrs_recall_row(&sheet, &row));
    mrs_free(sheet.row_heights);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_is_recalled_as_it_was_noted),
        cmocka_unit_test(another_row_is_not),
        cmocka_unit_test(a_row_without_width_is_not_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
