/* geo/vector by rows: delimited text and lines of JSON, in every encoding and from pipes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <json-c/json.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unicode/ucnv.h>
#include <unistd.h>

#include "base/memory.h"
#include "geo/vector.h"
#include "rows_said.h"
#include "scratch.h"
#include "tsv_cases.h"

/* ---- cases in text --------------------------------------------------------------------------- */

static int hex(char c)
{
    return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}

/* Undoes \n, \xHH and so on; returns the length. */
static size_t unescape(char *to, const char *text)
{
    char *start = to;
    for (; *text; text++) {
        if (*text != '\\') {
            *to++ = *text;
            continue;
        }
        switch (*++text) {
        case 'n':
            *to++ = '\n';
            break;
        case 'r':
            *to++ = '\r';
            break;
        case 't':
            *to++ = '\t';
            break;
        case 'x':
            *to++ = (char)(hex(text[1]) << 4 | hex(text[2]));
            text += 2;
            break;
        default:
            *to++ = *text;
        }
    }
    *to = '\0';
    return (size_t)(to - start);
}

/* "separator=;" or the like; the text of `how` lives on in `*out`. */
static void read_how(const char *how, mrs_vector_how *out)
{
    *out = (mrs_vector_how){0};
    const char *value = strchr(how, '=');
    if (!value) {
        return;
    }
    value++;
    switch (how[0]) {
    case 's':
        out->separator = *value;
        break;
    case 'e':
        out->encoding = value;
        break;
    case 'w':
        out->where = value;
        break;
    default:
        fail_msg("%s", how);
    }
}

static void files_read_as_said(void **state)
{
    (void)state;
    tsv_cases cases;
    int count = 0;
    assert_true(tsv_cases_open(&cases, "rows/text.tsv"));
    while (tsv_cases_next(&cases)) {
        char content[4096], expected[4096];
        size_t length = unescape(content, cases.fields[2]);
        unescape(expected, cases.fields[3]);
        mrs_vector_how how;
        read_how(cases.fields[1], &how);
        const char *path = scratch_bytes(cases.fields[0], content, length);
        char *got = rows_said(path, &how);
        unlink(path);
        if (strcmp(got, expected) != 0) {
            fail_msg("line %ld:\n got      %s\n expected %s", cases.row, got, expected);
        }
        free(got);
        count++;
    }
    assert_true(count > 50);
}

static void other_files_are_refused(void **state)
{
    (void)state;
    tsv_cases cases;
    int count = 0;
    assert_true(tsv_cases_open(&cases, "rows/refused.tsv"));
    while (tsv_cases_next(&cases)) {
        char content[4096];
        size_t length = unescape(content, cases.fields[1]);
        const char *path = scratch_bytes(cases.fields[0], content, length);
        char *got = rows_said(path, NULL);
        unlink(path);
        if (strncmp(got, "error 2 ", 8) != 0 || !strstr(got, cases.fields[2])) {
            fail_msg("line %ld: %s", cases.row, got);
        }
        free(got);
        count++;
    }
    assert_true(count > 20);
}

/* ---- pipes ----------------------------------------------------------------------------------- */

/* The reading end of a pipe that gets the bytes in pieces of `piece`. */
static int pipe_of(const char *bytes, size_t length, size_t piece, pid_t *child)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    *child = fork();
    assert_true(*child >= 0);
    if (*child == 0) {
        close(ends[0]);
        for (size_t at = 0; at < length; at += piece) {
            size_t size = length - at < piece ? length - at : piece;
            if (write(ends[1], bytes + at, size) < 0) {
                break;
            }
        }
        _exit(0);
    }
    close(ends[1]);
    return ends[0];
}

static char *piped_said(const char *bytes, size_t length, size_t piece, const mrs_vector_how *how)
{
    pid_t child;
    int handle = pipe_of(bytes, length, piece, &child);
    int before = dup(STDIN_FILENO);
    dup2(handle, STDIN_FILENO);
    close(handle);
    char *got = rows_said("-", how);
    dup2(before, STDIN_FILENO);
    close(before);
    int how_it_ended;
    waitpid(child, &how_it_ended, 0);
    return got;
}

