/* What keeps the rules of a page off a map that stands in it inline. */
#include "base/buffer.h"
#include "map/surface/svg_write.h"

/* Presentation attributes yield to every rule of the page ("* { font-family: … }", "path { fill:
 * none }" for its own charts), and texts inherit from the article around the map. Both are undone
 * with the weight of five element names, so that a page that means the map can still style it by
 * its ids and classes. revert-layer goes back to the attributes, which count as a layer below all
 * rules (CSS Cascade 5, 6.1 and 7.3.2). No colour is set here: where a page forbids styles within
 * it, or a viewer knows none, the attributes say all there is. */
static const char WEIGHT[] = ":not(a-a):not(a-a):not(a-a):not(a-a):not(a-a)";

static const char INHERITED[] =
    "{font:16px sans-serif;letter-spacing:normal;word-spacing:normal;text-transform:none;"
    "text-anchor:start;text-shadow:none;text-indent:0;white-space:normal;word-break:normal;"
    "writing-mode:horizontal-tb;font-feature-settings:normal;font-variation-settings:normal;"
    "font-size-adjust:none;dominant-baseline:auto;fill:#000;fill-opacity:1;fill-rule:nonzero;"
    "stroke:none;stroke-opacity:1;stroke-width:1px;stroke-linecap:butt;stroke-linejoin:miter;"
    "stroke-dasharray:none;stroke-dashoffset:0;stroke-miterlimit:4;paint-order:normal;"
    "shape-rendering:auto;text-rendering:auto}";

void mrs_svg_guard(mrs_svg *w)
{
    const char *prefix = w->scene->prefix;
    mrs_buffer rules = {0};
    mrs_buffer_addf(&rules, ":where(#%s-map)%s%s", prefix, WEIGHT, INHERITED);
    /* Not "#…-map *": what a <use> shows has no map for an ancestor. */
    mrs_buffer_addf(&rules, ":where([id^=\"%s-\"]:not(#%s-map),[id^=\"%s-\"] *)%s", prefix, prefix,
                    prefix, WEIGHT);
    mrs_buffer_add(&rules, "{all:revert-layer}");
    /* The halo of a text: see svg_text.c. */
    mrs_buffer_addf(&rules, ":where([id^=\"%s-\"] .halo>use)%s{display:none}", prefix, WEIGHT);
    mrs_buffer_addf(&rules, ":where([id^=\"%s-\"] .halo>g)%s{stroke:inherit}", prefix, WEIGHT);
    mrs_svg_start(w, "style");
    mrs_svg_string(w, rules.failed ? "" : rules.text);
    mrs_svg_end(w);
    w->bad |= rules.failed;
    mrs_buffer_clear(&rules);
}
