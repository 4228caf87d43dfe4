#include "events/columns.h"

#include <stddef.h>
#include <stdint.h>
#include <strings.h>

typedef struct known_column {
    const char *name;
    size_t offset; /* of its text in marsad_incident, or NO_TEXT */
} known_column;

#define TEXT(member) offsetof(marsad_incident, member)
#define NO_TEXT      SIZE_MAX

static const known_column COLUMNS[MRS_COLUMN_COUNT] = {
    [MRS_COLUMN_ID] = {"id", TEXT(id)},
    [MRS_COLUMN_LABEL] = {"label", TEXT(label)},
    [MRS_COLUMN_DATE] = {"date", NO_TEXT},
    [MRS_COLUMN_END_DATE] = {"end_date", NO_TEXT},
    [MRS_COLUMN_DATE_PRECISION] = {"date_precision", TEXT(date_precision)},
    [MRS_COLUMN_TYPE] = {"type", NO_TEXT},
    [MRS_COLUMN_SUBTYPE] = {"subtype", NO_TEXT},
    [MRS_COLUMN_LOCATION] = {"location", TEXT(location)},
    [MRS_COLUMN_LOCATION_DETAIL] = {"location_detail", TEXT(location_detail)},
    [MRS_COLUMN_ADMIN1] = {"admin1", TEXT(admin1)},
    [MRS_COLUMN_ADMIN2] = {"admin2", TEXT(admin2)},
    [MRS_COLUMN_ADMIN3] = {"admin3", NO_TEXT},
    [MRS_COLUMN_COUNTRY] = {"country", TEXT(country)},
    [MRS_COLUMN_LON] = {"lon", NO_TEXT},
    [MRS_COLUMN_LAT] = {"lat", NO_TEXT},
    [MRS_COLUMN_COORDINATES] = {"coordinates", NO_TEXT},
    [MRS_COLUMN_UNCERTAINTY_M] = {"uncertainty_m", NO_TEXT},
    [MRS_COLUMN_WHERE_PREC] = {"where_prec", NO_TEXT},
    [MRS_COLUMN_GEO_PRECISION] = {"geo_precision", NO_TEXT},
    [MRS_COLUMN_ACTOR1] = {"actor1", TEXT(actor1)},
    [MRS_COLUMN_ACTOR2] = {"actor2", TEXT(actor2)},
    [MRS_COLUMN_CONTROLLER_AFTER] = {"controller_after", TEXT(controller_after)},
    [MRS_COLUMN_KILLED] = {"killed", NO_TEXT},
    [MRS_COLUMN_INJURED] = {"injured", NO_TEXT},
    [MRS_COLUMN_HEADLINE] = {"headline", TEXT(headline)},
    [MRS_COLUMN_HEADLINE_AR] = {"headline_ar", TEXT(headline_ar)},
    [MRS_COLUMN_HEADLINE_FR] = {"headline_fr", TEXT(headline_fr)},
    [MRS_COLUMN_SOURCE] = {"source", TEXT(source)},
    [MRS_COLUMN_URL] = {"url", TEXT(url)},
    [MRS_COLUMN_NOTE] = {"note", TEXT(note)},
};

const char *mrs_column_name(mrs_column column)
{
    return COLUMNS[column].name;
}

mrs_column mrs_column_find(const char *name)
{
    int i = 0;
    while (i < MRS_COLUMN_COUNT && strcasecmp(COLUMNS[i].name, name) != 0) {
        i++;
    }
    return (mrs_column)i;
}

const char **mrs_column_text(marsad_incident *incident, mrs_column column)
{
    size_t offset = COLUMNS[column].offset;
    return offset == NO_TEXT ? NULL : (const char **)(void *)((char *)incident + offset);
}
