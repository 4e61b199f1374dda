#ifndef DATAPLANE_MODEL_HOST_SERVICES_H
#define DATAPLANE_MODEL_HOST_SERVICES_H

/*
 * host_services.h - what an instance's own host answers
 *
 * On link-local and broadcast addresses that are the same in every VPC.  The
 * resolver at the VPC's base plus two and the subnet's router depend on the VPC
 * and are not here.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/ip.h"

/*
 * One address and port.  Neither security groups nor network ACLs filter what
 * goes there (VPC User Guide, "Security groups").
 */
struct host_service {
	const char *name; /* "route53-resolver", "imds", "time-sync", "dhcp",
			     "kms-activation", "ecs-metadata" */
	struct ip ip;
	uint16_t port;
	bool tcp, udp;
};

/* What answers at an address; null if none does. */
const struct host_service *host_service_at(struct ip);

/* All of them. */
const struct host_service *host_services(size_t *n);

#endif /* DATAPLANE_MODEL_HOST_SERVICES_H */
