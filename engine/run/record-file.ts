/**
 * Reads record files. Whatever the bytes are, the answer is a record or one fault with a way out: a file that
 * was cut off, edited or never was a record must not stop the program that opens it.
 */
import * as z from 'zod';
import { sha256Text } from '../bytes.ts';
import { codes } from '../codes.ts';
import { limits } from '../limits.ts';
import { canonicalJson } from '../scenario/canonical.ts';
import { formatPath, partOf, show } from '../scenario/problems.ts';
import { scanDocument } from '../scenario/scan.ts';
import { seedText } from './draws.ts';
import { findSyntaxFault } from './json-place.ts';
import { outcomes } from './loop-position.ts';
import type { RunRecord } from './record.ts';

/** Why a text is no record that can be used. */
export interface RecordFault {
  readonly code: 'record-syntax' | 'record-format' | 'record-scenario';
  /** What is wrong and where. */
  readonly message: string;
  readonly hint: string;
}

/** A record, or the fault that kept the text from being one. */
export type ParsedRecord =
  | { readonly ok: true; readonly value: RunRecord }
  | { readonly ok: false; readonly fault: RecordFault };

/** The version of record files that is written and read. */
export const recordFormatVersion = 1;

const place = z.int().min(0);
const name = z.string().max(200);
const words = z.string().max(20_000);
const seating = (type: 'take' | 'give' | 'deadline') =>
  z.strictObject({ type: z.literal(type), seat: name, round: place, turn: place });

const input = z.discriminatedUnion('type', [
  seating('take'),
  seating('give'),
  seating('deadline'),
  z.strictObject({
    type: z.literal('answer'),
    seat: name,
    round: place,
    turn: place,
    question: name,
    answer: z.unknown(),
  }),
]);

const round = z.strictObject({
  chain: z.string().regex(/^[0-9a-f]{32}$/, 'must be 32 hexadecimal digits'),
  slices: z.string().regex(/^(?:[0-9a-f]{8})*$/, 'must be hexadecimal, 8 digits a slice'),
});

/** Those who heard an event are a list; every other field is one value. */
const audience = z.array(name).max(limits.parties).optional();

const event = z
  .object({ seq: place, kind: name, round: place, audience })
  .catchall(z.union([words, z.number(), z.boolean()]));

/** What of the scenario is read without loading it; loading checks the rest. */
const scenario = z.looseObject({
  format: z.literal(1),
  id: name,
  title: name,
  ticks: place,
  parties: z.array(z.looseObject({ id: name, name, code: name, kind: name })).max(limits.parties),
  issues: z.array(z.looseObject({ id: name, title: name, options: z.array(z.looseObject({ id: name })) })),
  phases: z.array(z.looseObject({ id: name, protocol: name })).max(limits.phases),
});

const digest = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits');

const recordSchema = z.strictObject({
  format: z.literal('plenary-record'),
  formatVersion: z.literal(recordFormatVersion),
  engineVersion: name,
  rulesVersion: place,
  scenario,
  scenarioDigest: digest,
  overrides: z.array(words).max(limits.documentEntries),
  seed: z.string().refine(isSeedText, 'must be a seed: a text of 1 to 256 characters in normal form'),
  inputs: z.array(input).max(limits.inputs),
  branch: z
    .strictObject({ round: place, replicate: place, inputs: z.enum(['keep', 'bots', 'edited']) })
    .optional(),
  status: z.enum(['complete', 'partial', 'faulted']),
  fault: words.optional(),
  outcome: z.enum(outcomes),
  rounds: z.array(round).max(limits.phases * limits.roundsPerPhase + 1),
  digest,
  events: z.array(event).max(limits.recordsPerRun).optional(),
});

function isSeedText(text: string): boolean {
  try {
    return seedText(text) === text;
  } catch {
    return false;
  }
}

function failed(code: RecordFault['code'], detail: string, hint: string = codes[code].hint): ParsedRecord {
  return { ok: false, fault: { code, message: `${codes[code].says} ${detail}`, hint } };
}

