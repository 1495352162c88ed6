// node imp.mjs MODULE... → memory after importing each
import {readFileSync} from 'node:fs'; import {pathToFileURL} from 'node:url'; import {resolve} from 'node:path';
const r=()=>{const m=process.memoryUsage();const s=readFileSync('/proc/self/smaps_rollup','utf8');const g=k=>(Number(new RegExp(`^${k}:\\s+(\\d+)`,'m').exec(s)[1])/1024).toFixed(0);
return `rss ${(m.rss/1e6*1e6/1048576).toFixed(0)} uss ${Math.round(+g('Private_Clean')+ +g('Private_Dirty'))} heapTotal ${(m.heapTotal/1048576).toFixed(0)} used ${(m.heapUsed/1048576).toFixed(1)} ext ${(m.external/1048576).toFixed(1)} ab ${(m.arrayBuffers/1048576).toFixed(1)}`};
console.log('bare'.padEnd(40),r());
for(const w of process.argv.slice(2)){const t=performance.now(); await import(w.startsWith('.')||w.includes('/')&&!w.startsWith('@')?pathToFileURL(resolve(w)).href:import.meta.resolve(w,pathToFileURL(process.cwd()+'/x.mjs').href)); console.log(w.padEnd(40),r(),`${(performance.now()-t).toFixed(0)}ms`, process.moduleLoadList.some(x=>x.includes('amaro'))?'STRIPPER':'')}
if(global.gc){gc();gc();console.log('after gc'.padEnd(40),r())}
