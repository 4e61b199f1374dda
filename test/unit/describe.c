/*
 * describe.c - describe dumps to a model: every kind, whatever is missing
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/packet.h"
#include "dataplane/load/describe/describe_files.h"
#include "test/unit/dump_fixture.h"

/* --- VPCs --------------------------------------------------------------- */

static void
test_vpc(void **state)
{
	struct fixture *f = *state;
	const struct vpc *v;
	const struct subnet *s;

	load(f,
	    "{'Vpcs': [{'VpcId': 'vpc-1', 'CidrBlock': '10.0.0.0/16', "
	    "'CidrBlockAssociationSet': ["
	    "{'CidrBlock': '10.0.0.0/16', "
	    "'CidrBlockState': {'State': 'associated'}},"
	    "{'CidrBlock': '10.1.0.0/16', "
	    "'CidrBlockState': {'State': 'associated'}},"
	    "{'CidrBlock': '10.2.0.0/16', "
	    "'CidrBlockState': {'State': 'disassociated'}}],"
	    "'Ipv6CidrBlockAssociationSet': ["
	    "{'Ipv6CidrBlock': '2600:1f18:1::/56', "
	    "'Ipv6CidrBlockState': {'State': 'associated'}}],"
	    "'Tags': [{'Key': 'Team', 'Value': 'x'}, "
	    "{'Key': 'Name', 'Value': 'app'}]}],"
	    "'Subnets': [" SUBNET "], 'NextToken': 'abc'}");
	v = find(f, OBJ_VPC, "app");
	assert_string_equal(v->o.name, "vpc-1");
	assert_string_equal(v->region, "eu-west-1");
	assert_string_equal(f->m->region, "eu-west-1");
	assert_int_equal(v->cidr.n, 3);
	expect_cidr(&v->cidr, 0, "10.0.0.0/16");
	expect_cidr(&v->cidr, 1, "10.1.0.0/16");
	expect_cidr(&v->cidr, 2, "2600:1f18:1::/56");
	assert_true(v->dns_support);
	s = find(f, OBJ_SUBNET, "subnet-1");
	assert_string_equal(s->az.s, "eu-west-1a");
	assert_ptr_equal(s->o.vpc, v);
	expect_warning(f, "no main route table in the dump");
	expect_warning(f, "no default network ACL in the dump");
	expect_warning(f, "has network interfaces that are not in the dump");
}

static void
test_attributes(void **state)
{
	struct fixture *f = *state;
	const struct vpc *v;

	load(f,
	    "{'Vpcs': [" VPC "]}\n"
	    "{'VpcId': 'vpc-1', 'EnableDnsSupport': {'Value': false}}\n"
	    "{'VpcId': 'vpc-1', 'EnableDnsHostnames': {'Value': false}}\n");
	v = find(f, OBJ_VPC, "vpc-1");
	assert_false(v->dns_support);
	assert_false(v->dns_hostnames);
}

static void
test_gateways(void **state)
{
	struct fixture *f = *state;
	const struct vpc *v;

	load(f,
	    "{" BASE ", 'InternetGateways': ["
	    "{'InternetGatewayId': 'igw-1', 'Attachments': "
	    "[{'VpcId': 'vpc-1', 'State': 'available'}]}, "
	    "{'InternetGatewayId': 'igw-2', 'Attachments': []}, "
	    "{'InternetGatewayId': 'igw-3', 'Attachments': "
	    "[{'VpcId': 'vpc-1'}]}],"
	    "'VpnGateways': [{'VpnGatewayId': 'vgw-1', 'VpcAttachments': ["
	    "{'State': 'detached', 'VpcId': 'vpc-2'}, "
	    "{'State': 'attached', 'VpcId': 'vpc-1'}]}],"
	    "'EgressOnlyInternetGateways': [{"
	    "'EgressOnlyInternetGatewayId': 'eigw-1', "
	    "'Attachments': [{'State': 'attached', 'VpcId': 'vpc-1'}]}]}");
	v = find(f, OBJ_VPC, "vpc-1");
	assert_string_equal(v->internet_gateway->o.name, "igw-1");
	assert_string_equal(v->vpn_gateway->o.name, "vgw-1");
	assert_string_equal(v->egress_only_internet_gateway->o.name, "eigw-1");
	assert_null(
	    model_find(f->m, NULL, 1u << OBJ_INTERNET_GATEWAY, "igw-2", NULL));
	expect_warning(f, "igw-3 is attached to VPC vpc-1 beside another");
}

