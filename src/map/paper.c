/*
 * The size of the sheet. All that is drawn is measured in CSS pixels of 1/96 inch; paper is so many
 * of them wide and high. Type and margins made for A4 would leave no room for a map on a postcard,
 * so that paper narrower than FULL_MM is drawn as if it were wider, and the drawing is reduced. A
 * poster is read from farther away: beyond A3, type and symbols grow with the square root of the
 * shorter side, so that half of what a larger sheet has more goes to its type, half to its map.
 */
#include "map/paper.h"

#include <math.h>
#include <string.h>
#include <strings.h>

#include "base/fail.h"

static const double PX_PER_INCH = 96;
static const double MM_PER_INCH = 25.4;
static const double FULL_MM = 180;            /* the shorter side from which nothing is reduced */
static const double MOST_REDUCED = 2.0 / 3.0; /* type of 10.5 px comes to 5.25 points */
static const double POSTER_MM = 297;          /* the shorter side from which type grows */
static const double LEAST_PX = 400;
static const double MOST_PX = 20000;
static const double LEAST_MM = 50;
static const double MOST_MM = 5290;
static const double MOST_BLEED_MM = 25;
static const double MOST_MARGIN = 0.25; /* of the shorter side */
static const int LEAST_DPI = 36;
static const int MOST_DPI = 1200;
static const double MOST_PIXELS = 4e8;   /* of four bytes */
static const double MOST_A_SIDE = 32767; /* cairo's limit */

/* --- Ranges --- */

static bool is_paper(const marsad_map_options *options)
{
    return options->width_mm != 0 || options->height_mm != 0;
}

/* Written so that what is no number fails too. */
static bool both_within(double a, double b, double least, double most)
{
    return a >= least && a <= most && b >= least && b <= most;
}

static marsad_status check_size(const marsad_map_options *options, marsad_error *error)
{
    if (is_paper(options) &&
        !both_within(options->width_mm, options->height_mm, LEAST_MM, MOST_MM)) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "a map on paper is from %g to %g mm wide and high, not %g by %g", LEAST_MM,
                        MOST_MM, options->width_mm, options->height_mm);
    }
    if (!is_paper(options) &&
        !both_within(options->width_px, options->height_px, LEAST_PX, MOST_PX)) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "a map is from %g to %g pixels wide and high, not %d by %d", LEAST_PX,
                        MOST_PX, options->width_px, options->height_px);
    }
    return MARSAD_OK;
}

/* The sheet's shorter side. */
static double shorter_mm(const marsad_map_options *options)
{
    double pixels = fmin(options->width_px, options->height_px) * MM_PER_INCH / PX_PER_INCH;
    return is_paper(options) ? fmin(options->width_mm, options->height_mm) : pixels;
}

static marsad_status check_edges(const marsad_map_options *options, marsad_error *error)
{
    double most = shorter_mm(options) * MOST_MARGIN;
    if (options->margin_mm != MARSAD_MARGIN_AUTO &&
        !(options->margin_mm >= 0 && options->margin_mm <= most)) {
        double unit = is_paper(options) ? 1 : MM_PER_INCH / PX_PER_INCH;
        const char *name = is_paper(options) ? "mm" : "px";
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "the margin of this sheet is from 0 to %.4g %s (a quarter of its shorter "
                        "side), not %.4g %s",
                        most / unit, name, options->margin_mm / unit, name);
    }
    if (!(options->bleed_mm >= 0 && options->bleed_mm <= MOST_BLEED_MM)) {
        return mrs_fail(error, MARSAD_ERR_USAGE, "a bleed is from 0 to %g mm wide, not %g mm",
                        MOST_BLEED_MM, options->bleed_mm);
    }
    if (options->bleed_mm > 0 && !is_paper(options)) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "a bleed is cut off paper: give the size of the sheet as paper's, such as "
                        "a4 or 120mmx80mm");
    }
    return MARSAD_OK;
}

static double px_per_inch(const marsad_map_options *options)
{
    double shorter = shorter_mm(options);
    if (!is_paper(options)) {
        return PX_PER_INCH;
    }
    return shorter > POSTER_MM ? PX_PER_INCH / sqrt(shorter / POSTER_MM)
                               : PX_PER_INCH / fmax(MOST_REDUCED, fmin(shorter / FULL_MM, 1));
}

/* A small sheet has a narrow margin. */
static double usual_margin(double shorter_px)
{
    const double share = 0.035;
    const double least = 10;
    const double most = 28;
    return fmin(fmax(shorter_px * share, least), most);
}

