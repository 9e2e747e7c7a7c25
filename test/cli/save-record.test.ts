/** Records on disk: an earlier one survives a failure, and what is written can be read again. */
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createPlay, parseRecord, replay } from '../../engine/index.ts';
import { CliError } from '../../server/cli/exit.ts';
import { writePieces } from '../../server/cli/files.ts';
import { saveRecord } from '../../server/cli/run-result.ts';
import { findScenario } from '../../server/scenarios.ts';
import { scratch } from './capture.ts';

async function played() {
  const found = await findScenario('first-mandate');
  if (!found.ok) throw new Error('the shipped scenario has problems');
  const play = createPlay(found.value, { seed: 'small', keepRecords: true, keepSliceDigests: true });
  play.toEnd();
  return play;
}

function capture() {
  const said: string[] = [];
  return { said, folder: scratch(), err: (text: string) => void said.push(text) };
}

describe('a file that is written', () => {
  test('replaces an earlier one only when it is whole', () => {
    const folder = scratch();
    const place = path.join(folder, 'a.json');
    writePieces('a.json', ['one', ' ', 'two'], folder);
    expect(readFileSync(place, 'utf8')).toBe('one two');
    const failing = function* () {
      yield 'x'.repeat(200_000);
      throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
    };
    expect(() => writePieces('a.json', failing(), folder)).toThrow('no space left on the device');
    expect(readFileSync(place, 'utf8')).toBe('one two');
    expect(readdirSync(folder)).toEqual(['a.json']);
  });

  test('is refused while its partial file is there, of another command or of one that was killed', () => {
    const folder = scratch();
    writeFileSync(path.join(folder, 'a.json'), 'old');
    writeFileSync(path.join(folder, 'a.json.partial'), 'half');
    const refused = expect.objectContaining({ code: 'file-in-use', exit: 2 });
    expect(() => writePieces('a.json', ['new'], folder)).toThrow(refused);
    expect(readFileSync(path.join(folder, 'a.json'), 'utf8')).toBe('old');
    expect(readFileSync(path.join(folder, 'a.json.partial'), 'utf8')).toBe('half');
  });

  test('keeps its rights and the link that names it', () => {
    const folder = scratch();
    const place = path.join(folder, 'a.json');
    writeFileSync(place, 'old', { mode: 0o600 });
    symlinkSync('a.json', path.join(folder, 'link.json'));
    writePieces('link.json', ['new'], folder);
    expect(readFileSync(place, 'utf8')).toBe('new');
    expect(statSync(place).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['a.json', 'link.json']);
  });

  test('is no folder, and a device is written as it is', () => {
    const folder = scratch();
    mkdirSync(path.join(folder, 'sub'));
    expect(() => writePieces('sub', ['x'], folder)).toThrow('it is a folder');
    expect(() => writePieces('none/x', ['x'], folder)).toThrow('its folder does not exist');
    writePieces('/dev/null', ['x'], folder);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });
});

describe('a record that would be too large', () => {
  test('is written without the digests of its slices, and replays as the same', async () => {
    const play = await played();
    const [whole, bare] = [capture(), capture()];
    await saveRecord(play, { seed: 'small', file: 'r.json' }, whole);
    const size = statSync(path.join(whole.folder, 'r.json')).size;
    expect(whole.said).toEqual(['wrote r.json\n']);
    await saveRecord(play, { seed: 'small', file: 'r.json', maxBytes: size - 1 }, bare);
    expect(bare.said.join('')).toContain('without the digests of its slices');
    const parsed = parseRecord(readFileSync(path.join(bare.folder, 'r.json'), 'utf8'));
    if (!parsed.ok) throw new Error(parsed.fault.message);
    expect(parsed.value.rounds.every((round) => round.slices === '')).toBe(true);
    expect((await replay(parsed.value)).verdict).toBe('same');
  });

  test('is refused when that does not help, and an earlier one stays', async () => {
    const play = await played();
    const terminal = capture();
    writeFileSync(path.join(terminal.folder, 'r.json'), 'earlier');
    const saving = saveRecord(play, { seed: 'small', full: true, file: 'r.json', maxBytes: 5000 }, terminal);
    await expect(saving).rejects.toMatchObject({ code: 'record-too-large', exit: 2 });
    await expect(saving).rejects.toBeInstanceOf(CliError);
    expect(readFileSync(path.join(terminal.folder, 'r.json'), 'utf8')).toBe('earlier');
  });
});
