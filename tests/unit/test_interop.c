/*
 * What Marsad writes, as programs of other people read it: NGA's GeoPackage library and a validator
 * of GeoJSON (tests/interop/check.cjs, run by node with the npm packages of the versions in
 * package-lock.json there, which make has installed), LibreOffice, and GDAL's own ogrinfo.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/memory.h"
#include "data_folder.h"
#include "events/look.h"
#include "folder.h"
#include "geo/vector_write.h"
#include "relate/front_look.h"
#include "scratch.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { OUTPUT = 20000 };

static const char *folder_of(const char *variable, const char *otherwise)
{
    const char *value = getenv(variable);
    return value ? value : otherwise;
}

/* Runs a command of the shell, in which $M is marsad, $D the data, $S the scratch folder, $I the
 * folder of npm's packages, and check the check; returns its status, and what it says. */
static int run(const char *command, char out[OUTPUT])
{
    static char full[4000];
    const char *build = folder_of("MARSAD_BUILD", "build");
    snprintf(full, sizeof full,
             "M='%s/marsad'; D='%s'; S='%s'; I='%s/interop'; "
             "E=\"$D/geodata/events/abu-qurayn-2020-01.csv\"; "
             "F=\"$D/geodata/fronts/abu-qurayn-2020-01.geojson\"; "
             "check() { node '%s/interop/check.cjs' \"$I\" \"$@\"; }; { %s; } 2>&1",
             build, data_folder(), scratch_folder, build, folder_of("MARSAD_TESTS", "tests"),
             command);
    FILE *pipe = popen(full, "r");
    assert_non_null(pipe);
    size_t length = fread(out, 1, OUTPUT - 1, pipe);
    out[length] = '\0';
    return pclose(pipe);
}

/* The command must succeed, and say `expected` somewhere. */
static void must_say(const char *command, const char *expected)
{
    char out[OUTPUT];
    if (run(command, out) != 0 || !strstr(out, expected)) {
        fail_msg("%s\n  says %s\n  and not %s", command, out, expected);
    }
}

static void clear_scratch(void)
{
    folder_files(scratch_folder, true);
}

static void the_packages_are_there(void **state)
{
    (void)state;
    char out[OUTPUT];
    if (run("ls $I/node_modules/@ngageoint/geopackage $I/node_modules/@placemarkio/check-geojson",
            out) != 0) {
        run("cat $I/npm.log", out);
        fail_msg(
            "npm's packages are not there: 'make setup' installs npm, and 'make check' fetches "
            "them with it, for which the network is needed once\n%s",
            out);
    }
}

/* ---- GeoPackages and GeoJSON ---------------------------------------------------------------- */

static const char known[] = "location,country,controller,date\n"
                            "Misrata,LY,GNA,\n"
                            "Sirte,LY,LNA,2020-01-06\n";

static void geopackages_are_read(void **state)
{
    (void)state;
    scratch_text("known.csv", known);
    must_say("$M front relate $E --front $F --data $D -o $S/a.gpkg && check geopackage $S/a.gpkg "
             "events",
             "\n10 features");
    must_say("$M front derive $E --at 2020-01-27 --known $S/known.csv --radius 80km --data $D "
             "-o $S/b.gpkg --lines $S/c.gpkg && check geopackage $S/b.gpkg control",
             "\n2 features");
    must_say("check geopackage $S/c.gpkg front", "1 features");
    must_say("$M front compare $F --at 2020-01-25,2020-01-27 -o $S/d.gpkg && "
             "check geopackage $S/d.gpkg changes",
             "\n1 features");
    clear_scratch();
}

static void geojson_is_valid(void **state)
{
    (void)state;
    scratch_text("known.csv", known);
    must_say(
        "$M front relate $E --front $F --data $D -o $S/a.geojson && check geojson $S/a.geojson",
        "\n10 features");
    must_say("$M front relate $E --front $F --data $D --format geojson >$S/b.geojson && "
             "check geojson $S/b.geojson",
             "10 features");
    must_say("$M front derive $E --at 2020-01-27 --known $S/known.csv --radius 80km --data $D "
             "-o $S/c.geojson --lines $S/d.geojson && check geojson $S/c.geojson $S/d.geojson",
             "\n3 features");
    must_say("$M front compare $F --at 2020-01-25,2020-01-27 -o $S/e.geojson && "
             "$M front compare $F --at 2020-01-25,2020-01-27 --format geojson >$S/f.geojson && "
             "check geojson $S/e.geojson $S/f.geojson",
             "\n2 features");
    must_say("$M resolve Misrata Nowhereville --format geojson --data $D >$S/g.geojson; "
             "check geojson $S/g.geojson",
             " features");
    must_say("$M near Misrata --within 30km --format geojson --data $D >$S/h.geojson && "
             "check geojson $S/h.geojson",
             " features");
    clear_scratch();
}

