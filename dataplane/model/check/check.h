#ifndef DATAPLANE_MODEL_CHECK_H
#define DATAPLANE_MODEL_CHECK_H

/*
 * check.h - what AWS would refuse, by subject
 *
 * The parts of model_check(), each in the file of its name.  They read the
 * model only, report everything, and skip what depends on a reference without
 * an object or on a part that was not given: that has been reported.
 */

#include "dataplane/model/model.h"

/* Regions and Availability Zones, by their names. */
void check_regions(const struct model *, struct errs *);

/* Blocks of VPCs and subnets. */
void check_blocks(const struct model *, struct errs *);

/* What is used must be of the same VPC; groups of an interface. */
void check_references(const struct model *, struct errs *);

/* Private, public and delegated addresses. */
void check_addresses(const struct model *, struct errs *);

/* Interfaces of one instance. */
void check_instances(const struct model *, struct errs *);

/* Rules of security groups and network ACLs; what no single rule can have. */
void check_rules(const struct model *, struct errs *);
void check_rule(const struct object *, const struct rule *, struct errs *);

/* Routes, and what puts routes into tables. */
void check_routes(const struct model *, struct errs *);

/* Route tables of gateways. */
void check_edges(const struct model *, struct errs *);

/* NAT gateways and endpoints. */
void check_gateways(const struct model *, struct errs *);

/* Load balancers and endpoint services, and the endpoints for these. */
void check_load_balancers(const struct model *, struct errs *);

/* Service networks of VPC Lattice. */
void check_service_networks(const struct model *, struct errs *);

/* One interface in each zone (subnets of `o`), one address of each family. */
void check_one_in_each_zone(const struct object *o,
    const struct endpoint_subnet *, size_t n, bool ipv6, struct errs *);

/* The resolver. */
void check_dns(const struct model *, struct errs *);
void check_dns_firewalls(const struct model *, struct errs *);

/* Peerings, hosts on the internet. */
void check_outside(const struct model *, struct errs *);

/* On-premises sites, their connections and hosts. */
void check_sites(const struct model *, struct errs *);

/* Route servers of VPCs. */
void check_route_servers(const struct model *, struct errs *);

/* More than AWS gives without asking: warnings. */
void check_quotas(const struct model *, struct errs *);

/* Transit gateways, their attachments and route tables. */
void check_transit(const struct model *, struct errs *);
void check_multicast(const struct model *, struct errs *);

/* VPC encryption controls. */
void check_encryption(const struct model *, struct errs *);

/* VPC Block Public Access. */
void check_public_access(const struct model *, struct errs *);
void check_flow_logs(const struct model *, struct errs *);

/* May a route table of a gateway, or a route inside the VPC, lead to it? */
bool check_is_appliance(const struct object *);

/* Where to say something about a reference: there, or at who refers. */
struct where check_place(const struct ref *, const struct object *by);

/* By object id: is it a host of an on-premises site?  The caller frees it. */
bool *check_hosts_of_sites(const struct model *);

/* Two names, either of which may be missing, are the same. */
bool check_same_text(const char *, const char *);

#endif /* DATAPLANE_MODEL_CHECK_H */
