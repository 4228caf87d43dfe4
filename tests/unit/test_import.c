/* Importing: names cleaned, sources read, joined and replaced, faults told, the old file kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/file.h"
#include "base/memory.h"
#include "folder.h"
#include "gazetteer/import_clean.h"
#include "marsad/gazetteer.h"
#include "text/utf8.h"
#include "tsv_cases.h"

/* ---- names ----------------------------------------------------------------------------------- */

/* Puts the character for each \uXXXX. */
static void unescape(const char *text, char *out)
{
    while (*text) {
        unsigned point = 0;
        if (text[0] == '\\' && text[1] == 'u' && sscanf(text + 2, "%4x", &point) == 1) {
            out += mrs_utf8_encode(point, out);
            text += 6;
        } else {
            *out++ = *text++;
        }
    }
    *out = '\0';
}

static void names_are_cleaned_and_split(void **state)
{
    (void)state;
    tsv_cases cases;
    mrs_name_pieces pieces = {0};
    assert_true(tsv_cases_open(&cases, "import/names.tsv"));
    while (tsv_cases_next(&cases)) {
        char text[512], found[1024] = "";
        unescape(cases.fields[0], text);
        assert_int_equal(mrs_clean_name(&pieces, text, NULL), MARSAD_OK);
        for (size_t i = 0; i < pieces.count; i++) {
            const char *piece = mrs_piece_text(&pieces, i);
            assert_int_equal(strlen(piece), pieces.items[i].length);
            assert_int_equal(marsad_text_script(piece), pieces.items[i].script);
            snprintf(found + strlen(found), sizeof found - strlen(found), "%s%s", i ? " + " : "",
                     piece);
        }
        if (pieces.count == 0) {
            strcpy(found, pieces.placeholder ? "PLACEHOLDER" : "NONE");
        }
        if (strcmp(found, cases.fields[1]) != 0) {
            fail_msg("names.tsv:%ld: \"%s\" gives \"%s\", not \"%s\"", cases.row, cases.fields[0],
                     found, cases.fields[1]);
        }
    }
    mrs_name_pieces_clear(&pieces);
}

static void a_name_holds_no_more_pieces_than_there_is_room_for(void **state)
{
    (void)state;
    mrs_name_pieces pieces = {0};
    assert_int_equal(mrs_clean_name(&pieces, "aa/bb/cc/dd/ee/ff/gg/hh", NULL), MARSAD_OK);
    assert_int_equal(pieces.count, MRS_PIECES_MOST);
    mrs_name_pieces_clear(&pieces);
}

static void arabic_names_get_a_latin_form(void **state)
{
    (void)state;
    tsv_cases cases;
    mrs_labeller labeller = {0};
    assert_true(tsv_cases_open(&cases, "import/romanised.tsv"));
    while (tsv_cases_next(&cases)) {
        char *latin = NULL;
        assert_int_equal(mrs_latin_label(&labeller, cases.fields[0], &latin, NULL), MARSAD_OK);
        assert_string_equal(latin, cases.fields[1]);
        mrs_free(latin);
    }
}

