/* The cells of what is read through OGR, as text. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "geo/vector_handle.h"

static OGRFieldDefnH field_of(const mrs_vector *vector, int field)
{
    OGRFeatureDefnH definition = mrs_gdal.OGR_L_GetLayerDefn(vector->layer);
    return mrs_gdal.OGR_FD_GetFieldDefn(definition, field);
}

/* The fewest digits that tell the number: no ".0", nor zeros to a field's width. */
static void add_number(mrs_buffer *out, double number)
{
    char text[64];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, number);
        if (strtod(text, NULL) == number) {
            break;
        }
    }
    mrs_buffer_add(out, text);
}

static void add_time(mrs_buffer *out, OGRFeatureH feature, int column, OGRFieldType type)
{
    int year, month, day, hour, minute, zone;
    float second;
    if (!mrs_gdal.OGR_F_GetFieldAsDateTimeEx(feature, column, &year, &month, &day, &hour, &minute,
                                             &second, &zone)) {
        return;
    }
    if (type != OFTTime) {
        mrs_buffer_addf(out, "%04d-%02d-%02d", year, month, day);
    }
    bool is_day = hour == 0 && minute == 0 && (int)second == 0 && zone < 100;
    if (type == OFTDate || (type == OFTDateTime && is_day)) {
        return; /* FlatGeobuf has no dates without a time, and spreadsheets need not */
    }
    mrs_buffer_addf(out, "%s%02d:%02d:%02d", type == OFTTime ? "" : "T", hour, minute, (int)second);
    if (zone >= 100) { /* 100 is UTC, and each quarter of an hour one more or less */
        int minutes = (zone - 100) * 15;
        int size = minutes < 0 ? -minutes : minutes;
        if (minutes == 0) {
            mrs_buffer_add(out, "Z");
        } else {
            mrs_buffer_addf(out, "%c%02d:%02d", minutes < 0 ? '-' : '+', size / 60, size % 60);
        }
    }
}

static void add_escaped(mrs_buffer *out, const char *text)
{
    mrs_buffer_add(out, "\"");
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\') {
            mrs_buffer_addf(out, "\\%c", c);
        } else if (c < ' ') {
            mrs_buffer_addf(out, "\\u%04x", c);
        } else {
            mrs_buffer_add_bytes(out, text, 1);
        }
    }
    mrs_buffer_add(out, "\"");
}

static void add_texts(mrs_buffer *out, OGRFeatureH feature, int column)
{
    char **texts = mrs_gdal.OGR_F_GetFieldAsStringList(feature, column);
    mrs_buffer_add(out, "[");
    for (int i = 0; texts && texts[i]; i++) {
        mrs_buffer_add(out, i ? "," : "");
        add_escaped(out, texts[i]);
    }
    mrs_buffer_add(out, "]");
}

/* OGR writes a list of numbers as "(3:1,2,3)", and one that is too long for it with "..." . */
static void add_numbers(mrs_buffer *out, const char *text)
{
    const char *start = strchr(text, ':');
    size_t length = strlen(text);
    mrs_buffer_add(out, "[");
    if (start && text[length - 1] == ')') {
        mrs_buffer_add_bytes(out, start + 1, (size_t)(text + length - 1 - (start + 1)));
    }
    mrs_buffer_add(out, "]");
}

/* In a column of a sheet that holds dates and other things, OGR has dates as 2020/01/26. */
static bool is_slashed_date(const char *text)
{
    static const char pattern[] = "dddd/dd/dd";
    for (size_t i = 0; i < sizeof pattern - 1; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';
        if (pattern[i] == 'd' ? !digit : text[i] != '/') {
            return false;
        }
    }
    return text[10] == '\0' || (text[10] == ' ' && strlen(text) >= 19 && text[13] == ':');
}

static const char *text_of(mrs_vector *vector, int column)
{
    const char *text = mrs_gdal.OGR_F_GetFieldAsString(vector->feature, column);
    if (!vector->ogr->sheets || !is_slashed_date(text)) {
        return text;
    }
    mrs_buffer_add(&vector->value, text);
    if (!vector->value.failed) {
        vector->value.text[4] = vector->value.text[7] = '-';
        if (vector->value.text[10]) {
            vector->value.text[10] = 'T';
        }
    }
    return vector->value.failed ? "" : vector->value.text;
}

const char *mrs_ogr_text(mrs_vector *vector, size_t column)
{
    OGRFeatureH feature = vector->feature;
    int field = (int)(column - vector->keys);
    mrs_buffer *value = &vector->value;
    value->length = 0;
    if (feature && column < vector->keys) {
        mrs_buffer_addf(value, "%lld", (long long)mrs_gdal.OGR_F_GetFID(feature));
        return value->failed ? "" : value->text;
    }
    if (!feature || !mrs_gdal.OGR_F_IsFieldSetAndNotNull(feature, field)) {
        return "";
    }
    OGRFieldDefnH definition = field_of(vector, field);
    OGRFieldType type = mrs_gdal.OGR_Fld_GetType(definition);
    switch (type) {
    case OFTInteger:
        if (mrs_gdal.OGR_Fld_GetSubType(definition) == OFSTBoolean) {
            return mrs_gdal.OGR_F_GetFieldAsInteger(feature, field) ? "true" : "false";
        }
        mrs_buffer_addf(value, "%d", mrs_gdal.OGR_F_GetFieldAsInteger(feature, field));
        break;
    case OFTInteger64:
        mrs_buffer_addf(value, "%lld",
                        (long long)mrs_gdal.OGR_F_GetFieldAsInteger64(feature, field));
        break;
    case OFTReal:
        add_number(value, mrs_gdal.OGR_F_GetFieldAsDouble(feature, field));
        break;
    case OFTDate:
    case OFTTime:
    case OFTDateTime:
        add_time(value, feature, field, type);
        break;
    case OFTStringList:
        add_texts(value, feature, field);
        break;
    case OFTIntegerList:
    case OFTInteger64List:
    case OFTRealList:
        add_numbers(value, mrs_gdal.OGR_F_GetFieldAsString(feature, field));
        break;
    default:
        return text_of(vector, field);
    }
    return value->length && !value->failed ? value->text : "";
}
