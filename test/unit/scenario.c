/*
 * scenario.c - scenario files to a model: every form, every mistake
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/arena.h"
#include "core/err.h"
#include "dataplane/load/fields.h"
#include "dataplane/load/load.h"
#include "dataplane/load/scalar.h"
#include "dataplane/load/scenario.h"
#include "dataplane/model/model.h"
#include "dataplane/model/site.h"
#include "dataplane/policy/policy.h"

/* Everything that is modelled, once. */
static const char all_modelled[] =
    "apiVersion: vpcsim/v1\n"
    "name: everything that is modelled\n"
    "region: us-east-1\n"
    "vpcs:\n"
    "  app:\n"
    "    cidr: [10.0.0.0/16, 2600:1f18:1::/56]\n"
    "    dns_support: true\n"
    "    dns_hostnames: true\n"
    "    internet_gateway: igw-app\n"
    "    egress_only_internet_gateway: eigw-app\n"
    "    vpn_gateway: vgw-app\n"
    "    subnets:\n"
    "      public-a:  {cidr: 10.0.0.0/24, az: us-east-1a, route_tab"
    "le: public}\n"
    "      private-a: {cidr: [10.0.1.0/24, 2600:1f18:1::/64], az: u"
    "s-east-1a, route_table: private, network_acl: strict}\n"
    "    route_tables:\n"
    "      main:    {main: true, routes: []}\n"
    "      public:  {routes: [{to: 0.0.0.0/0, via: igw-app}]}\n"
    "      private:\n"
    "        routes:\n"
    "          - {to: 0.0.0.0/0, via: nat-a}\n"
    "          - {to: \"::/0\", via: eigw-app}\n"
    "          - {to: 172.16.0.0/12, via: pcx-1}\n"
    "          - {to: pl-corp, via: blackhole}\n"
    "        propagate_from: [vgw-app]\n"
    "    security_groups:\n"
    "      bastion:\n"
    "      web:\n"
    "        ingress: [{proto: tcp, ports: [443, 8000-8080], from: "
    "0.0.0.0/0}, {proto: icmp, type: 8, from: bastion}]\n"
    "        egress:  [{proto: tcp, ports: 443, to: s3}, {proto: al"
    "l, to: [10.0.0.0/8, pl-corp]}]\n"
    "    network_acls:\n"
    "      strict:\n"
    "        ingress: [{rule: 100, action: allow, proto: tcp, ports"
    ": 1024-65535, from: 0.0.0.0/0}]\n"
    "        egress:  [{rule: 100, action: allow, proto: tcp, ports"
    ": 443, to: 0.0.0.0/0}, {rule: 110, action: deny, proto: all, t"
    "o: 0.0.0.0/0}]\n"
    "    interfaces:\n"
    "      app-1: {subnet: private-a, ip: 10.0.1.10, security_group"
    "s: [web], udp_timeout: 45s}\n"
    "      web-1: {subnet: public-a, ip: [10.0.0.10, 10.0.0.11], pu"
    "blic_ip: 198.51.100.10, security_groups: [web, bastion], liste"
    "ns: [tcp/443]}\n"
    "      fw-1:  {subnet: public-a, ip: 10.0.0.20, source_dest_che"
    "ck: false, forwards: true}\n"
    "    nat_gateways:\n"
    "      nat-a: {subnet: public-a, ip: 10.0.0.5, public_ip: [198."
    "51.100.7]}\n"
    "    endpoints:\n"
    "      vpce-s3: {type: gateway, service: s3, route_tables: [pri"
    "vate], policy: {Version: \"2012-10-17\", Statement: []}}\n"
    "      vpce-sm: {type: interface, service: secretsmanager, subn"
    "ets: {private-a: 10.0.1.50}, security_groups: [web], private_d"
    "ns: true}\n"
    "  tools:\n"
    "    cidr: 172.16.0.0/16\n"
    "peerings:\n"
    "  pcx-1: {between: [app, tools], dns_resolution: true}\n"
    "on_premises:\n"
    "  hq: {cidr: [192.168.0.0/16], connect: {vpn: vgw-app}, hosts:"
    " {desk: 192.168.1.5}}\n"
    "prefix_lists:\n"
    "  pl-corp: [203.0.113.0/24, 198.51.100.0/24]\n"
    "hosts: {partner: 203.0.113.80}\n"
    "traffic:\n"
    "  - {name: fetch, at: 0s, from: app-1, to: acme.s3.us-east-1.a"
    "mazonaws.com, proto: tcp, port: 443, send: 1KiB, receive: 10Mi"
    "B}\n"
    "tests:\n"
    "  - name: app reads S3 privately\n"
    "    flow: {from: app-1, to: acme.s3.us-east-1.amazonaws.com, p"
    "roto: tcp, port: 443, ttl: 60, bytes: 1500}\n"
    "    expect: {verdict: delivered, path_class: gateway-endpoint,"
    " via: [vpce-s3], not_via: [nat-a], leaves_aws: no}\n"
    "  - name: yesterday's traffic never leaves AWS\n"
    "    replay: {capture: app-1.pcapng, filter: \"tcp port 443\", "
    "map: {192.168.7.20: app-1}}\n"
    "    expect: {flows: \">=3\", all: {verdict: delivered}, none: "
    "{leaves_aws: yes}}\n"
    "  - traffic: fetch\n"
    "    expect: {verdict: delivered, code: null, public_internet: "
    "false}\n";

