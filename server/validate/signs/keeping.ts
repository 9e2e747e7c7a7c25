/** Signs of how a treaty is kept, on fixed members and a given text. */
import type { Sign } from './sign.ts';
import { type Given, given } from './world.ts';

const level = (name: string, options: Given) => ({
  name,
  document: (world: number) => given(world, options),
});
const compliance = (name: string, settings: object, options: Given = {}) =>
  level(name, { ...options, world: { compliance: settings } });

const kept = [
  { metric: 'compliance', expect: 'higher' },
  { metric: 'meanTrust', expect: 'higher' },
] as const;

/** Transparency of monitoring. */
export const transparency: Sign = {
  id: 'transparency',
  title: 'Transparency of monitoring',
  prototype: 'τ 0 to 1: compliance .25, .37, .50, .62, .69; final trust .45 to .61',
  fixed: 'membership and text',
  levels: [0, 0.25, 0.5, 0.75, 1].map((value) => compliance(`τ ${value}`, { transparency: value })),
  expectations: kept,
};

/** Audits a period. */
export const audits: Sign = {
  id: 'audits',
  title: 'Audits a period',
  prototype: 'ν .25 to 4: compliance .23, .31, .46, .62, .68; trust .34 to .76',
  fixed: 'membership and text',
  levels: [0.25, 0.5, 1, 2, 4].map((value) => compliance(`ν ${value}`, { audits: value })),
  expectations: kept,
};

/** Depth of the text. */
export const depth: Sign = {
  id: 'depth',
  title: 'Depth of the text',
  prototype: 'D .2 to .8: compliance .73, .63, .50, .35, .22',
  fixed: 'membership and text',
  levels: [4, 7, 10, 13, 16].map((twentieths) => level(`D ${twentieths / 20}`, { depth: twentieths })),
  expectations: [{ metric: 'compliance', expect: 'lower' }],
};

/** Punishment of a deep treaty. */
export const punishment: Sign = {
  id: 'punishment',
  title: 'Punishment at depth .8',
  prototype: 'P .25 to .5: compliance .22 to .41 (Downs, Rocke and Barsoom 1996)',
  fixed: 'membership and text',
  levels: [0.25, 0.5].map((value) => compliance(`P ${value}`, { punishment: value }, { depth: 16 })),
  expectations: [{ metric: 'compliance', expect: 'higher' }],
};