/* --- rules -------------------------------------------------------------- */

static void
test_groups(void **state)
{
	struct fixture *f = *state;
	const struct security_group *g;
	const struct rule *r;

	load(f,
	    "{" BASE ", 'SecurityGroups': [{'GroupId': 'sg-1', "
	    "'GroupName': 'default', 'VpcId': 'vpc-1', 'IpPermissions': ["
	    "{'IpProtocol': 'tcp', 'FromPort': 80, 'ToPort': 81, "
	    "'IpRanges': [{'CidrIp': '0.0.0.0/0'}], "
	    "'Ipv6Ranges': [{'CidrIpv6': '::/0'}]},"
	    "{'IpProtocol': 'icmp', 'FromPort': 8, 'ToPort': -1, "
	    "'UserIdGroupPairs': [{'GroupId': 'sg-2'}, "
	    "{'GroupId': 'sg-9'}, "
	    "{'GroupId': 'sg-2', 'PeeringStatus': 'deleted'}]},"
	    "{'IpProtocol': 'quic'},"
	    "{'IpProtocol': '50', 'IpRanges': [{'CidrIp': '10.0.0.1/32'}]}],"
	    "'IpPermissionsEgress': [{'IpProtocol': '-1', "
	    "'PrefixListIds': [{'PrefixListId': 'pl-6da54004'}, "
	    "{'PrefixListId': 'pl-0'}]}]},"
	    "{'GroupId': 'sg-2', 'GroupName': 'web', 'VpcId': 'vpc-1'}]}");
	g = find(f, OBJ_SECURITY_GROUP, "sg-1");
	assert_ptr_equal(vpc_default_group(g->o.vpc), g);
	assert_int_equal(g->ingress.n, 3);
	r = &g->ingress.v[0];
	assert_int_equal(r->proto, PROTO_TCP);
	assert_int_equal(r->ports[0].lo, 80);
	assert_int_equal(r->ports[0].hi, 81);
	assert_int_equal(r->peers.n, 2);
	r = &g->ingress.v[1];
	assert_int_equal(r->icmp_type, 8);
	assert_int_equal(r->icmp_code, -1);
	assert_int_equal(r->peers.n, 1);
	assert_ptr_equal(
	    r->peers.v[0].object, find(f, OBJ_SECURITY_GROUP, "web"));
	assert_int_equal(g->ingress.v[2].proto, 50);
	assert_int_equal(g->egress.v[0].peers.n, 1);
	assert_int_equal(g->egress.v[0].peers.v[0].kind, PEER_SERVICE);
	expect_warning(f, "sg-9, which is not in the dump");
	expect_warning(f, "pl-0, which is not in the dump");
	expect_warning(f, "without a known protocol");
	/* What AWS makes for new groups is not added to those that are there.
	 */
	g = find(f, OBJ_SECURITY_GROUP, "sg-2");
	assert_int_equal(g->egress.n, 0);
}

static void
test_single_rules(void **state)
{
	struct fixture *f = *state;
	const struct security_group *g;

	load(f,
	    "{" BASE ", 'SecurityGroups': [{'GroupId': 'sg-1', "
	    "'VpcId': 'vpc-1'}, {'GroupId': 'sg-2', 'VpcId': 'vpc-1', "
	    "'IpPermissions': []}], 'SecurityGroupRules': ["
	    "{'SecurityGroupRuleId': 'sgr-1', 'GroupId': 'sg-1', "
	    "'IsEgress': false, 'IpProtocol': 'udp', 'FromPort': 53, "
	    "'ToPort': 53, 'ReferencedGroupInfo': {'GroupId': 'sg-2'}},"
	    "{'SecurityGroupRuleId': 'sgr-2', 'GroupId': 'sg-1', "
	    "'IsEgress': true, 'IpProtocol': '-1', "
	    "'CidrIpv4': '0.0.0.0/0'},"
	    "{'SecurityGroupRuleId': 'sgr-3', 'GroupId': 'sg-2', "
	    "'IpProtocol': '-1', 'CidrIpv4': '0.0.0.0/0'}]}");
	g = find(f, OBJ_SECURITY_GROUP, "sg-1");
	assert_int_equal(g->ingress.n, 1);
	assert_string_equal(g->ingress.v[0].peers.v[0].object->name, "sg-2");
	assert_int_equal(g->egress.n, 1);
	g = find(f, OBJ_SECURITY_GROUP, "sg-2");
	assert_int_equal(g->ingress.n, 0);
}

