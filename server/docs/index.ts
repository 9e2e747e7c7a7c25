/**
 * The reference pages: made from the registries, the schema and the commands, never from lists of their own.
 * The server has them under /docs, `plenary docs` prints them.
 */
import type { PageSource } from './blocks.ts';
import { commandLinePage } from './pages/command-line.ts';
import { determinismPage } from './pages/determinism.ts';
import { experimentPage } from './pages/experiment.ts';
import { mechanismsPage, protocolsPage, strategiesPage } from './pages/parts.ts';
import { positionsPage } from './pages/positions.ts';
import { rulesPage } from './pages/rules.ts';
import { rulingsPage } from './pages/rulings.ts';
import { scenarioPage } from './pages/scenario.ts';
import { startPage } from './pages/start.ts';
import { statechartsPage } from './pages/statecharts.ts';
import { codesPage, eventsPage, metricsPage, questionsPage } from './pages/tables.ts';
import { textPage } from './pages/text.ts';
import { validationPage } from './pages/validation.ts';
import { wordsPage } from './pages/words.ts';
import { renderHtml } from './render-html.ts';
import { renderText } from './render-text.ts';

/** A page of the reference. */
export interface DocPage {
  /** Its place below /docs and its name for `plenary docs`; empty for the first page. */
  readonly path: string;
  readonly title: string;
  readonly summary: string;
  readonly html: string;
  readonly text: string;
}

const reference: readonly PageSource[] = [
  scenarioPage,
  textPage,
  rulesPage,
  experimentPage,
  protocolsPage,
  rulingsPage,
  strategiesPage,
  mechanismsPage,
  metricsPage,
  eventsPage,
  questionsPage,
  codesPage,
  statechartsPage,
  commandLinePage,
  positionsPage,
  validationPage,
  wordsPage,
  determinismPage,
];

/** All pages, the first one first. */
export function docPages(): DocPage[] {
  const pages = [startPage(reference), ...reference];
  return pages.map((page) => ({
    path: page.path,
    title: page.title,
    summary: page.summary,
    html: renderHtml(page, pages),
    text: renderText(page),
  }));
}
