/*
 * site_fields.c - the scenario language as a table: on-premises sites, hosts
 *
 * A connection has the same keys whether it is the only one (connect) or one of
 * several (connections).
 */

#include "dataplane/load/site_fields.h"

#include "dataplane/model/site.h"

static const struct field host_fields[] = {
	KEY("address", "The address of the host.", FIELD_ADDRESS,
	    .flags = FIELD_REQUIRED, AT(struct named_host, ip)),
	OBJECT_FIELDS,
};

const struct object_type host_type = {
	.id = "host",
	.label = "host",
	.doc = "A host outside AWS.",
	.kind = OBJ_HOST,
	FIELDS(host_fields),
	.is_value = true,
};

static const struct word ciphers[] = {
	{ "aes-gcm-16", CIPHER_AES_GCM },
	{ "aes-cbc-sha1", CIPHER_AES_CBC_SHA2_256 },
	{ "aes-cbc-sha2-256", CIPHER_AES_CBC_SHA2_256 },
	{ "aes-cbc-sha2-384", CIPHER_AES_CBC_SHA2_384 },
	{ "aes-cbc-sha2-512", CIPHER_AES_CBC_SHA2_512 },
	{ NULL, 0 },
};

/* How the connection begins: where it leads decides what it is. */
#define WAY(key, what, s, m, value)                                   \
	KEY(key, what, FIELD_REF, .flags = FIELD_ONE_OF, AT(s, m.to), \
	    .seen = MEMBER(s, m.type), .seen_value = (value))

#define BGP_FIELDS(s, m)                                                  \
	KEY("prefixes",                                                   \
	    "The prefixes that the site announces; left out: its "        \
	    "networks.",                                                  \
	    FIELD_CIDRS, AT(s, m.announced)),                             \
	    KEY("as_path",                                                \
		"The length of the AS path; of equal prefixes the "       \
		"shortest counts.",                                       \
		FIELD_INTEGER, AT(s, m.as_path), .min = 0, .max = 255,    \
		.fallback = "0"),                                         \
	    KEY("med",                                                    \
		"The multi-exit discriminator; the lowest counts. Left "  \
		"out: 0 on Direct Connect, 100 on a VPN.",                \
		FIELD_INTEGER, AT(s, m.med), .min = 0, .max = UINT32_MAX, \
		.seen = MEMBER(s, m.has_med), .seen_value = true)

#define CONNECTION_FIELDS(s, m, bgp)                                          \
	WAY("vpn",                                                            \
	    "The VPN gateway or transit gateway at which a Site-to-Site VPN " \
	    "ends.",                                                          \
	    s, m, CONNECT_VPN),                                               \
	    WAY("direct_connect",                                             \
		"The VPN gateway or transit gateway to which a Direct "       \
		"Connect private or transit virtual interface leads.",        \
		s, m, CONNECT_DIRECT_CONNECT),                                \
	    WAY("gre",                                                        \
		"The transit gateway of a Connect peer: GRE over the "        \
		"transport.",                                                 \
		s, m, CONNECT_GRE),                                           \
	    KEY("public_vif",                                                 \
		"A Direct Connect public virtual interface, by which AWS's "  \
		"public addresses are reached.",                              \
		FIELD_BOOL, .flags = FIELD_ONE_OF, AT(s, m.public_vif),       \
		.seen = MEMBER(s, m.type), .seen_value = CONNECT_PUBLIC_VIF), \
	    KEY("transport",                                                  \
		"The attachment that carries it: GRE, of a VPC or by Direct " \
		"Connect; VPN, by Direct Connect (private IP VPN).",          \
		FIELD_REF, AT(s, m.transport)),                               \
	    KEY("static_routes",                                              \
		"VPN: it has static routing, and these are its routes.",      \
		FIELD_CIDRS, AT(s, m.static_routes),                          \
		.seen = MEMBER(s, m.is_static), .seen_value = true),          \
	    KEY("bgp", "What the site announces, and how.", FIELD_GROUP,      \
		.type = &(bgp), .seen = MEMBER(s, m.is_bgp),                  \
		.seen_value = true),                                          \
	    KEY("mtu",                                                        \
		"The largest packet that it carries; left out: what the "     \
		"algorithm of a VPN leaves (1446B), else jumbo frames.",      \
		FIELD_SIZE, .flags = FIELD_BARE, AT(s, m.mtu), .min = 576,    \
		.max = 9001),                                                 \
	    KEY("encryption", "VPN: the algorithm, which decides the MTU.",   \
		FIELD_ENUM, AT(s, m.cipher), .words = ciphers,                \
		.fallback = "aes-gcm-16"),                                    \
	    KEY("public_internet",                                            \
		"Whether its outer path is the public internet; left out: "   \
		"that of a VPN is. A VPN over Direct Connect (private IP "    \
		"VPN) says false.",                                           \
		FIELD_BOOL, AT(s, m.public_underlay),                         \
		.seen = MEMBER(s, m.has_underlay), .seen_value = true,        \
		.place = MEMBER(s, m.underlay_where)),                        \
	    KEY("accelerated",                                                \
		"VPN to a transit gateway: it enters by AWS Global "          \
		"Accelerator.",                                               \
		FIELD_BOOL, AT(s, m.accelerated), .fallback = "false"),       \
	    KEY("allowed_prefixes",                                           \
		"Direct Connect: at a transit gateway exactly what is "       \
		"announced to the site; at a VPN gateway, which blocks of "   \
		"the VPC may be.",                                            \
		FIELD_CIDRS, AT(s, m.allowed),                                \
		.seen = MEMBER(s, m.has_allowed), .seen_value = true),        \
	    KEY("sitelink",                                                   \
		"Direct Connect: sites reach each other if both have it.",    \
		FIELD_BOOL, AT(s, m.sitelink), .fallback = "false")

