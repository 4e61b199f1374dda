/*
 * check_dns_firewall.c - rule groups of DNS Firewall
 *
 * Route 53 Resolver API Reference, CreateFirewallRule, AssociateFirewallRuleGroup
 * and UpdateFirewallDomains: priorities differ, an override needs its name, an
 * asterisk begins a domain.
 */

#include <string.h>

#include "dataplane/model/check/check.h"
#include "dataplane/model/dns.h"
#include "dataplane/model/dns_firewall.h"
#include "dataplane/model/say.h"

enum { DOMAIN_MOST = 255 };

static bool
is_domain(const char *s)
{
	size_t n = strlen(s);
	const char *rest = *s == '*' ? s + 1 : s;

	return n > 0 && n <= DOMAIN_MOST &&
	    rest[strspn(rest,
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789-_.")] == '\0';
}

static void
check_domains(
    const struct object *o, const struct texts *domains, struct errs *errs)
{
	for (size_t i = 0; i < domains->n; i++)
		if (!is_domain(domains->v[i].s))
			errs_add(errs, domains->v[i].where,
			    "%s has \"%s\", which is no domain: letters, "
			    "digits, hyphens and dots, and at most one "
			    "asterisk, at its beginning",
			    SAY(o), domains->v[i].s);
}

static void
check_rule_of(const struct dns_firewall *g, size_t at, struct errs *errs)
{
	const struct dns_firewall_rule *r = &g->rules[at];
	bool overrides = r->response == DNS_OVERRIDE;

	check_domains(&g->o, &r->domains, errs);
	if (at > 0 && g->rules[at - 1].priority == r->priority)
		errs_add(errs, r->where, "%s has two rules of priority %d",
		    SAY(&g->o), r->priority);
	if (r->action != DNS_BLOCK && (overrides || r->override.s))
		errs_add(errs, r->where,
		    "rule %d of %s has a response, but does not block",
		    r->priority, SAY(&g->o));
	else if (overrides && r->override.s == NULL)
		errs_add(errs, r->where,
		    "rule %d of %s has the response override, but no "
		    "\"override\"",
		    r->priority, SAY(&g->o));
	else if (!overrides && r->override.s)
		errs_add(errs, r->override.where,
		    "rule %d of %s has \"override\", which is for the "
		    "response override",
		    r->priority, SAY(&g->o));
}

static void
check_associations(const struct dns_firewall *g, struct errs *errs)
{
	for (size_t i = 0; i < g->nassociations; i++)
		for (size_t j = 0; j < i; j++)
			if (g->associations[i].vpc.object &&
			    g->associations[i].vpc.object ==
				g->associations[j].vpc.object)
				errs_add(errs, g->associations[i].vpc.where,
				    "%s is associated with %s twice",
				    SAY(&g->o),
				    SAY(g->associations[i].vpc.object));
}

/* They are in the order of their priorities. */
static void
check_filters(const struct dns *d, struct errs *errs)
{
	for (size_t i = 0; i < d->nfilters; i++)
		for (size_t j = i; j-- > 0 &&
		     d->filters[j].priority == d->filters[i].priority;)
			if (d->filters[j].vpc == d->filters[i].vpc &&
			    d->filters[j].group != d->filters[i].group)
				errs_add(errs, d->filters[i].group->o.where,
				    "%s and %s are both associated with %s at "
				    "priority %d",
				    SAY(&d->filters[j].group->o),
				    SAY(&d->filters[i].group->o),
				    SAY(&d->filters[i].vpc->o),
				    d->filters[i].priority);
}

void
check_dns_firewalls(const struct model *m, struct errs *errs)
{
	for (size_t i = 0; i < m->nobjects; i++) {
		const struct object *o = m->objects[i];
		const struct dns_firewall *g = (const struct dns_firewall *)o;

		if (o->kind == OBJ_DOMAIN_LIST)
			check_domains(
			    o, &((const struct domain_list *)o)->domains, errs);
		if (o->kind != OBJ_DNS_FIREWALL)
			continue;
		for (size_t j = 0; j < g->nrules; j++)
			check_rule_of(g, j, errs);
		check_associations(g, errs);
	}
	check_filters(m->dns, errs);
}
