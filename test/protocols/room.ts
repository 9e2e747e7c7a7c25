/** A room for tests of the assembly: members a, b, c, …, an observer and a chair, who do as they are told. */
import { stateChart } from '../../engine/agents/index.ts';
import {
  builtIn,
  createPlay,
  decodeEvents,
  type EventName,
  type EventOf,
  loadDocument,
  type Observation,
  type Play,
  type RunEvent,
  type Strategy,
} from '../../engine/index.ts';
import { Ballot, ballots } from '../../engine/rules/decision.ts';
import { At, Step } from '../../engine/rules/procedure.ts';
import { FloorAction, Motion, type MotionName } from '../../engine/run/motions.ts';
import { Subject, type SubjectName, subjects } from '../../engine/run/subjects.ts';

/** What a seat does with the floor: a speech, or a motion and the clause it is about. */
export type Floor = 'speak' | MotionName | readonly [MotionName, string] | undefined;

/** A vote asked for: its kind of subject and two numbers; `motion` when it is on a procedural motion. */
export interface Asked {
  readonly subject: SubjectName;
  readonly numbers: readonly [number, number];
  readonly motion: MotionName | undefined;
  readonly issue: string;
  readonly meeting: number;
}

type Vote = 'yes' | 'no' | 'abstain';

/** What everybody does; what is left out is passed over, accepted, or voted yes. */
export interface Script {
  readonly members?: number;
  /** Members that are not in the room. */
  readonly absent?: readonly string[];
  readonly rounds?: number;
  /** Parameters of the protocol. */
  readonly with?: Readonly<Record<string, unknown>>;
  readonly decision?: readonly Readonly<Record<string, unknown>>[];
  /** Other rules: what decides questions of procedure, whether footnotes are allowed. */
  readonly rules?: Readonly<Record<string, unknown>>;
  /** Members of the group `council`, for rules that give it alone a vote. */
  readonly council?: readonly string[];
  /** Options of x with a place for y, which stands in their sentences then. */
  readonly nests?: readonly number[];
  /** Issues that are not on the agenda. */
  readonly offAgenda?: readonly string[];
  /** The chair’s draft, option by issue; by default the middle of every ladder. */
  readonly draft?: Readonly<Record<string, number>>;
  /** A delegation’s stated position. */
  readonly position?: (seat: string) => Readonly<Record<string, number>>;
  readonly sponsor?: (seat: string, proposal: number) => boolean;
  readonly confirm?: (seat: string) => boolean;
  readonly reintroduce?: (seat: string) => boolean;
  readonly amend?: (seat: string, meeting: number) => readonly [issue: string, option: number] | undefined;
  /** Whether a seat makes an amendment its own. */
  readonly second?: (seat: string, issue: string) => boolean;
  readonly floor?: (seat: string, meeting: number) => Floor;
  readonly appeal?: (seat: string) => Floor | boolean;
  readonly explain?: (seat: string) => Floor;
  /** Whether the chair upholds a point of order. */
  readonly rule?: boolean;
  readonly vote?: (seat: string, asked: Asked) => Vote;
  readonly object?: (seat: string, asked: Asked) => boolean;
  /** Issue that a seat dissociates itself from when it does not object. */
  readonly dissociate?: (seat: string) => string | undefined;
}

/** A meeting that was played. */
export interface Room {
  readonly play: Play;
  readonly events: readonly RunEvent[];
  of<Kind extends EventName>(kind: Kind): EventOf<Kind>[];
  /** Fates of amendments, as `issue option fate`, in their order. */
  amendments(): string[];
  /** Fates of proposals, as `number fate`. */
  proposals(): string[];
  /** Subjects put to the vote, as `amendment x 4`, `proposal 1`, `motion close-debate`. */
  votes(): string[];
  /** Decided motions, as `close-debate lost`. */
  motions(): string[];
  /** Options of the text at the end. */
  text(): Record<string, number>;
}

const issues = ['x', 'y', 'z'] as const;
const letters = 'abcdefghijkl';

function party(id: string, kind: string, weight: number, name = id.toUpperCase()): object {
  const code = id.toUpperCase().padEnd(3, 'X').slice(0, 3);
  const point = { x: 0.5, y: 0.5, z: 0.5 };
  return { id, code, name, kind, weight, ideal: point, salience: { x: 0.5, y: 0.25, z: 0.25 } };
}