/* What the checks are good for: faults are found. */
static void faults_are_found(void **state)
{
    (void)state;
    static const struct {
        const char *text, *fault;
    } cases[] = {
        {"{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[0,1],[1,1],[0,0]]]}", "right-hand"},
        {"{\"type\":\"Point\",\"coordinates\":[1.12345678,2]}", "a position"},
        {"{\"type\":\"Point\",\"coordinates\":[190,2]}", "a position"},
        {"{\"type\":\"Point\",\"coordinates\":[\"1\",2]}", "must be a number"},
        {"{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\"}]}", "geometry"},
    };
    char out[OUTPUT];
    for (size_t i = 0; i < COUNT(cases); i++) {
        scratch_text("a.geojson", cases[i].text);
        int status = run("check geojson $S/a.geojson", out);
        if (status == 0 || !strstr(out, cases[i].fault)) {
            fail_msg("%s: %s", cases[i].text, out);
        }
    }
    assert_int_equal(run("$M front relate $E --front $F --data $D -o $S/a.gpkg", out), 0);
    assert_int_not_equal(run("check geopackage $S/a.gpkg incidents", out), 0);
    assert_int_equal(run("sqlite3 $S/a.gpkg \"UPDATE layer_styles SET useAsDefault = 0\"", out), 0);
    assert_int_not_equal(run("check geopackage $S/a.gpkg events", out), 0);
    assert_non_null(strstr(out, "useAsDefault: 0 and not 1"));
    clear_scratch();
}

static void ogrinfo_reads_the_rest(void **state)
{
    (void)state;
    static const char *const endings[] = {"fgb", "kml", "shp", "geojsonl", "geojsons"};
    for (size_t i = 0; i < COUNT(endings); i++) {
        char command[300];
        snprintf(command, sizeof command,
                 "$M front relate $E --front $F --data $D -o $S/a.%s && "
                 "ogrinfo -ro -al $S/a.%s",
                 endings[i], endings[i]);
        must_say(command, "Feature Count: 10");
        must_say(strstr(command, "ogrinfo"), "أبو قرين");
    }
    clear_scratch();
}

/* ---- spreadsheets --------------------------------------------------------------------------- */

static const mrs_field fields[] = {{"name", MRS_CELL_TEXT, 0},
                                   {"الاسم", MRS_CELL_TEXT, 0},
                                   {"killed", MRS_CELL_INTEGER, 0},
                                   {"far_m", MRS_CELL_NUMBER, 1}};
static const mrs_cell rows[][4] = {
    {{.text = "Abu Qurayn"}, {.text = "أبو قرين"}, {.integer = 12}, {.number = -24238.5}},
    {{.text = "=1+1"}, {.text = "+218 21"}, {.is_null = true}, {.number = 0.5}},
    {{.text = "of:=2+2"}, {.text = "@SUM(3;4)"}, {.integer = -3}, {.is_null = true}},
    {{.text = "-1+2"}, {.text = "=HYPERLINK(\"x\")"}, {.integer = 0}, {.number = 7}},
    {{.text = "007"}, {.text = "say \"نعم\", then"}, {.integer = 1}, {.number = 1}}};

static void write_rows(const char *name, bool bom)
{
    mrs_writer *writer;
    marsad_error error = {0};
    const mrs_writer_plan plan = {
        .layer = "t", .fields = fields, .field_count = COUNT(fields), .bom = bom};
    if (mrs_writer_begin(scratch_path(name), &plan, &writer, &error)) {
        fail_msg("%s", error.message);
    }
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_int_equal(mrs_writer_add(writer, rows[i], NULL, NULL, 0, NULL), MARSAD_OK);
    }
    assert_int_equal(mrs_writer_commit(writer, NULL), MARSAD_OK);
}

/* What LibreOffice shows of the file, as CSV in UTF-8, in shown/NAME.csv. */
static void show_in_libreoffice(const char *names, const char *input, char out[OUTPUT])
{
    char command[1000];
    snprintf(command, sizeof command,
             "cd $S && timeout 120 soffice -env:UserInstallation=\"file://$S/.office\" --headless "
             "%s --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76' --outdir shown %s",
             input, names);
    if (run(command, out) != 0) {
        fail_msg("'make setup' installs LibreOffice: %s", out);
    }
}

static void remove_office(void)
{
    char out[OUTPUT];
    assert_int_equal(run("rm -r $S/.office $S/shown", out), 0);
    clear_scratch();
}

