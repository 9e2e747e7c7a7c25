import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { charts } from '../../engine/agents/index.ts';
import { designs } from '../../engine/analysis/experiment/designs/index.ts';
import { builtIn, codes, events, limits, metrics, questions, reasons } from '../../engine/index.ts';
import { declaredIn } from '../../engine/scenario/plausible.ts';
import { decisionNames } from '../../engine/scenario/rule-schema.ts';
import { makeJob } from '../../server/batch/job.ts';
import { commands } from '../../server/cli/commands/index.ts';
import { cliCodes, exitCodes } from '../../server/cli/exit.ts';
import { catalogue, catalogueKinds } from '../../server/docs/catalogue.ts';
import { docPages } from '../../server/docs/index.ts';
import { example } from '../../server/docs/pages/experiment.ts';
import { words } from '../../server/docs/pages/words.ts';
import { root } from '../cli/capture.ts';

const pages = docPages();
const page = (path: string) => {
  const found = pages.find((candidate) => candidate.path === path);
  if (found === undefined) throw new Error(`no page ${path}`);
  return found;
};

/** Entries of the first column of a page's tables, as HTML has them. */
const firstColumn = (path: string) =>
  [...page(path).html.matchAll(/<th scope="row"[^>]*>(?:<code>)?(.*?)(?:<\/code>)?<\/th>/g)].map(
    (match) => match[1],
  );

/** Page → the ids that must be in it, from the registry it is made from. */
const registered: readonly (readonly [path: string, ids: readonly string[]])[] = [
  ['protocols', builtIn.protocols.map(({ id }) => id)],
  ['strategies', builtIn.strategies.map(({ id }) => id)],
  ['mechanisms', builtIn.mechanisms.map(({ id }) => id)],
  ['metrics', metrics.map(({ id }) => id)],
  ['events', Object.keys(events)],
  ['questions', questions.map(({ id }) => id)],
  ['codes', [...Object.keys(codes), ...Object.keys(cliCodes)]],
  ['rules', decisionNames],
  ['command-line', commands.map(({ name }) => name)],
];

describe('the reference', () => {
  test.each(registered)('%s has an entry for everything registered', (path, ids) => {
    const entries = firstColumn(path);
    for (const id of ids) {
      expect(entries, id).toContain(id);
      expect(page(path).text).toContain(id);
    }
  });

  test('experiment shows one that can be played as it is', async () => {
    const scenario = readFileSync(path.join(root, 'scenarios/first-mandate/scenario.yaml'), 'utf8');
    const made = await makeJob({ experiment: example, scenario });
    expect(made.ok || made.problems).toBe(true);
    const other = await makeJob({ experiment: example.replace('first-mandate', 'aid-window'), scenario });
    expect(other.ok ? '' : other.problems[0]?.message).toContain('the scenario beside it is first-mandate');
  });

  test('experiment tells every design and every key of the format', () => {
    const { text } = page('experiment');
    for (const { id, summary } of designs) {
      expect(text).toContain(id);
      expect(text.replace(/\s+/g, ' ')).toContain(summary);
    }
    const keys = firstColumn('experiment');
    for (const key of [
      'factors[].between',
      'stop.metrics[].halfWidth',
      'space.ranges[].path',
      'space.leaveOut',
      'space.declared',
      'series.every',
    ]) {
      expect(
        keys.some((entry) => entry.startsWith(key.split('[]')[0] as string)),
        key,
      ).toBe(true);
    }
  });

  test('codes are those of the tables, each once, and no other', () => {
    const exits = exitCodes.map(({ exit }) => String(exit));
    const listed = firstColumn('codes').filter((entry) => !exits.includes(entry));
    expect([...listed].sort()).toEqual([...Object.keys(codes), ...Object.keys(cliCodes)].sort());
  });

  test('no code of the command line stands for something else in the engine', () => {
    for (const code of Object.keys(cliCodes)) expect(Object.keys(codes)).not.toContain(code);
  });

  test.each(Object.keys(catalogueKinds) as (keyof typeof catalogueKinds)[])(
    '%s all say what they are',
    (kind) => {
      for (const { id, title, summary } of catalogue(kind)) {
        expect(id).not.toBe('');
        expect(title).not.toBe('');
        expect(summary.length, id).toBeGreaterThan(8);
      }
    },
  );

  test('parameters of every part have a meaning', () => {
    for (const part of [...builtIn.protocols, ...builtIn.mechanisms, ...builtIn.strategies]) {
      for (const key of Object.keys(part.parameters.shape)) {
        expect(part.parameters.shape[key].description, `${part.id}.${key}`).toBeTypeOf('string');
      }
    }
  });

  test('plausible ranges stand beside the parameters, with unit and source', () => {
    const told = (path: string) => page(path).text.replace(/\s+/g, ' ');
    expect(told('scenario')).toContain('operations 0.6 to 1 share model equation 2');
    expect(told('mechanisms')).toMatch(/tcre 0\.27 to 0\.63 °C per 1000 /);
    for (const [path, parts] of [
      ['mechanisms', builtIn.mechanisms],
      ['protocols', builtIn.protocols],
      ['strategies', builtIn.strategies],
    ] as const) {
      for (const { id, parameters } of parts) {
        const isDeclared = declaredIn(parameters).length > 0;
        expect(page(path).html.includes(`Plausible ranges of ${id}<`), id).toBe(isDeclared);
      }
    }
  });

  test('the scenario page has the keys, ranges and limits of the schema', () => {
    const entries = firstColumn('scenario');
    for (const key of [
      'format',
      'parties[].readiness',
      'issues[].options[].sentence',
      'rules.decision[].quorum',
    ]) {
      expect(entries).toContain(key);
    }
    for (const limit of Object.keys(limits)) expect(entries).toContain(limit);
    expect(page('scenario').html).toContain('number 0 to 1');
    for (const mechanism of builtIn.mechanisms) expect(entries).toContain(`world.${mechanism.id}`);
  });

  test('statecharts show every state and event of every machine', () => {
    const { html } = page('statecharts');
    for (const { table } of Object.values(charts)) {
      for (const name of table.eventNames) expect(html).toContain(`<code>${name}</code>`);
    }
    for (const state of [
      'commitment.inForce.sanctioned',
      'joining.openForAccession',
      'gavel',
      'stance.endorsing',
    ]) {
      expect(firstColumn('statecharts')).toContain(state);
    }
  });

  test('reasons and words are told once each', () => {
    for (const reason of reasons) expect(page('events').html).toContain(reason);
    expect(new Set(words.map(([word]) => word)).size).toBe(words.length);
  });
});

describe('the pages', () => {
  test.each(pages.map((candidate) => [candidate.path || '(first)', candidate] as const))(
    '%s',
    (_name, { html, text, title, summary }) => {
      expect(text).toContain(title.toUpperCase());
      for (const line of text.split('\n')) {
        if (!line.startsWith('    ')) expect([...line].length, line).toBeLessThanOrEqual(80);
      }
      expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
      expect(html).toContain('<main');
      expect(html.match(/<h1>/g)).toHaveLength(1);
      expect(html).toContain('aria-current="page"');
      expect(html).not.toMatch(/undefined|\[object|<script|NaN/);
      expect(text).not.toMatch(/undefined|\[object|NaN/);
      expect(summary.length).toBeGreaterThan(20);
      const anchors = [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
      expect(new Set(anchors).size).toBe(anchors.length);
      for (const [, target] of html.matchAll(/href="#([^"]+)"/g)) expect(anchors).toContain(target);
    },
  );

  test('escape what could be markup', () => {
    expect(page('command-line').html).toContain('&lt;scenario&gt;');
  });
});
