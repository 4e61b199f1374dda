#ifndef DATAPLANE_MODEL_SERVICE_NAMES_H
#define DATAPLANE_MODEL_SERVICE_NAMES_H

/*
 * service_names.h - the names and ports of AWS services
 *
 * A service has a short name, which is what its endpoint service name says
 * after the Region: "s3" of com.amazonaws.us-east-1.s3, "ecr.dkr" of
 * com.amazonaws.us-east-1.ecr.dkr.  It has DNS names, which are mostly but not
 * always made from it, and ports.  Names are text only: nothing here says
 * whether a service exists, or in which Regions.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SERVICE_STRLEN = 64, REGION_STRLEN = 32, ENDPOINT_ID_STRLEN = 64 };

struct service_name {
	char service[SERVICE_STRLEN]; /* "s3", "ecr.dkr", "vpce-svc-0ab" */
	char region[REGION_STRLEN];   /* empty if the name does not say */
};

/*
 * From a short name or an endpoint service name (AWS PrivateLink Guide, "AWS
 * services that integrate with AWS PrivateLink").  In small letters; false if
 * it cannot be a name.
 */
bool service_name_parse(const char *text, struct service_name *);

enum service_dns_kind {
	SERVICE_DNS_PUBLIC,   /* the service's own name */
	SERVICE_DNS_ENDPOINT, /* a name that an interface endpoint has */
};

struct service_dns {
	enum service_dns_kind kind;
	struct service_name name;
	bool dualstack; /* the name has IPv6 addresses too */
	/* Of an endpoint's name; else empty. */
	char endpoint[ENDPOINT_ID_STRLEN]; /* "vpce-0ab" */
	char label[ENDPOINT_ID_STRLEN];    /* "vpce-0ab-xyz", less the zone */
	char zone[REGION_STRLEN]; /* "us-east-1a"; empty: all its zones */
};

/*
 * What a DNS name of AWS stands for (AWS General Reference, "AWS service
 * endpoints"; AWS PrivateLink Guide for those of endpoints).  A name without a
 * Region is us-east-1's, or that of the first Region of its partition; only a
 * bucket's (acme.s3.amazonaws.com) is taken to be in default_region, which may
 * be null.  False for any other name, and for those of customers' resources
 * (instances, databases, load balancers), whose addresses are not the
 * service's.
 */
bool service_name_from_dns(
    const char *host, const char *default_region, struct service_dns *);

/*
 * Does the private DNS of an interface endpoint for the service answer for
 * host?  Names in api.aws and dual-stack names are not answered (AWS
 * PrivateLink Guide, "Private DNS names"; for S3, Amazon S3 User Guide, "AWS
 * PrivateLink for Amazon S3").  The service may be named shortly or in full.
 */
bool service_private_dns_matches(
    const char *service, const char *region, const char *host);

/*
 * The ports on which a service answers: at most max of them are written, the
 * number of all returned.  TCP 443 unless documented otherwise; 0 of other
 * protocols than TCP mostly.  What stands at an address of "ec2" or
 * "globalaccelerator" is a customer's, and answers as the customer likes.
 */
size_t
service_ports(const char *service, uint8_t proto, uint16_t *ports, size_t max);

/* One question of the above. */
bool service_has_port(const char *service, uint8_t proto, uint16_t port);

/*
 * The service of ip-ranges.json that has the addresses of a service: "S3" of
 * "s3".  "AMAZON" for those without ranges of their own; that of the EC2 API
 * is AMAZON too, for "EC2" are the instances.  An approximation: AWS says what
 * the ranges are called, not what is in them.
 */
const char *service_owner_name(const char *service);

/* The other way: "s3" of "S3", "ec2" of "EC2".  Returns buf. */
const char *
service_name_of_owner(const char *owner, char buf[static SERVICE_STRLEN]);

#endif /* DATAPLANE_MODEL_SERVICE_NAMES_H */
