#include "map/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unicode/udat.h>
#include <unicode/udateintervalformat.h>
#include <unicode/udatpg.h>
#include <unicode/ustring.h>

#include "base/memory.h"

static const char *const words[MRS_WORD_COUNT][3] = {
    [MRS_WORD_LEGEND] = {"Incidents by type", "الحوادث حسب النوع", "Incidents par type"},
    [MRS_WORD_SIGNS] = {"Basemap", "رموز الخريطة", "Fond de carte"},
    [MRS_WORD_NOT_PLACED] = {"Not placed on the map", "حوادث لم يُحدَّد موقعها", "Non localisés"},
    [MRS_WORD_AMBIGUOUS] = {"Ambiguous location", "موقع ملتبس", "Lieu ambigu"},
    [MRS_WORD_OUTSIDE] = {"Outside this map", "خارج حدود الخريطة", "Hors de la carte"},
    [MRS_WORD_KEY] = {"Shown by number only", "مشار إليه برقم فقط", "Signalé par un numéro seul"},
    [MRS_WORD_KEY_BY_DATE] = {"Incidents in date order", "الحوادث بحسب التاريخ",
                              "Incidents par ordre de date"},
    [MRS_WORD_UNDATED_COUNT] = {"undated", "بلا تاريخ", "sans date"},
    [MRS_WORD_UNDATED] = {"Undated", "بلا تاريخ", "Sans date"},
    [MRS_WORD_NO_ROOM] = {"not listed for want of room", "لم يُدرج لضيق المكان",
                          "non listés, faute de place"},
    [MRS_WORD_UNCERTAINTY] = {"Location uncertainty", "نطاق عدم اليقين في الموقع",
                              "Incertitude sur le lieu"},
    [MRS_WORD_CAPITAL] = {"Capital", "عاصمة", "Capitale"},
    [MRS_WORD_CITY] = {"City or district seat", "مدينة أو مركز إداري", "Grande ville ou chef-lieu"},
    [MRS_WORD_TOWN] = {"Town or village", "بلدة أو قرية", "Ville ou village"},
    [MRS_WORD_ROAD] = {"Main road (schematic)", "طريق رئيسي (تخطيطي)",
                       "Route principale (schématique)"},
    [MRS_WORD_BORDER] = {"National boundary", "حدود دولية", "Frontière"},
    [MRS_WORD_DISPUTED] = {"Disputed boundary", "حدود متنازع عليها", "Frontière contestée"},
    [MRS_WORD_DISTRICT] = {"District boundary", "حدود إدارية", "Limite de district"},
    [MRS_WORD_LOCATOR] = {"Area of the map", "موقع الخريطة", "Situation"},
    [MRS_WORD_PROJECTION] = {"Projection", "الإسقاط", "Projection"},
    [MRS_WORD_SCALE] = {"Scale", "المقياس", "Échelle"},
    [MRS_WORD_PLACES] = {"Places", "الأماكن", "Lieux"},
    [MRS_WORD_BASEMAP] = {"Basemap", "خريطة الأساس", "Fond de carte"},
    [MRS_WORD_ROADS_SCHEMATIC] = {"roads schematic", "الطرق تخطيطية", "routes schématiques"},
    [MRS_WORD_INCIDENT_SOURCES] = {"Incidents as reported by", "الحوادث كما أوردها",
                                   "Incidents rapportés par"},
    [MRS_WORD_KILLED] = {"killed", "قتلى", "morts"},
    [MRS_WORD_KILLED_ONE] = {"killed", "قتلى", "mort"},
    [MRS_WORD_INJURED_ONE] = {"wounded", "جرحى", "blessé"},
    [MRS_WORD_INJURED] = {"wounded", "جرحى", "blessés"},
    [MRS_WORD_KM] = {"km", "كم", "km"},
    [MRS_WORD_M] = {"m", "م", "m"},
    [MRS_WORD_NORTH] = {"N", "ش", "N"},
    [MRS_WORD_INCIDENTS] = {"incidents reported", "حوادث أُبلغ عنها", "incidents rapportés"},
    [MRS_WORD_PLACED] = {"on the map", "على الخريطة", "sur la carte"},
    [MRS_WORD_NO_POSITION] = {"Boundaries and names imply no position on their status",
                              "لا تعبّر الحدود والأسماء عن موقف من وضعها القانوني",
                              "Les frontières et les noms n’impliquent aucune prise de position"},
    [MRS_WORD_MADE_WITH] = {"Drawn with Marsad", "رُسمت ببرنامج مرصد", "Carte dessinée avec Marsad"},
    [MRS_WORD_ROMANISED] = {"romanised by rule from the Arabic", "كُتب بالحروف اللاتينية وفق قاعدة",
                            "romanisé par règle à partir de l’arabe"},
    [MRS_WORD_TITLE] = {"Reported incidents", "الحوادث المبلغ عنها", "Incidents rapportés"},
    [MRS_WORD_KM2] = {"km²", "كم²", "km²"},
    [MRS_WORD_COMMA] = {", ", "، ", ", "},
    [MRS_WORD_FRONT_LEGEND] = {"Front and control", "الجبهة والسيطرة", "Front et contrôle"},
    [MRS_WORD_FRONT] = {"Front", "خط الجبهة", "Front"},
    [MRS_WORD_DERIVED] = {"derived from incidents", "مستنتج من الحوادث", "déduit des incidents"},
    [MRS_WORD_ILLUSTRATIVE] = {"illustrative", "للتوضيح فقط", "à titre d’illustration"},
    [MRS_WORD_ON_FRONT] = {"on the front", "على خط الجبهة", "sur le front"},
    [MRS_WORD_GROUND_OF] = {"ground held by", "أرض تسيطر عليها", "terrain tenu par"},
    [MRS_WORD_SIDE_UNCERTAIN] = {"side not certain", "الجانب غير مؤكد", "côté incertain"},
    [MRS_WORD_HOLDER_UNKNOWN] = {"holder unknown", "الجهة المسيطرة غير معروفة", "contrôle inconnu"},
    [MRS_WORD_NOBODY_KNOWN] = {"unknown", "جهة غير معروفة", "inconnu"},
    [MRS_WORD_DATE_UNKNOWN] = {"Exact date not known", "التاريخ الدقيق غير معروف",
                               "Date exacte inconnue"},
    [MRS_WORD_NOT_GIVEN] = {"Not stated", "غير مذكور", "Non précisé"},
    [MRS_WORD_INSET_COUNT] = {"incidents", "الحوادث", "incidents"},
    [MRS_WORD_INSET] = {"Inset", "تفصيل", "Encart"},
    [MRS_WORD_OTHERS] = {"Also on the map", "على الخريطة أيضًا", "Aussi sur la carte"},
    [MRS_WORD_DATA] = {"Data", "البيانات", "Données"},
    [MRS_WORD_AT_CENTRE] = {"at the centre", "في وسط الخريطة", "au centre"},
    [MRS_WORD_AND_MORE] = {"and # more", "و# غيرها", "et # autres"},
    [MRS_WORD_AND_OTHERS] = {"and others", "وغيرها", "et d’autres"},
    [MRS_WORD_SCALE_LARGER] = {"True here; elsewhere up to # larger",
                               "المقياس صحيح هنا، ويكبر في غير هذا الموضع حتى #",
                               "Échelle exacte ici ; ailleurs jusqu’à # plus grande"},
    [MRS_WORD_SCALE_SMALLER] = {"True here; elsewhere up to # smaller",
                                "المقياس صحيح هنا، ويصغر في غير هذا الموضع حتى #",
                                "Échelle exacte ici ; ailleurs jusqu’à # plus petite"},
    [MRS_WORD_SCALE_BETWEEN] = {"True here; elsewhere # smaller to # larger",
                                "المقياس صحيح هنا، ويصغر في غير هذا الموضع حتى # أو يكبر حتى #",
                                "Échelle exacte ici ; ailleurs de # plus petite à # plus grande"},
    [MRS_WORD_SCALE_TIMES] = {"True here; elsewhere up to # times as large",
                              "المقياس صحيح هنا، ويبلغ في غير هذا الموضع # أضعافه",
                              "Échelle exacte ici ; ailleurs jusqu’à # fois plus grande"},
    [MRS_WORD_REJECTED] = {"Rows of the table with faults, not shown",
                           "صفوف من الجدول فيها أخطاء لم تُعرض",
                           "Lignes du tableau fautives, non montrées"},
    [MRS_WORD_LEFT_OUT] = {"Left out for want of room", "حُذف لضيق المكان", "Omis faute de place"},
    [MRS_WORD_LEFT_LOCATOR] = {"locator map", "خريطة الموقع", "carte de situation"},
    [MRS_WORD_LEFT_SIGNS] = {"basemap signs", "رموز خريطة الأساس", "signes du fond de carte"},
    [MRS_WORD_LEFT_QUOTES] = {"names as reported", "الأسماء كما وردت", "noms tels que rapportés"},
    [MRS_WORD_LEFT_HEADLINES] = {"headlines in lists", "العناوين في القوائم",
                                 "titres dans les listes"},
    [MRS_WORD_LEFT_ENTRIES] = {"# of # list entries", "# من # من بنود القوائم",
                               "# des # entrées des listes"},
    [MRS_WORD_LEFT_ROWS] = {"# of # legend entries", "# من # من رموز المفتاح",
                            "# des # signes de la légende"},
    [MRS_WORD_LEFT_SOURCES] = {"# of # sources", "# من # من المصادر", "# des # sources"},
    [MRS_WORD_LEFT_CREDITS] = {"projection and remarks", "الإسقاط والملاحظات",
                               "projection et remarques"},
    [MRS_WORD_LEFT_INSET_SYMBOLS] = {"space between the symbols of an inset",
                                     "المسافة بين رموز خريطة تفصيلية",
                                     "l’espace entre les symboles d’un encart"},
    [MRS_WORD_LEFT_TITLE] = {"the end of the title", "نهاية العنوان", "la fin du titre"}};

