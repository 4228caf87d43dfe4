#include "events/row.h"

#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "events/count.h"
#include "events/row_parts.h"
#include "events/table.h"

mrs_convention mrs_row_convention(const mrs_row *row)
{
    return row->schema ? row->schema->convention : MRS_TABLE_OWN;
}

bool mrs_row_is_foreign(const mrs_row *row)
{
    return mrs_row_convention(row) != MRS_TABLE_OWN;
}

static bool is_of_data_project(const mrs_row *row)
{
    mrs_convention convention = mrs_row_convention(row);
    return convention == MRS_TABLE_ACLED || convention == MRS_TABLE_ACLED_OLD ||
           convention == MRS_TABLE_UCDP;
}

void mrs_row_fault(const mrs_row *row, mrs_faults *faults, mrs_column column, const char *must)
{
    char quoted[MRS_QUOTED_SIZE];
    mrs_fault(faults, row->number, mrs_column_name(column), "%s must be %s, not \"%s\"",
              mrs_column_name(column), must, mrs_quoted(quoted, row->cells[column]));
}

static void read_texts(const mrs_row *row, marsad_incident *out)
{
    for (int i = 0; i < MRS_COLUMN_COUNT; i++) {
        const char **text = mrs_column_text(out, (mrs_column)i);
        if (text) {
            *text = row->cells[i];
        }
    }
}

/* ---- types --------------------------------------------------------------------------------- */

static void fault_unknown_type(const mrs_row *row, mrs_faults *faults)
{
    char quoted[MRS_QUOTED_SIZE];
    mrs_buffer known = {0};
    for (int i = 0; i < MARSAD_TYPE_COUNT; i++) {
        mrs_buffer_addf(&known, "%s%s", i ? ", " : "",
                        marsad_incident_type_name((marsad_incident_type)i));
    }
    char *list = mrs_buffer_take(&known);
    mrs_fault(faults, row->number, "type", "type \"%s\" is not known; the types are %s",
              mrs_quoted(quoted, row->cells[MRS_COLUMN_TYPE]), list ? list : "");
    mrs_free(list);
}

/* UCDP's type_of_violence: 1 a state takes part, 2 none does, 3 against civilians. */
static bool read_type_of_violence(const char *cell, marsad_incident_type *out)
{
    bool known = cell[0] >= '1' && cell[0] <= '3' && (!cell[1] || strcmp(cell + 1, ".0") == 0);
    *out = known ? cell[0] == '3' ? MARSAD_TYPE_GROUND_ATTACK : MARSAD_TYPE_CLASH : *out;
    return known;
}

/* The finer type where it is known. */
static void read_type(const mrs_row *row, mrs_faults *faults, marsad_incident *out)
{
    const char *fine = row->cells[MRS_COLUMN_SUBTYPE], *coarse = row->cells[MRS_COLUMN_TYPE];
    out->type = MARSAD_TYPE_OTHER;
    if (!mrs_row_is_foreign(row)) {
        if (coarse[0] &&
            mrs_vocabulary_type(row->vocabulary, coarse, &out->type) != MRS_TYPE_WHOLE) {
            fault_unknown_type(row, faults);
        }
        return;
    }
    if (mrs_row_convention(row) == MRS_TABLE_UCDP && read_type_of_violence(coarse, &out->type)) {
        return;
    }
    if (!fine[0] || mrs_vocabulary_type(row->vocabulary, fine, &out->type) == MRS_TYPE_UNKNOWN) {
        mrs_vocabulary_type(row->vocabulary, coarse, &out->type);
    }
}

/* ---- counts -------------------------------------------------------------------------------- */

/* The first of them is told to the reader of the table. */
static void keep_rough(const mrs_row *row, const char *cell)
{
    mrs_vocabulary *vocabulary = row->vocabulary;
    if (!vocabulary->rough_row) {
        vocabulary->rough_row = row->number;
        mrs_quoted(vocabulary->rough_count, cell);
    }
}

static long read_count(const mrs_row *row, mrs_faults *faults, mrs_column column)
{
    const char *cell = row->cells[column];
    long count = -1;
    switch (cell[0] ? mrs_count_read(cell, &count) : MRS_COUNT_EXACT) {
    case MRS_COUNT_NONE:
        mrs_row_fault(row, faults, column, "a whole number of 0 or more");
        break;
    case MRS_COUNT_DOUBTFUL:
        mrs_row_fault(row, faults, column, "a number without a point where thousands are meant");
        break;
    case MRS_COUNT_TOO_MANY:
        mrs_row_fault(row, faults, column, "a number of people");
        break;
    case MRS_COUNT_LEAST:
        keep_rough(row, cell);
        break;
    case MRS_COUNT_EXACT:
        break;
    }
    return count;
}

/* ---- the whole ----------------------------------------------------------------------------- */

