#include "events/geocode_answers.h"

#include <string.h>

#include "base/fail.h"
#include "base/memory.h"

/* ---- compacting ----------------------------------------------------------------------------- */

static const char *kept(mrs_answers *all, const char *text)
{
    return mrs_arena_text(&all->texts, text, strlen(text));
}

/* Matched as the first is: "Misrata" is the name of the town, and only a part of its airport's. */
static bool is_of_that_name(const marsad_resolution *found, size_t index)
{
    return found->candidates[index].match == found->candidates[0].match;
}

/* Of an unresolved name the candidates only come near: coordinates are not compared with them. */
static bool keep_places(mrs_answers *all, const marsad_resolution *found, mrs_answer *out)
{
    if (found->status == MARSAD_UNRESOLVED || !found->candidate_count) {
        return true;
    }
    out->places = mrs_arena_alloc(&all->texts, found->candidate_count, sizeof *out->places);
    for (size_t i = 0; out->places && i < found->candidate_count; i++) {
        const marsad_place *place = found->candidates[i].place;
        if (is_of_that_name(found, i)) {
            mrs_named_place *to = &out->places[out->place_count++];
            *to = (mrs_named_place){place->at, place->uncertainty_m, kept(all, place->id),
                                    kept(all, place->name)};
            if (!to->id || !to->name) {
                return false;
            }
        }
    }
    return out->places != NULL;
}

static bool compact(mrs_answers *all, const marsad_resolution *found, mrs_answer *out)
{
    const marsad_place *place = marsad_resolution_place(found);
    *out = (mrs_answer){.placement = mrs_placement_of(found),
                        .confidence = found->confidence,
                        .id = "",
                        .name = "",
                        .match = marsad_match_text(found->match),
                        .reason = kept(all, found->reason),
                        .where_prec = marsad_where_prec(found),
                        .geo_precision = marsad_geo_precision(found)};
    if (place) {
        out->at = place->at;
        out->uncertainty_m = place->uncertainty_m;
        out->id = kept(all, place->id);
        out->name = kept(all, place->name);
    }
    return out->reason && out->id && out->name && keep_places(all, found, out);
}

/* ---- asking --------------------------------------------------------------------------------- */

/* Notes a decision that was used. */
static marsad_status note_decision(mrs_answers *all, const marsad_incident *incident, bool *decided,
                                   marsad_error *error)
{
    const marsad_decisions *decisions = all->placer.decisions;
    const mrs_decision *decision = NULL;
    marsad_status status =
        decisions ? mrs_decisions_find(decisions, incident, &decision, error) : MARSAD_OK;
    *decided = decision != NULL;
    if (!status && decision && !all->used) {
        all->used = mrs_alloc(decisions->count, sizeof *all->used);
        status = all->used ? MARSAD_OK : mrs_fail_memory(error);
    }
    if (!status && decision) {
        all->used[decision->index] = true;
    }
    return status;
}

static marsad_status keep_answer(mrs_answers *all, const marsad_incident *incident,
                                 const marsad_resolution *found, bool in_company, mrs_answer *out,
                                 marsad_error *error)
{
    bool decided = false;
    marsad_status status = note_decision(all, incident, &decided, error);
    if (status) {
        return status;
    }
    if (!compact(all, found, out)) {
        return mrs_fail_memory(error);
    }
    bool is_open = out->placement == MARSAD_UNPLACED || out->placement == MARSAD_PLACED_AMBIGUOUSLY;
    bool asks = all->review && is_open && !decided;
    out->is_alone = !in_company && (asks || mrs_is_unsure(found));
    size_t index;
    if (asks && in_company) {
        status = mrs_review_ask(all->review, incident, found, &index, error);
        out->question = status ? 0 : index + 1; /* of none 0 */
    }
    return status;
}

/* By itself, and if that is not sure, in the company that it keeps. */
static marsad_status ask(mrs_answers *all, const marsad_incident *incident, bool in_company,
                         marsad_resolution **out, marsad_error *error)
{
    marsad_status status = mrs_placer_resolve(&all->placer, incident, false, out, error);
    if (status || !in_company || !all->placer.company.count || !mrs_is_unsure(*out)) {
        return status;
    }
    marsad_resolution_free(*out);
    return mrs_placer_resolve(&all->placer, incident, true, out, error);
}

static marsad_status answer(mrs_answers *all, const marsad_incident *incident, bool in_company,
                            mrs_answer *out, marsad_error *error)
{
    marsad_resolution *found = NULL;
    marsad_error cause = {0};
    marsad_status status = ask(all, incident, in_company, &found, &cause);
    if (status == MARSAD_ERR_INPUT && cause.row == incident->row && cause.column[0]) {
        *out = (mrs_answer){
            .fault = kept(all, cause.message), .id = "", .name = "", .match = "", .reason = ""};
        return out->fault ? MARSAD_OK : mrs_fail_memory(error);
    }
    if (!status) {
        status = keep_answer(all, incident, found, in_company, out, &cause);
    }
    marsad_resolution_free(found);
    if (status && error) {
        *error = cause;
    }
    return status;
}

static void forget(mrs_answers *all)
{
    mrs_placer_forget(&all->placer);
    mrs_arena_clear(&all->texts);
    all->count = 0;
}

/* The place of a new answer, which `*seen` then leads to. */
static mrs_answer *new_answer(mrs_answers *all, size_t *seen)
{
    if (!mrs_grow((void **)&all->items, &all->capacity, all->count, sizeof *all->items)) {
        return NULL;
    }
    *seen = ++all->count;
    return &all->items[all->count - 1];
}

marsad_status mrs_answers_get(mrs_answers *all, const marsad_incident *incident, bool in_company,
                              const mrs_answer **out, marsad_error *error)
{
    if (all->count == MRS_ANSWERS_MOST) {
        forget(all);
    }
    size_t *seen = mrs_placer_seen(&all->placer, incident);
    mrs_answer *known = seen && *seen ? &all->items[*seen - 1] : NULL;
    if (known && !(in_company && known->is_alone)) {
        *out = known;
        return MARSAD_OK;
    }
    known = known || !seen ? known : new_answer(all, seen);
    if (!known) {
        return mrs_fail_memory(error);
    }
    *out = known;
    marsad_status status = answer(all, incident, in_company, known, error);
    if (status) {
        *known = (mrs_answer){.is_alone = true, .id = "", .name = "", .match = "", .reason = ""};
    }
    return status;
}

void mrs_answers_clear(mrs_answers *all)
{
    forget(all);
    mrs_placer_clear(&all->placer);
    mrs_free(all->items);
    mrs_free(all->used);
    all->items = NULL;
    all->used = NULL;
}
