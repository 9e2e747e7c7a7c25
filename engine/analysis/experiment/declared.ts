/**
 * The plausible space of a scenario, as its parts declare it: every parameter with a plausible range of the
 * utility model, of the mechanisms that are on, of the protocols of its phases and of the strategies that its
 * parties play. An experiment that says `space: declared` is tried all over it.
 *
 * A number that differs between parties, as their patience or their concession does, is no parameter of the
 * model but part of the case, and is left as it is.
 */
import type { Scenario } from '../../run/contract.ts';
import { placeIn } from '../../scenario/overrides.ts';
import {
  type DeclaredRange,
  declaredIn,
  rangeText,
  usualValueOf,
  validityOf,
} from '../../scenario/plausible.ts';
import { type Finding, formatPath, partOf, show } from '../../scenario/problems.ts';
import { type ScenarioFile, utilitySchema } from '../../scenario/schema.ts';
import { didYouMean } from '../../scenario/suggest.ts';
import { ownPlaces, placeKey } from './places.ts';
import type { Arm, Experiment, Range, Space } from './schema.ts';

/** A parameter of a scenario with its plausible range. */
export interface DeclaredParameter extends DeclaredRange {
  /** What reports and `leaveOut` call it: its path, for strategies `strategies.<id>.<parameter>`. */
  readonly name: string;
  /** What declares it: `utility`, or the id of a mechanism, a protocol or a strategy. */
  readonly part: string;
  /** The places in the scenario that it stands at, as for `--set`. */
  readonly paths: readonly string[];
  /** What the scenario has, or the first of `arms`. */
  readonly value: number;
  readonly isWhole: boolean;
  /** The arms of an experiment that alone have it; all unless given. */
  readonly arms?: readonly string[];
  /** Arms that set a part anew and leave it open in there. */
  readonly also?: readonly string[];
}

/** A parameter that is not varied, and why. */
export interface LeftAlone {
  readonly name: string;
  readonly why: string;
  /** The places in the scenario that it stands at. */
  readonly paths: readonly string[];
}

/** The plausible space of a scenario. */
export interface DeclaredSpace {
  readonly parameters: readonly DeclaredParameter[];
  /** Those that stay as the scenario, or an arm, has them. */
  readonly left: readonly LeftAlone[];
  /** The scenario as written, in which paths are looked up. */
  readonly document: unknown;
}

/** A parameter before its value is known to lie inside its range. */
type Candidate = Omit<DeclaredParameter, 'isWhole'>;

function candidatesIn(
  part: string,
  name: string,
  schema: DeclaredRange['schema'],
  values: unknown,
): Candidate[] {
  return declaredIn(schema, values).flatMap((range): Candidate[] => {
    const value = range.value ?? usualValueOf(range);
    const full = `${name}.${formatPath(range.path, values)}`;
    return value === undefined ? [] : [{ ...range, value, part, name: full, paths: [full] }];
  });
}

/** What a party expects of others counts where nobody learns whom to trust, and in clubs that do not say. */
function isReliabilityUsed({ world, clubs = [] }: ScenarioFile): boolean {
  const { trust } = world as Readonly<Record<string, unknown>>;
  return trust === undefined || clubs.some(({ reliability }) => reliability === undefined);
}

function utilityCandidates(file: ScenarioFile): Candidate[] {
  const found = candidatesIn('utility', 'utility', utilitySchema, file.utility);
  return found.filter(({ name }) => name !== 'utility.reliability' || isReliabilityUsed(file));
}

/** Parameters of strategies, each for all parties that play one. */
function strategyCandidates({ file, strategies }: Scenario): {
  readonly shared: Candidate[];
  readonly own: LeftAlone[];
} {
  const byName = new Map<string, Candidate[]>();
  for (const [party, { id }] of file.parties.entries()) {
    const { strategy, parameters } = strategies[party];
    const name = `strategies.${strategy.id}`;
    for (const found of candidatesIn(strategy.id, name, strategy.parameters, parameters)) {
      const path = `parties.${id}.strategy.with${found.name.slice(name.length)}`;
      byName.set(found.name, [...(byName.get(found.name) ?? []), { ...found, paths: [path] }]);
    }
  }
  const shared: Candidate[] = [];
  const own: LeftAlone[] = [];
  for (const [name, found] of byName) {
    if (found.every(({ value }) => value === found[0].value)) {
      shared.push({ ...found[0], paths: found.flatMap(({ paths }) => paths) });
    } else own.push({ name, why: 'parties differ in it', paths: found.flatMap(({ paths }) => paths) });
  }
  return { shared, own };
}

/**
 * The plausible space of a scenario, in the order: utility, strategies, phases, mechanisms.
 *
 * @param document the scenario as written
 * @param whose what reasons call it
 */
