/*
 * names_firewall.c - names that DNS Firewall judges
 *
 * It stands in the resolver of a VPC, before zones, rules and public DNS, and
 * sees each question that this resolver is asked: by interfaces of the VPC and
 * through its inbound endpoints.  It sees no packet: whoever knows the address,
 * or asks another DNS server, does not meet it (Route 53 Developer Guide,
 * "Route 53 Resolver DNS Firewall").
 */

#include <stdlib.h>
#include <string.h>

#include "dataplane/drop.h"
#include "dataplane/model/dns.h"
#include "dataplane/model/dns_firewall.h"
#include "dataplane/names_query.h"

static const char *const action_text[] = {
	[DNS_ALLOW] = "allow",
	[DNS_ALERT] = "alert",
	[DNS_BLOCK] = "block",
};

static const char *const response_text[] = {
	[DNS_NODATA] = "nodata",
	[DNS_NXDOMAIN] = "nxdomain",
	[DNS_OVERRIDE] = "override",
};

/* As changes have left it by the time of the question. */
static bool
is_up(const struct query *q, const struct object *o)
{
	bool up = !o->down;

	for (size_t i = 0; i < q->model->nchanges; i++) {
		const struct change *c = &q->model->changes[i];

		if (c->object.object != o ||
		    vtime_before(q->from->asks_at, c->at))
			continue;
		if (c->kind == CHANGE_UP || c->kind == CHANGE_DOWN)
			up = c->kind == CHANGE_UP;
	}
	return up;
}

/* Its resolver cannot tell whether the name is allowed. */
static void
say_unavailable(
    const struct query *q, const struct dns_firewall *g, struct target *t)
{
	t->code = DROP_DNS_FIREWALL_DOWN;
	t->decided = &g->o;
	t->by = arena_printf(q->arena, "DNS Firewall %s", g->o.name);
	t->answer = arena_printf(
	    q->arena, "nothing: %s cannot be asked (SERVFAIL)", t->by);
}

static const char *
told(const struct query *q, const struct dns_firewall *g,
    const struct dns_firewall_rule *r)
{
	return arena_printf(q->arena, "%s by rule %d of %s",
	    action_text[r->action], r->priority, g->o.name);
}

/* The other name is what the owner of the rule wants: it is not judged. */
static void
override(
    const struct query *q, const struct dns_firewall_rule *r, struct target *t)
{
	struct query other = *q;

	other.trusted = true;
	names_follow(&other, r->override.s, t);
}

static void
block(const struct query *q, const struct dns_firewall *g,
    const struct dns_firewall_rule *r, const char *host, struct target *t)
{
	const char *by = arena_printf(
	    q->arena, "DNS Firewall %s, rule %d", g->o.name, r->priority);

	if (r->response == DNS_OVERRIDE) {
		override(q, r, t);
		t->answer = arena_printf(q->arena, "%s; %s answers %s for %s",
		    t->answer ? t->answer : "nothing", by, r->override.s, host);
	} else {
		t->code = DROP_DNS_FIREWALL;
		t->decided = &g->o;
		t->answer = arena_printf(q->arena, "nothing: %s blocks %s (%s)",
		    by, host, response_text[r->response]);
	}
	t->by = by;
	t->firewall = told(q, g, r);
}

static const struct dns_firewall_rule *
rule_for(const struct dns_firewall *g, const char *host)
{
	for (size_t i = 0; i < g->nrules; i++)
		if (dns_firewall_has(&g->rules[i], host))
			return &g->rules[i];
	return NULL;
}

/* A name without a dot is a slip, and none that is asked. */
static bool
is_judged(const struct query *q, const char *host)
{
	return !q->trusted && q->vpc && q->vpc->dns_support &&
	    strchr(host, '.');
}

bool
names_firewall(struct query *q, const char *host, struct target *t)
{
	const struct dns *d = q->model->dns;

	q->noted = NULL;
	for (size_t i = 0; is_judged(q, host) && i < d->nfilters; i++) {
		const struct dns_firewall *g = d->filters[i].group;
		const struct dns_firewall_rule *r;

		if (d->filters[i].vpc != q->vpc)
			continue;
		if (!is_up(q, &g->o) && q->vpc->dns_firewall_fail_open)
			continue;
		if (!is_up(q, &g->o)) {
			say_unavailable(q, g, t);
			return true;
		}
		r = rule_for(g, host);
		if (r == NULL)
			continue;
		if (r->action == DNS_BLOCK) {
			block(q, g, r, host, t);
			return true;
		}
		q->noted = told(q, g, r);
		q->trusted = !r->inspect_redirection;
		return false;
	}
	return false;
}

void
names_firewall_tell(const struct query *q, struct target *t)
{
	if (q->noted && t->firewall)
		t->firewall =
		    arena_printf(q->arena, "%s; %s", q->noted, t->firewall);
	else if (q->noted)
		t->firewall = q->noted;
}
