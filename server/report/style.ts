/** The stylesheet of a report: the colours and faces of the viewer, and what paper needs. */
import { stylesheet } from '../docs/style.ts';

/** What bears the colour of an arm. */
const hues = Array.from({ length: 7 }, (_, i) => {
  const own = `.hue-${i}`;
  return [
    `svg rect${own}, svg .band${own} { fill: var(--hue-${i}); }`,
    `svg .curve${own}, svg .leader${own} { stroke: var(--hue-${i}); }`,
    `svg text${own} { fill: var(--hue-${i}); font-weight: 600; }`,
  ].join('\n');
}).join('\n');

/** The stylesheet. */
export const reportStyle = `${stylesheet}
:root {
  --good: light-dark(#00684a, #57c8a0);
  --bad: light-dark(#9a3412, #f5a37a);
  --hue-0: light-dark(#0072b2, #4aa8e6); --hue-1: light-dark(#d55e00, #f0803a);
  --hue-2: light-dark(#009e73, #2fc49a); --hue-3: light-dark(#c0699a, #dd9cc2);
  --hue-4: light-dark(#b77f00, #e6a820); --hue-5: light-dark(#3f93c6, #8fd0f5);
  --hue-6: light-dark(#55565a, #b9bbc0);
}
svg { display: block; width: 100%; height: auto; margin: 0.5rem 0 1rem; font: 13px system-ui, sans-serif;
  font-variant-numeric: tabular-nums; }
svg text { fill: var(--ink); }
svg .mark { fill: var(--soft); font-size: 12px; }
svg .figure { font-size: 12px; }
svg .grid { stroke: var(--rule); stroke-width: 1; }
svg .zero { stroke: var(--soft); stroke-width: 1; }
svg .whisker { stroke: var(--accent); stroke-width: 2; }
svg .dot { fill: var(--accent); }
svg .heat { fill: color-mix(in oklab, var(--hue-0) var(--share), var(--raised)); }
svg .on-heat { fill: light-dark(#fff, #10131a); font-size: 12px; }
svg .curve { fill: none; stroke-width: 2; }
svg .band { stroke: none; opacity: 0.16; }
svg .leader { stroke-width: 1; opacity: 0.6; }
svg .curve.hue-1, svg .curve.hue-4 { stroke-dasharray: 7 3; }
svg .curve.hue-2, svg .curve.hue-5 { stroke-dasharray: 2 3; }
svg .curve.hue-3, svg .curve.hue-6 { stroke-dasharray: 9 3 2 3; }
svg .marks { fill: none; stroke: var(--hue-0); stroke-linecap: round; stroke-width: 1.2; opacity: 0.75; }
svg .marks.dot { stroke-width: 5; opacity: 0.6; }
svg .marks.cross { stroke: var(--bad); stroke-width: 1.6; }
svg .trend { fill: none; stroke: var(--ink); stroke-width: 1.8; stroke-linejoin: round; }
.panels { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr));
  gap: 0 1.5rem; }
svg a:focus-visible rect { stroke: var(--ink); stroke-width: 2; }
${hues}
.verdicts { list-style: none; margin: 1.5rem 0; padding: 0; }
.verdicts > li { max-width: none; border-top: 1px solid var(--rule); padding: 0.9rem 0; display: grid;
  grid-template-columns: 8.5rem 1fr; gap: 0.25rem 1.25rem; }
.verdict { font-weight: 650; }
.verdict.supported { color: var(--good); }
.verdict.contradicted { color: var(--bad); }
.verdict.undecided { color: var(--soft); }
.verdicts p { margin: 0 0 0.25rem; }
.verdicts > li > div:first-child .soft { font-size: 0.85rem; }
.verdicts code { font-weight: 400; }
.soft { color: var(--soft); }
.notice { border-left: 3px solid var(--accent); padding: 0.1rem 0 0.1rem 0.9rem; margin: 1rem 0; }
@media (max-width: 40rem) { .verdicts > li { grid-template-columns: 1fr; } }
@media print { svg { break-inside: avoid; min-width: 0 !important; }
  .panels { grid-template-columns: 1fr 1fr; } .verdicts > li { break-inside: avoid; } }
`;
