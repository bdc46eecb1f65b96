/** Follows the browser's light or dark color scheme. */
export const stylesheet = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f6f7f9, #14171c);
  --card: light-dark(#ffffff, #1d2128);
  --line: light-dark(#d5dae1, #363c47);
  --text: light-dark(#1b2430, #e8ebf0);
  --soft: light-dark(#51606f, #a8b3c1);
  --link: light-dark(#0b57a4, #8ec2ff);
  --good: light-dark(#176437, #7fd6a2);
  --bad: light-dark(#a11b25, #ff9ea3);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 0.5rem; background: var(--card); padding: 0.5rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
header { display: flex; flex-wrap: wrap; gap: 0.5rem 2rem; padding: 0.75rem 1rem; background: var(--card); border-bottom: 1px solid var(--line); }
nav { display: flex; flex-wrap: wrap; gap: 1rem; }
main { max-width: 64rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; margin: 0.5rem 0 1rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 0.75rem; }
.card > h2 { margin-top: 0; }
h3 { font-size: 1rem; margin: 0 0 0.5rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 0.5rem; padding: 1rem; margin: 0 0 1rem; }
dl { display: grid; grid-template-columns: minmax(6rem, max-content) minmax(0, 1fr); gap: 0.25rem 1rem; margin: 0 0 0.75rem; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
code { font: 0.9em ui-monospace, monospace; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; font: 0.9em ui-monospace, monospace; }
.actions { display: flex; flex-wrap: wrap; gap: 0.5rem; }
button { font: inherit; min-height: 2.5rem; padding: 0.35rem 0.9rem; color: var(--text); background: var(--page); border: 1px solid var(--soft); border-radius: 0.4rem; cursor: pointer; }
button:hover { border-color: var(--link); }
.good { color: var(--good); font-weight: 600; }
.bad { color: var(--bad); font-weight: 600; }
.soft { color: var(--soft); }
.notice { border-left: 0.3rem solid var(--good); padding: 0.5rem 1rem; background: var(--card); margin: 0 0 1rem; }
.notice.trouble { border-left-color: var(--bad); }
ul.list { list-style: none; padding: 0; margin: 0; }
iframe { width: 100%; min-height: 24rem; border: 1px solid var(--line); border-radius: 0.4rem; background: #ffffff; color-scheme: light; }
@media (max-width: 30rem) { dl { grid-template-columns: minmax(0, 1fr); } dd { margin: 0 0 0.5rem; } }
`
