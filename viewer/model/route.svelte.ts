import { parseReplayLink, type ReplayLink, replayLinkDamage } from '../../server/wire/replay-link.ts';

/** Where the page is, from the part of the address after `#`: it works from any server and from a folder. */

export type Route =
  | { readonly screen: 'gallery' }
  | { readonly screen: 'run'; readonly id: string }
  /** The form that changes a scenario before it is run. */
  | { readonly screen: 'change'; readonly id: string }
  | { readonly screen: 'seat'; readonly id: string }
  | { readonly screen: 'record' }
  /** A run of a batch on the server: `name/number`. */
  | { readonly screen: 'batch'; readonly id: string }
  | { readonly screen: 'replay'; readonly link: ReplayLink }
  /** The address of a treaty that lost or changed a part on its way. */
  | { readonly screen: 'damaged'; readonly damage: readonly string[] }
  /** Two runs of the server by their ids, one, or none: then records are chosen on the screen. */
  | { readonly screen: 'compare'; readonly id: string }
  | { readonly screen: 'unknown'; readonly path: string };

/** A text before a mark and after it. */
function split(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** Reads a route from the hash of an address. */
export function parseRoute(hash: string): Route {
  const path = hash.replace(/^#/, '') || '/';
  const [place = '', query = ''] = split(path, '?');
  const [, screen = '', id = '', second = ''] = place.split('/');
  if (screen === '') return { screen: 'gallery' };
  if (screen === 'record') return { screen: 'record' };
  if (screen === 'compare' && /^[a-z0-9-]*$/.test(id + second)) return { screen, id: `${id}/${second}` };
  if ((screen === 'run' || screen === 'seat' || screen === 'change') && /^[a-z0-9-]+$/.test(id))
    return { screen, id };
  if (screen === 'batch' && /^[\w.-]+$/.test(id) && /^(space:)?\d+$/.test(second))
    return { screen, id: `${id}/${second}` };
  if (screen !== 'replay') return { screen: 'unknown', path };
  const link = parseReplayLink(query);
  if (link === undefined) return { screen: 'damaged', damage: replayLinkDamage(query) };
  return { screen: 'replay', link };
}

let current = $state.raw<Route>(parseRoute(location.hash));
window.addEventListener('hashchange', () => {
  current = parseRoute(location.hash);
});

/** The route of the page. */
export const route = (): Route => current;

/** Goes to an address inside the page. */
export function go(path: string): void {
  location.hash = path;
}
