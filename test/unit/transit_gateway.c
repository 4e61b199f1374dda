/*
 * transit_gateway.c - tests of transit gateways: what is made without being
 * written, what AWS would refuse, and which zone a flow takes
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "core/trace.h"
#include "dataplane/compile.h"
#include "dataplane/model/site.h"
#include "dataplane/model/transit.h"
#include "dataplane/nodes/subnet.h"
#include "test/unit/clean_model.h"
#include "test/unit/seed.h"

/* --- building ----------------------------------------------------------- */

static struct transit_gateway *
gateway(struct built *b, const char *name)
{
	return add(b, OBJ_TRANSIT_GATEWAY, name, NULL);
}

static struct tgw_attachment *
attach(struct built *b, struct transit_gateway *g, const char *name,
    enum attachment_type type, const char *to)
{
	struct tgw_attachment *a = model_add_part(
	    b->m, OBJ_TGW_ATTACHMENT, name, g, next_line(b), b->e);

	a->type = type;
	a->to = ref_to(b, to);
	return a;
}

static struct tgw_attachment *
attach_vpc(struct built *b, struct transit_gateway *g, const char *name,
    const char *vpc, const char *subnet)
{
	struct tgw_attachment *a = attach(b, g, name, ATTACH_VPC, vpc);

	push_ref(b, &a->subnets, subnet);
	return a;
}

static struct tgw_route_table *
table(struct built *b, struct transit_gateway *g, const char *name)
{
	return model_add_part(
	    b->m, OBJ_TGW_ROUTE_TABLE, name, g, next_line(b), b->e);
}

static void
tgw_route(
    struct built *b, struct tgw_route_table *t, const char *to, const char *via)
{
	struct route *r = ARENA_PUSH(b->m->arena, t->routes.v, t->routes.n);

	*r = (struct route){ .to = peer_of(b, to), .via = ref_to(b, via) };
	r->local = strcmp(via, "local") == 0;
	r->blackhole = strcmp(via, "blackhole") == 0;
	r->where = next_line(b);
}

/* --- what is made ------------------------------------------------------- */

static bool
names(const struct refs *r, const void *o)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->v[i].object == o)
			return true;
	return false;
}

static struct built
world(void)
{
	struct built b;
	struct on_premises *hq;

	built_init(&b);
	add_subnet(&b, add_vpc(&b, "a", "10.0.0.0/16"), "a-1", "10.0.1.0/24");
	add_subnet(&b, add_vpc(&b, "b", "10.1.0.0/16"), "b-1", "10.1.1.0/24");
	hq = add(&b, OBJ_ON_PREMISES, "hq", NULL);
	push_cidr(&b, &hq->cidr, "192.168.0.0/16");
	return b;
}

static struct on_premises *
site(const struct built *b)
{
	return b->m->on_premises[0];
}

static void
link_it(struct built *b)
{
	bool good = model_link(b->m, b->e) == 0 &&
	    model_check(b->m, b->e) == 0 && errs_size(b->e) == 0;

	if (!good)
		errs_print(b->e, stderr);
	assert_true(good);
}

static void
a_default_table_joins_all(void **state)
{
	struct built b = world();
	struct transit_gateway *g = gateway(&b, "tgw-1");
	struct transit_gateway *other = gateway(&b, "tgw-2");
	struct tgw_attachment *a = attach_vpc(&b, g, "att", "a", "a-1");
	struct tgw_attachment *p =
	    attach(&b, g, "peer", ATTACH_PEERING, "tgw-2");

	(void)state;
	attach_vpc(&b, other, "att", "b", "b-1");
	link_it(&b);
	assert_int_equal(g->nroute_tables, 1);
	assert_ptr_equal(tgw_attachment_table(a), g->route_tables[0]);
	assert_true(names(&g->route_tables[0]->propagations, a));
	assert_ptr_equal(tgw_attachment_table(p), g->route_tables[0]);
	assert_false(names(&g->route_tables[0]->propagations, p));
	assert_int_equal(other->nattachments, 2);
	assert_int_equal(other->attachments[1]->type, ATTACH_PEERING);
	assert_string_equal(other->attachments[1]->o.name, "peer");
	assert_ptr_equal(other->attachments[1]->to.object, g);
	built_fini(&b);
}