/** Line and column of an offset, both from 1. */
function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return `line ${line}, column ${offset - before.lastIndexOf('\n')}`;
}

/** Where JSON stops, in the same words on every JavaScript engine. */
function syntaxFault(text: string): ParsedRecord {
  if (text.trim() === '') return failed('record-syntax', 'It is empty.');
  const offset = findSyntaxFault(text) ?? 0;
  if (offset < text.length) {
    return failed('record-syntax', `It stops being JSON at ${lineAndColumn(text, offset)}.`);
  }
  const end = lineAndColumn(text, text.length);
  return failed('record-syntax', `It ends too early, at ${end}: the rest is missing.`);
}

/**
 * What must hold before anything looks closer: bounded depth, finite numbers, no key that reaches a
 * prototype.
 */
function harm(document: object): ParsedRecord | undefined {
  const parts: (readonly [path: readonly (string | number)[], value: unknown])[] = [];
  for (const [key, value] of Object.entries(document)) {
    if ((key === 'inputs' || key === 'events' || key === 'rounds') && Array.isArray(value)) {
      value.forEach((element: unknown, index) => {
        parts.push([[key, index], element]);
      });
    } else if (typeof value === 'object' && value !== null) parts.push([[key], value]);
  }
  for (const [path, value] of parts) {
    if (typeof value !== 'object' || value === null) continue;
    const { findings } = scanDocument(value);
    if (findings.length === 0) continue;
    const where = formatPath([...path, ...findings[0].path], document);
    return failed('record-syntax', `${where}: ${findings[0].message}.`);
  }
  return undefined;
}

function shapeFault(issues: readonly z.core.$ZodIssue[], document: object): ParsedRecord {
  const [first] = issues;
  const path = first.path.filter((segment) => typeof segment !== 'symbol');
  const where = path.length === 0 ? '' : `${formatPath(path, document)}: `;
  const message = first.message.length > 200 ? `${first.message.slice(0, 200)}…` : first.message;
  return failed('record-syntax', `${where}${message}.`);
}

function checkDocument(document: unknown): ParsedRecord {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    return failed('record-syntax', 'It does not hold a record.');
  }
  const format = partOf(document, 'format');
  if (format !== 'plenary-record') {
    return failed('record-format', `Its format is ${show(format)}, not "plenary-record".`);
  }
  const version = partOf(document, 'formatVersion');
  if (version !== recordFormatVersion) {
    return failed(
      'record-format',
      `Its version is ${show(version)}; version ${recordFormatVersion} is read.`,
    );
  }
  const harmed = harm(document);
  if (harmed !== undefined) return harmed;
  const parsed = recordSchema.safeParse(document);
  if (!parsed.success) return shapeFault(parsed.error.issues, document);
  const record = parsed.data as unknown as RunRecord;
  const found = embeddedDigest(record);
  if (found !== record.scenarioDigest) {
    const pair = `It has ${found.slice(0, 12)}…, and the record says ${record.scenarioDigest.slice(0, 12)}….`;
    return failed('record-scenario', pair);
  }
  return { ok: true, value: record };
}

/** Digest of the scenario as it stands in a record. */
export function embeddedDigest(record: RunRecord): string {
  return sha256Text(canonicalJson(record.scenario));
}

/**
 * Reads a record from the text of its file. Never throws.
 *
 * @example
 * ```ts
 * const parsed = parseRecord(text);
 * if (!parsed.ok) return `${parsed.fault.message}\n${parsed.fault.hint}`;
 * const report = await replay(parsed.value);
 * ```
 */
export function parseRecord(text: string): ParsedRecord {
  if (text.length > limits.recordBytes) {
    const size = `It has more than ${text.length} bytes, and a record at most ${limits.recordBytes}.`;
    return failed('record-syntax', size, 'Write the record without its events.');
  }
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return syntaxFault(text);
  }
  return checkDocument(document);
}
