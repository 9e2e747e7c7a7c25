/** The sections of a report, in their order: one line each. */
import type { Section } from '../html.ts';
import { convergence } from './convergence.ts';
import { courses } from './courses.ts';
import { distributions } from './distributions.ts';
import { effects } from './effects.ts';
import { factors } from './factors.ts';
import { manifest } from './manifest.ts';
import { means } from './means.ts';
import { registration } from './registration.ts';
import { samples } from './samples.ts';
import { sensitivity } from './sensitivity.ts';
import { space } from './space.ts';
import { times } from './times.ts';

/** What follows the answers. */
export const sections: readonly Section[] = [
  registration,
  effects,
  means,
  distributions,
  factors,
  samples,
  times,
  courses,
  space,
  sensitivity,
  convergence,
  manifest,
];
