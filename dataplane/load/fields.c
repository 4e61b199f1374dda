/*
 * fields.c - the scenario language as a table: the file, and what is in no VPC
 *
 * The order of a type's fields is the order in which the loader reads them,
 * whatever their order in the file: what is included comes before what
 * includes it.
 */

#include "dataplane/load/fields.h"
#include "dataplane/load/assume_fields.h"

#include <string.h>

#include "core/spell.h"
#include "dataplane/load/balancer_fields.h"
#include "dataplane/load/change_fields.h"
#include "dataplane/load/dns_fields.h"
#include "dataplane/load/dns_firewall_fields.h"
#include "dataplane/load/flow_log_fields.h"
#include "dataplane/load/policy_fields.h"
#include "dataplane/load/public_access_fields.h"
#include "dataplane/load/resource_fields.h"
#include "dataplane/load/service_network_fields.h"
#include "dataplane/load/site_fields.h"
#include "dataplane/load/test_fields.h"
#include "dataplane/load/tgw_fields.h"
#include "dataplane/load/vpc_fields.h"
#include "dataplane/policy/policy.h"

static const struct field peering_fields[] = {
	OBJECT_FIELDS,
	KEY("between", "The two VPCs that are connected.", FIELD_REFS,
	    .flags = FIELD_REQUIRED, AT(struct peering, between), .min = 2,
	    .max = 2),
	KEY("dns_resolution",
	    "Public DNS names of the other VPC's interfaces resolve "
	    "to private addresses.",
	    FIELD_BOOL, AT(struct peering, dns_resolution),
	    .fallback = "false"),
};

static const struct object_type peering_type = {
	.id = "peering",
	.label = "peering",
	.doc = "A VPC peering connection, which is active.",
	.kind = OBJ_PEERING,
	FIELDS(peering_fields),
};

static const struct field prefix_list_fields[] = {
	KEY("entries", "The CIDRs of the list.", FIELD_CIDRS,
	    .flags = FIELD_REQUIRED, AT(struct prefix_list, entries)),
	OBJECT_FIELDS,
};

static const struct object_type prefix_list_type = {
	.id = "prefix_list",
	.label = "prefix list",
	.doc = "A list of CIDRs that routes and security groups refer to. A "
	       "list named as a service (s3, com.amazonaws.REGION.s3, or its "
	       "AWS id) takes the place of the AWS-managed one.",
	.kind = OBJ_PREFIX_LIST,
	FIELDS(prefix_list_fields),
	.is_value = true,
};

static const struct field hosted_zone_fields[] = {
	KEY("name", "The domain, such as internal.example.", FIELD_STRING,
	    .flags = FIELD_REQUIRED, AT(struct hosted_zone, name)),
	KEY("vpcs", "The VPCs whose resolver answers for it.", FIELD_REFS,
	    .flags = FIELD_REQUIRED, AT(struct hosted_zone, vpcs)),
	KEY("records",
	    "Names in the zone (@ is the zone itself, * any name): "
	    "an address, or another name.",
	    FIELD_MAPPINGS, AT(struct hosted_zone, records)),
};

static const struct object_type hosted_zone_type = {
	.id = "hosted_zone",
	.label = "hosted zone",
	.doc = "A private hosted zone of Route 53. A name in it that has no "
	       "record does not exist, whatever public DNS knows.",
	.kind = NO_OBJECT,
	.size = sizeof(struct hosted_zone),
	.place = MEMBER(struct hosted_zone, where),
	FIELDS(hosted_zone_fields),
};

static const struct field import_fields[] = {
	KEY("notes", "What was left out or taken for something else, and why.",
	    FIELD_TEXTS, AT(struct scenario_file, notes)),
};

static const struct object_type import_type = {
	.id = "import",
	.label = "import",
	.doc = "Where a file comes from that shows what there is in AWS.",
	.kind = NO_OBJECT,
	FIELDS(import_fields),
};

static const struct word versions[] = {
	{ "vpcsim/v1", 1 },
	{ NULL, 0 },
};

