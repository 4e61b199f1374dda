/*
 * test/unit/shard_key.c - what may meet is in one shard
 */

#include "dataplane/shard_key.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "test/unit/net.h"
#include "test/unit/seed.h"

enum { SHARDS = 5 };

static struct net net;
static struct shard_key *key;

static void
load(char *path)
{
	assert_int_equal(net_load(&net, path), 0);
	key = shard_key_new(net.snap, SHARDS, net.arena);
}

static void
unload(void)
{
	net_free(&net);
}

/* A network of one VPC, from what stands in it. */
static void
load_text(const char *vpc)
{
	char path[] = "/tmp/shard-key-XXXXXX";
	FILE *f = fdopen(mkstemp(path), "w");

	fprintf(f,
	    "apiVersion: vpcsim/v1\nregion: us-east-1\nvpcs:\n  app:\n"
	    "    cidr: [10.0.0.0/16, 2600:1f18:1::/56]\n"
	    "    internet_gateway: igw\n"
	    "    subnets: {only: {cidr: 10.0.0.0/24}}\n%s",
	    vpc);
	fclose(f);
	load(path);
	unlink(path);
}

static struct ip
ip(const char *text)
{
	struct ip a;

	assert_true(ip_parse(text, &a));
	return a;
}

static uint32_t
shard(const char *one, const char *other)
{
	uint32_t s = shard_of(key, ip(one), ip(other));

	assert_int_equal(s, shard_of(key, ip(other), ip(one)));
	assert_true(s < SHARDS);
	return s;
}

/* Of so many pairs with this end, are all in one shard? */
static bool
is_one(const char *one, uint32_t first)
{
	uint32_t s = shard_of(key, ip(one), ip_from4(first));

	for (uint32_t i = 1; i < 64; i++)
		if (shard_of(key, ip(one), ip_from4(first + i)) != s)
			return false;
	return true;
}

static void
ports_are_lent_for_a_destination(void **state)
{
	(void)state;
	load("test/unit/team.yaml");
	for (uint32_t i = 0; i < 64; i++) {
		struct ip far = ip_from4(0xcb007100 + i);
		uint32_t s = shard_of(key, ip("10.0.1.10"), far);

		assert_int_equal(s, shard_of(key, ip("10.0.1.11"), far));
		assert_int_equal(s, shard_of(key, far, ip("10.0.0.10")));
		assert_int_equal(s, shard_of(key, far, ip("198.51.100.7")));
		assert_int_equal(s,
		    shard_of(key, ip("2600:1f18:1:1::10"), ip_to_nat64(far)));
	}
	assert_false(is_one("10.0.1.10", 0xcb007100));
	unload();
}

static void
ends_in_the_model_keep_together(void **state)
{
	(void)state;
	load("test/unit/team.yaml");
	/* By their private and public addresses they are the same. */
	assert_int_equal(shard("10.0.1.10", "10.0.0.10"),
	    shard("10.0.1.10", "198.51.100.10"));
	assert_int_equal(shard("198.51.100.11", "10.0.0.10"),
	    shard("10.0.0.11", "198.51.100.10"));
	/* To another VPC or a site they may go by the NAT gateway. */
	assert_int_equal(shard("10.0.1.10", "10.1.0.10"), 0);
	assert_int_equal(shard("10.0.1.10", "192.168.1.5"), 0);
	/* So they do by NAT64. */
	assert_int_equal(shard("2600:1f18:1:1::10", "64:ff9b::10.0.1.11"), 0);
	/* Inside the VPC they do not. */
	assert_false(is_one("10.0.1.10", 0x0a000164));
	unload();
}

static void
an_interface_counts_what_it_sends_to_its_host(void **state)
{
	(void)state;
	load("test/unit/team.yaml");
	assert_int_equal(shard("10.0.1.11", "169.254.169.253"), 0);
	assert_int_equal(shard("10.0.1.11", "169.254.169.123"), 0);
	assert_int_equal(shard("10.0.1.11", "10.0.0.2"), 0);
	assert_int_equal(shard("10.0.1.11", "10.0.1.1"), 0);
	assert_int_equal(shard("2600:1f18:1:1::11", "fd00:ec2::253"), 0);
	unload();
}

