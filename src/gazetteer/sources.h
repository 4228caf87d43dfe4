/** The sources of a gazetteer, read from a folder, and their joining to one set of places. */
#ifndef MARSAD_GAZETTEER_SOURCES_H
#define MARSAD_GAZETTEER_SOURCES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "gazetteer/kinds.h"
#include "marsad/geodesy.h"
#include "marsad/status.h"

/** A file of places. Strings point into the text of sources.tsv. */
typedef struct mrs_source_file {
    const char *file, *name, *licence, *attribution, *url, *date;
    long priority; /* 1 is the strongest */
    char *text;    /* the file's content, which its entries point into */
} mrs_source_file;

/** A name as a source gives it. */
typedef struct mrs_source_name {
    const char *text;
    const char *language;
    mrs_name_kind kind;
    char *full;
    char *bare; /* NULL where it equals `full` */
} mrs_source_name;

/** A place as a source gives it. After joining, `root` is the entry that it became part of: its
 *  own index if it stands for itself. Members of a root are linked in order of strength. */
typedef struct mrs_source_entry {
    const char *id, *name, *name_ar, *name_fr, *feature_code, *country, *admin1;
    marsad_lonlat at;
    double uncertainty_m;
    int64_t population;
    uint32_t file;
    uint32_t first_name, name_count;
    uint32_t root;
    uint32_t next_member; /* one more than the next member's index; 0 at the end */
    uint32_t last_member; /* of a root: the index of its last member */
} mrs_source_entry;

typedef struct mrs_sources {
    char *index_text;       /* the content of sources.tsv */
    mrs_arena texts;        /* what no file's text holds */
    mrs_source_file *files; /* in order of strength */
    size_t file_count, file_capacity;
    mrs_source_entry *entries; /* by file, each in the order of its rows */
    size_t entry_count, entry_capacity;
    mrs_source_name *names; /* by entry */
    size_t name_count, name_capacity;
    bool (*stop)(void *context); /* true ends the joining and the writing; may be NULL */
    void *stop_context;
} mrs_sources;

/** MARSAD_ERR_IO, saying that the work was stopped, if `sources->stop` says so. */
marsad_status mrs_sources_stopped(const mrs_sources *sources, marsad_error *error);

/** Adds a name, and makes its keys: `full` and `bare` of `name` are not looked at. `*kept` is false
 *  for a name without letters or digits, which could never be looked up and is left out. */
marsad_status mrs_sources_add_name(mrs_sources *sources, mrs_source_name name, bool *kept,
                                   marsad_error *error);

/** Reads sources.tsv and the files it names. On failure `out` is cleared. */
marsad_status mrs_sources_read(const char *folder, mrs_sources *out, marsad_error *error);

/**
 * Joins places that stand in several sources: an entry becomes part of an entry of a stronger
 * source that has a name like one of its own, is of a compatible kind and of the same country, and
 * lies near enough (a radius by kind, in join.c). Names are alike if they share a full key or,
 * where the entries are nearer still, a bare one, or the skeleton of their sounds. Of several, the
 * one with the likest name wins, then the nearest. What the stronger entry does not know is taken
 * from the weaker.
 *
 * An entry whose `root` is another already (see existing.h) stays with that.
 */
marsad_status mrs_sources_join(mrs_sources *sources, marsad_error *error);

/** What `root` does not know of itself is taken from a member. */
void mrs_sources_fill(mrs_source_entry *root, const mrs_source_entry *member);

/** Links the members of each root in the order of the entries, as their `root` says. */
void mrs_sources_link(mrs_sources *sources);

void mrs_sources_clear(mrs_sources *sources);

#endif
