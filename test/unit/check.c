/*
 * check.c - tests of what AWS would refuse: blocks, addresses, rules
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "test/unit/clean_model.h"

/* --- blocks ------------------------------------------------------------- */

static void
vpc_too_large(struct clean *c)
{
	struct vpc *v = add_vpc(&c->b, "big", "172.16.0.0/12");

	here(c);
	push_cidr(&c->b, &v->cidr, "2600:1f18:2::/58");
}

static void
vpc_overlap(struct clean *c)
{
	push_cidr(&c->b, &c->app->cidr, "10.0.128.0/17");
	here(c);
}

static void
vpc_link_local(struct clean *c)
{
	push_cidr(&c->b, &c->app->cidr, "169.254.0.0/20");
	here(c);
}

static void
vpc_restricted(struct clean *c)
{
	push_cidr(&c->b, &c->app->cidr, "172.20.0.0/16");
	here(c);
	push_cidr(&c->b, &c->app->cidr, "198.19.0.0/16");
	push_cidr(&c->b, &c->app->cidr, "10.2.0.0/16");
}

static void
vpc_restricted_public(struct clean *c)
{
	struct vpc *v = add_vpc(&c->b, "public", "8.8.0.0/16");

	push_cidr(&c->b, &v->cidr, "192.168.0.0/16");
	here(c);
}

static void
vpc_restricted_10(struct clean *c)
{
	struct vpc *v = add_vpc(&c->b, "ten", "10.1.0.0/16");

	push_cidr(&c->b, &v->cidr, "10.0.0.0/16");
	here(c);
}

static void
vpc_restricted_172(struct clean *c)
{
	struct vpc *v = add_vpc(&c->b, "def", "172.16.0.0/16");

	push_cidr(&c->b, &v->cidr, "172.31.0.0/16");
	here(c);
}

static void
subnet_size(struct clean *c)
{
	add_subnet(&c->b, c->app, "tiny", "10.0.2.0/29");
	here(c);
}

static void
subnet_size6(struct clean *c)
{
	add_subnet(&c->b, c->app, "odd", "2600:1f18:1:80::/57");
	here(c);
}

static void
subnet_outside(struct clean *c)
{
	add_subnet(&c->b, c->app, "far", "10.1.2.0/24");
	here(c);
}

static void
subnet_overlap(struct clean *c)
{
	add_subnet(&c->b, c->app, "x", "10.0.2.0/23");
	add_subnet(&c->b, c->app, "y", "10.0.3.0/24");
	here(c);
}

static void
subnet_two_blocks(struct clean *c)
{
	push_cidr(&c->b, &c->pub->cidr, "10.0.2.0/24");
	here(c);
}

static void
zone_elsewhere(struct clean *c)
{
	c->pub->az = word(&c->b, "us-west-2a");
	here(c);
}

/* --- what is used ------------------------------------------------------- */

static void
group_elsewhere(struct clean *c)
{
	push_ref(&c->b, &c->app1->security_groups, "bastion");
	here(c);
}

static void
table_elsewhere(struct clean *c)
{
	add(&c->b, OBJ_ROUTE_TABLE, "rt-tools", c->tools);
	c->pub->route_table = ref_to(&c->b, "rt-tools");
	here(c);
}

static void
acl_elsewhere(struct clean *c)
{
	add(&c->b, OBJ_NETWORK_ACL, "acl-tools", c->tools);
	c->pub->network_acl = ref_to(&c->b, "acl-tools");
	here(c);
}

static void
subnet_elsewhere(struct clean *c)
{
	add_subnet(&c->b, c->tools, "t", "10.1.0.0/24");
	add_interface(&c->b, c->app, "i", "t", NULL);
	here(c);
}

