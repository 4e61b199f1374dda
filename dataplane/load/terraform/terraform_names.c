/*
 * terraform_names.c - databases and private hosted zones of Terraform
 *
 * A database has a network interface in one of the subnets of its group, in its
 * zone if that is known; its address no file tells.
 */

#include <string.h>

#include "dataplane/load/terraform/terraform_objects.h"

/* --- databases ---------------------------------------------------------- */

/* The cluster that it is a member of, or null. */
static const struct tf_resource *
cluster_of(const struct terraform *t, const struct tf_resource *r)
{
	return tf_resource_of(
	    t, "aws_rds_cluster", json_text(r->values, "cluster_identifier"));
}

/* What it says, or its cluster. */
static const char *
group_of(const struct terraform *t, const struct tf_resource *r)
{
	const struct tf_resource *cluster = cluster_of(t, r);
	const char *own = json_text(r->values, "db_subnet_group_name");

	return own || cluster == NULL
	    ? own
	    : json_text(cluster->values, "db_subnet_group_name");
}

static const char *
subnet_of(const struct terraform *t, const struct tf_resource *r)
{
	const struct tf_resource *group =
	    tf_resource_of(t, "aws_db_subnet_group", group_of(t, r));
	const char *zone = json_text(r->values, "availability_zone");
	json_t *subnets = group ? json_list(group->values, "subnet_ids") : NULL,
	       *v;
	size_t i;

	json_array_foreach (subnets, i, v) {
		const json_t *s =
		    tf_made(t, RECORD_SUBNET, json_string_value(v));

		if (zone && s && json_is(s, "AvailabilityZone", zone))
			return json_string_value(v);
	}
	return json_string_value(json_array_get(subnets, 0));
}

static void
add_interface(
    struct terraform *t, const struct tf_resource *r, const char *subnet)
{
	json_t *o =
	    tf_make(t, r, RECORD_INTERFACE, "NetworkInterfaceId", r->address);
	const struct tf_resource *cluster = cluster_of(t, r);

	tf_set(o, "SubnetId", subnet);
	tf_set(o, "VpcId", tf_vpc_of_subnet(t, subnet));
	tf_push_all(o, "Groups", "GroupId",
	    cluster ? cluster->values : r->values, "vpc_security_group_ids");
	json_array_append_new(
	    tf_list(o, "PrivateIpAddresses"), json_pack("{s:b}", "Primary", 1));
}

void
tf_database(struct terraform *t, const struct tf_resource *r)
{
	const char *subnet = subnet_of(t, r);
	json_t *o, *endpoint;

	if (subnet == NULL) {
		tf_warn(t, r, "is left out: its subnets are not in the file");
		return;
	}
	add_interface(t, r, subnet);
	o = tf_make(t, r, RECORD_DB_INSTANCE, "DBInstanceArn", tf_id(r));
	tf_set(o, "NetworkInterfaceId", r->address);
	tf_set(o, "DBInstanceIdentifier", json_text(r->values, "identifier"));
	tf_set(o, "DBInstanceStatus", json_text(r->values, "status"));
	endpoint = json_object();
	tf_set(endpoint, "Address",
	    json_text(r->values, cluster_of(t, r) ? "endpoint" : "address"));
	json_object_set_new(
	    endpoint, "Port", json_integer(tf_number(r->values, "port", 0)));
	json_object_set_new(o, "Endpoint", endpoint);
}

/* The first member is taken for the writer, unless one says that it is. */
static void
add_member(struct terraform *t, json_t *o, const struct tf_resource *member,
    const struct tf_resource *cluster)
{
	bool writer = json_array_size(tf_list(o, "DBClusterMembers")) == 0;
	json_t *m;

	if (strcmp(member->type, "aws_rds_cluster_instance") != 0 ||
	    cluster_of(t, member) != cluster)
		return;
	m = tf_push(o, "DBClusterMembers", "DBInstanceIdentifier",
	    json_text(member->values, "identifier"), NULL);
	if (m)
		json_object_set_new(m, "IsClusterWriter",
		    json_boolean(tf_flag(member->values, "writer", writer)));
}

