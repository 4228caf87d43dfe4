/* PNG: drawn by cairo, written by libpng, which takes text chunks that cairo's writer does not.
 * Maps are flat colour: unfiltered rows come out smaller than with any filter. */
#include <errno.h>
#include <math.h>
#include <png.h>
#include <setjmp.h>
#include <string.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "map/paper.h"
#include "map/surface/hidden.h"
#include "map/surface/png_bands.h"
#include "map/surface/surface.h"

static const double METRES_PER_INCH = 0.0254;

typedef struct png_job {
    png_structp png;
    png_infop info;
    const char *problem; /* libpng's words; constant strings */
    int write_errno;     /* the system's reason, where writing failed */
} png_job;

static void on_error(png_structp png, png_const_charp message)
{
    png_job *job = png_get_error_ptr(png);
    job->problem = message;
    job->write_errno = errno;
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp message)
{
    (void)png;
    (void)message;
}

static void set_text(png_job *job, const mrs_scene *scene)
{
    char *texts[] = {scene->title, scene->description, scene->credits, scene->language, "Marsad"};
    char *keys[] = {"Title", "Description", "Copyright", "Language", "Software"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (texts[i] && texts[i][0]) {
            png_text chunk = {.compression = PNG_ITXT_COMPRESSION_NONE, .key = keys[i]};
            chunk.text = texts[i];
            chunk.itxt_length = strlen(texts[i]);
            chunk.lang = scene->language;
            png_set_text(job->png, job->info, &chunk, 1);
        }
    }
}

/* libpng leaves by longjmp: nothing that these functions own changes after setjmp. */

static bool begin(png_job *job, const mrs_scene *scene, cairo_surface_t *image, FILE *stream)
{
    if (setjmp(png_jmpbuf(job->png))) {
        return false;
    }
    png_init_io(job->png, stream);
    png_uint_32 width = (png_uint_32)cairo_image_surface_get_width(image);
    png_uint_32 height = (png_uint_32)cairo_image_surface_get_height(image);
    png_set_IHDR(job->png, job->info, width, height, 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_uint_32 dots_per_metre = (png_uint_32)lround(scene->dpi / METRES_PER_INCH);
    png_set_pHYs(job->png, job->info, dots_per_metre, dots_per_metre, PNG_RESOLUTION_METER);
    png_set_sRGB(job->png, job->info, PNG_sRGB_INTENT_PERCEPTUAL);
    set_text(job, scene);
    png_write_info(job->png, job->info);
    return true;
}

static bool write_pixels(void *context, const unsigned char *bytes, size_t length)
{
    png_job *job = context;
    if (setjmp(png_jmpbuf(job->png))) {
        return false;
    }
    png_write_chunk(job->png, (png_const_bytep) "IDAT", bytes, length);
    return true;
}

static bool end(png_job *job)
{
    if (setjmp(png_jmpbuf(job->png))) {
        return false;
    }
    png_write_chunk(job->png, (png_const_bytep) "IEND", NULL, 0);
    return true;
}

static marsad_status write_image(const mrs_scene *scene, cairo_surface_t *image, FILE *stream,
                                 const char *path, marsad_error *error)
{
    png_job job = {0};
    errno = 0;
    job.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &job, on_error, on_warning);
    job.info = job.png ? png_create_info_struct(job.png) : NULL;
    marsad_status status = MARSAD_OK;
    bool written = job.info && begin(&job, scene, image, stream) &&
                   mrs_png_bands(image, write_pixels, &job) && end(&job);
    if (!written && !job.problem) {
        status = mrs_fail_memory(error);
    } else if (!written) {
        errno = job.write_errno;
        status = errno ? mrs_fail_write(error, path)
                       : mrs_fail_at(error, MARSAD_ERR_LIBRARY, path, 0, NULL,
                                     "libpng cannot write the picture: %s", job.problem);
    }
    png_destroy_write_struct(&job.png, &job.info);
    return status;
}

marsad_status mrs_surface_png(const mrs_scene *scene, const char *icons, FILE *stream,
                              const char *path, marsad_error *error)
{
    int width;
    int height;
    marsad_status status = mrs_picture_size(scene, &width, &height, error);
    if (status) {
        return status;
    }
    cairo_surface_t *image = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    cairo_t *cr = cairo_create(image);
    cairo_scale(cr, scene->dpi / scene->px_per_inch, scene->dpi / scene->px_per_inch);
    bool *hidden = mrs_hidden_markers(scene);
    status = hidden ? mrs_surface_draw(scene, (mrs_item_notes){.hidden = hidden}, icons, cr, error)
                    : mrs_fail_memory(error);
    mrs_free(hidden);
    if (!status && cairo_status(cr)) {
        status = mrs_fail(error, MARSAD_ERR_LIBRARY, "cairo cannot draw the map: %s",
                          cairo_status_to_string(cairo_status(cr)));
    }
    cairo_destroy(cr);
    cairo_surface_flush(image);
    if (!status) {
        status = write_image(scene, image, stream, path, error);
    }
    cairo_surface_destroy(image);
    return status;
}
