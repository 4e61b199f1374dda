/*
 * party.c - who speaks with whom: from names and addresses to places
 */

#include "dataplane/party.h"

#include <string.h>

#include "dataplane/model/site.h"
#include "dataplane/names.h"
#include "dataplane/names_query.h"
#include "dataplane/nodes/interface.h"
#include "dataplane/nodes/internet.h"
#include "dataplane/nodes/on_premises.h"
#include "dataplane/nodes/vpc.h"

static void
set_address(struct party *p, struct ip ip)
{
	struct ip none = { 0, 0 };

	p->ip4 = ip_is4(ip) ? ip : none;
	p->ip6 = ip_is4(ip) ? none : ip;
}

static struct party
interface_party(const struct interface *e)
{
	const struct subnet *s = (const struct subnet *)e->subnet.object;

	return (struct party){
		.kind = PARTY_INTERFACE,
		.name = e->o.name,
		.object = &e->o,
		.send = { node_of(&e->o), NODE_INTERNET, INTERFACE_SEND, 0 },
		.vpc = e->o.vpc,
		.az = s->az.s,
		.dns64 = s->dns64,
		.ip4 = addrs_first(&e->ip, true),
		.ip6 = addrs_first(&e->ip, false),
	};
}

static struct party
site_party(const struct on_premises *s, const char *name, struct ip ip)
{
	struct party p = {
		.kind = PARTY_ON_PREMISES,
		.name = name,
		.object = &s->o,
		.send = { node_of(&s->o), NODE_INTERNET, ON_PREMISES_SEND, 0 },
	};

	set_address(&p, ip);
	return p;
}

static struct party
outside_party(const char *name, struct ip ip)
{
	struct party p = {
		.kind = PARTY_OUTSIDE,
		.name = name,
		.send = { NODE_INTERNET, NODE_INTERNET, INTERNET_SEND, 0 },
	};

	set_address(&p, ip);
	return p;
}

/* --- by address --------------------------------------------------------- */

static struct party
holder_party(const struct object *o, struct ip ip)
{
	struct party p = { .kind = PARTY_GATEWAY,
		.name = o->name,
		.object = o,
		.vpc = o->vpc };

	if (o->kind == OBJ_INTERFACE)
		p = interface_party((const struct interface *)o);
	set_address(&p, ip);
	return p;
}

static const struct object *
holder(const struct snap *s, const struct vpc *v, struct ip ip)
{
	const struct owner *o;

	if (!vpc_has(v, ip))
		return NULL;
	o = vpc_owner(s->node[node_of(&v->o)].cfg, ip);
	return o ? world_of(s)->model->objects[o->node - 1] : NULL;
}

static const char *
host_name(const struct model *m, struct ip ip)
{
	for (size_t i = 0; i < m->nhosts; i++)
		if (ip_eq(m->hosts[i]->ip, ip))
			return m->hosts[i]->o.name;
	return NULL;
}

static bool
at_site(const struct on_premises *s, struct ip ip, struct party *p)
{
	const char *name = NULL;

	for (size_t i = 0; i < s->nhosts; i++)
		if (ip_eq(s->hosts[i]->ip, ip))
			name = s->hosts[i]->o.name;
	for (size_t i = 0; i < s->cidr.n; i++)
		if (prefix_has(s->cidr.v[i].prefix, ip)) {
			*p = site_party(s, name, ip);
			return true;
		}
	return false;
}

enum {
	NAMED = 1u << OBJ_INTERFACE | 1u << OBJ_HOST,
	IN_VPC =
	    1u << OBJ_INTERFACE | 1u << OBJ_ENDPOINT | 1u << OBJ_LOAD_BALANCER,
};

/* An interface behind which nobody is, is not meant where another one is. */
static bool
is_silent(const struct object *o)
{
	const struct interface *e = (const struct interface *)o;

	return o->kind != OBJ_INTERFACE || e->silent ||
	    e->attached != ATTACHED_RUNNING;
}

/* Who may be meant by an address. */
struct meant {
	struct ip ip;
	bool silent;      /* they are; those that are not come first */
	struct ip other;  /* that their VPC has as well; zero: any VPC */
	const char *name; /* the same: of something in it */
};

static bool
is_meant(const struct snap *s, const struct object *o, const struct meant *w)
{
	const struct object *named;

	if (o == NULL || is_silent(o) != w->silent)
		return false;
	if (!ip_is_zero(w->other))
		return holder(s, o->vpc, w->other) != NULL;
	if (w->name == NULL)
		return true;
	named = model_find(world_of(s)->model, o->vpc, IN_VPC, w->name, NULL);
	return named && named->vpc == o->vpc;
}

/* One of each VPC that has it; the next from *vpc on, or null. */
static const struct object *
next_meant(const struct snap *s, const struct meant *w, size_t *vpc)
{
	const struct model *m = world_of(s)->model;

	while (*vpc < m->nvpcs) {
		const struct object *o = holder(s, m->vpcs[(*vpc)++], w->ip);

		if (is_meant(s, o, w))
			return o;
	}
	return NULL;
}

