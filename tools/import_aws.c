/*
 * import_aws.c - the AWS CLI calls that collect what is read
 *
 * A call that the account may not make, or that a Region does not have, leaves
 * a line on standard error, and the rest is collected.
 */

#include "tools/import_aws.h"

#include "tools/exit.h"
#include "tools/options.h"
#include "tools/out.h"

static const char begin[] =
    "#!/bin/sh\n"
    "# Collects what vpcsim reads of an AWS account: calls that only read, by "
    "the AWS CLI.\n"
    "#\n"
    "#   sh collect.sh DIR [REGION...]\n"
    "#\n"
    "# Writes DIR/accounts/ACCOUNT/REGION/CALL.json; without a Region: all "
    "that the\n"
    "# account has enabled.  Run it once with the credentials of each account, "
    "into the\n"
    "# same DIR.  Then: vpcsim import DIR\n"
    "#\n"
    "# Permissions: those of the AWS managed policy ReadOnlyAccess are more "
    "than enough;\n"
    "# needed are ec2:Describe*, ec2:Get*, ec2:Search*, "
    "elasticloadbalancing:Describe*,\n"
    "# rds:Describe*, directconnect:Describe*, sts:GetCallerIdentity.\n"
    "set -u\n"
    "if [ $# -lt 1 ]; then\n"
    "\techo \"usage: $0 DIR [REGION...]\" >&2\n"
    "\texit 2\n"
    "fi\n"
    "dir=$1\n"
    "shift\n"
    "export AWS_PAGER=''\n"
    "account=$(aws sts get-caller-identity --query Account --output text) || "
    "exit 4\n"
    "if [ $# = 0 ]; then\n"
    "\tregions=$(aws ec2 describe-regions --query 'Regions[].RegionName' \\\n"
    "\t    --output text) || exit 4\n"
    "\t# shellcheck disable=SC2086\n"
    "\tset -- $regions\n"
    "fi\n\n"
    "# call FILE SERVICE OPERATION [ARGUMENT...]: one answer into one file\n"
    "call() {\n"
    "\tfile=$out/$1.json\n"
    "\tshift\n"
    "\tif ! aws \"$@\" --region \"$region\" --output json "
    ">\"$file.new\"; then\n"
    "\t\techo \"$0: $region: aws $* failed; it is left out\" >&2\n"
    "\t\trm -f \"$file.new\"\n"
    "\t\treturn\n"
    "\tfi\n"
    "\tmv \"$file.new\" \"$file\"\n"
    "}\n\n"
    "# ids SERVICE OPERATION QUERY [ARGUMENT...]: the ids that an answer "
    "holds\n"
    "ids() {\n"
    "\tservice=$1 operation=$2 query=$3\n"
    "\tshift 3\n"
    "\taws \"$service\" \"$operation\" \"$@\" --query \"$query\" \\\n"
    "\t    --region \"$region\" --output text 2>/dev/null |\n"
    "\t    tr '\\t' '\\n' | grep -v '^None$'\n"
    "}\n\n"
    "# listeners: of all load balancers\n"
    "listeners() {\n"
    "\tfor balancer in $(ids elbv2 describe-load-balancers \\\n"
    "\t    'LoadBalancers[].LoadBalancerArn'); do\n"
    "\t\tids elbv2 describe-listeners 'Listeners[].ListenerArn' \\\n"
    "\t\t    --load-balancer-arn \"$balancer\"\n"
    "\tdone\n"
    "}\n\n"
    "# name TEXT: what of it may be in a file's name\n"
    "name() {\n"
    "\tprintf %s \"$1\" | tr -c '0-9A-Za-z-' _\n"
    "}\n\n"
    "collect() {\n";

/* One answer tells all. */
static const char *const calls[][2] = {
	{ "ec2", "describe-vpcs" },
	{ "ec2", "describe-subnets" },
	{ "ec2", "describe-route-tables" },
	{ "ec2", "describe-network-interfaces" },
	{ "ec2", "describe-instances" },
	{ "ec2", "describe-security-groups" },
	{ "ec2", "describe-security-group-rules" },
	{ "ec2", "describe-security-group-vpc-associations" },
	{ "ec2", "describe-network-acls" },
	{ "ec2", "describe-internet-gateways" },
	{ "ec2", "describe-egress-only-internet-gateways" },
	{ "ec2", "describe-nat-gateways" },
	{ "ec2", "describe-addresses" },
	{ "ec2", "describe-vpc-endpoints" },
	{ "ec2", "describe-vpc-endpoint-connections" },
	{ "ec2", "describe-vpc-endpoint-service-configurations" },
	{ "ec2", "describe-vpc-block-public-access-options" },
	{ "ec2", "describe-vpc-block-public-access-exclusions" },
	{ "ec2", "describe-flow-logs" },
	{ "ec2", "describe-prefix-lists" },
	{ "ec2", "describe-managed-prefix-lists" },
	{ "ec2", "describe-vpc-peering-connections" },
	{ "ec2", "describe-vpn-gateways" },
	{ "ec2", "describe-vpn-connections" },
	{ "ec2", "describe-customer-gateways" },
	{ "ec2", "describe-transit-gateways" },
	{ "ec2", "describe-transit-gateway-attachments" },
	{ "ec2", "describe-transit-gateway-vpc-attachments" },
	{ "ec2", "describe-transit-gateway-peering-attachments" },
	{ "ec2", "describe-transit-gateway-connects" },
	{ "ec2", "describe-transit-gateway-connect-peers" },
	{ "ec2", "describe-transit-gateway-route-tables" },
	{ "elbv2", "describe-load-balancers" },
	{ "elbv2", "describe-target-groups" },
	{ "rds", "describe-db-instances" },
	{ "rds", "describe-db-clusters" },
	{ "directconnect", "describe-connections" },
	{ "directconnect", "describe-virtual-interfaces" },
	{ "directconnect", "describe-direct-connect-gateways" },
};