const char *mrs_say(mrs_word word, marsad_lang lang)
{
    return words[word][lang];
}

void mrs_say_with(mrs_buffer *out, mrs_word word, marsad_lang lang, const char *first,
                  const char *second)
{
    const char *values[] = {first, second};
    size_t used = 0;
    for (const char *c = mrs_say(word, lang); *c; c++) {
        if (*c == '#' && used < 2 && values[used]) {
            mrs_buffer_add(out, values[used++]);
        } else {
            mrs_buffer_add_bytes(out, c, 1);
        }
    }
}

const char *mrs_colon(marsad_lang lang)
{
    return lang == MARSAD_LANG_FR ? "\u00a0: " : ": ";
}

/* --- Dates: ICU writes them --- */

/* Libya's month names are the Maghreb's and its digits are Western. */
static const char *const locales[] = {"en_GB", "ar_LY@numbers=latn", "fr_FR"};

enum { BY_YEAR, BY_MONTH, BY_DAY, WITHOUT_YEAR, PRECISIONS };

enum { SAID = 1024 };

/* Dates as they were said, for a table of incidents has more rows than days. */
typedef struct saying {
    marsad_date first, last; /* as they are written */
    char *text;              /* NULL where there is none yet */
} saying;

struct mrs_calendar {
    marsad_lang lang;
    UDateIntervalFormat *formats[PRECISIONS]; /* opened when first needed */
    saying said[SAID];                        /* each at the place that its dates give */
};

