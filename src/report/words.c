/* What a report says, in English, Arabic and French. Where a number stands, it stands behind a
 * colon or beside a sign: nothing has to agree with it. */
#include "report/words.h"

#include <string.h>

#include "marsad/status.h"

typedef struct word {
    const char *key;
    const char *text[3]; /* by marsad_lang */
} word;

/* clang-format off */
static const word words[] = {
    /* --- The parts of the page --- */
    {"report", {"Incident report", "تقرير الحوادث", "Rapport d’incidents"}},
    {"skip", {"Skip to the list of incidents", "انتقل إلى قائمة الحوادث", "Aller à la liste des incidents"}},
    {"contents", {"Contents", "المحتويات", "Sommaire"}},
    {"map", {"Map", "الخريطة", "Carte"}},
    {"key_figures", {"Key figures", "أرقام رئيسية", "Chiffres clés"}},
    {"incidents", {"Incidents", "الحوادث", "Incidents"}},
    {"timeline", {"Timeline", "التسلسل الزمني", "Chronologie"}},
    {"by_type", {"By type", "حسب النوع", "Par type"}},
    {"by_place", {"By place", "حسب المكان", "Par lieu"}},
    {"distances", {"Distances", "المسافات", "Distances"}},
    {"not_placed", {"Not placed on the map", "حوادث لم يُحدَّد موقعها", "Incidents non localisés"}},
    {"rejected", {"Rows with faults, left out", "صفوف فيها أخطاء، استُبعدت", "Lignes erronées, écartées"}},
    {"method", {"Method", "المنهج", "Méthode"}},
    {"sources", {"Sources and licences", "المصادر والتراخيص", "Sources et licences"}},
    {"sources_incidents", {"Sources of the incidents", "مصادر الحوادث", "Sources des incidents"}},
    {"sources_data", {"Map data", "بيانات الخريطة", "Données cartographiques"}},

    /* --- Columns --- */
    {"number", {"No.", "الرقم", "N°"}},
    {"row", {"Row", "الصف", "Ligne"}},
    {"id", {"Identifier", "المعرّف", "Identifiant"}},
    {"date", {"Date", "التاريخ", "Date"}},
    {"type", {"Type", "النوع", "Type"}},
    {"headline", {"What was reported", "ما أُبلغ عنه", "Faits rapportés"}},
    {"place", {"Place", "المكان", "Lieu"}},
    {"as_reported", {"As reported", "كما ورد", "Tel que rapporté"}},
    {"admin1", {"District", "المنطقة الإدارية", "District"}},
    {"coordinates", {"Longitude, latitude", "خط الطول، خط العرض", "Longitude, latitude"}},
    {"killed", {"Killed", "القتلى", "Morts"}},
    {"injured", {"Injured", "الجرحى", "Blessés"}},
    {"actors", {"Parties", "الأطراف", "Parties"}},
    {"front", {"To the front", "بالنسبة إلى خط الجبهة", "Par rapport au front"}},
    {"controller", {"Ground held by", "أرض تسيطر عليها", "Terrain tenu par"}},
    {"town", {"Nearest town", "أقرب بلدة", "Ville la plus proche"}},
    {"placed_by", {"Placed by", "حُدِّد الموقع بناءً على", "Localisé par"}},
    {"confidence", {"Confidence", "درجة الثقة", "Confiance"}},
    {"uncertainty", {"Uncertainty", "عدم اليقين", "Incertitude"}},
    {"reason", {"Reason", "السبب", "Motif"}},
    {"candidates", {"Possible places", "أماكن محتملة", "Lieux possibles"}},
    {"fault", {"Fault", "الخطأ", "Erreur"}},
    {"source", {"Source", "المصدر", "Source"}},
    {"link", {"Link", "الرابط", "Lien"}},
    {"note", {"Note", "ملاحظة", "Remarque"}},
    {"count", {"Count", "العدد", "Nombre"}},
    {"share", {"Share", "النسبة", "Part"}},
    {"period", {"Period", "الفترة", "Période"}},
    {"name", {"Name", "الاسم", "Nom"}},
    {"licence", {"Licence", "الترخيص", "Licence"}},
    {"attribution", {"Credit", "الإسناد", "Mention"}},
    {"details", {"Details", "التفاصيل", "Détails"}},

    /* --- What one can do with the page --- */
    {"search", {"Search", "بحث", "Rechercher"}},
    {"search_hint", {"A word of any column", "كلمة من أي عمود", "Un mot de n’importe quelle colonne"}},
    {"filter", {"Filter", "تصفية", "Filtrer"}},
    {"all_types", {"All types", "كل الأنواع", "Tous les types"}},
    {"all_places", {"All places", "كل الأماكن", "Tous les lieux"}},
    {"from", {"From", "من", "Du"}},
    {"to", {"To", "إلى", "Au"}},
    {"reset", {"Reset", "إعادة الضبط", "Réinitialiser"}},
    {"sort", {"Sort by this column", "رتّب حسب هذا العمود", "Trier selon cette colonne"}},
    {"ascending", {"sorted, least first", "مرتّب تصاعديًا", "tri croissant"}},
    {"descending", {"sorted, greatest first", "مرتّب تنازليًا", "tri décroissant"}},
    {"rows_shown", {"Shown: {shown} of {total}", "المعروض: {shown} من {total}", "Affichés\u00a0: {shown} sur {total}"}},
    {"no_match", {"No incident matches.", "لا يوجد حادث مطابق.", "Aucun incident ne correspond."}},
    {"selected", {"Selected", "المحدَّد", "Sélectionné"}},
    {"clear_selection", {"Clear the selection", "إلغاء التحديد", "Effacer la sélection"}},
    {"map_hint", {"Point at a marker or a row, or move with the keyboard, to see which belong together.",
                  "أشر إلى علامة أو صف، أو تنقّل بلوحة المفاتيح، لترى ما يقابل كلًّا منهما.",
                  "Survolez un symbole ou une ligne, ou déplacez-vous au clavier, pour voir à quoi chacun correspond."}},
    {"print", {"Print", "طباعة", "Imprimer"}},
    {"theme", {"Colours", "الألوان", "Couleurs"}},
    {"theme_auto", {"As the device", "كما في الجهاز", "Comme l’appareil"}},
    {"theme_light", {"Light", "فاتحة", "Claires"}},
    {"theme_dark", {"Dark", "داكنة", "Sombres"}},
    {"show_more", {"Show more", "عرض المزيد", "Afficher plus"}},

    {"zoom_in", {"Zoom in", "تكبير", "Agrandir"}},
    {"zoom_out", {"Zoom out", "تصغير", "Réduire"}},
    {"zoom_fit", {"Fit the width", "ملاءمة العرض", "Ajuster à la largeur"}},
    {"sort_by", {"Sort by", "الترتيب حسب", "Trier par"}},
    {"as_table", {"The same as a table", "الأرقام نفسها في جدول", "Les mêmes chiffres en tableau"}},

    /* --- What is said in cells --- */
    {"none", {"none", "لا شيء", "aucun"}},
    {"not_stated", {"not stated", "غير مذكور", "non précisé"}},
    {"undated", {"Undated", "بلا تاريخ", "Sans date"}},
    {"inexact_date", {"Without a date exact enough", "بلا تاريخ دقيق بما يكفي", "Sans date assez précise"}},
    {"unknown", {"unknown", "غير معروف", "inconnu"}},
    {"others", {"Others", "غير ذلك", "Autres"}},
    {"total", {"Total", "المجموع", "Total"}},
    {"unresolved", {"no place found", "لم يُعثر على مكان", "lieu introuvable"}},
    {"ambiguous", {"could be several places", "قد يكون أكثر من مكان", "plusieurs lieux possibles"}},
    {"by_name", {"its name", "اسمه", "son nom"}},
    {"by_coordinates", {"coordinates of the table", "إحداثيات الجدول", "coordonnées du tableau"}},
    {"by_decision", {"a person’s decision", "قرار شخص", "décision d’une personne"}},
    {"match_exact", {"a known name", "اسم معروف", "un nom connu"}},
    {"match_variant", {"a variant of a known name", "صيغة أخرى لاسم معروف", "une variante d’un nom connu"}},
    {"match_skeleton", {"a name that sounds alike", "اسم مشابه في اللفظ", "un nom de même consonance"}},
    {"match_fuzzy", {"a name that is spelled nearly so", "اسم قريب في الكتابة", "un nom d’orthographe proche"}},
    {"match_relative", {"its relation to another place", "موقعه بالنسبة إلى مكان آخر", "sa position par rapport à un autre lieu"}},
    {"match_coordinate", {"coordinates in its name", "إحداثيات في الاسم", "des coordonnées dans le nom"}},
    {"no_front_that_day", {"no front known on that day", "لا خط جبهة معروف في ذلك اليوم", "aucun front connu ce jour-là"}},
    {"front_uncertain", {"the uncertainty reaches the front", "يصل نطاق عدم اليقين إلى خط الجبهة", "l’incertitude atteint le front"}},
    {"front_beyond", {"beyond the end of the known front", "أبعد من طرف خط الجبهة المعروف", "au-delà du bout du front connu"}},

    /* --- Key figures --- */
    {"figure_incidents", {"incidents reported", "حوادث أُبلغ عنها", "incidents rapportés"}},
    {"figure_placed", {"placed on the ground", "حُدِّد موقعها", "localisés"}},
    {"figure_unplaced", {"not placed", "لم يُحدَّد موقعها", "non localisés"}},
    {"figure_outside", {"outside the map", "خارج حدود الخريطة", "hors de la carte"}},
    {"figure_rejected", {"rows with faults, left out", "صفوف فيها أخطاء، استُبعدت", "lignes erronées, écartées"}},
    {"figure_places", {"different places", "أماكن مختلفة", "lieux différents"}},
    {"figure_types", {"types of incident", "أنواع الحوادث", "types d’incidents"}},
    {"figure_days", {"days from first to last", "أيام من أولها إلى آخرها", "jours du premier au dernier"}},
    {"figure_killed", {"killed, as reported", "قتلى، بحسب ما ورد", "morts, selon les sources"}},
    {"figure_injured", {"injured, as reported", "جرحى، بحسب ما ورد", "blessés, selon les sources"}},
    {"figure_undated", {"undated", "بلا تاريخ", "sans date"}},
    {"figure_nearest", {"nearest to the front", "الأقرب إلى خط الجبهة", "au plus près du front"}},
    {"stated_in", {"stated for: {1} of {2}", "مذكور في: {1} من {2}", "précisé pour\u00a0: {1} sur {2}"}},

    /* --- Units of the timeline --- */
    {"per_day", {"Incidents by day", "الحوادث حسب اليوم", "Incidents par jour"}},
    {"per_week", {"Incidents by week, from Monday", "الحوادث حسب الأسبوع، ابتداءً من الاثنين", "Incidents par semaine, à partir du lundi"}},
    {"per_month", {"Incidents by month", "الحوادث حسب الشهر", "Incidents par mois"}},
    {"per_year", {"Incidents by year", "الحوادث حسب السنة", "Incidents par an"}},
    {"no_dates", {"No incident has a date that can be drawn here.", "لا يوجد حادث له تاريخ يمكن عرضه هنا.", "Aucun incident n’a de date qui puisse figurer ici."}},

    /* --- Sentences --- */
    {"town_text", {"{1} {2} of {3}", "على بعد {1} {2} {3}", "à {1} {2} {3}"}},
    {"town_at", {"at {1}", "في {1}", "à {1}"}},
    {"cut", {"Listed here: {1} of {2} incidents, the first of the table; figures, map, timeline and counts are of all. All rows with their places: {3}",
             "المدرج هنا: {1} من {2}، وهي الحوادث الأولى في الجدول؛ أما الأرقام والخريطة والتسلسل الزمني والأعداد فتشمل الجميع. كل الصفوف مع مواقعها: {3}",
             "Incidents listés ici\u00a0: {1} sur {2}, les premiers du tableau\u00a0; les chiffres, la carte, la chronologie et les décomptes portent sur tous. Toutes les lignes avec leurs lieux\u00a0: {3}"}},
    {"more_places", {"Other places: {1}, with {2} incidents together", "أماكن أخرى: {1}، ومجموع حوادثها: {2}", "Autres lieux\u00a0: {1}, incidents en tout\u00a0: {2}"}},
    {"no_position", {"Boundaries and names imply no position on their status.",
                     "لا تعبّر الحدود والأسماء عن موقف من وضعها القانوني.",
                     "Les frontières et les noms n’impliquent aucune prise de position."}},
    {"made_with", {"Made with Marsad " MARSAD_VERSION, "أُعدّ ببرنامج مرصد " MARSAD_VERSION, "Établi avec Marsad " MARSAD_VERSION}},
    {"lead_type", {"Most frequent type", "النوع الأكثر تكرارًا", "Type le plus fréquent"}},
    {"lead_day", {"Day with most incidents", "اليوم الأكثر حوادث", "Jour le plus chargé"}},
    {"lead_time",
     {"Most incidents in one period", "ذروة الحوادث", "Période la plus chargée"}},
    {"lead_place", {"Place with most incidents", "المكان الأكثر حوادث", "Lieu le plus touché"}},

    /* --- Method --- */
    {"method_read", {"The table: {1}.", "الجدول: {1}.", "Le tableau\u00a0: {1}."}},
    {"method_rejected", {"Rows of the table that have faults and are no part of this report: {1}.",
                         "صفوف الجدول التي فيها أخطاء وليست جزءًا من هذا التقرير: {1}.",
                         "Lignes du tableau qui ont des erreurs et ne font pas partie de ce rapport\u00a0: {1}."}},
    {"method_placing", {"Places: names are looked up offline in a gazetteer. Placed by name: {1}; by the coordinates of the table: {2}; by a person’s decision: {3}; ambiguous: {4}; not found: {5}.",
                        "الأماكن: يُبحث عن الأسماء دون اتصال في معجم للأماكن. ما حُدِّد موقعه بالاسم: {1}؛ بإحداثيات الجدول: {2}؛ بقرار شخص: {3}؛ الملتبس: {4}؛ ما لم يُعثر عليه: {5}.",
                        "Lieux\u00a0: les noms sont cherchés hors ligne dans un répertoire toponymique. Localisés par le nom\u00a0: {1}\u00a0; par les coordonnées du tableau\u00a0: {2}\u00a0; par décision d’une personne\u00a0: {3}\u00a0; ambigus\u00a0: {4}\u00a0; introuvables\u00a0: {5}."}},
    {"method_gazetteer", {"The gazetteer is made of: {1}.", "مصادر معجم الأماكن: {1}.", "Le répertoire réunit\u00a0: {1}."}},
    {"method_romanised", {"{1} behind a name: romanised by rule from the Arabic.",
                          "{1} بعد الاسم: كُتب بالحروف اللاتينية وفق قاعدة.",
                          "{1} après un nom\u00a0: romanisé par règle à partir de l’arabe."}},
    {"method_confidence", {"Confidence, from 0 to 1, is the estimated probability that the place is the one meant. Nothing below {1} is placed; an answer below {2} should be checked.",
                           "درجة الثقة، من 0 إلى 1، هي الاحتمال المقدَّر أن يكون المكان هو المقصود. لا يُحدَّد موقع ما يقل عن {1}، وينبغي التحقق مما يقل عن {2}.",
                           "La confiance, de 0 à 1, est la probabilité estimée que le lieu soit celui dont il s’agit. Rien n’est localisé en dessous de {1}\u00a0; en dessous de {2}, la réponse est à vérifier."}},
    {"method_uncertainty", {"Uncertainty is the radius of a circle around the point in which the incident lies: the extent of the place, or what words such as “east of” leave open.",
                            "عدم اليقين هو نصف قطر دائرة حول النقطة يقع الحادث داخلها: امتداد المكان، أو ما تتركه مفتوحًا عبارات مثل «شرق».",
                            "L’incertitude est le rayon d’un cercle autour du point, dans lequel se situe l’incident\u00a0: l’étendue du lieu, ou ce que laissent ouvert des mots comme «\u00a0à l’est de\u00a0»."}},
    {"method_distances", {"Distances are geodesics on the WGS 84 ellipsoid, and directions are those from the place named towards the incident.",
                          "المسافات خطوط جيوديسية على مجسّم WGS 84، والاتجاهات من المكان المذكور نحو الحادث.",
                          "Les distances sont des géodésiques sur l’ellipsoïde WGS 84, et les directions vont du lieu nommé vers l’incident."}},
    {"method_towns", {"The nearest town is the nearest populated place of the gazetteer that is a seat of administration or is known to have at least {1} people: the place itself where it is one; none farther away than {2} is named.",
                      "أقرب بلدة هي أقرب مكان مأهول في معجم الأماكن يكون مركزًا إداريًا أو معروفًا أن سكانه لا يقلون عن {1} نسمة، وهي المكان نفسه إن كان كذلك؛ ولا يُذكر ما بَعُد أكثر من {2}.",
                      "La ville la plus proche est le lieu habité le plus proche du répertoire qui soit un chef-lieu ou dont on sache qu’il compte au moins {1} habitants\u00a0: le lieu lui-même s’il en est un\u00a0; au-delà de {2}, aucune n’est nommée."}},
    {"method_projection", {"Map: {1}. Scale {2}.", "الخريطة: {1}. المقياس {2}.", "Carte\u00a0: {1}. Échelle {2}."}},
    {"method_as", {"On the map, incidents are shown as: {1}. Drawn: {2} of {3}.", "تظهر الحوادث على الخريطة في صورة: {1}. المرسوم: {2} من {3}.", "Sur la carte, les incidents figurent comme\u00a0: {1}. Dessinés\u00a0: {2} sur {3}."}},
    {"method_left_out", {"Left out of the map for want of room: labels: {1}; callouts: {2}.",
                         "ما حُذف من الخريطة لضيق المكان: أسماء: {1}؛ بطاقات: {2}.",
                         "Omis de la carte faute de place\u00a0: noms\u00a0: {1}\u00a0; encadrés\u00a0: {2}."}},
    {"method_front", {"Front: each incident is related to the front in force on its day. States used: {1}.",
                      "خط الجبهة: يُقاس كل حادث إلى خط الجبهة الساري في يومه. الحالات المستخدمة: {1}.",
                      "Front\u00a0: chaque incident est rapporté au front en vigueur le jour même. États utilisés\u00a0: {1}."}},
    {"method_front_at", {"Front: every incident is related to the front in force on {1}.",
                         "خط الجبهة: تُقاس كل الحوادث إلى خط الجبهة الساري في {1}.",
                         "Front\u00a0: tous les incidents sont rapportés au front en vigueur le {1}."}},
    {"method_front_note", {"Note in the front’s file: {1}.", "ملاحظة في ملف خط الجبهة: {1}.", "Note du fichier du front\u00a0: {1}."}},
    {"method_front_derived", {"The front is an estimate from incidents, not an observation.", "خط الجبهة تقدير مستنتج من الحوادث، وليس ملاحظة ميدانية.", "Le front est une estimation d’après les incidents, non une observation."}},
    {"method_front_near", {"Incidents whose uncertainty reaches the front: {1}; for them the side is not certain.",
                           "الحوادث التي يصل نطاق عدم اليقين فيها إلى خط الجبهة: {1}؛ جانبها غير مؤكد.",
                           "Incidents dont l’incertitude atteint le front\u00a0: {1}\u00a0; leur côté n’est pas certain."}},
    {"method_casualties", {"Figures of killed and injured are sums of what the rows state, unverified; rows that state nothing count for nothing.",
                           "أعداد القتلى والجرحى مجموع ما تذكره الصفوف، دون تحقق؛ والصفوف التي لا تذكر شيئًا لا تُحتسب.",
                           "Les nombres de morts et de blessés sont les sommes de ce qu’indiquent les lignes, sans vérification\u00a0; les lignes qui n’indiquent rien ne comptent pas."}},
    {"method_command", {"Command: {1}", "الأمر: {1}", "Commande\u00a0: {1}"}},

    /* --- How incidents are shown --- */
    {"as_callouts", {"markers with callouts", "علامات ببطاقات", "symboles avec encadré"}},
    {"as_numbers", {"numbered markers", "علامات مرقّمة", "symboles numérotés"}},
    {"as_points", {"markers", "علامات", "symboles"}},
    {"as_groups", {"circles by place", "دوائر حسب المكان", "cercles par lieu"}},
    {"as_hexbin", {"hexagonal bins", "خلايا سداسية", "hexagones"}},
    {"as_density", {"a surface of density", "سطح كثافة", "une surface de densité"}},
};
/* clang-format on */

enum { WORDS = sizeof words / sizeof *words };

const char *mrs_report_word_key(size_t index)
{
    return index < WORDS ? words[index].key : NULL;
}

const char *mrs_report_say(const char *key, marsad_lang lang)
{
    for (size_t i = 0; i < WORDS; i++) {
        if (strcmp(words[i].key, key) == 0) {
            return words[i].text[lang];
        }
    }
    return NULL;
}

void mrs_report_say_with(mrs_buffer *out, const char *key, marsad_lang lang,
                         const char *const *values, size_t count, unsigned isolate)
{
    const char *text = mrs_report_say(key, lang);
    while (text && *text) {
        size_t plain = strcspn(text, "{");
        mrs_buffer_add_bytes(out, text, plain);
        text += plain;
        size_t value = *text ? (size_t)(text[1] - '1') : count;
        if (*text && value < count && text[2] == '}') {
            bool apart = isolate >> value & 1U;
            mrs_buffer_addf(out, apart ? "\u2068%s\u2069" : "%s",
                            values[value] ? values[value] : "");
            text += 3;
        } else if (*text) {
            mrs_buffer_add_bytes(out, text++, 1);
        }
    }
}
