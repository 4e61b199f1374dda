#ifndef DATAPLANE_TABLES_SESSION_H
#define DATAPLANE_TABLES_SESSION_H

/*
 * session.h - connections that a gateway or endpoint remembers
 *
 * For things that let in only what answers them, or that forget a connection
 * after some idle time: an egress-only internet gateway, an interface
 * endpoint, an appliance.  An entry is live at time t when t - last < idle.
 */

#include "core/node.h"

/* Egress-only internet gateway: outwards opens, inwards only answers. */
extern const struct step eigw_out_step;
extern const struct step eigw_in_step;

/* Block Public Access that lets out, and in only what answers. */
extern const struct step public_access_out_step;
extern const struct step public_access_in_step;

/*
 * Interface endpoint: a SYN (or a datagram) opens, 350 s idle ends (AWS
 * PrivateLink quotas), or arg, in seconds.  Whatever else has no entry is lost
 * without a word.
 */
extern const struct step endpoint_in_step;
extern const struct step endpoint_back_step;

/*
 * Gateway endpoint: the service knows the connections that were opened through
 * it.  arg: idle time in seconds, AWS publishing none.
 */
extern const struct step gateway_endpoint_in_step;

/*
 * A firewall or other stateful appliance: of TCP and ping it forwards answers
 * only if the opening has passed it too (Transit Gateway Guide, "Appliance in a
 * shared services VPC").  Which side opens makes no difference, nor by which of
 * its interfaces a packet comes.  arg: the node of its primary interface.
 */
extern const struct step appliance_step;
/* The same, where its rules let nobody open this connection. */
extern const struct step appliance_denies_step;

extern const struct state_class session_state;

#endif /* DATAPLANE_TABLES_SESSION_H */
