/*
 * flow_log_transit.c - the fields that only transit gateways' records have
 *
 * A record is of the attachment by which packets come in (ingress) or go out
 * (egress); its pair is the other one, which there is not if they were lost in
 * between (Transit Gateway Guide, "Transit Gateway Flow Logs").
 */

#include "dataplane/records/flow_log_transit.h"

#include <inttypes.h>
#include <stdio.h>

static const char none[] = "-";

static const struct tgw_attachment *
attachment(const struct flow_log_view *v, uint32_t id)
{
	return id == LOG_INTERFACE_NONE
	    ? NULL
	    : (const struct tgw_attachment *)v->model->objects[id];
}

static const struct vpc *
attached_vpc(const struct tgw_attachment *a)
{
	return a && a->type == ATTACH_VPC ? (const struct vpc *)a->to.object
					  : NULL;
}

static const char *
vpc_name(const struct vpc *v)
{
	return v ? v->o.name : none;
}

static const char *
vpc_account(const struct vpc *v)
{
	return v && v->account ? v->account : none;
}

static const char *
resource_type(const struct flow_log_view *v)
{
	return v->log->resource.object->kind == OBJ_TGW_ATTACHMENT
	    ? "TransitGatewayAttachment"
	    : "TransitGateway";
}

static const char *
lost(const struct flow_log_view *v, enum flow_log_lost l, char *buf)
{
	snprintf(buf, FLOW_LOG_TEXT, "%" PRIu64, v->record->lost[l]);
	return buf;
}

/* Where packets come from, or go to. */
static const char *
end_field(const struct flow_log_view *v, enum flow_log_field f, bool to)
{
	const struct flow_log_key *k = &v->record->key;
	const struct vpc *vpc = attached_vpc(
	    attachment(v, to == k->egress ? k->attachment : k->pair));
	const struct log_interface *e =
	    flow_log_interface(v, to ? k->next_hop : k->interface);

	switch (f) {
	case FLOW_LOG_TGW_SRC_VPC_ACCOUNT_ID:
	case FLOW_LOG_TGW_DST_VPC_ACCOUNT_ID:
		return vpc_account(vpc);
	case FLOW_LOG_TGW_SRC_VPC_ID:
	case FLOW_LOG_TGW_DST_VPC_ID:
		return vpc_name(vpc);
	case FLOW_LOG_TGW_SRC_SUBNET_ID:
	case FLOW_LOG_TGW_DST_SUBNET_ID:
		return flow_log_subnet_text(e);
	case FLOW_LOG_TGW_SRC_ENI:
	case FLOW_LOG_TGW_DST_ENI:
		return flow_log_interface_text(e);
	case FLOW_LOG_TGW_SRC_AZ_ID:
	case FLOW_LOG_TGW_DST_AZ_ID:
		return flow_log_zone_text(e);
	default:
		return none;
	}
}

static const char *
own_field(const struct flow_log_view *v, enum flow_log_field f)
{
	const struct tgw_attachment *a =
	    attachment(v, v->record->key.attachment);
	const struct tgw_attachment *pair = attachment(v, v->record->key.pair);

	switch (f) {
	case FLOW_LOG_RESOURCE_TYPE:
		return resource_type(v);
	case FLOW_LOG_TGW_ID:
		return a->gateway->o.name;
	case FLOW_LOG_TGW_ATTACHMENT_ID:
		return a->o.name;
	case FLOW_LOG_REGION:
		return a->gateway->region ? a->gateway->region : none;
	default:
		return pair ? pair->o.name : none;
	}
}

const char *
flow_log_transit_text(
    const struct flow_log_view *v, enum flow_log_field f, char *buf)
{
	switch (f) {
	case FLOW_LOG_TGW_SRC_VPC_ACCOUNT_ID:
	case FLOW_LOG_TGW_SRC_VPC_ID:
	case FLOW_LOG_TGW_SRC_SUBNET_ID:
	case FLOW_LOG_TGW_SRC_ENI:
	case FLOW_LOG_TGW_SRC_AZ_ID:
		return end_field(v, f, false);
	case FLOW_LOG_TGW_DST_VPC_ACCOUNT_ID:
	case FLOW_LOG_TGW_DST_VPC_ID:
	case FLOW_LOG_TGW_DST_SUBNET_ID:
	case FLOW_LOG_TGW_DST_ENI:
	case FLOW_LOG_TGW_DST_AZ_ID:
		return end_field(v, f, true);
	case FLOW_LOG_LOST_NO_ROUTE:
		return lost(v, LOST_NO_ROUTE, buf);
	case FLOW_LOG_LOST_BLACKHOLE:
		return lost(v, LOST_BLACKHOLE, buf);
	case FLOW_LOG_LOST_MTU:
		return lost(v, LOST_MTU, buf);
	case FLOW_LOG_LOST_TTL:
		return lost(v, LOST_TTL, buf);
	default:
		return own_field(v, f);
	}
}
