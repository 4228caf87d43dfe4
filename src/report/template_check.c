#include "report/template_check.h"

#include <libxml/parser.h>
#include <libxml/uri.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"

#define XSLT_NAMESPACE "http://www.w3.org/1999/XSL/Transform"

enum { MOST_LEVELS = 32, FLAGS = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING };

/* --- Where a file lies --- */

/* The path of a URI: without "file://", and with %XX as what they stand for. To be freed with
 * xmlFree(). */
static char *path_of(const char *uri)
{
    static const char *const schemes[] = {"file://localhost/", "file:///", "file:/"};
    const char *path = uri;
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes && path == uri; i++) {
        size_t length = strlen(schemes[i]);
        if (strncmp(uri, schemes[i], length) == 0) {
            path = uri + length - 1;
        }
    }
    return xmlURIUnescapeString(path, 0, NULL);
}

static bool lies_in(const char *path, const char *folder)
{
    size_t length = folder ? strlen(folder) : 0;
    return folder && strncmp(path, folder, length) == 0 &&
           (path[length] == '/' || strcmp(folder, "/") == 0);
}

bool mrs_may_read(const mrs_folders *folders, const char *path)
{
    char *plain = path_of(path);
    char *there = plain ? realpath(plain, NULL) : NULL;
    bool may = there && (lies_in(there, folders->own) || lies_in(there, folders->styles));
    free(there);
    xmlFree(plain);
    return may;
}

/* --- Reading --- */

static marsad_status fail_parse(xmlParserCtxtPtr parser, const char *path, marsad_error *error)
{
    const xmlError *fault = xmlCtxtGetLastError(parser);
    char message[256] = "it cannot be read";
    if (fault && fault->message) {
        snprintf(message, sizeof message, "%s", fault->message);
        message[strcspn(message, "\n")] = '\0';
    }
    return mrs_fail_at(error, MARSAD_ERR_INPUT, path, fault ? fault->line : 0, NULL,
                       "no stylesheet, for it is no XML: %s", message);
}

static marsad_status parse(const char *path, int flags, xmlDocPtr *out, marsad_error *error)
{
    xmlParserCtxtPtr parser = xmlNewParserCtxt();
    if (!parser) {
        return mrs_fail_memory(error);
    }
    *out = xmlCtxtReadFile(parser, path, NULL, FLAGS | flags);
    marsad_status status = *out ? MARSAD_OK : fail_parse(parser, path, error);
    xmlFreeParserCtxt(parser);
    return status;
}

/* Entities that stand in the file itself are a stylesheet's abbreviations; others would be read
 * from elsewhere. */
static marsad_status check_doctype(xmlDocPtr document, const char *path, marsad_error *error)
{
    const xmlDtd *doctype = document->intSubset;
    bool outside = doctype && (doctype->SystemID || doctype->ExternalID);
    for (xmlNodePtr node = doctype ? doctype->children : NULL; node; node = node->next) {
        outside |= node->type == XML_ENTITY_DECL && ((xmlEntityPtr)node)->SystemID;
    }
    return outside ? mrs_fail_at(error, MARSAD_ERR_INPUT, path, 0, NULL,
                                 "its DOCTYPE reads other files, which a template may not")
                   : MARSAD_OK;
}

/* --- What it takes in --- */

static bool takes_in(xmlNodePtr node)
{
    bool xslt = node->type == XML_ELEMENT_NODE && node->ns &&
                strcmp((const char *)node->ns->href, XSLT_NAMESPACE) == 0;
    return xslt && (strcmp((const char *)node->name, "import") == 0 ||
                    strcmp((const char *)node->name, "include") == 0);
}

static marsad_status check_parts(xmlDocPtr document, const mrs_folders *folders, int level,
                                 marsad_error *error);

static marsad_status check_part(const char *uri, xmlNodePtr node, const mrs_folders *folders,
                                int level, marsad_error *error)
{
    const char *from = (const char *)node->doc->URL;
    if (!mrs_may_read(folders, uri)) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, from, xmlGetLineNo(node), NULL,
                           "it takes in \"%.200s\", which is not in its own folder", uri);
    }
    if (level == MOST_LEVELS) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, from, xmlGetLineNo(node), NULL,
                           "it takes in files that take in files without end");
    }
    xmlDocPtr part = NULL;
    marsad_status status = parse(uri, 0, &part, error);
    status = status ? status : check_doctype(part, uri, error);
    status = status ? status : check_parts(part, folders, level + 1, error);
    xmlFreeDoc(part);
    return status;
}

static marsad_status check_parts(xmlDocPtr document, const mrs_folders *folders, int level,
                                 marsad_error *error)
{
    xmlNodePtr root = xmlDocGetRootElement(document);
    marsad_status status = MARSAD_OK;
    for (xmlNodePtr node = root ? root->children : NULL; !status && node; node = node->next) {
        if (!takes_in(node)) {
            continue;
        }
        xmlChar *href = xmlGetNoNsProp(node, BAD_CAST "href");
        xmlChar *base = xmlNodeGetBase(document, node);
        xmlChar *uri = href ? xmlBuildURI(href, base) : NULL;
        if (uri) { /* where it has none, libxslt says so */
            status = check_part((const char *)uri, node, folders, level, error);
        }
        xmlFree(href);
        xmlFree(base);
        xmlFree(uri);
    }
    return status;
}

/* Leads what the document takes in of ours, as "marsad:report.xsl", to the file. */
static marsad_status lead_to_styles(xmlDocPtr document, const mrs_folders *folders,
                                    marsad_error *error)
{
    static const char scheme[] = "marsad:";
    xmlNodePtr root = xmlDocGetRootElement(document);
    bool failed = false;
    for (xmlNodePtr node = root ? root->children : NULL; folders->styles && node;
         node = node->next) {
        xmlChar *href = takes_in(node) ? xmlGetNoNsProp(node, BAD_CAST "href") : NULL;
        if (href && strncmp((const char *)href, scheme, sizeof scheme - 1) == 0) {
            mrs_buffer path = {0};
            mrs_buffer_addf(&path, "%s/%s", folders->styles,
                            (const char *)href + sizeof scheme - 1);
            xmlChar *uri = path.failed ? NULL : xmlPathToURI(BAD_CAST path.text);
            failed |= !uri || !xmlSetProp(node, BAD_CAST "href", uri);
            xmlFree(uri);
            mrs_buffer_clear(&path);
        }
        xmlFree(href);
    }
    return failed ? mrs_fail_memory(error) : MARSAD_OK;
}

marsad_status mrs_template_read(const char *path, const mrs_folders *folders, xmlDocPtr *out,
                                marsad_error *error)
{
    *out = NULL;
    marsad_status status = mrs_file_readable(path, error);
    status = status ? status : parse(path, 0, out, error);
    status = status ? status : check_doctype(*out, path, error);
    if (!status) {
        xmlFreeDoc(*out);
        status = parse(path, XML_PARSE_NOENT | XML_PARSE_NOCDATA, out, error);
    }
    status = status ? status : lead_to_styles(*out, folders, error);
    status = status ? status : check_parts(*out, folders, 0, error);
    if (status) {
        xmlFreeDoc(*out);
        *out = NULL;
    }
    return status;
}
