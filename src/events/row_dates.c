#include <string.h>
#include <strings.h>

#include "events/date_read.h"
#include "events/row_parts.h"
#include "events/table.h"

static mrs_dates read_dates(const mrs_row *row, mrs_faults *faults, mrs_column column)
{
    mrs_dates dates = {0};
    marsad_error error = {0};
    const char *cell = row->cells[column];
    if (cell[0] && mrs_dates_read(cell, &dates, &error)) {
        char quoted[MRS_QUOTED_SIZE];
        mrs_fault(faults, row->number, mrs_column_name(column), "%s \"%s\" %s",
                  mrs_column_name(column), mrs_quoted(quoted, cell), error.message);
    }
    row->vocabulary->serial_dates += dates.from_serial;
    return dates;
}

/* ---- precision ----------------------------------------------------------------------------- */

/* ACLED's time_precision and UCDP's date_prec, by their codebooks. */
static const char *precision_of_code(mrs_convention convention, int code)
{
    static const char *const acled[] = {"", "day", "week", "month"};
    static const char *const ucdp[] = {"", "day", "week", "week", "month", "year"};
    switch (convention) {
    case MRS_TABLE_ACLED:
    case MRS_TABLE_ACLED_OLD:
        return code <= 3 ? acled[code] : "";
    case MRS_TABLE_UCDP:
        return code <= 5 ? ucdp[code] : "";
    default:
        return "";
    }
}

static const char *precision_of_word(const char *word)
{
    static const char *const words[][4] = {{"day", "jour", "يوم", "اليوم"},
                                           {"week", "semaine", "أسبوع", "اسبوع"},
                                           {"month", "mois", "شهر", "الشهر"},
                                           {"year", "année", "سنة", "السنة"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        for (size_t j = 0; j < 4; j++) {
            if (strcasecmp(words[i][j], word) == 0) {
                return words[i][0];
            }
        }
    }
    return "";
}

static void check_precision(const mrs_row *row, mrs_faults *faults, const marsad_incident *incident)
{
    const char *precision = incident->date_precision;
    bool day = strcmp(precision, "day") == 0 || strcmp(precision, "week") == 0;
    bool month = strcmp(precision, "month") == 0;
    if (!day && !month && strcmp(precision, "year") != 0) {
        mrs_row_fault(row, faults, MRS_COLUMN_DATE_PRECISION, "day, week, month or year");
    } else if (incident->date.year &&
               ((day && !incident->date.day) || (month && !incident->date.month))) {
        mrs_fault(faults, row->number, "date_precision",
                  "date_precision is %s, but the date is only \"%s\"", precision,
                  row->cells[MRS_COLUMN_DATE]);
    }
}

static void read_precision(const mrs_row *row, mrs_faults *faults, marsad_incident *out)
{
    const char *cell = row->cells[MRS_COLUMN_DATE_PRECISION];
    if (!cell[0]) {
        return;
    }
    if (!mrs_row_is_foreign(row)) {
        check_precision(row, faults, out);
        return;
    }
    bool code = cell[0] >= '1' && cell[0] <= '9' && (!cell[1] || strcmp(cell + 1, ".0") == 0);
    out->date_precision =
        code ? precision_of_code(mrs_row_convention(row), cell[0] - '0') : precision_of_word(cell);
}

/* ---- the whole ----------------------------------------------------------------------------- */

static bool same_date(marsad_date a, marsad_date b)
{
    return a.year == b.year && a.month == b.month && a.day == b.day;
}

void mrs_row_read_dates(const mrs_row *row, mrs_faults *faults, marsad_incident *out)
{
    mrs_dates first = read_dates(row, faults, MRS_COLUMN_DATE);
    mrs_dates last = read_dates(row, faults, MRS_COLUMN_END_DATE);
    out->date = first.from;
    out->end_date = last.to.year ? last.to : last.from.year ? last.from : first.to;
    if (out->end_date.year && !row->cells[MRS_COLUMN_DATE][0] &&
        !row->unreadable[MRS_COLUMN_DATE]) {
        mrs_fault(faults, row->number, "end_date", "end_date stands without a date");
    } else if (out->end_date.year && out->date.year &&
               mrs_date_surely_before(out->end_date, out->date)) {
        char quoted[2][MRS_QUOTED_SIZE];
        mrs_fault(faults, row->number, "end_date", "end_date is before date: \"%s\" and \"%s\"",
                  mrs_quoted(quoted[0], row->cells[MRS_COLUMN_END_DATE]),
                  mrs_quoted(quoted[1], row->cells[MRS_COLUMN_DATE]));
    } else if (mrs_row_is_foreign(row) && same_date(out->date, out->end_date)) {
        out->end_date = (marsad_date){0};
    }
    read_precision(row, faults, out);
}
