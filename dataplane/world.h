#ifndef DATAPLANE_WORLD_H
#define DATAPLANE_WORLD_H

/*
 * world.h - what the nodes of a snapshot share
 *
 * Node 0 is everything outside: the internet and the public side of AWS.  The
 * object with id i is node i + 1, in every snapshot.
 */

#include "core/lpm.h"
#include "core/node.h"
#include "dataplane/model/model.h"

enum { NODE_INTERNET = 0 };

static inline uint32_t
node_of(const struct object *o)
{
	return o->id + 1;
}

/* Tags of a packet's place: what it has lost on the way. */
enum place_tag {
	TAG_GROUPS_LOST = 1, /* group references: a middlebox sent it on */
	TAG_GROUPS_OFF = 2,  /* the same: a transit gateway keeps none */
	TAG_TRANSIT = 4,     /* it came by a transit gateway */
	TAG_INSPECTED = 8,   /* ... by a Gateway Load Balancer endpoint */
	TAG_PROVIDED = 16,   /* beyond an endpoint: its provider's network */
	TAG_BALANCED = 32,   /* by a load balancer, from the client's address */
	TAG_FIREWALLED = 64, /* by an endpoint of AWS Network Firewall */
};

/*
 * Each class that holds addresses takes packets for them at side 0.  A class
 * with several interfaces of its own (an endpoint has one in each subnet) says
 * in the upper half of the side which of them is meant.
 */
enum { SIDE_IN = 0 };

static inline uint16_t
side_of(unsigned kind, unsigned which)
{
	return (uint16_t)(which << 4 | kind);
}

static inline unsigned
side_kind(uint16_t side)
{
	return side & 15;
}

static inline unsigned
side_which(uint16_t side)
{
	return side >> 4;
}

/* Who holds a private address. */
struct owner {
	uint32_t node;
	uint16_t which; /* of the node's interfaces */
};

/* A public address of something in a VPC. */
struct public_address {
	struct ip public_ip;
	struct ip private_ip; /* the same for IPv6 */
	uint32_t node;        /* who has it */
	uint32_t vpc;         /* node */
	uint32_t subnet;      /* node, or NODE_NONE */
};

/* A snapshot that comes into force later. */
struct timed_snap {
	vtime at; /* since the first packet */
	const struct snap *snap;
};

struct world {
	const struct model *model;
	const struct timed_snap *later; /* of the first world; in order */
	size_t nlater;
	const struct lpm *public; /* values index public_address */
	const struct public_address *public_address;
	size_t npublic;
	bool
	    is_partial; /* an import did not show all that the model tells of */
	/* Of customers, over public virtual interfaces; values are nodes. */
	const struct lpm *announced;
};

/* What is assumed where AWS does not say. */
static inline const struct assume *
assumed(const struct resolver *r)
{
	return &((const struct world *)r_world(r))->model->assume;
}

static inline const struct world *
world_of(const struct snap *s)
{
	return s->world;
}

/* What a node stands for; null: for everything outside. */
static inline const struct object *
world_object(const struct world *w, uint32_t node)
{
	return node == NODE_INTERNET ? NULL : w->model->objects[node - 1];
}

/* The public address p, or null: nothing in the model has it. */
const struct public_address *
world_public(const struct world *, struct ip public_ip);

#endif /* DATAPLANE_WORLD_H */
