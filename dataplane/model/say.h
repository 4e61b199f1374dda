#ifndef DATAPLANE_MODEL_SAY_H
#define DATAPLANE_MODEL_SAY_H

/*
 * say.h - objects and addresses as arguments of a message
 *
 * The text lives until the end of the block it is used in.
 */

#include "core/ip.h"
#include "dataplane/model/model.h"

#define SAY(o)      object_format((o), (char[OBJECT_STRLEN]){ 0 })
#define SAY_IP(a)   ip_format((a), (char[IP_STRLEN]){ 0 })
#define SAY_CIDR(p) prefix_format((p), (char[PREFIX_STRLEN]){ 0 })

#endif /* DATAPLANE_MODEL_SAY_H */
