/*
 * internet.c - everything outside: the internet and AWS by public addresses
 *
 * Whose is the address?  A public address of the model leads back to its VPC.
 * An address of AWS's published ranges is reached without leaving AWS's
 * network, except from or to the China Regions and the European Sovereign
 * Cloud (VPC FAQs); so is one that a customer announces over a Direct Connect
 * public virtual interface.  All others are the internet.
 */

#include "dataplane/nodes/internet.h"

#include "core/trace.h"
#include "dataplane/classes.h"
#include "dataplane/drop.h"
#include "dataplane/marks.h"
#include "dataplane/nodes/gateway.h"
#include "dataplane/nodes/missing.h"
#include "dataplane/nodes/route_table.h"
#include "dataplane/nodes/subnet.h"
#include "dataplane/nodes/vpc.h"

const struct ip internet_host6 = { 0x2001486048600000u, 0x8888 };

const struct public_address *
world_public(const struct world *w, struct ip public_ip)
{
	uint32_t i = lpm_lookup(w->public, public_ip);

	return i == LPM_NONE ? NULL : &w->public_address[i];
}

/* Regions between which AWS makes no promise to stay on its own network. */
static const char *
partition(const char *region)
{
	if (strncmp(region, "cn-", 3) == 0)
		return region;
	return strncmp(region, "eusc-", 5) == 0 ? region : "aws";
}

static bool
stays_in_aws(const char *here, const char *there)
{
	return strcmp(partition(here), partition(there)) == 0;
}

static bool
has_block(const struct cidrs *list, struct ip ip)
{
	for (size_t i = 0; i < list->n; i++)
		if (prefix_has(list->v[i].prefix, ip))
			return true;
	return false;
}

/* Is it surely no address of AWS: a host of the scenario's, or one for
 * examples? */
static bool
is_surely_outside(const struct model *m, struct ip ip)
{
	for (size_t i = 0; i < m->nhosts; i++)
		if (ip_eq(m->hosts[i]->ip, ip))
			return true;
	return ip_is_documentation(ip) || ip_eq(ip, ip_from4(INTERNET_HOST4)) ||
	    ip_eq(ip, internet_host6);
}

/* Customers' own ranges are in no published list, so absence proves nothing
 * (VPC User Guide, AWS IP address ranges). */
static uint64_t
unlisted(const struct model *m, struct ip outside)
{
	if (has_block(&m->byoip, outside))
		return MARK_AWS_PUBLIC | MARK_CONFIDENCE_LOW;
	return is_surely_outside(m, outside)
	    ? MARK_INTERNET
	    : MARK_INTERNET | MARK_CONFIDENCE_LOW;
}

/* What a packet between a VPC in this Region and something of AWS in another
 * one, or in the same, is. */
static uint64_t
between_regions(const char *here, const char *there)
{
	uint64_t marks =
	    stays_in_aws(here, there) ? MARK_AWS_PUBLIC : MARK_INTERNET;

	if (strcmp(there, here) != 0 && strcmp(there, "GLOBAL") != 0)
		marks |= MARK_CROSS_REGION;
	return marks;
}

bool
internet_is_stranger(
    const struct model *m, struct ip ip, const struct address_owner *o)
{
	for (size_t i = 0; i < m->nhosts; i++)
		if (ip_eq(m->hosts[i]->ip, ip))
			return false;
	return strcmp(o->service, "EC2") == 0;
}

/* What a packet between a VPC in this Region and an address outside is. */
static uint64_t
classify(const struct world *w, const char *region, struct ip outside)
{
	struct address_owner o;
	uint64_t marks;

	if (w->model->addresses == NULL)
		return MARK_INTERNET | MARK_OWNER_UNKNOWN;
	if (!address_data_lookup(w->model->addresses, outside, &o))
		return unlisted(w->model, outside);
	marks = between_regions(region, o.region);
	if (internet_is_stranger(w->model, outside, &o))
		marks |= MARK_ASSUMED(ASSUME_STRANGER);
	return marks;
}

bool
internet_is_aws(const struct world *w, struct ip ip)
{
	struct address_owner o;

	if (world_public(w, ip))
		return true;
	return w->model->addresses &&
	    address_data_lookup(w->model->addresses, ip, &o) &&
	    stays_in_aws(w->model->region, o.region);
}

static const char *
region_of_vpc(const struct resolver *r, uint32_t vpc)
{
	const struct model *m = ((const struct world *)r_world(r))->model;

	return ((const struct vpc *)m->objects[vpc - 1])->region;
}

