import { createHash } from 'node:crypto';
import vm from 'node:vm';
import { build } from 'esbuild';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeUtf8, sha256Hex, sha256Text, toHex } from '../../engine/bytes.ts';

describe('encodeUtf8', () => {
  it('equals TextEncoder on every kind of text, lone surrogates included', () => {
    const unit = fc.oneof(
      fc.integer({ min: 0, max: 0xffff }),
      fc.integer({ min: 0xd7f0, max: 0xe00f }),
      fc.constantFrom(0, 0x7f, 0x80, 0x7ff, 0x800, 0xffff),
    );
    fc.assert(
      fc.property(fc.array(unit), (units) => {
        const text = String.fromCharCode(...units);
        expect(toHex(encodeUtf8(text))).toBe(Buffer.from(new TextEncoder().encode(text)).toString('hex'));
      }),
    );
  });

  it('writes one to four bytes', () => {
    expect(toHex(encodeUtf8('Aé€😀'))).toBe('41c3a9e282acf09f9880');
    expect(toHex(encodeUtf8('\ud83d'))).toBe('efbfbd');
    expect(toHex(encodeUtf8('\ude00\ud83d'))).toBe('efbfbdefbfbd');
    expect(encodeUtf8('')).toHaveLength(0);
  });
});

describe('SHA-256', () => {
  // FIPS 180-4 examples (NIST CSRC, "SHA256.pdf") and the empty message.
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
  ])('of %j', (text, expected) => {
    expect(sha256Text(text)).toBe(expected);
  });

  it('equals the platform’s', () => {
    const bytes = Uint8Array.from({ length: 5000 }, (_, i) => (i * 131) & 255);
    for (const length of [1, 55, 56, 63, 64, 65, 4999]) {
      const part = bytes.subarray(1, 1 + length);
      expect(sha256Hex(part)).toBe(createHash('sha256').update(part).digest('hex'));
    }
  });
});

describe('a bare engine', () => {
  it('runs bytes, digests, draws and mathematics with the names of ECMAScript only', async () => {
    const bundle = await build({
      stdin: {
        contents: `
          import { sha256Text } from './engine/bytes.ts';
          import { exp, ln, pow } from './engine/math.ts';
          import { normal, runKey, streamId } from './engine/run/draws.ts';
          import { chainValue, createChain, mixRecord } from './engine/run/digest.ts';
          const chain = createChain();
          mixRecord(chain, 1, 2, 3, 4, 5, 6);
          result = [sha256Text('abc').slice(0, 8), exp(1), ln(2), pow(2, 10), chainValue(chain),
            normal(runKey('bare'), streamId('s'), 1, 2, 3), typeof TextEncoder];`,
        resolveDir: process.cwd(),
      },
      bundle: true,
      format: 'iife',
      platform: 'neutral',
      mainFields: ['main'],
      write: false,
    });
    // A vm context has the built-ins of the language and nothing of Node or the web, as QuickJS has.
    const sandbox = vm.createContext({ result: null });
    vm.runInContext(bundle.outputFiles[0]?.text ?? '', sandbox);
    const { exp, ln } = await import('../../engine/math.ts');
    const { normal, runKey, streamId } = await import('../../engine/run/draws.ts');
    expect(Array.from(sandbox.result)).toEqual([
      'ba7816bf',
      exp(1),
      ln(2),
      1024,
      'f24ddb96057439360233414ac8126052',
      normal(runKey('bare'), streamId('s'), 1, 2, 3),
      'undefined',
    ]);
  });
});