static void other_scripts_get_a_latin_form(void **state)
{
    (void)state;
    mrs_labeller labeller = {0};
    static const char *const pairs[][2] = {
        {"Харьков", "Har'kov"}, {"Αθήνα", "Athena"}, {"加特", "Jia Te"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        char *latin = NULL;
        assert_int_equal(mrs_latin_label(&labeller, pairs[i][0], &latin, NULL), MARSAD_OK);
        assert_string_equal(latin, pairs[i][1]);
        mrs_free(latin);
    }
    mrs_labeller_clear(&labeller);
}

static void the_letters_of_arabic_are_known(void **state)
{
    (void)state;
    assert_true(mrs_is_arabic_spelling("طَرابُلُس"));
    assert_true(mrs_is_arabic_spelling("حي 7"));
    assert_false(mrs_is_arabic_spelling("اوباری")); /* Persian yeh */
    assert_false(mrs_is_arabic_spelling("گات"));
    assert_false(mrs_is_arabic_spelling("Tripoli"));
}

/* ---- files ----------------------------------------------------------------------------------- */

typedef struct fixture {
    char folder[64];
    char gazetteer[96];
    marsad_import_summary summary;
} fixture;

static const char *path_in(const fixture *f, const char *name)
{
    static char paths[4][160];
    static int next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", f->folder, name);
    return path;
}

static void write_file(const fixture *f, const char *name, const char *text)
{
    FILE *stream = fopen(path_in(f, name), "wb");
    assert_non_null(stream);
    assert_true(fputs(text, stream) >= 0);
    assert_int_equal(fclose(stream), 0);
}

static int set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    strcpy(f->folder, "/tmp/marsad-import-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    snprintf(f->gazetteer, sizeof f->gazetteer, "%s/g.gpkg", f->folder);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    marsad_import_summary_clear(&f->summary);
    folder_files(f->folder, true);
    rmdir(f->folder);
    free(f);
    return 0;
}

/* Imports with these options, and checks the gazetteer in depth. */
static void import_with(fixture *f, const char *name, const marsad_import_options *options)
{
    marsad_error error = {0};
    marsad_import_summary_clear(&f->summary);
    if (marsad_gazetteer_import(options, path_in(f, name), f->gazetteer, &f->summary, NULL, NULL,
                                &error)) {
        fail_msg("%s, row %ld, column %s: %s", error.file, error.row, error.column, error.message);
    }
    if (marsad_gazetteer_check(f->gazetteer, NULL, &error)) {
        fail_msg("%s: %s", error.file, error.message);
    }
}

static void import(fixture *f, const char *name)
{
    import_with(f, name, NULL);
}

/* The first column of all rows of a query, with bars between. */
static const char *query(const fixture *f, const char *sql)
{
    static char out[2048];
    sqlite3 *db = NULL;
    sqlite3_stmt *row = NULL;
    out[0] = '\0';
    assert_int_equal(sqlite3_open_v2(f->gazetteer, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &row, NULL), SQLITE_OK);
    while (sqlite3_step(row) == SQLITE_ROW) {
        snprintf(out + strlen(out), sizeof out - strlen(out), "%s%s", out[0] ? "|" : "",
                 (const char *)sqlite3_column_text(row, 0));
    }
    sqlite3_finalize(row);
    sqlite3_close(db);
    return out;
}

static char *content(const fixture *f, size_t *size)
{
    char *bytes = NULL;
    assert_int_equal(mrs_file_read(f->gazetteer, &bytes, size, NULL), MARSAD_OK);
    return bytes;
}

static void assert_content(const fixture *f, const char *bytes, size_t size)
{
    size_t now_size = 0;
    char *now = content(f, &now_size);
    assert_int_equal(now_size, size);
    assert_memory_equal(now, bytes, size);
    mrs_free(now);
}

/* ---- GeoNames -------------------------------------------------------------------------------- */

#define G(id, name, ascii, others, lat, lon, class, code, admin1, people, date)                    \
    id "\t" name "\t" ascii "\t" others "\t" lat "\t" lon                                          \
       "\t" class "\t" code "\tLY\t\t" admin1 "\t\t\t\t" people "\t\t6\tAfrica/Tripoli\t" date     \
                  "\n"

static const char dump[] = G("1", "Ţarābulus", "Tarabulus", "Tripoli,TIP,trabls,طرابلس", "32.887",
                             "13.187", "P", "PPLC", "61", "1150989", "2024-05-01")
    G("2", "Mişrātah", "Misratah", "Misurata,شعبية مصراتة,مصراتة", "32.375", "15.092", "P", "PPLA",
      "72", "386120", "2024-06-01")
        G("3", "Mişrātah", "Misratah", "", "31.7", "15.2", "A", "ADM1", "72", "0", "2020-01-02")
            G("4", "بئر زيد", "", "", "31.2", "14.9", "P", "PPL", "72", "0", "2019-01-01")
                G("5", "Bir Zayd Airfield", "Bir Zayd Airfield", "", "31.2", "14.9", "S", "AIRF",
                  "", "0", "");

static void a_dump_of_geonames_makes_a_gazetteer(void **state)
{
    fixture *f = *state;
    write_file(f, "LY.txt", dump);
    import(f, "LY.txt");
    assert_int_equal(f->summary.format, MARSAD_IMPORT_GEONAMES);
    assert_string_equal(f->summary.source, "GeoNames");
    assert_int_equal(f->summary.read, 5);
    assert_int_equal(f->summary.added, 5);
    assert_int_equal(f->summary.places, 5);
    assert_int_equal(f->summary.places_before, 0);
    assert_int_equal(f->summary.problems_in_all, 0);
    assert_string_equal(query(f, "SELECT id FROM places ORDER BY fid"),
                        "geonames:1|geonames:2|geonames:3|geonames:4|geonames:5");
    /* GeoNames' plain form where its name is a scientific romanisation. */
    assert_string_equal(query(f, "SELECT name FROM places ORDER BY fid"),
                        "Tarabulus|Misratah|Misratah|Bi'r Zid|Bir Zayd Airfield");
    assert_string_equal(query(f, "SELECT name_ar FROM places WHERE name_ar != '' ORDER BY fid"),
                        "طرابلس|مصراتة|بئر زيد");
    assert_string_equal(query(f, "SELECT admin1 FROM places WHERE fid = 2"), "Misratah");
    assert_string_equal(query(f, "SELECT uncertainty_m FROM places WHERE fid = 2"), "6000.0");
    assert_string_equal(query(f, "SELECT name FROM names WHERE place = 1 ORDER BY fid"),
                        "Tarabulus|Ţarābulus|Tripoli|طرابلس|TIP");
    assert_string_equal(query(f, "SELECT kind FROM names WHERE name = 'TIP'"), "code");
    /* A makeshift Latin form is on the map, but is nobody's spelling. */
    assert_string_equal(query(f, "SELECT name FROM names WHERE place = 4"), "بئر زيد");
    assert_string_equal(query(f, "SELECT licence || attribution || date FROM sources"),
                        "CC BY 4.0GeoNames2024-06-01");
}

static void a_second_import_changes_not_a_byte(void **state)
{
    fixture *f = *state;
    size_t size = 0;
    write_file(f, "LY.txt", dump);
    import(f, "LY.txt");
    int64_t names = f->summary.names;
    char *bytes = content(f, &size);
    import(f, "LY.txt");
    assert_int_equal(f->summary.replaced, 5);
    assert_int_equal(f->summary.added, 0);
    assert_int_equal(f->summary.places, 5);
    assert_int_equal(f->summary.names, names);
    assert_int_equal(f->summary.names_before, names);
    assert_content(f, bytes, size);
    mrs_free(bytes);
}

static void the_same_id_brings_new_facts(void **state)
{
    fixture *f = *state;
    write_file(f, "LY.txt", dump);
    import(f, "LY.txt");
    write_file(
        f, "LY.txt",
        G("4", "Bir Zaid", "Bir Zaid", "", "31.25", "14.9", "P", "PPL", "", "9", "2025-01-01")
            G("9", "Other", "Other", "", "30", "14", "P", "PPL", "", "0", "2025-01-01"));
    import(f, "LY.txt");
    assert_int_equal(f->summary.replaced, 1);
    assert_int_equal(f->summary.added, 1);
    assert_string_equal(query(f, "SELECT name || population FROM places WHERE id = 'geonames:4'"),
                        "Bir Zaid9");
    assert_string_equal(query(f, "SELECT name FROM names WHERE place = 4"), "Bir Zaid");
    assert_string_equal(query(f, "SELECT count(*) FROM sources"), "1");
    assert_string_equal(query(f, "SELECT date FROM sources"), "2025-01-01");
}

static void broken_lines_are_told_and_skipped(void **state)
{
    fixture *f = *state;
    write_file(f, "LY.txt",
               G("1", "Good", "Good", "", "32", "13", "P", "PPL", "", "0",
                 "") "7\ttoo\tfew\n"
                     "\n" /* an empty line is no place */
               G("x", "Bad id", "", "", "32", "13", "P", "PPL", "", "0",
                 "") G("2", "Bad number", "", "", "32,5", "13", "P", "PPL", "", "0",
                       "") G("3", "Far", "", "", "132", "13", "P", "PPL", "", "0",
                             "") G("4", "Nowhere", "", "", "", "", "P", "PPL", "", "0", "")
                   G("5", "Null Island", "", "", "0", "0", "P", "PPL", "", "0",
                     "") G("6", "بدون اسم", "no name", "", "32", "13", "P", "PPL", "", "0", "")
                       G("7", "123", "", "", "32", "13", "P", "PPL", "", "0", "")
                           G("8", "47", "", "", "32", "13", "S", "WLL", "", "0", "")
                               G("9", "", "", "", "32", "13", "P", "PPL", "", "0", "")
                                   G("1", "Again", "", "", "32", "13", "P", "PPL", "", "0", "")
                                       G("10", "No kind", "", "", "32", "13", "L", "", "", "0", "")
                                           G("11", "Bad \xFF byte", "", "", "32", "13", "P", "PPL",
                                             "", "0", ""));
    import(f, "LY.txt");
    static const struct {
        long row;
        marsad_import_skip reason;
    } expected[] = {{2, MARSAD_SKIP_BROKEN},         {4, MARSAD_SKIP_BROKEN},
                    {5, MARSAD_SKIP_BROKEN},         {6, MARSAD_SKIP_OUT_OF_RANGE},
                    {7, MARSAD_SKIP_NO_COORDINATES}, {8, MARSAD_SKIP_OUT_OF_RANGE},
                    {9, MARSAD_SKIP_PLACEHOLDER},    {10, MARSAD_SKIP_PLACEHOLDER},
                    {12, MARSAD_SKIP_NO_NAME},       {13, MARSAD_SKIP_DUPLICATE},
                    {14, MARSAD_SKIP_NO_KIND},       {15, MARSAD_SKIP_BROKEN}};
    assert_int_equal(f->summary.problem_count, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < f->summary.problem_count; i++) {
        assert_int_equal(f->summary.problems[i].row, expected[i].row);
        assert_int_equal(f->summary.problems[i].reason, expected[i].reason);
        assert_true(f->summary.problems[i].message[0]);
    }
    assert_int_equal(f->summary.read, 14);
    assert_int_equal(f->summary.added, 2);
    assert_int_equal(f->summary.skipped[MARSAD_SKIP_BROKEN], 4);
    assert_string_equal(query(f, "SELECT name FROM places"), "Good|47");
}

static void problems_beyond_the_first_are_counted(void **state)
{
    fixture *f = *state;
    char text[8192] = G("1", "Good", "Good", "", "32", "13", "P", "PPL", "", "0", "");
    for (int i = 0; i < 100; i++) {
        strcat(text, "broken\n");
    }
    write_file(f, "LY.txt", text);
    import(f, "LY.txt");
    assert_int_equal(f->summary.problem_count, MARSAD_IMPORT_PROBLEMS);
    assert_int_equal(f->summary.problems_in_all, 100);
    assert_int_equal(f->summary.skipped[MARSAD_SKIP_BROKEN], 100);
}

static void options_leave_places_out(void **state)
{
    fixture *f = *state;
    write_file(f, "LY.txt", dump);
    marsad_import_options options = marsad_import_defaults();
    options.feature_classes = "PS";
    options.min_population = 1000;
    import_with(f, "LY.txt", &options);
    assert_string_equal(query(f, "SELECT id FROM places"), "geonames:1|geonames:2|geonames:5");
    assert_string_equal(query(f, "SELECT admin1 FROM places WHERE id = 'geonames:2'"), "Misratah");
    assert_int_equal(f->summary.skipped[MARSAD_SKIP_FILTERED], 2);
    assert_int_equal(f->summary.problems_in_all, 0);
    options = marsad_import_defaults();
    options.country = "tn";
    import_with(f, "LY.txt", &options);
    assert_int_equal(f->summary.skipped[MARSAD_SKIP_FILTERED], 5);
    assert_int_equal(f->summary.places, 3);
}

static void alternate_names_tell_language_and_kind(void **state)
{
    fixture *f = *state;
    write_file(f, "LY.txt", dump);
    write_file(f, "alternates.txt",
               "1\t2\tar\tمصراتة\t1\t\t\t\t\t\n"
               "2\t2\tit\tMisurata\t\t\t\t1\t\t\n"
               "3\t2\twkdt\tQ174220\t\t\t\t\t\t\n"
               "4\t2\tlink\thttps://example.org\t\t\t\t\t\t\n"
               "5\t2\tiata\tMRA\t\t\t\t\t\t\n"
               "6\t999\ten\tElsewhere\t\t\t\t\t\t\n"
               "broken\n"
               "7\t2\tfr\tMisrata\t1\t\t\t\t\t\n"
               "8\t2\t\tMesrata\t\t\t1\t\t\t\n"
               "9\t2\ten\tunknown\t\t\t\t\t\t\n"
               "10\t1\ten\tTripoli\t1\t\t\t\t\t\n");
    marsad_import_options options = marsad_import_defaults();
    char path[160];
    snprintf(path, sizeof path, "%s/alternates.txt", f->folder);
    options.alternate_names = path;
    import_with(f, "LY.txt", &options);
    assert_string_equal(query(f, "SELECT name || ' ' || language || ' ' || kind FROM names"
                                 " WHERE place = 2 ORDER BY fid"),
                        "Misratah  official|مصراتة ar official|Misrata fr official|"
                        "Mişrātah  alternate|Misurata it alternate|شعبية مصراتة ar alternate|"
                        "MRA  code|Mesrata  colloquial");
    assert_string_equal(query(f, "SELECT name_fr FROM places WHERE fid = 2"), "Misrata");
    assert_string_equal(query(f, "SELECT language FROM names WHERE name = 'Tripoli'"), "en");
    assert_int_equal(f->summary.problem_count, 1);
    assert_int_equal(f->summary.problems[0].row, 7);
    assert_non_null(strstr(f->summary.problems[0].file, "alternates.txt"));
}

/* ---- OpenStreetMap
 * ------------------------------------------------------------------------- */

static const char overpass[] =
    "{\"version\": 0.6, \"osm3s\": {\"timestamp_osm_base\": "
    "\"2025-06-03T14:04:15Z\"},\n"
    "\"elements\": [\n"
    "{\"type\":\"node\",\"id\":1,\"lat\":32.376,\"lon\":15.09,\"tags\":{"
    "\"place\":\"city\","
    "\"name\":\"مصراتة\",\"name:en\":\"Misrata\",\"name:fr\":\"Misourata\","
    "\"name:ja_rm\":"
    "\"Misurāta\","
    "\"alt_name\":\"Misrata "
    "City;مصراته\",\"old_name:it\":\"Misurata\",\"population\":\"386,120\","
    "\"pcode\":\"LY-72\",\"name:etymology\":\"x\",\"ref\":\"a [ ] { } \\\" "
    "elements\"}},\n"
    "{\"type\":\"node\",\"id\":2,\"lat\":30.5,\"lon\":16.5,\"tags\":{\"place\":"
    "\"hamlet\","
    "\"name\":\"عين دوة Ain Dua\"}},\n"
    "{\"type\":\"node\",\"id\":3,\"lat\":30.6,\"lon\":16.5,\"tags\":{\"place\":"
    "\"village\"}},\n"
    "{\"type\":\"node\",\"id\":4,\"lat\":30.6,\"lon\":16.5},\n"
    "{\"type\":\"node\",\"id\":5,\"lat\":30.6,\"lon\":16.5,\"tags\":{\"shop\":"
    "\"yes\","
    "\"name\":\"Shop\"}},\n"
    "{\"type\":\"way\",\"id\":6,\"bounds\":{\"minlat\":30.9,\"minlon\":16.8,"
    "\"maxlat\":31,"
    "\"maxlon\":16.9},\"nodes\":[7,8],\"tags\":{\"aeroway\":\"aerodrome\","
    "\"iata\":\"XXA\","
    "\"name\":\"Test Airport\"}},\n"
    "{\"type\":\"relation\",\"id\":9,\"center\":{\"lat\":30.1,\"lon\":16.2},"
    "\"tags\":{"
    "\"boundary\":\"administrative\",\"admin_level\":\"4\",\"name\":\"منطقة "
    "الاختبار\"}},\n"
    "{\"type\":\"node\",\"id\":10,\"lat\":30.7,\"lon\":16.5,\"tags\":{"
    "\"place\":\"village\","
    "\"name\":\"العبادلة\",\"name:ar\":\"Abadla\"}}\n"
    "]}\n";

static void openstreetmap_is_read_from_overpass(void **state)
{
    fixture *f = *state;
    write_file(f, "places.json", overpass);
    marsad_import_options options = marsad_import_defaults();
    options.country = "LY";
    import_with(f, "places.json", &options);
    assert_int_equal(f->summary.format, MARSAD_IMPORT_OVERPASS);
    assert_int_equal(f->summary.read, 7);
    assert_int_equal(f->summary.added, 5);
    assert_int_equal(f->summary.skipped[MARSAD_SKIP_NO_NAME], 1);
    assert_int_equal(f->summary.skipped[MARSAD_SKIP_NO_KIND], 1);
    assert_int_equal(f->summary.problem_count, 1);
    assert_int_equal(f->summary.problems[0].row, 5); /* the line where the element begins */
    assert_string_equal(query(f, "SELECT id FROM places ORDER BY fid"),
                        "osm:node/1|osm:node/2|osm:way/6|osm:relation/9|osm:node/10");
    assert_string_equal(query(f, "SELECT name FROM places ORDER BY fid"),
                        "Misrata|Ain Dua|Test Airport|Mintaqat al Akhtabar|Abadla");
    assert_string_equal(query(f, "SELECT name_ar FROM places WHERE name_ar != '' ORDER BY fid"),
                        "مصراتة|عين دوة|منطقة الاختبار|العبادلة");
    assert_string_equal(query(f, "SELECT feature_code FROM places ORDER BY fid"),
                        "PPL|PPL|AIRP|ADM1|PPL");
    assert_string_equal(query(f, "SELECT name_fr || population || country FROM places LIMIT 1"),
                        "Misourata386120LY");
    assert_string_equal(query(f, "SELECT name || ' ' || language || ' ' || kind FROM names"
                                 " WHERE place = 1 ORDER BY fid"),
                        "Misrata en official|مصراتة ar official|Misourata fr official|"
                        "Misurāta  alternate|Misrata City  alternate|مصراته ar alternate|"
                        "Misurata it historical|LY-72  code");
    assert_string_equal(
        query(f, "SELECT licence || ' ' || attribution || ' ' || date FROM sources"),
        "ODbL 1.0 © OpenStreetMap contributors 2025-06-03");
    assert_string_equal(query(f, "SELECT uncertainty_m > 7000 AND uncertainty_m < 8000 FROM places"
                                 " WHERE id = 'osm:way/6'"),
                        "1");
}

static void a_date_that_is_none_is_passed_over(void **state)
{
    fixture *f = *state;
    write_file(
        f, "p.json",
        "{\"osm3s\":{\"timestamp_osm_base\":\"some time ago\"},\"elements\":[{\"type\":\"node\","
        "\"id\":1,\"lat\":32.1,\"lon\":13.2,\"tags\":{\"name\":\"Foo\",\"place\":\"town\"}}]}");
    import(f, "p.json");
    assert_string_equal(query(f, "SELECT date FROM sources"), "");
}

static void a_cut_off_answer_is_refused(void **state)
{
    fixture *f = *state;
    char text[sizeof overpass];
    size_t size = 0;
    write_file(f, "LY.txt", dump);
    import(f, "LY.txt");
    char *bytes = content(f, &size);
    for (size_t length = 60; length + 3 < sizeof overpass; length += 97) {
        marsad_error error = {0};
        marsad_import_summary_clear(&f->summary);
        memcpy(text, overpass, length);
        text[length] = '\0';
        write_file(f, "cut.json", text);
        marsad_import_options options = marsad_import_defaults();
        options.format = MARSAD_IMPORT_OVERPASS;
        assert_int_equal(marsad_gazetteer_import(&options, path_in(f, "cut.json"), f->gazetteer,
                                                 &f->summary, NULL, NULL, &error),
                         MARSAD_ERR_INPUT);
        assert_true(error.message[0]);
    }
    write_file(f, "remark.json", "{\"elements\": [], \"remark\": \"runtime error: timed out\"}");
    marsad_error error = {0};
    assert_int_equal(marsad_gazetteer_import(NULL, path_in(f, "remark.json"), f->gazetteer,
                                             &f->summary, NULL, NULL, &error),
                     MARSAD_ERR_INPUT);
    assert_non_null(strstr(error.message, "timed out"));
    assert_content(f, bytes, size);
    mrs_free(bytes);
}

static void openstreetmap_is_read_through_ogr(void **state)
{
    fixture *f = *state;
    write_file(f, "places.osm",
               "<?xml version='1.0' encoding='UTF-8'?>\n<osm version=\"0.6\">"
               "<node id=\"1\" lat=\"32.5\" lon=\"15.1\" version=\"1\"><tag "
               "k=\"place\" v=\"town\"/>"
               "<tag k=\"name\" v=\"غات\"/><tag k=\"name:en\" v=\"Ghat "
               "&quot;old&quot; \\ town\"/></node>"
               "<node id=\"2\" lat=\"32.60\" lon=\"15.20\" version=\"1\"/>"
               "<node id=\"3\" lat=\"32.61\" lon=\"15.20\" version=\"1\"/>"
               "<node id=\"4\" lat=\"32.61\" lon=\"15.21\" version=\"1\"/>"
               "<way id=\"9\" version=\"1\"><nd ref=\"2\"/><nd ref=\"3\"/><nd "
               "ref=\"4\"/><nd ref=\"2\"/>"
               "<tag k=\"military\" v=\"airfield\"/><tag k=\"name:en\" v=\"Test "
               "Air Base\"/></way></osm>");
    import(f, "places.osm");
    assert_int_equal(f->summary.format, MARSAD_IMPORT_OSM);
    assert_string_equal(query(f, "SELECT id || ' ' || name || ' ' || feature_code FROM places"),
                        "osm:node/1 Ghat \"old\" \\ town PPL|osm:way/9 Test Air Base AIRB");
    assert_string_equal(query(f, "SELECT name_ar FROM places LIMIT 1"), "غات");
}

/* ---- joining --------------------------------------------------------------------------------- */

static void a_place_of_two_sources_is_one_and_keeps_both(void **state)
{
    fixture *f = *state;
    size_t size = 0;
    write_file(f, "LY.txt", dump);
    write_file(f, "places.json", overpass);
    import(f, "LY.txt");
    import(f, "places.json");
    assert_int_equal(f->summary.joined, 1);
    assert_int_equal(f->summary.added, 4);
    assert_int_equal(f->summary.places, 9);
    assert_string_equal(query(f, "SELECT id || ' ' || source || ' ' || name_fr FROM places"
                                 " WHERE fid = 2"),
                        "geonames:2 GeoNames Misourata");
    assert_string_equal(query(f, "SELECT DISTINCT s.name FROM names n JOIN sources s"
                                 " ON s.fid = n.source WHERE n.place = 2"),
                        "GeoNames|OpenStreetMap");
    marsad_gazetteer *gazetteer = NULL;
    marsad_place place;
    assert_int_equal(marsad_gazetteer_open(f->gazetteer, &gazetteer, NULL), MARSAD_OK);
    assert_int_equal(marsad_gazetteer_place(gazetteer, "osm:node/1", &place, NULL), MARSAD_OK);
    assert_string_equal(place.id, "geonames:2");
    marsad_place_clear(&place);
    marsad_gazetteer_close(gazetteer);
    /* Either of them again changes nothing. */
    char *bytes = content(f, &size);
    import(f, "places.json");
    assert_int_equal(f->summary.replaced, 5);
    assert_content(f, bytes, size);
    import(f, "LY.txt");
    assert_int_equal(f->summary.replaced, 5);
    assert_content(f, bytes, size);
    mrs_free(bytes);
}

/* Under another name of the source, the same ids are the same places. */
static void an_id_of_two_sources_is_one_place(void **state)
{
    fixture *f = *state;
    size_t size = 0;
    marsad_import_options options = marsad_import_defaults();
    options.source_name = "GeoNames of 2025";
    write_file(f, "LY.txt", dump);
    import(f, "LY.txt");
    write_file(f, "LY.txt", G("4", "Quite Else", "", "", "20", "10", "P", "PPL", "", "7", ""));
    import_with(f, "LY.txt", &options);
    assert_int_equal(f->summary.joined, 1);
    assert_int_equal(f->summary.places, 5);
    assert_string_equal(query(f, "SELECT population FROM places WHERE id = 'geonames:4'"), "7");
    char *bytes = content(f, &size);
    import_with(f, "LY.txt", &options);
    assert_int_equal(f->summary.replaced, 1);
    assert_content(f, bytes, size);
    mrs_free(bytes);
}

static marsad_import_options office_options(void)
{
    marsad_import_options options = marsad_import_defaults();
    options.source_name = "Office";
    options.licence = "CC0 1.0";
    options.feature_code = "PPL";
    return options;
}

/* A third source's place stays with the second's, whatever becomes of the
 * first. */
static void members_follow_their_place(void **state)
{
    fixture *f = *state;
    marsad_import_options options = office_options();
    write_file(f, "places.json", overpass);
    write_file(f, "office.csv", "id,name,lon,lat\n7,Ain Dua,16.501,30.501\n");
    import(f, "places.json");
    import_with(f, "office.csv", &options);
    assert_int_equal(f->summary.joined, 1);
    import(f, "places.json");
    assert_string_equal(query(f, "SELECT p.id FROM names n JOIN places p ON p.fid = n.place"
                                 " WHERE n.name = 'office:7'"),
                        "osm:node/2");
    assert_int_equal(f->summary.places, 5);
}

typedef struct row_case {
    const char *row;
    int joined;
} row_case;

/* Each row as a second source, beside what LY.txt holds. */
static void expect_joined(fixture *f, const row_case *cases, size_t count)
{
    marsad_import_options options = office_options();
    for (size_t i = 0; i < count; i++) {
        char text[256];
        snprintf(text, sizeof text, "id,name,lon,lat\n%s\n", cases[i].row);
        write_file(f, "office.csv", text);
        import(f, "LY.txt");
        import_with(f, "office.csv", &options);
        assert_int_equal(f->summary.joined, cases[i].joined);
        unlink(f->gazetteer);
    }
}

static void articles_make_no_two_places_of_one(void **state)
{
    fixture *f = *state;
    static const row_case cases[] = {
        {"1,Hamra,13,32.01", 1},    /* without the article, 1 km off */
        {"1,Al Hamra,13,32.08", 1}, /* the same name, 9 km off */
        {"1,Hamra,13,32.08", 0},    /* less alike, and that far */
        {"1,Al Hamra,13,32.5", 0},  /* another place of the same name */
        {"1,Hamad,13,32.01", 0},    /* another name */
    };
    write_file(f, "LY.txt", G("1", "Al Hamra", "", "", "32", "13", "P", "PPL", "", "0", ""));
    expect_joined(f, cases, sizeof cases / sizeof *cases);
}

/* Spelled otherwise, but for the ear the same, and at the same spot. */
static void spellings_make_no_two_places_of_one(void **state)
{
    fixture *f = *state;
    static const row_case cases[] = {
        {"1,Gasr Khiar,13,32.01", 1},
        {"1,قصر الأخيار,13,32.01", 1},
        {"1,Gasr Khiar,13,32.05", 0}, /* less alike, and that far */
        {"1,Qasr Ahmad,13,32.01", 0},
    };
    write_file(f, "LY.txt", G("1", "Qasr al Akhyar", "", "", "32", "13", "P", "PPL", "", "0", ""));
    expect_joined(f, cases, sizeof cases / sizeof *cases);
}

/* ---- layers ---------------------------------------------------------------------------------- */

static marsad_import_options layer_options(void)
{
    marsad_import_options options = marsad_import_defaults();
    options.source_name = "Field Office, 2024";
    options.licence = "CC BY 4.0";
    options.map = "name=Town,name_ar=البلدة,pcode=P,lon=x,lat=y,population=Pop";
    options.feature_code = "PPL";
    options.country = "LY";
    return options;
}

static const char towns[] = "Town,البلدة,P,x,y,Pop\n"
                            "Newville / نوفيل,نوفيل,LY001,15.9,31.2,1200\n"
                            "Sidi Test,,LY002,15.91,31.25,\n"
                            "unknown,غير معروف,LY003,15.9,31.3,\n"
                            "Bad,,LY004,abc,31.3,\n"
                            "Short,x\n"
                            ",سبخة,LY005,15.8,31.3,\n"
                            "Nowhere,,LY006,,,\n";

static void a_table_is_read_by_its_map(void **state)
{
    fixture *f = *state;
    write_file(f, "towns.csv", towns);
    marsad_import_options options = layer_options();
    import_with(f, "towns.csv", &options);
    assert_int_equal(f->summary.format, MARSAD_IMPORT_LAYER);
    assert_string_equal(query(f, "SELECT id FROM places"),
                        "field-office-2024:LY001|field-office-2024:LY002|field-"
                        "office-2024:LY005");
    assert_string_equal(query(f, "SELECT name FROM places"), "Newville|Sidi Test|Sabkhah");
    assert_string_equal(query(f, "SELECT name FROM names WHERE kind = 'code'"),
                        "LY001|LY002|LY005");
    assert_string_equal(query(f, "SELECT population || country FROM places LIMIT 1"), "1200LY");
    static const long rows[] = {4, 5, 6, 8};
    assert_int_equal(f->summary.problem_count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(f->summary.problems[i].row, rows[i]);
    }
    assert_string_equal(query(f, "SELECT name || licence || attribution FROM sources"),
                        "Field Office, 2024CC BY 4.0Field Office, 2024");
}

/* Areas in UTM: a point inside, a radius that covers them. */
static void a_layer_in_another_crs_is_read(void **state)
{
    fixture *f = *state;
    write_file(f, "areas.geojson",
               "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\","
               "\"properties\":{\"name\":"
               "\"urn:ogc:def:crs:EPSG::32633\"}},\"features\":[{\"type\":\"Feature\","
               "\"properties\":{\"ADM2_EN\":\"Somewhere\",\"ADM2_AR\":\"مكان\",\"ADM2_"
               "PCODE\":"
               "\"LY0102\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[["
               "500000,3430000],"
               "[520000,3430000],[520000,3450000],[500000,3450000],[500000,3430000]]]}},"
               "{\"type\":\"Feature\",\"properties\":{\"ADM2_EN\":\"Nowhere\",\"ADM2_"
               "PCODE\":\"N\"},"
               "\"geometry\":null}]}");
    marsad_import_options options = marsad_import_defaults();
    options.source_name = "COD-AB";
    options.licence = "CC BY-IGO";
    options.attribution = "OCHA";
    options.url = "https://data.example";
    options.date = "2024";
    options.map = "name_en=ADM2_EN,name_ar=ADM2_AR,pcode=ADM2_PCODE";
    options.feature_code = "ADM2";
    import_with(f, "areas.geojson", &options);
    assert_string_equal(query(f, "SELECT id || ' ' || name || ' ' || name_ar FROM places"),
                        "cod-ab:LY0102 Somewhere مكان");
    assert_string_equal(query(f, "SELECT uncertainty_m > 14000 AND uncertainty_m < 15000 FROM"
                                 " places"),
                        "1");
    assert_string_equal(query(f, "SELECT minx > 15.10 AND maxx < 15.11 AND miny > 31.0 AND"
                                 " maxy < 31.2 FROM rtree_places_geom"),
                        "1");
    assert_string_equal(query(f, "SELECT attribution || url || date FROM sources"),
                        "OCHAhttps://data.example2024");
    assert_int_equal(f->summary.skipped[MARSAD_SKIP_NO_COORDINATES], 1);
}

static void rows_without_an_id_get_a_stable_one(void **state)
{
    fixture *f = *state;
    size_t size = 0;
    marsad_import_options options = layer_options();
    options.map = NULL;
    write_file(f, "t.csv",
               "name,name_ar,lon,lat,alternates\nA Town,بلدة,15,31,B Town; C Town\n"
               "D Town,,15.5,31,\n");
    import_with(f, "t.csv", &options);
    assert_string_equal(query(f, "SELECT name FROM names WHERE place = 1"),
                        "بلدة|A Town|B Town|C Town");
    char *bytes = content(f, &size);
    import_with(f, "t.csv", &options);
    assert_int_equal(f->summary.replaced, 2);
    assert_content(f, bytes, size);
    mrs_free(bytes);
}

/* OGR lends the text of a number only until the next is asked for. */
static void names_may_be_numbers(void **state)
{
    fixture *f = *state;
    write_file(f, "posts.geojson",
               "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":"
               "{\"name\":1234567,\"name_ar\":7654321},\"geometry\":{\"type\":\"Point\","
               "\"coordinates\":[13.1,32.5]}}]}");
    marsad_import_options options = layer_options();
    options.map = NULL;
    options.feature_code = "WLL";
    import_with(f, "posts.geojson", &options);
    assert_string_equal(query(f, "SELECT name FROM names"), "1234567|7654321");
}

/* An id that is cut could be that of another row, or end within a character. */
static void long_ids_stay_apart(void **state)
{
    fixture *f = *state;
    marsad_import_options options = layer_options();
    options.map = NULL;
    write_file(f, "t.csv",
               "id,name,lon,lat\n"
               "https://example.org/places/of/a/country/with/many/of/them/0000001,A Town,15,31\n"
               "https://example.org/places/of/a/country/with/many/of/them/0000002,B Town,16,31\n"
               "0123456789012345678901234567890123456789012345678901234567é,C Town,17,31\n"
               "01234567890123456789012345678901234567890123456789012345678901é,D Town,18,31\n");
    import_with(f, "t.csv", &options);
    assert_int_equal(f->summary.added, 4);
    assert_string_equal(query(f, "SELECT count(DISTINCT id) FROM places"), "4");
    assert_string_equal(query(f, "SELECT id FROM places WHERE name = 'C Town'"),
                        "field-office-2024:"
                        "0123456789012345678901234567890123456789012345678901234567é");
    import_with(f, "t.csv", &options);
    assert_int_equal(f->summary.replaced, 4);
}

/* ---- faults ---------------------------------------------------------------------------------- */

static void wrong_options_are_told(void **state)
{
    fixture *f = *state;
    write_file(f, "towns.csv", towns);
    write_file(f, "LY.txt", dump);
    const marsad_import_options good = layer_options();
    marsad_import_options options[10];
    for (size_t i = 0; i < 10; i++) {
        options[i] = good;
    }
    options[0].source_name = NULL;
    options[1].licence = "";
    options[2].map = "name=Gone";
    options[3].map = "nome=Town";
    options[4].map = "name";
    options[5].map = "lon=x";
    options[6].feature_code = NULL;
    options[7].feature_code = "town";
    options[8].country = "LBY";
    options[9].feature_classes = "X";
    static const char *const says[] = {"--source-name",      "--licence",
                                       "no column \"Gone\"", "no key \"nome\"",
                                       "key=COLUMN",         "no column holds a name",
                                       "--feature-code",     "no feature code",
                                       "two letters",        "letters of"};
    for (size_t i = 0; i < 10; i++) {
        marsad_error error = {0};
        marsad_import_summary_clear(&f->summary);
        assert_int_not_equal(marsad_gazetteer_import(&options[i], path_in(f, "towns.csv"),
                                                     f->gazetteer, &f->summary, NULL, NULL, &error),
                             MARSAD_OK);
        if (!strstr(error.message, says[i])) {
            fail_msg("case %zu: \"%s\" does not say \"%s\"", i, error.message, says[i]);
        }
        assert_int_equal(folder_files(f->folder, false), 2);
    }
    marsad_error error = {0};
    assert_int_equal(marsad_gazetteer_import(&good, path_in(f, "LY.txt"), f->gazetteer, NULL, NULL,
                                             NULL, &error),
                     MARSAD_ERR_USAGE);
}

static void sources_that_cannot_be_read_are_told(void **state)
{
    fixture *f = *state;
    static const struct {
        const char *text, *says;
    } cases[] = {
        {"", "empty"},
        {"PK\x03\x04 an archive", "unzip"},
        {"\x1F\x8B\x08 gz", "gunzip"},
        {"1\t2\ten\tName\t\t\t\t\t\t\n", "--alternate-names"},
        {"only broken lines\n", "OGR"},
        {"{\"osm3s\": {}, \"elements\": [ {\"type\": ] }", "expected"},
    };
    marsad_import_options options = layer_options();
    options.map = NULL;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        marsad_error error = {0};
        write_file(f, "source", cases[i].text);
        assert_int_equal(marsad_gazetteer_import(&options, path_in(f, "source"), f->gazetteer, NULL,
                                                 NULL, NULL, &error),
                         MARSAD_ERR_INPUT);
        assert_non_null(strstr(error.message, cases[i].says));
        assert_int_equal(folder_files(f->folder, false), 1);
    }
    marsad_error error = {0};
    assert_int_equal(
        marsad_gazetteer_import(NULL, path_in(f, "gone"), f->gazetteer, NULL, NULL, NULL, &error),
        MARSAD_ERR_NOT_FOUND);
    write_file(f, "none.txt", G("1", "unknown", "", "", "32", "13", "P", "PPL", "", "0", ""));
    assert_int_equal(marsad_gazetteer_import(NULL, path_in(f, "none.txt"), f->gazetteer, NULL, NULL,
                                             NULL, &error),
                     MARSAD_ERR_INPUT);
    assert_non_null(strstr(error.message, "no place"));
    assert_int_equal(folder_files(f->folder, false), 2);
}

