/* The gazetteer: building from sources, look-up, and the GeoPackage itself. */
#include <math.h>
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
#include "gazetteer/geometry.h"
#include "gazetteer/kinds.h"
#include "marsad/gazetteer.h"
#include "marsad/text.h"

#define SOURCE_HEADER "file\tname\tlicence\tattribution\turl\tdate\tpriority\n"
#define PLACE_HEADER                                                                               \
    "id\tname\tname_ar\tname_fr\talternates\tfeature_code\tcountry\tadmin1\tlon\tlat\t"            \
    "uncertainty_m\tpopulation\n"

static const char sources_text[] =
    SOURCE_HEADER "world.tsv\tWorld\tCC BY 4.0\tThe World\thttps://world.example\t2023-03-05\t2\n"
                  "near.tsv\tNear\tCC0 1.0\tThe near places\t\t\t1\n"
                  "areas.tsv\tAreas\tPublic domain\tThe areas\t\t2018\t3\n";

static const char near_text[] = PLACE_HEADER
    "near:tripoli\tTripoli\tطرابلس\t\tTarabulus|طرابلس "
    "الغرب@ar@alternate\tPPLC\tLY\tTripoli\t13.185"
    "\t32.89\t8000\t0\n"
    "near:qaddahiyah\tAl Qaddahiyah\tالقداحية\t\tGheddahia@it@historical\tPPL\tLY\tMisratah\t15.241"
    "\t31.363\t1000\t0\n"
    "near:quarter\tOld Town\t\t\t\tPPLX\tLY\tTripoli\t13.18\t32.895\t500\t\n"
    "near:mitiga\tMitiga International Airport\tمطار معيتيقة "
    "الدولي\t\tMJI@@code|معيتيقة@ar\tAIRP\tLY"
    "\tTripoli\t13.276\t32.894\t1500\t0\n";

/* Tripoli is the same place (1 km off), its namesake in Lebanon and the Old Town 5 km away are not;
   the airport of the town's name is no town. */
static const char world_text[] =
    PLACE_HEADER "w:1\tTripoli\t\tTripoli de "
                 "Libye\tTarābulus@ar|Trípoli@es\tPPLC\tLY\t\t13.19\t32.884\t5000\t1150989\n"
                 "w:2\tTripoli\tطرابلس\t\t\tPPLA\tLB\t\t35.844\t34.433\t3000\t229398\n"
                 "w:3\tOld Town\t\t\t\tPPLX\tLY\t\t13.18\t32.94\t500\t900\n"
                 "w:4\tTarabulus\t\t\t\tAIRP\tLY\t\t13.185\t32.89\t500\t\n"
                 "w:5\tSuva\t\t\t\tPPLC\tFJ\t\t178.44\t-18.14\t3000\t77366\n"
                 "w:6\tTaveuni\t\t\t\tPPL\tFJ\t\t-179.98\t-16.8\t3000\t12000\n"
                 "w:7\tAz Zawiyah\tالزاوية\t\t\tPPLA\tLY\t\t12.72\t32.75\t3000\t200000\n"
                 "w:8\tZawiyah\t\t\t\tPPL\tEG\t\t31\t30\t2000\t3000\n";

static const char areas_text[] =
    PLACE_HEADER "a:tripoli\tTripoli\t\t\t\tADM1\tLY\t\t13.2\t32.8\t40000\t\n"
                 "iso:LY\tLibya\tليبيا\tLibye\tLY@@code\tPCLI\tLY\t\t17\t27\t700000\t\n";

typedef struct fixture {
    char folder[64];
    char gazetteer[96];
} fixture;

static void path_in(const fixture *f, const char *name, char out[160])
{
    snprintf(out, 160, "%s/%s", f->folder, name);
}

static void write_file(const fixture *f, const char *name, const char *text)
{
    char path[160];
    path_in(f, name, path);
    FILE *stream = fopen(path, "wb");
    assert_non_null(stream);
    assert_true(fputs(text, stream) >= 0);
    assert_int_equal(fclose(stream), 0);
}

static void write_sources(const fixture *f)
{
    write_file(f, "sources.tsv", sources_text);
    write_file(f, "near.tsv", near_text);
    write_file(f, "world.tsv", world_text);
    write_file(f, "areas.tsv", areas_text);
}

static void build(const fixture *f, const char *path)
{
    marsad_error error = {0};
    if (marsad_gazetteer_build(f->folder, path, NULL, NULL, &error)) {
        fail_msg("%s, row %ld, column %s: %s", error.file, error.row, error.column, error.message);
    }
}

