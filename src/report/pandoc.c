/* Reports in the formats of others: Markdown, LaTeX and Word's, made of plain HTML by pandoc. It is
 * run without a shell, in a folder of its own, and writes there: what it makes is put in its place
 * whole. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "report/formats.h"

extern char **environ;

static const struct format {
    const char *ending, *picture, *to;
} FORMATS[] = {{".md", ".svg", "gfm"}, {".tex", ".pdf", "latex"}, {".docx", ".png", "docx"}};

/* For LaTeX, run as lualatex: of Arabic the letters join only in its script, and what one font
 * lacks comes from the other. */
static const char LATIN_FONT[] = "mainfontoptions=Renderer=HarfBuzz,RawFeature={fallback=marsad}";
static const char ARABIC_FONT[] =
    "mainfontoptions=Renderer=HarfBuzz,Script=Arabic,RawFeature={fallback=marsad}";
static const char HEAD[] =
    "\\directlua{luaotfload.add_fallback('marsad', "
    "{'Noto Sans:mode=harf;', 'Noto Sans Arabic:mode=harf;script=arab;'})}\n"
    /* a heading goes over to the next page where little room is left for what follows */
    "\\AddToHook{cmd/section/before}{\\par\\penalty-100"
    "\\ifdim\\dimexpr\\pagegoal-\\pagetotal<9\\baselineskip\\newpage\\fi}\n";

/* NULL if the path has none of their endings. */
static const struct format *format_of(const char *path)
{
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot && i < sizeof FORMATS / sizeof *FORMATS; i++) {
        if (strcasecmp(dot, FORMATS[i].ending) == 0) {
            return &FORMATS[i];
        }
    }
    return NULL;
}

bool mrs_report_by_pandoc(const char *path)
{
    return format_of(path) != NULL;
}

static char *joined(const char *a, size_t length, const char *b, const char *c)
{
    mrs_buffer text = {0};
    mrs_buffer_add_bytes(&text, a, length);
    mrs_buffer_add(&text, b);
    mrs_buffer_add(&text, c);
    return mrs_buffer_take(&text);
}

char *mrs_report_picture(const char *path)
{
    const struct format *format = format_of(path);
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    size_t length = strlen(name);
    return joined(name, format ? length - strlen(format->ending) : length, "-map",
                  format ? format->picture : "");
}

/* --- The folder in which pandoc works --- */

typedef struct work {
    const struct format *format;
    char folder[64];
    char *html, *out, *said, *picture; /* paths; the picture is beside the report but for Word's */
} work;

static void close_work(work *w)
{
    char *const files[] = {w->html, w->out, w->said,
                           strcmp(w->format->to, "docx") == 0 ? w->picture : NULL};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        if (files[i]) {
            unlink(files[i]);
        }
    }
    rmdir(w->folder);
    mrs_free(w->html);
    mrs_free(w->out);
    mrs_free(w->said);
    mrs_free(w->picture);
}

static marsad_status open_work(work *w, const char *path, marsad_error *error)
{
    w->format = format_of(path);
    snprintf(w->folder, sizeof w->folder, "/tmp/marsad-report-XXXXXX");
    if (!mkdtemp(w->folder)) {
        return mrs_fail(error, MARSAD_ERR_IO, "%s: %s", w->folder, strerror(errno));
    }
    const char *slash = strrchr(path, '/');
    bool inside = strcmp(w->format->to, "docx") == 0;
    char *name = mrs_report_picture(path);
    size_t length = strlen(w->folder);
    w->html = joined(w->folder, length, "/report.html", "");
    w->out = joined(w->folder, length, "/report", w->format->ending);
    w->said = joined(w->folder, length, "/said", "");
    if (name && inside) {
        w->picture = joined(w->folder, length, "/", name);
    } else if (name) {
        w->picture = joined(path, slash ? (size_t)(slash + 1 - path) : 0, "", name);
    }
    mrs_free(name);
    return w->html && w->out && w->said && w->picture ? MARSAD_OK : mrs_fail_memory(error);
}

static marsad_status write_bytes(const char *path, const char *bytes, size_t length,
                                 marsad_error *error)
{
    mrs_output output = {0};
    marsad_status status = mrs_output_open(&output, path, error);
    if (!status && fwrite(bytes, 1, length, output.stream) != length) {
        status = mrs_fail_write(error, path);
    }
    status = status ? status : mrs_output_commit(&output, error);
    mrs_output_abandon(&output);
    return status;
}

/* --- Running it --- */

