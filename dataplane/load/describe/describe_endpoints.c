/*
 * describe_endpoints.c - endpoints of all types
 *
 * The network interfaces of an interface endpoint tell its addresses, and
 * belong to it.  A policy that allows everything is AWS's default and none.
 */

#include <string.h>

#include "dataplane/load/describe/describe_dump.h"
#include "dataplane/model/service_names.h"
#include "dataplane/policy/policy.h"

static bool
is_any(const json_t *statement, const char *key)
{
	const char *s = json_text(statement, key);

	return s && strcmp(s, "*") == 0;
}

/* {"Statement": [{"Effect": "Allow", "Principal", "Action", "Resource": "*"}]}
 */
static bool
allows_everything(const json_t *policy)
{
	json_t *list = json_list(policy, "Statement");
	json_t *s = json_array_get(list, 0);

	return json_array_size(list) == 1 && json_is(s, "Effect", "Allow") &&
	    is_any(s, "Principal") && is_any(s, "Action") &&
	    is_any(s, "Resource") && json_part(s, "Condition") == NULL;
}

static void
add_policy(struct dump *d, const struct record *r, struct endpoint *e)
{
	const char *text = json_text(r->json, "PolicyDocument");
	const struct policy *p;
	json_t *json;

	if (text == NULL)
		return;
	json = json_loads(text, 0, NULL);
	if (!allows_everything(json)) {
		p = policy_parse_text(d->m->arena,
		    arena_strdup(d->m->arena, text), dump_where(r),
		    POLICY_ENDPOINT);
		*ARENA_PUSH(d->m->arena, e->policy.v, e->policy.n) = p;
		if (p->unreadable)
			dump_warn(d, r,
			    "has a policy that cannot be read: whether it "
			    "allows a request is not known");
	}
	json_decref(json);
}

static void
add_endpoint_interface(struct dump *d, const struct record *r,
    struct endpoint *e, const char *interface)
{
	const struct record *i =
	    records_find(d->records, RECORD_INTERFACE, interface);
	struct endpoint_subnet *es;
	struct subnet *s;
	json_t *v6;
	size_t k;

	if (i == NULL && r->address)
		return;
	if (i == NULL) {
		dump_warn(d, r,
		    "has network interface %s, which is not in the dump: its "
		    "address is unknown",
		    interface);
		return;
	}
	s = dump_subnet(d, i, json_text(i->json, "SubnetId"), e->o.vpc);
	if (s == NULL)
		return;
	map_set(d->held, interface, e);
	es = dump_node(d, i, s, &e->subnets, &e->nsubnets);
	es->interface = arena_strdup(d->m->arena, interface);
	dump_push_addr(d, i, &es->ip, json_text(i->json, "PrivateIpAddress"));
	json_array_foreach (json_list(i->json, "Ipv6Addresses"), k, v6)
		dump_push_addr(d, i, &es->ip, json_text(v6, "Ipv6Address"));
}

/* Where no interface is known, vpcsim chooses its address. */
static void
add_subnets(struct dump *d, const struct record *r, struct endpoint *e)
{
	json_t *v;
	size_t i;

	json_array_foreach (json_list(r->json, "SubnetIds"), i, v) {
		struct subnet *s =
		    dump_subnet(d, r, json_string_value(v), e->o.vpc);

		if (s)
			dump_node(d, r, s, &e->subnets, &e->nsubnets);
	}
}

static void
add_interfaces(struct dump *d, const struct record *r, struct endpoint *e)
{
	json_t *v;
	size_t i;

	json_array_foreach (json_list(r->json, "NetworkInterfaceIds"), i, v)
		if (json_is_string(v))
			add_endpoint_interface(d, r, e, json_string_value(v));
	add_subnets(d, r, e);
	json_array_foreach (json_list(r->json, "Groups"), i, v) {
		const char *id = json_text(v, "GroupId");

		if (dump_group(d, r, id, e->o.vpc))
			dump_push_ref(d, r, &e->security_groups, id);
	}
	e->private_dns = json_flag(r->json, "PrivateDnsEnabled", false);
	e->private_dns_where = dump_where(r);
}