static int set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    strcpy(f->folder, "/tmp/marsad-gazetteer-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    snprintf(f->gazetteer, sizeof f->gazetteer, "%s/g.gpkg", f->folder);
    write_sources(f);
    build(f, f->gazetteer);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    folder_files(f->folder, true);
    rmdir(f->folder);
    free(f);
    return 0;
}

static marsad_gazetteer *open_at(const char *path)
{
    marsad_gazetteer *gazetteer = NULL;
    marsad_error error = {0};
    if (marsad_gazetteer_open(path, &gazetteer, &error)) {
        fail_msg("%s: %s", path, error.message);
    }
    return gazetteer;
}

/* The ids found for a name's key, with spaces between them. */
static const char *find(marsad_gazetteer *gazetteer, const char *name, marsad_key_kind kind)
{
    static char ids[512];
    ids[0] = '\0';
    marsad_keys keys;
    marsad_name_match_list list;
    assert_int_equal(marsad_text_keys(name, &keys, NULL), MARSAD_OK);
    const char *key = kind == MARSAD_KEY_BARE ? keys.bare : keys.full;
    assert_int_equal(marsad_gazetteer_find(gazetteer, key, kind, &list, NULL), MARSAD_OK);
    int64_t last = 0;
    for (size_t i = 0; i < list.count; i++) {
        assert_true(list.items[i].place.row > last);
        assert_int_equal(list.items[i].key, kind);
        last = list.items[i].place.row;
        snprintf(ids + strlen(ids), sizeof ids - strlen(ids), "%s%s", i ? " " : "",
                 list.items[i].place.id);
    }
    marsad_name_match_list_clear(&list);
    marsad_keys_clear(&keys);
    return ids;
}

static void a_gazetteer_is_described(void **state)
{
    fixture *f = *state;
    marsad_gazetteer *gazetteer = open_at(f->gazetteer);
    marsad_gazetteer_info info;
    assert_int_equal(marsad_gazetteer_describe(gazetteer, &info, NULL), MARSAD_OK);
    assert_string_equal(info.path, f->gazetteer);
    assert_int_equal(info.places, 13); /* 14 rows, one of them joined */
    assert_int_equal(info.arabic_names, 8);
    assert_int_equal(info.source_count, 3);
    static const char *const names[] = {"Near", "World", "Areas"};
    static const int places[] = {4, 7, 2};
    for (size_t i = 0; i < 3; i++) {
        assert_string_equal(info.sources[i].name, names[i]);
        assert_int_equal(info.sources[i].places, places[i]);
    }
    assert_string_equal(info.sources[1].licence, "CC BY 4.0");
    assert_string_equal(info.sources[1].attribution, "The World");
    assert_string_equal(info.sources[1].url, "https://world.example");
    assert_string_equal(info.sources[1].date, "2023-03-05");
    assert_true(info.extent.west == -179.98 && info.extent.east == 178.44);
    assert_true(info.extent.south == -18.14 && info.extent.north == 34.433);
    marsad_gazetteer_info_clear(&info);
    marsad_gazetteer_info_clear(NULL);
    marsad_gazetteer_close(gazetteer);
    marsad_gazetteer_close(NULL);
}

static void names_are_found_by_their_keys(void **state)
{
    fixture *f = *state;
    static const struct {
        const char *name;
        const char *full, *bare;
    } cases[] = {
        {"Tripoli", "near:tripoli w:2 a:tripoli", "near:tripoli w:2 a:tripoli"},
        {"طَرابلس", "near:tripoli w:2", "near:tripoli w:2"},
        {"Trípoli", "near:tripoli w:2 a:tripoli", "near:tripoli w:2 a:tripoli"},
        {"Tarabulus", "near:tripoli w:4", "near:tripoli w:4"},
        {"Tripoli de Libye", "near:tripoli", "near:tripoli"},
        {"القداحيه", "near:qaddahiyah", "near:qaddahiyah"},
        {"قداحية", "", "near:qaddahiyah"},
        {"Qaddahiyah", "", "near:qaddahiyah"},
        {"Zawiyah", "w:8", "w:7 w:8"},
        {"Az Zawiyah", "w:7", "w:7 w:8"},
        {"Old Town", "near:quarter w:3", "near:quarter w:3"},
        {"w:1", "near:tripoli", "near:tripoli"},
        {"nowhere", "", ""},
        {"", "", ""},
    };
    marsad_gazetteer *gazetteer = open_at(f->gazetteer);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(find(gazetteer, cases[i].name, MARSAD_KEY_FULL), cases[i].full);
        assert_string_equal(find(gazetteer, cases[i].name, MARSAD_KEY_BARE), cases[i].bare);
    }
    marsad_gazetteer_close(gazetteer);
}

