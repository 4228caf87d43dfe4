#include "gazetteer/import.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "gazetteer/existing.h"
#include "gazetteer/store.h"

marsad_import_options marsad_import_defaults(void)
{
    return (marsad_import_options){.format = MARSAD_IMPORT_AUTO};
}

const char *marsad_import_skip_text(marsad_import_skip reason)
{
    switch (reason) {
    case MARSAD_SKIP_BROKEN:
        return "broken line";
    case MARSAD_SKIP_NO_NAME:
        return "no name";
    case MARSAD_SKIP_PLACEHOLDER:
        return "placeholder for a name";
    case MARSAD_SKIP_NO_COORDINATES:
        return "no coordinates";
    case MARSAD_SKIP_OUT_OF_RANGE:
        return "coordinates out of range";
    case MARSAD_SKIP_NO_KIND:
        return "kind of place not known";
    case MARSAD_SKIP_DUPLICATE:
        return "id given twice";
    case MARSAD_SKIP_FILTERED:
        return "left out by the options";
    case MARSAD_SKIP_COUNT:
        break;
    }
    return "unknown reason";
}

void marsad_import_summary_clear(marsad_import_summary *summary)
{
    if (!summary) {
        return;
    }
    for (size_t i = 0; i < summary->problem_count; i++) {
        mrs_free(summary->problems[i].file);
        mrs_free(summary->problems[i].message);
    }
    mrs_free(summary->problems);
    mrs_free(summary->source);
    *summary = (marsad_import_summary){0};
}

/* ---- the source's row ---------------------------------------------------------------------- */

/* What is known of a source before the options are looked at. */
typedef struct credit {
    const char *name, *licence, *attribution, *url, *prefix;
} credit;

static credit known_credit(marsad_import_format format)
{
    switch (format) {
    case MARSAD_IMPORT_GEONAMES:
        return (credit){"GeoNames", "CC BY 4.0", "GeoNames", "https://www.geonames.org/",
                        "geonames"};
    case MARSAD_IMPORT_OVERPASS:
    case MARSAD_IMPORT_OSM:
        return (credit){"OpenStreetMap", "ODbL 1.0", "© OpenStreetMap contributors",
                        "https://www.openstreetmap.org/copyright", "osm"};
    default:
        return (credit){"", "", "", "", ""};
    }
}

static const char *either(const char *asked, const char *otherwise)
{
    return asked && asked[0] ? asked : otherwise;
}

