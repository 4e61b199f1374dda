#ifndef TOOLS_NAME_LOOK_H
#define TOOLS_NAME_LOOK_H

/*
 * name_look.h - what packets call the ends of flows
 *
 * A DNS answer names addresses.  A client names the server that it calls at the
 * beginning of a connection; bytes further on, which nobody else looks at, would
 * cost a cache miss for each packet.
 */

#include "dataplane/replay.h"
#include "pcap/dns_answer.h"
#include "tools/flow_notes.h"
#include "tools/host_names.h"

struct address_map;

/* Whether a packet with this behind its headers may tell a name. */
enum look
name_look(const struct packet *, const uint8_t *payload, uint32_t len);

struct name_told {
	struct flow_key key; /* of the packet, mapped */
	bool of_server;      /* the name is that of the key's dst */
	struct dns_answer answer;
};

/* What is behind the headers of a packet; false if it tells no name. */
bool name_find(const struct flow_key *, const uint8_t *payload, uint32_t len,
    struct name_told *);

/* Keeps it; addresses in an answer are those of the capture, to be mapped. */
void name_keep(const struct name_told *, const struct address_map *,
    struct flow_notes *, struct host_names *);

#endif /* TOOLS_NAME_LOOK_H */
