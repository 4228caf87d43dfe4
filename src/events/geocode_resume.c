/*
 * What a run leaves so that another can go on with it: the part that is written, "OUT.part", and
 * beside it "OUT.resume", an object of JSON: what the table and the options were, how far the run
 * has come in both files, its counts, and what it has learned on the way that the rest needs.
 *
 * The part may be longer than it says (the process was killed after it was saved): the rest is cut
 * off then, and written again.
 */
#include <errno.h>
#include <inttypes.h>
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "events/geocode_job.h"

enum { VERSION = 1, HEAD_SIZE = 65536 };

char *mrs_resume_path(const char *out)
{
    mrs_buffer path = {0};
    mrs_buffer_add(&path, out);
    mrs_buffer_add(&path, ".resume");
    return mrs_buffer_take(&path);
}

/* ---- what must not have changed ------------------------------------------------------------- */

/* FNV-1a, 64 bits (Fowler, Noll, Vo). */
static uint64_t hashed(uint64_t hash, const void *bytes, size_t length)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ at[i]) * 1099511628211u;
    }
    return hash;
}

static const uint64_t EMPTY = 14695981039346656037u;

static uint64_t hashed_text(uint64_t hash, const char *text)
{
    return text ? hashed(hash, text, strlen(text) + 1) : hashed(hash, "\1", 1);
}

/* The table's size, and a hash of its first bytes. */
static marsad_status describe_input(const char *path, uint64_t *size, uint64_t *head,
                                    marsad_error *error)
{
    char bytes[HEAD_SIZE] = {0};
    struct stat about;
    FILE *file = fopen(path, "rb");
    if (!file || fstat(fileno(file), &about) != 0) {
        int code = errno;
        if (file) {
            fclose(file);
        }
        return mrs_fail_at(error, MARSAD_ERR_IO, path, 0, NULL, "cannot read: %s", strerror(code));
    }
    *size = (uint64_t)about.st_size;
    size_t length = fread(bytes, 1, sizeof bytes, file);
    *head = hashed(EMPTY, bytes, length);
    fclose(file);
    return MARSAD_OK;
}

/* All that the output depends on beside the table. */
static uint64_t describe_options(const mrs_geocode_job *job)
{
    const marsad_geocode_options *o = job->options;
    const marsad_events_options *e = &o->events;
    const char *const texts[] = {MARSAD_VERSION, e->layer,    e->where,   e->encoding,
                                 e->map,         job->format, o->context, o->resolve.country};
    uint64_t hash = EMPTY;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        hash = hashed_text(hash, texts[i]);
    }
    const int numbers[] = {e->separator, e->since.year, e->since.month,
                           e->since.day, e->until.year, e->until.month,
                           e->until.day, o->by_row,     o->review != NULL};
    hash = hashed(hash, numbers, sizeof numbers);
    for (size_t i = 0; o->more && i < o->more->count; i++) {
        hash = hashed_text(hash, o->more->columns[i].name);
    }
    for (size_t i = 0; o->decisions && i < o->decisions->count; i++) {
        hash = hashed_text(hash, o->decisions->items[i].cells[MRS_REVIEW_LOCATION]);
        hash = hashed_text(hash, o->decisions->items[i].cells[MRS_REVIEW_CHOICE]);
    }
    return hash;
}

/* ---- counts --------------------------------------------------------------------------------- */

enum { COUNTS = 8 };

static const char *const count_names[COUNTS] = {"rows",        "by_name",   "by_coordinates",
                                                "by_decision", "ambiguous", "unresolved",
                                                "rejected",    "to_check"};

static void list_counts(marsad_geocode_summary *s, uint64_t *counts[COUNTS])
{
    uint64_t *const list[COUNTS] = {&s->rows,        &s->by_name,   &s->by_coordinates,
                                    &s->by_decision, &s->ambiguous, &s->unresolved,
                                    &s->rejected,    &s->to_check};
    memcpy(counts, list, sizeof list);
}

/* ---- saving --------------------------------------------------------------------------------- */

static void add_number(struct json_object *to, const char *key, uint64_t value)
{
    json_object_object_add(to, key, json_object_new_uint64(value));
}

static struct json_object *company_json(const mrs_company *company)
{
    struct json_object *list = json_object_new_array();
    for (size_t i = 0; i < company->count; i++) {
        struct json_object *point = json_object_new_array_ext(2);
        json_object_array_add(point, json_object_new_double(company->at[i].lon));
        json_object_array_add(point, json_object_new_double(company->at[i].lat));
        json_object_array_add(list, point);
    }
    return list;
}

