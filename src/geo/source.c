#include "geo/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "geo/encoding.h"

enum {
    BLOCK = 256 * 1024,  /* read at once */
    SAMPLE = 1024 * 1024 /* by which the encoding is told */
};

static marsad_status fail_read(const mrs_source *source, marsad_error *error)
{
    return mrs_fail_at(error, MARSAD_ERR_IO, source->file, 0, NULL, "cannot read: %s",
                       strerror(errno));
}

static marsad_status fail_encoding(const mrs_source *source, const char *sample, size_t bad,
                                   uint64_t offset, marsad_error *error)
{
    return mrs_fail_at(error, MARSAD_ERR_INPUT, source->file, 0, NULL,
                       "the byte 0x%02X at offset %llu is no UTF-8, and the encoding cannot be "
                       "told from the text: say it with --encoding, such as windows-1256",
                       (unsigned)(unsigned char)sample[bad], (unsigned long long)(offset + bad));
}

/* ---- the encoding ---------------------------------------------------------------------------- */

static marsad_status use_encoding(mrs_source *source, const char *name, marsad_error *error)
{
    source->undecided = false;
    bool plain = mrs_encoding_is_utf8(name);
    marsad_status status = plain ? MARSAD_OK : mrs_decoder_open(name, &source->decoder, error);
    if (!status) {
        snprintf(source->encoding, sizeof source->encoding, "%s", plain ? "UTF-8" : name);
    }
    return status;
}

/* Turns the window's bytes from `start` on, as they were read, into UTF-8. */
static marsad_status decode_tail(mrs_source *source, size_t start, marsad_error *error)
{
    mrs_buffer text = {0};
    size_t length = source->end - start;
    marsad_status status = mrs_decoder_add(source->decoder, source->bytes + start, length,
                                           source->ended, &text, error);
    if (!status && text.length > length) {
        char *larger = mrs_resize(source->bytes, start + text.length, 1);
        if (larger) {
            source->bytes = larger;
            source->capacity = start + text.length;
        } else {
            status = mrs_fail_memory(error);
        }
    }
    if (!status) {
        source->end = start + text.length;
        memcpy(source->bytes + start, text.length ? text.text : "", text.length);
    }
    mrs_buffer_clear(&text);
    return status;
}

/* Looks at what the window has from `*from` on: all before it was ASCII, but for a character that
 * the end of a block may have cut in two. */
static marsad_status decide(mrs_source *source, size_t *from, marsad_error *error)
{
    size_t start = *from;
    while (start > source->at && (unsigned char)source->bytes[start - 1] >= 0x80) {
        start--;
    }
    *from = start;
    const char *bytes = source->bytes + start;
    size_t length = source->end - start;
    mrs_encoding told;
    mrs_encoding_tell(bytes, length, source->ended, &told);
    if (!told.name) {
        return fail_encoding(source, bytes, told.bad, source->base + start, error);
    }
    source->undecided = told.ascii && source->received < SAMPLE;
    if (mrs_encoding_is_utf8(told.name)) {
        return MARSAD_OK;
    }
    memcpy(source->note, told.note, sizeof told.note);
    return use_encoding(source, told.name, error);
}

/* ---- the window ------------------------------------------------------------------------------ */

static bool make_room(mrs_source *source)
{
    if (source->at > 0) {
        source->end -= source->at;
        memmove(source->bytes, source->bytes + source->at, source->end);
        source->base += source->at;
        source->at = 0;
    }
    size_t needed = source->end + BLOCK;
    if (needed <= source->capacity) {
        return true;
    }
    size_t larger = source->capacity + source->capacity / 2;
    larger = larger < needed ? needed : larger;
    char *grown = mrs_resize(source->bytes, larger, 1);
    if (grown) {
        source->bytes = grown;
        source->capacity = larger;
    }
    return grown != NULL;
}

static marsad_status read_block(mrs_source *source, marsad_error *error)
{
    if (!make_room(source)) {
        return mrs_fail_memory(error);
    }
    size_t start = source->end;
    ssize_t got = read(source->handle, source->bytes + start, BLOCK);
    if (got < 0) {
        return fail_read(source, error);
    }
    source->ended = got == 0;
    source->end += (size_t)got;
    source->received += (uint64_t)got;
    if (source->raw) {
        return MARSAD_OK;
    }
    if (source->undecided && got > 0) {
        marsad_status status = decide(source, &start, error);
        if (status) {
            return status;
        }
    }
    return source->decoder ? decode_tail(source, start, error) : MARSAD_OK;
}

marsad_status mrs_source_more(mrs_source *source, marsad_error *error)
{
    size_t had = source->end - source->at;
    marsad_status status = MARSAD_OK;
    while (!status && !source->ended && source->end - source->at == had) {
        status = read_block(source, error);
    }
    return status;
}

marsad_status mrs_source_all(mrs_source *source, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    while (!status && !source->ended) {
        status = mrs_source_more(source, error);
    }
    return status;
}

/* ---- opening --------------------------------------------------------------------------------- */

