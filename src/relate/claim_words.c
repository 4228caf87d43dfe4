/* Claims in words, in three languages. */
#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "relate/claim.h"
#include "text/utf8.h"

/* ---- a text of bounded size ---------------------------------------------------------------- */

enum { WORDS_SIZE = 512 };

typedef struct words {
    char text[WORDS_SIZE];
    size_t length;
    marsad_lang lang;
    marsad_unit unit;
} words;

static void add(words *w, const char *text)
{
    size_t length = mrs_utf8_prefix(text, strlen(text), WORDS_SIZE - 1 - w->length);
    memcpy(w->text + w->length, text, length);
    w->length += length;
    w->text[w->length] = '\0';
}

/* One of three, by the language. */
static void say(words *w, const char *en, const char *ar, const char *fr)
{
    add(w, w->lang == MARSAD_LANG_AR ? ar : w->lang == MARSAD_LANG_FR ? fr : en);
}

/* Put together from whole numbers, for printf's decimal point is the locale's. French has a comma,
   as on the maps. */
static void add_number(words *w, double value, int decimals)
{
    static const long long steps[] = {1, 10, 100, 1000};
    char text[48];
    long long scaled = llround(fabs(value) * (double)steps[decimals]);
    long long whole = scaled / steps[decimals];
    long long rest = scaled % steps[decimals];
    if (decimals) {
        snprintf(text, sizeof text, "%lld%c%0*lld", whole, w->lang == MARSAD_LANG_FR ? ',' : '.',
                 decimals, rest);
    } else {
        snprintf(text, sizeof text, "%lld", whole);
    }
    add(w, text);
}

static void add_unit(words *w)
{
    static const char *const arabic[] = {" كم", " ميل", " ميل بحري"};
    if (w->lang == MARSAD_LANG_AR && (unsigned)w->unit < sizeof arabic / sizeof *arabic) {
        add(w, arabic[w->unit]);
        return;
    }
    add(w, " ");
    add(w, marsad_unit_text(w->unit));
}

/* As people state lengths: "200 km", "12.5 km". */
static void add_stated(words *w, double metres)
{
    double value = metres / marsad_unit_metres(w->unit);
    add_number(w, value, fabs(value - round(value)) < 0.005 ? 0 : value < 10 ? 2 : 1);
    add_unit(w);
}

static void add_length(words *w, double metres)
{
    if (w->unit == MARSAD_UNIT_KM && metres < 999.5) {
        add_number(w, metres, 0);
        say(w, " m", " م", " m");
        return;
    }
    double value = metres / marsad_unit_metres(w->unit);
    add_number(w, value, value < 10 ? 2 : 1);
    add_unit(w);
}

static const char *hand_out(const words *w, char *out, size_t size)
{
    if (size > 0) {
        size_t length = mrs_utf8_prefix(w->text, w->length, size - 1);
        memcpy(out, w->text, length);
        out[length] = '\0';
    }
    return out;
}

/* ---- single words -------------------------------------------------------------------------- */

const char *marsad_verdict_text(marsad_verdict verdict, marsad_lang lang)
{
    static const char *const texts[3][4] = {
        {"holds", "holds roughly", "cannot tell", "does not hold"},
        {"صحيح", "صحيح تقريبا", "لا يمكن الجزم", "غير صحيح"},
        {"exact", "à peu près exact", "indécidable", "inexact"},
    };
    return texts[(unsigned)lang < 3 ? lang : MARSAD_LANG_EN][(unsigned)verdict < 4 ? verdict : 2];
}

const char *marsad_claim_measure_text(marsad_claim_measure measure)
{
    static const char *const texts[] = {"direction", "distance", "within",  "near",
                                        "detour",    "share",    "off-road"};
    return (unsigned)measure < sizeof texts / sizeof *texts ? texts[measure] : "distance";
}

static void add_label(words *w, const marsad_claim_part *part)
{
    switch (part->measure) {
    case MARSAD_MEASURE_DIRECTION:
        say(w, "direction", "الاتجاه", "direction");
        break;
    case MARSAD_MEASURE_DETOUR:
        say(w, "detour", "الالتفاف", "détour");
        break;
    case MARSAD_MEASURE_SHARE:
        say(w, "share", "النسبة", "part");
        break;
    case MARSAD_MEASURE_OFF_ROAD:
        say(w, "road", "الطريق", "route");
        return;
    default:
        say(w, "distance", "المسافة", "distance");
        break;
    }
    if (part->by_road) {
        say(w, " by road", " عبر الطريق", " par la route");
    } else if (part->measure == MARSAD_MEASURE_DETOUR || part->measure == MARSAD_MEASURE_SHARE) {
        say(w, " straight", " بخط مستقيم", " en ligne droite");
    }
}

