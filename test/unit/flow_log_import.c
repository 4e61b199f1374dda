/*
 * flow_log_import.c - flow logs of describe dumps and of Terraform
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "dataplane/load/terraform/terraform.h"
#include "dataplane/model/flow_log.h"
#include "dataplane/model/instances.h"
#include "dataplane/records/log_interface.h"
#include "test/unit/dump_fixture.h"

#define LOG(id, of, more)                                                   \
	"{'FlowLogId': '" id "', 'FlowLogStatus': 'ACTIVE', 'ResourceId': " \
	"'" of "', " more "}"

static void
test_describe(void **state)
{
	struct fixture *f = *state;
	const struct flow_log *log;

	load(f,
	    "{" BASE ", 'FlowLogs': [" LOG("fl-1", "vpc-1",
		"'TrafficType': 'REJECT', 'MaxAggregationInterval': 60, "
		"'LogFormat': '${pkt-dstaddr} ${action}'") ", " LOG("fl-2",
		"subnet-1",
		"'TrafficType': 'ALL', 'MaxAggregationInterval': 600, "
		"'LogFormat': '${version} ${account-id} ${interface-id} "
		"${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} "
		"${packets} ${bytes} ${start} ${end} ${action} "
		"${log-status}'") ", " LOG("fl-3", "eni-9",
		"'TrafficType': 'ALL'") ", " LOG("fl-4", "vpc-1",
		"'LogFormat': '${new-field}'") ", {'FlowLogId': 'fl-5', "
					       "'ResourceId': 'vpc-1', "
					       "'FlowLogStatus': "
					       "'DELETING'}]}");
	assert_int_equal(f->m->nflow_logs, 3);
	log = find(f, OBJ_FLOW_LOG, "fl-1");
	assert_ptr_equal(log->resource.object, find(f, OBJ_VPC, "vpc-1"));
	assert_int_equal(log->traffic, FLOW_LOG_REJECTED);
	assert_string_equal(log->format.s, "${pkt-dstaddr} ${action}");
	assert_int_equal(log->interval.ns, VTIME_SECONDS(60).ns);
	log = find(f, OBJ_FLOW_LOG, "fl-2");
	assert_ptr_equal(log->resource.object, find(f, OBJ_SUBNET, "subnet-1"));
	assert_int_equal(log->traffic, FLOW_LOG_ALL);
	assert_null(log->format.s);
	assert_null(
	    ((struct flow_log *)find(f, OBJ_FLOW_LOG, "fl-4"))->format.s);
	expect_warning(f, "is of eni-9, which the dump does not show");
	expect_warning(f, "its format is not read");
}

/* What gateways have in subnets goes by the ids that AWS gave it. */
static void
test_ids(void **state)
{
	struct fixture *f = *state;
	struct log_interfaces all;
	const struct object *subnet;
	size_t named = 0;

	load(f,
	    "{" BASE ", " SG ", 'NatGateways': [{'NatGatewayId': 'nat-1', "
	    "'VpcId': 'vpc-1', 'SubnetId': 'subnet-1', 'State': 'available', "
	    "'NatGatewayAddresses': [{'NetworkInterfaceId': 'eni-1', "
	    "'PrivateIp': '10.0.1.5', 'PublicIp': '198.51.100.7'}]}], "
	    "'VpcEndpoints': [{'VpcEndpointId': 'vpce-1', 'VpcId': 'vpc-1', "
	    "'VpcEndpointType': 'Interface', 'State': 'available', "
	    "'ServiceName': 'com.amazonaws.us-east-1.sqs', "
	    "'SubnetIds': ['subnet-1'], 'NetworkInterfaceIds': ['eni-2'], "
	    "'Groups': [{'GroupId': 'sg-1'}]}], "
	    "'TransitGateways': [{'TransitGatewayId': 'tgw-1'}], "
	    "'TransitGatewayVpcAttachments': [{'TransitGatewayAttachmentId': "
	    "'tgw-attach-1', 'TransitGatewayId': 'tgw-1', 'VpcId': 'vpc-1', "
	    "'State': 'available', 'SubnetIds': ['subnet-1']}], "
	    "'NetworkInterfaces': [" ENI("eni-1", "10.0.1.5",
		"'InterfaceType': 'nat_gateway'") ", " ENI("eni-2", "10.0.1.6",
		"'InterfaceType': 'vpc_endpoint'") ", " ENI("eni-3", "10.0.1.7",
		"'InterfaceType': 'transit_gateway', 'Description': "
		"'Network Interface for Transit Gateway Attachment "
		"tgw-attach-1'") "]}");
	log_interfaces_init(&all, f->m);
	assert_int_equal(all.n, 3);
	for (size_t i = 0; i < all.n; i++)
		named += strncmp(all.v[i].id, "eni-", 4) == 0;
	assert_int_equal(named, 3);
	subnet = find(f, OBJ_SUBNET, "subnet-1");
	named = log_interface_find(&all,
	    node_of(find(f, OBJ_TRANSIT_GATEWAY, "tgw-1")), node_of(subnet));
	assert_int_not_equal(named, LOG_INTERFACE_NONE);
	assert_string_equal(all.v[named].id, "eni-3");
	assert_int_equal(all.v[named].primary4.lo & 0xff, 7);
	log_interfaces_fini(&all);
}

