/* Any bytes as a style: it is refused with a message, or all of it can be read. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "map/style.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Gives a feature whose properties are of every kind, chosen by the name's first letter. */
static mrs_value get_any(const void *feature, const char *name)
{
    (void)feature;
    switch (*name) {
    case 'r':
        return mrs_value_number(3);
    case 'd':
    case 'f':
        return mrs_value_flag(true);
    case 'n':
    case 't':
        return mrs_value_text("clash");
    default:
        return mrs_value_null();
    }
}

static void read_property(const mrs_layer *layer, mrs_property property, const mrs_view *view,
                          mrs_buffer *text)
{
    double numbers[MRS_STYLE_ARRAY_MAX];
    const char *texts[MRS_STYLE_ARRAY_MAX];
    mrs_color color = mrs_layer_color(layer, property, view);
    bool sane = color.a >= 0 && color.a <= 1;
    sane = sane && mrs_layer_numbers(layer, property, view, numbers, MRS_STYLE_ARRAY_MAX) <=
                       MRS_STYLE_ARRAY_MAX;
    sane = sane && mrs_layer_texts(layer, property, view, texts, MRS_STYLE_ARRAY_MAX) <=
                       MRS_STYLE_ARRAY_MAX;
    sane = sane && mrs_layer_keyword(layer, property, view);
    double number = mrs_layer_number(layer, property, view);
    sane = sane && number - number == 0;
    mrs_layer_flag(layer, property, view);
    mrs_layer_text(layer, property, view, text);
    if (!sane || !text->text) {
        abort();
    }
}

static void read_style(const marsad_style *style)
{
    mrs_buffer text = {0};
    const mrs_view view = {7.5, get_any, NULL};
    for (size_t i = 0; i < mrs_style_layer_count(style); i++) {
        const mrs_layer *layer = mrs_style_layer(style, i);
        mrs_layer_applies(layer, &view);
        for (int property = 0; property < MRS_PROPERTY_COUNT; property++) {
            read_property(layer, (mrs_property)property, &view, &text);
        }
    }
    mrs_buffer_clear(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    marsad_style *style = NULL;
    marsad_error error = {0};
    marsad_status status = mrs_style_parse((const char *)data, size, "fuzz", &style, &error);
    if ((status == MARSAD_OK) != (style != NULL) || (status && !*error.message)) {
        abort();
    }
    if (style) {
        read_style(style);
    }
    marsad_style_free(style);
    return 0;
}
