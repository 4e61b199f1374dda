/*
 * firewall.c - what an appliance or a firewall endpoint lets through
 */

#include "dataplane/model/firewall.h"

#include <string.h>

#include "dataplane/model/check/check.h"
#include "dataplane/model/link/link_peers.h"
#include "dataplane/model/link/link_ref.h"

bool
endpoint_is_network_firewall(const struct endpoint *e)
{
	return e->service_name &&
	    strcmp(e->service_name, "network-firewall") == 0;
}

static void
link_blocks(struct linker *l, const struct object *by, struct peers *p)
{
	for (size_t i = 0; i < p->n; i++)
		link_destination(l->m, by, &p->v[i], l->errs);
}

void
link_filter(
    struct linker *l, const struct object *by, struct firewall_rules *rules)
{
	for (size_t i = 0; i < rules->n; i++) {
		link_blocks(l, by, &rules->v[i].rule.peers);
		link_blocks(l, by, &rules->v[i].to);
	}
}

void
check_filter(const struct object *by, const struct firewall_rules *rules,
    struct errs *errs)
{
	for (size_t i = 0; i < rules->n; i++)
		check_rule(by, &rules->v[i].rule, errs);
}