static struct json_object *questions_json(const mrs_review *review)
{
    struct json_object *list = json_object_new_array();
    for (size_t i = 0; i < review->count; i++) {
        const mrs_question *question = &review->items[i];
        struct json_object *item = json_object_new_object();
        json_object_object_add(item, "location", json_object_new_string(question->location));
        json_object_object_add(item, "country", json_object_new_string(question->country));
        json_object_object_add(item, "admin1", json_object_new_string(question->admin1));
        add_number(item, "rows", question->rows);
        add_number(item, "first_row", (uint64_t)question->first_row);
        json_object_array_add(list, item);
    }
    return list;
}

static struct json_object *bad_rows_json(const mrs_geocode_job *job)
{
    struct json_object *list = json_object_new_array();
    for (size_t i = 0; i < job->bad_count; i++) {
        struct json_object *item = json_object_new_array_ext(2);
        json_object_array_add(item, json_object_new_uint64(job->bad[i].offset));
        json_object_array_add(item, json_object_new_int64(job->bad[i].row));
        json_object_array_add(list, item);
    }
    return list;
}

static struct json_object *used_json(const mrs_geocode_job *job)
{
    struct json_object *list = json_object_new_array();
    size_t count = job->answers.used ? job->options->decisions->count : 0;
    for (size_t i = 0; i < count; i++) {
        if (job->answers.used[i]) {
            json_object_array_add(list, json_object_new_uint64(i));
        }
    }
    return list;
}

static struct json_object *state_json(mrs_geocode_job *job, uint64_t size, uint64_t head,
                                      uint64_t length)
{
    uint64_t *counts[COUNTS];
    list_counts(job->summary, counts);
    struct json_object *state = json_object_new_object();
    add_number(state, "marsad_resume", VERSION);
    add_number(state, "input_size", size);
    add_number(state, "input_head", head);
    add_number(state, "options", describe_options(job));
    add_number(state, "offset", job->offset);
    add_number(state, "row", (uint64_t)mrs_event_reader_row(job->reader));
    add_number(state, "length", length);
    for (size_t i = 0; i < COUNTS; i++) {
        add_number(state, count_names[i], *counts[i]);
    }
    json_object_object_add(state, "company", company_json(&job->answers.placer.company));
    json_object_object_add(state, "questions", questions_json(&job->review));
    json_object_object_add(state, "rejected_rows", bad_rows_json(job));
    json_object_object_add(state, "decisions_used", used_json(job));
    return state;
}

static marsad_status write_state(const char *path, struct json_object *state, marsad_error *error)
{
    mrs_output output;
    size_t length = 0;
    const char *text = json_object_to_json_string_length(state, JSON_C_TO_STRING_PLAIN, &length);
    marsad_status status = text ? mrs_output_open(&output, path, error) : mrs_fail_memory(error);
    if (status) {
        return status;
    }
    fwrite(text, 1, length, output.stream);
    fputc('\n', output.stream);
    return mrs_output_commit(&output, error);
}

marsad_status mrs_resume_save(mrs_geocode_job *job, marsad_error *error)
{
    uint64_t size, head, length;
    marsad_status status = mrs_writer_flush(job->sink.writer, &length, error);
    status = status ? status : describe_input(job->in, &size, &head, error);
    if (status) {
        return status;
    }
    char *path = mrs_resume_path(job->out);
    struct json_object *state = state_json(job, size, head, length);
    status = path ? write_state(path, state, error) : mrs_fail_memory(error);
    json_object_put(state);
    mrs_free(path);
    return status;
}

/* ---- loading -------------------------------------------------------------------------------- */

static uint64_t number_of(struct json_object *from, const char *key)
{
    struct json_object *value = NULL;
    return json_object_object_get_ex(from, key, &value) ? json_object_get_uint64(value) : 0;
}

static const char *text_of(struct json_object *from, const char *key)
{
    struct json_object *value = NULL;
    const char *text =
        json_object_object_get_ex(from, key, &value) ? json_object_get_string(value) : NULL;
    return text ? text : "";
}

/* An array under a key; NULL, which has no items, where there is none. */
static struct json_object *list_of(struct json_object *from, const char *key, size_t *count)
{
    struct json_object *list = NULL;
    json_object_object_get_ex(from, key, &list);
    bool is_list = json_object_is_type(list, json_type_array);
    *count = is_list ? json_object_array_length(list) : 0;
    return is_list ? list : NULL;
}

static struct json_object *at(struct json_object *list, size_t index)
{
    return json_object_is_type(list, json_type_array) ? json_object_array_get_idx(list, index)
                                                      : NULL;
}

static marsad_status check_state(const mrs_geocode_job *job, const char *path,
                                 struct json_object *state, marsad_error *error)
{
    uint64_t size, head;
    const char *changed = NULL;
    marsad_status status = describe_input(job->in, &size, &head, error);
    if (status) {
        return status;
    }
    if (number_of(state, "marsad_resume") != VERSION) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, path, 0, NULL,
                           "this is not what a stopped run leaves: begin without --resume");
    }
    if (number_of(state, "input_size") != size || number_of(state, "input_head") != head) {
        changed = "the table has changed since the run was stopped";
    } else if (number_of(state, "options") != describe_options(job)) {
        changed =
            "the options, the decisions or the version are not those of the run that was stopped";
    }
    return changed ? mrs_fail_at(error, MARSAD_ERR_INPUT, path, 0, NULL,
                                 "%s: begin without --resume", changed)
                   : MARSAD_OK;
}