/* Where a block ends makes no difference. */
static void pipes_read_as_files(void **state)
{
    (void)state;
    tsv_cases cases;
    assert_true(tsv_cases_open(&cases, "rows/text.tsv"));
    while (tsv_cases_next(&cases)) {
        char content[4096], expected[4096];
        size_t length = unescape(content, cases.fields[2]);
        unescape(expected, cases.fields[3]);
        mrs_vector_how how;
        read_how(cases.fields[1], &how);
        bool by_ending = !strcmp(cases.fields[0], "a.jsonl") || !strcmp(cases.fields[0], "a.json");
        bool by_words = strstr(content, "\xC7") && !how.encoding; /* of all lines, in a file */
        for (size_t piece = 1; piece <= 16 && !by_ending && !by_words; piece *= 4) {
            char *got = piped_said(content, length, piece, &how);
            if (strcmp(got, expected) != 0) {
                fail_msg("line %ld in pieces of %zu:\n got      %s\n expected %s", cases.row, piece,
                         got, expected);
            }
            free(got);
        }
    }
}

/* A row is given as soon as its line is there. */
static void a_pipe_is_not_waited_on(void **state)
{
    (void)state;
    static const char *const lines[][3] = {
        {"{\"a\":1}\n", "{\"a\":2}\n", "{\"a\":3}\n"},
        {"a,b\n1,2\n", "2,\"x\"\n", "3,4\n"},
    };
    for (size_t i = 0; i < 2; i++) {
        int ends[2];
        char path[64];
        assert_int_equal(pipe(ends), 0);
        snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
        mrs_vector *vector = NULL;
        for (int row = 1; row <= 3; row++) {
            const char *line = lines[i][row - 1];
            bool more;
            assert_int_equal(write(ends[1], line, strlen(line)), strlen(line));
            if (!vector) {
                assert_int_equal(mrs_vector_open_rows(path, NULL, &vector, NULL), MARSAD_OK);
            }
            assert_int_equal(mrs_vector_next(vector, &more, NULL), MARSAD_OK);
            assert_true(more);
            assert_int_equal(atoi(mrs_vector_text(vector, 0)), row);
        }
        mrs_vector_close(vector);
        close(ends[0]);
        close(ends[1]);
    }
}

/* ---- encodings ------------------------------------------------------------------------------- */

static const char arabic[] = "المكان,التاريخ,ملاحظة\n"
                             "أبو قرين,2020-01-26,\"قصف على الطريق، جنوب المدينة\"\n"
                             "طرابلس,2020-01-27,هدوء في المدينة\n"
                             "سرت,2020-01-28,\n";
static const char french[] = "lieu,date,précision\n"
                             "Benghazi,2020-01-26,détruit près de l'école\n"
                             "Sebha,2020-01-27,\"blessés, évacués\"\n"
                             "Hun,2020-01-28,\n";

static char *encoded(const char *text, const char *mark, const char *encoding, size_t *length)
{
    size_t room = strlen(text) * 4 + 8;
    char *bytes = malloc(room);
    assert_non_null(bytes);
    size_t marked = (unsigned char)mark[0] ? 2 : 0;
    memcpy(bytes, mark, marked);
    UErrorCode code = U_ZERO_ERROR;
    *length = marked + (size_t)ucnv_convert(encoding, "UTF-8", bytes + marked,
                                            (int32_t)(room - marked), text, -1, &code);
    assert_true(U_SUCCESS(code));
    return bytes;
}

static const struct {
    const char *text, *mark, *encoding, *declared, *note;
} encodings[] = {
    {arabic, "", "UTF-8", NULL, ""},
    {arabic, "", "UTF-8", "utf8", ""},
    {arabic, "\xFF\xFE", "UTF-16LE", NULL, ""},
    {arabic, "\xFE\xFF", "UTF-16BE", NULL, ""},
    {arabic, "\xFF\xFE", "UTF-16LE", "UTF-16", ""},
    {arabic, "", "UTF-16LE", NULL, "read as UTF-16LE, for it is no UTF-8 and "},
    {arabic, "", "UTF-16BE", NULL, "read as UTF-16BE, for it is no UTF-8 and "},
    {french, "", "UTF-16LE", NULL, "read as UTF-16LE, for it is no UTF-8 and "},
    {arabic, "", "windows-1256", "windows-1256", ""},
    {arabic, "", "windows-1256", NULL,
     "read as windows-1256, for it is no UTF-8 and so read its words are Arabic: say --encoding to "
     "read it otherwise"},
    {french, "", "windows-1252", NULL,
     "read as windows-1252, for it is no UTF-8 and so read its words have accents as French or "
     "Spanish ones do: say --encoding to read it otherwise"},
    {french, "", "ISO-8859-1", "latin1", ""},
    {arabic, "", "ISO-8859-6", "iso-8859-6", ""},
};

