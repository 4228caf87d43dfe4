#include "map/link.h"

#include <string.h>
#include <strings.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/symbols.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* True if the address has one of the three schemes, and something to lead to. Anything else, such
 * as javascript:, a page must not run for the table's sake. */
static bool leads_somewhere(const char *text, size_t length)
{
    static const char *const schemes[] = {"http://", "https://", "mailto:"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        size_t scheme = strlen(schemes[i]);
        if (length > scheme && strncasecmp(text, schemes[i], scheme) == 0) {
            return !strchr("/?#:@ ", text[scheme]);
        }
    }
    return false;
}

char *mrs_link_clean(const char *text)
{
    while (is_blank(*text)) {
        text++;
    }
    size_t length = strlen(text);
    while (length > 0 && is_blank(text[length - 1])) {
        length--;
    }
    mrs_buffer out = {0};
    mrs_buffer_add(&out, "");
    if (!leads_somewhere(text, length)) {
        return mrs_buffer_take(&out);
    }
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c < 0x20 || c == 0x7F) {
            mrs_buffer_clear(&out); /* a line break within: no address */
            break;
        }
        if (c >= 0x7F || strchr(" \"'()<>\\^`{|}", c)) { /* the brackets end a string in a PDF */
            mrs_buffer_addf(&out, "%%%02X", c);
        } else {
            mrs_buffer_add_bytes(&out, text + i, 1);
        }
    }
    return mrs_buffer_take(&out);
}

/* --- The column --- */

enum { NO_COLUMN = -1 };

static long find_column(const marsad_events *events, const char *name)
{
    for (size_t i = 0; i < marsad_events_column_count(events); i++) {
        if (strcasecmp(marsad_events_column(events, i), name) == 0) {
            return (long)i;
        }
    }
    return NO_COLUMN;
}

const char *mrs_incident_address(const mrs_sheet *sheet, size_t index)
{
    const marsad_events *events = sheet->sources->events;
    const char *name = sheet->options->link;
    long column = name ? find_column(events, name) : NO_COLUMN;
    return column != NO_COLUMN ? marsad_events_cell(events, index, (size_t)column)
                               : marsad_events_get(events, index)->url;
}

static marsad_status check_column(const mrs_sheet *sheet, marsad_error *error)
{
    const marsad_events *events = sheet->sources->events;
    const char *name = sheet->options->link;
    bool known = find_column(events, name) != NO_COLUMN;
    for (size_t i = 0; !known && strcasecmp(name, "url") == 0 && i < marsad_events_count(events);
         i++) {
        known = marsad_events_get(events, i)->url[0];
    }
    size_t column;
    return known || mrs_find_column(sheet, name, "link", &column, error) ? MARSAD_OK
                                                                         : MARSAD_ERR_INPUT;
}

static marsad_status link_mark(mrs_sheet *sheet, mrs_mark *mark, marsad_error *error)
{
    const char *text = mrs_incident_address(sheet, (size_t)mark->number - 1);
    mark->href = text[0] ? mrs_link_clean(text) : NULL;
    if (text[0] && !mark->href) {
        return mrs_fail_memory(error);
    }
    if (mark->href && !mark->href[0]) {
        mrs_free(mark->href);
        mark->href = NULL;
        sheet->summary.not_linked_row += sheet->summary.not_linked++ ? 0 : mark->incident->row;
    }
    sheet->summary.linked += mark->href && !mark->hidden;
    return MARSAD_OK;
}

marsad_status mrs_make_links(mrs_sheet *sheet, marsad_error *error)
{
    if (!sheet->options->link) {
        return MARSAD_OK;
    }
    marsad_status status = check_column(sheet, error);
    for (size_t p = 0; p < sheet->pane_count; p++) {
        mrs_pane *pane = &sheet->panes[p];
        for (size_t i = 0; !status && i < pane->mark_count; i++) {
            status = link_mark(sheet, &pane->marks[i], error);
        }
    }
    return status;
}

void mrs_free_links(mrs_pane *pane)
{
    for (size_t i = 0; i < pane->mark_count; i++) {
        mrs_free(pane->marks[i].href);
    }
}
