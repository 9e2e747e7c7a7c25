/** The answer first: each hypothesis with its verdict. */
import { tellingFlippers } from '../../../engine/analysis/statistics/flippers.ts';
import { fewestAlike } from '../../../engine/analysis/statistics/paired.ts';
import type { SignShare } from '../../../engine/analysis/statistics/sign-share.ts';
import { esc, figure, label, signed } from '../charts/svg.ts';
import type { ReportData, SpaceFinding } from '../collect.ts';
import { groupsText, tellings } from '../contrast.ts';
import type { JudgedHypothesis } from '../data.ts';
import { type Names, paragraph, percent, probability, type Section, signedInterval } from '../html.ts';

/** What a hypothesis expects, as a sentence. */
function expectation(
  { metric, factor, arm, against, expect, within }: JudgedHypothesis,
  names: Names,
): string {
  const { title } = names(metric);
  const [first, second] =
    factor === undefined ? [arm, against] : [`${factor} = ${arm}`, `${factor} = ${against}`];
  return expect === 'unchanged'
    ? `${title} is the same with ${first} as with ${second}${within > 0 ? `, within ±${figure(within)}` : ''}`
    : `${title} is ${expect} with ${first} than with ${second}`;
}

const counted = (n: number, thing: string): string => `${n} ${thing}${n === 1 ? '' : 's'}`;

/** Points that say nothing, and those that say less; that they are so is no chance. */
function leftOutText({ share, thinned, failed }: SpaceFinding, metric: string): string {
  const { leftOut, n } = share;
  if (leftOut + thinned === 0) return '';
  const why = failed > 0 ? '' : ', as of an outcome that never came';
  const gone =
    leftOut === 0
      ? ''
      : ` ${leftOut} of ${counted(n + leftOut, 'point')} ${leftOut === 1 ? 'is' : 'are'} left out: in no ` +
        `pair do both arms have a value of ${metric}${why}.`;
  const fewer =
    thinned === 0 ? '' : ` At ${counted(thinned, 'point')} some pairs are left out for want of a value.`;
  const selects = ' This selects: the share is of cases in which the value exists with both arms.';
  return `${gone}${fewer}${failedText(failed)}${selects}`;
}

/** That runs of the space came to nothing, for which nobody should look in the model. */
function failedText(failed: number): string {
  if (failed === 0) return '';
  const runs = `${counted(failed, 'run')} of the two arms ${failed === 1 ? 'has' : 'have'} no result`;
  return ` ${runs}: a run failed, or its values make no valid scenario.`;
}

/** The parameters that part the points, or why none is told. */
function partingText(share: SignShare): string {
  const { flippers, contrast, tried } = share;
  if (flippers.length === 0) return '';
  const family = `after Holm’s correction for the ${tried} tests of this hypothesis`;
  const told = tellingFlippers(share).map(
    ({ parameter, threshold, shareBelow, shareAbove }) =>
      `${parameter} (${tellings[contrast].counted} at ${percent(shareBelow.estimate)} of the points up to ` +
      `${label(threshold)}, at ${percent(shareAbove.estimate)} above)`,
  );
  if (told.length > 0)
    return ` What tells ${groupsText(share)}, by more than chance ${family}: ${told.join(', ')}.`;
  return share.canTell
    ? ` No parameter alone tells where it holds or is contradicted by more than chance, ${family}.`
    : ` There are too few points of one kind to tell what it hangs on, ${family}.`;
}

/** The parameters that the comparison varies, where it does not vary all in both arms. */
function variedText({ parameters, alone, unvaried }: SpaceFinding): string {
  if (alone.length + unvaried.length === 0) return '';
  const varied = `The comparison varies ${counted(parameters.length, 'parameter')}`;
  const rest = unvaried.length === 0 ? '' : `; ${unvaried.length} of the space vary in neither arm`;
  const some = alone.map(({ arm, titles }) => `, ${titles.length} of them in ${arm} alone`);
  return ` ${varied}${some.join('')}${rest}.`;
}

/** What an estimate is where it is as expected. */
function asExpected({ expect, within }: JudgedHypothesis): string {
  if (expect !== 'unchanged') return 'has the expected sign';
  return within > 0 ? 'lies within the margin' : 'shows no difference';
}

/** Where there are too few pairs at a point to conclude that nothing differs. */
function fewText({ expect }: JudgedHypothesis, data: ReportData, { alike, n }: SignShare): string {
  const pairs = data.batch.job.stages.find(({ id }) => id === 'space')?.replications ?? fewestAlike;
  if (expect === 'unchanged' && pairs < fewestAlike)
    return ` With ${counted(pairs, 'pair')} a point nothing is shown to be the same; ${fewestAlike} would.`;
  const points = Math.round(alike.estimate * n);
  if (points === 0) return '';
  return (
    ` At ${counted(points, 'point')} no pair differs at all, and it stays undecided: that nothing ` +
    `differs is concluded from ${fewestAlike} pairs on.`
  );
}

