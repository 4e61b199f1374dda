/*
 * describe_interfaces.c - network interfaces, and the instances behind them
 *
 * Who answers at an interface: its instance if it runs, nobody if it is attached
 * to nothing, a service of AWS that put it there if it is one that listens.
 * Interfaces of transit gateways, load balancers, NAT gateways and functions
 * hold addresses and answer nothing (EC2 User Guide, requester-managed network
 * interfaces).  Those of NAT gateways and interface endpoints that the dump
 * shows belong to them.
 */

#include <string.h>

#include "core/packet.h"
#include "dataplane/load/describe/describe_dump.h"
#include "dataplane/model/instances.h"

enum { NFS_PORT = 2049 };

/* --- addresses ---------------------------------------------------------- */

/* Each private address, and beside each IPv4 one its public one or zero. */
static void
add_ipv4(struct dump *d, const struct record *r, struct interface *n,
    const json_t *o)
{
	const char *private_ip = json_text(o, "PrivateIpAddress");
	const char *public_ip =
	    json_text(json_part(o, "Association"), "PublicIp");
	size_t before = n->ip.n;

	for (size_t i = 0; private_ip && i < n->ip.n; i++) {
		struct ip ip;

		if (ip_parse(private_ip, &ip) && ip_eq(ip, n->ip.v[i].ip))
			return;
	}
	dump_push_addr(d, r, &n->ip, private_ip);
	if (n->ip.n > before || (private_ip == NULL && public_ip))
		dump_push_addr(
		    d, r, &n->public_ip, public_ip ? public_ip : "::");
}

static void
add_all_ipv4(struct dump *d, const struct record *r, struct interface *n)
{
	json_t *list = json_list(r->json, "PrivateIpAddresses"), *a;
	size_t i;

	json_array_foreach (list, i, a)
		if (json_flag(a, "Primary", false))
			add_ipv4(d, r, n, a);
	json_array_foreach (list, i, a)
		add_ipv4(d, r, n, a);
	if (json_array_size(list) == 0)
		add_ipv4(d, r, n, r->json);
	while (n->public_ip.n > 0 &&
	    ip_is_zero(n->public_ip.v[n->public_ip.n - 1].ip))
		n->public_ip.n--;
}

static void
add_addresses(struct dump *d, const struct record *r, struct interface *n)
{
	json_t *a;
	size_t i;

	add_all_ipv4(d, r, n);
	json_array_foreach (json_list(r->json, "Ipv6Addresses"), i, a)
		dump_push_addr(d, r, &n->ip, json_text(a, "Ipv6Address"));
	json_array_foreach (json_list(r->json, "Ipv4Prefixes"), i, a)
		dump_push_cidr(d, r, &n->prefixes, json_text(a, "Ipv4Prefix"));
	json_array_foreach (json_list(r->json, "Ipv6Prefixes"), i, a)
		dump_push_cidr(d, r, &n->prefixes, json_text(a, "Ipv6Prefix"));
}

static void
add_groups(struct dump *d, const struct record *r, struct interface *n)
{
	json_t *g;
	size_t i;

	json_array_foreach (json_list(r->json, "Groups"), i, g) {
		const char *id = json_text(g, "GroupId");

		if (dump_group(d, r, id, n->o.vpc))
			dump_push_ref(d, r, &n->security_groups, id);
	}
	n->unfiltered = n->security_groups.n == 0;
}

/* --- who answers -------------------------------------------------------- */

static bool
begins(const char *s, const char *with)
{
	return s && strncmp(s, with, strlen(with)) == 0;
}

static bool
is_plain(const json_t *o)
{
	static const char *const types[] = { "interface", "efa", "efa-only",
		"trunk", "branch" };

	if (json_text(o, "InterfaceType") == NULL)
		return true;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (json_is(o, "InterfaceType", types[i]))
			return true;
	return false;
}

/* Load balancers and endpoints have interfaces of the plain type too; those of
 * an endpoint that works are not asked about here. */
static bool
is_silent_service(const json_t *o)
{
	const char *what = json_text(o, "Description");

	return !is_plain(o) || begins(what, "ELB ") ||
	    begins(what, "AWS Lambda VPC ENI") ||
	    begins(what, "VPC Endpoint Interface");
}

/* Is it of something that would take what comes in by it, but the dump does not
 * show that? */
static bool
is_of_unknown(const struct dump *d, const struct record *r)
{
	static const char endpoint[] = "VPC Endpoint Interface ";
	const char *what = json_text(r->json, "Description");

	if (!d->is_described)
		return false;
	if (begins(what, endpoint))
		return !records_find(
		    d->records, RECORD_ENDPOINT, what + sizeof(endpoint) - 1);
	return begins(what, "ELB ") && !dump_balancer_of(d, r);
}

static void
answer_as_service(struct dump *d, const struct record *r, struct interface *n)
{
	n->silent = is_silent_service(r->json);
	if (is_of_unknown(d, r)) {
		dump_warn(d, r,
		    "is \"%s\", which is not in the dump or not modelled: it "
		    "answers nothing",
		    json_text(r->json, "Description"));
		dump_miss(d, r, &n->o);
	}
	if (!begins(json_text(r->json, "Description"), "EFS mount target"))
		return;
	n->has_listens = true;
	*ARENA_PUSH(d->m->arena, n->listens.v, n->listens.n) =
	    (struct listen){ PROTO_TCP, NFS_PORT };
}

/* An instance whose check is off is there to send on what is not for it, and
 * what would get no answer otherwise with its own address. */
