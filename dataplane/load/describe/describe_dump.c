/*
 * describe_dump.c - from records to objects of the model: what all kinds share
 */

#include "dataplane/load/describe/describe_dump.h"

#include <stdarg.h>
#include <string.h>
#include <strings.h>

#include "dataplane/load/terraform/terraform_objects.h"
#include "dataplane/model/link/link_peers.h"
#include "dataplane/model/transit.h"

struct where
dump_where(const struct record *r)
{
	return (struct where){ .file = r->file, .address = r->address };
}

struct where
dump_part_where(struct dump *d, const struct record *r, const json_t *part)
{
	struct where w = dump_where(r);
	const char *own = json_text(part, TF_ADDRESS);

	if (own)
		w.address = arena_strdup(d->m->arena, own);
	return w;
}

struct text
dump_text(struct dump *d, const struct record *r, const char *s)
{
	return (struct text){ s ? arena_strdup(d->m->arena, s) : NULL,
		dump_where(r) };
}

struct ref
dump_ref(struct dump *d, const struct record *r, const char *id)
{
	return (struct ref){ .name = id ? arena_strdup(d->m->arena, id) : NULL,
		.where = dump_where(r) };
}

const char *
dump_owner(struct dump *d, const struct record *r)
{
	const char *owner = json_text(r->json, "OwnerId");

	return owner ? arena_strdup(d->m->arena, owner) : r->account;
}

const char *
dump_owner_in(struct dump *d, const struct record *r, const struct vpc *v)
{
	const char *owner = dump_owner(d, r);
	bool same = owner && v->account && strcmp(owner, v->account) == 0;

	return same ? NULL : owner;
}

/* Sentences speak of the dump, whatever it is that was read. */
static const char *
reworded(struct dump *d, const char *text)
{
	static const char dump[] = "the dump";
	const char *at = strstr(text, dump);

	if (at == NULL || strcmp(d->shows, dump) == 0)
		return text;
	return arena_printf(d->m->arena, "%.*s%s%s", (int)(at - text), text,
	    d->shows, at + sizeof(dump) - 1);
}

void
dump_warn(struct dump *d, const struct record *r, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	errs_warn(d->errs, dump_where(r), "%s %s", r->id,
	    reworded(d, arena_vprintf(d->m->arena, fmt, ap)));
	va_end(ap);
}

void
dump_each(struct dump *d, enum record_kind kind, dump_fn *fn)
{
	for (size_t i = 0; i < records_count(d->records, kind); i++)
		fn(d, records_at(d->records, kind, i));
}

/* --- objects ------------------------------------------------------------ */

void *
dump_find(struct dump *d, enum object_kind kind, const char *id)
{
	struct object *o;

	if (id == NULL)
		return NULL;
	o = model_find(d->m, NULL, 1u << kind, id, NULL);
	return o && strcmp(o->name, id) == 0 ? o : NULL;
}

void *
dump_add(struct dump *d, enum object_kind kind, const struct record *r,
    struct vpc *vpc)
{
	const char *name = json_tag(r->json, "Name");
	struct object *o;

	if (dump_find(d, kind, r->id))
		return NULL;
	o = model_add(d->m, kind, r->id, vpc, dump_where(r), d->errs);
	o->missing = json_flag(r->json, TF_UNKNOWN, false);
	if (r->address)
		model_alias(d->m, o, r->address);
	if (name)
		model_alias(d->m, o, name);
	return o;
}

/* An object that is only referred to. */
static void *
missing(struct dump *d, enum object_kind kind, const struct record *by,
    const char *id, struct vpc *vpc)
{
	struct object *o;

	dump_warn(d, by,
	    "refers to %s %s, which is not in the dump: it is taken to have "
	    "nothing in it",
	    object_kind_text(kind), id);
	o = model_add(d->m, kind, id, vpc, dump_where(by), d->errs);
	o->missing = true;
	return o;
}

struct vpc *
dump_vpc(struct dump *d, const struct record *by, const char *id)
{
	struct vpc *v = dump_find(d, OBJ_VPC, id);

	if (v || id == NULL)
		return v;
	v = missing(d, OBJ_VPC, by, id, NULL);
	v->region = by->region;
	return v;
}

struct subnet *
dump_subnet(
    struct dump *d, const struct record *by, const char *id, struct vpc *vpc)
{
	struct subnet *s = dump_find(d, OBJ_SUBNET, id);
	const char *zone = dump_zone(d, by->json);

	if (s || id == NULL)
		return s;
	s = missing(d, OBJ_SUBNET, by, id, vpc);
	s->az = dump_text(d, by, zone);
	return s;
}

struct security_group *
dump_group(
    struct dump *d, const struct record *by, const char *id, struct vpc *vpc)
{
	struct security_group *g = dump_find(d, OBJ_SECURITY_GROUP, id);

	if (g || id == NULL)
		return g;
	g = missing(d, OBJ_SECURITY_GROUP, by, id, vpc);
	g->has_ingress = g->has_egress = true;
	return g;
}