static void
test_acl(void **state)
{
	struct fixture *f = *state;
	const struct network_acl *acl;
	const struct subnet *s;

	load(f,
	    "{" BASE ", 'NetworkAcls': [{'NetworkAclId': 'acl-1', "
	    "'VpcId': 'vpc-1', 'IsDefault': true, "
	    "'Associations': [{'SubnetId': 'subnet-1'}], 'Entries': ["
	    "{'RuleNumber': 32767, 'Protocol': '-1', 'RuleAction': 'deny', "
	    "'Egress': true, 'CidrBlock': '0.0.0.0/0'},"
	    "{'RuleNumber': 32768, 'Protocol': '-1', 'RuleAction': 'deny', "
	    "'Egress': true, 'Ipv6CidrBlock': '::/0'},"
	    "{'RuleNumber': 100, 'Protocol': '6', 'RuleAction': 'allow', "
	    "'Egress': true, 'CidrBlock': '0.0.0.0/0', "
	    "'PortRange': {'From': 22, 'To': 23}},"
	    "{'RuleNumber': 90, 'Protocol': '1', 'RuleAction': 'deny', "
	    "'Egress': false, 'CidrBlock': '10.0.0.0/8', "
	    "'IcmpTypeCode': {'Type': 8, 'Code': 0}}]}]}");
	acl = find(f, OBJ_NETWORK_ACL, "acl-1");
	s = find(f, OBJ_SUBNET, "subnet-1");
	assert_ptr_equal(s->network_acl.object, acl);
	assert_ptr_equal(vpc_default_acl(s->o.vpc), acl);
	assert_int_equal(acl->egress.n, 1);
	assert_int_equal(acl->egress.v[0].number, 100);
	assert_int_equal(acl->egress.v[0].ports[0].hi, 23);
	assert_int_equal(acl->ingress.n, 1);
	assert_int_equal(acl->ingress.v[0].action, RULE_DENY);
	assert_int_equal(acl->ingress.v[0].icmp_type, 8);
	assert_int_equal(acl->ingress.v[0].icmp_code, 0);
}

/* --- routes ------------------------------------------------------------- */

static void
test_routes(void **state)
{
	struct fixture *f = *state;
	const struct route_table *t;
	const struct route *r;

	load(f,
	    "{" BASE ", 'VpnGateways': [{'VpnGatewayId': 'vgw-1', "
	    "'VpcAttachments': [{'State': 'attached', 'VpcId': 'vpc-1'}]}], " TABLE(
		"{'DestinationCidrBlock': '10.0.0.0/16', "
		"'GatewayId': 'local', 'State': 'active'},"
		"{'DestinationCidrBlock': '192.168.0.0/16', "
		"'GatewayId': 'vgw-1', 'State': 'active', "
		"'Origin': 'EnableVgwRoutePropagation'},"
		"{'DestinationCidrBlock': '172.16.0.0/12', "
		"'NatGatewayId': 'nat-9', 'State': 'blackhole'},"
		"{'DestinationCidrBlock': '172.17.0.0/16', "
		"'CarrierGatewayId': 'cagw-1', 'State': 'active'}") "}");
	t = find(f, OBJ_ROUTE_TABLE, "rtb-1");
	assert_true(t->main);
	assert_ptr_equal(
	    subnet_route_table(find(f, OBJ_SUBNET, "subnet-1")), t);
	assert_int_equal(t->routes.n, 3);
	r = t->routes.v;
	assert_true(r[0].propagated);
	assert_string_equal(r[0].via.object->name, "vgw-1");
	assert_true(r[1].blackhole);
	assert_true(r[2].blackhole);
	expect_warning(f, "cagw-1, which is not in the dump");
}

