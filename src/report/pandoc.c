#include "base/fail.h"
#include "base/memory.h"
#include "report/formats.h"

bool mrs_report_by_pandoc(const char *path)
{
    (void)path;
    return false;
}

char *mrs_report_picture(const char *path)
{
    return mrs_strdup(path);
}

marsad_status mrs_report_pandoc(const mrs_report_plain *plain, const char *path,
                                marsad_error *error)
{
    (void)plain;
    return mrs_fail(error, MARSAD_ERR_USAGE, "%s: cannot be written", path);
}