static const struct field connect_bgp_fields[] = {
	BGP_FIELDS(struct on_premises, connect),
};

static const struct object_type connect_bgp_type = {
	.id = "connect_bgp",
	.label = "BGP session",
	.doc = "What the site announces by BGP.",
	.kind = NO_OBJECT,
	FIELDS(connect_bgp_fields),
};

static const struct field connect_fields[] = {
	CONNECTION_FIELDS(struct on_premises, connect, connect_bgp_type),
};

static const struct object_type connect_type = {
	.id = "connect",
	.label = "connection",
	.doc = "How the site is connected to AWS.",
	.kind = NO_OBJECT,
	FIELDS(connect_fields),
};

static const struct field bgp_fields[] = {
	BGP_FIELDS(struct connection, terms),
};

static const struct object_type bgp_type = {
	.id = "bgp",
	.label = "BGP session",
	.doc = "What the site announces by BGP.",
	.kind = NO_OBJECT,
	FIELDS(bgp_fields),
};

static const struct field connection_fields[] = {
	OBJECT_FIELDS,
	CONNECTION_FIELDS(struct connection, terms, bgp_type),
};

static const struct object_type connection_type = {
	.id = "connection",
	.label = "connection",
	.doc = "One of the connections of a site to AWS.",
	.kind = OBJ_CONNECTION,
	FIELDS(connection_fields),
};

static const struct field on_premises_fields[] = {
	OBJECT_FIELDS,
	KEY("cidr",
	    "The networks of the site, which it announces to the gateway.",
	    FIELD_CIDRS, .flags = FIELD_REQUIRED | FIELD_FILLED,
	    AT(struct on_premises, cidr)),
	KEY("connect", "How the site is connected to AWS.", FIELD_GROUP,
	    .type = &connect_type),
	KEY("connections",
	    "The same of a site that is connected more than "
	    "once: a name for each connection.",
	    FIELD_OBJECTS, .type = &connection_type),
	KEY("hosts", "Hosts of the site: a name and an address each.",
	    FIELD_OBJECTS, .type = &host_type),
	KEY("resolver",
	    "The inbound resolver endpoint that its DNS servers ask for "
	    "names.",
	    FIELD_REF, AT(struct on_premises, resolver)),
	KEY("records",
	    "What its own DNS servers answer: names in full (*.corp.example: "
	    "any below it), with an address or another name each.",
	    FIELD_MAPPINGS, AT(struct on_premises, records)),
};

const struct object_type on_premises_type = {
	.id = "on_premises",
	.label = "on-premises site",
	.doc = "A network of the customer's own, outside AWS.",
	.kind = OBJ_ON_PREMISES,
	FIELDS(on_premises_fields),
};