static bool stop_later(void *context)
{
    int *left = context;
    return --*left < 0;
}

/* Wherever it is stopped, the file that was there stays, and nothing else is
 * left. */
static void a_stopped_import_leaves_the_old_file(void **state)
{
    fixture *f = *state;
    size_t size = 0;
    write_file(f, "LY.txt", dump);
    write_file(f, "places.json", overpass);
    import(f, "LY.txt");
    char *bytes = content(f, &size);
    marsad_import_options options = marsad_import_defaults();
    options.stop = stop_later;
    int stops = 0;
    marsad_status status = MARSAD_ERR_IO;
    for (; status; stops++) {
        int left = stops;
        marsad_error error = {0};
        marsad_import_summary_clear(&f->summary);
        options.stop_context = &left;
        status = marsad_gazetteer_import(&options, path_in(f, "places.json"), f->gazetteer,
                                         &f->summary, NULL, NULL, &error);
        if (status) {
            assert_int_equal(status, MARSAD_ERR_IO);
            assert_non_null(strstr(error.message, "stopped"));
            assert_content(f, bytes, size);
        }
        assert_int_equal(folder_files(f->folder, false), 3);
        assert_true(stops < 100);
    }
    assert_true(stops > 3);
    mrs_free(bytes);
}

/* Runs an import with each allocation failing in turn: every hundredth, after
 * the first ones. */
