/** The seven pillars of AI readiness: components of GENIA's regional strategy. */
import * as z from 'zod';
import { share } from './basic-schema.ts';

/** Names of the pillars, in their order in a run. */
export const pillarNames = [
  'data',
  'labs',
  'capital',
  'research',
  'talent',
  'industry',
  'regulation',
] as const;
/** Name of a pillar. */
export type PillarName = (typeof pillarNames)[number];

/** Place of a pillar among the seven. */
export const Pillar = Object.fromEntries(pillarNames.map((name, place) => [name, place])) as Record<
  PillarName,
  number
>;

/** A share for some of the pillars. */
export const pillarsSchema = z.strictObject({
  data: share.optional().describe('data policy: collection, warehouses, channels of exchange'),
  labs: share.optional().describe('laboratories that work together across borders'),
  capital: share.optional().describe('investment in start-ups, incubators and accelerators'),
  research: share.optional().describe('research centres and their networks'),
  talent: share.optional().describe('education, training and the exchange of talent'),
  industry: share.optional().describe('use in industry, industrial parks'),
  regulation: share.optional().describe('codes and rules for the ethical use'),
});