function scenarioOf(script: Script): object {
  const members = [...letters.slice(0, script.members ?? 6)];
  const nests = script.nests ?? [];
  const options = [0, 1, 2, 3, 4].map((o) => ({ id: `o${o}`, title: `O${o}`, sentence: `Option ${o}.` }));
  const withPlaces = options.map((option, o) =>
    nests.includes(o) ? { ...option, sentence: `Option ${o} {y}.` } : option,
  );
  const parties = [
    ...members.map((id) => party(id, 'state', 1 / members.length)),
    party('watch', 'ngo', 0),
    party('chair', 'organisation', 0),
  ];
  return {
    format: 1,
    id: 'room',
    title: 'Room',
    summary: 'A room.',
    ticks: 100,
    chair: 'chair',
    parties: parties.map((entry) => ({ ...entry, strategy: { use: 'scripted' } })),
    issues: issues.map((id, k) => ({
      id,
      title: id,
      article: id,
      depth: k === 0 ? 0.5 : 0.25,
      options: id === 'x' ? withPlaces : options,
      ...(id === 'y' && nests.length > 0
        ? { within: { issue: 'x', options: nests.map((o) => `o${o}`) } }
        : {}),
    })),
    utility: { noise: 0 },
    ...(script.council === undefined
      ? {}
      : { groups: [{ id: 'council', title: 'Council', members: script.council }] }),
    rules: {
      ...script.rules,
      decision: script.decision ?? [{ rule: 'simple-majority' }],
      entryIntoForce: { parties: 1 },
    },
    phases: [
      {
        id: 'assembly',
        protocol: 'assembly',
        rounds: script.rounds ?? 3,
        ticks: 0,
        with: script.with ?? {},
      },
    ],
  };
}

function askedOf(observation: Observation, ids: readonly string[], meeting: number): Asked {
  const [subject, first, second] = [0, 1, 2].map((place) => observation.subject(place as 0 | 1 | 2));
  const isMotion = subject === Subject.motion || subject === Subject.ruling;
  const issue = isMotion ? (ids[second - 1] ?? '') : (ids[first] ?? '');
  return {
    subject: subjects[subject],
    numbers: [first, second],
    motion: subject === Subject.motion ? (Object.keys(Motion)[first] as MotionName) : undefined,
    issue,
    meeting,
  };
}

/** A strategy for all seats that does what a script says. */
function scripted(script: Script, ids: readonly string[]): Strategy {
  const step = (observation: Observation): number => observation.look('assembly.state', At.step);
  const meetingOf = (observation: Observation): number => observation.look('assembly.state', At.meetings);
  const seatOf = (observation: Observation): string => ids[observation.seat];
  const yes = (answers: Int32Array, at: number, holds: boolean): void => {
    answers[at] = holds ? 1 : 0;
  };
  function takeFloor(floor: Floor | boolean, answers: Int32Array, at: number): void {
    answers[at] = FloorAction.pass;
    if (floor === 'speak') answers[at] = FloorAction.speak;
    else if (floor !== undefined && floor !== false) {
      const [motion, issue] =
        floor === true ? ['appeal', ''] : typeof floor === 'string' ? [floor, ''] : floor;
      answers[at] = FloorAction.move;
      answers[at + 1] = Motion[motion as MotionName];
      answers[at + 2] = issues.indexOf(issue as 'x') + 1;
    }
  }
  return {
    id: 'scripted',
    title: 'Scripted',
    summary: 'does as it is told',
    source: 'tests',
    parameters: builtIn.strategies[0].parameters,
    facts: { stochastic: false },
    memory: 0,
    answers: {
      propose: (observation, _settings, answers, at) => {
        const isChair = seatOf(observation) === 'chair';
        const wish = isChair ? script.draft : script.position?.(seatOf(observation));
        issues.forEach((id, k) => {
          answers[at + k] = wish?.[id] ?? 2;
        });
      },
      sponsor: (observation, _settings, answers, at) => {
        const seat = seatOf(observation);
        if (step(observation) === Step.second) {
          yes(answers, at, script.second?.(seat, issues[observation.subject(1)]) ?? false);
        } else if (step(observation) === Step.confirm) yes(answers, at, script.confirm?.(seat) ?? true);
        else if (step(observation) === Step.reintroduce)
          yes(answers, at, script.reintroduce?.(seat) ?? false);
        else yes(answers, at, script.sponsor?.(seat, observation.subject(1)) ?? false);
      },
      amend: (observation, _settings, answers, at) => {
        const moved = script.amend?.(seatOf(observation), meetingOf(observation));
        answers[at] = moved === undefined ? 0 : issues.indexOf(moved[0] as 'x') + 1;
        answers[at + 1] = moved?.[1] ?? 0;
      },
      floor: (observation, _settings, answers, at) => {
        const seat = seatOf(observation);
        if (step(observation) === Step.appeal) takeFloor(script.appeal?.(seat), answers, at);
        else if (step(observation) === Step.explain) takeFloor(script.explain?.(seat), answers, at);
        else takeFloor(script.floor?.(seat, meetingOf(observation)), answers, at);
      },
      vote: (observation, _settings, answers, at) => {
        const seat = seatOf(observation);
        const asked = askedOf(observation, issues, meetingOf(observation));
        if (seat === 'chair') answers[at] = script.rule === false ? Ballot.no : Ballot.yes;
        else answers[at] = Ballot[script.vote?.(seat, asked) ?? 'yes'];
      },
      object: (observation, _settings, answers, at) => {
        const asked = askedOf(observation, issues, meetingOf(observation));
        yes(answers, at, script.object?.(seatOf(observation), asked) ?? false);
        const but = issues.indexOf(script.dissociate?.(seatOf(observation)) as 'x');
        if (but >= 0 && answers[at] === 0) answers[at + 1 + but] = 1;
      },
    },
  };
}

