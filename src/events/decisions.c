#include "events/decisions.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/fail.h"
#include "base/memory.h"
#include "base/trim.h"
#include "events/problems.h"
#include "geo/number.h"
#include "geo/vector.h"

/* Confidence in what a person has chosen. */
static const double CHOSEN = 1;

/* ---- asking --------------------------------------------------------------------------------- */

marsad_status mrs_decisions_find(const marsad_decisions *decisions, const marsad_incident *incident,
                                 const mrs_decision **out, marsad_error *error)
{
    mrs_buffer key = {0};
    *out = NULL;
    marsad_status status =
        mrs_question_key(incident->location, incident->country, incident->admin1, &key, error);
    size_t found = status ? 0 : mrs_seen_find(&decisions->by_key, key.text);
    *out = found ? &decisions->items[found - 1] : NULL;
    mrs_buffer_clear(&key);
    return status;
}

static char *reason_of(const mrs_decision *decision)
{
    mrs_buffer reason = {0};
    char choice[MRS_QUOTED_SIZE];
    mrs_quoted(choice, decision->cells[MRS_REVIEW_CHOICE]);
    if (decision->is_none) {
        mrs_buffer_add(&reason, "a person decided that it has no place");
    } else if (decision->place.id[0]) {
        mrs_buffer_addf(&reason, "chosen by a person: %s, %s", decision->place.name,
                        decision->place.id);
    } else {
        mrs_buffer_addf(&reason, "chosen by a person: %s", choice);
    }
    return mrs_buffer_take(&reason);
}

static bool fill_place(marsad_resolution *answer, const mrs_decision *decision)
{
    answer->candidates = mrs_alloc(1, sizeof *answer->candidates);
    answer->own = mrs_alloc(1, sizeof *answer->own);
    if (!answer->candidates || !answer->own ||
        marsad_place_copy(&decision->place, answer->own, NULL)) {
        return false;
    }
    answer->candidates[0] = (marsad_candidate){answer->own, CHOSEN, MARSAD_MATCH_DECISION};
    answer->candidate_count = 1;
    answer->status = MARSAD_RESOLVED;
    answer->match = MARSAD_MATCH_DECISION;
    answer->confidence = CHOSEN;
    return true;
}

marsad_status mrs_decision_answer(const mrs_decision *decision, const char *query,
                                  marsad_resolution **out, marsad_error *error)
{
    *out = NULL;
    marsad_resolution *answer = mrs_alloc(1, sizeof *answer);
    if (!answer) {
        return mrs_fail_memory(error);
    }
    answer->query = mrs_strdup(query);
    answer->reason = reason_of(decision);
    if (!answer->query || !answer->reason ||
        (!decision->is_none && !fill_place(answer, decision))) {
        marsad_resolution_free(answer);
        return mrs_fail_memory(error);
    }
    *out = answer;
    return MARSAD_OK;
}

/* ---- a choice ------------------------------------------------------------------------------- */

typedef struct reader {
    marsad_decisions *decisions;
    marsad_gazetteer *gazetteer;
    mrs_vector *vector;
    size_t columns[MRS_REVIEW_COLUMNS]; /* of the file, or ABSENT */
} reader;

#define ABSENT ((size_t)-1)

static marsad_status fail_choice(const reader *r, const mrs_decision *decision, const char *why,
                                 marsad_error *error)
{
    char choice[MRS_QUOTED_SIZE];
    mrs_quoted(choice, decision->cells[MRS_REVIEW_CHOICE]);
    return mrs_fail_at(error, MARSAD_ERR_INPUT, r->decisions->path, decision->row, "choice",
                       "choice must be the number of a candidate, the id of a place, coordinates "
                       "such as \"32.6, 14.3\" (latitude, longitude), or none; not \"%s\"%s%s",
                       choice, why[0] ? ": " : "", why);
}

/* A number of degrees with the letter of its side: what it is written to is read from it. */
static void add_degrees(mrs_buffer *to, const char *text, size_t length, double value,
                        const char *sides)
{
    char side[2] = {value < 0 ? sides[1] : sides[0], '\0'};
    while (length && strchr(" +-", text[0])) {
        text++;
        length--;
    }
    mrs_buffer_add_bytes(to, text, length);
    mrs_buffer_add(to, side);
    mrs_buffer_add(to, " ");
}

/* Two plain numbers are latitude and longitude, as people copy them from a map; else the text as it
 * is. */