static void
a_connection_makes_an_attachment(void **state)
{
	struct built b = world();
	struct transit_gateway *g = gateway(&b, "tgw-1");

	(void)state;
	attach_vpc(&b, g, "att-a", "a", "a-1");
	site(&b)->connect.type = CONNECT_VPN;
	site(&b)->connect.to = ref_to(&b, "tgw-1");
	push_ref(&b, &table(&b, g, "rt")->associations, "hq");
	link_it(&b);
	assert_int_equal(g->nattachments, 2);
	assert_int_equal(g->attachments[1]->type, ATTACH_VPN);
	assert_ptr_equal(g->attachments[1]->to.object, site(&b));
	assert_ptr_equal(g->attachments[1]->connection, b.m->connections[0]);
	assert_ptr_equal(
	    tgw_attachment_table(g->attachments[1]), g->route_tables[0]);
	built_fini(&b);
}

static void
an_attachment_makes_the_connection(void **state)
{
	struct built b = world();
	struct transit_gateway *g = gateway(&b, "tgw-1");

	(void)state;
	attach(&b, g, "att-hq", ATTACH_DIRECT_CONNECT, "hq");
	link_it(&b);
	assert_int_equal(g->nattachments, 1);
	assert_int_equal(b.m->nconnections, 1);
	assert_int_equal(
	    b.m->connections[0]->terms.type, CONNECT_DIRECT_CONNECT);
	assert_ptr_equal(b.m->connections[0]->terms.to.object, g);
	assert_ptr_equal(b.m->connections[0]->site, site(&b));
	built_fini(&b);
}

static void
names_are_the_gateways_own(void **state)
{
	struct built b = world();
	struct transit_gateway *g = gateway(&b, "tgw-1");
	struct transit_gateway *h = gateway(&b, "tgw-2");
	struct tgw_attachment *a = attach_vpc(&b, g, "att", "a", "a-1");
	struct tgw_attachment *c = attach_vpc(&b, h, "att", "b", "b-1");

	(void)state;
	push_ref(&b, &table(&b, g, "rt")->associations, "att");
	push_ref(&b, &table(&b, h, "rt")->associations, "att");
	link_it(&b);
	assert_ptr_equal(tgw_attachment_table(a), g->route_tables[0]);
	assert_ptr_equal(tgw_attachment_table(c), h->route_tables[0]);
	attach_vpc(&b, g, "att", "b", "b-1");
	assert_int_equal(errs_count(b.e), 1);
	built_fini(&b);
}

/* --- what would be refused ---------------------------------------------- */

/* A good gateway in the clean model, to make one mistake in. */
static struct transit_gateway *
good(struct clean *c)
{
	struct transit_gateway *g = gateway(&c->b, "tgw-1");
	struct subnet *s = add_subnet(&c->b, c->tools, "t-1", "10.1.1.0/24");

	s->az = word(&c->b, "us-east-1a");
	attach_vpc(&c->b, g, "att-app", "app", "priv");
	attach_vpc(&c->b, g, "att-tools", "tools", "t-1");
	return g;
}

static void
not_attached(struct clean *c)
{
	gateway(&c->b, "tgw-2");
	push_route(&c->b, c->private, "203.0.113.0/24", "tgw-2");
}

static void
no_subnet(struct clean *c)
{
	attach(&c->b, gateway(&c->b, "tgw-2"), "att", ATTACH_VPC, "app");
}

static void
subnet_elsewhere(struct clean *c)
{
	struct transit_gateway *g = good(c);

	push_ref(&c->b, &g->attachments[1]->subnets, "app/pub");
}

static void
two_in_a_zone(struct clean *c)
{
	push_ref(&c->b, &good(c)->attachments[0]->subnets, "pub");
}

static void
attached_twice(struct clean *c)
{
	attach_vpc(&c->b, good(c), "att-2", "app", "priv");
}

static void
peering_with_itself(struct clean *c)
{
	attach(&c->b, good(c), "att-p", ATTACH_PEERING, "tgw-1");
}

static void
subnets_of_a_site(struct clean *c)
{
	struct transit_gateway *g = good(c);

	push_ref(
	    &c->b, &attach(&c->b, g, "att", ATTACH_VPN, "hq")->subnets, "priv");
}

static void
two_associations(struct clean *c)
{
	struct transit_gateway *g = good(c);

	push_ref(&c->b, &table(&c->b, g, "rt-1")->associations, "att-app");
	push_ref(&c->b, &table(&c->b, g, "rt-2")->associations, "att-app");
	here(c);
}

