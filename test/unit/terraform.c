/*
 * terraform.c - Terraform states and plans as models
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>

#include "dataplane/load/describe/describe_json.h"
#include "dataplane/load/load.h"
#include "dataplane/load/terraform/terraform.h"
#include "dataplane/load/terraform/terraform_flatmap.h"
#include "dataplane/model/load_balancer.h"
#include "dataplane/model/transit.h"
#include "test/unit/dump_fixture.h"

#define DRIFTCTL "../shared/data/terraform/driftctl"

static int
read_side(struct fixture *f, const char *text, enum terraform_side side)
{
	char *s = quoted(text);
	int rc =
	    terraform_load_memory(f->m, "t.json", s, strlen(s), side, f->errs);

	free(s);
	return rc;
}

static void
load_state(struct fixture *f, const char *text)
{
	assert_int_equal(read_side(f, text, TERRAFORM_AFTER), 0);
	assert_int_equal(model_link(f->m, f->errs), 0);
}

static void
expect_address(const struct object *o, const char *address)
{
	assert_non_null(o->where.address);
	assert_string_equal(o->where.address, address);
}

/* --- raw states --------------------------------------------------------- */

#define V4(type, name, more, attributes)                                    \
	"{'mode': 'managed', 'type': '" type "', 'name': '" name "', " more \
	" 'instances': [{'attributes': {" attributes "}}]}"

#define NETWORK4                                                      \
	V4("aws_vpc", "main", "'module': 'module.net',",              \
	    "'id': 'vpc-1', 'cidr_block': '10.0.0.0/16', "            \
	    "'enable_dns_hostnames': false, "                         \
	    "'arn': 'arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-1', " \
	    "'main_route_table_id': 'rtb-9', "                        \
	    "'default_security_group_id': 'sg-9'")                    \
	", {'mode': 'managed', 'type': 'aws_subnet', 'name': 'a', "   \
	"'module': 'module.net', 'instances': ["                      \
	"{'index_key': 0, 'attributes': {'id': 'subnet-1', "          \
	"'vpc_id': 'vpc-1', 'cidr_block': '10.0.1.0/24', "            \
	"'tags': {'Name': 'one'}}}, "                                 \
	"{'index_key': 'b', 'attributes': {'id': 'subnet-2', "        \
	"'vpc_id': 'vpc-1', 'cidr_block': '10.0.2.0/24'}}, "          \
	"{'deposed': 'x', 'attributes': {'id': 'subnet-3', "          \
	"'vpc_id': 'vpc-1', 'cidr_block': '10.0.1.0/24'}}]}"

#define STATE4(more)                                    \
	"{'version': 4, 'terraform_version': '1.5.0', " \
	"'resources': [" NETWORK4 ", " more "]}"

static void
test_state_4(void **state)
{
	struct fixture *f = *state;
	const struct vpc *v;
	const struct subnet *s;

	load_state(f,
	    STATE4(V4("aws_internet_gateway", "g", "",
		"'id': 'igw-1', 'vpc_id': 'vpc-1'") ", " V4("aws_elb", "left",
		"", "'id': 'x'")));
	v = find(f, OBJ_VPC, "module.net.aws_vpc.main");
	assert_string_equal(v->o.name, "vpc-1");
	assert_string_equal(v->region, "eu-west-1");
	assert_false(v->dns_hostnames);
	assert_int_equal(v->nsubnets, 2);
	assert_non_null(v->internet_gateway);
	s = find(f, OBJ_SUBNET, "one");
	expect_address(&s->o, "module.net.aws_subnet.a[0]");
	s = find(f, OBJ_SUBNET, "module.net.aws_subnet.a[\"b\"]");
	assert_string_equal(s->o.name, "subnet-2");
	assert_string_equal(vpc_main_route_table(v)->o.name, "rtb-9");
	assert_string_equal(vpc_default_group(v)->o.name, "sg-9");
	expect_warning(f, "1 aws_elb");
}

static void
test_routes(void **state)
{
	struct fixture *f = *state;
	const struct route_table *t;

	load_state(f,
	    STATE4(V4("aws_internet_gateway", "g", "",
		"'id': 'igw-1', 'vpc_id': 'vpc-1'") ", " V4("aws_vpn_gateway",
		"v", "",
		"'id': 'vgw-1', 'vpc_id': 'vpc-1'") ", " V4("aws_route_table",
		"t", "",
		"'id': 'rtb-1', 'vpc_id': 'vpc-1', "
		"'propagating_vgws': ['vgw-1'], 'route': ["
		"{'cidr_block': '0.0.0.0/0', 'gateway_id': 'igw-1'}]") ", " V4("aws_route",
		"more", "",
		"'route_table_id': 'rtb-1', 'nat_gateway_id': 'nat-gone', "
		"'destination_cidr_block': '10.9.0.0/16'") ", " V4("aws_route",
		"nowhere", "",
		"'route_table_id': 'rtb-7', 'gateway_id': 'igw-1', "
		"'destination_cidr_block': '10.9.0.0/16'") ", " V4("aws_route_table_association",
		"a", "",
		"'route_table_id': 'rtb-1', 'subnet_id': 'subnet-1'") ", " V4("aws_main_route_table_association",
		"m", "", "'route_table_id': 'rtb-1', 'vpc_id': 'vpc-1'")));
	t = find(f, OBJ_ROUTE_TABLE, "aws_route_table.t");
	assert_true(t->main);
	assert_int_equal(t->routes.n, 2);
	assert_string_equal(t->routes.v[0].via.object->name, "igw-1");
	assert_true(t->routes.v[1].blackhole);
	assert_string_equal(t->routes.v[1].where.address, "aws_route.more");
	assert_int_equal(t->propagate_from.n, 1);
	assert_string_equal(((struct subnet *)find(f, OBJ_SUBNET, "subnet-1"))
				->route_table.name,
	    "rtb-1");
	expect_warning(f, "its route table rtb-7 is not in the file");
}