#define TGW_TABLES                                       \
	"ids ec2 describe-transit-gateway-route-tables " \
	"'TransitGatewayRouteTables[].TransitGatewayRouteTableId'"
#define BALANCERS \
	"ids elbv2 describe-load-balancers 'LoadBalancers[].LoadBalancerArn'"
#define GROUPS \
	"ids elbv2 describe-target-groups 'TargetGroups[].TargetGroupArn'"
#define VPCS "ids ec2 describe-vpcs 'Vpcs[].VpcId'"

/* One answer for each object of another call.  Where the answer does not say
 * for which, the file's name does, or the query puts the id beside it. */
static const struct each {
	const char *objects; /* prints their ids */
	const char *service, *call, *arguments, *option;
	const char *query;
} each[] = {
	{ VPCS, "ec2", "describe-vpc-attribute", "--attribute enableDnsSupport",
	    "--vpc-id", NULL },
	{ VPCS, "ec2", "describe-vpc-attribute",
	    "--attribute enableDnsHostnames", "--vpc-id", NULL },
	{ "ids ec2 describe-managed-prefix-lists 'PrefixLists[].PrefixListId'",
	    "ec2", "get-managed-prefix-list-entries", "", "--prefix-list-id",
	    NULL },
	{ TGW_TABLES, "ec2", "search-transit-gateway-routes",
	    "--filters Name=state,Values=active,blackhole",
	    "--transit-gateway-route-table-id", NULL },
	{ TGW_TABLES, "ec2", "get-transit-gateway-route-table-associations", "",
	    "--transit-gateway-route-table-id", NULL },
	{ TGW_TABLES, "ec2", "get-transit-gateway-route-table-propagations", "",
	    "--transit-gateway-route-table-id", NULL },
	{ "ids ec2 describe-vpc-endpoint-service-configurations "
	  "'ServiceConfigurations[].ServiceId'",
	    "ec2", "describe-vpc-endpoint-service-permissions", "",
	    "--service-id", NULL },
	{ BALANCERS, "elbv2", "describe-listeners", "", "--load-balancer-arn",
	    NULL },
	{ BALANCERS, "elbv2", "describe-load-balancer-attributes", "",
	    "--load-balancer-arn",
	    "{LoadBalancerAttributes: [{LoadBalancerArn: '$id', "
	    "Attributes: Attributes}]}" },
	{ "listeners", "elbv2", "describe-listener-attributes", "",
	    "--listener-arn",
	    "{ListenerAttributes: [{ListenerArn: '$id', "
	    "Attributes: Attributes}]}" },
	{ GROUPS, "elbv2", "describe-target-health", "", "--target-group-arn",
	    "{LoadBalancerTargetHealth: [{TargetGroupArn: '$id', "
	    "TargetHealthDescriptions: TargetHealthDescriptions}]}" },
	{ GROUPS, "elbv2", "describe-target-group-attributes", "",
	    "--target-group-arn",
	    "{TargetGroupAttributes: [{TargetGroupArn: '$id', "
	    "Attributes: Attributes}]}" },
	{ "ids directconnect describe-direct-connect-gateways "
	  "'directConnectGateways[].directConnectGatewayId'",
	    "directconnect", "describe-direct-connect-gateway-associations", "",
	    "--direct-connect-gateway-id", NULL },
};

static const char end[] = "}\n\n"
			  "for region; do\n"
			  "\tout=$dir/accounts/$account/$region\n"
			  "\tmkdir -p \"$out\" || exit 4\n"
			  "\tcollect\n"
			  "done\n";

static void
put_each(struct out *o, const struct each *e)
{
	const char *space = *e->arguments ? " " : "";

	out_printf(o,
	    "\tfor id in $(%s); do\n"
	    "\t\tcall \"%s-$(name \"$id%s%s\")\" %s %s \\\n"
	    "\t\t    %s%s%s \"$id\"",
	    e->objects, e->call, space, e->arguments, e->service, e->call,
	    e->arguments, space, e->option);
	if (e->query)
		out_printf(o, " \\\n\t\t    --query \"%s\"", e->query);
	out_string(o, "\n\tdone\n");
}

int
import_aws_commands(const struct options *options)
{
	struct out *o = out_open(options->output, false);

	if (o == NULL)
		return EXIT_ENVIRONMENT;
	out_string(o, begin);
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		out_printf(o, "\tcall %s %s %s\n", calls[i][1], calls[i][0],
		    calls[i][1]);
	for (size_t i = 0; i < sizeof(each) / sizeof(each[0]); i++)
		put_each(o, &each[i]);
	out_string(o, end);
	out_commit(o);
	return out_close(o);
}
