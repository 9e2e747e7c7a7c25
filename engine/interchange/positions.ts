/**
 * Imports a table of positions, as spatial models of bargaining publish them: actor, issue, position,
 * salience and power, all from 0 to 100, and where known the reference point (what holds without a decision)
 * and the outcome of each issue.
 *
 * Nothing of the numbers is lost: ideal points are position/100, whatever the ladder of options; a party’s
 * saliences are scaled to sum to 1 and their absolute scale goes into `stake`, so that capability × stake ×
 * salience is the power × salience of the table.
 */
import { type Code, codes } from '../codes.ts';
import { limits } from '../limits.ts';
import { compareCodeUnits } from '../scenario/canonical.ts';
import { type Problem, type Result, show } from '../scenario/problems.ts';
import { didYouMean } from '../scenario/suggest.ts';
import { type CsvRow, readCsv } from './csv.ts';

/** How a table is to be read. */
export interface ImportOptions {
  /** Id of the scenario. */
  readonly id: string;
  readonly title: string;
  /** What a missing position means: a problem, or that the actor takes no part in the issue. */
  readonly absent: 'refuse' | 'drop';
  /** Whether power that differs by issue may be folded into the saliences. */
  readonly foldPower: boolean;
  /** Rungs of an evenly spaced ladder; without it the rungs are the distinct positions of each issue. */
  readonly steps?: number;
}

/** What came of it. */
export interface Imported {
  /** A scenario document, ready for `loadDocument` or to be written as YAML. */
  readonly document: Record<string, unknown>;
  /** Coded outcomes on the scale of the table, by issue id, where the table has them. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** What was decided on the way, for whoever imports. */
  readonly notes: readonly string[];
}

const columns = ['actor', 'issue', 'position', 'salience', 'power', 'reference-point', 'outcome'] as const;
type Column = (typeof columns)[number];
const required: readonly Column[] = ['actor', 'issue', 'position', 'salience', 'power'];

const synonyms: Readonly<Record<string, Column>> = {
  reference: 'reference-point',
  'status-quo': 'reference-point',
  'reversion-point': 'reference-point',
};

/** One row of the table with its numbers; undefined where a cell is empty. */
interface Entry {
  readonly line: number;
  readonly actor: string;
  readonly issue: string;
  readonly position: number | undefined;
  readonly salience: number | undefined;
  readonly power: number | undefined;
  readonly reference: number | undefined;
  readonly outcome: number | undefined;
}

/** A problem at a line of the table; its path is the column, or what the rows are about. */
function at(line: number, path: string, code: Code, message: string, hint?: string): Problem {
  return { path, code, message, hint: hint ?? codes[code].hint, line, column: 1 };
}

/** The problems in the order of the lines, cut with a count of the rest. */
function listed(found: readonly Problem[]): Problem[] {
  const problems = [...found].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  const rest = problems.length - limits.problems;
  if (rest <= 0) return problems;
  const message = `${rest} more ${rest === 1 ? 'problem is' : 'problems are'} not listed`;
  return [...problems.slice(0, limits.problems), at(1, '', 'too-many-problems', message)];
}

function headings(row: CsvRow, found: Problem[]): Map<Column, number> {
  const places = new Map<Column, number>();
  row.cells.forEach((cell, index) => {
    const word = cell.toLowerCase().replace(/[\s_]+/g, '-');
    const column = columns.find((name) => name === word) ?? synonyms[word];
    if (column === undefined) {
      const hint = didYouMean(word, [...columns]);
      found.push(at(row.line, show(cell), 'table-header', `there is no column ${show(cell)}`, hint));
    } else if (places.has(column)) {
      found.push(at(row.line, column, 'table-header', `the column ${column} is there twice`));
    } else places.set(column, index);
  });
  for (const column of required) {
    if (!places.has(column))
      found.push(at(row.line, column, 'table-header', `the column ${column} is missing`));
  }
  return places;
}

/** Numbers below this are lost where they are divided and multiplied: nobody means them. */
const smallest = 1e-9;

