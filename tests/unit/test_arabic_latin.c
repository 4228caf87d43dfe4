/* text/: Arabic names in Latin letters, by the table of cases/romanize.tsv. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "text/arabic_latin.h"
#include "tsv_cases.h"

static void names_are_romanised_by_rule(void **state)
{
    (void)state;
    tsv_cases cases;
    int count = 0;
    assert_true(tsv_cases_open(&cases, "romanize.tsv"));
    while (tsv_cases_next(&cases)) {
        mrs_buffer latin = {0};
        mrs_arabic_latin(cases.fields[0], &latin);
        if (strcmp(latin.text, cases.fields[1]) != 0) {
            fail_msg("%s: %s, not %s", cases.fields[0], latin.text, cases.fields[1]);
        }
        mrs_buffer_clear(&latin);
        count++;
    }
    assert_true(count > 40);
}

/* Whatever Arabic letters stand together, what comes of them is Latin. */
static void no_arabic_is_left(void **state)
{
    (void)state;
    for (uint32_t a = 0x621; a <= 0x652; a++) {
        for (uint32_t b = 0x621; b <= 0x652; b++) {
            const char text[] = {(char)(0xC0 | a >> 6), (char)(0x80 | (a & 0x3F)),
                                 (char)(0xC0 | b >> 6), (char)(0x80 | (b & 0x3F)), 0};
            mrs_buffer latin = {0};
            mrs_arabic_latin(text, &latin);
            for (const char *c = latin.text; c && *c; c++) {
                if ((unsigned char)*c > 0x7E && !(a >= 0x63B && a <= 0x63F) &&
                    !(b >= 0x63B && b <= 0x63F)) {
                    fail_msg("U+%04X U+%04X: %s", a, b, latin.text);
                }
            }
            mrs_buffer_clear(&latin);
        }
    }
}

static void a_word_without_end_is_cut(void **state)
{
    (void)state;
    char text[4001];
    for (size_t i = 0; i < 2000; i++) {
        memcpy(text + 2 * i, "ب", 2);
    }
    text[4000] = 0;
    mrs_buffer latin = {0};
    mrs_arabic_latin(text, &latin);
    assert_true(latin.length > 64 && latin.length < 200);
    mrs_buffer_clear(&latin);
}

static void out_of_memory_is_told(void **state)
{
    (void)state;
    mrs_buffer latin = {0};
    mrs_alloc_fail_at(1);
    mrs_arabic_latin("مصراتة", &latin);
    mrs_alloc_fail_at(0);
    assert_true(latin.failed);
    mrs_buffer_clear(&latin);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_romanised_by_rule),
        cmocka_unit_test(no_arabic_is_left),
        cmocka_unit_test(a_word_without_end_is_cut),
        cmocka_unit_test(out_of_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
