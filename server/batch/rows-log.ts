/**
 * The log of a batch: blocks of results, one after the other, as they came. It is only ever appended to. A
 * block that was cut off by the end of the program, or of the disk, is found by its checksum and dropped;
 * everything before it stands. The file is a line of JSON with format and key, then frames.
 */
import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import type { Block } from '../../engine/analysis/experiment/block.ts';
import { type FrameHead, frameHead, frameSize, type PackedFrame, prefixBytes, unpackBody } from './frames.ts';

/** Where a block stands, and what it is about. */
export interface Frame extends FrameHead {
  /** Where the body begins in the file. */
  readonly at: number;
  readonly bytes: number;
}

/** An open log. */
export interface RowsLog {
  readonly frames: readonly Frame[];
  /** Bytes at the end that were cut off when the log was opened. */
  readonly dropped: number;
  append(packed: PackedFrame): Frame;
  read(frame: Frame): Block;
  /** Waits until the disk has everything. */
  sync(): void;
  close(): void;
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

function writeAll(descriptor: number, buffer: Uint8Array, at: number): void {
  for (let done = 0; done < buffer.length; ) {
    done += writeSync(descriptor, buffer, done, buffer.length - done, at + done);
  }
}

/** Finds the frames of a file from `start` on, and where the last whole one ends. */
function scan(descriptor: number, start: number, length: number): { frames: Frame[]; end: number } {
  const frames: Frame[] = [];
  let at = start;
  const prefix = Buffer.alloc(prefixBytes);
  while (at + prefixBytes <= length) {
    readAll(descriptor, prefix, at);
    const size = frameSize(prefix);
    if (size === undefined) break;
    const end = at + prefixBytes + size.head + size.body;
    if (end > length) break;
    const rest = Buffer.alloc(size.head + size.body);
    readAll(descriptor, rest, at + prefixBytes);
    const head = frameHead(prefix, rest);
    if (head === undefined) break;
    frames.push({ ...head, at: at + prefixBytes + size.head, bytes: size.body });
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
    append: ({ head: about, bytes, bodyAt }) => {
      writeAll(writer, bytes, end);
      const frame = { ...about, at: end + bodyAt, bytes: bytes.length - bodyAt };
      end += bytes.length;
      frames.push(frame);
      return frame;
    },
    read: (frame) => {
      const body = Buffer.alloc(frame.bytes);
      readAll(descriptor, body, frame.at);
      return unpackBody(frame, body);
    },
    sync: () => fsyncSync(writer),
    close: () => {
      closeSync(descriptor);
      if (writer !== descriptor) closeSync(writer);
    },
  };
}
