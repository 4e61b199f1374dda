/*
 * flow_log_record.c - the fields of flow log records as text
 *
 * On its own side an interface shows its primary address, whatever address of
 * it the packet has, and if it has none of it; the packet's are in pkt-*.  No
 * public address of it ever shows, for that is translated elsewhere (VPC User
 * Guide, "Flow log records", "Flow log record examples").
 *
 * Not known, and so "-": containers, tags, zones outside Regions, encryption.
 */

#include "dataplane/records/flow_log_record.h"

#include <inttypes.h>
#include <stdio.h>

#include "dataplane/model/address_data.h"
#include "dataplane/records/flow_log_transit.h"

static const char none[] = "-";

static const char *
or_none(const char *s)
{
	return s ? s : none;
}

bool
flow_log_view_is_tgw(const struct flow_log_view *v)
{
	return v->log && flow_log_is_tgw(v->log->resource.object);
}

const struct log_interface *
flow_log_interface(const struct flow_log_view *v, uint32_t number)
{
	return number == LOG_INTERFACE_NONE ? NULL : &v->interfaces->v[number];
}

static const struct log_interface *
own(const struct flow_log_view *v)
{
	return flow_log_interface(v, v->record->key.interface);
}

static const char *
number(char *buf, uint64_t n)
{
	snprintf(buf, FLOW_LOG_TEXT, "%" PRIu64, n);
	return buf;
}

static const char *
seconds(char *buf, vtime t)
{
	snprintf(buf, FLOW_LOG_TEXT, "%" PRId64, t.ns / VTIME_SECONDS(1).ns);
	return buf;
}

static const char *
address(char *buf, struct ip ip)
{
	return ip_is_zero(ip) ? none : ip_format(ip, buf);
}

const char *
flow_log_subnet_text(const struct log_interface *e)
{
	return e && e->subnet ? e->subnet->o.name : none;
}

const char *
flow_log_zone_text(const struct log_interface *e)
{
	return e && e->subnet ? or_none(e->subnet->az_id) : none;
}

const char *
flow_log_interface_text(const struct log_interface *e)
{
	return e ? or_none(e->id) : none;
}

/* --- of an interface ---------------------------------------------------- */

static const char *
status_text(const struct flow_log_record *r)
{
	static const char *const names[] = {
		[LOG_OK] = "OK",
		[LOG_NODATA] = "NODATA",
		[LOG_SKIPDATA] = "SKIPDATA",
	};

	return names[r->status];
}

/* Where AWS does not know the owner of an interface it writes "unknown". */
static const char *
account_text(const struct log_interface *e)
{
	return e && e->account ? e->account : "unknown";
}

static const char *
interface_field(const struct log_interface *e, enum flow_log_field f)
{
	switch (f) {
	case FLOW_LOG_INTERFACE_ID:
		return flow_log_interface_text(e);
	case FLOW_LOG_VPC_ID:
		return log_interface_vpc(e)->o.name;
	case FLOW_LOG_SUBNET_ID:
		return flow_log_subnet_text(e);
	case FLOW_LOG_INSTANCE_ID:
		return or_none(e->instance);
	case FLOW_LOG_REGION:
		return log_interface_vpc(e)->region;
	case FLOW_LOG_AZ_ID:
		return flow_log_zone_text(e);
	case FLOW_LOG_RESOURCE_ID:
		return e->id ? none : e->owner->name;
	case FLOW_LOG_INTERFACE_TYPE:
		return e->type;
	default:
		return none;
	}
}

static const char *
place_field(const struct flow_log_view *v, enum flow_log_field f, char *buf)
{
	switch (f) {
	case FLOW_LOG_VERSION:
		return number(buf, v->version);
	case FLOW_LOG_START:
		return seconds(buf, v->record->start);
	case FLOW_LOG_END:
		return seconds(buf, v->record->end);
	case FLOW_LOG_LOG_STATUS:
		return status_text(v->record);
	case FLOW_LOG_ACCOUNT_ID:
		return account_text(flow_log_view_is_tgw(v) ? NULL : own(v));
	default:
		return flow_log_view_is_tgw(v)
		    ? flow_log_transit_text(v, f, buf)
		    : interface_field(own(v), f);
	}
}

/* --- of packets --------------------------------------------------------- */

/* The interface's end of a packet with this address of that end.  A regional
 * NAT gateway has no primary address. */
