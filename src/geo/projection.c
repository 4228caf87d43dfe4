#include "geo/projection.h"

#include <math.h>
#include <proj.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/memory.h"

typedef enum method {
    METHOD_LAMBERT_CONFORMAL,
    METHOD_TRANSVERSE_MERCATOR,
    METHOD_MERCATOR,
    METHOD_AZIMUTHAL_EQUAL_AREA,
    METHOD_EQUAL_EARTH
} method;

struct mrs_projection {
    PJ_CONTEXT *context;
    PJ *transformation; /* from degrees, longitude first */
    char name[3][256];  /* by language */
    bool has_meridian;
    double meridian; /* the central one */
};

static void ignore_log(void *data, int level, const char *message)
{
    (void)data;
    (void)level;
    (void)message;
}

static mrs_projection *new_projection(void)
{
    mrs_projection *projection = mrs_alloc(1, sizeof *projection);
    if (projection) {
        projection->context = proj_context_create();
        if (projection->context) {
            proj_log_func(projection->context, NULL, ignore_log);
            proj_context_set_enable_network(projection->context, 0);
        }
    }
    return projection;
}

void mrs_projection_free(mrs_projection *projection)
{
    if (projection) {
        proj_destroy(projection->transformation);
        proj_context_destroy(projection->context);
        mrs_free(projection);
    }
}

/* --- Choosing --- */

typedef struct choice {
    method method;
    double lon_0, lat_0, lat_1, lat_2;
} choice;

static double width_of(marsad_bbox box)
{
    double width = box.east - box.west;
    return width < 0 ? width + 360 : width;
}

static double wrap(double lon)
{
    return lon > 180 ? lon - 360 : lon < -180 ? lon + 360 : lon;
}

static choice choose(marsad_bbox extent)
{
    double width = width_of(extent);
    double height = extent.north - extent.south;
    choice c = {.lon_0 = wrap(extent.west + width / 2), .lat_0 = (extent.south + extent.north) / 2};
    c.lat_1 = extent.south + height / 6;
    c.lat_2 = extent.north - height / 6;
    double shape = width * cos(c.lat_0 * M_PI / 180) / (height > 1e-9 ? height : 1e-9);
    if (width > 120 && (extent.south >= 30 || extent.north <= -30)) {
        c.method = METHOD_AZIMUTHAL_EQUAL_AREA;
        c.lat_0 = extent.south >= 30 ? 90 : -90;
    } else if (width > 120 || height > 100) {
        c.method = METHOD_EQUAL_EARTH;
    } else if (width > 40 || height > 40 || fabs(c.lat_0) > 70) {
        c.method = METHOD_AZIMUTHAL_EQUAL_AREA;
    } else if (shape < 0.6) {
        c.method = METHOD_TRANSVERSE_MERCATOR;
    } else if (fabs(c.lat_0) < 10) {
        c.method = METHOD_MERCATOR;
    } else {
        c.method = METHOD_LAMBERT_CONFORMAL;
    }
    return c;
}

/* Rounded to a tenth of a degree, so that the name on the map says exactly what is computed. */
static choice rounded(choice c)
{
    double *fields[] = {&c.lon_0, &c.lat_0, &c.lat_1, &c.lat_2};
    for (size_t i = 0; i < 4; i++) {
        *fields[i] = round(*fields[i] * 10) / 10 + 0.0;
    }
    if (fabs(c.lat_1 - c.lat_2) < 0.1) {
        c.lat_2 = c.lat_1 + 0.1;
    }
    return c;
}

static void parameters(choice c, char *out, size_t size)
{
    switch (c.method) {
    case METHOD_LAMBERT_CONFORMAL:
        snprintf(out, size, "+proj=lcc +lat_1=%.1f +lat_2=%.1f +lat_0=%.1f +lon_0=%.1f", c.lat_1,
                 c.lat_2, c.lat_0, c.lon_0);
        break;
    case METHOD_TRANSVERSE_MERCATOR:
        snprintf(out, size, "+proj=tmerc +lat_0=%.1f +lon_0=%.1f", c.lat_0, c.lon_0);
        break;
    case METHOD_MERCATOR:
        snprintf(out, size, "+proj=merc +lat_ts=%.1f +lon_0=%.1f", fabs(c.lat_0), c.lon_0);
        break;
    case METHOD_AZIMUTHAL_EQUAL_AREA:
        snprintf(out, size, "+proj=laea +lat_0=%.1f +lon_0=%.1f", c.lat_0, c.lon_0);
        break;
    case METHOD_EQUAL_EARTH:
        snprintf(out, size, "+proj=eqearth +lon_0=%.1f", c.lon_0);
        break;
    }
}

/* --- Naming --- */

