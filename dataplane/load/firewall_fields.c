/*
 * firewall_fields.c - the scenario language as a table: filters of appliances
 */

#include "dataplane/load/firewall_fields.h"

#include "dataplane/load/rule_fields.h"
#include "dataplane/model/firewall.h"

static const struct field firewall_rule_fields[] = {
	KEY("action", "What becomes of a packet that matches.", FIELD_ENUM,
	    .flags = FIELD_REQUIRED, AT(struct rule, action),
	    .words = rule_actions),
	RULE_FIELDS,
	KEY("from", "The sources that match; left out: all.", FIELD_PEERS,
	    .flags = FIELD_FILLED, AT(struct rule, peers)),
	KEY("to", "The destinations that match; left out: all.", FIELD_PEERS,
	    .flags = FIELD_FILLED, AT(struct firewall_rule, to)),
};

static const struct firewall_rule no_rule = {
	.rule = { .proto = -1, .icmp_type = -1, .icmp_code = -1 },
};

const struct object_type firewall_rule_type = {
	.id = "filter_rule",
	.label = "filter rule",
	.doc = "A rule of a filter: the first that matches decides.",
	.kind = NO_OBJECT,
	.size = sizeof(struct firewall_rule),
	.initial = &no_rule,
	.place = MEMBER(struct rule, where),
	FIELDS(firewall_rule_fields),
};
