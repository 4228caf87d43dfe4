/*
 * The key to the numbers beside markers: what happened, in the order of dates, under each day. It
 * runs in as many columns as there is width for. The less room there is, the fewer lines an
 * incident has; of those for which there is none at last, the number is said.
 */
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/panel.h"

enum { MOST_COLUMNS = 6 };

static const double COLUMN_WIDTH = 230; /* at least */
static const double SMALL_WIDTH = 190;  /* and of small type */
static const double COLUMN_GAP = 28;
static const double ICON_SHARE = 0.5; /* an icon's radius, of the text's size */
static const double GAP = 5;
static const double DAY_GAP = 5;
static const double ROW_GAP = 2;

/* How the key is set. */
typedef struct setting {
    bool by_day;    /* dates stand above the incidents; else each has its own */
    double figures; /* the width of the numbers */
    double icon;    /* the radius of the icons */
    double indent;  /* of the texts */
} setting;

/* --- What is said --- */

static char *date_text(const mrs_sheet *sheet, size_t index)
{
    const marsad_incident *incident = marsad_events_get(sheet->sources->events, index);
    mrs_buffer text = {0};
    if (incident->date.year) {
        mrs_say_dates(&text, sheet->calendar, incident->date, incident->end_date);
    } else {
        mrs_buffer_add(&text, mrs_say(MRS_WORD_UNDATED, sheet->lang));
    }
    return mrs_buffer_take(&text);
}

/* Between the parts of a text: no line begins with it. */
#define DOT "\u00a0· "

/* "Shelling of the port · Tripoli". */
static char *incident_text(const mrs_sheet *sheet, const setting *how, size_t index)
{
    const marsad_incident *incident = marsad_events_get(sheet->sources->events, index);
    const char *place = mrs_incident_place(sheet, incident);
    mrs_buffer text = {0};
    if (!how->by_day && incident->date.year) {
        mrs_say_dates(&text, sheet->calendar, incident->date, incident->end_date);
        mrs_buffer_add(&text, DOT);
    }
    mrs_add_isolated(&text, mrs_headline(sheet, incident));
    if (place[0]) {
        mrs_buffer_add(&text, DOT);
        mrs_add_isolated(&text, place);
    }
    return mrs_buffer_take(&text);
}

/* --- What is listed --- */

static bool is_listed(const mrs_sheet *sheet, size_t index)
{
    const mrs_mark *mark = mrs_sheet_mark(sheet, index);
    return mark && mark->has_badge;
}

static bool same_days(const marsad_incident *a, const marsad_incident *b)
{
    return memcmp(&a->date, &b->date, sizeof a->date) == 0 &&
           memcmp(&a->end_date, &b->end_date, sizeof a->end_date) == 0;
}

/* How many incidents are listed, and of how many different days. */
static size_t count_listed(const mrs_sheet *sheet, size_t *days)
{
    const marsad_events *events = sheet->sources->events;
    const marsad_incident *last = NULL;
    size_t count = 0;
    *days = 0;
    for (size_t i = 0; i < marsad_events_count(events); i++) {
        size_t index = mrs_incident_in_order(sheet, i);
        if (is_listed(sheet, index)) {
            const marsad_incident *incident = marsad_events_get(events, index);
            *days += !last || !same_days(last, incident);
            last = incident;
            count++;
        }
    }
    return count;
}

/* --- Rows --- */

static setting choose_setting(mrs_sheet *sheet, size_t count, size_t days)
{
    setting how = {.by_day = 3 * days <= 2 * count + 1};
    int greatest = (int)marsad_events_count(sheet->sources->events);
    how.figures = mrs_number_width(sheet, greatest);
    how.icon = ICON_SHARE * mrs_sheet_number(sheet, MRS_SMALL_SIZE);
    how.indent = 2 * how.icon + how.figures + 2 * GAP;
    return how;
}

/* The day above its incidents; or, where lines are few, at the end of the first one's line. */
static marsad_status draw_day(mrs_column *c, mrs_row_height *day, marsad_error *error)
{
    char *date = date_text(c->sheet, day->index);
    if (!date) {
        return mrs_fail_memory(error);
    }
    PangoLayout *layout =
        mrs_sheet_text(c->sheet, date, MRS_SMALL_SIZE, !day->bare, day->bare ? 0 : day->width);
    mrs_point size = mrs_layout_size(layout);
    double x = day->bare ? day->width - size.x : 0;
    mrs_sheet_put(c->sheet, layout, mrs_panel_edge(c, x), c->y,
                  mrs_sheet_color(c->sheet, MRS_MUTED_COLOR));
    day->beside = day->bare ? size.x + 2 * GAP : 0;
    day->height = day->bare ? 0 : size.y + ROW_GAP;
    g_object_unref(layout);
    mrs_free(date);
    return MARSAD_OK;
}

