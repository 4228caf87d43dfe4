#include "map/style_value.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucasemap.h>

#include "map/style_color.h"

mrs_value mrs_value_null(void)
{
    return (mrs_value){.kind = MRS_VALUE_NULL};
}

mrs_value mrs_value_flag(bool flag)
{
    return (mrs_value){.kind = MRS_VALUE_FLAG, .flag = flag};
}

mrs_value mrs_value_number(double number)
{
    return (mrs_value){.kind = MRS_VALUE_NUMBER, .number = number};
}

mrs_value mrs_value_text(const char *text)
{
    return text ? (mrs_value){.kind = MRS_VALUE_TEXT, .text = text} : mrs_value_null();
}

mrs_value mrs_value_color(mrs_color color)
{
    return (mrs_value){.kind = MRS_VALUE_COLOR, .color = color};
}

mrs_kind mrs_value_kind_of(const mrs_value *value)
{
    switch (value->kind) {
    case MRS_VALUE_NULL:
        return MRS_KIND_ANY;
    case MRS_VALUE_FLAG:
        return MRS_KIND_FLAG;
    case MRS_VALUE_NUMBER:
        return MRS_KIND_NUMBER;
    case MRS_VALUE_TEXT:
        return MRS_KIND_TEXT;
    case MRS_VALUE_COLOR:
        return MRS_KIND_COLOR;
    case MRS_VALUE_NUMBERS:
        return MRS_KIND_NUMBERS;
    case MRS_VALUE_TEXTS:
        return MRS_KIND_TEXTS;
    }
    return MRS_KIND_ANY;
}

bool mrs_value_equal(const mrs_value *a, const mrs_value *b)
{
    if (a->kind != b->kind) {
        return false;
    }
    switch (a->kind) {
    case MRS_VALUE_NULL:
        return true;
    case MRS_VALUE_FLAG:
        return a->flag == b->flag;
    case MRS_VALUE_NUMBER:
        return !(a->number < b->number) && !(a->number > b->number);
    case MRS_VALUE_TEXT:
        return strcmp(a->text, b->text) == 0;
    default:
        return false;
    }
}

/* The shortest decimal that reads back as the same number, as JavaScript writes it. */
static void write_number(double number, char *out, size_t size)
{
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(out, size, "%.*g", digits, number);
        if (strtod(out, NULL) - number == 0) {
            break;
        }
    }
    /* %g turns to exponents early: whole numbers are written out. */
    if (strchr(out, 'e') && number > -1e15 && number < 1e15 &&
        (double)(long long)number - number == 0) {
        snprintf(out, size, "%lld", (long long)number);
    }
}

const char *mrs_value_write(const mrs_value *value, mrs_arena *arena)
{
    char text[64] = "";
    switch (value->kind) {
    case MRS_VALUE_TEXT:
        return value->text;
    case MRS_VALUE_FLAG:
        return value->flag ? "true" : "false";
    case MRS_VALUE_NUMBER:
        write_number(value->number, text, sizeof text);
        return mrs_arena_text(arena, text, strlen(text));
    case MRS_VALUE_COLOR:
        snprintf(text, sizeof text, "rgba(%.0f,%.0f,%.0f,%.3g)", value->color.r * 255,
                 value->color.g * 255, value->color.b * 255, value->color.a);
        return mrs_arena_text(arena, text, strlen(text));
    default:
        return "";
    }
}

bool mrs_value_convert(mrs_value *value, mrs_kind kind, bool from_any, mrs_arena *arena)
{
    if (kind == MRS_KIND_ANY) {
        return true;
    }
    if (kind == MRS_KIND_TEXT && from_any) {
        *value = mrs_value_text(mrs_value_write(value, arena));
        return value->kind == MRS_VALUE_TEXT;
    }
    mrs_color color;
    if (kind == MRS_KIND_COLOR && value->kind == MRS_VALUE_TEXT &&
        mrs_color_parse(value->text, &color)) {
        *value = mrs_value_color(color);
    }
    return value->kind != MRS_VALUE_NULL && mrs_value_kind_of(value) == kind;
}

const char *mrs_text_case(const char *text, bool upper, mrs_arena *arena)
{
    UErrorCode status = U_ZERO_ERROR;
    UCaseMap *map = ucasemap_open("", 0, &status);
    size_t length = strlen(text);
    /* Full case mapping at most triples the bytes (SpecialCasing.txt). */
    size_t room = length * 3 + 1;
    char *out = length < INT32_MAX / 4 ? mrs_arena_alloc(arena, room, 1) : NULL;
    if (out && U_SUCCESS(status)) {
        (upper ? ucasemap_utf8ToUpper : ucasemap_utf8ToLower)(map, out, (int32_t)room, text,
                                                              (int32_t)length, &status);
    }
    ucasemap_close(map);
    return out && U_SUCCESS(status) ? out : text;
}
