/*
 * describe_whole.c - describe dumps as a whole: folders and accounts, what
 * joins VPCs, and packets in the model that comes out
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "dataplane/compile.h"
#include "dataplane/exchange.h"
#include "dataplane/load/load.h"
#include "dataplane/marks.h"
#include "dataplane/model/site.h"
#include "dataplane/model/transit.h"
#include "dataplane/records/facts.h"
#include "dataplane/traffic.h"
#include "test/unit/dump_fixture.h"

/* --- folders, accounts, Regions ----------------------------------------- */

static void
test_owner_wins(void **state)
{
	struct fixture *f = *state;

	put(f, "accounts/111111111111/eu-west-1/a.json",
	    "{'Subnets': [{'SubnetId': 'subnet-1', 'VpcId': 'vpc-1', "
	    "'OwnerId': '222222222222', 'CidrBlock': '10.0.1.0/24', "
	    "'AvailabilityZone': 'eu-west-1a', "
	    "'AvailabilityZoneId': 'euw1-az2'}], "
	    "'Vpcs': [{'VpcId': 'vpc-1', 'OwnerId': '222222222222'}]}");
	put(f, "accounts/222222222222/eu-west-1/a.json",
	    "{'Vpcs': [{'VpcId': 'vpc-1', 'OwnerId': '222222222222', "
	    "'CidrBlock': '10.0.0.0/16', "
	    "'Tags': [{'Key': 'Name', 'Value': 'shared'}]}]}");
	put(f, "notes.txt", "not a dump");
	put(f, "denied.json", "");
	put(f, "other.json", "{'a': 'b'}");
	load_folder(f);
	expect_cidr(&((struct vpc *)find(f, OBJ_VPC, "shared"))->cidr, 0,
	    "10.0.0.0/16");
	expect_warning(f, "the file is empty");
	expect_warning(f, "nothing in it that a describe call");
	/* Names of zones differ from account to account; ids do not. */
	assert_string_equal(
	    ((struct subnet *)find(f, OBJ_SUBNET, "subnet-1"))->az.s,
	    "euw1-az2");
}

static void
test_prefix_lists(void **state)
{
	struct fixture *f = *state;
	const struct route_table *t;

	put(f, "us-east-1/x.json",
	    "{'PrefixLists': [{'PrefixListId': 'pl-1', "
	    "'PrefixListName': 'com.amazonaws.us-east-1.s3', "
	    "'Cidrs': ['52.216.0.0/15']}]}");
	put(f, "us-west-2/pl-2.json", "{'Entries': [{'Cidr': '10.9.0.0/16'}]}");
	put(f, "us-west-2/x.json",
	    "{'PrefixLists': [{'PrefixListId': 'pl-1', "
	    "'PrefixListName': 'mine', 'Entries': [{'Cidr': '10.8.0.0/16'}]},"
	    "{'PrefixListId': 'pl-2', 'PrefixListName': 'two'},"
	    "{'PrefixListId': 'pl-3', 'PrefixListName': 'three'}], " BASE
	    ", " TABLE("{'DestinationPrefixListId': 'pl-1', "
		       "'NetworkInterfaceId': 'eni-9', "
		       "'State': 'blackhole'}, "
		       "{'DestinationPrefixListId': 'pl-2', "
		       "'State': 'blackhole'}, "
		       "{'DestinationPrefixListId': 'pl-7', "
		       "'State': 'blackhole'}") "}");
	load_folder(f);
	expect_cidr(&((struct prefix_list *)find(
			  f, OBJ_PREFIX_LIST, "com.amazonaws.us-east-1.s3"))
			 ->entries,
	    0, "52.216.0.0/15");
	t = find(f, OBJ_ROUTE_TABLE, "rtb-1");
	assert_int_equal(t->routes.n, 2);
	assert_ptr_equal(
	    t->routes.v[0].to.object, find(f, OBJ_PREFIX_LIST, "mine"));
	expect_cidr(&((struct prefix_list *)t->routes.v[1].to.object)->entries,
	    0, "10.9.0.0/16");
	expect_warning(f, "pl-3 is a prefix list without entries");
	expect_warning(f, "pl-7, which is not in the dump");
}

