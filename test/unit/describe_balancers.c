/*
 * test/unit/describe_balancers.c - elbv2 and endpoint services of a dump
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "dataplane/model/load_balancer.h"
#include "test/unit/dump_fixture.h"

#define ARN(what) "arn:aws:elasticloadbalancing:eu-west-1:111122223333:" what
#define NLB       ARN("loadbalancer/net/web/0a1b")
#define TG        ARN("targetgroup/web/2c3d")
#define BALANCER(more)                                                       \
	"{'LoadBalancerArn': '" NLB "', 'LoadBalancerName': 'web', "         \
	"'VpcId': 'vpc-1', 'Type': 'network', 'State': {'Code': 'active'}, " \
	"'DNSName': 'web-0a1b.elb.eu-west-1.amazonaws.com', "                \
	"'AvailabilityZones': [{'SubnetId': 'subnet-1', "                    \
	"'LoadBalancerAddresses': [{'PrivateIPv4Address': '10.0.1.70', "     \
	"'IpAddress': '203.0.113.7'}]}]" more "}"
#define FORWARD                                               \
	"'Protocol': 'TCP', 'Port': 443, 'DefaultActions': [" \
	"{'Type': 'forward', 'TargetGroupArn': '" TG "', "    \
	"'ForwardConfig': {'TargetGroups': [{'TargetGroupArn': '" TG "'}]}}]"
#define HEALTH(targets)                                              \
	"'LoadBalancerTargetHealth': [{'TargetGroupArn': '" TG "', " \
	"'TargetHealthDescriptions': [" targets "]}]"
#define TARGET(id, state)                             \
	"{'Target': {'Id': '" id "', 'Port': 8080}, " \
	"'TargetHealth': {'State': '" state "'}}"

static const struct load_balancer *
balancer(const struct fixture *f)
{
	const struct object *o =
	    model_find(f->m, NULL, 1u << OBJ_LOAD_BALANCER, "web", NULL);

	assert_non_null(o);
	return (const struct load_balancer *)o;
}

static void
test_wrapped(void **state)
{
	struct fixture *f = *state;
	const struct load_balancer *b;
	const struct balancer_member *t;

	load(f,
	    "{" BASE ", 'LoadBalancers': [" BALANCER(
		", 'Scheme': 'internet-facing'") "], "
						 "'LoadBalancerListeners': [{'LoadBalancerArn': '" NLB
						 "', "
						 "'Listeners': [{" FORWARD
						 "}]}], "
						 "'LoadBalancerAttributes': [{'LoadBalancerArn': '" NLB
						 "', "
						 "'Attributes': [{'Key': 'load_balancing.cross_zone.enabled', "
						 "'Value': 'true'}]}], "
						 "'TargetGroups': [{'TargetGroupArn': '" TG
						 "', "
						 "'TargetType': 'instance'}], "
						 "'NetworkInterfaces': [" ENI(
						     "eni-1", "10.0.1.5",
						     "'Attachment': {'InstanceId': 'i-1', 'DeviceIndex': 0}") "], " HEALTH(TARGET("i-1",
						     "healthy") ", " TARGET("10.9.0.1",
						     "unhealthy")) "}");
	b = balancer(f);
	assert_int_equal(b->type, BALANCER_NETWORK);
	assert_true(b->internet_facing);
	assert_true(b->cross_zone);
	assert_true(b->judges_private_link);
	assert_int_equal(b->nsubnets, 1);
	expect_ip(b->subnets[0].ip.v[0].ip, "10.0.1.70");
	expect_ip(b->subnets[0].public_ip.v[0].ip, "203.0.113.7");
	assert_int_equal(b->nlisteners, 1);
	assert_int_equal(b->listeners[0].ntargets, 2);
	t = b->listeners[0].targets;
	assert_string_equal(t[0].owner->o.name, "eni-1");
	assert_string_equal(t[0].az, "eu-west-1a");
	assert_true(t[0].preserves);
	assert_true(t[0].healthy);
	assert_int_equal(t[0].port, 8080);
	assert_null(t[1].az);
	assert_false(t[1].preserves);
	assert_false(t[1].healthy);
}

/* Each call's answer as the AWS CLI prints it; attributes of the group. */
static void
test_plain(void **state)
{
	struct fixture *f = *state;
	const struct load_balancer *b;

	load(f,
	    "{" BASE ", 'LoadBalancers': [" BALANCER(
		", 'SecurityGroups': ['sg-1'], "
		"'EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic': "
		"'off'") "], " SG ", "
			 "'Listeners': [{'ListenerArn': 'l', 'LoadBalancerArn': '" NLB
			 "', " FORWARD
			 "}, {'ListenerArn': 'm', 'LoadBalancerArn': '" NLB
			 "', "
			 "'Protocol': 'GENEVE', 'Port': 6081}], "
			 "'TargetGroupAttributes': [{'TargetGroupArn': '" TG
			 "', "
			 "'Attributes': [{'Key': 'preserve_client_ip.enabled', "
			 "'Value': 'true'}, "
			 "{'Key': 'load_balancing.cross_zone.enabled', "
			 "'Value': 'use_load_balancer_configuration'}]}], "
			 "'NetworkInterfaces': [" ENI("eni-1", "10.0.1.5",
			     GROUP) "], " HEALTH(TARGET("10.0.1.5",
			     "healthy")) "}");
	b = balancer(f);
	assert_false(b->judges_private_link);
	assert_int_equal(b->security_groups.n, 1);
	assert_int_equal(b->nlisteners, 1);
	assert_int_equal(b->listeners[0].preserve, PRESERVE_YES);
	assert_int_equal(b->listeners[0].cross_zone, CROSS_ZONE_AS_BALANCER);
	assert_true(b->listeners[0].targets[0].preserves);
	expect_warning(f, "has a listener that is left out: GENEVE");
}

