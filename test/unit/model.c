/*
 * model.c - tests of making, finding and linking objects
 */

#include "dataplane/model/model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "test/unit/model_builder.h"

enum {
	GROUP = 1u << OBJ_SECURITY_GROUP,
	GATEWAY = 1u << OBJ_NAT_GATEWAY | 1u << OBJ_PEERING,
};

static int
setup(void **state)
{
	struct built *b = xcalloc(1, sizeof(*b));

	built_init(b);
	*state = b;
	return 0;
}

static int
teardown(void **state)
{
	built_fini(*state);
	free(*state);
	return 0;
}

static void
assert_problem(const struct built *b, size_t i, const char *text)
{
	assert_true(i < errs_size(b->e));
	assert_string_equal(errs_get(b->e, i)->text, text);
}

static void
assert_ip(struct ip a, const char *text)
{
	char buf[IP_STRLEN];

	assert_string_equal(ip_format(a, buf), text);
}

/* --- making ------------------------------------------------------------- */

static void
objects_are_listed_by_id(void **state)
{
	struct built *b = *state;
	struct vpc *v = add_vpc(b, "app", "10.0.0.0/16");
	struct subnet *s = add_subnet(b, v, "a", "10.0.0.0/24");
	struct interface *n = add_interface(b, v, "i", "a", NULL);

	assert_int_equal(b->m->nobjects, 3);
	assert_ptr_equal(b->m->objects[n->o.id], &n->o);
	assert_ptr_equal(v->subnets[0], s);
	assert_ptr_equal(v->interfaces[0], n);
	assert_ptr_equal(b->m->vpcs[0], v);
	assert_true(v->dns_support && v->dns_hostnames);
	assert_true(n->source_dest_check);
}

static void
second_of_a_name_is_an_error(void **state)
{
	struct built *b = *state;
	struct vpc *v = add_vpc(b, "app", "10.0.0.0/16");

	add(b, OBJ_SECURITY_GROUP, "web", v);
	add(b, OBJ_SUBNET, "web", v);
	assert_int_equal(errs_count(b->e), 0);
	assert_non_null(add(b, OBJ_SECURITY_GROUP, "web", v));
	assert_int_equal(errs_count(b->e), 1);
	assert_problem(b, 0,
	    "there are two of the name security group \"web\" in VPC \"app\" "
	    "(the other one is at t.yaml:3:1)");
	add_vpc(b, "app", "10.1.0.0/16");
	assert_problem(b, 1,
	    "there are two of the name VPC \"app\" (the other one is at "
	    "t.yaml:1:1)");
}

static void
one_internet_gateway_for_each_vpc(void **state)
{
	struct built *b = *state;
	struct vpc *v = add_vpc(b, "app", "10.0.0.0/16");
	void *first = add(b, OBJ_INTERNET_GATEWAY, "igw-1", v);

	add(b, OBJ_VPN_GATEWAY, "vgw-1", v);
	add(b, OBJ_INTERNET_GATEWAY, "igw-2", v);
	assert_ptr_equal(v->internet_gateway, first);
	assert_int_equal(errs_count(b->e), 1);
	assert_problem(b, 0,
	    "VPC \"app\" already has internet gateway \"igw-1\", so it cannot "
	    "have internet gateway \"igw-2\" too");
}

static void
kinds_have_words(void **state)
{
	(void)state;
	for (int k = 0; k < OBJ_KINDS; k++) {
		assert_non_null(object_kind_text((enum object_kind)k));
		assert_null(strchr(object_kind_id((enum object_kind)k), ' '));
	}
}

/* --- finding ------------------------------------------------------------ */