static unsigned
count_meant(
    const struct snap *s, const struct meant *w, const struct object **first)
{
	size_t vpc = 0;
	unsigned n = 0;

	*first = next_meant(s, w, &vpc);
	if (*first)
		for (n = 1; next_meant(s, w, &vpc);)
			n++;
	return n;
}

/* What is told of the other end counts if it leaves anybody; w then says who is
 * meant in the end. */
static unsigned
find_meant(const struct snap *s, struct meant *w, const struct object **first)
{
	struct meant any = { .ip = w->ip };
	unsigned n = count_meant(s, &any, first), facing;
	const struct object *one;

	if (n == 0) {
		any.silent = w->silent = true;
		n = count_meant(s, &any, first);
	}
	facing = n > 1 ? count_meant(s, w, &one) : 0;
	if (facing == 0) {
		*w = any;
		return n;
	}
	*first = one;
	return facing;
}

static unsigned
party_meant(const struct snap *s, struct meant *w, struct party *p)
{
	const struct model *m = world_of(s)->model;
	const struct object *first;
	unsigned n = find_meant(s, w, &first);

	if (n > 0)
		*p = holder_party(first, w->ip);
	for (size_t i = 0; n == 0 && i < m->non_premises; i++)
		if (at_site(m->on_premises[i], w->ip, p))
			return 1;
	if (n == 0)
		*p = outside_party(host_name(m, w->ip), w->ip);
	return n;
}

unsigned
party_facing(
    const struct snap *s, struct ip ip, struct ip other, struct party *p)
{
	struct meant w = { .ip = ip, .other = other };

	return party_meant(s, &w, p);
}

unsigned
party_at(const struct snap *s, struct ip ip, struct party *p)
{
	return party_facing(s, ip, (struct ip){ 0, 0 }, p);
}

/* --- by name ------------------------------------------------------------ */

static struct party
named_party(const struct model *m, const struct object *o)
{
	const struct named_host *h = (const struct named_host *)o;

	if (o->kind == OBJ_INTERFACE)
		return interface_party((const struct interface *)o);
	for (size_t i = 0; i < m->non_premises; i++)
		for (size_t j = 0; j < m->on_premises[i]->nhosts; j++)
			if (m->on_premises[i]->hosts[j] == h)
				return site_party(
				    m->on_premises[i], o->name, h->ip);
	return outside_party(o->name, h->ip);
}

/* Names that say which is meant, as they may be written. */
struct choice {
	struct arena *arena;
	const char *text; /* null: none yet */
	unsigned n;
};

enum { CHOICES = 8 };

static void
add_choice(struct choice *c, const struct object *o)
{
	if (c->n++ < CHOICES)
		c->text =
		    arena_printf(c->arena, "%s%s%s/%s", c->text ? c->text : "",
			c->text ? ", " : "", o->vpc->o.name, o->name);
	else if (c->n == CHOICES + 1)
		c->text = arena_printf(c->arena, "%s, ...", c->text);
}

static int
several_have_address(const struct snap *s, struct text t, const struct meant *w,
    struct arena *a, struct errs *errs)
{
	struct choice c = { .arena = a };
	const struct object *o;
	size_t vpc = 0;

	while ((o = next_meant(s, w, &vpc)))
		add_choice(&c, o);
	errs_add(errs, t.where,
	    "%s is an address in several VPCs; name one of %s", t.s, c.text);
	return -1;
}

static int
several_have_name(const struct model *m, struct text t, struct errs *errs)
{
	struct choice c = { .arena = arena_new() };

	for (size_t i = 0; i < m->nvpcs; i++) {
		const struct object *o =
		    model_find(m, m->vpcs[i], NAMED, t.s, NULL);

		if (o && o->vpc == m->vpcs[i])
			add_choice(&c, o);
	}
	errs_add(errs, t.where,
	    "\"%s\" is the name of several interfaces; write one of %s", t.s,
	    c.text ? c.text : "vpc/name");
	arena_free(c.arena);
	return -1;
}

static int
no_such_name(const struct model *m, struct text t, bool several,
    const char *what, struct errs *errs)
{
	const char *near =
	    model_nearest(m, NAMED | 1u << OBJ_LOAD_BALANCER, t.s);

	if (several)
		return several_have_name(m, t, errs);
	if (near)
		errs_add(errs, t.where, "no %s \"%s\"; did you mean \"%s\"?",
		    what, t.s, near);
	else
		errs_add(errs, t.where, "no %s \"%s\"", what, t.s);
	return -1;
}

/* 1: the text is an address, and *p who has it.  0: it is none. */
static int
find_address(const struct snap *s, struct text t, struct text other,
    struct arena *a, struct party *p, struct errs *errs)
{
	struct meant w = { .name = other.s };
	struct ip ip;

	if (!ip_parse(t.s, &w.ip))
		return 0;
	if (other.s && ip_parse(other.s, &ip)) {
		w.other = ip;
		w.name = NULL;
	}
	if (party_meant(s, &w, p) > 1)
		return several_have_address(s, t, &w, a, errs);
	if (p->name == NULL)
		p->name = arena_strdup(a, t.s);
	return 1;
}

