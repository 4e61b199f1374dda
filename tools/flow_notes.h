#ifndef TOOLS_FLOW_NOTES_H
#define TOOLS_FLOW_NOTES_H

/*
 * flow_notes.h - what is known of a flow beside its packets
 *
 * The name by which the client calls the server, and the request that an entry
 * of the traffic tells.  Most flows of a capture have neither.  Names are not
 * copied.
 */

#include "core/packet.h"
#include "dataplane/model/model.h"

struct flow_note {
	const char *host;              /* or null */
	const struct request *request; /* or null */
};

struct flow_notes;

struct flow_notes *flow_notes_new(void);
void flow_notes_free(struct flow_notes *);

/* By the key of its opener; all nothing if nothing was noted. */
struct flow_note
flow_notes_of(const struct flow_notes *, const struct flow_key *);

/* The host that is told last is kept: a key may come again. */
void
flow_notes_host(struct flow_notes *, const struct flow_key *, const char *host);
void flow_notes_request(
    struct flow_notes *, const struct flow_key *, const struct request *);

void flow_notes_forget(struct flow_notes *, const struct flow_key *);

#endif /* TOOLS_FLOW_NOTES_H */
