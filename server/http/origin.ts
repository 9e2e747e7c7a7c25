/**
 * Which sites may talk to the server. A browser sends along where a request comes from; another site must not
 * be able to start runs or to listen in. A server on a loopback address moreover answers only to the names of
 * the machine itself, so that a name of a foreign site that is made to point there does not help.
 */
import type { IncomingMessage } from 'node:http';

/** Host names of the machine itself as `URL` writes them: `127.1` and the like have become `127.0.0.1`. */
const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\]|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\])$/i;

/** Checks requests by their headers. */
export type OriginCheck = (request: Pick<IncomingMessage, 'headers'>) => boolean;

/** Whether a host that a server listens on, however it is spelled, is the machine itself. */
export function isLoopback(host: string): boolean {
  const name = hostName(`http://${host.includes(':') ? `[${host}]` : host}`);
  return name !== undefined && loopback.test(name);
}

/**
 * The check for a server; `listensOn` gives the address it listens on, asked at each request because only the
 * system knows what a name stands for; `allowed` names further hosts under which the server is reached.
 */
export function createOriginCheck(listensOn: () => string, allowed: readonly string[] = []): OriginCheck {
  return ({ headers }) => {
    const asked = hostName(`http://${headers.host ?? ''}`);
    if (asked === undefined) return false;
    if (isLoopback(listensOn()) && !loopback.test(asked) && !allowed.includes(asked)) return false;
    const { origin } = headers;
    if (origin === undefined) return true;
    const from = hostName(origin);
    if (from === undefined) return false;
    // A development server on the same machine passes requests on under its own port.
    if (loopback.test(from) && loopback.test(asked)) return true;
    return allowed.includes(from) || new URL(origin).host === headers.host?.toLowerCase();
  };
}

function hostName(address: string): string | undefined {
  return URL.canParse(address) ? new URL(address).hostname : undefined;
}
