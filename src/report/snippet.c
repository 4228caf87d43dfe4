#include "marsad/report.h"

#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/memory.h"
#include "marsad/text.h"
#include "report/formats.h"

static const char *const KINDS[] = {"html", "md", "tex", "docx"};

marsad_status marsad_snippet_parse(const char *text, marsad_snippet *out, marsad_error *error)
{
    for (int i = 0; text && i < 4; i++) {
        if (strcmp(text, KINDS[i]) == 0) {
            *out = (marsad_snippet)i;
            return MARSAD_OK;
        }
    }
    return mrs_fail(error, MARSAD_ERR_USAGE, "unknown snippet \"%.40s\": use html, md, tex or docx",
                    text ? text : "");
}

/* What a byte becomes in a format; NULL if it stays. */
typedef const char *(*escape)(char c);

static void add_escaped(mrs_buffer *out, const char *text, escape escape_of)
{
    for (; *text; text++) {
        const char *replacement = escape_of(*text);
        if (replacement) {
            mrs_buffer_add(out, replacement);
        } else {
            mrs_buffer_add_bytes(out, text, 1);
        }
    }
}

static const char *escape_html(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

/* A path as a URL's path: what would end it, or begin something else, is percent-encoded. */
static const char *escape_url(char c)
{
    static const struct {
        char c;
        const char *code;
    } codes[] = {{' ', "%20"},  {'"', "%22"}, {'#', "%23"},  {'%', "%25"}, {'&', "%26"},
                 {'\'', "%27"}, {'(', "%28"}, {')', "%29"},  {'<', "%3C"}, {'>', "%3E"},
                 {'?', "%3F"},  {'[', "%5B"}, {'\\', "%5C"}, {']', "%5D"}, {'`', "%60"}};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        if (codes[i].c == c) {
            return codes[i].code;
        }
    }
    return NULL;
}

/* Markdown's signs that mean something inside a line, also where raw HTML is allowed; a line's end
 * would end the image. */
static const char *escape_markdown(char c)
{
    static const char signs[] = "\\`*_{}[]()#!|~";
    static const char *const escaped[] = {"\\\\", "\\`", "\\*", "\\_", "\\{", "\\}", "\\[",
                                          "\\]",  "\\(", "\\)", "\\#", "\\!", "\\|", "\\~"};
    const char *at = strchr(signs, c);
    return at         ? escaped[at - signs]
           : c == '<' ? "&lt;"
           : c == '>' ? "&gt;"
           : c == '&' ? "&amp;"
                      : NULL;
}

static const char *escape_tex(char c)
{
    switch (c) {
    case '\\':
        return "\\textbackslash{}";
    case '~':
        return "\\textasciitilde{}";
    case '^':
        return "\\textasciicircum{}";
    case '&':
        return "\\&";
    case '%':
        return "\\%";
    case '$':
        return "\\$";
    case '#':
        return "\\#";
    case '_':
        return "\\_";
    case '{':
        return "\\{";
    case '}':
        return "\\}";
    case '"':
        return "\\textquotedbl{}";
    case '<':
        return "\\textless{}";
    case '>':
        return "\\textgreater{}";
    default:
        return NULL;
    }
}

/* ---- the three kinds ----------------------------------------------------------------------- */

/* Such as "a:b.png", which a browser would read as a scheme. */
static bool looks_like_scheme(const char *path)
{
    size_t head = strcspn(path, ":/");
    return path[head] == ':';
}

static void add_url(mrs_buffer *out, const char *path)
{
    mrs_buffer_add(out, looks_like_scheme(path) ? "./" : "");
    add_escaped(out, path, escape_url);
}

static void add_html(mrs_buffer *out, const char *path, const char *title)
{
    bool arabic = marsad_text_script(title) == MARSAD_SCRIPT_ARABIC;
    mrs_buffer_addf(out, "<figure%s>\n  <img src=\"", arabic ? " lang=\"ar\" dir=\"rtl\"" : "");
    add_url(out, path);
    mrs_buffer_add(out, "\" alt=\"");
    add_escaped(out, title, escape_html);
    mrs_buffer_add(out, title[0] ? "\">\n  <figcaption>" : "\">");
    add_escaped(out, title, escape_html);
    mrs_buffer_add(out, title[0] ? "</figcaption>\n</figure>\n" : "\n</figure>\n");
}

