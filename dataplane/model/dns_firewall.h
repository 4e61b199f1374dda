#ifndef DATAPLANE_MODEL_DNS_FIREWALL_H
#define DATAPLANE_MODEL_DNS_FIREWALL_H

/*
 * dns_firewall.h - rule groups of Route 53 Resolver DNS Firewall
 *
 * A rule group is associated with VPCs.  A name that is asked of a VPC's
 * resolver is held against its groups, the lowest priority first, and in a
 * group against its rules, likewise; the first rule that has the name decides,
 * and a name that no rule has is answered (Route 53 Developer Guide, "How
 * Route 53 Resolver DNS Firewall works").
 */

#include "dataplane/model/model.h"

enum dns_action { DNS_ALLOW, DNS_ALERT, DNS_BLOCK };

/* What is answered instead of an address. */
enum dns_response { DNS_NODATA, DNS_NXDOMAIN, DNS_OVERRIDE };

struct domain_list {
	struct object o;
	struct texts domains; /* "example.com", "*.example.com", "*" */
};

struct dns_firewall_rule {
	struct where where;
	int priority; /* 0 until model_link(): not written */
	enum dns_action action;
	enum dns_response response;
	struct text override; /* DNS_OVERRIDE: the name that is answered */
	struct texts domains;
	struct ref domain_list;   /* or these domains */
	bool inspect_redirection; /* the names that the name leads to, too */
};

struct dns_firewall_association {
	struct ref vpc;
	int priority; /* 0 until model_link(): not written */
};

struct dns_firewall {
	struct object o;
	struct dns_firewall_rule *rules; /* after model_link() by priority */
	size_t nrules;
	struct dns_firewall_association *associations;
	size_t nassociations;
};

/* A group where it is in force. */
struct dns_filter {
	const struct vpc *vpc;
	const struct dns_firewall *group;
	int priority;
};

struct linker;

/* For model_link(). */
void link_dns_firewalls(struct linker *);

/* The rule's own domains, or those of its list. */
const struct texts *dns_firewall_domains(const struct dns_firewall_rule *);

/* Is the name meant?  "*.example.com": all names below it, at any depth, and
 * not itself. */
bool dns_firewall_has(const struct dns_firewall_rule *, const char *host);

#endif /* DATAPLANE_MODEL_DNS_FIREWALL_H */
