/** The report's style sheet: colours by role for light and dark, the parts, and the layouts for desk, phone and paper. */

const COLOURS = `
:root{color-scheme:light dark;
--bg:light-dark(#f5f6f8,#0b0e13);--surface:light-dark(#fff,#11151c);--raised:light-dark(#fff,#181d26);--sunken:light-dark(#eff1f4,#0d1117);--hover:light-dark(#f3f4f7,#171c25);
--border:light-dark(#e2e5ea,#222935);--border-strong:light-dark(#c8cdd7,#384253);--field-border:light-dark(#858e9c,#667182);
--text:light-dark(#141820,#e9ecf1);--text-2:light-dark(#3b4452,#bac2ce);--muted:light-dark(#586271,#8f99a9);
--accent:light-dark(#4a44d4,#a9a6ff);--accent-soft:light-dark(#eeedfc,#1d1d3a);
--gain:light-dark(#0a7547,#41cb8d);--loss:light-dark(#c02a36,#ff7d82);--loss-soft:light-dark(#fbe3e5,#3a1c20);
--candle-up:light-dark(#14935c,#2fb67b);--candle-down:light-dark(#d2414c,#ec5f67);
--ok:light-dark(#0a7547,#41cb8d);--warn:light-dark(#85560a,#efb650);--warn-soft:light-dark(#fdf3de,#2b2210);--warn-line:light-dark(#e5bd68,#6b5320);
--danger:light-dark(#b3202c,#ff8b8b);--danger-soft:light-dark(#fdeceb,#341a1c);--danger-line:light-dark(#e6a3a5,#743036);
--info:light-dark(#1b5fae,#82b8ff);--info-soft:light-dark(#e8f1fc,#14243a);
--grid:light-dark(#eceef2,#1b212b);--axis:light-dark(#586271,#8f99a9);--line-1:light-dark(#262d3a,#dfe4ec);--line-2:light-dark(#7a8494,#6f7a8b);--hatch:light-dark(#c3c9d3,#343d4b);
--sans:Inter,-apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,system-ui,sans-serif;--mono:ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;
--gutter:24px;--gap:16px;--focus:2px solid var(--accent)}
:root[data-theme=light]{color-scheme:light}:root[data-theme=dark]{color-scheme:dark}
:root[data-pair=blue-orange]{--gain:light-dark(#1a62b5,#7cb8ff);--loss:light-dark(#a84a05,#ff9d57);--loss-soft:light-dark(#fde8d8,#33200f);--candle-up:light-dark(#2f78c9,#5aa0ef);--candle-down:light-dark(#d0691c,#f0883c)}
`;

