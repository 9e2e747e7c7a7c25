/** The stylesheet of the reference pages: the colours and faces of the viewer, and what paper needs. */
export const stylesheet = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#fffefb, #14161a);
  --raised: light-dark(#f6f3ec, #1d2026);
  --ink: light-dark(#1b1c1e, #eceae5);
  --soft: light-dark(#5c5a55, #a9a7a1);
  --rule: light-dark(#ddd8cd, #33373f);
  --accent: light-dark(#96163f, #ff9bb5);
  --serif: 'Iowan Old Style', 'Palatino Linotype', Palatino, 'Source Serif 4', Georgia, serif;
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 72rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
  font-variant-numeric: tabular-nums lining-nums; overflow-wrap: break-word;
}
a { color: var(--accent); text-underline-offset: 0.15em; }
a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.skip { position: absolute; left: -100vw; }
.skip:focus { position: static; }
h1, h2, h3 { font-family: var(--serif); font-weight: 600; line-height: 1.2; text-wrap: balance; }
h1 { font-size: 2rem; margin: 1.5rem 0 0.25rem; }
h2 { font-size: 1.4rem; margin: 2.5rem 0 0.5rem; padding-top: 0.75rem; border-top: 1px solid var(--rule); }
h3 { font-size: 1.1rem; margin: 1.75rem 0 0.25rem; }
p, li { max-width: 44rem; }
.summary { color: var(--soft); font-size: 1.1rem; margin: 0 0 1rem; }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; margin: 0; padding: 0; }
nav.pages { border-bottom: 1px solid var(--rule); padding-bottom: 0.75rem; }
nav.parts { font-size: 0.9rem; margin: 1rem 0; }
nav a[aria-current] { color: var(--ink); font-weight: 600; text-decoration: none; }
/* Shadows at the sides to which there is more of a table or a chart. */
.wide, .chart { overflow-x: auto; background: linear-gradient(90deg, var(--ground) 40%, transparent) left,
  linear-gradient(-90deg, var(--ground) 40%, transparent) right,
  linear-gradient(90deg, var(--rule), transparent) left,
  linear-gradient(-90deg, var(--rule), transparent) right;
  background-size: 2rem 100%, 2rem 100%, 0.75rem 100%, 0.75rem 100%; background-repeat: no-repeat;
  background-attachment: local, local, scroll, scroll; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; margin: 0.75rem 0 1.25rem; }
caption { text-align: left; color: var(--soft); padding: 0.25rem 0; max-width: min(44rem, 100vw - 2rem); }
th, td {
  text-align: left; vertical-align: top; padding: 0.35rem 1rem 0.35rem 0;
  border-bottom: 1px solid var(--rule);
}
th { font-weight: 600; }
th.right, td.right { text-align: right; }
tbody th { font-weight: 400; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 0.9em; }
p code, li code { background: var(--raised); padding: 0.05em 0.3em; border-radius: 0.2em; }
pre { background: var(--raised); padding: 0.75rem 1rem; overflow-x: auto; }
footer {
  margin-top: 3rem; padding-top: 0.75rem; border-top: 1px solid var(--rule);
  color: var(--soft); font-size: 0.9rem;
}
@media print {
  :root { color-scheme: light; }
  nav, .skip { display: none; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  .wide, .chart { overflow: visible; background: none; }
  /* Paper does not scroll: long names break where they must. */
  table { font-size: 8pt; }
  th, td { overflow-wrap: anywhere; padding-right: 0.5rem; }
  pre { white-space: pre-wrap; }
  h2, h3 { break-after: avoid; }
  tr { break-inside: avoid; }
  a { color: inherit; text-decoration: none; }
}
`;
