/**
 * A body: who votes or ratifies in it, and by what rules, without a scenario around. A rule file holds one.
 * The Security Council, the Council of the European Union and the depositary of a treaty are such bodies.
 */
import * as z from 'zod';
import { limits } from '../limits.ts';
import { idSchema, prose, title } from './basic-schema.ts';
import { groupChecks } from './check-groups.ts';
import { bodyChecks, contextOf } from './check-rules.ts';
import { readDocument } from './document.ts';
import { type ForceRule, normalForce } from './normal-force.ts';
import { type NormalRule, normalRule, type RuleContext } from './normal-rule.ts';
import { failed, type Locate, type Result, toProblems } from './problems.ts';
import { decisionSchema, forceSchema } from './rule-schema.ts';
import { scanDocument } from './scan.ts';
import { groupSchema, type ScenarioFile, tableSchema } from './schema.ts';
import { shapeFindings } from './shape-problems.ts';

/** The schema of a rule file. */
export const bodySchema = z.strictObject({
  id: idSchema.describe('name of the body'),
  title: title.describe('heading of every page about it'),
  source: prose.optional().describe('where the rule and the numbers come from'),
  parties: z.array(idSchema).min(1).max(limits.parties).describe('ids of all who vote or ratify'),
  groups: z.array(groupSchema).max(limits.groups).default([]).describe('named subsets of the parties'),
  tables: z.array(tableSchema).max(limits.tables).default([]).describe('numbers of the parties'),
  decision: decisionSchema.optional().describe('the decision rule'),
  entryIntoForce: forceSchema.optional().describe('the rule of entry into force'),
});

/** A rule file as written. */
export type BodyInput = z.input<typeof bodySchema>;

/** A body ready for the evaluators; parties are numbered in the order of the file. */
export interface Body {
  readonly id: string;
  readonly title: string;
  readonly source: string | undefined;
  readonly partyIds: readonly string[];
  readonly states: Int32Array;
  readonly context: RuleContext;
  readonly decision: NormalRule | undefined;
  readonly entryIntoForce: ForceRule | undefined;
}

type BodyFile = z.output<typeof bodySchema>;

/**
 * The parts of a scenario that the checks of rules read; where a body has no rule, one that finds nothing.
 */
function asScenario(file: BodyFile): ScenarioFile {
  const parties = file.parties.map((id) => ({ id, kind: 'state', weight: 1 / file.parties.length }));
  const { groups, tables } = file;
  const plain = decisionSchema.parse({ rule: 'consensus' });
  const rules = {
    decision: [file.decision ?? plain],
    procedure: plain,
    named: {},
    entryIntoForce: file.entryIntoForce ?? forceSchema.parse({ parties: 1 }),
    additionalProtocols: [],
  };
  return { parties, groups, tables, rules, calendar: { start: '2000-01-01' } } as unknown as ScenarioFile;
}

/** Paths of problems as they are in a rule file. */
function bodyPath(path: readonly (string | number)[]): readonly (string | number)[] {
  if (path[0] !== 'rules') return path;
  return path[1] === 'decision' ? ['decision', ...path.slice(3)] : path.slice(1);
}

/** Reads a body from plain data, or lists all of its problems. */
export function bodyOf(document: unknown, locate?: Locate): Result<Body> {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    return failed(
      { path: [], code: 'not-a-mapping', message: 'the file must hold a mapping' },
      document,
      locate,
    );
  }
  const scan = scanDocument(document);
  if (scan.fatal) return { ok: false, problems: toProblems(scan.findings, document, locate) };
  const parsed = bodySchema.safeParse(document);
  if (!parsed.success) {
    const findings = [...scan.findings, ...shapeFindings(parsed.error.issues, bodySchema, document)];
    return { ok: false, problems: toProblems(findings, document, locate) };
  }
  const file = parsed.data;
  const scenario = asScenario(file);
  const findings = [...groupChecks, ...bodyChecks].flatMap((check) => check.find(scenario, {}));
  if (findings.length + scan.findings.length > 0) {
    const placed = findings.map((finding) => ({ ...finding, path: bodyPath(finding.path) }));
    return { ok: false, problems: toProblems([...scan.findings, ...placed], document, locate) };
  }
  const context = contextOf(scenario);
  const everybody = new Uint8Array(file.parties.length).fill(1);
  return {
    ok: true,
    value: {
      id: file.id,
      title: file.title,
      source: file.source,
      partyIds: file.parties,
      states: context.states,
      context,
      decision: file.decision === undefined ? undefined : normalRule(file.decision, context),
      entryIntoForce:
        file.entryIntoForce === undefined ? undefined : normalForce(file.entryIntoForce, everybody, context),
    },
  };
}

/** Reads a rule file: YAML or JSON text. */
export function loadBody(text: string): Result<Body> {
  const read = readDocument(text);
  if (!read.ok) return read;
  if (read.value.findings.length > 0) {
    return { ok: false, problems: toProblems(read.value.findings, read.value.value, read.value.locate) };
  }
  return bodyOf(read.value.value, read.value.locate);
}
