#ifndef TOOLS_FACTS_JSON_H
#define TOOLS_FACTS_JSON_H

/*
 * facts_json.h - facts of a flow, and parts of records, as JSON
 */

#include "core/packet.h"
#include "dataplane/records/facts.h"
#include "tools/emit.h"

/*
 * The fields of a record that tell the facts, assumptions among them.  A form
 * is one for facts that are alike and have the same owner; it is filled for
 * what begins with facts.
 */
void facts_json(struct emit *, const struct facts *, enum private_means);

/* "proto": its name, or its number as text. */
void facts_json_proto(struct emit *, int proto);

/* A port, or null where the protocol has none. */
void facts_json_port(struct emit *, const struct flow_key *, uint16_t port);

/* "net.yaml:20", or null for nowhere. */
void facts_json_where(struct emit *, const char *key, struct where);

#endif /* TOOLS_FACTS_JSON_H */
