/*
 * check.c - what AWS would refuse
 */

#include "dataplane/model/check/check.h"

#include <string.h>

#include "dataplane/model/site.h"

bool
check_is_appliance(const struct object *o)
{
	return o->kind == OBJ_INTERFACE ||
	    (o->kind == OBJ_ENDPOINT &&
		((const struct endpoint *)o)->type ==
		    ENDPOINT_GATEWAY_LOAD_BALANCER);
}

struct where
check_place(const struct ref *ref, const struct object *by)
{
	return ref->where.file ? ref->where : by->where;
}

bool
check_same_text(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

bool *
check_hosts_of_sites(const struct model *m)
{
	bool *at_site = xcalloc(m->nobjects, sizeof(*at_site));

	for (size_t i = 0; i < m->non_premises; i++)
		for (size_t j = 0; j < m->on_premises[i]->nhosts; j++)
			at_site[m->on_premises[i]->hosts[j]->o.id] = true;
	return at_site;
}

int
model_check(const struct model *m, struct errs *errs)
{
	size_t before = errs_count(errs);

	check_regions(m, errs);
	check_blocks(m, errs);
	check_references(m, errs);
	check_addresses(m, errs);
	check_instances(m, errs);
	check_rules(m, errs);
	check_routes(m, errs);
	check_edges(m, errs);
	check_gateways(m, errs);
	check_load_balancers(m, errs);
	check_service_networks(m, errs);
	check_dns(m, errs);
	check_dns_firewalls(m, errs);
	check_outside(m, errs);
	check_sites(m, errs);
	check_route_servers(m, errs);
	check_quotas(m, errs);
	check_transit(m, errs);
	check_multicast(m, errs);
	check_encryption(m, errs);
	check_public_access(m, errs);
	check_flow_logs(m, errs);
	return errs_count(errs) > before ? -1 : 0;
}
