/** Style of the self-contained report of compliance. Colours follow the reader's preference; printed, everything is shown. */
export const COMPLIANCE_STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --paper: #ffffff; --panel: #f6f8fa;
  --pass: #1a7f37; --fail: #b42318; --review: #8a5300; --unseen: #57606a; --accepted: #6639ba; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9aa7b4; --line: #30363d; --paper: #0d1117; --panel: #161b22;
  --pass: #56d364; --fail: #ff8a80; --review: #e3b341; --unseen: #9aa7b4; --accepted: #c297ff; } }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.6 system-ui, "Noto Sans JP", "Hiragino Sans", sans-serif; color: var(--ink); background: var(--paper); }
main { max-width: 1080px; margin: 0 auto; padding: 24px; }
h1 { margin: 0 0 12px; font-size: 26px; }
h2 { margin: 32px 0 8px; padding-bottom: 4px; font-size: 19px; border-bottom: 2px solid var(--line); }
h3 { margin: 0; font-size: 14px; overflow-wrap: anywhere; }
p { margin: 4px 0; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(300px, 1fr)); gap: 4px 24px; margin: 0; }
dt { color: var(--soft); font-size: 13px; }
dd { margin: 0; overflow-wrap: anywhere; }
table { width: 100%; margin: 8px 0; border-collapse: collapse; font-size: 14px; }
th, td { padding: 5px 10px 5px 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th { color: var(--soft); font-size: 13px; white-space: nowrap; }
td:last-child, .state { white-space: nowrap; }
.share { margin: 12px 0; }
.bar { display: flex; height: 14px; overflow: hidden; border-radius: 4px; }
.bar i { flex-basis: 0; }
.bar .pass { background: var(--pass); } .bar .fail, .bar .inconsistent { background: var(--fail); } .bar .review, .bar .manual, .bar .error { background: var(--review); }
.bar .accepted { background: var(--accepted); } .bar .not-evaluated { background: repeating-linear-gradient(45deg, var(--unseen) 0 3px, transparent 3px 7px); } .bar .not-applicable { background: var(--line); }
.state { font-weight: 600; font-size: 13px; }
.state.pass { color: var(--pass); } .state.fail, .state.inconsistent { color: var(--fail); } .state.review, .state.manual, .state.error { color: var(--review); }
.state.accepted { color: var(--accepted); } .state.not-evaluated, .state.not-applicable { color: var(--unseen); }
details { padding: 6px 0; border-bottom: 1px solid var(--line); }
summary { cursor: pointer; }
details section { margin: 8px 0 8px 16px; padding: 6px 12px; border-left: 3px solid var(--line); background: var(--panel); }
details section p { font-size: 14px; }
:focus-visible { outline: 2px solid var(--accepted); outline-offset: 2px; }
@media print { details::details-content { content-visibility: visible; display: block; } .page { break-before: page; } section, tr { break-inside: avoid; } }
`;
