#ifndef TOOLS_HOST_NAMES_H
#define TOOLS_HOST_NAMES_H

/*
 * host_names.h - the names that captures give to addresses
 *
 * Of so many addresses, and so many different names (text_set.h).
 */

#include <stddef.h>

#include "core/ip.h"

struct capture;
struct host_names;

struct host_names *host_names_new(void);
void host_names_free(struct host_names *);

/* Takes over the name resolution records that a capture has read. */
void host_names_add(struct host_names *, const struct capture *);

/* The same name, for as long as these names are there; null: there are too
 * many. */
const char *host_names_keep(struct host_names *, const char *name);

/* One more name of an address, if it is one; it has been kept. */
void host_names_tell(struct host_names *, struct ip, const char *name);

/* The names of an address, each once; null if *n is 0. */
const char *const *
host_names_of(const struct host_names *, struct ip, size_t *n);

#endif /* TOOLS_HOST_NAMES_H */