static mrs_paper measure(const marsad_map_options *options)
{
    double scale = px_per_inch(options);
    mrs_paper paper = {options->width_px, options->height_px, scale, is_paper(options), 0, 0};
    if (paper.in_mm) {
        paper.width = options->width_mm * scale / MM_PER_INCH;
        paper.height = options->height_mm * scale / MM_PER_INCH;
    }
    paper.margin = options->margin_mm == MARSAD_MARGIN_AUTO
                       ? usual_margin(fmin(paper.width, paper.height))
                       : options->margin_mm * scale / MM_PER_INCH;
    paper.bleed = options->bleed_mm * scale / MM_PER_INCH;
    return paper;
}

marsad_status mrs_paper_of(const marsad_map_options *options, mrs_paper *out, marsad_error *error)
{
    if (options->dpi < LEAST_DPI || options->dpi > MOST_DPI) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "a picture has from %d to %d dots per inch, not %d", LEAST_DPI, MOST_DPI,
                        options->dpi);
    }
    marsad_status status = check_size(options, error);
    status = status ? status : check_edges(options, error);
    if (!status) {
        *out = measure(options);
    }
    return status;
}

double mrs_paper_length(const mrs_scene *scene, double px, const char **unit)
{
    *unit = scene->in_mm ? "mm" : "px";
    return scene->in_mm ? px * MM_PER_INCH / scene->px_per_inch : px;
}

/* --- Pictures --- */

static bool fits(double width_in, double height_in, int dpi)
{
    double width = round(width_in * dpi);
    double height = round(height_in * dpi);
    return width <= MOST_A_SIDE && height <= MOST_A_SIDE && width * height <= MOST_PIXELS;
}

static marsad_status check_picture(double width_in, double height_in, int dpi, marsad_error *error)
{
    if (fits(width_in, height_in, dpi)) {
        return MARSAD_OK;
    }
    int most = dpi;
    while (most > LEAST_DPI && !fits(width_in, height_in, most)) {
        most--;
    }
    return mrs_fail(error, MARSAD_ERR_USAGE,
                    "at %d dots per inch the picture would be %.0f by %.0f pixels; the limit is "
                    "%.0f million (%.1f GiB of memory) and %.0f a side: ask for %d or fewer",
                    dpi, round(width_in * dpi), round(height_in * dpi), MOST_PIXELS / 1e6,
                    MOST_PIXELS * 4 / (1 << 30), MOST_A_SIDE, most);
}

marsad_status mrs_picture_size(const mrs_scene *scene, int *width, int *height, marsad_error *error)
{
    double width_in = scene->width / scene->px_per_inch;
    double height_in = scene->height / scene->px_per_inch;
    *width = (int)lround(width_in * scene->dpi);
    *height = (int)lround(height_in * scene->dpi);
    return check_picture(width_in, height_in, scene->dpi, error);
}

marsad_status marsad_map_check_options(const marsad_map_options *options, const char *path,
                                       marsad_error *error)
{
    mrs_paper paper;
    marsad_status status = mrs_paper_of(options, &paper, error);
    if (!status && path) {
        status = marsad_map_check_path(path, error);
    }
    if (!status && path && strcasecmp(path + strlen(path) - 4, ".png") == 0) {
        status = check_picture((paper.width + 2 * paper.bleed) / paper.px_per_inch,
                               (paper.height + 2 * paper.bleed) / paper.px_per_inch, options->dpi,
                               error);
    }
    return status;
}

/* --- Sizes in words --- */

static const struct {
    const char *name;
    double width_mm, height_mm;
} papers[] = {{"a0", 841, 1189},        {"a1", 594, 841},         {"a2", 420, 594},
              {"a3", 297, 420},         {"a4", 210, 297},         {"a5", 148, 210},
              {"a6", 105, 148},         {"letter", 215.9, 279.4}, {"legal", 215.9, 355.6},
              {"tabloid", 279.4, 431.8}};

/* "a4", "a4-portrait", "a4-landscape". */
static bool parse_paper(const char *text, marsad_map_options *out)
{
    for (size_t i = 0; i < sizeof papers / sizeof *papers; i++) {
        size_t length = strlen(papers[i].name);
        if (strncasecmp(text, papers[i].name, length) != 0) {
            continue;
        }
        bool landscape = strcasecmp(text + length, "-landscape") == 0;
        if (landscape || !text[length] || strcasecmp(text + length, "-portrait") == 0) {
            out->width_mm = landscape ? papers[i].height_mm : papers[i].width_mm;
            out->height_mm = landscape ? papers[i].width_mm : papers[i].height_mm;
            return true;
        }
    }
    return false;
}

typedef struct extent {
    double value;
    bool whole;   /* written without a point */
    double in_mm; /* millimetres in the unit; 0 for pixels, -1 where none is written */
} extent;

