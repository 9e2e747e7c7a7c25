import { appendFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Block } from '../../engine/analysis/experiment/block.ts';
import { packFrame } from '../../server/batch/frames.ts';
import { OtherLog, openLog } from '../../server/batch/rows-log.ts';
import { scratch } from '../cli/capture.ts';

function blockOf(count: number, salt: number): Block {
  return {
    count,
    status: Uint8Array.from({ length: count }, (_, i) => i % 2),
    outcome: Uint8Array.from({ length: count }, (_, i) => (i + salt) % 7),
    digests: Uint8Array.from({ length: 32 * count }, (_, i) => (i * salt) % 256),
    values: Float64Array.from({ length: 3 * count }, (_, i) => (i % 4 === 1 ? Number.NaN : i / salt)),
    moments: Int32Array.from({ length: count }, () => 2),
    moment: Int32Array.from({ length: 2 * count }, (_, i) => i),
    series: Float64Array.from({ length: 2 * count }, (_, i) => -i),
    failures: count > 1 ? [{ at: 1, why: 'äh' }] : [],
  };
}

const stretch = (from: number, to: number) => ({ from, to, above: 0, below: 100 });
const key = 'k'.repeat(64);

function filled() {
  const file = path.join(scratch(), 'rows.log');
  const log = openLog(file, key);
  const ends: number[] = [statSync(file).size];
  for (const [i, count] of [3, 1, 5].entries()) {
    log.append(packFrame('runs', stretch(10 * i, 10 * i + count), blockOf(count, i + 1)));
    ends.push(statSync(file).size);
  }
  log.close();
  return { file, ends };
}

describe('a log of rows', () => {
  it('gives back what was appended, to the last bit', () => {
    const { file } = filled();
    const log = openLog(file, key);
    expect(log.dropped).toBe(0);
    expect(log.frames.map(({ from, to, count }) => [from, to, count])).toEqual([
      [0, 3, 3],
      [10, 11, 1],
      [20, 25, 5],
    ]);
    for (const [i, frame] of log.frames.entries())
      expect(log.read(frame)).toEqual(blockOf(frame.count, i + 1));
    log.close();
  });

  it('drops a block that was cut off anywhere, keeps all before it, and goes on from there', () => {
    const whole = filled();
    const bytes = readFileSync(whole.file);
    for (let cut = whole.ends[2] as number; cut < bytes.length; cut += 7) {
      writeFileSync(whole.file, bytes);
      truncateSync(whole.file, cut);
      const log = openLog(whole.file, key);
      expect(log.frames.length).toBe(2);
      expect(log.dropped).toBe(cut - (whole.ends[2] as number));
      const added = log.append(packFrame('space', stretch(40, 44), blockOf(4, 9)));
      expect(log.read(added)).toEqual(blockOf(4, 9));
      log.close();
      const again = openLog(whole.file, key, 'read');
      expect(again.frames.map(({ from, stage }) => [from, stage])).toEqual([
        [0, 'runs'],
        [10, 'runs'],
        [40, 'space'],
      ]);
      again.close();
    }
  });

  it('drops a block in which a bit was flipped, and rubbish behind the last one', () => {
    const { file, ends } = filled();
    appendFileSync(file, Buffer.from('not a block at all'));
    const behind = openLog(file, key, 'read');
    expect([behind.frames.length, behind.dropped]).toEqual([3, 18]);
    behind.close();
    const bytes = readFileSync(file);
    const at = (ends[2] as number) + 40;
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    writeFileSync(file, bytes);
    const flipped = openLog(file, key, 'read');
    expect(flipped.frames.length).toBe(2);
    flipped.close();
  });

  it('refuses the log of another batch, and a file that is none', () => {
    const { file } = filled();
    expect(() => openLog(file, 'j'.repeat(64))).toThrow(OtherLog);
    writeFileSync(file, 'x'.repeat(500));
    expect(() => openLog(file, key)).toThrow(OtherLog);
    expect(readFileSync(file, 'utf8')).toBe('x'.repeat(500));
  });
});
