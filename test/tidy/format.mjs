// `npm run format [-- paths]`: biome formats the code and orders imports, then comments that became too long
// are wrapped again. A paragraph without a long line is left as its author broke it.

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const lineLengthMax = 110;
const startsItem = /^(@|[-*+] |\d+\. |\||```|#)/;

if (process.argv[1] === import.meta.filename) {
  const paths = process.argv.slice(2);
  const biome = 'node_modules/@biomejs/biome/bin/biome';
  const { status } = spawnSync(process.execPath, [biome, 'check', '--write', ...paths], { stdio: 'inherit' });
  for (const file of (paths.length > 0 ? paths : ['.']).flatMap(sourcesUnder)) {
    const text = readFileSync(file, 'utf8');
    const wrapped = wrapComments(text);
    if (wrapped === text) continue;
    writeFileSync(file, wrapped);
    console.log(`wrapped the comments of ${file}`);
  }
  process.exitCode = status ?? 1;
}

/**
 * Wraps the paragraphs of line comments and of block comments that have a line above the length.
 * @param {string} text
 */
export function wrapComments(text) {
  const lines = text.split('\n').flatMap(asBlock);
  const out = [];
  for (let i = 0; i < lines.length; ) {
    const paragraph = paragraphAt(lines, i);
    const own = lines.slice(i, i + Math.max(paragraph.length, 1));
    const isLong = own.some((line) => line.length > lineLengthMax);
    out.push(...(paragraph.length > 0 && isLong ? wrap(paragraph) : own));
    i += own.length;
  }
  return out.join('\n');
}

/** A block comment of one line that is too long becomes one of several lines. */
function asBlock(line) {
  const found = line.length > lineLengthMax ? /^(\s*)\/\*\* (.*) \*\/$/.exec(line) : null;
  return found ? [`${found[1]}/**`, `${found[1]} * ${found[2]}`, `${found[1]} */`] : [line];
}

/** The lines of one paragraph of a comment, as {prefix, words}; none when the line is no comment. */
function paragraphAt(lines, start) {
  const first = commentLine(lines[start]);
  if (!first || first.text.startsWith(' ') || first.text === '') return [];
  const isItem = startsItem.test(first.text);
  const paragraph = [first];
  for (let i = start + 1; i < lines.length; i += 1) {
    const next = commentLine(lines[i]);
    if (!next || next.prefix !== first.prefix || next.text.trim() === '') break;
    if (next.text.startsWith(' ') !== isItem || startsItem.test(next.text.trim())) break;
    paragraph.push(next);
  }
  return paragraph;
}

function commentLine(line) {
  const found = /^(\s*(?:\/\/|\*)) (?!\/)(.*)$/.exec(line ?? '');
  return found ? { prefix: found[1], text: found[2] } : undefined;
}

function wrap(paragraph) {
  const { prefix, text } = paragraph[0];
  const hang = startsItem.test(text) ? '  ' : '';
  const words = paragraph.flatMap((line) => line.text.trim().split(/\s+/));
  const out = [];
  let current = prefix;
  for (const word of words) {
    if (current.length + 1 + word.length > lineLengthMax && current.trim() !== prefix.trim()) {
      out.push(current);
      current = prefix + hang;
    }
    current += ` ${word}`;
  }
  return [...out, current];
}

function sourcesUnder(place) {
  if (statSync(place).isFile()) return /\.(ts|mjs|cjs|js|svelte)$/.test(place) ? [place] : [];
  return readdirSync(place, { withFileTypes: true }).flatMap((entry) =>
    /^(node_modules|dist|coverage|fixtures|\.git)$/.test(entry.name)
      ? []
      : sourcesUnder(path.join(place, entry.name)),
  );
}