static void
test_endpoint_routes(void **state)
{
	struct fixture *f = *state;
	const struct route_table *t;
	const struct endpoint *e;

	load(f,
	    "{" BASE ", 'VpcEndpoints': [{'VpcEndpointId': 'vpce-1', "
	    "'VpcEndpointType': 'Gateway', 'VpcId': 'vpc-1', "
	    "'State': 'available', 'RouteTableIds': [], 'PolicyDocument': "
	    "'{\\'Statement\\': [{\\'Effect\\': \\'Allow\\', "
	    "\\'Principal\\': \\'*\\', \\'Action\\': \\'*\\', "
	    "\\'Resource\\': \\'*\\'}]}', "
	    "'ServiceName': 'com.amazonaws.eu-west-1.s3'}], " TABLE(
		"{'DestinationPrefixListId': 'pl-6da54004', "
		"'GatewayId': 'vpce-1', 'State': 'active'}") "}");
	t = find(f, OBJ_ROUTE_TABLE, "rtb-1");
	e = find(f, OBJ_ENDPOINT, "vpce-1");
	assert_int_equal(t->routes.n, 0);
	assert_int_equal(e->type, ENDPOINT_GATEWAY);
	assert_int_equal(e->route_tables.n, 1);
	assert_ptr_equal(e->route_tables.v[0].object, t);
	assert_int_equal(e->policy.n, 0);
}

/* AWS knows no such route, so a dump that has one is wrong there. */
static void
test_route_to_interface_endpoint(void **state)
{
	struct fixture *f = *state;
	const struct route_table *t;

	load(f,
	    "{" BASE ", 'VpcEndpoints': [{'VpcEndpointId': 'vpce-1', "
	    "'VpcEndpointType': 'Interface', 'VpcId': 'vpc-1', "
	    "'ServiceName': 'com.amazonaws.eu-west-1.sts'}], " TABLE(
		"{'DestinationCidrBlock': '0.0.0.0/0', "
		"'GatewayId': 'vpce-1'}") "}");
	t = find(f, OBJ_ROUTE_TABLE, "rtb-1");
	assert_true(t->routes.v[0].missing);
	assert_true(t->routes.v[0].blackhole);
	expect_warning(f, "or no target");
}

/* --- interfaces --------------------------------------------------------- */

#define INSTANCE(id, state)                                                 \
	"{'Instances': [{'InstanceId': '" id "', 'State': {'Name': '" state \
	"'}, 'Tags': [{'Key': 'Name', 'Value': 'name-" id "'}]}]}"

static void
test_addresses(void **state)
{
	struct fixture *f = *state;
	const struct interface *n;

	load(f,
	    "{" BASE ", " SG
	    ", 'NetworkInterfaces': [" ENI("eni-1", "10.0.1.10",
		GROUP
		", 'PrivateIpAddresses': ["
		"{'PrivateIpAddress': '10.0.1.11', 'Primary': false, "
		"'Association': {'PublicIp': '198.51.100.11'}}, "
		"{'PrivateIpAddress': '10.0.1.12', 'Primary': false}, "
		"{'PrivateIpAddress': '10.0.1.10', 'Primary': true}], "
		"'Ipv6Addresses': [{'Ipv6Address': '2600:1f18:1::5'}], "
		"'Ipv4Prefixes': [{'Ipv4Prefix': '10.0.1.64/28'}]") "], "
								    "'Addresses': [{'PublicIp': '198.51.100.12', "
								    "'NetworkInterfaceId': 'eni-1', "
								    "'PrivateIpAddress': '10.0.1.12'}, "
								    "{'PublicIp': '198.51.100.13'}]}");
	n = find(f, OBJ_INTERFACE, "eni-1");
	assert_int_equal(n->ip.n, 4);
	expect_ip(n->ip.v[0].ip, "10.0.1.10");
	expect_ip(n->ip.v[1].ip, "10.0.1.11");
	expect_ip(n->ip.v[3].ip, "2600:1f18:1::5");
	assert_int_equal(n->public_ip.n, 3);
	assert_true(ip_is_zero(n->public_ip.v[0].ip));
	expect_ip(n->public_ip.v[1].ip, "198.51.100.11");
	expect_ip(n->public_ip.v[2].ip, "198.51.100.12");
	expect_cidr(&n->prefixes, 0, "10.0.1.64/28");
	assert_false(n->silent);
	assert_true(n->source_dest_check);
}

