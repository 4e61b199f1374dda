#ifndef PCAP_PARSE_H
#define PCAP_PARSE_H

/*
 * parse.h - from the bytes of a frame to a packet
 *
 * Headers are read where they lie, nothing is copied.  A frame of which only
 * the payload was cut by the snap length is as good as a whole one.  Tunnels
 * are not opened: the key is that of the outermost IP packet.
 */

#include <stdbool.h>
#include <stdint.h>

#include "core/packet.h"

struct frame;

enum parse_result {
	PARSE_OK,
	PARSE_NOT_IP,    /* ARP and the like */
	PARSE_LINK_TYPE, /* of that link type nothing is known */
	PARSE_TRUNCATED, /* the capture cut a header that is needed */
	PARSE_MALFORMED, /* a length, version or address cannot be true */
	PARSE_RESULTS,
};

/* What else is in a packet.  Pointers are into the frame. */
struct parsed {
	const uint8_t *ip;      /* from the IP header on */
	const uint8_t *payload; /* behind the transport header */
	uint32_t ip_len;        /* captured, without what trails the packet */
	uint32_t payload_len;   /* captured */
	uint32_t payload_wire;  /* on the wire */
	uint32_t seq;           /* TCP; of an ICMP echo its sequence number */
	uint32_t ack;           /* TCP */
	uint16_t window;        /* TCP, as in the header */
	bool has_quote;         /* an ICMP error, and quote says about what: */
	struct flow_key quote;
};

/*
 * If PARSE_OK, fills the packet; place, id, journey and trace are zero.
 * Parsed may be null; of a later fragment the payload is all behind the IP
 * header.
 *
 * The key has ports for TCP, UDP and SCTP.  IPv6 extension headers up to a
 * fragment's end are walked over, an authentication header among them; the
 * key's protocol is what follows.  A fragment that is the only one of its
 * packet (RFC 6946) counts as a whole packet.
 */
enum parse_result
parse_frame(const struct frame *, struct packet *, struct parsed *);

/* The same for bytes that begin with an IP header; wire: bytes that were sent,
 * at least caplen. */
enum parse_result parse_ip(const uint8_t *, uint32_t caplen, uint32_t wire,
    struct packet *, struct parsed *);

/* "malformed", in a few words for a table. */
const char *parse_result_text(enum parse_result);

#endif /* PCAP_PARSE_H */
