#include "events/review.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "events/layout.h"
#include "geo/file_kind.h"

/* ---- asking --------------------------------------------------------------------------------- */

static const char *kept(mrs_review *review, mrs_buffer *text)
{
    const char *copy =
        text->failed ? NULL : mrs_arena_text(&review->texts, text->text, text->length);
    mrs_buffer_clear(text);
    return copy;
}

static const char *copied(mrs_review *review, const char *text)
{
    return mrs_arena_text(&review->texts, text, strlen(text));
}

/* "Homs (PPLA), Homs, SY; 34.73N 36.72E": enough to tell places of one name apart. */
static const char *describe(mrs_review *review, const marsad_place *place)
{
    mrs_buffer text = {0};
    mrs_buffer_add(&text, place->name);
    if (place->feature_code[0]) {
        mrs_buffer_addf(&text, " (%s)", place->feature_code);
    }
    if (place->admin1[0]) {
        mrs_buffer_addf(&text, ", %s", place->admin1);
    }
    if (place->country[0]) {
        mrs_buffer_addf(&text, ", %s", place->country);
    }
    mrs_buffer_addf(&text, "; %.2f%c %.2f%c", fabs(place->at.lat), place->at.lat < 0 ? 'S' : 'N',
                    fabs(place->at.lon), place->at.lon < 0 ? 'W' : 'E');
    return kept(review, &text);
}

/* By which a decision finds the place again. */
static const char *identify(mrs_review *review, const marsad_place *place)
{
    if (place->id[0]) {
        return copied(review, place->id);
    }
    mrs_buffer text = {0};
    mrs_buffer_addf(&text, "%.5f, %.5f", place->at.lat, place->at.lon);
    return kept(review, &text);
}

static bool add_candidates(mrs_review *review, mrs_question *question,
                           const marsad_resolution *answer)
{
    bool complete = true;
    for (size_t i = 0; i < MRS_REVIEW_CANDIDATES; i++) {
        bool is_there = i < answer->candidate_count;
        const marsad_place *place = is_there ? answer->candidates[i].place : NULL;
        question->candidates[i] = is_there ? describe(review, place) : "";
        question->ids[i] = is_there ? identify(review, place) : "";
        complete = complete && question->candidates[i] && question->ids[i];
    }
    return complete;
}

static bool add_question(mrs_review *review, const marsad_incident *incident,
                         const marsad_resolution *answer)
{
    if (!mrs_grow((void **)&review->items, &review->capacity, review->count,
                  sizeof *review->items)) {
        return false;
    }
    mrs_question *question = &review->items[review->count];
    *question = (mrs_question){.location = copied(review, incident->location),
                               .country = copied(review, incident->country),
                               .admin1 = copied(review, incident->admin1),
                               .status = marsad_resolve_status_text(answer->status),
                               .reason = copied(review, answer->reason)};
    bool complete = question->location && question->country && question->admin1 && question->reason;
    if (!complete || !add_candidates(review, question, answer)) {
        return false;
    }
    review->count++;
    return true;
}

marsad_status mrs_review_ask(mrs_review *review, const marsad_incident *incident,
                             const marsad_resolution *answer, size_t *index, marsad_error *error)
{
    marsad_status status = mrs_question_key(incident->location, incident->country, incident->admin1,
                                            &review->key, error);
    if (status) {
        return status;
    }
    size_t found = mrs_seen_find(&review->by_key, review->key.text);
    if (!found && review->count == MRS_REVIEW_MOST) {
        review->not_listed++;
        *index = MRS_NO_QUESTION;
        return MARSAD_OK;
    }
    if (!found) {
        const char *key = mrs_arena_text(&review->texts, review->key.text, review->key.length);
        size_t *seen = key && add_question(review, incident, answer)
                           ? mrs_seen_at(&review->by_key, key)
                           : NULL;
        if (!seen) {
            return mrs_fail_memory(error);
        }
        found = *seen = review->count;
    }
    *index = found - 1;
    return MARSAD_OK;
}

uint64_t mrs_review_count(const mrs_review *review)
{
    uint64_t count = 0;
    for (size_t i = 0; i < review->count; i++) {
        count += review->items[i].rows > 0;
    }
    return count;
}

void mrs_review_clear(mrs_review *review)
{
    mrs_free(review->items);
    mrs_seen_clear(&review->by_key);
    mrs_arena_clear(&review->texts);
    mrs_buffer_clear(&review->key);
    *review = (mrs_review){0};
}

/* ---- writing -------------------------------------------------------------------------------- */