static const char *keep(mrs_sources *sources, const char *text)
{
    return mrs_arena_text(&sources->texts, text, strlen(text));
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static marsad_status fail_credit(const char *path, const char *what, const char *option,
                                 marsad_error *error)
{
    return mrs_fail_at(error, MARSAD_ERR_USAGE, path, 0, NULL,
                       "a map has to credit where its places come from: give the %s of this source "
                       "with %s",
                       what, option);
}

/* Checks, before anything is read, that the source can be credited. */
static marsad_status check_credit(const mrs_import *import, const char *name, bool is_known,
                                  const char *licence, marsad_error *error)
{
    if (!name[0]) {
        return fail_credit(import->path, "name", "--source-name", error);
    }
    return is_known || licence[0] ? MARSAD_OK
                                  : fail_credit(import->path, "licence", "--licence", error);
}

/* Adds the source's row, or finds it; what the options say of it overrides what stands there. */
static marsad_status find_file(mrs_import *import, mrs_sources *sources, uint32_t *out,
                               marsad_error *error)
{
    const marsad_import_options *o = import->options;
    credit known = known_credit(import->summary->format);
    const char *name = either(o->source_name, known.name);
    size_t at = 0;
    while (at < sources->file_count && strcmp(sources->files[at].name, name) != 0) {
        at++;
    }
    bool is_known = at < sources->file_count;
    *out = (uint32_t)at;
    marsad_status status =
        check_credit(import, name, is_known, either(o->licence, known.licence), error);
    if (status || is_known) {
        return status;
    }
    if (!mrs_grow((void **)&sources->files, &sources->file_capacity, at, sizeof *sources->files)) {
        return mrs_fail_memory(error);
    }
    mrs_source_file file = {.file = keep(sources, base_name(import->path)),
                            .name = keep(sources, name),
                            .licence = keep(sources, known.licence),
                            .attribution = keep(sources, either(known.attribution, name)),
                            .url = keep(sources, known.url),
                            .date = "",
                            .priority = at ? sources->files[at - 1].priority + 1 : 1};
    sources->files[at] = file;
    sources->file_count++;
    return sources->texts.failed ? mrs_fail_memory(error) : MARSAD_OK;
}

/* Writes what the options say of the source, and the date of the data if it is the newest. */
static marsad_status update_file(const mrs_import *import, mrs_sources *sources, uint32_t index,
                                 marsad_error *error)
{
    const marsad_import_options *o = import->options;
    mrs_source_file *file = &sources->files[index];
    const struct {
        const char *asked;
        const char **field;
    } fields[] = {{o->licence, &file->licence},
                  {o->attribution, &file->attribution},
                  {o->url, &file->url},
                  {o->date, &file->date}};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (fields[i].asked && fields[i].asked[0]) {
            *fields[i].field = keep(sources, fields[i].asked);
        }
    }
    if (!sources->texts.failed && !either(o->date, "")[0] && strcmp(import->date, file->date) > 0) {
        file->date = keep(sources, import->date);
    }
    return sources->texts.failed ? mrs_fail_memory(error) : MARSAD_OK;
}

/* ---- the steps ----------------------------------------------------------------------------- */

marsad_status mrs_import_tick(const mrs_import *import, int64_t done, int64_t total,
                              marsad_error *error)
{
    marsad_status status = mrs_sources_stopped(&import->taken, error);
    if (!status && import->progress) {
        double share = total > 0 ? fmin((double)done / (double)total, 1) : 0;
        int span = import->progress_to - import->progress_from;
        import->progress(import->progress_context, import->progress_from + (int64_t)(share * span),
                         1000);
    }
    return status;
}

int64_t mrs_import_size(FILE *stream)
{
    struct stat about;
    return fstat(fileno(stream), &about) == 0 && S_ISREG(about.st_mode) ? about.st_size : 0;
}

static marsad_status read_source(mrs_import *import, marsad_error *error)
{
    const char *path = import->path;
    const char *alternates = import->options->alternate_names;
    import->progress_to = alternates ? 300 : 600;
    marsad_status status = MARSAD_OK;
    switch (import->summary->format) {
    case MARSAD_IMPORT_GEONAMES:
        status = mrs_import_geonames(import, path, error);
        break;
    case MARSAD_IMPORT_OVERPASS:
        status = mrs_import_overpass(import, path, error);
        break;
    case MARSAD_IMPORT_OSM:
        status = mrs_import_osm(import, path, error);
        break;
    default:
        status = mrs_import_layer(import, path, error);
        break;
    }
    if (!status && alternates) {
        import->path = alternates;
        import->progress_from = 300;
        import->progress_to = 600;
        status = mrs_import_alternate_names(import, alternates, error);
        import->path = path;
    }
    return status;
}

static void write_progress(void *context, int64_t done, int64_t total)
{
    const mrs_import *import = context;
    import->progress(import->progress_context, 650 + (total ? 350 * done / total : 350), 1000);
}

static marsad_status combine(mrs_import *import, mrs_sources *sources, uint32_t file,
                             const char *path, marsad_error *error)
{
    marsad_import_summary *summary = import->summary;
    marsad_status status = mrs_import_settle(import, error);
    if (!status) {
        status = update_file(import, sources, file, error);
    }
    if (!status) {
        mrs_import_count(sources, &summary->places_before, &summary->names_before);
        status = mrs_import_merge(import, sources, file, error);
    }
    if (status) {
        return status;
    }
    mrs_import_count(sources, &summary->places, &summary->names);
    if (sources->entry_count == 0) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, import->path, 0, NULL,
                           "no place could be taken from it; nothing was written");
    }
    sources->stop = import->options->stop;
    sources->stop_context = import->options->stop_context;
    return mrs_gazetteer_write(sources, path, import->progress ? write_progress : NULL, import,
                               error);
}

