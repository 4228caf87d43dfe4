#include "map/type.h"

#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "marsad/text.h"
#include "text/utf8.h"

struct mrs_type {
    PangoFontMap *fonts;
    PangoContext *ltr;
    PangoContext *rtl;
    char *family;
};

static PangoContext *new_context(PangoFontMap *fonts, PangoDirection direction)
{
    PangoContext *context = pango_font_map_create_context(fonts);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_context_set_base_dir(context, direction);
    pango_context_set_round_glyph_positions(context, FALSE);
    return context;
}

/* fontconfig looks for a relative name in folders of its own, so it gets an absolute one; and it
 * would complain on stderr of a faulty file if it were told to (FcTrue). */
static FcConfig *load_fonts(const char *path)
{
    char *absolute = realpath(path, NULL);
    FcConfig *config = absolute ? FcConfigCreate() : NULL;
    if (config && (!FcConfigParseAndLoad(config, (const FcChar8 *)absolute, FcFalse) ||
                   !FcConfigBuildFonts(config))) {
        FcConfigDestroy(config);
        config = NULL;
    }
    free(absolute);
    return config;
}

static bool has_fonts(FcConfig *config)
{
    const FcFontSet *set = FcConfigGetFonts(config, FcSetSystem);
    return set && set->nfont > 0;
}

marsad_status mrs_type_new(const char *fonts_conf, const char *family, mrs_type **out,
                           marsad_error *error)
{
    *out = NULL;
    marsad_status status = mrs_file_readable(fonts_conf, error);
    if (status) {
        return status;
    }
    FcConfig *config = load_fonts(fonts_conf);
    if (!config) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, fonts_conf, 0, NULL,
                           "fontconfig cannot read this file");
    }
    if (!has_fonts(config)) {
        FcConfigDestroy(config);
        return mrs_fail_at(error, MARSAD_ERR_NOT_FOUND, fonts_conf, 0, NULL,
                           "none of the fonts that this file names is installed; install Noto's "
                           "fonts (on Debian the package fonts-noto-core)");
    }
    mrs_type *type = mrs_alloc(1, sizeof *type);
    char *name = mrs_strdup(family);
    if (!type || !name) {
        mrs_free(type);
        mrs_free(name);
        FcConfigDestroy(config);
        return mrs_fail_memory(error);
    }
    type->family = name;
    type->fonts = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(type->fonts), 96);
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(type->fonts), config);
    FcConfigDestroy(config); /* the font map holds a reference of its own */
    type->ltr = new_context(type->fonts, PANGO_DIRECTION_LTR);
    type->rtl = new_context(type->fonts, PANGO_DIRECTION_RTL);
    *out = type;
    return MARSAD_OK;
}

void mrs_type_free(mrs_type *type)
{
    if (type) {
        g_object_unref(type->ltr);
        g_object_unref(type->rtl);
        /* Some versions of Pango, 1.50 among them, forget the reference that they hold to it. */
        pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(type->fonts), NULL);
        g_object_unref(type->fonts);
        mrs_free(type->family);
        mrs_free(type);
    }
}

static PangoFontDescription *describe(const mrs_type *type, const mrs_text_style *style)
{
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family(font, style->family ? style->family : type->family);
    pango_font_description_set_absolute_size(font, style->size * PANGO_SCALE);
    pango_font_description_set_weight(font, style->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_style(font, style->italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
    return font;
}

/* Pango swaps left and right in text from right to left only where it finds the direction out by
 * itself (auto_dir); it does not here, so they are meant as such. */
static PangoAlignment alignment(const mrs_text_style *style)
{
    if (style->align == MRS_ALIGN_CENTER) {
        return PANGO_ALIGN_CENTER;
    }
    return (style->align == MRS_ALIGN_END) != style->rtl ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;
}

static void set_spacing(PangoLayout *layout, const mrs_text_style *style)
{
    PangoAttrList *list = pango_attr_list_new();
    if (style->letter_spacing != 0) {
        pango_attr_list_insert(
            list, pango_attr_letter_spacing_new((int)(style->letter_spacing * PANGO_SCALE)));
    }
    if (style->line_height > 0) {
        pango_attr_list_insert(
            list, pango_attr_line_height_new_absolute((int)(style->line_height * PANGO_SCALE)));
        pango_layout_set_line_spacing(layout, 0); /* it would go by the font, not by the line */
    }
    pango_layout_set_attributes(layout, list);
    pango_attr_list_unref(list);
}

/* cairo writes no PDF with a text that has noncharacters in it. Out of memory, the text stays. */
static void set_text(PangoLayout *layout, const char *text)
{
    char *clean = strstr(text, "\xEF\xBF") ? mrs_strdup(text) : NULL;
    if (clean) {
        mrs_utf8_replace_noncharacters(clean);
    }
    pango_layout_set_text(layout, clean ? clean : text, -1);
    mrs_free(clean);
}

PangoLayout *mrs_type_set(mrs_type *type, const char *text, const mrs_text_style *style)
{
    PangoLayout *layout = pango_layout_new(style->rtl ? type->rtl : type->ltr);
    PangoFontDescription *font = describe(type, style);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_auto_dir(layout, FALSE);
    set_text(layout, text);
    pango_layout_set_alignment(layout, alignment(style));
    /* Noto's fonts ask for more leading than a map has room for, the Arabic ones for far more. */
    bool arabic = marsad_text_script(text) == MARSAD_SCRIPT_ARABIC;
    pango_layout_set_line_spacing(layout, arabic ? 0.76F : 0.92F);
    if (style->width > 0) {
        pango_layout_set_width(layout, (int)(style->width * PANGO_SCALE));
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    }
    set_spacing(layout, style);
    return layout;
}

/* Noto Sans: what a line has above and below its baseline, in ems. */
static const double ASCENT = 1.069;
static const double DESCENT = 0.293;

static double em_of(PangoLayout *layout)
{
    const PangoFontDescription *font = pango_layout_get_font_description(layout);
    return pango_units_to_double(pango_font_description_get_size(font));
}

static double last_baseline(PangoLayout *layout)
{
    PangoLayoutIter *at = pango_layout_get_iter(layout);
    while (pango_layout_iter_next_line(at)) {
    }
    double baseline = pango_units_to_double(pango_layout_iter_get_baseline(at));
    pango_layout_iter_free(at);
    return baseline;
}

/* Px below the layout's top. */
static double first_baseline(PangoLayout *layout)
{
    return pango_units_to_double(pango_layout_get_baseline(layout));
}

double mrs_layout_lift(PangoLayout *layout)
{
    return first_baseline(layout) - ASCENT * em_of(layout);
}

mrs_point mrs_layout_size(PangoLayout *layout)
{
    PangoRectangle logical;
    pango_layout_get_extents(layout, NULL, &logical);
    double lines = last_baseline(layout) - first_baseline(layout);
    return (mrs_point){pango_units_to_double(logical.width),
                       lines + (ASCENT + DESCENT) * em_of(layout)};
}

mrs_rect mrs_layout_ink(PangoLayout *layout)
{
    PangoRectangle ink;
    pango_layout_get_extents(layout, &ink, NULL);
    return (mrs_rect){pango_units_to_double(ink.x), pango_units_to_double(ink.y),
                      pango_units_to_double(ink.width), pango_units_to_double(ink.height)};
}