/* A country that nobody knows is a fault where a name has to be found in it. */
static void read_country(const mrs_row *row, mrs_faults *faults, marsad_incident *out)
{
    const char *cell = row->cells[MRS_COLUMN_COUNTRY];
    const char *code = cell[0] ? mrs_vocabulary_country(row->vocabulary, cell) : "";
    bool needed = !is_of_data_project(row) &&
                  (!mrs_row_is_foreign(row) || out->placement != MARSAD_PLACED_BY_COORDINATES);
    out->country = code ? code : "";
    if (!code && needed) {
        mrs_row_fault(row, faults, MRS_COLUMN_COUNTRY,
                      "a country's name or its code of ISO 3166-1, such as LY");
    }
}

/* ACLED writes a quarter behind its town: "Tripoli - Ain Zara". */
static void tell_quarter(const mrs_row *row, marsad_incident *out)
{
    const char *dash = strstr(out->location, " - ");
    if (is_of_data_project(row) && dash && !out->location_detail[0]) {
        out->location_detail = dash + 3;
    }
}

static bool says_nothing(const char *cell)
{
    static const char *const words[] = {
        "-",        "--",        "\u2013",    "\u2014",        "?",      "n/a",
        "na",       "n.a.",      "nd",        "n.d.",          "none",   "null",
        "nan",      "unknown",   "#n/a",      "not available", "tbc",    "inconnu",
        "inconnue", "non connu", "غير معروف", "غير محدد",      "لا يوجد"};
    static const char beginnings[] = "-?#ntuNTUiI\xE2\xD8\xD9";
    if (!cell[0] || !strchr(beginnings, cell[0])) {
        return false;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcasecmp(words[i], cell) == 0) {
            return true;
        }
    }
    return false;
}

/* What stands for nothing where a number, a date or a code is asked for. */
static void empty_fillers(mrs_row *row)
{
    static const mrs_column columns[] = {
        MRS_COLUMN_DATE,          MRS_COLUMN_END_DATE, MRS_COLUMN_DATE_PRECISION,
        MRS_COLUMN_TYPE,          MRS_COLUMN_SUBTYPE,  MRS_COLUMN_COUNTRY,
        MRS_COLUMN_LON,           MRS_COLUMN_LAT,      MRS_COLUMN_COORDINATES,
        MRS_COLUMN_UNCERTAINTY_M, MRS_COLUMN_KILLED,   MRS_COLUMN_INJURED};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        const char **cell = &row->cells[columns[i]];
        bool digit = **cell >= '0' && **cell <= '9';
        bool code = columns[i] == MRS_COLUMN_COUNTRY && strlen(*cell) == 2; /* NA is Namibia */
        if (!digit && !code && says_nothing(*cell)) {
            *cell = "";
        }
    }
}

static bool is_total(const char *location)
{
    static const char *const words[] = {
        "total",    "totals", "grand total",   "sum",          "subtotal", "total général",
        "totaux",   "somme",  "sous-total",    "المجموع",      "مجموع",    "الإجمالي",
        "الاجمالي", "إجمالي", "المجموع الكلي", "المجموع العام"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t length = strlen(words[i]);
        const char *rest = location + length;
        if ((words[i][0] | ' ') == (location[0] | ' ') &&
            strncasecmp(location, words[i], length) == 0 && rest[strspn(rest, " :")] == '\0') {
            return true;
        }
    }
    return false;
}

/* Sheets end with a sum, which is nothing that happened: it would count all others again. */
static void check_total(const mrs_row *row, mrs_faults *faults, const marsad_incident *incident)
{
    char quoted[MRS_QUOTED_SIZE];
    if (!incident->date.year && incident->placement != MARSAD_PLACED_BY_COORDINATES &&
        is_total(incident->location)) {
        mrs_fault(faults, row->number, "location",
                  "\"%s\" without a date is a sum of other rows, not an incident",
                  mrs_quoted(quoted, incident->location));
    }
}

void mrs_row_read(const mrs_row *given, mrs_faults *faults, marsad_incident *out)
{
    mrs_vocabulary own = {0};
    mrs_row row = *given;
    row.vocabulary = given->vocabulary ? given->vocabulary : &own;
    empty_fillers(&row);
    *out = (marsad_incident){.row = row.number};
    read_texts(&row, out);
    mrs_row_read_dates(&row, faults, out);
    read_type(&row, faults, out);
    mrs_row_read_place(&row, faults, out);
    read_country(&row, faults, out);
    tell_quarter(&row, out);
    out->killed = read_count(&row, faults, MRS_COLUMN_KILLED);
    out->injured = read_count(&row, faults, MRS_COLUMN_INJURED);
    check_total(&row, faults, out);
    faults->out_of_memory |= row.vocabulary->out_of_memory;
    mrs_vocabulary_clear(&own);
}
