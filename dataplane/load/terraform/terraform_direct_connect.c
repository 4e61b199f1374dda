/*
 * terraform_direct_connect.c - Direct Connect of Terraform
 *
 * Gateways, their associations and virtual interfaces.  An interface that
 * another account hosts gets its gateway by whoever accepts it.  Whether BGP is
 * up no file tells: it is.
 */

#include <string.h>

#include "dataplane/load/terraform/terraform_objects.h"

void
tf_dx_gateway(struct terraform *t, const struct tf_resource *r)
{
	json_t *o = tf_make(t, r, RECORD_DIRECT_CONNECT_GATEWAY,
	    "directConnectGatewayId", tf_id(r));

	tf_set(o, "directConnectGatewayName", json_text(r->values, "name"));
}

/* --- associations ------------------------------------------------------- */

static void
attach(struct terraform *t, const struct tf_resource *r, const char *gateway,
    const char *site)
{
	const char *id = json_text(r->values, "transit_gateway_attachment_id");

	if (tf_made(t, RECORD_TRANSIT_GATEWAY, gateway) && site)
		tf_tgw_attach(t, r,
		    (struct tf_attachment){
			id, gateway, "direct-connect-gateway", site });
}

/* Before there were transit gateways, it was named vpn_gateway_id. */
void
tf_dx_association(struct terraform *t, const struct tf_resource *r)
{
	const char *gateway = json_text(r->values, "associated_gateway_id");
	const char *site = json_text(r->values, "dx_gateway_id");
	json_t *o = tf_make(
	    t, r, RECORD_DIRECT_CONNECT_ASSOCIATION, "associationId", tf_id(r));

	if (gateway == NULL)
		gateway = json_text(r->values, "vpn_gateway_id");
	tf_set(o, "directConnectGatewayId", site);
	tf_set(o, "virtualGatewayId", gateway);
	tf_push_all(o, "allowedPrefixesToDirectConnectGateway", "cidr",
	    r->values, "allowed_prefixes");
	attach(t, r, gateway, site);
}

/* --- virtual interfaces ------------------------------------------------- */

static const char *
type_of(const struct tf_resource *r)
{
	if (strstr(r->type, "public"))
		return "public";
	return strstr(r->type, "transit") ? "transit" : "private";
}

static json_t *
make_interface(struct terraform *t, const struct tf_resource *r, const char *id)
{
	static const struct tf_copy gateways[] = { { "vpn_gateway_id",
						       "virtualGatewayId" },
		{ "dx_gateway_id", "directConnectGatewayId" }, { NULL, NULL } };
	json_t *o =
	    tf_make(t, r, RECORD_VIRTUAL_INTERFACE, "virtualInterfaceId", id);

	tf_set(o, "virtualInterfaceType", type_of(r));
	tf_copy(o, r->values, gateways);
	return o;
}

void
tf_virtual_interface(struct terraform *t, const struct tf_resource *r)
{
	json_t *o = make_interface(t, r, tf_id(r));

	json_object_set_new(
	    o, "mtu", json_integer(tf_number(r->values, "mtu", 0)));
	json_object_set_new(o, "siteLinkEnabled",
	    json_boolean(tf_flag(r->values, "sitelink_enabled", false)));
	tf_push_all(o, "routeFilterPrefixes", "cidr", r->values,
	    "route_filter_prefixes");
}

void
tf_virtual_interface_accepter(struct terraform *t, const struct tf_resource *r)
{
	const char *id = json_text(r->values, "virtual_interface_id");

	make_interface(t, r, id ? id : tf_id(r));
}