/* `beside` is the room that the day takes of the first incident's line. */
static marsad_status add_day(mrs_column *c, size_t index, bool first, double *beside,
                             marsad_error *error)
{
    bool bare = c->extent.bare;
    mrs_row_height day = {.index = index, .width = c->width, .bare = bare, .is_day = true};
    marsad_status status = MARSAD_OK;
    c->y += first ? 0 : bare ? DAY_GAP / 2 : DAY_GAP;
    if (!c->measured || !mrs_recall_row(c->sheet, &day)) {
        status = draw_day(c, &day, error);
        mrs_note_row(c->sheet, &day);
    }
    *beside = day.beside;
    c->y += day.height;
    return status;
}

/* The marker of an incident as the map has it, at the size of the key's icons. */
static size_t key_marker(mrs_sheet *sheet, const setting *how, size_t index)
{
    mrs_mark mark = *mrs_sheet_mark(sheet, index);
    mrs_mark_marker(&sheet->panes[0], &mark);
    if (sheet->scene->failed) {
        return 0;
    }
    mrs_marker_kind kind = sheet->scene->markers[mark.marker_kind];
    double scale = how->icon / fmax(mark.radius, 1);
    kind.radius *= scale;
    kind.icon_size *= scale;
    kind.stroke_width *= scale;
    return mrs_scene_marker_kind(sheet->scene, &kind);
}

/* The icon and the number before a text whose first line has this height. */
static void add_sign(mrs_column *c, const setting *how, size_t index, double height)
{
    mrs_sheet *sheet = c->sheet;
    int number = mrs_incident_number(sheet, index);
    double width = mrs_number_width(sheet, number);
    double y = c->y + height / 2;
    mrs_scene_marker(sheet->scene, key_marker(sheet, how, index),
                     (mrs_point){mrs_panel_edge(c, how->icon), y});
    double x = 2 * how->icon + GAP + how->figures - width / 2;
    mrs_write_number(sheet, number, (mrs_point){mrs_panel_edge(c, x), y});
}

/* The text in the lines that it may have; without the place where that does not fit. */
static marsad_status set_row(mrs_column *c, const setting *how, size_t index, double width,
                             PangoLayout **out, marsad_error *error)
{
    mrs_sheet *sheet = c->sheet;
    const marsad_incident *incident = marsad_events_get(sheet->sources->events, index);
    mrs_cut cut = {.size = c->extent.notes ? MRS_SMALL_SIZE : MRS_TEXT_MAIN_SIZE,
                   .width = width,
                   .lines = c->extent.bare ? 1 : 2};
    char *text = incident_text(sheet, how, index);
    if (!text) {
        return mrs_fail_memory(error);
    }
    *out = mrs_sheet_text(sheet, text, cut.size, false, width);
    marsad_status status = MARSAD_OK;
    if (pango_layout_get_line_count(*out) > cut.lines) {
        g_clear_object(out);
        status = mrs_cut_text(sheet, c->extent.bare ? mrs_headline(sheet, incident) : text, &cut,
                              out, error);
    }
    mrs_free(text);
    return status;
}

/* Draws a row at the column's next line, and says how high it is. */
static marsad_status draw_row(mrs_column *c, const setting *how, size_t index, double width,
                              double *height, marsad_error *error)
{
    PangoLayout *layout;
    marsad_status status = set_row(c, how, index, width, &layout, error);
    if (status) {
        return status;
    }
    mrs_point size = mrs_layout_size(layout);
    double line = size.y / pango_layout_get_line_count(layout);
    double least = fmax(2 * how->icon, line);
    if (!c->measured) {
        add_sign(c, how, index, least);
        mrs_sheet_put(c->sheet, layout, mrs_panel_edge(c, how->indent), c->y + (least - line) / 2,
                      mrs_sheet_color(c->sheet, MRS_TEXT_MAIN_COLOR));
    }
    g_object_unref(layout);
    *height = fmax(size.y, least) + (c->extent.bare ? 0 : ROW_GAP);
    return MARSAD_OK;
}

static marsad_status add_row(mrs_column *c, const setting *how, size_t index, double beside,
                             marsad_error *error)
{
    mrs_row_height row = {.index = index,
                          .width = c->width - how->indent - beside,
                          .by_day = how->by_day,
                          .notes = c->extent.notes,
                          .bare = c->extent.bare};
    marsad_status status = MARSAD_OK;
    if (!c->measured || !mrs_recall_row(c->sheet, &row)) {
        status = draw_row(c, how, index, row.width, &row.height, error);
        mrs_note_row(c->sheet, &row);
    }
    c->y += row.height;
    return status;
}

/* --- Columns --- */

