/** Checks of the parties: ids, votes, preferences, red lines, strategies. */
import {
  type Check,
  type CheckOptions,
  duplicates,
  sameKeys,
  sumNotOne,
  unknownId,
  votersOf,
} from './checks.ts';
import { type Finding, type Path, show } from './problems.ts';
import type { IssueFile, PartyFile, ScenarioFile } from './schema.ts';

/** The checks of the parties. */
export const partyChecks: readonly Check[] = [
  { needs: ['parties'], find: identity },
  { needs: ['parties'], find: votes },
  { needs: ['parties', 'issues', 'utility'], find: preferences },
  { needs: ['parties', 'issues', 'utility'], find: scores },
  { needs: ['parties', 'issues'], find: redLines },
  { needs: ['parties', 'issues'], find: mandates },
  { needs: ['parties'], find: constituencies },
  { needs: ['parties'], find: strategies },
  { needs: ['parties', 'chair'], find: chair },
];

function identity({ parties }: ScenarioFile): Finding[] {
  const findings = [...duplicates(parties, ['parties'], 'id'), ...duplicates(parties, ['parties'], 'code')];
  const holders = new Map<string, PartyFile>();
  for (const [index, party] of parties.entries()) {
    const stream = party.stream ?? party.id;
    const holder = holders.get(stream);
    holders.set(stream, holder ?? party);
    // parties of one id share the stream for that reason alone
    if (holder === undefined || holder.id === party.id) continue;
    const key = party.stream === undefined ? 'id' : 'stream';
    const message = `the stream ${show(stream)} is also that of ${holder.id}`;
    findings.push({ path: ['parties', index, key], code: 'stream-collision', message });
  }
  return findings;
}

function votes(file: ScenarioFile): Finding[] {
  const voters = votersOf(file);
  const findings: Finding[] = [];
  for (const [index, { kind, weight }] of file.parties.entries()) {
    if (kind === 'state' || weight === 0) continue;
    const message = `a party of the kind ${kind} has no vote, but the weight ${weight}`;
    findings.push({ path: ['parties', index, 'weight'], code: 'weight-without-vote', message });
  }
  if (voters.length === 0) {
    return [...findings, { path: ['parties'], code: 'no-voters', message: 'none of the parties is a state' }];
  }
  const weights = voters.map((party) => party.weight);
  return [...findings, ...sumNotOne(['parties'], weights, 'the weights of the states')];
}

function preferences({ parties, issues, utility }: ScenarioFile): Finding[] {
  const ids = issues.map((issue) => issue.id);
  // what follows from the scores need not be written
  const follows = (table: object) => utility.model === 'scores' && Object.keys(table).length === 0;
  return parties.flatMap((party, index) => {
    const saliencePath = ['parties', index, 'salience'];
    const ideal = follows(party.ideal) ? [] : sameKeys(party.ideal, ids, ['parties', index, 'ideal']);
    if (follows(party.salience)) return ideal;
    const salience = sameKeys(party.salience, ids, saliencePath);
    // with an issue missing or misspelt the sum says nothing more
    if (salience.length === 0) {
      salience.push(...sumNotOne(saliencePath, Object.values(party.salience), 'the saliences'));
    }
    return [...ideal, ...salience];
  });
}

/** The utility model `scores` needs a score for every option, and what no agreement is worth. */
function scores({ parties, issues, utility }: ScenarioFile): Finding[] {
  if (utility.model !== 'scores') return [];
  const ids = issues.map((issue) => issue.id);
  return parties.flatMap((party, index) => {
    const path = ['parties', index];
    const findings: Finding[] = [];
    if (party.reservation === undefined) {
      const message = 'the utility model is scores, and what no agreement is worth is missing';
      findings.push({ path: [...path, 'reservation'], code: 'missing-key', message });
    }
    if (party.scores === undefined) {
      const message = 'the utility model is scores, and the party has none';
      return [...findings, { path: [...path, 'scores'], code: 'missing-key', message }];
    }
    findings.push(...sameKeys(party.scores, ids, [...path, 'scores']));
    for (const issue of issues) {
      const table = party.scores[issue.id];
      if (table === undefined) continue;
      const options = issue.options.map((option) => option.id);
      findings.push(...sameKeys(table, options, [...path, 'scores', issue.id], 'option'));
    }
    return findings;
  });
}

function redLines({ parties, issues }: ScenarioFile): Finding[] {
  const issueById = new Map<string, IssueFile>();
  // of two issues with one id, itself a problem, the first counts
  for (const issue of issues) if (!issueById.has(issue.id)) issueById.set(issue.id, issue);
  const findings: Finding[] = [];
  for (const [index, party] of parties.entries()) {
    for (const [id, line] of Object.entries(party.redLines)) {
      const path = ['parties', index, 'redLines', id];
      const issue = issueById.get(id);
      if (issue === undefined) findings.push(unknownId(path, id, 'issue', [...issueById.keys()], 'key'));
      else findings.push(...redLine(line, issue, path));
    }
  }
  return findings;
}

