#ifndef DATAPLANE_MODEL_INSTANCES_H
#define DATAPLANE_MODEL_INSTANCES_H

/*
 * instances.h - interfaces that are attached to one instance
 */

#include "dataplane/model/model.h"

/*
 * Finds the primary interface of each interface's instance: the one that a
 * dump says is, else the first one; of an interface that names no instance,
 * itself.
 */
void link_instances(struct model *);

/* Is an instance of this type, "t3.micro", on Nitro?  Those of families that
 * are not known, and of no type (null), are (EC2 User Guide, "Instances built
 * on the AWS Nitro System"). */
bool instance_type_is_nitro(const char *type);

#endif /* DATAPLANE_MODEL_INSTANCES_H */