/* Of a gateway of a VPC; a public virtual interface is in none. */
static const char *
region_of_gateway(const struct resolver *r, uint32_t gateway)
{
	const struct model *m = ((const struct world *)r_world(r))->model;
	const struct vpc *v = m->objects[gateway - 1]->vpc;

	return v ? v->region : m->region;
}

/* To a customer who announces the address over a public virtual interface. */
static bool
is_announced(struct resolver *r)
{
	const struct world *w = r_world(r);
	uint32_t connection = lpm_lookup(w->announced, r_key(r)->dst);

	if (connection == LPM_NONE)
		return false;
	r_goto(r, connection, SIDE_IN);
	return true;
}

/*
 * IPv6 enters by the gateway that the subnet of the address uses for the way
 * out, so that an egress-only one sees both directions.
 */
static uint32_t
entrance(
    const struct resolver *r, const struct public_address *a, struct ip outside)
{
	const struct vpc_cfg *v = r_cfg(r, a->vpc);
	struct flow_key back = { .dst = outside };
	const struct subnet_cfg *s;
	const struct route_cfg *route;

	if (ip_is4(a->public_ip) || v->egress_only_gateway == NODE_NONE)
		return v->internet_gateway;
	s = r_cfg(r, a->subnet);
	route = route_table_lookup(r_cfg(r, s->route_table), &back);
	if ((route && route->target == v->egress_only_gateway) ||
	    v->internet_gateway == NODE_NONE)
		return v->egress_only_gateway;
	return v->internet_gateway;
}

static void
enter(struct resolver *r, const struct public_address *a)
{
	uint32_t gateway = entrance(r, a, r_key(r)->src);
	const struct vpc_cfg *v = r_cfg(r, a->vpc);

	missing_mark_if(
	    r, gateway == NODE_NONE && v->vpc->not_shown.internet_gateway);
	if (gateway == NODE_NONE)
		r_drop(r, DROP_NO_SUCH_ADDRESS, NODE_INTERNET);
	else
		r_goto(r, gateway, GATEWAY_INGRESS);
}

/* From a gateway: to another VPC of the model, or to a host or service. */
static void
arrive(struct resolver *r)
{
	const struct world *w = r_world(r);
	struct ip dst = r_key(r)->dst;
	const struct public_address *a = world_public(w, dst);

	if (a) {
		r_mark(r,
		    between_regions(region_of_gateway(r, r_at(r).from),
			region_of_vpc(r, a->vpc)));
		enter(r, a);
		return;
	}
	if (is_announced(r))
		return;
	r_way(r, NODE_INTERNET);
	r_mark(r, classify(w, region_of_gateway(r, r_at(r).from), dst));
	r_deliver(r, INTERNET_SEND);
}

/*
 * The gateway that refuses a destination which no public address of the model
 * is: that of the VPC whose private address it is, else the only one there is.
 */
static uint32_t
refusing_gateway(const struct resolver *r, struct ip dst)
{
	const struct model *m = ((const struct world *)r_world(r))->model;
	uint32_t only = NODE_NONE;

	for (size_t i = 0; i < m->nvpcs; i++) {
		const struct vpc *v = m->vpcs[i];

		if (v->internet_gateway == NULL)
			continue;
		if (vpc_has(v, dst))
			return node_of(&v->internet_gateway->o);
		only = only == NODE_NONE ? node_of(&v->internet_gateway->o)
					 : NODE_INTERNET;
	}
	return only == NODE_INTERNET ? NODE_NONE : only;
}

static void
send(struct resolver *r)
{
	const struct world *w = r_world(r);
	const struct public_address *a = world_public(w, r_key(r)->dst);
	uint32_t gateway;

	r_way(r, NODE_INTERNET);
	r_hop(r, NODE_INTERNET, ACT_SEND);
	if (a) {
		const struct vpc_cfg *v = r_cfg(r, a->vpc);

		r_mark(r, classify(w, v->vpc->region, r_key(r)->src));
		enter(r, a);
		return;
	}
	if (internet_is_aws(w, r_key(r)->src) && is_announced(r))
		return;
	missing_mark_if(r, w->is_partial);
	gateway = refusing_gateway(r, r_key(r)->dst);
	if (gateway == NODE_NONE)
		r_drop(r, DROP_IGW_NO_PRIVATE_IP, NODE_INTERNET);
	else
		r_goto(r, gateway, GATEWAY_INGRESS);
}

static void
internet_resolve(struct resolver *r, const void *cfg)
{
	(void)cfg;
	if (r_at(r).side == INTERNET_SEND)
		send(r);
	else
		arrive(r);
}

const struct node_class internet_class = { "internet", internet_resolve };
