/* Zip files by minizip. */
#include "report/package.h"

#include <errno.h>
#include <minizip/unzip.h>
#include <minizip/zip.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/file.h"

/* --- Writing --- */

/* Of every entry: 1 January 1980, where the format's time begins. */
static const zip_fileinfo FIRST_DAY = {.dosDate = (1UL << 5 | 1) << 16};

/* Into the file that is open already, and that is closed when it is put in its place. */
static voidpf open_given(voidpf opaque, const char *name, int mode)
{
    (void)name;
    (void)mode;
    return opaque;
}

static int leave_open(voidpf opaque, voidpf stream)
{
    (void)opaque;
    return ferror((FILE *)stream);
}

/* Pictures are compressed already. */
static bool is_compressed(const mrs_part *part)
{
    const char *dot = strrchr(part->name, '.');
    return dot && strcmp(dot, ".png") == 0;
}

static bool add_part(zipFile zip, const mrs_part *part)
{
    int method = is_compressed(part) ? 0 : Z_DEFLATED;
    if (part->length > UINT_MAX || zipOpenNewFileInZip(zip, part->name, &FIRST_DAY, NULL, 0, NULL,
                                                       0, NULL, method, 9) != ZIP_OK) {
        return false;
    }
    bool whole = zipWriteInFileInZip(zip, part->bytes, (unsigned)part->length) == ZIP_OK;
    return zipCloseFileInZip(zip) == ZIP_OK && whole;
}

static bool add_parts(FILE *stream, const mrs_part *parts, size_t count)
{
    zlib_filefunc_def calls;
    fill_fopen_filefunc(&calls);
    calls.opaque = stream;
    calls.zopen_file = open_given;
    calls.zclose_file = leave_open;
    zipFile zip = zipOpen2("", APPEND_STATUS_CREATE, NULL, &calls);
    bool whole = zip != NULL;
    for (size_t i = 0; whole && i < count; i++) {
        whole = add_part(zip, &parts[i]);
    }
    return zip && zipClose(zip, NULL) == ZIP_OK && whole;
}

marsad_status mrs_package_write(const mrs_part *parts, size_t count, const char *path,
                                marsad_error *error)
{
    mrs_output output = {0};
    marsad_status status = mrs_output_open(&output, path, error);
    errno = 0;
    if (!status && !add_parts(output.stream, parts, count)) {
        status = errno ? mrs_fail_write(error, path) : mrs_fail_memory(error);
    }
    status = status ? status : mrs_output_commit(&output, error);
    mrs_output_abandon(&output);
    return status;
}

/* --- Reading --- */

bool mrs_package_says(const char *path, const char *part, const char *text)
{
    char bytes[4001] = "";
    unzFile zip = unzOpen(path);
    if (zip && unzLocateFile(zip, part, 1) == UNZ_OK && unzOpenCurrentFile(zip) == UNZ_OK) {
        unzReadCurrentFile(zip, bytes, sizeof bytes - 1);
        unzCloseCurrentFile(zip);
    }
    unzClose(zip);
    return strstr(bytes, text) != NULL;
}
