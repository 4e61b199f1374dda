#ifndef DATAPLANE_MODEL_SITE_H
#define DATAPLANE_MODEL_SITE_H

/*
 * site.h - the customer's own networks, and how they are connected to AWS
 *
 * A site has any number of connections.  One that is written as `connect`, or
 * that only an attachment of a transit gateway names, becomes an object like
 * those under `connections` when the model is linked; from then on only these
 * count.
 */

#include "dataplane/model/model.h"

enum connection_type {
	CONNECT_NONE,
	CONNECT_VPN,            /* Site-to-Site VPN */
	CONNECT_DIRECT_CONNECT, /* private or transit virtual interface */
	CONNECT_GRE,            /* Connect peer of a transit gateway */
	CONNECT_PUBLIC_VIF,     /* public virtual interface */
};

/* What a VPN encrypts with, which decides what fits into a packet. */
enum vpn_cipher {
	CIPHER_AES_GCM,
	CIPHER_AES_CBC_SHA2_256, /* and SHA-1 */
	CIPHER_AES_CBC_SHA2_384,
	CIPHER_AES_CBC_SHA2_512,
};

struct connection_terms {
	enum connection_type type;
	struct ref to; /* a VPN gateway or transit gateway; public: none */
	struct ref transport;       /* GRE: the attachment that carries it */
	bool is_static, is_bgp;     /* which was written; neither: BGP */
	struct cidrs static_routes; /* is_static */
	struct cidrs announced;     /* by BGP; none: the site's blocks */
	int64_t as_path;            /* its length */
	bool has_med;
	int64_t med;
	uint64_t mtu;                /* 0: not written */
	enum vpn_cipher cipher;      /* VPN */
	bool has_underlay;           /* was public_internet written? */
	bool public_underlay;        /* public_internet */
	struct where underlay_where; /* of public_internet */
	bool accelerated;            /* VPN */
	bool sitelink;               /* Direct Connect */
	bool public_vif;
	bool has_allowed; /* Direct Connect: allowed_prefixes was written */
	struct cidrs allowed;
};

struct on_premises;

struct connection {
	struct object o;
	struct on_premises *site;
	struct connection_terms terms;
	struct tgw_attachment *attachment; /* to a transit gateway; or null */
};

struct on_premises {
	struct object o;
	struct cidrs cidr;
	struct connection_terms connect; /* as written; CONNECT_NONE: was not */
	struct connection **connections;
	size_t nconnections;
	struct named_host **hosts;
	size_t nhosts;
	struct ref resolver;     /* the inbound endpoint that it asks */
	struct mapping *records; /* of its own DNS servers */
	size_t nrecords;
};

/* The prefixes that a site announces, or that AWS has static routes for. */
const struct cidrs *connection_prefixes(const struct connection *);

/* What of its way is the public internet: by default that of a VPN is. */
bool connection_is_public(const struct connection *);

/* Bytes of the largest packet that it carries, from the IP header on
 * (Site-to-Site VPN Guide, customer gateway best practices; Direct Connect
 * Guide, network MTU). */
uint64_t connection_mtu(const struct connection *);

#endif /* DATAPLANE_MODEL_SITE_H */
