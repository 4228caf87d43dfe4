#include "relate/front_columns.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/fail.h"

static const char *const NAMES[MRS_FRONT_COLUMNS] = {
    [MRS_FRONT_DATE] = "date",         [MRS_FRONT_LEFT] = "left",
    [MRS_FRONT_RIGHT] = "right",       [MRS_FRONT_CONTROLLER] = "controller",
    [MRS_FRONT_NAME] = "name",         [MRS_FRONT_DERIVED] = "derived",
    [MRS_FRONT_EVIDENCE] = "evidence", [MRS_FRONT_NOTE] = "note"};

/* What maps of control call the column `controller`; the first that there is. */
static const char *const CONTROLLER_TOO[] = {"controlled_by", "control", "held_by", "holder",
                                             "faction",       "actor",   NULL};

static size_t find_column(const mrs_vector *vector, const char *name)
{
    for (size_t i = 0; i < mrs_vector_column_count(vector); i++) {
        if (strcasecmp(mrs_vector_column_name(vector, i), name) == 0) {
            return i;
        }
    }
    return MRS_FRONT_ABSENT;
}

/* False if memory is out. */
static bool find_controller(mrs_front_file *file, marsad_front *front)
{
    size_t *column = &file->columns[MRS_FRONT_CONTROLLER];
    for (size_t i = 0; *column == MRS_FRONT_ABSENT && CONTROLLER_TOO[i]; i++) {
        *column = find_column(file->vector, CONTROLLER_TOO[i]);
        if (*column != MRS_FRONT_ABSENT) {
            return mrs_front_warn(front, file->path, 0,
                                  "no attribute \"controller\": \"%.60s\" is read as who holds "
                                  "the areas",
                                  mrs_vector_column_name(file->vector, *column));
        }
    }
    return true;
}

/* ---- dates --------------------------------------------------------------------------------- */

enum { DAY_LENGTH = 10 }; /* of YYYY-MM-DD */

static bool looks_like_day(const char *text)
{
    for (int i = 0; i < DAY_LENGTH; i++) {
        bool digit = isdigit((unsigned char)text[i]) != 0;
        if (i == 4 || i == 7 ? text[i] != '-' : !digit) {
            return false;
        }
    }
    return !isdigit((unsigned char)text[DAY_LENGTH]);
}

/* The one date that stands in the file's name; none where there are several. */
static marsad_date date_in_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    marsad_date found = {0};
    for (const char *c = name; *c; c++) {
        marsad_date date;
        char text[DAY_LENGTH + 1] = "";
        if ((c > name && isdigit((unsigned char)c[-1])) || !looks_like_day(c)) {
            continue;
        }
        memcpy(text, c, DAY_LENGTH);
        if (marsad_date_parse(text, &date, NULL) == MARSAD_OK) {
            if (found.year && marsad_date_compare(found, date) != 0) {
                return (marsad_date){0};
            }
            found = date;
        }
    }
    return found;
}

static bool take_date_of_name(mrs_front_file *file, marsad_front *front)
{
    file->date = date_in_name(file->path);
    return !file->date.year ||
           mrs_front_warn(front, file->path, 0,
                          "no attribute \"date\": %04d-%02d-%02d is taken from the file's name",
                          file->date.year, file->date.month, file->date.day);
}

bool mrs_front_find_columns(mrs_front_file *file, marsad_front *front)
{
    for (int i = 0; i < MRS_FRONT_COLUMNS; i++) {
        file->columns[i] = find_column(file->vector, NAMES[i]);
    }
    file->date = (marsad_date){0};
    return find_controller(file, front) &&
           (file->columns[MRS_FRONT_DATE] != MRS_FRONT_ABSENT || take_date_of_name(file, front));
}

const char *mrs_front_text(const mrs_front_file *file, mrs_front_column column)
{
    size_t index = file->columns[column];
    return index == MRS_FRONT_ABSENT ? "" : mrs_vector_text(file->vector, index);
}

/* OGR prints its own dates with slashes, and date-times with a time behind a space. */
static bool parse_day(const char *text, marsad_date *out)
{
    char day[DAY_LENGTH + 1] = "";
    const char *rest = text + DAY_LENGTH;
    if (strnlen(text, DAY_LENGTH) < DAY_LENGTH) {
        return false;
    }
    memcpy(day, text, DAY_LENGTH);
    if (day[4] == '/' && day[7] == '/') {
        day[4] = day[7] = '-';
    }
    bool has_time = (*rest == ' ' || *rest == 'T') && isdigit((unsigned char)rest[1]) &&
                    rest[1 + strspn(rest + 1, "0123456789:.+-Z")] == '\0';
    return (*rest == '\0' || has_time) && marsad_date_parse(day, out, NULL) == MARSAD_OK;
}

marsad_status mrs_front_date(const mrs_front_file *file, marsad_date *out, marsad_error *error)
{
    *out = file->date;
    char text[64];
    const char *cell = mrs_front_text(file, MRS_FRONT_DATE);
    cell += strspn(cell, " ");
    size_t length = strnlen(cell, sizeof text - 1);
    memcpy(text, cell, length);
    while (length > 0 && text[length - 1] == ' ') {
        length--;
    }
    text[length] = '\0';
    if (length == 0 || parse_day(text, out)) {
        return MARSAD_OK;
    }
    return mrs_fail_at(error, MARSAD_ERR_INPUT, file->path, mrs_vector_row(file->vector),
                       mrs_vector_column_name(file->vector, file->columns[MRS_FRONT_DATE]),
                       "a front's date must be a day of the calendar, YYYY-MM-DD, not \"%s\"",
                       text);
}

bool mrs_front_is_derived(const mrs_front_file *file)
{
    static const char *const yes[] = {"true", "t", "yes", "1", NULL};
    const char *text = mrs_front_text(file, MRS_FRONT_DERIVED);
    for (size_t i = 0; yes[i]; i++) {
        if (strcasecmp(text, yes[i]) == 0) {
            return true;
        }
    }
    return false;
}
