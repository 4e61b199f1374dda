#ifndef TEST_UNIT_MODEL_BUILDER_H
#define TEST_UNIT_MODEL_BUILDER_H

/*
 * model_builder.h - models made by hand, for tests
 *
 * Whatever is made stands in a line of its own of "t.yaml", so that a test can
 * say where a message must point.
 */

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/packet.h"
#include "dataplane/model/model.h"

struct built {
	struct model *m;
	struct errs *e;
	int line; /* of what was made last */
};

static inline void
built_init(struct built *b)
{
	*b = (struct built){ model_new(NULL), errs_new(), 0 };
	b->m->file = "t.yaml";
}

static inline void
built_fini(struct built *b)
{
	errs_free(b->e);
	model_free(b->m);
}

static inline struct where
next_line(struct built *b)
{
	return (struct where){ .file = "t.yaml", .line = ++b->line, .col = 1 };
}

static inline void *
add(struct built *b, enum object_kind k, const char *name, struct vpc *v)
{
	return model_add(b->m, k, name, v, next_line(b), b->e);
}

static inline struct ref
ref_to(struct built *b, const char *name)
{
	return (struct ref){ .name = name, .where = next_line(b) };
}

static inline struct text
word(struct built *b, const char *s)
{
	return (struct text){ s, next_line(b) };
}

static inline void
push_ref(struct built *b, struct refs *r, const char *name)
{
	*ARENA_PUSH(b->m->arena, r->v, r->n) = ref_to(b, name);
}

static inline void
push_cidr(struct built *b, struct cidrs *c, const char *s)
{
	struct cidr *n = ARENA_PUSH(b->m->arena, c->v, c->n);
	enum prefix_error bad = prefix_parse(s, &n->prefix);

	assert(bad == PREFIX_OK);
	(void)bad;
	n->where = next_line(b);
}

static inline struct ip
ip_of(const char *s)
{
	struct ip a;
	bool good = ip_parse(s, &a);

	assert(good);
	(void)good;
	return a;
}

static inline void
push_addr(struct built *b, struct addrs *a, const char *s)
{
	*ARENA_PUSH(b->m->arena, a->v, a->n) =
	    (struct addr){ ip_of(s), next_line(b) };
}

static inline struct peer
peer_of(struct built *b, const char *s)
{
	struct peer p = { .text = word(b, s) };

	if (prefix_parse(s, &p.prefix) != PREFIX_OK)
		p.kind = PEER_GROUP;
	return p;
}

static inline struct rule *
push_rule(struct built *b, struct rules *r, int proto, const char *peer)
{
	struct rule *n = ARENA_PUSH(b->m->arena, r->v, r->n);

	*n = (struct rule){
		.where = next_line(b),
		.proto = proto,
		.icmp_type = -1,
		.icmp_code = -1,
	};
	*ARENA_PUSH(b->m->arena, n->peers.v, n->peers.n) = peer_of(b, peer);
	return n;
}

static inline void
push_ports(struct built *b, struct rule *r, uint16_t lo, uint16_t hi)
{
	*ARENA_PUSH(b->m->arena, r->ports, r->nports) =
	    (struct port_range){ lo, hi };
}

static inline struct route *
push_route(
    struct built *b, struct route_table *t, const char *to, const char *via)
{
	struct route *r = ARENA_PUSH(b->m->arena, t->routes.v, t->routes.n);

	*r = (struct route){ .to = peer_of(b, to), .via = ref_to(b, via) };
	r->local = strcmp(via, "local") == 0;
	r->blackhole = strcmp(via, "blackhole") == 0;
	r->where = next_line(b);
	return r;
}

static inline struct vpc *
add_vpc(struct built *b, const char *name, const char *cidr)
{
	struct vpc *v = add(b, OBJ_VPC, name, NULL);

	push_cidr(b, &v->cidr, cidr);
	return v;
}

static inline struct subnet *
add_subnet(struct built *b, struct vpc *v, const char *name, const char *cidr)
{
	struct subnet *s = add(b, OBJ_SUBNET, name, v);

	push_cidr(b, &s->cidr, cidr);
	return s;
}

static inline struct interface *
add_interface(struct built *b, struct vpc *v, const char *name,
    const char *subnet, const char *ip)
{
	struct interface *n = add(b, OBJ_INTERFACE, name, v);

	n->subnet = ref_to(b, subnet);
	if (ip)
		push_addr(b, &n->ip, ip);
	return n;
}

static inline struct endpoint *
add_endpoint(struct built *b, struct vpc *v, const char *name,
    enum endpoint_type type, const char *service)
{
	struct endpoint *e = add(b, OBJ_ENDPOINT, name, v);

	e->type = type;
	e->service = word(b, service);
	return e;
}

static inline void
push_endpoint_subnet(
    struct built *b, struct endpoint *e, const char *subnet, const char *ip)
{
	struct endpoint_subnet *s =
	    ARENA_PUSH(b->m->arena, e->subnets, e->nsubnets);

	s->subnet = ref_to(b, subnet);
	if (ip)
		push_addr(b, &s->ip, ip);
}

static inline struct peering *
add_peering(struct built *b, const char *name, const char *one, const char *two)
{
	struct peering *p = add(b, OBJ_PEERING, name, NULL);

	push_ref(b, &p->between, one);
	push_ref(b, &p->between, two);
	return p;
}

#endif /* TEST_UNIT_MODEL_BUILDER_H */
