#ifndef PCAP_UNPACK_H
#define PCAP_UNPACK_H

/*
 * unpack.h - gzip and zstd, undone as the bytes come
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct input;
struct unpack;

/* Null if the input does not begin as compressed data does. */
struct unpack *unpack_new(const struct input *);
void unpack_free(struct unpack *);

/*
 * Writes up to room bytes, which must not be 0, made from the piece that the
 * input has at hand.  Returns how many: 0 if it takes more input for that; or
 * -1 if the data is damaged.
 */
ssize_t unpack_run(struct unpack *, struct input *, uint8_t *, size_t room);

/* Would the data be whole if the input ended here? */
bool unpack_whole(const struct unpack *);

/* "gzip" or "zstd". */
const char *unpack_name(const struct unpack *);

#endif /* PCAP_UNPACK_H */
