/* The table of words around the names of places, and its way into the program. */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/memory.h"
#include "text/fold.h"
#include "text/words.h"
#include "tsv_cases.h"

#define TABLE "../../geodata/resolver/words.tsv"

/* Of GeoNames' feature codes, those that the table may speak of. */
static const char *const feature_codes[] = {
    "ADM1",  "ADM2",  "ADM3",  "ADM4",  "ADMD", "ADMF", "AGRC",  "AGRF", "AIRB",  "AIRF", "AIRH",
    "AIRP",  "AMUS",  "ANCH",  "ANS",   "ARCH", "ATHF", "BAY",   "BCH",  "BDG",   "BLDG", "BRKS",
    "BRKW",  "BUR",   "BUST",  "CAPE",  "CAVE", "CH",   "CLF",   "CMP",  "CMPRF", "CMTY", "CNL",
    "CNYN",  "COVE",  "CST",   "CSTL",  "CSTM", "CSWY", "CTHSE", "CTRA", "CTRM",  "CVNT", "DAM",
    "DCK",   "DIKE",  "DIP",   "DLTA",  "DPR",  "DSRT", "DUNE",  "ERG",  "EST",   "ESTY", "FCL",
    "FLD",   "FLLS",  "FORD",  "FRM",   "FRST", "FT",   "GAP",   "GASF", "GATE",  "GDN",  "GHSE",
    "GOVL",  "GRGE",  "GROVE", "GRVE",  "GRVP", "GULF", "HBR",   "HLL",  "HSE",   "HSP",  "HSTS",
    "HTL",   "INDS",  "INSM",  "ISL",   "LGN",  "LIBR", "LK",    "LKI",  "LKN",   "LKS",  "LKX",
    "LTHSE", "MALL",  "MAR",   "MFG",   "MILB", "MKT",  "ML",    "MN",   "MNMT",  "MRSH", "MSQE",
    "MSTY",  "MT",    "MTRO",  "MTS",   "MUS",  "NVB",  "OAS",   "OCH",  "OILF",  "OILR", "OILT",
    "PAL",   "PASS",  "PCLI",  "PEN",   "PIER", "PK",   "PLAT",  "PLN",  "PMPO",  "PND",  "PO",
    "PP",    "PPL",   "PPLA",  "PPLC",  "PPLX", "PRK",  "PRN",   "PRT",  "PS",    "PT",   "QUAY",
    "RD",    "RDB",   "RDGE",  "RDJCT", "RECG", "REG",  "RESN",  "REST", "RET",   "RHSE", "RK",
    "RLG",   "RNCH",  "RSRT",  "RSTN",  "RSTP", "RSV",  "RTE",   "RUIN", "RVN",   "SALT", "SAND",
    "SBKH",  "SCH",   "SEA",   "SHOR",  "SHRN", "SLP",  "SPNG",  "SPNS", "SQR",   "ST",   "STDM",
    "STKR",  "STLMT", "STM",   "STNE",  "STRT", "SWMP", "SYSI",  "TERR", "THTR",  "TMB",  "TMPL",
    "TNKD",  "TNL",   "TOWR",  "TRB",   "TRL",  "UNIV", "UPLD",  "VAL",  "VIN",   "VLC",  "WAD",
    "WALL",  "WEIR",  "WHRF",  "WLL",   "WTRH", "ZN"};

static const char *const class_names[MRS_WORD_CLASS_COUNT] = {
    "type", "type-head", "qualifier", "particle", "title", "given", "organisation", "ordinary"};

static mrs_words *words_of(void **state)
{
    return *state;
}

/* The folded words of a spelling, joined by spaces. */
static size_t fold(const char *text, size_t length, char *out, size_t size)
{
    mrs_folded folded;
    assert_int_equal(mrs_fold_name(text, length, &folded, NULL), MARSAD_OK);
    assert_true(folded.length > 0 && folded.length <= size);
    for (size_t i = 1; i < folded.length; i++) {
        out[i - 1] = folded.text[i] == MRS_WORD_HAMZA ? MRS_WORD : folded.text[i];
    }
    size_t kept = folded.length - 1;
    mrs_free(folded.text);
    return kept;
}

static const mrs_word *find(const mrs_words *words, const char *text)
{
    char folded[256];
    return mrs_words_find(words, folded, fold(text, strlen(text), folded, sizeof folded));
}

