/* Text in a given number of lines: a longer one is cut, and ends in an ellipsis. */
#include "base/fail.h"
#include "map/sheet.h"

/* Where to cut a text that has `most` bytes of room: before the last word that does not fit whole,
 * or, where a single word fills all the room, before the last letter. */
static size_t cut_length(const char *text, size_t most)
{
    size_t length = most;
    while (length > 0 && text[length - 1] != ' ') {
        length--;
    }
    while (length > 0 && text[length - 1] == ' ') {
        length--;
    }
    if (length == 0 && most > 0) {
        length = most - 1;
        while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80) {
            length--; /* back to where a character of UTF-8 begins */
        }
    }
    return length;
}

marsad_status mrs_cut_text(mrs_sheet *sheet, const char *text, const mrs_cut *how,
                           PangoLayout **out, marsad_error *error)
{
    size_t room = 0;
    *out = mrs_sheet_text(sheet, text, how->size, how->bold, how->width);
    while (pango_layout_get_line_count(*out) > how->lines) {
        const PangoLayoutLine *line = pango_layout_get_line_readonly(*out, how->lines - 1);
        size_t end = (size_t)line->start_index + (size_t)line->length;
        room = cut_length(text, room && room < end ? room : end);
        mrs_buffer cut = {0};
        mrs_buffer_add_bytes(&cut, text, room);
        mrs_buffer_add(&cut, "…");
        g_clear_object(out);
        if (cut.failed) {
            return mrs_fail_memory(error);
        }
        *out = mrs_sheet_text(sheet, cut.text, how->size, how->bold, how->width);
        mrs_buffer_clear(&cut);
    }
    return MARSAD_OK;
}
