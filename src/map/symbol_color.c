/* What colours the incidents have: by type as the style has it, by a column's values, or by date.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/style_value.h"
#include "map/symbol_words.h"
#include "map/symbols.h"

enum { NAMED_MOST = 7, RAMP_STEPS = 6, PLAIN_CLASSES = 4 };

static const double RING_WIDTH = 2.6; /* around the classes that share their grey with another */

/* --- The style's lists of colours --- */

size_t mrs_style_colors(const marsad_style *style, mrs_furniture key, mrs_color *out,
                        size_t capacity)
{
    const char *at = mrs_style_text(style, key);
    size_t count = 0;
    while (count < capacity && *at) {
        char word[32];
        size_t length = strcspn(at, " ");
        snprintf(word, sizeof word, "%.*s", (int)length, at);
        mrs_value value = mrs_value_text(word);
        if (length && mrs_value_convert(&value, MRS_KIND_COLOR, false, NULL)) {
            out[count++] = value.color;
        }
        at += length + strspn(at + length, " ");
    }
    return count;
}

static mrs_color mixed(mrs_color a, mrs_color b, double share)
{
    return (mrs_color){a.r + (b.r - a.r) * share, a.g + (b.g - a.g) * share,
                       a.b + (b.b - a.b) * share, a.a + (b.a - a.a) * share};
}

void mrs_ramp_colors(const marsad_style *style, size_t count, mrs_color *out)
{
    enum { MOST = 12 };
    mrs_color ramp[MOST] = {{0}};
    size_t known = mrs_style_colors(style, MRS_RAMP, ramp, MOST);
    for (size_t i = 0; i < count; i++) {
        /* A single class has the middle of the ramp, which looks neither like little nor much. */
        double at = count > 1 ? (double)i / (double)(count - 1) : 0.5;
        double place = at * (double)(known - 1);
        size_t low = (size_t)place;
        size_t high = low + 1 < known ? low + 1 : low;
        out[i] = mixed(ramp[low], ramp[high], place - (double)low);
    }
}

/* --- By type --- */

/* A marker that the style gives a type is of the class of those that look alike. */
static void choose_type(mrs_sheet *sheet, marsad_incident_type type)
{
    mrs_symbols *s = sheet->symbols;
    size_t marker = mrs_type_marker(&sheet->panes[0], type, 1);
    if (mrs_scene_failed(sheet->scene)) {
        return;
    }
    const mrs_marker_kind *kind = &sheet->scene->markers[marker];
    size_t c = 0;
    while (c < s->class_count && !(mrs_color_equals(s->classes[c].fill, kind->fill) &&
                                   mrs_color_equals(s->classes[c].stroke, kind->stroke))) {
        c++;
    }
    if (c == s->class_count) {
        s->classes[s->class_count++] = (mrs_color_class){
            .fill = kind->fill, .stroke = kind->stroke, .stroke_width = kind->stroke_width};
    }
    s->class_of_type[type] = (uint8_t)c;
    s->classes[c].count += sheet->census->by_type[type];
}

static marsad_status color_by_type(mrs_sheet *sheet)
{
    sheet->symbols->color_by = MRS_BY_TYPE;
    for (int type = 0; type < MARSAD_TYPE_COUNT; type++) {
        if (sheet->census->by_type[type]) {
            choose_type(sheet, (marsad_incident_type)type);
        }
    }
    return MARSAD_OK;
}

/* --- By a column's values --- */

static mrs_color_class class_without(const mrs_sheet *sheet)
{
    return (mrs_color_class){.fill = mrs_sheet_color(sheet, MRS_PAGE_COLOR),
                             .stroke = mrs_sheet_color(sheet, MRS_MUTED_COLOR),
                             .stroke_width = 1.4};
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

typedef struct tally {
    const char *text;
    size_t count;
} tally;

static int by_count(const void *a, const void *b)
{
    const tally *x = a;
    const tally *y = b;
    return x->count != y->count ? (x->count < y->count ? 1 : -1) : strcmp(x->text, y->text);
}

/* The values of the incidents shown, each once, the most frequent first. */
static tally *count_values(const mrs_sheet *sheet, size_t column, size_t *count)
{
    const mrs_census *census = sheet->census;
    const char **texts = mrs_alloc(census->count, sizeof *texts);
    tally *out = mrs_alloc(census->count, sizeof *out);
    size_t text_count = 0;
    *count = 0;
    for (size_t i = 0; texts && i < census->count; i++) {
        if (census->is_shown[i]) {
            texts[text_count++] = marsad_events_cell(sheet->sources->events, i, column);
        }
    }
    if (!texts || !out) {
        mrs_free(texts);
        mrs_free(out);
        return NULL;
    }
    qsort(texts, text_count, sizeof *texts, by_text);
    for (size_t i = 0; i < text_count; i++) {
        if (!*count || strcmp(out[*count - 1].text, texts[i]) != 0) {
            out[(*count)++] = (tally){texts[i], 0};
        }
        out[*count - 1].count += texts[i][0] != '\0';
    }
    mrs_free(texts);
    qsort(out, *count, sizeof *out, by_count);
    return out;
}

static double linear(double part)
{
    return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4);
}