static const char *latitude(double value, marsad_lang lang, char *out, size_t size)
{
    static const char *const north[] = {"N", "ش", "N"};
    static const char *const south[] = {"S", "ج", "S"};
    snprintf(out, size, "%g° %s", fabs(value), value < 0 ? south[lang] : north[lang]);
    return out;
}

static const char *longitude(double value, marsad_lang lang, char *out, size_t size)
{
    static const char *const east[] = {"E", "ق", "E"};
    static const char *const west[] = {"W", "غ", "O"};
    snprintf(out, size, "%g° %s", fabs(value), value < 0 ? west[lang] : east[lang]);
    return out;
}

static void name_in(choice c, marsad_lang lang, char *out, size_t size)
{
    static const char *const methods[][3] = {
        {"Lambert conformal conic", "لامبرت المخروطي المطابق", "conique conforme de Lambert"},
        {"Transverse Mercator", "مركاتور المستعرض", "Mercator transverse"},
        {"Mercator", "مركاتور", "Mercator"},
        {"Lambert azimuthal equal-area", "لامبرت السمتي متساوي المساحات",
         "azimutale équivalente de Lambert"},
        {"Equal Earth", "الأرض المتساوية", "Equal Earth"}};
    static const char *const parallels[] = {"standard parallels %s and %s",
                                            "خطا العرض القياسيان %s و%s",
                                            "parallèles standards %s et %s"};
    static const char *const parallel[] = {"standard parallel %s", "خط العرض القياسي %s",
                                           "parallèle standard %s"};
    static const char *const centre[] = {"centre %s, %s", "المركز %s، %s", "centre %s, %s"};
    static const char *const meridian[] = {"central meridian %s", "خط الطول المركزي %s",
                                           "méridien central %s"};
    static const char *const commas[] = {", ", "، ", ", "};
    char a[32] = "";
    char b[32] = "";
    char detail[160];
    const char *comma = commas[lang];
    longitude(c.lon_0, lang, b, sizeof b);
    snprintf(detail, sizeof detail, meridian[lang], b);
    size_t used = (size_t)snprintf(out, size, "%s", methods[c.method][lang]);
    if (c.method == METHOD_LAMBERT_CONFORMAL) {
        char second[32] = "";
        latitude(c.lat_1, lang, a, sizeof a);
        latitude(c.lat_2, lang, second, sizeof second);
        used += (size_t)snprintf(out + used, size - used, "%s", comma);
        used += (size_t)snprintf(out + used, size - used, parallels[lang], a, second);
    } else if (c.method == METHOD_MERCATOR) {
        latitude(c.lat_0, lang, a, sizeof a);
        used += (size_t)snprintf(out + used, size - used, "%s", comma);
        used += (size_t)snprintf(out + used, size - used, parallel[lang], a);
    } else if (c.method == METHOD_AZIMUTHAL_EQUAL_AREA) {
        latitude(c.lat_0, lang, a, sizeof a);
        snprintf(detail, sizeof detail, centre[lang], a, b);
    }
    snprintf(out + used, size - used, "%s%s%sWGS 84", comma, detail, comma);
}

/* French writes decimals with a comma. */
static void localize_decimals(char *text, marsad_lang lang)
{
    for (char *c = text; lang == MARSAD_LANG_FR && *c; c++) {
        bool decimal = *c == '.' && c > text && c[-1] >= '0' && c[-1] <= '9';
        *c = decimal ? ',' : *c;
    }
}

const char *mrs_projection_name(const mrs_projection *projection, marsad_lang lang)
{
    return projection->name[lang];
}

/* --- Making --- */

/* From degrees to the plane of a method such as "+proj=merc +lon_0=1.0". It needs nothing of what
 * PROJ would look for in its database, which takes longer to open than a map's land to be read. */
static PJ *make_pipeline(PJ_CONTEXT *context, const char *method_text)
{
    static const char *const nowhere = "/dev/null";
    char pipeline[320];
    snprintf(pipeline, sizeof pipeline,
             "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step %s +ellps=WGS84",
             method_text);
    proj_context_set_search_paths(context, 1, &nowhere);
    return proj_create(context, pipeline);
}

marsad_status mrs_projection_choose(marsad_bbox extent, mrs_projection **out, marsad_error *error)
{
    *out = NULL;
    mrs_projection *projection = new_projection();
    if (!projection || !projection->context) {
        mrs_projection_free(projection);
        return mrs_fail_memory(error);
    }
    choice c = rounded(choose(extent));
    projection->has_meridian = true;
    projection->meridian = c.lon_0;
    char method_text[160];
    parameters(c, method_text, sizeof method_text);
    projection->transformation = make_pipeline(projection->context, method_text);
    if (!projection->transformation) {
        int code = proj_context_errno(projection->context);
        marsad_status status =
            mrs_fail(error, MARSAD_ERR_LIBRARY, "PROJ cannot make the projection %s: %s",
                     method_text, proj_context_errno_string(projection->context, code));
        mrs_projection_free(projection);
        return status;
    }
    for (marsad_lang lang = MARSAD_LANG_EN; lang <= MARSAD_LANG_FR; lang++) {
        name_in(c, lang, projection->name[lang], sizeof projection->name[lang]);
        localize_decimals(projection->name[lang], lang);
    }
    *out = projection;
    return MARSAD_OK;
}

