/*
 * test_fields.c - the scenario language as a table: traffic and tests
 */

#include "dataplane/load/test_fields.h"

#include <netinet/in.h>

#include "dataplane/load/flow_log_fields.h"
#include "dataplane/load/policy_fields.h"

/* struct s has a struct flow_spec as the member `flow`. */
#define FLOW_FIELDS(s)                                                                                   \
	KEY("from",                                                                                      \
	    "Where it starts: an interface, a host, an address, or internet.",                           \
	    FIELD_TEXT, .flags = FIELD_REQUIRED, AT(struct s, flow.from)),                               \
	    KEY("to", "Where it goes: the same, or a DNS name.", FIELD_TEXT,                             \
		.flags = FIELD_REQUIRED, AT(struct s, flow.to)),                                         \
	    KEY("proto", "The protocol.", FIELD_PROTOCOL,                                                \
		AT(struct s, flow.proto)),                                                               \
	    KEY("port", "The destination port.", FIELD_INTEGER,                                          \
		AT(struct s, flow.port), .min = 1, .max = 65535),                                        \
	    KEY("sport", "The source port; left out: an ephemeral one.",                                 \
		FIELD_INTEGER, AT(struct s, flow.sport), .min = 1,                                       \
		.max = 65535),                                                                           \
	    KEY("bytes",                                                                                 \
		"The size of its first packet, IP header included; of traffic: of its largest packets.", \
		FIELD_SIZE, .flags = FIELD_BARE, AT(struct s, flow.bytes),                               \
		.min = 20, .max = 65535),                                                                \
	    KEY("ttl", "The TTL or hop limit with which its packets start.",                             \
		FIELD_INTEGER, AT(struct s, flow.ttl), .min = 1, .max = 255),                            \
	    KEY("df", "Its packets must not be fragmented.", FIELD_BOOL,                                 \
		AT(struct s, flow.dont_fragment), .fallback = "false"),                                  \
	    KEY("request", "The request to a service that it carries.",                                  \
		FIELD_GROUP, .type = &s##_request_type,                                                  \
		.seen = MEMBER(struct s, flow.request.there),                                            \
		.seen_value = true)

#define NO_FLOW                                                 \
	{                                                       \
		.proto = -1, .port = -1, .sport = -1, .ttl = -1 \
	}

static bool
has_ports(int proto)
{
	return proto == IPPROTO_TCP || proto == IPPROTO_UDP;
}

static void
check_flow(const struct flow_spec *f, struct errs *errs)
{
	if (f->proto == -1)
		return;
	if (has_ports(f->proto) && f->port == -1)
		errs_add(errs, f->where, "a %s flow needs a \"port\"",
		    f->proto == IPPROTO_TCP ? "tcp" : "udp");
	if (!has_ports(f->proto) && (f->port != -1 || f->sport != -1))
		errs_add(
		    errs, f->where, "only tcp and udp flows have a \"port\"");
}

static void
check_traffic(const void *object, struct where w, struct errs *errs)
{
	const struct traffic *t = object;

	(void)w;
	check_flow(&t->flow, errs);
}

static const struct field turn_fields[] = {
	KEY("after", "The pause before it.", FIELD_DURATION,
	    AT(struct turn, after), .fallback = "0s"),
	KEY("send", "The payload that is sent.", FIELD_SIZE,
	    AT(struct turn, send), .fallback = "0B"),
	KEY("receive", "The payload that comes back.", FIELD_SIZE,
	    AT(struct turn, receive), .fallback = "0B"),
};

static const struct object_type turn_type = {
	.id = "turn",
	.label = "turn of a conversation",
	.doc = "What an open conversation goes on with.",
	.kind = NO_OBJECT,
	.size = sizeof(struct turn),
	FIELDS(turn_fields),
};

static const struct field traffic_fields[] = {
	KEY("name", "The name of the flow.", FIELD_STRING,
	    AT(struct traffic, name)),
	KEY("at", "When it starts.", FIELD_DURATION, AT(struct traffic, at),
	    .fallback = "0s"),
	FLOW_FIELDS(traffic),
	KEY("send", "The payload that is sent.", FIELD_SIZE,
	    AT(struct traffic, send), .fallback = "0B"),
	KEY("receive", "The payload that comes back.", FIELD_SIZE,
	    AT(struct traffic, receive), .fallback = "0B"),
	KEY("then",
	    "What follows, after pauses; the connection is then left open.",
	    FIELD_LIST, AT(struct traffic, then), .type = &turn_type),
	KEY("count", "So many flows, each with a source port of its own.",
	    FIELD_INTEGER, AT(struct traffic, count), .min = 1, .max = 10000000,
	    .fallback = "1"),
	KEY("every", "The time from one of them to the next.", FIELD_DURATION,
	    AT(struct traffic, every), .fallback = "0s"),
};

