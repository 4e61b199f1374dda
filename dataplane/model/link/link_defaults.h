#ifndef DATAPLANE_MODEL_LINK_DEFAULTS_H
#define DATAPLANE_MODEL_LINK_DEFAULTS_H

/*
 * link_defaults.h - what AWS makes and takes when nothing else is said
 */

#include "dataplane/model/model.h"

/*
 * The main route table, default security group and default network ACL of each
 * VPC, and their use by subnets, interfaces and interface endpoints that name
 * none (VPC User Guide, "Default VPC components", "Default security groups",
 * "Default network ACL").
 */
void link_defaults(struct model *, struct errs *);

#endif /* DATAPLANE_MODEL_LINK_DEFAULTS_H */
