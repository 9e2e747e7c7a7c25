/** The tables of rulings: one for each registered protocol, one line each. */
import { adoptionRulings } from './adoption.ts';
import { agendaSettingRulings } from './agenda-setting.ts';
import { assemblyRulings } from './assembly.ts';
import { executiveOrdersRulings } from './executive-orders.ts';
import type { Ruling } from './ruling.ts';
import { singleTextRulings } from './single-text.ts';
import { stakeholderMappingRulings } from './stakeholder-mapping.ts';
import { treatyLifeRulings } from './treaty-life.ts';

export type { Ruling } from './ruling.ts';

/** Rulings by id of protocol. */
export const rulings: Readonly<Record<string, readonly Ruling[]>> = {
  adoption: adoptionRulings,
  'agenda-setting': agendaSettingRulings,
  assembly: assemblyRulings,
  'executive-orders': executiveOrdersRulings,
  'single-text': singleTextRulings,
  'stakeholder-mapping': stakeholderMappingRulings,
  'treaty-life': treatyLifeRulings,
};
