/* Any bytes as a name of somebody's table: its pieces are UTF-8, trimmed, and of the script told.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "gazetteer/import_clean.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
    if (!holds) {
        abort();
    }
}

static void check_piece(const mrs_name_pieces *pieces, size_t i)
{
    const char *text = mrs_piece_text(pieces, i);
    size_t length = pieces->items[i].length;
    require(length > 0 && strlen(text) == length);
    require(marsad_text_is_utf8(text, length, NULL));
    require(text[0] != ' ' && text[length - 1] != ' ' && !strstr(text, "  "));
    char *latin = NULL;
    mrs_labeller labeller = {0};
    if (!mrs_latin_label(&labeller, text, &latin, NULL)) {
        require(marsad_text_is_utf8(latin, strlen(latin), NULL));
    }
    mrs_free(latin);
    mrs_labeller_clear(&labeller);
    (void)mrs_is_arabic_spelling(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    if (!text) {
        return 0;
    }
    memcpy(text, data, size);
    text[size] = '\0';
    mrs_name_pieces pieces = {0};
    if (marsad_text_is_utf8(text, strlen(text), NULL)) {
        require(mrs_clean_name(&pieces, text, NULL) == MARSAD_OK);
        require(pieces.count == 0 || !pieces.placeholder);
        for (size_t i = 0; i < pieces.count; i++) {
            check_piece(&pieces, i);
        }
    }
    mrs_name_pieces_clear(&pieces);
    free(text);
    return 0;
}
