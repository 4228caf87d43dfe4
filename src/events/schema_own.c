/* Stands in until schemas are found by more than our own names. */
#include <strings.h>

#include "events/schema.h"

const char *mrs_convention_name(mrs_convention convention)
{
    (void)convention;
    return "Marsad";
}

void mrs_schema_find(const char *const *names, size_t count, const char *const *first_row,
                     const char *map, mrs_faults *faults, mrs_schema *out)
{
    (void)first_row;
    (void)map;
    *out = (mrs_schema){.convention = MRS_TABLE_OWN};
    for (size_t i = 0; i < MRS_COLUMN_COUNT; i++) {
        out->of_file[i] = MRS_NO_COLUMN;
    }
    for (size_t i = 0; i < count; i++) {
        mrs_column column = mrs_column_find(names[i]);
        if (column == MRS_COLUMN_COUNT) {
            continue;
        }
        if (out->of_file[column] != MRS_NO_COLUMN) {
            mrs_fault(faults, 1, mrs_column_name(column), "the column \"%s\" stands there twice",
                      mrs_column_name(column));
            continue;
        }
        out->of_file[column] = i;
    }
}
