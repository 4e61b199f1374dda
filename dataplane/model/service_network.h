#ifndef DATAPLANE_MODEL_SERVICE_NETWORK_H
#define DATAPLANE_MODEL_SERVICE_NETWORK_H

/*
 * service_network.h - service networks of VPC Lattice
 *
 * Several services and resources, each with an address of its own wherever the
 * network is reached: in each subnet of a service-network endpoint, or in a VPC
 * that is associated with the network.  When the model is linked each of these
 * becomes an endpoint of its own, "ENDPOINT-MEMBER" or "NETWORK-MEMBER", which is
 * a part of the one that was written (AWS PrivateLink Guide, "Access service
 * networks through AWS PrivateLink"; VPC Lattice User Guide, "VPC
 * associations").
 */

#include "dataplane/model/model.h"

/* What answers on TCP ports; what stands behind it is not in the model. */
struct lattice_service {
	struct object o;
	struct text dns_name;
	struct listens listens;
};

struct service_network_association {
	struct ref vpc;
	struct refs security_groups; /* none: it has none */
};

struct service_network {
	struct object o;
	struct refs members; /* Lattice services, resource configurations */
	struct service_network_association *associations;
	size_t nassociations;
};

/* Addresses of members in VPCs that are associated. */
extern const struct prefix lattice_prefix;

/* For model_link(): makes the endpoints, before names are looked up. */
void link_service_networks(struct model *, struct errs *);

struct linker;
void link_service_network(struct linker *, struct service_network *);

#endif /* DATAPLANE_MODEL_SERVICE_NETWORK_H */
