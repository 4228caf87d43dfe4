#include "resolve/judge.h"

#include <math.h>
#include <string.h>

#include "base/buffer.h"

#define CLOSE_GAP 0.10
#define CLEAR_GAP 0.35

static double base_confidence(const mrs_hit *hit)
{
    double confidence = hit->match == MARSAD_MATCH_VARIANT ? 0.90 : 0.97;
    if (strcmp(hit->kind, "historical") == 0) {
        confidence -= 0.10;
    } else if (strcmp(hit->kind, "code") == 0) {
        confidence -= 0.05;
    } else if (strcmp(hit->kind, "colloquial") == 0) {
        confidence -= 0.02;
    }
    return hit->preferred ? confidence + 0.02 : confidence;
}

static bool is_rival(const mrs_hit *first, const mrs_hit *other)
{
    return !other->aside && !(other->abroad && !first->abroad);
}

/* Both scores hold the bonus of the preferred country or neither does: only rivals come here. */
static double gap_of(const mrs_hit *first, const mrs_hit *other)
{
    return first->score - other->score;
}

mrs_verdict mrs_judge(const mrs_hits *hits)
{
    const mrs_hit *first = &hits->items[0];
    mrs_verdict verdict = {.status = MARSAD_RESOLVED, .close = 1};
    double nearest = INFINITY;
    for (size_t i = 1; i < hits->count; i++) {
        const mrs_hit *other = &hits->items[i];
        if (!is_rival(first, other)) {
            continue;
        }
        verdict.close += gap_of(first, other) < CLOSE_GAP;
        if (gap_of(first, other) < fmin(nearest, CLEAR_GAP)) {
            verdict.runner = other;
        }
        nearest = fmin(nearest, gap_of(first, other));
    }
    if (verdict.close > 1) {
        verdict.status = MARSAD_AMBIGUOUS;
        verdict.confidence = 1.0 / (double)verdict.close;
        return verdict;
    }
    verdict.confidence = base_confidence(first);
    if (nearest < CLEAR_GAP) {
        verdict.confidence *= 0.6 + 0.4 * (nearest - CLOSE_GAP) / (CLEAR_GAP - CLOSE_GAP);
    }
    if (first->abroad) {
        verdict.confidence *= 0.6;
    }
    return verdict;
}

double mrs_hit_confidence(const mrs_hits *hits, const mrs_verdict *verdict, size_t index)
{
    if (index == 0) {
        return verdict->confidence;
    }
    double behind = hits->items[0].score - hits->items[index].score;
    return fmin(verdict->confidence, fmax(0.05, 0.5 - behind));
}

void mrs_add_place(mrs_buffer *text, const marsad_place *place)
{
    mrs_buffer_addf(text, "%s (%s)", place->name, place->feature_code);
    if (place->admin1[0]) {
        mrs_buffer_addf(text, ", %s", place->admin1);
    }
    if (place->country[0]) {
        mrs_buffer_addf(text, ", %s", place->country);
    }
}

static const char *kind_phrase(const char *kind)
{
    static const char *const phrases[][2] = {{"official", "the name"},
                                             {"colloquial", "a colloquial name"},
                                             {"historical", "a historical name"},
                                             {"code", "a code"}};
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
        if (strcmp(kind, phrases[i][0]) == 0) {
            return phrases[i][1];
        }
    }
    return "an alternate name";
}

static void add_resolved(mrs_buffer *text, const mrs_hit *first, const mrs_verdict *verdict,
                         const char *country)
{
    mrs_buffer_addf(text, "%s: \"%s\"%s is %s of ", marsad_match_text(first->match), first->name,
                    first->match == MARSAD_MATCH_VARIANT ? ", alike but for the article," : "",
                    kind_phrase(first->kind));
    mrs_add_place(text, &first->place);
    if (first->abroad) {
        mrs_buffer_addf(text, "; no place of this name is listed in %s", country);
    }
    if (verdict->runner) {
        mrs_buffer_add(text, "; less likely: ");
        mrs_add_place(text, &verdict->runner->place);
    }
}

static void add_number(mrs_buffer *text, size_t number)
{
    static const char *const words[] = {"two", "three", "four", "five", "six"};
    if (number >= 2 && number - 2 < sizeof words / sizeof *words) {
        mrs_buffer_add(text, words[number - 2]);
    } else {
        mrs_buffer_addf(text, "%zu", number);
    }
}

static void add_ambiguous(mrs_buffer *text, const mrs_hits *hits, const mrs_verdict *verdict)
{
    enum { SHOWN = 3 };
    add_number(text, verdict->close);
    mrs_buffer_add(text, " places of this name are about as likely: ");
    const mrs_hit *first = &hits->items[0];
    size_t shown = 0;
    for (size_t i = 0; i < hits->count && shown < SHOWN; i++) {
        const mrs_hit *hit = &hits->items[i];
        if (i == 0 || (is_rival(first, hit) && gap_of(first, hit) < CLOSE_GAP)) {
            mrs_buffer_add(text, shown++ ? "; " : "");
            mrs_add_place(text, &hit->place);
        }
    }
    if (verdict->close > SHOWN) {
        mrs_buffer_addf(text, "; and %zu more", verdict->close - SHOWN);
    }
}

char *mrs_reason(const mrs_hits *hits, const mrs_verdict *verdict, const char *country)
{
    mrs_buffer text = {0};
    if (verdict->status == MARSAD_AMBIGUOUS) {
        add_ambiguous(&text, hits, verdict);
    } else {
        add_resolved(&text, &hits->items[0], verdict, country);
    }
    return mrs_buffer_take(&text);
}
