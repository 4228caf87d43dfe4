/* Any bytes, as a date, as the header of a table and as every cell of a row: what is read is sane.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "events/date_read.h"
#include "events/row.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
    if (!holds) {
        abort();
    }
}

static void require_date(marsad_date date)
{
    require(date.year >= 1 && date.year <= 9999);
    require(date.month >= 0 && date.month <= 12 && (date.month || !date.day));
    require(date.day >= 0 && (!date.day || date.day <= mrs_days_in_month(date.year, date.month)));
}

static void read_date(const char *text)
{
    mrs_dates dates;
    marsad_error error = {0};
    marsad_status status = mrs_dates_read(text, &dates, &error);
    if (status) {
        require(status == MARSAD_ERR_INPUT && error.message[0] && !dates.from.year);
        return;
    }
    require_date(dates.from);
    if (dates.to.year) {
        require_date(dates.to);
        require(marsad_date_compare(dates.from, dates.to) < 0);
    }
}

/* The text is each cell of one row, in tables of every kind. */
static void read_row(const char *text)
{
    mrs_vocabulary vocabulary = {0};
    for (int i = MRS_TABLE_OWN; i <= MRS_TABLE_PLAIN; i++) {
        mrs_schema schema = {.convention = (mrs_convention)i, .order = (mrs_order)(i % 3)};
        mrs_row row = {.number = 2, .schema = &schema, .vocabulary = &vocabulary};
        for (int c = 0; c < MRS_COLUMN_COUNT; c++) {
            row.cells[c] = text;
        }
        marsad_problems problems = {0};
        mrs_faults faults = {.path = "table", .list = &problems};
        marsad_incident incident;
        mrs_row_read(&row, &faults, &incident);
        require(!faults.out_of_memory && incident.country && incident.date_precision);
        require((unsigned)incident.type < MARSAD_TYPE_COUNT && incident.killed >= -1);
        require(incident.placement != MARSAD_PLACED_BY_COORDINATES ||
                marsad_lonlat_valid(incident.at));
        require(incident.uncertainty_m >= 0);
        marsad_problems_clear(&problems);
    }
    mrs_vocabulary_clear(&vocabulary);
}

static void read_header(char *text)
{
    const char *names[8], *below[8];
    size_t count = 0;
    for (char *rest = text, *name; count < 8 && (name = strsep(&rest, "\n,")); count++) {
        names[count] = below[7 - count] = name;
    }
    for (size_t i = 0; i < count; i++) {
        below[i] = names[count - 1 - i];
    }
    marsad_problems problems = {0};
    mrs_faults faults = {.path = "table", .list = &problems};
    mrs_schema schema;
    mrs_schema_find(names, count, below, count ? names[0] : NULL, &faults, &schema);
    require(!faults.out_of_memory);
    for (int i = 0; i < MRS_COLUMN_COUNT; i++) {
        require(schema.of_file[i] == MRS_NO_COLUMN || schema.of_file[i] < count);
    }
    marsad_problems_clear(&problems);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    require(text != NULL);
    memcpy(text, data, size);
    text[size] = '\0';
    read_date(text);
    read_row(text);
    read_header(text);
    free(text);
    return 0;
}
