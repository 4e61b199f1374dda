/*
 * test/unit/check_balancers.c - load balancers and endpoint services with
 * mistakes in them
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "core/err.h"
#include "dataplane/load/scenario.h"
#include "dataplane/model/model.h"

#define HEAD "apiVersion: vpcsim/v1\n"
#define VPC(more)                                                             \
	"vpcs:\n"                                                             \
	"  app:\n"                                                            \
	"    cidr: 10.0.0.0/16\n"                                             \
	"    internet_gateway: igw\n"                                         \
	"    subnets:\n"                                                      \
	"      a: {cidr: 10.0.1.0/24, az: us-east-1a}\n"                      \
	"      a2: {cidr: 10.0.2.0/24, az: us-east-1a}\n"                     \
	"      b: {cidr: 10.0.3.0/24, az: us-east-1b}\n"                      \
	"    security_groups: {all: {ingress: []}}\n"                         \
	"    interfaces: {web-1: {subnet: a, ip: 10.0.1.5}}\n"                \
	"    load_balancers:\n"                                               \
	"      good: {subnets: {a: 10.0.1.70}, listeners: [{proto: tcp, port" \
	": 1, targets: [web-1]}]}\n" more
#define NLB(text) HEAD VPC("      bad: {" text "}\n")
#define SERVICE(endpoint, service)                                             \
	HEAD VPC("    endpoints: {e: {type: interface, subnets: {a: 10.0.1.60" \
		 "}, security_groups: [all], " endpoint "}}\n"                 \
		 "endpoint_services: {" service "}\n")
#define LISTENS "listeners: [{proto: tcp, port: 1, targets: [web-1]}]"

/* What is wrong, and a part of what is said; null: nothing is said. */
static const struct {
	const char *text, *says;
} cases[] = {
	{ NLB("subnets: {a: 10.0.1.71}, " LISTENS), NULL },
	{ NLB("subnets: [a, b], " LISTENS), NULL },
	{ NLB("subnets: {a: {ip: 10.0.1.71}}, " LISTENS), NULL },
	{ NLB("subnets: [a], listeners: [{proto: tcp, port: 1, targets: "
	      "web-1}]"),
	    NULL },
	{ NLB(LISTENS),
	    "required key \"subnets\" is missing in load balancer \"bad\"" },
	{ NLB("subnets: {c: 10.0.1.71}, " LISTENS),
	    "is in subnet \"c\", but there is no such subnet" },
	{ NLB("subnets: {a: 10.0.1.5}, " LISTENS), "has 10.0.1.5, which" },
	{ NLB("subnets: {a: 10.0.3.5}, " LISTENS), "outside its subnet" },
	{ NLB("subnets: [a, a2], " LISTENS), "both in zone us-east-1a" },
	{ NLB("subnets: [a], typ: network, " LISTENS),
	    "did you mean \"type\"" },
	{ NLB("subnets: [a], type: netwrk, " LISTENS),
	    "did you mean \"network\"" },
	{ NLB("subnets: [a], scheme: internet-facing, " LISTENS),
	    "needs a public_ip" },
	{ NLB("subnets: {a: {public_ip: 198.51.100.1}}, " LISTENS),
	    "is internal, so it cannot have a public_ip" },
	{ NLB("subnets: {a: {public: 198.51.100.1}}, " LISTENS),
	    "did you mean \"public_ip\"" },
	{ NLB("subnets: [a], security_groups: [none], " LISTENS),
	    "no such security group" },
	{ NLB("subnets: [a], tcp_idle_timeout: 10s, " LISTENS),
	    "a duration from 60s to 6000s" },
	{ NLB("subnets: [a], listeners: [{proto: tcp, targets: [web-1]}]"),
	    "required key \"port\"" },
	{ NLB("subnets: [a], listeners: [{proto: tcp, port: 70000}]"),
	    "a number from 1 to 65535" },
	{ NLB("subnets: [a], listeners: [{proto: sctp, port: 1}]"),
	    "expected \"tcp\", \"udp\"" },
	{ NLB("subnets: [a], listeners: [{proto: tcp, port: 1, targets: "
	      "[web-2]}]"),
	    "did you mean \"web-1\"" },
	{ NLB("subnets: [a], listeners: [{proto: tcp, port: 1, targets: "
	      "[a]}]"),
	    "subnet \"a\" is no interface" },
	{ NLB("subnets: [a], listeners: [{proto: tcp, port: 1, targets: "
	      "[{target: web-1, helthy: false}]}]"),
	    "did you mean \"healthy\"" },
	{ NLB("subnets: [a], listeners: [{proto: tcp, port: 1, targets: "
	      "[web-1, {target: web-1}]}]"),
	    "has the target \"web-1\" twice" },
	{ NLB("subnets: [a], listeners: [{proto: tcp, port: 1, targets: "
	      "[bad]}]"),
	    "is a target of its own" },
	{ NLB("subnets: [a], listeners: [{proto: tcp, port: 1, targets: "
	      "[web-1]}, {proto: tls, port: 1, targets: [web-1]}]"),
	    "two listeners for the same protocol on port 1" },
	{ NLB("subnets: [a], listeners: [{proto: tcp, port: 1, targets: "
	      "[web-1]}, {proto: udp, port: 1, targets: [web-1]}]"),
	    NULL },
	{ NLB("subnets: [a], type: application, listeners: [{proto: udp, "
	      "port: 1, targets: [web-1]}]"),
	    "has no listeners for UDP" },
	{ NLB("subnets: [a]"), "has no listeners" },
	{ NLB("subnets: [a], listeners: [{proto: tcp, port: 1}]"),
	    "a listener without targets" },
	{ SERVICE("service: pay", "pay: {load_balancers: [good]}"), NULL },
	{ SERVICE("service: com.amazonaws.vpce.us-east-1.vpce-svc-0a1b",
	      "vpce-svc-0a1b: {load_balancers: [good]}"),
	    NULL },
	{ SERVICE("service: com.amazonaws.vpce.us-east-1.vpce-svc-0a1b",
	      "pay: {load_balancers: [good]}"),
	    "there is no such service" },
	{ SERVICE("service: pay", "pay: {load_balancers: [god]}"),
	    "did you mean \"good\"" },
	{ SERVICE("service: pay", "pay: {}"),
	    "required key \"load_balancers\" is missing in endpoint service" },
	{ SERVICE("service: pay", "pay: {load_balancers: []}"),
	    "has no load balancer" },
	{ SERVICE("service: pay",
	      "pay: {load_balancers: [good], allowed_principals: []}"),
	    "does not allow its principal" },
	{ SERVICE("service: pay",
	      "pay: {load_balancers: [good], acceptance_required: true}"),
	    "has not accepted it" },
	{ SERVICE("service: pay",
	      "pay: {load_balancers: [good], acceptance_required: true, "
	      "accepted: [e]}"),
	    NULL },
	{ SERVICE(
	      "service: s3", "pay: {load_balancers: [good], accepted: [e]}"),
	    "accepts endpoint \"e\", which is for another service" },
	{ SERVICE("service: s3, principal: x", "pay: {load_balancers: [good]}"),
	    "has a principal, which only" },
	{ SERVICE("service: pay, private_dns: true",
	      "pay: {load_balancers: [good]}"),
	    "has no private_dns_name" },
	{ SERVICE(
	      "service: pay, state: pending", "pay: {load_balancers: [good]}"),
	    "expected \"available\"" },
};

static bool
is_said(const struct errs *errs, const char *says)
{
	for (size_t i = 0; i < errs_size(errs); i++)
		if (strstr(errs_get(errs, i)->text, says))
			return true;
	return false;
}

static void
test_mistakes(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct model *m = model_new(NULL);
		struct errs *errs = errs_new();

		scenario_load_memory(
		    m, "t.yaml", cases[i].text, strlen(cases[i].text), errs);
		model_link(m, errs);
		model_check(m, errs);
		if (cases[i].says ? !is_said(errs, cases[i].says)
				  : errs_size(errs) > 0) {
			errs_print(errs, stderr);
			fail_msg("is not said: %s\nin:\n%s",
			    cases[i].says ? cases[i].says : "nothing",
			    cases[i].text);
		}
		errs_free(errs);
		model_free(m);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mistakes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
