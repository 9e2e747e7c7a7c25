// The Node that runs these tests is the one that was started, and a test notices when it is not.

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wrongNode } from './node-identity.mjs';

const root = path.resolve(import.meta.dirname, '../..');

describe('the Node under test', () => {
  it('is the one that npm was started with', () => {
    const npmNode = process.env['npm_node_execpath'];
    const binFolder = path.join(root, 'node_modules/.bin');
    expect(wrongNode({ execPath: process.execPath, npmNode, binFolder })).toBeUndefined();
  });

  describe('planted', () => {
    let folder = '';
    beforeEach(() => {
      folder = mkdtempSync(path.join(tmpdir(), 'plenary-node-'));
      mkdirSync(path.join(folder, 'bin'));
      for (const name of ['node-a', 'node-b']) writeFileSync(path.join(folder, name), '');
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    it('is refused when a package puts a node in front', () => {
      const [execPath, binFolder] = [path.join(folder, 'node-a'), path.join(folder, 'bin')];
      expect(wrongNode({ execPath, binFolder })).toBeUndefined();
      writeFileSync(path.join(binFolder, 'node'), '');
      expect(wrongNode({ execPath, binFolder })).toMatch(/shadows the Node/);
    });

    it('is refused when npm runs on another', () => {
      const [execPath, npmNode] = [path.join(folder, 'node-a'), path.join(folder, 'node-b')];
      expect(wrongNode({ execPath, npmNode })).toMatch(/npm was started with/);
      expect(wrongNode({ execPath, npmNode: execPath })).toBeUndefined();
    });

    it('is the same through a link', () => {
      const [execPath, link] = [path.join(folder, 'node-a'), path.join(folder, 'link')];
      symlinkSync(execPath, link);
      expect(wrongNode({ execPath, npmNode: link })).toBeUndefined();
    });
  });
});