static void encodings_read_alike(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++) {
        const char *path = scratch_text("utf8.csv", encodings[i].text);
        char *expected = rows_said(path, NULL);
        unlink(path);
        size_t length;
        char *bytes = encoded(encodings[i].text, encodings[i].mark, encodings[i].encoding, &length);
        mrs_vector_how how = {.encoding = encodings[i].declared};
        path = scratch_bytes("a.csv", bytes, length);
        char *got = rows_said(path, &how);
        assert_string_equal(got, expected);
        free(got);
        mrs_vector *vector;
        assert_int_equal(mrs_vector_open_rows(path, &how, &vector, NULL), MARSAD_OK);
        const char *note = mrs_vector_note(vector);
        assert_int_equal(strncmp(note, encodings[i].note, strlen(encodings[i].note)), 0);
        assert_int_equal(note[0] != '\0', encodings[i].note[0] != '\0');
        mrs_vector_close(vector);
        unlink(path);
        got = piped_said(bytes, length, length, &how);
        assert_string_equal(got, expected);
        free(got);
        free(expected);
        free(bytes);
    }
}

/* What could be several encodings is asked for. */
static void unclear_encodings_are_asked_for(void **state)
{
    (void)state;
    static const char cyrillic[] = "место,дата\nТриполи,2020\nСирт,2021\nБенгази город,2022\n";
    static const struct {
        const char *text, *encoding;
    } cases[] = {{cyrillic, "windows-1251"},
                 {cyrillic, "KOI8-R"},
                 {arabic, "ISO-8859-6"},
                 {french, "IBM850"},
                 {"lieu\nSebha\nMilieu é\n", "windows-1252"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t length;
        char *bytes = encoded(cases[i].text, "", cases[i].encoding, &length);
        const char *path = scratch_bytes("a.csv", bytes, length);
        char *got = rows_said(path, NULL);
        unlink(path);
        if (strncmp(got, "error 2 row 0: the byte 0x", 26) != 0 || !strstr(got, "--encoding")) {
            fail_msg("%s: %s", cases[i].encoding, got);
        }
        free(got);
        free(bytes);
    }
}

/* A few rows in another encoding are faults, wherever they stand; the others are read. */
static void mixed_encodings_are_faults_of_rows(void **state)
{
    (void)state;
    enum { ROWS = 30000 };
    FILE *file = fopen(scratch_path("a.csv"), "wb");
    assert_non_null(file);
    fprintf(file, "id,place\n");
    for (int i = 0; i < ROWS; i++) {
        bool other = i % 1000 == 7 || i > ROWS - 3;
        fprintf(file, "%d,%s\n", i, other ? "\xC3\xC8\xE6 \xDE\xD1\xED\xE4" : "أبو قرين طرابلس");
    }
    fclose(file);
    mrs_vector *vector;
    bool more;
    long good = 0, bad = 0;
    assert_int_equal(mrs_vector_open_rows(scratch_path("a.csv"), NULL, &vector, NULL), MARSAD_OK);
    while (!mrs_vector_next(vector, &more, NULL) && more) {
        good += !mrs_vector_fault(vector);
        bad += mrs_vector_fault(vector) != NULL;
    }
    assert_string_equal(mrs_vector_note(vector), "");
    mrs_vector_close(vector);
    unlink(scratch_path("a.csv"));
    assert_int_equal(bad, ROWS / 1000 + 2);
    assert_int_equal(good, ROWS - bad);
}

/* ---- what is large --------------------------------------------------------------------------- */

static void fill(FILE *file, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        putc('x', file);
    }
}

