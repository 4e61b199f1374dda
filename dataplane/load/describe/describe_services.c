/*
 * describe_services.c - endpoint services that the account provides
 *
 * As describe-vpc-endpoint-service-configurations shows them; whom they have
 * accepted, describe-vpc-endpoint-connections tells.  Whoever could make an
 * endpoint was allowed to.
 */

#include <string.h>

#include "dataplane/load/describe/describe_dump.h"
#include "dataplane/model/load_balancer.h"

static void
miss_balancer(struct dump *d, const struct record *r,
    struct endpoint_service *s, const char *id)
{
	dump_warn(d, r,
	    "stands before load balancer %s, which is not in the dump", id);
	dump_miss(d, r, &s->o);
}

static void
add_balancers(struct dump *d, const struct record *r, const char *key,
    struct endpoint_service *s)
{
	json_t *arn;
	size_t i;

	json_array_foreach (json_list(r->json, key), i, arn) {
		const char *id = json_string_value(arn);
		const struct load_balancer *b =
		    id ? map_get(d->balancers, id) : NULL;

		if (b)
			dump_push_ref(d, r, &s->load_balancers,
			    arena_printf(d->m->arena, "%s/%s", b->o.vpc->o.name,
				b->o.name));
		else if (id)
			miss_balancer(d, r, s, id);
	}
}

/* An answer without principals: those of its own account. */
static void
add_principals(
    struct dump *d, const struct record *r, struct endpoint_service *s)
{
	const struct record *told =
	    records_find(d->records, RECORD_SERVICE_PERMISSIONS, r->id);
	json_t *o;
	size_t i;

	json_array_foreach (
	    json_list(told ? told->json : NULL, "AllowedPrincipals"), i, o)
		if (json_text(o, "Principal"))
			*ARENA_PUSH(d->m->arena, s->allowed_principals.v,
			    s->allowed_principals.n) =
			    dump_text(d, told, json_text(o, "Principal"));
	s->has_principals = s->allowed_principals.n > 0;
}

static void
add_regions(struct dump *d, const struct record *r, struct endpoint_service *s)
{
	json_t *o;
	size_t i;

	json_array_foreach (json_list(r->json, "SupportedRegions"), i, o)
		if (json_text(o, "Region"))
			*ARENA_PUSH(d->m->arena, s->supported_regions.v,
			    s->supported_regions.n) =
			    dump_text(d, r, json_text(o, "Region"));
}

/*
 * Are the appliances behind it in the dump?  If not, nothing is known of the
 * service, and its endpoints let everything pass.  Other services have none.
 */
static bool
shows_appliances(struct dump *d, const struct record *r)
{
	json_t *arns = json_list(r->json, "GatewayLoadBalancerArns"), *arn;
	size_t i;

	json_array_foreach (arns, i, arn) {
		const char *id = json_string_value(arn);
		const struct load_balancer *b =
		    id ? map_get(d->balancers, id) : NULL;

		if (b && b->ntargets > 0)
			return true;
	}
	return json_array_size(arns) == 0;
}

static void
add_service(struct dump *d, const struct record *r)
{
	struct endpoint_service *s;

	if (!shows_appliances(d, r))
		return;
	s = dump_add(d, OBJ_ENDPOINT_SERVICE, r, NULL);
	if (s == NULL)
		return;
	s->acceptance_required =
	    json_flag(r->json, "AcceptanceRequired", false);
	s->private_dns_name =
	    dump_text(d, r, json_text(r->json, "PrivateDnsName"));
	add_balancers(d, r, "NetworkLoadBalancerArns", s);
	add_balancers(d, r, "GatewayLoadBalancerArns", s);
	add_regions(d, r, s);
	add_principals(d, r, s);
}

/* An endpoint that is available has been accepted, whoever tells so. */
static void
set_state(struct dump *d, const struct record *endpoint)
{
	struct endpoint *e = dump_find(d, OBJ_ENDPOINT, endpoint->id);
	const char *service = json_text(endpoint->json, "ServiceName");
	const struct record *r =
	    records_find(d->records, RECORD_ENDPOINT_CONNECTION, endpoint->id);

	if (e == NULL || e->type == ENDPOINT_GATEWAY || service == NULL ||
	    strstr(service, ".vpce-svc-") == NULL)
		return;
	if (r && json_is(r->json, "VpcEndpointState", "rejected"))
		e->state = ENDPOINT_REJECTED;
	else if (r && json_is(r->json, "VpcEndpointState", "pendingAcceptance"))
		e->state = ENDPOINT_PENDING;
	else
		e->state = ENDPOINT_AVAILABLE;
}

void
describe_endpoint_services(struct dump *d)
{
	dump_each(d, RECORD_ENDPOINT_SERVICE, add_service);
	dump_each(d, RECORD_ENDPOINT, set_state);
}
