/*
 * describe_public.c - describe dumps to a model: what leads to the internet
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "dataplane/model/block_public_access.h"
#include "dataplane/model/firewall.h"
#include "dataplane/model/load_balancer.h"
#include "test/unit/dump_fixture.h"

#define OPTIONS(region, mode)                                          \
	"{'VpcBlockPublicAccessOptions': {'AwsRegion': '" region "', " \
	"'InternetGatewayBlockMode': '" mode "'}}"
#define EXCLUSION(id, mode, state, of)                               \
	"{'ExclusionId': '" id "', 'InternetGatewayExclusionMode': " \
	"'" mode "', 'State': '" state "', 'ResourceArn': "          \
	"'arn:aws:ec2:eu-west-1:111122223333:" of "'}"

static void
test_block_public_access(void **state)
{
	struct fixture *f = *state;
	const struct block_public_access *b;

	load(f,
	    "{" BASE "} " OPTIONS("eu-west-1", "block-ingress") " " OPTIONS(
		"us-west-2", "off") " " OPTIONS("eu-west-1",
		"off") "{'VpcBlockPublicAccessExclusions': [" EXCLUSION("x-1",
		"allow-bidirectional", "create-complete",
		"vpc/vpc-1") ", " EXCLUSION("x-2", "allow-egress",
		"update-in-progress", "subnet/subnet-1") ", " EXCLUSION("x-3",
		"allow-egress", "delete-complete", "subnet/subnet-1") "]}");
	assert_int_equal(f->m->nblock_public_access, 2);
	b = &f->m->block_public_access[0];
	assert_string_equal(b->region.s, "eu-west-1");
	assert_int_equal(b->mode, PUBLIC_ACCESS_BLOCK_INGRESS);
	assert_int_equal(b->nexclusions, 2);
	assert_int_equal(b->exclusions[0].mode, EXCLUSION_BIDIRECTIONAL);
	assert_ptr_equal(b->exclusions[0].of.object, find(f, OBJ_VPC, "vpc-1"));
	assert_int_equal(b->exclusions[1].mode, EXCLUSION_EGRESS);
	assert_ptr_equal(
	    b->exclusions[1].of.object, find(f, OBJ_SUBNET, "subnet-1"));
	assert_int_equal(f->m->block_public_access[1].mode, PUBLIC_ACCESS_OFF);
	expect_warning(f, "another file has told already");
}

#define NAT_ADDRESS(az, ip)                           \
	"{'AvailabilityZone': '" az "', 'PublicIp': " \
	"'" ip "', 'AllocationId': 'eipalloc-1'}"

static void
test_regional_nat(void **state)
{
	struct fixture *f = *state;
	const struct nat_gateway *n;

	load(f,
	    "{" BASE ", " TABLE(
		"") ", 'NatGateways': [{'NatGatewayId': "
		    "'nat-1', 'VpcId': 'vpc-1', 'State': 'available', "
		    "'AvailabilityMode': 'regional', 'RouteTableId': 'rtb-1', "
		    "'NatGatewayAddresses': [" NAT_ADDRESS("eu-west-1a",
			"198.51.100.1") ", " NAT_ADDRESS("eu-west-1b",
			"198.51.100.2") ", " NAT_ADDRESS("eu-west-1a",
			"198.51.100.3") "]}, {'NatGatewayId': 'nat-2', 'VpcId': "
					"'vpc-1', 'State': 'available', 'AvailabilityMode': 'regional'}, "
					"{'NatGatewayId': 'nat-3', 'VpcId': 'vpc-1'}]}");
	n = find(f, OBJ_NAT_GATEWAY, "nat-1");
	assert_true(n->is_regional);
	assert_int_equal(n->nzones, 2);
	assert_string_equal(n->zones[0].subnet.name, "eu-west-1a");
	assert_int_equal(n->zones[0].ip.n, 2);
	expect_ip(n->zones[1].ip.v[0].ip, "198.51.100.2");
	assert_int_equal(n->public_ip.n, 3);
	assert_ptr_equal(
	    n->route_table.object, find(f, OBJ_ROUTE_TABLE, "rtb-1"));
	n = find(f, OBJ_NAT_GATEWAY, "nat-2");
	assert_non_null(n->route_table.object);
	expect_warning(f, "nat-3 is a NAT gateway in no subnet");
}

#define GWLBE(id, more)                                              \
	"{'VpcEndpointId': '" id "', 'VpcId': 'vpc-1', 'State': "    \
	"'available', 'VpcEndpointType': 'GatewayLoadBalancer', "    \
	"'ServiceName': 'com.amazonaws.vpce.eu-west-1.vpce-svc-0ab'" \
	", 'SubnetIds': ['subnet-1']" more "}"

/* Routes lead to them, and what is behind them is not in the dump. */
static void
test_gateway_load_balancer_endpoints(void **state)
{
	struct fixture *f = *state;
	const struct endpoint *e;
	const struct route_table *t;

	load(f,
	    "{" BASE ", " TABLE(
		"{'DestinationCidrBlock': '0.0.0.0/0', "
		"'VpcEndpointId': 'vpce-1', 'State': "
		"'active'}, {'DestinationCidrBlock': "
		"'10.9.0.0/16', 'GatewayId': 'vpce-2', "
		"'State': 'active'}") ", " SG ", 'NetworkInterfaces': [" ENI("eni-1",
		"10.0.1.9", GROUP) "], 'VpcEndpoints': [" GWLBE("vpce-1",
		", 'NetworkInterfaceIds': ['eni-1']") ", " GWLBE("vpce-2",
		", 'Tags': [{'Key': 'AWSNetworkFirewallManaged', "
		"'Value': 'true'}]") ", {'VpcEndpointId': 'vpce-3', "
				     "'VpcId': 'vpc-1', 'VpcEndpointType': 'GatewayLoadBalancer', "
				     "'SubnetIds': [], 'ServiceName': 'vpce-svc-1'}]}");
	e = find(f, OBJ_ENDPOINT, "vpce-1");
	assert_int_equal(e->type, ENDPOINT_GATEWAY_LOAD_BALANCER);
	assert_int_equal(e->nsubnets, 1);
	expect_ip(e->subnets[0].ip.v[0].ip, "10.0.1.9");
	assert_false(endpoint_is_network_firewall(e));
	t = find(f, OBJ_ROUTE_TABLE, "rtb-1");
	assert_int_equal(t->routes.n, 2);
	assert_ptr_equal(t->routes.v[0].via.object, e);
	e = find(f, OBJ_ENDPOINT, "vpce-2");
	assert_true(endpoint_is_network_firewall(e));
	assert_ptr_equal(t->routes.v[1].via.object, e);
	expect_warning(f, "vpce-3 is in no subnet");
}

