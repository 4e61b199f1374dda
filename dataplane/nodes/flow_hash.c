/*
 * flow_hash.c - one of several ways for a flow
 */

#include "dataplane/nodes/flow_hash.h"

#include <xxhash.h>

/* Which end is which makes no difference.  Fragments without ports must go
 * where the first one goes, so no fragment counts its ports. */
uint64_t
flow_hash(const struct flow_key *k, enum flow_hash_seed seed)
{
	struct {
		struct ip ip[2];
		uint16_t port[2];
		uint32_t proto;
	} f = { .proto = k->proto };
	bool swap = ip_less(k->dst, k->src);

	f.ip[swap] = k->src;
	f.ip[!swap] = k->dst;
	if (k->fragment == FRAG_NONE) {
		swap = k->dport < k->sport;
		f.port[swap] = k->sport;
		f.port[!swap] = k->dport;
	}
	return XXH3_64bits_withSeed(&f, sizeof(f), seed);
}