/* Figures as figures, so that a spreadsheet can sort by them. */
static mrs_field field_of(mrs_review_column column)
{
    bool is_figure = column == MRS_REVIEW_ROWS || column == MRS_REVIEW_FIRST_ROW;
    return (mrs_field){mrs_review_column_name(column), is_figure ? MRS_CELL_INTEGER : MRS_CELL_TEXT,
                       0};
}

static void question_cells(const mrs_question *q, mrs_cell cells[MRS_REVIEW_COLUMNS])
{
    cells[MRS_REVIEW_LOCATION] = mrs_cell_text(q->location);
    cells[MRS_REVIEW_COUNTRY] = mrs_cell_text(q->country);
    cells[MRS_REVIEW_ADMIN1] = mrs_cell_text(q->admin1);
    cells[MRS_REVIEW_ROWS] = (mrs_cell){.integer = (int64_t)q->rows};
    cells[MRS_REVIEW_FIRST_ROW] = (mrs_cell){.integer = q->first_row};
    cells[MRS_REVIEW_STATUS] = mrs_cell_text(q->status);
    cells[MRS_REVIEW_REASON] = mrs_cell_text(q->reason);
    cells[MRS_REVIEW_CHOICE] = mrs_cell_text(NULL);
    for (size_t i = 0; i < MRS_REVIEW_CANDIDATES; i++) {
        cells[MRS_REVIEW_CANDIDATE + i] = mrs_cell_text(q->candidates[i]);
        cells[MRS_REVIEW_ID + i] = mrs_cell_text(q->ids[i]);
    }
}

static void decision_cells(const mrs_decision *decision, mrs_cell cells[MRS_REVIEW_COLUMNS])
{
    for (int i = 0; i < MRS_REVIEW_COLUMNS; i++) {
        cells[i] = mrs_layout_file_cell(decision->cells[i], field_of((mrs_review_column)i).kind);
    }
}

static int by_frequency(const void *a, const void *b)
{
    const mrs_question *one = *(const mrs_question *const *)a;
    const mrs_question *other = *(const mrs_question *const *)b;
    if (one->rows != other->rows) {
        return one->rows < other->rows ? 1 : -1;
    }
    if (one->first_row != other->first_row) {
        return one->first_row < other->first_row ? -1 : 1;
    }
    return 0;
}

/* Those that have rows, in the order in which they are worth an answer. */
static const mrs_question **in_order(const mrs_review *review, size_t *count)
{
    const mrs_question **list = mrs_alloc(review->count, sizeof *list);
    *count = 0;
    for (size_t i = 0; list && i < review->count; i++) {
        if (review->items[i].rows) {
            list[(*count)++] = &review->items[i];
        }
    }
    if (list && *count) {
        qsort(list, *count, sizeof *list, by_frequency);
    }
    return list;
}

static marsad_status write_rows(const marsad_decisions *kept_ones, const mrs_question *const *list,
                                size_t count, mrs_writer *writer, marsad_error *error)
{
    mrs_cell cells[MRS_REVIEW_COLUMNS];
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && kept_ones && i < kept_ones->count; i++) {
        decision_cells(&kept_ones->items[i], cells);
        status = mrs_writer_add(writer, cells, NULL, NULL, 0, error);
    }
    for (size_t i = 0; !status && i < count; i++) {
        question_cells(list[i], cells);
        status = mrs_writer_add(writer, cells, NULL, NULL, 0, error);
    }
    return status;
}

marsad_status mrs_review_check_path(const char *path, marsad_error *error)
{
    static const char *const endings[] = {"csv", "tsv", "xlsx", "ods", NULL};
    if (mrs_path_ends(path, endings)) {
        return mrs_writer_check_path(path, error);
    }
    return mrs_fail_at(error, MARSAD_ERR_USAGE, path, 0, NULL,
                       "a table for review ends in .csv, .tsv, .xlsx or .ods");
}

marsad_status mrs_review_write(const mrs_review *review, const marsad_decisions *kept_ones,
                               const char *path, marsad_error *error)
{
    mrs_field fields[MRS_REVIEW_COLUMNS];
    for (int i = 0; i < MRS_REVIEW_COLUMNS; i++) {
        fields[i] = field_of((mrs_review_column)i);
    }
    size_t count;
    mrs_writer *writer = NULL;
    const mrs_question **list = in_order(review, &count);
    if (!list) {
        return mrs_fail_memory(error);
    }
    const mrs_writer_plan plan = {.layer = "review",
                                  .shape = MRS_WRITE_NONE,
                                  .fields = fields,
                                  .field_count = MRS_REVIEW_COLUMNS};
    marsad_status status = mrs_writer_begin(path, &plan, &writer, error);
    status = status ? status : write_rows(kept_ones, list, count, writer, error);
    status = mrs_writer_end(writer, status, error);
    mrs_free(list);
    return status;
}