/* Steps through the file; counts good rows and returns the first fault in `fault`. */
static long good_rows(const char *path, char fault[400], long *bad)
{
    mrs_vector *vector;
    bool more;
    long good = 0;
    *bad = 0;
    fault[0] = '\0';
    assert_int_equal(mrs_vector_open_rows(path, NULL, &vector, NULL), MARSAD_OK);
    while (!mrs_vector_next(vector, &more, NULL) && more) {
        if (!mrs_vector_fault(vector)) {
            good++;
        } else if ((*bad)++ == 0) {
            snprintf(fault, 400, "%s", mrs_vector_fault(vector));
        }
    }
    mrs_vector_close(vector);
    return good;
}

static void large_cells_are_faults(void **state)
{
    (void)state;
    static const struct {
        const char *before, *behind, *fault;
        size_t size;
    } cases[] = {
        {"1,", "\n",
         "the cell \"b\" has 10,485,760 bytes, more than the 1 MiB that a cell may have", 10485760},
        {"1,\"", "\"\n",
         "the cell \"b\" has 10,485,760 bytes, more than the 1 MiB that a cell may have", 10485760},
        {"1,", "\n", "the cell \"b\" has 1,048,577 bytes", 1048577},
        {"1,", "\n", "", 1048576},
        {"1,", "\n", "the row has more than 16 MiB", 40000000},
        {"1,\"", "\"\n", "the row has more than 16 MiB", 40000000},
        {"1,\"", "\n", "the row has more than 16 MiB", 40000000},
        {"\"1\",", "\n", "the row has more than 16 MiB", 40000000},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *path = scratch_path("a.csv");
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        fprintf(file, "a,b\n1,2\n%s", cases[i].before);
        fill(file, cases[i].size);
        fprintf(file, "%s3,4\n5,\"6\"\n", cases[i].behind);
        fclose(file);
        char fault[400];
        long bad;
        long good = good_rows(path, fault, &bad);
        unlink(path);
        assert_int_equal(strncmp(fault, cases[i].fault, strlen(cases[i].fault)), 0);
        assert_int_equal(bad, cases[i].fault[0] != '\0');
        assert_int_equal(good, 4 - bad);
    }
}

/* A stray quotation mark takes only its own row, however far the next is. */
static void an_open_quotation_mark_takes_one_row(void **state)
{
    (void)state;
    enum { ROWS = 500000 };
    for (int quotes = 1; quotes <= 3; quotes++) {
        const char *path = scratch_path("a.csv");
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        fprintf(file, "a,b,c\n");
        for (int i = 0; i < ROWS; i++) {
            bool stray = i == 5 || (quotes > 1 && i == ROWS / 2) || (quotes > 2 && i == ROWS - 9);
            fprintf(file, "%d,%sthe place called so,and more of it\n", i, stray ? "\"" : "");
        }
        fclose(file);
        char fault[400];
        long bad;
        long good = good_rows(path, fault, &bad);
        unlink(path);
        assert_string_equal(fault, "a quotation mark is opened in this row and never closed");
        assert_int_equal(bad, quotes);
        assert_int_equal(good, ROWS - quotes);
    }
}

/* ---- truncation and resuming ----------------------------------------------------------------- */

/* Of a cut file the whole rows read as ever, and no byte of it makes the reader stumble. */
static void cut_files_keep_their_whole_rows(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text, *head;
    } cases[] = {
        {"a.csv", "a,b\r\n1,2\r\n\"x\r\ny\",\"\"\"é\"\r\n3,4\r\n", "CSV[a][b]"},
        {"a.csv", "\xEF\xBB\xBFlieu;n\n\"Z;\";1\nد;2\n", "CSV[lieu][n]"},
        {"a.ndjson", "{\"a\":1,\"b\":\"é\"}\n{\"b\":\"\\u00e9\",\"c\":[1]}\n{\"a\":2}\n", "NDJSON"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *path = scratch_text(cases[i].name, cases[i].text);
        char *whole = rows_said(path, NULL);
        for (size_t length = 1; length < strlen(cases[i].text); length++) {
            scratch_bytes(cases[i].name, cases[i].text, length);
            char *got = rows_said(path, NULL);
            if (!strncmp(got, cases[i].head, strlen(cases[i].head))) {
                /* The rows before the cut, or before the first with a fault of its own. */
                char *fault = strchr(got, '!');
                if (fault) {
                    *fault = '\0';
                }
                char *last = strrchr(got, '|');
                if (last && i < 2) { /* of lines of JSON, columns grow */
                    char *rows = strchr(got, '|');
                    assert_memory_equal(rows, strchr(whole, '|'), (size_t)(last - rows));
                }
            } else {
                assert_non_null(strstr(got, "error 2 ") ? got : strstr(got, "CSV["));
            }
            free(got);
        }
        unlink(path);
        free(whole);
    }
}