/* A regular file's encoding is told by more than its first block. */
static marsad_status tell_file(mrs_source *source, marsad_error *error)
{
    char *sample = mrs_alloc(SAMPLE, 1);
    if (!sample) {
        return mrs_fail_memory(error);
    }
    ssize_t got = pread(source->handle, sample, SAMPLE, 0);
    marsad_status status = got < 0 ? fail_read(source, error) : MARSAD_OK;
    if (!status) {
        mrs_encoding told;
        mrs_encoding_tell(sample, (size_t)got, (uint64_t)got == source->size, &told);
        memcpy(source->note, told.note, sizeof told.note);
        status = told.name ? use_encoding(source, told.name, error)
                           : fail_encoding(source, sample, told.bad, 0, error);
    }
    mrs_free(sample);
    return status;
}

/* The stream begins behind its byte order mark. */
static void drop_mark(mrs_source *source)
{
    if (!source->decoder && source->end >= 3 && memcmp(source->bytes, "\xEF\xBB\xBF", 3) == 0) {
        source->end -= 3;
        memmove(source->bytes, source->bytes + 3, source->end);
        source->head = 3;
    }
}

static marsad_status open_handle(mrs_source *source, const char *path, marsad_error *error)
{
    if (strcmp(path, "-") != 0) {
        marsad_status status = mrs_file_readable(path, error);
        if (status) {
            return status;
        }
        source->handle = open(path, O_RDONLY | O_CLOEXEC);
        if (source->handle < 0) {
            return fail_read(source, error);
        }
    }
    struct stat about;
    if (fstat(source->handle, &about) == 0 && S_ISREG(about.st_mode)) {
        off_t position = lseek(source->handle, 0, SEEK_CUR);
        source->is_file = position == 0;
        source->size = source->is_file ? (uint64_t)about.st_size : 0;
    }
    return MARSAD_OK;
}

static marsad_status begin_text(mrs_source *source, const char *encoding, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    size_t start = 0;
    source->raw = false;
    source->declared = encoding != NULL;
    if (encoding) {
        status = use_encoding(source, encoding, error);
    } else if (source->is_file) {
        status = tell_file(source, error);
    } else {
        source->undecided = true;
        status = decide(source, &start, error);
    }
    if (!status && source->decoder) {
        status = decode_tail(source, 0, error);
    }
    if (!status) {
        drop_mark(source);
    }
    while (!status && source->end == 0 && !source->ended) {
        status = mrs_source_more(source, error);
    }
    return status;
}

static marsad_status begin(mrs_source *source, const char *path, const char *encoding,
                           marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    source->raw = true;
    while (!status && source->end < 4 && !source->ended) {
        status = mrs_source_more(source, error);
    }
    if (!status) {
        source->kind = mrs_file_kind_tell(path, source->bytes, source->end, &source->what);
        status = source->kind == MRS_KIND_TEXT ? begin_text(source, encoding, error) : MARSAD_OK;
    }
    if (status) {
        return status;
    }
    return source->end > 0
               ? MARSAD_OK
               : mrs_fail_at(error, MARSAD_ERR_INPUT, source->file, 0, NULL, "the file is empty");
}

marsad_status mrs_source_open(const char *path, const char *encoding, mrs_source *out,
                              marsad_error *error)
{
    bool is_input = strcmp(path, "-") == 0;
    *out = (mrs_source){.handle = is_input ? STDIN_FILENO : -1, .encoding = "UTF-8"};
    out->file = mrs_strdup(is_input ? "standard input" : path);
    marsad_status status = out->file ? open_handle(out, path, error) : mrs_fail_memory(error);
    if (!status) {
        status = begin(out, path, encoding, error);
    }
    if (status) {
        mrs_source_close(out);
    }
    return status;
}

void mrs_source_close(mrs_source *source)
{
    if (source->handle > STDERR_FILENO) { /* not standard input, nor one that was never opened */
        close(source->handle);
    }
    mrs_decoder_close(source->decoder);
    mrs_free(source->bytes);
    mrs_free(source->file);
    *source = (mrs_source){.handle = -1};
}

/* ---- places in the file ---------------------------------------------------------------------- */

bool mrs_source_tell(const mrs_source *source, uint64_t *offset)
{
    *offset = source->head + source->base + source->at;
    return source->is_file && !source->decoder;
}

marsad_status mrs_source_seek(mrs_source *source, uint64_t offset, marsad_error *error)
{
    if (!source->is_file || source->decoder || offset > source->size || offset < source->head) {
        return mrs_fail_at(error, MARSAD_ERR_USAGE, source->file, 0, NULL,
                           "cannot go on from byte %llu: the file is not what it was",
                           (unsigned long long)offset);
    }
    if (lseek(source->handle, (off_t)offset, SEEK_SET) < 0) {
        return fail_read(source, error);
    }
    source->base = offset - source->head;
    source->received = offset;
    source->at = source->end = 0;
    source->ended = false;
    return MARSAD_OK;
}

void mrs_source_progress(const mrs_source *source, uint64_t *done, uint64_t *all)
{
    *done = source->decoder ? source->received
                            : source->received - (uint64_t)(source->end - source->at);
    *all = source->size;
}
