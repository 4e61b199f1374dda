#ifndef DATAPLANE_MODEL_DELETE_H
#define DATAPLANE_MODEL_DELETE_H

/*
 * delete.h - an object that is deleted in AWS, and what is left behind
 */

#include "dataplane/model/model.h"

/*
 * Takes an object out of a model that is not linked.  Routes to it become
 * blackholes, and it leaves the lists that only associate it.  What AWS would
 * not let go is an error at `where`; what is in use elsewhere is found by
 * model_link().
 */
void model_delete(struct model *, struct object *, struct where, struct errs *);

#endif /* DATAPLANE_MODEL_DELETE_H */
