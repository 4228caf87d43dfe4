/** GeoNames' feature codes and the classes that they belong to. */
#ifndef MARSAD_GAZETTEER_FEATURE_CODES_H
#define MARSAD_GAZETTEER_FEATURE_CODES_H

#include <stdbool.h>
#include <stddef.h>

/** The letter of the code's class, such as 'P' of PPLA; 0 if GeoNames has no such code. */
char mrs_feature_class(const char *code);

/** True if one of GeoNames' codes begins with these `length` letters. */
bool mrs_feature_code_begins(const char *letters, size_t length);

/** True of A, H, L, P, R, S, T, U and V. */
bool mrs_is_feature_class(char letter);

#endif