static double luminance(mrs_color c)
{
    return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
}

double mrs_contrast(mrs_color a, mrs_color b)
{
    double x = luminance(a);
    double y = luminance(b);
    return (fmax(x, y) + 0.05) / (fmin(x, y) + 0.05);
}

/* Around a disc: the page's colour, unless the disc itself is nearly as light or as dark. */
static mrs_color edge_of(const mrs_sheet *sheet, mrs_color fill, bool ringed)
{
    mrs_color page = mrs_sheet_color(sheet, MRS_PAGE_COLOR);
    double apart = mrs_contrast(fill, page);
    return ringed                       ? mrs_sheet_color(sheet, MRS_TEXT_MAIN_COLOR)
           : apart < MRS_LEAST_CONTRAST ? mrs_sheet_color(sheet, MRS_MUTED_COLOR)
                                        : page;
}

/* How many of the colours come before one that was there already, and one more for the rest: in a
 * circle's parts, rings do not tell classes of one colour apart. */
static size_t unlike(const mrs_color *colors, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        for (size_t k = 0; k < i; k++) {
            if (mrs_color_equals(colors[i], colors[k])) {
                return i + 1;
            }
        }
    }
    return count;
}

/* The classes of the frequent values; those that share a lightness with one before have a ring. */
static void add_named(mrs_sheet *sheet, const tally *values, size_t count)
{
    mrs_symbols *s = sheet->symbols;
    mrs_color colors[NAMED_MOST + 1] = {{0}};
    size_t known =
        mrs_style_colors(sheet->sources->style, MRS_CLASS_COLORS, colors, NAMED_MOST + 1);
    known = sheet->as == MARSAD_AS_GROUPS ? unlike(colors, known) : known;
    for (size_t i = 0; i < count && i + 1 < known && values[i].count; i++) {
        bool ringed = i >= PLAIN_CLASSES;
        mrs_color fill = colors[i];
        s->classes[s->class_count++] = (mrs_color_class){.label = mrs_strdup(values[i].text),
                                                         .fill = fill,
                                                         .stroke = edge_of(sheet, fill, ringed),
                                                         .stroke_width = ringed ? RING_WIDTH : 1.4};
    }
}

static size_t add_class(mrs_symbols *s, mrs_color_class class, mrs_symbol_word word,
                        marsad_lang lang)
{
    class.label = mrs_strdup(mrs_say_symbol(word, lang));
    s->classes[s->class_count] = class;
    return s->class_count++;
}

/* The class of each incident: of its value, of all other values, or of none. */
static void classify_texts(mrs_sheet *sheet, size_t column)
{
    enum { UNSET = MRS_COLOR_CLASS_MAX };
    mrs_symbols *s = sheet->symbols;
    const mrs_census *census = sheet->census;
    size_t named = s->class_count;
    size_t other = UNSET;
    size_t none = UNSET;
    mrs_color colors[NAMED_MOST + 1];
    size_t known =
        mrs_style_colors(sheet->sources->style, MRS_CLASS_COLORS, colors, NAMED_MOST + 1);
    mrs_color_class rest = {.fill = colors[known - 1],
                            .stroke = edge_of(sheet, colors[known - 1], false),
                            .stroke_width = 1.4};
    for (size_t i = 0; i < census->count; i++) {
        const char *text = marsad_events_cell(sheet->sources->events, i, column);
        size_t c = 0;
        while (c < named && strcmp(s->classes[c].label, text) != 0) {
            c++;
        }
        if (c == named && census->is_shown[i]) {
            size_t *class = text[0] ? &other : &none;
            if (*class == UNSET) {
                *class = add_class(s, text[0] ? rest : class_without(sheet),
                                   text[0] ? MRS_SYMBOL_OTHER : MRS_SYMBOL_NOT_STATED, sheet->lang);
            }
            c = *class;
        }
        c = c < s->class_count ? c : s->class_count - 1; /* one that is not shown */
        s->class_of[i] = (uint8_t)c;
        s->classes[c].count += census->is_shown[i];
    }
}

/* The class of no value comes last, whichever of the two was met first. */
static void order_rest(mrs_symbols *s, marsad_lang lang, size_t count)
{
    size_t last = s->class_count - 1;
    const char *none = mrs_say_symbol(MRS_SYMBOL_NOT_STATED, lang);
    if (s->class_count < 2 || strcmp(s->classes[last - 1].label, none) != 0 ||
        strcmp(s->classes[last].label, mrs_say_symbol(MRS_SYMBOL_OTHER, lang)) != 0) {
        return;
    }
    mrs_color_class kept = s->classes[last];
    s->classes[last] = s->classes[last - 1];
    s->classes[last - 1] = kept;
    for (size_t i = 0; i < count; i++) {
        size_t c = s->class_of[i];
        s->class_of[i] = (uint8_t)(c == last ? last - 1 : c == last - 1 ? last : c);
    }
}

