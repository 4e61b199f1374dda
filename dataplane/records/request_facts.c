/*
 * request_facts.c - is the request that a flow carries allowed?
 *
 * From the way that the flow took follow the keys that tell it: through an
 * endpoint aws:SourceVpce and aws:SourceVpc (the endpoint's own VPC, wherever
 * the client is) with aws:VpcSourceIp, otherwise aws:SourceIp (AWS PrivateLink
 * Guide, endpoint policies; IAM User Guide, global condition keys).
 */

#include "dataplane/records/request_facts.h"

#include <string.h>

#include "dataplane/classes.h"
#include "dataplane/marks.h"
#include "dataplane/model/service_names.h"

enum { HTTP = 80 };

static const struct endpoint *
endpoint_at(const struct snap *s, const struct leg *l)
{
	const struct object *o = world_object(world_of(s), l->node);

	return o && o->kind == OBJ_ENDPOINT ? (const struct endpoint *)o : NULL;
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

/* Does the flow arrive at a service: by an endpoint (else null), or by public
 * addresses? */
static bool
arrives(const struct snap *s, const struct exchange *x, const struct facts *f,
    const struct endpoint **e)
{
	*e = NULL;
	if (!f->delivered)
		return false;
	*e = endpoint_at(s, &x->forward);
	return *e || f->marks & MARK_AWS_PUBLIC;
}

void
facts_request(const struct snap *s, const struct exchange *x,
    const struct request *r, bool told, struct arena *a, struct facts *f)
{
	const struct endpoint *e;
	struct context c;

	if (!r->there || !arrives(s, x, f, &e))
		return;
	c = context_of(r, told, a);
	add_way(&c, e, &x->forward, f);
	f->request = authorize(world_of(s)->model->policies, e, &c);
	f->marks |= c.marks;
}

/* --- by the name of the server ------------------------------------------- */

/* What is before the first of these in the name; null: none is in it. */
static const char *
before(struct arena *a, const char *host, const char *const *marks)
{
	for (; *marks; marks++) {
		const char *at = strstr(host, *marks);

		if (at && at > host)
			return arena_strndup(a, host, (size_t)(at - host));
	}
	return NULL;
}

/* Of acme.s3.us-east-1.amazonaws.com, acme.bucket.vpce-0ab.s3... and the like;
 * null: the name tells no bucket (S3 User Guide, "Virtual hosting of
 * buckets"). */
static const char *
bucket_of(const char *host, struct arena *a)
{
	static const char *const own[] = { ".bucket.vpce-", NULL };
	static const char *const public[] = { ".s3.", ".s3-", NULL };
	struct service_dns dns;

	if (!service_name_from_dns(host, NULL, &dns) ||
	    strcmp(dns.name.service, "s3") != 0)
		return NULL;
	return before(a, host, dns.kind == SERVICE_DNS_ENDPOINT ? own : public);
}

static bool
is_denied(const struct snap *s, const struct exchange *x, const char *action,
    const char *resource, struct arena *a, struct facts *f)
{
	struct request r = {
		.there = true, .action.s = action, .resource.s = resource
	};

	facts_request(s, x, &r, false, a, f);
	return f->request.result == REQUEST_DENIED;
}

static bool
has_policies(
    const struct model *m, const struct endpoint *e, const char *resource)
{
	return (e && e->policy.n) ||
	    policies_of_resource(m->policies, resource) != NULL;
}

void
facts_request_to(const struct snap *s, const struct exchange *x,
    const char *host, struct arena *a, struct facts *f)
{
	const char *bucket = bucket_of(host, a);
	const char *action = bucket ? "s3:*" : "*";
	const char *all =
	    bucket ? arena_printf(a, "arn:aws:s3:::%s", bucket) : "*";
	const struct endpoint *e;
	struct facts whole = *f;

	if (!arrives(s, x, f, &e) || !has_policies(world_of(s)->model, e, all))
		return;
	f->request.result = REQUEST_UNKNOWN;
	if (bucket && !is_denied(s, x, action, all, a, &whole))
		return;
	if (is_denied(s, x, action, bucket ? arena_printf(a, "%s/*", all) : all,
		a, &whole))
		*f = whole;
}
