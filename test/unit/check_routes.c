/*
 * check_routes.c - tests of what AWS would refuse: routes, gateways, endpoints,
 * and what is outside of VPCs
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "test/unit/clean_model.h"

/* --- routes ------------------------------------------------------------- */

static void
route(struct clean *c, const char *to, const char *via)
{
	c->line = push_route(&c->b, c->private, to, via)->where.line;
}

static void
route_to_imds(struct clean *c)
{
	route(c, "169.254.169.254/32", "fw");
	push_route(&c->b, c->private, "fd00:ec2::254/128", "fw");
}

static void
route_twice(struct clean *c)
{
	route(c, "0.0.0.0/0", "igw");
}

static void
route_list_twice(struct clean *c)
{
	route(c, "corp", "pcx");
	route(c, "corp", "igw");
}

static void
route_lists_alike(struct clean *c)
{
	struct prefix_list *l = add(&c->b, OBJ_PREFIX_LIST, "more", NULL);

	push_cidr(&c->b, &l->entries, "198.51.100.0/24");
	push_cidr(&c->b, &l->entries, "203.0.113.0/24");
	route(c, "corp", "pcx");
	route(c, "more", "igw");
}

static void
route_half_subnet(struct clean *c)
{
	route(c, "10.0.1.0/25", "fw");
}

static void
route_subnet_gateway(struct clean *c)
{
	route(c, "10.0.1.0/24", "igw");
}

static void
route_vpc_gateway(struct clean *c)
{
	route(c, "10.0.0.0/16", "vgw");
}

static void
route_local_elsewhere(struct clean *c)
{
	route(c, "10.1.0.0/17", "local");
}

static void
route_vpn_v6(struct clean *c)
{
	route(c, "2001:db8::/32", "vgw");
}

static void
route_egress_v4(struct clean *c)
{
	route(c, "203.0.113.0/24", "eigw");
}

static void
route_nat_v6(struct clean *c)
{
	route(c, "2001:db8::/32", "nat");
}

static void
route_list_v6(struct clean *c)
{
	struct prefix_list *l = add(&c->b, OBJ_PREFIX_LIST, "six", NULL);

	push_cidr(&c->b, &l->entries, "2001:db8::/32");
	route(c, "six", "vgw");
}

static void
route_gateway_elsewhere(struct clean *c)
{
	push_route(&c->b, c->private, "203.0.113.0/24", "igw-tools");
}

static void
route_peering_elsewhere(struct clean *c)
{
	add_vpc(&c->b, "third", "10.3.0.0/16");
	add_peering(&c->b, "pcx-2", "tools", "third");
	push_route(&c->b, c->private, "10.3.0.0/16", "pcx-2");
}

static void
route_gateway_endpoint(struct clean *c)
{
	push_route(&c->b, c->private, "203.0.113.0/24", "vpce-s3");
}

static void
route_interface_endpoint(struct clean *c)
{
	push_route(&c->b, c->private, "203.0.113.0/24", "vpce-sm");
}

static void
two_main_tables(struct clean *c)
{
	c->private->main = true;
	c->line = c->private->o.where.line;
}

static void
propagate_elsewhere(struct clean *c)
{
	push_ref(&c->b, &c->private->propagate_from, "vgw-tools");
	here(c);
}

/* --- gateways and endpoints --------------------------------------------- */

static void
nat_without_public(struct clean *c)
{
	c->nat->public_ip.n = 0;
	c->line = c->nat->o.where.line;
}

static void
nat_private_public(struct clean *c)
{
	c->nat->is_private = true;
	c->line = c->nat->public_ip.v[0].where.line;
}

static void
nat_without_gateway(struct clean *c)
{
	struct vpc *v = add_vpc(&c->b, "third", "10.3.0.0/16");
	struct nat_gateway *n = add(&c->b, OBJ_NAT_GATEWAY, "n", v);

	here(c);
	add_subnet(&c->b, v, "s", "10.3.0.0/24");
	n->subnet = ref_to(&c->b, "s");
	push_addr(&c->b, &n->public_ip, "198.51.100.99");
}

static void
nat_too_many(struct clean *c)
{
	for (int i = 0; i < 8; i++)
		push_addr(&c->b, &c->nat->ip,
		    arena_printf(c->b.m->arena, "10.0.0.%d", 100 + i));
	here(c);
}

static void
nat_v6(struct clean *c)
{
	struct nat_gateway *n = add(&c->b, OBJ_NAT_GATEWAY, "n6", c->app);

	add_subnet(&c->b, c->app, "six", "2600:1f18:1:6::/64");
	n->is_private = true;
	n->subnet = ref_to(&c->b, "six");
	here(c);
}

