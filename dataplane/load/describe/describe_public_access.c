/*
 * describe_public_access.c - VPC Block Public Access
 *
 * describe-vpc-block-public-access-options answers with the mode of one account
 * in one Region, -exclusions with what is left open there.  Of several accounts
 * the first one that is read counts.
 */

#include <string.h>

#include "dataplane/load/describe/describe_dump.h"
#include "dataplane/model/block_public_access.h"

static enum public_access_mode
mode_of(const json_t *o)
{
	if (json_is(o, "InternetGatewayBlockMode", "block-ingress"))
		return PUBLIC_ACCESS_BLOCK_INGRESS;
	if (json_is(o, "InternetGatewayBlockMode", "block-bidirectional"))
		return PUBLIC_ACCESS_BLOCK_BIDIRECTIONAL;
	return PUBLIC_ACCESS_OFF;
}

static const char *
region_of(struct dump *d, const struct record *r, const json_t *o)
{
	const char *said = json_text(o, "AwsRegion");

	if (said)
		return arena_strdup(d->m->arena, said);
	return r->region ? r->region : "us-east-1";
}

static void
add_options(struct dump *d, const struct record *r)
{
	const json_t *o = json_part(r->json, "VpcBlockPublicAccessOptions");
	const char *region = region_of(d, r, o);

	if (block_public_access_in(d->m, region) != SIZE_MAX) {
		dump_warn(d, r,
		    "tells of Region %s, of which another file has told "
		    "already, and is left out",
		    region);
		return;
	}
	*ARENA_PUSH(d->m->arena, d->m->block_public_access,
	    d->m->nblock_public_access) = (struct block_public_access){
		.where = dump_where(r),
		.region = dump_text(d, r, region),
		.mode = mode_of(o),
	};
}

static bool
is_in_force(const json_t *o)
{
	const char *state = json_text(o, "State");

	return state == NULL || strcmp(state, "create-complete") == 0 ||
	    strncmp(state, "update-", 7) == 0;
}

/*
 * What is excluded: arn:aws:ec2:us-east-1:111122223333:subnet/subnet-1, or by
 * its id.  Null: it is not told.
 */
static const char *
excluded(const json_t *o, bool *is_subnet)
{
	const char *arn = json_text(o, "ResourceArn");
	const char *slash = arn ? strrchr(arn, '/') : NULL;
	const char *subnet = json_text(o, "SubnetId");

	if (slash) {
		*is_subnet = strncmp(slash + 1, "subnet-", 7) == 0;
		return slash + 1;
	}
	*is_subnet = subnet != NULL;
	return subnet ? subnet : json_text(o, "VpcId");
}

static void
add_exclusion(struct dump *d, const struct record *r)
{
	bool is_subnet;
	const char *id = excluded(r->json, &is_subnet);
	size_t at = block_public_access_in(d->m, region_of(d, r, r->json));
	struct block_public_access *b;

	if (id == NULL || at == SIZE_MAX || !is_in_force(r->json))
		return;
	b = &d->m->block_public_access[at];
	*ARENA_PUSH(d->m->arena, b->exclusions, b->nexclusions) =
	    (struct public_access_exclusion){
		    .where = dump_where(r),
		    .of = dump_ref(d, r, id),
		    .is_subnet = is_subnet,
		    .mode = json_is(r->json, "InternetGatewayExclusionMode",
				"allow-egress")
			? EXCLUSION_EGRESS
			: EXCLUSION_BIDIRECTIONAL,
	    };
}

void
describe_public_access(struct dump *d)
{
	dump_each(d, RECORD_PUBLIC_ACCESS, add_options);
	dump_each(d, RECORD_PUBLIC_ACCESS_EXCLUSION, add_exclusion);
}
