/** What every form is given: the view of the seat, its party, and where the answer goes. */
import type { RunView } from '../../engine/analysis/fold.ts';
import type { PartyView } from '../../engine/run/visibility.ts';
import type { WireQuestion } from '../../server/wire/messages.ts';
import type { Faces } from '../model/faces.ts';

/** Properties of a form. */
export interface FormProps {
  readonly question: WireQuestion;
  readonly view: RunView;
  readonly party: PartyView;
  readonly faces: Faces;
  readonly isBusy: boolean;
  readonly send: (answer: unknown) => void;
}