static void
many_groups(struct clean *c)
{
	char name[16];

	for (int i = 0; i < 16; i++) {
		snprintf(name, sizeof(name), "g%d", i);
		add(&c->b, OBJ_SECURITY_GROUP, name, c->app);
		push_ref(&c->b, &c->app1->security_groups,
		    arena_strdup(c->b.m->arena, name));
	}
	here(c);
}

/* --- addresses ---------------------------------------------------------- */

static void
address_outside(struct clean *c)
{
	add_interface(&c->b, c->app, "i", "priv", "10.0.9.10");
	here(c);
}

static void
address_reserved(struct clean *c)
{
	add_interface(&c->b, c->app, "i", "priv", "10.0.1.3");
	here(c);
}

static void
address_last(struct clean *c)
{
	push_addr(&c->b, &c->nat->ip, "10.0.0.255");
	here(c);
}

static void
address_reserved6(struct clean *c)
{
	push_addr(&c->b, &c->app1->ip, "2600:1f18:1:1::1");
	here(c);
	push_addr(&c->b, &c->app1->ip, "2600:1f18:1:1:ffff:ffff:ffff:ffff");
}

static void
address_twice(struct clean *c)
{
	add_interface(&c->b, c->app, "i", "priv", "10.0.1.50");
	c->line = c->sm->subnets[0].ip.v[0].where.line;
}

static void
address_delegated(struct clean *c)
{
	add_interface(&c->b, c->app, "i", "priv", "10.0.1.70");
	here(c);
}

static void
instance_of_another(struct clean *c)
{
	struct interface *n =
	    add_interface(&c->b, c->app, "i", "priv", "10.0.1.51");

	n->instance = word(&c->b, "host");
	n->answers_by = ref_to(&c->b, "web-1");
	here(c);
}

static void
instance_in_two_zones(struct clean *c)
{
	struct subnet *s = add_subnet(&c->b, c->app, "b", "10.0.2.0/24");

	s->az = word(&c->b, "us-east-1b");
	add_interface(&c->b, c->app, "one", "pub", "10.0.0.50")->instance =
	    word(&c->b, "host");
	add_interface(&c->b, c->app, "two", "b", "10.0.2.50")->instance =
	    word(&c->b, "host");
	here(c);
}

static void
public_twice(struct clean *c)
{
	struct interface *n =
	    add_interface(&c->b, c->app, "i", "pub", "10.0.0.20");

	push_addr(&c->b, &n->public_ip, "198.51.100.7");
	c->line = c->nat->public_ip.v[0].where.line;
}

static void
public_of_host(struct clean *c)
{
	another_host(c, "198.51.100.10");
}

static void
public_private(struct clean *c)
{
	c->web1->public_ip.v[0].ip = ip_of("10.0.0.10");
	c->line = c->web1->public_ip.v[0].where.line;
}

static void
public_too_many(struct clean *c)
{
	push_addr(&c->b, &c->web1->public_ip, "198.51.100.11");
	here(c);
}

static void
prefix_outside(struct clean *c)
{
	push_cidr(&c->b, &c->app1->prefixes, "10.0.2.0/28");
	here(c);
}

static void
prefix_size(struct clean *c)
{
	push_cidr(&c->b, &c->app1->prefixes, "10.0.1.128/27");
	here(c);
}

/* --- rules -------------------------------------------------------------- */

static void
group_of_stranger(struct clean *c)
{
	struct vpc *v = add_vpc(&c->b, "other", "10.5.0.0/16");

	add(&c->b, OBJ_SECURITY_GROUP, "theirs", v);
	push_rule(&c->b, &c->web->ingress, -1, "theirs");
	here(c);
}

static void
group_of_region(struct clean *c)
{
	c->tools->region = "eu-west-1";
}

static void
ports_of_icmp(struct clean *c)
{
	struct rule *r =
	    push_rule(&c->b, &c->web->ingress, PROTO_ICMP, "0.0.0.0/0");

	push_ports(&c->b, r, 80, 80);
	c->line = r->where.line;
}