const PARTS = `
*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:64px}
html[lang=en] [lang=es],html[lang=es] [lang=en]{display:none}
body{margin:0;background:var(--bg);color:var(--text);font:400 13px/1.45 var(--sans);font-variant-numeric:tabular-nums;-webkit-font-smoothing:antialiased}
h1,h2,h3,p,ul,dl,dd,figure,table{margin:0;padding:0}ul{list-style:none}em{font-style:normal}
a{color:var(--accent);text-decoration:none}a:hover{text-decoration:underline;text-underline-offset:2px}
button,select,input{font:inherit;color:inherit}
:focus-visible{outline:var(--focus);outline-offset:2px;border-radius:4px}
[hidden]{display:none!important}
.vh{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.i{width:16px;height:16px;flex:none;fill:none;stroke:currentColor;stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}
.mono{font-family:var(--mono);font-size:12px}.muted{color:var(--muted)}.t2{color:var(--text-2)}
.num{text-align:right;white-space:nowrap}.gain{color:var(--gain)}.loss{color:var(--loss)}
.ar{font-size:.72em;margin-right:.3em;position:relative;top:-.08em}
.band{display:flex;gap:10px;align-items:center;min-height:26px;padding:3px var(--gutter);font-size:12px;background:light-dark(#0e646d,#0d4a51);color:light-dark(#fff,#c3f1f4)}
.band b{letter-spacing:.08em}
.top{position:sticky;top:0;z-index:20;display:flex;align-items:center;gap:20px;height:52px;padding:0 var(--gutter);background:var(--surface);border-bottom:1px solid var(--border)}
.brand{display:flex;align-items:center;gap:8px;font-weight:600;font-size:14px}.brand .i{width:20px;height:20px;color:var(--accent)}
.top nav{display:flex;gap:18px}.top nav a{color:var(--text-2);font-weight:500}
.tools{margin-left:auto;display:flex;gap:8px;align-items:center}
.seg{display:inline-flex;border:1px solid var(--border);border-radius:6px;background:var(--sunken);padding:2px}
.seg button{border:0;background:none;border-radius:4px;padding:0 9px;height:26px;font-size:12px;font-weight:500;color:var(--text-2);cursor:pointer}
.seg button[aria-pressed=true]{background:var(--surface);color:var(--text);box-shadow:0 0 0 1px var(--border-strong)}
.btn,.chip{display:inline-flex;align-items:center;justify-content:center;height:32px;padding:0 11px;border-radius:6px;border:1px solid var(--border-strong);background:var(--surface);font-weight:500;cursor:pointer;white-space:nowrap}
.btn:hover,.chip:hover{background:var(--hover)}.btn[disabled]{color:var(--muted);background:var(--sunken);border-color:var(--border);cursor:default}
.ico{width:32px;padding:0}.chip{height:26px;padding:0 9px;font-size:12px;min-width:28px}
.chip[aria-pressed=true]{border-color:var(--accent);color:var(--accent);background:var(--accent-soft)}
.chips{display:flex;gap:4px;flex-wrap:wrap}
select,input[type=search]{height:32px;border:1px solid var(--field-border);border-radius:6px;background:var(--surface);padding:0 8px;max-width:100%}
.ph select{height:26px;font-size:12px}
main{max-width:1320px;margin-inline:auto;padding:22px var(--gutter) 48px}
article{display:grid;gap:var(--gap);grid-template-columns:minmax(0,1fr)}
.panel{background:var(--surface);border:1px solid var(--border);border-radius:10px;min-width:0}
.ph{display:flex;align-items:center;gap:4px 10px;min-height:44px;padding:6px 16px;border-bottom:1px solid var(--border)}
.ph h2{font-size:14px;font-weight:600;letter-spacing:-.005em;white-space:nowrap}.ph .sub{color:var(--muted);font-size:12px}
.ph .end{margin-left:auto;display:flex;align-items:center;gap:8px}
.two{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:var(--gap)}.stack{display:grid;gap:var(--gap);grid-template-columns:minmax(0,1fr);align-content:start;min-width:0}
#setup{display:grid;gap:var(--gap)}
.tag{display:inline-flex;align-items:center;gap:4px;height:20px;padding:0 6px;border-radius:4px;border:1px solid;font-size:12px;font-weight:500;white-space:nowrap}.tag .i{width:12px;height:12px;stroke-width:2}
.tag--warn{color:var(--warn);border-color:var(--warn-line);background:var(--warn-soft)}.tag--bad{color:var(--danger);border-color:var(--danger-line);background:var(--danger-soft)}
.few{display:inline-flex;align-items:center;gap:4px;color:var(--warn);font-size:12px;white-space:nowrap}.few .i{width:12px;height:12px;stroke-width:1.8}
.empty{padding:18px 16px 20px;color:var(--text-2)}
.pad{padding:12px 16px 14px}.hint{padding:0 16px 12px;font-size:12px;color:var(--muted)}
.tw{overflow-x:auto;position:relative}
table{border-collapse:collapse;width:100%}
th{font-weight:500;font-size:12px;color:var(--muted);text-align:left;height:34px;padding:0 8px;white-space:nowrap;border-bottom:1px solid var(--border)}
td,tbody th{height:38px;padding:4px 8px;border-bottom:1px solid var(--border);font-size:13px;font-weight:400;color:var(--text);white-space:nowrap}
tbody tr:last-child td,tbody tr:last-child th{border-bottom:0}
tbody tr:hover>*{background:var(--hover)}
th:first-child,td:first-child{padding-left:16px}th:last-child,td:last-child{padding-right:16px}
th.num{text-align:right}
.dense td,.dense tbody th{height:30px}
.wrap td:not(.num){white-space:normal;overflow-wrap:anywhere}.wrap td:not(.num):not(:first-child){min-width:120px}
td small,th small{display:block;color:var(--muted);font-size:12px;line-height:1.35}
`;

