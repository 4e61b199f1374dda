/*
 * dns_firewall.c - DNS Firewall (AWS::Route53Resolver::FirewallRuleGroup and
 * FirewallDomainList)
 *
 * No packet meets one: it judges names (names_firewall.c).
 */

#include "dataplane/classes.h"

const struct object_class dns_firewall_class = {
	.node = { "dns-firewall-rule-group", NULL },
	.kind = OBJ_DNS_FIREWALL,
};

const struct object_class domain_list_class = {
	.node = { "dns-firewall-domain-list", NULL },
	.kind = OBJ_DOMAIN_LIST,
};