function whyNoNumber(value: number): string | undefined {
  if (Number.isNaN(value)) return 'is no number';
  if (value < 0 || value > 100) return 'is outside 0 to 100';
  return value > 0 && value < smallest ? `is too near to 0; write 0, or at least ${smallest}` : undefined;
}

/** A row with more in it than the heading has columns: which cell belongs where is not known. */
function strayCell({ line, cells }: CsvRow, width: number): Problem | undefined {
  const stray = cells.slice(width).find((cell) => cell !== '');
  if (stray === undefined) return undefined;
  const counts = `the row has ${cells.length} cells and the heading ${width}`;
  const message = `${counts}; ${show(stray)} is one too many`;
  const hint = 'Write numbers with a point, and put a text that holds the separator in quotation marks.';
  return at(line, show(stray), 'table-syntax', message, hint);
}

function readEntries(table: readonly CsvRow[], places: Map<Column, number>, found: Problem[]): Entry[] {
  const [heading, ...rows] = table;
  return rows.flatMap((row) => {
    const { line, cells } = row;
    const stray = strayCell(row, heading.cells.length);
    if (stray !== undefined) {
      found.push(stray);
      return [];
    }
    const text = (column: Column) => cells[places.get(column) ?? -1] ?? '';
    const number = (column: Column): number | undefined => {
      const cell = text(column);
      if (cell === '') return undefined;
      const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(cell) ? Number(cell) : Number.NaN;
      const why = whyNoNumber(value);
      if (why === undefined) return value;
      found.push(at(line, column, 'table-number', `${column} ${show(cell)} ${why}`));
      return undefined;
    };
    for (const column of ['actor', 'issue'] as const) {
      if (text(column) === '')
        found.push(at(line, column, 'position-missing', `the ${column} is missing`, 'Name it.'));
    }
    return {
      line,
      actor: text('actor'),
      issue: text('issue'),
      position: number('position'),
      salience: number('salience'),
      power: number('power'),
      reference: number('reference-point'),
      outcome: number('outcome'),
    };
  });
}

/** Values that must be the same in all rows of a group, or be given once. */
function sameInGroup(
  entries: readonly Entry[],
  group: 'actor' | 'issue',
  value: (entry: Entry) => number | undefined,
  conflict: (entry: Entry, first: number) => void,
): Map<string, number> {
  const values = new Map<string, number>();
  for (const entry of entries) {
    const own = value(entry);
    if (own === undefined) continue;
    const first = values.get(entry[group]);
    if (first === undefined) values.set(entry[group], own);
    else if (first !== own) conflict(entry, first);
  }
  return values;
}

/** A table that was read: entries by actor and issue. */
interface Table {
  readonly actors: readonly string[];
  readonly issues: readonly string[];
  readonly cells: ReadonlyMap<string, Entry>;
  readonly power: ReadonlyMap<string, number>;
  readonly reference: ReadonlyMap<string, number>;
  readonly outcome: ReadonlyMap<string, number>;
}

const cellKey = (actor: string, issue: string) => JSON.stringify([actor, issue]);

/** Whether an actor takes part in an issue: it has a position and cares. */
function takesPart(entry: Entry | undefined): entry is Entry & { position: number; salience: number } {
  return entry?.position !== undefined && entry.salience !== undefined && entry.salience > 0;
}

function gaps(table: Omit<Table, 'power' | 'reference' | 'outcome'>, found: Problem[]): void {
  for (const actor of table.actors) {
    const line = [...table.cells.values()].find((entry) => entry.actor === actor)?.line ?? 1;
    for (const issue of table.issues) {
      const entry = table.cells.get(cellKey(actor, issue));
      if (entry === undefined) {
        found.push(at(line, 'issue', 'position-missing', `${show(actor)} has no row for ${show(issue)}`));
      } else if (entry.salience === undefined || (entry.position === undefined && entry.salience > 0)) {
        const what = entry.salience === undefined ? 'salience' : 'position';
        const message = `the ${what} of ${show(actor)} on ${show(issue)} is missing`;
        found.push(at(entry.line, what, 'position-missing', message));
      }
    }
  }
}