const PAGE = `
.crumb,.rh h1,.say,.facts dd,.leg,.checks,.pairs dd,.ph h2,.ph .sub{overflow-wrap:anywhere}.facts>div,.leg>*,.ph>*,.checks span{min-width:0}
.rh{padding:4px 0 2px}.crumb{font-size:12px;color:var(--muted);margin-bottom:6px}
.rh h1{font-size:28px;font-weight:600;letter-spacing:-.025em;line-height:1.2;text-wrap:balance;max-width:36em}
.v-fault h1{color:var(--danger)}
.say{font-size:14px;color:var(--text-2);margin-top:8px;max-width:88ch;text-wrap:pretty}
.facts{display:flex;flex-wrap:wrap;justify-content:space-between;gap:10px 24px;padding:12px 16px}
.facts dt,.quad dt{font-size:12px;color:var(--muted)}.facts dd{font-weight:500}.facts .mono+.mono{margin-left:6px}
.kpis{display:grid;grid-template-columns:repeat(7,1fr)}
.kpis>div{padding:12px 16px 13px;border-left:1px solid var(--border);min-width:0}.kpis>div:first-child{border-left:0}
.kpis dt{font-size:12px;font-weight:500}.kpis dt a{color:var(--muted)}
.nb{white-space:nowrap}.mid.nd{font-size:14px;color:var(--muted);font-weight:500;line-height:26px;letter-spacing:0}
.mid{font-size:20px;font-weight:600;letter-spacing:-.02em;line-height:1.3;margin-top:2px;white-space:nowrap}.cap{font-size:12px;color:var(--muted);white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.leg{display:flex;gap:4px 16px;flex-wrap:wrap;align-items:baseline;font-size:12px;color:var(--muted);padding:10px 16px 4px}
.leg i{display:inline-block;width:14px;border-top:2px solid var(--line-1);margin-right:6px;vertical-align:3px}.leg .k2{border-color:var(--line-2)}.leg .k3{border-color:var(--loss)}.leg .k4{height:9px;border:0;background:var(--danger-soft);box-shadow:inset 0 0 0 1px var(--danger-line);vertical-align:-1px}
.leg .mk{font-size:10px;margin-right:4px;color:var(--line-1)}.leg .mk.gain{color:var(--gain)}.leg .mk.loss{color:var(--loss)}
.readout{margin-left:auto;color:var(--text-2);white-space:pre-wrap}
.chart{display:block;width:100%;height:400px;font-family:var(--sans);touch-action:pan-y;cursor:crosshair}.chart.tall{height:440px}
.chartbox{position:relative}
.tip{position:absolute;pointer-events:none;display:grid;gap:1px;max-width:320px;padding:8px 10px;border:1px solid var(--border-strong);border-radius:6px;background:var(--raised);font-size:12px;box-shadow:0 6px 18px rgb(0 0 0/.14)}.tip span{color:var(--text-2)}
details.below{border-top:1px solid var(--border)}
summary{cursor:pointer;list-style:none}summary::-webkit-details-marker{display:none}
.below>summary{padding:10px 16px;font-size:12px;font-weight:500;color:var(--accent)}.below>summary::before{content:"▸ "}.below[open]>summary::before{content:"▾ "}
.below .tw{max-height:420px;overflow:auto}
.checks{padding:6px 16px 10px}
.checks li{display:grid;grid-template-columns:16px 1fr auto;gap:10px;padding:8px 0;border-bottom:1px solid var(--border)}.checks li:last-child{border-bottom:0}
.checks b{font-weight:600}.checks em{font-size:12px;font-weight:500;white-space:nowrap;color:var(--muted)}.checks .i{margin-top:1px}
.s-ok .i,.checks .s-ok em{color:var(--ok)}.s-warning .i,.checks .s-warning em{color:var(--warn)}.s-fault .i,.checks .s-fault em{color:var(--danger)}.s-note .i{color:var(--info)}.s-none .i{color:var(--muted)}
.h3{font-size:12px;font-weight:600;color:var(--muted);padding:10px 16px 4px;border-top:1px solid var(--border)}
.wf{padding:12px 16px 4px;display:grid;gap:8px}
.wf li{display:grid;grid-template-columns:150px 1fr 112px;gap:12px;align-items:center}
.wb{position:relative;height:14px;background:var(--sunken);border-radius:3px;display:block}
.wb i{position:absolute;top:0;bottom:0;min-width:2px;border-radius:3px;background:var(--line-2)}.wb i.l{background:var(--candle-down)}.wb i.p{background:var(--candle-up)}.wb i.b{background:var(--line-1)}
.wb u{position:absolute;top:-3px;bottom:-3px;width:1px;background:var(--border-strong)}
.wf li:last-child{font-weight:600;border-top:1px solid var(--border);padding-top:8px}
.heat{table-layout:fixed;min-width:760px;border-collapse:separate;border-spacing:2px;padding:10px 14px 12px}
.heat th,.heat td{border:0;padding:0 4px!important;height:30px;text-align:center;font-size:12px}.heat thead th{height:24px}
.heat tbody th{color:var(--text-2);font-weight:600;text-align:left;background:var(--surface)}.heat th:first-child{width:52px;position:sticky;left:0}
.heat td{border-radius:3px;background:var(--sunken)}.heat tbody tr:hover td{background:var(--sunken)}
.heat tbody tr td.p{background:color-mix(in oklab,var(--gain) var(--a),var(--surface))}.heat tbody tr td.q{background:color-mix(in oklab,var(--loss) var(--a),var(--surface))}
.heat tbody tr td.z,.heat tbody tr td.yr{background:none}.heat .yr,.heat thead th:last-child{font-weight:600;text-align:right;width:84px}
.hist{position:relative;padding:22px 0 22px;margin-bottom:4px}
.bars{display:flex;align-items:flex-end;gap:2px;height:160px;border-bottom:1px solid var(--border-strong)}
.bars i{flex:1;border-radius:1px 1px 0 0}.bars i.p{background:var(--candle-up)}.bars i.q{background:var(--candle-down)}
.hist .mean{position:absolute;top:18px;bottom:22px;border-left:1px dashed var(--text-2)}.hist .mean em{position:absolute;top:-18px;left:-4px;font-size:12px;font-weight:600;white-space:nowrap}.hist .flip em{left:auto;right:-4px}
.xs{position:absolute;left:0;right:0;bottom:0;height:18px;font-size:12px;color:var(--axis)}.xs span{position:absolute;transform:translateX(-50%);white-space:nowrap}.xs span span{position:static;transform:none}
.hist+.hint{padding:4px 0 0}
.quad{display:grid;grid-template-columns:repeat(4,1fr);gap:12px;margin-top:12px;padding-top:12px;border-top:1px solid var(--border)}.quad dd{font-weight:600;font-size:14px;white-space:nowrap}
.hours{display:flex;gap:3px;height:120px;margin:14px 16px 22px;position:relative}.hours>span{flex:1;position:relative;background:var(--sunken);border-radius:2px}.hours i{position:absolute;left:0;right:0;border-radius:2px}.hours .p{background:var(--candle-up)}.hours .l{background:var(--candle-down)}.hours em{position:absolute;top:100%;left:50%;transform:translateX(-50%);font-size:11px;color:var(--axis);padding-top:3px}
.cols{display:grid;grid-template-columns:repeat(auto-fit,minmax(400px,1fr));gap:8px 0;padding:4px 0 8px;align-items:start}
.cols tbody th{white-space:normal;overflow-wrap:anywhere}.mini{display:block;width:64px;height:8px;border-radius:2px;background:var(--sunken)}.mini i{display:block;height:8px;border-radius:2px}.mini .p{background:var(--candle-up)}.mini .l{background:var(--candle-down)}
.filters{display:flex;gap:8px;flex-wrap:wrap;padding:10px 16px;border-bottom:1px solid var(--border)}.filters input{flex:1 1 180px;max-width:260px}
.trades tbody tr{cursor:pointer}.trades td{height:34px}.trades .c-number{color:var(--muted)}.trades .c-instrument{font-weight:600}.trades .c-exitReason,.trades .c-strategy{max-width:150px;overflow:hidden;text-overflow:ellipsis}.filters select{max-width:220px}.trades td.none{height:56px;cursor:default;color:var(--text-2)}
.sort{border:0;background:none;padding:0;height:34px;font-weight:500;color:var(--muted);cursor:pointer}.sort:hover{color:var(--text)}.sort .ar{margin:0 0 0 4px}
.num .sort{display:inline-flex;align-items:center}
.pager{display:flex;gap:12px;align-items:center;justify-content:flex-end;padding:8px 16px;border-top:1px solid var(--border)}
.defs{columns:2;column-gap:0;padding:4px 0 8px}.defs>div{break-inside:avoid;padding:6px 16px}
.defs h3{font-size:12px;font-weight:600;color:var(--muted);padding:6px 0 4px}
.defs details{border-top:1px solid var(--border)}.defs summary{display:flex;gap:10px;align-items:baseline;padding:6px 0}.defs summary:hover .nm{color:var(--accent)}
.defs .nm{flex:1}.defs .nm::before{content:"▸";display:inline-block;width:14px;color:var(--muted);font-size:10px}.defs [open] .nm::before{content:"▾"}.defs .vl{text-align:right}.defs .vl b{font-weight:600}
.defs details p{padding:0 0 6px 14px;color:var(--text-2)}.defs details:target{background:var(--accent-soft)}
.letters{padding:0 16px 12px;display:grid;gap:6px}.letters div{display:grid;grid-template-columns:48px 1fr;gap:10px}.letters dd{color:var(--text-2)}
.pairs{padding:6px 16px 10px}.pairs div{display:flex;justify-content:space-between;gap:16px;padding:5px 0;border-bottom:1px solid var(--border)}.pairs div:last-child{border-bottom:0}.pairs dt{color:var(--text-2)}.pairs dd{font-weight:500;text-align:right}
.pairs+.tw{border-top:1px solid var(--border)}.tw+.hint{padding-top:10px}
.cmd{font-family:var(--mono);font-size:12px;background:var(--sunken);border:1px solid var(--border);border-radius:6px;padding:10px 12px;overflow-x:auto;white-space:pre;line-height:1.6;margin-bottom:10px}
.hash{font-size:12px;overflow-wrap:anywhere;margin-top:6px}
`;

