#include "events/precision.h"

double mrs_where_prec_m(int where_prec)
{
    static const double metres[] = {0, 3e3, 25e3, 50e3, 120e3, 100e3, 500e3, 200e3};
    return where_prec >= 1 && where_prec <= 7 ? metres[where_prec] : 0;
}

double mrs_geo_precision_m(int geo_precision)
{
    static const double metres[] = {0, 3e3, 25e3, 120e3};
    return geo_precision >= 1 && geo_precision <= 3 ? metres[geo_precision] : 0;
}
