#include "map/style_color.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* CSS Color Module Level 4, section 6.1: sorted by name for bsearch(). */
static const struct named_color {
    const char *name;
    uint32_t rgb;
} named_colors[] = {
    {"aliceblue", 0xF0F8FF},
    {"antiquewhite", 0xFAEBD7},
    {"aqua", 0x00FFFF},
    {"aquamarine", 0x7FFFD4},
    {"azure", 0xF0FFFF},
    {"beige", 0xF5F5DC},
    {"bisque", 0xFFE4C4},
    {"black", 0x000000},
    {"blanchedalmond", 0xFFEBCD},
    {"blue", 0x0000FF},
    {"blueviolet", 0x8A2BE2},
    {"brown", 0xA52A2A},
    {"burlywood", 0xDEB887},
    {"cadetblue", 0x5F9EA0},
    {"chartreuse", 0x7FFF00},
    {"chocolate", 0xD2691E},
    {"coral", 0xFF7F50},
    {"cornflowerblue", 0x6495ED},
    {"cornsilk", 0xFFF8DC},
    {"crimson", 0xDC143C},
    {"cyan", 0x00FFFF},
    {"darkblue", 0x00008B},
    {"darkcyan", 0x008B8B},
    {"darkgoldenrod", 0xB8860B},
    {"darkgray", 0xA9A9A9},
    {"darkgreen", 0x006400},
    {"darkgrey", 0xA9A9A9},
    {"darkkhaki", 0xBDB76B},
    {"darkmagenta", 0x8B008B},
    {"darkolivegreen", 0x556B2F},
    {"darkorange", 0xFF8C00},
    {"darkorchid", 0x9932CC},
    {"darkred", 0x8B0000},
    {"darksalmon", 0xE9967A},
    {"darkseagreen", 0x8FBC8F},
    {"darkslateblue", 0x483D8B},
    {"darkslategray", 0x2F4F4F},
    {"darkslategrey", 0x2F4F4F},
    {"darkturquoise", 0x00CED1},
    {"darkviolet", 0x9400D3},
    {"deeppink", 0xFF1493},
    {"deepskyblue", 0x00BFFF},
    {"dimgray", 0x696969},
    {"dimgrey", 0x696969},
    {"dodgerblue", 0x1E90FF},
    {"firebrick", 0xB22222},
    {"floralwhite", 0xFFFAF0},
    {"forestgreen", 0x228B22},
    {"fuchsia", 0xFF00FF},
    {"gainsboro", 0xDCDCDC},
    {"ghostwhite", 0xF8F8FF},
    {"gold", 0xFFD700},
    {"goldenrod", 0xDAA520},
    {"gray", 0x808080},
    {"green", 0x008000},
    {"greenyellow", 0xADFF2F},
    {"grey", 0x808080},
    {"honeydew", 0xF0FFF0},
    {"hotpink", 0xFF69B4},
    {"indianred", 0xCD5C5C},
    {"indigo", 0x4B0082},
    {"ivory", 0xFFFFF0},
    {"khaki", 0xF0E68C},
    {"lavender", 0xE6E6FA},
    {"lavenderblush", 0xFFF0F5},
    {"lawngreen", 0x7CFC00},
    {"lemonchiffon", 0xFFFACD},
    {"lightblue", 0xADD8E6},
    {"lightcoral", 0xF08080},
    {"lightcyan", 0xE0FFFF},
    {"lightgoldenrodyellow", 0xFAFAD2},
    {"lightgray", 0xD3D3D3},
    {"lightgreen", 0x90EE90},
    {"lightgrey", 0xD3D3D3},
    {"lightpink", 0xFFB6C1},
    {"lightsalmon", 0xFFA07A},
    {"lightseagreen", 0x20B2AA},
    {"lightskyblue", 0x87CEFA},
    {"lightslategray", 0x778899},
    {"lightslategrey", 0x778899},
    {"lightsteelblue", 0xB0C4DE},
    {"lightyellow", 0xFFFFE0},
    {"lime", 0x00FF00},
    {"limegreen", 0x32CD32},
    {"linen", 0xFAF0E6},
    {"magenta", 0xFF00FF},
    {"maroon", 0x800000},
    {"mediumaquamarine", 0x66CDAA},
    {"mediumblue", 0x0000CD},
    {"mediumorchid", 0xBA55D3},
    {"mediumpurple", 0x9370DB},
    {"mediumseagreen", 0x3CB371},
    {"mediumslateblue", 0x7B68EE},
    {"mediumspringgreen", 0x00FA9A},
    {"mediumturquoise", 0x48D1CC},
    {"mediumvioletred", 0xC71585},
    {"midnightblue", 0x191970},
    {"mintcream", 0xF5FFFA},
    {"mistyrose", 0xFFE4E1},
    {"moccasin", 0xFFE4B5},
    {"navajowhite", 0xFFDEAD},
    {"navy", 0x000080},
    {"oldlace", 0xFDF5E6},
    {"olive", 0x808000},
    {"olivedrab", 0x6B8E23},
    {"orange", 0xFFA500},
    {"orangered", 0xFF4500},
    {"orchid", 0xDA70D6},
    {"palegoldenrod", 0xEEE8AA},
    {"palegreen", 0x98FB98},
    {"paleturquoise", 0xAFEEEE},
    {"palevioletred", 0xDB7093},
    {"papayawhip", 0xFFEFD5},
    {"peachpuff", 0xFFDAB9},
    {"peru", 0xCD853F},
    {"pink", 0xFFC0CB},
    {"plum", 0xDDA0DD},
    {"powderblue", 0xB0E0E6},
    {"purple", 0x800080},
    {"rebeccapurple", 0x663399},
    {"red", 0xFF0000},
    {"rosybrown", 0xBC8F8F},
    {"royalblue", 0x4169E1},
    {"saddlebrown", 0x8B4513},
    {"salmon", 0xFA8072},
    {"sandybrown", 0xF4A460},
    {"seagreen", 0x2E8B57},
    {"seashell", 0xFFF5EE},
    {"sienna", 0xA0522D},
    {"silver", 0xC0C0C0},
    {"skyblue", 0x87CEEB},
    {"slateblue", 0x6A5ACD},
    {"slategray", 0x708090},
    {"slategrey", 0x708090},
    {"snow", 0xFFFAFA},
    {"springgreen", 0x00FF7F},
    {"steelblue", 0x4682B4},
    {"tan", 0xD2B48C},
    {"teal", 0x008080},
    {"thistle", 0xD8BFD8},
    {"tomato", 0xFF6347},
    {"turquoise", 0x40E0D0},
    {"violet", 0xEE82EE},
    {"wheat", 0xF5DEB3},
    {"white", 0xFFFFFF},
    {"whitesmoke", 0xF5F5F5},
    {"yellow", 0xFFFF00},
    {"yellowgreen", 0x9ACD32},
};

