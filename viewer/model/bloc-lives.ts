/** The blocs of a run from beginning to end: who was in them and spoke for them, and why they changed. */
import type { BlocView } from '../../engine/analysis/fold-blocs.ts';
import { foldBlocs } from '../../engine/analysis/fold-blocs.ts';
import type { RunEvent } from '../../engine/run/events.ts';
import type { ScenarioView } from '../../engine/run/visibility.ts';
import { partingWords } from './coalition-sentences.ts';
import { listWords } from './faces.ts';

/** Something that happened to a bloc. */
export interface Happening {
  readonly round: number;
  /** A sentence. */
  readonly words: string;
}

/** A bloc from beginning to end. */
export interface BlocLife {
  readonly id: string;
  readonly kind: BlocView['kind'];
  /** Ids of the members now, or when it ended. */
  readonly members: readonly string[];
  readonly speaker: string;
  /** Round in which it formed, and from which its speaker speaks for it. */
  readonly since: number;
  readonly speaksSince: number;
  /** Round in which it ended; undefined while it lasts. */
  readonly until: number | undefined;
  /** Whether it lasted until the talks were over. */
  readonly outlivedTalks: boolean;
  readonly happenings: readonly Happening[];
}

type Growing = { -readonly [Key in keyof BlocLife]: BlocLife[Key] } & { happenings: Happening[] };

/** Numbers behind a decision about a bloc. */
type Reasons = Partial<Record<'apart' | 'trusted' | 'yielded', number>>;

/** “, 0.12 apart from the others, trusting them at least 0.60”, as far as it is known. */
function because({ apart, trusted }: Reasons): string {
  const parts = [
    ...(apart === undefined ? [] : [`${apart.toFixed(2)} apart from the others`]),
    ...(trusted === undefined ? [] : [`trusting each of them at least ${trusted.toFixed(2)}`]),
  ];
  return parts.length === 0 ? '' : `, ${listWords(parts)}`;
}

/**
 * Follows all blocs through the events.
 *
 * @param name what a party is called
 * @param untilRound last round to look at
 */
export function blocLives(
  scenario: ScenarioView,
  events: readonly RunEvent[],
  name: (party: string) => string,
  untilRound = Number.POSITIVE_INFINITY,
): BlocLife[] {
  const now: BlocView[] = [];
  const lives: Growing[] = [];
  const going = new Map<string, Growing>();
  let reasons = new Map<string, Reasons>();
  const note = (bloc: string | number, round: number, words: string): void => {
    going.get(String(bloc))?.happenings.push({ round, words });
  };
  const tell = (event: RunEvent): void => {
    const known = 'party' in event ? because(reasons.get(event.party) ?? {}) : '';
    if (event.kind === 'blocFormed') {
      note(
        event.bloc,
        event.round,
        `${name(event.party)} merges positions with ${name(event.with)}${known}.`,
      );
    } else if (event.kind === 'blocJoined') {
      note(event.bloc, event.round, `${name(event.party)} joins${known}.`);
    } else if (event.kind === 'blocLeft') {
      note(event.bloc, event.round, `${name(event.party)} leaves.`);
    } else if (event.kind === 'blocLeftFor') {
      const said = `${name(event.party)} leaves ${partingWords[event.why]}${known}.`;
      going.get(String(event.bloc))?.happenings.pop();
      note(event.bloc, event.round, said);
    } else if (event.kind === 'blocDissolved' && event.why !== 'talks-over') {
      note(event.bloc, event.round, 'Only one is left, and the bloc is no more.');
    }
  };
  /** Takes over what the fold says of the blocs there are, and ends those that are gone. */
  const follow = (event: RunEvent): void => {
    for (const bloc of now) {
      const life = going.get(bloc.id);
      if (life === undefined) begin(bloc);
      else {
        if (life.speaker !== bloc.speaker) life.speaksSince = event.round;
        life.speaker = bloc.speaker;
        life.members = [...bloc.members];
      }
    }
    for (const [id, life] of going) {
      if (now.some((bloc) => bloc.id === id)) continue;
      life.until = event.round;
      life.outlivedTalks = event.kind === 'blocDissolved' && event.why === 'talks-over';
      going.delete(id);
    }
  };
  const begin = (bloc: BlocView): void => {
    const { id, kind, speaker, since } = bloc;
    const life: Growing = {
      ...{ id, kind, speaker, since },
      members: [...bloc.members],
      speaksSince: since,
      until: undefined,
      outlivedTalks: false,
      happenings: [],
    };
    lives.push(life);
    going.set(id, life);
  };
  for (const event of events) {
    if (event.round > untilRound) break;
    if (event.kind === 'roundStarted') reasons = new Map();
    if (event.kind === 'reasoned' && ['apart', 'trusted', 'yielded'].includes(event.reason)) {
      reasons.set(event.party, { ...reasons.get(event.party), [event.reason]: event.value });
    }
    foldBlocs(now, scenario, event);
    // What ends a bloc is told before it is gone.
    if (event.kind === 'blocDissolved') tell(event);
    if (
      event.kind.startsWith('bloc') ||
      event.kind === 'spokespersonNamed' ||
      event.kind === 'phaseStarted'
    ) {
      follow(event);
    }
    if (event.kind !== 'blocDissolved') tell(event);
  }
  return lives;
}
