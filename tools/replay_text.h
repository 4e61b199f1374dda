#ifndef TOOLS_REPLAY_TEXT_H
#define TOOLS_REPLAY_TEXT_H

/*
 * replay_text.h - flows of a replay as a table, and its summary
 */

#include "tools/replay_json.h"

void replay_text_flows(struct out *, const struct replay_view *);
void replay_text_summary(struct out *, const struct replay_view *);

#endif /* TOOLS_REPLAY_TEXT_H */