static mrs_word_class class_of(const char *name)
{
    for (int i = 0; i < MRS_WORD_CLASS_COUNT; i++) {
        if (strcmp(name, class_names[i]) == 0) {
            return (mrs_word_class)i;
        }
    }
    return MRS_WORD_CLASS_COUNT;
}

static bool is_class(const mrs_word *word, mrs_word_class class)
{
    return word && word->class == class;
}

static bool starts_a_feature_code(const char *code, size_t length)
{
    for (size_t i = 0; i < sizeof feature_codes / sizeof *feature_codes; i++) {
        const char *known = feature_codes[i];
        if (strncmp(known, code, length) == 0 && (length > 2 || !known[length])) {
            return true;
        }
    }
    return false;
}

/* Kinds of place may have feature codes, qualifiers one country, the others nothing. */
static bool codes_are_right(mrs_word_class class, const char *codes)
{
    bool type = class == MRS_WORD_TYPE || class == MRS_WORD_TYPE_HEAD;
    if (!type) {
        return !*codes || (class == MRS_WORD_QUALIFIER && strlen(codes) == 2 &&
                           isupper((unsigned char)codes[0]) && isupper((unsigned char)codes[1]));
    }
    while (*codes) {
        size_t length = strcspn(codes, "|");
        if (length < 2 || !starts_a_feature_code(codes, length)) {
            return false;
        }
        codes += length;
        if (*codes == '|' && !*++codes) {
            return false;
        }
    }
    return true;
}