/* strtod() would take the locale's point, a sign, spaces, "inf" and hexadecimals. */
static bool parse_number(const char **text, extent *out)
{
    const char *c = *text;
    double share = 1;
    *out = (extent){.whole = true, .in_mm = -1};
    if (*c < '0' || *c > '9') {
        return false;
    }
    for (; *c >= '0' && *c <= '9'; c++) {
        out->value = out->value * 10 + (*c - '0');
    }
    if (*c == '.' && c[1] >= '0' && c[1] <= '9') {
        out->whole = false;
        double digits = 0;
        for (c++; *c >= '0' && *c <= '9' && share < 1e9; c++, share *= 10) {
            digits = digits * 10 + (*c - '0');
        }
        out->value += digits / share;
    }
    *text = c;
    return true;
}

static bool parse_length(const char **text, extent *out)
{
    static const struct {
        char name[3];
        double in_mm;
    } units[] = {{"px", 0}, {"mm", 1}, {"cm", 10}, {"in", 25.4}};
    bool ok = parse_number(text, out);
    for (size_t i = 0; ok && i < sizeof units / sizeof *units; i++) {
        if (strncasecmp(*text, units[i].name, 2) == 0) {
            out->in_mm = units[i].in_mm;
            *text += 2;
            break;
        }
    }
    return ok;
}

static bool skip_by(const char **text)
{
    size_t sign = strncmp(*text, "\u00D7", 2) == 0 ? 2 : 0; /* the sign of multiplication */
    size_t length = **text == 'x' ? 1 : sign;
    *text += length;
    return length > 0;
}

/* "1600x1200", "120mmx80mm", "12x8cm": a unit behind the second stands for both. */
static bool parse_lengths(const char *text, marsad_map_options *out)
{
    extent width;
    extent height;
    if (!parse_length(&text, &width) || !skip_by(&text) || !parse_length(&text, &height) || *text) {
        return false;
    }
    bool bare = width.in_mm < 0 && height.in_mm < 0;
    height.in_mm = bare ? 0 : height.in_mm;
    width.in_mm = width.in_mm < 0 ? height.in_mm : width.in_mm;
    bool px = width.in_mm == 0 && height.in_mm == 0;
    if (px && width.whole && height.whole) {
        out->width_px = (int)fmin(width.value, 1e9);
        out->height_px = (int)fmin(height.value, 1e9);
        out->width_mm = out->height_mm = 0;
        return true;
    }
    out->width_mm = width.value * width.in_mm;
    out->height_mm = height.value * height.in_mm;
    return width.in_mm > 0 && height.in_mm > 0;
}

marsad_status marsad_map_size_parse(const char *text, marsad_map_options *options,
                                    marsad_error *error)
{
    marsad_map_options read = *options;
    if (!parse_paper(text, &read) && !parse_lengths(text, &read)) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "\"%s\" is no size of a sheet; it is a0, a1, a2, a3, a4, a5, a6, letter, "
                        "legal or tabloid, also with -landscape, or a width and a height: "
                        "1600x1200 (pixels), 120mmx80mm, 12cmx8cm, 8.5inx11in",
                        text);
    }
    marsad_status status = check_size(&read, error);
    if (status) {
        return status;
    }
    if (is_paper(&read)) {
        read.width_px = (int)lround(read.width_mm * PX_PER_INCH / MM_PER_INCH);
        read.height_px = (int)lround(read.height_mm * PX_PER_INCH / MM_PER_INCH);
    }
    *options = read;
    return MARSAD_OK;
}

/* "10mm", "5px", "0.5in"; without a unit, millimetres on paper and pixels elsewhere. */
static bool parse_edge(const char *text, bool paper, double *mm)
{
    extent length;
    if (!parse_length(&text, &length) || *text) {
        return false;
    }
    double in_mm = length.in_mm > 0            ? length.in_mm
                   : length.in_mm < 0 && paper ? 1
                                               : MM_PER_INCH / PX_PER_INCH;
    *mm = length.value * in_mm;
    return true;
}

marsad_status marsad_map_margin_parse(const char *text, marsad_map_options *options,
                                      marsad_error *error)
{
    marsad_map_options read = *options;
    if (!parse_edge(text, is_paper(options), &read.margin_mm)) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "\"%s\" is no width of a margin; write 10mm, 1cm, 0.5in or 40px", text);
    }
    marsad_status status = check_edges(&read, error);
    *options = status ? *options : read;
    return status;
}

marsad_status marsad_map_bleed_parse(const char *text, marsad_map_options *options,
                                     marsad_error *error)
{
    marsad_map_options read = *options;
    if (!parse_edge(text, true, &read.bleed_mm)) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "\"%s\" is no width of a bleed; write 3mm or 0.125in", text);
    }
    marsad_status status = check_edges(&read, error);
    *options = status ? *options : read;
    return status;
}