static const struct field scenario_fields[] = {
	KEY("apiVersion", "The version of the language.", FIELD_ENUM,
	    .flags = FIELD_REQUIRED, .words = versions),
	KEY("name", "What the scenario shows, in a few words.", FIELD_STRING,
	    AT(struct scenario_file, name)),
	KEY("region", "The AWS Region of the VPCs that name none (us-east-1).",
	    FIELD_STRING, AT(struct scenario_file, region),
	    .place = MEMBER(struct scenario_file, region_where)),
	KEY("import",
	    "The file was made from what there is in AWS, so no key is "
	    "required, and what looks wrong is a warning.",
	    FIELD_GROUP, .flags = FIELD_MARK, .type = &import_type,
	    .seen = MEMBER(struct scenario_file, imported), .seen_value = true),
	KEY("include",
	    "Scenario files whose objects join those of this file, "
	    "relative to it.",
	    FIELD_INCLUDE),
	KEY("vpcs", "The VPCs.", FIELD_OBJECTS, .type = &vpc_type),
	KEY("peerings", "The VPC peering connections.", FIELD_OBJECTS,
	    .type = &peering_type),
	KEY("transit_gateways", "The transit gateways.", FIELD_OBJECTS,
	    .type = &transit_gateway_type),
	KEY("on_premises", "The customer's own networks outside AWS.",
	    FIELD_OBJECTS, .type = &on_premises_type),
	KEY("resource_configurations",
	    "The resources that are shared by PrivateLink.", FIELD_OBJECTS,
	    .type = &resource_configuration_type),
	KEY("lattice_services", "The services of VPC Lattice.", FIELD_OBJECTS,
	    .type = &lattice_service_type),
	KEY("service_networks", "The service networks of VPC Lattice.",
	    FIELD_OBJECTS, .type = &service_network_type),
	KEY("endpoint_services", "The endpoint services of the customer.",
	    FIELD_OBJECTS, .type = &endpoint_service_type),
	KEY("block_public_access",
	    "VPC Block Public Access of the account, or a list of those of "
	    "several Regions.",
	    FIELD_LIST, .flags = FIELD_ALONE,
	    AT(struct scenario_file, block_public_access),
	    .type = &block_public_access_type),
	KEY("prefix_lists", "The prefix lists of the customer.", FIELD_OBJECTS,
	    .type = &prefix_list_type),
	KEY("flow_logs", "The flow logs.", FIELD_OBJECTS,
	    .type = &flow_log_type),
	KEY("hosted_zones", "The private hosted zones.", FIELD_LIST,
	    AT(struct scenario_file, hosted_zones), .type = &hosted_zone_type),
	KEY("hosts",
	    "Names for hosts on the internet, which public DNS has; rules and "
	    "zones of the sender's VPC go before. Any other public "
	    "address that AWS does not own is the internet too.",
	    FIELD_OBJECTS, .type = &host_type),
	KEY("resolver_rules", "Rules of the Route 53 Resolver.", FIELD_LIST,
	    AT(struct scenario_file, dns.rules), .type = &resolver_rule_type),
	KEY("dns_firewall_domain_lists", "The domain lists of DNS Firewall.",
	    FIELD_OBJECTS, .type = &domain_list_type),
	KEY("dns_firewall_rule_groups",
	    "The rule groups of Route 53 Resolver DNS Firewall.", FIELD_OBJECTS,
	    .type = &dns_firewall_type),
	KEY("resource_policies",
	    "Policies of resources, by ARN or bucket name: a document, several, "
	    "or {account: ..., policy: ...}.",
	    FIELD_POLICIES, AT(struct scenario_file, policies.resource),
	    .policy = POLICY_RESOURCE),
	KEY("identity_policies",
	    "Policies of users and roles, by ARN: a document or several. A "
	    "principal that is not here is taken to be allowed everything.",
	    FIELD_POLICIES, AT(struct scenario_file, policies.identity),
	    .policy = POLICY_IDENTITY),
	KEY("permissions_boundaries",
	    "Policies that limit what those of a user or role allow, by ARN.",
	    FIELD_POLICIES, AT(struct scenario_file, policies.boundary),
	    .policy = POLICY_IDENTITY),
	KEY("session_policies",
	    "Policies that a session was given, which limit it, by the ARN of "
	    "the session: arn:aws:sts::111122223333:assumed-role/ROLE/SESSION.",
	    FIELD_POLICIES, AT(struct scenario_file, policies.session),
	    .policy = POLICY_IDENTITY),
	KEY("organizations", "The organizations that accounts are in.",
	    FIELD_LIST, AT(struct scenario_file, policies.organizations),
	    .type = &organization_type),
	KEY("byoip",
	    "Public blocks that customers of AWS have brought along: AWS's, "
	    "though its published ranges do not have them.",
	    FIELD_CIDRS, AT(struct scenario_file, byoip)),
	KEY("assume", "Behaviour that AWS does not document.", FIELD_GROUP,
	    .type = &assume_type,
	    .seen = MEMBER(struct scenario_file, has_assume),
	    .seen_value = true),
	KEY("changes", "What the control plane does while packets fly.",
	    FIELD_LIST, AT(struct scenario_file, changes),
	    .type = &change_type),
	KEY("traffic", "Flows that gen writes, and that tests may use.",
	    FIELD_LIST, AT(struct scenario_file, traffic),
	    .type = &traffic_type),
	KEY("tests", "What is expected of flows and captures.", FIELD_LIST,
	    AT(struct scenario_file, tests), .type = &test_type),
};

const struct object_type scenario_type = {
	.id = "scenario",
	.label = "scenario",
	.doc = "A network on AWS, traffic in it, and what is expected of it.",
	.kind = NO_OBJECT,
	.size = sizeof(struct scenario_file),
	FIELDS(scenario_fields),
};

const struct field *
field_find(const struct object_type *t, const char *key)
{
	for (size_t i = 0; i < t->nfields; i++)
		if (strcmp(t->fields[i].name, key) == 0)
			return &t->fields[i];
	return NULL;
}

const char *
field_nearest(const struct object_type *t, const char *key)
{
	const struct field *exact = field_find(t, key);
	const char *best = NULL;
	unsigned least = ~0u;

	if (exact && exact->flags & FIELD_MEANT)
		return exact->doc;
	for (size_t i = 0; i < t->nfields; i++) {
		const struct field *f = &t->fields[i];
		unsigned d = spell_distance(key, f->name);

		if (f->flags & FIELD_MEANT || d >= least ||
		    !spell_near(key, f->name))
			continue;
		best = f->name;
		least = d;
	}
	return best;
}