static const struct traffic no_traffic = { .flow = NO_FLOW };

const struct object_type traffic_type = {
	.id = "traffic",
	.label = "traffic",
	.doc = "A flow with its payload.",
	.kind = NO_OBJECT,
	.size = sizeof(struct traffic),
	.initial = &no_traffic,
	.place = MEMBER(struct traffic, flow.where),
	FIELDS(traffic_fields),
	.check = check_traffic,
};

static const struct word verdicts[] = {
	{ "delivered", 0 },
	{ "dropped", 0 },
	{ NULL, 0 },
};

static const struct word directions[] = {
	{ "forward", 0 },
	{ "return", 0 },
	{ NULL, 0 },
};

static const struct word path_classes[] = {
	{ "host-service", 0 },
	{ "local", 0 },
	{ "peering", 0 },
	{ "transit-gateway", 0 },
	{ "gateway-endpoint", 0 },
	{ "interface-endpoint", 0 },
	{ "aws-public", 0 },
	{ "internet", 0 },
	{ "on-premises", 0 },
	{ NULL, 0 },
};

static const struct word addressings[] = {
	{ "private", 0 },
	{ "public", 0 },
	{ NULL, 0 },
};

static const struct word leavings[] = {
	{ "no", 0 },
	{ "yes", 0 },
	{ "unknown", 0 },
	{ NULL, 0 },
};

static const struct word messages[] = {
	{ "frag-needed", 0 },
	{ "packet-too-big", 0 },
	{ "time-exceeded", 0 },
	{ "rst", 0 },
	{ NULL, 0 },
};

static const struct word provider_legs[] = {
	{ "on-premises", 0 },
	{ NULL, 0 },
};

static const struct word request_results[] = {
	{ "allowed", 0 },
	{ "denied", 0 },
	{ "unknown", 0 },
	{ NULL, 0 },
};

static const struct word confidences[] = {
	{ "doc", 0 },
	{ "known", 0 },
	{ "low", 0 },
	{ NULL, 0 },
};

