#ifndef CORE_LPM_H
#define CORE_LPM_H

/*
 * lpm.h - longest-prefix match
 *
 * A table is a sorted array of interval starts for each family, made once from
 * prefixes and never changed; a lookup is a binary search without branches, so
 * that several can be on their way at once.
 */

#include "core/arena.h"
#include "core/ip.h"

enum { LPM_NONE = UINT32_MAX };

struct lpm_entry {
	struct prefix prefix;
	uint32_t value;
};

struct lpm;

/*
 * A table of these entries, in any order; of two with the same prefix the
 * earlier one counts.  Lives in the arena; entries are not kept.
 */
struct lpm *lpm_new(struct arena *, const struct lpm_entry *, size_t n);

/* The value of the longest prefix that has the address, or LPM_NONE. */
uint32_t lpm_lookup(const struct lpm *, struct ip);

/* The same for n addresses; several times as fast for many of one family. */
void lpm_lookup_many(
    const struct lpm *, const struct ip *, uint32_t *value, size_t n);

#endif /* CORE_LPM_H */
