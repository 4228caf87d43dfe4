/* PDF: drawn by cairo, with real text. */
#include <cairo-pdf.h>
#include <errno.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "map/surface/pdf_link.h"
#include "map/surface/surface.h"
#include "text/utf8.h"

static const double PT_PER_INCH = 72;

static cairo_status_t write_bytes(void *stream, const unsigned char *bytes, unsigned length)
{
    return fwrite(bytes, 1, length, stream) == length ? CAIRO_STATUS_SUCCESS
                                                      : CAIRO_STATUS_WRITE_ERROR;
}

/* False if memory is out. */
static bool set_words(cairo_surface_t *pdf, cairo_pdf_metadata_t what, const char *words)
{
    char *clean = mrs_strdup(words ? words : "");
    bool copied = clean != NULL;
    if (copied) {
        mrs_utf8_replace_noncharacters(clean);
        cairo_pdf_surface_set_metadata(pdf, what, clean);
    }
    mrs_free(clean);
    return copied;
}

static bool set_metadata(cairo_surface_t *pdf, const mrs_scene *scene)
{
    cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_CREATOR, "Marsad");
    /* cairo would put the time of day there: the same map must give the same bytes. */
    cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z");
    return set_words(pdf, CAIRO_PDF_METADATA_TITLE, scene->title) &&
           set_words(pdf, CAIRO_PDF_METADATA_SUBJECT, scene->description);
}

marsad_status mrs_surface_pdf(const mrs_scene *scene, const char *icons, FILE *stream,
                              const char *path, marsad_error *error)
{
    double scale = PT_PER_INCH / scene->px_per_inch;
    cairo_surface_t *pdf = cairo_pdf_surface_create_for_stream(
        write_bytes, stream, scene->width * scale, scene->height * scale);
    errno = 0;
    bool named = set_metadata(pdf, scene);
    cairo_t *cr = cairo_create(pdf);
    cairo_scale(cr, scale, scale);
    marsad_status status = mrs_surface_draw(scene, NULL, icons, cr, error);
    if (!status && (!named || !mrs_pdf_links(cr, scene, scale))) {
        status = mrs_fail_memory(error);
    }
    cairo_show_page(cr);
    cairo_status_t drawn = cairo_status(cr);
    cairo_destroy(cr);
    cairo_surface_finish(pdf);
    if (!status && (drawn || cairo_surface_status(pdf))) {
        cairo_status_t problem = drawn ? drawn : cairo_surface_status(pdf);
        status =
            problem == CAIRO_STATUS_WRITE_ERROR
                ? mrs_fail_write(error, path)
                : mrs_fail_at(error, MARSAD_ERR_LIBRARY, path, 0, NULL,
                              "cairo cannot write the PDF: %s", cairo_status_to_string(problem));
    }
    cairo_surface_destroy(pdf);
    return status;
}