static void
test_rules(void **state)
{
	struct fixture *f = *state;
	const struct security_group *g;
	const struct network_acl *acl;

	load_state(f,
	    STATE4(V4("aws_security_group", "a", "",
		"'id': 'sg-1', 'vpc_id': 'vpc-1', 'name': 'a', "
		"'ingress': [{'from_port': 80, 'to_port': 80, "
		"'protocol': 'tcp', 'cidr_blocks': ['0.0.0.0/0'], "
		"'self': true}], 'egress': []") ", " V4("aws_security_group_rule",
		"r", "",
		"'security_group_id': 'sg-1', 'type': 'egress', "
		"'protocol': 'all', 'from_port': 0, 'to_port': 0, "
		"'cidr_blocks': ['10.0.0.0/8'], "
		"'ipv6_cidr_blocks': ['::/0']") ", " V4("aws_vpc_security_group_ingress_rule",
		"i", "",
		"'security_group_id': 'sg-1', 'ip_protocol': 'icmp', "
		"'from_port': 8, 'to_port': 0, "
		"'referenced_security_group_id': '111122223333/sg-1'") ", " V4("aws_network_acl",
		"n", "",
		"'id': 'acl-1', 'vpc_id': 'vpc-1', "
		"'subnet_ids': ['subnet-1'], 'ingress': [{'rule_no': 100, "
		"'action': 'allow', 'protocol': '-1', 'from_port': 0, "
		"'to_port': 0, 'cidr_block': '0.0.0.0/0'}]") ", " V4("aws_network_acl_rule",
		"x", "",
		"'network_acl_id': 'acl-1', 'rule_number': 100, "
		"'egress': false, 'rule_action': 'deny', 'protocol': '6', "
		"'from_port': 22, 'to_port': 23, "
		"'cidr_block': '10.0.0.0/8'")));
	g = find(f, OBJ_SECURITY_GROUP, "sg-1");
	assert_int_equal(g->ingress.n, 2);
	assert_int_equal(g->ingress.v[0].icmp_type, 8);
	assert_string_equal(g->ingress.v[0].where.address,
	    "aws_vpc_security_group_ingress_rule.i");
	assert_ptr_equal(g->ingress.v[0].peers.v[0].object, g);
	assert_int_equal(g->ingress.v[1].peers.n, 2);
	assert_int_equal(g->egress.n, 1);
	assert_int_equal(g->egress.v[0].proto, -1);
	assert_int_equal(g->egress.v[0].peers.n, 2);
	acl = find(f, OBJ_NETWORK_ACL, "acl-1");
	assert_int_equal(acl->ingress.n, 1);
	assert_int_equal(acl->ingress.v[0].action, RULE_DENY);
	assert_int_equal(acl->ingress.v[0].ports[0].hi, 23);
	assert_string_equal(
	    acl->ingress.v[0].where.address, "aws_network_acl_rule.x");
}