static void
ports_of_all(struct clean *c)
{
	struct rule *r = push_rule(&c->b, &c->strict->egress, -1, "0.0.0.0/0");

	r->number = 7;
	push_ports(&c->b, r, 80, 80);
	c->line = r->where.line;
}

static void
type_of_tcp(struct clean *c)
{
	struct rule *r =
	    push_rule(&c->b, &c->web->ingress, PROTO_TCP, "0.0.0.0/0");

	r->icmp_type = 8;
	c->line = r->where.line;
}

static void
type_too_large(struct clean *c)
{
	push_rule(&c->b, &c->web->ingress, PROTO_ICMP, "0.0.0.0/0")->icmp_type =
	    256;
}

static void
code_without_type(struct clean *c)
{
	push_rule(&c->b, &c->web->ingress, PROTO_ICMP, "0.0.0.0/0")->icmp_code =
	    1;
}

static void
acl_number(struct clean *c)
{
	push_rule(&c->b, &c->strict->ingress, -1, "0.0.0.0/0")->number = 32767;
	push_rule(&c->b, &c->strict->ingress, -1, "0.0.0.0/0")->number = 0;
}

static void
acl_number_twice(struct clean *c)
{
	struct rule *r =
	    push_rule(&c->b, &c->strict->ingress, -1, "10.0.0.0/8");

	r->number = 100;
	c->line = r->where.line;
	push_rule(&c->b, &c->strict->egress, -1, "10.0.0.0/8")->number = 100;
}

/* --- the table ---------------------------------------------------------- */

