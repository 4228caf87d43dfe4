/** What `marsad near` finds, and how it is told. */
#ifndef MARSAD_CLI_NEAR_H
#define MARSAD_CLI_NEAR_H

#include "cli/cli.h"

/** A place or an incident, and how it lies to the place asked about. */
typedef struct near_item {
    const marsad_place *place;
    const marsad_incident *incident; /* or this */
    cli_line line;
} near_item;

/** What was asked, and what was found. */
typedef struct nearby {
    marsad_resolution *answer; /* for the place asked about */
    const marsad_place *centre;
    double radius_m;
    const char *radius_text; /* as it was given */
    char *kinds;             /* feature codes or incident types; NULL: all */
    size_t limit;            /* 0: none */
    cli_telling telling;
    marsad_place_around_list places;
    marsad_events *events; /* NULL where places are asked for */
    size_t unplaced;       /* of the events */
    near_item *items;
    size_t count;
    size_t left_off; /* within, but beyond the limit; of places 1 stands for any number */
    size_t perhaps;  /* incidents that are farther, but whose uncertainty reaches within */
} nearby;

/** Prints it to standard output. */
void near_print(const nearby *all, cli_format format);

/** Notes on stderr what the data does not say of itself: that there is nothing, or more. */
void near_note_rest(const nearby *all);

#endif