/** Plays an assembly in which everybody does as the script says. */
export async function playRoom(script: Script, seed = 1): Promise<Room> {
  const document = scenarioOf(script) as { parties: { id: string }[] };
  const ids = document.parties.map(({ id }) => id).sort();
  const strategies = [...builtIn.strategies, scripted(script, ids)];
  const loaded = await loadDocument(document, { registry: { ...builtIn, strategies } });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const scenario = loaded.value;
  const play = createPlay(scenario, { seed, keepRecords: true });
  for (const id of script.absent ?? []) {
    // Without a mandate a delegation is not in the room.
    const seat = scenario.partyIds.indexOf(id);
    stateChart.statechart.initial(play.run.i32['chart.party'], seat, play.run, seat);
  }
  for (const id of script.offAgenda ?? []) play.run.i32['talks.admitted'][scenario.issueIds.indexOf(id)] = 0;
  play.toEnd();
  if (play.fault !== undefined) throw play.fault;
  const events = decodeEvents(scenario, play.recorder.records());
  const of = <Kind extends EventName>(kind: Kind): EventOf<Kind>[] =>
    events.filter((event) => event.kind === kind) as unknown as EventOf<Kind>[];
  const about = ({ subject, first, second }: EventOf<'voteOpened'>): string => {
    if (subject === 'amendment') return `amendment ${issues[first]} ${second}`;
    if (subject === 'issue') return `issue ${issues[first]}`;
    if (subject === 'motion') return `motion ${Object.keys(Motion)[first]}`;
    return subject === 'ruling' ? 'ruling' : `${subject} ${first}`;
  };
  return {
    play,
    events,
    of,
    amendments: () =>
      of('amendmentEnded').map(({ issue, option, fate }) => `${issue} ${option.slice(1)} ${fate}`),
    proposals: () => of('proposalEnded').map(({ proposal, fate }) => `${proposal} ${fate}`),
    votes: () => of('voteOpened').map(about),
    motions: () =>
      of('motionDecided').map(({ motion, carried }) => `${motion} ${carried ? 'carried' : 'lost'}`),
    text: () =>
      Object.fromEntries(issues.map((id, k) => [id, play.run.i32['text.option'][k]])) as Record<
        string,
        number
      >,
  };
}

/** Votes by seat, `a y b n c -`: `ynaaaa` gives the first six members their votes. */
export const byLetter =
  (votes: string) =>
  (seat: string): Vote => {
    const letter = votes[letters.indexOf(seat)] ?? 'a';
    return letter === 'y' ? 'yes' : letter === 'n' ? 'no' : 'abstain';
  };

/** Names of the ballots, for tests that read slices. */
export const ballotNames = ballots;