static char *rest_said(mrs_vector *vector)
{
    char *text = NULL;
    size_t size;
    bool more;
    FILE *out = open_memstream(&text, &size);
    while (!mrs_vector_next(vector, &more, NULL) && more) {
        rows_say_row(out, vector);
    }
    fclose(out);
    return text;
}

static void reading_goes_on_where_it_was_left(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text;
    } cases[] = {
        {"a.csv", "\xEF\xBB\xBF"
                  "a,b\r\n1,2\r\n\r\n\"x\ny\",3\n4,5,6\n7,\"x\n8,9"},
        {"a.csv", "sep=;\na;b\r1;2\r3;4\r"},
        {"a.ndjson", "{\"a\":1}\n\n{\"a\":\n{\"a\":\"é\"}\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *path = scratch_text(cases[i].name, cases[i].text);
        mrs_vector *vector, *other;
        bool more;
        int marks = 0;
        assert_int_equal(mrs_vector_open_rows(path, NULL, &vector, NULL), MARSAD_OK);
        while (!mrs_vector_next(vector, &more, NULL) && more) {
            uint64_t offset, here;
            assert_true(mrs_vector_mark(vector, &offset));
            long row = mrs_vector_row(vector);
            assert_int_equal(mrs_vector_open_rows(path, NULL, &other, NULL), MARSAD_OK);
            assert_int_equal(mrs_vector_seek(other, offset, row + 1, NULL), MARSAD_OK);
            char *there = rest_said(other);
            assert_int_equal(mrs_vector_seek(vector, offset, row + 1, NULL), MARSAD_OK);
            char *expected = rest_said(vector);
            assert_string_equal(there, expected);
            /* Back to where it was, to step on by one. */
            assert_int_equal(mrs_vector_seek(vector, offset, row + 1, NULL), MARSAD_OK);
            assert_true(mrs_vector_mark(vector, &here));
            assert_int_equal(here, offset);
            mrs_vector_close(other);
            free(there);
            free(expected);
            marks++;
        }
        assert_true(marks >= 2);
        marsad_error error;
        assert_int_equal(mrs_vector_seek(vector, 99999, 3, &error), MARSAD_ERR_USAGE);
        mrs_vector_close(vector);
        unlink(path);
    }
}

static void other_streams_have_no_marks(void **state)
{
    (void)state;
    mrs_vector *vector;
    uint64_t offset;
    const char *path = scratch_bytes("a.csv",
                                     "\xFF\xFE"
                                     "a\0\n\0"
                                     "b\0",
                                     8);
    assert_int_equal(mrs_vector_open_rows(path, NULL, &vector, NULL), MARSAD_OK);
    assert_false(mrs_vector_mark(vector, &offset));
    mrs_vector_close(vector);
    unlink(path);
}

/* ---- the rest -------------------------------------------------------------------------------- */

static void rows_are_shown_as_they_stand(void **state)
{
    (void)state;
    static const char *const raw[] = {"1,\"x\r\ny\"", " 2 ,3,4", "5,\"x"};
    const char *path = scratch_text("a.csv", "a,b\r\n1,\"x\r\ny\"\r\n 2 ,3,4\r\n5,\"x\r\n");
    mrs_vector *vector;
    bool more;
    assert_int_equal(mrs_vector_open_rows(path, NULL, &vector, NULL), MARSAD_OK);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(mrs_vector_next(vector, &more, NULL), MARSAD_OK);
        size_t length;
        const char *text = mrs_vector_raw(vector, &length);
        assert_int_equal(length, strlen(raw[i]));
        assert_memory_equal(text, raw[i], length);
        assert_null(mrs_vector_object(vector));
    }
    mrs_vector_close(vector);
    unlink(path);
}

