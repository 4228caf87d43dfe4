#include <stdlib.h>
#include <string.h>

#include "gazetteer/index_format.h"

/* Multiply and fold, eight bytes at a time; the shifts at the end are those of Stafford's variant
   13 of the MurmurHash3 finaliser, which spread every bit over all others. */
static uint64_t hash_bytes(uint64_t seed, const char *bytes, size_t length)
{
    const uint64_t factor = 0x9E3779B97F4A7C15ULL;
    uint64_t hash = (seed + 1) * factor ^ length;
    for (size_t at = 0; at < length; at += 8) {
        uint64_t word = 0;
        memcpy(&word, bytes + at, length - at < 8 ? length - at : 8);
        hash = (hash ^ word) * factor;
        hash ^= hash >> 29;
    }
    hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9ULL;
    hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBULL;
    return hash ^ (hash >> 31);
}

uint64_t mrs_key_hash(mrs_key_space space, const char *key, size_t length)
{
    return hash_bytes((uint64_t)space, key, length);
}

uint32_t mrs_key_check(const char *key, size_t length)
{
    return (uint32_t)hash_bytes(99, key, length);
}

static char vowel_class(char sound)
{
    switch (sound) {
    case 'a':
        return 'A';
    case 'e':
    case 'i':
    case 'y':
        return 'I';
    case 'o':
    case 'u':
    case 'w':
        return 'U';
    default:
        return '\0';
    }
}

/* Three bits for each of A, I and U, and one for Arabic letters. */
uint16_t mrs_vowels_of(const mrs_sounds *sounds)
{
    unsigned counts[3] = {0};
    for (size_t i = 0; i < sounds->length; i++) {
        char sound = sounds->text[i];
        char class = vowel_class(sound == 'W' ? 'w' : sound); /* they are confused */
        unsigned *count = &counts[class == 'A' ? 0 : class == 'I' ? 1 : 2];
        *count += class && *count < 7;
    }
    return (uint16_t)(counts[0] | counts[1] << 3 | counts[2] << 6 | (unsigned)sounds->abjad << 9);
}

uint16_t mrs_posted_first(const char *sounds, size_t length)
{
    char skeleton[MRS_SOUNDS_MOST];
    size_t count = mrs_skeleton(sounds, length, skeleton);
    return count ? (uint16_t)((unsigned)(skeleton[0] % 16) << 12) : 0;
}

int mrs_vowels_gap(uint16_t a, uint16_t b)
{
    if ((a | b) & 0x200U) { /* Arabic leaves vowels out */
        return 0;
    }
    int more = 0, less = 0;
    for (int shift = 0; shift < 9; shift += 3) {
        int left = a >> shift & 7, right = b >> shift & 7;
        if (left == 7 || right == 7) { /* seven or more */
            continue;
        }
        more += left > right ? left - right : 0;
        less += right > left ? right - left : 0;
    }
    /* To change the class of a vowel costs at least 2, and so does dropping a doubled one. */
    return 2 * (more > less ? more : less);
}

size_t mrs_vowelled_key(const char *sounds, size_t length, char *out)
{
    size_t count = 0;
    char before = '\0';
    for (size_t i = 0; i < length; i++) {
        char class = vowel_class(sounds[i]);
        if (!class) {
            char skeleton[1];
            class = mrs_skeleton(&sounds[i], 1, skeleton) ? skeleton[0] : '\0';
        }
        if (class && class != before) {
            out[count++] = class;
        }
        before = class;
    }
    return count;
}

bool mrs_key_without(const char *key, size_t length, size_t at, char *out)
{
    if (at >= length || at >= MRS_MISSING_MOST || (at > 0 && key[at] == key[at - 1])) {
        return false;
    }
    memcpy(out, key, at);
    memcpy(out + at, key + at + 1, length - at - 1);
    return true;
}
