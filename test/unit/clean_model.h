#ifndef TEST_UNIT_CLEAN_MODEL_H
#define TEST_UNIT_CLEAN_MODEL_H

/*
 * clean_model.h - a network without a mistake, to make mistakes in
 *
 * It gives no problem at all.  Each case then makes one mistake in it, and must
 * give exactly that many problems, the first of them with these words and at
 * this place.
 */

#include <stdio.h>
#include <string.h>

#include "dataplane/model/site.h"
#include "test/unit/model_builder.h"

struct clean {
	struct built b;
	struct vpc *app, *tools;
	struct subnet *pub, *priv;
	struct route_table *public, *private;
	struct security_group *web;
	struct network_acl *strict;
	struct interface *app1, *web1, *fw;
	struct nat_gateway *nat;
	struct endpoint *s3, *sm;
	struct on_premises *hq;
	int line; /* of the mistake; 0: not looked at */
};

static inline void
make_gateways(struct clean *c)
{
	struct built *b = &c->b;

	add(b, OBJ_INTERNET_GATEWAY, "igw", c->app);
	add(b, OBJ_EGRESS_ONLY_INTERNET_GATEWAY, "eigw", c->app);
	add(b, OBJ_VPN_GATEWAY, "vgw", c->app);
	add(b, OBJ_INTERNET_GATEWAY, "igw-tools", c->tools);
	add(b, OBJ_VPN_GATEWAY, "vgw-tools", c->tools);
	c->nat = add(b, OBJ_NAT_GATEWAY, "nat", c->app);
	c->nat->subnet = ref_to(b, "pub");
	push_addr(b, &c->nat->ip, "10.0.0.5");
	push_addr(b, &c->nat->public_ip, "198.51.100.7");
	c->s3 = add_endpoint(b, c->app, "vpce-s3", ENDPOINT_GATEWAY, "s3");
	push_ref(b, &c->s3->route_tables, "private");
	c->sm = add_endpoint(
	    b, c->app, "vpce-sm", ENDPOINT_INTERFACE, "secretsmanager");
	push_endpoint_subnet(b, c->sm, "priv", "10.0.1.50");
	push_ref(b, &c->sm->security_groups, "web");
	c->sm->private_dns = true;
	add_peering(b, "pcx", "app", "tools");
}

static inline void
make_routes(struct clean *c)
{
	struct built *b = &c->b;
	struct prefix_list *corp = add(b, OBJ_PREFIX_LIST, "corp", NULL);

	push_cidr(b, &corp->entries, "203.0.113.0/24");
	c->public = add(b, OBJ_ROUTE_TABLE, "public", c->app);
	c->public->main = true;
	push_route(b, c->public, "0.0.0.0/0", "igw");
	push_route(b, c->public, "::/0", "igw");
	push_route(b, c->public, "10.0.0.0/16", "local");
	push_route(b, c->public, "corp", "pcx");
	c->private = add(b, OBJ_ROUTE_TABLE, "private", c->app);
	push_route(b, c->private, "0.0.0.0/0", "nat");
	push_route(b, c->private, "::/0", "eigw");
	push_route(b, c->private, "64:ff9b::/96", "nat");
	push_route(b, c->private, "192.168.0.0/16", "vgw");
	push_route(b, c->private, "10.1.0.0/16", "pcx");
	push_route(b, c->private, "10.0.0.0/24", "fw");
	push_route(b, c->private, "169.254.0.0/16", "fw");
	push_route(b, c->private, "10.9.0.0/16", "blackhole");
	push_ref(b, &c->private->propagate_from, "vgw");
	c->priv->route_table = ref_to(b, "private");
}

static inline void
make_rules(struct clean *c)
{
	struct built *b = &c->b;
	struct rule *r;

	c->web = add(b, OBJ_SECURITY_GROUP, "web", c->app);
	add(b, OBJ_SECURITY_GROUP, "bastion", c->tools);
	r = push_rule(b, &c->web->ingress, PROTO_TCP, "0.0.0.0/0");
	push_ports(b, r, 443, 443);
	r = push_rule(b, &c->web->ingress, PROTO_ICMP, "bastion");
	r->icmp_type = 8;
	r->icmp_code = 0;
	push_rule(b, &c->web->ingress, -1, "web");
	push_rule(b, &c->web->ingress, PROTO_TCP, "s3");
	c->strict = add(b, OBJ_NETWORK_ACL, "strict", c->app);
	push_rule(b, &c->strict->ingress, -1, "0.0.0.0/0")->number = 100;
	push_rule(b, &c->strict->ingress, -1, "::/0")->number = 101;
	push_rule(b, &c->strict->egress, -1, "0.0.0.0/0")->number = 32766;
	c->priv->network_acl = ref_to(b, "strict");
}

