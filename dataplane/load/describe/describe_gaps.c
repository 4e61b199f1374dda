/*
 * describe_gaps.c - what a dump does not show
 *
 * An empty answer is an answer; where a call was not asked, or its file is not
 * there, what it would have told is unknown.  What is taken instead stands in
 * the model as taken, so that a verdict that depends on it says so.
 *
 * AWS gives every VPC a main route table and a default network ACL, and no
 * public address to a VPC without an internet gateway (VPC User Guide): one
 * without them is not shown whole, whichever calls were asked.
 */

#include <string.h>

#include "dataplane/load/describe/describe_dump.h"
#include "dataplane/model/load_balancer.h"
#include "dataplane/model/site.h"

/* Is an answer missing, of this account and Region? */
static bool
is_unasked(const struct dump *d, enum record_kind kind, const struct vpc *v)
{
	return !records_asked(d->records, kind, v->account, v->region);
}

static bool
has_public_ip(const struct addrs *a)
{
	for (size_t i = 0; i < a->n; i++)
		if (ip_is4(a->v[i].ip) && !ip_is_zero(a->v[i].ip))
			return true;
	return false;
}

static bool
has_public_address(const struct vpc *v)
{
	for (size_t i = 0; i < v->ninterfaces; i++)
		if (has_public_ip(&v->interfaces[i]->public_ip))
			return true;
	for (size_t i = 0; i < v->nnat_gateways; i++)
		if (has_public_ip(&v->nat_gateways[i]->public_ip))
			return true;
	for (size_t i = 0; i < v->nload_balancers; i++)
		for (size_t j = 0; j < v->load_balancers[i]->nsubnets; j++)
			if (has_public_ip(
				&v->load_balancers[i]->subnets[j].public_ip))
				return true;
	return false;
}

static void
warn_of(struct dump *d, const struct vpc *v, bool gap, const char *text)
{
	if (gap)
		errs_warn(d->errs, v->o.where, "%s %s", v->o.name, text);
}

/* What every VPC has, and this one does not show. */
static void
find_defaults(struct vpc *v)
{
	v->not_shown.main_route_table =
	    v->nsubnets > 0 && vpc_main_route_table(v) == NULL;
	v->not_shown.default_network_acl =
	    v->nsubnets > 0 && vpc_default_acl(v) == NULL;
}

static void
find_gaps(struct dump *d, struct vpc *v)
{
	struct not_shown *n = &v->not_shown;

	find_defaults(v);
	n->interfaces = is_unasked(d, RECORD_INTERFACE, v);
	n->endpoints = is_unasked(d, RECORD_ENDPOINT, v);
	n->internet_gateway = v->internet_gateway == NULL &&
	    (has_public_address(v) ||
		is_unasked(d, RECORD_INTERNET_GATEWAY, v));
	warn_of(d, v, n->main_route_table,
	    "has no main route table in the dump: it is taken to have local "
	    "routes only");
	warn_of(d, v, n->default_network_acl,
	    "has no default network ACL in the dump: it is taken to allow "
	    "everything");
	warn_of(d, v, n->interfaces,
	    "has network interfaces that are not in the dump: their addresses "
	    "are taken to be nobody's");
	warn_of(d, v, n->endpoints,
	    "has endpoints that are not in the dump, if any: names of services "
	    "are taken for public ones");
	warn_of(d, v, n->internet_gateway && has_public_address(v),
	    "has public addresses, but no internet gateway in the dump: nobody "
	    "reaches them");
}

/* Of a VPC from an earlier dump this one may show what that did not. */
static void
close_gaps(const struct dump *d, struct vpc *v)
{
	struct not_shown *n = &v->not_shown;

	n->interfaces &= is_unasked(d, RECORD_INTERFACE, v);
	n->endpoints &= is_unasked(d, RECORD_ENDPOINT, v);
	n->internet_gateway &= v->internet_gateway == NULL;
}

/* Without what it learns by its connections it knows no site. */
static void
find_gap_of_vpn(struct dump *d, struct vpc *v)
{
	if (v->vpn_gateway == NULL || !is_unasked(d, RECORD_VPN_CONNECTION, v))
		return;
	v->vpn_gateway->o.missing = true;
	errs_warn(d->errs, v->vpn_gateway->o.where,
	    "%s has VPN connections that are not in the dump, if any",
	    v->vpn_gateway->o.name);
}

static bool
leads_to(const struct on_premises *s, const char *gateway)
{
	if (s->connect.to.name && strcmp(s->connect.to.name, gateway) == 0)
		return true;
	for (size_t i = 0; i < s->nconnections; i++) {
		const char *to = s->connections[i]->terms.to.name;

		if (to && strcmp(to, gateway) == 0)
			return true;
	}
	return false;
}

/* A VPN gateway is there for a site; where there is none, another state has
 * it. */
static void
find_site(struct dump *d, const struct vpc *v)
{
	if (v->vpn_gateway == NULL)
		return;
	for (size_t i = 0; i < d->m->non_premises; i++)
		if (leads_to(d->m->on_premises[i], v->vpn_gateway->o.name))
			return;
	v->vpn_gateway->o.missing = true;
}

/* A state shows what it manages, and is no answer to any question: only what
 * must be there is missing. */
void
describe_gaps_of_state(struct dump *d)
{
	for (size_t i = 0; i < d->m->nvpcs; i++) {
		if (d->m->vpcs[i]->o.id < d->first)
			continue;
		find_defaults(d->m->vpcs[i]);
		find_site(d, d->m->vpcs[i]);
	}
}

void
describe_gaps(struct dump *d)
{
	for (size_t i = 0; i < d->m->nvpcs; i++) {
		struct vpc *v = d->m->vpcs[i];

		if (v->o.id < d->first) {
			close_gaps(d, v);
			continue;
		}
		find_gaps(d, v);
		find_gap_of_vpn(d, v);
	}
}
