#include "events/date_tokens.h"

#include <string.h>

#include "base/memory.h"
#include "text/fold.h"

/* Months in Arabic have three families of names: from the Latin ones by way of Egypt, by way of
 * French (Tunisia, Algeria) or of Spanish (Morocco), and the old ones of the Levant and Iraq. */
static const mrs_date_word WORDS[] = {
    {MRS_DATE_MONTH, 1, "january jan janvier janv يناير جانفي"},
    {MRS_DATE_MONTH, 2, "february feb febr fevrier fevr fev فبراير فيفري شباط"},
    {MRS_DATE_MONTH, 3, "march mar mars مارس اذار"},
    {MRS_DATE_MONTH, 4, "april apr avril avr ابريل افريل نيسان"},
    {MRS_DATE_MONTH, 5, "may mai مايو ماي ايار مايس"},
    {MRS_DATE_MONTH, 6, "june jun juin يونيو يونيه جوان حزيران"},
    {MRS_DATE_MONTH, 7, "july jul juillet juil يوليو يوليه يوليوز جويليه تموز"},
    {MRS_DATE_MONTH, 8, "august aug aout اغسطس اوت غشت اغشت اب"},
    {MRS_DATE_MONTH, 9, "september sept sep septembre سبتمبر شتنبر ايلول"},
    {MRS_DATE_MONTH, 10, "october oct octobre اكتوبر"},
    {MRS_DATE_MONTH, 11, "november nov novembre نوفمبر نونبر"},
    {MRS_DATE_MONTH, 12, "december dec decembre ديسمبر دجنبر دجمبر"},
    {MRS_DATE_KANUN, 0, "كانون"},
    {MRS_DATE_TISHRIN, 0, "تشرين"},
    {MRS_DATE_ORDINAL, 1, "اول"},
    {MRS_DATE_ORDINAL, 2, "ثاني"},
    {MRS_DATE_WEEKDAY, 1, "monday mon lundi lun اثنين"},
    {MRS_DATE_WEEKDAY, 2, "tuesday tue tues mardi ثلاثا"},
    {MRS_DATE_WEEKDAY, 3, "wednesday wed mercredi mer اربعا"},
    {MRS_DATE_WEEKDAY, 4, "thursday thu thur thurs jeudi jeu خميس"},
    {MRS_DATE_WEEKDAY, 5, "friday fri vendredi ven جمعه"},
    {MRS_DATE_WEEKDAY, 6, "saturday sat samedi sam سبت"},
    {MRS_DATE_WEEKDAY, 7, "sunday sun dimanche dim احد"},
    {MRS_DATE_FROM, 0, "from du من"},
    {MRS_DATE_BETWEEN, 0, "between entre بين"},
    {MRS_DATE_TO, 0, "to until till through thru au a jusquau الي حتي لغايه"},
    {MRS_DATE_AND, 0, "and et و"},
    {MRS_DATE_HIJRI, 0, "ه هجري هجريه hijri ah محرم صفر ربيع جمادي رجب شعبان رمضان شوال قعده حجه"},
    {MRS_DATE_NOTHING, 0,
     "st nd rd th er e of the on at month year date am pm utc gmt eet ad ce le de mois annee jour "
     "يوم في بتاريخ تاريخ موافق شهر سنه عام م ميلادي ميلاديه ساعه صباحا مسا ظهرا ص"},
};

const mrs_date_word *mrs_date_words(size_t *count)
{
    *count = sizeof WORDS / sizeof *WORDS;
    return WORDS;
}

/* Whether the word is among those of a row. */
static bool is_among(const char *words, const char *word, size_t length)
{
    for (;;) {
        size_t same = 0;
        while (same < length && words[same] == word[same]) {
            same++;
        }
        if (same == length && (words[same] == ' ' || words[same] == '\0')) {
            return true;
        }
        while (*words && *words != ' ') {
            words++;
        }
        if (!*words) {
            return false;
        }
        words++;
    }
}

static const mrs_date_word *find_folded(const char *word, size_t length)
{
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        if (is_among(WORDS[i].words, word, length)) {
            return &WORDS[i];
        }
    }
    return NULL;
}

/* Letters of ASCII without apostrophes: how many there are, or 0 where others stand among them. */
static size_t fold_ascii(const char *word, size_t length, char *out)
{
    size_t used = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)word[i];
        if (c >= 0x80) {
            return 0;
        }
        if (c != '\'') {
            out[used++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : (char)c;
        }
    }
    return used;
}

/* Without the article, unless that would leave less than a word. */
static const mrs_date_word *find_without_article(const char *word, size_t length)
{
    static const char article[] = "ال";
    size_t taken = sizeof article - 1;
    const mrs_date_word *found = find_folded(word, length);
    if (!found && length >= taken + 4 && memcmp(word, article, taken) == 0) {
        found = find_folded(word + taken, length - taken);
    }
    return found;
}

enum { LONGEST = 32 };

const mrs_date_word *mrs_date_word_find(const char *word, size_t length)
{
    char ascii[LONGEST];
    if (length == 0 || length > sizeof ascii) {
        return NULL;
    }
    size_t letters = fold_ascii(word, length, ascii);
    if (letters) {
        return find_folded(ascii, letters);
    }
    mrs_folded folded;
    if (mrs_fold_name(word, length, &folded, NULL)) {
        return NULL;
    }
    const mrs_date_word *found =
        folded.length > 1 ? find_without_article(folded.text + 1, folded.length - 1) : NULL;
    mrs_free(folded.text);
    return found;
}