function readTable(rows: readonly CsvRow[], options: ImportOptions, found: Problem[]): Table {
  const places = headings(rows[0], found);
  const isNamed = required.every((column) => places.has(column));
  const entries = isNamed ? readEntries(rows, places, found) : [];
  const actors = [...new Set(entries.map(({ actor }) => actor))].sort(compareCodeUnits);
  const issues = [...new Set(entries.map(({ issue }) => issue))].sort(compareCodeUnits);
  const cells = new Map<string, Entry>();
  for (const entry of entries) {
    const key = cellKey(entry.actor, entry.issue);
    const first = cells.get(key);
    if (first === undefined) cells.set(key, entry);
    else {
      const message = `${show(entry.actor)} on ${show(entry.issue)} is also in line ${first.line}`;
      found.push(at(entry.line, 'actor', 'table-duplicate', message));
    }
  }
  if (options.absent === 'refuse' && found.length === 0) gaps({ actors, issues, cells }, found);
  const conflict = (what: string) => (entry: Entry, first: number) => {
    const message = `the ${what} ${show(entry.issue)} has here differs from ${first} further up`;
    const hint = 'One issue has one; write the same in every row.';
    found.push(at(entry.line, what, 'table-conflict', message, hint));
  };
  const power = sameInGroup(
    entries,
    'actor',
    (entry) => entry.power,
    (entry, first) => {
      if (options.foldPower) return;
      const message = `the power of ${show(entry.actor)} is ${entry.power} here and ${first} further up`;
      found.push(at(entry.line, 'power', 'table-conflict', message));
    },
  );
  for (const entry of entries) {
    if (takesPart(entry) && entry.power === undefined && !found.some(({ line }) => line === entry.line)) {
      const message = `the power of ${show(entry.actor)} is missing`;
      found.push(at(entry.line, 'power', 'position-missing', message, 'Write its power in every row.'));
    }
  }
  return {
    actors,
    issues,
    cells,
    power,
    reference: sameInGroup(entries, 'issue', (entry) => entry.reference, conflict('reference point')),
    outcome: sameInGroup(entries, 'issue', (entry) => entry.outcome, conflict('outcome')),
  };
}

/** Names as ids: lower-case letters, digits and hyphens, each once. */
function idsOf(
  names: readonly string[],
  fallback: string,
  taken: readonly string[] = [],
): Map<string, string> {
  const used = new Set(taken);
  const ids = new Map<string, string>();
  for (const name of names) {
    const words = name
      .normalize('NFD')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^[^a-z]+|-+$/g, '')
      .slice(0, 50)
      .replace(/-+$/, '');
    const base = words === '' ? fallback : words;
    let id = base;
    for (let n = 2; used.has(id); n++) id = `${base}-${n}`;
    used.add(id);
    ids.set(name, id);
  }
  return ids;
}

/** Three capital letters for each name, each once. */
function codesOf(names: readonly string[], taken: readonly string[]): Map<string, string> {
  const used = new Set(taken);
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const free = (): string => {
    for (let n = 0; ; n++) {
      const third = letters[n % 26];
      const code = `${letters[Math.floor(n / 676) % 26]}${letters[Math.floor(n / 26) % 26]}${third}`;
      if (!used.has(code)) return code;
    }
  };
  return new Map(
    names.map((name) => {
      const own = name
        .normalize('NFD')
        .toUpperCase()
        .replace(/[^A-Z]/g, '');
      const tries = [own.slice(0, 3), ...Array.from(own.slice(2), (last) => own.slice(0, 2) + last)];
      const code = tries.find((one) => one.length === 3 && !used.has(one)) ?? free();
      used.add(code);
      return [name, code];
    }),
  );
}

/** Places of the rungs of an issue on the scale of the table, rising. */
function ladder(positions: readonly number[], reference: number | undefined, steps: number | undefined) {
  const fixed = reference === undefined ? [] : [reference];
  const distinct = new Set([...positions, ...fixed]);
  if (distinct.size < 2) for (const end of [0, 100]) distinct.add(end);
  const isEven = steps !== undefined || distinct.size > limits.optionsPerIssue;
  const count = Math.min(steps ?? 21, limits.optionsPerIssue - 1);
  const even = new Set(Array.from({ length: count }, (_, i) => (100 * i) / (count - 1)));
  for (const place of fixed) even.add(place);
  return { isEven, places: [...(isEven ? even : distinct)].sort((a, b) => a - b) };
}