static void fail_allocations(fixture *f, const char *source, const marsad_import_options *options)
{
    size_t size = 0;
    char *bytes = content(f, &size);
    marsad_status status = MARSAD_ERR_MEMORY;
    for (long nth = 1; status; nth += nth < 200 ? 1 : 7) {
        marsad_error error = {0};
        marsad_import_summary_clear(&f->summary);
        mrs_alloc_fail_at(nth);
        status = marsad_gazetteer_import(options, path_in(f, source), f->gazetteer, &f->summary,
                                         NULL, NULL, &error);
        mrs_alloc_fail_at(0);
        if (status) {
            assert_int_equal(status, MARSAD_ERR_MEMORY);
            assert_content(f, bytes, size);
            assert_null(f->summary.problems);
        }
        assert_true(nth < 20000);
    }
    mrs_free(bytes);
}

static void an_import_survives_every_failed_allocation(void **state)
{
    fixture *f = *state;
    write_file(f, "LY.txt", dump);
    write_file(f, "places.json", overpass);
    write_file(f, "towns.csv", towns);
    import(f, "LY.txt");
    fail_allocations(f, "places.json", NULL);
    marsad_import_options options = layer_options();
    fail_allocations(f, "towns.csv", &options);
    fail_allocations(f, "LY.txt", NULL);
    assert_int_equal(folder_files(f->folder, false), 4);
}