export function declaredSpace(scenario: Scenario, document: unknown, whose = 'the scenario'): DeclaredSpace {
  const { file, phases, mechanisms } = scenario;
  const { shared, own } = strategyCandidates(scenario);
  const candidates = [
    ...utilityCandidates(file),
    ...shared,
    ...phases.flatMap(({ id, protocol, parameters }) =>
      candidatesIn(protocol.id, `phases.${id}.with`, protocol.parameters, parameters),
    ),
    ...mechanisms.flatMap(({ mechanism, parameters }) =>
      candidatesIn(mechanism.id, `world.${mechanism.id}`, mechanism.parameters, parameters),
    ),
  ];
  const parameters: DeclaredParameter[] = [];
  const left: LeftAlone[] = [...own];
  for (const candidate of candidates.filter(({ needs }) => isMet(needs, file))) {
    const { name, value, between, schema, paths } = candidate;
    // Who sets such a value has a reason: a switch, or a case for which the range was not made.
    if (value < between[0] || value > between[1]) {
      left.push({ name, why: `${whose} has ${value}, outside ${rangeText(candidate)}`, paths });
    } else parameters.push({ ...candidate, isWhole: validityOf(schema).isWhole });
  }
  return { parameters, left, document };
}

/** Whether the mechanisms that a parameter needs are on, as it needs them. */
function isMet(needs: DeclaredRange['needs'], { world }: ScenarioFile): boolean {
  return Object.entries(needs ?? {}).every(([mechanism, wanted]) => {
    const found = partOf(world, mechanism);
    return (
      found !== undefined && Object.entries(wanted).every(([key, value]) => partOf(found, key) === value)
    );
  });
}

/** An arm with the scenario that it makes. */
export interface ArmScenario {
  readonly arm: Arm;
  readonly scenario: Scenario;
}

/**
 * The plausible space of a scenario with what arms of an experiment leave open: what they alone have, as they
 * switch it on, and what they have as well, where they set a part anew and write no value of their own. What
 * an arm alone has and does not leave open is listed with what is left.
 */
export function withArms(declared: DeclaredSpace, arms: readonly ArmScenario[]): DeclaredSpace {
  const { document } = declared;
  const shared = new Map(
    declared.parameters.map((known) => [known.name, { ...known, also: [] as string[] }]),
  );
  const alone = new Map<string, DeclaredParameter & { readonly arms: string[] }>();
  const left = [...declared.left];
  const isLeft = new Set(left.map(({ name }) => name));
  for (const { arm, scenario } of arms) {
    const { isOwn, isWritten } = ownPlaces(arm, document);
    const ofArm = declaredSpace(scenario, document, `arm ${arm.id}`);
    left.push(...ofArm.left.filter(({ name }) => !shared.has(name) && !isLeft.has(name)));
    for (const parameter of ofArm.parameters) {
      const { name } = parameter;
      const paths = parameter.paths.filter((path) => !isWritten(path));
      const known = shared.get(name);
      if (known !== undefined) {
        const anew = known.paths.filter((path) => isOwn(path) && !isWritten(path));
        if (anew.length > 0 && anew.every((path) => paths.includes(path))) known.also.push(arm.id);
      } else if (paths.length === 0) {
        if (!isLeft.has(name)) left.push({ name, why: `arm ${arm.id} sets it`, paths: parameter.paths });
      } else if (!isLeft.has(name) || paths.every(isOwn)) {
        // Arms that have it in other places, as of other parties, are varied by themselves.
        const key = JSON.stringify([name, paths]);
        const same = alone.get(key);
        if (same === undefined) alone.set(key, { ...parameter, paths, arms: [arm.id] });
        else same.arms.push(arm.id);
      }
    }
  }
  const parameters = [...shared.values()].map(({ also, ...known }) =>
    also.length === 0 ? known : { ...known, also },
  );
  return { ...declared, parameters: [...parameters, ...alone.values()], left };
}

/** The steps of a name; strategies are no place in a file, so this is not `placeIn`. */
const stepsOf = (name: string): readonly (string | number)[] => placeIn(name, undefined) ?? [name];

function isWithin(name: string, outer: string): boolean {
  const steps = stepsOf(outer);
  const inner = stepsOf(name);
  return steps.every((step, index) => String(step) === String(inner[index]));
}

/** Whether an entry of `leaveOut` means a parameter: by its part, its name or what its name begins with. */
function means(entry: string, { name, part }: Pick<DeclaredParameter, 'name' | 'part'>): boolean {
  return entry === part || isWithin(name, entry);
}

/** Everything that `leaveOut` may name. */
function namesIn({ parameters }: DeclaredSpace): string[] {
  const names = new Set<string>();
  for (const { name, part } of parameters) {
    names.add(part);
    const steps = stepsOf(name);
    for (let count = 2; count <= steps.length; count++) {
      names.add(formatPath(steps.slice(0, count), undefined));
    }
  }
  return [...names];
}