static void
gateway_endpoint_service(struct clean *c)
{
	add_endpoint(&c->b, c->app, "e", ENDPOINT_GATEWAY, "sqs");
	here(c);
}

static void
gateway_endpoint_region(struct clean *c)
{
	add_endpoint(&c->b, c->app, "e", ENDPOINT_GATEWAY,
	    "com.amazonaws.eu-west-1.dynamodb");
	here(c);
}

static void
gateway_endpoint_keys(struct clean *c)
{
	push_endpoint_subnet(&c->b, c->s3, "pub", NULL);
	push_ref(&c->b, &c->s3->security_groups, "web");
	c->s3->private_dns = true;
}

static void
gateway_endpoint_twice(struct clean *c)
{
	struct endpoint *e =
	    add_endpoint(&c->b, c->app, "e", ENDPOINT_GATEWAY, "s3");

	push_ref(&c->b, &e->route_tables, "public");
	push_ref(&c->b, &e->route_tables, "private");
	here(c);
}

static void
interface_endpoint_tables(struct clean *c)
{
	push_ref(&c->b, &c->sm->route_tables, "public");
	here(c);
}

static void
endpoint_zone_twice(struct clean *c)
{
	push_endpoint_subnet(&c->b, c->sm, "pub", NULL);
	here(c);
}

static void
endpoint_without_v6(struct clean *c)
{
	struct endpoint *e =
	    add_endpoint(&c->b, c->app, "e", ENDPOINT_INTERFACE, "sqs");

	e->ipv6 = true;
	push_endpoint_subnet(&c->b, e, "pub", NULL);
	here(c);
}

static void
private_dns_off(struct clean *c)
{
	c->app->dns_hostnames = false;
	c->sm->private_dns_where = next_line(&c->b);
	here(c);
}

static void
private_dns_twice(struct clean *c)
{
	struct endpoint *e = add_endpoint(&c->b, c->app, "e",
	    ENDPOINT_INTERFACE, "com.amazonaws.us-east-1.secretsmanager");

	e->private_dns = true;
	c->line = e->o.where.line;
}

/* --- outside ------------------------------------------------------------ */

static void
peering_overlap(struct clean *c)
{
	add_vpc(&c->b, "copy", "10.0.0.0/20");
	c->line = add_peering(&c->b, "pcx-2", "app", "copy")->o.where.line;
}

static void
peering_twice(struct clean *c)
{
	c->line = add_peering(&c->b, "pcx-2", "tools", "app")->o.where.line;
}

static void
peering_self(struct clean *c)
{
	add_peering(&c->b, "pcx-2", "app", "app");
	here(c);
}

static void
peering_of_one(struct clean *c)
{
	struct peering *p = add(&c->b, OBJ_PEERING, "pcx-2", NULL);

	here(c);
	push_ref(&c->b, &p->between, "app");
}

static void
site_overlap(struct clean *c)
{
	push_cidr(&c->b, &c->hq->cidr, "10.0.0.0/8");
	here(c);
}

static void
site_host_outside(struct clean *c)
{
	c->hq->hosts[0]->ip = ip_of("10.1.1.1");
	c->line = c->hq->hosts[0]->o.where.line;
}

static void
host_in_vpc(struct clean *c)
{
	another_host(c, "10.0.1.10");
}

static void
host_private(struct clean *c)
{
	another_host(c, "192.168.5.5");
}

/* --- the table ---------------------------------------------------------- */