/* The example of the language. */
static const char whole_language[] =
    "apiVersion: vpcsim/v1\n"
    "name: private subnet reads S3 through the gateway endpoint\n"
    "region: us-east-1\n"
    "\n"
    "vpcs:\n"
    "  app:\n"
    "    cidr: [10.0.0.0/16, 2600:1f18:1::/56]\n"
    "    dns_support: true\n"
    "    dns_hostnames: true\n"
    "    internet_gateway: igw-app\n"
    "    egress_only_internet_gateway: eigw-app\n"
    "    vpn_gateway: vgw-app\n"
    "    subnets:\n"
    "      public-a:  {cidr: 10.0.0.0/24, az: us-east-1a, route_tab"
    "le: public}\n"
    "      private-a: {cidr: 10.0.1.0/24, az: us-east-1a, route_tab"
    "le: private, network_acl: strict}\n"
    "    route_tables:\n"
    "      main:    {main: true, routes: []}\n"
    "      public:  {routes: [{to: 0.0.0.0/0, via: igw-app}]}\n"
    "      private: {routes: [{to: 0.0.0.0/0, via: nat-a}, {to: 192"
    ".168.0.0/16, via: vgw-app}], propagate_from: [vgw-app]}\n"
    "    security_groups:\n"
    "      web:\n"
    "        ingress: [{proto: tcp, ports: 443, from: 0.0.0.0/0}, {"
    "proto: icmp, from: sg-bastion}]\n"
    "        egress:  [{proto: tcp, ports: 443, to: s3}, {proto: al"
    "l, to: 10.0.0.0/8}]\n"
    "    network_acls:\n"
    "      strict:\n"
    "        ingress: [{rule: 100, action: allow, proto: tcp, ports"
    ": 1024-65535, from: 0.0.0.0/0}]\n"
    "        egress:  [{rule: 100, action: allow, proto: tcp, ports"
    ": 443, to: 0.0.0.0/0}, {rule: 110, action: deny, proto: all, t"
    "o: 0.0.0.0/0}]\n"
    "    interfaces:\n"
    "      app-1: {subnet: private-a, ip: 10.0.1.10, security_group"
    "s: [web]}\n"
    "      web-1: {subnet: public-a, ip: [10.0.0.10, 10.0.0.11], pu"
    "blic_ip: 198.51.100.10, security_groups: [web], listens: [tcp/"
    "443]}\n"
    "      fw-1:  {subnet: public-a, ip: 10.0.0.20, source_dest_che"
    "ck: false, forwards: true}\n"
    "    nat_gateways:\n"
    "      nat-a: {subnet: public-a, ip: 10.0.0.5, public_ip: [198."
    "51.100.7]}\n"
    "    endpoints:\n"
    "      vpce-s3: {type: gateway, service: s3, route_tables: [pri"
    "vate], policy: {Version: \"2012-10-17\", Statement: []}}\n"
    "      vpce-sm: {type: interface, service: secretsmanager, subn"
    "ets: {private-a: 10.0.1.50}, security_groups: [web], private_d"
    "ns: true}\n"
    "      vpce-svc: {type: interface, service: payments, subnets: "
    "{private-a: 10.0.1.60}}\n"
    "    load_balancers:\n"
    "      nlb-1: {type: network, subnets: {private-a: 10.0.1.70}, "
    "cross_zone: false, listeners: [{proto: tcp, port: 443, targets"
    ": [web-1]}]}\n"
    "\n"
    "peerings:\n"
    "  pcx-1: {between: [app, tools], dns_resolution: true}\n"
    "transit_gateways:\n"
    "  tgw-1:\n"
    "    attachments:\n"
    "      att-app: {vpc: app, subnets: [private-a], appliance_mode"
    ": false}\n"
    "      att-hq:  {vpn: hq}\n"
    "    route_tables:\n"
    "      rt-1: {associations: [att-app, att-hq], propagations: [a"
    "tt-app], routes: [{to: 0.0.0.0/0, via: att-app}, {to: 10.9.0.0"
    "/16, via: blackhole}]}\n"
    "on_premises:\n"
    "  hq: {cidr: [192.168.0.0/16], connect: {vpn: vgw-app}, hosts:"
    " {desk: 192.168.1.5}}\n"
    "endpoint_services:\n"
    "  payments: {load_balancers: [nlb-1], allowed_principals: [\"*"
    "\"]}\n"
    "prefix_lists:\n"
    "  pl-corp: [203.0.113.0/24, 198.51.100.0/24]\n"
    "hosted_zones:\n"
    "  - {name: internal.example, vpcs: [app], records: {db: 10.0.1"
    ".20}}\n"
    "hosts: {partner: 203.0.113.80}\n"
    "\n"
    "changes:\n"
    "  - {at: 10s, delete_route: {route_table: private, to: 0.0.0.0"
    "/0}}\n"
    "  - {at: 20s, down: nat-a}\n"
    "\n"
    "traffic:\n"
    "  - {name: fetch, at: 0s, from: app-1, to: acme.s3.us-east-1.a"
    "mazonaws.com, proto: tcp, port: 443, send: 1KiB, receive: 10Mi"
    "B}\n"
    "\n"
    "tests:\n"
    "  - name: app reads S3 privately\n"
    "    flow: {from: app-1, to: acme.s3.us-east-1.amazonaws.com, p"
    "roto: tcp, port: 443}\n"
    "    expect: {verdict: delivered, path_class: gateway-endpoint,"
    " via: [vpce-s3], not_via: [nat-a], leaves_aws: no}\n"
    "  - name: yesterday's traffic never leaves AWS\n"
    "    replay: {capture: app-1.pcapng, filter: \"tcp port 443\", "
    "map: {192.168.7.20: app-1}}\n"
    "    expect: {flows: 42, all: {verdict: delivered}, none: {leav"
    "es_aws: yes}}\n";

struct fixture {
	struct model *model;
	struct errs *errs;
	struct arena *arena;
	char folder[32];
	char files[8][64];
	size_t nfiles;
};

static int
setup(void **state)
{
	struct fixture *f = xcalloc(1, sizeof(*f));

	f->model = model_new(NULL);
	f->errs = errs_new();
	f->arena = arena_new();
	snprintf(f->folder, sizeof(f->folder), "scenario-test-XXXXXX");
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < f->nfiles; i++)
		remove(f->files[i]);
	if (f->nfiles)
		rmdir(f->folder);
	arena_free(f->arena);
	errs_free(f->errs);
	model_free(f->model);
	free(f);
	return 0;
}

static char *
path_of(struct fixture *f, const char *name)
{
	char *path = f->files[f->nfiles];

	if (f->nfiles++ == 0)
		assert_non_null(mkdtemp(f->folder));
	snprintf(path, sizeof(f->files[0]), "%s/%s", f->folder, name);
	return path;
}

static char *
folder(struct fixture *f, const char *name)
{
	char *path = path_of(f, name);

	assert_int_equal(mkdir(path, 0777), 0);
	return path;
}

/* A file in a folder of the test's own; returns its path. */
static char *
file(struct fixture *f, const char *name, const char *text)
{
	char *path = path_of(f, name);
	FILE *out;

	out = fopen(path, "w");
	assert_non_null(out);
	fputs(text, out);
	fclose(out);
	return path;
}

