/** In which encoding a text is, and turning it into UTF-8 by ICU. */
#ifndef MARSAD_GEO_ENCODING_H
#define MARSAD_GEO_ENCODING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "marsad/status.h"

/** What the first bytes of a text say of its encoding. */
typedef struct mrs_encoding {
    const char *name; /* as ICU names it; NULL: it cannot be told */
    size_t mark;      /* length of the byte order mark */
    bool ascii;       /* nothing speaks against UTF-8, nor for it */
    char note[256];   /* what was assumed, or "" */
    size_t bad;       /* where it cannot be told: offset of the first byte that is no UTF-8 */
} mrs_encoding;

/** Tells the encoding of a text by its first bytes; `whole` if those are all. The end of the bytes
 *  may cut a line or a character in two. */
void mrs_encoding_tell(const char *bytes, size_t length, bool whole, mrs_encoding *out);

typedef struct mrs_decoder mrs_decoder;

/** MARSAD_ERR_USAGE if ICU has no encoding of that name. */
marsad_status mrs_decoder_open(const char *encoding, mrs_decoder **out, marsad_error *error);
void mrs_decoder_close(mrs_decoder *decoder);

/** True for every name of UTF-8, which needs no decoding. */
bool mrs_encoding_is_utf8(const char *encoding);

/** Adds the next `length` bytes to `out` as UTF-8; the byte 0xFF stands for what is malformed.
 *  `last`: no more will come. */
marsad_status mrs_decoder_add(mrs_decoder *decoder, const char *bytes, size_t length, bool last,
                              mrs_buffer *out, marsad_error *error);

#endif