static bool labels_made(const mrs_symbols *s)
{
    bool made = true;
    for (size_t i = 0; i < s->class_count; i++) {
        made = made && s->classes[i].label;
    }
    return made;
}

static marsad_status color_by_text(mrs_sheet *sheet, size_t column, marsad_error *error)
{
    mrs_symbols *s = sheet->symbols;
    size_t count;
    tally *values = count_values(sheet, column, &count);
    s->color_by = MRS_BY_TEXT;
    if (!values) {
        return mrs_fail_memory(error);
    }
    add_named(sheet, values, count);
    mrs_free(values);
    if (!labels_made(s)) {
        return mrs_fail_memory(error);
    }
    classify_texts(sheet, column);
    if (!labels_made(s)) {
        return mrs_fail_memory(error);
    }
    order_rest(s, sheet->lang, sheet->census->count);
    return MARSAD_OK;
}

/* --- By date --- */

/* Days since the first of March of the year 0. */
static double day_number(marsad_date date)
{
    int month = date.month ? date.month : 1;
    int day = date.day ? date.day : 1;
    int year = date.year - (month <= 2);
    int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return 365.0 * year + floor(year / 4.0) - floor(year / 100.0) + floor(year / 400.0) + of_year;
}

static void find_dates(mrs_sheet *sheet)
{
    mrs_symbols *s = sheet->symbols;
    const mrs_census *census = sheet->census;
    for (size_t i = 0; i < census->count; i++) {
        marsad_date date = marsad_events_get(sheet->sources->events, i)->date;
        if (!census->is_shown[i] || !date.year) {
            continue;
        }
        if (!s->first_date.year || marsad_date_compare(date, s->first_date) < 0) {
            s->first_date = date;
        }
        if (!s->last_date.year || marsad_date_compare(date, s->last_date) > 0) {
            s->last_date = date;
        }
    }
}

static marsad_status color_by_date(mrs_sheet *sheet, marsad_error *error)
{
    mrs_symbols *s = sheet->symbols;
    const mrs_census *census = sheet->census;
    s->color_by = MRS_BY_DATE;
    find_dates(sheet);
    double first = s->first_date.year ? day_number(s->first_date) : 0;
    double days = s->last_date.year ? day_number(s->last_date) - first + 1 : 0;
    size_t steps = days < RAMP_STEPS ? (size_t)days : RAMP_STEPS;
    mrs_color colors[RAMP_STEPS];
    mrs_ramp_colors(sheet->sources->style, steps, colors);
    for (size_t i = 0; i < steps; i++) {
        s->classes[s->class_count++] = (mrs_color_class){.label = mrs_strdup(""),
                                                         .fill = colors[i],
                                                         .stroke = edge_of(sheet, colors[i], false),
                                                         .stroke_width = 1.4};
    }
    add_class(s, class_without(sheet), MRS_SYMBOL_NOT_STATED, sheet->lang);
    for (size_t i = 0; i < census->count; i++) {
        marsad_date date = marsad_events_get(sheet->sources->events, i)->date;
        double step = date.year ? (day_number(date) - first) * (double)steps / fmax(days, 1) : -1;
        bool known = step >= 0 && step < (double)steps;
        s->class_of[i] = (uint8_t)(known ? (size_t)step : steps);
        s->classes[s->class_of[i]].count += census->is_shown[i];
    }
    return labels_made(s) ? MARSAD_OK : mrs_fail_memory(error);
}

/* --- All --- */

marsad_status mrs_choose_colors(mrs_sheet *sheet, marsad_error *error)
{
    const char *by = sheet->options->color_by;
    size_t column;
    if (!by || strcasecmp(by, "type") == 0) {
        return color_by_type(sheet);
    }
    bool date = strcasecmp(by, "date") == 0;
    if (!date && !mrs_find_column(sheet, by, "color", &column, error)) {
        return MARSAD_ERR_INPUT;
    }
    sheet->symbols->class_of = mrs_alloc(sheet->census->count, 1);
    if (!sheet->symbols->class_of) {
        return mrs_fail_memory(error);
    }
    return date ? color_by_date(sheet, error) : color_by_text(sheet, column, error);
}

size_t mrs_color_class_of(const mrs_sheet *sheet, size_t index)
{
    const mrs_symbols *s = sheet->symbols;
    return s->class_of ? s->class_of[index]
                       : s->class_of_type[marsad_events_get(sheet->sources->events, index)->type];
}

void mrs_say_color_class(mrs_buffer *out, const mrs_sheet *sheet, size_t class)
{
    const mrs_symbols *s = sheet->symbols;
    if (s->classes[class].label) {
        mrs_buffer_add(out, s->classes[class].label);
        return;
    }
    size_t said = 0;
    for (int type = 0; type < MARSAD_TYPE_COUNT; type++) {
        if (s->class_of_type[type] == class && sheet->census->by_type[type]) {
            mrs_buffer_add(out, said++ ? mrs_say(MRS_WORD_COMMA, sheet->lang) : "");
            mrs_buffer_add(out,
                           marsad_incident_type_label((marsad_incident_type)type, sheet->lang));
        }
    }
}
