#ifndef TOOLS_EXIT_H
#define TOOLS_EXIT_H

/*
 * exit.h - what the exit status says; the manual lists them for users
 */

enum exit_status {
	EXIT_DONE = 0,          /* done; every expectation held */
	EXIT_ANSWER_NO = 1,     /* an expectation failed */
	EXIT_INVALID = 2,       /* usage or input is invalid */
	EXIT_NOTHING = 3,       /* no test, no packet matched */
	EXIT_ENVIRONMENT = 4,   /* permission, disk full, closed pipe */
	EXIT_ASSUMED = 5,       /* --strict, and an assumption was needed */
	EXIT_INTERNAL = 70,     /* the program is at fault */
	EXIT_INTERRUPTED = 130, /* what was written is complete up to there */
};

#endif /* TOOLS_EXIT_H */