static bool language_is_right(const char *language)
{
    static const char *const known[] = {"", "ar", "en", "fr", "it"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(language, known[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* The meaning of a spelling that has this row's class, language and codes. */
static bool is_found(const mrs_words *words, const char *text, size_t length,
                     const tsv_cases *cases)
{
    char folded[256];
    size_t size = fold(text, length, folded, sizeof folded);
    size_t count = 1;
    for (size_t i = 0; i < size; i++) {
        count += folded[i] == ' ';
    }
    const mrs_word *word = mrs_words_find(words, folded, size);
    for (; word; word = word->next) {
        if (word->class == class_of(cases->fields[0]) && word->words == count &&
            strcmp(word->language, cases->fields[1]) == 0 &&
            strcmp(word->codes, cases->fields[3]) == 0) {
            return count <= mrs_words_longest(words);
        }
    }
    return false;
}

static int faults_of_row(const mrs_words *words, const tsv_cases *cases, size_t *spellings)
{
    int faults = 0;
    mrs_word_class class = class_of(cases->fields[0]);
    if (class == MRS_WORD_CLASS_COUNT || !codes_are_right(class, cases->fields[3]) ||
        !language_is_right(cases->fields[1])) {
        print_error("words.tsv:%ld: class, language or codes\n", cases->row);
        faults++;
    }
    for (const char *text = cases->fields[2];; text++) {
        size_t length = strcspn(text, "|");
        if (length == 0 || memchr(text, '0', length) || !is_found(words, text, length, cases)) {
            print_error("words.tsv:%ld: \"%.*s\" is not found\n", cases->row, (int)length, text);
            faults++;
        }
        ++*spellings;
        text += length;
        if (!*text) {
            return faults;
        }
    }
}

static void the_table_is_well_formed(void **state)
{
    tsv_cases cases;
    assert_true(tsv_cases_open(&cases, TABLE));
    int faults = 0;
    size_t spellings = 0;
    while (tsv_cases_next(&cases)) {
        faults += faults_of_row(words_of(state), &cases, &spellings);
    }
    assert_int_equal(faults, 0);
    assert_true(spellings >= 2000);
}

/* True if the spelling has a meaning of another class too; counts how often it has this one. */
static bool has_other_class(const mrs_words *words, const char *text, size_t length,
                            mrs_word_class class, int *same)
{
    char folded[256];
    const mrs_word *word = mrs_words_find(words, folded, fold(text, length, folded, sizeof folded));
    bool other = false;
    for (*same = 0; word; word = word->next) {
        other |= word->class != class;
        *same += word->class == class;
    }
    return other;
}

/* The spellings of two classes that stand in a row with a note; the table has few. */
typedef struct noted {
    char texts[64][64];
    size_t count;
} noted;

static bool is_noted(const noted *list, const char *text, size_t length)
{
    char folded[256];
    folded[fold(text, length, folded, sizeof folded - 1)] = '\0';
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->texts[i], folded) == 0) {
            return true;
        }
    }
    return false;
}

static int doubtful_spellings(const mrs_words *words, const tsv_cases *cases, noted *list,
                              bool collect)
{
    int faults = 0, same = 0;
    for (const char *text = cases->fields[2]; *text; text += *text == '|') {
        size_t length = strcspn(text, "|");
        bool other = has_other_class(words, text, length, class_of(cases->fields[0]), &same);
        if (other && collect && *cases->fields[4] && list->count < 64) {
            char *kept = list->texts[list->count++];
            kept[fold(text, length, kept, sizeof list->texts[0] - 1)] = '\0';
        }
        if (!collect && (same != 1 || (other && !is_noted(list, text, length)))) {
            print_error("words.tsv:%ld: \"%.*s\" stands twice, or in two classes without a note\n",
                        cases->row, (int)length, text);
            faults++;
        }
        text += length;
    }
    return faults;
}

static void no_spelling_has_two_classes_without_a_note(void **state)
{
    noted list = {.count = 0};
    int faults = 0;
    for (int pass = 0; pass < 2; pass++) {
        tsv_cases cases;
        assert_true(tsv_cases_open(&cases, TABLE));
        while (tsv_cases_next(&cases)) {
            faults += doubtful_spellings(words_of(state), &cases, &list, pass == 0);
        }
    }
    assert_int_equal(faults, 0);
    assert_true(list.count > 0);
}

static void words_of_three_scripts_are_found(void **state)
{
    const mrs_words *words = words_of(state);
    static const struct {
        const char *text;
        mrs_word_class class;
        size_t words;
    } cases[] = {
        {"Airport", MRS_WORD_TYPE, 1},
        {"AÉROPORT", MRS_WORD_TYPE, 1},
        {"l'aéroport", MRS_WORD_TYPE, 1},
        {"dell’aeroporto", MRS_WORD_TYPE, 1},
        {"مطار", MRS_WORD_TYPE, 1},
        {"قرية", MRS_WORD_TYPE, 1},
        {"قريه", MRS_WORD_TYPE, 1},
        {"мiсто", MRS_WORD_CLASS_COUNT, 0}, /* with a Latin i: not a word of ours */
        {"місто", MRS_WORD_TYPE, 1},
        {"Область", MRS_WORD_TYPE, 1},
        {"oblast", MRS_WORD_TYPE, 1},
        {"Air Base", MRS_WORD_TYPE, 2},
        {"air-base", MRS_WORD_TYPE, 2},
        {"قاعدة جوية", MRS_WORD_TYPE, 2},
        {"base aérienne", MRS_WORD_TYPE, 2},
        {"جزيرة دوران", MRS_WORD_TYPE, 2},
        {"piste d'atterrissage", MRS_WORD_TYPE, 2},
        {"camp de réfugiés", MRS_WORD_TYPE, 3},
        {"Qasr", MRS_WORD_TYPE_HEAD, 1},
        {"رأس", MRS_WORD_TYPE_HEAD, 1},
        {"بير", MRS_WORD_TYPE_HEAD, 1},
        {"Suq", MRS_WORD_TYPE_HEAD, 1},
        {"international", MRS_WORD_QUALIFIER, 1},
        {"دولي", MRS_WORD_QUALIFIER, 1},
        {"dans", MRS_WORD_PARTICLE, 1},
        {"في", MRS_WORD_PARTICLE, 1},
        {"إلى", MRS_WORD_PARTICLE, 1},
        {"d'", MRS_WORD_PARTICLE, 1},
        {"Field Marshal", MRS_WORD_TITLE, 2},
        {"مشير", MRS_WORD_TITLE, 1},
        {"Mme", MRS_WORD_TITLE, 1},
        {"Mohammed", MRS_WORD_GIVEN, 1},
        {"عقيلة", MRS_WORD_GIVEN, 1},
        {"Volodymyr", MRS_WORD_GIVEN, 1},
        {"UNSMIL", MRS_WORD_ORGANISATION, 1},
        {"هلال أحمر", MRS_WORD_ORGANISATION, 2},
        {"Daesh", MRS_WORD_ORGANISATION, 1},
        {"yesterday", MRS_WORD_ORDINARY, 1},
        {"الاثنين", MRS_WORD_ORDINARY, 1},
        {"غير معروف", MRS_WORD_ORDINARY, 2},
        {"n/a", MRS_WORD_ORDINARY, 2},
        {"février", MRS_WORD_ORDINARY, 1},
        {"aujourd'hui", MRS_WORD_ORDINARY, 1},
        {"خط المواجهة", MRS_WORD_CLASS_COUNT, 0}, /* articles are not in the table */
        {"خط مواجهة", MRS_WORD_ORDINARY, 2},
        {"Misrata", MRS_WORD_CLASS_COUNT, 0},
        {"سرت", MRS_WORD_CLASS_COUNT, 0},
        {"Tripoli", MRS_WORD_CLASS_COUNT, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const mrs_word *word = find(words, cases[i].text);
        bool right = cases[i].words
                         ? is_class(word, cases[i].class) && word->words == cases[i].words
                         : !word;
        if (!right) {
            fail_msg("%s: %s", cases[i].text, word ? class_names[word->class] : "not found");
        }
    }
    assert_null(mrs_words_find(words, "", 0));
    assert_non_null(mrs_words_find(words, "air base of", 8)); /* the length decides */
    assert_null(mrs_words_find(words, "air bas", 7));
    assert_true(mrs_words_longest(words) >= 3 && mrs_words_longest(words) <= 6);
}

static void several_meanings_are_chained(void **state)
{
    const mrs_word *word = find(words_of(state), "لواء");
    assert_true(is_class(word, MRS_WORD_TITLE));
    assert_true(is_class(word->next, MRS_WORD_ORGANISATION));
    assert_null(word->next->next);
    word = find(words_of(state), "على");
    assert_true(is_class(word, MRS_WORD_PARTICLE));
    assert_true(is_class(word->next, MRS_WORD_GIVEN));
    assert_null(find(words_of(state), "airport")->next);
}

static void kinds_speak_for_feature_codes(void **state)
{
    static const struct {
        const char *text, *code;
        bool means;
    } cases[] = {
        {"airport", "AIRP", true},    {"airport", "AIRB", true}, {"airport", "PPL", false},
        {"مدينة", "PPLA2", true},     {"حي", "PPLX", true},      {"street", "ST", true},
        {"street", "STM", false},     {"street", "STDM", false}, {"church", "CH", true},
        {"church", "CHN", false},     {"oblast", "ADM1", true},  {"oued", "WAD", true},
        {"valley", "VALS", true},     {"area", "PPL", false},    {"area", "", false},
        {"airport", "", false},       {"airport", "AI", false},  {"libyan", "LY", false},
        {"refinery", "OILR", true},   {"île", "ISLS", true},     {"hospital", "HSPD", true},
        {"university", "UNIV", true}, {"lake", "LKS", true},     {"lake", "LKN", true},
        {"mount", "MT", true},        {"mount", "MTRO", false},  {"prison", "PRN", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const mrs_word *word = find(words_of(state), cases[i].text);
        assert_non_null(word);
        if (mrs_word_means(word, cases[i].code) != cases[i].means) {
            fail_msg("%s and %s", cases[i].text, cases[i].code);
        }
    }
}

static void nations_name_their_country(void **state)
{
    static const char *const cases[][2] = {
        {"Libyan", "LY"},   {"ليبية", "LY"},  {"الليبية", ""},      {"turque", "TR"},
        {"sudanese", "SD"}, {"أمريكي", "US"}, {"international", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const mrs_word *word = find(words_of(state), cases[i][0]);
        assert_string_equal(word ? word->codes : "", cases[i][1]);
    }
    assert_null(find(words_of(state), "سورية")); /* the country itself */
    assert_null(find(words_of(state), "السعودية"));
    assert_null(find(words_of(state), "مالي"));
}

static void memory_may_run_out(void **state)
{
    (void)state;
    mrs_words *words = NULL;
    long nth = 1;
    for (; !words; nth++) {
        marsad_error error = {0};
        mrs_alloc_fail_at(nth);
        words = mrs_words_new(&error);
        mrs_alloc_fail_at(0);
        assert_int_equal(error.status, words ? MARSAD_OK : MARSAD_ERR_MEMORY);
        assert_true(nth < 1000);
    }
    assert_true(nth > 5);
    mrs_words_free(words);
    mrs_words_free(NULL);
}

static int make_words(void **state)
{
    *state = mrs_words_new(NULL);
    return *state ? 0 : -1;
}

static int free_words(void **state)
{
    mrs_words_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_is_well_formed),
        cmocka_unit_test(no_spelling_has_two_classes_without_a_note),
        cmocka_unit_test(words_of_three_scripts_are_found),
        cmocka_unit_test(several_meanings_are_chained),
        cmocka_unit_test(kinds_speak_for_feature_codes),
        cmocka_unit_test(nations_name_their_country),
        cmocka_unit_test(memory_may_run_out),
    };
    return cmocka_run_group_tests(tests, make_words, free_words);
}
