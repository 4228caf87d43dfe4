/* base/: errors, memory, buffers, arenas, and files that are written whole or not at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/trim.h"
#include "scratch.h"

/* --- Errors --- */

static void an_error_says_where(void **state)
{
    (void)state;
    marsad_error error;
    assert_int_equal(mrs_fail_at(&error, MARSAD_ERR_INPUT, "a.csv", 3, "date", "bad %d", 7),
                     MARSAD_ERR_INPUT);
    assert_int_equal(error.status, MARSAD_ERR_INPUT);
    assert_string_equal(error.message, "bad 7");
    assert_string_equal(error.file, "a.csv");
    assert_string_equal(error.column, "date");
    assert_int_equal(error.row, 3);
    mrs_fail(&error, MARSAD_ERR_INPUT, "two\nlines\tand a tab");
    assert_string_equal(error.message, "two lines and a tab");
    assert_int_equal(mrs_fail(NULL, MARSAD_ERR_IO, "nobody listens"), MARSAD_ERR_IO);
}

static void a_long_message_is_cut_between_characters(void **state)
{
    (void)state;
    marsad_error error;
    for (int shift = 0; shift < 3; shift++) {
        char text[2000];
        memset(text, 'x', (size_t)shift);
        for (size_t i = (size_t)shift; i + 2 < sizeof text; i += 2) {
            memcpy(text + i, "ق", 2);
        }
        text[sizeof text - 4] = '\0';
        mrs_fail(&error, MARSAD_ERR_INPUT, "%s", text);
        size_t length = strlen(error.message);
        assert_true(length < sizeof error.message);
        assert_true(length > sizeof error.message - 4);
        assert_int_equal((length - (size_t)shift) % 2, 0);
    }
}

static void every_status_has_words(void **state)
{
    (void)state;
    for (int status = MARSAD_OK; status <= MARSAD_ERR_LIBRARY; status++) {
        assert_true(strlen(marsad_status_text((marsad_status)status)) > 3);
    }
    assert_string_equal(marsad_status_text((marsad_status)99), "unknown status");
    assert_string_equal(marsad_version(), MARSAD_VERSION);
}

/* --- Memory --- */

static void impossible_sizes_are_refused(void **state)
{
    (void)state;
    assert_null(mrs_alloc(SIZE_MAX, 16));
    assert_null(mrs_resize(NULL, SIZE_MAX / 2, 16));
}

static void the_nth_allocation_fails_once(void **state)
{
    (void)state;
    mrs_alloc_fail_at(2);
    void *first = mrs_alloc(1, 8);
    void *second = mrs_alloc(1, 8);
    void *third = mrs_alloc(1, 8);
    assert_non_null(first);
    assert_null(second);
    assert_non_null(third);
    mrs_free(first);
    mrs_free(third);
}

static void a_failed_growth_keeps_the_items(void **state)
{
    (void)state;
    int *items = NULL;
    size_t capacity = 0;
    size_t count = 0;
    while (count < 8) {
        assert_true(mrs_grow((void **)&items, &capacity, count, sizeof *items));
        items[count] = (int)count;
        count++;
    }
    size_t before = capacity;
    mrs_alloc_fail_at(1);
    assert_false(mrs_grow((void **)&items, &capacity, capacity, sizeof *items));
    assert_int_equal(capacity, before);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(items[i], i);
    }
    mrs_free(items);
}

/* --- Buffers and arenas --- */

static void a_buffer_grows_and_is_taken(void **state)
{
    (void)state;
    mrs_buffer buffer = {0};
    for (int i = 0; i < 1000; i++) {
        mrs_buffer_addf(&buffer, "%d,", i % 10);
    }
    assert_int_equal(buffer.length, 2000);
    char *text = mrs_buffer_take(&buffer);
    assert_int_equal(strlen(text), 2000);
    assert_memory_equal(text, "0,1,2,3,", 8);
    mrs_free(text);
    char *empty = mrs_buffer_take(&buffer);
    assert_string_equal(empty, "");
    mrs_free(empty);
}

static void a_buffer_keeps_its_failure(void **state)
{
    (void)state;
    mrs_buffer buffer = {0};
    mrs_buffer_add(&buffer, "kept");
    mrs_alloc_fail_at(1);
    mrs_buffer_addf(&buffer, "%1000s", "x");
    assert_true(buffer.failed);
    mrs_buffer_add(&buffer, "ignored");
    assert_null(mrs_buffer_take(&buffer));
}

