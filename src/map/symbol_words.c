#include "map/symbol_words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const words[MRS_SYMBOL_WORD_COUNT][3] = {
    [MRS_SYMBOL_OTHER] = {"Other", "غير ذلك", "Autres"},
    [MRS_SYMBOL_NOT_STATED] = {"Not stated", "غير مذكور", "Non précisé"},
    [MRS_SYMBOL_AS_MARKERS] = {"One marker per incident", "علامة لكل حادث",
                               "Un signe par incident"},
    [MRS_SYMBOL_AS_DOTS] = {"One dot per incident", "نقطة لكل حادث", "Un point par incident"},
    [MRS_SYMBOL_AS_GROUPS] = {"One circle per place, area by number of incidents",
                              "دائرة لكل مكان، ومساحتها بحسب عدد الحوادث",
                              "Un cercle par lieu, de surface proportionnelle au nombre "
                              "d’incidents"},
    [MRS_SYMBOL_AS_GROUPS_BY] = {"One circle per place, area by: %s",
                                 "دائرة لكل مكان، ومساحتها بحسب: %s",
                                 "Un cercle par lieu, de surface proportionnelle à\u00a0: %s"},
    [MRS_SYMBOL_AS_SIZED] = {"One disc per incident, area by: %s", "قرص لكل حادث، ومساحته بحسب: %s",
                             "Un disque par incident, de surface proportionnelle à\u00a0: %s"},
    [MRS_SYMBOL_AS_HEXBIN] = {"Incidents in hexagons about %s across",
                              "عدد الحوادث في أشكال سداسية عرضها نحو %s",
                              "Incidents par hexagone d’environ %s de large"},
    [MRS_SYMBOL_AS_DENSITY] = {"Density of incidents, smoothed within %s (quartic kernel)",
                               "كثافة الحوادث، ممهَّدة في نطاق %s (نواة رباعية)",
                               "Densité d’incidents, lissée dans un rayon de %s (noyau quartique)"},
    [MRS_SYMBOL_COUNT_HEADING] = {"Number of incidents", "عدد الحوادث", "Nombre d’incidents"},
    [MRS_SYMBOL_DENSITY_HEADING] = {"Incidents per %s km²", "الحوادث لكل %s كم²",
                                    "Incidents pour %s km²"},
    [MRS_SYMBOL_SIZE_HEADING] = {"incidents", "حوادث", "incidents"},
    [MRS_SYMBOL_NO_VALUE] = {"No figure (%s)", "بلا رقم (%s)", "Sans chiffre (%s)"},
    [MRS_SYMBOL_ZERO] = {"Zero (%s)", "صفر (%s)", "Zéro (%s)"},
    [MRS_SYMBOL_OVER] = {"over %s", "أكثر من %s", "plus de %s"},
    [MRS_SYMBOL_LOOSE] = {"%s of %s are located less precisely than %s",
                          "%s من %s حُدِّد موقعها بدقة أقل من %s",
                          "%s sur %s sont localisés à plus de %s près"},
    [MRS_SYMBOL_COLOR_HEADING] = {"Incidents by %s", "الحوادث حسب %s", "Incidents par %s"},
    [MRS_SYMBOL_ACTOR] = {"actor", "الطرف الفاعل", "acteur"},
    [MRS_SYMBOL_DATE_HEADING] = {"Incidents by date", "الحوادث حسب التاريخ", "Incidents par date"},
    [MRS_SYMBOL_SIMPLIFIED] = {"Small circles have the colour of their largest share",
                               "الدوائر الصغيرة ملوّنة بلون أكبر حصة فيها",
                               "Les petits cercles ont la couleur de leur plus grande part"},
    [MRS_SYMBOL_GROUP_TITLE] = {"%s incidents", "عدد الحوادث: %s", "%s incidents"},
    [MRS_SYMBOL_MORE] = {"… and %s more", "… و%s غيرها", "… et %s autres"}};

const char *mrs_say_symbol(mrs_symbol_word word, marsad_lang lang)
{
    return words[word][lang];
}

void mrs_say_symbol_with(mrs_buffer *out, mrs_symbol_word word, marsad_lang lang,
                         const char *const *arguments)
{
    const char *at = words[word][lang];
    for (const char *hole = strstr(at, "%s"); hole; hole = strstr(at, "%s")) {
        mrs_buffer_add_bytes(out, at, (size_t)(hole - at));
        mrs_buffer_add(out, *arguments++);
        at = hole + 2;
    }
    mrs_buffer_add(out, at);
}

/* --- Figures --- */

static void add_groups(char *out, size_t size, const char *digits, marsad_lang lang)
{
    static const char *const separators[] = {",", ",", "\u202f"};
    size_t length = strlen(digits);
    size_t used = 0;
    for (size_t i = 0; i < length && used + 5 < size; i++) {
        out[used++] = digits[i];
        size_t left = length - 1 - i;
        if (left && left % 3 == 0 && length > 3) {
            used += (size_t)snprintf(out + used, size - used, "%s", separators[lang]);
        }
    }
    out[used] = '\0';
}

const char *mrs_say_figure(double value, marsad_lang lang, char out[MRS_FIGURE])
{
    char digits[MRS_FIGURE];
    double hundredths = round(value * 100);
    if (fabs(hundredths) >= 1e15 || fmod(hundredths, 100) == 0) {
        snprintf(digits, sizeof digits, "%.0f", fmin(fabs(value), 1e15));
        out[0] = '\0';
        size_t sign = value < 0 && digits[0] != '0' ? 1 : 0;
        snprintf(out, MRS_FIGURE, "%s", sign ? "-" : "");
        add_groups(out + sign, MRS_FIGURE - sign, digits, lang);
        return out;
    }
    snprintf(out, MRS_FIGURE, "%.*f", fmod(hundredths, 10) == 0 ? 1 : 2, value);
    return mrs_localize_decimals(out, lang);
}

const char *mrs_say_length(double metres, marsad_lang lang, char out[MRS_FIGURE])
{
    char figure[MRS_FIGURE];
    bool km = metres >= 1000;
    mrs_say_figure(km ? metres / 1000 : metres, lang, figure);
    snprintf(out, MRS_FIGURE, "%.30s\u00a0%s", figure,
             mrs_say(km ? MRS_WORD_KM : MRS_WORD_M, lang));
    return out;
}