/* True for projected CRSs, also where they are bound to a datum shift. */
static bool is_projected(PJ_CONTEXT *context, const PJ *crs)
{
    PJ_TYPE type = proj_get_type(crs);
    if (type != PJ_TYPE_BOUND_CRS && type != PJ_TYPE_COMPOUND_CRS) {
        return type == PJ_TYPE_PROJECTED_CRS;
    }
    PJ *inner = type == PJ_TYPE_BOUND_CRS ? proj_get_source_crs(context, crs)
                                          : proj_crs_get_sub_crs(context, crs, 0);
    bool projected = inner && is_projected(context, inner);
    proj_destroy(inner);
    return projected;
}

static marsad_status open_user_crs(mrs_projection *projection, const char *text,
                                   marsad_error *error)
{
    PJ_CONTEXT *context = projection->context;
    PJ *crs = proj_create(context, text);
    if (!crs || !proj_is_crs(crs)) {
        proj_destroy(crs);
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "\"%s\" is not a CRS that PROJ knows; try EPSG:32633 or +proj=…", text);
    }
    if (!is_projected(context, crs)) {
        proj_destroy(crs);
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "\"%s\" is not a projected CRS; try EPSG:3857, a UTM zone such as "
                        "EPSG:32633, or leave the choice to the map",
                        text);
    }
    for (int lang = 0; lang < 3; lang++) {
        const char *name = proj_get_name(crs);
        bool named = name && strcmp(name, "unknown") != 0;
        snprintf(projection->name[lang], sizeof projection->name[lang], "%s", named ? name : text);
    }
    PJ *wgs84 = proj_create(context, "OGC:CRS84");
    PJ *raw = wgs84 ? proj_create_crs_to_crs_from_pj(context, wgs84, crs, NULL, NULL) : NULL;
    projection->transformation = raw ? proj_normalize_for_visualization(context, raw) : NULL;
    proj_destroy(raw);
    proj_destroy(wgs84);
    proj_destroy(crs);
    if (!projection->transformation) {
        return mrs_fail(error, MARSAD_ERR_LIBRARY, "PROJ cannot transform from WGS 84 to \"%s\"",
                        text);
    }
    return MARSAD_OK;
}

marsad_status mrs_projection_parse(const char *crs, mrs_projection **out, marsad_error *error)
{
    *out = NULL;
    mrs_projection *projection = new_projection();
    mrs_buffer text = {0};
    mrs_buffer_add(&text, crs);
    if (strstr(crs, "+proj") && !strstr(crs, "+type=crs")) {
        mrs_buffer_add(&text, " +type=crs");
    }
    marsad_status status;
    if (!projection || !projection->context || text.failed) {
        status = mrs_fail_memory(error);
    } else {
        status = open_user_crs(projection, text.text, error);
    }
    mrs_buffer_clear(&text);
    if (status) {
        mrs_projection_free(projection);
        return status;
    }
    *out = projection;
    return MARSAD_OK;
}

bool mrs_projection_meridian(const mrs_projection *projection, double *lon)
{
    *lon = projection->meridian;
    return projection->has_meridian;
}

bool mrs_project(const mrs_projection *projection, marsad_lonlat point, double *x, double *y)
{
    PJ_COORD got =
        proj_trans(projection->transformation, PJ_FWD, proj_coord(point.lon, point.lat, 0, 0));
    *x = got.xy.x;
    *y = got.xy.y;
    return isfinite(got.xy.x) && isfinite(got.xy.y);
}

bool mrs_unproject(const mrs_projection *projection, double x, double y, marsad_lonlat *point)
{
    const double tolerance = 0.5; /* units of the plane; datum shifts there and back lose some */
    PJ_COORD got = proj_trans(projection->transformation, PJ_INV, proj_coord(x, y, 0, 0));
    *point = (marsad_lonlat){got.xy.x, got.xy.y};
    double back_x;
    double back_y;
    /* PROJ wraps longitudes: beyond the edge of the image it answers with a point elsewhere. */
    return isfinite(got.xy.x) && isfinite(got.xy.y) && fabs(got.xy.y) <= 90 &&
           mrs_project(projection, *point, &back_x, &back_y) && fabs(back_x - x) < tolerance &&
           fabs(back_y - y) < tolerance;
}