#define FACT_FIELDS                                                             \
	KEY("verdict", "Whether the first packet arrived and was answered.",    \
	    FIELD_ENUM, .words = verdicts),                                     \
	    KEY("code",                                                         \
		"Why it was dropped; a leading VSIM_ may be left out.",         \
		FIELD_CODE, .flags = FIELD_NULLABLE),                           \
	    KEY("dropped_at", "Whose decision it was.", FIELD_STRING,           \
		.flags = FIELD_NULLABLE),                                       \
	    KEY("direction", "Which way the dropped packet was going.",         \
		FIELD_ENUM, .flags = FIELD_NULLABLE, .words = directions),      \
	    KEY("path_class", "What sort of way it took.", FIELD_ENUM,          \
		.flags = FIELD_NULLABLE, .words = path_classes),                \
	    KEY("exit",                                                         \
		"The gateway or endpoint by which it leaves its VPC; "          \
		"null: it stays inside.",                                       \
		FIELD_STRING, .flags = FIELD_NULLABLE),                         \
	    KEY("provider_leg",                                                 \
		"Where the target of an endpoint's provider is, if not in "     \
		"AWS.",                                                         \
		FIELD_ENUM, .flags = FIELD_NULLABLE, .words = provider_legs),   \
	    KEY("addressing",                                                   \
		"public: at some hop both addresses are public.", FIELD_ENUM,   \
		.flags = FIELD_NULLABLE, .words = addressings),                 \
	    KEY("leaves_aws", "Whether it leaves the network of AWS.",          \
		FIELD_ENUM, .flags = FIELD_NULLABLE | FIELD_YES_NO,             \
		.words = leavings),                                             \
	    KEY("public_internet",                                              \
		"Whether some of the way is the public internet.", FIELD_BOOL,  \
		.flags = FIELD_NULLABLE),                                       \
	    KEY("private", "Whether it is private, as --private-means says.",   \
		FIELD_BOOL, .flags = FIELD_NULLABLE),                           \
	    KEY("source_seen",                                                  \
		"The address:port that the destination sees; * stands for "     \
		"a part that does not matter.",                                 \
		FIELD_STRING, .flags = FIELD_NULLABLE),                         \
	    KEY("cross_region", "Whether it goes from one Region to another.",  \
		FIELD_BOOL),                                                    \
	    KEY("cross_az",                                                     \
		"Whether it goes from one Availability Zone to another.",       \
		FIELD_BOOL),                                                    \
	    KEY("cross_account",                                                \
		"Whether it goes from one account to another.", FIELD_BOOL),    \
	    KEY("translated",                                                   \
		"Whether a NAT gateway or internet gateway translates it.",     \
		FIELD_BOOL),                                                    \
	    KEY("confidence",                                                   \
		"doc; known: something was assumed; low: whose the address "    \
		"is.",                                                          \
		FIELD_ENUM, .words = confidences),                              \
	    KEY("service", "Of an address of AWS: its service, such as S3.",    \
		FIELD_STRING, .flags = FIELD_NULLABLE),                         \
	    KEY("region", "Of an address of AWS: its Region.", FIELD_STRING,    \
		.flags = FIELD_NULLABLE),                                       \
	    KEY("path", "The names on the way there, all and in order.",        \
		FIELD_NAMES),                                                   \
	    KEY("via", "Names that are among the hops.", FIELD_NAMES),          \
	    KEY("not_via", "Names that are not among the hops.", FIELD_NAMES),  \
	    KEY("reply", "What became of the answer.", FIELD_ENUM,              \
		.flags = FIELD_NULLABLE, .words = verdicts),                    \
	    KEY("told", "What the sender of a dropped packet is told.",         \
		FIELD_ENUM, .flags = FIELD_NULLABLE, .words = messages),        \
	    KEY("told_mtu", "The size that it is told: 1500.", FIELD_COUNT),    \
	    KEY("deliveries",                                                   \
		"To how many it was delivered: members of a multicast group.",  \
		FIELD_COUNT),                                                   \
	    KEY("told_verdict", "Whether that message arrives.", FIELD_ENUM,    \
		.flags = FIELD_NULLABLE, .words = verdicts),                    \
	    KEY("told_code", "Why that message is dropped.", FIELD_CODE,        \
		.flags = FIELD_NULLABLE),                                       \
	    KEY("told_dropped_at", "Who drops that message.", FIELD_STRING,     \
		.flags = FIELD_NULLABLE),                                       \
	    KEY("dropped_packets",                                              \
		"How many packets of a replayed flow were dropped: 0 or "       \
		"\">=1\".",                                                     \
		FIELD_COUNT),                                                   \
	    KEY("cut_code",                                                     \
		"Why a packet of a replayed flow was dropped after others "     \
		"had passed the same way.",                                     \
		FIELD_CODE, .flags = FIELD_NULLABLE),                           \
	    KEY("cut_at", "Whose decision that was.", FIELD_STRING,             \
		.flags = FIELD_NULLABLE),                                       \
	    KEY("cut_direction", "Which way that packet was going.",            \
		FIELD_ENUM, .flags = FIELD_NULLABLE, .words = directions),      \
	    KEY("resolved_by",                                                  \
		"Who gave the address of the name: \"hosted zone ...\", "       \
		"\"private DNS of ...\", \"rule ...\", public DNS, ...; "       \
		"* stands for a part that does not matter.",                    \
		FIELD_STRING, .flags = FIELD_NULLABLE),                         \
	    KEY("dns_firewall",                                                 \
		"Which rule of DNS Firewall has the name: \"alert by rule 200 " \
		"of corp\"; * stands for a part that does not matter.",         \
		FIELD_STRING, .flags = FIELD_NULLABLE),                         \
	    KEY("request", "Whether policies allow the request it carries.",    \
		FIELD_ENUM, .flags = FIELD_NULLABLE,                            \
		.words = request_results),                                      \
	    KEY("request_code", "Why the request is refused.", FIELD_CODE,      \
		.flags = FIELD_NULLABLE),                                       \
	    KEY("denied_by",                                                    \
		"Whose policy refuses the request: an endpoint, resource, "     \
		"principal or organization.",                                   \
		FIELD_STRING, .flags = FIELD_NULLABLE)

static const struct field fact_fields[] = { FACT_FIELDS };