static void
test_interfaces(void **state)
{
	struct fixture *f = *state;
	const struct interface *n;
	const struct nat_gateway *nat;

	load_state(f,
	    STATE4(V4("aws_instance", "i", "",
		"'id': 'i-1', 'subnet_id': 'subnet-1', "
		"'primary_network_interface_id': 'eni-1', "
		"'private_ip': '10.0.1.10', 'source_dest_check': false, "
		"'secondary_private_ips': ['10.0.1.11'], "
		"'tags': {'Name': 'app'}, "
		"'vpc_security_group_ids': ['sg-9']") ", " V4("aws_instance",
		"j", "",
		"'id': 'i-2', 'instance_state': 'stopped', "
		"'network_interface': [{'device_index': 0, "
		"'network_interface_id': 'eni-2'}]") ", " V4("aws_network_interface",
		"e", "",
		"'id': 'eni-2', 'subnet_id': 'subnet-2', "
		"'private_ips': ['10.0.2.10'], "
		"'security_groups': ['sg-9']") ", " V4("aws_network_interface",
		"spare", "",
		"'id': 'eni-3', 'subnet_id': 'subnet-2', 'attachment': [], "
		"'private_ips': ['10.0.2.11']") ", " V4("aws_network_interface",
		"used", "",
		"'id': 'eni-4', 'subnet_id': 'subnet-2', "
		"'private_ips': ['10.0.2.12']") ", " V4("aws_network_interface_attachment",
		"used", "",
		"'id': 'a-1', 'instance_id': 'i-1', 'device_index': 1, "
		"'network_interface_id': 'eni-4'") ", " V4("aws_instance",
		"lost", "", "'id': 'i-3'") ", " V4("aws_eip", "e", "",
		"'id': 'eipalloc-1', 'public_ip': '198.51.100.7'") ", " V4("aws_eip_association",
		"e", "",
		"'allocation_id': 'eipalloc-1', 'instance_id': 'i-1', "
		"'private_ip_address': '10.0.1.11'") ", " V4("aws_nat_gateway",
		"n", "",
		"'id': 'nat-1', 'subnet_id': 'subnet-2', "
		"'private_ip': '10.0.2.5', 'public_ip': '198.51.100.9'")));
	n = find(f, OBJ_INTERFACE, "eni-1");
	assert_ptr_equal(find(f, OBJ_INTERFACE, "aws_instance.i"), n);
	assert_ptr_equal(find(f, OBJ_INTERFACE, "app"), n);
	assert_false(n->source_dest_check);
	assert_true(n->forwards);
	assert_int_equal(n->ip.n, 2);
	expect_ip(n->public_ip.v[1].ip, "198.51.100.7");
	n = find(f, OBJ_INTERFACE, "aws_instance.j");
	assert_string_equal(n->o.name, "eni-2");
	assert_int_equal(n->attached, ATTACHED_STOPPED);
	n = find(f, OBJ_INTERFACE, "aws_network_interface.spare");
	assert_int_equal(n->attached, ATTACHED_NOT);
	n = find(f, OBJ_INTERFACE, "aws_network_interface.used");
	assert_int_equal(n->attached, ATTACHED_RUNNING);
	nat = find(f, OBJ_NAT_GATEWAY, "aws_nat_gateway.n");
	expect_ip(nat->ip.v[0].ip, "10.0.2.5");
	expect_ip(nat->public_ip.v[0].ip, "198.51.100.9");
	expect_warning(f, "is in no VPC that is known");
}

static void
test_transit_gateway(void **state)
{
	struct fixture *f = *state;
	const struct transit_gateway *g;

	load_state(f,
	    STATE4(V4("aws_ec2_transit_gateway", "g", "",
		"'id': 'tgw-1', "
		"'association_default_route_table_id': 'tgw-rtb-1', "
		"'propagation_default_route_table_id': 'tgw-rtb-1'") ", " V4("aws_ec2_transit_gateway_vpc_attachment",
		"a", "",
		"'id': 'tgw-attach-1', 'transit_gateway_id': 'tgw-1', "
		"'vpc_id': 'vpc-1', 'subnet_ids': ['subnet-1'], "
		"'appliance_mode_support': 'enable'") ", " V4("aws_ec2_transit_gateway_route_table",
		"t", "",
		"'id': 'tgw-rtb-2', 'transit_gateway_id': 'tgw-1'") ", " V4("aws_ec2_transit_gateway_route_table_association",
		"x", "",
		"'transit_gateway_route_table_id': 'tgw-rtb-2', "
		"'transit_gateway_attachment_id': 'tgw-attach-1'") ", " V4("aws_ec2_transit_gateway_route",
		"r", "",
		"'transit_gateway_route_table_id': 'tgw-rtb-2', "
		"'destination_cidr_block': '0.0.0.0/0', "
		"'transit_gateway_attachment_id': 'tgw-attach-1'")));
	g = find(f, OBJ_TRANSIT_GATEWAY, "aws_ec2_transit_gateway.g");
	assert_int_equal(g->nattachments, 1);
	assert_true(g->attachments[0]->appliance_mode);
	assert_int_equal(g->attachments[0]->subnets.n, 1);
	assert_int_equal(g->nroute_tables, 2);
	/* Propagates to the default table, is associated with the other. */
	assert_int_equal(g->route_tables[0]->associations.n, 0);
	assert_int_equal(g->route_tables[0]->propagations.n, 1);
	assert_int_equal(g->route_tables[1]->associations.n, 1);
	assert_string_equal(g->route_tables[1]->routes.v[0].where.address,
	    "aws_ec2_transit_gateway_route.r");
}

static void
test_endpoints(void **state)
{
	struct fixture *f = *state;
	const struct endpoint *e;

	load_state(f,
	    STATE4(V4("aws_route_table", "t", "",
		"'id': 'rtb-1', 'vpc_id': 'vpc-1'") ", " V4("aws_vpc_endpoint",
		"g", "",
		"'id': 'vpce-1', 'vpc_id': 'vpc-1', "
		"'vpc_endpoint_type': 'Gateway', "
		"'service_name': 'com.amazonaws.eu-west-1.s3'") ", " V4("aws_vpc_endpoint_route_table_association",
		"g", "",
		"'vpc_endpoint_id': 'vpce-1', "
		"'route_table_id': 'rtb-1'") ", " V4("aws_vpc_endpoint", "i",
		"",
		"'id': 'vpce-2', 'vpc_id': 'vpc-1', "
		"'vpc_endpoint_type': 'Interface', "
		"'subnet_ids': ['subnet-1'], "
		"'security_group_ids': ['sg-9'], "
		"'service_name': 'com.amazonaws.eu-west-1.sqs'")));
	e = find(f, OBJ_ENDPOINT, "aws_vpc_endpoint.g");
	assert_int_equal(e->route_tables.n, 1);
	e = find(f, OBJ_ENDPOINT, "aws_vpc_endpoint.i");
	assert_int_equal(e->nsubnets, 1);
	/* Its interface is not told: it has the first address that is free. */
	expect_ip(e->subnets[0].ip.v[0].ip, "10.0.1.4");
}

