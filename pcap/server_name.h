#ifndef PCAP_SERVER_NAME_H
#define PCAP_SERVER_NAME_H

/*
 * server_name.h - the name by which a client calls the server
 *
 * Of a TLS ClientHello the server name (SNI), of an HTTP request its Host: what
 * the first bytes of a connection tell.  Parsers of our own, as they look at no
 * more than one payload; nDPI 4.2 wants the packets of every flow and kilobytes
 * of state for each, and looks for hundreds of protocols in them.  What it would
 * add is QUIC, whose first packet has to be decrypted.
 */

#include <stdbool.h>
#include <stdint.h>

#include "pcap/dns_answer.h"

/*
 * The name in a payload that the client of a TCP connection sent first; false:
 * there is none.  A ClientHello may be cut behind the name.
 */
bool server_name_parse(
    const uint8_t *, uint32_t n, char name[static HOST_NAME_MOST]);

/* May a payload that begins so tell one?  A record of TLS's handshake does, and
 * the name of a method. */
static inline bool
server_name_may_follow(uint8_t first)
{
	return first == 22 || (first >= 'A' && first <= 'Z');
}

#endif /* PCAP_SERVER_NAME_H */
