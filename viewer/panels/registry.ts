/**
 * The panels of the run view. A panel is one file that shows a `RunModel`; to add one, write it and name it
 * here. Panels stand in the order of the list, in the column they name.
 */
import type { Component } from 'svelte';
import { isGoverned } from '../../engine/analysis/governance.ts';
import type { ScenarioView } from '../../engine/run/visibility.ts';
import { canStandTogether } from '../model/coalition-graph.ts';
import { hasFloor } from '../model/floor.ts';
import type { RunModel } from '../model/run.svelte.ts';
import CoalitionPanel from './CoalitionPanel.svelte';
import CompliancePanel from './CompliancePanel.svelte';
import FloorPanel from './FloorPanel.svelte';
import GovernancePanel from './GovernancePanel.svelte';
import HistoryPanel from './HistoryPanel.svelte';
import LogPanel from './LogPanel.svelte';
import OutcomePanel from './OutcomePanel.svelte';
import PartiesPanel from './PartiesPanel.svelte';
import RemedyPanel from './RemedyPanel.svelte';
import TextPanel from './TextPanel.svelte';
import TreatyPanel from './TreatyPanel.svelte';
import TrustHistoryPanel from './TrustHistoryPanel.svelte';
import TrustPanel from './TrustPanel.svelte';
import UtilityPanel from './UtilityPanel.svelte';
import VotePanel from './VotePanel.svelte';

/** What every panel is given. */
export interface PanelProps {
  readonly model: RunModel;
}

/** One panel. */
export interface Panel {
  readonly id: string;
  readonly title: string;
  readonly column: 'text' | 'parties' | 'charts' | 'log';
  readonly component: Component<PanelProps>;
  /** Of which scenarios; by default of all. */
  readonly isFor?: (scenario: ScenarioView) => boolean;
}

const hasTreatyLife = (scenario: ScenarioView): boolean =>
  scenario.phases.some(({ protocol }) => protocol === 'treaty-life');

/** All panels. */
export const panels: readonly Panel[] = [
  { id: 'text', title: 'Text', column: 'text', component: TextPanel },
  { id: 'history', title: 'How the text came to be', column: 'text', component: HistoryPanel },
  { id: 'treaty', title: 'After the gavel', column: 'text', component: TreatyPanel, isFor: hasTreatyLife },
  {
    id: 'conduct',
    title: 'Cannot and will not',
    column: 'text',
    component: CompliancePanel,
    isFor: (scenario) => scenario.world.compliance !== undefined,
  },
  { id: 'parties', title: 'Parties', column: 'parties', component: PartiesPanel },
  {
    id: 'coalitions',
    title: 'Who stands with whom',
    column: 'parties',
    component: CoalitionPanel,
    isFor: canStandTogether,
  },
  { id: 'floor', title: 'The floor', column: 'parties', component: FloorPanel, isFor: hasFloor },
  { id: 'votes', title: 'Votes', column: 'parties', component: VotePanel },
  { id: 'remedies', title: 'What would it take?', column: 'parties', component: RemedyPanel },
  { id: 'utility', title: 'Utility against the limit', column: 'charts', component: UtilityPanel },
  { id: 'outcomes', title: 'Outcome space', column: 'charts', component: OutcomePanel },
  { id: 'trust', title: 'Trust', column: 'charts', component: TrustPanel },
  {
    id: 'trust-history',
    title: 'Trust over time',
    column: 'charts',
    component: TrustHistoryPanel,
    isFor: (scenario) => scenario.world.trust !== undefined,
  },
  {
    id: 'governance',
    title: 'State of governance',
    column: 'charts',
    component: GovernancePanel,
    isFor: (scenario) => hasTreatyLife(scenario) && isGoverned(scenario),
  },
  { id: 'log', title: 'Log', column: 'log', component: LogPanel },
];
