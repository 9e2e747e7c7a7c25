/** The record file that is open, if any: opened by a file picker or dropped anywhere on the page. */
import { toWireError } from '../net/api.ts';
import { replayText } from '../net/replay.ts';
import type { Replayed, ReplayFault } from '../workers/messages.ts';
import { go } from './route.svelte.ts';
import { RunModel } from './run.svelte.ts';

/** Largest record file that is read, in bytes. */
export const recordBytes = 64 * 1024 * 1024;
/** Why a larger one is not. */
export const recordTooLarge: ReplayFault = {
  code: 'record-too-large',
  message: `The file is larger than ${recordBytes / 1024 / 1024} MB.`,
  hint: 'Save the record without its events.',
};

/** A record file on its way to the screen. */
export interface OpenRecord {
  readonly file: string;
  readonly text: string;
  readonly state: 'replaying' | 'shown' | 'failed';
  readonly fault: ReplayFault | undefined;
  readonly replayed: Replayed | undefined;
  readonly model: RunModel;
}

let open = $state.raw<OpenRecord | undefined>();

/** The record that is open. */
export const openRecord = (): OpenRecord | undefined => open;

/** Opens a record file: replays it and shows the run that the replay gives. */
export async function openFile(file: File): Promise<void> {
  const model = new RunModel();
  const base = { file: file.name, text: '', fault: undefined, replayed: undefined, model };
  if (file.size > recordBytes) {
    open = { ...base, state: 'failed', fault: recordTooLarge };
    go('/record');
    return;
  }
  go('/record');
  await openText(file.name, () => file.text());
}

/** Opens the text of a record under a name: replays it and shows the run that the replay gives. */
export async function openText(name: string, read: () => Promise<string>): Promise<void> {
  const model = new RunModel();
  const base = { file: name, text: '', fault: undefined, replayed: undefined, model };
  open = { ...base, state: 'replaying' };
  let text: string;
  try {
    text = await read();
  } catch (thrown) {
    open = { ...base, state: 'failed', fault: toWireError(thrown) };
    return;
  }
  const result = await replayText(text, true);
  if (!result.ok) {
    open = { ...base, state: 'failed', fault: result.fault };
    return;
  }
  const { run } = result.value;
  if (run !== undefined) {
    model.scenario = run.scenario;
    model.events = run.events;
  }
  open = { ...base, text, state: 'shown', replayed: result.value };
}
