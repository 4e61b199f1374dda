/*
 * diff_generate.c - flows between what is in the models
 *
 * Every interface opens connections to the internet, to the services that the
 * models have endpoints for (S3 and DynamoDB always), to named hosts and to every
 * other interface on the ports that its security groups open; the internet
 * opens some to every public address.  What exists in one of the models only is
 * asked there only.  If that would be too many, pairs of interfaces are taken
 * at regular distances.
 */

#include <string.h>

#include "core/packet.h"
#include "tools/diff.h"
#include "tools/trace_input.h"

enum { PORTS_MOST = 4, USUAL_PORT = 443 };

/* Addresses that nobody has stand for the internet (RFC 5737, RFC 3849). */
static const char internet4[] = "203.0.113.1";
static const char internet6[] = "2001:db8::1";

struct port {
	int proto, port;
};

struct ports {
	struct port v[PORTS_MOST];
	size_t n;
};

/* Something with an address, in each model or only in one. */
struct end {
	const struct object *o[SIDES]; /* null: it is not there */
	const char *name[SIDES];       /* for a flow */
	struct ports open;
	bool silent;
};

struct ends {
	struct end *v;
	size_t n;
};

struct generator {
	struct diff *d;
	struct ends interfaces, sites;
	struct texts services;
	size_t outside, inside, between, to_services, to_sites;
};

/* --- what there is ------------------------------------------------------ */

/* A name that means this object only; people know it best by its address. */
static const char *
name_of(struct diff *d, int side, const struct object *o)
{
	const struct model *m = d->in[side].model;
	const char *shown;

	if (o == NULL)
		return NULL;
	shown = diff_shown(o);
	if (model_find(m, NULL, 1u << o->kind, shown, NULL) == o)
		return shown;
	return o->vpc ? arena_printf(d->arena, "%s/%s", o->vpc->o.name, o->name)
		      : o->name;
}

static void
add_end(struct generator *g, struct ends *to, int side, const struct object *o)
{
	struct end e = { .silent = false };

	e.o[side] = o;
	e.o[!side] = diff_other(g->d, side, o);
	if (side == BEFORE && e.o[AFTER])
		return;
	for (int i = 0; i < SIDES; i++)
		e.name[i] = name_of(g->d, i, e.o[i]);
	*ARENA_PUSH(g->d->arena, to->v, to->n) = e;
}

static void
add_ends(struct generator *g, enum object_kind kind, struct ends *to)
{
	for (int side = AFTER; side >= BEFORE; side--) {
		const struct model *m = g->d->in[side].model;

		for (size_t i = 0; i < m->nobjects; i++)
			if (m->objects[i]->kind == kind)
				add_end(g, to, side, m->objects[i]);
	}
}

static void
add_service(struct generator *g, const char *name)
{
	for (size_t i = 0; i < g->services.n; i++)
		if (strcmp(g->services.v[i].s, name) == 0)
			return;
	ARENA_PUSH(g->d->arena, g->services.v, g->services.n)->s = name;
}

static void
add_services(struct generator *g)
{
	add_service(g, "s3");
	add_service(g, "dynamodb");
	for (int side = 0; side < SIDES; side++) {
		const struct model *m = g->d->in[side].model;

		for (size_t i = 0; i < m->nobjects; i++) {
			const struct endpoint *e =
			    (const struct endpoint *)m->objects[i];

			if (e->o.kind == OBJ_ENDPOINT && e->service_name)
				add_service(g, e->service_name);
		}
	}
}

/* --- ports -------------------------------------------------------------- */

static void
open_port(struct ports *to, int proto, int port)
{
	for (size_t i = 0; i < to->n; i++)
		if (to->v[i].proto == proto && to->v[i].port == port)
			return;
	if (to->n < PORTS_MOST)
		to->v[to->n++] = (struct port){ proto, port };
}

static void
open_rules(struct ports *to, const struct security_group *g)
{
	for (size_t i = 0; i < g->ingress.n; i++) {
		const struct rule *r = &g->ingress.v[i];

		for (size_t k = 0; k < r->nports; k++)
			open_port(to, r->proto, r->ports[k].lo);
		if (proto_is_icmp((uint8_t)r->proto))
			open_port(to, PROTO_ICMP, -1);
	}
}

static void
open_ports(struct end *e)
{
	for (int side = 0; side < SIDES; side++) {
		const struct interface *n =
		    (const struct interface *)e->o[side];

		for (size_t i = 0; n && i < n->security_groups.n; i++) {
			const struct object *g = n->security_groups.v[i].object;

			if (g)
				open_rules(
				    &e->open, (const struct security_group *)g);
		}
		e->silent |=
		    n && (n->silent || n->attached != ATTACHED_RUNNING);
	}
	open_port(&e->open, PROTO_TCP, USUAL_PORT);
}

/* --- flows -------------------------------------------------------------- */

/* Which end one of the models lacks: the one that opens, if both. */
static const char *
missing_of(const char *const from[SIDES], const char *const to[SIDES])
{
	const char *const *end = from[BEFORE] && from[AFTER] ? to : from;

	return end[AFTER] ? end[AFTER] : end[BEFORE];
}

