/*
 * describe_balancers.c - load balancers of elbv2, with listeners and targets
 *
 * Named as their owner has named them, and known by ARN to each other.  Their
 * network interfaces, which their descriptions tell, are their nodes.  A
 * listener has the targets of the groups that it forwards to by default; how a
 * target's health was, so it stays, and one that is unused (in a zone that is
 * not enabled) is none.
 */

#include <stdlib.h>
#include <string.h>

#include "dataplane/load/describe/describe_dump.h"
#include "dataplane/model/load_balancer.h"

/* {"Attributes": [{"Key", "Value"}]}: the value of a key, or null. */
static const char *
attribute(const struct record *r, const char *key)
{
	json_t *a;
	size_t i;

	json_array_foreach (json_list(r ? r->json : NULL, "Attributes"), i, a)
		if (json_is(a, "Key", key))
			return json_text(a, "Value");
	return NULL;
}

/* A time-out in seconds, if the model has such. */
static void
set_idle(struct dump *d, const struct record *r, const char *key, vtime *to)
{
	const char *text = attribute(r, key);
	long seconds = text ? strtol(text, NULL, 10) : 0;

	if (text == NULL)
		return;
	if (seconds >= 60 && seconds <= 6000)
		*to = VTIME_SECONDS(seconds);
	else
		dump_warn(d, r, "has %s: %s, which is left out", key, text);
}

static bool
is_true(const char *text)
{
	return text && strcmp(text, "true") == 0;
}

/* --- nodes -------------------------------------------------------------- */

static struct endpoint_subnet *
node_in(struct dump *d, const struct record *r, struct load_balancer *b,
    const char *subnet)
{
	struct subnet *s = dump_subnet(d, r, subnet, b->o.vpc);

	return s ? dump_node(d, r, s, &b->subnets, &b->nsubnets) : NULL;
}

static void
add_groups(struct dump *d, const struct record *r, struct load_balancer *b)
{
	json_t *g;
	size_t i;

	json_array_foreach (json_list(r->json, "SecurityGroups"), i, g)
		if (dump_group(d, r, json_string_value(g), b->o.vpc))
			dump_push_ref(
			    d, r, &b->security_groups, json_string_value(g));
}

/* "ELB net/NAME/ID" is an interface of ...:loadbalancer/net/NAME/ID. */
static bool
belongs_to(const struct record *interface, const char *arn)
{
	static const char says[] = "ELB ", in_arn[] = ":loadbalancer/";
	const char *what = json_text(interface->json, "Description");
	const char *own = strstr(arn, in_arn);

	return what && own && strncmp(what, says, sizeof(says) - 1) == 0 &&
	    strcmp(what + sizeof(says) - 1, own + sizeof(in_arn) - 1) == 0;
}

const struct record *
dump_balancer_of(const struct dump *d, const struct record *interface)
{
	for (size_t i = 0; i < records_count(d->records, RECORD_LOAD_BALANCER);
	     i++) {
		const struct record *r =
		    records_at(d->records, RECORD_LOAD_BALANCER, i);

		if (belongs_to(interface, r->id))
			return r;
	}
	return NULL;
}

static void
add_interface(struct dump *d, const struct record *i, struct load_balancer *b)
{
	struct endpoint_subnet *n =
	    node_in(d, i, b, json_text(i->json, "SubnetId"));
	json_t *v6;
	size_t k;

	if (n == NULL)
		return;
	map_set(d->held, i->id, b);
	n->interface = arena_strdup(d->m->arena, i->id);
	dump_push_addr(d, i, &n->ip, json_text(i->json, "PrivateIpAddress"));
	dump_push_addr(d, i, &n->public_ip,
	    json_text(json_part(i->json, "Association"), "PublicIp"));
	json_array_foreach (json_list(i->json, "Ipv6Addresses"), k, v6)
		dump_push_addr(d, i, &n->ip, json_text(v6, "Ipv6Address"));
}