static void add_schematic(words *w, const marsad_claim_part *part)
{
    if (part->schematic) {
        say(w, " (schematic)", " (تخطيطي)", " (schématique)");
    }
}

/* ---- the figures --------------------------------------------------------------------------- */

static void add_wind(words *w, double azimuth)
{
    add(w, marsad_compass_word(azimuth, w->lang));
}

/* "where south-east is 135°"; a wind of sixteen only by its degrees. */
static void add_stated_azimuth(words *w, double azimuth)
{
    bool named = fabs(remainder(azimuth, 45)) < 1e-6;
    bool english = w->lang == MARSAD_LANG_EN;
    say(w, " where ", " والمذكور ", " au lieu de ");
    if (english) {
        add(w, named ? marsad_compass_word(azimuth, w->lang) : "the stated direction");
        add(w, " is ");
    }
    add_number(w, azimuth, named ? 0 : 1);
    add(w, "°");
    if (named && !english) {
        add(w, " (");
        add_wind(w, azimuth);
        add(w, ")");
    }
}

static void add_direction(words *w, const marsad_claim_part *part)
{
    add_number(w, part->measured, 1);
    add(w, "° (");
    add_wind(w, part->measured);
    add(w, ")");
    add_stated_azimuth(w, part->stated);
    say(w, ": off by ", ": بفارق ", " : écart de ");
    add_number(w, part->off, 1);
    add(w, "°");
}

static void add_percent(words *w, const marsad_claim_part *part)
{
    const double same = 0.0005;
    if (part->off < same) {
        say(w, ": as stated", ": مطابقة", " : conforme");
        return;
    }
    bool more = part->measured > part->stated;
    say(w, ": ", more ? ": أكثر بنسبة " : ": أقل بنسبة ", " : ");
    add_number(w, 100 * fabs(part->measured - part->stated) / part->stated, 1);
    say(w, more ? " % more" : " % less", " %", more ? " % de plus" : " % de moins");
}

static void add_distance(words *w, const marsad_claim *claim, const marsad_claim_part *part)
{
    add_length(w, part->measured);
    add_schematic(w, part);
    say(w, " where ", " والمذكور ", " pour ");
    add_stated(w, part->stated);
    if (claim->distance_tol_m > 0) {
        add(w, " ± ");
        add_stated(w, claim->distance_tol_m);
    }
    say(w, " is stated", "", " annoncés");
    add_percent(w, part);
}

static void add_bound(words *w, const marsad_claim_part *part)
{
    add_length(w, part->measured);
    if (part->measure == MARSAD_MEASURE_NEAR) {
        say(w, " where near means within ", " والقرب يعني في حدود ",
            " où « près » s'entend jusqu'à ");
    } else {
        say(w, " where at most ", " والمذكور ", " pour un maximum annoncé de ");
    }
    add_stated(w, part->stated);
    if (part->measure == MARSAD_MEASURE_WITHIN) {
        say(w, " is stated", " على الأكثر", "");
    }
}

static void add_share(words *w, const marsad_claim_part *part)
{
    add_number(w, part->measured, 2);
    say(w, " of the way from the first anchor to the second",
        " من الطريق من المرجع الأول إلى الثاني", " du trajet du premier repère au second");
    if (part->beyond == 1) {
        say(w, ", and beyond the first", "، وراء الأول", ", au-delà du premier");
    } else if (part->beyond == 2) {
        say(w, ", and beyond the second", "، وراء الثاني", ", au-delà du second");
    }
    if (part->stated > 0) {
        say(w, " where half-way is 0.50", " والمنتصف عند 0.50", " où la moitié est à 0,50");
    }
    add_schematic(w, part);
}

static void add_off_road(words *w, const marsad_claim *claim, const marsad_claim_part *part)
{
    static const char *const en[] = {" from the nearest road",
                                     " from the nearest road, which leads to the anchor",
                                     " from the road between the anchors"};
    static const char *const ar[] = {" من أقرب طريق", " من أقرب طريق يؤدي إلى المرجع",
                                     " من الطريق بين المرجعين"};
    static const char *const fr[] = {" de la route la plus proche",
                                     " de la route la plus proche, qui mène au repère",
                                     " de la route entre les repères"};
    size_t count = claim->anchor_count < 2 ? claim->anchor_count : 2;
    say(w, "", "على بعد ", "à ");
    add_length(w, part->measured);
    say(w, en[count], ar[count], fr[count]);
    add_schematic(w, part);
}

