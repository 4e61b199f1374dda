#ifndef DATAPLANE_LOAD_READ_RULE_VALUE_H
#define DATAPLANE_LOAD_READ_RULE_VALUE_H

/*
 * read_rule_value.h - what a rule is made of: protocol, ports, other ends
 *
 * Each reads v into the member or object of the target.  A value of the wrong
 * form is an error that says what was expected, and is left out.
 */

#include "dataplane/load/read_target.h"

/* int: an IANA number; -1: all, where the field allows it. */
void read_protocol(const struct read_target *, const struct value *v);

/* The ports of the struct rule that is read. */
void read_ports(const struct read_target *, const struct value *v);

/* The open ports of the struct interface that is read. */
void read_listens(const struct read_target *, const struct value *v);

/* struct peer: a CIDR, or a name whose meaning the model finds. */
void read_peer(const struct read_target *, const struct value *v);

/* struct peers: one or several. */
void read_peers(const struct read_target *, const struct value *v);

#endif /* DATAPLANE_LOAD_READ_RULE_VALUE_H */
