/** Decoding and writing UTF-8 one code point at a time. */
#ifndef MARSAD_TEXT_UTF8_H
#define MARSAD_TEXT_UTF8_H

#include <stddef.h>
#include <stdint.h>

/** The number of bytes of the code point at `text` (at most `length` bytes), which is put in
 *  `point`; 0 if they are not valid UTF-8 (over-long, a surrogate, cut off, beyond U+10FFFF). */
size_t mrs_utf8_decode(const char *text, size_t length, uint32_t *point);

/** The bytes of the longest beginning of `length` bytes of UTF-8 text that has at most `most` of
 * them and does not end within a character. */
size_t mrs_utf8_prefix(const char *text, size_t length, size_t most);

/** Puts U+FFFD in the place of U+FFFE and U+FFFF, which are no characters: XML and cairo refuse
 *  them. */
void mrs_utf8_replace_noncharacters(char *text);

/** Writes a valid code point in at most 4 bytes; returns how many. */
size_t mrs_utf8_encode(uint32_t point, char *out);

#endif
