#include "text/fold.h"

const char *mrs_fold_latin_special(uint32_t point)
{
    switch (point) {
    case 0xDF:
        return "ss";
    case 0xE6:
        return "ae";
    case 0xF0:  /* eth */
    case 0x111: /* d with stroke */
    case 0x257:
        return "d";
    case 0xF8:
    case 0x254:
        return "o";
    case 0xFE:
        return "th";
    case 0x127:
        return "h";
    case 0x131:
        return "i";
    case 0x138:
    case 0x199:
        return "k";
    case 0x142:
        return "l";
    case 0x14B:
        return "n";
    case 0x153:
        return "oe";
    case 0x167:
        return "t";
    case 0x180:
    case 0x253:
        return "b";
    case 0x1B4:
        return "y";
    case 0x1B6:
        return "z";
    case 0x1E5:
    case 0x263:
        return "g";
    case 0x259:
    case 0x1DD:
        return "a";
    case 0x25B:
        return "e";
    default:
        return NULL;
    }
}

bool mrs_fold_is_apostrophe(uint32_t point)
{
    switch (point) {
    case '\'':
    case '`':
    case 0xB4:   /* acute accent standing alone */
    case 0x294:  /* glottal stop */
    case 0x295:  /* reversed glottal stop */
    case 0x2018: /* single quotation marks */
    case 0x2019:
    case 0x201B:
    case 0x2032: /* prime and its reverse */
    case 0x2035:
    case 0xA78B: /* saltillo */
    case 0xA78C:
    case 0xFF07:
        return true;
    default: /* modifier letters: half rings, turned commas, primes, glottal stops */
        return (point >= 0x2B9 && point <= 0x2BF) || (point >= 0x2C0 && point <= 0x2CF);
    }
}