/* What the load balancer itself tells of a zone. */
static void
add_zone(struct dump *d, const struct record *r, struct load_balancer *b,
    const json_t *zone)
{
	struct endpoint_subnet *n =
	    node_in(d, r, b, json_text(zone, "SubnetId"));
	json_t *a;
	size_t i;

	if (n == NULL || n->ip.n > 0)
		return;
	json_array_foreach (json_list(zone, "LoadBalancerAddresses"), i, a) {
		dump_push_addr(
		    d, r, &n->ip, json_text(a, "PrivateIPv4Address"));
		dump_push_addr(d, r, &n->ip, json_text(a, "IPv6Address"));
		dump_push_addr(d, r, &n->public_ip, json_text(a, "IpAddress"));
	}
}

static void
add_nodes(struct dump *d, const struct record *r, struct load_balancer *b)
{
	json_t *zone;
	size_t k;

	for (size_t i = 0; i < records_count(d->records, RECORD_INTERFACE);
	     i++) {
		const struct record *n =
		    records_at(d->records, RECORD_INTERFACE, i);

		if (belongs_to(n, r->id))
			add_interface(d, n, b);
	}
	json_array_foreach (json_list(r->json, "AvailabilityZones"), k, zone)
		add_zone(d, r, b, zone);
	for (size_t i = 0; i < b->nsubnets; i++)
		if (b->subnets[i].ip.n == 0)
			dump_miss(d, r, &b->o);
}

/* --- targets ------------------------------------------------------------ */

static bool
is_healthy(const json_t *description)
{
	const json_t *health = json_part(description, "TargetHealth");

	return json_text(health, "State") == NULL ||
	    json_is(health, "State", "healthy") ||
	    json_is(health, "State", "unavailable");
}

/* A load balancer as target is given by ARN. */
static const char *
target_name(const struct dump *d, const char *id)
{
	const struct load_balancer *b = map_get(d->balancers, id);

	return b ? b->o.name : id;
}

static void
add_target(struct dump *d, const struct record *r, struct listener *l,
    const json_t *description)
{
	const json_t *target = json_part(description, "Target");
	const char *id = json_text(target, "Id");

	if (id &&
	    !json_is(json_part(description, "TargetHealth"), "State", "unused"))
		*ARENA_PUSH(d->m->arena, l->targets, l->ntargets) =
		    (struct balancer_member){
			    .to = dump_ref(d, r, target_name(d, id)),
			    .port = json_number(target, "Port", 0),
			    .healthy = is_healthy(description),
			    .where = dump_where(r),
		    };
}

static enum preservation
preservation_of(const char *attribute)
{
	if (attribute == NULL)
		return PRESERVE_AS_AWS;
	return is_true(attribute) ? PRESERVE_YES : PRESERVE_NO;
}

static enum cross_zone
cross_zone_of(const char *attribute)
{
	if (is_true(attribute))
		return CROSS_ZONE_YES;
	return attribute && strcmp(attribute, "false") == 0
	    ? CROSS_ZONE_NO
	    : CROSS_ZONE_AS_BALANCER;
}

static void
add_group(struct dump *d, struct load_balancer *b, struct listener *l,
    const char *arn)
{
	const struct record *health =
	    records_find(d->records, RECORD_TARGET_HEALTH, arn);
	const struct record *group =
	    records_find(d->records, RECORD_TARGET_GROUP, arn);
	const struct record *attributes =
	    records_find(d->records, RECORD_TARGET_GROUP_ATTRIBUTES, arn);
	json_t *t;
	size_t i;

	if (group && json_is(group->json, "TargetType", "lambda"))
		return;
	if (health == NULL && group)
		dump_warn(d, group,
		    "is a target group whose targets are not in the dump");
	b->o.missing |= health == NULL && d->is_described;
	json_array_foreach (
	    json_list(health ? health->json : NULL, "TargetHealthDescriptions"),
	    i, t)
		add_target(d, health, l, t);
	l->preserve = preservation_of(
	    attribute(attributes, "preserve_client_ip.enabled"));
	l->cross_zone = cross_zone_of(
	    attribute(attributes, "load_balancing.cross_zone.enabled"));
}

