/**
 * What must hold of any document before its shape is looked at, wherever it came from: a YAML file, the body
 * of a request or an override. Bounded, plain, and without characters or keys that do harm further on.
 */

import { isControl } from '../bytes.ts';
import { limits } from '../limits.ts';
import { type Finding, type Path, show } from './problems.ts';

const refusedKeys = ['__proto__', 'constructor', 'prototype'];

/** Whether a key could reach the prototype of an object. Such keys are refused everywhere, ids included. */
export function isRefusedKey(key: string): boolean {
  return refusedKeys.includes(key);
}

/** What a scan found. `fatal` means that the document must not be looked at any further. */
export interface Scan {
  readonly findings: readonly Finding[];
  readonly fatal: boolean;
}

/**
 * Looks through a document for values that are not plain data, keys that are refused, control characters and
 * sizes beyond the limits. Cycles end at the limit of depth.
 */
export function scanDocument(document: unknown): Scan {
  const findings: Finding[] = [];
  let values = 0;
  let fatal = false;

  function stop(path: Path, code: Finding['code'], message: string): void {
    findings.push({ path, code, message });
    fatal = true;
  }

  function visit(value: unknown, path: Path): void {
    if (fatal) return;
    if (++values > limits.documentValues) {
      stop([], 'too-large', `the document holds more than ${limits.documentValues} values`);
    } else if (path.length > limits.yamlDepth) {
      stop(path, 'too-deep', `the document is nested deeper than ${limits.yamlDepth} levels`);
    } else if (typeof value === 'string') {
      const unit = harmfulUnit(value);
      if (unit !== undefined) findings.push({ path, code: 'bad-pattern', message: harmfulMessage(unit) });
    } else if (typeof value === 'number') {
      if (!Number.isFinite(value)) {
        findings.push({ path, code: 'wrong-type', message: `must be a finite number; found ${value}` });
      }
    } else if (Array.isArray(value)) {
      if (isTooLong(value.length, path)) return;
      for (const [index, element] of value.entries()) visit(element, [...path, index]);
    } else if (typeof value === 'object' && value !== null) {
      visitMapping(value, path);
    } else if (typeof value !== 'boolean' && value !== null) {
      stop(path, 'wrong-type', `must be plain data; found ${typeof value}`);
    }
  }

  function visitMapping(value: object, path: Path): void {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) {
      stop(path, 'wrong-type', 'must be plain data; found an object of a class');
      return;
    }
    const entries = Object.entries(value);
    if (isTooLong(entries.length, path)) return;
    for (const [key, inner] of entries) {
      if (isRefusedKey(key)) stop([...path, key], 'unknown-key', `the key ${show(key)} is never allowed`);
      const unit = harmfulUnit(key);
      if (unit !== undefined) {
        findings.push({
          path: [...path, key],
          code: 'bad-pattern',
          message: harmfulMessage(unit),
          at: 'key',
        });
      }
      visit(inner, [...path, key]);
    }
  }

  function isTooLong(length: number, path: Path): boolean {
    const long = length > limits.documentEntries;
    if (long) stop(path, 'too-large', `a list or mapping has more than ${limits.documentEntries} entries`);
    return long;
  }

  visit(document, []);
  return { findings, fatal };
}

function harmfulMessage(unit: number): string {
  const name = `U+${unit.toString(16).toUpperCase().padStart(4, '0')}`;
  return `must be plain text; found the character ${name}`;
}

/** The first control character (line breaks and tabs apart), reversal of direction or half of a pair. */
function harmfulUnit(text: string): number | undefined {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (isControl(unit) && unit !== 0x09 && unit !== 0x0a && unit !== 0x0d) return unit;
    if (unit < 0xd800 || unit > 0xdfff) continue;
    const next = text.charCodeAt(i + 1);
    if (unit > 0xdbff || !(next >= 0xdc00 && next <= 0xdfff)) return unit;
    i++;
  }
  return undefined;
}
