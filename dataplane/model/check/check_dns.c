/*
 * check_dns.c - endpoints and rules of the resolver, private DNS for them alone
 *
 * Route 53 Developer Guide, "Resolver endpoints" (at least two addresses) and
 * "Managing forwarding rules"; S3 User Guide, private DNS for inbound resolver
 * endpoints only (there must be a gateway endpoint that serves the VPC).
 */

#include <string.h>

#include "dataplane/model/check/check.h"
#include "dataplane/model/dns.h"
#include "dataplane/model/say.h"
#include "dataplane/model/site.h"

static void
check_resolver_endpoint(const struct resolver_endpoint *e, struct errs *errs)
{
	if (e->nsubnets < 2)
		errs_add(errs, e->o.where,
		    "%s needs addresses in two subnets at least", SAY(&e->o));
}

static bool
is_endpoint(const struct ref *r, enum resolver_direction d)
{
	const struct resolver_endpoint *e =
	    (const struct resolver_endpoint *)r->object;

	return e == NULL || e->direction == d;
}

static void
check_forward(const struct resolver_rule *r, struct errs *errs)
{
	if (r->targets.n == 0)
		errs_add(errs, r->where,
		    "the rule for \"%s\" forwards, but has no targets",
		    r->domain);
	if (r->endpoint.name == NULL)
		errs_add(errs, r->where,
		    "the rule for \"%s\" forwards, but by no outbound endpoint",
		    r->domain);
	if (!is_endpoint(&r->endpoint, RESOLVER_OUTBOUND))
		errs_add(errs, r->endpoint.where,
		    "questions are forwarded by an outbound endpoint, and "
		    "\"%s\" is an inbound one",
		    r->endpoint.name);
}

static void
check_resolver_rule(const struct resolver_rule *r, struct errs *errs)
{
	if (r->type == RULE_FORWARD)
		check_forward(r, errs);
	else if (r->targets.n > 0 || r->endpoint.name)
		errs_add(errs, r->where,
		    "the rule for \"%s\" is of the type system, which forwards "
		    "nothing: it has no targets and no endpoint",
		    r->domain);
}

static bool
is_gateway_for_s3(const struct endpoint *e)
{
	return e->type == ENDPOINT_GATEWAY && e->service_name &&
	    strcmp(e->service_name, "s3") == 0;
}

static void
check_private_dns(const struct endpoint *e, struct errs *errs)
{
	bool gateway = false;

	if (!e->private_dns_inbound)
		return;
	for (size_t i = 0; i < e->o.vpc->nendpoints; i++)
		gateway |= is_gateway_for_s3(e->o.vpc->endpoints[i]);
	if (!e->private_dns || e->service_name == NULL ||
	    strcmp(e->service_name, "s3") != 0)
		errs_add(errs, e->o.where,
		    "%s has private_dns_only_for_inbound, which is for "
		    "interface endpoints of s3 with private_dns",
		    SAY(&e->o));
	else if (!gateway)
		errs_add(errs, e->o.where,
		    "%s has private_dns_only_for_inbound, which needs a "
		    "gateway endpoint for s3 in the same VPC",
		    SAY(&e->o));
}

void
check_dns(const struct model *m, struct errs *errs)
{
	for (size_t i = 0; i < m->nobjects; i++) {
		const struct object *o = m->objects[i];

		if (o->kind == OBJ_RESOLVER_ENDPOINT)
			check_resolver_endpoint(
			    (const struct resolver_endpoint *)o, errs);
		else if (o->kind == OBJ_ENDPOINT)
			check_private_dns((const struct endpoint *)o, errs);
	}
	for (size_t i = 0; i < m->dns->nrules; i++)
		check_resolver_rule(&m->dns->rules[i], errs);
	for (size_t i = 0; i < m->non_premises; i++) {
		const struct ref *r = &m->on_premises[i]->resolver;

		if (!is_endpoint(r, RESOLVER_INBOUND))
			errs_add(errs, r->where,
			    "%s asks \"%s\", which is an outbound endpoint "
			    "and answers nothing",
			    SAY(&m->on_premises[i]->o), r->name);
	}
}