/* What pandoc said, on one line. */
static marsad_status fail_pandoc(const work *w, marsad_error *error)
{
    char *said = NULL;
    if (mrs_file_read(w->said, &said, NULL, NULL)) {
        said = NULL;
    }
    for (char *c = said; c && *c; c++) {
        *c = (unsigned char)*c < ' ' ? ' ' : *c;
    }
    marsad_status status =
        mrs_fail(error, MARSAD_ERR_LIBRARY, "pandoc cannot write the report: %.300s",
                 said && said[0] ? said : "it says no reason");
    mrs_free(said);
    return status;
}

static int spawn_pandoc(const work *w, char *const *words, pid_t *pid)
{
    posix_spawn_file_actions_t files;
    int failed = posix_spawn_file_actions_init(&files);
    if (failed) {
        return failed;
    }
    failed = posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    failed = failed ? failed
                    : posix_spawn_file_actions_addopen(&files, STDERR_FILENO, w->said,
                                                       O_WRONLY | O_CREAT | O_TRUNC, 0600);
    failed =
        failed ? failed : posix_spawn_file_actions_adddup2(&files, STDERR_FILENO, STDOUT_FILENO);
    failed = failed ? failed : posix_spawnp(pid, "pandoc", &files, NULL, words, environ);
    posix_spawn_file_actions_destroy(&files);
    return failed;
}

static marsad_status run_pandoc(const work *w, const mrs_report_plain *plain, marsad_error *error)
{
    bool arabic = plain->lang == MARSAD_LANG_AR;
    char lang[16];
    char resources[80];
    snprintf(lang, sizeof lang, "lang=%s", marsad_lang_code(plain->lang));
    snprintf(resources, sizeof resources, "--resource-path=%s", w->folder);
    char *const words[] = {"pandoc",
                           "--from=html",
                           "--to",
                           (char *)w->format->to,
                           "--standalone",
                           "--wrap=none",
                           resources,
                           "-o",
                           w->out,
                           "-M",
                           lang,
                           "-M",
                           arabic ? "dir=rtl" : "dir=ltr",
                           "-V",
                           arabic ? "mainfont=Noto Sans Arabic" : "mainfont=Noto Sans",
                           "-V",
                           (char *)(arabic ? ARABIC_FONT : LATIN_FONT),
                           "-V",
                           "geometry=a4paper,margin=2cm",
                           w->html,
                           NULL};
    pid_t pid;
    int status;
    int failed = spawn_pandoc(w, words, &pid);
    if (failed) {
        return mrs_fail(
            error, failed == ENOENT ? MARSAD_ERR_NOT_FOUND : MARSAD_ERR_IO,
            failed == ENOENT
                ? "pandoc is not installed: it writes reports as %s; an .html needs none"
                : "pandoc cannot be started for %s",
            w->format->ending);
    }
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? MARSAD_OK : fail_pandoc(w, error);
}

/* The report in its place. */
static marsad_status put_in_place(const work *w, const char *path, marsad_error *error)
{
    char *made = NULL;
    size_t length = 0;
    mrs_buffer text = {0};
    marsad_status status = mrs_file_read(w->out, &made, &length, error);
    if (!status) {
        bool latex = strcmp(w->format->to, "latex") == 0;
        mrs_buffer_add(&text, latex ? HEAD : "");
        mrs_buffer_add_bytes(&text, made, length);
        status =
            text.failed ? mrs_fail_memory(error) : write_bytes(path, text.text, text.length, error);
    }
    mrs_free(made);
    mrs_buffer_clear(&text);
    return status;
}

/* Only Word's format holds the picture: it is drawn before, for the others once pandoc has done. */
static marsad_status convert(const work *w, const mrs_report_plain *plain, const char *path,
                             marsad_error *error)
{
    bool inside = strcmp(w->format->to, "docx") == 0;
    marsad_status status = write_bytes(w->html, plain->html, plain->length, error);
    if (!status && inside) {
        status = marsad_map_write(plain->map, w->picture, error);
    }
    status = status ? status : run_pandoc(w, plain, error);
    if (!status && !inside) {
        status = marsad_map_write(plain->map, w->picture, error);
    }
    return status ? status : put_in_place(w, path, error);
}

marsad_status mrs_report_pandoc(const mrs_report_plain *plain, const char *path,
                                marsad_error *error)
{
    work w = {0};
    marsad_status status = open_work(&w, path, error);
    status = status ? status : convert(&w, plain, path, error);
    close_work(&w);
    return status;
}