static void load_company(mrs_company *company, struct json_object *state)
{
    size_t count;
    struct json_object *list = list_of(state, "company", &count);
    company->count = 0;
    for (size_t i = 0; i < count && i < MRS_COMPANY_MOST; i++) {
        struct json_object *point = at(list, i);
        company->at[company->count++] = (marsad_lonlat){json_object_get_double(at(point, 0)),
                                                        json_object_get_double(at(point, 1))};
    }
}

static marsad_status load_used(mrs_geocode_job *job, struct json_object *state, marsad_error *error)
{
    size_t count;
    struct json_object *list = list_of(state, "decisions_used", &count);
    size_t most = job->options->decisions ? job->options->decisions->count : 0;
    if (!count || !most) {
        return MARSAD_OK;
    }
    job->answers.used = mrs_alloc(most, sizeof *job->answers.used);
    for (size_t i = 0; job->answers.used && i < count; i++) {
        uint64_t index = json_object_get_uint64(at(list, i));
        if (index < most) {
            job->answers.used[index] = true;
        }
    }
    return job->answers.used ? MARSAD_OK : mrs_fail_memory(error);
}

/* The questions are asked again, and have the rows that were counted. */
static marsad_status load_questions(mrs_geocode_job *job, struct json_object *state,
                                    marsad_error *error)
{
    size_t count;
    marsad_status status = MARSAD_OK;
    struct json_object *list = list_of(state, "questions", &count);
    for (size_t i = 0; !status && i < count; i++) {
        struct json_object *item = at(list, i);
        const mrs_answer *answer = NULL;
        const marsad_incident incident = {.location = text_of(item, "location"),
                                          .country = text_of(item, "country"),
                                          .admin1 = text_of(item, "admin1")};
        status = mrs_answers_get(&job->answers, &incident, true, &answer, error);
        if (!status && answer->question) {
            mrs_question *question = &job->review.items[answer->question - 1];
            question->rows = number_of(item, "rows");
            question->first_row = (long)number_of(item, "first_row");
        }
    }
    return status;
}

/* The rejected rows are read again: the first of the table where the reader stands now. */
static marsad_status load_rejected(mrs_geocode_job *job, struct json_object *state,
                                   marsad_error *error)
{
    size_t count;
    marsad_status status = MARSAD_OK;
    struct json_object *list = list_of(state, "rejected_rows", &count);
    for (size_t i = 0; !status && i < count; i++) {
        bool more = false;
        struct json_object *item = at(list, i);
        const mrs_bad_row bad = {json_object_get_uint64(at(item, 0)),
                                 (long)json_object_get_int64(at(item, 1))};
        if (bad.offset != UINT64_MAX) {
            status = mrs_event_reader_seek(job->reader, bad.offset, bad.row, error);
        }
        status = status ? status : mrs_event_reader_next(job->reader, &more, error);
        if (status || !more) {
            break;
        }
        status = mrs_geocode_reject(job, bad.offset, error);
    }
    return status;
}

static marsad_status take_up(mrs_geocode_job *job, struct json_object *state, marsad_error *error)
{
    uint64_t *counts[COUNTS];
    list_counts(job->summary, counts);
    load_company(&job->answers.placer.company, state);
    marsad_status status = load_used(job, state, error);
    status = status ? status : load_questions(job, state, error);
    status = status ? status : load_rejected(job, state, error);
    if (status) {
        return status;
    }
    for (size_t i = 0; i < COUNTS; i++) {
        *counts[i] = number_of(state, count_names[i]);
    }
    job->offset = number_of(state, "offset");
    long row = (long)number_of(state, "row") + 1;
    job->summary->from_row = (uint64_t)row;
    return mrs_event_reader_seek(job->reader, job->offset, row, error);
}

marsad_status mrs_resume_load(mrs_geocode_job *job, uint64_t *length, bool *found,
                              marsad_error *error)
{
    char *text = NULL;
    char *path = mrs_resume_path(job->out);
    *found = false;
    if (!path) {
        return mrs_fail_memory(error);
    }
    marsad_status status = mrs_file_read(path, &text, NULL, error);
    struct json_object *state = status ? NULL : json_tokener_parse(text);
    if (status == MARSAD_ERR_NOT_FOUND) {
        status = MARSAD_OK; /* there is nothing to go on with */
    } else if (!status) {
        status = check_state(job, path, state, error);
        status = status ? status : take_up(job, state, error);
        *found = !status;
        *length = number_of(state, "length");
    }
    json_object_put(state);
    mrs_free(text);
    mrs_free(path);
    return status;
}