static const struct object_type facts_type = {
	.id = "facts",
	.label = "facts",
	.doc = "Facts about a flow.",
	.kind = NO_OBJECT,
	FIELDS(fact_fields),
};

static const struct field expect_fields[] = {
	FACT_FIELDS,
	KEY("flows", "How many flows there are: 42 or \">=3\".", FIELD_COUNT),
	KEY("packets", "How many packets there are.", FIELD_COUNT),
	KEY("dropped", "How many flows are dropped.", FIELD_COUNT),
	KEY("flow_log",
	    "Records that flow logs have of it, by some of their fields; an "
	    "empty list: none. Without flow logs in the scenario those that "
	    "one of all interfaces would have.",
	    FIELD_EXPECTS, .type = &flow_log_record_type),
	KEY("all", "What is so of each flow.", FIELD_EXPECT,
	    .type = &facts_type),
	KEY("none", "What is so of no flow.", FIELD_EXPECT,
	    .type = &facts_type),
	KEY("any", "What is so of one flow at least.", FIELD_EXPECT,
	    .type = &facts_type),
};

static const struct object_type expect_type = {
	.id = "expect",
	.label = "expectation",
	.doc = "What must be so.",
	.kind = NO_OBJECT,
	FIELDS(expect_fields),
};

static const struct field flow_fields[] = {
	FLOW_FIELDS(test),
	KEY("fragments", "Its packet is sent in so many fragments.",
	    FIELD_INTEGER, AT(struct test, flow.fragments), .min = 1, .max = 64,
	    .fallback = "1"),
};

static void
check_test_flow(const void *object, struct where w, struct errs *errs)
{
	const struct test *t = object;

	(void)w;
	check_flow(&t->flow, errs);
}

static const struct object_type flow_type = {
	.id = "flow",
	.label = "flow",
	.doc = "One flow: a first packet, and its answer.",
	.kind = NO_OBJECT,
	.place = MEMBER(struct test, flow.where),
	FIELDS(flow_fields),
	.check = check_test_flow,
};

static const struct word midstreams[] = {
	{ "established", false },
	{ "strict", true },
	{ NULL, 0 },
};

static const struct field replay_fields[] = {
	KEY("capture",
	    "The capture, relative to this file; left out: the "
	    "scenario's traffic.",
	    FIELD_TEXT, .flags = FIELD_FILE, AT(struct test, capture)),
	KEY("filter", "A pcap-filter expression that selects packets.",
	    FIELD_STRING, AT(struct test, filter)),
	KEY("map",
	    "Where captured addresses are in the model: address or "
	    "CIDR to interface, address or CIDR.",
	    FIELD_MAPPINGS, AT(struct test, map)),
	KEY("midstream",
	    "What becomes of a connection whose beginning was not captured.",
	    FIELD_ENUM, AT(struct test, midstream_strict), .words = midstreams,
	    .fallback = "established"),
};

static const struct object_type replay_type = {
	.id = "replay",
	.label = "replay",
	.doc = "A capture that is carried through the model.",
	.kind = NO_OBJECT,
	FIELDS(replay_fields),
};

static const struct field test_fields[] = {
	KEY("name", "What the test shows, in a few words.", FIELD_STRING,
	    AT(struct test, name)),
	KEY("flow", "One flow.", FIELD_GROUP, .flags = FIELD_ONE_OF,
	    .type = &flow_type, .seen = MEMBER(struct test, has_flow),
	    .seen_value = true),
	KEY("replay", "A capture.", FIELD_GROUP, .flags = FIELD_ONE_OF,
	    .type = &replay_type, .seen = MEMBER(struct test, has_replay),
	    .seen_value = true),
	KEY("traffic",
	    "The name of a flow of the scenario's traffic, which is sent alone; "
	    "what flows do to each other is asked by replay.",
	    FIELD_TEXT, .flags = FIELD_ONE_OF, AT(struct test, traffic)),
	KEY("expect", "What must be so.", FIELD_EXPECT, .flags = FIELD_REQUIRED,
	    AT(struct test, expect), .type = &expect_type),
};

static const struct test no_test = { .flow = NO_FLOW };

const struct object_type test_type = {
	.id = "test",
	.label = "test",
	.doc = "A question and the answer that is expected.",
	.kind = NO_OBJECT,
	.size = sizeof(struct test),
	.initial = &no_test,
	.place = MEMBER(struct test, where),
	FIELDS(test_fields),
	.check = NULL,
};
