#ifndef TEST_UNIT_NET_H
#define TEST_UNIT_NET_H

/*
 * net.h - a network from a file, compiled
 */

#include "core/arena.h"
#include "dataplane/compile.h"
#include "dataplane/load/load.h"

struct net {
	struct model *model;
	struct arena *arena;
	const struct snap *snap;
};

/* 0, or -1 after messages. */
static inline int
net_load(struct net *n, char *path)
{
	struct errs *errs = errs_new();

	n->model = load_model(&path, 1, NULL, errs);
	errs_print(errs, stderr);
	errs_free(errs);
	if (n->model == NULL)
		return -1;
	n->arena = arena_new();
	n->snap = compile(n->model, n->arena);
	return 0;
}

static inline void
net_free(struct net *n)
{
	arena_free(n->arena);
	model_free(n->model);
}

#endif /* TEST_UNIT_NET_H */