void
dump_miss(struct dump *d, const struct record *r, struct object *o)
{
	if (d->is_described && r->address == NULL)
		o->missing = true;
}

struct tgw_attachment *
dump_attachment(const struct transit_gateway *g, const char *id)
{
	return id ? (struct tgw_attachment *)transit_gateway_part(
			g, OBJ_TGW_ATTACHMENT, id)
		  : NULL;
}

/* --- fields ------------------------------------------------------------- */

void
dump_push_cidr(
    struct dump *d, const struct record *r, struct cidrs *to, const char *text)
{
	struct prefix p;

	if (text == NULL)
		return;
	if (prefix_parse(text, &p) == PREFIX_SYNTAX)
		dump_warn(d, r, "has \"%s\", which is no CIDR", text);
	else
		*ARENA_PUSH(d->m->arena, to->v, to->n) =
		    (struct cidr){ p, dump_where(r) };
}

void
dump_push_addr(
    struct dump *d, const struct record *r, struct addrs *to, const char *text)
{
	struct ip ip;

	if (text == NULL)
		return;
	if (!ip_parse(text, &ip))
		dump_warn(d, r, "has \"%s\", which is no address", text);
	else
		*ARENA_PUSH(d->m->arena, to->v, to->n) =
		    (struct addr){ ip, dump_where(r) };
}

void
dump_push_ref(
    struct dump *d, const struct record *r, struct refs *to, const char *id)
{
	if (id)
		*ARENA_PUSH(d->m->arena, to->v, to->n) = dump_ref(d, r, id);
}

struct endpoint_subnet *
dump_node(struct dump *d, const struct record *r, const struct subnet *s,
    struct endpoint_subnet **v, size_t *n)
{
	struct endpoint_subnet *node;

	for (size_t i = 0; i < *n; i++)
		if (strcmp((*v)[i].subnet.name, s->o.name) == 0)
			return &(*v)[i];
	node = ARENA_PUSH(d->m->arena, *v, *n);
	node->subnet = dump_ref(d, r, s->o.name);
	return node;
}

static bool
is_one_of(const char *state, const char *const *states)
{
	while (*states && strcasecmp(*states, state) != 0)
		states++;
	return *states != NULL;
}

enum dump_state
dump_state(const json_t *o)
{
	static const char *const there[] = { "available", "modifying", NULL };
	static const char *const gone[] = { "pending", "pendingAcceptance",
		"initiating", "initiatingRequest", "rollingBack", "failing",
		"failed", "rejecting", "rejected", "deleting", "deleted",
		"expired", "partial", NULL };
	const char *state = json_text(o, "State");

	if (state == NULL || is_one_of(state, there))
		return STATE_THERE;
	return is_one_of(state, gone) ? STATE_GONE : STATE_UNKNOWN;
}

bool
dump_is_there(struct dump *d, const struct record *r)
{
	const char *state = json_text(r->json, "State");

	switch (dump_state(r->json)) {
	case STATE_GONE:
		dump_warn(d, r, "is %s and is left out", state);
		return false;
	case STATE_UNKNOWN:
		dump_warn(d, r,
		    "is in the state %s, which is not known: it is taken to be "
		    "there",
		    state);
		return true;
	default:
		return true;
	}
}

bool
dump_is_associated(const json_t *o, const char *state_key)
{
	const json_t *state = json_part(o, state_key);

	return json_text(state, "State") == NULL ||
	    json_is(state, "State", "associated");
}

const char *
dump_zone(const struct dump *d, const json_t *o)
{
	const char *id = json_text(o, "AvailabilityZoneId");

	return d->zone_ids && id ? id : json_text(o, "AvailabilityZone");
}

const char *
dump_list_name(struct dump *d, const struct vpc *v, const char *id)
{
	const char *region = v->region ? v->region : "us-east-1";
	const char *here = arena_printf(d->m->arena, "%s/%s", region, id);

	if (dump_find(d, OBJ_PREFIX_LIST, here))
		return here;
	if (dump_find(d, OBJ_PREFIX_LIST, id) || service_with_list(id, region))
		return id;
	return NULL;
}

struct route *
dump_route(struct dump *d, const struct record *r, const json_t *part,
    struct routes *routes, struct dump_way way)
{
	struct route *route = ARENA_PUSH(d->m->arena, routes->v, routes->n);
	bool blackhole = json_is(part, "State", "blackhole");

	route->where = dump_part_where(d, r, part);
	route->to.text = dump_text(d, r, way.to);
	route->via = dump_ref(d, r, way.via);
	route->missing = !way.known && !blackhole;
	route->blackhole = !way.known || blackhole;
	if (route->missing)
		dump_warn(d, r,
		    "has a route to %s via %s, which is not in the dump, not "
		    "modelled, or no target: it is taken for a blackhole",
		    way.to, way.via ? way.via : "nothing known");
	return route;
}
