/**
 * Text to bytes, bytes to hexadecimal, and SHA-256, with nothing that only some JavaScript engines have: no
 * `TextEncoder`, `Buffer` or `crypto.subtle`. SHA-256 is for identity (a scenario, the end of a run), never
 * per round.
 */
import { sha256 } from '@noble/hashes/sha2.js';

const hexDigits = '0123456789abcdef';

/**
 * The UTF-8 bytes of `text`. A lone surrogate becomes U+FFFD, as the WHATWG encoder does, so that the result
 * is always valid UTF-8 and equals what a file or a network message would hold.
 */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3); // a UTF-16 unit never needs more than three bytes
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    let point = text.charCodeAt(i);
    if (point < 0x80) {
      bytes[length++] = point;
      continue;
    }
    if (point >= 0xd800 && point <= 0xdfff) {
      const next = i + 1 < text.length ? text.charCodeAt(i + 1) : 0;
      const paired = point <= 0xdbff && next >= 0xdc00 && next <= 0xdfff;
      point = paired ? 0x10000 + ((point - 0xd800) << 10) + (next - 0xdc00) : 0xfffd;
      if (paired) i++;
    }
    length = writePoint(bytes, length, point);
  }
  return bytes.slice(0, length);
}

/** Writes one code point of two to four bytes at `at` and returns the place after it. */
function writePoint(bytes: Uint8Array, at: number, point: number): number {
  let next = at;
  if (point < 0x800) {
    bytes[next++] = 0xc0 | (point >> 6);
  } else {
    if (point < 0x10000) {
      bytes[next++] = 0xe0 | (point >> 12);
    } else {
      bytes[next++] = 0xf0 | (point >> 18);
      bytes[next++] = 0x80 | ((point >> 12) & 0x3f);
    }
    bytes[next++] = 0x80 | ((point >> 6) & 0x3f);
  }
  bytes[next++] = 0x80 | (point & 0x3f);
  return next;
}

/** The bytes of hexadecimal text of even length: the inverse of `toHex`. */
export function fromHex(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** Lower-case hexadecimal, two digits a byte: `toHex(Uint8Array.of(1, 255))` is `'01ff'`. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    text += hexDigits.charAt(byte >> 4) + hexDigits.charAt(byte & 15);
  }
  return text;
}

/** SHA-256 (FIPS 180-4) of `bytes` as 64 hexadecimal digits. */
export function sha256Hex(bytes: Uint8Array): string {
  return toHex(sha256(bytes));
}

/**
 * SHA-256 of the UTF-8 bytes of `text` as 64 hexadecimal digits. The text is hashed as it is, without NFC.
 */
export function sha256Text(text: string): string {
  return sha256Hex(encodeUtf8(text));
}

/**
 * Whether a UTF-16 unit is a control character, a line or paragraph separator, a byte order mark, or one that
 * reverses or isolates the direction of what follows: none of them belongs in a name, and all of them can lie
 * about what a terminal or a page shows.
 */
export function isControl(unit: number): boolean {
  if (unit < 0x20 || (unit >= 0x7f && unit <= 0x9f)) return true;
  return (unit >= 0x2028 && unit <= 0x202e) || (unit >= 0x2066 && unit <= 0x2069) || unit === 0xfeff;
}
