/* The figures of claims, and what the places' radii leave open of them. */
#include <math.h>

#include "relate/claim.h"

static const double EARTH_RADIUS_M = 6371008.8; /* the mean: radii are not known to a thousandth */

enum { AROUND = 16 }; /* points tried on a circle */

static marsad_verdict grade(double off, mrs_grade_limits limits)
{
    if (off <= limits.holds) {
        return MARSAD_HOLDS;
    }
    return off <= limits.roughly ? MARSAD_HOLDS_ROUGHLY : MARSAD_DOES_NOT_HOLD;
}

void mrs_claim_grade(marsad_claim_part *part, mrs_figure off, mrs_grade_limits limits)
{
    part->off = off.value;
    part->verdict = grade(off.value, limits);
    part->best = grade(off.least, limits);
    part->worst = grade(off.most, limits);
}

/* ---- directions ---------------------------------------------------------------------------- */

static double degrees(double radians)
{
    return radians * 180 / acos(-1);
}

/* How far off the azimuth a point comes into view that lies `r_m` from one at `distance_m`, on the
 * sphere, so that it holds near the antipode too. */
static double turn_of_target(double r_m, double distance_m)
{
    double reach = r_m / EARTH_RADIUS_M;
    double arc = distance_m / EARTH_RADIUS_M;
    if (reach >= acos(-1) / 2 || sin(reach) >= sin(arc)) {
        return 180;
    }
    return degrees(asin(sin(reach) / sin(arc)));
}

/* North itself turns where the anchor moves: by the convergence of the meridians. */
static double turn_of_north(const marsad_claim_point *anchor)
{
    double latitude = fabs(anchor->at.lat) * acos(-1) / 180;
    double reach = anchor->uncertainty_m / EARTH_RADIUS_M;
    if (reach >= acos(-1) / 2 || sin(reach) >= cos(latitude)) {
        return reach > 0 ? 180 : 0; /* the pole may lie within the radius */
    }
    return degrees(asin(sin(reach) / cos(latitude))) * sin(latitude);
}

double mrs_claim_turn(const marsad_claim_point *anchor, const marsad_claim_point *place,
                      double distance_m)
{
    double both = anchor->uncertainty_m + place->uncertainty_m;
    return both > 0 ? fmin(turn_of_target(both, distance_m) + turn_of_north(anchor), 180) : 0;
}

/* ---- between, straight --------------------------------------------------------------------- */

typedef struct spot {
    double x, y;
} spot;

static double between_spots(spot a, spot b)
{
    return hypot(a.x - b.x, a.y - b.y);
}

static void widen(mrs_figure *figure, double value)
{
    figure->least = fmin(figure->least, value);
    figure->most = fmax(figure->most, value);
}

static void take_lengths(mrs_betweenness *out, double first, double second, double apart)
{
    double sum = first + second;
    double share = sum > 0 ? first / sum : 0;
    widen(&out->detour, apart > 0 ? sum / apart : INFINITY);
    widen(&out->share, share);
    widen(&out->farther, apart > 0 ? fmax(first, second) / apart : INFINITY);
    widen(&out->uneven, fabs(share - 0.5));
}

static mrs_figure exactly(double value)
{
    return (mrs_figure){value, value, value};
}

static mrs_betweenness as_measured(const mrs_triangle *t)
{
    double sum = t->first_m + t->second_m;
    double share = sum > 0 ? t->first_m / sum : 0;
    return (mrs_betweenness){exactly(fmax(sum / t->apart_m, 1)), exactly(share),
                             exactly(fmax(t->first_m, t->second_m) / t->apart_m),
                             exactly(fabs(share - 0.5))};
}

/* The point number `i` around a spot; the last is the spot itself. */
static spot around(spot middle, double radius, int i)
{
    double angle = 2 * acos(-1) * i / AROUND;
    return i == AROUND ? middle
                       : (spot){middle.x + radius * cos(angle), middle.y + radius * sin(angle)};
}

/* One point is enough where the radius is nothing. */
static int first_around(double radius)
{
    return radius > 0 ? 0 : AROUND;
}

/* The point of the line between the anchors that is nearest to the place, as far as its circle
 * reaches: there the detour is least. */
static spot nearest_between(spot place, double radius)
{
    return (spot){place.x, place.y - fmin(place.y, radius)};
}

static void try_place(mrs_betweenness *out, spot place, spot first, spot second)
{
    take_lengths(out, between_spots(place, first), between_spots(place, second),
                 between_spots(first, second));
}

static void try_anchors(mrs_betweenness *out, const mrs_triangle *t, spot place)
{
    for (int i = first_around(t->first_r); i <= AROUND; i++) {
        spot first = around((spot){0, 0}, t->first_r, i);
        for (int j = first_around(t->second_r); j <= AROUND; j++) {
            try_place(out, place, first, around((spot){t->apart_m, 0}, t->second_r, j));
        }
    }
}

mrs_betweenness mrs_between_straight(const mrs_triangle *lengths)
{
    const mrs_triangle *t = lengths;
    mrs_betweenness out = as_measured(t);
    double x = (t->first_m * t->first_m + t->apart_m * t->apart_m - t->second_m * t->second_m) /
               (2 * t->apart_m);
    spot place = {x, sqrt(fmax(t->first_m * t->first_m - x * x, 0))};
    if (!(t->place_r > 0 || t->first_r > 0 || t->second_r > 0)) {
        return out;
    }
    for (int i = first_around(t->place_r); i <= AROUND; i++) {
        try_anchors(&out, t, around(place, t->place_r, i));
    }
    try_anchors(&out, t, nearest_between(place, t->place_r));
    return out;
}

/* ---- between, by road ---------------------------------------------------------------------- */

mrs_betweenness mrs_between_by_road(const mrs_triangle *lengths)
{
    const mrs_triangle *t = lengths;
    mrs_betweenness out = as_measured(t);
    for (int i = 0; i < 8; i++) {
        double along = i & 1 ? t->place_r : -t->place_r;
        double at_first = i & 2 ? t->first_r : -t->first_r;
        double at_second = i & 4 ? t->second_r : -t->second_r;
        take_lengths(&out, fmax(t->first_m + along + at_first, 0),
                     fmax(t->second_m - along + at_second, 0), t->apart_m + at_first + at_second);
    }
    double sum = t->first_m + t->second_m;
    widen(&out.detour, (sum + 2 * t->place_r) / t->apart_m);
    widen(&out.detour, fmax((sum - 2 * t->place_r) / t->apart_m, 1));
    return out;
}
