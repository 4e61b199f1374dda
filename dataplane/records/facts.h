#ifndef DATAPLANE_RECORDS_FACTS_H
#define DATAPLANE_RECORDS_FACTS_H

/*
 * facts.h - what vpcsim says of a flow
 *
 * The facts of the scenario format's section 2, from the two legs of an
 * exchange.  The class of a path is that of its furthest part, in the order of
 * enum path_class; what leaves AWS is what AWS says does (VPC FAQs, VPC User
 * Guide "How Amazon VPC works").
 */

#include "core/arena.h"
#include "dataplane/exchange.h"
#include "dataplane/party.h"
#include "dataplane/policy/authorize.h"

enum path_class {
	CLASS_NONE, /* dropped */
	CLASS_HOST_SERVICE,
	CLASS_LOCAL,
	CLASS_PEERING,
	CLASS_TRANSIT_GATEWAY,
	CLASS_INTERFACE_ENDPOINT,
	CLASS_GATEWAY_ENDPOINT,
	CLASS_AWS_PUBLIC,
	CLASS_ON_PREMISES,
	CLASS_INTERNET,
	CLASSES
};

enum answer_yes_no { SAYS_NO, SAYS_YES, SAYS_UNKNOWN };

/* What `private: true|false` in a record may mean. */
enum private_means {
	PRIVATE_STAYS_IN_AWS,
	PRIVATE_NO_PUBLIC_ADDRESSING,
	PRIVATE_STAYS_IN_VPC,
};

enum { PATH_MAX_NAMES = WAY_MAX + 2 };

struct facts {
	uint32_t alike; /* those of one replay with the same number differ at
			 * their ends only (facts_add_ends()); 0: unknown */
	bool delivered;
	drop_code code;         /* when dropped */
	const char *dropped_at; /* name, or null */
	bool on_return;         /* the dropped packet was the answer */
	enum path_class path_class;
	const char *exit;         /* name, or null */
	const char *provider_leg; /* "on-premises": there a provider's target
				     is; else null */
	bool public_addressing;
	enum answer_yes_no leaves_aws;
	bool public_internet;
	/* What the sender of a dropped packet was told ("frag-needed"), or
	 * null; and what became of that message. */
	const char *told;
	uint32_t told_mtu; /* 0: it tells none */
	bool told_delivered;
	drop_code told_code;
	const char *told_dropped_at;
	bool cross_az, cross_account; /* on the way there */
	const char *source_seen; /* "address:port"; null if it never arrived */
	/* Of a public end in AWS's ranges ("S3", "us-east-1"); else null. */
	const char *service, *region;
	const char *path[PATH_MAX_NAMES];
	size_t npath;
	bool end_named; /* the last name of the path is that of the far end */
	struct authorization request; /* request_facts.h; else all zeros */
	uint64_t marks; /* marks.h: cross-Region, translated, assumptions */
};

/*
 * The facts of an exchange.  target may be null (a replayed flow: nothing but
 * addresses is known); answer_due: an answer belongs to it (in a replay: the
 * capture has one).  Strings live in the arena or the snapshot.
 */
void facts_of(const struct snap *, const struct exchange *,
    const struct target *, bool answer_due, struct arena *, struct facts *);

/*
 * The same in two parts: what follows from the ways alone; and what the far end
 * saw, its name if it has one of its own, the owners of addresses.
 */
void facts_of_ways(const struct snap *, const struct exchange *,
    bool answer_due, struct facts *);
void facts_add_ends(const struct snap *, const struct leg *there,
    const struct target *, struct arena *, struct facts *);

/* The facts of a flow of which no packet was sent, as its name has no address. */
void facts_unresolved(const struct target *, struct facts *);

/* Is the flow private, in this sense of the word (--private-means)? */
bool facts_private(const struct facts *, enum private_means);

/*
 * How sure the facts are: "doc", "known" where something was assumed, "low"
 * where an address is taken for the internet because no list has it, or for
 * AWS's because the scenario says that a customer brought it along.
 */
const char *facts_confidence(const struct facts *);

/* "aws-public"; null for CLASS_NONE. */
const char *path_class_name(enum path_class);
const char *leaves_aws_name(enum answer_yes_no); /* "no", "yes", "unknown" */

/* 0, or -1: no such word. */
int private_means_parse(const char *, enum private_means *);

#endif /* DATAPLANE_RECORDS_FACTS_H */
