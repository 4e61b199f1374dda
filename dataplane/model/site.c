/*
 * site.c - what a connection of a site is like where nothing is written
 *
 * A VPN carries the payload that fits into 1,500 bytes with what its algorithm
 * adds (Site-to-Site VPN Guide, customer gateway best practices).  A virtual
 * interface is taken to have jumbo frames, of which a transit gateway takes
 * 8,500 bytes; a public one has 1,500 (Direct Connect Guide, network MTU).
 */

#include "dataplane/model/site.h"

static const uint64_t vpn_payload[] = {
	[CIPHER_AES_GCM] = 1446,
	[CIPHER_AES_CBC_SHA2_256] = 1438,
	[CIPHER_AES_CBC_SHA2_384] = 1422,
	[CIPHER_AES_CBC_SHA2_512] = 1406,
};

const struct cidrs *
connection_prefixes(const struct connection *c)
{
	if (c->terms.is_static)
		return &c->terms.static_routes;
	return c->terms.announced.n > 0 ? &c->terms.announced : &c->site->cidr;
}

bool
connection_is_public(const struct connection *c)
{
	return c->terms.has_underlay
	    ? c->terms.public_underlay
	    : c->terms.type == CONNECT_VPN && c->terms.transport.name == NULL;
}

uint64_t
connection_mtu(const struct connection *c)
{
	if (c->terms.mtu)
		return c->terms.mtu;
	switch (c->terms.type) {
	case CONNECT_VPN:
		return vpn_payload[c->terms.cipher];
	case CONNECT_PUBLIC_VIF:
		return 1500;
	default:
		return 9001;
	}
}
