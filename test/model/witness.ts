// What anybody at the table can know of a run, folded from its public events alone, and the equations of the
// model in plain arithmetic and Math on the numbers of the scenario file. Nothing here calls the engine's own
// functions: a witness plays no part in what it testifies to.

import { readFileSync } from 'node:fs';
import {
  createPlay,
  decodeEvents,
  type Input,
  loadScenario,
  type PartyFile,
  type RunEvent,
  type Scenario,
  type ScenarioFile,
} from '../../engine/index.ts';
import { overridesOf, plainMandate } from '../run/plain-mandate.ts';

const text = readFileSync('scenarios/first-mandate/scenario.yaml', 'utf8');

/** First-mandate with the mechanisms that a witness knows, and overrides. */
export async function load(...arms: string[]): Promise<Scenario> {
  const overrides = overridesOf([...plainMandate, ...arms]);
  const loaded = await loadScenario(text, { overrides });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.value;
}

/** All events of a run played to its end. */
export function eventsOf(scenario: Scenario, seed: number, inputs: readonly Input[] = []): RunEvent[] {
  const play = createPlay(scenario, { seed, inputs, keepRecords: true });
  if (!play.toEnd()) throw new Error('the run waits for a person');
  if (play.fault !== undefined) throw play.fault;
  return decodeEvents(scenario, play.recorder.records());
}

/** σ. */
export const sigma = (z: number): number => 1 / (1 + Math.exp(-z));

const adverse = new Set(['defection', 'capacity-failure', 'false-alarm']);

/** Numbers of a mechanism, as the file gives them. */
export function numbersOf(file: ScenarioFile, mechanism: string): Record<string, number> {
  return (file.world as Record<string, Record<string, number>>)[mechanism];
}

/** What is publicly known at one moment of a run. */
export class Witness {
  readonly file: ScenarioFile;
  readonly ids: readonly string[];
  round = -1;
  tick = 0;
  phase = '';
  phaseRound = 0;
  /** Option of the text by issue. */
  readonly text: number[];
  readonly closed = new Set<number>();
  readonly admitted = new Set<number>();
  readonly absent = new Set<string>();
  /** Option by party and issue; absent where none is supported. */
  readonly support = new Map<string, number>();
  readonly objection = new Set<string>();
  readonly rank = new Map<string, number>();
  readonly alpha: number[][];
  readonly beta: number[][];
  /** States expected to keep the agreement. */
  expected = new Set<string>();
  readonly endorsement = new Map<string, number>();
  readonly committed = new Set<string>();
  #accepting = new Set<string>();
  #objected = new Set<string>();
  #ballots = new Map<string, boolean>();
  #walkedOut = new Set<string>();

  constructor(file: ScenarioFile) {
    this.file = file;
    this.ids = file.parties.map((party) => party.id);
    this.text = file.issues.map((_, k) => this.reversion(k));
    const { priorAlpha, priorBeta } = numbersOf(file, 'trust');
    this.alpha = this.ids.map(() => this.ids.map(() => priorAlpha));
    this.beta = this.ids.map(() => this.ids.map(() => priorBeta));
  }

  party(id: string): PartyFile {
    const found = this.file.parties.find((party) => party.id === id);
    if (found === undefined) throw new Error(id);
    return found;
  }

  /** Parties with a vote. */
  get states(): string[] {
    return this.file.parties.filter((party) => party.kind === 'state').map((party) => party.id);
  }

  issue(id: string): number {
    return this.file.issues.findIndex((issue) => issue.id === id);
  }

  option(issue: number, id: string): number {
    return this.file.issues[issue].options.findIndex((option) => option.id === id);
  }

  reversion(issue: number): number {
    return this.option(issue, this.file.issues[issue].reversion as string);
  }

  /** Place of an option on its ladder. */
  place(issue: number, option: number): number {
    return this.file.issues[issue].options[option].position as number;
  }