static void
show(struct errs *errs)
{
	errs_print(errs, stderr);
}

/* The model of a file without mistakes. */
static struct model *
load_path(struct fixture *f, char *path)
{
	struct model *m = load_model(&path, 1, NULL, f->errs);

	if (m)
		return m;
	show(f->errs);
	fail();
	abort();
}

static int
load(struct fixture *f, const char *text)
{
	return scenario_load_memory(
	    f->model, "t.yaml", text, strlen(text), f->errs);
}

static void
load_good(struct fixture *f, const char *text)
{
	if (load(f, text) != 0)
		show(f->errs);
	assert_int_equal(errs_size(f->errs), 0);
}

/* The only problem of a text, which is then forgotten. */
static void
one_error(const char *text, int line, int col, const char *says)
{
	struct model *m = model_new(NULL);
	struct errs *errs = errs_new();
	const struct problem *p;

	scenario_load_memory(m, "t.yaml", text, strlen(text), errs);
	if (errs_count(errs) != 1)
		fail_msg("%zu errors in:\n%s", errs_count(errs), text);
	p = errs_get(errs, 0);
	if (strstr(p->text, says) == NULL || p->where.line != line ||
	    p->where.col != col)
		fail_msg("%d:%d: %s\nis not: %d:%d: %s\nin:\n%s", p->where.line,
		    p->where.col, p->text, line, col, says, text);
	errs_free(errs);
	model_free(m);
}

/* --- what is read ------------------------------------------------------- */

static void
test_vpc(void **state)
{
	struct fixture *f = *state;
	const struct vpc *v;

	load_good(f, all_modelled);
	v = f->model->vpcs[0];
	assert_string_equal(f->model->name, "everything that is modelled");
	assert_string_equal(v->o.name, "app");
	assert_int_equal(v->o.where.line, 5);
	assert_int_equal(v->o.where.col, 3);
	assert_string_equal(v->region, "us-east-1");
	assert_int_equal(v->cidr.n, 2);
	assert_true(v->dns_support && v->dns_hostnames);
	assert_string_equal(v->internet_gateway->o.name, "igw-app");
	assert_string_equal(v->vpn_gateway->o.name, "vgw-app");
	assert_int_equal(v->nsubnets, 2);
	assert_int_equal(v->subnets[1]->cidr.n, 2);
	assert_string_equal(v->subnets[1]->network_acl.name, "strict");
	assert_string_equal(v->subnets[0]->az.s, "us-east-1a");
	assert_null(v->subnets[0]->network_acl.name);
}

static void
test_routes(void **state)
{
	struct fixture *f = *state;
	const struct vpc *v;
	const struct route_table *t;

	load_good(f, all_modelled);
	v = f->model->vpcs[0];
	t = v->route_tables[2];
	assert_true(v->route_tables[0]->main);
	assert_int_equal(t->routes.n, 4);
	assert_string_equal(t->routes.v[0].via.name, "nat-a");
	assert_int_equal(t->routes.v[0].where.line, 20);
	assert_int_equal(t->routes.v[0].where.col, 13);
	assert_false(prefix_is4(t->routes.v[1].to.prefix));
	assert_true(t->routes.v[3].blackhole);
	assert_string_equal(t->routes.v[3].to.text.s, "pl-corp");
	assert_string_equal(t->propagate_from.v[0].name, "vgw-app");
}

static void
test_rules(void **state)
{
	struct fixture *f = *state;
	const struct security_group *empty, *g;
	const struct network_acl *a;

	load_good(f, all_modelled);
	empty = f->model->vpcs[0]->security_groups[0];
	g = f->model->vpcs[0]->security_groups[1];
	a = f->model->vpcs[0]->network_acls[0];
	assert_false(empty->has_ingress || empty->has_egress);
	assert_true(g->has_ingress && g->has_egress);
	assert_int_equal(g->ingress.v[0].proto, 6);
	assert_int_equal(g->ingress.v[0].nports, 2);
	assert_int_equal(g->ingress.v[0].ports[1].lo, 8000);
	assert_int_equal(g->ingress.v[0].ports[1].hi, 8080);
	assert_int_equal(g->ingress.v[0].icmp_type, -1);
	assert_int_equal(g->ingress.v[1].icmp_type, 8);
	assert_int_equal(g->ingress.v[1].icmp_code, -1);
	assert_string_equal(g->egress.v[0].peers.v[0].text.s, "s3");
	assert_int_equal(g->egress.v[1].proto, -1);
	assert_int_equal(g->egress.v[1].peers.n, 2);
	assert_int_equal(a->egress.v[1].number, 110);
	assert_int_equal(a->egress.v[1].action, RULE_DENY);
}

static void
test_interfaces(void **state)
{
	struct fixture *f = *state;
	struct interface *const *i;
	const struct nat_gateway *n;

	load_good(f, all_modelled);
	i = f->model->vpcs[0]->interfaces;
	n = f->model->vpcs[0]->nat_gateways[0];
	assert_true(i[0]->source_dest_check);
	assert_false(i[0]->has_listens);
	assert_int_equal(i[0]->udp_single.ns, 45000000000);
	assert_int_equal(i[1]->ip.n, 2);
	assert_int_equal(i[1]->public_ip.n, 1);
	assert_int_equal(i[1]->security_groups.n, 2);
	assert_true(i[1]->has_listens);
	assert_int_equal(i[1]->listens.v[0].port, 443);
	assert_false(i[2]->source_dest_check);
	assert_true(i[2]->forwards);
	assert_false(n->is_private);
	assert_int_equal(ip_to4(n->public_ip.v[0].ip), 0xc6336407);
}

static void
test_endpoints(void **state)
{
	struct fixture *f = *state;
	struct endpoint *const *e;

	load_good(f, all_modelled);
	e = f->model->vpcs[0]->endpoints;
	assert_int_equal(e[0]->type, ENDPOINT_GATEWAY);
	assert_string_equal(e[0]->route_tables.v[0].name, "private");
	assert_int_equal(e[0]->policy.n, 1);
	assert_int_equal(e[0]->policy.v[0]->where.line, 41);
	assert_int_equal(e[1]->type, ENDPOINT_INTERFACE);
	assert_string_equal(e[1]->service.s, "secretsmanager");
	assert_int_equal(e[1]->nsubnets, 1);
	assert_string_equal(e[1]->subnets[0].subnet.name, "private-a");
	assert_int_equal(e[1]->subnets[0].ip.n, 1);
	assert_true(e[1]->private_dns);
	assert_int_equal(e[1]->private_dns_where.line, 42);
}

