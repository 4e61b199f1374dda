#ifndef DATAPLANE_RECORDS_FLOW_LOG_RECORD_H
#define DATAPLANE_RECORDS_FLOW_LOG_RECORD_H

/*
 * flow_log_record.h - a record of a flow log, and its fields as text
 *
 * One direction of one 5-tuple at one network interface in one window of time
 * (VPC User Guide, "Flow log records"); or at one attachment of a transit
 * gateway (Transit Gateway Guide, "Transit Gateway Flow Logs").
 */

#include "dataplane/model/flow_log.h"
#include "dataplane/records/log_interface.h"

enum flow_log_action { LOG_ACCEPT, LOG_REJECT };
enum flow_log_reason { LOG_NO_REASON, LOG_BPA };
enum flow_log_status { LOG_OK, LOG_NODATA, LOG_SKIPDATA };
enum flow_log_lost { LOST_NO_ROUTE, LOST_BLACKHOLE, LOST_MTU, LOST_TTL, LOSTS };

/* By which way it leaves its VPC, as AWS numbers them; 0: none of these. */
enum traffic_path {
	TRAFFIC_UNKNOWN,
	TRAFFIC_SAME_VPC,
	TRAFFIC_GATEWAY_OLD, /* internet gateway or gateway endpoint */
	TRAFFIC_VPN_GATEWAY,
	TRAFFIC_PEERING,
	TRAFFIC_PEERING_REGION,
	TRAFFIC_LOCAL_GATEWAY,
	TRAFFIC_GATEWAY_ENDPOINT,
	TRAFFIC_INTERNET_GATEWAY,
};

/* What packets have in common that are added up; without padding. */
struct flow_log_key {
	/* As it was on the wire there, but without ICMP types, and with ports
	 * only where the protocol has them. */
	struct flow_key packet;
	/* Of a VPC: numbers of log_interfaces. */
	uint32_t interface, next_hop;
	/* Of a transit gateway: ids of attachments, and the interfaces by which
	 * it comes and goes. */
	uint32_t attachment, pair;
	uint8_t egress;
	uint8_t action; /* enum flow_log_action */
	uint8_t reason; /* enum flow_log_reason */
	uint8_t path;   /* enum traffic_path */
	uint8_t zero[4];
};

_Static_assert(sizeof(struct flow_log_key) == 64, "flow_log_key has padding");

struct flow_log_record {
	struct flow_log_key key;
	uint64_t packets, bytes;
	vtime start, end;
	uint64_t lost[LOSTS];
	uint8_t tcp_flags; /* as AWS writes them */
	uint8_t status;    /* enum flow_log_status */
};

/* A record, with all that its texts need. */
struct flow_log_view {
	const struct flow_log_record *record;
	const struct log_interfaces *interfaces;
	const struct model *model;
	const struct flow_log *log; /* null: of everything */
	unsigned version;           /* of its format */
};

enum { FLOW_LOG_TEXT = 64 };

/* "-" if there is none.  In buf, or it lives as long as the model. */
const char *flow_log_text(const struct flow_log_view *, enum flow_log_field,
    char buf[static FLOW_LOG_TEXT]);

/* Is the log of a transit gateway? */
bool flow_log_view_is_tgw(const struct flow_log_view *);

/* The interface of a number in a key; null: LOG_INTERFACE_NONE.  Its texts are
 * "-" where there are none. */
const struct log_interface *
flow_log_interface(const struct flow_log_view *, uint32_t number);
const char *flow_log_interface_text(const struct log_interface *);
const char *flow_log_subnet_text(const struct log_interface *);
const char *flow_log_zone_text(const struct log_interface *);

#endif /* DATAPLANE_RECORDS_FLOW_LOG_RECORD_H */