const rungId = (place: number) =>
  `at-${String(place)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')}`;

/** A title of one line and no more than a scenario allows. */
const oneLine = (text: string) => text.replace(/\s+/g, ' ').slice(0, 150);

function issueDocument(table: Table, issue: string, id: string, options: ImportOptions, notes: string[]) {
  const positions = table.actors.flatMap((actor) => {
    const entry = table.cells.get(cellKey(actor, issue));
    return takesPart(entry) ? [entry.position] : [];
  });
  const reference = table.reference.get(issue);
  const { isEven, places } = ladder(positions, reference, options.steps);
  if (isEven && options.steps === undefined) {
    notes.push(`${issue}: more distinct positions than rungs, so the ladder is evenly spaced`);
  }
  if (reference === undefined) {
    notes.push(`${issue}: no reference point; without an agreement ${places[0]} holds, its lowest rung`);
  }
  const name = oneLine(issue);
  // In a sentence braces are the place of another issue.
  const inWords = name.replace(/[{}]/g, '');
  return {
    id,
    title: name,
    article: name,
    depth: 1 / table.issues.length,
    reversion: rungId(reference ?? places[0]),
    options: places.map((place) => ({
      id: rungId(place),
      title: `${place} of 100`,
      sentence: `On ${inWords}, the parties agree on position ${place} of 100.`,
      position: place / 100,
    })),
  };
}

/** Weight of an actor on an issue before scaling: salience, times its power there over its largest power. */
function rawSalience(table: Table, actor: string, issue: string, most: number): number {
  const entry = table.cells.get(cellKey(actor, issue));
  if (!takesPart(entry)) return 0;
  const power = entry.power ?? 0;
  return power === most ? entry.salience : (entry.salience * power) / most;
}

function partyDocuments(table: Table, ids: Map<string, string>, issueIds: Map<string, string>) {
  const codes = codesOf(table.actors, ['CHR']);
  const most = new Map(
    table.actors.map((actor) => {
      const powers = table.issues.map((issue) => {
        const entry = table.cells.get(cellKey(actor, issue));
        return takesPart(entry) ? (entry.power ?? 0) : 0;
      });
      return [actor, Math.max(0, ...powers)];
    }),
  );
  const total = [...most.values()].reduce((sum, power) => sum + power, 0);
  return table.actors.map((actor) => {
    const power = most.get(actor) ?? 0;
    const raw = table.issues.map((issue) => (power > 0 ? rawSalience(table, actor, issue, power) : 0));
    const sum = raw.reduce((all, one) => all + one, 0);
    const ideal = (issue: string) => {
      const entry = table.cells.get(cellKey(actor, issue));
      return (takesPart(entry) ? entry.position : (table.reference.get(issue) ?? 50)) / 100;
    };
    return {
      id: ids.get(actor),
      code: codes.get(actor),
      name: oneLine(actor),
      kind: 'state',
      weight: power / total,
      capability: power / 100,
      stake: sum / 100,
      benefit: 0,
      cost: 0,
      margin: 0,
      ideal: Object.fromEntries(table.issues.map((issue) => [issueIds.get(issue), ideal(issue)])),
      salience: Object.fromEntries(
        table.issues.map((issue, k) => [
          issueIds.get(issue),
          sum > 0 ? raw[k] / sum : 1 / table.issues.length,
        ]),
      ),
    };
  });
}

function sizeProblems(table: Table): Problem[] {
  const found: Problem[] = [];
  const most = limits.parties - 1; // a place is left for the chair
  if (table.actors.length < 2 || table.actors.length > most) {
    found.push(
      at(1, 'actor', 'table-size', `a scenario has 2 to ${most} actors, the table ${table.actors.length}`),
    );
  }
  if (table.issues.length < 1 || table.issues.length > limits.issues) {
    const message = `a scenario has 1 to ${limits.issues} issues, the table ${table.issues.length}`;
    found.push(at(1, 'issue', 'table-size', message));
  }
  const hasPower = [...table.cells.values()].some((entry) => takesPart(entry) && (entry.power ?? 0) > 0);
  if (!hasPower)
    found.push(at(1, 'power', 'table-size', 'no actor has power, salience and a position at once'));
  return found;
}