/* {"TargetGroupArn"} or {"ForwardConfig": {"TargetGroups": [...]}}, or both. */
static void
add_action(struct dump *d, struct load_balancer *b, struct listener *l,
    const json_t *action)
{
	json_t *groups =
	    json_list(json_part(action, "ForwardConfig"), "TargetGroups");
	json_t *g;
	size_t i;

	json_array_foreach (groups, i, g)
		if (json_text(g, "TargetGroupArn") &&
		    json_number(g, "Weight", 1) > 0)
			add_group(d, b, l, json_text(g, "TargetGroupArn"));
	if (json_array_size(groups) == 0 && json_text(action, "TargetGroupArn"))
		add_group(d, b, l, json_text(action, "TargetGroupArn"));
}

/* --- listeners ---------------------------------------------------------- */

static bool
read_proto(const json_t *o, enum listener_proto *proto)
{
	static const struct {
		const char *name;
		enum listener_proto proto;
	} protos[] = {
		{ "TCP", LISTEN_TCP },
		{ "UDP", LISTEN_UDP },
		{ "TCP_UDP", LISTEN_TCP_UDP },
		{ "TLS", LISTEN_TLS },
		{ "HTTP", LISTEN_TCP },
		{ "HTTPS", LISTEN_TLS },
		{ "QUIC", LISTEN_UDP },
		{ "TCP_QUIC", LISTEN_TCP_UDP },
	};

	for (size_t i = 0; i < sizeof(protos) / sizeof(protos[0]); i++)
		if (json_is(o, "Protocol", protos[i].name)) {
			*proto = protos[i].proto;
			return true;
		}
	return false;
}

static void
add_actions(struct dump *d, struct load_balancer *b, struct listener *l,
    const json_t *o)
{
	json_t *a;
	size_t i;

	json_array_foreach (json_list(o, "DefaultActions"), i, a)
		add_action(d, b, l, a);
}

/* What it says of the group that it forwards to holds for all of it. */
static void
take_group_of_gateway(struct dump *d, struct load_balancer *b, const char *arn)
{
	const struct record *r =
	    records_find(d->records, RECORD_TARGET_GROUP_ATTRIBUTES, arn);
	const char *type = attribute(r, "stickiness.type");
	const char *failover = attribute(r, "target_failover.on_unhealthy");

	if (is_true(attribute(r, "stickiness.enabled")) && type)
		b->stickiness = strcmp(type, "source_ip_dest_ip") == 0
		    ? FLOW_2_TUPLE
		    : FLOW_3_TUPLE;
	b->rebalance = failover && strcmp(failover, "rebalance") == 0;
}

/* A Gateway Load Balancer's only one, which has neither protocol nor port. */
static void
add_listener_of_gateway(
    struct dump *d, struct load_balancer *b, const json_t *o)
{
	struct listener l = { .where = b->o.where };
	const json_t *action =
	    json_array_get(json_list(o, "DefaultActions"), 0);

	add_actions(d, b, &l, o);
	b->targets = l.targets;
	b->ntargets = l.ntargets;
	if (json_text(action, "TargetGroupArn"))
		take_group_of_gateway(
		    d, b, json_text(action, "TargetGroupArn"));
}

static void
add_listener(struct dump *d, const struct record *r, struct load_balancer *b,
    const json_t *o)
{
	struct listener l = { .where = dump_where(r),
		.port = json_number(o, "Port", 0) };
	const struct record *attributes = records_find(d->records,
	    RECORD_LISTENER_ATTRIBUTES, json_text(o, "ListenerArn"));

	if (b->type == BALANCER_GATEWAY) {
		set_idle(
		    d, attributes, "tcp.idle_timeout.seconds", &b->tcp_idle);
		add_listener_of_gateway(d, b, o);
		return;
	}
	if (!read_proto(o, &l.proto) || l.port <= 0 || l.port > UINT16_MAX) {
		dump_warn(d, r, "has a listener that is left out: %s, port %d",
		    json_text(o, "Protocol") ? json_text(o, "Protocol")
					     : "no protocol",
		    l.port);
		return;
	}
	add_actions(d, b, &l, o);
	set_idle(d, attributes, "tcp.idle_timeout.seconds", &l.tcp_idle);
	*ARENA_PUSH(d->m->arena, b->listeners, b->nlisteners) = l;
}

