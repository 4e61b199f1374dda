/*
 * endpoint_region.c - endpoints for a service in another Region
 *
 * Interface endpoints only.  Of AWS's services some; of customers' those that
 * their provider offers there.  Never from one partition to another (AWS
 * PrivateLink Guide, "Cross-Region enabled AWS services").  Idle time and MTU
 * are taken to be as in one Region.
 */

#include "dataplane/model/endpoint_region.h"

#include <string.h>

#include "dataplane/model/load_balancer.h"
#include "dataplane/model/say.h"

static const char *const crossing[] = { "ecr.api", "ecr.dkr", "ecs",
	"ecs-agent", "ecs-telemetry", "iam", "kinesis-firehose",
	"kinesisanalytics", "kms", "lambda", "route53", "s3" };

void
link_endpoint_region(struct endpoint *e, const char *in_name, struct errs *errs)
{
	e->service_region = in_name ? in_name : e->o.vpc->region;
	if (e->asked_region.s == NULL)
		return;
	if (in_name && strcmp(in_name, e->asked_region.s) != 0)
		errs_add(errs, e->asked_region.where,
		    "%s has the service_region %s, but its service is in %s",
		    SAY(&e->o), e->asked_region.s, in_name);
	e->service_region = e->asked_region.s;
}

bool
endpoint_crosses_regions(const struct endpoint *e)
{
	return e->service_region &&
	    strcmp(e->service_region, e->o.vpc->region) != 0;
}

static bool
is_offered(const char *service)
{
	for (size_t i = 0; i < sizeof(crossing) / sizeof(crossing[0]); i++)
		if (strcmp(crossing[i], service) == 0)
			return true;
	return false;
}

/* "cn-", "us-gov-" and "eusc-" are partitions of their own. */
static const char *
partition(const char *region)
{
	static const char *const begins[] = { "cn-", "us-gov-", "eusc-",
		"us-iso" };

	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++)
		if (strncmp(region, begins[i], strlen(begins[i])) == 0)
			return begins[i];
	return "";
}

static void
check_provider(const struct endpoint *e, struct errs *errs)
{
	const char *region = endpoint_service_region(e->provider);

	if (region && e->asked_region.s &&
	    strcmp(region, e->asked_region.s) != 0)
		errs_add(errs, e->asked_region.where,
		    "%s has the service_region %s, but %s is in %s", SAY(&e->o),
		    e->asked_region.s, SAY(&e->provider->o), region);
}

void
check_endpoint_region(const struct endpoint *e, struct errs *errs)
{
	struct where w =
	    e->asked_region.s ? e->asked_region.where : e->service.where;

	if (e->provider) {
		check_provider(e, errs);
		return;
	}
	if (e->service_name == NULL || e->foreign ||
	    !endpoint_crosses_regions(e))
		return;
	if (strcmp(partition(e->service_region), partition(e->o.vpc->region)) !=
	    0)
		errs_add(errs, w,
		    "%s is for a service in %s, which is not of the partition "
		    "of %s",
		    SAY(&e->o), e->service_region, e->o.vpc->region);
	else if (!is_offered(e->service_name))
		errs_add(errs, w,
		    "%s is for %s in %s, but AWS offers endpoints to other "
		    "Regions for s3, iam, ecr, kms, ecs, lambda, "
		    "kinesis-firehose, kinesisanalytics and route53 only",
		    SAY(&e->o), e->service_name, e->service_region);
}
