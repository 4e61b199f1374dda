#ifndef DATAPLANE_LOAD_RULE_FIELDS_H
#define DATAPLANE_LOAD_RULE_FIELDS_H

/*
 * rule_fields.h - the scenario language as a table: what all rules have alike
 */

#include "dataplane/load/fields.h"

extern const struct word rule_actions[];

/* Of struct rule, which may be the first part of another. */
#define RULE_FIELDS                                                          \
	KEY("proto", "The protocol; -1, as AWS writes it, is all.",          \
	    FIELD_PROTOCOL, .flags = FIELD_ALL, AT(struct rule, proto),      \
	    .fallback = "all"),                                              \
	    KEY("ports", "Ports of TCP or UDP; left out: every port.",       \
		FIELD_PORTS, .flags = FIELD_FILLED, AT(struct rule, ports)), \
	    KEY("type", "The ICMP type; -1: any.", FIELD_INTEGER,            \
		AT(struct rule, icmp_type), .min = -1, .max = 255,           \
		.fallback = "-1"),                                           \
	    KEY("code", "The ICMP code; -1: any.", FIELD_INTEGER,            \
		AT(struct rule, icmp_code), .min = -1, .max = 255,           \
		.fallback = "-1"),                                           \
	    KEY("description", "Words for the reader.", FIELD_STRING,        \
		AT(struct rule, description))

#endif /* DATAPLANE_LOAD_RULE_FIELDS_H */