/* The interfaces of a load balancer are its own, and tell more than it does. */
static void
test_interfaces(void **state)
{
	struct fixture *f = *state;
	const struct load_balancer *b;

	load(f,
	    "{" BASE ", 'LoadBalancers': [" BALANCER(
		"") "], "
		    "'NetworkInterfaces': [" ENI("eni-7", "10.0.1.77",
			"'Description': 'ELB net/web/0a1b', "
			"'Association': {'PublicIp': '203.0.113.77'}") ", " ENI("eni-8",
			"10.0.1.78", "'Description': 'ELB net/web/ffff'") "]}");
	b = balancer(f);
	assert_int_equal(b->subnets[0].ip.n, 1);
	expect_ip(b->subnets[0].ip.v[0].ip, "10.0.1.77");
	expect_ip(b->subnets[0].public_ip.v[0].ip, "203.0.113.77");
	assert_null(model_find(f->m, NULL, 1u << OBJ_INTERFACE, "eni-7", NULL));
	assert_non_null(
	    model_find(f->m, NULL, 1u << OBJ_INTERFACE, "eni-8", NULL));
}

static void
test_left_out(void **state)
{
	struct fixture *f = *state;

	load(f,
	    "{" BASE ", 'LoadBalancers': [{'LoadBalancerArn': 'a/b/c', "
	    "'LoadBalancerName': 'x', 'VpcId': 'vpc-1', 'Type': 'classic'}, "
	    "{'LoadBalancerArn': 'a/b/d', 'LoadBalancerName': 'y', "
	    "'VpcId': 'vpc-1', 'Type': 'network', "
	    "'State': {'Code': 'failed'}}, {'LoadBalancerArn': 'e'}], "
	    "'TargetGroups': [{'TargetGroupArn': 't'}], "
	    "'Listeners': [{'LoadBalancerArn': 'a/b/c'}]}");
	expect_warning(f, "of another type");
	expect_warning(f, "is failed");
	expect_warning(f, "has no ListenerArn");
	assert_int_equal(f->m->vpcs[0]->nload_balancers, 0);
}

/* Each listener has a time-out of its own; what the model has no room for is
 * left out with a warning. */
static void
test_idle(void **state)
{
	struct fixture *f = *state;
	const struct load_balancer *b;

	load(f,
	    "{" BASE ", 'LoadBalancers': [" BALANCER(
		"") "], 'Listeners': ["
		    "{'ListenerArn': 'l-1', 'LoadBalancerArn': '" NLB
		    "', " FORWARD
		    "}, {'ListenerArn': 'l-2', 'LoadBalancerArn': '" NLB
		    "', " FORWARD
		    "}, {'ListenerArn': 'l-3', 'LoadBalancerArn': '" NLB
		    "', " FORWARD
		    "}], 'ListenerAttributes': [{'ListenerArn': 'l-1', 'Attributes': "
		    "[{'Key': 'tcp.idle_timeout.seconds', 'Value': '600'}]}, "
		    "{'ListenerArn': 'l-2', 'Attributes': "
		    "[{'Key': 'tcp.idle_timeout.seconds', 'Value': '5'}]}]}");
	b = balancer(f);
	assert_int_equal(b->nlisteners, 3);
	assert_int_equal(b->listeners[0].tcp_idle.ns, VTIME_SECONDS(600).ns);
	assert_int_equal(b->listeners[1].tcp_idle.ns, 0);
	assert_int_equal(b->listeners[2].tcp_idle.ns, 0);
	expect_warning(f, "tcp.idle_timeout.seconds: 5, which is left out");
}