static void a_match_gives_the_best_kind_of_name(void **state)
{
    fixture *f = *state;
    marsad_gazetteer *gazetteer = open_at(f->gazetteer);
    marsad_name_match_list list;
    assert_int_equal(marsad_gazetteer_find(gazetteer, "gheddahia", MARSAD_KEY_FULL, &list, NULL),
                     MARSAD_OK);
    assert_int_equal(list.count, 1);
    assert_string_equal(list.items[0].name, "Gheddahia");
    assert_string_equal(list.items[0].language, "it");
    assert_string_equal(list.items[0].kind, "historical");
    marsad_name_match_list_clear(&list);
    assert_null(list.items);
    assert_int_equal(marsad_gazetteer_find(gazetteer, "tripoli", MARSAD_KEY_FULL, &list, NULL),
                     MARSAD_OK);
    assert_string_equal(list.items[0].kind, "official"); /* not the alternate "Trípoli" */
    marsad_name_match_list_clear(&list);
    marsad_name_match_list_clear(NULL);
    marsad_gazetteer_close(gazetteer);
}

static void a_joined_place_keeps_the_stronger_and_gains(void **state)
{
    fixture *f = *state;
    marsad_gazetteer *gazetteer = open_at(f->gazetteer);
    marsad_place place, joined, copy;
    assert_int_equal(marsad_gazetteer_place(gazetteer, "near:tripoli", &place, NULL), MARSAD_OK);
    assert_string_equal(place.name, "Tripoli");
    assert_string_equal(place.name_ar, "طرابلس");
    assert_string_equal(place.name_fr, "Tripoli de Libye"); /* from the weaker source */
    assert_string_equal(place.admin1, "Tripoli");
    assert_string_equal(place.source, "Near");
    assert_int_equal(place.population, 1150989); /* likewise */
    assert_true(place.at.lon == 13.185 && place.at.lat == 32.89);
    assert_true(place.uncertainty_m == 8000);
    assert_true(place.importance > 0.7 && place.importance < 1);
    assert_string_equal(marsad_place_name(&place, MARSAD_LANG_AR), "طرابلس");
    assert_string_equal(marsad_place_name(&place, MARSAD_LANG_FR), "Tripoli de Libye");
    assert_string_equal(marsad_place_name(&place, MARSAD_LANG_EN), "Tripoli");
    assert_int_equal(marsad_gazetteer_place(gazetteer, "w:1", &joined, NULL), MARSAD_OK);
    assert_string_equal(joined.id, "near:tripoli");
    assert_int_equal(marsad_place_copy(&place, &copy, NULL), MARSAD_OK);
    assert_ptr_not_equal(copy.name, place.name);
    assert_string_equal(copy.name, place.name);
    assert_int_equal(copy.row, place.row);
    marsad_place_clear(&copy);
    marsad_place_clear(&joined);
    marsad_place_clear(&place);
    marsad_place_clear(NULL);
    assert_null(place.id);
    marsad_gazetteer_close(gazetteer);
}

static void an_unknown_id_is_not_found(void **state)
{
    fixture *f = *state;
    static const char *const ids[] = {"w:99", "", "Tripoli", "\xFF", "MJI "};
    marsad_gazetteer *gazetteer = open_at(f->gazetteer);
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        marsad_place place;
        marsad_error error = {0};
        assert_int_equal(marsad_gazetteer_place(gazetteer, ids[i], &place, &error),
                         MARSAD_ERR_NOT_FOUND);
        assert_int_equal(error.status, MARSAD_ERR_NOT_FOUND);
        assert_null(place.id);
    }
    marsad_gazetteer_close(gazetteer);
}

static const char *towns(marsad_gazetteer *gazetteer, marsad_bbox box, size_t limit)
{
    static char ids[512];
    ids[0] = '\0';
    marsad_place_list list;
    assert_int_equal(marsad_gazetteer_towns(gazetteer, box, limit, &list, NULL), MARSAD_OK);
    for (size_t i = 0; i < list.count; i++) {
        snprintf(ids + strlen(ids), sizeof ids - strlen(ids), "%s%s", i ? " " : "",
                 list.items[i].id);
    }
    marsad_place_list_clear(&list);
    marsad_place_list_clear(NULL);
    return ids;
}