static int compare_name(const void *key, const void *item)
{
    return strcasecmp(key, ((const struct named_color *)item)->name);
}

static mrs_color from_rgb(uint32_t rgb)
{
    return (mrs_color){(double)(rgb >> 16 & 0xFF) / 255, (double)(rgb >> 8 & 0xFF) / 255,
                       (double)(rgb & 0xFF) / 255, 1};
}

static bool parse_name(const char *text, mrs_color *out)
{
    if (strcasecmp(text, "transparent") == 0) {
        *out = (mrs_color){0, 0, 0, 0};
        return true;
    }
    const struct named_color *found =
        bsearch(text, named_colors, sizeof named_colors / sizeof *named_colors,
                sizeof *named_colors, compare_name);
    if (found) {
        *out = from_rgb(found->rgb);
    }
    return found != NULL;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* `digits` is what follows the '#': 3 or 4 single digits, or 3 or 4 pairs. */
static bool parse_hex(const char *digits, mrs_color *out)
{
    size_t length = strlen(digits);
    if (length != 3 && length != 4 && length != 6 && length != 8) {
        return false;
    }
    size_t width = length <= 4 ? 1 : 2;
    double parts[4] = {0, 0, 0, 1};
    for (size_t i = 0; i < length / width; i++) {
        int high = hex_digit(digits[i * width]);
        int low = hex_digit(digits[i * width + width - 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        parts[i] = (double)(high * 16 + low) / 255;
    }
    *out = (mrs_color){parts[0], parts[1], parts[2], parts[3]};
    return true;
}

typedef struct component {
    double value;
    bool percent;
} component;

static const char *skip_spaces(const char *text)
{
    while (*text == ' ' || *text == '\t') {
        text++;
    }
    return text;
}

/* Reads "N[%], N[%], N[%][, N[%]])" to the end of the text; returns how many, 0 if malformed. */
static size_t parse_components(const char *text, component out[4])
{
    for (size_t count = 0; count < 4; count++) {
        text = skip_spaces(text);
        /* strtod() also reads "inf", "nan" and hexadecimals: only digits may start here. */
        if (!strchr("+-.0123456789", *text) || !*text || strpbrk(text, "xXnNiI")) {
            return 0;
        }
        char *end = NULL;
        out[count].value = strtod(text, &end);
        if (end == text || !isfinite(out[count].value)) {
            return 0;
        }
        out[count].percent = *end == '%';
        text = skip_spaces(end + (*end == '%'));
        if (*text == ')') {
            return text[1] == '\0' ? count + 1 : 0;
        }
        if (*text != ',') {
            return 0;
        }
        text++;
    }
    return 0;
}

static double clamp01(double value)
{
    return value < 0 ? 0 : value > 1 ? 1 : value;
}

static double alpha_of(const component *parts, size_t count)
{
    if (count < 4) {
        return 1;
    }
    return clamp01(parts[3].percent ? parts[3].value / 100 : parts[3].value);
}

static mrs_color rgb_color(const component *parts, size_t count)
{
    double channel[3];
    for (size_t i = 0; i < 3; i++) {
        channel[i] = clamp01(parts[i].value / (parts[i].percent ? 100 : 255));
    }
    return (mrs_color){channel[0], channel[1], channel[2], alpha_of(parts, count)};
}

/* CSS Color Module Level 4, section 7.1. */
static double hsl_channel(double n, double hue, double saturation, double lightness)
{
    double k = fmod(n + hue / 30, 12);
    double a = saturation * fmin(lightness, 1 - lightness);
    return lightness - a * fmax(-1, fmin(fmin(k - 3, 9 - k), 1));
}

static mrs_color hsl_color(const component *parts, size_t count)
{
    double hue = fmod(parts[0].value, 360);
    hue += hue < 0 ? 360 : 0;
    double saturation = clamp01(parts[1].value / 100);
    double lightness = clamp01(parts[2].value / 100);
    return (mrs_color){clamp01(hsl_channel(0, hue, saturation, lightness)),
                       clamp01(hsl_channel(8, hue, saturation, lightness)),
                       clamp01(hsl_channel(4, hue, saturation, lightness)), alpha_of(parts, count)};
}

static bool parse_function(const char *text, mrs_color *out)
{
    const char *open = strchr(text, '(');
    if (!open) {
        return false;
    }
    size_t name = (size_t)(open - text);
    component parts[4];
    size_t count = parse_components(open + 1, parts);
    if (count < 3 || (name != 3 && name != 4) || (name == 4 && (text[3] | 0x20) != 'a')) {
        return false;
    }
    if (strncasecmp(text, "rgb", 3) == 0) {
        *out = rgb_color(parts, count);
        return true;
    }
    if (strncasecmp(text, "hsl", 3) == 0 && parts[1].percent && parts[2].percent) {
        *out = hsl_color(parts, count);
        return true;
    }
    return false;
}

bool mrs_color_parse(const char *text, mrs_color *out)
{
    if (*text == '#') {
        return parse_hex(text + 1, out);
    }
    return parse_name(text, out) || parse_function(text, out);
}

mrs_color mrs_color_mix(mrs_color from, mrs_color to, double t)
{
    return (mrs_color){from.r + (to.r - from.r) * t, from.g + (to.g - from.g) * t,
                       from.b + (to.b - from.b) * t, from.a + (to.a - from.a) * t};
}
