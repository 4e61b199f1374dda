/*
 * sites.c - tests of sites: what would be refused, and which of the prefixes
 * that several connections announce counts
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "dataplane/load/scenario.h"
#include "dataplane/nodes/announced.h"
#include "test/unit/seed.h"

/* --- what would be refused ---------------------------------------------- */

#define NETWORK                                                       \
	"apiVersion: vpcsim/v1\n"                                     \
	"vpcs: {app: {cidr: 10.0.0.0/16, vpn_gateway: vgw, subnets: " \
	"{s: {cidr: 10.0.1.0/24, az: us-east-1a}}}}\n"                \
	"transit_gateways: {tgw: {attachments: {att: {vpc: app, "     \
	"subnets: [s]}}}}\n"

#define GATEWAY(attachments)                                   \
	"apiVersion: vpcsim/v1\n"                              \
	"vpcs: {app: {cidr: 10.0.0.0/16, subnets: {s: {cidr: " \
	"10.0.1.0/24, az: us-east-1a}}}}\n"                    \
	"transit_gateways: {tgw: {attachments: {" attachments "}}}\n"

#define SITE(connections)                                   \
	NETWORK "on_premises: {hq: {cidr: 192.168.0.0/16, " \
		"connections: {" connections "}}}\n"

static const struct refusal {
	const char *text, *says;
} refusals[] = {
	{ SITE("c: {vpn: vgw, static_routes: [192.168.0.0/16], bgp: {}}"),
	    "static_routes and bgp" },
	{ SITE("c: {direct_connect: vgw, static_routes: [192.168.0.0/16]}"),
	    "only a VPN has static_routes" },
	{ SITE("c: {vpn: vgw, allowed_prefixes: [10.0.0.0/8]}"),
	    "only Direct Connect has allowed_prefixes" },
	{ SITE("c: {vpn: vgw, sitelink: true}"),
	    "only Direct Connect has sitelink" },
	{ SITE("c: {vpn: vgw, accelerated: true}"),
	    "an accelerated VPN, which ends at a transit gateway" },
	{ SITE("c: {vpn: vgw, public_internet: false}"),
	    "a VPN over Direct Connect, which ends at a transit gateway" },
	{ SITE("c: {direct_connect: vgw, public_internet: true}"),
	    "no part of the public internet" },
	{ SITE("c: {direct_connect: vgw, mtu: 8500B}"), "1500 or 9001" },
	{ SITE("c: {direct_connect: tgw, mtu: 9001B}"), "1500 or 8500" },
	{ SITE("c: {vpn: vgw, mtu: 8500B}"), "a VPN has 1500 at most" },
	{ SITE("c: {gre: vgw}"), "which ends at a transit gateway" },
	{ SITE("c: {gre: tgw}"), "needs a transport" },
	{ SITE("c: {gre: tgw, transport: atx}"), "did you mean \"att\"?" },
	{ SITE("v: {vpn: tgw}, c: {gre: tgw, transport: v}"),
	    "runs over the attachment of a VPC or by Direct Connect" },
	{ SITE("c: {direct_connect: vgw, transport: att}"),
	    "only a Connect peer has a transport" },
	{ SITE("c: {vpn: tgw, transport: att}"),
	    "is carried by transit gateway attachment \"att\", but a VPN" },
	{ SITE("c: {public_vif: false}"), "leave it out" },
	{ SITE("c: {public_vif: true, vpn: vgw}"), "cannot stand beside" },
	{ SITE("c: {public_vif: true}"), "no public prefix is announced" },
	{ SITE("c: {vpn: vgx}"), "did you mean \"vgw\"?" },
	{ SITE("c: {vpn: vgw, bgp: {as_paht: 3}}"),
	    "did you mean \"as_path\"?" },
	{ SITE("c: {vpn: vgw, bgp: {med: -1}}"), "from 0 to" },
	{ SITE("c: {vpn: vgw, encryption: aes}"), "expected \"aes-gcm-16\"" },
	{ SITE("c: {}"), "needs one of the keys" },
	{ GATEWAY("att: {vpc: app, subnets: [s], segment: x}"),
	    "is no core network" },
	{ GATEWAY("att: {vpc: app, subnets: [s], segment: x}}, "
		  "core_network: true, route_tables: {y: {}"),
	    "segment \"x\", but transit gateway \"tgw\" has no such" },
	{ GATEWAY("att: {vpc: app, subnets: [s]}}, core_network: true, "
		  "route_tables: {y: {}"),
	    "is in no segment" },
	{ NETWORK "on_premises: {hq: {cidr: 192.168.0.0/16, connect: {vpn: "
		  "vgw}, connections: {c: {vpn: vgw}}}}\n",
	    "has connect, which is its only connection, and connections" },
	{ NETWORK "on_premises: {a: {cidr: 192.168.0.0/24, connections: {c: "
		  "{vpn: vgw}}}, b: {cidr: 192.168.1.0/24, connections: {c: "
		  "{vpn: vgw}}}}\n",
	    "there are two of the name connection \"c\"" },
};

