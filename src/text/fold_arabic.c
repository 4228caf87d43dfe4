#include "text/fold.h"

bool mrs_fold_is_hamza_alef(uint32_t point)
{
    return point == 0x622 || point == 0x623 || point == 0x625 || point == 0x672 || point == 0x673 ||
           point == 0x675;
}

bool mrs_fold_is_combining_hamza(uint32_t point)
{
    return point >= 0x653 && point <= 0x655;
}

static bool is_dropped(uint32_t point)
{
    return (point >= 0x610 && point <= 0x61A) || point == 0x61C || /* honorifics, letter mark */
           point == 0x621 || point == 0x674 ||                     /* hamza on the line */
           point == 0x640 ||                                       /* tatweel */
           (point >= 0x64B && point <= 0x65F) || point == 0x670 || /* harakat, dagger alef */
           point <= 0x605 ||                                       /* number signs (format) */
           (point >= 0x6D6 && point <= 0x6DD) || (point >= 0x6DF && point <= 0x6E8) ||
           (point >= 0x6EA && point <= 0x6ED); /* Quranic marks */
}

static bool is_separator(uint32_t point)
{
    return (point >= 0x606 && point <= 0x60F) || (point >= 0x61B && point <= 0x61F) ||
           (point >= 0x66A && point <= 0x66D) || point == 0x6D4 || point == 0x6DE ||
           point == 0x6E9 || point == 0x6FD || point == 0x6FE;
}

/*
 * Letters of Persian, Urdu, Kurdish, Pashto and the Maghreb become the Arabic letter that Arabic
 * newspapers write for them, as far as there is one habit: gaf is kaf, pe is ba, the Maghreb's
 * qaf with three dots is qaf.
 */
static uint32_t foreign_letter(uint32_t point)
{
    switch (point) {
    case 0x67E: /* pe */
        return 0x628;
    case 0x679:
    case 0x67C: /* tteh, Pashto te */
        return 0x62A;
    case 0x686: /* che */
        return 0x62C;
    case 0x688:
    case 0x689:
        return 0x62F;
    case 0x691:
    case 0x693:
    case 0x695:
        return 0x631;
    case 0x696:
    case 0x698: /* zhe */
        return 0x632;
    case 0x69A:
        return 0x634;
    case 0x6A4: /* ve */
        return 0x641;
    case 0x6A7:
    case 0x6A8: /* the Maghreb's qaf and ga */
        return 0x642;
    case 0x6B5:
        return 0x644;
    case 0x6BA:
    case 0x6BC:
        return 0x646;
    default:
        return point;
    }
}

static uint32_t letter(uint32_t point)
{
    if (mrs_fold_is_hamza_alef(point) || point == 0x671) {
        return 0x627;
    }
    if (point == 0x624 || (point >= 0x6C4 && point <= 0x6CB) || point == 0x676 || point == 0x677 ||
        point == 0x6CF) {
        return 0x648;
    }
    if (point == 0x626 || point == 0x649 || point == 0x678 || (point >= 0x6CC && point <= 0x6CE) ||
        (point >= 0x6D0 && point <= 0x6D3)) {
        return 0x64A;
    }
    if (point == 0x629 || point == 0x6BE || (point >= 0x6C0 && point <= 0x6C3) || point == 0x6D5 ||
        point == 0x6FF) {
        return 0x647;
    }
    if (point == 0x63B || point == 0x63C || (point >= 0x6A9 && point <= 0x6B4)) {
        return 0x643;
    }
    return foreign_letter(point);
}

uint32_t mrs_fold_arabic(uint32_t point)
{
    if (point >= 0x660 && point <= 0x669) {
        return '0' + (point - 0x660);
    }
    if (point >= 0x6F0 && point <= 0x6F9) {
        return '0' + (point - 0x6F0);
    }
    if (is_dropped(point)) {
        return MRS_FOLD_DROP;
    }
    if (is_separator(point)) {
        return MRS_FOLD_SEPARATOR;
    }
    return letter(point);
}
