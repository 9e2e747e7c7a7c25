/** The tables of rulings: one for each registered protocol, one line each. */
import { adoptionRulings } from './adoption.ts';
import { agendaSettingRulings } from './agenda-setting.ts';
import { assemblyRulings } from './assembly.ts';
import { blocToBlocRulings } from './bloc-to-bloc.ts';
import { caucusRulings } from './caucus.ts';
import { contactGroupsRulings } from './contact-groups.ts';
import { executiveOrdersRulings } from './executive-orders.ts';
import { expectedUtilityChallengeRulings } from './expected-utility-challenge.ts';
import { pledgeAndReviewRulings } from './pledge-and-review.ts';
import { positionExchangeRulings } from './position-exchange.ts';
import { reviewConferenceRulings } from './review-conference.ts';
import type { Ruling } from './ruling.ts';
import { silenceProcedureRulings } from './silence-procedure.ts';
import { singleTextRulings } from './single-text.ts';
import { stakeholderMappingRulings } from './stakeholder-mapping.ts';
import { treatyLifeRulings } from './treaty-life.ts';

export type { Ruling } from './ruling.ts';

/** Rulings by id of protocol. */
export const rulings: Readonly<Record<string, readonly Ruling[]>> = {
  adoption: adoptionRulings,
  'agenda-setting': agendaSettingRulings,
  assembly: assemblyRulings,
  'bloc-to-bloc': blocToBlocRulings,
  caucus: caucusRulings,
  'contact-groups': contactGroupsRulings,
  'executive-orders': executiveOrdersRulings,
  'expected-utility-challenge': expectedUtilityChallengeRulings,
  'pledge-and-review': pledgeAndReviewRulings,
  'position-exchange': positionExchangeRulings,
  'review-conference': reviewConferenceRulings,
  'silence-procedure': silenceProcedureRulings,
  'single-text': singleTextRulings,
  'stakeholder-mapping': stakeholderMappingRulings,
  'treaty-life': treatyLifeRulings,
};