static void
add_listeners(struct dump *d, const struct record *r)
{
	struct load_balancer *b = map_get(d->balancers, r->id);
	const struct record *all =
	    records_find(d->records, RECORD_LISTENERS, r->id);
	bool told = all != NULL;
	json_t *o;
	size_t k;

	if (b == NULL)
		return;
	json_array_foreach (
	    json_list(all ? all->json : NULL, "Listeners"), k, o)
		add_listener(d, r, b, o);
	for (size_t i = 0; i < records_count(d->records, RECORD_LISTENER);
	     i++) {
		const struct record *l =
		    records_at(d->records, RECORD_LISTENER, i);

		if (!json_is(l->json, "LoadBalancerArn", r->id))
			continue;
		add_listener(d, r, b, l->json);
		told = true;
	}
	if (told || !d->is_described)
		return;
	dump_warn(
	    d, r, "is a load balancer whose listeners are not in the dump");
	dump_miss(d, r, &b->o);
}

/* --- load balancers ----------------------------------------------------- */

static bool
read_type(const json_t *o, enum load_balancer_type *type)
{
	static const char *const names[] = {
		[BALANCER_NETWORK] = "network",
		[BALANCER_APPLICATION] = "application",
		[BALANCER_GATEWAY] = "gateway",
	};

	for (int i = 0; i <= BALANCER_GATEWAY; i++)
		if (json_is(o, "Type", names[i])) {
			*type = (enum load_balancer_type)i;
			return true;
		}
	return false;
}

static bool
is_usable(struct dump *d, const struct record *r)
{
	const char *state = json_text(json_part(r->json, "State"), "Code");
	enum load_balancer_type type;

	if (!read_type(r->json, &type)) {
		dump_warn(
		    d, r, "is a load balancer of another type and is left out");
		return false;
	}
	if (state && strncmp(state, "active", 6) != 0) {
		dump_warn(d, r, "is %s and is left out", state);
		return false;
	}
	return true;
}

/* Names are unique in an account and Region; an ARN has a "/", which no name
 * may have. */
static const char *
name_of(struct dump *d, const struct record *r)
{
	const char *name = json_text(r->json, "LoadBalancerName");
	const char *id = strrchr(r->id, '/');

	if (id == NULL || name == NULL)
		return name;
	return dump_find(d, OBJ_LOAD_BALANCER, name)
	    ? arena_printf(d->m->arena, "%s-%s", name, id + 1)
	    : name;
}

static void
add_load_balancer(struct dump *d, const struct record *r)
{
	struct record named = *r;
	const struct record *attributes =
	    records_find(d->records, RECORD_LOAD_BALANCER_ATTRIBUTES, r->id);
	struct vpc *v = dump_vpc(d, r, json_text(r->json, "VpcId"));
	struct load_balancer *b;

	named.id = name_of(d, r);
	if (v == NULL || named.id == NULL || !is_usable(d, r))
		return;
	b = dump_add(d, OBJ_LOAD_BALANCER, &named, v);
	if (b == NULL)
		return;
	map_set(d->balancers, r->id, b);
	read_type(r->json, &b->type);
	/* Whether it balances across zones is not known then. */
	if (attributes == NULL && b->type != BALANCER_APPLICATION)
		dump_miss(d, r, &b->o);
	b->internet_facing = json_is(r->json, "Scheme", "internet-facing");
	b->cross_zone = b->type == BALANCER_APPLICATION ||
	    is_true(attribute(attributes, "load_balancing.cross_zone.enabled"));
	if (b->type == BALANCER_APPLICATION)
		set_idle(d, attributes, "idle_timeout.timeout_seconds",
		    &b->tcp_idle);
	b->judges_private_link = !json_is(r->json,
	    "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic", "off");
	b->dns_name = dump_text(d, r, json_text(r->json, "DNSName"));
	add_groups(d, r, b);
	add_nodes(d, r, b);
}

void
describe_load_balancers(struct dump *d)
{
	/* Targets may be load balancers, so all of them first. */
	dump_each(d, RECORD_LOAD_BALANCER, add_load_balancer);
	dump_each(d, RECORD_LOAD_BALANCER, add_listeners);
}