static struct party
somewhere(void)
{
	struct party p = outside_party("internet", ip_from4(INTERNET_HOST4));

	p.ip6 = internet_host6;
	return p;
}

int
party_find(const struct snap *s, struct text t, struct text other,
    struct arena *a, struct party *p, struct errs *errs)
{
	const struct model *m = world_of(s)->model;
	bool several = false;
	int found = find_address(s, t, other, a, p, errs);
	const struct object *o;

	if (found < 0)
		return -1;
	if (found && p->kind == PARTY_GATEWAY) {
		errs_add(errs, t.where,
		    "%s belongs to \"%s\", which opens no connections", t.s,
		    p->name);
		return -1;
	}
	if (found)
		return 0;
	if (strcmp(t.s, "internet") == 0) {
		*p = somewhere();
		return 0;
	}
	o = model_find(m, NULL, NAMED, t.s, &several);
	if (o == NULL)
		return no_such_name(
		    m, t, several, "interface, host or address", errs);
	*p = named_party(m, o);
	return 0;
}

struct ip
party_source(const struct party *p, struct ip dst)
{
	return ip_is4(dst) ? p->ip4 : p->ip6;
}

/* --- the other end ------------------------------------------------------ */

/* Of a party's addresses one of a family that the sender has too. */
static struct ip
common_address(const struct party *from, const struct party *to)
{
	if (!ip_is_zero(from->ip4) && !ip_is_zero(to->ip4))
		return to->ip4;
	if (!ip_is_zero(from->ip6) && !ip_is_zero(to->ip6))
		return to->ip6;
	return ip_is_zero(to->ip4) ? to->ip6 : to->ip4;
}

/* From outside, an interface is reached by its public address, else by IPv6. */
static struct ip
seen_from_outside(const struct party *to, struct ip otherwise)
{
	const struct interface *e = (const struct interface *)to->object;

	if (to->kind != PARTY_INTERFACE || !ip_is4(otherwise))
		return otherwise;
	for (size_t i = 0; i < e->public_ip.n; i++)
		if (!ip_is_zero(e->public_ip.v[i].ip))
			return e->public_ip.v[i].ip;
	return ip_is_zero(to->ip6) ? otherwise : to->ip6;
}

static int
target_of_party(
    const struct party *from, const struct party *to, struct target *t)
{
	*t =
	    (struct target){ .ip = common_address(from, to), .name = to->name };
	if (from->kind == PARTY_OUTSIDE)
		t->ip = seen_from_outside(to, t->ip);
	return 0;
}

static const struct endpoint *
interface_endpoint(const struct object *o)
{
	const struct endpoint *e = (const struct endpoint *)o;

	if (o == NULL || o->kind != OBJ_ENDPOINT || !ENDPOINT_IS_CALLED(e) ||
	    (e->nsubnets == 0 && !e->associated))
		return NULL;
	return e;
}

static int
is_divided(const struct object *o, struct text to, struct errs *errs)
{
	errs_add(errs, to.where,
	    "%s has an address for each member of its service network: ask for "
	    "\"%s-MEMBER\"",
	    to.s, o->name);
	return -1;
}

int
target_find(const struct snap *s, const struct party *from, struct text to,
    struct arena *a, struct target *t, struct errs *errs)
{
	const struct model *m = world_of(s)->model;
	bool several = false;
	const struct query q = { .model = m, .from = from, .arena = a };
	const struct endpoint *e;
	const struct object *o;
	struct party p;

	*t = (struct target){ 0 };
	if (ip_parse(to.s, &t->ip))
		return 0;
	if (strcmp(to.s, "internet") == 0) {
		p = somewhere();
		return target_of_party(from, &p, t);
	}
	o = model_find(m, from->vpc, NAMED, to.s, &several);
	/* A host on the internet is asked for by its name. */
	if (o && o->kind == OBJ_HOST && names_public_host(m, o->name) &&
	    names_resolve(s, from, o->name, a, t))
		return 0;
	if (o) {
		p = named_party(m, o);
		return target_of_party(from, &p, t);
	}
	e = interface_endpoint(
	    model_find(m, from->vpc, 1u << OBJ_ENDPOINT, to.s, &several));
	if (e) {
		names_endpoint(&q, e, false, t);
		return 0;
	}
	o = model_find(m, from->vpc, 1u << OBJ_ENDPOINT, to.s, NULL);
	if (o && ((const struct endpoint *)o)->type == ENDPOINT_SERVICE_NETWORK)
		return is_divided(o, to, errs);
	o = model_find(m, from->vpc, 1u << OBJ_LOAD_BALANCER, to.s, &several);
	if (o) {
		names_load_balancer(&q, (const struct load_balancer *)o, t);
		return 0;
	}
	if (names_resolve(s, from, to.s, a, t))
		return 0;
	return no_such_name(m, to, several,
	    "interface, host, address, AWS service or DNS name", errs);
}