/** In how much of the plausible space a hypothesis holds; nothing where none was tried. */
function spaceParagraph(data: ReportData, hypothesis: JudgedHypothesis, metric: string): string {
  const { id } = hypothesis;
  const found = findingOf(data, id);
  if (found === undefined) return '';
  const { share } = found;
  const { holds, undecided, flips, same, estimated, n } = share;
  const none =
    same.estimate > 0
      ? ` (${counted(Math.round(flips.estimate * n), 'point')}, ` +
        `at ${Math.round(same.estimate * n)} of which no pair differs)`
      : '';
  const gone = leftOutText(found, metric);
  if (n === 0) return paragraph(`Over the plausible values nothing can be said of it.${gone}`);
  const said =
    `Over the plausible values it holds at ${percent(holds.estimate)} of ${counted(n, 'point')} ` +
    `(95 % interval ${percent(holds.lower)} to ${percent(holds.upper)}), by the 98 % interval at each ` +
    `point; it is undecided at ${percent(undecided.estimate)} and contradicted at ` +
    `${percent(flips.estimate)}${none}. The estimate alone ${asExpected(hypothesis)} at ` +
    `${percent(estimated.estimate)}.${fewText(hypothesis, data, share)}`;
  return paragraph(`${said}${variedText(found)}${gone}${partingText(share)}`);
}

/** What a p value is of. */
const nullOf = ({ expect, within }: JudgedHypothesis): string =>
  expect === 'unchanged'
    ? `of a difference of ${figure(within)} or more (two one-sided tests)`
    : 'of no difference';

const worthOfAPair = (worth: string): string =>
  `a pair is worth ${worth} independent ${worth === '1' ? 'pair' : 'pairs'}`;

const findingOf = ({ space }: ReportData, id: string) => space.find(({ hypothesis }) => hypothesis === id);

/** How far a verdict carries: under it, the shares of the space. */
function besideVerdict(data: ReportData, id: string): string {
  const share = findingOf(data, id)?.share;
  if (share === undefined || share.n === 0) return '';
  const { holds, estimated } = share;
  return (
    `<p class="soft">holds at ${percent(holds.estimate)} of the space, ` +
    `as expected at ${percent(estimated.estimate)}</p>`
  );
}

/** In how much of the space the hypotheses are as expected, and what a point of it is. */
function spaceSummary(data: ReportData): string {
  const tried = data.space.filter(({ share }) => share.n > 0);
  const [stage] = data.batch.job.stages.filter(({ id }) => id === 'space');
  if (stage === undefined || tried.length === 0) return '';
  const sure = tried.filter(({ share }) => share.estimated.estimate >= nearlyAll);
  const [least] = [...tried].sort((a, b) => a.share.estimated.estimate - b.share.estimated.estimate);
  const worst =
    least === undefined || sure.length === tried.length
      ? ''
      : `; least often ${least.hypothesis}, at ${percent(least.share.estimated.estimate)}`;
  return paragraph(
    `Over the plausible values of what nobody knows, by their estimates ${sure.length} of ` +
      `${tried.length} are as expected at ${percent(nearlyAll)} of the points or more${worst}. A point is ` +
      `one setting of ${counted(stage.factors.length, 'parameter')}, drawn from their ranges; there are ` +
      `${stage.places}, each played with ${counted(stage.replications, 'seed')} of its own in every arm.`,
  );
}

/** The share of the space from which on a hypothesis counts as one that does not hang on what was varied. */
const nearlyAll = 0.95;

function verdictItem(finding: JudgedHypothesis, data: ReportData, names: Names): string {
  const { id, difference, verdict, effect, adjusted, why, metric } = finding;
  const { n, leftOut, varianceReduction } = difference;
  const found = signedInterval(difference, names(metric).unit, '98 %');
  const facts = [
    `${n} pairs${leftOut > 0 ? `, ${leftOut} left out for want of a value` : ''}`,
    ...(Number.isFinite(effect.estimate)
      ? [`${signed(effect.estimate)} standard deviations of the difference`]
      : []),
    ...(Number.isFinite(adjusted)
      ? [`p ${probability(adjusted)} ${nullOf(finding)}, after Holm’s correction`]
      : []),
    ...(Number.isFinite(varianceReduction) ? [worthOfAPair(label(varianceReduction))] : []),
  ];
  return (
    `<li><div><p class="verdict ${verdict}">${verdict}</p>${besideVerdict(data, id)}</div><div>` +
    `<p><strong>${esc(expectation(finding, names))}</strong> <code>${esc(id)}</code></p>` +
    `<p>${esc(found)}</p>${spaceParagraph(data, finding, names(metric).title)}` +
    `<p class="soft">${esc(facts.join(' · '))}</p><p class="soft">${esc(why)}</p></div></li>`
  );
}

function answersSection(data: ReportData, names: Names): string {
  const { hypotheses } = data;
  if (hypotheses.length === 0)
    return paragraph('The experiment states no hypothesis: what follows describes its runs.');
  const counts = (['supported', 'contradicted', 'undecided'] as const)
    .map((verdict) => ({ verdict, count: hypotheses.filter((entry) => entry.verdict === verdict).length }))
    .filter(({ count }) => count > 0)
    .map(({ verdict, count }) => `${count} ${verdict}`);
  const items = hypotheses.map((finding) => verdictItem(finding, data, names)).join('\n');
  const summary = `Of ${hypotheses.length} hypotheses: ${counts.join(', ')}.`;
  const how =
    'A verdict rests on the 98 % interval of its own hypothesis, as it was stated: supported when ' +
    'all of it has the ' +
    'expected sign, contradicted when all of it has the other. Where no difference is expected, all of it ' +
    'must lie within the margin that the experiment declares, of forty pairs or more. The p value beside ' +
    'it is that of no ' +
    'difference or, where none is expected, of one as large as the margin, ' +
    'corrected for the number of hypotheses: a verdict with a large one is the weaker for it.';
  return (
    `<p class="summary">${summary}</p>${spaceSummary(data)}<ul class="verdicts">${items}</ul>` +
    `<p ` +
    `class="soft">${esc(how)}</p>`
  );
}

/** The section. */
export const answers: Section = { id: 'answers', render: answersSection };
