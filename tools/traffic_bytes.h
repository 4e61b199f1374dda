#ifndef TOOLS_TRAFFIC_BYTES_H
#define TOOLS_TRAFFIC_BYTES_H

/*
 * traffic_bytes.h - a scenario's traffic as the bytes that a capture has
 */

#include <stddef.h>
#include <stdint.h>

#include "dataplane/traffic.h"

/* When a scenario's clock is 0, unless the user says otherwise: a fixed time,
 * 2026-01-01T00:00:00Z, so that a run can be repeated. */
#define TRAFFIC_START ((vtime){ 1767225600 * (int64_t)1000000000 })

/* The IP packet; its length, or 0: longer than IP allows. */
size_t traffic_bytes(const struct traffic_packet *, uint8_t *, size_t size);

#endif /* TOOLS_TRAFFIC_BYTES_H */
