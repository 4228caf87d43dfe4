#include "map/surface/pdf_update.h"

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "text/utf8.h"

/* --- The file as cairo wrote it --- */

enum { ENTRY = 20 }; /* bytes of an entry of the cross-reference table */

typedef struct pdf_file {
    char *text; /* its bytes, and a NUL */
    size_t length;
    size_t table;   /* where the cross-reference table is */
    size_t entries; /* where its first entry is */
    size_t count;   /* of objects, the free one at 0 counted */
    size_t root, info;
} pdf_file;

/* The number behind `key`, which stands in text between from and end. */
static bool number_after(const pdf_file *file, size_t from, const char *key, size_t *out)
{
    const char *at = from < file->length ? strstr(file->text + from, key) : NULL;
    char *end = NULL;
    if (!at) {
        return false;
    }
    at += strlen(key);
    *out = strtoul(at, &end, 10);
    return end != at;
}

/* Where the last `key` of the file stands; its length if nowhere. */
static size_t last_of(const pdf_file *file, const char *key)
{
    const size_t near_end = 1024;
    size_t from = file->length > near_end ? file->length - near_end : 0;
    size_t found = file->length;
    for (size_t i = from; i + strlen(key) <= file->length; i++) {
        if (memcmp(file->text + i, key, strlen(key)) == 0) {
            found = i;
        }
    }
    return found;
}

static bool read_file(pdf_file *file)
{
    size_t trailer = last_of(file, "trailer\n");
    size_t size = 0;
    bool ok = number_after(file, last_of(file, "startxref\n"), "startxref\n", &file->table) &&
              number_after(file, file->table, "xref\n0 ", &file->count) &&
              number_after(file, trailer, "/Size ", &size) &&
              number_after(file, trailer, "/Root ", &file->root) &&
              number_after(file, trailer, "/Info ", &file->info) && size == file->count &&
              file->root < size && file->info < size;
    const char *first = ok ? strchr(file->text + file->table + strlen("xref\n"), '\n') : NULL;
    file->entries = first ? (size_t)(first + 1 - file->text) : 0;
    return first && file->entries + file->count * ENTRY < file->length;
}

/* The text of an object that has no stream, between "obj" and "endobj". NULL if it is none. */
static const char *object_text(const pdf_file *file, size_t number, size_t *length)
{
    size_t at = strtoul(file->text + file->entries + number * ENTRY, NULL, 10);
    char head[32];
    size_t bytes = (size_t)snprintf(head, sizeof head, "%zu 0 obj\n", number);
    if (at + bytes >= file->length || strncmp(file->text + at, head, bytes) != 0) {
        return NULL;
    }
    const char *text = file->text + at + bytes;
    const char *end = strstr(text, "endobj"); /* within a stream it may not be found */
    *length = end ? (size_t)(end - text) : 0;
    return end && !memmem(text, *length, "\nstream\n", 8) ? text : NULL;
}

/* --- The update --- */

typedef struct update {
    const pdf_file *file;
    const mrs_scene *scene;
    size_t begins; /* where it will stand in the file */
    mrs_buffer body, table;
    size_t figures;   /* seen so far */
    size_t root;      /* of the structure; 0: there is none */
    const char *kids; /* of the root, in the file's text */
} update;

static void begin_object(update *u, size_t number)
{
    mrs_buffer_addf(&u->table, "%zu 1\n%010zu 00000 n \n", number, u->begins + u->body.length);
    mrs_buffer_addf(&u->body, "%zu 0 obj\n", number);
}

/* The numbers of the objects that are new. */
static size_t metadata_number(const pdf_file *file)
{
    return file->count;
}

static size_t document_number(const pdf_file *file)
{
    return file->count + 1;
}

static bool starts_with(const char *text, const char *beginning)
{
    return strncmp(text, beginning, strlen(beginning)) == 0;
}

/* A dictionary's text, ending in ">>\n", with more entries before its end. */
static void add_extended(update *u, size_t number, const char *text, size_t length,
                         const char *entries)
{
    while (length && text[length - 1] != '>') {
        length--;
    }
    begin_object(u, number);
    mrs_buffer_add_bytes(&u->body, text, length >= 2 ? length - 2 : 0);
    mrs_buffer_addf(&u->body, "%s>>\nendobj\n", entries);
}

/* Adds "   /NAME <FEFF…>\n". */
static void add_words(mrs_buffer *out, const char *name, const char *words)
{
    glong count = 0;
    gunichar2 *units = g_utf8_to_utf16(words, -1, NULL, &count, NULL);
    mrs_buffer_addf(out, "   /%s <FEFF", name);
    for (glong i = 0; units && i < count; i++) {
        mrs_buffer_addf(out, "%04X", (unsigned)units[i]);
    }
    mrs_buffer_add(out, ">\n");
    g_free(units);
}

