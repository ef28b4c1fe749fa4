/** Style of the HTML report: light and dark, one column on a phone. */
export const htmlStyle = `
:root{color-scheme:light dark;--ground:#f6f7f9;--card:#fff;--ink:#1b2430;--soft:#5b6775;--line:#dfe3e8;--code:#f0f2f5;--link:#0b5fc0;
--critical:#a4133c;--high:#c2410c;--medium:#8a6100;--low:#33658a;--good:#1d7a46}
@media(prefers-color-scheme:dark){:root{--ground:#12161c;--card:#1a2029;--ink:#e6eaf0;--soft:#9aa7b6;--line:#2c3542;--code:#11161d;--link:#7ab5ff;
--critical:#ff6b8f;--high:#ff9a5c;--medium:#e8c15a;--low:#7fb8e0;--good:#5fd08d}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main,header>div{max-width:60rem;margin:0 auto;padding:0 1rem}
header{background:var(--card);border-bottom:1px solid var(--line);padding:1.25rem 0 1rem}
h1{font-size:1.35rem;line-height:1.3;margin:0}
h1 b{color:var(--good)}h1 b.block,h1 b.broken{color:var(--critical)}h1 b.warn{color:var(--medium)}
h2{font-size:1.05rem;margin:2rem 0 .5rem}
header p{color:var(--soft);margin:.35rem 0 0;font-size:.9rem}
.tally{display:flex;flex-wrap:wrap;gap:.5rem;list-style:none;margin:.9rem 0 0;padding:0}
.tally li{border:1px solid var(--line);border-radius:999px;padding:.1rem .75rem;font-size:.9rem}
.tally b{font-variant-numeric:tabular-nums}
form{position:sticky;top:0;z-index:1;display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;background:var(--ground);padding:.75rem 0;border-bottom:1px solid var(--line)}
form select,form input[type=search]{font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:6px;padding:.4rem .6rem;min-height:2.5rem}
form input[type=search]{flex:1 1 12rem;min-width:0}
form label{display:flex;gap:.4rem;align-items:center;font-size:.9rem}
:focus-visible{outline:2px solid var(--link);outline-offset:1px}
#shown{color:var(--soft);font-size:.9rem;margin:.75rem 0}
article{background:var(--card);border:1px solid var(--line);border-left:4px solid var(--rank);border-radius:8px;margin:0 0 .75rem;padding:.8rem 1rem}
article h3{font-size:1rem;margin:0;line-height:1.4;overflow-wrap:anywhere}
article p{margin:.4rem 0 0}
p,li{overflow-wrap:anywhere}
.critical{--rank:var(--critical)}.high{--rank:var(--high)}.medium{--rank:var(--medium)}.low{--rank:var(--low)}
.rank{color:var(--rank);font-size:.75rem;font-weight:700;letter-spacing:.04em;text-transform:uppercase;margin-right:.5rem}
.soft{color:var(--soft);font-size:.88rem}
.excused{opacity:.72}
code,pre{font:.86rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
code{overflow-wrap:anywhere}
pre{background:var(--code);border-radius:6px;margin:.6rem 0 0;overflow-x:auto;padding:.5rem .75rem}
pre i{color:var(--soft);font-style:normal;user-select:none}
pre mark{background:none;color:inherit;text-decoration:underline wavy var(--rank);text-underline-offset:3px}
details{margin:.5rem 0 0}summary{cursor:pointer;color:var(--link)}
details ul{margin:.4rem 0 0;padding-left:1.2rem}a{color:var(--link)}
table{border-collapse:collapse;width:100%;background:var(--card);border:1px solid var(--line);border-radius:8px}
td,th{border-bottom:1px solid var(--line);padding:.4rem .75rem;text-align:left;vertical-align:top;overflow-wrap:anywhere;font-size:.92rem}
footer{color:var(--soft);font-size:.85rem;padding:2rem 0;overflow-wrap:anywhere}
[hidden]{display:none!important}
@media(max-width:40rem){form{position:static}form select{flex:1 1 8rem}}
@media print{form,#shown{display:none}article{break-inside:avoid}}
`;
