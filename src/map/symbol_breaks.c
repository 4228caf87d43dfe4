#include "map/symbol_breaks.h"

#include <math.h>

/* --- Round figures --- */

double mrs_round_below(double value)
{
    double power = pow(10, floor(log10(value) + 1e-12));
    double lead = value / power * (1 + 1e-12);
    return power * (lead >= 5 ? 5 : lead >= 2 ? 2 : 1);
}

double mrs_round_near(double value)
{
    double below = mrs_round_below(value);
    double lead = below / pow(10, floor(log10(below) + 1e-9));
    double above = below * (lead > 1.5 && lead < 3 ? 2.5 : 2);
    return value / below < above / value ? below : above;
}

/* --- Classes --- */

static double quantile(const size_t *sorted, size_t count, double share)
{
    return (double)sorted[(size_t)(share * (double)(count - 1))];
}

/* Adds a class that ends with `upper`, unless it is no higher than the last one or takes all. */
static void add_bound(mrs_breaks *out, double upper, double most)
{
    double last = out->count ? out->upper[out->count - 1] : out->least - 1;
    if (upper > last && upper < most && out->count + 1 < MRS_BREAKS_MAX) {
        out->upper[out->count++] = upper;
    }
}

/* The least of 1, 2, 3, 4, 5, 10, 15, 20, 25, 30, 40, 50, 100, … that is not below the value. */
static double step_above(double value)
{
    static const double leads[] = {1, 1.5, 2, 2.5, 3, 4, 5, 10};
    double power = pow(10, floor(log10(fmax(value, 1)) + 1e-12));
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
        double step = leads[i] * power;
        if (step >= value * (1 - 1e-12) && step == floor(step)) {
            return step;
        }
    }
    return 10 * power;
}

/* From nothing on, so that what is twice as much looks so; or from the least on, where all are
 * about as many. Counts then differ by chance as well, by their root (Poisson): narrower classes
 * would draw that as if it were a pattern. */
static mrs_breaks equal_steps(const size_t *sorted, size_t count, double most)
{
    double low = quantile(sorted, count, 0.02);
    bool alike = 2 * low > most;
    mrs_breaks out = {.least = alike ? (double)sorted[0] : 1};
    double step = step_above((most - (alike ? low : 0)) / MRS_BREAKS_MAX);
    if (alike) {
        step = fmax(step, step_above(sqrt(quantile(sorted, count, 0.5))));
    }
    double first = ((alike ? floor(low / step) : 0) + 1) * step;
    for (int i = 0; i < MRS_BREAKS_MAX; i++) {
        add_bound(&out, first + i * step, most);
    }
    out.upper[out.count++] = most;
    return out;
}

/* I. S. Evans, The selection of class intervals, Transactions of the Institute of British
 * Geographers 2, 1977: a geometric series for what is skewed, such as counts by place. Quantiles
 * would put a few and many hundreds into one class. */
static mrs_breaks equal_ratios(double most)
{
    mrs_breaks out = {.least = 1};
    for (int i = 0; i + 1 < MRS_BREAKS_MAX; i++) {
        double share = (double)i / (MRS_BREAKS_MAX - 1);
        add_bound(&out, mrs_round_near(pow(most, share)), most);
    }
    out.upper[out.count++] = most;
    return out;
}

/* How evenly the classes share the counts: Shannon's entropy. */
static double evenness(const mrs_breaks *breaks, const size_t *sorted, size_t count)
{
    size_t shares[MRS_BREAKS_MAX] = {0};
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        shares[mrs_break_class(breaks, (double)sorted[i])]++;
    }
    for (size_t i = 0; i < breaks->count; i++) {
        double share = (double)shares[i] / (double)count;
        sum -= share > 0 ? share * log(share) : 0;
    }
    return sum;
}

mrs_breaks mrs_count_breaks(const size_t *sorted, size_t count)
{
    const double preference = 1.25; /* for ratios, which do not hide the peaks in one class */
    mrs_breaks out = {.least = 1};
    if (!count) {
        return out;
    }
    double most = (double)sorted[count - 1];
    if (most <= MRS_BREAKS_MAX) {
        while ((double)out.count < most) {
            out.upper[out.count] = (double)out.count + 1;
            out.count++;
        }
        return out;
    }
    mrs_breaks steps = equal_steps(sorted, count, most);
    mrs_breaks ratios = equal_ratios(most);
    bool close = evenness(&steps, sorted, count) > preference * evenness(&ratios, sorted, count);
    return close ? steps : ratios;
}

/* Round levels from the highest below `most` downwards, three to a power of ten. */
static size_t ratio_levels(double most, double out[MRS_BREAKS_MAX])
{
    double level = mrs_round_below(most * 0.8);
    size_t count = 0;
    for (; count < MRS_BREAKS_MAX; count++) {
        out[MRS_BREAKS_MAX - 1 - count] = level;
        level = mrs_round_below(level * 0.55);
    }
    return count;
}

static size_t step_levels(double low, double most, double out[MRS_BREAKS_MAX])
{
    double step = mrs_round_near((most - low) / (MRS_BREAKS_MAX - 0.5));
    double first = fmax(ceil(low / step), 1) * step;
    size_t count = 0;
    while (count < MRS_BREAKS_MAX && first + (double)count * step < most) {
        out[count] = first + (double)count * step;
        count++;
    }
    return count;
}

mrs_breaks mrs_level_breaks(const double *sorted, size_t count)
{
    mrs_breaks out = {0};
    if (!count) {
        return out;
    }
    double levels[MRS_BREAKS_MAX];
    double most = sorted[count - 1];
    double low = sorted[(size_t)(0.25 * (double)(count - 1))];
    size_t level_count = most < 5 * low ? step_levels(low, most, levels) : 0;
    level_count = level_count >= 3 ? level_count : ratio_levels(most, levels);
    out.least = levels[0];
    for (size_t i = 1; i < level_count; i++) {
        out.upper[out.count++] = levels[i];
    }
    out.upper[out.count++] = most;
    return out;
}

size_t mrs_break_class(const mrs_breaks *breaks, double value)
{
    size_t class = 0;
    while (class + 1 < breaks->count && value > breaks->upper[class]) {
        class ++;
    }
    return class;
}

/* --- Samples --- */

/* The greatest of 1, 1.5, 2, 3, 5, 7, 10, … that is not above a positive value. */
static double fine_below(double value)
{
    static const double leads[] = {7, 5, 3, 2, 1.5, 1};
    double power = pow(10, floor(log10(value) + 1e-12));
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
        if (value * (1 + 1e-12) >= leads[i] * power) {
            return leads[i] * power;
        }
    }
    return power;
}

size_t mrs_sample_values(double largest, bool whole, double out[3])
{
    if (!(largest > 0) || (whole && largest < 1)) {
        return 0;
    }
    double first = whole && largest <= 10 ? floor(largest) : fine_below(largest);
    const double samples[] = {first, mrs_round_near(first / 4), mrs_round_near(first / 20)};
    size_t count = 0;
    for (size_t i = 0; i < 3; i++) {
        double value = whole ? fmax(floor(samples[i]), 1) : samples[i];
        if (!count || value < out[count - 1]) {
            out[count++] = value;
        }
    }
    return count;
}
