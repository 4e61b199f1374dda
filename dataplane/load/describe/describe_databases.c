/*
 * describe_databases.c - RDS: which network interface a database has
 *
 * The interface does not say whose it is: RDS calls all of its own
 * "RDSNetworkInterface".  It is the one in the database's VPC and zone with the
 * same security groups, if there is only one like it.  It then answers to the
 * names of the database, which resolve to its private address in the VPC (RDS
 * User Guide, working with a DB instance in a VPC), at the port of the database.
 */

#include <string.h>

#include "core/packet.h"
#include "dataplane/load/describe/describe_dump.h"

static bool
has_group(const json_t *list, const char *key, const char *id)
{
	json_t *o;
	size_t i;

	json_array_foreach (list, i, o)
		if (id && json_is(o, key, id))
			return true;
	return false;
}

static bool
same_groups(const json_t *interface, const json_t *db)
{
	json_t *of_db = json_list(db, "VpcSecurityGroups");
	json_t *of_interface = json_list(interface, "Groups"), *o;
	size_t i;

	if (json_array_size(of_db) != json_array_size(of_interface))
		return false;
	json_array_foreach (of_db, i, o)
		if (!has_group(of_interface, "GroupId",
			json_text(o, "VpcSecurityGroupId")))
			return false;
	return true;
}

static bool
same_text(
    const json_t *a, const char *a_key, const json_t *b, const char *b_key)
{
	const char *text = json_text(b, b_key);

	return text && json_is(a, a_key, text);
}

static bool
may_be_of(const json_t *interface, const json_t *db)
{
	const char *what = json_text(interface, "Description");

	return what && strcmp(what, "RDSNetworkInterface") == 0 &&
	    same_text(
		interface, "VpcId", json_part(db, "DBSubnetGroup"), "VpcId") &&
	    same_text(interface, "AvailabilityZone", db, "AvailabilityZone") &&
	    same_groups(interface, db);
}

/* Null: there is none, or there are several. */
static struct interface *
interface_of(struct dump *d, const struct record *db, size_t *candidates)
{
	struct interface *found = dump_find(
	    d, OBJ_INTERFACE, json_text(db->json, "NetworkInterfaceId"));

	*candidates = found != NULL;
	if (found)
		return found;
	for (size_t i = 0; i < records_count(d->records, RECORD_INTERFACE);
	     i++) {
		const struct record *r =
		    records_at(d->records, RECORD_INTERFACE, i);

		if (!may_be_of(r->json, db->json))
			continue;
		found = dump_find(d, OBJ_INTERFACE, r->id);
		++*candidates;
	}
	return *candidates == 1 ? found : NULL;
}

static void
name(struct dump *d, struct interface *n, const char *text)
{
	if (n && text)
		model_alias(d->m, &n->o, text);
}

static void
listen_at(struct dump *d, struct interface *n, int port)
{
	if (port <= 0 || port > UINT16_MAX || n->has_listens)
		return;
	n->has_listens = true;
	*ARENA_PUSH(d->m->arena, n->listens.v, n->listens.n) =
	    (struct listen){ PROTO_TCP, (uint16_t)port };
}

static void
add_database(struct dump *d, const struct record *db)
{
	const json_t *endpoint = json_part(db->json, "Endpoint");
	const char *id = json_text(db->json, "DBInstanceIdentifier");
	size_t candidates;
	struct interface *n = interface_of(d, db, &candidates);

	if (n == NULL) {
		dump_warn(d, db,
		    candidates
			? "has one of several network interfaces that are "
			  "alike: its name is not known"
			: "has a network interface that is not in the dump: "
			  "its name is not known");
		return;
	}
	name(d, n, id);
	name(d, n, json_text(endpoint, "Address"));
	listen_at(d, n, json_number(endpoint, "Port", 0));
	if (json_is(db->json, "DBInstanceStatus", "stopped"))
		n->attached = ATTACHED_STOPPED;
}

/* The interface of a member; writer: the one that writes, else a reader. */
static struct interface *
member(struct dump *d, const struct record *cluster, bool writer)
{
	json_t *list = json_list(cluster->json, "DBClusterMembers"), *o;
	size_t i;

	json_array_foreach (list, i, o) {
		bool writes = json_flag(o, "IsClusterWriter", false);
		bool alone = json_array_size(list) == 1;
		const char *id = json_text(o, "DBInstanceIdentifier");

		if (id && (alone || writes == writer))
			return (struct interface *)model_find(
			    d->m, NULL, 1u << OBJ_INTERFACE, id, NULL);
	}
	return NULL;
}

/* The reader's name stands for all readers in turn; here for the first. */
static void
add_cluster(struct dump *d, const struct record *cluster)
{
	name(d, member(d, cluster, true), json_text(cluster->json, "Endpoint"));
	name(d, member(d, cluster, false),
	    json_text(cluster->json, "ReaderEndpoint"));
}

void
describe_databases(struct dump *d)
{
	dump_each(d, RECORD_DB_INSTANCE, add_database);
	dump_each(d, RECORD_DB_CLUSTER, add_cluster);
}