static void
answer_as_instance(struct dump *d, const struct record *r, struct interface *n,
    const char *instance)
{
	const struct record *i =
	    records_find(d->records, RECORD_INSTANCE, instance);
	const json_t *state = i ? json_part(i->json, "State") : NULL;

	if (i == NULL) {
		dump_warn(d, r,
		    "belongs to instance %s, which is not in the dump: it is "
		    "taken to be running",
		    instance);
		dump_miss(d, r, &n->o);
	}
	n->nitro = i == NULL ||
	    instance_type_is_nitro(json_text(i->json, "InstanceType"));
	if (json_text(state, "Name") && !json_is(state, "Name", "running"))
		n->attached = ATTACHED_STOPPED;
	n->forwards = !n->source_dest_check;
	n->nat_instance = n->forwards;
}

static void
name_after_instance(struct dump *d, const struct record *r, struct interface *n,
    const char *instance)
{
	const struct record *i =
	    records_find(d->records, RECORD_INSTANCE, instance);
	const char *tag = i ? json_tag(i->json, "Name") : NULL;
	const json_t *attachment = json_part(r->json, "Attachment");

	bool is_first = map_get(d->hosts, instance) == NULL;
	bool is_primary = json_number(attachment, "DeviceIndex", 0) == 0;

	n->instance =
	    (struct text){ arena_strdup(d->m->arena, instance), n->o.where };
	/* The first one is, unless another one says so. */
	n->is_primary = is_primary && !is_first;
	if (is_first)
		map_set(d->hosts, instance, n);
	if (!is_primary)
		return;
	model_alias(d->m, &n->o, instance);
	if (i && i->address)
		model_alias(d->m, &n->o, i->address);
	if (tag)
		model_alias(d->m, &n->o, tag);
}

static bool
is_attached_to_nothing(const json_t *o)
{
	const json_t *attachment = json_part(o, "Attachment");

	return json_is(o, "Status", "available") ||
	    json_is(attachment, "Status", "detached") ||
	    json_is(attachment, "Status", "detaching");
}

static void
set_host(struct dump *d, const struct record *r, struct interface *n,
    const char *instance)
{
	if (instance == NULL)
		instance =
		    json_text(json_part(r->json, "Attachment"), "InstanceId");
	if (is_attached_to_nothing(r->json)) {
		n->attached = ATTACHED_NOT;
		return;
	}
	if (instance == NULL) {
		answer_as_service(d, r, n);
		return;
	}
	answer_as_instance(d, r, n, instance);
	name_after_instance(d, r, n, instance);
}

/* --- interfaces --------------------------------------------------------- */

static bool
has_address(const json_t *o)
{
	return json_text(o, "PrivateIpAddress") ||
	    json_array_size(json_list(o, "PrivateIpAddresses")) > 0 ||
	    json_array_size(json_list(o, "Ipv6Addresses")) > 0;
}

/* instance: whose description tells of the interface, or null. */
static void
add_interface(struct dump *d, const struct record *r, const char *instance)
{
	struct vpc *v;
	struct subnet *s;
	struct interface *n;

	if (map_get(d->held, r->id))
		return;
	if (!has_address(r->json)) {
		dump_warn(d, r, "has no address and is left out");
		return;
	}
	v = dump_vpc(d, r, json_text(r->json, "VpcId"));
	if (v == NULL)
		dump_warn(d, r, "is in no VPC that is known and is left out");
	s = v ? dump_subnet(d, r, json_text(r->json, "SubnetId"), v) : NULL;
	n = s ? dump_add(d, OBJ_INTERFACE, r, v) : NULL;
	if (n == NULL)
		return;
	n->subnet = dump_ref(d, r, s->o.name);
	n->account = dump_owner_in(d, r, v);
	n->source_dest_check = json_flag(r->json, "SourceDestCheck", true);
	add_addresses(d, r, n);
	add_groups(d, r, n);
	set_host(d, r, n, instance);
}

static void
add_described(struct dump *d, const struct record *r)
{
	add_interface(d, r, NULL);
}

/* What describe-instances tells of interfaces, where no other call did. */
static void
add_interfaces_of(struct dump *d, const struct record *instance)
{
	json_t *o;
	size_t i;

	json_array_foreach (
	    json_list(instance->json, "NetworkInterfaces"), i, o) {
		struct record r = *instance;

		r.id = json_text(o, "NetworkInterfaceId");
		r.json = o;
		if (r.id && !records_find(d->records, RECORD_INTERFACE, r.id))
			add_interface(d, &r, instance->id);
	}
}

/* Elastic IP addresses of interfaces whose own record does not tell them. */
static void
add_elastic_ip(struct dump *d, const struct record *r)
{
	struct interface *n = dump_find(
	    d, OBJ_INTERFACE, json_text(r->json, "NetworkInterfaceId"));
	const char *text = json_text(r->json, "PrivateIpAddress");
	struct ip private_ip, public_ip;
	size_t v4 = 0;

	if (n == NULL || text == NULL || !ip_parse(text, &private_ip) ||
	    !ip_parse(json_text(r->json, "PublicIp"), &public_ip))
		return;
	for (size_t i = 0; i < n->ip.n; i++) {
		if (!ip_is4(n->ip.v[i].ip))
			continue;
		while (n->public_ip.n <= v4)
			dump_push_addr(d, r, &n->public_ip, "::");
		if (ip_eq(n->ip.v[i].ip, private_ip) &&
		    ip_is_zero(n->public_ip.v[v4].ip))
			n->public_ip.v[v4].ip = public_ip;
		v4++;
	}
}

void
describe_interfaces(struct dump *d)
{
	dump_each(d, RECORD_INTERFACE, add_described);
	dump_each(d, RECORD_INSTANCE, add_interfaces_of);
	dump_each(d, RECORD_ADDRESS, add_elastic_ip);
}
