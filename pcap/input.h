#ifndef PCAP_INPUT_H
#define PCAP_INPUT_H

/*
 * input.h - the bytes of a file, a pipe or memory, as they come
 *
 * They come in pieces of at most 256 KiB, as soon as they are there: small enough
 * for a cache, where a file is copied in less time than its pages are mapped in.
 */

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct input {
	const uint8_t *next; /* the piece at hand: what is left of it */
	size_t left;
	uint64_t passed; /* bytes up to the end of the piece at hand */
	uint64_t total;  /* of a plain file or memory, else zero */
	bool whole;      /* the piece at hand was all there is */
	int fd;
	uint8_t *buf;
	bool stopped; /* input_stop_on: the wait was given up */
	int error;    /* errno of a failed read, else zero */
};

/*
 * Path "-" is standard input.  Fetches the first piece, which has at least
 * four bytes if the input has.  Returns 0, or -1 with errno.
 */
int input_init(struct input *, const char *path);

/* The caller keeps the memory. */
void input_init_memory(struct input *, const void *, size_t);

void input_fini(struct input *);

/*
 * Fetches the next piece, when the one at hand is used up.  False: there is no
 * more, or reading failed (error), or it was stopped.
 */
bool input_more(struct input *);

/* Puts what comes next into memory of the caller's, as soon as anything is there,
 * and returns how many bytes; 0: there is no more, or as input_more(). */
size_t input_read(struct input *, uint8_t *to, size_t room);

/*
 * From now on no input waits any longer for a pipe or a terminal once *flag is
 * true: what a signal handler sets.  Null: wait for ever.
 */
void input_stop_on(const volatile sig_atomic_t *flag);

#endif /* PCAP_INPUT_H */