static const struct mistake mistakes[] = {
	{ vpc_too_large, 2, 0,
	    "VPC \"big\" has the block 172.16.0.0/12, but "
	    "AWS takes sizes of /16 to /28 for an IPv4 block of a VPC" },
	{ vpc_overlap, 1, 0,
	    "VPC \"app\" has the block 10.0.128.0/17, which "
	    "overlaps its block 10.0.0.0/16" },
	{ vpc_link_local, 1, 0, "169.254.0.0/16 is link-local" },
	{ vpc_restricted, 2, 0,
	    "VPC \"app\" cannot have 172.20.0.0/16 beside "
	    "its first block 10.0.0.0/16" },
	{ vpc_restricted_public, 1, 0, "cannot have 192.168.0.0/16 beside" },
	{ vpc_restricted_10, 1, 0, "refuses it for a VPC in 10.0.0.0/15" },
	{ vpc_restricted_172, 1, 0, "cannot have 172.31.0.0/16 beside" },
	{ subnet_size, 1, 0,
	    "subnet \"tiny\" has the block 10.0.2.0/29, but "
	    "AWS takes sizes of /16 to /28" },
	{ subnet_size6, 1, 0, "/44 to /64 in steps of 4 for an IPv6 block" },
	{ subnet_outside, 1, 0,
	    "subnet \"far\" has the block 10.1.2.0/24, "
	    "which is in no block of VPC \"app\" (10.0.0.0/16, "
	    "100.64.0.0/16, 2600:1f18:1::/56)" },
	{ subnet_overlap, 1, 0,
	    "subnet \"y\" (10.0.3.0/24) overlaps subnet "
	    "\"x\" (10.0.2.0/23)" },
	{ subnet_two_blocks, 1, 0,
	    "subnet \"pub\" has more than one IPv4 "
	    "block" },
	{ zone_elsewhere, 0, 1,
	    "subnet \"pub\" is in zone us-west-2a, but VPC "
	    "\"app\" is in Region us-east-1" },
	{ group_elsewhere, 1, 0,
	    "security group \"bastion\" belongs to VPC "
	    "\"tools\", but interface \"app-1\", which uses it, is in VPC "
	    "\"app\"" },
	{ table_elsewhere, 1, 0, "route table \"rt-tools\" belongs to VPC" },
	{ acl_elsewhere, 1, 0, "network ACL \"acl-tools\" belongs to VPC" },
	{ subnet_elsewhere, 1, 0, "subnet \"t\" belongs to VPC \"tools\"" },
	{ many_groups, 1, 0,
	    "interface \"app-1\" has 17 security groups, but "
	    "AWS takes at most 16" },
	{ address_outside, 1, 0,
	    "interface \"i\" has 10.0.9.10, which is "
	    "outside its subnet \"priv\" (10.0.1.0/24, ...)" },
	{ address_reserved, 1, 0,
	    "interface \"i\" has 10.0.1.3, but AWS keeps "
	    "the first four addresses and the last of subnet \"priv\" "
	    "(10.0.1.0/24)" },
	{ address_last, 1, 0, "NAT gateway \"nat\" has 10.0.0.255, but AWS" },
	{ address_reserved6, 2, 0, "interface \"app-1\" has 2600:1f18:1:1::1" },
	{ address_twice, 1, 0,
	    "endpoint \"vpce-sm\" has 10.0.1.50, which "
	    "interface \"i\" has already" },
	{ address_delegated, 1, 0,
	    "interface \"i\" has 10.0.1.70, which is "
	    "part of 10.0.1.64/28 of interface \"app-1\"" },
	{ public_twice, 1, 0,
	    "NAT gateway \"nat\" has 198.51.100.7, which "
	    "interface \"i\" has already" },
	{ instance_of_another, 1, 0,
	    "interface \"i\" answers by interface \"web-1\", which is not of "
	    "the same instance" },
	{ instance_in_two_zones, 1, 0,
	    "interface \"two\" is in us-east-1b, but interface \"one\" of the "
	    "same instance is in us-east-1a" },
	{ public_of_host, 1, 0,
	    "host \"other\" has 198.51.100.10, which "
	    "interface \"web-1\" has already" },
	{ public_private, 1, 0,
	    "interface \"web-1\" has the public address "
	    "10.0.0.10, which is no public IPv4 address" },
	{ public_too_many, 1, 0,
	    "interface \"web-1\" has more public "
	    "addresses (2) than private IPv4 ones (1)" },
	{ prefix_outside, 1, 0,
	    "interface \"app-1\" has 10.0.2.0/28, which is "
	    "outside its subnet" },
	{ prefix_size, 1, 0,
	    "a delegated prefix is an IPv4 /28 or an IPv6 "
	    "/80" },
	{ group_of_stranger, 0, 1,
	    "security group \"web\" refers to security "
	    "group \"theirs\" of VPC \"other\", which has no peering with VPC "
	    "\"app\": that matches nothing" },
	{ group_of_region, 1, 0,
	    "security group \"web\" of VPC \"app\" refers "
	    "to security group \"bastion\" of VPC \"tools\" in another "
	    "Region, which AWS refuses" },
	{ ports_of_icmp, 1, 0,
	    "security group \"web\" has a rule with ports, "
	    "but only for tcp and udp" },
	{ ports_of_all, 1, 0, "this one is for all" },
	{ type_of_tcp, 1, 0,
	    "has a rule with an ICMP type or code, which only "
	    "icmp and icmpv6 have" },
	{ type_too_large, 1, 0, "ICMP type 256, code -1; both are 0 to 255" },
	{ code_without_type, 1, 0, "an ICMP code but no type" },
	{ acl_number, 2, 0,
	    "network ACL \"strict\" has a rule numbered 32767, "
	    "but numbers are 1 to 32766" },
	{ acl_number_twice, 1, 0,
	    "network ACL \"strict\" has two ingress "
	    "rules numbered 100" },
};

static void
each_mistake_is_reported(void **state)
{
	(void)state;
	assert_int_equal(
	    try_mistakes(mistakes, sizeof(mistakes) / sizeof(mistakes[0])), 0);
}