const SMALLER = `
@media (max-width:1180px){.kpis{grid-template-columns:repeat(4,1fr)}.kpis>div:nth-child(5){border-left:0}.kpis>div:nth-child(n+5){border-top:1px solid var(--border)}.two{grid-template-columns:minmax(0,1fr)}.top nav{display:none}}
@media (max-width:720px){
:root{--gutter:14px;--gap:12px}
.band{font-size:12px}.top{height:50px;gap:8px}.btn{height:40px}.ico{width:40px}.seg button{height:34px;padding:0 11px}.chip{height:34px;min-width:36px;padding:0 10px}#print,.mouse{display:none}
select,input[type=search],.ph select{height:40px;font-size:16px}
main{padding-top:14px}.rh h1{font-size:21px}.panel{border-radius:8px}
.facts{display:grid;grid-template-columns:1fr 1fr;padding:12px 14px}
.kpis{grid-template-columns:1fr 1fr}.kpis>div{padding:11px 14px}.kpis>div:nth-child(odd){border-left:0}.kpis>div:nth-child(n+3){border-top:1px solid var(--border)}.kpis>div:last-child{grid-column:1/-1}
.ph{padding:8px 14px;flex-wrap:wrap}.ph h2{white-space:normal}.ph .sub{order:3;flex-basis:100%}.ph .end{flex-wrap:wrap}
.chart{height:320px}.chart.tall{height:360px}.readout{flex-basis:100%;margin:0;order:9;min-height:34px}
.leg,.hint,.pad,.checks,.wf,.pairs,.filters,.pager,.empty{padding-left:14px;padding-right:14px}
.wf li{grid-template-columns:1fr auto;gap:4px 8px}.wf .wb{grid-column:1/-1;grid-row:2}
.quad{grid-template-columns:1fr 1fr}.cols{grid-template-columns:minmax(0,1fr)}.defs{columns:1}.defs>div{padding:6px 14px}.defs summary{flex-wrap:wrap;gap:2px 10px;padding:9px 0}.defs .nm{flex:1 0 auto;max-width:100%}.defs .vl{margin-left:auto}.mini{width:36px}
.falls th:nth-child(3),.falls td:nth-child(3){display:none}
.params thead{display:none}.params tbody tr{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:2px 12px;padding:9px 14px;border-bottom:1px solid var(--border)}.params tbody tr:last-child{border-bottom:0}.params tbody tr>*{height:auto;padding:0!important;border:0}.params tbody td:nth-child(n+3){grid-column:1/-1}.params tbody td:nth-child(3){color:var(--muted);font-size:12px}
.checks li{grid-template-columns:16px 1fr}.checks em{grid-column:2}
.filters>*,.filters select{flex:1 1 40%;min-width:0;max-width:100%}.filters input{flex:1 1 100%;max-width:none}.trades .c-exitReason,.trades .c-strategy{max-width:none}
.trades,.trades tbody{display:block}.trades thead{display:none}
.trades tr{display:grid;grid-template-columns:minmax(0,1.15fr) minmax(0,1fr);gap:2px 14px;padding:10px 14px;border-bottom:1px solid var(--border)}.trades tr:last-child{border-bottom:0}
.trades td,.trades td:first-child,.trades td:last-child{display:flex;justify-content:space-between;gap:8px;height:auto;border:0;padding:1px 0;text-align:right}
.trades td::before{content:attr(data-label);color:var(--muted);font-size:12px;text-align:left}
.trades .c-net,.trades .c-returnRatio{font-weight:600}
.trades .c-number::before,.trades .c-openedAt::before,.trades .c-returnRatio::before{display:none}.trades .c-returnRatio{justify-content:flex-end!important}.trades .c-number{order:-2}.trades .c-openedAt{order:-1;justify-content:flex-end}
.trades td.none{grid-column:1/-1}
}
@media (hover:none){.mouse{display:none}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media print{
@page{margin:14mm 12mm}
body{background:#fff;font-size:11px}.band{-webkit-print-color-adjust:exact;print-color-adjust:exact}
.top,.hint,.filters,.pager,.chips,.chip,.crumb,#equity-log,select{display:none!important}
main{max-width:none;padding:0}.panel{break-inside:avoid;border-color:#ccc}#trades,#metrics,#groups,#equity{break-inside:auto}
.heat td,.bars i,.wb i,.mini i,.tag{-webkit-print-color-adjust:exact;print-color-adjust:exact}
.kpis{grid-template-columns:repeat(7,1fr)}.kpis>div{padding:8px}.mid{font-size:15px}.cap{white-space:normal}.two{grid-template-columns:minmax(0,1fr)}details.below{display:none}.heat{min-width:0}.heat td{font-size:10px}
.below .tw{max-height:none}.chart{height:300px}tr{break-inside:avoid}
}
`;

export const STYLE = COLOURS + PARTS + PAGE + SMALLER;
