/** Databases named by a connection string of PostgreSQL. */
#ifndef MARSAD_GEO_CONNECTION_H
#define MARSAD_GEO_CONNECTION_H

#include <stdbool.h>

/** True for "PG:dbname=…", "postgresql://…" and "postgres://…". */
bool mrs_is_connection(const char *path);

/** The string as GDAL takes it, to mrs_free(); NULL if memory is out. */
char *mrs_connection_for_gdal(const char *path);

/** The string with "…" in place of its password, for messages, to mrs_free(); `*secret` gets the
 *  password (also to mrs_free()), "" if it has none. NULL if memory is out. */
char *mrs_connection_shown(const char *path, char **secret);

#endif