/* The map in words; not more of them than someone would hear out. */
static char *words_of(const mrs_scene *scene, bool whole)
{
    const size_t most = 8000;
    const char *text = scene->description ? scene->description : "";
    size_t line = strcspn(text, "\n");
    return mrs_strndup(text, whole ? mrs_utf8_prefix(text, strlen(text), most) : line);
}

/* --- The structure: cairo hangs every element from the root, where a document is expected --- */

static bool is_figure(const char *text, size_t length)
{
    static const char line[] = "\n   /S /Figure\n";
    return memmem(text, length, line, strlen(line));
}

static void add_element(update *u, size_t number, const char *text, size_t length)
{
    static const char key[] = "\n   /P ";
    mrs_buffer entry = {0};
    mrs_buffer moved = {0};
    const char *parent = memmem(text, length, key, strlen(key));
    const char *rest = parent ? strchr(parent + 1, '\n') : NULL;
    if (!rest) {
        return;
    }
    mrs_buffer_add_bytes(&moved, text, (size_t)(parent - text));
    mrs_buffer_addf(&moved, "%s%zu 0 R", key, document_number(u->file));
    mrs_buffer_add_bytes(&moved, rest, length - (size_t)(rest - text));
    char *words = is_figure(text, length) ? words_of(u->scene, u->figures++ == 0) : mrs_strdup("");
    if (words && words[0]) {
        mrs_utf8_replace_noncharacters(words);
        add_words(&entry, "Alt", words);
    }
    u->body.failed |= !words || entry.failed || moved.failed;
    if (!u->body.failed) {
        add_extended(u, number, moved.text, moved.length, entry.text ? entry.text : "");
    }
    mrs_free(words);
    mrs_buffer_clear(&entry);
    mrs_buffer_clear(&moved);
}

/* Adds the elements that stand in the root's text, or of these only the headings, or all else. */
static void add_children(update *u, const char *kids, bool headings)
{
    char *end;
    for (const char *at = kids;; at = end) {
        size_t number = strtoul(at, &end, 10);
        size_t length;
        if (end == at || number >= u->file->count) {
            return;
        }
        const char *text = object_text(u->file, number, &length);
        bool heading = text && memmem(text, length, "\n   /S /H1\n", 11);
        if (heading == headings) {
            mrs_buffer_addf(&u->body, " %zu 0 R", number);
        }
        end += strspn(end, " 0R");
    }
}

static const char first_kid[] = "\n   /K [";

static void add_root(update *u, size_t root, const char *text, size_t length)
{
    const char *kids = memmem(text, length, first_kid, strlen(first_kid));
    if (kids) {
        begin_object(u, root);
        mrs_buffer_add_bytes(&u->body, text, (size_t)(kids - text));
        mrs_buffer_addf(&u->body, "\n   /K [ %zu 0 R ]\n>>\nendobj\n", document_number(u->file));
        u->root = root;
        u->kids = kids + strlen(first_kid);
    }
}

/* The title is read first, though it is drawn after the map. */
static void add_document(update *u)
{
    begin_object(u, document_number(u->file));
    mrs_buffer_addf(&u->body, "<< /Type /StructElem\n   /S /Document\n   /P %zu 0 R\n   /K [",
                    u->root);
    add_children(u, u->kids, true);
    add_children(u, u->kids, false);
    mrs_buffer_add(&u->body, " ]\n>>\nendobj\n");
}

/* --- The document --- */

static void add_catalog(update *u, const char *text, size_t length)
{
    mrs_buffer entries = {0};
    const char *language = u->scene->language ? u->scene->language : "en";
    bool from_right = strncmp(language, "ar", 2) == 0;
    mrs_buffer_addf(&entries,
                    "   /Lang (%.2s)\n"
                    "   /MarkInfo << /Marked true >>\n"
                    "   /ViewerPreferences << /DisplayDocTitle true%s >>\n"
                    "   /Metadata %zu 0 R\n",
                    language, from_right ? " /Direction /R2L" : "", metadata_number(u->file));
    u->body.failed |= entries.failed;
    if (!entries.failed) {
        add_extended(u, u->file->root, text, length, entries.text);
    }
    mrs_buffer_clear(&entries);
}