static void
test_who_answers(void **state)
{
	struct fixture *f = *state;
	const struct interface *n;

	load(f,
	    "{" BASE ", " SG ", 'Reservations': [" INSTANCE(
		"i-1", "running") ", " INSTANCE("i-2",
		"stopped") "], "
			   "'NetworkInterfaces': [" ENI("eni-1", "10.0.1.10",
			       GROUP
			       ", 'SourceDestCheck': false, 'Attachment': "
			       "{'InstanceId': 'i-1', 'DeviceIndex': 0}") ", " ENI("eni-2",
			       "10.0.1.11",
			       GROUP
			       ", 'Attachment': {'InstanceId': 'i-2'}") ", " ENI("eni-3",
			       "10.0.1.12",
			       "'InterfaceType': 'transit_gateway'") ", " ENI("eni-4",
			       "10.0.1.13",
			       GROUP
			       ", 'InterfaceType': 'interface', 'Description': "
			       "'EFS mount target for fs-1 (fsmt-1)'") ", " ENI("eni-5",
			       "10.0.1.14",
			       GROUP
			       ", 'InterfaceType': 'interface', 'Description': "
			       "'ELB app/web/1'") ", " ENI("eni-6", "10.0.1.15",
			       GROUP ", 'Attachment': {'InstanceId': 'i-1', "
				     "'DeviceIndex': 1}") ", " ENI("eni-7",
			       "10.0.1.16",
			       GROUP
			       ", 'Attachment': {'InstanceId': 'i-9'}") ", " ENI("eni-8",
			       "10.0.1.17",
			       GROUP ", 'Status': 'available'") "]}");
	n = find(f, OBJ_INTERFACE, "i-1");
	assert_string_equal(n->o.name, "eni-1");
	assert_string_equal(n->o.alias, "name-i-1");
	assert_true(n->forwards);
	assert_false(n->silent);
	assert_int_equal(n->attached, ATTACHED_RUNNING);
	n = find(f, OBJ_INTERFACE, "name-i-2");
	assert_int_equal(n->attached, ATTACHED_STOPPED);
	n = find(f, OBJ_INTERFACE, "eni-8");
	assert_int_equal(n->attached, ATTACHED_NOT);
	n = find(f, OBJ_INTERFACE, "eni-3");
	assert_true(n->silent);
	assert_true(n->unfiltered);
	assert_int_equal(n->security_groups.n, 0);
	n = find(f, OBJ_INTERFACE, "eni-4");
	assert_false(n->silent);
	assert_int_equal(n->listens.n, 1);
	assert_int_equal(n->listens.v[0].port, 2049);
	n = find(f, OBJ_INTERFACE, "eni-5");
	assert_true(n->silent);
	n = find(f, OBJ_INTERFACE, "eni-6");
	assert_null(n->o.alias);
	assert_string_equal(n->primary->o.name, "eni-1");
	assert_true(n->primary->has_others);
	n = find(f, OBJ_INTERFACE, "eni-7");
	assert_false(n->silent);
	expect_warning(f, "taken to be running");
}

static void
test_held_interfaces(void **state)
{
	struct fixture *f = *state;
	const struct nat_gateway *nat;
	const struct endpoint *e;

	load(f,
	    "{" BASE ", " SG ", 'NatGateways': [{'NatGatewayId': 'nat-1', "
	    "'State': 'available', 'VpcId': 'vpc-1', "
	    "'SubnetId': 'subnet-1', 'NatGatewayAddresses': ["
	    "{'PrivateIp': '10.0.1.5', 'PublicIp': '198.51.100.5', "
	    "'NetworkInterfaceId': 'eni-1'}]}, "
	    "{'NatGatewayId': 'nat-2', 'State': 'deleted', "
	    "'VpcId': 'vpc-1', 'SubnetId': 'subnet-1'}], "
	    "'VpcEndpoints': [{'VpcEndpointId': 'vpce-1', "
	    "'VpcEndpointType': 'Interface', 'VpcId': 'vpc-1', "
	    "'ServiceName': 'com.amazonaws.eu-west-1.sts', "
	    "'State': 'available', 'NetworkInterfaceIds': ['eni-2'], "
	    "'PrivateDnsEnabled': true, " GROUP "}], "
	    "'NetworkInterfaces': [" ENI("eni-1", "10.0.1.5",
		"'InterfaceType': 'nat_gateway'") ", " ENI("eni-2", "10.0.1.6",
		"'InterfaceType': 'vpc_endpoint'") "]}");
	nat = find(f, OBJ_NAT_GATEWAY, "nat-1");
	assert_int_equal(nat->ip.n, 1);
	expect_ip(nat->public_ip.v[0].ip, "198.51.100.5");
	assert_null(
	    model_find(f->m, NULL, 1u << OBJ_NAT_GATEWAY, "nat-2", NULL));
	e = find(f, OBJ_ENDPOINT, "vpce-1");
	assert_string_equal(e->service_name, "sts");
	assert_int_equal(e->nsubnets, 1);
	expect_ip(e->subnets[0].ip.v[0].ip, "10.0.1.6");
	assert_true(e->private_dns);
	assert_int_equal(nat->o.vpc->ninterfaces, 0);
}

