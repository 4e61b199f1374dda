/*
 * dns_firewall_fields.c - the scenario language as a table: DNS Firewall
 */

#include "dataplane/load/dns_firewall_fields.h"

#include "dataplane/model/dns_firewall.h"

enum { ASSOCIATION_LEAST = 101, ASSOCIATION_MOST = 9899 };

static const struct word actions[] = {
	{ "allow", DNS_ALLOW },
	{ "alert", DNS_ALERT },
	{ "block", DNS_BLOCK },
	{ NULL, 0 },
};

static const struct word responses[] = {
	{ "nodata", DNS_NODATA },
	{ "nxdomain", DNS_NXDOMAIN },
	{ "override", DNS_OVERRIDE },
	{ NULL, 0 },
};

static const struct field rule_fields[] = {
	KEY("priority",
	    "The lowest comes first; left out: after those before it.",
	    FIELD_INTEGER, AT(struct dns_firewall_rule, priority), .min = 1,
	    .max = 1000000000),
	KEY("action",
	    "allow: it is answered; alert: so too, and told; block: the "
	    "response is given instead.",
	    FIELD_ENUM, .flags = FIELD_REQUIRED,
	    AT(struct dns_firewall_rule, action), .words = actions),
	KEY("domains",
	    "The names that match: example.com is that name alone, "
	    "*.example.com all below it, * every name.",
	    FIELD_TEXTS, .flags = FIELD_ONE_OF,
	    AT(struct dns_firewall_rule, domains)),
	KEY("domain_list", "Or the domain list that has them.", FIELD_REF,
	    .flags = FIELD_ONE_OF, AT(struct dns_firewall_rule, domain_list)),
	KEY("response",
	    "What is answered if it blocks: nodata (there is such a name, but "
	    "no address), nxdomain (there is no such name), override (another "
	    "name).",
	    FIELD_ENUM, AT(struct dns_firewall_rule, response),
	    .words = responses, .fallback = "nodata"),
	KEY("override", "The name that is answered then.", FIELD_TEXT,
	    AT(struct dns_firewall_rule, override)),
	KEY("inspect_redirection",
	    "Names to which an alias leads are held against the rules as "
	    "well; false: where this rule has allowed a name, they are not.",
	    FIELD_BOOL, AT(struct dns_firewall_rule, inspect_redirection),
	    .fallback = "true"),
};

static const struct dns_firewall_rule no_rule = { .inspect_redirection = true };

static const struct object_type rule_type = {
	.id = "dns_firewall_rule",
	.label = "DNS Firewall rule",
	.doc = "A rule of DNS Firewall: the first that has the name decides.",
	.kind = NO_OBJECT,
	.size = sizeof(struct dns_firewall_rule),
	.initial = &no_rule,
	.place = MEMBER(struct dns_firewall_rule, where),
	FIELDS(rule_fields),
};

static const struct field association_fields[] = {
	KEY("vpc", "The VPC whose resolver asks it.", FIELD_REF,
	    .flags = FIELD_REQUIRED, AT(struct dns_firewall_association, vpc)),
	KEY("priority",
	    "Of several groups of a VPC the lowest comes first, from 101 to "
	    "9899; left out: after those before it.",
	    FIELD_INTEGER, AT(struct dns_firewall_association, priority),
	    .min = ASSOCIATION_LEAST, .max = ASSOCIATION_MOST),
};

static const struct object_type association_type = {
	.id = "dns_firewall_association",
	.label = "DNS Firewall association",
	.doc = "A VPC in which a rule group is in force.",
	.kind = NO_OBJECT,
	.size = sizeof(struct dns_firewall_association),
	FIELDS(association_fields),
	.is_value = true,
};

static const struct field dns_firewall_fields[] = {
	OBJECT_FIELDS,
	KEY("rules", "Its rules.", FIELD_LIST, .flags = FIELD_REQUIRED,
	    AT(struct dns_firewall, rules), .type = &rule_type),
	KEY("associations",
	    "The VPCs it is for: their names, or maps with priorities.",
	    FIELD_LIST, .flags = FIELD_REQUIRED,
	    AT(struct dns_firewall, associations), .type = &association_type),
};

const struct object_type dns_firewall_type = {
	.id = "dns_firewall_rule_group",
	.label = "DNS Firewall rule group",
	.doc = "A rule group of Route 53 Resolver DNS Firewall. It judges the "
	       "names that are asked of the resolvers of its VPCs, no packets "
	       "and no other DNS servers. While it is down names get no "
	       "answer, unless the VPC has dns_firewall_fail_open.",
	.kind = OBJ_DNS_FIREWALL,
	FIELDS(dns_firewall_fields),
};

static const struct field domain_list_fields[] = {
	KEY("domains", "The names of the list.", FIELD_TEXTS,
	    .flags = FIELD_REQUIRED, AT(struct domain_list, domains)),
	OBJECT_FIELDS,
};

const struct object_type domain_list_type = {
	.id = "dns_firewall_domain_list",
	.label = "domain list",
	.doc = "A list of domains that rules of DNS Firewall refer to; what "
	       "is in those that AWS manages has to be written.",
	.kind = OBJ_DOMAIN_LIST,
	FIELDS(domain_list_fields),
	.is_value = true,
};