static void
test_peering(void **state)
{
	struct fixture *f = *state;
	const struct peering *p;
	const struct vpc *other;

	load(f,
	    "{" BASE ", 'VpcPeeringConnections': ["
	    "{'VpcPeeringConnectionId': 'pcx-1', "
	    "'Status': {'Code': 'active'}, "
	    "'RequesterVpcInfo': {'VpcId': 'vpc-1', 'Region': 'eu-west-1'}, "
	    "'AccepterVpcInfo': {'VpcId': 'vpc-9', 'Region': 'us-east-2', "
	    "'CidrBlock': '10.9.0.0/16', "
	    "'CidrBlockSet': [{'CidrBlock': '10.9.0.0/16'}]}}, "
	    "{'VpcPeeringConnectionId': 'pcx-2', "
	    "'Status': {'Code': 'deleted'}}]}");
	p = find(f, OBJ_PEERING, "pcx-1");
	other = (const struct vpc *)p->between.v[1].object;
	assert_string_equal(other->o.name, "vpc-9");
	assert_string_equal(other->region, "us-east-2");
	expect_cidr(&other->cidr, 0, "10.9.0.0/16");
	expect_warning(f, "pcx-2 is deleted");
}

/* --- transit gateways and VPN ------------------------------------------- */

static void
test_transit_gateway(void **state)
{
	struct fixture *f = *state;
	const struct transit_gateway *g;
	const struct tgw_attachment *a;
	const struct tgw_route_table *t;

	load(f,
	    "{" BASE ", 'TransitGateways': [{'TransitGatewayId': 'tgw-1'}, "
	    "{'TransitGatewayId': 'tgw-2'}], 'TransitGatewayRouteTables': ["
	    "{'TransitGatewayRouteTableId': 'tgw-rtb-1', "
	    "'TransitGatewayId': 'tgw-1'}, "
	    "{'TransitGatewayRouteTableId': 'tgw-rtb-2', "
	    "'TransitGatewayId': 'tgw-2'}], 'TransitGatewayAttachments': ["
	    "{'TransitGatewayAttachmentId': 'att-1', "
	    "'TransitGatewayId': 'tgw-1', 'ResourceType': 'vpc', "
	    "'ResourceId': 'vpc-1', 'Association': {'State': 'associated', "
	    "'TransitGatewayRouteTableId': 'tgw-rtb-1'}}, "
	    "{'TransitGatewayAttachmentId': 'att-2', "
	    "'TransitGatewayId': 'tgw-1', 'ResourceType': 'peering', "
	    "'ResourceId': 'tgw-2'}, "
	    "{'TransitGatewayAttachmentId': 'att-2', "
	    "'TransitGatewayId': 'tgw-2', 'ResourceType': 'peering', "
	    "'ResourceId': 'tgw-1', 'Association': {'State': 'associated', "
	    "'TransitGatewayRouteTableId': 'tgw-rtb-2'}}, "
	    "{'TransitGatewayAttachmentId': 'att-3', "
	    "'TransitGatewayId': 'tgw-1', 'ResourceType': 'client-vpn'}], "
	    "'TransitGatewayVpcAttachments': ["
	    "{'TransitGatewayAttachmentId': 'att-1', "
	    "'TransitGatewayId': 'tgw-1', 'VpcId': 'vpc-1', "
	    "'SubnetIds': ['subnet-1'], "
	    "'Options': {'ApplianceModeSupport': 'enable'}}], "
	    "'TransitGatewayPropagations': ["
	    "{'TransitGatewayRouteTableId': 'tgw-rtb-1', "
	    "'TransitGatewayRouteTablePropagations': ["
	    "{'TransitGatewayAttachmentId': 'att-1'}]}], "
	    "'TransitGatewayStaticRoutes': ["
	    "{'TransitGatewayRouteTableId': 'tgw-rtb-1', 'Routes': ["
	    "{'DestinationCidrBlock': '10.9.0.0/16', 'Type': 'static', "
	    "'State': 'active', 'TransitGatewayAttachments': ["
	    "{'TransitGatewayAttachmentId': 'att-2'}]}, "
	    "{'DestinationCidrBlock': '10.8.0.0/16', "
	    "'State': 'blackhole'}]}], " TABLE(
		"{'DestinationCidrBlock': '10.9.0.0/16', "
		"'TransitGatewayId': 'tgw-1'}") "}");
	g = find(f, OBJ_TRANSIT_GATEWAY, "tgw-1");
	assert_int_equal(g->nattachments, 2);
	a = (const struct tgw_attachment *)transit_gateway_part(
	    g, OBJ_TGW_ATTACHMENT, "att-1");
	assert_true(a->appliance_mode);
	assert_string_equal(a->subnets.v[0].object->name, "subnet-1");
	t = tgw_attachment_table(a);
	assert_string_equal(t->o.name, "tgw-rtb-1");
	assert_int_equal(t->associations.n, 1);
	assert_int_equal(t->propagations.n, 1);
	assert_string_equal(t->routes.v[0].via.object->name, "att-2");
	assert_true(t->routes.v[1].blackhole);
	g = find(f, OBJ_TRANSIT_GATEWAY, "tgw-2");
	assert_int_equal(g->nattachments, 1);
	assert_string_equal(
	    tgw_attachment_table(g->attachments[0])->o.name, "tgw-rtb-2");
	assert_string_equal(
	    ((struct route_table *)find(f, OBJ_ROUTE_TABLE, "rtb-1"))
		->routes.v[0]
		.via.object->name,
	    "tgw-1");
	expect_warning(f, "of the type client-vpn");
}