static void
test_load_balancers(void **state)
{
	struct fixture *f = *state;
	const struct load_balancer *b;
	const struct endpoint_service *s;

	load_state(f,
	    STATE4(V4("aws_lb", "l", "",
		"'id': 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:"
		"loadbalancer/net/front/1', 'name': 'front', "
		"'load_balancer_type': 'network', 'internal': true, "
		"'subnets': ['subnet-1', 'subnet-2']") ", " V4("aws_instance",
		"i", "",
		"'id': 'i-1', 'subnet_id': 'subnet-1', "
		"'private_ip': '10.0.1.10', "
		"'vpc_security_group_ids': ['sg-9']") ", " V4("aws_lb_target_group",
		"t", "",
		"'id': 'arn:t', 'port': 8080, 'protocol': 'TCP', "
		"'preserve_client_ip': 'false'") ", " V4("aws_lb_target_group_attachment",
		"a", "",
		"'target_group_arn': 'arn:t', 'target_id': 'i-1'") ", " V4("aws_lb_target_group_attachment",
		"b", "",
		"'target_group_arn': 'arn:none', 'target_id': 'i-1'") ", " V4("aws_lb_listener",
		"l", "",
		"'id': 'arn:l', 'port': 443, 'protocol': 'TLS', "
		"'load_balancer_arn': 'arn:aws:elasticloadbalancing:"
		"eu-west-1:111122223333:loadbalancer/net/front/1', "
		"'default_action': [{'type': 'forward', "
		"'target_group_arn': 'arn:t'}]") ", " V4("aws_vpc_endpoint_service",
		"s", "",
		"'id': 'vpce-svc-1', 'acceptance_required': false, "
		"'network_load_balancer_arns': ["
		"'arn:aws:elasticloadbalancing:eu-west-1:111122223333:"
		"loadbalancer/net/front/1']")));
	b = find(f, OBJ_LOAD_BALANCER, "aws_lb.l");
	assert_string_equal(b->o.name, "front");
	assert_int_equal(b->nsubnets, 2);
	assert_int_equal(b->nlisteners, 1);
	assert_int_equal(b->listeners[0].ntargets, 1);
	assert_int_equal(b->listeners[0].targets[0].port, 8080);
	assert_int_equal(b->listeners[0].preserve, PRESERVE_NO);
	expect_warning(f, "its target group or target is not known");
	s = find(f, OBJ_ENDPOINT_SERVICE, "aws_vpc_endpoint_service.s");
	assert_int_equal(s->load_balancers.n, 1);
}

static void
test_names(void **state)
{
	struct fixture *f = *state;
	const struct interface *db;

	load_state(f,
	    STATE4(V4("aws_db_subnet_group", "d", "",
		"'id': 'db', 'subnet_ids': ['subnet-2', 'subnet-1']") ", " V4("aws_db_instance",
		"d", "",
		"'id': 'db-1', 'identifier': 'orders', 'port': 5432, "
		"'address': 'orders.x.eu-west-1.rds.amazonaws.com', "
		"'db_subnet_group_name': 'db', "
		"'vpc_security_group_ids': ['sg-9']") ", " V4("aws_db_instance",
		"lost", "", "'id': 'db-2'") ", " V4("aws_route53_zone", "z", "",
		"'id': 'Z1', 'zone_id': 'Z1', 'name': 'in.example.', "
		"'vpc': [{'vpc_id': 'vpc-1'}]") ", " V4("aws_route53_zone",
		"public", "",
		"'id': 'Z2', 'zone_id': 'Z2', 'name': 'example.com'") ", " V4("aws_route53_record",
		"r", "",
		"'zone_id': 'Z1', 'type': 'A', 'name': 'db.in.example', "
		"'records': ['10.0.1.20']") ", " V4("aws_route53_record", "mx",
		"",
		"'zone_id': 'Z1', 'type': 'MX', 'name': 'in.example', "
		"'records': ['10 mail']")));
	db = find(f, OBJ_INTERFACE, "orders");
	assert_ptr_equal(
	    db, find(f, OBJ_INTERFACE, "orders.x.eu-west-1.rds.amazonaws.com"));
	assert_string_equal(db->subnet.name, "subnet-2");
	assert_int_equal(db->listens.v[0].port, 5432);
	expect_warning(f, "its subnets are not in the file");
	assert_int_equal(f->m->nhosted_zones, 1);
	assert_string_equal(f->m->hosted_zones[0].name, "in.example");
	assert_int_equal(f->m->hosted_zones[0].nrecords, 1);
	assert_string_equal(f->m->hosted_zones[0].records[0].from.s, "db");
	assert_string_equal(f->m->hosted_zones[0].records[0].to.s, "10.0.1.20");
}

/* --- version 3 ---------------------------------------------------------- */