/* Draws the rows into columns that end at `foot`, but for the last. */
static marsad_status add_rows(mrs_column *columns, size_t column_count, double foot,
                              const setting *how, double *height, marsad_error *error)
{
    mrs_sheet *sheet = columns->sheet;
    const marsad_events *events = sheet->sources->events;
    const marsad_incident *last = NULL;
    size_t at = 0;
    size_t listed = 0;
    double top = columns->y;
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < marsad_events_count(events); i++) {
        size_t index = mrs_incident_in_order(sheet, i);
        if (!is_listed(sheet, index) || listed++ >= columns->extent.most) {
            continue;
        }
        const marsad_incident *incident = marsad_events_get(events, index);
        if (columns[at].y >= foot && at + 1 < column_count) {
            at++;
            last = NULL; /* the day is said again at the head of a column */
        }
        double beside = 0;
        if (how->by_day && (!last || !same_days(last, incident))) {
            status = add_day(&columns[at], index, columns[at].y <= top, &beside, error);
        }
        last = incident;
        status = status ? status : add_row(&columns[at], how, index, beside, error);
    }
    if (listed > columns->extent.most) {
        mrs_panel_rest(&columns[at], listed - columns->extent.most);
    }
    *height = 0;
    for (size_t i = 0; i < column_count; i++) {
        *height = fmax(*height, columns[i].y - top);
    }
    return status;
}

static size_t split(const mrs_column *c, mrs_column columns[MOST_COLUMNS])
{
    double least = c->extent.notes ? SMALL_WIDTH : COLUMN_WIDTH;
    int count = (int)((c->width + COLUMN_GAP) / (least + COLUMN_GAP));
    count = count < 1 ? 1 : count > MOST_COLUMNS ? MOST_COLUMNS : count;
    double width = (c->width - COLUMN_GAP * (count - 1)) / count;
    for (int i = 0; i < count; i++) {
        double offset = i * (width + COLUMN_GAP);
        columns[i] = *c;
        columns[i].width = width;
        columns[i].x = c->sheet->rtl ? c->x + c->width - offset - width : c->x + offset;
    }
    return (size_t)count;
}

/* The height of the rows in columns that end at `foot`, on a scene that is thrown away. */
static marsad_status measure_rows(const mrs_column *c, double foot, const setting *how,
                                  double *height, marsad_error *error)
{
    mrs_column columns[MOST_COLUMNS];
    mrs_sheet *sheet = c->sheet;
    mrs_scene *kept = sheet->scene;
    sheet->scene = mrs_scene_new(1, 1);
    marsad_status status = sheet->scene ? MARSAD_OK : mrs_fail_memory(error);
    if (!status) {
        size_t count = split(c, columns);
        for (size_t i = 0; i < count; i++) {
            columns[i].measured = true;
        }
        status = add_rows(columns, count, foot, how, height, error);
        kept->failed |= sheet->scene->failed;
        mrs_scene_free(sheet->scene);
    }
    sheet->scene = kept;
    return status;
}

/* The foot for which the longest column is the shortest: of some from a little less than their mean
 * on. */
static marsad_status find_foot(const mrs_column *c, const setting *how, double *foot,
                               marsad_error *error)
{
    enum { TRIALS = 16 };
    double whole = 0;
    mrs_column columns[MOST_COLUMNS];
    size_t count = split(c, columns);
    *foot = HUGE_VAL;
    if (count == 1) {
        return MARSAD_OK;
    }
    marsad_status status = measure_rows(c, HUGE_VAL, how, &whole, error);
    double least = whole;
    for (int i = 0; !status && i < TRIALS; i++) {
        double share = 0.7 + 0.04 * i;
        double height;
        status = measure_rows(c, c->y + share * whole / (double)count, how, &height, error);
        if (!status && height < least - 0.5) {
            least = height;
            *foot = c->y + share * whole / (double)count;
        }
    }
    return status;
}

marsad_status mrs_draw_number_key(mrs_column *c, marsad_error *error)
{
    size_t days;
    size_t count = count_listed(c->sheet, &days);
    if (count == 0) {
        return MARSAD_OK;
    }
    setting how = choose_setting(c->sheet, count, days);
    mrs_scene_begin(c->sheet->scene, "key", "incident-list", NULL);
    mrs_panel_heading(c, mrs_say(MRS_WORD_KEY_BY_DATE, c->sheet->lang));
    mrs_column columns[MOST_COLUMNS];
    double foot;
    double height = 0;
    marsad_status status = find_foot(c, &how, &foot, error);
    if (!status) {
        size_t column_count = split(c, columns);
        status = add_rows(columns, column_count, foot, &how, &height, error);
    }
    c->y += height;
    c->sheet->left_out.of_entries += count;
    c->sheet->left_out.entries += count > c->extent.most ? count - c->extent.most : 0;
    mrs_scene_end(c->sheet->scene);
    return status;
}