#define ATTACHMENT(id, type, resource)                                  \
	"{'TransitGatewayAttachmentId': '" id "', 'TransitGatewayId': " \
	"'tgw-1', 'ResourceType': '" type "', 'ResourceId': '" resource \
	"', 'Association': {'State': 'associated', "                    \
	"'TransitGatewayRouteTableId': 'tgw-rtb-1'}}"
#define VIA(id)                                                             \
	"'TransitGatewayAttachments': [{'TransitGatewayAttachmentId': '" id \
	"'}]"

/* Networks behind Direct Connect gateways, Connect peers and VPNs have the
 * prefixes that routes tell. */
static void
test_sites(void **state)
{
	struct fixture *f = *state;
	const struct transit_gateway *g;
	const struct on_premises *s;
	const struct tgw_attachment *a;

	load(f,
	    "{" BASE ", 'TransitGateways': [{'TransitGatewayId': 'tgw-1', "
	    "'Options': {'VpnEcmpSupport': 'disable'}}], "
	    "'TransitGatewayRouteTables': ["
	    "{'TransitGatewayRouteTableId': 'tgw-rtb-1', "
	    "'TransitGatewayId': 'tgw-1'}, "
	    "{'TransitGatewayRouteTableId': 'tgw-rtb-2', "
	    "'TransitGatewayId': 'tgw-1'}], 'VpnConnections': ["
	    "{'VpnConnectionId': 'vpn-1', 'TransitGatewayId': 'tgw-1', "
	    "'Options': {'StaticRoutesOnly': true}, 'Routes': []}], "
	    "'TransitGatewayAttachments': [" ATTACHMENT("att-1",
		"direct-connect-gateway", "dxgw-1") ", " ATTACHMENT("att-2",
		"vpn", "vpn-1") ", " ATTACHMENT("att-3", "connect",
		"att-1") "], 'TransitGatewayConnects': ["
			 "{'TransitGatewayAttachmentId': 'att-3', "
			 "'TransitGatewayId': 'tgw-1', "
			 "'TransportTransitGatewayAttachmentId': 'att-1'}], "
			 "'TransitGatewayRoutes': ["
			 "{'TransitGatewayRouteTableId': 'tgw-rtb-1', "
			 "'Routes': ["
			 "{'DestinationCidrBlock': '172.16.0.0/16', " VIA(
			     "att-1") ", 'Type': 'propagated'}, "
				      "{'DestinationCidrBlock': "
				      "'172.17.0.0/16', " VIA(
					  "att-3") ", 'Type': 'propagated'}, "
						   "{'DestinationCidrBlock': "
						   "'172.18.0.0/16', " VIA(
						       "att-2") ", 'Type': 'static'}]}], "
								"'PrefixLists': [{'PrefixListId': 'pl-1', 'PrefixListName': 'p', "
								"'Entries': [{'Cidr': '10.8.0.0/16'}]}], "
								"'TransitGatewayPrefixListReferences': ["
								"{'TransitGatewayRouteTableId': 'tgw-rtb-2', "
								"'PrefixListId': 'pl-1', 'TransitGatewayAttachment': "
								"{'TransitGatewayAttachmentId': 'att-1'}}, "
								"{'TransitGatewayRouteTableId': 'tgw-rtb-1', "
								"'PrefixListId': 'pl-1', 'Blackhole': true}]}");
	g = find(f, OBJ_TRANSIT_GATEWAY, "tgw-1");
	assert_false(g->vpn_ecmp);
	assert_int_equal(g->nattachments, 3);
	s = find(f, OBJ_ON_PREMISES, "dxgw-1");
	expect_cidr(&s->cidr, 0, "172.16.0.0/16");
	s = find(f, OBJ_ON_PREMISES, "vpn-1");
	expect_cidr(&s->cidr, 0, "172.18.0.0/16");
	s = find(f, OBJ_ON_PREMISES, "att-3");
	expect_cidr(&s->cidr, 0, "172.17.0.0/16");
	a = (const struct tgw_attachment *)transit_gateway_part(
	    g, OBJ_TGW_ATTACHMENT, "att-3");
	assert_int_equal(a->type, ATTACH_CONNECT);
	assert_string_equal(a->transport.object->name, "att-1");
	assert_int_equal(g->route_tables[0]->routes.n, 1);
	assert_int_equal(g->route_tables[1]->routes.n, 1);
	assert_int_equal(
	    g->route_tables[1]->routes.v[0].to.kind, PEER_PREFIX_LIST);
}