static const struct endpoint_kind {
	const char *name;
	enum endpoint_type type;
} kinds[] = {
	{ "Gateway", ENDPOINT_GATEWAY },
	{ "Interface", ENDPOINT_INTERFACE },
	{ "GatewayLoadBalancer", ENDPOINT_GATEWAY_LOAD_BALANCER },
};

/* Before VpcEndpointType was there, endpoints were gateway endpoints. */
static const struct endpoint_kind *
kind_of(const json_t *o)
{
	if (json_text(o, "VpcEndpointType") == NULL)
		return &kinds[0];
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (json_is(o, "VpcEndpointType", kinds[i].name))
			return &kinds[i];
	return NULL;
}

/* A network firewall's endpoint bears the tag that AWS gave it, and its service
 * is named like a customer's. */
static bool
is_network_firewall(const json_t *o)
{
	return json_tag(o, "AWSNetworkFirewallManaged") ||
	    json_tag(o, "Firewall");
}

/* The subnet is there even if its interface is not in the dump. */
static void
add_firewall_endpoint(
    struct dump *d, const struct record *r, struct endpoint *e)
{
	json_t *v;
	size_t i;

	add_subnets(d, r, e);
	json_array_foreach (json_list(r->json, "NetworkInterfaceIds"), i, v)
		if (json_is_string(v))
			add_endpoint_interface(d, r, e, json_string_value(v));
	if (is_network_firewall(r->json))
		e->service = dump_text(d, r, "network-firewall");
}

static bool
is_usable(struct dump *d, const struct record *r)
{
	const char *service = json_text(r->json, "ServiceName");
	struct service_name n;

	if (!dump_is_there(d, r))
		return false;
	if (kind_of(r->json) == NULL) {
		dump_warn(d, r,
		    "is an endpoint of the type %s, which is not "
		    "modelled yet",
		    json_text(r->json, "VpcEndpointType"));
		return false;
	}
	if (kind_of(r->json)->type == ENDPOINT_GATEWAY_LOAD_BALANCER &&
	    json_string_value(
		json_array_get(json_list(r->json, "SubnetIds"), 0)) == NULL) {
		dump_warn(d, r, "is in no subnet and is left out");
		return false;
	}
	if (service &&
	    (service_name_parse(service, &n) ||
		records_find(d->records, RECORD_ENDPOINT_SERVICE, service)))
		return true;
	dump_warn(d, r, "is an endpoint for no known service and is left out");
	return false;
}

static void
add_endpoint(struct dump *d, const struct record *r)
{
	struct vpc *v = dump_vpc(d, r, json_text(r->json, "VpcId"));
	struct endpoint *e =
	    v && is_usable(d, r) ? dump_add(d, OBJ_ENDPOINT, r, v) : NULL;
	const char *family = json_text(r->json, "IpAddressType");
	json_t *id;
	size_t i;

	if (e == NULL)
		return;
	e->type = kind_of(r->json)->type;
	e->service = dump_text(d, r, json_text(r->json, "ServiceName"));
	e->asked_region = dump_text(d, r, json_text(r->json, "ServiceRegion"));
	if (e->type == ENDPOINT_GATEWAY_LOAD_BALANCER) {
		add_firewall_endpoint(d, r, e);
		return;
	}
	add_policy(d, r, e);
	if (e->type == ENDPOINT_INTERFACE) {
		add_interfaces(d, r, e);
		return;
	}
	e->ipv6 = family && strcmp(family, "ipv4") != 0;
	json_array_foreach (json_list(r->json, "RouteTableIds"), i, id)
		if (records_find(
			d->records, RECORD_ROUTE_TABLE, json_string_value(id)))
			dump_push_ref(
			    d, r, &e->route_tables, json_string_value(id));
}

void
describe_endpoints(struct dump *d)
{
	dump_each(d, RECORD_ENDPOINT, add_endpoint);
}
