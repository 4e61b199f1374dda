/*
 * describe_keys.c - the keys of the lists that describe calls answer with
 *
 * A key says of what kind the objects in its list are, whichever file it stands
 * in, and which of their fields is their id.
 */

#include "dataplane/load/describe/describe_keys.h"

#include <ctype.h>
#include <stddef.h>

/* Keys in small letters, without "_". */
static const struct record_key keys[] = {
	{ "vpcs", KEY_OBJECTS, RECORD_VPC, "VpcId" },
	{ "subnets", KEY_OBJECTS, RECORD_SUBNET, "SubnetId" },
	{ "routetables", KEY_OBJECTS, RECORD_ROUTE_TABLE, "RouteTableId" },
	{ "securitygroups", KEY_OBJECTS, RECORD_SECURITY_GROUP, "GroupId" },
	{ "securitygrouprules", KEY_OBJECTS, RECORD_SECURITY_GROUP_RULE,
	    "SecurityGroupRuleId" },
	{ "securitygroupvpcassociations", KEY_OBJECTS,
	    RECORD_SECURITY_GROUP_VPC, "GroupId" },
	{ "networkacls", KEY_OBJECTS, RECORD_NETWORK_ACL, "NetworkAclId" },
	{ "networkinterfaces", KEY_OBJECTS, RECORD_INTERFACE,
	    "NetworkInterfaceId" },
	{ "reservations", KEY_RESERVATIONS, RECORD_INSTANCE, "InstanceId" },
	{ "instances", KEY_OBJECTS, RECORD_INSTANCE, "InstanceId" },
	{ "internetgateways", KEY_OBJECTS, RECORD_INTERNET_GATEWAY,
	    "InternetGatewayId" },
	{ "egressonlyinternetgateways", KEY_OBJECTS,
	    RECORD_EGRESS_ONLY_INTERNET_GATEWAY,
	    "EgressOnlyInternetGatewayId" },
	{ "natgateways", KEY_OBJECTS, RECORD_NAT_GATEWAY, "NatGatewayId" },
	{ "vpcendpoints", KEY_OBJECTS, RECORD_ENDPOINT, "VpcEndpointId" },
	{ "prefixlists", KEY_OBJECTS, RECORD_PREFIX_LIST, "PrefixListId" },
	{ "managedprefixlists", KEY_OBJECTS, RECORD_PREFIX_LIST,
	    "PrefixListId" },
	{ "managedprefixlistentries", KEY_OBJECTS, RECORD_PREFIX_LIST_ENTRIES,
	    "PrefixListId" },
	{ "prefixlistentries", KEY_OBJECTS, RECORD_PREFIX_LIST_ENTRIES,
	    "PrefixListId" },
	{ "entries", KEY_ONE_ANSWER, RECORD_PREFIX_LIST_ENTRIES, "pl-" },
	{ "vpcpeeringconnections", KEY_OBJECTS, RECORD_PEERING,
	    "VpcPeeringConnectionId" },
	{ "addresses", KEY_OBJECTS, RECORD_ADDRESS, "PublicIp" },
	{ "vpngateways", KEY_OBJECTS, RECORD_VPN_GATEWAY, "VpnGatewayId" },
	{ "vpnconnections", KEY_OBJECTS, RECORD_VPN_CONNECTION,
	    "VpnConnectionId" },
	{ "directconnectgateways", KEY_OBJECTS, RECORD_DIRECT_CONNECT_GATEWAY,
	    "directConnectGatewayId" },
	{ "directconnectgatewayassociations", KEY_OBJECTS,
	    RECORD_DIRECT_CONNECT_ASSOCIATION, "associationId" },
	{ "virtualinterfaces", KEY_OBJECTS, RECORD_VIRTUAL_INTERFACE,
	    "virtualInterfaceId" },
	{ "dbinstances", KEY_OBJECTS, RECORD_DB_INSTANCE, "DBInstanceArn" },
	{ "dbclusters", KEY_OBJECTS, RECORD_DB_CLUSTER, "DBClusterArn" },
	{ "transitgateways", KEY_OBJECTS, RECORD_TRANSIT_GATEWAY,
	    "TransitGatewayId" },
	{ "transitgatewayattachments", KEY_OBJECTS, RECORD_TGW_ATTACHMENT,
	    "TransitGatewayAttachmentId" },
	{ "transitgatewayvpcattachments", KEY_OBJECTS,
	    RECORD_TGW_VPC_ATTACHMENT, "TransitGatewayAttachmentId" },
	{ "transitgatewaypeeringattachments", KEY_OBJECTS,
	    RECORD_TGW_PEERING_ATTACHMENT, "TransitGatewayAttachmentId" },
	{ "transitgatewayconnects", KEY_OBJECTS, RECORD_TGW_CONNECT,
	    "TransitGatewayAttachmentId" },
	{ "transitgatewayprefixlistreferences", KEY_OBJECTS,
	    RECORD_TGW_LIST_REFERENCE, "PrefixListId" },
	{ "transitgatewayroutetables", KEY_OBJECTS, RECORD_TGW_ROUTE_TABLE,
	    "TransitGatewayRouteTableId" },
	{ "transitgatewaystaticroutes", KEY_OBJECTS, RECORD_TGW_ROUTES,
	    "TransitGatewayRouteTableId" },
	{ "transitgatewayroutes", KEY_OBJECTS, RECORD_TGW_ROUTES,
	    "TransitGatewayRouteTableId" },
	{ "transitgatewaypropagations", KEY_OBJECTS, RECORD_TGW_PROPAGATIONS,
	    "TransitGatewayRouteTableId" },
	{ "transitgatewayassociations", KEY_OBJECTS, RECORD_TGW_ASSOCIATIONS,
	    "TransitGatewayRouteTableId" },
	{ "routes", KEY_ONE_ANSWER, RECORD_TGW_ROUTES, "tgw-rtb-" },
	{ "transitgatewayroutetablepropagations", KEY_ONE_ANSWER,
	    RECORD_TGW_PROPAGATIONS, "tgw-rtb-" },
	{ "associations", KEY_ONE_ANSWER, RECORD_TGW_ASSOCIATIONS, "tgw-rtb-" },
	{ "vpcblockpublicaccessexclusions", KEY_OBJECTS,
	    RECORD_PUBLIC_ACCESS_EXCLUSION, "ExclusionId" },
	{ "flowlogs", KEY_OBJECTS, RECORD_FLOW_LOG, "FlowLogId" },
	{ "loadbalancers", KEY_OBJECTS, RECORD_LOAD_BALANCER,
	    "LoadBalancerArn" },
	{ "loadbalancerattributes", KEY_OBJECTS,
	    RECORD_LOAD_BALANCER_ATTRIBUTES, "LoadBalancerArn" },
	{ "loadbalancerlisteners", KEY_OBJECTS, RECORD_LISTENERS,
	    "LoadBalancerArn" },
	{ "listeners", KEY_OBJECTS, RECORD_LISTENER, "ListenerArn" },
	{ "listenerattributes", KEY_OBJECTS, RECORD_LISTENER_ATTRIBUTES,
	    "ListenerArn" },
	{ "targetgroups", KEY_OBJECTS, RECORD_TARGET_GROUP, "TargetGroupArn" },
	{ "targetgroupattributes", KEY_OBJECTS, RECORD_TARGET_GROUP_ATTRIBUTES,
	    "TargetGroupArn" },
	{ "loadbalancertargethealth", KEY_OBJECTS, RECORD_TARGET_HEALTH,
	    "TargetGroupArn" },
	{ "targethealthdescriptions", KEY_ONE_ANSWER, RECORD_TARGET_HEALTH,
	    "arn:aws:elasticloadbalancing:" },
	{ "serviceconfigurations", KEY_OBJECTS, RECORD_ENDPOINT_SERVICE,
	    "ServiceId" },
	{ "vpcendpointconnections", KEY_OBJECTS, RECORD_ENDPOINT_CONNECTION,
	    "VpcEndpointId" },
	{ "allowedprincipals", KEY_ONE_ANSWER, RECORD_SERVICE_PERMISSIONS,
	    "vpce-svc-" },
	{ "loadbalancerdescriptions", KEY_NOT_MODELLED, RECORD_KINDS, NULL },
	{ "clientvpnendpoints", KEY_NOT_MODELLED, RECORD_KINDS, NULL },
	{ "corenetworks", KEY_NOT_MODELLED, RECORD_KINDS, NULL },
	{ "firewalls", KEY_NOT_MODELLED, RECORD_KINDS, NULL },
	{ "localgateways", KEY_NOT_MODELLED, RECORD_KINDS, NULL },
	{ "carriergateways", KEY_NOT_MODELLED, RECORD_KINDS, NULL },
	{ "availabilityzones", KEY_OF_NO_INTEREST, RECORD_KINDS, NULL },
	{ "connections", KEY_OF_NO_INTEREST, RECORD_KINDS, NULL },
	{ "directconnectgatewayattachments", KEY_OF_NO_INTEREST, RECORD_KINDS,
	    NULL },
	{ "customergateways", KEY_OF_NO_INTEREST, RECORD_KINDS, NULL },
	{ "domainstatuslist", KEY_OF_NO_INTEREST, RECORD_KINDS, NULL },
	{ "servicedetails", KEY_OF_NO_INTEREST, RECORD_KINDS, NULL },
	{ "servicenames", KEY_OF_NO_INTEREST, RECORD_KINDS, NULL },
	{ "dhcpoptions", KEY_OF_NO_INTEREST, RECORD_KINDS, NULL },
};

static bool
same_key(const char *name, const char *key)
{
	for (; *key; key++) {
		if (*key == '_')
			continue;
		if (tolower((unsigned char)*key) != *name++)
			return false;
	}
	return *name == '\0';
}

const struct record_key *
record_key_find(const char *key)
{
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (same_key(keys[i].name, key))
			return &keys[i];
	return NULL;
}
