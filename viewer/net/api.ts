/** Requests to the server; every failure becomes an error with a code and a hint. */
import type { WireError } from '../../server/wire/messages.ts';

/** A failed request. */
export class RequestError extends Error {
  readonly error: WireError;
  constructor(error: WireError) {
    super(error.message);
    this.error = error;
  }
}

const unreachable: WireError = {
  code: 'no-server',
  message: 'No Plenary server answers at this address.',
  hint: 'Start one with “plenary serve”. A record file can be opened without it.',
};

/** The error in anything that was thrown. */
export function toWireError(thrown: unknown): WireError {
  if (thrown instanceof RequestError) return thrown.error;
  return { code: 'viewer-error', message: String(thrown), hint: 'Reload the page.' };
}

async function request(path: string, init?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(new URL(path, document.baseURI), init);
  } catch {
    throw new RequestError(unreachable);
  }
  if (response.ok) return response;
  const body: unknown = await response.json().catch(() => undefined);
  const nested = (body as { error?: unknown } | undefined)?.error;
  const error = (typeof nested === 'object' && nested !== null ? nested : body) as WireError | undefined;
  if (typeof error?.code === 'string' && typeof error.hint === 'string') throw new RequestError(error);
  throw new RequestError(
    response.status === 404
      ? unreachable
      : { ...unreachable, message: `The server answers ${response.status}.` },
  );
}

/** GET as JSON. */
export async function getJson<Value>(path: string): Promise<Value> {
  const response = await request(path);
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  if (!isJson) throw new RequestError(unreachable);
  return (await response.json()) as Value;
}

/** GET as text. */
export async function getText(path: string): Promise<string> {
  return (await request(path)).text();
}

/** POST of JSON. */
export async function postJson<Value>(path: string, body: unknown): Promise<Value> {
  const headers = { 'content-type': 'application/json' };
  return (await (
    await request(path, { method: 'POST', headers, body: JSON.stringify(body) })
  ).json()) as Value;
}