static inline void
make_interfaces(struct clean *c)
{
	struct built *b = &c->b;

	c->app1 = add_interface(b, c->app, "app-1", "priv", "10.0.1.10");
	push_ref(b, &c->app1->security_groups, "web");
	push_addr(b, &c->app1->ip, "2600:1f18:1:1::10");
	push_cidr(b, &c->app1->prefixes, "10.0.1.64/28");
	c->web1 = add_interface(b, c->app, "web-1", "pub", "10.0.0.10");
	push_addr(b, &c->web1->public_ip, "198.51.100.10");
	c->fw = add_interface(b, c->app, "fw", "pub", NULL);
}

static inline void
clean_init(struct clean *c)
{
	struct built *b = &c->b;
	struct named_host *desk;

	*c = (struct clean){ .line = 0 };
	built_init(b);
	c->app = add_vpc(b, "app", "10.0.0.0/16");
	push_cidr(b, &c->app->cidr, "100.64.0.0/16");
	push_cidr(b, &c->app->cidr, "2600:1f18:1::/56");
	c->tools = add_vpc(b, "tools", "10.1.0.0/16");
	c->pub = add_subnet(b, c->app, "pub", "10.0.0.0/24");
	c->priv = add_subnet(b, c->app, "priv", "10.0.1.0/24");
	push_cidr(b, &c->priv->cidr, "2600:1f18:1:1::/64");
	c->pub->az = word(b, "us-east-1a");
	c->priv->az = word(b, "us-east-1a");
	make_interfaces(c);
	make_rules(c);
	make_routes(c);
	make_gateways(c);
	c->hq = add(b, OBJ_ON_PREMISES, "hq", NULL);
	push_cidr(b, &c->hq->cidr, "192.168.0.0/16");
	c->hq->connect.type = CONNECT_VPN;
	c->hq->connect.to = ref_to(b, "app/vgw");
	desk = add(b, OBJ_HOST, "desk", NULL);
	desk->ip = ip_of("192.168.1.5");
	*ARENA_PUSH(b->m->arena, c->hq->hosts, c->hq->nhosts) = desk;
	((struct named_host *)add(b, OBJ_HOST, "partner", NULL))->ip =
	    ip_of("203.0.113.80");
}

/* Here is the mistake: in the line made last. */
static inline void
here(struct clean *c)
{
	c->line = c->b.line;
}

static inline void
another_host(struct clean *c, const char *ip)
{
	struct named_host *h = add(&c->b, OBJ_HOST, "other", NULL);

	h->ip = ip_of(ip);
	here(c);
}

struct mistake {
	void (*make)(struct clean *);
	size_t errors, warnings;
	const char *words; /* of the first problem */
};

static inline bool
try_mistake(const struct mistake *m)
{
	struct clean c;
	bool as_said;

	clean_init(&c);
	m->make(&c);
	as_said = model_link(c.b.m, c.b.e) == 0 &&
	    model_check(c.b.m, c.b.e) == (m->errors ? -1 : 0) &&
	    errs_count(c.b.e) == m->errors &&
	    errs_size(c.b.e) == m->errors + m->warnings &&
	    strstr(errs_get(c.b.e, 0)->text, m->words) &&
	    (c.line == 0 || errs_get(c.b.e, 0)->where.line == c.line);
	if (!as_said) {
		fprintf(stderr, "expected in line %d: %s\n", c.line, m->words);
		errs_print(c.b.e, stderr);
	}
	built_fini(&c.b);
	return as_said;
}

/* How many of them are not reported as they should be. */
static inline size_t
try_mistakes(const struct mistake *m, size_t n)
{
	size_t wrong = 0;

	for (size_t i = 0; i < n; i++)
		wrong += !try_mistake(&m[i]);
	return wrong;
}

#endif /* TEST_UNIT_CLEAN_MODEL_H */
