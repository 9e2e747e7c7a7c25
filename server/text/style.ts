/** How a treaty looks: on a screen a sheet, on paper A4 with page numbers. No colour is needed. */
export const treatyStyle = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 3rem clamp(1.25rem, 6vw, 4rem) 4rem; max-width: 46rem;
  background: #fff; color: #1a1a1a;
  font: 1.0625rem/1.6 Charter, "Bitstream Charter", "Iowan Old Style", Georgia, serif;
  font-variant-numeric: oldstyle-nums; hyphens: auto; overflow-wrap: break-word;
}
header { text-align: center; border-bottom: 1px solid #1a1a1a; padding-bottom: 1.5rem; margin-bottom: 2rem; }
h1 {
  font-size: 1.75rem; line-height: 1.25; margin: 0 0 .75rem; font-weight: 600; hyphens: manual;
  text-wrap: balance;
}
h2 {
  font-size: 1.0625rem; line-height: 1.35; margin: 2rem 0 .5rem; font-weight: 600; text-align: center;
  hyphens: manual;
}
h2 small { display: block; font-size: .9375rem; font-weight: 400; font-style: italic; }
h2.part { text-align: left; border-bottom: 1px solid #1a1a1a; padding-bottom: .2rem; margin-top: 3rem; }
p { margin: 0 0 .6rem; }
.kicker, .standing { font: .875rem/1.5 system-ui, "Open Sans", sans-serif; color: #555; margin: 0 0 .75rem; }
.standing { margin: 0; }
.recital { text-indent: 1.5rem; }
.recital em { font-style: italic; }
.bracket > .edge { font-weight: 700; font-size: 1.1em; }
.bracket .slash { font-weight: 700; padding: 0 .15em; }
.in-text { text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: .2em; }
.by { font-size: .75em; letter-spacing: .03em; color: #444; white-space: normal; }
abbr { text-decoration: none; }
.by .against { color: #1a1a1a; font-weight: 600; }
.closed { font-size: .8125rem; font-style: italic; color: #555; }
sup { line-height: 0; font-size: .7em; }
a { color: inherit; }
table {
  width: 100%; border-collapse: collapse; font: .875rem/1.45 system-ui, "Open Sans", sans-serif;
  font-variant-numeric: tabular-nums;
}
caption {
  text-align: left; padding: 0 0 .5rem; font: italic 1rem/1.5 Charter, "Bitstream Charter", Georgia, serif;
}
th, td {
  padding: .45rem .6rem .45rem 0; border-bottom: 1px solid #ccc; text-align: left;
  vertical-align: baseline;
}
thead th { border-bottom-color: #1a1a1a; font-weight: 600; }
tbody th { font-weight: 400; }
.code { font-size: .75rem; letter-spacing: .04em; color: #555; }
th.number, td.number { text-align: right; }
.wide { overflow-x: auto; }
ol, ul { padding-left: 1.5rem; margin: 0 0 .6rem; }
li { margin-bottom: .3rem; }
del { text-decoration: line-through; color: #555; }
ins { text-decoration: underline; text-decoration-thickness: 2px; font-weight: 600; }
.again { display: flex; flex-wrap: wrap; gap: 1rem 2rem; align-items: flex-start; }
.again > div { flex: 1 1 18rem; min-width: 0; }
.qr { width: 9rem; height: 9rem; flex: none; }
pre {
  margin: 0 0 .6rem; white-space: pre-wrap; overflow-wrap: anywhere;
  font: .8125rem/1.5 ui-monospace, "Cascadia Mono", Menlo, monospace;
}
.small { font: .8125rem/1.5 system-ui, "Open Sans", sans-serif; color: #555; overflow-wrap: anywhere; }
@page {
  size: A4; margin: 24mm 22mm 24mm;
  @bottom-center { content: counter(page) " / " counter(pages); font: 9pt Charter, Georgia, serif; }
}
@media print {
  body { max-width: none; padding: 0; font-size: 10.5pt; line-height: 1.45; }
  h2 { break-after: avoid; }
  p, li { orphans: 3; widows: 3; }
  tr, .again { break-inside: avoid; }
  .signatures { break-before: page; }
  .wide { overflow: visible; }
  .kicker, .standing, .by, .closed, .code, .small, del { color: #333; }
}
`;