/* Adds "   /NAME [ … ]\n": the page but for `by` px at each edge. */
static void add_box(mrs_buffer *out, const mrs_scene *scene, const char *name, double by)
{
    const double pt_per_px = 72 / scene->px_per_inch;
    const double edges[] = {by, by, scene->width - by, scene->height - by};
    mrs_buffer_addf(out, "   /%s [", name);
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++) {
        char figure[G_ASCII_DTOSTR_BUF_SIZE];
        g_ascii_formatd(figure, sizeof figure, "%.6f", edges[i] * pt_per_px);
        mrs_buffer_addf(out, " %s", figure);
    }
    mrs_buffer_add(out, " ]\n");
}

/* Where the page is cut, and how far it is printed beyond that. */
static void add_page(update *u, size_t number, const char *text, size_t length)
{
    mrs_buffer entries = {0};
    if (!(u->scene->bleed > 0)) {
        return;
    }
    add_box(&entries, u->scene, "TrimBox", u->scene->bleed);
    add_box(&entries, u->scene, "BleedBox", 0);
    u->body.failed |= entries.failed;
    if (!u->body.failed) {
        add_extended(u, number, text, length, entries.text);
    }
    mrs_buffer_clear(&entries);
}

/* Without the line that names a date. */
static void add_info(update *u, const char *text, size_t length)
{
    static const char line[] = "\n   /CreationDate (";
    const char *date = memmem(text, length, line, strlen(line));
    const char *after = date ? strchr(date + strlen(line), ')') : NULL;
    if (after) {
        begin_object(u, u->file->info);
        mrs_buffer_add_bytes(&u->body, text, (size_t)(date - text));
        mrs_buffer_add_bytes(&u->body, after + 1, length - (size_t)(after + 1 - text));
        mrs_buffer_add(&u->body, "endobj\n");
    }
}

/* One of the "/x8 8 0 R" of a dictionary of forms; 0 at its end. */
static size_t entry_length(const char *at)
{
    size_t length = strspn(at, " ");
    if (at[length] != '/') {
        return 0;
    }
    for (int word = 0; word < 4; word++) { /* name, number, generation, R */
        length += strcspn(at + length, " >") + (word < 3);
    }
    return length;
}

/* cairo names a form in a page's resources as often as it is used: once will do. */
static void add_resources(update *u, size_t number, const char *text, size_t length)
{
    static const char head[] = "/XObject <<";
    const char *at = memmem(text, length, head, strlen(head));
    mrs_buffer seen = {0};
    size_t bytes;
    bool twice = false;
    if (!at) {
        return;
    }
    at += strlen(head);
    const char *first = at;
    for (; (bytes = entry_length(at)); at += bytes) {
        char entry[64];
        snprintf(entry, sizeof entry, "%.*s ", (int)bytes, at);
        bool known = seen.text && strstr(seen.text, entry);
        twice |= known;
        mrs_buffer_add(&seen, known ? "" : entry);
    }
    if (twice && !seen.failed) {
        begin_object(u, number);
        mrs_buffer_add_bytes(&u->body, text, (size_t)(first - text));
        mrs_buffer_add(&u->body, seen.text);
        mrs_buffer_add_bytes(&u->body, at, length - (size_t)(at - text));
        mrs_buffer_add(&u->body, "endobj\n");
    }
    u->body.failed |= seen.failed;
    mrs_buffer_clear(&seen);
}

/* --- XMP --- */

/* Adds `text` with what XML has a meaning for written out. */
static void add_escaped(mrs_buffer *out, const char *text)
{
    char *clean = mrs_strdup(text ? text : "");
    if (!clean) {
        out->failed = true;
        return;
    }
    mrs_utf8_replace_noncharacters(clean);
    for (const char *c = clean; *c; c++) {
        switch (*c) {
        case '&':
            mrs_buffer_add(out, "&amp;");
            break;
        case '<':
            mrs_buffer_add(out, "&lt;");
            break;
        case '>':
            mrs_buffer_add(out, "&gt;");
            break;
        default:
            mrs_buffer_add_bytes(out, (unsigned char)*c < 0x20 ? " " : c, 1);
        }
    }
    mrs_free(clean);
}

static void add_alternative(mrs_buffer *out, const char *name, const char *text)
{
    mrs_buffer_addf(out, "<dc:%s><rdf:Alt><rdf:li xml:lang=\"x-default\">", name);
    add_escaped(out, text);
    mrs_buffer_addf(out, "</rdf:li></rdf:Alt></dc:%s>\n", name);
}

