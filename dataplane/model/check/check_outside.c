/*
 * check_outside.c - peerings, hosts on the internet, prefix lists
 *
 * VPC Peering Guide, "VPC peering limitations": two VPCs without a common
 * address in either family, one peering for each pair.  VPC User Guide,
 * "Managed prefix lists": one family for each list, each entry once.
 */

#include "dataplane/model/check/check.h"

#include <stdlib.h>

#include "core/map.h"
#include "dataplane/model/say.h"

/* --- peerings ----------------------------------------------------------- */

static void
check_overlap(const struct peering *p, const struct vpc *a, const struct vpc *b,
    struct errs *errs)
{
	for (size_t i = 0; i < a->cidr.n; i++)
		for (size_t j = 0; j < b->cidr.n; j++) {
			struct prefix x = a->cidr.v[i].prefix;
			struct prefix y = b->cidr.v[j].prefix;

			if (prefix_overlaps(x, y))
				errs_add(errs, p->o.where,
				    "%s is between VPCs whose blocks overlap: "
				    "%s of \"%s\" and %s of \"%s\"",
				    SAY(&p->o), SAY_CIDR(x), a->o.name,
				    SAY_CIDR(y), b->o.name);
		}
}

static void
check_pair(struct peering *p, const struct vpc *a, const struct vpc *b,
    struct map *pairs, struct errs *errs)
{
	uint32_t lo = a->o.id < b->o.id ? a->o.id : b->o.id;
	uint32_t hi = a->o.id < b->o.id ? b->o.id : a->o.id;
	const struct peering *first;
	char key[32];

	snprintf(key, sizeof(key), "%u %u", lo, hi);
	first = map_get(pairs, key);
	if (first)
		errs_add(errs, p->o.where,
		    "%s is between VPC \"%s\" and VPC \"%s\", as %s is "
		    "already",
		    SAY(&p->o), a->o.name, b->o.name, SAY(&first->o));
	else
		map_set(pairs, key, p);
}

static void
check_peering(struct peering *p, struct map *pairs, struct errs *errs)
{
	const struct vpc *a, *b;

	if (p->between.n != 2) {
		errs_add(errs, p->o.where,
		    "%s names %zu VPCs; a peering is between two", SAY(&p->o),
		    p->between.n);
		return;
	}
	a = (const struct vpc *)p->between.v[0].object;
	b = (const struct vpc *)p->between.v[1].object;
	if (a == NULL || b == NULL)
		return;
	if (a == b) {
		errs_add(errs, check_place(&p->between.v[1], &p->o),
		    "%s is between VPC \"%s\" and itself", SAY(&p->o),
		    a->o.name);
		return;
	}
	check_overlap(p, a, b, errs);
	check_pair(p, a, b, pairs, errs);
}

/* --- hosts on the internet ---------------------------------------------- */

static const struct vpc *
vpc_with(const struct model *m, struct ip a)
{
	for (size_t i = 0; i < m->nvpcs; i++)
		if (vpc_has(m->vpcs[i], a))
			return m->vpcs[i];
	return NULL;
}

static void
check_host(const struct model *m, const struct named_host *h, struct errs *errs)
{
	const struct vpc *v = vpc_with(m, h->ip);

	if (v)
		errs_add(errs, h->o.where,
		    "%s has %s, which is inside VPC \"%s\"; hosts are on the "
		    "internet, what is in a VPC is an interface",
		    SAY(&h->o), SAY_IP(h->ip), v->o.name);
	else if (ip_is_special(h->ip))
		errs_add(errs, h->o.where,
		    "%s has %s, which is no public address; hosts are on the "
		    "internet, what is on premises belongs to on_premises",
		    SAY(&h->o), SAY_IP(h->ip));
}

/* --- prefix lists ------------------------------------------------------- */

static void
check_entry(const struct prefix_list *l, size_t which, struct errs *errs)
{
	const struct cidr *c = &l->entries.v[which];

	if (prefix_is4(c->prefix) != prefix_is4(l->entries.v[0].prefix))
		errs_add(errs, c->where,
		    "%s has %s beside %s: a list has entries of one family",
		    SAY(&l->o), SAY_CIDR(c->prefix),
		    SAY_CIDR(l->entries.v[0].prefix));
	for (size_t i = 0; i < which; i++)
		if (prefix_eq(l->entries.v[i].prefix, c->prefix)) {
			errs_add(errs, c->where, "%s has %s twice", SAY(&l->o),
			    SAY_CIDR(c->prefix));
			return;
		}
}

void
check_outside(const struct model *m, struct errs *errs)
{
	struct map *pairs = map_new();
	bool *at_site = check_hosts_of_sites(m);

	for (size_t i = 0; i < m->npeerings; i++)
		check_peering(m->peerings[i], pairs, errs);
	for (size_t i = 0; i < m->nprefix_lists; i++)
		for (size_t j = 1; j < m->prefix_lists[i]->entries.n; j++)
			check_entry(m->prefix_lists[i], j, errs);
	for (size_t i = 0; i < m->nhosts; i++)
		if (!at_site[m->hosts[i]->o.id])
			check_host(m, m->hosts[i], errs);
	free(at_site);
	map_free(pairs);
}