static void
propagating_peering(struct clean *c)
{
	struct transit_gateway *g = good(c);

	gateway(&c->b, "tgw-2");
	attach(&c->b, g, "att-p", ATTACH_PEERING, "tgw-2");
	push_ref(&c->b, &table(&c->b, g, "rt-1")->propagations, "att-p");
	here(c);
}

static void
two_routes(struct clean *c)
{
	struct tgw_route_table *t = table(&c->b, good(c), "rt-1");

	tgw_route(&c->b, t, "10.0.0.0/8", "att-app");
	tgw_route(&c->b, t, "10.0.0.0/8", "blackhole");
	here(c);
}

static void
local_route(struct clean *c)
{
	tgw_route(&c->b, table(&c->b, good(c), "rt-1"), "10.0.0.0/8", "local");
	here(c);
}

static void
another_region(struct clean *c)
{
	c->tools->region = "eu-west-1";
	c->b.m->npeerings = 0;
	c->public->routes.n = 0;
	c->private->routes.n = 0;
	c->web->ingress.n = 0;
	good(c);
	c->tools->subnets[0]->az.s = "eu-west-1a";
}

static void
outbound_group(struct clean *c)
{
	struct vpc *v = add_vpc(&c->b, "third", "10.3.0.0/16");
	struct transit_gateway *g = good(c);
	struct rule *r;

	add_subnet(&c->b, v, "third-1", "10.3.1.0/24");
	attach_vpc(&c->b, g, "att-3", "third", "third-1");
	add(&c->b, OBJ_SECURITY_GROUP, "far", v);
	push_rule(&c->b, &c->web->ingress, PROTO_UDP, "far");
	c->web->has_egress = true;
	r = push_rule(&c->b, &c->web->egress, PROTO_UDP, "far");
	c->line = r->peers.v[0].text.where.line;
}

static void
mistakes_are_reported(void **state)
{
	static const struct mistake mistakes[] = {
		{ not_attached, 1, 0, "to which the VPC is not attached" },
		{ no_subnet, 1, 0, "needs a subnet in each zone" },
		{ two_in_a_zone, 1, 0, "of the same zone; it takes one" },
		{ attached_twice, 1, 0, "as transit gateway attachment" },
		{ peering_with_itself, 1, 0, "with itself" },
		{ subnets_of_a_site, 1, 0, "only the attachment of a VPC has" },
		{ two_associations, 1, 0, "an attachment has one route table" },
		{ propagating_peering, 1, 0, "write static routes" },
		{ two_routes, 1, 0, "has two routes to 10.0.0.0/8" },
		{ local_route, 1, 0, "which only route tables of a VPC have" },
		{ another_region, 1, 0, "of Region eu-west-1" },
		{ outbound_group, 0, 1, "only inbound rules may name groups" },
	};

	(void)state;
	assert_int_equal(
	    try_mistakes(mistakes, sizeof(mistakes) / sizeof(mistakes[0])), 0);
}

static void
expect_link_error(void (*make)(struct clean *), const char *words)
{
	struct clean c;

	clean_init(&c);
	make(&c);
	assert_int_equal(model_link(c.b.m, c.b.e), -1);
	model_check(c.b.m, c.b.e);
	if (errs_size(c.b.e) != 1)
		errs_print(c.b.e, stderr);
	assert_int_equal(errs_size(c.b.e), 1);
	assert_non_null(strstr(errs_get(c.b.e, 0)->text, words));
	built_fini(&c.b);
}

static void
via_nobody(struct clean *c)
{
	tgw_route(&c->b, table(&c->b, good(c), "rt-1"), "10.0.0.0/8", "att-ap");
}

static void
via_elsewhere(struct clean *c)
{
	struct transit_gateway *g = good(c);

	attach(&c->b, gateway(&c->b, "tgw-2"), "elsewhere", ATTACH_VPN, "hq");
	push_ref(&c->b, &table(&c->b, g, "rt-1")->associations, "elsewhere");
}

static void
nobody_attached(struct clean *c)
{
	attach(&c->b, good(c), "att-x", ATTACH_VPN, "app");
}

static void
unknown_names_are_reported(void **state)
{
	(void)state;
	expect_link_error(via_nobody, "did you mean \"att-app\"?");
	expect_link_error(via_elsewhere, "has no such attachment");
	expect_link_error(nobody_attached, "is no on-premises site");
	expect_link_error(subnet_elsewhere, "has no such subnet");
}

/* --- zones -------------------------------------------------------------- */

