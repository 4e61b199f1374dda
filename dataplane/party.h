#ifndef DATAPLANE_PARTY_H
#define DATAPLANE_PARTY_H

/*
 * party.h - who speaks with whom: from names and addresses to places
 *
 * A flow is asked for by two texts, `from` and `to`: an interface, a host of a
 * site, an entry of `hosts`, an address, "internet", and for `to` also a
 * service or a DNS name, which is resolved as the sender's VPC would.
 */

#include "core/node.h"
#include "dataplane/drop.h"
#include "dataplane/world.h"

enum party_kind {
	PARTY_INTERFACE,
	PARTY_GATEWAY, /* a NAT gateway or endpoint: it only answers */
	PARTY_ON_PREMISES,
	PARTY_OUTSIDE,
};

struct party {
	enum party_kind kind;
	const char *name; /* as users know it; an address if unnamed */
	const struct object *object; /* null outside */
	struct place send;           /* where what it sends enters */
	const struct vpc *vpc;       /* null outside any */
	const char *az;              /* null where unknown */
	bool dns64;                  /* of its subnet */
	vtime asks_at;               /* for names: since the first packet */
	struct ip ip4, ip6;          /* zero if it has none of the family */
};

/* The far end of a flow, looked up for a given sender. */
struct target {
	struct ip ip;
	const char *name;    /* null: nothing but the address */
	const char *service; /* short name if it is an AWS service, or null */
	/* For a name: what it was resolved to and how; by whom; or null. */
	const char *answer, *by;
	const char *firewall; /* what DNS Firewall says of it, or null */
	bool is_guess;        /* an endpoint that is not shown may have it */
	drop_code code;       /* the name has no address: why; else 0 */
	const struct object *decided; /* who refused, for code */
};

/*
 * Who a text means.  0; or -1 with one error added: no such name (with the
 * nearest one), an address in several VPCs (with the interfaces that have it),
 * unless it is that of the VPC of the other end alone.  other may be without a
 * text.  Strings live in the arena or the model.
 */
int party_find(const struct snap *, struct text, struct text other,
    struct arena *, struct party *, struct errs *);

/* Who has an address, among all VPCs and sites, else outside.  The number of
 * VPCs that have it: more than 1 is ambiguous, and *p is the first. */
unsigned party_at(const struct snap *, struct ip, struct party *);

/* The same; of several VPCs only those count that have the other one too, if
 * there are any. */
unsigned
party_facing(const struct snap *, struct ip, struct ip other, struct party *);

/*
 * Where a sender's packets for a text go.  A name that does not resolve is no
 * error: target->code says why.  0, or -1 with one error added.
 */
int target_find(const struct snap *, const struct party *from, struct text to,
    struct arena *, struct target *, struct errs *);

/* The sender's own address for this destination's family; zero if none. */
struct ip party_source(const struct party *, struct ip dst);

#endif /* DATAPLANE_PARTY_H */
