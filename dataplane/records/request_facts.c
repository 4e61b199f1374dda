/*
 * request_facts.c - is the request that a flow carries allowed?
 *
 * From the way that the flow took follow the keys that tell it: through an
 * endpoint aws:SourceVpce and aws:SourceVpc (the endpoint's own VPC, wherever
 * the client is) with aws:VpcSourceIp, otherwise aws:SourceIp (AWS PrivateLink
 * Guide, endpoint policies; IAM User Guide, global condition keys).
 */

#include "dataplane/records/request_facts.h"

#include "dataplane/classes.h"
#include "dataplane/marks.h"

enum { HTTP = 80 };

static const struct endpoint *
endpoint_at(const struct snap *s, const struct leg *l)
{
	const struct object *o;

	if (l->node == NODE_INTERNET)
		return NULL;
	o = world_of(s)->model->objects[l->node - 1];
	return o->kind == OBJ_ENDPOINT ? (const struct endpoint *)o : NULL;
}

/* An object by its key and by its Name tag. */
static void
add_object(struct context *c, const char *key, const struct object *o)
{
	size_t before = c->nkeys;

	context_add_where_missing(c, key, o->name);
	if (c->nkeys > before && o->alias)
		context_add(c, key, o->alias);
}

static void
add_way(struct context *c, const struct endpoint *e, const struct leg *l,
    const struct facts *f)
{
	char text[IP_STRLEN];
	const char *src = arena_strdup(c->arena, ip_format(l->key.src, text));

	context_add_where_missing(
	    c, "aws:SecureTransport", l->key.dport == HTTP ? "false" : "true");
	context_add_where_missing(
	    c, "aws:RequestedRegion", e ? e->service_region : f->region);
	if (e == NULL) {
		context_add_where_missing(c, "aws:SourceIp", src);
		return;
	}
	add_object(c, "aws:SourceVpce", &e->o);
	add_object(c, "aws:SourceVpc", &e->o.vpc->o);
	context_add_where_missing(c, "aws:VpcSourceIp", src);
}

static struct context
context_of(const struct request *r, bool told, struct arena *a)
{
	struct context c = { .arena = a,
		.told = told,
		.action = r->action.s ? r->action.s : "*",
		.resource = r->resource.s ? r->resource.s : "*",
		.principal = r->principal.s ? r->principal.s : "*" };

	for (size_t i = 0; i < r->nkeys; i++)
		for (size_t j = 0; j < r->keys[i].values.n; j++)
			context_add(
			    &c, r->keys[i].name.s, r->keys[i].values.v[j].s);
	return c;
}

void
facts_request(const struct snap *s, const struct exchange *x,
    const struct request *r, bool told, struct arena *a, struct facts *f)
{
	const struct endpoint *e;
	struct context c;

	if (!r->there || !f->delivered)
		return;
	e = endpoint_at(s, &x->forward);
	if (e == NULL && !(f->marks & MARK_AWS_PUBLIC))
		return;
	c = context_of(r, told, a);
	add_way(&c, e, &x->forward, f);
	f->request = authorize(world_of(s)->model->policies, e, &c);
	f->marks |= c.marks;
}