static void add_xmp(update *u, const char *subject, const char *keywords)
{
    mrs_buffer xmp = {0};
    mrs_buffer_add(&xmp, "<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                         "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
                         "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
                         "<rdf:Description rdf:about=\"\" "
                         "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
                         "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" "
                         "xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n"
                         "<dc:format>application/pdf</dc:format>\n");
    add_alternative(&xmp, "title", u->scene->title);
    add_alternative(&xmp, "description", subject);
    if (u->scene->credits) {
        add_alternative(&xmp, "rights", u->scene->credits);
    }
    mrs_buffer_add(&xmp, "<dc:language><rdf:Bag><rdf:li>");
    add_escaped(&xmp, u->scene->language);
    mrs_buffer_add(&xmp, "</rdf:li></rdf:Bag></dc:language>\n"
                         "<xmp:CreatorTool>Marsad</xmp:CreatorTool>\n<pdf:Keywords>");
    add_escaped(&xmp, keywords);
    mrs_buffer_add(&xmp, "</pdf:Keywords>\n</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n"
                         "<?xpacket end=\"r\"?>\n");
    begin_object(u, metadata_number(u->file));
    mrs_buffer_addf(&u->body, "<< /Type /Metadata\n   /Subtype /XML\n   /Length %zu\n>>\nstream\n",
                    xmp.length);
    mrs_buffer_add(&u->body, xmp.failed ? "" : xmp.text);
    mrs_buffer_add(&u->body, "endstream\nendobj\n");
    u->body.failed |= xmp.failed;
    mrs_buffer_clear(&xmp);
}

/* --- Keywords --- */

enum { MOST_KEYWORDS = 40 };

static void add_keyword(mrs_buffer *out, const char *word, size_t length, size_t *count)
{
    mrs_buffer known = {0};
    mrs_buffer framed = {0};
    mrs_buffer_addf(&known, ", %s, ", out->text ? out->text : "");
    mrs_buffer_addf(&framed, ", %.*s, ", (int)length, word);
    out->failed |= known.failed || framed.failed;
    if (!out->failed && !strstr(known.text, framed.text)) {
        mrs_buffer_addf(out, "%s%.*s", out->length ? ", " : "", (int)length, word);
        (*count)++;
    }
    mrs_buffer_clear(&known);
    mrs_buffer_clear(&framed);
}

/* The data are the scene's own JSON, where no text holds the quotes of a member's name bare. A name
 * that needs an escape is passed over. */
char *mrs_pdf_keywords(const mrs_scene *scene)
{
    static const char member[] = "\"place\":\"";
    const char *at = scene->data;
    mrs_buffer out = {0};
    size_t count = 0;
    while (at && count < MOST_KEYWORDS && (at = strstr(at, member))) {
        at += strlen(member);
        size_t length = strcspn(at, "\"\\");
        if (at[length] == '"') {
            add_keyword(&out, at, length, &count);
        }
    }
    return mrs_buffer_take(&out);
}

/* --- All of it --- */

static void add_objects(update *u)
{
    for (size_t number = 1; number < u->file->count; number++) {
        size_t length;
        const char *text = object_text(u->file, number, &length);
        if (!text) {
            continue;
        }
        if (number == u->file->root) {
            add_catalog(u, text, length);
        } else if (number == u->file->info) {
            add_info(u, text, length);
        } else if (starts_with(text, "<< /Type /Page ")) {
            add_page(u, number, text, length);
        } else if (starts_with(text, "<< /Type /StructTreeRoot\n")) {
            add_root(u, number, text, length);
        } else if (starts_with(text, "<< /Type /StructElem\n")) {
            add_element(u, number, text, length);
        } else {
            add_resources(u, number, text, length);
        }
    }
}

void mrs_pdf_update(mrs_buffer *pdf, const mrs_scene *scene)
{
    pdf_file file = {.text = pdf->text, .length = pdf->length};
    if (pdf->failed || !read_file(&file)) {
        return;
    }
    update u = {.file = &file, .scene = scene, .begins = pdf->length};
    char *subject = words_of(scene, false);
    char *keywords = mrs_pdf_keywords(scene);
    add_objects(&u);
    if (subject && keywords) {
        add_xmp(&u, subject, keywords);
    }
    if (u.root) {
        add_document(&u);
    }
    u.body.failed |= !subject || !keywords || u.table.failed;
    size_t table = u.begins + u.body.length;
    if (!u.body.failed) {
        mrs_buffer_add_bytes(pdf, u.body.text, u.body.length);
        mrs_buffer_addf(pdf, "xref\n%s", u.table.text);
        mrs_buffer_addf(pdf,
                        "trailer\n<< /Size %zu\n   /Root %zu 0 R\n   /Info %zu 0 R\n"
                        "   /Prev %zu\n>>\nstartxref\n%zu\n%%%%EOF\n",
                        file.count + (u.root ? 2 : 1), file.root, file.info, file.table, table);
    }
    pdf->failed |= u.body.failed;
    mrs_free(subject);
    mrs_free(keywords);
    mrs_buffer_clear(&u.body);
    mrs_buffer_clear(&u.table);
}