static void
clean_model_has_no_problems(void **state)
{
	struct clean c;

	(void)state;
	clean_init(&c);
	assert_int_equal(model_link(c.b.m, c.b.e), 0);
	assert_int_equal(model_check(c.b.m, c.b.e), 0);
	if (errs_size(c.b.e) != 0)
		errs_print(c.b.e, stderr);
	assert_int_equal(errs_size(c.b.e), 0);
	built_fini(&c.b);
}

/* What has no object is reported by model_link, and once. */
static void
missing_parts_are_not_reported_twice(void **state)
{
	struct clean c;
	struct built *b = &c.b;
	size_t n;

	(void)state;
	clean_init(&c);
	add(b, OBJ_VPC, "empty", NULL);
	add(b, OBJ_INTERFACE, "homeless", c.app);
	add(b, OBJ_NAT_GATEWAY, "n", c.app);
	add_interface(b, c.app, "lost", "nowhere", "10.0.1.99");
	push_endpoint_subnet(b, c.sm, "nowhere", NULL);
	push_route(b, c.private, "no-list", "nat");
	push_route(b, c.private, "1.0.0.0/8", "no-gateway");
	push_rule(b, &c.web->ingress, -1, "no-group");
	push_ref(b, &c.s3->route_tables, "no-table");
	add_peering(b, "pcx-2", "app", "no-vpc");
	assert_int_equal(model_link(b->m, b->e), -1);
	n = errs_count(b->e);
	assert_int_equal(n, 7);
	assert_int_equal(model_check(b->m, b->e), -1);
	/* The NAT gateway has no public address either. */
	assert_int_equal(errs_count(b->e), n + 1);
	built_fini(b);
}

enum { SUBNETS = 50, GROUPS = 1000, INTERFACES = 10000 };

static void
make_large(struct built *b, struct vpc *v)
{
	char name[32];
	struct security_group *g;

	for (int i = 0; i < SUBNETS; i++) {
		struct arena *a = b->m->arena;

		add_subnet(b, v, arena_printf(a, "subnet-%d", i),
		    arena_printf(a, "10.0.%d.0/22", 4 * i));
	}
	for (int i = 0; i < GROUPS; i++) {
		snprintf(name, sizeof(name), "group-%d", i);
		g = add(b, OBJ_SECURITY_GROUP, name, v);
		snprintf(name, sizeof(name), "group-%d", (i + 1) % GROUPS);
		push_rule(b, &g->ingress, -1, arena_strdup(b->m->arena, name));
	}
	for (int i = 0; i < INTERFACES; i++) {
		struct arena *a = b->m->arena;
		struct interface *n;

		snprintf(name, sizeof(name), "interface-%d", i);
		n = add_interface(b, v, name,
		    arena_printf(a, "subnet-%d", i % SUBNETS), NULL);
		push_ref(b, &n->security_groups,
		    arena_printf(a, "group-%d", i % GROUPS));
	}
}

static void
large_model_is_fast(void **state)
{
	struct built b;
	struct timespec t0, t1;
	double ms;

	(void)state;
	built_init(&b);
	make_large(&b, add_vpc(&b, "app", "10.0.0.0/16"));
	clock_gettime(CLOCK_MONOTONIC, &t0);
	assert_int_equal(model_link(b.m, b.e), 0);
	assert_int_equal(model_check(b.m, b.e), 0);
	clock_gettime(CLOCK_MONOTONIC, &t1);
	ms = (double)(t1.tv_sec - t0.tv_sec) * 1e3 +
	    (double)(t1.tv_nsec - t0.tv_nsec) / 1e6;
	printf("%d interfaces linked and checked in %.1f ms\n", INTERFACES, ms);
	assert_int_equal(errs_size(b.e), 0);
	assert_true(ms < 2000);
	built_fini(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clean_model_has_no_problems),
		cmocka_unit_test(each_mistake_is_reported),
		cmocka_unit_test(missing_parts_are_not_reported_twice),
		cmocka_unit_test(large_model_is_fast),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