#define ELB(what) "arn:aws:elasticloadbalancing:eu-west-1:111122223333:" what
#define GWLB      ELB("loadbalancer/gwy/fw/0a1b")
#define GROUP_ARN ELB("targetgroup/fw/2c3d")
#define SERVICE(id, arn)                                                   \
	"{'ServiceId': '" id "', 'GatewayLoadBalancerArns': ['" arn "'], " \
	"'AcceptanceRequired': true}"

/* With the provider in the dump too, the whole of it is known. */
static void
test_gateway_load_balancer(void **state)
{
	struct fixture *f = *state;
	const struct load_balancer *b;
	const struct endpoint *e;

	load(f,
	    "{" BASE ", " TABLE("") ", " SG ", 'NetworkInterfaces': [" ENI(
		"eni-1", "10.0.1.9",
		GROUP) "], 'LoadBalancers': [{"
		       "'LoadBalancerArn': '" GWLB
		       "', 'LoadBalancerName': 'fw', "
		       "'VpcId': 'vpc-1', 'Type': 'gateway', 'AvailabilityZones': "
		       "[{'SubnetId': 'subnet-1'}]}], 'LoadBalancerListeners': ["
		       "{'LoadBalancerArn': '" GWLB
		       "', 'Listeners': [{'DefaultActions': "
		       "[{'Type': 'forward', 'TargetGroupArn': '" GROUP_ARN
		       "'}]}]}], "
		       "'LoadBalancerTargetHealth': [{'TargetGroupArn': '" GROUP_ARN
		       "', "
		       "'TargetHealthDescriptions': [{'Target': {'Id': '10.0.1.9', "
		       "'Port': 6081}, 'TargetHealth': {'State': 'healthy'}}]}], "
		       "'TargetGroupAttributes': [{'TargetGroupArn': '" GROUP_ARN
		       "', "
		       "'Attributes': [{'Key': 'stickiness.enabled', 'Value': 'true'}, "
		       "{'Key': 'stickiness.type', 'Value': 'source_ip_dest_ip'}, "
		       "{'Key': 'target_failover.on_unhealthy', 'Value': "
		       "'rebalance'}]}], 'ServiceConfigurations': [" SERVICE(
			   "vpce-svc-0ab", GWLB) ", " SERVICE("vpce-svc-0cd",
			   ELB("loadbalancer/gwy/other/1")) "], 'VpcEndpoints': [" GWLBE("vpce-1",
			   "") "]}");
	b = find(f, OBJ_LOAD_BALANCER, "fw");
	assert_int_equal(b->type, BALANCER_GATEWAY);
	assert_int_equal(b->ntargets, 1);
	assert_string_equal(b->targets[0].owner->o.name, "eni-1");
	assert_int_equal(b->stickiness, FLOW_2_TUPLE);
	assert_true(b->rebalance);
	e = find(f, OBJ_ENDPOINT, "vpce-1");
	assert_ptr_equal(e->served[0].balancer, b);
	assert_int_equal(endpoint_use(e), USE_GRANTED);
	assert_null(model_find(
	    f->m, NULL, 1u << OBJ_ENDPOINT_SERVICE, "vpce-svc-0cd", NULL));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_block_public_access),
		TEST(test_regional_nat),
		TEST(test_gateway_load_balancer_endpoints),
		TEST(test_gateway_load_balancer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
