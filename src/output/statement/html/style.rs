//! The style sheet.

pub(super) const SHEET: &str = r#"
:root { color-scheme: light dark; --ink: #1b1b1b; --faint: #666; --paper: #fff; --line: #ccc; --chip: 93%; --chip-ink: 22%; --mark: 88%; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8e8e8; --faint: #a0a0a0; --paper: #16181b; --line: #444; --chip: 20%; --chip-ink: 84%; --mark: 28%; }
}
body { color: var(--ink); background: var(--paper); max-width: 60rem; margin: 2rem auto; padding: 0 1rem; line-height: 1.75;
  font-family: "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", SimSun, "Noto Sans CJK SC", serif; }
article + article { border-top: 3px double var(--line); margin-top: 3rem; }
h1 { font-size: 1.5rem; line-height: 1.4; margin-bottom: .3rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
.facts, .key, .section, small, .number, table, .chip, details { font-family: "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif; }
.facts, .key, .section { color: var(--faint); font-size: .85rem; }
table { border-collapse: collapse; width: 100%; font-size: .85rem; line-height: 1.4; }
th, td { text-align: left; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 600; }
td.figure, th.figure { text-align: right; font-variant-numeric: tabular-nums; }
th[scope=row] { white-space: nowrap; }
th[scope=row] small { color: var(--faint); font-weight: normal; }
td.share { width: 9rem; white-space: nowrap; }
.bar { display: inline-block; height: .7rem; margin-right: .4rem; vertical-align: baseline; border: 1px solid hsl(var(--h) 45% 45%); background: hsl(var(--h) 50% 60%); }
td.places a { display: inline-block; padding: 0 .15rem; }
a { color: inherit; }
.paragraph { margin: 1.1rem 0; padding-left: 3.2rem; position: relative; break-inside: avoid; }
.paragraph p { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
.paragraph:target { outline: 2px solid var(--line); outline-offset: .4rem; }
.number { position: absolute; left: 0; width: 2.6rem; text-align: right; color: var(--faint); font-size: .85rem; overflow-wrap: anywhere; }
.section { margin: 1.6rem 0 0; padding-left: 3.2rem; font-weight: 600; }
.chip { display: inline-block; font-size: .78rem; line-height: 1.5; padding: 0 .5rem; margin: 0 .35rem .3rem 0; border-radius: .8rem;
  color: hsl(var(--h) 60% var(--chip-ink)); background: hsl(var(--h) 60% var(--chip)); border: 1.5px solid hsl(var(--h) 45% 50%); }
.chip small { opacity: .85; }
.unsure { border-style: dashed; }
.near { border-style: dotted; background: transparent; }
.quiet { color: var(--faint); font-size: .8rem; }
mark { color: inherit; background: hsl(var(--h) 70% var(--mark)); border-bottom: 2px solid hsl(var(--h) 55% 50%); padding: 0 .05em; }
details { font-size: .8rem; color: var(--faint); line-height: 1.5; margin-top: .3rem; }
details td { white-space: nowrap; }
details td:first-child { width: 100%; white-space: normal; }
@media (max-width: 40rem) {
  body { margin: 1rem auto; padding: 0 .7rem; }
  th[scope=row] { white-space: normal; }
  :is(th, td).figure:nth-child(n+3):nth-child(-n+5), .bar { display: none; }
  td.share { width: auto; }
  .paragraph, .section { padding-left: 2.2rem; }
  .number { width: 1.8rem; }
}
@media print {
  body { max-width: none; margin: 0; font-size: 10pt; }
  a { text-decoration: none; }
  h1, h2, .section, .key { break-after: avoid; }
  table { font-size: 8pt; }
  td.share { width: 7.5rem; }
  tr { break-inside: avoid; }
  .bar, .chip, mark { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"#;
