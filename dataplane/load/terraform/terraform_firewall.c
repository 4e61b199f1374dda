/*
 * terraform_firewall.c - network firewalls of Terraform
 *
 * A firewall has an endpoint in each of its subnets, to which routes lead
 * (Network Firewall Developer Guide, "Firewall endpoints").  Before they are
 * made, the first goes by the address of the firewall, the others by that and
 * their subnet.
 */

#include "dataplane/load/terraform/terraform_objects.h"

static void
add_endpoint(struct terraform *t, const struct tf_resource *r,
    const char *subnet, const char *id)
{
	json_t *o = tf_make(t, r, RECORD_ENDPOINT, "VpcEndpointId", id);

	tf_set(o, "VpcId", json_text(r->values, "vpc_id"));
	tf_set(o, "VpcEndpointType", "GatewayLoadBalancer");
	tf_set(o, "ServiceName", "network-firewall");
	json_array_append_new(tf_list(o, "SubnetIds"), json_string(subnet));
	tf_set(tf_push(o, "Tags", "Key", "AWSNetworkFirewallManaged", NULL),
	    "Value", "true");
}

/* The id of its endpoint in a subnet, where it is known. */
static const char *
endpoint_in(const json_t *values, const char *subnet)
{
	const json_t *status =
	    json_array_get(json_list(values, "firewall_status"), 0);
	json_t *state, *a;
	size_t i, k;

	json_array_foreach (json_list(status, "sync_states"), i, state)
		json_array_foreach (json_list(state, "attachment"), k, a)
			if (json_is(a, "subnet_id", subnet))
				return json_text(a, "endpoint_id");
	return NULL;
}

void
tf_network_firewall(struct terraform *t, const struct tf_resource *r)
{
	json_t *m;
	size_t i;

	json_array_foreach (json_list(r->values, "subnet_mapping"), i, m) {
		const char *subnet = json_text(m, "subnet_id");
		const char *id = subnet ? endpoint_in(r->values, subnet) : NULL;

		if (subnet == NULL)
			continue;
		if (id == NULL)
			id = i == 0 ? r->address
				    : arena_printf(t->arena, "%s.%s",
					  r->address, subnet);
		add_endpoint(t, r, subnet, id);
	}
}