static void objects_are_given(void **state)
{
    (void)state;
    const char *path = scratch_text("a.ndjson", "{\"a\":{\"b\":1}}\n");
    mrs_vector *vector;
    bool more;
    assert_int_equal(mrs_vector_open_rows(path, NULL, &vector, NULL), MARSAD_OK);
    assert_int_equal(mrs_vector_next(vector, &more, NULL), MARSAD_OK);
    assert_string_equal(
        json_object_to_json_string_ext(mrs_vector_object(vector), JSON_C_TO_STRING_PLAIN),
        "{\"a\":{\"b\":1}}");
    mrs_vector_close(vector);
    unlink(path);
}

static void progress_reaches_the_end(void **state)
{
    (void)state;
    const char *path = scratch_text("a.csv", "a,b\n1,2\n3,4\n");
    mrs_vector *vector;
    bool more;
    uint64_t done, all, before = 0;
    assert_int_equal(mrs_vector_open_rows(path, NULL, &vector, NULL), MARSAD_OK);
    while (!mrs_vector_next(vector, &more, NULL) && more) {
        mrs_vector_progress(vector, &done, &all);
        assert_true(done >= before && all == 12);
        before = done;
    }
    mrs_vector_progress(vector, &done, &all);
    assert_int_equal(done, all);
    mrs_vector_close(vector);
    unlink(path);
}

static void folders_and_absent_files_are_said(void **state)
{
    (void)state;
    char *got = rows_said(scratch_folder, NULL);
    assert_string_equal(got, "error 2 row 0: is a folder, not a file");
    free(got);
    got = rows_said(scratch_path("none.csv"), NULL);
    assert_string_equal(got, "error 3 row 0: no such file");
    free(got);
    const char *path = scratch_text("a.csv", "a\n1\n");
    got = rows_said(path, &(mrs_vector_how){.layer = "x"});
    assert_string_equal(got, "error 3 row 0: no layer or sheet \"x\": a text file has none");
    free(got);
    unlink(path);
}

static void memory_may_run_out(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text;
        mrs_vector_how how;
    } cases[] = {
        {"a.csv", "a,b\n1,\"x\"\n2,3,4\n", {0}},
        {"a.csv", "a,b\n1,\"x\"\n2,3\n", {.where = "a > 1"}},
        {"a.csv", "a,b\n1,\xE9\n", {.encoding = "latin1"}},
        {"a.ndjson", "{\"a\":1}\n{\"b\":2}\n", {0}},
        {"a.geojson",
         "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\","
         "\"properties\":{\"n\":1.5},\"geometry\":null}]}",
         {.where = "n > 1"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *path = scratch_text(cases[i].name, cases[i].text);
        marsad_status status = MARSAD_ERR_MEMORY;
        for (long nth = 1; status; nth++) {
            mrs_vector *vector;
            marsad_error error = {0};
            bool more = true;
            mrs_alloc_fail_at(nth);
            status = mrs_vector_open_rows(path, &cases[i].how, &vector, &error);
            while (!status && more) {
                status = mrs_vector_next(vector, &more, &error);
                if (!status && more) {
                    mrs_vector_text(vector, 0);
                }
            }
            mrs_alloc_fail_at(0);
            mrs_vector_close(vector);
            assert_true(status == MARSAD_OK || status == MARSAD_ERR_MEMORY);
            assert_true(nth < 1000);
        }
        unlink(path);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_read_as_said),
        cmocka_unit_test(other_files_are_refused),
        cmocka_unit_test(pipes_read_as_files),
        cmocka_unit_test(a_pipe_is_not_waited_on),
        cmocka_unit_test(encodings_read_alike),
        cmocka_unit_test(unclear_encodings_are_asked_for),
        cmocka_unit_test(mixed_encodings_are_faults_of_rows),
        cmocka_unit_test(large_cells_are_faults),
        cmocka_unit_test(an_open_quotation_mark_takes_one_row),
        cmocka_unit_test(cut_files_keep_their_whole_rows),
        cmocka_unit_test(reading_goes_on_where_it_was_left),
        cmocka_unit_test(other_streams_have_no_marks),
        cmocka_unit_test(rows_are_shown_as_they_stand),
        cmocka_unit_test(objects_are_given),
        cmocka_unit_test(progress_reaches_the_end),
        cmocka_unit_test(folders_and_absent_files_are_said),
        cmocka_unit_test(memory_may_run_out),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
