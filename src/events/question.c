#include "events/question.h"

#include <ctype.h>

#include "base/fail.h"
#include "marsad/text.h"

const char *mrs_review_column_name(mrs_review_column column)
{
    static const char *const names[MRS_REVIEW_COLUMNS] = {
        "location",       "country",        "admin1",         "rows",           "first_row",
        "status",         "reason",         "choice",         "candidate_1",    "candidate_2",
        "candidate_3",    "candidate_4",    "candidate_5",    "candidate_1_id", "candidate_2_id",
        "candidate_3_id", "candidate_4_id", "candidate_5_id",
    };
    return names[column];
}

/* A name of signs alone has no folded letters: it is compared as it stands. */
static marsad_status add_folded(mrs_buffer *key, const char *text, marsad_error *error)
{
    marsad_keys keys;
    marsad_status status = marsad_text_keys(text, &keys, error);
    if (!status) {
        mrs_buffer_add(key, keys.full[0] ? keys.full : text);
        marsad_keys_clear(&keys);
    }
    return status;
}

marsad_status mrs_question_key(const char *location, const char *country, const char *admin1,
                               mrs_buffer *key, marsad_error *error)
{
    key->length = 0;
    marsad_status status = add_folded(key, location, error);
    mrs_buffer_add(key, "/");
    for (const char *letter = country; *letter; letter++) {
        char capital = (char)toupper((unsigned char)*letter);
        mrs_buffer_add_bytes(key, &capital, 1);
    }
    mrs_buffer_add(key, "/");
    status = status ? status : add_folded(key, admin1, error);
    return !status && key->failed ? mrs_fail_memory(error) : status;
}
