#ifndef PCAP_LINKTYPE_H
#define PCAP_LINKTYPE_H

/*
 * linktype.h - what a frame begins with
 *
 * The numbers of the registry of link types at tcpdump.org, as they stand in
 * files.  Some systems wrote their own number for raw IP into files, hence
 * three of them.
 */

enum linktype {
	LINK_NULL = 0, /* BSD loopback, address family in the writer's order */
	LINK_ETHERNET = 1,
	LINK_RAW_12 = 12,
	LINK_RAW_14 = 14,
	LINK_RAW = 101,  /* an IP packet, its version says which */
	LINK_LOOP = 108, /* as LINK_NULL, in network order */
	LINK_SLL = 113,  /* Linux cooked, version 1 */
	LINK_IPV4 = 228,
	LINK_IPV6 = 229,
	LINK_SLL2 = 276, /* Linux cooked, version 2 */
};

#endif /* PCAP_LINKTYPE_H */
