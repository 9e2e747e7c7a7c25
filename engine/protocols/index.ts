/** The registry of protocols: one line each. */
import type { Protocol } from '../run/contract.ts';
import { adoption } from './adoption.ts';
import { agendaSetting } from './agenda-setting.ts';
import { assembly } from './assembly.ts';
import { blocToBloc } from './bloc-to-bloc.ts';
import { caucus } from './caucus.ts';
import { contactGroups } from './contact-groups.ts';
import { executiveOrders } from './executive-orders.ts';
import { expectedUtilityChallenge } from './expected-utility-challenge.ts';
import { pledgeAndReview } from './pledge-and-review.ts';
import { positionExchange } from './position-exchange.ts';
import { reviewConference } from './review-conference.ts';
import { silenceProcedure } from './silence-procedure.ts';
import { singleText } from './single-text.ts';
import { stakeholderMapping } from './stakeholder-mapping.ts';
import { treatyLife } from './treaty-life.ts';

/** The registered protocols. */
export const protocols: readonly Protocol[] = [
  stakeholderMapping,
  executiveOrders,
  agendaSetting,
  caucus,
  contactGroups,
  singleText,
  assembly,
  pledgeAndReview,
  positionExchange,
  expectedUtilityChallenge,
  silenceProcedure,
  blocToBloc,
  adoption,
  treatyLife,
  reviewConference,
];