static void
own_vpc_comes_first(void **state)
{
	struct built *b = *state;
	struct vpc *one = add_vpc(b, "one", "10.0.0.0/16");
	struct vpc *two = add_vpc(b, "two", "10.1.0.0/16");
	struct vpc *three = add_vpc(b, "three", "10.2.0.0/16");
	struct object *w1 = add(b, OBJ_SECURITY_GROUP, "web", one);
	struct object *w2 = add(b, OBJ_SECURITY_GROUP, "web", two);
	struct object *db = add(b, OBJ_SECURITY_GROUP, "db", two);
	bool several;

	assert_ptr_equal(model_find(b->m, one, GROUP, "web", &several), w1);
	assert_ptr_equal(model_find(b->m, two, GROUP, "web", &several), w2);
	assert_ptr_equal(model_find(b->m, one, GROUP, "two/web", &several), w2);
	assert_ptr_equal(model_find(b->m, NULL, GROUP, "two/web", NULL), w2);
	assert_ptr_equal(model_find(b->m, one, GROUP, "db", &several), db);
	assert_false(several);
	assert_null(model_find(b->m, three, GROUP, "web", &several));
	assert_true(several);
	assert_null(model_find(b->m, one, GROUP, "one/db", &several));
	assert_false(several);
	assert_null(model_find(b->m, one, 1u << OBJ_SUBNET, "web", NULL));
}

static void
tags_count_after_keys(void **state)
{
	struct built *b = *state;
	struct vpc *v = add_vpc(b, "vpc-1", "10.0.0.0/16");
	struct object *a = add(b, OBJ_SECURITY_GROUP, "sg-a", v);
	struct object *c = add(b, OBJ_SECURITY_GROUP, "sg-c", v);
	bool several;

	model_alias(b->m, &v->o, "app");
	model_alias(b->m, a, "prod/web");
	model_alias(b->m, c, "sg-a");
	assert_ptr_equal(model_find(b->m, v, GROUP, "sg-a", &several), a);
	assert_ptr_equal(model_find(b->m, NULL, GROUP, "prod/web", NULL), a);
	assert_ptr_equal(model_find(b->m, NULL, GROUP, "app/sg-c", NULL), c);
	model_alias(b->m, c, "prod/web");
	assert_null(model_find(b->m, v, GROUP, "prod/web", &several));
	assert_true(several);
}

static void
nearest_is_of_the_kind(void **state)
{
	struct built *b = *state;
	struct vpc *v = add_vpc(b, "app", "10.0.0.0/16");

	add(b, OBJ_NAT_GATEWAY, "nat-a", v);
	add(b, OBJ_SUBNET, "nat-b", v);
	add(b, OBJ_NAT_GATEWAY, "nat-aa", v);
	assert_string_equal(model_nearest(b->m, GATEWAY, "nta-a"), "nat-a");
	assert_null(model_nearest(b->m, GATEWAY, "gateway"));
}

/* --- linking ------------------------------------------------------------ */

static void
defaults_are_made(void **state)
{
	struct built *b = *state;
	struct vpc *v = add_vpc(b, "app", "10.0.0.0/16");
	struct subnet *s = add_subnet(b, v, "a", "10.0.0.0/24");
	struct interface *n = add_interface(b, v, "i", "a", NULL);
	struct security_group *web = add(b, OBJ_SECURITY_GROUP, "web", v);
	struct security_group *group;
	struct network_acl *acl;

	assert_int_equal(model_link(b->m, b->e), 0);
	assert_int_equal(errs_size(b->e), 0);
	assert_string_equal(v->region, "us-east-1");
	assert_string_equal(vpc_main_route_table(v)->o.name, "main");
	assert_int_equal(vpc_main_route_table(v)->o.where.line, 1);
	assert_ptr_equal(subnet_route_table(s), vpc_main_route_table(v));
	acl = subnet_network_acl(s);
	assert_string_equal(acl->o.name, "default");
	assert_int_equal(acl->ingress.n, 2);
	assert_int_equal(acl->egress.v[1].number, 101);
	group = vpc_default_group(v);
	assert_ptr_equal(n->security_groups.v[0].object, &group->o);
	assert_ptr_equal(group->ingress.v[0].peers.v[0].object, &group->o);
	assert_int_equal(group->egress.v[0].peers.n, 2);
	assert_int_equal(web->egress.n, 1);
	assert_int_equal(web->ingress.n, 0);
}