static void towns_of_a_box_come_by_importance(void **state)
{
    fixture *f = *state;
    marsad_gazetteer *gazetteer = open_at(f->gazetteer);
    const marsad_bbox libya = {10, 30, 16, 34}, fiji = {177, -20, -179, -10};
    assert_string_equal(towns(gazetteer, libya, 10),
                        "near:tripoli w:7 w:3 near:qaddahiyah near:quarter");
    assert_string_equal(towns(gazetteer, libya, 2), "near:tripoli w:7");
    assert_string_equal(towns(gazetteer, libya, 0), "");
    assert_string_equal(towns(gazetteer, fiji, 10), "w:5 w:6");
    assert_string_equal(towns(gazetteer, (marsad_bbox){0, 0, 1, 1}, 10), "");
    /* The edge belongs to the box; the R-tree's rounding does not widen it. */
    assert_string_equal(towns(gazetteer, (marsad_bbox){15.241, 31.363, 16, 32}, 10),
                        "near:qaddahiyah");
    assert_string_equal(towns(gazetteer, (marsad_bbox){15.2410001, 31.363, 16, 32}, 10), "");
    marsad_gazetteer_close(gazetteer);
}

static void the_same_sources_give_the_same_bytes(void **state)
{
    fixture *f = *state;
    char other[160], *first = NULL, *second = NULL;
    size_t first_size = 0, second_size = 0;
    path_in(f, "other.gpkg", other);
    build(f, other);
    assert_int_equal(mrs_file_read(f->gazetteer, &first, &first_size, NULL), MARSAD_OK);
    assert_int_equal(mrs_file_read(other, &second, &second_size, NULL), MARSAD_OK);
    assert_int_equal(first_size, second_size);
    assert_memory_equal(first, second, first_size);
    mrs_free(first);
    mrs_free(second);
}

static void count_progress(void *context, int64_t done, int64_t total)
{
    int64_t *last = context;
    assert_true(done >= *last && done <= total);
    *last = done;
}

static void progress_reaches_the_end(void **state)
{
    fixture *f = *state;
    int64_t last = 0;
    assert_int_equal(marsad_gazetteer_build(f->folder, f->gazetteer, count_progress, &last, NULL),
                     MARSAD_OK);
    assert_int_equal(last, 14);
}

typedef struct bad_source {
    const char *file, *text;
    const char *column; /* where the error is */
    long row;
    const char *says;
} bad_source;

#define ROW(id, name, alternates, code, country, lon, lat, radius, people)                         \
    PLACE_HEADER id "\t" name "\t\t\t" alternates "\t" code "\t" country "\t\t" lon "\t" lat       \
                    "\t" radius "\t" people "\n"

static const bad_source bad_sources[] = {
    {"near.tsv", "", "", 0, "empty"},
    {"near.tsv", "id\tname\n", "name_ar", 1, "no such column"},
    {"near.tsv", PLACE_HEADER "a\tb\n", "", 2, "has 2 fields, but the header has 12"},
    {"near.tsv", PLACE_HEADER "\n", "", 2, "has 1 fields"},
    {"near.tsv", PLACE_HEADER "a\tb\xFF\n", "name", 2, "not UTF-8"},
    {"near.tsv", ROW("", "A", "", "PPL", "LY", "1", "2", "3", "4"), "id", 2, "not be empty"},
    {"near.tsv", ROW("a", "", "", "PPL", "LY", "1", "2", "3", "4"), "name", 2, "not be empty"},
    {"near.tsv", ROW("a", "--", "", "PPL", "LY", "1", "2", "3", "4"), "name", 2, "no letter"},
    {"near.tsv", ROW("a", "A", "", "", "LY", "1", "2", "3", "4"), "feature_code", 2, "empty"},
    {"near.tsv", ROW("a", "A", "", "PPL", "Libya", "1", "2", "3", "4"), "country", 2, "two-letter"},
    {"near.tsv", ROW("a", "A", "", "PPL", "LY", "x", "2", "3", "4"), "lon", 2, "not a number"},
    {"near.tsv", ROW("a", "A", "", "PPL", "LY", "181", "2", "3", "4"), "lon", 2, "out of range"},
    {"near.tsv", ROW("a", "A", "", "PPL", "LY", "1", "90.5", "3", "4"), "lat", 2, "out of range"},
    {"near.tsv", ROW("a", "A", "", "PPL", "LY", "1", "nan", "3", "4"), "lat", 2, "not a number"},
    {"near.tsv", ROW("a", "A", "", "PPL", "LY", "1", "2", "0", "4"), "uncertainty_m", 2,
     "more than 0"},
    {"near.tsv", ROW("a", "A", "", "PPL", "LY", "1", "2", "3", "-4"), "population", 2,
     "out of range"},
    {"near.tsv", ROW("a", "A", "", "PPL", "LY", "1", "2", "3", "4.5"), "population", 2,
     "not a whole number"},
    {"near.tsv", ROW("a", "A", "B@en@nick", "PPL", "LY", "1", "2", "3", "4"), "alternates", 2,
     "the kind after the second @"},
    {"near.tsv", ROW("a", "A", "B||C", "PPL", "LY", "1", "2", "3", "4"), "alternates", 2,
     "an empty name"},
    {"near.tsv", ROW("a", "A", "@ar", "PPL", "LY", "1", "2", "3", "4"), "alternates", 2,
     "an empty name"},
    {"near.tsv", ROW("a:tripoli", "A", "", "PPL", "LY", "1", "2", "3", "4"), "id", 2, ""},
    {"sources.tsv", SOURCE_HEADER "near.tsv\tN\tL\tA\t\t\t0\n", "priority", 2, "whole number"},
    {"sources.tsv", SOURCE_HEADER "near.tsv\tN\t\tA\t\t\t1\n", "licence", 2, "not be empty"},
    {"sources.tsv", SOURCE_HEADER, "", 0, "lists no source"},
    {"sources.tsv", SOURCE_HEADER "gone.tsv\tN\tL\tA\t\t\t1\n", "", 0, "no such file"},
};