enum { ZONES = 3, FLOWS = 300 };

static struct subnet *
zone_subnet(struct built *b, struct vpc *v, int net, int zone)
{
	static const char *const az[ZONES] = { "us-east-1a", "us-east-1b",
		"us-east-1c" };
	char name[24], cidr[24];
	struct subnet *s;

	snprintf(name, sizeof(name), "%s-%d", v->o.name, zone);
	snprintf(cidr, sizeof(cidr), "10.%d.%d.0/24", net, zone);
	s = add_subnet(b, v, arena_strdup(b->m->arena, name), cidr);
	s->az = word(b, az[zone]);
	return s;
}

static void
zone_vpc(struct built *b, struct transit_gateway *g, int net, bool appliance)
{
	char name[8], block[24];
	struct vpc *v;
	struct tgw_attachment *a;
	struct route_table *t;

	snprintf(name, sizeof(name), "v%d", net);
	snprintf(block, sizeof(block), "10.%d.0.0/16", net);
	v = add_vpc(b, arena_strdup(b->m->arena, name), block);
	a = attach(b, g, v->o.name, ATTACH_VPC, v->o.name);
	a->appliance_mode = appliance;
	t = add(b, OBJ_ROUTE_TABLE, "main", v);
	t->main = true;
	push_route(b, t, "10.0.0.0/8", g->o.name);
	for (int i = 0; i < ZONES; i++) {
		struct subnet *s = zone_subnet(b, v, net, i);

		push_ref(b, &a->subnets, s->o.name);
	}
}

/* The subnet by which a packet between the networks comes out. */
static const char *
way_out(const struct snap *s, struct arena *a, struct flow_key k, int zone)
{
	struct packet p = { .key = k, .len = 100, .ttl = 64 };
	struct trace trace;
	char from[24];
	struct seg seg;

	snprintf(
	    from, sizeof(from), "v%d-%d", k.src.lo >> 16 & 1 ? 1 : 0, zone);
	trace_init(&trace, a);
	for (uint32_t i = 0; i < s->nnode; i++)
		if (strcmp(s->node[i].name, from) == 0)
			p.at = (struct place){ i, i, SUBNET_OUT, 0 };
	resolve(s, p.at, &p.key, &trace, &seg);
	for (size_t i = 0; i < trace.n; i++)
		if (trace.hop[i].rule &&
		    strncmp(trace.hop[i].rule, "by subnet ", 10) == 0)
			return trace.hop[i].rule + 10;
	return NULL;
}

static int
zone_of(const char *way)
{
	assert_non_null(way);
	return way[3] - '0';
}

static void
zones_are_kept_or_hashed(void **state)
{
	struct built b;
	struct transit_gateway *g;
	struct arena *a = arena_new();
	const struct snap *s;
	struct rng r = seeded("zones");
	int hashed[ZONES] = { 0 };

	(void)state;
	built_init(&b);
	g = gateway(&b, "tgw");
	zone_vpc(&b, g, 0, false);
	zone_vpc(&b, g, 1, true);
	link_it(&b);
	s = compile(b.m, a);
	for (int i = 0; i < FLOWS; i++) {
		int zone = (int)rng_below(&r, ZONES), there, again;
		struct flow_key k = {
			.src = ip_from4(0x0a000005u + rng_below(&r, 100)),
			.dst = ip_from4(0x0a010005u + rng_below(&r, 100)),
			.sport = (uint16_t)rng_below(&r, 60000),
			.dport = 443,
			.proto = PROTO_TCP,
		};
		struct flow_key back = flow_key_reverse(&k);

		there = zone_of(way_out(s, a, k, zone));
		again = zone_of(way_out(s, a, k, (zone + 1) % ZONES));
		assert_int_equal(there, again);
		hashed[there]++;
		assert_int_equal(zone_of(way_out(s, a, back, zone)), zone);
	}
	for (int i = 0; i < ZONES; i++)
		assert_in_range(hashed[i], FLOWS / 6, FLOWS / 2);
	arena_free(a);
	built_fini(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_default_table_joins_all),
		cmocka_unit_test(a_connection_makes_an_attachment),
		cmocka_unit_test(an_attachment_makes_the_connection),
		cmocka_unit_test(names_are_the_gateways_own),
		cmocka_unit_test(mistakes_are_reported),
		cmocka_unit_test(unknown_names_are_reported),
		cmocka_unit_test(zones_are_kept_or_hashed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
