/*
 * interface_fields.c - the scenario language as a table: network interfaces
 */

#include "dataplane/load/interface_fields.h"

#include "dataplane/load/firewall_fields.h"

static const struct word attached_words[] = {
	{ "running", ATTACHED_RUNNING },
	{ "stopped", ATTACHED_STOPPED },
	{ "unattached", ATTACHED_NOT },
	{ NULL, 0 },
};

static const struct field interface_fields[] = {
	OBJECT_FIELDS,
	KEY("subnet", "The subnet that it is in.", FIELD_REF,
	    .flags = FIELD_REQUIRED, AT(struct interface, subnet)),
	KEY("account",
	    "The AWS account that owns it, in a shared VPC; left out: that of "
	    "the VPC.",
	    FIELD_STRING, AT(struct interface, account)),
	KEY("ip",
	    "Its private addresses; the first of each family is the "
	    "primary one. Left out: the first free one of the subnet.",
	    FIELD_ADDRESSES, AT(struct interface, ip)),
	KEY("prefixes", "CIDRs that are delegated to it.", FIELD_CIDRS,
	    AT(struct interface, prefixes)),
	KEY("public_ip",
	    "The public IPv4 addresses of its private ones, in their order.",
	    FIELD_ADDRESSES, .flags = FIELD_IPV4,
	    AT(struct interface, public_ip)),
	KEY("security_groups",
	    "Its security groups; left out: the VPC's default group.",
	    FIELD_REFS, AT(struct interface, security_groups)),
	KEY("source_dest_check", "Packets must come from it or be for it.",
	    FIELD_BOOL, AT(struct interface, source_dest_check),
	    .fallback = "true"),
	KEY("forwards", "It sends on what is not for it, as a router does.",
	    FIELD_BOOL, AT(struct interface, forwards), .fallback = "false"),
	KEY("instance",
	    "The instance that it is attached to, any name. Interfaces of one "
	    "instance are of one host; the first is its primary one.",
	    FIELD_TEXT, AT(struct interface, instance)),
	KEY("primary", "It is the primary one of its instance.", FIELD_BOOL,
	    AT(struct interface, is_primary), .fallback = "false"),
	KEY("answers_by",
	    "The interface of the same instance by which its host answers what "
	    "comes in by this one; left out: by this one.",
	    FIELD_REF, AT(struct interface, answers_by)),
	KEY("forwards_by",
	    "The interface of the same instance by which its host sends on "
	    "what comes in by this one and is not for it; left out: this one, "
	    "or another one if this one's subnet leads nowhere or back.",
	    FIELD_REF, AT(struct interface, forwards_by)),
	KEY("nat_instance",
	    "What it sends on to an internet gateway gets its own address, "
	    "unless it has a public one.",
	    FIELD_BOOL, AT(struct interface, nat_instance),
	    .fallback = "false"),
	KEY("stateful",
	    "What it sends on it knows as a firewall does: answers only to "
	    "what it has seen.",
	    FIELD_BOOL, AT(struct interface, stateful), .fallback = "true"),
	KEY("silent",
	    "Nothing answers there: it is of a service of AWS that only sends, "
	    "or the like.",
	    FIELD_BOOL, AT(struct interface, silent), .fallback = "false"),
	KEY("state",
	    "What it is attached to: a host that is running or stopped, or "
	    "nothing (unattached).",
	    FIELD_ENUM, AT(struct interface, attached), .words = attached_words,
	    .fallback = "running"),
	KEY("unfiltered",
	    "It has no security groups, as those of AWS's own may.", FIELD_BOOL,
	    AT(struct interface, unfiltered), .fallback = "false"),
	KEY("nitro",
	    "Its instance is on Nitro: flow logs aggregate over a minute at "
	    "most, and tell a gateway endpoint from an internet gateway.",
	    FIELD_BOOL, AT(struct interface, nitro), .fallback = "true"),
	KEY("filter",
	    "What it sends on it lets through by these rules; left out: all. "
	    "Behind the last rule all is denied.",
	    FIELD_LIST, AT(struct interface, filter),
	    .type = &firewall_rule_type,
	    .seen = MEMBER(struct interface, has_filter), .seen_value = true),
	KEY("mtu",
	    "The largest packet that its host sends; as the target of a "
	    "Gateway Load Balancer the largest that it takes, the tunnel's 64 "
	    "bytes included.",
	    FIELD_INTEGER, AT(struct interface, mtu), .min = 1280, .max = 9001,
	    .fallback = "9001"),
	KEY("listens",
	    "The open ports, such as tcp/443; left out: all are open.",
	    FIELD_LISTENS, AT(struct interface, listens),
	    .seen = MEMBER(struct interface, has_listens), .seen_value = true),
	KEY("tcp_established_timeout",
	    "Idle time-out of tracked TCP connections, 60s to 432000s.",
	    FIELD_DURATION, AT(struct interface, tcp_established), .min = 60,
	    .max = 432000),
	KEY("udp_stream_timeout",
	    "Idle time-out of UDP flows with several exchanges, 60s to 180s.",
	    FIELD_DURATION, AT(struct interface, udp_stream), .min = 60,
	    .max = 180),
	KEY("udp_timeout",
	    "Idle time-out of UDP flows with a single exchange, 30s to 60s.",
	    FIELD_DURATION, AT(struct interface, udp_single), .min = 30,
	    .max = 60),
	KEY("conntrack_max",
	    "How many connections it can track; 0: without limit.",
	    FIELD_INTEGER, AT(struct interface, conntrack_max), .min = 0,
	    .max = INT32_MAX, .fallback = "0"),
};

const struct object_type interface_type = {
	.id = "interface",
	.label = "interface",
	.doc = "A network interface with the host behind it.",
	.kind = OBJ_INTERFACE,
	FIELDS(interface_fields),
};