/* The file that was there stays, byte for byte, and nothing else is left. */
static void bad_sources_are_told_and_change_nothing(void **state)
{
    fixture *f = *state;
    char *before = NULL, *after = NULL;
    size_t before_size = 0, after_size = 0;
    assert_int_equal(mrs_file_read(f->gazetteer, &before, &before_size, NULL), MARSAD_OK);
    for (size_t i = 0; i < sizeof bad_sources / sizeof *bad_sources; i++) {
        const bad_source *bad = &bad_sources[i];
        marsad_error error = {0};
        write_sources(f);
        write_file(f, bad->file, bad->text);
        marsad_status status = marsad_gazetteer_build(f->folder, f->gazetteer, NULL, NULL, &error);
        bool duplicate = bad->says[0] == '\0'; /* then the later file's row is told */
        if (!status ||
            (!duplicate && (!strstr(error.message, bad->says) ||
                            strcmp(error.column, bad->column) != 0 || error.row != bad->row))) {
            fail_msg("case %zu (%s): status %d, row %ld, column %s: %s", i, bad->says, status,
                     error.row, error.column, error.message);
        }
        assert_int_equal(error.status, status);
        assert_true(strstr(error.file, ".tsv") != NULL);
        assert_int_equal(folder_files(f->folder, false), 5);
    }
    assert_int_equal(mrs_file_read(f->gazetteer, &after, &after_size, NULL), MARSAD_OK);
    assert_int_equal(before_size, after_size);
    assert_memory_equal(before, after, before_size);
    mrs_free(before);
    mrs_free(after);
}

static void a_repeated_id_names_the_later_row(void **state)
{
    fixture *f = *state;
    marsad_error error = {0};
    write_file(f, "near.tsv", ROW("a:tripoli", "A", "", "PPL", "LY", "1", "2", "3", "4"));
    assert_int_equal(marsad_gazetteer_build(f->folder, f->gazetteer, NULL, NULL, &error),
                     MARSAD_ERR_INPUT);
    assert_non_null(strstr(error.file, "areas.tsv"));
    assert_int_equal(error.row, 2);
    assert_string_equal(error.column, "id");
    assert_non_null(strstr(error.message, "a:tripoli"));
}

static void an_unwritable_target_is_told(void **state)
{
    fixture *f = *state;
    static const char *const targets[] = {"/nonexistent/g.gpkg", "/tmp", "/dev/null"};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        marsad_error error = {0};
        assert_int_equal(marsad_gazetteer_build(f->folder, targets[i], NULL, NULL, &error),
                         MARSAD_ERR_IO);
        assert_string_equal(error.file, targets[i]);
    }
    assert_int_equal(marsad_gazetteer_build(f->folder, "", NULL, NULL, NULL), MARSAD_ERR_USAGE);
    assert_int_equal(marsad_gazetteer_build("/nonexistent", f->gazetteer, NULL, NULL, NULL),
                     MARSAD_ERR_NOT_FOUND);
}

/* Runs SQL on a file, with the functions that a GeoPackage's triggers call. */
static void point_part(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    marsad_lonlat at = {0};
    bool full = mrs_point_decode(sqlite3_value_blob(values[0]),
                                 (size_t)sqlite3_value_bytes(values[0]), &at);
    const char *part = sqlite3_user_data(context);
    if (strcmp(part, "empty") == 0) {
        sqlite3_result_int(context, !full);
    } else {
        sqlite3_result_double(context, part[0] == 'x' ? at.lon : at.lat);
    }
}