static void
test_endpoint_subnets(void **state)
{
	struct fixture *f = *state;
	struct endpoint *const *e;

	load_good(f,
	    "apiVersion: vpcsim/v1\n"
	    "vpcs: {v: {cidr: 10.0.0.0/16, endpoints: {\n"
	    "  a: {type: interface, service: sqs, subnets: [x, y]},\n"
	    "  b: {type: interface, service: sqs, subnets: x},\n"
	    "  c: {type: interface, service: sqs, ip_address_type: dualstack,\n"
	    "      subnets: {x: , y: [10.0.1.5, fd00::5]}}}}}\n");
	e = f->model->vpcs[0]->endpoints;
	assert_int_equal(e[0]->nsubnets, 2);
	assert_int_equal(e[1]->nsubnets, 1);
	assert_int_equal(e[2]->nsubnets, 2);
	assert_true(e[2]->ipv6);
	assert_int_equal(e[2]->subnets[0].ip.n, 0);
	assert_int_equal(e[2]->subnets[1].ip.n, 2);
}

static void
test_outside(void **state)
{
	struct fixture *f = *state;
	const struct on_premises *hq;

	load_good(f, all_modelled);
	hq = f->model->on_premises[0];
	assert_string_equal(f->model->peerings[0]->between.v[1].name, "tools");
	assert_true(f->model->peerings[0]->dns_resolution);
	assert_int_equal(hq->connect.type, CONNECT_VPN);
	assert_string_equal(hq->connect.to.name, "vgw-app");
	assert_int_equal(hq->nhosts, 1);
	assert_string_equal(hq->hosts[0]->o.name, "desk");
	assert_int_equal(f->model->prefix_lists[0]->entries.n, 2);
	assert_int_equal(f->model->nhosts, 2);
}

static void
test_tests(void **state)
{
	struct fixture *f = *state;
	const struct test *t;
	const struct traffic *tr;

	load_good(f, all_modelled);
	t = f->model->tests;
	tr = f->model->traffic;
	assert_int_equal(f->model->ntests, 3);
	assert_true(t[0].has_flow && !t[0].has_replay);
	assert_string_equal(t[0].flow.from.s, "app-1");
	assert_int_equal(t[0].flow.port, 443);
	assert_int_equal(t[0].flow.sport, -1);
	assert_int_equal(t[0].flow.ttl, 60);
	assert_int_equal(t[0].flow.bytes, 1500);
	assert_int_equal(t[0].flow.where.line, 56);
	assert_true(t[1].has_replay);
	assert_string_equal(t[1].capture.s, "app-1.pcapng");
	assert_string_equal(t[1].map[0].from.s, "192.168.7.20");
	assert_string_equal(t[1].map[0].to.s, "app-1");
	assert_string_equal(t[2].traffic.s, "fetch");
	assert_string_equal(t[2].name, "test 3");
	assert_int_equal(tr->send, 1024);
	assert_int_equal(tr->receive, 10485760);
	assert_int_equal(tr->count, 1);
	assert_int_equal(tr->flow.port, 443);
}

static void
test_expectations(void **state)
{
	struct fixture *f = *state;
	const struct expectation *x, *y, *z;

	load_good(f, all_modelled);
	x = f->model->tests[0].expect;
	y = f->model->tests[1].expect;
	z = f->model->tests[2].expect;
	assert_int_equal(f->model->tests[0].nexpect, 5);
	assert_string_equal(x[0].key, "verdict");
	assert_int_equal(x[0].type, EXPECT_TEXT);
	assert_string_equal(x[0].text, "delivered");
	assert_int_equal(x[2].type, EXPECT_LIST);
	assert_string_equal(x[2].list.v[0].s, "vpce-s3");
	assert_string_equal(x[4].text, "no");
	assert_string_equal(y[0].text, ">=3");
	assert_int_equal(y[1].type, EXPECT_MAP);
	assert_string_equal(y[1].map[0].text, "delivered");
	assert_string_equal(y[2].map[0].text, "yes");
	assert_int_equal(z[1].type, EXPECT_NULL);
	assert_int_equal(z[2].type, EXPECT_BOOL);
	assert_false(z[2].yes);
}

static void
test_defaults(void **state)
{
	struct fixture *f = *state;

	load_good(f,
	    "apiVersion: vpcsim/v1\n"
	    "vpcs: {a: {cidr: 10.0.0.0/16, region: eu-west-1},\n"
	    "  b: {cidr: 10.1.0.0/16}}\n");
	assert_string_equal(f->model->region, "us-east-1");
	assert_string_equal(f->model->vpcs[0]->region, "eu-west-1");
	assert_string_equal(f->model->vpcs[1]->region, "us-east-1");
}

/* --- scalars ------------------------------------------------------------ */

static void
test_durations(void **state)
{
	static const struct {
		const char *text;
		int64_t ns;
	} good[] = { { "350s", 350000000000 }, { "10ms", 10000000 },
		{ "1m", 60000000000 }, { "2h", 7200000000000 }, { "0s", 0 },
		{ "1.5s", 1500000000 }, { "7us", 7000 }, { "9ns", 9 },
		{ "5d", 432000000000000 } };
	static const char *const bad[] = { "", "350", "s", "10 s", "-1s", "1.s",
		".5s", "1.2.3s", "1x", "1S", "99999999999999999999s",
		"9999999999h", "1s ", "1e3s" };
	vtime t;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_true(scalar_duration(good[i].text, &t));
		assert_int_equal(t.ns, good[i].ns);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (scalar_duration(bad[i], &t))
			fail_msg("\"%s\" is taken for a duration", bad[i]);
}