static char *coordinates_text(const char *text)
{
    mrs_buffer out = {0};
    double lat, lon;
    const char *comma = strchr(text, ',');
    size_t before = comma ? (size_t)(comma - text) : 0;
    if (comma && mrs_number_parse(text, before, &lat) &&
        mrs_number_parse(comma + 1, strlen(comma + 1), &lon)) {
        add_degrees(&out, text, before, lat, "NS");
        add_degrees(&out, comma + 1, strlen(comma + 1), lon, "EW");
    } else {
        mrs_buffer_add(&out, text);
    }
    return mrs_buffer_take(&out);
}

static marsad_status make_point(mrs_decision *decision, marsad_lonlat at, double precision_m,
                                marsad_error *error)
{
    static char empty[] = "";
    const marsad_place point = {.id = empty,
                                .name = (char *)decision->cells[MRS_REVIEW_LOCATION],
                                .name_ar = empty,
                                .name_fr = empty,
                                .feature_code = empty,
                                .country = (char *)decision->cells[MRS_REVIEW_COUNTRY],
                                .admin1 = (char *)decision->cells[MRS_REVIEW_ADMIN1],
                                .at = at,
                                .uncertainty_m = precision_m,
                                .source = empty};
    return marsad_place_copy(&point, &decision->place, error);
}

static marsad_status choose_point(const reader *r, mrs_decision *decision, const char *text,
                                  marsad_error *error)
{
    marsad_lonlat at;
    double precision_m;
    marsad_error cause = {0};
    char *written = coordinates_text(text);
    if (!written) {
        return mrs_fail_memory(error);
    }
    marsad_status status = marsad_coordinates_parse(written, &at, &precision_m, &cause);
    mrs_free(written);
    if (!status) {
        return make_point(decision, at, precision_m, error);
    }
    return fail_choice(r, decision, status == MARSAD_ERR_INPUT ? cause.message : "", error);
}

/* The id of a place, or coordinates. */
static marsad_status choose(const reader *r, mrs_decision *decision, const char *text,
                            marsad_error *error)
{
    marsad_error cause = {0};
    marsad_status status = marsad_gazetteer_place(r->gazetteer, text, &decision->place, &cause);
    if (status == MARSAD_ERR_NOT_FOUND) {
        bool is_id = strchr(text, ':') != NULL;
        return is_id ? fail_choice(r, decision, "the gazetteer has no place of that id", error)
                     : choose_point(r, decision, text, error);
    }
    if (status && error) {
        *error = cause;
    }
    return status;
}

/* What a choice of a number stands for: "" if there is no such candidate, NULL if it is none. */
static const char *numbered(const mrs_decision *decision, const char *choice)
{
    double number;
    if (!mrs_number_parse(choice, strlen(choice), &number)) {
        return NULL;
    }
    if (number < 1 || number > MRS_REVIEW_CANDIDATES || number != floor(number)) {
        return "";
    }
    return decision->cells[MRS_REVIEW_ID + (int)number - 1];
}

static marsad_status read_choice(const reader *r, mrs_decision *decision, marsad_error *error)
{
    const char *choice = decision->cells[MRS_REVIEW_CHOICE];
    if (strcasecmp(choice, "none") == 0) {
        decision->is_none = true;
        return MARSAD_OK;
    }
    const char *by_number = numbered(decision, choice);
    if (by_number && !by_number[0]) {
        return fail_choice(r, decision, "this row has no candidate of that number", error);
    }
    return choose(r, decision, by_number ? by_number : choice, error);
}

/* ---- the file ------------------------------------------------------------------------------- */

static marsad_status find_columns(reader *r, marsad_error *error)
{
    for (int i = 0; i < MRS_REVIEW_COLUMNS; i++) {
        const char *name = mrs_review_column_name((mrs_review_column)i);
        r->columns[i] = ABSENT;
        for (size_t c = mrs_vector_column_count(r->vector); c-- > 0;) {
            if (strcasecmp(mrs_vector_column_name(r->vector, c), name) == 0) {
                r->columns[i] = c;
            }
        }
    }
    bool complete =
        r->columns[MRS_REVIEW_LOCATION] != ABSENT && r->columns[MRS_REVIEW_CHOICE] != ABSENT;
    return complete ? MARSAD_OK
                    : mrs_fail_at(error, MARSAD_ERR_INPUT, r->decisions->path, 1, NULL,
                                  "decisions need the columns location and choice, as in a file "
                                  "written by marsad geocode --review");
}

static const char *kept_cell(const reader *r, size_t column)
{
    const char *text = column == ABSENT ? "" : mrs_vector_text(r->vector, column);
    size_t length = strlen(text);
    text = mrs_trim(text, &length);
    return mrs_arena_text(&r->decisions->strings, text, length);
}