/* Calls are missing: what AWS makes by default, and what interfaces tell. */
static void
test_transit_gateway_defaults(void **state)
{
	struct fixture *f = *state;
	const struct transit_gateway *g;

	load(f,
	    "{" BASE ", 'TransitGateways': [{'TransitGatewayId': 'tgw-1', "
	    "'Options': {'AssociationDefaultRouteTableId': 'tgw-rtb-1', "
	    "'PropagationDefaultRouteTableId': 'tgw-rtb-1'}}], "
	    "'TransitGatewayRouteTables': ["
	    "{'TransitGatewayRouteTableId': 'tgw-rtb-1', "
	    "'TransitGatewayId': 'tgw-1'}], "
	    "'TransitGatewayVpcAttachments': ["
	    "{'TransitGatewayAttachmentId': 'tgw-attach-1', "
	    "'TransitGatewayId': 'tgw-1', 'VpcId': 'vpc-1', "
	    "'SubnetIds': ['subnet-1']}, "
	    "{'TransitGatewayAttachmentId': 'tgw-attach-2', "
	    "'TransitGatewayId': 'tgw-7', 'VpcId': 'vpc-1', "
	    "'SubnetIds': ['subnet-1']}]}");
	g = find(f, OBJ_TRANSIT_GATEWAY, "tgw-1");
	assert_int_equal(g->route_tables[0]->associations.n, 1);
	assert_int_equal(g->route_tables[0]->propagations.n, 1);
	g = find(f, OBJ_TRANSIT_GATEWAY, "tgw-7");
	assert_int_equal(g->nroute_tables, 1);
	assert_int_equal(g->route_tables[0]->associations.n, 1);
	expect_warning(f, "transit gateway tgw-7, which is not in the dump");
}

static void
test_vpn(void **state)
{
	struct fixture *f = *state;
	const struct on_premises *s;

	load(f,
	    "{" BASE ", 'VpnGateways': [{'VpnGatewayId': 'vgw-1', "
	    "'VpcAttachments': [{'State': 'attached', 'VpcId': 'vpc-1'}]}], "
	    "'VpnConnections': [{'VpnConnectionId': 'vpn-1', "
	    "'State': 'available', 'VpnGatewayId': 'vgw-1', 'Routes': ["
	    "{'DestinationCidrBlock': '192.168.0.0/16'}]}, "
	    "{'VpnConnectionId': 'vpn-2', 'VpnGatewayId': 'vgw-1'}, "
	    "{'VpnConnectionId': 'vpn-3', 'VpnGatewayId': 'vgw-9'}], " TABLE(
		"{'DestinationCidrBlock': '172.16.0.0/12', "
		"'GatewayId': 'vgw-1', "
		"'Origin': 'EnableVgwRoutePropagation'}") "}");
	s = find(f, OBJ_ON_PREMISES, "vpn-1");
	expect_cidr(&s->cidr, 0, "192.168.0.0/16");
	assert_string_equal(s->connect.to.object->name, "vgw-1");
	s = find(f, OBJ_ON_PREMISES, "vpn-2");
	expect_cidr(&s->cidr, 0, "172.16.0.0/12");
	expect_warning(f, "vpn-3 is a VPN connection to vgw-9");
}

