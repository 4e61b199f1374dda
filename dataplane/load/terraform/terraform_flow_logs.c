/*
 * terraform_flow_logs.c - flow logs of Terraform
 */

#include "dataplane/load/terraform/terraform_objects.h"

void
tf_flow_log(struct terraform *t, const struct tf_resource *r)
{
	static const struct tf_copy texts[] = { { "vpc_id", "ResourceId" },
		{ "subnet_id", "ResourceId" }, { "eni_id", "ResourceId" },
		{ "transit_gateway_id", "ResourceId" },
		{ "transit_gateway_attachment_id", "ResourceId" },
		{ "regional_nat_gateway_id", "ResourceId" },
		{ "traffic_type", "TrafficType" },
		{ "log_format", "LogFormat" }, { NULL, NULL } };
	json_t *o = tf_make(t, r, RECORD_FLOW_LOG, "FlowLogId", tf_id(r));
	json_t *interval =
	    json_object_get(r->values, "max_aggregation_interval");

	tf_copy(o, r->values, texts);
	if (json_is_integer(interval))
		json_object_set(o, "MaxAggregationInterval", interval);
}