static void add_figures(words *w, const marsad_claim *claim, const marsad_claim_part *part)
{
    switch (part->measure) {
    case MARSAD_MEASURE_DIRECTION:
        add_direction(w, part);
        break;
    case MARSAD_MEASURE_DISTANCE:
        add_distance(w, claim, part);
        break;
    case MARSAD_MEASURE_WITHIN:
    case MARSAD_MEASURE_NEAR:
        add_bound(w, part);
        break;
    case MARSAD_MEASURE_DETOUR:
        say(w, "by way of it ", "المسافة مرورا به تعادل ", "en y passant, ");
        add_number(w, part->measured, 2);
        say(w, " times as far as without", " مرة المسافة المباشرة", " fois le trajet direct");
        add_schematic(w, part);
        break;
    case MARSAD_MEASURE_SHARE:
        add_share(w, part);
        break;
    case MARSAD_MEASURE_OFF_ROAD:
        add_off_road(w, claim, part);
        break;
    }
}

static void add_gap(words *w, marsad_claim_gap gap)
{
    switch (gap) {
    case MARSAD_GAP_SAME_PLACE:
        say(w, "the place is at the anchor itself", "المكان هو المرجع نفسه",
            "le lieu est le repère lui-même");
        break;
    case MARSAD_GAP_SAME_ANCHORS:
        say(w, "the anchors are one place: there is nothing between them",
            "المرجعان مكان واحد: لا شيء بينهما", "les repères sont un même lieu : rien entre eux");
        break;
    case MARSAD_GAP_NO_ROADS:
        say(w, "there is no basemap with roads", "لا توجد خريطة أساس فيها طرق",
            "il n'y a pas de fond de carte avec des routes");
        break;
    case MARSAD_GAP_NO_WAY:
        say(w, "no road of the basemap is near, or none joins the places",
            "لا طريق قريب في خريطة الأساس، أو لا طريق يصل بين الأماكن",
            "aucune route du fond n'est proche, ou aucune ne relie les lieux");
        break;
    case MARSAD_GAP_NO_REACH:
        say(w, "nothing says how far near reaches", "لا يعرف مدى القرب",
            "rien ne dit jusqu'où va « près »");
        break;
    default:
        break;
    }
}

const char *marsad_claim_part_words(const marsad_claim *claim, const marsad_claim_part *part,
                                    marsad_lang lang, marsad_unit unit, char *out, size_t size)
{
    words w = {.lang = lang, .unit = unit};
    bool measured = part->gap == MARSAD_GAP_NONE || part->gap == MARSAD_GAP_ROUNDABOUT;
    add_label(&w, part);
    say(&w, ": ", ": ", " : ");
    if (measured) {
        add_figures(&w, claim, part);
    } else {
        add_gap(&w, part->gap);
    }
    if (measured || part->decides) {
        say(&w, ", ", "، ", ", ");
        add(&w, marsad_verdict_text(part->verdict, lang));
    }
    if (part->gap == MARSAD_GAP_ROUNDABOUT) {
        say(&w, "; the road goes round, so the straight line decides",
            "؛ الطريق يلتف، فالحكم للخط المستقيم",
            " ; la route fait un détour, c'est la ligne droite qui décide");
    } else if (measured && !part->decides) {
        say(&w, "; for comparison", "؛ للمقارنة", " ; à titre de comparaison");
    }
    return hand_out(&w, out, size);
}

const char *marsad_claim_differ_words(const marsad_claim_answer *answer, marsad_lang lang,
                                      char *out, size_t size)
{
    words w = {.lang = lang};
    if (!answer->could_differ) {
        return hand_out(&w, out, size);
    }
    say(&w, "within the places' radii it could be: ", "ضمن أنصاف أقطار الأماكن قد يكون: ",
        "selon les rayons des lieux, ce pourrait être : ");
    const char *separator = "";
    for (int v = (int)answer->best; v <= (int)answer->worst; v++) {
        if (v == (int)answer->verdict || v == MARSAD_CANNOT_TELL) {
            continue;
        }
        add(&w, separator);
        add(&w, marsad_verdict_text((marsad_verdict)v, lang));
        separator = lang == MARSAD_LANG_AR ? "، " : ", ";
    }
    return hand_out(&w, out, size);
}