static marsad_status check_options(mrs_import *import, marsad_error *error)
{
    const marsad_import_options *o = import->options;
    const char *country = either(o->country, "");
    if (country[0] && (!isalpha((unsigned char)country[0]) || !isalpha((unsigned char)country[1]) ||
                       country[2])) {
        return mrs_fail(error, MARSAD_ERR_USAGE, "the country is a code of two letters, not \"%s\"",
                        country);
    }
    for (int i = 0; country[0] && i < 2; i++) {
        import->country[i] = (char)toupper((unsigned char)country[i]);
    }
    if (o->feature_classes &&
        strspn(o->feature_classes, "AHLPRSTUV") != strlen(o->feature_classes)) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "the feature classes are letters of AHLPRSTUV, not \"%s\"",
                        o->feature_classes);
    }
    if (o->alternate_names && import->summary->format != MARSAD_IMPORT_GEONAMES) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "a table of alternate names belongs to GeoNames "
                        "only");
    }
    if ((o->map || o->layer) && import->summary->format != MARSAD_IMPORT_LAYER) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "columns and layers are chosen for tables and layers only, and \"%s\" is "
                        "none (--from layer makes it one)",
                        import->path);
    }
    return MARSAD_OK;
}

static marsad_status import_into(mrs_import *import, mrs_sources *sources, const char *path,
                                 marsad_error *error)
{
    marsad_status status = mrs_gazetteer_check_target(path, error);
    if (!status) {
        status = mrs_file_readable(import->path, error);
    }
    if (!status && import->summary->format == MARSAD_IMPORT_AUTO) {
        status = mrs_import_detect(import->path, &import->summary->format, error);
    }
    if (!status) {
        status = check_options(import, error);
    }
    if (!status && access(path, F_OK) == 0) {
        status = mrs_existing_read(path, sources, error);
    }
    uint32_t file = 0;
    if (!status) {
        status = find_file(import, sources, &file, error);
    }
    if (!status) {
        import->summary->source = mrs_strdup(sources->files[file].name);
        import->prefix = known_credit(import->summary->format).prefix;
        bool ready = import->summary->source && mrs_hash_init(&import->ids, 1U << 16) &&
                     mrs_hash_init(&import->admin1, 1U << 10);
        status = ready ? read_source(import, error) : mrs_fail_memory(error);
    }
    return status ? status : combine(import, sources, file, path, error);
}

marsad_status marsad_gazetteer_import(const marsad_import_options *options, const char *source,
                                      const char *path, marsad_import_summary *out,
                                      marsad_progress progress, void *progress_context,
                                      marsad_error *error)
{
    marsad_import_options defaults = marsad_import_defaults();
    marsad_import_summary summary = {0};
    mrs_import import = {.options = options ? options : &defaults,
                         .path = source,
                         .summary = &summary,
                         .progress = progress,
                         .progress_context = progress_context};
    mrs_sources sources = {0};
    summary.format = import.options->format;
    import.taken.stop = import.options->stop;
    import.taken.stop_context = import.options->stop_context;
    marsad_status status = import_into(&import, &sources, path, error);
    mrs_sources_clear(&sources);
    mrs_sources_clear(&import.taken);
    mrs_free(import.staged);
    mrs_free(import.admin1_names);
    mrs_hash_clear(&import.ids);
    mrs_hash_clear(&import.admin1);
    mrs_name_pieces_clear(&import.pieces);
    mrs_labeller_clear(&import.labeller);
    if (status || !out) {
        marsad_import_summary_clear(&summary);
    }
    if (out) {
        *out = summary;
    }
    return status;
}
