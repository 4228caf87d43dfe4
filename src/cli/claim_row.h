/** A claim with its places, and how its answer is told. */
#ifndef MARSAD_CLI_CLAIM_ROW_H
#define MARSAD_CLI_CLAIM_ROW_H

#include "cli/cli.h"

/** Places belong to whoever resolved them. */
typedef struct claim_row {
    marsad_claim claim;
    const marsad_place *place;
    const marsad_place *anchors[2];
    marsad_claim_answer answer;
} claim_row;

/** Takes the places' points and tests the claim. */
marsad_status claim_row_test(claim_row *row, const marsad_roads *roads, marsad_error *error);

/** Adds relation, azimuth_deg, what was stated, places, verdict, could_differ, parts and reason. */
void claim_row_json(struct json_object *to, const claim_row *row, const cli_telling *telling);

/** The same members for a claim that has no answer: null. */
void claim_row_json_nothing(struct json_object *to);

/** All measured parts: "direction=171.2 deg; detour by road=1.02 ratio". To free with free(). */
char *claim_row_figures(const claim_row *row);

/** All parts in words, and what the radii leave open. To free with free(). */
char *claim_row_reason(const claim_row *row, const cli_telling *telling);

/** `marsad claim --in FILE`. */
int cli_claim_bulk(const cli_args *args);

/** Reads --distance and --within into a claim whose words have been read; they may not be stated
 *  twice. Prints errors; returns an exit status. */
int claim_lengths(const cli_args *args, marsad_claim *claim);

#endif
