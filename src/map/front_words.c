#include "map/front_words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* --- Figures --- */

void mrs_say_whole(mrs_buffer *out, double value, marsad_lang lang)
{
    static const char *const separators[] = {",", ",", "\u202f"};
    char digits[32];
    snprintf(digits, sizeof digits, "%.0f", value);
    size_t length = strlen(digits);
    for (size_t i = 0; i < length; i++) {
        size_t left = length - 1 - i;
        mrs_buffer_add_bytes(out, digits + i, 1);
        mrs_buffer_add(out, left && left % 3 == 0 ? separators[lang] : "");
    }
}

/* A figure with one decimal if it is below 10, otherwise without. */
static void add_figure(mrs_buffer *out, double value, marsad_lang lang)
{
    char figure[32];
    if (value >= 9.95) {
        mrs_say_whole(out, value, lang);
        return;
    }
    snprintf(figure, sizeof figure, "%.1f", round(value * 10) / 10);
    mrs_buffer_add(out, mrs_localize_decimals(figure, lang));
}

void mrs_say_area(mrs_buffer *out, double area_m2, marsad_lang lang)
{
    add_figure(out, area_m2 / 1e6, lang);
    mrs_buffer_addf(out, "\u00a0%s", mrs_say(MRS_WORD_KM2, lang));
}

void mrs_say_distance(mrs_buffer *out, double metres, double uncertainty_m, marsad_lang lang)
{
    bool km = metres >= 950;
    if (km) {
        add_figure(out, metres / 1000, lang);
    } else {
        mrs_buffer_addf(out, "%.0f", round(metres / 100) * 100);
    }
    if (km && uncertainty_m >= metres / 10) {
        mrs_buffer_add(out, "\u00a0±\u00a0");
        add_figure(out, uncertainty_m / 1000, lang);
    }
    mrs_buffer_addf(out, "\u00a0%s", mrs_say(km ? MRS_WORD_KM : MRS_WORD_M, lang));
}

/* --- Where something lies --- */

/* "east of the front of 25 January", "شرق جبهة 25 يناير", "à l’est du front du 25 janvier"; without
 * a date, "east of the front", "شرق الجبهة", "à l’est du front". */
static void add_side(mrs_buffer *out, double azimuth_deg, const char *date, marsad_lang lang)
{
    const char *word = marsad_compass_word(azimuth_deg, lang);
    if (lang == MARSAD_LANG_AR) {
        mrs_buffer_addf(out, date[0] ? "%s جبهة %s" : "%s الجبهة%s", word, date);
    } else if (lang == MARSAD_LANG_FR) {
        bool vowel = word[0] == 'e' || word[0] == 'o';
        mrs_buffer_addf(out, "%s%s du front%s%s", vowel ? "à l’" : "au ", word,
                        date[0] ? " du " : "", date);
    } else {
        mrs_buffer_addf(out, "%s of the front%s%s", word, date[0] ? " of " : "", date);
    }
}

void mrs_say_from_front(mrs_buffer *out, const marsad_front_relation *relation,
                        double from_front_deg, double uncertainty_m, const char *date,
                        marsad_lang lang)
{
    const double on_it = 50; /* m: rounded, 0 */
    if (relation->distance_m < on_it) {
        static const char *const of[] = {" of ", " في ", " du "};
        mrs_buffer_addf(out, "%s%s%s", mrs_say(MRS_WORD_ON_FRONT, lang), date[0] ? of[lang] : "",
                        date);
        return;
    }
    mrs_buffer_add(out, lang == MARSAD_LANG_AR ? "على بعد " : "");
    mrs_say_distance(out, relation->distance_m, uncertainty_m, lang);
    mrs_buffer_add(out, " ");
    add_side(out, from_front_deg, date, lang);
}

void mrs_say_ground(mrs_buffer *out, const marsad_front_relation *relation, const char *holder,
                    marsad_lang lang)
{
    if (!holder || !holder[0]) {
        mrs_buffer_add(out, mrs_say(MRS_WORD_HOLDER_UNKNOWN, lang));
    } else if (!relation->controller_certain) {
        mrs_buffer_add(out, mrs_say(MRS_WORD_SIDE_UNCERTAIN, lang));
    } else {
        mrs_buffer_addf(out, "%s \u2068%s\u2069", mrs_say(MRS_WORD_GROUND_OF, lang), holder);
    }
}

void mrs_say_change(mrs_buffer *out, const char *from, const char *to, marsad_lang lang)
{
    static const char *const patterns[][2] = {{"From", "to"}, {"من", "إلى"}, {"De", "à"}};
    const char *unknown = mrs_say(MRS_WORD_NOBODY_KNOWN, lang);
    mrs_buffer_addf(out, "%s \u2068%s\u2069 %s \u2068%s\u2069", patterns[lang][0],
                    from[0] ? from : unknown, patterns[lang][1], to[0] ? to : unknown);
}

void mrs_say_advance(mrs_buffer *out, const char *holder, double distance_m, marsad_lang lang)
{
    static const char *const words[] = {"Advance of", "تقدّم", "Avancée de"};
    const char *name = holder[0] ? holder : mrs_say(MRS_WORD_NOBODY_KNOWN, lang);
    mrs_buffer_addf(out, "%s \u2068%s\u2069%s", words[lang], name, mrs_colon(lang));
    mrs_say_distance(out, distance_m, 0, lang);
}
