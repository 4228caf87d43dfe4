/**
 * The facts of a report: gathered from the events, the front, the gazetteer and the composed map,
 * into the XML that a template is given.
 */
#ifndef MARSAD_REPORT_FACTS_H
#define MARSAD_REPORT_FACTS_H

#include <json-c/json.h>

#include "map/front_words.h"
#include "map/sheet.h"
#include "marsad/report.h"
#include "report/words.h"
#include "report/xml.h"

/** The most rows that a page lists, and the most entries of its other lists. */
enum {
    MRS_REPORT_ROWS = 5000,
    MRS_REPORT_REJECTED = 100,
    MRS_REPORT_PLACES = 200,
    MRS_REPORT_SOURCES = 100
};

/** Incidents that have one place. */
typedef struct mrs_report_place {
    size_t first; /* of its incidents, in the order of the file */
    size_t count;
    long killed, injured; /* -1 where no row says */
    bool town_known;      /* looked for */
    bool has_town;        /* and found, no farther than MRS_TOWN_MOST_M */
    marsad_place_around town;
} mrs_report_place;

/** A district that places name, and what it is called in the report's language. */
typedef struct mrs_report_district {
    char *name, *country; /* as the places have them */
    char *said;           /* NULL: as its name */
} mrs_report_district;

typedef struct mrs_report {
    const marsad_map_sources *sources;
    const marsad_report_options *options;
    marsad_lang lang;
    mrs_sheet naming; /* only what names are said by */
    mrs_calendar *calendar;
    marsad_map *map;
    xmlDocPtr svg;                    /* the map, until it becomes part of the document */
    struct json_object *data;         /* what it carries */
    struct json_object *listed;       /* its incidents, in the order of the file; NULL: too many */
    marsad_event_relation *relations; /* NULL without a front */
    mrs_report_place *places;         /* most incidents first */
    size_t place_count;
    size_t *place_of; /* by incident, an index of `places`; place_count where it has none */
    mrs_report_district *districts; /* that were asked for */
    size_t district_count, district_capacity;
    mrs_xml xml;
} mrs_report;

/** facts.c: composes the map and gathers everything. To be cleared in any case. */
marsad_status mrs_report_gather(mrs_report *report, const marsad_map_sources *sources,
                                const marsad_report_options *options, marsad_error *error);
void mrs_report_clear(mrs_report *report);

/* --- The parts of the document; memory that runs out is noted in report->xml --- */

void mrs_report_add_figures(mrs_report *report, xmlNodePtr root);
void mrs_report_add_map(mrs_report *report, xmlNodePtr root);
void mrs_report_add_types(mrs_report *report, xmlNodePtr root);
void mrs_report_add_timeline(mrs_report *report, xmlNodePtr root);
void mrs_report_add_places(mrs_report *report, xmlNodePtr root);
marsad_status mrs_report_add_incidents(mrs_report *report, xmlNodePtr root, marsad_error *error);
void mrs_report_add_unplaced(mrs_report *report, xmlNodePtr root);
marsad_status mrs_report_add_rejected(mrs_report *report, xmlNodePtr root, marsad_error *error);
void mrs_report_add_method(mrs_report *report, xmlNodePtr root);
marsad_status mrs_report_add_sources(mrs_report *report, xmlNodePtr root, marsad_error *error);

/* --- What they share --- */

/** picture.c: writes the map's SVG and reads what it carries. */
marsad_status mrs_report_read_map(mrs_report *report, marsad_error *error);

/** places.c: finds which incidents have one place. MARSAD_ERR_MEMORY. */
marsad_status mrs_report_find_places(mrs_report *report, marsad_error *error);

/** towns.c: looks for the nearest town of a place, once. */
marsad_status mrs_report_find_town(mrs_report *report, mrs_report_place *place,
                                   marsad_error *error);
#define MRS_TOWN_MOST_M 300000.0
/** A populated place is a town from this many people on, or where it is a seat of administration.
 */
enum { MRS_TOWN_LEAST_PEOPLE = 5000 };

/** districts.c: the name in the report's language of the district that a place says it lies in;
 * owned by the report. `country` may be "". As it is in an English report, and where the gazetteer
 * does not have it. */
const char *mrs_report_say_district(mrs_report *report, const char *name, const char *country);
void mrs_report_forget_districts(mrs_report *report);

/** picture.c: what the SVG's data say of an incident: "element", "callout"; "" where nothing. */
const char *mrs_report_element(const mrs_report *report, size_t index, const char *name);
/** Its number on the map. */
long mrs_report_number(const mrs_report *report, size_t index);

/** "#d55e00", the colour of the type's symbols; "" where the map tells something else by colour, or
 *  shows none. */
enum { MRS_REPORT_COLOR = 8 };
const char *mrs_report_color(const mrs_report *report, marsad_incident_type type,
                             char out[MRS_REPORT_COLOR]);

/** The ISO dates of an attribute and the words of another, in the report's language. */
void mrs_report_set_date(mrs_report *report, xmlNodePtr node, const char *name, marsad_date date);
void mrs_report_set_date_text(mrs_report *report, xmlNodePtr node, const char *name,
                              marsad_date first, marsad_date last);

/** A count and its figure with separators. */
void mrs_report_say_count(mrs_buffer *out, const mrs_report *report, size_t count);

/** What a key says in the report's language; never NULL. */
const char *mrs_report_word(const mrs_report *report, const char *key);

/** Adds `more` to a sum that is -1 as long as nothing was added; a negative one says nothing. */
void mrs_report_sum(long *sum, long more);

#endif