void
tf_cluster(struct terraform *t, const struct tf_resource *r)
{
	static const struct tf_copy texts[] = { { "endpoint", "Endpoint" },
		{ "reader_endpoint", "ReaderEndpoint" }, { NULL, NULL } };
	json_t *o = tf_make(t, r, RECORD_DB_CLUSTER, "DBClusterArn", tf_id(r));

	tf_copy(o, r->values, texts);
	for (size_t i = 0; i < t->nresources; i++)
		add_member(t, o, t->resource[i], r);
}

/* --- hosted zones ------------------------------------------------------- */

static bool
has_type(const struct tf_resource *r, const char *type)
{
	return strcmp(r->type, type) == 0;
}

/* Without the dot at the end, and without the zone. */
static const char *
name_in(struct terraform *t, const char *name, const char *zone)
{
	size_t n = strlen(name), m = strlen(zone);

	n -= n > 0 && name[n - 1] == '.';
	if (n > m && strncmp(name + n - m, zone, m) == 0 &&
	    name[n - m - 1] == '.')
		n -= m + 1;
	return arena_strndup(t->arena, name, n);
}

static void
add_record(struct terraform *t, struct hosted_zone *z, const char *name,
    const char *to, struct where w)
{
	if (to)
		*ARENA_PUSH(t->arena, z->records, z->nrecords) =
		    (struct mapping){ { name_in(t, name, z->name), w },
			    { name_in(t, to, ""), w } };
}

static void
add_records(
    struct terraform *t, struct hosted_zone *z, const struct tf_resource *r)
{
	struct where w = { .file = r->file, .address = r->address };
	const char *name = json_text(r->values, "name");
	json_t *v;
	size_t i;

	if (name == NULL ||
	    !(json_is(r->values, "type", "A") ||
		json_is(r->values, "type", "AAAA") ||
		json_is(r->values, "type", "CNAME")))
		return;
	json_array_foreach (json_list(r->values, "records"), i, v)
		add_record(t, z, name, json_string_value(v), w);
	json_array_foreach (json_list(r->values, "alias"), i, v)
		add_record(t, z, name, json_text(v, "name"), w);
}

static void
add_vpc(struct terraform *t, struct hosted_zone *z, const char *vpc)
{
	if (tf_made(t, RECORD_VPC, vpc))
		*ARENA_PUSH(t->arena, z->vpcs.v, z->vpcs.n) =
		    (struct ref){ .name = arena_strdup(t->arena, vpc),
			    .where = z->where };
}

/* What belongs to the zone: associations and records. */
static void
add_parts(struct terraform *t, struct hosted_zone *z, const char *id)
{
	for (size_t i = 0; i < t->nresources; i++) {
		const struct tf_resource *r = t->resource[i];

		if (!json_is(r->values, "zone_id", id))
			continue;
		if (has_type(r, "aws_route53_zone_association"))
			add_vpc(t, z, json_text(r->values, "vpc_id"));
		else if (has_type(r, "aws_route53_record"))
			add_records(t, z, r);
	}
}

static void
add_zone(struct terraform *t, struct model *m, const struct tf_resource *r)
{
	struct hosted_zone z = { .where = {
				     .file = r->file, .address = r->address } };
	const char *name = json_text(r->values, "name");
	const char *id = json_text(r->values, "zone_id");
	json_t *v;
	size_t i;

	if (name == NULL)
		return;
	z.name = name_in(t, name, "");
	json_array_foreach (json_list(r->values, "vpc"), i, v)
		add_vpc(t, &z, json_text(v, "vpc_id"));
	add_parts(t, &z, id ? id : tf_id(r));
	if (z.vpcs.n > 0)
		*ARENA_PUSH(m->arena, m->hosted_zones, m->nhosted_zones) = z;
}

void
tf_hosted_zones(struct terraform *t, struct model *m)
{
	for (size_t i = 0; i < t->nresources; i++)
		if (has_type(t->resource[i], "aws_route53_zone"))
			add_zone(t, m, t->resource[i]);
}