/* One question may be answered twice, but not in two ways. */
static marsad_status index_decision(reader *r, mrs_decision *decision, bool *is_new,
                                    marsad_error *error)
{
    mrs_buffer key = {0};
    marsad_status status =
        mrs_question_key(decision->cells[MRS_REVIEW_LOCATION], decision->cells[MRS_REVIEW_COUNTRY],
                         decision->cells[MRS_REVIEW_ADMIN1], &key, error);
    const char *kept = status ? NULL : mrs_arena_text(&r->decisions->strings, key.text, key.length);
    mrs_buffer_clear(&key);
    size_t *seen = kept ? mrs_seen_at(&r->decisions->by_key, kept) : NULL;
    if (!seen) {
        return status ? status : mrs_fail_memory(error);
    }
    *is_new = *seen == 0;
    if (*is_new) {
        *seen = r->decisions->count + 1;
        return MARSAD_OK;
    }
    const mrs_decision *first = &r->decisions->items[*seen - 1];
    if (strcmp(first->cells[MRS_REVIEW_CHOICE], decision->cells[MRS_REVIEW_CHOICE]) == 0) {
        return MARSAD_OK;
    }
    char one[MRS_QUOTED_SIZE], other[MRS_QUOTED_SIZE], name[MRS_QUOTED_SIZE];
    return mrs_fail_at(error, MARSAD_ERR_INPUT, r->decisions->path, decision->row, "choice",
                       "\"%s\" is decided as \"%s\" here and as \"%s\" in row %ld: keep one",
                       mrs_quoted(name, decision->cells[MRS_REVIEW_LOCATION]),
                       mrs_quoted(other, decision->cells[MRS_REVIEW_CHOICE]),
                       mrs_quoted(one, first->cells[MRS_REVIEW_CHOICE]), first->row);
}

static marsad_status read_row(reader *r, marsad_error *error)
{
    marsad_decisions *all = r->decisions;
    mrs_decision decision = {.index = all->count, .row = mrs_vector_row(r->vector)};
    bool is_new = false;
    for (int i = 0; i < MRS_REVIEW_COLUMNS; i++) {
        decision.cells[i] = kept_cell(r, r->columns[i]);
        if (!decision.cells[i]) {
            return mrs_fail_memory(error);
        }
    }
    if (!decision.cells[MRS_REVIEW_CHOICE][0]) {
        return MARSAD_OK;
    }
    if (!mrs_grow((void **)&all->items, &all->capacity, all->count, sizeof *all->items)) {
        return mrs_fail_memory(error);
    }
    marsad_status status = index_decision(r, &decision, &is_new, error);
    if (!status && is_new) {
        status = read_choice(r, &decision, error);
        all->items[all->count++] = decision;
    }
    return status;
}

static marsad_status read_rows(reader *r, marsad_error *error)
{
    bool more = true;
    marsad_status status = find_columns(r, error);
    while (!status && more) {
        status = mrs_vector_next(r->vector, &more, error);
        const char *fault = !status && more ? mrs_vector_fault(r->vector) : NULL;
        if (fault) {
            status = mrs_fail_at(error, MARSAD_ERR_INPUT, r->decisions->path,
                                 mrs_vector_row(r->vector), NULL, "%s", fault);
        } else if (!status && more) {
            status = read_row(r, error);
        }
    }
    return status;
}

marsad_status marsad_decisions_read(const char *path, marsad_gazetteer *gazetteer,
                                    marsad_decisions **out, marsad_error *error)
{
    *out = NULL;
    reader r = {.decisions = mrs_alloc(1, sizeof *r.decisions), .gazetteer = gazetteer};
    if (!r.decisions || !(r.decisions->path = mrs_strdup(path))) {
        marsad_decisions_free(r.decisions);
        return mrs_fail_memory(error);
    }
    const mrs_vector_how how = {0};
    marsad_status status = mrs_vector_open_rows(path, &how, &r.vector, error);
    status = status ? status : read_rows(&r, error);
    mrs_vector_close(r.vector);
    if (status) {
        marsad_decisions_free(r.decisions);
        return status;
    }
    *out = r.decisions;
    return MARSAD_OK;
}

void marsad_decisions_free(marsad_decisions *decisions)
{
    if (!decisions) {
        return;
    }
    for (size_t i = 0; i < decisions->count; i++) {
        marsad_place_clear(&decisions->items[i].place);
    }
    mrs_free(decisions->items);
    mrs_seen_clear(&decisions->by_key);
    mrs_arena_clear(&decisions->strings);
    mrs_free(decisions->path);
    mrs_free(decisions);
}
