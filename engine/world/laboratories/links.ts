/** How the network grows: which two laboratories are linked next. */
import type { Run } from '../../run/contract.ts';
import { EventKind } from '../../run/events.ts';
import { mostLinksAdded, type Network } from './network.ts';

/** Whether two laboratories were linked in the run; the place of the next pair is where the list ends. */
function isAdded(added: Int32Array, one: number, other: number): boolean {
  for (let e = 0; e < mostLinksAdded && added[2 * e] >= 0; e++) {
    if (added[2 * e] === one && added[2 * e + 1] === other) return true;
  }
  return false;
}

/**
 * Links the two open laboratories of different states, not linked yet, whose hosts are furthest apart in
 * readiness; the first pair of those as far. Does nothing where there is no such pair.
 */
export function linkNext(run: Run, network: Network, isOpen: (node: number) => boolean): void {
  const { count, host, isLinked } = network;
  const { readiness } = run.scenario;
  const added = run.i32['laboratories.added'];
  let best = -1;
  let [from, to] = [-1, -1];
  for (let one = 0; one < count; one++) {
    if (!isOpen(one)) continue;
    for (let other = one + 1; other < count; other++) {
      if (isLinked[one * count + other] === 1 || host[one] === host[other] || !isOpen(other)) continue;
      const gap = Math.abs(readiness[host[one]] - readiness[host[other]]);
      if (gap <= best || isAdded(added, one, other)) continue;
      best = gap;
      from = one;
      to = other;
    }
  }
  if (from < 0) return;
  let place = 0;
  while (place < mostLinksAdded && added[2 * place] >= 0) place++;
  if (place === mostLinksAdded) return;
  added[2 * place] = from;
  added[2 * place + 1] = to;
  run.emit(EventKind.laboratoriesLinked, host[from], host[to], from, to);
}
