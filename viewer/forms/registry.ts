/** Which form renders which kind of question; a kind without one is rendered from its schema. */
import type { Component } from 'svelte';
import AmendForm from './AmendForm.svelte';
import AmountForm from './AmountForm.svelte';
import ChoiceForm from './ChoiceForm.svelte';
import ConferForm from './ConferForm.svelte';
import FloorForm from './FloorForm.svelte';
import InPartForm from './InPartForm.svelte';
import JudgeForm from './JudgeForm.svelte';
import ObjectForm from './ObjectForm.svelte';
import ProposeForm from './ProposeForm.svelte';
import type { FormProps } from './props.ts';
import RankForm from './RankForm.svelte';

const forms: Readonly<Record<string, Component<FormProps>>> = {
  propose: ProposeForm,
  draft: ProposeForm,
  judge: JudgeForm,
  object: ObjectForm,
  rank: RankForm,
  amend: AmendForm,
  floor: FloorForm,
  confer: ConferForm,
  sign: InPartForm,
  accede: InPartForm,
  price: AmountForm,
  pay: AmountForm,
};

/** The form for a kind of question. */
export const formFor = (kind: string): Component<FormProps> => forms[kind] ?? ChoiceForm;