static void
test_flat_map(void **state)
{
	char *text = quoted("{'id': 'a', 'tags.%': '1', 'tags.a.b': 'c', "
			    "'v.#': '2', 'v.9': 'x', 'v.7': 'y', "
			    "'r.#': '1', 'r.1.p': '2', 'r.1.q.#': '0', "
			    "'id.b': 'odd', '': 'e', '.': 'e', 'z.#': 'q'}");
	char *want = quoted("{'id': 'a', 'tags': {'a.b': 'c'}, "
			    "'v': ['x', 'y'], 'r': [{'p': '2', 'q': []}], "
			    "'z': []}");
	json_t *flat = json_loads(text, 0, NULL), *tree = tf_unflatten(flat);
	json_t *wanted = json_loads(want, 0, NULL);
	const char *key;
	json_t *v;

	(void)state;
	json_object_foreach (wanted, key, v)
		if (!json_equal(json_object_get(tree, key), v))
			fail_msg("%s differs", key);
	json_decref(flat);
	json_decref(tree);
	json_decref(wanted);
	free(text);
	free(want);
}

static void
test_state_3(void **state)
{
	struct fixture *f = *state;
	const struct security_group *g;

	load_state(f,
	    "{'version': 3, 'terraform_version': '0.11.14', 'modules': ["
	    "{'path': ['root', 'net'], 'resources': {"
	    "'aws_vpc.main': {'primary': {'id': 'vpc-1', 'attributes': {"
	    "'id': 'vpc-1', 'cidr_block': '10.0.0.0/16', "
	    "'enable_dns_support': 'true', 'tags.%': '1', "
	    "'tags.Name': 'old'}}}, "
	    "'aws_subnet.a.1': {'primary': {'attributes': {"
	    "'id': 'subnet-1', 'vpc_id': 'vpc-1', "
	    "'cidr_block': '10.0.1.0/24'}}}}}, "
	    "{'path': ['root'], 'resources': {"
	    "'aws_security_group.g': {'primary': {'attributes': {"
	    "'id': 'sg-1', 'vpc_id': 'vpc-1', 'ingress.#': '1', "
	    "'ingress.77.from_port': '443', 'ingress.77.to_port': '443', "
	    "'ingress.77.protocol': 'tcp', 'ingress.77.cidr_blocks.#': '1', "
	    "'ingress.77.cidr_blocks.0': '0.0.0.0/0'}}}}}]}");
	assert_non_null(find(f, OBJ_VPC, "old"));
	assert_non_null(find(f, OBJ_SUBNET, "module.net.aws_subnet.a[1]"));
	g = find(f, OBJ_SECURITY_GROUP, "aws_security_group.g");
	assert_int_equal(g->ingress.n, 1);
	assert_int_equal(g->ingress.v[0].ports[0].lo, 443);
}

/* --- plans -------------------------------------------------------------- */

#define SHOWN(address, type, name, more, values)                       \
	"{'address': '" address "', 'mode': 'managed', 'type': '" type \
	"', 'name': '" name "', " more " 'values': {" values "}}"
#define REF(...) "{'references': [" __VA_ARGS__ "]}"