  /** The rung nearest to a place, the lower of two as near. */
  nearest(issue: number, place: number): number {
    const gaps = this.file.issues[issue].options.map((_, o) => Math.abs(this.place(issue, o) - place));
    return gaps.indexOf(Math.min(...gaps));
  }

  /** Takes the next event. Events that only their party may see change nothing. */
  take(event: RunEvent): void {
    switch (event.kind) {
      case 'phaseStarted':
        this.phase = event.phase;
        return;
      case 'roundStarted':
        this.#beginRound(event.round, event.phaseRound, event.tick);
        return;
      case 'stateChanged':
        if (!event.configuration.includes('walkedOut')) this.#walkedOut.delete(event.party);
        else this.#leave(event.party);
        return;
      case 'mapped':
        if (event.invited) return;
        this.absent.add(event.party);
        this.endorsement.set(event.party, -1);
        return;
      case 'ranked':
        this.rank.set(`${event.party}/${event.issue}`, event.rank);
        return;
      case 'issueAdmitted':
        this.admitted.add(this.issue(event.issue));
        return;
      case 'supported':
        this.support.set(`${event.party}/${event.issue}`, this.option(this.issue(event.issue), event.option));
        return;
      case 'textTabled':
        this.text[this.issue(event.issue)] = this.option(this.issue(event.issue), event.option);
        return;
      case 'issueClosed':
        this.closed.add(this.issue(event.issue));
        return;
      case 'issueReopened':
        this.closed.delete(this.issue(event.issue));
        return;
      case 'accepted':
        this.#forgetObjections(event.party);
        this.#accepting.add(event.party);
        return;
      case 'objected':
        if (!this.#objected.has(event.party)) this.#forgetObjections(event.party);
        this.#objected.add(event.party);
        this.objection.add(`${event.party}/${event.issue}`);
        return;
      case 'actSeen':
        this.#see(event.party, event.act);
        return;
      default:
        this.#takeTreaty(event);
    }
  }

  #takeTreaty(event: RunEvent): void {
    switch (event.kind) {
      case 'formallyObjected':
        this.#ballots.set(event.party, false);
        return;
      case 'voted':
        this.#ballots.set(event.party, event.ballot === 'yes');
        return;
      case 'decided':
        if (event.carried) this.#adopt(event.rule);
        this.#ballots.clear();
        return;
      case 'endorsed':
        this.endorsement.set(event.party, event.endorses ? 1 : -1);
        return;
      case 'signed':
      case 'submitted':
        this.committed.add(event.party);
        this.expected.add(event.party);
        return;
      case 'joiningClosed':
        for (const id of this.states) if (!this.committed.has(id)) this.expected.delete(id);
        return;
      case 'rejected':
        this.expected.delete(event.party);
        return;
    }
  }

  #beginRound(round: number, phaseRound: number, tick: number): void {
    if (this.phase === 'adoption' || (this.phase === 'bargaining' && phaseRound > 0)) {
      this.expected = new Set(this.states.filter((id) => this.#accepting.has(id)));
    }
    this.round = round;
    this.phaseRound = phaseRound;
    this.tick = tick;
    this.#accepting = new Set();
    this.#objected = new Set();
  }

  /** Consensus counts who is in the room and silent, a vote who said yes. */
  #adopt(rule: number): void {
    const isConsensus = this.file.rules.decision[rule].rule === 'consensus';
    const inFavour = (id: string): boolean =>
      isConsensus ? !this.#ballots.has(id) && !this.#walkedOut.has(id) : this.#ballots.get(id) === true;
    this.expected = new Set(this.states.filter(inFavour));
  }

