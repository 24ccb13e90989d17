/** Measures what the kit adds to the bare engine, and the server against a bare relay, side by side in one run. */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { toMarkdown, type Group } from '../test/bench/stats.ts';

const GROUPS: Record<string, (quick: boolean) => Promise<Group>> = {
    server: async quick => (await import('../test/bench/server.ts')).measureServer(quick),
    propagation: async quick => (await import('../test/bench/propagation.ts')).measurePropagation(quick),
    react: async quick => (await import('../test/bench/react.ts')).measureReact(quick),
    'catch-up': async quick => (await import('../test/bench/catchUp.ts')).measureCatchUp(quick)
};

const { values } = parseArgs({
    options: {
        only: { type: 'string', multiple: true },
        quick: { type: 'boolean', default: false },
        out: { type: 'string', default: 'bench.json' }
    }
});

const names = values.only ?? Object.keys(GROUPS);
const unknown = names.filter(name => !Object.hasOwn(GROUPS, name));
if (unknown.length) {
    console.error(`There is no group '${unknown[0]}'; --only takes one of ${Object.keys(GROUPS).join(', ')}`);
    process.exit(2);
}
const groups: Group[] = [];
for (const name of names) {
    const group = await GROUPS[name]!(values.quick);
    groups.push(group);
    console.log(`${toMarkdown(group)}\n`);
}
const machine = { node: process.version, platform: process.platform, cores: cpus().length };
writeFileSync(values.out, `${JSON.stringify({ machine, quick: values.quick, groups }, null, 4)}\n`);
console.log(`Wrote ${values.out}`);