static void
own_defaults_are_kept(void **state)
{
	struct built *b = *state;
	struct vpc *v = add_vpc(b, "app", "10.0.0.0/16");
	struct route_table *t = add(b, OBJ_ROUTE_TABLE, "rtb-1", v);
	struct security_group *g = add(b, OBJ_SECURITY_GROUP, "default", v);
	struct network_acl *acl = add(b, OBJ_NETWORK_ACL, "acl-1", v);

	t->main = true;
	g->has_egress = true;
	model_alias(b->m, &acl->o, "default");
	assert_int_equal(model_link(b->m, b->e), 0);
	assert_ptr_equal(vpc_main_route_table(v), t);
	assert_ptr_equal(vpc_default_group(v), g);
	assert_ptr_equal(vpc_default_acl(v), acl);
	assert_int_equal(g->egress.n, 0);
	assert_int_equal(v->nroute_tables, 1);
}

static void
table_named_main_is_main(void **state)
{
	struct built *b = *state;
	struct vpc *v = add_vpc(b, "app", "10.0.0.0/16");
	struct route_table *t = add(b, OBJ_ROUTE_TABLE, "main", v);

	assert_int_equal(model_link(b->m, b->e), 0);
	assert_ptr_equal(vpc_main_route_table(v), t);
	assert_int_equal(errs_size(b->e), 1);
	assert_int_equal(errs_get(b->e, 0)->severity, SEV_WARNING);
}

static void
peers_are_told_apart(void **state)
{
	struct built *b = *state;
	struct vpc *v = add_vpc(b, "app", "10.0.0.0/16");
	struct vpc *w = add_vpc(b, "tools", "10.1.0.0/16");
	struct object *web = add(b, OBJ_SECURITY_GROUP, "web", w);
	struct prefix_list *list = add(b, OBJ_PREFIX_LIST, "corp", NULL);
	struct security_group *g = add(b, OBJ_SECURITY_GROUP, "g", v);
	const char *const peers[] = { "10.0.0.0/8", "web", "corp", "s3",
		"com.amazonaws.us-east-1.dynamodb", "pl-63a5400a" };
	struct peer *p[6];

	for (size_t i = 0; i < 6; i++)
		push_rule(b, &g->ingress, -1, peers[i]);
	assert_int_equal(model_link(b->m, b->e), 0);
	for (size_t i = 0; i < 6; i++)
		p[i] = &g->ingress.v[i].peers.v[0];
	assert_int_equal(p[0]->kind, PEER_CIDR);
	assert_int_equal(p[1]->kind, PEER_GROUP);
	assert_ptr_equal(p[1]->object, web);
	assert_int_equal(p[2]->kind, PEER_PREFIX_LIST);
	assert_ptr_equal(p[2]->object, &list->o);
	assert_int_equal(p[3]->kind, PEER_SERVICE);
	assert_string_equal(p[3]->service, "s3");
	assert_string_equal(p[4]->service, "dynamodb");
	assert_string_equal(p[5]->service, "s3");
}

static void
given_list_wins_over_service(void **state)
{
	struct built *b = *state;
	struct vpc *v = add_vpc(b, "app", "10.0.0.0/16");
	struct route_table *t = add(b, OBJ_ROUTE_TABLE, "rt", v);
	struct prefix_list *list = add(b, OBJ_PREFIX_LIST, "s3", NULL);

	t->main = true;
	push_route(b, t, "s3", "blackhole");
	assert_int_equal(model_link(b->m, b->e), 0);
	assert_int_equal(t->routes.v[0].to.kind, PEER_PREFIX_LIST);
	assert_ptr_equal(t->routes.v[0].to.object, &list->o);
}

