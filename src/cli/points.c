/* Places as points to measure from and to. */
#include <math.h>
#include <stdlib.h>

#include "cli/cli.h"

const char *cli_point_text(char out[CLI_POINT], marsad_lonlat at)
{
    snprintf(out, CLI_POINT, "%.5f%c %.5f%c", fabs(at.lat), at.lat < 0 ? 'S' : 'N', fabs(at.lon),
             at.lon < 0 ? 'W' : 'E');
    return out;
}

char *cli_describe_place(const marsad_place *place, marsad_lang lang)
{
    const char *const parts[] = {place->feature_code, place->admin1, place->country};
    char *text = NULL;
    char point[CLI_POINT];
    char radius[CLI_TEXT];
    size_t size;
    FILE *stream = open_memstream(&text, &size);
    if (!stream) {
        return NULL;
    }
    fprintf(stream, "%s (", marsad_place_name(place, lang));
    const char *separator = "";
    for (int i = 0; i < 3; i++) {
        if (parts[i][0]) {
            fprintf(stream, "%s%s", separator, parts[i]);
            separator = ", ";
        }
    }
    cli_length_text(radius, place->uncertainty_m, MARSAD_UNIT_KM);
    fprintf(stream, "%s%s ± %s)", separator[0] ? "; " : "", cli_point_text(point, place->at),
            radius);
    fclose(stream);
    return text;
}

const char *cli_point_name(const marsad_resolution *answer, marsad_lang lang)
{
    const marsad_place *place = marsad_resolution_place(answer);
    const char *name = place ? marsad_place_name(place, lang) : "";
    return name[0] ? name : answer->query;
}

static void note_ambiguous(const marsad_resolution *answer, marsad_lang lang)
{
    cli_note("\"%s\" is ambiguous: %s; choose with --country, or give coordinates", answer->query,
             answer->reason);
    for (size_t i = 0; i < answer->candidate_count; i++) {
        char *text = cli_describe_place(answer->candidates[i].place, lang);
        fprintf(stderr, "  %s\n", text ? text : answer->candidates[i].place->name);
        free(text);
    }
}

int cli_check_point(const marsad_resolution *answer, marsad_lang lang)
{
    if (answer->status == MARSAD_RESOLVED && answer->candidate_count > 0) {
        return CLI_DONE;
    }
    if (answer->status == MARSAD_AMBIGUOUS) {
        note_ambiguous(answer, lang);
    } else {
        cli_note("\"%s\" is not resolved: %s", answer->query, answer->reason);
    }
    return CLI_INPUT;
}