static struct ip
own_address(const struct flow_log_view *v, struct ip ip)
{
	const struct log_interface *e = own(v);

	if (flow_log_view_is_tgw(v))
		return ip;
	if (e->id == NULL && log_interface_owns(e, ip))
		return ip;
	if (ip_is4(ip))
		return e->primary4;
	return log_interface_owns(e, ip) || ip_is_zero(e->ipv6) ? ip : e->ipv6;
}

/* Whose a public address of AWS is. */
static const char *
service_text(const struct flow_log_view *v, struct ip ip)
{
	struct address_owner o;

	return v->model->addresses &&
		address_data_lookup(v->model->addresses, ip, &o)
	    ? o.service
	    : none;
}

static const char *
next_hop_field(const struct log_interface *e, enum flow_log_field f)
{
	switch (f) {
	case FLOW_LOG_NEXT_HOP_TYPE:
		return e ? e->type : none;
	case FLOW_LOG_NEXT_HOP_INTERFACE:
		return flow_log_interface_text(e);
	case FLOW_LOG_NEXT_HOP_SUBNET:
		return flow_log_subnet_text(e);
	case FLOW_LOG_NEXT_HOP_AZ:
		return flow_log_zone_text(e);
	case FLOW_LOG_NEXT_HOP_VPC:
		return e ? log_interface_vpc(e)->o.name : none;
	default:
		return none;
	}
}

static const char *
address_field(const struct flow_log_view *v, enum flow_log_field f, char *buf)
{
	const struct flow_log_key *k = &v->record->key;
	struct ip src = k->packet.src, dst = k->packet.dst;

	switch (f) {
	case FLOW_LOG_SRCADDR:
		return address(buf, k->egress ? own_address(v, src) : src);
	case FLOW_LOG_DSTADDR:
		return address(buf, k->egress ? dst : own_address(v, dst));
	case FLOW_LOG_PKT_SRCADDR:
		return address(buf, src);
	case FLOW_LOG_PKT_DSTADDR:
		return address(buf, dst);
	case FLOW_LOG_PKT_SRC_AWS_SERVICE:
		return service_text(v, src);
	case FLOW_LOG_PKT_DST_AWS_SERVICE:
		return service_text(v, dst);
	case FLOW_LOG_TYPE:
		return ip_is4(src) ? "IPv4" : "IPv6";
	default:
		return next_hop_field(flow_log_interface(v, k->next_hop), f);
	}
}

static const char *
verdict_field(const struct flow_log_key *k, enum flow_log_field f, char *buf)
{
	switch (f) {
	case FLOW_LOG_ACTION:
		return k->action == LOG_ACCEPT ? "ACCEPT" : "REJECT";
	case FLOW_LOG_REJECT_REASON:
		return k->reason == LOG_BPA ? "BPA" : none;
	case FLOW_LOG_TRAFFIC_PATH:
		return k->path == TRAFFIC_UNKNOWN ? none : number(buf, k->path);
	case FLOW_LOG_FLOW_DIRECTION:
		return k->egress ? "egress" : "ingress";
	case FLOW_LOG_SRCPORT:
		return number(buf, k->packet.sport);
	case FLOW_LOG_DSTPORT:
		return number(buf, k->packet.dport);
	case FLOW_LOG_PROTOCOL:
		return number(buf, k->packet.proto);
	default:
		return NULL;
	}
}

static const char *
packet_field(const struct flow_log_view *v, enum flow_log_field f, char *buf)
{
	const struct flow_log_record *r = v->record;
	const char *text = verdict_field(&r->key, f, buf);

	if (text)
		return text;
	switch (f) {
	case FLOW_LOG_PACKETS:
		return number(buf, r->packets);
	case FLOW_LOG_BYTES: /* of what is blocked AWS does not count them */
		return r->key.reason == LOG_BPA ? none : number(buf, r->bytes);
	case FLOW_LOG_TCP_FLAGS:
		return number(buf, r->tcp_flags);
	default:
		return address_field(v, f, buf);
	}
}

const char *
flow_log_text(const struct flow_log_view *v, enum flow_log_field f,
    char buf[static FLOW_LOG_TEXT])
{
	const struct flow_log_field_info *i = &flow_log_field_info[f];

	if (!(i->of & (flow_log_view_is_tgw(v) ? FLOW_LOG_TGW : FLOW_LOG_VPC)))
		return none;
	if (!i->of_packets)
		return place_field(v, f, buf);
	if (v->record->status != LOG_OK)
		return none;
	return i->of == FLOW_LOG_TGW ? flow_log_transit_text(v, f, buf)
				     : packet_field(v, f, buf);
}
