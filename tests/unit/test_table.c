/* geo/table: CSV with all its cells. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <unistd.h>

#include "base/memory.h"
#include "marsad/table.h"
#include "scratch.h"

static marsad_table *read_text(const char *text)
{
    marsad_table *table = NULL;
    marsad_error error = {0};
    const char *path = scratch_text("t.csv", text);
    if (marsad_table_read(path, &table, &error)) {
        fail_msg("%s", error.message);
    }
    unlink(path);
    return table;
}

/* All cells of a table, "[2:a|b][3:…]" with the rows' numbers. */
static const char *all_cells(const marsad_table *table)
{
    static char text[512];
    size_t length = 0;
    text[0] = '\0';
    for (size_t i = 0; i < marsad_table_row_count(table); i++) {
        length += (size_t)snprintf(text + length, sizeof text - length,
                                   "[%ld:", marsad_table_row(table, i));
        for (size_t j = 0; j < marsad_table_column_count(table); j++) {
            length += (size_t)snprintf(text + length, sizeof text - length, "%s%s", j ? "|" : "",
                                       marsad_table_cell(table, i, j));
        }
        length += (size_t)snprintf(text + length, sizeof text - length, "]");
    }
    return text;
}

static void cells_are_what_the_file_says(void **state)
{
    (void)state;
    static const struct {
        const char *text, *cells;
    } cases[] = {
        {"a,b\n1,2\n3,4\n", "[2:1|2][3:3|4]"},
        {"a,b\n1,2\n3,4", "[2:1|2][3:3|4]"},
        {"a,b\r\n1,2\r\n3,4\r\n", "[2:1|2][3:3|4]"},
        {"a,b\r1,2\r3,4", "[2:1|2][3:3|4]"},
        {"\xEF\xBB\xBF"
         "a,b\n1,2\n",
         "[2:1|2]"},
        {"a;b\n1;2,5\n", "[2:1|2,5]"},
        {"a\tb\n1\t2\n", "[2:1|2]"},
        {"a,b\n\n1,2\n\n\n3,4\n\n", "[3:1|2][6:3|4]"},
        {"a,b\n,\n1,2\n , \n", "[3:1|2]"},
        {"a,b\n\"1\",\"\"\n", "[2:1|]"},
        {"a,b\n\"x \"\"y\"\" z\",\"\"\"\"\n", "[2:x \"y\" z|\"]"},
        {"a,b\n\"1,5\",\"2\n3\"\n4,5\n", "[2:1,5|2\n3][3:4|5]"},
        {"a,b\n\"1\" ,2\r\n\"3\",\"4\"\r\n", "[2:1|2][3:3|4]"},
        {"a,b\n 1 ,2 \n", "[2: 1 |2 ]"},
        {"a,b\n1\n1,2,3\n4,5\n", "[2:1|][3:1|2][4:4|5]"},
        {"a,b\n1,\n,2\n", "[2:1|][3:|2]"},
        {"a\n1\n\n2", "[2:1][4:2]"},
        {"a,b\n", ""},
        {"a,b", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        marsad_table *table = read_text(cases[i].text);
        if (strcmp(all_cells(table), cases[i].cells) != 0) {
            fail_msg("\"%s\": %s", cases[i].text, all_cells(table));
        }
        marsad_table_free(table);
    }
}

static void rows_know_their_cells(void **state)
{
    (void)state;
    marsad_table *table = read_text("a,b\n1\n1,2,3\n4,5\n");
    assert_int_equal(marsad_table_cell_count(table, 0), 1);
    assert_int_equal(marsad_table_cell_count(table, 1), 3);
    assert_int_equal(marsad_table_cell_count(table, 2), 2);
    marsad_table_free(table);
}

static void columns_are_found_by_name(void **state)
{
    (void)state;
    size_t column = 9;
    marsad_error error = {0};
    marsad_table *table = read_text("From, to ,\"x,y\",dup,DUP\n1,2,3,4,5\n");
    assert_int_equal(marsad_table_find(table, "from", &column, NULL), MARSAD_OK);
    assert_int_equal(column, 0);
    assert_int_equal(marsad_table_find(table, "TO", &column, NULL), MARSAD_OK);
    assert_int_equal(column, 1);
    assert_string_equal(marsad_table_column(table, 1), "to");
    assert_string_equal(marsad_table_column(table, 2), "x,y");
    assert_int_equal(marsad_table_find(table, "z", &column, &error), MARSAD_ERR_NOT_FOUND);
    assert_non_null(strstr(error.message, "\"z\""));
    assert_int_equal(marsad_table_find(table, "dup", &column, &error), MARSAD_ERR_INPUT);
    assert_int_equal(error.row, 1);
    assert_int_equal(column, 1);
    marsad_table_free(table);
}

static void files_that_are_no_tables_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t length;
        long row;
        const char *message;
    } cases[] = {
        {"", 0, 0, "empty"},
        {"\xEF\xBB\xBF", 3, 0, "empty"},
        {"\na,b\n", 5, 1, "first row"},
        {"a,b\n\"1,2\n", 9, 2, "never closed"},
        {"a,b\n1\"x\",2\n", 11, 2, "quotation mark"},
        {"a,b\n1,2\n\"3\"x,4\n", 15, 3, "quotation mark"},
        {"a,b\n1,\0\n", 8, 2, "NUL"},
        {"a,b\n1,2\nx,caf\xe9\n", 15, 3, "the cell \"b\" is not UTF-8"},
        {"caf\xe9,b\n1,2\n", 11, 1, "columns are not UTF-8"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        marsad_table *table = (marsad_table *)&table;
        marsad_error error = {0};
        const char *path = scratch_bytes("t.csv", cases[i].text, cases[i].length);
        assert_int_equal(marsad_table_read(path, &table, &error), MARSAD_ERR_INPUT);
        assert_null(table);
        assert_string_equal(error.file, path);
        assert_int_equal(error.row, cases[i].row);
        if (!strstr(error.message, cases[i].message)) {
            fail_msg("%zu: %s", i, error.message);
        }
        unlink(path);
    }
    marsad_table *table;
    marsad_error error = {0};
    assert_int_equal(marsad_table_read("/nothing/here.csv", &table, &error), MARSAD_ERR_NOT_FOUND);
    assert_int_equal(marsad_table_read("/tmp", &table, &error), MARSAD_ERR_INPUT);
    assert_non_null(strstr(error.message, "folder"));
}

static void without_memory_there_is_no_table(void **state)
{
    (void)state;
    static const char text[] = "a,b\n1,2\n\"3\",4\n";
    const char *path = scratch_text("t.csv", text);
    marsad_status status = MARSAD_ERR_MEMORY;
    for (long nth = 1; status == MARSAD_ERR_MEMORY && nth < 1000; nth++) {
        marsad_table *table;
        mrs_alloc_fail_at(nth);
        status = marsad_table_read(path, &table, NULL);
        mrs_alloc_fail_at(0);
        assert_true((table == NULL) == (status != MARSAD_OK));
        marsad_table_free(table);
    }
    assert_int_equal(status, MARSAD_OK);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_what_the_file_says),
        cmocka_unit_test(rows_know_their_cells),
        cmocka_unit_test(columns_are_found_by_name),
        cmocka_unit_test(files_that_are_no_tables_are_refused),
        cmocka_unit_test(without_memory_there_is_no_table),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