/* from, to: names by side, null where there is none. */
static void
ask(struct generator *g, const char *const from[SIDES],
    const char *const to[SIDES], struct port p)
{
	struct flow_spec f[SIDES] = { FLOW_SPEC_INIT, FLOW_SPEC_INIT };
	const struct flow_spec *spec[SIDES] = { NULL, NULL };

	for (int i = 0; i < SIDES; i++) {
		if (from[i] == NULL || to[i] == NULL)
			continue;
		f[i].from.s = from[i];
		f[i].to.s = to[i];
		f[i].proto = p.proto;
		f[i].port = p.port;
		spec[i] = &f[i];
	}
	if (spec[BEFORE] || spec[AFTER])
		diff_ask(g->d, NULL, spec, missing_of(from, to));
}

static const char *
public_ip(struct diff *d, const struct object *o)
{
	const struct interface *n = (const struct interface *)o;
	char text[IP_STRLEN];

	for (size_t i = 0; n && i < n->public_ip.n; i++)
		if (!ip_is_zero(n->public_ip.v[i].ip))
			return arena_strdup(
			    d->arena, ip_format(n->public_ip.v[i].ip, text));
	return NULL;
}

static void
ask_outside(struct generator *g, const struct end *e)
{
	static const char *const v4[SIDES] = { internet4, internet4 };
	static const char *const v6[SIDES] = { internet6, internet6 };
	const struct port usual = { PROTO_TCP, USUAL_PORT };
	const struct interface *n = (const struct interface *)e->o[AFTER];
	const char *to[SIDES] = { public_ip(g->d, e->o[BEFORE]),
		public_ip(g->d, e->o[AFTER]) };

	ask(g, e->name, v4, usual);
	g->outside++;
	for (size_t i = 0; n && i < n->ip.n; i++)
		if (!ip_is4(n->ip.v[i].ip)) {
			ask(g, e->name, v6, usual);
			g->outside++;
			break;
		}
	for (size_t i = 0; (to[BEFORE] || to[AFTER]) && i < e->open.n; i++) {
		ask(g, v4, to, e->open.v[i]);
		g->inside++;
	}
}

static void
ask_services(struct generator *g, const struct end *e)
{
	for (size_t i = 0; i < g->services.n; i++) {
		const char *to[SIDES] = { g->services.v[i].s,
			g->services.v[i].s };

		ask(g, e->name, to, (struct port){ PROTO_TCP, USUAL_PORT });
		g->to_services++;
	}
}

static void
ask_sites(struct generator *g, const struct end *e)
{
	for (size_t i = 0; i < g->sites.n; i++) {
		const struct end *s = &g->sites.v[i];

		ask(g, e->name, s->name,
		    (struct port){ PROTO_TCP, USUAL_PORT });
		ask(g, s->name, e->name, e->open.v[0]);
		g->to_sites += 2;
	}
}

static void
ask_pair(struct generator *g, const struct end *from, const struct end *to)
{
	for (size_t i = 0; i < to->open.n; i++) {
		ask(g, from->name, to->name, to->open.v[i]);
		g->between++;
	}
}

static void
ask_pairs(struct generator *g, size_t most)
{
	const struct ends *all = &g->interfaces;
	size_t pairs = all->n * all->n, step;

	if (all->n == 0)
		return;
	step = most ? pairs / most + 1 : 1;
	for (size_t i = 0; i < pairs; i += step) {
		const struct end *from = &all->v[i / all->n];
		const struct end *to = &all->v[i % all->n];

		if (from != to && !from->silent && !to->silent)
			ask_pair(g, from, to);
	}
	if (step > 1)
		g->d->tried = arena_printf(
		    g->d->arena, ", of these one pair in %zu (--most)", step);
}

static void
say(struct generator *g)
{
	struct diff *d = g->d;

	d->tried = arena_printf(d->arena,
	    "%zu interface%s: %zu flows to the internet and %zu from it, %zu to "
	    "%zu services, %zu with named hosts, %zu among interfaces%s",
	    g->interfaces.n, g->interfaces.n == 1 ? "" : "s", g->outside,
	    g->inside, g->to_services, g->services.n, g->to_sites, g->between,
	    d->tried ? d->tried : "");
}

void
diff_generate(struct diff *d, size_t most)
{
	struct generator g = { .d = d };

	add_ends(&g, OBJ_INTERFACE, &g.interfaces);
	add_ends(&g, OBJ_HOST, &g.sites);
	add_services(&g);
	for (size_t i = 0; i < g.interfaces.n; i++)
		open_ports(&g.interfaces.v[i]);
	for (size_t i = 0; i < g.interfaces.n; i++) {
		struct end *e = &g.interfaces.v[i];

		if (e->silent)
			continue;
		ask_outside(&g, e);
		ask_services(&g, e);
		ask_sites(&g, e);
	}
	ask_pairs(&g, most);
	say(&g);
}
