/**
 * Blocks of results as bytes: for the log of a batch, and for the way there from whoever plays.
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

/** A frame with its head apart: who appends it or sends it on need not read it. */
export interface PackedFrame {
  readonly head: FrameHead;
  readonly bytes: Uint8Array;
  /** Where the body begins. */
  readonly bodyAt: number;
}

/** Packs a block. */
export function packFrame(stage: StageId, { from, to, above, below }: Stretch, block: Block): PackedFrame {
  const { count, failures, values, series, moments, moment, digests, status, outcome } = block;
  const head: FrameHead = {
    stage,
    from,
    to,
    above,
    below,
    count,
    failures,
    moments: moments.length,
    momentCount: moment.length,
    width: count === 0 ? 0 : values.length / count,
    seriesWidth: moment.length === 0 ? 0 : series.length / moment.length,
  };
  const headText = Buffer.from(JSON.stringify(head));
  const arrays = [values, series, moments, moment, digests, status, outcome];
  const bodyAt = prefixBytes + headText.length;
  const length = arrays.reduce((sum, { byteLength }) => sum + byteLength, bodyAt);
  // Not from the pool of small buffers: what is sent to another thread takes all it is a part of along.
  const bytes = Buffer.allocUnsafeSlow(length);
  bytes.set(headText, prefixBytes);
  let at = bodyAt;
  for (const { buffer, byteOffset, byteLength } of arrays) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  bytes.writeUInt32LE(magic, 0);
  bytes.writeUInt32LE(headText.length, 4);
  bytes.writeUInt32LE(length - bodyAt, 8);
  bytes.writeUInt32LE(crc32(bytes.subarray(prefixBytes)), 12);
  return { head, bytes, bodyAt };
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

/** A whole frame that has come from elsewhere; undefined when it was damaged on its way. */
export function receiveFrame(bytes: Buffer): PackedFrame | undefined {
  if (bytes.length < prefixBytes) return undefined;
  const prefix = bytes.subarray(0, prefixBytes);
  const size = frameSize(prefix);
  if (size === undefined || bytes.length !== prefixBytes + size.head + size.body) return undefined;
  const head = frameHead(prefix, bytes.subarray(prefixBytes));
  if (head === undefined || bodySize(head) !== size.body) return undefined;
  return { head, bytes, bodyAt: prefixBytes + size.head };
}

/** Bytes of the body that a head is about. */
function bodySize({ count, width, moments, momentCount, seriesWidth }: FrameHead): number {
  return (
    8 * (count * width + momentCount * seriesWidth) + 4 * (moments + momentCount) + count * (digestBytes + 2)
  );
}

/** The block of a frame that was packed. */
export function unpackFrame({ head, bytes, bodyAt }: PackedFrame): Block {
  return unpackBody(head, new Uint8Array(bytes.subarray(bodyAt)));
}

/** The block of a body, whose arrays are views of it; the body begins at a multiple of eight bytes. */
export function unpackBody(frame: FrameHead, body: Uint8Array): Block {
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