static void an_arena_holds_text_and_aligned_items(void **state)
{
    (void)state;
    mrs_arena arena = {0};
    for (size_t i = 1; i < 300; i++) {
        const char *text = mrs_arena_text(&arena, "abcdefgh", i % 9);
        assert_int_equal(strlen(text), i % 9);
        double *numbers = mrs_arena_alloc(&arena, i, sizeof *numbers);
        assert_int_equal((uintptr_t)numbers % sizeof *numbers, 0);
        assert_true(numbers[i - 1] == 0);
        numbers[i - 1] = (double)i;
    }
    assert_null(mrs_arena_alloc(&arena, SIZE_MAX / 4, 8));
    assert_true(arena.failed);
    mrs_arena_clear(&arena);
    assert_false(arena.failed);
}

/* --- Files --- */

static void write_file(const char *name, const char *text)
{
    mrs_output output;
    assert_int_equal(mrs_output_open(&output, scratch_path(name), NULL), MARSAD_OK);
    fputs(text, output.stream);
    assert_int_equal(mrs_output_commit(&output, NULL), MARSAD_OK);
}

static void a_file_is_written_and_read_back(void **state)
{
    (void)state;
    char *text;
    size_t length;
    write_file("a.txt", "one\ntwo\n");
    assert_int_equal(mrs_file_read(scratch_path("a.txt"), &text, &length, NULL), MARSAD_OK);
    assert_int_equal(length, 8);
    assert_string_equal(text, "one\ntwo\n");
    mrs_free(text);
    unlink(scratch_path("a.txt"));
}

static void an_abandoned_file_leaves_the_old_one(void **state)
{
    (void)state;
    mrs_output output;
    char *text;
    write_file("a.txt", "old");
    assert_int_equal(mrs_output_open(&output, scratch_path("a.txt"), NULL), MARSAD_OK);
    fputs("new", output.stream);
    mrs_output_abandon(&output);
    assert_int_equal(mrs_file_read(scratch_path("a.txt"), &text, NULL, NULL), MARSAD_OK);
    assert_string_equal(text, "old");
    mrs_free(text);
    unlink(scratch_path("a.txt"));
}

static void bad_paths_are_named(void **state)
{
    (void)state;
    mrs_output output;
    marsad_error error;
    char *text;
    assert_int_equal(mrs_file_read(scratch_path("none"), &text, NULL, &error),
                     MARSAD_ERR_NOT_FOUND);
    assert_string_equal(error.file, scratch_path("none"));
    assert_string_equal(error.message, "no such file");
    assert_int_equal(mrs_file_read(scratch_folder, &text, NULL, &error), MARSAD_ERR_INPUT);
    assert_non_null(strstr(error.message, "folder"));
    assert_int_equal(mrs_output_open(&output, scratch_folder, &error), MARSAD_ERR_IO);
    assert_int_equal(mrs_output_open(&output, scratch_path("no/such/folder.txt"), &error),
                     MARSAD_ERR_IO);
    assert_string_equal(error.file, scratch_path("no/such/folder.txt"));
}

static void white_space_around_is_trimmed(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", ""},    {" \t\r\n", ""},           {"a", "a"}, {" a b\n", "a b"}, {"\ta", "a"},
        {"a ", "a"}, {"\xC2\xA0x", "\xC2\xA0x"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *trimmed = mrs_trimmed(cases[i][0]);
        assert_string_equal(trimmed, cases[i][1]);
        assert_int_equal(mrs_is_blank(cases[i][0]), cases[i][1][0] == '\0');
        mrs_free(trimmed);
    }
    size_t length = 3; /* no more than that is looked at */
    assert_string_equal(mrs_trim(" a b ", &length), "a b ");
    assert_int_equal(length, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_error_says_where),
        cmocka_unit_test(a_long_message_is_cut_between_characters),
        cmocka_unit_test(every_status_has_words),
        cmocka_unit_test(impossible_sizes_are_refused),
        cmocka_unit_test(the_nth_allocation_fails_once),
        cmocka_unit_test(a_failed_growth_keeps_the_items),
        cmocka_unit_test(a_buffer_grows_and_is_taken),
        cmocka_unit_test(a_buffer_keeps_its_failure),
        cmocka_unit_test(an_arena_holds_text_and_aligned_items),
        cmocka_unit_test(a_file_is_written_and_read_back),
        cmocka_unit_test(an_abandoned_file_leaves_the_old_one),
        cmocka_unit_test(bad_paths_are_named),
        cmocka_unit_test(white_space_around_is_trimmed),
    };
    return cmocka_run_group_tests_name("base", tests, scratch_make, scratch_remove);
}