/* A VPC in a module that is called for each of two keys; instances outside. */
static const char
    plan[] = "{'format_version': '1.2', 'terraform_version': '1.9.5', "
	     "'variables': {'region': {'value': 'eu-central-1'}}, "
	     "'prior_state': {'values': {'root_module': {'resources': ["
	     "{'address': 'data.aws_prefix_list.p', 'mode': 'data', "
	     "'type': 'aws_prefix_list', 'name': 'p', 'values': {'id': 'pl-1', "
	     "'name': 'mine', 'cidr_blocks': ['10.7.0.0/16']}}, " SHOWN(
		 "aws_vpc.old", "aws_vpc", "old", "",
		 "'id': 'vpc-9', 'cidr_block': '10.9.0.0/16'") "]}}}, "
							       "'planned_values': {'root_module': {'resources': [" SHOWN(
								   "aws_instance.i[0]",
								   "aws_instance",
								   "i",
								   "'index': 0,",
								   "'vpc_security_group_ids': [null]") ", " SHOWN("aws_instance.i[1]",
								   "aws_instance",
								   "i",
								   "'index': 1,",
								   "'associate_public_ip_address': true") ", " SHOWN("aws_security_group.g",
								   "aws_security_group",
								   "g", "",
								   "'name': 'g', 'ingress': [{'protocol': 'tcp', 'from_port': 22, "
								   "'to_port': 22, 'self': false}, {'protocol': 'tcp', "
								   "'from_port': 23, 'to_port': 23, 'self': true}]") "], "
														     "'child_modules': [{'address': 'module.n[\\\"x\\\"]', 'resources': [" SHOWN(
															 "module.n[\\\"x\\\"].aws_vpc.v",
															 "aws_vpc",
															 "v",
															 "",
															 "'cidr_block': '10.0.0.0/16'") ", " SHOWN("module.n[\\\"x\\\"].aws_subnet.s[0]", "aws_subnet", "s", "'index': 0,", "'cidr_block': '10.0.0.0/24'") ", " SHOWN("module.n[\\\"x\\\"].aws_subnet.s[1]", "aws_subnet", "s", "'index': 1,", "'cidr_block': '10.0.1.0/24'") ", " SHOWN("module.n[\\\"x\\\"].aws_internet_gateway.g", "aws_internet_gateway",
															 "g",
															 "",
															 "") ", " SHOWN("module.n[\\\"x\\\"].aws_default_route_table.d", "aws_default_route_table", "d", "", "'route': [{'cidr_block': '0.0.0.0/0'}]") "]}, "
																																       "{'address': 'module.n[\\\"y\\\"]', 'resources': [" SHOWN("module.n[\\\"y\\\"].aws_vpc.v", "aws_vpc",
																																	   "v",
																																	   "",
																																	   "'cidr_block': '10.1.0.0/16'") "]}]}}, "
																																					  "'configuration': {'provider_config': {'aws': {'expressions': "
																																					  "{'region': " REF("'var.region'") "}}}, 'root_module': {"
																																									    "'resources': [{'address': 'aws_instance.i', 'expressions': {"
																																									    "'subnet_id': " REF("'module.n[\\\"x\\\"].subnets', 'module.n[\\\"x\\\"]', "
																																												"'module.n', 'count.index'") ", "
																																															     "'vpc_security_group_ids': " REF(
																																																 "'aws_security_group.g.id', "
																																																 "'aws_security_group.g'") "}}, "
																																																			   "{'address': 'aws_security_group.g', 'expressions': {"
																																																			   "'vpc_id': " REF(
																																																			       "'module.n[\\\"x\\\"].vpc', 'module.n'") ", "
																																																									"'ingress': [{'from_port': {'constant_value': 23}}, "
																																																									"{'from_port': {'constant_value': 22}, 'security_groups': " REF("'aws_security_group.g.id'") "}]}}], "
																																																																				     "'module_calls': {'n': {'for_each_expression': {}, 'module': {"
																																																																				     "'outputs': {'vpc': {'expression': " REF("'aws_vpc.v.id'") "}, "
																																																																												"'subnets': {'expression': " REF(
																																																																												    "'aws_subnet.s'") "}}, "
																																																																														      "'resources': [{'address': 'aws_subnet.s', 'expressions': {"
																																																																														      "'vpc_id': " REF("'aws_vpc.v.id', 'aws_vpc.v'") "}}, "
																																																																																				      "{'address': 'aws_internet_gateway.g', 'expressions': {'vpc_id': " REF("'local.vpc'") "}}, "
																																																																																															    "{'address': 'aws_default_route_table.d', 'expressions': {"
																																																																																															    "'default_route_table_id': " REF("'aws_vpc.v.default_route_table_id'") ", 'route': [{'cidr_block': {'constant_value': '0.0.0.0/0'}, "
																																																																																																								   "'gateway_id': " REF("'aws_internet_gateway.g.id'") "}]}}]}}}}}}";

static void
load_plan(struct fixture *f, enum terraform_side side)
{
	char *text = quoted(plan);

	assert_int_equal(terraform_load_memory(f->m, "plan.json", text,
			     strlen(text), side, f->errs),
	    0);
	assert_int_equal(model_link(f->m, f->errs), 0);
	free(text);
}

static void
test_plan_after(void **state)
{
	struct fixture *f = *state;
	const struct interface *n;
	const struct security_group *g;
	const struct route_table *t;

	load_plan(f, TERRAFORM_AFTER);
	assert_int_equal(f->m->nvpcs, 2);
	assert_string_equal(f->m->vpcs[0]->region, "eu-central-1");
	n = find(f, OBJ_INTERFACE, "aws_instance.i[1]");
	assert_string_equal(n->subnet.name, "module.n[\"x\"].aws_subnet.s[1]");
	assert_string_equal(
	    n->security_groups.v[0].name, "aws_security_group.g");
	expect_ip(n->ip.v[0].ip, "10.0.1.4");
	expect_ip(n->public_ip.v[0].ip, "198.18.0.1");
	g = find(f, OBJ_SECURITY_GROUP, "g");
	assert_string_equal(g->o.vpc->o.name, "module.n[\"x\"].aws_vpc.v");
	/* Blocks of a plan come in another order than in the code. */
	assert_ptr_equal(g->ingress.v[0].peers.v[0].object, g);
	t = find(
	    f, OBJ_ROUTE_TABLE, "module.n[\"x\"].aws_default_route_table.d");
	assert_true(t->main);
	assert_int_equal(t->o.vpc->nroute_tables, 1);
	assert_ptr_equal(t->routes.v[0].via.object, t->o.vpc->internet_gateway);
	assert_non_null(find(f, OBJ_PREFIX_LIST, "mine"));
	expect_warning(f, "vpc_id is not known before the plan is applied");
	expect_warning(f, "1 public address is not in the file");
}

static void
test_plan_before(void **state)
{
	struct fixture *f = *state;

	load_plan(f, TERRAFORM_BEFORE);
	assert_int_equal(f->m->nvpcs, 1);
	assert_string_equal(f->m->vpcs[0]->o.name, "vpc-9");
}

/* route = [...] has one expression; what a route goes by is the only key that it
 * lacks.  A NAT gateway gets the address of its EIP, whatever comes first. */
