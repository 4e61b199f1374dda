#ifndef DATAPLANE_NAMES_QUERY_H
#define DATAPLANE_NAMES_QUERY_H

/*
 * names_query.h - a question to the resolver, between the files names*.c
 */

#include "dataplane/party.h"

/* Aliases that lead to others, and questions that are forwarded. */
enum { QUERY_DEPTH = 8 };

struct query {
	const struct snap *snap;
	const struct model *model;
	const struct party *from; /* who asks: what families it has, its zone */
	const struct vpc *vpc;    /* whose resolver it is; null: public DNS */
	bool inbound;             /* asked by way of an inbound endpoint */
	unsigned depth;
	bool trusted;        /* DNS Firewall is not asked */
	const char *noted;   /* what it said, or null */
	struct arena *arena; /* of the answer */
};

/* The answer, or why there is none.  False: nobody knows such a name. */
bool names_look_up(const struct query *, const char *host, struct target *);

/* There is none: why, and that it is the resolver's VPC that says so. */
void names_no_address(const struct query *, struct target *, drop_code);

/* Of the family that the sender asks for?  Of an IPv4 address DNS64, where it
 * is on, makes one of IPv6. */
bool names_family_fits(const struct party *from, struct ip *);

/*
 * Asks the DNS Firewall of the resolver's VPC.  True: *t is its answer, or why
 * there is none.  False: the name may be looked up; q->noted is what a rule says
 * of it, which names_firewall_tell() then adds to the answer.
 */
bool names_firewall(struct query *, const char *host, struct target *);
void names_firewall_tell(const struct query *, struct target *);

/* What a record says: an address, or another name that is looked up. */
void names_follow(const struct query *, const char *record, struct target *);

/* One of a family in this zone (az may be null); zero if there is none. */
struct ip names_in_zone(
    const struct endpoint_subnet *, size_t n, const char *az, bool v6);

/* --- who may answer, in names_forward.c and names_ec2.c ----------------- */

struct resolver_rule;

/* Asks the targets of a rule that forwards. */
void names_forward(const struct query *, const struct resolver_rule *,
    const char *host, struct target *);

/*
 * By which resolver a party's questions are answered: its VPC's, or that of the
 * inbound endpoint that its site asks.  False: the question does not get
 * there, and *t says why.
 */
bool names_enter(struct query *, struct target *t);

/* Names of interfaces: ec2-198-51-100-7..., ip-10-0-0-5...  False if host is
 * none. */
bool names_ec2(const struct query *, const char *host, struct target *);

#endif /* DATAPLANE_NAMES_QUERY_H */
