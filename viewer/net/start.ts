/** Starts a run and goes where it is seen. */
import type { StartedRun, StartRunRequest } from '../../server/wire/messages.ts';
import { go } from '../model/route.svelte.ts';
import { postJson } from './api.ts';
import { keepHostToken } from './host-token.ts';

/** Starts an open run and watches it, or a table and chooses a seat. */
export async function startRun(request: StartRunRequest): Promise<void> {
  const run = await postJson<StartedRun>('api/runs', request);
  if (run.hostToken !== undefined) keepHostToken(run.id, run.hostToken);
  go(`/${request.mode === 'table' ? 'seat' : 'run'}/${run.id}`);
}
