/** The registry of signs, in the order of the model’s table: one line each. */
import { aid, laboratories, modality, psi, shares } from './development.ts';
import { commit, commitKept, waivers } from './home.ts';
import { audits, depth, punishment, transparency } from './keeping.ts';
import type { Sign } from './sign.ts';
import { dispersion, openness, prior, priorOfAll, rule, seats, size, watchedTalks } from './talks.ts';

/** All signs. */
export const signs: readonly Sign[] = [
  rule,
  dispersion,
  size,
  transparency,
  watchedTalks,
  openness,
  audits,
  depth,
  punishment,
  aid,
  laboratories,
  modality,
  prior,
  priorOfAll,
  commitKept,
  commit,
  seats,
  waivers,
  shares,
  psi,
];