static void note_progress(void *context, int64_t done, int64_t total)
{
    int64_t *last = context;
    assert_int_equal(total, 1000);
    assert_true(done >= *last && done <= total);
    *last = done;
}

static void progress_reaches_the_end(void **state)
{
    fixture *f = *state;
    int64_t last = 0;
    write_file(f, "places.json", overpass);
    assert_int_equal(marsad_gazetteer_import(NULL, path_in(f, "places.json"), f->gazetteer, NULL,
                                             note_progress, &last, NULL),
                     MARSAD_OK);
    assert_int_equal(last, 1000);
}

/* What somebody adds with another program is kept, as a name of the place. */
static void names_added_by_hand_survive(void **state)
{
    fixture *f = *state;
    sqlite3 *db = NULL;
    write_file(f, "LY.txt", dump);
    write_file(f, "places.json", overpass);
    import(f, "LY.txt");
    import(f, "places.json");
    assert_int_equal(sqlite3_open(f->gazetteer, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db,
                                  "INSERT INTO names (place, name, language, kind, key_full,"
                                  " source) VALUES (2, 'Mezrata', '', 'colloquial', 'mezrata', 1)",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    import(f, "places.json");
    assert_string_equal(query(f, "SELECT place || ' ' || kind FROM names WHERE name = 'Mezrata'"),
                        "2 colloquial");
}

#define WITH_FILES(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_cleaned_and_split),
        cmocka_unit_test(a_name_holds_no_more_pieces_than_there_is_room_for),
        cmocka_unit_test(arabic_names_get_a_latin_form),
        cmocka_unit_test(other_scripts_get_a_latin_form),
        cmocka_unit_test(the_letters_of_arabic_are_known),
        WITH_FILES(a_dump_of_geonames_makes_a_gazetteer),
        WITH_FILES(a_second_import_changes_not_a_byte),
        WITH_FILES(the_same_id_brings_new_facts),
        WITH_FILES(broken_lines_are_told_and_skipped),
        WITH_FILES(problems_beyond_the_first_are_counted),
        WITH_FILES(options_leave_places_out),
        WITH_FILES(alternate_names_tell_language_and_kind),
        WITH_FILES(openstreetmap_is_read_from_overpass),
        WITH_FILES(a_date_that_is_none_is_passed_over),
        WITH_FILES(a_cut_off_answer_is_refused),
        WITH_FILES(openstreetmap_is_read_through_ogr),
        WITH_FILES(a_place_of_two_sources_is_one_and_keeps_both),
        WITH_FILES(an_id_of_two_sources_is_one_place),
        WITH_FILES(members_follow_their_place),
        WITH_FILES(articles_make_no_two_places_of_one),
        WITH_FILES(spellings_make_no_two_places_of_one),
        WITH_FILES(a_table_is_read_by_its_map),
        WITH_FILES(a_layer_in_another_crs_is_read),
        WITH_FILES(rows_without_an_id_get_a_stable_one),
        WITH_FILES(names_may_be_numbers),
        WITH_FILES(long_ids_stay_apart),
        WITH_FILES(wrong_options_are_told),
        WITH_FILES(sources_that_cannot_be_read_are_told),
        WITH_FILES(a_stopped_import_leaves_the_old_file),
        WITH_FILES(an_import_survives_every_failed_allocation),
        WITH_FILES(progress_reaches_the_end),
        WITH_FILES(names_added_by_hand_survive),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