static void
services_have_regions(void **state)
{
	struct built *b = *state;
	struct vpc *v = add_vpc(b, "app", "10.0.0.0/16");
	struct endpoint *s3, *sm;

	s3 = add_endpoint(b, v, "e1", ENDPOINT_GATEWAY, "s3");
	sm = add_endpoint(b, v, "e2", ENDPOINT_INTERFACE,
	    "com.amazonaws.eu-west-1.secretsmanager");
	v->region = "eu-central-1";
	assert_int_equal(model_link(b->m, b->e), 0);
	assert_string_equal(s3->service_name, "s3");
	assert_string_equal(s3->service_region, "eu-central-1");
	assert_string_equal(sm->service_name, "secretsmanager");
	assert_string_equal(sm->service_region, "eu-west-1");
	assert_int_equal(s3->security_groups.n, 0);
	assert_int_equal(sm->security_groups.n, 1);
}

static void
bad_names_are_reported(void **state)
{
	struct built *b = *state;
	struct vpc *v = add_vpc(b, "app", "10.0.0.0/16");
	struct route_table *t = add(b, OBJ_ROUTE_TABLE, "private", v);
	struct network_acl *acl = add(b, OBJ_NETWORK_ACL, "strict", v);

	t->main = true;
	add_subnet(b, v, "a", "10.0.0.0/24");
	add(b, OBJ_NAT_GATEWAY, "nat-a", v);
	add(b, OBJ_SECURITY_GROUP, "web", v);
	push_route(b, t, "0.0.0.0/0", "nat-b");
	push_route(b, t, "1.0.0.0/8", "a");
	push_route(b, t, "wbe", "nat-a");
	push_rule(b, &acl->ingress, -1, "web");
	push_rule(b, &acl->ingress, -1, "10.0.0.0/33");
	assert_int_equal(model_link(b->m, b->e), -1);
	assert_int_equal(errs_count(b->e), 5);
	assert_problem(b, 0,
	    "route table \"private\" has a route via \"nat-b\", but there is "
	    "no such gateway, endpoint, peering or interface; did you mean "
	    "\"nat-a\"?");
	assert_int_equal(
	    errs_get(b->e, 0)->where.line, t->routes.v[0].via.where.line);
	assert_problem(b, 1,
	    "route table \"private\" has a route via \"a\", but subnet \"a\" "
	    "is no gateway, endpoint, peering or interface");
	assert_problem(b, 2,
	    "route table \"private\" refers to \"wbe\", but there is no such "
	    "prefix list or AWS service with a prefix list");
	assert_problem(b, 3,
	    "network ACL \"strict\" refers to security group \"web\", but "
	    "rules of network ACLs take CIDRs only");
	assert_problem(b, 4,
	    "network ACL \"strict\" has \"10.0.0.0/33\", which is no CIDR: the "
	    "prefix length of IPv4 is 0 to 32");
}

static void
ambiguous_names_are_reported(void **state)
{
	struct built *b = *state;
	struct vpc *v = add_vpc(b, "app", "10.0.0.0/16");
	struct vpc *one = add_vpc(b, "one", "10.1.0.0/16");
	struct vpc *two = add_vpc(b, "two", "10.2.0.0/16");
	struct interface *n = add_interface(b, v, "i", "a", NULL);

	add_subnet(b, v, "a", "10.0.0.0/24");
	add(b, OBJ_SECURITY_GROUP, "web", one);
	add(b, OBJ_SECURITY_GROUP, "web", two);
	push_ref(b, &n->security_groups, "web");
	assert_int_equal(model_link(b->m, b->e), -1);
	assert_int_equal(errs_count(b->e), 1);
	assert_problem(b, 0,
	    "interface \"i\" uses security group \"web\", which may be "
	    "security group \"one/web\" or security group \"two/web\"");
}

