#ifndef DATAPLANE_MODEL_ADDRESS_DATA_H
#define DATAPLANE_MODEL_ADDRESS_DATA_H

/*
 * address_data.h - which service and Region of AWS a public address is of
 *
 * From AWS's ip-ranges.json (VPC User Guide, "AWS IP address ranges"): a table
 * that the program brings along, or a newer file that the user gives.  Services
 * are named as in that file ("S3", "AMAZON"); capitals do not matter when a
 * caller names one, so "s3" will do.  Regions are as in the file; what is of no
 * Region is of "GLOBAL".
 *
 * That an address is not in the data does not prove that it is outside AWS:
 * addresses that customers bring along, and those of some services, are not
 * listed.
 */

#include <stdbool.h>
#include <stddef.h>

#include "core/arena.h"
#include "core/err.h"
#include "core/ip.h"

struct address_data;

enum ip_family { FAMILY_IPV4, FAMILY_IPV6 };

struct address_owner {
	const char *service;  /* "S3"; lives as long as the data */
	const char *region;   /* "us-east-1", "GLOBAL" */
	struct prefix prefix; /* the entry that decided */
};

/* The table of the program.  Never null, never freed. */
const struct address_data *address_data_builtin(void);

/*
 * From a file in the format of ip-ranges.json.  Null when anything is wrong
 * with it; every problem is then in errs.  The caller frees it.
 */
struct address_data *address_data_load(const char *path, struct errs *);
void address_data_free(struct address_data *);

/*
 * The Regions that there are, GLOBAL left out: *n of them, in no order.
 */
const char *const *address_data_regions(const struct address_data *, size_t *n);

/* createDate as AWS writes it: "2026-08-22-15-17-05" (UTC). */
const char *address_data_date(const struct address_data *);

/*
 * Whose address it is: the longest prefix decides, and among equal ones a
 * service's own before EC2 before AMAZON, which has all (VPC User Guide, "AWS
 * IP address ranges").  EC2 are customers' instances as well.  False when the
 * address is in no prefix.
 */
bool address_data_lookup(
    const struct address_data *, struct ip, struct address_owner *);

/*
 * All addresses of a service in a Region, as the fewest prefixes, in order; an
 * array of *n in the arena, null when there are none.  It stands in for an
 * AWS-managed prefix list that was not given, whose entries AWS does not
 * promise to be the same.
 */
struct prefix *
address_data_prefixes(const struct address_data *, const char *service,
    const char *region, enum ip_family, struct arena *, size_t *n);

/*
 * One public address at which a service answers in a Region, always the same
 * one with the same data.  The service is named shortly (service_names.h:
 * "s3", "secretsmanager").  A service with ranges of its own gets an address in
 * them; any other gets one that is AMAZON's and of no service.  False when the
 * Region has none.
 */
bool address_data_service_address(const struct address_data *,
    const char *service, const char *region, enum ip_family, struct ip *);

/*
 * The id of the AWS-managed prefix list of "s3" or "dynamodb" in a Region, null
 * where it is not known.  An id is unique in its Region only.
 */
const char *
address_data_prefix_list_id(const char *region, const char *service);

/* The other way: "s3", "dynamodb", or null. */
const char *
address_data_prefix_list_service(const char *region, const char *id);

#endif /* DATAPLANE_MODEL_ADDRESS_DATA_H */