static void add_markdown(mrs_buffer *out, const char *path, const char *title)
{
    mrs_buffer_add(out, "![");
    add_escaped(out, title, escape_markdown);
    mrs_buffer_add(out, "](");
    add_url(out, path);
    mrs_buffer_add(out, title[0] ? ")\n\n*" : ")");
    add_escaped(out, title, escape_markdown);
    mrs_buffer_add(out, title[0] ? "*\n" : "\n");
}

static void add_tex(mrs_buffer *out, const char *path, const char *title)
{
    mrs_buffer_add(out, "% needs \\usepackage{graphicx}\n"
                        "\\begin{figure}\n"
                        "  \\centering\n"
                        "  \\includegraphics[width=\\linewidth]{\\detokenize{");
    mrs_buffer_add(out, path);
    mrs_buffer_add(out, title[0] ? "}}\n  \\caption{" : "}}");
    add_escaped(out, title, escape_tex);
    mrs_buffer_add(out, title[0] ? "}\n\\end{figure}\n" : "\n\\end{figure}\n");
}

static bool has_ending(const char *path, const char *ending)
{
    const char *dot = strrchr(path, '.');
    return dot && strcasecmp(dot, ending) == 0;
}

/* Inside \detokenize these would still end the argument or start a comment. */
static marsad_status check_tex_path(const char *path, marsad_error *error)
{
    if (!has_ending(path, ".pdf") && !has_ending(path, ".png")) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "LaTeX includes PDF or PNG, not \"%.200s\": draw the map as a .pdf", path);
    }
    if (strpbrk(path, "{}%#\\")) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "LaTeX cannot include a file with one of {}%%#\\ in its name: \"%.200s\"",
                        path);
    }
    return MARSAD_OK;
}

static marsad_status check_texts(const char *path, const char *title, marsad_error *error)
{
    if (!path || !path[0] || strpbrk(path, "\r\n")) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "the map's file name is empty or has a line break");
    }
    if (!title || !marsad_text_is_utf8(title, strlen(title), NULL) ||
        !marsad_text_is_utf8(path, strlen(path), NULL)) {
        return mrs_fail(error, MARSAD_ERR_USAGE, "the map's title and file name must be UTF-8");
    }
    return MARSAD_OK;
}

char *mrs_single_line(const char *title)
{
    static const char spaces[] = " \t\r\n";
    title += strspn(title, spaces);
    size_t length = strlen(title);
    while (length > 0 && strchr(spaces, title[length - 1])) {
        length--;
    }
    char *line = mrs_strndup(title, length);
    for (char *c = line; c && *c; c++) {
        *c = (unsigned char)*c < ' ' ? ' ' : *c;
    }
    return line;
}

marsad_status marsad_report_snippet(marsad_snippet kind, const char *map_path, const char *title,
                                    char **out, marsad_error *error)
{
    *out = NULL;
    marsad_status status = check_texts(map_path, title, error);
    if (!status && kind == MARSAD_SNIPPET_TEX) {
        status = check_tex_path(map_path, error);
    }
    if (!status && kind == MARSAD_SNIPPET_DOCX) {
        status = mrs_fail(error, MARSAD_ERR_USAGE, "a Word document is a file, not text");
    }
    if (status) {
        return status;
    }
    mrs_buffer text = {0};
    char *line = mrs_single_line(title);
    if (!line) {
        return mrs_fail_memory(error);
    }
    if (kind == MARSAD_SNIPPET_HTML) {
        add_html(&text, map_path, line);
    } else if (kind == MARSAD_SNIPPET_MD) {
        add_markdown(&text, map_path, line);
    } else {
        add_tex(&text, map_path, line);
    }
    mrs_free(line);
    *out = mrs_buffer_take(&text);
    return *out ? MARSAD_OK : mrs_fail_memory(error);
}
