/*
 * dns_firewall.c - rule groups of Route 53 Resolver DNS Firewall
 *
 * After linking every rule and every association has a priority: one that was
 * written without comes after those before it in the file.
 */

#include "dataplane/model/dns_firewall.h"

#include <string.h>
#include <strings.h>

#include "dataplane/model/dns.h"
#include "dataplane/model/link/link_ref.h"

enum { BEFORE_ASSOCIATIONS = 100 }; /* AWS keeps these to itself */

const struct texts *
dns_firewall_domains(const struct dns_firewall_rule *r)
{
	const struct domain_list *l =
	    (const struct domain_list *)r->domain_list.object;

	return l ? &l->domains : &r->domains;
}

static size_t
length_of_name(const char *s)
{
	size_t n = strlen(s);

	return n > 1 && s[n - 1] == '.' ? n - 1 : n;
}

static bool
is_meant(const char *domain, const char *host)
{
	size_t nd = length_of_name(domain), nh = length_of_name(host);

	if (*domain != '*')
		return nd == nh && strncasecmp(domain, host, nd) == 0;
	domain++;
	nd--;
	return nh > nd && strncasecmp(host + nh - nd, domain, nd) == 0;
}

bool
dns_firewall_has(const struct dns_firewall_rule *r, const char *host)
{
	const struct texts *domains = dns_firewall_domains(r);

	for (size_t i = 0; i < domains->n; i++)
		if (is_meant(domains->v[i].s, host))
			return true;
	return false;
}

/* --- linking ------------------------------------------------------------ */

static void
order_rules(struct dns_firewall *g)
{
	int last = 0;

	for (size_t i = 0; i < g->nrules; i++) {
		struct dns_firewall_rule *r = &g->rules[i];

		if (r->priority == 0)
			r->priority = last + 1;
		if (r->priority > last)
			last = r->priority;
	}
	for (size_t i = 1; i < g->nrules; i++) {
		struct dns_firewall_rule r = g->rules[i];
		size_t j = i;

		for (; j > 0 && r.priority < g->rules[j - 1].priority; j--)
			g->rules[j] = g->rules[j - 1];
		g->rules[j] = r;
	}
}

static int
last_priority(const struct dns *d, const struct vpc *v)
{
	int last = BEFORE_ASSOCIATIONS;

	for (size_t i = 0; i < d->nfilters; i++)
		if (d->filters[i].vpc == v && d->filters[i].priority > last)
			last = d->filters[i].priority;
	return last;
}

/* Keeps them in the order of their priorities. */
static void
add_filter(struct model *m, struct dns_filter f)
{
	struct dns *d = m->dns;
	size_t i;

	*ARENA_PUSH(m->arena, d->filters, d->nfilters) = f;
	for (i = d->nfilters - 1;
	     i > 0 && f.priority < d->filters[i - 1].priority; i--)
		d->filters[i] = d->filters[i - 1];
	d->filters[i] = f;
}

static void
link_group(struct linker *l, struct dns_firewall *g)
{
	for (size_t i = 0; i < g->nrules; i++)
		link_ref(l, &g->rules[i].domain_list,
		    (struct reference){ &g->o, "has a rule for domain list",
			1u << OBJ_DOMAIN_LIST, "domain list" });
	order_rules(g);
	for (size_t i = 0; i < g->nassociations; i++) {
		struct dns_firewall_association *a = &g->associations[i];
		const struct vpc *v;

		link_ref(l, &a->vpc,
		    (struct reference){ &g->o, "is associated with VPC",
			1u << OBJ_VPC, "VPC" });
		v = (const struct vpc *)a->vpc.object;
		if (v && a->priority == 0)
			a->priority = last_priority(l->m->dns, v) + 1;
		if (v)
			add_filter(
			    l->m, (struct dns_filter){ v, g, a->priority });
	}
}

void
link_dns_firewalls(struct linker *l)
{
	for (size_t i = 0; i < l->m->nobjects; i++)
		if (l->m->objects[i]->kind == OBJ_DNS_FIREWALL)
			link_group(l, (struct dns_firewall *)l->m->objects[i]);
}