mrs_calendar *mrs_calendar_new(marsad_lang lang)
{
    mrs_calendar *calendar = mrs_alloc(1, sizeof *calendar);
    if (calendar) {
        calendar->lang = lang;
    }
    return calendar;
}

void mrs_calendar_free(mrs_calendar *calendar)
{
    for (int i = 0; calendar && i < PRECISIONS; i++) {
        udtitvfmt_close(calendar->formats[i]);
    }
    for (int i = 0; calendar && i < SAID; i++) {
        mrs_free(calendar->said[i].text);
    }
    mrs_free(calendar);
}

static UDateIntervalFormat *format_for(mrs_calendar *calendar, int precision, UErrorCode *code)
{
    static const UChar *const skeletons[PRECISIONS] = {u"y", u"yMMMM", u"yMMMMd", u"MMMd"};
    UDateIntervalFormat **format = &calendar->formats[precision];
    if (!*format) {
        *format =
            udtitvfmt_open(locales[calendar->lang], skeletons[precision], -1, u"UTC", -1, code);
    }
    return *format;
}

static UDate instant(marsad_date date)
{
    /* Days since 1970, proleptic Gregorian (after H. Hinnant, chrono-compatible date algorithms).
     */
    int month = date.month ? date.month : 1;
    int day = date.day ? date.day : 1;
    int year = date.year - (month <= 2);
    int era = (year >= 0 ? year : year - 399) / 400;
    int year_of_era = year - era * 400;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return ((double)era * 146097 + day_of_era - 719468) * 86400000.0;
}