static void
unlisted_services_are_reported(void **state)
{
	struct built *b = *state;
	struct vpc *v = add_vpc(b, "app", "10.0.0.0/16");
	struct security_group *g = add(b, OBJ_SECURITY_GROUP, "g", v);

	push_rule(b, &g->ingress, -1, "com.amazonaws.eu-west-1.s3");
	push_rule(b, &g->ingress, -1, "secretsmanager");
	add_endpoint(b, v, "e", ENDPOINT_INTERFACE, "not a service!");
	assert_int_equal(model_link(b->m, b->e), -1);
	assert_int_equal(errs_count(b->e), 3);
	assert_non_null(
	    strstr(errs_get(b->e, 0)->text, "those of s3 and dynamodb"));
	assert_non_null(
	    strstr(errs_get(b->e, 1)->text, "no such security group"));
	assert_non_null(
	    strstr(errs_get(b->e, 2)->text, "no name of a service"));
}

static void
free_addresses_are_given(void **state)
{
	struct built *b = *state;
	struct vpc *v = add_vpc(b, "app", "10.0.0.0/16");
	struct subnet *s = add_subnet(b, v, "a", "10.0.0.0/24");
	struct interface *i1, *i2, *i3;
	struct nat_gateway *nat;
	struct endpoint *e;

	push_cidr(b, &s->cidr, "2600:1f18:1::/64");
	i1 = add_interface(b, v, "i1", "a", NULL);
	i2 = add_interface(b, v, "i2", "a", "10.0.0.5");
	push_cidr(b, &i2->prefixes, "10.0.0.16/28");
	nat = add(b, OBJ_NAT_GATEWAY, "nat", v);
	nat->subnet = ref_to(b, "a");
	for (int k = 0; k < 9; k++)
		push_addr(b, &nat->public_ip, "198.51.100.7");
	push_addr(b, &nat->ip, "10.0.0.4");
	e = add_endpoint(b, v, "e", ENDPOINT_INTERFACE, "sqs");
	e->ipv6 = true;
	push_endpoint_subnet(b, e, "a", NULL);
	i3 = add_interface(b, v, "i3", "a", NULL);
	assert_int_equal(model_link(b->m, b->e), 0);
	assert_ip(i1->ip.v[0].ip, "10.0.0.6");
	assert_int_equal(nat->ip.n, 9);
	assert_ip(nat->ip.v[1].ip, "10.0.0.7");
	assert_ip(nat->ip.v[8].ip, "10.0.0.14");
	assert_ip(e->subnets[0].ip.v[0].ip, "10.0.0.15");
	assert_ip(e->subnets[0].ip.v[1].ip, "2600:1f18:1::4");
	assert_ip(i3->ip.v[0].ip, "10.0.0.32");
}

static void
full_subnet_is_reported(void **state)
{
	struct built *b = *state;
	struct vpc *v = add_vpc(b, "app", "10.0.0.0/16");
	struct interface *n = NULL;
	struct interface *six;

	add_subnet(b, v, "a", "10.0.0.0/28");
	add_subnet(b, v, "six", "2600:1f18:1::/64");
	for (int i = 0; i < 11; i++) {
		char name[16];

		snprintf(name, sizeof(name), "i%d", i);
		n = add_interface(b, v, name, "a", NULL);
	}
	add_interface(b, v, "last", "a", NULL);
	six = add_interface(b, v, "v6", "six", NULL);
	assert_int_equal(model_link(b->m, b->e), -1);
	assert_ip(n->ip.v[0].ip, "10.0.0.14");
	assert_int_equal(errs_count(b->e), 1);
	assert_problem(
	    b, 0, "subnet \"a\" has no free address for interface \"last\"");
	assert_ip(six->ip.v[0].ip, "2600:1f18:1::4");
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(objects_are_listed_by_id),
		T(second_of_a_name_is_an_error),
		T(one_internet_gateway_for_each_vpc),
		T(kinds_have_words),
		T(own_vpc_comes_first),
		T(tags_count_after_keys),
		T(nearest_is_of_the_kind),
		T(defaults_are_made),
		T(own_defaults_are_kept),
		T(table_named_main_is_main),
		T(peers_are_told_apart),
		T(given_list_wins_over_service),
		T(services_have_regions),
		T(bad_names_are_reported),
		T(ambiguous_names_are_reported),
		T(unlisted_services_are_reported),
		T(free_addresses_are_given),
		T(full_subnet_is_reported),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
