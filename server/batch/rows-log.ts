/**
 * The log of a batch: blocks of results, one after the other, as they came. It is only ever appended to. A
 * block that was cut off by the end of the program, or of the disk, is found by its checksum and dropped;
 * everything before it stands.
 *
 *   file   = line of JSON with format and key, then frames
 *   frame  = "PFR1", length of the head, length of the body, CRC-32 of both, head (JSON), body
 *   body   = values, series (doubles), moments, moment (integers of 32 bits), digests, status, outcome
 *
 * Numbers are little-endian, as on every machine that Node runs on.
 */
import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { type Block, digestBytes } from '../../engine/analysis/experiment/block.ts';
import type { StageId, Stretch } from '../../engine/analysis/experiment/plan.ts';

/** Where a block stands, and what it is about. */
export interface Frame extends Stretch {
  readonly stage: StageId;
  readonly count: number;
  readonly failures: Block['failures'];
  /** Integers and doubles of the series. */
  readonly moments: number;
  readonly momentCount: number;
  /** Doubles a run and a moment. */
  readonly width: number;
  readonly seriesWidth: number;
  /** Where the body begins in the file. */
  readonly at: number;
  readonly bytes: number;
}

type Head = Omit<Frame, 'at' | 'bytes'>;

/** An open log. */
export interface RowsLog {
  readonly frames: readonly Frame[];
  /** Bytes at the end that were cut off when the log was opened. */
  readonly dropped: number;
  append(stage: StageId, stretch: Stretch, block: Block): Frame;
  read(frame: Frame): Block;
  /** Waits until the disk has everything. */
  sync(): void;
  close(): void;
}

const magic = 0x31524650; // "PFR1"
const prefixBytes = 16;
/** No block is larger: a length beyond is a sign of damage. */
const mostBytes = 1 << 30;

function bytesOf(array: { buffer: ArrayBufferLike; byteOffset: number; byteLength: number }): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength);
}

function bodyOf(block: Block): Buffer {
  const { values, series, moments, moment, digests, status, outcome } = block;
  return Buffer.concat([values, series, moments, moment, digests, status, outcome].map(bytesOf));
}

function readAll(descriptor: number, buffer: Buffer, at: number): number {
  let got = 0;
  while (got < buffer.length) {
    const count = readSync(descriptor, buffer, got, buffer.length - got, at + got);
    if (count === 0) break;
    got += count;
  }
  return got;
}

function writeAll(descriptor: number, buffer: Buffer, at: number): void {
  for (let done = 0; done < buffer.length; ) {
    done += writeSync(descriptor, buffer, done, buffer.length - done, at + done);
  }
}

/** Finds the frames of a file from `start` on, and where the last whole one ends. */
function scan(descriptor: number, start: number, size: number): { frames: Frame[]; end: number } {
  const frames: Frame[] = [];
  let at = start;
  const prefix = Buffer.alloc(prefixBytes);
  while (at + prefixBytes <= size) {
    readAll(descriptor, prefix, at);
    const headBytes = prefix.readUInt32LE(4);
    const bytes = prefix.readUInt32LE(8);
    const end = at + prefixBytes + headBytes + bytes;
    if (prefix.readUInt32LE(0) !== magic || headBytes > mostBytes || bytes > mostBytes || end > size) break;
    const rest = Buffer.alloc(headBytes + bytes);
    readAll(descriptor, rest, at + prefixBytes);
    if (crc32(rest) !== prefix.readUInt32LE(12)) break;
    const head = JSON.parse(rest.toString('utf8', 0, headBytes)) as Head;
    frames.push({ ...head, at: at + prefixBytes + headBytes, bytes });
    at = end;
  }
  return { frames, end: at };
}

/** The first line of a log. */
function firstLine(key: string): Buffer {
  return Buffer.from(`${JSON.stringify({ format: 'plenary-rows', formatVersion: 1, key })}\n`);
}

/** A log that belongs to another job. */
export class OtherLog extends Error {}

/**
 * Opens a log, or begins one.
 *
 * @throws OtherLog when the file belongs to another job or is no log
 */
export function openLog(file: string, key: string, mode: 'write' | 'read' = 'write'): RowsLog {
  const descriptor = openSync(file, mode === 'read' ? 'r' : 'a+');
  // Appending mode writes at the end wherever it is told to: a second descriptor writes in place.
  const writer = mode === 'read' ? descriptor : openSync(file, 'r+');
  const head = firstLine(key);
  const { size } = fstatSync(descriptor);
  let end = head.length;
  let frames: Frame[] = [];
  let dropped = 0;
  if (size < head.length && mode === 'write') {
    // Not even the first line came to be.
    ftruncateSync(writer, 0);
    writeAll(writer, head, 0);
  } else {
    const found = Buffer.alloc(head.length);
    readAll(descriptor, found, 0);
    if (!found.equals(head)) throw new OtherLog(`${file} is the log of another batch`);
    const scanned = scan(descriptor, head.length, size);
    frames = scanned.frames;
    end = scanned.end;
    dropped = size - end;
    if (dropped > 0 && mode === 'write') ftruncateSync(writer, end);
  }
  return {
    frames,
    dropped,
    append: (stage, stretch, block) => {
      const body = bodyOf(block);
      const { count, failures } = block;
      const about: Head = {
        stage,
        ...stretch,
        count,
        failures,
        moments: block.moments.length,
        momentCount: block.moment.length,
        width: count === 0 ? 0 : block.values.length / count,
        seriesWidth: block.moment.length === 0 ? 0 : block.series.length / block.moment.length,
      };
      const headText = Buffer.from(JSON.stringify(about));
      const prefix = Buffer.alloc(prefixBytes);
      prefix.writeUInt32LE(magic, 0);
      prefix.writeUInt32LE(headText.length, 4);
      prefix.writeUInt32LE(body.length, 8);
      prefix.writeUInt32LE(crc32(body, crc32(headText)), 12);
      const whole = Buffer.concat([prefix, headText, body]);
      writeAll(writer, whole, end);
      const frame = { ...about, at: end + prefixBytes + headText.length, bytes: body.length };
      end += whole.length;
      frames.push(frame);
      return frame;
    },
    read: (frame) => {
      const body = Buffer.alloc(frame.bytes);
      readAll(descriptor, body, frame.at);
      return unpack(frame, body);
    },
    sync: () => fsyncSync(writer),
    close: () => {
      closeSync(descriptor);
      if (writer !== descriptor) closeSync(writer);
    },
  };
}

function unpack(frame: Frame, body: Buffer): Block {
  const { buffer, byteOffset } = body;
  let at = byteOffset;
  const take = <Value>(length: number, size: number, make: (offset: number) => Value): Value => {
    const value = make(at);
    at += length * size;
    return value;
  };
  const { count, width, moments, momentCount, seriesWidth } = frame;
  const doubles = (length: number) => take(length, 8, (offset) => new Float64Array(buffer, offset, length));
  const integers = (length: number) => take(length, 4, (offset) => new Int32Array(buffer, offset, length));
  const bytes = (length: number) => take(length, 1, (offset) => new Uint8Array(buffer, offset, length));
  return {
    count,
    values: doubles(count * width),
    series: doubles(momentCount * seriesWidth),
    moments: integers(moments),
    moment: integers(momentCount),
    digests: bytes(count * digestBytes),
    status: bytes(count),
    outcome: bytes(count),
    failures: frame.failures,
  };
}