static void
test_sizes(void **state)
{
	static const struct {
		const char *text;
		uint64_t bytes;
	} good[] = { { "1KiB", 1024 }, { "10MiB", 10485760 }, { "9001B", 9001 },
		{ "2KB", 2000 }, { "3MB", 3000000 }, { "1GB", 1000000000 },
		{ "1GiB", 1073741824 }, { "1.5KiB", 1536 } };
	static const char *const bad[] = { "", "1", "B", "1kb", "1TiB", "-1B",
		"1 B", "99999999999999999999B", "9999999999GiB" };
	uint64_t n;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_true(scalar_size(good[i].text, &n));
		assert_int_equal(n, good[i].bytes);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (scalar_size(bad[i], &n))
			fail_msg("\"%s\" is taken for a size", bad[i]);
}

static void
test_protocols_and_ports(void **state)
{
	static const char *const bad_protocols[] = { "", "TCP", "256", "-1",
		"tcpx", "gre", "all" };
	static const char *const bad_ports[] = { "", "-1", "65536", "5-4", "1-",
		"-", "1-65536", "a", "1-2-3", "443 " };
	static const char *const bad_listens[] = { "", "443", "tcp/0",
		"tcp/65536", "icmp/8", "tcp/", "tcp/1-2", "/443",
		"averylongprotocolname/1" };
	struct port_range r;
	struct listen l;
	int proto;

	(void)state;
	assert_true(scalar_protocol("icmpv6", &proto) && proto == 58);
	assert_true(scalar_protocol("47", &proto) && proto == 47);
	assert_true(scalar_ports("443", &r) && r.lo == 443 && r.hi == 443);
	assert_true(scalar_ports("0-65535", &r) && r.hi == 65535);
	assert_true(
	    scalar_listen("udp/53", &l) && l.proto == 17 && l.port == 53);
	assert_true(scalar_listen("tcp", &l) && l.proto == 6 && l.port == 0);
	for (size_t i = 0; i < sizeof(bad_protocols) / sizeof(char *); i++)
		assert_false(scalar_protocol(bad_protocols[i], &proto));
	for (size_t i = 0; i < sizeof(bad_ports) / sizeof(char *); i++)
		assert_false(scalar_ports(bad_ports[i], &r));
	for (size_t i = 0; i < sizeof(bad_listens) / sizeof(char *); i++)
		assert_false(scalar_listen(bad_listens[i], &l));
}

/* --- mistakes ----------------------------------------------------------- */

/* The lines that come before a line of the table. */
static const char header[] = "apiVersion: vpcsim/v1\n";