function documentOf(table: Table, options: ImportOptions): Imported {
  const notes: string[] = [];
  const issueIds = idsOf(table.issues, 'issue');
  const partyIds = idsOf(table.actors, 'actor', ['chair']);
  const outcomes = Object.fromEntries(
    [...table.outcome].map(([issue, outcome]) => [issueIds.get(issue) as string, outcome]),
  );
  const even = 1 / table.issues.length;
  const issues = table.issues.map((issue) =>
    issueDocument(table, issue, issueIds.get(issue) as string, options, notes),
  );
  const states = partyDocuments(table, partyIds, issueIds);
  const dropped = table.actors.flatMap((actor) =>
    table.issues.filter((issue) => !takesPart(table.cells.get(cellKey(actor, issue)))),
  ).length;
  if (dropped > 0) {
    notes.push(`absent positions, whose salience is 0 and which drop out: ${dropped}`);
  }
  const saliences = [...table.cells.values()].map(({ salience }) => salience ?? 0);
  if (Math.max(...saliences) <= 1) {
    notes.push('no salience is above 1: if they are shares, multiply them by 100, for the scale is 0 to 100');
  }
  if (options.foldPower) notes.push('power that differs by issue is folded into the saliences');
  const coded = Object.entries(outcomes).map(([issue, outcome]) => `${issue} ${outcome}`);
  return {
    document: {
      format: 1,
      id: options.id,
      title: options.title,
      summary:
        `${table.actors.length} actors and ${table.issues.length} issues, imported from a table of ` +
        'positions, saliences and powers.',
      ticks: 24,
      sources: [
        'Positions, saliences and powers: the imported table; name here who coded them, and when.',
        'Decision rule, phases, equal depths and voting weights in proportion to power: defaults of the ' +
          'import, to be replaced by what is known.',
        ...(coded.length > 0 ? [`Outcomes coded in the table, on its scale: ${coded.join(', ')}.`] : []),
      ],
      chair: 'chair',
      parties: [
        ...states,
        {
          id: 'chair',
          code: 'CHR',
          name: 'Chair',
          kind: 'organisation',
          capability: 0,
          stake: 0,
          ideal: Object.fromEntries(issues.map(({ id }) => [id, 0.5])),
          salience: Object.fromEntries(issues.map(({ id }) => [id, even])),
        },
      ],
      issues,
      rules: {
        decision: [{ rule: 'consensus' }, { rule: 'two-thirds' }],
        entryIntoForce: { parties: Math.max(1, Math.ceil((2 * table.actors.length) / 3)) },
      },
      phases: [
        { id: 'bargaining', title: 'Bargaining', protocol: 'single-text', rounds: 12 },
        { id: 'adoption', title: 'Adoption', protocol: 'adoption' },
      ],
    },
    outcomes,
    notes,
  };
}

/**
 * Reads a table of positions. All problems are told at once, each with its line; never throws.
 *
 * @example
 * ```ts
 * const options = { id: 'talks', title: 'Talks', absent: 'refuse', foldPower: false } as const;
 * const imported = importPositions(text, options);
 * if (imported.ok) await loadDocument(imported.value.document);
 * ```
 */
export function importPositions(text: string, options: ImportOptions): Result<Imported> {
  const read = readCsv(text);
  const found: Problem[] = [];
  if (!read.ok) return { ok: false, problems: [at(read.line, '', 'table-syntax', read.message)] };
  if (read.rows.length < 2) {
    return { ok: false, problems: [at(1, '', 'table-size', 'the table has no rows')] };
  }
  const table = readTable(read.rows, options, found);
  if (found.length === 0) found.push(...sizeProblems(table));
  if (found.length > 0) return { ok: false, problems: listed(found) };
  return { ok: true, value: documentOf(table, options) };
}