/** Entries of `leaveOut` that mean nothing that would be varied. */
export function leaveOutFindings({ space }: Experiment, declared: DeclaredSpace): Finding[] {
  return (space?.leaveOut ?? []).flatMap((entry, index): Finding[] => {
    const path = ['space', 'leaveOut', index];
    if (declared.parameters.some((parameter) => means(entry, parameter))) return [];
    const known = declared.left.find(({ name }) => isWithin(name, entry));
    if (known === undefined) {
      const message = `the scenario uses no part or parameter ${show(entry)} with a plausible range`;
      return [{ path, code: 'unknown-id', message, hint: didYouMean(entry, namesIn(declared)) }];
    }
    const message = `${entry} is not varied anyway: ${known.why}`;
    return [{ path, code: 'bad-value', message, hint: 'Take it off the list.' }];
  });
}

/** What is left of a declared space beside the ranges that an experiment gives itself for all arms. */
export function stillLeft({ left, document }: DeclaredSpace, { space }: Experiment): readonly LeftAlone[] {
  const everywhere = (space?.ranges ?? []).filter(({ arms }) => arms === undefined);
  const own = placesOf(everywhere, document);
  return left.filter(({ paths }) => !paths.every((path) => own.has(placeKey(path, document))));
}

/** The places that ranges set. */
function placesOf(ranges: readonly Range[], document: unknown): ReadonlySet<string> {
  const paths = ranges.flatMap(({ path }) => (typeof path === 'string' ? [path] : path));
  return new Set(paths.map((path) => placeKey(path, document)));
}

/** Longest name of a column. */
const longestColumn = 60;

/**
 * A name for the column of a parameter that no other column has.
 *
 * @param taken lower-case names of the others; a database knows no capitals
 */
function columnFor(name: string, taken: Set<string>): string {
  const words = stepsOf(name)
    .map(String)
    .filter((word, index) => !(index === 0 && word !== 'utility') && word !== 'with')
    .flatMap((word) => word.split(/[^A-Za-z0-9]+/));
  const joined = words
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('')
    .slice(0, longestColumn - 2);
  let column = joined;
  for (let count = 2; taken.has(column.toLowerCase()); count++) column = `${joined}${count}`;
  taken.add(column.toLowerCase());
  return column;
}

/** What ranges of an experiment leave of a declared parameter, by place and arm. */
function leftOf(ranges: readonly Range[], played: readonly string[], document: unknown) {
  const everywhere = placesOf(
    ranges.filter(({ arms }) => arms === undefined),
    document,
  );
  const byArm = new Map(
    played.map((id) => [
      id,
      placesOf(
        ranges.filter(({ arms }) => arms?.includes(id)),
        document,
      ),
    ]),
  );
  return ({ paths: all, arms = played }: DeclaredParameter) => {
    const paths = all.filter((path) => !everywhere.has(placeKey(path, document)));
    const isLeftIn = (id: string) => !paths.every((path) => byArm.get(id)?.has(placeKey(path, document)));
    return { paths, arms: arms.filter(isLeftIn) };
  };
}

/** The arms that a space is tried in. */
const playedIn = (arms: readonly Arm[], space: Space): string[] =>
  arms.map(({ id }) => id).filter((id) => space.arms?.includes(id) ?? true);

/**
 * An experiment whose declared space is spelt out as ranges: its own ones, then those declared ones that it
 * neither leaves out nor gives a range of its own. A range of some arms takes the place of the declared one
 * in these alone: one of all arms gives way there by itself, of others these arms are taken off.
 *
 * @param taken names of columns that are not free
 */
export function withDeclaredRanges(
  experiment: Experiment,
  { parameters, document }: DeclaredSpace,
  taken: readonly string[],
): Experiment {
  const { space } = experiment;
  if (space === undefined || !space.declared) return experiment;
  const names = new Set([...taken, ...space.ranges.map(({ id }) => id)].map((name) => name.toLowerCase()));
  const left = leftOf(space.ranges, playedIn(experiment.arms, space), document);
  const ranges = parameters
    .filter((parameter) => !space.leaveOut.some((entry) => means(entry, parameter)))
    .flatMap((parameter): Range[] => {
      const { paths, arms } = left(parameter);
      if (paths.length === 0 || arms.length === 0) return [];
      const { name, between, scale = 'linear', isWhole, also } = parameter;
      const [low, high] = between;
      const id = columnFor(name, names);
      const range: Range = { id, title: name, path: paths, between: [low, high], scale, whole: isWhole };
      return [
        {
          ...range,
          ...(parameter.arms === undefined ? {} : { arms }),
          ...(also === undefined ? {} : { also: [...also] }),
        },
      ];
    });
  return { ...experiment, space: { ...space, ranges: [...space.ranges, ...ranges] } };
}