static void run_sql(const char *path, const char *sql)
{
    static const struct {
        const char *name;
        char part[8];
    } functions[] = {{"ST_MinX", "x"},
                     {"ST_MaxX", "x"},
                     {"ST_MinY", "y"},
                     {"ST_MaxY", "y"},
                     {"ST_IsEmpty", "empty"}};
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        sqlite3_create_function(db, functions[i].name, 1, SQLITE_UTF8,
                                (void *)(uintptr_t)functions[i].part, point_part, NULL, NULL);
    }
    char *message = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &message)) {
        fail_msg("%s: %s", sql, message);
    }
    sqlite3_close(db);
}

static void a_sound_gazetteer_passes_the_check(void **state)
{
    fixture *f = *state;
    size_t faults = 99;
    assert_int_equal(marsad_gazetteer_check(f->gazetteer, &faults, NULL), MARSAD_OK);
    assert_int_equal(faults, 0);
}

static void the_check_finds_each_fault(void **state)
{
    fixture *f = *state;
    static const char *const cases[][2] = {
        {"UPDATE names SET key_full = 'x' WHERE fid = 1", "keys of the name \"Tripoli\""},
        {"UPDATE names SET key_bare = 'x' WHERE fid = 1", "keys of the name"},
        {"UPDATE names SET place = 99 WHERE fid = 1", "a name without a place: Tripoli"},
        {"UPDATE names SET source = 99 WHERE fid = 1", "a name whose source is not in sources"},
        {"UPDATE names SET kind = 'pet' WHERE fid = 1", "a name of an unknown kind"},
        {"DELETE FROM names WHERE place = 2", "a place without a name: near:qaddahiyah"},
        {"UPDATE places SET source = 'me' WHERE fid = 1", "a place whose source is not in sources"},
        {"UPDATE places SET feature_code = '' WHERE fid = 1", "without a feature code"},
        {"UPDATE places SET uncertainty_m = 0 WHERE fid = 1", "radius of uncertainty"},
        {"UPDATE places SET importance = 2 WHERE fid = 1", "importance is not from 0 to 1"},
        {"UPDATE sources SET attribution = ''", "a source without a licence"},
        {"DELETE FROM rtree_places_geom WHERE id = 2", "near:qaddahiyah is missing in the R-tree"},
        {"INSERT INTO rtree_places_geom VALUES (77, 1, 1, 2, 2)", "a row without a place: 77"},
        {"UPDATE rtree_places_geom SET maxx = 50 WHERE id = 2", "elsewhere than its geometry"},
        {"DROP TRIGGER rtree_places_geom_update2; UPDATE places SET geom = x'00' WHERE fid = 1",
         "missing: the trigger rtree_places_geom_update2"},
        {"DROP TABLE sources", "missing: the table sources"},
        {"DROP INDEX names_key_bare", "missing: the index names_key_bare"},
        {"DELETE FROM gpkg_contents WHERE table_name = 'names'", "not listed in gpkg_contents"},
        {"DELETE FROM gpkg_contents WHERE table_name = 'lookup'", "not listed in gpkg_contents"},
        {"UPDATE names SET kind = 'historical' WHERE fid = 1",
         "the look-up index is not of the places and names"},
        {"UPDATE places SET uncertainty_m = 7 WHERE fid = 1", "the look-up index is not"},
        {"DELETE FROM lookup WHERE fid = (SELECT max(fid) FROM lookup)",
         "look-up index is damaged"},
        {"INSERT INTO lookup (data) VALUES (x'00')", "the look-up index is not"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        marsad_error error = {0};
        size_t faults = 0;
        build(f, f->gazetteer);
        run_sql(f->gazetteer, cases[i][0]);
        assert_int_equal(marsad_gazetteer_check(f->gazetteer, &faults, &error), MARSAD_ERR_INPUT);
        if (!strstr(error.message, cases[i][1]) || faults == 0) {
            fail_msg("%s: %zu faults: %s", cases[i][0], faults, error.message);
        }
        assert_string_equal(error.file, f->gazetteer);
    }
}

static void other_files_are_refused(void **state)
{
    fixture *f = *state;
    static const struct {
        const char *name, *sql, *says;
        marsad_status status;
    } cases[] = {
        {"none.gpkg", NULL, "no such file", MARSAD_ERR_NOT_FOUND},
        {"near.tsv", NULL, "not a GeoPackage", MARSAD_ERR_INPUT},
        {"plain.db", "CREATE TABLE t (a)", "not a GeoPackage", MARSAD_ERR_INPUT},
        {"other.gpkg", "PRAGMA application_id = 1196444487; CREATE TABLE t (a)",
         "not a gazetteer of Marsad's", MARSAD_ERR_INPUT},
        {"g.gpkg", "UPDATE marsad SET value = '0'", "rebuild it with 'marsad gazetteer build'",
         MARSAD_ERR_INPUT},
        {"g.gpkg", "DELETE FROM marsad", "rebuild it", MARSAD_ERR_INPUT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char path[160];
        marsad_gazetteer *gazetteer = NULL;
        marsad_error error = {0};
        size_t faults = 0;
        path_in(f, cases[i].name, path);
        if (cases[i].sql) {
            run_sql(path, cases[i].sql);
        }
        marsad_status status = marsad_gazetteer_open(path, &gazetteer, &error);
        if (status != cases[i].status || !strstr(error.message, cases[i].says)) {
            fail_msg("%s: %d %s", path, status, error.message);
        }
        assert_null(gazetteer);
        assert_string_equal(error.file, path);
        assert_int_equal(marsad_gazetteer_check(path, &faults, NULL), status);
    }
    assert_int_equal(marsad_gazetteer_open(f->folder, &(marsad_gazetteer *){NULL}, NULL),
                     MARSAD_ERR_INPUT);
}

/* Cut short at any page, it is an input error or, at least, found by the check. */
static void a_truncated_file_is_told(void **state)
{
    fixture *f = *state;
    char *bytes = NULL, path[160];
    size_t size = 0;
    assert_int_equal(mrs_file_read(f->gazetteer, &bytes, &size, NULL), MARSAD_OK);
    path_in(f, "cut.gpkg", path);
    for (size_t kept = 0; kept < size; kept += 4096) {
        FILE *stream = fopen(path, "wb");
        assert_non_null(stream);
        assert_int_equal(fwrite(bytes, 1, kept, stream), kept);
        assert_int_equal(fclose(stream), 0);
        marsad_error error = {0};
        size_t faults = 0;
        assert_int_equal(marsad_gazetteer_check(path, &faults, &error), MARSAD_ERR_INPUT);
        assert_true(faults > 0);
    }
    mrs_free(bytes);
}

/* As QGIS edits it: the triggers keep the R-tree in step, and only the index must be made again. */
static void edits_keep_the_r_tree_in_step(void **state)
{
    fixture *f = *state;
    run_sql(
        f->gazetteer,
        "UPDATE places SET geom = (SELECT geom FROM places WHERE id = 'w:5') WHERE fid = 2;"
        "UPDATE places SET fid = 500 WHERE fid = 3; UPDATE names SET place = 500 WHERE place = 3;"
        "DELETE FROM places WHERE id = 'w:8';"
        "DELETE FROM names WHERE place NOT IN (SELECT fid FROM places);"
        "INSERT INTO places SELECT 600, geom, 'new:1', 'New', '', '', 'PPL', 'LY', '', 5, 0, 0.1,"
        " source FROM places WHERE fid = 1;"
        "INSERT INTO names VALUES (9000, 600, 'New', '', 'official', 'new', NULL, 1);");
    marsad_error error = {0};
    size_t faults = 0;
    assert_int_equal(marsad_gazetteer_check(f->gazetteer, &faults, &error), MARSAD_ERR_INPUT);
    if (faults != 1 || !strstr(error.message, "the look-up index is not")) {
        fail_msg("%zu: %s", faults, error.message);
    }
}

static void points_survive_their_encoding(void **state)
{
    (void)state;
    static const marsad_lonlat points[] = {{13.185, 32.89}, {-180, -90}, {180, 90}, {0, -0.0}};
    unsigned char blob[MRS_POINT_BLOB_SIZE];
    marsad_lonlat back;
    for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
        mrs_point_encode(points[i], blob);
        assert_true(mrs_point_decode(blob, sizeof blob, &back));
        assert_memory_equal(&back, &points[i], sizeof back);
        for (size_t size = 0; size < sizeof blob; size++) {
            assert_false(mrs_point_decode(blob, size, &back));
        }
    }
    /* Big-endian, with an envelope in xy: (1, 2). */
    unsigned char big[8 + 32 + 21] = {'G', 'P', 0, 2, 0, 0, 0x10, 0xE6};
    memcpy(big + 40, "\0\0\0\0\1\x3F\xF0\0\0\0\0\0\0\x40\0\0\0\0\0\0\0", 21);
    assert_true(mrs_point_decode(big, sizeof big, &back));
    assert_true(back.lon == 1 && back.lat == 2);
    big[44] = 2; /* a line, not a point */
    assert_false(mrs_point_decode(big, sizeof big, &back));
    assert_false(mrs_point_decode(NULL, 0, &back));
    mrs_point_encode((marsad_lonlat){NAN, 0}, blob);
    assert_false(mrs_point_decode(blob, sizeof blob, &back));
}

static void importance_orders_kinds(void **state)
{
    (void)state;
    static const char *const falling[] = {"PCLI", "PPLC", "PPLA", "AIRP", "PPL", "PPLX", "PPLQ"};
    for (size_t i = 1; i < sizeof falling / sizeof *falling; i++) {
        assert_true(mrs_importance(falling[i - 1], 0, 3) > mrs_importance(falling[i], 0, 3));
    }
    assert_true(mrs_importance("PPL", 100000, 3) > mrs_importance("PPL", 1000, 3));
    assert_true(mrs_importance("PPL", 1000, 30) > mrs_importance("PPL", 1000, 3));
    assert_true(mrs_importance("PCLI", INT64_MAX, 100000) <= 1);
    assert_true(mrs_importance("?", 0, 0) >= 0);
}

static void a_build_survives_every_failed_allocation(void **state)
{
    fixture *f = *state;
    marsad_status status = MARSAD_ERR_MEMORY;
    long nth = 1;
    for (; status; nth++) {
        marsad_error error = {0};
        mrs_alloc_fail_at(nth);
        status = marsad_gazetteer_build(f->folder, f->gazetteer, NULL, NULL, &error);
        mrs_alloc_fail_at(0);
        assert_true(status == MARSAD_OK || status == MARSAD_ERR_MEMORY);
        assert_int_equal(error.status, status);
        assert_int_equal(folder_files(f->folder, false), 5);
        assert_true(nth < 5000);
    }
    assert_true(nth > 50);
}

static void reading_survives_every_failed_allocation(void **state)
{
    fixture *f = *state;
    marsad_status status = MARSAD_ERR_MEMORY;
    for (long nth = 1; status; nth++) {
        marsad_gazetteer *gazetteer = NULL;
        marsad_name_match_list matches = {0};
        marsad_place place = {0};
        marsad_place_list list = {0};
        marsad_gazetteer_info info = {0};
        mrs_alloc_fail_at(nth);
        status = marsad_gazetteer_open(f->gazetteer, &gazetteer, NULL);
        if (!status) {
            status = marsad_gazetteer_find(gazetteer, "tripoli", MARSAD_KEY_FULL, &matches, NULL);
        }
        if (!status) {
            status = marsad_gazetteer_place(gazetteer, "w:1", &place, NULL);
        }
        if (!status) {
            status =
                marsad_gazetteer_towns(gazetteer, (marsad_bbox){10, 30, 16, 34}, 9, &list, NULL);
        }
        if (!status) {
            status = marsad_gazetteer_describe(gazetteer, &info, NULL);
        }
        mrs_alloc_fail_at(0);
        assert_true(status == MARSAD_OK || status == MARSAD_ERR_MEMORY);
        marsad_gazetteer_info_clear(&info);
        marsad_place_list_clear(&list);
        marsad_place_clear(&place);
        marsad_name_match_list_clear(&matches);
        marsad_gazetteer_close(gazetteer);
        assert_true(nth < 1000);
    }
}

/* The gazetteer that the build made from geodata/. */
static void the_built_gazetteer_is_sound(void **state)
{
    (void)state;
    const char *folder = getenv("MARSAD_DATA");
    char path[1024];
    snprintf(path, sizeof path, "%s/geodata/gazetteer.gpkg", folder ? folder : ".");
    marsad_error error = {0};
    if (marsad_gazetteer_check(path, NULL, &error)) {
        fail_msg("%s: %s", path, error.message);
    }
}

#define WITH_FILES(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FILES(a_gazetteer_is_described),
        WITH_FILES(names_are_found_by_their_keys),
        WITH_FILES(a_match_gives_the_best_kind_of_name),
        WITH_FILES(a_joined_place_keeps_the_stronger_and_gains),
        WITH_FILES(an_unknown_id_is_not_found),
        WITH_FILES(towns_of_a_box_come_by_importance),
        WITH_FILES(the_same_sources_give_the_same_bytes),
        WITH_FILES(progress_reaches_the_end),
        WITH_FILES(bad_sources_are_told_and_change_nothing),
        WITH_FILES(a_repeated_id_names_the_later_row),
        WITH_FILES(an_unwritable_target_is_told),
        WITH_FILES(a_sound_gazetteer_passes_the_check),
        WITH_FILES(the_check_finds_each_fault),
        WITH_FILES(other_files_are_refused),
        WITH_FILES(a_truncated_file_is_told),
        WITH_FILES(edits_keep_the_r_tree_in_step),
        cmocka_unit_test(points_survive_their_encoding),
        cmocka_unit_test(importance_orders_kinds),
        WITH_FILES(a_build_survives_every_failed_allocation),
        WITH_FILES(reading_survives_every_failed_allocation),
        cmocka_unit_test(the_built_gazetteer_is_sound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