static const struct mistake mistakes[] = {
	{ route_to_imds, 2, 0,
	    "route table \"private\" has a route to "
	    "169.254.169.254/32, but AWS keeps 169.254.168.0/22" },
	{ route_twice, 1, 0,
	    "route table \"private\" has two routes to "
	    "0.0.0.0/0" },
	{ route_list_twice, 1, 1, "has two routes to corp" },
	{ route_lists_alike, 0, 1,
	    "routes to two prefix lists with the entry "
	    "203.0.113.0/24, via pcx and via igw" },
	{ route_half_subnet, 1, 0,
	    "a route to 10.0.1.0/25, which is more "
	    "specific than the local route 10.0.0.0/16 but not the whole "
	    "block of a subnet" },
	{ route_subnet_gateway, 1, 0,
	    "a route to 10.0.1.0/24 via internet "
	    "gateway \"igw\", but inside its VPC a route leads to a NAT "
	    "gateway, an interface or a Gateway Load Balancer endpoint only" },
	{ route_vpc_gateway, 1, 0, "a route to 10.0.0.0/16 via VPN gateway" },
	{ route_local_elsewhere, 1, 0,
	    "a local route to 10.1.0.0/17, which is "
	    "no block of VPC \"app\"" },
	{ route_vpn_v6, 1, 0,
	    "via VPN gateway \"vgw\", which takes IPv4 "
	    "only" },
	{ route_egress_v4, 1, 0, "\"eigw\", which takes IPv6 only" },
	{ route_nat_v6, 1, 0, "\"nat\", which takes IPv4 and 64:ff9b::/96" },
	{ route_list_v6, 1, 0,
	    "a route to six via VPN gateway \"vgw\", which "
	    "takes IPv4 only" },
	{ route_gateway_elsewhere, 1, 0,
	    "route table \"private\" of VPC "
	    "\"app\" has a route via internet gateway \"igw-tools\", which "
	    "belongs to VPC \"tools\"" },
	{ route_peering_elsewhere, 1, 0,
	    "peering \"pcx-2\", which is between "
	    "other VPCs" },
	{ route_gateway_endpoint, 1, 0,
	    "add the table to the endpoint's "
	    "route_tables" },
	{ route_interface_endpoint, 1, 0, "which is no target of routes" },
	{ two_main_tables, 1, 0,
	    "route table \"private\" is main in VPC "
	    "\"app\", but so is route table \"public\"" },
	{ propagate_elsewhere, 1, 0,
	    "takes routes from VPN gateway "
	    "\"vgw-tools\", which belongs to VPC \"tools\"" },
	{ nat_without_public, 1, 0,
	    "NAT gateway \"nat\" is public and needs a "
	    "public_ip" },
	{ nat_private_public, 1, 0,
	    "is private, so it cannot have a "
	    "public_ip" },
	{ nat_without_gateway, 0, 1, "VPC \"third\" has no internet gateway" },
	{ nat_too_many, 1, 0,
	    "NAT gateway \"nat\" has 9 addresses, but AWS "
	    "takes at most 8" },
	{ nat_v6, 1, 0,
	    "NAT gateway \"n6\" is in subnet \"six\", which has no "
	    "IPv4 block" },
	{ gateway_endpoint_service, 1, 0,
	    "endpoint \"e\" is a gateway "
	    "endpoint for sqs, but" },
	{ gateway_endpoint_region, 1, 0,
	    "serves its own Region us-east-1 "
	    "only" },
	{ gateway_endpoint_keys, 3, 0,
	    "endpoint \"vpce-s3\" is a gateway "
	    "endpoint, which has no subnets" },
	{ gateway_endpoint_twice, 1, 0,
	    "endpoint \"e\" puts a route to s3 "
	    "into route table \"private\", which has one of endpoint "
	    "\"vpce-s3\" already" },
	{ interface_endpoint_tables, 1, 0,
	    "endpoint \"vpce-sm\" is an "
	    "interface endpoint, which has no route_tables" },
	{ endpoint_zone_twice, 1, 0,
	    "endpoint \"vpce-sm\" is in subnet "
	    "\"priv\" and in subnet \"pub\", which are both in zone "
	    "us-east-1a" },
	{ endpoint_without_v6, 1, 0, "subnet \"pub\" has no IPv6 block" },
	{ private_dns_off, 1, 0,
	    "endpoint \"vpce-sm\" has private_dns, which "
	    "needs dns_hostnames of VPC \"app\" to be true" },
	{ private_dns_twice, 1, 0,
	    "endpoint \"e\" has private_dns for "
	    "secretsmanager, but endpoint \"vpce-sm\" of the same VPC has it "
	    "already" },
	{ peering_overlap, 1, 0,
	    "10.0.0.0/16 of \"app\" and 10.0.0.0/20 of "
	    "\"copy\"" },
	{ peering_twice, 1, 0, "as peering \"pcx\" is already" },
	{ peering_self, 1, 0, "is between VPC \"app\" and itself" },
	{ peering_of_one, 1, 0, "peering \"pcx-2\" names 1 VPCs" },
	{ site_overlap, 0, 1,
	    "on-premises site \"hq\" has 10.0.0.0/8, which "
	    "overlaps the block 10.0.0.0/16 of VPC \"app\"" },
	{ site_host_outside, 1, 0,
	    "host \"desk\" has 10.1.1.1, which is in no "
	    "block of its on-premises site \"hq\"" },
	{ host_in_vpc, 1, 0,
	    "host \"other\" has 10.0.1.10, which is inside "
	    "VPC \"app\"" },
	{ host_private, 1, 0,
	    "host \"other\" has 192.168.5.5, which is no "
	    "public address" },
};

static void
each_mistake_is_reported(void **state)
{
	(void)state;
	assert_int_equal(
	    try_mistakes(mistakes, sizeof(mistakes) / sizeof(mistakes[0])), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_mistake_is_reported),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