static bool
is_said(const struct errs *e, const char *what)
{
	for (size_t i = 0; i < errs_size(e); i++)
		if (strstr(errs_get(e, i)->text, what))
			return true;
	return false;
}

static void
is_refused(const struct refusal *f)
{
	struct model *m = model_new(NULL);
	struct errs *e = errs_new();

	if (scenario_load_memory(m, "t.yaml", f->text, strlen(f->text), e) ==
	    0) {
		model_link(m, e);
		model_check(m, e);
	}
	if (!is_said(e, f->says)) {
		printf("%s\nshould say: %s\n", f->text, f->says);
		errs_print(e, stdout);
		fail();
	}
	errs_free(e);
	model_free(m);
}

static void
mistakes_are_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
		is_refused(&refusals[i]);
}

/* --- which of equal prefixes counts ------------------------------------- */

enum { ROUNDS = 300, MOST = 40 };

static struct announced
some(struct rng *r, uint32_t i)
{
	uint8_t len = (uint8_t)(8 + rng_below(r, 3) * 8);

	return (struct announced){
		.rank = (unsigned)rng_below(r, 3),
		.as_path = (int64_t)rng_below(r, 3),
		.med = (int64_t)rng_below(r, 3),
		.shares = rng_below(r, 2),
		.route = { .prefix = prefix_of(
			       ip_from4((uint32_t)rng_below(r, 3) << 24),
			       (uint8_t)(96 + len)),
		    .target = i },
	};
}

static bool
is_better(const struct announced *a, const struct announced *b)
{
	if (a->rank != b->rank)
		return a->rank < b->rank;
	if (a->as_path != b->as_path)
		return a->as_path < b->as_path;
	return a->med < b->med;
}

/* The first for its prefix that none is better than, and how many are equal. */
static const struct announced *
naive(const struct announced *v, size_t n, struct prefix p, uint32_t *equal)
{
	const struct announced *best = NULL;

	for (size_t i = 0; i < n; i++)
		if (prefix_eq(v[i].route.prefix, p) &&
		    (best == NULL || is_better(&v[i], best)))
			best = &v[i];
	*equal = 0;
	for (size_t i = 0; i < n; i++)
		*equal +=
		    prefix_eq(v[i].route.prefix, p) && !is_better(best, &v[i]);
	return best;
}

static const struct route_cfg *
first_of(const struct route_cfg *route, size_t n, struct prefix p)
{
	for (size_t i = 0; i < n; i++)
		if (prefix_eq(route[i].prefix, p))
			return &route[i];
	return NULL;
}

static void
the_best_goes_first(void **state)
{
	struct rng r = seeded("sites");

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		struct arena *a = arena_new();
		struct announcements all = { 0 };
		struct announced copy[MOST];
		struct route_cfg *route = NULL;
		size_t n = 0, count = 1 + rng_below(&r, MOST);

		for (uint32_t i = 0; i < count; i++) {
			copy[i] = some(&r, i);
			*ARENA_PUSH(a, all.v, all.n) = copy[i];
		}
		announced_append(a, &all, &route, &n);
		assert_int_equal(n, count);
		for (size_t i = 0; i < count; i++) {
			struct prefix p = copy[i].route.prefix;
			uint32_t equal;
			const struct announced *best =
			    naive(copy, count, p, &equal);
			const struct route_cfg *first = first_of(route, n, p);

			assert_int_equal(first->target, best->route.target);
			assert_int_equal(first->nequal, equal);
			assert_int_equal(first->shares, best->shares);
			for (uint32_t j = 0; j < equal; j++) {
				assert_true(prefix_eq(first[j].prefix, p));
				assert_int_equal(first[j].equal, j);
			}
		}
		arena_free(a);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(mistakes_are_told),
		cmocka_unit_test(the_best_goes_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
