#ifndef PCAP_BYTES_H
#define PCAP_BYTES_H

/*
 * bytes.h - numbers as they stand in files and packets
 *
 * Nothing here looks at bounds: whoever reads has asked before whether the
 * bytes are there.
 */

#include <stdbool.h>
#include <stdint.h>

/* Big endian, which is network order. */
static inline uint16_t
be16(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

static inline uint32_t
be32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

static inline uint64_t
be64(const uint8_t *p)
{
	return (uint64_t)be32(p) << 32 | be32(p + 4);
}

static inline uint16_t
le16(const uint8_t *p)
{
	return (uint16_t)(p[1] << 8 | p[0]);
}

static inline uint32_t
le32(const uint8_t *p)
{
	return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 |
	    (uint32_t)p[1] << 8 | p[0];
}

/* In the order that the writer of a file had. */
static inline uint16_t
get16(bool big, const uint8_t *p)
{
	return big ? be16(p) : le16(p);
}

static inline uint32_t
get32(bool big, const uint8_t *p)
{
	return big ? be32(p) : le32(p);
}

static inline void
put_be16(uint8_t *p, uint16_t v)
{
	p[0] = (uint8_t)(v >> 8);
	p[1] = (uint8_t)v;
}

static inline void
put_be32(uint8_t *p, uint32_t v)
{
	put_be16(p, (uint16_t)(v >> 16));
	put_be16(p + 2, (uint16_t)v);
}

#endif /* PCAP_BYTES_H */