/* Who may make endpoints; one that works does so without. */
static void
test_principals(void **state)
{
	struct fixture *f = *state;
	const struct endpoint *e;

	load(f,
	    "{" BASE ", 'LoadBalancers': [" BALANCER(
		"") "], "
		    "'ServiceConfigurations': [{'ServiceId': 'vpce-svc-1', "
		    "'ServiceName': 'com.amazonaws.vpce.eu-west-1.vpce-svc-1', "
		    "'NetworkLoadBalancerArns': ['" NLB
		    "']}], 'AllowedPrincipals': "
		    "[{'Principal': 'arn:aws:iam::123456789012:root', "
		    "'ServiceId': 'vpce-svc-1'}], 'VpcEndpoints': ["
		    "{'VpcEndpointId': 'vpce-1', 'VpcId': 'vpc-1', "
		    "'VpcEndpointType': 'Interface', 'State': 'available', "
		    "'ServiceName': 'com.amazonaws.vpce.eu-west-1.vpce-svc-1', "
		    "'SubnetIds': ['subnet-1']}]}");
	e = f->m->vpcs[0]->endpoints[0];
	assert_true(e->provider->has_principals);
	assert_string_equal(e->provider->allowed_principals.v[0].s,
	    "arn:aws:iam::123456789012:root");
	assert_int_equal(endpoint_use(e), USE_GRANTED);
}

#define SERVICE(more)                                                                 \
	"'ServiceConfigurations': [{'ServiceId': 'vpce-svc-1', "                      \
	"'ServiceName': 'com.amazonaws.vpce.eu-west-1.vpce-svc-1', "                  \
	"'NetworkLoadBalancerArns': ['" NLB "', '" ARN(                               \
	    "x/y") "'], "                                                             \
		   "'AcceptanceRequired': true, 'PrivateDnsName': 'pay.example'" more \
		   "}]"

static void
test_service(void **state)
{
	struct fixture *f = *state;
	const struct endpoint *e;

	load(f,
	    "{" BASE ", 'LoadBalancers': [" BALANCER("") "], " SERVICE(
		", 'SupportedRegions': [{'Region': 'eu-west-2'}]") ", "
								   "'NetworkInterfaces': [" ENI(
								       "eni-9",
								       "10.0.1.9",
								       GROUP) "], "
									      "'VpcEndpoints': [{'VpcEndpointId': 'vpce-1', 'VpcId': 'vpc-1', "
									      "'VpcEndpointType': 'Interface', 'State': 'available', "
									      "'ServiceName': 'com.amazonaws.vpce.eu-west-1.vpce-svc-1', "
									      "'NetworkInterfaceIds': ['eni-9']}]}");
	e = f->m->vpcs[0]->endpoints[0];
	assert_non_null(e->provider);
	assert_int_equal(e->provider->load_balancers.n, 1);
	assert_true(e->provider->acceptance_required);
	assert_string_equal(e->provider->private_dns_name.s, "pay.example");
	assert_string_equal(e->provider->supported_regions.v[0].s, "eu-west-2");
	assert_int_equal(endpoint_use(e), USE_GRANTED);
	assert_ptr_equal(e->served[0].balancer, balancer(f));
	expect_warning(f, "is not in the dump");
}

static void
test_rejected(void **state)
{
	struct fixture *f = *state;

	load(f,
	    "{" BASE ", 'LoadBalancers': [" BALANCER("") "], " SERVICE(
		"") ", "
		    "'NetworkInterfaces': [" ENI("eni-9", "10.0.1.9",
			GROUP) "], "
			       "'VpcEndpointConnections': [{'VpcEndpointId': 'vpce-1', "
			       "'ServiceId': 'vpce-svc-1', 'VpcEndpointState': 'rejected'}], "
			       "'VpcEndpoints': [{'VpcEndpointId': 'vpce-1', 'VpcId': 'vpc-1', "
			       "'VpcEndpointType': 'Interface', "
			       "'ServiceName': 'com.amazonaws.vpce.eu-west-1.vpce-svc-1', "
			       "'NetworkInterfaceIds': ['eni-9']}]}");
	assert_int_equal(
	    endpoint_use(f->m->vpcs[0]->endpoints[0]), USE_NOT_ACCEPTED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_wrapped),
		TEST(test_plain),
		TEST(test_interfaces),
		TEST(test_left_out),
		TEST(test_idle),
		TEST(test_principals),
		TEST(test_service),
		TEST(test_rejected),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