/* --- from end to end ---------------------------------------------------- */

static struct facts
trace(
    struct fixture *f, const struct model *m, const char *from, const char *to)
{
	struct arena *a = m->arena;
	const struct snap *s = compile(m, a);
	struct flow_spec spec = { .from = { .s = from },
		.to = { .s = to },
		.proto = PROTO_ICMP,
		.port = -1,
		.sport = -1,
		.ttl = -1 };
	struct flow_start start;
	struct exchange x;
	struct facts facts;

	assert_int_equal(flow_start(s, &spec, a, &start, f->errs), 0);
	exchange_run(s, 1, &start.packet, &(struct exchange_how){ 0 }, &x);
	facts_of(s, &x, &start.target, true, a, &facts);
	return facts;
}

#define OPEN                                                        \
	"'SecurityGroups': [{'GroupId': 'sg-1', 'VpcId': 'vpc-1', " \
	"'IpPermissions': [{'IpProtocol': '-1', "                   \
	"'IpRanges': [{'CidrIp': '0.0.0.0/0'}]}], "                 \
	"'IpPermissionsEgress': [{'IpProtocol': '-1', "             \
	"'IpRanges': [{'CidrIp': '0.0.0.0/0'}]}]}]"

/*
 * AWS has accepted what a dump shows, so what is odd in it is no error: here
 * subnets overlap.  A service's interface is reached and says nothing.
 */
static void
test_loaded(void **state)
{
	struct fixture *f = *state;
	char *paths[] = { f->folder };
	struct model *m;
	struct facts facts;

	put(f, "a.json",
	    "{'Vpcs': [" VPC "], 'Subnets': [" SUBNET ", "
	    "{'SubnetId': 'subnet-2', 'VpcId': 'vpc-1', "
	    "'CidrBlock': '10.0.1.128/25'}], " OPEN ", "
	    "'NetworkInterfaces': [" ENI("eni-1", "10.0.1.10", GROUP) ", " ENI(
		"eni-2", "10.0.1.11", GROUP) ", " ENI("eni-3", "10.0.1.12",
		"'InterfaceType': 'transit_gateway'") "]}");
	m = load_model(paths, 1, NULL, f->errs);
	assert_non_null(m);
	assert_int_equal(errs_count(f->errs), 0);
	expect_warning(f, "overlaps");
	facts = trace(f, m, "eni-1", "10.0.1.11");
	assert_true(facts.delivered);
	facts = trace(f, m, "eni-1", "10.0.1.12");
	assert_false(facts.delivered);
	assert_int_equal(facts.code, DROP_NO_ANSWER);
	model_free(m);
}

/* Propagated routes never override the local one; equal to a static one they
 * lose (VPC User Guide, route table priority). */
static void
test_propagated(void **state)
{
	struct fixture *f = *state;
	char *paths[] = { f->folder };
	struct model *m;
	struct facts facts;

	put(f, "a.json",
	    "{" BASE ", " OPEN
	    ", 'NetworkInterfaces': [" ENI("eni-1", "10.0.1.10",
		GROUP) ", {'NetworkInterfaceId': "
		       "'eni-2', 'VpcId': 'vpc-1', 'SubnetId': 'subnet-2', "
		       "'PrivateIpAddress': '10.0.2.10', " GROUP "}], "
		       "'VpnGateways': [{'VpnGatewayId': 'vgw-1', "
		       "'VpcAttachments': [{'State': 'attached', 'VpcId': 'vpc-1'}]}], " TABLE(
			   "{'DestinationCidrBlock': '192.168.0.0/16', "
			   "'GatewayId': 'vgw-1', "
			   "'Origin': 'EnableVgwRoutePropagation'}, "
			   "{'DestinationCidrBlock': '192.168.0.0/16', "
			   "'NatGatewayId': 'nat-9', 'State': 'blackhole', "
			   "'Origin': 'CreateRoute'}, "
			   "{'DestinationCidrBlock': '10.0.2.0/24', "
			   "'GatewayId': 'vgw-1', "
			   "'Origin': 'EnableVgwRoutePropagation'}") "}");
	m = load_model(paths, 1, NULL, f->errs);
	assert_non_null(m);
	facts = trace(f, m, "eni-1", "10.0.2.10");
	assert_true(facts.delivered);
	facts = trace(f, m, "eni-1", "192.168.0.1");
	assert_int_equal(facts.code, DROP_BAD_STATE_ROUTE);
	model_free(m);
}

