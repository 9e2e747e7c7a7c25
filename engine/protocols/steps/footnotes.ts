/**
 * Footnotes of dissociation: a party joins a consensus, or stays silent, and puts on record from which issues
 * it dissociates itself. They belong to a text that is adopted without a vote, so they are taken down when it
 * is and not before: a consensus that somebody else prevents has no footnotes.
 */
import type { Run, Turn } from '../../run/contract.ts';
import { EventKind } from '../../run/events.ts';

/** Takes down the footnotes of those who were asked whether they object, and did not. */
export function noteDissociations(run: Run, turn: Turn): void {
  const { issueCount, answerWidth, dissociations } = run.scenario;
  if (dissociations === 0) return;
  for (let i = 0; i < turn.count; i++) {
    const party = turn.seats[i];
    const at = party * answerWidth;
    for (let k = 0; k < issueCount; k++) {
      const dissociates = run.answers[at] === 0 && run.answers[at + 1 + k] === 1;
      run.i32['text.dissociation'][party * issueCount + k] = dissociates ? 1 : 0;
      if (dissociates) run.emit(EventKind.dissociated, party, k, run.i32['text.option'][k], 0);
    }
  }
}