  #leave(party: string): void {
    this.#walkedOut.add(party);
    this.#forgetObjections(party);
    for (const { id } of this.file.issues) this.support.delete(`${party}/${id}`);
  }

  #forgetObjections(party: string): void {
    for (const { id } of this.file.issues) this.objection.delete(`${party}/${id}`);
  }

  /** Equation 6. */
  #see(party: string, act: string): void {
    const { forgetting, acts } = (this.file.world as { trust: { forgetting: number; acts: object } }).trust;
    const weight = (acts as Record<string, number>)[act];
    if (weight === 0) return;
    const j = this.ids.indexOf(party);
    this.ids.forEach((_, i) => {
      if (i === j) return;
      this.alpha[i][j] = 1 + forgetting * (this.alpha[i][j] - 1) + (adverse.has(act) ? 0 : weight);
      this.beta[i][j] = 1 + forgetting * (this.beta[i][j] - 1) + (adverse.has(act) ? weight : 0);
    });
  }

  trust(of: string, inParty: string): number {
    const [i, j] = [this.ids.indexOf(of), this.ids.indexOf(inParty)];
    return this.alpha[i][j] / (this.alpha[i][j] + this.beta[i][j]);
  }

  meanTrust(of: string): number {
    const others = this.ids.filter((id) => id !== of);
    return others.reduce((sum, id) => sum + this.trust(of, id), 0) / others.length;
  }

  /** ρ_i of the members expected now. */
  reliability(of: string): number {
    const members = this.states.filter((id) => id !== of && this.expected.has(id));
    const kept = members.reduce((sum, id) => sum + this.party(id).weight * this.trust(of, id), 0);
    return kept / (1 - this.party(of).weight);
  }

  /** D of a package. */
  depth(options: readonly number[] = this.text): number {
    return this.file.issues.reduce((sum, issue, k) => sum + issue.depth * this.place(k, options[k]), 0);
  }

  /** Equation 2. */
  utility(of: string, options: readonly number[] = this.text): number {
    const party = this.party(of);
    const { operations, distance, capacityCost, voice } = this.file.utility;
    const away = this.file.issues.reduce(
      (sum, { id }, k) => sum + party.salience[id] * (this.place(k, options[k]) - party.ideal[id]) ** 2,
      0,
    );
    const depth = this.depth(options);
    return (
      operations * party.benefit * depth * this.reliability(of) -
      distance * away -
      party.cost * depth * (1 + capacityCost * (1 - party.readiness)) +
      voice * (party.voice - 0.5)
    );
  }

  /** d_i: the distance of today's practice, and voice (correction C1). */
  reversionUtility(of: string): number {
    const party = this.party(of);
    const away = this.file.issues.reduce(
      (sum, { id }, k) =>
        sum + party.salience[id] * (this.place(k, this.reversion(k)) - party.ideal[id]) ** 2,
      0,
    );
    return -this.file.utility.distance * away + this.file.utility.voice * (party.voice - 0.5);
  }

  limit(of: string): number {
    return this.reversionUtility(of) + this.party(of).margin;
  }

  /** Options of an issue inside a party's red lines. */
  acceptable(of: string, issue: number): number[] {
    const { id, options } = this.file.issues[issue];
    const line = this.party(of).redLines?.[id];
    const lowest = line?.atLeast === undefined ? 0 : this.option(issue, line.atLeast);
    const highest = line?.atMost === undefined ? options.length - 1 : this.option(issue, line.atMost);
    return options.map((_, o) => o).filter((o) => o >= lowest && o <= highest);
  }

  /** U*: the best package, issue by issue; without the red lines it shows whether they bind. */
  best(of: string, withLines = true): number {
    const options = this.file.issues.map((issue, k) => {
      const open = withLines ? this.acceptable(of, k) : issue.options.map((_, o) => o);
      const worth = (o: number): number =>
        this.utility(
          of,
          this.text.map((text, other) => (other === k ? o : text)),
        );
      return open.reduce((best, o) => (worth(o) > worth(best) ? o : best));
    });
    return this.utility(of, options);
  }

  /** Mean distance from the text of what all others support. */
  othersDistance(of: string): number {
    let sum = 0;
    let count = 0;
    for (const [key, option] of this.support) {
      const [party, issue] = key.split('/');
      if (party === of) continue;
      const k = this.issue(issue);
      sum += Math.abs(this.place(k, option) - this.place(k, this.text[k]));
      count++;
    }
    return count > 0 ? sum / count : 0;
  }
}