/* A route that is longer than the VPC's block leads its own packets to NAT. */
static void
a_route_inside_the_block_counts(void **state)
{
	(void)state;
	load_text("    nat_gateways: {nat: {subnet: only, ip: 10.0.0.5, "
		  "public_ip: 198.51.100.7}}\n"
		  "    route_tables: {main: {main: true, routes: [{to: "
		  "10.0.0.0/24, via: nat}]}}\n");
	assert_true(is_one("10.0.1.10", 0x0a000164));
	unload();
	load_text("    nat_gateways: {nat: {subnet: only, ip: 10.0.0.5, "
		  "public_ip: 198.51.100.7}}\n"
		  "    route_tables: {main: {main: true, routes: [{to: "
		  "0.0.0.0/0, via: nat}]}}\n");
	assert_false(is_one("10.0.1.10", 0x0a000164));
	unload();
}

static void
without_nat_flows_are_alone(void **state)
{
	(void)state;
	load_text("    interfaces: {a: {subnet: only, ip: 10.0.0.10, "
		  "public_ip: 198.51.100.10}}\n");
	for (uint32_t i = 0; i < 64; i++) {
		struct ip far = ip_from4(0xcb007100 + i);

		assert_int_equal(shard_of(key, ip("10.0.0.10"), far),
		    shard_of(key, far, ip("198.51.100.10")));
	}
	assert_false(is_one("203.0.113.80", 0x0a000064));
	unload();
	/* An instance lends ports as well. */
	load_text("    interfaces: {a: {subnet: only, ip: 10.0.0.10, "
		  "source_dest_check: false, forwards: true, nat_instance: "
		  "true, public_ip: 198.51.100.10}}\n");
	assert_true(is_one("203.0.113.80", 0x0a000064));
	unload();
}

static void
some_models_are_not_divided(void **state)
{
	(void)state;
	load_text("    interfaces: {a: {subnet: only, ip: 10.0.0.10}}\n");
	assert_null(shard_key_forbidden(net.snap));
	unload();
	load_text("    interfaces: {a: {subnet: only, ip: 10.0.0.10, "
		  "conntrack_max: 10}}\n");
	assert_non_null(shard_key_forbidden(net.snap));
	unload();
	load_text("    interfaces: {a: {subnet: only, ip: 10.0.0.10}}\n"
		  "    load_balancers: {b: {type: network, subnets: {only: "
		  "10.0.0.70}, listeners: [{proto: tcp, port: 443, targets: "
		  "[a]}]}}\n");
	assert_non_null(shard_key_forbidden(net.snap));
	unload();
}

/* No shard has more than its share and a half. */
static void
it_is_even(void **state)
{
	enum { MANY = 20000 };
	struct rng r = seeded("shard_key");
	uint32_t n[SHARDS] = { 0 };

	(void)state;
	load("test/unit/team.yaml");
	for (int i = 0; i < MANY; i++) {
		/* 8.0.0.0/8 to 9.0.0.0/8: the model has none of it. */
		struct ip far =
		    ip_from4(0x08000000 | (uint32_t)(rng_next(&r) >> 39));

		n[shard_of(key, ip("10.0.1.10"), far)]++;
	}
	for (int i = 0; i < SHARDS; i++)
		assert_true(n[i] < MANY / SHARDS * 3 / 2);
	unload();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ports_are_lent_for_a_destination),
		cmocka_unit_test(ends_in_the_model_keep_together),
		cmocka_unit_test(an_interface_counts_what_it_sends_to_its_host),
		cmocka_unit_test(a_route_inside_the_block_counts),
		cmocka_unit_test(without_nat_flows_are_alone),
		cmocka_unit_test(some_models_are_not_divided),
		cmocka_unit_test(it_is_even),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