static void expect_shown(const char *name, const char *expected)
{
    char path[300];
    char *bytes;
    snprintf(path, sizeof path, "%s/shown/%s.csv", scratch_folder, name);
    assert_int_equal(mrs_file_read(path, &bytes, NULL, NULL), MARSAD_OK);
    if (strcmp(bytes, expected) != 0) {
        fail_msg("%s is shown as\n%s\nand not as\n%s", name, bytes, expected);
    }
    mrs_free(bytes);
}

/* Texts are texts, also those that look like a formula, and numbers are numbers. */
static void spreadsheets_show_the_same(void **state)
{
    (void)state;
    char out[OUTPUT];
    write_rows("x.xlsx", false);
    write_rows("o.ods", false);
    show_in_libreoffice("x.xlsx o.ods", "", out);
    static const char shown[] = "name,الاسم,killed,far_m\n"
                                "Abu Qurayn,أبو قرين,12,-24238.5\n"
                                "=1+1,+218 21,,0.5\n"
                                "%sof:=2+2,@SUM(3;4),-3,\n"
                                "-1+2,\"=HYPERLINK(\"\"x\"\")\",0,7\n"
                                "007,\"say \"\"نعم\"\", then\",1,1\n";
    char expected[500];
    snprintf(expected, sizeof expected, shown, "");
    expect_shown("x", expected);
    snprintf(expected, sizeof expected, shown, " ");
    expect_shown("o", expected);
    assert_int_equal(run("cd $S && unzip -p x.xlsx xl/worksheets/sheet1.xml && "
                         "unzip -p o.ods content.xml",
                         out),
                     0);
    assert_null(strstr(out, "<f>"));
    assert_null(strstr(out, "table:formula"));
    remove_office();
}

/* A CSV has no types: an apostrophe keeps formulas from being one, and a byte order mark says that
 * it is UTF-8. The last file shows what would be if they were not there. */
static void csv_holds_no_formulas(void **state)
{
    (void)state;
    char out[OUTPUT];
    write_rows("c.csv", false);
    write_rows("b.csv", true);
    scratch_text("wrong.csv", "a,b\n=1+1,x\n");
    show_in_libreoffice("c.csv b.csv wrong.csv", "--infilter=CSV:44,34,76,1", out);
    static const char shown[] = "name,الاسم,killed,far_m\n"
                                "Abu Qurayn,أبو قرين,12,-24238.5\n"
                                "'=1+1,'+218 21,,0.5\n"
                                "of:=2+2,'@SUM(3;4),-3,\n"
                                "'-1+2,\"'=HYPERLINK(\"\"x\"\")\",0,7\n"
                                "7,\"say \"\"نعم\"\", then\",1,1\n";
    expect_shown("c", shown);
    expect_shown("b", shown);
    expect_shown("wrong", "a,b\n2,x\n");
    remove_office();
}

/* ---- colors --------------------------------------------------------------------------------- */

/* They are those of the maps: each stands in the expression of that layer, for its type. */
static void looks_have_the_colors_of_the_maps(void **state)
{
    (void)state;
    char path[300];
    char *style;
    snprintf(path, sizeof path, "%s/styles/report.json", data_folder());
    assert_int_equal(mrs_file_read(path, &style, NULL, NULL), MARSAD_OK);
    for (int i = 0; i < MARSAD_TYPE_COUNT; i++) {
        marsad_incident_type type = (marsad_incident_type)i;
        char command[700];
        snprintf(command, sizeof command,
                 "node -e 'const s = JSON.parse(require(\"fs\").readFileSync(process.argv[1])); "
                 "const m = s.layers.find((l) => l.id === \"incidents\").paint[\"circle-color\"]; "
                 "let i = 2; while (i + 1 < m.length && !m[i].includes(\"%s\")) i += 2; "
                 "console.log(i + 1 < m.length ? m[i + 1] : m[m.length - 1]);' \"%s\"",
                 marsad_incident_type_name(type), path);
        must_say(command, mrs_incident_color(type));
    }
    for (size_t side = 1; side <= 4; side++) {
        assert_non_null(strstr(style, mrs_side_fill(side)));
        assert_non_null(strstr(style, mrs_side_stroke(side)));
    }
    mrs_free(style);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_packages_are_there),
        cmocka_unit_test(geopackages_are_read),
        cmocka_unit_test(geojson_is_valid),
        cmocka_unit_test(faults_are_found),
        cmocka_unit_test(ogrinfo_reads_the_rest),
        cmocka_unit_test(spreadsheets_show_the_same),
        cmocka_unit_test(csv_holds_no_formulas),
        cmocka_unit_test(looks_have_the_colors_of_the_maps),
    };
    return cmocka_run_group_tests_name("interop", tests, scratch_make, scratch_remove);
}
