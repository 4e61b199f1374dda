/*
 * intake.c - what a model was made from
 */

#include "dataplane/model/intake.h"

#include <string.h>

#include "dataplane/model/model.h"

void
intake_add_file(struct model *m, const char *path, const char *format)
{
	struct intake *in = m->intake;

	*ARENA_PUSH(m->arena, in->files, in->nfiles) =
	    (struct intake_file){ path, format };
}

void
intake_add_account(struct model *m, const char *account)
{
	struct intake *in = m->intake;

	for (size_t i = 0; i < in->naccounts; i++)
		if (strcmp(in->accounts[i], account) == 0)
			return;
	*ARENA_PUSH(m->arena, in->accounts, in->naccounts) = account;
}
