/** Asks an SVG by XPath, "s" being its namespace. Include it after <cmocka.h>. */
#ifndef MARSAD_TEST_ASK_SVG_H
#define MARSAD_TEST_ASK_SVG_H

#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <stdio.h>

/** What the expression finds; to be freed with xmlXPathFreeObject(). */
static inline xmlXPathObjectPtr query(xmlDocPtr document, const char *expression)
{
    xmlXPathContextPtr context = xmlXPathNewContext(document);
    xmlXPathRegisterNs(context, BAD_CAST "s", BAD_CAST "http://www.w3.org/2000/svg");
    xmlXPathObjectPtr found = xmlXPathEval(BAD_CAST expression, context);
    xmlXPathFreeContext(context);
    assert_non_null(found);
    return found;
}

/** How many nodes there are at the path. */
static inline int count_in(xmlDocPtr document, const char *path)
{
    char expression[512];
    snprintf(expression, sizeof expression, "count(%s)", path);
    xmlXPathObjectPtr found = query(document, expression);
    int count = (int)found->floatval;
    xmlXPathFreeObject(found);
    return count;
}

#endif
