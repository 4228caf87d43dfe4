/* What a sheet does not show, in words: rows that could not be read, and what had no room. */
#include <stdio.h>

#include "base/memory.h"
#include "map/sheet.h"

static void add(mrs_buffer *out, mrs_word word, marsad_lang lang)
{
    mrs_buffer_addf(out, "%s%s", out->length ? mrs_say(MRS_WORD_COMMA, lang) : "",
                    mrs_say(word, lang));
}

/* "12 of 30 list entries" */
static void add_count(mrs_buffer *out, mrs_word word, marsad_lang lang, size_t count, size_t of)
{
    char first[32];
    char second[32];
    if (count == 0) {
        return;
    }
    snprintf(first, sizeof first, "%zu", count);
    snprintf(second, sizeof second, "%zu", of);
    mrs_buffer_add(out, out->length ? mrs_say(MRS_WORD_COMMA, lang) : "");
    mrs_say_with(out, word, lang, first, second);
}

char *mrs_say_omissions(const mrs_omissions *what, marsad_lang lang)
{
    const struct {
        bool out;
        mrs_word word;
    } parts[] = {{what->locator, MRS_WORD_LEFT_LOCATOR},
                 {what->signs, MRS_WORD_LEFT_SIGNS},
                 {what->quotes && !what->headlines, MRS_WORD_LEFT_QUOTES},
                 {what->headlines, MRS_WORD_LEFT_HEADLINES},
                 {what->inset_symbols, MRS_WORD_LEFT_INSET_SYMBOLS},
                 {what->title, MRS_WORD_LEFT_TITLE},
                 {what->credits, MRS_WORD_LEFT_CREDITS}};
    mrs_buffer text = {0};
    mrs_buffer_add(&text, "");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].out) {
            add(&text, parts[i].word, lang);
        }
    }
    add_count(&text, MRS_WORD_LEFT_ENTRIES, lang, what->entries, what->of_entries);
    add_count(&text, MRS_WORD_LEFT_ROWS, lang, what->rows, what->of_rows);
    add_count(&text, MRS_WORD_LEFT_SOURCES, lang, what->sources, what->of_sources);
    return mrs_buffer_take(&text);
}

char *mrs_left_out_note(const mrs_sheet *sheet)
{
    char *what = mrs_say_omissions(&sheet->left_out, sheet->lang);
    size_t rejected = marsad_events_rejected_count(sheet->sources->events);
    mrs_buffer text = {0};
    mrs_buffer_add(&text, "");
    if (rejected) {
        mrs_buffer_addf(&text, "%s%s%zu", mrs_say(MRS_WORD_REJECTED, sheet->lang),
                        mrs_colon(sheet->lang), rejected);
    }
    if (what && what[0]) {
        mrs_buffer_addf(&text, "%s%s%s%s", rejected ? MRS_DOT : "",
                        mrs_say(MRS_WORD_LEFT_OUT, sheet->lang), mrs_colon(sheet->lang), what);
    }
    text.failed |= !what;
    mrs_free(what);
    return mrs_buffer_take(&text);
}
