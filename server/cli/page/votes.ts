/**
 * The states of a run that ends with a vote or a consensus and no treaty: who cast which ballot, and why
 * those who did not say yes did so.
 */
import type { PartyState, RunView } from '../../../engine/analysis/fold.ts';
import type { PartyView } from '../../../engine/run/visibility.ts';
import type { Style } from '../terminal.ts';
import { cut, pad, wrap } from '../text.ts';
import { signed, surplus, whyNot } from './parties.ts';

/** Up to this many states of one ballot get a line of their own; more are listed by their codes. */
const linesEach = 16;
const nameWidth = 30;

interface Cast {
  readonly party: PartyView;
  readonly state: PartyState;
}

/** What a state did, most favourable first. */
const stands = [
  { id: 'yes', title: 'in favour' },
  { id: 'no', title: 'against' },
  { id: 'abstain', title: 'abstaining' },
  { id: 'objects', title: 'objecting' },
  { id: 'accepts', title: 'not objecting' },
  { id: 'absent', title: 'not voting' },
] as const;

function standOf(state: PartyState): (typeof stands)[number]['id'] {
  if (state.ballot === 'yes' || state.ballot === 'no' || state.ballot === 'abstain') return state.ballot;
  if (state.formallyObjects || state.accepts === false) return 'objects';
  return state.accepts === true ? 'accepts' : 'absent';
}

function line(view: RunView, { party, state }: Cast, style: Style): string[] {
  const name = pad(cut(party.name, nameWidth), nameWidth);
  const value = pad(signed(surplus(state)), 7, 'right');
  const why = standOf(state) === 'yes' ? '' : whyNot(view, state);
  const note = why === '' ? [] : wrap(why, { indent: '         ', first: '       ↳ ' }).map(style.faint);
  return [`  ● ${party.code}  ${name}${state.held ? '*' : ' '} ${value}`, ...note];
}

/** The states by what they did, each group with its number. */
export function voteLines(view: RunView, style: Style): string[] {
  const casts = view.scenario.parties
    .filter((party) => party.kind === 'state')
    .map((party) => ({ party, state: view.parties.get(party.id) as PartyState }));
  const groups = stands
    .map((stand) => ({ ...stand, casts: casts.filter(({ state }) => standOf(state) === stand.id) }))
    .filter((group) => group.casts.length > 0);
  const unit = style.faint(`${pad('', 40)}${pad('− limit', 8, 'right')}`);
  const head = style.faint(`${pad('', 40)}${pad('utility', 8, 'right')}`);
  const isListed = groups.some((group) => group.casts.length <= linesEach);
  const lines = groups.flatMap((group) => {
    const title = style.strong(`${group.casts.length} ${group.title}`);
    if (group.casts.length > linesEach) {
      return [title, ...wrap(group.casts.map(({ party }) => party.code).join(' '), { indent: '  ' })];
    }
    return [title, ...group.casts.flatMap((cast) => line(view, cast, style))];
  });
  return isListed ? [head, unit, ...lines] : lines;
}
