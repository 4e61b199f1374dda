/*
 * describe_direct_connect.c - Direct Connect, as the sites behind it
 *
 * What is behind a Direct Connect gateway is one site, named after the gateway,
 * with a connection for each association with a VPN gateway or transit gateway;
 * what is behind a virtual interface that ends at a VPN gateway, or a public
 * one, is a site of its own.  No call tells what a site announces by BGP: it is
 * what route tables have learnt; in Terraform, what routes lead to.  A site is down if none of its virtual
 * interfaces is up.
 */

#include <string.h>

#include "dataplane/load/describe/describe_dump.h"
#include "dataplane/model/site.h"

/* --- virtual interfaces ------------------------------------------------- */

static bool
is_up(const json_t *vif)
{
	json_t *peers = json_list(vif, "bgpPeers"), *p;
	size_t i;

	if (json_text(vif, "virtualInterfaceState") &&
	    !json_is(vif, "virtualInterfaceState", "available"))
		return false;
	json_array_foreach (peers, i, p)
		if (json_is(p, "bgpStatus", "up"))
			return true;
	return json_array_size(peers) == 0;
}

static void
take_down(struct dump *d, const struct record *r, struct on_premises *s)
{
	s->o.down = true;
	dump_warn(d, r,
	    "is behind virtual interfaces that are all down: nothing passes "
	    "them");
}

/* Those of a Direct Connect gateway: which terms they bring. */
static void
take_interfaces(struct dump *d, const struct record *r, struct on_premises *s,
    struct connection_terms *t)
{
	bool any = false, up = false;

	for (size_t i = 0;
	     i < records_count(d->records, RECORD_VIRTUAL_INTERFACE); i++) {
		const json_t *vif =
		    records_at(d->records, RECORD_VIRTUAL_INTERFACE, i)->json;
		int mtu = json_number(vif, "mtu", 0);

		if (!json_is(vif, "directConnectGatewayId", s->o.name))
			continue;
		any = true;
		up |= is_up(vif);
		t->sitelink |= json_flag(vif, "siteLinkEnabled", false);
		if (mtu > 0)
			t->mtu = (uint64_t)mtu;
	}
	if (any && !up && !s->o.down)
		take_down(d, r, s);
}

/* --- Direct Connect gateways -------------------------------------------- */

struct on_premises *
dump_direct_connect_site(
    struct dump *d, const struct record *by, const char *id)
{
	struct on_premises *s = dump_find(d, OBJ_ON_PREMISES, id);
	const struct record *r =
	    records_find(d->records, RECORD_DIRECT_CONNECT_GATEWAY, id);
	const char *name =
	    r ? json_text(r->json, "directConnectGatewayName") : NULL;

	if (s || id == NULL)
		return s;
	s = model_add(
	    d->m, OBJ_ON_PREMISES, id, NULL, dump_where(r ? r : by), d->errs);
	s->o.missing = by->address != NULL;
	if (r && r->address)
		model_alias(d->m, &s->o, r->address);
	if (name)
		model_alias(d->m, &s->o, name);
	return s;
}

static void
allow(struct dump *d, const struct record *r, struct connection_terms *t)
{
	json_t *list =
	    json_list(r->json, "allowedPrefixesToDirectConnectGateway");
	json_t *o;
	size_t i;

	t->has_allowed = json_array_size(list) > 0;
	json_array_foreach (list, i, o)
		dump_push_cidr(d, r, &t->allowed, json_text(o, "cidr"));
}

static void
connect_site(struct dump *d, const struct record *r, struct on_premises *s,
    const char *gateway)
{
	struct connection *c = dump_add(d, OBJ_CONNECTION, r, NULL);

	if (c == NULL)
		return;
	c->site = s;
	*ARENA_PUSH(d->m->arena, s->connections, s->nconnections) = c;
	c->terms.type = CONNECT_DIRECT_CONNECT;
	c->terms.to = dump_ref(d, r, gateway);
	allow(d, r, &c->terms);
	take_interfaces(d, r, s, &c->terms);
	dump_learn(d, s, gateway);
}

static bool
is_gateway(struct dump *d, const char *id)
{
	return dump_find(d, OBJ_VPN_GATEWAY, id) ||
	    dump_find(d, OBJ_TRANSIT_GATEWAY, id);
}

static void
add_association(struct dump *d, const struct record *r)
{
	const char *gateway =
	    json_text(json_part(r->json, "associatedGateway"), "id");
	const char *id = json_text(r->json, "directConnectGatewayId");

	if (gateway == NULL)
		gateway = json_text(r->json, "virtualGatewayId");
	if (json_text(r->json, "associationState") &&
	    !json_is(r->json, "associationState", "associated"))
		return;
	if (id && is_gateway(d, gateway))
		connect_site(d, r, dump_direct_connect_site(d, r, id), gateway);
	else
		dump_warn(d, r,
		    "is an association with %s, which is not in the dump or in "
		    "no VPC; it is left out",
		    gateway ? gateway : "no gateway");
}

/* --- virtual interfaces of their own ------------------------------------ */

static void
add_private(struct dump *d, const struct record *r, const char *gateway)
{
	struct on_premises *s = dump_add(d, OBJ_ON_PREMISES, r, NULL);

	if (s == NULL)
		return;
	s->connect.type = CONNECT_DIRECT_CONNECT;
	s->connect.to = dump_ref(d, r, gateway);
	s->connect.mtu = (uint64_t)json_number(r->json, "mtu", 0);
	s->o.missing = r->address != NULL;
	dump_learn(d, s, gateway);
	if (!is_up(r->json))
		take_down(d, r, s);
}

static void
add_public(struct dump *d, const struct record *r)
{
	struct on_premises *s = dump_add(d, OBJ_ON_PREMISES, r, NULL);
	json_t *o;
	size_t i;

	if (s == NULL)
		return;
	s->connect.type = CONNECT_PUBLIC_VIF;
	s->connect.public_vif = true;
	json_array_foreach (json_list(r->json, "routeFilterPrefixes"), i, o)
		dump_push_cidr(d, r, &s->cidr, json_text(o, "cidr"));
	if (!is_up(r->json))
		take_down(d, r, s);
}

static void
add_interface(struct dump *d, const struct record *r)
{
	const char *gateway = json_text(r->json, "virtualGatewayId");

	if (json_is(r->json, "virtualInterfaceState", "deleted"))
		return;
	if (json_is(r->json, "virtualInterfaceType", "public"))
		add_public(d, r);
	else if (is_gateway(d, gateway))
		add_private(d, r, gateway);
	else if (json_text(r->json, "directConnectGatewayId") == NULL)
		dump_warn(d, r,
		    "is a virtual interface to %s, which is not in the dump or "
		    "in no VPC; it is left out",
		    gateway ? gateway : "no gateway");
}

void
describe_direct_connect(struct dump *d)
{
	dump_each(d, RECORD_DIRECT_CONNECT_ASSOCIATION, add_association);
	dump_each(d, RECORD_VIRTUAL_INTERFACE, add_interface);
}
