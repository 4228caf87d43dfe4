/** Arithmetic with points and directions in space. */
#ifndef MARSAD_GEO_SPACE_H
#define MARSAD_GEO_SPACE_H

typedef struct mrs_vector3 {
    double x, y, z;
} mrs_vector3;

static inline double mrs_dot(mrs_vector3 a, mrs_vector3 b)
{
    return a.x * b.x + a.y * b.y + a.z * b.z;
}

static inline mrs_vector3 mrs_cross(mrs_vector3 a, mrs_vector3 b)
{
    return (mrs_vector3){a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}

/** a + factor b. */
static inline mrs_vector3 mrs_plus(mrs_vector3 a, double factor, mrs_vector3 b)
{
    return (mrs_vector3){a.x + factor * b.x, a.y + factor * b.y, a.z + factor * b.z};
}

#endif
