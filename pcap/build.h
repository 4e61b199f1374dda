#ifndef PCAP_BUILD_H
#define PCAP_BUILD_H

/*
 * build.h - from a packet to the bytes of it
 *
 * What parse.h reads out of the bytes is the packet that they were built from.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/packet.h"

enum {
	BUILD_ETHERNET = 14,   /* bytes of an Ethernet header */
	BUILD_IP_MOST = 65575, /* bytes of the largest packet, an IPv6 one */
};

/* What the key does not tell. */
struct build {
	uint32_t seq;         /* TCP; the sequence number of an ICMP echo */
	uint32_t ack;         /* TCP */
	uint32_t icmp_rest;   /* of another ICMP message its bytes 4 to 7 */
	uint16_t window;      /* TCP */
	uint16_t ip_id;       /* IPv4 */
	const void *payload;  /* null: zeros */
	uint32_t payload_len; /* of ICMP errors: of the quoted packet */
};

/*
 * Writes an IP packet with its checksums.  Of protocols other than TCP, UDP and
 * ICMP the payload follows the IP header.  Only whole packets: build_fragment()
 * makes fragments of them.  Returns the length, or 0 if it does not fit into
 * size, is longer than IP allows, is a fragment, or its addresses are of two
 * families.
 */
size_t
build_ip(const struct packet *, const struct build *, uint8_t *, size_t size);

/*
 * Writes the fragment of a packet made by build_ip() that has the bytes from
 * offset (a multiple of 8, counted behind the IP header) up to offset + len.
 * Returns its length, or 0 if it does not fit or there are no such bytes.
 */
size_t build_fragment(const uint8_t *whole, size_t offset, size_t len,
    uint32_t id, uint8_t *, size_t size);

/* Writes the header that goes before an IP packet. */
void build_ethernet(uint8_t header[static BUILD_ETHERNET],
    const uint8_t dst[static 6], const uint8_t src[static 6], bool is4);

#endif /* PCAP_BUILD_H */