static void add_utf16(mrs_buffer *out, const UChar *text, int32_t length)
{
    char utf8[512];
    int32_t used = 0;
    UErrorCode code = U_ZERO_ERROR;
    u_strToUTF8(utf8, sizeof utf8, &used, text, length, &code);
    if (U_SUCCESS(code)) {
        mrs_buffer_add_bytes(out, utf8, (size_t)used);
    }
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* French says "1er janvier": of the days, the first alone by its rank, which ICU has no field for.
 */
static void say_first_by_rank(mrs_buffer *out, const char *text)
{
    for (const char *c = text; *c; c++) {
        bool alone = *c == '1' && (c == text || !is_digit(c[-1])) && !is_digit(c[1]);
        mrs_buffer_add_bytes(out, c, 1);
        mrs_buffer_add(out, alone ? "er" : "");
    }
}

/* False where ICU cannot: its data are missing, say. */
static bool say_with_icu(mrs_buffer *out, mrs_calendar *calendar, int precision, marsad_date first,
                         marsad_date last)
{
    UErrorCode code = U_ZERO_ERROR;
    UDateIntervalFormat *format = format_for(calendar, precision, &code);
    UChar text[128];
    int32_t length = 0;
    if (U_SUCCESS(code)) {
        length = udtitvfmt_format(format, instant(first), instant(last), text, 128, NULL, &code);
    }
    bool ranked = calendar->lang == MARSAD_LANG_FR && first.day;
    mrs_buffer said = {0};
    if (U_SUCCESS(code)) {
        add_utf16(ranked ? &said : out, text, length);
    }
    if (said.length) {
        say_first_by_rank(out, said.text);
    }
    out->failed |= said.failed;
    mrs_buffer_clear(&said);
    return U_SUCCESS(code);
}

static bool same_date(marsad_date a, marsad_date b)
{
    return a.year == b.year && a.month == b.month && a.day == b.day;
}

static saying *place_of(mrs_calendar *calendar, marsad_date first, marsad_date last)
{
    unsigned begin = (unsigned)((first.year * 13 + first.month) * 32 + first.day);
    unsigned days = (unsigned)((last.year * 13 + last.month) * 32 + last.day) - begin;
    return &calendar->said[(begin + days * 31) % SAID];
}

void mrs_say_dates(mrs_buffer *out, mrs_calendar *calendar, marsad_date first, marsad_date last)
{
    if (first.year == 0) {
        return;
    }
    if (last.year == 0 || marsad_date_compare(last, first) < 0) {
        last = first;
    }
    /* A range is written no finer than its coarser end. */
    if (last.month == 0) {
        first.month = first.day = 0;
    } else if (last.day == 0) {
        first.day = 0;
    }
    saying *said = place_of(calendar, first, last);
    if (!said->text || !same_date(said->first, first) || !same_date(said->last, last)) {
        mrs_buffer text = {0};
        int precision = first.day ? BY_DAY : first.month ? BY_MONTH : BY_YEAR;
        if (!say_with_icu(&text, calendar, precision, first, last)) {
            mrs_buffer_addf(&text, "%04d-%02d-%02d", first.year, first.month, first.day);
        }
        mrs_free(said->text);
        *said = (saying){first, last, mrs_buffer_take(&text)};
    }
    mrs_buffer_add(out, said->text ? said->text : "");
    out->failed |= !said->text;
}

void mrs_say_days(mrs_buffer *out, mrs_calendar *calendar, marsad_date first, marsad_date last)
{
    last = last.year ? last : first;
    bool short_form =
        first.day && last.day && first.year == last.year && marsad_date_compare(last, first) >= 0;
    if (!short_form || !say_with_icu(out, calendar, WITHOUT_YEAR, first, last)) {
        mrs_say_dates(out, calendar, first, last);
    }
}

/* --- Figures --- */

char *mrs_localize_decimals(char *figure, marsad_lang lang)
{
    char *point = lang == MARSAD_LANG_FR ? strchr(figure, '.') : NULL;
    if (point) {
        *point = ',';
    }
    return figure;
}

void mrs_say_scale(mrs_buffer *out, double denominator, marsad_lang lang)
{
    static const char *const separators[] = {",", ",", "\u202f"};
    double step = pow(10, floor(log10(denominator)) - 1);
    char digits[32];
    snprintf(digits, sizeof digits, "%.0f", round(denominator / step) * step);
    size_t length = strlen(digits);
    mrs_buffer_add(out, "1:");
    for (size_t i = 0; i < length; i++) {
        mrs_buffer_add_bytes(out, digits + i, 1);
        size_t left = length - 1 - i;
        if (left && left % 3 == 0) {
            mrs_buffer_add(out, separators[lang]);
        }
    }
}

void mrs_say_degrees(mrs_buffer *out, double degrees, bool longitude, marsad_lang lang)
{
    static const char *const signs[3][4] = {
        {"E", "W", "N", "S"}, {"ق", "غ", "ش", "ج"}, {"E", "O", "N", "S"}};
    double value = round(fabs(degrees) * 1e4) / 1e4;
    const char *sign = value == 0 ? "" : signs[lang][(longitude ? 0 : 2) + (degrees < 0)];
    char figure[32];
    snprintf(figure, sizeof figure, "%g", value);
    mrs_buffer_addf(out, "%s°%s%s", mrs_localize_decimals(figure, lang), sign[0] ? " " : "", sign);
}
