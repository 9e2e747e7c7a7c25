/**
 * Blocks of results as bytes: for the log of a batch, and for the way from a worker elsewhere.
 *
 *   frame  = "PFR1", length of the head, length of the body, CRC-32 of both, head (JSON), body
 *   body   = values, series (doubles), moments, moment (integers of 32 bits), digests, status, outcome
 *
 * Numbers are little-endian, as on every machine that Node runs on.
 */
import { crc32 } from 'node:zlib';
import { type Block, digestBytes } from '../../engine/analysis/experiment/block.ts';
import type { StageId, Stretch } from '../../engine/analysis/experiment/plan.ts';

/** What a block is about. */
export interface FrameHead extends Stretch {
  readonly stage: StageId;
  readonly count: number;
  readonly failures: Block['failures'];
  /** Integers and doubles of the series. */
  readonly moments: number;
  readonly momentCount: number;
  /** Doubles a run and a moment. */
  readonly width: number;
  readonly seriesWidth: number;
}

/** Bytes before the head. */
export const prefixBytes = 16;

const magic = 0x31524650; // "PFR1"
/** No block is larger: a length beyond is a sign of damage. */
const mostBytes = 1 << 30;

function bytesOf(array: { buffer: ArrayBufferLike; byteOffset: number; byteLength: number }): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength);
}

function bodyOf(block: Block): Buffer {
  const { values, series, moments, moment, digests, status, outcome } = block;
  return Buffer.concat([values, series, moments, moment, digests, status, outcome].map(bytesOf));
}

/** A frame with its head apart. */
export interface PackedFrame {
  readonly head: FrameHead;
  readonly bytes: Buffer;
  /** Where the body begins. */
  readonly bodyAt: number;
}

/** Packs a block. */
export function packFrame(stage: StageId, stretch: Stretch, block: Block): PackedFrame {
  const body = bodyOf(block);
  const { count, failures } = block;
  const head: FrameHead = {
    stage,
    ...stretch,
    count,
    failures,
    moments: block.moments.length,
    momentCount: block.moment.length,
    width: count === 0 ? 0 : block.values.length / count,
    seriesWidth: block.moment.length === 0 ? 0 : block.series.length / block.moment.length,
  };
  const headText = Buffer.from(JSON.stringify(head));
  const prefix = Buffer.alloc(prefixBytes);
  prefix.writeUInt32LE(magic, 0);
  prefix.writeUInt32LE(headText.length, 4);
  prefix.writeUInt32LE(body.length, 8);
  prefix.writeUInt32LE(crc32(body, crc32(headText)), 12);
  return { head, bytes: Buffer.concat([prefix, headText, body]), bodyAt: prefixBytes + headText.length };
}

/** Lengths of the parts of a frame from its first bytes; undefined when they begin none. */
export function frameSize(prefix: Buffer): { readonly head: number; readonly body: number } | undefined {
  const head = prefix.readUInt32LE(4);
  const body = prefix.readUInt32LE(8);
  if (prefix.readUInt32LE(0) !== magic || head > mostBytes || body > mostBytes) return undefined;
  return { head, body };
}

/** The head of a frame, when prefix and rest belong together. */
export function frameHead(prefix: Buffer, rest: Buffer): FrameHead | undefined {
  if (crc32(rest) !== prefix.readUInt32LE(12)) return undefined;
  return JSON.parse(rest.toString('utf8', 0, prefix.readUInt32LE(4))) as FrameHead;
}

/** The block of a whole frame; undefined when it was damaged on its way. */
export function unpackFrame(bytes: Buffer): { readonly head: FrameHead; readonly block: Block } | undefined {
  if (bytes.length < prefixBytes) return undefined;
  const prefix = bytes.subarray(0, prefixBytes);
  const size = frameSize(prefix);
  if (size === undefined || bytes.length !== prefixBytes + size.head + size.body) return undefined;
  const head = frameHead(prefix, bytes.subarray(prefixBytes));
  if (head === undefined) return undefined;
  // The arrays are views, and begin where their numbers may.
  const body = Buffer.from(Uint8Array.from(bytes.subarray(prefixBytes + size.head)).buffer);
  return { head, block: unpackBody(head, body) };
}

/** The block of a body; the body begins at a multiple of eight bytes. */
export function unpackBody(frame: FrameHead, body: Buffer): Block {
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