static void
test_collected(void **state)
{
	struct fixture *f = *state;
	const struct interface *n;

	load(f,
	    "{'collector_version': '1', 'vpcs': [" VPC "], "
	    "'subnets': [" SUBNET "], 'security_groups': ["
	    "{'GroupId': 'sg-1', 'VpcId': 'vpc-1'}], 'instances': ["
	    "{'InstanceId': 'i-1', 'State': {'Name': 'running'}, "
	    "'NetworkInterfaces': [" ENI("eni-1", "10.0.1.10", GROUP) "]}]}");
	n = find(f, OBJ_INTERFACE, "i-1");
	assert_string_equal(n->o.name, "eni-1");
	assert_false(n->silent);
}

/* --- what is missing ---------------------------------------------------- */

static void
test_missing(void **state)
{
	struct fixture *f = *state;
	const struct interface *n;

	load(f,
	    "{'NetworkInterfaces': [" ENI("eni-1", "10.0.1.10",
		GROUP) "], " TABLE("{'DestinationCidrBlock': '10.0.0.0/16', "
				   "'GatewayId': 'local'}") "}");
	n = find(f, OBJ_INTERFACE, "eni-1");
	assert_string_equal(n->subnet.object->name, "subnet-1");
	assert_string_equal(n->security_groups.v[0].object->name, "sg-1");
	expect_cidr(&n->o.vpc->cidr, 0, "10.0.0.0/16");
	expect_warning(f, "refers to VPC vpc-1, which is not in the dump");
	expect_warning(f, "refers to subnet subnet-1");
	expect_warning(f, "refers to security group sg-1");
}

static void
test_leftovers(void **state)
{
	struct fixture *f = *state;

	load(f,
	    "{" BASE ", 'LoadBalancerDescriptions': [{'Name': 'a'}], "
	    "'Gizmos': [1, 2], 'Subnetz': [], 'VpcEndpoints': ["
	    "{'VpcEndpointId': 'vpce-1', 'VpcId': 'vpc-1', "
	    "'VpcEndpointType': 'Wormhole'}, {'VpcId': 'vpc-1'}], "
	    "'Routes': [{'DestinationCidrBlock': '10.0.0.0/8'}]}");
	expect_warning(f, "1 of LoadBalancerDescriptions is left out");
	expect_warning(f, "2 of Gizmos are left out");
	expect_warning(f, "of the type Wormhole");
	expect_warning(f, "has no VpcEndpointId");
	expect_warning(f, "1 of Routes is left out");
}

static void
test_broken(void **state)
{
	struct fixture *f = *state;
	const struct problem *p;

	assert_int_equal(read_memory(f, "{'Vpcs': [\n {'VpcId' 1}]}"), -1);
	p = errs_get(f->errs, 0);
	assert_non_null(strstr(p->text, "no JSON"));
	assert_int_equal(p->where.line, 2);
}

static void
test_recognised(void **state)
{
	static const struct {
		const char *text;
		bool yes;
	} cases[] = {
		{ "{\"Vpcs\": []}", true },
		{ " {\"NextToken\": \"[\", \"route_tables\" : [1]}", true },
		{ "{\"apiVersion\": \"vpcsim/v1\", \"Vpcs\": []}", false },
		{ "{\"vpcs\": {\"app\": {}}}", false },
		{ "{\"x\": {\"Vpcs\": []}}", false },
		{ "{\"x\": \"\\\"Vpcs\\\": [\"}", false },
		{ "vpcs: []", false },
		{ "{\"Vpcs\"", false },
		{ "", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (files_is_dump(cases[i].text, strlen(cases[i].text)) !=
		    cases[i].yes)
			fail_msg("wrong: %s", cases[i].text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_vpc),
		TEST(test_attributes),
		TEST(test_gateways),
		TEST(test_groups),
		TEST(test_single_rules),
		TEST(test_acl),
		TEST(test_routes),
		TEST(test_endpoint_routes),
		TEST(test_route_to_interface_endpoint),
		TEST(test_addresses),
		TEST(test_who_answers),
		TEST(test_held_interfaces),
		TEST(test_collected),
		TEST(test_missing),
		TEST(test_leftovers),
		TEST(test_broken),
		TEST(test_recognised),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
