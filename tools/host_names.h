#ifndef TOOLS_HOST_NAMES_H
#define TOOLS_HOST_NAMES_H

/*
 * host_names.h - the names that captures give to addresses
 */

#include <stddef.h>

#include "core/ip.h"

struct capture;
struct host_names;

struct host_names *host_names_new(void);
void host_names_free(struct host_names *);

/* Takes over the name resolution records that a capture has read. */
void host_names_add(struct host_names *, const struct capture *);

/* One more name of an address, if it is one. */
void host_names_tell(struct host_names *, struct ip, const char *name);

/* The names of an address, each once; null if *n is 0. */
const char *const *
host_names_of(const struct host_names *, struct ip, size_t *n);

#endif /* TOOLS_HOST_NAMES_H */
