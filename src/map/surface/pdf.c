/* PDF: drawn by cairo, with real text. */
#include <cairo-pdf.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "map/surface/pdf_link.h"
#include "map/surface/pdf_tags.h"
#include "map/surface/pdf_update.h"
#include "map/surface/surface.h"
#include "text/utf8.h"

static const double PT_PER_INCH = 72;

/* Never tells cairo of a failure, which it does not survive everywhere: the buffer keeps it. */
static cairo_status_t keep_bytes(void *buffer, const unsigned char *bytes, unsigned length)
{
    mrs_buffer_add_bytes(buffer, (const char *)bytes, length);
    return CAIRO_STATUS_SUCCESS;
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

/* What the description says first: how many incidents, and of when. */
static bool set_subject(cairo_surface_t *pdf, const char *description)
{
    const char *text = description ? description : "";
    char *line = mrs_strndup(text, strcspn(text, "\n"));
    bool ok = line && set_words(pdf, CAIRO_PDF_METADATA_SUBJECT, line);
    mrs_free(line);
    return ok;
}

static bool set_metadata(cairo_surface_t *pdf, const mrs_scene *scene)
{
    cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_CREATOR, "Marsad");
    /* cairo would put the time of day there. It is taken out again: see pdf_update.c. */
    cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z");
    char *keywords = mrs_pdf_keywords(scene);
    bool ok = keywords && set_words(pdf, CAIRO_PDF_METADATA_TITLE, scene->title) &&
              set_subject(pdf, scene->description) &&
              (!keywords[0] || set_words(pdf, CAIRO_PDF_METADATA_KEYWORDS, keywords));
    mrs_free(keywords);
    return ok;
}

static marsad_status draw(cairo_surface_t *pdf, const mrs_scene *scene, const char *icons,
                          double scale, marsad_error *error)
{
    size_t count;
    mrs_tag *tags = mrs_pdf_tags(scene, &count);
    if (!tags || !set_metadata(pdf, scene)) {
        mrs_free(tags);
        return mrs_fail_memory(error);
    }
    cairo_t *cr = cairo_create(pdf);
    cairo_scale(cr, scale, scale);
    marsad_status status =
        mrs_surface_draw(scene, (mrs_item_notes){NULL, tags, count}, icons, cr, error);
    if (!status && !(mrs_pdf_links(cr, scene, scale) && mrs_pdf_outline(pdf, scene, scale))) {
        status = mrs_fail_memory(error);
    }
    cairo_show_page(cr);
    if (!status && cairo_status(cr)) {
        status = mrs_fail(error, MARSAD_ERR_LIBRARY, "cairo cannot draw the PDF: %s",
                          cairo_status_to_string(cairo_status(cr)));
    }
    cairo_destroy(cr);
    mrs_free(tags);
    return status;
}

/* The PDF as cairo writes it. */
static marsad_status make_pdf(const mrs_scene *scene, const char *icons, mrs_buffer *out,
                              marsad_error *error)
{
    double scale = PT_PER_INCH / scene->px_per_inch;
    cairo_surface_t *pdf = cairo_pdf_surface_create_for_stream(
        keep_bytes, out, scene->width * scale, scene->height * scale);
    if (cairo_version() >= CAIRO_VERSION_ENCODE(1, 17, 6)) {
        /* Later ones put objects into streams in 1.5, where they cannot be found by their text. */
        cairo_pdf_surface_restrict_to_version(pdf, CAIRO_PDF_VERSION_1_4);
    }
    marsad_status status = draw(pdf, scene, icons, scale, error);
    cairo_surface_finish(pdf);
    if (!status && out->failed) {
        status = mrs_fail_memory(error);
    } else if (!status && cairo_surface_status(pdf)) {
        status = mrs_fail(error, MARSAD_ERR_LIBRARY, "cairo cannot write the PDF: %s",
                          cairo_status_to_string(cairo_surface_status(pdf)));
    }
    cairo_surface_destroy(pdf);
    return status;
}

marsad_status mrs_surface_pdf(const mrs_scene *scene, const char *icons, FILE *stream,
                              const char *path, marsad_error *error)
{
    mrs_buffer pdf = {0};
    marsad_status status = make_pdf(scene, icons, &pdf, error);
    if (!status) {
        mrs_pdf_update(&pdf, scene);
        status = pdf.failed ? mrs_fail_memory(error) : MARSAD_OK;
    }
    if (!status && fwrite(pdf.text, 1, pdf.length, stream) != pdf.length) {
        status = mrs_fail_write(error, path);
    }
    mrs_buffer_clear(&pdf);
    return status;
}