/* A verdict that depended on what the dump does not show says so. */
static void
test_missing_told(void **state)
{
	struct fixture *f = *state;
	char *paths[] = { f->folder };
	const uint64_t missing = MARK_ASSUMED(ASSUME_NOT_IN_DUMP);
	struct model *m;
	struct facts facts;

	put(f, "a.json",
	    "{" BASE ", " OPEN ", 'NetworkInterfaces': [" ENI(
		"eni-1", "10.0.1.10", GROUP) ", " ENI("eni-2", "10.0.1.11",
		"'Groups': [{'GroupId': 'sg-9'}]") ", " ENI("eni-3",
		"10.0.1.12",
		GROUP) "], " TABLE("{'DestinationCidrBlock': '192.168.0.0/16', "
				   "'TransitGatewayId': 'tgw-9'}") "}");
	m = load_model(paths, 1, NULL, f->errs);
	assert_non_null(m);
	facts = trace(f, m, "eni-1", "10.0.1.12");
	assert_true(facts.delivered);
	assert_false(facts.marks & missing);
	facts = trace(f, m, "eni-1", "192.168.0.1");
	assert_int_equal(facts.code, DROP_BAD_STATE_ROUTE);
	assert_true(facts.marks & missing);
	facts = trace(f, m, "eni-1", "10.0.1.11");
	assert_int_equal(facts.code, DROP_SG_EMPTY);
	assert_true(facts.marks & missing);
	model_free(m);
}

static void
test_edge_table(void **state)
{
	struct fixture *f = *state;
	const struct route_table *t;

	load(f,
	    "{" BASE ", 'InternetGateways': [{'InternetGatewayId': 'igw-1', "
	    "'Attachments': [{'VpcId': 'vpc-1'}]}], 'RouteTables': ["
	    "{'RouteTableId': 'rtb-1', 'VpcId': 'vpc-1', "
	    "'Associations': [{'GatewayId': 'igw-1'}], 'Routes': []}]}");
	t = find(f, OBJ_ROUTE_TABLE, "rtb-1");
	assert_string_equal(t->gateway.object->name, "igw-1");
	assert_false(t->main);
}

/* A dump beside a scenario: what the scenario says wrongly is an error. */
static void
test_with_scenario(void **state)
{
	struct fixture *f = *state;
	char path[64], *paths[] = { path };
	struct model *m;

	put(f, "dump/a.json", "{" BASE "}");
	put(f, "s.yaml",
	    "apiVersion: vpcsim/v1\ninclude: [dump]\nvpcs:\n  own:\n"
	    "    cidr: 10.1.0.0/16\n    subnets:\n"
	    "      a: {cidr: 10.1.0.0/24}\n      b: {cidr: 10.1.0.0/25}\n");
	snprintf(path, sizeof(path), "%s/s.yaml", f->folder);
	m = load_model(paths, 1, NULL, f->errs);
	assert_null(m);
	assert_int_equal(errs_count(f->errs), 1);
}

static void
test_real(void **state)
{
	static char *const dumps[] = { "labs/aws_demo/aws_configs",
		"labs/aws_tgw_peering/aws_configs",
		"labs/aws_nlb_targets_ip/aws_configs",
		"describe/np-guard/input_aws_acl_1.json",
		"describe/aws-cli-examples" };
	struct fixture *f = *state;

	if (access("../shared/data", R_OK) != 0) {
		print_message("SKIP: ../shared/data is not there\n");
		skip();
	}
	for (size_t i = 0; i < sizeof(dumps) / sizeof(dumps[0]); i++) {
		char path[128], *paths[] = { path };
		struct model *m;

		snprintf(path, sizeof(path), "../shared/data/%s", dumps[i]);
		m = load_model(paths, 1, NULL, f->errs);
		if (m == NULL) {
			errs_print(f->errs, stderr);
			fail_msg("%s is refused", path);
		}
		compile(m, m->arena);
		model_free(m);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_owner_wins),
		TEST(test_prefix_lists),
		TEST(test_peering),
		TEST(test_transit_gateway),
		TEST(test_transit_gateway_defaults),
		TEST(test_sites),
		TEST(test_vpn),
		TEST(test_loaded),
		TEST(test_propagated),
		TEST(test_missing_told),
		TEST(test_edge_table),
		TEST(test_with_scenario),
		TEST(test_real),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
