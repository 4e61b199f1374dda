#ifndef TOOLS_PACE_H
#define TOOLS_PACE_H

/*
 * pace.h - packets at the speed of their capture's clock
 */

#include "core/vtime.h"

struct pace;

/* How often the capture's second goes by in one of ours: 1, 0.5, 10.  There is
 * one at a time. */
struct pace *pace_new(double speed);
void pace_free(struct pace *);

/* Waits until the packet of this time is due; the first one is at once.  Not
 * longer than until the user asks for an end. */
void pace_wait(struct pace *, vtime);

/* "1x", "0.5x", "10"; 0 if it is no speed. */
double pace_parse(const char *);

#endif /* TOOLS_PACE_H */