static void
test_lists_of_blocks(void **state)
{
	struct fixture *f = *state;
	const struct route_table *t;
	const struct nat_gateway *n;

	load_state(f,
	    "{'planned_values': {'root_module': {'resources': [" SHOWN(
		"aws_nat_gateway.n", "aws_nat_gateway", "n", "",
		"'connectivity_type': 'public'") ", " SHOWN("aws_eip.e",
		"aws_eip", "e", "",
		"'domain': 'vpc'") ", " SHOWN("aws_vpc.v", "aws_vpc", "v", "",
		"'cidr_block': '10.0.0.0/16'") ", " SHOWN("aws_subnet.s",
		"aws_subnet", "s", "",
		"'cidr_block': '10.0.0.0/24'") ", " SHOWN("aws_route_table.t",
		"aws_route_table", "t", "",
		"'route': [{'cidr_block': '0.0.0.0/0', 'gateway_id': '', "
		"'transit_gateway_id': ''}]") "]}}, "
					      "'configuration': {'root_module': {'resources': ["
					      "{'address': 'aws_nat_gateway.n', 'expressions': {"
					      "'allocation_id': " REF(
						  "'aws_eip.e.id', 'aws_eip.e'") ", "
										 "'subnet_id': " REF(
										     "'aws_subnet.s.id'") "}}, "
													  "{'address': 'aws_subnet.s', 'expressions': {"
													  "'vpc_id': " REF(
													      "'aws_vpc.v.id'") "}}, "
																"{'address': 'aws_route_table.t', 'expressions': {"
																"'vpc_id': " REF(
																    "'aws_vpc.v.id'") ", "
																		      "'route': " REF(
																			  "'aws_nat_gateway.n.id', 'aws_nat_gateway.n'") "}}]}}}");
	t = find(f, OBJ_ROUTE_TABLE, "aws_route_table.t");
	n = find(f, OBJ_NAT_GATEWAY, "aws_nat_gateway.n");
	assert_ptr_equal(t->routes.v[0].via.object, n);
	assert_int_equal(n->public_ip.n, 1);
	expect_ip(n->public_ip.v[0].ip, "198.18.0.1");
	expect_warning(f, "1 public address is not in the file");
}

/* The state tells of a rule in its group too; in a plan that is of the past. */
static void
test_rule_that_goes(void **state)
{
	static const char group[] = SHOWN("aws_security_group.g",
	    "aws_security_group", "g", "",
	    "'id': 'sg-1', 'vpc_id': 'vpc-1', 'ingress': [{"
	    "'protocol': 'tcp', 'from_port': 22, 'to_port': 22, "
	    "'cidr_blocks': ['0.0.0.0/0']}], 'egress': [{"
	    "'protocol': '-1', 'from_port': 0, 'to_port': 0, "
	    "'cidr_blocks': ['0.0.0.0/0']}]") ", " SHOWN("aws_vpc.v", "aws_vpc",
	    "v", "", "'id': 'vpc-1', 'cidr_block': '10.0.0.0/16'");
	struct fixture *f = *state;
	const struct security_group *g;
	char text[4096];

	snprintf(text, sizeof(text),
	    "{'terraform_version': '1', 'resource_changes': [{"
	    "'type': 'aws_security_group_rule', 'change': {'before': {"
	    "'security_group_id': 'sg-1', 'type': 'ingress'}, "
	    "'after': null}}], 'planned_values': {'root_module': {"
	    "'resources': [%s]}}}",
	    group);
	load_state(f, text);
	g = find(f, OBJ_SECURITY_GROUP, "sg-1");
	assert_int_equal(g->ingress.n, 0);
	assert_int_equal(g->egress.n, 1);
}

/* --- files -------------------------------------------------------------- */

/* What one state lacks another has, in any order. */
static void
test_folder(void **state)
{
	struct fixture *f = *state;
	char *paths[] = { f->folder };
	struct model *m;

	put(f, "a.tfstate",
	    "{'version': 4, 'terraform_version': '1', 'resources': [" V4(
		"aws_internet_gateway", "g", "",
		"'id': 'igw-1', 'vpc_id': 'vpc-1'") "]}");
	put(f, "b.tfstate", STATE4(V4("aws_eip", "e", "", "'id': 'e'")));
	put(f, "c.json", "{'Vpcs': []}");
	m = load_model(paths, 1, NULL, f->errs);
	assert_non_null(m);
	assert_int_equal(errs_size(f->errs), 0);
	assert_int_equal(m->nvpcs, 1);
	assert_non_null(m->vpcs[0]->internet_gateway);
	model_free(m);
}

static void
test_what_it_is(void **state)
{
	struct fixture *f = *state;
	char path[64];

	put(f, "plan.json",
	    "{'a': {'planned_values': 1}, 'planned_values': 1}");
	put(f, "not.json", "{'a': {'terraform_version': 1}, 'Vpcs': []}");
	snprintf(path, sizeof(path), "%s/plan.json@before", f->folder);
	assert_true(terraform_is(path));
	path[strlen(path) - strlen("@before")] = '\0';
	assert_true(terraform_is(path));
	snprintf(path, sizeof(path), "%s/not.json", f->folder);
	assert_false(terraform_is(path));
	assert_false(terraform_is(f->folder));
	assert_false(terraform_is("no/such/file"));
}