function redLine(line: PartyFile['redLines'][string], issue: IssueFile, path: Path): Finding[] {
  const options = issue.options.map((option) => option.id);
  const findings: Finding[] = [];
  const rung = (bound: 'atLeast' | 'atMost'): number | undefined => {
    const name = line[bound];
    if (name === undefined) return undefined;
    const place = options.indexOf(name);
    if (place >= 0) return place;
    findings.push(unknownId([...path, bound], name, `option of ${issue.id}`, options));
    return undefined;
  };
  const lowest = rung('atLeast');
  const highest = rung('atMost');
  if (lowest !== undefined && highest !== undefined && lowest > highest) {
    const message = `no option of ${issue.id} is at least ${line.atLeast} and at most ${line.atMost}`;
    findings.push({ path, code: 'empty-red-lines', message });
  }
  return findings;
}

/** Options of an issue within a red line; all of them where a bound names none, which is told elsewhere. */
function within(line: PartyFile['redLines'][string] | undefined, { options }: IssueFile): string[] {
  const ids = options.map((option) => option.id);
  const from = line?.atLeast === undefined ? 0 : Math.max(0, ids.indexOf(line.atLeast));
  const to = line?.atMost === undefined ? -1 : ids.indexOf(line.atMost);
  return ids.slice(from, to < 0 ? undefined : to + 1);
}

/**
 * Issues on which the red lines of a party leave nothing, whatever the text says elsewhere. An issue that
 * stands inside another is at today’s practice where the other has no place for it, so red lines can exclude
 * every package though each of them leaves options.
 */
function excluded(party: PartyFile, issues: readonly IssueFile[]): string[] | undefined {
  const inner = (id: string) => issues.filter((issue) => issue.within?.issue === id);
  /** The first issue below which nothing is left, undefined when a package is. */
  const blocked = (issue: IssueFile, stands: boolean): string[] | undefined => {
    const open = within(party.redLines[issue.id], issue);
    const reversion = issue.reversion ?? issue.options[0].id;
    const left = stands ? open : open.filter((id) => id === reversion);
    let why: string[] | undefined = [issue.id];
    for (const option of left) {
      why = undefined;
      for (const child of inner(issue.id)) {
        const below = blocked(child, stands && (child.within?.options ?? []).includes(option));
        if (below !== undefined) why = [issue.id, ...below];
      }
      if (why === undefined) return undefined;
    }
    return why;
  };
  for (const issue of issues) {
    const why = issue.within === undefined ? blocked(issue, true) : undefined;
    if (why !== undefined) return why;
  }
  return undefined;
}

/** A mandate that no package fulfils. Red lines that leave nothing of one issue are told with that issue. */
function mandates({ parties, issues }: ScenarioFile): Finding[] {
  // names that lead nowhere and circles are told elsewhere, and say nothing of packages
  const outer = new Map(issues.map((issue) => [issue.id, issue.within?.issue]));
  const isSound = issues.every((issue) => {
    const seen = new Set<string>();
    let at: string | undefined = issue.id;
    for (; at !== undefined && !seen.has(at); at = outer.get(at)) seen.add(at);
    return at === undefined && [...seen].every((id) => outer.has(id));
  });
  if (!isSound) return [];
  return parties.flatMap((party, index): Finding[] => {
    const why = excluded(party, issues);
    if (why === undefined || why.length < 2) return [];
    const path = ['parties', index, 'redLines'];
    const message = `the red lines on ${why.join(', ')} together leave no package that could be accepted`;
    const hint =
      `${why.at(-1)} stands at today’s practice where ${why.at(-2)} has no place for it: allow that, or an ` +
      'option that has one.';
    return [{ path, code: 'empty-red-lines', message, hint }];
  });
}

function constituencies({ parties }: ScenarioFile): Finding[] {
  return parties.flatMap((party, index): Finding[] => {
    const given = party.constituencies;
    if (given === undefined) return [];
    const path = ['parties', index, 'constituencies'];
    if (party.kind !== 'state') {
      const message = `a party of the kind ${party.kind} ratifies nothing, and has constituencies`;
      return [{ path, code: 'bad-value', message, hint: 'Take them out, or make it a state.' }];
    }
    const weights = given.map(({ weight }) => weight);
    return [
      ...duplicates(given, path, 'id'),
      ...sumNotOne(path, weights, `the weights of the constituencies of ${party.id}`),
    ];
  });
}

function strategies({ parties }: ScenarioFile, options: CheckOptions): Finding[] {
  const known = options.strategies;
  if (known === undefined) return [];
  return parties.flatMap(({ strategy }, index) => {
    if (strategy?.use === undefined || known.includes(strategy.use)) return [];
    return [unknownId(['parties', index, 'strategy', 'use'], strategy.use, 'strategy', known)];
  });
}

function chair({ parties, chair: id }: ScenarioFile): Finding[] {
  if (id === undefined) return [];
  const party = parties.find((candidate) => candidate.id === id);
  if (party === undefined) {
    const known = parties.filter((candidate) => candidate.kind !== 'state');
    return [
      unknownId(
        ['chair'],
        id,
        'party',
        (known.length > 0 ? known : parties).map((one) => one.id),
      ),
    ];
  }
  if (party.kind !== 'state') return [];
  return [{ path: ['chair'], code: 'chair-votes', message: `the chair ${id} is a state, and states vote` }];
}
