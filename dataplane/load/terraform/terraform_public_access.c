/*
 * terraform_public_access.c - VPC Block Public Access of Terraform
 */

#include "dataplane/load/terraform/terraform_objects.h"

void
tf_public_access(struct terraform *t, const struct tf_resource *r)
{
	static const struct tf_copy texts[] = { { "aws_region", "AwsRegion" },
		{ "region", "AwsRegion" },
		{ "internet_gateway_block_mode", "InternetGatewayBlockMode" },
		{ NULL, NULL } };
	json_t *o = tf_make(t, r, RECORD_PUBLIC_ACCESS, TF_ID, tf_id(r));
	json_t *options = json_object();

	tf_copy(options, r->values, texts);
	if (json_text(options, "AwsRegion") == NULL)
		tf_set(options, "AwsRegion", r->region);
	json_object_set_new(o, "VpcBlockPublicAccessOptions", options);
}

void
tf_public_access_exclusion(struct terraform *t, const struct tf_resource *r)
{
	static const struct tf_copy texts[] = {
		{ "internet_gateway_exclusion_mode",
		    "InternetGatewayExclusionMode" },
		{ "resource_arn", "ResourceArn" }, { "vpc_id", "VpcId" },
		{ "subnet_id", "SubnetId" }, { NULL, NULL }
	};
	json_t *o = tf_make(
	    t, r, RECORD_PUBLIC_ACCESS_EXCLUSION, "ExclusionId", tf_id(r));

	tf_copy(o, r->values, texts);
}
