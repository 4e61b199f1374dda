#ifndef TOOLS_IN_TURN_H
#define TOOLS_IN_TURN_H

/*
 * in_turn.h - pieces of work by several threads, with an end in their order
 *
 * Each piece is made by any thread, and then used by the same one when all
 * pieces before it have been used.
 */

#include <stddef.h>
#include <stdint.h>

struct in_turn {
	size_t pieces;
	uint32_t threads;
	void (*make)(void *aux, uint32_t thread, size_t piece);
	void (*use)(void *aux, uint32_t thread);
	void *aux;
};

/* Back when all is done.  The caller is thread 0. */
void in_turn_run(const struct in_turn *);

#endif /* TOOLS_IN_TURN_H */
