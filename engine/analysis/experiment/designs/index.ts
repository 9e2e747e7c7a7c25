/** The registry of sampling designs: one line each. */
import type { Design } from './design.ts';
import { latinHypercube } from './latin-hypercube.ts';
import { morris } from './morris.ts';
import { random } from './random.ts';
import { saltelli } from './saltelli.ts';
import { sobol } from './sobol.ts';

/** The registered designs. */
export const designs: readonly Design[] = [latinHypercube, sobol, random, morris, saltelli];

/** The design called `id`, or undefined. */
export function designCalled(id: string): Design | undefined {
  return designs.find((design) => design.id === id);
}
