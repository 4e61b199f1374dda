/*
 * names_ec2.c - DNS names that interfaces have
 *
 * The public name of an interface is its private address inside its own VPC, and
 * its public one elsewhere; a peering or a transit gateway may let another VPC
 * see the private one as well.  The private name is known in the VPC alone
 * (VPC User Guide, "DNS attributes for your VPC"; VPC Peering Guide, "Enable
 * DNS resolution"; Transit Gateways Guide, "DNS support").
 */

#include <string.h>
#include <strings.h>

#include "dataplane/names_query.h"

/* "ec2-198-51-100-7.compute-1..." with "ec2-": 198.51.100.7, and what is
 * behind it in *rest. */
static bool
address_in(
    const char *host, const char *prefix, struct ip *ip, const char **rest)
{
	size_t n = strlen(prefix), length = strcspn(host, ".");
	char text[IP_STRLEN];

	if (strncasecmp(host, prefix, n) != 0 || length <= n ||
	    length - n >= sizeof(text) || host[length] == '\0')
		return false;
	memcpy(text, host + n, length - n);
	text[length - n] = '\0';
	for (char *c = text; *c; c++)
		if (*c == '-')
			*c = '.';
	*rest = host + length + 1;
	return ip_parse(text, ip) && ip_is4(*ip);
}

static bool
ends(const char *s, const char *tail)
{
	size_t n = strlen(s), t = strlen(tail);

	return n >= t && strcasecmp(s + n - t, tail) == 0;
}

static bool
is_public_domain(const char *rest)
{
	return strcasecmp(rest, "compute-1.amazonaws.com") == 0 ||
	    ends(rest, ".compute.amazonaws.com") ||
	    ends(rest, ".compute.amazonaws.com.cn") ||
	    ends(rest, ".compute.amazonaws.eu");
}

static bool
is_private_domain(const char *rest)
{
	return strcasecmp(rest, "ec2.internal") == 0 ||
	    ends(rest, ".compute.internal");
}

/* --- who sees private addresses ----------------------------------------- */

static bool
is_between(const struct peering *p, const struct vpc *a, const struct vpc *b)
{
	const struct object *x = p->between.v[0].object;
	const struct object *y = p->between.v[1].object;

	return (x == &a->o && y == &b->o) || (x == &b->o && y == &a->o);
}

static bool
is_attached(const struct transit_gateway *g, const struct vpc *v)
{
	for (size_t i = 0; i < g->nattachments; i++)
		if (g->attachments[i]->dns_support &&
		    g->attachments[i]->to.object == &v->o)
			return true;
	return false;
}

static bool
sees_private(const struct model *m, const struct vpc *who, const struct vpc *of)
{
	if (who == NULL || !who->dns_support)
		return false;
	if (who == of)
		return true;
	if (!who->dns_hostnames)
		return false;
	for (size_t i = 0; i < m->npeerings; i++)
		if (m->peerings[i]->dns_resolution &&
		    is_between(m->peerings[i], who, of))
			return true;
	for (size_t i = 0; i < m->ntransit_gateways; i++) {
		const struct transit_gateway *g = m->transit_gateways[i];

		if (g->dns_support && is_attached(g, who) && is_attached(g, of))
			return true;
	}
	return false;
}

/* --- answers ------------------------------------------------------------ */

static void
say(const struct query *q, const char *what, struct target *t)
{
	char text[IP_STRLEN];

	t->answer =
	    arena_printf(q->arena, "%s: %s", ip_format(t->ip, text), what);
	if (!names_family_fits(q->from, &t->ip))
		names_no_address(q, t, DROP_NAME_UNKNOWN);
}

static void
answer_public(const struct query *q, struct ip ip, struct target *t)
{
	const struct public_address *p = world_public(world_of(q->snap), ip);
	const struct object *owner = p ? q->model->objects[p->node - 1] : NULL;

	t->ip = ip;
	t->by = "public DNS";
	if (owner == NULL) {
		say(q, "the public address in the name", t);
		return;
	}
	t->name = owner->name;
	if (!owner->vpc->dns_hostnames) {
		names_no_address(q, t, DROP_NAME_UNKNOWN);
	} else if (sees_private(q->model, q->vpc, owner->vpc)) {
		t->ip = p->private_ip;
		t->by = arena_printf(q->arena, "hostname of %s", owner->name);
		say(q,
		    arena_printf(
			q->arena, "%s by its private address", owner->name),
		    t);
	} else {
		say(q,
		    arena_printf(
			q->arena, "%s by its public address", owner->name),
		    t);
	}
}

static void
answer_private(const struct query *q, struct ip ip, struct target *t)
{
	if (q->vpc == NULL || !q->vpc->dns_support || !vpc_has(q->vpc, ip)) {
		names_no_address(q, t, DROP_NAME_UNKNOWN);
		return;
	}
	t->ip = ip;
	t->by = arena_printf(q->arena, "VPC %s", q->vpc->o.name);
	say(q, "the private address in the name", t);
}

bool
names_ec2(const struct query *q, const char *host, struct target *t)
{
	const char *rest;
	struct ip ip;

	if (address_in(host, "ec2-", &ip, &rest) && is_public_domain(rest)) {
		answer_public(q, ip, t);
		return true;
	}
	if (address_in(host, "ip-", &ip, &rest) && is_private_domain(rest)) {
		answer_private(q, ip, t);
		return true;
	}
	return false;
}
