#include "geo/gdal.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>
#include <threads.h>

#include "base/fail.h"

#ifndef MARSAD_GDAL_SONAME
#define MARSAD_GDAL_SONAME "libgdal.so"
#endif

struct mrs_gdal_functions mrs_gdal;

static once_flag once = ONCE_FLAG_INIT;
static const char *missing; /* what load() could not find, or NULL */

static void load(void)
{
    static const struct {
        const char *name;
        size_t offset;
    } functions[] = {
#define MRS_GDAL_ENTRY(name) {#name, offsetof(struct mrs_gdal_functions, name)},
        MRS_GDAL_FUNCTIONS(MRS_GDAL_ENTRY)
#undef MRS_GDAL_ENTRY
    };
    void *library = dlopen(MARSAD_GDAL_SONAME, RTLD_LAZY | RTLD_LOCAL);
    if (!library) {
        missing = MARSAD_GDAL_SONAME;
        return;
    }
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        void *address = dlsym(library, functions[i].name);
        if (!address) {
            missing = functions[i].name;
            return;
        }
        /* POSIX lets an object pointer of dlsym() be a function's; C has no cast for it. */
        memcpy((char *)&mrs_gdal + functions[i].offset, &address, sizeof address);
    }
}

marsad_status mrs_gdal_load(marsad_error *error)
{
    call_once(&once, load);
    if (missing) {
        return mrs_fail(error, MARSAD_ERR_LIBRARY,
                        "GDAL cannot be loaded: %s is missing (on Debian, install libgdal32)",
                        missing);
    }
    return MARSAD_OK;
}