static void
test_odd(void **state)
{
	static const char *const odd[] = {
		"{'version': 4, 'terraform_version': 1, 'resources': [1, {}, "
		"{'type': 'aws_vpc'}, {'type': 'aws_vpc', 'name': 'a', "
		"'instances': [1, {}, {'attributes': []}, "
		"{'attributes': {'id': 7}}]}]}",
		"{'planned_values': {'root_module': {'resources': [{"
		"'address': 'aws_route.r', 'type': 'aws_route', 'name': 'r', "
		"'values': {'route_table_id': 5}}]}}, 'configuration': {"
		"'root_module': {'resources': [{'address': 'aws_route.r', "
		"'expressions': {'route_table_id': {'references': "
		"['aws_route_table.t[', '', '[', 'module', 'data', 5]}}}]}}}",
		"{'version': 3, 'terraform_version': 1, 'modules': [{"
		"'path': [1], 'resources': {'a': 1, 'aws_vpc.': 1, "
		"'aws_vpc.b': {'primary': {'attributes': {'#': '1'}}}}}]}",
		"{'values': {'root_module': 1}, 'terraform_version': 1}",
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++)
		assert_int_equal(read_side(f, odd[i], TERRAFORM_AFTER), 0);
	assert_int_equal(read_side(f, "{'a': 1}", TERRAFORM_AFTER), -1);
	assert_int_equal(read_side(f, "{'values'", TERRAFORM_AFTER), -1);
	assert_int_equal(errs_count(f->errs), 2);
}

/* --- real ones ---------------------------------------------------------- */

static json_t *
resources_of(const char *path, struct tf_document *d)
{
	json_t *root = json_load_file(path, 0, NULL);

	assert_non_null(root);
	assert_true(tf_document_read(d, root, TERRAFORM_AFTER));
	return root;
}

/* driftctl numbers single rules by hashes of its own. */
static bool
is_comparable(const json_t *expected)
{
	return !json_is(expected, "Type", "aws_security_group_rule") &&
	    !json_is(expected, "Type", "aws_network_acl_rule");
}

/* How many attributes of a resource are what driftctl reads them to be. */
static size_t
compare(const struct tf_document *d, const json_t *expected)
{
	const char *key;
	json_t *v;

	for (size_t i = 0; i < d->n; i++) {
		size_t same = 0;

		if (!json_is(expected, "Type", d->v[i].type) ||
		    !json_is(expected, "Id", tf_id(&d->v[i])))
			continue;
		json_object_foreach (json_part(expected, "Attrs"), key, v)
			same +=
			    json_equal(json_object_get(d->v[i].values, key), v);
		return same;
	}
	return 0;
}

static void
test_driftctl(void **state)
{
	DIR *folder = opendir(DRIFTCTL);
	struct dirent *e;
	size_t compared = 0, found = 0;

	(void)state;
	if (folder == NULL) {
		print_message("SKIP: " DRIFTCTL " is not there\n");
		skip();
	}
	while ((e = readdir(folder))) {
		struct tf_document d = { .arena = arena_new(), .file = "t" };
		char *dot = strstr(e->d_name, ".tfstate"), path[512];
		json_t *golden, *v;
		size_t i;

		if (dot) {
			snprintf(path, sizeof(path), DRIFTCTL "/%s", e->d_name);
			resources_of(path, &d);
			snprintf(path, sizeof(path),
			    DRIFTCTL "/%.*s.golden.json",
			    (int)(dot - e->d_name), e->d_name);
			golden = json_load_file(path, 0, NULL);
			json_array_foreach (golden, i, v) {
				compared += is_comparable(v);
				found += is_comparable(v) && compare(&d, v) > 0;
			}
			json_decref(golden);
			tf_document_free(&d);
		}
		arena_free(d.arena);
	}
	closedir(folder);
	print_message("driftctl: %zu of %zu resources\n", found, compared);
	assert_int_equal(found, compared);
}

static void
test_real_files(void **state)
{
	static char folder[] =
	    "../shared/data/terraform/hashicorp-publicsector";
	struct fixture *f = *state;
	char *paths[] = { folder };
	struct model *m;

	if (access(folder, R_OK) != 0) {
		print_message("SKIP: %s is not there\n", folder);
		skip();
	}
	m = load_model(paths, 1, NULL, f->errs);
	assert_non_null(m);
	assert_int_equal(m->nvpcs, 3);
	assert_int_equal(m->npeerings, 1);
	assert_int_equal(errs_size(f->errs), 0);
	model_free(m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_state_4),
		TEST(test_routes),
		TEST(test_rules),
		TEST(test_interfaces),
		TEST(test_transit_gateway),
		TEST(test_endpoints),
		TEST(test_load_balancers),
		TEST(test_names),
		cmocka_unit_test(test_flat_map),
		TEST(test_state_3),
		TEST(test_plan_after),
		TEST(test_plan_before),
		TEST(test_lists_of_blocks),
		TEST(test_rule_that_goes),
		TEST(test_folder),
		TEST(test_what_it_is),
		TEST(test_odd),
		cmocka_unit_test(test_driftctl),
		TEST(test_real_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