/* Each text, after that, has one mistake at this place. */
static const struct {
	const char *text;
	int line, col;
	const char *says;
} mistakes[] = {
	{ "vpcs: {a: {cidr: 10.0.0.0/16, subnett: {}}}\n", 1, 31,
	    "unknown key \"subnett\" in VPC \"a\"; did you mean \"subne"
	    "ts\"?" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, xyzzy: 1}}\n", 1, 31,
	    "unknown key \"xyzzy\" in VPC \"a\"" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, dns_support: yes}}\n", 1, 44,
	    "expected true or false, found \"yes\"" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, dns_support: \"true\"}}\n", 1, 44,
	    "without quotes" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, region: [x]}}\n", 1, 39,
	    "expected a text, found a list" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, internet_gateway: true}}\n", 1, 49,
	    "expected the name of the gateway" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, internet_gateway: ~}}\n", 1, 49,
	    "expected a name, found nothing" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, subnets: [x]}}\n", 1, 40,
	    "expected a map from names to objects, found a list" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, subnets: {s: }}}\n", 1, 41,
	    "required key \"cidr\" is missing in subnet \"s\"" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, subnets: {s: x}}}\n", 1, 44,
	    "expected a map, found \"x\"" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, subnets: {a/b: {cidr: 10.0.0"
	  ".0/24}}}}\n",
	    1, 41, "a name cannot hold a \"/\"" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, subnets: {\"\": {cidr: 10.0."
	  "0.0/24}}}}\n",
	    1, 41, "a name cannot be empty" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, subnets: {s: {cidr: 10.0.0.0"
	  "/33}}}}\n",
	    1, 51,
	    "expected a CIDR such as 10.0.0.0/16, found \"10.0.0.0/33\"" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, subnets: {s: {cidr: 10.0.0.0"
	  "}}}}\n",
	    1, 51, "expected a CIDR" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, subnets: {s: {cidr: []}}}}\n", 1, 51,
	    "expected a CIDR such as 10.0.0.0/16, found a list" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, subnets: {s: {cidr: 2600::1/"
	  "64}}}}\n",
	    1, 51, "2600::1/64 has host bits set; the network is 2600::/64" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, subnets: {s: {cdir: 10.0.0.0"
	  "/24}}}}\n",
	    1, 45,
	    "unknown key \"cdir\" in subnet \"s\"; did you mean \"cidr"
	    "\"?" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, route_tables: {r: {routes: ["
	  "{via: x}]}}}}\n",
	    1, 59, "required key \"to\" is missing in the route" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, route_tables: {r: {routes: ["
	  "{to: 10.0.0.1/8, via: x}]}}}}\n",
	    1, 64, "host bits" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, route_tables: {r: {routes: ["
	  "{to: 10.0.0/8, via: x}]}}}}\n",
	    1, 64, "expected a CIDR" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, route_tables: {r: {routes: ["
	  "{to: 10.0.0.0/8, via: [x]}]}}}}\n",
	    1, 81, "expected the name of a target, local or blackhole" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, route_tables: {r: {routes: {"
	  "to: x}}}}}\n",
	    1, 58, "expected a list of maps, found a map" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, route_tables: {r: {routes: ["
	  "x]}}}}\n",
	    1, 59, "expected a map, found \"x\"" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, security_groups: {g: {ingres"
	  "s: [{to: 10.0.0.0/8}]}}}}\n",
	    1, 64,
	    "unknown key \"to\" in the ingress rule; did you mean \"fro"
	    "m\"?" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, security_groups: {g: {ingres"
	  "s: [{proto: tcp}]}}}}\n",
	    1, 63, "required key \"from\" is missing in the ingress rule" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, security_groups: {g: {ingres"
	  "s: [{from: []}]}}}}\n",
	    1, 70, "expected a CIDR or a name, found a list" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, security_groups: {g: {ingres"
	  "s: [{from: x, proto: tpc}]}}}}\n",
	    1, 80,
	    "expected all, tcp, udp, icmp, icmpv6 or a number from 0 to"
	    " 255, found \"tpc\"" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, security_groups: {g: {ingres"
	  "s: [{from: x, proto: 256}]}}}}\n",
	    1, 80, "expected all, tcp" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, security_groups: {g: {ingres"
	  "s: [{from: x, proto: tcp, ports: 1-x}]}}}}\n",
	    1, 92,
	    "expected a port such as 443 or a range such as 1024-65535,"
	    " found \"1-x\"" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, security_groups: {g: {ingres"
	  "s: [{from: x, proto: tcp, ports: [443, 0-65536]}]}}}}\n",
	    1, 98, "expected a port" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, security_groups: {g: {ingres"
	  "s: [{from: x, proto: tcp, ports: []}]}}}}\n",
	    1, 92, "expected a port" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, security_groups: {g: {ingres"
	  "s: [{from: x, proto: icmp, type: 256}]}}}}\n",
	    1, 92, "expected a number from -1 to 255, found \"256\"" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, security_groups: {g: {ingres"
	  "s: [{from: x, rule: 1}]}}}}\n",
	    1, 73, "unknown key \"rule\"" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, network_acls: {n: {egress: ["
	  "{action: allow, rule: 0, to: x}]}}}}\n",
	    1, 81, "expected a number from 1 to 32766, found \"0\"" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, network_acls: {n: {egress: ["
	  "{rule: 1, action: alow, to: x}]}}}}\n",
	    1, 77,
	    "expected \"allow\" or \"deny\", found \"alow\"; did you me"
	    "an \"allow\"?" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, network_acls: {n: {egress: ["
	  "{rule: 1, action: deny, from: x}]}}}}\n",
	    1, 83, "did you mean \"to\"?" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, interfaces: {i: {subnet: s, "
	  "ip: 10.0.0}}}}\n",
	    1, 63,
	    "expected an address such as 10.0.1.10 or 2600:1f18::10, fo"
	    "und \"10.0.0\"" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, interfaces: {i: {subnet: s, "
	  "ip: [10.0.0.5, x]}}}}\n",
	    1, 74, "expected an address" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, interfaces: {i: {subnet: s, "
	  "public_ip: 2600::1}}}}\n",
	    1, 70, "expected an IPv4 address" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, interfaces: {i: {subnet: s, "
	  "listens: [443]}}}}\n",
	    1, 69, "expected a protocol and port such as tcp/443" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, interfaces: {i: {subnet: s, "
	  "listens: [tcp/x]}}}}\n",
	    1, 69, "expected a protocol and port such as tcp/443" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, interfaces: {i: {subnet: s, "
	  "security_groups: [{}]}}}}\n",
	    1, 77, "expected a name, found a map" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, interfaces: {i: {subnet: s, "
	  "udp_timeout: 61s}}}}\n",
	    1, 72, "expected a duration from 30s to 60s, found \"61s\"" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, interfaces: {i: {subnet: s, "
	  "udp_timeout: 45}}}}\n",
	    1, 72, "expected a duration" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, interfaces: {i: {subnet: s, "
	  "conntrack_max: many}}}}\n",
	    1, 74, "expected a number" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, interfaces: {i: {}}}}\n", 1, 44,
	    "required key \"subnet\" is missing in interface \"i\"" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, nat_gateways: {n: {subnet: s"
	  ", connectivity: privat}}}}\n",
	    1, 75,
	    "expected \"public\" or \"private\", found \"privat\"; did "
	    "you mean \"private\"?" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, endpoints: {e: {type: gatewa"
	  "y, service: []}}}}\n",
	    1, 71, "expected the name of a service" },
	{ "vpcs: {a: {cidr: 10.0.0.0/16, endpoints: {e: {type: interf"
	  "ace, service: s3, subnets: {s: x}}}}}\n",
	    1, 90, "expected an address" },
	{ "vpcs: {a: {}}\n", 1, 8,
	    "required key \"cidr\" is missing in VPC \"a\"" },
	{ "vcps: {a: {cidr: 10.0.0.0/16}}\n", 1, 1,
	    "unknown key \"vcps\" in the scenario; did you mean \"vpcs"
	    "\"?" },
	{ "peerings: {p: {between: [a]}}\n", 1, 25,
	    "expected 2 names, found 1" },
	{ "peerings: {p: {between: [a, b], dns_resolution: 1}}\n", 1, 49,
	    "expected true or false, found \"1\"" },
	{ "on_premises: {h: {cidr: 10.0.0.0/8, connect: {}}}\n", 1, 46,
	    "needs one of the keys \"vpn\", \"direct_connect\", \"gre\", "
	    "\"public_vif\"" },
	{ "on_premises: {h: {cidr: 10.0.0.0/8, connect: {vpn: v, dire"
	  "ct_connect: v}}}\n",
	    1, 55, "\"direct_connect\" cannot stand beside \"vpn\"" },
	{ "prefix_lists: {p: [10.0.0.0/8, x]}\n", 1, 32, "expected a CIDR" },
	{ "hosts: {h: nobody}\n", 1, 12, "expected an address" },
	{ "include: [base.yaml]\n", 1, 11, "cannot be included" },
	{ "traffic: [{from: a, to: b, proto: tcp, port: 1, send: 1024"
	  "}]\n",
	    1, 55,
	    "expected a size with its unit, such as 1KiB or 10MB, found"
	    " \"1024\"" },
	{ "traffic: [{from: a, to: b, at: 5}]\n", 1, 32,
	    "expected a duration with its unit" },
	{ "traffic: [{from: a, to: b, count: 0}]\n", 1, 35,
	    "expected a number from 1 to" },
	{ "traffic: [{from: a, to: b, proto: udp}]\n", 1, 11,
	    "a udp flow needs a \"port\"" },
	{ "tests: [{name: t, expect: {verdict: dropped}}]\n", 1, 9,
	    "test \"t\" needs one of the keys \"flow\", \"replay\", \"t"
	    "raffic\"" },
	{ "tests: [{name: t, flow: {from: a, to: b}, replay: {}, expe"
	  "ct: {verdict: dropped}}]\n",
	    1, 43, "cannot stand beside" },
	{ "tests: [{name: t, flow: {from: a, to: b}}]\n", 1, 9,
	    "required key \"expect\" is missing in test \"t\"" },
	{ "tests: [{name: t, traffic: fech, expect: {verdict: dropped"
	  "}}]\ntraffic: [{name: fetch, from: a, to: b}]\n",
	    1, 28, "did you mean \"fetch\"?" },
	{ "tests: [{name: t, flow: {from: a, to: b, request: {acton: x}}, exp"
	  "ect: {verdict: delivered}}]\n",
	    1, 52, "did you mean \"action\"?" },
	{ "tests: [{name: t, flow: {from: a, to: b, proto: all}, expe"
	  "ct: {verdict: delivered}}]\n",
	    1, 49, "expected tcp, udp, icmp, icmpv6 or a number" },
	{ "tests: [{name: t, flow: {from: a, to: b, proto: tcp, port:"
	  " 0}, expect: {verdict: delivered}}]\n",
	    1, 60, "expected a number from 1 to 65535" },
	{ "tests: [{name: t, flow: {from: a, to: b, bytes: 70000}, ex"
	  "pect: {verdict: delivered}}]\n",
	    1, 49, "expected a number of bytes from 20 to 65535" },
	{ "tests: [{name: t, flow: {from: a, to: b, proto: tcp}, expe"
	  "ct: {verdict: dropped}}]\n",
	    1, 25, "a tcp flow needs a \"port\"" },
	{ "tests: [{name: t, flow: {from: a, to: b, proto: icmp, port"
	  ": 1}, expect: {verdict: dropped}}]\n",
	    1, 25, "only tcp and udp" },
	{ "tests: [{name: t, replay: {midstream: loose}, expect: {flo"
	  "ws: 1}}]\n",
	    1, 39, "expected \"established\" or \"strict\"" },
	{ "tests: [{name: t, replay: {map: x}, expect: {flows: 1}}]\n", 1, 33,
	    "expected a map of addresses" },
	{ "tests: [{name: t, flow: {from: a, to: b}, expect: {verdikt"
	  ": dropped}}]\n",
	    1, 52,
	    "unknown key \"verdikt\" in the expectation; did you mean "
	    "\"verdict\"?" },
	{ "tests: [{name: t, flow: {from: a, to: b}, expect: {verdict"
	  ": droped}}]\n",
	    1, 61,
	    "expected \"delivered\" or \"dropped\", found \"droped\"; d"
	    "id you mean \"dropped\"?" },
	{ "tests: [{name: t, flow: {from: a, to: b}, expect: {verdict"
	  ": ~}}]\n",
	    1, 61, "found nothing" },
	{ "tests: [{name: t, flow: {from: a, to: b}, expect: {code: n"
	  "o_route}}]\n",
	    1, 58, "expected a code such as NO_ROUTE_TO_DESTINATION" },
	{ "tests: [{name: t, flow: {from: a, to: b}, expect: {path_cl"
	  "ass: internal}}]\n",
	    1, 64, "expected \"host-service\", \"local\"" },
	{ "tests: [{name: t, flow: {from: a, to: b}, expect: {leaves_"
	  "aws: maybe}}]\n",
	    1, 64, "expected \"no\", \"yes\" or \"unknown\"" },
	{ "tests: [{name: t, flow: {from: a, to: b}, expect: {public_"
	  "internet: yes}}]\n",
	    1, 69, "expected true or false" },
	{ "tests: [{name: t, flow: {from: a, to: b}, expect: {via: [{"
	  "}]}}]\n",
	    1, 58, "expected a name" },
	{ "tests: [{name: t, flow: {from: a, to: b}, expect: {flows: "
	  "many}}]\n",
	    1, 59, "expected a number, or a limit" },
	{ "tests: [{name: t, flow: {from: a, to: b}, expect: {flows: "
	  "-1}}]\n",
	    1, 59, "expected a number, or a limit" },
	{ "tests: [{name: t, flow: {from: a, to: b}, expect: {all: dr"
	  "opped}}]\n",
	    1, 57, "expected a map of facts" },
	{ "tests: [{name: t, flow: {from: a, to: b}, expect: {all: {f"
	  "lows: 3}}}]\n",
	    1, 58, "unknown key \"flows\" in the facts" },
	{ "tests: [{name: t, flow: {from: a, to: b}, expect: {}}]\n", 1, 51,
	    "expected a map of facts" },
};

static void
test_mistakes(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++)
		one_error(
		    arena_printf(f->arena, "%s%s", header, mistakes[i].text),
		    mistakes[i].line + 1, mistakes[i].col, mistakes[i].says);
}

static void
test_no_version(void **state)
{
	(void)state;
	one_error("name: x\n", 1, 1,
	    "required key \"apiVersion\" is missing in the scenario");
	one_error("apiVersion: vpcsim/v2\n", 1, 13,
	    "expected \"vpcsim/v1\", found \"vpcsim/v2\"");
	one_error("- x\n", 1, 1, "expected a scenario");
	one_error("", 1, 1, "expected a scenario");
}

/* Load, link and check together: no mistake hides another. */
static void
test_five_mistakes(void **state)
{
	static char text[] =
	    "apiVersion: vpcsim/v1\n"
	    "vpcs:\n"
	    "  app:\n"
	    "    cidr: 10.0.0.0/16\n"
	    "    subnet:\n"
	    "      a: {cidr: 10.0.1.5/24, route_table: privat}\n"
	    "      b: {cidr: 10.0.2.0/24}\n"
	    "      c: {cidr: 10.0.2.128/25}\n"
	    "    route_tables:\n"
	    "      private: {routes: [{to: 0.0.0.0/0, via: blackhole}]}\n"
	    "    interfaces:\n"
	    "      i: {subnet: b, ip: 10.0.3.9}\n"
	    "      j: {subnet: a, ip: 10.0.1.9}\n";
	static const struct {
		int line, col;
		const char *says;
	} t[] = {
		{ 5, 5,
		    "unknown key \"subnet\" in VPC \"app\"; did you mean "
		    "\"subnets\"?" },
		{ 6, 17,
		    "10.0.1.5/24 has host bits set; the network is "
		    "10.0.1.0/24" },
		{ 6, 43, "did you mean \"private\"?" },
		{ 8, 17, "overlaps" },
		{ 12, 26, "outside its subnet" },
	};
	struct fixture *f = *state;
	char *path = file(f, "five.yaml", text);

	assert_null(load_model(&path, 1, NULL, f->errs));
	errs_sort(f->errs);
	if (errs_size(f->errs) != 5)
		show(f->errs);
	assert_int_equal(errs_size(f->errs), 5);
	for (size_t i = 0; i < 5; i++) {
		const struct problem *p = errs_get(f->errs, i);

		assert_string_equal(p->where.file, path);
		assert_int_equal(p->where.line, t[i].line);
		assert_int_equal(p->where.col, t[i].col);
		assert_non_null(strstr(p->text, t[i].says));
	}
}

static bool
is_reported(const struct errs *errs, const char *key)
{
	char start[64];

	snprintf(start, sizeof(start), "\"%s\"", key);
	for (size_t i = 0; i < errs_size(errs); i++)
		if (strncmp(errs_get(errs, i)->text, start, strlen(start)) == 0)
			return true;
	return false;
}

/* What is known but not modelled is said to be that, and nothing else is. */
static void
test_not_modelled_yet(void **state)
{
	struct fixture *f = *state;

	load(f, whole_language);
	for (size_t i = 0; i < errs_size(f->errs); i++)
		assert_non_null(
		    strstr(errs_get(f->errs, i)->text, "is not modelled yet"));
	for (size_t i = 0; i < scenario_type.nfields; i++) {
		const struct field *field = &scenario_type.fields[i];

		if (field->flags & FIELD_LATER)
			assert_true(is_reported(f->errs, field->name));
	}
}

/* --- files -------------------------------------------------------------- */

static void
test_include(void **state)
{
	struct fixture *f = *state;
	char *path;
	struct model *m;

	file(f, "base.yaml",
	    "apiVersion: vpcsim/v1\n"
	    "region: eu-west-1\n"
	    "vpcs: {app: {cidr: 10.0.0.0/16, route_tables: {private: }}}\n"
	    "traffic: [{name: t, from: internet, to: 10.0.0.1, proto: 1}]\n"
	    "tests: [{flow: {from: x, to: y}, expect: {verdict: dropped}}]\n");
	file(f, "also.yaml", "apiVersion: vpcsim/v1\ninclude: base.yaml\n");
	path = file(f, "main.yaml",
	    "apiVersion: vpcsim/v1\n"
	    "name: main\n"
	    "region: us-east-1\n"
	    "include: [base.yaml, also.yaml]\n"
	    "vpcs:\n"
	    "  app:\n"
	    "    dns_hostnames: false\n"
	    "    endpoints: {e: {type: gateway, service: s3, route_tables: "
	    "private}}\n"
	    "  other: {cidr: 10.1.0.0/16}\n");
	m = load_path(f, path);
	assert_int_equal(m->nvpcs, 2);
	assert_string_equal(m->vpcs[0]->region, "eu-west-1");
	assert_string_equal(m->vpcs[1]->region, "us-east-1");
	assert_int_equal(m->vpcs[0]->nendpoints, 1);
	assert_true(m->vpcs[0]->dns_support);
	assert_false(m->vpcs[0]->dns_hostnames);
	assert_string_equal(m->name, "main");
	assert_int_equal(m->ntraffic, 1);
	assert_int_equal(m->ntests, 0);
	model_free(m);
}

static void
test_include_mistakes(void **state)
{
	static const struct {
		int line, col;
		const char *says;
	} t[] = {
		{ 2, 11, "\" includes itself" },
		{ 3, 3, "/other.yaml\" cannot be read" },
		{ 3, 15, "/plan.json\" is neither a scenario nor" },
		{ 3, 26, "/empty\" shows no network" },
		{ 4, 10, "two of the name host \"h\"" },
	};
	struct fixture *f = *state;
	char *path;

	file(f, "base.yaml",
	    "apiVersion: vpcsim/v1\n"
	    "include: [main.yaml]\n"
	    "hosts: {h: 203.0.113.9}\n");
	file(f, "plan.json", "{\"other\": \"1.2\"}");
	folder(f, "empty");
	path = file(f, "main.yaml",
	    "apiVersion: vpcsim/v1\n"
	    "include: [base.yaml,\n"
	    "  other.yaml, plan.json, empty]\n"
	    "hosts: {\th: 203.0.113.10}\n");
	assert_int_equal(scenario_load(f->model, path, f->errs), -1);
	errs_sort(f->errs);
	if (errs_size(f->errs) != 5)
		show(f->errs);
	assert_int_equal(errs_size(f->errs), 5);
	for (size_t i = 0; i < 5; i++) {
		const struct problem *p = errs_get(f->errs, i);

		assert_int_equal(p->where.line, t[i].line);
		assert_int_equal(p->where.col, t[i].col);
		assert_non_null(strstr(p->text, t[i].says));
	}
	/* The other place is named as well. */
	assert_non_null(strstr(errs_get(f->errs, 4)->text, "base.yaml:3:9"));
}

static void
test_no_scenario(void **state)
{
	struct fixture *f = *state;
	char *paths[3];

	paths[0] = file(f, "plan.json", "{\"values\": {}}");
	paths[1] = folder(f, "empty");
	paths[2] = (char[]){ "no/such/file.yaml" };
	assert_null(load_model(paths, 3, NULL, f->errs));
	assert_int_equal(errs_size(f->errs), 3);
	assert_non_null(
	    strstr(errs_get(f->errs, 0)->text, "neither a scenario nor"));
	assert_non_null(strstr(errs_get(f->errs, 1)->text, "no network"));
	assert_non_null(strstr(errs_get(f->errs, 2)->text, "cannot be read"));
}

static void
test_all_of_it(void **state)
{
	struct fixture *f = *state;
	char *path = file(f, "all.yaml", all_modelled);

	model_free(load_path(f, path));
}

int
main(void)
{
#define TEST(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_vpc),
		TEST(test_routes),
		TEST(test_rules),
		TEST(test_interfaces),
		TEST(test_endpoints),
		TEST(test_endpoint_subnets),
		TEST(test_outside),
		TEST(test_tests),
		TEST(test_expectations),
		TEST(test_defaults),
		TEST(test_durations),
		TEST(test_sizes),
		TEST(test_protocols_and_ports),
		TEST(test_mistakes),
		TEST(test_no_version),
		TEST(test_five_mistakes),
		TEST(test_not_modelled_yet),
		TEST(test_include),
		TEST(test_include_mistakes),
		TEST(test_no_scenario),
		TEST(test_all_of_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