#define INSTANCE(id, type)                                      \
	"{'InstanceId': '" id "', 'InstanceType': '" type "', " \
	"'State': {'Name': 'running'}}"

static void
test_nitro(void **state)
{
	struct fixture *f = *state;

	load(f,
	    "{" BASE ", " SG
	    ", 'Instances': [" INSTANCE("i-1", "t2.micro") ", " INSTANCE("i-2",
		"t3.micro") "], "
			    "'NetworkInterfaces': [" ENI("eni-1", "10.0.1.5",
				GROUP
				", 'Attachment': {'InstanceId': 'i-1'}") ", " ENI("eni-2",
				"10.0.1.6",
				GROUP
				", 'Attachment': {'InstanceId': 'i-2'}") "]}");
	assert_false(
	    ((struct interface *)find(f, OBJ_INTERFACE, "eni-1"))->nitro);
	assert_true(
	    ((struct interface *)find(f, OBJ_INTERFACE, "eni-2"))->nitro);
	assert_true(instance_type_is_nitro("i3.metal"));
	assert_true(instance_type_is_nitro("i3en.large"));
	assert_false(instance_type_is_nitro("i3.large"));
	assert_true(instance_type_is_nitro("z9.huge"));
	assert_true(instance_type_is_nitro(""));
}

#define RESOURCE(type, name, attributes)                               \
	"{'mode': 'managed', 'type': '" type "', 'name': '" name "', " \
	"'instances': [{'attributes': {" attributes "}}]}"

static void
test_terraform(void **state)
{
	struct fixture *f = *state;
	const struct flow_log *log;
	char *text = quoted(
	    "{'version': 4, 'terraform_version': '1.9.0', 'resources': [" RESOURCE(
		"aws_vpc", "v",
		"'id': 'vpc-1', 'cidr_block': '10.0.0.0/16'") ", " RESOURCE("aws_ec2_transit_gateway",
		"t", "'id': 'tgw-1'") ", " RESOURCE("aws_flow_log", "a",
		"'id': 'fl-1', 'vpc_id': 'vpc-1', 'traffic_type': 'ACCEPT', "
		"'log_format': '${srcaddr} ${dstaddr}', "
		"'max_aggregation_interval': 60") ", " RESOURCE("aws_flow_log",
		"b",
		"'id': 'fl-2', 'vpc_id': null, 'transit_gateway_id': 'tgw-1', "
		"'traffic_type': null, 'max_aggregation_interval': 60") "]}");

	assert_int_equal(terraform_load_memory(f->m, "t.json", text,
			     strlen(text), TERRAFORM_AFTER, f->errs),
	    0);
	free(text);
	assert_int_equal(model_link(f->m, f->errs), 0);
	log = find(f, OBJ_FLOW_LOG, "aws_flow_log.a");
	assert_string_equal(log->o.name, "fl-1");
	assert_ptr_equal(log->resource.object, find(f, OBJ_VPC, "vpc-1"));
	assert_int_equal(log->traffic, FLOW_LOG_ACCEPTED);
	assert_string_equal(log->format.s, "${srcaddr} ${dstaddr}");
	log = find(f, OBJ_FLOW_LOG, "aws_flow_log.b");
	assert_true(flow_log_is_tgw(log->resource.object));
	assert_int_equal(log->interval.ns, VTIME_SECONDS(60).ns);
	assert_int_equal(model_check(f->m, f->errs), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_describe),
		TEST(test_ids),
		TEST(test_nitro),
		TEST(test_terraform),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
