#ifndef TOOLS_SPIN_H
#define TOOLS_SPIN_H

/*
 * spin.h - waiting for another thread that will not be long
 *
 * To sleep and to be woken takes as long as some of the jobs that threads do for
 * each other, so who waits looks for a while first.
 */

#include <stdatomic.h>
#include <stdbool.h>

enum { SPINS = 4000 };

/* Until the number is another one, or for some ten microseconds; true: it is. */
static inline bool
spin_while(const atomic_uint *number, unsigned is)
{
	for (int i = 0; i < SPINS && atomic_load(number) == is; i++)
#if defined(__x86_64__)
		__builtin_ia32_pause()
#endif
		    ;
	return atomic_load(number) != is;
}

#endif /* TOOLS_SPIN_H */
